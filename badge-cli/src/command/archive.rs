//! `badge archive`: a published site in one signed file, so that badges outlive the place.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use badge_core::archive::{About, Archive, ArchiveError, Packing, Stored};
use badge_core::crypto::{PublicKey, Signer as _};
use badge_core::did::Document;
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::place::Addresses;
use badge_core::resource::{Answer, Body, Lookup, Purpose};
use badge_core::time::Timestamp;
use badge_core::verify::Policy;
use serde_json::json;

use super::Context;
use super::verify::{Judge, no_answers};
use crate::args;
use crate::clock::{clock, instant};
use crate::error::{Cause, Exit, Failure};
use crate::fetch::Sources;
use crate::known::{self, shown};
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};
use crate::site::{self, Files};

/// What is to be kept, and whose it is.
struct Kept {
    about: About,
    stored: Vec<Stored>,
    /// Keys that the issuer's own document names; none when there is no such document.
    own_keys: Option<Vec<PublicKey>>,
    /// Addresses that could not be read.
    missing: usize,
}

pub(crate) fn run(args: &args::Archive, cx: &Context) -> Result<Exit, Failure> {
    let made = match &args.run.at {
        Some(text) => instant(text)?,
        None => clock(None)?.now(),
    };
    let made = made.to_utc_seconds();
    let kept = match (&args.site, &args.urls) {
        (Some(site), _) => of_site(site, made, args, cx)?,
        (None, Some(list)) => of_addresses(list, made, args, cx)?,
        (None, None) => return Err(Failure::new(msg!("archive-nothing"))),
    };
    let exit = if kept.missing > 0 { Exit::Inconclusive } else { Exit::Done };
    let count = kept.stored.len();
    if count == 0 {
        return Err(Failure::new(msg!("archive-nothing")));
    }
    if args.run.dry_run {
        tell(args, &kept.about, count, None, cx)?;
        cx.printer.note(&msg!("dry-run"));
        return Ok(exit);
    }
    let signer = known::signer(args.key.as_deref(), cx)?;
    let bytes = pack(&kept, &signer).map_err(|e| Failure::new(msg!("archive-not-made")).why(e))?;
    // What we could not read again is never left behind.
    let limits = Limits::default();
    if let Err(e) = Archive::open(bytes.clone(), &limits) {
        let failure = Failure::new(msg!("archive-not-made"));
        return Err(match e {
            ArchiveError::Zip(badge_core::zip::ZipFault::OverLimit(_)) => {
                failure.because(Cause::Said(msg!("archive-too-large", most = limits.zip_bytes as u64 >> 20)))
            }
            other => failure.why(other),
        });
    }
    if cx.settings.yes {
        disk::replace(&args.out, &bytes, Secrecy::Open)?;
    } else {
        disk::create(&args.out, &bytes, Secrecy::Open)?;
    }
    tell(args, &kept.about, count, Some(signer.public_key()), cx)?;
    if kept.own_keys.is_some_and(|keys| !keys.contains(signer.public_key())) {
        cx.printer.warn(&msg!("archive-key-not-listed"));
    }
    let key = shown(signer.public_key());
    cx.printer.done(&msg!("archive-made", path = &args.out, count = count, size = (bytes.len() >> 10).max(1)));
    cx.printer.note(&msg!("archive-made-next", key = key));
    Ok(exit)
}

fn pack(kept: &Kept, signer: &badge_core::crypto::SecretKey) -> Result<Vec<u8>, ArchiveError> {
    let mut packing = Packing::new(Vec::new(), kept.about.clone());
    for stored in &kept.stored {
        packing.add(stored)?;
    }
    packing.finish(signer)
}

fn tell(
    args: &args::Archive,
    about: &About,
    count: usize,
    key: Option<&PublicKey>,
    cx: &Context,
) -> Result<(), Failure> {
    if cx.printer.json() {
        cx.printer.object(
            &json!({"schema": "badge-archive-made/1", "archive": args.out, "dry_run": args.run.dry_run,
            "name": about.name, "issuer": about.issuer, "made": about.made.to_string(), "files": count,
            "key": key.map(shown)}),
        )?;
    } else if let Some(key) = key {
        cx.printer.line(&shown(key))?;
    }
    Ok(())
}

