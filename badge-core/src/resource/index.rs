//! What was read, written down so that it can be read again: the index of a folder of recorded answers (D-42).
//!
//! `index.json` is an object of address → file name, or → `{"file"?, "status", "type"?, "fetched"?, "archived"?}` for what a server
//! answered: found, gone, not found, other statuses. Where no server answered, or a rule of ours stopped the fetch, it is
//! `{"error"}` with the [`Silence`]'s name, so that the same report can be made again. The functions here are pure; a shell
//! reads and writes.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest, Sha256};

use super::{Answer, Body, Resources, Rule, Unreachable};
use crate::json::{self, JsonError, Object, Value};
use crate::limits::Limits;
use crate::name::Url;
use crate::time::Timestamp;

/// The index of a folder of recorded answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index(BTreeMap<Url, Entry>);

/// What the index says about one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where the body lies; a 200 always has one.
    pub file: Option<FileName>,
    /// The HTTP status, 100 to 599, or what a peculiar server sent, up to 999; 0 where there is an `error`.
    pub status: u16,
    /// Why there is no server's answer.
    pub error: Option<Silence>,
    /// The `Content-Type`, as sent.
    pub media_type: Option<String>,
    /// When it was fetched.
    pub fetched: Option<Timestamp>,
    /// When the archive was made from which it came, if it came from one.
    pub archived: Option<Timestamp>,
}

/// Why no server's answer was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Silence {
    /// Nobody answered; never [`Unreachable::Offline`], where nobody was asked, nor [`Unreachable::Status`].
    Unreachable(Unreachable),
    /// A rule of ours about what lies at this address or on the way to it; never one about a badge or an archive.
    Refused(Rule),
}

/// The name of a file inside the folder: relative, at most four levels deep, and unable to leave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileName(Box<str>);

/// Why a text is no index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Not strict JSON, or too much of it.
    #[error("index.json is not JSON that can be read: {0}")]
    Json(#[from] JsonError),
    /// Not an object.
    #[error("index.json is not an object")]
    NotAnObject,
    /// The name of a member is not an `http` or `https` address.
    #[error("index.json: {address:?} is not an address")]
    Address {
        /// What stands there.
        address: String,
    },
    /// A member of an entry is missing or not what it should be.
    #[error("index.json: the entry of {address} has no usable {member:?}")]
    Entry {
        /// The entry's address.
        address: Url,
        /// `file`, `status`, `error`, `type`, `fetched` or `archived`.
        member: &'static str,
    },
}

impl Index {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `index.json`. It may be as large as sixteen documents.
    ///
    /// # Errors
    /// See [`IndexError`]. One bad entry makes the whole index unusable: half a recording proves the wrong thing.
    pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Self, IndexError> {
        let limits = Limits { document_bytes: limits.document_bytes.saturating_mul(16), ..limits.clone() };
        let value = json::parse(bytes, &limits)?;
        let members = value.as_object().ok_or(IndexError::NotAnObject)?;
        let mut index = BTreeMap::new();
        for (address, value) in members.iter() {
            let url = Url::parse(address)
                .map_err(|_| IndexError::Address { address: address.chars().take(200).collect() })?
                .without_fragment();
            let entry = Entry::parse(value).map_err(|member| IndexError::Entry { address: url.clone(), member })?;
            index.insert(url, entry);
        }
        Ok(Self(index))
    }

