//! What the server is told: flags, environment and a TOML file, merged once into plain values. A flag wins over the
//! environment, which wins over the file.

mod settings;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use badge_core::language::Lang;
use serde::Deserialize;

#[cfg(test)]
use settings::SETTINGS;
pub(crate) use settings::schema;

use crate::smtp::{Server, ServerFault};
use crate::storage::{Database, Shelf};
use crate::tell;

/// Where to listen when nobody says.
const LISTEN: &str = "127.0.0.1:8080";
/// The region of a store when nobody says: where it has none, this one is taken for it.
const REGION: &str = "us-east-1";
/// What a rate of letters is.
const PER_MINUTE: &str = "config-per-minute";
/// The folder of the data when nobody says.
const DATA: &str = "badge-data";

/// Plain values: nothing in the program asks the environment again.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) listen: SocketAddr,
    /// How the world calls this server, without a slash at the end. `None`: as it listens.
    pub(crate) address: Option<String>,
    pub(crate) data: PathBuf,
    pub(crate) database: Database,
    /// The bucket of pictures and other files. `None`: a folder beside the data.
    pub(crate) objects: Option<Shelf>,
    /// Whose `X-Forwarded-…` headers are believed.
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) log: LogFormat,
    /// The language of pages for those who ask for none, and of what is printed at the start.
    pub(crate) language: Lang,
    /// The language of the verbs: that one where a setting says it, and else the terminal's.
    pub(crate) spoken: Lang,
    /// The file of the key that seals the places' keys.
    pub(crate) seal_key: PathBuf,
    /// The file of the key before, while everything is sealed anew.
    pub(crate) seal_key_former: Option<PathBuf>,
    /// Through which server letters go.
    pub(crate) mail: Option<Server>,
    /// How many letters go out in a minute at most, from all servers on one database.
    pub(crate) mail_per_minute: u32,
    /// Whether badges at private addresses are followed: for trying out, and for networks of one's own.
    pub(crate) allow_local: bool,
}

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LogFormat {
    #[default]
    Text,
    Json,
}

/// What one source says; every setting may be missing.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layer {
    pub(crate) listen: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) database: Option<String>,
    pub(crate) objects: Option<String>,
    pub(crate) objects_region: Option<String>,
    pub(crate) objects_key: Option<String>,
    pub(crate) objects_secret: Option<String>,
    pub(crate) trusted_proxies: Option<Vec<String>>,
    pub(crate) log: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) seal_key: Option<PathBuf>,
    pub(crate) seal_key_former: Option<PathBuf>,
    pub(crate) mail: Option<String>,
    pub(crate) mail_from: Option<String>,
    pub(crate) mail_per_minute: Option<u32>,
    pub(crate) allow_local: Option<bool>,
}

/// The administrator is at fault: said in words, with the setting's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what it should be. What is written there is not repeated: it may be a password.
    #[error("{}: line {line}, column {column}: {fault}", path.display())]
    Toml {
        /// Which file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong, without any value.
        fault: String,
    },
    /// A value that means nothing.
    #[error("{setting}: {value:?} does not do ({wanted})")]
    Value {
        /// The setting's name in the file.
        setting: &'static str,
        /// What was written. Never a secret.
        value: String,
        /// What should be there: the id of the words for it.
        wanted: &'static str,
    },
}

impl Config {
    /// Reads the file, if there is one, and merges.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub(crate) fn load(
        file: Option<&Path>,
        flags: Layer,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let file = match file.map(Path::to_owned).or_else(|| env("BADGE_CONFIG").map(PathBuf::from)) {
            Some(path) => Layer::read(&path)?,
            None => Layer::default(),
        };
        let here = tell::language(None, &env);
        let merged = flags.over(Layer::of_environment(env)?).over(file);
        let is_said = merged.language.is_some();
        let config = merged.finish()?;
        Ok(if is_said { config } else { Self { spoken: here, ..config } })
    }
}

