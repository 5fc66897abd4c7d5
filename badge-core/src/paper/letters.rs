//! Lines of text: what the font can write, where a line breaks, how wide it is.

use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::picture::font::{self, Letters};

/// The two weights of the font.
pub(super) struct Hand {
    regular: Weight,
    bold: Weight,
}

struct Weight {
    font: Font,
    letters: Letters,
}

/// Letters of one size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) bold: bool,
    pub(super) points: f32,
    /// Room between letters, in parts of their size.
    pub(super) apart: f32,
}

impl Size {
    pub(super) const fn regular(points: f32) -> Self {
        Self { bold: false, points, apart: 0.0 }
    }

    pub(super) const fn bold(points: f32) -> Self {
        Self { bold: true, points, apart: 0.0 }
    }

    /// From one baseline to the next.
    pub(super) fn leading(self) -> f32 {
        self.points * if self.bold { 1.22 } else { 1.42 }
    }
}

/// A text broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<String>,
    pub(super) size: Size,
    /// Whether something had to be left out.
    pub(super) cut: bool,
}

impl Block {
    pub(super) fn height(&self) -> f32 {
        // A number of lines on a page.
        #[allow(clippy::cast_precision_loss)]
        let lines = self.lines.len() as f32;
        lines * self.size.leading()
    }
}

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Whole,
    /// Without signs that the font does not have: pictograms.
    WithoutSigns,
}

impl Hand {
    /// `None` would mean that the font compiled in is broken.
    pub(super) fn new() -> Option<Self> {
        let weight =
            |bytes: &'static [u8]| Some(Weight { font: Font::new(bytes.into(), 0)?, letters: Letters::of(bytes)? });
        Some(Self { regular: weight(font::REGULAR)?, bold: weight(font::BOLD)? })
    }

    fn weight(&self, bold: bool) -> &Weight {
        if bold { &self.bold } else { &self.regular }
    }

    pub(super) fn font(&self, bold: bool) -> Font {
        self.weight(bold).font.clone()
    }

    /// The text as the font can write it: on one line, in composed letters. `None` when it holds letters that the font
    /// does not have: a word without some of its letters would be another word.
    pub(super) fn clean(&self, text: &str) -> Option<(String, Written)> {
        let (mut out, mut written) = (String::with_capacity(text.len()), Written::Whole);
        for c in font::composed(text) {
            let c = match c {
                '\u{a0}' | '\u{2007}' | '\u{202f}' => '\u{a0}',
                c if c.is_whitespace() || c.is_control() => ' ',
                c => c,
            };
            if c == ' ' && (out.is_empty() || out.ends_with(' ')) {
                continue;
            }
            let known =
                c == '\u{a0}' || self.bold.letters.glyph(c).is_some() && self.regular.letters.glyph(c).is_some();
            match known {
                true => out.push(c),
                false if c.is_alphanumeric() => return None,
                false => written = Written::WithoutSigns,
            }
        }
        out.truncate(out.trim_end().len());
        Some((font::held(&out), written))
    }

    /// The width of a line in points.
    pub(super) fn width(&self, text: &str, size: Size) -> f32 {
        let mut end = 0.0;
        let mut count: u16 = 0;
        let letters = &self.weight(size.bold).letters;
        letters.walk(text, |_, _, after| {
            end = after;
            count = count.saturating_add(1);
        });
        // Ends of lines on paper.
        #[allow(clippy::cast_possible_truncation)]
        let width = (end / letters.per_em()) as f32;
        (width + size.apart * f32::from(count.saturating_sub(1))) * size.points
    }

    /// The glyphs of a line of cleaned text, one a letter.
    pub(super) fn glyphs(&self, text: &str, size: Size) -> Vec<KrillaGlyph> {
        let letters = &self.weight(size.bold).letters;
        let mut all: Vec<KrillaGlyph> = Vec::with_capacity(text.len());
        let mut begins: Vec<f64> = Vec::with_capacity(text.len() + 1);
        let mut end = 0.0;
        let mut places = text.char_indices();
        letters.walk(text, |glyph, before, after| {
            let Some((at, c)) = places.next() else { return };
            begins.push(before);
            end = after;
            all.push(KrillaGlyph {
                glyph_id: GlyphId::new(u32::from(glyph.0)),
                text_range: at..at + c.len_utf8(),
                x_advance: 0.0,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            });
        });
        begins.push(end);
        for (glyph, pair) in all.iter_mut().zip(begins.windows(2)) {
            // Parts of the size of a letter.
            #[allow(clippy::cast_possible_truncation)]
            let advance = ((pair[1] - pair[0]) / letters.per_em()) as f32;
            glyph.x_advance = advance + size.apart;
        }
        all
    }