    /// The index as JSON: one line for each address, sorted, so that two recordings can be compared.
    #[must_use]
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self
            .0
            .iter()
            .map(|(url, entry)| {
                format!("  {}: {}", Value::from(url.as_str()).to_compact(), entry.to_value().to_compact())
            })
            .collect();
        if lines.is_empty() { "{}\n".to_owned() } else { format!("{{\n{}\n}}\n", lines.join(",\n")) }
    }

    /// What the index says about an address; its fragment plays no part.
    #[must_use]
    pub fn get(&self, url: &Url) -> Option<&Entry> {
        self.0.get(&url.without_fragment())
    }

    /// All addresses and entries, sorted by address.
    pub fn iter(&self) -> impl Iterator<Item = (&Url, &Entry)> {
        self.0.iter()
    }

    /// Adds or replaces an entry.
    pub fn set(&mut self, url: &Url, entry: Entry) {
        self.0.insert(url.without_fragment(), entry);
    }

    /// Adds or replaces what is to be remembered of `answer`, and returns the file that must be written for it.
    ///
    /// What is known only to this run is not: offline, too many addresses for one badge, an archive by somebody unknown.
    /// That nobody answered takes the place of nothing that a server said before.
    pub fn insert<'a>(&mut self, url: &Url, answer: &'a Answer) -> Option<(FileName, &'a [u8])> {
        let (status, body) = match answer {
            Answer::Found(body) => (200, Some(body)),
            Answer::Gone(body) => (410, Some(body)),
            Answer::NotFound => (404, None),
            Answer::Unreachable(Unreachable::Status(status)) => (*status, None),
            Answer::Unreachable(_) | Answer::Refused(_) => {
                let silence = Silence::of(answer)?;
                let known = self.0.entry(url.without_fragment()).or_insert_with(|| Entry::silent(silence));
                if known.error.is_some() {
                    known.error = Some(silence);
                }
                return None;
            }
        };
        let file = body.filter(|b| status == 200 || !b.bytes.is_empty()).map(|b| FileName::of(&b.bytes));
        let entry = Entry {
            file: file.clone(),
            status,
            error: None,
            media_type: body.and_then(|b| b.media_type.clone()),
            fetched: body.and_then(|b| b.fetched),
            archived: body.and_then(|b| b.archived),
        };
        self.0.insert(url.without_fragment(), entry);
        Some((file?, body?.bytes.as_slice()))
    }

    /// Adds or replaces all of `resources`, and returns the files that must be written for them.
    pub fn insert_all<'a>(&mut self, resources: &'a Resources) -> BTreeMap<FileName, &'a [u8]> {
        resources.iter().filter_map(|(url, answer)| self.insert(url, answer)).collect()
    }
}

impl Entry {
    /// The answer that this entry stands for, given the bytes of its file (empty without one).
    #[must_use]
    pub fn answer(&self, bytes: Vec<u8>) -> Answer {
        if let Some(silence) = self.error {
            return silence.answer();
        }
        let (media_type, fetched, archived) = (self.media_type.clone(), self.fetched, self.archived);
        let body = Body { bytes, media_type, fetched, archived };
        match self.status {
            200 => Answer::Found(body),
            410 => Answer::Gone(body),
            404 => Answer::NotFound,
            other => Answer::Unreachable(Unreachable::Status(other)),
        }
    }

    const fn silent(silence: Silence) -> Self {
        Self { file: None, status: 0, error: Some(silence), media_type: None, fetched: None, archived: None }
    }

    /// Reads an entry, or names the member that is wrong.
    fn parse(value: &Value) -> Result<Self, &'static str> {
        if let Some(file) = value.as_str() {
            let file = Some(FileName::parse(file).ok_or("file")?);
            return Ok(Self { file, status: 200, error: None, media_type: None, fetched: None, archived: None });
        }
        let text = |member| match value.get(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(member),
        };
        if let Some(name) = text("error")? {
            return Silence::parse(name).map(Self::silent).ok_or("error");
        }
        let status = value.get("status").and_then(Value::as_f64).ok_or("status")?;
        if !(100.0..=999.0).contains(&status) || status.fract() != 0.0 {
            return Err("status");
        }
        let file = text("file")?.map(|name| FileName::parse(name).ok_or("file")).transpose()?;
        let date = |member| text(member)?.map(|t| Timestamp::parse(t).map_err(|_| member)).transpose();
        let (fetched, archived) = (date("fetched")?, date("archived")?);
        if status == 200.0 && file.is_none() {
            return Err("file");
        }
        // Whole and between 100 and 999, as was just seen.
        let (status, media_type) = (status as u16, text("type")?.map(str::to_owned));
        Ok(Self { file, status, error: None, media_type, fetched, archived })
    }

    fn to_value(&self) -> Value {
        if let Some(silence) = self.error {
            let mut members = Object::new();
            members.set("error", silence.as_str());
            return members.into();
        }
        if let (Some(file), 200, None, None, None) =
            (&self.file, self.status, &self.media_type, self.fetched, self.archived)
        {
            return file.as_str().into();
        }
        let mut members = Object::new();
        if let Some(file) = &self.file {
            members.set("file", file.as_str());
        }
        members.set("status", u32::from(self.status));
        if let Some(media_type) = &self.media_type {
            members.set("type", media_type.as_str());
        }
        if let Some(fetched) = self.fetched {
            members.set("fetched", fetched.to_string());
        }
        if let Some(archived) = self.archived {
            members.set("archived", archived.to_string());
        }
        members.into()
    }
}

