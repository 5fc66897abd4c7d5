//! Tables written by openpyxl, XlsxWriter and LibreOffice hold the same people for us, and they read the tables that we
//! write. Run for real where they are installed (`tests/run.sh`; LibreOffice Calc from the system).

#![allow(clippy::print_stderr)] // tests say loudly what they skip
#![expect(clippy::disallowed_methods, reason = "it does not wait for another program for ever")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use badge_tests::binary::{badge, run};
use serde_json::Value;

const AT: &str = "2026-03-10T09:00:00Z";

struct World {
    dir: tempfile::TempDir,
    python: PathBuf,
}

impl World {
    /// A place; `None`, and said so, without the libraries.
    fn new() -> Option<Self> {
        let python = std::env::var_os("BADGE_INTEROP_PYTHON").map(PathBuf::from).filter(|p| p.exists());
        let has = |python: &PathBuf| {
            let mut probe = Command::new(python);
            probe.args(["-c", "import openpyxl, xlsxwriter"]).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
        };
        let Some(python) = python.filter(has) else {
            eprintln!(
                "SKIPPED: openpyxl and XlsxWriter are not installed (BADGE_INTEROP_PYTHON): no table of theirs was read"
            );
            return None;
        };
        let world = Self { dir: tempfile::tempdir().unwrap(), python };
        let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
        run(world.command(&init).args(["--url", "https://badges.example.org"]), 0);
        Some(world)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = badge(args);
        command.env("BADGE_LANG", "fr").current_dir(self.dir.path());
        command
    }

    fn tables(&self, args: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/tables.py");
        run(Command::new(&self.python).arg(script).args(args).current_dir(self.dir.path()), 0)
    }

    fn plan(&self, file: &str, more: &[&str]) -> Value {
        let args = [&["batch", "plan", file, "--at", AT, "--json"], more].concat();
        let out = self.command(&args).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{file}: {e}: {said}"))
    }

    fn issue(&self, file: &str, more: &[&str]) -> Value {
        let args = [&["batch", "issue", file, "--at", AT, "--yes", "--changed=skip", "--json"], more].concat();
        serde_json::from_slice(&self.command(&args).output().unwrap().stdout).unwrap()
    }

    /// Files that LibreOffice makes of others, as FOLDER/STEM.ENDING; `false`, and said so, where there is no Calc.
    fn office(&self, ending: &str, folder: &str, files: &[&str]) -> bool {
        if !self.path("profile").exists() {
            // Writer alone reads no tables, and says so of a good one too.
            std::fs::write(self.path("essai.csv"), "a,b\n").unwrap();
            if self.convert("ods", "essai", &["essai.csv"]).is_err() || !self.path("essai/essai.ods").is_file() {
                eprintln!("SKIPPED: LibreOffice Calc is not installed: its tables were not read, and ours not by it");
                return false;
            }
        }
        let out = self.convert(ending, folder, files);
        let stem = |f: &&str| Path::new(f).file_stem().unwrap().to_string_lossy().into_owned();
        let ending = ending.split(':').next().unwrap();
        for made in files.iter().map(|f| self.path(folder).join(format!("{}.{ending}", stem(f)))) {
            assert!(made.is_file(), "{}: {out:?}", made.display());
        }
        true
    }

    fn convert(&self, ending: &str, folder: &str, files: &[&str]) -> std::io::Result<Output> {
        let mut office = Command::new("soffice");
        office.arg(format!("-env:UserInstallation=file://{}", self.path("profile").display()));
        if files.iter().all(|f| f.ends_with(".csv")) {
            // Separated by commas, quoted, UTF-8.
            office.arg("--infilter=CSV:44,34,76,1");
        }
        office.args(["--headless", "--convert-to", ending, "--outdir", folder]).args(files);
        office.current_dir(self.dir.path()).stdin(Stdio::null());
        let (out, err) = (self.path("office.out"), self.path("office.err"));
        office.stdout(std::fs::File::create(&out)?).stderr(std::fs::File::create(&err)?);
        let mut child = office.spawn()?;
        let began = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if began.elapsed() > LONGEST {
                // What it began besides goes with it where it can; the test ends either way.
                let _ = child.kill();
                let _ = child.wait();
                let said = [&out, &err].map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned());
                panic!("LibreOffice was not done with {files:?} to {ending} in {LONGEST:?}, and said: {said:?}");
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        Ok(Output { status, stdout: std::fs::read(out)?, stderr: std::fs::read(err)? })
    }
}

