//! What tables say of minors and of those who agree for them (D-11).

use super::*;

// D-11
#[test]
fn ages_and_words_about_age_find_minors() {
    use State::{Problem, Ready, Warning};
    let laser = "Léa;lea@example.org;Découpe laser";
    for (title, cell, state, code) in [
        ("Âge", "10", Warning, Some("minor.no_consent")),
        ("Âge", "14,9", Warning, Some("minor.no_consent")),
        ("Âge", "12 ans", Warning, Some("minor.no_consent")),
        ("Âge", "10-14", Warning, Some("minor.no_consent")),
        ("Âge", "10 1/2", Warning, Some("minor.no_consent")),
        ("Âge", "14 3/4", Warning, Some("minor.no_consent")),
        ("Âge", "5 1/2 ans", Warning, Some("minor.no_consent")),
        ("Âge", "3 mars 2014", Warning, Some("minor.no_consent")),
        ("Âge", "15 1/2", Ready, None),
        ("Âge", "03/05/1990", Ready, None),
        // `=TODAY()-D2`, shown as « 12 » by its format.
        ("Âge", "1912-07-25", Problem, Some("age.malformed")),
        ("Âge", "1916-07-26", Problem, Some("age.malformed")),
        ("Âge", "4590", Problem, Some("age.malformed")),
        ("Âge", "15 ans - 3 mois", Problem, Some("age.malformed")),
        ("Âge", "3 5 90", Problem, Some("age.malformed")),
        ("Âge", "3/5/12", Problem, Some("age.malformed")),
        ("Âge", "moins de 15 ans", Warning, Some("minor.no_consent")),
        ("Âge", "< 15", Warning, Some("minor.no_consent")),
        ("Âge", "18 mois", Warning, Some("minor.no_consent")),
        ("Âge", "-18", Warning, Some("minor.no_consent")),
        ("Âge", "pas encore 15", Problem, Some("age.malformed")),
        ("Âge", "non majeur", Problem, Some("age.malformed")),
        ("Âge", "2014", Warning, Some("minor.no_consent")),
        ("Âge", "15", Ready, None),
        ("Âge", "40,5", Ready, None),
        ("Âge", "adulte", Ready, None),
        ("Âge", "", Ready, None),
        ("Âge", "ado", Problem, Some("age.malformed")),
        ("Né(e) en", "2014", Warning, Some("minor.no_consent")),
        ("Né(e) en", "12", Problem, Some("birth.malformed")),
        // « 2014 » in a cell of days, and an age in one.
        ("Naissance", "1905-07-06", Problem, Some("birth.malformed")),
        ("Naissance", "1900-01-12", Problem, Some("birth.malformed")),
        ("Naissance", "12/5/3", Problem, Some("birth.malformed")),
        ("Naissance", "1905", Problem, Some("birth.malformed")),
        ("Naissance", "1925-07-06", Ready, None),
        ("Majeur", "non", Warning, Some("minor.no_consent")),
        ("Majeur", "mineure", Warning, Some("minor.no_consent")),
        ("Majeur", "oui", Ready, None),
        ("Majeur", "x", Ready, None),
        ("Majeur", "", Problem, Some("minor.unclear")),
        ("Majeur", "?", Problem, Some("minor.unclear")),
    ] {
        let told = one(&format!("Nom;Mail;Badge;{title}"), &format!("{laser};{cell}"));
        assert_eq!(told, (state, code.into_iter().collect()), "{title}: {cell}");
    }
    let two = "Nom;Mail;Badge;Date de naissance;Année de naissance;Majeur";
    assert_eq!(one(two, &format!("{laser};;2014")), (Warning, vec!["minor.no_consent"]));
    assert_eq!(one(two, &format!("{laser};;1980")), (Ready, vec![]));
}

// D-11
#[test]
fn consent_that_does_not_hold_is_told_as_what_it_is() {
    let told = |consent: Consent| {
        let text = "Nom;Mail;Badge;Naissance;Accord parental\nAli;ali@example.org;Découpe laser;2014;oui, son père\n";
        let told = judged_of_ali(text, |ali| Person { consent: Some(consent), ..ali });
        (told.rows[0].state, told.rows[0].findings.iter().map(|f| f.trouble.clone()).collect::<Vec<_>>())
    };
    let given = Consent::given(now(), "son père");
    assert_eq!(told(given.clone()), (State::Ready, vec![]));
    let withdrawn = Consent { withdrawn: Some(now()), ..given.clone() };
    let day = "2026-03-10".to_owned();
    assert_eq!(told(withdrawn), (State::Warning, vec![Trouble::ConsentWithdrawn { day }]));
    let other = Consent { for_which: vec![slug("impression-3d")], ..given };
    let trouble = Trouble::ConsentOther { slug: "decoupe-laser".into() };
    assert_eq!(told(other), (State::Warning, vec![trouble]));
}

