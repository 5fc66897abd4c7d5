//! What is held on somebody.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use badge_core::language::Lang;
use badge_core::place::people::{Consent, How, Person, Refusal, Removal};
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::{Api, HOST, value};
use crate::endorsement_tests::endorsement;

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

/// Somebody of whom all is known that can be. Whoever adds a member to one of the two adds it here.
fn known_whole(award: Token) -> Person {
    let day = |text: &str| Timestamp::parse(&format!("{text}T00:00:00Z")).unwrap();
    Person {
        name: Some("Tom Exemple".to_owned()),
        also: vec!["Tom Ancien".to_owned()],
        email: Some("tom@example.org".to_owned()),
        did: Some("did:example:tom".to_owned()),
        language: Some(Lang::Fr),
        minor: true,
        presumed: Some(day("2026-02-01")),
        birth_year: Some(2013),
        consent: Some(Consent {
            at: day("2026-02-04"),
            by: "sa mère".to_owned(),
            how: Some(How::Paper),
            for_which: vec![Slug::parse("decoupe-laser").unwrap()],
            withdrawn: Some(day("2026-02-05")),
            recorded: true,
            of_adult: true,
        }),
        removed: BTreeMap::from([(award, Removal { at: day("2026-02-06"), why: Refusal::NotMe })]),
    }
}

// RGPD, articles 15 and 20: what people.json, or the row of people, has of somebody is told as it stands there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_somebody_is_told_as_it_is_kept() {
    for api in Api::in_all_worlds().await {
        let made =
            value(&api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "to": "tom@example.org"})).await);
        let to = json!({"to": "tom@example.org"});
        let export = async || value(&api.post("/api/v1/people/export", &to).await);
        let award = Token::parse(made["id"].as_str().unwrap()).unwrap();
        let id = Token::parse(export().await["ids"][0].as_str().unwrap()).unwrap();
        let mut work = api.world.app.storage.write().await.unwrap();
        let mut people = work.person(api.place, id).await.unwrap();
        people.insert(id, known_whole(award));
        work.put_people(api.place, &people).await.unwrap();
        work.save().await.unwrap();
        let kept: Value = serde_json::from_str(&people.to_json()).unwrap();
        let mut kept = kept["people"][id.to_string()].as_object().unwrap().clone();
        let told = export().await;
        // Told with the award that it is about.
        let removed = kept.remove("removed").unwrap();
        let hidden = &told["awards"][0]["award"]["removed"];
        assert_eq!(hidden["since"], removed[award.to_string()]["at"]);
        assert_eq!(hidden["why"], removed[award.to_string()]["why"]);
        for (member, kept) in &kept {
            assert_eq!(told.get(member), Some(kept), "{member} is not told: {told:#}");
        }
    }
}

