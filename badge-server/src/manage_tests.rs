//! Many badges at once, other programs, settings and keys: through the real router, on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use badge_core::place::Token;
use badge_core::place::people::{People, Person};

use crate::app::tokens::{self, Scope};
use crate::award_tests::{award, page_of, public, ready};
use crate::team_tests::{began, leads_to};
use crate::testing::{Answered, World};

#[tokio::test(flavor = "multi_thread")]
async fn many_badges_are_counted_confirmed_and_changed_once() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        for n in 0..4 {
            let address = format!("p{n}@example.org");
            let fields = [("achievement", "decoupe-laser"), ("address", address.as_str()), ("name", "Élodie Exemple")];
            leads_to(&ben.post(&format!("/staff/places/{id}/award"), &fields).await);
        }
        let list = format!("/staff/places/{id}/badges");
        let page = ben.get(&format!("{list}?lang=en")).await.text();
        let tokens: Vec<&str> =
            page.split("name=\"token\" value=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
        assert_eq!(tokens.len(), 4);
        let bulk = format!("/staff/places/{id}/bulk?lang=en");
        let chosen = [("do", "revoke"), ("which", "chosen"), ("token", tokens[0]), ("token", tokens[1])];
        let asked = ben.post(&bulk, &chosen).await;
        assert_eq!(asked.status, StatusCode::OK);
        assert!(asked.text().contains("These badges will not be valid any more: 2."), "{}", asked.text());
        assert_eq!(
            ben.get(&format!("{list}?lang=en")).await.text().matches(">revoked<").count(),
            0,
            "nothing is done yet"
        );
        let text = asked.text();
        let once = text.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let sure: Vec<_> = chosen.into_iter().chain([("sure", "yes"), ("once", once)]).collect();
        assert_eq!(ben.post(&bulk, &sure).await.status, StatusCode::BAD_REQUEST, "a reason is needed");
        let sure: Vec<_> = sure.into_iter().chain([("reason", "mauvaise date")]).collect();
        let batch = leads_to(&ben.post(&bulk, &sure).await).to_owned();
        assert_eq!(leads_to(&ben.post(&bulk, &sure).await), batch, "sent twice, it is one");
        world.work().await;
        assert!(ben.get(&batch).await.text().contains("done: 2"));
        assert_eq!(ben.get(&format!("{list}?lang=en")).await.text().matches(">revoked<").count(), 2);
        // All that the search finds.
        let all = [("do", "reinstate"), ("which", "all"), ("q", "élodie")];
        let lot = lot(&ben.post(&bulk, &all).await);
        let sure = [("sure", "yes"), ("once", "00000000000000000000000000000001"), ("lot", lot.as_str())];
        let all: Vec<_> = all.into_iter().chain(sure).collect();
        let batch = leads_to(&ben.post(&bulk, &all).await).to_owned();
        world.work().await;
        let page = ben.get(&batch).await.text();
        assert!(page.contains("done: 2") && page.contains("it was so before: 2"), "{page}");
        world.mail().await;
        let send = [("do", "send"), ("which", "all"), ("q", "p3@example.org")];
        let named = self::lot(&ben.post(&bulk, &send).await);
        let sure = [("sure", "yes"), ("once", "00000000000000000000000000000002"), ("lot", named.as_str())];
        let send: Vec<_> = send.into_iter().chain(sure).collect();
        for _ in 0..2 {
            leads_to(&ben.post(&bulk, &send).await);
            world.work().await;
        }
        assert_eq!(world.mail().await.len(), 1, "nobody is written to twice");
        let csv = ben.get(&format!("/staff/places/{id}/badges.csv?lang=en&q=p3@example.org")).await;
        assert_eq!(csv.text().lines().count(), 2);
        assert!(csv.text().contains(";Découpe laser;") && !csv.text().contains("decoupe-laser"), "{}", csv.text());
        assert!(csv.text().contains("p3@example.org") && csv.header("content-disposition").starts_with("attachment"));
        // Given in two parts: everybody once, one head, one mark of the encoding.
        let all = ben.get(&format!("/staff/places/{id}/badges.csv?lang=en")).await.text();
        assert_eq!((all.lines().count(), all.matches('\u{feff}').count()), (5, 1), "{all}");
        assert!(all.starts_with('\u{feff}') && (0..4).all(|n| all.matches(&format!("p{n}@example.org")).count() == 1));
    }
}

