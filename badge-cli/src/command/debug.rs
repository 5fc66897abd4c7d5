//! `badge debug`: the steps beneath a signature, for those who look for a difference (D-43).

use std::io::Read as _;
use std::path::Path;

use badge_core::json;
use badge_core::ld::{Contexts, Fault, Hash, Reading, RelatedForm, canonicalize, expand_with, parse_nquads};
use badge_core::limits::Limits;

use super::Context;
use crate::args::{Debug, DebugCanon, DebugRdf};
use crate::error::{Cause, Exit, Failure};
use crate::input::read_file;
use crate::message::msg;

/// The published schema of what `badge verify --json` prints.
const REPORT_SCHEMA: &str = include_str!("../../../docs/schema/badge-report-1.json");

pub(crate) fn run(args: &Debug, cx: &Context) -> Result<Exit, Failure> {
    let limits = Limits::default();
    // Nothing goes to standard output before all of it is known to be right.
    let text = match args {
        Debug::Rdf(args) => rdf(args, &limits)?,
        Debug::Canon(args) => canon(args, &limits)?,
        // JSON already, whoever asks.
        Debug::Schema => return cx.printer.bytes(REPORT_SCHEMA.as_bytes()).map(|()| Exit::Done),
    };
    if cx.printer.json() {
        cx.printer.object(&serde_json::json!({"schema": "badge-debug/1", "nquads": text}))?;
    } else {
        cx.printer.bytes(text.as_bytes())?;
    }
    Ok(Exit::Done)
}

/// JSON-LD in, N-Quads out. The only place where relative names are resolved, and only when a base is given.
fn rdf(args: &DebugRdf, limits: &Limits) -> Result<String, Failure> {
    let refused = || Failure::new(msg!("debug-rdf-refused")).at(&args.file);
    let document = json::parse(&read(&args.file, limits)?, limits).map_err(|e| refused().why(e))?;
    let mut reading = Reading::default();
    reading.base.clone_from(&args.base);
    let expanded = expand_with(&document, &Contexts::builtin(), &reading, limits).map_err(|e| refused().why(e))?;
    if !expanded.is_faultless() {
        return Err(expanded.faults().into_iter().fold(refused(), |f, fault| f.because(told(&fault))));
    }
    expanded.quads(limits).map(|dataset| dataset.to_nquads()).map_err(|e| refused().why(e))
}

fn told(fault: &Fault) -> Cause {
    Cause::Foreign(format!("{}: {:?}", if fault.at.as_str().is_empty() { "/" } else { fault.at.as_str() }, fault.kind))
}

/// N-Quads in, RDFC-1.0 out.
fn canon(args: &DebugCanon, limits: &Limits) -> Result<String, Failure> {
    let refused = || Failure::new(msg!("debug-canon-refused")).at(&args.file);
    let bytes = read(&args.file, limits)?;
    let text = std::str::from_utf8(&bytes).map_err(|e| refused().why(e))?;
    let dataset = parse_nquads(text, limits).map_err(|e| refused().why(e))?;
    canonicalize(&dataset, Hash::Sha256, RelatedForm::List, limits).map(|c| c.text).map_err(|e| refused().why(e))
}

fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>, Failure> {
    if path != Path::new("-") {
        return read_file(path, limits.document_bytes);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(limits.document_bytes as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::io(msg!("input-unreadable", input = "-"), path, e))?;
    Ok(bytes)
}
