//! A document read as linked data: nodes and values whose properties are named by IRI.

use std::borrow::Cow;
use std::collections::HashMap;

use super::error::{Fault, FaultKind};
use super::number;
use super::text::Str;
use crate::json::{self, Pointer};

/// The datatype of texts.
pub const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
pub(super) const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
pub(super) const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
pub(super) const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
/// The datatype of texts that have a language.
pub const RDF_LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
pub(super) const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";

/// Faults that are told one by one: a hostile document has as many as it has members.
const MOST_TOLD: usize = 1_000;

/// A document after expansion, and what in it has no meaning.
#[derive(Debug)]
pub struct Expanded<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) faults: Vec<(Spot, FaultKind)>,
    pub(super) disguises: Vec<(Spot, FaultKind)>,
    pub(super) spots: Spots<'a>,
}

/// Where something stands in the document. [`Expanded::pointer`] spells it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spot(pub(super) u32);

#[derive(Debug, Default)]
pub(super) struct Spots<'a>(Vec<(u32, Step<'a>)>);

#[derive(Debug)]
enum Step<'a> {
    Member(&'a str),
    Entry(usize),
}

impl<'a> Spots<'a> {
    /// The whole document.
    pub(super) const ROOT: Spot = Spot(0);

    pub(super) fn member(&mut self, of: Spot, name: &'a str) -> Spot {
        self.push(of, Step::Member(name))
    }

    pub(super) fn entry(&mut self, of: Spot, index: usize) -> Spot {
        self.push(of, Step::Entry(index))
    }

    fn push(&mut self, of: Spot, step: Step<'a>) -> Spot {
        self.0.push((of.0, step));
        // A document has far fewer than 2^32 values (`Limits::json_values`); beyond, a finding would only be misplaced.
        Spot(u32::try_from(self.0.len()).unwrap_or(u32::MAX))
    }

    /// How many places were noted.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The name of the member of the object at `of` in which `spot` stands.
    pub(super) fn member_under(&self, of: Spot, mut spot: Spot) -> Option<&'a str> {
        loop {
            let (above, step) = self.0.get((spot.0 as usize).checked_sub(1)?)?;
            match step {
                Step::Member(name) if *above == of.0 => return Some(name),
                _ => spot = Spot(*above),
            }
        }
    }

    pub(super) fn pointer(&self, spot: Spot) -> Pointer {
        let Some((of, step)) = (spot.0 as usize).checked_sub(1).and_then(|at| self.0.get(at)) else {
            return Pointer::root();
        };
        let of = self.pointer(Spot(*of));
        match step {
            Step::Member(name) => of.member(name),
            Step::Entry(index) => of.entry(*index),
        }
    }
}

/// What stands at the places of a document. An object of many members is looked through once, not for each of them.
pub(super) struct Lookup<'s, 'a> {
    spots: &'s Spots<'a>,
    document: &'a json::Value,
    large: HashMap<Spot, HashMap<&'a str, &'a json::Value>>,
}

/// An object of more members than this is large.
const LARGE: usize = 16;

impl<'s, 'a> Lookup<'s, 'a> {
    /// `document` is the one whose places `spots` are.
    pub(super) fn new(spots: &'s Spots<'a>, document: &'a json::Value) -> Self {
        Self { spots, document, large: HashMap::new() }
    }

    pub(super) fn object(&mut self, spot: Spot) -> Option<&'a json::Object> {
        self.value(spot)?.as_object()
    }

    /// A member of the object at `spot`.
    pub(super) fn member(&mut self, spot: Spot, name: &str) -> Option<&'a json::Value> {
        let object = self.object(spot)?;
        if object.len() <= LARGE {
            return object.get(name);
        }
        self.large.entry(spot).or_insert_with(|| object.iter().collect()).get(name).copied()
    }

    fn value(&mut self, spot: Spot) -> Option<&'a json::Value> {
        let Some(at) = (spot.0 as usize).checked_sub(1) else { return Some(self.document) };
        let (of, step) = self.spots.0.get(at)?;
        match step {
            Step::Member(name) => self.member(Spot(*of), name),
            Step::Entry(index) => self.value(Spot(*of))?.as_array()?.get(*index),
        }
    }
}

impl<'a> Expanded<'a> {
    /// The nodes at the top: one, for a badge.
    #[must_use]
    pub fn nodes(&self) -> &[Node<'a>] {
        &self.nodes
    }

    /// The first node at the top.
    #[must_use]
    pub fn root(&self) -> Option<&Node<'a>> {
        self.nodes.first()
    }

    /// What in the document has no meaning, in the order in which it stands there; the first 1,000 of it.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.told(self.faults.iter())
    }

    fn told<'f>(&self, all: impl Iterator<Item = &'f (Spot, FaultKind)>) -> Vec<Fault> {
        all.take(MOST_TOLD).map(|(at, kind)| Fault { at: self.pointer(*at), kind: kind.clone() }).collect()
    }

    /// Whether the whole document has a meaning.
    #[must_use]
    pub fn is_faultless(&self) -> bool {
        self.faults.is_empty()
    }

    /// What has a meaning, but does not show it to those who read a credential by the names of its members. In a
    /// document under a proof over RDF it is refused: the proof covers the meaning alone. Elsewhere it does no harm.
    #[must_use]
    pub fn disguises(&self) -> Vec<Fault> {
        let torn = super::places::torn_apart(&self.nodes);
        self.told(self.disguises.iter().chain(&torn))
    }

    /// Those of [`Self::disguises`] that misname something, without what is said in several places: where the text
    /// itself is signed, nobody can move a part of it.
    #[must_use]
    pub fn misnomers(&self) -> Vec<Fault> {
        self.told(self.disguises.iter())
    }

    /// A place in the document, spelled out.
    #[must_use]
    pub fn pointer(&self, at: Spot) -> Pointer {
        self.spots.pointer(at)
    }
}

