//! A parent's consent by page: on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use badge_core::place::Token;
use badge_core::place::people::{Consent, Person};

use crate::app::team::PlaceId;
use crate::app::tokens::{self, Scope};
use crate::award_tests::{award, page_of, public, ready};
use crate::role::Role;
use crate::team_tests::{joined, leads_to};
use crate::testing::World;

const TOM: [(&str, &str); 4] =
    [("address", "tom@example.org"), ("name", "Tom Exemple"), ("minor", "yes"), ("send", "yes")];

/// The page of a person, as a badge's page links to it.
pub(crate) fn person_of(html: &str) -> String {
    let from = html.find("/people/").unwrap();
    let start = html[..from].rfind('"').unwrap() + 1;
    html[start..].split('"').next().unwrap().replace("&amp;", "&").split('?').next().unwrap().to_owned()
}

// D-11
#[tokio::test]
async fn a_minor_s_badge_waits_for_a_parent_and_goes_when_consent_does() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        let to = award(&mut ben, id, &TOM).await;
        let badge = ben.get(&to).await.text();
        assert!(badge.contains(">waits for consent<") && !badge.contains("/a/b/"), "{badge}");
        assert!(world.mail().await.is_empty(), "nothing of a minor is mailed before");
        let person = person_of(&badge);
        let asked = ben.get(&format!("{person}?lang=en")).await.text();
        assert!(asked.contains("consent is missing") && asked.contains("Tom Exemple"), "{asked}");
        let long = "sa mère, ".repeat(30);
        for by in ["", " ", "lui-même", "refus", "bientôt sa mère", "la maîtresse", &long] {
            let refused = ben.post(&format!("{person}?lang=en"), &[("do", "record"), ("by", by)]).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{by}");
            assert!(refused.text().contains("role=\"alert\""));
        }
        let late = [("do", "record"), ("by", "sa mère"), ("day", "2026-03-03")];
        assert_eq!(ben.post(&person, &late).await.status, StatusCode::BAD_REQUEST);
        let given = [("do", "record"), ("by", "sa mère"), ("how", "paper"), ("send", "yes")];
        assert!(leads_to(&ben.post(&person, &given).await).ends_with("done=recorded"));
        let shown = ben.get(&format!("{person}?lang=en")).await.text();
        assert!(shown.contains("given on 2 March 2026") && shown.contains("sa mère") && shown.contains("on paper"));
        let page = page_of(&ben.get(&to).await.text());
        let files = ["", "badge.png", "credential.json"];
        for file in files {
            assert_eq!(public(&world, &format!("{page}{file}")).await.status, StatusCode::OK, "{file}");
        }
        assert!(!public(&world, &page).await.text().contains("sa mère"), "who agreed never leaves the place");
        let [letter] = world.mail().await.try_into().unwrap();
        assert_eq!(letter.to, "tom@example.org");
        // Written to by somebody a moment before consent goes: the letter does not.
        drop(ben.post(to.split('?').next().unwrap(), &[("do", "send")]).await);
        assert!(leads_to(&ben.post(&person, &[("do", "withdraw")]).await).ends_with("done=withdrawn"));
        assert!(world.mail().await.is_empty());
        for file in files {
            assert_eq!(public(&world, &format!("{page}{file}")).await.status, StatusCode::NOT_FOUND, "{file}");
        }
        let shown = ben.get(&format!("{person}?lang=en")).await.text();
        assert!(shown.contains("taken back or refused on 2 March 2026") && !shown.contains("value=\"withdraw\""));
        let older = [("do", "record"), ("by", "sa mère"), ("day", "2026-02-01")];
        assert_eq!(ben.post(&person, &older).await.status, StatusCode::BAD_REQUEST, "older than what took it back");
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("recorded a consent") && acts.contains("consent was taken back"), "{acts}");
        assert!(acts.contains(&format!("{person}?lang=en")) && !acts.contains("Tom"));
        let mut cyd = joined(&world, &mut ada, id, "cyd@example.org", Role::Reader).await;
        let seen = cyd.get(&format!("{person}?lang=en")).await.text();
        assert!(seen.contains("taken back") && !seen.contains("<h2>Record"), "who looks changes nothing");
        assert_eq!(cyd.post(&person, &given).await.status, StatusCode::FORBIDDEN);
        crate::app::persons::erase(
            &world.app,
            &crate::app::Actor::Machine,
            crate::app::PlaceId(id),
            crate::app::persons::Whose::To("tom@example.org"),
        )
        .await
        .unwrap()
        .unwrap();
        assert_eq!(ben.get(&person).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ben.post(&person, &given).await.status, StatusCode::NOT_FOUND);
    }
}

