//! A plan becomes awards: decided one after the other, made by all cores, and made to last a hundred at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::num::NonZeroU32;

use badge_core::cohort::{Field, Plan, State, Wish, Wishes};
use badge_core::crypto::{KeyKind, Signer};
use badge_core::issue::{Format, To, Told};
use badge_core::language::Lang;
use badge_core::place::award::Office;
use badge_core::place::people::People;
use badge_core::place::register::{Digest, Entry, Register, StatusSpot};
use badge_core::place::{AchievementFile, Ending, Slug, Token};
use badge_core::proof::Suite;
use badge_core::status::make::choose;
use badge_core::time::Timestamp;

use super::desk::Desk;
use super::{Bench, Done, Problem, Slip};
use crate::artwork::{Artwork, Wish as Look};
use crate::entropy::{SystemEntropy, random};
use crate::error::Failure;
use crate::parallel;
use crate::place::{Key, Prepared, Writer};

/// Awards that are made to last together (D-06).
const GROUP: usize = 100;

/// How the awards of a cohort are made.
pub(crate) struct Style {
    pub(crate) formats: Vec<Format>,
    pub(crate) suite: Suite,
    /// Nobody asked for formats: an award that is replaced keeps those it has.
    pub(crate) usual: bool,
    /// Empty for the picture that each achievement has, or that an award that is replaced has.
    pub(crate) pictures: Vec<Ending>,
    /// Replace awards whose row was changed since.
    pub(crate) update: bool,
    /// What the cohort is called, for those who name it.
    pub(crate) cohort: Option<Slug>,
    /// What the table has columns for: of the rest, an award that is replaced keeps what it says.
    pub(crate) tells: Vec<Field>,
    pub(crate) now: Timestamp,
}

/// What an award says that gives way to a new one.
struct Before {
    token: Token,
    told: Told,
    date: Timestamp,
    expires: Option<Timestamp>,
    cohort: Option<Slug>,
    formats: Vec<Format>,
    pictures: Vec<Ending>,
}

/// One award of a row: which row, which of its achievements, and what came of it.
pub(crate) struct Made {
    pub(crate) row: usize,
    pub(crate) award: usize,
    /// Where its line of the register begins; nowhere in a dry run.
    pub(crate) at: Option<u64>,
    pub(crate) outcome: Result<Done, Vec<Problem>>,
    /// What [`Same`] found.
    pub(crate) same: Option<Key>,
}

/// Finds what a row and the award made of it have in common. An award that takes no other one's place says what its row says.
pub(crate) type Same<'a> = Box<dyn Fn(&Wish, &Prepared, Option<Token>) -> Option<Key> + Sync + 'a>;

/// An award to be made, and where it belongs, in few bytes: what its row says stays in the table, its own name is chosen when it
/// is made, and there may be a hundred thousand.
struct Job {
    row: u32,
    award: u32,
    person: Token,
    spot: Spot,
    /// Which of the achievements' files.
    file: u16,
    language: Lang,
    /// Which of [`Jobs::before`] gives way to it, and one more.
    before: Option<NonZeroU32>,
}

/// An entry of a status list.
#[derive(Clone, Copy)]
struct Spot {
    /// 0 for none: lists are counted from 1.
    list: u32,
    /// Lists are far shorter.
    index: u32,
}

impl Spot {
    fn new(status: Option<StatusSpot>) -> Self {
        status.map_or(Self { list: 0, index: 0 }, |spot| {
            let index = u32::try_from(spot.index).unwrap_or(u32::MAX);
            Self { list: spot.list, index }
        })
    }

    fn status(self) -> Option<StatusSpot> {
        (self.list > 0).then(|| StatusSpot { list: self.list, index: self.index.into() })
    }
}

/// Awards to be made, in the order of the table.
pub(crate) struct Jobs<'a> {
    all: Vec<Job>,
    files: &'a [AchievementFile],
    /// What gives way to some of them.
    before: Vec<Before>,
}

/// What was decided for a plan.
pub(crate) struct Decided<'a> {
    pub(crate) jobs: Jobs<'a>,
    /// Everybody who is awarded something, as they are noted from now on; and those of whom the table says something new.
    pub(crate) people: People,
    /// How many of these get nothing.
    pub(crate) noted: usize,
}