impl Config {
    /// What the settings came to, each by its name in the file. No secret is among them.
    pub(crate) fn told(&self) -> Vec<(&'static str, String)> {
        let path = |path: &Path| path.display().to_string();
        let mut told = vec![
            ("listen", self.listen.to_string()),
            ("address", self.address.clone().unwrap_or_default()),
            ("data", path(&self.data)),
            (
                "database",
                if matches!(self.database, Database::Sqlite(_)) { "sqlite" } else { "postgres://…" }.to_owned(),
            ),
            ("objects", self.objects.as_ref().map_or("folder", |shelf| &shelf.address).to_owned()),
        ];
        if let Some(shelf) = &self.objects {
            told.push(("objects_region", shelf.region.clone()));
        }
        told.extend([
            ("trusted_proxies", self.trusted_proxies.iter().map(Network::to_string).collect::<Vec<_>>().join(", ")),
            ("log", if self.log == LogFormat::Json { "json" } else { "text" }.to_owned()),
            ("language", self.language.tag().to_owned()),
            ("seal_key", path(&self.seal_key)),
            ("mail", if self.mail.is_some() { "…" } else { "" }.to_owned()),
            ("mail_per_minute", self.mail_per_minute.to_string()),
            ("allow_local", self.allow_local.to_string()),
        ]);
        told
    }
}

impl Layer {
    fn read(path: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| ConfigError::File { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|error| unread(path, &text, &error))
    }

    fn of_environment(env: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let text = |name: &str| env(&settings::variable(name)).filter(|value| !value.is_empty());
        Ok(Self {
            listen: text("listen"),
            address: text("address"),
            data: text("data").map(PathBuf::from),
            database: text("database"),
            objects: text("objects"),
            objects_region: text("objects_region"),
            objects_key: text("objects_key"),
            objects_secret: text("objects_secret"),
            trusted_proxies: text("trusted_proxies").map(|list| list.split(',').map(|p| p.trim().to_owned()).collect()),
            log: text("log"),
            language: text("language"),
            seal_key: text("seal_key").map(PathBuf::from),
            seal_key_former: text("seal_key_former").map(PathBuf::from),
            mail: text("mail"),
            mail_from: text("mail_from"),
            mail_per_minute: text("mail_per_minute")
                .map(|text| text.parse().map_err(|_| wrong("mail_per_minute", &text, PER_MINUTE)))
                .transpose()?,
            allow_local: text("allow_local").map(|value| yes_or_no("allow_local", &value)).transpose()?,
        })
    }

    /// This layer above another one.
    fn over(self, below: Self) -> Self {
        Self {
            listen: self.listen.or(below.listen),
            address: self.address.or(below.address),
            data: self.data.or(below.data),
            database: self.database.or(below.database),
            objects: self.objects.or(below.objects),
            objects_region: self.objects_region.or(below.objects_region),
            objects_key: self.objects_key.or(below.objects_key),
            objects_secret: self.objects_secret.or(below.objects_secret),
            trusted_proxies: self.trusted_proxies.or(below.trusted_proxies),
            log: self.log.or(below.log),
            language: self.language.or(below.language),
            seal_key: self.seal_key.or(below.seal_key),
            seal_key_former: self.seal_key_former.or(below.seal_key_former),
            mail: self.mail.or(below.mail),
            mail_from: self.mail_from.or(below.mail_from),
            mail_per_minute: self.mail_per_minute.or(below.mail_per_minute),
            allow_local: self.allow_local.or(below.allow_local),
        }
    }

    fn finish(self) -> Result<Config, ConfigError> {
        let listen = self.listen.unwrap_or_else(|| LISTEN.to_owned());
        let language = match self.language.as_deref() {
            None => Lang::default(),
            Some(tag) => Lang::from_tag(tag).ok_or_else(|| wrong("language", tag, "config-language"))?,
        };
        let data = self.data.unwrap_or_else(|| PathBuf::from(DATA));
        Ok(Config {
            listen: listen.parse().map_err(|_| wrong("listen", &listen, "config-listen"))?,
            address: self.address.map(|text| address(&text)).transpose()?,
            database: match self.database.as_deref() {
                None | Some("sqlite") => Database::Sqlite(data.join("badge.sqlite")),
                Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                    Database::Postgres(url.to_owned())
                }
                // It may hold a password: what was written is not repeated.
                Some(_) => return Err(wrong("database", "…", "config-database")),
            },
            objects: shelf(self.objects, self.objects_region, self.objects_key, self.objects_secret)?,
            trusted_proxies: self
                .trusted_proxies
                .unwrap_or_default()
                .iter()
                .map(|text| Network::parse(text).ok_or_else(|| wrong("trusted_proxies", text, "config-network")))
                .collect::<Result<_, _>>()?,
            log: match self.log.as_deref() {
                None | Some("text") => LogFormat::Text,
                Some("json") => LogFormat::Json,
                Some(other) => return Err(wrong("log", other, "config-log")),
            },
            language,
            spoken: language,
            mail: mail(self.mail.as_deref(), self.mail_from.as_deref())?,
            mail_per_minute: match self.mail_per_minute.unwrap_or(60) {
                number @ 1..=6000 => number,
                other => return Err(wrong("mail_per_minute", &other.to_string(), PER_MINUTE)),
            },
            seal_key: self.seal_key.unwrap_or_else(|| data.join("seal.key")),
            seal_key_former: self.seal_key_former,
            allow_local: self.allow_local.unwrap_or(false),
            data,
        })
    }
}

