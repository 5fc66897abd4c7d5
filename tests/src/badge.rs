//! Badges made on the spot, for tests that need one that is good.

use badge_core::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::json::{self, Value};
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::proof::eddsa_rdfc_2022;
use badge_core::proof::integrity::Options;
use badge_core::time::Timestamp;

/// An issuer that exists in tests only: an Ed25519 key made from `name`.
#[derive(Debug)]
pub struct Issuer {
    key: SecretKey,
    /// The key as `publicKeyMultibase`.
    pub multikey: String,
    /// Its `issuer.id`: a `did:web` or its `did:key`.
    pub id: String,
}

impl Issuer {
    /// An issuer that is nothing but its key.
    #[must_use]
    pub fn key_only(name: &str) -> Self {
        let mut issuer = Self::named(name, "");
        issuer.id = format!("did:key:{}", issuer.multikey);
        issuer
    }

    /// An issuer with a name of its own.
    #[must_use]
    pub fn named(name: &str, id: &str) -> Self {
        let key = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(name.as_bytes())).unwrap();
        let multikey = key.public_key().to_multikey().unwrap();
        Self { key, multikey, id: id.to_owned() }
    }

    /// The DID document that lists the key.
    #[must_use]
    pub fn did_document(&self) -> String {
        let (id, key) = (&self.id, &self.multikey);
        format!(
            r#"{{"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],"id":"{id}",
            "verificationMethod":[{{"id":"{id}#{key}","type":"Multikey","controller":"{id}","publicKeyMultibase":"{key}"}}],
            "assertionMethod":["{id}#{key}"]}}"#
        )
    }

    /// A signed badge about nobody in particular, valid from 2026-03-02T09:00:00Z on. `more` are further members of
    /// the credential, as JSON: `,"credentialStatus":…`.
    #[must_use]
    pub fn badge(&self, more: &str) -> String {
        let unsigned = format!(
            r#"{{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","type":["VerifiableCredential","OpenBadgeCredential"],
            "issuer":{{"id":"{}","type":["Profile"],"name":"L’Atelier du Canal"}},
            "validFrom":"2026-03-02T09:00:00Z","name":"Découpe laser",
            "credentialSubject":{{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000002","type":["AchievementSubject"],
            "achievement":{{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000003","type":["Achievement"],
            "criteria":{{"narrative":"Régler, découper, ranger."}},"name":"Découpe laser","description":"Un atelier."}}}}{more}}}"#,
            self.id
        );
        let limits = Limits::default();
        let unsigned = json::parse(unsigned.as_bytes(), &limits).unwrap();
        let options = Options {
            verification_method: format!("{}#{}", self.id, self.multikey),
            created: Timestamp::parse("2026-03-02T09:00:00Z").unwrap(),
            expires: None,
        };
        let prepared =
            eddsa_rdfc_2022::prepare(unsigned.as_object().unwrap(), &options, &Contexts::builtin(), &limits).unwrap();
        let signature = self.key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
        Value::from(prepared.complete(&signature)).to_pretty()
    }
}
