//! What it takes to be answered, and the document that says so.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::{Api, described, place, value};
use crate::app::tokens::{self, Scope};

/// Every operation of the document that needs a token, with a path that could be.
fn guarded() -> Vec<(Method, String, String)> {
    let document = described();
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let Some(scope) = operation["security"][0]["token"][0].as_str() else {
                // Whoever forgets to say what an address takes is told here.
                assert_eq!(path, "/api/v1/verify", "it is open to everybody");
                continue;
            };
            let path = path.replace("{slug}", "decoupe-laser");
            let path: String = path
                .split('/')
                .map(|part| if part.starts_with('{') { "00" } else { part })
                .collect::<Vec<_>>()
                .join("/");
            all.push((method.to_uppercase().parse().unwrap(), path, scope.to_owned()));
        }
    }
    assert!(all.len() >= 9, "{all:?}");
    all
}

#[tokio::test]
async fn every_address_wants_a_token_for_just_this() {
    let api = Api::new().await;
    for (method, path, scope) in guarded() {
        for header in ["", "Bearer", "Bearer badge_wrong", "Basic YTpi"] {
            let answer = api.ask(method.clone(), &path, "{}", &[("authorization", header)]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path} {header}");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        for known in Scope::ALL {
            let token = tokens::make(&api.world.app, api.place, "", &[known]).await.unwrap().secret;
            let answer = api.ask(method.clone(), &path, "{}", &[("authorization", &format!("Bearer {token}"))]).await;
            let refused = answer.status == StatusCode::FORBIDDEN;
            let good = known.as_str() == scope || known == Scope::Admin;
            assert_eq!(refused, !good, "{method} {path} with {}", known.as_str());
        }
    }
}

#[tokio::test]
async fn a_token_opens_its_own_place_until_it_is_ended() {
    let api = Api::new().await;
    let award = value(&api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "card": true})).await);
    let second = place(&api.world, "autre.example.org").await;
    let other = tokens::make(&api.world.app, second, "", &[Scope::Admin]).await.unwrap();
    let header = format!("Bearer {}", other.secret);
    let path = format!("/api/v1/awards/{}", award["id"].as_str().unwrap());
    assert_eq!(api.ask(Method::GET, &path, "", &[("authorization", &header)]).await.status, StatusCode::NOT_FOUND);
    let revoke = format!("{path}/revoke");
    assert_eq!(api.ask(Method::POST, &revoke, "", &[("authorization", &header)]).await.status, StatusCode::NOT_FOUND);
    assert!(!tokens::end(&api.world.app, api.place, &other.id).await.unwrap(), "that of another place");
    assert!(tokens::end(&api.world.app, second, &other.id).await.unwrap());
    let after = api.ask(Method::GET, "/api/v1/awards", "", &[("authorization", &header)]).await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
    // The secret is nowhere in the database.
    let bytes = std::fs::read(api.world.app.config.data.join("badge.sqlite")).unwrap();
    assert!(!bytes.windows(other.secret.len()).any(|window| window == other.secret.as_bytes()));
}

#[tokio::test]
async fn the_document_is_whole_and_shown_without_anything_from_elsewhere() {
    let api = Api::new().await;
    let answer = api.get("/api/v1/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    assert!(value(&answer)["openapi"].as_str().unwrap().starts_with("3.1"));
    let page = api.get("/api/v1/").await;
    let text = page.text();
    assert_eq!(page.status, StatusCode::OK);
    assert!(text.contains("POST /api/v1/awards") && !text.contains("<script") && !text.contains("https://unpkg"));
    let document = value(&answer);
    // What is asked for behind the path is not told as a part of it.
    let mut queries = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let all = operations.as_object().unwrap().values().filter_map(|one| one["parameters"].as_array()).flatten();
        for parameter in all {
            let name = parameter["name"].as_str().unwrap();
            assert_eq!(parameter["in"] == "path", path.contains(&format!("{{{name}}}")), "{path}: {parameter}");
            assert!(parameter["in"] != "query" || parameter["required"] != true, "{path}: {parameter}");
            queries += usize::from(parameter["in"] == "query");
        }
    }
    assert!(queries > 10, "{queries}");
    // Every reference leads somewhere.
    for part in answer.text().split("\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(!document["components"]["schemas"][name].is_null(), "{name}");
    }
}

#[tokio::test]
async fn whoever_only_reads_is_answered_when_nothing_can_be_written() {
    let api = Api::new().await;
    let storage = &api.world.app.storage;
    let full = "CREATE TRIGGER full_disk BEFORE UPDATE ON tokens BEGIN SELECT RAISE(ABORT, 'full'); END";
    storage.execute(full).await.unwrap();
    api.world.wait(3600);
    assert_eq!(api.get("/api/v1/awards").await.status, StatusCode::OK);
    storage.execute("DROP TRIGGER full_disk").await.unwrap();
    assert_eq!(api.get("/api/v1/awards").await.status, StatusCode::OK);
    assert_eq!(storage.count("tokens WHERE used IS NOT NULL").await.unwrap(), 1);
}
