//! Expansion: every property and type gets its IRI (JSON-LD 1.1 API, section 5.1.2).

use std::sync::Arc;

use super::active::{Active, Coercion, Term};
use super::error::{FaultKind, LdError, SyntaxFault};
use super::iri::Keyword;
use super::local::LIST;
use super::member::Found;
use super::process::Scope;
use super::reference::Expansion;
use super::store::{Contexts, Steps, initial};
use super::text::Str;
use super::tree::{Expanded, Item, Node, Scalar, Spot, Spots, Value};
use crate::json::{self, Object};
use crate::limits::Limits;

/// Reads a JSON document as linked data.
///
/// What has no meaning is listed in [`Expanded::faults`]. Nothing is fetched, and no reference is resolved.
///
/// # Errors
/// See [`LdError`].
pub fn expand<'a>(document: &'a json::Value, contexts: &Contexts, limits: &Limits) -> Result<Expanded<'a>, LdError> {
    expand_with(document, contexts, &Reading::default(), limits)
}

/// How a document is read where the strict way does not serve.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Reading {
    /// Against what relative references are resolved. For looking at documents, never for proofs: the document does
    /// not say it.
    pub base: Option<String>,
    /// Whether a context that is not known is passed over and listed as a fault, instead of refusing the document.
    pub skip_unknown_contexts: bool,
}

/// Like [`expand`], otherwise than strictly.
///
/// # Errors
/// See [`LdError`].
pub fn expand_with<'a>(
    document: &'a json::Value,
    contexts: &Contexts,
    reading: &Reading,
    limits: &Limits,
) -> Result<Expanded<'a>, LdError> {
    let base = match &reading.base {
        Some(base) => Some(oxiri::Iri::parse(base.clone()).map_err(|_| LdError::BadBase)?),
        None => None,
    };
    let mut expander = Expander {
        contexts,
        limits,
        base,
        skip_unknown_contexts: reading.skip_unknown_contexts,
        own_steps: Steps::default(),
        own_terms: 0,
        spots: Spots::default(),
        faults: Vec::new(),
        disguises: Vec::new(),
    };
    let out = expander.any(&initial(), Under::TOP, document, Spots::ROOT, false, 0)?;
    let mut nodes: Vec<Node<'a>> = out.into_items().into_iter().filter_map(into_node).collect();
    if !matches!(document, json::Value::Array(_))
        && let [Node { id: None, types, properties, graph, .. }] = nodes.as_mut_slice()
        && types.is_empty()
        && properties.is_empty()
        && let Some(inner) = graph.take()
    {
        nodes = inner; // a document that is nothing but @graph is its nodes
    }
    Ok(Expanded { nodes, faults: expander.faults, disguises: expander.disguises, spots: expander.spots })
}

pub(super) fn into_node(item: Item<'_>) -> Option<Node<'_>> {
    if let Item::Node(node) = item { Some(node) } else { None }
}

pub(super) struct Expander<'a, 'c> {
    pub(super) contexts: &'c Contexts,
    pub(super) limits: &'c Limits,
    pub(super) base: Option<oxiri::Iri<String>>,
    pub(super) skip_unknown_contexts: bool,
    /// Processed contexts that stem from this document alone.
    pub(super) own_steps: Steps,
    /// Terms in all of them.
    pub(super) own_terms: usize,
    pub(super) spots: Spots<'a>,
    faults: Vec<(Spot, FaultKind)>,
    disguises: Vec<(Spot, FaultKind)>,
}

/// What a value stands under.
#[derive(Clone, Copy)]
pub(super) struct Under<'a> {
    /// The property as written; none at the top.
    pub(super) key: Option<&'a str>,
    /// Whether that property is `@graph`.
    pub(super) graph: bool,
}

impl Under<'_> {
    pub(super) const TOP: Self = Self { key: None, graph: false };

    /// Where only nodes that say something count.
    pub(super) fn is_loose(self) -> bool {
        self.key.is_none() || self.graph
    }
}

