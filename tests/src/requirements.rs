//! Which tests cite which rule: found by reading the sources, so that a rule without a test is seen.
//!
//! A test cites a rule where its id stands in the test function, in the comments and attributes directly on it, or in
//! a `const` or `static` of the same file that the function names (a table). A case of the corpus cites one in its
//! `sentence` or in `shows`. What stands in ordinary code cites nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus;

/// The families of ids, each followed by a number.
const FAMILIES: [&str; 7] = ["OB2-DM-", "OB2-VER-", "OB3-DM-", "OB3-PRF-", "OB3-VER-", "BAKE-", "EXT-"];

/// The crates whose tests count.
const CRATES: [&str; 4] = ["badge-core", "badge-cli", "badge-server", "tests"];

/// A test, or a case of the corpus.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// The file, from the top of the repository; for a case its folder.
    pub path: String,
    /// The function; empty for a case.
    pub function: String,
}

/// One place where an id is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// The id.
    pub id: String,
    /// File and line, for a message.
    pub at: String,
}

/// What reading the sources found.
#[derive(Debug, Default)]
pub struct Citations {
    /// The tests by id.
    pub by_id: BTreeMap<String, Vec<Shown>>,
    /// Every id that is written anywhere, in tests or not.
    pub written: Vec<Written>,
    /// Lines that name more ids than one line can honestly stand for.
    pub crowded: Vec<String>,
}

/// Ids that one line may name.
const MOST_IN_A_LINE: usize = 6;

/// The top of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names of all test functions that are run.
#[must_use]
pub fn functions() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, text) in files() {
        let lines: Vec<&str> = text.lines().collect();
        names.extend(tests_in(&lines).map(|t| t.name));
    }
    names
}

/// The text of each test function that is run, by its name; those of one name together.
#[must_use]
pub fn bodies() -> BTreeMap<String, String> {
    let mut out = BTreeMap::<String, String>::new();
    for (_, text) in files() {
        let lines: Vec<&str> = text.lines().collect();
        for test in tests_in(&lines) {
            out.entry(test.name).or_default().push_str(&lines[test.first..=test.last].join("\n"));
        }
    }
    out
}

/// Every source of the crates, by its path from the top of the repository.
fn files() -> Vec<(String, String)> {
    let top = repository();
    let mut files = Vec::new();
    for krate in CRATES {
        for folder in ["src", "tests"] {
            sources(&top.join(krate).join(folder), &mut files);
        }
    }
    files.sort();
    let read = |file: PathBuf| {
        let path = file.strip_prefix(&top).expect("below the top").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{path}: {e}"));
        (path, text)
    };
    files.into_iter().map(read).collect()
}

/// Reads all sources and the corpus.
#[must_use]
pub fn citations() -> Citations {
    let mut found = Citations::default();
    for (path, text) in files() {
        found.source(&path, &text);
    }
    found.corpus();
    for shown in found.by_id.values_mut() {
        shown.sort();
        shown.dedup();
    }
    found
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|e| e.expect("entry").path()) {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

impl Citations {
    /// Reads one file. It goes by the layout that rustfmt gives.
    pub fn source(&mut self, path: &str, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let at = format!("{path}:{}", number + 1);
            self.written.extend(ids(line).into_iter().map(|id| Written { id, at: at.clone() }));
        }
        let tables: Vec<Item> = items(&lines).collect();
        for test in tests_in(&lines) {
            let shown = Shown { path: path.to_owned(), function: test.name.clone() };
            let own = &lines[test.first..=test.last];
            let named = tables.iter().filter(|t| own.iter().any(|l| words(l).any(|w| w == t.name)));
            let beside = named.flat_map(|t| &lines[t.first..=t.last]);
            for line in own.iter().chain(beside) {
                let ids = ids(line);
                if ids.len() > MOST_IN_A_LINE {
                    self.crowded.push(format!("{path}: {}", line.trim()));
                }
                for id in ids {
                    self.by_id.entry(id).or_default().push(shown.clone());
                }
            }
        }
    }

    fn corpus(&mut self) {
        for folder in fs::read_dir(corpus::folder()).expect("the corpus").map(|e| e.expect("entry").path()) {
            let Ok(text) = fs::read_to_string(folder.join("case.toml")) else { continue };
            let path = format!("fixtures/badges/{}", folder.file_name().expect("name").to_string_lossy());
            let shown = Shown { path: path.clone(), function: String::new() };
            for line in text.lines().filter(|l| l.starts_with("sentence =") || l.starts_with("shows =")) {
                let ids = ids(line);
                if ids.len() > MOST_IN_A_LINE {
                    self.crowded.push(format!("{path}: {line}"));
                }
                for id in ids {
                    self.written.push(Written { id: id.clone(), at: path.clone() });
                    self.by_id.entry(id).or_default().push(shown.clone());
                }
            }
        }
    }
}

