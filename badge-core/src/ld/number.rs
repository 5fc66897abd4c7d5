//! Numbers as RDF texts (JSON-LD 1.1 API, section 8.6).

/// Whether a number is written as an `xsd:integer`: it is whole and below 10^21.
pub(super) fn is_integer(n: f64) -> bool {
    n.fract() == 0.0 && n.abs() < 1e21
}

/// A whole number, in digits.
pub(super) fn integer(n: f64) -> String {
    let n = if n == 0.0 { 0.0 } else { n }; // there is no -0 among the integers
    format!("{n:.0}")
}

/// The canonical form of an `xsd:double`: sixteen digits at most, `E`, at least one digit after the point.
pub(super) fn double(n: f64) -> String {
    let n = if n == 0.0 { 0.0 } else { n };
    let exact = format!("{n:.30e}");
    let (digits, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // Half way between two: ECMAScript takes the larger, Rust the even one.
    let half = fraction.get(15..).is_some_and(|rest| rest.starts_with('5') && rest[1..].bytes().all(|c| c == b'0'));
    let rounded;
    let (whole, fraction, exponent) = if half {
        rounded = round_up(whole, &fraction[..15], exponent);
        (rounded.0.as_str(), rounded.1.as_str(), rounded.2.as_str())
    } else {
        rounded = split(&format!("{n:.15e}"));
        (rounded.0.as_str(), rounded.1.as_str(), rounded.2.as_str())
    };
    let fraction = fraction.trim_end_matches('0');
    format!("{whole}.{}E{exponent}", if fraction.is_empty() { "0" } else { fraction })
}

fn split(text: &str) -> (String, String, String) {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    (whole.to_owned(), fraction.to_owned(), exponent.to_owned())
}

/// The digits with one added to the last.
fn round_up(whole: &str, fraction: &str, exponent: &str) -> (String, String, String) {
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |w| ("-", w));
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    for digit in digits.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit += 1;
            let text: String = digits.iter().map(|d| char::from(*d)).collect();
            return (format!("{sign}{}", &text[..1]), text[1..].to_owned(), exponent.to_owned());
        }
    }
    // All nines: no double is half way there, since 10^k itself is nearer.
    (format!("{sign}{whole}"), fraction.to_owned(), exponent.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers() {
        for (n, text) in [(42.0, "42"), (-0.0, "0"), (-7.0, "-7"), (1e20, "100000000000000000000")] {
            assert!(is_integer(n));
            assert_eq!(integer(n), text);
        }
        assert!(!is_integer(0.5) && !is_integer(1e21) && !is_integer(1e-7));
    }

    #[test]
    fn doubles() {
        for (n, text) in [
            (5.5, "5.5E0"),
            (0.1, "1.0E-1"),
            (-0.0, "0.0E0"),
            (42.0, "4.2E1"),
            (1e21, "1.0E21"),
            (1.0 / 3.0, "3.333333333333333E-1"),
            (-1234.5678, "-1.2345678E3"),
            (1e-7, "1.0E-7"),
            (0.1 + 0.2, "3.0E-1"),
            (f64::MAX, "1.797693134862316E308"),
            // Exactly half way: up, as ECMAScript's toExponential(15) does.
            (2_251_799_813_685_248.5, "2.251799813685249E15"),
            (2_251_799_813_685_249.5, "2.25179981368525E15"),
            (-2_251_799_813_685_248.5, "-2.251799813685249E15"),
        ] {
            assert_eq!(double(n), text);
        }
    }
}
