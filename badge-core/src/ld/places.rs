//! One thing at several places of a document.
//!
//! A proof over RDF covers statements: what is said of which thing, and not where. Where one id stands at several
//! places, whoever holds the badge can say a part at another of them, or leave one of them bare, and the signature
//! holds all the same. So one invariant is kept, here and nowhere else:
//!
//! **What a report or a page shows of a badge is a function of the statements that were signed.** (Values that have no
//! order in RDF are taken as a set: the order of two pieces of evidence is not signed either.)
//!
//! - What would have two answers is refused ([`torn_apart`]): a property said twice of one thing with different values,
//!   a thing twice under one property, the credential's own matters said somewhere inside it.
//! - All else is read from all places of a thing together ([`Places`]), so that it does not matter at which one it is
//!   said. Equal copies, bare references and parts said apart are what honest badges have, and none is refused.
//! - An embedded endorsement has a proof of its own, and may call things otherwise than the badge around it. Which words
//!   are whose is then told by that proof alone, so [`Places::differs`] names those endorsements, and the badge depends
//!   on their signatures (`endorsement.each`). What the badge says itself goes before what its endorsements say. Where
//!   not even both proofs tell (one endorsement agrees with the badge and another does not), it is refused.
//!
//! A JWT and a proof over canonical JSON sign the text itself: nothing can be moved there, and nothing of this applies.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::error::FaultKind;
use super::tree::{Expanded, Id, Item, Lookup, Node, Spot};
use crate::json::{self, Object};

const ENDORSEMENT: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsement";
const ENDORSEMENT_JWT: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt";
const ENDORSEMENT_COMMENT: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment";
const ENDORSEMENT_CREDENTIAL: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementCredential";

/// What is said of one thing in two places so that a reader could be shown either: a fault at the later place.
pub(super) fn torn_apart(nodes: &[Node<'_>]) -> Vec<(Spot, FaultKind)> {
    let mut found = Vec::new();
    contradictions(nodes, &mut found);
    for root in nodes {
        within(root, root.id.as_ref(), &mut found);
    }
    found
}

/// Things that stand twice under one property, and what only a credential has said of the root somewhere inside it.
fn within<'n>(node: &'n Node<'_>, root: Option<&'n Id<'n>>, found: &mut Vec<(Spot, FaultKind)>) {
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    for (property, item) in node.properties() {
        for inner in nodes_of(item) {
            let id = inner.id.as_ref();
            if let Some(name) = id.map(text) {
                let again = !seen.insert((property, name));
                let of_the_root = root.map(text) == Some(name) && speaks_of_a_credential(inner);
                if again || of_the_root {
                    found.push((inner.at, FaultKind::TornApart(name.to_owned())));
                }
            }
            within(inner, root, found);
        }
    }
    for inner in node.graph().unwrap_or_default() {
        within(inner, inner.id.as_ref(), found);
    }
}

fn contradictions(nodes: &[Node<'_>], found: &mut Vec<(Spot, FaultKind)>) {
    let graph = Graph::of(nodes);
    for thing in graph.things() {
        thing.contradictions(found);
    }
    graph.endorsements.iter().for_each(|inner| contradictions(std::slice::from_ref(inner), found));
    graph.graphs.iter().for_each(|inner| contradictions(inner, found));
}

/// The things of one graph.
#[derive(Default)]
struct Graph<'n, 'a> {
    places: Vec<Place<'n, 'a>>,
    /// Embedded endorsements, without those inside them.
    endorsements: Vec<&'n Node<'a>>,
    /// Graphs that things of this one name: proofs, for instance.
    graphs: Vec<&'n [Node<'a>]>,
    /// Whether it is itself an endorsement: of a badge, nobody reads a comment.
    endorses: bool,
}

#[derive(Clone, Copy)]
struct Place<'n, 'a> {
    node: &'n Node<'a>,
    /// The endorsement in which it stands, by number.
    within: Option<usize>,
}

type Values<'n> = BTreeMap<&'n str, BTreeSet<String>>;

