//! Where requests become awards: read, drafted, sealed, baked, and made to last, a group at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use badge_core::crypto::{KeyKind, PublicKey, SecretKey, Signer};
use badge_core::issue::{Format, To, Told, key_kinds_for};
use badge_core::message::date;
use badge_core::model::Evidence;
use badge_core::place::award::Office;
use badge_core::place::card::{CardCode, code_of};
use badge_core::place::documents::PlaceKey;
use badge_core::place::making::Met;
use badge_core::place::people::{Consent, People, Person};
use badge_core::place::register::{AwardStatus, Brief, Entry, Register, StatusSpot};
use badge_core::place::{AchievementFile, Ending, JwtKey, Place, Slug, Spot, Token, may_go_out};
use badge_core::proof::Suite;
use badge_core::status::make::choose;
use badge_core::time::Timestamp;

use super::request::Wanted;
use super::slip::{Bench, Slip};
use super::{Problem, Request};
use crate::artwork::{Artwork, Wish};
use crate::command::Context;
use crate::entropy::{SystemEntropy, random};
use crate::error::Failure;
use crate::message::{Message, msg};
use crate::place::{Folder, Paused, Prepared, disk};

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
}

/// An award that was made, or in a dry run would have been.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) token: Token,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) link: Option<String>,
    pub(crate) folder: PathBuf,
    /// Names in the award's folder; empty in a dry run.
    pub(crate) files: Vec<String>,
    /// The award of the same achievement to the same person on the same day, if there was one already.
    pub(crate) already: Option<Token>,
    /// Whose it is; none for a card without a name.
    pub(super) person: Option<Token>,
    /// Nothing about it is published before a guardian agrees (D-11).
    pub(crate) waits: bool,
    /// It waits because consent was refused or taken back, at whatever age.
    pub(crate) withdrawn: bool,
    /// Why, where consent was given and does not hold for it.
    pub(crate) why_waits: Option<Message>,
    /// By which a card is claimed (D-10).
    pub(crate) code: Option<CardCode>,
    /// Fields of the request that say something else than the award that stands already, which stays as it is.
    pub(crate) differs: Vec<&'static str>,
    /// What other verifiers may make of it (D-21, D-24).
    pub(crate) remarks: Vec<Message>,
    pub(crate) out: Option<PathBuf>,
    pub(super) slug: Slug,
}

/// What the group made so far, which the register does not know yet.
#[derive(Default)]
pub(super) struct Pending {
    people: Vec<(Token, Person)>,
    spots: HashSet<StatusSpot>,
    made: Vec<JustMade>,
    /// Of whom nothing goes out from now on, since somebody said no: also of what was awarded before.
    refused: BTreeSet<Token>,
    /// Of whom something is noted although nothing new may be awarded to them.
    heard: BTreeSet<Token>,
}

impl Pending {
    /// What is said of age and consent beside an award that stands already is noted all the same, as with a table: of a
    /// minor nothing goes out before somebody agrees, and after a no nothing at all (D-11).
    fn hear(&mut self, id: Token, request: &Request, people: &People, now: Timestamp) {
        let id = people.main_id(id);
        let Some(before) = self.last(id).cloned().or_else(|| people.get(id)) else { return };
        let mut person = before.clone();
        if request.minor {
            person.note_minor();
        }
        if let Some(by) = &request.consent {
            person.note_consent(Consent::given(now.to_utc_seconds(), by.trim()));
        // Also where somebody had agreed: a no that comes later takes it back.
        } else if request.refused && person.withdraw_consent(None, now.to_utc_seconds()) {
            self.refused.insert(id);
        }
        if person != before {
            self.people.push((id, person));
            self.heard.insert(id);
        }
    }

    /// The one person behind an award that stands, as this group leaves them.
    fn known_as(&self, id: Option<Token>, people: &People) -> People {
        let person = id.and_then(|id| Some((id, self.last(people.main_id(id)).cloned().or_else(|| people.get(id))?)));
        let mut one = People::default();
        if let Some((id, person)) = person {
            one.insert(id, person);
        }
        one
    }

    /// A person as the last request about them leaves them.
    fn last(&self, id: Token) -> Option<&Person> {
        self.people.iter().rfind(|(other, _)| *other == id).map(|(_, person)| person)
    }

