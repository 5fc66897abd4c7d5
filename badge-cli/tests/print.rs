//! Cards and certificates through the real binary: what is printed, what is not, and whether it is found again. Everybody
//! is invented.

#![allow(clippy::print_stderr)]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::World;

const AT: &str = "2026-03-20";

fn issue(world: &World, achievement: &str, more: &[&str]) -> String {
    let mut args = vec!["issue", achievement, "--json", "--date", "2026-03-14"];
    args.extend(more);
    world.run(args).good().json()["token"].as_str().unwrap().to_owned()
}

fn print(world: &World, verb: &str, more: &[&str]) -> Value {
    let mut args = vec![verb, "--json", "--at", AT];
    args.extend(more);
    world.run(args).good().json()
}

fn awards(printed: &Value) -> Vec<&str> {
    printed["awards"].as_array().unwrap().iter().map(|a| a["award"].as_str().unwrap()).collect()
}

/// What our own verifier finds, with everything of the place in an archive at hand: how each was found, and the verdict.
fn found(world: &World, file: &str, key: &str) -> Vec<(String, String)> {
    let archive = ["--archive", "place.zip", "--archive-key", key];
    let ran = world.run(["verify", "--offline", "--json", "--at", AT, file].into_iter().chain(archive));
    let report = ran.json();
    let badges = report["inputs"][0]["badges"].as_array().unwrap().clone();
    let via = |badge: &Value| badge["found"].to_string();
    badges.iter().map(|b| (via(b), b["verdict"].as_str().unwrap().to_owned())).collect()
}

/// Everything of the place in one file; the key by which it is believed.
fn archived(world: &World) -> String {
    world.run(["publish", "--out", "site", "--at", AT]).good();
    world.run(["archive", "site", "--out", "place.zip", "--at", AT]).good().out.trim().to_owned()
}

fn have(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok() || Command::new(tool).arg("-v").output().is_ok();
    if !there {
        eprintln!("SKIPPED: {tool} is not installed: what it says of our documents was not asked");
    }
    there
}

