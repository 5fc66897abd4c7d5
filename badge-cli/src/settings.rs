//! Flags and environment, merged once into plain values.

use std::ffi::OsString;
use std::path::PathBuf;

use badge_core::language::Lang;

use crate::args::{Global, Language};

/// Where the command's environment comes from: the process, or a test.
pub(crate) type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// What holds for the whole run.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// `--place`, else `BADGE_PLACE`; otherwise the nearest parent folder that is one.
    pub(crate) place: Option<PathBuf>,
    pub(crate) lang: Lang,
    /// Whether `--lang` said so.
    pub(crate) lang_asked: bool,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    /// Answers yes to questions that have an obvious yes.
    pub(crate) yes: bool,
    pub(crate) color: bool,
}

impl Settings {
    pub(crate) fn new(global: &Global, env: Environment<'_>) -> Self {
        let set = |name: &str| env(name).filter(|v| !v.is_empty());
        Self {
            place: global.place.clone().or_else(|| set("BADGE_PLACE").map(PathBuf::from)),
            lang: global.lang.map_or_else(|| language(env), Lang::from),
            lang_asked: global.lang.is_some(),
            json: global.json,
            quiet: global.quiet,
            yes: global.yes,
            color: !global.no_color && set("NO_COLOR").is_none() && set("TERM").is_none_or(|t| t != "dumb"),
        }
    }

    /// What the first words need before the arguments were understood: `--lang` and `--json`, wherever they stand.
    pub(crate) fn foresee(args: &[OsString], env: Environment<'_>) -> Self {
        let mut global = Global::default();
        let mut rest = args.iter().skip(1).filter_map(|a| a.to_str());
        while let Some(arg) = rest.next() {
            match arg {
                "--" => break,
                "--json" => global.json = true,
                "--no-color" => global.no_color = true,
                "--lang" => global.lang = rest.next().and_then(language_flag),
                _ => {
                    if let Some(tag) = arg.strip_prefix("--lang=") {
                        global.lang = language_flag(tag);
                    }
                }
            }
        }
        Self::new(&global, env)
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Fr => Self::Fr,
            Language::En => Self::En,
        }
    }
}

fn language_flag(tag: &str) -> Option<Language> {
    Some(match Lang::from_tag(tag)? {
        Lang::Fr => Language::Fr,
        Lang::En => Language::En,
    })
}

/// `BADGE_LANG`, then the locale. A locale that names no language (`C`, `POSIX`, none at all) means French; one that
/// names a language we do not speak means English, which its reader is more likely to know.
fn language(env: Environment<'_>) -> Lang {
    let text = |name: &str| env(name).and_then(|v| v.into_string().ok()).filter(|v| !v.is_empty());
    if let Some(lang) = text("BADGE_LANG").and_then(|tag| Lang::from_tag(&tag)) {
        return lang;
    }
    match ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(text) {
        None => Lang::Fr,
        Some(tag) if matches!(tag.split(['.', '@']).next(), Some("C" | "POSIX")) => Lang::Fr,
        Some(tag) => Lang::from_tag(&tag).unwrap_or(Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang_of(vars: &[(&str, &str)]) -> Lang {
        language(&|name| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| OsString::from(v)))
    }

    #[test]
    fn french_unless_something_says_otherwise() {
        assert_eq!(lang_of(&[]), Lang::Fr);
        assert_eq!(lang_of(&[("LANG", "C.UTF-8")]), Lang::Fr);
        assert_eq!(lang_of(&[("LANG", "fr_FR.UTF-8")]), Lang::Fr);
        assert_eq!(lang_of(&[("LANG", "en_GB.UTF-8")]), Lang::En);
        assert_eq!(lang_of(&[("LANG", "de_DE.UTF-8")]), Lang::En);
        assert_eq!(lang_of(&[("LC_ALL", "fr_FR"), ("LANG", "en_GB")]), Lang::Fr);
        assert_eq!(lang_of(&[("LC_ALL", ""), ("LC_MESSAGES", "en_US"), ("LANG", "fr_FR")]), Lang::En);
        assert_eq!(lang_of(&[("BADGE_LANG", "en"), ("LC_ALL", "fr_FR")]), Lang::En);
    }

    #[test]
    fn the_language_is_known_before_the_arguments_are() {
        let args = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let none: Environment<'_> = &|_| None;
        assert_eq!(Settings::foresee(&args("badge --lang en oops"), none).lang, Lang::En);
        assert_eq!(Settings::foresee(&args("badge oops --lang=en --json"), none).lang, Lang::En);
        assert!(Settings::foresee(&args("badge oops --lang=en --json"), none).json);
        assert_eq!(Settings::foresee(&args("badge verify -- --lang=en"), none).lang, Lang::Fr);
    }
}
