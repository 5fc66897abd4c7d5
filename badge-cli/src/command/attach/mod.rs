//! `badge attach`: signed badges become files of a PDF document. What was there stays, byte for byte.

mod candidate;
mod leaf;

use std::path::{Path, PathBuf};

use badge_core::container::attach::{AttachError, Attached, Document, File, Page, Part, Seal};
use badge_core::limits::Limits;
use badge_core::verify::Policy;
use serde::Serialize;

use self::candidate::Candidate;
use super::Context;
use super::verify::Judge;
use crate::args::Attach;
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::fetch::Sources;
use crate::input::read_file;
use crate::message::{Message, msg};
use crate::place::disk::{Secrecy, create, replace};

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    /// The document that was written; none when nothing had to be.
    file: Option<String>,
    badges: Vec<OneBadge<'a>>,
    pages: usize,
    bytes: usize,
}

#[derive(Serialize)]
struct OneBadge<'a> {
    input: String,
    verdict: &'static str,
    /// What it is called in the document; none for a badge that was in it already.
    attached: Option<&'a str>,
}

pub(crate) fn run(args: &Attach, cx: &Context) -> Result<Exit, Failure> {
    let limits = Limits::default();
    let pdf = read_file(&args.document, limits.container_bytes)?;
    let document = Document::read(&pdf, &limits).map_err(|e| refused(&e, args, &limits))?;

    let sources = Sources { offline: true, cache: args.cache.as_deref(), ..Sources::default() };
    let judge = Judge::new(Policy::at(clock(args.at.as_deref())?.now()), &sources)?;
    let read = |path: &PathBuf| Candidate::read(path, &judge, args.accept_rejected, cx, &limits);
    let candidates = args.badge.iter().map(read).collect::<Result<Vec<_>, _>>()?;

    let files: Vec<File<'_>> = candidates.iter().map(Candidate::file).collect();
    let attach = |pages: &[Page]| document.attach(&files, pages).map_err(|e| refused(&e, args, &limits));
    let mut attached = attach(&[])?;
    let fresh: Vec<(&Candidate, &str)> =
        candidates.iter().zip(&attached.names).filter_map(|(one, name)| Some((one, name.as_deref()?))).collect();
    if fresh.is_empty() {
        return nothing_new(&candidates, args, cx);
    }
    let mut pages = Vec::new();
    if args.page {
        let laid = leaf::pages(&fresh, document.paper(), args.with_name, cx, &limits);
        if laid.lost > 0 {
            cx.printer.warn(&msg!("attach-letters", count = laid.lost));
        }
        pages = laid.pages;
        attached = attach(&pages)?;
    }
    warn_about(&document, !pages.is_empty(), cx)?;

    let out = args.out.clone().unwrap_or_else(|| beside(&args.document));
    let written = !args.dry_run && write(&out, &attached, args)?;
    tell(&Told { candidates: &candidates, attached: &attached, out: &out, pages: pages.len(), written }, args, cx)?;
    Ok(Exit::Done)
}

struct Told<'a> {
    candidates: &'a [Candidate],
    attached: &'a Attached,
    out: &'a Path,
    pages: usize,
    written: bool,
}

fn tell(told: &Told<'_>, args: &Attach, cx: &Context) -> Result<(), Failure> {
    let Told { candidates, attached, out, pages, written } = *told;
    if cx.printer.json() {
        return answer(candidates, attached, (!args.dry_run).then_some(out), pages, cx);
    }
    for (one, name) in candidates.iter().zip(&attached.names) {
        match name {
            Some(name) => cx.printer.note(&msg!("attach-one", title = &one.title, name = name)),
            None => cx.printer.note(&msg!("attach-already", input = &one.path)),
        }
    }
    let count = attached.names.iter().flatten().count();
    cx.printer.done(&match (args.dry_run, written) {
        (true, _) => msg!("attach-would", file = out, count = count, pages = pages),
        (false, true) => msg!("attach-done", file = out, count = count, pages = pages),
        (false, false) => msg!("attach-same", file = out),
    });
    Ok(())
}

