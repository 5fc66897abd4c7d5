//! Cases of proofs made on request, of proofs that a holder made smaller, of chains, and of schemas of others.

use badge_core::crypto::{JwsAlgorithm, KeyKind, SecretKey, SeededEntropy, Signer as _, sha256};
use badge_core::json::{self, Object, Value};
use badge_core::ld::{Contexts, Hash, RelatedForm, canonicalize, expand};
use badge_core::limits::Limits;
use badge_core::proof::Suite;
use badge_core::proof::integrity::{self, Options};
use badge_core::resource::Answer;
use badge_core::text;
use badge_core::time::Timestamp;

use crate::case::Case;
use crate::documents::{Keys, at, badge, cut, did_key, endorsement, method, parse, set, sign, with};

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = suites(keys);
    all.extend(by_others(keys));
    all.extend(selective(keys));
    all.extend(chains(keys));
    all.extend(schemas(keys));
    all
}

const CREATED: &str = "2026-03-02T09:05:00Z";
const NAME: &str = "/credentialSubject/achievement/name";

/// A key for tests on the other curve.
fn p384() -> SecretKey {
    SecretKey::generate(KeyKind::P384, &mut SeededEntropy::new(b"a P-384 key for tests alone")).expect("a key")
}

fn signed_with(suite: &str, key: &SecretKey) -> Value {
    let issuer = did_key(key);
    let created = Timestamp::parse(CREATED).expect("a date");
    let options = Options { verification_method: method(&issuer, key), created, expires: None };
    let doc = badge(&issuer);
    let doc = doc.as_object().expect("an object");
    let suite = Suite::to_sign(suite).expect("a suite");
    let kind = key.public_key().kind();
    let prepared = integrity::prepare(suite, kind, doc, &options, &Contexts::builtin(), &Limits::default());
    let prepared = prepared.expect("prepared");
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).expect("a signature");
    prepared.complete(&signature).into()
}

/// D-21, OB3-PRF-25, OB3-PRF-27.
fn suites(keys: &Keys) -> Vec<Case> {
    let p384 = p384();
    let rows: [(&str, &SecretKey, [&'static str; 4]); 5] = [
        (
            "eddsa-jcs-2022",
            &keys.ed25519,
            [
                "suite_eddsa-jcs",
                "A proof over canonical JSON.",
                "suite_eddsa-jcs-tampered",
                "The achievement was renamed under a proof over canonical JSON.",
            ],
        ),
        (
            "ecdsa-rdfc-2019",
            &keys.p256,
            [
                "suite_ecdsa-rdfc-p256",
                "An ECDSA proof by a P-256 key.",
                "suite_ecdsa-rdfc-p256-tampered",
                "The achievement was renamed under an ECDSA proof.",
            ],
        ),
        (
            "ecdsa-rdfc-2019",
            &p384,
            [
                "suite_ecdsa-rdfc-p384",
                "An ECDSA proof by a P-384 key.",
                "suite_ecdsa-rdfc-p384-tampered",
                "The achievement was renamed under an ECDSA proof by a P-384 key.",
            ],
        ),
        (
            "ecdsa-jcs-2019",
            &keys.p256,
            [
                "suite_ecdsa-jcs-p256",
                "An ECDSA proof over canonical JSON.",
                "suite_ecdsa-jcs-p256-tampered",
                "The achievement was renamed under an ECDSA proof over canonical JSON.",
            ],
        ),
        (
            "ecdsa-jcs-2019",
            &p384,
            [
                "suite_ecdsa-jcs-p384",
                "A P-384 proof over canonical JSON.",
                "suite_ecdsa-jcs-p384-tampered",
                "The achievement was renamed under a P-384 proof over canonical JSON.",
            ],
        ),
    ];
    let mut cases = Vec::new();
    for (suite, key, [good, what, tampered, how]) in rows {
        let signed = signed_with(suite, key);
        cases.push(Case::json(good, what, &signed).verified("proof.signature"));
        let changed = with(&signed, |d| set(d, NAME, "Découpe laser : experte"));
        cases.push(Case::json(tampered, how, &changed).rejected("proof.signature", "signature-mismatch"));
    }
    // D-25: contexts that were not signed.
    let other = with(&signed_with("eddsa-jcs-2022", &keys.ed25519), |d| {
        set(d, "/proof/0/@context", vec!["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/did/v1"]);
    });
    cases.push(
        Case::json("suite_jcs-other-contexts", "A JCS proof that stores other contexts than the badge has.", &other)
            .rejected("proof.signature", "proof-malformed"),
    );
    cases
}

/// What other signers make: the older name of a suite, and the other half of the world (D-24).
fn by_others(keys: &Keys) -> Vec<Case> {
    let plain = badge(&keys.did_key());
    let endorsed = with(&plain, |d| {
        // Endorsements that differ in nothing but their place in the graph of their proofs: there the forms part.
        let one = |n: usize| {
            let by = "https://example.org/partner.json";
            let subject = at(&mut d.clone(), "/id").clone();
            let mut one = endorsement(by, subject.as_str().expect("an id"));
            set(&mut one, "/id", format!("https://example.org/e/{n}"));
            cut(&mut one, "/@context");
            let proof = parse(&format!(
                r#"{{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"{CREATED}",
                "verificationMethod":"{by}#key","proofPurpose":"assertionMethod","proofValue":"z3"}}"#
            ));
            set(&mut one, "/proof", vec![proof]);
            one
        };
        let all: Vec<Value> = (1..=4).map(one).collect();
        set(d, "/endorsement", Value::Array(all));
    });
    vec![
        Case::json(
            "proof_older-name",
            "A proof under the older name of its suite.",
            &by_hand(&plain, "eddsa-2022", RelatedForm::List, keys),
        )
        .warned("proof.method", "method-deprecated"),
        Case::json(
            "proof_other-form",
            "A proof by a program that reads one rule of canonicalisation in another way.",
            &by_hand(&endorsed, "eddsa-rdfc-2022", RelatedForm::Set, keys),
        )
        .warned("proof.signature", "canonical-form"),
    ]
}

