//! What is wrong with a picture or with JSON, as a sentence.

use badge_core::container::{BakeError, PictureError, PngFault, SlotFault, SvgFault, UnbakeError};
use badge_core::json::JsonError;

use crate::message::{Message, msg};

/// Why a file is no picture that can hold a badge.
pub(crate) fn picture_message(error: &PictureError) -> Message {
    match error {
        PictureError::Empty => msg!("picture-empty"),
        PictureError::TooLarge { bytes, limit } => {
            msg!("picture-too-large", size = mebibytes(*bytes), limit = mebibytes(*limit))
        }
        PictureError::NotAPicture(format) => msg!("picture-other", format = format.to_string()),
        PictureError::TooManyPixels { width, height, .. } => {
            msg!("picture-pixels", width = u64::from(*width), height = u64::from(*height))
        }
        PictureError::Png(fault) => msg!("picture-png", fault = png_message(*fault)),
        PictureError::Svg(fault) => msg!("picture-svg", fault = svg_message(*fault)),
        other => msg!("picture-bad", fault = other.to_string()),
    }
}

/// Why a badge was not baked.
pub(crate) fn bake_message(error: &BakeError) -> Message {
    match error {
        BakeError::Picture(error) => picture_message(error),
        BakeError::AlreadyBaked(_) => msg!("bake-already"),
        BakeError::EmptyText => msg!("bake-text", fault = msg!("slot-empty")),
        BakeError::TextTooLong { .. } => msg!("bake-text", fault = msg!("slot-too-large")),
        BakeError::Character { at } => msg!("bake-text", fault = msg!("bake-character", at = *at)),
        other => msg!("bake-text", fault = other.to_string()),
    }
}

/// Why no badge was taken out.
pub(crate) fn unbake_message(error: &UnbakeError) -> Message {
    match error {
        UnbakeError::Picture(error) => picture_message(error),
        UnbakeError::NoBadge(_) => msg!("unbake-none"),
        UnbakeError::Slot(fault) => msg!("unbake-unreadable", fault = slot_message(*fault)),
        other => msg!("unbake-unreadable", fault = other.to_string()),
    }
}

fn png_message(fault: PngFault) -> Message {
    match fault {
        PngFault::Signature => msg!("png-signature"),
        PngFault::NoHeader => msg!("png-header"),
        PngFault::Truncated { at } => msg!("png-truncated", at = at),
        PngFault::Checksum { at, .. } => msg!("png-checksum", at = at),
        PngFault::TooManyChunks { limit } => msg!("png-chunks", limit = limit),
        PngFault::Pixels => msg!("png-pixels"),
        other => msg!("fault-other", what = other.to_string()),
    }
}

fn svg_message(fault: SvgFault) -> Message {
    match fault {
        SvgFault::Encoding => msg!("svg-encoding"),
        SvgFault::NotWellFormed { at } => msg!("svg-malformed", at = at),
        SvgFault::Truncated => msg!("svg-truncated"),
        SvgFault::InternalSubset => msg!("svg-doctype"),
        SvgFault::TooDeep { .. }
        | SvgFault::TooManyEvents { .. }
        | SvgFault::TooManyBadges { .. }
        | SvgFault::TooManyAttributes => msg!("svg-too-much"),
        other => msg!("fault-other", what = other.to_string()),
    }
}

fn slot_message(fault: SlotFault) -> Message {
    match fault {
        SlotFault::Checksum => msg!("slot-checksum"),
        SlotFault::Malformed => msg!("slot-malformed"),
        SlotFault::NotUtf8 => msg!("slot-not-utf8"),
        SlotFault::Inflates { .. } | SlotFault::TooLarge { .. } => msg!("slot-too-large"),
        SlotFault::Empty => msg!("slot-empty"),
        SlotFault::NotACredential => msg!("slot-no-credential"),
        other => msg!("fault-other", what = other.to_string()),
    }
}

/// Why bytes are no JSON that can be relied on.
pub(crate) fn json_message(error: &JsonError) -> Message {
    match error {
        JsonError::TooLarge { limit, .. } => msg!("json-too-large", limit = mebibytes(*limit)),
        JsonError::NotUtf8 { at } => msg!("json-not-utf8", at = *at + 1),
        JsonError::Syntax { line, column } => msg!("json-syntax", line = *line, column = *column),
        JsonError::Duplicate { name, line } => msg!("json-duplicate", name = name, line = *line),
        JsonError::TooDeep { limit } => msg!("json-too-deep", limit = *limit),
        JsonError::TooMany { limit } => msg!("json-too-many", limit = *limit),
        JsonError::NumberRange { line } => msg!("json-number", line = *line),
        other => msg!("fault-other", what = other.to_string()),
    }
}

fn mebibytes(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / f64::from(1 << 20))
}
