//! What the verbs say to whoever runs them: in the language of the settings, or else of the terminal, French where neither
//! says. What programs read (states, numbers, addresses, the words of `doctor`) is the same in both.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use badge_core::language::Lang;
use badge_core::place::Problems;
use badge_core::place::register::{Damage, EventFault};

use crate::app::backup::BackupError;
use crate::app::demo::DemoError;
use crate::app::desk::DeskError;
use crate::app::export::ExportError;
use crate::app::import::ImportError;
use crate::app::published::PlaceError;
use crate::causes;
use crate::config::ConfigError;
use crate::keys::SealError;
use crate::storage::StorageError;
use crate::words::Speech;

/// Why nothing could be begun.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Trouble {
    /// Nobody can listen there.
    #[error("{at}: {source}")]
    Listen {
        /// Where.
        at: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The data folder cannot be made.
    #[error("{}: {source}", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The sealing key of other servers.
    #[error("{}: not the sealing key of this database", path.display())]
    OtherSeal {
        /// Which file.
        path: PathBuf,
    },
}

/// The language: what a flag or the environment says of the settings' `language`, then `BADGE_LANG` as for the command, then
/// the locale. One that names no language
/// (`C`, `POSIX`, none at all) means French, as with the command; one that we do not speak, English.
pub(crate) fn language(said: Option<&str>, env: impl Fn(&str) -> Option<String>) -> Lang {
    let env = |name: &str| env(name).filter(|value| !value.is_empty());
    let said = said.map(str::to_owned).or_else(|| env("BADGE_LANGUAGE")).or_else(|| env("BADGE_LANG"));
    if let Some(lang) = said.and_then(|tag| Lang::from_tag(&tag)) {
        return lang;
    }
    match ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(env) {
        None => Lang::Fr,
        Some(tag) if matches!(tag.split(['.', '@']).next(), Some("C" | "POSIX")) => Lang::Fr,
        Some(tag) => Lang::from_tag(&tag).unwrap_or(Lang::En),
    }
}

