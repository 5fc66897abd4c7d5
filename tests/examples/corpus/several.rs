//! Cases of documents that carry several badges, and of documents that are none.

use badge_core::crypto::JwsAlgorithm::Es256;
use badge_core::crypto::Signer as _;
use badge_core::json::Value;
use badge_core::status::make::ListDraft;
use badge_core::time::Timestamp;

use crate::case::Case;
use crate::documents::{
    DID_JSON, Keys, WEB, badge, did_document, did_key, jws, method, parse, payload, set, sign, with,
};
use crate::more_proofs::sealed;

const AT: &str = "/verifiableCredential";

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = several(keys);
    all.extend(presentations(keys));
    all.extend(something_else(keys));
    all
}

fn several(keys: &Keys) -> Vec<Case> {
    let own = badge(&keys.did_key());
    let first = sign(&own, &keys.ed25519);
    let plain = with(&own, |d| set(d, "/id", "https://trois-ponts.example.org/b/8"));
    let second = with(&sign(&plain, &keys.ed25519), |d| set(d, "/credentialSubject/narrative", "A tout fait."));
    let kid = method(WEB, &keys.p256);
    let token = jws(&payload(&badge(WEB)), &keys.p256, Es256, &[("kid", kid.as_str().into())]);
    let enveloped = parse(&format!(
        r#"{{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential",
        "id":"data:application/vc+jwt,{token}"}}"#
    ));
    let shown = |list: Vec<Value>| {
        let empty = parse(
            r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],
            "holder":"did:example:sacha","verifiableCredential":[]}"#,
        );
        with(&empty, |d| set(d, AT, Value::Array(list)))
    };
    let two = shown(vec![first.clone(), second.clone()]);
    let web = |case: Case| case.serves(DID_JSON, &did_document(&[&keys.ed25519, &keys.p256]));
    let wrapped = |payload: &Value| jws(payload, &keys.p256, Es256, &[]);
    let claims = |vp: &Value| with(&parse(r#"{"iss":"did:example:sacha"}"#), |d| set(d, "/vp", vp.clone()));
    vec![
        Case::json("several_presentation", "The first of two badges that somebody shows together.", &two)
            .number("which", 1)
            .warned("container.format", "presentation-not-checked"),
        Case::json("several_presentation-second", "The second of them, which was changed.", &two)
            .number("which", 2)
            .rejected("proof.signature", "signature-mismatch"),
        web(Case::json(
            "several_enveloped",
            "A badge as a JWT, in an address within a presentation.",
            &shown(vec![enveloped.clone()]),
        ))
        .number("which", 1)
        .verified("issuer.confirmed"),
        web(Case::json("several_enveloped-alone", "The same without a presentation.", &enveloped))
            .verified("issuer.confirmed"),
        web(Case::jws("several_token", "A presentation of the older kind as a JWT: its second badge is a JWT too.", {
            wrapped(&claims(&shown(vec![first.clone(), token.as_str().into()])))
        }))
        .number("which", 2)
        .verified("proof.claims"),
        Case::jws("several_token-newer", "A presentation of the newer kind as a JWT.", wrapped(&two))
            .number("which", 1)
            .verified("proof.signature"),
        Case::json(
            "several_junk",
            "A badge in a list, beside something that is none.",
            &Value::Array(vec![first.clone(), parse(r#"{"note":"A demain."}"#)]),
        )
        .number("which", 1)
        .warned("container.format", "other-entries"),
        Case::json(
            "several_presentation-junk",
            "The same in a presentation.",
            &shown(vec![parse("[1]"), first.clone(), "A demain.".into()]),
        )
        .number("which", 1)
        .warned("container.format", "other-entries"),
        Case::json("several_list", "The second of a list of two badges.", &Value::Array(vec![first, second]))
            .number("which", 2)
            .rejected("proof.signature", "signature-mismatch"),
        Case::json("several_empty", "A presentation without a badge in it.", &shown(Vec::new()))
            .rejected("document.type", "not-a-badge"),
    ]
}

/// Presentations that somebody signed. None of it decides about the badge in them.
fn presentations(keys: &Keys) -> Vec<Case> {
    const CODE: &str = "presentation.proof";
    const ORME: &str = "did:web:orme.example.org";
    const ORME_JSON: &str = "https://orme.example.org/.well-known/did.json";
    let first = sign(&badge(&keys.did_key()), &keys.ed25519);
    let second =
        sign(&with(&badge(&keys.did_key()), |d| set(d, "/id", "https://trois-ponts.example.org/b/8")), &keys.ed25519);
    let own = did_key(&keys.other);
    let made = |holder: &str, key: &str, purpose: &str| {
        let empty = parse(&format!(
            r#"{{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],
            "holder":"{holder}","verifiableCredential":[],"proof":[{{"type":"DataIntegrityProof",
            "cryptosuite":"eddsa-rdfc-2022","created":"2026-05-01T10:00:00Z","proofPurpose":"{purpose}",
            "challenge":"7f3a","domain":"orme.example.org","verificationMethod":"{key}"}}]}}"#
        ));
        let both = with(&empty, |d| set(d, AT, vec![first.clone(), second.clone()]));
        sealed(&both, 0, &keys.other)
    };
    let method_of = |id: &str| method(id, &keys.other);
    let good = made(&own, &method_of(&own), "authentication");
    let json = |name, sentence, doc: &Value| Case::json(name, sentence, doc).number("which", 1);
    // A holder whose DID document lists the key under one relation.
    let listing = |relation: &str| {
        let key = keys.p256.public_key().to_multikey().expect("a Multikey");
        parse(&format!(
            r#"{{"id":"{ORME}","verificationMethod":[{{"id":"{ORME}#k","type":"Multikey","controller":"{ORME}",
            "publicKeyMultibase":"{key}"}}],"{relation}":["{ORME}#k"]}}"#
        ))
    };
    let token = |iss: &str| {
        let claims = parse(&format!(
            r#"{{"iss":"{iss}","nbf":1777629600,"vp":{{"@context":["https://www.w3.org/2018/credentials/v1"],
            "type":["VerifiablePresentation"],"holder":"{ORME}","verifiableCredential":[]}}}}"#
        ));
        let claims = with(&claims, |d| set(d, "/vp/verifiableCredential", vec![first.clone()]));
        jws(&claims, &keys.p256, Es256, &[("kid", format!("{ORME}#k").into())])
    };
    let as_token = |name, sentence| Case::jws(name, sentence, token(ORME)).number("which", 1);
    let altered = {
        let own = token(ORME);
        let (signed, signature) = own.rsplit_once('.').expect("a token");
        let turned: String = signature.chars().rev().collect();
        // Kept canonical: the last letter of 64 bytes has four bits of its own.
        format!("{signed}.{}A", &turned[..turned.len() - 1])
    };
    vec![
        json("presentation_signed", "Two badges, and who shows them signed that.", &good).verified(CODE),
        json("presentation_signed-remark", "What such a signature says, and what not, is told.", &good)
            .warned("container.format", "presentation-signed"),
        json("presentation_altered", "One of the badges was taken out of what was signed.", &{
            with(&good, |d| set(d, AT, vec![first.clone()]))
        })
        .good_but(CODE, "fail", "presentation-altered"),
        json("presentation_purpose", "The signature was made to assert, not to show.", &{
            made(&own, &method_of(&own), "assertionMethod")
        })
        .good_but(CODE, "fail", "presentation-purpose"),
        json("presentation_other-holder", "It names a holder, and another one signed.", &{
            made(&keys.did_key(), &method_of(&own), "authentication")
        })
        .good_but(CODE, "fail", "presentation-not-holders"),
        json("presentation_holder-unknown", "Its holder has a name of a kind that is not read here.", &{
            made("did:example:sacha", &method_of(&own), "authentication")
        })
        .good_but(CODE, "skipped", "presentation-open"),
        json("presentation_word-added", "A word was added that no vocabulary has.", &{
            with(&good, |d| set(d, "/motDePlus", "oui"))
        })
        .good_but(CODE, "fail", "term-undefined"),
        as_token("presentation_token", "The same as a JWT, by a key that the holder's site lists for this.")
            .serves(ORME_JSON, &listing("authentication"))
            .verified(CODE),
        as_token("presentation_token-asserting", "Its key may issue badges in the holder's name, not show any.")
            .serves(ORME_JSON, &listing("assertionMethod"))
            .good_but(CODE, "fail", "presentation-not-holders"),
        as_token("presentation_token-key-expired", "The holder's site says that its key is used no longer.")
            .serves(ORME_JSON, &{
                with(&listing("authentication"), |d| set(d, "/verificationMethod/0/expires", "2026-05-31T00:00:00Z"))
            })
            .good_but(CODE, "fail", "key-expired"),
        as_token(
            "presentation_token-key-ends-later",
            "The holder's site says until when its key is used: longer than today.",
        )
        .serves(ORME_JSON, &{
            with(&listing("authentication"), |d| {
                set(d, "/verificationMethod/0/expires", "2026-06-01T12:00:01Z");
                set(d, "/verificationMethod/0/revoked", "2026-06-01T12:00:01Z");
            })
        })
        .verified(CODE),
        Case::jws("presentation_token-unknown-method", "Its holder has a name of a kind that is not read here.", {
            let vp = parse(
                r#"{"iss":"did:example:sacha","vp":{"@context":["https://www.w3.org/2018/credentials/v1"],
                "type":["VerifiablePresentation"],"holder":"did:example:sacha","verifiableCredential":[]}}"#,
            );
            jws(&with(&vp, |d| set(d, "/vp/verifiableCredential", vec![first.clone()])), &keys.p256, Es256, &[])
        })
        .number("which", 1)
        .good_but(CODE, "skipped", "unsupported"),
        as_token("presentation_token-unread", "Nobody asked the holder's site yet.")
            .good_but(CODE, "skipped", "awaiting"),
        Case::jws("presentation_token-altered", "Another signature.", altered)
            .number("which", 1)
            .serves(ORME_JSON, &listing("authentication"))
            .good_but(CODE, "fail", "presentation-altered"),
        Case::jws(
            "presentation_token-other-name",
            "Its claim names another holder.",
            token("did:web:autre.example.org"),
        )
        .number("which", 1)
        .serves(ORME_JSON, &listing("authentication"))
        .good_but(CODE, "fail", "claim-differs"),
    ]
}

