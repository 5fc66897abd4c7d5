//! Endorsements through the team's pages, and status lists when a clock is wrong: through the real router, on both
//! engines, without a network.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use badge_core::crypto::{KeyKind, SecretKey, SeededEntropy, Signer};
use badge_core::issue::{Endorsement, Format};
use badge_core::language::Lang;
use badge_core::model::Profile;
use badge_core::place::award::Office;
use badge_core::place::documents::{PlaceKey, list_is_current};
use badge_core::place::register::Register;
use badge_core::place::{Place, Token};
use badge_core::time::Timestamp;

use crate::role::Role;
use crate::team_tests::{began, joined, leads_to, place};
use crate::testing::{Answered, Browser, World, now};

const WORDS: &str = "Nous y envoyons nos apprentis.";
const WHOLE: [(&str, &str); 4] = [
    ("fr.name", "Découpe laser"),
    ("fr.description", "Sait faire."),
    ("fr.criteria", "Le montrer."),
    ("do", "publish"),
];

/// An endorsement by a place without an address: it can be verified without a network.
pub(crate) fn endorsement(subject: &str) -> Vec<u8> {
    let secret = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"a partner of a test")).unwrap();
    let partner = Place { name: "Ligue B".to_owned(), base: None, ..Place::starter(Lang::Fr) };
    let public = secret.public_key().clone();
    let keys = [PlaceKey { public, created: now(), retired: None, revoked: None }];
    let (signers, register): ([&dyn Signer; 1], _) = ([&secret], Register::new());
    let mut office = Office::open(&partner, &keys, &signers, &[], &register);
    let endorsement = Endorsement {
        id: Token::from_bytes([7; 16]).urn(),
        issuer: Profile { id: None, ..partner.profile("", Lang::Fr) },
        subject: subject.to_owned(),
        name: "Soutien".to_owned(),
        comment: Some(WORDS.to_owned()),
        skills: Vec::new(),
        language: Lang::Fr,
        date: Timestamp::parse("2026-03-01T09:00:00Z").unwrap(),
        expires: None,
        status: None,
    };
    let signed = office.endorse(&endorsement, &[Format::Ob3], now());
    signed.unwrap().remove(0).bytes
}

pub(crate) async fn brought(by: &mut Browser<'_>, id: i64, bytes: &[u8]) -> Answered {
    by.give(&format!("/staff/places/{id}/endorsements/brought?lang=en"), ("endorsement.json", bytes), &[]).await
}

async fn public(world: &World, path: &str) -> Answered {
    world.ask(Request::get(path).header("host", "localhost:8080").body(Body::empty()).unwrap()).await
}

