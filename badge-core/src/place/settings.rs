//! `place.toml`: who the place is, where it publishes, which kinds and levels of badges it has.

use super::problem::{Fault, Problems};
use super::reader::{self, Reader};
use super::{Addresses, Ending, Received, Words};
use crate::issue::is_email;
use crate::language::Lang;

/// The name under which `place.toml` says what it is.
pub const PLACE_SCHEMA: &str = "badge-place/1";

/// A place: everything `place.toml` says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// Its name, as people know it.
    pub name: String,
    /// What it is called in a language in which it has a name of its own.
    pub names: Words,
    /// Its home page.
    pub url: Option<String>,
    /// Where people can write to. OB 2.0 requires it, and so do we (K-02).
    pub email: String,
    /// A telephone number.
    pub phone: Option<String>,
    /// What it is and does.
    pub description: Words,
    /// Its logo: a file in the folder, PNG or SVG.
    pub logo: Option<String>,
    /// What can be seen on the logo.
    pub logo_alt: Words,
    /// Where its badges are published. Without it the place is known by its key alone (D-03).
    pub base: Option<Addresses>,
    /// Sites that may show its badges' pages inside their own: `https://portail.example.org`. Where nobody is named, none
    /// may. A server tells browsers so; files on a disk cannot.
    pub frames: Vec<String>,
    /// Its languages; the first is the one its badges speak unless a recipient asks for the other. Never empty once read.
    pub languages: Vec<Lang>,
    /// The kinds of badges it has (D-07).
    pub kinds: Vec<Kind>,
    /// Its ladder of levels, lowest first (D-07).
    pub levels: Vec<Level>,
    /// What the ladder is called, as a framework of alignments.
    pub ladder_name: Words,
    /// A page that explains the ladder; without one, the published `levels.html`.
    pub ladder_url: Option<String>,
    /// Which formats an award has when nobody says: `ob3` alone by default.
    pub formats: Vec<String>,
    /// Which key signs VC-JWT: `p256` (ES256, the default) or `rsa` (RS256) (D-20).
    pub jwt_key: JwtKey,
    /// Through which server it writes to people; without it, through none.
    pub mail: Option<super::MailSettings>,
    /// Endorsements of the place itself. They lie beside `place.toml`, which does not tell of them.
    pub endorsements: Vec<Received>,
}

/// A kind of badge, and what it is called in the signed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its short name: `savoir-faire`.
    pub id: String,
    /// What people call it.
    pub name: Words,
    /// The OB 3.0 `achievementType` it becomes: one of the standard's, or `ext:…` (OB3-DM-55).
    pub achievement_type: String,
    /// How its badges are drawn unless they say otherwise: the names of a shape, a pictogram and a colour.
    pub shape: Option<String>,
    /// See `shape`.
    pub icon: Option<String>,
    /// See `shape`; or `#rrggbb`.
    pub colour: Option<String>,
}

/// A level of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Its short name: `je-pratique`. It becomes the `targetCode` of an alignment and a tag.
    pub id: String,
    /// What people call it: `je pratique`.
    pub name: Words,
    /// What one can do at this level.
    pub description: Words,
}

/// Which kind of key signs VC-JWT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JwtKey {
    /// P-256, ES256.
    #[default]
    P256,
    /// RSA, RS256: the one algorithm that every OB 3.0 verifier must read.
    Rsa,
}

/// The names of the formats that can be issued.
pub const FORMATS: [&str; 4] = ["ob3", "ob3-jwt", "ob2-hosted", "ob2-signed"];

/// The values of `achievementType` in Open Badges 3.0 (OB3-DM-55).
pub const ACHIEVEMENT_TYPES: &[&str] = crate::verify::ACHIEVEMENT_TYPES;

impl Place {
    /// Reads `place.toml`.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line and field.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        reader::read(text, read_place)
    }

    /// The language its badges speak unless told otherwise.
    #[must_use]
    pub fn first_language(&self) -> Lang {
        self.languages.first().copied().unwrap_or_default()
    }

    /// What it is called in a language.
    #[must_use]
    pub fn name_in(&self, lang: Lang) -> &str {
        self.names.in_lang(lang).unwrap_or(&self.name)
    }

    /// The tag of a language in addresses: none for the place's first language.
    #[must_use]
    pub fn address_tag(&self, lang: Lang) -> Option<Lang> {
        (lang != self.first_language()).then_some(lang)
    }

    /// The kind called `id`.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id == id)
    }

    /// The level called `id`.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|l| l.id == id)
    }
}

fn read_place(file: &Reader<'_>) -> Place {
    file.only(&["schema", "languages", "profile", "publish", "ladder", "kind", "level", "issue", "mail"]);
    if let Some(found) = file.text("schema").filter(|s| s != PLACE_SCHEMA) {
        file.fault("schema", Fault::Version { found });
    }
    let mut place = Place::default();
    read_languages(file, &mut place);
    read_profile(&file.table("profile"), &mut place);

    let publish = file.table("publish");
    publish.only(&["url", "frames"]);
    place.frames = publish.texts("frames").unwrap_or_default();
    if place.frames.iter().any(|origin| !is_origin(origin)) {
        publish.fault("frames", Fault::NotAnAddress);
    }
    if let Some(url) = publish.text("url") {
        place.base = Addresses::new(&url).map_err(|why| publish.fault("url", Fault::Base(why))).ok();
    }

    let ladder = file.table("ladder");
    ladder.only(&["url", "fr", "en"]);
    place.ladder_url = ladder.url("url");
    place.ladder_name = words(&ladder, "name");
    place.levels = file.tables("level").iter().map(read_level).collect();
    place.kinds = file.tables("kind").iter().map(read_kind).collect();
    unique(file, "level", place.levels.iter().map(|l| l.id.as_str()));
    unique(file, "kind", place.kinds.iter().map(|k| k.id.as_str()));

    let issue = file.table("issue");
    issue.only(&["formats", "jwt_key"]);
    place.formats = issue.texts("formats").unwrap_or_else(|| vec!["ob3".to_owned()]);
    if place.formats.is_empty() {
        issue.fault("formats", Fault::Empty);
    }
    for format in place.formats.iter().filter(|f| !FORMATS.contains(&f.as_str())) {
        issue.fault("formats", Fault::none_of(format, FORMATS));
    }
    place.jwt_key = match issue.text("jwt_key").as_deref() {
        None | Some("p256") => JwtKey::P256,
        Some("rsa") => JwtKey::Rsa,
        Some(other) => {
            issue.fault("jwt_key", Fault::none_of(other, ["p256", "rsa"]));
            JwtKey::P256
        }
    };
    place.mail = file.has("mail").then(|| super::mail::read(&file.table("mail")));
    place
}