/// The name of the badges that a page counted.
fn lot(page: &Answered) -> String {
    assert_eq!(page.status, StatusCode::OK);
    page.text().split("name=\"lot\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

// What is confirmed is what was counted: a badge that somebody awards in between is not revoked with the others.
#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_between_is_counted_again() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        let one = [("achievement", "decoupe-laser"), ("address", "a@example.org"), ("name", "Élodie Exemple")];
        leads_to(&ben.post(&format!("/staff/places/{id}/award"), &one).await);
        let bulk = format!("/staff/places/{id}/bulk?lang=en");
        let all = [("do", "revoke"), ("which", "all"), ("q", "élodie")];
        let counted = lot(&ben.post(&bulk, &all).await);
        let other = [("achievement", "decoupe-laser"), ("address", "b@example.org"), ("name", "Élodie Exemple")];
        leads_to(&ben.post(&format!("/staff/places/{id}/award"), &other).await);
        let mut sure = async |lot: &str| {
            let more =
                [("sure", "yes"), ("reason", "erreur"), ("once", "00000000000000000000000000000003"), ("lot", lot)];
            let fields: Vec<_> = all.into_iter().chain(more).collect();
            ben.post(&bulk, &fields).await
        };
        for unsure in [counted.as_str(), ""] {
            let again = sure(unsure).await;
            assert_eq!(again.status, StatusCode::BAD_REQUEST);
            assert!(
                again.text().contains("not be valid any more: 2.") && again.text().contains("Nothing was done yet")
            );
        }
        let text = sure("").await.text();
        let now = text.split("name=\"lot\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let batch = leads_to(&sure(now).await).to_owned();
        world.work().await;
        assert!(ben.get(&batch).await.text().contains("done: 2"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_shown_once_and_ends_by_itself_or_by_hand() {
    for world in World::on_both().await {
        let (mut ada, _, id) = ready(&world).await;
        let path = format!("/staff/places/{id}/programs?lang=en");
        let asks = async |secret: &str| {
            let request = Request::get("/api/v1/awards").header("authorization", format!("Bearer {secret}"));
            world.ask(request.body(axum::body::Body::empty()).unwrap()).await.status
        };
        assert_eq!(ada.post(&path, &[("do", "token"), ("name", "Caisse")]).await.status, StatusCode::BAD_REQUEST);
        let made =
            ada.post(&path, &[("do", "token"), ("name", "Caisse"), ("scope", "read"), ("days", "2")]).await.text();
        let secret = made.split("<code>badge_").nth(1).unwrap().split('<').next().unwrap();
        let secret = format!("badge_{secret}");
        assert_eq!(asks(&secret).await, StatusCode::OK);
        let page = ada.get(&path).await.text();
        assert!(page.contains("Caisse") && !page.contains(&secret), "shown once");
        let made =
            ada.post(&path, &[("do", "token"), ("name", "Autre"), ("scope", "award"), ("scope", "read")]).await.text();
        let other = format!("badge_{}", made.split("<code>badge_").nth(1).unwrap().split('<').next().unwrap());
        world.wait(2 * 24 * 60 * 60);
        assert_eq!(asks(&secret).await, StatusCode::UNAUTHORIZED, "its days are over");
        assert_eq!(asks(&other).await, StatusCode::OK);
        let tokens = world.app.storage.read().await.unwrap().tokens(crate::storage::PlaceId(id)).await.unwrap();
        let token = tokens.iter().find(|token| token.name == "Autre").unwrap();
        crate::app::programs::end_token(
            &world.app,
            &crate::app::Actor::Account(crate::storage::AccountId(1)),
            crate::storage::PlaceId(id),
            &token.id,
        )
        .await
        .unwrap();
        assert_eq!(asks(&other).await, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_told_with_a_secret_that_can_be_changed() {
    let world = World::new().await;
    let (mut ada, mut ben, id) = ready(&world).await;
    let path = format!("/staff/places/{id}/programs?lang=en");
    let secret_of = |page: &str| page.split("<code>whsec_").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(ada.post(&path, &[("do", "hook"), ("url", "nowhere")]).await.status, StatusCode::BAD_REQUEST);
    let made = ada.post(&path, &[("do", "hook"), ("url", "https://127.0.0.1/hook"), ("kind", "award.created")]).await;
    let first = secret_of(&made.text());
    let hooks = world.app.storage.read().await.unwrap().hooks(crate::storage::PlaceId(id)).await.unwrap();
    let hook = hooks[0].id.clone();
    let changed = ada.post(&path, &[("do", "secret"), ("id", &hook)]).await;
    assert_ne!(secret_of(&changed.text()), first);
    assert_eq!(ada.post(&path, &[("do", "secret"), ("id", "hook_no")]).await.status, StatusCode::NOT_FOUND);
    let fields = [("achievement", "decoupe-laser"), ("address", "p@example.org")];
    leads_to(&ben.post(&format!("/staff/places/{id}/award"), &fields).await);
    world.work().await;
    let log = format!("/staff/places/{id}/programs/{hook}?lang=en");
    let page = ada.get(&log).await.text();
    assert!(
        page.contains("award.created") && page.contains("leads to a private network") && page.contains("waiting"),
        "{page}"
    );
    let message = page.split("name=\"message\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    leads_to(&ada.post(&log, &[("message", &message)]).await);
    assert_eq!(ada.post(&log, &[("message", "msg_no")]).await.status, StatusCode::NOT_FOUND);
    leads_to(&ada.post(&path, &[("do", "end-hook"), ("id", &hook)]).await);
    assert!(ada.get(&path).await.text().contains("ended on"));
    assert_eq!(ben.get(&path).await.status, StatusCode::FORBIDDEN);
}

// A logo is checked, drawn where an achievement asks for it, shown by pages at once, and removed.
#[tokio::test(flavor = "multi_thread")]
async fn a_logo_is_taken_in_and_removed() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let path = format!("/staff/places/{id}/logo?lang=en");
        let put = [("do", "put")];
        let text = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9'>a</text></svg>";
        let empty = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>";
        for (bytes, said) in [
            (&b"bonjour"[..], "This file is no picture"),
            (b"\x89PNG\r\n\x1a\nnothing", "This file is no picture"),
            (text, "holds text"),
            (empty, "Nothing can be seen"),
            (b"", "Choose a file"),
        ] {
            let refused = ada.give(&path, ("logo.png", bytes), &put).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{said}");
            assert!(refused.text().contains(said), "{said}: {}", refused.text());
        }
        let large = vec![b' '; (512 << 10) + 1];
        assert_eq!(ada.give(&path, ("logo.svg", &large), &put).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(public(&world, "http://localhost:8080/a/logo.svg").await.status, StatusCode::NOT_FOUND);
        let svg = |colour: &str| {
            let square = format!("<rect width='9' height='9' fill='{colour}'/>");
            format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{square}</svg>").into_bytes()
        };
        let pale = ada.give(&path, ("logo.svg", &svg("#ffffff")), &put).await;
        assert!(leads_to(&pale).ends_with("done=logo-pale"));
        let dark = ada.give(&path, ("logo.svg", &svg("#112233")), &put).await;
        assert!(leads_to(&dark).ends_with("done=logo"));
        assert!(public(&world, "http://localhost:8080/a/logo.svg").await.text().contains("#112233"));
        assert!(public(&world, "http://localhost:8080/a/").await.text().contains("logo.svg"));
        let settings = ada.get(&format!("/staff/places/{id}/settings?lang=en")).await.text();
        assert!(settings.contains("<img src=\"data:image/svg+xml;base64,"), "it is seen there");
        // In words, for whoever does not see it: in the settings, and in what is published of the place.
        let said = [("name", "Atelier"), ("email", "contact@example.org"), ("do", "save")];
        let words = |alt| [said[0], said[1], said[2], ("alt-fr", alt), ("alt-en", "A dark square")];
        let form = format!("/staff/places/{id}/settings?lang=en");
        let hidden = ada.post(&form, &words("Un carré\u{202e}")).await;
        assert_eq!(hidden.status, StatusCode::BAD_REQUEST);
        assert!(hidden.text().contains("id=\"alt-fr-wrong\""), "{}", hidden.text());
        leads_to(&ada.post(&form, &words("Un carré sombre")).await);
        assert!(ada.get(&form).await.text().contains("alt=\"A dark square\""));
        let issuer = public(&world, "http://localhost:8080/a/issuer.json").await.text();
        assert!(issuer.contains("Un carré sombre"), "{issuer}");
        assert_eq!(ben.give(&path, ("logo.svg", &svg("#112233")), &put).await.status, StatusCode::FORBIDDEN);
        // On the drawing of an achievement that asks for it.
        let drawn = async |ada: &mut crate::testing::Browser<'_>, logo: &'static str| {
            let fields = [("fr.name", "Découpe laser"), ("logo", logo)];
            ada.post(&format!("/staff/places/{id}/preview?lang=fr"), &fields).await.text()
        };
        assert!(
            drawn(&mut ada, "yes").await.contains("data:image/png")
                && !drawn(&mut ada, "").await.contains("data:image/png")
        );
        let removed = ada.give(&path, ("", b""), &[("do", "remove")]).await;
        assert!(leads_to(&removed).ends_with("done=logo-removed"));
        assert_eq!(public(&world, "http://localhost:8080/a/logo.svg").await.status, StatusCode::NOT_FOUND);
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.matches("changed the logo").count() == 2 && acts.contains("removed the logo"), "{acts}");
    }
}

// D-02, D-03: a new key signs, the old one stays published, and what it signed stays good.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_renamed_and_its_key_changed() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let path = format!("/staff/places/{id}/settings?lang=en");
        let edit = |name: &'static str, email: &'static str| {
            [
                ("do", "save"),
                ("name", name),
                ("email", email),
                ("fr", "Un atelier ouvert."),
                ("url", "https://example.org"),
                ("ob2", "yes"),
            ]
        };
        assert_eq!(ada.post(&path, &edit("", "a@example.org")).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(ada.post(&path, &edit("Le Fab", "nobody")).await.status, StatusCode::BAD_REQUEST);
        leads_to(&ada.post(&path, &edit("Le Fab", "a@example.org")).await);
        let issuer = public(&world, "http://localhost:8080/a/issuer.json").await.text();
        assert!(issuer.contains("Le Fab") && issuer.contains("a@example.org"), "{issuer}");
        let page = ada.get(&path).await.text();
        assert!(page.contains("Un atelier ouvert.") && page.matches("signs").count() >= 1);
        let award = async |ben: &mut crate::testing::Browser<'_>, address: &str| {
            let fields = [("achievement", "decoupe-laser"), ("address", address)];
            leads_to(&ben.post(&format!("/staff/places/{id}/award"), &fields).await);
        };
        award(&mut ben, "before@example.org").await;
        let shown = ben.get(&format!("/staff/places/{id}/badges?q=before&lang=en")).await.text();
        let token = shown.split("/badges/").nth(1).unwrap()[..32].to_owned();
        let hosted = public(&world, &format!("http://localhost:8080/a/b/{token}/assertion.json")).await;
        assert_eq!(hosted.status, StatusCode::OK, "as Open Badges 2.0 as well");
        let methods =
            async || public(&world, "http://localhost:8080/a/did.json").await.text().matches("\"publicKey").count();
        let before = methods().await;
        assert_eq!(ada.post(&path, &[("do", "rotate")]).await.status, StatusCode::BAD_REQUEST, "it is confirmed first");
        let rotated = ada.post(&path, &[("do", "rotate"), ("sure", "yes")]).await;
        let said = ada.get(&format!("{}&lang=en", leads_to(&rotated))).await.text();
        assert!(said.contains("The key is changed") || said.contains("La clé est changée"), "{said}");
        award(&mut ben, "after@example.org").await;
        let keys = world.app.storage.read().await.unwrap().keys(crate::storage::PlaceId(id)).await.unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(keys.iter().filter(|key| key.about.contains("\"retired\"")).count(), 1);
        assert!(methods().await > before, "the old key stays published");
        assert!(ada.get(&path).await.text().contains("signs no more since"));
    }
}

#[tokio::test]
async fn whoever_changes_the_settings_second_is_told_what_the_first_changed() {
    for world in World::on_both().await {
        let (mut ada, _, id) = ready(&world).await;
        let path = format!("/staff/places/{id}/settings?lang=en");
        let version =
            |page: &str| page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let form = |name: &'static str, version: &str| {
            let all = [("name", name), ("email", "contact@example.org"), ("version", version), ("do", "save")];
            all.map(|(field, text)| (field, text.to_owned()))
        };
        let send = async |by: &mut crate::testing::Browser<'_>, fields: [(&'static str, String); 4]| {
            by.post(&path, &fields.each_ref().map(|(field, text)| (*field, text.as_str()))).await
        };
        let old = version(&ada.get(&path).await.text());
        assert!(leads_to(&send(&mut ada, form("Atelier du port", &old)).await).ends_with("done=saved"));
        let second = send(&mut ada, form("Atelier des docks", &old)).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        let page = second.text();
        assert!(page.contains(">Atelier du port</dd>") && page.contains("value=\"Atelier des docks\""), "{page}");
        assert!(ada.get(&path).await.text().contains("value=\"Atelier du port\""), "nothing was overwritten");
        leads_to(&send(&mut ada, form("Atelier des docks", &version(&page))).await);
        for odd in ["Atelier\u{202e}stroD", "Atelier\ndu port"] {
            let refused = send(&mut ada, form(odd, "")).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
            assert!(refused.text().contains("signs in it that nobody sees"));
        }
        assert!(ada.get(&path).await.text().contains("value=\"Atelier des docks\""));
    }
}

// A place made here signs with ES256 where somebody wants it: verified here by the page and by the API, and by whoever
// reads what the place publishes.
#[tokio::test(flavor = "multi_thread")]
async fn badges_are_signed_with_es256_where_somebody_wants_it() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let path = format!("/staff/places/{id}/settings?lang=en");
        assert_eq!(ada.post(&path, &[("do", "es256")]).await.status, StatusCode::BAD_REQUEST, "not without a tick");
        let first = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let first = page_of(&ben.get(&first).await.text());
        assert_eq!(public(&world, &format!("{first}credential.jws")).await.status, StatusCode::NOT_FOUND);
        leads_to(&ada.post(&path, &[("do", "es256"), ("sure", "yes")]).await);
        assert!(ada.get(&path).await.text().to_lowercase().contains("p-256"));
        let second = award(&mut ben, id, &[("address", "dan@example.org"), ("name", "Dan")]).await;
        let second = page_of(&ben.get(&second).await.text());
        let jwt = public(&world, &format!("{second}credential.jws")).await;
        assert_eq!(jwt.status, StatusCode::OK);
        let head = jwt.text().split('.').next().unwrap().to_owned();
        use base64::Engine as _;
        let head = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head).unwrap();
        let head: serde_json::Value = serde_json::from_slice(&head).unwrap();
        assert_eq!(head["alg"], "ES256");
        // The embedded proof is what it was.
        let embedded = public(&world, &format!("{second}credential.json")).await.text();
        assert!(embedded.contains("eddsa-rdfc-2022"), "{embedded}");
        let published = public(&world, "/a/did.json").await.text();
        assert!(published.contains("\"P-256\""), "whoever verifies finds the key: {published}");
    }
}

