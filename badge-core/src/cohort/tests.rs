//! Whole tables, from bytes to plans.

mod cells;
mod files;
mod minors;

use super::*;
use crate::language::Lang;
use crate::limits::Limits;
use crate::place::people::{Consent, People, Person};
use crate::place::register::{Award, Event, Register, What};
use crate::place::{AchievementFile, Place, Slug, Token};
use crate::time::Timestamp;

fn now() -> Timestamp {
    Timestamp::parse("2026-03-10T09:00:00Z").unwrap()
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn place() -> Place {
    Place { name: "Atelier".into(), ..Place::starter(Lang::Fr) }
}

fn achievements() -> Vec<AchievementFile> {
    let file = |name: &str, text: &str| AchievementFile::parse(slug(name), text).unwrap();
    let whole = |fr: &str| format!("[fr]\nname = \"{fr}\"\ndescription = \"d\"\ncriteria = \"c\"\n");
    vec![
        file("impression-3d", &format!("level = \"je-pratique\"\n{}", whole("Impression 3D"))),
        file("decoupe-laser", &whole("Découpe laser")),
        file("couture-1", &format!("level = \"je-decouvre\"\n{}", whole("Couture"))),
        file("couture-2", &format!("level = \"je-pratique\"\n{}", whole("Couture"))),
        file("brouillon", "[fr]\nname = \"Brouillon\"\n"),
    ]
}

fn id(n: u8) -> Token {
    Token::from_bytes([n; 16])
}

/// Zoé has the laser badge of 2 March; Ali is twelve, and his father agreed.
fn kept() -> (Register, People) {
    let mut people = People::default();
    people
        .insert(id(1), Person { email: Some("zoe@example.org".into()), name: Some("Zoé".into()), ..Person::default() });
    let consent = Some(Consent::given(now(), "son père"));
    people.insert(
        id(2),
        Person { email: Some("ali@example.org".into()), birth_year: Some(2014), consent, ..Person::default() },
    );
    let mut register = Register::new();
    let award = Award {
        token: id(9),
        person: Some(id(1)),
        achievement: slug("decoupe-laser"),
        language: Lang::Fr,
        date: Timestamp::parse("2026-03-02T00:00:00Z").unwrap(),
        expires: None,
        status: None,
        credentials: Vec::new(),
        files: [].into(),
        replaces: None,
        card: false,
        cohort: None,
    };
    register.apply(Event { at: now(), what: What::Awarded(Box::new(award)) }).unwrap();
    (register, people)
}

/// A plan, row by row.
struct Told {
    rows: Vec<RowTold>,
}

struct RowTold {
    line: u32,
    state: State,
    name: Option<String>,
    email: Option<String>,
    findings: Vec<Finding>,
    wish: Option<Wish>,
    is_left: Vec<bool>,
}

impl Told {
    fn of(table: &Table, asked: &Asked<'_>) -> Self {
        let (plan, wishes) = (plan(table, asked), Wishes::new(table, asked.clone()));
        let told = |row: Row<'_>| RowTold {
            line: row.line(),
            state: row.state(),
            name: row.name(),
            email: row.email(),
            findings: row.findings().collect(),
            wish: wishes.of(row),
            is_left: row.awards().map(|award| award.is_left()).collect(),
        };
        Self { rows: plan.rows(table).map(told).collect() }
    }

    fn count(&self, state: State) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }
}

/// A table judged by what the place has noted.
fn judged_by(bytes: &[u8], reading: &Reading, achievement: Option<&str>, noted: &(Register, People)) -> (Table, Told) {
    let (place, files, (register, people)) = (place(), achievements(), noted);
    let offer = Offer::new(&place, &files);
    let table = Table::read(bytes, reading, &offer, &Limits::default()).unwrap();
    let asked = Asked {
        place: &place,
        offer: &offer,
        register,
        people,
        now: now(),
        achievement: achievement.map(slug),
        date: None,
    };
    let made = Told::of(&table, &asked);
    (table, made)
}

fn judged_with(bytes: &[u8], reading: &Reading, achievement: Option<&str>) -> (Table, Told) {
    judged_by(bytes, reading, achievement, &kept())
}

