//! Letters, from the act that they tell of to the mail server: on both engines, by the clock of the test.

use axum::http::StatusCode;
use badge_core::place::outbox::Reply;

use crate::app::team::PlaceId;
use crate::award_tests::{award, page_of, ready};
use crate::job::{Found, LEASE, Work, Worker};
use crate::role::Role;
use crate::team_tests::{began, joined, leads_to, place};
use crate::testing::{Browser, Wished, World};

/// Awards to so many people, and writes to each of them.
async fn awarded(by: &mut Browser<'_>, id: i64, people: std::ops::Range<u32>) {
    for n in people {
        let address = format!("personne{n}@example.org");
        drop(award(by, id, &[("address", &address), ("send", "yes")]).await);
    }
}

/// Whom the letters so far went to, in alphabetical order.
async fn written_to(world: &World) -> Vec<String> {
    let mut all: Vec<String> = world.mail().await.into_iter().map(|letter| letter.to).collect();
    all.sort();
    all
}

async fn letters_page(by: &mut Browser<'_>, id: i64) -> String {
    by.get(&format!("/staff/places/{id}/letters?lang=en")).await.text()
}

#[tokio::test]
async fn the_letter_says_what_a_person_needs_in_their_language() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    world.mail().await;
    let cyd =
        [("address", "cyd@example.org"), ("name", "Élodie Exemple"), ("send", "yes"), ("narrative", "A découpé.")];
    let to = award(&mut ben, id, &cyd).await;
    let page = page_of(&ben.get(&to).await.text());
    let [letter] = world.mail().await.try_into().unwrap();
    let html = letter.html.unwrap();
    for part in ["Élodie Exemple", "Découpe laser", "A découpé.", "Sait faire.", page.as_str(), "contact@example.org"]
    {
        assert!(letter.text.contains(part) && html.contains(part), "{part}: {}", letter.text);
    }
    assert_eq!(letter.reply_to.as_deref(), Some("contact@example.org"));
    assert!(letter.subject.contains("Découpe laser"), "{}", letter.subject);
    let [picture] = letter.pictures.try_into().ok().unwrap();
    assert!(html.contains(&format!("src=\"cid:{}\"", picture.cid)) && picture.bytes.starts_with(b"\x89PNG"));
    let [file] = letter.files.try_into().ok().unwrap();
    assert!(letter.text.contains(&file.name) && file.media_type == "image/png");
    assert!(file.bytes.windows(19).any(|part| part == b"openbadgecredential"), "the file holds the badge");
}

#[tokio::test]
async fn an_hour_without_mail_server_loses_and_doubles_nothing() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        world.letters.away(true);
        awarded(&mut ben, id, 0..12).await;
        let fields = [("address", "dan@example.org"), ("role", "reader")];
        assert_eq!(ada.post(&format!("/staff/places/{id}/team"), &fields).await.status, StatusCode::OK);
        let link = [("address", "ada@example.org"), ("how", "link")];
        assert_eq!(world.browser().post("/staff/sign-in?lang=en", &link).await.status, StatusCode::OK);
        assert!(letters_page(&mut ben, id).await.contains("personne11@example.org"));
        let asked = world.letters.asked();
        for _ in 0..60 {
            assert!(world.mail().await.is_empty());
            world.wait(60);
        }
        assert!(world.letters.asked() - asked < 40, "a mail server that is not there is not asked for each letter");
        world.letters.away(false);
        world.wait(5 * 60);
        let mut expected: Vec<String> = (0..12).map(|n| format!("personne{n}@example.org")).collect();
        expected.push("dan@example.org".to_owned());
        expected.sort();
        assert_eq!(written_to(&world).await, expected, "a link that is over does not go");
        world.wait(10 * 60 * 60);
        assert!(written_to(&world).await.is_empty());
        let page = letters_page(&mut ben, id).await;
        assert!(page.contains("Letters that went: 14") && page.contains("Nothing waits"), "{page}");
    }
}

