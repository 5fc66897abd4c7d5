//! Embedded proofs: what we make, what others published, and what must not pass.

use std::path::PathBuf;

use super::integrity::{self, Options, Proof, ProofFault, ProofFaultKind, proofs};
use super::{IntegrityError, Part, Suite, Variant, ecdsa_jcs_2019, ecdsa_rdfc_2019, eddsa_jcs_2022, eddsa_rdfc_2022};
use crate::crypto::{JwsAlgorithm, KeyKind, PublicKey, SecretKey, SeededEntropy, SignatureError, Signer as _};
use crate::json::{self, Object, Pointer, Value};
use crate::ld::{Contexts, FaultKind, RelatedForm};
use crate::limits::Limits;
use crate::text::{from_hex, from_multibase, hex};
use crate::time::Timestamp;

const BADGE: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id":"https://example.org/b/1","type":["VerifiableCredential","OpenBadgeCredential"],
    "issuer":{"id":"https://example.org/issuer.json","type":["Profile"],"name":"Le Dôme"},
    "validFrom":"2026-03-02T10:00:00+01:00","name":"Découpe laser",
    "credentialSubject":{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","type":["AchievementSubject"],
    "achievement":{"id":"https://example.org/achievements/laser.json","type":["Achievement"],
    "criteria":{"narrative":"Régler, découper, ranger."},"name":"Découpe laser","description":"Un atelier."}}}"#;

fn object(text: &str) -> Object {
    json::parse(text.as_bytes(), &Limits::default()).unwrap().as_object().unwrap().clone()
}

fn key(kind: KeyKind) -> SecretKey {
    SecretKey::generate(kind, &mut SeededEntropy::new(b"embedded proofs for a test")).unwrap()
}

fn options(key: &SecretKey) -> Options {
    let method = key.public_key().to_multikey().unwrap();
    Options {
        verification_method: format!("https://example.org/issuer.json#{method}"),
        created: Timestamp::parse("2026-03-02T10:00:01+01:00").unwrap(),
        expires: None,
    }
}

fn signed(document: &Object) -> Object {
    let key = key(KeyKind::Ed25519);
    let prepared =
        eddsa_rdfc_2022::prepare(document, &options(&key), &Contexts::builtin(), &Limits::default()).unwrap();
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    prepared.complete(&signature)
}

fn only_proof(document: &Object) -> Proof {
    let mut all = proofs(document, &Limits::default());
    assert_eq!(all.len(), 1);
    all.remove(0).unwrap()
}

fn outcome(document: &Object, key: &PublicKey) -> Result<Variant, SignatureError> {
    let checked = integrity::check(document, &only_proof(document), key, &Contexts::builtin(), &Limits::default());
    checked.unwrap().outcome
}

/// OB3-PRF-20, OB3-PRF-21, OB3-DM-04
#[test]
fn what_was_signed_verifies() {
    let document = signed(&object(BADGE));
    let proof = document.get("proof").and_then(Value::as_array).unwrap()[0].as_object().unwrap();
    let names: Vec<&str> = proof.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]);
    assert_eq!(proof.get("created"), Some(&"2026-03-02T09:00:01Z".into()));
    assert_eq!(outcome(&document, key(KeyKind::Ed25519).public_key()), Ok(Variant::default()));
    let read = only_proof(&document);
    assert_eq!((read.suite, read.value.len()), (Some(eddsa_rdfc_2022::SUITE), 64));
    assert_eq!(read.at.as_str(), "/proof/0");
    // another key, and a key of another kind
    let other = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"other")).unwrap();
    assert_eq!(outcome(&document, other.public_key()), Err(SignatureError::Mismatch));
    assert_eq!(
        integrity::check(&document, &read, key(KeyKind::P256).public_key(), &Contexts::builtin(), &Limits::default()),
        Err(IntegrityError::KeyDoesNotFit { suite: "eddsa-rdfc-2022", key: KeyKind::P256 })
    );
}

