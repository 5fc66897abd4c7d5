//! What need not be said twice: the addresses that follow from the address of the place (D-02, D-03).

use crate::name::Url;

/// Between a place's address and the token of an award.
const AWARDS: &str = "/b/";
const CREDENTIAL: &str = "/credential.json";
const ACHIEVEMENTS: &str = "/achievements/";
const JSON: &str = ".json";

/// The address of the place where a credential lies, if it lies as D-02 says.
pub(super) fn base_of(credential: &str) -> Option<&str> {
    let (base, rest) = credential.rsplit_once(AWARDS)?;
    (Url::parse(base).is_ok() && rest.contains('/')).then_some(base)
}

/// A credential's id without what follows from the place: its token, or token and file name.
pub(super) fn short_credential<'a>(base: &str, id: &'a str) -> Option<&'a str> {
    let rest = id.strip_prefix(base)?.strip_prefix(AWARDS)?;
    let short = rest.strip_suffix(CREDENTIAL).filter(|token| !token.contains('/')).unwrap_or(rest);
    let plain = !short.is_empty() && !short.contains(':');
    (plain && long_credential(base, short) == id).then_some(short)
}

pub(super) fn long_credential(base: &str, short: &str) -> String {
    let file = if short.contains('/') { "" } else { CREDENTIAL };
    format!("{base}{AWARDS}{short}{file}")
}

/// An achievement's id without what follows from the place: its short name.
pub(super) fn short_achievement<'a>(base: &str, id: &'a str) -> Option<&'a str> {
    let short = id.strip_prefix(base)?.strip_prefix(ACHIEVEMENTS)?.strip_suffix(JSON)?;
    (!short.is_empty() && !short.contains(':')).then_some(short)
}

pub(super) fn long_achievement(base: &str, short: &str) -> String {
    format!("{base}{ACHIEVEMENTS}{short}{JSON}")
}

/// The did:web of a place: its address with colons for slashes (did:web, section 3.1).
pub(super) fn did_of(base: &str) -> Option<String> {
    let rest = base.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut did = format!("did:web:{}", host.replace(':', "%3A"));
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        did.push(':');
        did.push_str(segment);
    }
    Some(did)
}
