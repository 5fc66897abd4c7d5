//! `badge key`: the keys that sign (D-20, D-22).

use badge_core::crypto::KeyKind;
use badge_core::json::Value;
use badge_core::place::issuer_id;
use serde::Serialize;
use serde_json::json;

use super::Context;
use crate::args::{self, KeyExport, KeyForm, KeyNew, KeyRetire, KeyRotate};
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::keyfile::Key;
use crate::message::msg;
use crate::place::Folder;
use crate::table;

pub(crate) fn run(args: &args::Key, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    match args {
        args::Key::New(args) => new(args, &folder, cx),
        args::Key::List(_) => list(&folder, cx),
        args::Key::Rotate(args) => rotate(args, &folder, cx),
        args::Key::Retire(args) => retire(args, &folder, cx),
        args::Key::Export(args) => export(args, &folder, cx),
    }
}

#[derive(Serialize)]
struct Shown {
    thumbprint: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    multibase: Option<String>,
    created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retired: Option<String>,
    signs: bool,
    encrypted: Option<bool>,
}

fn shown(key: &Key, all: &[Key]) -> Shown {
    let kind = key.public.kind();
    let signing = all.iter().rfind(|k| k.public.kind() == kind && k.retired.is_none());
    Shown {
        thumbprint: key.thumbprint.clone(),
        kind: kind.as_str(),
        multibase: key.public.to_multikey(),
        created: key.created.to_string(),
        retired: key.retired.map(|t| t.to_string()),
        signs: signing.is_some_and(|k| k.thumbprint == key.thumbprint),
        encrypted: key.is_encrypted().ok(),
    }
}

fn new(args: &KeyNew, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let kind = kind_of(args.kind);
    folder.place()?;
    if args.run.dry_run {
        return dry(cx, &json!({"schema": "badge-key/1", "dry_run": true, "kind": kind.as_str()}));
    }
    let now = clock(args.run.at.as_deref())?.now();
    let _writer = folder.writer(&cx.printer)?;
    let key = make(kind, args.no_passphrase, now, folder, cx)?;
    let all = folder.keys()?;
    tell(cx, "new", &[shown(&key, &all)])?;
    cx.printer.done(&msg!("key-made", key = &key.thumbprint, kind = kind.as_str()));
    publish_again(folder, cx)
}

/// A key protected like the others: with the passphrase, unless somebody says otherwise.
fn make(
    kind: KeyKind,
    unprotected: bool,
    now: badge_core::time::Timestamp,
    folder: &Folder,
    cx: &Context,
) -> Result<Key, Failure> {
    let passphrase = if unprotected {
        cx.printer.warn(&msg!("key-unprotected"));
        None
    } else {
        Some(cx.passphrases.new_key(&cx.printer)?)
    };
    Ok(folder.make_key(kind, passphrase.as_ref(), now)?.0)
}

fn list(folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let keys = folder.keys()?;
    let all: Vec<Shown> = keys.iter().map(|k| shown(k, &keys)).collect();
    if cx.printer.json() {
        cx.printer.object(&json!({"schema": "badge-keys/1", "keys": all}))?;
        return Ok(Exit::Done);
    }
    if all.is_empty() {
        cx.printer.note(&msg!("keys-none"));
    }
    let words = cx.printer.words();
    let row = |key: Shown| {
        let state = match (key.signs, key.retired) {
            (true, _) => words.say(&msg!("key-signs")),
            (_, Some(since)) => words.say(&msg!("key-retired", since = &since[..10])),
            _ => words.say(&msg!("key-idle")),
        };
        let open = key.encrypted == Some(false);
        let open = if open { words.say(&msg!("key-open")) } else { String::new() };
        vec![key.thumbprint, key.kind.to_owned(), key.created[..10].to_owned(), state, open]
    };
    cx.printer.bytes(table::text(all.into_iter().map(row).collect()).as_bytes())?;
    Ok(Exit::Done)
}

fn rotate(args: &KeyRotate, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let kind = kind_of(args.kind);
    let place = folder.place()?;
    let old = folder.signing_key(kind)?;
    let Some(old) = old else { return Err(Failure::new(msg!("key-none-of-kind", kind = kind.as_str()))) };
    // Without an address the key is the issuer's name: another key is another issuer (D-03).
    if place.base.is_none() && kind == KeyKind::Ed25519 {
        cx.printer.warn(&msg!("key-rotate-renames"));
        if !args.run.dry_run {
            crate::ask::confirm_grave(&cx.settings, &cx.printer, &msg!("confirm"))?;
        }
    }
    if args.run.dry_run {
        return dry(cx, &json!({"schema": "badge-key/1", "dry_run": true, "retires": old.thumbprint}));
    }
    let now = clock(args.run.at.as_deref())?.now();
    let _writer = folder.writer(&cx.printer)?;
    let key = make(kind, args.no_passphrase, now, folder, cx)?;
    // The newest key signs already; should the next line not happen, the old one is idle instead of retired.
    let mut all = folder.keys()?;
    for old in all.iter_mut().filter(|k| k.thumbprint == old.thumbprint) {
        old.retire(now)?;
    }
    let pair: Vec<Shown> = all
        .iter()
        .filter(|k| [&key.thumbprint, &old.thumbprint].contains(&&k.thumbprint))
        .map(|k| shown(k, &all))
        .collect();
    tell(cx, "rotate", &pair)?;
    cx.printer.done(&msg!("key-rotated", key = &key.thumbprint, old = &old.thumbprint));
    publish_again(folder, cx)
}

