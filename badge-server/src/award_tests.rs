//! Awarding with the form, and what follows: through the real router, on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::role::Role;
use crate::team_tests::{began, joined, leads_to, link_of, place};
use crate::testing::{Answered, Browser, World};

const WHOLE: [(&str, &str); 4] = [
    ("fr.name", "Découpe laser"),
    ("fr.description", "Sait faire."),
    ("fr.criteria", "Le montrer."),
    ("do", "publish"),
];

pub(crate) async fn public(world: &World, url: &str) -> Answered {
    let path = url.strip_prefix("http://localhost:8080").unwrap_or(url);
    world.ask(Request::get(path).header("host", "localhost:8080").body(Body::empty()).unwrap()).await
}

/// A place with one achievement; whoever runs the server, and an awarder.
pub(crate) async fn ready(world: &World) -> (Browser<'_>, Browser<'_>, i64) {
    let mut ada = began(world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    drop(ada.post(&format!("/staff/places/{id}/new-achievement"), &WHOLE).await);
    let ben = joined(world, &mut ada, id, "ben@example.org", Role::Awarder).await;
    (ada, ben, id)
}

/// Awards, and tells the path of the badge among the team's pages.
pub(crate) async fn award(by: &mut Browser<'_>, id: i64, more: &[(&str, &str)]) -> String {
    let fields: Vec<_> = [("achievement", "decoupe-laser")].iter().chain(more).copied().collect();
    let answer = by.post(&format!("/staff/places/{id}/award?lang=en"), &fields).await;
    leads_to(&answer).to_owned()
}

/// The address of the public page that a page of the team links to.
pub(crate) fn page_of(html: &str) -> String {
    let from = html.find("http://localhost:8080/a/b/").unwrap();
    html[from..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_badge_is_awarded_mailed_revoked_and_reinstated() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        let cyd = [("address", "cyd@example.org"), ("name", "Élodie Exemple"), ("send", "yes"), ("day", "2026-02-28")];
        let to = award(&mut ben, id, &cyd).await;
        assert!(to.ends_with("?lang=en&done=awarded"), "{to}");
        let path = to.split('?').next().unwrap().to_owned();
        let shown = ben.get(&to).await.text();
        assert!(shown.contains("The badge is awarded.") && shown.contains("Élodie Exemple"));
        assert!(shown.contains("28 February 2026") && shown.contains("cyd@example.org"));
        let url = page_of(&shown);
        let page = public(&world, &url).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Découpe laser") && !page.text().contains("cyd@example.org"));
        assert_eq!(format!("http://localhost:8080{}", link_of(&world).await), url, "the letter leads to the page");

        let again = award(&mut ben, id, &cyd).await;
        assert_eq!(again, format!("{path}?lang=en&done=already"));
        assert!(world.mail().await.is_empty(), "nobody is written to twice");
        assert!(
            ben.post(&format!("{path}?lang=en"), &[("do", "send")]).await.header("location").ends_with("done=sent")
        );
        assert_eq!(world.mail().await.len(), 1);

        let revoke = async |ben: &mut Browser<'_>, reason| {
            ben.post(&format!("{path}?lang=en"), &[("do", "revoke"), ("reason", reason)]).await
        };
        assert_eq!(revoke(&mut ben, " ").await.status, StatusCode::BAD_REQUEST);
        let named = revoke(&mut ben, "Élodie Exemple a triché").await;
        assert_eq!(named.status, StatusCode::BAD_REQUEST);
        assert!(named.text().contains("role=\"alert\""), "a reason is published, and names nobody");
        let long = "x".repeat(501);
        for unfit in ["Erreur \u{202e}gro", &long] {
            let unfit = revoke(&mut ben, unfit).await;
            assert_eq!(unfit.status, StatusCode::BAD_REQUEST);
            assert!(unfit.text().contains("id=\"reason-wrong\""), "{}", unfit.text());
        }
        let revoked = revoke(&mut ben, "délivré par erreur").await;
        let shown = ben.get(leads_to(&revoked)).await.text();
        assert!(shown.contains("The badge is revoked:"), "{shown}");
        assert!(shown.contains(">revoked<") && shown.contains("délivré par erreur"));
        assert!(public(&world, &url).await.text().contains("délivré par erreur"), "its page says so at once");
        assert!(ben.post(&path, &[("do", "send")]).await.header("location").ends_with("done=unsent"));
        leads_to(&ben.post(&path, &[("do", "reinstate")]).await);
        assert!(!public(&world, &url).await.text().contains("délivré par erreur"));
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        let at = |text: &str| acts.find(text).unwrap_or_else(|| panic!("{text}"));
        assert!(at("reinstated a badge") < at("revoked a badge") && at("revoked a badge") < at("awarded a badge"));
        assert_eq!(acts.matches("awarded a badge").count(), 1);
        assert!(!acts.contains("Élodie") && !acts.contains("cyd@"));
    }
}

