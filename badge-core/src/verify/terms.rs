//! `document.terms`: every property and type has a meaning, so that the signature covers it (OB3-DM-164).

use super::{Check, CheckCode, Outcome, Reason};
use crate::json::Pointer;
use crate::ld::{ContextFault, Expanded, Fault, FaultKind, LdError, SyntaxFault};

/// Tells what has no meaning. When the signature covers every byte (a JWS does), that is a remark: nothing unsigned
/// can be shown.
pub(super) fn check(expanded: &Result<Expanded<'_>, LdError>, covers_every_byte: bool) -> Vec<Check> {
    match expanded {
        Ok(expanded) if covers_every_byte => faults(expanded.faults(), true),
        Ok(expanded) => faults([expanded.faults(), expanded.disguises()].concat(), false),
        Err(why) => {
            let (code, reason, at) = refused(why);
            vec![told(code, reason, at, covers_every_byte)]
        }
    }
}

/// One check for each part without meaning, a pass when there is none.
pub(super) fn faults(faults: Vec<Fault>, covers_every_byte: bool) -> Vec<Check> {
    if faults.is_empty() {
        return vec![Check::new(CheckCode::DocumentTerms, Outcome::Pass)];
    }
    let code = CheckCode::DocumentTerms;
    let most = faults.into_iter().take(MOST_TOLD);
    most.map(|f| told(code, meaningless(f.kind, &f.at), f.at, covers_every_byte)).collect()
}

fn told(code: CheckCode, reason: Reason, at: Pointer, covers_every_byte: bool) -> Check {
    let outcome = if covers_every_byte { Outcome::Warn(reason) } else { Outcome::Fail(reason) };
    Check::new(code, outcome).at(at)
}

/// Faults of one document that are told one by one.
const MOST_TOLD: usize = 100;

/// Why a document is no linked data at all.
pub(super) fn refused(why: &LdError) -> (CheckCode, Reason, Pointer) {
    let context = CheckCode::DocumentContext;
    let conflict = |term: &str| Reason::ContextConflict { term: term.to_owned() };
    let feature = |keyword: &str| Reason::ContextFeature { keyword: keyword.to_owned() };
    let over = |limit: &str| Reason::OverLimit { limit: limit.to_owned() };
    match why {
        LdError::UnknownContext { url, at } => (context, Reason::ContextUnknown { url: url.clone() }, at.clone()),
        LdError::ProtectedTerm { term, at } => (context, conflict(term), at.clone()),
        LdError::ProtectedTermsDropped { at } => (context, conflict("null"), at.clone()),
        LdError::Unsupported { feature: keyword, at } => (context, feature(keyword), at.clone()),
        LdError::BadContext { at, fault } => {
            let reason = match fault {
                ContextFault::Value(term)
                | ContextFault::KeywordRedefined(term)
                | ContextFault::KeywordLike(term)
                | ContextFault::Cyclic(term)
                | ContextFault::NoIri(term)
                | ContextFault::Definition(term)
                | ContextFault::Coercion(term)
                | ContextFault::Container(term) => conflict(term),
                _ => feature("@context"),
            };
            (context, reason, at.clone())
        }
        LdError::Syntax { at, fault } => {
            let keyword = match fault {
                SyntaxFault::Id => "@id",
                SyntaxFault::Type => "@type",
                SyntaxFault::Graph => "@graph",
                SyntaxFault::Language | SyntaxFault::LanguageMap => "@language",
                SyntaxFault::Direction => "@direction",
                SyntaxFault::SetOrList => "@list",
                _ => "@value",
            };
            (CheckCode::DocumentTerms, feature(keyword), at.clone())
        }
        LdError::TooDeep { .. } => (CheckCode::DocumentTerms, over("json_depth"), Pointer::root()),
        LdError::ContextsTooDeep { at, .. } => (context, over("context_depth"), at.clone()),
        LdError::TooManyContexts { .. } => (context, over("contexts"), Pointer::root()),
        LdError::TooManyQuads { .. } => (CheckCode::DocumentTerms, over("quads"), Pointer::root()),
        _ => (CheckCode::DocumentTerms, Reason::NotCanonical, Pointer::root()),
    }
}

fn meaningless(kind: FaultKind, at: &Pointer) -> Reason {
    match kind {
        FaultKind::UndefinedTerm(term)
        | FaultKind::UndefinedType(term)
        | FaultKind::TermMappedToNull(term)
        | FaultKind::KeywordLike(term)
        | FaultKind::BlankProperty(term) => Reason::TermUndefined { term },
        FaultKind::RelativeId(name) | FaultKind::InvalidIri(name) => Reason::RelativeName { name },
        FaultKind::BadLanguageTag(found) => Reason::MemberValue { member: "@language".to_owned(), found },
        FaultKind::Direction(_) => Reason::ContextFeature { keyword: "@direction".to_owned() },
        FaultKind::Renamed(term) => Reason::ContextConflict { term },
        FaultKind::TornApart(name) => Reason::DuplicateMember { name },
        FaultKind::UnknownContext(url) => Reason::ContextUnknown { url },
        _ => Reason::TermUndefined { term: at.as_str().rsplit('/').next().unwrap_or_default().to_owned() },
    }
}