#[tokio::test]
async fn two_servers_on_one_database_send_each_letter_once() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        awarded(&mut ben, id, 0..25).await;
        let second = world.beside().await.app;
        let work = async |app: &crate::state::App| {
            let worker = Worker::new();
            while worker.step(app, Work::Letters).await.unwrap() == Found::Something {}
        };
        tokio::join!(work(&world.app), work(&second), work(&world.app), work(&second));
        let mut expected: Vec<String> = (0..25).map(|n| format!("personne{n}@example.org")).collect();
        expected.sort();
        let mut went: Vec<String> = world.letters.take().into_iter().map(|letter| letter.to).collect();
        went.sort();
        assert_eq!(went, expected);
    }
}

#[tokio::test]
async fn a_letter_whose_sender_died_in_the_middle_is_uncertain_and_stays() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        awarded(&mut ben, id, 0..1).await;
        world.letters.wish(Wished::Silence);
        let app = world.app.clone();
        let dies = tokio::spawn(async move { Worker::new().step(&app, Work::Letters).await.map(drop) });
        let gone = loop {
            tokio::task::yield_now().await;
            let gone = world.letters.take();
            if !gone.is_empty() {
                break gone;
            }
        };
        assert_eq!(gone.len(), 1);
        dies.abort();
        drop(dies.await);
        assert!(letters_page(&mut ben, id).await.contains("is going"));
        world.wait(LEASE + 1);
        assert!(world.mail().await.is_empty(), "nobody sends it again by itself");
        let page = letters_page(&mut ben, id).await;
        assert!(page.contains("may have gone") && page.contains("personne0@example.org"), "{page}");
        world.wait(10 * 60 * 60);
        assert!(world.mail().await.is_empty());
        let action =
            page.split("action=\"").find(|part| part.contains("/letters/")).unwrap().split('"').next().unwrap();
        leads_to(&ben.post(action, &[]).await);
        assert_eq!(written_to(&world).await, ["personne0@example.org"], "a person decided");
        assert!(letters_page(&mut ben, id).await.contains("Nothing waits"));
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("sent a letter again") && !acts.contains("personne0"));
    }
}

#[tokio::test]
async fn later_is_tried_again_and_no_is_told() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        for wish in [Wished::Before(Reply::Later), Wished::ToText(Reply::Later), Wished::Before(Reply::Cut)] {
            world.letters.wish(wish);
        }
        awarded(&mut ben, id, 0..1).await;
        let mut waited = Vec::new();
        let mut since = 0;
        while waited.len() < 3 {
            let asked = world.letters.asked();
            assert!(world.mail().await.is_empty());
            if world.letters.asked() > asked {
                waited.push(since);
                since = 0;
            }
            world.wait(30);
            since += 30;
        }
        assert_eq!(waited, [0, 60, 240], "four times as long each time");
        world.wait(960);
        assert_eq!(written_to(&world).await, ["personne0@example.org"]);
        world.letters.wish(Wished::ToText(Reply::No));
        awarded(&mut ben, id, 1..2).await;
        assert!(world.mail().await.is_empty());
        world.wait(10 * 60 * 60);
        assert!(world.mail().await.is_empty(), "no is no");
        let page = letters_page(&mut ben, id).await;
        assert!(page.contains(">refused<") && page.contains("250 fine"), "{page}");
    }
}

#[tokio::test]
async fn so_many_letters_go_in_a_minute_and_no_more() {
    let settings = crate::config::Layer { mail_per_minute: Some(5), ..Default::default() };
    let world = World::with(settings).await;
    let (_, mut ben, id) = ready(&world).await;
    world.mail().await;
    world.wait(120);
    awarded(&mut ben, id, 0..12).await;
    let mut went = Vec::new();
    for _ in 0..4 {
        went.push(world.mail().await.len());
        world.wait(61);
    }
    assert_eq!(went, [5, 5, 2, 0]);
}

