//! What is wrong with a form is said of its field, in every form of the team and in both languages (RGAA 11.10, 11.11).

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::app::welcome;
use crate::award_tests::{award, ready};
use crate::consent_tests::person_of;
use crate::testing::{Answered, World};

/// The values of an attribute, in their order.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    html.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The tag of the element with that `id`.
fn tag<'h>(html: &'h str, id: &str) -> &'h str {
    let at = html.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no element {id}"));
    let from = html[..at].rfind('<').unwrap();
    &html[from..from + html[from..].find('>').unwrap()]
}

/// Checks that a page says of exactly these fields that they are wrong: above the form with a link, at the field, and by
/// the field itself; and that the first of them has the focus.
fn wrong(answer: &Answered, fields: &[&str]) -> String {
    let html = answer.text();
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fields:?} {} {html}", answer.header("location"));
    let alert = html.split("role=\"alert\">").nth(1).unwrap_or_else(|| panic!("nothing is said: {html}"));
    let alert = alert.split("</div>").next().unwrap();
    let linked: Vec<_> = values(alert, "href").into_iter().map(|to| to.trim_start_matches('#')).collect();
    assert_eq!(linked, fields, "{alert}");
    for field in fields {
        let tag = tag(&html, field);
        assert!(tag.contains(" aria-invalid=\"true\"") && !tag.starts_with("<a"), "{tag}");
        let by = values(tag, "aria-describedby");
        assert!(by[0].starts_with(&format!("{field}-wrong")), "{tag}");
        assert_eq!(tag.contains(" autofocus"), field == &fields[0], "{tag}");
    }
    assert_eq!(html.matches(" aria-invalid=").count(), fields.iter().collect::<BTreeSet<_>>().len());
    let ids = values(&html, "id");
    let once: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "{ids:?}");
    for id in values(&html, "aria-describedby").into_iter().flat_map(|by| by.split(' ')) {
        assert!(once.contains(id), "{id} is described nowhere");
    }
    for id in values(&html, "for") {
        assert!(once.contains(id), "{id} is the label of nothing");
    }
    html
}

#[tokio::test]
async fn every_form_of_the_team_says_which_field_is_wrong_and_keeps_what_was_typed() {
    let world = World::new().await;
    let (mut ada, mut ben, id) = ready(&world).await;
    let of = |path: &str| format!("/staff/places/{id}/{path}");
    let badge = award(&mut ben, id, &[("address", "cyd@example.org"), ("minor", "yes")]).await;
    let badge = badge.split('?').next().unwrap().to_owned();
    let person = person_of(&ben.get(&badge).await.text()).split('?').next().unwrap().to_owned();
    for lang in ["fr", "en"] {
        let mut try_it = async |path: &str, fields: &[(&str, &str)], at: &[&str]| {
            wrong(&ada.post(&format!("{path}?lang={lang}"), fields).await, at)
        };
        let form = [
            ("achievement", "decoupe-laser"),
            ("address", "cyd"),
            ("day", "demain"),
            ("until", "2000"),
            ("where", "Le Dôme;100,0"),
            ("evidence", "https://example.org/a\njavascript:x <b>"),
        ];
        let html = try_it(&of("award"), &form, &["address", "day", "until", "evidence", "where"]).await;
        assert!(html.contains("javascript:x &#60;b&#62;") && html.contains("Le Dôme;100,0"), "{html}");
        let say = if lang == "fr" { "Adresse de la personne\u{a0}: Ce" } else { "The person’s mail address: That" };
        assert!(html.contains(say), "which field, and what is wrong with it: {html}");
        try_it(&of("award"), &[("achievement", "nope"), ("address", "cyd@example.org")], &["achievement"]).await;

        let hidden = [("fr.name", "a\u{202e}b"), ("valid_months", "18,5"), ("do", "publish")];
        let html = try_it(&of("new-achievement"), &hidden, &["fr-name", "valid_months"]).await;
        assert!(html.contains("value=\"18,5\""), "what was typed is there to be mended");
        let empty = [("fr.name", "Soudure"), ("do", "publish")];
        try_it(&of("new-achievement"), &empty, &["fr-description", "fr-criteria"]).await;
        try_it(&of("new-achievement"), &[("do", "draft")], &["fr-name"]).await;
        let long = [("fr.name", "Soudure"), ("valid_months", "5000"), ("do", "draft")];
        try_it(&of("new-achievement"), &long, &["valid_months"]).await;

        let settings = |name, email, url| [("do", "save"), ("name", name), ("email", email), ("url", url)];
        try_it(&of("settings"), &settings("", "a@example.org", ""), &["name"]).await;
        try_it(&of("settings"), &settings("a\nb", "a@example.org", ""), &["name"]).await;
        try_it(&of("settings"), &settings("Atelier", "nobody", ""), &["email"]).await;
        try_it(&of("settings"), &settings("Atelier", "a@example.org", "atelier"), &["url"]).await;
        try_it(&of("settings"), &[("do", "rotate")], &["sure-rotate"]).await;
        try_it(&of("settings"), &[("do", "es256")], &["sure-es256"]).await;
        try_it(&of("frames"), &[("frames", "nothing")], &["frames"]).await;

        let place = |name, email, base| [("name", name), ("email", email), ("base", base), ("first", "fr")];
        try_it("/staff/new", &place("", "a@example.org", "https://a.example.org"), &["name"]).await;
        try_it("/staff/new", &place("A", "a", "https://a.example.org"), &["email"]).await;
        try_it("/staff/new", &place("A", "a@example.org", "a"), &["base"]).await;
        try_it("/staff/new", &place("A", "a@example.org", "http://localhost:8080/a"), &["base"]).await;
        let html = try_it("/staff/new", &place("A", "a@example.org", "https://exämple.org"), &["base"]).await;
        assert!(html.contains("xn--"), "the true reason: {html}");

        let html = try_it(&of("team"), &[("address", "dan"), ("role", "author")], &["address"]).await;
        assert!(html.contains("value=\"dan\"") && html.contains("value=\"author\" checked"), "{html}");
        let token = [("do", "token"), ("days", "1,5")];
        try_it(&of("programs"), &token, &["name", "scope-1", "days"]).await;
        try_it(&of("programs"), &[("do", "hook"), ("url", "ftp://a")], &["url"]).await;

        let consent = |by, day| [("do", "record"), ("by", by), ("day", day)];
        try_it(&person, &consent("", ""), &["by"]).await;
        try_it(&person, &consent("bientôt sa mère", ""), &["by"]).await;
        try_it(&person, &consent("sa mère", "2030-01-01"), &["day"]).await;
        try_it(&person, &consent("sa mère", "hier"), &["day"]).await;
        try_it(&person, &[("do", "withdraw"), ("by", &"a".repeat(201))], &["by-whom"]).await;
        let unsure = ada.post(&format!("{person}/erase?lang={lang}"), &[]).await;
        let html = ada.get(unsure.header("location")).await.text();
        assert!(tag(&html, "sure").contains("aria-invalid") && html.contains("href=\"#sure\""), "{html}");
        let mut try_it = async |path: &str, fields: &[(&str, &str)], at: &[&str]| {
            wrong(&ada.post(&format!("{path}?lang={lang}"), fields).await, at)
        };
        try_it(&badge, &[("do", "revoke")], &["reason"]).await;
        let token = badge.rsplit('/').next().unwrap();
        try_it(&of("bulk"), &[("do", "revoke"), ("token", token), ("sure", "yes")], &["reason"]).await;
        try_it("/staff/account", &[("new", "court")], &["new"]).await;

        let nothing = ada.give(&format!("{}?lang={lang}", of("table")), ("", b""), &[]).await;
        wrong(&nothing, &["file"]);
        let nothing = ada.give(&format!("{}?lang={lang}", of("endorsements/brought")), ("", b""), &[]).await;
        wrong(&nothing, &["file"]);
        let garbage = ada.give(&format!("{}?lang={lang}", of("endorsements/brought")), ("a.txt", b"hello"), &[]).await;
        wrong(&garbage, &["file"]);
        let nothing = ada.give(&format!("{}?lang={lang}", of("endorse")), ("", b""), &[]).await;
        wrong(&nothing, &["address"]);

        let mut anybody = world.browser();
        let path = format!("/staff/sign-in?lang={lang}");
        wrong(&anybody.post(&path, &[("address", "ada")]).await, &["address"]);
        wrong(&anybody.post(&path, &[("address", "ada@example.org")]).await, &["password"]);
    }
    let last = ada.post(&of("team/1"), &[("role", "reader")]).await;
    wrong(&last, &["role-1"]);
}

