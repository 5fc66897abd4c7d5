//! The verbs that work on the data without serving: they may run beside a server on the same data.

use std::io::Write as _;
use std::path::Path;

use axum::http::Method;
use badge_core::time::{Clock as _, Timestamp};
use zeroize::Zeroizing;

use crate::app::doctor::State;
use crate::app::export::Keys;
use crate::app::{accounts, backup, doctor, export, import, outside, removing, reseal, settings, tokens};
use crate::args::{Command, KeyCommand, TokenCommand};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::private;
use crate::route::{self, Urls};
use crate::start::{StartError, assemble};
use crate::state::App;
use crate::storage::{Database, Objects, PlaceId, Storage};
use crate::words::{Speech, Words};

/// Does it, and says what was done on standard output.
pub(crate) async fn run(command: Command, config: Config) -> Result<(), StartError> {
    let words = Words::new();
    let t = words.of(config.spoken);
    let database = match &config.database {
        Database::Sqlite(path) => Some(path.as_path()),
        Database::Postgres(_) => None,
    };
    if command.makes_files()
        && let Some((user, group)) = private::not_ours(&config.data, database)
    {
        // As them, but with the right to read what root may read: the folder of a place may lie anywhere, and the data of a
        // service of systemd lie behind a folder of root's.
        let line = format!(
            "setpriv --reuid={user} --regid={group} --clear-groups --inh-caps=+dac_read_search \
             --ambient-caps=+dac_read_search badge-server …"
        );
        let (path, user) = (config.data.display().to_string(), user.to_string());
        return Err(t.all("error-theirs", &[("path", &path), ("user", &user), ("line", &line)]).into());
    }
    if let Command::Config { .. } = &command {
        let mut lines = t.s("verb-config") + "\n";
        lines.extend(config.told().into_iter().map(|(name, value)| format!("{name}\t{value}\n")));
        return Ok(std::io::stdout().write_all(lines.as_bytes())?);
    }
    let address = config.address.clone().unwrap_or_default();
    if let Command::Restore { folder } = &command {
        let copied = backup::restore(&config, folder)?;
        // The database alone: no sealing key is made beside one that is still to be brought.
        let storage = Storage::open(&config.database, Objects::folder(&config.data.join("objects"))).await?;
        backup::restored(&storage, SystemClock.now().unix()).await?;
        storage.close().await;
        let mut said = t.v("verb-restored", "count", copied.count.to_string()) + "\n";
        if !config.seal_key.exists() {
            let path = config.seal_key.display().to_string();
            said.push_str(&(t.v("verb-bring-seal", "path", path) + "\n"));
        }
        std::io::stdout().write_all(said.as_bytes())?;
        return whole(t, &copied.left);
    }
    if let Command::Restored = &command {
        let storage = Storage::open(&config.database, Objects::folder(&config.data.join("objects"))).await?;
        backup::restored(&storage, SystemClock.now().unix()).await?;
        storage.close().await;
        return Ok(std::io::stdout().write_all((t.s("verb-nothing-goes") + "\n").as_bytes())?);
    }
    let app = assemble(config, address).await?;
    let seals = matches!(
        &command,
        Command::Import { keys: true, .. } | Command::Key { what: KeyCommand::Rotate { .. } | KeyCommand::Reseal }
    );
    if seals && app.seal.is_lost() {
        return Err(t.v("error-no-seal", "path", app.config.seal_key.display().to_string()).into());
    }
    let said = told(&app, t, command).await;
    app.storage.close().await;
    Ok(std::io::stdout().write_all(said?.as_bytes())?)
}

