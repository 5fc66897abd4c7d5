//! The one place that knows the library for JSON Schema. It resolves nothing by itself; patterns are matched in linear
//! time, and those that cannot be (look-around, back references) leave the schema unchecked.

use jsonschema::{Draft as Dialect, PatternOptions};
use serde_json::Value as Json;

use super::cost::{cost, size};
use super::{Draft, Held};
use crate::json::{self, Pointer, Value};
use crate::limits::Limits;
use crate::verify::document::shortened;

/// Bytes that one compiled pattern may take.
const PATTERN_BYTES: usize = 1 << 17;
/// Steps that reading one value of a schema takes, and compiling one pattern.
const READING: usize = 10;
const PATTERN: usize = 5_000;
/// Broken rules that are told one by one.
const MOST_TOLD: usize = 20;

/// Holds a document against a schema, and says what it cost, in steps of about 100 nanoseconds.
pub(super) fn validated(schema: &[u8], document: &Value, draft: Draft, left: usize, limits: &Limits) -> (Held, usize) {
    let mut work = left.min(schema.len() / 16);
    let held = held(schema, document, draft, (left, &mut work), limits);
    (held.unwrap_or(Held::Open), work)
}

fn held(
    schema: &[u8],
    document: &Value,
    draft: Draft,
    (left, work): (usize, &mut usize),
    limits: &Limits,
) -> Option<Held> {
    // Ours reads first: it refuses what readers read differently, and what is nested too deep for any recursion.
    let schema = json::parse(schema, &Limits { json_values: limits.schema_values, ..limits.clone() }).ok()?;
    let schema: Json = serde_json::from_str(&schema.to_compact()).ok()?;
    let document: Json = serde_json::from_str(&document.to_compact()).ok()?;
    if !is_self_contained(&schema, true) {
        return None;
    }
    *work += READING * size(&schema) + PATTERN * patterns(&schema);
    let most = left.checked_sub(*work)?;
    *work += cost(&schema, &document, most).ok()?;

    let dialect = dialect(&schema, draft)?;
    let patterns = PatternOptions::regex().size_limit(PATTERN_BYTES).dfa_size_limit(PATTERN_BYTES);
    let options = jsonschema::options().with_draft(dialect).offline().with_pattern_options(patterns);
    let validator = options.build(&schema).ok()?;
    if validator.is_valid(&document) {
        return Some(Held::Follows);
    }
    let told = validator.iter_errors(&document).take(MOST_TOLD);
    let broken = told.map(|e| (pointer(e.instance_path().as_str()), shortened(e.schema_path().as_str())));
    Some(Held::Breaks(broken.collect()))
}

/// The draft that a schema says it follows, or else that of its kind; none for a dialect of its own.
fn dialect(schema: &Json, default: Draft) -> Option<Dialect> {
    let Some(named) = schema.get("$schema") else {
        return Some(if default == Draft::Of2019 { Dialect::Draft201909 } else { Dialect::Draft202012 });
    };
    let (_, name) = named.as_str()?.trim_end_matches('#').split_once("://json-schema.org/")?;
    match name {
        "draft-04/schema" => Some(Dialect::Draft4),
        "draft-06/schema" => Some(Dialect::Draft6),
        "draft-07/schema" => Some(Dialect::Draft7),
        "draft/2019-09/schema" => Some(Dialect::Draft201909),
        "draft/2020-12/schema" => Some(Dialect::Draft202012),
        _ => None,
    }
}

/// How many patterns there are to compile.
fn patterns(schema: &Json) -> usize {
    match schema {
        Json::Object(o) => {
            let own = o.iter().map(|(name, value)| match (name.as_str(), value) {
                ("patternProperties", Json::Object(named)) => named.len(),
                ("pattern", Json::String(_)) => 1,
                _ => 0,
            });
            own.sum::<usize>() + o.values().map(patterns).sum::<usize>()
        }
        Json::Array(list) => list.iter().map(patterns).sum(),
        _ => 0,
    }
}

/// Whether all of a schema is here: no schema within it has a name and a base of its own.
fn is_self_contained(schema: &Json, root: bool) -> bool {
    match schema {
        Json::Object(o) => {
            let renamed = |name: &str| !root && o.get(name).is_some_and(Json::is_string);
            !renamed("$id") && !renamed("$schema") && o.values().all(|v| is_self_contained(v, false))
        }
        Json::Array(list) => list.iter().all(|v| is_self_contained(v, false)),
        _ => true,
    }
}

/// The same place as a pointer of ours.
fn pointer(place: &str) -> Pointer {
    let steps = place.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    steps.fold(Pointer::root(), |at, step| at.member(&step))
}
