//! Addresses behind cells: what a sheet shows as a word, and opens as a page or a mailbox. Where the column is about
//! evidence or e-mail, the address is part of what the cell says; elsewhere only its words are read, and that is told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::column::Field;
use super::grid::{Grid, Kind};
use super::table::Column;
use super::trace::is_read_whole;

/// Links of one table; Excel itself allows a third of this in a sheet.
pub(super) const MOST: usize = 200_000;
/// A longer one is no address of a page.
const LONGEST: usize = 2_048;
/// What stands for a longer one: there is a link, and nobody reads it.
const TOO_LONG: &str = "…";
/// Bytes of text that a table may have once addresses are written beside the words.
const TEXT: usize = 64 << 20;

/// The addresses behind the cells of a table, by line and column. A target that many cells share is kept once.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    behind: BTreeMap<(u32, u32), Link>,
    /// Cells of evidence in which an address was written that the sheet does not show.
    read: BTreeSet<(u32, u32)>,
}

/// What is behind a cell.
#[derive(Debug, Clone)]
struct Link {
    target: Arc<str>,
    /// Nearly what the cell shows: an address without its scheme, say.
    is_shown: bool,
}

impl Links {
    /// Notes what is behind a cell; see [`leads_elsewhere`]. `false` where there are too many.
    pub(super) fn add(&mut self, line: u32, column: usize, (target, is_shown): (&Arc<str>, bool)) -> bool {
        let Ok(column) = u32::try_from(column) else { return true };
        self.behind.insert((line, column), Link { target: Arc::clone(target), is_shown });
        self.behind.len() <= MOST
    }

    /// Whether the address behind a cell is one that nobody reads.
    pub(super) fn is_unread(&self, line: u32, column: usize) -> bool {
        u32::try_from(column).is_ok_and(|column| self.behind.get(&(line, column)).is_some_and(|link| !link.is_shown))
    }

    /// Whether the address behind a cell was read as evidence, and the sheet does not show it.
    pub(super) fn is_read(&self, line: u32, column: usize) -> bool {
        u32::try_from(column).is_ok_and(|column| self.read.contains(&(line, column)))
    }

    pub(super) fn len(&self) -> usize {
        self.behind.len()
    }
}

/// A target, with its place in the page where that is told apart. One that is too long is not kept: a few bytes of a file
/// can put it behind every cell.
pub(super) fn bounded(target: &str, place: &str) -> Arc<str> {
    match target.len().saturating_add(place.len()) {
        0..LONGEST if place.is_empty() => Arc::from(target),
        0..LONGEST => Arc::from(format!("{target}#{place}")),
        _ => Arc::from(TOO_LONG),
    }
}

/// Whether a target is neither a place in the table itself, nor what the cell says anyway: `None`. One that the cell nearly
/// says, as `www.example.org`, is evidence where it is asked for, and elsewhere is as good as said: `Some(true)`. It goes
/// through both: where one cell stands for many, ask once.
pub(super) fn leads_elsewhere(target: &str, shown: &str) -> Option<bool> {
    if target.is_empty() || target.starts_with('#') {
        return None;
    }
    match mail_of(target) {
        Some(address) => (!names_mailbox(shown, address)).then_some(false),
        None if !says(shown, target) => Some(false),
        None => (!shown.contains("://")).then_some(true),
    }
}

/// The address that a formula leads to: `HYPERLINK("https://…","photo")`, with whatever a program writes in front of it. One
/// that is put together of other cells is computed by nobody here.
pub(super) fn of_formula(formula: &str) -> Option<String> {
    let formula = formula.trim_start();
    let formula =
        formula.strip_prefix("of:").unwrap_or(formula).trim_start().trim_start_matches(['=', '+']).trim_start();
    let name = formula.get(..9).filter(|name| name.eq_ignore_ascii_case("HYPERLINK"))?;
    let mut rest = formula[name.len()..].trim_start().strip_prefix('(')?.trim_start().strip_prefix('"')?;
    let mut target = String::new();
    loop {
        let (part, behind) = rest.split_once('"')?;
        target.push_str(part);
        // Two of them are one.
        let Some(behind) = behind.strip_prefix('"') else {
            return behind.trim_start().starts_with([',', ';', ')']).then_some(target);
        };
        target.push('"');
        rest = behind;
    }
}

