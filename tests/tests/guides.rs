//! The guides of `docs/guides`: every command in them is run, in both languages, and says what the guide shows.
//!
//! A guide is Markdown. `<!-- before … -->` holds commands that its reader has behind them; a block `csv NAME` or `toml NAME` is a file;
//! a block `sh` is run in the folder that the blocks before left, `sh 1` where it ends with 1, `sh mail` where a mail
//! server is there, `sh partner` in the folder of another place. What either place published is served to both. A block `text` behind it is what it says, standard output and errors together; a line `…` stands for
//! any number of lines.
//!
//! A command that is shown outside of these blocks, or in a sentence of the command itself, is not run: it names what only its
//! reader has. It has to be one that exists, with options that exist.

#![allow(clippy::print_stderr)] // tests say loudly what they skip

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{badge_path, server_path};
use badge_tests::smtp::MailServer;
use badge_tests::{Web, serve_dir};
use serde_json::json;

#[derive(Debug)]
struct Block {
    line: usize,
    /// The words behind the fence.
    info: Vec<String>,
    text: String,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut all = Vec::new();
    let mut open: Option<Block> = None;
    for (line, content) in text.lines().enumerate() {
        let fence = content.strip_prefix("```");
        match (&mut open, fence) {
            (Some(_), Some(_)) => all.extend(open.take()),
            (Some(block), None) if block.info == ["before"] && content == "-->" => all.extend(open.take()),
            (Some(block), None) => block.text += &format!("{content}\n"),
            (None, Some(info)) => {
                let info = info.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { line: line + 1, info, text: String::new() });
            }
            (None, None) if content == "<!-- before" => {
                open = Some(Block { line: line + 1, info: vec!["before".into()], text: String::new() });
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    all
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// A word that changes from run to run becomes one that does not: names of awards, codes, days, thumbprints.
fn word(word: &str) -> String {
    let hex = |w: &str| w.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let code = |w: &str| {
        let parts: Vec<&str> = w.split('-').collect();
        let sign = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase();
        parts.len() == 3 && parts.iter().all(|p| p.len() == 3 && p.bytes().all(sign))
    };
    match word.rsplit_once('-') {
        _ if word.len() == 32 && hex(word) => "TOKEN".to_owned(),
        _ if word.len() == 43 => "THUMBPRINT".to_owned(),
        _ if code(word) => "CODE".to_owned(),
        _ if word.len() == 10 && word.starts_with("20") && word.matches('-').count() == 2 => "DAY".to_owned(),
        Some((stem, last)) if last.len() == 8 && hex(last) => format!("{stem}-TOKEN8"),
        _ if word.len() == 8 && hex(word) => "TOKEN8".to_owned(),
        _ if word.len() == 12 && hex(word) => "ID".to_owned(),
        _ => word.to_owned(),
    }
}

/// The words by which awards and cards are named.
fn names(text: &str) -> Vec<&str> {
    let named = |w: &&str| matches!(word(w).as_str(), "TOKEN" | "TOKEN8" | "ID" | "CODE");
    text.split(|c| !is_word(c)).filter(named).collect()
}

/// The lines of a text, with what changes from run to run replaced. A day in words is one too.
fn same(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let mut out = String::new();
        let mut rest = line;
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c| !is_word(c)).unwrap_or(from.len());
            out.push_str(before);
            out.push_str(&word(&from[..end]));
            rest = &from[end..];
        }
        out.push_str(rest);
        let words: Vec<&str> = out.split_whitespace().collect();
        let year = |w: &str| w.trim_matches(',').len() == 4 && w.starts_with("20");
        let number = |w: &str| w.parse::<u8>().is_ok_and(|n| n < 32);
        let day = |w: &[&str]| number(w[0]) && year(w[2]) && w[1].chars().all(char::is_alphabetic);
        let (mut said, mut n) = (Vec::new(), 0);
        while n < words.len() {
            if words.get(n..n + 3).is_some_and(day) {
                said.push("DAY");
                n += 2;
            } else {
                said.push(words[n]);
            }
            n += 1;
        }
        said.join(" ")
    };
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    text.lines().map(line).filter(|l| !l.is_empty()).collect()
}

