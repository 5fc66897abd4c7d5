//! Tables that are handed out: the one that somebody gave with what is wrong in it, and what came of a batch.

use std::collections::HashMap;

use badge_core::cohort::{As, Finding, Form, Row, Sheet, State, Trouble, write};
use badge_core::language::Lang;
use badge_core::place::card::code_of;
use badge_core::place::{Slug, Spot, Token, may_go_out};

use super::{Judged, Waiting, said, title};
use crate::app::awarding::{AwardError, one};
use crate::app::desk::desk;
use crate::app::problem::Obstacle;
use crate::state::App;
use crate::storage::PlaceId;
use crate::words::Speech;

/// Rows of a batch that are read at once.
const PART: i64 = 500;

/// Between two findings in a cell. A line break would move every later row of a CSV away from its line.
const BETWEEN: &str = " / ";

/// The kind of file that an ending asks for, and its media type. A text table keeps its separator.
pub(crate) fn form(file: &str, read: Option<Form>) -> Option<(As, &'static str)> {
    match (As::of_file(file)?, read) {
        (As::Csv { .. }, Some(Form::Csv { separator, .. })) => Some((As::Csv { separator }, "text/csv; charset=utf-8")),
        (form @ As::Csv { .. }, _) => Some((form, "text/csv; charset=utf-8")),
        (form @ As::Xlsx, _) => Some((form, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        (form @ As::Ods, _) => Some((form, "application/vnd.oasis.opendocument.spreadsheet")),
        _ => None,
    }
}

/// The table with two columns more: the state of each row, and what is wrong with it. It can be mended and given again.
pub(crate) fn faults(waiting: &Waiting, judged: &Judged, form: As, app: &App, words: &Speech) -> Vec<u8> {
    let rows: HashMap<u32, Row<'_>> = judged.rows().map(|row| (row.line(), row)).collect();
    let own = judged.table.unread_states().is_empty();
    let titles = [words.s(if own { "sheet-state" } else { "sheet-own-state" }), words.s("sheet-problem")];
    let sheet = judged.table.back(&titles, |line| {
        let row = *rows.get(&line)?;
        Some(vec![state(row, words), problems(row, waiting, judged, words)])
    });
    write(&[sheet], form, app.now())
}

/// The state as people read it; empty for a row whose own words leave it out.
fn state(row: Row<'_>, words: &Speech) -> String {
    if row.troubles().any(|trouble| *trouble == Trouble::RowLeftOut) {
        return String::new();
    }
    state_word(row.state(), words)
}

/// What a state is called.
pub(crate) fn state_word(state: State, words: &Speech) -> String {
    match state {
        State::Ready => words.s("row-ready"),
        State::Warning => words.s("row-warning"),
        State::Skipped => words.s("row-skipped"),
        State::Problem => words.s("row-problem"),
    }
}

fn problems(row: Row<'_>, waiting: &Waiting, judged: &Judged, words: &Speech) -> String {
    let one = |finding: &Finding| {
        let header = finding.column.and_then(|at| judged.table.header(at)).filter(|header| !header.is_empty());
        let said = said::sentence(finding, words, &|slug| waiting.title(slug, words.lang()));
        header.map_or_else(|| said.clone(), |header| words.said_of(header, &said))
    };
    row.findings().map(|finding| one(&finding)).collect::<Vec<_>>().join(BETWEEN)
}

/// What came of each row of a batch. Whoever was erased meanwhile is not in it.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn results(
    app: &App,
    place: PlaceId,
    batch: &str,
    form: As,
    lang: Lang,
) -> Result<Vec<u8>, AwardError> {
    let (words, now) = (app.words.of(lang), app.now());
    let desk = desk(app, place).await?;
    let files: Vec<_> = desk.achievements.values().filter_map(|file| file.as_ref().ok()).cloned().collect();
    let titles = [
        "sheet-row",
        "sheet-name",
        "sheet-address",
        "sheet-badge",
        "sheet-state",
        "sheet-problem",
        "sheet-link",
        "sheet-code",
    ];
    let mut rows: Vec<Vec<String>> = vec![titles.iter().map(|id| words.s(id)).collect()];
    let mut read = app.storage.read().await?;
    let changes = read.batch(place, batch).await?.is_some_and(|batch| batch.kind != "award");
    let mut from = 0;
    loop {
        let part = read.batch_rows(place, batch, (from, PART), false).await?;
        let Some(last) = part.last() else { break };
        from = last.seq + 1;
        for row in part {
            let done = match row.award.as_deref().and_then(Token::parse) {
                Some(token) => one(&mut read, place, token).await?,
                None => None,
            };
            let award = done.as_ref().map(|done| &done.entry.award);
            let person = done.as_ref().and_then(|done| done.people.get(done.entry.award.person?));
            let shown = done.as_ref().is_some_and(|done| may_go_out(&done.entry, &done.people, now).is_ok());
            let badge = |slug: &Slug| title(&files, slug.as_str(), lang).unwrap_or_else(|| slug.to_string());
            rows.push(vec![
                // What is done to many badges has no lines of a table: theirs are those of this one.
                row.reference.or_else(|| changes.then(|| (row.seq + 1).to_string())).unwrap_or_default(),
                person.as_ref().and_then(|person| person.name.clone()).unwrap_or_default(),
                person.and_then(|person| person.email.or(person.did)).unwrap_or_default(),
                award.map(|award| badge(&award.achievement)).unwrap_or_default(),
                if row.state == "awarded" && !shown && award.is_some() {
                    words.s("done-waits")
                } else {
                    done_word(&row.state, words)
                },
                Obstacle::kept(row.problems.as_deref())
                    .into_iter()
                    .map(|obstacle| obstacle.told(lang).message)
                    .collect::<Vec<_>>()
                    .join(BETWEEN),
                award.filter(|_| shown).map(|award| desk.base.url(&Spot::Award(award.token))).unwrap_or_default(),
                done.as_ref()
                    .and_then(|done| code_of(&done.entry, &done.people))
                    .map(|code| code.to_string())
                    .unwrap_or_default(),
            ]);
        }
    }
    Ok(write(&[Sheet { name: words.s("sheet-results"), rows, ..Sheet::default() }], form, now))
}

/// What the state of a row of a batch is called.
pub(crate) fn done_word(state: &str, words: &Speech) -> String {
    match state {
        "waiting" => words.s("done-waiting"),
        "awarded" => words.s("done-done"),
        "already" => words.s("done-already"),
        "stopped" => words.s("done-stopped"),
        _ => words.s("done-problem"),
    }
}
