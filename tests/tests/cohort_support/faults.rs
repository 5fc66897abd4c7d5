//! The rows of the table: good ones, and one for each fault that a table can have.

use std::collections::{BTreeMap, BTreeSet};

pub const AT: &str = "2026-03-10T09:00:00Z";
pub const PEOPLE: usize = 300;
pub const TITLES: [&str; 17] = [
    "Prénom",
    "Nom",
    "Courriel",
    "Badge",
    "Date",
    "Preuve",
    "Commentaire",
    "Lieu",
    "Langue",
    "Niveau",
    "Valable jusqu'au",
    "Date de naissance",
    "Mineur",
    "Accord parental",
    "État",
    "Découpe laser",
    "Téléphone",
];

/// What becomes of a row, the code by which it is told, and the cells that make it so: `column=text`.
///
/// `f:VALUE` is a formula with its last value, `f:` one without, `e:` an error of the sheet, `l:` words with a page behind
/// them, `^` a cell that is merged with the one above.
pub const FAULTS: &[(&str, &str, &[&str])] = &[
    ("problem", "person.missing", &["Prénom=", "Nom=", "Courriel="]),
    (
        "skipped",
        "person.repeated",
        &["Prénom=Camille", "Nom=Exemple 0", "Courriel=p0@example.org", "Commentaire=Pièce 0"],
    ),
    (
        "problem",
        "person.duplicate",
        &["Prénom=Camille", "Nom=Exemple 1", "Courriel=p1@example.org", "Commentaire=Autre"],
    ),
    ("problem", "person.other_name", &["Nom=Autre Nom", "Courriel=p2@example.org", "Date=2026-03-03"]),
    ("problem", "email.malformed", &["Courriel=ana(at)example.org"]),
    ("warning", "email.typo", &["Courriel=cid@gmial.com"]),
    ("skipped", "achievement.none", &["Badge="]),
    ("problem", "achievement.unknown", &["Badge=Poterie"]),
    ("problem", "achievement.near", &["Badge=Impresion 3D"]),
    ("problem", "achievement.several", &["Badge=Couture"]),
    ("problem", "achievement.faulty", &["Badge=Brouillon"]),
    ("problem", "tick.unclear", &["Découpe laser=peut-être"]),
    ("skipped", "award.already", &["Prénom=Déjà", "Nom=Là", "Courriel=deja@example.org", "Commentaire=Pièce"]),
    (
        "warning",
        "award.changed",
        &["Prénom=Change", "Nom=Depuis", "Courriel=change@example.org", "Commentaire=Très bien"],
    ),
    ("problem", "date.malformed", &["Date=demain"]),
    ("problem", "date.impossible", &["Date=31/02/2026"]),
    ("warning", "date.ambiguous", &["Date=03/02/2026"]),
    ("problem", "date.future", &["Date=2027-01-01"]),
    ("problem", "expires.before_date", &["Valable jusqu'au=2026-01-01"]),
    ("problem", "evidence.malformed", &["Preuve=htp://example.org"]),
    ("problem", "evidence.too_many", &["Preuve=a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v"]),
    ("problem", "where.malformed", &["Lieu=Caen;999,999"]),
    ("problem", "language.unknown", &["Langue=klingon"]),
    ("warning", "language.other", &["Badge=Sans anglais", "Langue=en"]),
    ("problem", "level.unknown", &["Niveau=sublime"]),
    ("problem", "level.other", &["Niveau=je découvre"]),
    ("problem", "birth.malformed", &["Date de naissance=hier"]),
    ("problem", "minor.unclear", &["Mineur=un peu"]),
    ("warning", "minor.no_consent", &["Date de naissance=2014-05-30"]),
    ("warning", "minor.refused", &["Date de naissance=2014-05-30", "Accord parental=non"]),
    ("problem", "consent.unclear", &["Date de naissance=2014-05-30", "Accord parental=refusé par le père"]),
    ("problem", "consent.not_noted", &["Date de naissance=1990-05-30", "Accord parental=en attente"]),
    ("warning", "consent.refused", &["Date de naissance=1990-05-30", "Accord parental=non"]),
    ("warning", "cell.formula", &["Commentaire=f:Calculé"]),
    ("problem", "cell.formula_unknown", &["Commentaire=f:"]),
    ("problem", "cell.error", &["Preuve=e:#N/A"]),
    ("warning", "cell.merged", &["Lieu=^"]),
    ("warning", "cell.link", &["Commentaire=l:Album"]),
    ("warning", "cell.link_read", &["Preuve=l:Album"]),
    ("warning", "cell.no_header", &["+=de trop"]),
    ("problem", "text.too_long", &["Nom=LONG"]),
    ("warning", "text.garbled", &["Nom=LÃ©vÃªque"]),
    ("problem", "text.hidden_signs", &["Nom=Ba\u{202e}lzac"]),
    ("skipped", "row.left_out", &["État=ignorer"]),
    ("warning", "row.hidden", &["hidden="]),
];

/// One cell by its column, for each row.
pub type Row = BTreeMap<String, String>;

/// A good row: its person is nobody else's.
pub fn good(n: usize) -> Row {
    let cells = [
        ("Prénom", "Camille".to_owned()),
        ("Nom", format!("Exemple {n}")),
        ("Courriel", format!("p{n}@example.org")),
        ("Badge", "impression-3d".to_owned()),
        ("Date", "2026-03-02".to_owned()),
        ("Commentaire", format!("Pièce {n}")),
        ("Téléphone", "06".to_owned()),
    ];
    cells.into_iter().map(|(title, text)| (title.to_owned(), text)).collect()
}

/// Three hundred rows of people: the good ones, then one for each fault.
pub fn table() -> Vec<Row> {
    let mut rows: Vec<Row> = (0..PEOPLE - FAULTS.len()).map(good).collect();
    for (n, (_, _, cells)) in FAULTS.iter().enumerate() {
        let mut row = good(1_000 + n);
        for (title, text) in cells.iter().map(|c| c.split_once('=').unwrap()) {
            let text = if text == "LONG" { "très long ".repeat(30) } else { text.to_owned() };
            row.insert(title.to_owned(), text);
        }
        rows.push(row);
    }
    rows
}

/// To whom each award goes that the table is good for, beside the two that were made before.
pub fn expected() -> BTreeSet<String> {
    let mut all: BTreeSet<String> =
        (0..PEOPLE - FAULTS.len()).map(|n| format!("p{n}@example.org impression-3d")).collect();
    for (n, (state, code, cells)) in FAULTS.iter().enumerate().filter(|(_, f)| f.0 == "warning") {
        let cell = |title: &str| cells.iter().find_map(|c| c.strip_prefix(title)?.strip_prefix('='));
        let to = cell("Courriel").map_or_else(|| format!("p{}@example.org", 1_000 + n), str::to_owned);
        let slug = if *code == "language.other" { "sans-anglais" } else { "impression-3d" };
        let again = if *code == "person.other_name" { " 2026-03-03" } else { "" };
        assert!(all.insert(format!("{to} {slug}{again}")), "{state} {code}");
    }
    all
}
