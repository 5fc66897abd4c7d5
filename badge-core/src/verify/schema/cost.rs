//! What holding a document against a schema would cost, found out before it is done.
//!
//! A schema is a program: `allOf` twice the next definition, thirty times over, takes years. This walks every pair of a
//! rule and a place to which it can come, each once, and adds up. What refers to rules outside, or to itself at the same
//! place, is not run at all.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// Rules for the same place, each of which is held.
const ALL_HERE: &str = "allOf";
/// Rules for the same place that are held first to see whether they are followed, and again to tell which are broken.
const LISTS_HERE: [&str; 2] = ["anyOf", "oneOf"];
const ONE_HERE: [&str; 4] = ["not", "if", "then", "else"];
const MAPS_HERE: [&str; 2] = ["dependentSchemas", "dependencies"];
/// Rules for each place one step further in.
const ONE_BELOW: [&str; 7] = [
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "items",
    "additionalItems",
    "unevaluatedItems",
    "contains",
];
const LISTS_BELOW: [&str; 2] = ["items", "prefixItems"];
/// What we do not follow: rules that are found by who refers to them.
const NOT_FOLLOWED: [&str; 4] = ["$dynamicRef", "$recursiveRef", "$dynamicAnchor", "$recursiveAnchor"];

/// Why a schema is not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It names rules that are not in it.
    External,
    /// It refers to itself without end.
    Endless,
    /// It costs more than it may.
    TooMuch,
}

/// Steps: to see whether a rule is followed, and to tell what is broken.
#[derive(Debug, Clone, Copy)]
struct Cost {
    seen: usize,
    told: usize,
}

impl Cost {
    const fn add(&mut self, other: Self) {
        self.seen = self.seen.saturating_add(other.seen);
        self.told = self.told.saturating_add(other.told);
    }

    /// Seen before it is told.
    const fn twice(self) -> Self {
        Self { told: self.told.saturating_add(self.seen), ..self }
    }

    const fn times(self, n: usize) -> Self {
        Self { seen: self.seen.saturating_mul(n), told: self.told.saturating_mul(n) }
    }

    const fn sum(self) -> usize {
        self.seen.saturating_add(self.told)
    }
}

/// The steps that it takes, at most `most`.
pub(super) fn cost(schema: &Value, document: &Value, most: usize) -> Result<usize, Why> {
    let mut walk = Walk { root: schema, most, depth: 0, known: HashMap::new(), heights: HashMap::new() };
    walk.height(schema, 0)?;
    Ok(walk.pair(schema, document)?.sum())
}

struct Walk<'s> {
    root: &'s Value,
    most: usize,
    depth: usize,
    /// For each pair its cost; none while it is being found out.
    known: HashMap<(*const Value, *const Value), Option<Cost>>,
    /// For each part of the schema how deep it goes; none while that is being found out.
    heights: HashMap<*const Value, Option<usize>>,
}

/// Rules inside rules, those referred to included: a bound on the stack. The schema of Open Badges has 15.
const MOST_DEEP: usize = 160;

