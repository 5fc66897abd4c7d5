//! Derived proofs: the published ones stage by stage, and ours, changed in every part.

use std::path::{Path, PathBuf};

use super::super::integrity::{self, Proof, ProofFaultKind, proofs};
use super::super::{IntegrityError, Variant};
use super::*;
use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
use crate::json::{self, Object, Value};
use crate::ld::{Contexts, RelatedForm, canonicalize, expand};
use crate::limits::Limits;
use crate::text::{base64url, from_hex, hex};

const BADGE: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id":"https://example.org/b/1","type":["VerifiableCredential","OpenBadgeCredential"],
    "issuer":{"id":"https://example.org/issuer.json","type":["Profile"],"name":"Atelier"},
    "validFrom":"2026-03-02T10:00:00+01:00","name":"Découpe laser",
    "credentialSubject":{"type":["AchievementSubject"],
    "achievement":{"id":"https://example.org/achievements/laser.json","type":["Achievement"],
    "criteria":{"narrative":"Régler, découper, ranger."},"name":"Découpe laser","description":"Un atelier."}}}"#;

fn object(text: &str) -> Object {
    json::parse(text.as_bytes(), &Limits::default()).unwrap().as_object().unwrap().clone()
}

fn key(seed: &str) -> SecretKey {
    SecretKey::generate(KeyKind::P256, &mut SeededEntropy::new(seed.as_bytes())).unwrap()
}

/// The parts of a proof value, to be changed before they are written.
#[derive(Clone)]
struct Parts {
    head: [u8; 3],
    base: Vec<u8>,
    key: Vec<u8>,
    signatures: Vec<Vec<u8>>,
    labels: Vec<(u64, Vec<u8>)>,
    mandatory: Vec<u64>,
}

fn head(major: u8, number: u64) -> Vec<u8> {
    let major = major << 5;
    match u8::try_from(number) {
        Ok(n @ 0..24) => vec![major | n],
        Ok(n) => vec![major | 24, n],
        Err(_) => [vec![major | 25], u16::try_from(number).unwrap().to_be_bytes().to_vec()].concat(),
    }
}

fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len() as u64), bytes.to_vec()].concat()
}

impl Parts {
    fn cbor(&self) -> Vec<u8> {
        let mut out = head(4, 5);
        out.extend([bytes(&self.base), bytes(&self.key), head(4, self.signatures.len() as u64)].concat());
        self.signatures.iter().for_each(|s| out.extend(bytes(s)));
        out.extend(head(5, self.labels.len() as u64));
        self.labels.iter().for_each(|(n, label)| out.extend([head(0, *n), bytes(label)].concat()));
        out.extend(head(4, self.mandatory.len() as u64));
        self.mandatory.iter().for_each(|n| out.extend(head(0, *n)));
        out
    }

    fn value(&self) -> String {
        format!("u{}", base64url(&[&self.head[..], &self.cbor()].concat()))
    }
}

