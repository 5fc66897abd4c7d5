//! `badge man`: one manual page for each command, in the person's language.

use badge_core::language::Lang;
use clap::Command;

use super::Context;
use crate::args::Man;
use crate::error::{Cause, Exit, Failure};
use crate::help;
use crate::message::msg;
use crate::place::disk::{self, Secrecy};

/// Headings that the page maker writes in English.
const HEADINGS: [(&str, &str); 5] = [
    (".SH NAME", ".SH NOM"),
    (".SH SYNOPSIS", ".SH SYNOPSIS"),
    (".SH SUBCOMMANDS", ".SH SOUS-COMMANDES"),
    (".SH EXTRA", ".SH \"VOIR AUSSI\""),
    (".SH VERSION", ".SH VERSION"),
];

pub(crate) fn run(args: &Man, cx: &Context) -> Result<Exit, Failure> {
    let mut command = help::command(cx.printer.words());
    command.build();
    let mut pages = Vec::new();
    render(&command, "badge", cx.settings.lang, &mut pages)?;
    let mut files = Vec::new();
    for (name, page) in pages {
        let path = args.out.join(format!("{name}.1"));
        disk::replace(&path, &page, Secrecy::Open)?;
        if !cx.printer.json() {
            cx.printer.line(&path.display().to_string())?;
        }
        files.push(path);
    }
    if cx.printer.json() {
        cx.printer.object(&serde_json::json!({"schema": "badge-man/1", "files": files}))?;
    }
    Ok(Exit::Done)
}

fn render(command: &Command, name: &str, lang: Lang, pages: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let mut page = Vec::new();
    let named = command.clone().name(name.to_owned()).bin_name(name.replace('-', " "));
    clap_mangen::Man::new(named).render(&mut page).map_err(|e| Failure::new(msg!("internal")).because(Cause::Io(e)))?;
    if lang == Lang::Fr {
        let text = String::from_utf8_lossy(&page).into_owned();
        let line = |line: &str| HEADINGS.iter().find(|(en, _)| *en == line).map_or(line, |(_, fr)| fr).to_owned();
        page = text.lines().map(|l| line(l) + "\n").collect::<String>().into_bytes();
    }
    pages.push((name.to_owned(), page));
    for sub in command.get_subcommands().filter(|s| s.get_name() != "help") {
        render(sub, &format!("{name}-{}", sub.get_name()), lang, pages)?;
    }
    Ok(())
}