// What waits in a copy may have gone since, from the server that it is a copy of.
#[tokio::test]
async fn nothing_that_waited_in_a_copy_goes_by_itself() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        world.letters.away(true);
        awarded(&mut ben, id, 0..3).await;
        let rows = ("a.csv", "name,email\nZoé Blanc,zoe@example.org\n".as_bytes());
        let plan = ben.give(&format!("/staff/places/{id}/table"), rows, &[("achievement", "decoupe-laser")]).await;
        leads_to(&ben.post(leads_to(&plan), &[("do", "award"), ("send", "yes")]).await);
        crate::app::backup::restored(&world.app.storage, world.app.now().unix()).await.unwrap();
        world.letters.away(false);
        world.wait(600);
        world.work().await;
        assert!(world.mail().await.is_empty());
        assert_eq!(world.app.storage.read().await.unwrap().awards(PlaceId(id)).await.unwrap().len(), 3);
        assert!(!ada.get("/staff").await.text().contains("Atelier"), "everybody signs in again");
        let left = world.app.storage.read().await.unwrap().letters_not_sent(PlaceId(id), 9).await.unwrap();
        assert!(left.len() == 3 && left.iter().all(|letter| letter.step == badge_core::place::outbox::Step::Uncertain));
        // A person decides.
        let mut ada = world.browser();
        let link = [("address", "ada@example.org"), ("how", "link")];
        drop(ada.post("/staff/sign-in", &link).await);
        let link = crate::team_tests::link_of(&world).await;
        leads_to(&ada.post(&link, &[]).await);
        assert!(letters_page(&mut ada, id).await.contains("It waited in a backup"));
        leads_to(&ada.post(&format!("/staff/places/{id}/letters/{}?lang=en", left[0].id), &[]).await);
        assert_eq!(world.mail().await.len(), 1);
    }
}

#[tokio::test]
async fn a_link_that_somebody_waits_for_goes_before_letters_about_badges() {
    let settings = crate::config::Layer { mail_per_minute: Some(2), ..Default::default() };
    let world = World::with(settings).await;
    let (_, mut ben, id) = ready(&world).await;
    world.mail().await;
    world.wait(120);
    awarded(&mut ben, id, 0..6).await;
    world.wait(1);
    let link = [("address", "ada@example.org"), ("how", "link")];
    assert_eq!(world.browser().post("/staff/sign-in", &link).await.status, StatusCode::OK);
    let went = world.mail().await;
    assert_eq!((went.len(), went[0].to.as_str()), (2, "ada@example.org"), "it would be over before its turn");
}

#[tokio::test]
async fn places_take_turns_with_their_letters_however_many_wait_at_one() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let mut others = Vec::new();
        for name in ["b", "c"] {
            let other = place(&mut ada, name, &format!("http://localhost:8080/{name}")).await;
            let whole =
                [("fr.name", "Découpe laser"), ("fr.description", "Sait."), ("fr.criteria", "Là."), ("do", "publish")];
            drop(ada.post(&format!("/staff/places/{other}/new-achievement"), &whole).await);
            others.push(other);
        }
        world.mail().await;
        awarded(&mut ben, id, 0..6).await;
        world.wait(5);
        awarded(&mut ada, others[0], 20..22).await;
        world.wait(5);
        awarded(&mut ada, others[1], 30..31).await;
        let went: Vec<String> = world.mail().await.into_iter().map(|letter| letter.to).collect();
        assert_eq!(went.len(), 9, "{went:?}");
        let at = |n: u32| went.iter().position(|to| *to == format!("personne{n}@example.org")).unwrap();
        // One of each place in each round, whichever place begins.
        assert!(at(30) < 3, "{went:?}");
        assert!(at(20).min(at(21)) < 3 && at(20).max(at(21)) < 6, "{went:?}");
        // A place whose letters are put off is in nobody's way.
        world.wait(120);
        world.letters.wish(Wished::Before(Reply::Later));
        awarded(&mut ben, id, 6..7).await;
        assert!(world.mail().await.is_empty());
        awarded(&mut ada, others[1], 31..32).await;
        assert_eq!(written_to(&world).await, ["personne31@example.org"]);
        world.wait(120);
        assert_eq!(written_to(&world).await, ["personne6@example.org"]);
    }
}

#[tokio::test]
async fn nobody_who_was_erased_or_taken_back_meanwhile_is_written_to() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        world.letters.away(true);
        let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("send", "yes")]).await;
        awarded(&mut ben, id, 0..2).await;
        world.mail().await;
        let path = to.split('?').next().unwrap();
        leads_to(&ben.post(path, &[("do", "revoke"), ("reason", "par erreur")]).await);
        crate::app::persons::erase(
            &world.app,
            &crate::app::Actor::Machine,
            PlaceId(id),
            crate::app::persons::Whose::To("personne0@example.org"),
        )
        .await
        .unwrap()
        .unwrap();
        let left = world.app.storage.read().await.unwrap().letters_not_sent(PlaceId(id), 10).await.unwrap();
        assert_eq!(left.len(), 2, "what was to be written to somebody goes with them");
        world.letters.away(false);
        world.wait(600);
        assert_eq!(written_to(&world).await, ["personne1@example.org"]);
        assert!(letters_page(&mut ben, id).await.contains("Nothing waits"));
    }
}

