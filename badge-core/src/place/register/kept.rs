//! Awards as they are held in memory: of a hundred thousand, what each has of its own is a name, a person, a few numbers
//! and the digests of its files. Everything else they share with others of their kind.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::{Award, AwardStatus, Brief, Digest, Entry, Issued, StatusSpot};
use crate::issue::Format;
use crate::language::Lang;
use crate::place::{Slug, Token};
use crate::time::{Rest, Timestamp};

/// The status of nearly all of them.
static ACTIVE: AwardStatus = AwardStatus::Active;

/// The number of an award: the how manieth it is.
pub(super) type Number = u32;

/// All awards, by number and by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    rows: Vec<Row>,
    by_token: HashTable<Number>,
    hasher: RandomState,
    kinds: Kinds,
    /// Those of the credentials and behind them those of the files, award after award.
    digests: Vec<Digest>,
    /// Few awards take the place of another.
    replaces: BTreeMap<Number, Token>,
    /// Those that do not hold.
    ended: BTreeMap<Number, AwardStatus>,
}

/// What an award has of its own.
#[derive(Debug, Clone)]
struct Row {
    token: Token,
    /// Anything for an award without a person.
    person: Token,
    kind: u32,
    /// Where its digests begin.
    digests: u32,
    /// The low halves of the instants, and of its entry in the status list.
    at: u32,
    date: u32,
    expires: u32,
    index: u32,
}

/// What an award shares with thousands of others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kind {
    has_person: bool,
    achievement: Slug,
    language: Lang,
    card: bool,
    cohort: Option<Slug>,
    at: Rest,
    date: Rest,
    expires: Option<Rest>,
    /// The list, and the high half of the entry.
    list: Option<(u32, u32)>,
    credentials: Box<[(Format, Id)]>,
    files: Box<[Box<str>]>,
}

/// The id of a credential: most are made of the name of the award.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Id {
    /// What stands before and behind the name.
    Around(Box<str>, Box<str>),
    Urn,
    /// Nothing of the name is in it.
    Whole(Box<str>),
}

impl Id {
    fn new(id: &str, token: Token, hex: &str) -> Self {
        match id.split_once(hex) {
            Some((before, after)) => Self::Around(before.into(), after.into()),
            None if id == token.urn() => Self::Urn,
            None => Self::Whole(id.into()),
        }
    }

    /// Whether it is this one, for the award of that name.
    fn is(&self, id: &str, token: Token) -> bool {
        match self {
            Self::Around(before, after) => {
                let name = id.strip_prefix(&**before).and_then(|rest| rest.strip_suffix(&**after));
                name.and_then(Token::parse) == Some(token)
            }
            Self::Urn => id.starts_with("urn:") && token.urn() == id,
            Self::Whole(known) => **known == *id,
        }
    }

    fn text(&self, token: Token, hex: &str) -> String {
        match self {
            Self::Around(before, after) => [before, hex, after].concat(),
            Self::Urn => token.urn(),
            Self::Whole(id) => id.to_string(),
        }
    }
}

/// Every kind once.
#[derive(Debug, Clone, Default)]
struct Kinds {
    all: Vec<Kind>,
    by_value: HashTable<u32>,
    hasher: RandomState,
}

impl Kinds {
    fn number(&mut self, kind: Kind) -> u32 {
        let hash = self.hasher.hash_one(&kind);
        if let Some(known) = self.by_value.find(hash, |n| self.all[*n as usize] == kind) {
            return *known;
        }
        let number = short(self.all.len());
        self.all.push(kind);
        let (all, hasher) = (&self.all, &self.hasher);
        self.by_value.insert_unique(hash, number, |n| hasher.hash_one(&all[*n as usize]));
        number
    }
}

impl Kept {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn numbers(&self) -> std::ops::Range<Number> {
        0..short(self.rows.len())
    }

    /// The award of that name.
    pub(super) fn number(&self, token: Token) -> Option<Number> {
        self.by_token.find(self.hasher.hash_one(token), |n| self.row(*n).token == token).copied()
    }

    /// Adds an award. Nobody else has its name.
    pub(super) fn push(&mut self, at: Timestamp, award: Award) -> Number {
        let number = short(self.rows.len());
        let hash = self.hasher.hash_one(award.token);
        let row = self.shorten(at, award, number, None);
        self.rows.push(row);
        let (rows, hasher) = (&self.rows, &self.hasher);
        self.by_token.insert_unique(hash, number, |n| hasher.hash_one(rows[*n as usize].token));
        number
    }

    /// Changes what is noted of an award. Its name stays.
    pub(super) fn change(&mut self, number: Number, change: impl FnOnce(&mut Award)) {
        let Entry { mut award, at, .. } = self.entry(number);
        let room = award.credentials.len() + award.files.iter().count();
        change(&mut award);
        let first = self.row(number).digests;
        self.rows[number as usize] = self.shorten(at, award, number, Some((first, room)));
    }

