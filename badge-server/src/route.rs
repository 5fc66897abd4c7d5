//! Every address of the server's own, in one place: links are made from these and never typed twice. The addresses of
//! places are the core's (`place::Addresses`, `docs/addresses.md`); a test sees to it that the two never meet.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use badge_core::language::Lang;
use badge_core::place::Token;

use crate::app::team::PlaceId;
use crate::guard::{Door, Need};
use crate::role::Right;
use crate::state::App;
use crate::{api, layer, page, public};

/// What a page of the server's is asked for.
pub(crate) const VERIFY: &str = "/verify";
/// The team's first page: the places of whoever is signed in.
pub(crate) const STAFF: &str = "/staff";
/// Signing in, with a password or a link.
pub(crate) const SIGN_IN: &str = "/staff/sign-in";
/// A mailed link: whose, and its secret.
pub(crate) const SIGN_IN_LINK: &str = "/staff/sign-in/{account}/{secret}";
pub(crate) const SIGN_OUT: &str = "/staff/sign-out";
/// One's own account.
pub(crate) const ACCOUNT: &str = "/staff/account";
/// Where one is signed in.
pub(crate) const SESSIONS: &str = "/staff/account/sessions";
/// One's own name, another address for one's account, the link that confirms it, and erasing it.
pub(crate) const ABOUT: &str = "/staff/account/about";
pub(crate) const MOVE: &str = "/staff/account/address";
pub(crate) const CONFIRM_MOVE: &str = "/staff/account/address/{secret}";
pub(crate) const ERASE_ACCOUNT: &str = "/staff/account/erase";
/// The forms of somebody who is signed in that have a password in them: it is neither kept nor shown again.
pub(crate) const WITH_PASSWORD: [&str; 3] = [ACCOUNT, MOVE, ERASE_ACCOUNT];
/// Everybody's accounts, one of them, and what was done on the server beside its places: for those who run it.
pub(crate) const ACCOUNTS: &str = "/staff/accounts";
pub(crate) const ONE_ACCOUNT: &str = "/staff/accounts/{account}";
pub(crate) const SERVER_ACTS: &str = "/staff/acts";
/// A place that is to be made.
pub(crate) const NEW_PLACE: &str = "/staff/new";
/// The link of an invitation.
pub(crate) const INVITED: &str = "/staff/invited/{id}/{secret}";
/// What a place says of itself, and its keys; other programs.
pub(crate) const SETTINGS: &str = "/staff/places/{place}/settings";
pub(crate) const LOGO: &str = "/staff/places/{place}/logo";
pub(crate) const PROGRAMS: &str = "/staff/places/{place}/programs";
pub(crate) const PROGRAM: &str = "/staff/places/{place}/programs/{id}";
/// A place from inside, and its pages.
pub(crate) const PLACE: &str = "/staff/places/{place}";
pub(crate) const FRAMES: &str = "/staff/places/{place}/frames";
pub(crate) const TEAM: &str = "/staff/places/{place}/team";
pub(crate) const MEMBER: &str = "/staff/places/{place}/team/{account}";
pub(crate) const INVITATION: &str = "/staff/places/{place}/team/invitations/{id}";
pub(crate) const ACTS: &str = "/staff/places/{place}/acts";
pub(crate) const AWARD: &str = "/staff/places/{place}/award";
/// A table of people: giving it, what would come of it, and the table back with what is wrong in it.
pub(crate) const TABLE: &str = "/staff/places/{place}/table";
pub(crate) const PLAN: &str = "/staff/places/{place}/table/{id}";
pub(crate) const PLAN_FILE: &str = "/staff/places/{place}/table/{id}/{file}";
/// Much that is done in the background: how far it is, and what came of it as a table.
pub(crate) const BATCH: &str = "/staff/places/{place}/batches/{id}";
pub(crate) const BATCH_FILE: &str = "/staff/places/{place}/batches/{id}/{file}";
pub(crate) const BADGES: &str = "/staff/places/{place}/badges";
/// Many of them at once, and all that is found as a table.
pub(crate) const BULK: &str = "/staff/places/{place}/bulk";
pub(crate) const BADGES_CSV: &str = "/staff/places/{place}/badges.csv";
pub(crate) const BADGE: &str = "/staff/places/{place}/badges/{token}";
/// Somebody who got badges, and who agreed that they are shown.
pub(crate) const PERSON: &str = "/staff/places/{place}/people/{token}";
/// All that is kept on them, as a file; and forgetting it.
pub(crate) const PERSON_HELD: &str = "/staff/places/{place}/people/{token}/held";
pub(crate) const PERSON_ERASE: &str = "/staff/places/{place}/people/{token}/erase";
pub(crate) const LETTERS: &str = "/staff/places/{place}/letters";
pub(crate) const LETTER: &str = "/staff/places/{place}/letters/{letter}";
pub(crate) const COUNTS: &str = "/staff/places/{place}/counts";
pub(crate) const COUNTS_CSV: &str = "/staff/places/{place}/counts.csv";
pub(crate) const ACHIEVEMENTS: &str = "/staff/places/{place}/achievements";
pub(crate) const NEW_ACHIEVEMENT: &str = "/staff/places/{place}/new-achievement";
pub(crate) const ACHIEVEMENT: &str = "/staff/places/{place}/achievements/{slug}";
pub(crate) const ACHIEVEMENT_PICTURE: &str = "/staff/places/{place}/achievements/{slug}/picture";
/// Endorsements: those that partners bring, and those that the place gives.
pub(crate) const ENDORSEMENTS: &str = "/staff/places/{place}/endorsements";
/// A file or an address with one, brought by somebody of the team.
pub(crate) const ENDORSEMENT_BROUGHT: &str = "/staff/places/{place}/endorsements/brought";
/// Something to be endorsed, and signing for it.
pub(crate) const ENDORSE: &str = "/staff/places/{place}/endorse";
pub(crate) const ENDORSE_SIGN: &str = "/staff/places/{place}/endorse/sign";
/// The picture of what a form says.
pub(crate) const PREVIEW: &str = "/staff/places/{place}/preview";
/// The link that makes the first administrator: `/start/{secret}`.
pub(crate) const START: &str = "/start/{secret}";
/// The link in a letter about a badge: this is not me, remove my page.
pub(crate) const REFUSE: &str = "/refuse/{secret}";
/// The style sheet.
pub(crate) const STYLE: &str = "/assets/style.css";
/// The script that draws while one chooses.
pub(crate) const SCRIPT: &str = "/assets/preview.js";
/// The process is alive.
pub(crate) const HEALTH: &str = "/healthz";
/// The server can answer: the database does.
pub(crate) const READY: &str = "/readyz";
/// Verifying, for programs.
pub(crate) const API_VERIFY: &str = "/api/v1/verify";

