//! What is asked of places with very many badges: that the answers are right, and that a few rows of an index give them.

use super::*;

on_both!(
    awards_of_days_are_the_newest_of_these_days,
    several_awards_are_read_as_one_by_one_is,
    of_two_frequent_words_those_who_have_both_are_found
);

/// Awards on days that do not follow the order in which they were written down.
async fn of_days(storage: &Storage) -> PlaceId {
    let id = place(storage, "https://a.example.org").await;
    let mut events = Vec::new();
    for n in 0..60_u8 {
        let (mut event, _) = awarded(n, None, None);
        if let What::Awarded(award) = &mut event.what {
            let day = format!("2026-0{}-{:02}T00:00:00Z", 1 + n % 3, 1 + (u32::from(n) * 7) % 28);
            award.date = badge_core::time::Timestamp::parse(&day).unwrap();
            award.achievement = Slug::parse(if n % 4 == 0 { "soudure" } else { "impression-3d" }).unwrap();
        }
        events.push(lined(event));
    }
    append(storage, id, &events).await.unwrap();
    // Nobody sees another place's.
    let other = place(storage, "https://b.example.org").await;
    append(storage, other, &[awarded(80, None, None)]).await.unwrap();
    id
}

async fn awards_of_days_are_the_newest_of_these_days(storage: Storage) {
    let id = of_days(&storage).await;
    let mut read = storage.read().await.unwrap();
    let all: Vec<(i64, String, String)> =
        sqlx::query_as("SELECT seq, achievement, day FROM awards WHERE place = $1 ORDER BY seq DESC")
            .bind(id.0)
            .fetch_all(&storage.pool)
            .await
            .unwrap();
    for since in [None, Some("2026-01-10"), Some("2026-02-15"), Some("2099-01-01")] {
        for until in [None, Some("2001-01-01"), Some("2026-02-15"), Some("2026-03-03")] {
            for achievement in [None, Some("soudure"), Some("impression-3d"), Some("rien")] {
                for (before, most) in [(i64::MAX, 7), (40, 7), (40, 100), (i64::MAX, 1)] {
                    let wanted = Wanted { achievement, people: None, since, until };
                    let found = read.newest(id, &wanted, (before, most)).await.unwrap();
                    let found: Vec<i64> = found.into_iter().map(|(seq, _)| seq).collect();
                    let meant = all.iter().filter(|(seq, slug, day)| {
                        *seq < before
                            && achievement.is_none_or(|a| a == slug)
                            && since.is_none_or(|since| day.as_str() >= since)
                            && until.is_none_or(|until| day.as_str() <= until)
                    });
                    let most = usize::try_from(most).unwrap();
                    let meant: Vec<i64> = meant.map(|(seq, ..)| *seq).take(most).collect();
                    assert_eq!(found, meant, "{since:?} {until:?} {achievement:?} {before} {most}");
                }
            }
        }
    }
    let counted: i64 = read.counts(id).await.unwrap().iter().map(|(_, _, count)| count).sum();
    assert_eq!(counted, 60);
}

async fn several_awards_are_read_as_one_by_one_is(storage: Storage) {
    let id = of_days(&storage).await;
    append(&storage, id, &[revoked(3), awarded(99, None, Some(token(5)))]).await.unwrap();
    let mut read = storage.read().await.unwrap();
    // More than one question holds, and one that is not there.
    let wanted: Vec<Token> = (0..60).chain([99, 250]).map(token).collect();
    let together = read.register_of_all(id, &wanted).await.unwrap();
    for one in wanted {
        let alone = read.register_of(id, one).await.unwrap();
        let (alone, together) = (alone.get(one), together.get(one));
        assert_eq!(alone.map(|e| (e.award, e.status)), together.map(|e| (e.award, e.status)), "{one}");
    }
    assert!(read.register_of_all(id, &[]).await.unwrap().get(token(1)).is_none());
}

/// 900 people, of whom every third has one name and every fourth another, in one of some spellings.
async fn of_frequent_names(storage: &Storage) -> PlaceId {
    let id = place(storage, "https://frequent.example.org").await;
    let mut rows = Vec::new();
    for n in 0..900 {
        rows.push(format!("({}, 'example', '{n:032x}')", id.0));
        rows.push(format!("({}, '{}', '{n:032x}')", id.0, ["camille", "jean", "jeanne"][n % 3]));
        rows.push(format!("({}, '{}', '{n:032x}')", id.0, ["martin", "durand", "martinez", "petit"][n % 4]));
        // More spellings than are looked for one by one.
        rows.push(format!("({}, 'x{}', '{n:032x}')", id.0, n % 30));
    }
    storage.execute(&format!("INSERT INTO words (place, word, person) VALUES {}", rows.join(", "))).await.unwrap();
    id
}

