//! The recipe of `examples/grist`, run against a stand-in that answers as Grist's records API does: bearer token,
//! `filter`, `limit`, at most five records a page, 429, and a server that dies between one request and the next.

#![allow(clippy::print_stderr)] // tests say loudly what they skip

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use badge_tests::binary::{badge, badge_path, run};
use serde_json::{Value, json};

const KEY: &str = "une-cle-d-essai";
/// Records that the stand-in gives at once, whatever limit is asked for.
const PAGE: usize = 5;

/// What a request meets, in turn; then everything is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// Answered as it should be.
    None,
    /// 429, with `Retry-After`.
    Busy,
    /// The connection ends before anything was done.
    DiesBefore,
    /// What was asked is done, and nobody is told.
    DiesAfter,
}

#[derive(Default)]
struct Document {
    tables: BTreeMap<String, BTreeMap<i64, Value>>,
    /// For each request to come that writes.
    writes: Vec<Fault>,
    reads: Vec<Fault>,
    /// Method and table of each request that came with the right key.
    log: Vec<String>,
    refused: usize,
    /// What Grist says beside a record of cells whose formula failed.
    errors: BTreeMap<i64, Value>,
    /// How often each row was written.
    written: BTreeMap<i64, usize>,
}

struct Grist {
    document: Arc<Mutex<Document>>,
    stop: Arc<AtomicBool>,
    port: u16,
}