/// The pages for people that are not the team's.
pub(crate) const PAGES: [&str; 3] = ["/", VERIFY, "/api/v1/"];

/// The first parts of all addresses above: no place may have them at the root of its host.
pub(crate) const RESERVED: [&str; 8] = ["verify", "staff", "start", "refuse", "assets", "healthz", "readyz", "api"];

/// Bytes of a request, unless its route says otherwise.
pub(crate) const BODY: usize = 1 << 20;

/// Links, made from the server's own address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Urls<'a>(pub(crate) &'a str);

impl Urls<'_> {
    pub(crate) fn start(self, secret: &str) -> String {
        format!("{}{}", self.0, START.replace("{secret}", secret))
    }

    pub(crate) fn sign_in(self, account: i64, secret: &str) -> String {
        let path = SIGN_IN_LINK.replace("{account}", &account.to_string()).replace("{secret}", secret);
        format!("{}{path}", self.0)
    }

    pub(crate) fn address(self, secret: &str) -> String {
        format!("{}{}", self.0, CONFIRM_MOVE.replace("{secret}", secret))
    }

    /// A badge among the team's pages.
    pub(crate) fn badge(self, place: PlaceId, award: Token, lang: Lang) -> String {
        let path = of_place(BADGE, place).replace("{token}", &award.to_string());
        format!("{}{path}?lang={lang}", self.0)
    }

    pub(crate) fn refuse(self, secret: &str, lang: Lang) -> String {
        format!("{}{}?lang={lang}", self.0, REFUSE.replace("{secret}", secret))
    }

    pub(crate) fn invited(self, id: i64, secret: &str) -> String {
        format!("{}{}", self.0, INVITED.replace("{id}", &id.to_string()).replace("{secret}", secret))
    }
}