/// An issuer and a holder in one: signs everything, and shows it all. Statements with `mandatory` in them may not be
/// withheld. The names of blank nodes need not be made with a secret here.
fn derive(document: &Object, mandatory: &[&str]) -> (Parts, Object, Vec<String>) {
    let (issuer, single) = (key("issuer"), key("single"));
    let (contexts, limits) = (Contexts::builtin(), Limits::default());
    let method = issuer.public_key().to_multikey().unwrap();
    let proof = json::object([
        ("type", "DataIntegrityProof".into()),
        ("cryptosuite", "ecdsa-sd-2023".into()),
        ("created", "2026-03-02T10:00:01Z".into()),
        ("verificationMethod", format!("https://example.org/issuer.json#{method}").into()),
        ("proofPurpose", "assertionMethod".into()),
    ]);
    let value: Value = document.clone().into();
    let dataset = expand(&value, &contexts, &limits).unwrap().quads(&limits).unwrap();
    let canonical = canonicalize(&dataset, Hash::Sha256, RelatedForm::List, &limits).unwrap();
    let label = |n: u64| Hash::Sha256.digest(format!("secret {n}").as_bytes());
    let labels: Vec<_> = (0..canonical.numbers.len() as u64).map(|n| (n, label(n))).collect();
    let names: Vec<String> =
        canonical.numbers.iter().map(|n| format!("u{}", base64url(&label(u64::from(*n))))).collect();
    let lines = dataset.labelled_nquads(&names.iter().map(String::as_str).collect::<Vec<_>>());

    let mut options = proof.clone();
    options.set("@context", document.get("@context").unwrap().clone());
    let options: Value = options.into();
    let options = expand(&options, &contexts, &limits).unwrap().quads(&limits).unwrap();
    let options = canonicalize(&options, Hash::Sha256, RelatedForm::List, &limits).unwrap().text;

    let sign = |key: &SecretKey, bytes: &[u8]| key.sign(JwsAlgorithm::Es256, bytes).unwrap();
    let is_mandatory = |line: &str| mandatory.iter().any(|m| line.contains(m));
    let public_key = text::from_multibase(&single.public_key().to_multikey().unwrap()).unwrap();
    let covered: String = lines.iter().filter(|l| is_mandatory(l)).map(String::as_str).collect();
    let signed =
        [Hash::Sha256.digest(options.as_bytes()), public_key.clone(), Hash::Sha256.digest(covered.as_bytes())].concat();
    let parts = Parts {
        head: DERIVED,
        base: sign(&issuer, &signed),
        key: public_key,
        signatures: lines.iter().filter(|l| !is_mandatory(l)).map(|l| sign(&single, l.as_bytes())).collect(),
        labels,
        mandatory: (0_u64..).zip(&lines).filter(|(_, l)| is_mandatory(l)).map(|(n, _)| n).collect(),
    };
    (parts, proof, lines)
}

/// What the verifier makes of a document with these parts.
fn outcome(document: &Object, proof: &Object, value: &str) -> Result<Result<Variant, SignatureError>, String> {
    let mut proof = proof.clone();
    proof.set("proofValue", value);
    let mut document = document.clone();
    document.set("proof", vec![Value::from(proof)]);
    let issuer = key("issuer");
    match proofs(&document, &Limits::default()).remove(0) {
        Err(fault) => Err(format!("{:?}", fault.kind)),
        Ok(proof) => integrity::check(&document, &proof, issuer.public_key(), &Contexts::builtin(), &Limits::default())
            .map(|c| c.outcome)
            .map_err(|e| format!("{e:?}")),
    }
}

const MANDATORY: [&str; 2] = ["credentials#issuer", "credentials#validFrom"];

// D-21, OB3-PRF-26
#[test]
fn a_derived_proof_verifies_and_says_that_parts_may_be_missing() {
    let document = object(BADGE);
    let (parts, proof, _) = derive(&document, &MANDATORY);
    assert!(parts.mandatory.len() >= 2 && parts.signatures.len() > 10 && parts.labels.len() == 2);
    let good = Variant { withheld: true, ..Variant::default() };
    assert_eq!(outcome(&document, &proof, &parts.value()), Ok(Ok(good)));
}

