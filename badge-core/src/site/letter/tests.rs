//! What a template may say, and what a letter says.

use super::*;

fn badge(name: &str) -> Told {
    Told { name: name.into(), date: "2 mars 2026".into(), file: "impression-3d-1a2b3c4d.png".into(), ..Told::default() }
}

fn letter(badges: Vec<Told>) -> Letter {
    let (place, contact) = ("Le Dôme d'essai".to_owned(), "bonjour@example.org".to_owned());
    Letter { person: Some("Léa Exemple".into()), place, contact, home: None, badges }
}

fn fault(text: &str) -> (usize, TemplateFault) {
    let TemplateError { line, fault } = Template::parse(text, Kind::Html).unwrap_err();
    (line, fault)
}

#[test]
fn our_letters_say_what_a_person_needs() {
    let full = Told {
        description: Some("Sait **imprimer** une pièce.".into()),
        reason: Some("A imprimé\nun support".into()),
        until: Some("2 mars 2028".into()),
        page: Some("https://badges.example.org/b/1/".into()),
        refuse: Some("https://badges.example.org/refuse/0a/".into()),
        picture: Some("cid:1@example.org".into()),
        replaces: Some(("Impression 2D".into(), "1er février 2026".into())),
        ..badge("Impression 3D")
    };
    for lang in Lang::ALL {
        let one = Templates::ours(lang).write(&letter(vec![full.clone()]));
        let html = one.html.unwrap();
        for part in ["Léa Exemple", "Impression 3D", "Sait imprimer une pièce.", "A imprimé un support", "2 mars 2028"]
        {
            assert!(one.text.contains(part) && html.contains(part), "{lang} {part}");
        }
        for part in [
            "https://badges.example.org/b/1/",
            "https://badges.example.org/refuse/0a/",
            "bonjour@example.org",
            "impression-3d-1a2b3c4d.png",
            "Impression 2D",
            "1er février 2026",
        ] {
            assert!(one.text.contains(part) && html.contains(part), "{lang} {part}");
        }
        assert!(html.contains("src=\"cid:1@example.org\"") && html.contains("Le Dôme d&#39;essai"));
        assert!(one.subject.contains("Impression 3D") && one.subject.contains("Le Dôme"), "{}", one.subject);
        for text in [&one.text, &html] {
            assert!(!text.contains("{if") && !text.contains("{end") && !text.contains("{each"), "{text}");
        }
        let two = Templates::ours(lang).write(&letter(vec![badge("A"), badge("B")]));
        assert!(two.subject.contains('2') && two.text.contains("* A\n") && two.text.contains("* B\n"), "{}", two.text);
        assert!(!two.html.unwrap().contains("<img"), "no picture, no image");
    }
}

#[test]
fn paragraphs_stay_apart_and_stay_within_what_they_belong_to() {
    let said =
        "Elle a **dessiné** la pièce,\npuis l’a imprimée.\n\n\nElle l’a montrée.\n\n-- Une question ? --\n3 < 4 & 5\n";
    let told = Told { reason: Some(said.into()), ..badge("Impression 3D") };
    for lang in Lang::ALL {
        let one = Templates::ours(lang).write(&letter(vec![told.clone()]));
        let text =
            "Elle a dessiné la pièce, puis l’a imprimée.\n\n  Elle l’a montrée.\n\n  -- Une question ? -- 3 < 4 & 5\n";
        assert!(one.text.contains(text), "{}", one.text);
        let html = "l’a imprimée.<br><br>Elle l’a montrée.<br><br>-- Une question ? -- 3 &lt; 4 &amp; 5</p>";
        assert!(one.html.as_ref().unwrap().contains(html), "{:?}", one.html);
    }
    let own = Template::parse("Objet : {each badge}{reason}{end}\n\n{each badge}{reason}{end}", Kind::Text).unwrap();
    let one = Templates { text: own, html: None }.write(&letter(vec![told]));
    assert!(!one.subject.contains('\n') && one.text.contains("l’a imprimée.\n\nElle"), "{one:?}");
}

#[test]
fn what_is_not_known_leaves_no_gap() {
    let nobody = Letter { person: None, ..letter(vec![badge("A")]) };
    let text = Templates::ours(Lang::Fr).write(&nobody).text;
    assert!(text.starts_with("Bonjour,\n\nLe Dôme d'essai vous remet"), "{text}");
    assert!(!text.contains("remplace"), "{text}");
    assert!(!text.contains("Sa page") && !text.contains("valable"), "{text}");
}

