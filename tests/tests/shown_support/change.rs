//! Changes to a badge, made up by chance.

use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// One change to a document.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// These bytes are replaced by these.
    Bytes(Index, usize, Vec<u8>),
    /// A value takes the place of another one of the document.
    Copy(Index, Index),
    /// A value is replaced.
    Replace(Index, Value),
    /// A value is wrapped.
    Wrap(Index, &'static str),
    /// A member is called otherwise.
    Rename(Index, String),
    /// A member is added, or takes the place of one of that name.
    Add(Index, String, Value),
    /// A member is taken out of one object, and put into another.
    Move(Index, Index),
    Remove(Index),
    /// A member, or all of them, is taken from one place of a thing to another one.
    Between(Index, Option<Index>),
    /// A place of a thing keeps no more than its name, or its name and type.
    Bare(Index, bool),
    /// A list is turned round.
    Reverse(Index),
    /// A context is added, last.
    Context(Value),
}

const NAMES: [&str; 22] = [
    "id",
    "@id",
    "type",
    "@type",
    "name",
    "description",
    "validUntil",
    "validFrom",
    "credentialStatus",
    "issuer",
    "credentialSubject",
    "achievement",
    "identifier",
    "image",
    "narrative",
    "fin",
    "x:validUntil",
    "@graph",
    "@set",
    "https://www.w3.org/2018/credentials#validUntil",
    "https://www.w3.org/2018/credentials#credentialStatus",
    "https://schema.org/name",
];

fn value() -> impl Strategy<Value = Value> {
    select(vec![
        "null",
        "[]",
        "{}",
        "\"\"",
        "\"x\"",
        "0",
        "true",
        "\"2099-01-01T00:00:00Z\"",
        "\"urn:uuid:9\"",
        "\"_:b\"",
        "\"https://example.org/b/1\"",
        "[null]",
        "{\"@value\":\"x\"}",
        "{\"@set\":[]}",
        "{\"id\":\"https://example.org/b/1\"}",
        "{\"fr\":\"Un\",\"en\":\"One\"}",
        "{\"@value\":\"Découpe laser\",\"@language\":\"fr\"}",
        "{\"@value\":\"2026-12-31T00:00:00Z\",\"@type\":\"http://www.w3.org/2001/XMLSchema#dateTime\"}",
    ])
    .prop_map(|text| json::parse(text.as_bytes(), &Limits::default()).unwrap())
}

fn context() -> impl Strategy<Value = Value> {
    select(vec![
        "{\"fin\":{\"@id\":\"https://www.w3.org/2018/credentials#validUntil\",\"@type\":\"http://www.w3.org/2001/XMLSchema#dateTime\"}}",
        "{\"x\":\"https://www.w3.org/2018/credentials#\"}",
        "{\"name\":\"https://schema.org/description\"}",
        "{\"name\":{\"@id\":\"https://schema.org/name\",\"@container\":\"@language\"}}",
        "{\"@vocab\":\"https://schema.org/\"}",
        "{\"@language\":\"fr\"}",
        "{\"urn\":\"https://example.org/\"}",
        "{\"fin\":null}",
        "null",
        "\"https://w3id.org/security/v1\"",
        "\"https://w3id.org/openbadges/v2\"",
        "\"https://www.w3.org/2018/credentials/v1\"",
    ])
    .prop_map(|text| json::parse(text.as_bytes(), &Limits::default()).unwrap())
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    let name = || select(NAMES.to_vec()).prop_map(str::to_owned);
    let wrapping = select(vec!["[]", "@value", "@set", "@list", "@graph", "twice"]);
    prop_oneof![
        3 => (at(), 0..3_usize, proptest::collection::vec(any::<u8>(), 0..3)).prop_map(|(a, n, b)| Change::Bytes(a, n, b)),
        2 => (at(), at()).prop_map(|(a, b)| Change::Copy(a, b)),
        2 => (at(), value()).prop_map(|(a, v)| Change::Replace(a, v)),
        2 => (at(), wrapping).prop_map(|(a, w)| Change::Wrap(a, w)),
        2 => (at(), name()).prop_map(|(a, n)| Change::Rename(a, n)),
        2 => (at(), name(), value()).prop_map(|(a, n, v)| Change::Add(a, n, v)),
        2 => (at(), at()).prop_map(|(a, b)| Change::Move(a, b)),
        1 => at().prop_map(Change::Remove),
        3 => (at(), proptest::option::of(at())).prop_map(|(a, m)| Change::Between(a, m)),
        1 => (at(), any::<bool>()).prop_map(|(a, t)| Change::Bare(a, t)),
        1 => at().prop_map(Change::Reverse),
        2 => context().prop_map(Change::Context),
    ]
}

/// Every value of a document, as a way to it.
pub(crate) fn ways(value: &Value, here: &mut Vec<Step>, all: &mut Vec<Vec<Step>>) {
    let children: Vec<(Step, &Value)> = match value {
        Value::Object(o) => o.iter().map(|(n, v)| (Step::Member(n.to_owned()), v)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(i, v)| (Step::Entry(i), v)).collect(),
        _ => Vec::new(),
    };
    for (step, child) in children {
        here.push(step);
        all.push(here.clone());
        ways(child, here, all);
        here.pop();
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Member(String),
    Entry(usize),
}

pub(crate) fn reach<'v>(value: &'v mut Value, way: &[Step]) -> Option<&'v mut Value> {
    way.iter().try_fold(value, |value, step| match (value, step) {
        (Value::Object(o), Step::Member(name)) => o.get_mut(name),
        (Value::Array(list), Step::Entry(index)) => list.get_mut(*index),
        _ => None,
    })
}