fn tool(world: &World, name: &str, args: &[&str]) -> String {
    let output = Command::new(name).current_dir(world.path()).args(args).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{name}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

#[test]
fn a_certificate_is_found_again_by_file_and_by_code() {
    let world = World::place();
    let to = ["--to", "lea@example.org", "--name", "Léa Exemple", "--where", "Caen, la Fabrique"];
    let token = issue(&world, "decoupe-laser", &to);
    let printed = print(&world, "certificate", &["--person", "lea@example.org", "-o", "lea.pdf"]);
    assert_eq!((awards(&printed), &printed["pages"]), (vec![token.as_str()], &Value::from(1)));
    assert_eq!((&printed["awards"][0]["code"], &printed["file"]), (&"statement".into(), &"lea.pdf".into()));
    assert_eq!(printed["remarks"], Value::Array(vec![]));
    let key = archived(&world);
    let badges = found(&world, "lea.pdf", &key);
    assert_eq!(badges.len(), 2, "{badges:?}");
    assert!(badges.iter().all(|(_, verdict)| verdict == "verified"), "{badges:?}");
    assert!(badges[0].0.contains("decoupe-laser-") && badges[1].0.contains("code"), "{badges:?}");
    if have("pdfinfo") {
        let said = tool(&world, "pdfinfo", &["-struct-text", "lea.pdf"]);
        for text in ["Découpe laser en sécurité", "Léa Exemple", "Caen, la Fabrique, le 14 mars 2026", "ATTESTATION"]
        {
            assert!(said.contains(text), "{text}: {said}");
        }
        let info = tool(&world, "pdfinfo", &["lea.pdf"]);
        assert!(info.contains("Attestation – Léa Exemple") && info.contains("Tagged:          yes"), "{info}");
    }
    if have("qpdf") {
        let said = tool(&world, "qpdf", &["--check", "lea.pdf"]);
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }
    if have("pdftoppm") {
        tool(&world, "pdftoppm", &["-r", "150", "-png", "lea.pdf", "page"]);
        let badges = found(&world, "page-1.png", &key);
        assert_eq!(badges.iter().map(|(_, v)| v.as_str()).collect::<Vec<_>>(), ["verified"], "{badges:?}");
    }
}

// The certificate in the documentation is what its data gives; where it is not: the example `paper`, then
// `pdftoppm -r 80 -png -singlefile DIR/certificate.pdf docs/images/certificate`.
#[test]
#[allow(clippy::print_stdout)]
fn the_certificate_in_the_documentation_is_printed_from_its_data() {
    use badge_core::language::Lang;
    use badge_core::limits::Limits;
    use badge_core::paper::{House, Kind, Picture, Press, Printed, Template};
    use badge_core::picture::{Colours, Design, Drawing, Icon, Level, Qr, Shape};

    let data: serde_json::Value =
        serde_json::from_slice(include_bytes!("../../fixtures/artwork/certificate.json")).unwrap();
    let text = |name: &str| data[name].as_str().unwrap().to_owned();
    let design = Design {
        shape: Shape::named(&text("shape")).unwrap(),
        icon: Icon::named(&text("icon")).unwrap(),
        colours: Colours::named(&text("colour")).unwrap(),
        level: Level::new(3, 5).unwrap(),
    };
    let read = |svg: &str| Picture::read(svg.as_bytes(), &Limits::default()).unwrap();
    let drawn = Drawing { posture: Some(&text("posture")), ..Drawing::new(design, &text("title")) }.draw();
    let award = Printed {
        lang: Lang::Fr,
        speaks: Lang::Fr,
        title: text("title"),
        name: Some(text("name")),
        level: Some(format!("{} · {}", text("posture"), text("kind"))),
        done: Some(text("done")),
        date: text("date"),
        until: Some(text("until")),
        place: Some(text("where")),
        picture: read(&drawn.svg),
        picture_alt: text("title"),
        code: Some(Qr::new(&text("code")).unwrap()),
        claim: None,
        // The page says that there is one.
        file: Some(badge_core::paper::SignedFile {
            name: "a.json".into(),
            media_type: "application/ld+json",
            description: "a".into(),
            bytes: b"{}".to_vec(),
            date: badge_core::time::Timestamp::parse("2026-03-14T15:00:00Z").unwrap(),
        }),
    };
    let logo = Design { shape: Shape::ALL[0], icon: Icon::ALL[1], colours: Colours::NAMED[4].1, level: Level::NONE };
    let house =
        House {
            name: "Atelier de l’Exemple".into(), logo: Some(read(&logo.to_svg("", ""))), logo_alt: "Logo".into()
        };
    let now = badge_core::time::Timestamp::parse("2026-03-14T15:00:00Z").unwrap();
    let mut press = Press::new(Kind::Certificates, Template::default(), house, Lang::Fr, "Attestation", now).unwrap();
    press.add(award);
    let (bytes, remarks) = press.finish().unwrap();
    assert_eq!(remarks, []);
    let world = World::empty();
    world.write("certificate.pdf", bytes);
    if !have("pdftoppm") {
        println!("SKIPPED: pdftoppm is not there");
        return;
    }
    tool(&world, "pdftoppm", &["-r", "80", "-png", "-singlefile", "certificate.pdf", "page"]);
    let drawn = std::fs::read(world.at("page.png")).unwrap();
    let kept = include_bytes!("../../docs/images/certificate.png");
    // The header has the size. Other versions of poppler smooth edges in their own way, which compresses a little
    // better or worse; letters, a ribbon or a line that are missing are more than that.
    assert_eq!(drawn[..24], kept[..24]);
    let (drawn, kept) = (drawn.len(), kept.len());
    assert!(drawn.abs_diff(kept) * 50 < kept, "{drawn} bytes now, {kept} in the documentation: print it again");
}

// D-10
#[test]
fn cards_show_the_code_that_gives_them_and_are_read_from_a_page() {
    let world = World::place();
    let mut codes = Vec::new();
    for _ in 0..11 {
        let ran = world.run(["issue", "premiers-circuits", "--card", "--json", "--date", "2026-03-14"]).good().json();
        codes.push(ran["code"].as_str().unwrap().to_owned());
    }
    let printed = print(&world, "card", &["--achievement", "premiers-circuits", "-o", "k.pdf"]);
    assert_eq!((awards(&printed).len(), &printed["pages"]), (11, &Value::from(2)));
    let key = archived(&world);
    let badges = found(&world, "k.pdf", &key);
    assert_eq!(badges.len(), 22);
    assert!(badges.iter().all(|(_, verdict)| verdict == "verified"), "{badges:?}");
    if have("pdftotext") {
        let said = tool(&world, "pdftotext", &["k.pdf", "-"]);
        assert!(codes.iter().all(|code| said.contains(code.as_str())), "{said}");
    }
    if have("pdftoppm") {
        tool(&world, "pdftoppm", &["-r", "150", "-f", "1", "-l", "1", "-png", "k.pdf", "k"]);
        let page = ["k-1.png", "k-01.png"].into_iter().find(|name| world.at(name).exists()).unwrap();
        assert_eq!(found(&world, page, &key).len(), 10);
    }
    // Certificates are for people: they show no code to claim by.
    print(&world, "certificate", &["--achievement", "premiers-circuits", "-o", "c.pdf"]);
    if have("pdftotext") {
        assert!(!tool(&world, "pdftotext", &["c.pdf", "-"]).contains(&codes[0]));
    }
}

#[test]
fn a_name_is_printed_only_where_it_is_wanted() {
    let world = World::place();
    issue(&world, "premiers-pas", &["--to", "lea@example.org", "--name", "Léa Exemple"]);
    let name = |file: &str, more: &[&str]| {
        print(&world, "certificate", &[&["--achievement", "premiers-pas", "-o", file], more].concat());
        have("pdftotext").then(|| tool(&world, "pdftotext", &[file, "-"]).contains("Léa Exemple"))
    };
    assert_ne!(name("with.pdf", &[]), Some(false));
    assert_ne!(name("without.pdf", &["--without-name"]), Some(true));
    // It is in the file of people only: the document says it in no other place.
    let bytes = std::fs::read(world.at("without.pdf")).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("Exemple") && !text.contains("lea@"), "nor in its properties");
    assert!(
        world.run(["certificate", "--achievement", "premiers-pas", "--without-name", "-o", "without.pdf"]).code == 2
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = world.at("with.pdf").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o77, 0, "names of people are for whoever looks after the place");
    }
}

