//! Cases about the statement of a QR code (D-45): an address with a signed text in its fragment.

use std::io::Write as _;

use badge_core::compact::{self, Statement};
use badge_core::crypto::{SecretKey, Signer as _, jose};
use badge_core::json::Value;
use badge_core::model::{Identity, IdentityKind, ob3};
use badge_core::resource::{Answer, Body};
use badge_core::time::Timestamp;
use badge_core::trust::{KnownIssuer, TrustList};

use crate::case::Case;
use crate::documents::{DID_JSON, Keys, WEB, badge, did_document, parse, set, sign, with};

const PLACE: &str = "https://trois-ponts.example.org";
const FULL: &str = "https://trois-ponts.example.org/b/Qm9uam91ciBsZXMgYW1pcw/credential.json";

/// The full credential, and its bytes as they are served.
fn full(keys: &Keys, change: impl FnOnce(&mut Value)) -> (Value, Vec<u8>) {
    let doc = with(&badge(WEB), |d| {
        set(d, "/id", FULL);
        set(d, "/credentialSubject/achievement/id", format!("{PLACE}/achievements/decoupe-laser.json"));
        change(d);
    });
    let doc = sign(&doc, &keys.ed25519);
    let bytes = doc.to_pretty().into_bytes();
    (doc, bytes)
}

fn statement(doc: &Value, bytes: &[u8]) -> Statement {
    let doc = doc.as_object().expect("an object");
    Statement::about(&ob3::read(doc), bytes, None).expect("a statement")
}

/// The address: `named` is the key that the statement carries, `by` the one that signs.
fn code(statement: &Statement, named: &SecretKey, by: &SecretKey) -> String {
    let input = statement.prepare(named.public_key()).expect("prepared");
    compact::address(PLACE, &input.complete(&by.sign(input.algorithm(), input.bytes()).expect("signed")))
}

