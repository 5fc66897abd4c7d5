//! What a place holds on somebody, and forgetting it. The register is not touched: it holds random ids only (D-05).

use badge_core::issue::Format;
use badge_core::place::Token;
use badge_core::place::people::{People, Person};
use tokio::task::JoinSet;

use super::awarding::{AwardError, Done};
use super::table::{self, Called, Searched};
use super::{consent, removing, waiting};
use crate::state::App;
use crate::storage::{Actor, Ending, PlaceId, Reading, StorageError, StoredLetter};

/// The signed documents of an award, each in its form.
pub(crate) type Documents = Vec<(Format, Vec<u8>)>;

/// A letter as it is kept.
pub(crate) type Letter = StoredLetter;

/// Everything on one person.
pub(crate) struct Held {
    /// The main one first.
    pub(crate) ids: Vec<Token>,
    pub(crate) person: Person,
    /// Their awards, with the signed documents as they are.
    pub(crate) awards: Vec<(Done, Documents)>,
    /// What else the place keeps of these awards, pictures and endorsements, by its path.
    pub(crate) files: Vec<String>,
    /// Letters to them, that went or wait.
    pub(crate) letters: Vec<Letter>,
    /// Messages that the command wrote to them, in a place that was imported.
    pub(crate) messages: Vec<serde_json::Value>,
    /// What waits for them in batches, each as it was asked for.
    pub(crate) waiting: Vec<serde_json::Value>,
    /// Tables that wait and name them, or cannot be looked through, by the names of their files.
    pub(crate) tables: Vec<String>,
}

/// Who is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'a> {
    /// Whoever has this e-mail address or DID.
    To(&'a str),
    /// Whoever is kept under this id.
    Id(Token),
}

/// Who is meant by an e-mail address, a DID, or the id of one of their awards. Nothing where no such award is anybody's.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn meant<'a>(app: &App, place: PlaceId, who: &'a str) -> Result<Option<Whose<'a>>, StorageError> {
    if Token::parse(who.trim()).is_none() {
        return Ok(Some(Whose::To(who)));
    }
    Ok(consent::id_of(app, place, who).await?.map(Whose::Id))
}

/// Everything on somebody; nothing where there is nobody.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn held(app: &App, place: PlaceId, whose: Whose<'_>) -> Result<Option<Held>, AwardError> {
    if !is_known(app, place, whose).await? {
        return Ok(None);
    }
    let outbox = outbox(app, place).await?;
    let mut read = app.storage.read().await?;
    let Some(known) = found(&mut read, place, whose).await? else { return Ok(None) };
    let (addresses, names) = called(Some(&known), whose);
    let (people, ids) = known;
    let person = ids.first().and_then(|id| people.get(*id)).unwrap_or_default();
    let (mut awards, mut files) = (Vec::new(), Vec::new());
    for entry in read.register_of_people(place, &ids).await?.iter() {
        let mut documents = Vec::new();
        for credential in &entry.award.credentials {
            if let Some(bytes) = read.credential(place, &credential.sha256.to_string()).await? {
                documents.push((credential.format, bytes));
            }
        }
        let below = format!("awards/{}/", entry.award.token);
        files.extend(read.files(place, &below).await?.into_iter().map(|(path, _)| path));
        awards.push((Done { entry: entry.clone(), people: people.clone(), already: true }, documents));
    }
    let letters = read.letters_to(place, &ids).await?;
    let waiting = waiting::of(&mut read, place, (&ids, &addresses)).await?;
    drop(read);
    let tables = table::naming(app, place, Called::by(&addresses, &names)).await?;
    let tables = tables.naming.into_iter().map(|(_, name)| name).collect();
    let messages = outbox.into_iter().filter(|message| ids.contains(&message.person)).map(|m| m.said).collect();
    Ok(Some(Held { ids, person, awards, files, letters, messages, waiting, tables }))
}

/// Whether there is somebody.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn is_known(app: &App, place: PlaceId, whose: Whose<'_>) -> Result<bool, StorageError> {
    Ok(found(&mut app.storage.read().await?, place, whose).await?.is_some())
}

/// What went with somebody who was erased.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Gone {
    /// Their awards.
    pub(crate) awards: Vec<Token>,
    /// Tables that waited and named them, or could not be looked through, by the names of their files: whole.
    pub(crate) tables: Vec<String>,
}

/// So many messages of an imported place are read at the same time, of a store that may be far away.
const AT_ONCE: usize = 16;

/// How often it is looked anew for whom and what, where that changed meanwhile.
const TRIES: usize = 5;

