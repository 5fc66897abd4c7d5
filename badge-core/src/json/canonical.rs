//! Writing JSON: canonical (RFC 8785), compact and indented. Numbers are printed as ECMAScript prints them.

use std::fmt::Write as _;

use super::{Object, Value};

/// The JSON Canonicalization Scheme (RFC 8785): members sorted by UTF-16 code units, no white space.
#[must_use]
pub fn canonicalize(value: &Value) -> String {
    let mut out = String::new();
    write(value, &Style { sorted: true, indent: None }, 0, &mut out);
    out
}

pub(super) fn compact(value: &Value) -> String {
    let mut out = String::new();
    write(value, &Style { sorted: false, indent: None }, 0, &mut out);
    out
}

pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, &Style { sorted: false, indent: Some(2) }, 0, &mut out);
    out.push('\n');
    out
}

/// A value as it stands in such a text, so many levels deep.
#[cfg(feature = "place")]
pub(super) fn pretty_within(value: &Value, level: usize, out: &mut String) {
    write(value, &Style { sorted: false, indent: Some(2) }, level, out);
}

/// The largest whole number below which every whole number is a double of its own: 2^53 - 1.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

const SPACES: &str = "                                ";

struct Style {
    sorted: bool,
    indent: Option<usize>,
}

fn write(value: &Value, style: &Style, level: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        // Our own reader takes no whole number beyond 2^53 without an exponent, nor should others have to.
        Value::Number(n) if !style.sorted && n.abs() > MAX_SAFE => {
            let _ = write!(out, "{n:e}");
        }
        Value::Number(n) => out.push_str(ryu_js::Buffer::new().format(*n)),
        Value::String(s) => write_string(s, out),
        Value::Array(list) => {
            write_all(('[', ']'), list.iter(), style, level, out, |item, level, out| write(item, style, level, out));
        }
        Value::Object(o) => {
            let member = |(name, item): (&str, &Value), level: usize, out: &mut String| {
                write_string(name, out);
                out.push_str(if style.indent.is_some() { ": " } else { ":" });
                write(item, style, level, out);
            };
            if style.sorted {
                write_all(('{', '}'), sorted(o).into_iter(), style, level, out, member);
            } else {
                write_all(('{', '}'), o.iter(), style, level, out, member);
            }
        }
    }
}

fn sorted(o: &Object) -> Vec<(&str, &Value)> {
    let mut members: Vec<_> = o.iter().collect();
    members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    members
}

fn write_all<T>(
    (open, close): (char, char),
    items: impl Iterator<Item = T>,
    style: &Style,
    level: usize,
    out: &mut String,
    one: impl Fn(T, usize, &mut String),
) {
    let newline = |level: usize, out: &mut String| {
        if let Some(width) = style.indent {
            out.push('\n');
            // In pieces: a sign at a time takes longer than all the rest.
            let mut left = width * level;
            while left > 0 {
                let piece = left.min(SPACES.len());
                out.push_str(&SPACES[..piece]);
                left -= piece;
            }
        }
    };
    out.push(open);
    let mut empty = true;
    for item in items {
        if !empty {
            out.push(',');
        }
        empty = false;
        newline(level + 1, out);
        one(item, level + 1, out);
    }
    if !empty {
        newline(level, out);
    }
    out.push(close);
}

fn write_string(s: &str, out: &mut String) {
    out.reserve(s.len() + 2);
    out.push('"');
    // Nearly every text stands as it is. To look at all of it without stopping takes a fraction of stopping at each sign.
    let stands = |c: u8| c >= 0x20 && c != b'"' && c != b'\\';
    if s.bytes().fold(true, |all, c| all & stands(c)) {
        out.push_str(s);
        out.push('"');
        return;
    }
    let mut plain = 0; // everything before this byte is written
    for (at, c) in s.bytes().enumerate() {
        let short = match c {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            0x09 => "\\t",
            0x0a => "\\n",
            0x0c => "\\f",
            0x0d => "\\r",
            0x00..=0x1f => "",
            _ => continue,
        };
        out.push_str(&s[plain..at]);
        plain = at + 1;
        if short.is_empty() {
            let _ = write!(out, "\\u{c:04x}");
        } else {
            out.push_str(short);
        }
    }
    out.push_str(&s[plain..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn jcs(text: &str) -> String {
        canonicalize(&super::super::parse(text.as_bytes(), &Limits::default()).unwrap())
    }

    #[test]
    fn what_is_written_can_be_read() {
        for text in ["132915741E11", "-9007199254740991", "1E20", "5e-324", "-1.5e300"] {
            let value = super::super::parse(text.as_bytes(), &Limits::default()).unwrap();
            for written in [compact(&value), pretty(&value)] {
                assert_eq!(super::super::parse(written.as_bytes(), &Limits::default()).as_ref(), Ok(&value), "{text}");
            }
        }
        assert_eq!(compact(&Value::Number(132_915_741e11)), "1.32915741e19");
        assert_eq!(jcs("132915741E11"), "13291574100000000000");
    }

    /// The shape of RFC 8785 section 3.2.2, with names and values of our own.
    #[test]
    fn numbers_texts_and_order() {
        assert_eq!(
            jcs("[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001, -0]"),
            "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]"
        );
        assert_eq!(
            jcs(r#"{"text":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}"#),
            "{\"text\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
        );
        // U+1F600 sorts before U+FB33 by UTF-16, after it by code point.
        assert_eq!(
            jcs("{\"\u{fb33}\":1,\"\u{1f600}\":2,\"\\r\":3,\"1\":4,\"é\":5}"),
            "{\"\\r\":3,\"1\":4,\"é\":5,\"\u{1f600}\":2,\"\u{fb33}\":1}"
        );
    }
}
