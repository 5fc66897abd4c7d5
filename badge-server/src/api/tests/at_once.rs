//! Many awards together, in the background.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Api, together, value, work};
use crate::job::{Found, Work, Worker};
use crate::storage::{Next, PlaceId};
use crate::testing::World;

#[tokio::test(flavor = "multi_thread")]
async fn many_are_awarded_in_the_background_each_once() {
    for api in Api::in_all_worlds().await {
        let mut rows: Vec<Value> = (0..60)
            .map(|n| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org"), "ref": n.to_string()}))
            .collect();
        rows.push(json!({"achievement": "decoupe-laser", "to": "p7@example.org"}));
        rows.push(json!({"achievement": "nichts", "to": "x@example.org"}));
        rows.push(json!({"achievement": "decoupe-laser"}));
        let plan = value(&api.post("/api/v1/batches", &json!({"rows": rows, "dry_run": true})).await);
        assert_eq!(plan["counts"], json!({"waiting": 60, "awarded": 0, "already": 1, "problem": 2, "stopped": 0}));
        assert_eq!(value(&api.get("/api/v1/awards").await)["awards"], json!([]), "a plan awards nothing");
        let body = json!({"rows": rows, "cohort": "printemps"}).to_string();
        let taken = api.ask(Method::POST, "/api/v1/batches", &body, &[("idempotency-key", "k")]).await;
        assert_eq!(taken.status, StatusCode::ACCEPTED, "{}", taken.text());
        let twice = api.ask(Method::POST, "/api/v1/batches", &body, &[("idempotency-key", "k")]).await;
        assert_eq!(twice.body, taken.body, "the same batch");
        let path = format!("/api/v1/batches/{}", value(&taken)["id"].as_str().unwrap());
        assert_eq!(value(&api.get(&path).await)["counts"]["waiting"], 62);
        // Two workers at once.
        together(vec![work(&api), work(&api)]).await;
        let done = value(&api.get(&format!("{path}?limit=1000")).await);
        assert_eq!(
            done["counts"],
            json!({"waiting": 0, "awarded": 60, "already": 1, "problem": 2, "stopped": 0}),
            "{done:#}"
        );
        assert_eq!(done["state"], "done");
        assert_eq!((&done["rows"][5]["ref"], &done["rows"][5]["state"]), (&json!("5"), &json!("awarded")));
        assert_eq!(done["rows"][61]["problems"][0]["code"], "unknown_achievement");
        assert_eq!(done["rows"][62]["problems"][0]["code"], "no_recipient");
        // Messages are in the language of whoever asks how far it is, found out at once or in the background.
        for (lang, unknown, nobody) in [("fr", "Le lieu n’a pas", "À qui"), ("en", "The place has no", "To whom?")] {
            let told = value(&api.get(&format!("{path}?from=61&lang={lang}")).await);
            let said = |row: usize| told["rows"][row]["problems"][0]["message"].as_str().unwrap().to_owned();
            assert!(said(0).starts_with(unknown) && said(1).starts_with(nobody), "{told}");
        }
        let mut read = api.world.app.storage.read().await.unwrap();
        assert_eq!(read.awards(api.place).await.unwrap().len(), 60);
        let rows = read.batch_rows(api.place, done["id"].as_str().unwrap(), (0, 200), false).await.unwrap();
        assert!(rows.iter().all(|row| row.wish.is_none()), "what was wanted is forgotten");
    }
}

// Those who have theirs, and rows that cannot be read, take no entry of the status list from those who come after them.
#[tokio::test(flavor = "multi_thread")]
async fn new_rows_after_known_and_wrong_ones_have_entries_of_their_own() {
    for api in Api::in_all_worlds().await {
        let row = |name: &str| json!({"achievement": "decoupe-laser", "to": format!("{name}@example.org")});
        let batch = async |rows: Vec<Value>| {
            let taken = value(&api.post("/api/v1/batches", &json!({"rows": rows})).await);
            work(&api).await;
            value(&api.get(&format!("/api/v1/batches/{}", taken["id"].as_str().unwrap())).await)
        };
        batch(vec![row("a"), row("b")]).await;
        let wrong = json!({"achievement": "nichts", "to": "x@example.org"});
        let done = batch(vec![row("a"), wrong, row("b"), row("c"), row("a"), row("d"), row("e")]).await;
        assert_eq!(
            (&done["state"], &done["counts"]),
            (&json!("done"), &json!({"waiting": 0, "awarded": 3, "already": 3, "problem": 1, "stopped": 0})),
            "{done:#}"
        );
        let mut read = api.world.app.storage.read().await.unwrap();
        assert_eq!(read.awards(api.place).await.unwrap().len(), 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_somebody_s_until_its_lease_ends() {
    for api in Api::in_all_worlds().await {
        let rows = json!({"rows": [{"achievement": "decoupe-laser", "to": "a@example.org"}]});
        assert_eq!(api.post("/api/v1/batches", &rows).await.status, StatusCode::ACCEPTED);
        let app = &api.world.app;
        let take = |who: &'static str| async move {
            let now = app.now().unix();
            let mut work = app.storage.write().await.unwrap();
            let job = work.take_job(who, Next::of(Work::AllElse), (now, now + crate::job::LEASE)).await.unwrap();
            work.save().await.unwrap();
            job
        };
        let first = take("one").await.unwrap();
        assert_eq!(take("two").await, None);
        work(&api).await;
        assert_eq!(value(&api.get("/api/v1/awards").await)["awards"], json!([]), "it is another's");
        api.world.wait(crate::job::LEASE + 1);
        let second = take("two").await.unwrap();
        assert_eq!((second.id == first.id, second.attempts), (true, 2));
        let still = crate::job::Worker("one".to_owned()).still_at(app, &first).await.unwrap();
        assert!(!still, "who was too slow has it no more");
        api.world.wait(crate::job::LEASE + 1);
        work(&api).await;
        assert_eq!(value(&api.get("/api/v1/awards").await)["awards"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_sent_twice_at_the_same_moment_is_one() {
    for api in Api::in_all_worlds().await {
        let body = json!({"rows": [{"achievement": "decoupe-laser", "to": "a@example.org"}]}).to_string();
        let key = [("idempotency-key", "k")];
        let send = || api.ask(Method::POST, "/api/v1/batches", &body, &key);
        let answers = together(vec![send(), send(), send(), send()]).await;
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (StatusCode::ACCEPTED, &answers[0].body), "{}", answer.text());
        }
    }
}

async fn waiting(world: &World, place: PlaceId) -> i64 {
    let rows = world.app.storage.read().await.unwrap().rows_that_wait(place).await.unwrap();
    i64::try_from(rows.len()).unwrap()
}

// One place brings several large tables, another one a small one after them.
#[tokio::test(flavor = "multi_thread")]
async fn places_take_turns_whatever_they_bring() {
    for api in Api::in_all_worlds().await {
        let (world, app) = (&api.world, &api.world.app);
        let other = super::place(world, "other.example.org").await;
        let bring = async |place, many: usize| {
            let wish = |n| json!({"achievement": "nichts", "to": format!("p{n}@example.org")});
            let wishes: Vec<_> = (0..many).map(|n| serde_json::from_value(wish(n)).unwrap()).collect();
            let mut work = app.storage.write().await.unwrap();
            let lang = badge_core::language::Lang::En;
            crate::app::batches::add(&mut work, app, place, &wishes, (None, lang), None).await.unwrap();
            work.save().await.unwrap();
        };
        for _ in 0..5 {
            bring(api.place, 250).await;
        }
        world.wait(1);
        bring(other, 150).await;
        let worker = Worker::new();
        let mut at_other = 0;
        for _ in 0..4 {
            world.wait(1);
            let (before, theirs) = (waiting(world, api.place).await, waiting(world, other).await);
            assert_eq!(worker.step(app, Work::AllElse).await.unwrap(), Found::Something);
            let done = before - waiting(world, api.place).await;
            assert!(done <= 100, "a part, and then others: {done}");
            at_other += i64::from(waiting(world, other).await < theirs);
        }
        assert_eq!(
            (at_other, waiting(world, other).await),
            (2, 0),
            "every other turn is theirs, however much the first wants"
        );
        assert!(waiting(world, api.place).await > 1000);
        // Status lists wait for none of it.
        crate::job::tidy(app).await.unwrap();
        assert_eq!(worker.step(app, Work::Lists).await.unwrap(), Found::Something);
        work(&api).await;
        assert_eq!(waiting(world, api.place).await, 0);
    }
}
