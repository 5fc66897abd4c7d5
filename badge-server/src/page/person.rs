//! Somebody who got badges: what they were awarded, and who agreed that it is shown (D-11).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use badge_core::cohort::{ConsentFault, WHO_AGREED};
use badge_core::place::people::{Consent, How, Person};
use badge_core::place::{Slug, Token, state_of};
use badge_core::time::Timestamp;
use serde::Deserialize;

use super::badges::{names, state_word};
use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, place_frame, readdress, refuse, show};
use crate::app::consent::{self, Act, ActFault, Known};
use crate::app::{Actor, places, texts};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::role::Right;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// Letters of who agreed, at most.
const LONGEST: usize = WHO_AGREED;
const WAYS: [How; 4] = [How::Paper, How::Mail, How::Spoken, How::Other];

#[derive(Template)]
#[template(path = "person.html")]
struct Page<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    done: Option<String>,
    address: Option<String>,
    /// What there is to say of their age.
    mark: Option<String>,
    /// Whether a doubt about it can be ended here, and whether a minor may have grown up.
    of_age: bool,
    grown: bool,
    state: String,
    good: bool,
    /// Who agreed, how, for what: what there is of it.
    facts: Vec<(String, String)>,
    awards: Vec<Row>,
    /// What whoever looks may do now.
    can_record: bool,
    can_withdraw: bool,
    mail: bool,
    today: String,
    /// Where all that is kept on them is had, and forgotten; nothing for who may not.
    rights: Option<(String, String)>,
    /// Their name, as it stands in the form that corrects it.
    name: String,
    /// Their year of birth, as it stands in the form that corrects it.
    born: String,
    /// They have neither address nor DID: their badges are cards.
    card: bool,
    /// The form that corrects their address, and whether letters go.
    readdress: readdress::Typed,
    letters: bool,
    /// What the form says.
    by: String,
    /// Who took it back.
    by_whom: String,
    ways: Vec<(&'static str, String, bool)>,
    /// Achievements for which alone it may be given: short name, name, chosen.
    which: Vec<(String, String, bool)>,
    day: String,
    send: bool,
    grown_typed: bool,
    action: String,
}

struct Row {
    href: String,
    name: String,
    day: String,
    state: String,
    good: bool,
}

/// What was typed into the form.
struct Typed {
    by: String,
    how: String,
    which: Vec<String>,
    day: String,
    send: bool,
    /// That they are fifteen by now.
    of_age: bool,
    /// Who took it back.
    by_whom: String,
    /// Another name; nothing for the one that is known.
    name: Option<String>,
    /// Another year of birth; nothing for the one that is known.
    born: Option<String>,
    /// Another address.
    readdress: readdress::Typed,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

/// The page of somebody.
pub(super) fn path(member: Member, id: Token) -> String {
    of_place(route::PERSON, member.place).replace("{token}", &id.to_string())
}

pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
    Query(just): Query<Just>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let done = match just.done.as_str() {
        "recorded" => Some(t.s("consent-recorded")),
        "withdrawn" => Some(t.s("consent-taken-back")),
        "of-age" => Some(t.s("of-age-done")),
        "renamed" => Some(t.s("name-changed")),
        "born" => Some(t.s("born-done")),
        word => readdress::done(t, word),
    };
    let flaws = match just.done.as_str() {
        "unsure" => Flaws::at("sure", t.s("erase-unsure")),
        _ => Flaws::none(),
    };
    let typed = Typed {
        by: String::new(),
        how: String::new(),
        which: Vec::new(),
        day: String::new(),
        send: app.post.is_there(),
        by_whom: String::new(),
        of_age: false,
        name: None,
        born: None,
        readdress: readdress::Typed { send: true, ..readdress::Typed::default() },
    };
    page(&app, &visitor, member, &id, (done, flaws, typed)).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    id: &str,
    (done, flaws, typed): (Option<String>, Flaws, Typed),
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let id = Token::parse(id).ok_or(Fault::NotFound)?;
    let known = consent::known(app, member.place, id).await?.ok_or(Fault::NotFound)?;
    let card = places::card(app, member.place).await?;
    let names = names(app, member, &card, lang).await?;
    let name_of = |slug: &Slug| names.get(slug).cloned().unwrap_or_else(|| slug.to_string());
    let now = app.now();
    let awards = known.awards.iter().map(|entry| {
        let state = state_of(entry, &known.people, now);
        Row {
            href: format!(
                "{}?lang={lang}",
                of_place(route::BADGE, member.place).replace("{token}", &entry.award.token.to_string())
            ),
            name: name_of(&entry.award.achievement),
            day: t.day(entry.award.date),
            state: state_word(t, state),
            good: state == "valid",
        }
    });
    let mut slugs: Vec<Slug> = known.awards.iter().map(|entry| entry.award.achievement.clone()).collect();
    slugs.sort();
    slugs.dedup();
    let person = &known.person;
    let may = member.role.may(Right::Award);
    let withdrawn = person.consent.as_ref().is_some_and(|consent| consent.withdrawn.is_some());
    let path = path(member, known.id);
    let rights = member.role.may(Right::Manage).then(|| {
        let to = |route: &str| {
            format!("{}?lang={lang}", of_place(route, member.place).replace("{token}", &known.id.to_string()))
        };
        (to(route::PERSON_HELD), to(route::PERSON_ERASE))
    });
    let title = person.name.clone().unwrap_or_else(|| t.s("badges-nobody"));
    let page = Page {
        flaws,
        done,
        address: person.email.clone().or_else(|| person.did.clone()),
        mark: mark(t, person, now),
        of_age: may && is_doubted(person),
        grown: may && person.is_minor(now) && !is_doubted(person),
        state: standing(t, &known, now),
        good: person.may_publish(now),
        facts: facts(t, person.consent.as_ref(), &name_of),
        rights,
        can_record: may,
        can_withdraw: may && !withdrawn,
        mail: app.post.is_there() && person.email.is_some(),
        today: now.day(),
        name: typed.name.or_else(|| person.name.clone()).unwrap_or_default(),
        born: typed.born.or_else(|| person.birth_year.map(|year| year.to_string())).unwrap_or_default(),
        card: person.email.is_none() && person.did.is_none(),
        readdress: typed.readdress,
        letters: app.post.is_there(),
        by: typed.by,
        by_whom: typed.by_whom,
        ways: WAYS.iter().map(|how| (how.as_str(), way(t, *how), how.as_str() == typed.how)).collect(),
        which: slugs
            .iter()
            .map(|slug| (slug.to_string(), name_of(slug), typed.which.iter().any(|chosen| chosen == slug.as_str())))
            .collect(),
        day: typed.day,
        send: typed.send,
        grown_typed: typed.of_age,
        action: format!("{path}?lang={lang}"),
        awards: awards.collect(),
        frame: Frame {
            other: super::other_language(lang, &path),
            ..place_frame(t, &card, member, title, route::BADGES)
        },
    };
    Ok(show(lang, &page))
}

