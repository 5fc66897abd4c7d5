//! `badge doctor`: looks at the place as it lies on the disk and, with `--online`, as a stranger sees it.

mod endorsements;
mod leftovers;
mod letters;
mod pictures;

use std::collections::BTreeMap;
use std::path::Path;

use badge_core::crypto::KeyKind;
use badge_core::issue::Format;
use badge_core::limits::Limits;
use badge_core::message::date;
use badge_core::place::doctor::{self, Expected, Fault, Question, State};
use badge_core::place::register::{AwardStatus, Digest, Entry, Register};
use badge_core::place::{Addresses, Place};
use badge_core::resource::{Answer, Resources, Rule, Unreachable};
use badge_core::site::Look;
use badge_core::time::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::{Context, moved};
use crate::args::Doctor;
use crate::award::{AHEAD, stored_badge};
use crate::clock::clock;
use crate::error::{Cause, Exit, Failure};
use crate::fetch::{Fetch, Sources};
use crate::message::{Message, msg};
use crate::place::Folder;
use crate::place::disk;
use crate::place::fault::{base_message, problem_message};
use crate::printer::Tone;
use crate::text::Words;

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    /// Permanent: `place.card`, `key.passphrase`, `doctor.served`.
    code: &'static str,
    /// The file or the address.
    at: String,
    state: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

struct Round<'a> {
    words: &'a Words,
    findings: Vec<Finding>,
}

pub(crate) fn run(args: &Doctor, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.at.as_deref())?.now();
    let mut round = Round { words: cx.printer.words(), findings: Vec::new() };
    let named = args.online.as_deref().filter(|url| !url.is_empty());
    let folder = match Folder::find(&cx.settings) {
        Ok(folder) => Some(folder),
        // Somebody else's place can be looked at from anywhere.
        Err(_) if named.is_some() && cx.settings.place.is_none() => None,
        Err(failure) => return Err(failure),
    };
    let mut expected = Expected::default();
    let (mut base, mut mail) = (None, None);
    if let Some(folder) = &folder {
        let place = round.place(folder);
        expected = round.keys(folder, cx);
        if let Some(place) = &place {
            round.achievements(folder, place);
            round.templates(folder, place, now);
            round.mail(folder, place);
            round.letters(folder, place);
            round.unread_letters(folder);
            mail.clone_from(&place.mail);
            base.clone_from(&place.base);
        }
        if let Some(register) = round.register(folder, now) {
            round.endorsements(folder, &register);
            round.leftovers(folder, &register);
            if let Some((place, what)) = place.as_ref().and_then(|place| Some((place, moved::about(place, &register)?)))
            {
                let at =
                    place.base.as_ref().map_or_else(|| folder.card().display().to_string(), |b| b.base().to_owned());
                round.say("place.moved", &at, "advice", &what);
            }
            expected.status_lists = register.lists().last().unwrap_or(0);
            let ob2 = |f: Format| register.iter().any(|e| e.award.issued(f).is_some());
            expected.ob2 = ob2(Format::Ob2Hosted) || ob2(Format::Ob2Signed);
        }
        expected.achievements = folder.achievements().unwrap_or_default();
    }
    if args.online.is_some() {
        let other = named.map(|url| Addresses::new(url).map_err(|e| bad_base(url, e))).transpose()?;
        // About another address the place knows nothing.
        if other.is_some() && other != base {
            expected = Expected::default();
        }
        // Somebody else's address has nothing to do with our mail.
        let mail = mail.as_ref().zip(folder.as_ref()).filter(|_| other.is_none() || other == base);
        match other.or(base) {
            Some(address) => round.outside(&address, &expected, now, args)?,
            None if mail.is_none() => return Err(Failure::new(msg!("doctor-no-address"))),
            None => {}
        }
        if let Some((settings, folder)) = mail {
            round.mail_server(folder, settings, cx);
        }
    }
    tell(&round.findings, cx)
}

fn bad_base(url: &str, error: badge_core::place::AddressError) -> Failure {
    Failure::new(msg!("address-malformed", address = url)).because(Cause::Said(base_message(error)))
}