/// Every text of the document and of the proof is covered.
#[test]
fn each_changed_text_is_noticed() {
    let document = signed(&object(BADGE));
    let text = Value::from(document).to_compact();
    for (from, to) in [
        ("Régler", "Regler"),
        ("Le Dôme", "Le Dome"),
        ("b/1", "b/2"),
        ("10:00:00+01:00", "10:00:00+02:00"),
        ("urn:uuid:0b", "urn:uuid:0c"),
        ("09:00:01Z", "09:00:02Z"),
        ("assertionMethod", "authentication"),
        ("issuer.json#z", "issuer2.json#z"),
        ("\"OpenBadgeCredential\"", "\"EndorsementCredential\""),
        (",\"name\":\"Découpe laser\",\"credentialSubject\"", ",\"credentialSubject\""),
    ] {
        assert!(text.contains(from), "{from}");
        let changed = object(&text.replacen(from, to, 1));
        assert_eq!(outcome(&changed, key(KeyKind::Ed25519).public_key()), Err(SignatureError::Mismatch), "{from}");
    }
    // The order of members is not part of what is signed.
    let mut turned = Object::new();
    let members: Vec<_> = object(&text).iter().map(|(n, v)| (n.to_owned(), v.clone())).collect();
    for (name, value) in members.into_iter().rev() {
        turned.set(name, value);
    }
    assert_eq!(outcome(&turned, key(KeyKind::Ed25519).public_key()), Ok(Variant::default()));
}

/// OB3-DM-164: what a signature would not cover is neither signed nor verified.
#[test]
fn undefined_terms_are_refused_on_both_sides() {
    let mut document = object(BADGE);
    document.set("glory", "eternal");
    let key = key(KeyKind::Ed25519);
    let limits = Limits::default();
    let refused = eddsa_rdfc_2022::prepare(&document, &options(&key), &Contexts::builtin(), &limits).unwrap_err();
    let IntegrityError::Unclear { part: Part::Document, faults } = refused else { panic!("{refused:?}") };
    assert_eq!(faults[0].at.as_str(), "/glory");
    assert_eq!(faults[0].kind, FaultKind::UndefinedTerm("glory".into()));

    let mut document = signed(&object(BADGE));
    document.set("glory", "eternal");
    let proof = only_proof(&document);
    let refused = integrity::check(&document, &proof, key.public_key(), &Contexts::builtin(), &limits);
    assert!(matches!(refused, Err(IntegrityError::Unclear { part: Part::Document, .. })));
    // the same inside the proof
    let text = Value::from(signed(&object(BADGE))).to_compact().replace("\"created\"", "\"glory\":\"x\",\"created\"");
    let document = object(&text);
    let refused = integrity::check(&document, &only_proof(&document), key.public_key(), &Contexts::builtin(), &limits);
    assert!(matches!(refused, Err(IntegrityError::Unclear { part: Part::Options, .. })), "{refused:?}");
}

/// OB3-DM-161
#[test]
fn the_older_text_of_the_context_is_tried() {
    let key = key(KeyKind::Ed25519);
    let older = Contexts::builtin().with_older_ob_3_0_3();
    let prepared = eddsa_rdfc_2022::prepare(&object(BADGE), &options(&key), &older, &Limits::default()).unwrap();
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    let mut document = prepared.complete(&signature);
    document.set("endorsementJwt", vec!["eyJhbGciOiJFUzI1NiJ9.e30.AA"]);
    let variant = outcome(&document, key.public_key()).unwrap();
    let places: Vec<&str> = variant.not_covered.iter().map(Pointer::as_str).collect();
    assert_eq!(places, ["/endorsementJwt"]);
    document.set("name", "Changé");
    assert_eq!(outcome(&document, key.public_key()), Err(SignatureError::Mismatch));
    // Signed under the newer text, the term is covered.
    let mut document = object(BADGE);
    document.set("endorsementJwt", vec!["eyJhbGciOiJFUzI1NiJ9.e30.AA"]);
    let mut document = signed(&document);
    assert_eq!(outcome(&document, key.public_key()), Ok(Variant::default()));
    document.set("endorsementJwt", vec!["eyJhbGciOiJFUzI1NiJ9.e30.BB"]);
    assert_eq!(outcome(&document, key.public_key()), Err(SignatureError::Mismatch));
}

/// A badge with embedded endorsements whose proofs say the same: only their place tells them apart, and there the
/// forms of D-24 part.
fn endorsed() -> Object {
    let mut document = object(BADGE);
    let endorsement = |n: usize| {
        object(&format!(
            r#"{{"type":["VerifiableCredential","EndorsementCredential"],"id":"https://example.org/e/{n}",
            "issuer":{{"id":"https://example.org/partner.json","type":["Profile"]}},"name":"Partenaire",
            "validFrom":"2026-03-03T10:00:00Z",
            "credentialSubject":{{"id":"https://example.org/b/1","type":["EndorsementSubject"]}},
            "proof":[{{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-03-03T10:00:00Z",
            "verificationMethod":"https://example.org/partner.json#key","proofPurpose":"assertionMethod",
            "proofValue":"z3"}}]}}"#
        ))
    };
    document.set("endorsement", (1..=4).map(|n| endorsement(n).into()).collect::<Vec<Value>>());
    document
}

