//! Bars on standard error, only for a person at a terminal.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::message::Message;
use crate::printer::Printer;

/// A bar of `total` steps; silent when quiet, when machines read, and when standard error is no terminal.
pub(crate) fn bar(printer: &Printer, message: &Message, total: u64) -> ProgressBar {
    if printer.quiet() || printer.json() || total < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}") {
        bar.set_style(style);
    }
    bar.set_message(printer.words().say(message));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