/// A proof made step by step, as our own signer never makes one.
fn by_hand(document: &Value, suite: &str, form: RelatedForm, keys: &Keys) -> Value {
    let mut proof = json::object([
        ("type", "DataIntegrityProof".into()),
        ("cryptosuite", suite.into()),
        ("created", CREATED.into()),
        ("verificationMethod", method(&keys.did_key(), &keys.ed25519).into()),
        ("proofPurpose", "assertionMethod".into()),
    ]);
    let mut options = proof.clone();
    options.set("@context", document.get("@context").expect("contexts").clone());
    let hash = |value: &Value| sha256(canonical_in(value, form).0.as_bytes());
    let bytes = [hash(&options.into()), hash(document)].concat();
    let signature = keys.ed25519.sign(JwsAlgorithm::EdDsa, &bytes).expect("a signature");
    proof.set("proofValue", text::multibase58(&signature));
    with(document, |d| set(d, "/proof", vec![Value::from(proof)]))
}

/// What an issuer and a holder make together with `ecdsa-sd-2023`. The names of blank nodes are no secrets here.
struct Disclosed {
    document: Value,
    proof: Object,
    signatures: Vec<Vec<u8>>,
    labels: Vec<[u8; 32]>,
    mandatory: Vec<u64>,
    single: Vec<u8>,
    base: Vec<u8>,
}

fn canonical(document: &Value) -> (String, usize) {
    canonical_in(document, RelatedForm::List)
}

fn canonical_in(document: &Value, form: RelatedForm) -> (String, usize) {
    let limits = Limits::default();
    let expanded = expand(document, &Contexts::builtin(), &limits).expect("linked data");
    let dataset = expanded.quads(&limits).expect("quads");
    let canonical = canonicalize(&dataset, Hash::Sha256, form, &limits).expect("canonical");
    (canonical.text, canonical.numbers.len())
}