/// Where a file is wrong, and what should be there. The reader's own words show the line, and what was found in it.
fn unread(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let said = error.message().lines().next().unwrap_or_default();
    let fault = match said.split_once(", expected ") {
        // It names the setting that is not known, and none of the values.
        Some((found, wanted)) if !found.starts_with("unknown field") => format!("expected {wanted}"),
        _ => said.to_owned(),
    };
    ConfigError::Toml { path: path.to_owned(), line, column, fault }
}

/// Both, or neither. The server's address may hold a password: it is not repeated.
fn mail(server: Option<&str>, from: Option<&str>) -> Result<Option<Server>, ConfigError> {
    let Some(server) = server else { return Ok(None) };
    let from = from.unwrap_or_default();
    Server::new(server, from).map(Some).map_err(|fault| match fault {
        ServerFault::Address => wrong("mail", "…", "config-mail"),
        ServerFault::From => wrong("mail_from", from, "config-mail-from"),
    })
}

/// A bucket with its key, or none of it: then objects lie in a folder.
fn shelf(
    at: Option<String>,
    region: Option<String>,
    key: Option<String>,
    secret: Option<String>,
) -> Result<Option<Shelf>, ConfigError> {
    let address = match at.as_deref() {
        None | Some("folder") => return Ok(None),
        Some(text) => text.trim_end_matches('/').to_owned(),
    };
    let wanted = "config-objects";
    let known = address.strip_prefix("https://").or_else(|| {
        let rest = address.strip_prefix("http://")?;
        let host = rest.split(['/', ':']).next()?;
        matches!(host, "localhost" | "127.0.0.1").then_some(rest)
    });
    // What stands before an `@` would be a secret: it is not repeated.
    let good = |rest: &&str| {
        let named = rest.split_once('/').is_some_and(|(host, bucket)| !host.is_empty() && !bucket.is_empty());
        named && !rest.contains(['?', '#', '@', ' '])
    };
    let _ = known.filter(good).ok_or_else(|| wrong("objects", "…", wanted))?;
    let key = key.ok_or_else(|| wrong("objects_key", "", "config-objects-key"))?;
    let secret = secret.ok_or_else(|| wrong("objects_secret", "…", "config-objects-secret"))?;
    Ok(Some(Shelf { address, region: region.unwrap_or_else(|| REGION.to_owned()), key, secret }))
}

/// A single address or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address.parse::<IpAddr>().ok()?, Some(bits.parse::<u8>().ok()?)),
            None => (text.parse().ok()?, None),
        };
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    pub(crate) fn contains(&self, other: IpAddr) -> bool {
        let differ = match (self.address, other.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => u128::from(a.to_bits() ^ b.to_bits()) << 96,
            (IpAddr::V6(a), IpAddr::V6(b)) => a.to_bits() ^ b.to_bits(),
            _ => return false,
        };
        self.bits == 0 || differ >> (128 - u32::from(self.bits)) == 0
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

fn address(text: &str) -> Result<String, ConfigError> {
    let trimmed = text.trim_end_matches('/');
    let rest = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => Ok(trimmed.to_owned()),
        // What stands before an `@` may be a password.
        _ => Err(wrong("address", if text.contains('@') { "…" } else { text }, "config-address")),
    }
}

fn yes_or_no(setting: &'static str, value: &str) -> Result<bool, ConfigError> {
    match value {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        other => Err(wrong(setting, other, "config-yes-or-no")),
    }
}

fn wrong(setting: &'static str, value: &str, wanted: &'static str) -> ConfigError {
    ConfigError::Value { setting, value: value.to_owned(), wanted }
}
