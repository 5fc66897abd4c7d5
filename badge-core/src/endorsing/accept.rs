//! An endorsement that somebody brings: whether it is accepted, of which of our things it is, under which name it is kept.

use super::unfit::words;
use super::{EMBEDDED, JWT};
use crate::container::{Raw, open};
use crate::crypto::PublicKey;
use crate::limits::Limits;
use crate::message::{self, Catalog, Headline, Words, plain_within};
use crate::model::{Badge, Kind};
use crate::place::{AchievementFile, Found, Place, Received, Slug, Spot, Token, issuer_id};
use crate::verify::{Because, CheckCode, Outcome, Reason, Report, Weight};

/// Why an endorsement is not accepted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It is no endorsement.
    #[error("no endorsement")]
    Nothing,
    /// It is signed by nobody.
    #[error("signed by nobody")]
    ByNobody,
    /// It was changed after it was signed.
    #[error("altered")]
    Altered,
    /// Another key than that of whoever says to endorse signed it.
    #[error("signed by another key")]
    NotTheirs,
    /// It is over.
    #[error("over")]
    Expired,
    /// Who gave it took it back.
    #[error("withdrawn")]
    Withdrawn,
    /// It begins later.
    #[error("not begun")]
    NotYet,
    /// Whether it is good cannot be told now.
    #[error("not decided")]
    Unsure(Box<Report>),
    /// It is not good, for another reason.
    #[error("not good")]
    Faulty(Box<Report>),
    /// It comes from the place itself.
    #[error("by the place itself")]
    Own,
    /// It is about something else.
    #[error("about something else")]
    Elsewhere {
        /// What it is about.
        subject: String,
    },
    /// Somebody else's endorsement has its id.
    #[error("the id of another one")]
    IdTaken {
        /// Who brings it.
        by: String,
        /// Whose is there.
        known: String,
    },
}

impl Refusal {
    /// The id of its sentence; that of what to do next ends in `.hint`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Nothing => "core-accept-nothing",
            Self::ByNobody => "core-accept-by-nobody",
            Self::Altered => "core-accept-altered",
            Self::NotTheirs => "core-accept-not-theirs",
            Self::Expired => "core-accept-expired",
            Self::Withdrawn => "core-accept-revoked",
            Self::NotYet => "core-accept-not-yet",
            Self::Unsure(_) => "core-accept-unsure",
            Self::Faulty(_) => "core-accept-faulty",
            Self::Own => "core-accept-own",
            Self::Elsewhere { .. } => "core-accept-elsewhere",
            Self::IdTaken { .. } => "core-accept-id-taken",
        }
    }

    /// The values of its sentence, besides `input`, which is what the person called it.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Elsewhere { subject } => vec![("subject", plain_within(subject, 300))],
            Self::IdTaken { by, known } => vec![("by", by.clone()), ("known", known.clone())],
            _ => Vec::new(),
        }
    }

    /// What decided, where the sentence does not say it all: what is altered, over or withdrawn needs no reason.
    #[must_use]
    pub fn cause(&self, catalog: &Catalog) -> Option<String> {
        match self {
            Self::Unsure(report) | Self::Faulty(report) => {
                let open = matches!(Headline::of(report), Headline::CannotTell | Headline::Faulty);
                why(report, catalog).filter(|_| open)
            }
            _ => None,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self, catalog: &Catalog, input: &str) -> Words {
        words(catalog, self.id(), &self.args(), input)
    }
}

/// Which of a place's things an endorsement is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// An achievement, and so all badges that will be given for it.
    Achievement(Slug),
    /// One person's badge.
    Award(Token),
    /// The place itself.
    Place,
}