/// The value of the first hidden field of that name.
pub(crate) fn hidden(html: &str, name: &str) -> String {
    let from = html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {html}"));
    from.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_a_partner_brings_waits_for_an_author_and_is_shown() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        drop(ada.post(&format!("/staff/places/{id}/new-achievement"), &WHOLE).await);
        let mut eve = joined(&world, &mut ada, id, "eve@example.org", Role::Author).await;
        let mut ben = joined(&world, &mut ada, id, "ben@example.org", Role::Awarder).await;
        let (list, shown) = (format!("/staff/places/{id}/endorsements"), "/a/achievements/decoupe-laser");
        let good = endorsement("http://localhost:8080/a/achievements/decoupe-laser.json");

        for (bytes, said) in [
            (b"{}".to_vec(), "holds no endorsement"),
            (endorsement("https://other.example.org/x.json"), "is about something else than this place"),
            (String::from_utf8(good.clone()).unwrap().replace("apprentis", "amis").into_bytes(), "was changed after"),
        ] {
            let answer = brought(&mut eve, id, &bytes).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{said}");
            assert!(answer.text().contains(said), "{said}: {}", answer.text());
        }
        assert_eq!(brought(&mut ben, id, &good).await.status, StatusCode::FORBIDDEN, "an awarder decides nothing");
        assert_eq!(leads_to(&brought(&mut eve, id, &good).await), format!("{list}?lang=en&done=came"));
        let twice = brought(&mut eve, id, &good).await;
        assert_eq!(leads_to(&twice), format!("{list}?lang=en&done=waits"));
        assert!(eve.get(leads_to(&twice)).await.text().contains("is here already: it waits"));
        let page = eve.get(&format!("{list}?lang=en")).await.text();
        assert_eq!(page.matches("value=\"accept\"").count(), 1, "brought twice, it waits once");
        assert!(page.contains(WORDS) && page.contains("Ligue B (did:key:") && page.contains("Découpe laser"));
        assert!(page.contains("has no address: nothing proves that name"), "before anybody consents: {page}");
        assert!(!public(&world, shown).await.text().contains(WORDS));
        let folder = hidden(&page, "folder");
        let seen = ben.get(&format!("{list}?lang=en")).await.text();
        assert!(seen.contains(WORDS) && !seen.contains("value=\"accept\""));

        let accept = [("do", "accept"), ("folder", folder.as_str())];
        assert_eq!(ben.post(&list, &accept).await.status, StatusCode::FORBIDDEN);
        assert!(leads_to(&eve.post(&list, &accept).await).ends_with("done=accepted"));
        assert!(leads_to(&eve.post(&list, &accept).await).ends_with("done=gone"), "somebody answered already");
        let page = public(&world, shown).await.text();
        assert!(page.contains(WORDS) && page.contains("Ligue B"));
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("accepted an endorsement"));
        assert_eq!(acts.matches("added an endorsement received").count(), 1, "{acts}");
        // Accepted, and brought once more: nobody is asked again.
        let again = brought(&mut eve, id, &good).await;
        assert_eq!(leads_to(&again), format!("{list}?lang=en&done=there"));
        let page = eve.get(leads_to(&again)).await.text();
        assert!(page.contains("is accepted already") && !page.contains("value=\"accept\""), "{page}");
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert_eq!(acts.matches("added an endorsement received").count(), 1, "{acts}");

        // Of another place, nothing is seen or decided.
        let other = place(&mut ada, "Autre", "http://localhost:8080/b").await;
        let mut cyd = joined(&world, &mut ada, other, "cyd@example.org", Role::Administrator).await;
        assert_eq!(cyd.get(&list).await.status, StatusCode::NOT_FOUND);
        let theirs = format!("/staff/places/{other}/endorsements");
        assert!(!cyd.get(&theirs).await.text().contains(WORDS));
        let remove = [("do", "remove"), ("folder", folder.as_str())];
        assert!(leads_to(&cyd.post(&theirs, &remove).await).ends_with("done=gone"));
        assert!(public(&world, shown).await.text().contains(WORDS));
        assert!(leads_to(&eve.post(&list, &remove).await).ends_with("done=done"));
        assert!(!public(&world, shown).await.text().contains(WORDS));
        drop(brought(&mut eve, id, &good).await);
        assert!(leads_to(&eve.post(&list, &[("do", "refuse"), ("folder", &folder)]).await).ends_with("done=done"));
        assert!(!eve.get(&list).await.text().contains(WORDS));
    }
}

#[tokio::test]
async fn what_is_endorsed_is_read_before_it_is_signed() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Ligue", "http://localhost:8080/ligue").await;
        let what = br#"{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"https://a.example.org/achievements/x.json","type":["Achievement"],"name":"Soudure","description":"Sait souder.","criteria":{"narrative":"Souder un kit."}}"#;
        let endorse = format!("/staff/places/{id}/endorse");
        let look = async |by: &mut Browser<'_>, fields: &[(&str, &str)]| {
            by.give(&format!("{endorse}?lang=en"), ("x.json", what), fields).await
        };
        // Nobody answers there: only who insists goes on, and is told.
        let unconfirmed = look(&mut ada, &[]).await;
        assert_eq!(unconfirmed.status, StatusCode::BAD_REQUEST);
        assert!(unconfirmed.text().contains("Nothing confirms that"), "{}", unconfirmed.text());
        let found = look(&mut ada, &[("anyway", "yes")]).await;
        let page = found.text();
        assert_eq!(found.status, StatusCode::OK, "{page}");
        assert!(page.contains("Soudure") && page.contains("Souder un kit.") && page.contains("was not compared"));
        let file = hidden(&page, "file");
        let mut fields = vec![("file", file.as_str()), ("name", "x.json"), ("anyway", "yes"), ("comment", WORDS)];
        fields.push(("until", "2020-01-01"));
        let over = ada.post(&format!("{endorse}/sign?lang=en"), &fields).await;
        assert_eq!(over.status, StatusCode::BAD_REQUEST);
        assert!(over.text().contains("gone by already") && over.text().contains(WORDS), "what was typed stays");
        fields.pop();
        let unseen: Vec<_> =
            fields.iter().map(|(name, text)| (*name, if *name == "comment" { "a\u{202e}b" } else { *text })).collect();
        let refused = ada.post(&format!("{endorse}/sign?lang=en"), &unseen).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "nothing is signed that nobody sees");
        let signed = ada.post(&format!("{endorse}/sign?lang=en"), &fields).await;
        assert!(leads_to(&signed).ends_with("done=signed"));
        let list = format!("/staff/places/{id}/endorsements");
        let page = ada.get(&format!("{list}?lang=en")).await.text();
        let (token, url) = (hidden(&page, "token"), format!("/ligue/e/{}/", hidden(&page, "token")));
        assert!(public(&world, &url).await.text().contains(WORDS));
        let struck = async || {
            let list = public(&world, "/ligue/status/1.json").await;
            let (_, method, entry) = told(&world, &list, &url).await;
            (list_is_current(&list.body, &[], &method), list_is_current(&list.body, &[entry], &method))
        };
        assert_eq!(struck().await, (true, false));
        let withdraw = [("do", "withdraw"), ("token", token.as_str()), ("reason", "fini")];
        assert!(leads_to(&ada.post(&list, &withdraw).await).ends_with("done=done"));
        assert_eq!(struck().await, (false, true), "the list is signed when the answer comes");
        assert!(public(&world, &url).await.text().contains("fini"));
    }
}

