//! Several servers on one database, each with a memory of its own, and clocks that are wrong.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use badge_core::issue::To;
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
                agreed: None,
                refused: false,
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
            doubted: false,
            adult: false,
        };
        for n in 1..=4 {
            let person = Token::from_bytes([n; 16]);
            let asked: Vec<_> = (0..6)
                .map(|k| {
                    let app = if k % 2 == 0 { here.world.app.clone() } else { there.app.clone() };
                    let (place, orders) = (here.place, Arc::from([order(person)]));
                    tokio::spawn(async move { awarding::award(&app, place, None, &orders, None).await.unwrap() })
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

fn order(achievement: &str, to: &str, day: &str) -> Order {
    Order {
        achievement: achievement.to_owned(),
        met: Met {
            to: To::Email(to.to_owned()),
            name: None,
            rename: false,
            minor: false,
            language: None,
            consent: None,
            agreed: None,
            refused: false,
        },
        date: Some(Timestamp::parse(&format!("{day}T00:00:00Z")).unwrap()),
        expires: None,
        narrative: None,
        evidence: Vec::new(),
        location: None,
        formats: Vec::new(),
        again: false,
        cohort: None,
        letter: false,
        person: None,
        birth_year: None,
        doubted: false,
        adult: false,
    }
}

// Of somebody's badges that are wanted together, each is looked up as the first one is: under every id they have, and once
// more when it is written.
#[tokio::test(flavor = "multi_thread")]
async fn the_second_badge_of_somebody_is_awarded_once_too() {
    for here in Api::in_all_worlds().await {
        let other = json!({"slug": "soudure", "fr": {"name": "Soudure", "description": "Oui.", "criteria": "Souder."}});
        assert_eq!(here.post("/api/v1/achievements", &other).await.status, StatusCode::CREATED);
        let there = here.world.beside().await;
        let ask = async |app: &crate::state::App, orders: Vec<Order>| {
            awarding::award(app, here.place, None, &Arc::from(orders), None).await.unwrap()
        };
        let (x, y) = ("soudure", "decoupe-laser");
        // They had it under an address that was merged into another since.
        let app = &here.world.app;
        let first =
            ask(app, vec![order(y, "old@example.org", "2026-03-01"), order(x, "new@example.org", "2026-02-01")]).await;
        let ids: Vec<Token> = first.iter().map(|done| done.as_ref().unwrap().entry.award.person.unwrap()).collect();
        let mut work = app.storage.write().await.unwrap();
        let mut people = work.person(here.place, ids[0]).await.unwrap();
        crate::storage::join(&mut people, &work.person(here.place, ids[1]).await.unwrap());
        assert!(people.merge(ids[0], ids[1]));
        work.put_people(here.place, &people).await.unwrap();
        work.save().await.unwrap();
        let both = vec![order(x, "new@example.org", "2026-03-01"), order(y, "new@example.org", "2026-03-01")];
        let again: Vec<bool> = ask(app, both).await.into_iter().map(|done| done.unwrap().already).collect();
        assert_eq!(again, [false, true]);

        // Two servers are asked at once, one for both badges, one for the second alone.
        for n in 10..16 {
            let day = format!("2026-01-{n}");
            let both = vec![order(x, "new@example.org", &day), order(y, "new@example.org", &day)];
            let (one, two) = tokio::join!(ask(app, both), ask(&there.app, vec![order(y, "new@example.org", &day)]));
            let names: BTreeSet<Token> =
                [&one[1], &two[0]].into_iter().map(|done| done.as_ref().unwrap().entry.award.token).collect();
            assert_eq!(names.len(), 1, "{day}");
        }
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