// A badge that holds from tomorrow on: the team is told so, and programs; its own page says it already.
#[tokio::test]
async fn a_badge_that_begins_later_does_not_hold_yet() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        let day = [("day", "2026-03-10"), ("ahead", "yes"), ("language", "en"), ("send", "yes")];
        let cyd: Vec<_> = [("address", "cyd@example.org"), ("name", "Cyd")].into_iter().chain(day).collect();
        let to = award(&mut ben, id, &cyd).await;
        let [letter] = world.mail().await.try_into().unwrap();
        for text in [letter.text.as_str(), letter.html.as_deref().unwrap()] {
            assert!(text.contains("Good from 10 March 2026. Before that day"), "{text}");
            assert!(!text.contains("Given on"), "{text}");
        }
        let shown = ben.get(&to).await.text();
        assert!(shown.contains(">not valid yet<") && shown.contains("<dt>Good from</dt><dd>10 March 2026"), "{shown}");
        let list = ben.get(&format!("/staff/places/{id}/badges?lang=fr")).await.text();
        assert!(list.contains(">pas encore valable<") && !list.contains(">valable<"));
        let page = page_of(&shown);
        let own = public(&world, &format!("{page}index.en.html")).await.text();
        assert!(own.contains("10 March 2026"), "{own}");
        assert!(!own.contains("class=\"state good\""), "it does not say that it holds");
        world.wait(9 * 24 * 60 * 60);
        let mut ben = crate::team_tests::again(&world, "ben@example.org").await;
        assert!(ben.get(&to).await.text().contains(">valid<"));
    }
}

// The place was looked at before, and is kept in memory as it was then: what is awarded since holds at once.
#[tokio::test]
async fn a_badge_of_today_holds_at_once_on_its_page() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "bo@example.org")]).await;
        let first = ben.get(&to).await.text();
        assert_eq!(public(&world, &page_of(&first)).await.status, StatusCode::OK);
        world.wait(10);
        let to = award(&mut ben, id, &[("address", "cyd@example.org")]).await;
        let shown = ben.get(&to).await.text();
        let page = public(&world, &page_of(&shown)).await.text();
        assert!(page.contains("class=\"state good\""), "{page}");
    }
}

