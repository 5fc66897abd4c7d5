//! `badge qr`: the code to print beside a badge. For a badge of the place at hand it carries a signed statement (D-45);
//! for any other badge, the address of its page.

use std::path::{Path, PathBuf};

use badge_core::compact::{self, Statement};
use badge_core::container::{Raw, open};
use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::model::{Badge, detect, ob2, ob3};
use badge_core::name::Url;
use badge_core::picture::Qr;
use badge_core::place::card::code_of;
use badge_core::place::{Addresses, KeptBack, may_go_out};
use serde::Serialize;

use super::Context;
use crate::args::QrCode;
use crate::clock::clock;
use crate::error::{Cause, Exit, Failure};
use crate::input::read_file;
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk::{Secrecy, read_if_there, replace};

#[derive(Serialize)]
struct Made<'a> {
    schema: &'static str,
    file: String,
    address: &'a str,
    signed: bool,
    version: u8,
    millimetres: f64,
    /// By which a card is claimed (D-10).
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

pub(crate) fn run(args: &QrCode, cx: &Context) -> Result<Exit, Failure> {
    let limits = Limits::default();
    let kept = kept(&args.badge, cx);
    let badge = kept.as_ref().map_or(&args.badge, |(file, _)| file);
    let out = match (&args.out, &kept) {
        (Some(out), _) => out.clone(),
        (None, Some((_, name))) => PathBuf::from(name),
        (None, None) => beside(badge),
    };
    let svg = is_svg(&out)?;
    let bytes = read_file(badge, limits.image_bytes)?;
    let no_badge = || Failure::new(msg!("qr-not-a-badge", input = badge)).at(badge);
    let found = open(&bytes, &limits).found.into_iter().next().ok_or_else(no_badge)?;
    let card = card_of(&found.raw, cx)?;
    let (address, signed) = match &found.raw {
        Raw::Link(url) => (url.to_string(), false),
        Raw::Json(bytes) => of_badge(bytes, bytes, cx, &limits)?.ok_or_else(no_badge)?,
        Raw::Jws(jws) => {
            let payload = jws.split('.').nth(1).and_then(|p| badge_core::text::from_base64url(p).ok());
            of_badge(&payload.ok_or_else(no_badge)?, jws.as_bytes(), cx, &limits)?.ok_or_else(no_badge)?
        }
    };
    let qr = Qr::new(&address).map_err(|e| Failure::new(msg!("qr-too-long")).because(Cause::Foreign(e.to_string())))?;
    let drawing = if svg {
        qr.to_svg(&cx.printer.words().say(&msg!("qr-title"))).into_bytes()
    } else {
        qr.to_png().map_err(|e| Failure::new(msg!("qr-too-long")).because(Cause::Foreign(e.to_string())))?
    };
    replace(&out, &drawing, Secrecy::Open)?;
    let millimetres = f64::from(qr.tenths_of_mm()) / 10.0;
    if cx.printer.json() {
        let file = out.display().to_string();
        let made = Made {
            schema: "badge-qr/1",
            file,
            address: &address,
            signed,
            version: qr.version(),
            millimetres,
            code: card,
        };
        cx.printer.object(&made)?;
    } else {
        let size = millimetres.ceil().to_string();
        cx.printer.done(&if signed {
            msg!("qr-done-signed", file = &out, size = size)
        } else {
            msg!("qr-done-address", file = &out, size = size, address = address)
        });
        if let Some(code) = card {
            cx.printer.note(&msg!("award-card", code = code));
        }
    }
    Ok(Exit::Done)
}

/// The code by which a badge of the place at hand is claimed, if it is a card. Nothing of somebody about whom nothing
/// may go out is drawn (D-11).
fn card_of(raw: &Raw, cx: &Context) -> Result<Option<String>, Failure> {
    let Ok(folder) = Folder::find(&cx.settings) else { return Ok(None) };
    let register = folder.register()?;
    let Some(entry) = super::revoke::entry_of(raw, &register) else { return Ok(None) };
    let people = folder.people(&register)?;
    match may_go_out(&entry, &people, clock(None)?.now()) {
        Ok(()) => Ok(code_of(&entry, &people).map(|code| code.to_string())),
        Err(KeptBack::Erased) => Err(Failure::new(msg!("qr-erased"))),
        Err(KeptBack::Removed) => Err(Failure::new(msg!("qr-removed"))),
        Err(_) => Err(Failure::new(msg!("qr-waits", token = entry.award.token.to_string()))),
    }
}

/// The file of an award of the place at hand that is named by its token, or by the code of its card, and what its QR code
/// is called. A file of that name comes first.
fn kept(named: &Path, cx: &Context) -> Option<(PathBuf, String)> {
    let text = named.to_str().filter(|_| !named.exists())?;
    let folder = Folder::find(&cx.settings).ok()?;
    let register = folder.register().ok()?;
    let people = folder.people(&register).ok()?;
    let token = super::pick::award_named(text, &register, &people).ok()?.award.token;
    let home = folder.award(token);
    let names = ["credential.json", "credential.jws", "badge.png", "badge.svg"];
    let file = names.iter().map(|name| home.join(name)).find(|path| path.is_file())?;
    Some((file, format!("{}-qr.png", &token.to_string()[..8])))
}

