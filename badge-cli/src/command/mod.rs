//! One file for each verb. A verb reads its arguments, does its work through the core, and answers with an exit code.

mod achievement;
mod archive;
mod attach;
mod bake;
mod batch;
mod claim;
mod completions;
mod consent;
mod debug;
mod demo;
mod design;
mod doctor;
mod endorse;
pub(crate) mod hidden;
mod init;
mod issue;
mod key;
mod list;
mod man;
pub(crate) mod moved;
mod person;
pub(crate) mod pick;
mod print;
mod publish;
mod qr;
mod relate;
pub(crate) mod revoke;
pub(crate) mod send;
mod show;
mod trust;
mod unbake;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use badge_core::issue::Format;
use badge_core::model::Badge;
use badge_core::text;

pub(crate) use self::list::is_withdrawn;
use crate::args::{Cli, Verb};
use crate::error::{Exit, Failure};
use crate::help;
use crate::passphrase::Passphrases;
use crate::printer::Printer;
use crate::settings::Settings;
use crate::text::Words;

/// What every verb has at hand.
pub(crate) struct Context {
    pub(crate) settings: Settings,
    pub(crate) printer: Printer,
    pub(crate) passphrases: Passphrases,
}

impl Context {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { printer: printer(&settings), settings, passphrases: Passphrases::default() }
    }
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
    let cx = Context::new(settings);
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
        Verb::Qr(args) => qr::run(&args, cx),
        Verb::Card(args) => print::cards(&args.print, cx),
        Verb::Certificate(args) => print::certificates(&args.print, cx),
        Verb::Attach(args) => attach::run(&args, cx),
        Verb::Unbake(args) => unbake::run(&args, cx),
        Verb::Debug(args) => debug::run(&args, cx),
        Verb::Init(args) => init::run(&args, cx),
        Verb::Achievement(args) => achievement::run(&args, cx),
        Verb::Design(args) => design::run(&args, cx),
        Verb::Issue(args) => issue::run(&args, cx),
        Verb::Claim(args) => claim::run(&args, cx),
        Verb::Batch(args) => batch::run(&args, cx),
        Verb::Publish(args) => publish::run(&args, cx),
        Verb::Send(args) => send::run(&args, cx),
        Verb::Trust(args) => trust::run(&args, cx),
        Verb::Archive(args) => archive::run(&args, cx),
        Verb::Doctor(args) => doctor::run(&args, cx),
        Verb::Key(args) => key::run(&args, cx),
        Verb::Consent(args) => consent::run(&args, cx),
        Verb::Person(args) => person::run(&args, cx),
        Verb::List(args) => list::run(&args, cx),
        Verb::Endorse(args) => endorse::endorse(&args, cx),
        Verb::RequestEndorsement(args) => endorse::request(&args, cx),
        Verb::Accept(args) => endorse::accept(&args, cx),
        Verb::Endorsements(args) => endorse::list(&args, cx),
        Verb::Revoke(args) => revoke::revoke(&args, cx),
        Verb::Reinstate(args) => revoke::reinstate(&args, cx),
        Verb::Completions(args) => completions::run(&args, cx),
        Verb::Man(args) => man::run(&args, cx),
    }
}

/// The badge in a document, whichever version it follows.
pub(crate) fn badge_in(document: &[u8]) -> Option<Badge> {
    qr::read(&badge_core::json::parse(document, &badge_core::limits::Limits::default()).ok()?)
}

/// The badge in the file of an award, whatever its form.
fn badge_stored(stored: &[u8], format: Format) -> Option<Badge> {
    if !format.is_jws() {
        return badge_in(stored);
    }
    let payload = std::str::from_utf8(stored).ok()?.split('.').nth(1)?;
    badge_in(&text::from_base64url(payload).ok()?)
}

fn printer(settings: &Settings) -> Printer {
    Printer::new(Words::new(settings.lang), settings.json, settings.quiet, settings.color)
}
