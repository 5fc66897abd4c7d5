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
            let addresses = || context.many().iter().filter_map(Value::as_str).filter(|url| is_open_badges(url));
            let first = addresses().next()?;
            let old = context.as_str().is_some() && first.trim_end_matches("/context.json").ends_with("/v1");
            Some(if old { Version::Ob11 } else { Version::Ob20 })
        }
    }
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
