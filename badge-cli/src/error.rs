//! Operations that could not be done: what happened, where, why, and what to do. Exit codes.

use std::io;
use std::path::{Path, PathBuf};

use crate::message::{Message, msg};
use crate::text::Words;

/// How a run ended (documented in `badge --help`). A bad badge is an answer; only [`Exit::Failed`] is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    Done = 0,
    Rejected = 1,
    Failed = 2,
    Inconclusive = 3,
    NoBadge = 4,
    OtherRecipient = 5,
}

impl Exit {
    /// The worse of two: failed, rejected, other recipient, inconclusive, no badge, done.
    pub(crate) fn and(self, other: Self) -> Self {
        const WORST_FIRST: [Exit; 6] =
            [Exit::Failed, Exit::Rejected, Exit::OtherRecipient, Exit::Inconclusive, Exit::NoBadge, Exit::Done];
        let rank = |exit| WORST_FIRST.iter().position(|e| *e == exit);
        if rank(self) <= rank(other) { self } else { other }
    }
}

/// A failed operation. Its message carries, as the attribute `.hint`, what to do next.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) what: Message,
    pub(crate) path: Option<PathBuf>,
    pub(crate) line: Option<u64>,
    pub(crate) causes: Vec<Cause>,
    pub(crate) exit: Exit,
}

/// Why, one level down.
#[derive(Debug)]
pub(crate) enum Cause {
    Said(Message),
    Io(io::Error),
    /// The words of a library, which speak English.
    Foreign(String),
}

impl Failure {
    pub(crate) fn new(what: Message) -> Self {
        Self { what, path: None, line: None, causes: Vec::new(), exit: Exit::Failed }
    }

    /// A file operation that failed: the sentence must have room for `$path`.
    pub(crate) fn io(what: Message, path: &Path, error: io::Error) -> Self {
        Self::new(what).at(path).because(Cause::Io(error))
    }

    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    pub(crate) fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    pub(crate) fn because(mut self, cause: Cause) -> Self {
        self.causes.push(cause);
        self
    }

    /// The same, with the words of a library as its cause.
    pub(crate) fn why(self, error: impl std::fmt::Display) -> Self {
        self.because(Cause::Foreign(error.to_string()))
    }

    /// `path` or `path:line`.
    pub(crate) fn location(&self) -> Option<String> {
        let path = self.path.as_ref()?.display();
        Some(match self.line {
            Some(line) => format!("{path}:{line}"),
            None => path.to_string(),
        })
    }
}

impl Cause {
    pub(crate) fn say(&self, words: &Words) -> String {
        match self {
            Self::Said(message) => words.say(message),
            Self::Foreign(text) => text.clone(),
            Self::Io(error) => io_message(error).map_or_else(|| error.to_string(), |m| words.say(&m)),
        }
    }
}

/// The operating system's reasons that people meet, in their language.
fn io_message(error: &io::Error) -> Option<Message> {
    use io::ErrorKind as K;
    Some(match error.kind() {
        K::NotFound => msg!("io-not-found"),
        K::PermissionDenied => msg!("io-permission"),
        K::StorageFull | K::QuotaExceeded => msg!("io-full"),
        K::IsADirectory => msg!("io-is-directory"),
        K::NotADirectory => msg!("io-not-directory"),
        K::AlreadyExists => msg!("io-exists"),
        K::ReadOnlyFilesystem => msg!("io-read-only"),
        K::InvalidFilename => msg!("io-file-name"),
        K::FileTooLarge => msg!("io-too-large"),
        K::Interrupted => msg!("io-interrupted"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_exit_wins() {
        // D-41
        let worst = |list: &[Exit]| list.iter().fold(Exit::Done, |a, b| a.and(*b)) as u8;
        assert_eq!(worst(&[]), 0);
        assert_eq!(worst(&[Exit::NoBadge, Exit::Inconclusive]), 3);
        assert_eq!(worst(&[Exit::Inconclusive, Exit::OtherRecipient]), 5);
        assert_eq!(worst(&[Exit::OtherRecipient, Exit::Rejected]), 1);
        assert_eq!(worst(&[Exit::Rejected, Exit::Failed, Exit::Done]), 2);
    }
}
