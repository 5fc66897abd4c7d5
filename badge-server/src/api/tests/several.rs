//! Several servers on one database, each with a memory of its own, and clocks that are wrong.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use badge_core::issue::To;
use badge_core::language::Lang;
use badge_core::place::Token;
use badge_core::place::making::Met;
use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::{Api, value, work};
use crate::app::awarding::{self, Order};
use crate::job::Work;
use crate::storage::Next;

const DAY: i64 = 24 * 60 * 60;

async fn award(api: &Api, to: &str) -> Value {
    let made = api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "to": to})).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    value(&made)
}

async fn revoke(api: &Api, id: &str) {
    let path = format!("/api/v1/awards/{id}/revoke");
    let done = api.ask(Method::POST, &path, "{\"reason\": \"erreur\"}", &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_server_changes_the_others_show_within_a_second() {
    for here in Api::in_all_worlds().await {
        let there = Api { world: here.world.beside().await, place: here.place, token: here.token.clone() };
        let made = award(&here, "a@example.org").await;
        let page = made["page"].as_str().unwrap().to_owned();
        let list = "https://badges.example.org/status/1.json";
        let shown = async |api: &Api| api.published(&page, "text/html").await.text().contains("erreur");
        let listed = async |api: &Api| api.published(list, "*/*").await.body;
        // Both have it in memory.
        assert!(!shown(&here).await && !shown(&there).await && !shown(&there).await);
        let before = listed(&there).await;
        revoke(&here, made["id"].as_str().unwrap()).await;
        assert!(shown(&here).await, "who changed it shows it at once");
        assert_ne!(listed(&here).await, before);
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        assert!(shown(&there).await);
        assert_eq!(listed(&there).await, listed(&here).await, "one list, signed once");
        // Somebody erased is gone from all of them.
        let gone = here.post("/api/v1/people/erase", &json!({"to": "a@example.org"})).await;
        assert!(gone.status.is_success(), "{}", gone.text());
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        for api in [&here, &there] {
            assert_ne!(api.published(&page, "text/html").await.status, StatusCode::OK);
        }
    }
}

// Somebody without an address is known by an id that whoever asks has for them: a row of a table that two servers work at.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_known_by_an_id_alone_is_awarded_once_whoever_is_asked() {
    for here in Api::in_all_worlds().await {
        let there = here.world.beside().await;
        let order = |person: Token| Order {
            achievement: "decoupe-laser".to_owned(),
            met: Met {
                to: To::Nobody,
                name: Some("Zoé Exemple".to_owned()),
                rename: false,
                minor: false,
                language: None,
                consent: None,
            },
            date: None,
            expires: None,
            narrative: None,
            evidence: Vec::new(),
            location: None,
            formats: Vec::new(),
            again: false,
            cohort: None,
            letter: false,
            person: Some(person),
            birth_year: None,
        };
        for n in 1..=4 {
            let person = Token::from_bytes([n; 16]);
            let asked: Vec<_> = (0..6)
                .map(|k| {
                    let app = if k % 2 == 0 { here.world.app.clone() } else { there.app.clone() };
                    let (place, orders) = (here.place, Arc::from([order(person)]));
                    tokio::spawn(async move { awarding::award(&app, place, &orders, Lang::Fr, None).await.unwrap() })
                })
                .collect();
            let (mut made, mut tokens) = (0, BTreeSet::new());
            for one in asked {
                let done = one.await.unwrap().remove(0).unwrap();
                made += usize::from(!done.already);
                tokens.insert(done.entry.award.token);
            }
            assert_eq!((made, tokens.len()), (1, 1));
        }
        assert_eq!(here.world.app.storage.read().await.unwrap().awards(here.place).await.unwrap().len(), 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_stops_nothing() {
    for api in Api::in_all_worlds().await {
        let first = award(&api, "a@example.org").await;
        let list = "https://badges.example.org/status/1.json";
        let until = |list: &Value, name: &str| Timestamp::parse(list[name].as_str().unwrap()).unwrap();
        value(&api.published(list, "*/*").await);
        // A worker takes a job, and dies; its clock was three days ahead.
        let rows = json!({"rows": [{"achievement": "decoupe-laser", "to": "b@example.org"}]});
        assert_eq!(api.post("/api/v1/batches", &rows).await.status, StatusCode::ACCEPTED);
        let app = &api.world.app;
        let now = app.now().unix();
        let mut writing = app.storage.write().await.unwrap();
        let taken =
            writing.take_job("dead", Next::of(Work::AllElse), (now, now + crate::job::LEASE)).await.unwrap().unwrap();
        writing.save().await.unwrap();
        api.world.wait(-3 * DAY);
        // Everything goes on: awarding, taking back, the list that says so, and what the dead one had begun.
        let second = award(&api, "c@example.org").await;
        for made in [&first, &second] {
            revoke(&api, made["id"].as_str().unwrap()).await;
            let page = api.published(made["page"].as_str().unwrap(), "text/html").await;
            assert!(page.text().contains("erreur"));
        }
        let signed = value(&api.published(list, "*/*").await);
        let now = api.world.app.now();
        assert!(until(&signed, "validFrom") <= now && now < until(&signed, "validUntil"), "{signed:#}");
        crate::job::tidy(&api.world.app).await.unwrap();
        work(&api).await;
        assert_eq!(value(&api.get("/api/v1/awards").await)["awards"].as_array().unwrap().len(), 3, "{taken:?}");
        // Set right again.
        api.world.wait(3 * DAY);
        let third = award(&api, "d@example.org").await;
        assert_eq!(api.published(third["page"].as_str().unwrap(), "text/html").await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_a_wrong_clock_signed_is_signed_again() {
    for api in Api::in_all_worlds().await {
        award(&api, "a@example.org").await;
        let list = "https://badges.example.org/status/1.json";
        api.world.wait(3 * DAY);
        let ahead = value(&api.published(list, "*/*").await);
        api.world.wait(-3 * DAY);
        let again = value(&api.published(list, "*/*").await);
        assert_ne!(ahead["validFrom"], again["validFrom"], "it would not have begun");
    }
}
