//! A place and its team, and what other tests begin with: through the real router, on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::app::team::PlaceId;
use crate::app::welcome;
use crate::role::Role;
use crate::testing::{Answered, Browser, World};

pub(crate) const PASSWORD: &str = "une phrase assez longue";

/// Makes the first administrator.
pub(crate) async fn began(world: &World) -> Browser<'_> {
    let link = welcome::invite(&world.app).await.unwrap().unwrap();
    let mut browser = world.browser();
    let fields = [("name", "Ada Exemple"), ("address", "Ada@Example.org "), ("password", PASSWORD)];
    let answer = browser.post(&format!("/start/{link}?lang=en"), &fields).await;
    assert_eq!(leads_to(&answer), "/staff?lang=en");
    browser
}

/// Makes a place; its number.
pub(crate) async fn place(browser: &mut Browser<'_>, name: &str, base: &str) -> i64 {
    let fields = [("name", name), ("email", "contact@example.org"), ("base", base), ("first", "fr")];
    let answer = browser.post("/staff/new?lang=en", &fields).await;
    let to = leads_to(&answer);
    to.strip_prefix("/staff/places/").and_then(|rest| rest.strip_suffix("?lang=en")).unwrap().parse().unwrap()
}

/// Invites somebody, who joins with a new account.
pub(crate) async fn joined<'w>(
    world: &'w World,
    by: &mut Browser<'_>,
    place: i64,
    address: &str,
    role: Role,
) -> Browser<'w> {
    world.mail().await;
    let fields = [("address", address), ("role", role.tag())];
    assert_eq!(by.post(&format!("/staff/places/{place}/team?lang=en"), &fields).await.status, StatusCode::OK);
    let link = link_of(world).await;
    let mut browser = world.browser();
    let fields = [("name", address.split('@').next().unwrap()), ("password", PASSWORD)];
    assert_eq!(browser.get(&link).await.status, StatusCode::OK);
    let answer = browser.post(&format!("{link}?lang=en"), &fields).await;
    assert_eq!(leads_to(&answer), format!("/staff/places/{place}?lang=en"));
    browser
}

/// Signs in again, after the session ended.
pub(crate) async fn again<'w>(world: &'w World, address: &str) -> Browser<'w> {
    let mut browser = world.browser();
    leads_to(&browser.post("/staff/sign-in?lang=en", &[("address", address), ("password", PASSWORD)]).await);
    browser
}

/// The path of the link in the one letter that went.
pub(crate) async fn link_of(world: &World) -> String {
    let letters = world.mail().await;
    assert_eq!(letters.len(), 1);
    let line = letters[0].text.split_whitespace().find(|word| word.starts_with("http://localhost:8080/")).unwrap();
    line.strip_prefix("http://localhost:8080").unwrap().to_owned()
}

pub(crate) fn leads_to(answer: &Answered) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location")
}

#[tokio::test]
async fn a_place_is_made_with_a_key_and_published_at_once() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "L’Atelier", "http://localhost:8080/atelier").await;
        let page = ada.get(&format!("/staff/places/{id}?lang=en")).await;
        assert!(page.text().contains("<h1>L’Atelier</h1>") && page.text().contains("http://localhost:8080/atelier"));
        let issuer = world
            .ask(Request::get("/atelier/issuer.json").header("host", "localhost:8080").body(Body::empty()).unwrap())
            .await;
        assert_eq!(issuer.status, StatusCode::OK);
        assert!(issuer.text().contains("L’Atelier") && issuer.text().contains("contact@example.org"));
        let stored = world.app.storage.read().await.unwrap().keys(PlaceId(id)).await.unwrap();
        assert_eq!(stored.len(), 1);
        assert!(stored[0].sealed.is_some() && !stored[0].about.contains("PRIVATE"));
        for (name, email, base, said) in [
            ("", "a@example.org", "https://b.example.org", "name is missing"),
            ("B", "nobody", "https://b.example.org", "contact is not"),
            ("B", "a@example.org", "b.example.org", "has to begin with https"),
            ("B", "a@example.org", "http://localhost:8080/atelier", "is taken"),
            ("B", "a@example.org", "http://localhost:8080/staff", "is taken"),
            ("B", "a@example.org", "http://localhost:8080/atelier/b", "is taken"),
            ("B", "a@example.org", "http://localhost:8080/atelier/status/x", "is taken"),
            ("B", "a@example.org", "https://localhost:8080/atelier/.well-known", "is taken"),
        ] {
            let fields = [("name", name), ("email", email), ("base", base), ("first", "fr")];
            let refused = ada.post("/staff/new?lang=en", &fields).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{base}");
            assert!(refused.text().contains(said), "{said}");
        }
    }
}

