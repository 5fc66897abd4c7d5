//! What is written on a page: letters put together into lines, and the addresses in them.

use super::super::opening::Opening;
use super::super::{LinkKind, prose};

/// Letters of one page that are kept.
const LETTERS: usize = 1 << 20;

/// The text of a page, in the order in which it is drawn.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) text: String,
    /// Where the last letter ended, in which direction it ran.
    last: Option<((f32, f32), (f32, f32))>,
}

impl Lines {
    /// One letter (or several that one code stands for) from one place to another. `size` is that of the font.
    pub(super) fn add(&mut self, letters: &str, from: (f32, f32), to: (f32, f32), size: f32) {
        if letters.is_empty() || self.text.len() > LETTERS {
            return;
        }
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let direction = if length > 0.0 { (dx / length, dy / length) } else { (1.0, 0.0) };
        if let Some((end, along)) = self.last {
            let (gap_x, gap_y) = (from.0 - end.0, from.1 - end.1);
            let gap = gap_x * along.0 + gap_y * along.1;
            let aside = gap_x * along.1 - gap_y * along.0;
            let straight = direction.0 * along.0 + direction.1 * along.1 > 0.9;
            if !straight || aside.abs() > 0.4 * size || gap < -0.6 * size {
                self.text.push('\n');
            } else if gap > 0.2 * size && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
        }
        self.text.push_str(letters);
        self.last = Some((to, direction));
    }

    /// Where another text begins.
    pub(super) fn end(&mut self) {
        self.last = None;
        self.text.push('\n');
    }
}

/// Reports the addresses in a text that may lead to a badge, also those that are broken over lines, and the
/// credentials.
pub(super) fn look(opening: &mut Opening<'_>, text: &str) {
    let mut left = opening.readings_left();
    for url in prose::readings(text, &mut left).filter(|url| LinkKind::of(url) != LinkKind::Other) {
        opening.link(url);
    }
    opening.leave_readings(left);
    prose::look_for_credentials(opening, text);
}

#[cfg(test)]
mod tests {
    use super::super::super::{Format, tally};
    use super::*;
    use crate::limits::Limits;

    fn found(text: &str) -> Vec<String> {
        let limits = Limits::default();
        let mut opening = Opening::new(Format::Pdf, &limits);
        look(&mut opening, text);
        opening.finish().links.iter().map(|link| link.url.as_str().to_owned()).collect()
    }

    // What begins within an address is a part of it, in the same line; in the next line it is another address.
    #[test]
    fn an_address_within_an_address_is_none_of_its_own() {
        let (one, two) = ("https://a.example.org/badges/1", "https://b.example.org/badges/2");
        assert_eq!(found(&format!("{one}?u={two} {two}")), [format!("{one}?u={two}"), two.to_owned()]);
        assert_eq!(found(&format!("{one}/\n{two}")), [format!("{one}/"), two.to_owned()]);
        let long = format!("{one}/{}", "1".repeat(prose::ADDRESS));
        assert_eq!(found(&format!("{long}{two} {two}")), [two]);
    }

    #[test]
    fn repeated_beginnings_are_read_once() {
        for between in ["", " ", "\n"] {
            let many = format!("http://{between}").repeat(50_000);
            // Each word once, and once more as what may follow the one before, and without the sentence around it.
            let searched = tally::of(|| assert!(found(&many).is_empty()));
            assert!(searched <= 8 * many.len(), "{searched} for {}", many.len());
        }
    }

    #[test]
    fn letters_become_words_and_lines() {
        let mut lines = Lines::default();
        for (letter, x, y) in [("a", 0.0, 0.0), ("b", 5.0, 0.0), ("c", 13.0, 0.0), ("d", 0.0, -12.0)] {
            lines.add(letter, (x, y), (x + 5.0, y), 10.0);
        }
        lines.end();
        assert_eq!(lines.text, "ab c\nd\n");
    }
}
