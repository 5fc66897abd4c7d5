//! Expansion: every property and type gets its IRI (JSON-LD 1.1 API, section 5.1.2).

use std::sync::Arc;

use super::active::{Active, Coercion, Meaning};
use super::error::{FaultKind, LdError, SyntaxFault};
use super::iri::{Form, Keyword, form, is_keyword_like, is_language_tag};
use super::local::{GRAPH, LANGUAGE, LIST};
use super::process::Scope;
use super::store::{Contexts, Steps, initial};
use super::text::Str;
use super::tree::{Expanded, Id, Item, Node, Scalar, Spot, Spots, Value};
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
        spots: Spots::default(),
        faults: Vec::new(),
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
    Ok(Expanded { nodes, faults: expander.faults, spots: expander.spots })
}

fn into_node(item: Item<'_>) -> Option<Node<'_>> {
    if let Item::Node(node) = item { Some(node) } else { None }
}

pub(super) struct Expander<'a, 'c> {
    pub(super) contexts: &'c Contexts,
    pub(super) limits: &'c Limits,
    base: Option<oxiri::Iri<String>>,
    pub(super) skip_unknown_contexts: bool,
    /// Processed contexts that stem from this document alone.
    pub(super) own_steps: Steps,
    pub(super) spots: Spots<'a>,
    faults: Vec<(Spot, FaultKind)>,
}

/// What a value stands under.
#[derive(Clone, Copy)]
struct Under<'a> {
    /// The property as written; none at the top.
    key: Option<&'a str>,
    /// Whether that property is `@graph`.
    graph: bool,
}

impl Under<'_> {
    const TOP: Self = Self { key: None, graph: false };

    /// Where only nodes that say something count.
    fn is_loose(self) -> bool {
        self.key.is_none() || self.graph
    }
}

