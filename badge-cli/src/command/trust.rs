//! `badge trust`: the list of issuers that a person or a network knows (D-44).

use std::path::{Path, PathBuf};

use badge_core::crypto::PublicKey;
use badge_core::did::{Document, ProfileKeyAnswer, did_web_url, profile_keys};
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::message::{date, quoted_within};
use badge_core::name::{Did, Url};
use badge_core::place::{Spot, issuer_id};
use badge_core::resource::{Answer, Lookup, Purpose, Resources};
use badge_core::time::Timestamp;
use badge_core::trust::{KnownIssuer, TrustList};
use badge_core::verify::{CheckCode, Outcome, Policy, Report, Verdict};
use serde_json::json;

use super::Context;
use super::verify::{Judge, no_answers};
use crate::args::{self, TrustAdd, TrustNew, TrustRemove, TrustShow, TrustSign};
use crate::ask;
use crate::clock::{clock, instant};
use crate::error::{Exit, Failure};
use crate::fetch::Sources;
use crate::input::Input;
use crate::known::{self, Named, shown};
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};
use crate::table;

pub(crate) fn run(args: &args::Trust, cx: &Context) -> Result<Exit, Failure> {
    match args {
        args::Trust::New(args) => new(args, cx),
        args::Trust::Add(args) => add(args, cx),
        args::Trust::Remove(args) => remove(args, cx),
        args::Trust::Sign(args) => sign(args, cx),
        args::Trust::Show(args) => show(args, cx),
    }
}

fn new(args: &TrustNew, cx: &Context) -> Result<Exit, Failure> {
    let name = args.name.trim();
    // Whoever writes a file's name here means the file: a list of that name in another file helps nobody.
    if args.out.is_none() && [".json", ".jws"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)) {
        return Err(Failure::new(msg!("trust-name-is-file", name = name)));
    }
    let out = args.out.as_deref().unwrap_or(Path::new("trust.json"));
    let mut list = TrustList::new(name, clock(args.at.as_deref())?.now().to_utc_seconds());
    list.valid_until = args.until.as_deref().map(instant).transpose()?;
    let text = list.to_value().to_pretty();
    // What cannot be read again is not written: a name that is empty or too long.
    reread(&text, out)?;
    disk::create(out, text.as_bytes(), Secrecy::Open)?;
    tell(out, "new", false, &[], cx)?;
    cx.printer.done(&msg!("trust-made", path = out));
    cx.printer.note(&msg!("trust-made-next", path = out));
    Ok(Exit::Done)
}

fn add(args: &TrustAdd, cx: &Context) -> Result<Exit, Failure> {
    let mut list = own_list(&args.list)?;
    let now = clock(args.run.at.as_deref())?.now().to_utc_seconds();
    let mut found = Vec::new();
    for Candidate { mut issuer, unproven } in candidates(args, &list, now, cx)? {
        if let (Some(name), None) = (&unproven, &args.name) {
            cx.printer.warn(&msg!("trust-name-unproven", name = quoted_within(name, 160)));
        }
        let heard = issuer.name.is_some() && Did::parse(&issuer.id).is_err();
        issuer.name = args.name.clone().or(issuer.name);
        issuer.url = args.url.clone().or(issuer.url);
        issuer.since = list.find(&issuer.id).and_then(|known| known.since).or(Some(now));
        if args.any_key {
            issuer.keys = Vec::new();
        }
        for text in &args.key {
            match Named::parse(text)? {
                Named::Key(key) if issuer.has_key(&key) => {}
                Named::Key(key) => issuer.keys.push(key),
                Named::Thumbprint(_) => return Err(Failure::new(msg!("trust-key-whole", key = text))),
            }
        }
        if !issuer.names_keys() && !issuer.id.starts_with("did:key:") {
            // A profile that was read may name no keys: its hosted badges need none. Where nothing was read, nobody
            // knows which keys are left out.
            if !args.any_key && !heard {
                return Err(Failure::new(msg!("trust-no-key", issuer = &issuer.id)));
            }
            cx.printer.warn(&msg!("trust-any-key", issuer = &issuer.id));
        }
        list.set(issuer.clone());
        found.push(issuer);
    }
    describe(&found, cx);
    list.updated = now;
    write(&list, &args.list, args.run.dry_run, "add", &found, cx)
}