/// A page of one place.
pub(crate) fn of_place(path: &str, place: PlaceId) -> String {
    path.replace("{place}", &place.0.to_string())
}

/// The team's pages, each with what it takes to open it.
pub(crate) fn team(app: App) -> Door {
    use page::{
        account, accounts, achievements, acts, award, badges, batch, bulk, counts, endorse, endorsements, letters,
        logo, own, person, places, programs, refuse, rights, settings, sign_in, start, table, team,
    };
    let see = Need::In(Right::Read);
    let give = Need::In(Right::Award);
    let write = Need::In(Right::Write);
    let manage = Need::In(Right::Manage);
    Door::new(app)
        .get(START, Need::Nothing, start::show_form)
        .post(START, Need::Nothing, start::submit)
        .get(REFUSE, Need::Nothing, refuse::form)
        .post(REFUSE, Need::Nothing, refuse::submit)
        .get(SIGN_IN, Need::Nothing, sign_in::form)
        .post(SIGN_IN, Need::Nothing, sign_in::submit)
        .get(SIGN_IN_LINK, Need::Nothing, sign_in::linked)
        .post(SIGN_IN_LINK, Need::Nothing, sign_in::use_linked)
        .get(INVITED, Need::Nothing, team::invited)
        .post(INVITED, Need::Nothing, team::join)
        .post(SIGN_OUT, Need::Account, sign_in::out)
        .get(STAFF, Need::Account, places::list)
        .get(ACCOUNT, Need::Account, account::form)
        .post(ACCOUNT, Need::Account, account::submit)
        .post(SESSIONS, Need::Account, account::end)
        .post(ABOUT, Need::Account, own::rename)
        .post(MOVE, Need::Account, own::ask_address)
        .get(CONFIRM_MOVE, Need::Account, own::confirm)
        .post(CONFIRM_MOVE, Need::Account, own::move_address)
        .post(ERASE_ACCOUNT, Need::Account, own::erase)
        .get(ACCOUNTS, Need::Operator, accounts::list)
        .get(ONE_ACCOUNT, Need::Operator, accounts::one)
        .post(ONE_ACCOUNT, Need::Operator, accounts::change)
        .get(SERVER_ACTS, Need::Operator, acts::of_server)
        .get(NEW_PLACE, Need::Operator, places::new_form)
        .post(NEW_PLACE, Need::Operator, places::make)
        .get(PLACE, see, places::overview)
        .post(FRAMES, manage, places::frame)
        .get(AWARD, give, award::form)
        .post(AWARD, give, award::submit)
        .get(TABLE, give, table::form)
        .post(TABLE, give, table::submit)
        .get(PLAN, give, table::plan)
        .post(PLAN, give, table::change)
        .get(PLAN_FILE, give, table::file)
        .get(BATCH, give, batch::page)
        .post(BATCH, give, batch::change)
        .get(BATCH_FILE, give, batch::file)
        .get(BADGES, see, badges::list)
        .get(BADGES_CSV, see, bulk::csv)
        .post(BULK, give, bulk::submit)
        .get(BADGE, see, badges::one)
        .post(BADGE, give, badges::change)
        .get(PERSON, see, person::form)
        .post(PERSON, give, person::change)
        .get(PERSON_HELD, manage, rights::held)
        .post(PERSON_ERASE, manage, rights::erase)
        .get(LETTERS, give, letters::list)
        .post(LETTER, give, letters::again)
        .get(COUNTS, see, counts::page)
        .get(COUNTS_CSV, see, counts::csv)
        .get(ACHIEVEMENTS, see, achievements::list)
        .get(NEW_ACHIEVEMENT, write, achievements::new_form)
        .post(NEW_ACHIEVEMENT, write, achievements::create)
        .get(ACHIEVEMENT, write, achievements::form)
        .post(ACHIEVEMENT, write, achievements::change)
        .get(ACHIEVEMENT_PICTURE, see, achievements::picture)
        .post(PREVIEW, write, achievements::preview)
        .get(ENDORSEMENTS, see, endorsements::list)
        .post(ENDORSEMENTS, write, endorsements::decide)
        .post(ENDORSEMENT_BROUGHT, write, endorsements::brought)
        .get(ENDORSE, write, endorse::form)
        .post(ENDORSE, write, endorse::look)
        .post(ENDORSE_SIGN, write, endorse::sign)
        .get(TEAM, see, team::list)
        .post(TEAM, manage, team::invite)
        .post(MEMBER, manage, team::change)
        .post(INVITATION, manage, team::withdraw)
        .get(ACTS, manage, acts::list)
        .get(SETTINGS, manage, settings::form)
        .post(SETTINGS, manage, settings::change)
        .post(LOGO, manage, logo::change)
        .get(PROGRAMS, manage, programs::page)
        .post(PROGRAMS, manage, programs::change)
        .get(PROGRAM, manage, programs::log)
        .post(PROGRAM, manage, programs::again)
}