// What makes a paper worth something is never what is left out for want of room.
#[test]
fn long_names_never_push_the_date_off_the_page() {
    let world = World::place();
    let name = "Fédération des centres sociaux et socioculturels du Calvados et de la Manche réunis pour l’occasion";
    let toml = std::fs::read_to_string(world.at("place.toml")).unwrap();
    let line = toml.lines().find(|line| line.starts_with("name = ")).unwrap();
    world.write("place.toml", toml.replacen(line, &format!("name = \"{name}\""), 1));
    let at = "Salle polyvalente de Saint-Pierre-en-Auge, au premier étage, à droite, derrière la grande bibliothèque";
    issue(&world, "premiers-pas", &["--card", "--name", "Léa", "--where", at]);
    world.write("wide.toml", "[certificate]\npaper = \"landscape\"\n");
    for (what, more) in [("card", &[][..]), ("certificate", &[]), ("certificate", &["--template", "wide.toml"])] {
        let out = format!("{what}{}.pdf", more.len());
        print(&world, what, &[&["--achievement", "premiers-pas", "-o", &out], more].concat());
        if have("pdftotext") {
            let said = tool(&world, "pdftotext", &[&out, "-"]).replace('\u{a0}', " ");
            assert!(said.contains("14 mars 2026") && said.contains("Salle poly"), "{what} {more:?}: {said}");
        }
    }
}

#[test]
fn the_order_is_that_of_the_table() {
    let world = World::place();
    let table = "Courriel;Nom;Badge\nzoe@example.org;Zoé;Premiers circuits\nanna@example.org;Anna;Premiers circuits\n\
                 pas-une-adresse;Rien;Premiers circuits\nbea@example.org;Béa;Découpe laser en sécurité\n";
    world.write("t.csv", table);
    let ran = world.run(["batch", "issue", "t.csv", "--out", "rendu", "--cohort", "printemps", "--at", AT, "--yes"]);
    assert!(ran.code == 0 || ran.code == 1, "{}{}", ran.out, ran.err);
    let results = std::fs::read_dir(world.at("rendu")).unwrap();
    let results = results.map(|e| e.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "csv" || e == "xlsx"));
    let results = results.unwrap().display().to_string();
    let by_table = print(&world, "card", &["--table", &results, "-o", "a.pdf"]);
    let listed = world.run(["list", "--json"]).good().json();
    let of = |name: &str| {
        let all = listed["awards"].as_array().unwrap();
        all.iter().find(|a| a["name"] == name).unwrap()["token"].as_str().unwrap().to_owned()
    };
    assert_eq!(awards(&by_table), [of("Zoé"), of("Anna"), of("Béa")]);
    let by_cohort = print(&world, "certificate", &["--cohort", "printemps", "-o", "b.pdf"]);
    assert_eq!((awards(&by_cohort).len(), &by_cohort["pages"]), (3, &Value::from(3)));
    let both = ["--cohort", "printemps", "--achievement", "decoupe-laser", "-o", "c.pdf"];
    assert_eq!(awards(&print(&world, "card", &both)), [of("Béa")]);
    let (anna, zoe) = (of("Anna"), of("Zoé"));
    assert_eq!(awards(&print(&world, "card", &[&anna, &zoe, &anna, "-o", "d.pdf"])), [anna.as_str(), zoe.as_str()]);
}

