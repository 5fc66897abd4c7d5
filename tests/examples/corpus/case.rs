//! A case before it is written down.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use badge_core::json::Value;
use badge_core::resource::{Answer, Body, Index};
use badge_core::time::Timestamp;
use badge_tests::corpus::url;

/// The instant for which the cases are judged, unless they say otherwise.
pub(crate) const NOW: &str = "2026-06-01T12:00:00Z";

pub(crate) struct Case {
    pub(crate) name: &'static str,
    sentence: &'static str,
    file: &'static str,
    badge: Vec<u8>,
    web: Vec<(String, Answer)>,
    lists: Vec<(&'static str, Vec<u8>)>,
    lines: Vec<(&'static str, String)>,
}

impl Case {
    /// A case about a document.
    pub(crate) fn json(name: &'static str, sentence: &'static str, badge: &Value) -> Self {
        Self::bytes(name, sentence, "badge.json", badge.to_pretty().into_bytes())
    }

    /// A case about a compact JWS.
    pub(crate) fn jws(name: &'static str, sentence: &'static str, badge: String) -> Self {
        Self::bytes(name, sentence, "badge.jws", badge.into_bytes())
    }

    pub(crate) fn bytes(name: &'static str, sentence: &'static str, file: &'static str, badge: Vec<u8>) -> Self {
        Self { name, sentence, file, badge, web: Vec::new(), lists: Vec::new(), lines: Vec::new() }
    }

    /// A document that a server has.
    pub(crate) fn serves(self, address: &str, body: &Value) -> Self {
        self.serves_bytes(address, body.to_pretty().into_bytes())
    }

    pub(crate) fn serves_bytes(mut self, address: &str, bytes: Vec<u8>) -> Self {
        self.web.push((address.to_owned(), Answer::found(bytes)));
        self
    }

    /// A document that was read at some instant.
    pub(crate) fn served_at(mut self, address: &str, body: &Value, fetched: &str) -> Self {
        let fetched = Some(Timestamp::parse(fetched).expect("date"));
        let body = Body { bytes: body.to_pretty().into_bytes(), fetched, ..Body::default() };
        self.web.push((address.to_owned(), Answer::Found(body)));
        self
    }

    pub(crate) fn answers(mut self, address: &str, answer: Answer) -> Self {
        self.web.push((address.to_owned(), answer));
        self
    }

    /// A list of issuers that the reader has; its file is `file`.
    pub(crate) fn trusts(mut self, file: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        self.lists.push((file, bytes.into()));
        self
    }

    /// A further line of `case.toml`.
    pub(crate) fn line(mut self, key: &'static str, value: &str) -> Self {
        self.lines.push((key, format!("\"{value}\"")));
        self
    }

    pub(crate) fn number(mut self, key: &'static str, value: u32) -> Self {
        self.lines.push((key, value.to_string()));
        self
    }

    pub(crate) fn flag(mut self, key: &'static str) -> Self {
        self.lines.push((key, "true".to_owned()));
        self
    }

    fn expect(self, verdict: &str, code: &str, outcome: &str) -> Self {
        self.line("verdict", verdict).line("code", code).line("outcome", outcome)
    }

    pub(crate) fn verified(self, code: &str) -> Self {
        self.expect("verified", code, "pass")
    }

    pub(crate) fn warned(self, code: &str, reason: &str) -> Self {
        self.expect("verified", code, "warn").line("reason", reason)
    }

    pub(crate) fn rejected(self, code: &str, reason: &str) -> Self {
        self.expect("rejected", code, "fail").line("reason", reason)
    }

    /// The badge is good, and something beside it is not.
    pub(crate) fn good_but(self, code: &str, outcome: &str, reason: &str) -> Self {
        self.expect("verified", code, outcome).line("reason", reason)
    }

    /// Nothing was found that could be judged.
    pub(crate) fn nothing(self, code: &str, reason: &str) -> Self {
        self.expect("nothing", code, "fail").line("reason", reason)
    }

    pub(crate) fn open(self, code: &str, reason: &str) -> Self {
        self.expect("inconclusive", code, "skipped").line("reason", reason)
    }

    pub(crate) fn write(&self, folder: &Path) -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(self.file), &self.badge)?;
        let mut toml = format!("sentence = \"{}\"\n", self.sentence);
        if !self.lines.iter().any(|(key, _)| *key == "now") {
            let _ = writeln!(toml, "now = \"{NOW}\"");
        }
        for (key, value) in &self.lines {
            let _ = writeln!(toml, "{key} = {value}");
        }
        if !self.lists.is_empty() {
            let files: Vec<String> = self.lists.iter().map(|(file, _)| format!("\"{file}\"")).collect();
            let _ = writeln!(toml, "trust_lists = [{}]", files.join(", "));
        }
        for (file, bytes) in &self.lists {
            fs::write(folder.join(file), bytes)?;
        }
        if let Some(rules) = crate::shows::of(self.name) {
            let _ = writeln!(toml, "shows = \"{rules}\"");
        }
        fs::write(folder.join("case.toml"), toml)?;
        if self.web.is_empty() {
            return Ok(());
        }
        let web = folder.join("web");
        fs::create_dir_all(&web)?;
        let mut index = Index::new();
        for (address, answer) in &self.web {
            if let Some((file, bytes)) = index.insert(&url(address), answer) {
                fs::write(web.join(file.as_str()), bytes)?;
            }
        }
        fs::write(web.join("index.json"), index.to_json())
    }
}
