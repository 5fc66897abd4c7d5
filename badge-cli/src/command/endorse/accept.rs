//! `badge accept`: an endorsement is verified, kept beside what it endorses, and from then on carried and shown.

use std::path::PathBuf;

use badge_core::container::{Raw, open};
use badge_core::did::Scope;
use badge_core::limits::Limits;
use badge_core::message::{Headline, date, plain_within};
use badge_core::model::{Badge, Kind};
use badge_core::name::Url;
use badge_core::place::names::same_name;
use badge_core::place::register::Register;
use badge_core::place::{Accepted, AchievementFile, Digests, Found, Holding, Place, Received, Spot, Token, issuer_id};
use badge_core::time::Timestamp;
use badge_core::verify::{CheckCode, Outcome, Reason, Report};
use serde_json::json;

use super::given::COMMENT;
use super::{known, list, reissue};
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
    form: (&'static str, Vec<u8>),
    /// The name of its folder beside what it endorses.
    name: String,
}

pub(crate) fn accept(args: &Accept, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.run.at.as_deref())?.now();
    let judge = known::judge(&args.reach, now)?;
    let (place, register) = (folder.place()?, folder.register()?);
    // All are good, or none is kept.
    let mut good: Vec<Good> = Vec::new();
    for input in &args.input {
        let at = Desk { folder: &folder, place: &place, register: &register, words: cx.printer.words() };
        for one in at.examine(input, &judge)? {
            if let Some(name) = at.name_for(&one, &good)? {
                good.push(Good { name, ..one });
            }
        }
    }
    let mut kept: Vec<(PathBuf, &Good)> = Vec::new();
    for one in &good {
        let path = folder.received_folder(&one.holder).join(&one.name);
        if kept.iter().all(|(known, _)| *known != path) {
            kept.push((path, one));
        }
    }
    for one in &good {
        let same = |g: &&Good| g.holder == one.holder && g.name == one.name;
        if good.iter().filter(same).any(|other| differs(&other.badge, &one.badge)) {
            return Err(Failure::new(msg!("accept-forms-differ", by = known::endorser(&one.badge))));
        }
    }
    if !cx.printer.json() {
        for (_, one) in &kept {
            tell(one, &folder, &place, &good, now, cx)?;
            doubt(one, &folder, &place, &register, cx)?;
        }
    }
    if !args.run.dry_run && !kept.is_empty() {
        let mut writer = folder.writer(&cx.printer)?;
        let mut notes = Vec::new();
        for (_, one) in &kept {
            let forms: Vec<_> =
                good.iter().filter(|g| g.holder == one.holder && g.name == one.name).map(|g| g.form.clone()).collect();
            notes.push(note((&folder, &place), one, &forms, args.anyway, now)?);
            writer.stage_endorsement(&one.holder, &one.name, &forms)?;
        }
        for ((_, one), note) in kept.iter().zip(&notes) {
            writer.note_endorsement(&one.holder, &one.name, note)?;
            // What says otherwise than what was given does not stay beside it.
            let stays = [(EMBEDDED, note.digests.embedded.is_some()), (JWT, note.digests.jwt.is_some())];
            for (form, _) in stays.iter().filter(|(_, stays)| !stays) {
                writer.drop_form(&one.holder, &one.name, form)?;
            }
        }
    }
    if !cx.printer.json() {
        for (path, _) in kept.iter().filter(|_| !args.run.dry_run) {
            cx.printer.line(&path.display().to_string())?;
        }
        if !args.run.dry_run && !kept.is_empty() {
            let (mut next, mut shown) = (0_usize, 0_usize);
            for (_, one) in &kept {
                match &one.holder {
                    Holder::Award(token) if is_carried(one, &place) => {
                        let award = token.to_string()[..8].to_owned();
                        cx.printer.done(&msg!("accept-done-badge", award = award));
                    }
                    Holder::Achievement(_) | Holder::Place if is_carried(one, &place) => next += 1,
                    _ => shown += 1,
                }
            }
            if next > 0 {
                cx.printer.done(&msg!("accept-done", count = next));
            }
            if shown > 0 {
                cx.printer.done(&msg!("accept-done-shown", count = shown));
            }
        }
    }
    let again = match &args.reissue {
        Some(which) => reissue::run(which, args.run.dry_run, now, cx)?,
        None => reissue::Count::default(),
    };
    if cx.printer.json() {
        let accepted: Vec<_> = good
            .iter()
            .map(|one| {
                json!({
                    "id": one.badge.id, "subject": one.badge.recipient.id, "by": one.badge.issuer.name,
                    "issuer": one.badge.issuer.id, "name": one.name, "carried": is_carried(one, &place),
                })
            })
            .collect();
        let texts = |tokens: &[Token]| tokens.iter().map(Token::to_string).collect::<Vec<_>>();
        cx.printer.object(&json!({
            "schema": "badge-accepted/1", "accepted": accepted, "reissued": again.renewed, "unchanged": again.as_it_was,
            "later": texts(&again.later), "failed": texts(&again.failed), "dry_run": args.run.dry_run,
        }))?;
        return Ok(again.exit());
    }
    if args.run.dry_run {
        cx.printer.note(&msg!("dry-run"));
    } else if args.reissue.is_none() && !good.iter().all(|one| matches!(one.holder, Holder::Award(_))) {
        cx.printer.note(&msg!("accept-next"));
    }
    if !args.run.dry_run && place.base.is_some() {
        cx.printer.note(&msg!("publish-again"));
    }
    Ok(again.exit())
}