impl Home {
    /// Its kind in a word: `achievement`, `badge`, `issuer`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Achievement(_) => "achievement",
            Self::Award(_) => "badge",
            Self::Place => "issuer",
        }
    }

    /// The folder of its endorsements, below the place's.
    #[must_use]
    pub fn folder(&self) -> String {
        match self {
            Self::Achievement(slug) => format!("achievements/{slug}/endorsements"),
            Self::Award(token) => format!("awards/{token}/endorsements"),
            Self::Place => "endorsements/received".to_owned(),
        }
    }
}

/// Why a verdict means that an endorsement is not accepted; `None` for one that is.
#[must_use]
pub fn refusal(report: &Report) -> Option<Refusal> {
    let unsigned = report
        .checks
        .iter()
        .any(|c| c.code == CheckCode::ProofPresent && matches!(c.outcome, Outcome::Fail(Reason::ProofMissing)));
    Some(match Headline::of(report) {
        Headline::Known | Headline::Authentic | Headline::Unknown | Headline::KeyOnly => return None,
        _ if unsigned => Refusal::ByNobody,
        Headline::Altered => Refusal::Altered,
        Headline::Impostor => Refusal::NotTheirs,
        Headline::Expired => Refusal::Expired,
        Headline::Revoked | Headline::Suspended => Refusal::Withdrawn,
        Headline::NotYetValid => Refusal::NotYet,
        Headline::CannotTell => Refusal::Unsure(Box::new(report.clone())),
        _ => Refusal::Faulty(Box::new(report.clone())),
    })
}

/// What a verdict says of an endorsement that was accepted before: only who gave it can withdraw it. Its dates say
/// themselves that it is over.
#[must_use]
pub fn found(report: &Report) -> Found {
    let mut failed = report.checks.iter().filter(|c| c.weight == Weight::Required).filter_map(|c| match &c.outcome {
        Outcome::Fail(reason) => Some(reason),
        _ => None,
    });
    let is_of_key = |reason: &Reason| {
        use Reason::{KeyExpired, KeyNotFound, KeyNotIssuers, KeyNotListed, KeyPurpose, KeyRevoked};
        matches!(
            reason,
            KeyNotFound { .. }
                | KeyNotListed { .. }
                | KeyNotIssuers { .. }
                | KeyPurpose { .. }
                | KeyRevoked { .. }
                | KeyExpired { .. }
        )
    };
    match Headline::of(report) {
        Headline::Revoked => Found::Withdrawn,
        Headline::Suspended => Found::Suspended,
        Headline::Expired | Headline::NotYetValid => Found::Good,
        _ if refusal(report).is_none() => Found::Good,
        _ if failed.any(is_of_key) => Found::KeyGone,
        _ => Found::Bad,
    }
}

/// The endorsement, when everything about it holds now and it is not the word of the place itself, which signs under the
/// ids `own`.
///
/// # Errors
/// Why it is not accepted.
pub fn good<'r>(report: &'r Report, own: &[String]) -> Result<&'r Badge, Refusal> {
    let badge = report.summary.as_ref().map(|s| &s.badge).filter(|b| b.kind == Kind::Endorsement);
    let badge = badge.ok_or(Refusal::Nothing)?;
    match refusal(report) {
        Some(refusal) => Err(refusal),
        None if badge.issuer.id.as_ref().is_some_and(|id| own.contains(id)) => Err(Refusal::Own),
        None => Ok(badge),
    }
}

/// Under which ids a place signs: that of its address, or without one, that of each of its keys.
#[must_use]
pub fn place_ids<'k>(place: &Place, keys: impl IntoIterator<Item = &'k PublicKey>) -> Vec<String> {
    let mut ids: Vec<String> = keys.into_iter().filter_map(|key| issuer_id(place.base.as_ref(), key)).collect();
    ids.dedup();
    ids
}