fn remove(args: &TrustRemove, cx: &Context) -> Result<Exit, Failure> {
    let mut list = own_list(&args.list)?;
    list.updated = clock(args.run.at.as_deref())?.now().to_utc_seconds();
    let gone = list.remove(&args.issuer);
    let gone = gone.ok_or_else(|| Failure::new(msg!("trust-not-listed", issuer = &args.issuer)).at(&args.list))?;
    describe(std::slice::from_ref(&gone), cx);
    write(&list, &args.list, args.run.dry_run, "remove", &[gone], cx)
}

fn sign(args: &TrustSign, cx: &Context) -> Result<Exit, Failure> {
    let mut list = own_list(&args.list)?;
    let now = clock(args.run.at.as_deref())?.now().to_utc_seconds();
    let out = args.out.clone().unwrap_or_else(|| args.list.with_extension("jws"));
    let until = args.until.as_deref().map(instant).transpose()?;
    let until = until.or(list.valid_until).unwrap_or_else(|| now.plus_months(12));
    list.valid_until = Some(until);
    if list.is_over(now) {
        return Err(Failure::new(msg!("trust-sign-over", date = day(until, cx))));
    }
    if args.run.dry_run {
        tell(&out, "sign", true, list.issuers(), cx)?;
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    let signer = known::signer(args.key.as_deref(), cx)?;
    let token = list.sign(&signer).map_err(|e| Failure::new(msg!("internal")).why(e))?;
    reread(&token, &out)?;
    disk::replace(&out, token.as_bytes(), Secrecy::Open)?;
    let key = shown(badge_core::crypto::Signer::public_key(&signer));
    if cx.printer.json() {
        cx.printer.object(&json!({"schema": "badge-trust-change/1", "list": out, "done": "sign", "key": key,
            "valid_until": until.to_string()}))?;
    } else {
        cx.printer.line(&key)?;
    }
    cx.printer.done(&msg!("trust-signed", path = &out, date = day(until, cx)));
    cx.printer.note(&msg!("trust-signed-next", key = key));
    Ok(Exit::Done)
}

fn show(args: &TrustShow, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.at.as_deref())?.now();
    let sources = Sources::from(&args.reach);
    let judge = Judge::new(Policy::at(now), &sources)?;
    let list = known::list(&args.list, judge.fetch(), judge.ages(), &Limits::default())?;
    let signed_by = list.signed_by.as_ref().map(shown);
    if cx.printer.json() {
        let value: serde_json::Value =
            serde_json::from_str(&list.to_value().to_compact()).map_err(|e| Failure::new(msg!("internal")).why(e))?;
        cx.printer.object(&json!({"schema": "badge-trust-shown/1", "list": value, "signed_by": signed_by,
            "over": list.is_over(now)}))?;
        return Ok(Exit::Done);
    }
    let words = cx.printer.words();
    cx.printer.line(&words.say(&msg!("trust-title", name = &list.name, date = day(list.updated, cx))))?;
    match &signed_by {
        Some(key) => cx.printer.line(&words.say(&msg!("trust-by", key = key)))?,
        None => cx.printer.line(&words.say(&msg!("trust-own")))?,
    }
    if let Some(until) = list.valid_until {
        cx.printer.line(&words.say(&msg!("trust-until", date = day(until, cx))))?;
    }
    let rows = list.issuers().iter().map(|issuer| {
        let since = issuer.since.map(|at| day(at, cx)).unwrap_or_default();
        vec![issuer.name.clone().unwrap_or_default(), since, issuer.id.clone(), keys_text(issuer, cx)]
    });
    cx.printer.bytes(table::text(rows.collect()).as_bytes())?;
    if list.is_over(now) {
        cx.printer.warn(&msg!("trust-over", list = quoted_within(&list.name, 160)));
    }
    Ok(Exit::Done)
}

/// A day as people write it.
fn day(at: Timestamp, cx: &Context) -> String {
    date(cx.printer.words().catalog(), at)
}

fn keys_text(issuer: &KnownIssuer, cx: &Context) -> String {
    let mut keys: Vec<String> = issuer.keys.iter().map(shown).collect();
    if issuer.other_keys > 0 {
        keys.push(cx.printer.words().say(&msg!("trust-unread-keys", count = issuer.other_keys)));
    }
    if keys.is_empty() && !issuer.id.starts_with("did:key:") {
        keys.push(cx.printer.words().say(&msg!("trust-keys-any")));
    }
    keys.join(" ")
}

/// A list that can be changed: plain JSON. A signed one is made from it.
fn own_list(path: &Path) -> Result<TrustList, Failure> {
    let text = disk::read_text(path)?;
    let list = reread(&text, path)?;
    if list.signed_by.is_some() {
        return Err(Failure::new(msg!("trust-signed-stays")).at(path));
    }
    Ok(list)
}

