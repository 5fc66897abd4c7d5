//! What belongs to one place is not there in another, whoever asks and by whatever name: on both engines.

use axum::http::{Method, StatusCode};

use crate::app::team::PlaceId;
use crate::award_tests::{award, ready};
use crate::consent_tests::person_of;
use crate::guard::Need;
use crate::role::Role;
use crate::route;
use crate::team_tests::{joined, leads_to, place};
use crate::testing::{Browser, World};

const ROWS: &str = "name,email\nZoé Blanc,zoe@example.org\n";

/// What the forms of all these pages can ask for.
const ACTS: [&str; 13] = [
    "", "revoke", "send", "stop", "undo", "award", "give-up", "choose", "publish", "discard", "draft", "record",
    "withdraw",
];

/// The last part of a path that a page leads to.
fn last(path: &str) -> String {
    path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// One thing of every kind in a place; what stands for each in addresses.
async fn things(world: &World, ada: &mut Browser<'_>, ben: &mut Browser<'_>, id: i64) -> Vec<(&'static str, String)> {
    let inside = format!("/staff/places/{id}");
    let page = award(ben, id, &[("address", "cyd@example.org"), ("send", "yes")]).await;
    let (badge, person) = (last(&page), last(&person_of(&ben.get(&page).await.text())));
    let mut tables = Vec::new();
    for _ in 0..2 {
        let (path, rows) = (format!("{inside}/table"), ("a.csv", ROWS.as_bytes()));
        let given = ben.give(&path, rows, &[("achievement", "decoupe-laser")]).await;
        tables.push(last(leads_to(&given)));
    }
    let batch = last(leads_to(&ben.post(&format!("{inside}/table/{}", tables[0]), &[("do", "award")]).await));
    let guest = [("address", "dan@example.org"), ("role", "reader")];
    assert_eq!(ada.post(&format!("{inside}/team"), &guest).await.status, StatusCode::OK);
    let hook = [("do", "hook"), ("url", "https://hook.example.org/x")];
    assert_eq!(ada.post(&format!("{inside}/programs"), &hook).await.status, StatusCode::OK);
    let mut read = world.app.storage.read().await.unwrap();
    let letters = read.letters_not_sent(PlaceId(id), 9).await.unwrap();
    let letter = letters.iter().find(|letter| letter.kind == "badge").unwrap().id.clone();
    let hook = read.hooks(PlaceId(id)).await.unwrap()[0].id.clone();
    let invitation = read.invitations(PlaceId(id)).await.unwrap()[0].id.to_string();
    let (_, members) = crate::app::team::of(&world.app, PlaceId(id)).await.map(|(m, i)| (i, m)).unwrap();
    let member = members.iter().find(|(account, _)| account.address == "ben@example.org").unwrap().0.id.0.to_string();
    vec![
        (route::BADGE, badge),
        (route::PERSON, person.clone()),
        (route::PERSON_HELD, person.clone()),
        (route::PERSON_ERASE, person),
        (route::LETTER, letter),
        (route::PLAN, tables[1].clone()),
        (route::PLAN_FILE, tables[1].clone()),
        (route::BATCH, batch.clone()),
        (route::BATCH_FILE, batch),
        (route::INVITATION, invitation),
        (route::MEMBER, member),
        (route::PROGRAM, hook),
        (route::ACHIEVEMENT, "decoupe-laser".to_owned()),
        (route::ACHIEVEMENT_PICTURE, "decoupe-laser".to_owned()),
    ]
}

/// Every route that names something beside the place is asked, at a place of one's own, for the things of another place:
/// the answer is the one for what is not there. A route that is added has to be given its thing.
#[tokio::test]
async fn nothing_of_another_place_is_reached_through_one_s_own() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        let other = place(&mut ada, "Autre", "http://localhost:8080/autre").await;
        let mut eve = joined(&world, &mut ada, other, "eve@example.org", Role::Administrator).await;
        world.letters.away(true);
        let things = things(&world, &mut ada, &mut ben, id).await;
        let (_, routes) = route::team(world.app.clone()).open();
        let named = |path: &str| path.replace("{place}", "").replace("{file}", "").contains('{');
        let mut tried = 0;
        for one in routes.iter().filter(|one| matches!(one.need, Need::In(_)) && named(one.path)) {
            let thing = things.iter().find(|(path, _)| *path == one.path);
            let (_, thing) = thing.unwrap_or_else(|| panic!("{} names something that is not tried", one.path));
            let path = route::of_place(one.path, PlaceId(other)).replace("{file}", "table.csv");
            let path = path.split('{').next().unwrap().to_owned() + thing + path.split('}').nth(1).unwrap_or_default();
            for act in ACTS {
                let fields =
                    [("do", act), ("reason", "par erreur"), ("role", "none"), ("message", "msg_0"), ("by", "sa mère")];
                let answer = match one.method {
                    Method::POST => eve.post(&path, &fields).await,
                    _ => eve.get(&path).await,
                };
                // Forms that name nothing that could be done are refused before anything is looked for.
                let refused = answer.status == StatusCode::BAD_REQUEST && answer.text().len() < 20_000;
                let harmless = answer.status == StatusCode::SEE_OTHER && matches!(act, "give-up" | "stop" | "undo");
                assert!(
                    answer.status == StatusCode::NOT_FOUND || refused || harmless,
                    "{path} {act}: {}",
                    answer.status
                );
                tried += 1;
            }
        }
        assert!(tried > 100, "{tried}");
        // And nothing happened there.
        for (path, thing) in &things {
            let path = route::of_place(path, PlaceId(id)).replace("{file}", "table.csv");
            let path = path.split('{').next().unwrap().to_owned() + thing + path.split('}').nth(1).unwrap_or_default();
            let there = ada.get(&path).await.status;
            assert!(there == StatusCode::OK || there == StatusCode::METHOD_NOT_ALLOWED, "{path}: {there}");
        }
        let mut read = world.app.storage.read().await.unwrap();
        assert_eq!(read.members(PlaceId(id)).await.unwrap().len(), 2);
        assert_eq!(read.invitations(PlaceId(id)).await.unwrap().len(), 1);
        let letters = read.letters_not_sent(PlaceId(id), 9).await.unwrap();
        assert_eq!(letters.iter().filter(|letter| letter.kind == "badge").count(), 1);
        drop(read);
        let badge = ada.get(&format!("/staff/places/{id}/badges/{}", things[0].1)).await.text();
        assert!(!badge.contains("par erreur"), "{badge}");
        world.letters.away(false);
        world.wait(600);
        world.work().await;
        let batch = ada.get(&format!("/staff/places/{id}/batches/{}?lang=en", things[5].1)).await.text();
        assert!(batch.contains("zoe") || batch.contains("1"), "{batch}");
        let awards = world.app.storage.read().await.unwrap().awards(PlaceId(id)).await.unwrap();
        assert_eq!(awards.len(), 2, "the batch was not stopped, and nothing was awarded twice");
    }
}
