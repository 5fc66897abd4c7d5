//! Which awards are printed, in which order, and which are not.

use std::collections::BTreeSet;
use std::path::Path;

use badge_core::cohort::{Offer, Reading, Table};
use badge_core::limits::Limits;
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Brief, Register};
use badge_core::place::{KeptBack, Place, Token, may_go_out};
use badge_core::time::Timestamp;

use super::super::pick::award_named;
use super::super::{Context, batch, person};
use crate::args::Print;
use crate::error::{Cause, Failure};
use crate::input::read_file;
use crate::message::{Message, msg};
use crate::place::Folder;

/// Why an award is not printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    Revoked,
    Suspended,
    Expired,
    Waiting,
    Withdrawn,
    Erased,
    Removed,
}

impl Why {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Waiting => "waiting",
            Self::Withdrawn => "withdrawn",
            Self::Erased => "erased",
            Self::Removed => "removed",
        }
    }

    /// Of `count` awards at once.
    pub(super) fn note(self, count: usize) -> Message {
        match self {
            Self::Revoked => msg!("print-left-revoked", count = count),
            Self::Suspended => msg!("print-left-suspended", count = count),
            Self::Expired => msg!("print-left-expired", count = count),
            Self::Waiting => msg!("print-left-waiting", count = count),
            Self::Withdrawn => msg!("print-left-withdrawn", count = count),
            Self::Erased => msg!("print-left-erased", count = count),
            Self::Removed => msg!("print-left-removed", count = count),
        }
    }

    fn refusal(self, token: Token) -> Message {
        let award = token.to_string();
        match self {
            Self::Revoked => msg!("print-revoked", award = award),
            Self::Suspended => msg!("print-suspended", award = award),
            Self::Expired => msg!("print-expired", award = award),
            Self::Waiting => msg!("print-waiting", award = award),
            Self::Withdrawn => msg!("print-withdrawn", award = award),
            Self::Erased => msg!("print-erased", award = award),
            Self::Removed => msg!("print-removed", award = award),
        }
    }
}

/// What is printed, and what was left out.
pub(super) struct Choice<'r> {
    pub(super) awards: Vec<Brief<'r>>,
    pub(super) left_out: Vec<(Token, Why)>,
}

/// The awards that the arguments name: those named one by one in their order, those of a table in the order of its
/// lines, all others as they were awarded.
pub(super) fn choose<'r>(
    args: &Print,
    folder: &Folder,
    place: &Place,
    register: &'r Register,
    people: &People,
    now: Timestamp,
    cx: &Context,
) -> Result<Choice<'r>, Failure> {
    let filtered = args.person.is_some() || args.cohort.is_some() || args.achievement.is_some();
    if args.badge.is_empty() && args.table.is_none() && !filtered {
        return Err(Failure::new(msg!("print-what")));
    }
    let person = args.person.as_deref().map(|who| person::find(who, register, people)).transpose()?;
    let ids = person.map(|(id, _)| people.ids(id));
    for (name, known) in [
        (&args.cohort, register.briefs().filter_map(|e| e.cohort).collect::<BTreeSet<_>>()),
        (&args.achievement, register.briefs().map(|e| e.achievement).collect()),
    ] {
        let Some(name) = name else { continue };
        if !known.iter().any(|k| k.as_str() == name) {
            let names: Vec<&str> = known.iter().take(12).map(|k| k.as_str()).collect();
            return Err(Failure::new(if names.is_empty() {
                msg!("print-none-known", name = name)
            } else if args.cohort.as_ref() == Some(name) {
                msg!("print-no-cohort", name = name, known = names.join(", "))
            } else {
                msg!("print-no-award-of", name = name, known = names.join(", "))
            }));
        }
    }
    let named: Vec<Brief<'_>> = match &args.table {
        Some(table) => of_table(table, folder, place, register, cx)?,
        None if args.badge.is_empty() => register.briefs().collect(),
        None => {
            let tokens = args.badge.iter().map(|badge| Ok(award_named(badge, register, people)?.award.token));
            let tokens = tokens.collect::<Result<Vec<Token>, Failure>>()?;
            tokens.into_iter().filter_map(|token| register.brief(token)).collect()
        }
    };
    let wanted = |e: &Brief<'_>| {
        ids.as_ref().is_none_or(|ids| e.person.is_some_and(|p| ids.contains(&p)))
            && args.cohort.as_ref().is_none_or(|c| e.cohort.is_some_and(|own| own.as_str() == c))
            && args.achievement.as_ref().is_none_or(|a| e.achievement.as_str() == a)
    };
    let mut seen = BTreeSet::new();
    let mut choice = Choice { awards: Vec::new(), left_out: Vec::new() };
    for award in named.into_iter().filter(|e| wanted(e)) {
        if !seen.insert(award.token) {
            continue;
        }
        match why_not(&award, people, now) {
            None => choice.awards.push(award),
            // What somebody named is answered with a sentence; what only matched is counted.
            Some(why) if !args.badge.is_empty() => {
                return Err(Failure::new(match register.successor(award.token) {
                    // To reinstate it would give two.
                    Some(next) if why == Why::Revoked => {
                        let (award, next) = (award.token.to_string(), next.token.to_string());
                        msg!("print-replaced", award = award, next = next)
                    }
                    _ => why.refusal(award.token),
                }));
            }
            Some(why) => choice.left_out.push((award.token, why)),
        }
    }
    Ok(choice)
}

