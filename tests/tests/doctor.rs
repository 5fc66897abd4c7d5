//! A published folder, served on loopback in the name of its address, is looked at from outside.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;

use badge_core::drive;
use badge_core::http::{Client, HttpPolicy};
use badge_core::limits::Limits;
use badge_core::place::doctor::{Expected, Fault, Question, State, examine};
use badge_core::place::{Addresses, Slug};
use badge_core::resource::{Resources, Unreachable};
use badge_core::time::Timestamp;

#[tokio::test]
async fn a_site_is_examined_over_the_network() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".well-known")).unwrap();
    fs::create_dir(folder.path().join("achievements")).unwrap();
    let key = "z6MkTestKeyOfNobody";
    let did = "did:web:badges.example.org";
    let method = format!(r#""verificationMethod":[{{"id":"{did}#{key}","publicKeyMultibase":"{key}"}}]"#);
    let document = format!(r#"{{"id":"{did}",{method},"assertionMethod":["{did}#{key}"]}}"#);
    fs::write(folder.path().join(".well-known/did.json"), document).unwrap();
    fs::write(folder.path().join("jwks.json"), r#"{"keys":[{"kty":"OKP"}]}"#).unwrap();
    fs::write(
        folder.path().join("achievements/decoupe-laser.json"),
        r#"{"id":"https://badges.example.org/achievements/decoupe-laser.json"}"#,
    )
    .unwrap();
    let (address, web) = badge_tests::serve_dir(folder.path()).unwrap();

    let mut policy = HttpPolicy::default();
    policy.stand_ins.insert("badges.example.org".to_owned(), address);
    let client = Client::new(policy).unwrap();
    let place = Addresses::new("https://badges.example.org").unwrap();
    let expected = Expected {
        keys: vec![key.to_owned()],
        achievements: vec![Slug::parse("decoupe-laser").unwrap()],
        ..Expected::default()
    };
    let now = Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
    let examined = async || {
        let seen = RefCell::new(BTreeMap::new());
        let ask = |known: &Resources| {
            let examination = examine(&place, &expected, known, &seen.borrow(), now);
            let wanted = examination.wanted.clone();
            (examination, wanted)
        };
        let fetch = |lookup| {
            let (client, seen) = (&client, &seen);
            async move {
                let (answer, found) = client.inspect(&lookup).await;
                seen.borrow_mut().insert(lookup.url, found);
                answer
            }
        };
        drive::settle(Resources::new(), &Limits::default(), ask, fetch).await.0
    };

    let healthy = examined().await;
    assert!(healthy.healthy(), "{:#?}", healthy.findings);
    assert!(healthy.findings.iter().filter(|f| f.question == Question::Cors).all(|f| f.state == State::Good));

    web.set_status("/achievements/decoupe-laser.json", 503);
    let ill = examined().await;
    assert!(!ill.healthy());
    let wrong: Vec<_> = ill.findings.iter().filter(|f| f.state != State::Good).collect();
    assert_eq!(wrong.len(), 1);
    assert_eq!(wrong[0].url, "https://badges.example.org/achievements/decoupe-laser.json");
    assert_eq!(wrong[0].state, State::Wrong(Fault::Unreachable(Unreachable::Status(503))));
}
