//! The issuer's folder on the disk: what the core's `place` describes, read and written so that nothing is lost.
//!
//! | In the folder | What it is |
//! |---|---|
//! | `place.toml`, `achievements/{slug}.toml` | written by people |
//! | `register.jsonl` | what was awarded; only ever grows |
//! | `people.json` | who is behind the random ids of the register |
//! | `keys/{thumbprint}.pem`, `.json` | a secret key, and what is public about it |
//! | `awards/{token}/` | the files of one award |
//! | `outbox/{id}.json` | who was written to about which awards, and what came of it |
//! | `endorsements/`, and a folder of this name beside what is endorsed | see [`endorsements`] |
//! | `.badge/` | the lock, awards in the making, people being erased, what was published, which tables are ours, what was compared |

mod compared;
pub(crate) mod disk;
pub(crate) mod endorsements;
mod erase;
pub(crate) mod fault;
mod hiding;
mod ledger;
mod lock;
pub(crate) mod outbox;
pub(crate) mod published;
mod target;
mod withdraw;
mod writer;

use std::path::{Path, PathBuf};

use badge_core::language::Lang;
use badge_core::place::names::folded;
use badge_core::place::people::{People, PeopleError};
use badge_core::place::register::Register;
use badge_core::place::{AchievementFile, Place, Slug, Token};

pub(crate) use compared::{Compared, Key};
pub(crate) use endorsements::Holder;
pub(crate) use hiding::Hiding;
pub(crate) use ledger::Lines;
pub(crate) use lock::Lock;
pub(crate) use writer::{Paused, Prepared, Writer};

use crate::error::{Cause, Failure};
use crate::message::msg;
use crate::picture::json_message;
use crate::settings::Settings;

