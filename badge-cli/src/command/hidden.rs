//! What is said of pages that go, as their badges may not be shown any more (D-11).

use super::Context;
use crate::message::msg;
use crate::place::Hiding;
use crate::place::published::Pages;

/// Tells people how many badges and files that is, or would be. What could not be removed is named to everybody.
pub(crate) fn tell(hiding: &Hiding, pages: &Pages, dry_run: bool, cx: &Context) {
    pages.stuck.iter().for_each(|path| cx.printer.warn(&msg!("pages-stuck", path = path)));
    let files = pages.paths().count();
    if cx.printer.json() || hiding.kept.is_empty() || (files == 0 && pages.unreachable.is_empty()) {
        return;
    }
    let count = hiding.kept.len();
    cx.printer.warn(&match dry_run {
        true => msg!("pages-would-go", count = count, files = files),
        false => msg!("pages-gone", count = count, files = files),
    });
    pages.unreachable.iter().for_each(|path| cx.printer.warn(&msg!("erase-unreachable", path = path)));
}