fn something_else(keys: &Keys) -> Vec<Case> {
    let own = keys.did_key();
    let list = ListDraft {
        id: "https://trois-ponts.example.org/status/1.json",
        issuer: &own,
        purpose: "revocation",
        valid_from: Timestamp::parse("2026-05-01T00:00:00Z").expect("a date"),
        valid_until: None,
        struck: &[],
    };
    let list = sign(&list.document().into(), &keys.ed25519);
    let v2 = |class: &str| {
        parse(&format!(
            r#"{{"@context":"https://w3id.org/openbadges/v2","type":"{class}",
            "id":"https://trois-ponts.example.org/{class}.json","name":"Les Trois-Ponts"}}"#
        ))
    };
    let achievement = parse(
        r#"{"@context":["https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["Achievement"],
        "id":"https://trois-ponts.example.org/a/1","name":"Soudure"}"#,
    );
    let told = |case: Case| case.rejected("document.type", "not-a-badge");
    vec![
        told(Case::json("other_status-list", "A good status list, which nobody earned.", &list)),
        told(Case::json("other_profile", "The issuer's profile.", &v2("Profile"))),
        told(Case::json("other_badge-class", "What can be earned, without anybody who did.", &v2("BadgeClass"))),
        told(Case::bytes(
            "other_badge-class-link",
            "The address of what can be earned.",
            "badge.txt",
            b"https://trois-ponts.example.org/BadgeClass.json".to_vec(),
        ))
        .serves("https://trois-ponts.example.org/BadgeClass.json", &v2("BadgeClass")),
        told(Case::json("other_achievement", "The same in version 3.0.", &achievement)),
    ]
}
