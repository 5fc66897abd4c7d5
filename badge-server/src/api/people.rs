//! `/api/v1/people`: what is held on somebody, and forgetting it (D-05).

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::cohort::{AgeFault, ConsentFault};
use badge_core::place::people::{Consent, How};
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::awards::AwardTold;
use super::caller::{json, read};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::consent::{self, Act, ActFault, Noted, fault_word};
use crate::app::desk::desk;
use crate::app::persons::{self, Held, Letter};
use crate::app::problem::Problem;
use crate::app::texts::Unfit;
use crate::app::tokens::{Bearer, Scope};
use crate::state::App;

/// Who is meant.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Who {
    /// Their e-mail address, their DID, or the id of one of their awards: who got a card has no address.
    pub(crate) to: String,
}

/// Everything that the place holds on somebody.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Person)]
pub(crate) struct PersonTold {
    /// The random ids under which the register knows them.
    pub(crate) ids: Vec<String>,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Other names under which they were noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) also: Vec<String>,
    /// Their e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// Their DID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) did: Option<String>,
    /// The language to write to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    /// A minor, as far as is known.
    pub(crate) minor: bool,
    /// A minor only because nobody said how old they are: since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) presumed: Option<String>,
    /// Their year of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) birth_year: Option<i16>,
    /// Who agreed that their badges are shown, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent: Option<ConsentTold>,
    /// What they were awarded, with the signed documents whole, and what they asked not to be shown of it.
    pub(crate) awards: Vec<HeldTold>,
    /// What else the place keeps of these awards, pictures and endorsements, by its path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) files: Vec<String>,
    /// Letters to them, that went or wait. What they say is kept nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) letters: Vec<LetterTold>,
    /// Messages to them that the command noted, in a place that was imported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub(crate) messages: Vec<Value>,
    /// What waits for them in batches, each as it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub(crate) waiting: Vec<Value>,
    /// Names of the tables that wait for somebody of the team and name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tables: Vec<String>,
}

/// A letter to somebody.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = HeldLetter)]
pub(crate) struct LetterTold {
    /// What it is about: `badge`, `not-me`.
    pub(crate) kind: String,
    /// `waiting`, `handing`, `sent`, `refused`, `uncertain`.
    pub(crate) state: String,
    /// When it was noted.
    pub(crate) created: String,
    /// When that became of it.
    pub(crate) changed: String,
    /// The awards that it speaks of.
    pub(crate) awards: Vec<String>,
    /// What the mail server said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<String>,
}

/// An act of consent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Consent)]
pub(crate) struct ConsentTold {
    /// When.
    pub(crate) at: String,
    /// By whom.
    pub(crate) by: String,
    /// How it was given: `paper`, `mail`, `spoken`, `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) how: Option<String>,
    /// The achievements it was given for, by short name; none of them for all, those to come included.
    #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) for_which: Vec<String>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) withdrawn: Option<String>,
    /// It was recorded by itself, and not by the way of an award.
    #[serde(default)]
    pub(crate) recorded: bool,
    /// The place took them for fifteen or more when it was noted: a yes that names nobody was their own.
    #[serde(default)]
    pub(crate) of_adult: bool,
}

/// An act of consent that was given.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentGiven)]
pub(crate) struct Given {
    /// Whose badges it is about: an e-mail address, a DID, or the id of one of their awards.
    pub(crate) to: String,
    /// Who gave it, in a few words; the name is not needed. It never leaves the place.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(crate) by: String,
    /// How it was given: `paper`, `mail`, `spoken`, `other`.
    #[serde(default)]
    pub(crate) how: Option<String>,
    /// Short names of the achievements it is for; none of them for all, those to come included.
    #[serde(rename = "for", default)]
    pub(crate) for_which: Vec<String>,
    /// The day on which it was given (`2026-03-02`); today where it is not said.
    #[serde(default)]
    pub(crate) date: Option<String>,
    /// Whether they are written to about what may go out now.
    #[serde(default)]
    pub(crate) send: bool,
    /// That they are fifteen or more: a doubt about their age ends, and nobody has to agree (`by` may be left out). Of somebody who
    /// was known to be a minor their own consent goes with it.
    #[serde(default)]
    pub(crate) of_age: bool,
    /// The year in which they were born, where a wrong one was noted (`by` may be left out): whoever is fifteen by it never was
    /// a minor, and nothing waits; of whoever is not, nothing goes out without a parent.
    #[serde(default)]
    #[schema(minimum = 1900, maximum = 9999)]
    pub(crate) born: Option<i16>,
}

/// Consent that is taken back, or refused.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentWithdrawn)]
pub(crate) struct Withdrawn {
    /// Whose badges it is about: an e-mail address, a DID, or the id of one of their awards.
    pub(crate) to: String,
    /// Who refuses, where nobody had agreed.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(crate) by: String,
}