impl Round<'_> {
    fn say(&mut self, code: &'static str, at: &str, state: &'static str, what: &Message) {
        let finding = Finding {
            code,
            at: at.to_owned(),
            state,
            message: self.words.say(what),
            hint: if state == "good" { None } else { self.words.hint(what) },
        };
        self.findings.push(finding);
    }

    fn failed(&mut self, code: &'static str, at: &Path, failure: &Failure) {
        let mut message = self.words.say(&failure.what);
        for cause in &failure.causes {
            message = format!("{message} ({})", cause.say(self.words));
        }
        let at = failure.location().unwrap_or_else(|| at.display().to_string());
        self.findings.push(Finding { code, at, state: "wrong", message, hint: self.words.hint(&failure.what) });
    }

    fn place(&mut self, folder: &Folder) -> Option<Place> {
        let card = folder.card();
        let at = card.display().to_string();
        match folder.place() {
            Err(failure) => {
                self.failed("place.card", &card, &failure);
                None
            }
            Ok(place) => {
                self.say("place.card", &at, "good", &msg!("doctor-card", name = &place.name));
                if place.base.is_none() {
                    self.say("place.address", &at, "advice", &msg!("doctor-no-base"));
                }
                if let Some(logo) = &place.logo
                    && let Err(failure) = folder.logo(logo)
                {
                    self.failed("place.logo", &folder.root().join(logo), &failure);
                }
                Some(place)
            }
        }
    }

    /// The keys, and those that sign now.
    fn keys(&mut self, folder: &Folder, cx: &Context) -> Expected {
        let mut expected = Expected::default();
        let keys = match folder.keys() {
            Ok(keys) => keys,
            Err(failure) => {
                self.failed("key.readable", &folder.keys_folder(), &failure);
                return expected;
            }
        };
        if !keys.iter().any(|k| k.public.kind() == KeyKind::Ed25519 && k.retired.is_none()) {
            let at = folder.keys_folder().display().to_string();
            self.say("key.signs", &at, "wrong", &msg!("key-none-of-kind", kind = "ed25519"));
        }
        let known = std::env::var_os("BADGE_PASSPHRASE").is_some();
        for key in keys.iter().filter(|k| k.retired.is_none()) {
            let path = key.secret_path();
            let at = path.display().to_string();
            expected.keys.extend(key.public.to_multikey());
            match key.is_encrypted() {
                Err(failure) => {
                    self.failed("key.readable", &path, &failure);
                    continue;
                }
                Ok(false) => self.say("key.protected", &at, "advice", &msg!("key-unprotected")),
                Ok(true) if !known => {
                    self.say("key.passphrase", &at, "open", &msg!("doctor-passphrase-untried"));
                    continue;
                }
                Ok(true) => {}
            }
            match key.open(|| cx.passphrases.existing(&cx.printer)) {
                Ok(_) => {
                    self.say("key.passphrase", &at, "good", &msg!("doctor-key", kind = key.public.kind().as_str()))
                }
                Err(failure) => self.failed("key.passphrase", &path, &failure),
            }
            if others_may_read(&path) {
                self.say("key.rights", &at, "advice", &msg!("doctor-key-rights"));
            }
        }
        expected
    }

    fn achievements(&mut self, folder: &Folder, place: &Place) {
        let slugs = match folder.achievements() {
            Ok(slugs) => slugs,
            Err(failure) => return self.failed("achievement.readable", &folder.achievements_folder(), &failure),
        };
        let mut good = 0;
        for slug in &slugs {
            let path = folder.achievement_path(slug);
            let at = path.display().to_string();
            let file = match folder.achievement(slug.as_str()) {
                Ok(file) => file,
                Err(failure) => {
                    self.failed("achievement.readable", &path, &failure);
                    continue;
                }
            };
            let problems = file.check(place);
            good += usize::from(problems.iter().all(|p| p.fault.is_remark()));
            for problem in &problems {
                let state = if problem.fault.is_remark() { "advice" } else { "wrong" };
                self.say("achievement.complete", &at, state, &problem_message(problem));
            }
            if let Err(fault) = Look::of_achievement(place, &file, place.first_language()) {
                self.say("achievement.drawing", &at, "wrong", &fault.into());
            }
            if let Some(picture) = &file.picture
                && let Err(failure) = folder.read_picture(&folder.achievements_folder().join(picture))
            {
                self.failed("achievement.picture", &folder.achievements_folder().join(picture), &failure);
            }
        }
        let at = folder.achievements_folder().display().to_string();
        match slugs.len() {
            0 => self.say("achievement.complete", &at, "advice", &msg!("achievements-none")),
            all => self.say("achievement.complete", &at, "good", &msg!("check-done", good = good, all = all)),
        }
    }

    /// The register, and whether every file that it names is there and unchanged.
    fn register(&mut self, folder: &Folder, now: Timestamp) -> Option<Register> {
        let path = folder.register_path();
        let register = match folder.register() {
            Ok(register) => register,
            Err(failure) => {
                self.failed("register.readable", &path, &failure);
                return None;
            }
        };
        let people = folder.people(&register);
        if let Err(failure) = &people {
            self.failed("people.readable", &folder.people_path(), failure);
        }
        let forgotten = |id| people.as_ref().is_ok_and(|people| !people.contains(id));
        let (mut whole, mut erased) = (0, 0);
        for entry in register.iter() {
            let home = folder.award(entry.award.token);
            let forgotten = entry.award.person.is_some_and(forgotten);
            if !home.exists() && (forgotten || matches!(entry.status, AwardStatus::Revoked { .. })) {
                // Erased on purpose.
                erased += 1;
                continue;
            }
            // Made, and not yet in its place: said once, and finished by whoever changes the place next.
            let staged = folder.hidden(&format!("staging/{}", entry.award.token));
            let home = if !home.exists() && staged.is_dir() { staged.clone() } else { home };
            let credentials = entry.award.credentials.iter().map(|c| (c.format.file_name(), c.sha256));
            let mut good = true;
            for (name, digest) in credentials.chain(entry.award.files.iter()) {
                let file = home.join(name);
                match disk::read(&file, disk::LARGEST) {
                    Ok(bytes) if Digest::of(&bytes) == digest => {
                        if let Some(begins) = begins_ahead(&entry, name, &bytes, now) {
                            let day = date(self.words.catalog(), begins);
                            let award = entry.award.token.to_string()[..8].to_owned();
                            let what = msg!("doctor-award-ahead", award = award, date = day);
                            self.say("award.begins", &file.display().to_string(), "wrong", &what);
                        }
                        continue;
                    }
                    // Signed again, and not moved yet: the same. An older file out of a backup is not what is wanted.
                    _ if disk::read_if_there(&staged.join(name))
                        .is_ok_and(|bytes| bytes.is_some_and(|bytes| Digest::of(&bytes) == digest)) =>
                    {
                        continue;
                    }
                    Ok(_) => self.failed("award.files", &file, &Failure::new(msg!("award-file-changed", path = &file))),
                    Err(failure) => self.failed("award.files", &file, &failure),
                }
                good = false;
            }
            whole += usize::from(good);
        }
        let what = msg!("doctor-register", whole = whole, all = register.len() - erased);
        self.say("register.readable", &path.display().to_string(), "good", &what);
        Some(register)
    }

    fn outside(&mut self, base: &Addresses, expected: &Expected, now: Timestamp, args: &Doctor) -> Result<(), Failure> {
        let limits = Limits::default();
        let sources = Sources::from(&args.hosts);
        let cannot = |e: &crate::fetch::FetchError| Failure::new(msg!("doctor-no-network")).why(e);
        let fetch = Fetch::new(&sources, &limits).map_err(|e| cannot(&e))?;
        let (mut known, mut seen) = (Resources::new(), BTreeMap::new());
        // Round after round, until there is nothing left to ask for.
        let findings = loop {
            let examination = doctor::examine(base, expected, &known, &seen, now);
            let wanted: Vec<_> = examination.wanted.iter().filter(|l| known.get(&l.url).is_none()).cloned().collect();
            if wanted.is_empty() {
                break examination.findings;
            }
            for lookup in wanted {
                let (answer, sight): (Answer, _) = fetch.inspect(&lookup).map_err(|e| cannot(&e))?;
                known.insert(&lookup.url, answer);
                seen.insert(lookup.url.clone(), sight);
            }
        };
        for finding in &findings {
            let (state, what) = match &finding.state {
                State::Good => ("good", question(finding.question)),
                State::Open => ("open", question(finding.question)),
                State::Advice(fault) => ("advice", outside_fault(fault, self.words)),
                State::Wrong(fault) => ("wrong", outside_fault(fault, self.words)),
            };
            self.say(finding.question.as_str(), &finding.url, state, &what);
        }
        Ok(())
    }
}

