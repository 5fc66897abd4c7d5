//! What is asked at a terminal, by the real binary in front of one. While somebody is asked, others may write.
#![cfg(unix)]

mod support;

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use support::World;
use support::cohort::{AT, awards};

const TABLE: &str =
    "Nom;Mail;Badge;Date\nLéa;lea@example.org;impression-3d;2026-03-01\nNoé;noe@example.org;impression-3d;2026-03-01\n";
/// A run with a terminal before it.
struct Window {
    child: Arc<Mutex<Child>>,
    keys: File,
    seen: String,
}

impl Window {
    fn open<const N: usize>(world: &World, args: [&str; N]) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let terminal = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let end = |fd: &OwnedFd| Stdio::from(fd.try_clone().unwrap());
        let mut command = world.command(args);
        command.env("TERM", "dumb").stdin(end(&terminal)).stdout(Stdio::null()).stderr(end(&terminal));
        let child = Arc::new(Mutex::new(command.spawn().unwrap()));
        // Who waits for ever would keep whoever runs this waiting as well.
        let held = Arc::downgrade(&child);
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_secs(120));
            held.upgrade().map(|child| child.lock().unwrap().kill())
        });
        Self { child, keys: File::from(master), seen: String::new() }
    }

    /// Reads until these words come.
    #[track_caller]
    fn until(&mut self, words: &str) {
        let mut some = [0; 4096];
        while !self.seen.contains(words) {
            // The end of a terminal nobody has open any more is an error.
            let n = self.keys.read(&mut some).unwrap_or_default();
            assert!(n > 0, "« {words} » was never said: {}", self.seen);
            self.seen += &String::from_utf8_lossy(&some[..n]);
        }
    }

    fn answer(&mut self, line: &str) {
        self.seen.clear();
        self.keys.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// The rest of what is said, and how it ended.
    fn end(mut self) -> (i32, String) {
        let mut some = [0; 4096];
        while let Ok(n @ 1..) = self.keys.read(&mut some) {
            self.seen += &String::from_utf8_lossy(&some[..n]);
        }
        // It said all that it had to say: its end is not far.
        (self.child.lock().unwrap().wait().unwrap().code().unwrap_or(-1), self.seen)
    }
}

// D-11, D-41
#[test]
fn others_may_write_while_a_question_is_open_and_then_nothing_is_awarded() {
    let world = World::place();
    world.write("t.csv", TABLE);
    let issue = ["batch", "issue", "t.csv", "--at", AT, "--lang", "en"];
    let mut window = Window::open(&world, issue);
    window.until("(yes/no)");
    // Nobody waits for the answer.
    world.run(["issue", "impression-3d", "--to", "lea@example.org", "--at", AT]).good();
    window.answer("yes");
    let (code, said) = window.end();
    assert!(code != 0 && said.contains("Another command changed this place"), "{code} {said}");
    assert_eq!(awards(&world), 1);

    let mut window = Window::open(&world, issue);
    window.until("(yes/no)");
    window.answer("yes");
    let (code, said) = window.end();
    assert_eq!((code, awards(&world)), (0, 3), "{said}");
}

// A changed row is asked about first, and a no leaves all as it was.
#[test]
fn both_questions_are_asked_one_after_the_other() {
    let world = World::place();
    world.write("t.csv", TABLE);
    world.run(["batch", "issue", "t.csv", "--yes", "--at", AT]).good();
    let more = TABLE
        .replace("Noé;", "Noé Petit;")
        .replace("Badge;Date", "Badge;Date;Commentaire")
        .replace("03-01\n", "03-01;Seul\n");
    world.write("t.csv", more);
    let issue = ["batch", "issue", "t.csv", "--at", AT, "--lang", "en"];
    let mut window = Window::open(&world, issue);
    window.until("Replace these badges? (yes/no)");
    window.answer("yes");
    window.until("(yes/no)");
    window.answer("no");
    let (code, said) = window.end();
    assert!(code != 0 && said.contains("Nothing was done"), "{code} {said}");
    assert_eq!(awards(&world), 2);
}

// D-11: one wrong column may say no of everybody.
#[test]
fn a_table_that_takes_consent_back_is_asked_about_before_anything_is_done() {
    let world = World::place();
    let table = |word: &str| {
        let row = format!("Zoé;zoe@example.org;premiers-pas;2026-03-01;2016;{word}");
        world.write("t.csv", format!("Nom;Mail;Badge;Date;Naissance;Accord\n{row}\n"));
    };
    let state = || world.run(["consent", "show", "--json", "--at", AT]).good().json()["people"][0]["state"].clone();
    table("oui, sa mère");
    world.run(["batch", "issue", "t.csv", "--yes", "--at", AT]).good();
    table("non");
    for (answer, left) in [("no", "given"), ("yes", "withdrawn")] {
        let mut window = Window::open(&world, ["batch", "issue", "t.csv", "--at", AT, "--lang", "en"]);
        window.until("taken away. Go on? (yes/no)");
        window.answer(answer);
        let (code, said) = window.end();
        assert!(code != 0 && said.contains("Nothing was done") == (answer == "no"), "{code} {said}");
        assert_eq!(state(), left, "{answer}");
    }
}

// Files of others in the site are asked about, and meanwhile others write: what they wrote is in what is published.
#[test]
fn a_site_is_asked_about_while_others_write() {
    let world = World::place();
    let token = || world.run(["issue", "impression-3d", "--to", "lea@example.org", "--at", AT, "--json"]).good().json();
    world.write("site/index.html", "La page de quelqu’un d’autre");
    let publish = ["publish", "--out", "site", "--at", AT, "--lang", "en"];
    let mut window = Window::open(&world, publish);
    window.until("(yes/no)");
    let token = token()["token"].as_str().unwrap().to_owned();
    window.answer("no");
    let (code, said) = window.end();
    assert!(code != 0 && !world.at("site/b").exists(), "{code} {said}");
    assert_eq!(world.text("site/index.html"), "La page de quelqu’un d’autre");

    let mut window = Window::open(&world, publish);
    window.until("(yes/no)");
    // Another file of somebody's is another question.
    world.write("site/issuer.json", "{}");
    world.run(["consent", "withdraw", "lea@example.org", "--at", AT]).good();
    window.answer("yes");
    window.until("(yes/no)");
    window.answer("yes");
    let (code, said) = window.end();
    assert_eq!(code, 0, "{said}");
    assert!(!world.at(&format!("site/b/{token}")).exists(), "what was taken back meanwhile is not published: {said}");
    assert!(world.text("site/index.html").contains("<html") && world.text("site/issuer.json").len() > 2);
}
