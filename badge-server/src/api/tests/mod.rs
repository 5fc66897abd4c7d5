//! The API through the real router, on both engines. Every answer is held against the document.

mod achievements;
mod alone;
mod at_once;
mod awarding;
mod doors;
mod letters;
mod people;
mod record;
mod several;
mod telling;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::language::Lang;
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
    // A picture has no members.
    if kind.starts_with("image/") {
        return;
    }
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
/// Does whatever is due, as long as there is something.
async fn work(api: &Api) {
    api.world.work().await;
}
