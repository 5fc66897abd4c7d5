//! One award: made, published, verified, taken back, found again.

use axum::http::{Method, StatusCode};
use badge_core::container::open;
use badge_core::limits::Limits;
use serde_json::{Value, json};

use super::{Api, HOST, together, value};
use crate::testing::Answered;

#[tokio::test(flavor = "multi_thread")]
async fn a_badge_is_awarded_published_verified_and_taken_back() {
    for api in Api::in_all_worlds().await {
        let wish = json!({"achievement": "decoupe-laser", "to": "Lea@Example.org", "name": "Léa Martin",
            "date": "2026-03-01", "narrative": "Une boîte.", "evidence": [{"url": "https://example.org/boite"}],
            "where": "Le Dôme;49.18,-0.35", "ref": "17"});
        let answer = api.post("/api/v1/awards", &wish).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let award = value(&answer);
        assert_eq!((&award["state"], &award["to"]), (&json!("valid"), &json!("lea@example.org")));
        assert_eq!((&award["ref"], &award["already"]), (&json!("17"), &json!(false)));

        // The pages, the credential and the baked picture are there at once, and the picture verifies.
        let page = api.published(award["page"].as_str().unwrap(), "text/html").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Découpe laser"));
        let signed = api.published(award["credentials"][0]["url"].as_str().unwrap(), "*/*").await;
        assert_eq!(signed.status, StatusCode::OK);
        assert!(!signed.text().contains("lea@example.org"), "only the hash of the address is in it");
        let picture = api.published(award["picture"].as_str().unwrap(), "*/*").await;
        assert_eq!(picture.status, StatusCode::OK);
        assert_eq!(open(&picture.body, &Limits::default()).found.len(), 1, "the badge is in the picture");
        let list = api.published(&format!("https://{HOST}/status/1.json"), "*/*").await;
        assert_eq!(list.status, StatusCode::OK);

        // The core's key: place, person, achievement, day.
        let again = api.post("/api/v1/awards", &wish).await;
        assert_eq!((again.status, &value(&again)["id"]), (StatusCode::OK, &award["id"]));
        assert_eq!(value(&again)["already"], true);
        let mut once_more = wish.clone();
        once_more["again"] = json!(true);
        let another = api.post("/api/v1/awards", &once_more).await;
        assert_eq!(another.status, StatusCode::CREATED, "{}", another.text());
        assert_ne!(value(&another)["id"], award["id"]);
        let other_day = json!({"achievement": "decoupe-laser", "to": "lea@example.org", "date": "2026-03-02"});
        assert_eq!(api.post("/api/v1/awards", &other_day).await.status, StatusCode::CREATED);

        let path = format!("/api/v1/awards/{}", award["id"].as_str().unwrap());
        let named = api.post(&format!("{path}/revoke"), &json!({"reason": "Léa a triché"})).await;
        assert_eq!(value(&named)["problems"][0]["code"], "reason_names_somebody");
        let revoked = api.post(&format!("{path}/revoke"), &json!({"reason": "double"})).await;
        assert_eq!((revoked.status, &value(&revoked)["state"]), (StatusCode::OK, &json!("revoked")));
        let changed = api.published(&format!("https://{HOST}/status/1.json"), "*/*").await;
        assert_ne!(changed.body, list.body, "the status list follows at once");
        let twice = api.post(&format!("{path}/revoke"), &json!({})).await;
        assert_eq!(value(&twice)["already"], true);
        let back = api.post(&format!("{path}/reinstate"), &json!({})).await;
        assert_eq!((back.status, &value(&back)["state"]), (StatusCode::OK, &json!("valid")));
        assert_eq!(value(&api.get(&path).await)["state"], "valid");
    }
}

