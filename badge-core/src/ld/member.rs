//! The members of an object, one after the other (JSON-LD 1.1 API, section 5.1.2, step 13).

use std::sync::Arc;

use super::active::{Active, Coercion};
use super::error::{FaultKind, LdError, SyntaxFault};
use super::expand::{Expander, Out, Under, into_node};
use super::iri::{Keyword, is_language_tag};
use super::local::{GRAPH, LANGUAGE, LIST};
use super::plain::{As, plainly};
use super::process::Scope;
use super::reference::Expansion;
use super::text::Str;
use super::tree::{Id, Item, Node, Scalar, Spot, Value};
use crate::json::{self, Object};

/// What the members of one object say, while they are read.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// The keywords seen, one bit each.
    pub(super) seen: u32,
    pub(super) id: Option<Id<'a>>,
    pub(super) types: Vec<Str<'a>>,
    /// How `@type` was written, and where.
    pub(super) type_key: Option<(&'a str, Spot)>,
    pub(super) json_type: bool,
    pub(super) is_json: bool,
    pub(super) bad_type: bool,
    pub(super) value: Option<(&'a json::Value, Spot)>,
    pub(super) language: Option<Str<'a>>,
    pub(super) language_at: Option<Spot>,
    pub(super) graph: Option<Vec<Node<'a>>>,
    pub(super) items: Option<Vec<Item<'a>>>,
    pub(super) properties: Vec<(Str<'a>, Item<'a>)>,
    pub(super) says_something: bool,
}

impl<'a> Expander<'a, '_> {
    #[allow(clippy::too_many_arguments)] // what the algorithm of the specification passes on
    pub(super) fn member(
        &mut self,
        active: &Arc<Active>,
        typing: &Arc<Active>,
        under: Under<'a>,
        (key, value): (&'a str, &'a json::Value),
        node_at: Spot,
        depth: usize,
        found: &mut Found<'a>,
    ) -> Result<(), LdError> {
        let at = self.spots.member(node_at, key);
        let term = active.term(key);
        let iri = match self.expansion_of(active, term, key) {
            Expansion::Keyword(keyword) => {
                return self.keyword_member(active, typing, under, keyword, (key, value), (at, node_at), depth, found);
            }
            Expansion::Iri(iri) => {
                if !plainly(term, key, &iri, As::Member) {
                    self.disguise(at, key);
                }
                iri
            }
            other => {
                let key = key.to_owned();
                self.fault(
                    at,
                    match other {
                        Expansion::Blank(_) => FaultKind::BlankProperty(key),
                        Expansion::Null => FaultKind::TermMappedToNull(key),
                        Expansion::Reserved => FaultKind::KeywordLike(key),
                        Expansion::Invalid(_) => FaultKind::InvalidIri(key),
                        _ => FaultKind::UndefinedTerm(key),
                    },
                );
                return Ok(());
            }
        };
        let container = term.map_or(0, |t| t.container);
        let out = match value {
            // JSON is JSON, null and lists included.
            _ if term.is_some_and(|t| t.coercion == Coercion::Json) => {
                Out::One(Item::Value(Value { at, scalar: Scalar::Json(value), datatype: None, language: None }))
            }
            json::Value::Object(map) if container & LANGUAGE != 0 => self.language_map(active, map, at)?,
            // The commonest of all: the term is at hand, and need not be looked up again.
            json::Value::String(_) | json::Value::Number(_) | json::Value::Bool(_)
                if depth < self.limits.json_depth && term.is_none_or(|t| t.scope.is_none()) =>
            {
                self.scalar(active, term, value, at)
            }
            _ => {
                let inner = match term.and_then(|t| t.scope.as_ref()) {
                    Some(scope) => &self.apply(active, scope, Scope::Property, at, 0)?,
                    None => active,
                };
                self.any(inner, Under { key: Some(key), graph: false }, value, at, false, depth + 1)?
            }
        };
        if matches!(out, Out::Nothing) {
            return Ok(());
        }
        found.says_something = true;
        let out = match out {
            Out::One(Item::List(_)) => out,
            _ if container & LIST != 0 => Out::One(Item::List(out.into_items())),
            _ => out,
        };
        if container & GRAPH != 0 {
            for item in out.into_items() {
                let spot = item_spot(&item).unwrap_or(at);
                match item {
                    Item::Node(node) if !node.is_reference() && node.says_something() => {
                        let graph = Node { graph: Some(vec![node]), ..Node::new(spot) };
                        found.properties.push((iri.clone(), Item::Node(graph)));
                    }
                    _ => self.fault(spot, FaultKind::SaysNothing),
                }
            }
            return Ok(());
        }
        match out {
            Out::One(item) => found.properties.push((iri, item)),
            out => found.properties.extend(out.into_items().into_iter().map(|item| (iri.clone(), item))),
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn keyword_member(
        &mut self,
        active: &Arc<Active>,
        typing: &Arc<Active>,
        under: Under<'a>,
        keyword: Keyword,
        (key, value): (&'a str, &'a json::Value),
        (at, node_at): (Spot, Spot),
        depth: usize,
        found: &mut Found<'a>,
    ) -> Result<(), LdError> {
        let bit = 1_u32 << keyword as u32;
        if keyword != Keyword::Type && keyword != Keyword::Other && found.seen & bit != 0 {
            return self.syntax(node_at, SyntaxFault::Colliding);
        }
        found.seen |= bit;
        let usual = match keyword {
            Keyword::Id => key == "id",
            Keyword::Value => key == "@value",
            Keyword::Language => key == "@language",
            // Which of its two names is right is known when the object is.
            Keyword::Type => {
                found.type_key = Some((key, at));
                true
            }
            Keyword::Graph | Keyword::Set | Keyword::List => false,
            _ => true,
        };
        if !usual {
            self.disguise(at, key);
        }
        match keyword {
            Keyword::Id => {
                let json::Value::String(text) = value else { return self.syntax(at, SyntaxFault::Id) };
                found.id = self.id(active, text, false, at);
            }
            Keyword::Type => {
                if !matches!(value, json::Value::String(_) | json::Value::Array(_)) {
                    return self.syntax(at, SyntaxFault::Type);
                }
                for (index, name) in value.many().iter().enumerate() {
                    let json::Value::String(name) = name else { return self.syntax(at, SyntaxFault::Type) };
                    self.type_name(typing, name, value, (at, index), found);
                }
            }
            Keyword::Value => found.value = Some((value, at)),
            Keyword::Language => match value {
                json::Value::Null => found.seen &= !bit,
                json::Value::String(tag) => {
                    if !is_language_tag(tag) {
                        self.fault(at, FaultKind::BadLanguageTag(tag.clone()));
                    }
                    let lower = tag.bytes().all(|c| !c.is_ascii_uppercase()) && tag.is_ascii();
                    found.language = Some(if lower { Str::new(tag) } else { tag.to_lowercase().into() });
                    found.language_at = Some(at);
                }
                _ => return self.syntax(at, SyntaxFault::Language),
            },
            Keyword::Direction => match value.as_str() {
                Some(direction @ ("ltr" | "rtl")) => self.fault(at, FaultKind::Direction(direction.to_owned())),
                _ => return self.syntax(at, SyntaxFault::Direction),
            },
            Keyword::Graph => {
                if !matches!(value, json::Value::Object(_) | json::Value::Array(_)) {
                    return self.syntax(at, SyntaxFault::Graph);
                }
                let inner = Under { key: Some(key), graph: true };
                let out = self.any(active, inner, value, at, false, depth + 1)?;
                found.graph = Some(out.into_items().into_iter().filter_map(into_node).collect());
            }
            Keyword::Set | Keyword::List => {
                let is_list = keyword == Keyword::List;
                let inner = if is_list && under.graph { Under::TOP } else { under };
                match self.any(active, inner, value, at, is_list, depth + 1)? {
                    Out::Nothing => return self.syntax(at, SyntaxFault::SetOrList),
                    out => found.items = Some(out.into_items()),
                }
            }
            Keyword::Reverse | Keyword::Nest | Keyword::Included | Keyword::Index => {
                return Err(LdError::Unsupported { feature: key.to_owned(), at: self.spots.pointer(at) });
            }
            Keyword::Context | Keyword::Json | Keyword::None | Keyword::Vocab | Keyword::Other => {
                self.fault(at, FaultKind::KeywordLike(key.to_owned()));
            }
        }
        Ok(())
    }

    fn type_name(
        &mut self,
        typing: &Active,
        name: &'a str,
        value: &json::Value,
        (at, index): (Spot, usize),
        found: &mut Found<'a>,
    ) {
        let kind = match self.expansion(typing, name, true, true) {
            Expansion::Iri(iri) => {
                if !plainly(typing.term(name), name, &iri, As::Value) {
                    self.disguise(at, name);
                }
                return found.types.push(iri);
            }
            Expansion::Blank(iri) => return found.types.push(iri),
            Expansion::Keyword(Keyword::Json) => return found.json_type = true,
            Expansion::Invalid(_) => FaultKind::InvalidIri(name.to_owned()),
            _ => FaultKind::UndefinedType(name.to_owned()),
        };
        let at = if matches!(value, json::Value::Array(_)) { self.spots.entry(at, index) } else { at };
        self.fault(at, kind);
        found.bad_type = true;
    }

    fn language_map(&mut self, active: &Active, map: &'a Object, at: Spot) -> Result<Out<'a>, LdError> {
        let mut items = Vec::new();
        for (tag, texts) in map.iter() {
            let at = self.spots.member(at, tag);
            let none = tag == "@none" || self.keyword(active, tag) == Some(Keyword::None);
            if !none && !is_language_tag(tag) {
                self.fault(at, FaultKind::BadLanguageTag(tag.to_owned()));
            }
            let texts = if *texts == json::Value::Null { &[] } else { texts.many() };
            for text in texts {
                match text {
                    json::Value::Null => {}
                    json::Value::String(text) => {
                        let language = (!none).then(|| tag.to_lowercase().into());
                        items.push(Item::Value(Value { at, scalar: Scalar::Text(text), datatype: None, language }));
                    }
                    _ => return self.syntax(at, SyntaxFault::LanguageMap),
                }
            }
        }
        Ok(Out::Many(items))
    }
}

fn item_spot(item: &Item<'_>) -> Option<Spot> {
    match item {
        Item::Node(node) => Some(node.at),
        Item::Value(value) => Some(value.at),
        Item::List(list) => list.first().and_then(item_spot),
    }
}

impl Node<'_> {
    fn says_something(&self) -> bool {
        !self.types.is_empty() || !self.properties.is_empty() || self.graph.is_some()
    }
}
