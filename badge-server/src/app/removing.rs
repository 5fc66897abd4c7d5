//! A place is removed from the server. What was exported before is all that is left of it; its address is free again.
//!
//! And what lies in the object store that nothing points to any more, of such a place, of people who were erased, of pictures
//! that were replaced: it is noted in the transaction that took away what pointed to it, and tried again until it is gone.

use std::error::Error as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::state::App;
use crate::storage::{Coming, Leftover, Objects, PlaceId, StorageError, is_away};

/// Seconds that something has that was put, until something points to it.
const YOUNG: i64 = 10 * 60;

/// How often something is put again that was left over, and removed at that moment.
pub(crate) const TRIES: usize = 3;

/// How many objects are marked together: whoever wants one of them back waits until they are gone.
const LOT: usize = 20;

/// Names that are taken from a folder's journal together, and how often in one round.
const CAME: (usize, usize) = (500, 20);

/// How far somebody goes who removes what is left over.
#[derive(Debug, Clone, Copy)]
struct Far {
    /// Objects that go.
    most: usize,
    /// Objects that do not: a store that lets nobody delete is not asked about all of them.
    stuck: usize,
    time: Duration,
}

/// Where somebody waits for it: the rest goes in the background.
const WAITING: Far = Far { most: 50, stuck: 5, time: Duration::from_secs(5) };

/// In the background, before the next round.
const ROUND: Far = Far { most: 5_000, stuck: 200, time: Duration::from_secs(10 * 60) };

/// For whoever asked for nothing else.
const ALL: Far = Far { most: usize::MAX, stuck: 200, time: Duration::MAX };

/// What became of the objects that are left over.
#[derive(Debug, Default)]
pub(crate) struct Swept {
    pub(crate) removed: usize,
    /// Those that are still there, and why, a line each. They go when this is done again.
    pub(crate) left: Vec<String>,
    /// Not all were looked at.
    pub(crate) more: bool,
}

/// The last object that was looked at.
type Cursor = (PlaceId, String);

const START: Cursor = (PlaceId(i64::MIN), String::new());

/// The one round of a server, and how far the one before came: what cannot go holds up nothing behind it.
#[derive(Debug)]
pub(crate) struct Rounds {
    seat: Arc<Semaphore>,
    after: Mutex<Cursor>,
}

impl Default for Rounds {
    fn default() -> Self {
        Self { seat: Arc::new(Semaphore::new(1)), after: Mutex::new(START) }
    }
}

/// Puts objects of a place there. Nothing points to them before somebody takes them up in a transaction
/// ([`take_up`](crate::storage::Writing::take_up)); if nobody does, they are removed some minutes later.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn put_all(app: &App, place: PlaceId, all: Vec<Vec<u8>>) -> Result<Coming, StorageError> {
    app.storage.put_all(place, all, app.now().unix() + YOUNG).await
}

/// Removes a place from the database: its badges and people, its keys, its team's roles, what waits to be done. All of it goes
/// at once, or nothing. Its pictures and files are for [`sweep`]. Accounts stay: they may be in other teams.
///
/// # Errors
/// See [`StorageError`]; nothing was removed then.
pub(crate) async fn remove(app: &App, place: PlaceId) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.remove_place(place, app.now().unix()).await?;
    work.save().await
}

/// Removes from the object store what is left over there of a place. Cut short, it is done again: by the server some minutes
/// later, or by whoever calls it. A store that is away is asked once.
///
/// # Errors
/// When the database refuses. What the store does not let go is told in [`Swept`].
pub(crate) async fn sweep(app: &App, place: PlaceId) -> Result<Swept, StorageError> {
    swept(app, Some(place), &mut START.clone(), ALL).await
}

/// A part of it, at once after something was taken away. The rest, and what the store does not let go, goes in the background.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn let_go(app: &App, place: PlaceId) -> Result<(), StorageError> {
    let swept = swept(app, Some(place), &mut START.clone(), WAITING).await?;
    if !swept.left.is_empty() {
        tracing::warn!(left = swept.left.len(), place = place.0, "objects that nothing points to go later");
    }
    if swept.more && swept.left.is_empty() {
        begin(app);
    }
    Ok(())
}