/// Who endorses what since when; and what the place should know of it.
fn tell(
    one: &Good,
    folder: &Folder,
    place: &Place,
    good: &[Good],
    now: Timestamp,
    cx: &Context,
) -> Result<(), Failure> {
    let words = cx.printer.words();
    let day = |at: Timestamp| date(words.catalog(), at);
    let (by, since) = (known::endorser(&one.badge), day(one.badge.valid_from.unwrap_or(now)));
    let of = one.holder.as_str();
    cx.printer.note(&msg!("accept-says", by = by, of = of, what = &one.what, date = since));
    let letters = one.badge.narrative.as_deref().map_or(0, |text| text.chars().count());
    if letters > COMMENT {
        cx.printer.warn(&msg!("accept-long", count = letters));
    }
    let received = folder.received(&one.holder)?;
    let same = |other: &Received| {
        other.badge.issuer.id == one.badge.issuer.id && other.subject() == one.badge.recipient.id.as_deref()
    };
    let before =
        |(name, other): &&(String, Received)| *name != one.name && same(other) && other.holding(now) == Holding::Holds;
    if let Some((_, other)) = received.iter().find(before) {
        cx.printer.note(&msg!("accept-instead", date = day(other.badge.valid_from.unwrap_or(now))));
    }
    if received.iter().any(|(name, other)| *name == one.name && is_replaced(other, &one.badge)) {
        cx.printer.warn(&msg!("accept-replaces", name = &one.name));
    }
    let subject = one.badge.recipient.id.as_deref().unwrap_or_default();
    if !matches!(one.holder, Holder::Place) && Url::parse(subject).is_err() {
        cx.printer.warn(&msg!("accept-unbound"));
    }
    if !is_carried(one, place) {
        cx.printer.warn(&msg!("accept-shown-only"));
    } else if let Holder::Achievement(slug) = &one.holder {
        let file = folder.achievement(slug.as_str())?;
        let covers = |id: &String| {
            let is_it = |subject: Option<&str>| subject == Some(id);
            good.iter().any(|g| g.badge.issuer.id == one.badge.issuer.id && is_it(g.badge.recipient.id.as_deref()))
                || received.iter().any(|(_, r)| r.badge.issuer.id == one.badge.issuer.id && is_it(r.subject()))
        };
        let spoken = place.languages.iter().filter(|lang| file.speaks(**lang));
        for lang in spoken.filter(|lang| !covers(&place.achievement_id(slug, **lang))) {
            let id = place.achievement_id(slug, *lang);
            cx.printer.warn(&msg!("accept-other-language", id = id));
        }
    }
    Ok(())
}