#[tokio::test]
async fn many_places_are_listed_a_page_at_a_time_and_searched() {
    for world in World::on_both().await {
        let mut ada = began(&world).await;
        let mut work = world.app.storage.write().await.unwrap();
        for n in 1..=130 {
            let base = badge_core::place::Addresses::new(&format!("https://lieu-{n}.example.org")).unwrap();
            let place = badge_core::place::Place {
                name: format!("Atelier {n}"),
                email: "contact@example.org".to_owned(),
                base: Some(base),
                ..badge_core::place::Place::starter(badge_core::language::Lang::Fr)
            };
            work.add_place(place.base.as_ref(), &place.to_toml(), 0).await.unwrap();
        }
        work.save().await.unwrap();
        let first = ada.get("/staff?lang=fr").await.text();
        assert_eq!(first.matches("<li class=\"card\">").count(), 60);
        assert!(first.len() < 50_000, "{}", first.len());
        let mut seen = 60;
        let mut page = first;
        while let Some(next) =
            page.split("href=\"/staff?lang=fr").find_map(|rest| rest.split_once("after=").filter(|(q, _)| q.len() < 30))
        {
            let after: String = next.1.chars().take_while(char::is_ascii_digit).collect();
            page = ada.get(&format!("/staff?lang=fr&q=&after={after}")).await.text();
            seen += page.matches("<li class=\"card\">").count();
        }
        assert_eq!(seen, 130, "each once");
        let found = ada.get("/staff?lang=fr&q=atelier+129").await.text();
        assert_eq!(found.matches("<li class=\"card\">").count(), 1);
        assert!(found.contains("https://lieu-129.example.org") && found.contains("value=\"atelier 129\""));
        let none = ada.get("/staff?lang=en&q=nope").await.text();
        assert_eq!(none.matches("<li class=\"card\">").count(), 0, "{none}");
    }
}