// The same of what lies elsewhere than in their entry: letters, pictures, what waits for them.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_somebody_and_what_was_sent_to_them_is_told() {
    for api in Api::in_all_worlds().await {
        let wish = |to: &str| json!({"achievement": "decoupe-laser", "to": to, "date": "2026-01-02"});
        let id = value(&api.post("/api/v1/awards", &wish("tom@example.org")).await)["id"].clone();
        assert_eq!(api.world.mail().await.len(), 1);
        let later = |to: &str| json!({"achievement": "decoupe-laser", "to": to, "date": "2026-01-03", "name": to});
        let rows = json!({"rows": [later("Tom@example.org"), later("zoe@example.org")]});
        assert_eq!(api.post("/api/v1/batches", &rows).await.status, StatusCode::ACCEPTED);
        let told = value(&api.post("/api/v1/people/export", &json!({"to": "tom@example.org"})).await);
        let letter = &told["letters"][0];
        assert_eq!((&letter["kind"], &letter["state"]), (&json!("badge"), &json!("sent")), "{told:#}");
        assert_eq!(letter["awards"], json!([id]));
        let files = told["files"].as_array().unwrap();
        assert!(files.contains(&json!(format!("awards/{}/badge.png", id.as_str().unwrap()))), "{files:?}");
        let waiting = told["waiting"].as_array().unwrap();
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        assert_eq!((&waiting[0]["to"], &waiting[0]["date"]), (&json!("Tom@example.org"), &json!("2026-01-03")));
        // All of it goes with them.
        assert_eq!(api.post("/api/v1/people/erase", &json!({"to": "tom@example.org"})).await.status, StatusCode::OK);
        let left = api.world.app.storage.count("batch_rows WHERE wish LIKE '%Tom@example.org%'").await.unwrap();
        assert_eq!((left, api.world.app.storage.count("letters").await.unwrap()), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_name_somebody_go_with_them_and_no_others() {
    for api in Api::in_all_worlds().await {
        let ask = async |key: &str, wish: &serde_json::Value| {
            let headers = [("idempotency-key", key)];
            api.ask(axum::http::Method::POST, "/api/v1/awards", &wish.to_string(), &headers).await
        };
        let card = json!({"achievement": "decoupe-laser", "card": true});
        let tom = json!({"achievement": "decoupe-laser", "to": "tom_b@example.org", "name": "Tom \"Tomb\" 100 %"});
        let other = json!({"achievement": "decoupe-laser", "to": "tomxb@example.org", "name": "Zoé"});
        let made = value(&ask("card", &card).await)["id"].clone();
        assert_eq!(ask("tom", &tom).await.status, StatusCode::CREATED);
        assert_eq!(ask("other", &other).await.status, StatusCode::CREATED);
        let kept = async || api.world.app.storage.count("answers").await.unwrap();
        assert_eq!(kept().await, 3);
        assert_eq!(api.post("/api/v1/people/erase", &json!({"to": "tom_b@example.org"})).await.status, StatusCode::OK);
        assert_eq!(kept().await, 2);
        assert_eq!(api.world.app.storage.count("answers WHERE body LIKE '%Tomb%'").await.unwrap(), 0);
        let again = ask("card", &card).await;
        assert_eq!((value(&again)["id"].clone(), again.header("idempotency-replayed")), (made, "true"));
        assert_eq!(ask("other", &other).await.header("idempotency-replayed"), "true");
    }
}

// D-11
#[tokio::test(flavor = "multi_thread")]
async fn consent_is_recorded_and_taken_back() {
    for api in Api::in_all_worlds().await {
        let wish = json!({"achievement": "decoupe-laser", "to": "tom@example.org", "name": "Tom", "minor": true});
        let id = value(&api.post("/api/v1/awards", &wish).await)["id"].as_str().unwrap().to_owned();
        let page = format!("https://{HOST}/b/{id}/");
        let shown = async || api.published(&page, "text/html").await.status;
        let path = "/api/v1/people/consent";
        for (body, status) in [
            (json!({"to": "nobody@example.org", "by": "sa mère"}), StatusCode::NOT_FOUND),
            (json!({"to": "tom@example.org", "by": "Tom, lui-même"}), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({"to": "tom@example.org", "by": "refus"}), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({"to": "tom@example.org", "by": "sa mère", "date": "2999-01-01"}), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({"to": "tom@example.org", "by": "sa mère", "how": "dream"}), StatusCode::BAD_REQUEST),
            (json!({"to": "tom@example.org", "by": "m".repeat(201)}), StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(api.post(path, &body).await.status, status, "{body}");
        }
        assert_eq!(shown().await, StatusCode::NOT_FOUND, "none of these is consent");
        let given = json!({"to": "TOM@example.org", "by": "sa mère", "how": "paper", "for": ["decoupe-laser"]});
        let noted = value(&api.post(path, &given).await);
        assert_eq!((&noted["free"], &noted["waiting"]), (&json!([id]), &json!([])));
        assert_eq!(noted["consent"]["for"], json!(["decoupe-laser"]));
        assert_eq!(shown().await, StatusCode::OK);
        let gone = value(&api.post("/api/v1/people/withdraw", &json!({"to": id})).await);
        assert_eq!((&gone["free"], &gone["waiting"]), (&json!([]), &json!([id])));
        assert!(gone["consent"]["withdrawn"].is_string());
        assert_eq!(shown().await, StatusCode::NOT_FOUND);
        let held = value(&api.post("/api/v1/people/export", &json!({"to": "tom@example.org"})).await);
        assert_eq!(held["consent"], gone["consent"]);
    }
}

// D-11: by an award, or by a row of a batch.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_turns_out_to_be_a_minor_has_no_page_from_then_on() {
    for api in Api::in_all_worlds().await {
        let wish = |day: &str, minor: bool| json!({"achievement": "decoupe-laser", "to": "tom@example.org", "date": day, "minor": minor});
        let page = async |wish: serde_json::Value| {
            let id = value(&api.post("/api/v1/awards", &wish).await)["id"].as_str().unwrap().to_owned();
            format!("https://{HOST}/b/{id}/")
        };
        let shown = async |page: &str| api.published(page, "text/html").await.status;
        let first = page(wish("2026-01-02", false)).await;
        assert_eq!(shown(&first).await, StatusCode::OK);
        page(wish("2026-01-03", true)).await;
        assert_eq!(shown(&first).await, StatusCode::NOT_FOUND);

        let zoe = |day: &str, minor: bool| json!({"achievement": "decoupe-laser", "to": "zoe@example.org", "date": day, "minor": minor});
        let first = page(zoe("2026-01-02", false)).await;
        assert_eq!(shown(&first).await, StatusCode::OK);
        let taken = api.post("/api/v1/batches", &json!({"rows": [zoe("2026-01-03", true)]})).await;
        assert_eq!(taken.status, StatusCode::ACCEPTED);
        api.world.work().await;
        assert_eq!(shown(&first).await, StatusCode::NOT_FOUND);
    }
}

// D-05: whoever got a card has no address, and the same rights.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_meant_by_an_award_of_theirs_as_well() {
    for api in Api::in_all_worlds().await {
        let card = json!({"achievement": "decoupe-laser", "card": true, "name": "Mini Mineur"});
        let id = value(&api.post("/api/v1/awards", &card).await)["id"].as_str().unwrap().to_owned();
        let held = value(&api.post("/api/v1/people/export", &json!({"to": id})).await);
        assert_eq!((&held["name"], &held["awards"][0]["award"]["id"]), (&json!("Mini Mineur"), &json!(id)));
        let erased = value(&api.post("/api/v1/people/erase", &json!({"to": id})).await);
        assert_eq!(erased, json!({"awards": [id], "tables": 0}));
        for act in ["export", "erase"] {
            for who in [id.as_str(), "00000000000000000000000000000000"] {
                let answer = api.post(&format!("/api/v1/people/{act}"), &json!({"to": who})).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act} {who}");
            }
        }
    }
}

