//! Lists of the team's pages where there is much: small pages, and everything is found.

use axum::http::StatusCode;
use badge_core::place::Slug;

use crate::app::team::PlaceId;
use crate::role::Role;
use crate::team_tests::{began, place};
use crate::testing::{Browser, World};

/// Every page of a list from one on: what of each of them `count` counts.
async fn walk(by: &mut Browser<'_>, first: String, count: &str) -> usize {
    let (mut next, mut seen) = (first, 0);
    loop {
        let page = by.get(&next).await;
        assert_eq!(page.status, StatusCode::OK, "{next}");
        assert!(page.body.len() < 100_000, "{next}: {} bytes", page.body.len());
        let text = page.text();
        seen += text.matches(count).count();
        let Some(more) = text.split("<p><a class=\"button second\" href=\"").nth(1) else { return seen };
        next = more.split('"').next().unwrap().replace("&#38;", "&");
    }
}

#[tokio::test]
async fn a_place_with_much_in_it_has_small_pages_on_which_all_is_found() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    let about = "Une description longue, comme on en écrit. ".repeat(40);
    let mut work = world.app.storage.write().await.unwrap();
    for n in 0..500 {
        let source = format!("[fr]\nname = \"Réussite {n}\"\ndescription = \"{about}\"\ncriteria = \"Là.\"\n");
        work.put_draft(PlaceId(id), &Slug::parse(&format!("reussite-{n}")).unwrap(), &source, 0).await.unwrap();
    }
    for n in 0..200 {
        let address = format!("personne-{n}@example.org");
        let account = work.add_account(&address, &format!("Élodie {n}"), None, false, 0).await.unwrap();
        work.put_member(PlaceId(id), account, Role::Reader, 0).await.unwrap();
    }
    work.save().await.unwrap();
    for (list, count, word, all) in [
        ("achievements", "<li class=\"card\">", "reussite+499", 500),
        ("team", "<li class=\"panel\">", "elodie+199", 201),
    ] {
        let path = format!("/staff/places/{id}/{list}");
        assert_eq!(walk(&mut ada, format!("{path}?lang=fr"), count).await, all, "{list}");
        assert_eq!(walk(&mut ada, format!("{path}?lang=fr&q={word}"), count).await, 1, "{list}");
        assert_eq!(walk(&mut ada, format!("{path}?lang=fr&q=nulle+part"), count).await, 0, "{list}");
        assert!(ada.get(&format!("{path}?lang=en&q=nulle")).await.text().contains("Nothing of the kind was found"));
    }
    // Somebody from a later page who cannot be changed is shown with what is wrong.
    let own = world.app.storage.read().await.unwrap().account_of("ada@example.org").await.unwrap().unwrap().id;
    let mut work = world.app.storage.write().await.unwrap();
    work.set_name(own, "Zoé").await.unwrap();
    work.save().await.unwrap();
    let last = ada.post(&format!("/staff/places/{id}/team/{}?lang=en", own.0), &[("role", "reader")]).await;
    assert_eq!(last.status, StatusCode::BAD_REQUEST);
    assert!(last.text().contains(&format!("id=\"role-{}-wrong\"", own.0)), "{}", last.text());
}

// A link that somebody cut, or made up, is answered by a page in their language.
#[tokio::test]
async fn a_question_that_means_nothing_is_answered_by_a_page() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    for path in [
        "/staff?after=x".to_owned(),
        format!("/staff/places/{id}/team?from=x"),
        format!("/staff/places/{id}/achievements?from=-1"),
        format!("/staff/places/{id}/acts?before=x"),
        "/staff/accounts/x".to_owned(),
    ] {
        for (lang, said) in [("fr", "<html lang=\"fr\">"), ("en", "<html lang=\"en\">")] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = ada.get(&format!("{path}{sign}lang={lang}")).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
            assert!(page.text().contains(said), "{path}: {}", page.text());
        }
    }
}
