//! The picture of an achievement: the file that its TOML names, or a drawing made from its data.

use std::path::{Path, PathBuf};

use badge_core::container::{Format, Keyword, picture_info, remove};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::picture::{Drawn, Logo, Template, to_png};
use badge_core::place::{AchievementFile, Ending, Place};
use badge_core::site::Look;

use crate::error::{Cause, Failure};
use crate::look::{check_logo, read_logo, read_template, render_message};
use crate::message::msg;
use crate::picture::picture_message;
use crate::place::Folder;
use crate::place::disk;

/// Pixels of the longer side of a drawn PNG.
const PIXELS: u32 = 600;

pub(crate) use badge_core::place::making::Artwork;

/// What can be asked of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Whatever the achievement has.
    Own,
    /// This kind.
    Kind(Ending),
}

impl Folder {
    /// The picture of an achievement. A drawing can be had as either kind, and so can an SVG file; a PNG file is a PNG.
    pub(crate) fn artwork(
        &self,
        place: &Place,
        achievement: &AchievementFile,
        lang: Lang,
        wish: Wish,
    ) -> Result<Artwork, Failure> {
        let own = achievement.picture_ending();
        let ending = if let Wish::Kind(kind) = wish { kind } else { own };
        let svg = match &achievement.picture {
            Some(file) => {
                let bytes = self.read_picture(&self.achievements_folder().join(file))?;
                if own == ending {
                    return Ok(Artwork { ending, bytes });
                }
                if own == Ending::Png {
                    return Err(Failure::new(msg!("artwork-not-svg", file = file)));
                }
                bytes
            }
            None => self.draw(place, achievement, lang)?.svg.into_bytes(),
        };
        match ending {
            Ending::Svg => Ok(Artwork { ending, bytes: svg }),
            Ending::Png => match to_png(&svg, PIXELS, &Limits::default()) {
                Ok(bytes) => Ok(Artwork { ending, bytes }),
                Err(e) => Err(Failure::new(msg!("artwork-not-drawn", slug = achievement.slug.as_str()))
                    .because(Cause::Said(render_message(&e)))),
            },
        }
    }

    /// Draws an achievement from its data, its kind's and the place's.
    pub(crate) fn draw(&self, place: &Place, achievement: &AchievementFile, lang: Lang) -> Result<Drawn, Failure> {
        let look = Look::of_achievement(place, achievement, lang).map_err(|fault| {
            let path = self.achievement_path(&achievement.slug);
            Failure::new(msg!("place-file-faulty", path = &path)).at(&path).because(Cause::Said(fault.into()))
        })?;
        let logo = match place.logo.as_ref().filter(|_| look.logo) {
            Some(file) => Some(self.logo_to_draw(file)?),
            None => None,
        };
        let template = if look.template { self.template()? } else { None };
        Ok(look.draw(achievement, lang, logo.as_ref(), template.as_ref()))
    }

    /// The place's logo, as it is published.
    pub(crate) fn logo(&self, file: &str) -> Result<Vec<u8>, Failure> {
        let path = self.root().join(file);
        let bytes = self.read_picture(&path)?;
        check_logo(&bytes).map_err(|failure| failure.at(&path))?;
        Ok(bytes)
    }

    /// The place's logo, to be drawn into a badge.
    fn logo_to_draw(&self, file: &str) -> Result<Logo, Failure> {
        let path = self.root().join(file);
        read_logo(&self.read_picture(&path)?).map_err(|failure| failure.at(&path))
    }

    /// Where the place's own template lies, if it has one.
    pub(crate) fn template_path(&self) -> PathBuf {
        self.root().join("templates").join("badge.svg")
    }

    /// The place's own template, where it has one.
    pub(crate) fn template(&self) -> Result<Option<Template>, Failure> {
        let path = self.template_path();
        if !path.exists() { Ok(None) } else { read_template(&path).map(Some) }
    }

    /// A picture of the place, read and checked, without any badge that somebody had baked into it. That of an
    /// achievement lies beside its file, the logo beside `place.toml`.
    ///
    /// A link that leads out of the place is refused: whoever sent the folder would have it published.
    pub(crate) fn read_picture(&self, path: &Path) -> Result<Vec<u8>, Failure> {
        let cannot = |e| Failure::io(msg!("file-unreadable", path = path), path, e);
        let real = path.canonicalize().map_err(cannot)?;
        if !real.starts_with(self.root().canonicalize().map_err(cannot)?) || !real.is_file() {
            return Err(Failure::new(msg!("picture-outside")).at(path));
        }
        let bytes = disk::read(&real, Limits::default().image_bytes as u64)?;
        check_picture(&bytes).map_err(|failure| failure.at(path))?;
        [Keyword::OpenBadges, Keyword::OpenBadgeCredential].into_iter().try_fold(bytes, |bytes, keyword| {
            let wrong = |e| Failure::new(picture_message(&e)).at(path);
            remove(&bytes, keyword, &Limits::default()).map_err(wrong)
        })
    }
}

/// The kind of a picture, if it is a sound PNG or SVG.
pub(crate) fn check_picture(bytes: &[u8]) -> Result<Ending, Failure> {
    match picture_info(bytes, &Limits::default()) {
        Ok(info) if info.format == Format::Png => Ok(Ending::Png),
        Ok(_) => Ok(Ending::Svg),
        Err(e) => Err(Failure::new(picture_message(&e))),
    }
}
