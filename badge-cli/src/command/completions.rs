//! `badge completions`: for the shell that the person uses, with the help in their language.

use super::Context;
use crate::args::Completions;
use crate::error::{Exit, Failure};
use crate::help;

pub(crate) fn run(args: &Completions, cx: &Context) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(cx.printer.words()), "badge", &mut out);
    if cx.printer.json() {
        let script = String::from_utf8_lossy(&out);
        let answer =
            serde_json::json!({"schema": "badge-completions/1", "shell": args.shell.to_string(), "script": script});
        cx.printer.object(&answer)?;
    } else {
        cx.printer.bytes(&out)?;
    }
    Ok(Exit::Done)
}