/// The same where the place has noted this of Ali, whose address stays.
fn judged_of_ali(text: &str, noted: impl FnOnce(Person) -> Person) -> Told {
    let (register, mut people) = kept();
    let ali = people.get(id(2)).unwrap();
    people.insert(id(2), Person { email: ali.email.clone(), ..noted(ali) });
    judged_by(text.as_bytes(), &Reading::default(), None, &(register, people)).1
}

fn judged(text: &str) -> Told {
    judged_with(text.as_bytes(), &Reading::default(), None).1
}

fn codes(row: &RowTold) -> Vec<&'static str> {
    row.findings.iter().map(|f| f.trouble.code()).collect()
}

/// One row below these headers: its state, its codes.
fn one(headers: &str, row: &str) -> (State, Vec<&'static str>) {
    let plan = judged(&format!("{headers}\n{row}\n"));
    assert_eq!(plan.rows.len(), 1);
    (plan.rows[0].state, codes(&plan.rows[0]))
}

#[test]
fn a_good_row_asks_for_what_it_says() {
    let plan = judged(
        "Prénom;NOM;Mail;Badge;Date;Preuve 1;Preuve 2;Commentaire;Lieu;Langue;Valable jusqu'au\n\
         Léa;MARTIN;Lea@Example.org;Découpe laser, impression-3d;02/02/2026;https://example.org/a.jpg;Vu à l'atelier;Une boîte;Caen;fr;2027-02-02\n",
    );
    let row = &plan.rows[0];
    assert_eq!((row.line, row.state, codes(row)), (2, State::Ready, vec![]));
    assert_eq!((row.name.as_deref(), row.email.as_deref()), (Some("Léa MARTIN"), Some("lea@example.org")));
    let wish = row.wish.as_ref().unwrap();
    assert_eq!(wish.awards, [slug("decoupe-laser"), slug("impression-3d")]);
    assert_eq!(wish.date.unwrap().to_string(), "2026-02-02T00:00:00Z");
    assert_eq!(wish.expires.unwrap().to_string(), "2027-02-02T23:59:59Z");
    assert_eq!(wish.evidence[0].id.as_deref(), Some("https://example.org/a.jpg"));
    assert_eq!(wish.evidence[1].narrative.as_deref(), Some("Vu à l'atelier"));
    assert_eq!(wish.location.as_ref().unwrap().text, "Caen");
    assert_eq!((wish.narrative.as_deref(), wish.language), (Some("Une boîte"), Some(Lang::Fr)));
}