/// D-24
#[test]
fn both_forms_of_hash_n_degree_quads_are_tried() {
    let key = key(KeyKind::Ed25519);
    let (contexts, limits) = (Contexts::builtin(), Limits::default());
    let options = options(&key);
    let prepared = eddsa_rdfc_2022::prepare(&endorsed(), &options, &contexts, &limits).unwrap();
    assert!(prepared.forms_differ(), "the signer is warned");
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    let document = prepared.complete(&signature);
    assert_eq!(outcome(&document, key.public_key()).unwrap().form, Some(RelatedForm::List));

    // What a signer of the other half of the world makes.
    let mut hashed_options = json::object([
        ("type", "DataIntegrityProof".into()),
        ("cryptosuite", "eddsa-rdfc-2022".into()),
        ("verificationMethod", options.verification_method.as_str().into()),
        ("proofPurpose", "assertionMethod".into()),
    ]);
    let proof = hashed_options.clone();
    hashed_options.set("@context", endorsed().remove("@context").unwrap());
    let pair = (&endorsed().into(), &hashed_options.into());
    let hashed =
        super::hashing::hash(eddsa_rdfc_2022::SUITE, KeyKind::Ed25519, pair, RelatedForm::Set, &contexts, &limits);
    let signature = key.sign(crate::crypto::JwsAlgorithm::EdDsa, &hashed.unwrap().explained.signed()).unwrap();
    let mut proof = proof;
    proof.set("proofValue", crate::text::multibase58(&signature));
    let mut document = endorsed();
    document.set("proof", proof);
    assert_eq!(outcome(&document, key.public_key()).unwrap().form, Some(RelatedForm::Set));
    document.set("name", "Changé");
    assert_eq!(outcome(&document, key.public_key()), Err(SignatureError::Mismatch));
}

