//! `badge publish`: the site as files. Only what changed is written; only what this command wrote is ever removed.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use badge_core::place::Token;
use badge_core::place::register::Register;
use badge_core::text;
use badge_core::time::Timestamp;
use indicatif::ProgressBar;
use serde::Serialize;

use super::{Context, moved};
use crate::args::Publish;
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::disk;
use crate::place::published::{Manifest, Print, Prints, files_below, remove_empty_folders, strangers, token_of};
use crate::place::{Folder, Writer};
use crate::progress;
use crate::site::{LeftOut, Sink, Whole};

/// What is to be done, by path.
#[derive(Debug, Default, Serialize)]
struct Plan {
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
    /// Written here once, changed by somebody since, and no longer part of the site: left alone.
    kept: Vec<String>,
    /// What else lies there, and goes to the host with the folder.
    strangers: Vec<String>,
    unchanged: usize,
    /// What lies there of the files that are to be replaced.
    #[serde(skip)]
    before: Prints,
}

/// First every file is made to be compared and let go; then those that changed are made once more, to be written. So memory
/// holds one file at a time, and nothing is written before it is known that all of it may be.
struct Compared(Prints);

impl Sink for Compared {
    fn take(&mut self, path: String, bytes: Vec<u8>) -> Result<(), Failure> {
        self.0.insert(path.into(), Print::of(&bytes));
        Ok(())
    }
}

pub(crate) fn run(args: &Publish, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.run.at.as_deref())?.now();
    let out = disk::absolute(&args.out)?;
    refuse_place(&folder, &out)?;
    let mut writer = folder.writer(&cx.printer)?;
    moved::tell(&folder.place()?, writer.register(), cx);
    let mut may_go = BTreeSet::new();
    let (plan, left_out) = loop {
        let foreign = match publish(&writer, (&folder, &out), &may_go, now, args, cx)? {
            Tried::Done(plan, left_out) => break (plan, left_out),
            Tried::Asks(foreign) => foreign,
        };
        // Somebody may take an hour to answer: meanwhile others write, and then everything is looked at again.
        let paused = writer.pause();
        let first = out.join(&foreign[0]);
        let question = msg!("publish-confirm-foreign", count = foreign.len(), path = &first);
        if !ask::may_ask(&cx.settings) || !ask::confirm(&cx.settings, &cx.printer, &question)? {
            return Err(Failure::new(msg!("publish-foreign", count = foreign.len())).at(&first));
        }
        may_go.extend(foreign);
        writer = folder.writer_again(&cx.printer, Some(paused))?;
    };
    tell(&plan, &args.out, &out, args.run.dry_run, cx)?;
    if left_out.waiting > 0 {
        cx.printer.note(&msg!("publish-waiting", count = left_out.waiting));
    }
    if left_out.withdrawn > 0 {
        cx.printer.note(&msg!("publish-withdrawn", count = left_out.withdrawn));
    }
    if left_out.erased > 0 {
        cx.printer.note(&msg!("publish-erased", count = left_out.erased));
    }
    if !left_out.unready.is_empty() {
        cx.printer.note(&msg!("publish-unready", names = left_out.unready.join(", ")));
    }
    if !left_out.gone.is_empty() {
        cx.printer.warn(&msg!("publish-gone", names = left_out.gone.join(", ")));
    }
    if folder.place()?.base.is_none() {
        cx.printer.note(&msg!("publish-no-base"));
    }
    Ok(Exit::Done)
}

/// What came of a try.
enum Tried {
    Done(Plan, LeftOut),
    /// Files of others would be replaced, and nobody said yet that they may be.
    Asks(Vec<String>),
}

/// Publishes, unless something lies there that is somebody else's and not among what may go. A dry run writes nothing.
fn publish(
    writer: &Writer,
    (folder, out): (&Folder, &Path),
    may_go: &BTreeSet<String>,
    now: Timestamp,
    args: &Publish,
    cx: &Context,
) -> Result<Tried, Failure> {
    let mut left_out = LeftOut::default();
    let whole = Whole::open(writer, now, &mut left_out, cx)?;
    let mut files = Compared(Prints::new());
    whole.each(!args.run.dry_run, cx, &mut left_out, &mut files)?;
    let files = files.0;
    let manifest = folder.manifest_of(out)?;
    let (mut plan, mut foreign) = plan(&files, &manifest, out, writer.register())?;
    foreign.retain(|path| !cx.settings.yes && !may_go.contains(path));
    if args.run.dry_run {
        return Ok(Tried::Done(plan, left_out));
    }
    if !foreign.is_empty() {
        return Ok(Tried::Asks(foreign));
    }
    let paths = (&*folder.manifest_path(out), &*folder.page_in_the_making(), out);
    write((&whole, &mut plan), files, manifest, paths, cx)?;
    Ok(Tried::Done(plan, left_out))
}

