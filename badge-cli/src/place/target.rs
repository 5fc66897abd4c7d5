//! Where files about people may be written: never into what is published, never among the place's own files, and over
//! nothing that somebody else made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use badge_core::crypto::sha256;
use badge_core::text;

use super::Folder;
use super::disk::{self, Secrecy};
use crate::ask;
use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;

/// The place's own folders, into which only the place writes.
pub(super) const OWN: [&str; 6] = ["keys", "achievements", "awards", "outbox", "endorsements", ".badge"];

/// So many versions of a file that we wrote are known again.
const VERSIONS: usize = 4;

/// Before the digest of the name of what a file was made from.
const FROM: &str = "from ";

/// The folder, and in it the digest of a file's name, which may be somebody's → digests of what we wrote there, the newest
/// last; behind them from what.
type Written = BTreeMap<String, Vec<String>>;

impl Folder {
    /// Refuses a file or a folder in which names or addresses would be put on the web, or mixed with the place's own.
    ///
    /// # Errors
    /// `out` is inside a folder that was published into, or inside one of the place's own.
    pub(crate) fn refuse_target(&self, out: &Path) -> Result<(), Failure> {
        let target = disk::absolute(out)?;
        let sites: Result<Vec<_>, Failure> = self.manifests()?.iter().map(|manifest| self.sites_of(manifest)).collect();
        for site in sites?.into_iter().flatten() {
            if target.starts_with(&site) {
                return Err(Failure::new(msg!("target-published", path = out, site = &site)).at(out));
            }
        }
        let root = disk::absolute(self.root())?;
        match OWN.iter().find(|name| target.starts_with(root.join(name))) {
            Some(name) => Err(Failure::new(msg!("target-own", path = out, name = format!("{name}/"))).at(out)),
            None => Ok(()),
        }
    }

    /// Whether a file may be written there: nothing is there, or what is there is as we wrote it, or somebody says so.
    ///
    /// # Errors
    /// Somebody else's file is there, or ours that was changed since, and nobody has said yes.
    pub(crate) fn may_replace(&self, path: &Path, cx: &Context) -> Result<(), Failure> {
        self.refuse_target(path)?;
        self.may_replace_all([path], cx)
    }