/// What became of a value.
enum Out<'a> {
    /// It was `null`, or a fault.
    Nothing,
    One(Item<'a>),
    Many(Vec<Item<'a>>),
}

impl<'a> Out<'a> {
    fn into_items(self) -> Vec<Item<'a>> {
        match self {
            Self::Nothing => Vec::new(),
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }
}

/// What an IRI, a compact IRI or a term stands for.
enum Expansion<'a> {
    Keyword(Keyword),
    /// An absolute IRI.
    Iri(Str<'a>),
    Blank(Str<'a>),
    Relative(Str<'a>),
    Invalid(Str<'a>),
    /// Left out on purpose.
    Null,
    /// It looks like a keyword.
    Reserved,
}

impl<'a> Expander<'a, '_> {
    pub(super) fn fault(&mut self, at: Spot, kind: FaultKind) {
        self.faults.push((at, kind));
    }

    fn syntax<T>(&self, at: Spot, fault: SyntaxFault) -> Result<T, LdError> {
        Err(LdError::Syntax { at: self.spots.pointer(at), fault })
    }

    fn any(
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
                Ok(self.scalar(active, under, scalar, at))
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
        let in_list = in_list || under.key.and_then(|k| active.term(k)).is_some_and(|t| t.container & LIST != 0);
        let mut items = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate() {
            let at = self.spots.entry(at, index);
            match self.any(active, under, value, at, false, depth + 1)? {
                Out::Nothing => {}
                Out::One(item) => items.push(item),
                Out::Many(inner) if in_list => items.push(Item::List(inner)),
                Out::Many(inner) => items.extend(inner),
            }
        }
        Ok(Out::Many(items))
    }

    /// A text, number or truth value under a property (JSON-LD 1.1 API, section 5.3.2).
    fn scalar(&mut self, active: &Active, under: Under<'a>, value: &'a json::Value, at: Spot) -> Out<'a> {
        let term = under.key.and_then(|k| active.term(k));
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
            if self.keyword(&typing, key) == Some(Keyword::Type) {
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
        let is_json =
            type_keys.first().and_then(|(_, v)| v.many().first()).and_then(json::Value::as_str).is_some_and(|first| {
                matches!(self.expansion(&active, first, true, true), Expansion::Keyword(Keyword::Json))
            });
        let mut found = Found { is_json, ..Found::default() };
        for (key, value) in o.iter() {
            if key != "@context" {
                self.member(&active, &typing, under, (key, value), at, depth, &mut found)?;
            }
        }
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

    fn keyword(&self, active: &Active, key: &str) -> Option<Keyword> {
        match active.term(key) {
            Some(term) => match term.meaning {
                Meaning::Keyword(keyword) => Some(keyword),
                _ => None,
            },
            None => Keyword::parse(key),
        }
    }

    #[allow(clippy::too_many_arguments)] // what the algorithm of the specification passes on
    fn member(
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
        let iri = match self.expansion(active, key, true, false) {
            Expansion::Keyword(keyword) => {
                return self.keyword_member(active, typing, under, keyword, (key, value), (at, node_at), depth, found);
            }
            Expansion::Iri(iri) => iri,
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
        let term = active.term(key);
        let container = term.map_or(0, |t| t.container);
        let out = match value {
            // JSON is JSON, null and lists included.
            _ if term.is_some_and(|t| t.coercion == Coercion::Json) => {
                Out::One(Item::Value(Value { at, scalar: Scalar::Json(value), datatype: None, language: None }))
            }
            json::Value::Object(map) if container & LANGUAGE != 0 => self.language_map(active, map, at)?,
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
            Expansion::Iri(iri) | Expansion::Blank(iri) => return found.types.push(iri),
            Expansion::Keyword(Keyword::Json) => return found.json_type = true,
            Expansion::Invalid(_) => FaultKind::InvalidIri(name.to_owned()),
            _ => FaultKind::UndefinedType(name.to_owned()),
        };
        let at = if matches!(value, json::Value::Array(_)) { self.spots.entry(at, index) } else { at };
        self.fault(at, kind);
        found.bad_type = true;
    }

    /// What the members of an object make together.
    fn conclude(&mut self, found: Found<'a>, under: Under<'a>, at: Spot, in_list: bool) -> Result<Out<'a>, LdError> {
        let loose = !in_list && under.is_loose();
        let says_more = found.says_something || found.graph.is_some();
        if let Some((value, value_at)) = found.value {
            if says_more || found.id.is_some() || found.items.is_some() {
                return self.syntax(at, SyntaxFault::Value);
            }
            return self.conclude_value(found, (value, value_at), at, loose);
        }
        if found.json_type {
            self.fault(at, FaultKind::UndefinedType("@json".to_owned()));
        }
        if let (Some(at), Some(tag)) = (found.language_at, &found.language) {
            self.fault(at, FaultKind::LanguageOfNode(tag.to_string()));
        }
        if let Some(items) = found.items {
            let alone = !says_more && found.id.is_none() && found.types.is_empty() && !found.bad_type;
            if !alone || found.seen & (1 << Keyword::Set as u32) != 0 && found.seen & (1 << Keyword::List as u32) != 0 {
                return self.syntax(at, SyntaxFault::SetOrList);
            }
            if found.seen & (1 << Keyword::List as u32) == 0 {
                return Ok(Out::Many(items));
            }
            if loose {
                self.fault(at, FaultKind::FreeFloating);
                return Ok(Out::Nothing);
            }
            return Ok(Out::One(Item::List(items)));
        }
        let has_type = found.seen & (1 << Keyword::Type as u32) != 0;
        if loose && !says_more && !has_type {
            self.fault(at, FaultKind::SaysNothing);
            return Ok(Out::Nothing);
        }
        Ok(Out::One(Item::Node(Node {
            at,
            id: found.id,
            types: found.types,
            language: found.language,
            properties: found.properties,
            graph: found.graph,
        })))
    }

    fn conclude_value(
        &mut self,
        found: Found<'a>,
        (value, value_at): (&'a json::Value, Spot),
        at: Spot,
        loose: bool,
    ) -> Result<Out<'a>, LdError> {
        let typed = usize::from(found.json_type) + found.types.len();
        if typed > 1
            || (typed == 1 && found.seen & (1 << Keyword::Language as u32 | 1 << Keyword::Direction as u32) != 0)
        {
            return self.syntax(at, SyntaxFault::Value);
        }
        let scalar = match value {
            _ if found.json_type && found.is_json => Scalar::Json(value),
            json::Value::Null => {
                self.fault(value_at, FaultKind::NullValue);
                return Ok(Out::Nothing);
            }
            json::Value::String(text) => Scalar::Text(text),
            _ if found.language.is_some() => return self.syntax(at, SyntaxFault::Language),
            json::Value::Number(n) => Scalar::Number(*n),
            json::Value::Bool(b) => Scalar::Bool(*b),
            json::Value::Array(_) | json::Value::Object(_) => return self.syntax(at, SyntaxFault::Value),
        };
        if found.types.first().is_some_and(|t| t.starts_with("_:")) {
            return self.syntax(at, SyntaxFault::Value);
        }
        if loose {
            self.fault(at, FaultKind::FreeFloating);
            return Ok(Out::Nothing);
        }
        if found.bad_type {
            return Ok(Out::Nothing); // already a fault
        }
        let datatype = found.types.into_iter().next();
        Ok(Out::One(Item::Value(Value { at, scalar, datatype, language: found.language })))
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

    fn id(&mut self, active: &Active, text: &'a str, vocab: bool, at: Spot) -> Option<Id<'a>> {
        match self.expansion(active, text, vocab, true) {
            Expansion::Iri(iri) => Some(Id::Iri(iri)),
            Expansion::Blank(label) => Some(Id::Blank(label)),
            Expansion::Relative(iri) => {
                self.fault(at, FaultKind::RelativeId(text.to_owned()));
                Some(Id::Unusable(iri))
            }
            Expansion::Invalid(iri) => {
                self.fault(at, FaultKind::InvalidIri(text.to_owned()));
                Some(Id::Unusable(iri))
            }
            Expansion::Null => {
                self.fault(at, FaultKind::TermMappedToNull(text.to_owned()));
                None
            }
            Expansion::Keyword(_) | Expansion::Reserved => {
                self.fault(at, FaultKind::KeywordLike(text.to_owned()));
                None
            }
        }
    }

    /// What a text stands for (JSON-LD 1.1 API, section 5.2.2): as a term and after `@vocab` if `vocab`, against the base
    /// if `resolve`.
    fn expansion(&self, active: &Active, text: &'a str, vocab: bool, resolve: bool) -> Expansion<'a> {
        if vocab && let Some(term) = active.term(text) {
            return match &term.meaning {
                Meaning::Null => Expansion::Null,
                Meaning::Keyword(keyword) => Expansion::Keyword(*keyword),
                Meaning::Iri(iri) if iri.starts_with("_:") => Expansion::Blank(iri.shorten()),
                Meaning::Iri(iri) => Expansion::Iri(iri.shorten()),
            };
        }
        if text.starts_with('@') {
            if let Some(keyword) = Keyword::parse(text) {
                return Expansion::Keyword(keyword);
            }
            if is_keyword_like(text) {
                return Expansion::Reserved;
            }
        }
        if let Some((prefix, suffix)) = text.split_once(':')
            && prefix != "_"
            && !suffix.starts_with("//")
            && let Some(term) = active.term(prefix)
            && term.prefix
            && let Meaning::Iri(iri) = &term.meaning
        {
            return classify(format!("{iri}{suffix}").into());
        }
        match classify(Str::new(text)) {
            Expansion::Relative(_) if vocab && active.vocab.is_some() => {
                classify(format!("{}{text}", active.vocab.as_deref().unwrap_or_default()).into())
            }
            Expansion::Relative(relative) if resolve => match &self.base {
                Some(base) => match base.resolve(text) {
                    Ok(iri) => classify(iri.into_inner().into()),
                    Err(_) => Expansion::Invalid(relative),
                },
                None => Expansion::Relative(relative),
            },
            other => other,
        }
    }
}

fn classify(text: Str<'_>) -> Expansion<'_> {
    match form(&text) {
        Form::Absolute => Expansion::Iri(text),
        Form::Blank => Expansion::Blank(text),
        Form::Relative => Expansion::Relative(text),
        Form::Invalid => Expansion::Invalid(text),
    }
}

fn item_spot(item: &Item<'_>) -> Option<Spot> {
    match item {
        Item::Node(node) => Some(node.at),
        Item::Value(value) => Some(value.at),
        Item::List(list) => list.first().and_then(item_spot),
    }
}

/// What the members of one object say, while they are read.
#[derive(Default)]
struct Found<'a> {
    /// The keywords seen, one bit each.
    seen: u32,
    id: Option<Id<'a>>,
    types: Vec<Str<'a>>,
    json_type: bool,
    is_json: bool,
    bad_type: bool,
    value: Option<(&'a json::Value, Spot)>,
    language: Option<Str<'a>>,
    language_at: Option<Spot>,
    graph: Option<Vec<Node<'a>>>,
    items: Option<Vec<Item<'a>>>,
    properties: Vec<(Str<'a>, Item<'a>)>,
    says_something: bool,
}

impl Node<'_> {
    fn says_something(&self) -> bool {
        !self.types.is_empty() || !self.properties.is_empty() || self.graph.is_some()
    }
}