// D-11: consent was asked for, and no age told. Whoever knows says so, on the page or by a program.
#[tokio::test]
async fn a_doubt_about_somebody_s_age_is_ended_by_whoever_knows_it() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let place = crate::app::PlaceId(id);
        let table = "Nom;Mail;Date;Accord parental\r\nNino Exemple;nino@example.org;2026-02-27;\r\nLou Exemple;lou@example.org;\
                     2026-02-27;\r\n";
        let to = format!("/staff/places/{id}/table?lang=en");
        let given = ben.give(&to, ("a.csv", table.as_bytes()), &[("achievement", "decoupe-laser")]).await;
        let plan = leads_to(&given).split('?').next().unwrap().to_owned();
        leads_to(&ben.post(&plan, &[("do", "award"), ("send", "yes")]).await);
        world.work().await;
        let mut badges = Vec::new();
        for name in ["nino", "lou"] {
            let found = ben.get(&format!("/staff/places/{id}/badges?lang=en&q={name}%40example.org")).await.text();
            let from = found.find("/badges/").unwrap();
            let start = found[..from].rfind('"').unwrap() + 1;
            badges.push(found[start..].split('"').next().unwrap().replace("&amp;", "&"));
        }
        assert!(world.mail().await.is_empty());
        let [nino, lou] = badges.try_into().unwrap();
        let person = person_of(&ben.get(&nino).await.text());
        let shown = ben.get(&format!("{person}?lang=en")).await.text();
        assert!(shown.contains(">age to be told<") && !shown.contains(">minor<"), "{shown}");
        assert!(
            shown.contains("Nobody said whether this person is 15") && shown.contains("value=\"of-age\""),
            "{shown}"
        );
        let done = ben.post(&format!("{person}?lang=en"), &[("do", "of-age"), ("send", "yes")]).await;
        let shown = ben.get(leads_to(&done)).await.text();
        assert!(shown.contains("It is recorded: 15 or more.") && shown.contains("No consent is needed"), "{shown}");
        assert!(!shown.contains("value=\"of-age\"") && !shown.contains("class=\"marks\""), "{shown}");
        let page = page_of(&ben.get(&nino).await.text());
        assert_eq!(public(&world, &page).await.status, StatusCode::OK);
        let [letter] = world.mail().await.try_into().unwrap();
        assert_eq!(letter.to, "nino@example.org");
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("recorded that somebody is 15 or more") && !acts.contains("Nino"), "{acts}");

        let token = tokens::make(&world.app, place, "essais", &[Scope::People]).await.unwrap().secret;
        let ask = async |wish: serde_json::Value| {
            let post = Request::post("/api/v1/people/consent").header("authorization", format!("Bearer {token}"));
            world.ask(post.body(Body::from(wish.to_string())).unwrap()).await
        };
        let told = ask(serde_json::json!({"to": "lou@example.org", "of_age": true})).await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.text());
        let told: serde_json::Value = serde_json::from_slice(&told.body).unwrap();
        let lou = lou.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        assert_eq!(told, serde_json::json!({"free": [lou], "waiting": []}));
        // Of a known minor it takes their own word, too.
        drop(award(&mut ben, id, &TOM).await);
        let tom = |more: serde_json::Value| {
            let mut wish = serde_json::json!({"to": "tom@example.org", "of_age": true});
            wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            wish
        };
        let alone = ask(tom(serde_json::json!({}))).await;
        assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(alone.text().contains("not_of_age"), "{}", alone.text());
        let both = ask(tom(serde_json::json!({"by": "lui-même"}))).await;
        assert_eq!(both.status, StatusCode::OK, "{}", both.text());
        // And on the page.
        let mia =
            award(&mut ben, id, &[("address", "mia@example.org"), ("name", "Mia Exemple"), ("minor", "yes")]).await;
        let person = person_of(&ben.get(&mia).await.text());
        let own = [("do", "record"), ("by", "elle-même")];
        assert_eq!(ben.post(&person, &own).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(ben.post(&person, &[("do", "of-age")]).await.status, StatusCode::BAD_REQUEST);
        let grown: Vec<_> = own.into_iter().chain([("of-age", "yes")]).collect();
        assert!(leads_to(&ben.post(&person, &grown).await).ends_with("done=recorded"));
        assert_eq!(public(&world, &page_of(&ben.get(&mia).await.text())).await.status, StatusCode::OK);
    }
}

