//! `badge demo`: the whole story in a folder of its own, told by the real verbs.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Context, run as run_verb};
use crate::args::Demo;
use crate::demo_site::serve;
use crate::error::{Exit, Failure};
use crate::help;
use crate::message::{Message, msg};
use crate::place::Folder;
use crate::printer::Tone;

/// The address at which the demonstration pretends to publish: nobody can own it.
const BASE: &str = "https://badges.example.org";

pub(crate) fn run(args: &Demo, cx: &Context) -> Result<Exit, Failure> {
    let root = args.out.clone().unwrap_or_else(|| PathBuf::from("badge-demo"));
    if fs::read_dir(&root).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::new(msg!("demo-not-empty", folder = &root)).at(&root));
    }
    fs::create_dir_all(&root).map_err(|e| Failure::io(msg!("file-unwritable", path = &root), &root, e))?;
    let (place, site) = (root.join("lieu"), root.join("site"));
    let place_text = place.display().to_string();
    let site_text = site.display().to_string();
    let (first, second) = match cx.settings.lang {
        badge_core::language::Lang::Fr => ("A réglé l’imprimante seule, et imprimé une pièce utile.", "La Fabrique"),
        badge_core::language::Lang::En => ("Set the printer up alone, and printed a useful part.", "The Workshop"),
    };
    let tell = Story { cx, root: &root, steps: RefCell::default() };

    tell.step(&msg!("demo-init"));
    tell.quietly(
        &["init", &place_text, "--name", second, "--email", "badges@example.org", "--homepage"],
        &["https://www.example.org/", "--url", BASE, "--no-passphrase", "--examples"],
    )?;

    tell.step(&msg!("demo-issue"));
    let here = ["--place", &place_text];
    tell.aloud(&["issue", "impression-3d", "--to", "lea@example.org", "--narrative", first], &here, Exit::Done)?;
    tell.aloud(&["issue", "premiers-pas", "--to", "noe@example.org", "--where", "Caen"], &here, Exit::Done)?;

    tell.step(&msg!("demo-publish"));
    tell.quietly(&["publish", "--out", &site_text], &here)?;
    let absolute =
        fs::canonicalize(&site).map_err(|e| Failure::io(msg!("input-unreadable", input = &site), &site, e))?;
    let server =
        serve(absolute).map_err(|e| Failure::new(msg!("demo-no-server")).because(crate::error::Cause::Io(e)))?;
    let stand_in = format!("badges.example.org={server}");

    let register = Folder::new(&place).register()?;
    let mut badges = Vec::new();
    for entry in register.iter() {
        let token = entry.award.token;
        badges.push((token.to_string(), Folder::new(&place).award(token).join("badge.png")));
    }
    let [(kept, kept_file), (revoked, revoked_file)] = badges.as_slice() else {
        return Err(Failure::new(msg!("internal")));
    };
    let verify = |file: &Path| ["verify".to_owned(), file.display().to_string()];
    let with_site = ["--stand-in", stand_in.as_str()];

    tell.step(&msg!("demo-verify"));
    let line = verify(kept_file);
    tell.aloud(&[&line[0], &line[1], "--recipient", "lea@example.org"], &with_site, Exit::Done)?;

    tell.step(&msg!("demo-revoke"));
    tell.aloud(&["revoke", revoked, "--yes", "--reason", "demo"], &here, Exit::Done)?;
    tell.quietly(&["publish", "--out", &site_text], &here)?;
    let line = verify(revoked_file);
    tell.aloud(&[&line[0], &line[1]], &with_site, Exit::Rejected)?;

    tell.step(&msg!("demo-open"));
    let open = [
        site.join("index.html"),
        site.join("b").join(kept).join("index.html"),
        site.join("b").join(revoked).join("index.html"),
        kept_file.clone(),
    ];
    if cx.printer.json() {
        let steps = tell.steps.take();
        let answer = serde_json::json!({"schema": "badge-demo/1", "folder": root, "steps": steps, "open": open});
        cx.printer.object(&answer)?;
    } else {
        for path in &open {
            cx.printer.line(&path.display().to_string())?;
        }
    }
    cx.printer.aside("");
    cx.printer.note(&msg!("demo-end", folder = &root));
    Ok(Exit::Done)
}

/// Tells each step, shows the command that does it, and runs it.
struct Story<'a> {
    cx: &'a Context,
    root: &'a Path,
    /// Each command line and how it ended, for machines.
    steps: RefCell<Vec<serde_json::Value>>,
}

impl Story<'_> {
    fn step(&self, message: &Message) {
        let text = self.cx.printer.words().say(message);
        self.cx.printer.aside("");
        self.cx.printer.aside(&self.cx.printer.paint_err(Tone::Strong, &text));
    }

    /// Runs a command line as a person would have typed it, and expects it to end in one way.
    fn aloud(&self, head: &[&str], tail: &[&str], expected: Exit) -> Result<(), Failure> {
        self.verb(head, tail, expected, false)
    }

    /// The same, without what it says on standard output: lists of a hundred files.
    fn quietly(&self, head: &[&str], tail: &[&str]) -> Result<(), Failure> {
        self.verb(head, tail, Exit::Done, true)
    }

    fn verb(&self, head: &[&str], tail: &[&str], expected: Exit, mute: bool) -> Result<(), Failure> {
        let shown: Vec<String> = head.iter().chain(tail).map(|word| quoted(word)).collect();
        self.cx.printer.aside(&self.cx.printer.paint_err(Tone::Aside, &format!("$ badge {}", shown.join(" "))));
        let line: Vec<OsString> = ["badge"].iter().chain(head).chain(tail).map(OsString::from).collect();
        let cli = help::parse(&line, &self.cx.printer).map_err(|_| Failure::new(msg!("internal")))?;
        let mut settings = self.cx.settings.clone();
        settings.place.clone_from(&cli.global.place);
        settings.yes |= cli.global.yes;
        let cx = Context::new(settings);
        // One object tells the whole story to a machine: not one for each step.
        if mute || self.cx.printer.json() {
            cx.printer.mute();
        }
        let exit = run_verb(cli, &cx)?;
        let words: Vec<&str> = ["badge"].iter().chain(head).chain(tail).copied().collect();
        self.steps.borrow_mut().push(serde_json::json!({"command": words, "exit": exit as u8}));
        if exit == expected { Ok(()) } else { Err(Failure::new(msg!("demo-unexpected")).at(self.root)) }
    }
}

/// A word as a shell wants it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@=%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}