fn retire(args: &KeyRetire, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let keys = folder.keys()?;
    let mut key = pick(&keys, &args.key)?.clone();
    if let Some(since) = key.retired.filter(|_| !args.stolen || key.revoked.is_some()) {
        cx.printer.note(&msg!("key-retired-already", key = &key.thumbprint, since = &since.to_string()[..10]));
        if cx.printer.json() {
            tell(cx, "none", &[shown(&key, &keys)])?;
        }
        return Ok(Exit::Done);
    }
    if args.run.dry_run {
        return dry(cx, &json!({"schema": "badge-key/1", "dry_run": true, "retires": key.thumbprint}));
    }
    let now = clock(args.run.at.as_deref())?.now();
    if args.stolen {
        crate::ask::confirm_grave(&cx.settings, &cx.printer, &msg!("key-stolen-confirm"))?;
    }
    let _writer = folder.writer(&cx.printer)?;
    if args.stolen {
        key.revoke(now)?;
    } else {
        key.retire(now)?;
    }
    let all = folder.keys()?;
    tell(cx, "retire", &[shown(&key, &all)])?;
    cx.printer.done(&match args.stolen {
        true => msg!("key-revoked-now", key = &key.thumbprint),
        false => msg!("key-retired-now", key = &key.thumbprint),
    });
    let kind = key.public.kind();
    if !all.iter().any(|k| k.public.kind() == kind && k.retired.is_none()) {
        cx.printer.warn(&msg!("key-last", kind = kind.as_str()));
    }
    publish_again(folder, cx)
}

fn export(args: &KeyExport, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let keys = folder.keys()?;
    let key = match &args.key {
        Some(text) => pick(&keys, text)?,
        None => keys
            .iter()
            .rfind(|k| k.public.kind() == KeyKind::Ed25519 && k.retired.is_none())
            .ok_or_else(|| Failure::new(msg!("key-none-of-kind", kind = "ed25519")))?,
    };
    let no_form = || Failure::new(msg!("key-no-form", kind = key.public.kind().as_str()));
    let text = match args.form {
        KeyForm::Jwk => Value::Object(key.public.to_jwk()).to_compact(),
        KeyForm::Pem => key.public.to_pem().trim_end().to_owned(),
        KeyForm::Multibase => key.public.to_multikey().ok_or_else(no_form)?,
        KeyForm::Did => {
            let place = folder.place()?;
            issuer_id(place.base.as_ref(), &key.public).ok_or_else(no_form)?
        }
    };
    // A JWK is JSON already, and what other programs expect.
    if cx.printer.json() && args.form != KeyForm::Jwk {
        cx.printer.object(&json!({"schema": "badge-key/1", "thumbprint": &key.thumbprint, "key": text}))?;
    } else {
        cx.printer.line(&text)?;
    }
    Ok(Exit::Done)
}

/// The key whose thumbprint begins so, if there is exactly one.
fn pick<'k>(keys: &'k [Key], text: &str) -> Result<&'k Key, Failure> {
    let mut found = keys.iter().filter(|k| k.thumbprint.starts_with(text));
    match (found.next(), found.next()) {
        (Some(key), None) => Ok(key),
        (Some(_), Some(_)) => Err(Failure::new(msg!("key-ambiguous", key = text))),
        _ => Err(Failure::new(msg!("key-unknown", key = text))),
    }
}

fn kind_of(kind: args::KeyKind) -> KeyKind {
    match kind {
        args::KeyKind::Ed25519 => KeyKind::Ed25519,
        args::KeyKind::P256 => KeyKind::P256,
        args::KeyKind::P384 => KeyKind::P384,
        args::KeyKind::Rsa => KeyKind::Rsa,
    }
}

fn tell(cx: &Context, done: &str, keys: &[Shown]) -> Result<(), Failure> {
    if cx.printer.json() {
        return cx.printer.object(&json!({"schema": "badge-key/1", "done": done, "keys": keys}));
    }
    for key in keys.iter().filter(|k| k.retired.is_none()) {
        cx.printer.line(&key.thumbprint)?;
    }
    Ok(())
}

fn dry(cx: &Context, value: &serde_json::Value) -> Result<Exit, Failure> {
    if cx.printer.json() {
        cx.printer.object(value)?;
    }
    cx.printer.note(&msg!("dry-run"));
    Ok(Exit::Done)
}

/// Others see a new key once it is published.
fn publish_again(folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    if folder.place()?.base.is_some() {
        cx.printer.note(&msg!("publish-again"));
    }
    Ok(Exit::Done)
}
