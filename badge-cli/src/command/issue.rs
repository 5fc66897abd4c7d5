//! `badge issue`: one badge, or with `-` one for each line of JSON.

use std::io::{self, BufRead as _, BufReader, Read as _};

use badge_core::issue::Format;
use serde::Serialize;

use super::Context;
use super::hidden::Gone;
use crate::args::Issue;
use crate::award::{Desk, Done, Problem, Request, failure, read_line};
use crate::clock::clock;
use crate::error::{Cause, Exit, Failure};
use crate::message::{Message, msg};
use crate::text::Words;

/// Lines that are made to last together when they are already waiting (D-06).
const GROUP: usize = 100;
/// Bytes of one line: 1 MiB, as for any document.
const LINE: u64 = 1 << 20;

pub(crate) fn run(args: &Issue, cx: &Context) -> Result<Exit, Failure> {
    if args.achievement == "-" { lines(args, cx) } else { one(args, cx) }
}

#[derive(Serialize)]
struct Answer {
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    files: Vec<String>,
    /// By which a card is claimed (D-10).
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The same badge was awarded to the same person on the same day before.
    #[serde(skip_serializing_if = "Option::is_none")]
    already: Option<String>,
    /// That one was revoked since: it is not brought back, and no other is made.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    revoked: bool,
    /// Not published before a guardian agrees.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    waits: bool,
    /// It waits because consent was refused or taken back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    withdrawn: bool,
    /// Badges of theirs that were shown until now: their pages are gone, and no publishing brings them back.
    #[serde(flatten)]
    gone: Gone,
    /// What other verifiers may make of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Problem>,
    problems: Vec<Problem>,
}

impl Answer {
    fn new(
        reference: Option<serde_json::Value>,
        line: Option<u64>,
        outcome: Result<Done, Vec<Problem>>,
        words: &Words,
    ) -> Self {
        let mut answer = Self {
            reference,
            line,
            ok: outcome.is_ok(),
            id: None,
            token: None,
            link: None,
            files: Vec::new(),
            code: None,
            already: None,
            revoked: false,
            waits: false,
            withdrawn: false,
            gone: Gone::default(),
            remarks: Vec::new(),
            problems: Vec::new(),
        };
        match outcome {
            Err(problems) => answer.problems = problems,
            Ok(done) => {
                answer.files = done.paths().iter().map(|p| p.display().to_string()).collect();
                answer.id = Some(done.id);
                answer.token = Some(done.token.to_string());
                answer.link = done.link;
                answer.code = done.code.map(|code| code.to_string());
                answer.already = done.already.map(|t| t.to_string());
                answer.revoked = done.revoked;
                answer.waits = done.waits;
                answer.withdrawn = done.withdrawn;
                answer.gone = done.gone;
                let about = |what: &Message| match what.id {
                    "award-begins-later" => "date",
                    "award-revoked" => "achievement",
                    "email-letters" => "to",
                    _ => "format",
                };
                answer.remarks = done.remarks.iter().map(|what| Problem::new(about(what), what, words)).collect();
                let kept = |field: &&str| Problem::new(field, &msg!("award-kept"), words);
                answer.remarks.extend(done.differs.iter().map(kept));
                answer.remarks.extend(done.why_waits.iter().map(|what| Problem::new("consent", what, words)));
            }
        }
        answer
    }
}

fn one(args: &Issue, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.at.as_deref())?.now();
    let request = Request::from(args);
    let mut desk = Desk::open(cx, args.dry_run)?;
    if let Some(out) = &args.out {
        desk.folder.refuse_target(out)?;
    }
    let outcome = desk.award(&[request], now)?.pop().unwrap_or_else(|| Err(Vec::new()));
    if cx.printer.json() {
        let answer = Answer::new(None, None, outcome, cx.printer.words());
        cx.printer.object(&answer)?;
        return Ok(if answer.ok { Exit::Done } else { Exit::Failed });
    }
    let done = outcome.map_err(failure)?;
    for path in done.paths() {
        cx.printer.line(&path.display().to_string())?;
    }
    if let Some(already) = done.already {
        cx.printer.warn(&msg!("award-already", award = already.to_string()));
    }
    for remark in &done.remarks {
        cx.printer.warn(remark);
    }
    if args.dry_run {
        cx.printer.done(&msg!("award-would-be", title = &done.title));
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    cx.printer.done(&msg!("award-done", title = &done.title));
    if let Some(code) = done.code {
        cx.printer.note(&msg!("award-card", code = code.to_string()));
    }
    match (&done.link, done.waits) {
        (_, true) => cx.printer.note(done.why_waits.as_ref().unwrap_or(&msg!("award-waits"))),
        (Some(link), _) => cx.printer.note(&msg!("award-link", link = link)),
        (None, _) => {}
    }
    Ok(Exit::Done)
}