/// Compares with what lies in the folder. The second list: files of others, which would be replaced.
///
/// What lies under the name of one of our awards is ours, wherever the folder came from: nobody else has that name, and what
/// may not be there goes (D-05, D-11).
fn plan(files: &Prints, manifest: &Manifest, out: &Path, register: &Register) -> Result<(Plan, Vec<String>), Failure> {
    let is_award = |path: &str| token_of(path).is_some_and(|token| register.contains(token));
    let (mut plan, mut foreign) = (Plan::default(), Vec::new());
    for (path, made) in files {
        match there(&out.join(&**path))? {
            None => plan.added.push(path.to_string()),
            Some(found) if found == *made => plan.unchanged += 1,
            Some(found) => {
                if !manifest.is_ours(path, found) && !is_award(path) {
                    foreign.push(path.to_string());
                }
                plan.changed.push(path.to_string());
                plan.before.insert(path.clone(), found);
            }
        }
    }
    plan.removed = hidden(files, out, register)?;
    let gone: BTreeSet<String> = plan.removed.iter().cloned().collect();
    let is_past = |path: &&str| !files.contains_key(*path) && !gone.contains(*path);
    for path in manifest.files.keys().map(|path| &**path).filter(is_past) {
        match there(&out.join(path))? {
            Some(found) if manifest.is_ours(path, found) => plan.removed.push(path.to_string()),
            Some(_) => plan.kept.push(path.to_string()),
            None => {}
        }
    }
    let unknown = strangers(out, |path| files.contains_key(path) || manifest.knows(path) || gone.contains(path))?;
    let (ours, strangers): (Vec<String>, Vec<String>) =
        unknown.into_iter().partition(|path| is_award(path) && is_named_as_ours(path));
    plan.removed.extend(ours);
    plan.removed.sort();
    plan.strangers = strangers;
    Ok((plan, foreign))
}

/// Whatever lies there of awards of which nothing may be shown, whoever wrote it: a site that was moved, downloaded from
/// the host or put back from a backup holds pages that no manifest knows, and a token of ours is nobody else's (D-11).
fn hidden(files: &Prints, out: &Path, register: &Register) -> Result<Vec<String>, Failure> {
    let shown: BTreeSet<Token> = files.keys().filter_map(|path| token_of(path)).collect();
    let mut all = Vec::new();
    for name in disk::names(&out.join("b"))? {
        let known = Token::parse(&name).filter(|token| register.contains(*token) && !shown.contains(token));
        if known.is_some() {
            all.extend(files_below(out, &format!("b/{name}"))?.into_iter().filter(|path| is_named_as_ours(path)));
        }
    }
    Ok(all)
}

/// Whether a file is called as those of a badge's folder are, or as what a killed run leaves there. What somebody else laid
/// beside them is theirs.
fn is_named_as_ours(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let start = name.split('.').next().unwrap_or(name);
    ["", "index", "badge", "credential", "assertion", "certificate", "preview"].contains(&start)
}

fn write(
    (whole, plan): (&Whole<'_>, &mut Plan),
    files: Prints,
    mut manifest: Manifest,
    (manifest_path, apart, out): (&Path, &Path, &Path),
    cx: &Context,
) -> Result<(), Failure> {
    // First what is there or about to be, so that a run cut short leaves no file that the next one does not know.
    let changes = plan.added.len() + plan.changed.len() + plan.removed.len();
    manifest.out = out.to_owned();
    manifest.sweep()?;
    let is_cut_short = !manifest.before.is_empty();
    manifest.before = std::mem::take(&mut plan.before);
    let is_other = changes > 0 || manifest.files != files;
    let settled = std::mem::replace(&mut manifest.files, files);
    let past: Prints = settled.into_iter().filter(|(path, _)| !manifest.files.contains_key(path)).collect();
    manifest.files.extend(past.iter().map(|(path, print)| (path.clone(), *print)));
    if is_other {
        manifest.save(manifest_path)?;
    }
    disk::make_folder(out)?;
    let bar = progress::bar(&cx.printer, &msg!("publish-progress"), changes as u64);
    if !(plan.added.is_empty() && plan.changed.is_empty()) {
        let paths: BTreeSet<&str> = plan.added.iter().chain(&plan.changed).map(String::as_str).collect();
        let awards = paths.iter().filter_map(|path| token_of(path)).collect();
        let mut written = Written { paths, awards, made: &mut manifest.files, out, apart, bar: &bar };
        whole.each(true, cx, &mut LeftOut::default(), &mut written)?;
    }
    for path in &plan.removed {
        let full = out.join(path);
        fs::remove_file(&full).map_err(|e| Failure::io(msg!("file-unwritable", path = &full), &full, e))?;
        remove_empty_folders(&full, out);
        bar.inc(1);
    }
    bar.finish_and_clear();
    if is_other || is_cut_short {
        // A file that somebody changed stays known, so that it is told again.
        let kept: BTreeSet<&str> = plan.kept.iter().map(String::as_str).collect();
        for path in past.into_keys().filter(|path| !kept.contains(&**path)) {
            manifest.files.remove(&path);
        }
        manifest.before.clear();
        manifest.save(manifest_path)?;
    }
    Ok(())
}

/// Writes those files that are not there as they should be.
struct Written<'a> {
    paths: BTreeSet<&'a str>,
    /// The awards that some of them belong to.
    awards: HashSet<Token>,
    made: &'a mut Prints,
    out: &'a Path,
    apart: &'a Path,
    bar: &'a ProgressBar,
}

