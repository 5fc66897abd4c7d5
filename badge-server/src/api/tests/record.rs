//! What programs do is in the place's record, under the name of the token that did it.

use axum::http::StatusCode;
use serde_json::json;

use super::{Api, value};
use crate::app::Actor;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_token_does_is_recorded_under_its_name() {
    for api in Api::in_all_worlds().await {
        let wish = json!({"achievement": "decoupe-laser", "to": "tom@example.org", "name": "Tom"});
        let id = value(&api.post("/api/v1/awards", &wish).await)["id"].as_str().unwrap().to_owned();
        let rows = json!({"rows": [{"achievement": "decoupe-laser", "to": "lea@example.org", "name": "Lea"}]});
        assert_eq!(api.post("/api/v1/batches", &rows).await.status, StatusCode::ACCEPTED);
        api.world.work().await;
        let why = json!({"reason": "erreur de saisie"});
        api.post(&format!("/api/v1/awards/{id}/revoke"), &why).await;
        let hook = value(&api.post("/api/v1/webhooks", &json!({"url": "https://tools.example.org/hook"})).await);
        let end = format!("/api/v1/webhooks/{}/end", hook["id"].as_str().unwrap());
        assert_eq!(api.post(&end, &json!({})).await.status, StatusCode::OK);
        assert_eq!(api.post(&end, &json!({})).await.status, StatusCode::OK, "over already: nothing is recorded");
        assert_eq!(api.post("/api/v1/people/erase", &json!({"to": "tom@example.org"})).await.status, StatusCode::OK);
        let nobody = api.post("/api/v1/people/erase", &json!({"to": "nobody@example.org"})).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
        let (acts, _) = crate::app::acts::page(&api.world.app, api.place, None).await.unwrap();
        let told: Vec<&str> = acts.iter().rev().map(|act| act.act.as_str()).collect();
        let all = ["published", "awarded", "batch", "awarded", "revoked", "hook-made", "hook-ended", "erased"];
        assert_eq!(told, all);
        for act in &acts {
            assert!(matches!(act.by, Actor::Program(_)) && act.name.as_deref() == Some("essais"), "{act:?}");
        }
        let erased = acts.iter().find(|act| act.act == "erased").unwrap();
        assert_eq!(erased.subject, None, "that somebody was, and not who");
    }
}
