//! Both languages say the same things, and every sentence is used.

use std::collections::BTreeSet;
use std::path::Path;

use badge_core::language::Lang;
use badge_core::message::{Catalog, faults};

use super::{help_sources, message_sources};

#[test]
fn both_languages_say_the_same_with_the_same_values() {
    for sources in [help_sources, message_sources] {
        let [fr, en] = Lang::ALL.map(|lang| sources(lang).join("\n"));
        assert_eq!(faults(&fr, &en), Vec::<String>::new());
    }
}

#[test]
fn no_sentence_of_the_core_is_replaced() {
    let core = Catalog::new(Lang::Fr, &[]);
    let both: Vec<_> = keys(message_sources(Lang::Fr)).into_iter().filter(|id| core.has(id)).collect();
    assert_eq!(both, Vec::<String>::new());
}

// What a plan or a run writes as a state gives way to the next one: the core knows each of these words.
#[test]
fn the_core_knows_every_state_that_is_written() {
    for lang in Lang::ALL {
        // Lists of badges have states of their own; those of tables stand together in one file.
        let of_tables = message_sources(lang).iter().filter(|source| source.contains("\nstate-issued = "));
        let lines = of_tables.flat_map(|source| source.lines());
        let states: Vec<_> = lines
            .filter_map(|line| line.split_once(" = "))
            .filter(|(id, _)| id.starts_with("state-") && *id != "state-unread")
            .collect();
        assert_eq!(states.len(), 11, "{states:?}");
        for (id, said) in states {
            assert!(badge_core::cohort::is_state_word(said), "{id} = {said}: add it to cohort/state.rs");
        }
    }
}

#[test]
fn french_is_set_as_french_is() {
    for line in message_sources(Lang::Fr).iter().chain(help_sources(Lang::Fr)).flat_map(|s| s.lines()) {
        let Some((_, text)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else { continue };
        let apostrophe = text.split('\'').collect::<Vec<_>>();
        let within = |pair: &[&str]| pair[0].ends_with(char::is_alphabetic) && pair[1].starts_with(char::is_alphabetic);
        assert!(!apostrophe.windows(2).any(within), "an apostrophe, not a quote: {line}");
        for loose in [" :", " ;", " !", " ?", "« ", " »"] {
            let at = text.find(loose).map(|at| &text[at + loose.len()..]);
            // `:8080` and the like are no punctuation.
            let loose_one =
                at.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || loose.contains(['«', '»']));
            assert!(!loose_one, "a no-break space in {loose:?}: {line}");
        }
        assert!(!text.to_lowercase().contains("révoqu"), "a badge is « annulé »: {line}");
    }
}

#[test]
fn what_comes_from_outside_does_nothing_to_a_terminal() {
    let said =
        super::Words::new(Lang::Fr).say(&crate::message::msg!("email-malformed", email = "\u{1b}[2J\u{202e}a\nb"));
    assert!(said.contains("\u{fffd}[2J\u{fffd}a\u{fffd}b"), "{said:?}");
}

#[test]
fn every_message_is_used_and_every_used_message_is_there() {
    let written = keys(message_sources(Lang::Fr));
    let mut used = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    let missing: Vec<_> = used.difference(&written).collect();
    let unused: Vec<_> = written.difference(&used).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing {missing:?}, unused {unused:?}");
}

/// Ids in `msg!("…"` of every source file.
fn collect(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, used);
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("message.rs")
            && !path.ends_with("text/tests.rs")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            for part in text.split("msg!(").skip(1) {
                if let Some(id) = part.trim_start().strip_prefix('"').and_then(|p| p.split('"').next()) {
                    used.insert(id.to_owned());
                }
            }
        }
    }
}

/// The ids of the messages in some sources.
pub(super) fn keys(sources: &[&str]) -> BTreeSet<String> {
    let key = |line: &str| {
        let name = line.split_once(" =")?.0;
        name.chars().all(|c| c.is_alphanumeric() || c == '-').then(|| name.to_owned())
    };
    sources.iter().flat_map(|s| s.lines()).filter_map(key).collect()
}
