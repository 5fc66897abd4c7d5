//! `badge bake`: a signed badge goes into a picture. Every other byte of the picture stays as it is.

use badge_core::container::{Existing, Keyword, Raw, bake, open};
use badge_core::json;
use badge_core::limits::Limits;
use serde::Serialize;

use super::Context;
use crate::args::Bake;
use crate::artwork::check_picture;
use crate::error::{Exit, Failure};
use crate::input::read_file;
use crate::message::msg;
use crate::picture::bake_message;
use crate::place::disk::{Secrecy, replace};

#[derive(Serialize)]
struct Baked<'a> {
    schema: &'static str,
    file: String,
    keyword: &'a str,
    bytes: usize,
}

pub(crate) fn run(args: &Bake, cx: &Context) -> Result<Exit, Failure> {
    let limits = Limits::default();
    let credential = read_file(&args.credential, limits.document_bytes)?;
    let found = open(&credential, &limits).found;
    let no_badge = || Failure::new(msg!("bake-not-a-badge", input = &args.credential)).at(&args.credential);
    let presented = found.into_iter().next().ok_or_else(no_badge)?;
    let (text, keyword) = match presented.raw {
        Raw::Json(bytes) => {
            let keyword = keyword_of(&bytes, &limits).ok_or_else(no_badge)?;
            (String::from_utf8(bytes).map_err(|_| no_badge())?, keyword)
        }
        Raw::Jws(jws) => {
            let payload = jws.split('.').nth(1).and_then(|p| badge_core::text::from_base64url(p).ok());
            let keyword = payload.and_then(|p| keyword_of(&p, &limits)).ok_or_else(no_badge)?;
            (jws, keyword)
        }
        Raw::Link(_) => return Err(no_badge()),
    };
    let picture = read_file(&args.picture, limits.image_bytes)?;
    let existing = if args.keep_existing { Existing::Refuse } else { Existing::Replace };
    let baked = bake(&picture, keyword, &text, existing, &limits)
        .map_err(|e| Failure::new(bake_message(&e)).at(&args.picture))?;
    let out = args.out.clone().unwrap_or_else(|| {
        let ending = args.picture.extension().and_then(|e| e.to_str()).unwrap_or("png");
        args.credential.with_extension(ending)
    });
    if out == args.picture && args.out.is_none() {
        return Err(Failure::new(msg!("bake-would-replace", input = &out)).at(&out));
    }
    let ending = check_picture(&baked)?.as_str();
    if !out.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)) {
        let near = out.with_extension(ending);
        return Err(Failure::new(msg!("bake-ending", path = &out, ending = ending, near = &near)));
    }
    replace(&out, &baked, Secrecy::Open)?;
    if cx.printer.json() {
        let file = out.display().to_string();
        cx.printer.object(&Baked { schema: "badge-bake/1", file, keyword: keyword.as_str(), bytes: baked.len() })?;
    } else {
        cx.printer.done(&msg!("bake-done", file = &out));
    }
    Ok(Exit::Done)
}

/// Which slot a document belongs in: a W3C credential goes into the one of OB 3.0, anything else into the older one.
fn keyword_of(document: &[u8], limits: &Limits) -> Option<Keyword> {
    let value = json::parse(document, limits).ok()?;
    let object = value.as_object()?;
    let contexts = object.get("@context").map(json::Value::many).unwrap_or_default();
    let credential =
        |c: &json::Value| c.as_str().is_some_and(|u| u.contains("/credentials/v1") || u.contains("/credentials/v2"));
    // A VC-JWT on the older data model carries the credential in `vc`.
    if contexts.iter().any(credential) || object.contains("vc") {
        return Some(Keyword::OpenBadgeCredential);
    }
    Some(Keyword::OpenBadges)
}
