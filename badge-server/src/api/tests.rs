//! The API through the real router, on both engines. Every answer is held against the document.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use badge_core::container::open;
use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::place::documents::PlaceKey;
use badge_core::place::{Addresses, Place};
use serde_json::{Value, json};

use super::document;
use crate::app::tokens::{self, Scope};
use crate::entropy::SystemEntropy;
use crate::keys::Purpose;
use crate::storage::{PlaceId, StoredKey};
use crate::testing::{Answered, World};

/// The host of the place.
const HOST: &str = "badges.example.org";

/// A world with a place in it, and a token for everything.
pub(crate) struct Api {
    pub(crate) world: World,
    pub(crate) place: PlaceId,
    pub(crate) token: String,
}

impl Api {
    pub(crate) async fn in_all_worlds() -> Vec<Self> {
        let mut all = Vec::new();
        for world in World::on_both().await {
            all.push(Self::of(world).await);
        }
        all
    }

    pub(crate) async fn new() -> Self {
        Self::of(World::new().await).await
    }

    async fn of(world: World) -> Self {
        let place = place(&world, HOST).await;
        let token = tokens::make(&world.app, place, "essais", &[Scope::Admin]).await.unwrap().secret;
        let api = Self { world, place, token };
        let wish = json!({"slug": "decoupe-laser", "fr": {"name": "Découpe laser", "description": "Sait découper.",
            "criteria": "Découper une boîte."}});
        let made = api.post("/api/v1/achievements", &wish).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        api
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, body: &str, headers: &[(&str, &str)]) -> Answered {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header("host", "localhost:8080")
            .header("accept-language", "en");
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.world.ask(request.body(Body::from(body.to_owned())).unwrap()).await;
        fits(&method, path, &answer);
        answer
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answered {
        self.ask(Method::POST, path, &body.to_string(), &[]).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.ask(Method::GET, path, "", &[]).await
    }

    /// What the place publishes at an address of its own.
    pub(crate) async fn published(&self, url: &str, accept: &str) -> Answered {
        let path = url.strip_prefix(&format!("https://{HOST}")).unwrap();
        let request = Request::get(path).header("host", HOST).header("accept", accept);
        self.world.ask(request.body(Body::empty()).unwrap()).await
    }
}

/// A place that signs, without anything to award.
pub(crate) async fn place(world: &World, host: &str) -> PlaceId {
    let base = Addresses::new(&format!("https://{host}")).unwrap();
    let place = Place {
        name: "Atelier d’essai".to_owned(),
        email: "contact@example.org".to_owned(),
        base: Some(base),
        ..Place::starter(Lang::Fr)
    };
    let now = world.app.now();
    let secret = SecretKey::generate(KeyKind::Ed25519, &mut SystemEntropy).unwrap();
    let public = secret.public_key().clone();
    let thumbprint = public.thumbprint();
    let mut work = world.app.storage.write().await.unwrap();
    let id = work.add_place(place.base.as_ref(), &place.to_toml(), now.unix()).await.unwrap();
    let purpose = Purpose { place: id, thumbprint: &thumbprint, kind: "key" };
    let sealed = world.app.seal.seal(secret.to_pkcs8_pem().as_str().as_bytes(), purpose);
    let about = PlaceKey { public, created: now, retired: None, revoked: None }.to_json();
    let key = StoredKey { thumbprint: thumbprint.clone(), about, sealed: Some(sealed), sealed_file: None };
    work.put_key(id, &key).await.unwrap();
    work.save().await.unwrap();
    id
}

pub(crate) fn value(answer: &Answered) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

/// The operation of the document that answers a path.
fn operation<'d>(document: &'d Value, method: &str, path: &str) -> Option<&'d Value> {
    let parts: Vec<&str> = path.split('?').next()?.split('/').collect();
    let paths = document["paths"].as_object()?;
    let fits = |known: &str| {
        let known: Vec<&str> = known.split('/').collect();
        known.len() == parts.len() && known.iter().zip(&parts).all(|(a, b)| a == b || a.starts_with('{'))
    };
    // What is written out comes before what stands for anything.
    let known = paths.get(path.split('?').next()?).or_else(|| Some(paths.iter().find(|(known, _)| fits(known))?.1))?;
    known.get(method)
}

