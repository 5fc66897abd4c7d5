//! What a message holds, and the words of a place.

use std::fs;

use badge_tests::smtp::MailServer;
use serde_json::{Value, json};

use super::world::{World, counts, part, text};

#[test]
fn a_message_has_all_that_a_person_needs_and_its_badge_is_a_badge() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let long = "A conçu puis imprimé un support. ".repeat(60);
    let narrative = ["--name", "Zoé O'Neill", "--narrative", &long, "--expires", "2090-01-31"];
    let token = world.issue("zoe@example.org", &narrative);
    world.issue("sam@example.org", &["--language", "en"]);
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer)), (0, [2, 0, 0, 0]), "{answer}");

    let received = server.received();
    assert_eq!(received.len(), 2);
    let zoe = received.iter().find(|r| r.to == "zoe@example.org").unwrap();
    let about = &zoe.about;
    assert_eq!(about["defects"], json!([]), "a reader finds nothing wrong");
    assert!(about["longest"].as_u64().unwrap() <= 998 && about["ascii"] == true, "RFC 5322, 2.1.1");
    let kinds = [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "image/png",
    ];
    assert_eq!(about["kinds"], json!(kinds));
    let headers = &about["headers"];
    assert_eq!(headers["from"], "Atelier d'Essai <bonjour@atelier.example.org>");
    assert_eq!(headers["to"], "Zoé O'Neill <zoe@example.org>");
    let plain = text(zoe, "text/plain");
    let html = text(zoe, "text/html");
    for words in
        ["Bonjour Zoé", "A conçu puis imprimé un support. A conçu", "31 janvier 2090", "bonjour@atelier.example.org"]
    {
        assert!(plain.contains(words), "{words}: {plain}");
        assert!(html.contains(words) || words == "Bonjour Zoé", "{words}: {html}");
    }
    assert!(headers["subject"].as_str().unwrap().contains("Impression 3D"), "{headers}");
    // The picture that the page shows is the one that came with it; the attached one has a name to be kept under.
    let pictures = part(zoe, "image/png");
    let cid = pictures[0]["cid"].as_str().unwrap().trim_matches(['<', '>']);
    assert!(html.contains(&format!("src=\"cid:{cid}\"")), "{html}");
    assert_eq!(pictures[1]["disposition"], "attachment");
    assert_eq!(pictures[1]["name"], format!("impression-3d-{}.png", &token[..8]));
    // What was received is a badge, and verifies: the whole message is given to the verifier.
    let file = zoe.file.display().to_string();
    let verified = world.run(["verify", "--offline", "--json", &file]);
    let report: Value = serde_json::from_str(&verified.out).unwrap();
    assert_eq!((verified.code, &report["verdict"]), (0, &json!("verified")), "{report}");

    let sam = received.iter().find(|r| r.to == "sam@example.org").unwrap();
    assert!(text(sam, "text/plain").starts_with("Hello,") && text(sam, "text/html").contains("How to keep it"));
    // A second run has nobody to tell.
    assert_eq!(world.send(&[]), (0, world.send(&[]).1));
    assert_eq!(server.received().len(), 2);
}

#[test]
fn every_name_and_setting_is_told_in_the_page_about_mail() {
    use badge_core::site::letter::{BADGE_NAMES, NAMES};
    let page = include_str!("../../../docs/mail.md");
    for name in NAMES.iter().chain(&BADGE_NAMES) {
        assert!(page.contains(&format!("`{{{name}}}`")), "{name}");
    }
    let names = "host security port user password_file from reply_to ca_file per_minute timeout retry_after";
    for name in names.split(' ') {
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[test]
fn strange_names_and_addresses_stay_in_their_place() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let name = format!("Zoé \"la\" <chef>, 日本 {}", "Très Long Nom ".repeat(12));
    world.issue("zoe@bücher.example", &["--name", &name, "--narrative", "Ligne\n\n.\nBcc: tous@example.org"]);
    world.issue("accentué@example.org", &[]);
    // A name as no command would write it: the file is a person's to change.
    let people = fs::read_to_string(world.at("people.json")).unwrap();
    fs::write(world.at("people.json"), people.replace("Zoé ", "Zoé\\r\\nBcc: tous@example.org\\r\\n ")).unwrap();
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer)), (1, [1, 1, 0, 0]), "{answer}");
    let received = server.received();
    assert_eq!(received[0].to, "zoe@xn--bcher-kva.example");
    let about = &received[0].about;
    assert_eq!((&about["defects"], &about["ascii"]), (&json!([]), &json!(true)));
    assert!(about["headers"].get("bcc").is_none() && about["longest"].as_u64().unwrap() < 998, "{}", about["headers"]);
    let to = about["headers"]["to"].as_str().unwrap();
    assert!(to.contains("日本") && to.ends_with("<zoe@xn--bcher-kva.example>") && to.matches('@').count() <= 2, "{to}");
    assert!(text(&received[0], "text/plain").contains("Bcc: tous@example.org"), "words stay words");
    // The letters of an address that the server does not take: told, and the rest went on.
    let listed = world.good(["send", "--list"]);
    assert!(listed.contains("accentué@example.org"), "{listed}");
    let Some(modern) = MailServer::start(json!({"utf8": true})) else { return };
    world.mail(&modern.settings("none", ""));
    assert_eq!(counts(&world.send(&["--resend", "accentué@example.org"]).1), [1, 0, 0, 0]);
    assert_eq!(modern.received()[0].to, "accentué@example.org");
}