/// Whether nobody said how old they are, and somebody asked for consent.
const fn is_doubted(person: &Person) -> bool {
    person.presumed.is_some() && person.birth_year.is_none()
}

/// What there is to say of their age.
fn mark(t: &Speech, person: &Person, now: Timestamp) -> Option<String> {
    match is_doubted(person) {
        true => Some(t.s("person-doubted")),
        false => person.is_minor(now).then(|| t.s("person-minor")),
    }
}

/// How it stands with consent, in a sentence.
fn standing(t: &Speech, known: &Known, now: Timestamp) -> String {
    let person = &known.person;
    match &person.consent {
        Some(Consent { withdrawn: Some(end), .. }) => t.v("consent-withdrawn-on", "day", t.day(*end)),
        Some(given) if person.has_agreed(now) => t.v("consent-given-on", "day", t.day(given.at)),
        // Their own word is none for a minor.
        _ if is_doubted(person) => t.s("consent-doubted"),
        _ if person.is_minor(now) => t.s("consent-missing"),
        _ => t.s("consent-not-needed"),
    }
}

fn facts(t: &Speech, consent: Option<&Consent>, name_of: &dyn Fn(&Slug) -> String) -> Vec<(String, String)> {
    let Some(consent) = consent else { return Vec::new() };
    let mut facts = Vec::new();
    if !consent.by.is_empty() {
        facts.push((t.s("consent-by"), consent.by.clone()));
    }
    if let Some(how) = consent.how {
        facts.push((t.s("consent-how"), way(t, how)));
    }
    let all = || t.s("consent-for-all");
    let names = || consent.for_which.iter().map(name_of).collect::<Vec<_>>().join(", ");
    facts.push((t.s("consent-for"), if consent.for_which.is_empty() { all() } else { names() }));
    facts
}

fn way(t: &Speech, how: How) -> String {
    match how {
        How::Paper => t.s("consent-how-paper"),
        How::Mail => t.s("consent-how-mail"),
        How::Spoken => t.s("consent-how-spoken"),
        _ => t.s("consent-how-other"),
    }
}

