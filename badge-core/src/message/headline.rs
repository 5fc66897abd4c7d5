//! The answer in one sentence.

use super::Catalog;
use super::view::Sign;
use crate::json::Pointer;
use crate::model::Kind;
use crate::verify::{Check, CheckCode, Match, Outcome, Reason, Report, Standing, Trust, Verdict, Weight};

/// What a reader wants to know first. Three questions are kept apart: authentic, about this person, issuer known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Headline {
    /// Authentic, and the issuer is on the reader's list.
    Known,
    /// Authentic; no list was given.
    Authentic,
    /// Authentic; the issuer is not on the reader's list.
    Unknown,
    /// Authentic; the issuer is only its own key, so that its name is not proven.
    KeyOnly,
    /// The issuer serves this badge, and the copy in hand says something else: what is shown is the issuer's.
    CopyDiffers,
    /// Authentic, and about somebody else than the reader asked about.
    OtherPerson,
    /// Authentic, and nobody can tell whether it is about the person the reader asked about.
    PersonUnknown,
    /// Its time is over.
    Expired,
    /// Revoked by its issuer.
    Revoked,
    /// Suspended by its issuer.
    Suspended,
    /// Its time has not begun.
    NotYetValid,
    /// Changed after it was signed.
    Altered,
    /// The key, or the address, is not the issuer's.
    Impostor,
    /// Rejected for another reason.
    Faulty,
    /// Nothing here that could be read as a badge.
    NoBadge,
    /// No badge here, but addresses that may lead to some.
    OnlyLinks,
    /// Something that is needed could not be read.
    CannotTell,
}

impl Headline {
    /// Every headline.
    pub const ALL: [Self; 17] = [
        Self::Known,
        Self::Authentic,
        Self::Unknown,
        Self::KeyOnly,
        Self::CopyDiffers,
        Self::OtherPerson,
        Self::PersonUnknown,
        Self::Expired,
        Self::Revoked,
        Self::Suspended,
        Self::NotYetValid,
        Self::Altered,
        Self::Impostor,
        Self::Faulty,
        Self::NoBadge,
        Self::OnlyLinks,
        Self::CannotTell,
    ];

