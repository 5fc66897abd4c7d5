//! Badges are issued, attached to documents, and found and verified in them without a network; through the real
//! command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{badge, run};
use serde_json::Value;

struct World {
    dir: tempfile::TempDir,
    awards: Vec<PathBuf>,
}

impl World {
    /// A place that is known by its key alone, so that everything can be checked without a network, and two awards.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("lieu");
        let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
        run(badge(init).arg(&place), 0);
        let mut awards = Vec::new();
        for slug in ["decoupe-laser", "impression-3d"] {
            let mut issue = badge(["issue", "--json", slug, "--to", "lea@example.org"]);
            let issued: Value = serde_json::from_str(run(issue.env("BADGE_PLACE", &place), 0).trim()).unwrap();
            let files = issued["files"].as_array().unwrap().iter().filter_map(Value::as_str);
            awards.extend(files.map(PathBuf::from));
        }
        Self { dir, awards }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The files of the awards with this ending.
    fn files(&self, ending: &str) -> Vec<&PathBuf> {
        self.awards.iter().filter(|file| file.to_string_lossy().ends_with(ending)).collect()
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/documents").join(name)
}

fn attach(document: &Path, badges: &[&PathBuf], out: &Path) -> Command {
    let mut command = badge(["attach"]);
    command.arg(document).args(badges).arg("-o").arg(out);
    command
}

fn verify(file: &Path, code: i32) -> Value {
    serde_json::from_str(&run(badge(["verify", "--offline", "--json"]).arg(file), code)).unwrap()
}

fn badges(report: &Value) -> Vec<(&str, String)> {
    let all = report["inputs"][0]["badges"].as_array().unwrap();
    all.iter().map(|b| (b["verdict"].as_str().unwrap(), b["found"].to_string())).collect()
}

#[test]
fn what_is_attached_verifies_without_a_network() {
    let world = World::new();
    let pictures = world.files(".png");
    assert_eq!(pictures.len(), 2);
    for name in ["nothing", "object-streams", "updated", "associated-page", "text"] {
        let (document, out) = (fixture(&format!("{name}.pdf")), world.path(&format!("{name}-badges.pdf")));
        let before = badges(&serde_json::from_str(&badge_json(&document)).unwrap()).len();
        run(attach(&document, &pictures, &out).args(["--page", "--lang", "fr"]), 0);
        let (original, written) = (fs::read(&document).unwrap(), fs::read(&out).unwrap());
        assert!(written.starts_with(&original) && written.len() > original.len(), "{name}: only appended to");
        let found: Value = serde_json::from_str(&badge_json(&out)).unwrap();
        let found = badges(&found);
        let mine = found.iter().filter(|(verdict, via)| *verdict == "verified" && via.contains("attachment")).count();
        assert!(mine >= 2 && found.len() == before + 2, "{name}: {found:?}");
    }
    let report = verify(&world.path("nothing-badges.pdf"), 0);
    assert_eq!(badges(&report).len(), 2);
    let names = report["inputs"][0]["badges"].to_string();
    assert!(names.contains("3D printing.png"), "{names}");
}

/// What is said about a document, whatever that is.
fn badge_json(file: &Path) -> String {
    let output = badge(["verify", "--offline", "--json"]).arg(file).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_second_time_changes_nothing() {
    let world = World::new();
    let (document, out, third) = (fixture("nothing.pdf"), world.path("out.pdf"), world.path("third.pdf"));
    let pictures = world.files(".png");
    let answer = |command: &mut Command| -> Value { serde_json::from_str(&run(command.arg("--json"), 0)).unwrap() };
    let first = answer(&mut attach(&document, &pictures, &out));
    assert_eq!(
        (&first["schema"], first["badges"][1]["verdict"].as_str()),
        (&"badge-attach/1".into(), Some("verified"))
    );
    let written = fs::read(&out).unwrap();
    // The same again is the same; something else is not written over it.
    run(&mut attach(&document, &pictures, &out), 0);
    run(&mut attach(&document, &pictures[..1], &out), 2);
    assert!(fs::read(&out).unwrap() == written);
    // In the document that came out they are already: as pictures, and so as the files that are baked into them.
    let credentials = world.files("credential.json");
    assert_eq!(credentials.len(), 2);
    let again = answer(&mut attach(&out, &[&pictures[..], &credentials[..]].concat(), &third));
    assert_eq!((&again["file"], third.exists()), (&Value::Null, false));
    // One that is there and one that is new.
    run(&mut attach(&document, &pictures[..1], &third), 0);
    let both = world.path("both.pdf");
    let mixed = answer(&mut attach(&third, &pictures, &both));
    let attached: Vec<bool> = mixed["badges"].as_array().unwrap().iter().map(|b| b["attached"].is_string()).collect();
    assert_eq!((attached, badges(&verify(&both, 0)).len()), (vec![false, true], 2));
    // Written over only when told to, and the original too.
    run(attach(&document, &pictures[..1], &out).arg("--force"), 0);
    let copy = world.path("copy.pdf");
    fs::copy(&document, &copy).unwrap();
    run(&mut attach(&copy, &pictures, &copy), 2);
    assert!(fs::read(&copy).unwrap() == fs::read(&document).unwrap());
    run(attach(&copy, &pictures, &copy).arg("--force"), 0);
    assert_eq!(badges(&verify(&copy, 0)).len(), 2);
    run(attach(&document, &pictures, &world.path("dry.pdf")).arg("--dry-run"), 0);
    assert!(!world.path("dry.pdf").exists());
}

#[test]
fn what_is_no_good_is_refused_with_what_to_do() {
    let world = World::new();
    let out = world.path("out.pdf");
    let good = world.files(".png")[0];
    let mut changed = fs::read_to_string(world.files("credential.json")[0]).unwrap();
    changed = changed.replacen("laser", "Laser", 1);
    let altered = world.path("altered.json");
    fs::write(&altered, changed).unwrap();
    let nothing = world.path("nothing.json");
    fs::write(&nothing, "{}").unwrap();
    let told = |document: &Path, badge: &PathBuf, words: &str| {
        let output = attach(document, &[good, badge], &out).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(!out.exists());
    };
    let document = fixture("nothing.pdf");
    told(&document, &altered, "--accept-rejected");
    told(&document, &nothing, "does not hold a badge");
    told(&document, &fixture("cv.pdf"), "does not hold a badge");
    told(&fixture("encrypted.pdf"), good, "qpdf --decrypt");
    told(&fixture("locked.pdf"), good, "qpdf --decrypt");
    told(&fixture("rebuilt.pdf"), good, "damaged");
    told(good, good, "not a PDF");
    run(attach(&document, &[good, &altered], &out).arg("--accept-rejected"), 0);
    let report = verify(&out, 1);
    assert_eq!(badges(&report).iter().map(|(verdict, _)| *verdict).collect::<Vec<_>>(), ["verified", "rejected"]);
    // Expired: a matter of the day.
    let late = world.path("late.pdf");
    let expiring = world.files("credential.json");
    let expiring = expiring.into_iter().find(|file| fs::read_to_string(file).unwrap().contains("validUntil")).unwrap();
    run(attach(&document, &[expiring], &late).args(["--at", "2040-01-01"]), 2);
    run(attach(&document, &[expiring], &late).args(["--at", "2028-01-01"]), 0);
    // A document that is signed: somebody has to say yes.
    let sealed = world.path("sealed.pdf");
    fs::write(&sealed, signed_document()).unwrap();
    let signed_out = world.path("signed-out.pdf");
    run(&mut attach(&sealed, &[good], &signed_out), 2);
    run(attach(&sealed, &[good], &signed_out).arg("--yes"), 0);
    assert_eq!(badges(&verify(&signed_out, 0)).len(), 1);
}

/// A picture with a signed badge and a hosted one: the latter's name lies at an address that is not asked.
#[test]
fn a_document_names_the_badge_and_no_folder() {
    let world = World::new();
    let place = world.path("adresse");
    let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
    run(badge(init).args(["--url", "https://badges.example.org"]).arg(&place), 0);
    let mut issue = badge(["issue", "--json", "impression-3d", "--to", "lea@example.org"]);
    issue.args(["--format", "ob3", "--format", "ob2-hosted"]).env("BADGE_PLACE", &place);
    let issued: Value = serde_json::from_str(run(&mut issue, 0).trim()).unwrap();
    let files: Vec<PathBuf> = issued["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap().into()).collect();
    let named = |ending: &str| files.iter().find(|f| f.to_string_lossy().ends_with(ending)).unwrap();
    for (file, expected, heading) in
        [(".png", "3D printing.png", "3D printing"), ("assertion.json", "assertion.json", "assertion")]
    {
        let out = world.path(&format!("named-{}.pdf", expected.replace('.', "-")));
        let answer = run(attach(&fixture("nothing.pdf"), &[named(file)], &out).args(["--page", "--json"]), 0);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["badges"][0]["attached"], expected, "{answer:#}");
        let text = Command::new("pdftotext").arg(&out).arg("-").output();
        let text = text.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_else(|_| heading.to_owned());
        assert!(text.contains(heading) && !text.contains("awards"), "{text}");
    }
}

/// A document that says of itself that it is signed.
fn signed_document() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 4\n0000000000 65535 f \n".to_owned();
    for (n, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    let at = text.len();
    format!("{text}{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").into_bytes()
}
