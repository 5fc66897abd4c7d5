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
mod job;
mod keys;
mod layer;
#[cfg(test)]
mod letter_tests;
mod limiter;
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
mod refuse_tests;
mod rest;
mod role;
mod route;
mod smtp;
mod start;
mod state;
mod storage;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod team_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod trace;
#[cfg(test)]
mod upgrade_tests;
mod upload;
mod visitor;
mod words;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Args, Command, ConfigCommand};
use crate::config::Config;
use crate::start::StartError;

/// Reading JSON makes many small values, on many threads; see `docs/speed.md` for what this saves.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when even this cannot be written.
            drop(writeln!(std::io::stderr(), "badge-server: {}", causes(&*error)));
            ExitCode::from(2)
        }
    }
}

async fn run(args: Args) -> Result<(), StartError> {
    if let Some(Command::Config { what: ConfigCommand::Schema }) = args.command {
        return Ok(writeln!(std::io::stdout(), "{:#}", config::schema())?);
    }
    let demo = matches!(args.command, Some(Command::Demo));
    let settings = if demo { args.settings.of_demo() } else { args.settings };
    let config = Config::load(args.config.as_deref(), settings.into(), |name| std::env::var(name).ok())?;
    match args.command {
        None | Some(Command::Demo) => start::serve(config, demo).await,
        Some(Command::Config { .. }) => Ok(writeln!(std::io::stdout(), "{config:#?}")?),
        Some(other) => operate::run(other, config).await,
    }
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
