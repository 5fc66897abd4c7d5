//! `badge unbake`: what a picture holds comes out as it was baked.

use badge_core::container::{Keyword, UnbakeError, unbake};
use badge_core::limits::Limits;
use serde_json::json;

use super::Context;
use crate::args::Unbake;
use crate::error::{Exit, Failure};
use crate::input::read_file;
use crate::message::msg;
use crate::picture::unbake_message;
use crate::place::disk::{Secrecy, replace};

pub(crate) fn run(args: &Unbake, cx: &Context) -> Result<Exit, Failure> {
    let limits = Limits::default();
    let picture = read_file(&args.picture, limits.image_bytes)?;
    let (keyword, text) = [Keyword::OpenBadgeCredential, Keyword::OpenBadges]
        .into_iter()
        .map(|keyword| (keyword, unbake(&picture, keyword, &limits)))
        .find(|(_, found)| !matches!(found, Err(UnbakeError::NoBadge(_))))
        .unwrap_or((Keyword::OpenBadgeCredential, Err(UnbakeError::NoBadge(Keyword::OpenBadgeCredential))));
    let text = text.map_err(|error| {
        let mut failure = Failure::new(unbake_message(&error)).at(&args.picture);
        if matches!(error, UnbakeError::NoBadge(_)) {
            failure.exit = Exit::NoBadge;
        }
        failure
    })?;
    if let Some(out) = &args.out {
        replace(out, text.as_bytes(), Secrecy::Open)?;
    }
    match &args.out {
        _ if cx.printer.json() => {
            let file = args.out.as_ref().map(|out| out.display().to_string());
            let badge = args.out.is_none().then_some(text.as_str());
            let keyword = keyword.as_str();
            cx.printer
                .object(&json!({"schema": "badge-unbake/1", "keyword": keyword, "file": file, "badge": badge}))?;
        }
        Some(out) => cx.printer.done(&msg!("unbake-done", file = out)),
        None => cx.printer.bytes(text.as_bytes())?,
    }
    Ok(Exit::Done)
}
