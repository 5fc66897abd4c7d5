//! Text with names in braces: read once, with every mistake at its line, and filled in as often as there are letters.

use std::ops::Range;

use super::{Letter, Told};
use crate::message::plain;
use crate::site::markdown::to_paragraphs;

/// The names that can stand anywhere.
pub const NAMES: [&str; 6] = ["person", "place", "contact", "home", "count", "badges"];

/// The names that can stand between `{each badge}` and `{end}`.
pub const BADGE_NAMES: [&str; 12] = [
    "badge",
    "description",
    "reason",
    "date",
    "from",
    "until",
    "replaces",
    "replaces_date",
    "page",
    "picture",
    "file",
    "refuse",
];

/// Questions that have no value of their own.
const QUESTIONS: [&str; 2] = ["one", "several"];

/// How the subject's line begins in a text template.
const SUBJECT: [&str; 2] = ["subject", "objet"];

/// What a template is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, the subject on its first line.
    Text,
    /// HTML: values are escaped.
    Html,
}

/// A template, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    kind: Kind,
    subject: Vec<Part>,
    body: Vec<Part>,
}

/// A mistake in a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct TemplateError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub fault: TemplateFault,
}

/// What is wrong in a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateFault {
    /// No such name.
    #[error("no such name: {{{name}}}")]
    UnknownName {
        /// As it is written.
        name: String,
    },
    /// A name of one badge, outside of `{each badge}`.
    #[error("{{{name}}} stands outside of {{each badge}}")]
    OutsideOfEach {
        /// As it is written.
        name: String,
    },
    /// A brace before a known name, and the two are no tag: spaces inside, no closing brace, or two braces.
    #[error("{{{name}}} is not written so")]
    NotClosed {
        /// The tag as it would have to be; `if …` for a question.
        name: String,
    },
    /// `{if …}` or `{each badge}` without its `{end}`.
    #[error("{{{tag}}} has no {{end}}")]
    NotEnded {
        /// The tag that was opened on this line.
        tag: String,
    },
    /// `{end}` or `{else}` with nothing open.
    #[error("{{{tag}}} ends nothing")]
    NothingOpen {
        /// `end` or `else`.
        tag: String,
    },
    /// A text template whose first line is no subject.
    #[error("the first line is not a subject")]
    NoSubject,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Text(String),
    Value(&'static str),
    Each(Vec<Part>),
    If { name: &'static str, wanted: bool, then: Vec<Part>, otherwise: Vec<Part> },
}

/// A piece of the source.
enum Piece<'t> {
    Text(&'t str),
    Tag(&'t str),
}

/// A tag that was opened, and what stood before it.
struct Open {
    line: usize,
    tag: String,
    outer: Vec<Part>,
    what: Block,
}

enum Block {
    Each,
    If { name: &'static str, wanted: bool, then: Option<Vec<Part>> },
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, TemplateError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let (subject, body, first) = match kind {
            Kind::Html => (String::new(), text.as_str(), 1),
            Kind::Text => {
                let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
                let subject = head.split_once(':').filter(|(name, _)| {
                    SUBJECT.contains(&name.trim_end_matches([' ', '\u{a0}', '\u{202f}']).to_lowercase().as_str())
                });
                let Some((_, subject)) = subject.filter(|(_, subject)| !subject.trim().is_empty()) else {
                    return Err(TemplateError { line: 1, fault: TemplateFault::NoSubject });
                };
                let body = rest.trim_start_matches('\n');
                (subject.trim().to_owned(), body, 2 + rest.len() - body.len())
            }
        };
        Ok(Self { kind, subject: parts(&subject, 1, &[])?, body: parts(body, first, &styles(body, kind))? })
    }

    /// The subject, on one line; empty for HTML.
    pub(super) fn subject(&self, letter: &Letter) -> String {
        let mut out = String::new();
        fill(&self.subject, letter, None, Kind::Text, &mut out);
        plain(&out)
    }

    /// The letter itself.
    pub(super) fn body(&self, letter: &Letter) -> String {
        let mut out = String::new();
        fill(&self.body, letter, None, self.kind, &mut out);
        out
    }
}

/// What lies between `<style` and `</style`: braces are something else there.
fn styles(text: &str, kind: Kind) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if kind == Kind::Text {
        return out;
    }
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some(begin) = lower[at..].find("<style").map(|n| at + n) {
        at = lower[begin..].find("</style").map_or(lower.len(), |n| begin + n);
        out.push(begin..at);
    }
    out
}

fn parts(text: &str, first: usize, styles: &[Range<usize>]) -> Result<Vec<Part>, TemplateError> {
    let mut open: Vec<Open> = Vec::new();
    let mut begin = 0;
    let mut here: Vec<Part> = Vec::new();
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let number = first + at;
        let wrong = |fault| TemplateError { line: number, fault };
        let alone = tag_alone(line);
        let pieces = match alone {
            Some(tag) => vec![Piece::Tag(tag)],
            None => {
                let in_style = |at: usize| {
                    let before = styles.partition_point(|style| style.end <= begin + at);
                    styles.get(before).is_some_and(|style| style.contains(&(begin + at)))
                };
                pieces(line, in_style).map_err(|name| wrong(TemplateFault::NotClosed { name: name.to_owned() }))?
            }
        };
        begin += line.len();
        for piece in pieces {
            let tag = match piece {
                Piece::Text(text) => {
                    here.push(Part::Text(text.to_owned()));
                    continue;
                }
                Piece::Tag(tag) => tag,
            };
            let words: Vec<&str> = tag.split_whitespace().collect();
            let in_each = open.iter().any(|o| matches!(o.what, Block::Each));
            let name_of = |name: &str| named(name, in_each).map_err(wrong);
            let what = match words[..] {
                ["each", "badge"] if !in_each => Block::Each,
                ["if", "not", name] => {
                    Block::If { name: question(name, in_each).map_err(wrong)?, wanted: false, then: None }
                }
                ["if", name] => Block::If { name: question(name, in_each).map_err(wrong)?, wanted: true, then: None },
                ["else"] => {
                    let Some(Open { what: Block::If { then: then @ None, .. }, .. }) = open.last_mut() else {
                        return Err(wrong(TemplateFault::NothingOpen { tag: tag.to_owned() }));
                    };
                    *then = Some(std::mem::take(&mut here));
                    continue;
                }
                ["end"] => {
                    let Some(Open { outer, what, .. }) = open.pop() else {
                        return Err(wrong(TemplateFault::NothingOpen { tag: tag.to_owned() }));
                    };
                    let inner = std::mem::replace(&mut here, outer);
                    here.push(match what {
                        Block::Each => Part::Each(inner),
                        Block::If { name, wanted, then: Some(then) } => {
                            Part::If { name, wanted, then, otherwise: inner }
                        }
                        Block::If { name, wanted, then: None } => {
                            Part::If { name, wanted, then: inner, otherwise: Vec::new() }
                        }
                    });
                    continue;
                }
                [name] => {
                    here.push(Part::Value(name_of(name)?));
                    continue;
                }
                _ => return Err(wrong(TemplateFault::UnknownName { name: tag.to_owned() })),
            };
            open.push(Open { line: number, tag: tag.to_owned(), outer: std::mem::take(&mut here), what });
        }
    }
    match open.pop() {
        None => Ok(here),
        Some(open) => Err(TemplateError { line: open.line, fault: TemplateFault::NotEnded { tag: open.tag } }),
    }
}