type Pictures = BTreeMap<(Slug, Lang, Vec<Ending>), Result<Vec<Artwork>, Vec<Problem>>>;

impl<'a> Jobs<'a> {
    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is nothing to be made.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Formats of awards that are replaced, and that nobody asked for.
    pub(crate) fn kept_formats(&self, style: &Style) -> Vec<Format> {
        let kept = self.all.iter().filter(|job| job.before.is_some()).flat_map(|job| self.formats(job, style));
        kept.copied().collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn file(&self, job: &Job) -> &'a AchievementFile {
        &self.files[usize::from(job.file)]
    }

    /// What gives way to it.
    fn before(&self, job: &Job) -> Option<&Before> {
        self.before.get(job.before?.get() as usize - 1)
    }

    fn formats<'s>(&'s self, job: &Job, style: &'s Style) -> &'s [Format] {
        match self.before(job).filter(|_| style.usual) {
            Some(before) => &before.formats,
            None => &style.formats,
        }
    }

    fn pictures(&self, job: &Job, style: &Style) -> Vec<Ending> {
        match self.before(job) {
            _ if !style.pictures.is_empty() => style.pictures.clone(),
            Some(before) if !before.pictures.is_empty() => before.pictures.clone(),
            _ => vec![self.file(job).picture_ending()],
        }
    }

    fn slip(&self, job: &Job, wish: Option<&Wish>, people: &People, style: &Style) -> Slip<'a> {
        let before = self.before(job);
        // What an award that is replaced said of something, where the table says nothing of it.
        let kept = |field: Field| before.filter(|_| !style.tells.contains(&field));
        Slip {
            file: self.file(job),
            language: job.language,
            to: wish.map_or(To::Nobody, |w| w.to.clone()),
            person: people.get(job.person).map(|p| (job.person, p)),
            date: wish.and_then(|w| w.date).or(before.map(|b| b.date)).unwrap_or(style.now),
            expires: kept(Field::Expires).map_or_else(|| wish.and_then(|w| w.expires), |b| b.expires),
            narrative: match kept(Field::Narrative) {
                Some(before) => before.told.narrative.clone(),
                None => wish.and_then(|w| w.narrative.clone()),
            },
            evidence: match kept(Field::Evidence) {
                Some(before) => before.told.evidence.clone(),
                None => wish.map(|w| w.evidence.clone()).unwrap_or_default(),
            },
            location: match kept(Field::Where) {
                Some(before) => before.told.location.clone(),
                None => wish.and_then(|w| w.location.clone()),
            },
            token: Token::from_bytes(random()),
            status: job.spot.status(),
            replaces: before.map(|b| b.token),
            ends_as_told: kept(Field::Expires).is_some(),
            cohort: style.cohort.clone().or_else(|| before?.cohort.clone()),
        }
    }
}

