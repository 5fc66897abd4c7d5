//! What whoever got a badge may do about its page, by the link in the letter: on both engines.

use axum::http::StatusCode;
use badge_core::place::people::People;

use crate::app::export::{Keys, export};
use crate::app::import::import;
use crate::app::team::PlaceId;
use crate::award_tests::{award, page_of, public, ready};
use crate::role::Role;
use crate::team_tests::{joined, leads_to};
use crate::testing::{Browser, World};

const CYD: [(&str, &str); 3] = [("address", "cyd@example.org"), ("name", "Élodie Exemple"), ("send", "yes")];

/// The same for somebody else.
async fn refusable_again(world: &World, ben: &mut Browser<'_>, id: i64) -> (String, String, String) {
    let dan = [("address", "dan@example.org"), ("name", "Dan Exemple"), ("send", "yes")];
    refusable_by(world, ben, id, &dan).await
}

/// Awards a badge; its path among the team's pages, its public page, and the link by which it is refused.
async fn refusable(world: &World, ben: &mut Browser<'_>, id: i64) -> (String, String, String) {
    refusable_by(world, ben, id, &CYD).await
}

async fn refusable_by(
    world: &World,
    ben: &mut Browser<'_>,
    id: i64,
    fields: &[(&str, &str)],
) -> (String, String, String) {
    let to = award(ben, id, fields).await;
    let page = page_of(&ben.get(&to).await.text());
    let [letter] = world.mail().await.try_into().unwrap();
    let word = letter.text.split_whitespace().find(|word| word.contains("/refuse/")).unwrap();
    let html = letter.html.unwrap();
    assert!(html.contains(&format!("href=\"{word}\"")), "{html}");
    let link = word.strip_prefix("http://localhost:8080").unwrap().to_owned();
    (to.split('?').next().unwrap().to_owned(), page, link)
}

#[tokio::test]
async fn a_page_is_removed_by_the_link_in_the_letter_and_put_back_by_the_team() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        let (badge, page, link) = refusable(&world, &mut ben, id).await;
        let mut cyd = world.browser();
        let asked = cyd.get(&link).await;
        assert_eq!((asked.status, asked.header("cache-control")), (StatusCode::OK, "no-store"));
        assert!(asked.text().contains("Découpe laser") && asked.text().contains("Atelier"));
        assert!(!asked.text().contains("Élodie"), "whoever has the link learns nothing of the person");
        assert_eq!(cyd.get(&link).await.status, StatusCode::OK, "looking uses nothing up");
        assert_eq!(public(&world, &page).await.status, StatusCode::OK);
        assert_eq!(cyd.post(&link, &[]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(cyd.post(&link, &[("why", "asked")]).await.status, StatusCode::OK);
        assert_eq!(cyd.post(&link, &[("why", "asked")]).await.status, StatusCode::NOT_FOUND, "good once");
        assert_eq!(cyd.get(&link).await.status, StatusCode::NOT_FOUND);
        for file in ["", "badge.png", "credential.json", "index.en.html"] {
            assert_eq!(public(&world, &format!("{page}{file}")).await.status, StatusCode::NOT_FOUND, "{file}");
        }
        let shown = ben.get(&format!("{badge}?lang=en")).await.text();
        assert!(shown.contains(">not shown<") && shown.contains("no longer shown"), "{shown}");
        assert!(ben.post(&badge, &[("do", "send")]).await.header("location").ends_with("done=unsent"));
        assert!(world.mail().await.is_empty(), "nobody writes to them about it again");
        leads_to(&ben.post(&badge, &[("do", "show")]).await);
        assert_eq!(public(&world, &page).await.status, StatusCode::OK);
        assert_eq!(ben.post(&badge, &[("do", "show")]).await.status, StatusCode::NOT_FOUND);
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        let at = |text: &str| acts.find(text).unwrap_or_else(|| panic!("{text}: {acts}"));
        assert!(at("showed the page of a badge again") < at("had the page of a badge removed"));
        assert!(acts.contains("<td>a recipient</td>") && !acts.contains("Élodie"));
    }
}

#[tokio::test]
async fn not_me_is_told_to_the_team_and_an_older_letter_s_link_is_good_too() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        let (badge, page, link) = refusable(&world, &mut ben, id).await;
        leads_to(&ben.post(&badge, &[("do", "send")]).await);
        let [again] = world.mail().await.try_into().unwrap();
        assert!(!again.text.contains(&link), "each letter has a link of its own");
        let done = world.browser().post(&link, &[("why", "not-me")]).await;
        assert_eq!(done.status, StatusCode::OK);
        assert_eq!(public(&world, &page).await.status, StatusCode::NOT_FOUND);
        assert!(ben.get(&format!("{badge}?lang=en")).await.text().contains("this badge is not theirs"));
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("said that a badge is not theirs"), "{acts}");
    }
}

