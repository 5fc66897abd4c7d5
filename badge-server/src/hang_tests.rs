//! An object store that accepts and says nothing: whatever waits for it holds nothing that others need.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;

use crate::app::persons;
use crate::award_tests::{award, page_of, public, ready};
use crate::endorsement_tests::{brought, endorsement, hidden};
use crate::storage::{Actor, PlaceId};
use crate::testing::World;
use crate::testing::mute::Mute;

/// Waits for something that comes soon, or never.
async fn soon(what: &str, is: impl Fn() -> bool) {
    for _ in 0..400 {
        if is() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what}");
}

/// Something that reads from the store holds no connection while it waits.
async fn holds_nothing<F: Future<Output = ()> + Send + 'static>(
    world: &World,
    what: &str,
    begin: impl FnOnce(Arc<World>) -> F,
) {
    let mute = Mute::new();
    let beside = Arc::new(world.beside_on(mute.objects.clone()).await);
    let going = tokio::spawn(begin(Arc::clone(&beside)));
    soon(&format!("{what}: it asks the store"), || mute.asked() > 0).await;
    soon(&format!("{what}: it holds no connection meanwhile"), || beside.app.storage.is_free()).await;
    assert!(!going.is_finished(), "{what}: it still waits");
    going.abort();
}

fn path(url: &str) -> String {
    url.strip_prefix("http://localhost:8080").unwrap_or(url).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_connection_is_held_while_the_store_is_waited_for() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let badge = path(&page_of(&ben.get(&to).await.text()));
        let place = PlaceId(id);
        for name in ["badge.png", "preview.png", "certificate.pdf"] {
            let asked = format!("{badge}{name}");
            let sent = async move |world: Arc<World>| drop(public(&world, &asked).await);
            holds_nothing(&world, name, sent).await;
        }
        // Messages that the command wrote, in a place that was imported.
        let digest = world.app.storage.objects.put(place, b"{}".to_vec()).await.unwrap();
        let mut work = world.app.storage.write().await.unwrap();
        work.put_file(place, "outbox/message.json", &digest).await.unwrap();
        work.save().await.unwrap();
        let erase = async move |world: Arc<World>| {
            drop(
                persons::erase(&world.app, &Actor::Machine, place, crate::app::persons::Whose::To("cyd@example.org"))
                    .await,
            )
        };
        holds_nothing(&world, "erasing somebody", erase).await;

        // An endorsement of the badge that was accepted: its page shows it, and it can be brought and accepted once more.
        let good = endorsement(&format!("http://localhost:8080{badge}credential.json"));
        drop(brought(&mut ada, id, &good).await);
        let list = format!("/staff/places/{id}/endorsements");
        let folder = hidden(&ada.get(&format!("{list}?lang=en")).await.text(), "folder");
        drop(ada.post(&list, &[("do", "accept"), ("folder", &folder)]).await);
        let asked = badge.clone();
        holds_nothing(&world, "the page", async move |world: Arc<World>| drop(public(&world, &asked).await)).await;
        for what in ["bringing", "listing"] {
            let (cookie, list, good) = (ada.cookie.clone(), list.clone(), good.clone());
            let act = async move |world: Arc<World>| {
                let mut ada = world.browser();
                ada.cookie = cookie;
                drop(if what == "bringing" { brought(&mut ada, id, &good).await } else { ada.get(&list).await });
            };
            holds_nothing(&world, what, act).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_hangs_holds_up_nobody_who_does_not_need_it() {
    for world in World::on_both().await {
        let (_ada, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let badge = path(&page_of(&ben.get(&to).await.text()));
        let mute = Mute::new();
        let beside = Arc::new(world.beside_on(mute.objects.clone()).await);
        let mut waiting = Vec::new();
        for _ in 0..40 {
            let (beside, asked) = (Arc::clone(&beside), format!("{badge}badge.png"));
            waiting.push(tokio::spawn(async move { public(&beside, &asked).await.status }));
        }
        soon("the store is asked by as many as may", || mute.asked() >= 16).await;
        for path in ["/readyz".to_owned(), format!("{badge}credential.json"), "/a/status/1.json".to_owned()] {
            assert_eq!(public(&beside, &path).await.status, StatusCode::OK, "{path}");
        }
        assert!(waiting.iter().any(|one| !one.is_finished()), "meanwhile");
        for one in waiting {
            assert_eq!(one.await.unwrap(), StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(mute.asked(), 16, "a few seats, and nobody after them while it is away");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_the_server_says_so_to_everybody() {
    let Some((world, cluster)) = World::on_own_postgres().await else { return };
    let (_ada, mut ben, id) = ready(&world).await;
    let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
    let badge = path(&page_of(&ben.get(&to).await.text()));
    drop(cluster);
    let mut gone = false;
    for _ in 0..400 {
        gone = public(&world, "/readyz").await.status == StatusCode::SERVICE_UNAVAILABLE;
        if gone {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(gone);
    for (path, kind) in [
        (badge.clone(), "text/html"),
        (format!("{badge}badge.png"), "text/html"),
        ("/sign-in".to_owned(), ""),
        (format!("/staff/places/{id}"), ""),
    ] {
        let answer = if path.starts_with("/staff") { ben.get(&path).await } else { public(&world, &path).await };
        if kind.is_empty() && answer.status == StatusCode::OK {
            continue;
        }
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", answer.text());
        assert!(!answer.header("retry-after").is_empty(), "{path}");
        assert!(answer.text().contains("Ce n’est pas votre faute"), "{path}: {}", answer.text());
    }
}
