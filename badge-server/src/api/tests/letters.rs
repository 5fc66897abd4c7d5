//! What awarding by a program tells: the person in a letter, the team in the record of acts.

use axum::http::StatusCode;
use serde_json::json;

use super::{Api, value, work};
use crate::storage::Actor;

async fn written_to(api: &Api) -> Vec<String> {
    let mut all: Vec<String> = api.world.mail().await.into_iter().map(|letter| letter.to).collect();
    all.sort();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_s_awards_are_written_about_once_and_in_the_record() {
    for api in Api::in_all_worlds().await {
        let wish = |to: &str| json!({"achievement": "decoupe-laser", "to": to});
        for status in [StatusCode::CREATED, StatusCode::OK] {
            assert_eq!(api.post("/api/v1/awards", &wish("lea@example.org")).await.status, status);
        }
        let mut silent = wish("tom@example.org");
        silent["letter"] = json!(false);
        assert_eq!(api.post("/api/v1/awards", &silent).await.status, StatusCode::CREATED);
        let mut minor = wish("zoe@example.org");
        minor["minor"] = json!(true);
        assert_eq!(api.post("/api/v1/awards", &minor).await.status, StatusCode::CREATED);
        assert_eq!(api.post("/api/v1/awards", &wish("did:example:ada")).await.status, StatusCode::CREATED);
        let rows = json!({"rows": [wish("max@example.org"), wish("lea@example.org"), minor, silent]});
        assert_eq!(api.post("/api/v1/batches", &rows).await.status, StatusCode::ACCEPTED);
        work(&api).await;
        assert_eq!(written_to(&api).await, ["lea@example.org", "max@example.org"]);
        let award = value(&api.post("/api/v1/awards", &wish("max@example.org")).await)["id"].clone();
        let revoke = format!("/api/v1/awards/{}/revoke", award.as_str().unwrap());
        assert_eq!(api.post(&revoke, &json!({"reason": "par erreur"})).await.status, StatusCode::OK);
        let acts = api.world.app.storage.read().await.unwrap().acts(api.place, i64::MAX, 50).await.unwrap();
        let told: Vec<_> = acts.iter().map(|act| (act.act.as_str(), act.name.as_deref())).collect();
        assert_eq!(told[0], ("revoked", Some("essais")));
        assert_eq!(told.iter().filter(|act| **act == ("awarded", Some("essais"))).count(), 5, "{told:?}");
        assert!(acts.iter().all(|act| matches!(act.by, Actor::Program(_))));
    }
}

// D-05
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_not_awarded_by_a_batch_that_waits() {
    for api in Api::in_all_worlds().await {
        let wish = |to: &str, name: &str| json!({"achievement": "decoupe-laser", "to": to, "name": name, "ref": name});
        api.post("/api/v1/awards", &wish("tom@example.org", "Tom Exemple")).await;
        let rows =
            [wish("TOM@example.org ", "Tom Exemple"), wish("eve@example.org", "Ève"), wish("max@example.org", "Max")];
        let batch = value(&api.post("/api/v1/batches", &json!({"rows": rows})).await)["id"].clone();
        let other = json!({"rows": [wish("tom@example.org", "Un autre nom")]});
        let other = value(&api.post("/api/v1/batches", &other).await)["id"].clone();
        // The second one finds another name, and says which is known.
        api.world.letters.away(true);
        let erase = async |to: &str| api.post("/api/v1/people/erase", &json!({"to": to})).await;
        assert_eq!(erase("tom@example.org").await.status, StatusCode::OK);
        assert_eq!(value(&erase("eve@example.org").await)["awards"], json!([]), "known from a row alone");
        assert_eq!(erase("eve@example.org").await.status, StatusCode::NOT_FOUND);
        work(&api).await;
        let told = value(&api.get(&format!("/api/v1/batches/{}", batch.as_str().unwrap())).await);
        let states: Vec<_> = told["rows"].as_array().unwrap().iter().map(|row| row["state"].clone()).collect();
        assert_eq!(states, ["problem", "problem", "awarded"]);
        assert_eq!(told["rows"][0]["problems"][0]["code"], "erased");
        assert!(told["rows"][0].get("ref").is_none() && told["rows"][1].get("ref").is_none(), "{told:#}");
        let told = value(&api.get(&format!("/api/v1/batches/{}", other.as_str().unwrap())).await);
        assert_eq!(told["rows"][0]["state"], "problem");
        assert!(!told.to_string().contains("Tom") && !told.to_string().contains("nom"), "{told:#}");
        api.world.letters.away(false);
        api.world.wait(600);
        assert_eq!(written_to(&api).await, ["max@example.org"], "the letter that waited went with them");
    }
}