/// Notes consent, or that it is taken back.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let person = Token::parse(&id).ok_or(Fault::NotFound)?;
    let by = Actor::Account(signed.account().id);
    let withdraws = fields.text("do") == "withdraw";
    let said = |wanted: bool| if wanted { fields.text("by").to_owned() } else { String::new() };
    let typed = Typed {
        by: said(!withdraws),
        by_whom: said(withdraws),
        how: fields.text("how").to_owned(),
        which: fields.all("for").map(str::to_owned).collect(),
        day: fields.text("day").to_owned(),
        send: fields.text("send") == "yes",
        of_age: fields.text("of-age") == "yes",
        name: Some(fields.text("name").to_owned()).filter(|_| fields.text("do") == "name"),
        born: Some(fields.text("born").to_owned()).filter(|_| fields.text("do") == "born"),
        readdress: readdress::Typed { send: true, ..readdress::Typed::default() },
    };
    let done = match fields.text("do") {
        "record" => match record(&app, &by, (member, person), &typed, t).await? {
            Ok(()) => "recorded",
            Err(flaws) => return Ok(refuse(page(&app, &visitor, member, &id, (None, flaws, typed)).await?)),
        },
        "of-age" => {
            let act = Act { born: None, of_age: true, consent: None, send: typed.send };
            // What the form was not shown for: somebody else told their age meanwhile.
            if let Err(fault) = consent::record(&app, &by, member.place, person, act).await?.ok_or(Fault::NotFound)? {
                let flaws = Flaws::plain(consent::fault_word(t, fault, ""));
                return Ok(refuse(page(&app, &visitor, member, &id, (None, flaws, typed)).await?));
            }
            "of-age"
        }
        "born" => {
            // What is no number is no year either.
            let act = Act {
                born: fields.text("born").parse().ok().or(Some(0)),
                of_age: false,
                consent: None,
                send: typed.send,
            };
            if let Err(fault) = consent::record(&app, &by, member.place, person, act).await?.ok_or(Fault::NotFound)? {
                let flaws = Flaws::of(t, "born", &t.s("born-field"), consent::fault_word(t, fault, ""));
                return Ok(refuse(page(&app, &visitor, member, &id, (None, flaws, typed)).await?));
            }
            "born"
        }
        "withdraw" if typed.by_whom.chars().count() > LONGEST => {
            let said = t.v("problem-too-long", "most", LONGEST.to_string());
            let flaws = Flaws::of(t, "by-whom", &t.s("consent-by-whom"), said);
            return Ok(refuse(page(&app, &visitor, member, &id, (None, flaws, typed)).await?));
        }
        "withdraw" => {
            consent::withdraw(&app, &by, member.place, person, &typed.by_whom).await?.ok_or(Fault::NotFound)?;
            "withdrawn"
        }
        "name" => {
            let name = fields.text("name");
            let wrong = match texts::name(name) {
                Some(unfit) => Some(unfit.message(t)),
                None => name.is_empty().then(|| t.s("name-none")),
            };
            if let Some(said) = wrong {
                let flaws = Flaws::of(t, "name", &t.s("name-field"), said);
                return Ok(refuse(page(&app, &visitor, member, &id, (None, flaws, typed)).await?));
            }
            consent::rename(&app, &by, member.place, person, name).await?.ok_or(Fault::NotFound)?;
            "renamed"
        }
        "address" => match readdress::change(&app, (&signed, member), person, &fields, t).await? {
            Ok((id, done)) => {
                return Ok(see(&format!("{}?lang={}&done={done}", path(member, id), visitor.lang)));
            }
            Err((flaws, again)) => {
                let typed = Typed { readdress: again, ..typed };
                return Ok(refuse(page(&app, &visitor, member, &id, (None, flaws, typed)).await?));
            }
        },
        _ => return Err(Fault::Refused),
    };
    Ok(see(&format!("{}?lang={}&done={done}", path(member, person), visitor.lang)))
}

/// What was typed as an act; or what is wrong with it, in words.
async fn record(
    app: &App,
    by: &Actor,
    (member, person): (Member, Token),
    typed: &Typed,
    t: &Speech,
) -> Result<Result<(), Flaws>, Fault> {
    let now = app.now().to_utc_seconds();
    let at = match typed.day.as_str() {
        "" => now,
        day if day == now.day() => now,
        day => match Timestamp::parse(&format!("{day}T00:00:00Z")) {
            Ok(at) => at,
            Err(_) => return Ok(Err(Flaws::of(t, "day", &t.s("consent-day"), t.s("award-no-day")))),
        },
    };
    let for_which: Option<Vec<Slug>> = typed.which.iter().map(|slug| Slug::parse(slug)).collect();
    let consent = Consent {
        how: How::from_name(&typed.how),
        for_which: for_which.ok_or(Fault::Refused)?,
        ..Consent::given(at, &typed.by)
    };
    let act = Act { born: None, of_age: typed.of_age, consent: Some(consent), send: typed.send };
    let noted = consent::record(app, by, member.place, person, act).await?.ok_or(Fault::NotFound)?;
    let wrong = |fault| {
        let field = match fault {
            ActFault::Age(_) => "of-age",
            ActFault::Signs | ActFault::Consent(ConsentFault::Against | ConsentFault::Who | ConsentFault::Own) => "by",
            ActFault::Consent(ConsentFault::Narrower) if typed.which.is_empty() => "",
            ActFault::Consent(ConsentFault::Narrower) => "for-1",
            ActFault::Consent(_) => "day",
        };
        Flaws::at(field, consent::fault_word(t, fault, &typed.by))
    };
    Ok(noted.map(drop).map_err(wrong))
}