/// What there is to doubt about who endorses: the proof is good, and the name may still be somebody else's.
fn doubt(one: &Good, folder: &Folder, place: &Place, register: &Register, cx: &Context) -> Result<(), Failure> {
    let (Some(id), Some(called)) = (&one.badge.issuer.id, &one.badge.issuer.name) else { return Ok(()) };
    let by = known::endorser(&one.badge);
    if Scope::of(id).is_none() {
        cx.printer.warn(&msg!("accept-unproven", by = &by));
    }
    if same_name(called, &place.name) {
        cx.printer.warn(&msg!("accept-our-name", by = by, name = &one.name));
        return Ok(());
    }
    let kept = list::all(folder, register)?;
    let other = kept.iter().map(|k| &k.received.badge).find(|b| {
        // Two without an address are told as such.
        let other = |known: &String| known != id && (Scope::of(known).is_some() || Scope::of(id).is_some());
        b.issuer.id.as_ref().is_some_and(other) && b.issuer.name.as_deref().is_some_and(|name| same_name(name, called))
    });
    if let Some(other) = other {
        cx.printer.warn(&msg!("accept-same-name", by = by, known = known::endorser(other), name = &one.name));
    }
    Ok(())
}

/// Whether what is kept under a name goes when this is accepted under it.
fn is_replaced(kept: &Received, new: &Badge) -> bool {
    kept.changed || differs(&kept.badge, new)
}

/// Whether two forms of one endorsement say something else.
fn differs(a: &Badge, b: &Badge) -> bool {
    (&a.narrative, &a.name, a.valid_from, a.valid_until) != (&b.narrative, &b.name, b.valid_from, b.valid_until)
}

/// Whether badges carry it: they name their achievement and their place by the ids of Open Badges 3.0.
fn is_carried(one: &Good, place: &Place) -> bool {
    let subject = one.badge.recipient.id.as_deref().unwrap_or_default();
    match &one.holder {
        Holder::Achievement(slug) => {
            let languages = place.languages.iter().copied().chain([place.first_language()]);
            languages.into_iter().any(|lang| place.achievement_id(slug, lang) == subject)
        }
        Holder::Award(_) => !subject.ends_with("/assertion.json"),
        Holder::Place => subject.starts_with("did:"),
    }
}

