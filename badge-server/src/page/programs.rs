//! Other programs, for administrators: tokens with which they ask, and addresses that are told what happens. A secret is
//! shown once, on the page that answers the form.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, moment, place_frame, refuse, show};
use crate::app::Actor;
use crate::app::hooks::{KINDS, address};
use crate::app::tokens::Scope;
use crate::app::{places, programs};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::press::Made;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// Days of the longest end that is asked for.
const MOST_DAYS: i64 = 3660;
/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

#[derive(Template)]
#[template(path = "programs.html")]
struct Page<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    /// What was typed.
    typed: Typed,
    /// What was made, and its secret.
    secret: Option<(String, String)>,
    tokens: Vec<Token>,
    /// Each: its name, what it is, whether it was chosen.
    scopes: Vec<(&'static str, String, bool)>,
    hooks: Vec<Hook>,
    kinds: Vec<(&'static str, String, bool)>,
    action: String,
}

/// What the forms for something new said, where they are shown again.
#[derive(Default)]
struct Typed {
    name: String,
    days: String,
    url: String,
    scopes: Vec<String>,
    kinds: Vec<String>,
}

struct Token {
    id: String,
    name: String,
    scopes: String,
    about: String,
    good: bool,
}

struct Hook {
    id: String,
    url: String,
    kinds: String,
    about: String,
    good: bool,
    log: String,
}

pub(crate) async fn page(State(app): State<App>, visitor: Visitor, member: Member) -> Result<Response, Fault> {
    shown(&app, &visitor, member, (Flaws::none(), Typed::default()), None).await
}

/// What happened, in words.
fn event_word(t: &Speech, kind: &str) -> String {
    match kind {
        "award.created" => t.s("event-created"),
        "award.revoked" => t.s("event-revoked"),
        "award.reinstated" => t.s("event-reinstated"),
        other => other.to_owned(),
    }
}

fn scope_word(t: &Speech, scope: Scope) -> String {
    match scope {
        Scope::Read => t.s("scope-read"),
        Scope::Award => t.s("scope-award"),
        Scope::Revoke => t.s("scope-revoke"),
        Scope::People => t.s("scope-people"),
        Scope::Endorse => t.s("scope-endorse"),
        Scope::Admin => t.s("scope-admin"),
    }
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    member: Member,
    (flaws, typed): (Flaws, Typed),
    secret: Option<(String, String)>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let (tokens, hooks) = programs::of(app, member.place).await?;
    let now = app.now().unix();
    let token = |token: crate::app::StoredToken| {
        let over = token.expires.filter(|end| *end <= now);
        let about = match (token.revoked.or(over), token.expires, token.used) {
            (Some(end), ..) => t.v("program-ended", "when", moment(t, end)),
            (None, Some(end), None) => t.v("program-until", "when", moment(t, end)),
            (None, _, Some(used)) => t.v("program-used", "when", moment(t, used)),
            (None, None, None) => t.v("program-since", "when", moment(t, token.created)),
        };
        Token { id: token.id, name: token.name, scopes: token.scopes, about, good: token.revoked.or(over).is_none() }
    };
    let here = of_place(route::PROGRAMS, member.place);
    let hook = |hook: crate::app::StoredHook| Hook {
        log: format!("{here}/{}?lang={lang}", hook.id),
        about: match hook.ended {
            Some(end) => t.v("program-ended", "when", moment(t, end)),
            None => t.v("program-since", "when", moment(t, hook.created)),
        },
        good: hook.ended.is_none(),
        kinds: match hook.kinds.split_whitespace().map(|kind| event_word(t, kind)).collect::<Vec<_>>() {
            kinds if kinds.is_empty() => t.s("programs-all-kinds"),
            kinds => kinds.join(", "),
        },
        url: hook.url,
        id: hook.id,
    };
    let page = Page {
        frame: place_frame(t, &card, member, t.s("programs-title"), route::PROGRAMS),
        flaws,
        secret,
        tokens: tokens.into_iter().map(token).collect(),
        scopes: Scope::ALL
            .into_iter()
            .map(|scope| {
                let chosen = typed.scopes.iter().any(|name| name == scope.as_str());
                (scope.as_str(), scope_word(t, scope), chosen)
            })
            .collect(),
        hooks: hooks.into_iter().map(hook).collect(),
        kinds: KINDS
            .into_iter()
            .map(|kind| (kind, event_word(t, kind), typed.kinds.iter().any(|k| k == kind)))
            .collect(),
        typed,
        action: format!("{here}?lang={lang}"),
    };
    Ok(show(lang, &page))
}

/// Makes and ends tokens and webhooks.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let (by, place, id) = (&Actor::Account(signed.account().id), member.place, fields.text("id"));
    let texts = |name: &str| fields.all(name).map(str::to_owned).collect();
    let typed = Typed {
        name: fields.text("name").to_owned(),
        days: fields.text("days").to_owned(),
        url: fields.text("url").to_owned(),
        scopes: texts("scope"),
        kinds: texts("kind"),
    };
    let again = || Ok(see(&format!("{}?lang={}", of_place(route::PROGRAMS, place), visitor.lang)));
    let secret = match fields.text("do") {
        "token" => {
            let scopes: Vec<Scope> = fields.all("scope").filter_map(Scope::from_name).collect();
            // What is not understood is not taken for "for ever".
            let days: Option<i64> = typed.days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
            let mut flaws = Flaws::none();
            if typed.name.is_empty() {
                flaws = flaws.and(Flaws::at("name", t.s("programs-no-name")));
            }
            if scopes.is_empty() {
                flaws = flaws.and(Flaws::at("scope-1", t.s("programs-no-scope")));
            }
            if days.is_none() && !typed.days.is_empty() {
                let said = t.v("programs-days-wrong", "most", MOST_DAYS.to_string());
                flaws = flaws.and(Flaws::at("days", said));
            }
            if !flaws.is_empty() {
                return Ok(refuse(shown(&app, &visitor, member, (flaws, typed), None).await?));
            }
            let expires = days.map(|days| app.now().unix() + days * DAY);
            let made = programs::make_token(&app, by, place, (fields.text("name"), &scopes), expires).await?;
            (t.s("programs-token-made"), made.secret)
        }
        "end-token" => {
            programs::end_token(&app, by, place, id).await?;
            return again();
        }
        "hook" => {
            let kinds: Vec<String> =
                fields.all("kind").filter(|kind| KINDS.contains(kind)).map(str::to_owned).collect();
            let Some(url) = address(&app, fields.text("url")) else {
                let flaws = Flaws::of(t, "url", &t.s("programs-url"), t.s("problem-not-an-address"));
                return Ok(refuse(shown(&app, &visitor, member, (flaws, typed), None).await?));
            };
            let made = programs::make_hook(&app, by, place, &url, &kinds).await?;
            (t.s("programs-hook-made"), made.secret)
        }
        "end-hook" => {
            programs::end_hook(&app, by, place, id).await?;
            return again();
        }
        "secret" => match programs::new_secret(&app, by, place, id).await? {
            Some(secret) => (t.s("programs-hook-made"), secret),
            None => return Err(Fault::NotFound),
        },
        _ => return Err(Fault::Refused),
    };
    let mut page = shown(&app, &visitor, member, (Flaws::none(), Typed::default()), Some(secret)).await?;
    // Sent again, it makes no second one; and what is shown once is not shown again.
    page.extensions_mut().insert(Made(format!("{}?lang={}", of_place(route::PROGRAMS, place), visitor.lang)));
    Ok(page)
}