/// Forgets somebody; tells what went. The record says that somebody was forgotten, and not who. Nothing where there is nobody.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn erase(app: &App, by: &Actor, place: PlaceId, whose: Whose<'_>) -> Result<Option<Gone>, AwardError> {
    let outbox = outbox(app, place).await?;
    for _ in 0..TRIES {
        // Tables are read before anything is held: they may be large.
        let known = found(&mut app.storage.read().await?, place, whose).await?;
        let (addresses, names) = called(known.as_ref(), whose);
        let tables = table::naming(app, place, Called::by(&addresses, &names)).await?;
        if let Some(gone) = forget(app, by, (place, whose), (&addresses, &names), (&outbox, &tables)).await? {
            return Ok(gone);
        }
    }
    Err(AwardError::Busy)
}

/// By what somebody is known: their addresses and DIDs, also the one by which they are meant, and their names.
fn called(known: Option<&(People, Vec<Token>)>, whose: Whose<'_>) -> (Vec<String>, Vec<String>) {
    let person = known.and_then(|(people, ids)| people.get(*ids.first()?));
    let noted = person.iter().flat_map(|person| [person.email.clone(), person.did.clone()]).flatten();
    let named = match whose {
        Whose::To(to) => Some(address(to)),
        Whose::Id(_) => None,
    };
    let names = person.iter().flat_map(|person| person.names()).map(str::to_owned).collect();
    (noted.chain(named).collect(), names)
}

/// Does it, in one transaction. Nothing is done, and `None` told, where they are known otherwise by now, or a table came
/// that was not looked through.
async fn forget(
    app: &App,
    by: &Actor,
    (place, whose): (PlaceId, Whose<'_>),
    (addresses, names): (&[String], &[String]),
    (outbox, tables): (&[Mailed], &Searched),
) -> Result<Option<Option<Gone>>, AwardError> {
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    let known = found(&mut work, place, whose).await?;
    let same = called(known.as_ref(), whose) == (addresses.to_vec(), names.to_vec());
    if !same || !work.tables(place).await?.iter().all(|table| tables.all.contains(&table.id)) {
        return Ok(None);
    }
    let ids = known.map(|(_, ids)| ids).unwrap_or_default();
    let mut gone = Gone::default();
    for id in &tables.over {
        work.end_table(place, id, Ending::GivenUp).await?;
    }
    for (id, name) in &tables.naming {
        if work.end_table(place, id, Ending::Erased).await? {
            gone.tables.push(name.clone());
        }
    }
    let emptied = waiting::forget(&mut work, app, place, (&ids, addresses, names)).await?;
    let now = app.now().unix();
    if ids.is_empty() {
        let any = emptied > 0 || !gone.tables.is_empty();
        if any {
            work.add_act_about(place, by, "erased", None, now).await?;
        }
        work.save().await?;
        return Ok(Some(any.then_some(gone)));
    }
    let register = work.register_of_people(place, &ids).await?;
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
        gone.awards.push(entry.award.token);
    }
    for message in outbox.iter().filter(|message| ids.contains(&message.person)) {
        work.remove_file(place, &message.path).await?;
    }
    work.forget_letters_to(place, &ids).await?;
    work.erase_person(place, &ids).await?;
    // What was answered to programs and names nobody of them, stays: the same key still gets the same answer.
    let tokens = gone.awards.iter().chain(&ids).map(ToString::to_string);
    for text in tokens.chain(addresses.iter().chain(names).cloned()) {
        work.forget_answers_naming(place, &in_json(&text)).await?;
    }
    // That somebody was, and not who: the random id is in the register for ever, and this line would tell whose it was.
    work.add_act_about(place, by, "erased", None, now).await?;
    work.save().await?;
    // What the store does not let go now is noted, and goes as soon as it does: whoever asked is answered.
    removing::let_go(app, place).await?;
    Ok(Some(Some(gone)))
}

/// A text as it stands in JSON, between its quotes.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

/// A message that the command wrote, in a place that was imported.
struct Mailed {
    path: String,
    person: Token,
    said: serde_json::Value,
}

/// All of them. There are no new ones once the place is here, so that they can be read before anything is changed: nobody
/// waits for a change while the object store is waited for.
async fn outbox(app: &App, place: PlaceId) -> Result<Vec<Mailed>, AwardError> {
    let mut files = app.storage.read().await?.files(place, "outbox/").await?.into_iter();
    let (mut asked, mut all) = (JoinSet::new(), Vec::new());
    loop {
        for (path, digest) in files.by_ref().take(AT_ONCE - asked.len()) {
            let app = app.clone();
            asked.spawn(async move { (path, app.storage.objects.get(place, &digest).await) });
        }
        let Some(read) = asked.join_next().await else { break };
        let (path, bytes) = read?;
        let said: serde_json::Value = serde_json::from_slice(&bytes?.unwrap_or_default()).unwrap_or_default();
        let person = said.get("person").and_then(serde_json::Value::as_str).and_then(Token::parse);
        all.extend(person.map(|person| Mailed { path, person, said }));
    }
    all.sort_by(|one, other| one.path.cmp(&other.path));
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
