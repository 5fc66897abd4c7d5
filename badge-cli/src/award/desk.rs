//! Where requests become awards: read, drafted, sealed, baked, and made to last, a group at a time.

use std::collections::{BTreeMap, BTreeSet};

use badge_core::crypto::{KeyKind, SecretKey, Signer};
use badge_core::issue::{Format, Told};
use badge_core::message::date;
use badge_core::place::award::Office;
use badge_core::place::documents::PlaceKey;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{Entry, Register};
use badge_core::place::{AchievementFile, Ending, Place, Slug, Token};
use badge_core::time::Timestamp;

use super::done::Done;
use super::met::{Case, Says, There, person};
use super::pending::{JustMade, Pending, choose_spot};
use super::slip::{Bench, Slip};
use super::{Problem, Request, unusual};
use crate::artwork::{Artwork, Wish};
use crate::command::hidden::{self, Gone};
use crate::command::{Context, moved};
use crate::entropy::random;
use crate::error::Failure;
use crate::message::msg;
use crate::place::{Folder, Hiding, Paused, Prepared, disk};

/// Everything that awarding needs, read once for a run.
pub(crate) struct Desk<'a> {
    pub(super) cx: &'a Context,
    pub(crate) folder: Folder,
    pub(crate) place: Place,
    pub(super) dry_run: bool,
    pub(super) secrets: Vec<SecretKey>,
    pub(super) keys: Vec<PlaceKey>,
    pictures: BTreeMap<(Slug, badge_core::language::Lang, Ending), Vec<u8>>,
    paused: Option<Paused>,
    /// Whether it was told already that the place was elsewhere.
    told_moved: bool,
}

pub(super) type Outcome<T> = Result<T, Vec<Problem>>;

impl<'a> Desk<'a> {
    /// Reads the place and opens its keys; makes those that `formats` need and the place lacks (D-20).
    pub(crate) fn open(cx: &'a Context, dry_run: bool) -> Result<Self, Failure> {
        let folder = Folder::find(&cx.settings)?;
        let place = folder.place()?;
        let mut desk = Self {
            cx,
            folder,
            place,
            dry_run,
            secrets: Vec::new(),
            keys: Vec::new(),
            pictures: BTreeMap::new(),
            paused: None,
            told_moved: false,
        };
        desk.read_keys()?;
        Ok(desk)
    }

    /// Awards every request, or says why not. All good ones last when this returns; a dry run writes nothing.
    pub(crate) fn award(&mut self, requests: &[Request], now: Timestamp) -> Result<Vec<Outcome<Done>>, Failure> {
        for request in requests {
            self.need_keys(&self.formats(request), request.suite.unwrap_or_default(), now, None)?;
        }
        if self.dry_run {
            let register = self.folder.register()?;
            self.tell_moved(&register);
            let people = self.folder.people(&register)?;
            let mut pending = Pending::default();
            let prepared = self.prepare(requests, (&register, &people), &mut pending, now);
            let mut outcomes: Vec<Outcome<Done>> = prepared.into_iter().map(|p| p.map(|(_, done)| done)).collect();
            pending.settle(&mut [], &mut outcomes, (&people, now));
            let hiding = Hiding::of(pending.changed(), (&register, &people), now);
            let gone = hidden::tell(&hiding, &self.folder.pages_to_hide(&hiding)?, true, self.cx);
            note_hidden(&mut outcomes, (&hiding, &gone), &people);
            return Ok(outcomes);
        }
        let mut writer = self.folder.writer_again(&self.cx.printer, self.paused.take())?;
        self.tell_moved(writer.register());
        let (mut prepared, mut pending) = (Vec::new(), Pending::default());
        let mut outcomes = Vec::new();
        for outcome in self.prepare(requests, (writer.register(), writer.people()), &mut pending, now) {
            outcomes.push(outcome.map(|(one, done)| {
                prepared.extend(one);
                done
            }));
        }
        pending.settle(&mut prepared, &mut outcomes, (writer.people(), now));
        // First of all, and at once: what was published of them goes, and a run that is killed here is gone on from.
        let hiding = Hiding::of(pending.changed(), (writer.register(), writer.people()), now);
        let begun = writer.begin_hiding(&hiding, now)?;
        let refused = pending.refused.iter().copied().filter(|id| writer.people().contains(*id)).collect();
        let mut gone = writer.withdraw_all(&refused, now.to_utc_seconds())?;
        // Whoever is new is noted with their award.
        let heard: BTreeSet<Token> = pending.heard.iter().chain(hiding.kept.values()).copied().collect();
        let heard = heard.into_iter().filter(|id| writer.people().contains(*id));
        let heard: Vec<(Token, Person)> = heard.filter_map(|id| Some((id, pending.last(id)?.clone()))).collect();
        if !heard.is_empty() {
            writer.change_people(|people| {
                heard.into_iter().for_each(|(id, person)| people.insert(id, person));
                true
            })?;
        }
        gone.join(writer.hide(&hiding, begun)?);
        let gone = hidden::tell(&hiding, &gone, false, self.cx);
        note_hidden(&mut outcomes, (&hiding, &gone), writer.people());
        if !prepared.is_empty() {
            writer.commit(prepared, now)?;
        }
        self.paused = Some(writer.pause());
        for outcome in &mut outcomes {
            let copied = match &outcome {
                Ok(done) => done.copy_out(),
                Err(_) => Ok(()),
            };
            // The award stands: whoever took this for a failure would make a second one.
            if let (Err(failure), Ok(done)) = (copied, &mut *outcome) {
                done.out = None;
                done.remarks.push(msg!("award-made-all-the-same", award = done.token.to_string()));
                done.remarks.push(failure.what);
            }
        }
        Ok(outcomes)
    }

