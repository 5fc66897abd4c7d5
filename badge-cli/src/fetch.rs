//! Answers the verifier's wishes: from what this run already read, from the cache, from the network, in this order.

use std::cell::RefCell;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use badge_core::archive::{Archive, Vouched};
use badge_core::container::Opened;
use badge_core::drive;
use badge_core::http::{Client, ClientError, HttpPolicy};
use badge_core::json;
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Resources, Seen, Silence};
use badge_core::text;
use badge_core::time::Timestamp;
use badge_core::verify::{self, Policy};
use tokio::runtime::Runtime;

use crate::args::{Hosts, Reach};
use crate::store::{Cache, StoreError};

/// What a run may read, and from where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources<'a> {
    /// No network.
    pub(crate) offline: bool,
    /// Recorded answers.
    pub(crate) cache: Option<&'a Path>,
    /// `--allow-local`.
    pub(crate) allow_local: bool,
    /// `--stand-in HOST=ADDRESS`.
    pub(crate) stand_ins: &'a [String],
}

impl<'a> From<&'a Reach> for Sources<'a> {
    fn from(reach: &'a Reach) -> Self {
        Self { offline: reach.offline, cache: reach.cache.as_deref(), ..Self::from(&reach.hosts) }
    }
}

impl<'a> From<&'a Hosts> for Sources<'a> {
    fn from(hosts: &'a Hosts) -> Self {
        Self { allow_local: hosts.allow_local, stand_ins: &hosts.stand_in, ..Self::default() }
    }
}

/// Why nothing can be fetched at all. No badge can cause this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum FetchError {
    /// The cache cannot be read.
    #[error(transparent)]
    Cache(#[from] StoreError),
    /// A stand-in is not written `HOST=ADDRESS:PORT`.
    #[error("{text:?} is not HOST=ADDRESS:PORT")]
    StandIn {
        /// What was written.
        text: String,
    },
    /// The client cannot be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The system gives no event loop.
    #[error("no event loop: {0}")]
    Runtime(#[from] io::Error),
}

/// One run's access to answers; shared by all threads.
pub(crate) struct Fetch {
    cache: Option<Cache>,
    /// `None` when offline.
    online: Option<HttpPolicy>,
    /// Made when it is first needed: most badges need no network.
    client: OnceLock<Result<Client, ClientError>>,
    events: Events,
    /// What this run read: one issuer's thousand badges fetch its keys once.
    read: Mutex<Resources>,
    /// Asked where nobody else answers, newest first; those that are dated in the future last.
    archives: Vec<(Archive, Vouched)>,
}

/// How old a recorded answer may be before the network is asked first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ages {
    /// The instant for which to judge.
    pub(crate) now: Timestamp,
    /// Seconds, for status lists.
    pub(crate) status: i64,
    /// Seconds, for all the rest.
    pub(crate) other: i64,
}

impl Fetch {
    /// Access as `sources` say. Opens the cache; makes no connection.
    pub(crate) fn new(sources: &Sources<'_>, limits: &Limits) -> Result<Self, FetchError> {
        let cache = sources.cache.map(|folder| Cache::open(folder, limits)).transpose()?;
        let mut policy = HttpPolicy::new(limits);
        policy.allow_local = sources.allow_local;
        for text in sources.stand_ins {
            let parts = text.split_once('=').and_then(|(host, at)| Some((host, at.parse::<SocketAddr>().ok()?)));
            let (host, address) = parts.ok_or_else(|| FetchError::StandIn { text: text.clone() })?;
            policy.stand_ins.insert(host.to_ascii_lowercase(), address);
        }
        let online = (!sources.offline).then_some(policy);
        let events = Events(Some(tokio::runtime::Builder::new_current_thread().enable_all().build()?));
        Ok(Self { cache, online, client: OnceLock::new(), events, read: Mutex::default(), archives: Vec::new() })
    }

    /// Judges what was found in one input; see [`drive::judge`]. Blocks this thread.
    pub(crate) fn judge(
        &self,
        ages: Ages,
        name: &str,
        bytes: &[u8],
        opened: Opened,
        policy: &Policy,
    ) -> Result<verify::Input, FetchError> {
        let trouble = RefCell::new(None);
        let fetch = self.asker(ages, &trouble);
        let judged = self.events.run(drive::judge(name, bytes, opened, policy, fetch));
        trouble.into_inner().map_or(Ok(judged), Err)
    }