/// The tag of a line that holds nothing else, and no value: the line goes with it.
fn tag_alone(line: &str) -> Option<&str> {
    let tag = is_tag(line.trim().strip_prefix('{')?.strip_suffix('}')?)?;
    let control = ["if ", "each "].iter().any(|begin| tag.starts_with(begin)) || matches!(tag, "else" | "end");
    control.then_some(tag)
}

/// Text and tags of a line; fails with the tag that was meant where a brace stands before a name and both are no tag.
fn pieces(line: &str, in_style: impl Fn(usize) -> bool) -> Result<Vec<Piece<'_>>, &'static str> {
    let mut out = Vec::new();
    let (mut text, mut at, mut close) = (0, 0, line.find('}'));
    while let Some(open) = line[at..].find('{').map(|n| at + n) {
        at = open + 1;
        if close.is_some_and(|close| close < at) {
            close = line[at..].find('}').map(|n| at + n);
        }
        if let Some((tag, close)) = close.and_then(|close| Some((is_tag(&line[at..close])?, close))) {
            if open > text {
                unopened(line, text..open, &in_style)?;
                out.push(Piece::Text(&line[text..open]));
            }
            out.push(Piece::Tag(tag));
            at = close + 1;
            text = at;
        } else if let Some(meant) = meant(&line[at..]).filter(|_| !in_style(open)) {
            return Err(meant);
        }
    }
    if text < line.len() {
        unopened(line, text..line.len(), &in_style)?;
        out.push(Piece::Text(&line[text..]));
    }
    Ok(out)
}

/// Fails with the tag that was meant where its name stands before a brace that closes nothing: `person}`.
fn unopened(line: &str, text: Range<usize>, in_style: impl Fn(usize) -> bool) -> Result<(), &'static str> {
    for (at, _) in line[text.clone()].match_indices('}') {
        let before = &line[text.start..text.start + at];
        let begin = before.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).len();
        match meant(&before[begin..]) {
            Some(tag) if !in_style(text.start + at) => return Err(tag),
            _ => {}
        }
    }
    Ok(())
}

