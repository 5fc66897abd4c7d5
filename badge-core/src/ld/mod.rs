//! Linked data: JSON-LD to quads over our own term tables, and RDF canonicalisation.
//!
//! ```
//! use badge_core::{json, ld, limits::Limits};
//! let limits = Limits::default();
//! let document = json::parse(
//!     br#"{"@context": "https://www.w3.org/ns/credentials/v2",
//!          "id": "urn:uuid:0", "type": "VerifiableCredential", "name": "Laser"}"#,
//!     &limits,
//! )?;
//! let expanded = ld::expand(&document, &ld::Contexts::builtin(), &limits)?;
//! let dataset = expanded.quads(&limits)?;
//! let canonical = ld::canonicalize(&dataset, ld::Hash::Sha256, ld::RelatedForm::List, &limits)?;
//! assert_eq!(canonical.text.lines().count(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The profile is narrow and fails closed. Whatever JSON-LD would leave out in silence (a property or type that no
//! context defines, a relative id, a malformed language tag) is a [`Fault`] with its place, and quads are refused while
//! there is one (OB3-DM-164). What is not supported (`@import`, `@reverse`, `@nest`, `@included`, maps by index, id or
//! type) is an error. Contexts are never fetched: those built in are tables of our own (D-30), others come from the
//! caller.

mod active;
mod conclude;
mod contexts;
mod error;
mod expand;
mod iri;
mod local;
mod member;
mod nquads;
mod nquads_read;
mod number;
mod places;
mod plain;
mod process;
mod quads;
mod rdfc;
mod reference;
mod store;
mod text;
mod tree;

pub use error::{ContextFault, Fault, FaultKind, LdError, SyntaxFault};
pub use expand::{Reading, expand, expand_with};
pub use nquads_read::{Expected, NQuadsError, parse_nquads};
pub(crate) use places::{Gathered, Places, may_repeat, says_nothing};
pub use quads::{Dataset, Name, Object, Quad};
pub use rdfc::{CanonError, Canonical, Hash, RelatedForm, canonicalize};
pub use store::{Contexts, published_contexts};
pub use text::Str;
pub use tree::{Expanded, Id, Item, Node, RDF_LANG_STRING, Scalar, Spot, Value, XSD_STRING};
