//! One file for each verb. A verb reads its arguments, does its work through the core, and answers with an exit code.

mod bake;
mod debug;
mod demo;
mod show;
mod unbake;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::args::{Cli, Verb};
use crate::error::{Exit, Failure};
use crate::help;
use crate::printer::Printer;
use crate::settings::Settings;
use crate::text::Words;

/// What every verb has at hand.
pub(crate) struct Context {
    pub(crate) settings: Settings,
    pub(crate) printer: Printer,
}

/// The whole run.
pub(crate) fn main(args: Vec<OsString>) -> ExitCode {
    let env = |name: &str| std::env::var_os(name);
    let first = Settings::foresee(&args, &env);
    let cli = match help::parse(&args, &printer(&first)) {
        Ok(cli) => cli,
        Err(exit) => return ExitCode::from(exit as u8),
    };
    let settings = Settings::new(&cli.global, &env);
    let cx = Context { printer: printer(&settings), settings };
    let exit = run(cli, &cx).unwrap_or_else(|failure| {
        cx.printer.failure(&failure);
        failure.exit
    });
    ExitCode::from(exit as u8)
}

fn run(cli: Cli, cx: &Context) -> Result<Exit, Failure> {
    match cli.verb {
        Verb::Demo(args) => demo::run(&args, cx),
        Verb::Verify(args) => verify::run(&args, cx),
        Verb::Show(args) => show::run(&args, cx),
        Verb::Bake(args) => bake::run(&args, cx),
        Verb::Unbake(args) => unbake::run(&args, cx),
        Verb::Debug(args) => debug::run(&args, cx),
        _ => Err(Failure::new(crate::message::msg!("not-yet"))),
    }
}

fn printer(settings: &Settings) -> Printer {
    Printer::new(Words::new(settings.lang), settings.json, settings.quiet, settings.color)
}
