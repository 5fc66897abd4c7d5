//! `badge design`: drawings from data, and a sentence in both languages for each thing that cannot be drawn as asked.

mod support;

use support::World;

/// What went wrong, in both languages.
fn said(world: &World, args: &[&str], fr: &str, en: &str) {
    for (lang, expected) in [("fr", fr), ("en", en)] {
        let ran = world.run([args, &["--lang", lang]].concat());
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        let err = ran.err.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(err.contains(expected), "{lang}: {err}");
    }
}

/// What is to be known, of a badge that is drawn all the same.
fn remarked(world: &World, title: &str, code: &str, fr: &str, en: &str) {
    for (lang, expected) in [("fr", fr), ("en", en)] {
        let ran = world.run(["design", "--title", title, "--dry-run", "--lang", lang]).good();
        let err = ran.err.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(err.contains(expected), "{lang}: {err}");
    }
    let ran = world.run(["design", "--title", title, "--dry-run", "--json"]).good();
    assert_eq!(ran.json()["remarks"][0]["code"], code);
}

#[test]
fn a_badge_is_drawn_without_a_place() {
    let world = World::empty();
    let args = ["design", "--title", "Réparer un vélo", "--kind", "savoir-faire", "--level", "je-pratique"];
    let ran = world.run([&args[..], &["-o", "b.svg", "--json", "--lang", "fr"]].concat()).good();
    let made = ran.json();
    assert_eq!(
        (&made["shape"], &made["icon"], &made["colour"]),
        (&"hexagon".into(), &"bicycle".into(), &"brick".into())
    );
    assert_eq!(made["remarks"], serde_json::json!([]));
    let svg = world.text("b.svg");
    assert!(svg.contains("<title>Réparer un vélo</title>") && svg.contains("je pratique"), "the description tells it");
    assert!(svg.contains("role=\"img\"") && !svg.contains("<text"));
    world.run([&args[..], &["-o", "b.png", "--size", "200"]].concat()).good();
    assert_eq!(image_size(&std::fs::read(world.at("b.png")).unwrap()), (200, 200));
    // Without a name for the file, one by the title; a dry run writes nothing.
    world.run(["design", "--title", "Fête de la science"]).good();
    assert!(world.at("fete-de-la-science.svg").exists());
    world.run(["design", "--title", "Autre", "--dry-run"]).good();
    assert!(!world.at("autre.svg").exists());
    let kinds = world.run(["design", "--list", "kinds", "--lang", "en"]).good();
    assert!(kinds.out.contains("know-how"), "{}", kinds.out);
    world.run(["design", "--sheet", "all.svg"]).good();
    assert_eq!(world.text("all.svg").matches("<title>").count(), 40, "eight kinds, five levels");
}

#[test]
fn an_achievement_draws_itself_at_once() {
    let world = World::place();
    let made =
        world.run(["achievement", "new", "Atelier vélo", "--kind", "engagement", "--level", "je-pratique"]).good();
    assert!(made.err.is_empty() || !made.err.contains("ruban"), "{}", made.err);
    assert!(world.text("achievements/atelier-velo.toml").contains("[drawing]\nicon = \"bicycle\""));
    let ran = world.run(["design", "--from", "atelier-velo", "-o", "a.svg", "--json"]).good();
    assert_eq!(ran.json()["shape"], "shield");
    let before = world.text("a.svg");
    // The place's own template takes over, for `design` and for what is awarded.
    world.write("templates/badge.svg", include_str!("../../fixtures/artwork/template.svg"));
    world.run(["design", "--from", "atelier-velo", "-o", "a.svg", "--force"]).good();
    assert_ne!(world.text("a.svg"), before);
    world.run(["achievement", "new", "Soudure", "--shape", "flower", "--icon", "chip", "--colour", "#123456"]).good();
    let text = world.text("achievements/soudure.toml");
    assert!(text.contains("shape = \"flower\"") && text.contains("colour = \"#123456\""), "{text}");
}

#[test]
fn a_title_that_cannot_be_written_is_told() {
    let world = World::empty();
    remarked(&world, "إصلاح الدراجات", "title_left_off", "n’a pas la lettre « إ »", "has no letter \"إ\"");
    let long = "Réparer ensemble ".repeat(18);
    assert!(long.chars().count() >= 300);
    remarked(&world, &long, "title_shortened", "Le titre est trop long", "The title is too long");
    let none = ["design", "--title", " "];
    said(&world, &none, "Un badge a besoin d’un titre", "A badge needs a title");
    said(&world, &["design"], "Un badge a besoin d’un titre", "A badge needs a title");
}