/// A thing that stands at several places.
struct Thing<'n, 'a> {
    id: &'n str,
    outer: Vec<&'n Node<'a>>,
    inner: Vec<(usize, &'n Node<'a>)>,
    /// Of an endorsement's comments, only those that somebody reads count.
    comments_count: bool,
}

impl<'n, 'a> Graph<'n, 'a> {
    fn of(nodes: &'n [Node<'a>]) -> Self {
        let mut graph = Self::default();
        nodes.iter().for_each(|node| graph.collect(node, None));
        let roots: HashSet<&str> = nodes.iter().filter_map(|node| node.id.as_ref().map(text)).collect();
        let endorses = |node: &Node<'_>| node.is_a(ENDORSEMENT_CREDENTIAL);
        let a_root = |place: &Place<'_, '_>| place.node.id.as_ref().is_some_and(|id| roots.contains(text(id)));
        graph.endorses = nodes.iter().any(endorses) || graph.places.iter().any(|p| a_root(p) && endorses(p.node));
        graph
    }

    fn collect(&mut self, node: &'n Node<'a>, within: Option<usize>) {
        self.places.push(Place { node, within });
        self.graphs.extend(node.graph());
        for (property, item) in node.properties() {
            for inner in nodes_of(item) {
                let own = property == ENDORSEMENT && within.is_none() && !inner.is_reference();
                if own {
                    self.endorsements.push(inner);
                }
                self.collect(inner, if own { Some(self.endorsements.len() - 1) } else { within });
            }
        }
    }

    /// Those with several places, one of them outside all endorsements, in the order of the document.
    fn things(&self) -> Vec<Thing<'n, 'a>> {
        let mut things: Vec<Thing<'n, 'a>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for Place { node, within } in &self.places {
            let Some(id) = node.id.as_ref().map(text) else { continue };
            let at = *known.entry(id).or_insert_with(|| {
                things.push(Thing { id, outer: Vec::new(), inner: Vec::new(), comments_count: self.endorses });
                things.len() - 1
            });
            let Some(thing) = things.get_mut(at) else { continue };
            match within {
                None => thing.outer.push(node),
                Some(endorsement) => thing.inner.push((*endorsement, node)),
            }
        }
        things.retain(|thing| !thing.outer.is_empty() && thing.outer.len() + thing.inner.len() > 1);
        things
    }
}

impl<'n> Thing<'n, '_> {
    /// What is said outside endorsements, at whatever place.
    fn said(&self) -> Values<'n> {
        let mut said = Values::new();
        for (property, values) in self.outer.iter().flat_map(|node| values_of(node)) {
            said.entry(property).or_default().extend(values);
        }
        said
    }

    /// By property, what each endorsement says that says anything.
    fn said_within(&self) -> BTreeMap<&'n str, BTreeMap<usize, BTreeSet<String>>> {
        let mut said: BTreeMap<&str, BTreeMap<usize, BTreeSet<String>>> = BTreeMap::new();
        for (endorsement, node) in &self.inner {
            for (property, values) in values_of(node) {
                said.entry(property).or_default().entry(*endorsement).or_default().extend(values);
            }
        }
        said
    }

    fn contradictions(&self, found: &mut Vec<(Spot, FaultKind)>) {
        let torn = |at| (at, FaultKind::TornApart(self.id.to_owned()));
        let said = self.said();
        // Several endorse one thing, each at a place of its own: they are listed from all places.
        let several = |property: &str| property == ENDORSEMENT || property == ENDORSEMENT_JWT;
        let in_part = |(property, values): (&str, _)| !several(property) && said.get(property) != Some(&values);
        let contradicts = |node: &&Node<'_>| values_of(node).into_iter().any(in_part);
        found.extend(self.outer.iter().copied().rfind(contradicts).map(|node| torn(node.at)));
        for (property, each) in self.said_within() {
            let Some(own) = said.get(property) else { continue };
            let agrees = each.values().any(|values| values == own);
            let differs = each.values().any(|values| values != own);
            let overlaps = each.values().any(|values| values != own && !values.is_disjoint(own));
            if agrees && differs || overlaps {
                let place = self.inner.iter().find(|(_, node)| node.get(property).next().is_some());
                found.extend(place.map(|(_, node)| torn(node.at)));
            }
        }
    }

    /// The endorsements whose words could be exchanged with those around them, or with one another where the badge
    /// says nothing.
    fn differing(&self) -> BTreeSet<usize> {
        let said = self.said();
        let mut differing = BTreeSet::new();
        for (property, each) in self.said_within() {
            let differs = match said.get(property) {
                Some(own) => each.values().any(|values| values != own),
                None if property == ENDORSEMENT_COMMENT && !self.comments_count => false,
                None => !agreed(&each),
            };
            if differs {
                differing.extend(each.into_keys());
            }
        }
        differing
    }
}