/// An address around claims of any kind, truly signed.
fn raw(claims: &[u8], key: &SecretKey) -> String {
    let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    deflated.write_all(claims).expect("deflated");
    let header = parse(&format!(r#"{{"alg":"EdDSA","typ":"{}","zip":"DEF"}}"#, compact::TYPE));
    let header = header.as_object().expect("an object");
    let input = jose::signing_input(header, &deflated.finish().expect("deflated"));
    let signature = key.sign(key.public_key().kind().default_algorithm(), input.as_bytes()).expect("signed");
    compact::address(PLACE, &jose::encode(&input, &signature))
}

fn case(name: &'static str, sentence: &'static str, address: String) -> Case {
    Case::bytes(name, sentence, "badge.txt", address.into_bytes())
}

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let (doc, bytes) = full(keys, |_| {});
    let said = statement(&doc, &bytes);
    let good = code(&said, &keys.ed25519, &keys.ed25519);
    let did = did_document(&[&keys.ed25519]);
    let online = |case: Case| case.serves(DID_JSON, &did).serves_bytes(FULL, bytes.clone());
    let mut all = vec![
        online(case("compact_good", "The code's full badge is read, and is the one it names.", good.clone()))
            .verified("compact.full"),
        online(case("compact_good-p256", "The same, signed with ES256.", code(&said, &keys.p256, &keys.p256)))
            .serves(DID_JSON, &did_document(&[&keys.ed25519, &keys.p256]))
            .verified("compact.full"),
        case(
            "compact_offline",
            "From the picture alone: the signature is good, and nobody says whose key it is.",
            good.clone(),
        )
        .open("issuer.confirmed", "awaiting"),
        case("compact_offline-signature", "From the picture alone, what can be said is said.", good.clone())
            .line("verdict", "inconclusive")
            .line("code", "proof.signature")
            .line("outcome", "pass"),
        case("compact_nowhere", "The code names a badge that has no address.", {
            let doc = sign(&badge(WEB), &keys.ed25519);
            let bytes = doc.to_pretty().into_bytes();
            code(&statement(&doc, &bytes), &keys.ed25519, &keys.ed25519)
        })
        .serves(DID_JSON, &did)
        .open("compact.full", "compact-no-address"),
        case(
            "compact_key-kept",
            "The issuer's keys were kept: who signed is known, and not whether it was revoked.",
            good.clone(),
        )
        .serves(DID_JSON, &did)
        .open("status.revocation", "awaiting"),
        case("compact_status-tolerated", "The same, for a reader to whom that is good enough.", good.clone())
            .serves(DID_JSON, &did)
            .flag("tolerate_unread_status")
            .warned("status.revocation", "status-unread"),
        case("compact_recipient", "About whom it is can be told from the picture alone.", good.clone())
            .serves(DID_JSON, &did)
            .flag("tolerate_unread_status")
            .line("ask_recipient", "nour@example.org")
            .line("recipient", "match")
            .verified("recipient.matches"),
        case("compact_trust-list", "The reader's own list says whose key it is, without a network.", good.clone())
            .trusts("network.jws", list(keys, &keys.ed25519))
            .line("verdict", "inconclusive")
            .line("code", "issuer.confirmed")
            .line("outcome", "pass")
            .line("trust", "known"),
        case(
            "compact_tampered",
            "Signed by another key than the one it carries.",
            code(&said, &keys.ed25519, &keys.other),
        )
        .serves(DID_JSON, &did)
        .rejected("proof.signature", "signature-mismatch"),
        online(case(
            "compact_unknown-key",
            "A stranger made a code in the name of a place that has other keys.",
            code(&said, &keys.other, &keys.other),
        ))
        .rejected("issuer.confirmed", "key-not-listed"),
        case("compact_gone", "The full badge was withdrawn: 410.", good.clone())
            .serves(DID_JSON, &did)
            .answers(FULL, Answer::Gone(Body::default()))
            .line("standing", "revoked")
            .rejected("status.revocation", "revoked"),
        case("compact_not-found", "The full badge is not where the code says.", good.clone())
            .serves(DID_JSON, &did)
            .answers(FULL, Answer::NotFound)
            .open("status.revocation", "unanswered"),
        online(case(
            "compact_other-host",
            "A good statement behind the address of somebody else's page.",
            good.replace(PLACE, "https://faux.example.org"),
        ))
        .warned("compact.statement", "compact-elsewhere"),
    ];
    all.extend(faulty(keys, &said, &did));
    all.extend(other_files(keys, &did));
    all
}

fn list(keys: &Keys, key: &SecretKey) -> String {
    let at = |text| Timestamp::parse(text).expect("a date");
    let mut list = TrustList::new("Ateliers de la côte", at("2026-01-05T09:00:00Z"));
    list.valid_until = Some(at("2027-01-05T09:00:00Z"));
    let mut known = KnownIssuer::new(WEB);
    known.keys = vec![key.public_key().clone()];
    list.set(known);
    list.sign(&keys.p256).expect("signed")
}

/// Statements that are none.
fn faulty(keys: &Keys, said: &Statement, did: &Value) -> Vec<Case> {
    let until = Timestamp::parse("2026-05-31T22:00:00Z").ok();
    let over = Statement { valid_until: until, ..said.clone() };
    let begun = Timestamp::parse("2026-06-02T08:00:00Z").ok();
    let early = Statement { valid_from: begun, ..said.clone() };
    let noise: String = (0..6_000_u32).map(|n| char::from(b'a' + (n * n / 7 % 26) as u8)).collect();
    let long = Statement { name: noise, ..said.clone() };
    let head =
        badge_core::text::base64url(format!(r#"{{"alg":"EdDSA","typ":"{}","zip":"DEF"}}"#, compact::TYPE).as_bytes());
    let endless = compact::address(PLACE, &format!("{head}.{}", "A".repeat(5_000)));
    vec![
        case(
            "compact_expired",
            "Its time is over, which the picture alone says.",
            code(&over, &keys.ed25519, &keys.ed25519),
        )
        .serves(DID_JSON, did)
        .line("standing", "expired")
        .rejected("status.expiry", "expired"),
        case("compact_not-yet", "Its time has not begun.", code(&early, &keys.ed25519, &keys.ed25519))
            .serves(DID_JSON, did)
            .rejected("status.not_before", "not-yet-valid"),
        case("compact_oversize", "Longer than any QR code.", code(&long, &keys.ed25519, &keys.ed25519))
            .rejected("compact.statement", "over-limit"),
        case("compact_endless", "An address that is longer than any QR code.", format!("{endless}.{}", "A".repeat(86)))
            .rejected("compact.statement", "over-limit"),
        case(
            "compact_bomb",
            "Small, and a hundred thousand bytes when inflated.",
            raw(&vec![b' '; 100_000], &keys.ed25519),
        )
        .rejected("compact.statement", "over-limit"),
        case(
            "compact_no-digest",
            "It does not say which full badge it is about.",
            raw(
                br#"{"v":1,"c":"urn:uuid:1","i":"did:web:trois-ponts.example.org","k":"x","n":"Laser"}"#,
                &keys.ed25519,
            ),
        )
        .line("verdict", "rejected")
        .line("code", "proof.key")
        .line("outcome", "fail"),
        case("compact_not-claims", "The claims are a list.", raw(b"[1]", &keys.ed25519))
            .rejected("compact.statement", "compact-malformed"),
        case(
            "compact_later-version",
            "A version of the claims that is not known yet.",
            raw(br#"{"v":2}"#, &keys.ed25519),
        )
        .open("compact.statement", "unsupported"),
    ]
}

/// Full badges that are not what the statement says.
fn other_files(keys: &Keys, did: &Value) -> Vec<Case> {
    let (doc, bytes) = full(keys, |_| {});
    let good = code(&statement(&doc, &bytes), &keys.ed25519, &keys.ed25519);
    let (_, issued_again) = full(keys, |d| set(d, "/credentialSubject/narrative", "A découpé deux pièces."));
    let (other, other_bytes) = full(keys, |d| set(d, "/id", format!("{PLACE}/b/autre/credential.json")));
    let named = Statement { id: FULL.to_owned(), ..statement(&other, &other_bytes) };
    let (over, over_bytes) = full(keys, |d| set(d, "/validUntil", "2026-05-01T09:00:00Z"));
    let silent = Statement { valid_until: None, ..statement(&over, &over_bytes) };
    let right = statement(&doc, &bytes);
    let with_recipient = code(&right, &keys.ed25519, &keys.ed25519);
    let april = Timestamp::parse("2026-04-30T22:00:00Z").ok();
    let somebody =
        Some(Identity { kind: IdentityKind::Name, value: "Camille Exemple".to_owned(), hashed: false, salt: None });
    let again = |change: &dyn Fn(&mut Value)| {
        let (_, bytes) = full(keys, |d| {
            set(d, "/validFrom", "2026-04-02T09:00:00Z");
            set(d, "/awardedDate", "2026-03-02T09:00:00Z");
            change(d);
        });
        bytes
    };
    let (renewed, renamed) = (again(&|_| {}), again(&|d| set(d, "/credentialSubject/achievement/name", "Chirurgien")));
    let for_another = again(&|d| set(d, "/credentialSubject/identifier/0/salt", "sel-fin"));
    let mut bent = bytes.clone();
    bent.push(b'\n');
    vec![
        case("compact_wrong-digest", "The full badge was issued again since, in other words.", good.clone())
            .serves(DID_JSON, did)
            .serves_bytes(FULL, issued_again)
            .rejected("compact.full", "compact-digest"),
        case(
            "compact_signed-again",
            "The full badge was signed again since, and begins later: the paper is still good.",
            good.clone(),
        )
        .serves(DID_JSON, did)
        .serves_bytes(FULL, renewed)
        .warned("compact.full", "newer-shown"),
        case("compact_signed-again-renamed", "The same, and by another name.", good.clone())
            .serves(DID_JSON, did)
            .serves_bytes(FULL, renamed)
            .rejected("compact.full", "compact-digest"),
        case("compact_signed-again-for-another", "The same, and for somebody else.", with_recipient)
            .serves(DID_JSON, did)
            .serves_bytes(FULL, for_another)
            .rejected("compact.full", "compact-digest"),
        case("compact_one-byte-more", "The full badge has one byte more than it had.", good)
            .serves(DID_JSON, did)
            .serves_bytes(FULL, bent)
            .rejected("compact.full", "compact-digest"),
        case(
            "compact_other-id",
            "The file has the right digest, and is a badge of another name.",
            code(&named, &keys.ed25519, &keys.ed25519),
        )
        .serves(DID_JSON, did)
        .serves_bytes(FULL, other_bytes)
        .rejected("compact.full", "id-differs"),
        case(
            "compact_other-words",
            "The code calls the badge by another name than the badge itself.",
            code(&Statement { name: "Chirurgien".to_owned(), ..right.clone() }, &keys.ed25519, &keys.ed25519),
        )
        .serves(DID_JSON, did)
        .serves_bytes(FULL, bytes.clone())
        .rejected("compact.full", "compact-differs"),
        case(
            "compact_ends-earlier",
            "The code says an end that has passed, and the full badge has none.",
            code(&Statement { valid_until: april, ..right.clone() }, &keys.ed25519, &keys.ed25519),
        )
        .serves(DID_JSON, did)
        .serves_bytes(FULL, bytes.clone())
        .line("standing", "expired")
        .rejected("status.expiry", "expired"),
        case(
            "compact_other-person",
            "The code is about somebody else than the full badge.",
            code(&Statement { recipient: somebody, ..right }, &keys.ed25519, &keys.ed25519),
        )
        .serves(DID_JSON, did)
        .serves_bytes(FULL, bytes.clone())
        .rejected("compact.full", "compact-differs"),
        case(
            "compact_full-expired",
            "The code does not say that it ends; the full badge does.",
            code(&silent, &keys.ed25519, &keys.ed25519),
        )
        .serves(DID_JSON, did)
        .serves_bytes(FULL, over_bytes)
        .line("standing", "expired")
        .rejected("status.expiry", "expired"),
    ]
}