#[test]
fn names_that_nobody_knows_lead_to_the_nearest() {
    let world = World::empty();
    let with = |flag, value| ["design", "--title", "Vélo", flag, value];
    said(
        &world,
        &with("--kind", "savoir-fair"),
        "le plus proche est « savoir-faire »",
        "nearest name is \"savoir-faire\"",
    );
    said(
        &world,
        &with("--level", "je-pratik"),
        "le plus proche est « je-pratique »",
        "nearest name is \"je-pratique\"",
    );
    said(&world, &with("--icon", "bycicle"), "voulez-vous dire « bicycle »", "do you mean \"bicycle\"");
    said(&world, &with("--shape", "hexagonne"), "voulez-vous dire « hexagon »", "do you mean \"hexagon\"");
    said(&world, &with("--colour", "#12345"), "« #12345 » ne convient pas", "\"#12345\" does not suit");
    said(&world, &with("-o", "badge.gif"), "un badge s’écrit dans un fichier .svg ou .png", "a .svg or .png file");
    said(
        &world,
        &[&with("-o", "b.png")[..], &["--size", "9000"]].concat(),
        "9000 pixels demandés",
        "9000 pixels asked for",
    );
}

#[test]
fn a_logo_that_is_a_bomb_is_refused() {
    let world = World::empty();
    let mut bomb = String::from("<defs><path id='a0' d='M0 0H9V9Z'/>");
    for n in 1..8 {
        bomb += &format!("<g id='a{n}'>{}</g>", format!("<use href='#a{}'/>", n - 1).repeat(10));
    }
    let bomb =
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{bomb}</defs><use href='#a7'/></svg>");
    world.write("logo.svg", bomb);
    let args = ["design", "--title", "Vélo", "--logo", "logo.svg"];
    said(&world, &args, "Ce logo ne peut pas servir", "This logo cannot be used");
    said(&world, &args, "il y a trop à dessiner", "there is too much to draw");
    world.write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0H9V9Z'/></svg>");
    world.run([&args[..], &["-o", "b.png"]].concat()).good();
}

// What cannot be drawn into a badge can be shown on a page: it stops nothing, and no revocation waits for another logo.
#[test]
fn a_logo_that_cannot_be_drawn_is_published() {
    let world = World::empty();
    world.write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9'>A</text></svg>");
    let init = ["init", "--name", "Atelier", "--email", "a@example.org", "--url", "https://badges.example.org"];
    let more = ["--no-passphrase", "--image", "logo.svg", "--lang", "en", "lieu"];
    let made = world.run(init.iter().chain(&more)).good();
    assert!(made.err.contains("cannot be drawn into badges"), "{}", made.err);
    world.run(["publish", "--place", "lieu", "--out", "site"]).good();
    assert!(world.text("site/logo.svg").contains("<text"));
}

// A logo is published as it came: what the server refuses, the command does.
#[test]
fn a_logo_that_would_run_or_fetch_something_is_refused() {
    let world = World::empty();
    let svg = |inside: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0H9V9Z'/>{inside}</svg>")
    };
    let init =
        ["init", "--name", "Atelier", "--email", "a@example.org", "--no-passphrase", "--image", "logo.svg", "lieu"];
    let faults = ["<script>alert(1)</script>", "<style>@import 'https://example.org/a.css';</style>"];
    for inside in faults {
        world.write("logo.svg", svg(inside));
        said(
            &world,
            &init,
            "exportez-le de nouveau en SVG simple, ou en PNG",
            "export it again as a plain SVG, or as a PNG",
        );
        assert!(!world.at("lieu").exists(), "nothing was begun");
    }
    world.write("logo.svg", svg(""));
    world.run(init).good();
    // Whoever puts another file there later is told as well, and it does not go out.
    for inside in faults {
        world.write("lieu/logo.svg", svg(inside));
        let refused = world.run(["publish", "--place", "lieu", "--out", "site"]);
        assert!(refused.code == 2 && refused.err.contains("en SVG simple"), "{}{}", refused.code, refused.err);
        assert!(!world.at("site/logo.svg").exists());
        let doctor = world.run(["doctor", "--place", "lieu"]);
        assert!((doctor.out + &doctor.err).contains("logo.svg"), "the doctor finds it");
    }
    world.write("lieu/logo.svg", svg(""));
    world.run(["publish", "--place", "lieu", "--out", "site"]).good();
    assert!(world.at("site/logo.svg").exists());
}

