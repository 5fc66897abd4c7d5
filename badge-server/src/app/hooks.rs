//! Telling other programs what happens at a place: [Standard Webhooks](https://www.standardwebhooks.com). A message is
//! noted in the transaction of what it tells of, signed when it goes, tried again when nobody takes it, and goes only
//! where the hardened client lets it.

use badge_core::http::Posted;
use badge_core::name::Url;
use badge_core::place::register::Entry;
use badge_core::text;
use badge_core::time::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::batches::WorkError;
use crate::entropy::random;
use crate::job::{Done, Worker};
use crate::keys::Purpose;
use crate::state::App;
use crate::storage::{Delivery, Job, PlaceId, Reading, StorageError, StoredHook, Told, Writing};

/// The kind of its jobs.
pub(crate) const JOB: &str = "delivery";

/// What can be told.
pub(crate) const KINDS: [&str; 3] = ["award.created", "award.revoked", "award.reinstated"];

/// Seconds before each further attempt: about three days in all.
const AGAIN: [i64; 9] = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];

/// The longest that an address is left alone which takes nothing, in seconds: whatever else is to be told there waits
/// as long, so that an address that is gone holds up nobody else's.
pub(crate) const LONGEST_AWAY: i64 = 60 * 60;

/// For how long it is kept what was told, in seconds.
pub(crate) const KEPT: i64 = 30 * 24 * 3600;

/// Seconds that a message waits whose address is being told another one.
const BESIDE_IT: i64 = 2;

/// Seconds for which a message waits for one of what happened before to the same award: longer than that one is tried.
const IN_ORDER: i64 = 5 * 24 * 3600;

/// For how long a secret that was replaced goes on signing, in seconds.
const BESIDE: i64 = 24 * 3600;

/// Before the secret, as the standard writes it.
const SECRET: &str = "whsec_";

/// An address that is told from now on. The secret is known now and never again.
#[derive(Debug)]
pub(crate) struct NewHook {
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// An address that can be told something: with https, since what is told names badges, whose addresses are for those
/// whom they concern. Without, for trying out.
pub(crate) fn address(app: &App, text: &str) -> Option<Url> {
    let secure = |url: &Url| url.as_str().starts_with("https://") || app.config.allow_local;
    Url::parse(text.trim()).ok().filter(secure)
}

/// Adds an address.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn make(app: &App, place: PlaceId, url: &Url, kinds: &[String]) -> Result<NewHook, StorageError> {
    let id = format!("hook_{}", text::hex(&random::<8>()));
    let key: [u8; 32] = random();
    let hook = StoredHook {
        sealed: app.seal.seal(&key, purpose(place, &id)),
        former: None,
        id: id.clone(),
        url: url.as_str().to_owned(),
        kinds: kinds.join(" "),
        created: app.now().unix(),
        ended: None,
    };
    let mut work = app.storage.write().await?;
    work.add_hook(place, &hook).await?;
    work.save().await?;
    Ok(NewHook { id, secret: format!("{SECRET}{}", STANDARD.encode(key)) })
}

/// Gives an address a new secret, which is known now and never again; for a day the one before signs beside it, so that the
/// other side can change over. `None` where there is none of that name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn new_secret(app: &App, place: PlaceId, id: &str) -> Result<Option<String>, StorageError> {
    let key: [u8; 32] = random();
    let sealed = app.seal.seal(&key, purpose(place, id));
    let mut work = app.storage.write().await?;
    let done = work.seal_hook(place, id, (&sealed, app.now().unix() + BESIDE)).await?;
    work.save().await?;
    Ok(done.then(|| format!("{SECRET}{}", STANDARD.encode(key))))
}

/// Notes that something happened to awards, for everybody who wants to know. What is told names nobody. The register has it
/// already: the number of its last line is told along, so that whoever is told knows what came after what.
pub(crate) async fn tell(
    work: &mut Writing,
    place: PlaceId,
    kind: &str,
    entries: impl Iterator<Item = &Entry>,
    now: Timestamp,
) -> Result<(), StorageError> {
    let wants = |hook: &StoredHook| {
        hook.ended.is_none() && (hook.kinds.is_empty() || hook.kinds.split(' ').any(|known| known == kind))
    };
    let hooks: Vec<StoredHook> = work.hooks(place).await?.into_iter().filter(wants).collect();
    if hooks.is_empty() {
        return Ok(());
    }
    let seq = work.last_line(place).await?;
    for entry in entries {
        let award = &entry.award;
        let token = award.token.to_string();
        let body = json!({
            "type": kind,
            "timestamp": now.to_string(),
            "data": {
                "award": token,
                "achievement": award.achievement.as_str(),
                "date": award.date.to_string(),
                "sequence": seq,
            },
        })
        .to_string();
        for hook in &hooks {
            let id = format!("msg_{}", text::hex(&random::<12>()));
            let told = Told { award: &token, seq, kind, body: &body };
            work.add_delivery(place, (&id, &hook.id), told, now.unix()).await?;
            // Jobs of one second are done in the order of their names.
            let job = format!("{seq:016x}{}", text::hex(&random::<8>()));
            work.add_job(place, &job, (JOB, &id), now.unix()).await?;
        }
    }
    Ok(())
}

