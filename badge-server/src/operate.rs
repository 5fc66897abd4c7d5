//! The verbs that work on the data without serving: they may run beside a server on the same data.

use std::io::Write as _;

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

/// Does it, and says what was done on standard output.
pub(crate) async fn run(command: Command, config: Config) -> Result<(), StartError> {
    let database = match &config.database {
        Database::Sqlite(path) => Some(path.as_path()),
        Database::Postgres(_) => None,
    };
    if command.makes_files()
        && let Some(refusal) = private::not_ours(&config.data, database)
    {
        return Err(refusal.into());
    }
    let address = config.address.clone().unwrap_or_default();
    if let Command::Restore { folder } = &command {
        let copied = backup::restore(&config, folder)?;
        // The database alone: no sealing key is made beside one that is still to be brought.
        let storage = Storage::open(&config.database, Objects::folder(&config.data.join("objects"))).await?;
        backup::restored(&storage, SystemClock.now().unix()).await?;
        storage.close().await;
        let mut said = format!("{} files and the database\n", copied.count);
        if !config.seal_key.exists() {
            let path = config.seal_key.display();
            said.push_str(&format!("{path} is not in the copy: bring it before anything is signed\n"));
        }
        std::io::stdout().write_all(said.as_bytes())?;
        return whole(&copied.left);
    }
    if let Command::Restored = &command {
        let storage = Storage::open(&config.database, Objects::folder(&config.data.join("objects"))).await?;
        backup::restored(&storage, SystemClock.now().unix()).await?;
        storage.close().await;
        return Ok(std::io::stdout().write_all(b"nothing that waited in this copy goes by itself\n")?);
    }
    let app = assemble(config, address).await?;
    let seals = matches!(
        &command,
        Command::Import { keys: true, .. } | Command::Key { what: KeyCommand::Rotate { .. } | KeyCommand::Reseal }
    );
    if seals && app.seal.is_lost() {
        let path = app.config.seal_key.display();
        return Err(format!("{path}: the sealing key is missing, and nothing can be sealed without it").into());
    }
    let said = told(&app, command).await;
    app.storage.close().await;
    Ok(std::io::stdout().write_all(said?.as_bytes())?)
}

