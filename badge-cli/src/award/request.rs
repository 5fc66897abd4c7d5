//! What is asked for, in the words of the command line or of a line of JSON; read into values in one place.

use std::path::PathBuf;

use badge_core::cohort::ConsentWords;
use badge_core::issue::{Format, Location, To, is_email};
use badge_core::language::Lang;
use badge_core::model::Evidence;
use badge_core::name::Url;
use badge_core::place::Ending;
use badge_core::proof::{Suite, ecdsa_jcs_2019, ecdsa_rdfc_2019, eddsa_jcs_2022, eddsa_rdfc_2022};
use badge_core::time::Timestamp;

use super::Problem;
use crate::args;
use crate::clock::{award_date, last_instant};
use crate::error::Failure;
use crate::message::{Message, msg};
use crate::text::Words;

/// One award that is wanted, as somebody wrote it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) achievement: String,
    pub(crate) to: Option<String>,
    pub(crate) card: bool,
    pub(crate) name: Option<String>,
    /// Address and text of each trace.
    pub(crate) evidence: Vec<(Option<String>, Option<String>)>,
    pub(crate) narrative: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) expires: Option<String>,
    pub(crate) minor: bool,
    pub(crate) consent: Option<String>,
    /// Somebody was asked to agree, and said no: awarded, kept inside, and the no is noted (D-11).
    pub(crate) refused: bool,
    pub(crate) language: Option<Lang>,
    /// Empty for the place's own choice.
    pub(crate) formats: Vec<Format>,
    /// Of the embedded proof; none for the usual one (D-21).
    pub(crate) suite: Option<Suite>,
    pub(crate) image: Option<args::ImageChoice>,
    pub(crate) out: Option<PathBuf>,
    /// Where the same award stands already, it is told and no other is made.
    pub(crate) once: bool,
    /// With `once`: one of another day is the same too.
    pub(crate) ever: bool,
    /// The person is called so from now on, whatever the place called them before.
    pub(crate) rename: bool,
}

/// The same, understood.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) to: To,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) date: Timestamp,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) location: Option<Location>,
}

impl From<&args::Issue> for Request {
    fn from(args: &args::Issue) -> Self {
        Self {
            achievement: args.achievement.clone(),
            to: args.to.clone(),
            card: args.card,
            name: args.name.clone(),
            evidence: args.evidence.iter().map(|text| evidence_text(text)).collect(),
            narrative: args.narrative.clone(),
            date: args.date.clone(),
            location: args.location.clone(),
            expires: args.expires.clone(),
            minor: args.minor,
            consent: args.consent.clone(),
            refused: false,
            language: args.language.map(Lang::from),
            formats: args.format.iter().map(|f| format(*f)).collect(),
            suite: args.suite.map(suite),
            image: args.image,
            out: args.out.clone(),
            once: false,
            ever: false,
            rename: args.rename,
        }
    }
}

/// `ADDRESS`, `ADDRESS,TEXT` or `TEXT`.
pub(super) fn evidence_text(text: &str) -> (Option<String>, Option<String>) {
    let (first, rest) = match text.split_once(',') {
        Some((first, rest)) => (first.trim(), Some(rest.trim())),
        None => (text.trim(), None),
    };
    let some = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    if first.contains("://") {
        (some(first), rest.and_then(some))
    } else if first.contains(char::is_whitespace) || rest.is_some() {
        (None, some(text.trim()))
    } else {
        // One word: meant as an address, and told to be none.
        (some(first), None)
    }
}

pub(crate) const fn format(format: args::Format) -> Format {
    match format {
        args::Format::Ob3 => Format::Ob3,
        args::Format::Ob3Jwt => Format::Ob3Jwt,
        args::Format::Ob2Hosted => Format::Ob2Hosted,
        args::Format::Ob2Signed => Format::Ob2Signed,
    }
}

pub(crate) const fn suite(suite: args::Suite) -> Suite {
    match suite {
        args::Suite::EddsaRdfc2022 => eddsa_rdfc_2022::SUITE,
        args::Suite::EddsaJcs2022 => eddsa_jcs_2022::SUITE,
        args::Suite::EcdsaRdfc2019 => ecdsa_rdfc_2019::SUITE,
        args::Suite::EcdsaJcs2019 => ecdsa_jcs_2019::SUITE,
    }
}