    /// The headline of a report. The verdict decides; the rest only chooses among the words for it.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        match report.verdict {
            Verdict::Inconclusive => Self::CannotTell,
            Verdict::Verified => Self::of_verified(report),
            Verdict::Rejected => Self::of_rejected(report),
        }
    }

    /// The same as far as the badge itself goes, whoever it is about: that is a question of its own.
    #[must_use]
    pub fn authenticity(report: &Report) -> Self {
        match report.verdict {
            Verdict::Verified => Self::of_authentic(report),
            _ => Self::of(report),
        }
    }

    /// Whether it is good, bad, or to be looked at.
    pub(crate) const fn sign(self) -> Sign {
        match self {
            Self::Known | Self::Authentic | Self::Unknown | Self::KeyOnly => Sign::Good,
            Self::CopyDiffers | Self::OtherPerson | Self::PersonUnknown | Self::OnlyLinks | Self::CannotTell => {
                Sign::Open
            }
            _ => Sign::Bad,
        }
    }

    /// The sentence.
    #[must_use]
    pub fn text(self, catalog: &Catalog) -> String {
        catalog.text(self.id(), &[])
    }

    /// The sentence about what was judged: an endorsement is no badge, and is called by its name.
    #[must_use]
    pub fn text_of(self, report: &Report, catalog: &Catalog) -> String {
        let own = format!("{}.endorsement", self.id());
        let endorsement = report.summary.as_ref().is_some_and(|s| s.badge.kind == Kind::Endorsement);
        if endorsement && catalog.has(&own) { catalog.text(&own, &[]) } else { self.text(catalog) }
    }

    /// The same in two or three words, for tables.
    #[must_use]
    pub fn short(self, catalog: &Catalog) -> String {
        catalog.text(&format!("{}.short", self.id()), &[])
    }

    fn of_verified(report: &Report) -> Self {
        match report.recipient {
            Match::Differs => Self::OtherPerson,
            Match::Unknown => Self::PersonUnknown,
            Match::Matches | Match::NotAsked => Self::of_authentic(report),
        }
    }

    fn of_authentic(report: &Report) -> Self {
        let key_only = report.checks.iter().any(|c| {
            c.code == CheckCode::IssuerConfirmed && matches!(c.outcome, Outcome::Warn(Reason::IssuerIsKey { .. }))
        });
        // Whoever the issuer is, "nothing was changed" would be said of another document than the one in hand.
        if report.checks.iter().any(of_another_copy) {
            return Self::CopyDiffers;
        }
        match report.trust {
            Trust::Known => Self::Known,
            _ if key_only => Self::KeyOnly,
            Trust::Unknown => Self::Unknown,
            Trust::NotAsked => Self::Authentic,
        }
    }

    fn of_rejected(report: &Report) -> Self {
        let reasons: Vec<(CheckCode, &Reason)> = report
            .checks
            .iter()
            .filter(|c| c.weight == Weight::Required)
            .filter_map(|c| if let Outcome::Fail(reason) = &c.outcome { Some((c.code, reason)) } else { None })
            .collect();
        let any = |f: fn(&Reason) -> bool| reasons.iter().any(|(_, reason)| f(reason));
        if report.summary.is_none() && reasons.iter().any(|(code, _)| UNREADABLE.contains(code)) {
            let links = any(|r| matches!(r, Reason::OnlyLinks { .. }));
            return if links { Self::OnlyLinks } else { Self::NoBadge };
        }
        if any(|r| matches!(r, Reason::SignatureMismatch)) {
            return Self::Altered;
        }
        if any(|r| matches!(r, Reason::KeyNotIssuers { .. } | Reason::KeyNotListed { .. } | Reason::OutOfScope { .. }))
        {
            return Self::Impostor;
        }
        // The state is the headline only where nothing worse was found.
        let only_state = reasons.iter().all(|(code, _)| STATE.contains(code));
        match report.standing {
            Standing::Revoked if only_state => Self::Revoked,
            Standing::Suspended if only_state => Self::Suspended,
            Standing::Expired if only_state => Self::Expired,
            Standing::NotYetValid if only_state => Self::NotYetValid,
            _ => Self::Faulty,
        }
    }

    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Known => "headline-known",
            Self::Authentic => "headline-authentic",
            Self::Unknown => "headline-unknown",
            Self::KeyOnly => "headline-key-only",
            Self::CopyDiffers => "headline-copy-differs",
            Self::OtherPerson => "headline-other-person",
            Self::PersonUnknown => "headline-person-unknown",
            Self::Expired => "headline-expired",
            Self::Revoked => "headline-revoked",
            Self::Suspended => "headline-suspended",
            Self::NotYetValid => "headline-not-yet-valid",
            Self::Altered => "headline-altered",
            Self::Impostor => "headline-impostor",
            Self::Faulty => "headline-faulty",
            Self::NoBadge => "headline-no-badge",
            Self::OnlyLinks => "headline-only-links",
            Self::CannotTell => "headline-cannot-tell",
        }
    }
}

/// Whether it says that the copy in hand is not what is served. At a link inside it is the issuer's own two documents
/// that differ.
fn of_another_copy(check: &Check) -> bool {
    check.code == CheckCode::HostedSame
        && check.at == Pointer::root()
        && matches!(check.outcome, Outcome::Warn(Reason::CopyDiffers))
}

/// Checks that fail where nothing could be read as a badge.
const UNREADABLE: [CheckCode; 5] = [
    CheckCode::ContainerFormat,
    CheckCode::ContainerStripped,
    CheckCode::DocumentJson,
    CheckCode::DocumentType,
    CheckCode::HostedFetched,
];

/// Checks of the state of a badge that is otherwise good. A withdrawn hosted badge fails where it was fetched.
const STATE: [CheckCode; 4] =
    [CheckCode::StatusRevocation, CheckCode::StatusNotBefore, CheckCode::StatusExpiry, CheckCode::HostedFetched];
