//! Writing achievements, through the real router, on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::role::Role;
use crate::team_tests::{began, joined, leads_to, place};
use crate::testing::World;

const WHOLE: [(&str, &str); 9] = [
    ("fr.name", "Découpe laser"),
    ("fr.description", "Sait régler et surveiller la découpeuse."),
    ("fr.criteria", "Découper une pièce.\r\n\r\nNettoyer ensuite."),
    ("fr.tags", "laser, bois ,"),
    ("kind", ""),
    ("icon", "gear"),
    ("shape", "shield"),
    ("colour", "brick"),
    ("valid_months", "24"),
];

fn with<'f>(fields: &[(&'f str, &'f str)], more: (&'f str, &'f str)) -> Vec<(&'f str, &'f str)> {
    fields.iter().copied().chain([more]).collect()
}

async fn public(world: &World, path: &str) -> crate::testing::Answered {
    world.ask(Request::get(path).header("host", "localhost:8080").body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_achievement_is_a_draft_until_it_is_published() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        let all = format!("/staff/places/{id}/achievements");
        let mut ben = joined(&world, &mut ada, id, "ben@example.org", Role::Author).await;
        assert_eq!(ben.get(&format!("/staff/places/{id}/new-achievement?lang=en")).await.status, StatusCode::OK);

        let nameless = ben.post(&format!("/staff/places/{id}/new-achievement?lang=en"), &[("do", "draft")]).await;
        assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
        assert!(nameless.text().contains("A name is missing"));

        let some = [("fr.name", "Découpe laser"), ("do", "draft")];
        let kept = ben.post(&format!("/staff/places/{id}/new-achievement?lang=en"), &some).await;
        assert_eq!(leads_to(&kept), format!("{all}/decoupe-laser?lang=en&done=saved"));
        let kept = ben.get(leads_to(&kept)).await.text();
        assert!(kept.contains("The draft is kept") && kept.contains(&format!("{all}/decoupe-laser?")));
        assert!(ben.get(&format!("{all}?lang=en")).await.text().contains("Draft"));
        assert_eq!(public(&world, "/a/achievements/decoupe-laser.json").await.status, StatusCode::NOT_FOUND);

        let one = format!("{all}/decoupe-laser?lang=en");
        let early = ben.post(&one, &[some[0], ("do", "publish")]).await;
        assert_eq!(early.status, StatusCode::BAD_REQUEST);
        assert!(early.text().contains("choose “Description (fr)”") && early.text().contains("choose “Criteria (fr)”"));
        let odd = ben.post(&one, &with(&with(&WHOLE[..5], ("shape", "blob")), ("do", "publish"))).await;
        assert_eq!(odd.status, StatusCode::BAD_REQUEST);
        assert!(odd.text().contains("does not exist"));

        assert_eq!(leads_to(&ben.post(&one, &with(&WHOLE, ("do", "publish"))).await), format!("{all}?lang=en"));
        let published = public(&world, "/a/achievements/decoupe-laser.json").await;
        assert_eq!(published.status, StatusCode::OK);
        assert!(published.text().contains("Découpe laser") && published.text().contains("Nettoyer ensuite."));
        assert!(published.text().contains("\"laser\"") && published.text().contains("\"bois\""));
        let stored = world.app.storage.read().await.unwrap();
        let source = { stored }.achievements(crate::app::team::PlaceId(id)).await.unwrap()[0].1.clone();
        assert!(source.contains("valid_months = 24") && source.contains("shape = \"shield\""), "{source}");

        // Written anew, it stays as it is for the world until it is published again.
        let mut changed = WHOLE.to_vec();
        changed[1].1 = "Autre chose.";
        drop(ben.post(&one, &with(&changed, ("do", "draft"))).await);
        assert!(ben.get(&format!("{all}?lang=en")).await.text().contains("with changes in draft"));
        assert!(ben.get(&one).await.text().contains("Autre chose."));
        assert!(!public(&world, "/a/achievements/decoupe-laser.json").await.text().contains("Autre chose."));
        drop(ben.post(&one, &[("do", "discard")]).await);
        assert!(ben.get(&one).await.text().contains("surveiller"));
        drop(ben.post(&one, &with(&changed, ("do", "publish"))).await);
        assert!(public(&world, "/a/achievements/decoupe-laser.json").await.text().contains("Autre chose."));

        let second = ben.post(&format!("/staff/places/{id}/new-achievement?lang=en"), &some).await;
        assert!(leads_to(&second).contains(&format!("{all}/decoupe-laser-2?")), "a name of its own");
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("published an achievement") && acts.contains("threw a draft away"));
    }
}

