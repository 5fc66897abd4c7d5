//! No third-party type stands in a public signature of the core: its dependencies may change without breaking anybody.
//!
//! The sources are read, not the compiled library, so a name that comes in by a glob or by an alias is not seen; in
//! this core there are neither globs of other crates nor aliases of their types. Implementations of traits of the
//! standard library are no signatures of ours, except `From`, whose argument is one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The crates that the core depends on, as they are written in Rust.
fn crates() -> BTreeSet<String> {
    let manifest = fs::read_to_string(core().join("Cargo.toml")).expect("badge-core/Cargo.toml");
    let (_, dependencies) = manifest.split_once("\n[dependencies]\n").expect("a list of dependencies");
    let list = dependencies.split("\n[").next().unwrap_or_default();
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty())
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn core() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../badge-core")
}

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The source without comments and texts, which name anything, and without the tests at its end.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if c == '"' {
            text_end(rest)
        } else if let Some(hashes) = raw_start(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let from = hashes + 2;
            rest[from..].find(&end).map_or(rest.len(), |at| from + at + end.len())
        } else if c == '\'' && rest[1..].starts_with(['"', '\\', '/']) {
            // A character, not a lifetime.
            let from = if rest[1..].starts_with('\\') { 3 } else { 2 };
            rest[from..].find('\'').map_or(rest.len(), |at| from + at + 1)
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.push(' ');
        rest = &rest[skip..];
    }
    out
}

fn text_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_start(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.chars().take_while(|c| *c == '#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Names that come from other crates into this file: `DecodingKey` after `use jsonwebtoken::DecodingKey`.
fn imported(code: &str, crates: &BTreeSet<String>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("use ") {
        let path = code[at + 4..].split(';').next().unwrap_or_default();
        let first: String = path.trim_start_matches("::").chars().take_while(|c| is_name(*c)).collect();
        if crates.contains(&first) {
            // Of `a::{B, C as D}` every word counts, the crate's own name as well: it qualifies others.
            names.extend(words(path).into_iter().filter(|w| !["self", "as", "_"].contains(w)).map(str::to_owned));
        }
    }
    names
}

/// Everything that others can name: signatures, public fields, variants of public enums, `From` of something.
fn signatures(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("pub ") {
        let rest = &code[at + 4..];
        if code[..at].ends_with(is_name) {
            continue;
        }
        match words(rest).first() {
            Some(&"enum") => found.push(payloads(block(rest))),
            // A trait's own name may be one that another crate has as well.
            Some(&"trait") => found.push(block(rest).split_once('{').unwrap_or_default().1.to_owned()),
            Some(&"type") => found.push(rest.split(';').next().unwrap_or_default().to_owned()),
            // Public fields are found by their own `pub`; private ones are nobody's business.
            Some(&"struct" | &"mod") => {}
            Some(&"use") => found.push(rest.split(';').next().unwrap_or_default().to_owned()),
            Some(_) => found.push(head(rest).to_owned()),
            None => {}
        }
    }
    for (at, _) in code.match_indices("impl") {
        let line = code[at..].split('{').next().unwrap_or_default();
        if line.contains(" for ") && (line.contains("From<") || line.contains("TryFrom<")) {
            found.push(line.to_owned());
        }
    }
    found
}

/// Up to where a function's body or a constant's value begins, or a field ends.
fn head(rest: &str) -> &str {
    let mut depth = 0_i32;
    for (at, c) in rest.char_indices() {
        match c {
            '(' | '[' | '<' => depth += 1,
            '>' if rest[..at].ends_with('-') => {}
            ')' | ']' | '>' => depth -= 1,
            '{' | ';' | '=' | ',' if depth <= 0 => return &rest[..at],
            '}' => return &rest[..at],
            _ => {}
        }
    }
    rest
}

/// Up to the end of the block that comes first.
fn block(rest: &str) -> &str {
    let mut depth = 0_i32;
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return &rest[..at],
            '}' => depth -= 1,
            ';' if depth == 0 => return &rest[..at],
            _ => {}
        }
    }
    rest
}