/// A line as it was read, with its number.
struct Line {
    number: u64,
    reference: Option<serde_json::Value>,
    request: Result<Request, Vec<Problem>>,
}

fn lines(args: &Issue, cx: &Context) -> Result<Exit, Failure> {
    let mut desk = Desk::open(cx, args.dry_run)?;
    if let Some(out) = &args.out {
        desk.folder.refuse_target(out)?;
    }
    let mut input = BufReader::with_capacity(1 << 18, io::stdin().lock());
    let mut number = 0;
    let mut exit = Exit::Done;
    while !cx.printer.closed() {
        let mut group = Vec::new();
        // Waits for one line, then takes those that are here already.
        while group.len() < GROUP && (group.is_empty() || input.buffer().contains(&b'\n')) {
            match next_line(&mut input, &mut number, cx)? {
                Some(Some(line)) => group.push(line),
                Some(None) => {}
                None => break,
            }
        }
        if group.is_empty() {
            break;
        }
        exit = exit.and(answer(group, &mut desk, args, cx)?);
    }
    Ok(exit)
}

/// The next line; `Some(None)` for an empty one, `None` at the end.
fn next_line(
    input: &mut BufReader<io::StdinLock<'_>>,
    number: &mut u64,
    cx: &Context,
) -> Result<Option<Option<Line>>, Failure> {
    let words = cx.printer.words();
    let cannot = |e| Failure::new(msg!("stdin-unreadable")).because(Cause::Io(e));
    let mut bytes = Vec::new();
    if input.by_ref().take(LINE + 1).read_until(b'\n', &mut bytes).map_err(cannot)? == 0 {
        return Ok(None);
    }
    *number += 1;
    let number = *number;
    if bytes.len() as u64 > LINE && !bytes.ends_with(b"\n") {
        let mut rest = 0;
        while rest == 0 || !bytes.ends_with(b"\n") {
            bytes.clear();
            rest = input.by_ref().take(LINE).read_until(b'\n', &mut bytes).map_err(cannot)?;
            if rest == 0 {
                break;
            }
        }
        let request = Err(vec![Problem::new("", &msg!("line-too-long", most = LINE >> 20), words)]);
        return Ok(Some(Some(Line { number, reference: None, request })));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Some(None));
    }
    let (reference, request) = read_line(&bytes, words);
    Ok(Some(Some(Line { number, reference, request })))
}

/// Awards a group and answers for each of its lines, in their order.
fn answer(group: Vec<Line>, desk: &mut Desk<'_>, args: &Issue, cx: &Context) -> Result<Exit, Failure> {
    let words = cx.printer.words();
    let now = clock(args.at.as_deref())?.now();
    let requests: Vec<Request> =
        group.iter().filter_map(|l| l.request.as_ref().ok()).map(|r| with_defaults(r, args)).collect();
    let mut outcomes = match desk.award(&requests, now) {
        Ok(outcomes) => outcomes.into_iter(),
        // What stops one group, a full disk for instance, is told for each of its lines.
        Err(failure) => {
            let problem = Problem::from_failure("", &failure, words);
            requests.iter().map(|_| Err(vec![problem.clone()])).collect::<Vec<_>>().into_iter()
        }
    };
    let mut exit = Exit::Done;
    for line in group {
        let outcome = match line.request {
            Ok(_) => outcomes.next().unwrap_or_else(|| Err(Vec::new())),
            Err(problems) => Err(problems),
        };
        if outcome.is_err() {
            exit = Exit::Failed;
        }
        cx.printer.object(&Answer::new(line.reference, Some(line.number), outcome, words))?;
    }
    Ok(exit)
}

/// Options given beside `-` hold for every line that does not say otherwise.
fn with_defaults(request: &Request, args: &Issue) -> Request {
    let given = Request::from(args);
    let mut request = request.clone();
    request.narrative = request.narrative.or(given.narrative);
    request.date = request.date.or(given.date);
    request.location = request.location.or(given.location);
    request.expires = request.expires.or(given.expires);
    request.image = request.image.or(given.image);
    request.out = request.out.or(given.out);
    request.language = request.language.or(given.language);
    if request.formats.is_empty() {
        request.formats = given.formats;
    }
    // A line that asks for another format has no use for the kind of proof of the others.
    if request.formats.is_empty() || request.formats.contains(&Format::Ob3) {
        request.suite = request.suite.or(given.suite);
    }
    if request.evidence.is_empty() {
        request.evidence = given.evidence;
    }
    request
}