#[test]
fn every_cell_is_judged() {
    use State::{Problem, Ready, Skipped, Warning};
    let all = "Nom;Mail;Badge;Date;Preuve;Niveau;Langue;Naissance;Accord parental;Lieu;Date de fin;Mineur";
    let laser = "Léa;lea@example.org;Découpe laser";
    for (row, state, expected) in [
        (format!("{laser};;;;;;;;;"), Ready, vec![]),
        ("Léa;;Découpe laser".into(), Ready, vec![]),
        (";;Découpe laser".into(), Problem, vec!["person.missing"]),
        ("Léa;lea(at)example.org;Découpe laser".into(), Problem, vec!["email.malformed"]),
        ("Léa;a@example.org, b@example.org;Découpe laser".into(), Problem, vec!["email.malformed"]),
        ("Léa;lea@gmial.com;Découpe laser".into(), Warning, vec!["email.typo"]),
        ("Léa;lea@example.org;".into(), Problem, vec!["achievement.missing"]),
        ("Léa;lea@example.org;Découpe lazer".into(), Problem, vec!["achievement.near"]),
        ("Léa;lea@example.org;Poterie".into(), Problem, vec!["achievement.unknown"]),
        ("Léa;lea@example.org;Couture".into(), Problem, vec!["achievement.several"]),
        ("Léa;lea@example.org;Couture;;;je pratique".into(), Ready, vec![]),
        ("Léa;lea@example.org;Brouillon".into(), Problem, vec!["achievement.faulty"]),
        ("Léa;lea@example.org;Impression 3D;;;je maîtrise".into(), Problem, vec!["level.other"]),
        (format!("{laser};;;expert"), Problem, vec!["level.unknown"]),
        (format!("{laser};31/02/2026"), Problem, vec!["date.impossible"]),
        (format!("{laser};03/02/2026"), Warning, vec!["date.ambiguous"]),
        (format!("{laser};hier"), Problem, vec!["date.malformed"]),
        (format!("{laser};2026-04-01"), Problem, vec!["date.future"]),
        (format!("{laser};2026-03-10"), Ready, vec![]),
        (format!("{laser};;htp://example.org"), Problem, vec!["evidence.malformed"]),
        (format!("{laser};;javascript:x"), Problem, vec!["evidence.malformed"]),
        (format!("{laser};;ftp://example.org/a"), Problem, vec!["evidence.malformed"]),
        (format!("{laser};;https://exa mple.org/é"), Problem, vec!["evidence.malformed"]),
        (format!("{laser};;Vu à l'atelier : solide"), Ready, vec![]),
        (format!("{laser};;;;chinois"), Problem, vec!["language.unknown"]),
        (format!("{laser};;;;en"), Warning, vec!["language.other"]),
        (format!("{laser};;;;;2014"), Warning, vec!["minor.no_consent"]),
        (format!("{laser};;;;;2014;oui, sa mère"), Ready, vec![]),
        (format!("{laser};;;;;2014;non"), Warning, vec!["minor.refused"]),
        (format!("{laser};;;;;2014;n"), Warning, vec!["minor.refused"]),
        (format!("{laser};;;;;2014;0"), Warning, vec!["minor.refused"]),
        (format!("{laser};;;;;2014;faux"), Warning, vec!["minor.refused"]),
        (format!("{laser};;;;;2014;N/A"), Warning, vec!["minor.no_consent"]),
        (format!("{laser};;;;;2014;-"), Warning, vec!["minor.no_consent"]),
        // D-11
        (format!("{laser};;;;;2014;refus"), Problem, vec!["consent.unclear"]),
        (format!("{laser};;;;;2014;en attente"), Problem, vec!["consent.unclear"]),
        (format!("{laser};;;;;2014;Non, pas de photos"), Problem, vec!["consent.unclear"]),
        (format!("{laser};;;;;2014;?"), Problem, vec!["consent.unclear"]),
        (format!("{laser};;;;;;mère pas d'accord;;;oui"), Problem, vec!["consent.unclear"]),
        (format!("{laser};;;;;1980;refus"), Problem, vec!["consent.not_noted"]),
        (format!("{laser};;;;;1980;non"), Warning, vec!["consent.refused"]),
        (format!("{laser};;;;;1980;sans objet"), Ready, vec![]),
        ("Ali;ali@example.org;Découpe laser;;;;;;refus".into(), Problem, vec!["consent.unclear"]),
        (format!("{laser};;;;;09/03/2011"), Ready, vec![]),
        (format!("{laser};;;;;12/03/2011"), Warning, vec!["minor.no_consent"]),
        (format!("{laser};;;;;2031"), Problem, vec!["birth.malformed"]),
        (format!("{laser};;;;;;;;;oui"), Warning, vec!["minor.no_consent"]),
        (format!("{laser};;;;;;;;;peut-être"), Problem, vec!["minor.unclear"]),
        ("Ali;ali@example.org;Découpe laser".into(), Ready, vec![]),
        (format!("{laser};;;;;;;Caen;91,0"), Ready, vec![]),
        (format!("{laser};2026-03-02;;;;;;;2026-03-01"), Problem, vec!["expires.before_date"]),
        ("Zoé;zoe@example.org;Découpe laser;2026-03-02".into(), Skipped, vec!["award.already"]),
        ("Zoé;zoe@example.org;Découpe laser".into(), Skipped, vec!["award.already"]),
        ("Zoé;zoe@example.org;Découpe laser;2026-03-09".into(), Ready, vec![]),
        ("Zoé;zoe@example.org;Découpe laser|Impression 3D".into(), Warning, vec!["award.already"]),
        ("=A2;lea@example.org;Découpe laser".into(), Problem, vec!["cell.formula_unknown"]),
        ("L\u{fffd}a;lea@example.org;Découpe laser".into(), Warning, vec!["text.garbled"]),
        (format!("{};lea@example.org;Découpe laser", "a".repeat(201)), Problem, vec!["text.too_long"]),
        ("L\u{202e}éa;lea@example.org;Découpe laser".into(), Problem, vec!["text.hidden_signs"]),
        (format!("{laser};;a\u{200b}b"), Problem, vec!["text.hidden_signs"]),
        (format!("{laser};;👩\u{200d}🔬 l’été\u{202f}!"), Ready, vec![]),
        (format!("{laser};;;;;;;;;;oups"), Warning, vec!["cell.no_header"]),
    ] {
        // `91,0` is no end date, and its own problem.
        if row.contains("91,0") {
            assert_eq!(one(all, &row).1, ["date.malformed"]);
            continue;
        }
        assert_eq!(one(all, &row), (state, expected), "{row}");
    }
    assert_eq!(
        one("Nom;Mail;Badge", "Léa;lea@example.org;\"Découpe"),
        (Problem, vec!["row.quote", "achievement.unknown"])
    );
}

