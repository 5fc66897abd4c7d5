//! What `badge doctor` says of a place's own settings and templates, through the real binary.

mod support;

use serde_json::Value;
use support::World;

const MAIL: &str = "\n[mail]\nhost = \"localhost\"\nport = 9\nsecurity = \"none\"\ntimeout = 1\n";

fn with_mail(more: &str) -> World {
    let world = World::place();
    world.write("place.toml", world.text("place.toml") + MAIL + more);
    world
}

/// The states and messages of one question.
fn said(world: &World, code: &str, more: &[&str]) -> Vec<(String, String)> {
    let mut args = vec!["doctor", "--json"];
    args.extend(more);
    let found: Value = world.run(args).json();
    let of = |f: &Value| (f["state"].as_str().unwrap().to_owned(), f["message"].as_str().unwrap().to_owned());
    found["findings"].as_array().unwrap().iter().filter(|f| f["code"] == code).map(of).collect()
}

fn states(world: &World, code: &str) -> Vec<String> {
    said(world, code, &[]).into_iter().map(|(state, _)| state).collect()
}

#[test]
fn a_place_that_writes_to_nobody_is_not_asked_about_mail() {
    let world = World::place();
    assert!(said(&world, "mail.settings", &[]).is_empty() && said(&world, "mail.templates", &[]).is_empty());
}

#[test]
fn settings_and_password_are_looked_at() {
    assert_eq!(states(&with_mail(""), "mail.settings"), ["good"]);
    let certificate = with_mail("ca_file = \"ca.pem\"\n");
    // A certificate counts where there is one to check.
    certificate.write("place.toml", certificate.text("place.toml").replace("\"none\"", "\"starttls\""));
    assert_eq!(states(&certificate, "mail.settings"), ["wrong"]);
    certificate.write("ca.pem", "rien");
    assert_eq!(states(&certificate, "mail.settings"), ["wrong"]);

    let world = with_mail("user = \"lea\"\npassword_file = \"secret\"\n");
    assert_eq!(states(&world, "mail.password"), ["wrong"], "there is no such file");
    world.write("secret", "\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |mode| std::fs::set_permissions(world.at("secret"), std::fs::Permissions::from_mode(mode)).unwrap();
        mode(0o600);
        assert!(said(&world, "mail.password", &[])[0].1.contains("ne contient pas"));
        world.write("secret", "mot de passe\n");
        mode(0o644);
        assert!(said(&world, "mail.password", &[])[0].1.contains("D’autres"));
        mode(0o600);
        assert_eq!(states(&world, "mail.password"), ["good"]);
        assert!(!world.run(["doctor", "--json"]).out.contains("mot de passe\n"), "it is not shown");
    }
    assert_eq!(states(&with_mail("user = \"lea\"\n"), "mail.password"), ["advice"]);
    let world = with_mail("from = \"a@b@c\"\n");
    assert_eq!(world.run(["doctor"]).code, 1);
}

#[test]
fn letters_of_the_place_are_filled_with_samples() {
    let world = with_mail("");
    world.run(["send", "--write-templates"]).good();
    assert_eq!(states(&world, "mail.templates"), ["good", "good"]);
    let own = world.text("templates/mail.fr.txt");
    for (text, state, says) in [
        (own.replace("{place}", "{lieux}"), "wrong", "erreur"),
        ("Objet : {person}\n\nBonjour {contact}\n".to_owned(), "wrong", "sans objet"),
        ("Objet : Badge\n\n{if home}{home}{end}\n".to_owned(), "wrong", "vide"),
        ("Objet : Badge\n\nBonjour\n".to_owned(), "advice", "à qui écrire"),
    ] {
        world.write("templates/mail.fr.txt", &text);
        let found = said(&world, "mail.templates", &[]);
        let (found, what) = &found[0];
        assert!(found == state && what.contains(says), "{text}: {found} {what}");
    }
}

#[test]
fn a_template_whose_name_is_nearly_right_is_named() {
    let world = with_mail("");
    for name in ["mail.fr.txt.txt", "mail.de.txt", "mail.txt", "mail.fr.txt~", "badge.md"] {
        world.write(&format!("templates/{name}"), "Objet : Badge\n\nÉcrire à {contact}\n");
    }
    world.run(["issue", "premiers-pas", "--to", "lea@example.org"]).good();
    assert_eq!(states(&world, "mail.templates"), ["advice"; 3]);
    let told = world.run(["send", "--dry-run"]).good().err;
    for (name, count) in [("mail.fr.txt.txt", 1), ("mail.de.txt", 1), ("mail.txt", 1), ("txt~", 0), ("badge.md", 0)] {
        assert_eq!(told.matches(&format!("templates/{name}\u{a0}»")).count(), count, "{name}: {told}");
    }
    for name in ["mail.fr.txt.txt", "mail.de.txt", "mail.txt"] {
        std::fs::remove_file(world.at(&format!("templates/{name}"))).unwrap();
    }
    world.write("templates/mail.fr.txt", "Objet : Badge\n\nÉcrire à {contact}\n");
    assert_eq!(states(&world, "mail.templates"), ["good"]);
    let told = world.run(["send", "--dry-run"]).good().err;
    assert!(!told.contains("templates/"), "{told}");
}