/// Lets a message go once more, as if it were new. One that waits already goes once, and keeps its turn. `false` where there is none of that name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn replay(app: &App, place: PlaceId, hook: &str, id: &str) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    // Whoever else asks for it waits here, and finds that it waits.
    work.hold(place).await?;
    match work.delivery(place, id).await? {
        Some(known) if known.hook != hook => return Ok(false),
        Some(known) if known.state == "waiting" => return Ok(true),
        Some(_) => {}
        None => return Ok(false),
    }
    work.replay_delivery(place, id).await?;
    work.add_job(place, &text::hex(&random::<8>()), (JOB, id), app.now().unix()).await?;
    work.save().await?;
    app.work.wake_outside.notify_one();
    Ok(true)
}

/// Whether whoever is told was asked twice and said no both times, for a reason of their own: they are asked again, and
/// nothing waits for that.
fn is_declined(delivery: &Delivery) -> bool {
    let said_no =
        |answer: &str| answer.len() == 3 && answer.starts_with('4') && !matches!(answer, "408" | "425" | "429");
    delivery.attempts > 1 && delivery.answer.as_deref().is_some_and(said_no)
}

/// For how many seconds a message waits for one of what happened before to the same award, if one waits: it is looked for
/// again just after that one is tried. So nobody takes an older word for the newer one, and other awards wait for nothing.
async fn behind(
    read: &mut Reading,
    place: PlaceId,
    delivery: &Delivery,
    now: i64,
) -> Result<Option<i64>, StorageError> {
    let Some((award, seq)) = &delivery.of else { return Ok(None) };
    let before = read.deliveries_before(place, (&delivery.hook, award, *seq), now - IN_ORDER).await?;
    Ok(before.into_iter().find(|before| !is_declined(before)).map(|before| {
        let pause = usize::try_from(before.attempts - 1).ok().and_then(|n| AGAIN.get(n));
        let next = before.tried.zip(pause).map_or(now, |(tried, pause)| tried + pause + 1);
        (next - now).clamp(BESIDE_IT, LONGEST_AWAY)
    }))
}

/// Sends a message.
///
/// # Errors
/// See [`WorkError`].
pub(crate) async fn work(app: &App, worker: &Worker, job: &Job) -> Result<Done, WorkError> {
    let place = job.place;
    let mut read = app.storage.read().await?;
    let Some(delivery) = read.delivery(place, &job.subject).await?.filter(|known| known.state == "waiting") else {
        return Ok(Done::Yes);
    };
    let hook = read.hooks(place).await?.into_iter().find(|hook| hook.id == delivery.hook && hook.ended.is_none());
    let now = app.now();
    if let Some(seconds) = behind(&mut read, place, &delivery, now.unix()).await? {
        return Ok(Done::Later(seconds));
    }
    drop(read);
    if let Some(left) = app.work.hooks.left(&delivery.hook, now.unix()) {
        return Ok(Done::Later(left));
    }
    // One message after the other: whoever is slow is not asked twice at the same time.
    let Some(_turn) = app.work.turns.of_address(&delivery.hook) else { return Ok(Done::Later(BESIDE_IT)) };
    let (answer, gone) = match &hook {
        None => ("ended".to_owned(), true),
        Some(hook) => {
            let key = app.seal.unseal(&hook.sealed, purpose(place, &hook.id))?;
            let at = now.unix().to_string();
            let mut signature = signature(&key, &delivery.id, &at, &delivery.body);
            // One after the other with a space between: whoever reads them takes the one that is right.
            if let Some((former, _)) = hook.former.as_ref().filter(|(_, until)| now.unix() < *until) {
                let key = app.seal.unseal(former, purpose(place, &hook.id))?;
                signature = format!("{signature} {}", self::signature(&key, &delivery.id, &at, &delivery.body));
            }
            let headers = [
                ("content-type", "application/json"),
                ("webhook-id", delivery.id.as_str()),
                ("webhook-timestamp", at.as_str()),
                ("webhook-signature", signature.as_str()),
            ];
            let url = Url::parse(&hook.url)?;
            let post = app.verifier.client().post(&url, &headers, delivery.body.clone().into_bytes());
            match worker.while_at(app, job, post).await {
                Posted::Answered(status) => (status.to_string(), status == 410),
                Posted::Refused(rule) => (format!("refused: {}", rule.as_str()), false),
                Posted::Unreachable(why) => (format!("unreachable: {}", why.as_str()), false),
                _ => ("unknown".to_owned(), false),
            }
        }
    };
    let taken = answer.len() == 3 && answer.starts_with('2');
    if taken {
        app.work.hooks.over(&delivery.hook);
    } else {
        app.work.hooks.again(delivery.hook.clone(), now.unix());
    }
    let again = usize::try_from(delivery.attempts).ok().and_then(|n| AGAIN.get(n)).filter(|_| !gone && !taken);
    let state = match (taken, again) {
        (true, _) => "sent",
        (false, Some(_)) => "waiting",
        (false, None) => "failed",
    };
    let mut work = app.storage.write().await?;
    work.delivery_tried(place, &delivery.id, (state, &answer), now.unix()).await?;
    // 410: the other side does not want to hear of us again.
    if let Some(hook) = hook.filter(|_| gone) {
        work.end_hook(place, &hook.id, now.unix()).await?;
    }
    work.save().await?;
    Ok(again.map_or(Done::Yes, |seconds| Done::Later(*seconds)))
}

/// `v1,…`: HMAC-SHA256 over id, time and body.
fn signature(key: &[u8], id: &str, at: &str, body: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
    let tag = ring::hmac::sign(&key, format!("{id}.{at}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag.as_ref()))
}

fn purpose(place: PlaceId, id: &str) -> Purpose<'_> {
    Purpose { place, thumbprint: id, kind: "hook" }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the Standard Webhooks specification and its libraries.
    #[test]
    fn a_known_message_has_the_known_signature() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