#[tokio::test]
async fn badges_are_found_by_name_address_number_and_achievement() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        for n in 0..35 {
            let address = format!("personne{n}@example.org");
            drop(award(&mut ben, id, &[("address", &address), ("name", &format!("Personne {n}"))]).await);
        }
        let to = award(&mut ben, id, &[("address", "elodie@example.org"), ("name", "Élodie 100%_\\")]).await;
        let token = to.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        let mut look = async |query: &str| {
            let page = ben.get(&format!("/staff/places/{id}/badges?lang=en&{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            page.text()
        };
        let found = |page: &str| page.matches("/badges/").count();
        let all = look("").await;
        assert_eq!(found(&all), 30);
        let older = all.split("before=").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(found(&look(&format!("before={older}")).await), 6);
        for (query, count) in [
            ("q=%C3%A9lodie", 1),
            ("q=%C3%89LODIE", 1),
            ("q=elodie%40example.org", 1),
            ("q=PERSONNE34%40EXAMPLE.org", 1),
            ("q=personne+1", 11),
            ("q=100%25_%5C", 1),
            ("q=%25", 0),
            ("q=elod+100", 1),
            ("q=org+elo", 1),
            ("q=lodie", 0),
            ("q=badge-people", 0),
            ("q=nobody", 0),
            ("achievement=decoupe-laser", 30),
            ("achievement=other", 0),
            (&format!("q={token}"), 1),
        ] {
            assert_eq!(found(&look(query).await), count, "{query}");
        }
        // As the page tells it, for whoever reads: the title of a badge, and titles above the columns.
        for (lang, titles, file) in [("fr", "Badge;Mois;Nombre", "chiffres"), ("en", "Badge;Month;Number", "counts")] {
            let csv = ben.get(&format!("/staff/places/{id}/counts.csv?lang={lang}")).await;
            assert_eq!(csv.text(), format!("\u{feff}{titles}\r\nDécoupe laser;2026-03;36\r\n"));
            assert_eq!(csv.header("content-disposition"), format!("attachment; filename=\"{file}.csv\""));
        }
        assert!(ben.get(&format!("/staff/places/{id}/counts?lang=en")).await.text().contains("awarded here: 36."));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_said_beside_it() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    let award = format!("/staff/places/{id}/award?lang=en");
    for (more, said) in [
        (vec![("address", "nobody")], "not a mail address"),
        (vec![("address", "a@example.org"), ("day", "hier")], "Write a day"),
        (vec![("address", "a@example.org"), ("day", "2062-03-02")], "Write a day"),
        (vec![("address", "a@example.org"), ("day", "0062-03-02")], "Write a day"),
        (vec![("address", "a@example.org"), ("day", "2026-03-10")], "still to come"),
        (vec![("address", "a@example.org"), ("evidence", "ici")], "begin with an address"),
        (vec![("address", "a@example.org"), ("achievement", "autre")], "has no achievement"),
    ] {
        let fields: Vec<_> = more.iter().copied().chain([("achievement", "decoupe-laser"), ("name", "Zoé")]).collect();
        let answer = ben.post(&award, &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{said}");
        assert!(answer.text().contains(said) && answer.text().contains("value=\"Zoé\""), "{said}");
    }
    assert!(ben.get(&format!("/staff/places/{id}/badges?lang=en")).await.text().contains("No badge was awarded yet"));
}

#[tokio::test]
async fn nothing_of_a_minor_is_published_or_mailed_before_consent() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    world.mail().await;
    let to = award(&mut ben, id, &[("address", "zoe@example.org"), ("minor", "yes"), ("send", "yes")]).await;
    let shown = ben.get(&to).await.text();
    assert!(shown.contains("waits for consent") && shown.contains("has no public page"));
    let token = to.split('?').next().unwrap().rsplit('/').next().unwrap();
    assert_eq!(public(&world, &format!("/a/b/{token}/")).await.status, StatusCode::NOT_FOUND);
    assert!(world.mail().await.is_empty());
}

#[tokio::test]
async fn a_badge_of_another_place_is_not_there() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "cyd@example.org")]).await;
        let token = to.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        let other = place(&mut ada, "Autre", "http://localhost:8080/b").await;
        let mut eve = joined(&world, &mut ada, other, "eve@example.org", Role::Administrator).await;
        let path = format!("/staff/places/{other}/badges/{token}");
        assert_eq!(eve.get(&path).await.status, StatusCode::NOT_FOUND);
        for what in ["revoke", "reinstate", "send"] {
            let answer = eve.post(&path, &[("do", what), ("reason", "x")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
        }
        // Its beginning is what letters and files show.
        let short =
            ben.get(&format!("/staff/places/{id}/badges?lang=en&q={}", &token[..8].to_uppercase())).await.text();
        assert!(short.contains(&format!("/badges/{token}?")), "{short}");
        let hidden = eve.get(&format!("/staff/places/{other}/badges?q={}", &token[..8])).await.text();
        assert!(!hidden.contains(&format!("/badges/{token}?")));
        let found = eve.get(&format!("/staff/places/{other}/badges?q={token}")).await.text();
        assert!(!found.contains("/badges/"));
        assert!(ben.get(to.split('?').next().unwrap()).await.text().contains("valable"));
    }
}

