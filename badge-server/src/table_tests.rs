//! A table of people through the real router, on both engines: given, mended, awarded, stopped, taken back.

use axum::http::StatusCode;
use badge_core::cohort::{As, Offer, Reading, Sheet, Table, write};
use badge_core::limits::Limits;

use crate::award_tests::{public, ready};
use crate::team_tests::{leads_to, place};
use crate::testing::{Browser, World};

/// The path of what a redirect leads to, without its query.
fn path_of(answer: &crate::testing::Answered) -> String {
    leads_to(answer).split('?').next().unwrap().to_owned()
}

/// Gives a table; tells the path of its plan.
async fn given(by: &mut Browser<'_>, id: i64, table: &str) -> String {
    path_of(&by.give(&format!("/staff/places/{id}/table?lang=en"), ("inscrits.csv", table.as_bytes()), &[]).await)
}

async fn english(by: &mut Browser<'_>, path: &str) -> String {
    let page = by.get(&format!("{path}?lang=en")).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    page.text()
}

const FAULTY: &str = "Nom;Mail;Badge;Né en\r\nLéa Martin;lea@gmial.com;Découpe laser;\r\nTom Petit;tom@example.org;Decoupe lazer;\r\n\
                      Ada;ada@@example.org;Découpe laser;\r\nZoé Mineure;zoe@example.org;Découpe laser;2019\r\nMax Carton;;Découpe laser;\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_read_mended_and_awarded_once() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let plan = given(&mut ben, id, FAULTY).await;
        let page = english(&mut ben, &plan).await;
        for said in
            ["Row 3", "Did you mean", "Découpe laser", "ada@@example.org", "lea@gmail.com", "Award these badges: 3"]
        {
            assert!(page.contains(said), "{said} in {page}");
        }
        assert!(page.contains("Rows to correct, which will not be awarded: 2."));
        assert!(
            !page.contains("--achievement") && !page.contains("badge achievement"),
            "the pages have no command line"
        );
        // The table back says it at the end of each row, and is read again as the same table.
        for file in ["table.csv", "table.xlsx"] {
            let back = ben.get(&format!("{plan}/{file}?lang=en")).await;
            assert_eq!(back.status, StatusCode::OK);
            assert!(back.header("content-disposition").starts_with("attachment; filename=\"to-correct."));
            let table = Table::read(&back.body, &Reading::default(), &Offer::default(), &Limits::default()).unwrap();
            let lines: Vec<_> = table.lines().collect();
            assert_eq!(lines[0].1[..6], ["Nom", "Mail", "Badge", "Né en", "State", "Problem"], "{file}");
            assert_eq!(lines[2].1[4], "to correct");
            assert!(lines[2].1[5].contains("Badge: ") && lines[2].1[5].contains("Découpe laser"), "{:?}", lines[2]);
        }
        // Mended and given again, the first one is erased.
        let mended = FAULTY.replace("lazer", "laser").replace("ada@@", "ada@").replace("gmial", "gmail");
        let to = format!("/staff/places/{id}/table?lang=en");
        let old = plan.rsplit('/').next().unwrap().to_owned();
        let plan = path_of(&ben.give(&to, ("b.csv", mended.as_bytes()), &[("instead", &old)]).await);
        assert_eq!(ben.get(&format!("/staff/places/{id}/table/{old}")).await.status, StatusCode::NOT_FOUND);
        let page = english(&mut ben, &plan).await;
        assert!(page.contains("Award these badges: 5") && page.contains("Zoé Mineure"));
        // What it holds is nowhere in clear.
        if let crate::storage::Database::Sqlite(path) = &world.app.config.database {
            for file in [path.clone(), path.with_extension("sqlite-wal")] {
                let bytes = std::fs::read(file).unwrap_or_default();
                assert!(!bytes.windows(10).any(|window| window == b"Max Carton"));
            }
        }
        // Pressed twice, it is awarded once.
        world.mail().await;
        let first = ben.post(&plan, &[("do", "award"), ("send", "yes")]).await;
        let batch = path_of(&first);
        assert_eq!(path_of(&ben.post(&plan, &[("do", "award")]).await), batch);
        assert_eq!(path_of(&ben.get(&plan).await), batch, "the plan leads to what it became");
        let page = english(&mut ben, &batch).await;
        assert!(!page.contains("http-equiv") && page.contains("waiting: 5") && !page.contains("<script"));
        // WCAG 2.2.1: it reads itself again only for whoever asks for that, and no longer when they do not.
        let again = ben.get(&format!("{batch}?lang=en&again=1")).await.text();
        assert!(again.contains("http-equiv=\"refresh\" content=\"20\"") && again.contains("No longer read again"));
        let table = plan.rsplit('/').next().unwrap().to_owned();
        let stored = world.app.storage.read().await.unwrap().table(crate::storage::PlaceId(id), &table).await.unwrap();
        assert!(stored.is_some_and(|table| table.sealed.is_none() && table.name.is_empty()), "the table is erased");
        world.work().await;
        // D-11: nothing goes to a minor; nobody writes to somebody without an address.
        let mut to: Vec<String> = world.mail().await.into_iter().map(|letter| letter.to).collect();
        to.sort();
        assert_eq!(to, ["ada@example.org", "lea@gmail.com", "tom@example.org"]);
        let page = english(&mut ben, &batch).await;
        assert!(!page.contains("http-equiv") && page.contains("done: 5"), "{page}");
        let result = ben.get(&format!("{batch}/table.csv?lang=en")).await.text();
        let line =
            |name: &str| result.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name}: {result}"));
        assert!(
            line("Léa Martin").contains("lea@gmail.com") && line("Léa Martin").contains("http://localhost:8080/a/b/")
        );
        // D-11: nothing of a minor is published; D-10: a card has its code.
        assert!(line("Zoé").contains("waiting for a parent") && !line("Zoé").contains("http://"));
        let card = line("Max Carton").rsplit(';').next().unwrap().to_owned();
        assert!(card.len() > 6, "{card}");
        let link = line("Léa Martin").split(';').find(|cell| cell.starts_with("http")).unwrap().to_owned();
        assert!(public(&world, &link).await.text().contains("Découpe laser"));
        let acts = ada.get(&format!("/staff/places/{id}/acts?lang=en")).await.text();
        assert_eq!(acts.matches("awarded a table").count(), 1);

        // The same table once more: nothing is left to award, cards included.
        let again = given(&mut ben, id, &mended).await;
        let page = english(&mut ben, &again).await;
        assert!(!page.contains("Award these badges"), "{page}");
        let nothing = ben.post(&format!("{again}?lang=en"), &[("do", "award")]).await;
        assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
        assert!(nothing.text().contains("There is nothing to award in this table."));

        // Taken back as a whole.
        let no_reason = ben.post(&batch, &[("do", "undo"), ("reason", " ")]).await;
        assert_eq!(no_reason.status, StatusCode::BAD_REQUEST);
        let undone = path_of(&ben.post(&batch, &[("do", "undo"), ("reason", "mauvaise date")]).await);
        world.work().await;
        assert!(english(&mut ben, &undone).await.contains("done: 5"));
        assert!(public(&world, &link).await.text().contains("mauvaise date"), "its page says so");
        let badges = ben.get(&format!("/staff/places/{id}/badges?lang=en")).await.text();
        assert_eq!(badges.matches(">revoked<").count(), 5);

        // And given back: exactly these, and not one that somebody took back for a reason of their own since.
        let token = link.split("/b/").nth(1).unwrap().split('/').next().unwrap();
        let path = format!("/staff/places/{id}/badges/{token}");
        leads_to(&ben.post(&path, &[("do", "reinstate")]).await);
        leads_to(&ben.post(&path, &[("do", "revoke"), ("reason", "autre raison")]).await);
        let shown = english(&mut ben, &undone).await;
        assert!(shown.contains("Reinstate these: 5"), "{shown}");
        let back = path_of(&ben.post(&undone, &[("do", "undo")]).await);
        world.work().await;
        assert!(english(&mut ben, &back).await.contains("done: 4"));
        assert!(public(&world, &link).await.text().contains("autre raison"));
        let badges = ben.get(&format!("/staff/places/{id}/badges?lang=en")).await.text();
        assert_eq!(badges.matches(">revoked<").count(), 1);
        // Once more there is nothing to give back, and that is said.
        let nothing = ben.post(&format!("{undone}?lang=en"), &[("do", "undo")]).await;
        assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
        assert!(nothing.text().contains("nothing left to take back"), "{}", nothing.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_corrected_and_a_minor_is_not_overlooked() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        let table = "Qui;Contact perso;Tranche d’âge;Remarque\r\nLéa Martin;lea@example.org;moins de 12;À voir\r\n";
        let to = format!("/staff/places/{id}/table?lang=en");
        let chosen = [("achievement", "decoupe-laser"), ("day", "2026-02-01")];
        let sheet = Sheet {
            name: "Liste".into(),
            rows: table.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect(),
            ..Sheet::default()
        };
        let bytes = write(&[sheet], As::Xlsx, crate::testing::now());
        let unread = ben.give(&to, ("b.xlsx", &bytes), &chosen).await;
        let plan = path_of(&unread);
        let page = english(&mut ben, &plan).await;
        assert!(page.contains("Contact perso") || page.contains("No row looks like column titles"), "{page}");
        let table = table.replace("Qui", "Nom");
        let plan = path_of(&ben.give(&to, ("b.csv", table.as_bytes()), &chosen).await);
        let page = english(&mut ben, &plan).await;
        assert!(page.contains("may say who is a minor"), "{page}");
        assert_eq!(
            ben.post(&plan, &[("do", "award")]).await.status,
            StatusCode::BAD_REQUEST,
            "D-11: it is asked first"
        );
        let columns = [("column.1", "email"), ("column.2", "ignore"), ("column.3", ""), ("column.0", "name")];
        let fields: Vec<_> = [("do", "choose"), ("achievement", "decoupe-laser"), ("day", "2026-02-01")]
            .into_iter()
            .chain(columns)
            .collect();
        leads_to(&ben.post(&plan, &fields).await);
        let page = english(&mut ben, &plan).await;
        assert!(page.contains("Award these badges: 1") && page.contains("lea@example.org"), "{page}");
        // What is awarded is what whoever presses has before their eyes.
        let seen =
            |page: &str| page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let before = seen(&page);
        let other: Vec<_> =
            fields.iter().map(|(name, to)| (*name, if *name == "day" { "2026-01-31" } else { *to })).collect();
        leads_to(&ben.post(&plan, &other).await);
        let refused = ben.post(&format!("{plan}?lang=en"), &[("do", "award"), ("seen", &before)]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("nothing was awarded. Read it again"), "{}", refused.text());
        leads_to(&ben.post(&plan, &fields).await);
        assert_eq!(seen(&english(&mut ben, &plan).await), before);
        let batch = path_of(&ben.post(&plan, &[("do", "award"), ("seen", &before)]).await);
        world.work().await;
        let result = ben.get(&format!("{batch}/table.csv?lang=en")).await.text();
        assert!(result.contains("lea@example.org"), "{result}");
        let badges = ben.get(&format!("/staff/places/{id}/badges?lang=en")).await.text();
        assert!(badges.contains("1 February 2026") && badges.contains(">valid<"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_rows_is_said_in_the_language_of_whoever_reads_it() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        // Whoever gives and awards the table reads French.
        let to = format!("/staff/places/{id}/table?lang=fr");
        let plan = path_of(&ben.give(&to, ("inscrits.csv", FAULTY.as_bytes()), &[]).await);
        let batch = path_of(&ben.post(&format!("{plan}?lang=fr"), &[("do", "award")]).await);
        world.work().await;
        let mut read = async |lang: &str| {
            let page = ada.get(&format!("{batch}?lang={lang}")).await.text();
            let file = ada.get(&format!("{batch}/table.csv?lang={lang}")).await.text();
            [page, file].map(|text| text.replace('\u{a0}', " "))
        };
        for text in read("fr").await {
            assert!(text.contains("Vouliez-vous dire") && !text.contains("Did you mean"), "{text}");
        }
        for text in read("en").await {
            assert!(text.contains("Did you mean") && !text.contains("Vouliez-vous dire"), "{text}");
        }
        // A letter to whoever has no address, the last one of the table: it is found out in the background.
        let badges = format!("/staff/places/{id}/badges");
        let page = ben.get(&format!("{badges}?lang=fr")).await.text();
        let token = page.split(&format!("href=\"{badges}/")).nth(1).unwrap().split('?').next().unwrap();
        let token = badge_core::place::Token::parse(token).unwrap();
        let by = world.app.storage.read().await.unwrap().account_of("ada@example.org").await.unwrap().unwrap().id;
        let act = (crate::app::bulk::Act::Send, "", badge_core::place::Token::from_bytes(crate::entropy::random()));
        let place = crate::storage::PlaceId(id);
        let lang = badge_core::language::Lang::Fr;
        let sent = crate::app::bulk::begin(&world.app, by, place, act, (&[token], lang)).await.unwrap();
        world.work().await;
        for (lang, said) in [("fr", "Pas d’adresse électronique"), ("en", "No e-mail address")] {
            let page = ada.get(&format!("/staff/places/{id}/batches/{sent}?lang={lang}")).await.text();
            assert!(page.contains(said), "{page}");
        }
    }
}

// D-11
#[tokio::test(flavor = "multi_thread")]
async fn a_no_in_the_table_is_noted_and_keeps_the_badge_inside_at_any_age() {
    let table = "Nom;Mail;Badge;Né en;Accord\r\nPaul Adulte;paul@example.org;Découpe laser;1980;non\r\n\
                 Zoé Mineure;zoe@example.org;Découpe laser;2019;non\r\nLéa Adulte;lea@example.org;Découpe laser;1990;\r\n";
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        let plan = given(&mut ben, id, table).await;
        let batch = path_of(&ben.post(&plan, &[("do", "award"), ("send", "yes")]).await);
        world.work().await;
        let to: Vec<String> = world.mail().await.into_iter().map(|letter| letter.to).collect();
        assert_eq!(to, ["lea@example.org"]);
        let result = ben.get(&format!("{batch}/table.csv?lang=en")).await.text();
        for (name, shown) in [("Paul", false), ("Zoé", false), ("Léa", true)] {
            let line = result.lines().find(|line| line.contains(name)).unwrap();
            assert_eq!(line.contains("http://"), shown, "{line}");
        }
        let people = world.app.storage.read().await.unwrap().people(crate::storage::PlaceId(id)).await.unwrap();
        let refused = |to: &str| people.find(to).unwrap().1.consent.is_some_and(|consent| consent.is_refusal());
        assert_eq!(["paul@example.org", "zoe@example.org", "lea@example.org"].map(refused), [true, true, false]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_stopped_and_what_waits_is_forgotten() {
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let mut table = "Nom;Mail;Badge\r\n".to_owned();
        (0..40).for_each(|n| table.push_str(&format!("Personne {n};p{n}@example.org;decoupe-laser\r\n")));
        let plan = given(&mut ben, id, &table).await;
        let batch = path_of(&ben.post(&plan, &[("do", "award")]).await);
        leads_to(&ben.post(&batch, &[("do", "stop")]).await);
        world.work().await;
        let page = english(&mut ben, &batch).await;
        assert!(page.contains("stopped before: 40") && !page.contains("Take it all back"), "{page}");
        let place = crate::storage::PlaceId(id);
        let mut read = world.app.storage.read().await.unwrap();
        let rows = read.batch_rows(place, batch.rsplit('/').next().unwrap(), (0, 100), false).await.unwrap();
        assert!(rows.iter().all(|row| row.wish.is_none() && row.state == "stopped"));
        assert_eq!(read.awards(place).await.unwrap(), []);
        drop(read);
        // Nobody awards it: a day later it is erased.
        let forgotten = given(&mut ben, id, &table).await;
        world.wait(crate::app::table::KEPT + 1);
        assert_eq!(ben.get(&forgotten).await.status, StatusCode::SEE_OTHER, "signed out meanwhile");
        assert_eq!(ada.get(&forgotten).await.status, StatusCode::SEE_OTHER);
        let mut work = world.app.storage.write().await.unwrap();
        let now = world.app.now().unix();
        assert!(work.forget_tables(now - crate::app::table::KEPT).await.unwrap() >= 1);
    }
}

#[tokio::test]
async fn what_is_no_table_is_told_and_nothing_of_it_is_another_place_s() {
    let world = World::new().await;
    let (mut ada, mut ben, id) = ready(&world).await;
    let to = format!("/staff/places/{id}/table?lang=en");
    for (bytes, said) in [
        (&b"%PDF-1.7"[..], "neither text nor a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook of the old format"),
        (b"1;2;3\r\n4;5;6\r\n", "No row looks like column titles"),
        (b"PK\x03\x04", "damaged"),
    ] {
        let plan = path_of(&ben.give(&to, ("x", bytes), &[]).await);
        let page = english(&mut ben, &plan).await;
        assert!(page.contains(said), "{said}: {page}");
        assert_eq!(ben.post(&plan, &[("do", "award")]).await.status, StatusCode::BAD_REQUEST);
    }
    let many = format!("Nom\r\n{}", "x\r\n".repeat(10_001));
    let plan = path_of(&ben.give(&to, ("x", many.as_bytes()), &[]).await);
    assert!(english(&mut ben, &plan).await.contains("10,000 at most"));
    assert_eq!(ben.give(&to, ("x", b""), &[]).await.status, StatusCode::BAD_REQUEST);
    let large = vec![b'x'; (8 << 20) + (65 << 10)];
    assert_eq!(ben.give(&to, ("x", &large), &[]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Of another place it is not there, neither to look at nor to award.
    let other = place(&mut ada, "Autre", "http://localhost:8080/b").await;
    let elsewhere = plan.replace(&format!("places/{id}/"), &format!("places/{other}/"));
    assert_eq!(ada.get(&elsewhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.post(&elsewhere, &[("do", "award")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get(&plan).await.status, StatusCode::OK);
    leads_to(&ben.post(&plan, &[("do", "give-up")]).await);
    assert_eq!(ada.get(&plan).await.status, StatusCode::NOT_FOUND);
}

/// The page of whoever is called so.
async fn person(world: &World, id: i64, name: &str) -> String {
    let people = world.app.storage.read().await.unwrap().people(crate::storage::PlaceId(id)).await.unwrap();
    let (person, _) = people.iter().find(|(_, person)| person.name.as_deref() == Some(name)).unwrap();
    format!("/staff/places/{id}/people/{person}")
}

// D-05
#[tokio::test(flavor = "multi_thread")]
async fn tables_that_name_somebody_who_is_erased_go_with_them_and_no_others() {
    let head = "Prénom;Nom;Mail;Badge;Jour;Remarque\r\n";
    let workbook = |first: &str, second: &str| {
        let sheet = |name: &str, table: &str| Sheet {
            name: name.into(),
            rows: table.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect(),
            ..Sheet::default()
        };
        write(&[sheet("Lundi", first), sheet("Mardi", second)], As::Xlsx, crate::testing::now())
    };
    let other = format!(
        "{head}Léa;Martin;lea@example.org;Découpe laser;2026-02-01;\r\nLouis;Hx;;Découpe laser;2026-02-01;\r\n"
    );
    let row = |text: &str| format!("{other}{text}\r\n");
    let named = row("Hélène;Xérès;HX@example.org;Découpe laser;2026-02-01;");
    for world in World::on_both().await {
        let (mut ada, mut ben, id) = ready(&world).await;
        let to = format!("/staff/places/{id}/table?lang=en");
        for day in ["2026-01-05", "2026-01-06"] {
            let award = [
                ("achievement", "decoupe-laser"),
                ("address", "hx@example.org"),
                ("name", "Hélène Xérès"),
                ("day", day),
            ];
            leads_to(&ben.post(&format!("/staff/places/{id}/award"), &award).await);
        }
        let mut naming = Vec::new();
        for (file, bytes) in [
            ("adresse.csv", named.clone().into_bytes()),
            ("nom.csv", row("Helene;Xeres;;Découpe laser;2026-02-01;").into_bytes()),
            (
                "remarque.csv",
                row("Tom;Petit;tom@example.org;Découpe laser;2026-02-01;avec <hx@example.org>").into_bytes(),
            ),
            ("feuilles.xlsx", workbook(&other, &named)),
        ] {
            naming.push((file, path_of(&ben.give(&to, (file, &bytes), &[]).await)));
        }
        let left = path_of(&ben.give(&to, ("reste.csv", other.as_bytes()), &[]).await);
        let erase = format!("{}/erase?lang=en", person(&world, id, "Hélène Xérès").await);
        let gone = ada.post(&erase, &[("sure", "yes")]).await.text();
        assert!(naming.iter().all(|(file, _)| gone.contains(file)) && !gone.contains("reste.csv"), "{gone}");
        for (file, plan) in &naming {
            let seen = ben.get(&format!("{plan}?lang=en")).await;
            assert_eq!(seen.status, StatusCode::GONE, "{file}");
            assert!(seen.text().contains("was erased meanwhile") && !seen.text().contains("Hélène"), "{}", seen.text());
            assert_eq!(ben.post(plan, &[("do", "award"), ("send", "yes")]).await.status, StatusCode::GONE, "{file}");
            assert_eq!(ben.post(plan, &[("do", "choose")]).await.status, StatusCode::GONE, "{file}");
            assert_eq!(ben.get(&format!("{plan}/table.csv")).await.status, StatusCode::NOT_FOUND, "{file}");
        }
        assert!(english(&mut ben, &left).await.contains("Award these badges: 2"));
        assert_eq!(world.app.storage.count("tables WHERE sealed IS NOT NULL").await.unwrap(), 1);
        // Whoever got a card is known by their name, and has no address: what waits for them goes as well.
        leads_to(&ben.post(&left, &[("do", "award")]).await);
        world.work().await;
        let again = other.replace("2026-02-01", "2026-02-02");
        let plan = path_of(&ben.give(&to, ("encore.csv", again.as_bytes()), &[]).await);
        let batch = path_of(&ben.post(&plan, &[("do", "award")]).await);
        let erase = format!("{}/erase?lang=en", person(&world, id, "Louis Hx").await);
        assert_eq!(ada.post(&erase, &[("sure", "yes")]).await.status, StatusCode::OK);
        world.work().await;
        let page = english(&mut ben, &batch).await;
        assert!(page.contains("done: 1") && page.contains("This person was erased meanwhile"), "{page}");
        // A table whose day is over, and that nobody swept yet, holds up nobody's erasing.
        drop(ben.give(&to, ("vieux.csv", other.as_bytes()), &[]).await);
        world.wait(crate::app::table::KEPT + 1);
        let whose = crate::app::persons::Whose::To("lea@example.org");
        let place = crate::storage::PlaceId(id);
        let gone =
            crate::app::persons::erase(&world.app, &crate::app::Actor::Machine, place, whose).await.unwrap().unwrap();
        assert_eq!((gone.awards.len(), gone.tables.len()), (2, 0));
        assert_eq!(world.app.storage.count("tables WHERE sealed IS NOT NULL").await.unwrap(), 0);
    }
}
