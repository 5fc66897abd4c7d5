//! The data model as tables: classes, their members, and one small engine that compares a document with them.
//!
//! A table says what the specification says and nothing else, so that it can be read beside it. Members that no table
//! names pass: both versions allow extensions.

pub(super) use crate::json::At;
use crate::json::{Object, Pointer, Value};
use crate::verify::{CheckCode, Reason};

/// A class of the data model.
pub(super) struct Class {
    /// What its `type` must say.
    pub typed: Typed,
    /// Under which check its own faults are told.
    pub code: CheckCode,
    /// Whether members not named here are refused (OB3-DM-07).
    pub closed: bool,
    /// Its members.
    pub members: &'static [Member],
    /// What a table cannot say: members that depend on one another.
    pub also: Option<fn(&Object, &At<'_>, &mut Faults)>,
}

/// What `type` must say.
pub(super) enum Typed {
    /// Nothing is asked here.
    Free,
    /// One of these, alone or in a list.
    Has(&'static [&'static str]),
    /// The same, and it may be missing.
    Maybe(&'static [&'static str]),
    /// Exactly this text, not a list.
    Is(&'static str),
}

/// A member of a class.
pub(super) struct Member {
    name: &'static str,
    required: bool,
    many: bool,
    kind: &'static Kind,
}

