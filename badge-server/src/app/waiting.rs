//! What waits in batches for somebody who is erased, or whose address is corrected meanwhile.

use badge_core::place::Token;
use badge_core::place::names::mailbox;
use serde_json::Value;

use super::batches::written;
use super::problem::Obstacle;
use crate::state::App;
use crate::storage::{BatchRow, PlaceId, Reading, StorageError, Writing};

/// The rows that wait for somebody, each as it was asked for.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn of(
    work: &mut Reading,
    place: PlaceId,
    (ids, addresses): (&[Token], &[String]),
) -> Result<Vec<Value>, StorageError> {
    let rows = work.rows_that_wait(place).await?;
    Ok(rows.iter().map(|(_, _, wish)| read(wish)).filter(|wish| is_for(wish, ids, addresses)).collect())
}

/// Empties the rows that wait for somebody who is erased, and what was said of them; tells how many waited.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn forget(
    work: &mut Writing,
    app: &App,
    place: PlaceId,
    (ids, addresses, names): (&[Token], &[String], &[String]),
) -> Result<usize, StorageError> {
    let problems = written(&vec![Obstacle::new("erased", "to", app.words.s("problem-erased"))]);
    let mut emptied = 0;
    for (batch, seq, wish) in work.rows_that_wait(place).await? {
        if is_for(&read(&wish), ids, addresses) {
            work.empty_row(place, (&batch, seq), &problems).await?;
            emptied += 1;
        }
    }
    for text in addresses.iter().chain(names) {
        work.forget_problems_naming(place, text).await?;
    }
    Ok(emptied)
}

/// Somebody whose address is corrected.
pub(crate) struct Corrected<'a> {
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    /// What they were called, where they are joined with somebody who may be called otherwise: a row that calls them so says
    /// nothing of what that one is called.
    pub(crate) was: Option<&'a str>,
}

/// Rows that wait for somebody's old address go to the new one: what is awarded of them is theirs. Hold the place first.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn readdress(work: &mut Writing, place: PlaceId, person: &Corrected<'_>) -> Result<(), StorageError> {
    for (batch, seq, wish) in work.rows_that_wait(place).await? {
        let mut wish = read(&wish);
        if to_whom(&wish) != Some(known_by(person.from)) {
            continue;
        }
        if let Some(members) = wish.as_object_mut() {
            members.insert("to".to_owned(), person.to.into());
            let named = members.get("name").and_then(Value::as_str).map(str::trim);
            if person.was.is_some() && named == person.was {
                members.remove("name");
            }
        }
        work.rewrite_row(place, (&batch, seq), &written(&wish)).await?;
    }
    Ok(())
}

/// Whether rows wait as they were read: for the same people, and nobody settled them. Hold the place first.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn is_still_so(
    work: &mut Writing,
    place: PlaceId,
    batch: &str,
    rows: &[BatchRow],
) -> Result<bool, StorageError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(true) };
    // In the order of their numbers, as they were read.
    let now = work.batch_rows(place, batch, (first.seq, last.seq - first.seq + 1), true).await?;
    let mut now = now.iter();
    Ok(rows.iter().all(|row| now.any(|other| other.seq == row.seq && other.wish == row.wish)))
}

/// Whether it is for somebody. Of a table, whoever has no address is named by their id.
fn is_for(wish: &Value, ids: &[Token], addresses: &[String]) -> bool {
    let known = wish.get("person").and_then(Value::as_str).and_then(Token::parse);
    known.is_some_and(|known| ids.contains(&known))
        || to_whom(wish).is_some_and(|to| addresses.iter().any(|address| known_by(address) == to))
}

fn read(wish: &str) -> Value {
    serde_json::from_str(wish).unwrap_or_default()
}

/// Of a table or of a program: both say so under the same name.
fn to_whom(wish: &Value) -> Option<String> {
    Some(known_by(wish.get("to")?.as_str()?))
}

/// An address by which somebody is known again, however its domain is spelt.
fn known_by(to: &str) -> String {
    let to = to.trim();
    if to.starts_with("did:") { to.to_owned() } else { mailbox(to) }
}
