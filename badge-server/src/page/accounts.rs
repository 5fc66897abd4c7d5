//! Who has an account, for those who run the server: who else runs it, and accounts of people who left.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::own::last_in;
use super::{Frame, refuse, role_word, show};
use crate::app::accounts::AccountId;
use crate::app::holders::{self, Changed};
use crate::fault::Fault;
use crate::guard::{Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;

/// Accounts of one page.
const PAGE: usize = 60;
/// So many are found without a search.
const FEW: usize = 8;

#[derive(Template)]
#[template(path = "accounts.html")]
struct Accounts<'a> {
    frame: Frame<'a>,
    /// Those who run the server; nothing where something is looked for.
    operators: Vec<Row>,
    rows: Vec<Row>,
    search: Option<&'static str>,
    text: String,
    next: Option<String>,
    done: Option<String>,
    record: String,
}

struct Row {
    href: String,
    name: String,
    address: String,
    operator: bool,
}

/// Which accounts are looked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    done: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(search): Query<Search>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let text = search.q.trim();
    let after: i64 = search.after.parse().unwrap_or_default();
    let asked = !text.is_empty() || after > 0;
    let row = |account: holders::Account| Row {
        href: of(account.id, &visitor),
        name: account.name,
        address: account.address,
        operator: account.operator,
    };
    let operators =
        if asked { (Vec::new(), false) } else { holders::list(&app, ("", true, AccountId(0)), PAGE).await? };
    let (found, more) = holders::list(&app, (text, false, AccountId(after)), PAGE).await?;
    let next = found.last().filter(|_| more).map(|last| last.id.0);
    let page = Accounts {
        frame: Frame::staff(t, t.s("accounts-title"), route::ACCOUNTS),
        operators: operators.0.into_iter().map(row).collect(),
        search: (asked || found.len() > FEW).then_some(route::ACCOUNTS),
        text: text.to_owned(),
        next: next.map(|last| {
            let escaped: String = text.bytes().map(|b| format!("%{b:02X}")).collect();
            format!("{}?lang={lang}&q={escaped}&after={last}", route::ACCOUNTS)
        }),
        done: (search.done == "erased").then(|| t.s("account-erased")),
        rows: found.into_iter().map(row).collect(),
        record: format!("{}?lang={lang}", route::SERVER_ACTS),
    };
    Ok(show(lang, &page))
}

fn of(id: AccountId, visitor: &Visitor) -> String {
    format!("{}?lang={}", route::ONE_ACCOUNT.replace("{account}", &id.0.to_string()), visitor.lang)
}

#[derive(Template)]
#[template(path = "one_account.html")]
struct OneAccount<'a> {
    frame: Frame<'a>,
    address: String,
    operator: bool,
    places: Vec<(String, String, String)>,
    /// How many more places there are.
    more: usize,
    flaws: Flaws,
    action: String,
    /// Their own account is on a page of its own.
    own: Option<String>,
}

pub(crate) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    one_page(&app, &visitor, &signed, AccountId(id), Flaws::none()).await
}

async fn one_page(
    app: &App,
    visitor: &Visitor,
    signed: &Signed,
    id: AccountId,
    flaws: Flaws,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let (account, places, more) = holders::one(app, id).await?.ok_or(Fault::NotFound)?;
    let here = route::ONE_ACCOUNT.replace("{account}", &id.0.to_string());
    let place = |one: holders::Known| {
        let href = format!("{}?lang={lang}", of_place(route::TEAM, one.id));
        (href, one.place.name_in(lang).to_owned(), role_word(t, one.role))
    };
    let page = OneAccount {
        frame: Frame::staff(t, account.name, &here),
        address: account.address,
        operator: account.operator,
        places: places.into_iter().map(place).collect(),
        more,
        flaws,
        action: format!("{here}?lang={lang}"),
        own: (signed.account().id == id).then(|| format!("{}?lang={lang}", route::ACCOUNT)),
    };
    Ok(show(lang, &page))
}

/// Lets them run the server, or no longer; or erases the account.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    Path(id): Path<i64>,
    fields: Fields,
) -> Result<Response, Fault> {
    let (by, id) = (signed.account().id, AccountId(id));
    let t = app.words.of(visitor.lang);
    let act = fields.text("do");
    let (changed, field) = match act {
        "in-charge" => (holders::put_in_charge(&app, by, id, true).await?, ""),
        "not-in-charge" => (holders::put_in_charge(&app, by, id, false).await?, ""),
        // One's own goes on one's own page, which asks for the password.
        "erase" if by == id => return Err(Fault::Refused),
        "erase" if fields.text("sure") != "yes" => {
            let flaws = Flaws::at("sure", t.s("erase-unsure"));
            return Ok(refuse(one_page(&app, &visitor, &signed, id, flaws).await?));
        }
        "erase" => (holders::erase(&app, by, id).await?, "sure"),
        _ => return Err(Fault::Refused),
    };
    let said = match changed {
        Changed::Done if act == "erase" => {
            return Ok(see(&format!("{}?lang={}&done=erased", route::ACCOUNTS, visitor.lang)));
        }
        Changed::Done if act == "not-in-charge" && by == id => {
            return Ok(see(&format!("{}?lang={}", route::STAFF, visitor.lang)));
        }
        Changed::Done => return Ok(see(&of(id, &visitor))),
        Changed::Nobody | Changed::Wrong => return Err(Fault::NotFound),
        Changed::LastOperator => t.s("operator-last"),
        Changed::LastIn(places) => last_in(t, &holders::names(&app, &places).await?, places.len()),
    };
    let flaws = if field.is_empty() { Flaws::plain(said) } else { Flaws::at(field, said) };
    Ok(refuse(one_page(&app, &visitor, &signed, id, flaws).await?))
}
