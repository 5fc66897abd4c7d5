//! Which specification a document follows, told from its content alone.

use super::{Version, ob3};
use crate::json::{Object, Value};

/// The version of a document (OB2-VER-08, OB3-DM-157); `None` when it is no badge of any version.
#[must_use]
pub fn detect(doc: &Object) -> Option<Version> {
    if let Some(version) = ob3::version(doc) {
        return Some(version);
    }
    match doc.get("@context") {
        None | Some(Value::Null) => {
            let like_a_badge = doc.contains("badge") && (doc.contains("recipient") || doc.contains("verify"));
            match doc.get("recipient") {
                _ if !like_a_badge => None,
                Some(Value::String(_)) => Some(Version::Ob05),
                _ => Some(Version::Ob10),
            }
        }
        Some(context) => {
            if let Some(older) = older_context(context) {
                return Some(older);
            }
            context.many().iter().filter_map(Value::as_str).any(is_open_badges).then_some(Version::Ob20)
        }
    }
}

/// What a document of Open Badges is that is neither a badge nor an endorsement, by its type: `profile`, `achievement`,
/// `badge-class`, `key`, `revocation-list`, `status-list`, `presentation`. `None` when it does not say.
#[must_use]
pub fn other_kind(doc: &Object) -> Option<&'static str> {
    const BADGES: [&str; 6] = [
        "Assertion",
        "obi:Assertion",
        "Endorsement",
        "OpenBadgeCredential",
        "AchievementCredential",
        "EndorsementCredential",
    ];
    const OTHERS: [(&str, &str); 10] = [
        ("BitstringStatusListCredential", "status-list"),
        ("StatusList2021Credential", "status-list"),
        ("VerifiablePresentation", "presentation"),
        ("BadgeClass", "badge-class"),
        ("Achievement", "achievement"),
        ("Profile", "profile"),
        ("Issuer", "profile"),
        ("IssuerOrg", "profile"),
        ("CryptographicKey", "key"),
        ("RevocationList", "revocation-list"),
    ];
    if BADGES.iter().any(|badge| ob3::has_type(doc, badge)) || doc.contains("recipient") {
        return None;
    }
    OTHERS.into_iter().find(|(name, _)| ob3::has_type(doc, name)).map(|(_, kind)| kind)
}

/// The version before 2.0 whose context stands there, alone or beside others that are none of Open Badges.
pub(super) fn older_context(context: &Value) -> Option<Version> {
    let mut addresses = context.many().iter().filter_map(Value::as_str).filter(|url| is_open_badges(url));
    let first = addresses.next()?;
    if !is_older_context(first) || addresses.any(|url| !is_older_context(url) && !is_extension(url)) {
        return None;
    }
    Some(if first.contains("/v0") { Version::Ob05 } else { Version::Ob11 })
}

/// Whether an address is that of a context of 0.5 or 1.1; 1.0 has none.
pub(super) fn is_older_context(url: &str) -> bool {
    let url = url.trim_end_matches("/context.json");
    is_open_badges(url) && (url.ends_with("/v1") || url.ends_with("/v0"))
}

fn is_extension(url: &str) -> bool {
    url.contains("/extensions/")
}

fn is_open_badges(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return false };
    ["w3id.org/openbadges/", "openbadgespec.org/", "purl.imsglobal.org/spec/ob/v2p"].iter().any(|p| rest.starts_with(p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    // OB2-VER-08, OB3-DM-157
    #[test]
    fn versions_are_told_apart_by_content() {
        for (text, version) in [
            (r#"{"@context":["https://www.w3.org/ns/credentials/v2"]}"#, Some(Version::Ob30)),
            (r#"{"@context":["https://www.w3.org/2018/credentials/v1"]}"#, Some(Version::Ob30Vc11)),
            (r#"{"@context":["https://x.example/"],"type":["VerifiableCredential"]}"#, Some(Version::Ob30)),
            (r#"{"@context":"https://w3id.org/openbadges/v2"}"#, Some(Version::Ob20)),
            (r#"{"@context":["https://x.example/","https://w3id.org/openbadges/v2"]}"#, Some(Version::Ob20)),
            (r#"{"@context":"https://w3id.org/openbadges/v1"}"#, Some(Version::Ob11)),
            (r#"{"@context":["https://w3id.org/openbadges/v1",{"x":"https://x.example/"}]}"#, Some(Version::Ob11)),
            (
                r#"{"@context":["https://w3id.org/openbadges/v1","https://w3id.org/openbadges/v2"]}"#,
                Some(Version::Ob20),
            ),
            (r#"{"@context":"https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld"}"#, Some(Version::Ob20)),
            (r#"{"uid":"1","recipient":{"type":"email"},"badge":"https://x.example/"}"#, Some(Version::Ob10)),
            (r#"{"recipient":"sha256$00","badge":{}}"#, Some(Version::Ob05)),
            (r#"{"@context":"https://schema.org/"}"#, None),
            (r#"{"badge":"a lapel pin"}"#, None),
        ] {
            let Value::Object(doc) = crate::json::parse(text.as_bytes(), &Limits::default()).unwrap() else { panic!() };
            assert_eq!(detect(&doc), version, "{text}");
        }
    }
}