impl Sink for Written<'_> {
    fn wants(&self, award: Token) -> bool {
        self.awards.contains(&award)
    }

    fn take(&mut self, path: String, bytes: Vec<u8>) -> Result<(), Failure> {
        if !self.paths.contains(&*path) {
            return Ok(());
        }
        put(self.apart, &self.out.join(&path), &bytes)?;
        // What somebody changed in the place since it was compared is known as it was written.
        self.made.insert(path.into(), Print::of(&bytes));
        self.bar.inc(1);
        Ok(())
    }
}

/// Writes elsewhere and renames, without waiting for the disk: a site can be published again. What a kill leaves is in
/// the place, which nobody puts online; only where the site is on another disk it is among the pages, and swept later.
fn put(apart: &Path, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = disk::parent(path);
    fs::create_dir_all(&folder).map_err(|e| Failure::io(msg!("folder-unwritable", path = &folder), &folder, e))?;
    let through = |other: &Path| {
        let done = fs::write(other, bytes).and_then(|()| fs::rename(other, path));
        done.inspect_err(|_| drop(fs::remove_file(other)))
    };
    let done = match through(apart) {
        Err(e) if e.kind() == io::ErrorKind::CrossesDevices => {
            through(&folder.join(format!(".{}.tmp", text::hex(&crate::entropy::random::<8>()))))
        }
        other => other,
    };
    done.map_err(|e| Failure::io(msg!("file-unwritable", path = path), path, e))
}

/// The digest of what is there. A file that is larger than any of ours has none that we know.
fn there(path: &Path) -> Result<Option<Print>, Failure> {
    let mut bytes = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(disk::LARGEST + 1).read_to_end(&mut bytes)) {
        Ok(read) if read as u64 > disk::LARGEST => Ok(Some(Print::NONE)),
        Ok(_) => Ok(Some(Print::of(&bytes))),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(Failure::io(msg!("file-unreadable", path = path), path, e)),
    }
}

/// A site that holds the place would publish its keys and its people.
fn refuse_place(folder: &Folder, out: &Path) -> Result<(), Failure> {
    let root = disk::absolute(folder.root())?;
    let inside =
        ["keys", "achievements", "awards", "outbox", ".badge"].iter().any(|name| out.starts_with(root.join(name)));
    // Nor into another place, whose keys would be taken for a part of the site.
    let other = out.join("place.toml").exists()
        || disk::names(&out.join("keys")).unwrap_or_default().iter().any(|name| name.ends_with(".pem"));
    if root.starts_with(out) || inside || other {
        return Err(Failure::new(msg!("publish-into-place", path = out)).at(out));
    }
    Ok(())
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    out: &'a Path,
    dry_run: bool,
    #[serde(flatten)]
    plan: &'a Plan,
}

fn tell(plan: &Plan, given: &Path, out: &Path, dry_run: bool, cx: &Context) -> Result<(), Failure> {
    if cx.printer.json() {
        return cx.printer.object(&Answer { schema: "badge-publish/1", out, dry_run, plan });
    }
    for (mark, paths) in [("+", &plan.added), ("~", &plan.changed), ("-", &plan.removed), ("!", &plan.kept)] {
        // Of what went as it should the counts are enough, and quiet is without these too.
        let told = !cx.printer.quiet() || mark == "!";
        for path in paths.iter().filter(|_| told) {
            cx.printer.line(&format!("{mark} {path}"))?;
        }
    }
    if !plan.strangers.is_empty() {
        let names = plan.strangers.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
        cx.printer.warn(&msg!("publish-strangers", count = plan.strangers.len(), names = names));
    }
    if !plan.kept.is_empty() {
        cx.printer.warn(&msg!("publish-kept", count = plan.kept.len()));
    }
    let (added, changed) = (plan.added.len(), plan.changed.len());
    let counts = msg!(
        "publish-counts",
        added = added,
        changed = changed,
        removed = plan.removed.len(),
        unchanged = plan.unchanged
    );
    cx.printer.note(&counts);
    if dry_run {
        cx.printer.note(&msg!("dry-run"));
    } else {
        cx.printer.done(&msg!("publish-done", path = given));
    }
    Ok(())
}
