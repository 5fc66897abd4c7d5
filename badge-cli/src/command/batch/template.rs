//! `badge batch template`: a model table, with examples that are never awarded and explanations.

use std::path::Path;

use badge_core::cohort::{As, Sheet, write};
use badge_core::place::Place;

use super::back;
use crate::args::BatchTemplate;
use crate::clock::clock;
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::message::{Message, msg};
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};
use crate::text::Words;

/// Each column: its title, and what is written in it.
fn columns() -> Vec<(Message, Message, [Message; 2])> {
    let none = || msg!("model-none");
    vec![
        (msg!("title-state"), msg!("model-state-why"), [msg!("model-example"), msg!("model-example")]),
        (msg!("model-name"), msg!("model-name-why"), [msg!("model-name-1"), msg!("model-name-2")]),
        (msg!("model-email"), msg!("model-email-why"), [msg!("model-email-1"), none()]),
        (msg!("model-badge"), msg!("model-badge-why"), [msg!("model-badge-1"), msg!("model-badge-1")]),
        (msg!("model-date"), msg!("model-date-why"), [msg!("model-date-1"), none()]),
        (msg!("model-evidence"), msg!("model-evidence-why"), [msg!("model-evidence-1"), none()]),
        (msg!("model-narrative"), msg!("model-narrative-why"), [msg!("model-narrative-1"), none()]),
        (msg!("model-where"), msg!("model-where-why"), [msg!("model-where-1"), msg!("model-where-1")]),
        (msg!("model-language"), msg!("model-language-why"), [msg!("model-language-1"), none()]),
        (msg!("model-level"), msg!("model-level-why"), [none(), none()]),
        (msg!("model-expires"), msg!("model-expires-why"), [none(), none()]),
        (msg!("model-birth"), msg!("model-birth-why"), [none(), msg!("model-birth-2")]),
        (msg!("model-consent"), msg!("model-consent-why"), [none(), msg!("model-consent-2")]),
    ]
}

pub(crate) fn run(args: &BatchTemplate, cx: &Context) -> Result<Exit, Failure> {
    let words = cx.printer.words();
    // A place is not needed: its badges make better examples.
    let place = Folder::find(&cx.settings).ok().and_then(|f| Some((f.place().ok()?, f)));
    let name = place.as_ref().and_then(|(place, folder)| first_badge(place, folder));
    let form = back::form_of(&args.out, None)?;
    let sheets = sheets(form, name.as_deref(), words);
    let bytes = write(&sheets, form, clock(args.at.as_deref())?.now());
    save(&args.out, &bytes, cx)?;
    cx.printer.done(&msg!("model-done", path = &args.out));
    cx.printer.note(&msg!("model-next", path = &args.out));
    Ok(Exit::Done)
}

fn save(path: &Path, bytes: &[u8], cx: &Context) -> Result<(), Failure> {
    match cx.settings.yes {
        true => disk::replace(path, bytes, Secrecy::Open)?,
        false => disk::create(path, bytes, Secrecy::Open)?,
    }
    match cx.printer.json() {
        true => cx.printer.object(&serde_json::json!({"schema": "badge-batch-template/1", "file": path})),
        false => cx.printer.line(&path.display().to_string()),
    }
}

fn first_badge(place: &Place, folder: &Folder) -> Option<String> {
    let slug = folder.achievements().ok()?.into_iter().next()?;
    let file = folder.achievement(slug.as_str()).ok()?;
    file.texts(place.first_language()).name.clone()
}

fn sheets(form: As, badge: Option<&str>, words: &Words) -> Vec<Sheet> {
    let columns = columns();
    let say = |m: &Message| match (m.id, badge) {
        ("model-none", _) => String::new(),
        ("model-badge-1", Some(badge)) => badge.to_owned(),
        _ => words.say(m),
    };
    let mut table = vec![columns.iter().map(|(title, ..)| say(title)).collect::<Vec<_>>()];
    for n in 0..2 {
        table.push(columns.iter().map(|(_, _, examples)| say(&examples[n])).collect());
    }
    let mut how: Vec<Vec<String>> = vec![vec![words.say(&msg!("model-how"))]];
    how.extend(columns.iter().map(|(title, why, _)| vec![say(title), say(why)]));
    match form {
        // A text table has one sheet: the explanations stand above its titles.
        As::Csv { .. } => {
            let mut rows: Vec<Vec<String>> = vec![how.remove(0)];
            rows.extend(how.into_iter().map(|row| vec![format!("# {}", row.join(" — "))]));
            let header = rows.len();
            rows.extend(table);
            vec![Sheet { rows, header, ..Sheet::default() }]
        }
        _ => vec![
            Sheet { name: words.say(&msg!("model-sheet")), rows: table, ..Sheet::default() },
            Sheet { name: words.say(&msg!("model-how-sheet")), rows: how, ..Sheet::default() },
        ],
    }
}