// D-05, D-11
#[test]
fn what_may_not_go_out_or_does_not_hold_is_not_printed() {
    let world = World::place();
    let minor = issue(&world, "premiers-pas", &["--to", "tom@example.org", "--name", "Tom", "--minor"]);
    let revoked = issue(&world, "premiers-pas", &["--to", "lea@example.org"]);
    let expired = issue(&world, "premiers-pas", &["--to", "zoe@example.org", "--expires", "2026-03-18"]);
    world.run(["revoke", &revoked, "--yes"]).good();
    for (token, french, english) in [
        (&minor, "celui d’un mineur", "is a minor’s"),
        (&revoked, "est annulé : il ne s’imprime pas", "is revoked: it is not printed"),
        (&expired, "n’est plus valable", "has expired"),
    ] {
        for verb in ["card", "certificate"] {
            for (lang, words) in [("fr", french), ("en", english)] {
                let ran = world.run([verb, token, "--at", AT, "-o", "x.pdf", "--lang", lang]);
                assert_eq!(ran.code, 2);
                assert!(ran.err.replace('\u{a0}', " ").contains(words), "{}", ran.err);
            }
        }
    }
    // Of many, they are left out and counted; of nothing but them, nothing is made.
    let ran = world.run(["card", "--achievement", "premiers-pas", "--at", AT, "-o", "x.pdf"]);
    assert_eq!(ran.code, 2);
    for words in ["rien à imprimer", "1 badge annulé", "1 badge qui n’est plus valable", "1 badge laissé de côté"]
    {
        assert!(ran.err.replace('\u{a0}', " ").contains(words), "{words}: {}", ran.err);
    }
    assert!(!world.at("x.pdf").exists());
    let good = issue(&world, "premiers-pas", &["--to", "anna@example.org"]);
    let printed = print(&world, "card", &["--achievement", "premiers-pas", "-o", "x.pdf"]);
    assert_eq!(awards(&printed), [good.as_str()]);
    let why: Vec<&str> = printed["left_out"].as_array().unwrap().iter().map(|l| l["why"].as_str().unwrap()).collect();
    assert_eq!(why, ["waiting", "revoked", "expired"]);
    // A card that was claimed: the badge that took its place is named, and nobody is told to have two.
    let card = world.run(["issue", "premiers-pas", "--card", "--at", AT, "--json"]).good().json();
    let (token, code) = (card["token"].as_str().unwrap(), card["code"].as_str().unwrap());
    let claimed = world.run(["claim", code, "--to", "noe@example.org", "--at", AT, "--json"]).good().json();
    let ran = world.run(["card", token, "--at", AT, "-o", "y.pdf"]);
    assert!(ran.code == 2 && ran.err.contains("carte réclamée") && !ran.err.contains("reinstate"), "{}", ran.err);
    assert!(ran.err.contains(claimed["token"].as_str().unwrap()), "{}", ran.err);
}

