//! Cases of documents that carry several badges, and of documents that are none.

use badge_core::crypto::JwsAlgorithm::Es256;
use badge_core::json::Value;
use badge_core::status::make::ListDraft;
use badge_core::time::Timestamp;

use crate::case::Case;
use crate::documents::{DID_JSON, Keys, WEB, badge, did_document, jws, method, parse, payload, set, sign, with};

const AT: &str = "/verifiableCredential";

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = several(keys);
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
        Case::json("several_list", "The second of a list of two badges.", &Value::Array(vec![first, second]))
            .number("which", 2)
            .rejected("proof.signature", "signature-mismatch"),
        Case::json("several_empty", "A presentation without a badge in it.", &shown(Vec::new()))
            .rejected("document.type", "not-a-badge"),
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