/// A function or a constant, by its lines.
struct Item {
    name: String,
    first: usize,
    last: usize,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The tests of a file that are run.
fn tests_in<'l>(lines: &'l [&'l str]) -> impl Iterator<Item = Item> + 'l {
    lines.iter().enumerate().filter_map(|(start, line)| {
        let word = line.trim();
        (word == "#[test]" || word.starts_with("#[tokio::test")).then(|| test_at(lines, start)).flatten()
    })
}

/// The test whose attribute stands in line `start`; none when it is not run by itself.
fn test_at(lines: &[&str], start: usize) -> Option<Item> {
    let margin = indent(lines[start]);
    let above = |l: &&str| indent(l) == margin && (l.trim().starts_with("//") || l.trim().starts_with("#["));
    let first = start - lines[..start].iter().rev().take_while(|l| above(l)).count();
    let opening = start + lines[start..].iter().position(|l| indent(l) == margin && l.contains("fn "))?;
    let name = lines[opening].split_once("fn ")?.1.split(['(', '<']).next()?.trim().to_owned();
    let ignored = lines[first..opening].iter().any(|l| l.trim().starts_with("#[ignore"));
    let last = end(lines, opening, margin, &["}"])?;
    (!ignored).then_some(Item { name, first, last })
}

/// The constants of a file, with the comments on them.
fn items<'l>(lines: &'l [&'l str]) -> impl Iterator<Item = Item> + 'l {
    lines.iter().enumerate().filter_map(move |(start, line)| {
        let margin = indent(line);
        let rest = line.trim().trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        let name = rest.strip_prefix("const ").or_else(|| rest.strip_prefix("static "))?.split_once(':')?.0;
        if margin > 4 || !name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') {
            return None;
        }
        let last = if line.ends_with(';') { start } else { end(lines, start, margin, &["];", "};", "\"#;", ");"])? };
        let comment = |l: &&&str| indent(l) == margin && l.trim().starts_with("//");
        let first = start - lines[..start].iter().rev().take_while(comment).count();
        Some(Item { name: name.to_owned(), first, last })
    })
}

/// The line that closes what line `start` opened.
fn end(lines: &[&str], start: usize, margin: usize, closing: &[&str]) -> Option<usize> {
    let text = closing.contains(&"\"#;");
    let closes = |l: &&str| indent(l) == margin && closing.contains(&l.trim()) || text && l.ends_with("\"#;");
    lines[start..].iter().position(closes).map(|n| start + n)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}

/// The ids in a line, each once, in their order.
#[must_use]
pub fn ids(line: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for family in FAMILIES {
        for (start, _) in line.match_indices(family) {
            let alone = !line[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
            let digits: String = line[start + family.len()..].chars().take_while(char::is_ascii_digit).collect();
            if alone && !digits.is_empty() {
                found.push((start, format!("{family}{digits}")));
            }
        }
    }
    found.sort();
    let mut out = Vec::new();
    for (_, id) in found {
        if !out.contains(&id) {
            out.push(id);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "
/// ID-01 of ordinary code.
fn code() {}

const TABLE: &[(&str, &str)] = &[
    (\"ID-02\", \"x\"),
];
const OTHER: &str = \"ID-03\";

// ID-04
#[test]
fn table() {
    for (id, x) in TABLE {}
}

    // ID-05, ID-06
    #[tokio::test]
    async fn waits() {
        // ID-07
    }

// ID-08
#[test]
#[ignore = \"slow\"]
fn not_run() {}
";

    #[test]
    fn only_what_is_run_cites() {
        let mut found = Citations::default();
        // The ids are put in here, so that this file cites none.
        found.source("a.rs", &SOURCE.replace("ID-", FAMILIES[0]));
        let cited: Vec<(String, &str)> = found
            .by_id
            .iter()
            .map(|(id, shown)| (id.replace(FAMILIES[0], "ID-"), shown[0].function.as_str()))
            .collect();
        let expected = [("02", "table"), ("04", "table"), ("05", "waits"), ("06", "waits"), ("07", "waits")];
        assert_eq!(cited, expected.map(|(n, f)| (format!("ID-{n}"), f)));
        assert_eq!(found.written.len(), 8);
    }

    #[test]
    fn an_id_is_a_word() {
        let line = "NID-1 ID-01, XID-1 ID-02 to 04 ID-02 ID-x".replace("ID-", FAMILIES[6]);
        assert_eq!(ids(&line), ["01", "02"].map(|n| format!("{}{n}", FAMILIES[6])));
    }
}
