//! Whether what was brought is an endorsement that holds, of something of ours.

use badge_core::endorsing::{EMBEDDED, Eyes as _, JWT, Refusal, forms, good};
use badge_core::message::Headline;
use badge_core::model::Badge;

use super::super::{Brought, Sight, VerifyError, address};

/// One form that was found good.
pub(super) struct Good {
    pub(super) badge: Badge,
    pub(super) form: (&'static str, Vec<u8>),
    pub(super) verdict: &'static str,
}

/// Why nothing good was found.
pub(super) enum Examined {
    Unread,
    Refused(Refusal),
}

pub(super) fn examined(
    brought: &Brought,
    sight: &Sight,
    own: &[String],
) -> Result<Result<Vec<Good>, Examined>, VerifyError> {
    let name = brought.name();
    let files = match brought {
        Brought::File(_, bytes) => vec![bytes.clone()],
        Brought::Address(text) => {
            let Some(url) = address(text) else { return Ok(Err(Examined::Unread)) };
            let mut files = Vec::new();
            if url.as_str().ends_with('/') {
                // The page of an endorsement: its forms lie beside it.
                for file in [EMBEDDED, JWT].iter().filter_map(|form| url.join(form).ok()) {
                    files.extend(sight.at(&file)?);
                }
            }
            if files.is_empty() {
                files.extend(sight.at(&url)?);
            }
            files
        }
    };
    if files.is_empty() {
        return Ok(Err(Examined::Unread));
    }
    let mut found = Vec::new();
    for form in files.iter().flat_map(|bytes| forms(bytes)) {
        let reports = sight.judge(&name, &form.1)?;
        let Some(report) = reports.first() else { continue };
        match good(report, own) {
            Ok(badge) => {
                let named = !matches!(Headline::of(report), Headline::KeyOnly);
                let verdict = if named { "authentic" } else { "key-only" };
                found.push(Good { badge: badge.clone(), form, verdict });
            }
            Err(refusal) => return Ok(Err(Examined::Refused(refusal))),
        }
    }
    Ok(if found.is_empty() { Err(Examined::Refused(Refusal::Nothing)) } else { Ok(found) })
}
