//! `badge accept`: an endorsement is verified, kept beside what it endorses, and from then on carried and shown.

use badge_core::container::{Raw, open};
use badge_core::limits::Limits;
use badge_core::message::{Headline, plain_within};
use badge_core::model::{Badge, Kind};
use badge_core::place::register::Register;
use badge_core::place::{Accepted, AchievementFile, Place, Received};
use badge_core::time::Timestamp;
use badge_core::verify::{CheckCode, Outcome, Reason, Report};
use serde_json::json;

use super::given::COMMENT;
use super::{known, reissue};
use crate::args::Accept;
use crate::clock::clock;
use crate::command::Context;
use crate::command::verify::Judge;
use crate::error::{Cause, Exit, Failure};
use crate::input::Input;
use crate::message::{Message, msg};
use crate::place::endorsements::{EMBEDDED, JWT};
use crate::place::{Folder, Holder};
use crate::text::Words;

/// One endorsement that was found good, in one of its forms.
struct Good {
    badge: Badge,
    holder: Holder,
    /// What it endorses, for people.
    what: String,
    /// The ids of the same achievement in the place's other languages: badges in these do not carry it.
    others: Vec<String>,
    form: (&'static str, Vec<u8>),
}

pub(crate) fn accept(args: &Accept, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.at.as_deref())?.now();
    let judge = known::judge(&args.reach, now)?;
    let (place, register) = (folder.place()?, folder.register()?);
    // All are good, or none is kept.
    let mut good = Vec::new();
    for input in &args.input {
        let at = Desk { folder: &folder, place: &place, register: &register, words: cx.printer.words() };
        good.extend(at.examine(input, &judge)?);
    }
    let mut kept = Vec::new();
    let mut writer = if args.dry_run { None } else { Some(folder.writer(&cx.printer)?) };
    for one in &good {
        let (name, accepted) = known_as(&folder, one, now)?;
        if let Some(writer) = &mut writer {
            let note = Accepted { accepted, checked: now, withdrawn: false };
            writer.keep_endorsement(&one.holder, &name, std::slice::from_ref(&one.form), &note)?;
        }
        let path = folder.received_folder(&one.holder).join(&name);
        if !kept.contains(&path) {
            kept.push(path);
        }
    }
    drop(writer);
    if !cx.printer.json() {
        for one in good.iter().filter(|one| one.form.0 == good[0].form.0 || good.len() == 1) {
            tell(one, now, cx);
        }
    }
    if !cx.printer.json() {
        for path in kept.iter().filter(|_| !args.dry_run) {
            cx.printer.line(&path.display().to_string())?;
        }
        if !args.dry_run && !good.is_empty() {
            let own =
                good.iter().filter_map(|one| if let Holder::Award(token) = one.holder { Some(token) } else { None });
            match own.collect::<Vec<_>>().as_slice() {
                [token, ..] if kept.len() == 1 => {
                    cx.printer.done(&msg!("accept-done-badge", award = token.to_string()[..8].to_owned()));
                }
                _ => cx.printer.done(&msg!("accept-done", count = kept.len())),
            }
        }
    }
    let again = match &args.reissue {
        Some(which) => reissue::run(which, args.dry_run, now, cx)?,
        None => reissue::Count::default(),
    };
    if cx.printer.json() {
        let accepted: Vec<_> = good
            .iter()
            .map(|one| json!({"id": one.badge.id, "subject": one.badge.recipient.id, "by": one.badge.issuer.name}))
            .collect();
        cx.printer.object(&json!({
            "schema": "badge-accepted/1", "accepted": accepted, "reissued": again.renewed, "unchanged": again.as_it_was,
            "dry_run": args.dry_run,
        }))?;
        return Ok(Exit::Done);
    }
    if args.dry_run {
        cx.printer.note(&msg!("dry-run"));
    } else if args.reissue.is_none() && !good.iter().all(|one| matches!(one.holder, Holder::Award(_))) {
        cx.printer.note(&msg!("accept-next"));
    }
    if !args.dry_run && place.base.is_some() {
        cx.printer.note(&msg!("publish-again"));
    }
    Ok(Exit::Done)
}

fn tell(one: &Good, now: Timestamp, cx: &Context) {
    let date = badge_core::message::date(cx.printer.words().catalog(), one.badge.valid_from.unwrap_or(now));
    let (of, by) = (one.holder.as_str(), known::endorser(&one.badge));
    cx.printer.note(&msg!("accept-says", by = by, of = of, what = &one.what, date = date));
    for id in &one.others {
        cx.printer.warn(&msg!("accept-other-language", id = id));
    }
    let words = one.badge.narrative.as_deref().map_or(0, |words| words.chars().count());
    if words > COMMENT {
        cx.printer.warn(&msg!("accept-long", count = words));
    }
}

/// The folder of an endorsement, and since when it is accepted: one that comes a second time, or in its other form, was
/// accepted the first time. One that bears the id of somebody else's is refused: it would pass for that one.
fn known_as(folder: &Folder, one: &Good, now: Timestamp) -> Result<(String, Timestamp), Failure> {
    let all = folder.received(&one.holder)?;
    if let Some((name, before)) = all.iter().find(|(_, before)| before.is(&one.badge)) {
        return Ok((name.clone(), before.note.accepted));
    }
    match all.iter().find(|(_, other)| other.badge.id == one.badge.id) {
        Some((_, other)) => {
            let (by, known) = (known::endorser(&one.badge), known::endorser(&other.badge));
            Err(Failure::new(msg!("accept-id-taken", by = by, known = known)))
        }
        None => Ok((Received::folder_name(&one.badge), now)),
    }
}

