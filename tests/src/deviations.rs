//! What of other people's suites does not come out as their authors meant, and why: `fixtures/deviations.toml`.
//!
//! A test that leaves out, or expects less of, an item of a suite asks here, and nowhere else.

use std::cell::Cell;

use crate::requirements::repository;

/// One line of the file.
#[derive(Debug)]
pub struct Deviation {
    /// The test that asks for it.
    pub test: String,
    /// The item; `*` stands for digits.
    pub item: String,
    /// What comes out instead, in a word, where the test tells several things apart.
    pub found: Option<String>,
    /// Why.
    pub reason: String,
    used: Cell<bool>,
}

/// The lines that are for one test.
#[derive(Debug)]
pub struct Deviations(Vec<Deviation>);

/// All lines of the file.
#[must_use]
pub fn all() -> Vec<Deviation> {
    let file = std::fs::read_to_string(repository().join("fixtures/deviations.toml")).expect("deviations.toml");
    let table: toml::Table = file.parse().unwrap_or_else(|e| panic!("deviations.toml: {e}"));
    let line = |value: &toml::Value| {
        let text = |key: &str| value.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let need = |key: &str| text(key).unwrap_or_else(|| panic!("deviations.toml: {value} has no {key}"));
        let reason = need("reason");
        assert!(reason.ends_with('.') && reason.len() > 20, "a reason is a sentence: {reason}");
        Deviation { test: need("test"), item: need("item"), found: text("found"), reason, used: Cell::new(false) }
    };
    table["deviation"].as_array().expect("[[deviation]]").iter().map(line).collect()
}

impl Deviations {
    /// The lines for one test.
    #[must_use]
    pub fn of(test: &str) -> Self {
        Self(all().into_iter().filter(|d| d.test == test).collect())
    }

    /// The line for an item, if there is one.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&Deviation> {
        let line = self.0.iter().find(|d| matches(&d.item, item))?;
        line.used.set(true);
        Some(line)
    }

    /// Lines that explained nothing: each is a fault of the file.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        self.0.iter().filter(|d| !d.used.get()).map(|d| d.item.as_str()).collect()
    }
}

/// `*` stands for digits.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => name
            .strip_prefix(before)
            .and_then(|n| n.strip_suffix(after))
            .is_some_and(|n| n.bytes().all(|c| c.is_ascii_digit())),
        None => pattern == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requirements::functions;

    // A line for a test that is no more would explain nothing.
    #[test]
    fn every_line_is_for_a_test_that_exists() {
        let known = functions();
        for line in all() {
            assert!(known.contains(&line.test), "deviations.toml: no test {}", line.test);
        }
    }

    #[test]
    fn a_star_stands_for_digits() {
        assert!(matches("made up * index", "made up 007 index") && !matches("made up * index", "made up x index"));
        assert!(matches("a", "a") && !matches("a", "ab"));
    }
}