/// The tag that was meant, where what is behind a brace begins with the name of one: it would go out to everybody as it stands.
fn meant(behind: &str) -> Option<&'static str> {
    let behind = behind.strip_prefix('{').unwrap_or(behind).trim_start();
    let end = behind.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(behind.len());
    let word = &behind[..end];
    let tags = [("if", "if …"), ("each", "each badge"), ("else", "else"), ("end", "end")].into_iter();
    let names = NAMES.into_iter().chain(BADGE_NAMES).map(|name| (name, name));
    tags.chain(names).find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, tag)| tag)
}

/// A word, or two or three, of letters: not what style sheets put between braces.
fn is_tag(inside: &str) -> Option<&str> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    let begins = inside.starts_with(char::is_alphabetic) && !inside.ends_with(' ');
    (begins && inside.chars().count() <= 60 && inside.chars().all(fits)).then_some(inside)
}

fn named(name: &str, in_each: bool) -> Result<&'static str, TemplateFault> {
    if let Some(known) = NAMES.into_iter().find(|n| *n == name) {
        return Ok(known);
    }
    match BADGE_NAMES.into_iter().find(|n| *n == name) {
        Some(known) if in_each => Ok(known),
        Some(_) => Err(TemplateFault::OutsideOfEach { name: name.to_owned() }),
        None => Err(TemplateFault::UnknownName { name: name.to_owned() }),
    }
}

fn question(name: &str, in_each: bool) -> Result<&'static str, TemplateFault> {
    match QUESTIONS.into_iter().find(|n| *n == name) {
        Some(known) => Ok(known),
        None => named(name, in_each),
    }
}

fn fill(parts: &[Part], letter: &Letter, badge: Option<&Told>, kind: Kind, out: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Value(name) => {
                let text = value(name, letter, badge).unwrap_or_default();
                match kind {
                    Kind::Text => {
                        // Its paragraphs begin where the line of its name does: they are seen to belong to it.
                        let line = out.rsplit('\n').next().unwrap_or_default();
                        let indent = &line[..line.len() - line.trim_start().len()];
                        let text = text.replace('\n', &format!("\n\n{indent}"));
                        out.push_str(&text);
                    }
                    Kind::Html => {
                        for (n, paragraph) in text.split('\n').enumerate() {
                            if n > 0 {
                                out.push_str("<br><br>");
                            }
                            escape(paragraph, out);
                        }
                    }
                }
            }
            Part::Each(inner) => letter.badges.iter().for_each(|badge| fill(inner, letter, Some(badge), kind, out)),
            Part::If { name, wanted, then, otherwise } => {
                let holds = match *name {
                    "one" => letter.badges.len() == 1,
                    "several" => letter.badges.len() > 1,
                    name => value(name, letter, badge).is_some(),
                };
                fill(if holds == *wanted { then } else { otherwise }, letter, badge, kind, out);
            }
        }
    }
}

/// The value of a name, on one line, or each paragraph of it on one; none where there is nothing to say.
fn value(name: &str, letter: &Letter, badge: Option<&Told>) -> Option<String> {
    let text = match name {
        "person" => letter.person.as_deref().map(plain),
        "place" => Some(plain(&letter.place)),
        "contact" => Some(plain(&letter.contact)),
        "home" => letter.home.as_deref().map(plain),
        "count" => Some(letter.badges.len().to_string()),
        "badges" => Some(letter.badges.iter().map(|b| plain(&b.name)).collect::<Vec<_>>().join(", ")),
        _ => {
            let badge = badge?;
            match name {
                "badge" => Some(plain(&badge.name)),
                "description" => badge.description.as_deref().map(paragraphs),
                "reason" => badge.reason.as_deref().map(paragraphs),
                "date" => Some(plain(&badge.date)),
                "from" => badge.from.as_deref().map(plain),
                "until" => badge.until.as_deref().map(plain),
                "replaces" => badge.replaces.as_ref().map(|(name, _)| plain(name)),
                "replaces_date" => badge.replaces.as_ref().map(|(_, date)| plain(date)),
                "page" => badge.page.as_deref().map(plain),
                "picture" => badge.picture.as_deref().map(plain),
                "file" => Some(plain(&badge.file)),
                "refuse" => badge.refuse.as_deref().map(plain),
                _ => None,
            }
        }
    };
    text.filter(|text| !text.is_empty())
}

fn paragraphs(text: &str) -> String {
    to_paragraphs(text).join("\n")
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