/// How it stands with consent, and what follows for the awards that hold.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ConsentNoted)]
pub(crate) struct ConsentNoted {
    /// What is noted now; nothing where only their age was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent: Option<ConsentTold>,
    /// Awards that are shown now and were not before.
    pub(crate) free: Vec<String>,
    /// Awards that hold and are not shown.
    pub(crate) waiting: Vec<String>,
}

/// An award, and its documents.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = HeldAward)]
pub(crate) struct HeldTold {
    /// As it stands.
    pub(crate) award: AwardTold,
    /// The signed documents, each as it was signed.
    pub(crate) documents: Vec<DocumentTold>,
}

/// A signed document.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = SignedDocument)]
pub(crate) struct DocumentTold {
    /// `ob3`, `ob3-jwt`, `ob2-hosted`, `ob2-signed`.
    pub(crate) format: String,
    /// Its text, byte for byte.
    pub(crate) text: String,
}

/// What is gone.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Erased {
    /// The awards whose documents and pictures are gone. The register keeps their random names, so that nobody else gets
    /// their entries in status lists.
    pub(crate) awards: Vec<String>,
    /// How many tables of people that waited in the place named them, and are erased whole.
    #[serde(default)]
    pub(crate) tables: usize,
}

/// Tell everything that is held on somebody: to be handed to them.
#[utoipa::path(
    post, path = "/api/v1/people/export", tag = "people", operation_id = "exportPerson",
    request_body = Who,
    responses(
        (status = 200, description = "All of it", body = PersonTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["people"])),
)]
pub(crate) async fn export(State(app): State<App>, holder: Bearer, body: Bytes) -> Result<Response, Trouble> {
    let place = holder.need(Scope::People)?;
    let who: Who = read(&body)?;
    let whose = persons::meant(&app, place, &who.to).await?.ok_or(Trouble::Missing)?;
    let held = persons::held(&app, place, whose).await?.ok_or(Trouble::Missing)?;
    let base = desk(&app, place).await?.base.clone();
    json(StatusCode::OK, &told(&held, &base, app.now()))
}

/// Forget somebody, for good: name, address, documents, pictures, pages. Badges in their hands stay theirs.
#[utoipa::path(
    post, path = "/api/v1/people/erase", tag = "people", operation_id = "erasePerson",
    request_body = Who,
    responses(
        (status = 200, description = "Forgotten", body = Erased),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["people"])),
)]
pub(crate) async fn erase(State(app): State<App>, holder: Bearer, body: Bytes) -> Result<Response, Trouble> {
    let place = holder.need(Scope::People)?;
    let who: Who = read(&body)?;
    let whose = persons::meant(&app, place, &who.to).await?.ok_or(Trouble::Missing)?;
    let gone = persons::erase(&app, &holder.actor(), place, whose).await?.ok_or(Trouble::Missing)?;
    let awards = gone.awards.iter().map(ToString::to_string).collect();
    json(StatusCode::OK, &Erased { awards, tables: gone.tables.len() })
}

/// Record that somebody, or a parent of theirs, agreed that their badges are shown and mailed; that they are fifteen or more
/// (`of_age`); or when they were born (`born`), where a slip was noted. Words that are no consent are refused: a child's own, a refusal, something still to come.
#[utoipa::path(
    post, path = "/api/v1/people/consent", tag = "people", operation_id = "recordConsent",
    request_body = Given,
    responses(
        (status = 200, description = "Recorded", body = ConsentNoted),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["people"])),
)]
pub(crate) async fn consent(State(app): State<App>, holder: Bearer, body: Bytes) -> Result<Response, Trouble> {
    let place = holder.need(Scope::People)?;
    let given: Given = read(&body)?;
    let t = app.words.of(app.config.language);
    let invalid = |code: &str, field: &str, message: String| Trouble::Invalid(vec![Problem::new(code, field, message)]);
    let by = short(&given.by)?;
    let now = app.now().to_utc_seconds();
    let at = match given.date.as_deref().filter(|day| *day != now.day()) {
        None => now,
        Some(day) => Timestamp::parse(&format!("{day}T00:00:00Z"))
            .map_err(|_| invalid("not_a_day", "date", t.s("award-no-day")))?,
    };
    let how = match &given.how {
        None => None,
        Some(name) => {
            Some(How::from_name(name).ok_or_else(|| Trouble::Malformed("how: paper, mail, spoken, other".into()))?)
        }
    };
    let slugs: Option<Vec<Slug>> = given.for_which.iter().map(|slug| Slug::parse(slug)).collect();
    let for_which = slugs.ok_or_else(|| Trouble::Malformed("for: short names of achievements".to_owned()))?;
    let id = consent::id_of(&app, place, &given.to).await?.ok_or(Trouble::Missing)?;
    let of_age = given.of_age || given.born.is_some();
    let is_consent = !of_age || !by.is_empty() || how.is_some() || given.date.is_some() || !for_which.is_empty();
    let consent = is_consent.then(|| Consent { how, for_which, ..Consent::given(at, by) });
    let act = Act { born: given.born, of_age: given.of_age, consent, send: given.send };
    let by_whom = holder.actor();
    let noted = consent::record(&app, &by_whom, place, id, act).await?.ok_or(Trouble::Missing)?;
    let noted = noted.map_err(|fault| {
        let (code, field) = match fault {
            ActFault::Age(AgeFault::Year) => ("not_a_year", "born"),
            ActFault::Age(_) => ("not_of_age", "of_age"),
            ActFault::Signs => (Unfit::Signs.code(), "by"),
            ActFault::Consent(ConsentFault::Against | ConsentFault::Own | ConsentFault::Who) => ("no_consent", "by"),
            ActFault::Consent(_) => ("no_consent", ""),
        };
        invalid(code, field, fault_word(t, fault, by))
    })?;
    json(StatusCode::OK, &ConsentNoted::of(&noted))
}

