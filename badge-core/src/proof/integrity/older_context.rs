//! The context of Open Badges 3.0.3 was published with two texts under one address. The older one does not define
//! `endorsementJwt` and `jti`, so a signature made under it does not cover them (OB3-DM-161).

use std::collections::BTreeSet;

use crate::json::{Pointer, Value};
use crate::ld::{self, Contexts, FaultKind};
use crate::limits::Limits;

/// A document as the older text sees it.
pub(super) struct Older {
    pub document: Value,
    pub contexts: Contexts,
    /// The members left out.
    pub removed: Vec<Pointer>,
}

/// Terms that only the newer text defines.
const NEWER: [&str; 2] = ["endorsementJwt", "jti"];

/// The document under the older text, if it names the context and uses a term that only the newer text defines.
pub(super) fn without_newer_terms(document: &Value, contexts: &Contexts, limits: &Limits) -> Option<Older> {
    let contexts = contexts.clone().with_older_ob_3_0_3();
    let expanded = ld::expand(document, &contexts, limits).ok()?;
    let faults = expanded.faults();
    let newer = |kind: &FaultKind| matches!(kind, FaultKind::UndefinedTerm(term) if NEWER.contains(&term.as_str()));
    if faults.is_empty() || !faults.iter().all(|fault| newer(&fault.kind)) {
        return None;
    }
    let removed: BTreeSet<Pointer> = faults.into_iter().map(|fault| fault.at).collect();
    // A pointer may be cut short, and then it fits more than its own place.
    if !removed.iter().all(|at| at.as_str().rsplit('/').next().is_some_and(|name| NEWER.contains(&name))) {
        return None;
    }
    let document = without(document, &|at| removed.contains(at));
    Some(Older { document, contexts, removed: removed.into_iter().collect() })
}

/// A copy without the members that stand at these places.
pub(crate) fn without(document: &Value, outside: &dyn Fn(&Pointer) -> bool) -> Value {
    pruned(document, &Pointer::root(), outside)
}

fn pruned(value: &Value, at: &Pointer, outside: &dyn Fn(&Pointer) -> bool) -> Value {
    match value {
        Value::Object(object) => object
            .filter_map(|name, value| {
                let here = at.member(name);
                (!outside(&here)).then(|| pruned(value, &here, outside))
            })
            .into(),
        Value::Array(list) => {
            let entries = list.iter().enumerate();
            Value::Array(entries.map(|(index, value)| pruned(value, &at.entry(index), outside)).collect())
        }
        other => other.clone(),
    }
}