/// What became of a value.
pub(super) enum Out<'a> {
    /// It was `null`, or a fault.
    Nothing,
    One(Item<'a>),
    Many(Vec<Item<'a>>),
}

impl<'a> Out<'a> {
    pub(super) fn into_items(self) -> Vec<Item<'a>> {
        match self {
            Self::Nothing => Vec::new(),
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }
}

impl<'a> Expander<'a, '_> {
    pub(super) fn fault(&mut self, at: Spot, kind: FaultKind) {
        self.faults.push((at, kind));
    }

    /// Notes that something is written otherwise than readers of credentials expect ([`super::plain`]).
    pub(super) fn disguise(&mut self, at: Spot, name: &str) {
        self.disguises.push((at, FaultKind::Renamed(name.to_owned())));
    }

    pub(super) fn syntax<T>(&self, at: Spot, fault: SyntaxFault) -> Result<T, LdError> {
        Err(LdError::Syntax { at: self.spots.pointer(at), fault })
    }

    pub(super) fn any(
        &mut self,
        active: &Arc<Active>,
        under: Under<'a>,
        value: &'a json::Value,
        at: Spot,
        in_list: bool,
        depth: usize,
    ) -> Result<Out<'a>, LdError> {
        if depth > self.limits.json_depth {
            return Err(LdError::TooDeep { limit: self.limits.json_depth });
        }
        match value {
            json::Value::Null => Ok(Out::Nothing),
            json::Value::Array(list) => self.array(active, under, list, at, in_list, depth),
            json::Value::Object(o) => self.object(active, under, o, at, in_list, depth),
            scalar => {
                if !in_list && under.is_loose() {
                    self.fault(at, FaultKind::FreeFloating);
                    return Ok(Out::Nothing);
                }
                let term = under.key.and_then(|k| active.term(k));
                Ok(self.scalar(active, term, scalar, at))
            }
        }
    }

    fn array(
        &mut self,
        active: &Arc<Active>,
        under: Under<'a>,
        list: &'a [json::Value],
        at: Spot,
        in_list: bool,
        depth: usize,
    ) -> Result<Out<'a>, LdError> {
        let term = under.key.and_then(|k| active.term(k));
        let in_list = in_list || term.is_some_and(|t| t.container & LIST != 0);
        let mut items = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate() {
            let at = self.spots.entry(at, index);
            let out = match value {
                // The term is at hand, and need not be looked up again.
                json::Value::String(_) if depth < self.limits.json_depth && !under.is_loose() => {
                    self.scalar(active, term, value, at)
                }
                _ => self.any(active, under, value, at, false, depth + 1)?,
            };
            match out {
                Out::Nothing => {}
                Out::One(item) => items.push(item),
                Out::Many(inner) if in_list => items.push(Item::List(inner)),
                Out::Many(inner) => items.extend(inner),
            }
        }
        Ok(Out::Many(items))
    }

    /// A text, number or truth value under a property, of which `term` is the definition (JSON-LD 1.1 API, section
    /// 5.3.2).
    pub(super) fn scalar(
        &mut self,
        active: &Active,
        term: Option<&Arc<Term>>,
        value: &'a json::Value,
        at: Spot,
    ) -> Out<'a> {
        let coercion = term.map_or(&Coercion::None, |t| &t.coercion);
        let scalar = match value {
            json::Value::String(text) => Scalar::Text(text),
            json::Value::Number(n) => Scalar::Number(*n),
            json::Value::Bool(b) => Scalar::Bool(*b),
            other => Scalar::Json(other),
        };
        let (mut datatype, mut language) = (None, None);
        match (coercion, &scalar) {
            (Coercion::Id | Coercion::Vocab, Scalar::Text(text)) => {
                let vocab = *coercion == Coercion::Vocab;
                return match self.id(active, text, vocab, at) {
                    Some(id) => Out::One(Item::Node(Node { id: Some(id), ..Node::new(at) })),
                    None => Out::Nothing,
                };
            }
            (Coercion::Datatype(iri), _) => datatype = Some(iri.shorten()),
            (_, Scalar::Text(_)) => {
                let own = term.and_then(|t| t.language.as_ref());
                language = own.unwrap_or(&active.language).as_ref().map(Str::shorten);
            }
            _ => {}
        }
        Out::One(Item::Value(Value { at, scalar, datatype, language }))
    }

    fn object(
        &mut self,
        active: &Arc<Active>,
        under: Under<'a>,
        o: &'a Object,
        at: Spot,
        in_list: bool,
        depth: usize,
    ) -> Result<Out<'a>, LdError> {
        let scope = under.key.and_then(|k| active.term(k)).and_then(|t| t.scope.clone());
        let mut active = match &active.previous {
            Some(previous) if !self.stays_in_type(active, o) => Arc::clone(previous),
            _ => Arc::clone(active),
        };
        if let Some(scope) = scope {
            active = self.apply(&active, &scope, Scope::Property, at, 0)?;
        }
        if let Some(context) = o.get("@context") {
            let at = self.spots.member(at, "@context");
            active = self.enter(&active, context, at)?;
        }
        // Types are looked up in the context so far, whatever the types themselves add to it.
        let typing = Arc::clone(&active);
        let mut type_keys: Vec<(&str, &json::Value)> = Vec::new();
        for (key, value) in o.iter() {
            if typing.is_type(key) {
                type_keys.push((key, value));
            }
        }
        type_keys.sort_unstable_by_key(|(key, _)| *key);
        for (_, value) in &type_keys {
            let mut types: Vec<&str> = value.many().iter().filter_map(json::Value::as_str).collect();
            types.sort_unstable();
            for name in types {
                if let Some(scope) = typing.term(name).and_then(|t| t.scope.clone()) {
                    active = self.apply(&active, &scope, Scope::Type, at, 0)?;
                }
            }
        }
        let mut found = Found { properties: Vec::with_capacity(o.len()), ..Found::default() };
        for (key, value) in o.iter() {
            if key != "@context" {
                self.member(&active, &typing, under, (key, value), at, depth, &mut found)?;
            }
        }
        // Whether the type that says so is the one that counts: the first one of the member that sorts first.
        found.is_json = found.json_type
            && type_keys.first().and_then(|(_, v)| v.many().first()).and_then(json::Value::as_str).is_some_and(
                |first| matches!(self.expansion(&active, first, true, true), Expansion::Keyword(Keyword::Json)),
            );
        self.conclude(found, under, at, in_list)
    }

    /// Whether the context of the type around still holds in this object: it is a value or a reference.
    fn stays_in_type(&self, active: &Active, o: &'a Object) -> bool {
        if o.len() > 2 || o.contains("@context") {
            return false;
        }
        o.iter().any(|(key, _)| match self.keyword(active, key) {
            Some(Keyword::Value) => true,
            Some(Keyword::Id) => o.len() == 1,
            _ => false,
        })
    }
}