#[test]
fn a_mistake_is_told_with_its_line() {
    assert_eq!(fault("<p>\n{nmae}"), (2, TemplateFault::UnknownName { name: "nmae".into() }));
    assert_eq!(fault("{page}"), (1, TemplateFault::OutsideOfEach { name: "page".into() }));
    assert_eq!(fault("a\n\n{if home}b"), (3, TemplateFault::NotEnded { tag: "if home".into() }));
    assert_eq!(fault("{end}"), (1, TemplateFault::NothingOpen { tag: "end".into() }));
    assert_eq!(fault("{each badge}{else}{end}"), (1, TemplateFault::NothingOpen { tag: "else".into() }));
    assert_eq!(fault("{if home}a{else}b{else}c{end}"), (1, TemplateFault::NothingOpen { tag: "else".into() }));
    assert_eq!(fault("{each badge}{each badge}{end}{end}").0, 1);
    assert_eq!(fault("{if whatever}{end}").1, TemplateFault::UnknownName { name: "whatever".into() });
    let no_subject = Template::parse("Bonjour\n", Kind::Text).unwrap_err();
    assert_eq!((no_subject.line, no_subject.fault), (1, TemplateFault::NoSubject));
    // The line is the one an editor shows, the subject and the blank lines after it counted.
    let late = Template::parse("Subject: a\n\n\nHello\n{nmae}\n", Kind::Text).unwrap_err();
    assert_eq!(late.line, 5);
}

#[test]
fn a_name_with_half_its_braces_goes_to_nobody() {
    for slip in [
        "{ person }",
        "{person",
        "{person)",
        "{{person}}",
        "{person }",
        "{\u{a0}person}",
        "{ Person",
        "{ a } {person,",
        "person}",
        "(person}",
    ] {
        let meant = TemplateFault::NotClosed { name: "person".into() };
        assert_eq!(fault(&format!("<p>\nBonjour {slip}\n")), (2, meant.clone()), "{slip}");
        let text = Template::parse(&format!("Objet : a\n\nBonjour {slip}, {{contact}}\n"), Kind::Text).unwrap_err();
        assert_eq!((text.line, text.fault), (3, meant.clone()), "{slip}");
        let subject = Template::parse(&format!("Objet : {slip}\n\nBonjour\n"), Kind::Text).unwrap_err();
        assert_eq!((subject.line, subject.fault), (1, meant), "{slip}");
    }
    for (slip, meant) in
        [("{each badge", "each badge"), ("{ if page }", "if …"), ("{ end }", "end"), ("{else)", "else")]
    {
        assert_eq!(fault(slip), (1, TemplateFault::NotClosed { name: meant.into() }), "{slip}");
    }
    let words = "Un dessin : {-_-} {  et ( page ) { le badge }, {1}.";
    let text = Template::parse(&format!("Objet : a\n\n{words}"), Kind::Text).unwrap();
    assert_eq!(text.body(&letter(vec![badge("A")])), words);
}

#[test]
fn braces_of_style_sheets_are_text() {
    for css in [
        "<style>p { margin: 0 } a{color:red}</style>",
        "<STYLE type=\"text/css\">\n@keyframes a {\n from { color: red } to{} }\n@media print { from { page: a } }</Style>",
    ] {
        let html = Template::parse(&format!("{css}{{place}}{{"), Kind::Html).unwrap();
        assert_eq!(html.body(&letter(vec![badge("A")])), format!("{css}Le Dôme d&#39;essai{{"));
        let slip = Template::parse(&format!("{css}{{ from {{ color: red }}"), Kind::Html).unwrap_err();
        assert_eq!(slip.fault, TemplateFault::NotClosed { name: "from".into() });
    }
}

#[test]
fn a_value_adds_no_line_no_header_and_no_tag() {
    let hostile = Letter {
        person: Some("Léa\r\nBcc: tous@example.org".into()),
        place: "{contact}".into(),
        ..letter(vec![Told { reason: Some("<script>\u{202e}".into()), ..badge("Badge\r\nX-Evil: 1\u{0}") }])
    };
    for lang in Lang::ALL {
        let written = Templates::ours(lang).write(&hostile);
        assert!(!written.subject.contains(['\r', '\n', '\0']), "{:?}", written.subject);
        assert!(written.text.contains("Léa Bcc: tous@example.org,") && written.text.contains("\n{contact}\n"));
        let html = written.html.unwrap();
        assert!(!html.contains("<script>") && !html.contains('\u{202e}'), "{html}");
    }
}
