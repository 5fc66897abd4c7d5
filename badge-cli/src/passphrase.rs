//! Passphrases: from `BADGE_PASSPHRASE`, or typed without echo by a person at a terminal. Asked for once a run.

use std::cell::RefCell;
use std::io::IsTerminal as _;

use zeroize::Zeroizing;

use crate::error::{Cause, Failure};
use crate::keyfile::Passphrase;
use crate::message::{Message, msg};
use crate::printer::Printer;

/// Where this run's passphrase comes from.
#[derive(Default)]
pub(crate) struct Passphrases {
    known: RefCell<Option<Passphrase>>,
}

impl Passphrases {
    /// The passphrase of a key that exists.
    pub(crate) fn existing(&self, printer: &Printer) -> Result<Passphrase, Failure> {
        self.get(|| {
            if !can_ask() {
                return Err(Failure::new(msg!("passphrase-needed")));
            }
            ask(printer, &msg!("passphrase-prompt"))
        })
    }

    /// The passphrase of a key that is about to be made, typed twice.
    pub(crate) fn new_key(&self, printer: &Printer) -> Result<Passphrase, Failure> {
        let passphrase = self.get(|| {
            if !can_ask() {
                return Err(Failure::new(msg!("passphrase-needed-new")));
            }
            let first = ask(printer, &msg!("passphrase-prompt-new"))?;
            let again = ask(printer, &msg!("passphrase-prompt-again"))?;
            if first == again { Ok(first) } else { Err(Failure::new(msg!("passphrase-differs"))) }
        })?;
        if passphrase.trim().is_empty() {
            return Err(Failure::new(msg!("passphrase-empty")));
        }
        Ok(passphrase)
    }

    fn get(&self, otherwise: impl FnOnce() -> Result<Passphrase, Failure>) -> Result<Passphrase, Failure> {
        if let Some(known) = &*self.known.borrow() {
            return Ok(known.clone());
        }
        let passphrase = match std::env::var("BADGE_PASSPHRASE") {
            Ok(text) => Zeroizing::new(text),
            Err(std::env::VarError::NotUnicode(_)) => return Err(Failure::new(msg!("passphrase-unread"))),
            Err(std::env::VarError::NotPresent) => otherwise()?,
        };
        *self.known.borrow_mut() = Some(passphrase.clone());
        Ok(passphrase)
    }
}

/// Whether there is somebody to ask: both ends are a terminal (D-41).
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn ask(printer: &Printer, prompt: &Message) -> Result<Passphrase, Failure> {
    let prompt = format!("{} ", printer.words().say(prompt));
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|e| Failure::new(msg!("passphrase-unread")).because(Cause::Io(e)))
}
