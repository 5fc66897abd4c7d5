//! Endorsements that a place gives: what it is about is found and verified, signed with the place's key, published, and
//! taken back like a badge.

use std::sync::Arc;

use badge_core::endorsing::{COMMENT, EMBEDDED, ENDORSED, Eyes as _, JWT, Shown, Stop, Subject, Unfit, find};
use badge_core::issue::{Endorsement, SealError, Signed};
use badge_core::json::Value;
use badge_core::language::Lang;
use badge_core::model::Profile;
use badge_core::place::award::Office;
use badge_core::place::names::address_in;
use badge_core::place::register::{
    AwardStatus, Digest, Endorsed, Event, Given, GivenEntry, Issued, Register, StatusSpot, What,
};
use badge_core::place::{Spot, Token};
use badge_core::time::Timestamp;

use super::super::desk::{Desk, desk};
use super::super::problem::{Obstacle, Problem};
use super::super::revoking::Change;
use super::super::texts::{self, Unfit as UnfitText};
use super::super::{removing, spots, status};
use super::received::Outcome;
use super::{Brought, EndorseError, Sight, VerifyError, address, unfit};
use crate::entropy::random;
use crate::state::App;
use crate::storage::{Actor, PlaceId, StorageError};
use crate::words::Speech;

/// How often somebody else may come first before we give up.
const TRIES: usize = 10;

/// What a place wants to say of something.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish {
    /// Of a badge: `None` for its achievement.
    pub(crate) of: Option<Endorsed>,
    pub(crate) comment: Option<String>,
    pub(crate) skills: Vec<String>,
    /// The place's first one, where nothing is said.
    pub(crate) language: Option<Lang>,
    pub(crate) until: Option<Timestamp>,
    /// Even where what is endorsed does not hold, or nothing confirms it. What was altered is refused all the same.
    pub(crate) anyway: bool,
}

/// Looks for what is to be endorsed, so that it can be read before it is signed.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn look(app: &App, brought: &Brought, wish: &Wish, words: &Speech) -> Outcome<Subject> {
    let (sight, brought, wish) = (Sight::new(app), brought.clone(), wish.clone());
    let name = brought.name();
    let found = tokio::task::spawn_blocking(move || seen(&brought, &wish, &sight)).await?;
    match found {
        Ok(subject) => Ok(Ok(subject)),
        Err(Stop::Unfit(why)) => Ok(Err(vec![unfit(&why, &name, words)])),
        Err(Stop::Eyes(error)) => Err(error.into()),
    }
}

fn seen(brought: &Brought, wish: &Wish, sight: &Sight) -> Result<Subject, Stop<VerifyError>> {
    let (name, url, bytes) = match brought {
        Brought::File(_, bytes) => (brought.name(), None, bytes.clone()),
        Brought::Address(text) => {
            let url = address(text).ok_or(Unfit::Unread)?;
            let bytes = sight.at(&url).map_err(Stop::Eyes)?.ok_or(Unfit::Unread)?;
            (brought.name(), Some(url), bytes)
        }
    };
    find(&Shown { name: &name, bytes: &bytes, address: url.as_ref() }, wish.of, wish.anyway, sight)
}

