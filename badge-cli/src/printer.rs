//! Decides what is printed and where: standard output is data, standard error is for people. Nothing else prints.

use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;

use crate::error::Failure;
use crate::message::{Message, msg};
use crate::text::{Words, legible};

/// The only way to the two streams.
pub(crate) struct Printer {
    words: Words,
    json: bool,
    quiet: bool,
    color_out: bool,
    color_err: bool,
    closed: Cell<bool>,
}

/// What a word on the screen means; every message is clear without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Bad,
    Care,
    Aside,
    Strong,
}

/// Standard output as a place to write to, which keeps what stood in the way.
struct Out<'p> {
    printer: &'p Printer,
    failure: Option<Failure>,
}

impl io::Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.printer.bytes(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(failure) => {
                self.failure = Some(failure);
                Err(io::ErrorKind::Other.into())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Printer {
    pub(crate) fn new(words: Words, json: bool, quiet: bool, color: bool) -> Self {
        let color_out = color && io::stdout().is_terminal();
        let color_err = color && io::stderr().is_terminal();
        Self { words, json, quiet, color_out, color_err, closed: Cell::new(false) }
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    /// Whether machines read standard output.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    pub(crate) fn quiet(&self) -> bool {
        self.quiet
    }

    /// How wide a page may be: as wide as the terminal, or as `COLUMNS` says, and never wider than is good to read.
    pub(crate) fn columns(&self) -> usize {
        let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse::<usize>().ok());
        let seen = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        said.filter(|columns| *columns > 0).or_else(seen).map_or(80, |columns| columns.min(80))
    }

    /// Whether whoever read standard output has gone: no error, but there is no use in going on.
    pub(crate) fn closed(&self) -> bool {
        self.closed.get()
    }

    /// From now on nobody reads standard output: a list of a hundred files inside a story.
    pub(crate) fn mute(&self) {
        self.closed.set(true);
    }

    /// Data, as it is.
    ///
    /// # Errors
    /// When standard output cannot be written (a full disk); a reader that left is none.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        if self.closed.get() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed.set(true);
                Ok(())
            }
            Err(e) => Err(Failure::new(msg!("stdout-failed")).because(crate::error::Cause::Io(e))),
        }
    }

    /// One line of data.
    pub(crate) fn line(&self, text: &str) -> Result<(), Failure> {
        self.bytes(format!("{text}\n").as_bytes())
    }

    /// One object, on one line.
    pub(crate) fn object(&self, value: &impl Serialize) -> Result<(), Failure> {
        match serde_json::to_string(value) {
            Ok(text) => self.line(&text),
            Err(e) => Err(Failure::new(msg!("internal")).why(e)),
        }
    }

    /// The same for one that is never whole in memory: written while it is made.
    pub(crate) fn large_object(&self, value: &impl Serialize) -> Result<(), Failure> {
        let mut out = io::BufWriter::with_capacity(64 << 10, Out { printer: self, failure: None });
        let written = serde_json::to_writer(&mut out, value);
        let ended = written.map_err(io::Error::from).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
        match (out.get_mut().failure.take(), ended) {
            (Some(failure), _) => Err(failure),
            (None, Err(e)) => Err(Failure::new(msg!("internal")).why(e)),
            (None, Ok(())) => Ok(()),
        }
    }

    /// A remark for people.
    pub(crate) fn note(&self, message: &Message) {
        if !self.quiet {
            self.err(&self.words.say(message));
        }
    }

    /// Something that went well.
    pub(crate) fn done(&self, message: &Message) {
        if !self.quiet {
            self.err(&self.paint_err(Tone::Good, &self.words.say(message)));
        }
    }

    /// Something to care about; told even when quiet.
    pub(crate) fn warn(&self, message: &Message) {
        let label = self.paint_err(Tone::Care, &self.words.say(&msg!("label-warning")));
        self.err(&format!("{label} {}", self.words.say(message)));
        if let Some(hint) = self.words.hint(message) {
            self.hint(&hint);
        }
    }

    /// Bare text for people: a table's heading, a blank line.
    pub(crate) fn aside(&self, text: &str) {
        if !self.quiet {
            self.err(text);
        }
    }

    /// A question; the answer is typed behind it.
    pub(crate) fn prompt(&self, question: &Message) {
        let _ = write!(io::stderr().lock(), "{} ", self.words.say(question));
    }

    /// The help that stands in for a missing verb, on standard error.
    pub(crate) fn usage(&self, text: &str) {
        self.err(text.trim_end());
    }

    /// A failed operation: what, where, why, and what to do. With `--json` the same as data.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            let what = self.words.say(&failure.what);
            let causes: Vec<String> = failure.causes.iter().map(|c| c.say(&self.words)).collect();
            let hint = self.words.hint(&failure.what);
            let error = FailureJson {
                code: failure.what.id,
                message: &what,
                path: failure.path.as_ref().map(|p| p.display().to_string()),
                line: failure.line,
                causes: &causes,
                hint: hint.as_deref(),
            };
            let _ = self.object(&ErrorJson { schema: "badge-error/1", error });
            return;
        }
        self.failure_aside(failure);
    }

    /// The same in words on standard error, where standard output belongs to an answer.
    pub(crate) fn failure_aside(&self, failure: &Failure) {
        let what = self.words.say(&failure.what);
        self.err(&format!("{} {what}", self.paint_err(Tone::Bad, &self.words.say(&msg!("label-error")))));
        // A sentence that names the file needs no second line for it.
        let named =
            |path: &std::path::Path| failure.line.is_none() && what.contains(&legible(&path.display().to_string()));
        if let Some(location) = failure.location().filter(|_| !failure.path.as_deref().is_some_and(named)) {
            self.err(&format!("  {}", self.words.say(&msg!("label-where", place = location))));
        }
        for cause in failure.causes.iter().map(|c| c.say(&self.words)) {
            self.err(&format!("  {}", self.words.say(&msg!("label-cause", text = cause))));
        }
        if let Some(hint) = self.words.hint(&failure.what) {
            self.err("");
            self.hint(&hint);
        }
    }

    /// Text with its tone, for standard output.
    pub(crate) fn paint(&self, tone: Tone, text: &str) -> String {
        paint(self.color_out, tone, text)
    }

    pub(crate) fn paint_err(&self, tone: Tone, text: &str) -> String {
        paint(self.color_err, tone, text)
    }

    fn hint(&self, text: &str) {
        self.err(&format!("{} {text}", self.paint_err(Tone::Aside, &self.words.say(&msg!("label-hint")))));
    }

    /// Standard error: nothing can be said about its own failure.
    fn err(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    schema: &'static str,
    error: FailureJson<'a>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    causes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

fn paint(color: bool, tone: Tone, text: &str) -> String {
    if !color {
        return text.to_owned();
    }
    let code = match tone {
        Tone::Good => "32",
        Tone::Bad => "1;31",
        Tone::Care => "33",
        Tone::Aside => "36",
        Tone::Strong => "1",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