fn disclose(keys: &Keys, mandatory: &[&str]) -> Disclosed {
    let (issuer, single) = (did_key(&keys.p256), SeededEntropy::new(b"a key for one credential of the tests"));
    let single = SecretKey::generate(KeyKind::P256, &mut { single }).expect("a key");
    let document = badge(&issuer);
    let (text, blanks) = canonical(&document);
    let labels: Vec<[u8; 32]> = (0..blanks).map(|n| sha256(format!("label {n}").as_bytes())).collect();
    let label = |n: usize| format!("_:u{} ", text::base64url(&labels[n]));
    let named = (0..blanks).fold(text, |text, n| text.replace(&format!("_:c14n{n} "), &label(n)));
    let mut lines: Vec<&str> = named.split_inclusive('\n').collect();
    lines.sort_unstable();
    let is_mandatory = |line: &str| mandatory.iter().any(|m| line.contains(m));

    let proof = json::object([
        ("type", "DataIntegrityProof".into()),
        ("cryptosuite", "ecdsa-sd-2023".into()),
        ("created", CREATED.into()),
        ("verificationMethod", method(&issuer, &keys.p256).into()),
        ("proofPurpose", "assertionMethod".into()),
    ]);
    let mut options = proof.clone();
    options.set("@context", document.get("@context").expect("contexts").clone());
    let (options, _) = canonical(&options.into());
    let public = single.public_key().to_multikey().expect("a Multikey");
    let public = text::from_multibase(&public).expect("base58");
    let covered: String = lines.iter().copied().filter(|l| is_mandatory(l)).collect();
    let signed = [&sha256(options.as_bytes())[..], &public, &sha256(covered.as_bytes())].concat();
    let sign = |key: &SecretKey, bytes: &[u8]| key.sign(JwsAlgorithm::Es256, bytes).expect("a signature");
    Disclosed {
        signatures: lines.iter().filter(|l| !is_mandatory(l)).map(|l| sign(&single, l.as_bytes())).collect(),
        mandatory: (0_u64..).zip(&lines).filter(|(_, l)| is_mandatory(l)).map(|(n, _)| n).collect(),
        base: sign(&keys.p256, &signed),
        single: public,
        labels,
        document,
        proof,
    }
}

impl Disclosed {
    fn badge(&self, head: [u8; 3]) -> Value {
        let item = |major: u8, n: u64| match u8::try_from(n).expect("small") {
            n @ 0..24 => vec![major << 5 | n],
            n => vec![major << 5 | 24, n],
        };
        let bytes = |b: &[u8]| [item(2, b.len() as u64), b.to_vec()].concat();
        let mut cbor = [head.to_vec(), item(4, 5), bytes(&self.base), bytes(&self.single)].concat();
        cbor.extend(item(4, self.signatures.len() as u64));
        self.signatures.iter().for_each(|s| cbor.extend(bytes(s)));
        cbor.extend(item(5, self.labels.len() as u64));
        (0..).zip(&self.labels).for_each(|(n, l)| cbor.extend([item(0, n), bytes(l)].concat()));
        cbor.extend(item(4, self.mandatory.len() as u64));
        self.mandatory.iter().for_each(|n| cbor.extend(item(0, *n)));
        let mut proof = self.proof.clone();
        proof.set("proofValue", format!("u{}", text::base64url(&cbor)));
        with(&self.document, |d| set(d, "/proof", vec![Value::from(proof)]))
    }
}

/// D-21, OB3-PRF-26.
fn selective(keys: &Keys) -> Vec<Case> {
    const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];
    let mandatory = ["credentials#issuer>", "credentials#validFrom>"];
    let good = disclose(keys, &mandatory);
    let mut swapped = disclose(keys, &mandatory);
    swapped.signatures.swap(0, 1);
    let mut dropped = disclose(keys, &mandatory);
    dropped.mandatory.pop();
    let mut merged = disclose(keys, &mandatory);
    merged.labels[1] = merged.labels[0];
    let shown = good.badge(DERIVED);
    vec![
        Case::json("sd_derived", "What a holder shows, each statement with its own signature.", &shown)
            .warned("proof.signature", "parts-withheld")
            .line("standing", "unknown"),
        // The form of the value leaves room for signatures of P-256 alone.
        Case::json("sd_derived-p384", "The issuer's key is P-384, which this kind of proof does not have.", &{
            let issuer = did_key(&p384());
            with(&shown, |d| {
                set(d, "/issuer/id", issuer.as_str());
                set(d, "/proof/0/verificationMethod", method(&issuer, &p384()));
            })
        })
        .rejected("proof.algorithm", "algorithm-refused"),
        Case::json(
            "sd_derived-tampered",
            "One word was changed in what a holder shows.",
            &with(&shown, |d| set(d, NAME, "Découpe laser : experte")),
        )
        .rejected("proof.signature", "signature-mismatch"),
        Case::json(
            "sd_derived-less",
            "A statement is missing whose signature is still there.",
            &with(&shown, |d| cut(d, "/credentialSubject/narrative")),
        )
        .rejected("proof.signature", "signature-mismatch"),
        Case::json("sd_derived-mandatory", "A statement is no longer called mandatory.", &dropped.badge(DERIVED))
            .rejected("proof.signature", "signature-mismatch"),
        Case::json("sd_derived-swapped", "Two signatures changed places.", &swapped.badge(DERIVED))
            .rejected("proof.signature", "signature-mismatch"),
        Case::json("sd_derived-labels", "Two things under one name.", &merged.badge(DERIVED))
            .rejected("proof.present", "proof-malformed"),
        Case::json("sd_base", "The holder's own copy, which is not made to be shown.", &good.badge([0xd9, 0x5d, 0x00]))
            .rejected("proof.present", "base-proof"),
    ]
}