    /// What an earlier request of the group said of somebody, a later one may have taken back: the last one holds for
    /// all of them, and so does a no for what is answered.
    fn settle(&self, prepared: &mut [Prepared], outcomes: &mut [Outcome<Done>], (people, now): (&People, Timestamp)) {
        let last: HashMap<Token, &Person> = self.people.iter().map(|(id, person)| (*id, person)).collect();
        for (id, person) in prepared.iter_mut().filter_map(|prepared| prepared.person.as_mut()) {
            if let Some(last) = last.get(id) {
                person.clone_from(last);
            }
        }
        for done in outcomes.iter_mut().filter_map(|outcome| outcome.as_mut().ok()) {
            let Some(id) = done.person.map(|id| people.main_id(id)) else { continue };
            if self.refused.contains(&id) {
                (done.waits, done.withdrawn, done.link) = (true, true, None);
            } else if last.get(&id).is_some_and(|p| !p.may_publish_badge(&done.slug, now)) {
                (done.waits, done.link) = (true, None);
            }
        }
    }
}

/// An award of this group: to whom, on which day.
struct JustMade {
    person: Token,
    day: String,
    done: Done,
    says: Says,
}

/// What an award says that a later request for the same may say otherwise.
struct Says {
    told: Told,
    expires: Option<Timestamp>,
    language: badge_core::language::Lang,
}

