//! What becomes of accounts: names, addresses, who runs the server, and what goes when one is erased. On both engines.

use axum::http::StatusCode;

use crate::app::team::PlaceId;
use crate::role::Role;
use crate::storage::AccountId;
use crate::team_tests::{PASSWORD, again, began, joined, leads_to, link_of, place};
use crate::testing::{Browser, World};

async fn number(world: &World, address: &str) -> i64 {
    world.app.storage.read().await.unwrap().account_of(address).await.unwrap().unwrap().id.0
}

/// A server with somebody who runs it, and somebody in a place of it.
async fn with_a_team(world: &World) -> (Browser<'_>, Browser<'_>, i64) {
    let mut ada = began(world).await;
    let id = place(&mut ada, "Atelier", "http://localhost:8080/a").await;
    let ben = joined(world, &mut ada, id, "ben@example.org", Role::Administrator).await;
    (ada, ben, id)
}

#[tokio::test]
async fn somebody_takes_another_name() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = with_a_team(&world).await;
        for (name, said) in [("", "name is missing"), ("Be\u{202e}n", "that nobody sees"), (&*"b".repeat(201), "200")] {
            let refused = ben.post("/staff/account/about?lang=en", &[("name", name)]).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{name}");
            assert!(refused.text().contains(said), "{said}: {}", refused.text());
        }
        let to = ben.post("/staff/account/about?lang=en", &[("name", "Benoît Exemple")]).await;
        assert!(ben.get(leads_to(&to)).await.text().contains("you have another name"));
        let team = ada.get(&format!("/staff/places/{id}/team")).await.text();
        assert!(team.contains("Benoît Exemple") && !team.contains("<strong>ben</strong>"), "{team}");
    }
}

#[tokio::test]
async fn an_address_changes_when_the_new_one_confirms_it_and_the_old_one_is_told() {
    for world in World::on_both().await {
        let (mut ada, mut ben, _) = with_a_team(&world).await;
        world.mail().await;
        let ask = async |browser: &mut Browser<'_>, address: &str, old: &str| {
            let fields = [("address", address), ("address-old", old)];
            browser.post("/staff/account/address?lang=en", &fields).await
        };
        let page = ben.get("/staff/account?lang=en").await.text();
        assert!(page.contains("id=\"address-old\"") && page.contains("ben@example.org"));
        for (address, old, said) in [
            ("nobody", PASSWORD, "not a mail address"),
            ("ben@example.org", PASSWORD, "your address already"),
            ("benoit@example.org", "une autre phrase", "current password is not right"),
            ("benoit@example.org", "", "current password is not right"),
        ] {
            let refused = ask(&mut ben, address, old).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{address} {old}");
            assert!(refused.text().contains(said), "{said}");
        }
        assert!(world.mail().await.is_empty());
        // Nobody learns who has an account.
        let taken = ask(&mut ben, "ada@example.org", PASSWORD).await;
        assert_eq!(taken.status, StatusCode::OK);
        assert!(world.mail().await.is_empty(), "whose address it is gets no letter");
        let free = ask(&mut ben, "Benoit@example.org", PASSWORD).await;
        let same = |text: String| text.replace("ada@", "benoit@");
        let said =
            |text: &str| text.split("role=\"status\"").nth(1).unwrap().split("</div>").next().unwrap().to_owned();
        assert_eq!(same(said(&taken.text())), said(&free.text()));
        let letters = world.mail().await;
        assert_eq!((letters.len(), letters[0].to.as_str()), (1, "benoit@example.org"));
        let link = letters[0].text.split_whitespace().find(|word| word.contains("/staff/account/address/")).unwrap();
        let link = link.strip_prefix("http://localhost:8080").unwrap().to_owned();
        // Nothing changed yet, and nobody else can use it.
        assert_eq!(number(&world, "ben@example.org").await, 2);
        assert_eq!(ada.get(&link).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ada.post(&link, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.browser().get(&link).await.status, StatusCode::SEE_OTHER, "sign in first");
        // A link to sign in that waits in the old mailbox is over with it.
        drop(world.browser().post("/staff/sign-in", &[("address", "ben@example.org"), ("how", "link")]).await);
        let old = link_of(&world).await;
        let page = ben.get(&format!("{link}?lang=en")).await;
        assert!(page.text().contains("benoit@example.org"), "{}", page.text());
        let done = ben.post(&link, &[]).await;
        assert!(ben.get(leads_to(&done)).await.text().contains("benoit@example.org"));
        let told = world.mail().await;
        assert_eq!((told.len(), told[0].to.as_str()), (1, "ben@example.org"));
        assert!(!told[0].text.contains("benoit@"), "the new one is not told");
        assert_eq!(ben.post(&link, &[]).await.status, StatusCode::NOT_FOUND, "good once");
        assert_eq!(world.browser().post(&old, &[]).await.status, StatusCode::NOT_FOUND);
        drop(again(&world, "benoit@example.org").await);
        let mut gone = world.browser();
        let fields = [("address", "ben@example.org"), ("password", PASSWORD)];
        assert_eq!(gone.post("/staff/sign-in", &fields).await.status, StatusCode::BAD_REQUEST);
        // What nobody confirms is forgotten.
        drop(ask(&mut ada, "autre@example.org", PASSWORD).await);
        let link = link_of(&world).await;
        assert_eq!(ada.get(&link).await.status, StatusCode::OK);
        world.wait(25 * 60 * 60);
        crate::job::tidy(&world.app).await.unwrap();
        let mut ada = again(&world, "ada@example.org").await;
        assert_eq!(ada.get(&link).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.app.storage.count("moves").await.unwrap(), 0);
    }
}

