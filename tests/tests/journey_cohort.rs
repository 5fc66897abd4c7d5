//! Three hundred invented people in one table, with every fault that a table can have: planned, awarded twice, killed a
//! hundred times at random points, told by mail, on a full disk. No award is lost, none is made twice, nobody is told
//! twice.

// The seed of a test that kills, and what is skipped, have to be seen.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use badge_core::cohort::Trouble;
use badge_core::time::Timestamp;
use badge_core::zip::ZipWriter;
use badge_tests::binary::{badge, run};
use badge_tests::smtp::MailServer;
use serde_json::{Value, json};

const AT: &str = "2026-03-10T09:00:00Z";
const PEOPLE: usize = 300;
const TITLES: [&str; 17] = [
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
const FAULTS: &[(&str, &str, &[&str])] = &[
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

struct World {
    dir: tempfile::TempDir,
}

impl World {
    /// A place with a few achievements of its own, and two awards of an earlier table.
    fn new() -> Self {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let world = Self { dir };
        let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
        run(world.command(&init).args(["--url", "https://badges.example.org"]), 0);
        let whole = |name: &str| format!("[fr]\nname = \"{name}\"\ndescription = \"d\"\ncriteria = \"c\"\n");
        for (slug, text) in [
            ("couture-1", whole("Couture")),
            ("couture-2", whole("Couture")),
            ("brouillon", "[fr]\nname = \"Brouillon\"\n".to_owned()),
            ("sans-anglais", whole("Sans anglais")),
        ] {
            fs::write(world.path(&format!("achievements/{slug}.toml")), text).unwrap();
        }
        let earlier = "Nom;Mail;Badge;Date;Commentaire\nDéjà Là;deja@example.org;impression-3d;2026-03-02;Pièce\n\
            Change Depuis;change@example.org;impression-3d;2026-03-02;Bien\n";
        fs::write(world.path("avant.csv"), earlier).unwrap();
        run(&mut world.command(&["batch", "issue", "avant.csv", "--at", AT, "--yes"]), 0);
        fs::write(world.path("inscrits.xlsx"), workbook(&table())).unwrap();
        world
    }

    /// The same once more, file by file.
    fn copy(&self) -> Self {
        fn all(from: &Path, to: &Path) {
            fs::create_dir_all(to).unwrap();
            for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
                let there = to.join(entry.file_name());
                if entry.path().is_dir() {
                    all(&entry.path(), &there);
                } else {
                    fs::copy(entry.path(), there).unwrap();
                }
            }
        }
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        all(self.dir.path(), dir.path());
        Self { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = badge(args);
        command.env("BADGE_LANG", "fr").current_dir(self.dir.path());
        command
    }

    fn json(&self, args: &[&str], code: i32) -> Value {
        serde_json::from_str(&run(&mut self.command(args), code)).unwrap()
    }

    fn issue(&self) -> Command {
        self.command(&[
            "batch",
            "issue",
            "inscrits.xlsx",
            "--at",
            AT,
            "--changed=update",
            "--yes",
            "--json",
            "--out",
            "sortie",
        ])
    }

    /// Every award that the register has, whether it still holds or not: to whom, what, which day.
    fn awards(&self) -> Vec<(String, String, String, bool)> {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let list = self.json(&["list", "--json"], 0);
        let one = |a: &Value| (text(&a["to"]), text(&a["achievement"]), text(&a["date"]), a["state"] == "revoked");
        list["awards"].as_array().unwrap().iter().map(one).collect()
    }

    /// Nothing is half-written, nothing lies about, and each award has its files.
    #[track_caller]
    fn is_whole(&self) {
        let list = self.json(&["list", "--json"], 0);
        let tokens: BTreeSet<String> =
            list["awards"].as_array().unwrap().iter().map(|a| a["token"].as_str().unwrap().to_owned()).collect();
        let folders: BTreeSet<String> = names(&self.path("awards")).into_iter().collect();
        assert_eq!(folders, tokens, "awards and their folders");
        for token in &tokens {
            assert_eq!(names(&self.path("awards").join(token)), ["badge.png", "credential.json"], "{token}");
        }
        assert_eq!(names(&self.path(".badge/staging")), Vec::<String>::new());
        let people: Value = serde_json::from_slice(&fs::read(self.path("people.json")).unwrap()).unwrap();
        let register = fs::read_to_string(self.path("register.jsonl")).unwrap();
        for id in people["people"].as_object().unwrap().keys() {
            assert!(register.contains(id), "{id} is noted, and was awarded nothing");
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// One cell by its column, for each row.
type Row = BTreeMap<String, String>;

/// A good row: its person is nobody else's.
fn good(n: usize) -> Row {
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
fn table() -> Vec<Row> {
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

/// The workbook as a spreadsheet program would write it: a line of words, the titles, the rows, the titles again.
fn workbook(rows: &[Row]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let name = |column: usize, line: usize| format!("{}{line}", char::from(b'A' + u8::try_from(column).unwrap()));
    let (mut sheet, mut merged, mut links) = (String::new(), String::new(), String::new());
    let mut put = |line: usize, cells: Vec<String>, hidden: bool| {
        let _ = write!(sheet, "<row r=\"{line}\"{}>", if hidden { " hidden=\"1\"" } else { "" });
        for (column, text) in cells.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            let at = name(column, line);
            let _ = match (text.get(..2).unwrap_or(text), text.get(2..).unwrap_or_default()) {
                ("f:", "") => write!(sheet, "<c r=\"{at}\"><f>A1</f></c>"),
                ("f:", value) => write!(sheet, "<c r=\"{at}\" t=\"str\"><f>A1</f><v>{}</v></c>", escaped(value)),
                ("l:", value) => {
                    let _ = write!(links, "<hyperlink ref=\"{at}\" r:id=\"r1\"/>");
                    write!(sheet, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(value))
                }
                ("e:", value) => write!(sheet, "<c r=\"{at}\" t=\"e\"><v>{value}</v></c>"),
                ("^", _) => write!(merged, "<mergeCell ref=\"{}:{at}\"/>", name(column, line - 1)),
                _ => write!(sheet, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text)),
            };
        }
        sheet += "</row>";
    };
    put(1, vec!["Atelier du 2 mars".to_owned()], false);
    put(2, TITLES.map(str::to_owned).to_vec(), false);
    for (n, row) in rows.iter().enumerate() {
        let mut cells: Vec<String> = TITLES.iter().map(|t| row.get(*t).cloned().unwrap_or_default()).collect();
        // The value of a merged area stands above.
        if rows.get(n + 1).is_some_and(|next| next.get("Lieu").is_some_and(|t| t == "^")) {
            cells[7] = "Caen".to_owned();
        }
        cells.extend(row.get("+").cloned());
        put(3 + n, cells, row.contains_key("hidden"));
    }
    put(3 + rows.len(), TITLES.map(str::to_owned).to_vec(), false);
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse(AT).unwrap());
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned(),
        ),
        ("_rels/.rels", format!("<Relationships xmlns=\"{packages}\"><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"Mars\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData><mergeCells>{merged}</mergeCells><hyperlinks xmlns:r=\"{relations}\">{links}</hyperlinks></worksheet>")),
        ("xl/worksheets/_rels/sheet1.xml.rels", format!("<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{relations}/hyperlink\" Target=\"https://example.org/album\" TargetMode=\"External\"/></Relationships>")),
    ] {
        zip.add(name, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap()
}

fn codes(row: &Value) -> Vec<&str> {
    row["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

/// To whom each award goes that the table is good for, beside the two that were made before.
fn expected() -> BTreeSet<String> {
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

/// What stands, in the same words; each must be there once.
#[track_caller]
fn standing(world: &World) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (to, slug, date, revoked) in world.awards() {
        if to == "deja@example.org" || revoked {
            assert!(["deja@example.org", "change@example.org"].contains(&to.as_str()), "{to} lost an award");
            continue;
        }
        let again = if date.starts_with("2026-03-03") { " 2026-03-03" } else { "" };
        assert!(all.insert(format!("{to} {slug}{again}")), "{to} was awarded {slug} twice");
    }
    all
}

struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
        println!("seed {seed}");
        Self(seed)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}

/// Kills a run at some instant; whether it was still at work.
fn killed(command: &mut Command, after: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    let at_work = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    at_work
}

#[test]
fn every_fault_is_told_and_a_second_run_repeats_nothing() {
    let world = World::new();
    let plan = world.json(&["batch", "plan", "inscrits.xlsx", "--at", AT, "--json"], 1);
    let rows = plan["rows"].as_array().unwrap();
    assert_eq!(rows.len(), PEOPLE + 2, "the line above the titles, and the titles again");
    let mut met: BTreeSet<&str> = rows.iter().flat_map(codes).collect();
    for (n, row) in rows[1..=PEOPLE].iter().enumerate() {
        let (state, code) = match n.checked_sub(PEOPLE - FAULTS.len()) {
            None => ("ready", None),
            Some(fault) => (FAULTS[fault].0, Some(FAULTS[fault].1)),
        };
        assert_eq!(row["state"], state, "{row}");
        assert!(code.is_none_or(|code| codes(row).contains(&code)), "{code:?}: {row}");
        assert!(code.is_some() || codes(row).is_empty(), "{row}");
    }
    // What only text can have, a table in which no box can be ticked, and consent that does not hold.
    let aside = world.copy();
    run(&mut aside.command(&["consent", "withdraw", "deja@example.org", "--at", AT]), 0);
    // What somebody agreed to as an adult is none of a minor, and what a parent did is for one badge.
    let agreed = ["consent", "record", "change@example.org", "--for", "couture-1", "--at", AT];
    run(&mut aside.command(&agreed), 0);
    let rows = "Nom;Mail;Badge;Date;Mineur\nChange Depuis;change@example.org;impression-3d;2026-03-05;oui\n";
    fs::write(aside.path("mineur.csv"), rows).unwrap();
    let own = aside.json(&["batch", "plan", "mineur.csv", "--at", AT, "--json"], 0);
    met.extend(own["rows"].as_array().unwrap().iter().flat_map(codes));
    run(&mut aside.command(&[&agreed[..], &["--by", "sa mère"]].concat()), 0);
    let rows = "Nom;Mail;Badge;Date;Mineur;Âge\nLéa;lea@example.org;\nMax;max@example.org;impression-3d;;;ado\n\
        Déjà Là;deja@example.org;impression-3d;2026-03-05\nChange Depuis;change@example.org;impression-3d;2026-03-05;oui\n\
        \"Tom;tom@example.org;impression-3d\n";
    fs::write(aside.path("autre.csv"), rows).unwrap();
    let other = aside.json(&["batch", "plan", "autre.csv", "--at", AT, "--json"], 1);
    met.extend(other["rows"].as_array().unwrap().iter().flat_map(codes));
    let token = |to: &str| {
        let list = aside.json(&["list", "--json"], 0);
        let all = list["awards"].as_array().unwrap();
        all.iter().find(|a| a["to"] == to).unwrap()["token"].as_str().unwrap().to_owned()
    };
    run(&mut aside.command(&["revoke", &token("change@example.org"), "--yes"]), 0);
    let rows = "Nom;Mail;Badge;Date;Mineur;Accord parental\nDéjà Là;la@example.org;impression-3d;2026-03-02\n\
        ;change@example.org;impression-3d;2026-03-02\nTout Autre;change@example.org;impression-3d;2026-03-05\n\
        Ju;ju@example.org;impression-3d;2026-03-02;oui;oui, sa mère\nJu;ju@example.org;sans-anglais;2026-03-02;oui;non\n\
        Noé Pair;noe@example.org;impression-3d;2026-03-02\nNoé Pair;;impression-3d;2026-03-02\n\
        Noé Pair;n.pair@example.org;impression-3d;2026-03-02\n";
    fs::write(aside.path("corrige.csv"), rows).unwrap();
    let corrected = aside.json(&["batch", "plan", "corrige.csv", "--at", AT, "--json"], 1);
    met.extend(corrected["rows"].as_array().unwrap().iter().flat_map(codes));
    // Under another address what was revoked does not come back either.
    let rows = "Nom;Mail;Badge;Date\nChange Depuis;depuis@example.org;impression-3d;2026-03-02\n";
    fs::write(aside.path("revient.csv"), rows).unwrap();
    let back = aside.json(&["batch", "plan", "revient.csv", "--at", AT, "--json"], 1);
    met.extend(back["rows"].as_array().unwrap().iter().flat_map(codes));
    // Late in the day, tomorrow has begun somewhere.
    // And a hyphen of a PDF stands in an address.
    let rows = "Nom;Mail;Badge;Date\nDi Main;di@example.org;impression-3d;2026-03-11\n\
        Dim Ana;dim\u{2010}ana@example.org;impression-3d;2026-03-02\n";
    fs::write(aside.path("demain.csv"), rows).unwrap();
    let ahead = aside.json(&["batch", "plan", "demain.csv", "--at", "2026-03-10T20:00:00Z", "--json"], 0);
    met.extend(ahead["rows"].as_array().unwrap().iter().flat_map(codes));
    // A year of birth that was corrected, and the table as it was.
    run(&mut aside.command(&["consent", "record", "deja@example.org", "--born", "2012", "--at", AT]), 0);
    let rows = "Nom;Mail;Badge;Date;Naissance\nDéjà Là;deja@example.org;couture-1;2026-03-05;2015-05-30\n";
    fs::write(aside.path("naissance.csv"), rows).unwrap();
    let born = aside.json(&["batch", "plan", "naissance.csv", "--at", AT, "--json"], 0);
    met.extend(born["rows"].as_array().unwrap().iter().flat_map(codes));
    // A title of the child's own word, under which somebody looks for consent.
    let rows = "Nom;Mail;Badge;Date;Naissance;Signature du jeune\nLou Pré;lou@example.org;couture-1;2026-03-05;2015-05-30;oui\n";
    fs::write(aside.path("jeune.csv"), rows).unwrap();
    let map = ["--map", "Signature du jeune=consent", "--at", AT, "--json"];
    let child = aside.json(&[&["batch", "plan", "jeune.csv"], &map[..]].concat(), 0);
    met.extend(child["rows"].as_array().unwrap().iter().flat_map(codes));
    let all: BTreeSet<&str> = Trouble::CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(met, all, "every code is met, and no other");
    assert_eq!(world.awards().len(), 2, "a plan awards nothing");

    let first: Value = serde_json::from_str(&run(&mut world.issue(), 1)).unwrap();
    assert_eq!(first["counts"]["updated"], 1, "{}", first["counts"]);
    assert_eq!(standing(&world), expected());
    world.is_whole();
    let awards = world.awards();
    // A folder for each person; nobody's files are in another's.
    let waiting = first["rows"].as_array().unwrap().iter().flat_map(|r| r["awards"].as_array().unwrap());
    for award in waiting.filter(|a| a["state"] == "issued") {
        for file in award["files"].as_array().unwrap() {
            assert!(world.path(file.as_str().unwrap()).is_file(), "{file}");
        }
    }
    let second: Value = serde_json::from_str(&run(&mut world.issue(), 1)).unwrap();
    assert_eq!((&second["counts"]["issued"], &second["counts"]["updated"]), (&json!(0), &json!(0)));
    assert_eq!(world.awards(), awards);
    // The table that came back is a table of the same people: nothing of it is left to award.
    let back = ["batch", "issue", "sortie/resultats.csv", "--at", AT, "--changed=update", "--yes", "--json"];
    let third = world.json(&back, 1);
    assert_eq!(
        (&third["counts"]["issued"], &third["counts"]["updated"]),
        (&json!(0), &json!(0)),
        "{}",
        third["counts"]
    );
    assert_eq!(world.awards(), awards);
}

#[test]
fn killed_a_hundred_times_nothing_is_lost_or_doubled_or_told_twice() {
    let base = World::new();
    let mut chance = Chance::new();
    let began = std::time::Instant::now();
    run(&mut base.copy().issue(), 1);
    let whole = u64::try_from(began.elapsed().as_millis()).unwrap();
    let (mut kills, mut round) = (0, 0);
    let mut last = base.copy();
    while kills < 45 {
        round += 1;
        assert!(round < 60, "only {kills} of the runs were killed at work");
        last = base.copy();
        for _ in 0..8 {
            let at_work = killed(&mut last.issue(), Duration::from_millis(chance.below(whole * 2 / 3)));
            kills += usize::from(at_work);
            if !at_work {
                break;
            }
        }
        run(&mut last.issue(), 1);
        assert_eq!(standing(&last), expected());
        last.is_whole();
    }
    println!("{kills} runs killed at work in {round} rounds");

    // One in three has no mailbox; the server is so slow that there is still something to send when it is cut off for the
    // last time: two hundred texts take sixteen seconds, the runs that are killed eight together.
    let no: serde_json::Map<String, Value> =
        (0..PEOPLE).step_by(3).map(|n| (format!("p{n}@example.org"), json!(550))).collect();
    let Some(server) = MailServer::start(json!({"refuse": no, "delay": 0.08})) else { return };
    let card = fs::read_to_string(last.path("place.toml")).unwrap();
    fs::write(last.path("place.toml"), card + &server.settings("none", "")).unwrap();
    let sends = ["send", "--yes", "--without-link", "--json"];
    while kills < 100 {
        let after = Duration::from_millis(50 + chance.below(200));
        kills += usize::from(killed(&mut last.command(&sends), after));
        round += 1;
        assert!(round < 250, "only {kills} were killed at work");
    }
    let told = last.command(&sends).output().unwrap();
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!((&told["counts"]["waiting"], &told["stopped"]), (&json!(0), &Value::Null), "{told}");
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    server.received().into_iter().for_each(|mail| *times.entry(mail.to).or_default() += 1);
    let states = last.json(&["send", "--list", "--json"], 0);
    let mut uncertain = 0;
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for message in states["messages"].as_array().unwrap() {
        let (to, state) = (message["to"].as_str().unwrap(), message["state"].as_str().unwrap());
        let times = times.get(to).copied().unwrap_or(0);
        assert!(known.insert(to), "{to} has two messages");
        match state {
            "sent" => assert_eq!(times, 1, "{to}"),
            "refused" => assert!(no_mailbox(to) && times == 0, "{to}"),
            // Cut off between the message and the answer: it arrived or not, and is not sent again by itself.
            "uncertain" => assert!(times <= 1, "{to}"),
            other => panic!("{to}: {other}"),
        }
        uncertain += usize::from(state == "uncertain");
    }
    assert!(uncertain <= 55, "each kill can leave one in doubt, not {uncertain}");
    // Nobody writes to a minor without consent, nor to whoever said no.
    let kept_back = ["minor.no_consent", "minor.refused", "consent.refused"].map(|code| {
        let at = FAULTS.iter().position(|f| f.1 == code).unwrap() + 1_000;
        format!("p{at}@example.org")
    });
    for (to, ..) in last.awards().iter().filter(|a| a.0.contains('@')) {
        assert_eq!(known.contains(to.as_str()), !kept_back.contains(to), "{to}");
    }
    println!("{} messages arrived, {uncertain} in doubt", times.len());
}

fn no_mailbox(to: &str) -> bool {
    let number = to.strip_prefix('p').and_then(|rest| rest.split('@').next()?.parse::<usize>().ok());
    number.is_some_and(|n| n < PEOPLE && n % 3 == 0)
}

/// A small disk of its own, for as long as the test lasts.
#[cfg(target_os = "linux")]
struct Disk(PathBuf);

#[cfg(target_os = "linux")]
impl Disk {
    fn mount(at: &Path, options: &str) -> bool {
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).stderr(Stdio::null()).status();
        mount.is_ok_and(|s| s.success())
    }

    fn new(at: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        Self::mount(&at, &format!("size={size}")).then_some(Self(at))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_a_run_and_the_next_one_goes_on() {
    let base = World::new();
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(home.path().join("petit"), "5m") else {
        eprintln!("SKIPPED: no disk of its own can be mounted here (root is needed): a full disk was not tried");
        return;
    };
    let copied = Command::new("cp").arg("-r").arg(format!("{}/.", base.dir.path().display())).arg(&disk.0).status();
    assert!(copied.unwrap().success());
    let issue = || {
        let mut command = badge(["batch", "issue", "inscrits.xlsx", "--at", AT, "--changed=update", "--yes", "--json"]);
        command.current_dir(&disk.0);
        command
    };
    let list = || -> Vec<Value> {
        let out = run(badge(["list", "--json"]).current_dir(&disk.0), 0);
        serde_json::from_str::<Value>(&out).unwrap()["awards"].as_array().unwrap().clone()
    };
    let mut before = 0;
    for _ in 0..2 {
        run(&mut issue(), 2);
        // Whole groups, or nothing: each award that is listed has its files, and nothing else is there.
        let tokens: BTreeSet<String> = list().iter().map(|a| a["token"].as_str().unwrap().to_owned()).collect();
        let folders: BTreeSet<String> = names(&disk.0.join("awards")).into_iter().collect();
        assert_eq!(tokens, folders);
        assert!(tokens.len() >= before && tokens.len() < expected().len(), "{}", tokens.len());
        before = tokens.len();
    }
    // What the run could not finish takes no room: a parent can still withdraw (D-11).
    let withdraw = ["consent", "withdraw", "deja@example.org", "--at", AT, "--yes"];
    run(badge(withdraw).current_dir(&disk.0), 0);
    assert_eq!(names(&disk.0.join(".badge/staging")), Vec::<String>::new());
    let larger = Command::new("mount").args(["-o", "remount,size=64m"]).arg(&disk.0).status();
    assert!(larger.unwrap().success());
    run(&mut issue(), 1);
    let to: BTreeSet<String> = list()
        .iter()
        .filter(|a| a["state"] != "revoked")
        .map(|a| format!("{} {} {}", a["to"], a["achievement"], a["date"]))
        .collect();
    assert_eq!(to.len(), expected().len() + 1, "each once");
}