// D-11
#[test]
fn a_no_and_a_yes_for_one_child_hold_back_both() {
    let head = "Nom;Mail;Badge;Naissance;Accord parental";
    let told = |rows: &str| -> Vec<_> {
        judged(&format!("{head}\n{rows}")).rows.iter().map(|row| (row.state, codes(row))).collect()
    };
    let contradicted = (State::Problem, vec!["consent.contradicted"]);
    let two = "Ju;ju@example.org;Découpe laser;2015;oui\nJu;ju@example.org;Impression 3D;2015;";
    assert_eq!(told(&format!("{two}non\n")), [contradicted.clone(), contradicted.clone()]);
    assert_eq!(told(&format!("{two}\n"))[0], (State::Ready, vec![]), "an empty cell says nothing");
    // The place knows that Ali's father agreed.
    assert_eq!(told("Ali;ali@example.org;Découpe laser;2014;non\n"), std::slice::from_ref(&contradicted));
    assert_eq!(told("Ju;ju@example.org;Découpe laser;2015;non\n"), [(State::Warning, vec!["minor.refused"])]);
    // And said again once it was noted.
    let refused = Consent::refused(now());
    let again = |cell: &str| {
        let text = format!("{head}\nAli;ali@example.org;Découpe laser;2014;{cell}\n");
        codes(&judged_of_ali(&text, |ali| Person { consent: Some(refused.clone()), ..ali }).rows[0])
    };
    assert_eq!(again("non"), ["minor.refused"]);
    assert_eq!(again("oui, sa mère"), ["consent.withdrawn"], "what was refused stays so until consent is recorded");
    assert!(refused.is_refusal() && !Consent { by: "sa mère".into(), ..refused }.is_refusal());
}

// D-11
#[test]
fn every_column_of_consent_is_read() {
    let head = "Nom;Mail;Badge;Naissance;Accord du père;Accord de la mère";
    for (cells, state) in [
        ("oui;oui", State::Ready),
        ("oui;", State::Ready),
        (";oui, sa mère", State::Ready),
        ("oui;refuse", State::Problem),
        ("oui;non", State::Warning),
        ("non;oui", State::Warning),
        (";", State::Warning),
    ] {
        let plan = judged(&format!("{head}\nJu;ju@example.org;Découpe laser;2015;{cells}\n"));
        assert_eq!(plan.rows[0].state, state, "{cells}: {:?}", codes(&plan.rows[0]));
        let wish = plan.rows[0].wish.as_ref().unwrap();
        assert_eq!(wish.consent.is_some(), state == State::Ready, "{cells}");
    }
}

// D-11
#[test]
fn the_day_on_which_somebody_agreed_is_noted_and_none_before_a_birth() {
    let noted = |head: &str, cells: &str| {
        let plan = judged(&format!("Nom;Mail;Badge;{head}\nJu;ju@example.org;Découpe laser;{cells}\n"));
        let wish = plan.rows[0].wish.clone().unwrap();
        (codes(&plan.rows[0]), wish.person(None, now()).consent.map(|consent| consent.at.day()))
    };
    let day = |text: &str| (vec![], Some(text.to_owned()));
    let today = "2026-03-10";
    for (cell, at) in [
        ("oui, son tuteur légal le 25/02/2026", "2026-02-25"),
        ("oui, sa mère, le 2 mars 2026", "2026-03-02"),
        ("oui, sa mère", today),
        // A day without its year is of no use.
        ("oui, sa mère le 2 mars", today),
        // Day first, as French is written.
        ("oui, sa mère le 03/02/2026", "2026-02-03"),
    ] {
        assert_eq!(noted("Naissance;Accord parental", &format!("2014;{cell}")), day(at), "{cell}");
    }
    let two = "2014;oui, son père le 25/02/2026;oui, sa mère le 27/02/2026";
    assert_eq!(noted("Naissance;Accord du père;Accord de la mère", two), day("2026-02-27"));
    for (head, age) in [("Naissance;Accord parental", "2014"), ("Mineur;Accord parental", "oui")] {
        let before = noted(head, &format!("{age};oui, sa mère le 25 mars 2010"));
        assert_eq!(before, (vec!["consent.unclear"], None), "{head}");
        let before = noted(head, &format!("{age};oui, sa mère, 05/04/2010"));
        assert_eq!(before, (vec!["consent.unclear"], None), "{head}");
    }
}