/// A list's proof, the method that signed it, and the entry of an endorsement.
async fn told(world: &World, list: &Answered, url: &str) -> (serde_json::Value, String, u64) {
    let value: serde_json::Value = serde_json::from_slice(&list.body).unwrap();
    let one: serde_json::Value =
        serde_json::from_slice(&public(world, &format!("{url}endorsement.json")).await.body).unwrap();
    let first = |value: &serde_json::Value| value.get(0).unwrap_or(value).clone();
    let entry = first(&one["credentialStatus"])["statusListIndex"].as_str().unwrap().parse().unwrap();
    let method = first(&value["proof"])["verificationMethod"].as_str().unwrap().to_owned();
    (value, method, entry)
}

// D-03: neither a clock that is set back nor one that ran ahead leaves a list that has not begun, or that is over.
#[tokio::test]
async fn a_wrong_clock_does_no_harm_to_a_list() {
    const YEAR: i64 = 365 * 24 * 60 * 60;
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Ligue", "http://localhost:8080/ligue").await;
        let what = br#"{"id":"urn:uuid:3c8b3f4e-0c5f-4f2e-9c55-7b4f5c0f7a11","type":["Achievement"],"name":"Soudure","description":"x","criteria":{"narrative":"y"}}"#;
        let sign = format!("/staff/places/{id}/endorse/sign");
        let file = badge_core::text::base64url(what);
        let signed = ada.post(&sign, &[("file", file.as_str()), ("name", "x"), ("anyway", "yes")]).await;
        assert!(leads_to(&signed).ends_with("done=signed"));
        let dates = async || {
            let list = public(&world, "/ligue/status/1.json").await;
            assert_eq!(list.status, StatusCode::OK);
            let value: serde_json::Value = serde_json::from_slice(&list.body).unwrap();
            let at = |name: &str| Timestamp::parse(value[name].as_str().unwrap()).unwrap().unix();
            (at("validFrom"), at("validUntil"), list.header("etag").to_owned())
        };
        let clock = || world.app.now().unix();
        let first = dates().await;
        assert!(first.0 <= clock() && clock() < first.1);
        assert_eq!(dates().await, first, "read, and not signed again");
        world.wait(-YEAR);
        let back = dates().await;
        assert!(back.0 <= clock(), "begun, by the clock that is wrong");
        assert!(back.1 >= first.1, "and not over for those whose clock is right");
        world.wait(YEAR);
        let right = dates().await;
        assert!(right.0 <= clock() && clock() < right.1);
        world.wait(YEAR);
        let ahead = dates().await;
        assert!(ahead.0 <= clock() && clock() < ahead.1, "signed again by whoever asks first");
        world.wait(-YEAR);
        let put_right = dates().await;
        assert!(put_right.0 <= clock() && clock() < put_right.1);
    }
}