/// What a value must be.
pub(super) enum Kind {
    /// Any JSON.
    Any,
    /// Text; where the version allows it, a map of texts by language.
    Text,
    /// Text that is never a language map.
    Plain,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// Text or a number.
    TextOrNumber,
    /// An absolute name of any scheme.
    Uri,
    /// An `http` or `https` address.
    Url,
    /// OB 2.0: `http`, `https`, `urn:uuid:` or a blank node.
    Iri,
    /// An instant with its zone (RFC 3339).
    Instant,
    /// An instant; without a zone it is readable, with a warning.
    LooseInstant,
    /// OB 2.0: ISO 8601 with date, time and zone, in any of its spellings.
    IsoInstant,
    /// A calendar day.
    Day,
    /// One of a list.
    OneOf(&'static [&'static str]),
    /// One of a list, or `ext:` and letters, digits, `.`, `-`, `_` (OB3-DM-08).
    OneOfOrExt(&'static [&'static str]),
    /// A BCP 47 tag.
    Language,
    /// Two capital letters (ISO 3166-1).
    Country,
    /// Three parts of base64url joined by dots.
    CompactJws,
    /// An e-mail address.
    Email,
    /// E.164, with an optional extension.
    Telephone,
    /// A registered host name, without port or path.
    Host,
    /// An object of a class.
    Object(&'static Class),
    /// An address, or an object of a class.
    UriOr(&'static Class),
    /// OB 2.0: an IRI, or an embedded object of a class.
    IriOr(&'static Class),
    /// OB 2.0: an address, a data URI with a picture, or an embedded object of a class.
    Image(&'static Class),
}

/// A member that must be there, with one value.
pub(super) const fn req(name: &'static str, kind: &'static Kind) -> Member {
    Member { name, required: true, many: false, kind }
}

/// A member that may be there, with one value.
pub(super) const fn opt(name: &'static str, kind: &'static Kind) -> Member {
    Member { name, required: false, many: false, kind }
}

/// A member that may be there, with one value or several.
pub(super) const fn many(name: &'static str, kind: &'static Kind) -> Member {
    Member { name, required: false, many: true, kind }
}

/// A member that must be there, with one value or several.
pub(super) const fn req_many(name: &'static str, kind: &'static Kind) -> Member {
    Member { name, required: true, many: true, kind }
}

/// One fault: what is wrong, where, and whether it is only worth a remark.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub code: CheckCode,
    pub at: Pointer,
    pub reason: Reason,
    pub remark: bool,
}

/// The faults found, up to a bound: a hostile document must not grow its own report without end.
pub(super) struct Faults {
    pub list: Vec<Fault>,
    limit: usize,
    /// OB 2.0: a list of one value passes for a single value, `null` for nothing (OB2-VER-10, OB2-VER-11).
    pub loose: bool,
}

impl Faults {
    pub(super) fn new(limit: usize, loose: bool) -> Self {
        Self { list: Vec::new(), limit, loose }
    }

    pub(super) fn fail(&mut self, code: CheckCode, at: Pointer, reason: Reason) {
        self.push(Fault { code, at, reason, remark: false });
    }

    pub(super) fn warn(&mut self, code: CheckCode, at: Pointer, reason: Reason) {
        self.push(Fault { code, at, reason, remark: true });
    }

    fn push(&mut self, fault: Fault) {
        if self.list.len() < self.limit {
            self.list.push(fault);
        }
    }
}

/// Compares an object with its class.
pub(super) fn check(object: &Object, class: &Class, at: &At<'_>, faults: &mut Faults) {
    typed(object, class, at, faults);
    for member in class.members {
        check_member(object, member, class, at, faults);
    }
    if class.closed {
        for (name, _) in object.iter().filter(|(n, _)| *n != "type" && !class.members.iter().any(|m| m.name == *n)) {
            faults.fail(class.code, at.member(name).pointer(), Reason::MemberUnexpected { member: name.to_owned() });
        }
    }
    if let Some(also) = class.also {
        also(object, at, faults);
    }
}

fn typed(object: &Object, class: &Class, at: &At<'_>, faults: &mut Faults) {
    let (wanted, optional) = match class.typed {
        Typed::Free => return,
        Typed::Has(wanted) => (wanted, false),
        Typed::Maybe(wanted) => (wanted, true),
        Typed::Is(wanted) => {
            if object.get("type").and_then(Value::as_str) != Some(wanted) {
                let expected = wanted.to_owned();
                faults.fail(class.code, at.member("type").pointer(), Reason::TypeMissing { expected });
            }
            return;
        }
    };
    let types = object.get("type").map_or(&[][..], Value::many);
    let named = types.iter().any(|t| t.as_str().is_some_and(|t| wanted.contains(&t)));
    if !(named || optional && types.is_empty()) {
        let expected = wanted.first().copied().unwrap_or_default().to_owned();
        faults.fail(class.code, at.member("type").pointer(), Reason::TypeMissing { expected });
    }
}

fn check_member(object: &Object, member: &Member, class: &Class, at: &At<'_>, faults: &mut Faults) {
    let at = at.member(member.name);
    // What is missing belongs to the class that lacks it, but for the subject, which has a check of its own.
    let code = match member.kind {
        Kind::Object(inner) if inner.code == CheckCode::DocumentSubject => inner.code,
        _ => class.code,
    };
    let value = match object.get(member.name) {
        None | Some(Value::Null) => None,
        Some(Value::Array(list)) if list.iter().all(|v| *v == Value::Null) => None,
        Some(value) => Some(value),
    };
    let Some(value) = value else {
        if member.required {
            faults.fail(code, at.pointer(), Reason::MemberMissing { member: member.name.to_owned() });
        }
        return;
    };
    match value {
        Value::Array(list) if !member.many => {
            if !(faults.loose && list.len() == 1) {
                let expected = "one".to_owned();
                faults.fail(code, at.pointer(), Reason::MemberType { member: member.name.to_owned(), expected });
            }
            if let Some(first) = list.first() {
                check_value(first, member, code, &at.entry(0), faults);
            }
        }
        Value::Array(list) => {
            for (index, one) in list.iter().enumerate() {
                check_value(one, member, code, &at.entry(index), faults);
            }
        }
        one => check_value(one, member, code, &at, faults),
    }
}

fn check_value(value: &Value, member: &Member, code: CheckCode, at: &At<'_>, faults: &mut Faults) {
    use super::format as f;
    let fault = match (member.kind, value) {
        (Kind::Any, _) | (Kind::Bool, Value::Bool(_)) | (Kind::Number | Kind::TextOrNumber, Value::Number(_)) => None,
        (Kind::Text, Value::Object(map)) if f::is_language_map(map) => None,
        (Kind::Text | Kind::Plain | Kind::TextOrNumber, Value::String(s)) => {
            (member.required && s.trim().is_empty()).then(|| missing(member))
        }
        (Kind::Object(class) | Kind::UriOr(class) | Kind::IriOr(class) | Kind::Image(class), Value::Object(o)) => {
            check(o, class, at, faults);
            None
        }
        (Kind::Object(_) | Kind::Bool | Kind::Number, _) => Some(wrong_type(member)),
        (_, Value::String(s)) if s.trim().is_empty() => {
            Some(if member.required { missing(member) } else { bad(member, s) })
        }
        (Kind::Instant | Kind::LooseInstant | Kind::IsoInstant, Value::String(s)) => match f::instant(member.kind, s) {
            f::Dated::Good => None,
            f::Dated::Bad => Some(malformed_date(member, s)),
            f::Dated::NoZone => {
                faults.warn(code, at.pointer(), malformed_date(member, s));
                None
            }
        },
        (Kind::Day, Value::String(s)) => (!f::is_day(s)).then(|| malformed_date(member, s)),
        (kind, Value::String(s)) => (!f::holds(kind, s)).then(|| bad(member, s)),
        _ => Some(wrong_type(member)),
    };
    if let Some(reason) = fault {
        faults.fail(code, at.pointer(), reason);
    }
}

fn missing(member: &Member) -> Reason {
    Reason::MemberMissing { member: member.name.to_owned() }
}

fn bad(member: &Member, found: &str) -> Reason {
    Reason::MemberValue { member: member.name.to_owned(), found: super::format::shortened(found) }
}

fn malformed_date(member: &Member, found: &str) -> Reason {
    Reason::DateMalformed { member: member.name.to_owned(), found: super::format::shortened(found) }
}

fn wrong_type(member: &Member) -> Reason {
    let expected = match member.kind {
        Kind::Bool => "boolean",
        Kind::Number => "number",
        Kind::Object(_) => "object",
        Kind::UriOr(_) | Kind::IriOr(_) | Kind::Image(_) => "url",
        Kind::Uri | Kind::Url | Kind::Iri => "url",
        Kind::Instant | Kind::LooseInstant | Kind::IsoInstant => "date-time",
        Kind::Day => "date",
        _ => "text",
    };
    Reason::MemberType { member: member.name.to_owned(), expected: expected.to_owned() }
}
