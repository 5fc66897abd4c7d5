//! Open Badges 0.5, 1.0 and 1.1, rewritten in the words of 2.0 (OB2-VER-70 to 75). Nothing of the kind is written
//! (OB2-VER-76).

mod dates;
mod rewrite;
#[cfg(test)]
mod tests;

pub(crate) use rewrite::{NO_ID_CLASS, NO_ID_ISSUER};

use super::ob2::Normal;
use super::{Version, detect, detect::older_context};
use crate::json::{Object, Pointer, Value};
use crate::ld::LdError;
use crate::limits::Limits;

/// What a document is, by the place in the graph from which it was reached. Old documents often do not say it
/// themselves (OB2-VER-72).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// Where a badge is.
    Assertion,
    /// Where `badge` leads.
    BadgeClass,
    /// Where `issuer` of a badge class leads.
    Issuer,
    /// Anywhere else: nothing is rewritten there.
    Other,
}

/// A document of an older version in the words of Open Badges 2.0.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Upgraded {
    /// The rewritten document.
    pub object: Object,
    /// The version in which it was found (OB2-VER-74).
    pub from: Version,
    /// Members that stand elsewhere now: where they are, and where they were.
    moved: Vec<(Pointer, Pointer)>,
}

/// Rewrites a document that was read at the address `at`, if that is known; `None` when it is of no older version.
#[must_use]
pub fn upgrade(doc: &Object, place: Place, at: Option<&str>) -> Option<Upgraded> {
    let from = version(doc, place)?;
    let mut upgraded = Upgraded { object: doc.clone(), from, moved: Vec::new() };
    rewrite::document(&mut upgraded, place, at);
    Some(upgraded)
}

/// A document of version 2.0 or older by the terms of 2.0, whichever it is.
///
/// # Errors
/// See [`LdError`].
pub fn normal(doc: Object, place: Place, at: Option<&str>, limits: &Limits) -> Result<Normal, LdError> {
    let Some(upgraded) = upgrade(&doc, place, at) else {
        return Normal::read(&Value::Object(doc), limits);
    };
    let mut normal = Normal::read(&Value::Object(upgraded.object), limits)?;
    for (_, given) in &mut normal.places {
        *given = before(&upgraded.moved, given);
    }
    for (given, _) in &mut normal.lost {
        *given = before(&upgraded.moved, given);
    }
    normal.upgraded = Some(upgraded.from);
    Ok(normal)
}

fn version(doc: &Object, place: Place) -> Option<Version> {
    let has = |name: &str| doc.contains(name);
    match (doc.get("@context"), place) {
        (_, Place::Other) => None,
        (None | Some(Value::Null), Place::Assertion) => match detect(doc) {
            found @ Some(Version::Ob05 | Version::Ob10) => found,
            // What is served for a badge that was withdrawn may say nothing else.
            None if doc.get("revoked").and_then(Value::as_bool) == Some(true) => Some(Version::Ob10),
            _ => None,
        },
        (None | Some(Value::Null), Place::BadgeClass) => (has("name") || has("criteria")).then_some(Version::Ob10),
        (None | Some(Value::Null), Place::Issuer) => (has("name") || has("url")).then_some(Version::Ob10),
        (Some(context), _) => older_context(context),
    }
}

/// Where something stood before the document was rewritten.
fn before(moved: &[(Pointer, Pointer)], now: &Pointer) -> Pointer {
    let within = |outer: &Pointer| {
        let rest = now.as_str().strip_prefix(outer.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    };
    let longest = moved.iter().filter(|(at, _)| within(at).is_some()).max_by_key(|(at, _)| at.as_str().len());
    let Some((at, was)) = longest else { return now.clone() };
    let rest = within(at).unwrap_or_default();
    rest.split('/').skip(1).fold(was.clone(), |p, step| p.member(&step.replace("~1", "/").replace("~0", "~")))
}