#[test]
fn what_is_said_of_a_column_stands_before_a_guess() {
    let text = "Nom;Mail;Contact;Badge\nLéa;lea@example.org;leo@example.org;Découpe laser\n";
    let map = vec![("Contact".to_owned(), Field::Email)];
    let (table, plan) = judged_with(text.as_bytes(), &Reading { map, ..Reading::default() }, None);
    assert_eq!(plan.rows[0].email.as_deref(), Some("leo@example.org"));
    assert!(table.columns[1].again && !table.columns[2].again);
}

#[test]
fn addresses_under_a_title_that_says_little_are_read_or_asked_about() {
    let table = |title: &str, cell: &str| {
        let text = format!("Nom;{title};Badge\nLéa;{cell};Découpe laser\nZoé;;Découpe laser\n");
        judged_with(text.as_bytes(), &Reading::default(), None)
    };
    for title in
        ["Adresse", "ADRESSES", "Adresse de la personne", "Address", "Contact", "Contact address", "Coordonnées", "@"]
    {
        let (table, plan) = table(title, "lea@example.org");
        assert_eq!((plan.rows[0].email.as_deref(), table.stop()), (Some("lea@example.org"), None), "{title}");
    }
    let (street, _) = table("Adresse", "3 rue du Port, Caen");
    assert_eq!((street.columns[1].field.clone(), street.stop()), (None, None));
    // Whose addresses these are, nobody knows: somebody has to say.
    for title in ["Identifiant Moodle", "Mail du formateur"] {
        let (table, plan) = table(title, "lea@example.org");
        assert_eq!((plan.rows[0].email.as_deref(), table.stop()), (None, Some(Stop::Addresses(title))), "{title}");
    }
    let text = "Nom;Mail;Mail du formateur;Badge\nLéa;lea@example.org;leo@example.org;Découpe laser\n";
    assert_eq!(judged_with(text.as_bytes(), &Reading::default(), None).0.stop(), None, "they have an address");
    let map = vec![("Mail du formateur".to_owned(), Field::Ignore)];
    let text = "Nom;Mail du formateur;Badge\nLéa;leo@example.org;Découpe laser\n";
    assert_eq!(judged_with(text.as_bytes(), &Reading { map, ..Reading::default() }, None).0.stop(), None);
}

// A server asks while somebody waits: what stands in the columns was counted when the table was read.
#[test]
fn what_has_to_be_said_of_a_column_costs_no_row() {
    for (text, stop) in [
        ("Nom;Classe;Badge\nLéa;CM2;Découpe laser\n", Some(Stop::Minors("Classe"))),
        ("Nom;Classe;Badge\nLéa;;Découpe laser\nZoé;CM2;Découpe laser\n", Some(Stop::Minors("Classe"))),
        ("Nom;Classe;Badge\nLéa;;Découpe laser\n", None),
        ("Nom;Droit à l’image;Badge\nLéa;non;Découpe laser\n", Some(Stop::Refusal("Droit à l’image"))),
        (
            "Nom;Identifiant Moodle;Badge\nLéa;lea@example.org;Découpe laser\n",
            Some(Stop::Addresses("Identifiant Moodle")),
        ),
        (
            "Nom;Classe;Pointure;Droit à l’image;Badge\nLéa;;38;non;Découpe laser\n",
            Some(Stop::Refusal("Droit à l’image")),
        ),
    ] {
        let (mut table, _) = judged_with(text.as_bytes(), &Reading::default(), None);
        assert_eq!(table.stop(), stop, "{text}");
        table.grid = Default::default();
        assert_eq!(table.stop(), stop, "{text}");
    }
}

