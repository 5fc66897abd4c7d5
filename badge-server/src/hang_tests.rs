//! An object store that accepts and says nothing: whatever waits for it holds nothing that others need.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;

use crate::app::persons;
use crate::award_tests::{award, page_of, public, ready};
use crate::endorsement_tests::{brought, endorsement, hidden};
use crate::storage::{Actor, Objects, PlaceId, Shelf};
use crate::testing::World;
use crate::testing::mute::Mute;
use crate::testing::stopping::Stopping;

/// Waits for something that comes soon, or never.
async fn soon(what: &str, is: impl Fn() -> bool) {
    for _ in 0..6000 {
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

/// An endorsement that is here already is told of from the store: by then whoever writes waits for nobody.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_to_write_while_what_came_twice_is_read() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let badge = path(&page_of(&ben.get(&to).await.text()));
        let good = endorsement(&format!("http://localhost:8080{badge}credential.json"));
        drop(brought(&mut ada, id, &good).await);
        let list = format!("/staff/places/{id}/endorsements");
        let folder = hidden(&ada.get(&format!("{list}?lang=en")).await.text(), "folder");
        drop(ada.post(&list, &[("do", "accept"), ("folder", &folder)]).await);

        let store = Stopping::new();
        let place = PlaceId(id);
        for (_, digest) in world.app.storage.read().await.unwrap().files(place, "").await.unwrap() {
            let bytes = world.app.storage.objects.get(place, &digest).await.unwrap().unwrap();
            store.objects.put(place, bytes).await.unwrap();
        }
        let beside = Arc::new(world.beside_on(store.objects.clone()).await);
        let bring = |beside: &Arc<World>| {
            let (beside, cookie, good) = (Arc::clone(beside), ada.cookie.clone(), good.clone());
            tokio::spawn(async move {
                let mut ada = beside.browser();
                ada.cookie = cookie;
                drop(brought(&mut ada, id, &good).await);
            })
        };
        let before = store.read();
        bring(&beside).await.unwrap();
        let once = store.read() - before;
        assert!(once > 1, "it is read from the store");
        // Once more, as far as what is read last: what is told.
        store.reads(Some(store.read() + once - 1));
        let again = bring(&beside);
        soon("it waits for the store", || store.waiting() > 0).await;
        soon("and holds no connection meanwhile", || beside.app.storage.is_free()).await;
        let mut work = beside.app.storage.write().await.unwrap();
        work.hold(place).await.unwrap();
        work.save().await.unwrap();
        assert!(!again.is_finished());
        store.reads(None);
        again.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_store_that_is_away_keeps_of_somebody_erased_goes_when_it_is_back() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        award(&mut ben, id, &[("address", "dan@example.org"), ("name", "Dan")]).await;
        let (place, logo) = (PlaceId(id), format!("/staff/places/{id}/logo"));
        let drawn = |colour: &str| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' fill='{colour}'/></svg>"
            )
        };
        drop(ada.give(&logo, ("a.svg", drawn("red").as_bytes()), &[("do", "put")]).await);
        let objects = async |world: &World| {
            let mut files = world.app.storage.read().await.unwrap().files(place, "").await.unwrap();
            files.retain(|(path, _)| path.starts_with("awards/") || path.starts_with("logo"));
            files.into_iter().map(|(_, digest)| digest).collect::<std::collections::BTreeSet<_>>()
        };
        let before = objects(&world).await;
        assert_eq!(before.len(), 3, "two badges and the logo");
        // Nobody is at that address.
        let nobody = Shelf {
            address: "http://127.0.0.1:1/badges".to_owned(),
            region: "us-east-1".to_owned(),
            key: "test".to_owned(),
            secret: "test".to_owned(),
        };
        let away = world.beside_on(Objects::bucket(&nobody).unwrap()).await;
        let whose = persons::Whose::To("cyd@example.org");
        let erased = persons::erase(&away.app, &Actor::Machine, place, whose).await.unwrap();
        assert_eq!(erased.map(|gone| gone.awards.len()), Some(1), "whoever asked is answered");
        let mut there = away.browser();
        there.cookie = ada.cookie.clone();
        let settings = there.get(&format!("/staff/places/{id}/settings?lang=fr")).await;
        assert_eq!(settings.status, StatusCode::OK, "all but the logo is shown");
        assert!(settings.text().contains("Le logo est en place"), "{}", settings.text());
        assert_eq!(there.give(&logo, ("", b""), &[("do", "remove")]).await.status, StatusCode::SEE_OTHER);
        let gone: Vec<_> = before.difference(&objects(&world).await).cloned().collect();
        assert_eq!(gone.len(), 2);
        assert_eq!(world.app.storage.count("leftovers").await.unwrap(), 2, "noted with the act");
        crate::app::removing::round(&away.app).await.unwrap();
        assert_eq!(world.app.storage.count("leftovers").await.unwrap(), 2, "as long as it is away");
        // One of them is wanted again meanwhile.
        drop(ada.give(&logo, ("a.svg", drawn("red").as_bytes()), &[("do", "put")]).await);
        crate::app::removing::round(&world.app).await.unwrap();
        assert_eq!(world.app.storage.count("leftovers").await.unwrap(), 0);
        let held = objects(&world).await;
        for digest in &gone {
            let is = world.app.storage.objects.get(place, digest).await.unwrap().is_some();
            assert_eq!(is, held.contains(digest));
        }
        assert_eq!(held.intersection(&before).count(), 2, "the other badge, and the logo");
        // Another logo: the one before is not kept.
        drop(ada.give(&logo, ("a.svg", drawn("blue").as_bytes()), &[("do", "put")]).await);
        assert_eq!(world.app.storage.count("leftovers").await.unwrap(), 0);
        let old = held.difference(&objects(&world).await).next().unwrap().clone();
        assert_eq!(world.app.storage.objects.get(place, &old).await.unwrap(), None);
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
        // In a sentence, whatever is drawn or shown of it, to visitors and to the team.
        for name in ["badge.png", "preview.png", "certificate.pdf"] {
            let told = public(&beside, &format!("{badge}{name}")).await;
            assert_eq!((told.status, told.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"), "{name}");
            assert!(told.text().contains("Ce n’est pas votre faute"), "{name}: {}", told.text());
        }
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
    for _ in 0..6000 {
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
