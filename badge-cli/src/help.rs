//! Arguments in, [`Cli`] out; help and mistakes in the person's language.
//!
//! The words are laid over the clap description only when somebody asks for them or made a mistake: a run that
//! needs none pays for none.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use crate::args::Cli;
use crate::error::{Exit, Failure};
use crate::message::{Message, msg};
use crate::printer::Printer;
use crate::text::Words;

/// Understands the arguments, or says what is wrong with them, or shows the help.
///
/// # Errors
/// The exit code, when everything has been said.
pub(crate) fn parse(args: &[OsString], printer: &Printer) -> Result<Cli, Exit> {
    let args = joined(help_verb(args));
    if let Ok(cli) = Cli::command().try_get_matches_from(&args).and_then(|m| Cli::from_arg_matches(&m)) {
        return Ok(cli);
    }
    match command(printer.words()).try_get_matches_from(&args).and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => Ok(cli),
        Err(error) => Err(explain(&error, &args, printer)),
    }
}

/// The whole command with its words.
pub(crate) fn command(words: &Words) -> Command {
    let version = text(words, "help--version");
    let general = text(words, "help-general");
    dress(Cli::command(), "help", words)
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(version)
                .help_heading(general),
        )
        .after_long_help(reflow(&text(words, "help-after")))
}

/// Words that begin with a hyphen, as the items of a list do, belong to the option before them: `--narrative "- a"` is
/// `--narrative=- a`. No option of ours holds a space, so that none is taken for words.
fn joined(args: Vec<OsString>) -> Vec<OsString> {
    let mut whole: Vec<OsString> = Vec::new();
    for arg in args {
        let is_words = |arg: &str| arg.starts_with('-') && arg.contains(char::is_whitespace);
        let is_option = |arg: &str| arg.len() > 2 && arg.starts_with("--") && !arg.contains('=');
        match whole.last_mut() {
            Some(option) if arg.to_str().is_some_and(is_words) && option.to_str().is_some_and(is_option) => {
                option.push("=");
                option.push(arg);
            }
            _ => whole.push(arg),
        }
    }
    whole
}

/// `badge help issue` is `badge issue --help`.
fn help_verb(args: &[OsString]) -> Vec<OsString> {
    let mut args = args.to_vec();
    let mut at = 1;
    while let Some(flag) = args.get(at).and_then(|a| a.to_str()).filter(|a| a.starts_with('-')) {
        at += if matches!(flag, "--lang" | "--place") { 2 } else { 1 };
    }
    if args.get(at).is_some_and(|a| a == "help") {
        args.remove(at);
        args.push("--help".into());
    }
    args
}

fn dress(command: Command, key: &str, words: &Words) -> Command {
    // Under a heading of ours they would stand by the alphabet, and not as they are typed.
    let mut place = 0;
    let mut in_order = |arg: Arg| {
        place += 1;
        if arg.is_positional() { arg.display_order(place) } else { arg }
    };
    let mut command = command
        .about(text(words, key))
        .disable_help_flag(true)
        .help_template(format!(
            "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            text(words, "help-usage")
        ))
        .subcommand_value_name(text(words, "help-command"))
        .subcommand_help_heading(text(words, "help-commands"))
        .mut_args(|arg| in_order(dress_arg(arg, key, words)));
    if let Some(long) = words.help(key, Some("long")) {
        command = command.long_about(format!("{}\n\n{}", text(words, key), reflow(&long)));
    }
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(text(words, "help--help"));
    let general = text(words, "help-general");
    let command = command.arg(help.help_heading(general));
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    names
        .iter()
        .fold(command, |command, name| command.mut_subcommand(name, |sub| dress(sub, &format!("{key}-{name}"), words)))
}

fn dress_arg(arg: Arg, key: &str, words: &Words) -> Arg {
    let key = arg_key(key, arg.get_id().as_str());
    let heading = match (arg.is_global_set(), arg.is_positional()) {
        (true, _) => "help-general",
        (_, true) => "help-arguments",
        _ => "help-options",
    };
    let mut help = text(words, &key);
    let mut arg = arg.help_heading(text(words, heading));
    if arg.get_action().takes_values() {
        let values: Vec<String> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
        if !values.is_empty() {
            help = format!("{help} [{}]", values.join(", "));
        }
        if let Some(default) = arg.get_default_values().first() {
            help = format!("{help} ({} {})", text(words, "help-default"), default.to_string_lossy());
        }
        arg = arg.hide_possible_values(true).hide_default_value(true);
        if let Some(value) = words.help(&key, Some("value")) {
            arg = arg.value_name(value);
        }
    }
    arg.help(help)
}