fn nothing_new(candidates: &[Candidate], args: &Attach, cx: &Context) -> Result<Exit, Failure> {
    if cx.printer.json() {
        let none = Attached { bytes: Vec::new(), names: vec![None; candidates.len()] };
        answer(candidates, &none, None, 0, cx)?;
    } else {
        cx.printer.done(&msg!("attach-nothing-new", document = &args.document));
    }
    Ok(Exit::Done)
}

fn answer(
    candidates: &[Candidate],
    attached: &Attached,
    file: Option<&Path>,
    pages: usize,
    cx: &Context,
) -> Result<(), Failure> {
    let one =
        |(one, name): (&Candidate, &'_ Option<String>)| (one.path.display().to_string(), one.verdict, name.clone());
    let badges: Vec<_> = candidates.iter().zip(&attached.names).map(one).collect();
    let badges = badges
        .iter()
        .map(|(input, verdict, name)| OneBadge { input: input.clone(), verdict, attached: name.as_deref() })
        .collect();
    let file = file.map(|file| file.display().to_string());
    cx.printer.object(&Answer { schema: "badge-attach/1", file, badges, pages, bytes: attached.bytes.len() })
}

/// `CV-badges.pdf` beside `CV.pdf`.
fn beside(document: &Path) -> PathBuf {
    let stem = document.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    document.with_file_name(format!("{stem}-badges.pdf"))
}

/// Writes the document; `false` when it lies there already, the same.
fn write(out: &Path, attached: &Attached, args: &Attach) -> Result<bool, Failure> {
    if args.force {
        return replace(out, &attached.bytes, Secrecy::Open).map(|()| true);
    }
    if std::fs::symlink_metadata(out).is_err() {
        return create(out, &attached.bytes, Secrecy::Open).map(|()| true);
    }
    let real = |path: &Path| path.canonicalize().ok();
    if real(out).is_some_and(|out| real(&args.document) == Some(out)) {
        return Err(Failure::new(msg!("attach-same-file", file = out)).at(out));
    }
    if std::fs::metadata(out).is_ok_and(|meta| meta.len() == attached.bytes.len() as u64)
        && read_file(out, attached.bytes.len())? == attached.bytes
    {
        return Ok(false);
    }
    Err(Failure::new(msg!("attach-exists", file = out)).at(out))
}

/// What attaching does to a document's signature, and to the standard it keeps to.
fn warn_about(document: &Document<'_>, pages: bool, cx: &Context) -> Result<(), Failure> {
    match document.pdf_a() {
        Some(part @ (1 | 2)) => cx.printer.warn(&msg!("attach-pdf-a", part = part.to_string())),
        Some(part) if pages => cx.printer.warn(&msg!("attach-pdf-a-page", part = part.to_string())),
        _ => {}
    }
    let question = match document.seal() {
        None => return Ok(()),
        Some(Seal::Signed) => msg!("attach-signed"),
        Some(Seal::Certified) => msg!("attach-certified"),
    };
    cx.printer.warn(&question);
    ask::confirm_grave(&cx.settings, &cx.printer, &msg!("attach-go-on"))
}

/// Why a document cannot be extended, and what to do.
fn refused(error: &AttachError, args: &Attach, limits: &Limits) -> Failure {
    let path = &args.document;
    let what: Message = match error {
        AttachError::NotPdf(format) => msg!("attach-not-pdf", input = path, format = format.as_str()),
        AttachError::Encrypted => msg!("attach-encrypted", input = path),
        AttachError::Limit("container_bytes") => {
            msg!("attach-too-large", input = path, limit = limits.container_bytes >> 20)
        }
        AttachError::Limit(_) => msg!("attach-too-much", input = path),
        AttachError::Damaged(part) => {
            let part = match part {
                Part::Beginning => msg!("attach-part-beginning"),
                Part::Catalog => msg!("attach-part-catalog"),
                Part::Pages => msg!("attach-part-pages"),
                Part::Files => msg!("attach-part-files"),
                _ => msg!("attach-part-table"),
            };
            msg!("attach-damaged", input = path, part = part)
        }
        AttachError::NoBadge(n) => {
            let badge = args.badge.get(*n).unwrap_or(path);
            return Failure::new(msg!("attach-not-a-badge", input = badge)).at(badge);
        }
        _ => msg!("attach-not-confirmed", input = path),
    };
    Failure::new(what).at(path)
}