    /// The same of many files in a folder that is not refused; it is asked once.
    ///
    /// # Errors
    /// As `may_replace`, with the first of them.
    pub(crate) fn may_replace_all<'p>(
        &self,
        paths: impl IntoIterator<Item = &'p Path>,
        cx: &Context,
    ) -> Result<(), Failure> {
        let written = self.written();
        let mut others: Vec<&Path> = Vec::new();
        for path in paths {
            let Some(bytes) = disk::read_if_there(path)? else { continue };
            let digest = text::hex(&sha256(&bytes));
            if !written.get(&key(path)?).is_some_and(|known| known.contains(&digest)) {
                others.push(path);
            }
        }
        let Some(&path) = others.first().filter(|_| !cx.settings.yes) else { return Ok(()) };
        let question = match others.len() {
            1 => msg!("target-confirm", path = path),
            count => msg!("target-confirm-several", count = count, path = path),
        };
        if crate::passphrase::can_ask() && !cx.settings.json && ask::confirm(&cx.settings, &cx.printer, &question)? {
            return Ok(());
        }
        Err(Failure::new(msg!("target-there", path = path)).at(path))
    }

    /// Whether what we wrote there last was made from something other than `source`.
    pub(crate) fn is_of_another(&self, path: &Path, source: &str) -> bool {
        let Ok(key) = key(path) else { return false };
        let written = self.written();
        let of = written.get(&key).and_then(|known| known.iter().find(|n| n.starts_with(FROM)));
        path.exists() && of.is_some_and(|of| *of != from(source))
    }

    /// Replaces a file as a whole, and remembers that it is ours. What a killed run left there is taken away.
    pub(crate) fn deliver(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        self.deliver_from(path, bytes, None)
    }

    /// The same; it is also remembered from what it was made.
    pub(crate) fn deliver_from(&self, path: &Path, bytes: &[u8], source: Option<&str>) -> Result<(), Failure> {
        let folder = disk::parent(path);
        disk::make_folder(&folder)?;
        disk::sweep_abandoned(&folder)?;
        self.remember([(path, bytes)], source)?;
        disk::replace(path, bytes, Secrecy::Owner)
    }

    /// Several files of one folder, each replaced as a whole, and remembered together.
    pub(crate) fn deliver_all(&self, folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
        let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
        self.remember(paths.iter().map(PathBuf::as_path).zip(files.iter().map(|(_, bytes)| bytes.as_slice())), None)?;
        disk::replace_all(folder, files, Secrecy::Owner)
    }

    /// Takes away those files of a folder that we wrote, and that are as we wrote them, whose names are `unwanted`. Gives how many.
    pub(crate) fn take_back(&self, folder: &Path, unwanted: impl Fn(&str) -> bool) -> Result<usize, Failure> {
        let (written, mut gone) = (self.written(), 0);
        for name in disk::names(folder)?.iter().filter(|name| unwanted(name)) {
            let path = folder.join(name);
            let Some(known) = written.get(&key(&path)?) else { continue };
            let Some(bytes) = disk::read_if_there(&path)? else { continue };
            if known.contains(&text::hex(&sha256(&bytes))) {
                std::fs::remove_file(&path)
                    .map_err(|e| Failure::io(msg!("file-unwritable", path = &path), &path, e))?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// Before the files are there: a run that is killed in between leaves the old ones, which are known as well.
    fn remember<'f>(
        &self,
        files: impl IntoIterator<Item = (&'f Path, &'f [u8])>,
        source: Option<&str>,
    ) -> Result<(), Failure> {
        let mut all = self.written();
        let mut there: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
        all.retain(|known, _| {
            let Some((folder, name)) = known.rsplit_once('/') else { return false };
            let folder = PathBuf::from(folder);
            let names = || disk::names(&folder).unwrap_or_default().iter().map(|name| of_name(name)).collect();
            there.entry(folder.clone()).or_insert_with(names).contains(name)
        });
        for (path, bytes) in files {
            let known = all.entry(key(path)?).or_default();
            let digest = text::hex(&sha256(bytes));
            known.retain(|d| *d != digest && !d.starts_with(FROM));
            known.push(digest);
            known.drain(..known.len().saturating_sub(VERSIONS));
            known.extend(source.map(from));
        }
        // Two runs at once may forget one of the two files: then it is asked about.
        let text = serde_json::to_string_pretty(&all).unwrap_or_default();
        // In a place that may only be read, too.
        let _ = disk::replace(&self.hidden("written.json"), text.as_bytes(), Secrecy::Owner);
        Ok(())
    }

    /// A note that cannot be read says nothing: then somebody is asked.
    fn written(&self) -> Written {
        let bytes = disk::read_if_there(&self.hidden("written.json")).ok().flatten();
        let known: Written = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        // Noted by its name, before names were not.
        let is_digest = |path: &str| path.rsplit('/').next().is_some_and(|n| n.len() == 64 && !n.contains('.'));
        let by_digest = |path: String| if is_digest(&path) { Some(path) } else { key(Path::new(&path)).ok() };
        known.into_iter().filter_map(|(path, known)| Some((by_digest(path)?, known))).collect()
    }
}

/// Under what a file is noted.
fn key(path: &Path) -> Result<String, Failure> {
    let path = disk::absolute(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!("{}/{}", disk::parent(&path).display(), of_name(&name)))
}

fn of_name(name: &str) -> String {
    text::hex(&sha256(name.as_bytes()))
}

/// Not the name itself, which may be somebody's.
fn from(source: &str) -> String {
    let whole = disk::absolute(Path::new(source)).unwrap_or_else(|_| Path::new(source).to_owned());
    let name = if source == "-" { source.to_owned() } else { whole.display().to_string() };
    format!("{FROM}{}", text::hex(&sha256(name.as_bytes())))
}