/// Signs, verifies and publishes an endorsement.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn give(
    app: &App,
    by: &Actor,
    place: PlaceId,
    brought: &Brought,
    wish: &Wish,
    words: &Speech,
) -> Outcome<GivenEntry> {
    let now = app.now().to_utc_seconds();
    if let Some(problem) = wrong(wish, now, words) {
        return Ok(Err(vec![problem]));
    }
    let subject = match look(app, brought, wish, words).await? {
        Ok(subject) => Arc::new(subject),
        Err(problems) => return Ok(Err(problems)),
    };
    for _ in 0..TRIES {
        let desk = desk(app, place).await?;
        let mut read = app.storage.read().await?;
        let spot = spots::free(app, &mut read, place, 1).await?.pop();
        drop(read);
        let spot = spot.ok_or(EndorseError::Busy)?;
        let token = Token::from_bytes(random());
        let signed = {
            let (desk, subject, wish) = (Arc::clone(&desk), Arc::clone(&subject), wish.clone());
            tokio::task::spawn_blocking(move || sign(&desk, &subject, &wish, (token, spot), now)).await?
        };
        let signed = match signed {
            Ok(signed) => signed,
            Err(error) => {
                return Ok(Err(Obstacle::all_told(Obstacle::of_making(&error.into(), &app.words), words.lang())));
            }
        };
        let given = Given {
            token,
            of: subject.of,
            subject: subject.id.clone(),
            title: subject.title.clone(),
            language: wish.language.unwrap_or(desk.place.first_language()),
            date: now,
            expires: wish.until.map(|until| until.to_utc_seconds()),
            status: Some(spot),
            credentials: signed
                .iter()
                .map(|s| Issued { format: s.format, id: s.id.clone(), sha256: Digest::of(&s.bytes) })
                .collect(),
        };
        if let Some(entry) = write(app, by, place, (&desk, &subject), given, signed, now).await? {
            return Ok(Ok(entry));
        }
    }
    Err(EndorseError::Busy)
}

fn wrong(wish: &Wish, now: Timestamp, words: &Speech) -> Option<Problem> {
    let letters = wish.comment.iter().chain(&wish.skills).map(|text| text.chars().count()).sum::<usize>();
    if letters > COMMENT {
        let message = words.v("endorse-long", "most", COMMENT.to_string());
        return Some(Problem::new("too_long", "comment", message));
    }
    if wish.comment.iter().chain(&wish.skills).any(|text| texts::has_hidden(text, true)) {
        return Some(Problem::new(UnfitText::Signs.code(), "comment", UnfitText::Signs.message(words)));
    }
    let over = wish.until.is_some_and(|until| until <= now);
    over.then(|| Problem::new("over", "until", words.s("endorse-ended")))
}

fn sign(
    desk: &Desk,
    subject: &Subject,
    wish: &Wish,
    (token, spot): (Token, StatusSpot),
    now: Timestamp,
) -> Result<Vec<Signed>, SealError> {
    let place = &desk.place;
    let language = wish.language.unwrap_or(place.first_language());
    let (signers, empty) = (desk.signers(), Register::new());
    let mut office = Office::open(place, &desk.keys, &signers, &[], &empty);
    let title = subject.title.as_str();
    let endorsement = Endorsement {
        id: desk.base.url(&Spot::EndorsementJson(token)),
        issuer: Profile { id: None, ..place.profile("", language) },
        subject: subject.id.clone(),
        name: match language {
            Lang::Fr => format!("Soutien : {title}"),
            Lang::En => format!("Endorsement: {title}"),
        },
        comment: wish.comment.clone(),
        skills: wish.skills.clone(),
        language,
        date: now,
        expires: wish.until,
        status: place.status_entry(spot),
    };
    // The form as JWT needs a key that not every place has: then there is the other one, which all verifiers read.
    let mut formats = Endorsement::FORMATS.to_vec();
    formats.retain(|format| !format.is_jws() || office.key_for(*format).is_some());
    office.endorse(&endorsement, &formats, now)
}