#[tokio::test]
async fn a_team_is_invited_changed_and_left() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        let team = format!("/staff/places/{id}/team");
        let mut ben = joined(&world, &mut ada, id, "ben@example.org", Role::Reader).await;
        assert!(ben.get(&format!("{team}?lang=en")).await.text().contains("ben@example.org"));
        assert_eq!(
            ben.post(&team, &[("address", "c@example.org"), ("role", "reader")]).await.status,
            StatusCode::FORBIDDEN
        );
        let number = world.app.storage.read().await.unwrap().account_of("ben@example.org").await.unwrap().unwrap().id.0;
        let own = world.app.storage.read().await.unwrap().account_of("ada@example.org").await.unwrap().unwrap().id.0;
        let last = ada.post(&format!("{team}/{own}?lang=en"), &[("role", "reader")]).await;
        assert_eq!(last.status, StatusCode::BAD_REQUEST);
        assert!(last.text().contains("keeps at least one administrator"));
        assert_eq!(ada.post(&format!("{team}/{number}"), &[("role", "king")]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(ada.post(&format!("{team}/999"), &[("role", "none")]).await.status, StatusCode::NOT_FOUND);
        drop(ada.post(&format!("{team}/{number}"), &[("role", "administrator")]).await);
        assert_eq!(ben.get(&format!("/staff/places/{id}/acts")).await.status, StatusCode::OK, "at once");
        drop(ada.post(&format!("{team}/{number}"), &[("role", "none")]).await);
        assert_eq!(ben.get(&team).await.status, StatusCode::NOT_FOUND, "at once");

        // Somebody who has an account answers with it, and nobody answers for them.
        drop(ada.post(&team, &[("address", "ben@example.org"), ("role", "author")]).await);
        let link = link_of(&world).await;
        let mut eve = world.browser();
        let fields = [("name", "Eve"), ("password", PASSWORD)];
        assert_eq!(eve.post(&link, &fields).await.status, StatusCode::FORBIDDEN);
        assert!(eve.cookie.is_none());
        assert_eq!(leads_to(&ben.post(&link, &[]).await), format!("/staff/places/{id}?lang=fr"));
        assert_eq!(ben.post(&link, &[]).await.status, StatusCode::NOT_FOUND, "good once");

        // An invitation can be withdrawn, and grows old.
        drop(ada.post(&team, &[("address", "cyd@example.org"), ("role", "author")]).await);
        let link = link_of(&world).await;
        let asked = world.app.storage.read().await.unwrap().invitations(PlaceId(id)).await.unwrap();
        drop(ada.post(&format!("{team}/invitations/{}", asked[0].id), &[]).await);
        assert_eq!(eve.post(&link, &fields).await.status, StatusCode::NOT_FOUND);
        drop(ada.post(&team, &[("address", "cyd@example.org"), ("role", "author")]).await);
        let link = link_of(&world).await;
        world.wait(8 * 24 * 60 * 60);
        assert_eq!(eve.get(&link).await.status, StatusCode::NOT_FOUND);
    }
}

// Accepting takes nothing away: a place would lose its last administrator by it.
#[tokio::test]
async fn an_invitation_lowers_nobody() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        let team = format!("/staff/places/{id}/team");
        let mut ben = joined(&world, &mut ada, id, "ben@example.org", Role::Administrator).await;
        let own = world.app.storage.read().await.unwrap().account_of("ada@example.org").await.unwrap().unwrap().id.0;
        drop(ben.post(&format!("{team}/{own}"), &[("role", "none")]).await);
        let mut invited = async |role: Role| {
            drop(ben.post(&team, &[("address", "ben@example.org"), ("role", role.tag())]).await);
            let link = link_of(&world).await;
            leads_to(&ben.post(&link, &[]).await);
            let members = world.app.storage.read().await.unwrap().members(PlaceId(id)).await.unwrap();
            members.into_iter().map(|(member, role)| (member.address, role)).collect::<Vec<_>>()
        };
        for role in [Role::Reader, Role::Awarder] {
            assert_eq!(invited(role).await, [("ben@example.org".to_owned(), Role::Administrator)], "{role:?}");
        }
    }
}

#[tokio::test]
async fn the_record_names_acts_and_no_secret() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        drop(joined(&world, &mut ada, id, "ben@example.org", Role::Reader).await);
        let page = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
        assert!(at("joined the team") < at("invited somebody") && at("invited somebody") < at("made the place"));
        assert!(page.contains("2 March 2026") && page.contains("09:00") && page.contains("Ada Exemple"));
        assert!(!page.contains("ben@example.org"));
    }
}

#[tokio::test]
async fn an_invitation_that_is_over_is_forgotten_with_its_address() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        let path = format!("/staff/places/{id}/team?lang=en");
        drop(ada.post(&path, &[("address", "zoe@example.org"), ("role", "reader")]).await);
        crate::job::tidy(&world.app).await.unwrap();
        assert!(ada.get(&path).await.text().contains("zoe@example.org"), "while it is good");
        world.wait(8 * 24 * 60 * 60);
        crate::job::tidy(&world.app).await.unwrap();
        let mut ada = again(&world, "ada@example.org").await;
        assert!(!ada.get(&path).await.text().contains("zoe@example.org"));
    }
}
