//! People as `people.json` has them.

use std::collections::BTreeMap;

use super::kept::Kept;
use super::{Consent, How, PeopleError, Person, Refusal, Removal};
use crate::json::{self, Object, Pointer, Value};
use crate::language::Lang;
use crate::place::{Slug, Token};
use crate::time::Timestamp;

/// The members of an object of the file, by id.
pub(super) fn members(all: impl Iterator<Item = (Token, Value)>) -> impl Iterator<Item = String> {
    let mut all = all.enumerate().peekable();
    let end = if all.peek().is_none() { "{}" } else { "\n  }" };
    let written = all.map(|(at, (id, value))| {
        let mut out = format!("{}\n    \"{id}\": ", if at == 0 { "{" } else { "," });
        value.write_pretty(2, &mut out);
        out
    });
    written.chain([end.to_owned()])
}

/// Who was merged into whom: each into somebody who is there, and nobody into somebody merged.
pub(super) fn read_same(value: &Value, people: &BTreeMap<Token, Kept>) -> Result<BTreeMap<Token, Token>, PeopleError> {
    let at = Pointer::root().member("same");
    let Some(same) = value.get("same") else { return Ok(BTreeMap::new()) };
    let mut out = BTreeMap::new();
    for (from, to) in same.as_object().ok_or_else(|| PeopleError::Malformed { at: at.clone() })?.iter() {
        let to = to.as_str().and_then(Token::parse).filter(|to| people.contains_key(to));
        let from_id = Token::parse(from).filter(|from| !people.contains_key(from));
        let (from, to) = from_id.zip(to).ok_or_else(|| PeopleError::Malformed { at: at.member(from) })?;
        out.insert(from, to);
    }
    Ok(out)
}

pub(super) fn write_person(person: &Person) -> Object {
    let mut o = Object::new();
    let mut text = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            o.set(name, value);
        }
    };
    text("name", person.name.as_deref());
    if !person.also.is_empty() {
        o.set("also", person.also.iter().map(|name| name.as_str().into()).collect::<Vec<Value>>());
    }
    let mut text = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            o.set(name, value);
        }
    };
    text("email", person.email.as_deref());
    text("did", person.did.as_deref());
    text("language", person.language.map(Lang::tag));
    if person.minor {
        o.set("minor", true);
    }
    if let Some(since) = person.presumed {
        o.set("presumed", since.to_string());
    }
    if let Some(year) = person.birth_year {
        o.set("birth_year", f64::from(year));
    }
    if let Some(consent) = &person.consent {
        let mut c = json::object([("at", consent.at.to_string().into()), ("by", consent.by.as_str().into())]);
        if let Some(how) = consent.how {
            c.set("how", how.as_str());
        }
        if !consent.for_which.is_empty() {
            c.set("for", consent.for_which.iter().map(|slug| slug.as_str().into()).collect::<Vec<Value>>());
        }
        if let Some(withdrawn) = consent.withdrawn {
            c.set("withdrawn", withdrawn.to_string());
        }
        if consent.recorded {
            c.set("recorded", true);
        }
        if consent.of_adult {
            c.set("of_adult", true);
        }
        o.set("consent", c);
    }
    if !person.removed.is_empty() {
        let mut removed = Object::new();
        for (award, removal) in &person.removed {
            let about = [("at", removal.at.to_string().into()), ("why", removal.why.as_str().into())];
            removed.set(award.to_string(), json::object(about));
        }
        o.set("removed", removed);
    }
    o
}

/// What somebody does not want to be shown, by award.
fn read_removed(value: Option<&Value>) -> Option<BTreeMap<Token, Removal>> {
    let Some(value) = value else { return Some(BTreeMap::new()) };
    let mut out = BTreeMap::new();
    for (award, about) in value.as_object()?.iter() {
        let text = |name: &str| about.get(name).and_then(Value::as_str);
        let removal = Removal { at: Timestamp::parse(text("at")?).ok()?, why: Refusal::from_name(text("why")?)? };
        out.insert(Token::parse(award)?, removal);
    }
    Some(out)
}

