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

/// What is said agrees with how many there are, and names what is meant.
#[test]
fn words_agree_with_what_they_speak_of() {
    let world = World::place();
    let plan = |name: &str| world.run(["batch", "plan", name]).err.replace(['\u{a0}', '\u{202f}'], " ");
    world.write("une.csv", "Nom;Mail;Badge;Salle\nLéa;lea@example.org;premiers-pas;B\n");
    world.write("deux.csv", "Nom;Mail;Badge;Salle;Repas\nLéa;lea@example.org;nope;B;oui\n");
    let (one, two) = (plan("une.csv"), plan("deux.csv"));
    assert!(one.contains("Si elle compte, dites") && one.contains("1 ligne prête (dont 0"), "{one}");
    assert!(two.contains("Si l’une d’elles compte, dites") && two.contains("Aucune ligne prête, 0 laissée"), "{two}");
    assert!(two.contains("Sinon : --map \"Titre=ignore\""), "{two}");
    world.run(["issue", "premiers-pas", "--to", "lea@example.org"]).good();
    let erased = world.run(["person", "erase", "lea@example.org"]).err;
    assert!(erased.contains("les fichiers de son badge seront perdus ici"), "{erased}");
    let typed = world.run(["batch", "plna"]);
    assert!(typed.code == 2 && typed.err.contains("vouliez-vous dire «\u{a0}plan\u{a0}»"), "{}", typed.err);
    // A workbook that was cut short, and one whose inside was changed.
    world.run(["batch", "plan", "une.csv", "--out", "plan.xlsx"]).good();
    let whole = std::fs::read(world.at("plan.xlsx")).unwrap();
    let mut other = whole.clone();
    let sheet = whole.windows(10).position(|name| name == b"sheet1.xml").unwrap();
    other[sheet + 60] ^= 0xff;
    for (bytes, fr, en) in
        [(&whole[..whole.len() / 2], "il s’arrête avant sa fin", "ends too early"), (&other, "est abîmé", "is damaged")]
    {
        world.write("t.xlsx", bytes);
        for (lang, words) in [("fr", fr), ("en", en)] {
            let told = world.run(["batch", "plan", "t.xlsx", "--lang", lang]);
            let english = lang == "fr" && (told.err.contains("too early") || told.err.contains("damaged"));
            assert!(told.code == 2 && told.err.contains(words) && !english, "{}", told.err);
        }
    }
}

#[test]
fn a_quiet_publish_says_only_what_matters() {
    let world = World::place();
    world.run(["issue", "premiers-pas", "--to", "lea@example.org"]).good();
    let quiet = world.run(["publish", "--out", "site", "-q"]).good();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    assert!(world.at("site/index.html").exists());
    world.run(["issue", "premiers-pas", "--to", "tom@example.org"]).good();
    let told = world.run(["publish", "--out", "site"]).good();
    assert!(told.out.lines().any(|line| line.starts_with("+ b/")) && !told.err.is_empty(), "{}{}", told.out, told.err);
}

/// What can be mended by a second message only is told before the first.
#[test]
fn a_message_without_its_link_is_told_before_and_needs_a_word_where_nobody_is_asked() {
    let world = World::place();
    // Nobody listens there: what would go out says so.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mail = format!("\n[mail]\nhost = \"localhost\"\nport = {port}\nsecurity = \"none\"\ntimeout = 1\n");
    world.write("place.toml", format!("{}{mail}", world.text("place.toml")));
    world.run(["issue", "premiers-pas", "--to", "lea@example.org"]).good();
    let send = |more: &[&str]| {
        let ran = world.run(["send", "--yes", "--wait", "0"].iter().chain(more));
        assert_eq!(ran.code, 2, "{}", ran.err);
        ran.err
    };
    let goes_on = |told: &str| told.contains("aucun serveur de courrier") || told.contains("no mail server");
    for (lang, words) in
        [("fr", "partirait sans lien. Rien n’a été envoyé."), ("en", "without a link. Nothing was sent.")]
    {
        let told = send(&["--lang", lang]);
        assert!(told.contains(words) && told.contains("--without-link") && !goes_on(&told), "{told}");
    }
    assert_eq!(world.run(["send", "--list"]).good().out, "", "nothing is kept of it");
    assert!(goes_on(&send(&["--without-link"])));
    // It waits now, and is asked about like a new one.
    assert!(!goes_on(&send(&[])));

    #[cfg(unix)]
    if std::process::Command::new("script").arg("--version").output().is_ok_and(|out| out.status.success()) {
        let mut command = std::process::Command::new("script");
        command.args(["-qec", &format!("'{}' send --wait 0", env!("CARGO_BIN_EXE_badge")), "/dev/null"]);
        command.current_dir(world.path()).env_clear().env("TERM", "xterm").env("LANG", "fr_FR.UTF-8");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"non\n").unwrap();
        let ran = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&ran.stdout).into_owned();
        let (warned, asked) =
            (told.find("son message partira sans lien"), told.find("Envoyer un message par localhost"));
        assert!(warned.is_some() && warned < asked, "{told}");
    }

    world.run(["publish", "--out", "site"]).good();
    assert!(goes_on(&send(&[])));
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