/// A scheme and a host, and nothing that could end a header or widen what it allows.
fn is_origin(text: &str) -> bool {
    let host = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b':');
    let named = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.bytes().all(host);
    text.strip_prefix("https://").is_some_and(named)
}

fn read_languages(file: &Reader<'_>, place: &mut Place) {
    for tag in file.texts("languages").unwrap_or_default() {
        match Lang::ALL.into_iter().find(|l| l.tag() == tag) {
            None => file.fault("languages", Fault::NotALanguage),
            Some(lang) if place.languages.contains(&lang) => file.fault("languages", Fault::Twice),
            Some(lang) => place.languages.push(lang),
        }
    }
    if place.languages.is_empty() {
        place.languages.push(Lang::default());
    }
}

fn read_profile(profile: &Reader<'_>, place: &mut Place) {
    profile.only(&["name", "url", "email", "phone", "logo", "fr", "en"]);
    place.name = profile.required("name");
    place.url = profile.url("url");
    place.email = profile.required("email");
    if !place.email.is_empty() && !is_email(&place.email) {
        profile.fault("email", Fault::NotAnEmail);
    }
    place.phone = profile.text("phone");
    place.logo = picture_file(profile, "logo");
    for lang in Lang::ALL {
        let texts = profile.table(lang.tag());
        texts.only(&["name", "description", "logo_alt"]);
        place.names.set(lang, texts.text("name"));
        place.description.set(lang, texts.text("description"));
        place.logo_alt.set(lang, texts.text("logo_alt"));
    }
}

fn read_level(level: &Reader<'_>) -> Level {
    level.only(&["id", "fr", "en"]);
    let name = Words { fr: level.table("fr").text("name"), en: level.table("en").text("name") };
    let description = words_of(level, "description", &["name", "description"]);
    named(level, &name);
    Level { id: short_name(level, "id"), name, description }
}

fn read_kind(kind: &Reader<'_>) -> Kind {
    kind.only(&["id", "achievement_type", "shape", "icon", "colour", "fr", "en"]);
    let achievement_type = kind.text("achievement_type").unwrap_or_else(|| "Badge".to_owned());
    if !is_achievement_type(&achievement_type) {
        kind.fault("achievement_type", Fault::none_of(&achievement_type, ACHIEVEMENT_TYPES.iter().copied()));
    }
    let name = words(kind, "name");
    named(kind, &name);
    let [shape, icon, colour] = ["shape", "icon", "colour"].map(|field| kind.text(field));
    Kind { id: short_name(kind, "id"), name, achievement_type, shape, icon, colour }
}

/// Whether a text is an `achievementType`: one of the standard's, or `ext:` and a word (OB3-DM-08, OB3-DM-55).
#[must_use]
pub fn is_achievement_type(text: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.bytes().all(|c| c.is_ascii_alphanumeric() || b".-_".contains(&c));
    ACHIEVEMENT_TYPES.contains(&text) || text.strip_prefix("ext:").is_some_and(word)
}

fn named(table: &Reader<'_>, name: &Words) {
    if name.best(Lang::Fr).is_none() {
        table.fault("fr.name", Fault::Missing);
    }
}

fn unique<'a>(file: &Reader<'_>, field: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = std::collections::BTreeSet::new();
    for (n, id) in ids.enumerate() {
        if !id.is_empty()
            && !seen.insert(id)
            && let Some(table) = file.tables(field).get(n)
        {
            table.fault("id", Fault::Twice);
        }
    }
}

fn words(table: &Reader<'_>, field: &'static str) -> Words {
    words_of(table, field, &[field])
}

/// `fr.{field}` and `en.{field}`; both tables may hold the `known` fields and no other.
pub(super) fn words_of(table: &Reader<'_>, field: &str, known: &[&'static str]) -> Words {
    let mut words = Words::default();
    for lang in Lang::ALL {
        let texts = table.table(lang.tag());
        texts.only(known);
        words.set(lang, texts.text(field));
    }
    words
}

pub(super) fn short_name(table: &Reader<'_>, field: &str) -> String {
    let text = table.required(field);
    if !text.is_empty() && super::Slug::parse(&text).is_none() {
        table.fault(field, Fault::NotAShortName);
    }
    text
}

/// The name of a picture inside the folder.
pub(super) fn picture_file(table: &Reader<'_>, field: &str) -> Option<String> {
    let name = table.text(field)?;
    let inside = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
    if !name.split('/').all(inside) {
        table.fault(field, Fault::Outside);
    } else if Ending::of_file(&name).is_none() {
        table.fault(field, Fault::NotAPicture);
    }
    Some(name)
}