/// The version that a form was made from.
pub(crate) fn version(page: &str) -> String {
    page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_writes_second_is_told_what_the_first_wrote() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        let mut ben = joined(&world, &mut ada, id, "ben@example.org", Role::Author).await;
        drop(ada.post(&format!("/staff/places/{id}/new-achievement"), &with(&WHOLE, ("do", "publish"))).await);
        let one = format!("/staff/places/{id}/achievements/decoupe-laser?lang=en");
        let (hers, his) = (version(&ada.get(&one).await.text()), version(&ben.get(&one).await.text()));
        assert_eq!(hers, his);
        let written = |text: &'static str, version: &str, act: &'static str| {
            let mut fields: Vec<(String, String)> = WHOLE.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
            fields[1].1 = text.to_owned();
            fields.extend([("version".to_owned(), version.to_owned()), ("do".to_owned(), act.to_owned())]);
            fields
        };
        let send = async |by: &mut crate::testing::Browser<'_>, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            by.post(&one, &fields).await
        };
        leads_to(&send(&mut ada, written("Ce qu’Ada écrit.", &hers, "draft")).await);
        for act in ["draft", "publish"] {
            let second = send(&mut ben, written("Ce que Ben écrit.", &his, act)).await;
            assert_eq!(second.status, StatusCode::CONFLICT, "{act}");
            let page = second.text();
            assert!(page.contains("Ada Exemple changed this achievement"), "{page}");
            assert!(
                page.contains(">Ce qu’Ada écrit.</dd>") && page.contains(">Ce que Ben écrit.</textarea>"),
                "{page}"
            );
            assert!(ada.get(&one).await.text().contains("Ce qu’Ada écrit."), "nothing was overwritten");
        }
        assert_eq!(
            send(&mut ben, written("Ce que Ben écrit.", &his, "discard")).await.status,
            StatusCode::CONFLICT,
            "nor thrown away"
        );
        // Who wrote the same is not bothered; who has seen both decides.
        leads_to(&send(&mut ben, written("Ce qu’Ada écrit.", &his, "draft")).await);
        let seen = version(&send(&mut ben, written("Ce que Ben écrit.", &his, "publish")).await.text());
        leads_to(&send(&mut ben, written("Ce que Ben écrit.", &seen, "publish")).await);
        assert!(public(&world, "/a/achievements/decoupe-laser.json").await.text().contains("Ce que Ben écrit."));
        assert_eq!(
            send(&mut ada, written("Encore Ada.", &hers, "publish")).await.status,
            StatusCode::CONFLICT,
            "what is published counts as well"
        );
    }
}

#[tokio::test]
async fn the_picture_is_drawn_with_a_button_and_for_the_script() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    let new = format!("/staff/places/{id}/new-achievement?lang=en");
    let picture = |page: &str| {
        let from = page.find("src=\"data:image/svg+xml;base64,").unwrap();
        page[from..].split('"').nth(1).unwrap().to_owned()
    };
    let plain = ada.post(&new, &with(&WHOLE[..1], ("do", "preview"))).await;
    assert_eq!(plain.status, StatusCode::OK);
    assert!(plain.text().contains("value=\"Découpe laser\""), "what was typed is still there");
    let drawn = ada.post(&new, &with(&WHOLE, ("do", "preview"))).await;
    assert_ne!(picture(&plain.text()), picture(&drawn.text()));
    assert!(ada.get(&format!("/staff/places/{id}/achievements?lang=en")).await.text().contains("There is none yet"));

    let svg = ada.post(&format!("/staff/places/{id}/preview"), &WHOLE).await;
    assert_eq!((svg.status, svg.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    assert!(svg.text().contains("<svg") && svg.header("content-security-policy").contains("sandbox"));
    let hostile = [("fr.name", "<script>alert(1)</script>\"'&")];
    let svg = ada.post(&format!("/staff/places/{id}/preview"), &hostile).await.text();
    assert!(!svg.contains("<script"), "{svg}");
    let page = ada.post(&new, &with(&hostile, ("do", "preview"))).await.text();
    assert!(!page.contains("<script>alert"));
    drop(ada.post(&new, &with(&WHOLE, ("do", "draft"))).await);
    let own = ada.get(&format!("/staff/places/{id}/achievements/decoupe-laser/picture")).await;
    assert_eq!(own.header("content-type"), "image/svg+xml");
    assert_eq!(
        ada.get(&format!("/staff/places/{id}/achievements/nothing/picture")).await.status,
        StatusCode::NOT_FOUND
    );
    let script = ada.get("/assets/preview.js").await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
}

#[tokio::test]
async fn achievements_are_found_by_the_end_of_a_long_description() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    let long = format!("{} ourlet", "Coudre droit. ".repeat(40));
    let fields = [("fr.name", "Couture"), ("fr.description", &*long), ("fr.criteria", "Là."), ("do", "publish")];
    ada.post(&format!("/staff/places/{id}/new-achievement"), &fields).await;
    for (word, found) in [("ourlet", true), ("soudure", false)] {
        let page = ada.get(&format!("/staff/places/{id}/achievements?q={word}")).await.text();
        assert_eq!(page.contains("<strong>Couture") || page.contains(">Couture<"), found, "{word}: {page}");
    }
}

