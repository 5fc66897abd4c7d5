//! What tests share: a server on a fresh database, requests to its router, and a real PostgreSQL where Debian has one.

pub(crate) mod cluster;
#[cfg(feature = "s3")]
pub(crate) mod mute;
#[cfg(feature = "s3")]
pub(crate) mod stopping;
pub(crate) mod store;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use badge_core::place::outbox;
use badge_core::time::{Clock, Timestamp};
use tempfile::TempDir;
use tower::ServiceExt as _;

use self::cluster::Cluster;
use crate::app::kept::Kept;
use crate::app::published::Views;
use crate::app::verify::Verifier;
use crate::config::{Config, Layer};
use crate::job::{Found, Work as Jobs, Worker};
use crate::keys::Seal;
use crate::limiter::Limiter;
use crate::post::{Announced, Handing, Letter, Mark, Post, Reply};
use crate::route;
use crate::state::{App, Inner, Work};
use crate::storage::{Database, Objects, Storage};
use crate::words::Words;

/// A server that nobody else uses. Its folder goes with it.
pub(crate) struct World {
    pub(crate) app: App,
    /// Letters that would have gone.
    pub(crate) letters: Letters,
    clock: Arc<AtomicI64>,
    _dir: TempDir,
}

/// A mail server that keeps letters, and does what a test wants of it.
#[derive(Default, Clone)]
pub(crate) struct Letters(Arc<Mailbox>);

#[derive(Default)]
struct Mailbox {
    taken: Mutex<Vec<Letter>>,
    /// What it does next; it takes everything where nothing is said.
    wished: Mutex<VecDeque<Wished>>,
    /// Nobody is there.
    away: AtomicBool,
    asked: AtomicU32,
}

/// What a mail server does with one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wished {
    /// It answers so before the text.
    Before(outbox::Reply),
    /// It answers so to the text.
    ToText(outbox::Reply),
    /// It keeps the letter, and never answers.
    Silence,
}

impl Post for Letters {
    fn is_there(&self) -> bool {
        true
    }
    fn announce(&self, _: &str) -> Announced {
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        if self.0.away.load(Ordering::Relaxed) {
            return Announced::Away("not there".to_owned());
        }
        let wished = self.0.wished.lock().unwrap().pop_front().unwrap_or(Wished::ToText(outbox::Reply::Taken));
        match wished {
            Wished::Before(what) => Announced::Answered(Reply { what, said: "550 no".to_owned() }),
            other => Announced::Ready(Box::new(Open(self.clone(), other))),
        }
    }
}

struct Open(Letters, Wished);

impl Handing for Open {
    fn give(self: Box<Self>, letter: &Letter, _: &Mark) -> Reply {
        if !matches!(self.1, Wished::ToText(outbox::Reply::No | outbox::Reply::Later)) {
            self.0.0.taken.lock().unwrap().push(letter.clone());
        }
        match self.1 {
            Wished::ToText(what) => Reply { what, said: "250 fine".to_owned() },
            // Longer than any test.
            _ => loop {
                std::thread::park_timeout(Duration::from_secs(1));
                if Arc::strong_count(&self.0.0) == 1 {
                    return Reply { what: outbox::Reply::Cut, said: String::new() };
                }
            },
        }
    }
}

impl Letters {
    /// The letters so far; they are forgotten.
    pub(crate) fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut self.0.taken.lock().unwrap())
    }

    pub(crate) fn wish(&self, wished: Wished) {
        self.0.wished.lock().unwrap().push_back(wished);
    }

    pub(crate) fn away(&self, away: bool) {
        self.0.away.store(away, Ordering::Relaxed);
    }

    /// How often somebody called.
    pub(crate) fn asked(&self) -> u32 {
        self.0.asked.load(Ordering::Relaxed)
    }
}

/// A clock that a test turns.
struct Turned(Arc<AtomicI64>);

impl Clock for Turned {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

/// Somebody's browser: it keeps the cookie, and says where its forms come from.
pub(crate) struct Browser<'w> {
    world: &'w World,
    pub(crate) cookie: Option<String>,
    /// What it says of itself.
    pub(crate) agent: &'static str,
}