/// A thing: its name, its types and what is said about it. A node with an id alone is a reference.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// Where it stands.
    pub at: Spot,
    /// Its name, if it has one.
    pub id: Option<Id<'a>>,
    /// Its types, as IRIs (or blank nodes).
    pub types: Vec<Str<'a>>,
    /// Its language, in lower case: an Open Badge 2.0 may say it (D-08). It is a fault too.
    pub language: Option<Str<'a>>,
    pub(super) properties: Vec<(Str<'a>, Item<'a>)>,
    pub(super) graph: Option<Vec<Self>>,
}

/// The name of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Id<'a> {
    /// An absolute IRI.
    Iri(Str<'a>),
    /// A blank node, with its `_:`: a name that holds inside this document only.
    Blank(Str<'a>),
    /// A text without a scheme, or with characters no IRI has. It is a fault too.
    Unusable(Str<'a>),
}

/// One value of a property.
#[derive(Debug, Clone)]
pub enum Item<'a> {
    /// Another thing.
    Node(Node<'a>),
    /// A text, number, truth value or JSON.
    Value(Value<'a>),
    /// Values whose order counts.
    List(Vec<Self>),
}

/// A literal.
#[derive(Debug, Clone)]
pub struct Value<'a> {
    /// Where it stands.
    pub at: Spot,
    /// The JSON value.
    pub scalar: Scalar<'a>,
    /// The datatype that the context or the document gives, if any.
    pub datatype: Option<Str<'a>>,
    /// The language, in lower case, if any.
    pub language: Option<Str<'a>>,
}

/// The JSON value of a literal.
#[derive(Debug, Clone)]
pub enum Scalar<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// Any JSON, kept as it is.
    Json(&'a json::Value),
}

impl<'a> Node<'a> {
    pub(super) const fn new(at: Spot) -> Self {
        Self { at, id: None, types: Vec::new(), language: None, properties: Vec::new(), graph: None }
    }

    /// The absolute IRI that names this node.
    #[must_use]
    pub fn iri(&self) -> Option<&str> {
        if let Some(Id::Iri(iri)) = &self.id { Some(iri) } else { None }
    }

    /// Whether the node has this type.
    #[must_use]
    pub fn is_a(&self, iri: &str) -> bool {
        self.types.iter().any(|t| *t == iri)
    }

    /// The values of a property.
    pub fn get<'n>(&'n self, iri: &str) -> impl Iterator<Item = &'n Item<'a>> {
        self.properties.iter().filter(move |(name, _)| *name == iri).map(|(_, item)| item)
    }

    /// All properties with their values; one with several values comes several times.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &Item<'a>)> {
        self.properties.iter().map(|(name, item)| (name.as_str(), item))
    }

    /// The nodes of the graph that this node names, if it names one.
    #[must_use]
    pub fn graph(&self) -> Option<&[Self]> {
        self.graph.as_deref()
    }

    /// Whether nothing but a name is said.
    #[must_use]
    pub fn is_reference(&self) -> bool {
        self.id.is_some() && self.types.is_empty() && self.properties.is_empty() && self.graph.is_none()
    }
}

impl<'a> Item<'a> {
    /// The node, if this is one.
    #[must_use]
    pub fn as_node(&self) -> Option<&Node<'a>> {
        if let Self::Node(node) = self { Some(node) } else { None }
    }

    /// The literal, if this is one.
    #[must_use]
    pub fn as_value(&self) -> Option<&Value<'a>> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }

    /// The text, if this is a literal that is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        match self.as_value()?.scalar {
            Scalar::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'a> Value<'a> {
    /// The text that RDF has for this value.
    #[must_use]
    pub fn lexical(&self) -> Cow<'a, str> {
        let double = self.datatype.as_ref().is_some_and(|d| *d == XSD_DOUBLE);
        match self.scalar {
            Scalar::Text(text) => Cow::Borrowed(text),
            Scalar::Bool(true) => Cow::Borrowed("true"),
            Scalar::Bool(false) => Cow::Borrowed("false"),
            Scalar::Number(n) if double || !number::is_integer(n) => Cow::Owned(number::double(n)),
            Scalar::Number(n) => Cow::Owned(number::integer(n)),
            Scalar::Json(value) => Cow::Owned(json::canonicalize(value)),
        }
    }

    /// The datatype that RDF has for this value.
    #[must_use]
    pub fn rdf_datatype(&self) -> Str<'a> {
        if let Some(datatype) = &self.datatype {
            return datatype.clone();
        }
        Str::new(match self.scalar {
            Scalar::Text(_) if self.language.is_some() => RDF_LANG_STRING,
            Scalar::Text(_) => XSD_STRING,
            Scalar::Bool(_) => XSD_BOOLEAN,
            Scalar::Number(n) if number::is_integer(n) => XSD_INTEGER,
            Scalar::Number(_) => XSD_DOUBLE,
            Scalar::Json(_) => RDF_JSON,
        })
    }
}