#[test]
fn a_change_of_any_part_is_seen() {
    let document = object(BADGE);
    let (good, proof, lines) = derive(&document, &MANDATORY);
    let judge = |change: &dyn Fn(&mut Parts)| {
        let mut parts = good.clone();
        change(&mut parts);
        assert_ne!(parts.value(), good.value(), "something changed");
        outcome(&document, &proof, &parts.value())
    };
    let malformed = || Err(format!("{:?}", ProofFaultKind::Malformed("proofValue")));
    let mismatch = || Ok(Err(SignatureError::Mismatch));

    // A mandatory statement dropped from the list, or called one that may be withheld.
    assert_eq!(judge(&|p| _ = p.mandatory.pop()), mismatch());
    assert_eq!(judge(&|p| p.mandatory.clear()), mismatch());
    assert_eq!(judge(&|p| p.mandatory[0] -= 1), mismatch());
    assert_eq!(judge(&|p| *p.mandatory.last_mut().unwrap() = 60_000), mismatch());
    assert_eq!(judge(&|p| p.mandatory.push(p.mandatory[0])), malformed());
    // One more that would be the statement after the last: all that is there is signed, and something is missing.
    for beyond in [0, 1] {
        assert_eq!(judge(&|p| p.mandatory.push(lines.len() as u64 + beyond)), mismatch());
    }
    // Signatures in another order, one too few, one too many, one changed.
    assert_eq!(judge(&|p| p.signatures.swap(0, 1)), mismatch());
    assert_eq!(judge(&|p| _ = p.signatures.pop()), mismatch());
    assert_eq!(judge(&|p| p.signatures.push(p.signatures[0].clone())), mismatch());
    assert_eq!(judge(&|p| p.signatures[3][40] ^= 1), mismatch());
    assert_eq!(judge(&|p| _ = p.signatures[3].pop()), malformed());
    // Names of blank nodes: exchanged, invented, doubled, missing, too many.
    assert_eq!(judge(&|p| (p.labels[0].0, p.labels[1].0) = (1, 0)), mismatch());
    assert_eq!(judge(&|p| p.labels[0].1[0] ^= 1), mismatch());
    assert_eq!(judge(&|p| p.labels[1].1 = p.labels[0].1.clone()), malformed());
    assert_eq!(judge(&|p| p.labels[1].0 = 0), malformed());
    assert_eq!(judge(&|p| p.labels[1].0 = 7), mismatch());
    assert_eq!(judge(&|p| _ = p.labels.pop()), mismatch());
    assert_eq!(judge(&|p| p.labels.push((2, vec![9; 32]))), mismatch());
    assert_eq!(judge(&|p| _ = p.labels[0].1.pop()), malformed());
    // The issuer's signature, and the single key.
    assert_eq!(judge(&|p| p.base[10] ^= 1), mismatch());
    assert_eq!(judge(&|p| _ = p.base.pop()), malformed());
    let other = |p: &mut Parts| {
        p.key = text::from_multibase(&key("other").public_key().to_multikey().unwrap()).unwrap();
    };
    assert_eq!(judge(&other), mismatch());
    assert_eq!(judge(&|p| p.key[5] ^= 0xff), malformed());
    assert_eq!(judge(&|p| p.key.push(0)), malformed());
    // What a stranger's key signed is not the issuer's.
    let forged = |p: &mut Parts| p.base = key("other").sign(JwsAlgorithm::Es256, b"anything").unwrap();
    assert_eq!(judge(&forged), mismatch());
    // The head: a base proof by its name, anything else as malformed.
    assert_eq!(judge(&|p| p.head = BASE), Err(format!("{:?}", ProofFaultKind::BaseProof)));
    assert_eq!(judge(&|p| p.head = [0xd9, 0x5d, 0x02]), malformed());
    // Bytes behind the end, a value cut short anywhere, another base.
    let value = |bytes: &[u8]| format!("u{}", base64url(bytes));
    let whole = [&DERIVED[..], &good.cbor()].concat();
    assert_eq!(outcome(&document, &proof, &value(&[&whole[..], &[0]].concat())), malformed());
    for end in (0..whole.len()).step_by(7) {
        assert_eq!(outcome(&document, &proof, &value(&whole[..end])), malformed(), "{end}");
    }
    assert_eq!(outcome(&document, &proof, &text::multibase58(&whole)), malformed());
}

#[test]
fn a_change_of_the_document_is_seen() {
    let document = object(BADGE);
    let (parts, proof, _) = derive(&document, &MANDATORY);
    let judge = |from: &str, to: &str| {
        assert!(BADGE.contains(from), "{from}");
        outcome(&object(&BADGE.replace(from, to)), &proof, &parts.value())
    };
    let mismatch = || Ok(Err(SignatureError::Mismatch));
    assert_eq!(judge("ranger", "partir"), mismatch());
    assert_eq!(judge("\"name\":\"Atelier\"", "\"name\":\"Autre\""), mismatch());
    // A mandatory statement left out, an optional one without its signature, and one more that nobody signed.
    assert_eq!(judge("\"validFrom\":\"2026-03-02T10:00:00+01:00\",", ""), mismatch());
    assert_eq!(judge(",\"name\":\"Atelier\"", ""), mismatch());
    assert_eq!(judge("\"validFrom\"", "\"validUntil\":\"2036-03-02T10:00:00Z\",\"validFrom\""), mismatch());
    // The options are signed too.
    let mut later = proof.clone();
    later.set("created", "2027-03-02T10:00:01Z");
    assert_eq!(outcome(&document, &later, &parts.value()), mismatch());
    // What a reader of JSON would see otherwise is refused before anything is compared (OB3-DM-164).
    let disguised = judge(
        "\"name\":\"Découpe laser\",\"description\"",
        "\"https://schema.org/name\":\"Découpe laser\",\"description\"",
    );
    assert!(matches!(&disguised, Err(why) if why.contains("Unclear")), "{disguised:?}");
}

