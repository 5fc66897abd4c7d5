//! An address that is corrected, and two entries that turn out to be one person: on both engines.

use axum::http::StatusCode;
use badge_core::place::Token;
use badge_core::place::outbox::Reply;
use serde_json::json;

use crate::app::tokens::{self, Scope};
use crate::app::waiting;
use crate::award_tests::{award, page_of, public, ready};
use crate::consent_tests::person_of;
use crate::role::Role;
use crate::storage::PlaceId;
use crate::team_tests::{joined, leads_to};
use crate::testing::{Answered, Browser, Wished, World};

/// The page of whoever a badge is of.
async fn person(by: &mut Browser<'_>, badge: &str) -> String {
    person_of(&by.get(badge).await.text())
}

async fn address(by: &mut Browser<'_>, person: &str, fields: &[(&str, &str)]) -> Answered {
    let fields: Vec<_> = [("do", "address")].iter().chain(fields).copied().collect();
    by.post(&format!("{person}?lang=en"), &fields).await
}

fn refusal(text: &str) -> String {
    let word = text.split_whitespace().find(|word| word.contains("/refuse/")).unwrap();
    word.strip_prefix("http://localhost:8080").unwrap().to_owned()
}

#[tokio::test]
async fn letters_go_to_the_corrected_address_and_the_old_ones_lead_nowhere() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let mut dan = joined(&world, &mut ada, id, "dan@example.org", Role::Reader).await;
        world.mail().await;
        let badge =
            award(&mut ben, id, &[("address", "lea@exmple.org"), ("name", "Léa Exemple"), ("send", "yes")]).await;
        let [wrong] = world.mail().await.try_into().unwrap();
        let old = refusal(&wrong.text);
        assert_eq!(world.browser().get(&old).await.status, StatusCode::OK);
        // Another one waits, and goes to whoever has the address when it goes.
        let path = badge.split('?').next().unwrap();
        leads_to(&ben.post(path, &[("do", "send")]).await);
        let person = person(&mut ben, &badge).await;

        let bad = address(&mut ben, &person, &[("address", "lea@")]).await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
        assert!(bad.text().contains("id=\"address-wrong\"") && bad.text().contains("value=\"lea@\""), "{}", bad.text());
        let same = address(&mut ben, &person, &[("address", "LEA@exmple.org")]).await;
        assert!(same.text().contains("This is their address already."), "{}", same.text());
        assert_eq!(address(&mut dan, &person, &[("address", "x@example.org")]).await.status, StatusCode::FORBIDDEN);
        let nobody = format!("/staff/places/{id}/people/{}", "0".repeat(32));
        assert_eq!(address(&mut ben, &nobody, &[("address", "x@example.org")]).await.status, StatusCode::NOT_FOUND);

        let done = address(&mut ben, &person, &[("address", " Lea@Example.org ")]).await;
        assert_eq!(leads_to(&done), format!("{person}?lang=en&done=readdressed"));
        let shown = ben.get(leads_to(&done)).await.text();
        assert!(shown.contains("The address is corrected.") && shown.contains("lea@example.org"), "{shown}");
        assert!(!shown.contains("exmple"), "{shown}");
        let [waited] = world.mail().await.try_into().unwrap();
        assert_eq!(waited.to, "lea@example.org");
        assert_eq!(world.browser().get(&old).await.status, StatusCode::NOT_FOUND, "it may be in the wrong hands");
        assert_eq!(world.browser().get(&refusal(&waited.text)).await.status, StatusCode::OK);
        assert_eq!(public(&world, &page_of(&ben.get(&badge).await.text())).await.status, StatusCode::OK);

        let found = |q: &str| format!("/staff/places/{id}/badges?lang=en&q={q}");
        assert!(ben.get(&found("lea%40example.org")).await.text().contains("Léa Exemple"));
        assert!(!ben.get(&found("exmple")).await.text().contains("Léa Exemple"));
        // Whoever really has the old address is somebody else.
        let other = award(&mut ben, id, &[("address", "lea@exmple.org"), ("name", "Zoé Exemple")]).await;
        assert_ne!(self::person(&mut ben, &other).await, person);

        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert_eq!(acts.matches("corrected somebody’s address").count(), 1, "{acts}");
        assert!(acts.contains(&format!("href=\"{person}?lang=en\"")), "the record leads to them: {acts}");
        assert!(!acts.contains("lea@"));
    }
}

#[tokio::test]
async fn a_letter_that_did_not_arrive_is_written_again_to_the_corrected_address() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        world.letters.wish(Wished::ToText(Reply::No));
        let badge =
            award(&mut ben, id, &[("address", "lea@exmple.org"), ("name", "Léa Exemple"), ("send", "yes")]).await;
        assert!(world.mail().await.is_empty());
        let letters = format!("/staff/places/{id}/letters?lang=en");
        assert!(ben.get(&letters).await.text().contains("lea@exmple.org"));
        let person = person(&mut ben, &badge).await;
        let done = address(&mut ben, &person, &[("address", "lea@example.org"), ("send", "yes")]).await;
        assert!(leads_to(&done).ends_with("done=readdressed-sent"));
        let [letter] = world.mail().await.try_into().unwrap();
        assert_eq!(letter.to, "lea@example.org");
        let left = ben.get(&letters).await.text();
        assert!(!left.contains("exmple.org") && !left.contains("lea@example.org"), "nothing is left to see to: {left}");
    }
}

