//! What a recruiter or a mediator gets back: a page, a list, a web page, a table; and whose the badges are.

mod support;

use support::World;

/// A place that is its key, and three badges: Léa's, Noé's, and one of Léa's that has ended.
fn world() -> (World, Vec<String>) {
    let world = World::place_without_address();
    let mut files = Vec::new();
    for (slug, to, more) in [
        ("impression-3d", "lea@example.org", None),
        ("premiers-pas", "noe@example.org", None),
        ("decoupe-laser", "lea@example.org", Some("2026-03-31")),
    ] {
        let mut args = vec!["issue", slug, "--to", to, "--date", "2026-03-02", "--json"];
        args.extend(more.into_iter().flat_map(|day| ["--expires", day]));
        let answer = world.run(args).good().out;
        let png = answer.split('"').find(|part| part.ends_with(".png")).unwrap_or_else(|| panic!("{answer}"));
        files.push(png.to_owned());
    }
    (world, files)
}

#[test]
fn theirs_are_told_first_and_apart_from_authenticity() {
    let (world, files) = world();
    let [lea, noe, ended] = files.as_slice() else { panic!("{files:?}") };
    let ask = |who: &[&str], files: &[&str]| {
        let who = who.iter().flat_map(|w| ["--recipient", w]);
        let args = ["verify", "--offline", "--at", "2026-06-01", "--lang", "en"].into_iter().chain(who);
        world.run(args.chain(files.iter().copied()))
    };
    let ran = ask(&["lea@example.org"], &[lea, noe, ended]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.out.starts_with(
            "✓ 2 badges are about the person you gave.\n✗ One badge is about another person.\n3 badges found.\n"
        ),
        "{}",
        ran.out
    );
    for line in ["  1. ✓ authentic, name not proven\n", "  2. ? about another person\n", "  3. ✗ expired\n"] {
        assert!(ran.out.contains(line), "{line}{}", ran.out);
    }
    // One badge alone: two lines, two questions, and the one that was asked first (D-41: exit 5).
    let ran = ask(&["lea@example.org"], &[noe]);
    assert_eq!(ran.code, 5);
    assert!(ran.out.starts_with("✗ The badge is about another person than the one you gave.\n"), "{}", ran.out);
    assert!(ran.out.contains("\n✓ Authentic"), "{}", ran.out);
    // One of several addresses is enough; letter case does not matter; what is not in the badge cannot differ.
    assert_eq!(ask(&["lea@example.com", "LEA@example.org"], &[lea]).code, 0);
    // A good badge that does not say whose it is, in a way that can be compared, is no yes (D-41).
    let ran = ask(&["studentId=1234"], &[lea]);
    assert_eq!(ran.code, 5);
    assert!(ran.out.starts_with("? About whom this badge is"), "{}", ran.out);
    let json = ask(&["studentId=1234"], &["--json", lea]);
    let json: (i32, serde_json::Value) = (json.code, json.json());
    assert_eq!((json.0, &json.1["valid"], &json.1["verdict"]), (5, &false.into(), &"verified".into()));
    assert_eq!(json.1["recipient"], "unknown");
    let ran = ask(&["studentId=1234"], &[lea, noe]);
    assert_eq!(ran.code, 5);
    assert!(ran.out.contains("  1. ? authentic, person not recognised\n"), "{}", ran.out);
    assert_eq!(ask(&["studentId=1234"], &[lea, ended]).code, 1, "what is rejected comes first");
}

