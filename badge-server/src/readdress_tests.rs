//! An address that is corrected, and two entries that turn out to be one person: on both engines.

use axum::http::StatusCode;
use badge_core::place::outbox::Reply;

use crate::award_tests::{award, page_of, public, ready};
use crate::consent_tests::person_of;
use crate::role::Role;
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
