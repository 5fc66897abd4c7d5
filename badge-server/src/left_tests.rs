//! What was put and nothing points to goes; what is wanted again at that moment stays.

use std::sync::Arc;
use std::time::Duration;

use badge_core::language::Lang;
use badge_core::text;

use crate::app::awarding::{self, AwardError, also};
use crate::app::removing::round;
use crate::app::wish::AwardWish;
use crate::app::{PlaceId, logo};
use crate::award_tests::{award, ready};
use crate::storage::Storage;
use crate::testing::World;

/// What lies in the store of a place: in a folder all that is there, in a bucket what is known of it.
async fn lying(storage: &Storage, folder: &std::path::Path, place: PlaceId) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for below in std::fs::read_dir(folder.join(place.0.to_string())).into_iter().flatten().flatten() {
        let files = std::fs::read_dir(below.path()).unwrap();
        all.extend(files.map(|file| file.unwrap().file_name().into_string().unwrap()));
    }
    let mut known: Vec<String> =
        storage.read().await.unwrap().files(place, "").await.unwrap().into_iter().map(|(_, digest)| digest).collect();
    let later = i64::MAX / 2;
    let left = storage.read().await.unwrap().leftovers(Some(place), &(place, String::new()), (later, 100)).await;
    known.extend(left.unwrap().into_iter().map(|(_, digest)| digest));
    for digest in known {
        if !all.contains(&digest) && storage.objects.get(place, &digest).await.unwrap().is_some() {
            all.push(digest);
        }
    }
    all
}

#[tokio::test]
async fn pictures_of_a_try_that_came_to_nothing_go_some_minutes_later() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        let (app, place) = (&world.app, PlaceId(id));
        let folder = app.config.data.join("objects");
        award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let before = lying(&app.storage, &folder, place).await;
        assert!(!before.is_empty());
        let wish = AwardWish {
            achievement: "decoupe-laser".to_owned(),
            to: Some("dan@example.org".to_owned()),
            name: Some("Dan".to_owned()),
            ..AwardWish::default()
        };
        let order = wish.understood(None, (&app.words, Lang::Fr), app.now()).unwrap();
        // Somebody else was faster, when the pictures are there already.
        let overtaken = also(|_, _| Box::pin(async { Err(AwardError::Overtaken) }));
        let done = awarding::award(app, place, None, &Arc::from([order]), Some(std::sync::Arc::new(overtaken))).await;
        assert!(matches!(done, Err(AwardError::Overtaken)));
        let after = lying(&app.storage, &folder, place).await;
        assert!(after.len() > before.len(), "{after:?}");
        // Something may still come to point to them.
        assert_eq!(round(app).await.unwrap().removed, 0);
        assert_eq!(lying(&app.storage, &folder, place).await.len(), after.len());
        world.wait(11 * 60);
        // Whatever this process remembers of it, is not needed.
        let next = world.beside().await;
        assert_eq!(round(&next.app).await.unwrap().removed, after.len() - before.len());
        let mut left = lying(&app.storage, &folder, place).await;
        left.sort();
        let mut kept = before;
        kept.sort();
        assert_eq!(left, kept, "and of what was awarded nothing went");
        assert_eq!(app.storage.count("leftovers").await.unwrap(), 0);
        let names = std::fs::read_dir(folder.join("coming")).map_or(0, Iterator::count);
        assert_eq!(names, 0, "and no name is left");
    }
}

#[tokio::test]
async fn what_cannot_go_holds_up_nothing_behind_it() {
    let world = World::new().await;
    let (app, place) = (&world.app, PlaceId(1));
    let folder = app.config.data.join("objects").join("1");
    for number in 0..205_u8 {
        // A folder where the file was: nobody removes it as a file, not even root.
        let digest = text::hex(&[number; 32]);
        std::fs::create_dir_all(folder.join(&digest[..2]).join(&digest)).unwrap();
        app.storage.execute(&format!("INSERT INTO leftovers (owner, sha256) VALUES (1, '{digest}')")).await.unwrap();
    }
    let good = app.storage.objects.put(place, b"the last".to_vec()).await.unwrap();
    app.storage.execute(&format!("INSERT INTO leftovers (owner, sha256) VALUES (2, '{good}')")).await.unwrap();
    let path = app.config.data.join("objects").join("2").join(&good[..2]);
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join(&good), "the last").unwrap();
    let first = round(app).await.unwrap();
    assert!(first.removed == 0 && first.more && first.left.len() >= 200, "{}", first.left.len());
    let second = round(app).await.unwrap();
    assert_eq!(second.removed, 1, "{}", second.left.len());
    assert!(!path.join(&good).exists());
    // And round again.
    assert!(round(app).await.unwrap().left.len() >= 200);
}

#[cfg(feature = "s3")]
#[tokio::test(flavor = "multi_thread")]
async fn a_logo_that_is_put_back_while_the_store_removes_it_is_there() {
    use crate::testing::stopping::Stopping;

    for world in World::on_both().await {
        let (_ada, _ben, id) = ready(&world).await;
        let store = Stopping::new();
        let beside = Arc::new(world.beside_on(store.objects.clone()).await);
        let by = beside.app.storage.read().await.unwrap().account_of("ada@example.org").await.unwrap().unwrap().id;
        let put = move |beside: &Arc<World>, colour: &str| {
            let (beside, drawn) = (
                Arc::clone(beside),
                format!(
                    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' fill='{colour}'/></svg>"
                ),
            );
            tokio::spawn(async move {
                assert!(logo::put(&beside.app, by, PlaceId(id), drawn.into_bytes()).await.unwrap().is_ok());
            })
        };
        put(&beside, "red").await.unwrap();
        store.stop(true);
        let replaced = put(&beside, "blue");
        for _ in 0..1000 {
            if store.waiting() > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(store.waiting(), 1, "the red one is being removed");
        let mut back = put(&beside, "red");
        let early = tokio::time::timeout(Duration::from_millis(300), &mut back).await.is_ok();
        store.stop(false);
        if !early {
            back.await.unwrap();
        }
        replaced.await.unwrap();
        let shown = logo::picture(&beside.app, PlaceId(id)).await.unwrap();
        let (_, bytes) = shown.expect("the logo is in the store");
        assert!(String::from_utf8(bytes).unwrap().contains("red"));
        assert!(!early, "it was waited for");
    }
}