/// The bytes that the proof at `index` signs, and their signature in it.
pub(crate) fn sealed(document: &Value, index: usize, key: &SecretKey) -> Value {
    let empty = with(document, |d| {
        set(d, &format!("/proof/{index}/proofValue"), text::multibase58(&[0; 64]));
    });
    let doc = empty.as_object().expect("an object");
    let limits = Limits::default();
    let proofs = integrity::proofs(doc, &limits);
    let proof = proofs[index].as_ref().expect("a proof");
    let told = integrity::check(doc, proof, key.public_key(), &Contexts::builtin(), &limits).expect("hashed");
    let signature = key.sign(JwsAlgorithm::EdDsa, &told.explained.signed()).expect("a signature");
    with(&empty, |d| set(d, &format!("/proof/{index}/proofValue"), text::multibase58(&signature)))
}

/// OB3-PRF-30.
fn chains(keys: &Keys) -> Vec<Case> {
    const FIRST: &str = "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f00a1";
    let proof = |more: (&str, &str)| {
        json::object([
            ("type", "DataIntegrityProof".into()),
            ("cryptosuite", "eddsa-rdfc-2022".into()),
            ("created", CREATED.into()),
            ("verificationMethod", method(&keys.did_key(), &keys.ed25519).into()),
            ("proofPurpose", "assertionMethod".into()),
            (more.0, more.1.into()),
        ])
    };
    let both = with(&badge(&keys.did_key()), |d| {
        set(d, "/proof", vec![proof(("id", FIRST)), proof(("previousProof", FIRST))]);
    });
    let chain = sealed(&sealed(&both, 0, &keys.ed25519), 1, &keys.ed25519);
    let second = at(&mut chain.clone(), "/proof/1").clone();
    vec![
        Case::json("chain_good", "Two proofs, of which the second also signs the first.", &chain)
            .verified("proof.signature"),
        Case::json(
            "chain_first-missing",
            "A proof that also signs another, which was taken out.",
            &with(&chain, |d| set(d, "/proof", vec![second.clone()])),
        )
        .rejected("proof.signature", "proof-malformed"),
        Case::json(
            "chain_first-changed",
            "The first of two proofs was changed, so that neither holds.",
            &with(&chain, |d| set(d, "/proof/0/created", "2026-03-02T09:06:00Z")),
        )
        .rejected("proof.signature", "signature-mismatch"),
        Case::json(
            "chain_tampered",
            "The achievement was renamed under two proofs.",
            &with(&chain, |d| set(d, NAME, "Découpe laser : experte")),
        )
        .rejected("proof.signature", "signature-mismatch"),
    ]
}