#[tokio::test]
async fn what_is_wrong_is_named_member_by_member() {
    let api = Api::new().await;
    for (wish, codes) in [
        (json!({"achievement": "nichts", "to": "a@example.org"}), vec!["unknown_achievement"]),
        (json!({"achievement": "decoupe-laser", "to": "a@b"}), vec!["not_an_email"]),
        (json!({"achievement": "decoupe-laser", "to": "did:"}), vec!["not_a_did"]),
        (json!({"achievement": "decoupe-laser"}), vec!["no_recipient"]),
        (
            json!({"achievement": "decoupe-laser", "to": "a@example.org", "card": true, "date": "demain",
                "language": "xx", "format": ["ob9"], "where": ";", "evidence": [{}], "consent": "oui"}),
            vec![
                "to_and_card",
                "not_a_date",
                "not_a_location",
                "not_evidence",
                "not_a_language",
                "not_a_format",
                "not_consent",
            ],
        ),
        (
            json!({"achievement": "decoupe-laser", "to": "a@example.org", "date": "2026-03-02", "expires": "2026-03-01"}),
            vec!["ends_before_it_begins"],
        ),
        (json!({"achievement": "decoupe-laser", "to": "a@example.org", "date": "2999-01-01"}), vec!["not_a_date"]),
        (
            json!({"achievement": "decoupe-laser", "to": "a@example.org", "format": ["ob2-signed"]}),
            vec!["ob2_without_key"],
        ),
    ] {
        let answer = api.post("/api/v1/awards", &wish).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wish} {}", answer.text());
        let told = value(&answer);
        let told: Vec<&str> =
            told["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect();
        assert_eq!(told, codes, "{wish}");
    }
    for body in ["", "{", "[]", r#"{"achievement":"decoupe-laser","to":"a@example.org","too":1}"#] {
        let answer = api.ask(Method::POST, "/api/v1/awards", body, &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(value(&answer)["type"], "urn:badge-server:problem:refused");
    }
    assert_eq!(value(&api.get("/api/v1/awards").await)["awards"], json!([]), "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_has_the_same_answer() {
    for api in Api::in_all_worlds().await {
        let card = json!({"achievement": "decoupe-laser", "card": true}).to_string();
        let post = |key: &'static str, body: String| {
            let api = &api;
            async move { api.ask(Method::POST, "/api/v1/awards", &body, &[("idempotency-key", key)]).await }
        };
        let first = post("a", card.clone()).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        let second = post("a", card.clone()).await;
        assert_eq!((second.status, &second.body), (first.status, &first.body));
        assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), ("", "true"));
        let other = post("a", json!({"achievement": "decoupe-laser", "to": "a@example.org"}).to_string()).await;
        assert_eq!(value(&other)["type"], "urn:badge-server:problem:key-reused");
        assert_ne!(post("b", card.clone()).await.body, first.body);
        // Many at once, under one key: one is made.
        let many: Vec<_> = (0..8).map(|_| post("c", card.clone())).collect();
        let mut bodies = Vec::new();
        for answer in together(many).await {
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
            bodies.push(answer.body);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1);
        let all = value(&api.get("/api/v1/awards").await);
        assert_eq!(all["awards"].as_array().unwrap().len(), 3);
    }
}