pub(super) fn read_person(value: &Value, at: impl Fn() -> Pointer) -> Result<Person, PeopleError> {
    let o = value.as_object().ok_or_else(|| PeopleError::Malformed { at: at() })?;
    let wrong = |name: &str| PeopleError::Malformed { at: at().member(name) };
    let text = |name: &str| match o.get(name) {
        None => Ok(None),
        Some(Value::String(s)) => Ok(Some(s.clone())),
        Some(_) => Err(wrong(name)),
    };
    let language = match text("language")? {
        None => None,
        Some(tag) => Some(Lang::ALL.into_iter().find(|l| l.tag() == tag).ok_or_else(|| wrong("language"))?),
    };
    let birth_year = match o.get("birth_year") {
        None => None,
        Some(Value::Number(n)) if n.fract() == 0.0 && (1900.0..=2200.0).contains(n) => {
            // Just found to be whole and in range.
            #[allow(clippy::cast_possible_truncation)]
            Some(*n as i16)
        }
        Some(_) => return Err(wrong("birth_year")),
    };
    let consent = match o.get("consent") {
        None => None,
        Some(c) => {
            let time = |name: &str| c.get(name).and_then(Value::as_str).and_then(|t| Timestamp::parse(t).ok());
            let withdrawn = match c.get("withdrawn") {
                None => None,
                Some(_) => Some(time("withdrawn").ok_or_else(|| wrong("consent"))?),
            };
            let by = c.get("by").and_then(Value::as_str).ok_or_else(|| wrong("consent"))?.to_owned();
            let how = match c.get("how") {
                None => None,
                Some(how) => Some(how.as_str().and_then(How::from_name).ok_or_else(|| wrong("consent"))?),
            };
            let slug = |value: &Value| value.as_str().and_then(Slug::parse).ok_or_else(|| wrong("consent"));
            let for_which = match c.get("for") {
                None => Vec::new(),
                Some(list) => {
                    list.as_array().ok_or_else(|| wrong("consent"))?.iter().map(slug).collect::<Result<_, _>>()?
                }
            };
            // A file of before this was written down tells of none.
            let flag = |name: &str| match c.get(name) {
                None => Ok(false),
                Some(Value::Bool(b)) => Ok(*b),
                Some(_) => Err(wrong("consent")),
            };
            let (recorded, of_adult) = (flag("recorded")?, flag("of_adult")?);
            let at = time("at").ok_or_else(|| wrong("consent"))?;
            Some(Consent { at, by, how, for_which, withdrawn, recorded, of_adult })
        }
    };
    let flag = |name: &str| match o.get(name) {
        None => Ok(false),
        Some(Value::Bool(b)) => Ok(*b),
        Some(_) => Err(wrong(name)),
    };
    let minor = flag("minor")?;
    let presumed = match o.get("presumed") {
        None | Some(Value::Bool(false)) => None,
        // Written before it was noted since when: whatever there is waits.
        Some(Value::Bool(true)) => Some(Timestamp::from_unix(0).ok_or_else(|| wrong("presumed"))?),
        Some(Value::String(since)) => Some(Timestamp::parse(since).map_err(|_| wrong("presumed"))?),
        Some(_) => return Err(wrong("presumed")),
    };
    let also = match o.get("also") {
        None => Vec::new(),
        Some(list) => {
            let name = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(|| wrong("also"));
            list.as_array().ok_or_else(|| wrong("also"))?.iter().map(name).collect::<Result<_, _>>()?
        }
    };
    Ok(Person {
        name: text("name")?,
        also,
        email: text("email")?,
        did: text("did")?,
        language,
        minor,
        presumed,
        birth_year,
        consent,
        removed: read_removed(o.get("removed")).ok_or_else(|| wrong("removed"))?,
    })
}
