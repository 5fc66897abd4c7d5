//! Forms that are sent twice: by pressing twice, or by loading the answer again. On both engines.

use axum::http::StatusCode;

use crate::award_tests::{award, ready};
use crate::storage::PlaceId;
use crate::team_tests::leads_to;
use crate::testing::World;

const CYD: [(&str, &str); 2] = [("address", "cyd@example.org"), ("name", "Cyd Exemple")];

/// Where the forms of a page go whose address has this in it.
fn forms(page: &str, part: &str) -> Vec<String> {
    let actions = page.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"));
    actions.filter(|action| action.contains(part)).collect()
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        let badge = award(&mut ben, id, &CYD).await;
        let page = ben.get(&badge).await.text();
        let all = forms(&page, "/badges/");
        let mut numbers: Vec<&str> = all.iter().map(|one| one.split("once=").nth(1).unwrap()).collect();
        numbers.dedup();
        assert_eq!((numbers.len(), numbers[0].len()), (2, 32), "each form has a number of its own: {all:?}");
        let send = [("do", "send")];
        let first = ben.post(&all[0], &send).await;
        let second = ben.post(&all[0], &send).await;
        assert_eq!(leads_to(&first), leads_to(&second));
        assert!(leads_to(&second).ends_with("done=sent"));
        assert_eq!(world.mail().await.len(), 1);
        // At the same moment, from one browser with two windows.
        let fresh = forms(&ben.get(&badge).await.text(), "/badges/");
        let mut other = world.browser();
        other.cookie.clone_from(&ben.cookie);
        let (one, two) = tokio::join!(ben.post(&fresh[0], &send), other.post(&fresh[0], &send));
        assert_eq!(leads_to(&one), leads_to(&two));
        assert_eq!(world.mail().await.len(), 1);
        // What was not taken may be sent again; with other words it is another form.
        assert_eq!(ben.post(&fresh[1], &[("do", "revoke"), ("reason", "")]).await.status, StatusCode::BAD_REQUEST);
        leads_to(&ben.post(&fresh[1], &[("do", "revoke"), ("reason", "erreur")]).await);
        leads_to(&ben.post(&fresh[1], &[("do", "reinstate")]).await);
        assert!(ben.get(&badge).await.text().contains(">valid<"));
        // A day later nobody knows it any more.
        world.wait(25 * 60 * 60);
        let known =
            async || world.app.storage.write().await.unwrap().forget_presses(world.app.now().unix()).await.unwrap();
        assert!(known().await > 0);
    }
}

#[tokio::test]
async fn whoever_sends_another_one_s_form_or_comes_back_after_a_crash_is_not_kept_out() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        world.mail().await;
        let badge = award(&mut ben, id, &CYD).await;
        let form = forms(&ben.get(&badge).await.text(), "/badges/")[0].clone();
        leads_to(&ben.post(&form, &[("do", "send")]).await);
        assert_eq!(world.mail().await.len(), 1);
        leads_to(&ada.post(&form, &[("do", "send")]).await);
        assert_eq!(world.mail().await.len(), 1, "the number is that of one account");
        // A server began it, and died.
        world.app.storage.execute("UPDATE presses SET led = NULL").await.unwrap();
        world.wait(121);
        leads_to(&ben.post(&form, &[("do", "send")]).await);
        assert_eq!(world.mail().await.len(), 1);
    }
}

#[tokio::test]
async fn what_is_loaded_again_makes_no_second_draft_and_no_second_token() {
    for world in World::on_both().await {
        let (mut ada, _, id) = ready(&world).await;
        let new = format!("/staff/places/{id}/new-achievement");
        let form = forms(&ada.get(&format!("{new}?lang=en")).await.text(), &new)[0].clone();
        let draft = [("fr.name", "Impression 3D"), ("do", "draft")];
        let first = ada.post(&form, &draft).await;
        assert!(
            leads_to(&first).ends_with("/achievements/impression-3d?lang=en&done=saved"),
            "a page that can be loaded"
        );
        assert_eq!(leads_to(&ada.post(&form, &draft).await), leads_to(&first));
        let all = world.app.storage.read().await.unwrap().drafts(PlaceId(id)).await.unwrap();
        assert_eq!(all.len(), 1);
        let programs = format!("/staff/places/{id}/programs");
        let token = [("do", "token"), ("name", "caisse"), ("scope", "read")];
        for days in ["9999", "30 jours", "0", "1,5"] {
            let wrong = ada.post(&programs, &[token[0], token[1], token[2], ("days", days)]).await;
            assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{days}: no token that never ends");
        }
        let form = forms(&ada.get(&format!("{programs}?lang=en")).await.text(), &programs)[0].clone();
        let made = ada.post(&form, &token).await;
        assert_eq!(made.status, StatusCode::OK);
        assert!(leads_to(&ada.post(&form, &token).await).starts_with(&programs));
        let tokens = world.app.storage.read().await.unwrap().tokens(PlaceId(id)).await.unwrap();
        assert_eq!(tokens.len(), 1);
    }
}
