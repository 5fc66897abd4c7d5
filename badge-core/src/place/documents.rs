//! The public documents of a place: everything a verifier reads that needs no signature. Computed from the place, its
//! keys, its achievements and the register, and the same each time.

use super::register::{AwardStatus, Entry, Register};
use super::{AchievementFile, Addresses, Place, Spot, Token, issuer_id, method_id};
use crate::crypto::{KeyKind, PublicKey};
use crate::did;
use crate::issue::{self, Format, Key, SealError, uuid_urn};
use crate::json::{self, Object, Value, object};
use crate::language::Lang;
use crate::limits::Limits;
use crate::model::ob2::write as ob2;
use crate::model::ob3::{self, OB3, VC2};
use crate::name::Url;
use crate::resource::{Answer, Resources};
use crate::status::make::{ListDraft, encode};
use crate::time::Timestamp;

/// A public key of the place. It is published for as long as badges signed with it should verify (OB3-PRF-48).
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceKey {
    /// The key.
    pub public: PublicKey,
    /// Since when it signs.
    pub created: Timestamp,
    /// Since when it signs no more. What it signed before still verifies.
    pub retired: Option<Timestamp>,
    /// Since when it is not to be believed: it was lost or stolen. Nothing it signed verifies any more.
    pub revoked: Option<Timestamp>,
}

/// A file of the published folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its path below the base, with `/` between its parts.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// All documents that need no signature. Empty for a place without base: it publishes nothing.
///
/// `did.json`, `jwks.json`, `issuer.json`, `keys/…`, `achievements/…`, `revocations.json`, and a notice in the place of
/// each hosted OB 2.0 assertion that no longer holds (D-03).
#[must_use]
pub fn documents(
    place: &Place,
    keys: &[PlaceKey],
    achievements: &[AchievementFile],
    register: &Register,
) -> Vec<Published> {
    let Some(base) = &place.base else { return Vec::new() };
    let mut out = vec![file(base, &Spot::DidDocument, "application/did+ld+json", did_document(base, keys))];
    let jwks = jwk_set(base, keys);
    if base.is_host_root() {
        out.push(file(base, &Spot::WellKnownJwks, "application/jwk-set+json", jwks.clone()));
    }
    out.push(file(base, &Spot::Jwks, "application/jwk-set+json", jwks));
    for key in keys {
        let thumbprint = key.public.thumbprint();
        out.push(file(base, &Spot::Key(thumbprint.clone()), "application/jwk+json", jwk(base, &key.public)));
        if signs_ob2(key) {
            let spot = Spot::KeyPem(thumbprint);
            let doc = ob2::cryptographic_key(&base.url(&spot), &base.url(&Spot::Issuer), &key.public.to_pem());
            out.push(file(base, &spot, LD, doc));
        }
    }
    let ob2_keys = keys.iter().filter(|k| signs_ob2(k) && k.revoked.is_none()).map(|k| &k.public);
    if let Some(profile) = place.profile_v2(ob2_keys) {
        out.push(file(base, &Spot::Issuer, LD, ob2::profile(&profile)));
    }
    for achievement in achievements {
        for lang in place.languages.iter().copied().filter(|l| achievement.speaks(*l)) {
            out.extend(achievement_documents(place, base, achievement, lang));
        }
    }
    out.push(file(base, &Spot::Revocations, LD, revocations(base, register)));
    out.extend(register.struck_out().filter_map(|entry| withdrawn(base, &entry)));
    out
}

/// The documents as answers, for a verifier that may not ask: the issuer's own check of what it has just signed.
#[must_use]
pub fn as_resources(base: &Addresses, documents: &[Published]) -> Resources {
    let mut known = Resources::new();
    for document in documents {
        if let Ok(url) = Url::parse(&format!("{}/{}", base.base(), document.path)) {
            known.insert(&url, Answer::found(document.bytes.clone()));
        }
        // did:web says https, even of a place that is tried out on the loopback interface.
        if document.path == base.path(&Spot::DidDocument)
            && let Ok(url) = did::did_web_url(&base.did())
        {
            known.insert(&url, Answer::found(document.bytes.clone()));
        }
    }
    known
}

/// The notice in the place of a hosted assertion that no longer holds: 410 is impossible on a static host (D-03, K-25).
/// `None` for one that holds, and for other formats.
#[must_use]
pub fn withdrawn(base: &Addresses, entry: &Entry) -> Option<Published> {
    let hosted = entry.award.issued(Format::Ob2Hosted)?;
    let (AwardStatus::Revoked { reason, .. } | AwardStatus::Suspended { reason, .. }) = &entry.status else {
        return None;
    };
    Some(file(base, &Spot::Assertion(entry.award.token), LD, ob2::revoked(&hosted.id, reason.as_deref())))
}