impl Browser<'_> {
    pub(crate) async fn get(&mut self, path: &str) -> Answered {
        self.send(Request::get(path), Body::empty()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let mut body = String::new();
        for (name, value) in fields {
            let value: String = value.bytes().map(|b| format!("%{b:02X}")).collect();
            body.push_str(&format!("{name}={value}&"));
        }
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Sends a form with a file in it.
    pub(crate) async fn give(&mut self, path: &str, file: (&str, &[u8]), fields: &[(&str, &str)]) -> Answered {
        let mut body = Vec::new();
        let mut part = |name: &str, file: &str, bytes: &[u8]| {
            body.extend(format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        };
        part("file", &format!("; filename=\"{}\"", file.0), file.1);
        fields.iter().for_each(|(name, value)| part(name, "", value.as_bytes()));
        body.extend(b"--limit--\r\n");
        let request = Request::post(path)
            .header("content-type", "multipart/form-data; boundary=limit")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    async fn send(&mut self, mut request: axum::http::request::Builder, body: Body) -> Answered {
        if !self.agent.is_empty() {
            request = request.header("user-agent", self.agent);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("other=1; {cookie}"));
        }
        let answer = self.world.ask(request.header("host", "localhost:8080").body(body).unwrap()).await;
        if let Some(line) = answer.headers.get("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        answer
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Layer::default()).await
    }

    pub(crate) async fn with(settings: Layer) -> Self {
        Self::made(settings, None).await
    }

    /// On SQLite with a folder; and as large servers are: on PostgreSQL with a bucket, where there is either.
    pub(crate) async fn on_both() -> Vec<Self> {
        let mut all = vec![Self::new().await];
        if let Some(database) = postgres() {
            all.push(Self::made(Layer::default(), Some(database)).await);
        }
        all
    }

    /// On a PostgreSQL of its own, which ends with the handle.
    pub(crate) async fn on_own_postgres() -> Option<(Self, Cluster)> {
        let cluster = Cluster::start()?;
        let database = Database::Postgres(cluster.database());
        Some((Self::made(Layer::default(), Some(database)).await, cluster))
    }

    /// Another server on the same database and objects, with a memory of its own and the same clock.
    pub(crate) async fn beside(&self) -> Self {
        self.beside_with(self.app.config.clone()).await
    }

    /// The same with settings of its own.
    pub(crate) async fn beside_with(&self, config: Config) -> Self {
        let storage = Storage::open(&config.database, self.app.storage.objects.clone()).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        Self::put_together(config, storage, (Arc::clone(&self.clock), self.letters.clone()), dir)
    }

    /// The same with another object store.
    #[cfg(feature = "s3")]
    pub(crate) async fn beside_on(&self, objects: Objects) -> Self {
        let storage = Storage::open(&self.app.config.database, objects).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        Self::put_together(self.app.config.clone(), storage, (Arc::clone(&self.clock), self.letters.clone()), dir)
    }

    async fn made(settings: Layer, database: Option<Database>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let settings = Layer { data: Some(dir.path().join("data")), ..settings };
        let mut config = Config::load(None, settings, |_| None).unwrap();
        std::fs::create_dir_all(&config.data).unwrap();
        config.database = database.unwrap_or_else(|| Database::Sqlite(config.data.join("badge.sqlite")));
        let shelf = if matches!(config.database, Database::Postgres(_)) { store::shelf() } else { None };
        let objects = match &shelf {
            #[cfg(feature = "s3")]
            Some(shelf) => Objects::bucket(shelf).unwrap(),
            _ => Objects::folder(&config.data.join("objects")),
        };
        config.objects = shelf;
        let storage = Storage::open(&config.database, objects).await.unwrap();
        Self::put_together(config, storage, (Arc::new(AtomicI64::new(now().unix())), Letters::default()), dir)
    }

    fn put_together(
        config: Config,
        storage: Storage,
        (clock, letters): (Arc<AtomicI64>, Letters),
        dir: TempDir,
    ) -> Self {
        let app = App::new(Inner {
            address: config.address.clone().unwrap_or_else(|| "http://localhost:8080".to_owned()),
            storage,
            seal: Seal::open(&config.seal_key, false).unwrap().and_former(config.seal_key_former.as_deref()).unwrap(),
            words: Words::new(),
            verifier: Verifier::new(config.allow_local).unwrap(),
            limiter: Limiter::new(20, Duration::from_secs(2)),
            accounts: Limiter::new(5, Duration::from_secs(60)),
            post: Arc::new(letters.clone()),
            views: Views::default(),
            kept: Kept::default(),
            clock: Box::new(Turned(Arc::clone(&clock))),
            work: Work::default(),
            config,
        });
        Self { app, letters, clock, _dir: dir }
    }

    /// Lets the letters that wait go, as far as the mail server lets them.
    pub(crate) async fn deliver(&self) {
        let worker = Worker::new();
        while worker.step(&self.app, Jobs::Letters).await.unwrap() == Found::Something {}
    }

    /// The letters that went; they are forgotten.
    pub(crate) async fn mail(&self) -> Vec<Letter> {
        self.deliver().await;
        self.letters.take()
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Does whatever is due, as long as there is something.
    pub(crate) async fn work(&self) {
        let worker = Worker::new();
        while worker.step(&self.app, Jobs::AllElse).await.unwrap() == Found::Something
            || worker.step(&self.app, Jobs::Lists).await.unwrap() == Found::Something
            || worker.step(&self.app, Jobs::Outside).await.unwrap() == Found::Something
        {}
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { world: self, cookie: None, agent: "" }
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn ask(&self, mut request: Request<Body>) -> Answered {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4000))));
        let router: Router = route::router(self.app.clone());
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }
}

impl Answered {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

/// The instant at which all tests play.
pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-03-02T09:00:00Z").unwrap()
}

/// A database of its own in the PostgreSQL of this test run. `None` where Debian's is not installed, which is said loudly.
pub(crate) fn postgres() -> Option<Database> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start).as_ref().map(|cluster| Database::Postgres(cluster.database()))
}
