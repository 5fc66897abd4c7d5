//! Why a document has no meaning as linked data, and what in it has none.

use crate::json::Pointer;

/// Why a document could not be read as JSON-LD at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LdError {
    /// A context that is neither built in nor given by the caller.
    #[error("unknown context {url} at {at}")]
    UnknownContext {
        /// Its address, as written.
        url: String,
        /// Where it is named.
        at: Pointer,
    },
    /// A protected term would be given another meaning (OB3-DM-163).
    #[error("the protected term \"{term}\" is redefined at {at}")]
    ProtectedTerm {
        /// The term.
        term: String,
        /// The context that does so.
        at: Pointer,
    },
    /// `null` would take away protected terms.
    #[error("the context at {at} takes protected terms away")]
    ProtectedTermsDropped {
        /// The context that does so.
        at: Pointer,
    },
    /// JSON-LD that this reader does not take part in, for safety's sake.
    #[error("{feature} is not supported, at {at}")]
    Unsupported {
        /// The keyword, or the value of `@container`.
        feature: String,
        /// Where it stands.
        at: Pointer,
    },
    /// A context that says something impossible.
    #[error("bad context at {at}: {fault:?}")]
    BadContext {
        /// The context.
        at: Pointer,
        /// What is wrong with it.
        fault: ContextFault,
    },
    /// A keyword with a value that it cannot have.
    #[error("bad JSON-LD at {at}: {fault:?}")]
    Syntax {
        /// The object it stands in.
        at: Pointer,
        /// What is wrong.
        fault: SyntaxFault,
    },
    /// Nested deeper than [`Limits::json_depth`](crate::limits::Limits::json_depth).
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// Levels allowed.
        limit: usize,
    },
    /// Contexts inside contexts, more than [`Limits::context_depth`](crate::limits::Limits::context_depth).
    #[error("contexts name one another more than {limit} deep, at {at}")]
    ContextsTooDeep {
        /// Levels allowed.
        limit: usize,
        /// Where it began.
        at: Pointer,
    },
    /// More contexts of its own than [`Limits::contexts`](crate::limits::Limits::contexts).
    #[error("more than {limit} contexts to be computed")]
    TooManyContexts {
        /// Contexts allowed.
        limit: usize,
    },
    /// More quads than [`Limits::quads`](crate::limits::Limits::quads).
    #[error("more than {limit} quads")]
    TooManyQuads {
        /// Quads allowed.
        limit: usize,
    },
    /// Quads were asked of a document that has faults: they would leave something out.
    #[error("{count} parts of the document have no meaning")]
    Faulty {
        /// How many.
        count: usize,
    },
    /// The base is not an absolute IRI.
    #[error("the base is not an absolute IRI")]
    BadBase,
}

/// What is wrong with a context.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContextFault {
    /// Neither a text, an object, a list of them, nor `null`.
    NotAContext,
    /// A value of `@version` other than the number 1.1.
    Version,
    /// A keyword of the context (named) with a value it cannot have.
    Value(String),
    /// A keyword used as a term.
    KeywordRedefined(String),
    /// A term, or what it stands for, that looks like a keyword.
    KeywordLike(String),
    /// A term that is defined by itself.
    Cyclic(String),
    /// A term that stands for no absolute IRI.
    NoIri(String),
    /// A definition that is no definition.
    Definition(String),
    /// A `@type` that is no datatype.
    Coercion(String),
    /// A `@container` that does not exist.
    Container(String),
    /// `null` inside the context of a type: implementations do not agree on it.
    NullForType,
}

/// A keyword with a value that it cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxFault {
    /// `@id` that is no text.
    Id,
    /// `@type` that is neither a text nor a list of texts.
    Type,
    /// `@graph` that is neither an object nor a list.
    Graph,
    /// `@language` that is no text, or on something other than a text.
    Language,
    /// `@direction` other than `ltr` and `rtl`.
    Direction,
    /// A value object with other members than it may have, or with a value that is none.
    Value,
    /// `@set` or `@list` beside something else.
    SetOrList,
    /// The same keyword twice, under two names.
    Colliding,
    /// A language map with something other than texts.
    LanguageMap,
}

/// A part of the document that linked data would leave out, or could read in two ways.
///
/// A proof does not cover such a part: signing or verifying one must fail when there is any (OB3-DM-164). Reading an
/// Open Badge 2.0 lists them and goes on (D-31).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands.
    pub at: Pointer,
    /// What it is.
    pub kind: FaultKind,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// A property that no context defines.
    UndefinedTerm(String),
    /// A type that no context defines.
    UndefinedType(String),
    /// A property that a context maps to nothing on purpose.
    TermMappedToNull(String),
    /// An identifier without a scheme.
    RelativeId(String),
    /// An identifier with a character that no IRI may have.
    InvalidIri(String),
    /// A name that begins like a keyword and is none, or a keyword that has no meaning here.
    KeywordLike(String),
    /// A property that is a blank node.
    BlankProperty(String),
    /// A language tag that is none.
    BadLanguageTag(String),
    /// A base direction, which RDF cannot carry.
    Direction(String),
    /// A value object whose value is `null`.
    NullValue,
    /// A language of a whole node, as Open Badges 2.0 has it (`@language`): linked data knows languages of texts only.
    LanguageOfNode(String),
    /// A text or number that belongs to no node.
    FreeFloating,
    /// A node that says nothing, where only one that says something counts.
    SaysNothing,
    /// A term of the data model of credentials under another name, or its name for something else: of what was
    /// written, the name. Only in [`Expanded::disguises`](super::Expanded::disguises).
    Renamed(String),
    /// A thing of which something is said in two places that one would do for: its id. Only in
    /// [`Expanded::disguises`](super::Expanded::disguises).
    TornApart(String),
    /// A context that was not known and was passed over; only where the caller asked for that.
    UnknownContext(String),
}