impl Silence {
    const ALL: [Self; 10] = [
        Self::Unreachable(Unreachable::Dns),
        Self::Unreachable(Unreachable::Connect),
        Self::Unreachable(Unreachable::Tls),
        Self::Unreachable(Unreachable::Timeout),
        Self::Unreachable(Unreachable::Broken),
        Self::Refused(Rule::HttpsOnly),
        Self::Refused(Rule::PrivateAddress),
        Self::Refused(Rule::Port),
        Self::Refused(Rule::TooLarge),
        Self::Refused(Rule::Redirects),
    ];

    /// Why an answer is no server's; nothing for what a server said, and for what only this run knows.
    #[must_use]
    pub fn of(answer: &Answer) -> Option<Self> {
        let silence = match answer {
            Answer::Unreachable(why) => Self::Unreachable(*why),
            Answer::Refused(rule) => Self::Refused(*rule),
            _ => return None,
        };
        Self::ALL.contains(&silence).then_some(silence)
    }

    /// The permanent name, as in a report's `why`: `timeout`, `too_large`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable(why) => why.as_str(),
            Self::Refused(rule) => rule.as_str(),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|silence| silence.as_str() == name)
    }

    const fn answer(self) -> Answer {
        match self {
            Self::Unreachable(why) => Answer::Unreachable(why),
            Self::Refused(rule) => Answer::Refused(rule),
        }
    }
}