    fn tell_moved(&mut self, register: &Register) {
        if !std::mem::replace(&mut self.told_moved, true) {
            moved::tell(&self.place, register, self.cx);
        }
    }

    fn prepare(
        &mut self,
        requests: &[Request],
        (register, people): (&Register, &People),
        pending: &mut Pending,
        now: Timestamp,
    ) -> Vec<Outcome<(Option<Prepared>, Done)>> {
        let words = self.cx.printer.words();
        let mut files: BTreeMap<String, Outcome<AchievementFile>> = BTreeMap::new();
        for request in requests {
            if !files.contains_key(&request.achievement) {
                files.insert(request.achievement.clone(), self.achievement(&request.achievement));
            }
        }
        let secrets = std::mem::take(&mut self.secrets);
        let dry_run = self.dry_run;
        let outcomes = {
            let place = self.place.clone();
            let signers: Vec<&dyn Signer> = secrets.iter().map(|s| s as &dyn Signer).collect();
            let known: Vec<AchievementFile> = files.values().filter_map(|f| f.as_ref().ok().cloned()).collect();
            let mut office = Office::open(&place, &self.keys, &signers, &known, register);
            let rsa = secrets.iter().map(Signer::public_key).find(|k| k.kind() == KeyKind::Rsa);
            let mut outs = BTreeSet::new();
            let mut one = |request: &Request| {
                let file = files[&request.achievement].as_ref().map_err(Clone::clone)?;
                let wanted = request.wanted(now, words)?;
                if let Some(out) = &request.out {
                    let is_good = |tried: Result<(), Failure>| {
                        tried.map_err(|failure| vec![Problem::from_failure("out", &failure, words)])
                    };
                    // Names and addresses are put neither on the web nor among the place's own files, whoever asks for it.
                    if !outs.contains(out) {
                        is_good(self.folder.refuse_target(out))?;
                        outs.insert(out.clone());
                    }
                    // Better told before the award than behind it.
                    if !dry_run {
                        is_good(disk::try_folder(out))?;
                    }
                }
                let case = Case { request, wanted, file, rsa, now };
                self.make(&case, &mut office, register, people, pending)
            };
            requests.iter().map(&mut one).collect()
        };
        self.secrets = secrets;
        outcomes
    }

    /// An achievement that is complete.
    fn achievement(&self, name: &str) -> Outcome<AchievementFile> {
        let words = self.cx.printer.words();
        let file = self.folder.achievement(name);
        let file = file.map_err(|failure| vec![Problem::from_failure("achievement", &failure, words)])?;
        self.tell_changed(&file);
        let problems: Vec<Problem> = file
            .check(&self.place)
            .iter()
            .filter(|p| !p.fault.is_remark())
            .map(|p| {
                let path = self.folder.achievement_path(&file.slug);
                let what = words.say(&crate::place::fault::problem_message(p));
                let what = msg!("achievement-faulty", path = &path, what = what);
                Problem {
                    code: p.fault.as_str().to_owned(),
                    ..Problem::new(&format!("achievement.{}", p.field), &what, words)
                }
            })
            .collect();
        if problems.is_empty() { Ok(file) } else { Err(problems) }
    }