impl Request {
    /// Reads every field; everything that is wrong comes back together.
    pub(super) fn wanted(&self, now: Timestamp, words: &Words) -> Result<Wanted, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, failure: &Failure| problems.push(Problem::from_failure(field, failure, words));
        let to = match (&self.to, self.card) {
            (Some(_), true) => {
                wrong("to", &Failure::new(msg!("award-to-and-card")));
                To::Nobody
            }
            (Some(to), false) => To::parse(to),
            (None, true) => To::Nobody,
            (None, false) => {
                wrong("to", &Failure::new(msg!("award-no-recipient")));
                To::Nobody
            }
        };
        let mut time = |field: &str, text: &Option<String>, read: &dyn Fn(&str) -> Result<Timestamp, Failure>| {
            text.as_deref().and_then(|t| read(t).map_err(|failure| wrong(field, &failure)).ok())
        };
        let date = time("date", &self.date, &|text| award_date(text, now));
        let expires = time("expires", &self.expires, &last_instant);
        let location = self.location.as_deref().and_then(|text| {
            let location = Location::parse(text);
            if location.is_none() {
                wrong("where", &Failure::new(msg!("where-malformed", text = text)));
            }
            location
        });
        let mut evidence = Vec::new();
        for (address, text) in &self.evidence {
            if let Some(address) = address.as_deref().filter(|a| Url::parse(a).is_err()) {
                wrong("evidence", &Failure::new(msg!("address-malformed", address = address)));
            }
            evidence.push(Evidence { id: address.clone(), narrative: text.clone(), ..Evidence::default() });
        }
        if self.consent.is_some() && !self.minor {
            wrong("consent", &Failure::new(msg!("consent-without-minor")));
        } else if let Err(failure) =
            self.consent.as_deref().map_or(Ok(""), |text| consent(text, now, words.catalog().lang()))
        {
            wrong("consent", &failure);
        }
        match problems.is_empty() {
            true => Ok(Wanted { to, evidence, date: date.unwrap_or(now), expires, location }),
            false => Err(problems),
        }
    }

    /// The same as a list: empty for whatever each achievement has.
    pub(crate) fn kinds(&self) -> Vec<Ending> {
        self.pictures().unwrap_or_default().to_vec()
    }

    /// The kinds of picture that are wanted; `None` for whatever the achievement has.
    pub(super) fn pictures(&self) -> Option<&'static [Ending]> {
        self.image.map(|image| match image {
            args::ImageChoice::Png => &[Ending::Png][..],
            args::ImageChoice::Svg => &[Ending::Svg],
            args::ImageChoice::Both => &[Ending::Png, Ending::Svg],
        })
    }
}

/// Somebody with an address: an e-mail address that can be one, or a DID.
pub(crate) fn recipient(text: &str) -> Result<To, Failure> {
    match To::parse(text) {
        To::Email(email) if !is_email(&email) => Err(Failure::new(msg!("email-malformed", email = email))),
        to => Ok(to),
    }
}

/// What is to be known of an address that few mail servers take, and that may be a slip.
pub(crate) fn unusual(to: &To) -> Option<Message> {
    let To::Email(email) = to else { return None };
    let (local, _) = email.split_once('@')?;
    (!local.is_ascii()).then(|| msg!("email-letters"))
}

/// Who agreed, in words. What may be a refusal is no consent (D-11).
pub(crate) fn consent(text: &str, now: Timestamp, lang: Lang) -> Result<&str, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::new(msg!("consent-empty")));
    }
    match ConsentWords::of_whom(text, now, lang) {
        ConsentWords::Yes | ConsentWords::Statement => Ok(text),
        _ => Err(Failure::new(msg!("consent-refused", text = text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_an_address_a_text_or_both() {
        let read = |text| {
            let (a, b) = evidence_text(text);
            (a.unwrap_or_default(), b.unwrap_or_default())
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(read("https://e.org/a"), pair("https://e.org/a", ""));
        assert_eq!(read("https://e.org/a, Une boîte, découpée"), pair("https://e.org/a", "Une boîte, découpée"));
        assert_eq!(read("Une boîte, découpée"), pair("", "Une boîte, découpée"));
        assert_eq!(read("e.org/a"), pair("e.org/a", ""));
    }

    #[test]
    fn a_last_day_lasts_until_its_end() {
        assert_eq!(last_instant("2026-03-02").unwrap().to_string(), "2026-03-02T23:59:59Z");
        assert_eq!(last_instant("2026-03-02T10:00:00Z").unwrap().to_string(), "2026-03-02T10:00:00Z");
    }
}