// RGPD, article 16
#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_a_year_of_birth_is_corrected_by_a_program() {
    for api in Api::in_all_worlds().await {
        let wish = json!({"achievement": "decoupe-laser", "to": "tom@example.org", "name": "Tom", "minor": true});
        let id = value(&api.post("/api/v1/awards", &wish).await)["id"].as_str().unwrap().to_owned();
        let path = "/api/v1/people/consent";
        for wrong in [1899, 2999] {
            let answer = api.post(path, &json!({"to": id, "born": wrong})).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text().contains("not_a_year"), "{}", answer.text());
        }
        let child = value(&api.post(path, &json!({"to": id, "born": 2014})).await);
        assert_eq!(child, json!({"free": [], "waiting": [id]}));
        let own = api.post(path, &json!({"to": id, "of_age": true, "by": "lui-même"})).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", own.text());
        let grown = value(&api.post(path, &json!({"to": id, "born": 1994})).await);
        assert_eq!(grown, json!({"free": [id], "waiting": []}));
        let held = value(&api.post("/api/v1/people/export", &json!({"to": id})).await);
        assert_eq!((&held["minor"], held.get("birth_year"), held.get("consent")), (&json!(false), None, None));
        let signs = api.post(path, &json!({"to": id, "by": "sa m\u{202e}ère"})).await;
        assert_eq!(signs.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", signs.text());
        let held = value(&api.post("/api/v1/people/export", &json!({"to": id})).await);
        assert_eq!(held.get("consent"), None, "what nobody sees is not noted");
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

// What a page tells the team, a program is told as well.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_doubt_is_told_to_programs_as_well() {
    for api in Api::in_all_worlds().await {
        let subject = format!("https://{HOST}/achievements/decoupe-laser.json");
        let document = String::from_utf8(endorsement(&subject)).unwrap();
        let bring = || async {
            let answer = api.post("/api/v1/endorsements/received?lang=en", &json!({"document": document})).await;
            assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text());
            value(&answer)
        };
        let brought = bring().await;
        let doubt = &brought["waiting"][0]["doubts"][0];
        assert_eq!(doubt["code"], "unproven", "{brought}");
        assert!(doubt["message"].as_str().unwrap().contains("nothing proves that name"), "{brought}");
        let listed = value(&api.get("/api/v1/endorsements?lang=en").await);
        assert_eq!(listed["waiting"], brought["waiting"]);
        assert_eq!(bring().await, brought, "sent twice, it is one");
        let id = brought["waiting"][0]["id"].as_str().unwrap();
        let accepted = api.post(&format!("/api/v1/endorsements/received/{id}/accept"), &json!({})).await;
        assert_eq!(accepted.status, StatusCode::OK, "{}", accepted.text());
        let again = bring().await;
        assert_eq!((&again["waiting"], &again["accepted"][0]["id"]), (&json!([]), &json!(id)), "{again}");

        let wish = json!({"achievement": "decoupe-laser", "to": "tom@example.org", "name": "Tom"});
        let award = value(&api.post("/api/v1/awards", &wish).await);
        assert_eq!(award.get("removed"), None);
        let [letter] = api.world.mail().await.try_into().unwrap();
        let link = letter.text.split_whitespace().find(|word| word.contains("/refuse/")).unwrap();
        let link = link.strip_prefix("http://localhost:8080").unwrap();
        let not_theirs = || async { value(&api.get("/api/v1/awards?not_theirs=true").await) };
        assert_eq!(not_theirs().await["awards"], json!([]));
        let refused = api.world.browser().post(link, &[("why", "not-me")]).await;
        assert_eq!(refused.status, StatusCode::OK);
        let told = value(&api.get(&format!("/api/v1/awards/{}", award["id"].as_str().unwrap())).await);
        let removed = &told["removed"];
        assert_eq!(
            (&removed["why"], &removed["open"], &told["state"]),
            (&json!("not-me"), &json!(true), &json!("removed"))
        );
        assert_eq!(not_theirs().await["awards"], json!([told]));
        assert_eq!(value(&api.get("/api/v1/awards").await)["awards"][0], told);
    }
}