fn reread(text: &str, path: &Path) -> Result<TrustList, Failure> {
    TrustList::read(text.as_bytes(), &Limits::default())
        .map_err(|e| Failure::new(msg!("trust-damaged", list = path)).because(known::list_fault(&e)))
}

/// What is about to change, for the person who is asked.
fn describe(issuers: &[KnownIssuer], cx: &Context) {
    for issuer in issuers {
        cx.printer.note(&msg!("trust-issuer", name = issuer.name.clone().unwrap_or_default(), id = &issuer.id));
        for key in &issuer.keys {
            cx.printer.note(&msg!("trust-issuer-key", key = shown(key), kind = key.kind().as_str()));
        }
    }
}

fn write(
    list: &TrustList,
    path: &Path,
    dry_run: bool,
    done: &str,
    issuers: &[KnownIssuer],
    cx: &Context,
) -> Result<Exit, Failure> {
    let text = list.to_value().to_pretty();
    reread(&text, path)?;
    if dry_run {
        tell(path, done, true, issuers, cx)?;
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    ask::confirm_grave(&cx.settings, &cx.printer, &msg!("trust-confirm", path = path))?;
    disk::replace(path, text.as_bytes(), Secrecy::Open)?;
    tell(path, done, false, issuers, cx)?;
    cx.printer.done(&msg!("trust-written", path = path, count = list.issuers().len()));
    Ok(Exit::Done)
}

fn tell(path: &Path, done: &str, dry_run: bool, issuers: &[KnownIssuer], cx: &Context) -> Result<(), Failure> {
    if !cx.printer.json() {
        return Ok(());
    }
    let issuers: Vec<_> = issuers
        .iter()
        .map(
            |i| json!({"id": i.id, "name": i.name, "url": i.url, "keys": i.keys.iter().map(shown).collect::<Vec<_>>()}),
        )
        .collect();
    cx.printer.object(&json!({"schema": "badge-trust-change/1", "list": path, "done": done, "dry_run": dry_run,
        "issuers": issuers}))
}

/// Somebody who may go on the list.
struct Candidate {
    issuer: KnownIssuer,
    /// The name that a badge gives to an issuer who is only a key: whoever has the key can write any.
    unproven: Option<String>,
}

impl From<KnownIssuer> for Candidate {
    fn from(issuer: KnownIssuer) -> Self {
        Self { issuer, unproven: None }
    }
}

/// Whom the person means: a place's folder, an id, or the issuer of a badge.
fn candidates(args: &TrustAdd, list: &TrustList, now: Timestamp, cx: &Context) -> Result<Vec<Candidate>, Failure> {
    let path = PathBuf::from(&args.issuer);
    if path.join("place.toml").is_file() {
        return Ok(of_place(&Folder::new(&path))?.into_iter().map(Candidate::from).collect());
    }
    let sources = Sources::from(&args.reach);
    let mut policy = Policy::at(now);
    // Whether the badge is still in force says nothing about whose it is.
    policy.tolerate_unread_status = true;
    let mut judge = Judge::new(policy, &sources)?;
    // Who is on the list already may vouch for an archive, as when a badge is verified with it.
    judge.fall_back_on(&args.archive, &args.archive_key, std::slice::from_ref(list), cx)?;
    let by_id = Did::parse(&args.issuer).is_ok();
    if by_id {
        return Ok(vec![of_id(&args.issuer, &judge)?.into()]);
    }
    let mut found: Vec<Candidate> = Vec::new();
    for input in Input::gather(std::slice::from_ref(&args.issuer)).inputs {
        for report in judge.judge(&input)?.badges {
            let badge = report.summary.as_ref().map(|s| &s.badge);
            let Some(id) = badge.and_then(|b| b.issuer.id.clone()) else { continue };
            if report.verdict != Verdict::Verified {
                return Err(Failure::new(msg!("trust-badge-unsure", input = &input.name)));
            }
            if found.iter().any(|known| known.issuer.id == id) {
                continue;
            }
            let mut issuer = of_id(&id, &judge)?;
            let name = badge.and_then(|b| b.issuer.name.clone());
            if is_confirmed(&report) {
                issuer.name = name.or(issuer.name);
                issuer.url = badge.and_then(|b| b.issuer.url.clone()).filter(|u| Url::parse(u).is_ok()).or(issuer.url);
                found.push(issuer.into());
            } else {
                found.push(Candidate { issuer, unproven: name });
            }
        }
    }
    if found.is_empty() {
        // An address at which no badge lies may be an issuer's own.
        return match Url::parse(&args.issuer) {
            Ok(_) => match of_id(&args.issuer, &judge)? {
                issuer if issuer.name.is_some() || issuer.names_keys() => Ok(vec![issuer.into()]),
                // Its site may be closed: who knows its name and key needs nobody to answer.
                issuer if args.name.is_some() && !args.key.is_empty() => Ok(vec![issuer.into()]),
                _ => Err(Failure::new(msg!("trust-issuer-unread", issuer = &args.issuer))),
            },
            Err(_) => Err(Failure::new(msg!("show-nothing", input = &args.issuer))),
        };
    }
    Ok(found)
}

/// Whether the badge's own words about its issuer are the issuer's.
fn is_confirmed(report: &Report) -> bool {
    let passed = |code| report.checks.iter().any(|check| check.code == code && check.outcome == Outcome::Pass);
    // A hosted badge has no key to confirm: its name comes from the profile at the issuer's own address, once that
    // address is known to cover the badge.
    passed(CheckCode::IssuerConfirmed)
        || report.summary.as_ref().is_some_and(|s| s.proven) && passed(CheckCode::HostedScope)
}

/// A place has two names: its DID for 3.0, its profile for 2.0.
fn of_place(folder: &Folder) -> Result<Vec<KnownIssuer>, Failure> {
    let place = folder.place()?;
    let keys: Vec<PublicKey> = folder.keys()?.into_iter().filter(|k| k.revoked.is_none()).map(|k| k.public).collect();
    let name = place.name_in(place.first_language()).to_owned();
    let mut ids: Vec<String> = Vec::new();
    match &place.base {
        Some(base) => ids.extend([base.did().as_str().to_owned(), base.url(&Spot::Issuer)]),
        None => ids.extend(keys.iter().filter_map(|key| issuer_id(None, key))),
    }
    let with_base = place.base.is_some();
    Ok(ids
        .into_iter()
        .map(|id| {
            let mut issuer = KnownIssuer::new(id);
            issuer.name = Some(name.clone());
            if with_base {
                issuer.keys.clone_from(&keys);
            }
            issuer
        })
        .collect())
}

/// What an issuer's own document says about it, as far as it can be read.
fn of_id(id: &str, judge: &Judge) -> Result<KnownIssuer, Failure> {
    let mut issuer = KnownIssuer::new(id);
    let lookup = match Did::parse(id) {
        Ok(did) if did.method() == "web" => match did_web_url(&did) {
            Ok(url) => Lookup::new(&url, Purpose::DidDocument),
            Err(_) => return Ok(issuer),
        },
        Ok(_) => return Ok(issuer),
        Err(_) => match Url::parse(id) {
            Ok(url) => Lookup::new(&url, Purpose::Issuer),
            Err(_) => return Ok(issuer),
        },
    };
    let Some(document) = read(&lookup, judge)? else { return Ok(issuer) };
    let text = |name: &str| document.get(name).and_then(Value::as_str).map(str::to_owned);
    if text("id").as_deref() != Some(id) {
        return Ok(issuer);
    }
    issuer.name = text("name");
    issuer.url = text("url").filter(|u| Url::parse(u).is_ok());
    if let Ok(listed) = Document::read(&document) {
        issuer.keys.extend(listed.methods.iter().filter(|m| m.listed).filter_map(|m| m.key().ok()));
    }
    let limits = Limits::default();
    let mut known = Resources::new();
    // Keys of a 2.0 profile lie at addresses of their own: asked once each.
    for _ in 0..2 {
        for key in profile_keys(&document, None, &known, &limits).unwrap_or_default() {
            match key.answer {
                ProfileKeyAnswer::Known(public) if !issuer.has_key(&public) => issuer.keys.push(public),
                ProfileKeyAnswer::Wanted(lookup) => {
                    let answer = judge.fetch().get(&lookup, judge.ages()).map_err(no_answers)?;
                    known.insert(&lookup.url, answer);
                }
                _ => {}
            }
        }
    }
    Ok(issuer)
}

fn read(lookup: &Lookup, judge: &Judge) -> Result<Option<Value>, Failure> {
    Ok(match judge.fetch().get(lookup, judge.ages()).map_err(no_answers)? {
        Answer::Found(body) => json::parse(&body.bytes, &Limits::default()).ok(),
        _ => None,
    })
}