impl<'s> Walk<'s> {
    /// How deep a part of the schema goes, itself not counted again.
    fn height(&mut self, part: &'s Value, depth: usize) -> Result<usize, Why> {
        let key = std::ptr::from_ref(part);
        let known = self.heights.get(&key).map(|known| known.unwrap_or_default());
        if depth + known.unwrap_or_default() > MOST_DEEP {
            return Err(Why::TooMuch);
        }
        if let Some(known) = known {
            return Ok(known);
        }
        self.heights.insert(key, None);
        let mut most = 0;
        let inner: Vec<&'s Value> = match part {
            Value::Object(o) => {
                let target = o.get("$ref").and_then(Value::as_str);
                let target = target.map(|t| self.find(t).ok_or(Why::External)).transpose()?;
                o.values().chain(target).collect()
            }
            Value::Array(list) => list.iter().collect(),
            _ => Vec::new(),
        };
        for inner in inner {
            most = most.max(1 + self.height(inner, depth + 1)?);
        }
        self.heights.insert(key, Some(most));
        Ok(most)
    }

    fn pair(&mut self, rule: &'s Value, place: &'s Value) -> Result<Cost, Why> {
        let key = (std::ptr::from_ref(rule), std::ptr::from_ref(place));
        match self.known.get(&key) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(Why::Endless),
            None => {}
        }
        let Value::Object(rules) = rule else { return Ok(Cost { seen: 1, told: 1 }) };
        if self.known.len() >= self.most || self.depth >= 2 * MOST_DEEP {
            return Err(Why::TooMuch);
        }
        self.known.insert(key, None);
        self.depth += 1;
        let cost = self.object(rules, place)?;
        self.depth -= 1;
        if cost.sum() > self.most {
            return Err(Why::TooMuch);
        }
        self.known.insert(key, Some(cost));
        Ok(cost)
    }

    fn object(&mut self, rules: &'s Map<String, Value>, place: &'s Value) -> Result<Cost, Why> {
        if NOT_FOLLOWED.iter().any(|name| rules.contains_key(*name)) {
            return Err(Why::External);
        }
        let mut here = Cost { seen: 0, told: 0 };
        if let Some(target) = rules.get("$ref") {
            let target = target.as_str().and_then(|t| self.find(t)).ok_or(Why::External)?;
            here.add(self.pair(target, place)?);
        }
        for rule in rules.get(ALL_HERE).and_then(Value::as_array).into_iter().flatten() {
            here.add(self.pair(rule, place)?);
        }
        let lists = LISTS_HERE.iter().filter_map(|name| rules.get(*name)?.as_array()).flatten();
        let maps = MAPS_HERE.iter().filter_map(|name| rules.get(*name)?.as_object()).flat_map(Map::values);
        let ones = ONE_HERE.iter().filter_map(|name| rules.get(*name));
        for rule in lists.chain(maps).chain(ones) {
            here.add(self.pair(rule, place)?.twice());
        }
        // These look at what the others looked at, again.
        let again = ["unevaluatedProperties", "unevaluatedItems"].iter().any(|name| rules.contains_key(*name));
        let mut cost = here.times(if again { 4 } else { 1 });
        cost.add(own(rules, place));
        self.below(rules, place, &mut cost)?;
        Ok(cost)
    }

    fn below(&mut self, rules: &'s Map<String, Value>, place: &'s Value, cost: &mut Cost) -> Result<(), Why> {
        if let (Some(Value::Object(named)), Value::Object(members)) = (rules.get("properties"), place) {
            for (name, rule) in named {
                if let Some(member) = members.get(name) {
                    cost.add(self.pair(rule, member)?);
                }
            }
        }
        let places: Vec<&'s Value> = match place {
            Value::Object(members) => members.values().collect(),
            Value::Array(entries) => entries.iter().collect(),
            _ => return Ok(()),
        };
        let singles = ONE_BELOW.iter().filter_map(|name| rules.get(*name));
        let listed = LISTS_BELOW.iter().filter_map(|name| rules.get(*name)?.as_array()).flatten();
        let by_pattern = rules.get("patternProperties").and_then(Value::as_object);
        let all: Vec<&'s Value> = singles.chain(listed).chain(by_pattern.into_iter().flat_map(Map::values)).collect();
        for rule in all {
            for place in &places {
                cost.add(Cost { seen: 1, told: 1 });
                cost.add(self.pair(rule, place)?.twice());
                if cost.sum() > self.most {
                    return Err(Why::TooMuch);
                }
            }
        }
        Ok(())
    }

    /// What a reference within the schema means.
    fn find(&self, reference: &str) -> Option<&'s Value> {
        let own = self.root.get("$id").and_then(Value::as_str).unwrap_or_default();
        let own = own.trim_end_matches('#');
        let fragment = match reference.split_once('#') {
            Some((before, fragment)) if before.is_empty() || before == own => fragment,
            None if !own.is_empty() && reference == own => "",
            _ => return None,
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            // Escapes of addresses would need decoding: nobody writes them here.
            return if fragment.contains('%') { None } else { self.root.pointer(fragment) };
        }
        anchored(self.root, fragment)
    }
}

/// What the rules of one object cost that hold no others.
fn own(rules: &Map<String, Value>, place: &Value) -> Cost {
    let mut steps = 1 + rules.len();
    for name in ["enum", "const", "required"] {
        steps += rules.get(name).map_or(0, size);
    }
    if let Value::String(text) = place {
        steps += text.len() / 16;
    }
    if ["uniqueItems", "enum", "const"].iter().any(|name| rules.contains_key(*name)) {
        steps += size(place);
    }
    Cost { seen: steps, told: steps }
}

/// The rule that bears a name. Those below an `$id` of their own are another schema's.
fn anchored<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(o) if o.get("$anchor").and_then(Value::as_str) == Some(name) => Some(value),
        Value::Object(o) => o.values().find_map(|v| anchored(v, name)),
        Value::Array(list) => list.iter().find_map(|v| anchored(v, name)),
        _ => None,
    }
}

