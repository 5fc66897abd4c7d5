use super::*;

fn now() -> Timestamp {
    Timestamp::parse("2026-03-02T09:00:00Z").unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    let mut people = People::default();
    let id = Token::from_bytes([1; 16]);
    let person = Person {
        name: Some("Zoé Exemple".into()),
        email: Some(" Zoe@Example.ORG ".into()),
        language: Some(Lang::Fr),
        birth_year: Some(2012),
        consent: Some(Consent {
            how: Some(How::Paper),
            for_which: vec![Slug::parse("laser").unwrap()],
            recorded: true,
            of_adult: true,
            ..Consent::given(now(), "sa mère")
        }),
        also: vec!["Zoé".into()],
        ..Person::default()
    };
    people.insert(id, person);
    let doubted = Person { minor: true, presumed: Some(now()), ..Person::default() };
    people.insert(Token::from_bytes([3; 16]), doubted);
    people.insert(Token::from_bytes([2; 16]), Person { did: Some("did:key:z6Mk".into()), ..Person::default() });
    assert_eq!(People::parse(people.to_json().as_bytes()).unwrap(), people);
    for people in [people.clone(), People::default()] {
        let text = people.to_json();
        assert_eq!(json::parse(text.as_bytes(), &Limits::default()).unwrap().to_pretty(), text);
    }
    assert_eq!(people.find("zoe@example.org").unwrap().0, id);
    // Both spellings of a domain are one mailbox, whichever is noted.
    for (n, noted, other) in [
        (7, "max@b\u{fc}cher.example", "Max@xn--bcher-kva.example"),
        (8, "eva@xn--bcher-kva.example", "eva@B\u{fc}cher.example"),
    ] {
        let (of, email) = (Token::from_bytes([n; 16]), Some(noted.to_owned()));
        people.insert(of, Person { email, ..Person::default() });
        for asked in [noted, other] {
            assert_eq!(people.find(asked).map(|(found, _)| found), Some(of), "{asked}");
        }
    }
    assert_eq!(people.find("eva@b\u{fc}cher.example.org").map(|(found, _)| found), None);
    people.erase(id);
    assert!(!people.to_json().contains("zoe"));
}

#[test]
fn a_minor_is_published_after_consent_only() {
    // D-11
    let mut p = Person { birth_year: Some(2011), ..Person::default() };
    assert!(p.is_minor(now()) && !p.may_publish(now()));
    p.consent = Some(Consent::given(now(), "parent"));
    assert!(p.may_publish(now()));
    p.consent = Some(Consent { withdrawn: Some(now()), ..Consent::given(now(), "parent") });
    assert!(!p.may_publish(now()));
    assert!(!Person { minor: true, ..Person::default() }.may_publish(now()));
    assert!(Person { birth_year: Some(2010), ..Person::default() }.may_publish(now()));
}

#[test]
fn whoever_took_consent_back_is_not_published_at_any_age() {
    // D-11
    let refused = Consent { withdrawn: Some(now()), ..Consent::given(now(), "elle-même") };
    let adult = Person { birth_year: Some(1980), consent: Some(refused), ..Person::default() };
    assert!(!adult.is_minor(now()) && !adult.may_publish(now()));
}

