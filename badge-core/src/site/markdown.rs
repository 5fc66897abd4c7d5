//! Criteria and narratives are Markdown (OB 3.0 `Markdown`, OB 2.0 criteria narrative); here they become HTML that
//! can do nothing but be read.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use super::speech::no_break;
use crate::message::plain;

/// Characters of Markdown that a page shows. What comes after is left out, visibly.
const LONGEST: usize = 20_000;

/// HTML of a Markdown text: no raw HTML, no picture from elsewhere (its description is shown instead), links to
/// `http`, `https` and `mailto` only, headings below the page's own.
pub(super) fn to_html(text: &str) -> String {
    let cut = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let mut source = harmless(&text[..cut]);
    if cut < text.len() {
        source.push_str("\n\n…");
    }
    let mut links = Vec::new();
    let events = Parser::new_ext(&source, Options::ENABLE_STRIKETHROUGH).filter_map(|event| safe(event, &mut links));
    let mut out = String::with_capacity(source.len() * 2);
    html::push_html(&mut out, events);
    out
}

/// The same without marks, on one line: for previews.
pub(crate) fn to_text(text: &str) -> String {
    let source = harmless(text);
    let mut out = String::new();
    // What stood on lines of its own stays apart, unless it ends in a sign: paragraphs by stops, items by semicolons.
    let (mut before, mut first) = ("", true);
    for event in Parser::new(&source) {
        match event {
            Event::Text(t) | Event::Code(t) => {
                if !std::mem::take(&mut before).is_empty() && !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&t);
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::Start(Tag::List(_)) => first = true,
            Event::Start(Tag::Item) => {
                before = if std::mem::take(&mut first) { "." } else { ";" };
                apart(&mut out, before);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_)) if before.is_empty() => {
                before = ".";
                apart(&mut out, before);
            }
            _ => {}
        }
    }
    plain(&out)
}

/// The same, each paragraph by itself: what a blank line parts. Only the first ones of a text that has very many.
pub(super) fn to_paragraphs(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in text.lines() {
        let Some(last) = all.last_mut() else { break };
        if !line.trim().is_empty() {
            last.push_str(line);
            last.push('\n');
        } else if !last.is_empty() {
            if all.len() == MOST_PARAGRAPHS {
                break;
            }
            all.push(String::new());
        }
    }
    all.iter().map(|text| to_text(text)).filter(|text| !text.is_empty()).collect()
}

/// Paragraphs of a text that are kept apart.
const MOST_PARAGRAPHS: usize = 50;

/// Ends what is there with a sign, unless it ends in one.
fn apart(out: &mut String, sign: &str) {
    out.truncate(out.trim_end().len());
    if out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '»' | '"' | '”')) {
        out.push_str(sign);
    }
}

/// One event, made safe; `links` remembers whether each open link is shown.
fn safe<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Option<Event<'a>> {
    Some(match event {
        Event::Text(text) => Event::Text(no_break(&text).into()),
        // Raw HTML is shown as it was written, as text.
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link { dest_url, link_type, .. }) => {
            let shown = is_safe_link(&dest_url);
            links.push(shown);
            if !shown {
                return None;
            }
            let mut href = String::new();
            // Writing into a String cannot fail.
            let _ = escape_into(&mut href, &dest_url);
            // An address that is its own text is not printed twice.
            let bare = if link_type == LinkType::Autolink { " class=\"bare\"" } else { "" };
            Event::InlineHtml(CowStr::from(format!("<a href=\"{href}\"{bare} rel=\"nofollow noopener noreferrer\">")))
        }
        Event::End(TagEnd::Link) => {
            if !links.pop().unwrap_or(false) {
                return None;
            }
            Event::InlineHtml(CowStr::from("</a>"))
        }
        // What is left of a picture is its description, which comes as text.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: lower(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented)),
        other => other,
    })
}

/// Whether an address may be followed: the schemes that open a page or a letter, and nothing else.
pub(super) fn is_safe_link(address: &str) -> bool {
    let lower = address.trim_start().get(..8).unwrap_or(address).to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !address.contains(['"', '<', '>'])
}

/// The page's own headings are of the first and second level.
const fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Line breaks stay, everything else as in [`plain`], line by line.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        out.push_str(&line[..indent]);
        out.push_str(&plain(line));
        // Two spaces at the end of a line break it.
        if line.ends_with("  ") {
            out.push_str("  ");
        }
        out.push('\n');
    }
    out
}

/// Escapes a text for an attribute in double quotes.
fn escape_into(out: &mut String, text: &str) -> std::fmt::Result {
    use std::fmt::Write as _;
    for c in text.chars() {
        match c {
            '&' => out.write_str("&amp;")?,
            '"' => out.write_str("&quot;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            c => out.write_char(c)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_quiet_html() {
        let html = to_html(
            "# Titre\n\nVous avez **coupé** une pièce :\n\n- dessiner\n- régler\n\n[la page](https://example.org/a?b=1&c=2)",
        );
        assert_eq!(
            html,
            "<h3>Titre</h3>\n<p>Vous avez <strong>coupé</strong> une pièce\u{a0}:</p>\n<ul>\n<li>dessiner</li>\n<li>régler</li>\n</ul>\n\
             <p><a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"nofollow noopener noreferrer\">la page</a></p>\n"
        );
    }

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](JAVASCRIPT:alert(1))",
            "[x](data:text/html,<script>)",
            "[x](vbscript:a)",
            "![x](https://example.org/track.png)",
            "<https://example.org/\"onmouseover=\"a>",
            "```\" onload=\"x\n<b>\n```",
            "<div>\n\n**x**\n\n</div>",
            "# <svg onload=x>",
            "[x][r]\n\n[r]: javascript:alert(1)",
        ] {
            let html = to_html(hostile);
            let tags: Vec<&str> = html.split('<').skip(1).map(|t| t.split(['>', ' ']).next().unwrap()).collect();
            let allowed = ["p", "/p", "h3", "/h3", "pre", "/pre", "code", "/code", "strong", "/strong", "a", "/a"];
            assert!(tags.iter().all(|t| allowed.contains(t)), "{hostile}: {html}");
            assert!(
                !html.contains("href=\"java") && !html.contains("href=\"data") && !html.contains("href=\"vb"),
                "{html}"
            );
            for attribute in html.split('<').filter(|t| !t.starts_with("a href=\"http")).skip(1) {
                assert!(!attribute.split('>').next().unwrap().contains('='), "{hostile}: {html}");
            }
        }
        assert!(to_html("a\u{202e}b\u{0}").contains("ab\u{fffd}"));
    }

    #[test]
    fn what_is_cut_is_seen() {
        let html = to_html(&"mot ".repeat(10_000));
        assert!(html.len() < 21_000 && html.contains('…'));
        assert_eq!(to_text("# Titre\n\n**gras** et [lien](https://example.org)\nfin"), "Titre. gras et lien fin");
        let list = "Sait :\n\n- régler\n- **laver**\n\n1. un\n\n2. deux.\n\nFin";
        assert_eq!(to_text(list), "Sait : régler; laver. un; deux. Fin");
        assert_eq!(to_text("a\nb\n\n- c\n- d"), "a b. c; d");
        assert_eq!(to_paragraphs("\n**a**\nb\n \n\n- c\n- d\n\u{202e}\n\n\n"), ["a b", "c; d"]);
        assert_eq!(to_paragraphs(&"a\n\n".repeat(1_000)).len(), MOST_PARAGRAPHS);
        assert!(to_paragraphs(" \n").is_empty());
    }
}