/// How many values there are, long texts counted for more.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Object(o) => o.iter().map(|(k, v)| k.len() / 16 + size(v)).sum::<usize>() + 1,
        Value::Array(list) => list.iter().map(size).sum::<usize>() + 1,
        Value::String(text) => 1 + text.len() / 16,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: usize = 2_000_000;

    fn walk(schema: &Value) -> Walk<'_> {
        Walk { root: schema, most: LEFT, depth: 0, known: HashMap::new(), heights: HashMap::new() }
    }

    /// Rules that lead to rules, this many times, below a member.
    fn chain(length: usize) -> Value {
        let link = |n: usize| format!(r##""d{n}":{{"$ref":"#/$defs/d{}"}}"##, n + 1);
        let links: Vec<String> = (0..length).map(link).collect();
        let text = format!(
            r##"{{"properties":{{"never":{{"$ref":"#/$defs/d0"}}}},"$defs":{{{},"d{length}":true}}}}"##,
            links.join(",")
        );
        serde_json::from_str(&text).unwrap()
    }

    // What is counted, to the step: twice what is seen and told in one go, and more where rules are held twice.
    #[test]
    fn each_kind_of_rule_has_its_price() {
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let long = format!("{:?}", "x".repeat(32));
        for (schema, document, steps) in [
            // Rules that hold no others: one for the object, one for each, and what they look at.
            ("true", "1", 2),
            ("{}", "{}", 2),
            (r#"{"type":"object"}"#, "{}", 4),
            (r#"{"enum":[1,"x"]}"#, "1", 12),
            (r#"{"const":[1]}"#, "[1,2]", 14),
            (r#"{"required":["a"]}"#, "{}", 8),
            (r#"{"type":"string"}"#, long.as_str(), 8),
            (r#"{"uniqueItems":true}"#, "[1,2]", 10),
            // Rules for the same place.
            (r#"{"allOf":[true]}"#, "1", 6),
            (r#"{"anyOf":[true]}"#, "1", 7),
            (r#"{"oneOf":[true]}"#, "1", 7),
            (r#"{"not":true}"#, "1", 7),
            (r#"{"if":true,"then":true,"else":true}"#, "1", 17),
            (r#"{"dependentSchemas":{"a":true}}"#, "1", 7),
            (r##"{"$ref":"#/$defs/a","$defs":{"a":true}}"##, "1", 8),
            (r#"{"allOf":[true],"unevaluatedProperties":true}"#, "{}", 14),
            (r#"{"allOf":[true],"unevaluatedItems":true}"#, "{}", 14),
            // Rules for what is below: for the members that there are, or for each of them.
            (r#"{"properties":{"a":true,"b":true}}"#, r#"{"a":1}"#, 6),
            (r#"{"items":true}"#, "[1,2]", 14),
            (r#"{"items":true}"#, "1", 4),
            (r#"{"items":[true]}"#, "[1]", 14),
            (r#"{"prefixItems":[true]}"#, "[1]", 9),
            (r#"{"contains":true}"#, "[1]", 9),
            (r#"{"patternProperties":{"x":true}}"#, r#"{"a":1}"#, 9),
        ] {
            let (schema, document) = (json(schema), json(document));
            assert_eq!(cost(&schema, &document, LEFT), Ok(steps), "{schema} {document}");
            // What is left may be spent to the last step.
            assert_eq!(cost(&schema, &document, steps), Ok(steps), "{schema} {document}");
            if steps > 2 {
                assert_eq!(cost(&schema, &document, steps - 1), Err(Why::TooMuch), "{schema} {document}");
            }
        }
    }

    // What a rule costs at a place is found out once, however many ways lead there.
    #[test]
    fn a_pair_is_counted_and_not_walked_again() {
        let twice = serde_json::json!({"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {}}});
        let document = serde_json::json!(1);
        let mut walk = walk(&twice);
        // Each reference 1 + 1 rule, and 1 for what it leads to; the whole 1 + 2 rules.
        assert_eq!(walk.pair(&twice, &document).map(Cost::sum), Ok(2 * (3 + 3 + 3)));
        assert_eq!(walk.known.len(), 4);
        assert_eq!((walk.depth, walk.most), (0, LEFT));
    }

    // What compiles a schema goes wherever its rules lead, whether the document leads there or not: they are bounded
    // by themselves.
    #[test]
    fn rules_that_no_place_comes_by_are_bounded_too() {
        let (short, long) = (chain(100), chain(2 * MOST_DEEP));
        let away = serde_json::json!({});
        assert!(walk(&short).height(&short, 0).unwrap() >= 100);
        assert!(cost(&short, &away, LEFT).is_ok());
        assert_eq!(cost(&long, &away, LEFT), Err(Why::TooMuch));
        // It is the first bound alone that refuses it: the second one counts where the document leads.
        assert!(walk(&long).pair(&long, &away).is_ok());
    }

    // Rules that lead to rules at a place of the document are bounded a second time, for whatever the first one missed.
    #[test]
    fn rules_at_one_place_are_bounded_twice() {
        let long = chain(2 * MOST_DEEP);
        let there = serde_json::json!({"never": 1});
        assert_eq!(walk(&long).height(&long, 0), Err(Why::TooMuch));
        assert!(matches!(walk(&long).pair(&long, &there), Err(Why::TooMuch)));
        let short = chain(100);
        assert!(walk(&short).pair(&short, &there).is_ok());
    }
}