/// OB3-PRF-25, OB3-PRF-27, D-25
#[test]
fn the_other_suites() {
    let limits = Limits::default();
    for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384] {
        if !kind.is_compiled() {
            continue;
        }
        let key = key(kind);
        let options = options(&key);
        let document = object(BADGE);
        let all = if kind == KeyKind::Ed25519 {
            vec![eddsa_jcs_2022::prepare(&document, &options, &limits).unwrap()]
        } else {
            vec![
                ecdsa_jcs_2019::prepare(&document, kind, &options, &limits).unwrap(),
                ecdsa_rdfc_2019::prepare(&document, kind, &options, &Contexts::builtin(), &limits).unwrap(),
            ]
        };
        for prepared in all {
            let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
            let mut document = prepared.complete(&signature);
            assert_eq!(outcome(&document, key.public_key()), Ok(Variant::default()));
            document.set("name", "Changé");
            assert_eq!(outcome(&document, key.public_key()), Err(SignatureError::Mismatch));
        }
    }
    let key = key(KeyKind::Ed25519);
    let prepared = eddsa_jcs_2022::prepare(&object(BADGE), &options(&key), &limits).unwrap();
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    let document = prepared.complete(&signature);
    let with_contexts = |contexts: &str| {
        let mut document = document.clone();
        document.set("@context", object(&format!("{{\"c\":{contexts}}}")).remove("c").unwrap());
        integrity::check(&document, &only_proof(&document), key.public_key(), &Contexts::builtin(), &limits)
            .map(|checked| checked.outcome)
    };
    let ours = r#""https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json""#;
    assert_eq!(with_contexts(&format!("[{ours},\"https://example.org/more\"]")), Ok(Ok(Variant::default())));
    assert_eq!(with_contexts(r#"["https://www.w3.org/ns/credentials/v2"]"#), Err(IntegrityError::ContextDiffers));
    assert_eq!(with_contexts(&format!("[\"https://example.org/more\",{ours}]")), Err(IntegrityError::ContextDiffers));
}

/// OB3-PRF-23, OB3-PRF-24
#[test]
fn suites_by_name() {
    let name = |kind: &str, suite| Suite::find(kind, suite).map(|s| (s.name(), s.is_legacy()));
    assert_eq!(name("DataIntegrityProof", Some("eddsa-rdfc-2022")), Some(("eddsa-rdfc-2022", false)));
    assert_eq!(name("DataIntegrityProof", Some("eddsa-2022")), Some(("eddsa-2022", true)));
    assert_eq!(name("Ed25519Signature2020", None), Some(("Ed25519Signature2020", true)));
    assert_eq!(name("DataIntegrityProof", Some("ecdsa-sd-2023")), Some(("ecdsa-sd-2023", false)));
    assert_eq!(name("DataIntegrityProof", None), None);
    assert_eq!(name("RsaSignature2018", None), None);
}

/// OB3-PRF-30
#[test]
fn proofs_are_read_one_by_one() {
    let proof = r#"{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-03-02T09:00:01Z",
        "verificationMethod":"did:key:z#z","proofPurpose":"assertionMethod","proofValue":"z3"}"#;
    let read = |proof: &str| proofs(&object(&format!("{{\"proof\":{proof}}}")), &Limits::default());
    let fault = |text: &str| match read(text).remove(0) {
        Err(ProofFault { kind, .. }) => kind,
        Ok(proof) => panic!("{proof:?}"),
    };
    assert_eq!(proofs(&Object::new(), &Limits::default()), []);
    assert_eq!(read("[]"), []);
    assert_eq!(read("null"), []);
    assert_eq!(read(proof)[0].as_ref().unwrap().at.as_str(), "/proof");
    let pair = read(&format!("[{proof},7]"));
    assert!(pair[0].is_ok());
    assert_eq!(
        pair[1],
        Err(ProofFault { at: Pointer::root().member("proof").entry(1), kind: ProofFaultKind::NotObject })
    );
    for (from, to, kind) in [
        ("\"type\":\"DataIntegrityProof\",", "", ProofFaultKind::Missing("type")),
        ("\"DataIntegrityProof\"", "7", ProofFaultKind::Malformed("type")),
        ("\"z3\"", "\"3\"", ProofFaultKind::Malformed("proofValue")),
        ("\"z3\"", "\"u3\"", ProofFaultKind::Malformed("proofValue")),
        ("\"z3\"", "\"z0\"", ProofFaultKind::Malformed("proofValue")),
        (",\"proofValue\":\"z3\"", "", ProofFaultKind::Missing("proofValue")),
        ("2026-03-02T09:00:01Z", "2026-03-02", ProofFaultKind::Malformed("created")),
        ("\"did:key:z#z\"", "{}", ProofFaultKind::Malformed("verificationMethod")),
        ("\"proofPurpose\":\"assertionMethod\",", "", ProofFaultKind::Missing("proofPurpose")),
    ] {
        assert!(proof.contains(from), "{from}");
        assert_eq!(fault(&proof.replace(from, to)), kind, "{from}");
    }
    // A suite we do not know is no fault.
    let other = proof.replace("eddsa-rdfc-2022", "bbs-2023").replace("\"z3\"", "\"u2V0\"");
    let other = read(&other).remove(0).unwrap();
    assert_eq!((other.suite, other.suite_name.as_str()), (None, "bbs-2023"));
    let many = format!("[{}]", [proof; 9].join(","));
    assert_eq!(read(&many).len(), 9);
    assert!(matches!(read(&many)[8], Err(ProofFault { kind: ProofFaultKind::TooMany { count: 9 }, .. })));
}

/// The folder of published suites, or nothing, told aloud.
fn suites(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("BADGE_SUITES").map(PathBuf::from);
    if folder.is_none() {
        skipped(test, "set BADGE_SUITES to the folder of published suites");
    }
    folder
}

#[allow(clippy::print_stderr)]
fn skipped(test: &str, why: &str) {
    eprintln!("SKIPPED {test}: {why}");
}