/// The document, read once.
fn described() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::from_str(document::text()).unwrap())
}

/// Holds an answer against the document.
fn fits(method: &Method, path: &str, answer: &Answered) {
    static KNOWN: OnceLock<Mutex<BTreeMap<String, Arc<jsonschema::Validator>>>> = OnceLock::new();
    let document = described();
    let Some(operation) = operation(document, &method.as_str().to_lowercase(), path) else { return };
    let status = answer.status.as_str();
    let responses = &operation["responses"];
    let response = match responses.get(status) {
        Some(response) => response,
        None => &responses[format!("{}XX", &status[..1])],
    };
    let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
    let schema = &response["content"][kind.as_str()]["schema"];
    assert!(!schema.is_null(), "{method} {path} answers {status} {kind}: {}", answer.text());
    let validator =
        Arc::clone(KNOWN.get_or_init(Mutex::default).lock().unwrap().entry(schema.to_string()).or_insert_with(|| {
            let mut whole = schema.clone();
            whole["components"] = document["components"].clone();
            Arc::new(jsonschema::validator_for(&whole).unwrap())
        }));
    let value = value(answer);
    let wrong: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(wrong.is_empty(), "{method} {path}: {wrong:?} in {value:#}");
}

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

/// All of them, each a bit at a time.
async fn together<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, done) in futures.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(cx)
            {
                *done = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
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
        assert_eq!(days(&api.get("/api/v1/awards?to=nobody@example.org").await), [""; 0]);
        assert_eq!(days(&api.get("/api/v1/awards?achievement=other").await), [""; 0]);
        assert_eq!(api.get("/api/v1/awards?who=x").await.status, StatusCode::BAD_REQUEST);
    }
}

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

/// Every operation of the document that needs a token, with a path that could be.
fn guarded() -> Vec<(Method, String, String)> {
    let document = described();
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let Some(scope) = operation["security"][0]["token"][0].as_str() else { continue };
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
    // Every reference leads somewhere.
    let document = value(&answer);
    for part in answer.text().split("\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(!document["components"]["schemas"][name].is_null(), "{name}");
    }
}

/// Does whatever is due, as long as there is something.
async fn work(api: &Api) {
    let worker = crate::job::Worker::new();
    while worker.step(&api.world.app).await.unwrap() == crate::job::Found::Something {}
}

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
        assert_eq!(plan["counts"], json!({"waiting": 60, "awarded": 0, "already": 1, "problem": 2}));
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
        assert_eq!(done["counts"], json!({"waiting": 0, "awarded": 60, "already": 1, "problem": 2}), "{done:#}");
        assert_eq!(done["state"], "done");
        assert_eq!((&done["rows"][5]["ref"], &done["rows"][5]["state"]), (&json!("5"), &json!("awarded")));
        assert_eq!(done["rows"][61]["problems"][0]["code"], "unknown_achievement");
        assert_eq!(done["rows"][62]["problems"][0]["code"], "no_recipient");
        let mut read = api.world.app.storage.read().await.unwrap();
        assert_eq!(read.awards(api.place).await.unwrap().len(), 60);
        let rows = read.batch_rows(api.place, done["id"].as_str().unwrap(), (0, 200), false).await.unwrap();
        assert!(rows.iter().all(|row| row.wish.is_none()), "what was wanted is forgotten");
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
            let job = work.take_job(who, now, now + crate::job::LEASE).await.unwrap();
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

/// The headers of a request, and its body.
type Heard = (Vec<(String, String)>, String);