#[test]
fn two_entries_become_one_person_under_every_id() {
    let [old, new, older] = [1, 2, 3].map(|n| Token::from_bytes([n; 16]));
    let person = |email: &str| Person { email: Some(email.into()), ..Person::default() };
    let mut people = People::default();
    people.insert(older, person("first@example.org"));
    people.insert(old, Person { minor: true, name: Some("Zoé".into()), ..person("old@example.org") });
    people.insert(new, person("new@example.org"));
    assert!(people.merge(older, old) && people.merge(old, new) && !people.merge(older, new));
    assert!(!people.merge(new, Token::from_bytes([9; 16])), "into nobody");
    assert_eq!(people.ids(old), [new, old, older]);
    let one = people.get(older).unwrap();
    assert_eq!((one.email.as_deref(), one.name.as_deref()), (Some("new@example.org"), Some("Zoé")));
    assert!(one.minor && people.len() == 1);
    let presumed = Person { minor: true, presumed: Some(now()), ..Person::default() };
    let mut both = presumed.clone();
    both.take(presumed.clone());
    assert!(both.minor && both.presumed.is_some());
    both.take(Person { minor: true, ..Person::default() });
    assert!(both.minor && both.presumed.is_none(), "somebody said so of one of the two");
    assert_eq!(People::parse(people.to_json().as_bytes()).unwrap(), people);
    assert!(!people.to_json().contains("old@"));
    // What is noted under an old id is noted of the person.
    people.insert(old, person("again@example.org"));
    assert_eq!(people.get(new).unwrap().email.as_deref(), Some("again@example.org"));
    people.erase(older);
    assert!(people.is_empty() && people.get(old).is_none() && !people.to_json().contains("same"));
    let stray = people.to_json().replacen("\"people\"", &format!("\"same\":{{\"{old}\":\"{new}\"}},\"people\""), 1);
    assert!(matches!(People::parse(stray.as_bytes()), Err(PeopleError::Malformed { .. })));
}

#[test]
fn what_one_of_two_took_back_stays_so_unless_it_was_recorded_afterwards() {
    // D-11
    let at = |day: &str| Timestamp::parse(&format!("2026-03-{day}T09:00:00Z")).unwrap();
    let given = |day| Consent::given(at(day), "parent");
    let recorded = |day| Consent { recorded: true, ..given(day) };
    let back = |from, to| Consent { withdrawn: Some(at(to)), ..given(from) };
    let only = Consent { for_which: vec![Slug::parse("laser").unwrap()], ..recorded("01") };
    let [a, b] = [1, 2].map(|n| Token::from_bytes([n; 16]));
    let with = |consent| Person { minor: true, consent: Some(consent), ..Person::default() };
    for (one, other, published) in [
        (back("01", "05"), given("04"), false),
        (back("01", "03"), given("04"), false),
        (back("01", "03"), recorded("02"), false),
        (back("01", "03"), recorded("04"), true),
        (back("01", "03"), back("02", "04"), false),
        (given("01"), given("02"), true),
        // What an award brought along does not widen what was recorded.
        (only, given("04"), false),
    ] {
        for (old, new) in [(&one, &other), (&other, &one)] {
            let mut people = People::default();
            people.insert(a, with(old.clone()));
            people.insert(b, with(new.clone()));
            people.merge(a, b);
            assert_eq!(people.get(a).unwrap().may_publish(at("06")), published, "{old:?} {new:?}");
        }
    }
}

#[test]
fn of_two_acts_a_parents_holds_for_a_child() {
    // D-11
    let [a, b] = [1, 2].map(|n| Token::from_bytes([n; 16]));
    let zoe = Person { name: Some("Zoé Petit".into()), minor: true, ..Person::default() };
    let with = |consent| Person { consent: Some(consent), ..zoe.clone() };
    let recorded = |by: &str| Consent { recorded: true, of_adult: true, ..Consent::given(now(), by) };
    let parents = Consent::given(now(), "sa mère");
    let asked = Consent::given(now(), "");
    // What she said herself, by whatever word, is newer and was recorded on purpose.
    for own in ["Zoé Petit", "elle-même", ""] {
        for parents in [&parents, &asked] {
            for (old, new) in [(recorded(own), parents.clone()), (parents.clone(), recorded(own))] {
                let mut people = People::default();
                people.insert(a, with(old));
                people.insert(b, with(new));
                people.merge(a, b);
                let one = people.get(a).unwrap();
                assert!(one.may_publish(now()) && one.consent.as_ref() == Some(parents), "{own} {one:?}");
            }
        }
    }
    // What was taken back stays so all the same.
    let mut people = People::default();
    people.insert(a, with(Consent { withdrawn: Some(now()), ..parents }));
    people.insert(b, with(recorded("")));
    people.merge(a, b);
    assert!(!people.get(a).unwrap().may_publish(now()));
}