type Outcome<T> = Result<T, Vec<Problem>>;

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
        };
        desk.read_keys()?;
        Ok(desk)
    }

    /// Awards every request, or says why not. All good ones last when this returns; a dry run writes nothing.
    pub(crate) fn award(&mut self, requests: &[Request], now: Timestamp) -> Result<Vec<Outcome<Done>>, Failure> {
        for request in requests {
            self.need_keys(&self.formats(request), request.suite.unwrap_or_default(), now)?;
        }
        if self.dry_run {
            let register = self.folder.register()?;
            let people = self.folder.people(&register)?;
            let mut pending = Pending::default();
            let prepared = self.prepare(requests, (&register, &people), &mut pending, now);
            let mut outcomes: Vec<Outcome<Done>> = prepared.into_iter().map(|p| p.map(|(_, done)| done)).collect();
            pending.settle(&mut [], &mut outcomes, (&people, now));
            return Ok(outcomes);
        }
        let mut writer = self.folder.writer_again(&self.cx.printer, self.paused.take())?;
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
        let refused = pending.refused.iter().copied().filter(|id| writer.people().contains(*id)).collect();
        let pages = writer.withdraw_all(&refused, now.to_utc_seconds())?;
        pages.stuck.iter().for_each(|path| self.cx.printer.warn(&msg!("pages-stuck", path = path)));
        // Whoever is new is noted with their award.
        let heard = |id: &&Token| writer.people().contains(**id);
        let heard: Vec<(Token, Person)> =
            pending.heard.iter().filter(heard).filter_map(|id| Some((*id, pending.last(*id)?.clone()))).collect();
        if !heard.is_empty() {
            writer.change_people(|people| {
                heard.into_iter().for_each(|(id, person)| people.insert(id, person));
                true
            })?;
        }
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
            let mut one = |request: &Request| {
                let file = files[&request.achievement].as_ref().map_err(Clone::clone)?;
                let wanted = request.wanted(now, words)?;
                if let (Some(out), false) = (&request.out, dry_run) {
                    // Better told before the award than behind it.
                    disk::try_folder(out).map_err(|failure| vec![Problem::from_failure("out", &failure, words)])?;
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
        let before = person.as_ref().and_then(|(id, _)| {
            let same = |id: &Token| {
                let of_day = register.same(*id, &case.file.slug, &day);
                let ever = || standing(register.of_person(*id), &case.file.slug).last();
                of_day.or_else(|| case.request.ever.then(ever).flatten())
            };
            people.ids(*id).iter().find_map(same)
        });
        let now = person.as_ref().and_then(|(id, _)| {
            pending.made.iter().find(|m| m.person == *id && m.done.slug == case.file.slug && case.is_of_day(&m.day))
        });
        if case.request.once {
            let known = before.or_else(|| claimed(case, register, people)).and_then(|award| register.get(award.token));
            if let Some(entry) = known {
                if let Some(id) = entry.award.person {
                    pending.hear(id, case.request, people, case.now);
                }
                let mut done = self.known(&entry, &pending.known_as(entry.award.person, people), case.now);
                done.already = Some(done.token);
                done.differs = self.said_in(&entry).map(|says| self.differs(case, &says)).unwrap_or_default();
                return Ok((None, done));
            }
            if let Some((mut done, person, says)) = now.map(|m| (m.done.clone(), m.person, &m.says)) {
                done.already = Some(done.token);
                done.differs = self.differs(case, says);
                pending.hear(person, case.request, people, case.now);
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

    /// What an award of the register says; of what can be read no more nothing can be told.
    fn said_in(&self, entry: &Entry) -> Option<Says> {
        let told = Told::of(&self.badge_of(entry).ok()?, self.own_address(entry).as_deref());
        Some(Says { told, expires: entry.award.expires, language: entry.award.language })
    }

    /// Which fields say something else than an award that stands already. What is not said does not differ.
    fn differs(&self, case: &Case<'_>, says: &Says) -> Vec<&'static str> {
        let (told, wanted) = (&says.told, &case.wanted);
        let pair = |e: &Evidence| (e.id.clone(), e.narrative.clone());
        let same = |one: &[Evidence], other: &[Evidence]| one.iter().map(pair).eq(other.iter().map(pair));
        let language = |lang| case.file.language_for(&self.place, lang);
        [
            ("narrative", case.request.narrative.is_some() && case.request.narrative != told.narrative),
            ("evidence", !wanted.evidence.is_empty() && !same(&wanted.evidence, &told.evidence)),
            ("where", wanted.location.is_some() && wanted.location != told.location),
            ("expires", wanted.expires.is_some() && wanted.expires != says.expires),
            ("language", case.request.language.is_some_and(|lang| language(lang) != says.language)),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
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

    fn read_keys(&mut self) -> Result<(), Failure> {
        let keys = self.folder.keys()?;
        self.keys = keys.iter().map(crate::keyfile::Key::published).collect();
        Ok(())
    }

    /// Opens the keys that some formats need. One that the place does not have yet is made, after a word why (D-20).
    pub(crate) fn need_keys(&mut self, formats: &[Format], suite: Suite, now: Timestamp) -> Result<(), Failure> {
        self.kinds_for(formats, suite)?.into_iter().try_for_each(|kind| self.need_key(kind, now))
    }

    /// Whether a key is open of each kind that some formats need.
    pub(crate) fn has_keys(&self, formats: &[Format], suite: Suite) -> Result<bool, Failure> {
        let is_open = |kind: &KeyKind| self.secrets.iter().any(|secret| secret.public_key().kind() == *kind);
        Ok(self.kinds_for(formats, suite)?.iter().all(is_open))
    }

    fn kinds_for(&self, formats: &[Format], suite: Suite) -> Result<Vec<KeyKind>, Failure> {
        // The status list is signed with the first one, whatever the format.
        let mut kinds = vec![KeyKind::Ed25519];
        for format in formats {
            let kind = match (format, self.place.jwt_key) {
                (Format::Ob3Jwt, JwtKey::Rsa) => Some(KeyKind::Rsa),
                (format, _) => self.kind_at_hand(key_kinds_for(*format, suite))?,
            };
            // Without an address there is no OB 2.0, and no RSA issuer: the draft will say so.
            match kind {
                Some(KeyKind::Rsa) if self.place.base.is_none() => {}
                Some(kind) => kinds.push(kind),
                None => {}
            }
        }
        Ok(kinds)
    }

    /// The first of some kinds of which the place has a key; the first of all when it has none.
    fn kind_at_hand(&self, kinds: &[KeyKind]) -> Result<Option<KeyKind>, Failure> {
        for kind in kinds {
            if self.folder.signing_key(*kind)?.is_some() {
                return Ok(Some(*kind));
            }
        }
        Ok(kinds.first().copied())
    }

    fn need_key(&mut self, kind: KeyKind, now: Timestamp) -> Result<(), Failure> {
        if self.secrets.iter().any(|s| s.public_key().kind() == kind) {
            return Ok(());
        }
        let cx = self.cx;
        if let Some(key) = self.folder.signing_key(kind)? {
            self.secrets.push(key.open(|| cx.passphrases.existing(&cx.printer))?);
            return Ok(());
        }
        let first = self.folder.signing_key(KeyKind::Ed25519)?;
        let why = match kind {
            KeyKind::P256 => msg!("key-why-p256"),
            KeyKind::Rsa => msg!("key-why-rsa"),
            _ => return Err(Failure::new(msg!("key-none-of-kind", kind = kind.as_str()))),
        };
        cx.printer.note(&why);
        if self.dry_run {
            let made = SecretKey::generate(kind, &mut SystemEntropy);
            let secret = made.map_err(|e| Failure::new(msg!("internal")).why(e))?;
            let public = secret.public_key().clone();
            self.keys.push(PlaceKey { public, created: now, retired: None, revoked: None });
            self.secrets.push(secret);
            return Ok(());
        }
        // As well protected as the first.
        let protected = first.map_or(Ok(true), |key| key.is_encrypted())?;
        let passphrase = protected.then(|| cx.passphrases.new_key(&cx.printer)).transpose()?;
        let _writer = self.folder.writer(&cx.printer)?;
        // Somebody else may have made it while we waited.
        let secret = match self.folder.signing_key(kind)? {
            Some(key) => key.open(|| cx.passphrases.existing(&cx.printer))?,
            None => self.folder.make_key(kind, passphrase.as_ref(), now)?.1,
        };
        self.secrets.push(secret);
        self.read_keys()
    }
}

impl Desk<'_> {
    /// Whether nothing of an award goes out for the time being; of somebody who was erased nothing is left to go out.
    pub(crate) fn waits<'e>(award: impl Into<Brief<'e>>, people: &People, now: Timestamp) -> bool {
        let award = award.into();
        award.person.is_some_and(|id| people.contains(id)) && may_go_out(award, people, now).is_err()
    }

    /// Whether it was refused, or taken back, that anything goes out of the person.
    pub(crate) fn is_refused(person: Option<Token>, people: &People) -> bool {
        person.and_then(|id| people.get(id)?.consent).is_some_and(|c| c.withdrawn.is_some())
    }

    /// An award of the register, as it was told when it was made.
    pub(crate) fn known(&self, entry: &Entry, people: &People, now: Timestamp) -> Done {
        let award = &entry.award;
        let waits = Self::waits(entry, people, now);
        let credentials = award.credentials.iter().map(|c| c.format.file_name().to_owned());
        Done {
            token: award.token,
            id: award.credentials.first().map(|c| c.id.clone()).unwrap_or_default(),
            title: award.achievement.as_str().to_owned(),
            link: self.place.base.as_ref().filter(|_| !waits).map(|base| base.url(&Spot::Award(award.token))),
            folder: self.folder.award(award.token),
            files: award.files.names().map(str::to_owned).chain(credentials).collect(),
            already: None,
            person: award.person,
            waits,
            withdrawn: waits && Self::is_refused(award.person, people),
            why_waits: None,
            code: code_of(entry, people),
            differs: Vec::new(),
            remarks: Vec::new(),
            out: None,
            slug: award.achievement.clone(),
        }
    }
}

/// One request, with what it stands on.
struct Case<'r> {
    request: &'r Request,
    wanted: Wanted,
    file: &'r AchievementFile,
    rsa: Option<&'r PublicKey>,
    now: Timestamp,
}

impl Case<'_> {
    /// Whether an award of that day is the one that is wanted once.
    fn is_of_day(&self, day: &str) -> bool {
        self.request.ever || self.wanted.date.day() == day
    }
}

/// Of some awards those of an achievement that were not revoked.
fn standing<'r>(awards: impl Iterator<Item = Brief<'r>>, slug: &Slug) -> impl Iterator<Item = Brief<'r>> {
    awards.filter(move |e| e.achievement == slug && !matches!(e.status, AwardStatus::Revoked { .. }))
}

/// The person, known or new; `None` for a card without a name. An address that the place knows as somebody else's is
/// that of two people, or a slip: nobody is called otherwise by the way.
fn person(case: &Case<'_>, people: &People, pending: &Pending) -> Result<Option<(Token, Person)>, Message> {
    let met = Met {
        to: case.wanted.to.clone(),
        name: case.request.name.clone(),
        rename: case.request.rename,
        minor: case.request.minor,
        language: case.request.language,
        consent: case.request.consent.clone(),
        agreed: None,
        refused: case.request.refused,
    };
    let known = match &met.to {
        To::Email(text) | To::Did(text) => {
            let made = pending.people.iter().rfind(|(_, p)| met.is(p)).cloned();
            made.or_else(|| people.find(text))
        }
        To::Nobody if met.name.is_none() && !met.minor => return Ok(None),
        // Two cards of one name may be for two people; when each is wanted once, the name is all there is to go by.
        To::Nobody if case.request.once => {
            let name = met.name.as_deref().map(str::to_lowercase);
            let same =
                |p: &Person| p.email.is_none() && p.did.is_none() && p.name.as_deref().map(str::to_lowercase) == name;
            let made = pending.people.iter().rfind(|(_, p)| same(p)).cloned();
            made.or_else(|| people.iter().find(|(_, p)| same(p)))
        }
        To::Nobody => None,
    };
    let noted = met.noted(known.as_ref().map(|(_, person)| person), case.now).map_err(|other| {
        let name = met.name.as_deref().unwrap_or_default();
        msg!("award-other-name", to = other.to, known = other.known, name = name)
    })?;
    Ok(Some((known.map_or_else(|| Token::from_bytes(random()), |(id, _)| id), noted)))
}

/// The badge of whoever claimed the card that is wanted: whoever asks still knows them by the name on it (D-10).
fn claimed<'r>(case: &Case<'_>, register: &'r Register, people: &People) -> Option<Brief<'r>> {
    let name = case.request.name.as_deref().filter(|_| case.wanted.to == To::Nobody)?.to_lowercase();
    let is_it = |award: &Brief<'_>| {
        let card = award.replaces.and_then(|token| register.brief(token)).is_some_and(|card| card.card);
        // By a name alone, a badge of another day may be somebody else's who is called so.
        let same = || *award.achievement == case.file.slug && award.date.day() == case.wanted.date.day();
        let person = || award.person.and_then(|id| people.get(id));
        card && same()
            && !matches!(award.status, AwardStatus::Revoked { .. })
            && person().is_some_and(|person| person.names().any(|known| known.to_lowercase() == name))
    };
    register.briefs().find(is_it)
}

