//! Rows that were awarded before, held against what was signed then.

use std::borrow::Cow;
use std::io::Write as _;

use badge_core::cohort::{Field, Wish};
use badge_core::issue::{Chance, Format, To, Told};
use badge_core::json::{self, Object, Value};
use badge_core::limits::Limits;
use badge_core::place::award::Order;
use badge_core::place::register::{Award, Digest, Register};
use badge_core::place::{AchievementFile, Place, Slug, Spot, Token};
use badge_core::text;

use super::source::Source;
use crate::award::Same;
use crate::command::badge_in;
use crate::place::{Compared, Folder, Key, Prepared, disk};

/// What a row decides in a signed document. The rest is the achievement's, or chance.
const DECIDED: [&str; 5] = ["validUntil", "expires", "evidence", "narrative", "schema:location"];

/// By which columns of the table that is decided.
const BY: [Field; 4] = [Field::Expires, Field::Evidence, Field::Narrative, Field::Where];

/// What rows are held against.
pub(super) struct Comparing<'a> {
    files: &'a [AchievementFile],
    folder: &'a Folder,
    place: &'a Place,
    /// What the table has columns for.
    tells: [bool; 4],
    /// What is the same for all rows, as [`Comparing::key`] has it.
    common: Vec<u8>,
    compared: Compared,
}

impl<'a> Comparing<'a> {
    pub(super) fn new(source: &'a Source, (folder, place): (&'a Folder, &'a Place), compared: Compared) -> Self {
        let tells = BY.map(|field| source.table.tells(&field));
        let mut common = format!("{tells:?}").into_bytes();
        say(&mut common, place.base.as_ref().map(|base| base.url(&Spot::Issuer)).as_deref());
        Self { files: &source.files, folder, place, tells, common, compared }
    }

    /// What was found to be the same, to be kept.
    pub(super) fn into_compared(self) -> Compared {
        self.compared
    }

    /// Notes what was found to be the same by somebody else.
    pub(super) fn note_all(&mut self, keys: Vec<Key>) {
        self.compared.note_all(keys);
    }

    /// Whether a row says something else than was signed. Such a row is told, not passed over.
    ///
    /// Where it cannot be told (the file is gone, or the draft is incomplete), it says nothing else.
    pub(super) fn differs(&mut self, wish: &Wish, slug: &Slug, token: Token, register: &Register) -> bool {
        let Some(file) = self.files.iter().find(|f| f.slug == *slug) else { return false };
        let Some(brief) = register.brief(token) else { return false };
        if wish.language.is_some_and(|language| file.language_for(self.place, language) != brief.language) {
            return true;
        }
        let Some(signed) = chosen(register.signed(token)) else { return false };
        let formats = register.signed(token).map(|(format, _)| format);
        let key = self.key(wish, file, (token, signed), formats);
        if self.compared.knows(&key) {
            return false;
        }
        let Some(entry) = register.get(token) else { return false };
        let path = self.folder.award(token).join(signed.0.file_name());
        let Ok(bytes) = disk::read(&path, 1 << 20) else { return false };
        match self.says_otherwise(wish, file, &entry.award, (signed.0, &bytes)) {
            Some(false) => self.compared.note(key),
            Some(true) => return true,
            None => {}
        }
        false
    }

    /// What a row and an award that was just made of it have in common; `None` where they differ, or that cannot be told. An
    /// award that takes the place of another may have kept what that one said; any other was made of this row alone.
    fn same(&self, wish: &Wish, Prepared { award, files, .. }: &Prepared, replaces: Option<Token>) -> Option<Key> {
        let file = self.files.iter().find(|f| f.slug == award.achievement)?;
        if wish.language.is_some_and(|language| file.language_for(self.place, language) != award.language) {
            return None;
        }
        let signed = chosen(award.credentials.iter().map(|c| (c.format, c.sha256)))?;
        if replaces.is_some() {
            let (_, bytes) = files.iter().find(|(name, _)| *name == signed.0.file_name())?;
            self.says_otherwise(wish, file, award, (signed.0, bytes)).filter(|otherwise| !otherwise)?;
        }
        let formats = award.credentials.iter().map(|c| c.format);
        Some(self.key(wish, file, (award.token, signed), formats))
    }