/// Record that consent is taken back, or refused: at once nothing of theirs is shown or mailed any more, whatever their age.
/// Their badges still hold.
#[utoipa::path(
    post, path = "/api/v1/people/withdraw", tag = "people", operation_id = "withdrawConsent",
    request_body = Withdrawn,
    responses(
        (status = 200, description = "Taken back", body = ConsentNoted),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["people"])),
)]
pub(crate) async fn withdraw(State(app): State<App>, holder: Bearer, body: Bytes) -> Result<Response, Trouble> {
    let place = holder.need(Scope::People)?;
    let gone: Withdrawn = read(&body)?;
    let by = short(&gone.by)?;
    let id = consent::id_of(&app, place, &gone.to).await?.ok_or(Trouble::Missing)?;
    let by_whom = holder.actor();
    let noted = consent::withdraw(&app, &by_whom, place, id, by).await?.ok_or(Trouble::Missing)?;
    json(StatusCode::OK, &ConsentNoted::of(&noted))
}

/// A few words.
fn short(text: &str) -> Result<&str, Trouble> {
    let text = text.trim();
    let fits = text.chars().count() <= 200;
    fits.then_some(text).ok_or_else(|| Trouble::Malformed("by: at most 200 characters".to_owned()))
}

impl ConsentNoted {
    fn of(noted: &Noted) -> Self {
        let names = |tokens: &[Token]| tokens.iter().map(ToString::to_string).collect();
        Self {
            consent: noted.consent.as_ref().map(ConsentTold::of),
            free: names(&noted.free),
            waiting: names(&noted.waiting),
        }
    }
}

impl ConsentTold {
    fn of(consent: &Consent) -> Self {
        Self {
            at: consent.at.to_string(),
            by: consent.by.clone(),
            how: consent.how.map(|how| how.as_str().to_owned()),
            for_which: consent.for_which.iter().map(|slug| slug.as_str().to_owned()).collect(),
            withdrawn: consent.withdrawn.map(|at| at.to_string()),
            recorded: consent.recorded,
            of_adult: consent.of_adult,
        }
    }
}

impl LetterTold {
    fn of(letter: &Letter) -> Self {
        let time = |unix: i64| Timestamp::from_unix(unix).map(|at| at.to_string()).unwrap_or_default();
        Self {
            kind: letter.kind.clone(),
            state: letter.step.as_str().to_owned(),
            created: time(letter.created),
            changed: time(letter.changed),
            awards: letter.awards.iter().map(ToString::to_string).collect(),
            answer: letter.answer.clone(),
        }
    }
}

/// It, as programs and people are given it.
pub(crate) fn told(held: &Held, base: &badge_core::place::Addresses, now: badge_core::time::Timestamp) -> PersonTold {
    let person = &held.person;
    let one = |(done, documents): &(crate::app::awarding::Done, Vec<(badge_core::issue::Format, Vec<u8>)>)| HeldTold {
        award: AwardTold::of(done, base, None, now),
        documents: documents
            .iter()
            .map(|(format, bytes)| DocumentTold {
                format: format.as_str().to_owned(),
                text: String::from_utf8_lossy(bytes).into_owned(),
            })
            .collect(),
    };
    PersonTold {
        ids: held.ids.iter().map(ToString::to_string).collect(),
        name: person.name.clone(),
        also: person.also.clone(),
        email: person.email.clone(),
        did: person.did.clone(),
        language: person.language.map(|lang| lang.tag().to_owned()),
        minor: person.minor,
        presumed: person.presumed.map(|since| since.to_string()),
        birth_year: person.birth_year,
        consent: person.consent.as_ref().map(ConsentTold::of),
        awards: held.awards.iter().map(one).collect(),
        files: held.files.clone(),
        letters: held.letters.iter().map(LetterTold::of).collect(),
        messages: held.messages.clone(),
        waiting: held.waiting.clone(),
        tables: held.tables.clone(),
    }
}