fn agreed(each: &BTreeMap<usize, BTreeSet<String>>) -> bool {
    let mut all = each.values();
    all.next().is_some_and(|first| all.all(|other| other == first))
}

/// What a document says of the things that stand in it at several places. Only for documents in which nothing is
/// [`torn_apart`].
#[derive(Default)]
pub(crate) struct Places<'d> {
    things: HashMap<String, Gathered<'d>>,
    /// The endorsements that call something otherwise than what is around them.
    differing: Vec<&'d Object>,
}

/// What is said of one thing, at whatever place.
#[derive(Default)]
pub(crate) struct Gathered<'d> {
    members: Vec<(&'d str, &'d json::Value)>,
    by_name: HashMap<&'d str, &'d json::Value>,
    types: Vec<&'d str>,
    endorsements: Vec<&'d json::Value>,
    tokens: Vec<&'d json::Value>,
}

impl<'d> Places<'d> {
    /// What is known of a thing beside what stands at one of its places.
    pub(crate) fn of(&self, id: &str) -> Option<&Gathered<'d>> {
        self.things.get(id)
    }

    /// Whether nothing stands at several places, or nobody asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Embedded endorsements that call something otherwise than what is around them, and so have to prove which words
    /// are theirs.
    pub(crate) fn differing(&self) -> &[&'d Object] {
        &self.differing
    }

    /// Whether this very object of the document is one of them.
    pub(crate) fn differs(&self, endorsement: &Object) -> bool {
        self.differing.iter().any(|one| std::ptr::eq(*one, endorsement))
    }
}

impl<'d> Gathered<'d> {
    /// The member that one of the places has.
    pub(crate) fn get(&self, name: &str) -> Option<&'d json::Value> {
        self.by_name.get(name).copied()
    }

    /// All members, each once; neither `id` nor `type`.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'d str, &'d json::Value)> {
        self.members.iter().copied()
    }

    /// Whether one of the places names this type.
    pub(crate) fn has_type(&self, name: &str) -> bool {
        self.types.contains(&name)
    }

    /// `endorsement` and `endorsementJwt` of all places.
    pub(crate) fn endorsements(&self) -> (&[&'d json::Value], &[&'d json::Value]) {
        (&self.endorsements, &self.tokens)
    }

    fn add(&mut self, name: &'d str, value: &'d json::Value) {
        if matches!(name, "id" | "type" | "@context") || says_nothing(value) {
            return;
        }
        match name {
            "endorsement" => self.endorsements.push(value),
            "endorsementJwt" => self.tokens.push(value),
            _ => {}
        }
        if let Entry::Vacant(free) = self.by_name.entry(name) {
            free.insert(value);
            self.members.push((name, value));
        }
    }
}

/// What linked data leaves out, under whatever name.
pub(crate) fn says_nothing(value: &json::Value) -> bool {
    value.many().iter().all(|one| *one == json::Value::Null)
}

/// Whether some id may stand at several places: a look at the JSON, to spare most badges the rest.
pub(crate) fn may_repeat(document: &json::Value) -> bool {
    fn ids<'d>(value: &'d json::Value, seen: &mut HashSet<&'d str>) -> bool {
        match value {
            json::Value::Object(object) => object.iter().any(|(name, value)| match value.as_str() {
                Some(id) if name == "id" => !seen.insert(id),
                _ => ids(value, seen),
            }),
            json::Value::Array(list) => list.iter().any(|value| ids(value, seen)),
            _ => false,
        }
    }
    fn named(value: &json::Value, seen: &HashSet<&str>) -> bool {
        match value {
            json::Value::Object(object) => object.iter().any(|(name, value)| name != "id" && named(value, seen)),
            json::Value::Array(list) => list.iter().any(|value| named(value, seen)),
            json::Value::String(text) => seen.contains(text.as_str()),
            _ => false,
        }
    }
    let mut seen = HashSet::new();
    ids(document, &mut seen) || named(document, &seen)
}