/// The key of an argument's help: that of its command, two dashes, its id.
fn arg_key(command: &str, id: &str) -> String {
    format!("{command}--{}", id.replace('_', "-"))
}

fn text(words: &Words, key: &str) -> String {
    words.help(key, None).unwrap_or_default()
}

fn explain(error: &clap::Error, args: &[OsString], printer: &Printer) -> Exit {
    let shown = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match printer.bytes(shown.to_string().as_bytes()) {
            Ok(()) => Exit::Done,
            Err(failure) => {
                printer.failure(&failure);
                failure.exit
            }
        },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            printer.usage(&shown.to_string());
            Exit::Failed
        }
        _ => {
            let failure = Failure::new(mistake(error, args, printer.words()));
            printer.failure(&failure);
            failure.exit
        }
    }
}

/// What is wrong with the arguments.
fn mistake(error: &clap::Error, args: &[OsString], words: &Words) -> Message {
    let said = |kind| context(error, kind);
    let verb = verb(args);
    let arg = said(ContextKind::InvalidArg);
    // `--recipient <WHO>` without what the brackets are for.
    let arg = arg.split_once(" <").map_or(arg.as_str(), |(flag, _)| flag);
    match error.kind() {
        ErrorKind::UnknownArgument => match said(ContextKind::SuggestedArg) {
            _ if !arg.starts_with('-') => msg!("usage-extra", arg = arg, verb = verb),
            near if near.is_empty() => msg!("usage-unknown-argument", arg = arg, verb = verb),
            near => msg!("usage-unknown-argument-near", arg = arg, near = near, verb = verb),
        },
        ErrorKind::InvalidSubcommand => {
            let sub = said(ContextKind::InvalidSubcommand);
            // Of several that come near, the nearest: one name is easier to take up than a list.
            let near = match error.get(ContextKind::SuggestedSubcommand) {
                Some(ContextValue::Strings(all)) => nearest(&sub, all),
                _ => None,
            };
            match near {
                None => msg!("usage-unknown-command", sub = sub, verb = verb),
                Some(near) => msg!("usage-unknown-command-near", sub = sub, near = near, verb = verb),
            }
        }
        ErrorKind::MissingRequiredArgument => msg!("usage-missing", arg = missing(error, &verb, words), verb = verb),
        ErrorKind::MissingSubcommand => msg!("usage-missing-command", verb = verb),
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg);
            let other = other.split_once(" <").map_or(other.as_str(), |(flag, _)| flag);
            match arg == other {
                true => msg!("usage-twice", arg = arg, verb = verb),
                false => msg!("usage-conflict", arg = arg, other = other, verb = verb),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match said(ContextKind::InvalidValue) {
            value if value.is_empty() => msg!("usage-no-value", arg = arg, verb = verb),
            value => match said(ContextKind::ValidValue) {
                valid if valid.is_empty() => msg!("usage-bad-value", arg = arg, value = value, verb = verb),
                valid => msg!("usage-bad-choice", arg = arg, value = value, valid = valid, verb = verb),
            },
        },
        ErrorKind::InvalidUtf8 => msg!("usage-not-utf8", verb = verb),
        _ => msg!("usage-values", arg = arg, verb = verb),
    }
}

fn nearest<'n>(word: &str, names: &'n [String]) -> Option<&'n str> {
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(name, word);
    names.iter().map(String::as_str).max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}