/// The beginning of a token, by which it may be named.
fn short(name: &str) -> String {
    if name.len() == 32 { name[..8].to_owned() } else { name.to_owned() }
}

/// Whether the lines are those that are shown; `…` stands for any of them.
fn matches(shown: &[String], said: &[String]) -> bool {
    match shown.split_first() {
        None => said.is_empty(),
        Some((first, rest)) if first == "…" => (0..=said.len()).any(|n| matches(rest, &said[n..])),
        Some((first, rest)) => said.first() == Some(first) && matches(rest, &said[1..]),
    }
}

/// What a place of the reader's needs to be there already.
const PLACE: &str = "badge init . --name 'La Fabrique' --email badges@example.org --no-passphrase --examples \
    --url https://badges.example.org";

/// The four numbers that `badge publish` ends with: new, changed, removed, unchanged files.
fn counts(line: &str) -> Option<[usize; 4]> {
    let part = |part: &str| part.split_whitespace().next()?.parse().ok();
    let numbers: Vec<usize> = line.split(", ").map(part).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

type Folder = BTreeMap<PathBuf, Vec<u8>>;

/// The same four numbers, by the files themselves.
fn compared(before: &Folder, after: &Folder) -> [usize; 4] {
    let added = after.keys().filter(|path| !before.contains_key(*path)).count();
    let removed = before.keys().filter(|path| !after.contains_key(*path)).count();
    let same = before.iter().filter(|(path, bytes)| after.get(*path) == Some(bytes)).count();
    [added, after.len() - added - same, removed, same]
}

struct Reader {
    dir: tempfile::TempDir,
    lang: &'static str,
    /// What the shell knows besides the command: where the published folders are served.
    prelude: String,
    _webs: Vec<Web>,
}

impl Reader {
    fn new(lang: &'static str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut webs = Vec::new();
        let mut served = String::new();
        for (folder, host) in [("site", "badges.example.org"), ("partenaire/site", "ligue.example.org")] {
            let folder = dir.path().join(folder);
            fs::create_dir_all(&folder).unwrap();
            let (address, web) = serve_dir(folder).unwrap();
            served += &format!(" --stand-in {host}={address}");
            webs.push(web);
        }
        // People are asked at a terminal, and these commands go to the network.
        let network = format!("endorse|accept|endorsements) command badge \"$@\" --yes{served};;");
        let prelude = format!("badge() {{ case \"$1\" in {network} *) command badge \"$@\";; esac; }}");
        Self { dir, lang, prelude, _webs: webs }
    }

    /// The files of the folder that a place publishes into.
    fn published(&self, place: &str) -> Folder {
        let mut files = Folder::new();
        let mut folders = vec![self.dir.path().join(place).join("site")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    fn run(&self, script: &str) -> (i32, String) {
        self.run_in("lieu", script)
    }

    fn run_in(&self, place: &str, script: &str) -> (i32, String) {
        let home = self.dir.path().join(place);
        fs::create_dir_all(&home).unwrap();
        let bins = [badge_path(), server_path()].map(|program| program.parent().unwrap().display().to_string());
        let bin = bins.join(":");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell.args(["-ec", &format!("exec 2>&1\n{}\n{script}", self.prelude)]).current_dir(home).env_clear();
        shell.env("PATH", format!("{bin}:{path}")).env("BADGE_LANG", self.lang).env("NO_COLOR", "1");
        let out = shell.stdin(std::process::Stdio::null()).output().unwrap();
        (out.status.code().unwrap_or(-1), String::from_utf8(out.stdout).unwrap())
    }
}

fn follow(path: &Path, lang: &'static str) {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let reader = Reader::new(lang);
    assert_eq!(reader.run(PLACE).0, 0);
    let mut server = None;
    let mut said: Option<String> = None;
    // How the guide names an award or a card, and how it is named here.
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let (mut ran, mut counted) = (0, 0);
    for block in blocks(&text) {
        let at = format!("{lang}/{name}:{}", block.line);
        let info: Vec<&str> = block.info.iter().map(String::as_str).collect();
        match info.as_slice() {
            ["before"] => {
                let (code, out) = reader.run(&block.text);
                assert_eq!(code, 0, "{at}: {out}");
            }
            ["csv" | "toml", file] => fs::write(reader.dir.path().join("lieu").join(file), &block.text).unwrap(),
            ["sh", "mail"] if server.is_none() && MailServer::start(json!({})).is_none() => {
                eprintln!("SKIPPED: {at}: no mail server");
                said = None;
            }
            ["sh", more @ ..] => {
                if more == ["mail"] && server.is_none() {
                    let started = MailServer::start(json!({})).unwrap();
                    let card = reader.dir.path().join("lieu/place.toml");
                    fs::write(&card, fs::read_to_string(&card).unwrap() + &started.settings("none", "")).unwrap();
                    server = Some(started);
                }
                let expected = more.first().and_then(|n| n.parse().ok()).unwrap_or(0);
                // People are at a terminal and asked; here nobody is.
                let mut script = block.text.replace("badge send\n", "badge send --yes\n");
                known.iter().for_each(|(shown, here)| script = script.replace(shown, here));
                let place = if more == ["partner"] { "partenaire" } else { "." };
                let before = reader.published(place);
                let (code, out) = reader.run_in(&format!("{place}/lieu"), &script);
                assert_eq!(code, expected, "{at}: {}\n{out}", block.text);
                for told in out.lines().filter_map(counts) {
                    assert_eq!(told, compared(&before, &reader.published(place)), "{at}: {out}");
                    counted += 1;
                }
                let home = reader.dir.path().display().to_string();
                let home = [fs::canonicalize(&home).map(|p| p.display().to_string()).unwrap_or_default(), home];
                let out = out.replace(&home[0], "~");
                let home = &home[1];
                said = Some(out.replace(home, "~"));
                ran += block.text.lines().filter(|l| l.starts_with("badge ") || l.starts_with("badge-server ")).count();
            }
            ["text"] => {
                if let Some(said) = said.take() {
                    let (shown, here) = (same(&block.text), same(&said));
                    let both = format!("--- shown\n{}\n--- said\n{}", shown.join("\n"), here.join("\n"));
                    assert!(matches(&shown, &here), "{at}\n{both}");
                    let (shown, here) = (names(&block.text), names(&said));
                    if shown.len() == here.len() {
                        let pairs = shown.into_iter().zip(here);
                        known.extend(pairs.map(|(a, b)| (short(a), short(b))));
                    }
                }
            }
            other => panic!("{at}: a block of another kind: {other:?}"),
        }
    }
    assert!(ran >= 3, "{name}: only {ran} commands");
    assert!(counted > 0 || !text.contains("\nbadge publish"), "{name}: what was published is not counted");
}

fn guides(lang: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guides").join(lang);
    let mut all: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn the_french_guides_say_what_happens() {
    guides("fr").iter().for_each(|path| follow(path, "fr"));
}

#[test]
fn the_english_guides_say_what_happens() {
    guides("en").iter().for_each(|path| follow(path, "en"));
}

#[test]
fn each_guide_is_there_in_both_languages_with_the_same_steps() {
    let steps = |path: &PathBuf| -> Vec<String> {
        let text = fs::read_to_string(path).unwrap();
        blocks(&text).into_iter().map(|b| b.info.first().cloned().unwrap_or_default()).collect()
    };
    let all = |lang: &str| guides(lang).iter().map(steps).collect::<Vec<_>>();
    let (mut fr, mut en) = (all("fr"), all("en"));
    fr.sort();
    en.sort();
    assert_eq!(fr, en);
    assert!(fr.len() >= 4);
}

/// The commands that a text names without running them: between its marks, or on lines of their own that stand further in.
fn named(text: &str, (open, close): (char, char)) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.lines() {
        all.extend(line.strip_prefix("    badge ").map(|rest| format!("badge {rest}")));
        let mut rest = line;
        while let Some((_, from)) = rest.split_once(open) {
            let Some((inner, after)) = from.split_once(close) else { break };
            let inner = inner.trim_matches([' ', '\u{a0}', '\u{202f}']);
            if inner.starts_with("badge ") {
                all.push(inner.to_owned());
            }
            rest = after;
        }
    }
    all
}

/// The words of a command; what stands behind `#` is for its reader.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.replace(" # ", "\0").split('\0').next().unwrap_or_default().chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ' ' | '\u{a0}' | '\u{202f}') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

/// Whether a command has words and options that there are. Asked for help, it says so without doing anything.
fn exists(command: &str) -> Result<(), String> {
    let mut words = words(command);
    // What an option is for may be said without what it is given.
    if words.last().is_some_and(|w| matches!(w.as_str(), "--cohort" | "--table" | "--url" | "--only" | "--record")) {
        words.push("x".to_owned());
    }
    let mut run = Command::new(badge_path());
    run.args(&words[1..]).arg("--help").env_clear().env("BADGE_LANG", "en").stdin(std::process::Stdio::null());
    let out = run.output().unwrap();
    match out.status.success() {
        true => Ok(()),
        false => Err(format!("{command}: {}", String::from_utf8_lossy(&out.stderr))),
    }
}

#[test]
fn commands_that_guides_name_without_running_them_exist() {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for path in guides("fr").into_iter().chain(guides("en")) {
        let text = fs::read_to_string(&path).unwrap();
        let mut outside = String::new();
        let mut inside = false;
        for line in text.lines() {
            inside ^= line.starts_with("```");
            outside += if inside { "\n" } else { line };
            outside.push('\n');
        }
        for command in named(&outside, ('`', '`')) {
            seen += 1;
            wrong.extend(exists(&command).err().map(|e| format!("{}: {e}", path.display())));
        }
    }
    assert!(seen > 25, "only {seen} commands are named");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        exists("badge send --onli x").is_err()
            && exists("badge sned").is_err()
            && exists("badge consent record a --how tv").is_err()
    );
}

#[test]
fn commands_that_sentences_name_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seen = std::collections::BTreeSet::new();
    for (lang, marks) in [("fr", ('\u{ab}', '\u{bb}')), ("en", ('\u{201c}', '\u{201d}'))] {
        for folder in ["badge-cli/src/text", "badge-core/src/message"] {
            for entry in fs::read_dir(root.join(folder).join(lang)).unwrap() {
                let text = fs::read_to_string(entry.unwrap().path()).unwrap();
                seen.extend(named(&text.replace("    badge ", "   badge "), marks));
            }
        }
    }
    // A value of a sentence may hold anything; a word stands for it.
    let filled = |command: &str| -> String {
        let mut out = String::new();
        let mut rest = command;
        while let Some((before, from)) = rest.split_once('{') {
            out += before;
            out += if from.starts_with(" $kind ") { "p256" } else { "x" };
            rest = from.split_once('}').map_or("", |(_, after)| after);
        }
        // Only a year suits there, in whatever word the sentence asks for it.
        let command = out + rest;
        match command.split_once("--born ") {
            Some((before, _)) => format!("{before}--born 2015"),
            None => command,
        }
    };
    let wrong: Vec<String> = seen.iter().filter_map(|command| exists(&filled(command)).err()).collect();
    assert!(seen.len() > 60, "only {} commands are named", seen.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