/// Which of our things has an id. `award` finds the badge of an id among all that were given.
///
/// # Errors
/// Whatever `award` brings.
pub fn home_of<'f, E>(
    subject: &str,
    (place, own): (&Place, &[String]),
    files: impl IntoIterator<Item = &'f AchievementFile>,
    award: impl FnOnce() -> Result<Option<Token>, E>,
) -> Result<Option<Home>, E> {
    for file in files {
        if place.achievement_ids(file).iter().any(|id| id == subject) {
            return Ok(Some(Home::Achievement(file.slug.clone())));
        }
    }
    if let Some(token) = award()? {
        return Ok(Some(Home::Award(token)));
    }
    let card = place.base.as_ref().map(|base| base.url(&Spot::Issuer));
    Ok(own.iter().chain(&card).any(|id| id == subject).then_some(Home::Place))
}

/// The name of its folder, among those that are there already. One that it has, as earlier versions named it, is kept.
/// What another one signed under the same id is somebody else's, who is asked about it. A partner without an address
/// signs each form with a key of its own, and so under a name of its own: none is given to the second form, and the first
/// is kept.
///
/// # Errors
/// [`Refusal::IdTaken`].
pub fn name_among<'k>(
    badge: &Badge,
    kept: impl IntoIterator<Item = (&'k str, &'k Badge)>,
) -> Result<Option<String>, Refusal> {
    for (name, other) in kept {
        if other.id.is_none() || other.id != badge.id {
            continue;
        }
        if other.issuer.id != badge.issuer.id {
            let is_key = |b: &Badge| b.issuer.id.as_deref().is_some_and(|id| id.starts_with("did:key:"));
            if is_key(other) && is_key(badge) && other.issuer.name == badge.issuer.name {
                return Ok(None);
            }
            return Err(Refusal::IdTaken { by: endorser(badge), known: endorser(other) });
        }
        if other.recipient.id == badge.recipient.id {
            return Ok(Some(name.to_owned()));
        }
    }
    Ok(Some(Received::folder_name(badge)))
}

/// Whether badges carry an endorsement: they name their achievement and their place by the ids of Open Badges 3.0.
#[must_use]
pub fn is_carried(home: &Home, subject: &str, place: &Place) -> bool {
    match home {
        Home::Achievement(slug) => {
            let languages = place.languages.iter().copied().chain([place.first_language()]);
            languages.into_iter().any(|lang| place.achievement_id(slug, lang) == subject)
        }
        Home::Award(_) => !subject.ends_with("/assertion.json"),
        Home::Place => subject.starts_with("did:"),
    }
}

/// The signed forms in a file: the names under which they are kept, and the bytes as they were signed.
#[must_use]
pub fn forms(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let form = |raw: &Raw| match raw {
        Raw::Json(bytes) => Some((EMBEDDED, bytes.clone())),
        Raw::Jws(text) => Some((JWT, text.trim().as_bytes().to_vec())),
        Raw::Link(_) => None,
    };
    open(bytes, &Limits::default()).found.iter().filter_map(|presented| form(&presented.raw)).collect()
}

/// Who endorses, for people: the name is what they write, the id what was proven.
#[must_use]
pub fn endorser(badge: &Badge) -> String {
    let part = |text: &Option<String>| text.as_deref().map(|t| plain_within(t, 160)).filter(|t| !t.is_empty());
    match (part(&badge.issuer.name), part(&badge.issuer.id)) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (name, id) => name.or(id).unwrap_or_default(),
    }
}

/// What decided about something that does not hold, or left it open, in words.
#[must_use]
pub fn why(report: &Report, catalog: &Catalog) -> Option<String> {
    let required = || report.checks.iter().filter(|c| c.weight == Weight::Required).map(|c| &c.outcome);
    let failed = required().find_map(|outcome| match outcome {
        Outcome::Fail(why) => Some(message::reason(catalog, why).what),
        _ => None,
    });
    failed.or_else(|| {
        required().find_map(|outcome| match outcome {
            Outcome::Skipped(Because::NotApplicable | Because::NotAsked | Because::DependsOn(_)) => None,
            Outcome::Skipped(why) => Some(message::because(catalog, why).what),
            _ => None,
        })
    })
}
