//! The `badge` command: a thin shell around `badge-core` that owns the disk, the clock, the keys and the network.

mod args;
mod artwork;
mod ask;
mod award;
mod clock;
mod command;
mod demo_site;
mod entropy;
mod error;
mod fetch;
mod help;
mod input;
mod keyfile;
mod known;
mod look;
mod mail;
mod message;
mod parallel;
mod passphrase;
mod picture;
mod place;
mod printer;
mod progress;
mod settings;
mod site;
mod store;
mod table;
mod text;

use std::process::ExitCode;

/// Reading JSON and tables makes many small values; see `docs/speed.md` for what this saves.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    command::main(std::env::args_os().collect())
}