// RGPD, article 16
#[tokio::test]
async fn a_slip_in_a_year_of_birth_is_corrected_on_the_page() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        let to = award(&mut ben, id, &TOM).await;
        let person = person_of(&ben.get(&to).await.text());
        for wrong in ["", "94", "1899", "2030", "year", "99999"] {
            let refused = ben.post(&format!("{person}?lang=en"), &[("do", "born"), ("born", wrong)]).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
            assert!(refused.text().contains("id=\"born-wrong"), "{}", refused.text());
        }
        leads_to(&ben.post(&person, &[("do", "born"), ("born", "2014")]).await);
        let shown = ben.get(&format!("{person}?lang=en")).await.text();
        assert!(shown.contains(">minor<") && shown.contains("name=\"born\" value=\"2014\""), "{shown}");
        assert!(world.mail().await.is_empty());
        let done = ben.post(&format!("{person}?lang=en"), &[("do", "born"), ("born", "1994"), ("send", "yes")]).await;
        let shown = ben.get(leads_to(&done)).await.text();
        assert!(shown.contains("The year of birth is corrected.") && shown.contains("No consent is needed"), "{shown}");
        assert!(!shown.contains(">minor<") && !shown.contains("1994\""), "the year is kept of minors alone: {shown}");
        assert_eq!(public(&world, &page_of(&ben.get(&to).await.text())).await.status, StatusCode::OK);
        assert_eq!(world.mail().await.len(), 1);
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert_eq!(acts.matches("corrected somebody’s year of birth").count(), 2, "{acts}");
        // A slip the other way: what was shown goes at once.
        leads_to(&ben.post(&person, &[("do", "born"), ("born", "2016")]).await);
        let badge = ben.get(&to).await.text();
        assert!(badge.contains(">waits for consent<"), "{badge}");
        let mut cyd = joined(&world, &mut ada, id, "cyd@example.org", Role::Reader).await;
        assert_eq!(cyd.post(&person, &[("do", "born"), ("born", "1994")]).await.status, StatusCode::FORBIDDEN);
    }
}

// D-11
#[tokio::test]
async fn a_yes_that_names_nobody_is_no_parents_word_once_they_are_known_as_a_minor() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "tom@example.org"), ("name", "Tom Exemple")]).await;
        let (person, page) = (person_of(&ben.get(&to).await.text()), page_of(&ben.get(&to).await.text()));
        // As a place that was brought here may have it: agreed to without a name, when nobody took him for a child.
        let token = person.rsplit('/').next().and_then(Token::parse).unwrap();
        let place = PlaceId(id);
        let mut work = world.app.storage.write().await.unwrap();
        let mut people = work.person(place, token).await.unwrap();
        let tom = people.get(token).unwrap();
        people.insert(
            token,
            Person { consent: Some(Consent { of_adult: true, ..Consent::given(world.app.now(), "") }), ..tom },
        );
        work.put_people(place, &people).await.unwrap();
        work.save().await.unwrap();
        assert_eq!(public(&world, &page).await.status, StatusCode::OK);
        leads_to(&ben.post(&person, &[("do", "born"), ("born", "2016")]).await);
        let shown = ben.get(&format!("{person}?lang=en")).await.text();
        assert!(shown.contains("consent is missing"), "{shown}");
        assert_ne!(public(&world, &page).await.status, StatusCode::OK);
        let given = [("do", "record"), ("by", "sa mère"), ("how", "paper")];
        assert!(leads_to(&ben.post(&person, &given).await).ends_with("done=recorded"));
        assert_eq!(public(&world, &page).await.status, StatusCode::OK);
    }
}