// More people than are looked for: whatever is done to "all" would leave some out, and nobody would see it.
#[tokio::test]
async fn a_search_that_means_too_many_says_so_and_nothing_is_done_with_it() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let place = crate::app::team::PlaceId(id);
        let called = |n: u32| Person {
            name: Some(format!("Cinq Exemple{n}")),
            email: Some(format!("cinq{n}@example.org")),
            ..Person::default()
        };
        let mut all = People::default();
        for n in 0..500_u32 {
            all.insert(Token::from_bytes(u128::from(n + 1).to_be_bytes()), called(n));
        }
        let mut work = world.app.storage.write().await.unwrap();
        work.put_people(place, &all).await.unwrap();
        work.save().await.unwrap();
        drop(award(&mut ben, id, &[("address", "cinq7@example.org"), ("name", "Cinq Exemple7")]).await);
        let path = format!("/staff/places/{id}/badges?lang=en&q=cinq");
        let csv = format!("/staff/places/{id}/badges.csv?lang=en&q=cinq");
        let many = "more than 500 people";
        assert!(!ben.get(&path).await.text().contains(many), "500 are all of them");
        assert_eq!(ben.get(&csv).await.status, StatusCode::OK);
        drop(award(&mut ben, id, &[("address", "autre@example.org"), ("name", "Cinq Autre")]).await);
        let list = ben.get(&path).await;
        assert!(list.text().contains(many), "{}", list.text());
        let whole = [("do", "revoke"), ("which", "all"), ("q", "cinq"), ("reason", "essai"), ("sure", "yes")];
        let refused = ben.post(&format!("/staff/places/{id}/bulk?lang=en"), &whole).await;
        assert!(refused.status == StatusCode::BAD_REQUEST && refused.text().contains(many), "{}", refused.text());
        assert_eq!(ben.get(&csv).await.status, StatusCode::BAD_REQUEST);
        let one = ada.get(&format!("/staff/places/{id}/badges?lang=en&q=cinq+autre")).await.text();
        assert!(!one.contains(many) && one.contains("Cinq Autre") && one.contains(">valid<"), "{one}");
        let token = tokens::make(&world.app, place, "essais", &[Scope::Read]).await.unwrap().secret;
        let asked = Request::get("/api/v1/awards?name=cinq").header("authorization", format!("Bearer {token}"));
        let answer = world.ask(asked.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("too_many_people"), "{}", answer.text());
    }
}

