//! What is wrong with a picture, as a sentence.

use badge_core::container::{BakeError, PictureError, UnbakeError};

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
        PictureError::Png(fault) => msg!("picture-png", fault = fault.to_string()),
        PictureError::Svg(fault) => msg!("picture-svg", fault = fault.to_string()),
        other => msg!("picture-bad", fault = other.to_string()),
    }
}

/// Why a badge was not baked.
pub(crate) fn bake_message(error: &BakeError) -> Message {
    match error {
        BakeError::Picture(error) => picture_message(error),
        BakeError::AlreadyBaked(_) => msg!("bake-already"),
        other => msg!("bake-text", fault = other.to_string()),
    }
}

/// Why no badge was taken out.
pub(crate) fn unbake_message(error: &UnbakeError) -> Message {
    match error {
        UnbakeError::Picture(error) => picture_message(error),
        UnbakeError::NoBadge(_) => msg!("unbake-none"),
        other => msg!("unbake-unreadable", fault = other.to_string()),
    }
}

fn mebibytes(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / f64::from(1 << 20))
}
