//! What was found when a published place was looked at from outside, in words.

use super::ids::unanswered_id;
use super::{Catalog, Words, plain_within};
use crate::place::doctor::{Fault, Finding, Question, State};
use crate::resource::Unreachable;
use crate::verify::Unanswered;

/// The longest text from outside that a sentence takes in, in characters.
const LONGEST: usize = 300;

/// A sentence: its id, and its values.
pub type Sentence = (&'static str, Vec<(&'static str, String)>);

/// What a finding says, as an id (that of what to do about it ends in `.hint`) and its values.
#[must_use]
pub fn seen_id(catalog: &Catalog, finding: &Finding) -> Sentence {
    match &finding.state {
        State::Good | State::Open => question(finding.question),
        State::Advice(fault) | State::Wrong(fault) => of_fault(catalog, fault),
    }
}

/// What a finding says, and what to do about it (empty where there is nothing to do).
#[must_use]
pub fn seen(catalog: &Catalog, finding: &Finding) -> Words {
    let (id, args) = seen_id(catalog, finding);
    let values: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let hint = format!("{id}.hint");
    let next = if catalog.has(&hint) { catalog.text(&hint, &values) } else { String::new() };
    Words { what: catalog.text(id, &values), next }
}

fn question(question: Question) -> Sentence {
    let id = match question {
        Question::Https => "core-seen-https",
        Question::Served => "core-seen-served",
        Question::Json => "core-seen-json",
        Question::Name => "core-seen-name",
        Question::Keys => "core-seen-keys",
        Question::Secrets => "core-seen-secrets",
        Question::MediaType => "core-seen-media-type",
        Question::Cors => "core-seen-cors",
        Question::Clock => "core-seen-clock",
        Question::StatusList => "core-seen-status-list",
    };
    (id, Vec::new())
}

fn of_fault(catalog: &Catalog, fault: &Fault) -> Sentence {
    let plain = |text: &str| plain_within(text, LONGEST);
    let named = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), plain);
    match fault {
        Fault::PlainHttp => ("core-unseen-plain-http", Vec::new()),
        Fault::Missing => ("core-unseen-missing", Vec::new()),
        Fault::Gone => ("core-unseen-gone", Vec::new()),
        Fault::Unreachable(why) => {
            let code = if let Unreachable::Status(code) = why { *code } else { 0 };
            let why = catalog.text(unanswered_id(Unanswered::Unreachable(*why)), &[("code", &code.to_string())]);
            ("core-unseen-unreachable", vec![("why", why)])
        }
        Fault::Refused(rule) => {
            ("core-unseen-refused", vec![("rule", catalog.text(unanswered_id(Unanswered::Refused(*rule)), &[]))])
        }
        Fault::NotJson => ("core-unseen-not-json", Vec::new()),
        Fault::Named { found, expected } => {
            ("core-unseen-named", vec![("found", named(found)), ("expected", plain(expected))])
        }
        Fault::NoKeys => ("core-unseen-no-keys", Vec::new()),
        Fault::KeyMissing { key } => ("core-unseen-key", vec![("key", plain(key))]),
        Fault::KeyNamed { found } => ("core-unseen-key-named", vec![("found", plain(found))]),
        Fault::StatusList { check } => ("core-unseen-status-list", vec![("check", check.as_str().to_owned())]),
        Fault::PrivateKey => ("core-unseen-private-key", Vec::new()),
        Fault::MediaType { found } => ("core-unseen-media-type", vec![("found", named(found))]),
        Fault::NoCors => ("core-unseen-cors", Vec::new()),
        Fault::Clock { ahead } => ("core-unseen-clock", vec![("seconds", ahead.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    #[test]
    fn what_is_well_is_said_in_words() {
        for lang in Lang::ALL {
            let finding = Finding { question: Question::StatusList, url: String::new(), state: State::Good };
            let said = seen(&Catalog::new(lang, &[]), &finding);
            assert!(said.what.contains(' ') && !said.what.contains("status_list"), "{lang}: {}", said.what);
        }
    }
}
