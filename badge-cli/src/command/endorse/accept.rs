//! `badge accept`: an endorsement is verified, kept beside what it endorses, and from then on carried and shown.

use std::path::PathBuf;

use badge_core::endorsing::{
    self, COMMENT, Doubt, Refusal, doubts, endorser, forms, good, home_of, name_among, place_ids,
};
use badge_core::message::{date, plain_within};
use badge_core::model::Badge;
use badge_core::name::Url;
use badge_core::place::register::Register;
use badge_core::place::{Accepted, AchievementFile, Digests, Found, Holding, Place, Received, Token};
use badge_core::time::Timestamp;
use serde_json::json;

use super::{known, list, reissue};
use crate::args::Accept;
use crate::clock::clock;
use crate::command::Context;
use crate::command::verify::Judge;
use crate::error::{Cause, Exit, Failure};
use crate::input::Input;
use crate::message::msg;
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
            return Err(Failure::new(msg!("accept-forms-differ", by = endorser(&one.badge))));
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
    let (by, since) = (endorser(&one.badge), day(one.badge.valid_from.unwrap_or(now)));
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

/// What there is to doubt about who endorses.
fn doubt(one: &Good, folder: &Folder, place: &Place, register: &Register, cx: &Context) -> Result<(), Failure> {
    let kept = list::all(folder, register)?;
    for doubt in doubts(&one.badge, &place.name, kept.iter().map(|k| &k.received.badge)) {
        match doubt {
            Doubt::Unproven { by } => cx.printer.warn(&msg!("accept-unproven", by = by)),
            Doubt::OurName { by } => cx.printer.warn(&msg!("accept-our-name", by = by, name = &one.name)),
            Doubt::SameName { by, known } => {
                cx.printer.warn(&msg!("accept-same-name", by = by, known = known, name = &one.name));
            }
            _ => {}
        }
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

fn is_carried(one: &Good, place: &Place) -> bool {
    endorsing::is_carried(&one.holder, one.badge.recipient.id.as_deref().unwrap_or_default(), place)
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
        let own = self.ids()?;
        let mut all = Vec::new();
        for form in known::files(input, judge, self.words)?.iter().flat_map(|bytes| forms(bytes)) {
            let answer = judge.judge(&Input::held(input, form.1.clone()))?;
            let Some(report) = answer.badges.first() else { continue };
            let badge = good(report, &own).map_err(|refusal| self.refused(&refusal, input))?;
            let (holder, what) = self.holder(badge, &own, input)?;
            all.push(Good { badge: badge.clone(), holder, what, form, name: String::new() });
        }
        if all.is_empty() {
            return Err(self.refused(&Refusal::Nothing, input));
        }
        Ok(all)
    }

    /// The name of its folder; none where another form of it is there under a name of its own.
    fn name_for(&self, one: &Good, good: &[Good]) -> Result<Option<String>, Failure> {
        let received = self.folder.received(&one.holder)?;
        let kept = received.iter().map(|(name, r)| (name.as_str(), &r.badge));
        let new = good.iter().filter(|g| g.holder == one.holder).map(|g| (g.name.as_str(), &g.badge));
        name_among(&one.badge, kept.chain(new)).map_err(|refusal| self.refused(&refusal, ""))
    }

    /// Under which names the place signs.
    fn ids(&self) -> Result<Vec<String>, Failure> {
        Ok(place_ids(self.place, self.folder.keys()?.iter().map(|key| &key.public)))
    }

    /// Which of our things it endorses, and what that is called.
    fn holder(&self, badge: &Badge, own: &[String], input: &str) -> Result<(Holder, String), Failure> {
        let subject = badge.recipient.id.as_deref().unwrap_or_default();
        let files = self.folder.achievements()?;
        let files: Vec<AchievementFile> =
            files.iter().filter_map(|slug| self.folder.achievement(slug.as_str()).ok()).collect();
        let entry = || self.register.iter().find(|e| e.award.credentials.iter().any(|c| c.id == subject));
        let award = || Ok::<_, Failure>(entry().map(|e| e.award.token));
        let Some(holder) = home_of(subject, (self.place, own), &files, award)? else {
            return Err(self.refused(&Refusal::Elsewhere { subject: subject.to_owned() }, input));
        };
        let slug = match &holder {
            Holder::Achievement(slug) => Some(slug.clone()),
            Holder::Award(token) => self.register.brief(*token).map(|award| award.achievement.clone()),
            Holder::Place => None,
        };
        let Some(slug) = slug else { return Ok((holder, self.place.name.clone())) };
        let file = files.iter().find(|file| file.slug == slug);
        let title = file.and_then(|file| file.texts(self.place.first_language()).name.clone());
        Ok((holder, title.unwrap_or_else(|| slug.as_str().to_owned())))
    }

    /// Why it is not accepted, in the words of the command.
    fn refused(&self, refusal: &Refusal, input: &str) -> Failure {
        let failure = Failure::new(match refusal {
            Refusal::ByNobody => msg!("accept-by-nobody", input = input),
            Refusal::Altered => msg!("accept-altered", input = input),
            Refusal::NotTheirs => msg!("accept-not-theirs", input = input),
            Refusal::Expired => msg!("accept-expired", input = input),
            Refusal::Withdrawn => msg!("accept-revoked", input = input),
            Refusal::NotYet => msg!("accept-not-yet", input = input),
            Refusal::Unsure(_) => msg!("accept-unsure", input = input),
            Refusal::Faulty(_) => msg!("accept-faulty", input = input),
            Refusal::Own => msg!("accept-own", input = input),
            Refusal::Elsewhere { subject } => {
                msg!("accept-elsewhere", input = input, subject = plain_within(subject, 300))
            }
            Refusal::IdTaken { by, known } => msg!("accept-id-taken", by = by, known = known),
            _ => msg!("accept-nothing", input = input),
        });
        refusal.cause(self.words.catalog()).into_iter().fold(failure, |f, why| f.because(Cause::Foreign(why)))
    }
}