// Ticked, and nothing may be told: whoever corrects it does not wait for a letter. Nor are two one where one of them went meanwhile.
#[tokio::test]
async fn it_is_told_that_no_letter_goes_and_that_nobody_was_joined() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let first = award(&mut ben, id, &[("address", "lea@exmple.org"), ("name", "Léa Exemple")]).await;
        let second = award(&mut ben, id, &[("address", "lea@example.org"), ("name", "L. Exemple")]).await;
        let (old, new) = (person(&mut ben, &first).await, person(&mut ben, &second).await);
        let other = new.rsplit('/').next().unwrap().to_owned();
        let to = |address| [("address", address), ("other", other.as_str()), ("same", "yes"), ("send", "yes")];
        // Another address since the page asked.
        leads_to(&address(&mut ben, &new, &[("address", "else@example.org")]).await);
        world.mail().await;
        let done = address(&mut ada, &old, &to("lea@example.org")).await;
        assert_eq!(leads_to(&done), format!("{old}?lang=en&done=readdressed-alone-sent"));
        let shown = ada.get(leads_to(&done)).await.text();
        assert!(shown.contains("nothing was joined. A letter goes to this address."), "{shown}");
        let [letter] = world.mail().await.try_into().unwrap();
        assert_eq!(letter.to, "lea@example.org");
        for badge in [&first, &second] {
            let path = badge.split('?').next().unwrap();
            leads_to(&ben.post(path, &[("do", "revoke"), ("reason", "par erreur")]).await);
        }
        let done = address(&mut ben, &old, &[("address", "l@example.org"), ("send", "yes")]).await;
        let shown = ben.get(leads_to(&done)).await.text();
        assert!(shown.contains("The address is corrected. No letter goes: none of their badges"), "{shown}");
        let done = address(&mut ada, &old, &to("else@example.org")).await;
        assert_eq!(leads_to(&done), format!("{new}?lang=en&done=merged-unsent"));
        let shown = ada.get(leads_to(&done)).await.text();
        assert!(shown.contains("The two are one person now. No letter goes"), "{shown}");
        assert!(world.mail().await.is_empty());
    }
}

#[tokio::test]
async fn two_become_one_where_somebody_who_administers_says_so() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let first = award(&mut ben, id, &[("address", "lea@old.example.org"), ("name", "Léa Exemple")]).await;
        let second =
            award(&mut ben, id, &[("address", "lea@example.org"), ("name", "L. Exemple"), ("day", "2026-02-27")]).await;
        let (old, new) = (person(&mut ben, &first).await, person(&mut ben, &second).await);
        assert_ne!(old, new);
        let asked = address(&mut ben, &old, &[("address", "lea@example.org"), ("same", "yes")]).await;
        assert_eq!(asked.status, StatusCode::BAD_REQUEST);
        assert!(asked.text().contains("ask somebody who administers"), "{}", asked.text());
        let asked = address(&mut ada, &old, &[("address", "lea@example.org")]).await;
        let text = asked.text();
        assert!(text.contains("L. Exemple (badges: 1)") && text.contains("name=\"same\""), "{text}");
        let other = text.split("name=\"other\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(new.ends_with(&other));
        // Not whom the page asked about, or not ticked: nothing is done.
        let nobody = "0".repeat(32);
        for more in [vec![("other", other.as_str())], vec![("other", nobody.as_str()), ("same", "yes")]] {
            let fields: Vec<_> = [("address", "lea@example.org")].into_iter().chain(more).collect();
            assert_eq!(address(&mut ada, &old, &fields).await.status, StatusCode::BAD_REQUEST);
        }
        // One of them had taken consent back: that holds for both (D-11).
        leads_to(&ben.post(&old, &[("do", "withdraw")]).await);
        let page = page_of(&ben.get(&second).await.text());
        assert_eq!(public(&world, &page).await.status, StatusCode::OK);
        let sure = [("address", "lea@example.org"), ("other", other.as_str()), ("same", "yes")];
        let done = address(&mut ada, &old, &sure).await;
        assert_eq!(leads_to(&done), format!("{new}?lang=en&done=merged-without"));
        let shown = ada.get(leads_to(&done)).await.text();
        assert!(shown.contains("stays taken back"), "{shown}");
        assert_eq!(shown.matches("/badges/").count(), 2, "both badges: {shown}");
        assert_eq!(public(&world, &page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(person(&mut ada, &first).await, new, "each of their badges leads there");
        assert!(ada.get(&format!("{old}?lang=en")).await.text().contains("L. Exemple"), "the old id is theirs, too");
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("joined two entries of one person"), "{acts}");
        assert!(address(&mut ada, &old, &sure).await.text().contains("This is their address already."));
    }
}