#[test]
fn a_place_has_words_of_its_own() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world
        .mail(&server.settings("none", "from = \"envoi@atelier.example.org\"\nreply_to = \"lea@atelier.example.org\""));
    world.issue("zoe@example.org", &[]);
    let written = world.good(["send", "--write-templates"]);
    assert_eq!(written.lines().count(), 4, "{written}");
    assert_eq!(world.good(["send", "--write-templates"]), "", "what is there stays");
    let path = world.at("templates/mail.fr.txt");
    let ours = fs::read_to_string(&path).unwrap();
    fs::write(&path, ours.replace("{badge}", "{bagde}")).unwrap();
    let wrong = world.run(["send", "--yes"]);
    let line = ours.lines().position(|l| l.contains("{badge}")).unwrap() + 1;
    assert!(wrong.code == 2 && wrong.err.contains(&format!("mail.fr.txt:{line}")), "{}", wrong.err);
    assert!(wrong.err.contains("{bagde}") && wrong.err.contains("{badge}"), "{}", wrong.err);
    assert_eq!(server.received().len(), 0);
    fs::write(&path, "Objet : Bravo {person}\n\n{each badge}\n- {badge}\n{end}\nL’atelier\n").unwrap();
    fs::remove_file(world.at("templates/mail.fr.html")).unwrap();
    // A look before anything goes out.
    let files = world.good(["send", "--dry-run", "--out", "apercu"]);
    assert_eq!(files.trim(), "apercu/zoe@example.org.eml");
    assert!(fs::read_to_string(world.at(files.trim())).unwrap().contains("Bravo"));
    assert_eq!(world.states().len(), 0, "a try leaves nothing");
    let verified = world.run(["verify", "--offline", files.trim()]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    world.send(&[]);
    let received = server.received();
    assert_eq!(received[0].about["kinds"], json!(["multipart/mixed", "text/plain", "image/png"]));
    assert_eq!(text(&received[0], "text/plain").trim_end(), "- Impression 3D\nL’atelier");
    assert_eq!(received[0].about["headers"]["reply-to"], "Atelier d'Essai <lea@atelier.example.org>");
    assert!(received[0].about["headers"]["message-id"].as_str().unwrap().ends_with("@atelier.example.org>"));
}

#[test]
fn what_replaces_a_badge_says_which_and_is_what_goes_out_again() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let table = |lang: &str, comment: &str| {
        format!(
            "Nom;Mail;Badge;Date;Langue;Commentaire\nLéa;lea@example.org;impression-3d;2026-03-02;{lang};{comment}\n"
        )
    };
    let issue = |text: String| {
        std::fs::write(world.at("t.csv"), text).unwrap();
        world.good(["batch", "issue", "t.csv", "--yes", "--changed", "update"]);
        let listed: Value = serde_json::from_str(&world.good(["list", "--state", "valid", "--json"])).unwrap();
        listed["awards"][0]["token"].as_str().unwrap().to_owned()
    };
    let first = issue(table("fr", "bien"));
    assert_eq!(counts(&world.send(&[]).1)[0], 1);
    let mut last = first.clone();
    for (lang, said) in [
        ("fr", "Il remplace votre badge « Impression 3D » du 2 mars 2026, qui ne vaut plus : gardez celui-ci."),
        ("en", "It replaces your badge “"),
    ] {
        let new = issue(table(lang, &format!("très bien ({lang})")));
        // Before it was sent, and after.
        for verb in ["--only", "--resend"] {
            let refused = world.run(["send", "--yes", "--resend", &first]);
            let command = format!("badge send {verb} {new}");
            assert!(refused.code == 2 && refused.err.contains(&command), "{}", refused.err);
            assert!(!refused.err.contains("reinstate"), "{}", refused.err);
            assert_eq!(counts(&world.send(&[verb, &new]).1)[0], 1);
        }
        let received = server.received();
        let mail = received.last().unwrap();
        for kind in ["text/plain", "text/html"] {
            let text = text(mail, kind);
            assert!(text.contains(said), "{kind}: {text}");
        }
        assert_ne!(new, last);
        last = new;
    }
    let told = server.received();
    assert!(!text(&told[0], "text/plain").contains("remplace"), "the first one replaces nothing");
}

#[test]
fn of_many_messages_so_many_are_told_and_the_rest_is_counted() {
    let Some(server) = MailServer::start(json!({"refuse": {"p119@example.org": 550}})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let rows: String = (0..120).map(|n| format!("Personne {n};p{n}@example.org;premiers-pas\n")).collect();
    std::fs::write(world.at("t.csv"), format!("Nom;Mail;Badge\n{rows}")).unwrap();
    world.good(["batch", "issue", "t.csv", "--yes"]);
    let ran = world.run(["send", "--yes"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 100), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.lines().next().unwrap().contains("p119@example.org"),
        "what is to be seen to comes first: {}",
        ran.out
    );
    assert!(ran.err.replace('\u{a0}', " ").contains("Et 20 autres messages : « badge send --list »"), "{}", ran.err);
}
