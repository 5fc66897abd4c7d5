//! What a row of a batch holds up, and how often an award asks the database.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use badge_core::language::Lang;
use badge_core::place::Slug;
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::{Api, value, work};
use crate::app::awarding::{MAKERS, also, award};
use crate::app::wish::AwardWish;

/// An achievement with a picture of its own that is gone.
const GONE: &str = "picture = \"disparue.png\"\n[fr]\nname = \"Disparue\"\ndescription = \"Sans image.\"\n\
                    criteria = \"Rien.\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_made_holds_back_none_of_the_others() {
    for api in Api::in_all_worlds().await {
        let mut change = api.world.app.storage.write().await.unwrap();
        change.touch(api.place).await.unwrap();
        change.put_achievement(api.place, &Slug::parse("disparue").unwrap(), GONE).await.unwrap();
        change.save().await.unwrap();
        let row = |n: usize| {
            let achievement = if n == 2 { "disparue" } else { "decoupe-laser" };
            json!({"achievement": achievement, "to": format!("p{n}@example.org")})
        };
        let rows: Vec<_> = (0..5).map(row).collect();
        let taken = api.post("/api/v1/batches", &json!({ "rows": rows })).await;
        assert_eq!(taken.status, StatusCode::ACCEPTED, "{}", taken.text());
        work(&api).await;
        let path = format!("/api/v1/batches/{}", value(&taken)["id"].as_str().unwrap());
        let stands = value(&api.get(&path).await);
        assert_eq!(stands["state"], "done", "{stands:#}");
        assert_eq!(api.world.app.storage.count("awards").await.unwrap(), 4, "{stands:#}");
        assert!(stands.to_string().contains("not_made"), "{stands:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_place_itself_cannot_be_had_all_rows_wait() {
    for api in Api::in_all_worlds().await {
        let rows: Vec<_> =
            (0..3).map(|n| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org")})).collect();
        let taken = api.post("/api/v1/batches", &json!({ "rows": rows })).await;
        let path = format!("/api/v1/batches/{}", value(&taken)["id"].as_str().unwrap());
        let storage = &api.world.app.storage;
        let settings = storage.read().await.unwrap().place(api.place).await.unwrap().unwrap().settings;
        let put = async |settings: &str| {
            let mut change = storage.write().await.unwrap();
            change.touch(api.place).await.unwrap();
            change.put_settings(api.place, settings).await.unwrap();
            change.save().await.unwrap();
        };
        put("this is no place").await;
        work(&api).await;
        assert_eq!(storage.count("awards").await.unwrap(), 0);
        put(&settings).await;
        api.world.wait(3600);
        work(&api).await;
        let stands = value(&api.get(&path).await);
        assert_eq!(stands["state"], "done", "{stands:#}");
        assert_eq!(storage.count("awards").await.unwrap(), 3, "{stands:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_award_takes_few_trips_to_the_database() {
    let api = Api::new().await;
    let wish = |n: usize| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org"), "name": format!("Camille {n}")});
    // The first one of an achievement changes what the place shows; the second reads it again.
    for n in 0..3 {
        assert_eq!(api.post("/api/v1/awards", &wish(n)).await.status, StatusCode::CREATED);
    }
    let before = api.world.app.storage.trips();
    assert_eq!(api.post("/api/v1/awards", &wish(3)).await.status, StatusCode::CREATED);
    let took = api.world.app.storage.trips() - before;
    // With its beginning, its end and a letter.
    assert!(took <= 4, "{took}");
}

/// A change that is just being saved is not cut short, and so nobody is told that it was not made.
#[tokio::test(flavor = "multi_thread")]
async fn an_award_is_made_whoever_is_gone_meanwhile() {
    for api in Api::in_all_worlds().await {
        let app = api.world.app.clone();
        let wish = AwardWish {
            achievement: "decoupe-laser".to_owned(),
            to: Some("camille@example.org".to_owned()),
            ..AwardWish::default()
        };
        let order = wish.understood(None, (&app.words, Lang::Fr), app.now()).unwrap();
        let (here, goes_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let also = also({
            let (here, goes_on) = (Arc::clone(&here), Arc::clone(&goes_on));
            move |_, _| {
                let (here, goes_on) = (Arc::clone(&here), Arc::clone(&goes_on));
                Box::pin(async move {
                    here.notify_one();
                    goes_on.notified().await;
                    Ok(())
                })
            }
        });
        let asked = tokio::spawn({
            let (app, place) = (app.clone(), api.place);
            async move { award(&app, place, None, &Arc::from([order]), Some(Arc::new(also))).await.is_ok() }
        });
        here.notified().await;
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        goes_on.notify_one();
        // Whoever made it has given back the seat.
        let seats = app.work.makers.acquire_many(u32::try_from(MAKERS).unwrap()).await.unwrap();
        drop(seats);
        assert_eq!(app.storage.count("awards").await.unwrap(), 1);
    }
}

/// Entries are drawn without asking for each whether it is free, as long as few are taken; others may have taken them meanwhile.
#[tokio::test]
async fn a_status_list_that_others_filled_holds_up_no_award() {
    let api = Api::new().await;
    let wish = |n: usize| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org"), "name": format!("Camille {n}")});
    assert_eq!(api.post("/api/v1/awards", &wish(0)).await.status, StatusCode::CREATED);
    let others = "WITH RECURSIVE all_of_them (entry) AS (SELECT 0 UNION ALL SELECT entry + 1 FROM all_of_them WHERE entry < 131071) \
                  INSERT INTO spots (place, list, entry, subject) SELECT (SELECT MAX(id) FROM places), 1, entry, 'other' \
                  FROM all_of_them WHERE true ON CONFLICT DO NOTHING";
    api.world.app.storage.execute(others).await.unwrap();
    assert_eq!(api.world.app.storage.count("spots").await.unwrap(), 131_072);
    for n in 1..3 {
        assert_eq!(api.post("/api/v1/awards", &wish(n)).await.status, StatusCode::CREATED);
    }
    assert_eq!(api.world.app.storage.count("spots").await.unwrap(), 131_074);
}

/// Who is woken asks the database whether there is something to do: an award wakes those for whom there is.
#[tokio::test]
async fn an_award_wakes_nobody_who_has_nothing_to_do() {
    let api = Api::new().await;
    let award = async |to: serde_json::Value| {
        let wish = json!({"achievement": "decoupe-laser", "to": to, "name": "Camille"});
        assert_eq!(api.post("/api/v1/awards", &wish).await.status, StatusCode::CREATED);
    };
    let work = &api.world.app.work;
    let woken = async || {
        let of = async |notify: &tokio::sync::Notify| timeout(Duration::ZERO, notify.notified()).await.is_ok();
        (of(&work.wake_letters).await, of(&work.wake_outside).await, of(&work.wake).await)
    };
    woken().await;
    award(json!("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")).await;
    assert_eq!(woken().await, (false, false, false), "nobody can be written to");
    award(json!("camille@example.org")).await;
    assert_eq!(woken().await, (true, false, false));
    let hook = json!({"url": "https://example.org/hook"});
    assert_eq!(api.post("/api/v1/webhooks", &hook).await.status, StatusCode::CREATED);
    woken().await;
    award(json!("sacha@example.org")).await;
    assert_eq!(woken().await, (true, true, false));
}