/// OB3-DM-130, OB3-VER-02, D-30.
fn schemas(keys: &Keys) -> Vec<Case> {
    const URL: &str = "https://trois-ponts.example.org/schema.json";
    let schema = r##"{"$schema": "https://json-schema.org/draft/2019-09/schema", "type": "object",
        "required": ["name"], "properties": {"name": {"type": "string", "pattern": "^Découpe"},
        "credentialSubject": {"$ref": "#/$defs/subject"}},
        "$defs": {"subject": {"properties": {"narrative": {"type": "string", "maxLength": 200}}}}}"##;
    let named = |kind: &str, more: Option<(&str, String)>| {
        let mut entry = json::object([("id", URL.into()), ("type", kind.into())]);
        if let Some((member, value)) = more {
            entry.set(member, value);
        }
        let doc = with(&badge(&keys.did_key()), |d| {
            // It defines the type (OB3-DM-03).
            if kind.starts_with("1EdTech") {
                set(d, "/@context/2", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json");
            }
            set(d, "/credentialSchema", vec![Value::from(entry)]);
        });
        sign(&doc, &keys.ed25519)
    };
    let served = |name, sentence, doc: &Value, schema: &str| {
        Case::json(name, sentence, doc).serves_bytes(URL, schema.as_bytes().to_vec())
    };
    let own = named("1EdTechJsonSchemaValidator2019", None);
    let of_w3c = named("JsonSchema", None);
    let strict = schema.replace("^Découpe", "^Soudure");
    let digest = |text: &str| ("digestSRI", format!("sha256-{}", text::base64(&sha256(text.as_bytes()))));

    // A schema in a credential, signed by the same place.
    let carrier = parse(&format!(
        r#"{{"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "{URL}",
        "type": ["VerifiableCredential", "JsonSchemaCredential"], "issuer": "", "validFrom": "2026-01-05T09:00:00Z",
        "credentialSubject": {{"id": "https://trois-ponts.example.org/inner.json", "type": "JsonSchema",
        "jsonSchema": {strict}}}}}"#
    ));
    let carrier = sign(&with(&carrier, |d| set(d, "/issuer", keys.did_key())), &keys.ed25519);
    let forged = with(&carrier, |d| set(d, "/validFrom", "2026-01-06T09:00:00Z"));
    let carried = named("JsonSchemaCredential", None);
    vec![
        served("schema_good", "A schema of the issuer's own, which the badge follows.", &own, schema)
            .verified("document.schema"),
        served("schema_bad", "A schema of the issuer's own, which the badge does not follow.", &own, &strict)
            .rejected("document.schema", "schema-broken")
            .line("at", "/name"),
        served("schema_w3c-bad", "A schema named as the W3C names them, not followed.", &of_w3c, &strict)
            .rejected("document.schema", "schema-broken"),
        Case::json("schema_unread", "A schema that is no longer there.", &own)
            .answers(URL, Answer::NotFound)
            .warned("document.schema", "schema-not-checked"),
        served(
            "schema_external-ref",
            "A schema that refers to another, which is not read.",
            &own,
            r#"{"allOf": [{"$ref": "https://trois-ponts.example.org/other.json"}]}"#,
        )
        .warned("document.schema", "schema-not-checked"),
        served(
            "schema_pattern",
            "A schema with a pattern that could take years.",
            &own,
            r#"{"properties": {"name": {"pattern": "^(?=(a+)+$)"}}}"#,
        )
        .warned("document.schema", "schema-not-checked"),
        served("schema_endless", "A schema that refers to itself.", &own, r##"{"$ref": "#"}"##)
            .warned("document.schema", "schema-not-checked"),
        served(
            "schema_type-unknown",
            "A kind of schema that we do not read.",
            &named("https://example.org/ns#ShapeValidator", None),
            schema,
        )
        .warned("document.schema", "schema-not-checked"),
        served(
            "schema_digest",
            "A schema with the digest that the badge gives.",
            &named("JsonSchema", Some(digest(schema))),
            schema,
        )
        .verified("document.schema"),
        served(
            "schema_digest-differs",
            "A schema that has changed since.",
            &named("JsonSchema", Some(digest("{}"))),
            schema,
        )
        .warned("document.schema", "schema-changed"),
        Case::json("schema_in-credential", "A schema in a credential of its own, not followed.", &carried)
            .serves(URL, &carrier)
            .rejected("document.schema", "schema-broken"),
        Case::json("schema_in-credential-forged", "A schema in a credential whose proof does not hold.", &carried)
            .serves(URL, &forged)
            .warned("document.schema", "schema-not-checked"),
    ]
}