fn why_not(award: &Brief<'_>, people: &People, now: Timestamp) -> Option<Why> {
    match award.status {
        AwardStatus::Revoked { .. } => return Some(Why::Revoked),
        AwardStatus::Suspended { .. } => return Some(Why::Suspended),
        AwardStatus::Active if award.expires.is_some_and(|end| end <= now) => return Some(Why::Expired),
        AwardStatus::Active => {}
    }
    // A paper leaves the place as a page or a mail does, and a code is photographed by anybody (D-11).
    match may_go_out(*award, people, now) {
        Ok(()) => None,
        Err(KeptBack::Erased) => Some(Why::Erased),
        Err(KeptBack::Withdrawn) => Some(Why::Withdrawn),
        Err(KeptBack::Removed) => Some(Why::Removed),
        Err(_) => Some(Why::Waiting),
    }
}

/// The awards that the cells of a table name, by identifier or link: the results of `badge batch issue`, or the table
/// of `badge list`.
fn of_table<'r>(
    path: &Path,
    folder: &Folder,
    place: &Place,
    register: &'r Register,
    cx: &Context,
) -> Result<Vec<Brief<'r>>, Failure> {
    let mut files = Vec::new();
    for slug in folder.achievements()? {
        files.push(folder.achievement(slug.as_str())?);
    }
    let bytes = read_file(path, Limits::default().table_bytes)?;
    let table = Table::read(&bytes, &Reading::default(), &Offer::new(place, &files), &Limits::default())
        .map_err(|e| batch::unread(&path.display().to_string(), &e))?;
    let (mut found, mut rows): (Vec<Brief<'_>>, usize) = (Vec::new(), 0);
    for (_, cells) in table.lines().filter(|(line, _)| *line != table.header_line) {
        let before = found.len();
        for text in cells.iter().flat_map(|cell| cell.split(" ; ")).map(str::trim).filter(|text| text.len() >= 32) {
            let token = text.split(['/', ':']).filter_map(Token::parse).next_back();
            let named = register.find(text).map(|entry| entry.award.token).or(token);
            let award = named.and_then(|token| register.brief(token));
            if let Some(award) = award.filter(|e| found.iter().skip(before).all(|f| f.token != e.token)) {
                found.push(award);
            }
        }
        rows += usize::from(found.len() == before);
    }
    if found.is_empty() {
        return Err(Failure::new(msg!("print-table-none", path = path)).at(path));
    }
    if rows > 0 {
        cx.printer.note(&msg!("print-table-rows", count = rows));
    }
    Ok(found)
}

/// The failure of nothing that is left to print.
pub(super) fn nothing(choice: &Choice<'_>) -> Failure {
    let mut failure = Failure::new(msg!("print-nothing"));
    for (why, count) in counted(&choice.left_out) {
        failure = failure.because(Cause::Said(why.note(count)));
    }
    failure
}

/// How many awards were left out, by reason.
pub(super) fn counted(left_out: &[(Token, Why)]) -> Vec<(Why, usize)> {
    let kinds: BTreeSet<Why> = left_out.iter().map(|(_, why)| *why).collect();
    kinds.into_iter().map(|why| (why, left_out.iter().filter(|(_, w)| *w == why).count())).collect()
}