// D-06: however many ask at once, one award is made, one person, and every entry of the status list is somebody's alone.
#[tokio::test(flavor = "multi_thread")]
async fn who_asks_at_the_same_time_gets_one_award() {
    for api in Api::in_all_worlds().await {
        let wish = json!({"achievement": "decoupe-laser", "to": "lea@example.org", "date": "2026-03-01"});
        let answers = together((0..6).map(|_| api.post("/api/v1/awards", &wish)).collect::<Vec<_>>()).await;
        let made = answers.iter().filter(|a| a.status == StatusCode::CREATED).count();
        assert!(answers.iter().all(|a| a.status.is_success()) && made == 1, "{made}");
        let wishes: Vec<Value> =
            (0..6).map(|n| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org")})).collect();
        for answer in together(wishes.iter().map(|wish| api.post("/api/v1/awards", wish)).collect::<Vec<_>>()).await {
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        }
        assert_eq!(value(&api.get("/api/v1/awards").await)["awards"].as_array().unwrap().len(), 7);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn awards_are_found_a_page_at_a_time() {
    for api in Api::in_all_worlds().await {
        for n in 1..=5 {
            let wish = json!({"achievement": "decoupe-laser", "to": format!("p{}@example.org", n % 2), "date": format!("2026-02-0{n}")});
            assert_eq!(api.post("/api/v1/awards", &wish).await.status, StatusCode::CREATED);
        }
        let days = |answer: &Answered| -> Vec<String> {
            let all = value(answer);
            all["awards"].as_array().unwrap().iter().map(|a| a["date"].as_str().unwrap()[8..10].to_owned()).collect()
        };
        let first = api.get("/api/v1/awards?limit=2").await;
        assert_eq!(days(&first), ["05", "04"]);
        let next = value(&first)["next"].as_i64().unwrap();
        let rest = api.get(&format!("/api/v1/awards?limit=3&before={next}")).await;
        assert_eq!((days(&rest), value(&rest)["next"].is_null()), (vec!["03".into(), "02".into(), "01".into()], true));
        assert_eq!(days(&api.get("/api/v1/awards?to=P0@example.org").await), ["04", "02"]);
        assert_eq!(days(&api.get("/api/v1/awards?since=2026-02-02&until=2026-02-03").await), ["03", "02"]);
        for (query, field) in [("since=hier", "since"), ("until=01/11/2026", "until"), ("until=2026-99-99", "until")] {
            let refused = api.get(&format!("/api/v1/awards?{query}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(refused.text().contains("not_a_date") && refused.text().contains(field), "{}", refused.text());
        }
        assert_eq!(days(&api.get("/api/v1/awards?to=nobody@example.org").await), [""; 0]);
        assert_eq!(days(&api.get("/api/v1/awards?achievement=other").await), [""; 0]);
        assert_eq!(api.get("/api/v1/awards?who=x").await.status, StatusCode::BAD_REQUEST);
    }
}

// What is written of somebody stands in lists, letters and badges of others.
#[tokio::test]
async fn texts_have_bounds_and_no_hidden_signs() {
    for api in Api::in_all_worlds().await {
        let wish =
            |member: &str, text: &str| json!({"achievement": "decoupe-laser", "to": "a@example.org", member: text});
        let long = "a".repeat(200_000);
        for (member, text, code) in [
            ("name", long.as_str(), "too_long"),
            ("narrative", &long, "too_long"),
            ("name", "a\u{202e}b", "hidden_signs"),
            ("name", "a\u{1}b", "hidden_signs"),
            ("narrative", "a\u{8}b", "hidden_signs"),
        ] {
            let refused = api.post("/api/v1/awards", &wish(member, text)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{member}");
            assert_eq!(value(&refused)["problems"][0]["code"], code, "{member}");
        }
        // PostgreSQL takes no text with it, wherever it stands.
        for path in ["/api/v1/awards?to=%00", "/api/v1/awards?achievement=a%00", "/api/v1/batches/%00"] {
            assert_eq!(api.get(path).await.status, StatusCode::BAD_REQUEST, "{path}");
        }
        for (path, body) in
            [("/api/v1/people/erase", json!({"to": "a\0@x.fr"})), ("/api/v1/awards", wish("name", "\0"))]
        {
            assert_eq!(api.post(path, &body).await.status, StatusCode::BAD_REQUEST, "{path}");
        }
    }
}

// D-02
#[tokio::test]
async fn a_badge_of_the_older_version_alone_is_found_by_programs_too() {
    let api = Api::new().await;
    let wish = json!({"achievement": "decoupe-laser", "to": "lea@example.org", "format": ["ob2-hosted"]});
    let made = value(&api.post("/api/v1/awards", &wish).await);
    let page = made["page"].as_str().unwrap();
    for accept in ["application/json", "application/ld+json"] {
        let found = api.published(page, accept).await;
        assert_eq!((found.status, value(&found)["type"].as_str()), (StatusCode::OK, Some("Assertion")), "{accept}");
    }
    let path = format!("/api/v1/awards/{}/revoke", made["id"].as_str().unwrap());
    assert_eq!(api.post(&path, &json!({"reason": "double"})).await.status, StatusCode::OK);
    let gone = api.published(page, "application/json").await;
    assert_eq!((gone.status, value(&gone)["revoked"].as_bool()), (StatusCode::GONE, Some(true)));
}