impl Grid {
    /// Writes the addresses behind cells of evidence and e-mail beside their words, as people do who type them. Those of
    /// other cells stay links, and so do those of the titles, which are known by their words alone.
    pub(super) fn with_links_told(self, columns: &[Column], header: usize) -> Self {
        let field = |at: usize| columns.get(at).filter(|c| !c.again).and_then(|c| c.field.as_ref());
        let told = |links: &Links, line: u32, at: usize, words: &str| {
            let target = &links.behind.get(&(line, u32::try_from(at).ok()?))?.target;
            match field(at)? {
                Field::Evidence => beside(words, target),
                Field::Email => mailbox(words, target),
                _ => None,
            }
        };
        let wanted = |at: u32| matches!(field(at as usize), Some(Field::Evidence | Field::Email));
        let more: usize =
            self.links.behind.iter().filter(|((_, at), _)| wanted(*at)).map(|(_, link)| link.target.len() + 3).sum();
        if more == 0 || self.text_bytes().saturating_add(more) > TEXT {
            return self;
        }
        let mut new = Self::default();
        (new.formats, new.links) = (self.formats.clone(), self.links.clone());
        for (number, row) in self.rows().enumerate() {
            new.begin(row.line(), row.is_hidden());
            let mut before: Option<&str> = None;
            for (at, cell) in row.cells().enumerate() {
                let said = Some(cell.kind).filter(|kind| number > header && *kind != Kind::Error);
                let said = said.and_then(|_| told(&self.links, row.line(), at, cell.text));
                // Cells that one stands for share its text, here too.
                let is_same = |text: &str| std::ptr::eq(text, cell.text) && !text.is_empty();
                match &said {
                    Some(text) => new.push(text, cell.kind),
                    None if before.is_some_and(is_same) => new.push_again(cell.kind),
                    None => new.push(cell.text, cell.kind),
                }
                new.note_look(row.look(at));
                before = Some(cell.text).filter(|_| said.is_none());
                if said.is_some() {
                    let place = (row.line(), u32::try_from(at).unwrap_or(u32::MAX));
                    let link = new.links.behind.remove(&place);
                    if field(at) == Some(&Field::Evidence) && link.is_some_and(|link| !link.is_shown) {
                        new.links.read.insert(place);
                    }
                }
            }
            if row.is_unclosed() {
                new.mark_unclosed();
            }
            // Rows that the file holds once, and says to be many.
            if new.text_bytes() > TEXT {
                break;
            }
        }
        if new.text_bytes() > TEXT { self } else { new }
    }
}

/// An address of the web beside the words that lead to it.
fn beside(words: &str, target: &str) -> Option<String> {
    let lower = target.get(..8).unwrap_or(target).to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    let fits = target.len() <= LONGEST && !target.contains(char::is_whitespace);
    // Words that are an address themselves say which one they mean.
    (is_web && fits && !words.contains("://")).then(|| {
        let text = if is_read_whole(target) { format!("{words} {target}") } else { format!("{words} <{target}>") };
        text.trim().to_owned()
    })
}

/// A mailbox, with the words in front of it as in a letter.
fn mailbox(words: &str, target: &str) -> Option<String> {
    let address = mail_of(target)?;
    let fits = !address.is_empty() && !address.contains(|c: char| c.is_whitespace() || "<>,%".contains(c));
    (fits && !words.contains(['@', '<', '>'])).then(|| format!("{words} <{address}>").trim().to_owned())
}

/// The address of a `mailto:`, without the subject that may follow.
fn mail_of(target: &str) -> Option<&str> {
    let scheme = target.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))?;
    Some(target[scheme.len()..].split('?').next().unwrap_or_default().trim())
}

/// Whether a cell says the address of the web behind it: programs make a link of whatever looks like one.
fn says(shown: &str, target: &str) -> bool {
    let bare = |text: &str| {
        let text = text.to_lowercase();
        let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest).trim_end_matches('/').to_owned();
        // What a program writes as `%C3%A9` is shown as it was typed.
        text.chars().filter(|c| c.is_ascii_alphanumeric() || ".@/-_".contains(*c)).collect::<String>()
    };
    let (shown, target) = (bare(super::email::address(shown)), bare(&without_escapes(target)));
    !target.is_empty() && shown.contains(&target)
}

