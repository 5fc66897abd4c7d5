//! Sealing everything anew with another key, while servers run: they open what either key sealed (`seal_key_former`), and
//! seal with the new one. Each value is its own transaction, and one that the new key opens is left alone: whoever was
//! interrupted begins again, and two at the same time do no harm. And giving up what no key opens, when one was lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::keys::Purpose;
use crate::state::App;
use crate::storage::{SEALED, StorageError};

/// What came of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Resealed {
    /// Sealed anew.
    pub(crate) anew: u64,
    /// Sealed with the new key before.
    pub(crate) before: u64,
    /// What neither key opens: the table and the place. The former key has to stay.
    pub(crate) unopened: Vec<(&'static str, i64)>,
}

/// Seals with the key of the settings what another one sealed.
///
/// # Errors
/// See [`StorageError`]. What was sealed anew until then stays so.
pub(crate) async fn reseal(app: &App) -> Result<Resealed, StorageError> {
    let mut done = Resealed::default();
    for of in SEALED {
        for (place, id) in app.storage.read().await?.sealed_in(of).await? {
            let purpose = Purpose { place, thumbprint: &id, kind: of.kind };
            // Changed by somebody else between looking and writing: looked at again.
            loop {
                let mut work = app.storage.write().await?;
                let Some(old) = work.sealed(of, (place, &id)).await? else { break };
                if app.seal.is_current(&old, purpose) {
                    done.before += 1;
                    break;
                }
                let Ok(secret) = app.seal.unseal(&old, purpose) else {
                    done.unopened.push((of.table, place.0));
                    break;
                };
                let new = app.seal.seal(&secret, purpose);
                if work.reseal(of, (place, &id), (&old, &new)).await? {
                    work.save().await?;
                    done.anew += 1;
                    break;
                }
            }
        }
    }
    Ok(done)
}

/// What was given up, or would be.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Forgotten {
    /// How many of each table: `keys`, `hooks`, `letters`, `tables`.
    pub(crate) of: BTreeMap<&'static str, u64>,
    /// How many values the sealing key opens: they stay.
    pub(crate) stay: u64,
}

