//! Applies local contexts to active ones, through what is kept from before.

use std::sync::Arc;

use super::active::{Active, Conflict};
use super::error::{ContextFault, FaultKind, LdError};
use super::expand::Expander;
use super::local::{Local, Map, Origin, Refusal};
use super::store::{Step, initial};
use super::tree::Spot;
use crate::json;

/// Whose context is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// That of a node: reaches all nodes below.
    Node,
    /// That of a property: reaches all nodes below, and may redefine protected terms.
    Property,
    /// That of a type: reaches this node alone.
    Type,
}

/// Terms that a context of a document's own may have, on average over [`Limits::contexts`](crate::limits::Limits::contexts);
/// those of an Open Badge have about 150.
const TERMS_EACH: usize = 300;

impl<'a> Expander<'a, '_> {
    /// Applies the value of an `@context` that stands in the document.
    pub(super) fn enter(
        &mut self,
        active: &Arc<Active>,
        context: &'a json::Value,
        at: Spot,
    ) -> Result<Arc<Active>, LdError> {
        match context {
            json::Value::Array(list) => {
                let mut active = Arc::clone(active);
                for (index, one) in list.iter().enumerate() {
                    let at = self.spots.entry(at, index);
                    match one {
                        json::Value::Array(_) => return Err(self.bad_context(at, ContextFault::NotAContext)),
                        // In a list the specification passes over it, and implementations differ.
                        json::Value::Object(map) if map.contains("@propagate") => {
                            let feature = "@propagate".to_owned();
                            return Err(LdError::Unsupported { feature, at: self.spots.pointer(at) });
                        }
                        _ => {}
                    }
                    active = self.enter(&active, one, at)?;
                }
                Ok(active)
            }
            json::Value::String(url) => self.apply_url(active, url, Scope::Node, at, 0),
            json::Value::Null => self.nullify(active, Scope::Node, at),
            _ => {
                let local =
                    Local::parse(context, Origin::Inline, self.limits.json_depth).map_err(|refusal| match refusal {
                        Refusal::Fault(fault) => self.bad_context(at, fault),
                        Refusal::Unsupported(feature) => LdError::Unsupported { feature, at: self.spots.pointer(at) },
                        Refusal::TooDeep => LdError::TooDeep { limit: self.limits.json_depth },
                    })?;
                self.apply(active, &local, Scope::Node, at, 0)
            }
        }
    }

    pub(super) fn apply(
        &mut self,
        active: &Arc<Active>,
        local: &Local,
        scope: Scope,
        at: Spot,
        depth: usize,
    ) -> Result<Arc<Active>, LdError> {
        match local {
            Local::Null => self.nullify(active, scope, at),
            Local::Url(url) => self.apply_url(active, url, scope, at, depth),
            Local::Map(map) => self.apply_map(active, map, scope, at, depth),
            Local::Many(list) => {
                let mut active = Arc::clone(active);
                for one in list {
                    // Where a list says whether it reaches further, implementations differ.
                    if matches!(one, Local::Map(map) if map.propagate.is_some()) {
                        let feature = "@propagate".to_owned();
                        return Err(LdError::Unsupported { feature, at: self.spots.pointer(at) });
                    }
                    active = self.apply(&active, one, scope, at, depth)?;
                }
                Ok(active)
            }
        }
    }

    fn nullify(&self, active: &Arc<Active>, scope: Scope, at: Spot) -> Result<Arc<Active>, LdError> {
        match scope {
            Scope::Type => Err(self.bad_context(at, ContextFault::NullForType)),
            Scope::Node if active.any_protected => Err(LdError::ProtectedTermsDropped { at: self.spots.pointer(at) }),
            Scope::Node | Scope::Property => Ok(initial()),
        }
    }

    fn apply_url(
        &mut self,
        active: &Arc<Active>,
        url: &str,
        scope: Scope,
        at: Spot,
        depth: usize,
    ) -> Result<Arc<Active>, LdError> {
        if depth >= self.limits.context_depth {
            return Err(LdError::ContextsTooDeep { limit: self.limits.context_depth, at: self.spots.pointer(at) });
        }
        let contexts = self.contexts;
        match contexts.find(url) {
            Some(local) => self.apply(active, local, scope, at, depth + 1),
            None if self.skip_unknown_contexts => {
                self.fault(at, FaultKind::UnknownContext(url.to_owned()));
                Ok(Arc::clone(active))
            }
            None => Err(LdError::UnknownContext { url: url.to_owned(), at: self.spots.pointer(at) }),
        }
    }

    fn apply_map(
        &mut self,
        active: &Arc<Active>,
        map: &Map,
        scope: Scope,
        at: Spot,
        depth: usize,
    ) -> Result<Arc<Active>, LdError> {
        if map.propagate.is_some() && (map.origin != Origin::Inline || depth > 0) {
            return Err(LdError::Unsupported { feature: "@propagate".to_owned(), at: self.spots.pointer(at) });
        }
        let propagate = map.propagate.unwrap_or(scope != Scope::Type);
        let redefine_protected = scope == Scope::Property;
        let step = Step { active: active.id, map: map.id, propagate, redefine_protected };
        let contexts = self.contexts;
        let kept = contexts.kept(active.origin.max(map.origin));
        let known = match kept {
            Some(kept) => kept.get(&step),
            None => self.own_steps.get(&step).cloned(),
        };
        if let Some(known) = known {
            return Ok(known);
        }
        if kept.is_none() && self.own_steps.len() >= self.limits.contexts {
            return Err(LdError::TooManyContexts { limit: self.limits.contexts });
        }
        let next = active.with(map, propagate, redefine_protected).map_err(|conflict| match conflict {
            Conflict::Protected(term) => LdError::ProtectedTerm { term, at: self.spots.pointer(at) },
            Conflict::Fault(fault) => self.bad_context(at, fault),
        })?;
        if kept.is_none() {
            // A document that defines very many terms has them all copied into each context that follows.
            self.own_terms += next.terms.len();
            if self.own_terms > self.limits.contexts.saturating_mul(TERMS_EACH) {
                return Err(LdError::TooManyContexts { limit: self.limits.contexts });
            }
        }
        Ok(match kept {
            Some(kept) => kept.put(step, next),
            None => Arc::clone(self.own_steps.entry(step).or_insert_with(|| Arc::new(next))),
        })
    }

    fn bad_context(&self, at: Spot, fault: ContextFault) -> LdError {
        LdError::BadContext { at: self.spots.pointer(at), fault }
    }
}