impl<'a> Expanded<'a> {
    /// What `document`, of which this is the expansion, says of the things that stand in it at several places.
    pub(crate) fn places(&self, document: &'a json::Value) -> Places<'a> {
        let graph = Graph::of(&self.nodes);
        let mut lookup = Lookup::new(&self.spots, document);
        let mut places = Places::default();
        let mut differing = BTreeSet::new();
        for thing in graph.things() {
            differing.extend(thing.differing());
            let mut gathered = Gathered::default();
            for object in thing.outer.iter().filter_map(|node| lookup.object(node.at)) {
                gathered.types.extend(types(object));
                object.iter().for_each(|(name, value)| gathered.add(name, value));
            }
            let (said, within) = (thing.said(), thing.said_within());
            for (_, node) in &thing.inner {
                let Some(object) = lookup.object(node.at) else { continue };
                gathered.types.extend(types(object));
                for (property, item) in node.properties() {
                    let silent = !said.contains_key(property) && within.get(property).is_some_and(agreed);
                    let name = spot_of(item).filter(|_| silent).and_then(|spot| self.spots.member_under(node.at, spot));
                    if let Some(value) = name.and_then(|name| lookup.member(node.at, name)) {
                        gathered.add(name.unwrap_or_default(), value);
                    }
                }
            }
            places.things.insert(thing.id.to_owned(), gathered);
        }
        let differing = differing.into_iter().filter_map(|number| graph.endorsements.get(number));
        places.differing = differing.filter_map(|node| lookup.object(node.at)).collect();
        places
    }
}

fn types(object: &Object) -> impl Iterator<Item = &str> {
    object.get("type").map_or(&[][..], json::Value::many).iter().filter_map(json::Value::as_str)
}

fn spot_of(item: &Item<'_>) -> Option<Spot> {
    match item {
        Item::Node(node) => Some(node.at),
        Item::Value(value) => Some(value.at),
        Item::List(items) => items.iter().find_map(spot_of),
    }
}

fn values_of<'n>(node: &'n Node<'_>) -> Values<'n> {
    let mut values = Values::new();
    for (property, item) in node.properties() {
        values.entry(property).or_default().insert(content(item));
    }
    values
}

/// What a value says, wherever it stands. A thing with a name is that name: what is said of it is compared by itself.
fn content(item: &Item<'_>) -> String {
    // Each part with its length before it, so that no two contents are one text, and depth costs no more than depth.
    let joined = |parts: &[&str]| parts.iter().map(|part| format!("{}:{part}", part.len())).collect::<String>();
    match item {
        Item::Value(value) => {
            let language = value.language.as_ref().map_or("", |l| l.as_str());
            format!("v{}", joined(&[&value.lexical(), value.rdf_datatype().as_str(), language]))
        }
        Item::List(items) => {
            let items: Vec<String> = items.iter().map(content).collect();
            format!("l{}", joined(&items.iter().map(String::as_str).collect::<Vec<_>>()))
        }
        Item::Node(node) => match &node.id {
            Some(id) => format!("i{}", text(id)),
            None => {
                let types: BTreeSet<&str> = node.types.iter().map(|t| t.as_str()).collect();
                let values = values_of(node);
                let said = values.iter().flat_map(|(property, all)| {
                    std::iter::once(*property).chain(all.iter().map(String::as_str)).chain(std::iter::once(""))
                });
                let types: Vec<&str> = types.into_iter().collect();
                format!("n{}{}", joined(&[&joined(&types)]), joined(&said.collect::<Vec<_>>()))
            }
        },
    }
}

/// Dates, status and the like: what only a credential has.
fn speaks_of_a_credential(node: &Node<'_>) -> bool {
    const OF_CREDENTIALS: &str = "https://www.w3.org/2018/credentials#";
    node.types.iter().any(|t| t.starts_with(OF_CREDENTIALS))
        || node.properties().any(|(property, _)| property.starts_with(OF_CREDENTIALS))
}

fn nodes_of<'i, 'a>(item: &'i Item<'a>) -> Vec<&'i Node<'a>> {
    match item {
        Item::Node(node) => vec![node],
        Item::Value(_) => Vec::new(),
        Item::List(items) => items.iter().flat_map(nodes_of).collect(),
    }
}

fn text<'n>(id: &'n Id<'_>) -> &'n str {
    match id {
        Id::Iri(text) | Id::Blank(text) | Id::Unusable(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ld::{Contexts, expand};
    use crate::limits::Limits;

    const OWN: &str = r#""@context":{"p":"https://example.org/p","q":"https://example.org/q","n":"https://example.org/n",
        "endorsement":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsement"}"#;

    fn value(text: &str) -> json::Value {
        json::parse(text.as_bytes(), &Limits::default()).unwrap()
    }

    /// The ids of what is said twice.
    fn refused(members: &str) -> Vec<String> {
        let document = value(&format!("{{{OWN},{members}}}"));
        let expanded = expand(&document, &Contexts::builtin(), &Limits::default()).unwrap();
        let name = |(_, kind)| if let FaultKind::TornApart(id) = kind { id } else { panic!("{kind:?}") };
        torn_apart(&expanded.nodes).into_iter().map(name).collect()
    }

    #[test]
    fn what_has_two_answers_is_refused() {
        let x = |n: &str| format!(r#"{{"@id":"urn:x","n":{n}}}"#);
        let two = |one: &str, other: &str| format!(r#""p":{},"q":{}"#, x(one), x(other));
        for (same, other) in [
            ("1", "2"),
            ("1", "\"1\""),
            ("\"a\"", "[\"a\",\"b\"]"),
            ("{\"n\":\"a\"}", "{\"p\":\"a\"}"),
            ("{\"n\":[\"a\",\"b\"]}", "{\"n\":\"a\"}"),
            ("{\"@list\":[1,2]}", "{\"@list\":[2,1]}"),
            ("{\"@id\":\"urn:y\"}", "\"urn:y\""),
            ("{\"@value\":\"a\",\"@language\":\"fr\"}", "\"a\""),
            // What one text could be taken for.
            ("{\"n\":[\"a\",\"b\"],\"p\":\"c\"}", "{\"n\":[\"a\"],\"p\":[\"b\",\"c\"]}"),
            ("{\"n\":\"a\",\"p\":\"\"}", "{\"n\":[\"a\",\"\"]}"),
        ] {
            assert_eq!(refused(&two(same, other)), ["urn:x"], "{same} {other}");
            assert_eq!(refused(&two(same, same)), [""; 0], "{same}");
        }
        assert_eq!(refused(&format!(r#""p":[{},{}]"#, x("1"), x("1"))), ["urn:x"]);
        assert_eq!(refused(r#""p":{"@id":"urn:x","n":1},"q":{"@id":"urn:x","p":1}"#), [""; 0]);
        assert_eq!(refused(r#""p":{"@id":"urn:x","n":1},"q":{"@id":"urn:x"}"#), [""; 0]);
        // Each place of a thing may have endorsements of its own.
        let endorsed = |id: &str| format!(r#"{{"@id":"urn:x","endorsement":{{"@id":"{id}","n":1}}}}"#);
        assert_eq!(refused(&format!(r#""p":{},"q":{}"#, endorsed("urn:1"), endorsed("urn:2"))), [""; 0]);
    }

    // OB3-DM-164: who looks for the end of a credential looks at the credential.
    #[test]
    fn what_a_credential_has_is_said_of_it_at_the_top() {
        let inside = |members: &str| refused(&format!(r#""@id":"urn:r","p":{{"@id":"urn:r"{members}}}"#));
        assert_eq!(inside(r#","https://www.w3.org/2018/credentials#validUntil":"2026""#), ["urn:r"]);
        assert_eq!(inside(r#","@type":"https://www.w3.org/2018/credentials#VerifiableCredential""#), ["urn:r"]);
        assert_eq!(inside(r#","n":1,"@type":"https://example.org/Page""#), [""; 0]);
    }

    // Comparing costs what a document is long, whatever stands in it how deep.
    #[test]
    fn depth_and_quotes_cost_no_more_than_depth() {
        let deep = |end: &str| format!("{}\"\\\"{end}\\\\\"{}", "{\"n\":".repeat(50), "}".repeat(50));
        let two = |one: &str, other: &str| {
            format!(r#""p":{{"@id":"urn:x","n":{}}},"q":{{"@id":"urn:x","n":{}}}"#, deep(one), deep(other))
        };
        assert_eq!(refused(&two("a", "a")), [""; 0]);
        assert_eq!(refused(&two("a", "b")).len(), 1);
    }

    #[test]
    fn a_thing_is_gathered_from_all_its_places() {
        let document = value(&format!(
            r#"{{{OWN},"@id":"urn:r","p":{{"@id":"urn:x","n":[null],"q":[]}},"q":{{"@id":"urn:x","n":"a"}},
            "endorsement":[{{"p":{{"@id":"urn:x","n":"b","p":"c"}}}},{{"p":{{"@id":"urn:z","n":"d"}}}}]}}"#
        ));
        let expanded = expand(&document, &Contexts::builtin(), &Limits::default()).unwrap();
        let places = expanded.places(&document);
        let x = places.of("urn:x").unwrap();
        let told: Vec<_> = x.members().filter_map(|(name, value)| Some((name, value.as_str()?))).collect();
        // The document's word before that of its endorsement; what says nothing is not there.
        assert!(told.contains(&("n", "a")) && told.contains(&("p", "c")) && x.get("q").is_none(), "{told:?}");
        // What stands at one place, or in an endorsement alone, is read where it stands.
        assert!(places.of("urn:r").is_none() && places.of("urn:z").is_none() && !places.is_empty());
        let endorsements = document.get("endorsement").unwrap().many();
        let differs = |at: usize| places.differs(endorsements[at].as_object().unwrap());
        assert!(differs(0) && !differs(1) && places.differing().len() == 1);
    }

    // A badge's reader sees no comment of the badge's own; an endorsement's reader does.
    #[test]
    fn comments_count_where_somebody_reads_them() {
        let endorsement = |words: &str| format!(r#"{{"s":{{"@id":"urn:x","comment":"{words}"}}}}"#);
        let differing = |types: &str, elsewhere: &str, other: &str| {
            let document = value(&format!(
                r#"{{"@context":{{"@vocab":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
                "comment":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment"}},
                "@id":"urn:r","@type":"{types}","p":{{"@id":"urn:r","@type":"{elsewhere}"}},"q":{{"@id":"urn:x"}},
                "endorsement":[{},{}]}}"#,
                endorsement("a"),
                endorsement(other)
            ));
            let expanded = expand(&document, &Contexts::builtin(), &Limits::default()).unwrap();
            expanded.places(&document).differing().len()
        };
        assert_eq!(differing("Badge", "Badge", "b"), 0);
        assert_eq!(differing("EndorsementCredential", "Badge", "b"), 2);
        assert_eq!(differing("Badge", "EndorsementCredential", "b"), 2);
        assert_eq!(differing("EndorsementCredential", "EndorsementCredential", "a"), 0);
    }

    #[test]
    fn only_documents_with_one_id_twice_are_looked_at() {
        for (text, expected) in [
            (r#"{"id":"urn:a","issuer":{"id":"urn:b"}}"#, false),
            (r#"{"id":"urn:a","issuer":"urn:a"}"#, true),
            (r#"{"issuer":"urn:b","evidence":[{"x":{"id":"urn:b"}}]}"#, true),
            (r#"{"a":[{"id":"urn:a"},{"id":"urn:a"}]}"#, true),
            (r#"{"id":"urn:a","x":[1,"urn:a"]}"#, true),
            (r#"{"name":"x","description":"x"}"#, false),
        ] {
            assert_eq!(may_repeat(&value(text)), expected, "{text}");
        }
    }
}