#[tokio::test]
async fn what_waits_for_one_person_goes_in_one_letter() {
    let world = World::new().await;
    let (mut ada, mut ben, id) = ready(&world).await;
    let more = [("fr.name", "Soudure"), ("fr.description", "Sait."), ("fr.criteria", "Le montrer."), ("do", "publish")];
    drop(ada.post(&format!("/staff/places/{id}/new-achievement"), &more).await);
    world.mail().await;
    let fields = [("address", "cyd@example.org"), ("send", "yes")];
    drop(award(&mut ben, id, &fields).await);
    let both: Vec<_> = fields.iter().chain(&[("achievement", "soudure")]).copied().collect();
    drop(ben.post(&format!("/staff/places/{id}/award"), &both).await);
    let [letter] = world.mail().await.try_into().unwrap();
    assert!(letter.text.contains("Découpe laser") && letter.text.contains("Soudure"), "{}", letter.text);
    assert_eq!(letter.files.len(), 2);
}

#[tokio::test]
async fn a_secret_link_is_sealed_while_it_waits_and_gone_when_it_went() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        world.letters.away(true);
        let fields = [("address", "dan@example.org"), ("role", "reader")];
        assert_eq!(ada.post(&format!("/staff/places/{id}/team"), &fields).await.status, StatusCode::OK);
        world.mail().await;
        let stored = async || {
            let mut read = world.app.storage.read().await.unwrap();
            read.letters_not_sent(PlaceId(id), 10).await.unwrap()
        };
        let [waiting] = stored().await.try_into().ok().unwrap();
        let sealed = waiting.sealed.clone().unwrap();
        let hides = |text: &[u8]| !sealed.windows(text.len()).any(|part| part == text);
        assert!(hides(b"dan@example.org") && hides(b"localhost"));
        world.letters.away(false);
        world.wait(600);
        let [letter] = world.mail().await.try_into().unwrap();
        assert!(letter.text.contains("/staff/invited/"));
        let after = world.app.storage.read().await.unwrap().letter(&waiting.id).await.unwrap().unwrap();
        assert_eq!((after.step.as_str(), after.sealed), ("sent", None));
        // A sign-in link is over after half an hour, and with it what is kept of the letter.
        world.letters.away(true);
        let link = [("address", "ada@example.org"), ("how", "link")];
        assert_eq!(world.browser().post("/staff/sign-in?lang=en", &link).await.status, StatusCode::OK);
        world.mail().await;
        world.wait(31 * 60);
        world.letters.away(false);
        assert!(world.mail().await.is_empty());
        let own = world.app.storage.read().await.unwrap().letters_not_sent(PlaceId::NONE, 10).await.unwrap();
        let [over] = own.try_into().ok().unwrap();
        assert_eq!((over.step.as_str(), over.answer.as_deref(), over.sealed), ("refused", Some("expired"), None));
    }
}

#[tokio::test]
async fn another_place_s_letters_are_not_there() {
    let world = World::new().await;
    let (mut ada, mut ben, id) = ready(&world).await;
    world.mail().await;
    world.letters.wish(Wished::Before(Reply::No));
    awarded(&mut ben, id, 0..1).await;
    world.mail().await;
    let page = letters_page(&mut ben, id).await;
    let letter = page.split("/letters/").nth(1).unwrap().split('?').next().unwrap().to_owned();
    let other = place(&mut ada, "Autre", "http://localhost:8080/b").await;
    let mut eve = joined(&world, &mut ada, other, "eve@example.org", Role::Administrator).await;
    assert!(!letters_page(&mut eve, other).await.contains("personne0"));
    let answer = eve.post(&format!("/staff/places/{other}/letters/{letter}"), &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(world.mail().await.is_empty());
}
