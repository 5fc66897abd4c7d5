//! One award as it is printed: what its signed file says, the name that the place knows, its picture, its code.

use std::collections::BTreeMap;
use std::path::Path;

use badge_core::crypto::SecretKey;
use badge_core::issue::{Format, Told};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::{Catalog, date};
use badge_core::model::Badge;
use badge_core::paper::{Claim, House, Kind, Picture, Printed, SignedFile, plain};
use badge_core::picture::font::first_missing;
use badge_core::picture::{Qr, RenderError};
use badge_core::place::card::code_of;
use badge_core::place::people::People;
use badge_core::place::register::{Award, Digest, Entry};
use badge_core::place::{AchievementFile, Place, Slug, Spot, Token};
use badge_core::text;
use badge_core::time::Timestamp;

use super::super::{Context, badge_in, qr};
use crate::args::Print;
use crate::artwork::Wish;
use crate::error::Failure;
use crate::message::msg;
use crate::place::{Folder, disk};

/// What the code of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    Statement,
    Address,
    None,
}

impl Code {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Address => "address",
            Self::None => "none",
        }
    }
}

/// Everything that many pages share.
pub(super) struct Desk<'a> {
    folder: &'a Folder,
    place: Place,
    people: &'a People,
    args: &'a Print,
    cx: &'a Context,
    /// What signs the statements of codes; none where there is nothing to sign.
    secret: Option<SecretKey>,
    catalogs: [Catalog; 2],
    files: BTreeMap<Slug, Option<AchievementFile>>,
    pictures: BTreeMap<(Slug, Lang), Picture>,
    /// Whether the place has no address, so that no code has anything to open.
    pub(super) without_address: bool,
    /// Badges that begin later, and when.
    pub(super) later: Vec<(Token, Timestamp)>,
    now: Timestamp,
}

impl<'a> Desk<'a> {
    pub(super) fn open(
        folder: &'a Folder,
        place: Place,
        people: &'a People,
        args: &'a Print,
        now: Timestamp,
        cx: &'a Context,
    ) -> Result<Self, Failure> {
        let codes = !args.without_code;
        let secret = (codes && place.base.is_some()).then(|| qr::signer(folder, cx)).transpose()?;
        Ok(Self {
            folder,
            without_address: codes && place.base.is_none(),
            place,
            people,
            args,
            cx,
            secret,
            catalogs: Lang::ALL.map(|lang| Catalog::new(lang, &[])),
            files: BTreeMap::new(),
            pictures: BTreeMap::new(),
            later: Vec::new(),
            now,
        })
    }

    /// The place, as it stands on paper.
    pub(super) fn house(&self, lang: Lang) -> Result<House, Failure> {
        let logo = match &self.place.logo {
            Some(file) => {
                let path = self.folder.root().join(file);
                let bytes = self.folder.read_picture(&path)?;
                Some(Picture::read(&bytes, &Limits::default()).map_err(|e| undrawn(&path, e))?)
            }
            None => None,
        };
        let alt = self.place.logo_alt.best(lang).map_or_else(|| self.place.name_in(lang).to_owned(), str::to_owned);
        Ok(House { name: self.place.name_in(lang).to_owned(), logo, logo_alt: alt })
    }

    /// What a reader's window says: whose or which badges these are. `only`: the one award, if there is one only.
    pub(super) fn title(&mut self, kind: Kind, lang: Lang, only: Option<&Entry>) -> String {
        let words = crate::text::Words::new(lang);
        let place = self.place.name_in(lang).to_owned();
        let of = only.and_then(|one| self.name_of(&one.award)).unwrap_or(place);
        words.say(&match kind {
            Kind::Cards => msg!("print-title-cards", of = of),
            Kind::Certificates if only.is_some() => msg!("print-title-certificate", of = of),
            Kind::Certificates => msg!("print-title-certificates", of = of),
        })
    }

    /// One award, ready to be printed.
    pub(super) fn printed(&mut self, entry: &Entry, kind: Kind) -> Result<(Printed, Code), Failure> {
        let award = &entry.award;
        let (badge, bytes, format) = self.signed(award)?;
        let begins = badge.valid_from.filter(|from| *from > self.now);
        self.later.extend(begins.map(|from| (award.token, from)));
        let speaks = badge.language.as_deref().and_then(Lang::from_tag).unwrap_or(award.language);
        let lang = if self.cx.settings.lang_asked { self.cx.settings.lang } else { speaks };
        let file = self.file(&award.achievement);
        let texts = file.as_ref().map(|file| file.texts(speaks).clone()).unwrap_or_default();
        let title = badge.title().map(str::to_owned).or(texts.name.clone());
        let title = title.unwrap_or_else(|| award.achievement.as_str().to_owned());
        let title = writable(title, file.as_ref(), speaks);
        let achievement = badge.achievement.as_ref();
        let done = badge.narrative.clone().or_else(|| achievement?.criteria.as_ref()?.narrative.clone());
        let done = done.or_else(|| achievement?.description.clone()).map(|text| plain(&text));
        let own = self.place.base.as_ref().map(|base| base.url(&Spot::Award(award.token)));
        let place = Told::of(&badge, own.as_deref()).location.map(|location| location.text);
        let picture_alt = texts.picture_alt.clone().unwrap_or_else(|| title.clone());
        let (code, what) = self.code(&badge, &bytes)?;
        let name = self.name_of(award);
        let claim = code_of(entry, self.people).filter(|_| kind == Kind::Cards).map(|code| Claim {
            code: code.to_string(),
            address: Some(self.place.email.clone()).filter(|email| !email.is_empty()),
        });
        let token = award.token.to_string();
        let (ending, media_type) = match format {
            Format::Ob3Jwt | Format::Ob2Signed => ("jws", "application/jose"),
            _ => ("json", "application/ld+json"),
        };
        let printed = Printed {
            lang,
            speaks,
            name,
            level: level(file.as_ref(), &self.place, speaks),
            done,
            date: date(&self.catalogs[usize::from(lang != Lang::ALL[0])], award.date),
            until: award.expires.map(|end| date(&self.catalogs[usize::from(lang != Lang::ALL[0])], end)),
            place,
            picture: self.picture(award, file.as_ref(), speaks)?,
            picture_alt,
            code,
            claim,
            file: Some(SignedFile {
                name: format!("{}-{}.{ending}", award.achievement.as_str(), &token[..8]),
                media_type,
                description: format!("{title} – {}", self.place.name_in(speaks)),
                bytes,
                date: award.date,
            }),
            title,
        };
        Ok((printed, what))
    }

