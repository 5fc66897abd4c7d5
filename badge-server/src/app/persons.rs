//! What a place holds on somebody, and forgetting it. The register is not touched: it holds random ids only (D-05).

use badge_core::issue::Format;
use badge_core::place::Token;
use badge_core::place::people::{People, Person};

use super::awarding::Done;
use super::{removing, waiting};
use crate::state::App;
use crate::storage::{Actor, PlaceId, Reading, StorageError};

/// The signed documents of an award, each in its form.
pub(crate) type Documents = Vec<(Format, Vec<u8>)>;

/// Everything on one person.
#[derive(Debug)]
pub(crate) struct Held {
    /// The main one first.
    pub(crate) ids: Vec<Token>,
    pub(crate) person: Person,
    /// Their awards, with the signed documents as they are.
    pub(crate) awards: Vec<(Done, Documents)>,
}

/// Who is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'a> {
    /// Whoever has this e-mail address or DID.
    To(&'a str),
    /// Whoever is kept under this id.
    Id(Token),
}

/// Everything on somebody; nothing where there is nobody.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn held(app: &App, place: PlaceId, whose: Whose<'_>) -> Result<Option<Held>, StorageError> {
    let mut read = app.storage.read().await?;
    let Some((people, ids)) = found(&mut read, place, whose).await? else { return Ok(None) };
    let person = ids.first().and_then(|id| people.get(*id)).unwrap_or_default();
    let mut awards = Vec::new();
    for entry in read.register_of_people(place, &ids).await?.iter() {
        let mut documents = Vec::new();
        for credential in &entry.award.credentials {
            if let Some(bytes) = read.credential(place, &credential.sha256.to_string()).await? {
                documents.push((credential.format, bytes));
            }
        }
        awards.push((Done { entry: entry.clone(), people: people.clone(), already: true }, documents));
    }
    Ok(Some(Held { ids, person, awards }))
}

/// Forgets somebody; tells which awards went. The record says that somebody was forgotten, and not who. Nothing where there
/// is nobody.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn erase(
    app: &App,
    by: &Actor,
    place: PlaceId,
    whose: Whose<'_>,
) -> Result<Option<Vec<Token>>, StorageError> {
    let outbox = outbox(app, place).await?;
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    let known = found(&mut work, place, whose).await?;
    let person = known.as_ref().and_then(|(people, ids)| people.get(*ids.first()?));
    let asked = person.iter().flat_map(|person| [person.email.clone(), person.did.clone()]).flatten();
    let named = match whose {
        Whose::To(to) => Some(address(to)),
        Whose::Id(_) => None,
    };
    let addresses: Vec<String> = asked.chain(named).collect();
    let names: Vec<String> = person.iter().flat_map(|person| person.names()).map(str::to_owned).collect();
    let emptied = waiting::forget(&mut work, app, place, (&addresses, &names)).await?;
    let now = app.now().unix();
    let Some((_, ids)) = known else {
        if emptied > 0 {
            work.add_act_about(place, by, "erased", None, now).await?;
        }
        work.save().await?;
        return Ok((emptied > 0).then(Vec::new));
    };
    let register = work.register_of_people(place, &ids).await?;
    let mut awards = Vec::new();
    for entry in register.iter() {
        for credential in &entry.award.credentials {
            work.erase_credential(place, &credential.sha256.to_string()).await?;
        }
        for (path, _) in work.files(place, &format!("awards/{}/", entry.award.token)).await? {
            work.remove_file(place, &path).await?;
        }
        // Endorsements of their badges that nobody decided about.
        work.remove_offers_below(place, &format!("awards/{}/", entry.award.token)).await?;
        work.forget_row_of(place, &entry.award.token.to_string()).await?;
        work.forget_refusals(place, entry.award.token).await?;
        awards.push(entry.award.token);
    }
    for (path, _) in outbox.into_iter().filter(|(_, person)| ids.contains(person)) {
        work.remove_file(place, &path).await?;
    }
    work.forget_letters_to(place, &ids).await?;
    work.erase_person(place, &ids).await?;
    // What was answered to programs and names nobody of them, stays: the same key still gets the same answer.
    let tokens = awards.iter().map(ToString::to_string);
    for text in tokens.chain(ids.iter().map(ToString::to_string)).chain(addresses).chain(names) {
        work.forget_answers_naming(place, &in_json(&text)).await?;
    }
    // That somebody was, and not who: the random id is in the register for ever, and this line would tell whose it was.
    work.add_act_about(place, by, "erased", None, now).await?;
    work.save().await?;
    // What the store does not let go now is noted, and goes as soon as it does: whoever asked is answered.
    removing::let_go(app, place).await?;
    Ok(Some(awards))
}

/// A text as it stands in JSON, between its quotes.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

/// Messages that the command wrote, in a place that was imported: path, and to whom. There are no new ones once the
/// place is here, so that they can be read before anything is changed: nobody waits for a change while the object store is
/// waited for.
async fn outbox(app: &App, place: PlaceId) -> Result<Vec<(String, Token)>, StorageError> {
    let files = app.storage.read().await?.files(place, "outbox/").await?;
    let mut all = Vec::new();
    for (path, digest) in files {
        let bytes = app.storage.objects.get(place, &digest).await?.unwrap_or_default();
        let message: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let person = message.get("person").and_then(serde_json::Value::as_str).and_then(Token::parse);
        all.extend(person.map(|person| (path, person)));
    }
    Ok(all)
}

async fn found(
    read: &mut Reading,
    place: PlaceId,
    whose: Whose<'_>,
) -> Result<Option<(People, Vec<Token>)>, StorageError> {
    let people = match whose {
        Whose::To(to) => read.person_at(place, &address(to)).await?,
        Whose::Id(id) => read.person(place, id).await?,
    };
    let main = match whose {
        Whose::To(_) => people.iter().next().map(|(id, _)| id),
        Whose::Id(id) => Some(people.main_id(id)).filter(|id| people.contains(*id)),
    };
    let ids = main.map(|id| people.ids(id));
    Ok(ids.map(|ids| (people, ids)))
}

/// An address as it is kept: small letters; a DID as it is.
pub(super) fn address(to: &str) -> String {
    let to = to.trim();
    if to.starts_with("did:") { to.to_owned() } else { to.to_lowercase() }
}
