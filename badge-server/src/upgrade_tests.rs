//! A server of a newer version on a database in which work of the older one waits: on both engines.

use badge_core::language::Lang;

use crate::app::wish::AwardWish;
use crate::app::{PlaceId, batches};
use crate::award_tests::{award, ready};
use crate::job::{Found, LEASE, Worker};
use crate::storage::Lane;
use crate::testing::World;

/// What the newest migration added, taken away again: the database is then as the version before left it.
const BEFORE: [&str; 3] = [
    "ALTER TABLE hooks DROP COLUMN former",
    "ALTER TABLE hooks DROP COLUMN former_until",
    "DELETE FROM _sqlx_migrations WHERE version = 30",
];

// Letters that wait, a job under the lease of a server that is gone, a batch of which one was awarded before: each is done
// once by the newer version.
#[tokio::test(flavor = "multi_thread")]
async fn work_that_an_older_version_left_is_done_once() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        let place = PlaceId(id);
        let to = |n: usize| format!("personne{n}@example.org");
        award(&mut ben, id, &[("address", &to(0)), ("name", "Personne 0"), ("send", "yes")]).await;
        let wishes: Vec<AwardWish> = (0..30)
            .map(|n| AwardWish {
                achievement: "decoupe-laser".to_owned(),
                to: Some(to(n)),
                name: Some(format!("Personne {n}")),
                ..AwardWish::default()
            })
            .collect();
        let mut work = world.app.storage.write().await.unwrap();
        let batch = batches::add(&mut work, &world.app, place, &wishes, (None, Lang::Fr), None).await.unwrap();
        work.save().await.unwrap();
        let now = world.app.now().unix();
        for lane in [Lane::Letters, Lane::AllElse] {
            let mut work = world.app.storage.write().await.unwrap();
            let taken = work.take_job("gone", lane, (now, now + LEASE)).await.unwrap();
            assert!(taken.is_some(), "somebody is at it, and dies");
            work.save().await.unwrap();
        }
        for sql in BEFORE {
            world.app.storage.execute(sql).await.unwrap();
        }
        let newer = world.beside().await;
        newer.work().await;
        assert!(newer.mail().await.is_empty(), "the lease holds");
        newer.wait(LEASE + 1);
        newer.work().await;
        let (standing, _) = batches::standing(&newer.app, place, &batch.id, 0).await.unwrap().unwrap();
        assert_eq!((standing.done, standing.already, standing.waiting, standing.problem), (29, 1, 0, 0));
        let mut written: Vec<String> = newer.mail().await.into_iter().map(|letter| letter.to).collect();
        written.sort();
        let mut all: Vec<String> = (0..30).map(to).collect();
        all.sort();
        assert_eq!(written, all, "each once");
        newer.wait(3600);
        for lane in [Lane::Letters, Lane::AllElse, Lane::Outside] {
            let worker = Worker::new();
            while worker.step(&newer.app, lane).await.unwrap() == Found::Something {}
        }
        assert!(newer.mail().await.is_empty());
        let counts = crate::app::awards::counts(&newer.app, place).await.unwrap();
        assert_eq!(counts.iter().map(|(_, _, count)| count).sum::<i64>(), 30);
    }
}