/// What an endorsement is held against.
struct Desk<'a> {
    folder: &'a Folder,
    place: &'a Place,
    register: &'a Register,
    words: &'a Words,
}

impl Desk<'_> {
    fn examine(&self, input: &str, judge: &Judge) -> Result<Vec<Good>, Failure> {
        let bytes = known::bytes(input, judge)?;
        let opened = open(&bytes, &Limits::default());
        let mut good = Vec::new();
        for presented in &opened.found {
            let form = match &presented.raw {
                Raw::Json(bytes) => (EMBEDDED, bytes.clone()),
                Raw::Jws(text) => (JWT, text.trim().as_bytes().to_vec()),
                Raw::Link(_) => continue,
            };
            let answer = judge.judge(&Input::held(input, form.1.clone()))?;
            let Some(report) = answer.badges.first() else { continue };
            let badge = self.verified(report, input)?;
            let (holder, what, others) = self.holder(badge, input)?;
            let one = Good { badge: badge.clone(), holder, what, others, form };
            known_as(self.folder, &one, report.at)?;
            good.push(one);
        }
        if good.is_empty() {
            return Err(Failure::new(msg!("accept-nothing", input = input)));
        }
        Ok(good)
    }

    /// The endorsement, when everything about it holds now.
    fn verified<'r>(&self, report: &'r Report, input: &str) -> Result<&'r Badge, Failure> {
        let badge = report.summary.as_ref().map(|s| &s.badge);
        let Some(badge) = badge.filter(|b| b.kind == Kind::Endorsement) else {
            return Err(Failure::new(msg!("accept-nothing", input = input)));
        };
        match refusal(report, input) {
            None => {}
            Some(what) => {
                // The others say it all: what is altered, over or withdrawn needs no reason.
                let open = matches!(Headline::of(report), Headline::CannotTell | Headline::Faulty);
                let why = known::why(report, self.words.catalog()).filter(|_| open);
                return Err(why.into_iter().fold(Failure::new(what), |f, why| f.because(Cause::Foreign(why))));
            }
        }
        let own = self.place.base.as_ref().map(|base| base.did().as_str().to_owned());
        if own.is_some() && badge.issuer.id == own {
            return Err(Failure::new(msg!("accept-own", input = input)));
        }
        Ok(badge)
    }

    /// Which of our things it endorses.
    fn holder(&self, badge: &Badge, input: &str) -> Result<(Holder, String, Vec<String>), Failure> {
        let subject = badge.recipient.id.as_deref().unwrap_or_default();
        for slug in self.folder.achievements()? {
            let Ok(file) = self.folder.achievement(slug.as_str()) else { continue };
            if self.place.achievement_ids(&file).iter().any(|id| id == subject) {
                return Ok((Holder::Achievement(slug.clone()), self.title(&file), self.others(&file, subject)));
            }
        }
        if let Some(entry) = self.register.iter().find(|e| e.award.credentials.iter().any(|c| c.id == subject)) {
            let slug = entry.award.achievement.as_str();
            let title = self.folder.achievement(slug).map_or_else(|_| slug.to_owned(), |file| self.title(&file));
            return Ok((Holder::Award(entry.award.token), title, Vec::new()));
        }
        if let Some(base) = &self.place.base {
            let ours = [base.did().as_str().to_owned(), base.url(&badge_core::place::Spot::Issuer)];
            if ours.iter().any(|id| id == subject) {
                return Ok((Holder::Place, self.place.name.clone(), Vec::new()));
            }
        }
        Err(Failure::new(msg!("accept-elsewhere", input = input, subject = plain_within(subject, 300))))
    }
}

impl Desk<'_> {
    fn title(&self, file: &AchievementFile) -> String {
        let title = file.texts(self.place.first_language()).name.clone();
        title.unwrap_or_else(|| file.slug.as_str().to_owned())
    }

    fn others(&self, file: &AchievementFile, subject: &str) -> Vec<String> {
        let spoken = self.place.languages.iter().copied().filter(|lang| file.speaks(*lang));
        spoken.map(|lang| self.place.achievement_id(&file.slug, lang)).filter(|id| id != subject).collect()
    }
}

/// Why an endorsement is not accepted; `None` for one that is.
pub(super) fn refusal(report: &Report, input: &str) -> Option<Message> {
    let unsigned = report
        .checks
        .iter()
        .any(|c| c.code == CheckCode::ProofPresent && matches!(c.outcome, Outcome::Fail(Reason::ProofMissing)));
    Some(match Headline::of(report) {
        Headline::Known | Headline::Authentic | Headline::Unknown | Headline::KeyOnly => return None,
        _ if unsigned => msg!("accept-by-nobody", input = input),
        Headline::Altered => msg!("accept-altered", input = input),
        Headline::Impostor => msg!("accept-not-theirs", input = input),
        Headline::Expired => msg!("accept-expired", input = input),
        Headline::Revoked | Headline::Suspended => msg!("accept-revoked", input = input),
        Headline::NotYetValid => msg!("accept-not-yet", input = input),
        Headline::CannotTell => msg!("accept-unsure", input = input),
        _ => msg!("accept-faulty", input = input),
    })
}
