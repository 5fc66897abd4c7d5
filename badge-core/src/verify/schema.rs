//! `credentialSchema`: rules of somebody else's that a badge says it follows (OB3-DM-130, OB3-VER-02).
//!
//! The schemas of the specification are what [`super::document`] checks by rules of our own. Any other is read when it
//! is known, or fetched when that is allowed, after the proof was found good. One that was not read, that refers to
//! others or that we do not follow is told as not checked, a warning (D-30); never as a pass.

#[cfg(feature = "schema")]
mod cost;
#[cfg(all(test, feature = "schema"))]
mod tests;
#[cfg(feature = "schema")]
mod validate;

use super::session::{Asked, Session};
use super::{Check, CheckCode, Outcome, Reason, Verdict, proof};
use crate::crypto::{sha256, sha384};
use crate::json::{self, Object, Pointer, Value};
use crate::ld::Places;
#[cfg(not(feature = "schema"))]
use crate::limits::Limits;
use crate::model::ob3::{Thing, has_type};
use crate::name::Url;
use crate::resource::Purpose;
use crate::text;

/// Where the specification's own schemas lie.
pub(super) const OWN: &str = "https://purl.imsglobal.org/spec/ob/v3p0/schema/";

/// How a schema is read that does not say which draft it follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Draft {
    /// 2019-09, of `1EdTechJsonSchemaValidator2019`.
    Of2019,
    /// 2020-12, of the W3C's types.
    Of2020,
}

/// What came of holding a document against a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
// Without `schema` every one is open.
#[cfg_attr(not(feature = "schema"), allow(dead_code))]
pub(super) enum Held {
    Follows,
    /// Each rule that was broken: the place in the document, and the rule's place in the schema.
    Breaks(Vec<(Pointer, String)>),
    /// It was not found out.
    Open,
}

/// Replaces the remarks of `document.schema` on schemas that were not read by what reading them told.
///
/// `doc` is the credential without its proofs, `member` those.
pub(super) fn check<'d>(
    session: &mut Session<'_>,
    (doc, places): (&'d Object, &Places<'d>),
    member: Option<&Value>,
    checks: &mut Vec<Check>,
) {
    let named = doc.get("credentialSchema").map_or(&[][..], Value::many);
    let many = matches!(doc.get("credentialSchema"), Some(Value::Array(_)));
    let at = Pointer::root().member("credentialSchema");
    for (index, named) in named.iter().enumerate().take(session.policy.limits.schemas) {
        let at = if many { at.entry(index) } else { at.clone() };
        let Some(named) = named.as_object().map(|named| Thing::new(named, places)) else { continue };
        let address = named.get("id").and_then(Value::as_str).unwrap_or_default();
        let Some(url) = Url::parse(address).ok().filter(|_| !address.starts_with(OWN)) else { continue };
        let told = match schema(session, named, &url) {
            Read::Schema(schema, draft) => held(session, (doc, member), &schema, draft, address, &at),
            Read::Changed => {
                let reason = Reason::SchemaChanged { url: address.to_owned() };
                Some(vec![Check::new(CheckCode::DocumentSchema, Outcome::Warn(reason)).at(at.clone())])
            }
            Read::Nothing => None,
        };
        if let Some(told) = told {
            let stands = |c: &Check| c.at == at && matches!(c.outcome, Outcome::Warn(Reason::SchemaNotChecked { .. }));
            checks.retain(|check| !stands(check));
            checks.extend(told);
        }
    }
}

enum Read {
    Schema(Vec<u8>, Draft),
    /// It is not the one that the issuer meant: its digest is another.
    Changed,
    Nothing,
}

/// The text of the schema that an entry names.
fn schema(session: &mut Session<'_>, named: Thing<'_, '_>, url: &Url) -> Read {
    let carried = named.has_type("JsonSchemaCredential");
    let draft = if named.has_type("1EdTechJsonSchemaValidator2019") {
        Draft::Of2019
    } else if carried || named.has_type("JsonSchema") {
        Draft::Of2020
    } else {
        return Read::Nothing;
    };
    let Asked::Found(body) = session.ask(url, Purpose::Schema) else { return Read::Nothing };
    match is_the_one(named, &body.bytes) {
        Some(true) => {}
        Some(false) => return Read::Changed,
        None => return Read::Nothing,
    }
    let bytes = if carried { in_credential(session, &body.bytes) } else { Some(body.bytes.clone()) };
    bytes.map_or(Read::Nothing, |bytes| Read::Schema(bytes, draft))
}