    /// The answer for one address that the person named, not a badge.
    pub(crate) fn get(&self, lookup: &Lookup, ages: Ages) -> Result<Answer, FetchError> {
        self.events.run(self.answer(lookup, ages))
    }

    /// Archives to ask where no server answers. One that bears a date after `now` is not the newest: its date is wrong,
    /// and what it knows may be older than all others.
    pub(crate) fn fall_back_on(&mut self, mut archives: Vec<(Archive, Vouched)>, now: Timestamp) {
        archives.sort_by_key(|(archive, _)| {
            let made = archive.about().made;
            (made > now, std::cmp::Reverse(made))
        });
        self.archives = archives;
    }

    /// Fetches one address as somebody who looks after a site; see [`Client::inspect`].
    pub(crate) fn inspect(&self, lookup: &Lookup) -> Result<(Answer, Seen), FetchError> {
        match self.client()? {
            Some(client) => Ok(self.events.run(client.inspect(lookup))),
            None => Ok((drive::offline(lookup), Seen::default())),
        }
    }

    /// All that this run read, for `--record`.
    pub(crate) fn read(&self) -> Resources {
        self.memory().clone()
    }

    /// Answers wishes; what stands in the way of all of them is put aside.
    fn asker<'a>(
        &'a self,
        ages: Ages,
        trouble: &'a RefCell<Option<FetchError>>,
    ) -> impl FnMut(Lookup) -> Pin<Box<dyn Future<Output = Answer> + 'a>> {
        move |lookup| {
            Box::pin(async move {
                self.answer(&lookup, ages).await.unwrap_or_else(|error| {
                    trouble.replace(Some(error));
                    drive::offline(&lookup)
                })
            })
        }
    }

    async fn answer(&self, lookup: &Lookup, ages: Ages) -> Result<Answer, FetchError> {
        if let Some(answer) = self.memory().get(&lookup.url) {
            return Ok(answer.clone());
        }
        let recorded = self.cache.as_ref().map(|cache| cache.get(&lookup.url)).transpose()?.flatten();
        let client = self.client()?;
        // That nobody answered that day says something only to whoever cannot ask today.
        let recorded = recorded.filter(|answer| client.is_none() || Silence::of(answer).is_none());
        let answer = match (recorded, client) {
            (Some(recorded), Some(client)) if ages.is_old(&recorded) => match client.get(lookup).await {
                Answer::Unreachable(_) | Answer::Refused(_) => recorded,
                newer => newer,
            },
            (Some(recorded), _) => recorded,
            (None, Some(client)) => client.get(lookup).await,
            (None, None) => drive::offline(lookup),
        };
        let answer = self.or_archived(&lookup.url, answer);
        self.memory().insert(&lookup.url, answer.clone());
        Ok(answer)
    }

    /// A server that answers has the word, and a notice that something was withdrawn as well. Otherwise an archive
    /// that the reader believes; and where one is not believed, that is told.
    fn or_archived(&self, url: &Url, answer: Answer) -> Answer {
        if !matches!(answer, Answer::NotFound | Answer::Unreachable(_) | Answer::Refused(_)) {
            return answer;
        }
        let said =
            |(archive, vouched): &(Archive, Vouched)| Some((archive.about().made, archive.answer(url, vouched)?));
        newest(self.archives.iter().filter_map(said)).unwrap_or(answer)
    }

    /// The client, or `None` when offline.
    fn client(&self) -> Result<Option<&Client>, FetchError> {
        let Some(policy) = &self.online else { return Ok(None) };
        match self.client.get_or_init(|| Client::new(policy.clone())) {
            Ok(client) => Ok(Some(client)),
            Err(error) => Err((*error).into()),
        }
    }

    fn memory(&self) -> MutexGuard<'_, Resources> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ages {
    /// An answer whose day is not known was put there by somebody, who knew what they did.
    ///
    /// The shortest age counts for every purpose: a badge chooses for what it has an address read first, and what was
    /// read once is used again. Otherwise an old list of revocations could come in as somebody's key.
    fn is_old(self, answer: &Answer) -> bool {
        let most = self.status.min(self.other);
        let (Answer::Found(body) | Answer::Gone(body)) = answer else { return false };
        body.fetched.is_some_and(|fetched| self.now.unix() - fetched.unix() > most)
    }
}

