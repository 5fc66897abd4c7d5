//! Whom a row is about, read from the columns that say so. A plan keeps neither names nor addresses: the table has them.

use super::column::Field;
use super::email;
use super::grid::Row as Line;
use super::layout::Layout;
use super::row::usable;
use super::words::folded;
use crate::issue::is_email;
use crate::place::names::mailbox;

/// What stands where an address belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// In small letters.
    Email(String),
    /// As it is written.
    Did(String),
    /// Neither, shortened.
    Malformed(String),
}

impl Address {
    pub(super) fn read(text: &str) -> Self {
        let address = email::address(text);
        if address.starts_with("did:") {
            Self::Did(address.to_owned())
        } else if is_email(address) {
            Self::Email(address.to_lowercase())
        } else {
            Self::Malformed(text.chars().take(320).collect())
        }
    }

    pub(super) fn into_text(self) -> String {
        match self {
            Self::Email(text) | Self::Did(text) | Self::Malformed(text) => text,
        }
    }
}

/// The columns that say who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Who {
    address: Vec<usize>,
    name: Vec<usize>,
    parts: [Vec<usize>; 2],
}

impl Who {
    pub(super) fn new(layout: &Layout) -> Self {
        let columns = |field| layout.columns(&field).collect();
        Self {
            address: columns(Field::Email),
            name: columns(Field::Name),
            parts: [columns(Field::GivenName), columns(Field::FamilyName)],
        }
    }

    pub(super) fn address(&self, line: &Line) -> Option<Address> {
        first(&self.address, line).map(Address::read)
    }

    pub(super) fn name(&self, line: &Line) -> Option<String> {
        whole(self.parts.each_ref().map(|columns| first(columns, line)), first(&self.name, line))
    }

    /// By what the same person is known again: address, DID, or the name of somebody without either.
    pub(super) fn key(&self, line: &Line) -> Option<String> {
        match self.address(line) {
            Some(Address::Email(email)) => Some(email_key(&email)),
            Some(Address::Did(did)) => Some(did_key(&did)),
            Some(Address::Malformed(_)) | None => self.name(line).as_deref().map(name_key),
        }
    }
}

/// The name of given and family name, or else the one that is written as a whole.
pub(super) fn whole(parts: [Option<&str>; 2], name: Option<&str>) -> Option<String> {
    match parts {
        [None, None] => name.map(str::to_owned),
        [Some(one), None] | [None, Some(one)] => Some(one.to_owned()),
        [Some(given), Some(family)] => Some(format!("{given} {family}")),
    }
}

/// The first of some columns in which something is written.
fn first<'l>(columns: &[usize], line: &'l Line) -> Option<&'l str> {
    columns.iter().find_map(|column| usable(line.cell(*column)))
}

pub(super) fn email_key(email: &str) -> String {
    // Most are as they are kept already.
    if email.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase() && !b.is_ascii_whitespace()) {
        return format!("e:{email}");
    }
    format!("e:{}", mailbox(email))
}

pub(super) fn did_key(did: &str) -> String {
    format!("d:{did}")
}

pub(super) fn name_key(name: &str) -> String {
    format!("n:{}", folded(name))
}