// Two ask for one address: who confirms first has it, and the other's link is over.
#[tokio::test]
async fn an_address_is_one_account_s() {
    for world in World::on_both().await {
        let (mut ada, mut ben, _) = with_a_team(&world).await;
        let mut links = Vec::new();
        for browser in [&mut ada, &mut ben] {
            world.mail().await;
            let fields = [("address", "zoe@example.org"), ("address-old", PASSWORD)];
            assert_eq!(browser.post("/staff/account/address", &fields).await.status, StatusCode::OK);
            links.push(link_of(&world).await);
        }
        leads_to(&ben.post(&links[1], &[]).await);
        assert_eq!(ada.post(&links[0], &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!((number(&world, "zoe@example.org").await, number(&world, "ada@example.org").await), (2, 1));
    }
}

#[tokio::test]
async fn a_second_one_runs_the_server_and_one_always_does() {
    for world in World::on_both().await {
        let (mut ada, mut ben, _) = with_a_team(&world).await;
        assert_eq!(ben.get("/staff/accounts").await.status, StatusCode::FORBIDDEN);
        let list = ada.get("/staff/accounts?lang=en").await.text();
        assert!(list.contains("ben@example.org") && list.matches("runs the server</span>").count() == 1, "{list}");
        let (one, two) = ("/staff/accounts/1?lang=en", "/staff/accounts/2?lang=en");
        let alone = ada.post(one, &[("do", "not-in-charge")]).await;
        assert_eq!(alone.status, StatusCode::BAD_REQUEST);
        assert!(alone.text().contains("Somebody has to run the server"));
        assert!(ada.get(two).await.text().contains("Atelier"), "what they are in");
        leads_to(&ada.post(two, &[("do", "in-charge")]).await);
        assert_eq!(ben.get("/staff/new").await.status, StatusCode::OK, "at once");
        assert_eq!(leads_to(&ben.post(one, &[("do", "not-in-charge")]).await), one);
        assert_eq!(ada.get("/staff/accounts").await.status, StatusCode::FORBIDDEN, "at once");
        let last = ben.post(two, &[("do", "not-in-charge")]).await;
        assert_eq!(last.status, StatusCode::BAD_REQUEST);
        for (act, expected) in [("", 400), ("king", 400), ("in-charge", 404), ("erase", 404)] {
            let answer = ben.post("/staff/accounts/99", &[("do", act), ("sure", "yes")]).await;
            assert_eq!(answer.status.as_u16(), expected, "{act}");
        }
        let acts = ben.get("/staff/acts?lang=en").await.text();
        assert!(acts.contains("let an account run the server") && acts.contains("took running the server"), "{acts}");
        assert!(!acts.contains("@example.org"));
    }
}

// Two who run it take the right from each other at the same time: one of them keeps it.
#[tokio::test]
async fn two_at_once_do_not_leave_nobody_in_charge() {
    for world in World::on_both().await {
        let (mut ada, _ben, _) = with_a_team(&world).await;
        leads_to(&ada.post("/staff/accounts/2", &[("do", "in-charge")]).await);
        let (one, two) = (AccountId(1), AccountId(2));
        let (first, second) = tokio::join!(
            crate::app::holders::put_in_charge(&world.app, one, two, false),
            crate::app::holders::put_in_charge(&world.app, two, one, false),
        );
        let done = [first.unwrap(), second.unwrap()];
        assert_eq!(done.iter().filter(|one| **one == crate::app::holders::Changed::Done).count(), 1, "{done:?}");
        assert!(world.app.storage.read().await.unwrap().has_operator().await.unwrap());
    }
}

#[tokio::test]
async fn an_account_is_erased_and_leaves_a_number() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = with_a_team(&world).await;
        let other = place(&mut ada, "Fabrique", "http://localhost:8080/b").await;
        let _eve = joined(&world, &mut ada, other, "eve@example.org", Role::Reader).await;
        let gone = |answer: &crate::testing::Answered| answer.text().contains("The account is erased");
        let sure = [("sure", "yes"), ("erase-old", PASSWORD)];
        // The server keeps who runs it, a place who administers it.
        let last = ada.post("/staff/account/erase?lang=en", &sure).await;
        assert_eq!(last.status, StatusCode::BAD_REQUEST);
        assert!(last.text().contains("Somebody has to run the server"));
        leads_to(&ada.post("/staff/accounts/2", &[("do", "in-charge")]).await);
        let last = ada.post("/staff/account/erase?lang=en", &sure).await;
        assert_eq!(last.status, StatusCode::BAD_REQUEST);
        assert!(last.text().contains("Nobody else administers: Fabrique."), "{}", last.text());
        // Not by mistake, and not by whoever finds a browser open.
        for (fields, said) in [
            ([("sure", ""), ("erase-old", PASSWORD)], "box"),
            ([("sure", "yes"), ("erase-old", "une autre phrase")], "not right"),
        ] {
            let refused = ben.post("/staff/account/erase?lang=en", &fields).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
            assert!(refused.text().contains(said), "{said}: {}", refused.text());
        }
        let mut elsewhere = again(&world, "ben@example.org").await;
        let done = ben.post("/staff/account/erase?lang=en", &sure).await;
        assert!(gone(&done), "{}", done.text());
        assert!(ben.cookie.is_none());
        assert_eq!(elsewhere.get("/staff").await.status, StatusCode::SEE_OTHER, "everywhere");
        for form in ["/staff/account/erase", "/staff/account/address"] {
            let late = elsewhere.post(form, &[("address-old", PASSWORD), ("erase-old", PASSWORD)]).await;
            assert_eq!(late.status, StatusCode::FORBIDDEN);
            assert!(!late.text().contains(PASSWORD), "a password does not come back: {}", late.text());
        }
        assert!(world.app.storage.read().await.unwrap().account(AccountId(2)).await.unwrap().is_none());
        for table in ["accounts WHERE address LIKE '%ben@%' OR name = 'ben'", "members WHERE account = 2"] {
            assert_eq!(world.app.storage.count(table).await.unwrap(), 0, "{table}");
        }
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert!(acts.contains("former account no. 2") && acts.contains("took somebody out of the team"), "{acts}");
        assert!(ada.get("/staff/acts?lang=en").await.text().contains("erased an account"));
        // By whoever runs the server, too; and the number is nobody else's afterwards.
        let eve = format!("/staff/accounts/{}?lang=en", number(&world, "eve@example.org").await);
        assert_eq!(ada.post(&eve, &[("do", "erase")]).await.status, StatusCode::BAD_REQUEST, "not by mistake");
        let to = ada.post(&eve, &[("do", "erase"), ("sure", "yes")]).await;
        assert!(gone(&ada.get(leads_to(&to)).await));
        assert_eq!(ada.get(&eve).await.status, StatusCode::NOT_FOUND);
        let _ben = joined(&world, &mut ada, id, "ben@example.org", Role::Reader).await;
        assert_eq!(number(&world, "ben@example.org").await, 4);
        let members = world.app.storage.read().await.unwrap().members(PlaceId(other)).await.unwrap();
        assert_eq!(members.len(), 1);
    }
}