#[test]
fn a_web_page_and_a_table_are_written_beside_the_answer() {
    let (world, files) = world();
    world.write("photo.jpg", b"\xff\xd8\xff\xe0 a photograph");
    let mut args = vec!["verify", "--offline", "--at", "2026-06-01", "--html", "page.html", "--table", "table.csv"];
    args.extend(["photo.jpg", "--lang", "fr"]);
    args.extend(files.iter().map(String::as_str));
    let ran = world.run(args);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("3 badges trouvés."), "{}", ran.out);
    let html = world.text("page.html");
    assert!(html.starts_with("<!doctype html>") && html.contains("data:image/png;base64,"));
    assert!(html.contains("Une ligne par badge") && !html.contains("lea@example.org"));
    let csv = world.text("table.csv");
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert!(csv.starts_with('\u{feff}') && lines[0].starts_with("Fichier ou lien;Endroit;Réponse;"), "{csv}");
    assert_eq!(lines.len(), 5, "{csv}");
    assert!(lines[1].starts_with("photo.jpg;;pas de badge;"), "{csv}");
    assert!(lines[4].contains(";2026-03-02;2026-03-31;rejected;expired;"), "{csv}");
    // What was there is replaced as a whole, and not written over: whoever has it open still sees the old one.
    for file in ["page.html", "table.csv"] {
        std::fs::hard_link(world.at(file), world.at(&format!("old-{file}"))).unwrap();
    }
    let ran = world.run(["verify", "--offline", "--html", "page.html", "--table", "table.csv", "photo.jpg"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    assert!(world.text("old-page.html") == html && world.text("page.html") != html);
    assert!(world.text("old-table.csv") == csv && world.text("table.csv") != csv);
    let left = std::fs::read_dir(world.at(".")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().ends_with(".tmp")).count(), 0);
    // On standard output each alone, with commas in English.
    let ran = world.run(["verify", "--offline", "--lang", "en", "--table", "-", &files[0], "--at", "2026-06-01"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 2), "{}", ran.out);
    assert!(ran.out.starts_with("File or link,Place,Answer,"), "{}", ran.out);
    let ran = world.run(["verify", "--offline", "--html", "-", &files[0], "--at", "2026-06-01"]);
    assert!(ran.out.starts_with("<!doctype html>") && ran.out.ends_with("</html>\n"), "{}", ran.out);
    assert_eq!(world.run(["verify", "--offline", "--html", "-", "--table", "-", &files[0]]).code, 2);
    assert_eq!(world.run(["verify", "--offline", "--html", "-", "--json", &files[0]]).code, 2);
    assert_eq!(world.run(["verify", "--offline", "--html", "no/such/page.html", &files[0]]).code, 2);
}

#[test]
fn nothing_found_is_told_with_what_to_ask_for() {
    let world = World::empty();
    world.write("song.wav", b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0");
    world.write("empty.pdf", b"");
    let ran = world.run(["verify", "--offline", "--lang", "fr", "song.wav"]);
    assert_eq!(ran.code, 4);
    assert!(ran.out.starts_with("✗ Il n’y a pas de badge lisible ici."), "{}", ran.out);
    assert!(ran.out.contains("→ Demandez à la personne le fichier d’origine"), "{}", ran.out);
    let ran = world.run(["verify", "--offline", "--lang", "en", "--html", "page.html", "."]);
    assert_eq!(ran.code, 4);
    assert!(ran.out.starts_with("No badge found.\n2 files or links looked at.\n"), "{}", ran.out);
    assert!(world.text("page.html").contains("No badge found."));
}

/// D-41: every verb takes `--json`.
#[test]
fn tools_answer_in_json_too() {
    let world = World::empty();
    let json = world.run(["completions", "bash", "--json"]).good().json();
    assert_eq!((&json["schema"], &json["shell"]), (&"badge-completions/1".into(), &"bash".into()));
    assert!(json["script"].as_str().unwrap().contains("_badge"));
    world.write("a.nq", "_:x <https://example.org/p> \"v\" .\n");
    let json = world.run(["debug", "canon", "a.nq", "--json"]).good().json();
    assert_eq!(json["schema"], "badge-debug/1");
    assert_eq!(json["nquads"], "_:c14n0 <https://example.org/p> \"v\" .\n");
    let schema = world.run(["debug", "schema"]).good().json();
    assert_eq!(schema["title"], "badge-report/1");
    let json = world.run(["demo", "--json", "--out", "demo"]).good().json();
    assert_eq!(json["schema"], "badge-demo/1");
    assert!(json["steps"].as_array().unwrap().len() >= 6, "{json}");
    assert!(json["open"].as_array().unwrap().iter().all(|path| world.at(path.as_str().unwrap()).exists()), "{json}");
}