/// All routes, by audience: each audience has its own headers and its own way to say that something went wrong.
pub(crate) fn router(app: App) -> Router {
    let people = Router::new()
        .route(VERIFY, get(page::verify::form).post(page::verify::judge))
        .route(STYLE, get(page::style))
        .route(SCRIPT, get(page::script))
        .method_not_allowed_fallback(page::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), layer::for_people));
    let (team, _) = team(app.clone()).open();
    let team = team
        .method_not_allowed_fallback(page::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), layer::for_team));
    let (api, _) = api::document::router();
    let programs = api
        .route(API_VERIFY, post(api::verify::judge))
        .route("/api/{*rest}", axum::routing::any(api::nothing))
        .method_not_allowed_fallback(api::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), layer::for_programs));
    let operators = Router::new().route(HEALTH, get(api::health)).route(READY, get(api::ready));
    let places = Router::new().fallback(public::answer).layer(from_fn_with_state(app.clone(), layer::for_places));
    people
        .merge(team)
        .merge(programs)
        .merge(operators)
        .fallback_service(places.with_state(app.clone()))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(app.clone(), layer::around))
        .with_state(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_begins_with_a_reserved_part() {
        for path in [VERIFY, STAFF, SIGN_IN, PLACE, START, REFUSE, STYLE, HEALTH, READY, API_VERIFY] {
            let first = path.trim_start_matches('/').split('/').next().unwrap();
            assert!(RESERVED.contains(&first), "{path}");
        }
    }

    // D-02: moving a place to the server changes no address, so ours may not be any of a place's.
    #[test]
    fn no_address_of_a_place_is_taken() {
        let of_places = [
            "did.json",
            ".well-known",
            "issuer.json",
            "jwks.json",
            "keys",
            "logo.png",
            "logo.svg",
            "levels.html",
            "achievements",
            "b",
            "v",
            "e",
            "status",
            "revocations.json",
            "privacy.html",
            "404.html",
            "style.css",
            "index.html",
            "index.en.html",
        ];
        for name in of_places {
            assert!(!RESERVED.contains(&name), "{name}");
        }
    }
}
