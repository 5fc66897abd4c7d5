//! A place is removed from the server. What was exported before is all that is left of it; its address is free again.
//!
//! And what lies in the object store that nothing points to any more, of such a place, of people who were erased, of pictures
//! that were replaced: it is noted in the transaction that took away what pointed to it, and tried again until it is gone.

use std::error::Error as _;

use crate::state::App;
use crate::storage::{PlaceId, StorageError, is_away};

/// How many objects are removed before it is noted which ones.
const LOT: i64 = 200;

/// Objects that cannot be removed before somebody who waits goes on.
const STUCK: usize = 20;

/// The same before the next round: a store that lets nobody delete is not asked about all of them.
const LOT_STUCK: usize = 200;

/// Objects that are removed in one go where others wait: half a minute of a slow store.
const SOME: usize = 500;

/// What became of the objects that are left over.
#[derive(Debug, Default)]
pub(crate) struct Swept {
    pub(crate) removed: usize,
    /// Those that are still there, and why, a line each. They go when this is done again.
    pub(crate) left: Vec<String>,
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

/// Removes from the object store what is left over there. Cut short, it is done again: by the server some minutes later, or by
/// whoever calls it. A store that is away is asked once.
///
/// # Errors
/// When the database refuses. What the store does not let go is told in [`Swept`].
pub(crate) async fn sweep(app: &App) -> Result<Swept, StorageError> {
    swept(app, None, (usize::MAX, usize::MAX)).await
}

/// A part of it: batches wait for whoever does this.
///
/// # Errors
/// See [`sweep`].
pub(crate) async fn sweep_some(app: &App) -> Result<Swept, StorageError> {
    swept(app, None, (SOME, LOT_STUCK)).await
}

/// The same for one place, at once after something was taken away. What the store does not let go is left for [`sweep`].
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn let_go(app: &App, place: PlaceId) -> Result<(), StorageError> {
    let left = swept(app, Some(place), (SOME, STUCK)).await?.left;
    if !left.is_empty() {
        tracing::warn!(left = left.len(), place = place.0, "objects that nothing points to go later");
    }
    Ok(())
}

/// At most so many that go, and that are stuck.
async fn swept(app: &App, of: Option<PlaceId>, (most, stuck): (usize, usize)) -> Result<Swept, StorageError> {
    let (mut swept, mut after) = (Swept::default(), (PlaceId(i64::MIN), String::new()));
    loop {
        let lot = app.storage.read().await?.leftovers(of, &after, LOT).await?;
        let Some(last) = lot.last() else { return Ok(swept) };
        after = last.clone();
        let (mut over, mut away) = (Vec::new(), false);
        for (place, digest) in &lot {
            // Looked at now: the same picture may have come back since.
            if app.storage.read().await?.is_held(*place, digest).await? {
                over.push((*place, digest));
                continue;
            }
            match app.storage.objects.remove(*place, digest).await {
                Ok(()) => {
                    swept.removed += 1;
                    over.push((*place, digest));
                }
                Err(error) => {
                    let why = error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
                    swept.left.push(format!("{}/{digest}\t{why}", place.0));
                    away = is_away(&error);
                }
            }
            // Whoever took something away waits for it: not for all that was left or stuck before.
            away |= swept.left.len() >= stuck || swept.removed >= most;
            if away {
                break;
            }
        }
        if !over.is_empty() {
            let mut work = app.storage.write().await?;
            for (place, digest) in over {
                work.forget_leftover(place, digest).await?;
            }
            work.save().await?;
        }
        if away {
            return Ok(swept);
        }
    }
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
            let swept = sweep(app).await.unwrap();
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

            let back = import(app, &folder, true, None).await.unwrap();
            assert_eq!(back.place.0, id.max(other) + 1);
            assert_eq!(public(&world, &page).await.status, StatusCode::OK, "at the same address");
            // Removed again, the highest number is not given to the next one either.
            remove(app, back.place).await.unwrap();
            let again = import(app, &folder, true, None).await.unwrap();
            assert_eq!(again.place.0, back.place.0 + 1);
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
        let swept = sweep(app).await.unwrap();
        assert_eq!(swept.left.len(), 1, "{swept:?}");
        assert!(swept.left[0].starts_with(&format!("{id}/{digest}\t")), "{swept:?}");
        assert!(app.storage.read().await.unwrap().is_gone(place).await.unwrap());

        std::fs::remove_dir(&path).unwrap();
        std::fs::write(&path, "x").unwrap();
        // The server does it, too.
        tidy(app).await.unwrap();
        assert!(!path.exists());
        assert_eq!(app.storage.count("leftovers").await.unwrap(), 0);
        assert_eq!(sweep(app).await.unwrap().removed, 0);
    }
}