/// A signed status list (OB3-DM-134). Those who publish it keep the file they have while [`list_is_current`].
///
/// # Errors
/// [`SealError::Prepare`], [`SealError::Sign`].
pub fn status_list(
    base: &Addresses,
    number: u32,
    struck: &[u64],
    key: &Key<'_>,
    now: Timestamp,
) -> Result<Published, SealError> {
    status_list_until(base, number, struck, key, now, None)
}

/// The same with the instant after which it is to be fetched anew: for a server, which signs it again in time (D-03).
///
/// # Errors
/// [`SealError::Prepare`], [`SealError::Sign`].
pub fn status_list_until(
    base: &Addresses,
    number: u32,
    struck: &[u64],
    key: &Key<'_>,
    now: Timestamp,
    until: Option<Timestamp>,
) -> Result<Published, SealError> {
    let spot = Spot::StatusList(number);
    let draft = ListDraft {
        id: &base.url(&spot),
        issuer: &key.issuer,
        purpose: "revocation",
        valid_from: now,
        valid_until: until,
        struck,
    };
    Ok(file(base, &spot, "application/vc+ld+json", issue::embed(&draft.document(), key, now)?))
}

/// Whether a status list that was published says just this, so that it can stay as it is.
///
/// `method` is the name of the key that would sign it now: after a rotation lists are signed anew.
#[must_use]
pub fn list_is_current(published: &[u8], struck: &[u64], method: &str) -> bool {
    let Ok(list) = json::parse(published, &Limits::default()) else { return false };
    let says = list.get("credentialSubject").and_then(|s| s.get("encodedList")).and_then(Value::as_str);
    let signed_by = |p: &Value| p.get("verificationMethod").and_then(Value::as_str) == Some(method);
    says == Some(&encode(struck)) && list.get("proof").is_some_and(|p| p.many().iter().any(signed_by))
}

/// The address of a format of an award.
#[must_use]
pub fn format_spot(token: Token, format: Format) -> Spot {
    match format {
        Format::Ob3 => Spot::Credential(token),
        Format::Ob3Jwt => Spot::CredentialJws(token),
        Format::Ob2Hosted => Spot::Assertion(token),
        Format::Ob2Signed => Spot::AssertionJws(token),
    }
}

const LD: &str = "application/ld+json";

fn file(base: &Addresses, spot: &Spot, media_type: &'static str, document: Object) -> Published {
    let bytes = Value::Object(document).to_pretty().into_bytes();
    Published { path: base.path(spot), media_type, bytes }
}

/// D-22, OB3-PRF-31, OB3-PRF-42: Multikey entries, absolute texts in `assertionMethod`; a P-256 key also as a JWK, which
/// the validators read.
fn did_document(base: &Addresses, keys: &[PlaceKey]) -> Object {
    let did = base.did();
    let mut methods = Vec::new();
    let mut names = Vec::new();
    for key in keys {
        let id = method_id(did.as_str(), &key.public);
        let multikey = key.public.to_multikey();
        let kind = if multikey.is_some() { "Multikey" } else { "JsonWebKey" };
        let mut method =
            object([("id", id.as_str().into()), ("type", kind.into()), ("controller", did.as_str().into())]);
        if key.public.kind() != KeyKind::Ed25519 {
            method.set("publicKeyJwk", key.public.to_jwk());
        }
        if let Some(multikey) = multikey {
            method.set("publicKeyMultibase", multikey);
        }
        if let Some(revoked) = key.revoked {
            method.set("revoked", revoked.to_utc_seconds().to_string());
        } else {
            names.push(id);
        }
        methods.push(Value::Object(method));
    }
    object([
        ("@context", vec![DID_CONTEXT, MULTIKEY_CONTEXT, JWK_CONTEXT].into()),
        ("id", did.as_str().into()),
        ("verificationMethod", Value::Array(methods)),
        ("assertionMethod", names.into()),
    ])
}

const DID_CONTEXT: &str = "https://www.w3.org/ns/did/v1";
const MULTIKEY_CONTEXT: &str = "https://w3id.org/security/multikey/v1";
const JWK_CONTEXT: &str = "https://w3id.org/security/jwk/v1";

/// OB3-PRF-47: each key says whose it is.
fn jwk_set(base: &Addresses, keys: &[PlaceKey]) -> Object {
    let good = keys.iter().filter(|k| k.revoked.is_none());
    object([("keys", Value::Array(good.map(|k| jwk(base, &k.public).into()).collect()))])
}

fn jwk(base: &Addresses, key: &PublicKey) -> Object {
    let did = base.did();
    let mut jwk = key.to_jwk();
    jwk.set("kid", method_id(did.as_str(), key));
    jwk.set("use", "sig");
    jwk.set("alg", key.kind().default_algorithm().as_str());
    jwk.set("iss", did.as_str());
    jwk
}

