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
use badge_core::smtp::{Fault, Protection};
use badge_core::verify::Verdict;

use super::desk::{Desk, DeskError, desk};
use super::doctor::{State, Told, one};
use crate::causes;
use crate::smtp::text_of;
use crate::state::App;
use crate::storage::{PlaceId, StorageError, Wanted};
use crate::tell;
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
                told.push(one("place.settings", &of, State::Wrong, tell::error(t, &error)));
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
        Ok(Err(fault)) => one("mail", "-", State::Wrong, mail_words(t, &fault)),
        Err(error) => one("mail", "-", State::Wrong, causes(&error)),
    }
}

/// Why no letter can go, and what to do, in our words; theirs beside them.
fn mail_words(t: &Speech, fault: &Fault) -> String {
    let ours = match fault {
        Fault::Name => t.s("doctor-mail-name"),
        Fault::Refused => t.s("doctor-mail-nobody"),
        Fault::NoWay => t.s("doctor-mail-no-way"),
        Fault::Late => t.s("doctor-mail-late"),
        Fault::NoAnswer => t.s("doctor-mail-strange"),
        Fault::NotOffered => t.s("doctor-mail-clear"),
        Fault::Protection(Protection::Name) => t.s("doctor-mail-other-name"),
        Fault::Protection(Protection::Expired) => t.s("doctor-mail-expired"),
        Fault::Protection(Protection::Unknown) => t.s("doctor-mail-unknown"),
        Fault::Protection(_) => t.s("doctor-mail-tls"),
        Fault::NoSignIn => t.s("doctor-mail-no-sign-in"),
        Fault::SignIn(_) => t.s("doctor-mail-sign-in"),
        Fault::Unwelcome(answer) if answer.is_later() => t.s("doctor-mail-later"),
        Fault::Unwelcome(_) => t.s("doctor-mail-unwelcome"),
        Fault::HostUnusable => t.s("doctor-mail-host"),
        _ => t.s("doctor-mail-cut"),
    };
    match fault {
        Fault::SignIn(answer) | Fault::Unwelcome(answer) => {
            t.all("doctor-mail-said", &[("ours", &ours), ("theirs", &text_of(answer))])
        }
        _ => ours,
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

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpListener;

    use badge_core::language::Lang;

    use super::*;
    use crate::smtp::Server;
    use crate::words::Words;

    #[test]
    fn why_letters_do_not_go_is_told_in_our_words_with_theirs_beside_them() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = Server::new(&url, "badges@example.org").unwrap();
        let words = Words::new();
        let greeted = |said: &'static [u8]| {
            std::thread::scope(|scope| {
                scope.spawn(|| listener.accept().unwrap().0.write_all(said).unwrap());
                server.greets().unwrap_err()
            })
        };
        let later = greeted(b"421 4.3.2 Too busy\x1b[2J\r\n");
        let (fr, en) = (mail_words(words.of(Lang::Fr), &later), mail_words(words.of(Lang::En), &later));
        assert!(fr.starts_with("le serveur de courriel demande de revenir plus tard"), "{fr}");
        assert!(fr.contains("421 4.3.2 Too busy") && !fr.contains('\x1b'), "{fr:?}");
        assert!(en.starts_with("the mail server asks to come back later") && en.contains("“421 4.3.2"), "{en}");
        let no = mail_words(words.of(Lang::En), &greeted(b"554 No service for you\r\n"));
        assert!(no.contains("refuses the connection") && no.contains("554 No service for you"), "{no}");
        let other = mail_words(words.of(Lang::En), &greeted(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        assert!(other.contains("what answers is not a mail server") && !other.contains("HTTP"), "{other}");
        drop(listener);
        let nobody = mail_words(words.of(Lang::Fr), &server.greets().unwrap_err());
        assert!(nobody.contains("aucun serveur de courriel n’écoute"), "{nobody}");
    }
}
