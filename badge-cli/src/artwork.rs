//! The picture of an achievement: the file that its TOML names, or a drawing made from its data.

use std::collections::BTreeMap;
use std::path::Path;

use badge_core::container::{Format, Keyword, picture_info, remove};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::picture::{Colour, Colours, Design, Icon, Level, Shape, to_png};
use badge_core::place::{AchievementFile, Ending, Place};

use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::picture::picture_message;
use crate::place::Folder;
use crate::place::disk;

/// Pixels of the longer side of a drawn PNG.
const PIXELS: u32 = 600;

/// A picture, checked.
#[derive(Debug, Clone)]
pub(crate) struct Artwork {
    pub(crate) ending: Ending,
    pub(crate) bytes: Vec<u8>,
}

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
            None => {
                let design = design(place, achievement).map_err(|field| {
                    let path = self.achievement_path(&achievement.slug);
                    Failure::new(msg!("place-file-faulty", path = &path)).at(&path).because(Cause::Said(field))
                })?;
                let texts = achievement.texts(lang);
                let title = texts.name.as_deref().unwrap_or(achievement.slug.as_str());
                design.to_svg(title, texts.picture_alt.as_deref().unwrap_or_default()).into_bytes()
            }
        };
        match ending {
            Ending::Svg => Ok(Artwork { ending, bytes: svg }),
            Ending::Png => match to_png(&svg, PIXELS, &Limits::default()) {
                Ok(bytes) => Ok(Artwork { ending, bytes }),
                Err(e) => Err(Failure::new(msg!("artwork-not-drawn", slug = achievement.slug.as_str())).why(e)),
            },
        }
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

/// What `[drawing]` says, with a default for all that it does not; the message names the field at fault.
pub(crate) fn design(place: &Place, achievement: &AchievementFile) -> Result<Design, Message> {
    let drawing = &achievement.drawing;
    let known = ["shape", "icon", "colour"];
    if let Some(other) = drawing.keys().find(|k| !known.contains(&k.as_str())) {
        return Err(msg!("drawing-unknown", field = other, known = known.join(", ")));
    }
    let level = achievement.level.as_ref().and_then(|l| place.levels.iter().position(|p| p.id == *l));
    let step = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
    Ok(Design {
        shape: field(drawing, "shape", Shape::named, Shape::ALL.map(Shape::as_str).to_vec())?.unwrap_or(Shape::Hexagon),
        icon: field(drawing, "icon", Icon::named, Icon::ALL.map(Icon::as_str).to_vec())?.unwrap_or(Icon::Star),
        colours: field(drawing, "colour", colours, Colours::NAMED.map(|(name, _)| name).to_vec())?
            .unwrap_or(Colours::NAMED[0].1),
        level: level.and_then(|n| Level::new(step(n + 1), step(place.levels.len()))).unwrap_or(Level::NONE),
    })
}

fn colours(text: &str) -> Option<Colours> {
    Colours::named(text).or_else(|| Colour::parse(text).map(Colours::around))
}

fn field<T>(
    drawing: &BTreeMap<String, String>,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
    known: Vec<&str>,
) -> Result<Option<T>, Message> {
    match drawing.get(name) {
        None => Ok(None),
        Some(text) => match read(text) {
            Some(value) => Ok(Some(value)),
            None => Err(msg!("drawing-value", field = name, value = text, known = known.join(", "))),
        },
    }
}