#[test]
fn a_holder_may_withhold_what_is_not_mandatory_and_nothing_else() {
    let document = object(BADGE);
    let (mut parts, proof, lines) = derive(&document, &MANDATORY);
    let less = object(&BADGE.replace(",\"name\":\"Découpe laser\",\n", ",\n"));
    assert_ne!(less, document);
    // The holder takes the statement out with its signature, and counts the others anew.
    let gone = lines.iter().position(|l| l.starts_with("<https://example.org/b/1>") && l.contains("/name>")).unwrap();
    let kept = lines[..gone].iter().filter(|l| !MANDATORY.iter().any(|m| l.contains(m))).count();
    parts.signatures.remove(kept);
    parts.mandatory.iter_mut().filter(|m| **m > gone as u64).for_each(|m| *m -= 1);
    let good = Variant { withheld: true, ..Variant::default() };
    assert_eq!(outcome(&less, &proof, &parts.value()), Ok(Ok(good)));
    // The same with a mandatory statement: it is missed.
    let (mut parts, proof, _) = derive(&document, &MANDATORY);
    let less = object(&BADGE.replace("\"validFrom\":\"2026-03-02T10:00:00+01:00\",", ""));
    for left_out in 0..2 {
        let mut parts = parts.clone();
        let gone = parts.mandatory.remove(left_out);
        parts.mandatory.iter_mut().filter(|m| **m > gone).for_each(|m| *m -= 1);
        assert_eq!(outcome(&less, &proof, &parts.value()), Ok(Err(SignatureError::Mismatch)));
    }
    parts.mandatory.clear();
    parts.signatures.pop();
    assert_eq!(outcome(&less, &proof, &parts.value()), Ok(Err(SignatureError::Mismatch)));
}

#[test]
fn more_statements_than_the_budget_are_refused_before_they_cost_anything() {
    let document = object(BADGE);
    let (mut parts, mut proof, _) = derive(&document, &MANDATORY);
    parts.signatures = vec![vec![1; 64]; 1_000];
    proof.set("proofValue", parts.value());
    let mut document = document;
    document.set("proof", proof);
    let all = proofs(&document, &Limits::default());
    let issuer = key("issuer");
    let checked = integrity::check(
        &document,
        all[0].as_ref().unwrap(),
        issuer.public_key(),
        &Contexts::builtin(),
        &Limits::default(),
    );
    assert_eq!(checked, Err(IntegrityError::TooManyStatements { count: 1_001 }));
    // Other keys than P-256 do not fit.
    let ed25519 = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"x")).unwrap();
    let proof: &Proof = all[0].as_ref().unwrap();
    let checked = integrity::check(&document, proof, ed25519.public_key(), &Contexts::builtin(), &Limits::default());
    assert!(matches!(checked, Err(IntegrityError::KeyDoesNotFit { .. })));
}

#[allow(clippy::print_stderr)] // a test that was skipped says so
fn skipped(why: &str) {
    eprintln!("\n*** SKIPPED: published derived proofs — {why} ***\n");
}

fn read(path: &Path) -> Value {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    json::parse(&bytes, &Limits::default()).unwrap()
}

