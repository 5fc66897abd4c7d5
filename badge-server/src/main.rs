//! The server: hosts what places publish, verifies what anybody shows. `docs/server.md` says where a thing goes.

#[cfg(test)]
mod achievement_tests;
#[cfg(test)]
mod apart_tests;
mod api;
mod app;
mod args;
#[cfg(test)]
mod award_tests;
#[cfg(test)]
mod catalogue_tests;
mod clock;
mod config;
#[cfg(test)]
mod consent_tests;
#[cfg(test)]
mod door_tests;
mod download;
#[cfg(test)]
mod endorsement_tests;
mod entropy;
mod fault;
#[cfg(test)]
mod form_tests;
mod guard;
#[cfg(all(test, feature = "s3"))]
mod hang_tests;
#[cfg(test)]
mod holder_tests;
mod job;
mod keys;
mod layer;
#[cfg(test)]
mod left_tests;
#[cfg(test)]
mod letter_tests;
mod limiter;
#[cfg(test)]
mod list_tests;
mod listen;
#[cfg(test)]
mod manage_tests;
mod metered;
mod operate;
#[cfg(test)]
mod own_tests;
mod page;
mod post;
mod press;
#[cfg(test)]
mod press_tests;
mod private;
mod public;
#[cfg(test)]
mod readdress_tests;
mod recent;
#[cfg(test)]
mod refuse_tests;
mod rest;
mod role;
mod route;
#[cfg(test)]
mod sign_in_tests;
mod smtp;
mod start;
mod state;
mod storage;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod team_tests;
mod tell;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod thread;
mod trace;
#[cfg(test)]
mod upgrade_tests;
mod upload;
mod visitor;
mod words;

use std::io::Write;
use std::process::ExitCode;

use badge_core::language::Lang;
use clap::Parser as _;

use crate::args::{Args, Command, ConfigCommand};
use crate::config::Config;
use crate::start::StartError;
use crate::words::Words;

/// Reading JSON makes many small values, on many threads; see `docs/speed.md` for what this saves.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let threads = app::verify::threads();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(begin()),
        Err(error) => {
            drop(writeln!(std::io::stderr(), "badge-server: {error}"));
            ExitCode::from(2)
        }
    }
}

async fn begin() -> ExitCode {
    let args = Args::parse();
    let env = |name: &str| std::env::var(name).ok();
    let lang = tell::language(args.settings.language(), env);
    match run(args, env).await {
        Ok(()) => ExitCode::SUCCESS,
        Err((error, said)) => {
            let words = Words::new();
            let told = tell::error(words.of(said.unwrap_or(lang)), &*error);
            // Nobody is left to tell when even this cannot be written.
            drop(writeln!(std::io::stderr(), "badge-server: {told}"));
            ExitCode::from(2)
        }
    }
}

/// With what went wrong, the language of the settings, once they are read.
async fn run(args: Args, env: impl Fn(&str) -> Option<String>) -> Result<(), (StartError, Option<Lang>)> {
    let unread = |error: StartError| (error, None);
    if let Some(Command::Config { what: ConfigCommand::Schema }) = args.command {
        return writeln!(std::io::stdout(), "{:#}", config::schema()).map_err(|error| unread(error.into()));
    }
    let demo = matches!(args.command, Some(Command::Demo));
    let settings = if demo { args.settings.of_demo() } else { args.settings };
    let config = Config::load(args.config.as_deref(), settings.into(), env).map_err(|error| unread(error.into()))?;
    let spoken = config.spoken;
    let done = match args.command {
        None | Some(Command::Demo) => start::serve(config, demo).await,
        Some(other) => operate::run(other, config).await,
    };
    done.map_err(|error| (error, Some(spoken)))
}

/// An error with what caused it, in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        next = cause.source();
    }
    text
}