// What is promised is what is done: whom a letter goes to, and why none goes to the others.
#[tokio::test]
async fn a_bulk_of_letters_says_before_and_after_who_gets_none_and_why() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        let mut tokens = Vec::new();
        for (name, address, more) in [
            ("Léa Martin", "lea@example.org", ("day", "2026-02-01")),
            ("Léa Martin", "lea@example.org", ("day", "2026-02-02")),
            ("Tom Petit", "tom@example.org", ("day", "2026-02-01")),
            ("Zoé Mineure", "zoe@example.org", ("minor", "yes")),
        ] {
            let fields = [("address", address), ("name", name), more];
            let badge = award(&mut ben, id, &fields).await;
            tokens.push(badge.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned());
        }
        let secret = tokens::make(&world.app, crate::app::PlaceId(id), "essais", &[Scope::Admin]).await.unwrap().secret;
        let card = serde_json::json!({"achievement": "decoupe-laser", "card": true, "name": "Max Carton"}).to_string();
        let post = Request::post("/api/v1/awards").header("authorization", format!("Bearer {secret}"));
        let card = world.ask(post.body(Body::from(card)).unwrap()).await;
        let card: serde_json::Value = serde_json::from_slice(&card.body).unwrap();
        tokens.push(card["id"].as_str().unwrap().to_owned());
        let tom = format!("/staff/places/{id}/badges/{}", tokens[2]);
        leads_to(&ben.post(&tom, &[("do", "revoke"), ("reason", "mauvaise date")]).await);
        world.work().await;
        world.mail().await;
        let bulk = format!("/staff/places/{id}/bulk?lang=en");
        let mut send = vec![("do", "send"), ("which", "chosen")];
        send.extend(tokens.iter().map(|token| ("token", token.as_str())));
        let asked = ben.post(&bulk, &send).await.text();
        for said in [
            "again: 1 (badges: 2).",
            "The badge is revoked: 1</strong><br>Tom Petit<",
            "Consent is awaited, or was taken back: 1</strong><br>Zoé Mineure<",
            "No e-mail address: 1</strong><br>Max Carton<",
        ] {
            assert!(asked.contains(said), "{said}: {asked}");
        }
        let sure: Vec<_> =
            send.iter().copied().chain([("sure", "yes"), ("once", "00000000000000000000000000000003")]).collect();
        let batch = leads_to(&ben.post(&bulk, &sure).await).to_owned();
        world.work().await;
        let to: Vec<String> = world.mail().await.into_iter().map(|letter| letter.to).collect();
        assert_eq!(to, ["lea@example.org"], "one letter for both");
        let page = ben.get(&batch).await.text();
        for said in
            ["done: 2", "Tom Petit</strong><br>The badge is revoked", "Zoé Mineure</strong><br>Consent is awaited"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains(&tokens[2]), "{page}");
        let file = batch.split('?').next().unwrap();
        let table = ben.get(&format!("{file}/table.csv?lang=en")).await.text();
        let line = table.lines().find(|line| line.contains("Tom Petit")).unwrap();
        assert!(line.starts_with("3;") && line.contains("The badge is revoked"), "{table}");
        // Nobody at all: there is nothing to press.
        let nobody = ben.post(&bulk, &[("do", "send"), ("which", "chosen"), ("token", &tokens[2])]).await.text();
        assert!(nobody.contains("Nobody can be written to.") && !nobody.contains("value=\"send\""), "{nobody}");
    }
}
