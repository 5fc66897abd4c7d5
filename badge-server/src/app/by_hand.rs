//! What somebody says with the form that awards one badge: texts as they were typed, read as a program's wish is, with what
//! a form can ask beside it.

use badge_core::issue::is_email;
use badge_core::language::Lang;
use badge_core::name::Url;
use badge_core::time::Timestamp;

use super::awarding::Order;
use super::problem::{Obstacle, Problem};
use super::wish::{AwardWish, LONGEST_AHEAD, Trace};
use crate::words::Words;

/// Works of one badge, at most.
const WORKS: usize = 20;

/// What somebody says with the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish {
    pub(crate) achievement: String,
    pub(crate) address: String,
    pub(crate) name: String,
    /// `2026-03-02`, or nothing for today.
    pub(crate) day: String,
    /// The last day on which it holds; nothing for as long as the achievement says.
    pub(crate) until: String,
    /// Where it was earned.
    pub(crate) place: String,
    pub(crate) narrative: String,
    /// Works, one a line: its address, then what it is called, if somebody likes.
    pub(crate) evidence: String,
    pub(crate) minor: bool,
    /// The day is still to come, and that is meant.
    pub(crate) ahead: bool,
    /// The place knows another name at this address, and this is the same person.
    pub(crate) rename: bool,
    /// The tag of the language to write in; nothing for the place's own.
    pub(crate) language: String,
    /// Whoever gets it is written to.
    pub(crate) letter: bool,
}

impl Wish {
    /// All of it, understood; or all that is wrong with it, by the members of a program's wish.
    pub(crate) fn understood(&self, all: &Words, lang: Lang, now: Timestamp) -> Result<Order, Vec<Problem>> {
        let words = all.of(lang);
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut problems = Vec::new();
        let mut wrong = |code: &str, field: &str, message: String| problems.push(Problem::new(code, field, message));
        if !is_email(self.address.trim()) {
            wrong("not_an_email", "to", words.s("sign-in-no-address"));
        }
        let date = some(&self.day).filter(|day| match day_of(day) {
            Some(at) if at.unix() > now.unix() + LONGEST_AHEAD => {
                wrong("not_a_date", "date", words.s("award-no-day"));
                false
            }
            // Most often a slip of the pen.
            Some(at) if at > now && !self.ahead => {
                wrong("ahead", "date", words.s("award-ahead"));
                false
            }
            Some(_) => true,
            None => {
                wrong("not_a_date", "date", words.s("award-no-day"));
                false
            }
        });
        let expires = some(&self.until).filter(|day| {
            let is_day = day_of(day).is_some();
            if !is_day {
                wrong("not_a_date", "expires", words.s("award-no-last-day"));
            }
            is_day
        });
        let lines: Vec<&str> = self.evidence.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > WORKS {
            wrong("too_many", "evidence", words.v("award-many-works", "most", WORKS.to_string()));
        }
        let mut evidence = Vec::new();
        for line in lines.into_iter().take(WORKS) {
            let (url, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            if on_the_web(url) {
                evidence.push(Trace { url: some(url), name: some(name), narrative: None });
            } else {
                let shown = badge_core::message::plain_within(line, 60);
                wrong("not_evidence", "evidence", words.v("award-no-evidence", "line", shown));
            }
        }
        let wish = AwardWish {
            achievement: self.achievement.clone(),
            to: some(&self.address),
            name: some(&self.name),
            date,
            expires,
            narrative: some(&self.narrative),
            evidence,
            location: some(&self.place),
            language: some(&self.language),
            minor: self.minor,
            rename: self.rename,
            letter: Some(self.letter),
            ..AwardWish::default()
        };
        match wish.understood(None, (all, lang), now) {
            Ok(order) if problems.is_empty() => Ok(order),
            Ok(_) => Err(problems),
            Err(more) => {
                let more = Obstacle::all_told(more, lang);
                problems.extend(more.into_iter().filter(|problem| problem.field != "to"));
                Err(problems)
            }
        }
    }
}

/// The first second of a day since 1970.
fn day_of(text: &str) -> Option<Timestamp> {
    Timestamp::parse(&format!("{text}T00:00:00Z")).ok().filter(|at| at.unix() >= 0)
}

/// Whether something is an address that people open.
fn on_the_web(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| ["https://", "http://"].iter().any(|scheme| url.as_str().starts_with(scheme)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    fn said(wish: &Wish) -> Result<Order, Vec<String>> {
        let now = Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
        let named = |problems: Vec<Problem>| problems.into_iter().map(|p| format!("{} {}", p.field, p.code)).collect();
        wish.understood(&Words::new(), Lang::En, now).map_err(named)
    }

    #[test]
    fn a_whole_form_is_one_order() {
        let wish = Wish {
            address: " lea@example.org ".to_owned(),
            day: "2026-03-01".to_owned(),
            until: "2027-03-01".to_owned(),
            place: "Le Dôme;49.18,-0.35".to_owned(),
            evidence: "https://example.org/a\n\n https://example.org/b  A lamp\r\n".to_owned(),
            ..Wish::default()
        };
        let order = said(&wish).unwrap();
        assert_eq!(order.expires.unwrap().to_string(), "2027-03-01T23:59:59Z", "its last second is included");
        assert_eq!(order.location.unwrap().point, Some((49.18, -0.35)));
        let works: Vec<_> = order.evidence.iter().map(|one| (one.id.as_deref(), one.name.as_deref())).collect();
        let both = [(Some("https://example.org/a"), None), (Some("https://example.org/b"), Some("A lamp"))];
        assert_eq!(works, both);
        assert!(!order.letter);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wish = Wish {
            address: "lea".to_owned(),
            name: "a\u{202e}b".to_owned(),
            day: "2027-01-01".to_owned(),
            until: "soon".to_owned(),
            place: ";91,0".to_owned(),
            narrative: "a".repeat(5_001),
            evidence: "javascript:alert(1)\nhttps://example.org/a\na lamp".to_owned(),
            ..Wish::default()
        };
        let fields = [
            "to not_an_email",
            "date ahead",
            "expires not_a_date",
            "evidence not_evidence",
            "evidence not_evidence",
            "where not_a_location",
            "name hidden_signs",
            "narrative too_long",
        ];
        assert_eq!(said(&wish).unwrap_err(), fields);
        let good = Wish { address: "lea@example.org".to_owned(), ..Wish::default() };
        assert!(said(&good).is_ok());
        let ahead = Wish { day: "2027-01-01".to_owned(), ahead: true, ..good.clone() };
        assert!(said(&ahead).is_ok());
        for day in ["2030-01-01", "0001-01-01", "1969-12-31", "tomorrow"] {
            assert_eq!(
                said(&Wish { day: day.to_owned(), ahead: true, ..good.clone() }).unwrap_err(),
                ["date not_a_date"]
            );
        }
        let works = "https://example.org/a\n".repeat(21);
        assert_eq!(said(&Wish { evidence: works, ..good }).unwrap_err(), ["evidence too_many"]);
    }
}