// OB3-PRF-22, OB3-PRF-26: VC-DI-ECDSA, both credentials, stage by stage.
#[test]
fn published_derived_proofs_stage_by_stage() {
    let Some(suites) = std::env::var_os("BADGE_SUITES").map(PathBuf::from) else {
        return skipped("set BADGE_SUITES to the folder of published suites");
    };
    let folder = suites.join("vectors/vc-di-ecdsa/ecdsa-sd-2023");
    let material = read(&folder.join("SDKeyMaterial.json"));
    let issuer = material.get("baseKeyPair").and_then(|p| p.get("publicKeyMultibase")).and_then(Value::as_str);
    let issuer = PublicKey::from_multikey(issuer.unwrap()).unwrap();
    for name in ["prc", "employ"] {
        let file = |name: &str| read(&folder.join(name));
        let texts = |value: &Value| value.many().iter().map(|v| v.as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let document = file(&format!("{name}/derivedRevealDocument.json")).as_object().unwrap().clone();

        // The value, taken apart.
        let proof = proofs(&document, &Limits::default()).remove(0).unwrap();
        let derived = proof.derived_for_tests().unwrap();
        let expected = file(&format!("{name}/verifyDerivedProofValue.json"));
        assert_eq!(hex(&derived.base_signature), expected.get("baseSignature").unwrap().as_str().unwrap());
        assert_eq!(text::multibase58(&derived.public_key), expected.get("publicKey").unwrap().as_str().unwrap());
        let signatures: Vec<String> = derived.signatures.iter().map(|s| hex(s)).collect();
        assert_eq!(signatures, texts(expected.get("signatures").unwrap()));
        let labels = expected.get("labelMap").unwrap();
        let labels: Vec<Vec<String>> = labels.many().iter().map(texts).collect();
        let found: Vec<_> = derived.labels.iter().map(|(n, l)| vec![format!("c14n{n}"), l.clone()]).collect();
        assert_eq!(found, labels, "{name}");
        let expected_indexes = expected.get("mandatoryIndexes").unwrap().to_compact();
        assert_eq!(
            Value::from(derived.mandatory.iter().map(|n| Value::from(*n as u32)).collect::<Vec<_>>()).to_compact(),
            expected_indexes
        );

        // What is hashed and signed.
        let data = file(&format!("{name}/verifyCreateVerifyData.json"));
        let data = |member: &str| data.get(member).unwrap().clone();
        let options_hash = from_hex(data("proofHash").as_str().unwrap()).unwrap();
        let mandatory_hash = from_hex(data("mandatoryHash").as_str().unwrap()).unwrap();
        let canon = std::fs::read_to_string(folder.join(name).join("addProofConfigCanon.txt")).unwrap();
        assert_eq!(Hash::Sha256.digest(canon.as_bytes()), options_hash, "{name}");
        assert_eq!(derived.verify_base(&issuer, &options_hash, &mandatory_hash), Ok(()), "{name}");
        let lines = texts(&file(&format!("{name}/verifyNQuads.json")));
        let (mandatory, single) = derived.split(&lines).unwrap();
        assert_eq!(Derived::hash(&mandatory), mandatory_hash, "{name}");
        assert_eq!(single, texts(&data("nonMandatory")), "{name}");
        assert_eq!(derived.verify_single(&single), Ok(()), "{name}");

        // From the document to the statements, where its vocabulary is at hand.
        let citizenship = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../tests/oracle/node_modules/@digitalbazaar/citizenship-context/contexts/v4rc1.jsonld");
        if !citizenship.exists() {
            skipped("the context of citizenship: npm ci in tests/oracle");
            continue;
        }
        let limits = Limits::default();
        let remote = [("https://w3id.org/citizenship/v4rc1".to_owned(), read(&citizenship))].into();
        let contexts = Contexts::builtin().with_remote(&remote, &limits).unwrap();
        let canonical = |value: &Value| {
            let expanded = expand(value, &contexts, &limits).unwrap();
            assert!(expanded.is_faultless(), "{name}: {:?}", expanded.faults());
            let dataset = expanded.quads(&limits).unwrap();
            let canonical = canonicalize(&dataset, Hash::Sha256, RelatedForm::List, &limits).unwrap();
            (canonical.text.clone(), derived.statements(&dataset, &canonical))
        };
        let mut unsecured = document.clone();
        unsecured.remove("proof");
        assert_eq!(canonical(&unsecured.into()).1.as_ref(), Some(&lines), "{name}");
        assert_eq!(canonical(&file(&format!("{name}/addProofConfig.json"))).0, canon, "{name}");
        // A badge may not use that vocabulary: it gives `image` a meaning of its own.
        let whole = integrity::check(&document, &proof, &issuer, &contexts, &limits);
        assert!(matches!(&whole, Err(IntegrityError::Unclear { .. })), "{name}: {whole:?}");

        // The base proof of the same vectors is refused by name.
        let base = file(&format!("{name}/addSignedSDBase.json")).as_object().unwrap().clone();
        let fault = proofs(&base, &limits).remove(0).unwrap_err();
        assert_eq!(fault.kind, ProofFaultKind::BaseProof, "{name}");
    }
}
