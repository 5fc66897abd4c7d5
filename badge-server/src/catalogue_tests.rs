//! What can be earned at a place, looked through and searched: through the real router, on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;

use crate::team_tests::{began, leads_to, place};
use crate::testing::{Answered, Browser, World};

async fn publish(by: &mut Browser<'_>, id: i64, name: &str, more: &[(&str, &str)]) {
    let mut fields = vec![
        ("fr.name", name),
        ("fr.description", "Sait faire, à l’atelier."),
        ("fr.criteria", "Le montrer."),
        ("do", "publish"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    leads_to(&by.post(&format!("/staff/places/{id}/new-achievement"), &fields).await);
}

async fn ask(world: &World, path: &str, accept: &str) -> Answered {
    let request = Request::get(path).header("host", "localhost:8080").header("accept", accept);
    world.ask(request.body(Body::empty()).unwrap()).await
}

async fn names(world: &World, query: &str) -> Vec<String> {
    let answer = ask(world, &format!("/a/achievements/{query}"), "application/json").await;
    assert_eq!((answer.status, answer.header("vary")), (StatusCode::OK, "Accept, Accept-Language"), "{query}");
    let list: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(list["schema"], "badge-catalogue/1");
    list["achievements"].as_array().unwrap().iter().map(|a| a["name"].as_str().unwrap().to_owned()).collect()
}

// From wherever somebody lands, by a link or a code: to whoever awarded it, to all that can be earned, and to the verifier.
#[tokio::test]
async fn every_page_of_a_place_leads_to_search_to_the_verifier_and_to_the_team() {
    let world = World::new().await;
    let (_, mut ben, id) = crate::award_tests::ready(&world).await;
    let to = crate::award_tests::award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
    let badge = crate::award_tests::page_of(&ben.get(&to).await.text());
    for page in ["http://localhost:8080/a/", "http://localhost:8080/a/achievements/decoupe-laser", &badge] {
        let shown = crate::award_tests::public(&world, page).await.text();
        for link in ["/a/achievements/?lang=fr", "/verify?lang=fr", "/staff?lang=fr"] {
            assert!(shown.contains(&format!("href=\"{link}\"")), "{page}: {link}: {shown}");
            let leads = crate::award_tests::public(&world, link).await.status;
            assert!(matches!(leads, axum::http::StatusCode::OK | axum::http::StatusCode::SEE_OTHER), "{link}: {leads}");
        }
        assert!(shown.contains("class=\"brand\" href=\""), "to the place itself");
    }
    // Whoever scanned the code of a badge holds what takes a photo.
    let scanned = crate::award_tests::public(&world, "http://localhost:8080/a/v/").await.text();
    assert!(scanned.contains("à la page <a href=\"/verify?lang=fr\">Vérifier un badge</a></p>"), "{scanned}");
}

#[tokio::test]
async fn what_can_be_earned_is_found_by_words_kind_and_level() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
        publish(&mut ada, id, "Découpe laser", &[("fr.tags", "précision, bois"), ("kind", "savoir-faire")]).await;
        publish(
            &mut ada,
            id,
            "Été à l’atelier <b>",
            &[("en.name", "Summer"), ("en.description", "Here."), ("en.criteria", "Come.")],
        )
        .await;
        publish(&mut ada, id, "Couture", &[("level", "je-pratique")]).await;
        let draft = [("fr.name", "Brouillon"), ("do", "save")];
        drop(ada.post(&format!("/staff/places/{id}/new-achievement"), &draft).await);
        for (query, found) in [
            ("", vec!["Couture", "Découpe laser", "Été à l’atelier <b>"]),
            ("?q=DECOUPE", vec!["Découpe laser"]),
            ("?q=d%C3%A9coupe+bois", vec!["Découpe laser"]),
            ("?q=ete", vec!["Été à l’atelier <b>"]),
            ("?q=summer", vec!["Été à l’atelier <b>"]),
            ("?q=savoir-faire", vec!["Découpe laser"]),
            ("?kind=savoir-faire", vec!["Découpe laser"]),
            ("?level=je-pratique", vec!["Couture"]),
            ("?level=je-pratique&q=laser", vec![]),
            ("?q=brouillon", vec![]),
            ("?q=%25", vec!["Couture", "Découpe laser", "Été à l’atelier <b>"]),
            ("?from=2", vec!["Été à l’atelier <b>"]),
            ("?from=99999999999999999999&q=%ff%zz", vec!["Couture", "Découpe laser", "Été à l’atelier <b>"]),
        ] {
            assert_eq!(names(&world, query).await, found, "{query}");
        }
        assert_eq!(names(&world, "?lang=en&q=summer").await, ["Summer"]);
        for (lang, title) in [("fr", "Ce que l’on peut obtenir"), ("en", "What can be earned")] {
            let page =
                ask(&world, &format!("/a/achievements/?lang={lang}&q=%22%3E%3Cscript%3E+atelier"), "text/html").await;
            let html = page.text();
            assert!(html.contains(&format!("<h1>{title}</h1>")) && !html.contains("<script") && !html.contains("<b>"));
            assert!(page.header("content-security-policy").contains("form-action 'self'"));
        }
        let page = ask(&world, "/a/achievements/?q=laser&lang=fr", "text/html").await.text();
        assert!(page.contains("http://localhost:8080/a/achievements/decoupe-laser") && !page.contains("Couture"));
        assert_eq!(page.matches("<li class=\"card\">").count(), 1);
        // Read again, it is the same; changed, it is another one.
        let json = "application/json";
        let tag = ask(&world, "/a/achievements/", json).await.header("etag").to_owned();
        let again = Request::get("/a/achievements/").header("host", "localhost:8080").header("accept", json);
        let again = world.ask(again.header("if-none-match", &tag).body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        publish(&mut ada, id, "Forge", &[]).await;
        assert_eq!(names(&world, "?q=forge").await, ["Forge"]);
        assert_ne!(ask(&world, "/a/achievements/", json).await.header("etag"), tag);
        // Another place has its own.
        let _ = place(&mut ada, "Autre", "http://localhost:8080/b").await;
        let other: Value = serde_json::from_slice(&ask(&world, "/b/achievements/?q=forge", json).await.body).unwrap();
        assert_eq!(other["total"], 0);
        assert_eq!(ask(&world, "/a/achievements", "text/html").await.status, StatusCode::PERMANENT_REDIRECT);
    }
}

#[tokio::test]
async fn many_come_a_page_at_a_time() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    for n in 0..50 {
        publish(&mut ada, id, &format!("Badge {n:02}"), &[]).await;
    }
    assert_eq!(names(&world, "?q=badge").await.len(), 48);
    let list: Value =
        serde_json::from_slice(&ask(&world, "/a/achievements/?q=badge", "application/json").await.body).unwrap();
    assert_eq!(
        (&list["total"], &list["next"]),
        (&50.into(), &"http://localhost:8080/a/achievements/?lang=fr&q=badge&from=48".into())
    );
    assert_eq!(names(&world, "?q=badge&from=48").await, ["Badge 48", "Badge 49"]);
}