fn read_json(path: &std::path::Path) -> Object {
    object(&std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}

fn ecdsa_of(key: &PublicKey) -> JwsAlgorithm {
    if key.kind() == KeyKind::P384 { JwsAlgorithm::Es384 } else { JwsAlgorithm::Es256 }
}

/// W3C VC-DI-EdDSA and VC-DI-ECDSA, stage by stage. OB3-PRF-22
#[test]
fn published_vectors_stage_by_stage() {
    let Some(folder) = suites("published_vectors_stage_by_stage") else { return };
    let vectors = folder.join("vectors");
    let rows = [
        ("vc-di-eddsa/eddsa-rdfc-2022", "DataInt"),
        ("vc-di-eddsa/eddsa-rdfc-2022/employ", "DataInt"),
        ("vc-di-eddsa/eddsa-jcs-2022", "JCS"),
        ("vc-di-eddsa/Ed25519Signature2020", "EdSig"),
        ("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256"),
        ("vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256"),
        ("vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256"),
        ("vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384"),
        ("vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", "ECDSAP384"),
        ("vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384"),
    ];
    for (place, suffix) in rows {
        let file = |name: &str, kind: &str| vectors.join(place).join(format!("{name}{suffix}.{kind}"));
        let text = |name: &str| std::fs::read_to_string(file(name, "txt")).unwrap();
        let document = read_json(&file("signed", "json"));
        let proof = only_proof(&document);
        let fragment = proof.verification_method.split('#').nth(1).unwrap();
        let key = match PublicKey::from_multikey(fragment) {
            Err(crate::crypto::KeyError::NotCompiled(kind)) => {
                assert!(!kind.is_compiled());
                continue;
            }
            key => key.unwrap(),
        };
        let contexts = example_contexts(&folder);
        if place.ends_with("employ") && !contexts.knows(CITIZENSHIP) {
            skipped("published_vectors_stage_by_stage", "the context of citizenship: npm ci in tests/oracle");
            continue;
        }
        let checked = integrity::check(&document, &proof, &key, &contexts, &Limits::default());
        if place.ends_with("employ") {
            // A vocabulary of its own gives `image` and `identifier` other meanings than badges do: no badge may. The
            // stages are held against the vectors in `ld_vectors`; here, that the signature is over them.
            let Err(IntegrityError::Unclear { part: Part::Document, faults }) = checked else {
                panic!("{place}: {checked:?}")
            };
            assert!(faults.iter().all(|f| matches!(&f.kind, FaultKind::Renamed(_))), "{place}: {faults:?}");
            let algorithm = if suffix == "DataInt" { JwsAlgorithm::EdDsa } else { ecdsa_of(&key) };
            let signed = from_hex(text("combinedHash").trim()).unwrap();
            assert_eq!(key.verify(algorithm, &signed, &proof.value), Ok(()), "{place}");
            continue;
        }
        let checked = checked.unwrap_or_else(|e| panic!("{place}: {e:?}"));
        let explained = checked.explained;
        assert_eq!(explained.document, text("canonDoc"), "{place}");
        assert_eq!(explained.options, text("proofCanon"), "{place}");
        assert_eq!(hex(&explained.document_hash), text("docHash").trim(), "{place}");
        assert_eq!(hex(&explained.options_hash), text("proofHash").trim(), "{place}");
        assert_eq!(hex(&explained.signed()), text("combinedHash").trim(), "{place}");
        assert_eq!(hex(&proof.value), text("sigHex").trim(), "{place}");
        assert_eq!(checked.outcome, Ok(Variant::default()), "{place}");
    }
}

const CITIZENSHIP: &str = "https://w3id.org/citizenship/v4rc1";

/// The contexts that only examples use, read from the suites and from the oracle's packages.
fn example_contexts(folder: &std::path::Path) -> Contexts {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rows = [
        ("https://www.w3.org/ns/credentials/examples/v2", folder.join("contexts/w3c/credentials-examples-v2.jsonld")),
        (
            CITIZENSHIP,
            repository.join("tests/oracle/node_modules/@digitalbazaar/citizenship-context/contexts/v4rc1.jsonld"),
        ),
    ];
    let found = rows.into_iter().filter(|(_, path)| path.exists());
    let remote = found.map(|(url, path)| (url.to_owned(), read_json(&path).into())).collect();
    Contexts::builtin().with_remote(&remote, &Limits::default()).unwrap()
}

/// The signed Ed25519 vectors made again from their unsigned document and key: the same bytes come out.
#[test]
fn published_vectors_are_made_again() {
    let Some(folder) = suites("published_vectors_are_made_again") else { return };
    let eddsa = folder.join("vectors/vc-di-eddsa");
    let pair = read_json(&eddsa.join("keyPair.json"));
    let seed = from_multibase(pair.get("privateKeyMultibase").and_then(Value::as_str).unwrap()).unwrap();
    let key = SecretKey::from_ed25519_seed(seed[2..].try_into().unwrap()).unwrap();
    let unsigned = read_json(&eddsa.join("unsigned.json"));
    let method = key.public_key().to_multikey().unwrap();
    let options = Options {
        verification_method: format!("did:key:{method}#{method}"),
        created: Timestamp::parse("2023-02-24T23:36:38Z").unwrap(),
        expires: None,
    };
    let limits = Limits::default();
    let contexts = example_contexts(&folder);
    for (prepared, signed) in [
        (eddsa_rdfc_2022::prepare(&unsigned, &options, &contexts, &limits), "eddsa-rdfc-2022/signedDataInt.json"),
        (eddsa_jcs_2022::prepare(&unsigned, &options, &limits), "eddsa-jcs-2022/signedJCS.json"),
    ] {
        let prepared = prepared.unwrap();
        assert!(!prepared.forms_differ());
        let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
        let expected = only_proof(&read_json(&eddsa.join(signed)));
        assert_eq!(only_proof(&prepared.complete(&signature)).value, expected.value, "{signed}");
    }
}

/// OB3-PRF-30: sets and chains of proofs.
#[test]
fn published_sets_and_chains() {
    let Some(folder) = suites("published_sets_and_chains") else { return };
    let contexts = example_contexts(&folder);
    for name in ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"] {
        let path = folder.join("vectors/vc-di-eddsa/proof-set-chain").join(format!("{name}.json"));
        let mut document = read_json(&path);
        for proof in proofs(&document, &Limits::default()) {
            let proof = proof.unwrap();
            let key = PublicKey::from_multikey(proof.verification_method.split('#').nth(1).unwrap()).unwrap();
            let checked = integrity::check(&document, &proof, &key, &contexts, &Limits::default()).unwrap();
            assert_eq!(checked.outcome, Ok(Variant::default()), "{name} {}", proof.at);
        }
        if name == "signedProofChain2" {
            let last = proofs(&document, &Limits::default()).remove(3).unwrap();
            let Some(Value::Array(all)) = document.get_mut("proof") else { panic!() };
            all.remove(2);
            let key = PublicKey::from_multikey(last.verification_method.split('#').nth(1).unwrap()).unwrap();
            assert!(matches!(
                integrity::check(&document, &last, &key, &contexts, &Limits::default()),
                Err(IntegrityError::PreviousProofMissing { .. })
            ));
        }
    }
}

