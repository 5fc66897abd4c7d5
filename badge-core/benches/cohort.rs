//! A table of a hundred thousand people, planned; beside it, the bound: the same bytes parsed by the `csv` crate.

use std::fmt::Write as _;
use std::hint::black_box;

use badge_core::cohort::{As, Asked, Offer, Reading, Sheet, State, Table, plan, write};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::place::{AchievementFile, Place, Slug};
use badge_core::time::Timestamp;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const ROWS: usize = 100_000;

/// Ten columns, some of them empty, as registration tools write them.
fn table(rows: usize) -> String {
    let mut text = String::from("Prénom;Nom;E-mail;Badge;Date;Preuve;Commentaire;Lieu;Date de naissance;Téléphone\r\n");
    for n in 0..rows {
        let _ = write!(
            text,
            "Camille;Exemple {n};personne{n}@example.org;Découpe laser;2026-03-{:02};https://www.example.org/photos/{n}.jpg;\"A découpé une boîte ; et l'a montrée\";Caen;{};0600000000\r\n",
            n % 9 + 1,
            1970 + n % 40,
        );
    }
    text
}

#[allow(clippy::field_reassign_with_default)] // Limits may grow: it cannot be written out here.
fn planning(c: &mut Criterion) {
    let text = table(ROWS);
    let place = Place { name: "Atelier".into(), ..Place::starter(Lang::Fr) };
    let file = "[fr]\nname = \"Découpe laser\"\ndescription = \"d\"\ncriteria = \"c\"\n";
    let slug = Slug::parse("decoupe-laser").expect("a short name");
    let files = [AchievementFile::parse(slug, file).expect("an achievement")];
    let offer = Offer::new(&place, &files);
    let (register, people) = (Register::new(), People::default());
    let limits = Limits::default();
    let planned = |bytes: &[u8]| {
        let table = Table::read(bytes, &Reading::default(), &offer, &limits).expect("a table");
        let now = Timestamp::parse("2026-03-10T09:00:00Z").expect("an instant");
        let asked = Asked {
            place: &place,
            offer: &offer,
            register: &register,
            people: &people,
            now,
            achievement: None,
            date: None,
        };
        let made = plan(&table, &asked);
        assert_eq!(made.count(State::Problem), 0);
        made.len()
    };
    let mut group = c.benchmark_group("cohort");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("csv crate", |b| {
        b.iter(|| {
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
            let mut record = csv::ByteRecord::new();
            let mut cells = 0;
            while reader.read_byte_record(&mut record).expect("a record") {
                cells += record.len();
            }
            black_box(cells)
        });
    });
    group.bench_function("plan csv", |b| b.iter(|| black_box(planned(text.as_bytes()))));
    let rows = text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect();
    let sheet = Sheet { name: "S".into(), rows, ..Sheet::default() };
    let at = Timestamp::parse("2026-03-10T09:00:00Z").expect("an instant");
    let xlsx = write(&[sheet], As::Xlsx, at);
    // The rows are much alike: they pack better than people do.
    let mut limits = Limits::default();
    limits.zip_ratio = 1_000;
    group.bench_function("read xlsx", |b| {
        b.iter(|| black_box(Table::read(&xlsx, &Reading::default(), &offer, &limits).expect("a table").rows()));
    });
    group.finish();
}

criterion_group!(benches, planning);
criterion_main!(benches);
