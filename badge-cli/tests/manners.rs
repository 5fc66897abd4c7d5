//! What is easily typed wrong is told in plain words, and nothing good is kept back because of it.

mod support;

use support::World;

/// A place that is its key, and one badge's picture.
fn world() -> (World, String) {
    let world = World::place_without_address();
    let answer = world.run(["issue", "premiers-pas", "--card", "--json"]).good().out;
    let png = answer.split('"').find(|part| part.ends_with(".png")).unwrap_or_else(|| panic!("{answer}"));
    (world, png.to_owned())
}

#[test]
fn an_empty_folder_is_named() {
    let (world, png) = world();
    std::fs::create_dir(world.at("vide")).unwrap();
    let ran = world.run(["verify", "--offline", "vide"]);
    assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
    assert!(ran.err.contains("ne contient aucun fichier"), "{}", ran.err);
    // D-41: beside a good badge the worse of the two exits, and the good one is told.
    let ran = world.run(["verify", "--offline", "--lang", "en", "vide", &png]);
    assert_eq!(ran.code, 4);
    assert!(ran.out.starts_with("✓ Authentic") && ran.err.contains("no file to look at"), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_missing_does_not_hide_what_is_there() {
    let (world, png) = world();
    let ran = world.run(["verify", "--offline", &png, "nowhere.png"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.starts_with("✓ Authentique"), "{}", ran.out);
    assert!(ran.err.contains("nowhere.png"), "{}", ran.err);
    // D-40: the answer for programs has one entry for each of them.
    let answer = world.run(["verify", "--offline", "--json", "nowhere.png", &png]).json();
    assert_eq!((answer["inputs"].as_array().unwrap().len(), &answer["valid"]), (2, &false.into()));
    // Alone it is an error, and nothing else.
    let ran = world.run(["verify", "--offline", "--json", "nowhere.png"]);
    assert_eq!((ran.code, &ran.json()["error"]["code"]), (2, &"input-missing".into()));
}

#[test]
fn a_person_without_a_name_is_nobody() {
    let (world, png) = world();
    for who in ["", "  ", "email="] {
        let ran = world.run(["verify", "--offline", &png, "--recipient", who]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{who}");
        assert!(ran.err.contains("--recipient lea@example.org"), "{}", ran.err);
    }
}

#[test]
fn a_file_name_is_no_name_of_a_list() {
    let world = World::empty();
    let ran = world.run(["trust", "new", "reseau.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--out reseau.json") && !world.at("trust.json").exists(), "{}", ran.err);
    world.run(["trust", "new", "Réseau", "--out", "reseau.json"]).good();
    assert!(world.at("reseau.json").exists() && !world.at("trust.json").exists());
}

#[test]
fn pictures_get_the_ending_that_they_are() {
    let (world, png) = world();
    let ran = world.run(["qr", &png, "--out", "code.gif"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains(".png ou .svg") && !world.at("code.gif").exists(), "{}", ran.err);
    let credential = png.replace("badge.png", "credential.json");
    let ran = world.run(["bake", &credential, &png, "--out", "badge.gif"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--out badge.png") && !world.at("badge.gif").exists(), "{}", ran.err);
}

#[test]
fn a_kind_of_proof_that_would_not_be_used_is_refused() {
    // D-21
    let world = World::place();
    let issue = ["issue", "premiers-pas", "--to", "lea@example.org", "--suite", "eddsa-jcs-2022", "--format"];
    let ran = world.run(issue.into_iter().chain(["ob2-hosted"]));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--suite choisit la preuve du format ob3") && !world.at("awards").exists(), "{}", ran.err);
    world.run(issue.into_iter().chain(["ob2-hosted", "--format", "ob3"])).good();
}

#[test]
fn a_site_that_is_not_there_is_named() {
    let world = World::place();
    let ran = world.run(["archive", "nope"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("pas de dossier") && ran.err.contains("conseil"), "{}", ran.err);
    assert_eq!(ran.err.matches("nope").count(), 1, "named once: {}", ran.err);
}

#[test]
fn an_unproven_name_does_not_get_onto_a_list() {
    let (world, png) = world();
    world.run(["trust", "new", "Réseau", "--out", "reseau.json"]).good();
    let ran = world.run(["trust", "add", "reseau.json", &png, "--offline", "--yes"]).good();
    assert!(ran.err.contains("n’est pas prouvé") && !world.text("reseau.json").contains("Atelier"), "{}", ran.err);
    world.run(["trust", "add", "reseau.json", &png, "--offline", "--yes", "--name", "L’atelier"]).good();
    assert!(world.text("reseau.json").contains("L’atelier"));
    assert!(world.run(["trust", "show", "reseau.json", "--at", "2026-06-01"]).good().out.contains("liste du"));
}

#[test]
fn what_is_missing_in_a_command_is_said_in_words() {
    let world = World::empty();
    let ran = world.run(["verify"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("ENTRÉE (Fichier, dossier, adresse") && !ran.err.contains('<'), "{}", ran.err);
    let ran = world.run(["--lang", "en", "trust", "add"]);
    assert!(ran.err.contains("LIST (The list (JSON)) ; ISSUER (") && ran.code == 2, "{}", ran.err);
}

// Without a network the addresses are told once, and nothing is said to be bad.
#[test]
fn a_cv_with_nothing_but_links_has_links_to_follow() {
    let world = World::empty();
    world.write(
        "cv.txt",
        "Mes badges : https://trois-ponts.example.org/badges/7 et ma photo https://a.example.org/p.png",
    );
    let ran = world.run(["verify", "--offline", "cv.txt"]);
    assert_eq!(ran.code, 4);
    assert!(ran.out.starts_with("? Pas de badge dans ce fichier, mais des liens à suivre."), "{}", ran.out);
    assert_eq!(ran.out.matches("connexion").count(), 1, "{}", ran.out);
    assert!(!ran.out.contains("p.png"), "{}", ran.out);
    // Where an answer came that is no badge, nobody is sent there again.
    world.write("web/index.json", r#"{"https://trois-ponts.example.org/badges/7": "7.html"}"#);
    world.write("web/7.html", "<!doctype html><title>Une page</title>");
    let ran = world.run(["verify", "--offline", "--cache", "web", "cv.txt"]);
    assert_eq!(ran.code, 4);
    assert!(ran.out.contains("elle a été lue") && !ran.out.contains("connexion"), "{}", ran.out);
}

/// A mail server that is none, and what is said of it.
#[test]
fn a_mail_server_that_is_not_there_is_told_in_words() {
    use std::net::TcpListener;
    use std::thread;
    let world = World::place();
    let place = world.text("place.toml");
    let check = |port: u16, lang: &str| {
        let mail = format!("\n[mail]\nhost = \"localhost\"\nport = {port}\nsecurity = \"none\"\ntimeout = 1\n");
        world.write("place.toml", format!("{place}{mail}"));
        let ran = world.run(["send", "--check", "--lang", lang]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        ran.err
    };
    let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
    let port_of = |listener: &TcpListener| listener.local_addr().unwrap().port();
    let closed = port_of(&listen());
    // It takes calls, and hangs up; it takes calls, and says nothing.
    let (rude, silent) = (listen(), listen());
    let (hangs_up, says_nothing) = (port_of(&rude), port_of(&silent));
    thread::spawn(move || rude.incoming().for_each(drop));
    for (port, fr, en) in [
        (closed, "aucun serveur de courrier", "no mail server"),
        (hangs_up, "a été coupée", "was cut"),
        (says_nothing, "à temps", "in time"),
    ] {
        for (lang, words) in [("fr", fr), ("en", en)] {
            let told = check(port, lang);
            assert!(told.contains(words) && !told.contains("os error"), "{told}");
            assert!(!told.contains("incomplete response"), "{told}");
        }
    }
    drop(silent);
}

/// What a person has to see to stands first, then who is told, by address; a connection that broke has words.
#[test]
fn the_list_of_messages_begins_with_what_went_wrong() {
    let world = World::place();
    let said = [("sent", "ana", ""), ("refused", "tom", "550"), ("uncertain", "max", ""), ("refused", "lea", "551")];
    for (n, (state, who, code)) in said.into_iter().enumerate() {
        let id = format!("{n}").repeat(32);
        let code: Option<u16> = code.parse().ok();
        let text = if code.is_some() { "No" } else { "cut" };
        let message = serde_json::json!({
            "schema": "badge-message/1", "id": id, "person": id, "awards": [id], "state": state,
            "made": "2026-03-02T09:00:00Z", "to": format!("{who}@example.org"),
            "answer": {"by": "mail.example.org", "code": code, "text": text},
        });
        world.write(&format!("outbox/{id}.json"), message.to_string());
    }
    let listed = world.run(["send", "--list"]).good().out;
    let at = |who: &str| listed.find(&format!("{who}@")).unwrap_or_else(|| panic!("{who}: {listed}"));
    assert!(at("lea") < at("tom") && at("tom") < at("max") && at("max") < at("ana"), "{listed}");
    assert!(listed.contains("a été coupée") && listed.contains("551 No"), "{listed}");
}