#[test]
fn a_template_with_a_fault_is_told_with_its_line() {
    let world = World::empty();
    let good = include_str!("../../fixtures/artwork/template.svg");
    let args = ["design", "--title", "Vélo", "--template", "t.svg"];
    for (from, to, fr, en) in [
        ("badge-title", "badge-titel", "voulez-vous dire « badge-title »", "do you mean \"badge-title\""),
        ("{{face}}", "{{fase}}", "aucune couleur ne s’appelle « fase »", "no colour is called \"fase\""),
        ("{{face}}\"", "{{face\"", "jamais fermées", "never closed"),
        ("width=\"288\"", "", "n’est pas un rectangle avec une largeur", "is no rectangle with a width"),
        ("</svg>", "<script>1</script></svg>", "un script", "a script"),
        ("</svg>", "<image href=\"https://example.org/a.png\"/></svg>", "hors du fichier", "outside the file"),
        ("</svg>", "<text>Dôme</text></svg>", "pas transformé en tracés", "not turned into paths"),
    ] {
        assert!(good.contains(from), "{from}");
        world.write("t.svg", good.replacen(from, to, 1));
        said(&world, &args, fr, en);
        let line = 1 + good.lines().position(|l| l.contains(from)).unwrap();
        said(&world, &args, &format!("t.svg:{line}"), &format!("t.svg:{line}"));
    }
    world.write("t.svg", good);
    world.run([&args[..], &["-o", "b.png"]].concat()).good();
    world.write("t.svg", good.replacen("width=\"288\"", "width=\"2\"", 1));
    said(&world, &args, "ne se voit pas", "is not to be seen");
    let title = good.lines().find(|l| l.contains("badge-title")).unwrap();
    world.write("t.svg", good.replacen(title, &title.replace("/>", " style=\"fill:rougeâtre\"/>"), 1));
    said(&world, &args, "« rougeâtre » n’est pas une couleur", "\"rougeâtre\" is no colour");
}

// Who listens is told what is there: not a hexagon that a template does not draw, nor a colour that was corrected.
#[test]
fn what_is_told_is_what_is_drawn() {
    let world = World::empty();
    let only = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 400'><path d='M0 0H400V400H0Z' fill='#ffffff'/>\
                <rect id='badge-title' x='40' y='100' width='320' height='90' fill='#000000'/></svg>";
    world.write("only.svg", only);
    let described = |more: &[&str]| {
        let args = ["design", "--title", "Essai", "--level", "je-pratique", "--dry-run", "--json"];
        world.run([&args[..], more].concat()).good().json()["description"].as_str().unwrap().replace('\u{a0}', " ")
    };
    assert_eq!(described(&["--template", "only.svg"]), "dessin propre au lieu");
    let drawn = described(&["--colour", "#808080"]);
    assert!(drawn.starts_with("hexagone de couleur #") && !drawn.contains("#808080"), "{drawn}");
    assert!(drawn.ends_with(", avec une étoile ; sur le ruban : je pratique, niveau 3 sur 5"), "{drawn}");
    world.write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0H9V9Z'/></svg>");
    let drawn = described(&["--qr", "https://example.org/", "--logo", "logo.svg", "--colour", "rouge"]);
    assert!(drawn.starts_with("hexagone de couleur rouge brique, avec un code QR ;"), "{drawn}");
    assert!(drawn.ends_with(" ; en haut, le logo du lieu"), "{drawn}");
}

#[test]
fn what_people_type_is_understood_or_told() {
    let world = World::empty();
    let drawn = ["design", "--title", "Essai", "--icon", "vélo", "--shape", "écusson", "--colour", "vert", "--json"];
    let made = world.run([&drawn[..], &["-o", "a.svg"]].concat()).good().json();
    assert_eq!(
        (&made["icon"], &made["shape"], &made["colour"]),
        (&"bicycle".into(), &"shield".into(), &"forest".into())
    );
    // A file that is there is not written over without a word.
    said(&world, &["design", "--title", "Essai", "-o", "a.svg"], "existe déjà", "exists already");
    world.run(["design", "--title", "Essai", "-o", "a.svg", "--force"]).good();
    said(&world, &["design", "--title", "Essai", "--qr", " "], "n’a rien à dire", "has nothing to say");
    let long = "a".repeat(3_000);
    said(
        &world,
        &["design", "--title", "Essai", "--qr", &long],
        "3000 octets, 2331 au plus",
        "3000 bytes, 2331 at most",
    );
    world.write(
        "white.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0H9V9Z' fill='#fff'/></svg>",
    );
    let white = world.run(["design", "--title", "Essai", "--logo", "white.svg", "--dry-run", "--lang", "fr"]).good();
    assert!(white.err.contains("Le logo ne se voit pas"), "{}", white.err);
}

/// Width and height of a PNG, from its header.
fn image_size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}