#[test]
fn a_port_or_a_password_in_the_wrong_field_is_told_where_it_goes() {
    let world = World::place();
    let card = world.text("place.toml");
    for (line, says) in [
        ("host = \"smtp.example.org:587\"", "port"),
        ("host = \"a.example.org\"\npassword = \"x\"", "BADGE_SMTP_PASSWORD"),
    ] {
        world.write("place.toml", format!("{card}\n[mail]\n{line}\n"));
        let refused = world.run(["send", "--dry-run"]);
        assert!(refused.code == 2 && refused.err.contains(says), "{line}: {}", refused.err);
    }
}

#[test]
fn templates_of_pictures_and_paper_are_tried() {
    let world = World::place();
    assert!(states(&world, "template.badge").is_empty() && states(&world, "template.paper").is_empty());
    world.write("templates/badge.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\"></svg>");
    world.run(["certificate", "--write-template"]).good();
    assert_eq!(states(&world, "template.paper"), ["good"]);
    assert_eq!(states(&world, "template.badge").len(), 1);
    world.write("templates/badge.svg", "<svg");
    assert_eq!(states(&world, "template.badge"), ["wrong"]);
    world.write("templates/paper.toml", "[fr]\nheading = \"{nom}\"\n");
    assert_eq!(states(&world, "template.paper"), ["wrong"]);
    assert_eq!(world.run(["doctor"]).code, 1);
}

#[test]
fn the_mail_server_is_asked_with_the_network_only() {
    let world = with_mail("");
    world.write("place.toml", world.text("place.toml").replace("url = \"https://badges.example.org\"", ""));
    assert!(said(&world, "mail.server", &[]).is_empty());
    // Nobody listens on the port of discarded bytes.
    let found = said(&world, "mail.server", &["--online"]);
    assert_eq!(found[0].0, "wrong", "{found:?}");
}

/// The addresses of badges are signed: whoever changes that of the place is told what becomes of them, wherever something
/// would go out under the new one.
#[test]
fn a_place_that_was_moved_is_told_of_what_it_awarded_before() {
    let world = World::place();
    let issue = |to: &str, format: &str| {
        let issued = world.run(["issue", "premiers-pas", "--to", to, "--format", format, "--json"]).good();
        (issued.json()["token"].as_str().unwrap().to_owned(), issued.err)
    };
    let first = issue("lea@example.org", "ob3").0;
    let (second, told) = issue("tom@example.org", "ob2-hosted");
    world.write("t.csv", "Nom;Courriel;Badge\nZoé;zoe@example.org;premiers-pas\n");
    assert!(told.is_empty() && said(&world, "place.moved", &[]).is_empty(), "{told}");
    let here = world.text("place.toml");
    assert!(here.contains("https://badges.example.org\""));
    // A longer address that begins alike is another one too.
    for there in
        ["https://neuf.example.org", "https://badges.example.org/neuf", "https://badges.example.org.example.com"]
    {
        world.write("place.toml", here.replace("https://badges.example.org\"", &format!("{there}\"")));
        let told = said(&world, "place.moved", &[]);
        assert_eq!(told.len(), 1, "{there}");
        assert_eq!(told[0].0, "advice");
        for args in [
            &["publish", "--out", "site", "--dry-run"][..],
            &["send", "--dry-run"],
            &["batch", "issue", "t.csv", "--dry-run"],
            &["issue", "premiers-pas", "--to", "zoe@example.org", "--dry-run"],
        ] {
            let told = world.run(args).good().err;
            let count =
                told.matches("2 badges valables ont été attribués sous https://badges.example.org\u{a0};").count();
            assert!(count == 1 && told.contains(there), "{args:?}: {told}");
        }
    }
    let lines = "{\"achievement\":\"premiers-pas\",\"to\":\"a@example.org\"}\n{\"achievement\":\"premiers-pas\",\"to\":\"b@example.org\"}\n";
    let told = world.feed(["issue", "-", "--dry-run", "--lang", "en"], lines).good();
    assert_eq!(told.err.matches("2 badges that hold were awarded under").count(), 1, "{}", told.err);
    // What was revoked is not waited for at the old address; nor is anything once the address is the old one again.
    world.run(["revoke", &first, "--yes"]).good();
    assert!(said(&world, "place.moved", &[])[0].1.starts_with("Un badge valable"));
    world.run(["revoke", &second, "--yes"]).good();
    assert!(said(&world, "place.moved", &[]).is_empty());
    world.run(["reinstate", &first, "--yes"]).good();
    assert_eq!(said(&world, "place.moved", &[]).len(), 1);
    world.write("place.toml", here);
    assert!(said(&world, "place.moved", &[]).is_empty());
    // Badges of a place without an address have none on the web, wherever it publishes later.
    let world = World::place_without_address();
    world.run(["issue", "premiers-pas", "--to", "lea@example.org"]).good();
    world.write("place.toml", world.text("place.toml") + "\n[publish]\nurl = \"https://badges.example.org\"\n");
    assert!(said(&world, "place.moved", &[]).is_empty(), "{}", world.text("place.toml"));
}