async fn told(app: &App, t: &Speech, command: Command) -> Result<String, StartError> {
    Ok(match command {
        Command::Import { place, keys, incomplete } => {
            let passphrase = std::env::var("BADGE_PASSPHRASE").ok().map(Zeroizing::new);
            let done = import::import(app, &place, (keys, incomplete), passphrase).await?;
            let (id, base) = (done.place.0, done.base.as_deref().unwrap_or("-"));
            let counts = [done.achievements, done.awards, done.people, done.signing, done.files].map(|n| n.to_string());
            let [achievements, awards, people, keys, files] = counts.each_ref().map(String::as_str);
            let values = [
                ("achievements", achievements),
                ("awards", awards),
                ("people", people),
                ("keys", keys),
                ("files", files),
            ];
            format!("{id}\t{base}\t{}\n{}\n", done.name, t.all("verb-imported", &values))
        }
        Command::Export { place, folder, keys, keys_in_clear } => {
            let id = named(app, t, &place).await?;
            let keys = match (keys, keys_in_clear) {
                (_, true) => Keys::InClear,
                (true, false) => Keys::Under(std::env::var("BADGE_PASSPHRASE").ok().map(Zeroizing::new)),
                (false, false) => Keys::Without,
            };
            let done = export::export(app, id, &folder, &keys).await?;
            whole(t, &done.left)?;
            copied(t, "verb-exported", done.count, &folder)
        }
        Command::Remove { place, yes } => remove(app, t, &place, yes).await?,
        Command::Places => {
            let mut lines = String::new();
            for place in app.storage.read().await?.places().await? {
                lines.push_str(&format!("{}\t{}\n", place.id.0, place.base.as_deref().unwrap_or("-")));
            }
            lines
        }
        Command::Backup { folder, with_seal_key } => {
            let done = backup::backup(app, &folder, with_seal_key).await?;
            whole(t, &done.left)?;
            copied(t, "verb-backed-up", done.count, &folder)
        }
        Command::Doctor { online } => {
            let mut told = doctor::doctor(app, t).await?;
            if online {
                told.extend(outside::outside(app, t).await?);
            }
            let mut lines = String::new();
            for one in &told {
                lines.push_str(&format!("{}\t{}\t{}\t{}\n", one.state.as_str(), one.what, one.of, one.found));
            }
            if told.iter().any(|one| one.state == State::Wrong) {
                return Err(format!("{}\n{lines}", t.s("verb-not-well")).into());
            }
            lines
        }
        Command::Pages => {
            let people = route::PAGES.map(|path| format!("{path}\tnobody\n")).concat();
            let (_, team) = route::team(app.clone()).open();
            let pages = team.iter().filter(|page| page.method == Method::GET);
            people + &pages.map(|page| format!("{}\t{}\n", page.path, page.need.word())).collect::<String>()
        }
        Command::Key { what: KeyCommand::Rotate { place } } => {
            let thumbprint = settings::rotate(app, None, named(app, t, &place).await?).await?;
            format!("{thumbprint}\t{}\n", t.s("verb-signs"))
        }
        Command::Key { what: KeyCommand::Reseal } => {
            let done = reseal::reseal(app).await?;
            if let Some((table, place)) = done.unopened.first() {
                let (count, place) = (done.unopened.len().to_string(), place.to_string());
                let values = [("count", count.as_str()), ("table", table), ("place", &place)];
                return Err(t.all("error-not-resealed", &values).into());
            }
            let (anew, before) = (done.anew.to_string(), done.before.to_string());
            t.all("verb-resealed", &[("anew", &anew), ("before", &before)]) + "\n"
        }
        Command::Key { what: KeyCommand::ForgetSealed { yes } } => {
            let done = reseal::forget(app, !yes).await?;
            let lines: String = done.of.iter().map(|(table, count)| format!("{table}\t{count}\n")).collect();
            let stay = t.v("verb-stay", "count", done.stay.to_string()) + "\n";
            if !yes && !done.of.is_empty() {
                return Err(format!("{}\n{lines}{stay}", t.s("verb-would-forget")).into());
            }
            format!("{lines}{stay}")
        }
        Command::Token { what } => token(app, t, what).await?,
        Command::SignIn { address } => {
            let known = accounts::address(&address);
            let link = match &known {
                Some(address) => accounts::link(app, address).await?,
                None => None,
            };
            let (account, secret) = link.ok_or_else(|| t.v("error-nobody", "address", &address))?;
            let base = app.config.address.clone();
            let base = base.unwrap_or_else(|| format!("http://localhost:{}", app.config.listen.port()));
            format!("{}\n", Urls(&base).sign_in(account.0, &secret.0))
        }
        Command::Config { .. } | Command::Restore { .. } | Command::Restored | Command::Demo => String::new(),
    })
}