/// Whether the file is to be an SVG; a name that says something else than PNG or SVG would deceive whoever opens it.
fn is_svg(out: &Path) -> Result<bool, Failure> {
    match out.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => Ok(true),
        Some("png") => Ok(false),
        _ => Err(Failure::new(msg!("qr-ending", path = out, near = out.with_extension("png").as_path()))),
    }
}

/// `badge-qr.png` beside `badge.png`.
fn beside(badge: &Path) -> PathBuf {
    let stem = badge.file_stem().and_then(|s| s.to_str()).unwrap_or("badge");
    badge.with_file_name(format!("{stem}-qr.png"))
}

/// What the code of a badge says, and whether that is a signed statement. `file` is the badge as it is published.
fn of_badge(document: &[u8], file: &[u8], cx: &Context, limits: &Limits) -> Result<Option<(String, bool)>, Failure> {
    let Some(badge) = json::parse(document, limits).ok().and_then(|value| read(&value)) else { return Ok(None) };
    match own(&badge, file, cx)? {
        Some(address) => Ok(Some((address, true))),
        None => Ok(Some((page_of(&badge)?, false))),
    }
}

pub(super) fn read(value: &Value) -> Option<Badge> {
    // A VC-JWT on the older data model carries the credential in `vc`.
    let object = value.get("vc").and_then(Value::as_object).or_else(|| value.as_object())?;
    let version = detect(object)?;
    if version.is_3() {
        return Some(ob3::read(object));
    }
    let mut badge = ob2::read(object, None, None);
    // Coordinates are an extension, of which the model knows nothing.
    if let Some(place) = object.get("schema:location") {
        badge.extra.set("schema:location", place.clone());
    }
    Some(badge)
}

/// The address with a signed statement, if the badge is one of the place at hand and lies at an address.
fn own(badge: &Badge, file: &[u8], cx: &Context) -> Result<Option<String>, Failure> {
    // Outside a place there is nothing to sign with; a place that was named must be one.
    let folder = match Folder::find(&cx.settings) {
        Ok(folder) => folder,
        Err(failure) if cx.settings.place.is_some() => return Err(failure),
        Err(_) => return Ok(None),
    };
    let place = folder.place()?;
    let Some(base) = &place.base else { return Ok(None) };
    let issuer = badge.issuer.id.as_deref();
    let id = badge.id.as_deref().unwrap_or_default();
    if issuer != Some(base.did().as_str()) || !id.starts_with(&format!("{}/b/", base.base())) {
        return Ok(None);
    }
    // What is published is what the place kept.
    let kept = folder.root().join("awards").join(id.rsplit_once("/b/").map_or("", |(_, rest)| rest));
    if read_if_there(&kept)?.is_none_or(|kept| kept != file) {
        return Err(Failure::new(msg!("qr-not-as-kept", id = id)).at(&kept));
    }
    let secret = signer(&folder, cx)?;
    statement(badge, file, base, &secret).map(Some)
}

/// The key that signs statements: the place's first, else its P-256 one (D-20, D-45).
pub(super) fn signer(folder: &Folder, cx: &Context) -> Result<SecretKey, Failure> {
    let mut key = folder.signing_key(KeyKind::Ed25519)?;
    if key.is_none() {
        key = folder.signing_key(KeyKind::P256)?;
    }
    let key = key.ok_or_else(|| Failure::new(msg!("key-none-of-kind", kind = "ed25519")))?;
    key.open(|| cx.passphrases.existing(&cx.printer))
}

/// The address that carries a signed statement about a badge of the place.
pub(super) fn statement(badge: &Badge, file: &[u8], base: &Addresses, secret: &SecretKey) -> Result<String, Failure> {
    let failed =
        |e: &dyn std::fmt::Display| Failure::new(msg!("qr-no-statement")).because(Cause::Foreign(e.to_string()));
    let statement = Statement::about(badge, file, None).map_err(|e| failed(&e))?;
    let input = statement.prepare(secret.public_key()).map_err(|e| failed(&e))?;
    let signature = secret.sign(input.algorithm(), input.bytes()).map_err(|e| failed(&e))?;
    Ok(compact::address(base.base(), &input.complete(&signature)))
}

/// The page of a badge: for one that lies as ours do, its folder; else the badge's own address.
pub(super) fn page_of(badge: &Badge) -> Result<String, Failure> {
    let id = badge.id.as_deref().unwrap_or_default();
    if Url::parse(id).is_err() {
        return Err(Failure::new(msg!("qr-no-address", id = id)));
    }
    Ok(match id.rsplit_once('/') {
        Some((folder, "credential.json" | "credential.jws" | "assertion.json" | "assertion.jws")) => {
            format!("{folder}/")
        }
        _ => id.to_owned(),
    })
}
