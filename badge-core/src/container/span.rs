//! Where a value stands in the bytes of a JSON text.

use std::ops::Range;

use crate::json::Pointer;

/// The bytes of the value at `at`, white space around it left out. The text was read before and is JSON without
/// repeated members: nothing is checked again, and nothing in here can go wrong but to find nothing.
pub(super) fn span(bytes: &[u8], at: &Pointer) -> Option<Range<usize>> {
    let mut start = skip_space(bytes, 0);
    for step in at.as_str().split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        start = enter(bytes, start, &step)?;
    }
    Some(start..end_of_value(bytes, start)?)
}

/// The bytes of each entry of the list at `at`, in their order, or of the one value that stands there instead. The text
/// is gone through once, however many there are.
pub(super) fn spans(bytes: &[u8], at: &Pointer) -> Vec<Range<usize>> {
    let Some(whole) = span(bytes, at) else { return Vec::new() };
    if bytes.get(whole.start) != Some(&b'[') {
        return vec![whole];
    }
    let mut all = Vec::new();
    let mut start = skip_space(bytes, whole.start + 1);
    while start + 1 < whole.end
        && let Some(end) = end_of_value(bytes, start)
    {
        all.push(start..end);
        // Behind the comma, or at the bracket that ends the list.
        start = skip_space(bytes, end);
        if bytes.get(start) == Some(&b',') {
            start = skip_space(bytes, start + 1);
        }
    }
    all
}

/// The bytes of the value of each member of an object, in their order. The text is gone through once.
pub(super) fn members(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut at = skip_space(bytes, 0);
    if bytes.get(at) != Some(&b'{') {
        return all;
    }
    at = skip_space(bytes, at + 1);
    while bytes.get(at) == Some(&b'"')
        && let Some(name) = end_of_value(bytes, at)
    {
        let start = skip_space(bytes, skip_space(bytes, name) + 1);
        let Some(end) = end_of_value(bytes, start) else { break };
        all.push(start..end);
        at = skip_space(bytes, end);
        if bytes.get(at) == Some(&b',') {
            at = skip_space(bytes, at + 1);
        }
    }
    all
}

/// The objects and lists that stand one after the other, with white space, commas or record separators (RFC 7464)
/// between them, and where the last of them ends. Nothing is said about what comes then.
pub(super) fn sequence(bytes: &[u8]) -> (Vec<Range<usize>>, usize) {
    let (mut all, mut end) = (Vec::new(), 0);
    loop {
        let between = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b',' | 0x1e);
        let start = end + bytes.iter().skip(end).take_while(between).count();
        if !matches!(bytes.get(start), Some(b'{' | b'[')) {
            return (all, end);
        }
        let Some(next) = end_of_value(bytes, start) else { return (all, end) };
        all.push(start..next);
        end = next;
    }
}

/// Where the value of a member or an entry begins, in the object or list that begins at `start`.
fn enter(bytes: &[u8], start: usize, step: &str) -> Option<usize> {
    let object = match bytes.get(start)? {
        b'{' => true,
        b'[' => false,
        _ => return None,
    };
    let mut at = skip_space(bytes, start + 1);
    let mut index = 0_usize;
    loop {
        if matches!(bytes.get(at)?, b'}' | b']') {
            return None;
        }
        let mut here = index.to_string() == step;
        if object {
            let end = end_of_value(bytes, at)?;
            // A name may be written with escapes; a JSON reader knows what it says.
            here = serde_json::from_slice::<String>(bytes.get(at..end)?).ok()? == step;
            at = skip_space(bytes, skip_space(bytes, end) + 1);
        }
        if here {
            return Some(at);
        }
        at = skip_space(bytes, end_of_value(bytes, at)?);
        if *bytes.get(at)? == b',' {
            at = skip_space(bytes, at + 1);
        }
        index += 1;
    }
}

/// The end of the value that begins at `start`: brackets are counted, so that no depth is too deep.
pub(super) fn end_of_value(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b'"' => at = end_of_text(bytes, at)? - 1,
            _ if depth == 0 => return Some(end_of_word(bytes, at)),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            #[cfg(test)]
            super::tally::add(at - start);
            return Some(at);
        }
    }
}

/// A number, `true`, `false` or `null`.
fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let word = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.');
    start + bytes.iter().skip(start).take_while(|c| word(c)).count().max(1)
}

