//! `/api/v1/people`: what is held on somebody, and forgetting it (D-05).

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::awards::AwardTold;
use super::caller::{json, read};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::desk::desk;
use crate::app::persons::{self, Held};
use crate::app::tokens::{Bearer, Scope};
use crate::state::App;

/// Who is meant.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Who {
    /// Their e-mail address, or their DID.
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
    /// Known to be a minor.
    pub(crate) minor: bool,
    /// Their year of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) birth_year: Option<i16>,
    /// Who agreed that their badges are shown, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent: Option<ConsentTold>,
    /// What they were awarded, with the signed documents whole.
    pub(crate) awards: Vec<HeldTold>,
}

/// An act of consent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Consent)]
pub(crate) struct ConsentTold {
    /// When.
    pub(crate) at: String,
    /// By whom.
    pub(crate) by: String,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) withdrawn: Option<String>,
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
    let held = persons::held(&app, place, &who.to).await?.ok_or(Trouble::Missing)?;
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
    let awards = persons::erase(&app, place, &who.to).await?.ok_or(Trouble::Missing)?;
    json(StatusCode::OK, &Erased { awards: awards.iter().map(ToString::to_string).collect() })
}

fn told(held: &Held, base: &badge_core::place::Addresses, now: badge_core::time::Timestamp) -> PersonTold {
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
        birth_year: person.birth_year,
        consent: person.consent.as_ref().map(|consent| ConsentTold {
            at: consent.at.to_string(),
            by: consent.by.clone(),
            withdrawn: consent.withdrawn.map(|at| at.to_string()),
        }),
        awards: held.awards.iter().map(one).collect(),
    }
}
