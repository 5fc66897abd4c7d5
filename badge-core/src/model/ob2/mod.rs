//! Open Badges 2.0 documents.

mod keep;
mod normal;
mod read;

pub use keep::keep;
pub(crate) use normal::Lost;
pub use normal::Normal;
pub use read::{profile, read};
pub mod write;

use crate::time::{TimeError, Timestamp};

/// Reads an instant as OB 2.0 allows it: ISO 8601 with date, time and zone, seconds optional, the zone written `Z`,
/// `+hh`, `+hhmm` or `+hh:mm`.
///
/// # Errors
/// See [`TimeError`].
pub fn instant(text: &str) -> Result<Timestamp, TimeError> {
    let strict = Timestamp::parse(text);
    if strict.is_ok() {
        return strict;
    }
    let Some((date, time)) = text.split_once(['T', 't']) else { return strict };
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return strict,
    };
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    let zone = match zone.len() {
        3 => format!("{zone}:00"),
        5 if zone.is_char_boundary(3) => format!("{}:{}", &zone[..3], &zone[3..]),
        _ => zone.to_owned(),
    };
    Timestamp::parse(&format!("{date}T{clock}{seconds}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // OB2-DM-15: every spelling of ISO 8601 with a zone, no Unix number, no date alone.
    #[test]
    fn instants_in_all_their_spellings() {
        let noon = Timestamp::parse("2026-03-02T12:00:00Z").unwrap();
        for text in
            ["2026-03-02T12:00Z", "2026-03-02T13:00:00+01", "2026-03-02T13:00:00+0100", "2026-03-02T14:00+02:00"]
        {
            assert_eq!(instant(text), Ok(noon), "{text}");
        }
        for text in ["2026-03-02", "2026-03-02T12:00:00", "1772442000", "2026-03-02T12Z", "2026-03-02Té:00Z", ""] {
            assert!(instant(text).is_err(), "{text}");
        }
    }
}