    fn make(
        &mut self,
        case: &Case<'_>,
        office: &mut Office<'_>,
        register: &Register,
        people: &People,
        pending: &mut Pending,
    ) -> Outcome<(Option<Prepared>, Done)> {
        let words = self.cx.printer.words();
        let formats = self.formats(case.request);
        if case.request.suite.is_some() && !formats.contains(&Format::Ob3) {
            let asked = formats.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ");
            return Err(vec![Problem::new("suite", &msg!("suite-without-ob3", format = asked), words)]);
        }
        let suite = case.request.suite.unwrap_or_default();
        let person = person(case, people, pending).map_err(|what| vec![Problem::new("name", &what, words)])?;
        let day = case.wanted.date.day();
        let there = There::of(case, person.as_ref().map(|(id, _)| *id), register, people);
        let before = there.stands;
        let now = person.as_ref().and_then(|(id, _)| {
            pending.made.iter().find(|m| m.person == *id && m.done.slug == case.file.slug && case.is_of_day(&m.day))
        });
        if case.request.once {
            let there = there.or_claimed(case, register, people);
            if let Some(entry) = there.stands.and_then(|award| register.get(award.token)) {
                let mut done = self.met_again(case, &entry, people, pending);
                done.differs = self.said_in(&entry).map(|says| self.differs(case, &says)).unwrap_or_default();
                return Ok((None, done));
            }
            if let Some((mut done, person, says)) = now.map(|m| (m.done.clone(), m.person, &m.says)) {
                done.already = Some(done.token);
                done.differs = self.differs(case, says);
                pending.hear(person, case.request, people, case.now);
                return Ok((None, done));
            }
            // As with a table: what somebody revoked does not come back because the same is asked once more.
            if let Some(entry) = there.revoked.and_then(|award| register.get(award.token)) {
                let mut done = self.met_again(case, &entry, people, pending);
                let day = date(words.catalog(), entry.award.date);
                done.remarks.push(msg!("award-revoked", day = day, award = done.token.to_string()));
                (done.revoked, done.link, done.code) = (true, None, None);
                return Ok((None, done));
            }
        }
        let already = before.map(|award| award.token).or_else(|| now.map(|m| m.done.token));
        let language = case.request.language.or(person.as_ref().and_then(|(_, p)| p.language));
        let language = case.file.language_for(&self.place, language.unwrap_or(self.place.first_language()));
        let art = self.pictures(case, language).map_err(|f| vec![Problem::from_failure("image", &f, words)])?;

        let status = self.place.base.is_some().then(|| choose_spot(register, pending));
        let slip = Slip {
            file: case.file,
            language,
            to: case.wanted.to.clone(),
            person: person.clone(),
            date: case.wanted.date,
            expires: case.wanted.expires,
            narrative: case.request.narrative.clone(),
            evidence: case.wanted.evidence.clone(),
            location: case.wanted.location.clone(),
            token: Token::from_bytes(random()),
            status,
            replaces: None,
            ends_as_told: false,
            cohort: None,
        };
        let bench =
            Bench { place: &self.place, folder: &self.folder, formats: &formats, suite, rsa: case.rsa, now: case.now };
        if let Some(spot) = status {
            office.show(spot.list).map_err(|e| Problem::from_seal(&e, words))?;
        }
        let (prepared, mut done) = bench.make(&slip, &art, office, words)?;
        done.already = already;
        done.remarks.extend(unusual(&case.wanted.to));
        if case.wanted.date > case.now {
            let from = case.wanted.date.to_utc_seconds();
            let hour = from.to_string().get(11..16).unwrap_or_default().to_owned();
            done.remarks.push(msg!("award-begins-later", day = date(words.catalog(), from), hour = hour));
        }
        done.out.clone_from(&case.request.out);
        if self.dry_run {
            done.files.clear();
        }
        pending.spots.extend(status);
        if let Some((id, _)) = person.as_ref().filter(|_| case.request.refused) {
            pending.hear(*id, case.request, people, case.now);
        }
        pending.people.extend(person.clone());
        if let Some((id, _)) = &person {
            let told = Told { narrative: slip.narrative, evidence: slip.evidence, location: slip.location };
            let says = Says { told, expires: prepared.award.expires, language: prepared.award.language };
            pending.made.push(JustMade { person: *id, day, done: done.clone(), says });
        }
        Ok((Some(prepared), done))
    }

    /// An award that is answered instead of another one; what is said of age and consent is heard all the same.
    fn met_again(&self, case: &Case<'_>, entry: &Entry, people: &People, pending: &mut Pending) -> Done {
        let person = entry.award.person;
        if let Some(id) = person {
            pending.hear(id, case.request, people, case.now);
        }
        let mut done = self.known(entry, &pending.known_as(person, people), case.now);
        done.already = Some(done.token);
        done
    }

    fn pictures(&mut self, case: &Case<'_>, lang: badge_core::language::Lang) -> Result<Vec<Artwork>, Failure> {
        let own = [case.file.picture_ending()];
        let mut all = Vec::new();
        for ending in case.request.pictures().unwrap_or(&own) {
            let key = (case.file.slug.clone(), lang, *ending);
            if let Some(bytes) = self.pictures.get(&key) {
                all.push(Artwork { ending: *ending, bytes: bytes.clone() });
                continue;
            }
            let art = self.folder.artwork(&self.place, case.file, lang, Wish::Kind(*ending))?;
            self.pictures.insert(key, art.bytes.clone());
            all.push(art);
        }
        Ok(all)
    }

    pub(super) fn formats(&self, request: &Request) -> Vec<Format> {
        let mut formats = request.formats.clone();
        if formats.is_empty() {
            formats = self.place.formats.iter().filter_map(|f| Format::from_name(f)).collect();
        }
        formats.sort();
        formats.dedup();
        formats
    }

    /// Whether nothing is to be written.
    pub(super) fn is_dry(&self) -> bool {
        self.dry_run
    }
}

/// Each answer names the badges of the person that may not be shown any more, and their pages.
fn note_hidden(outcomes: &mut [Outcome<Done>], (hiding, gone): (&Hiding, &Gone), people: &People) {
    for done in outcomes.iter_mut().filter_map(|outcome| outcome.as_mut().ok()) {
        let Some(id) = done.person.map(|id| people.main_id(id)) else { continue };
        done.gone = gone.of_one(hiding, id);
    }
}
