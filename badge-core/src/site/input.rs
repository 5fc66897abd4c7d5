//! What the pages are made from. Whoever reads the place's folder, or its database, fills these in.

use crate::language::Lang;
use crate::model;
use crate::place::register::{AwardStatus, GivenEntry};
use crate::place::{Addresses, Level, Received, Slug, Token, Words};
use crate::time::Timestamp;

/// A place as its pages show it: everything but the awards, which may be many.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Where everything is published. Without it, pages have no absolute address: links still work, previews do not.
    pub base: Option<Addresses>,
    /// The languages of the pages; the first is the one of `index.html`, the others of `index.en.html`. One at least.
    pub languages: Vec<Lang>,
    /// Name, home page, e-mail, telephone, DID (`id`). Its description is in [`Site::description`].
    pub profile: model::Profile,
    /// What it is called in a language in which it has a name of its own.
    pub names: Words,
    /// What the place is and does.
    pub description: Words,
    /// The logo's path in the published folder (`logo.svg`), and what can be seen on it.
    pub logo: Option<Picture>,
    /// The levels, lowest first; empty when the place has none.
    pub levels: Vec<Level>,
    /// What the ladder of levels is called.
    pub ladder_name: Words,
    /// The catalogue, in the order in which it is shown.
    pub achievements: Vec<Achievement>,
    /// The keys, newest first.
    pub keys: Vec<Key>,
    /// Endorsements of the place.
    pub endorsements: Vec<Received>,
    /// How many status lists there are: `status/1.json`, …
    pub status_lists: u32,
    /// Who answers for the site, and for how long it keeps what.
    pub legal: Legal,
    /// Pages of the server beside the place's own; none where the pages lie on a disk.
    pub doors: Option<Doors>,
    /// The instant for which a badge is told to be over or not. Pages show it nowhere, so that a later run over the
    /// same data gives the same bytes until a badge ends.
    pub at: Timestamp,
}

impl Site {
    /// What the place is called in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        self.names.in_lang(lang).or(self.profile.name.as_deref()).unwrap_or_default()
    }
}

/// Where a server's own pages are that a place's pages lead to, as paths of its host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doors {
    /// Where anybody has a badge verified.
    pub verify: String,
    /// What can be earned at the place, with search.
    pub search: String,
    /// Where the team signs in.
    pub team: String,
}

/// A picture in the published folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Its path below the base: `achievements/decoupe-laser.svg`.
    pub path: String,
    /// What can be seen on it, for those who do not see it.
    pub alt: Words,
    /// The same as PNG, where the picture is an SVG and somebody drew it: previews of links take no SVG.
    pub preview: Option<String>,
}

/// Something that can be achieved here.
#[derive(Debug, Clone, PartialEq)]
pub struct Achievement {
    /// Its short name, part of its address: `achievements/{slug}.html`.
    pub slug: Slug,
    /// The achievement in each language it speaks (D-08); the place's first language first.
    pub spoken: Vec<(Lang, model::Achievement)>,
    /// What its kind is called (D-07).
    pub kind: Words,
    /// The short name of its level.
    pub level: Option<String>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// Short names of related achievements of this place. Others are in the model's `related`.
    pub related: Vec<Slug>,
    /// Endorsements of it.
    pub endorsements: Vec<Received>,
}

impl Achievement {
    /// The achievement in one language, or else in the first it speaks.
    #[must_use]
    pub fn best(&self, lang: Lang) -> Option<(Lang, &model::Achievement)> {
        self.spoken.iter().find(|(l, _)| *l == lang).or_else(|| self.spoken.first()).map(|(l, a)| (*l, a))
    }
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The name of its files: `keys/{thumbprint}.json`.
    pub thumbprint: String,
    /// Its kind, as people in the trade say it: `Ed25519`, `P-256`, `RSA 2048`.
    pub kind: String,
    /// When it was made.
    pub since: Option<Timestamp>,
    /// When it was retired; what it signed before stays good.
    pub retired: Option<Timestamp>,
    /// Since when it is not to be believed.
    pub revoked: Option<Timestamp>,
    /// Whether there is also `keys/{thumbprint}.pem.json`, for Open Badges 2.0.
    pub pem: bool,
}

/// Who answers for the pages. What is left out is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Legal {
    /// The organisation's full name and address, where that is more than the place's name.
    pub publisher: Option<String>,
    /// The person who answers for what is published.
    pub responsible: Option<String>,
    /// Who keeps the machine: name and address.
    pub host: Option<String>,
    /// For how long badges stay published.
    pub retention: Words,
}

/// One award.
#[derive(Debug, Clone, PartialEq)]
pub struct Award {
    /// Its folder is `b/{token}/`.
    pub token: Token,
    /// What was signed.
    pub badge: model::Badge,
    /// The short name of its achievement, if that has a page here.
    pub achievement: Option<Slug>,
    /// The name of the person, **only** where the place says that it may be shown.
    pub recipient: Option<String>,
    /// Where it was earned, as people say it.
    pub location: Option<String>,
    /// Whether the issuer holds to it.
    pub status: AwardStatus,
    /// Whether it is a card, made out to nobody, to be claimed.
    pub card: bool,
    /// Endorsements of this very badge; those of its achievement are the achievement's.
    pub endorsements: Vec<Received>,
    /// What can be downloaded.
    pub files: Vec<AwardFile>,
    /// Whether [`PREVIEW`] lies beside the page: what is shown where its link is shared.
    pub preview: bool,
}

/// The picture of a shared link to a badge, in its folder: a PNG of 1200 by 630 pixels.
pub const PREVIEW: &str = "preview.png";

/// An endorsement that the place gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// What the register says of it. Its folder is `e/{token}/`.
    pub entry: GivenEntry,
    /// What was signed.
    pub badge: model::Badge,
}

/// A file beside the page of an award (D-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AwardFile {
    /// `badge.png`
    Png,
    /// `badge.svg`
    Svg,
    /// `certificate.pdf`: made when it is asked for, by a server; no part of the award.
    Certificate,
    /// `credential.json`
    Credential,
    /// `credential.jws`
    CredentialJws,
    /// `assertion.json`
    Assertion,
    /// `assertion.jws`
    AssertionJws,
}

impl AwardFile {
    /// Its name in the award's folder.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Png => "badge.png",
            Self::Svg => "badge.svg",
            Self::Certificate => "certificate.pdf",
            Self::Credential => "credential.json",
            Self::CredentialJws => "credential.jws",
            Self::Assertion => "assertion.json",
            Self::AssertionJws => "assertion.jws",
        }
    }
}
