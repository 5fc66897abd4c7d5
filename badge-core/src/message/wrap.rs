//! Lines of 80 columns, or fewer.

/// The width of a page, in columns.
pub(super) const WIDTH: usize = 80;

/// Narrower pages than this cannot be read.
pub(super) const NARROWEST: usize = 40;

/// Breaks a text at spaces (never at no-break spaces) into lines of at most `width` columns. A word that is longer
/// (an address) has its own line and is left whole, so that it can be copied.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// How many columns a terminal gives a text: two for East Asian and emoji characters, none for combining marks.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| match u32::from(c) {
            0x300..=0x36f | 0x200c..=0x200d | 0xfe00..=0xfe0f => 0,
            0x1100..=0x115f
            | 0x2e80..=0xa4cf
            | 0xac00..=0xd7a3
            | 0xf900..=0xfaff
            | 0xfe30..=0xfe6f
            | 0xff00..=0xff60
            | 0xffe0..=0xffe6
            | 0x1f300..=0x1f64f
            | 0x1f680..=0x1f6ff
            | 0x1f900..=0x1faff
            | 0x20000..=0x3fffd => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_spaces_only() {
        assert_eq!(wrap("un deux\u{a0}trois quatre", 12), ["un", "deux\u{a0}trois", "quatre"]);
        assert_eq!(
            wrap("voir https://badges.example.org/b/1 puis", 10),
            ["voir", "https://badges.example.org/b/1", "puis"]
        );
        assert!(wrap("  ", 10).is_empty());
        assert_eq!(columns("été 👍 日本"), 11);
        assert_eq!(columns("e\u{301}te\u{301}"), 3);
    }
}
