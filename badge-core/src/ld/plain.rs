//! Whether a document says things under the names by which readers of JSON look for them.
//!
//! A proof over RDF covers statements, not names: `validUntil` may be written as a whole IRI, under a term of the
//! document's own, or in another object about the same thing, and the signature holds all the same, while who reads
//! the member `validUntil` sees a badge without end. What is shown must be what was signed, so a signed document has to
//! call the terms of its data model by their own names. Where they may stand is for [`super::places`].

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::active::{Active, Meaning, Term};
use super::contexts;
use super::local::{LONGEST_TERM, Local};
use super::store::{Contexts, initial};

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// As the name of a member.
    Member,
    /// As a type, or another value.
    Value,
}

/// Whether `iri` may stand in a document as `name`, and `name` for `iri`: both are of the data model and belong
/// together, or neither is.
pub(super) fn is_plain(name: &str, iri: &str, stands: As) -> bool {
    let names = names();
    match (names.of_iri.get(iri), names.meanings.get(name)) {
        (Some(own), _) if own.contains(name) => {
            // The first contexts gave a member and a type one meaning: `creator` is no `Profile` for a reader.
            let small = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
            let mixed = own.iter().any(|n| small(n)) && !own.iter().all(|n| small(n));
            !mixed || small(name) == (stands == As::Member)
        }
        // The extensions write the names of a place like this; in the oldest contexts a plain `name` means the same.
        (Some(_), _) => name.strip_prefix("schema:").is_some_and(|n| iri.strip_prefix("http://schema.org/") == Some(n)),
        (None, Some(meanings)) => meanings.contains(iri),
        (None, None) => true,
    }
}

/// [`is_plain`], remembered with the term where the name is one: the terms of our tables are kept, and met again.
pub(super) fn plainly(term: Option<&Arc<Term>>, name: &str, iri: &str, stands: As) -> bool {
    let Some(term) = term else { return is_plain(name, iri, stands) };
    let kept = if stands == As::Member { &term.plain.0 } else { &term.plain.1 };
    *kept.get_or_init(|| is_plain(name, iri, stands))
}

/// Whether the data model has a property or type of this name.
pub(super) fn is_of_the_model(name: &str) -> bool {
    name.len() <= LONGEST_TERM && names().meanings.contains_key(name)
}

#[derive(Default)]
struct Names {
    of_iri: HashMap<String, HashSet<String>>,
    meanings: HashMap<String, HashSet<String>>,
}

/// The names of Verifiable Credentials, Open Badges 3.0, their status lists and proofs, as the built-in contexts have
/// them, wherever a term is defined.
fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Names::default();
        for table in contexts::CREDENTIALS {
            names.collect(&initial(), &(&table.context).into(), 0, true);
        }
        for table in contexts::BESIDE_CREDENTIALS {
            names.collect(&initial(), &(&table.context).into(), 0, false);
        }
        names
    })
}

impl Names {
    /// `own`: whether these are the names that readers use; others may only not be mistaken for them.
    fn collect(&mut self, active: &Arc<Active>, local: &Local, depth: usize, own: bool) {
        // Our tables nest five deep.
        if depth > 8 {
            return;
        }
        match local {
            Local::Null => {}
            Local::Url(url) => {
                if let Some(local) = Contexts::builtin().find(url) {
                    self.collect(active, local, depth + 1, own);
                }
            }
            Local::Many(list) => list.iter().for_each(|one| self.collect(active, one, depth + 1, own)),
            Local::Map(map) => {
                let Ok(next) = active.with(map, true, true) else { return };
                let next = Arc::new(next);
                for entry in &map.entries {
                    if let Some(Meaning::Iri(iri)) = next.term(&entry.name).map(|t| &t.meaning) {
                        let (name, iri) = (entry.name.to_string(), iri.to_string());
                        if own {
                            self.of_iri.entry(iri.clone()).or_default().insert(name.clone());
                        }
                        if own || self.meanings.contains_key(&name) {
                            self.meanings.entry(name).or_default().insert(iri);
                        }
                    }
                    if let Some(scope) = &entry.scope {
                        self.collect(&next, scope, depth + 1, own);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // OB3-DM-164
    #[test]
    fn names_and_meanings_belong_together() {
        let vc = |name: &str| format!("https://www.w3.org/2018/credentials#{name}");
        let member = |name: &str, iri: &str| is_plain(name, iri, As::Member);
        assert!(member("validUntil", &vc("validUntil")));
        assert!(!member("end", &vc("validUntil")) && !member(&vc("validUntil"), &vc("validUntil")));
        assert!(!member("validUntil", "https://example.org/ns#validUntil"));
        assert!(!member("expiration", "https://w3id.org/security#expiration"));
        assert!(member("expires", "https://w3id.org/security#expiration"));
        assert!(member("schema:name", "http://schema.org/name") && !member("titre", "http://schema.org/name"));
        assert!(member("mood", "https://example.org/ns#mood"));
        // In the context of 3.0 both have one IRI.
        let profile = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile";
        assert!(member("creator", profile) && !member("Profile", profile));
        assert!(is_plain("Profile", profile, As::Value) && !is_plain("creator", profile, As::Value));
        for name in ["credentialStatus", "statusListIndex", "proofPurpose", "achievement", "identityHash", "Profile"] {
            assert!(is_of_the_model(name), "{name}");
        }
    }
}
