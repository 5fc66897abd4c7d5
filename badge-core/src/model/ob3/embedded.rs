//! A stored credential, read as the verifier shows it.

use super::read_gathered;
use crate::json::Value;
use crate::ld::{self, Contexts, Places, may_repeat};
use crate::limits::Limits;
use crate::model::Badge;

/// [`read`](super::read) for a credential with an embedded proof, which may be one over statements: each thing is read from all places
/// at which it stands in the document, as the verifier reads it. `None` when this is no object.
pub(crate) fn read_embedded(document: &Value, limits: &Limits) -> Option<Badge> {
    let object = document.as_object()?;
    let expanded = may_repeat(document).then(|| ld::expand(document, &Contexts::builtin(), limits).ok()).flatten();
    let clear = expanded.filter(|expanded| expanded.is_faultless() && expanded.disguises().is_empty());
    let places = clear.map_or_else(Places::default, |expanded| expanded.places(document));
    Some(read_gathered(object, &places))
}

#[cfg(test)]
mod tests {
    use super::*;

    // OB3-DM-164: who accepts an endorsement reads in it what the verifier shows of it.
    #[test]
    fn a_credential_with_a_proof_is_read_by_its_statements() {
        let text = |issuer: &str| {
            format!(
                r#"{{"@context":["https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:1",
                "type":["VerifiableCredential","EndorsementCredential"],"issuer":{issuer},"name":"Soutien",
                "credentialSubject":{{"id":"did:key:z1","type":["EndorsementSubject","Profile"],"name":"Relais"}}}}"#
            )
        };
        let name = |issuer: &str| {
            let document = crate::json::parse(text(issuer).as_bytes(), &Limits::default()).unwrap();
            read_embedded(&document, &Limits::default()).unwrap().issuer.name
        };
        assert_eq!(name(r#""did:key:z1""#).as_deref(), Some("Relais"));
        assert_eq!(name(r#"{"id":"did:key:z1","type":["Profile"]}"#).as_deref(), Some("Relais"));
        assert_eq!(name(r#""did:key:z2""#), None);
        // What has two answers, or no meaning, is read as it stands.
        let other = r#"{"id":"did:key:z1","type":["Profile"],"name":"Le Relais"}"#;
        assert_eq!(name(other).as_deref(), Some("Le Relais"));
        assert_eq!(name(r#"{"id":"did:key:z1","type":["Profile"],"humeur":"gaie"}"#), None);
        assert_eq!(read_embedded(&Value::Null, &Limits::default()), None);
    }
}
