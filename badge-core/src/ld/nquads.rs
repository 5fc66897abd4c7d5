//! N-Quads, written in the canonical form of RDFC-1.0.

use std::fmt::Write as _;

use super::quads::{Dataset, Name, Object, Quad};
use super::tree::XSD_STRING;

impl Dataset<'_> {
    /// The quads as N-Quads, sorted, each once; blank nodes are numbered `_:b0`, `_:b1` as they came.
    #[must_use]
    pub fn to_nquads(&self) -> String {
        let mut lines: Vec<String> = self
            .quads
            .iter()
            .map(|quad| {
                let mut line = String::new();
                write_quad(&mut line, quad, |blank, out| {
                    let _ = write!(out, "b{blank}");
                });
                line
            })
            .collect();
        lines.sort_unstable();
        lines.dedup();
        lines.concat()
    }
}

impl Dataset<'_> {
    /// The quads as lines of N-Quads, sorted, each once, with a name for each blank node by its number.
    pub(crate) fn labelled_nquads(&self, names: &[&str]) -> Vec<String> {
        let name = |blank: u32, out: &mut String| out.push_str(names.get(blank as usize).copied().unwrap_or_default());
        let line = |quad| {
            let mut line = String::new();
            write_quad(&mut line, quad, name);
            line
        };
        let mut lines: Vec<String> = self.quads.iter().map(line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }
}

/// Writes one line. `label` writes what follows `_:`.
pub(super) fn write_quad(out: &mut String, quad: &Quad<'_>, label: impl Fn(u32, &mut String)) {
    write_name(out, &quad.subject, &label);
    out.push(' ');
    write_iri(out, &quad.predicate);
    out.push(' ');
    match &quad.object {
        Object::Name(name) => write_name(out, name, &label),
        Object::Literal { value, datatype, language } => {
            out.push('"');
            write_text(out, value);
            out.push('"');
            if let Some(language) = language {
                out.push('@');
                out.push_str(language);
            } else if *datatype != XSD_STRING {
                out.push_str("^^");
                write_iri(out, datatype);
            }
        }
    }
    if let Some(graph) = &quad.graph {
        out.push(' ');
        write_name(out, graph, &label);
    }
    out.push_str(" .\n");
}

fn write_name(out: &mut String, name: &Name<'_>, label: &impl Fn(u32, &mut String)) {
    match name {
        Name::Iri(iri) => write_iri(out, iri),
        Name::Blank(blank) => {
            out.push_str("_:");
            label(*blank, out);
        }
    }
}

fn write_iri(out: &mut String, iri: &str) {
    out.push('<');
    out.push_str(iri);
    out.push('>');
}

fn write_text(out: &mut String, text: &str) {
    // Most texts need no escape; finding that out without a branch is quicker than looking for the first one.
    let escapes = text.bytes().fold(false, |found, c| found | (c < b' ') | matches!(c, b'"' | b'\\' | 0x7f));
    if !escapes {
        return out.push_str(text);
    }
    let mut plain = 0; // everything before this byte is written
    for (at, c) in text.bytes().enumerate() {
        let short = match c {
            0x08 => "\\b",
            b'\t' => "\\t",
            b'\n' => "\\n",
            0x0c => "\\f",
            b'\r' => "\\r",
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x00..=0x1f | 0x7f => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        plain = at + 1;
        if short.is_empty() {
            let _ = write!(out, "\\u{c:04X}");
        } else {
            out.push_str(short);
        }
    }
    out.push_str(&text[plain..]);
}