async fn told(app: &App, command: Command) -> Result<String, StartError> {
    Ok(match command {
        Command::Import { place, keys } => {
            let passphrase = std::env::var("BADGE_PASSPHRASE").ok().map(Zeroizing::new);
            let done = import::import(app, &place, keys, passphrase).await?;
            format!(
                "{}\t{}\t{}\n{} achievements, {} awards, {} people, {} keys that sign here, {} other files\n",
                done.place.0,
                done.base.as_deref().unwrap_or("-"),
                done.name,
                done.achievements,
                done.awards,
                done.people,
                done.signing,
                done.files,
            )
        }
        Command::Export { place, folder, keys, keys_in_clear } => {
            let id = named(app, &place).await?;
            let keys = match (keys, keys_in_clear) {
                (_, true) => Keys::InClear,
                (true, false) => Keys::Under(std::env::var("BADGE_PASSPHRASE").ok().map(Zeroizing::new)),
                (false, false) => Keys::Without,
            };
            let done = export::export(app, id, &folder, &keys).await?;
            whole(&done.left)?;
            format!("{} files in {}\n", done.count, folder.display())
        }
        Command::Remove { place, yes } => remove(app, &place, yes).await?,
        Command::Places => {
            let mut lines = String::new();
            for place in app.storage.read().await?.places().await? {
                lines.push_str(&format!("{}\t{}\n", place.id.0, place.base.as_deref().unwrap_or("-")));
            }
            lines
        }
        Command::Backup { folder, with_seal_key } => {
            let done = backup::backup(app, &folder, with_seal_key).await?;
            whole(&done.left)?;
            format!("{} files and the database in {}\n", done.count, folder.display())
        }
        Command::Doctor { online } => {
            let mut told = doctor::doctor(app).await?;
            if online {
                told.extend(outside::outside(app, app.words.of(app.config.language)).await?);
            }
            let mut lines = String::new();
            for one in &told {
                lines.push_str(&format!("{}\t{}\t{}\t{}\n", one.state.as_str(), one.what, one.of, one.found));
            }
            if told.iter().any(|one| one.state == State::Wrong) {
                return Err(format!("not everything is as it should be\n{lines}").into());
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
            let thumbprint = settings::rotate(app, None, named(app, &place).await?).await?;
            format!("{thumbprint}\tsigns from now on\n")
        }
        Command::Key { what: KeyCommand::Reseal } => {
            let done = reseal::reseal(app).await?;
            if let Some((table, place)) = done.unopened.first() {
                let count = done.unopened.len();
                return Err(format!("{count} not opened by either key, the first in {table} of place {place}").into());
            }
            format!("{} sealed anew, {} were before\n", done.anew, done.before)
        }
        Command::Key { what: KeyCommand::ForgetSealed { yes } } => {
            let done = reseal::forget(app, !yes).await?;
            let lines: String = done.of.iter().map(|(table, count)| format!("{table}\t{count}\n")).collect();
            let stay = format!("{} are opened by the sealing key, and stay\n", done.stay);
            if !yes && !done.of.is_empty() {
                return Err(format!("with --yes, what nobody can open is given up:\n{lines}{stay}").into());
            }
            format!("{lines}{stay}")
        }
        Command::Token { what } => token(app, what).await?,
        Command::SignIn { address } => {
            let known = accounts::address(&address);
            let link = match &known {
                Some(address) => accounts::link(app, address).await?,
                None => None,
            };
            let (account, secret) = link.ok_or_else(|| format!("nobody signs in with {address}"))?;
            let base = app.config.address.clone();
            let base = base.unwrap_or_else(|| format!("http://localhost:{}", app.config.listen.port()));
            format!("{}\n", Urls(&base).sign_in(account.0, &secret.0))
        }
        Command::Config { .. } | Command::Restore { .. } | Command::Restored | Command::Demo => String::new(),
    })
}

/// That everything was copied.
///
/// # Errors
/// Names what was not: everything else was.
fn whole(left: &[String]) -> Result<(), StartError> {
    if left.is_empty() {
        return Ok(());
    }
    Err(format!("everything was copied but {}:\n{}", left.len(), left.join("\n")).into())
}

/// Removes a place, where that is wished; tells what goes. Of one that was removed, what is left.
async fn remove(app: &App, place: &str, yes: bool) -> Result<String, StartError> {
    let gone = match place.parse() {
        Ok(number) => app.storage.read().await?.is_gone(PlaceId(number)).await?,
        Err(_) => false,
    };
    if gone && yes {
        return swept(app, place.to_owned()).await;
    }
    let id = named(app, place).await?;
    let mut read = app.storage.read().await?;
    let base = read.place(id).await?.and_then(|stored| stored.base);
    let (number, base, goes) = (id.0, base.as_deref().unwrap_or("-"), read.holdings(id).await?);
    drop(read);
    let told = format!(
        "{number}\t{base}\n{} achievements, {} awards, {} people, {} keys, {} in the team, {} files",
        goes.achievements, goes.awards, goes.people, goes.keys, goes.members, goes.objects,
    );
    if !yes {
        return Err(format!(
            "nothing was removed. What would go for good:\n{told}\n\
             first: badge-server export {number} FOLDER --keys\nthen: badge-server remove {number} --yes"
        )
        .into());
    }
    removing::remove(app, id).await?;
    swept(app, told).await
}

/// Removes what the object store still holds of places that were removed.
///
/// # Errors
/// Names what is left, and says what was removed all the same.
async fn swept(app: &App, told: String) -> Result<String, StartError> {
    let left = removing::sweep(app).await?.left;
    if left.is_empty() {
        return Ok(format!("removed\t{told}\n"));
    }
    let (count, lines) = (left.len(), left.join("\n"));
    Err(format!("removed\t{told}\nbut the object store did not let go (run it again):\n{lines}\n{count} at least")
        .into())
}

async fn token(app: &App, what: TokenCommand) -> Result<String, StartError> {
    Ok(match what {
        TokenCommand::New { place, scopes, name } => {
            let made = tokens::make(app, named(app, &place).await?, &name, &scopes).await?;
            format!("{}\t{}\n", made.id, made.secret)
        }
        TokenCommand::List { place } => {
            let place = named(app, &place).await?;
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
            if !tokens::end(app, named(app, &place).await?, &id).await? {
                return Err(format!("there is no token {id} that is still good").into());
            }
            format!("{id}\tended\n")
        }
    })
}

/// A place by its address or its number.
async fn named(app: &App, text: &str) -> Result<PlaceId, StartError> {
    let mut read = app.storage.read().await?;
    let found = match text.parse() {
        Ok(number) => read.place(PlaceId(number)).await?,
        Err(_) => read.place_at(text.trim_end_matches('/')).await?,
    };
    found.map(|place| place.id).ok_or_else(|| format!("there is no place {text}").into())
}