    /// [`Comparing::same`] for awards that are made by all cores at once.
    pub(super) fn finder(&self) -> Same<'_> {
        Box::new(|wish, prepared, replaces| self.same(wish, prepared, replaces))
    }

    /// The digest of everything on which it depends whether a row says what was signed. Of the award, what its line of the
    /// register says is as good as its file: the line names the file's digest.
    fn key(
        &self,
        wish: &Wish,
        file: &AchievementFile,
        (token, (format, sha256)): (Token, (Format, Digest)),
        formats: impl Iterator<Item = Format>,
    ) -> Key {
        let mut said = Vec::with_capacity(512);
        said.extend_from_slice(&self.common);
        // Nothing of what is written into memory fails.
        let _ = write!(said, "{token} {sha256} {:?} {} ", file.valid_months, format.as_str());
        formats.for_each(|format| say(&mut said, Some(format.as_str())));
        let _ = write!(said, "{:?}", wish.expires.map(|end| end.to_string()));
        say(&mut said, wish.narrative.as_deref());
        for trace in &wish.evidence {
            let badge_core::model::Evidence { id, name, description, narrative, genre, audience } = trace;
            for text in [id, name, description, narrative, genre, audience] {
                say(&mut said, text.as_deref());
            }
        }
        say(&mut said, wish.location.as_ref().map(|l| l.text.as_str()));
        if let Some(point) = wish.location.as_ref().and_then(|l| l.point) {
            let _ = write!(said, "{point:?}");
        }
        self.compared.key(&said)
    }

    /// `None` where it cannot be told.
    fn says_otherwise(
        &self,
        wish: &Wish,
        file: &AchievementFile,
        award: &Award,
        (format, bytes): (Format, &[u8]),
    ) -> Option<bool> {
        let place = self.place;
        let signed = claims(bytes, format)?;
        let mut draft = place.outline(&Order {
            achievement: file,
            language: award.language,
            // To whom is not compared; to make it out costs a digest.
            to: if format.is_3() { To::Nobody } else { wish.to.clone() },
            date: award.date,
            token: award.token,
            status: award.status,
            rsa: None,
            // Nothing random is compared.
            chance: Chance { subject: [0; 16], salt: [0; 16] },
        });
        draft.narrative.clone_from(&wish.narrative);
        draft.evidence.clone_from(&wish.evidence);
        draft.location.clone_from(&wish.location);
        draft.expires = wish.expires.or(award.expires.filter(|_| draft.expires.is_some())).or(draft.expires);
        let formats: Vec<Format> = award.credentials.iter().map(|c| c.format).collect();
        if is_same(&draft.outline(format, &formats)?, &signed) {
            return Some(false);
        }
        if self.tells == [true; 4] {
            return Some(true);
        }
        // Of what the table has no column for it says nothing: there the award stays as it is.
        let own = place.base.as_ref().map(|base| base.url(&Spot::Award(award.token)));
        let told = Told::of(&badge_in(&document(bytes, format)?)?, own.as_deref());
        let [expires, evidence, narrative, location] = self.tells;
        if !expires {
            draft.expires = award.expires;
        }
        if !evidence {
            draft.evidence = told.evidence;
        }
        if !narrative {
            draft.narrative = told.narrative;
        }
        if !location {
            draft.location = told.location;
        }
        Some(!is_same(&draft.outline(format, &formats)?, &signed))
    }
}

/// Adds a text so that no two lists of texts are the same bytes.
fn say(said: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => {
            let _ = write!(said, "{}:", text.len());
            said.extend_from_slice(text.as_bytes());
        }
        None => said.push(b'-'),
    }
}

/// Which of an award's forms a row is held against.
fn chosen(signed: impl Iterator<Item = (Format, Digest)> + Clone) -> Option<(Format, Digest)> {
    let mut all = signed.clone();
    all.find(|(format, _)| *format != Format::Ob2Hosted).or_else(|| signed.clone().next())
}

fn claims(bytes: &[u8], format: Format) -> Option<Object> {
    json::parse_some(document(bytes, format)?.as_ref(), &DECIDED, "credentialSubject", &Limits::default()).ok()
}

/// The signed document of a stored file.
fn document(bytes: &[u8], format: Format) -> Option<Cow<'_, [u8]>> {
    match format.is_jws() {
        true => text::from_base64url(std::str::from_utf8(bytes).ok()?.split('.').nth(1)?).ok().map(Cow::Owned),
        false => Some(Cow::Borrowed(bytes)),
    }
}

/// What a document says by that name, on itself or on its subject.
fn said<'d>(document: &'d Object, name: &str) -> &'d [Value] {
    let subject = || document.get("credentialSubject")?.get(name);
    document.get(name).or_else(subject).map(Value::many).unwrap_or_default()
}

/// Whether two documents say the same of what a row decides.
fn is_same(one: &Object, other: &Object) -> bool {
    DECIDED.iter().all(|name| said(one, name) == said(other, name))
}