/// What is missing, by its name and by what the help says of it: `FICHIER (Fichier JSON-LD)`.
fn missing(error: &clap::Error, verb: &str, words: &Words) -> String {
    let Some(ContextValue::Strings(usages)) = error.get(ContextKind::InvalidArg) else {
        return context(error, ContextKind::InvalidArg);
    };
    let mut path = verb.split_whitespace().skip(1);
    let key = std::iter::once("help").chain(path.clone()).collect::<Vec<_>>().join("-");
    let mut dressed = command(words);
    // An argument can only say its name once the whole is put together.
    dressed.build();
    let verb = path.try_fold(&dressed, |command, name| command.find_subcommand(name));
    let told = usages.iter().map(|usage| {
        // `<ADDRESS>...`; of `--out <FOLDER>` both signs stay.
        let name = usage.trim_end_matches('.');
        let name = name.strip_prefix('<').and_then(|name| name.strip_suffix('>')).unwrap_or(name);
        let arg = verb.and_then(|verb| verb.get_arguments().find(|arg| arg.to_string() == *usage));
        match arg.map(|arg| text(words, &arg_key(&key, arg.get_id().as_str()))) {
            Some(help) if !help.is_empty() => format!("{name} ({help})"),
            _ => name.to_owned(),
        }
    });
    told.collect::<Vec<_>>().join(" ; ")
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

/// The command that was being understood: `badge key new`.
fn verb(args: &[OsString]) -> String {
    let mut command = Cli::command();
    let mut path = "badge".to_owned();
    for arg in args.iter().skip(1) {
        if let Some(sub) = arg.to_str().and_then(|name| command.find_subcommand(name)).cloned() {
            path = format!("{path} {}", sub.get_name());
            command = sub;
        }
    }
    path
}

/// Lines of one paragraph become one line, so that the terminal's width decides; an indented line stays alone.
fn reflow(text: &str) -> String {
    let mut out = String::new();
    let mut joinable = false;
    for line in text.lines() {
        let alone = line.is_empty() || line.starts_with(' ');
        if !out.is_empty() {
            out.push(if joinable && !alone { ' ' } else { '\n' });
        }
        out.push_str(line);
        joinable = !alone;
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use badge_core::language::Lang;

    use super::*;

    #[test]
    fn words_that_begin_with_a_hyphen_belong_to_their_option() {
        let joined = |args: &[&str]| -> Vec<String> {
            let args = args.iter().map(OsString::from).collect();
            super::joined(args).into_iter().map(|a| a.into_string().unwrap()).collect()
        };
        assert_eq!(joined(&["issue", "--narrative", "- a\n- b", "--yes"]), ["issue", "--narrative=- a\n- b", "--yes"]);
        // No option is taken for words, and no words for an option that has its own.
        for args in [&["revoke", "--reason", "--yes"][..], &["a", "--x=1", "- b"], &["a", "--", "- b"], &["a", "- b"]] {
            assert_eq!(joined(args), args);
        }
    }

    /// Every key that the description of the command asks for.
    pub(super) fn keys(command: &Command, key: &str, all: &mut BTreeSet<String>) {
        all.insert(key.to_owned());
        for arg in command.get_arguments() {
            all.insert(arg_key(key, arg.get_id().as_str()));
        }
        for sub in command.get_subcommands() {
            keys(sub, &format!("{key}-{}", sub.get_name()), all);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_words_and_no_words_are_left_over() {
        let mut wanted: BTreeSet<String> = [
            "help--help",
            "help--version",
            "help-after",
            "help-usage",
            "help-command",
            "help-commands",
            "help-options",
            "help-arguments",
            "help-general",
            "help-default",
        ]
        .map(str::to_owned)
        .into();
        keys(&Cli::command(), "help", &mut wanted);
        for lang in Lang::ALL {
            let written = crate::text::help_keys(lang);
            let missing: Vec<_> = wanted.difference(&written).collect();
            let unused: Vec<_> = written.difference(&wanted).collect();
            assert!(missing.is_empty() && unused.is_empty(), "{lang}: missing {missing:?}, unused {unused:?}");
        }
    }

    #[test]
    fn the_description_is_sound_and_holds_no_words_of_its_own() {
        Cli::command().debug_assert();
        command(&Words::new(Lang::Fr)).debug_assert();
        fn silent(command: &Command) {
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_none(), "{} {}", command.get_name(), arg.get_id());
            }
            assert!(command.get_about().is_none(), "{}", command.get_name());
            command.get_subcommands().for_each(silent);
        }
        silent(&Cli::command());
    }
}