#[test]
fn a_yes_of_nobody_is_a_parents_only_where_a_parent_was_asked() {
    // D-11
    let zoe = Person { name: Some("Zoé Petit".into()), email: Some("zoe@example.org".into()), ..Person::default() };
    let minor = |consent| Person { minor: true, consent: Some(consent), ..zoe.clone() };
    let of_adult = |by: &str| Consent { of_adult: true, ..Consent::given(now(), by) };
    for by in [
        "",
        "oui",
        "x",
        "Accord",
        "oui, sur papier, le 20 mars",
        "Signé le 3 Mars",
        "Autorisation signée",
        "Oralement",
        "Bulletin d’inscription",
        "Règlement intérieur",
        "Charte signée",
        "Whatsapp",
        "Accueil du 3 mars",
        "Consent form",
        "BULLETIN SIGNÉ",
        "Zoé",
        "Petit Zoé",
        "Z. Petit",
    ] {
        let own = minor(of_adult(by));
        assert!(!own.may_publish(now()) && !own.has_agreed(now()), "{by}");
        assert!(Person { minor: false, ..own.clone() }.may_publish(now()), "{by}");
        let mut adult = zoe.clone();
        adult.note_consent(Consent::given(now(), by), now());
        adult.note_minor();
        assert!(!adult.may_publish(now()), "{by}");
        if by.contains("Zoé") || by.contains("Petit") {
            continue;
        }
        // With an award it is written over, and then stands for a minor.
        let mut asked = own.clone();
        asked.note_consent(Consent::given(now(), by), now());
        assert!(asked.may_publish(now()) && asked.consent.as_ref().is_some_and(|c| !c.of_adult), "{by}");
        // Somebody whose age is in doubt is asked as a minor is, and a file of before it was noted does not tell.
        let mut doubted = zoe.clone();
        doubted.note_doubt(now());
        doubted.note_consent(Consent::given(now(), by), now());
        doubted.note_minor();
        assert!(doubted.may_publish(now()) && minor(Consent::given(now(), by)).may_publish(now()), "{by}");
    }
    let parents =
        ["sa mère", "Mme Petit", "Julie Petit", "Anne-Marie Roy", "oui, son père, sur papier", "Accord parental"];
    for by in parents.into_iter().chain(["julie@example.org", "oui, Mme Voisin"]) {
        for act in [of_adult(by), Consent::given(now(), by)] {
            assert!(minor(act).may_publish(now()), "{by}");
        }
    }
    // The title of a column over a yes, and what a place took from a parent once, is held against no list of words.
    for by in [
        "Droit à l'image",
        "Autorisation parentale donnée",
        "Autorisation remise",
        "Autorisation à publier",
        "Permission to publish",
        "Accord prof",
        "Accord reçu par l'enseignant",
        "Autorisation du responsable",
        "julie petit",
        "PETIT julie",
        "Petit J.",
    ] {
        assert!(minor(Consent::given(now(), by)).may_publish(now()), "{by}");
    }
    for by in [
        "Zoé Petit",
        "Z. P.",
        "Zoé a dit oui",
        "SMS de Zoé",
        "zoe@example.org, 13 ans",
        "elle-même",
        "l’élève",
        "son accord",
    ] {
        assert!(!minor(Consent::given(now(), by)).may_publish(now()), "{by}");
    }
    // Nor does a file of before what was noted of whom: where somebody becomes a minor, it was an adult's until then.
    for by in ["", "oui", "Oralement"] {
        let before = Person { consent: Some(Consent::given(now(), by)), ..zoe.clone() };
        let mut by_year = before.clone();
        by_year.note_birth(2015);
        let mut by_word = before.clone();
        by_word.note_minor();
        let mut merged = before.clone();
        merged.take(Person { birth_year: Some(2015), ..Person::default() });
        for turned in [by_year, by_word, merged] {
            assert!(!turned.may_publish(now()), "{by}");
        }
        // Of whom it was known then it stands, also where it is said once more.
        let mut known = minor(Consent::given(now(), by));
        known.note_birth(2015);
        known.note_minor();
        assert!(known.may_publish(now()), "{by}");
        let mut doubted = before;
        doubted.note_doubt(now());
        assert!(doubted.may_publish(now()), "{by}");
    }
    // A place that has the given name alone: the rest of it is nobody else's.
    let lea = Person { name: Some("Léa".into()), minor: true, ..Person::default() };
    for by in ["Léa Roy", "Roy Léa", "Léa"] {
        for of_adult in [false, true] {
            let act = Consent { of_adult, ..Consent::given(now(), by) };
            assert!(!Person { consent: Some(act), ..lea.clone() }.may_publish(now()), "{by}");
        }
    }
    for by in ["Julie Roy", "Léa Roy, par sa mère"] {
        let act = of_adult(by);
        assert!(Person { consent: Some(act), ..lea.clone() }.may_publish(now()), "{by}");
    }
    // A doubt does not end what was recorded on purpose while nobody had one; somebody who says so does.
    let grown_up = Consent { recorded: true, ..of_adult("elle-même") };
    let mut doubted = Person { consent: Some(grown_up), ..zoe.clone() };
    doubted.note_doubt(now());
    assert!(doubted.may_publish(now()) && doubted.has_agreed(now()));
    doubted.note_minor();
    assert!(!doubted.may_publish(now()));
    // On the birthday nothing goes out by itself of what was awarded before.
    let born = Person { birth_year: Some(2011), minor: false, ..minor(of_adult("")) };
    let grown = Timestamp::parse("2027-03-02T09:00:00Z").unwrap();
    assert!(!born.may_publish_award(&Slug::parse("laser").unwrap(), now(), now(), grown) && born.may_publish(grown));
    assert!(!born.has_agreed(grown), "and it is told as none");
}