/// Whether bytes have the digests that an entry gives, if it gives any. `None` for a digest that we cannot read.
fn is_the_one(named: Thing<'_, '_>, bytes: &[u8]) -> Option<bool> {
    let mut all_fit = true;
    for member in ["digestSRI", "digestMultibase"] {
        let Some(value) = named.get(member) else { continue };
        let given = value.as_str()?;
        all_fit &= if member == "digestSRI" { fits_sri(given, bytes)? } else { fits_multibase(given, bytes)? };
    }
    Some(all_fit)
}

/// Subresource Integrity: `sha384-` and base64. The best of several counts.
fn fits_sri(given: &str, bytes: &[u8]) -> Option<bool> {
    let best = |name: &str, digest: Vec<u8>| {
        let mut of_this = given.split_ascii_whitespace().filter_map(|one| one.strip_prefix(name)).peekable();
        of_this.peek()?;
        Some(of_this.any(|d| text::from_base64(d.split('?').next().unwrap_or(d)).is_ok_and(|d| d == digest)))
    };
    best("sha384-", sha384(bytes).to_vec()).or_else(|| best("sha256-", sha256(bytes).to_vec()))
}

/// A multihash in multibase: SHA-256 (12 20) or SHA-384 (20 30).
fn fits_multibase(given: &str, bytes: &[u8]) -> Option<bool> {
    match text::from_multibase(given).ok()?.split_first_chunk::<2>()? {
        ([0x12, 32], digest) => Some(*digest == sha256(bytes)),
        ([0x20, 48], digest) => Some(digest == sha384(bytes)),
        _ => None,
    }
}

/// A schema in a credential of its own, which counts only when its own proof does.
fn in_credential(session: &mut Session<'_>, bytes: &[u8]) -> Option<Vec<u8>> {
    let Value::Object(mut doc) = json::parse(bytes, &session.policy.limits).ok()? else { return None };
    let schema = doc.get("credentialSubject")?.get("jsonSchema")?.to_compact().into_bytes();
    let issuer = doc.get("issuer").map(|i| i.get("id").unwrap_or(i)).and_then(Value::as_str)?.to_owned();
    let member = has_type(&doc, "JsonSchemaCredential").then(|| doc.remove("proof")).flatten()?;
    let (checks, _) = proof::embedded(session, &doc.into(), Some(&member), &issuer);
    (Verdict::of(&checks) == Verdict::Verified).then_some(schema)
}

fn held(
    session: &mut Session<'_>,
    (doc, member): (&Object, Option<&Value>),
    schema: &[u8],
    draft: Draft,
    address: &str,
    at: &Pointer,
) -> Option<Vec<Check>> {
    let mut whole = doc.clone();
    if let Some(member) = member {
        whole.set("proof", member.clone());
    }
    let check = |outcome, at: Pointer| Check::new(CheckCode::DocumentSchema, outcome).at(at).with("schema", address);
    let limits = &session.policy.limits;
    let (held, work) = validated(schema, &whole.into(), draft, session.schema_work_left, limits);
    session.schema_work_left = session.schema_work_left.saturating_sub(work);
    match held {
        Held::Follows => Some(vec![check(Outcome::Pass, at.clone())]),
        Held::Breaks(broken) => {
            let told = |(place, rule): (Pointer, String)| {
                let reason = Reason::SchemaBroken { url: address.to_owned(), rule };
                check(Outcome::Fail(reason), place)
            };
            Some(broken.into_iter().map(told).collect())
        }
        Held::Open => None,
    }
}

#[cfg(feature = "schema")]
use validate::validated;

#[cfg(not(feature = "schema"))]
fn validated(_: &[u8], _: &Value, _: Draft, _: usize, _: &Limits) -> (Held, usize) {
    (Held::Open, 0)
}