    /// Breaks a text into lines at most `room` points wide. A word that is wider is broken within.
    pub(super) fn broken(&self, text: &str, size: Size, room: f32) -> Vec<String> {
        let space = self.width(" ", size) + 2.0 * size.apart * size.points;
        let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0);
        for word in text.split(' ').filter(|w| !w.is_empty()) {
            let width = self.width(word, size);
            if !line.is_empty() && used + space + width > room {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            if width <= room {
                line.push_str(word);
                used += width;
                continue;
            }
            for c in word.chars() {
                let width = self.width(c.encode_utf8(&mut [0; 4]), size) + size.apart * size.points;
                if used + width > room && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(c);
                used += width;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// A text in at most `most` lines: smaller where it does not fit, down to `least` points, then cut.
    pub(super) fn fitted(&self, text: &str, size: Size, least: f32, room: f32, most: usize) -> Block {
        let mut size = size;
        loop {
            let lines = self.broken(text, size, room);
            if lines.len() <= most {
                return Block { lines, size, cut: false };
            }
            if size.points <= least {
                return Block { lines: self.cut(lines, size, room, most), size, cut: true };
            }
            // In steps of a tenth at least, so that a title of a thousand words is not measured a hundred times.
            size.points = (size.points * 0.93).max(least);
        }
    }

    fn cut(&self, mut lines: Vec<String>, size: Size, room: f32, most: usize) -> Vec<String> {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            // Whole words, unless the first of them is wider than the line.
            while !last.is_empty() && self.width(&format!("{last}…"), size) > room {
                match last.rfind(' ') {
                    Some(at) => last.truncate(at),
                    None => drop(last.pop()),
                }
            }
            last.truncate(last.trim_end_matches([' ', ',', ';', ':', '.', '-', '–']).len());
            last.push('…');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_whatever_the_words_are() {
        let hand = Hand::new().unwrap();
        let long =
            "Découpe ".repeat(38) + "anticonstitutionnellementanticonstitutionnellementanticonstitutionnellement";
        let block = hand.fitted(&long, Size::bold(27.0), 14.0, 300.0, 4);
        assert!(block.cut && block.lines.len() == 4 && block.lines[3].ends_with('…'));
        assert!((block.size.points - 14.0).abs() < 0.01);
        for text in [long.as_str(), "Un mot", ""] {
            for line in hand.broken(text, Size::regular(11.0), 200.0) {
                assert!(hand.width(&line, Size::regular(11.0)) <= 200.5, "{line}");
            }
        }
        let short = hand.fitted("Premiers pas", Size::bold(27.0), 14.0, 300.0, 3);
        assert_eq!((short.lines.len(), short.cut), (1, false));
    }

    #[test]
    fn glyphs_are_as_wide_as_their_line_is_measured() {
        let hand = Hand::new().unwrap();
        for size in [Size::bold(20.0), Size::regular(11.0), Size { apart: 0.1, ..Size::bold(10.0) }] {
            let (text, _) = hand.clean("AVATAR L’été à Caen : « œuvre »").unwrap();
            let glyphs = hand.glyphs(&text, size);
            assert_eq!(glyphs.len(), text.chars().count());
            let sum: f32 = glyphs.iter().map(|g| g.x_advance * size.points).sum();
            assert!((sum - hand.width(&text, size) - size.apart * size.points).abs() < 0.05);
        }
    }

    #[test]
    fn a_word_is_whole_or_not_written() {
        let hand = Hand::new().unwrap();
        assert_eq!(
            hand.clean("Réparer\n un  vélo 🛠\u{fe0f}").unwrap(),
            ("Réparer un vélo".into(), Written::WithoutSigns)
        );
        assert_eq!(hand.clean("Re\u{301}parer").unwrap(), ("Réparer".into(), Written::Whole));
        assert_eq!(hand.clean("إصلاح"), None);
        assert_eq!(hand.clean("Atelier 修理"), None);
    }
}