/// Whether one of the words of a cell is this mailbox, and no other that only ends like it.
fn names_mailbox(shown: &str, address: &str) -> bool {
    let address = url_text(address).to_lowercase();
    let part = |c: char| c.is_whitespace() || "<>()[],;:\"«»".contains(c);
    !address.is_empty()
        && shown.to_lowercase().split(part).any(|word| word.trim_end_matches(['.', '!', '?']) == address)
}

/// A part of an address of the web as people type it: `%C3%A9` is `é`. What is no text stays.
fn url_text(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Without what is no ASCII, which programs write in one way or the other.
fn without_escapes(text: &str) -> String {
    url_text(text).chars().filter(char::is_ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_may_lead_to_an_address() {
        for (formula, target) in [
            (r#"HYPERLINK("https://example.org/a","photo")"#, "https://example.org/a"),
            (r#"of:=HYPERLINK("https://example.org/a";"photo")"#, "https://example.org/a"),
            (r#"= hyperlink ( "https://example.org/""a""" )"#, "https://example.org/\"a\""),
        ] {
            assert_eq!(of_formula(formula).as_deref(), Some(target), "{formula}");
        }
        for formula in [
            r#"HYPERLINK("https://e.org/"&A1,"photo")"#,
            "HYPERLINK(A1)",
            r#"HYPERLINK("a"#,
            "SUM(A1)",
            "",
            "HYPERLIN",
            "éééééééééé",
        ] {
            assert_eq!(of_formula(formula), None, "{formula}");
        }
    }

    #[test]
    fn what_a_cell_says_is_told_from_what_is_behind_it() {
        for (shown, target) in [
            ("https://example.org/a", "https://example.org/a"),
            ("Lea@Example.org", "mailto:lea@example.org"),
            ("Léa <lea@example.org>", "mailto:lea@example.org?subject=x"),
            ("écrire à élia@example.org.", "mailto:%C3%A9lia@example.org"),
            ("https://example.org/été.jpg", "https://example.org/%C3%A9t%C3%A9.jpg"),
            ("vu : https://example.org/a b", "https://example.org/a%20b"),
            ("vue", "#Feuille1.A1"),
        ] {
            assert_eq!(leads_elsewhere(target, shown), None, "{shown} {target}");
        }
        // Without `://` it is no evidence: the address is written beside it there, and as good as said elsewhere.
        for (shown, target) in [
            ("www.example.org", "http://www.example.org/"),
            ("voir example.org/dossier", "https://example.org/"),
            ("vu sur www.example.org/p.jpg", "http://www.example.org/p.jpg"),
        ] {
            assert_eq!(leads_elsewhere(target, shown), Some(true), "{shown} {target}");
            assert_eq!(beside(shown, target), Some(format!("{shown} {target}")));
        }
        for (shown, target) in [
            ("photo", "https://example.org/photo.jpg"),
            ("Bob", "mailto:bob@example.org"),
            ("xlia@example.org", "mailto:lia@example.org"),
            ("élia@example.org", "mailto:lia@example.org"),
            ("lia@example.org.uk", "mailto:lia@example.org"),
            ("https://example.org/a", "https://autre.example.org/a"),
            ("", "https://example.org/a"),
        ] {
            assert_eq!(leads_elsewhere(target, shown), Some(false), "{shown} {target}");
        }
        // A target that is too long is a link that nobody reads, whatever place in the page is named with it.
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        for target in [bounded(&long, ""), bounded(&long, "x"), bounded("https://example.org/", &long)] {
            assert_eq!(&*target, TOO_LONG);
            assert!(leads_elsewhere(&target, &long) == Some(false) && beside("photo", &target).is_none());
        }
        assert_eq!(&*bounded("https://example.org/a", "b"), "https://example.org/a#b");
        assert_eq!(beside("photo", "https://e.org/1").as_deref(), Some("photo https://e.org/1"));
        assert_eq!(beside("https://e.org/2", "https://e.org/1"), None);
        assert_eq!((beside("photo", "photo.jpg"), beside("x", "javascript:alert(1)")), (None, None));
        assert_eq!(mailbox("Bob", "MAILTO:bob@e.org?subject=x").as_deref(), Some("Bob <bob@e.org>"));
        assert_eq!((mailbox("a@e.org", "mailto:b@e.org"), mailbox("Bob", "https://e.org")), (None, None));
    }
}
