//! `badge-server doctor --online`: what others see of each place, asked as a stranger's verifier would ask, with the
//! questions and in the words of `badge doctor --online`; whether a badge that was given verifies; whether the mail server
//! listens. Nothing is sent to anybody.

use std::collections::BTreeMap;

use badge_core::crypto::{KeyKind, Signer as _};
use badge_core::issue::Format;
use badge_core::limits::Limits;
use badge_core::message::{Headline, seen};
use badge_core::place::doctor::{self, Expected, State as Seen};
use badge_core::place::documents::format_spot;
use badge_core::place::may_go_out;
use badge_core::place::people::People;
use badge_core::resource::Resources;
use badge_core::verify::Verdict;

use super::desk::{Desk, DeskError, desk};
use super::doctor::{State, Told, one};
use crate::causes;
use crate::state::App;
use crate::storage::{PlaceId, StorageError, Wanted};
use crate::words::Speech;

/// Achievements of a place that are asked for: one that answers speaks for the others.
const ACHIEVEMENTS: usize = 20;

/// Status lists of a place that are asked for: the last ones, which change.
const LISTS: u32 = 5;

/// The newest awards among which one is looked for that everybody may see.
const AWARDS: i64 = 20;

/// Looks at each place from outside, and at the mail server.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn outside(app: &App, t: &Speech) -> Result<Vec<Told>, StorageError> {
    let mut told = vec![mail(app, t).await];
    let places = app.storage.read().await?.places().await?;
    for place in places {
        let of = place.base.clone().unwrap_or_else(|| place.id.0.to_string());
        let desk = match desk(app, place.id).await {
            Ok(desk) => desk,
            Err(DeskError::NoAddress) => continue,
            Err(error) => {
                told.push(one("place.settings", &of, State::Wrong, causes(&error)));
                continue;
            }
        };
        told.extend(documents(app, place.id, &desk, t).await?);
        told.push(badge(app, place.id, &desk, t).await?);
    }
    Ok(told)
}

/// Greets the mail server, and goes away.
async fn mail(app: &App, t: &Speech) -> Told {
    let Some(server) = app.config.mail.clone() else {
        return one("mail", "-", State::Advice, t.s("doctor-no-mail"));
    };
    match tokio::task::spawn_blocking(move || server.greets()).await {
        Ok(Ok(())) => one("mail", "-", State::Good, ""),
        Ok(Err(why)) => one("mail", "-", State::Wrong, t.v("doctor-mail", "why", why)),
        Err(error) => one("mail", "-", State::Wrong, causes(&error)),
    }
}

/// The documents that a verifier needs, and the clock of who serves them.
async fn documents(app: &App, id: PlaceId, desk: &Desk, t: &Speech) -> Result<Vec<Told>, StorageError> {
    let signing = desk.keys.iter().filter(|key| key.retired.is_none() && key.revoked.is_none());
    let ob2 = |format: Format| desk.place.formats.iter().any(|name| Format::from_name(name) == Some(format));
    let expected = Expected {
        keys: signing.filter_map(|key| key.public.to_multikey()).collect(),
        achievements: desk
            .achievements
            .iter()
            .filter(|(_, f)| f.is_ok())
            .map(|(s, _)| s.clone())
            .take(ACHIEVEMENTS)
            .collect(),
        status_lists: app.storage.read().await?.lists(id).await?.min(LISTS),
        ob2: (ob2(Format::Ob2Hosted) || ob2(Format::Ob2Signed))
            && desk.secrets.iter().any(|secret| secret.public_key().kind() == KeyKind::Rsa),
    };
    let (mut known, mut sights) = (Resources::new(), BTreeMap::new());
    let now = app.now();
    // Round after round, until there is nothing left to ask for.
    let findings = loop {
        let examination = doctor::examine(&desk.base, &expected, &known, &sights, now);
        let wanted: Vec<_> = examination.wanted.iter().filter(|l| known.get(&l.url).is_none()).cloned().collect();
        if wanted.is_empty() || sights.len() > Limits::default().lookups {
            break examination.findings;
        }
        for lookup in wanted {
            let (answer, sight) = app.verifier.client().inspect(&lookup).await;
            known.insert(&lookup.url, answer);
            sights.insert(lookup.url.clone(), sight);
        }
    };
    let told = findings.iter().map(|finding| {
        let (state, good) = match finding.state {
            Seen::Good => (State::Good, true),
            Seen::Advice(_) => (State::Advice, false),
            Seen::Wrong(_) | Seen::Open => (State::Wrong, false),
        };
        let words = seen(t.catalog(), finding);
        let found =
            if good || words.next.is_empty() { words.what } else { format!("{} → {}", words.what, words.next) };
        one(finding.question.as_str(), &finding.url, state, found)
    });
    Ok(told.collect())
}

/// The newest badge that everybody may see: fetched from its address and verified.
async fn badge(app: &App, id: PlaceId, desk: &Desk, t: &Speech) -> Result<Told, StorageError> {
    let mut read = app.storage.read().await?;
    let mut found = None;
    for (_, token) in read.newest(id, &Wanted::default(), (i64::MAX, AWARDS)).await? {
        let register = read.register_of(id, token).await?;
        let Some(entry) = register.get(token) else { continue };
        let people = match entry.award.person {
            Some(person) => read.person(id, person).await?,
            None => People::default(),
        };
        let format = entry.award.credentials.iter().map(|c| c.format).find(|format| *format != Format::Ob2Signed);
        if let (Some(format), Ok(())) = (format, may_go_out(&entry, &people, app.now())) {
            found = Some(desk.base.url(&format_spot(token, format)));
            break;
        }
    }
    drop(read);
    let Some(url) = found else {
        return Ok(one("place.badge", desk.base.base(), State::Advice, t.s("doctor-no-badge")));
    };
    let judged = app.verifier.judge(url.clone(), url.clone(), (app.now(), None), |input, _| input.badges).await;
    Ok(match judged.as_ref().map(|badges| badges.first()) {
        Ok(Some(report)) => {
            // One that was revoked, or begins later, and says so is as it should be.
            let told = matches!(
                Headline::of(report),
                Headline::Revoked | Headline::Expired | Headline::Suspended | Headline::NotYetValid
            );
            let state = if report.verdict == Verdict::Verified || told { State::Good } else { State::Wrong };
            one("place.badge", &url, state, Headline::of(report).text(t.catalog()))
        }
        Ok(None) => one("place.badge", &url, State::Wrong, Headline::NoBadge.text(t.catalog())),
        Err(error) => one("place.badge", &url, State::Wrong, causes(error)),
    })
}