impl Grist {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let document = Arc::<Mutex<Document>>::default();
        let stop = Arc::<AtomicBool>::default();
        let (shared, stopped) = (Arc::clone(&document), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                // A client that was killed amid its request is nobody's failure.
                let _ = stream.map(|s| answer(s, &shared));
            }
        });
        Self { document, stop, port }
    }

    fn document(&self) -> MutexGuard<'_, Document> {
        self.document.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, table: &str, id: i64, fields: Value) {
        self.document().tables.entry(table.to_owned()).or_default().insert(id, fields);
    }

    fn cell(&self, id: i64, column: &str) -> String {
        let document = self.document();
        document.tables["Inscriptions"][&id][column].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Grist {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn answer(mut stream: TcpStream, document: &Mutex<Document>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        let (name, value) = header.trim().split_once(": ").unwrap_or_default();
        match name.to_lowercase().as_str() {
            "authorization" => key = value.to_owned(),
            "content-length" => length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut document = document.lock().unwrap_or_else(PoisonError::into_inner);
    let (status, more, said) = if key != format!("Bearer {KEY}") {
        document.refused += 1;
        (401, "", json!({"error": "invalid API key"}))
    } else {
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let table = path.strip_prefix("/api/docs/essai/tables/").and_then(|p| p.strip_suffix("/records"));
        let table = table.map(str::to_owned).unwrap_or_default();
        document.log.push(format!("{method} {table}"));
        let list = if method == "GET" { &mut document.reads } else { &mut document.writes };
        let fault = if list.is_empty() { Fault::None } else { list.remove(0) };
        match fault {
            Fault::Busy => (429, "Retry-After: 0\r\n", json!({"error": "too many requests"})),
            Fault::DiesBefore => return Ok(()),
            Fault::None | Fault::DiesAfter => {
                let done = match method.as_str() {
                    "GET" => records(&document, &table, query),
                    "PATCH" => write(&mut document, &table, &serde_json::from_slice(&body).unwrap_or_default()),
                    _ => (404, Value::Null),
                };
                if fault == Fault::DiesAfter {
                    return Ok(());
                }
                (done.0, "", done.1)
            }
        }
    };
    let said = said.to_string();
    write!(
        stream,
        "HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n{said}",
        said.len()
    )
}

fn records(document: &Document, table: &str, query: &str) -> (u16, Value) {
    let Some(rows) = document.tables.get(table) else { return (404, json!({"error": "table not found"})) };
    let mut filter = json!({});
    let mut limit = usize::MAX;
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "filter" => filter = serde_json::from_str(&unescaped(value)).unwrap(),
            "limit" => limit = value.parse().unwrap(),
            _ => {}
        }
    }
    let fits = |fields: &Value| {
        filter.as_object().unwrap().iter().all(|(column, values)| values.as_array().unwrap().contains(&fields[column]))
    };
    // The table of badges is small, and read whole.
    let page = if filter == json!({}) { limit } else { PAGE.min(limit) };
    let record = |(id, fields): (&i64, &Value)| match document.errors.get(id) {
        Some(errors) => json!({"id": id, "fields": fields, "errors": errors}),
        None => json!({"id": id, "fields": fields}),
    };
    let found = rows.iter().filter(|(_, fields)| fits(fields)).take(page);
    (200, json!({"records": found.map(record).collect::<Vec<_>>()}))
}

/// All of them, or none where one is not there.
fn write(document: &mut Document, table: &str, body: &Value) -> (u16, Value) {
    let Some(rows) = document.tables.get_mut(table) else { return (404, Value::Null) };
    let all: Vec<&Value> = body["records"].as_array().map(|a| a.iter().collect()).unwrap_or_default();
    if all.iter().any(|r| !rows.contains_key(&r["id"].as_i64().unwrap_or(-1))) {
        return (404, json!({"error": "no such row"}));
    }
    for record in all {
        let id = record["id"].as_i64().unwrap();
        for (column, value) in record["fields"].as_object().unwrap() {
            rows.get_mut(&id).unwrap()[column] = value.clone();
        }
        *document.written.entry(id).or_default() += 1;
    }
    (200, Value::Null)
}

fn unescaped(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        out.push(match b {
            b'+' => b' ',
            b'%' => {
                let pair = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(out).unwrap()
}

struct World {
    dir: tempfile::TempDir,
    grist: Grist,
}

impl World {
    /// A place, a document with a table of badges, and a key; `None`, and said so, without Python.
    fn new() -> Option<Self> {
        let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
        if !python {
            eprintln!("SKIPPED: the Grist recipe needs python3");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
        run(badge(init).args(["--url", "https://badges.example.org"]).arg(dir.path().join("lieu")), 0);
        let grist = Grist::start();
        for (id, slug) in [(1, "premiers-pas"), (2, "impression-3d"), (3, "poterie")] {
            grist.add("Badges", id, json!({"Nom_court": slug}));
        }
        let world = Self { dir, grist };
        let ini = std::fs::read_to_string(recipe().join("grist.ini")).unwrap();
        let ini = ini
            .replace("https://grist.example.org", &format!("http://127.0.0.1:{}", world.grist.port))
            .replace("jKx3Tn8vPq2L", "essai")
            .replace("table = Inscriptions", "table = Inscriptions\nwait = 0.01")
            .replace("command = badge", &format!("command = {}", badge_path().display()));
        std::fs::write(world.path("grist.ini"), ini).unwrap();
        std::fs::write(world.path("grist.key"), format!("{KEY}\n")).unwrap();
        Some(world)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn script(&self) -> Command {
        let mut command = Command::new("python3");
        command.arg(recipe().join("grist_badges.py")).arg(self.path("grist.ini"));
        command.env_remove("GRIST_API_KEY").env_remove("BADGE_PLACE");
        command
    }

    fn list(&self) -> Vec<Value> {
        let out = run(badge(["list", "--json"]).env("BADGE_PLACE", self.path("lieu")), 0);
        serde_json::from_str::<Value>(&out).unwrap()["awards"].as_array().unwrap().clone()
    }

    /// A row that is ready, for somebody of that number.
    fn ready(&self, id: i64) {
        let email = format!("p{id}@example.org");
        let fields = json!({"Nom": format!("Personne {id}"), "Email": email, "Badge": 1, "Pret": true, "Le": 1_772_409_600,
            "Recit": "", "Preuve": "", "Mineur": false, "Accord": "", "Badge_lien": "", "Etat": ""});
        self.grist.add("Inscriptions", id, fields);
    }

    fn set(&self, id: i64, column: &str, value: Value) {
        self.grist.document().tables.get_mut("Inscriptions").unwrap().get_mut(&id).unwrap()[column] = value;
    }

    /// Each row says that it was awarded, and its link is that of the one award of its person.
    fn each_has_its_own(&self, rows: std::ops::RangeInclusive<i64>) {
        let awards = self.list();
        for id in rows.clone() {
            let email = format!("p{id}@example.org");
            let own: Vec<&Value> = awards.iter().filter(|a| a["to"] == email.as_str()).collect();
            assert_eq!(own.len(), 1, "row {id}: {own:?}");
            assert_eq!(self.grist.cell(id, "Etat"), "attribué", "row {id}");
            let token = own[0]["token"].as_str().unwrap();
            assert_eq!(self.grist.cell(id, "Badge_lien"), format!("https://badges.example.org/b/{token}/"));
        }
        assert_eq!(awards.len(), rows.count());
        assert_eq!(std::fs::metadata(self.path("grist-journal.jsonl")).unwrap().len(), 0, "the journal is done with");
    }
}

fn recipe() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/grist")
}

#[test]
fn ready_rows_are_awarded_and_told_once() {
    let Some(world) = World::new() else { return };
    for id in 1..=12 {
        world.ready(id);
    }
    // Not ready; done by an earlier run; a reference to nothing; a badge the place does not have; no badge at all.
    world.ready(13);
    world.set(13, "Pret", json!(false));
    world.ready(14);
    world.set(14, "Etat", json!("attribué"));
    for (id, badge) in [(15, json!(77)), (16, json!(3)), (17, json!(0))] {
        world.ready(id);
        world.set(id, "Badge", badge);
    }
    // Several badges as a list of references, of which one is wrong: none of them is awarded.
    world.ready(18);
    world.set(18, "Badge", json!(["L", 1, 3]));
    world.ready(19);
    world.set(19, "Badge", json!(["L", 1, 2]));
    // A minor without consent; a card; an address that is none.
    world.ready(20);
    world.set(20, "Mineur", json!(true));
    world.ready(21);
    world.set(21, "Email", json!(""));
    world.ready(22);
    world.set(22, "Email", json!("p22(at)example.org"));

    run(&mut world.script(), 1);
    let awards = world.list();
    let of = |to: &str| awards.iter().filter(|a| a["to"] == to).count();
    for id in 1..=12 {
        assert_eq!((of(&format!("p{id}@example.org")), world.grist.cell(id, "Etat").as_str()), (1, "attribué"));
        assert!(world.grist.cell(id, "Badge_lien").starts_with("https://badges.example.org/b/"));
    }
    for id in [13, 14, 15, 16, 17, 18, 22] {
        assert_eq!(of(&format!("p{id}@example.org")), 0, "row {id}");
        assert_eq!(world.grist.cell(id, "Badge_lien"), "", "row {id}");
    }
    for id in [15, 16, 17, 18, 22] {
        assert!(world.grist.cell(id, "Etat").starts_with("à corriger : "), "{}", world.grist.cell(id, "Etat"));
    }
    assert!(world.grist.cell(16, "Etat").contains("poterie"), "{}", world.grist.cell(16, "Etat"));
    assert_eq!((of("p19@example.org"), world.grist.cell(19, "Badge_lien").lines().count()), (2, 2));
    assert_eq!(of("p20@example.org"), 1);
    assert_eq!(world.grist.cell(20, "Etat"), "attribué, attend l’accord d’un parent");
    assert_eq!((world.grist.cell(20, "Badge_lien").as_str(), world.grist.cell(21, "Etat").as_str()), ("", "attribué"));
    assert_eq!(awards.len(), 12 + 2 + 1 + 1);

    #[cfg(unix)]
    {
        let mode = std::fs::metadata(world.path("grist-journal.jsonl")).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600, "it names people");
    }
    // A second run finds nothing to do and writes nothing; a corrected row whose state was emptied is taken again.
    let written = world.grist.document().written.clone();
    assert!(written.values().all(|n| *n == 1), "{written:?}");
    assert_eq!(run(&mut world.script(), 0).trim(), "0 attribués, 0 à corriger");
    assert_eq!(world.list().len(), awards.len());
    assert_eq!(world.grist.document().written, written);
    for id in [18, 22] {
        world.set(id, "Badge", json!(["L", 1]));
        world.set(id, "Email", json!(format!("p{id}@example.org")));
        world.set(id, "Etat", json!(""));
    }
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), awards.len() + 2);
    let dates: Vec<&str> = awards.iter().filter_map(|a| a["date"].as_str()).collect();
    assert!(dates.iter().all(|d| d.starts_with("2026-03-02")), "seconds since 1970 are a day: {dates:?}");
}

// D-11: what is corrected in a row that was awarded is heard, or told: it is never dropped in silence.
#[test]
fn a_row_that_is_changed_and_taken_again_is_heard() {
    let Some(world) = World::new() else { return };
    for id in 1..=3 {
        world.ready(id);
    }
    run(&mut world.script(), 0);
    world.set(1, "Mineur", json!(true));
    world.set(2, "Recit", json!("A découpé une boîte."));
    (1..=3).for_each(|id| world.set(id, "Etat", json!("")));
    run(&mut world.script(), 0);
    assert_eq!(world.grist.cell(1, "Etat"), "attribué, attend l’accord d’un parent");
    assert_eq!(world.grist.cell(1, "Badge_lien"), "");
    let told = world.grist.cell(2, "Etat");
    assert!(told.starts_with("attribué") && told.contains("existait déjà") && told.ends_with("Recit"), "{told}");
    assert_eq!(world.grist.cell(3, "Etat"), "attribué");
    assert_eq!(world.list().len(), 3);

    // Nobody to award to, said in the words of the table.
    world.ready(4);
    world.set(4, "Email", json!(""));
    world.set(4, "Nom", json!(""));
    run(&mut world.script(), 1);
    assert_eq!(world.grist.cell(4, "Etat"), "à corriger : il faut une adresse ou un nom");
}

#[test]
fn a_column_that_the_table_does_not_have_ends_the_run_and_is_named() {
    let Some(world) = World::new() else { return };
    let said = |world: &World| {
        let out = world.script().output().unwrap();
        (out.status.code(), String::from_utf8(out.stderr).unwrap())
    };
    // An empty table tells nothing.
    world.grist.document().tables.insert("Inscriptions".to_owned(), BTreeMap::new());
    run(&mut world.script(), 0);
    let rename = |from: &str, to: &str| {
        let mut document = world.grist.document();
        for fields in document.tables.get_mut("Inscriptions").unwrap().values_mut() {
            let fields = fields.as_object_mut().unwrap();
            let value = fields.remove(from).unwrap();
            fields.insert(to.to_owned(), value);
        }
    };
    world.ready(1);
    world.set(1, "Mineur", json!(true));
    for (from, to) in [("Mineur", "Moins_de_15_ans"), ("Email", "Mail"), ("Le", "Date"), ("Etat", "État")] {
        for ready in [true, false] {
            // Told even while nobody is ready.
            world.set(1, "Pret", json!(ready));
            rename(from, to);
            let (code, text) = said(&world);
            assert_eq!(code, Some(2), "{from}: {text}");
            assert!(text.contains(&format!("pas de colonne {from}. ")) && text.contains(to), "{text}");
            assert_eq!((world.list().len(), world.grist.document().written.len()), (0, 0), "{from}");
            rename(to, from);
        }
    }
    world.set(1, "Pret", json!(true));
    // The same for the table that the column of badges refers to, and for our own names in the settings.
    let ini = std::fs::read_to_string(world.path("grist.ini")).unwrap();
    for (from, to, named) in [
        ("column = Nom_court", "column = Nom", "la table Badges n’a pas de colonne Nom."),
        ("minor = Mineur", "mineur = Mineur", "« mineur »"),
        ("minor = Mineur", "Minor = Mineur", "« Minor »"),
        ("state = Etat\n", "", "« state »"),
    ] {
        assert!(ini.contains(from));
        std::fs::write(world.path("grist.ini"), ini.replace(from, to)).unwrap();
        let (code, text) = said(&world);
        assert!(code == Some(2) && text.contains(named), "{to}: {text}");
        assert_eq!(world.list().len(), 0, "{to}");
    }
    // What the table does not have is left out of the settings.
    rename("Recit", "Autre_chose");
    std::fs::write(world.path("grist.ini"), ini.replace("narrative = Recit\n", "")).unwrap();
    run(&mut world.script(), 0);
    assert_eq!(world.grist.cell(1, "Etat"), "attribué, attend l’accord d’un parent");
}

#[test]
fn columns_may_be_of_whatever_type_is_natural() {
    let Some(world) = World::new() else { return };
    let toggles = [(1, json!(true), json!(true)), (2, json!(true), json!(false)), (3, json!("non"), json!(false))];
    for (id, minor, consent) in toggles {
        world.ready(id);
        world.set(id, "Mineur", minor);
        world.set(id, "Accord", consent);
    }
    // A no in words, of a child and of an adult; lists of choices; a day with its hour, of a column of such and of a formula.
    for (id, minor, no) in [(4, json!("Oui"), json!("Non")), (5, json!(false), json!(["L", "non"]))] {
        world.ready(id);
        world.set(id, "Mineur", minor);
        world.set(id, "Accord", no);
    }
    for (id, day) in [(6, json!(1_772_409_600 - 3_600)), (7, json!(["D", 1_772_409_600 - 3_600, "Europe/Paris"]))] {
        world.ready(id);
        world.set(id, "Preuve", json!(["L", "https://example.org/boite", "https://example.org/plan"]));
        world.set(id, "Recit", json!(["L", "une boîte", "un plan"]));
        world.set(id, "Le", day);
    }
    world.ready(8);
    world.set(8, "Le", json!(["d", 1_772_409_600]));
    run(world.script().env("TZ", "CET-1CEST,M3.5.0,M10.5.0/3"), 0);
    let state = |id: i64| world.grist.cell(id, "Etat");
    let refused = "attribué, accord refusé ou retiré\u{a0}: rien n’est publié ni envoyé";
    assert_eq!([1, 3, 6, 7, 8].map(state), ["attribué"; 5]);
    assert_eq!(state(2), "attribué, attend l’accord d’un parent", "a toggle that is off says nothing");
    assert_eq!([4, 5].map(state), [refused; 2]);
    let awards = world.list();
    assert_eq!(awards.len(), 8);
    assert!(awards.iter().all(|a| a["date"].as_str().unwrap().starts_with("2026-03-02")), "{awards:?}");
    let seven = awards.iter().find(|a| a["to"] == "p7@example.org").unwrap()["token"].as_str().unwrap();
    let made = std::fs::read_to_string(world.path("lieu/awards").join(seven).join("credential.json")).unwrap();
    assert!(made.contains("\"https://example.org/plan\"") && made.contains("une boîte, un plan"), "{made}");
    let noted = |who: &str| {
        let out = run(badge(["consent", "show", who, "--json"]).env("BADGE_PLACE", world.path("lieu")), 0);
        serde_json::from_str::<Value>(&out).unwrap()["people"][0]["state"].clone()
    };
    assert_eq!([noted("p4@example.org"), noted("p5@example.org")], ["withdrawn", "withdrawn"]);
    // A parent who agreed says no later: the row is taken once more, and the table shows no link any more.
    assert!(world.grist.cell(1, "Badge_lien").starts_with("https://") && noted("p1@example.org") == "given");
    world.set(1, "Accord", json!("non"));
    world.set(1, "Etat", json!(""));
    run(&mut world.script(), 0);
    assert_eq!((state(1).as_str(), world.grist.cell(1, "Badge_lien").as_str()), (refused, ""));
    assert_eq!(
        (noted("p1@example.org"), world.list().len()),
        ("withdrawn".into(), 8),
        "the award stands, and stays inside"
    );
}

#[test]
fn what_is_wrong_with_a_cell_names_its_column() {
    let Some(world) = World::new() else { return };
    let cells = [
        ("Mineur", json!("peut-être"), "il faut oui ou non"),
        ("Accord", json!("en attente"), "« en attente » n’est pas un accord"),
        ("Accord", json!(true), "la personne n’est pas dite mineure"),
        ("Preuve", json!(["L", 12]), "il faut un texte"),
        ("Preuve", json!("exemple.org"), "http"),
        ("Nom", json!(4), "il faut un texte"),
        ("Email", json!("p7(at)example.org"), "pas une adresse"),
        ("Le", json!(true), "il faut un jour"),
        ("Le", json!(1e18), "il faut un jour"),
        ("Badge", json!(3), "poterie"),
        ("Recit", json!(["E", "ValueError"]), "la formule ne donne rien"),
    ];
    for (id, (column, value, _)) in (1..).zip(&cells) {
        world.ready(id);
        world.set(id, column, value.clone());
        if *column == "Accord" && value.is_string() {
            world.set(id, "Mineur", json!(true));
        }
    }
    // A formula that fails is an empty cell and an error beside the record: of a child whose age is worked out, say.
    world.ready(20);
    world.set(20, "Mineur", Value::Null);
    world.grist.document().errors.insert(20, json!({"Mineur": "TypeError"}));
    run(&mut world.script(), 1);
    assert_eq!(world.list().len(), 0);
    let plain = |id: i64| world.grist.cell(id, "Etat").replace(['\u{a0}', '\u{202f}'], " ");
    for (id, (column, _, what)) in (1..).zip(&cells) {
        let said = plain(id);
        let begins = said.starts_with(&format!("à corriger : {column} : "));
        assert!(begins && said.to_lowercase().contains(what), "{column}: {said}");
    }
    assert_eq!(plain(20), "à corriger : Mineur : la formule ne donne rien");
}

#[test]
fn a_busy_or_dying_server_costs_no_award_and_doubles_none() {
    use Fault::{Busy, DiesAfter, DiesBefore};
    let Some(world) = World::new() else { return };
    for id in 1..=7 {
        world.ready(id);
    }
    // Passing troubles are waited out.
    world.grist.document().reads = vec![Busy, DiesBefore, DiesAfter];
    world.grist.document().writes = vec![Busy, DiesBefore, DiesAfter];
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=7);

    // It is gone between the award and the writing back; for good, as far as this run can tell.
    for (n, gone) in [(8, DiesBefore), (9, DiesAfter), (10, Busy)] {
        world.ready(n);
        world.grist.document().writes = vec![gone; 6];
        run(&mut world.script(), 2);
        assert_eq!(world.list().len(), usize::try_from(n).unwrap(), "awarded, and not told");
        // The row may be told or not; nobody may be awarded again.
        run(&mut world.script(), 0);
        world.each_has_its_own(1..=n);
    }

    // The row is gone meanwhile: the others are told.
    world.ready(11);
    world.ready(12);
    world.grist.document().writes = vec![DiesBefore; 6];
    run(&mut world.script(), 2);
    world.grist.document().tables.get_mut("Inscriptions").unwrap().remove(&11);
    run(&mut world.script(), 0);
    assert_eq!((world.grist.cell(12, "Etat").as_str(), world.list().len()), ("attribué", 12));
}

#[test]
fn a_row_without_a_date_keeps_the_badge_of_another_day() {
    let Some(world) = World::new() else { return };
    world.ready(1);
    run(&mut world.script(), 0);
    let link = world.grist.cell(1, "Badge_lien");
    // Taken again on another day than that of its badge.
    world.set(1, "Le", Value::Null);
    world.set(1, "Etat", json!(""));
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=1);
    assert_eq!(world.grist.cell(1, "Badge_lien"), link);
    // With a day of its own it is another badge.
    world.set(1, "Le", json!(1_772_496_000));
    world.set(1, "Etat", json!(""));
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), 2);
    assert_ne!(world.grist.cell(1, "Badge_lien"), link);
}

