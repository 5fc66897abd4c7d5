//! What `badge publish` wrote into which folders: kept in the place, never in the site. By it a page is taken away again.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use badge_core::crypto::sha256;
use badge_core::place::Token;
use badge_core::place::register::Digest;
use badge_core::text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Folder;
use super::disk::{self, Secrecy};
use super::target::OWN;
use crate::error::{Cause, Failure};
use crate::message::msg;

const SCHEMA: &str = "badge-published/1";

/// The SHA-256 of a file, in a quarter of the memory of its digits. A file larger than any of ours has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Print(Option<Digest>);

impl Print {
    pub(crate) const NONE: Self = Self(None);

    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Some(Digest::of(bytes)))
    }
}

impl Serialize for Print {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(digest) => to.collect_str(&digest),
            None => to.serialize_str(""),
        }
    }
}

impl<'de> Deserialize<'de> for Print {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        Ok(Self(Digest::parse(&text)))
    }
}

/// Paths, each with what lies there.
pub(crate) type Prints = BTreeMap<Box<str>, Print>;

/// What was written into one folder: path → SHA-256.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Manifest {
    schema: String,
    pub(crate) out: PathBuf,
    /// The same as seen from the place, where it lies near it: the two may be moved, or copied, together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) near: Option<PathBuf>,
    pub(crate) files: Prints,
    /// While files are written: what lay there before, which is ours as well until the last of them is replaced.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) before: Prints,
}

impl Manifest {
    /// What is known of a folder; nothing where nothing was published into it.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        match disk::read_if_there(path)? {
            None => Ok(Self::default()),
            Some(bytes) => serde_json::from_slice(&bytes)
                .map_err(|e| Failure::new(msg!("manifest-damaged")).at(path).because(Cause::Foreign(e.to_string()))),
        }
    }

    /// Whether what lies under a path was written from here.
    pub(crate) fn is_ours(&self, path: &str, found: Print) -> bool {
        [&self.files, &self.before].iter().any(|known| known.get(path) == Some(&found))
    }

    /// Whether a file of that name was written from here.
    pub(crate) fn knows(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.before.contains_key(path)
    }

    /// Removes what a run that was killed left beside the files that it wrote.
    pub(crate) fn sweep(&self) -> Result<(), Failure> {
        let folders: BTreeSet<PathBuf> = self.files.keys().map(|path| disk::parent(&self.out.join(&**path))).collect();
        folders.iter().filter(|folder| folder.is_dir()).try_for_each(|folder| disk::sweep(folder))
    }

    pub(crate) fn save(&mut self, path: &Path) -> Result<(), Failure> {
        self.schema = SCHEMA.to_owned();
        disk::replace_by(path, |to| serde_json::to_writer_pretty(to, self).map_err(io::Error::from), Secrecy::Open)
    }
}

impl Folder {
    /// Where it is kept what was published into a folder.
    pub(crate) fn manifest_path(&self, out: &Path) -> PathBuf {
        self.hidden(&format!("published/{}.json", &text::hex(&sha256(out.to_string_lossy().as_bytes()))[..16]))
    }

    /// Where a page is written before it gets its name: in the place, which is on no host.
    pub(crate) fn page_in_the_making(&self) -> PathBuf {
        self.hidden("page.tmp")
    }

    /// Everything that was ever published, one manifest for each folder.
    pub(crate) fn manifests(&self) -> Result<Vec<Manifest>, Failure> {
        let folder = self.hidden("published");
        let names = disk::names(&folder)?;
        let ours = names.iter().filter(|n| n.ends_with(".json") && !n.starts_with('.'));
        let all: Result<Vec<Manifest>, Failure> = ours.map(|name| Manifest::read(&folder.join(name))).collect();
        let mut all = all?;
        for manifest in all.iter_mut().filter(|m| !m.out.is_dir()) {
            let near = manifest.near.as_ref().and_then(|near| disk::absolute(&self.root.join(near)).ok());
            manifest.out = near.filter(|near| near.is_dir()).unwrap_or_else(|| manifest.out.clone());
        }
        Ok(all)
    }

