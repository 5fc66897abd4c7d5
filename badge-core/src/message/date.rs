//! Dates and sizes as people write them.

use super::Catalog;
use crate::time::Timestamp;

/// The day of an instant, in the instant's own offset: `2 mars 2026`, `2 March 2026`.
#[must_use]
pub fn date(catalog: &Catalog, at: Timestamp) -> String {
    let (year, month, day) = at.ymd();
    catalog.text("date", &[("day", &day.to_string()), ("month", &month.to_string()), ("year", &year.to_string())])
}

/// A number of bytes in round units of a thousand: `800 octets`, `12 ko`, `33 Mo`.
#[must_use]
pub fn size(catalog: &Catalog, bytes: u64) -> String {
    let (number, unit) = match bytes {
        0..1_000 => (bytes, "bytes"),
        1_000..999_500 => ((bytes + 500) / 1_000, "kilo"),
        _ => (bytes.saturating_add(500_000) / 1_000_000, "mega"),
    };
    catalog.text("size", &[("number", &number.to_string()), ("unit", unit)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    #[test]
    fn dates_and_sizes_for_people() {
        let (fr, en) = (Catalog::new(Lang::Fr, &[]), Catalog::new(Lang::En, &[]));
        let at = |t| Timestamp::parse(t).unwrap();
        assert_eq!(date(&fr, at("2026-03-02T10:00:00Z")), "2 mars 2026");
        assert_eq!(date(&fr, at("2026-08-01T00:30:00+02:00")), "1er août 2026");
        assert_eq!(date(&en, at("2026-12-31T23:59:59Z")), "31 December 2026");
        assert_eq!(size(&fr, 1), "1\u{a0}octet");
        assert_eq!(size(&fr, 999), "999\u{a0}octets");
        assert_eq!(size(&en, 999_499), "999\u{a0}kB");
        assert_eq!(size(&en, 999_500), "1\u{a0}MB");
        assert_eq!(size(&fr, 32 << 20), "34\u{a0}Mo");
        assert_eq!(size(&fr, u64::MAX).split('\u{a0}').count(), 2);
    }
}
