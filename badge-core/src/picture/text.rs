//! Text made to fit: as large as there is room for, in as many lines as it takes, shortened when nothing else helps.

use super::font::{Letters, composed, held};

/// From one baseline to the next, in sizes.
const LEADING: f64 = 1.16;
/// Height of a capital, and how far a letter reaches below the line, in sizes.
const CAPITAL: f64 = 0.714;
const BELOW: f64 = 0.2;

/// Where text may stand, about a vertical axis.
pub(super) struct Room<'a> {
    pub(super) axis: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// The width that there is between two heights.
    pub(super) width: &'a dyn Fn(f64, f64) -> f64,
    pub(super) largest: f64,
    pub(super) smallest: f64,
    pub(super) lines: usize,
}

/// Text that stands in its room.
pub(super) struct Fitted {
    /// Path data; empty without text.
    pub(super) outlines: String,
    /// What of it is shown, when it is not the whole text.
    pub(super) shortened: Option<String>,
}

/// The part of a text that can be written, and the first letter or sign that cannot.
pub(super) struct Writable {
    pub(super) text: String,
    pub(super) missing: Option<char>,
}

/// Leaves out signs (emoji, for instance) that the font lacks. A single letter that it lacks leaves out the whole text:
/// half a name is worse than none.
pub(super) fn writable(letters: &Letters, text: &str) -> Writable {
    let all = composed(text);
    let missing = |c: &&char| !letters.has(**c);
    let first = all.iter().find(missing).copied();
    let letter = all.iter().filter(missing).find(|c| c.is_alphanumeric()).copied();
    if letter.is_some() {
        return Writable { text: String::new(), missing: letter };
    }
    let kept: String = all.iter().filter(|c| letters.has(**c)).collect();
    let words = kept.split(breaks).filter(|word| !word.is_empty());
    Writable { text: held(&words.collect::<Vec<_>>().join(" ")), missing: first }
}

/// Whether a line may end here: not at a space that does not break.
fn breaks(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
}

/// Puts a text in its room, centred.
pub(super) fn fit(letters: &Letters, text: &str, room: &Room<'_>) -> Fitted {
    // A space that does not break stays inside its word.
    let words: Vec<&str> = text.split(breaks).collect();
    let words: Vec<(&str, f64)> = words.into_iter().filter(|w| !w.is_empty()).map(|w| (w, letters.width(w))).collect();
    if words.is_empty() {
        return Fitted { outlines: String::new(), shortened: None };
    }
    let space = letters.width(" ");
    let mut size = room.largest;
    while size >= room.smallest {
        for lines in 1..=room.lines.min(words.len()) {
            if let Some(broken) = balanced(&words, space, size, lines, room) {
                return Fitted { outlines: set(letters, &broken, size, room), shortened: None };
            }
        }
        size -= 1.0;
    }
    let broken = shortened(letters, &words, room);
    Fitted { outlines: set(letters, &broken, room.smallest, room), shortened: Some(broken.join(" ")) }
}

/// The baseline of line `n` of `lines`.
fn baseline(room: &Room<'_>, size: f64, n: usize, lines: usize) -> f64 {
    let height = (lines - 1) as f64 * LEADING * size + CAPITAL * size;
    (room.top + room.bottom - height) / 2.0 + CAPITAL * size + n as f64 * LEADING * size
}

fn width_of_line(room: &Room<'_>, size: f64, n: usize, lines: usize) -> f64 {
    let y = baseline(room, size, n, lines);
    (room.width)(y - CAPITAL * size, y + BELOW * size)
}

/// The words in so many lines, the longest as short as can be; `None` when they do not fit.
fn balanced(words: &[(&str, f64)], space: f64, size: f64, lines: usize, room: &Room<'_>) -> Option<Vec<String>> {
    let height = ((lines - 1) as f64 * LEADING + CAPITAL + BELOW) * size;
    if height > room.bottom - room.top {
        return None;
    }
    let widths: Vec<f64> = (0..lines).map(|n| width_of_line(room, size, n, lines)).collect();
    let mut best = broken(words, space, size, &widths)?;
    for percent in (40..100).rev().step_by(3) {
        let narrow: Vec<f64> = widths.iter().map(|w| w * f64::from(percent) / 100.0).collect();
        match broken(words, space, size, &narrow) {
            Some(better) => best = better,
            None => break,
        }
    }
    Some(best)
}

/// The words filled into lines of these widths, one after the other; `None` when some are left, or a line stays empty.
fn broken(words: &[(&str, f64)], space: f64, size: f64, widths: &[f64]) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::with_capacity(widths.len());
    let mut rest = words;
    for width in widths {
        let (mut line, mut used) = (String::new(), 0.0);
        while let Some(((word, unit), after)) = rest.split_first() {
            let more = if line.is_empty() { 0.0 } else { space * size } + unit * size;
            if used + more > *width {
                break;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            used += more;
            rest = after;
        }
        if line.is_empty() {
            return None;
        }
        out.push(line);
    }
    rest.is_empty().then_some(out)
}

/// As much as the room holds at the smallest size, with an ellipsis where it stops.
fn shortened(letters: &Letters, words: &[(&str, f64)], room: &Room<'_>) -> Vec<String> {
    let size = room.smallest;
    let height = room.bottom - room.top;
    let lines = (1..=room.lines).rev().find(|n| ((n - 1) as f64 * LEADING + CAPITAL + BELOW) * size <= height);
    let lines = lines.unwrap_or(1);
    let mut rest: String = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
    let mut out = Vec::new();
    for n in 0..lines {
        let width = width_of_line(room, size, n, lines);
        let fits = |text: &str| letters.width(text) * size <= width;
        let last = n + 1 == lines;
        let cut = if last { "…" } else { "-" };
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let next = at + c.len_utf8();
            if !fits(&format!("{}{cut}", &rest[..next])) {
                break;
            }
            end = next;
        }
        // Between words where there is one; inside a word that is as long as a line.
        let inside = end < rest.len() && !rest[end..].starts_with(' ');
        let space = rest[..end].rfind(' ').filter(|_| inside);
        end = space.unwrap_or(end);
        let mut line = rest[..end].trim().to_owned();
        if end < rest.len() && (last || (inside && space.is_none())) {
            line.push_str(cut);
        }
        out.push(line);
        if end == rest.len() {
            break;
        }
        rest = rest[end..].trim_start().to_owned();
    }
    out
}

fn set(letters: &Letters, lines: &[String], size: f64, room: &Room<'_>) -> String {
    let mut data = String::new();
    for (n, line) in lines.iter().enumerate() {
        let x = room.axis - letters.width(line) * size / 2.0;
        letters.outline(&mut data, line, size, (x, baseline(room, size, n, lines.len())));
    }
    data
}