#[test]
fn one_address_is_one_persons() {
    let head = "Nom;Mail;Badge";
    let told = |rows: &str| -> Vec<_> {
        judged(&format!("{head}\n{rows}")).rows.iter().map(|row| (row.state, codes(row))).collect()
    };
    let siblings = "Frère Un;fam@example.org;Découpe laser\nSœur Deux;fam@example.org;Découpe laser\n";
    assert_eq!(told(siblings), [(State::Ready, vec![]), (State::Problem, vec!["person.other_name"])]);
    let other = told("Tom;zoe@example.org;Impression 3D\n");
    assert_eq!(other, [(State::Problem, vec!["person.known_otherwise"])], "the place knows Zoé there");
    let same = "Martin Zoé;zoe@example.org;Impression 3D\nZOÉ;zoe@example.org;Couture 1\n";
    assert!(told(same).iter().all(|(_, codes)| codes.iter().all(|c| !c.starts_with("person."))), "{:?}", told(same));
}

// Both spellings of a domain are one mailbox, which would get the same badge twice.
#[test]
fn an_address_in_its_two_spellings_is_one_persons() {
    let head = "Nom;Mail;Badge;Date";
    let told = judged(&format!(
        "{head}\nMax;max@bücher.example;Découpe laser;2026-03-02\nMax;MAX@xn--bcher-kva.example;Découpe laser;2026-03-02\n\
         Max;max@xn--bcher-kva.example;Impression 3D;2026-03-02\nUlf;max@buecher.example;Découpe laser;2026-03-02\n"
    ));
    let told: Vec<_> = told.rows.iter().map(|row| (row.state, codes(row))).collect();
    let again = (State::Skipped, vec!["person.repeated"]);
    assert_eq!(told, [(State::Ready, vec![]), again, (State::Ready, vec![]), (State::Ready, vec![])]);
    let wish = judged(&format!("{head}\nMax;max@xn--bcher-kva.example;Découpe laser;\n")).rows.remove(0).wish.unwrap();
    let known = Person { email: Some("max@bücher.example".into()), ..Person::default() };
    assert_eq!(wish.person(Some(&known), now()).email, known.email, "it is known by the spelling it was noted with");
}

#[test]
fn what_was_revoked_does_not_come_back_with_the_table() {
    let mut noted = kept();
    noted.0.apply(Event { at: now(), what: What::Revoked { award: id(9), reason: None } }).unwrap();
    let told = |mail: &str, date: &str| {
        let text = format!("Nom;Mail;Badge;Date\nZoé;{mail};Découpe laser;{date}\n");
        let row = judged_by(text.as_bytes(), &Reading::default(), None, &noted).1.rows.remove(0);
        (row.state, codes(&row), row.is_left[0])
    };
    let zoe = |date| told("zoe@example.org", date);
    assert_eq!(zoe("2026-03-02"), (State::Skipped, vec!["award.revoked"], false));
    assert_eq!(zoe(""), (State::Skipped, vec!["award.revoked"], false));
    assert_eq!(zoe("2026-03-09"), (State::Ready, vec![], true));
    // Nor under an address that is another one by now: somebody has to look.
    let (state, codes, _) = told("zoe@autre.example.org", "2026-03-02");
    assert_eq!((state, codes), (State::Problem, vec!["award.other_revoked"]));
    assert_eq!(told("zoe@autre.example.org", "2026-03-09").0, State::Ready);
}

#[test]
fn a_corrected_address_is_not_awarded_again() {
    let head = "Nom;Mail;Badge;Date";
    for mail in ["zoe@autre.example.org", ""] {
        let told = one(head, &format!("Zoé;{mail};Découpe laser;2026-03-02"));
        assert_eq!(told, (State::Problem, vec!["award.other_address"]), "{mail}");
        assert_eq!(one(head, &format!("Zoé;{mail};Découpe laser;2026-03-03")), (State::Ready, vec![]), "another day");
        assert_eq!(one(head, &format!("Zoé;{mail};Impression 3D;2026-03-02")), (State::Ready, vec![]), "another badge");
    }
    // Two people of one name, or one with two addresses: somebody has to look.
    let both = judged(&format!(
        "{head}\nZoé;zoe@example.org;Découpe laser;2026-03-02\nZoé;zoe2@example.org;Découpe laser;2026-03-02\n"
    ));
    let told: Vec<_> = both.rows.iter().map(|row| (row.state, codes(row))).collect();
    let told_of = (State::Warning, vec!["person.two_addresses"]);
    assert_eq!(told, [(State::Skipped, vec!["award.already"]), told_of]);
}

