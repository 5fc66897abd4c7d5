//! What attached files are called.

use std::collections::BTreeSet;

/// Letters of a name, its ending not counted: what file systems and the lists of viewers can show.
const LETTERS: usize = 80;

/// A name that is safe to save under anywhere: the last part of a path, without what a file system would take for
/// something else, and not one that is taken already (whatever its case).
pub(super) fn unique(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, ending) = parts(wanted);
    let mut name = format!("{stem}{ending}");
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{stem}-{number}{ending}");
        number += 1;
    }
    name
}

fn parts(wanted: &str) -> (String, String) {
    let last = wanted.rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless = |c: char| {
        let turns =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if c.is_control() || turns || "<>:\"|?*".contains(c) { '_' } else { c }
    };
    let clean: String = last.chars().map(harmless).collect();
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => (stem, format!(".{ending}")),
        _ => (clean, String::new()),
    };
    let mut stem: String = stem.chars().take(LETTERS).collect();
    if stem.is_empty() || is_device(&stem) {
        stem.insert_str(0, "badge");
    }
    (stem, ending)
}

/// Names that Windows keeps for devices, whatever their ending.
fn is_device(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    let numbered =
        |kind: &str| lower.strip_prefix(kind).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    matches!(lower.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// The same in ASCII, for readers that know no more (the `F` of a file specification).
pub(super) fn plain(name: &str) -> String {
    name.chars().map(|c| if matches!(c, ' '..='~') { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_differ() {
        let mut taken = BTreeSet::from(["badge.png".to_owned()]);
        for (wanted, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\badges\\Badge.PNG", "Badge-2.PNG"),
            ("badge.png", "badge-3.png"),
            ("Découpe laser.json", "Découpe laser.json"),
            ("a:b\u{202e}gnp.json", "a_b_gnp.json"),
            (".hidden", "hidden"),
            ("...", "badge"),
            ("", "badge-2"),
            ("NUL.json", "badgeNUL.json"),
            ("com7", "badgecom7"),
            ("common.json", "common.json"),
        ] {
            assert_eq!(unique(wanted, &mut taken), expected, "{wanted}");
        }
        let long = unique(&format!("{}.json", "é".repeat(300)), &mut taken);
        assert_eq!((long.chars().count(), long.ends_with(".json")), (LETTERS + 5, true));
        assert_eq!(plain("Découpe.json"), "D_coupe.json");
    }
}
