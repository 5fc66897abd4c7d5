//! Makes a text from outside harmless to a terminal, a page, or a reader's eye.

/// The text on one line, without what could deceive: control characters become `�`, marks that turn the direction of
/// writing or hide are dropped, white space becomes single spaces.
///
/// The joiners that emoji and several scripts need are kept.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            // No-break spaces are typography, and stay.
            '\u{a0}' | '\u{202f}' => out.push(c),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_control() => out.push('\u{fffd}'),
            c if crate::text::is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The same, cut after `most` characters with `…`, which people can see.
#[must_use]
pub fn plain_within(text: &str, most: usize) -> String {
    // A bound on the work as well: nothing that is cut off is looked at.
    let begin: String = text.chars().take(most.saturating_mul(4).saturating_add(16)).collect();
    let whole = begin.len() == text.len();
    let text = plain(&begin);
    if whole && text.chars().count() <= most {
        return text;
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// As [`plain_within`], for a place between quotation marks: it cannot close them and go on in our own voice.
#[must_use]
pub fn quoted_within(text: &str, most: usize) -> String {
    let inner = |c| match c {
        '«' => '‹',
        '»' => '›',
        '“' | '„' | '‟' | '"' | '＂' => '‘',
        '”' | '″' | '〞' => '’',
        c => c,
    };
    plain_within(text, most).chars().map(inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        assert_eq!(plain("\u{1b}[31mRouge\u{7}\u{9b}2J"), "\u{fffd}[31mRouge\u{fffd}\u{fffd}2J");
        assert_eq!(plain("moc.elpmaxe\u{202e}\u{2066}a\u{200b}b\u{feff}"), "moc.elpmaxeab");
        assert_eq!(plain("  Le\n\r\tDôme \u{2028} \u{85}ici "), "Le Dôme ici");
        assert_eq!(plain("👩\u{200d}🔬 l’été\u{202f}!"), "👩\u{200d}🔬 l’été\u{202f}!");
        assert_eq!(plain("\u{e0041}\u{e007f}"), "");
    }

    #[test]
    fn nothing_gets_out_of_quotation_marks() {
        assert_eq!(quoted_within("a.png ».\n✓ Authentique « b", 60), "a.png ›. ✓ Authentique ‹ b");
        assert_eq!(quoted_within("a.png”. “b", 60), "a.png’. ‘b");
        assert_eq!(quoted_within("découpe laser", 8), "découpe…");
    }

    #[test]
    fn cutting_is_visible() {
        assert_eq!(plain_within("découpe", 7), "découpe");
        assert_eq!(plain_within("découpe laser", 8), "découpe…");
        assert_eq!(plain_within("découpe laser", 9), "découpe…");
        let long = "\u{202e}".repeat(1_000_000);
        assert_eq!(plain_within(&long, 10), "…");
        assert_eq!(plain_within("ab", 0), "…");
    }
}