// D-11
#[test]
fn a_doubt_about_somebody_s_age_ends_when_a_table_tells_it() {
    let wish = |text: &str| {
        let text = format!("Nom;Mail;Badge;{text}");
        judged(&text).rows.remove(0).wish.unwrap()
    };
    let doubt = wish("Accord parental\nAd;ad@example.org;Découpe laser;\n");
    let person = doubt.person(None, now());
    assert!(doubt.presumed && person.is_minor(now()) && person.presumed == Some(now()));
    for told in ["Naissance\nAd;ad@example.org;Découpe laser;1990", "Majeur\nAd;ad@example.org;Découpe laser;oui"] {
        let after = wish(told).person(Some(&person), now());
        assert!(!after.minor && after.presumed.is_none() && after.may_publish(now()), "{told}");
    }
    let child = wish("Naissance\nAd;ad@example.org;Découpe laser;2015").person(Some(&person), now());
    assert!(child.is_minor(now()) && child.presumed.is_none());
    // What somebody said stands against a later table.
    let said = wish("Mineur\nAd;ad@example.org;Découpe laser;oui").person(None, now());
    assert!(said.minor && said.presumed.is_none());
    assert!(wish("Majeur\nAd;ad@example.org;Découpe laser;oui").person(Some(&said), now()).minor);
    let doubted = doubt.person(Some(&said), now());
    assert!(doubted.minor && doubted.presumed.is_none());
}

#[test]
fn of_two_columns_of_consent_the_one_that_says_no_is_named() {
    for (mother, father, at) in [("oui", "non", 5), ("non", "oui", 4), ("oui", "refus", 5)] {
        let plan = judged(&format!(
            "Nom;Mail;Badge;Âge;Accord mère;Accord père\nLou;lou@example.org;Découpe laser;12;{mother};{father}\n"
        ));
        let found: Vec<_> = plan.rows[0].findings.iter().map(|f| (f.column, f.value.as_str())).collect();
        assert_eq!(found, [(Some(at), if at == 5 { father } else { mother })], "{mother}, {father}");
    }
}

// D-11
#[test]
fn what_an_adult_agreed_to_is_no_parents_word_and_an_age_that_changes_is_told() {
    let told = |noted: Person, title: &str, cells: &str| {
        let text = format!("Nom;Mail;Badge;{title}\nAli;ali@example.org;Découpe laser;{cells}\n");
        let row = judged_of_ali(&text, |_| noted).rows.remove(0);
        row.findings.into_iter().map(|found| found.trouble).collect::<Vec<_>>()
    };
    let minor = |read: &str| Trouble::BirthMinor { read: read.into() };
    let adult = |consent| Person { name: Some("Ali".into()), consent, ..Person::default() };
    let own = |by: &str| adult(Some(Consent { recorded: true, of_adult: true, ..Consent::given(now(), by) }));
    for by in ["", "oui", "Ali", "lui-même"] {
        assert_eq!(told(own(by), "Naissance", "2014"), [Trouble::ConsentOwn, minor("2014")], "{by}");
        // Nor does it contradict a no, which is noted then.
        let no = told(own(by), "Naissance;Accord parental", "2014;non");
        assert_eq!(no, [Trouble::MinorRefused, minor("2014")], "{by}");
        assert_eq!(told(own(by), "Naissance;Accord parental", "2014;oui"), [minor("2014")], "{by}");
    }
    assert_eq!(told(own("sa mère"), "Naissance", "2014"), [minor("2014")]);
    let no = told(own("sa mère"), "Naissance;Accord parental", "2014;non");
    assert!(no.contains(&Trouble::ConsentContradicted), "{no:?}");
    assert_eq!(told(adult(None), "Âge", "12"), [Trouble::MinorWithoutConsent, minor("2014")]);
    assert_eq!(told(adult(None), "Mineur", "oui"), [Trouble::MinorWithoutConsent, minor("none")]);
    // Of an age the year is counted; who is one already, or in doubt, becomes none.
    let born = |year| Person { birth_year: Some(year), ..adult(None) };
    assert_eq!(told(born(2014), "Âge", "12"), [Trouble::MinorWithoutConsent]);
    assert_eq!(told(born(2015), "Âge", "12"), [Trouble::MinorWithoutConsent]);
    let other = Trouble::BirthOther { noted: "2017".into(), read: "2014".into() };
    assert_eq!(told(born(2017), "Âge", "12"), [Trouble::MinorWithoutConsent, other]);
    let doubted = Person { minor: true, presumed: Some(now()), ..adult(None) };
    assert_eq!(told(doubted, "Âge", "12"), [Trouble::MinorWithoutConsent]);
    assert_eq!(told(adult(None), "Accord parental", ""), [Trouble::MinorWithoutConsent]);
    // A yes under a title that names nobody is theirs as long as nobody tells of a minor.
    for (title, parents) in [("Accord", false), ("Consentement", false), ("Accord parental", true)] {
        let text = format!("Nom;Mail;Badge;{title}\nUma;uma@example.org;Découpe laser;oui\n");
        let wish = judged(&text).rows.remove(0).wish.unwrap();
        let mut uma = wish.person(None, now());
        assert!(uma.may_publish(now()), "{title}");
        uma.note_minor();
        assert_eq!(uma.may_publish(now()), parents, "{title}");
        let known = Person { minor: true, ..Person::default() };
        assert!(wish.person(Some(&known), now()).may_publish(now()), "{title}");
    }
}