/// OB 2.0 is signed with RS256 and nothing else.
fn signs_ob2(key: &PlaceKey) -> bool {
    key.public.kind() == KeyKind::Rsa
}

fn achievement_documents(place: &Place, base: &Addresses, a: &AchievementFile, lang: Lang) -> Vec<Published> {
    let tag = place.address_tag(lang);
    let mut doc = object([("@context", vec![VC2, OB3].into())]);
    for (name, value) in ob3::write_achievement(&a.to_achievement(place, lang)).iter() {
        doc.set(name, value.clone());
    }
    let mut out = vec![file(base, &Spot::Achievement(a.slug.clone(), tag), LD, doc)];
    if let Some(class) = a.to_badge_class(place, lang) {
        out.push(file(base, &Spot::AchievementV2(a.slug.clone(), tag), LD, ob2::badge_class(&class)));
    }
    out
}

fn revocations(base: &Addresses, register: &Register) -> Object {
    let mut entries = Vec::new();
    for entry in register.struck_out() {
        if let AwardStatus::Revoked { reason, .. } | AwardStatus::Suspended { reason, .. } = &entry.status {
            let ids = entry.award.credentials.iter().filter(|c| !c.format.is_3()).map(|c| &c.id);
            entries.extend(ids.map(|id| (id.clone(), reason.clone())));
        }
    }
    let mut list = ob2::revocation_list(&base.url(&Spot::Revocations), &base.url(&Spot::Issuer), &entries);
    if entries.is_empty() {
        // Validators refuse a required list that is empty (OB2-VER-10), and a profile that names its list only later
        // would go unnoticed in caches: an entry that is not a revocation, of an id that nobody has.
        let nobody = object([("id", uuid_urn([0; 16], 4).into()), ("revoked", false.into())]);
        list.set("revokedAssertions", Value::Array(vec![nobody.into()]));
    }
    list
}

/// The id of the issuer that signs with this key, and the name of the key: what a credential and its proof say.
#[must_use]
pub fn names_of(place: &Place, key: &PublicKey) -> Option<(String, String)> {
    let issuer = issuer_id(place.base.as_ref(), key)?;
    let method = method_id(&issuer, key);
    Some((issuer, method))
}