#[tokio::test]
async fn a_draft_that_is_too_long_is_told() {
    for world in World::on_both().await {
        let (mut ada, _, id) = crate::award_tests::ready(&world).await;
        let long = "a".repeat(100_000);
        let path = format!("/staff/places/{id}/new-achievement?lang=en");
        let refused = ada.post(&path, &[("fr.name", &long), ("do", "draft")]).await;
        assert_eq!(refused.status, axum::http::StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("role=\"alert\"") || refused.text().contains("too long"));
        let mut whole = with(&WHOLE, ("do", "publish"));
        let long = "b".repeat(20_001);
        whole[1].1 = &long;
        let refused = ada.post(&path, &whole).await;
        assert_eq!(refused.status, axum::http::StatusCode::BAD_REQUEST);
        assert!(
            refused.text().contains("“Description (fr)” is too long") && refused.text().contains("bbbb"),
            "the text is kept"
        );
        for (field, text) in
            [("fr.name", "Découpe\u{202e}resal"), ("fr.name", "Découpe\nlaser"), ("fr.tags", "la\u{202e}ser")]
        {
            for act in ["draft", "publish"] {
                let fields =
                    [(field, text), ("fr.name", "Découpe"), ("fr.description", "x"), ("fr.criteria", "x"), ("do", act)];
                let odd = ada.post(&path, &fields).await;
                assert_eq!(odd.status, axum::http::StatusCode::BAD_REQUEST, "{text:?}");
                assert!(odd.text().contains("signs in it that nobody sees"), "{text:?}");
            }
        }
        let nul = ada.post(&path, &[("fr.name", "a\0b"), ("do", "draft")]).await;
        assert_eq!(nul.status, axum::http::StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn badges_are_called_what_was_published_and_a_name_in_any_script_is_a_name() {
    let world = World::new().await;
    let (mut ada, mut ben, id) = crate::award_tests::ready(&world).await;
    drop(crate::award_tests::award(&mut ben, id, &[("address", "cyd@example.org")]).await);
    let path = format!("/staff/places/{id}/achievements/decoupe-laser?lang=en");
    drop(ada.post(&path, &with(&with(&WHOLE[1..], ("fr.name", "Essai secret")), ("do", "draft"))).await);
    assert!(ada.get(&path).await.text().contains("Essai secret"));
    let list = ben.get(&format!("/staff/places/{id}/badges?lang=en")).await.text();
    assert!(list.contains("Découpe laser") && !list.contains("Essai secret"), "{list}");

    for (n, name) in ["日本語", "Ж", "🦊"].into_iter().enumerate() {
        let new = with(&with(&WHOLE[1..], ("fr.name", name)), ("do", "publish"));
        let made = ada.post(&format!("/staff/places/{id}/new-achievement?lang=en"), &new).await;
        assert_eq!(leads_to(&made), format!("/staff/places/{id}/achievements?lang=en"), "{name}");
        let file = format!("/a/achievements/badge{}.json", if n == 0 { String::new() } else { format!("-{}", n + 1) });
        assert!(public(&world, &file).await.text().contains(name), "{file}");
    }
}