// D-11
#[test]
fn a_minor_without_consent_is_told_beside_whatever_else_is_wrong_with_the_row() {
    let told = |row: &str| codes(&judged(&format!("Nom;Mail;Badge;Âge\n{row}\n")).rows[0]);
    for (row, fault) in [
        ("Ju;ju@@example;Découpe laser", "email.malformed"),
        ("Ju;ju@example.org;Nixda", "achievement.unknown"),
        ("Ju;ju@example.org;", "achievement.missing"),
    ] {
        for age in ["12", "(-15 ans)"] {
            assert_eq!(told(&format!("{row};{age}")), [fault, "minor.no_consent"], "{row};{age}");
        }
        assert_eq!(told(&format!("{row};32")), [fault], "{row}");
    }
    // Who is to get nothing is told as that alone.
    let ticks = "Nom;Mail;Âge;Découpe laser;Impression 3D\nJu;ju@example.org;12;;\nNo;no@example.org;12;x;x\n";
    assert!(!codes(&judged(ticks).rows[0]).contains(&"minor.no_consent"), "{:?}", codes(&judged(ticks).rows[0]));
    // A yes under whatever title is a parent's of whom the table tells as a minor.
    for title in ["Accord", "Autorisation donnée", "Accord reçu par l'enseignant", "Droit à l'image"] {
        let text = format!("Nom;Mail;Badge;Âge;{title}\nJu;ju@example.org;Découpe laser;12;oui\n");
        let reading = Reading { map: vec![(title.to_owned(), Field::Consent)], ..Reading::default() };
        let told = judged_with(text.as_bytes(), &reading, None).1;
        assert_eq!(codes(&told.rows[0]), [""; 0], "{title}");
    }
}

// D-11: under such a title a yes is read where somebody says that it is about consent.
#[test]
fn a_yes_under_a_title_of_the_child_s_own_word_is_told_as_theirs() {
    let told = |title: &str, age: &str, cell: &str| {
        let text = format!("Nom;Mail;Badge;Âge;{title}\nJu;ju@example.org;Découpe laser;{age};{cell}\n");
        let reading = Reading { map: vec![(title.to_owned(), Field::Consent)], ..Reading::default() };
        codes(&judged_with(text.as_bytes(), &reading, None).1.rows[0])
    };
    for (title, cell) in [("Signature du jeune", "oui"), ("Accord de l'élève", "x")] {
        assert_eq!(told(title, "12", cell), ["consent.child"], "{title}");
        assert_eq!(told(title, "12", ""), ["minor.no_consent"], "{title}");
        assert_eq!(told(title, "32", cell), [""; 0], "{title}");
    }
    assert_eq!(told("Signature du parent", "12", "oui"), [""; 0]);
}