#[tokio::test]
async fn a_newcomer_is_told_which_field_is_wrong() {
    let world = World::new().await;
    let link = welcome::invite(&world.app).await.unwrap().unwrap();
    let mut anybody = world.browser();
    let mut begin = async |name: &str, address: &str, password: &str| {
        let fields = [("name", name), ("address", address), ("password", password)];
        anybody.post(&format!("/start/{link}?lang=fr"), &fields).await
    };
    let phrase = "une phrase assez longue";
    wrong(&begin("Ada", "ada", phrase).await, &["address"]);
    wrong(&begin("", "ada@example.org", phrase).await, &["name"]);
    wrong(&begin("Ada", "ada@example.org", "court").await, &["password"]);
}

#[tokio::test]
async fn what_was_typed_outlives_a_session_that_is_over() {
    let world = World::new().await;
    let (_, mut ben, id) = ready(&world).await;
    let path = format!("/staff/places/{id}/award?lang=fr&once=00112233445566778899aabbccddeeff");
    let typed =
        [("achievement", "decoupe-laser"), ("address", "cyd@example.org"), ("narrative", "\n</textarea><b>Seule.")];
    let over = world.browser().post(&path, &typed).await;
    let html = over.text();
    assert_eq!(over.status, StatusCode::FORBIDDEN, "{html}");
    assert!(html.contains("Votre session est terminée") && html.contains("Rien n’a été fait."), "{html}");
    assert!(html.contains(&format!("action=\"{}\"", path.replace('&', "&#38;"))), "{html}");
    assert!(html.contains("<textarea name=\"address\" hidden>\ncyd@example.org</textarea>"), "{html}");
    // A line break at the beginning of a text area is not part of it: the one that was typed comes second.
    assert!(html.contains("hidden>\n\n&#60;/textarea&#62;&#60;b&#62;Seule.</textarea>"), "{html}");
    // Sent again by whoever is signed in by then, it is done.
    let done = ben.post(&path, &typed).await;
    assert!(done.header("location").contains("done=awarded"), "{}", done.text());
    // A file and a password are not carried along.
    let file = world.browser().give(&format!("/staff/places/{id}/table?lang=en"), ("a.csv", b"Nom\nCyd\n"), &[]).await;
    assert_eq!(file.status, StatusCode::FORBIDDEN);
    assert!(file.text().contains("choose the file") && !file.text().contains("<form class=\"panel\""));
    let password = world.browser().post("/staff/account?lang=en", &[("new", "une phrase secrète")]).await;
    assert!(!password.text().contains("secrète"), "{}", password.text());
}