/// Rows that wait, as a program asked for them; the id of the batch.
async fn wanted(world: &World, id: i64, rows: &[(&str, &str, &str)]) -> String {
    let token = tokens::make(&world.app, PlaceId(id), "essai", &[Scope::Award]).await.unwrap().secret;
    let row = |(to, name, date): &(&str, &str, &str)| json!({"achievement": "decoupe-laser", "to": to, "name": name, "date": date});
    let rows: Vec<_> = rows.iter().map(row).collect();
    let asked = axum::http::Request::post("/api/v1/batches")
        .header("host", "localhost:8080")
        .header("authorization", format!("Bearer {token}"))
        .body(axum::body::Body::from(json!({"rows": rows}).to_string()))
        .unwrap();
    let answer = world.ask(asked).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text());
    let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    said["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_waits_to_be_awarded_at_an_address_that_is_corrected_is_theirs() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let (app, place) = (&world.app, PlaceId(id));
        let badge = award(&mut ben, id, &[("address", "lea@exmple.org"), ("name", "Léa Exemple")]).await;
        let person = person(&mut ben, &badge).await;
        let rows = [
            (" Lea@exmple.org", "Léa Exemple", "2026-02-20"),
            ("dan@example.org", "Dan", "2026-02-20"),
            ("lea@exmple.org", "Léa Exemple", "2026-02-21"),
        ];
        let batch = wanted(&world, id, &rows).await;
        let read = app.storage.read().await.unwrap().batch_rows(place, &batch, (0, 25), true).await.unwrap();
        leads_to(&address(&mut ben, &person, &[("address", "lea@example.org")]).await);
        // Whoever was at the rows when that was done, begins again.
        let mut work = app.storage.write().await.unwrap();
        assert!(!waiting::is_still_so(&mut work, place, &batch, &read).await.unwrap());
        assert!(waiting::is_still_so(&mut work, place, &batch, &read[1..2]).await.unwrap());
        drop(work);
        world.work().await;
        let counts = app.storage.read().await.unwrap().batch_counts(place, &batch).await.unwrap();
        assert_eq!(counts, [("awarded".to_owned(), 3)]);
        let mut reading = app.storage.read().await.unwrap();
        assert_eq!(reading.person_at(place, "lea@exmple.org").await.unwrap().iter().count(), 0);
        let theirs = Token::parse(person.rsplit('/').next().unwrap()).unwrap();
        assert_eq!(reading.register_of_people(place, &[theirs]).await.unwrap().iter().count(), 3);
        drop(reading);

        // Joined with somebody who is called otherwise: what the rows call them is no news of a name.
        let other = award(&mut ben, id, &[("address", "l.e@example.org"), ("name", "L. Exemple")]).await;
        let other = self::person(&mut ben, &other).await;
        let batch = wanted(&world, id, &[("lea@example.org", "Léa Exemple", "2026-02-22")]).await;
        let whole = other.rsplit('/').next().unwrap().to_owned();
        let sure = [("address", "l.e@example.org"), ("other", whole.as_str()), ("same", "yes")];
        leads_to(&address(&mut ada, &person, &sure).await);
        world.work().await;
        let counts = app.storage.read().await.unwrap().batch_counts(place, &batch).await.unwrap();
        assert_eq!(counts, [("awarded".to_owned(), 1)]);
        let shown = ada.get(&format!("{other}?lang=en")).await.text();
        assert_eq!(shown.matches("/badges/").count(), 5, "{shown}");
    }
}

/// While a letter leaves, its place is held: whoever corrects the address was before, and it goes there, or comes after.
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_leaves_while_an_address_is_corrected_goes_to_the_new_one() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        let (app, place) = (world.app.clone(), PlaceId(id));
        let badge =
            award(&mut ben, id, &[("address", "lea@exmple.org"), ("name", "Léa Exemple"), ("send", "yes")]).await;
        let theirs = Token::parse(person(&mut ben, &badge).await.rsplit('/').next().unwrap()).unwrap();
        // Corrected, and not yet saved.
        let mut work = app.storage.write().await.unwrap();
        work.touch(place).await.unwrap();
        let mut people = work.person(place, theirs).await.unwrap();
        let mut known = people.get(theirs).unwrap();
        known.email = Some("lea@example.org".to_owned());
        people.insert(theirs, known);
        work.forget_addresses(place, &[theirs]).await.unwrap();
        work.put_people(place, &people).await.unwrap();
        let asked = world.letters.asked();
        let leaves = {
            let app = app.clone();
            tokio::spawn(async move {
                let worker = crate::job::Worker::new();
                while worker.step(&app, crate::job::Work::Letters).await.unwrap() == crate::job::Found::Something {}
            })
        };
        // On SQLite it waits for us before, on PostgreSQL when the mail server has answered.
        for _ in 0..30 {
            if leaves.is_finished() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(if world.letters.asked() > asked { 5 } else { 20 }))
                .await;
        }
        assert!(world.letters.take().is_empty(), "nothing leaves meanwhile");
        work.save().await.unwrap();
        leaves.await.unwrap();
        world.wait(2);
        world.deliver().await;
        let [letter] = world.letters.take().try_into().unwrap();
        assert_eq!(letter.to, "lea@example.org");
    }
}