// D-05
#[tokio::test]
async fn an_administrator_hands_out_a_copy_and_forgets_who_asks_for_it() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd Exemple")]).await;
        let badge = ben.get(&to).await.text();
        let (person, page) = (person_of(&badge), page_of(&badge));
        let (held, erase) = (format!("{person}/held"), format!("{person}/erase"));
        let seen = ben.get(&person).await.text();
        assert!(!seen.contains("/held") && !seen.contains("/erase"), "this is not for those who award");
        assert_eq!(ben.get(&held).await.status, StatusCode::FORBIDDEN);
        assert_eq!(ben.post(&erase, &[("sure", "yes")]).await.status, StatusCode::FORBIDDEN);

        let copy = ada.get(&held).await;
        assert_eq!(copy.status, StatusCode::OK);
        assert!(copy.header("content-disposition").starts_with("attachment"));
        let copy: serde_json::Value = serde_json::from_slice(&copy.body).unwrap();
        assert_eq!((&copy["name"], &copy["email"]), (&"Cyd Exemple".into(), &"cyd@example.org".into()));
        let document = copy["awards"][0]["documents"][0]["text"].as_str().unwrap();
        assert!(document.contains("OpenBadgeCredential"), "with the badge whole");

        // Without the tick nothing happens.
        let unsure = ada.post(&format!("{erase}?lang=en"), &[]).await;
        let again = ada.get(leads_to(&unsure)).await.text();
        assert!(again.contains("Nothing was erased") && again.contains("Cyd Exemple"), "{again}");
        let gone = ada.post(&format!("{erase}?lang=en"), &[("sure", "yes")]).await;
        assert_eq!(gone.status, StatusCode::OK);
        assert!(gone.text().contains("Erased") && !gone.text().contains("Cyd"));
        for path in [&person, &held] {
            assert_eq!(ada.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(ada.post(&erase, &[("sure", "yes")]).await.status, StatusCode::NOT_FOUND);
        assert_ne!(public(&world, &page).await.status, StatusCode::OK, "nor is its page shown");
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(!acts.contains("Cyd") && !acts.contains("cyd@"), "the record does not say who");
    }
}

#[tokio::test]
async fn a_name_is_corrected_on_the_person_s_page_and_where_one_awards() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let cyd = ("address", "cyd@example.org");
        let to = award(&mut ben, id, &[cyd, ("name", "Cyd Exmple")]).await;
        let person = person_of(&ben.get(&to).await.text());
        for wrong in ["", " ", "a\u{202e}b"] {
            let refused = ben.post(&format!("{person}?lang=fr"), &[("do", "name"), ("name", wrong)]).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong:?}");
            assert!(refused.text().contains("id=\"name-wrong"), "{}", refused.text());
        }
        let right = [("do", "name"), ("name", "Cyd Exemple")];
        assert!(leads_to(&ben.post(&person, &right).await).ends_with("done=renamed"));
        let shown = ben.get(&format!("{person}?lang=en&done=renamed")).await.text();
        assert!(shown.contains("<h1>Cyd Exemple</h1>") && shown.contains("The name is corrected."), "{shown}");
        let found = ben.get(&format!("/staff/places/{id}/badges?lang=en&q=exemple")).await.text();
        assert!(found.contains("Cyd Exemple"), "what is looked for follows");
        // A table that has the old name still means the same person.
        drop(award(&mut ben, id, &[cyd, ("name", "Cyd Exmple"), ("day", "2026-02-01")]).await);
        // Another name: asked about, then meant.
        let path = format!("/staff/places/{id}/award?lang=en");
        let other = [("achievement", "decoupe-laser"), cyd, ("name", "Dan Autre"), ("day", "2026-02-02")];
        let asked = ben.post(&path, &other).await;
        assert_eq!(asked.status, StatusCode::BAD_REQUEST);
        assert!(asked.text().contains("name=\"rename\""), "{}", asked.text());
        let meant: Vec<_> = other.into_iter().chain([("rename", "yes")]).collect();
        assert!(leads_to(&ben.post(&path, &meant).await).ends_with("done=awarded"));
        assert!(ben.get(&person).await.text().contains("<h1>Dan Autre</h1>"));
        let mut eve = joined(&world, &mut ada, id, "eve@example.org", Role::Reader).await;
        assert_eq!(eve.post(&person, &right).await.status, StatusCode::FORBIDDEN);
    }
}