/// How many files were copied, and where to.
fn copied(t: &Speech, id: &str, count: usize, folder: &Path) -> String {
    t.all(id, &[("count", &count.to_string()), ("folder", &folder.display().to_string())]) + "\n"
}

/// That everything was copied.
///
/// # Errors
/// Names what was not: everything else was.
fn whole(t: &Speech, left: &[String]) -> Result<(), StartError> {
    if left.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n{}", t.v("error-all-but", "count", left.len().to_string()), left.join("\n")).into())
}

/// Removes a place, where that is wished; tells what goes. Of one that was removed, what is left.
async fn remove(app: &App, t: &Speech, place: &str, yes: bool) -> Result<String, StartError> {
    if yes
        && let Ok(number) = place.parse().map(PlaceId)
        && app.storage.read().await?.is_gone(number).await?
    {
        return swept(app, t, (number, place.to_owned())).await;
    }
    let id = named(app, t, place).await?;
    let mut read = app.storage.read().await?;
    let base = read.place(id).await?.and_then(|stored| stored.base);
    let (number, base, goes) = (id.0.to_string(), base.as_deref().unwrap_or("-"), read.holdings(id).await?);
    drop(read);
    let counts =
        [goes.achievements, goes.awards, goes.people, goes.keys, goes.members, goes.objects].map(|n| n.to_string());
    let [achievements, awards, people, keys, members, files] = counts.each_ref().map(String::as_str);
    let values = [
        ("achievements", achievements),
        ("awards", awards),
        ("people", people),
        ("keys", keys),
        ("members", members),
        ("files", files),
    ];
    let told = format!("{number}\t{base}\n{}", t.all("verb-holdings", &values));
    if !yes {
        let [asked, first, then] = [t.s("verb-would-go"), t.s("verb-first"), t.s("verb-then")];
        return Err(format!(
            "{asked}\n{told}\n{first} badge-server export {number} {} --keys\n{then} badge-server remove {number} --yes",
            t.s("verb-folder"),
        )
        .into());
    }
    removing::remove(app, id).await?;
    swept(app, t, (id, told)).await
}

/// Removes what the object store still holds of a place that was removed.
///
/// # Errors
/// Names what is left, and says what was removed all the same.
async fn swept(app: &App, t: &Speech, (place, told): (PlaceId, String)) -> Result<String, StartError> {
    let left = removing::sweep(app, place).await?.left;
    if left.is_empty() {
        return Ok(format!("removed\t{told}\n"));
    }
    let (lines, still) = (left.join("\n"), t.v("error-not-let-go", "count", left.len().to_string()));
    Err(format!("removed\t{told}\n{still}\n{lines}").into())
}

async fn token(app: &App, t: &Speech, what: TokenCommand) -> Result<String, StartError> {
    Ok(match what {
        TokenCommand::New { place, scopes, name } => {
            let made = tokens::make(app, named(app, t, &place).await?, &name, &scopes).await?;
            format!("{}\t{}\n", made.id, made.secret)
        }
        TokenCommand::List { place } => {
            let place = named(app, t, &place).await?;
            let mut lines = String::new();
            let day = |at: Option<i64>| at.and_then(Timestamp::from_unix).map_or("-".to_owned(), Timestamp::day);
            for token in app.storage.read().await?.tokens(place).await? {
                let state = if token.revoked.is_some() { "ended" } else { "good" };
                let (made, used) = (day(Some(token.created)), day(token.used));
                lines.push_str(&format!("{}\t{state}\t{made}\t{used}\t{}\t{}\n", token.id, token.scopes, token.name));
            }
            lines
        }
        TokenCommand::End { place, id } => {
            if !tokens::end(app, named(app, t, &place).await?, &id).await? {
                return Err(t.v("error-no-token", "id", &id).into());
            }
            format!("{id}\tended\n")
        }
    })
}

/// A place by its address or its number.
async fn named(app: &App, t: &Speech, text: &str) -> Result<PlaceId, StartError> {
    let mut read = app.storage.read().await?;
    let found = match text.parse() {
        Ok(number) => read.place(PlaceId(number)).await?,
        Err(_) => read.place_at(text.trim_end_matches('/')).await?,
    };
    found.map(|place| place.id).ok_or_else(|| t.v("verb-no-place", "place", text).into())
}
