//! What an SVG would cost to draw, before anything is drawn: a few hundred bytes can ask for millions of elements by
//! referring to parts that refer to parts.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

/// Levels of nesting and reference together.
const DEPTH: usize = 300;
/// References that are followed before counting gives up.
const STEPS: usize = 1_000_000;
/// Rules of style times elements: every rule is tried on every element.
const TRIALS: usize = 50_000_000;
/// Classes of one element that are looked at.
const CLASSES: usize = 64;

/// How many elements there are once every reference is written out, saturating; `u64::MAX` when nested too
/// deeply or when even counting would take too long.
pub(super) fn written_out(document: &Document<'_>) -> u64 {
    let style = Style::of(document);
    let elements = document.descendants().filter(Node::is_element).count();
    if elements.saturating_mul(style.rules) > TRIALS {
        return u64::MAX;
    }
    let mut ids = HashMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node);
        }
    }
    let mut count = Count { ids, style, known: HashMap::new(), steps: 0 };
    count.element(document.root_element(), 0)
}

struct Count<'a, 'd> {
    ids: HashMap<&'a str, Node<'a, 'd>>,
    style: Style<'a>,
    /// Parts that were counted; 0 while they are being counted, as a circle is not followed.
    known: HashMap<NodeId, u64>,
    steps: usize,
}

impl<'a, 'd> Count<'a, 'd> {
    fn element(&mut self, node: Node<'a, 'd>, depth: usize) -> u64 {
        if depth > DEPTH {
            return u64::MAX;
        }
        let mut sum = 1_u64;
        for child in node.children().filter(Node::is_element) {
            sum = sum.saturating_add(self.element(child, depth + 1));
        }
        let references = self.references(node);
        self.steps += references.len();
        if self.steps > STEPS {
            return u64::MAX;
        }
        for (id, times) in references {
            if let Some(target) = self.ids.get(id).copied() {
                sum = sum.saturating_add(self.part(target, depth + 1).saturating_mul(times));
            }
        }
        sum
    }

    fn part(&mut self, node: Node<'a, 'd>, depth: usize) -> u64 {
        if let Some(known) = self.known.get(&node.id()) {
            return *known;
        }
        self.known.insert(node.id(), 0);
        let sum = self.element(node, depth);
        self.known.insert(node.id(), sum);
        sum
    }

    /// The ids that an element refers to, and how often. A marker is drawn at every point of a path.
    fn references(&self, node: Node<'a, 'd>) -> Vec<(&'a str, u64)> {
        let points = ["d", "points"].iter().filter_map(|name| node.attribute(*name)).map(str::len).sum::<usize>();
        let points = points as u64 / 4 + 1;
        let mut found = Vec::new();
        for attribute in node.attributes() {
            if attribute.name() == "href" {
                found.extend(attribute.value().trim().strip_prefix('#').map(|id| (id, 1)));
            } else {
                let marker = attribute.name().starts_with("marker") || attribute.value().contains("marker");
                found.extend(urls(attribute.value()).map(|id| (id, if marker { points } else { 1 })));
            }
        }
        let mut add = |(id, marker): &(&'a str, bool)| found.push((*id, if *marker { points } else { 1 }));
        self.style.all.iter().for_each(&mut add);
        for class in node.attribute("class").unwrap_or_default().split_ascii_whitespace().take(CLASSES) {
            self.style.classes.get(class).into_iter().flatten().for_each(&mut add);
        }
        found
    }
}

/// References in `style` elements: by class, and for all elements where a selector is anything else.
#[derive(Default)]
struct Style<'a> {
    classes: HashMap<&'a str, Vec<(&'a str, bool)>>,
    all: Vec<(&'a str, bool)>,
    rules: usize,
}

impl<'a> Style<'a> {
    fn of(document: &'a Document<'_>) -> Self {
        let mut style = Self::default();
        let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
        for text in sheets.flat_map(|sheet| sheet.children()).filter_map(|node| node.text()) {
            for rule in text.split('}') {
                style.rules += 1 + rule.matches(',').count();
                let (selectors, body) = rule.split_once('{').unwrap_or(("", rule));
                let references: Vec<_> = urls(body).map(|id| (id, body.contains("marker"))).collect();
                if references.is_empty() {
                    continue;
                }
                for selector in selectors.split(',') {
                    let class = selector.trim().strip_prefix('.');
                    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
                    match class.filter(|class| class.chars().all(plain)) {
                        Some(class) => style.classes.entry(class).or_default().extend(&references),
                        None => style.all.extend(&references),
                    }
                }
            }
        }
        style
    }
}

/// The ids in `url(#id)`, with quotes or without.
fn urls(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let inside = rest.split(')').next()?.trim();
        inside.trim_matches(['"', '\'']).trim().strip_prefix('#')
    })
}