// What the page promises, “the place is told”: once, until somebody saw to it, however many links somebody has.
#[tokio::test]
async fn those_who_award_are_written_to_once_and_see_it_in_their_lists() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        drop(joined(&world, &mut ada, id, "dan@example.org", Role::Author).await);
        world.mail().await;
        let (badge, _, first) = refusable(&world, &mut ben, id).await;
        let link = async |ben: &mut Browser<'_>| {
            leads_to(&ben.post(&badge, &[("do", "send")]).await);
            let [letter] = world.mail().await.try_into().unwrap();
            let word = letter.text.split_whitespace().find(|word| word.contains("/refuse/")).unwrap().to_owned();
            word.strip_prefix("http://localhost:8080").unwrap().to_owned()
        };
        let (second, third) = (link(&mut ben).await, link(&mut ben).await);
        let list = format!("/staff/places/{id}/badges?lang=en");
        assert!(!ben.get(&list).await.text().contains("to be looked at"));
        assert_eq!(world.browser().post(&first, &[("why", "not-me")]).await.status, StatusCode::OK);
        let letters = world.mail().await;
        let mut to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["ada@example.org", "ben@example.org"], "not who writes achievements alone");
        for letter in &letters {
            assert!(letter.subject.contains("Découpe laser") && letter.text.contains(&format!("{badge}?lang=fr")));
            assert!(!letter.text.contains("Élodie") && !letter.text.contains("cyd@"), "nothing of whoever it is");
        }
        for other in [&second, &third] {
            assert_eq!(world.browser().post(other, &[("why", "not-me")]).await.status, StatusCode::OK);
        }
        assert!(world.mail().await.is_empty(), "nobody's mailbox is filled");
        for page in [&list, &format!("/staff/places/{id}?lang=en")] {
            assert!(ben.get(page).await.text().contains("“This is not me”: to be looked at (1)"), "{page}");
        }
        let marked = ben.get(&format!("{list}&mark=not-theirs")).await.text();
        assert_eq!(marked.matches(">said not to be theirs<").count(), 1, "{marked}");
        let shown = ben.get(&format!("{badge}?lang=en")).await.text();
        assert!(shown.contains("What to do now?") && shown.contains("/award?lang=en&#38;achievement=decoupe-laser"));
        assert!(leads_to(&ben.post(&badge, &[("do", "dismiss")]).await).ends_with("done=dismissed"));
        assert_eq!(ben.post(&badge, &[("do", "dismiss")]).await.status, StatusCode::NOT_FOUND);
        assert!(!ben.get(&list).await.text().contains("to be looked at"));
        let shown = ben.get(&format!("{badge}?lang=en")).await.text();
        assert!(!shown.contains("What to do now?") && shown.contains(">not shown<"), "the page stays removed");
    }
}

#[tokio::test]
async fn what_is_done_about_it_ends_the_reminder_and_the_place_is_written_to_where_nobody_awards() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        for act in [[("do", "revoke"), ("reason", "mauvaise adresse")], [("do", "show"), ("reason", "")]] {
            let (badge, _, link) = refusable(&world, &mut ben, id).await;
            assert_eq!(world.browser().post(&link, &[("why", "not-me")]).await.status, StatusCode::OK);
            world.mail().await;
            leads_to(&ben.post(&badge, &act).await);
            let list = ben.get(&format!("/staff/places/{id}/badges?lang=en")).await.text();
            assert!(!list.contains("to be looked at"), "{act:?}");
        }
        let (_, _, link) = refusable_again(&world, &mut ben, id).await;
        world.app.storage.execute("DELETE FROM members").await.unwrap();
        assert_eq!(world.browser().post(&link, &[("why", "not-me")]).await.status, StatusCode::OK);
        let [letter] = world.mail().await.try_into().unwrap();
        assert_eq!(letter.to, "contact@example.org");
        assert_eq!(ada.get(&format!("/staff/places/{id}?lang=en")).await.status, StatusCode::OK, "who runs the server");
    }
}

#[tokio::test]
async fn a_link_is_kept_as_its_digest_and_ends_with_time_and_with_the_person() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        let (_, page, link) = refusable(&world, &mut ben, id).await;
        let secret = link.trim_start_matches("/refuse/").split('?').next().unwrap().to_owned();
        assert_eq!(secret.len(), 64);
        let now = world.app.now().unix();
        let known = async |text: &str| world.app.storage.read().await.unwrap().refusal(text, now).await.unwrap();
        assert!(known(&secret).await.is_some() && known(&secret[1..]).await.is_none());
        let digest = badge_core::text::hex(&badge_core::crypto::sha256(secret.as_bytes()));
        assert!(known(&digest).await.is_none(), "what the database holds opens nothing");
        assert_eq!(world.get(&format!("/refuse/{digest}")).await.status, StatusCode::NOT_FOUND);
        world.wait(367 * 24 * 60 * 60);
        assert_eq!(world.browser().post(&link, &[("why", "asked")]).await.status, StatusCode::NOT_FOUND, "too old");
        assert_eq!(public(&world, &page).await.status, StatusCode::OK);
        crate::app::persons::erase(
            &world.app,
            &crate::app::Actor::Machine,
            PlaceId(id),
            crate::app::persons::Whose::To("cyd@example.org"),
        )
        .await
        .unwrap()
        .unwrap();
        assert!(known(&secret).await.is_none());
    }
}

// D-02: what somebody asked for is asked of the place, and not of this server.
#[tokio::test]
async fn a_removed_page_stays_removed_wherever_the_place_goes() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    world.mail().await;
    let (_, page, link) = refusable(&world, &mut ben, id).await;
    assert_eq!(world.browser().post(&link, &[("why", "not-me")]).await.status, StatusCode::OK);
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("lieu");
    export(&world.app, PlaceId(id), &folder, &Keys::Without).await.unwrap();
    let people = People::parse(&std::fs::read(folder.join("people.json")).unwrap()).unwrap();
    assert_eq!(people.iter().filter(|(_, person)| person.removed.len() == 1).count(), 1);
    let other = World::new().await;
    import(&other.app, &folder, (false, false), None).await.unwrap();
    assert_eq!(public(&other, "http://localhost:8080/a/").await.status, StatusCode::OK);
    assert_eq!(public(&other, &page).await.status, StatusCode::NOT_FOUND);
}