// A second run repeats nothing, and brings nothing back either.
#[test]
fn a_revoked_badge_does_not_come_back_with_its_row() {
    let Some(world) = World::new() else { return };
    for id in 1..=3 {
        world.ready(id);
    }
    world.set(2, "Le", Value::Null);
    world.set(3, "Badge", json!(["L", 1, 2]));
    run(&mut world.script(), 0);
    let (before, place) = (world.list(), world.path("lieu"));
    let of = |to: &str, badge: &str| {
        let own = before.iter().find(|a| a["to"] == to && a["achievement"] == badge);
        own.unwrap()["token"].as_str().unwrap().to_owned()
    };
    for id in 1..=3 {
        let token = of(&format!("p{id}@example.org"), "premiers-pas");
        run(badge(["revoke", &token, "--yes", "--reason", "Erreur"]).env("BADGE_PLACE", &place), 0);
    }
    let again = |id: i64| world.set(id, "Etat", json!(""));
    (1..=3).for_each(again);
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), before.len(), "nothing is awarded anew");
    let gone = "annulé depuis, n’est pas attribué à nouveau\u{a0}: premiers-pas\u{a0}; pour un nouveau badge, donnez une autre date";
    assert_eq!([1, 2].map(|id| world.grist.cell(id, "Etat")), [gone; 2]);
    assert_eq!([1, 2].map(|id| world.grist.cell(id, "Badge_lien")), [""; 2]);
    assert_eq!(world.grist.cell(3, "Etat"), format!("attribué\u{a0}; {gone}"));
    let link = format!("https://badges.example.org/b/{}/", of("p3@example.org", "impression-3d"));
    assert_eq!(world.grist.cell(3, "Badge_lien"), link, "that of the badge that stands");
    // A no that is said by the way is heard all the same (D-11).
    world.set(1, "Accord", json!("non"));
    again(1);
    run(&mut world.script(), 0);
    let out = run(badge(["consent", "show", "p1@example.org", "--json"]).env("BADGE_PLACE", &place), 0);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["people"][0]["state"], "withdrawn");
    // Another date is another badge; one that was reinstated is answered again.
    world.set(2, "Le", json!(1_772_496_000));
    run(badge(["reinstate", &of("p3@example.org", "premiers-pas"), "--yes"]).env("BADGE_PLACE", &place), 0);
    [2, 3].into_iter().for_each(again);
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), before.len() + 1);
    assert_eq!([2, 3].map(|id| world.grist.cell(id, "Etat")), ["attribué"; 2]);
}

