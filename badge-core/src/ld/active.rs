//! Active contexts: what each term means at one point of a document, and how a local context changes that.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::error::ContextFault;
use super::iri::{Form, Keyword, form, is_keyword_like};
use super::local::{Container, EntryId, GRAPH, LANGUAGE, LIST, LONGEST_TERM, Local, Map, Origin, fresh_id};
use super::text::Str;

/// What every term means at one point of a document.
#[derive(Debug)]
pub(super) struct Active {
    /// Tells contexts apart where results are kept.
    pub(super) id: u64,
    pub(super) origin: Origin,
    pub(super) terms: HashMap<Str<'static>, Arc<Term>>,
    pub(super) vocab: Option<Str<'static>>,
    pub(super) language: Option<Str<'static>>,
    pub(super) any_protected: bool,
    /// The terms that stand for `@type`: every object is searched for them first.
    type_aliases: Vec<Str<'static>>,
    /// The context to go back to in the nodes below: set by the context of a type, which does not reach further.
    pub(super) previous: Option<Arc<Self>>,
}

/// The definition of one term.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) meaning: Meaning,
    pub(super) coercion: Coercion,
    pub(super) container: Container,
    pub(super) prefix: bool,
    pub(super) protected: bool,
    /// `Some(None)` is `null`: no language.
    pub(super) language: Option<Option<Str<'static>>>,
    pub(super) scope: Option<Arc<Local>>,
    /// What [`super::plain`] thinks of the term as the name of a member, and as a value; found when it is asked.
    pub(super) plain: (OnceLock<bool>, OnceLock<bool>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Left out on purpose.
    Null,
    Keyword(Keyword),
    /// An absolute IRI, or a blank node with its `_:`.
    Iri(Str<'static>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Coercion {
    None,
    Id,
    Vocab,
    Json,
    Datatype(Str<'static>),
}

/// Why a local context cannot be applied.
pub(super) enum Conflict {
    Fault(ContextFault),
    Protected(String),
}

impl Active {
    /// The context before any: no terms.
    pub(super) fn initial() -> Self {
        Self {
            id: fresh_id(),
            origin: Origin::BuiltIn,
            terms: HashMap::new(),
            vocab: None,
            language: None,
            any_protected: false,
            type_aliases: Vec::new(),
            previous: None,
        }
    }

    /// The definition of a name. A long one is none, and is not looked for: it is asked once for each value under it.
    pub(super) fn term(&self, name: &str) -> Option<&Arc<Term>> {
        if name.len() > LONGEST_TERM { None } else { self.terms.get(name) }
    }

    /// Whether a member of this name gives types.
    pub(super) fn is_type(&self, key: &str) -> bool {
        key == "@type" || self.type_aliases.iter().any(|alias| *alias == key)
    }

    /// This context and the definitions of a map. Only the context of a property may redefine protected terms.
    pub(super) fn with(
        self: &Arc<Self>,
        map: &Map,
        propagate: bool,
        redefine_protected: bool,
    ) -> Result<Self, Conflict> {
        let previous = if propagate { self.previous.clone() } else { self.previous.clone().or(Some(Arc::clone(self))) };
        let mut build = Building {
            next: Self {
                id: fresh_id(),
                origin: self.origin.max(map.origin),
                terms: self.terms.clone(),
                vocab: self.vocab.clone(),
                language: self.language.clone(),
                any_protected: self.any_protected,
                type_aliases: Vec::new(),
                previous,
            },
            map,
            progress: vec![Progress::Open; map.entries.len()],
            redefine_protected,
        };
        if let Some(vocab) = &map.vocab {
            build.next.vocab = match vocab {
                None => None,
                Some(text) => Some(build.vocabulary(text)?),
            };
        }
        if let Some(language) = &map.language {
            build.next.language = language.clone().map(Str::from);
        }
        for at in 0..map.entries.len() {
            build.define(at)?;
        }
        let mut next = build.next;
        let is_type = |(name, term): (&Str<'static>, &Arc<Term>)| {
            (term.meaning == Meaning::Keyword(Keyword::Type)).then(|| name.clone())
        };
        next.type_aliases = next.terms.iter().filter_map(is_type).collect();
        Ok(next)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Open,
    Begun,
    Done,
}

struct Building<'m> {
    next: Active,
    map: &'m Map,
    progress: Vec<Progress>,
    redefine_protected: bool,
}

impl From<ContextFault> for Conflict {
    fn from(fault: ContextFault) -> Self {
        Self::Fault(fault)
    }
}

impl Building<'_> {
    fn vocabulary(&self, text: &str) -> Result<Str<'static>, Conflict> {
        let bad = || Conflict::from(ContextFault::Value("@vocab".to_owned()));
        let iri = match self.next.term(text).map(|t| &t.meaning) {
            Some(Meaning::Iri(iri)) => iri.clone(),
            Some(_) => return Err(bad()),
            None => self.shared(self.compact(text).unwrap_or_else(|| text.to_owned())),
        };
        if form(&iri) == Form::Absolute { Ok(iri) } else { Err(bad()) }
    }

    /// Defines one term, and those it is written with first.
    fn define(&mut self, at: usize) -> Result<(), Conflict> {
        let entry = &self.map.entries[at];
        match self.progress[at] {
            Progress::Done => return Ok(()),
            Progress::Begun => return Err(ContextFault::Cyclic(entry.name.to_string()).into()),
            Progress::Open => self.progress[at] = Progress::Begun,
        }
        let before = self.next.terms.remove(&*entry.name);
        let meaning = self.meaning(at)?;
        let coercion = self.coercion(at)?;
        let keyword = matches!(meaning, Meaning::Keyword(_));
        let bad = || Conflict::from(ContextFault::Definition(entry.name.to_string()));
        if keyword && (entry.scope.is_some() || entry.container & (LIST | GRAPH | LANGUAGE) != 0) {
            return Err(bad());
        }
        if keyword && entry.prefix.is_some() {
            return Err(bad());
        }
        let by_form = entry.simple && !entry.name.contains(':') && ends_as_prefix(&meaning);
        let mut term = Term {
            meaning,
            coercion,
            container: entry.container,
            prefix: entry.prefix.unwrap_or(by_form),
            protected: entry.protected.unwrap_or(self.map.protected),
            language: if entry.coercion.is_some() { None } else { entry.language.clone() },
            scope: entry.scope.clone(),
            plain: Default::default(),
        };
        if let Some(before) = before.filter(|b| b.protected && !self.redefine_protected) {
            term.protected = true;
            if !term.same_as(&before) {
                return Err(Conflict::Protected(entry.name.to_string()));
            }
        }
        self.next.any_protected |= term.protected;
        self.next.terms.insert(entry.name.clone(), Arc::new(term));
        self.progress[at] = Progress::Done;
        Ok(())
    }

    fn meaning(&mut self, at: usize) -> Result<Meaning, Conflict> {
        let entry = &self.map.entries[at];
        let name: &str = &entry.name;
        let none = || Conflict::from(ContextFault::NoIri(name.to_owned()));
        let text = match &entry.id {
            EntryId::Null => return Ok(Meaning::Null),
            EntryId::Text(text) => text,
            EntryId::Itself => {
                let iri = match name.split_once(':').filter(|(prefix, _)| !prefix.is_empty()) {
                    Some((prefix, suffix)) => {
                        self.define_named(prefix)?;
                        match self.next.term(prefix).map(|t| &t.meaning) {
                            Some(Meaning::Iri(iri)) => format!("{iri}{suffix}"),
                            Some(_) => return Err(none()),
                            None => name.to_owned(),
                        }
                    }
                    None => format!("{}{name}", self.next.vocab.as_ref().ok_or_else(none)?),
                };
                return self.absolute(iri).ok_or_else(none);
            }
        };
        let meaning = self.expand(text)?;
        if matches!(meaning, Some(Meaning::Keyword(Keyword::Context | Keyword::Other))) {
            return Err(ContextFault::KeywordRedefined(text.to_string()).into());
        }
        // A term that looks like an IRI must stand for that IRI.
        let like_iri = name.contains('/')
            || name.split_once(':').is_some_and(|(_, rest)| !rest.starts_with(':') && !rest.is_empty());
        if like_iri {
            let own = self.compact_or_absolute(name)?;
            if own != meaning {
                return Err(none());
            }
        }
        meaning.ok_or_else(none)
    }

    fn coercion(&mut self, at: usize) -> Result<Coercion, Conflict> {
        let entry = &self.map.entries[at];
        let Some(text) = &entry.coercion else { return Ok(Coercion::None) };
        match text.as_str() {
            "@id" => Ok(Coercion::Id),
            "@vocab" => Ok(Coercion::Vocab),
            "@json" => Ok(Coercion::Json),
            "@none" => Ok(Coercion::None),
            text => match self.expand(text)? {
                Some(Meaning::Iri(iri)) if form(&iri) == Form::Absolute => Ok(Coercion::Datatype(iri)),
                _ => Err(ContextFault::Coercion(entry.name.to_string()).into()),
            },
        }
    }

    fn define_named(&mut self, name: &str) -> Result<(), Conflict> {
        match self.map.get(name) {
            Some((at, _)) => self.define(at),
            None => Ok(()),
        }
    }

    /// The meaning of a term, a compact IRI or an IRI in a definition; `None` where it is relative.
    fn expand(&mut self, text: &str) -> Result<Option<Meaning>, Conflict> {
        if let Some(keyword) = Keyword::parse(text) {
            return Ok(Some(Meaning::Keyword(keyword)));
        }
        if is_keyword_like(text) {
            return Err(ContextFault::KeywordLike(text.to_owned()).into());
        }
        self.define_named(text)?;
        if let Some(term) = self.next.term(text) {
            return Ok(Some(term.meaning.clone()).filter(|m| *m != Meaning::Null));
        }
        self.compact_or_absolute(text)
    }

    fn compact_or_absolute(&mut self, text: &str) -> Result<Option<Meaning>, Conflict> {
        if let Some((prefix, suffix)) = text.split_once(':')
            && !prefix.is_empty()
            && prefix != "_"
            && !suffix.starts_with("//")
        {
            self.define_named(prefix)?;
        }
        Ok(match self.compact(text) {
            Some(iri) => self.absolute(iri),
            None if form(text) == Form::Relative => match &self.next.vocab {
                Some(vocab) => self.absolute(format!("{vocab}{text}")),
                None => None,
            },
            None => self.absolute(text.to_owned()),
        })
    }

    /// The IRI that `prefix:suffix` stands for.
    fn compact(&self, text: &str) -> Option<String> {
        let (prefix, suffix) = text.split_once(':')?;
        if prefix == "_" || suffix.starts_with("//") {
            return None;
        }
        match &**self.next.term(prefix)? {
            Term { meaning: Meaning::Iri(iri), prefix: true, .. } => Some(format!("{iri}{suffix}")),
            _ => None,
        }
    }

    fn absolute(&self, iri: String) -> Option<Meaning> {
        matches!(form(&iri), Form::Absolute | Form::Blank).then(|| Meaning::Iri(self.shared(iri)))
    }

    fn shared(&self, text: String) -> Str<'static> {
        if self.next.origin == Origin::BuiltIn { intern(text) } else { text.into() }
    }
}

impl Term {
    fn same_as(&self, other: &Self) -> bool {
        self.meaning == other.meaning
            && self.coercion == other.coercion
            && self.container == other.container
            && self.prefix == other.prefix
            && self.language == other.language
            && self.scope == other.scope
    }
}

/// Whether an IRI ends with a character after which a suffix may follow (RFC 3986 gen-delims).
fn ends_as_prefix(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Iri(iri) if iri.ends_with([':', '/', '?', '#', '[', ']', '@']))
}

/// Keeps one copy of an IRI for the life of the process. Only IRIs made of our own tables come here: there are as many
/// as the tables allow, and a bound beyond which they are shared like any other.
fn intern(text: String) -> Str<'static> {
    const MOST: usize = 16_384;
    static KNOWN: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_with(HashSet::new);
    if let Some(kept) = known.get(text.as_str()) {
        return Str::new(kept);
    }
    if known.len() >= MOST {
        return text.into();
    }
    let kept: &'static str = Box::leak(text.into_boxed_str());
    known.insert(kept);
    Str::new(kept)
}