/// Since when a badge of Open Badges 3.0 holds, where that lies ahead though it was given on a day that has come: it was
/// signed again by a clock that was wrong.
fn begins_ahead(entry: &Entry, name: &str, bytes: &[u8], now: Timestamp) -> Option<Timestamp> {
    let format = [Format::Ob3, Format::Ob3Jwt].into_iter().find(|format| format.file_name() == name)?;
    let begins = stored_badge(bytes, format).valid_from?;
    (entry.award.date <= now && begins > now.plus_seconds(AHEAD)).then_some(begins)
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

fn question(question: Question) -> Message {
    match question {
        Question::Https => msg!("seen-https"),
        Question::Served => msg!("seen-served"),
        Question::Json => msg!("seen-json"),
        Question::Name => msg!("seen-name"),
        Question::Keys => msg!("seen-keys"),
        Question::Secrets => msg!("seen-secrets"),
        Question::MediaType => msg!("seen-media-type"),
        Question::Cors => msg!("seen-cors"),
        Question::Clock => msg!("seen-clock"),
        other => msg!("seen-other", code = other.as_str()),
    }
}

fn outside_fault(fault: &Fault, words: &Words) -> Message {
    match fault {
        Fault::PlainHttp => msg!("unseen-plain-http"),
        Fault::Missing => msg!("unseen-missing"),
        Fault::Gone => msg!("unseen-gone"),
        Fault::Unreachable(why) => msg!("unseen-unreachable", why = unreachable(words, *why)),
        Fault::Refused(rule) => msg!("unseen-refused", rule = refused(words, *rule)),
        Fault::NotJson => msg!("unseen-not-json"),
        Fault::Named { found, expected } => {
            msg!("unseen-named", found = found.as_deref().unwrap_or("–"), expected = expected)
        }
        Fault::NoKeys => msg!("unseen-no-keys"),
        Fault::KeyMissing { key } => msg!("unseen-key", key = key),
        Fault::KeyNamed { found } => msg!("unseen-key-named", found = found),
        Fault::StatusList { check } => msg!("unseen-status-list", check = check.as_str()),
        Fault::PrivateKey => msg!("unseen-private-key"),
        Fault::MediaType { found } => msg!("unseen-media-type", found = found.as_deref().unwrap_or("–")),
        Fault::NoCors => msg!("unseen-cors"),
        Fault::Clock { ahead } => msg!("unseen-clock", seconds = ahead.to_string()),
        other => msg!("fault-other", what = format!("{other:?}")),
    }
}

/// The core's own words for why nobody answered.
fn unreachable(words: &Words, why: Unreachable) -> String {
    let (id, code) = match why {
        Unreachable::Offline => ("unreachable-offline", 0),
        Unreachable::Dns => ("unreachable-dns", 0),
        Unreachable::Connect => ("unreachable-connect", 0),
        Unreachable::Tls => ("unreachable-tls", 0),
        Unreachable::Timeout => ("unreachable-timeout", 0),
        Unreachable::Broken => ("unreachable-broken", 0),
        Unreachable::Status(code) => ("unreachable-status", code),
        _ => ("unreachable-broken", 0),
    };
    words.catalog().text(id, &[("code", &code.to_string())])
}

fn refused(words: &Words, rule: Rule) -> String {
    let id = match rule {
        Rule::HttpsOnly => "rule-https-only",
        Rule::PrivateAddress => "rule-private-address",
        Rule::Port => "rule-port",
        Rule::TooLarge => "rule-too-large",
        Rule::Redirects => "rule-redirects",
        _ => "rule-too-many-lookups",
    };
    words.catalog().text(id, &[])
}

fn tell(findings: &[Finding], cx: &Context) -> Result<Exit, Failure> {
    let count = |state: &str| findings.iter().filter(|f| f.state == state).count();
    let (wrong, open) = (count("wrong"), count("open"));
    if cx.printer.json() {
        cx.printer.object(&json!({"schema": "badge-doctor/1", "ok": wrong == 0, "findings": findings}))?;
    } else {
        for finding in findings {
            let mark = match finding.state {
                "good" => cx.printer.paint(Tone::Good, "✓"),
                "wrong" => cx.printer.paint(Tone::Bad, "✗"),
                "advice" => cx.printer.paint(Tone::Care, "!"),
                _ => cx.printer.paint(Tone::Aside, "?"),
            };
            let what = msg!("problem-field", field = &finding.at, what = &finding.message);
            cx.printer.line(&format!("{mark} {}", cx.printer.words().say(&what)))?;
            if let Some(hint) = &finding.hint {
                cx.printer.line(&format!("    → {hint}"))?;
            }
        }
        cx.printer.note(&msg!("doctor-done", wrong = wrong, advice = count("advice")));
    }
    // D-41: something wrong is a rejection of the place, not a failure of the command.
    Ok(match (wrong, open) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Inconclusive,
        _ => Exit::Rejected,
    })
}