/// `None` when it cannot be done to this document.
pub(crate) fn changed(doc: &mut Value, change: &Change) -> Option<()> {
    let mut all = Vec::new();
    ways(doc, &mut Vec::new(), &mut all);
    let any = |index: &Index| all.get(index.index(all.len().max(1))).cloned();
    let objects: Vec<Vec<Step>> = std::iter::once(Vec::new())
        .chain(all.iter().filter(|way| reach(&mut doc.clone(), way).is_some_and(|v| v.as_object().is_some())).cloned())
        .collect();
    let object = |index: &Index| objects[index.index(objects.len())].clone();
    match change {
        Change::Bytes(..) => return None,
        Change::Copy(from, to) => {
            let value = reach(doc, &any(from)?)?.clone();
            *reach(doc, &any(to)?)? = value;
        }
        Change::Replace(at, value) => *reach(doc, &any(at)?)? = value.clone(),
        Change::Wrap(at, how) => {
            let place = reach(doc, &any(at)?)?;
            let inner = place.clone();
            *place = match *how {
                "[]" => Value::Array(vec![inner]),
                "twice" => Value::Array(vec![inner.clone(), inner]),
                keyword => json::object([(keyword, inner)]).into(),
            };
        }
        Change::Rename(at, name) => {
            let way = any(at)?;
            let (Step::Member(old), around) = way.split_last()? else { return None };
            let object = reach(doc, around)?.as_object_mut()?;
            let value = object.remove(old)?;
            object.set(name.as_str(), value);
        }
        Change::Add(at, name, value) => reach(doc, &object(at))?.as_object_mut()?.set(name.as_str(), value.clone()),
        Change::Move(from, to) => {
            let way = any(from)?;
            let (Step::Member(name), around) = way.split_last()? else { return None };
            let to = object(to);
            if to.starts_with(&way) {
                return None;
            }
            let value = reach(doc, around)?.as_object_mut()?.remove(name)?;
            reach(doc, &to)?.as_object_mut()?.set(name.as_str(), value);
        }
        Change::Remove(at) => {
            let way = any(at)?;
            let (Step::Member(name), around) = way.split_last()? else { return None };
            reach(doc, around)?.as_object_mut()?.remove(name)?;
        }
        Change::Between(pair, member) => {
            let named = |way: &[Step]| reach(&mut doc.clone(), way)?.get("id")?.as_str().map(str::to_owned);
            let named: Vec<(&Vec<Step>, String)> = objects.iter().filter_map(|w| Some((w, named(w)?))).collect();
            let pairs = named
                .iter()
                .flat_map(|(a, id)| named.iter().filter(move |(b, i)| a != b && i == id).map(move |(b, _)| (*a, *b)));
            let pairs: Vec<_> = pairs.filter(|(a, b)| !b.starts_with(a)).collect();
            let (from, to) = *pairs.get(pair.index(pairs.len().max(1)))?;
            between(doc, from, to, member.as_ref())?;
        }
        Change::Bare(at, typed) => {
            let place = reach(doc, &object(at))?.as_object_mut()?;
            *place = place.filter_map(|n, v| (n == "id" || *typed && n == "type").then(|| v.clone()));
        }
        Change::Reverse(at) => {
            let lists: Vec<_> =
                all.iter().filter(|w| reach(&mut doc.clone(), w).is_some_and(|v| v.as_array().is_some())).collect();
            let place = reach(doc, lists.get(at.index(lists.len().max(1)))?)?;
            *place = Value::Array(place.many().iter().rev().cloned().collect());
        }
        Change::Context(context) => {
            let mut contexts = doc.get("@context")?.many().to_vec();
            contexts.push(context.clone());
            doc.as_object_mut()?.set("@context", contexts);
        }
    }
    Some(())
}

/// Says a part of what one place says of a thing at another of its places. Both then have both types: a member means
/// nothing where its type is missing.
fn between(doc: &mut Value, from: &[Step], to: &[Step], member: Option<&Index>) -> Option<()> {
    let source = reach(doc, from)?.as_object_mut()?;
    let types = source.get("type").map_or(Vec::new(), |t| t.many().to_vec());
    let names: Vec<String> = source
        .iter()
        .map(|(n, _)| n.to_owned())
        .filter(|n| !matches!(n.as_str(), "id" | "type" | "@context"))
        .collect();
    let one = |index: &Index| names.get(index.index(names.len().max(1))).cloned().into_iter().collect();
    let taken: Vec<String> = member.map_or_else(|| names.clone(), one);
    let taken: Vec<(String, Value)> = taken.into_iter().filter_map(|n| source.remove(&n).map(|v| (n, v))).collect();
    let target = reach(doc, to)?.as_object_mut()?;
    let own = target.get("type").map_or(Vec::new(), |t| t.many().to_vec());
    let more = types.into_iter().filter(|t| !own.contains(t)).collect::<Vec<_>>();
    if !more.is_empty() {
        target.set("type", own.iter().cloned().chain(more).collect::<Vec<_>>());
    }
    taken.into_iter().for_each(|(name, value)| target.set(name, value));
    Some(())
}