#[tokio::test]
async fn a_badge_page_previews_prints_downloads_and_is_framed_where_the_place_allows() {
    let world = World::new().await;
    let (mut ada, mut ben, id) = ready(&world).await;
    let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Élodie Exemple")]).await;
    let url = page_of(&ben.get(&to).await.text());
    let page = public(&world, &url).await;
    let html = page.text();
    assert!(html.contains(&format!("<meta property=\"og:image\" content=\"{url}preview.png\">")), "{html}");
    assert!(html.contains("summary_large_image") && html.contains("<svg class=\"code\""));
    for file in ["badge.png", "credential.json", "certificate.pdf"] {
        assert!(html.contains(&format!("href=\"{file}\" download")), "{file}");
    }
    let preview = public(&world, &format!("{url}preview.png")).await;
    assert_eq!((preview.status, preview.header("content-type")), (StatusCode::OK, "image/png"));
    let info = badge_core::container::picture_info(&preview.body, &badge_core::limits::Limits::default()).unwrap();
    assert_eq!((info.width, info.height), (1200, 630));
    let pdf = public(&world, &format!("{url}certificate.pdf")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(pdf.body.starts_with(b"%PDF-"));
    assert_eq!(public(&world, &format!("{url}certificate.pdf")).await.body, pdf.body, "drawn once");
    let hostile = public(&world, &format!("{url}../preview.png")).await;
    assert_eq!(hostile.status, StatusCode::NOT_FOUND);

    // Nobody frames it, unless the place says who.
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    let frames = format!("/staff/places/{id}/frames?lang=en");
    for wrong in ["*", "http://a.example", "https://a.example; script-src *", "'self'"] {
        assert_eq!(ada.post(&frames, &[("frames", wrong)]).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let many = (0..100).map(|n| format!("https://site{n}.example.org\r\n")).collect::<String>();
    let refused = ada.post(&frames, &[("frames", &many)]).await;
    assert!(refused.status == StatusCode::BAD_REQUEST && refused.text().contains("These are too many"));
    leads_to(&ada.post(&frames, &[("frames", "https://portail.example.org/\r\nhttps://b.example.org")]).await);
    let framed = public(&world, &url).await;
    let policy = framed.header("content-security-policy");
    assert!(
        policy.contains("frame-ancestors https://portail.example.org https://b.example.org")
            && policy.contains("default-src 'none'")
    );
    let home = public(&world, "http://localhost:8080/a/").await;
    assert!(home.header("content-security-policy").contains("frame-ancestors 'none'"), "badges' pages alone");
}

#[tokio::test]
async fn what_is_drawn_goes_with_the_page() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    let to = award(&mut ben, id, &[("address", "cyd@example.org")]).await;
    let path = to.split('?').next().unwrap();
    let url = page_of(&ben.get(&to).await.text());
    assert_eq!(public(&world, &format!("{url}certificate.pdf")).await.status, StatusCode::OK);
    assert_eq!(public(&world, &format!("{url}preview.png")).await.status, StatusCode::OK);
    leads_to(&ben.post(path, &[("do", "revoke"), ("reason", "par erreur")]).await);
    assert_eq!(
        public(&world, &format!("{url}certificate.pdf")).await.status,
        StatusCode::NOT_FOUND,
        "not of a revoked one"
    );
    crate::app::persons::erase(
        &world.app,
        &crate::app::Actor::Machine,
        crate::storage::PlaceId(id),
        crate::app::persons::Whose::To("cyd@example.org"),
    )
    .await
    .unwrap()
    .unwrap();
    assert_eq!(public(&world, &format!("{url}preview.png")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_says_where_until_when_and_shows_several_works() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    let form = [
        ("address", "cyd@example.org"),
        ("day", "2026-03-01"),
        ("until", "2027-03-01"),
        ("where", "Le Dôme, Caen;49.18,-0.35"),
        ("evidence", "https://example.org/lampe  Une lampe\r\n\r\nhttps://example.org/boite"),
        ("narrative", "Une lampe,\r\nsans aide."),
    ];
    let path = award(&mut ben, id, &form).await;
    let shown = ben.get(&path).await.text();
    assert!(shown.contains("1 March 2027"), "{shown}");
    let url = page_of(&shown);
    let credential = public(&world, &format!("{url}credential.json")).await;
    assert_eq!(credential.status, StatusCode::OK, "{url}");
    let badge: serde_json::Value = serde_json::from_str(&credential.text()).unwrap();
    assert_eq!(badge["validUntil"], "2027-03-01T23:59:59Z");
    let works: Vec<_> = badge["evidence"].as_array().unwrap().iter().map(|work| work["id"].as_str()).collect();
    assert_eq!(works, [Some("https://example.org/lampe"), Some("https://example.org/boite")]);
    assert_eq!(badge["evidence"][0]["name"], "Une lampe");
    let text = credential.text();
    assert!(text.contains("Le Dôme, Caen") && text.contains("49.18") && text.contains("sans aide."), "{text}");
}
