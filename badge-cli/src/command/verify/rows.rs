//! The answers as a table for spreadsheets: a row for each badge, and for each input without one.

use std::path::{Path, PathBuf};

use badge_core::language::Lang;
use badge_core::message::{Answer, Catalog};
use badge_core::time::Timestamp;
use badge_core::verify;

use super::tell::write;
use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;
use crate::table;

/// A table that grows by a row at a time. Rows are small: what is kept is the text of the file alone.
pub(super) struct Rows {
    path: PathBuf,
    separator: u8,
    text: Vec<u8>,
    yes: String,
    no: String,
}

impl Rows {
    pub(super) fn begin(path: &Path, cx: &Context) -> Result<Self, Failure> {
        let say = |message| cx.printer.words().say(&message);
        let heads = [
            msg!("table-input"),
            msg!("table-place"),
            msg!("table-answer"),
            msg!("table-why"),
            msg!("table-next"),
            msg!("table-proven"),
            msg!("table-badge"),
            msg!("table-issuer"),
            msg!("table-date"),
            msg!("table-until"),
            msg!("table-verdict"),
            msg!("table-status"),
            msg!("table-recipient"),
            msg!("table-trust"),
            msg!("table-version"),
            msg!("table-id"),
        ];
        // A spreadsheet that speaks French takes a comma for a decimal point, and a file without a mark for Latin-1.
        let separator = if cx.settings.lang == Lang::Fr { b';' } else { b',' };
        let text = if path == Path::new("-") { Vec::new() } else { "\u{feff}".as_bytes().to_vec() };
        let (yes, no) = (say(msg!("table-yes")), say(msg!("table-no")));
        let mut rows = Self { path: path.to_owned(), separator, text, yes, no };
        rows.push(heads.map(say).to_vec());
        Ok(rows)
    }

    /// The rows of one input. `unread` says why it could not be opened at all.
    pub(super) fn add(
        &mut self,
        input: &verify::Input,
        unread: Option<String>,
        answer: &Answer<'_>,
        catalog: &Catalog,
    ) -> Result<(), Failure> {
        for (n, line) in answer.lines(catalog).into_iter().enumerate() {
            let report = input.badges.get(n);
            let badge = report.and_then(|r| r.summary.as_ref()).map(|s| &s.badge);
            let of = |value: Option<&str>| value.unwrap_or_default().to_owned();
            let day = |at: Option<Timestamp>| at.map(iso).unwrap_or_default();
            let (why, next) = line.why.map(|w| (w.what, w.next)).unwrap_or_default();
            let proven = if line.proven { &self.yes } else { &self.no };
            let row = vec![
                line.input,
                line.place,
                line.answer,
                unread.clone().unwrap_or(why),
                if unread.is_some() { String::new() } else { next },
                if badge.is_some() { proven.clone() } else { String::new() },
                line.title,
                line.issuer,
                day(badge.and_then(|b| b.awarded.or(b.valid_from))),
                day(badge.and_then(|b| b.valid_until)),
                report.map_or("none", |r| r.verdict.as_str()).to_owned(),
                of(report.map(|r| r.standing.as_str())),
                of(report.map(|r| r.recipient.as_str())),
                of(report.map(|r| r.trust.as_str())),
                of(badge.map(|b| b.version.as_str())),
                of(badge.and_then(|b| b.id.as_deref())),
            ];
            self.push(row);
        }
        Ok(())
    }

    pub(super) fn finish(self, cx: &Context) -> Result<(), Failure> {
        write(&self.path, &self.text, cx)
    }

    fn push(&mut self, row: Vec<String>) {
        self.text.extend(table::csv_with(&[row], self.separator).into_bytes());
    }
}

/// A day that every spreadsheet understands and sorts.
fn iso(at: Timestamp) -> String {
    let (year, month, day) = at.ymd();
    format!("{year:04}-{month:02}-{day:02}")
}