    /// Every award of which a page was published into some folder.
    pub(crate) fn published_awards(&self) -> Result<BTreeSet<Token>, Failure> {
        Ok(self.manifests()?.iter().flat_map(|m| m.files.keys()).filter_map(|path| token_of(path)).collect())
    }

    /// What is known of a folder. One that lies from the place where another did was moved or copied with it.
    pub(crate) fn manifest_of(&self, out: &Path) -> Result<Manifest, Failure> {
        let own = Manifest::read(&self.manifest_path(out))?;
        if !own.schema.is_empty() {
            return Ok(Manifest { near: self.near(out), ..own });
        }
        let is_it = |manifest: &Manifest| self.sites_of(manifest).is_ok_and(|sites| sites.iter().any(|s| s == out));
        let moved = self.manifests()?.into_iter().find(is_it).unwrap_or_default();
        Ok(Manifest { near: self.near(out), ..moved })
    }

    /// The way from the place to a folder beside it, or beside the folder that it lies in.
    fn near(&self, out: &Path) -> Option<PathBuf> {
        let root = disk::absolute(&self.root).ok()?;
        let ways = root.ancestors().enumerate().take(3);
        let mut ways = ways.filter(|(_, above)| above.parent().is_some());
        ways.find_map(|(up, above)| {
            let rest = out.strip_prefix(above).ok()?;
            Some(std::iter::repeat_n("..", up).collect::<PathBuf>().join(rest))
        })
    }

    /// The folders that a manifest may mean now: where it was written, and where that lies if place and site were moved
    /// or copied together. Only those that are there.
    pub(crate) fn sites_of(&self, manifest: &Manifest) -> Result<BTreeSet<PathBuf>, Failure> {
        let root = disk::absolute(self.root())?;
        let mut all = BTreeSet::from([manifest.out.clone()]);
        match (&manifest.near, manifest.out.file_name()) {
            (Some(near), _) => drop(all.insert(disk::absolute(&root.join(near))?)),
            // One of an older version does not say: the usual places.
            (None, Some(name)) => all.extend([root.join(name), disk::parent(&root).join(name)]),
            (None, None) => {}
        }
        let own = |site: &PathBuf| OWN.iter().any(|name| site.starts_with(root.join(name)));
        Ok(all.into_iter().filter(|site| site.is_dir() && !own(site)).collect())
    }

    /// Whatever lies in the folders of some awards in every site that this machine holds. Whether it is as it was
    /// written, or was written by us at all, is no question: a folder of that name is about these people.
    pub(crate) fn pages_of(&self, awards: &BTreeSet<Token>) -> Result<Pages, Failure> {
        self.pages_below("b/", awards)
    }

    /// The same of endorsements that the place gave.
    pub(crate) fn pages_of_given(&self, given: Token) -> Result<Pages, Failure> {
        self.pages_below("e/", &BTreeSet::from([given]))
    }

    fn pages_below(&self, prefix: &str, tokens: &BTreeSet<Token>) -> Result<Pages, Failure> {
        let mut pages = Pages::default();
        let of_them = |path: &str| {
            let below = path.strip_prefix(prefix).and_then(|rest| rest.split('/').next());
            below.and_then(Token::parse).is_some_and(|token| tokens.contains(&token))
        };
        let mut sites = BTreeSet::new();
        for manifest in self.manifests()? {
            let there = self.sites_of(&manifest)?;
            if there.is_empty() && manifest.files.keys().any(|path| of_them(path)) {
                pages.unreachable.push(manifest.out.clone());
            }
            pages.sites.push(manifest.out);
            sites.extend(there);
        }
        for site in &sites {
            let homes =
                tokens.iter().map(|token| format!("{prefix}{token}")).filter(|home| is_folder(&site.join(home)));
            for home in homes {
                pages.files.extend(files_below(site, &home)?.into_iter().map(|path| (site.clone(), site.join(path))));
                pages.folders.push(site.join(home));
            }
        }
        pages.sites.extend(sites);
        pages.sites.sort();
        pages.sites.dedup();
        Ok(pages)
    }
}