#[derive(Template)]
#[template(path = "deliveries.html")]
struct Log<'a> {
    frame: Frame<'a>,
    url: String,
    rows: Vec<Told>,
    action: String,
}

struct Told {
    id: String,
    when: String,
    kind: String,
    state: String,
    answer: String,
    body: String,
}

/// What an address was told.
pub(crate) async fn log(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let (hook, told) = programs::log(&app, member.place, &id).await?.ok_or(Fault::NotFound)?;
    let card = places::card(&app, member.place).await?;
    let path = of_place(route::PROGRAM, member.place).replace("{id}", &id);
    let state = |state: &str| match state {
        "sent" => t.s("told-sent"),
        "failed" => t.s("told-failed"),
        _ => t.s("told-waiting"),
    };
    let page = Log {
        frame: Frame {
            other: super::other_language(lang, &path),
            ..place_frame(t, &card, member, t.s("told-title"), route::PROGRAMS)
        },
        url: hook.url,
        rows: told
            .into_iter()
            .map(|told| Told {
                when: moment(t, told.tried.unwrap_or(told.created)),
                kind: event_word(t, &told.kind),
                state: state(&told.state),
                answer: answer_word(t, told.answer.as_deref().unwrap_or_default()),
                body: told.body,
                id: told.id,
            })
            .collect(),
        action: format!("{path}?lang={lang}"),
    };
    Ok(show(lang, &page))
}

/// What came of the last attempt, in words: it is kept as a code.
fn answer_word(t: &Speech, answer: &str) -> String {
    let known = |of: &str, code: &str| {
        let id = format!("{of}-{}", code.replace('_', "-"));
        t.catalog().has(&id).then(|| t.s(&id))
    };
    let said = match answer.split_once(": ") {
        Some(("unreachable", why)) => known("unreachable", why),
        Some(("refused", rule)) => known("rule", rule),
        _ if answer == "ended" => Some(t.s("told-ended")),
        _ if answer.len() == 3 && answer.bytes().all(|b| b.is_ascii_digit()) => {
            Some(t.v("told-answer", "status", answer))
        }
        _ => None,
    };
    said.unwrap_or_else(|| answer.to_owned())
}

/// Tells something once more.
pub(crate) async fn again(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let by = Actor::Account(signed.account().id);
    if !programs::replay(&app, &by, member.place, &id, fields.text("message")).await? {
        return Err(Fault::NotFound);
    }
    let path = of_place(route::PROGRAM, member.place).replace("{id}", &id);
    Ok(see(&format!("{path}?lang={}", visitor.lang)))
}

#[cfg(test)]
mod tests {
    use badge_core::language::Lang;

    use super::*;
    use crate::words::Words;

    #[test]
    fn what_came_of_a_message_is_said_in_the_reader_s_language() {
        let words = Words::new();
        let said = |lang, answer: &str| answer_word(words.of(lang), answer);
        assert_eq!(said(Lang::Fr, "unreachable: dns"), "le nom du site est introuvable");
        assert_eq!(said(Lang::En, "500"), "answer 500");
        // Whatever the client can say, it is not left as a code.
        for code in ["offline", "dns", "connect", "tls", "timeout", "broken"].map(|why| format!("unreachable: {why}")) {
            for lang in Lang::ALL {
                assert!(!said(lang, &code).contains("unreachable"), "{lang} {code}");
            }
        }
        for rule in ["https_only", "private_address", "port", "too_large", "redirects", "too_many_lookups"] {
            let code = format!("refused: {rule}");
            assert_ne!(said(Lang::Fr, &code), code);
        }
        assert_ne!(said(Lang::Fr, "ended"), said(Lang::En, "ended"));
        assert_eq!(said(Lang::Fr, "refused: something new"), "refused: something new");
        assert_eq!(said(Lang::Fr, ""), "");
    }
}