    /// `over`: where digests of an older form may be written over, and how many there are.
    fn shorten(&mut self, at: Timestamp, award: Award, number: Number, over: Option<(u32, usize)>) -> Row {
        // Whatever an award comes to have is to be kept here too.
        let Award {
            token,
            person,
            achievement,
            language,
            date,
            expires,
            status,
            credentials,
            files,
            replaces,
            card,
            cohort,
        } = award;
        let hex = token.to_string();
        let digests = credentials.iter().map(|c| c.sha256).chain(files.iter().map(|(_, digest)| digest));
        let count = credentials.len() + files.iter().count();
        let begin = match over.filter(|(_, room)| count <= *room) {
            Some((begin, _)) => begin,
            None => short(self.digests.len()),
        };
        for (at, digest) in (begin as usize..).zip(digests) {
            match self.digests.get_mut(at) {
                Some(known) => *known = digest,
                None => self.digests.push(digest),
            }
        }
        if let Some(replaces) = replaces {
            self.replaces.insert(number, replaces);
        }
        let (at, of_at) = at.parted();
        let (date, of_date) = date.parted();
        let ends = expires.map(Timestamp::parted);
        let spot = status.map(|spot| (spot.list, halves(spot.index)));
        let kind = self.kinds.number(Kind {
            has_person: person.is_some(),
            achievement,
            language,
            card,
            cohort,
            at: of_at,
            date: of_date,
            expires: ends.map(|(_, rest)| rest),
            list: spot.map(|(list, (high, _))| (list, high)),
            credentials: credentials.iter().map(|c| (c.format, Id::new(&c.id, token, &hex))).collect(),
            files: files.names().map(Into::into).collect(),
        });
        let expires = ends.map_or(0, |(low, _)| low);
        let index = spot.map_or(0, |(_, (_, low))| low);
        Row { token, person: person.unwrap_or(token), kind, digests: begin, at, date, expires, index }
    }

    fn row(&self, number: Number) -> &Row {
        &self.rows[number as usize]
    }

    fn kind(&self, row: &Row) -> &Kind {
        &self.kinds.all[row.kind as usize]
    }

    pub(super) fn status(&self, number: Number) -> &AwardStatus {
        self.ended.get(&number).unwrap_or(&ACTIVE)
    }

    pub(super) fn set_status(&mut self, number: Number, status: AwardStatus) {
        match status {
            AwardStatus::Active => drop(self.ended.remove(&number)),
            ended => drop(self.ended.insert(number, ended)),
        }
    }

    /// The awards that do not hold.
    pub(super) fn ended(&self) -> impl Iterator<Item = Number> {
        self.ended.keys().copied()
    }

    pub(super) fn brief(&self, number: Number) -> Brief<'_> {
        let row = self.row(number);
        let kind = self.kind(row);
        Brief {
            token: row.token,
            person: kind.has_person.then_some(row.person),
            achievement: &kind.achievement,
            language: kind.language,
            date: kind.date.with(row.date),
            expires: kind.expires.map(|rest| rest.with(row.expires)),
            spot: kind.list.map(|(list, high)| StatusSpot { list, index: whole(high, row.index) }),
            replaces: self.replaces.get(&number).copied(),
            card: kind.card,
            cohort: kind.cohort.as_ref(),
            at: kind.at.with(row.at),
            status: self.status(number),
        }
    }

    pub(super) fn entry(&self, number: Number) -> Entry {
        let (row, brief) = (self.row(number), self.brief(number));
        let (kind, hex) = (self.kind(row), row.token.to_string());
        let (of_credentials, of_files) = self.digests[row.digests as usize..].split_at(kind.credentials.len());
        let issued = |((format, id), sha256): (&(Format, Id), &Digest)| Issued {
            format: *format,
            id: id.text(row.token, &hex),
            sha256: *sha256,
        };
        let award = Award {
            token: brief.token,
            person: brief.person,
            achievement: brief.achievement.clone(),
            language: brief.language,
            date: brief.date,
            expires: brief.expires,
            status: brief.spot,
            credentials: kind.credentials.iter().zip(of_credentials).map(issued).collect(),
            files: kind.files.iter().zip(of_files.iter().copied()).collect(),
            replaces: brief.replaces,
            card: brief.card,
            cohort: brief.cohort.cloned(),
        };
        Entry { award, at: brief.at, status: brief.status.clone() }
    }

    /// The forms in which it was issued, each with the digest of its file.
    pub(super) fn signed(&self, number: Number) -> impl Iterator<Item = (Format, Digest)> + Clone {
        let row = self.row(number);
        let formats = self.kind(row).credentials.iter().map(|(format, _)| *format);
        formats.zip(self.digests[row.digests as usize..].iter().copied())
    }

    /// Whether one of its credentials has this id.
    pub(super) fn has_id(&self, number: Number, id: &str) -> bool {
        let row = self.row(number);
        self.kind(row).credentials.iter().any(|(_, known)| known.is(id, row.token))
    }

    /// How many awards that hold have an address on the web that does not lie under `base`, and such an address up to the
    /// name of its award. Without one nothing but the few kinds is looked at.
    pub(super) fn elsewhere(&self, base: Option<&str>) -> Option<(&str, usize)> {
        let is_elsewhere = |before: &str| {
            let below = base.and_then(|base| before.strip_prefix(base));
            before.starts_with("http") && !below.is_some_and(|rest| rest.starts_with('/'))
        };
        let mut of_kinds = Vec::with_capacity(self.kinds.all.len());
        for kind in &self.kinds.all {
            let mut befores = kind.credentials.iter().filter_map(|(_, id)| match id {
                Id::Around(before, _) | Id::Whole(before) => Some(&**before),
                Id::Urn => None,
            });
            of_kinds.push(befores.find(|before| is_elsewhere(before)));
        }
        of_kinds.iter().flatten().next()?;
        let holds = |number: &Number| !matches!(self.status(*number), AwardStatus::Revoked { .. });
        let mut all = self.numbers().filter(holds).filter_map(|number| of_kinds[self.row(number).kind as usize]);
        let first = all.next()?;
        Some((first, 1 + all.count()))
    }

    /// Gives back the room that was asked ahead.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.digests.shrink_to_fit();
    }
}

/// A file of as many lines does not fit into any memory.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

const fn halves(index: u64) -> (u32, u32) {
    // Each half by itself.
    #[allow(clippy::cast_possible_truncation)]
    ((index >> 32) as u32, index as u32)
}

const fn whole(high: u32, low: u32) -> u64 {
    ((high as u64) << 32) | low as u64
}