impl FileName {
    /// A file name that is safe to join to a folder, or nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let part = |part: &str| {
            let outside = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
            !part.is_empty()
                && (!part.starts_with('.') || part == ".well-known")
                && !part.ends_with(['.', ' '])
                && !part.contains(outside)
        };
        let good = text.len() <= 255 && text.split('/').count() <= 4 && text.split('/').all(part);
        good.then(|| Self(text.into()))
    }

    /// The name under which these bytes are kept: from their SHA-256, so that a file is never changed.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let hash = crate::text::hex(&Sha256::digest(bytes)[..16]);
        let kind = match bytes {
            [b'{' | b'[', ..] => "json",
            [b'<', ..] => "svg",
            [0x89, b'P', b'N', b'G', ..] => "png",
            [b'e', b'y', b'J', ..] => "jws",
            _ => "bin",
        };
        Self(format!("{hash}.{kind}").into())
    }

    /// The name, with `/` between levels.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Rule;

    fn url(path: &str) -> Url {
        Url::parse(&format!("https://example.org/{path}")).unwrap()
    }

    fn parsed(json: &str) -> Result<Index, IndexError> {
        Index::parse(json.as_bytes(), &Limits::default())
    }

    #[test]
    fn both_forms_are_read() {
        let index = parsed(
            r#"{"https://example.org/a": "a.json", "https://example.org/b#x": {"status": 410},
                "https://example.org/c": {"file": "web/c.jws", "status": 200, "type": "text/plain", "fetched": "2026-03-02T09:00:00Z"}}"#,
        )
        .unwrap();
        assert_eq!(index.get(&url("a")).unwrap().answer(b"{}".to_vec()), Answer::found("{}"));
        assert!(matches!(index.get(&url("b#y")).unwrap().answer(Vec::new()), Answer::Gone(_)));
        let Answer::Found(body) = index.get(&url("c")).unwrap().answer(Vec::new()) else { panic!() };
        assert_eq!(
            (body.media_type.as_deref(), body.fetched),
            (Some("text/plain"), Timestamp::parse("2026-03-02T09:00:00Z").ok())
        );
        assert_eq!(parsed(&index.to_json()).unwrap(), index);
    }

    #[test]
    fn recording_and_reading_give_the_same_answers() {
        let mut resources = Resources::new();
        let body = |bytes: &str| Body {
            bytes: bytes.into(),
            media_type: Some("application/json".to_owned()),
            fetched: Timestamp::from_unix(1_772_442_000),
            archived: None,
        };
        resources.insert(&url("found"), Answer::Found(body("{}")));
        resources.insert(&url("same"), Answer::found("{}"));
        resources.insert(&url("empty"), Answer::found(""));
        resources.insert(&url("gone"), Answer::Gone(body("")));
        resources.insert(&url("missing"), Answer::NotFound);
        resources.insert(&url("broken"), Answer::Unreachable(Unreachable::Status(503)));
        let mut index = Index::new();
        let files = index.insert_all(&resources);
        assert_eq!(files.len(), 2, "equal bytes are one file");

        let index = parsed(&index.to_json()).unwrap();
        let mut again = Resources::new();
        for (url, entry) in index.iter() {
            let bytes = entry.file.as_ref().map(|f| files[f].to_vec()).unwrap_or_default();
            again.insert(url, entry.answer(bytes));
        }
        assert_eq!(again, resources);

        // What only this run knows is not remembered.
        let mut index = Index::new();
        for own in [
            Answer::Unreachable(Unreachable::Offline),
            Answer::Refused(Rule::TooManyLookups),
            Answer::Refused(Rule::UnknownArchive),
        ] {
            index.insert(&url("x"), &own);
        }
        assert_eq!(index.to_json(), "{}\n");
    }

    #[test]
    fn that_nobody_answered_is_remembered_with_its_reason() {
        // D-42
        for silence in Silence::ALL {
            let answer = silence.answer();
            let mut index = Index::new();
            assert_eq!(index.insert(&url("x"), &answer), None);
            assert!(index.to_json().contains(&format!(r#"{{"error":"{}"}}"#, silence.as_str())), "{}", index.to_json());
            assert_eq!(parsed(&index.to_json()).unwrap().get(&url("x")).unwrap().answer(Vec::new()), answer);
            // A later word of the server counts, and stays when nobody answers again.
            index.insert(&url("x"), &Answer::NotFound);
            index.insert(&url("x"), &answer);
            assert_eq!(index.get(&url("x")).unwrap().answer(Vec::new()), Answer::NotFound);
        }
    }

    #[test]
    fn no_file_name_leaves_the_folder() {
        for bad in [
            "",
            ".",
            "..",
            "../x",
            "a/../x",
            "/etc/passwd",
            "a//b",
            "a/",
            "C:\\x",
            "a\\b",
            "c:x",
            ".hidden",
            "a/.git/x",
            "x.",
            "nul\0",
            "a\nb",
            "1/2/3/4/5",
        ] {
            assert_eq!(FileName::parse(bad), None, "{bad:?}");
        }
        assert!(FileName::parse(&"x".repeat(256)).is_none());
        for good in ["a", "web/a.json", "é b.png", "1/2/3/4"] {
            assert_eq!(FileName::parse(good).unwrap().as_str(), good);
        }
        assert!(FileName::parse(FileName::of(b"anything").as_str()).is_some());
    }

    #[test]
    fn a_bad_index_is_refused_whole() {
        let entry = |entry: &str| match parsed(&format!(r#"{{"https://example.org/a": {entry}}}"#)) {
            Err(IndexError::Entry { member, .. }) => member,
            other => panic!("{other:?}"),
        };
        assert_eq!(entry(r#""../../etc/passwd""#), "file");
        assert_eq!(entry(r#"{"status": 200}"#), "file");
        assert_eq!(entry(r#"{"file": 3, "status": 410}"#), "file");
        assert_eq!(entry(r#"{"file": "a"}"#), "status");
        assert_eq!(entry(r#"{"file": "a", "status": 200.5}"#), "status");
        assert_eq!(entry(r#"{"file": "a", "status": 70000}"#), "status");
        assert_eq!(entry(r#"{"file": "a", "status": 200, "fetched": "yesterday"}"#), "fetched");
        assert_eq!(entry(r#"{"file": "a", "status": 200, "type": []}"#), "type");
        assert_eq!(entry("null"), "status");
        assert_eq!(entry(r#"{"error": "offline"}"#), "error");
        assert_eq!(entry(r#"{"error": "moon"}"#), "error");
        assert!(matches!(parsed("[]"), Err(IndexError::NotAnObject)));
        assert!(matches!(parsed(r#"{"a.json": "a.json"}"#), Err(IndexError::Address { .. })));
        assert!(matches!(parsed("{"), Err(IndexError::Json(_))));
    }
}
