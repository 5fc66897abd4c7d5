//! What a large cohort holds in memory, in bytes asked for: the same on every machine, unlike what a system lends. One test:
//! two at once would count each other.

use badge_core::cohort::{Asked, Offer, Reading, Table, plan as plan_of};
use badge_core::issue::Format;
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{Award, Digest, Event, Issued, Register, StatusSpot, What};
use badge_core::place::{AchievementFile, Place, Slug, Token};
use badge_core::time::Timestamp;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Of a row whose text is about 120 bytes: rows are packed, and these are much alike.
const TABLE: usize = 30;
const PLAN: usize = 30;
const PLANNING: usize = 45;
/// A name and an address of 41 bytes together, and the id.
const PERSON: usize = 95;
/// Its name and the id of the person, 16 bytes each, and two digests of 32; the rest is 34.
const AWARD: usize = 140;
/// Each row says that it was awarded already.
const AGAIN: usize = 80;
/// Beside it everybody's id, by what each is known, and which awards there are.
const PLANNING_AGAIN: usize = 125;

/// Bytes held of each part.
#[derive(Debug, Clone, Copy)]
struct Held {
    table: usize,
    /// What was found of the rows, new people all of them.
    plan: usize,
    /// What finding it took beside, at most.
    planning: usize,
    people: usize,
    register: usize,
    /// The plan once everybody is awarded.
    again: usize,
    /// What finding it took beside, at most.
    planning_again: usize,
}

#[test]
fn a_row_and_an_award_hold_few_bytes_however_many_there_are() {
    let [some, twice] = [2_000, 4_000].map(cohort);
    let each = |of: fn(&Held) -> usize| (of(&twice) - of(&some)) / 2_000;
    let found = [
        ("table", each(|h| h.table), TABLE),
        ("plan", each(|h| h.plan), PLAN),
        ("planning", each(|h| h.planning), PLANNING),
        ("people", each(|h| h.people), PERSON),
        ("register", each(|h| h.register), AWARD),
        ("plan again", each(|h| h.again), AGAIN),
        ("planning again", each(|h| h.planning_again), PLANNING_AGAIN),
    ];
    for (what, bytes, most) in found {
        assert!(bytes <= most, "{what}: {bytes} bytes a row, {most} at most; {found:?}");
    }
    // In proportion: the second half takes no more than the first, but for what a vector or a map asks ahead.
    assert!(twice.plan <= some.plan * 2 + some.plan / 10, "{some:?} {twice:?}");
}

fn at() -> Timestamp {
    Timestamp::parse("2026-03-10T09:00:00Z").unwrap()
}

fn token(kind: u8, n: u32) -> Token {
    let digest = Digest::of(&[&[kind][..], &n.to_be_bytes()].concat()).to_string();
    Token::parse(&digest[..32]).unwrap()
}

fn cohort(rows: u32) -> Held {
    let slug = Slug::parse("impression-3d").unwrap();
    let text = "[fr]\nname = \"Impression 3D\"\ndescription = \"d\"\ncriteria = \"c\"\n";
    let (place, files) =
        (Place { name: "Atelier".into(), ..Place::starter(Lang::Fr) }, [AchievementFile::parse(slug, text).unwrap()]);
    let offer = Offer::new(&place, &files);
    let mut bytes = "Nom;Mail;Badge;Date;Preuve;Commentaire\n".to_owned();
    for n in 0..rows {
        bytes += &format!(
            "Camille Exemple {n:06};p{n:06}@example.org;impression-3d;2026-03-02;https://www.example.org/{n:06}.jpg;Une pièce\n"
        );
    }
    let read = || Table::read(bytes.as_bytes(), &Reading::default(), &offer, &Limits::default()).unwrap();
    let (of_table, table) = held(read);
    let plan = |register: &Register, people: &People| {
        let now = at();
        plan_of(&table, &Asked { place: &place, offer: &offer, register, people, now, achievement: None, date: None })
    };
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let (of_plan, made) = held(|| plan(&Register::new(), &People::default()));
    let planning = MEMORY.peak_usage() - before - of_plan;
    assert!(made.rows(&table).all(|row| row.awards().len() == 1 && row.troubles().next().is_none()));
    drop(made);
    let lines: String = (0..rows).map(line).collect();
    let (of_register, register) = held(|| Register::parse(lines.as_bytes()).unwrap().0);
    let json = people_of(rows).to_json();
    let (of_people, people) = held(|| People::parse(json.as_bytes()).unwrap());
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let (again, made) = held(|| plan(&register, &people));
    let planning_again = MEMORY.peak_usage() - before - again;
    assert!(made.rows(&table).all(|row| row.awards().all(|award| award.already.is_some())));
    Held { table: of_table, plan: of_plan, planning, people: of_people, register: of_register, again, planning_again }
}

/// Bytes that a value holds, of those that making it took.
fn held<T>(make: impl FnOnce() -> T) -> (usize, T) {
    let before = MEMORY.current_usage();
    let made = make();
    (MEMORY.current_usage() - before, made)
}

fn people_of(rows: u32) -> People {
    let mut people = People::default();
    for n in 0..rows {
        let name = Some(format!("Camille Exemple {n:06}"));
        people.insert(token(1, n), Person { name, email: Some(format!("p{n:06}@example.org")), ..Person::default() });
    }
    people
}

fn line(n: u32) -> String {
    let token_ = token(2, n);
    let award = Award {
        token: token_,
        person: Some(token(1, n)),
        achievement: Slug::parse("impression-3d").unwrap(),
        language: Lang::Fr,
        date: Timestamp::parse("2026-03-02T00:00:00Z").unwrap(),
        expires: None,
        status: Some(StatusSpot { list: 1, index: u64::from(n) }),
        credentials: vec![Issued {
            format: Format::Ob3,
            id: format!("https://badges.example.org/b/{token_}/credential.json"),
            sha256: Digest::of(&n.to_be_bytes()),
        }],
        files: [("badge.png", Digest::of(b"png"))].into_iter().collect(),
        replaces: None,
        card: false,
        cohort: None,
    };
    Event { at: at(), what: What::Awarded(Box::new(award)) }.to_line()
}
