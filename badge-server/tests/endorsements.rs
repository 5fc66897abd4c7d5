//! Two servers, three places: B endorses what A gives, A consents and shows it, B withdraws, A shows it no more; a place
//! beside A sees nothing of it.

mod support;

use serde_json::{Value, json};
use support::{ACHIEVEMENT, Data, Server};

const WORDS: &str = "Nous y envoyons nos apprentis.";

/// Awards, and tells the path of the badge below its host.
fn award(server: &Server, token: &str, to: &str) -> String {
    let (status, awarded) = server.api(token, "POST", "awards", &json!({"achievement": ACHIEVEMENT, "to": to}));
    assert_eq!(status, 201, "{awarded}");
    let page = awarded["page"].as_str().unwrap();
    format!("/{}", page.splitn(4, '/').nth(3).unwrap())
}

fn credential(server: &Server, badge: &str) -> Value {
    let (status, _, body) = server.ask("GET", &format!("{badge}credential.json"), &[], "");
    assert_eq!(status, 200);
    serde_json::from_str(&body).unwrap()
}

fn codes(answer: &Value) -> Vec<&str> {
    answer["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}

#[test]
#[allow(clippy::too_many_lines, reason = "one story")]
fn a_partner_on_another_server_endorses_and_withdraws() {
    let (one, two) = (Data::new(), Data::new());
    let (a, c, b) = (format!("{}/a", one.origin()), format!("{}/c", one.origin()), two.origin());
    one.place("Atelier A", &a);
    one.place("Club C", &c);
    two.place("Ligue B", &b);
    let (of_a, of_c, of_b) = (one.token(&a, "admin"), one.token(&c, "admin"), two.token(&b, "admin"));
    let partner = one.token(&a, "endorse");
    let (first, second) = (one.serve(), two.serve());
    let before = award(&first, &of_a, "lea@example.org");
    assert_eq!(credential(&first, &before)["credentialSubject"]["achievement"]["endorsement"], Value::Null);

    // B reads what A publishes, and signs for it.
    let what = format!("{a}/achievements/{ACHIEVEMENT}.json");
    let wish = json!({"address": what, "comment": WORDS, "skills": ["régler la machine"], "until": "2999-12-31"});
    let (status, given) = second.api(&of_b, "POST", "endorsements", &wish);
    assert_eq!(status, 201, "{given}");
    assert_eq!(
        (&given["of"], &given["subject"], &given["state"]),
        (&json!("achievement"), &json!(what), &json!("valid"))
    );
    let (page, id) = (given["page"].as_str().unwrap().to_owned(), given["id"].as_str().unwrap().to_owned());
    assert!(second.page(&format!("/e/{id}/")).contains(WORDS), "it has a page");
    let (_, _, signed) = second.ask("GET", &format!("/e/{id}/endorsement.json"), &[], "");
    // Of a badge, the achievement is meant; of nothing, nothing.
    let badge = json!({"address": format!("{}{before}", one.origin()), "comment": "x"});
    let (status, other) = second.api(&of_b, "POST", "endorsements", &badge);
    assert_eq!((status, &other["subject"]), (201, &json!(what)), "{other}");
    let (status, refused) = second.api(&of_b, "POST", "endorsements", &json!({"document": "{}"}));
    assert_eq!((status, codes(&refused)), (422, vec!["endorse_nothing"]));

    // A partner's token brings it, and can do nothing else; it waits.
    let bring = |token: &str, what: Value| first.api(token, "POST", "endorsements/received", &what);
    let altered = signed.replace("apprentis", "amis");
    assert_ne!(altered, signed);
    let (status, refused) = bring(&partner, json!({"document": altered}));
    assert_eq!((status, codes(&refused)), (422, vec!["accept_altered"]), "{refused}");
    assert!(refused["problems"][0]["message"].as_str().unwrap().contains("was changed after it was signed"));
    let (status, refused) = bring(&partner, json!({"address": format!("{b}/e/{id}x/")}));
    assert_eq!((status, codes(&refused)), (422, vec!["endorse_unread"]), "{refused}");
    let (status, brought) = bring(&partner, json!({"address": page}));
    assert_eq!(status, 202, "{brought}");
    let one_of = &brought["waiting"][0];
    assert_eq!((&one_of["title"], &one_of["state"]), (&json!("Découpe laser"), &json!("waiting")));
    assert!(one_of["by"].as_str().unwrap().starts_with("Ligue B (did:web:localhost%3A"), "{one_of}");
    assert!(one_of["comment"].as_str().unwrap().starts_with(WORDS));
    let name = one_of["id"].as_str().unwrap().to_owned();
    for path in ["endorsements", "awards"] {
        assert_eq!(first.api(&partner, "GET", path, &Value::Null).0, 403);
    }
    let accept = format!("endorsements/received/{name}/accept");
    assert_eq!(first.api(&partner, "POST", &accept, &Value::Null).0, 403);
    let shown = || first.page(&format!("/a/achievements/{ACHIEVEMENT}"));
    assert!(!shown().contains(WORDS), "nothing is published without consent");

    // A second place neither sees nor accepts it, and it is of nothing that is its own.
    let (_, seen) = first.api(&of_c, "GET", "endorsements", &Value::Null);
    assert_eq!(seen, json!({"waiting": [], "received": [], "given": []}));
    for what in ["accept", "refuse", "remove"] {
        let path = format!("endorsements/received/{name}/{what}");
        assert_eq!(first.api(&of_c, "POST", &path, &Value::Null).0, 404, "{what}");
    }
    assert_eq!(second.api(&of_b, "POST", &accept, &Value::Null).0, 404);
    let (status, refused) = bring(&of_c, json!({"address": page}));
    assert_eq!((status, codes(&refused)), (422, vec!["accept_elsewhere"]));
    assert_eq!(second.api(&of_b, "POST", &format!("endorsements/{name}/withdraw"), &Value::Null).0, 404);

    // A consents: its pages show it, the next badge carries it, and it is exported.
    let (status, accepted) = first.api(&of_a, "POST", &accept, &Value::Null);
    assert_eq!((status, &accepted["state"]), (200, &json!("valid")), "{accepted}");
    assert!(shown().contains(WORDS) && shown().contains("Ligue B"));
    assert_eq!(first.api(&of_a, "POST", &accept, &Value::Null).0, 404, "decided once");
    let after = award(&first, &of_a, "zoe@example.org");
    let carried = &credential(&first, &after)["credentialSubject"]["achievement"]["endorsement"];
    assert_eq!(carried[0]["id"], json!(format!("{b}/e/{id}/endorsement.json")));
    assert!(first.page(&after).contains(WORDS), "the page of the badge shows it");
    let out = one.path("back");
    one.run(&["export", &a, out.to_str().unwrap()]);
    let kept = out.join(format!("achievements/{ACHIEVEMENT}/endorsements/{name}/endorsement.json"));
    assert_eq!(std::fs::read_to_string(kept).unwrap(), signed, "byte for byte");

    // B withdraws; A looks again, and shows it no more.
    let withdraw = format!("endorsements/{id}/withdraw");
    let (status, named) = second.api(&of_b, "POST", &withdraw, &json!({"reason": "demandez à lea@example.org"}));
    assert_eq!((status, codes(&named)), (422, vec!["reason_names_somebody"]));
    let (status, gone) = second.api(&of_b, "POST", &withdraw, &json!({"reason": "le partenariat est fini"}));
    assert_eq!((status, &gone["state"]), (200, &json!("revoked")), "{gone}");
    let page = second.page(&format!("/e/{id}/"));
    assert!(page.contains("le partenariat est fini") && !page.contains(WORDS));
    let check = |ended: usize| {
        let answer = first.api(&of_a, "POST", "endorsements/received/check", &Value::Null);
        assert_eq!(answer, (200, json!({"ended": ended})));
    };
    check(1);
    check(0);
    assert!(!shown().contains(WORDS), "it is said no more");
    let (_, list) = first.api(&of_a, "GET", "endorsements", &Value::Null);
    assert_eq!(list["received"][0]["state"], "revoked");
    let later = award(&first, &of_a, "max@example.org");
    assert_eq!(credential(&first, &later)["credentialSubject"]["achievement"]["endorsement"], Value::Null);
    let (status, refused) = bring(&partner, json!({"document": signed}));
    assert_eq!((status, codes(&refused)), (422, vec!["accept_revoked"]), "{refused}");

    // Given again, it holds again.
    let (_, again) = second.api(&of_b, "POST", &format!("endorsements/{id}/reinstate"), &Value::Null);
    assert_eq!(again["state"], "valid");
    check(0);
    assert!(shown().contains(WORDS));
    let remove = format!("endorsements/received/{name}/remove");
    assert_eq!(first.api(&of_a, "POST", &remove, &Value::Null).0, 204);
    assert!(!shown().contains(WORDS));
}