fn end_of_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes.iter().skip(at).take_while(|c| c.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::{Value, parse};
    use crate::limits::Limits;

    #[test]
    fn values_are_found_where_they_stand() {
        let text = br#" { "a" : [ 1 , "x]\"," , {"b":-1.5e3} ] , "c\u002fd" : null, "~":true } "#;
        let at = |steps: &[&str]| steps.iter().fold(Pointer::root(), |p, s| p.member(s));
        for (steps, expected) in [
            (&["a", "0"][..], "1"),
            (&["a", "1"], r#""x]\",""#),
            (&["a", "2"], r#"{"b":-1.5e3}"#),
            (&["a", "2", "b"], "-1.5e3"),
            (&["c/d"], "null"),
            (&["~"], "true"),
        ] {
            let found = span(text, &at(steps)).map(|r| std::str::from_utf8(&text[r]).unwrap());
            assert_eq!(found, Some(expected), "{steps:?}");
        }
        for steps in [&["b"][..], &["a", "3"], &["a", "0", "x"]] {
            assert_eq!(span(text, &at(steps)), None, "{steps:?}");
        }
        assert_eq!(span(b"{\"a\":", &at(&["a"])), None);
    }

    #[test]
    fn members_and_sequences_are_found_where_they_stand() {
        let text = br#" { "a" : [1, "}"] , "b\"":{"c":2},"d": "x" } "#;
        let all: Vec<_> = members(text).into_iter().map(|r| std::str::from_utf8(&text[r]).unwrap()).collect();
        assert_eq!(all, [r#"[1, "}"]"#, r#"{"c":2}"#, r#""x""#]);
        assert!(members(b"{}").is_empty() && members(b"[1]").is_empty() && members(b"{\"a\":").is_empty());
        let text = b"\x1e{\"a\":\"}\"}\n\x1e[1],{}  Fin {}";
        let (all, end) = sequence(text);
        let all: Vec<_> = all.into_iter().map(|r| std::str::from_utf8(&text[r]).unwrap()).collect();
        assert_eq!((&all[..], &text[end..]), (&["{\"a\":\"}\"}", "[1]", "{}"][..], &b"  Fin {}"[..]));
        assert_eq!(sequence(b"{\"a\":{}").0.len(), 0);
    }

    // A list of a thousand entries is gone through as often as one of ten: to find its end, and to find theirs.
    #[test]
    fn a_list_is_gone_through_once_for_all_its_entries() {
        use super::super::tally;
        let count = |entries: usize| {
            let text = format!("{{\"a\":[{}]}}", vec![r#"{"b":[1,{}]}"#; entries].join(","));
            let at = Pointer::root().member("a");
            tally::of(|| assert_eq!(spans(text.as_bytes(), &at).len(), entries))
        };
        let (few, many) = (count(10), count(1_000));
        assert!(many > 1_000 && many <= 101 * few, "{few}, then {many}");
        let one = spans(br#"{"a":{"b":1}}"#, &Pointer::root().member("a"));
        assert!(one.len() == 1 && one[0] == (5..12), "{one:?}");
        assert!(spans(b"[]", &Pointer::root()).is_empty() && spans(b"{}", &Pointer::root().member("a")).is_empty());
    }

    proptest! {
        // Whatever a list holds, each entry is found, and reads as it did in the whole.
        #[test]
        fn every_entry_is_found(entries in proptest::collection::vec("[\\[\\]{}\",\\\\ a-z]{0,8}", 0..6)) {
            let limits = Limits::default();
            let list = Value::Array(entries.iter().map(|e| Value::Array(vec![e.as_str().into()])).collect());
            for text in [list.to_compact(), list.to_pretty()] {
                let all = spans(text.as_bytes(), &Pointer::root());
                prop_assert_eq!(all.len(), list.many().len());
                for (index, entry) in list.many().iter().enumerate() {
                    let range = span(text.as_bytes(), &Pointer::root().entry(index)).unwrap();
                    prop_assert_eq!(&all[index], &range);
                    prop_assert_eq!(&parse(&text.as_bytes()[range], &limits).unwrap(), entry);
                }
            }
        }

        // Nor does anything else make it stumble.
        #[test]
        fn nothing_makes_it_stumble(bytes: Vec<u8>, steps in proptest::collection::vec("[a-c0-2]", 0..4)) {
            let at = steps.iter().fold(Pointer::root(), |p, s| p.member(s));
            if let Some(range) = span(&bytes, &at) {
                prop_assert!(range.end <= bytes.len() + 1);
            }
            prop_assert!(spans(&bytes, &at).len() <= bytes.len());
            prop_assert!(members(&bytes).iter().chain(&sequence(&bytes).0).all(|r| r.start < r.end && r.end <= bytes.len() + 1));
        }
    }
}