/// Begins a round in the background, unless one is going on: jobs do not wait for it.
pub(crate) fn begin(app: &App) {
    let Ok(seat) = Arc::clone(&app.work.sweeping.seat).try_acquire_owned() else { return };
    let app = app.clone();
    tokio::spawn(async move {
        match round(&app).await {
            Ok(Swept { left, .. }) if left.is_empty() => {}
            Ok(swept) => tracing::error!(left = swept.left.len(), "objects that nothing points to are still there"),
            Err(error) => tracing::error!(error = %error, "what is left over was not removed"),
        }
        drop(seat);
    });
}

/// Removes what is left over of all places, as far as one round goes, from where the last one ended: of places that were
/// removed, people who were erased and so on, where whoever did it was cut short; and what was put for nothing.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn round(app: &App) -> Result<Swept, StorageError> {
    let now = app.now().unix();
    for _ in 0..CAME.1 {
        // A name that cannot go is no reason to remove nothing else.
        match app.storage.note_what_came(now, CAME.0).await {
            Ok(count) if count == CAME.0 => {}
            Ok(_) => break,
            Err(error) => {
                tracing::error!(error = %error, "what came into the store was not noted");
                break;
            }
        }
    }
    let kept = &app.work.sweeping.after;
    let mut after = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let from_start = after == START;
    let mut all = swept(app, None, &mut after, ROUND).await?;
    if !all.more {
        after = START;
        if !from_start && all.left.is_empty() {
            let rest = swept(app, None, &mut after, ROUND).await?;
            all.removed += rest.removed;
            (all.left, all.more) = (rest.left, rest.more);
            if !all.more {
                after = START;
            }
        }
    }
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = after;
    Ok(all)
}

/// Removes what is left over behind an object, and moves on to the last that was looked at.
async fn swept(app: &App, of: Option<PlaceId>, after: &mut Cursor, far: Far) -> Result<Swept, StorageError> {
    let (mut swept, begun) = (Swept::default(), Instant::now());
    loop {
        let now = app.now().unix();
        let mut lot = app.storage.read().await?.leftovers(of, after, (now, LOT as i64)).await?;
        // One place at a time: nobody of another one waits for whoever holds this one.
        let first = lot.first().map(|(place, _)| *place);
        lot.retain(|(place, _)| Some(*place) == first);
        let Some(last) = lot.last() else { return Ok(swept) };
        *after = last.clone();
        let over = || begun.elapsed() >= far.time;
        let away = lot_goes(app, lot, (now, &over), &mut swept).await?;
        if away || swept.left.len() >= far.stuck || swept.removed >= far.most || over() {
            swept.more = true;
            return Ok(swept);
        }
    }
}

/// Now, and whether the time for it is over.
type When<'a> = (i64, &'a (dyn Fn() -> bool + Sync));

/// Removes some objects, each only where nothing points to it at that moment. Tells whether the store is away, or not all of
/// them were tried: one answer of a slow store takes as long as somebody waits for all.
async fn lot_goes(app: &App, lot: Vec<Cursor>, (now, over): When<'_>, swept: &mut Swept) -> Result<bool, StorageError> {
    let objects = &app.storage.objects;
    let mut marked = Vec::new();
    let mut work = app.storage.write().await?;
    for (place, digest) in lot {
        if work.take_leftover(place, &digest, now).await? != Leftover::Ours {
            continue;
        }
        if !objects.is_folder() {
            marked.push((place, digest));
            continue;
        }
        // As quick as the database itself, and so while the place is held.
        match objects.remove(place, &digest).await {
            Ok(()) => {
                swept.removed += 1;
                work.forget_leftover(place, &digest, now).await?;
            }
            Err(error) => {
                swept.left.push(why(place, &digest, &error));
                work.leave_leftover(place, &digest, now).await?;
            }
        }
    }
    work.save().await?;
    marked_go(app, marked, (now, over), swept).await
}

