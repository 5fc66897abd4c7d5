//! Documents that carry several credentials.

use super::*;
use crate::text::base64url;

const ONE: &str = r#"{ "type": ["VerifiableCredential"],  "id":"urn:x:1" }"#;
const TWO: &str = "{\"type\":\"VerifiableCredential\",\n\t\"id\":\"urn:x:2\"}";

fn found(text: &str) -> Vec<(Raw, String)> {
    let place = |via: &[Wrapping]| {
        let steps = via.iter().map(|w| match w {
            Wrapping::Member { pointer, .. } => pointer.clone(),
            other => format!("{other:?}"),
        });
        steps.collect::<Vec<_>>().join(" > ")
    };
    opened(text.as_bytes()).found.into_iter().map(|p| (p.raw, place(&p.via))).collect()
}

fn json(text: &str) -> Raw {
    Raw::Json(text.as_bytes().to_vec())
}

fn token(payload: &str) -> String {
    format!("{}.{}.AAAA", base64url(br#"{"alg":"ES256"}"#), base64url(payload.as_bytes()))
}

#[test]
fn each_credential_of_a_presentation_is_found_with_its_own_bytes() {
    let text = format!("{{\"type\":[\"VerifiablePresentation\"],\"verifiableCredential\":[ {ONE} ,{TWO}, \"{JWS}\"]}}");
    let expected = [
        (json(ONE), "/verifiableCredential/0".to_owned()),
        (json(TWO), "/verifiableCredential/1".to_owned()),
        (Raw::Jws(JWS.into()), "/verifiableCredential/2".to_owned()),
    ];
    assert_eq!(found(&text)[..2], expected[..2]);
    let one = format!("{{\"verifiableCredential\":{TWO}}}");
    assert_eq!(found(&one), [(json(TWO), "/verifiableCredential".to_owned())]);
    let list = format!("[{ONE},{{\"a\":1}},{TWO}]");
    assert_eq!(found(&list), [(json(ONE), "/0".to_owned()), (json(TWO), "/2".to_owned())]);
    // One presentation within another, and a credential in an address.
    let nested = format!("[{one}]").replace("{\"verifiable", "{\"type\":\"VerifiablePresentation\",\"verifiable");
    assert_eq!(found(&nested), [(json(TWO), "/0 > /verifiableCredential".to_owned())]);
}

#[test]
fn a_presentation_may_be_a_token_and_so_may_what_it_carries() {
    let inner = token(&format!("{{\"vc\":{ONE}}}"));
    let enveloped = format!(r#"{{"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,{inner}"}}"#);
    for payload in [
        format!("{{\"vp\":{{\"type\":\"VerifiablePresentation\",\"verifiableCredential\":[\"{inner}\",{TWO}]}}}}"),
        format!("{{\"type\":\"VerifiablePresentation\",\"verifiableCredential\":[{enveloped},{TWO}]}}"),
    ] {
        let found = found(&token(&payload));
        let raws: Vec<_> = found.iter().map(|(raw, _)| raw.clone()).collect();
        assert_eq!(raws, [Raw::Jws(inner.clone()), json(TWO)], "{payload}");
        assert!(found[1].1.ends_with("/verifiableCredential/1"));
    }
    assert_eq!(found(&enveloped)[0].0, Raw::Jws(inner.clone()));
    let within = enveloped
        .replace("Credential", "Presentation")
        .replace(&inner, &token(&format!("{{\"type\":\"VerifiablePresentation\",\"verifiableCredential\":{TWO}}}")));
    assert_eq!(found(&within)[0].0, json(TWO));
}

// What is no such document is looked at as a whole.
#[test]
fn a_credential_that_carries_others_is_one_credential() {
    let clr = format!(r#"{{"type":["VerifiableCredential","ClrCredential"],"verifiableCredential":[{ONE}]}}"#);
    assert_eq!(found(&clr), [(json(&clr), String::new())]);
    let empty = r#"{"type":"VerifiablePresentation","verifiableCredential":[]}"#;
    assert_eq!(found(empty), [(json(empty), String::new())]);
    assert_eq!(finding(br#"[{"a":1},"b"]"#), [Finding::NotACredential]);
    assert_eq!(finding(b"[note] Bonjour"), [Finding::NotACredential]);
    assert_eq!(found(r#"[{"type":"EnvelopedVerifiableCredential","id":"data:application/vc+sd-jwt,a~b"}]"#), []);
}

#[test]
fn credentials_of_one_document_are_bounded() {
    let many: Vec<String> = (0..9).map(|i| ONE.replace("urn:x:1", &format!("urn:x:{i}"))).collect();
    let few = Limits { found: 4, ..limits() };
    let opened = open(format!("[{}]", many.join(",")).as_bytes(), &few);
    assert_eq!((opened.found.len(), opened.findings), (4, vec![Finding::Bound { limit: "found" }]));
    let mut deep = TWO.to_owned();
    for _ in 0..6 {
        deep = format!("{{\"type\":\"VerifiablePresentation\",\"verifiableCredential\":{deep}}}");
    }
    let opened = open(deep.as_bytes(), &limits());
    assert_eq!(
        (opened.found.len(), opened.findings),
        (0, vec![Finding::Bound { limit: "nesting" }, Finding::NotACredential])
    );
    // Where a server was asked for one badge, a list of badges is not one.
    assert_eq!(crate::container::open_single(format!("[{ONE}]").as_bytes(), &limits()).found.len(), 1);
}

// Of a hundred badges in one presentation the first that is found brings it along: what it says is looked at once, and
// not with each. Of presentations within one another each comes along once.
#[test]
fn a_presentation_comes_along_with_its_first_badge_alone() {
    let brought = |text: &str| {
        let found = opened(text.as_bytes()).found;
        let of = |via: &[Wrapping]| {
            let brings = |w: &&Wrapping| matches!(w, Wrapping::Member { presentation: Some(_), .. });
            via.iter().filter(brings).count()
        };
        found.iter().map(|one| of(&one.via)).collect::<Vec<_>>()
    };
    let many: Vec<String> = (0..100).map(|i| ONE.replace("urn:x:1", &format!("urn:x:{i}"))).collect();
    let of = |list: &str| format!("{{\"type\":\"VerifiablePresentation\",\"verifiableCredential\":[{list}]}}");
    let shown = of(&format!("1,{{}},{}", many.join(",")));
    let once: Vec<usize> = (0..100).map(|i| usize::from(i == 0)).collect();
    assert_eq!(brought(&shown), once);
    assert_eq!(brought(&token(&format!("{{\"vp\":{shown}}}"))), once);
    // The second one begins with a badge that was there before: what is told of it comes with the one that was not.
    let two = format!("[{},{}]", of(ONE), of(&format!("{ONE},{TWO}")));
    assert_eq!(brought(&two), [1, 1]);
    assert_eq!(brought(&of(&format!("{},{TWO}", of(ONE)))), [2, 0]);
    assert_eq!(brought(&format!("[{ONE},{TWO}]")), [0, 0]);
}

#[test]
fn what_programs_put_around_badges_is_taken_off() {
    let jws = token(&format!("{{\"vc\":{ONE}}}"));
    let escaped = crate::json::Value::from(TWO).to_compact();
    for (text, expected) in [
        // What an Open Badges host answers (OB3-API-12).
        (
            format!("{{\"credential\":[{ONE}, {TWO}],\"compactJwsString\":[\"{jws}\"]}}"),
            &[
                (json(ONE), "/credential/0"),
                (json(TWO), "/credential/1"),
                (Raw::Jws(jws.clone()), "/compactJwsString/0"),
            ][..],
        ),
        (format!("{{\"compactJwsString\":[\"{jws}\"]}}"), &[(Raw::Jws(jws.clone()), "/compactJwsString/0")]),
        (format!("{{\"credential\":{ONE},\"status\":{{\"code\":200}}}}"), &[(json(ONE), "/credential")]),
        (format!("{{\"badge\":{escaped}}}"), &[(json(TWO), "/badge")]),
        (format!("{{\"badge\":\"{jws}\"}}"), &[(Raw::Jws(jws.clone()), "/badge")]),
        (
            format!("{{\"data\":{{\"list\":[{{\"badge\":{ONE},\"token\":\"{jws}\"}}]}}}}"),
            &[(json(ONE), "/data > /list/0 > /badge"), (Raw::Jws(jws.clone()), "/data > /list/0 > /token")],
        ),
        (format!("[{{\"credential\":{ONE}}},{TWO}]"), &[(json(ONE), "/0 > /credential"), (json(TWO), "/1")]),
        (format!("[{{}},[{ONE}]]"), &[(json(ONE), "/1 > /0")]),
        // One after the other: NDJSON, a sequence (RFC 7464), files put together.
        (format!("{ONE}\n{TWO}\n"), &[(json(ONE), "/0"), (json(TWO), "/1")]),
        (format!("{ONE}{TWO}"), &[(json(ONE), "/0"), (json(TWO), "/1")]),
        (
            format!("{{}}\r\n{{\"credential\":{ONE}}}\n[{TWO}]"),
            &[(json(ONE), "/1 > /credential"), (json(TWO), "/2 > /0")],
        ),
        // With words behind it, and between others.
        (format!("{ONE}\n-- \nEnvoyé de mon téléphone"), &[(json(ONE), "Text")]),
        (format!("Bonjour {{Léa}},\n{ONE}\n{TWO}\nCordialement"), &[(json(ONE), "Text"), (json(TWO), "Text")]),
        (format!("var badge = {{ un: {ONE} }};"), &[(json(ONE), "Text")]),
    ] {
        let found = found(&text);
        let found: Vec<_> = found.iter().map(|(raw, place)| (raw.clone(), place.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }
    let jws_lines = format!("{jws}\n{}\n", token(&format!("{{\"vc\":{TWO}}}")));
    assert_eq!(found(&jws_lines).len(), 2);
}

#[test]
fn what_holds_no_badge_is_no_bad_badge() {
    for text in [
        "{\"credential\":[],\"compactJwsString\":[]}",
        "{\"credential\":null}",
        "{\"badge\":\"laser\"}",
        r#"{"name":"robot","dependencies":{"badge":"1"}}"#,
        "{\"a\":1}\n{\"b\":2}\n",
        "{\"a\":1}\nBonjour",
    ] {
        let opened = opened(text.as_bytes());
        assert_eq!((opened.found, &opened.findings[..]), (vec![], &[Finding::NotACredential][..]), "{text}");
    }
    let address = opened(br#"{"badge":"https:\/\/www.credly.com\/badges\/0123456789"}"#);
    assert_eq!(address.findings, [Finding::OnlyLinks { count: 1 }]);
    assert_eq!(address.links[0].url.as_str(), "https://www.credly.com/badges/0123456789");
    // What is meant to be one is judged as one.
    for text in [
        r#"{"@context":[]}"#,
        r#"{"type":"Assertion"}"#,
        r#"{"recipient":"lea@example.org"}"#,
        "{\"a\":",
        "{\"a\":1} x",
    ] {
        assert_eq!(found(text), [(json(text), String::new())], "{text}");
    }
}

// Nothing is gone through again for each of its members.
#[test]
fn wrappers_are_gone_through_once() {
    use super::super::tally;
    let count = |members: usize| {
        let text: Vec<_> = (0..members).map(|i| format!("\"m{i}\":{{\"a\":[\"VerifiableCredential\"]}}")).collect();
        let text = format!("{{{}}}", text.join(","));
        tally::of(|| assert_eq!(found(&text).len(), 1))
    };
    let (few, many) = (count(100), count(1_000));
    assert!(many <= 12 * few, "{few}, then {many}");
    let many = "{".repeat(100_000);
    assert!(tally::of(|| assert!(found(&format!("a {many}")).is_empty())) <= 40 * many.len());
    let many = "{}\n".repeat(5_000);
    assert_eq!(opened(many.as_bytes()).findings, [Finding::Bound { limit: "parts" }, Finding::NotACredential]);
}
