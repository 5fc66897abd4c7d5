//! Rows that were awarded before, held against what was signed then.

use std::borrow::Cow;

use badge_core::cohort::{Field, Plan, Wish};
use badge_core::issue::{Chance, Format, To, Told};
use badge_core::json::{self, Object, Value};
use badge_core::limits::Limits;
use badge_core::place::award::Order;
use badge_core::place::people::People;
use badge_core::place::register::{Entry, Register};
use badge_core::place::{Place, Slug, Spot};
use badge_core::text;
use badge_core::time::Timestamp;

use super::source::Source;
use crate::command::badge_in;
use crate::place::{Folder, disk};

/// What a row decides in a signed document. The rest is the achievement's, or chance.
const DECIDED: [&str; 5] = ["validUntil", "expires", "evidence", "narrative", "schema:location"];

/// By which columns of the table that is decided.
const BY: [Field; 4] = [Field::Expires, Field::Evidence, Field::Narrative, Field::Where];

/// Notes the awards of which rows say something else than was signed. Such a row is told, not passed over.
pub(super) fn mark(
    plan: &mut Plan,
    source: &Source,
    (folder, place): (&Folder, &Place),
    register: &Register,
    now: Timestamp,
) {
    let none = <(Register, People)>::default();
    let wishes = source.wishes(place, &none, now);
    let mut changed = Vec::new();
    for row in wishes.rows(plan).filter(|row| row.awards().any(|a| a.already.is_some())) {
        let Some(wish) = wishes.of(row) else { continue };
        for (at, planned) in row.awards().enumerate() {
            let Some(entry) = planned.already.and_then(|token| register.get(token)) else { continue };
            if differs(&wish, planned.achievement, &entry, source, folder, place) == Some(true) {
                changed.push((row.at(), at));
            }
        }
    }
    for (row, award) in changed {
        plan.note_change(row, award);
    }
}

/// `None` where it cannot be told: the file is gone, or the draft is incomplete.
fn differs(wish: &Wish, slug: &Slug, entry: &Entry, source: &Source, folder: &Folder, place: &Place) -> Option<bool> {
    let award = &entry.award;
    let file = source.files.iter().find(|f| f.slug == *slug)?;
    if let Some(language) = wish.language
        && file.language_for(place, language) != award.language
    {
        return Some(true);
    }
    let issued = award.credentials.iter().find(|c| c.format != Format::Ob2Hosted).or(award.credentials.first())?;
    let bytes = disk::read(&folder.award(award.token).join(issued.format.file_name()), 1 << 20).ok()?;
    let signed = claims(&bytes, issued.format)?;
    let mut draft = place.outline(&Order {
        achievement: file,
        language: award.language,
        // To whom is not compared; to make it out costs a digest.
        to: if issued.format.is_3() { To::Nobody } else { wish.to.clone() },
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
    if is_same(&draft.outline(issued.format, &formats)?, &signed) {
        return Some(false);
    }
    let tells = BY.map(|field| source.table.tells(&field));
    if tells == [true; 4] {
        return Some(true);
    }
    // Of what the table has no column for it says nothing: there the award stays as it is.
    let own = place.base.as_ref().map(|base| base.url(&Spot::Award(award.token)));
    let told = Told::of(&badge_in(&document(&bytes, issued.format)?)?, own.as_deref());
    let [expires, evidence, narrative, location] = tells;
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
    Some(!is_same(&draft.outline(issued.format, &formats)?, &signed))
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