/// Removes what is marked, with nobody waiting for a connection meanwhile. Of what the store may still remove later the mark
/// stays: nobody may count on it until that is over.
async fn marked_go(
    app: &App,
    marked: Vec<Cursor>,
    (now, over): When<'_>,
    swept: &mut Swept,
) -> Result<bool, StorageError> {
    let (mut gone, mut stays, mut away) = (Vec::new(), Vec::new(), false);
    for (place, digest) in marked {
        // One at least, so that it gets on however little time there is.
        away |= over() && !(gone.is_empty() && stays.is_empty());
        if away {
            stays.push((place, digest));
            continue;
        }
        match app.storage.objects.remove(place, &digest).await {
            Ok(()) => gone.push((place, digest)),
            Err(error) => {
                away = is_away(&error);
                swept.left.push(why(place, &digest, &error));
                if !Objects::may_still_happen(&error) {
                    stays.push((place, digest));
                }
            }
        }
    }
    swept.removed += gone.len();
    if !gone.is_empty() || !stays.is_empty() {
        let mut work = app.storage.write().await?;
        for (place, digest) in &gone {
            work.forget_leftover(*place, digest, now).await?;
        }
        for (place, digest) in &stays {
            work.leave_leftover(*place, digest, now).await?;
        }
        work.save().await?;
    }
    Ok(away)
}