/// Far more than LibreOffice takes for a few small tables: it waits for somebody where it cannot start.
const LONGEST: Duration = Duration::from_secs(600);

fn codes(row: &Value) -> Vec<&str> {
    row["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

/// Who, what, and what is said of it.
fn people(plan: &Value) -> Vec<String> {
    let one = |r: &Value| format!("{} {} {} {} {:?}", r["line"], r["state"], r["email"], r["achievements"], codes(r));
    plan["rows"].as_array().unwrap().iter().map(one).collect()
}

const SAME: [&str; 5] = [
    "openpyxl-1904.xlsx",
    "openpyxl-write-only.xlsx",
    "xlsxwriter.xlsx",
    "xlsxwriter-1904.xlsx",
    "xlsxwriter-inline.xlsx",
];

#[test]
fn every_library_writes_the_same_people() {
    let Some(world) = World::new() else { return };
    world.tables(&["make", "."]);
    let first = world.plan("openpyxl.xlsx", &[]);
    let lasers = first["rows"].as_array().unwrap().iter().filter(|r| r["achievements"].to_string().contains("laser"));
    assert_eq!((first["counts"]["problem"].as_u64(), lasers.count()), (Some(0), 2), "{:?}", people(&first));
    assert_eq!(people(&first).len(), 4);
    assert_eq!(first["rows"][2]["name"], "Zoé O'Neill <3");
    for file in SAME {
        assert_eq!(people(&world.plan(file, &[])), people(&first), "{file}");
    }
    // What they hold is the same to the letter: awarded from one, everybody of the others has that badge of that day,
    // with that evidence and those words.
    let issued = world.issue("openpyxl.xlsx", &["--table", "retour.xlsx"]);
    assert_eq!(issued["counts"]["issued"], 5, "{issued}");
    let mut files: Vec<String> = SAME.iter().map(|f| (*f).to_owned()).collect();
    // LibreOffice reads theirs and writes its own, from each kind to each.
    if world.office("ods", "bureau", &["openpyxl.xlsx", "xlsxwriter-1904.xlsx", "openpyxl-1904.xlsx"]) {
        world.office("xlsx:Calc MS Excel 2007 XML", "bureau", &["xlsxwriter.xlsx", "xlsxwriter-inline.xlsx"]);
        world.office("csv:Text - txt - csv (StarCalc):44,34,76,1", "bureau", &["openpyxl.xlsx"]);
        world.office("ods", "encore", &["bureau/openpyxl.csv"]);
        world.office("xlsx:Calc MS Excel 2007 XML", "encore", &["bureau/openpyxl.csv"]);
        for file in [
            "openpyxl.ods",
            "xlsxwriter-1904.ods",
            "openpyxl-1904.ods",
            "xlsxwriter.xlsx",
            "xlsxwriter-inline.xlsx",
            "openpyxl.csv",
        ] {
            files.push(format!("bureau/{file}"));
        }
        files.extend(["encore/openpyxl.ods".to_owned(), "encore/openpyxl.xlsx".to_owned()]);
    }
    for file in &files {
        let plan = world.plan(file, &[]);
        for row in plan["rows"].as_array().unwrap() {
            let only: BTreeSet<&str> = codes(row).into_iter().collect();
            let alone = only == BTreeSet::from(["award.already"]);
            assert!(row["state"] == "skipped" && alone, "{file}: {row}");
        }
        assert_eq!(plan["rows"].as_array().unwrap().len(), 4, "{file}");
    }
}

/// A coordinator's sums, sorting by day and filters go on working in the table that comes back.
#[test]
fn values_come_back_as_what_they_were() {
    let Some(world) = World::new() else { return };
    world.tables(&["values", "values.xlsx"]);
    let kinds = |file: &str| -> Vec<Vec<String>> { serde_json::from_str(&world.tables(&["kinds", file])).unwrap() };
    let before = kinds("values.xlsx");
    world.plan("values.xlsx", &["--out", "back.xlsx"]);
    world.plan("values.xlsx", &["--out", "back.ods"]);
    world.plan("back.ods", &["--out", "again.xlsx"]);
    let (after, again) = (kinds("back.xlsx"), kinds("again.xlsx"));
    for (at, cell) in before.iter().enumerate().skip(3) {
        // What was text is marked as text: `@`.
        let format = if cell[0] == "str" { "@" } else { &cell[2] };
        assert_eq!(after[at], [&cell[0], &cell[1], format], "{at}");
        assert_eq!(again[at][..2], cell[..2], "{at}");
    }
    assert_eq!(before.len(), 12);
    // LibreOffice sees the same values in ours.
    if world.office("xlsx:Calc MS Excel 2007 XML", "bureau", &["back.ods"]) {
        let office = kinds("bureau/back.xlsx");
        for (at, cell) in before.iter().enumerate().skip(3) {
            assert_eq!(office[at][..2], cell[..2], "{at}");
        }
    }
}

#[test]
fn what_sheets_can_do_besides_is_told() {
    let Some(world) = World::new() else { return };
    world.tables(&["make", "."]);
    // Merged, hidden, computed, an error; the sheet that is hidden and the one of notes are passed over.
    let told = |file: &str| -> Vec<Vec<String>> {
        let plan = world.plan(file, &[]);
        let rows = plan["rows"].as_array().unwrap();
        assert!(rows.iter().all(|r| r["email"] != "zero@example.org"), "{file}: the hidden sheet was read");
        rows.iter().map(|r| codes(r).into_iter().map(str::to_owned).collect()).collect()
    };
    let known = [vec![], vec!["cell.merged"], vec!["row.hidden"], vec!["cell.formula"], vec!["cell.error"]];
    assert_eq!(told("odd-xlsxwriter.xlsx"), known);
    // openpyxl computes nothing: nobody knows what its formulas come to.
    let unknown =
        [vec![], vec!["cell.merged"], vec!["row.hidden"], vec!["cell.formula_unknown"], vec!["cell.formula_unknown"]];
    assert_eq!(told("odd-openpyxl.xlsx"), unknown);
    assert_eq!(world.plan("odd-openpyxl.xlsx", &["--sheet", "ancien"])["rows"][0]["email"], "zero@example.org");
    if world.office("ods", "bureau", &["odd-openpyxl.xlsx", "odd-xlsxwriter.xlsx"]) {
        world.office("xlsx:Calc MS Excel 2007 XML", "bureau", &["odd-openpyxl.xlsx", "odd-xlsxwriter.xlsx"]);
        for file in ["odd-openpyxl.ods", "odd-xlsxwriter.ods", "odd-openpyxl.xlsx", "odd-xlsxwriter.xlsx"] {
            assert_eq!(told(&format!("bureau/{file}")), known, "LibreOffice computes: {file}");
        }
    }
}

/// A page behind a word becomes evidence, and that is told; a mailbox behind a name is whom the badge is for.
#[test]
fn links_behind_words_are_read_whoever_wrote_them() {
    let Some(world) = World::new() else { return };
    world.tables(&["links", "."]);
    let told = |file: &str| -> Vec<(String, Vec<String>)> {
        let plan = world.plan(file, &[]);
        let link = |r: &Value| {
            let read = |f: &&Value| f["code"] == "cell.link_read";
            let value = r["findings"].as_array().unwrap().iter().find(read).map(|f| f["value"].clone());
            let shows = value.is_none_or(|v| v == "photo https://example.org/album/1.jpg?a=1&b=2");
            assert!(shows, "{file}: {r}");
            (r["email"].as_str().unwrap_or_default().to_owned(), codes(r).into_iter().map(str::to_owned).collect())
        };
        plan["rows"].as_array().unwrap().iter().map(link).collect()
    };
    let row = |email: &str, codes: &[&str]| (email.to_owned(), codes.iter().map(|c| (*c).to_owned()).collect());
    let (lea, ana) = (row("lea@example.org", &["cell.link_read"]), row("ana@example.org", &[]));
    let tom = row("tom@example.org", &["cell.formula", "cell.link_read"]);
    let by_xlsxwriter = [lea.clone(), tom, ana.clone()];
    assert_eq!(told("links-xlsxwriter.xlsx"), by_xlsxwriter);
    assert_eq!(told("links-openpyxl.xlsx"), [lea.clone(), ana.clone()]);
    let files = ["links-xlsxwriter.xlsx", "links-openpyxl.xlsx"];
    if world.office("ods", "bureau", &files) {
        world.office("xlsx:Calc MS Excel 2007 XML", "bureau", &files);
        for ending in ["ods", "xlsx"] {
            assert_eq!(told(&format!("bureau/links-xlsxwriter.{ending}")), by_xlsxwriter, "{ending}");
            assert_eq!(told(&format!("bureau/links-openpyxl.{ending}")), [lea.clone(), ana.clone()], "{ending}");
        }
    }
}

#[test]
fn our_model_is_filled_in_and_our_results_are_read_elsewhere() {
    let Some(world) = World::new() else { return };
    run(&mut world.command(&["batch", "template", "modele.xlsx"]), 0);
    world.tables(&["fill", "modele.xlsx", "rempli.xlsx"]);
    let plan = world.plan("rempli.xlsx", &[]);
    assert_eq!((&plan["counts"]["ready"], &plan["counts"]["problem"]), (&2.into(), &0.into()), "{plan}");
    let issued = world.issue("rempli.xlsx", &["--table", "retour.xlsx"]);
    assert_eq!(issued["counts"]["issued"], 2, "{issued}");
    world.issue("rempli.xlsx", &["--table", "retour.ods"]);
    let cells: Vec<Vec<String>> = serde_json::from_str(&world.tables(&["read", "retour.xlsx"])).unwrap();
    let column = |title: &str| cells[0].iter().position(|t| t == title).unwrap_or_else(|| panic!("{title}: {cells:?}"));
    let lea = cells.iter().find(|row| row.contains(&"lea@example.org".to_owned())).unwrap();
    assert_eq!((lea[column("Nom complet")].as_str(), lea[column("État")].as_str()), ("Léa Martin", "attribué"));
    assert!(lea[column("Lien du badge")].starts_with("https://badges.example.org/b/"), "{lea:?}");
    let examples = cells.iter().filter(|row| row[column("État")] == "exemple").count();
    assert_eq!(examples, 2, "{cells:?}");
    // LibreOffice opens both and saves them as text: the same people, all of them awarded.
    for file in ["retour.xlsx", "retour.ods", "modele.xlsx"] {
        if !world.office("csv:Text - txt - csv (StarCalc):44,34,76,1", "bureau", &[file]) {
            return;
        }
        let text = std::fs::read_to_string(world.path("bureau").join(file).with_extension("csv")).unwrap();
        assert!(text.contains("Camille Exemple"), "{text}");
        let plan = world.plan(&format!("bureau/{}.csv", file.split('.').next().unwrap()), &[]);
        let already = plan["rows"].as_array().unwrap().iter().filter(|r| codes(r) == ["award.already"]).count();
        assert_eq!(already, if file == "modele.xlsx" { 0 } else { 2 }, "{file}: {plan}");
        assert_eq!((&plan["counts"]["problem"], &plan["counts"]["ready"]), (&0.into(), &0.into()), "{file}: {plan}");
    }
}