#[test]
fn a_table_that_made_somebody_twice_does_not_do_so_again_once_they_are_one() {
    let mut noted = kept();
    let (register, people) = (&mut noted.0, &mut noted.1);
    // Zoé had the same of that day under a second address; both are one person since.
    people.insert(
        id(3),
        Person { email: Some("zoe2@example.org".into()), name: Some("Zoé".into()), ..Person::default() },
    );
    let second = register.get(id(9)).unwrap().award.clone();
    let second = Award { token: id(8), person: Some(id(3)), ..second };
    register.apply(Event { at: now(), what: What::Awarded(Box::new(second)) }).unwrap();
    let both = "Nom;Mail;Badge;Date\nZoé;zoe@example.org;Découpe laser;2026-03-02\nZoé;zoe2@example.org;Découpe laser;2026-03-02\n";
    let told = |noted: &(Register, People)| {
        let told = judged_by(both.as_bytes(), &Reading::default(), None, noted).1;
        told.rows.iter().map(|row| (row.state, codes(row))).collect::<Vec<_>>()
    };
    let already = (State::Skipped, vec!["award.already"]);
    assert_eq!(told(&noted), [already.clone(), already.clone()]);
    assert!(noted.1.merge(id(1), id(3)));
    let merged = told(&noted);
    assert!(merged.contains(&already) && merged.contains(&(State::Problem, vec!["award.other_address"])), "{merged:?}");
    // One that was revoked does not come back with the table either.
    for award in [id(9), id(8)] {
        noted.0.apply(Event { at: now(), what: What::Revoked { award, reason: None } }).unwrap();
    }
    assert!(told(&noted).contains(&(State::Problem, vec!["award.other_revoked"])));
}

#[test]
fn rows_are_compared_with_each_other() {
    let plan = judged(
        "Nom;Mail;Badge;Commentaire\n\
         Léa;lea@example.org;Découpe laser;bien\n\
         Léa;LEA@example.org;decoupe-laser;bien\n\
         Léa;lea@example.org;Découpe laser;mieux\n\
         Tom;lea@example.org;Impression 3D;\n\
         Max;;Découpe laser;\n\
         Max;;Découpe laser;\n\
         Max;;Impression 3D;\n\
         Nom;Mail;Badge;Commentaire\n",
    );
    let seen: Vec<_> = plan.rows.iter().map(|r| (r.line, r.state, codes(r))).collect();
    assert_eq!(
        seen,
        [
            (2, State::Ready, vec![]),
            (3, State::Skipped, vec!["person.repeated"]),
            (4, State::Problem, vec!["person.duplicate"]),
            (5, State::Problem, vec!["person.other_name"]),
            (6, State::Ready, vec![]),
            (7, State::Problem, vec!["person.duplicate"]),
            (8, State::Ready, vec![]),
            (9, State::Skipped, vec!["row.header_again"]),
        ]
    );
    assert_eq!([State::Ready, State::Warning, State::Problem, State::Skipped].map(|s| plan.count(s)), [3, 0, 3, 2]);
}

#[test]
fn somebody_with_and_without_an_address_is_told() {
    let plan = judged(
        "Nom;Mail;Badge;Date\n\
         Al Un;a1@example.org;Impression 3D;2026-03-01\n\
         al un;;Impression 3D;2026-03-01\n\
         Al Un;;Impression 3D;2026-02-01\n\
         Al Un;;Découpe laser;2026-03-01\n\
         Bo Deux;;Impression 3D;2026-03-01\n\
         Bo Deux;b2@example.org;Impression 3D;2026-03-01\n",
    );
    let seen: Vec<_> = plan.rows.iter().map(|r| (r.line, r.state, codes(r))).collect();
    let (ready, told) = (vec![], vec!["person.same_name"]);
    assert_eq!(
        seen,
        [
            (2, State::Ready, ready.clone()),
            (3, State::Warning, told.clone()),
            (4, State::Ready, ready.clone()),
            (5, State::Ready, ready.clone()),
            (6, State::Warning, told),
            (7, State::Ready, ready),
        ]
    );
    assert_eq!(plan.rows[4].findings[0].trouble, Trouble::PersonSameName { line: 7 });
}