/// The event loop. Names are resolved on threads of its own, which nobody waits for in the end.
struct Events(Option<Runtime>);

impl Events {
    fn run<F: Future>(&self, future: F) -> F::Output {
        self.0.as_ref().expect("only drop takes it").block_on(future)
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// What the newest archive says; of several that were made in one second what withdraws, or began last: the order in which
/// they were named says nothing.
fn newest(answers: impl Iterator<Item = (Timestamp, Answer)>) -> Option<Answer> {
    let (mut best, mut other): (Option<(Timestamp, Answer)>, _) = (None, None);
    for (made, said) in answers {
        match (&said, &best) {
            (_, Some((newest, _))) if *newest != made => break,
            (Answer::Found(_) | Answer::Gone(_), None) | (Answer::Gone(_), _) => best = Some((made, said)),
            // Where both began together, the bytes decide, not the order in which the archives were given.
            (Answer::Found(new), Some((_, Answer::Found(old))))
                if (begins(&new.bytes), &new.bytes) > (begins(&old.bytes), &old.bytes) =>
            {
                best = Some((made, said));
            }
            (Answer::Found(_), _) => {}
            _ => other = other.or(Some(said)),
        }
    }
    best.map(|(_, said)| said).or(other)
}

/// Since when a signed document says that it holds, such as a list of what was withdrawn.
fn begins(bytes: &[u8]) -> Option<Timestamp> {
    let limits = Limits::default();
    let value = json::parse(bytes, &limits).ok().or_else(|| {
        let payload = std::str::from_utf8(bytes).ok()?.trim().split('.').nth(1)?;
        json::parse(&text::from_base64url(payload).ok()?, &limits).ok()
    })?;
    Timestamp::parse(value.get("validFrom")?.as_str()?).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use badge_core::resource::Purpose;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use badge_core::resource::{Body, Unreachable};

    use super::*;
    use crate::store::record;

    /// Answers every request with `{"new":1}` and counts them.
    fn server() -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stand_in = format!("Badges.example.org={}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4_096]);
                let _ =
                    stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{\"new\":1}");
            }
        });
        (stand_in, asked)
    }

    fn wish(path: &str, purpose: Purpose) -> Lookup {
        Lookup::new(&Url::parse(&format!("https://badges.example.org/{path}")).unwrap(), purpose)
    }

    fn ages() -> Ages {
        Ages { now: Timestamp::from_unix(10 * 86_400).unwrap(), status: 86_400, other: 30 * 86_400 }
    }

    /// The answer for one wish, through the whole loop.
    fn asked_for(fetch: &Fetch, lookup: &Lookup) -> Answer {
        let ask = |known: &Resources| (known.get(&lookup.url).cloned(), BTreeSet::from([lookup.clone()]));
        let trouble = RefCell::new(None);
        let asker = fetch.asker(ages(), &trouble);
        let (judged, _) = fetch.events.run(drive::settle(Resources::new(), &Limits::default(), ask, asker));
        assert!(trouble.into_inner().is_none());
        judged.unwrap()
    }

    fn text(answer: &Answer) -> &str {
        std::str::from_utf8(&answer.body().unwrap().bytes).unwrap()
    }

    #[test]
    fn of_archives_made_in_one_second_the_list_that_began_last_counts() {
        let at = |second| Timestamp::from_unix(second).unwrap();
        let list = |day: &str| Answer::found(format!("{{\"validFrom\":\"2026-11-{day}T00:00:00Z\"}}").into_bytes());
        let says = |answers: Vec<(i64, Answer)>| newest(answers.into_iter().map(|(second, said)| (at(second), said)));
        for pair in [vec![(9, list("21")), (9, list("22"))], vec![(9, list("22")), (9, list("21"))]] {
            assert_eq!(says(pair), Some(list("22")));
        }
        let other = || Answer::found(r#"{"validFrom":"2026-11-22T00:00:00Z","id":"urn:b"}"#);
        assert_eq!(says(vec![(9, list("22")), (9, other())]), says(vec![(9, other()), (9, list("22"))]));
        // One that is older has nothing to say, whatever its list begins with.
        assert_eq!(says(vec![(9, list("21")), (8, list("22"))]), Some(list("21")));
        let gone = || Answer::Gone(Body::default());
        assert_eq!(says(vec![(9, list("22")), (9, gone())]), Some(gone()));
        assert_eq!(says(vec![(9, gone()), (9, list("22"))]), Some(gone()));
        assert_eq!(says(vec![(9, Answer::NotFound), (8, list("21"))]), Some(list("21")));
        assert_eq!(says(Vec::new()), None);
    }

    #[test]
    fn one_run_reads_an_address_once() {
        let (stand_in, asked) = server();
        let sources = Sources { stand_ins: &[stand_in], ..Sources::default() };
        let fetch = Fetch::new(&sources, &Limits::default()).unwrap();
        let lookup = wish("did.json", Purpose::DidDocument);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| assert_eq!(text(&asked_for(&fetch, &lookup)), "{\"new\":1}")).join().unwrap();
            }
        });
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        assert_eq!(fetch.read().len(), 1);
    }

    #[test]
    fn the_cache_comes_first_unless_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        let mut known = Resources::new();
        for (path, day) in [("old.json", Some(1)), ("new.json", Some(10)), ("undated.json", None)] {
            let fetched = day.and_then(|day| Timestamp::from_unix(day * 86_400));
            let body = Body { bytes: b"recorded".to_vec(), fetched, ..Body::default() };
            known.insert(&wish(path, Purpose::StatusList).url, Answer::Found(body));
        }
        record(folder.path(), &known, &Limits::default()).unwrap();
        let (stand_in, asked) = server();
        let stand_ins = [stand_in];
        let online = Sources { cache: Some(folder.path()), stand_ins: &stand_ins, ..Sources::default() };
        let fetch = Fetch::new(&online, &Limits::default()).unwrap();
        assert_eq!(text(&asked_for(&fetch, &wish("new.json", Purpose::StatusList))), "recorded");
        assert_eq!(text(&asked_for(&fetch, &wish("undated.json", Purpose::StatusList))), "recorded");
        assert_eq!(asked.load(Ordering::SeqCst), 0);
        assert_eq!(text(&asked_for(&fetch, &wish("old.json", Purpose::StatusList))), "{\"new\":1}");
        // What is too old for a status list is too old, whatever it was first asked for as.
        let again = Fetch::new(&online, &Limits::default()).unwrap();
        assert_eq!(text(&asked_for(&again, &wish("old.json", Purpose::Key))), "{\"new\":1}");

        // Without a network, or when nobody answers, an old answer is better than none.
        let offline = Sources { offline: true, ..online.clone() };
        let fetch = Fetch::new(&offline, &Limits::default()).unwrap();
        assert_eq!(text(&asked_for(&fetch, &wish("old.json", Purpose::StatusList))), "recorded");
        let nobody = ["badges.example.org=127.0.0.1:9".to_owned()];
        let fetch = Fetch::new(&Sources { stand_ins: &nobody, ..online }, &Limits::default()).unwrap();
        assert_eq!(text(&asked_for(&fetch, &wish("old.json", Purpose::StatusList))), "recorded");
    }

    #[test]
    fn offline_asks_nobody() {
        let (stand_in, asked) = server();
        let sources = Sources { offline: true, stand_ins: &[stand_in], ..Sources::default() };
        let fetch = Fetch::new(&sources, &Limits::default()).unwrap();
        let lookup = wish("x", Purpose::Issuer);
        assert_eq!(asked_for(&fetch, &lookup), Answer::Unreachable(Unreachable::Offline));
        assert_eq!(fetch.inspect(&lookup).unwrap().0, Answer::Unreachable(Unreachable::Offline));
        assert_eq!(asked.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn what_is_written_wrong_is_named() {
        let make = |stand_in: &str, cache: Option<&Path>| {
            let stand_ins = [stand_in.to_owned()];
            Fetch::new(&Sources { cache, stand_ins: &stand_ins, ..Sources::default() }, &Limits::default()).err()
        };
        for bad in ["badges.example.org", "badges.example.org=8080", "=", ""] {
            assert!(matches!(make(bad, None), Some(FetchError::StandIn { text }) if text == bad), "{bad}");
        }
        let missing = make("a=127.0.0.1:1", Some(Path::new("/nowhere/at/all")));
        assert!(matches!(missing, Some(FetchError::Cache(StoreError::Missing { .. }))));
    }
}