/// Since when: an endorsement that comes a second time, or in its other form, was accepted the first time. `anyway` takes
/// it for the words that are there now.
fn note(
    (folder, place): (&Folder, &Place),
    one: &Good,
    forms: &[(&'static str, Vec<u8>)],
    anyway: bool,
    now: Timestamp,
) -> Result<Accepted, Failure> {
    let before = folder.received(&one.holder)?.into_iter().find(|(known, _)| *known == one.name);
    let accepted = before.as_ref().map_or(now, |(_, one)| one.note.accepted);
    let form = |name: &str| forms.iter().rev().find(|(form, _)| *form == name).map(|(_, bytes)| bytes.as_slice());
    let new = Digests::of(form(EMBEDDED), form(JWT));
    let held = match &before {
        Some((_, kept)) if is_replaced(kept, &one.badge) => Digests::default(),
        Some((_, one)) if one.note.digests != Digests::default() => one.note.digests.clone(),
        // Noted by an earlier version, without digests: what lies there stays what it is.
        Some((name, _)) => folder.digests_of(&one.holder, name)?,
        None => Digests::default(),
    };
    let digests = Digests { embedded: new.embedded.or(held.embedded), jwt: new.jwt.or(held.jwt) };
    // What was endorsed is what was there the first time.
    let words = match (&one.holder, before) {
        (_, Some((_, Received { note: Accepted { words: Some(words), .. }, .. }))) if !anyway => Some(words),
        (Holder::Achievement(slug), _) => {
            let id = one.badge.recipient.id.as_deref().unwrap_or_default();
            place.words_of(&folder.achievement(slug.as_str())?, id)
        }
        _ => None,
    };
    Ok(Accepted { accepted, checked: now, found: Found::Good, digests, words })
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
        let mut good = Vec::new();
        for bytes in known::files(input, judge, self.words)? {
            let opened = open(&bytes, &Limits::default());
            for presented in &opened.found {
                let form = match &presented.raw {
                    Raw::Json(bytes) => (EMBEDDED, bytes.clone()),
                    Raw::Jws(text) => (JWT, text.trim().as_bytes().to_vec()),
                    Raw::Link(_) => continue,
                };
                let answer = judge.judge(&Input::held(input, form.1.clone()))?;
                let Some(report) = answer.badges.first() else { continue };
                let badge = self.verified(report, input)?;
                let (holder, what) = self.holder(badge, input)?;
                good.push(Good { badge: badge.clone(), holder, what, form, name: String::new() });
            }
        }
        if good.is_empty() {
            return Err(Failure::new(msg!("accept-nothing", input = input)));
        }
        Ok(good)
    }

    /// The name of its folder. That which it has already, as earlier versions named it, is kept. What another one signed
    /// under the same id is somebody else's, who is asked about it. A partner without an address signs each form with a key
    /// of its own, and so under a name of its own: none is given to the second form, and the first is kept.
    fn name_for(&self, one: &Good, good: &[Good]) -> Result<Option<String>, Failure> {
        let received = self.folder.received(&one.holder)?;
        let kept = received.iter().map(|(name, r)| (name, &r.badge));
        let new = good.iter().filter(|g| g.holder == one.holder).map(|g| (&g.name, &g.badge));
        for (name, other) in kept.chain(new) {
            if other.id.is_none() || other.id != one.badge.id {
                continue;
            }
            if other.issuer.id != one.badge.issuer.id {
                let is_key = |b: &Badge| b.issuer.id.as_deref().is_some_and(|id| id.starts_with("did:key:"));
                if is_key(other) && is_key(&one.badge) && other.issuer.name == one.badge.issuer.name {
                    return Ok(None);
                }
                let (by, known) = (known::endorser(&one.badge), known::endorser(other));
                return Err(Failure::new(msg!("accept-id-taken", by = by, known = known)));
            }
            if other.recipient.id == one.badge.recipient.id {
                return Ok(Some(name.clone()));
            }
        }
        Ok(Some(Received::folder_name(&one.badge)))
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
        if badge.issuer.id.as_ref().is_some_and(|id| self.dids().is_ok_and(|own| own.contains(id))) {
            return Err(Failure::new(msg!("accept-own", input = input)));
        }
        Ok(badge)
    }

    /// Under which names the place signs: that of its address, or without one, that of each of its keys.
    fn dids(&self) -> Result<Vec<String>, Failure> {
        let base = self.place.base.as_ref();
        Ok(self.folder.keys()?.iter().filter_map(|key| issuer_id(base, &key.public)).collect())
    }

    /// Which of our things it endorses.
    fn holder(&self, badge: &Badge, input: &str) -> Result<(Holder, String), Failure> {
        let subject = badge.recipient.id.as_deref().unwrap_or_default();
        let title = |file: &AchievementFile| {
            let title = file.texts(self.place.first_language()).name.clone();
            title.unwrap_or_else(|| file.slug.as_str().to_owned())
        };
        for slug in self.folder.achievements()? {
            let Ok(file) = self.folder.achievement(slug.as_str()) else { continue };
            if self.place.achievement_ids(&file).iter().any(|id| id == subject) {
                return Ok((Holder::Achievement(slug.clone()), title(&file)));
            }
        }
        if let Some(entry) = self.register.iter().find(|e| e.award.credentials.iter().any(|c| c.id == subject)) {
            let slug = entry.award.achievement.as_str();
            let what = self.folder.achievement(slug).map_or_else(|_| slug.to_owned(), |file| title(&file));
            return Ok((Holder::Award(entry.award.token), what));
        }
        let card = self.place.base.as_ref().map(|base| base.url(&Spot::Issuer));
        if self.dids()?.into_iter().chain(card).any(|id| id == subject) {
            return Ok((Holder::Place, self.place.name.clone()));
        }
        Err(Failure::new(msg!("accept-elsewhere", input = input, subject = plain_within(subject, 300))))
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