#[test]
fn a_wrong_key_awards_nothing() {
    let Some(world) = World::new() else { return };
    world.ready(1);
    std::fs::write(world.path("grist.key"), "une autre").unwrap();
    run(&mut world.script(), 2);
    assert_eq!(world.list().len(), 0);
    let seen = |d: &Document| (d.refused, d.log.clone());
    assert_eq!(seen(&world.grist.document()), (1, vec![]));
    std::fs::write(world.path("grist.key"), "").unwrap();
    run(&mut world.script(), 2);
    std::fs::write(world.path("grist.key"), KEY).unwrap();
    // A place that cannot award: nothing is written back, and it is awarded once the place can.
    std::fs::rename(world.path("lieu"), world.path("ailleurs")).unwrap();
    run(&mut world.script(), 2);
    assert_eq!(world.grist.cell(1, "Etat"), "");
    std::fs::rename(world.path("ailleurs"), world.path("lieu")).unwrap();
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=1);
}

#[test]
fn runs_that_are_killed_anywhere_award_each_row_once() {
    let Some(world) = World::new() else { return };
    let mut seed = 20_260_302_u64;
    let mut chance = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut killed = 0;
    for id in 1..=24 {
        world.ready(id);
        if id == 10 || id == 17 {
            // The day on which a row without a date was asked for stays its day.
            world.set(id, "Le", Value::Null);
        }
        if id % 2 == 1 {
            continue;
        }
        let mut child = world.script().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + chance(500)));
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(killed > 3, "only {killed} were killed at work");
    // The command that a killed script called may still be at work: it is waited for by its lock.
    let mut both =
        [world.script(), world.script()].map(|mut c| c.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    for child in &mut both {
        child.wait().unwrap();
    }
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=24);
}