/// Which one, and why it is still there.
fn why(place: PlaceId, digest: &str, error: &StorageError) -> String {
    let why = error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
    format!("{}/{digest}\t{why}", place.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use axum::http::StatusCode;

    use super::*;
    use crate::app::export::{Keys, export};
    use crate::app::import::import;
    use crate::award_tests::{award, page_of, public, ready};
    use crate::job::tidy;
    use crate::team_tests::place as another;
    use crate::testing::{Browser, World};

    const BADGE: [(&str, &str); 3] = [("address", "cyd@example.org"), ("name", "Cyd"), ("send", "yes")];

    /// How many rows each table has of a place.
    async fn rows(app: &App, place: i64) -> BTreeMap<String, i64> {
        let mut rows = BTreeMap::new();
        for table in app.storage.tables_with_a_place().await.unwrap() {
            let count = app.storage.count(&format!("{table} WHERE place = {place}")).await.unwrap();
            rows.insert(table, count);
        }
        rows
    }

    /// A webhook, an invitation, and a badge with its letter: something in most tables. The page of the badge.
    async fn fill(by: &mut Browser<'_>, id: i64) -> String {
        let hook = [("do", "hook"), ("url", "https://hook.example.org/x")];
        by.post(&format!("/staff/places/{id}/programs"), &hook).await;
        by.post(&format!("/staff/places/{id}/team"), &[("address", "dan@example.org"), ("role", "reader")]).await;
        award(by, id, &BADGE).await
    }

    #[tokio::test]
    async fn a_place_goes_with_all_that_is_its_and_can_come_back() {
        for world in World::on_both().await {
            let (mut ada, mut ben, id) = ready(&world).await;
            let other = another(&mut ada, "Autre", "http://localhost:8080/autre").await;
            let whole =
                [("fr.name", "Découpe laser"), ("fr.description", "Oui."), ("fr.criteria", "Là."), ("do", "publish")];
            ada.post(&format!("/staff/places/{other}/new-achievement"), &whole).await;
            fill(&mut ada, other).await;
            let to = fill(&mut ada, id).await;
            let page = page_of(&ben.get(&to).await.text());
            assert_eq!(public(&world, &page).await.status, StatusCode::OK);
            let (place, app) = (PlaceId(id), &world.app);
            let (its, others) = (rows(app, id).await, rows(app, other).await);
            for table in [
                "awards",
                "people",
                "credentials",
                "files",
                "keys",
                "letters",
                "jobs",
                "members",
                "invitations",
                "hooks",
            ] {
                assert!(its[table] > 0 && others[table] > 0, "{table}: {its:?}, {others:?}");
            }
            let objects = |place: i64| async move {
                let files = app.storage.read().await.unwrap().files(PlaceId(place), "").await.unwrap();
                files.into_iter().map(|(_, digest)| digest).collect::<Vec<_>>()
            };
            let (its_objects, others_objects) = (objects(id).await, objects(other).await);
            let dir = tempfile::tempdir().unwrap();
            let folder = dir.path().join("lieu");
            export(app, place, &folder, &Keys::InClear).await.unwrap();
            let holds = app.storage.read().await.unwrap().holdings(place).await.unwrap();
            assert_eq!((holds.achievements, holds.awards, holds.people, holds.keys), (1, 1, 1, 1), "{holds:?}");
            assert_eq!(holds.members, its["members"]);

            remove(app, place).await.unwrap();
            assert!(rows(app, id).await.values().all(|count| *count == 0), "{:?}", rows(app, id).await);
            assert_eq!(rows(app, other).await, others, "of the other one nothing went");
            let swept = sweep(app, place).await.unwrap();
            assert!(swept.removed > 0 && swept.left.is_empty(), "{swept:?}");
            for digest in its_objects {
                assert_eq!(app.storage.objects.get(place, &digest).await.unwrap(), None);
            }
            for digest in others_objects {
                assert!(app.storage.objects.get(PlaceId(other), &digest).await.unwrap().is_some());
            }
            assert_eq!(public(&world, &page).await.status, StatusCode::NOT_FOUND);
            assert_eq!(ada.get(&format!("/staff/places/{id}")).await.status, StatusCode::NOT_FOUND);
            assert_eq!(ada.get(&format!("/staff/places/{other}")).await.status, StatusCode::OK);
            assert!(remove(app, place).await.is_err(), "there is none");
            // The rounds go on for those who are there, and for nobody else.
            tidy(app).await.unwrap();
            assert_eq!(app.storage.count(&format!("jobs WHERE place = {id}")).await.unwrap(), 0);

            let back = import(app, &folder, (true, false), None).await.unwrap();
            assert_eq!(back.place.0, id.max(other) + 1);
            assert_eq!(public(&world, &page).await.status, StatusCode::OK, "at the same address");
            // Removed again, the highest number is not given to the next one either.
            remove(app, back.place).await.unwrap();
            let again = import(app, &folder, (true, false), None).await.unwrap();
            assert_eq!(again.place.0, back.place.0 + 1);
        }
    }

    #[cfg(feature = "s3")]
    #[tokio::test]
    async fn it_is_looked_at_the_time_after_each_object() {
        for world in World::on_both().await {
            let store = crate::testing::stopping::Stopping::new();
            let beside = world.beside_on(store.objects.clone()).await;
            let (app, place) = (&beside.app, PlaceId(1));
            for bytes in [b"a", b"b", b"c"] {
                let digest = app.storage.objects.put(place, bytes.to_vec()).await.unwrap();
                let sql = format!("INSERT INTO leftovers (owner, sha256) VALUES (1, '{digest}')");
                app.storage.execute(&sql).await.unwrap();
            }
            let none = Far { time: Duration::ZERO, ..ALL };
            for left in [2, 1, 0] {
                let swept = swept(app, None, &mut START.clone(), none).await.unwrap();
                assert_eq!((swept.removed, swept.more), (1, true), "{swept:?}");
                assert_eq!(app.storage.count("leftovers").await.unwrap(), left);
                assert_eq!(
                    app.storage.count("leftovers WHERE going IS NULL").await.unwrap(),
                    left,
                    "nobody is at them"
                );
            }
        }
    }

    #[tokio::test]
    async fn what_the_store_does_not_let_go_is_told_and_goes_the_next_time() {
        let world = World::new().await;
        let (_, mut ben, id) = ready(&world).await;
        award(&mut ben, id, &BADGE).await;
        let (place, app) = (PlaceId(id), &world.app);
        let files = app.storage.read().await.unwrap().files(place, "").await.unwrap();
        let digest = files[0].1.clone();
        // A folder where the file was: nobody removes it as a file, not even root.
        let path = app.config.data.join("objects").join(id.to_string()).join(&digest[..2]).join(&digest);
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        remove(app, place).await.unwrap();
        let swept = sweep(app, place).await.unwrap();
        assert_eq!(swept.left.len(), 1, "{swept:?}");
        assert!(swept.left[0].starts_with(&format!("{id}/{digest}\t")), "{swept:?}");
        assert!(app.storage.read().await.unwrap().is_gone(place).await.unwrap());

        std::fs::remove_dir(&path).unwrap();
        std::fs::write(&path, "x").unwrap();
        // The server does it, too.
        round(app).await.unwrap();
        assert!(!path.exists());
        assert_eq!(app.storage.count("leftovers").await.unwrap(), 0);
        assert_eq!(round(app).await.unwrap().removed, 0);
    }
}