#[tokio::test]
async fn one_s_own_account_is_not_erased_without_the_password() {
    let world = World::new().await;
    let (mut ada, _, _) = with_a_team(&world).await;
    let id = number(&world, "ada@example.org").await;
    let refused = ada.post(&format!("/staff/accounts/{id}"), &[("do", "erase"), ("sure", "yes")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text());
    assert_eq!(number(&world, "ada@example.org").await, id);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_while_they_are_put_into_a_place_is_in_none() {
    for world in World::on_both().await {
        let (_ada, ben, id) = with_a_team(&world).await;
        drop(ben);
        let other = crate::app::PlaceId(id);
        let ben = AccountId(number(&world, "ben@example.org").await);
        let mut work = world.app.storage.write().await.unwrap();
        assert!(work.hold_account(ben).await.unwrap());
        let app = world.app.clone();
        let erased = tokio::spawn(async move {
            let by = app.storage.read().await.unwrap().account_of("ada@example.org").await.unwrap().unwrap().id;
            crate::app::holders::erase(&app, by, ben).await
        });
        work.touch(other).await.unwrap();
        work.put_member(other, ben, Role::Reader, 0).await.unwrap();
        work.save().await.unwrap();
        assert!(erased.await.unwrap().is_ok());
        assert_eq!(world.app.storage.count(&format!("members WHERE account = {}", ben.0)).await.unwrap(), 0);
        let mut work = world.app.storage.write().await.unwrap();
        assert!(!work.hold_account(ben).await.unwrap(), "nobody is put into a place any more");
    }
}

#[tokio::test]
async fn accounts_are_found_by_name_and_address_a_page_at_a_time() {
    let world = World::new().await;
    let mut ada = began(&world).await;
    let mut work = world.app.storage.write().await.unwrap();
    for n in 0..200 {
        work.add_account(&format!("p{n}@example.org"), &format!("Élodie {n}"), None, false, 0).await.unwrap();
    }
    work.save().await.unwrap();
    let page = ada.get("/staff/accounts?lang=en").await;
    assert!(page.body.len() < 100_000 && page.text().contains("Ada Exemple"));
    let found = ada.get("/staff/accounts?q=elodie+199").await.text();
    assert!(found.contains("p199@example.org") && !found.contains("p198@example.org"));
    let mut next = "/staff/accounts?lang=en&q=elodie".to_owned();
    let mut seen = 0;
    loop {
        let page = ada.get(&next).await.text();
        seen += page.matches("class=\"small\">p").count();
        let Some(more) = page.split("<a class=\"button second\" href=\"").nth(1) else { break };
        next = more.split('"').next().unwrap().replace("&#38;", "&");
    }
    assert_eq!(seen, 200);
    assert_eq!(ada.get("/staff/accounts?after=x").await.status, StatusCode::OK);
}