/// The award whose page a path belongs to.
pub(crate) fn token_of(path: &str) -> Option<Token> {
    Token::parse(path.strip_prefix("b/")?.split('/').next()?)
}

/// A link is none: it may lead anywhere.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_dir())
}

/// Every file below a folder of a site, hidden ones too; a run of `publish` that was killed leaves the beginning of a page.
pub(crate) fn files_below(site: &Path, folder: &str) -> Result<Vec<String>, Failure> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for name in disk::names(&site.join(&folder))? {
            let path = format!("{folder}/{name}");
            let list = if is_folder(&site.join(&path)) { &mut folders } else { &mut found };
            list.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Published files on this machine.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// The site's folder and the file in it.
    pub(crate) files: Vec<(PathBuf, PathBuf)>,
    /// The folders of the awards in the sites.
    folders: Vec<PathBuf>,
    /// Folders that were published into and are not there: moved, or on a disk that is elsewhere.
    pub(crate) unreachable: Vec<PathBuf>,
    /// Every folder that was published into.
    pub(crate) sites: Vec<PathBuf>,
    /// What could not be taken away.
    pub(crate) stuck: Vec<PathBuf>,
}

impl Pages {
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.iter().map(|(_, path)| path)
    }

    /// With those of another look.
    pub(crate) fn join(&mut self, other: Self) {
        self.files.extend(other.files);
        self.folders.extend(other.folders);
        self.unreachable.extend(other.unreachable);
        self.sites.extend(other.sites);
        self.stuck.extend(other.stuck);
        for paths in [&mut self.unreachable, &mut self.sites, &mut self.stuck] {
            paths.sort();
            paths.dedup();
        }
    }

    /// Takes the pages away, whoever changed them since. A second time does no harm. What cannot be removed, as it
    /// belongs to somebody else or lies on a disk that may only be read, is noted; the rest goes.
    pub(crate) fn take_down(&mut self) {
        for (out, path) in std::mem::take(&mut self.files) {
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => self.stuck.push(path),
                _ => {
                    remove_empty_folders(&path, &out);
                    self.files.push((out, path));
                }
            }
        }
        // What a killed run left of them names nobody, and nobody would look for it.
        for folder in &self.folders {
            let _ = fs::remove_dir(folder);
        }
        // Whoever takes pages down forgets then that they were to go: a power cut must not bring them back.
        let left = |path: &'_ PathBuf| path.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned);
        let changed: BTreeSet<PathBuf> = self.files.iter().filter_map(|(_, path)| left(path)).collect();
        for folder in changed {
            let _ = disk::sync_folder(&folder);
        }
    }
}

/// So many files that are none of ours are named at most.
const STRANGERS: usize = 1_000;

/// What else lies in a folder, and is on the host with it. What begins with a dot is a host's or a tool's.
pub(crate) fn strangers(out: &Path, known: impl Fn(&str) -> bool) -> Result<Vec<String>, Failure> {
    let (mut found, mut folders) = (Vec::new(), vec![String::new()]);
    while let Some(folder) = folders.pop() {
        for name in disk::names(&out.join(&folder))?.into_iter().filter(|name| !name.starts_with('.')) {
            let path = format!("{folder}{name}");
            if known(&path) {
                continue;
            }
            // A link is not followed: it may lead anywhere.
            if out.join(&path).symlink_metadata().is_ok_and(|m| m.is_dir()) {
                folders.push(format!("{path}/"));
            } else {
                found.push(path);
            }
            if found.len() >= STRANGERS {
                return Ok(found);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Folders of a site that a removed file leaves empty.
pub(crate) fn remove_empty_folders(file: &Path, out: &Path) {
    let mut folder = file.parent();
    while let Some(dir) = folder.filter(|d| *d != out && d.starts_with(out)) {
        if fs::remove_dir(dir).is_err() {
            return;
        }
        folder = dir.parent();
    }
}