#[cfg(test)]
#[cfg(all(feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests {
    use super::*;
    use crate::crypto::{SecretKey, SeededEntropy, Signer as _};
    use crate::place::Slug;
    use crate::place::register::{Award, Digest, Event, Issued, What};

    fn now() -> Timestamp {
        Timestamp::parse("2026-03-02T09:00:00Z").unwrap()
    }

    fn key(kind: KeyKind) -> PlaceKey {
        let secret = SecretKey::generate(kind, &mut SeededEntropy::new(kind.as_str().as_bytes())).unwrap();
        PlaceKey { public: secret.public_key().clone(), created: now(), retired: None, revoked: None }
    }

    fn place(base: &str) -> Place {
        Place {
            name: "Fablab".into(),
            email: "a@example.org".into(),
            base: Some(Addresses::new(base).unwrap()),
            ..Place::starter(Lang::Fr)
        }
    }

    fn find<'d>(documents: &'d [Published], path: &str) -> &'d Published {
        documents.iter().find(|d| d.path == path).unwrap_or_else(|| panic!("no {path}"))
    }

    fn read(document: &Published) -> Value {
        json::parse(&document.bytes, &Limits::default()).unwrap()
    }

    #[test]
    fn every_key_is_found_through_the_did() {
        // D-22, OB3-PRF-42, OB3-PRF-48
        for base in ["https://b.example.org", "https://b.example.org:8443/lieu"] {
            let place = place(base);
            let mut keys = [key(KeyKind::Ed25519), key(KeyKind::P256), key(KeyKind::Rsa)];
            keys[0].retired = Some(now());
            let documents = documents(&place, &keys, &[], &Register::new());
            let known = as_resources(place.base.as_ref().unwrap(), &documents);
            for k in &keys {
                let (issuer, method) = names_of(&place, &k.public).unwrap();
                let did::KeyAnswer::Known(found) = did::resolve(&method, &issuer, &known, &Limits::default()) else {
                    panic!("{method} not found");
                };
                assert_eq!(found.key, k.public);
            }
            // OB3-PRF-31: a Multikey wherever there is one, whole, and named in `assertionMethod` by its whole name.
            let did = read(find(&documents, &place.base.as_ref().unwrap().path(&Spot::DidDocument)));
            let methods = did.get("verificationMethod").unwrap().many();
            let member = |m: &Value, name: &str| m.get(name).and_then(Value::as_str).map(str::to_owned);
            for (method, k) in methods.iter().zip(&keys) {
                let multikey = k.public.to_multikey();
                assert_eq!(
                    member(method, "type").as_deref(),
                    Some(if multikey.is_some() { "Multikey" } else { "JsonWebKey" })
                );
                assert_eq!(member(method, "publicKeyMultibase"), multikey);
                assert_eq!(member(method, "controller"), member(&did, "id"));
            }
            let named: Vec<_> = did.get("assertionMethod").unwrap().many().iter().map(Value::as_str).collect();
            let ids: Vec<_> = methods.iter().map(|m| m.get("id").and_then(Value::as_str)).collect();
            assert_eq!(named, ids);
        }
    }

    #[test]
    fn a_revoked_key_asserts_nothing() {
        let place = place("https://b.example.org");
        let mut keys = [key(KeyKind::Ed25519), key(KeyKind::P256)];
        keys[0].revoked = Some(now());
        let documents = documents(&place, &keys, &[], &Register::new());
        let did = read(find(&documents, ".well-known/did.json"));
        assert_eq!(did.get("verificationMethod").unwrap().many().len(), 2);
        assert_eq!(did.get("assertionMethod").unwrap().many().len(), 1);
        assert_eq!(read(find(&documents, "jwks.json")).get("keys").unwrap().many().len(), 1);
        assert_eq!(find(&documents, "jwks.json").bytes, find(&documents, ".well-known/jwks.json").bytes);
    }

    #[test]
    fn the_ob2_profile_and_its_key_name_each_other() {
        // OB2-DM-98, OB2-DM-99, OB2-VER-32, OB2-VER-33
        let place = place("https://b.example.org/x");
        let rsa = key(KeyKind::Rsa);
        let documents = documents(&place, &[key(KeyKind::Ed25519), rsa.clone()], &[], &Register::new());
        let known = as_resources(place.base.as_ref().unwrap(), &documents);
        let profile = read(find(&documents, "issuer.json"));
        let keys = did::profile_keys(&profile, None, &known, &Limits::default()).unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].owner.as_deref(), profile.get("id").unwrap().as_str());
        assert_eq!(keys[0].answer, did::ProfileKeyAnswer::Known(rsa.public));
        assert_eq!(profile.get("url").unwrap().as_str(), Some("https://b.example.org/x/"), "OB2-DM-43");
    }

    #[test]
    fn what_was_revoked_is_told_in_every_way() {
        // D-03, OB2-DM-96, K-25
        let place = place("https://b.example.org");
        let token = Token::from_bytes([5; 16]);
        let hosted = "https://b.example.org/b/x/assertion.json";
        let issued = |format, id: &str| Issued { format, id: id.into(), sha256: Digest::of(b"") };
        let mut register = Register::new();
        let award = Award {
            token,
            person: None,
            achievement: Slug::parse("a").unwrap(),
            language: Lang::Fr,
            date: now(),
            expires: None,
            status: None,
            credentials: vec![
                issued(Format::Ob3, "urn:uuid:1"),
                issued(Format::Ob2Hosted, hosted),
                issued(Format::Ob2Signed, &token.urn()),
            ],
            files: Default::default(),
            replaces: None,
            card: false,
            cohort: None,
        };
        register.apply(Event { at: now(), what: What::Awarded(Box::new(award)) }).unwrap();
        let before = documents(&place, &[], &[], &register);
        assert!(!before.iter().any(|d| d.path.starts_with("b/")));
        let reason = Some("erreur".to_owned());
        register.apply(Event { at: now(), what: What::Revoked { award: token, reason } }).unwrap();
        let after = documents(&place, &[], &[], &register);
        let notice = read(find(&after, &format!("b/{token}/assertion.json")));
        assert_eq!(notice.get("revoked").unwrap().as_bool(), Some(true));
        assert_eq!(notice.get("id").unwrap().as_str(), Some(hosted));
        let list = read(find(&after, "revocations.json"));
        let ids: Vec<_> = list.get("revokedAssertions").unwrap().many().iter().map(|e| e.get("id").unwrap()).collect();
        assert_eq!(ids, [&Value::from(hosted), &Value::from(token.urn())]);
    }

    #[test]
    fn documents_are_the_same_each_time() {
        let place = place("https://b.example.org");
        let text = "[fr]\nname=\"a\"\ndescription=\"b\"\ncriteria=\"c\"\n[en]\nname=\"a\"\ndescription=\"b\"\ncriteria=\"c\"\n";
        let a = AchievementFile::parse(Slug::parse("a").unwrap(), text).unwrap();
        let make = || documents(&place, &[key(KeyKind::P256)], std::slice::from_ref(&a), &Register::new());
        assert_eq!(make(), make());
        for path in ["a.json", "a.en.json", "a.v2.json", "a.en.v2.json"] {
            read(find(&make(), &format!("achievements/{path}")));
        }
        assert!(documents(&Place { base: None, ..place.clone() }, &[], &[a], &Register::new()).is_empty());
    }
}
