//! What a server says of its own badges, without asking the network: usable at once, wherever it stands.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use badge_core::crypto::SecretKey;
use serde_json::{Value, json};

use crate::app::PlaceId;
use crate::app::export::{Keys, export};
use crate::app::logo::{self, LogoFault};
use crate::award_tests::{award, page_of, public, ready};
use crate::testing::{Answered, World};

async fn judged(world: &World, kind: &str, body: Vec<u8>) -> Value {
    let request = Request::post("/api/v1/verify").header("content-type", kind).body(Body::from(body)).unwrap();
    let answer = world.ask(request).await;
    assert_eq!(answer.status, StatusCode::OK);
    serde_json::from_slice(&answer.body).unwrap()
}

async fn asked(world: &World, url: &str, accept: &str) -> Answered {
    let path = url.strip_prefix("http://localhost:8080").unwrap();
    let request = Request::get(path).header("host", "localhost:8080").header("accept", accept);
    world.ask(request.body(Body::empty()).unwrap()).await
}

// The clients of these tests reach nobody: http://localhost:8080 is refused as an address inside.
#[tokio::test]
async fn a_badge_of_the_server_s_own_is_verified_by_it() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let url = page_of(&ben.get(&to).await.text());
        let given = public(&world, &format!("{url}credential.json")).await.body;
        let address = json!({ "url": url }).to_string().into_bytes();
        for (kind, body) in [("application/octet-stream", given.clone()), ("application/json", address.clone())] {
            let report = judged(&world, kind, body).await;
            assert_eq!(report["verdict"], "verified", "{report:#}");
        }
        let forged = String::from_utf8(given.clone()).unwrap().replace("Découpe laser", "Découpe plasma");
        assert_ne!(forged.as_bytes(), given);
        assert_eq!(judged(&world, "application/octet-stream", forged.into_bytes()).await["verdict"], "rejected");
        let path = to.split('?').next().unwrap();
        drop(ben.post(&format!("{path}?lang=en"), &[("do", "revoke"), ("reason", "délivré par erreur")]).await);
        let report = judged(&world, "application/octet-stream", given).await;
        assert_eq!(report["verdict"], "rejected", "revoked a moment ago: {report:#}");
        assert!(report.to_string().contains("revoked"), "{report:#}");

        // What is no place's stays closed: another port, another path, another scheme.
        for url in ["http://localhost:8081/a/", "http://localhost:8080/healthz", "https://localhost:8080/a/issuer.json"]
        {
            let report = judged(&world, "application/json", json!({ "url": url }).to_string().into_bytes()).await;
            assert!(report.to_string().contains("private"), "{url}: {report:#}");
        }
    }
}

// The first form that there is, of those that are asked for.
#[tokio::test]
async fn whoever_takes_several_forms_gets_one_that_there_is() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
    let badge = page_of(&ben.get(&to).await.text());
    let achievement = "http://localhost:8080/a/achievements/decoupe-laser".to_owned();
    let picture = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
    for (url, accept, media_type) in [
        (&badge, "application/vc+jwt, application/json;q=0.9", "application/vc+ld+json"),
        (&badge, picture, "image/png"),
        (&badge, "image/*", "image/png"),
        (&badge, "image/svg+xml", "text/html; charset=utf-8"),
        (&badge, "text/html,*/*;q=0.8", "text/html; charset=utf-8"),
        (&achievement, "image/*", "image/png"),
        (&achievement, "application/vc+jwt, text/html;q=0.1", "application/ld+json"),
    ] {
        let answer = asked(&world, url, accept).await;
        let said = (answer.status, answer.header("content-type"));
        assert_eq!(said.0, StatusCode::OK, "{url} {accept}");
        assert_eq!(said.1, media_type, "{url} {accept}");
        assert_eq!(answer.header("vary"), "Accept");
    }
}

// A key that was made here has no passphrase of its own: it does not leave in clear unless somebody says so.
#[tokio::test]
async fn a_key_that_was_made_here_leaves_under_a_passphrase() {
    let world = World::new().await;
    let (_, _, id) = ready(&world).await;
    let dir = tempfile::tempdir().unwrap();
    let pem = |folder: &std::path::Path| {
        let files = std::fs::read_dir(folder.join("keys")).unwrap().map(|file| file.unwrap().path());
        let found = files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "pem")).unwrap();
        std::fs::read_to_string(found).unwrap()
    };
    for keys in [Keys::Under(None), Keys::Under(Some(String::new().into()))] {
        let to = dir.path().join("refused");
        let refused = export(&world.app, PlaceId(id), &to, &keys).await.unwrap_err().to_string();
        assert!(refused.contains("BADGE_PASSPHRASE") && !to.exists(), "{refused}");
    }
    let (sealed, clear) = (dir.path().join("sealed"), dir.path().join("clear"));
    let phrase = "une phrase de test";
    export(&world.app, PlaceId(id), &sealed, &Keys::Under(Some(phrase.to_owned().into()))).await.unwrap();
    let text = pem(&sealed);
    assert!(SecretKey::is_encrypted_pem(&text) && SecretKey::from_pkcs8_pem(&text, Some(phrase)).is_ok());
    assert!(SecretKey::from_pkcs8_pem(&text, Some("une autre")).is_err());
    export(&world.app, PlaceId(id), &clear, &Keys::InClear).await.unwrap();
    assert!(SecretKey::from_pkcs8_pem(&pem(&clear), None).is_ok());
}

#[tokio::test]
async fn a_logo_with_a_script_is_refused() {
    let world = World::new().await;
    let (_, _, id) = ready(&world).await;
    let by = world.app.storage.read().await.unwrap().account_of("ada@example.org").await.unwrap().unwrap().id;
    let svg = |inside: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0H9V9Z'/>{inside}</svg>")
    };
    for inside in ["<script>alert(1)</script>", "<rect width='1' height='1' onclick='x()'/>"] {
        let put = logo::put(&world.app, by, PlaceId(id), svg(inside).into_bytes()).await.unwrap();
        assert_eq!(put, Err(LogoFault::Active), "{inside}");
        assert_eq!(public(&world, "http://localhost:8080/a/logo.svg").await.status, StatusCode::NOT_FOUND);
    }
    assert!(logo::put(&world.app, by, PlaceId(id), svg("").into_bytes()).await.unwrap().is_ok());
}