#[test]
fn somebody_at_two_addresses_is_told() {
    let plan = judged(
        "Nom;Mail;Badge;Date\n\
         Zoe Cinq;z1@example.org;Impression 3D;2026-03-01\n\
         zoé cinq;z2@example.org;Impression 3D;2026-03-01\n\
         Zoe Cinq;z3@example.org;Impression 3D;2026-02-01\n\
         Zoe Cinq;z4@example.org;Découpe laser;2026-03-01\n",
    );
    let seen: Vec<_> = plan.rows.iter().map(codes).collect();
    assert_eq!(seen, [vec![], vec!["person.two_addresses"], vec![], vec![]]);
    let who = "z1@example.org".to_owned();
    assert_eq!(plan.rows[1].findings[0].trouble, Trouble::PersonTwoAddresses { line: 2, who });
}

#[test]
fn headers_may_stand_below_a_title_and_be_given() {
    let text = "Atelier du 2 mars\n;;\n\nQui;Contact;Note\nLéa;lea@example.org;18\n";
    let map = vec![("contact".to_owned(), Field::Email), ("Note".to_owned(), Field::Ignore)];
    let (table, plan) = judged_with(text.as_bytes(), &Reading { map, ..Reading::default() }, Some("decoupe-laser"));
    assert_eq!(table.header_line, 4);
    let fields: Vec<_> = table.columns.iter().map(|c| c.field.clone()).collect();
    assert_eq!(fields, [Some(Field::Name), Some(Field::Email), Some(Field::Ignore)]);
    assert_eq!(codes(&plan.rows[0]), ["row.before_header"]);
    assert_eq!((plan.rows[1].line, plan.rows[1].state), (5, State::Ready));

    let offer = Offer::default();
    let read = |text: &str, map: &[(String, Field)]| {
        let reading = Reading { map: map.to_vec(), ..Reading::default() };
        Table::read(text.as_bytes(), &reading, &offer, &Limits::default()).map(|t| t.columns).unwrap_err()
    };
    assert_eq!(read("a;b\n1;2\n", &[]), TableError::NoHeader { first: "a | b".into() });
    assert!(
        matches!(read("Nom;Mail\n", &[("Maill".into(), Field::Email)]), TableError::NoColumn { nearest: Some(n), .. } if n == "Mail")
    );
    assert_eq!(read("", &[]), TableError::Empty);
    assert_eq!(read("%PDF-1.7", &[]), TableError::NotATable);
}

#[test]
fn columns_may_be_badges_and_a_second_address_is_not_used() {
    let text = "Nom;Mail;Impression 3D;Découpe laser;Mail;Téléphone\nLéa;lea@example.org;x;oui;autre@example.org;06\nTom;tom@example.org;;non;;\nZed;zed@example.org;?;;;\n";
    let (table, plan) = judged_with(text.as_bytes(), &Reading::default(), None);
    assert_eq!(plan.rows[0].wish.as_ref().unwrap().awards, [slug("decoupe-laser"), slug("impression-3d")]);
    assert_eq!((plan.rows[1].state, codes(&plan.rows[1])), (State::Skipped, vec!["achievement.none"]));
    assert_eq!((plan.rows[2].state, codes(&plan.rows[2])), (State::Problem, vec!["tick.unclear", "achievement.none"]));
    assert!(table.columns[4].again && table.columns[5].field.is_none());
}

#[test]
fn an_address_that_few_servers_take_is_awarded_and_told() {
    for local in ["é", "hélène", "мария"] {
        let told = one("Nom;Mail;Badge", &format!("Léa;{local}@example.org;Découpe laser"));
        assert_eq!(told, (State::Warning, vec!["email.letters"]), "{local}");
    }
    assert_eq!(one("Nom;Mail;Badge", "Léa;lea@été.example.org;Découpe laser"), (State::Ready, vec![]));
}