/// A folder that holds a `place.toml`.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The place of this run: `--place`, `BADGE_PLACE`, or the nearest parent folder that is one (D-01).
    pub(crate) fn find(settings: &Settings) -> Result<Self, Failure> {
        if let Some(named) = &settings.place {
            let folder = Self { root: named.clone() };
            return if folder.card().is_file() {
                Ok(folder)
            } else {
                Err(Failure::new(msg!("place-not-there", path = named)).at(named))
            };
        }
        let here =
            std::env::current_dir().map_err(|e| Failure::io(msg!("file-unreadable", path = "."), Path::new("."), e))?;
        match here.ancestors().find(|dir| dir.join("place.toml").is_file()) {
            Some(root) => Ok(Self { root: root.to_owned() }),
            None => Err(Failure::new(msg!("place-missing", path = &here))),
        }
    }

    /// A folder that is about to become a place.
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// `place.toml`
    pub(crate) fn card(&self) -> PathBuf {
        self.root.join("place.toml")
    }

    pub(crate) fn keys_folder(&self) -> PathBuf {
        self.root.join("keys")
    }

    pub(crate) fn achievements_folder(&self) -> PathBuf {
        self.root.join("achievements")
    }

    pub(crate) fn achievement_path(&self, slug: &Slug) -> PathBuf {
        self.achievements_folder().join(format!("{slug}.toml"))
    }

    /// The folder of one award.
    pub(crate) fn award(&self, token: Token) -> PathBuf {
        self.awards_folder().join(token.to_string())
    }

    /// A file of ours that is nobody else's concern.
    pub(crate) fn hidden(&self, name: &str) -> PathBuf {
        self.root.join(".badge").join(name)
    }

    pub(crate) fn register_path(&self) -> PathBuf {
        self.root.join("register.jsonl")
    }

    /// Single awards of the register, by where their lines begin.
    pub(crate) fn lines(&self) -> Option<Lines> {
        Lines::open(&self.register_path())
    }

    pub(crate) fn people_path(&self) -> PathBuf {
        self.root.join("people.json")
    }

    fn awards_folder(&self) -> PathBuf {
        self.root.join("awards")
    }

    /// What `place.toml` says.
    pub(crate) fn place(&self) -> Result<Place, Failure> {
        let path = self.card();
        let mut place = Place::parse(&disk::read_text(&path)?).map_err(|problems| fault::failure(&path, &problems))?;
        place.endorsements = self.endorsements_of(&Holder::Place)?;
        Ok(place)
    }

    /// The short names of all achievements, sorted. Files of other names are passed over.
    pub(crate) fn achievements(&self) -> Result<Vec<Slug>, Failure> {
        let names = disk::names(&self.achievements_folder())?;
        Ok(names.iter().filter_map(|n| Slug::parse(n.strip_suffix(".toml")?)).collect())
    }

    /// The achievement of that short name; the nearest one is suggested when there is none.
    pub(crate) fn achievement(&self, name: &str) -> Result<AchievementFile, Failure> {
        let slugs = self.achievements()?;
        let name = name.strip_suffix(".toml").unwrap_or(name);
        let Some(slug) = slugs.iter().find(|s| s.as_str() == name) else {
            return Err(self.no_achievement(name, &slugs));
        };
        let path = self.achievement_path(slug);
        let mut file =
            AchievementFile::parse(slug.clone(), &disk::read_text(&path)?).map_err(|p| fault::failure(&path, &p))?;
        file.endorsements = self.endorsements_of(&Holder::Achievement(slug.clone()))?;
        Ok(file)
    }

    /// The achievement that a person means: by its short name, or the only one of that name in either language, as tables
    /// take both.
    pub(crate) fn achievement_meant(&self, name: &str) -> Result<AchievementFile, Failure> {
        self.achievement(name).or_else(|failure| {
            let wanted = folded(name);
            let is_called = |file: &AchievementFile| {
                Lang::ALL.iter().any(|lang| file.texts(*lang).name.as_deref().is_some_and(|own| folded(own) == wanted))
            };
            // Files that cannot be read have no name.
            let files = self.achievements()?.into_iter().filter_map(|slug| self.achievement(slug.as_str()).ok());
            let mut called = files.filter(|file| !wanted.is_empty() && is_called(file));
            match (called.next(), called.next()) {
                (Some(file), None) => Ok(file),
                _ => Err(failure),
            }
        })
    }

    /// The register, as far as it is whole.
    pub(crate) fn register(&self) -> Result<Register, Failure> {
        ledger::read(&self.register_path())
    }

    /// Who is behind the register's ids.
    pub(crate) fn people(&self, register: &Register) -> Result<People, Failure> {
        let path = self.people_path();
        match disk::read_if_there(&path)? {
            // Whoever awarded something to somebody wrote it: without it nobody knows who is a minor (D-11).
            None if register.briefs().any(|e| e.person.is_some()) => Err(Failure::new(msg!("people-gone")).at(&path)),
            None => Ok(People::default()),
            Some(bytes) => People::parse(&bytes).map_err(|e| {
                let why = match &e {
                    PeopleError::Json(e) => json_message(e),
                    PeopleError::Malformed { at } => msg!("people-malformed", at = at.to_string()),
                    _ => msg!("people-other-kind"),
                };
                Failure::new(msg!("people-damaged")).at(&path).because(Cause::Said(why))
            }),
        }
    }

    fn no_achievement(&self, name: &str, slugs: &[Slug]) -> Failure {
        let wanted = name.to_lowercase();
        let near = slugs
            .iter()
            .map(|s| (strsim::normalized_damerau_levenshtein(&wanted, s.as_str()), s))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(likeness, slug)| *likeness > 0.5 || slug.as_str().contains(&wanted));
        Failure::new(match near {
            Some((_, slug)) => msg!("achievement-unknown-near", name = name, near = slug.as_str()),
            None if slugs.is_empty() => msg!("achievement-none", name = name),
            None => msg!("achievement-unknown", name = name),
        })
    }
}
