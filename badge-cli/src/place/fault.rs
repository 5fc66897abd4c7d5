//! What is wrong with a file that a person wrote, as sentences.

use std::path::Path;

use badge_core::place::{AddressError, Fault, Problem, Problems, Wanted};

use crate::error::{Cause, Failure};
use crate::message::{Message, msg};

/// A file of the place that cannot be used: the first line at fault, and everything that is wrong.
pub(crate) fn failure(path: &Path, problems: &Problems) -> Failure {
    let mut failure = Failure::new(msg!("place-file-faulty", path = path)).at(path);
    if let Some(line) = problems.0.iter().find_map(|p| p.line) {
        failure = failure.line(line as u64);
    }
    problems.0.iter().fold(failure, |failure, problem| failure.because(Cause::Said(problem_message(problem))))
}

/// `line 12, fr.name: it is missing`
pub(crate) fn problem_message(problem: &Problem) -> Message {
    let what = match (&problem.fault, problem.field.as_str()) {
        (Fault::Unknown { .. }, "mail.password") => msg!("fault-mail-password"),
        (fault, _) => fault_message(fault),
    };
    match (problem.line, problem.field.as_str()) {
        (Some(line), "") => msg!("problem-line", line = line, what = what),
        (Some(line), field) => msg!("problem-line-field", line = line, field = field, what = what),
        (None, field) => msg!("problem-field", field = field, what = what),
    }
}

/// What is wrong with a field.
pub(crate) fn fault_message(fault: &Fault) -> Message {
    match fault {
        Fault::Syntax { column } => msg!("fault-syntax", column = *column),
        Fault::Missing => msg!("fault-missing"),
        Fault::Empty => msg!("fault-empty"),
        Fault::Unknown { nearest: None } => msg!("fault-unknown"),
        Fault::Unknown { nearest: Some(near) } => msg!("fault-unknown-near", near = *near),
        Fault::WrongType { expected } => match expected {
            Wanted::Text => msg!("fault-type-text"),
            Wanted::Number => msg!("fault-type-number"),
            Wanted::YesNo => msg!("fault-type-yes-no"),
            Wanted::List => msg!("fault-type-list"),
            Wanted::Table => msg!("fault-type-table"),
        },
        Fault::NotAnAddress => msg!("fault-address"),
        Fault::Base(error) => base_message(*error),
        Fault::NotAnEmail => msg!("fault-email"),
        Fault::NotALanguage => msg!("fault-language"),
        Fault::Twice => msg!("fault-twice"),
        Fault::NotAllowed { nearest, allowed } => match (nearest, allowed.is_empty()) {
            (None, true) => msg!("fault-value"),
            (Some(near), true) => msg!("fault-value-near", near = near),
            (None, false) => msg!("fault-value-among", allowed = allowed.join(", ")),
            (Some(near), false) => msg!("fault-value-among-near", near = near, allowed = allowed.join(", ")),
        },
        Fault::NotAColour => msg!("fault-colour"),
        Fault::NotAShortName => msg!("fault-short-name"),
        Fault::NotAPicture => msg!("fault-picture"),
        Fault::NotAHost => msg!("fault-host"),
        Fault::HostWithPort => msg!("fault-host-port"),
        Fault::NotPrivate => msg!("fault-not-private"),
        Fault::Hole { hole, nearest: None } => msg!("fault-hole", hole = hole),
        Fault::Hole { hole, nearest: Some(near) } => msg!("fault-hole-near", hole = hole, near = format!("{{{near}}}")),
        Fault::OpenHole { hole } => msg!("fault-open-hole", hole = hole),
        Fault::TooPale => msg!("fault-too-pale"),
        Fault::Outside => msg!("fault-outside"),
        Fault::OutOfRange { least, most } => {
            msg!("fault-range", least = least.to_string(), most = most.to_string())
        }
        Fault::MissingInLanguage => msg!("fault-missing-language"),
        Fault::TooLong { most } => msg!("fault-too-long", most = *most),
        Fault::Unwritable { letter } => msg!("fault-unwritable", letter = letter.to_string()),
        Fault::Version { found } => msg!("fault-version", found = found),
        other => msg!("fault-other", what = other.to_string()),
    }
}

/// Why nothing can be published at an address.
pub(crate) fn base_message(error: AddressError) -> Message {
    match error {
        AddressError::NotAnAddress => msg!("base-not-an-address"),
        AddressError::PlainHttp => msg!("base-plain-http"),
        AddressError::QueryOrFragment => msg!("base-query"),
        AddressError::Host => msg!("base-host"),
        AddressError::Path => msg!("base-path"),
        other => msg!("fault-other", what = other.to_string()),
    }
}