/// What the variants of an enum carry, without their names.
fn payloads(block: &str) -> String {
    let (mut depth, mut out) = (0_i32, String::new());
    for c in block.chars() {
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth -= 1,
            _ if depth > 1 => out.push(c),
            _ => {}
        }
        if "(){}".contains(c) {
            out.push(' ');
        }
    }
    out
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c| !is_name(c)).filter(|w| !w.is_empty()).collect()
}

/// The signatures of a file that name something of another crate.
fn foreign(source: &str, crates: &BTreeSet<String>) -> Vec<String> {
    let code = code(source);
    let imported = imported(&code, crates);
    let mut found = Vec::new();
    for signature in signatures(&code) {
        let by_path = crates.iter().find(|c| {
            signature.match_indices(c.as_str()).any(|(at, _)| {
                // `::url::Url` is the crate's, `crate::url::Url` is ours.
                let before = signature[..at].strip_suffix("::").unwrap_or(&signature[..at]);
                signature[at + c.len()..].starts_with("::") && !before.ends_with(is_name)
            })
        });
        // `Url` of the crate `url` and our own are told apart by the import.
        let by_name = words(&signature).into_iter().find(|w| imported.contains(*w) && !crates.contains(*w));
        if let Some(name) = by_path.map(String::as_str).or(by_name) {
            let short: String = signature.split_whitespace().collect::<Vec<_>>().join(" ");
            found.push(format!("{name}: {}", short.chars().take(160).collect::<String>()));
        }
    }
    found
}

#[test]
fn no_type_of_another_crate_is_public() {
    let (crates, src) = (crates(), core().join("src"));
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 100 && crates.len() > 20, "{} files, {crates:?}", files.len());
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for path in files {
        let name = path.strip_prefix(&src).expect("below src").display().to_string();
        if name.ends_with("tests.rs") || name.contains("tests/") {
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source");
        seen += signatures(&code(&source)).len();
        wrong.extend(foreign(&source, &crates).into_iter().map(|f| format!("{name}: {f}")));
    }
    assert!(seen > 1_000, "only {seen} signatures were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_leak_of_any_kind_is_seen() {
    let crates: BTreeSet<String> = ["serde_json", "jiff", "url"].map(str::to_owned).into();
    for leak in [
        "pub fn f() -> serde_json::Value { todo() }",
        "pub fn f(\n    a: &str,\n    b: Option<::jiff::Timestamp>,\n) {}",
        "use serde_json::Value;\npub fn f(v: &Value) {}",
        "use url::{ParseError, Url as Address};\npub const fn f(v: Address) {}",
        "pub struct A { pub b: Vec<jiff::Span>, c: u8 }",
        "pub struct A(pub url::Url);",
        "pub enum E { One, Two { cause: serde_json::Error } }",
        "use jiff::Span;\npub enum E { One, Two(#[from] Span) }",
        "pub trait T { fn f(&self) -> url::Url; }",
        "pub type T = url::Url;",
        "pub use url::Url;",
        "pub const C: jiff::Span = s();",
        "impl From<serde_json::Error> for E { fn from(e: serde_json::Error) -> Self { x } }",
        "pub fn f<'a>(c: char) -> bool { c == '\"' }\npub fn g() -> jiff::Span { x }",
    ] {
        assert_eq!(foreign(leak, &crates).len(), 1, "{leak}");
    }
}

#[test]
fn what_is_not_public_is_left_alone() {
    let crates: BTreeSet<String> = ["serde_json", "jiff", "url"].map(str::to_owned).into();
    for fine in [
        "fn f() -> serde_json::Value { x }",
        "pub(crate) fn f() -> serde_json::Value { x }",
        "pub(super) struct S { pub(super) a: url::Url }",
        "pub struct A { b: Vec<jiff::Span>, pub c: u8 }",
        "pub struct A(url::Url);",
        "pub fn f() -> u8 { serde_json::from_str(\"1\") }",
        "/// See `url::Url`.\npub fn f() -> &'static str { \"url::Url\" }",
        "use crate::name::Url;\npub fn f() -> Url { x }",
        "pub fn f() -> crate::url::Thing { x }",
        "impl serde::Serialize for A {}",
        "pub fn f() {}\n#[cfg(test)]\nmod tests { pub fn g() -> url::Url { x } }",
    ] {
        assert_eq!(foreign(fine, &crates), Vec::<String>::new(), "{fine}");
    }
}