#[test]
fn a_template_is_the_places_own_and_its_faults_are_sentences() {
    let world = World::place();
    let token = issue(&world, "premiers-pas", &["--to", "lea@example.org", "--name", "Léa"]);
    world.run(["certificate", "--write-template"]).good();
    assert!(world.text("templates/paper.toml").contains("[certificate]"));
    assert_eq!(world.run(["card", "--write-template"]).code, 2, "a place’s own is not written over");
    let own = "[certificate]\npaper = \"landscape\"\n[fr]\nheading = \"Bravo {name}\"\n";
    world.write("templates/paper.toml", own);
    print(&world, "certificate", &[&token, "-o", "a.pdf"]);
    if have("pdftotext") {
        assert!(tool(&world, "pdftotext", &["a.pdf", "-"]).contains("BRAVO LÉA"));
    }
    world.write("templates/paper.toml", "[fr]\nheading = \"Bravo {nom}\"\n\n[card]\nwdth = 90\n");
    for (lang, hole, field) in [
        ("fr", "rien ne remplit « {nom} » (peut-être {name} ?)", "ligne 5"),
        ("en", "nothing fills “{nom}” (perhaps {name}?)", "line 5"),
    ] {
        let ran = world.run(["card", &token, "-o", "b.pdf", "--lang", lang]);
        let said = ran.err.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(ran.code == 2 && said.contains(hole) && said.contains(field), "{said}");
    }
    // A value that is not one says which there are.
    let wrong = "[certificate]\npaper = \"paysage\"\n[card]\nmarks = \"dots\"\n[colours]\nink = \"brun\"\n";
    world.write("templates/paper.toml", wrong);
    for (lang, words) in [
        (
            "fr",
            [
                "dans la liste : portrait, landscape",
                "corners, lines, none",
                "pas une couleur ; écrivez-la ainsi : #b04a2f",
            ],
        ),
        (
            "en",
            ["not on the list: portrait, landscape", "corners, lines, none", "no colour; write it like this: #b04a2f"],
        ),
    ] {
        let ran = world.run(["certificate", &token, "-o", "b.pdf", "--lang", lang]);
        let said = ran.err.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(ran.code == 2 && words.iter().all(|word| said.contains(word)), "{said}");
    }
    assert!(!world.at("b.pdf").exists());
    world.write("other.toml", "");
    print(&world, "card", &[&token, "-o", "b.pdf", "--template", "other.toml"]);
}

#[test]
fn bad_input_is_a_sentence_each() {
    let world = World::place();
    issue(&world, "premiers-pas", &["--to", "lea@example.org", "--name", "إيمان"]);
    let said = |args: &[&str]| {
        let ran = world.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        ran.err.replace(['\u{a0}', '\u{202f}'], " ")
    };
    assert!(said(&["card"]).contains("quels badges imprimer"));
    let none = said(&["card", "--cohort", "hiver"]);
    assert!(none.contains("« hiver »") && !none.contains("connues : ."), "{none}");
    assert!(said(&["card", "--achievement", "decoupe-laser"]).contains("premiers-pas"));
    assert!(said(&["card", "--person", "tom@example.org"]).contains("tom@example.org"));
    assert!(said(&["card", "00000000"]).contains("00000000"));
    world.write("t.csv", "Courriel;Nom\nlea@example.org;Léa\n");
    assert!(said(&["card", "--table", "t.csv"]).contains("ne nomme un badge de ce lieu"));
    world.write("there.pdf", "mine");
    assert!(said(&["card", "--achievement", "premiers-pas", "-o", "there.pdf"]).contains("existe déjà"));
    assert_eq!(world.text("there.pdf"), "mine");
    world.run(["card", "--achievement", "premiers-pas", "-o", "there.pdf", "--force"]).good();
    // Letters that the font lacks: told, and a line left to write by hand.
    let ran = world.run(["certificate", "--achievement", "premiers-pas", "-o", "arabic.pdf"]).good();
    assert!(ran.err.contains("écrire à la main"), "{}", ran.err);
    let ran = world.run(["certificate", "--achievement", "premiers-pas", "--dry-run", "--lang", "en", "-o", "no.pdf"]);
    assert!(ran.good().err.contains("1 badge would be printed (1 page) to no.pdf"));
    assert!(!Path::new(&world.at("no.pdf")).exists());
}

#[test]
fn a_place_without_an_address_prints_without_a_code() {
    let world = World::place_without_address();
    let token = issue(&world, "premiers-pas", &["--to", "lea@example.org", "--name", "Léa"]);
    let ran = world.run(["certificate", &token, "-o", "a.pdf", "--at", AT]).good();
    assert!(ran.err.contains("n’a pas d’adresse"), "{}", ran.err);
    let report = world.run(["verify", "--offline", "--json", "--at", AT, "a.pdf"]).good().json();
    assert_eq!(report["inputs"][0]["badges"].as_array().unwrap().len(), 1);
    assert_eq!(report["verdict"], "verified", "by the file inside, and the place’s own key");
}
