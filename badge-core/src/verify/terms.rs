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

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Pointer {
        Pointer::root().member("@context")
    }

    /// The id of a reason, and what it names.
    fn words(reason: &Reason) -> (&'static str, String) {
        let named = match reason {
            Reason::ContextUnknown { url } => url,
            Reason::ContextConflict { term } | Reason::TermUndefined { term } => term,
            Reason::ContextFeature { keyword } => keyword,
            Reason::OverLimit { limit } => limit,
            Reason::RelativeName { name } | Reason::DuplicateMember { name } => name,
            Reason::MemberValue { found, .. } => found,
            _ => "",
        };
        (reason.id(), named.to_owned())
    }

    // Whoever told another reason would send the reader to look for the fault where there is none.
    #[test]
    fn a_context_that_is_refused_is_told_by_what_it_does() {
        let fault = |fault| LdError::BadContext { at: at(), fault };
        let t = || "terme".to_owned();
        for (why, id, named) in [
            (LdError::UnknownContext { url: t(), at: at() }, "context-unknown", "terme"),
            (LdError::ProtectedTerm { term: t(), at: at() }, "context-conflict", "terme"),
            (LdError::ProtectedTermsDropped { at: at() }, "context-conflict", "null"),
            (LdError::Unsupported { feature: "@import".into(), at: at() }, "context-feature", "@import"),
            (fault(ContextFault::Value(t())), "context-conflict", "terme"),
            (fault(ContextFault::KeywordRedefined(t())), "context-conflict", "terme"),
            (fault(ContextFault::KeywordLike(t())), "context-conflict", "terme"),
            (fault(ContextFault::Cyclic(t())), "context-conflict", "terme"),
            (fault(ContextFault::NoIri(t())), "context-conflict", "terme"),
            (fault(ContextFault::Definition(t())), "context-conflict", "terme"),
            (fault(ContextFault::Coercion(t())), "context-conflict", "terme"),
            (fault(ContextFault::Container(t())), "context-conflict", "terme"),
            (fault(ContextFault::NotAContext), "context-feature", "@context"),
            (fault(ContextFault::NullForType), "context-feature", "@context"),
            (LdError::ContextsTooDeep { limit: 3, at: at() }, "over-limit", "context_depth"),
        ] {
            let (code, reason, place) = refused(&why);
            assert_eq!((code, words(&reason), place), (CheckCode::DocumentContext, (id, named.into()), at()), "{why}");
        }
        let (code, reason, place) = refused(&LdError::TooManyContexts { limit: 3 });
        assert_eq!((code, words(&reason).1.as_str()), (CheckCode::DocumentContext, "contexts"));
        assert_eq!(place, Pointer::root());
    }

    #[test]
    fn a_document_that_is_no_linked_data_is_told_by_its_keyword_or_its_bound() {
        for (fault, keyword) in [
            (SyntaxFault::Id, "@id"),
            (SyntaxFault::Type, "@type"),
            (SyntaxFault::Graph, "@graph"),
            (SyntaxFault::Language, "@language"),
            (SyntaxFault::LanguageMap, "@language"),
            (SyntaxFault::Direction, "@direction"),
            (SyntaxFault::SetOrList, "@list"),
            (SyntaxFault::Value, "@value"),
        ] {
            let (code, reason, place) = refused(&LdError::Syntax { at: at(), fault });
            assert_eq!((code, words(&reason)), (CheckCode::DocumentTerms, ("context-feature", keyword.into())));
            assert_eq!(place, at());
        }
        for (why, limit) in [
            (LdError::TooDeep { limit: 9 }, "json_depth"),
            (LdError::TooManyQuads { limit: 9 }, "quads"),
            (LdError::BadBase, ""),
        ] {
            let (code, reason, _) = refused(&why);
            assert_eq!((code, words(&reason).1.as_str()), (CheckCode::DocumentTerms, limit), "{why}");
        }
        // No document leads there: its base is an address that was read as one before.
        assert_eq!(refused(&LdError::BadBase).1, Reason::NotCanonical);
    }

    // OB3-DM-164: what has no meaning is covered by no proof over linked data, and each kind of it has its own words.
    #[test]
    fn each_part_without_meaning_has_its_words() {
        let t = || "x".to_owned();
        for (kind, id, named) in [
            (FaultKind::UndefinedTerm(t()), "term-undefined", "x"),
            (FaultKind::UndefinedType(t()), "term-undefined", "x"),
            (FaultKind::TermMappedToNull(t()), "term-undefined", "x"),
            (FaultKind::KeywordLike(t()), "term-undefined", "x"),
            (FaultKind::BlankProperty(t()), "term-undefined", "x"),
            (FaultKind::RelativeId(t()), "relative-name", "x"),
            (FaultKind::InvalidIri(t()), "relative-name", "x"),
            (FaultKind::BadLanguageTag(t()), "member-value", "x"),
            (FaultKind::Direction(t()), "context-feature", "@direction"),
            (FaultKind::Renamed(t()), "context-conflict", "x"),
            (FaultKind::TornApart(t()), "duplicate-member", "x"),
            (FaultKind::UnknownContext(t()), "context-unknown", "x"),
            (FaultKind::NullValue, "term-undefined", "nom"),
            (FaultKind::FreeFloating, "term-undefined", "nom"),
        ] {
            let place = Pointer::root().member("a").member("nom");
            let reason = meaningless(kind.clone(), &place);
            assert_eq!(words(&reason), (id, named.to_owned()), "{kind:?}");
            // OB3-DM-164: a remark where a signature covers every byte, a failure where it does not.
            for covers in [true, false] {
                let told = faults(vec![Fault { at: place.clone(), kind: kind.clone() }], covers);
                let [check] = told.as_slice() else { panic!("{told:?}") };
                assert_eq!((check.code, &check.at), (CheckCode::DocumentTerms, &place));
                assert_eq!(matches!(check.outcome, Outcome::Fail(_)), !covers, "{kind:?}");
                assert_eq!(matches!(check.outcome, Outcome::Warn(_)), covers, "{kind:?}");
            }
        }
    }

    #[test]
    fn faults_that_are_told_are_bounded() {
        let many = |count| vec![Fault { at: at(), kind: FaultKind::NullValue }; count];
        assert_eq!(faults(many(MOST_TOLD), false).len(), MOST_TOLD);
        assert_eq!(faults(many(MOST_TOLD + 1), false).len(), MOST_TOLD);
        assert_eq!(faults(many(0), false), [Check::new(CheckCode::DocumentTerms, Outcome::Pass)]);
    }
}
