//! Colour, only where a terminal wants it. Every page is clear without.

/// Whether a page may use the colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Text alone.
    #[default]
    Plain,
    /// ANSI escape sequences: bold, and the terminal's own green, red, yellow and cyan.
    Ansi,
}

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Strong,
    Good,
    Bad,
    Open,
    Hint,
}

impl Style {
    /// The text in that tone. Colours never carry meaning alone.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        let code = match (self, tone) {
            (Self::Plain, _) => return text.to_owned(),
            (Self::Ansi, Tone::Strong) => "1",
            (Self::Ansi, Tone::Good) => "1;32",
            (Self::Ansi, Tone::Bad) => "1;31",
            (Self::Ansi, Tone::Open) => "1;33",
            (Self::Ansi, Tone::Hint) => "36",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
