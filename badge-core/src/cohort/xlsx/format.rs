//! What a cell shows, by its number format: days, plain numbers.

use crate::time::Timestamp;

/// The formats that a workbook names by number alone, as far as they are the same everywhere.
pub(super) const fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        _ => "",
    }
}

/// Whether a format that is named by number alone shows days.
pub(super) const fn is_day(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=36 | 50..=58)
}

/// Whether a number format shows days: `dd/mm/yyyy`, but not `0.00" dollars"` nor `[Red]`.
pub(super) fn shows_day(code: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    code.chars().any(|c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            'd' | 'D' | 'y' | 'Y' | 'j' | 'J' | 'a' | 'A' if !quoted && !bracket => return !matches!(c, 'a' | 'A'),
            _ => {}
        }
        false
    })
}

/// The day of a serial number: days since 1899-12-30, or since 1904-01-01.
pub(in crate::cohort) fn day_of(serial: f64, epoch_1904: bool) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    // Just found to be small.
    #[allow(clippy::cast_possible_truncation)]
    let days = serial.floor() as i64 + if epoch_1904 { 1_462 } else { 0 } - 25_569;
    Some(Timestamp::from_unix(days * 86_400)?.day())
}

/// Whether a formula is a constant: LibreOffice keeps a ticked box so, and computes nothing.
pub(in crate::cohort) fn is_truth(formula: &str) -> bool {
    matches!(formula.trim().to_ascii_uppercase().as_str(), "TRUE()" | "FALSE()")
}

/// `2012.0` as people write it.
pub(in crate::cohort) fn number(raw: &str) -> String {
    match raw.trim().parse::<f64>() {
        #[allow(clippy::cast_possible_truncation)]
        Ok(n) if n.fract() == 0.0 && n.abs() < 1e15 => (n as i64).to_string(),
        _ => raw.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers() {
        assert_eq!(day_of(46_083.75, false).as_deref(), Some("2026-03-02"));
        assert_eq!(day_of(44_621.0, true).as_deref(), Some("2026-03-02"));
        assert_eq!((day_of(f64::NAN, false), day_of(-1.0, false), day_of(1e300, false)), (None, None, None));
        assert_eq!(
            (number("2012.0").as_str(), number("1.5").as_str(), number("1E3").as_str()),
            ("2012", "1.5", "1000")
        );
    }

    #[test]
    fn formats_that_show_days() {
        for day in ["dd/mm/yyyy", "d mmm yy", "[$-40C]d mmmm yyyy;@", "yyyy\\-mm\\-dd"] {
            assert!(shows_day(day), "{day}");
        }
        for other in ["0.00", "General", "[Red]0", "0\" days\"", "hh:mm", "# ##0 €"] {
            assert!(!shows_day(other), "{other}");
        }
    }
}