#[test]
fn damage_has_a_place() {
    let read = |text: &str| People::parse(text.as_bytes()).unwrap_err();
    assert!(matches!(read("{"), PeopleError::Json(_)));
    assert_eq!(read("{\"schema\":\"badge-people/2\"}"), PeopleError::Schema { found: Some("badge-people/2".into()) });
    let text = format!("{{\"schema\":\"{PEOPLE_SCHEMA}\",\"people\":{{\"{}\":{{\"email\":1}}}}}}", "0a".repeat(16));
    let PeopleError::Malformed { at } = read(&text) else { panic!() };
    assert_eq!(at.to_string(), format!("/people/{}/email", "0a".repeat(16)));
    // Of another version, nothing in it is damage.
    let newer = text.replace("badge-people/1", "badge-people/2");
    assert_eq!(read(&newer), PeopleError::Schema { found: Some("badge-people/2".into()) });
    for (people, at) in [("[]", "/people"), ("{\"x\":{}}", "/people/x"), ("{\"x\":1,\"y\":2}", "/people/x")] {
        let PeopleError::Malformed { at: there } =
            read(&format!("{{\"schema\":\"{PEOPLE_SCHEMA}\",\"people\":{people}}}"))
        else {
            panic!("{people}")
        };
        assert_eq!(there.to_string(), at);
    }
    let id = "0a".repeat(16);
    let twice = format!("{{\"schema\":\"{PEOPLE_SCHEMA}\",\"people\":{{\"{id}\":{{}},\"{id}\":{{}}}}}}");
    assert!(matches!(read(&twice), PeopleError::Json(JsonError::Duplicate { .. })));
}
