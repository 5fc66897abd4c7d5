//! Which contexts are known, and the processed ones that are kept between documents.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::active::Active;
use super::contexts::table::Published;
use super::contexts::{OLDER_OB_3_0_3, PUBLISHED};
use super::error::{ContextFault, LdError};
use super::local::{Local, Origin, Refusal};
use crate::json::{Pointer, Value};
use crate::limits::Limits;

/// The contexts that may be used: those built in, and others that the caller gives.
///
/// Cloning is cheap, and what was computed once is shared by all clones. No context is ever fetched.
#[derive(Debug, Clone, Default)]
pub struct Contexts {
    configured: Option<Arc<Configured>>,
    older_ob_3_0_3: bool,
}

#[derive(Debug, Default)]
struct Configured {
    contexts: BTreeMap<String, Arc<Local>>,
    kept: Kept,
}

impl Contexts {
    /// The contexts built in (D-30).
    #[must_use]
    pub fn builtin() -> Self {
        Self::default()
    }

    /// The same, but with the text of Open Badges 3.0.3 as it was published in 2025: a credential signed with it must
    /// be canonicalised with it (OB3-DM-161).
    #[must_use]
    pub fn with_older_ob_3_0_3(self) -> Self {
        Self { older_ob_3_0_3: true, ..self }
    }

    /// Adds contexts by address: whole documents with an `@context` member. One that is built in is left as it is.
    ///
    /// # Errors
    /// [`LdError::BadContext`], [`LdError::Unsupported`], [`LdError::TooDeep`]; the pointer is into that document.
    pub fn with_remote(self, documents: &BTreeMap<String, Value>, limits: &Limits) -> Result<Self, LdError> {
        let mut contexts = self.configured.map(|c| c.contexts.clone()).unwrap_or_default();
        for (url, document) in documents {
            let at = Pointer::root().member("@context");
            let Some(context) = document.get("@context") else {
                return Err(LdError::BadContext { at: Pointer::root(), fault: ContextFault::NotAContext });
            };
            let local =
                Local::parse(context, Origin::Configured, limits.json_depth).map_err(|refusal| match refusal {
                    Refusal::Fault(fault) => LdError::BadContext { at, fault },
                    Refusal::Unsupported(feature) => LdError::Unsupported { feature, at },
                    Refusal::TooDeep => LdError::TooDeep { limit: limits.json_depth },
                })?;
            contexts.insert(url.clone(), Arc::new(local));
        }
        Ok(Self { configured: Some(Arc::new(Configured { contexts, kept: Kept::default() })), ..self })
    }

    /// Whether the context at this address is known.
    #[must_use]
    pub fn knows(&self, url: &str) -> bool {
        published(url).is_some() || self.configured.as_ref().is_some_and(|c| c.contexts.contains_key(url))
    }

    /// SHA-256 (lower-case hexadecimal) of the published file that a built-in context stands for, for
    /// `relatedResource` digests.
    #[must_use]
    pub fn published_sha256(&self, url: &str) -> Option<&'static str> {
        self.table(url).map(|(_, table)| table.sha256)
    }

    fn table(&self, url: &str) -> Option<(usize, &'static Published)> {
        if self.older_ob_3_0_3 && OLDER_OB_3_0_3.urls.contains(&url) {
            return Some((PUBLISHED.len(), OLDER_OB_3_0_3));
        }
        published(url).map(|at| (at, PUBLISHED[at]))
    }

    pub(super) fn find(&self, url: &str) -> Option<&Local> {
        static READ: [OnceLock<Local>; PUBLISHED.len() + 1] = [const { OnceLock::new() }; PUBLISHED.len() + 1];
        match self.table(url) {
            Some((at, table)) => Some(READ[at].get_or_init(|| (&table.context).into())),
            None => self.configured.as_ref()?.contexts.get(url).map(|local| &**local),
        }
    }

    /// Where results of this origin are kept; nothing keeps those of contexts written in a document.
    pub(super) fn kept(&self, origin: Origin) -> Option<&Kept> {
        static BUILT_IN: OnceLock<Kept> = OnceLock::new();
        match origin {
            Origin::BuiltIn => Some(BUILT_IN.get_or_init(Kept::default)),
            Origin::Configured => self.configured.as_ref().map(|c| &c.kept),
            Origin::Inline => None,
        }
    }
}

/// Every address of every context built in, with the SHA-256 of its published file.
pub fn published_contexts() -> impl Iterator<Item = (&'static str, &'static str)> {
    PUBLISHED.iter().flat_map(|table| table.urls.iter().map(|url| (*url, table.sha256)))
}

fn published(url: &str) -> Option<usize> {
    static INDEX: OnceLock<HashMap<&'static str, usize>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        PUBLISHED.iter().enumerate().flat_map(|(at, table)| table.urls.iter().map(move |url| (*url, at))).collect()
    });
    index.get(url).copied()
}

/// The context before any, the same for all documents.
pub(super) fn initial() -> Arc<Active> {
    static INITIAL: OnceLock<Arc<Active>> = OnceLock::new();
    Arc::clone(INITIAL.get_or_init(|| Arc::new(Active::initial())))
}

/// What an active context becomes under a local one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) active: u64,
    pub(super) map: u64,
    pub(super) propagate: bool,
    pub(super) redefine_protected: bool,
}

impl std::hash::Hash for Step {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let flags = u64::from(self.propagate) << 1 | u64::from(self.redefine_protected);
        state.write_u64(self.active << 34 ^ self.map << 2 ^ flags);
    }
}

/// The numbers in a [`Step`] are ours, so nobody can choose them to collide: one multiplication spreads them enough.
#[derive(Debug, Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.write_u64(u64::from(*b));
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}

pub(super) type Steps = HashMap<Step, Arc<Active>, BuildHasherDefault<Spread>>;

/// Processed contexts, shared by all threads. Emptied when full: a flood of odd combinations costs those who come after
/// it some microseconds, and no memory.
#[derive(Debug, Default)]
pub(super) struct Kept(RwLock<Steps>);

impl Kept {
    const MOST: usize = 1_024;

    pub(super) fn get(&self, step: &Step) -> Option<Arc<Active>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(step).cloned()
    }

    /// Keeps a result, and gives back the one that was there first: ids must not multiply.
    pub(super) fn put(&self, step: Step, active: Active) -> Arc<Active> {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= Self::MOST {
            kept.clear();
        }
        Arc::clone(kept.entry(step).or_insert_with(|| Arc::new(active)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_stands_once_and_has_a_digest() {
        let mut seen: Vec<_> = published_contexts().collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup_by_key(|(url, _)| *url);
        assert_eq!(seen.len(), all);
        assert!(seen.iter().all(|(url, sha)| url.starts_with("https://") && sha.len() == 64));
    }

    // OB3-DM-161
    #[test]
    fn the_older_text_is_chosen_on_request() {
        let url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
        let newer = Contexts::builtin();
        let older = Contexts::builtin().with_older_ob_3_0_3();
        assert_ne!(newer.published_sha256(url), older.published_sha256(url));
        assert!(newer.find(url) != older.find(url));
        assert!(!newer.knows("https://example.org/context.json"));
    }
}