/// What went wrong, and what to do about it. Where it has no words of its own, in those of whoever made it.
pub(crate) fn error(t: &Speech, error: &(dyn Error + 'static)) -> String {
    if let Some(error) = error.downcast_ref::<Trouble>() {
        return trouble(t, error);
    }
    if let Some(error) = error.downcast_ref::<ConfigError>() {
        return config(t, error);
    }
    if let Some(error) = error.downcast_ref::<ImportError>() {
        return import(t, error);
    }
    if let Some(error) = error.downcast_ref::<ExportError>() {
        return export(t, error);
    }
    if let Some(error) = error.downcast_ref::<BackupError>() {
        return backup(t, error);
    }
    if let Some(error) = error.downcast_ref::<SealError>() {
        return seal(t, error);
    }
    if let Some(error) = error.downcast_ref::<StorageError>() {
        return storage(t, error);
    }
    if let Some(error) = error.downcast_ref::<PlaceError>() {
        return place(t, error);
    }
    if let Some(error) = error.downcast_ref::<DeskError>() {
        return desk(t, error);
    }
    match error.downcast_ref::<DemoError>() {
        Some(DemoError::InUse) => t.s("error-demo-in-use"),
        _ => causes(error),
    }
}

fn trouble(t: &Speech, error: &Trouble) -> String {
    match error {
        Trouble::Listen { at, source } if source.kind() == ErrorKind::AddrInUse => {
            t.v("error-in-use", "at", at.to_string())
        }
        Trouble::Listen { at, source } => t.said_of(&at.to_string(), &system(t, source)),
        Trouble::Folder { path, source } => file(t, path, source),
        Trouble::OtherSeal { path } => t.v("error-other-seal", "path", shown(path)),
    }
}

fn config(t: &Speech, error: &ConfigError) -> String {
    match error {
        ConfigError::File { path, source } => file(t, path, source),
        ConfigError::Toml { path, line, column, fault } => {
            let (line, column) = (line.to_string(), column.to_string());
            let said = [("path", &*shown(path)), ("line", &line), ("column", &column), ("fault", fault)];
            t.all("error-toml", &said)
        }
        ConfigError::Value { setting, value, wanted } => {
            t.all("error-setting", &[("setting", setting), ("value", value), ("wanted", &t.s(wanted))])
        }
    }
}

fn import(t: &Speech, error: &ImportError) -> String {
    match error {
        ImportError::File { path, source } => file(t, path, source),
        ImportError::NotAPlace { path } => t.v("error-not-a-place", "path", shown(path)),
        ImportError::Settings(problems) => t.said_of("place.toml", &problems.to_string()),
        ImportError::Register(damage) => register(t, damage),
        ImportError::People(_) => t.v("error-unreadable", "path", "people.json"),
        ImportError::Key { path } => t.v("error-not-a-key", "path", path),
        ImportError::Passphrase { path, .. } => t.v("error-passphrase", "path", path),
        ImportError::Unfinished { path } => t.v("error-unfinished", "path", path),
        ImportError::Changed { path } => t.v("error-changed", "path", path),
        ImportError::Missing { count, first } => {
            t.all("error-missing", &[("count", &count.to_string()), ("path", first)])
        }
        ImportError::PeopleGone => t.s("error-people-gone"),
        ImportError::Without { path } => t.v("error-without", "path", path),
        ImportError::Taken { base } => t.v("error-taken", "base", base),
        ImportError::Storage(error) => storage(t, error),
        ImportError::Interrupted(_) => t.s("error-interrupted"),
    }
}

fn register(t: &Speech, damage: &Damage) -> String {
    let line = damage.line.to_string();
    // A newer version may have written something that this one does not know: nothing to mend.
    if matches!(damage.fault, EventFault::Version { .. } | EventFault::UnknownEvent { .. }) {
        return t.v("error-register-new", "line", line);
    }
    t.all("error-register", &[("line", &line), ("fault", &damage.fault.to_string())])
}

fn export(t: &Speech, error: &ExportError) -> String {
    match error {
        ExportError::NoSuchPlace(number) => t.v("verb-no-place", "place", number.to_string()),
        ExportError::NotEmpty { path } => t.v("error-not-empty", "path", shown(path)),
        ExportError::File { path, source } => file(t, path, source),
        ExportError::InClear { thumbprint } => t.v("error-in-clear", "key", thumbprint),
        ExportError::Seal(error) => seal(t, error),
        ExportError::Storage(error) => storage(t, error),
        ExportError::Interrupted(_) => t.s("error-interrupted"),
        ExportError::Key(_) => causes(error),
    }
}

fn backup(t: &Speech, error: &BackupError) -> String {
    match error {
        BackupError::NotEmpty { path } => t.v("error-not-empty", "path", shown(path)),
        BackupError::Postgres => t.s("error-backup-postgres"),
        BackupError::Bucket => t.s("error-backup-bucket"),
        BackupError::Cut { path } => t.v("error-cut-backup", "path", shown(path)),
        BackupError::NotABackup { path } => t.v("error-not-a-backup", "path", shown(path)),
        BackupError::File { path, source } => file(t, path, source),
        BackupError::Storage(error) => storage(t, error),
        BackupError::Interrupted(_) => t.s("error-interrupted"),
    }
}

fn desk(t: &Speech, error: &DeskError) -> String {
    match error {
        DeskError::Place(error) => place(t, error),
        DeskError::Seal(error) => seal(t, error),
        DeskError::NoAddress => t.s("doctor-no-address"),
        DeskError::Key => t.v("error-lost-file", "path", "keys/"),
        DeskError::NoPlace => causes(error),
    }
}

fn place(t: &Speech, error: &PlaceError) -> String {
    match error {
        PlaceError::Faulty { what, source } => faulty(t, what, source),
        PlaceError::Damaged { what, .. } | PlaceError::Picture { path: what, .. } => {
            t.v("error-lost-file", "path", what)
        }
        PlaceError::Look { slug, .. } | PlaceError::Render { slug, .. } => t.v("error-picture", "slug", slug),
        PlaceError::Storage(error) => storage(t, error),
        PlaceError::Interrupted(_) => t.s("error-interrupted"),
        PlaceError::Page(_) | PlaceError::Busy(_) => causes(error),
    }
}

/// What a text of a place lacks: by its fields, and the permanent words for what is wrong with each.
pub(crate) fn faulty(t: &Speech, what: &str, problems: &Problems) -> String {
    let one = |problem: &badge_core::place::Problem| match problem.field.as_str() {
        "" => problem.fault.as_str().to_owned(),
        field => format!("{field} ({})", problem.fault.as_str()),
    };
    let faults: Vec<String> = problems.0.iter().map(one).collect();
    t.all("error-faulty", &[("what", what), ("faults", &faults.join(", "))])
}

fn seal(t: &Speech, error: &SealError) -> String {
    match error {
        SealError::File { path, source } => file(t, path, source),
        SealError::NotAKey { path } => t.v("error-not-a-seal", "path", shown(path)),
        SealError::NotOpened => t.s("error-not-opened"),
    }
}

/// What a database or a store answers is told after our own words, as it stands: it is what is looked for on the web.
fn storage(t: &Speech, error: &StorageError) -> String {
    let cause = || error.source().map(causes).unwrap_or_default();
    match error {
        StorageError::Database(_) => t.v("error-database", "cause", cause()),
        StorageError::Silent => t.s("error-silent"),
        StorageError::Newer => t.s("error-newer"),
        StorageError::Migrate(_) => t.v("error-migrate", "cause", cause()),
        StorageError::NoPostgres => t.s("error-no-postgres"),
        #[cfg(not(feature = "s3"))]
        StorageError::NoS3 => t.s("error-no-s3"),
        #[cfg(feature = "s3")]
        StorageError::Store { .. } => t.v("error-store", "cause", cause()),
        StorageError::Going(_) => t.s("error-going"),
        StorageError::File { path, source } => file(t, path, source),
        StorageError::Damaged { what } => t.v("error-damaged", "what", what),
    }
}

fn file(t: &Speech, path: &Path, error: &io::Error) -> String {
    t.said_of(&shown(path), &system(t, error))
}

/// What the system says, where it is one of the few things that it mostly says.
pub(crate) fn system(t: &Speech, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => t.s("error-not-found"),
        ErrorKind::PermissionDenied => t.s("error-denied"),
        ErrorKind::AlreadyExists => t.s("error-exists"),
        ErrorKind::StorageFull => t.s("error-full"),
        ErrorKind::NotADirectory => t.s("error-no-folder"),
        ErrorKind::IsADirectory => t.s("error-a-folder"),
        _ => error.to_string(),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn the_settings_say_the_language_then_the_terminal_and_french_without() {
        let told = |said: Option<&str>, env: &[(&str, &str)]| {
            language(said, |name| env.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(told(None, &[]), Lang::Fr);
        assert_eq!(told(None, &[("LANG", "C.UTF-8")]), Lang::Fr);
        assert_eq!(told(None, &[("LANG", "en_GB.UTF-8")]), Lang::En);
        assert_eq!(told(None, &[("LANG", "de_DE.UTF-8")]), Lang::En);
        assert_eq!(told(None, &[("LC_ALL", "fr_FR.UTF-8"), ("LANG", "en_GB.UTF-8")]), Lang::Fr);
        assert_eq!(told(None, &[("BADGE_LANG", "en"), ("LANG", "fr_FR.UTF-8")]), Lang::En);
        assert_eq!(told(None, &[("BADGE_LANGUAGE", "fr"), ("LANG", "en_GB.UTF-8")]), Lang::Fr);
        assert_eq!(told(Some("en"), &[("BADGE_LANGUAGE", "fr")]), Lang::En);
    }

    #[test]
    fn what_went_wrong_is_said_in_both_languages_with_what_to_do() {
        let words = Words::new();
        let path = || PathBuf::from("/srv/badges");
        let gone = || PlaceError::Damaged { what: "logo.png".to_owned(), source: None };
        let all: [(Box<dyn Error>, &str, &str); 8] = [
            (Box::new(gone()), "logo.png\u{a0}: ce fichier manque", "logo.png: this file is missing"),
            (Box::new(DeskError::from(StorageError::Silent)), "base de données", "database"),
            (Box::new(ImportError::NotAPlace { path: path() }), "place.toml", "place.toml"),
            (Box::new(ExportError::NotEmpty { path: path() }), "dossier", "folder"),
            (Box::new(BackupError::Bucket), "outils", "tools"),
            (Box::new(SealError::NotAKey { path: path() }), "64", "64"),
            (Box::new(StorageError::Silent), "base de données", "database"),
            (
                Box::new(ConfigError::File { path: path(), source: ErrorKind::NotFound.into() }),
                "n’existe pas",
                "not there",
            ),
        ];
        for (fault, fr, en) in &all {
            let said = |lang| error(words.of(lang), &**fault);
            assert!(said(Lang::Fr).contains(fr), "{}", said(Lang::Fr));
            assert!(said(Lang::En).contains(en), "{}", said(Lang::En));
            assert_ne!(said(Lang::Fr), said(Lang::En));
        }
    }
}
