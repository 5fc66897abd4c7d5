//! Achievements by the API: drafts, and changes that name what they began from.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Api, value};
use crate::app::tokens::{self, Scope};

const ONE: &str = "/api/v1/achievements/decoupe-laser";

fn wish(name: &str) -> Value {
    json!({"fr": {"name": name, "description": "Sait découper.", "criteria": "Découper une boîte."}})
}

async fn put(api: &Api, body: &Value, tag: &str) -> crate::testing::Answered {
    let headers: &[(&str, &str)] = if tag.is_empty() { &[] } else { &[("if-match", tag)] };
    api.ask(Method::PUT, ONE, &body.to_string(), headers).await
}

#[tokio::test]
async fn an_achievement_is_changed_by_who_knows_what_is_there() {
    for api in Api::in_all_worlds().await {
        let first = api.get(ONE).await;
        let tag = first.header("etag").to_owned();
        assert_eq!((first.status, value(&first)["stage"].as_str()), (StatusCode::OK, Some("published")));
        assert_eq!(
            put(&api, &wish("Laser"), "").await.status,
            StatusCode::BAD_REQUEST,
            "what it began from is not said"
        );
        let done = put(&api, &wish("Laser"), &tag).await;
        assert_eq!((done.status, value(&done)["fr"]["name"].as_str()), (StatusCode::OK, Some("Laser")));
        assert!(done.header("etag").starts_with('"') && done.header("etag") != tag);
        let late = put(&api, &wish("Autre"), &tag).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{}", late.text());
        assert_eq!(value(&late)["type"], "urn:badge-server:problem:changed");
        assert_eq!(value(&api.get(ONE).await)["fr"]["name"], "Laser");
        assert_eq!(put(&api, &wish("Tout"), "*").await.status, StatusCode::OK);
        let missing =
            api.ask(Method::PUT, "/api/v1/achievements/nope", &wish("A").to_string(), &[("if-match", "*")]).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        let hidden = put(&api, &wish("a\u{202e}b"), "*").await;
        assert_eq!(
            (hidden.status, value(&hidden)["problems"][0]["field"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("fr.name"))
        );
        let empty = put(&api, &json!({"fr": {"name": "A", "description": "", "criteria": ""}}), "*").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(value(&api.get(ONE).await)["fr"]["name"], "Tout");
    }
}

#[tokio::test]
async fn a_draft_is_seen_by_the_team_alone_until_it_is_published() {
    for api in Api::in_all_worlds().await {
        let mut draft = wish("Laser");
        draft["draft"] = json!(true);
        draft["fr"]["criteria"] = json!("");
        let kept = put(&api, &draft, "*").await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
        let told = value(&kept);
        assert_eq!((told["stage"].as_str(), told["fr"]["name"].as_str()), (Some("changing"), Some("Laser")));
        assert_eq!((&told["ready"], told["problems"].as_array().unwrap().len()), (&json!(false), 1), "{told}");
        assert_eq!(value(&api.get(ONE).await)["fr"]["name"], "Découpe laser", "what is published stays");
        let seen = api.get(ONE).await;
        let over = put(&api, &wish("Découpe"), seen.header("etag")).await;
        assert_eq!(over.status, StatusCode::PRECONDITION_FAILED, "a draft that was not seen: {}", over.text());
        let reader = tokens::make(&api.world.app, api.place, "", &[Scope::Read]).await.unwrap().secret;
        let bearer = format!("Bearer {reader}");
        let path = format!("{ONE}?draft=true");
        let refused = api.ask(Method::GET, &path, "", &[("authorization", &bearer)]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let read = api.get(&path).await;
        assert_eq!(value(&read)["fr"]["name"], "Laser");
        let done = put(&api, &wish("Laser"), read.header("etag")).await;
        assert_eq!((done.status, value(&done)["stage"].as_str()), (StatusCode::OK, Some("published")));

        let new =
            json!({"slug": "soudure", "draft": true, "fr": {"name": "Soudure", "description": "", "criteria": ""}});
        assert_eq!(api.post("/api/v1/achievements", &new).await.status, StatusCode::CREATED);
        assert_eq!(api.post("/api/v1/achievements", &new).await.status, StatusCode::CONFLICT);
        assert_eq!(api.get("/api/v1/achievements/soudure").await.status, StatusCode::NOT_FOUND, "nothing is published");
        let picture = "/api/v1/achievements/soudure/picture";
        assert_eq!(api.get(picture).await.status, StatusCode::NOT_FOUND);
        let drawn = api.get(&format!("{picture}?draft=true")).await;
        let draft = api.get("/api/v1/achievements/soudure?draft=true").await;
        assert_eq!((drawn.status, drawn.header("etag")), (StatusCode::OK, draft.header("etag")));
        let headers = [("authorization", bearer.as_str())];
        let refused = api.ask(Method::GET, &format!("{picture}?draft=true"), "", &headers).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "drafts are for tokens with the scope admin");
        assert_eq!(value(&api.get("/api/v1/achievements").await)["achievements"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn awards_are_found_by_a_part_of_a_name() {
    for api in Api::in_all_worlds().await {
        for (to, name) in [("lea@example.org", "Léa Martin"), ("noe@example.org", "Noé Petit")] {
            let wish = json!({"achievement": "decoupe-laser", "to": to, "name": name});
            assert_eq!(api.post("/api/v1/awards", &wish).await.status, StatusCode::CREATED);
        }
        for (query, names) in [
            ("name=mart", vec!["Léa Martin"]),
            ("name=LEA", vec!["Léa Martin"]),
            ("name=petit&to=noe@example.org", vec!["Noé Petit"]),
            ("name=petit&to=lea@example.org", vec![]),
            ("name=personne", vec![]),
            ("name=%20", vec!["Noé Petit", "Léa Martin"]),
        ] {
            let found = value(&api.get(&format!("/api/v1/awards?{query}")).await);
            let found: Vec<_> =
                found["awards"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
            assert_eq!(found, names, "{query}");
        }
    }
}

#[tokio::test]
async fn a_name_in_another_script_gets_a_short_name() {
    let api = Api::new().await;
    for (name, slug) in [("الطباعة", "badge"), ("日本語", "badge-2")] {
        let made = api.post("/api/v1/achievements", &wish(name)).await;
        assert_eq!((made.status, value(&made)["slug"].as_str()), (StatusCode::CREATED, Some(slug)), "{}", made.text());
        let again = api.post("/api/v1/achievements", &wish(name)).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "sent twice, it is one: {}", again.text());
    }
    assert_eq!(api.post("/api/v1/achievements", &wish(" ")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Red, and nothing else.
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><rect width=\"10\" height=\"10\" fill=\"#c00\"/></svg>";

#[tokio::test]
async fn a_picture_is_read_and_brought_under_the_same_checks_as_a_logo() {
    const PICTURE: &str = "/api/v1/achievements/decoupe-laser/picture";
    for api in Api::in_all_worlds().await {
        let bring = async |bytes: &str, tag: &str| {
            let headers: &[(&str, &str)] = &[("if-match", tag), ("content-type", "image/svg+xml")];
            api.ask(Method::PUT, PICTURE, bytes, headers).await
        };
        let drawn = api.get(PICTURE).await;
        assert_eq!((drawn.status, drawn.header("content-type")), (StatusCode::OK, "image/svg+xml"));
        let tag = drawn.header("etag").to_owned();
        assert_eq!(tag, api.get(ONE).await.header("etag"));
        assert_eq!(bring(SVG, "").await.status, StatusCode::BAD_REQUEST, "what it began from is not said");
        assert_eq!(bring(SVG, "\"0123\"").await.status, StatusCode::PRECONDITION_FAILED);
        let script = SVG.replace("<rect", "<script>alert(1)</script><rect");
        for (bytes, code) in [(script.as_str(), "active"), ("rien", "not_a_picture"), ("", "not_a_picture")] {
            let refused = bring(bytes, &tag).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bytes}");
            assert_eq!(value(&refused)["problems"][0]["code"], code, "{bytes}");
        }
        assert_eq!(bring(&"x".repeat(600 << 10), &tag).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(api.get(PICTURE).await.body, drawn.body, "nothing changed");
        let done = bring(SVG, &tag).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        assert_ne!(done.header("etag"), tag);
        let now = api.get(PICTURE).await;
        assert_eq!((now.text().as_str(), now.header("etag")), (SVG, done.header("etag")));
        assert_eq!(bring(SVG, &tag).await.status, StatusCode::PRECONDITION_FAILED, "somebody was faster");
        // The one before goes, the place publishes the new one, and the words stay.
        let blue = SVG.replace("#c00", "#00c");
        assert_eq!(bring(&blue, "*").await.status, StatusCode::OK);
        let files = api.world.app.storage.read().await.unwrap().files(api.place, "achievements/").await.unwrap();
        assert_eq!(files.len(), 1, "{files:?}");
        assert_eq!(value(&api.get(ONE).await)["fr"]["name"], "Découpe laser");
        // A file that somebody wrote by hand, and that does not read, is told.
        let slug = badge_core::place::Slug::parse("decoupe-laser").unwrap();
        let mut work = api.world.app.storage.write().await.unwrap();
        work.touch(api.place).await.unwrap();
        work.put_achievement(api.place, &slug, "[fr]\nname = 7\n").await.unwrap();
        work.save().await.unwrap();
        let unread = bring(SVG, "*").await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unread.text());
        let gone = "/api/v1/achievements/nope/picture";
        assert_eq!(api.get(gone).await.status, StatusCode::NOT_FOUND);
        assert_eq!(api.ask(Method::PUT, gone, SVG, &[("if-match", "*")]).await.status, StatusCode::NOT_FOUND);
    }
}