#[tokio::test]
async fn it_is_in_the_order_of_the_titles_that_are_read_and_leads_to_what_it_leaves_out() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    let en = |name| [("en.name", name), ("en.description", "Here."), ("en.criteria", "Come.")];
    let long = "Une **phrase** qui en dit long. ".repeat(30);
    let mut tin = en("Tin").to_vec();
    tin.push(("fr.description", &long));
    for (name, more) in [("Zinc 10", en("Brass").to_vec()), ("Étain", tin), ("Zinc 9", en("Copper 2").to_vec())] {
        publish(&mut ada, id, name, &more).await;
    }
    assert_eq!(names(&world, "?lang=fr").await, ["Étain", "Zinc 9", "Zinc 10"]);
    assert_eq!(names(&world, "?lang=en").await, ["Brass", "Copper 2", "Tin"]);
    assert_eq!(names(&world, "?lang=en&from=1&q=e").await, ["Copper 2", "Tin"]);
    let page = ask(&world, "/a/achievements/?lang=fr", "text/html").await.text();
    assert_eq!(page.matches(">Lire la suite</a>").count(), 1);
    let card = page.split("<li class=\"card\">").nth(1).unwrap();
    assert!(card.contains("Étain") && card.contains("Une phrase qui en dit long.") && card.contains("…</p>"), "{card}");
    let link = "<a href=\"http://localhost:8080/a/achievements/etain.html\" aria-label=\"Lire la suite\u{a0}: Étain\">";
    assert!(card.contains(link), "{card}");
    let page = ask(&world, "/a/achievements/?lang=en", "text/html").await.text();
    assert!(page.contains("<a href=\"http://localhost:8080/a/achievements/etain.en.html\">Tin</a>"), "{page}");
    // The team's own list, and what can be chosen to be awarded, are in the same order.
    for (list, before) in [("achievements", "<h2>"), ("award", "<option ")] {
        let page = ada.get(&format!("/staff/places/{id}/{list}?lang=fr")).await.text();
        let at = |name: &str| {
            page.find(&format!(">{name}<"))
                .filter(|_| page.contains(before))
                .unwrap_or_else(|| panic!("{name}: {page}"))
        };
        assert!(at("Étain") < at("Zinc 9") && at("Zinc 9") < at("Zinc 10"), "{list}");
    }
    let list = ada.get(&format!("/staff/places/{id}/achievements?lang=en")).await.text();
    assert_eq!(list.matches(">Read on</a>").count(), 0, "the English one is short");
}
