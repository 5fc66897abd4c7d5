//! What was signed, read again from the stored files of an award: for its pages, its mails.

use std::collections::BTreeMap;

use crate::issue::Format;
use crate::json::{self, Value};
use crate::limits::Limits;
use crate::model::{Badge, Version, ob2, ob3};
use crate::place::Addresses;
use crate::place::documents::Published;
use crate::place::register::Entry;
use crate::text;

/// The award in the neutral form, from the richest of its stored files. `documents` are those of the place, in which an
/// OB 2.0 assertion names its class and its issuer. What is left of one without files is what the register says.
#[must_use]
pub fn read_badge(
    stored: &BTreeMap<Format, Vec<u8>>,
    documents: &[Published],
    base: Option<&Addresses>,
    entry: &Entry,
) -> Badge {
    let limits = Limits::default();
    for (format, bytes) in stored {
        let Some(value) = parsed(*format, bytes) else { continue };
        if format.is_3() {
            let inner = value.get("vc").and_then(Value::as_object).or_else(|| value.as_object());
            if let Some(object) = inner {
                return ob3::read(object);
            }
        } else if let Ok(assertion) = ob2::Normal::read(&value, &limits) {
            let linked = |address: Option<&str>| {
                let path = address?.strip_prefix(base?.base())?.trim_start_matches('/').to_owned();
                let document = documents.iter().find(|d| d.path == path)?;
                let value = json::parse(&document.bytes, &limits).ok()?;
                Some(ob2::Normal::read(&value, &limits).ok()?.object)
            };
            let class = linked(assertion.object.get("badge").and_then(Value::as_str));
            let issuer = linked(class.as_ref().and_then(|c| c.get("issuer")).and_then(Value::as_str));
            return ob2::read(&assertion.object, class.as_ref(), issuer.as_ref());
        }
    }
    let mut badge = Badge::new(Version::Ob30);
    badge.valid_from = Some(entry.award.date);
    badge.valid_until = entry.award.expires;
    badge
}

/// A stored credential of Open Badges 3.0 in the neutral form: of an endorsement, for one. `None` when it is none.
#[must_use]
pub fn read_credential(format: Format, bytes: &[u8]) -> Option<Badge> {
    let value = parsed(format, bytes)?;
    value.get("vc").and_then(Value::as_object).or_else(|| value.as_object()).map(ob3::read)
}

fn parsed(format: Format, bytes: &[u8]) -> Option<Value> {
    let limits = Limits::default();
    if format.is_jws() {
        let payload = std::str::from_utf8(bytes).ok()?.split('.').nth(1)?;
        return json::parse(&text::from_base64url(payload).ok()?, &limits).ok();
    }
    json::parse(bytes, &limits).ok()
}
