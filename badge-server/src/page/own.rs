//! What somebody changes in their own account: the name, the address, and that it goes. The page is `account.rs`'s.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::crypto::sha256;

use super::account::{Shown, again, may_try, page};
use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, note, refuse, said, show};
use crate::app::accounts::{Secret, address};
use crate::app::holders::{self, Asked, Changed, Known, Misnamed};
use crate::app::password::Password;
use crate::fault::Fault;
use crate::guard::{Signed, keep, see};
use crate::post::Letter;
use crate::route::{self, Urls};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// Names of places that a sentence holds.
const NAMED: usize = 5;

/// Changes the name.
pub(crate) async fn rename(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let name = fields.text("name");
    let said = match holders::rename(&app, signed.account().id, name).await? {
        None => return Ok(see(&format!("{}?lang={}&done=named", route::ACCOUNT, visitor.lang))),
        Some(Misnamed::Missing) => t.s("newcomer-no-name"),
        Some(Misnamed::Unfit(unfit)) => unfit.message(t),
    };
    let shown = Shown { flaws: Flaws::at("name", said), name: Some(name.to_owned()), ..Shown::default() };
    Ok(refuse(page(&app, &visitor, &signed, shown).await?))
}

/// Asks for another address, which is confirmed by a letter to it.
pub(crate) async fn ask_address(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let typed = fields.text("address");
    let again = async |flaws: Flaws| {
        let shown = Shown { flaws, address: typed.to_owned(), ..Shown::default() };
        Ok(refuse(page(&app, &visitor, &signed, shown).await?))
    };
    if !app.post.is_there() {
        return Err(Fault::Refused);
    }
    let Some(address) = address(typed) else {
        return again(Flaws::at("address", t.s("sign-in-no-address"))).await;
    };
    may_try(&app, &signed)?;
    // As with links to sign in: nor is a mailbox filled.
    if !app.work.links.allows_key(sha256(address.as_bytes())) {
        return Err(Fault::TooMany);
    }
    let letter = |secret: &Secret| Letter::address(t, &address, &Urls(&app.address).address(&secret.0));
    let password = Password::typed(fields.raw("address-old"));
    match holders::ask_address(&app, &signed.0, password, &address, letter).await? {
        Asked::Mailed => {
            let done = Some(t.v("address-asked", "address", &address));
            page(&app, &visitor, &signed, Shown { done, ..Shown::default() }).await
        }
        Asked::Same => again(Flaws::at("address", t.s("address-same"))).await,
        Asked::Wrong => again(Flaws::at("address-old", t.s("account-wrong"))).await,
    }
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Confirm<'a> {
    frame: Frame<'a>,
    lead: String,
    action: String,
    button: String,
}

/// Behind the link in that letter: a button, since mail programs look at links too. Only whoever asked may press it: the
/// owner of a mailbox is not brought to lend their address to somebody else's account.
pub(crate) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let Some(address) = holders::wanted(&app, signed.account().id, &secret).await? else {
        return Ok(over(&app, &visitor));
    };
    let page = Confirm {
        frame: Frame::staff(t, t.s("address-title"), ""),
        lead: t.v("address-confirm", "address", address),
        action: format!("?lang={}", visitor.lang),
        button: t.s("address-title"),
    };
    Ok(show(visitor.lang, &page))
}

pub(crate) async fn move_address(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let told = Letter::moved(t, &signed.account().address);
    if holders::move_address(&app, signed.account(), &secret, told).await? {
        return Ok(see(&format!("{}?lang={}&done=moved", route::ACCOUNT, visitor.lang)));
    }
    Ok(over(&app, &visitor))
}

fn over(app: &App, visitor: &Visitor) -> Response {
    let t = app.words.of(visitor.lang);
    let more = vec![t.s("address-over")];
    let note = note(app, visitor.lang, "", t.s("link-over-title"), t.s("link-over-lead"), more);
    said(note, StatusCode::NOT_FOUND)
}

/// Erases the account.
pub(crate) async fn erase(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let again = async |flaws: Flaws| again(&app, &visitor, &signed, flaws).await;
    if fields.text("sure") != "yes" {
        return again(Flaws::at("sure", t.s("erase-unsure"))).await;
    }
    may_try(&app, &signed)?;
    let password = Password::typed(fields.raw("erase-old"));
    match holders::erase_own(&app, &signed.0, password).await? {
        Changed::Done => {
            let more = vec![t.s("account-erased-more")];
            let note = note(&app, visitor.lang, "", t.s("account-erased"), t.s("account-erased-lead"), more);
            Ok(keep(&app, None, note))
        }
        Changed::Nobody => Err(Fault::NotFound),
        Changed::Wrong => again(Flaws::at("erase-old", t.s("account-wrong"))).await,
        Changed::LastOperator => again(Flaws::at("sure", t.s("operator-last"))).await,
        Changed::LastIn(places) => {
            let named = holders::names(&app, &places).await?;
            again(Flaws::at("sure", last_in(t, &named, places.len()))).await
        }
    }
}

/// That somebody is the only one who administers places: which.
pub(super) fn last_in(t: &Speech, places: &[Known], all: usize) -> String {
    let mut names: Vec<String> = places.iter().take(NAMED).map(|one| one.place.name_in(t.lang()).to_owned()).collect();
    if all > NAMED {
        names.push("…".to_owned());
    }
    t.v("account-last-in", "places", names.join(", "))
}
