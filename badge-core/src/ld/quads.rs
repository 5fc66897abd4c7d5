//! Quads: what a document says, as RDF (JSON-LD 1.1 API, section 8.1).

use std::collections::HashMap;

use super::error::LdError;
use super::text::Str;
use super::tree::{Expanded, Id, Item, Node, Value};
use crate::limits::Limits;

const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDF_FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
const RDF_REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
const RDF_NIL: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";

/// A set of quads. One that was put in twice counts once.
#[derive(Debug, Clone, Default)]
pub struct Dataset<'a> {
    pub(super) quads: Vec<Quad<'a>>,
    /// The labels that blank nodes had where they came from, by number; empty for those that had none.
    pub(super) labels: Vec<Str<'a>>,
}

/// One statement, in a graph or in the default one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quad<'a> {
    /// About what.
    pub subject: Name<'a>,
    /// What about it: an IRI.
    pub predicate: Str<'a>,
    /// Which.
    pub object: Object<'a>,
    /// In which graph; none for the default one.
    pub graph: Option<Name<'a>>,
}

/// An IRI or a blank node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name<'a> {
    /// An absolute IRI.
    Iri(Str<'a>),
    /// A blank node of the data set, by number.
    Blank(u32),
}

/// What a statement says of its subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object<'a> {
    /// Another thing.
    Name(Name<'a>),
    /// A text with its datatype, and its language if it has one.
    Literal {
        /// The text.
        value: Str<'a>,
        /// Its datatype.
        datatype: Str<'a>,
        /// Its language.
        language: Option<Str<'a>>,
    },
}

impl<'a> Dataset<'a> {
    /// The quads, as they came.
    #[must_use]
    pub fn quads(&self) -> &[Quad<'a>] {
        &self.quads
    }

    /// How many blank nodes there are.
    #[must_use]
    pub fn blank_nodes(&self) -> usize {
        self.labels.len()
    }

    /// The label that a blank node had where it came from, without `_:`; empty if it had none.
    #[must_use]
    pub fn label(&self, blank: u32) -> &str {
        self.labels.get(blank as usize).map_or("", Str::as_str)
    }
}

impl<'a> Expanded<'a> {
    /// What the document says, as quads.
    ///
    /// # Errors
    /// [`LdError::Faulty`] when there is any fault: the quads would leave something out. [`LdError::TooManyQuads`].
    pub fn quads(&self, limits: &Limits) -> Result<Dataset<'a>, LdError> {
        if !self.faults.is_empty() {
            return Err(LdError::Faulty { count: self.faults.len() });
        }
        let mut writer = Writer { out: Dataset::default(), blanks: HashMap::new(), limit: limits.quads };
        writer.out.quads.reserve(self.spots.len().min(limits.quads));
        for node in &self.nodes {
            writer.node(node, None)?;
        }
        Ok(writer.out)
    }
}

struct Writer<'a> {
    out: Dataset<'a>,
    blanks: HashMap<Str<'a>, u32>,
    limit: usize,
}

impl<'a> Writer<'a> {
    fn push(
        &mut self,
        subject: Name<'a>,
        predicate: Str<'a>,
        object: Object<'a>,
        graph: Option<&Name<'a>>,
    ) -> Result<(), LdError> {
        if self.out.quads.len() >= self.limit {
            return Err(LdError::TooManyQuads { limit: self.limit });
        }
        self.out.quads.push(Quad { subject, predicate, object, graph: graph.cloned() });
        Ok(())
    }

    /// A blank node that the document gives no label. There are no more than values in a document.
    fn fresh(&mut self) -> Name<'a> {
        self.labelled(Str::new(""))
    }

    fn labelled(&mut self, label: Str<'a>) -> Name<'a> {
        let number = u32::try_from(self.out.labels.len()).unwrap_or(u32::MAX);
        self.out.labels.push(label);
        Name::Blank(number)
    }

    fn blank(&mut self, label: &Str<'a>) -> Name<'a> {
        if let Some(number) = self.blanks.get(label.as_str()) {
            return Name::Blank(*number);
        }
        let name = self.labelled(label.clone());
        if let Name::Blank(number) = name {
            self.blanks.insert(label.clone(), number);
        }
        name
    }

    fn name(&mut self, id: Option<&Id<'a>>) -> Name<'a> {
        match id {
            Some(Id::Iri(iri) | Id::Unusable(iri)) => Name::Iri(iri.clone()),
            Some(Id::Blank(label)) => self.blank(label),
            None => self.fresh(),
        }
    }

    fn node(&mut self, node: &Node<'a>, graph: Option<&Name<'a>>) -> Result<Name<'a>, LdError> {
        let name = self.name(node.id.as_ref());
        for iri in &node.types {
            let class = if iri.starts_with("_:") { self.blank(iri) } else { Name::Iri(iri.clone()) };
            self.push(name.clone(), Str::new(RDF_TYPE), Object::Name(class), graph)?;
        }
        for (property, item) in &node.properties {
            let object = self.object(item, graph)?;
            self.push(name.clone(), property.clone(), object, graph)?;
        }
        for inner in node.graph.iter().flatten() {
            self.node(inner, Some(&name))?;
        }
        Ok(name)
    }

    fn object(&mut self, item: &Item<'a>, graph: Option<&Name<'a>>) -> Result<Object<'a>, LdError> {
        Ok(match item {
            Item::Node(node) => Object::Name(self.node(node, graph)?),
            Item::Value(value) => literal(value),
            Item::List(items) => Object::Name(self.list(items, graph)?),
        })
    }

    fn list(&mut self, items: &[Item<'a>], graph: Option<&Name<'a>>) -> Result<Name<'a>, LdError> {
        let mut rest = Name::Iri(Str::new(RDF_NIL));
        for item in items.iter().rev() {
            let object = self.object(item, graph)?;
            let cell = self.fresh();
            self.push(cell.clone(), Str::new(RDF_FIRST), object, graph)?;
            self.push(cell.clone(), Str::new(RDF_REST), Object::Name(rest), graph)?;
            rest = cell;
        }
        Ok(rest)
    }
}

fn literal<'a>(value: &Value<'a>) -> Object<'a> {
    Object::Literal { value: value.lexical().into(), datatype: value.rdf_datatype(), language: value.language.clone() }
}
