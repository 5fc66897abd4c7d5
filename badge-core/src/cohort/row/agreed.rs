//! Who agreed for a minor, as the cells of a row tell it (D-11).

use super::super::column::Field;
use super::super::consent::ConsentWords;
use super::super::date::Day;
use super::super::finding::Trouble;
use super::super::wish::Wish;
use super::{NAME, Reader};
use crate::place::people::Person;
use crate::place::people::guardian::Said;

impl Reader<'_> {
    /// What the columns of consent say: one for each parent perhaps. A no or a doubt in one of them is not outvoted.
    pub(super) fn consent_of(&mut self, wish: &mut Wish, is_told: bool) {
        let columns: Vec<usize> = self.layout.columns(&Field::Consent).collect();
        if columns.is_empty() {
            return;
        }
        // Whoever is asked for an agreement is a minor as far as anybody knows, unless the table says how old people are:
        // a no, a doubt or nothing at all keeps their badges inside.
        let ages = [Field::Birth, Field::Age, Field::Minor, Field::Adult];
        let tells_ages = ages.iter().any(|field| self.layout.column(field).is_some());
        let (now, lang) = (self.asked.now, self.asked.place.first_language());
        let weight = |said: ConsentWords| match said {
            ConsentWords::No => 2,
            ConsentWords::Unclear => 1,
            ConsentWords::Yes | ConsentWords::Statement => 0,
        };
        let mut worst: Option<(usize, ConsentWords)> = None;
        // Each with whether it says who agreed: a yes under a title does where that title names parents.
        let mut by: Vec<(String, bool)> = Vec::new();
        let mut agreed: Option<Day> = None;
        // Nobody agreed for a child before it was born; of a minor whose year is not told, before any of them was.
        let this_year = Day::of(now).year;
        let born = wish.birth_year.or(wish.minor.then(|| this_year.saturating_sub(15)));
        for column in columns {
            let text = self.line.cell(column).text;
            if text.is_empty() {
                continue;
            }
            let mut said = ConsentWords::of(text, now, lang);
            let days = if said == ConsentWords::Statement { ConsentWords::days(text, lang) } else { Vec::new() };
            if days.iter().any(|day| born.is_some_and(|born| day.year < born)) {
                said = ConsentWords::Unclear;
            }
            agreed = agreed.into_iter().chain(days).max();
            let needs_none = ConsentWords::needs_none(text);
            wish.minor |= weight(said) > 0 && !is_told && !needs_none;
            let is_word = text.chars().any(char::is_alphanumeric);
            wish.refused |= said == ConsentWords::No && is_word && !needs_none;
            if worst.is_none_or(|(_, other)| weight(said) > weight(other)) {
                worst = Some((column, said));
            }
            match said {
                ConsentWords::Yes => {
                    let titled = |title: &str| (title.to_owned(), Said::of(title, &Person::default()).names_guardian());
                    by.extend(self.table.header(column).map(titled));
                }
                ConsentWords::Statement => {
                    if text.chars().count() > NAME {
                        self.find(Trouble::TextTooLong { most: NAME }, Some(column), text);
                    }
                    by.push((text.to_owned(), true));
                }
                ConsentWords::Unclear | ConsentWords::No => {}
            }
        }
        self.consent = worst;
        match worst {
            None => wish.minor |= !tells_ages,
            Some((_, said)) if weight(said) == 0 => {
                let joined = |by: Vec<&str>| by.join(" ; ");
                wish.consent = Some(joined(by.iter().map(|(text, _)| text.as_str()).collect()));
                wish.consent_by = joined(by.iter().filter(|(_, who)| *who).map(|(text, _)| text.as_str()).collect());
                wish.consent_day = agreed.and_then(Day::start);
            }
            // What it makes of the row depends on who that is.
            Some(_) => {}
        }
    }
}
