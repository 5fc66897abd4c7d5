//! Dates as they were written before 2.0 (OB2-VER-70).

use crate::json::Value;
use crate::model::ob2::instant;
use crate::time::Timestamp;

/// The latest instant that ten digits can say, as old schemas ask for.
const MOST_SECONDS: f64 = 9_999_999_999.0;

/// An instant in ISO 8601 with its zone, from seconds since 1970 (a number or digits), a day, or a date without zone,
/// which is taken for UTC. `None` when the value needs no change, or is no date at all: the checks tell that.
pub(super) fn iso(value: &Value) -> Option<String> {
    match value {
        Value::Number(_) => {
            let seconds = value.as_f64().filter(|s| (0.0..=MOST_SECONDS).contains(s))?;
            #[allow(clippy::cast_possible_truncation)] // within the bound above
            unix(seconds as i64)
        }
        Value::String(text) if is_seconds(text) => unix(text.parse().ok()?),
        Value::String(text) => {
            let text = text.replace(',', ".");
            let candidates = [text.clone(), format!("{text}T00:00:00Z"), format!("{text}Z")];
            let found = candidates.into_iter().find(|candidate| instant(candidate).is_ok())?;
            Some(found)
        }
        _ => None,
    }
}

/// Nine or ten digits. Fewer would be a day without hyphens, which nobody should guess at.
fn is_seconds(text: &str) -> bool {
    matches!(text.len(), 9 | 10) && text.bytes().all(|c| c.is_ascii_digit())
}

fn unix(seconds: i64) -> Option<String> {
    Timestamp::from_unix(seconds).map(|t| t.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    // OB2-VER-70
    #[test]
    fn old_dates_become_instants() {
        for (old, new) in [
            (r#"1392000000"#, Some("2014-02-10T02:40:00Z")),
            (r#""1392000000""#, Some("2014-02-10T02:40:00Z")),
            (r#"1392000000.9"#, Some("2014-02-10T02:40:00Z")),
            (r#""2014-02-10""#, Some("2014-02-10T00:00:00Z")),
            (r#""2014-02-10T12:30:00""#, Some("2014-02-10T12:30:00Z")),
            (r#""2014-02-10T12:30:00,5Z""#, Some("2014-02-10T12:30:00.5Z")),
            (r#""2014-02-10T12:30+0100""#, Some("2014-02-10T12:30+0100")),
            (r#""20140210""#, None),
            (r#""hier""#, None),
            ("-1", None),
            ("1e15", None),
            ("true", None),
        ] {
            let value = crate::json::parse(old.as_bytes(), &crate::limits::Limits::default()).unwrap();
            assert_eq!(iso(&value).as_deref(), new, "{old}");
        }
    }
}