pub(super) fn choose_spot(register: &Register, pending: &Pending) -> StatusSpot {
    let fresh = |list: u32| pending.spots.iter().filter(|s| s.list == list).count();
    let count = |list: u32| (register.count(list) + fresh(list)) as u64;
    let taken = |list: u32, index: u64| {
        let spot = StatusSpot { list, index };
        register.is_taken(spot) || pending.spots.contains(&spot)
    };
    let (list, index) = choose(&mut SystemEntropy, count, taken);
    StatusSpot { list, index }
}

impl Done {
    /// Where each file lies.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        match &self.out {
            Some(out) => self.files.iter().map(|name| out.join(self.name_outside(name))).collect(),
            None => self.files.iter().map(|name| self.folder.join(name)).collect(),
        }
    }

    pub(crate) fn copy_out(&self) -> Result<(), Failure> {
        let Some(out) = &self.out else { return Ok(()) };
        for name in &self.files {
            let bytes = crate::place::disk::read(&self.folder.join(name), crate::place::disk::LARGEST)?;
            let path = out.join(self.name_outside(name));
            crate::place::disk::replace(&path, &bytes, crate::place::disk::Secrecy::Open)?;
        }
        Ok(())
    }

    /// `impression-3d-1a2b3c4d.png`: outside of its folder a file needs a name of its own.
    pub(crate) fn name_outside(&self, name: &str) -> String {
        let token = self.token.to_string();
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let kind = if stem == "assertion" { ".ob2" } else { "" };
        format!("{}-{}{kind}.{ending}", self.slug, &token[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::super::slip::remarks;
    use super::*;
    use crate::text::Words;
    use badge_core::language::Lang;
    use badge_core::proof::eddsa_jcs_2022;

    // D-21, D-24
    #[test]
    fn what_others_may_refuse_is_told_in_both_languages() {
        let told = |format, differ, suite| remarks([(format, differ)].into_iter(), suite);
        let ids = |told: &[Message]| told.iter().map(|m| m.id).collect::<Vec<_>>();
        assert!(told(Format::Ob3, false, Suite::default()).is_empty());
        assert!(told(Format::Ob3Jwt, false, eddsa_jcs_2022::SUITE).is_empty(), "it has no embedded proof");
        let both = told(Format::Ob3, true, eddsa_jcs_2022::SUITE);
        assert_eq!(ids(&both), ["suite-not-read", "forms-differ"]);
        for (lang, what, next) in [
            (Lang::Fr, "Les vérificateurs ne s’accordent pas", "endorsementJwt, avec le contexte de la version 3.0.3"),
            (Lang::En, "Verifiers do not agree", "endorsementJwt, under the context of 3.0.3"),
        ] {
            let words = Words::new(lang);
            assert!(words.say(&both[1]).starts_with(what), "{}", words.say(&both[1]));
            assert!(words.hint(&both[1]).unwrap().contains(next));
        }
    }
}