/// A folder that was published; or a place, whose site is made for it.
fn of_site(site: &Path, made: Timestamp, args: &args::Archive, cx: &Context) -> Result<Kept, Failure> {
    if !site.is_dir() {
        return Err(Failure::new(msg!("archive-no-folder", path = site)).at(site));
    }
    let folder = Folder::new(site);
    let (files, base) = if folder.card().is_file() {
        let writer = folder.writer(&cx.printer)?;
        let files = site::files(&writer, made, !args.run.dry_run, cx)?;
        (files, folder.place()?.base.map(|b| b.base().to_owned()))
    } else {
        let mut files = Files::new();
        walk(site, "", 0, &mut files)?;
        let base = own_base(&files);
        (files, base)
    };
    let base = args.base.clone().or(base).ok_or_else(|| Failure::new(msg!("archive-no-base")).at(site))?;
    let base = Addresses::new(&base).map_err(|_| Failure::new(msg!("init-bad-base", address = &base)))?;
    let profile = files.get("issuer.json").and_then(|bytes| json::parse(bytes, &Limits::default()).ok());
    let name = profile.as_ref().and_then(|p| p.get("name")).and_then(Value::as_str).map(str::to_owned);
    let did = ["did.json", ".well-known/did.json"].iter().find_map(|path| files.get(*path));
    let own_keys = did.and_then(|bytes| json::parse(bytes, &Limits::default()).ok()).map(|doc| keys_of(&doc));
    let name = args.name.clone().or(name).unwrap_or_else(|| base.authority().to_owned());
    let about = About { name, issuer: Some(base.did().as_str().to_owned()), made };
    let stored = files.into_iter().filter_map(|(path, bytes)| stored(base.base(), path, bytes)).collect();
    Ok(Kept { about, stored, own_keys, missing: 0 })
}

fn keys_of(document: &Value) -> Vec<PublicKey> {
    let methods = Document::read(document).map(|d| d.methods).unwrap_or_default();
    methods.iter().filter(|m| m.listed).filter_map(|m| m.key().ok()).collect()
}

/// A file of the site, under the addresses at which a plain web host serves it. Names that are no address are left out.
fn stored(base: &str, path: String, bytes: Vec<u8>) -> Option<Stored> {
    let base = base.trim_end_matches('/');
    let mut addresses = vec![Url::parse(&format!("{base}/{path}")).ok()?];
    if let Some(folder) = path.strip_suffix("index.html").filter(|f| f.is_empty() || f.ends_with('/')) {
        addresses.extend(Url::parse(&format!("{base}/{folder}")));
    }
    let media_type = Some(media_type(&path).to_owned());
    Some(Stored { addresses, path: Some(path), answer: Answer::Found(Body { media_type, ..Body::of(bytes) }) })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "json" => "application/json",
        "jws" | "txt" => "text/plain",
        "html" => "text/html",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "css" => "text/css",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

/// Where the site lived, by what it says of itself: the profile's id.
fn own_base(files: &Files) -> Option<String> {
    let profile = json::parse(files.get("issuer.json")?, &Limits::default()).ok()?;
    Some(profile.get("id")?.as_str()?.strip_suffix("/issuer.json")?.to_owned())
}

/// Every file below a folder but hidden ones; links are not followed.
fn walk(folder: &Path, under: &str, depth: usize, files: &mut Files) -> Result<(), Failure> {
    for name in disk::names(folder)? {
        if name.starts_with('.') && name != ".well-known" {
            continue;
        }
        let path = folder.join(&name);
        let kind = fs::symlink_metadata(&path)
            .map_err(|e| Failure::io(msg!("file-unreadable", path = &path), &path, e))?
            .file_type();
        let below = if under.is_empty() { name } else { format!("{under}/{name}") };
        if kind.is_dir() && depth < 16 {
            walk(&path, &below, depth + 1, files)?;
        } else if kind.is_file() {
            files.insert(below, disk::read(&path, disk::LARGEST)?);
        }
    }
    Ok(())
}

/// Addresses, one a line, as they answer now.
fn of_addresses(list: &Path, made: Timestamp, args: &args::Archive, cx: &Context) -> Result<Kept, Failure> {
    let text = disk::read_text(list)?;
    let sources = Sources::from(&args.hosts);
    let judge = Judge::new(Policy::at(made), &sources)?;
    let mut answers: BTreeMap<Url, Answer> = BTreeMap::new();
    let mut missing = 0;
    for (line, address) in text.lines().enumerate() {
        let address = address.trim();
        if address.is_empty() || address.starts_with('#') {
            continue;
        }
        let url = Url::parse(address)
            .map_err(|_| Failure::new(msg!("address-malformed", address = address)).at(list).line(line as u64 + 1))?;
        let answer = judge.fetch().get(&Lookup::new(&url, Purpose::Issuer), judge.ages()).map_err(no_answers)?;
        match answer {
            Answer::Found(_) | Answer::Gone(_) | Answer::NotFound => drop(answers.insert(url, answer)),
            _ => {
                missing += 1;
                cx.printer.warn(&msg!("archive-address-unread", address = address));
            }
        }
    }
    let name = args.name.clone().ok_or_else(|| Failure::new(msg!("archive-no-name")))?;
    let stored = answers.into_iter().map(|(url, answer)| Stored { addresses: vec![url], path: None, answer }).collect();
    Ok(Kept { about: About { name, issuer: None, made }, stored, own_keys: None, missing })
}
