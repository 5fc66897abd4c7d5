//! What is to be said about the thing in which a badge was looked for.

use super::{Check, CheckCode, Outcome, Reason};
use crate::container::{DocumentFault, Finding, Format, Opened, PdfPlace, PictureError, SlotFault, Trace, Wrapping};

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
        Finding::Lost(_) | Finding::BadgePicture => CheckCode::ContainerStripped,
        Finding::UnreadableCode | Finding::OtherCodes { .. } => CheckCode::ContainerStripped,
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
        Finding::BadgePicture => badge_picture(&[]),
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
        Finding::OtherEntries { count, total } => Reason::OtherEntries { count: *count, total: *total },
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
        Finding::Within { via, finding } => match finding.as_ref() {
            Finding::BadgePicture => badge_picture(via),
            finding => reason(finding),
        },
    }
}

/// Where a picture that looks like a badge's is: the page that people can turn to, else the file.
fn badge_picture(via: &[Wrapping]) -> Reason {
    let page = via.iter().find_map(|wrapping| match wrapping {
        Wrapping::Pdf { page, .. } => *page,
        _ => None,
    });
    let name = via.iter().rev().find_map(|wrapping| match wrapping {
        Wrapping::Entry { name } | Wrapping::Mail { attachment: Some(name) } => Some(name.as_str()),
        Wrapping::Pdf { place: PdfPlace::Attachment { name }, .. } => Some(name.as_str()),
        _ => None,
    });
    let place = match (page, name) {
        (Some(_), _) => "page",
        (None, Some(_)) => "file",
        (None, None) if via.is_empty() => "given",
        (None, None) => "inside",
    };
    // Folders within a document say nothing to those who write it.
    let name = name.map_or("", |name| name.rsplit('/').next().unwrap_or(name));
    Reason::BadgePicture { place: place.to_owned(), page: page.unwrap_or_default(), name: name.to_owned() }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Keyword, PngChunk, Presented, Raw};

    fn told(findings: Vec<Finding>, badge: bool) -> Vec<(CheckCode, &'static str)> {
        let presented = Presented { raw: Raw::Jws("a.b.c".to_owned()), via: Vec::new(), also: Vec::new() };
        let found = if badge { vec![presented] } else { Vec::new() };
        let checks = opened_checks(&Opened { format: Format::Png, found, links: Vec::new(), findings });
        let word = |outcome: &Outcome| match outcome {
            Outcome::Pass => "pass",
            Outcome::Warn(_) => "warn",
            Outcome::Fail(_) => "fail",
            Outcome::Skipped(_) => "skipped",
        };
        checks.iter().map(|c| (c.code, word(&c.outcome))).collect()
    }

    const FORMAT: CheckCode = CheckCode::ContainerFormat;

    // Whoever told a lost badge as a wrong format would send a person to look for another file, and not for the badge.
    #[test]
    fn each_finding_belongs_to_its_question() {
        let keyword = Keyword::OpenBadges;
        for (finding, code) in [
            (Finding::Stripped, CheckCode::ContainerStripped),
            (Finding::NoBadge, CheckCode::ContainerStripped),
            (Finding::OnlyLinks { count: 1 }, CheckCode::ContainerStripped),
            (Finding::Lost(Trace::Photo), CheckCode::ContainerStripped),
            (Finding::BadgePicture, CheckCode::ContainerStripped),
            (Finding::UnreadableCode, CheckCode::ContainerStripped),
            (Finding::OtherCodes { count: 1 }, CheckCode::ContainerStripped),
            (Finding::Repeated { keyword, ignored: 1 }, CheckCode::ContainerSingle),
            (Finding::Compressed(keyword), CheckCode::ContainerUncompressed),
            (Finding::NotACredential, FORMAT),
            (Finding::OldChunk { keyword, chunk: PngChunk::Text }, FORMAT),
            (Finding::Document(DocumentFault::Damaged), FORMAT),
            (Finding::Bound { limit: "parts" }, FORMAT),
        ] {
            let within = Finding::Within {
                via: vec![Wrapping::Pdf { page: Some(1), place: PdfPlace::Text }],
                finding: Box::new(finding.clone()),
            };
            for finding in [finding, within] {
                let checks = told(vec![finding.clone()], false);
                assert_eq!(checks.last(), Some(&(code, "fail")), "{finding:?}");
                // The format is a question of its own, answered once.
                assert_eq!(checks.len(), if code == FORMAT { 1 } else { 2 }, "{finding:?}");
                assert_eq!(checks[0].1, if code == FORMAT { "fail" } else { "pass" }, "{finding:?}");
            }
        }
        assert_eq!(told(Vec::new(), true), [(FORMAT, "pass")]);
    }

    // BAKE-04: with a badge in hand a compressed chunk is a remark; without one it is what is wrong.
    #[test]
    fn what_is_a_remark_with_a_badge_in_hand_fails_without_one() {
        let compressed = || vec![Finding::Compressed(Keyword::OpenBadges)];
        assert_eq!(told(compressed(), true)[1].1, "warn");
        assert_eq!(told(compressed(), false)[1].1, "fail");
    }

    // A page is named by its number, what has none by its kind alone.
    #[test]
    fn what_could_not_be_read_is_named() {
        let unread = |page, place| reason(&Finding::Unread { page, place });
        let named = |part: &str, page| Reason::PartUnread { part: part.to_owned(), page };
        assert_eq!(unread(Some(3), PdfPlace::Text), named("page", 3));
        assert_eq!(unread(Some(3), PdfPlace::Image), named("image", 3));
        assert_eq!(unread(None, PdfPlace::Stream), named("stream", 0));
        assert_eq!(unread(None, PdfPlace::Attachment { name: "b.json".to_owned() }), named("attachment", 0));
    }
}