async fn of_two_frequent_words_those_who_have_both_are_found(storage: Storage) {
    let id = of_frequent_names(&storage).await;
    let mut read = storage.read().await.unwrap();
    for (text, meant) in [
        ("jean exam", (|n| n % 3 > 0) as fn(usize) -> bool),
        ("exa x", |_| true),
        ("jean exam x", |n| n % 3 > 0),
        ("example martin", |n| n % 2 == 0),
        ("example jeanne martinez", |n| n % 3 == 2 && n % 4 == 2),
        ("jean x1", |n| n % 3 > 0 && (n % 30 == 1 || (10..20).contains(&(n % 30)))),
        ("example nobody", |_| false),
    ] {
        let mut found = read.ids_found(id, text, 2000).await.unwrap().ids;
        found.sort();
        let meant: Vec<Token> =
            (0..900).filter(|n| meant(*n)).map(|n| Token::parse(&format!("{n:032x}")).unwrap()).collect();
        assert_eq!(found, meant, "{text}");
    }
}

/// How SQLite goes about a question.
async fn plan(storage: &Storage, sql: &str) -> String {
    let sql = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = sqlx::query(sql).fetch_all(&storage.pool).await.unwrap();
    rows.iter().map(|row| sqlx::Row::get::<String, _>(row, 3)).collect::<Vec<_>>().join("\n")
}

// With few rows any way is fast. The planner chooses without looking at them, so what it chooses here it chooses for a
// million.
#[tokio::test]
async fn a_question_reads_no_more_than_it_tells() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open(&Database::Sqlite(dir.path().join("badge.sqlite")), dir.path()).await;
    let id = zoe(&storage).await;
    for achievement in [None, Some("soudure")] {
        let wanted = Wanted { achievement, people: None, since: Some("2026-01-01"), until: None };
        let said = plan(&storage, &wanted.question(50).0).await;
        let index = if achievement.is_some() { "awards_achievement_day" } else { "awards_day" };
        let tables: Vec<&str> = said.lines().filter(|line| line.contains(" a ")).collect();
        assert!(tables.len() >= 5 && tables.iter().all(|line| line.contains(index)), "{said}");
    }
    let mut read = storage.read().await.unwrap();
    let two = vec![("zoe".to_owned(), "zof".to_owned()), ("et".to_owned(), "eu".to_owned())];
    let asked = read.having(id, "word >= {from} AND word < {to}", two, 10).await.unwrap().unwrap();
    let said = plan(&storage, &asked.sql).await;
    assert!(said.contains("words_of (place=? AND person=? AND word>? AND word<?)"), "{said}");
    drop(read);
    // Of two frequent words, people are found under the word, where they lie in their order.
    let many = of_frequent_names(&storage).await;
    let mut read = storage.read().await.unwrap();
    let two = vec![("example".to_owned(), "examplf".to_owned()), ("jean".to_owned(), "jeao".to_owned())];
    let asked = read.having(many, "word >= {from} AND word < {to}", two, 10).await.unwrap().unwrap();
    let said = plan(&storage, &asked.sql).await;
    assert!(said.contains("sqlite_autoindex_words_1 (place=? AND word=? AND person>? AND person<?)"), "{said}");
    for (sql, index) in [
        ("SELECT subject FROM events WHERE place = $1 AND kind = 'endorsed' ORDER BY seq", "events_endorsed"),
        ("SELECT wish FROM batch_rows WHERE place = $1 AND wish IS NOT NULL AND state = 'waiting'", "batch_rows_wish"),
        ("DELETE FROM letters WHERE kind <> 'badge' AND changed < $1", "letters_other"),
    ] {
        let said = plan(&storage, sql).await;
        assert!(said.contains(index), "{said}");
    }
    // What was taken back costs by how much that is, and counting reads an index alone.
    let said = plan(&storage, crate::storage::register::CHANGES).await;
    for index in
        ["events_subject (place=? AND subject=?)", "events_changes (place=?)", "events_ends (place=? AND ends>?)"]
    {
        assert!(said.contains(index) && !said.contains("SCAN events"), "{said}");
    }
    let said = plan(&storage, crate::storage::register::COUNTS).await;
    assert!(said.contains("COVERING INDEX awards_achievement_day (place=?)"), "{said}");
    let lanes = [
        (Lane::Letters, vec!["jobs_links", "jobs_turn", "jobs_turn"]),
        (Lane::Outside, vec!["jobs_outside"]),
        (Lane::Lists, vec!["jobs_lists"]),
        (Lane::AllElse, vec!["jobs_else"]),
    ];
    for (lane, indexes) in lanes {
        for ((kind, order), index) in lane.questions("1").into_iter().zip(indexes) {
            let sql =
                format!("SELECT id FROM jobs WHERE done IS NULL AND {kind} AND due <= 9 ORDER BY {order} LIMIT 1");
            let said = plan(&storage, &sql).await;
            assert!(said.contains(index) && !said.contains("TEMP B-TREE"), "{sql}: {said}");
        }
    }
}
