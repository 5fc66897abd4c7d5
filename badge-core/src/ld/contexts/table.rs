//! The form in which published contexts are written down here: one line a term.

use crate::ld::local::{Container, GRAPH, LIST, SET};

/// A published context, as our own table of what it says.
pub(in crate::ld) struct Published {
    /// The addresses at which it is published.
    pub(in crate::ld) urls: &'static [&'static str],
    /// SHA-256 of the published file, in lower-case hexadecimal.
    pub(in crate::ld) sha256: &'static str,
    /// What it says.
    pub(in crate::ld) context: Local,
}

/// The value of a published `@context`.
pub(in crate::ld) enum Local {
    /// Another context, by address.
    Url(&'static str),
    /// Term definitions.
    Terms(&'static Terms),
    /// Several, one after the other.
    Many(&'static [Self]),
}

/// Term definitions that stand in one object.
pub(in crate::ld) struct Terms {
    /// Whether they are protected unless they say otherwise.
    pub(in crate::ld) protected: bool,
    /// One a line.
    pub(in crate::ld) terms: &'static [Entry],
}

/// One term definition.
#[derive(Clone, Copy)]
pub(in crate::ld) struct Entry {
    pub(in crate::ld) name: &'static str,
    pub(in crate::ld) id: Id,
    /// Written as a text instead of an object: then it may serve as a prefix.
    pub(in crate::ld) simple: bool,
    pub(in crate::ld) coercion: Option<&'static str>,
    pub(in crate::ld) container: Container,
    pub(in crate::ld) protected: Option<bool>,
    pub(in crate::ld) prefix: Option<bool>,
    pub(in crate::ld) scope: Scope,
}

/// What a term stands for.
#[derive(Clone, Copy)]
pub(in crate::ld) enum Id {
    /// Nothing is said: the term itself, read as a compact IRI or after `@vocab`.
    Itself,
    /// An IRI, a compact IRI, another term or a keyword.
    Text(&'static str),
}

/// The context that holds inside a term.
#[derive(Clone, Copy)]
pub(in crate::ld) enum Scope {
    /// The one around it.
    Same,
    /// No terms at all.
    Null,
    /// These terms too.
    Terms(&'static Terms),
}

/// `"name": "id"`.
pub(super) const fn is(name: &'static str, id: &'static str) -> Entry {
    Entry { simple: true, ..def(name, id) }
}

/// `"name": {"@id": "id"}`.
pub(super) const fn def(name: &'static str, id: &'static str) -> Entry {
    Entry { id: Id::Text(id), ..plain(name) }
}

/// `"name": {}`.
pub(super) const fn plain(name: &'static str) -> Entry {
    Entry {
        name,
        id: Id::Itself,
        simple: false,
        coercion: None,
        container: 0,
        protected: None,
        prefix: None,
        scope: Scope::Same,
    }
}

impl Entry {
    pub(super) const fn typed(self, datatype: &'static str) -> Self {
        Self { coercion: Some(datatype), ..self }
    }
    pub(super) const fn id(self) -> Self {
        self.typed("@id")
    }
    pub(super) const fn vocab(self) -> Self {
        self.typed("@vocab")
    }
    pub(super) const fn json(self) -> Self {
        self.typed("@json")
    }
    pub(super) const fn set(self) -> Self {
        Self { container: self.container | SET, ..self }
    }
    pub(super) const fn list(self) -> Self {
        Self { container: self.container | LIST, ..self }
    }
    pub(super) const fn graph(self) -> Self {
        Self { container: self.container | GRAPH, ..self }
    }
    pub(super) const fn within(self, terms: &'static Terms) -> Self {
        Self { scope: Scope::Terms(terms), ..self }
    }
    pub(super) const fn within_null(self) -> Self {
        Self { scope: Scope::Null, ..self }
    }
}
