//! What whoever got a badge may do about its page, by the link in the letter: on both engines.

use axum::http::StatusCode;
use badge_core::place::people::People;

use crate::app::export::export;
use crate::app::import::import;
use crate::app::team::PlaceId;
use crate::award_tests::{award, page_of, public, ready};
use crate::team_tests::leads_to;
use crate::testing::{Browser, World};

const CYD: [(&str, &str); 3] = [("address", "cyd@example.org"), ("name", "Élodie Exemple"), ("send", "yes")];

/// Awards a badge; its path among the team's pages, its public page, and the link by which it is refused.
async fn refusable(world: &World, ben: &mut Browser<'_>, id: i64) -> (String, String, String) {
    let to = award(ben, id, &CYD).await;
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
        crate::app::persons::erase(&world.app, PlaceId(id), "cyd@example.org").await.unwrap().unwrap();
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
    export(&world.app, PlaceId(id), &folder, true).await.unwrap();
    let people = People::parse(&std::fs::read(folder.join("people.json")).unwrap()).unwrap();
    assert_eq!(people.iter().filter(|(_, person)| person.removed.len() == 1).count(), 1);
    let other = World::new().await;
    import(&other.app, &folder, false, None).await.unwrap();
    assert_eq!(public(&other, "http://localhost:8080/a/").await.status, StatusCode::OK);
    assert_eq!(public(&other, &page).await.status, StatusCode::NOT_FOUND);
}