impl Desk<'_> {
    /// Makes every award that was decided, in the order of the table, and hands each to `tell` once it lasts. A faulty
    /// one stops no other. Without a writer nothing is written.
    ///
    /// # Errors
    /// When the disk refuses: everything that was told is safe, and a second run goes on from there.
    ///
    /// `people` knows everybody who is awarded something; a writer was told to expect them.
    pub(crate) fn make_all(
        &self,
        (plan, wishes, jobs): (&Plan, &Wishes<'_>, &Jobs<'_>),
        people: &People,
        (style, same): (&Style, Option<Same<'_>>),
        mut writer: Option<&mut Writer>,
        mut tell: impl FnMut(Made),
    ) -> Result<(), Failure> {
        let empty = Register::new();
        let pictures = self.pictures_for(jobs, style);
        let words = self.cx.printer.words();
        let signers: Vec<&dyn Signer> = self.secrets.iter().map(|s| s as &dyn Signer).collect();
        // Nothing of a status list but the places of these awards is looked at: none of them is struck.
        let mut office = Office::open(&self.place, &self.keys, &signers, jobs.files, &empty);
        let lists: HashSet<u32> = jobs.all.iter().filter_map(|job| Some(job.spot.status()?.list)).collect();
        for list in lists {
            office.show(list).map_err(|e| super::failure(Problem::from_seal(&e, words)))?;
        }
        let rsa = self.secrets.iter().map(Signer::public_key).find(|k| k.kind() == KeyKind::Rsa);
        let (place, folder) = (&self.place, &self.folder);
        let make = |job: &Job| {
            let wish = wishes.at(plan, job.row as usize);
            let made = match &pictures[&(jobs.file(job).slug.clone(), job.language, jobs.pictures(job, style))] {
                Ok(art) => {
                    let bench = Bench {
                        place,
                        folder,
                        formats: jobs.formats(job, style),
                        suite: style.suite,
                        rsa,
                        now: style.now,
                    };
                    bench.make(&jobs.slip(job, wish.as_ref(), people, style), art, &office, words)
                }
                Err(problems) => Err(problems.clone()),
            };
            // Who it is was noted before the first award.
            let made = made.map(|(prepared, done)| {
                let before = prepared.award.replaces;
                let same = wish.as_ref().zip(same.as_ref()).and_then(|(wish, same)| same(wish, &prepared, before));
                (Prepared { person: None, ..prepared }, done, same)
            });
            (job.row, job.award, made)
        };
        let mut group: Vec<Prepared> = Vec::new();
        let mut waiting: Vec<Made> = Vec::new();
        let mut settle = |group: &mut Vec<Prepared>, waiting: &mut Vec<Made>| -> Result<(), Failure> {
            let mut begins = Vec::new();
            if let Some(writer) = writer.as_deref_mut()
                && !group.is_empty()
            {
                begins = writer.commit_apart(std::mem::take(group), style.now)?;
            }
            group.clear();
            let mut begins = begins.into_iter();
            for mut made in waiting.drain(..) {
                made.at = if made.outcome.is_ok() { begins.next() } else { None };
                tell(made);
            }
            Ok(())
        };
        parallel::in_order(&jobs.all, make, |(row, award, made)| {
            let mut same = None;
            let outcome = made.map(|(prepared, done, found)| {
                group.push(prepared);
                same = found;
                done
            });
            waiting.push(Made { row: row as usize, award: award as usize, at: None, outcome, same });
            if group.len() >= GROUP { settle(&mut group, &mut waiting) } else { Ok(()) }
        })?;
        settle(&mut group, &mut waiting)?;
        writer.map_or(Ok(()), Writer::forget_expected)
    }

    /// Everything that depends on what came before: who is who, and which place in a status list is free.
    ///
    /// `replaced` says for a row and one of its achievements which award gives way to a new one.
    pub(crate) fn decide<'f>(
        &self,
        (plan, wishes): (&Plan, &Wishes<'_>),
        files: &'f [AchievementFile],
        style: &Style,
        replaced: &dyn Fn(usize, usize) -> Option<Token>,
        (register, known): (&Register, &People),
    ) -> Decided<'f> {
        let mut people = People::default();
        // Of a large table only what tells people apart is kept of who they are, and the first award of each.
        let mut ids: HashMap<[u8; 16], u32> = HashMap::new();
        let mut spots: HashSet<StatusSpot> = HashSet::new();
        let mut fresh: BTreeMap<u32, u64> = BTreeMap::new();
        // A list that grows is there twice while it does.
        let mut jobs: Vec<Job> = Vec::with_capacity(plan.len());
        let mut given_way: Vec<Before> = Vec::new();
        // Whom the place knows: what the table says of their age and consent is noted whatever is awarded.
        let mut heard: BTreeSet<Token> = BTreeSet::new();
        for row in wishes.rows(plan) {
            let Some(wish) = wishes.of(row) else { continue };
            if let Some((id, before)) = row.person().and_then(|id| Some((known.main_id(id), known.get(id)?))) {
                let before = people.get(id).unwrap_or(before);
                let mut after = before.clone();
                wish.hear(row, &mut after, style.now);
                if after != before {
                    people.insert(id, after);
                    heard.insert(id);
                }
            }
            if row.state() > State::Warning {
                continue;
            }
            for (n, planned) in row.awards().enumerate() {
                let replaces = replaced(row.at(), n).filter(|_| style.update);
                if planned.repeated || planned.revoked || (planned.already.is_some() && replaces.is_none()) {
                    continue;
                }
                let Some(at) = files.iter().position(|f| f.slug == *planned.achievement) else { continue };
                // A place has far fewer.
                let (file, Ok(at)) = (&files[at], u16::try_from(at)) else { continue };
                let old = replaces.and_then(|token| register.get(token));
                let kept = match old.as_ref().map(|entry| self.before(entry)) {
                    // What is said there can be read no more: it is not replaced by less.
                    Some(None) => continue,
                    Some(kept) => kept,
                    None => None,
                };
                let key = Digest::of(wish.key().unwrap_or_default().as_bytes()).half();
                let met = ids.get(&key).map(|first| jobs[*first as usize].person);
                let before = met.or(row.person().filter(|id| known.contains(*id)));
                let id = before.unwrap_or_else(|| Token::from_bytes(random()));
                let noted = before.and_then(|id| people.get(id).or_else(|| known.get(id)));
                let person = wish.person(noted.as_ref(), style.now);
                let noted = old.as_ref().map(|entry| entry.award.language).or(person.language);
                let language = wish.language.or(noted).unwrap_or(self.place.first_language());
                // What a later row says of somebody holds for all of their awards.
                people.insert(id, person);
                if met.is_none() {
                    ids.insert(key, u32::try_from(jobs.len()).unwrap_or(u32::MAX));
                }
                let status = self.place.base.is_some().then(|| {
                    let count = |list| register.count(list) as u64 + fresh.get(&list).copied().unwrap_or(0);
                    let taken = |list, index| {
                        let spot = StatusSpot { list, index };
                        register.is_taken(spot) || spots.contains(&spot)
                    };
                    let (list, index) = choose(&mut SystemEntropy, count, taken);
                    StatusSpot { list, index }
                });
                if let Some(spot) = status {
                    spots.insert(spot);
                    *fresh.entry(spot.list).or_default() += 1;
                }
                jobs.push(Job {
                    row: u32::try_from(row.at()).unwrap_or(u32::MAX),
                    award: u32::try_from(n).unwrap_or(u32::MAX),
                    person: id,
                    spot: Spot::new(status),
                    file: at,
                    language: file.language_for(&self.place, language),
                    before: kept.and_then(|kept| {
                        given_way.push(kept);
                        NonZeroU32::new(u32::try_from(given_way.len()).ok()?)
                    }),
                });
            }
        }
        for job in &jobs {
            heard.remove(&job.person);
        }
        let noted = heard.len();
        Decided { jobs: Jobs { all: jobs, files, before: given_way }, people, noted }
    }

    fn before(&self, entry: &Entry) -> Option<Before> {
        let (badge, own) = (self.badge_of(entry).ok()?, self.own_address(entry));
        let award = &entry.award;
        let told = Told::of(&badge, own.as_deref());
        Some(Before {
            token: award.token,
            told,
            date: award.date,
            expires: award.expires,
            cohort: award.cohort.clone(),
            formats: award.credentials.iter().map(|c| c.format).collect(),
            pictures: award.files.names().filter_map(Ending::of_file).collect(),
        })
    }

    /// Every picture that is needed, drawn once.
    fn pictures_for(&self, jobs: &Jobs<'_>, style: &Style) -> Pictures {
        let words = self.cx.printer.words();
        let mut all = Pictures::new();
        for job in &jobs.all {
            let (file, language) = (jobs.file(job), job.language);
            let kinds = jobs.pictures(job, style);
            all.entry((file.slug.clone(), language, kinds.clone())).or_insert_with(|| {
                let draw = |kind: &Ending| self.folder.artwork(&self.place, file, language, Look::Kind(*kind));
                let drawn: Result<Vec<Artwork>, Failure> = kinds.iter().map(draw).collect();
                drawn.map_err(|f| vec![Problem::from_failure("image", &f, words)])
            });
        }
        all
    }

    /// The formats of a cohort: those asked for, or the place's; their keys are opened, and made where there is none.
    pub(crate) fn ready_for(
        &mut self,
        formats: &[Format],
        suite: Suite,
        now: Timestamp,
    ) -> Result<Vec<Format>, Failure> {
        let mut formats = formats.to_vec();
        if formats.is_empty() {
            formats = self.place.formats.iter().filter_map(|f| Format::from_name(f)).collect();
        }
        formats.sort();
        formats.dedup();
        self.need_keys(&formats, suite, now, None)?;
        Ok(formats)
    }
}