/// Gives up what no sealing key opens any more, or with `only_look` counts it: afterwards the server starts with the key that
/// is there, or makes one. Old keys stay published, so that what they signed stays good; new ones are made with
/// [`super::settings::rotate`].
///
/// # Errors
/// See [`StorageError`]. What was given up until then stays so.
pub(crate) async fn forget(app: &App, only_look: bool) -> Result<Forgotten, StorageError> {
    let (mut done, mut known) = (Forgotten::default(), BTreeSet::new());
    for of in SEALED {
        for (place, id) in app.storage.read().await?.sealed_in(of).await? {
            let Some(old) = app.storage.read().await?.sealed(of, (place, &id)).await? else { continue };
            if app.seal.unseal(&old, Purpose { place, thumbprint: &id, kind: of.kind }).is_ok() {
                done.stay += 1;
                continue;
            }
            if !only_look {
                let mut work = app.storage.write().await?;
                let is_so = work.forget_sealed(of, (place, &id), &old, app.now().unix()).await?;
                work.save().await?;
                // Somebody sealed it anew meanwhile.
                if !is_so {
                    continue;
                }
            }
            // Of one key or one address, two values are sealed.
            if known.insert((of.table, place.0, id)) {
                *done.of.entry(of.table).or_default() += 1;
            }
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::app::hooks;
    use crate::app::team::PlaceId;
    use crate::award_tests::{award, page_of, public, ready};
    use crate::testing::World;

    #[tokio::test(flavor = "multi_thread")]
    async fn everything_is_sealed_anew_while_badges_are_awarded() {
        for world in World::on_both().await {
            let (_, mut ben, id) = ready(&world).await;
            let url = badge_core::name::Url::parse("https://example.org/hook").unwrap();
            let hook = hooks::make(&world.app, PlaceId(id), &url, &[]).await.unwrap();
            hooks::new_secret(&world.app, PlaceId(id), &hook.id).await.unwrap().unwrap();
            let mut config = world.app.config.clone();
            let old = config.seal_key.clone();
            config.seal_key = old.with_file_name("new.key");
            config.seal_key_former = Some(old);
            let both = world.beside_with(config.clone()).await;
            // The last one that only knows the old key goes on until it is restarted.
            award(&mut ben, id, &[("address", "before@example.org")]).await;
            let first = reseal(&both.app).await.unwrap();
            assert!(first.anew >= 4 && first.unopened.is_empty(), "{first:?}");
            let again = reseal(&both.app).await.unwrap();
            assert_eq!((again.anew, again.before), (0, first.anew + first.before), "begun again, nothing is left");
            config.seal_key_former = None;
            let new = world.beside_with(config).await;
            let mut browser = new.browser();
            browser.cookie.clone_from(&ben.cookie);
            award(&mut browser, id, &[("address", "after@example.org")]).await;
            assert!(reseal(&new.app).await.unwrap().unopened.is_empty());
            // Whoever has the old key alone opens nothing any more.
            let left = reseal(&world.app).await.unwrap();
            assert_eq!((left.anew, left.before), (0, 0));
            assert_eq!(u64::try_from(left.unopened.len()).unwrap(), first.anew + first.before);
        }
    }

    // The sealing key was lost, and another one is there.
    #[tokio::test(flavor = "multi_thread")]
    async fn what_no_key_opens_is_given_up_and_badges_are_awarded_again() {
        for world in World::on_both().await {
            let (mut ada, mut ben, id) = ready(&world).await;
            let place = PlaceId(id);
            let to = award(&mut ben, id, &[("address", "before@example.org")]).await;
            let page = page_of(&ben.get(&to).await.text());
            let url = badge_core::name::Url::parse("https://example.org/hook").unwrap();
            let hook = hooks::make(&world.app, place, &url, &[]).await.unwrap();
            hooks::new_secret(&world.app, place, &hook.id).await.unwrap().unwrap();
            world.mail().await;
            world.letters.away(true);
            let fields = [("address", "dan@example.org"), ("role", "reader")];
            ada.post(&format!("/staff/places/{id}/team"), &fields).await;
            let rows = ("a.csv", "name,email\nZoé Blanc,zoe@example.org\n".as_bytes());
            ben.give(&format!("/staff/places/{id}/table"), rows, &[("achievement", "decoupe-laser")]).await;
            let all = reseal(&world.app).await.unwrap().before;

            let mut config = world.app.config.clone();
            config.seal_key = config.seal_key.with_file_name("another.key");
            let new = world.beside_with(config).await;
            let counted = BTreeMap::from([("hooks", 1), ("keys", 1), ("letters", 1), ("tables", 1)]);
            let looked = forget(&new.app, true).await.unwrap();
            assert_eq!((looked.of, looked.stay), (counted.clone(), 0));
            assert_eq!(reseal(&world.app).await.unwrap().before, all, "looking changes nothing");
            assert_eq!(forget(&world.app, false).await.unwrap(), Forgotten { stay: all, ..Forgotten::default() });
            assert_eq!(forget(&new.app, false).await.unwrap().of, counted);
            assert_eq!(forget(&new.app, false).await.unwrap(), Forgotten::default(), "once");
            assert!(reseal(&new.app).await.unwrap().unopened.is_empty());

            assert_eq!(public(&new, &page).await.status, StatusCode::OK, "what was published is");
            let told =
                crate::app::doctor::doctor(&new.app, new.app.words.of(badge_core::language::Lang::En)).await.unwrap();
            assert!(told.iter().all(|one| one.state != crate::app::doctor::State::Wrong), "{told:?}");
            crate::app::settings::rotate(&new.app, None, place).await.unwrap();
            let mut browser = new.browser();
            browser.cookie.clone_from(&ben.cookie);
            award(&mut browser, id, &[("address", "after@example.org")]).await;
            let keys = public(&new, "http://localhost:8080/a/jwks.json").await.text();
            assert_eq!(keys.matches("\"kid\"").count(), 2, "the old one stays published: {keys}");
            new.letters.away(false);
            new.wait(600);
            new.work().await;
            assert!(new.mail().await.is_empty(), "an invitation that nobody can read is not sent");
            let hooks = new.app.storage.read().await.unwrap().hooks(place).await.unwrap();
            assert!(hooks.iter().all(|hook| hook.ended.is_some()));
        }
    }

    // A table that gets a sealed column is named above.
    #[test]
    fn every_sealed_column_is_known() {
        let sql = [
            include_str!("../../migrations/0001_places.sql"),
            include_str!("../../migrations/0004_jobs.sql"),
            include_str!("../../migrations/0005_letters.sql"),
            include_str!("../../migrations/0007_tables.sql"),
            include_str!("../../migrations/0030_hooks.sql"),
        ]
        .concat();
        let named =
            sql.lines().filter(|line| line.contains("BYTEA") && (line.contains("sealed") || line.contains("former")));
        assert_eq!(named.count(), SEALED.len());
    }
}