/// A program that listens: it answers each request with the next of these, and keeps what it heard.
fn listener(answers: &'static [u16]) -> (String, std::sync::mpsc::Receiver<Heard>) {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (tell, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for status in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let mut headers = Vec::new();
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let Some((name, value)) = line.trim_end().split_once(": ") else {
                    if line.trim_end().is_empty() {
                        break;
                    }
                    continue;
                };
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.parse().unwrap();
                }
                headers.push((name.to_lowercase(), value.to_owned()));
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let answer = format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            tell.send((headers, String::from_utf8(body).unwrap())).unwrap();
        }
    });
    (url, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_told_what_happens_signed_and_again_until_they_take_it() {
    use base64::Engine as _;
    let api = Api::of(World::with(crate::config::Layer { allow_local: Some(true), ..Default::default() }).await).await;
    let (url, heard) = listener(&[503, 200, 200, 410]);
    let made = api.post("/api/v1/webhooks", &json!({"url": url, "events": ["award.created"]})).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let hook = value(&made);
    let key = base64::engine::general_purpose::STANDARD
        .decode(hook["secret"].as_str().unwrap().strip_prefix("whsec_").unwrap())
        .unwrap();
    assert!(value(&api.get("/api/v1/webhooks").await)["webhooks"][0].get("secret").is_none(), "told once");
    let wish = json!({"achievement": "decoupe-laser", "to": "lea@example.org", "name": "Léa Martin"});
    let award = value(&api.post("/api/v1/awards", &wish).await);
    work(&api).await;
    let log = format!("/api/v1/webhooks/{}/deliveries", hook["id"].as_str().unwrap());
    let told = value(&api.get(&log).await);
    assert_eq!((&told["deliveries"][0]["state"], &told["deliveries"][0]["answer"]), (&json!("waiting"), &json!("503")));
    api.world.wait(5);
    work(&api).await;
    let told = value(&api.get(&log).await);
    assert_eq!((&told["deliveries"][0]["state"], &told["deliveries"][0]["attempts"]), (&json!("sent"), &json!(2)));
    let (first, body) = heard.recv().unwrap();
    let (second, _) = heard.recv().unwrap();
    let header = |all: &[(String, String)], name: &str| all.iter().find(|(n, _)| n == name).unwrap().1.clone();
    assert_eq!(header(&first, "webhook-id"), header(&second, "webhook-id"));
    let text = format!("{}.{}.{body}", header(&second, "webhook-id"), header(&second, "webhook-timestamp"));
    let signature = header(&second, "webhook-signature");
    let signature = base64::engine::general_purpose::STANDARD.decode(signature.strip_prefix("v1,").unwrap()).unwrap();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key);
    ring::hmac::verify(&key, text.as_bytes(), &signature).unwrap();
    let message: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&message["type"], &message["data"]["award"]), (&json!("award.created"), &award["id"]));
    assert!(!body.contains("lea") && !body.contains("Martin"), "it names nobody");

    // Once more, on purpose.
    let delivery = told["deliveries"][0]["id"].as_str().unwrap();
    let replayed = api.post(&format!("{log}/{delivery}/replay"), &json!({})).await;
    assert_eq!(replayed.status, StatusCode::ACCEPTED);
    work(&api).await;
    assert_eq!(header(&heard.recv().unwrap().0, "webhook-id"), delivery);
    // What nobody asked for is not told; 410 ends it.
    let path = format!("/api/v1/awards/{}/revoke", award["id"].as_str().unwrap());
    assert_eq!(api.post(&path, &json!({})).await.status, StatusCode::OK);
    assert_eq!(
        api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "card": true})).await.status,
        StatusCode::CREATED
    );
    work(&api).await;
    heard.recv().unwrap();
    assert!(!value(&api.get("/api/v1/webhooks").await)["webhooks"][0]["ended"].is_null());
}

#[tokio::test]
async fn nobody_is_told_at_an_address_inside() {
    let api = Api::new().await;
    for url in ["http://127.0.0.1:9/", "https://169.254.169.254/latest", "https://localhost/x"] {
        let made = api.post("/api/v1/webhooks", &json!({"url": url})).await;
        assert_eq!(made.status, StatusCode::CREATED);
    }
    assert_eq!(api.post("/api/v1/webhooks", &json!({"url": "nowhere"})).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = api.post("/api/v1/webhooks", &json!({"url": "https://example.org", "events": ["all"]})).await;
    assert_eq!(value(&wrong)["problems"][0]["code"], "not_an_event");
    assert_eq!(
        api.post("/api/v1/awards", &json!({"achievement": "decoupe-laser", "card": true})).await.status,
        StatusCode::CREATED
    );
    work(&api).await;
    for hook in value(&api.get("/api/v1/webhooks").await)["webhooks"].as_array().unwrap() {
        let log = value(&api.get(&format!("/api/v1/webhooks/{}/deliveries", hook["id"].as_str().unwrap())).await);
        assert!(log["deliveries"][0]["answer"].as_str().unwrap().starts_with("refused: "), "{log}");
    }
}
