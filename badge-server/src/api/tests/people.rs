//! What is held on somebody.

use axum::http::StatusCode;
use serde_json::json;

use super::{Api, HOST, value};

// D-05, D-11
#[tokio::test(flavor = "multi_thread")]
async fn somebody_sees_what_is_held_and_is_forgotten() {
    for api in Api::in_all_worlds().await {
        let wish = json!({"achievement": "decoupe-laser", "to": "tom@example.org", "name": "Tom", "minor": true});
        let award = value(&api.post("/api/v1/awards", &wish).await);
        assert_eq!((&award["state"], award.get("page")), (&json!("waiting"), None), "nothing of a minor goes out");
        let page = api.published(&format!("https://{HOST}/b/{}/", award["id"].as_str().unwrap()), "text/html").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let held = value(&api.post("/api/v1/people/export", &json!({"to": "TOM@example.org"})).await);
        assert_eq!((&held["name"], &held["minor"]), (&json!("Tom"), &json!(true)));
        assert!(held["awards"][0]["documents"][0]["text"].as_str().unwrap().contains("OpenBadgeCredential"));
        let erased = api.post("/api/v1/people/erase", &json!({"to": "tom@example.org"})).await;
        assert_eq!(value(&erased)["awards"], json!([award["id"]]));
        assert_eq!(
            api.post("/api/v1/people/export", &json!({"to": "tom@example.org"})).await.status,
            StatusCode::NOT_FOUND
        );
        let left = value(&api.get(&format!("/api/v1/awards/{}", award["id"].as_str().unwrap())).await);
        assert_eq!((&left["state"], left.get("name")), (&json!("erased"), None));
        let data = &api.world.app.config.data;
        assert!(!holds(&data.join("objects"), b"tom@example.org"));
    }
}

fn holds(folder: &std::path::Path, text: &[u8]) -> bool {
    std::fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, text);
        }
        std::fs::read(&path).unwrap().windows(text.len()).any(|window| window == text)
    })
}