/// Writes it down and publishes it, or `None` where the place is no longer as it was read.
async fn write(
    app: &App,
    by: &Actor,
    place: PlaceId,
    (desk, subject): (&Desk, &Subject),
    given: Given,
    signed: Vec<Signed>,
    now: Timestamp,
) -> Result<Option<GivenEntry>, EndorseError> {
    let (token, spot) = (given.token, given.status);
    let mut contents: Vec<(&str, Vec<u8>)> =
        signed.into_iter().map(|s| (if s.format.is_jws() { JWT } else { EMBEDDED }, s.bytes)).collect();
    if let Some(then) = &subject.published {
        // To be compared later with what is published then.
        contents.push((ENDORSED, Value::Object(then.clone()).to_pretty().into_bytes()));
    }
    let (names, contents): (Vec<&str>, Vec<Vec<u8>>) = contents.into_iter().unzip();
    let coming = removing::put_all(app, place, contents).await?;
    let mut work = app.storage.write().await?;
    if work.hold(place).await? != desk.revision || !work.take_up(&coming).await? {
        return Ok(None);
    }
    if let Some(spot) = spot {
        if work.is_taken(place, spot).await? {
            return Ok(None);
        }
        if spot.list > work.lists(place).await? {
            work.touch(place).await?;
        }
    }
    let event = Event { at: now, what: What::Endorsed(Box::new(given)) };
    let line = event.to_line();
    work.append(place, &[(event, line)]).await?;
    for (name, digest) in names.into_iter().zip(coming.digests()) {
        work.put_file(place, &format!("endorsements/given/{token}/{name}"), digest).await?;
    }
    work.add_act_about(place, by, "endorsed", Some(&token.to_string()), now.unix()).await?;
    let entry = work.register_of(place, token).await?.endorsement(token).cloned();
    status::look_at(&mut work, place, now).await?;
    work.save().await?;
    coming.kept();
    spots::noted(app, place, spot.into_iter());
    status::sign_after(app, place).await;
    Ok(entry)
}

/// Those that a place gave, oldest first.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn list(app: &App, place: PlaceId) -> Result<Vec<GivenEntry>, StorageError> {
    let mut read = app.storage.read().await?;
    let mut all = Vec::new();
    for name in read.endorsements_given(place).await? {
        let Some(token) = Token::parse(&name) else { continue };
        all.extend(read.register_of(place, token).await?.endorsement(token).cloned());
    }
    Ok(all)
}

/// `valid`, `revoked`, `suspended` or `expired`.
pub(crate) fn state(entry: &GivenEntry, now: Timestamp) -> &'static str {
    match &entry.status {
        AwardStatus::Revoked { .. } => "revoked",
        AwardStatus::Suspended { .. } => "suspended",
        AwardStatus::Active if entry.given.expires.is_some_and(|end| end <= now) => "expired",
        AwardStatus::Active => "valid",
    }
}

/// Takes one back, or gives it again; `None` where there is none of that name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn change(
    app: &App,
    by: &Actor,
    place: PlaceId,
    token: Token,
    (change, reason): (Change, Option<&str>),
    words: &Speech,
) -> Result<Result<Option<GivenEntry>, Vec<Problem>>, StorageError> {
    let now = app.now().to_utc_seconds();
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    if let Some(unfit) = reason.as_deref().and_then(texts::reason) {
        return Ok(Err(vec![Problem::new(unfit.code(), "reason", unfit.message(words))]));
    }
    // A reason is published, and cannot be erased.
    if let Some(named) = reason.as_deref().and_then(address_in) {
        let message = words.v("problem-reason-names", "named", named);
        return Ok(Err(vec![Problem::new("reason_names_somebody", "reason", message)]));
    }
    let mut work = app.storage.write().await?;
    work.hold(place).await?;
    let Some(known) = work.register_of(place, token).await?.endorsement(token).cloned() else { return Ok(Ok(None)) };
    if (known.status == AwardStatus::Active) == (change == Change::Reinstate) {
        return Ok(Ok(Some(known)));
    }
    let (what, act) = match change {
        Change::Revoke => (What::Revoked { award: token, reason }, "endorsement-withdrawn"),
        Change::Reinstate => (What::Reinstated { award: token, reason }, "endorsement-again"),
    };
    let event = Event { at: now, what };
    let line = event.to_line();
    work.touch(place).await?;
    work.append(place, &[(event, line)]).await?;
    work.add_act_about(place, by, act, Some(&token.to_string()), now.unix()).await?;
    let entry = work.register_of(place, token).await?.endorsement(token).cloned();
    status::look_at(&mut work, place, now).await?;
    work.save().await?;
    status::sign_after(app, place).await;
    Ok(Ok(entry))
}
