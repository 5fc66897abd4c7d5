//! A badge that somebody wants to attach: read once, judged without a network, and named so that people know it again.

use std::path::{Path, PathBuf};

use badge_core::container::attach::File;
use badge_core::container::{Format, Wrapping, open};
use badge_core::limits::Limits;
use badge_core::message::Headline;
use badge_core::model::Badge;
use badge_core::place::{KeptBack, may_go_out};
use badge_core::verify::{Report, Verdict};

use super::super::verify::Judge;
use super::super::{Context, revoke};
use crate::clock::clock;
use crate::error::{Cause, Failure};
use crate::input::{Input, read_file};
use crate::message::msg;
use crate::place::Folder;

/// Names that say nothing about a badge.
const NAMELESS: [&str; 4] = ["badge", "credential", "assertion", "image"];

pub(super) struct Candidate {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    pub(super) title: String,
    pub(super) verdict: &'static str,
    /// What the badge says of itself.
    pub(super) badge: Badge,
    name: String,
    description: String,
}

impl Candidate {
    /// Reads and judges it.
    ///
    /// # Errors
    /// What is no badge; one that is rejected, unless that is accepted.
    pub(super) fn read(
        path: &Path,
        judge: &Judge,
        accept_rejected: bool,
        cx: &Context,
        limits: &Limits,
    ) -> Result<Self, Failure> {
        let bytes = read_file(path, limits.image_bytes)?;
        let no_badge = || Failure::new(msg!("attach-not-a-badge", input = path)).at(path);
        let ending = match Format::of(&bytes) {
            Format::Png => "png",
            Format::Svg => "svg",
            Format::Json => "json",
            Format::Jws => "jws",
            _ => return Err(no_badge()),
        };
        held_back(path, &bytes, cx, limits)?;
        let judged = judge.judge(&Input::held(&path.display().to_string(), bytes.clone()))?.badges;
        // A code in a picture is only an address; what is attached has to be the badge itself.
        let inside = |report: &Report| !report.via.iter().any(|via| matches!(via, Wrapping::Code { .. }));
        let reports: Vec<Report> = judged.into_iter().filter(inside).collect();
        let worst = reports
            .iter()
            .find(|r| r.verdict == Verdict::Rejected)
            .or_else(|| reports.iter().find(|r| r.verdict == Verdict::Inconclusive));
        let report = worst.or(reports.first()).ok_or_else(no_badge)?;
        if Headline::of(report) == Headline::NoBadge {
            return Err(no_badge());
        }
        let why = || Headline::of(report).text_of(report, cx.printer.words().catalog());
        match report.verdict {
            Verdict::Rejected if !accept_rejected => {
                let failure = Failure::new(msg!("attach-rejected", input = path)).at(path);
                return Err(failure.because(Cause::Said(msg!("attach-why", text = why()))));
            }
            Verdict::Rejected => cx.printer.warn(&msg!("attach-rejected-all-the-same", input = path, why = why())),
            Verdict::Inconclusive => cx.printer.note(&msg!("attach-inconclusive", input = path)),
            Verdict::Verified => {}
        }
        let verdict = report.verdict.as_str();
        // One badge in two forms: the one whose name lies at an address has none here, and the other tells it.
        let of = |report: &Report| report.summary.as_ref().map(|summary| summary.badge.clone());
        let titled = std::iter::once(report).chain(&reports).filter_map(of).find(|badge| badge.title().is_some());
        let badge = titled.or_else(|| of(report)).ok_or_else(no_badge)?;
        // Where a file lies on somebody's disk is no reader's business: its own name at most.
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let title = badge.title().unwrap_or(&stem).to_owned();
        let nameless = NAMELESS.iter().any(|word| stem.to_ascii_lowercase().starts_with(word));
        let stem = if nameless { title.replace([':', '/', '\\', '.'], "-") } else { stem };
        let description = match &badge.issuer.name {
            Some(issuer) => format!("{title} – {issuer}"),
            None => title.clone(),
        };
        let name = format!("{stem}.{ending}");
        Ok(Self { path: path.to_owned(), bytes, title, verdict, badge, name, description })
    }

    pub(super) fn file(&self) -> File<'_> {
        let date = self.badge.awarded.or(self.badge.valid_from);
        File { bytes: &self.bytes, name: &self.name, description: &self.description, date }
    }
}

/// Nothing that the place at hand keeps back leaves in a document either (D-11).
fn held_back(path: &Path, bytes: &[u8], cx: &Context, limits: &Limits) -> Result<(), Failure> {
    let Ok(folder) = Folder::find(&cx.settings) else { return Ok(()) };
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let now = clock(None)?.now();
    for found in open(bytes, limits).found {
        let Some(entry) = revoke::entry_of(&found.raw, &register) else { continue };
        match may_go_out(&entry, &people, now) {
            Ok(()) => {}
            Err(KeptBack::Erased) => return Err(Failure::new(msg!("attach-erased")).at(path)),
            Err(KeptBack::Removed) => return Err(Failure::new(msg!("attach-removed")).at(path)),
            Err(_) => {
                return Err(Failure::new(msg!("attach-waits", token = entry.award.token.to_string())).at(path));
            }
        }
    }
    Ok(())
}
