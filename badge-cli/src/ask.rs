//! Questions to a person at a terminal. Without a terminal nobody is asked (D-41).

use std::io;

use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::passphrase::can_ask;
use crate::printer::Printer;
use crate::settings::Settings;

/// A line that a person types; `None` without a terminal, or when nothing was typed.
pub(crate) fn line(printer: &Printer, question: &Message) -> Result<Option<String>, Failure> {
    if !can_ask() {
        return Ok(None);
    }
    printer.prompt(question);
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|e| Failure::new(msg!("answer-unread")).because(Cause::Io(e)))?;
    let answer = answer.trim();
    Ok((!answer.is_empty()).then(|| answer.to_owned()))
}

/// Whether somebody is there to be asked, and wants to be.
pub(crate) fn may_ask(settings: &Settings) -> bool {
    !settings.yes && !settings.json && can_ask()
}

/// Whether to go on: asked at a terminal only, and not with `--yes`.
pub(crate) fn confirm(settings: &Settings, printer: &Printer, question: &Message) -> Result<bool, Failure> {
    if !may_ask(settings) {
        return Ok(true);
    }
    Ok(is_yes(line(printer, question)?))
}

/// Whether to do what cannot be undone: without `--yes` and without anybody to ask, nothing is done (D-41).
pub(crate) fn confirm_grave(settings: &Settings, printer: &Printer, question: &Message) -> Result<(), Failure> {
    if settings.yes {
        return Ok(());
    }
    if !may_ask(settings) {
        return Err(Failure::new(msg!("confirm-needed")));
    }
    if is_yes(line(printer, question)?) { Ok(()) } else { Err(Failure::new(msg!("not-confirmed"))) }
}

fn is_yes(answer: Option<String>) -> bool {
    matches!(answer.unwrap_or_default().to_lowercase().as_str(), "o" | "oui" | "y" | "yes")
}
