//! Reading JSON, strictly. `serde_json` reads the tokens; the visitor here refuses what it would let pass.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Object, Value};
use crate::limits::Limits;

/// Why bytes are not JSON that can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// More bytes than [`Limits::document_bytes`].
    #[error("{size} bytes, the limit is {limit}")]
    TooLarge {
        /// Bytes given.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Not UTF-8.
    #[error("not UTF-8 from byte {at} on")]
    NotUtf8 {
        /// Offset of the first wrong byte.
        at: usize,
    },
    /// Not JSON.
    #[error("not JSON, line {line}, column {column}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// A member name that stands twice in one object.
    #[error("the member \"{name}\" stands twice, line {line}")]
    Duplicate {
        /// The name.
        name: String,
        /// Line of the second one, from 1.
        line: usize,
    },
    /// Nested deeper than [`Limits::json_depth`].
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// Levels allowed.
        limit: usize,
    },
    /// More values than [`Limits::json_values`].
    #[error("more than {limit} values")]
    TooMany {
        /// Values allowed.
        limit: usize,
    },
    /// A whole number beyond ±2^53, which JSON readers do not agree on (RFC 7493).
    #[error("a number out of range, line {line}")]
    NumberRange {
        /// Line, from 1.
        line: usize,
    },
}

/// Reads one JSON document.
///
/// A byte order mark at the start is skipped: spreadsheets and editors on Windows write it.
///
/// # Errors
/// See [`JsonError`].
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, JsonError> {
    read(bytes, limits, None)
}

/// The same of a document one of whose members is a large object, `within`: its members are handed to `each` one by one
/// instead of being held all at once, and the document that is given back has none of them. `each` says whether it had not
/// met that name before.
///
/// # Errors
/// See [`JsonError`].
pub fn parse_apart(
    bytes: &[u8],
    within: &str,
    limits: &Limits,
    each: impl FnMut(&str, Value) -> bool,
) -> Result<Value, JsonError> {
    let each = RefCell::new(each);
    let each = |name: &str, value: Value| (each.borrow_mut())(name, value);
    read(bytes, limits, Some(Apart { within, is_here: false, each: &each }))
}

fn read(bytes: &[u8], limits: &Limits, apart: Option<Apart<'_>>) -> Result<Value, JsonError> {
    if bytes.len() > limits.document_bytes {
        return Err(JsonError::TooLarge { size: bytes.len(), limit: limits.document_bytes });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| JsonError::NotUtf8 { at: e.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let budget = Budget { left: Cell::new(limits.json_values), fault: Cell::new(None) };
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Strict { depth: limits.json_depth, budget: &budget, apart }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    read.map_err(|e| match budget.fault.take() {
        Some(Fault::Duplicate(name)) => JsonError::Duplicate { name, line: e.line() },
        Some(Fault::Depth) => JsonError::TooDeep { limit: limits.json_depth },
        Some(Fault::Count) => JsonError::TooMany { limit: limits.json_values },
        Some(Fault::Range) => JsonError::NumberRange { line: e.line() },
        None => JsonError::Syntax { line: e.line(), column: e.column() },
    })
}

/// Reads some members of an object, and of the object under the name `within`; the others are passed over. For our own
/// files, of which others see to it that they are what they should be.
///
/// # Errors
/// See [`JsonError`].
pub fn parse_some(bytes: &[u8], names: &[&str], within: &str, limits: &Limits) -> Result<Object, JsonError> {
    if bytes.len() > limits.document_bytes {
        return Err(JsonError::TooLarge { size: bytes.len(), limit: limits.document_bytes });
    }
    let budget = Budget { left: Cell::new(limits.json_values), fault: Cell::new(None) };
    let strict = Strict { depth: limits.json_depth, budget: &budget, apart: None };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Part { names, within: Some(within), strict }.deserialize(&mut reader);
    read.map_err(|e| JsonError::Syntax { line: e.line(), column: e.column() })
}

/// Some members of an object.
#[derive(Clone, Copy)]
struct Part<'a> {
    names: &'a [&'a str],
    within: Option<&'a str>,
    strict: Strict<'a>,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Object;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Object, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut members = Object::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if self.within == Some(&*name) {
                let inner = map.next_value_seed(Part { within: None, ..self })?;
                members.set(name, inner);
            } else if self.names.contains(&&*name) {
                members.set(name, map.next_value_seed(self.strict)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(members)
    }
}