    /// The first of the forms in which it was issued, as the place kept it.
    fn signed(&self, award: &Award) -> Result<(Badge, Vec<u8>, Format), Failure> {
        let home = self.folder.award(award.token);
        let gone = || Failure::new(msg!("award-folder-gone", award = award.token.to_string())).at(&home);
        let issued = award.credentials.iter().min_by_key(|c| c.format).ok_or_else(gone)?;
        let path = home.join(issued.format.file_name());
        if !path.is_file() {
            return Err(gone());
        }
        let bytes = disk::read(&path, disk::LARGEST)?;
        let changed = || Failure::new(msg!("award-file-changed", path = &path)).at(&path);
        if Digest::of(&bytes) != issued.sha256 {
            return Err(changed());
        }
        let document = match issued.format {
            Format::Ob3Jwt | Format::Ob2Signed => {
                let jws = std::str::from_utf8(&bytes).unwrap_or_default();
                jws.split('.').nth(1).and_then(|payload| text::from_base64url(payload).ok())
            }
            _ => Some(bytes.clone()),
        };
        let badge = document.as_deref().and_then(badge_in).ok_or_else(changed)?;
        Ok((badge, bytes, issued.format))
    }

    /// The code that carries a signed statement; for a badge that none can be made about, that of its page.
    fn code(&self, badge: &Badge, bytes: &[u8]) -> Result<(Option<Qr>, Code), Failure> {
        let (Some(secret), Some(base)) = (&self.secret, &self.place.base) else { return Ok((None, Code::None)) };
        let long = |e: badge_core::picture::QrError| Failure::new(msg!("qr-too-long")).why(e);
        if let Ok(address) = qr::statement(badge, bytes, base, secret) {
            return Ok((Some(Qr::new(&address).map_err(long)?), Code::Statement));
        }
        match qr::page_of(badge) {
            Ok(address) => Ok((Some(Qr::new(&address).map_err(long)?), Code::Address)),
            Err(_) => Ok((None, Code::None)),
        }
    }

    fn name_of(&self, award: &Award) -> Option<String> {
        let person = self.people.get(award.person?)?;
        person.name.filter(|name| !self.args.without_name && !name.trim().is_empty())
    }

    /// The file of an achievement; one that is gone or broken is no reason not to print what was awarded.
    fn file(&mut self, slug: &Slug) -> Option<AchievementFile> {
        let folder = self.folder;
        self.files.entry(slug.clone()).or_insert_with(|| folder.achievement(slug.as_str()).ok()).clone()
    }

    /// The picture: that of the achievement, which many awards share; else the one that was awarded.
    fn picture(&mut self, award: &Award, file: Option<&AchievementFile>, lang: Lang) -> Result<Picture, Failure> {
        let key = (award.achievement.clone(), lang);
        if let Some(picture) = self.pictures.get(&key) {
            return Ok(picture.clone());
        }
        let limits = Limits::default();
        if let Some(file) = file {
            let art = self.folder.artwork(&self.place, file, lang, Wish::Own)?;
            let at = self.folder.achievement_path(&award.achievement);
            let picture = Picture::read(&art.bytes, &limits).map_err(|e| undrawn(&at, e))?;
            self.pictures.insert(key, picture.clone());
            return Ok(picture);
        }
        let home = self.folder.award(award.token);
        let name = award.files.names().find(|name| name.starts_with("badge."));
        let path = home.join(name.unwrap_or("badge.png"));
        let bytes = disk::read(&path, limits.image_bytes as u64)?;
        Picture::read(&bytes, &limits).map_err(|e| undrawn(&path, e))
    }
}

/// The title, or its name in the other language where the font cannot write it: better than a page that names nothing.
fn writable(title: String, file: Option<&AchievementFile>, speaks: Lang) -> String {
    if first_missing(&title).is_none_or(|c| !c.is_alphanumeric()) {
        return title;
    }
    let others = Lang::ALL.into_iter().filter(|lang| *lang != speaks);
    let name = |lang| file.and_then(|file| file.texts(lang).name.clone());
    others.filter_map(name).find(|name| first_missing(name).is_none()).unwrap_or(title)
}

/// `je pratique · savoir-faire`
fn level(file: Option<&AchievementFile>, place: &Place, lang: Lang) -> Option<String> {
    let file = file?;
    let level = file.level.as_deref().and_then(|id| place.level(id)).and_then(|l| l.name.best(lang));
    let kind = file.kind.as_deref().and_then(|id| place.kind(id)).and_then(|k| k.name.best(lang));
    let words: Vec<&str> = [level, kind].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

fn undrawn(path: &Path, error: RenderError) -> Failure {
    Failure::new(msg!("print-picture", path = path)).at(path).why(error)
}
