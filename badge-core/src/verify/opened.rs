//! What is to be said about the thing in which a badge was looked for.

use super::{Check, CheckCode, Outcome, Reason};
use crate::container::{DocumentFault, Finding, Format, Opened, PdfPlace, PictureError, SlotFault, Trace};

/// The `container.*` checks of something that was opened, whether a badge was found in it or not.
#[must_use]
pub fn opened_checks(opened: &Opened) -> Vec<Check> {
    let mut checks: Vec<Check> = opened
        .findings
        .iter()
        .map(|finding| {
            let reason = reason(finding);
            let outcome = if finding.is_warning() && !opened.found.is_empty() {
                Outcome::Warn(reason)
            } else {
                Outcome::Fail(reason)
            };
            Check::new(code(finding), outcome)
        })
        .collect();
    if !checks.iter().any(|c| c.code == CheckCode::ContainerFormat) {
        checks.insert(0, Check::new(CheckCode::ContainerFormat, Outcome::Pass));
    }
    checks
}

fn code(finding: &Finding) -> CheckCode {
    match finding {
        Finding::Stripped | Finding::NoBadge => CheckCode::ContainerStripped,
        Finding::OnlyLinks { .. } | Finding::DeadLinks { .. } => CheckCode::ContainerStripped,
        Finding::Lost(_) | Finding::UnreadableCode | Finding::OtherCodes { .. } => CheckCode::ContainerStripped,
        Finding::Repeated { .. } => CheckCode::ContainerSingle,
        Finding::Compressed(_) => CheckCode::ContainerUncompressed,
        Finding::Within { finding, .. } => code(finding),
        _ => CheckCode::ContainerFormat,
    }
}

fn reason(finding: &Finding) -> Reason {
    match finding {
        Finding::Stripped => Reason::NoBadgeInPicture,
        Finding::Lost(Trace::Screenshot) => Reason::Screenshot,
        Finding::Lost(Trace::Photo) => Reason::Photo,
        Finding::Lost(Trace::Rewritten) => Reason::Rewritten,
        Finding::Lost(Trace::RewrittenBy(by)) => Reason::RewrittenBy { by: by.clone() },
        Finding::UnreadableCode => Reason::CodeUnreadable,
        Finding::OtherCodes { count } => Reason::CodeOther { count: *count },
        Finding::Repeated { ignored, .. } => Reason::SeveralInPicture { ignored: *ignored },
        Finding::Compressed(_) => Reason::CompressedInPicture,
        Finding::NotACredential | Finding::Slot { fault: SlotFault::NotACredential | SlotFault::Empty, .. } => {
            Reason::NotACredential
        }
        Finding::OldChunk { chunk, .. } => Reason::DamagedPicture { fault: format!("{chunk:?}") },
        Finding::Slot { fault, .. } => Reason::DamagedPicture { fault: fault.to_string() },
        Finding::Picture(error) => picture(error),
        Finding::NoBadge => Reason::NoBadgeInside,
        Finding::OnlyLinks { count } => Reason::OnlyLinks { count: *count },
        Finding::DeadLinks { count } => Reason::DeadLinks { count: *count },
        Finding::Document(DocumentFault::Damaged) => Reason::DocumentDamaged,
        Finding::Document(DocumentFault::Rebuilt) => Reason::DocumentRebuilt,
        Finding::Document(DocumentFault::Locked) => Reason::DocumentLocked,
        Finding::Bound { limit } => Reason::MoreInside { limit: (*limit).to_owned() },
        Finding::Unread { page, place } => {
            Reason::PartUnread { part: part(place).to_owned(), page: page.unwrap_or_default() }
        }
        Finding::Within { finding, .. } => reason(finding),
    }
}

const fn part(place: &PdfPlace) -> &'static str {
    match place {
        PdfPlace::Attachment { .. } => "attachment",
        PdfPlace::Link => "link",
        PdfPlace::Text => "page",
        PdfPlace::Metadata => "metadata",
        PdfPlace::Image => "image",
        PdfPlace::Drawing => "drawing",
        PdfPlace::Stream => "stream",
    }
}

fn picture(error: &PictureError) -> Reason {
    match error {
        PictureError::Empty => Reason::Empty,
        PictureError::TooLarge { bytes, limit } => Reason::TooLarge { size: *bytes, limit: *limit },
        PictureError::TooManyCodes { .. } => Reason::OverLimit { limit: "qr_codes".to_owned() },
        PictureError::NotAPicture(Format::Unknown) => Reason::UnknownFormat,
        PictureError::NotAPicture(format) => Reason::UnsupportedFormat { format: format.to_string() },
        other => Reason::DamagedPicture { fault: other.to_string() },
    }
}