enum Fault {
    Duplicate(String),
    Depth,
    Count,
    Range,
}

struct Budget {
    left: Cell<usize>,
    fault: Cell<Option<Fault>>,
}

impl Budget {
    fn refuse<T, E: serde::de::Error>(&self, fault: Fault) -> Result<T, E> {
        self.fault.set(Some(fault));
        Err(E::custom("refused"))
    }

    fn spend<E: serde::de::Error>(&self) -> Result<(), E> {
        match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => self.refuse(Fault::Count),
        }
    }
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    budget: &'a Budget,
    apart: Option<Apart<'a>>,
}

/// An object whose members are handed over one by one.
#[derive(Clone, Copy)]
struct Apart<'a> {
    within: &'a str,
    /// This is it, and not what it is in.
    is_here: bool,
    each: &'a dyn Fn(&str, Value) -> bool,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

/// 2^53: beyond it, neighbouring whole numbers are the same double.
const SAFE: u64 = 1 << 53;

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.budget.spend()?;
        Ok(Value::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, b: bool) -> Result<Value, E> {
        self.budget.spend()?;
        Ok(Value::Bool(b))
    }

    #[allow(clippy::cast_precision_loss)] // within ±2^53 nothing is lost
    fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Value, E> {
        self.budget.spend()?;
        if n > SAFE { self.budget.refuse(Fault::Range) } else { Ok(Value::Number(n as f64)) }
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Value, E> {
        self.budget.spend()?;
        if n.unsigned_abs() > SAFE { self.budget.refuse(Fault::Range) } else { Ok(Value::Number(n as f64)) }
    }

    fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<Value, E> {
        self.budget.spend()?;
        if n.is_finite() { Ok(Value::Number(n)) } else { self.budget.refuse(Fault::Range) }
    }

    fn visit_str<E: serde::de::Error>(self, s: &str) -> Result<Value, E> {
        self.budget.spend()?;
        Ok(Value::String(s.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, s: String) -> Result<Value, E> {
        self.budget.spend()?;
        Ok(Value::String(s))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        self.budget.spend()?;
        let inner = self.deeper()?;
        let mut out = Vec::new();
        while let Some(value) = list.next_element_seed(inner)? {
            out.push(value);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.budget.spend()?;
        let inner = self.deeper()?;
        let mut members: Vec<(String, Value)> = Vec::new();
        // Few members: looking along the list is quicker than hashing. Many: it would be quadratic.
        let mut seen: HashSet<String> = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if let Some(apart) = self.apart.filter(|apart| apart.is_here) {
                let value = map.next_value_seed(inner)?;
                if !(apart.each)(&name, value) {
                    return self.budget.refuse(Fault::Duplicate(name));
                }
                continue;
            }
            let twice = if members.len() < 16 {
                members.iter().any(|(n, _)| *n == name)
            } else {
                if seen.is_empty() {
                    seen.extend(members.iter().map(|(n, _)| n.clone()));
                }
                !seen.insert(name.clone())
            };
            if twice {
                return self.budget.refuse(Fault::Duplicate(name));
            }
            let apart = self.apart.filter(|apart| apart.within == name);
            let apart = apart.map(|apart| Apart { is_here: true, ..apart });
            let value = map.next_value_seed(Self { apart, ..inner })?;
            members.push((name, value));
        }
        Ok(Value::Object(Object(members)))
    }
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(&self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, budget: self.budget, apart: None }),
            None => self.budget.refuse(Fault::Depth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, JsonError> {
        parse(text.as_bytes(), &Limits::default())
    }

    #[test]
    fn keeps_order_and_text() {
        let v = read("\u{feff}{\"b\":1,\"a\":[true,null,\"é\\n\"]}").unwrap();
        assert_eq!(v.to_compact(), "{\"b\":1,\"a\":[true,null,\"é\\n\"]}");
    }

    #[test]
    fn refuses_duplicates_wherever_they_stand() {
        assert_eq!(read("{\"a\":1,\n\"a\":2}"), Err(JsonError::Duplicate { name: "a".into(), line: 2 }));
        assert!(matches!(read("{\"x\":[{\"id\":1,\"i\\u0064\":2}]}"), Err(JsonError::Duplicate { .. })));
        let many: Vec<String> = (0..40).chain([7]).map(|n| format!("\"m{n}\":{n}")).collect();
        assert!(
            matches!(read(&format!("{{{}}}", many.join(","))), Err(JsonError::Duplicate { name, .. }) if name == "m7")
        );
    }

    #[test]
    fn members_are_handed_over_one_by_one() {
        let text = r#"{"schema":"a","people":{"x":{"people":{"y":1}},"z":[2]},"same":{"people":{"q":3}}}"#;
        let apart = |text: &str| {
            let mut met: Vec<(String, Value)> = Vec::new();
            let rest = parse_apart(text.as_bytes(), "people", &Limits::default(), |name, value| {
                let is_new = met.iter().all(|(known, _)| known != name);
                met.push((name.to_owned(), value));
                is_new
            });
            (rest, met)
        };
        let (rest, met) = apart(text);
        assert_eq!(rest.unwrap(), read(r#"{"schema":"a","people":{},"same":{"people":{"q":3}}}"#).unwrap());
        let whole = read(text).unwrap();
        let members = whole.get("people").and_then(Value::as_object).unwrap();
        assert!(met.iter().map(|(name, value)| (name.as_str(), value)).eq(members.iter()));
        for text in [r#"{"people":[1]}"#, "[]", r#"{"people":null}"#, "1"] {
            assert_eq!((apart(text).0.unwrap(), apart(text).1), (read(text).unwrap(), Vec::new()), "{text}");
        }
        let twice = apart(r#"{"people":{"x":1,"x":2}}"#).0;
        assert_eq!(twice, Err(JsonError::Duplicate { name: "x".into(), line: 1 }));
        assert!(matches!(apart(r#"{"people":{},"people":{}}"#).0, Err(JsonError::Duplicate { .. })));
        assert!(matches!(apart(r#"{"people":{"x":1}"#).0, Err(JsonError::Syntax { .. })));
    }

    #[test]
    fn some_members_are_read_as_they_are_in_the_whole() {
        let text = r#"{"id":"urn:x","é":[1,{"b":null}],"s":{"n":"Vu \u00e9","achievement":{"n":1}},"n":{"id":2}}"#;
        let some = parse_some(text.as_bytes(), &["n", "é"], "s", &Limits::default()).unwrap();
        let expected = r#"{"é":[1,{"b":null}],"s":{"n":"Vu é"},"n":{"id":2}}"#;
        assert_eq!(Value::Object(some).to_compact(), expected);
        for bad in ["[]", "{", r#"{"s":1}"#, ""] {
            assert!(parse_some(bad.as_bytes(), &["n"], "s", &Limits::default()).is_err(), "{bad}");
        }
    }

    #[test]
    fn refuses_what_readers_do_not_agree_on() {
        assert_eq!(read("9007199254740993"), Err(JsonError::NumberRange { line: 1 }));
        assert!(matches!(read("1e400"), Err(JsonError::NumberRange { .. } | JsonError::Syntax { .. })));
        assert!(read("9007199254740992").is_ok());
        for bad in ["", "{", "{} {}", "{'a':1}", "[1,]", "\u{1}", "NaN", "\"\\ud800\""] {
            assert!(matches!(read(bad), Err(JsonError::Syntax { .. })), "{bad}");
        }
        assert_eq!(parse(b"\"\xff\"", &Limits::default()), Err(JsonError::NotUtf8 { at: 1 }));
    }

    #[test]
    fn bounds_are_reached() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read(&deep(64)).is_ok());
        assert_eq!(read(&deep(65)), Err(JsonError::TooDeep { limit: 64 }));
        assert_eq!(read(&deep(400_000)), Err(JsonError::TooDeep { limit: 64 }));
        let wide = format!("[{}0]", "0,".repeat(100_000));
        assert_eq!(read(&wide), Err(JsonError::TooMany { limit: 100_000 }));
        let big = format!("\"{}\"", "a".repeat(1 << 20));
        assert_eq!(read(&big), Err(JsonError::TooLarge { size: (1 << 20) + 2, limit: 1 << 20 }));
    }
}