/// The vector of the 1EdTech implementation guide, stage by stage, made again and verified.
#[test]
fn the_vector_of_1edtech() {
    let Some(folder) = suites("the_vector_of_1edtech") else { return };
    let guide = folder.join("vectors/1edtech-impl-guide/obv3p0");
    let vector = read_json(&guide.join("vector.json"));
    let text = |name: &str| vector.get(name).and_then(Value::as_str).unwrap().to_owned();
    let document = vector.get("signedCredential").and_then(Value::as_object).unwrap();
    let proof = only_proof(document);
    let key = PublicKey::from_multikey(&text("publicKeyMultibase")).unwrap();
    for contexts in [Contexts::builtin(), Contexts::builtin().with_older_ob_3_0_3()] {
        let checked = integrity::check(document, &proof, &key, &contexts, &Limits::default()).unwrap();
        assert_eq!(checked.outcome, Ok(Variant::default()));
        let explained = checked.explained;
        assert_eq!(explained.document, std::fs::read_to_string(guide.join("document-canon.txt")).unwrap());
        assert_eq!(explained.options, std::fs::read_to_string(guide.join("proof-canon.txt")).unwrap());
        assert_eq!(hex(&explained.document_hash), text("documentHashHex"));
        assert_eq!(hex(&explained.options_hash), text("proofHashHex"));
        assert_eq!(hex(&explained.signed()), text("dataToSignHex"));
    }
    assert_eq!(hex(&proof.value), text("signatureHex"));
    let secret = crate::text::from_hex(&text("privateKeyHex_seed_then_public")[..64]).unwrap();
    let secret = SecretKey::from_ed25519_seed(secret.as_slice().try_into().unwrap()).unwrap();
    let options = Options {
        verification_method: proof.verification_method.clone(),
        created: proof.created.unwrap(),
        expires: None,
    };
    let prepared = eddsa_rdfc_2022::prepare(document, &options, &Contexts::builtin(), &Limits::default()).unwrap();
    let signature = secret.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    assert_eq!(crate::text::multibase58(&signature), text("proofValue"));
}
