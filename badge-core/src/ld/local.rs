//! Local contexts: what stands in an `@context`, from a document or from our tables, before it is applied.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::contexts::table;
use super::error::ContextFault;
use super::iri::{Keyword, is_keyword_like, is_language_tag};
use super::text::Str;
use crate::json::{Object, Value};

/// How the values of a term are gathered: any of the flags below.
pub(super) type Container = u8;
/// In no order; changes nothing for RDF.
pub(super) const SET: Container = 1;
/// In order.
pub(super) const LIST: Container = 2;
/// Each in a graph of its own.
pub(super) const GRAPH: Container = 4;
/// By language.
pub(super) const LANGUAGE: Container = 8;

/// Where a context comes from. What is computed from several has the last of their origins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// Our tables: results are kept for the life of the process.
    BuiltIn,
    /// Given by the caller: results are kept as long as the caller keeps the contexts.
    Configured,
    /// Written in the document: results are kept while the document is read.
    Inline,
}

/// Bytes of the longest name that a context may define.
pub(super) const LONGEST_TERM: usize = 1_024;

/// A local context.
#[derive(Debug)]
pub(super) enum Local {
    Null,
    Url(Str<'static>),
    Map(Arc<Map>),
    Many(Vec<Self>),
}

/// Term definitions and settings that stand in one object.
#[derive(Debug)]
pub(super) struct Map {
    /// Tells maps apart where results are kept.
    pub(super) id: u64,
    pub(super) origin: Origin,
    pub(super) protected: bool,
    /// `Some(None)` is `null`: no vocabulary.
    pub(super) vocab: Option<Option<String>>,
    /// `Some(None)` is `null`: no language.
    pub(super) language: Option<Option<String>>,
    pub(super) propagate: Option<bool>,
    pub(super) entries: Vec<Entry>,
    pub(super) index: HashMap<Str<'static>, usize>,
}

/// One term definition, as written.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: Str<'static>,
    pub(super) id: EntryId,
    pub(super) simple: bool,
    pub(super) coercion: Option<Str<'static>>,
    pub(super) container: Container,
    pub(super) protected: Option<bool>,
    pub(super) prefix: Option<bool>,
    pub(super) language: Option<Option<Str<'static>>>,
    pub(super) scope: Option<Arc<Local>>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum EntryId {
    Itself,
    Null,
    Text(Str<'static>),
}

/// Why a local context cannot be read.
pub(super) enum Refusal {
    Fault(ContextFault),
    Unsupported(String),
    TooDeep,
}

impl From<ContextFault> for Refusal {
    fn from(fault: ContextFault) -> Self {
        Self::Fault(fault)
    }
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// A number that no other map or active context has.
pub(super) fn fresh_id() -> u64 {
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}

impl Map {
    fn new(origin: Origin, protected: bool, entries: Vec<Entry>) -> Self {
        let index = entries.iter().enumerate().map(|(at, e)| (e.name.clone(), at)).collect();
        Self { id: fresh_id(), origin, protected, vocab: None, language: None, propagate: None, entries, index }
    }

    pub(super) fn get(&self, term: &str) -> Option<(usize, &Entry)> {
        let at = *self.index.get(term)?;
        Some((at, &self.entries[at]))
    }
}

impl From<&'static table::Local> for Local {
    fn from(table: &'static table::Local) -> Self {
        match table {
            table::Local::Url(url) => Self::Url(Str::new(url)),
            table::Local::Terms(terms) => Self::Map(Arc::new((*terms).into())),
            table::Local::Many(list) => Self::Many(list.iter().map(Self::from).collect()),
        }
    }
}

impl From<&'static table::Terms> for Map {
    fn from(table: &'static table::Terms) -> Self {
        let entry = |e: &table::Entry| Entry {
            name: Str::new(e.name),
            id: match e.id {
                table::Id::Itself => EntryId::Itself,
                table::Id::Text(text) => EntryId::Text(Str::new(text)),
            },
            simple: e.simple,
            coercion: e.coercion.map(Str::new),
            container: e.container,
            protected: e.protected,
            prefix: e.prefix,
            language: None,
            scope: match e.scope {
                table::Scope::Same => None,
                table::Scope::Null => Some(Arc::new(Local::Null)),
                table::Scope::Terms(terms) => Some(Arc::new(Local::Map(Arc::new(terms.into())))),
            },
        };
        Self::new(Origin::BuiltIn, table.protected, table.terms.iter().map(entry).collect())
    }
}

impl Local {
    /// Reads the value of an `@context`, at most `depth` levels deep.
    pub(super) fn parse(value: &Value, origin: Origin, depth: usize) -> Result<Self, Refusal> {
        let Some(depth) = depth.checked_sub(1) else { return Err(Refusal::TooDeep) };
        match value {
            Value::Null => Ok(Self::Null),
            Value::String(url) => Ok(Self::Url(url.clone().into())),
            Value::Object(o) => Ok(Self::Map(Arc::new(parse_map(o, origin, depth)?))),
            Value::Array(list) => {
                Ok(Self::Many(list.iter().map(|one| Self::parse(one, origin, depth)).collect::<Result<_, _>>()?))
            }
            Value::Bool(_) | Value::Number(_) => Err(ContextFault::NotAContext.into()),
        }
    }
}

fn parse_map(o: &Object, origin: Origin, depth: usize) -> Result<Map, Refusal> {
    let mut map = Map::new(origin, false, Vec::with_capacity(o.len()));
    for (name, value) in o.iter() {
        let bad = || Refusal::from(ContextFault::Value(name.to_owned()));
        match name {
            "@version" if value.as_f64() == Some(1.1) => {}
            "@version" => return Err(ContextFault::Version.into()),
            "@protected" => map.protected = value.as_bool().ok_or_else(bad)?,
            "@propagate" => map.propagate = Some(value.as_bool().ok_or_else(bad)?),
            "@vocab" => map.vocab = Some(text_or_null(value).ok_or_else(bad)?),
            "@language" => {
                let tag = text_or_null(value).ok_or_else(bad)?;
                if tag.as_deref().is_some_and(|t| !is_language_tag(t)) {
                    return Err(bad());
                }
                map.language = Some(tag.map(|t| t.to_lowercase()));
            }
            "@base" | "@import" | "@direction" => return Err(Refusal::Unsupported(name.to_owned())),
            // "@type": {"@container": "@set"} says how to write types; it changes nothing for a reader.
            "@type" if is_type_as_set(value) => {}
            _ if Keyword::parse(name).is_some() => {
                return Err(ContextFault::KeywordRedefined(name.to_owned()).into());
            }
            _ if is_keyword_like(name) => return Err(ContextFault::KeywordLike(name.to_owned()).into()),
            "" => return Err(ContextFault::Definition(String::new()).into()),
            _ if name.len() > LONGEST_TERM => return Err(ContextFault::Definition("…".to_owned()).into()),
            _ => {
                map.index.insert(name.to_owned().into(), map.entries.len());
                map.entries.push(parse_entry(name, value, origin, depth)?);
            }
        }
    }
    Ok(map)
}

fn text_or_null(value: &Value) -> Option<Option<String>> {
    match value {
        Value::Null => Some(None),
        Value::String(s) => Some(Some(s.clone())),
        _ => None,
    }
}

fn is_type_as_set(value: &Value) -> bool {
    value.as_object().is_some_and(|o| {
        !o.is_empty()
            && o.iter().all(|(name, value)| match name {
                "@container" => value.as_str() == Some("@set"),
                "@protected" => value.as_bool().is_some(),
                _ => false,
            })
    })
}

fn parse_entry(name: &str, value: &Value, origin: Origin, depth: usize) -> Result<Entry, Refusal> {
    let bad = || Refusal::from(ContextFault::Definition(name.to_owned()));
    let mut entry = Entry {
        name: name.to_owned().into(),
        id: EntryId::Itself,
        simple: false,
        coercion: None,
        container: 0,
        protected: None,
        prefix: None,
        language: None,
        scope: None,
    };
    let o = match value {
        Value::String(_) | Value::Null => {
            entry.simple = true;
            entry.id = parse_id(name, value)?;
            return Ok(entry);
        }
        Value::Object(o) => o,
        _ => return Err(bad()),
    };
    for (keyword, value) in o.iter() {
        match keyword {
            "@id" => entry.id = parse_id(name, value)?,
            "@type" => {
                let text = value.as_str().ok_or_else(|| ContextFault::Coercion(name.to_owned()))?;
                entry.coercion = Some(text.to_owned().into());
            }
            "@container" => entry.container = parse_container(name, value)?,
            "@protected" => entry.protected = Some(value.as_bool().ok_or_else(bad)?),
            "@prefix" => {
                if name.contains([':', '/']) {
                    return Err(bad());
                }
                entry.prefix = Some(value.as_bool().ok_or_else(bad)?);
            }
            "@language" => {
                let tag = text_or_null(value).ok_or_else(bad)?;
                if tag.as_deref().is_some_and(|t| !is_language_tag(t)) {
                    return Err(bad());
                }
                entry.language = Some(tag.map(|t| t.to_lowercase().into()));
            }
            "@context" => entry.scope = Some(Arc::new(Local::parse(value, origin, depth)?)),
            "@reverse" | "@nest" | "@index" | "@direction" => return Err(Refusal::Unsupported(keyword.to_owned())),
            _ => return Err(bad()),
        }
    }
    Ok(entry)
}

fn parse_id(name: &str, value: &Value) -> Result<EntryId, Refusal> {
    match value {
        Value::Null => Ok(EntryId::Null),
        Value::String(id) if id == name => Ok(EntryId::Itself),
        Value::String(id) if Keyword::parse(id).is_none() && is_keyword_like(id) => {
            Err(ContextFault::KeywordLike(id.clone()).into())
        }
        Value::String(id) => Ok(EntryId::Text(id.clone().into())),
        _ => Err(ContextFault::NoIri(name.to_owned()).into()),
    }
}

fn parse_container(name: &str, value: &Value) -> Result<Container, Refusal> {
    let bad = || Refusal::from(ContextFault::Container(name.to_owned()));
    let mut flags = 0;
    for one in value.many() {
        flags |= match one.as_str().ok_or_else(bad)? {
            "@set" => SET,
            "@list" => LIST,
            "@graph" => GRAPH,
            "@language" => LANGUAGE,
            other @ ("@index" | "@id" | "@type") => {
                return Err(Refusal::Unsupported(format!("@container {other}")));
            }
            _ => return Err(bad()),
        };
    }
    // A list is nothing else; a graph or a language map may also be called a set.
    let kinds = flags & !SET;
    if kinds.count_ones() > 1 || flags == LIST | SET { Err(bad()) } else { Ok(flags) }
}

/// Whether two local contexts say the same, whatever the order of their terms.
impl PartialEq for Local {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Url(a), Self::Url(b)) => a == b,
            (Self::Map(a), Self::Map(b)) => a == b,
            (Self::Many(a), Self::Many(b)) => a == b,
            _ => false,
        }
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            || (self.protected == other.protected
                && self.vocab == other.vocab
                && self.language == other.language
                && self.propagate == other.propagate
                && self.entries.len() == other.entries.len()
                && self.entries.iter().all(|e| other.get(&e.name).is_some_and(|(_, o)| e == o)))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.simple == other.simple
            && self.coercion == other.coercion
            && self.container == other.container
            && self.protected == other.protected
            && self.prefix == other.prefix
            && self.language == other.language
            && self.scope == other.scope
    }
}
