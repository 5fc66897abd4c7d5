//! Noting an act of consent of somebody: what it adds to what was noted before, and which acts are none (D-11).

use super::{ConsentWords, by};
use crate::place::people::guardian::Said;
use crate::place::people::{Consent, Person};
use crate::time::Timestamp;

/// Letters in which it is told who agreed, at most.
pub const WHO_AGREED: usize = 200;

/// Why an act of consent is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConsentFault {
    /// The day on which it was given is still to come.
    #[error("the day is still to come")]
    Future,
    /// Who agreed is told in words of refusal, of doubt, or of something still to come.
    #[error("the words speak against it")]
    Against,
    /// Who agreed is not told where that is needed, or in more than [`WHO_AGREED`] letters; or, of a minor, something is told
    /// beside it in words that are not known.
    #[error("not told who agreed")]
    Who,
    /// For a minor a parent or guardian agrees: nobody else, and a paper that went somewhere is no consent.
    #[error("a minor does not agree for themselves")]
    Own,
    /// It was given before consent was taken back, and was taken back with it.
    #[error("older than what took consent back")]
    Older {
        /// When consent was taken back.
        withdrawn: Timestamp,
    },
    /// Its day lies before the person was born; of a minor whose year of birth is not known, before any minor was.
    #[error("before the birth")]
    BeforeBirth,
    /// What holds covers all badges; an act for some of them would take the others back without saying so.
    #[error("narrower than what holds")]
    Narrower,
}

/// What is noted of a person once an act of consent was recorded: it is added to what they, or others for them, agreed to
/// before, unless that was taken back.
///
/// # Errors
/// See [`ConsentFault`]: nothing is to be noted then.
pub fn agree(person: &Person, act: Consent, now: Timestamp) -> Result<Consent, ConsentFault> {
    if act.at > now {
        return Err(ConsentFault::Future);
    }
    if act.by.chars().count() > WHO_AGREED {
        return Err(ConsentFault::Who);
    }
    if ConsentWords::speak_against(&act.by) {
        return Err(ConsentFault::Against);
    }
    let said = Said::of(&act.by, person);
    if said.is_nobodys() {
        return Err(ConsentFault::Who);
    }
    // Whoever is fifteen agrees for themselves; a child does not.
    if person.is_minor(now) && said.is_own_word() {
        return Err(ConsentFault::Own);
    }
    if person.is_minor(now) && !act.by.trim().is_empty() {
        by::fault_of(&act.by, person, now).map_or(Ok(()), Err)?;
    }
    let this_year = now.ymd().0;
    let born = person.birth_year.or(person.is_minor(now).then(|| this_year.saturating_sub(15)));
    if born.is_some_and(|born| act.at.ymd().0 < born) {
        return Err(ConsentFault::BeforeBirth);
    }
    let withdrawn = person.consent.as_ref().and_then(|before| before.withdrawn);
    // Of an act of today only a clock that was set back could say that it is the older one.
    if let Some(withdrawn) = withdrawn.filter(|end| act.at.ymd() < now.ymd() && act.at.ymd() < end.ymd()) {
        return Err(ConsentFault::Older { withdrawn });
    }
    let mut act = Consent { recorded: true, withdrawn: None, of_adult: !person.is_minor(now), ..act };
    // What a minor said alone is no consent to which anything is added.
    if let Some(before) = person.consent.as_ref().filter(|_| person.has_agreed(now)) {
        match (before.for_which.is_empty(), act.for_which.is_empty()) {
            (true, false) => return Err(ConsentFault::Narrower),
            (false, false) => {
                let more = before.for_which.iter().filter(|slug| !act.for_which.contains(slug)).cloned();
                let more: Vec<_> = more.collect();
                act.for_which.extend(more);
                act.for_which.sort();
            }
            _ => {}
        }
        keep_who(&mut act, before);
        act.of_adult &= before.of_adult;
    }
    Ok(act)
}

/// Why somebody is not noted as of age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AgeFault {
    /// The year of birth that is noted says otherwise.
    #[error("born in {year}")]
    Born {
        /// The year.
        year: i16,
    },
    /// Nobody was born in that year, or before 1900.
    #[error("no year of birth")]
    Year,
    /// They were a minor when they were awarded something: nobody agreed to that yet, and their age alone does not.
    #[error("a minor until now")]
    Minor,
}

/// Notes that somebody is fifteen or more. It ends a doubt: a minor for want of an age ([`Person::presumed`]). Of somebody
/// who was known to be a minor it ends that, and what waited since then goes out with their own consent: `agreed` says that
/// an act of it is noted along with this.
///
/// # Errors
/// See [`AgeFault`]: nothing is changed then.
pub fn of_age(person: &mut Person, agreed: bool, now: Timestamp) -> Result<(), AgeFault> {
    if let Some(year) = person.birth_year.filter(|year| now.ymd().0 - year < 15) {
        return Err(AgeFault::Born { year });
    }
    let doubted = person.presumed.is_some() && person.birth_year.is_none();
    if person.is_minor(now) && !doubted && !agreed {
        return Err(AgeFault::Minor);
    }
    (person.minor, person.presumed) = (false, None);
    // The year is kept of those alone who may be minors.
    person.birth_year = None;
    Ok(())
}

/// Corrects the year of birth that is noted, where it was a slip (article 16 of the RGPD): tells whether they are fifteen or
/// more by it. Then they never were a minor, whoever said so, and nothing waits for anybody's consent; else they are one, and
/// what they agreed to alone is no consent ([`Person::has_agreed`]).
///
/// # Errors
/// [`AgeFault::Year`]: nothing is changed then.
pub fn born(person: &mut Person, year: i16, now: Timestamp) -> Result<bool, AgeFault> {
    let this_year = now.ymd().0;
    if !(1900..=this_year).contains(&year) {
        return Err(AgeFault::Year);
    }
    person.note_birth(year);
    // Of the year alone it is not known whether the fifteenth birthday has come.
    let is_of_age = this_year - year > 15;
    if is_of_age {
        // The year is kept of those alone who may be minors.
        (person.minor, person.presumed, person.birth_year) = (false, None, None);
    }
    Ok(is_of_age)
}

/// Who agreed before is not lost by noting more.
fn keep_who(act: &mut Consent, before: &Consent) {
    if act.by.is_empty() {
        act.how = act.how.or(before.how);
    }
    let new = std::mem::take(&mut act.by);
    let mut all: Vec<&str> = before.by.split(" ; ").filter(|by| !by.is_empty()).collect();
    if !new.is_empty() && !all.contains(&new.as_str()) {
        all.push(&new);
    }
    act.by = all.join(" ; ");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Slug;

    fn day(text: &str) -> Timestamp {
        Timestamp::parse(&format!("{text}T09:00:00Z")).unwrap()
    }

    // D-11
    #[test]
    fn consent_widens_and_never_narrows_and_only_a_guardian_gives_it() {
        let now = day("2026-03-02");
        let slug = |name: &str| Slug::parse(name).unwrap();
        let given = |by: &str, slugs: &[&str]| Consent {
            for_which: slugs.iter().map(|name| slug(name)).collect(),
            ..Consent::given(now, by)
        };
        let minor = Person { minor: true, ..Person::default() };
        let long = "sa mère, ".repeat(30);
        assert_eq!(agree(&Person::default(), given(&long, &[]), now), Err(ConsentFault::Who));
        let later = ["bientôt sa mère", "sa mère, demain", "papier à venir", "sa mère doit signer", "mum, soon"];
        for by in ["refus", "mère injoignable", "?"].into_iter().chain(later) {
            assert_eq!(agree(&minor, given(by, &[]), now), Err(ConsentFault::Against), "{by}");
        }
        for by in ["elle-même", "son frère", "la maîtresse", "her teacher"] {
            assert_eq!(agree(&minor, given(by, &[]), now), Err(ConsentFault::Own), "{by}");
        }
        for by in ["sa mère, par son frère", "Mme Vannier", "son grand-père, tuteur", "Yvan Demange"] {
            assert!(agree(&minor, given(by, &[]), now).is_ok(), "{by}");
        }
        let tom = Person {
            name: Some("Tom Petit".into()),
            also: vec!["Thomas Petit".into()],
            email: Some("tom@example.org".into()),
            ..minor.clone()
        };
        for by in [
            "Tom Petit",
            "petit tom",
            "Tom",
            "Thomas",
            "TOM@example.org",
            "Tom Petit, 13 ans",
            "tom petit (13)",
            "par Tom",
            "signé Tom Petit",
            "T. Petit",
        ] {
            assert_eq!(agree(&tom, given(by, &[]), now), Err(ConsentFault::Own), "{by}");
        }
        // Whatever is said of them beside it, and by whatever noun.
        for by in [
            "Tom a dit oui",
            "SMS de Tom",
            "signature de Tom",
            "Signature de Tom",
            "Tom en classe",
            "Tom, élève de 5e",
            "Tom P",
            "T.P.",
            "tom@example.org, 13 ans",
            "il est d'accord",
            "il",
            "le gamin",
            "le gosse",
            "oui, le môme",
            "lycéen",
            "collégienne",
            "le participant",
            "adhérent",
            "l’apprenti",
            "oui (signature enfant)",
            "son accord",
        ] {
            assert_eq!(agree(&tom, given(by, &[]), now), Err(ConsentFault::Own), "{by}");
        }
        let parents = ["Julie Petit", "Mme Petit pour Tom", "Tom, par sa mère", "Anne Le Jeune", "J. Petit-Durand"];
        for by in parents.into_iter().chain(["M. Petit", "Tom Petit, son père", "julie.petit@example.org"]) {
            assert!(agree(&tom, given(by, &[]), now).is_ok(), "{by}");
        }
        for by in ["oui", "x", "OK, d’accord", "✓"] {
            assert_eq!(agree(&minor, given(by, &[]), now), Err(ConsentFault::Who), "{by}");
        }
        assert!(agree(&Person::default(), given("elle-même", &[]), now).is_ok());
        assert_eq!(agree(&minor, given("sa mère", &[]), day("2026-03-01")), Err(ConsentFault::Future));
        // Nobody agreed for a child before it was born, as in a table.
        let of = |birth_year| Person { birth_year, ..minor.clone() };
        for (person, too_early, good) in [
            (of(Some(2014)), "2013-12-31", "2014-01-01"),
            (of(None), "2010-12-31", "2011-01-01"),
            (Person { birth_year: Some(1990), ..Person::default() }, "1989-06-01", "1999-01-01"),
        ] {
            let on = |text: &str| agree(&person, Consent::given(day(text), "sa mère"), now);
            assert_eq!(on(too_early), Err(ConsentFault::BeforeBirth), "{too_early}");
            assert!(on(good).is_ok(), "{good}");
        }
        assert!(agree(&Person::default(), Consent::given(day("1999-01-01"), "elle-même"), now).is_ok());
        let laser = agree(&minor, given("sa mère", &["laser"]), now).unwrap();
        assert!(laser.recorded && laser.covers(&slug("laser")) && !laser.covers(&slug("couture")));
        let with = |consent: &Consent| Person { consent: Some(consent.clone()), ..minor.clone() };
        let both = agree(&with(&laser), given("son père", &["couture"]), now).unwrap();
        assert_eq!((both.for_which.len(), both.by.as_str()), (2, "sa mère ; son père"));
        let all = agree(&with(&both), given("", &[]), now).unwrap();
        assert!(all.for_which.is_empty() && all.by == "sa mère ; son père");
        assert_eq!(agree(&with(&all), given("sa mère", &["laser"]), now), Err(ConsentFault::Narrower));
    }

    #[test]
    fn what_was_agreed_to_before_it_was_taken_back_was_taken_back_with_it() {
        let (before, end, now) = (day("2026-02-01"), day("2026-02-10"), day("2026-03-02"));
        let mut person = Person { minor: true, ..Person::default() };
        assert!(person.withdraw_consent(Some("sa mère"), end));
        assert!(!person.withdraw_consent(Some("son père"), now), "the first one stays noted");
        let older = agree(&person, Consent::given(before, "sa mère"), now);
        assert_eq!(older, Err(ConsentFault::Older { withdrawn: end }));
        let again = agree(&person, Consent::given(now, "sa mère"), now).unwrap();
        assert_eq!((again.withdrawn, again.by.as_str()), (None, "sa mère"));
    }

    // D-11
    #[test]
    fn a_doubt_about_an_age_ends_and_a_known_minor_agrees_too() {
        let now = day("2026-03-02");
        let mut doubted = Person { minor: true, presumed: Some(now), ..Person::default() };
        of_age(&mut doubted, false, now).unwrap();
        assert_eq!(doubted, Person::default());
        let told = Person { minor: true, ..Person::default() };
        let born = |year| Person { birth_year: Some(year), ..Person::default() };
        for person in [told, born(2011)] {
            let mut after = person.clone();
            assert_eq!(of_age(&mut after, false, now), Err(AgeFault::Minor));
            assert_eq!(after, person);
            of_age(&mut after, true, now).unwrap();
            assert!(!after.is_minor(now) && agree(&after, Consent::given(now, "elle-même"), now).is_ok());
        }
        assert_eq!(of_age(&mut born(2012), true, now), Err(AgeFault::Born { year: 2012 }));
        of_age(&mut Person::default(), false, now).unwrap();
    }

    // D-11
    #[test]
    fn what_somebody_agreed_to_alone_is_no_consent_once_they_are_known_to_be_a_minor() {
        let now = day("2026-03-02");
        let adult =
            Person { name: Some("Léa Roy".into()), email: Some("lea@example.org".into()), ..Person::default() };
        let laser = Slug::parse("laser").unwrap();
        let all = || Vec::<Slug>::new();
        for (by, for_which) in [
            ("Léa Roy", all()),
            ("elle-même", vec![laser.clone()]),
            ("lea@example.org", all()),
            ("L. R.", all()),
            ("SMS de Léa", all()),
            ("", all()),
            ("", vec![laser.clone()]),
        ] {
            let act = Consent { for_which, ..Consent::given(now, by) };
            let agreed = Person { consent: Some(agree(&adult, act, now).unwrap()), ..adult.clone() };
            assert!(agreed.may_publish(now) && agreed.has_agreed(now), "{by}");
            let mut by_year = agreed.clone();
            assert_eq!(born(&mut by_year, 2015, now), Ok(false));
            let mut by_word = agreed;
            by_word.note_minor();
            for mut minor in [by_year, by_word] {
                assert!(!minor.has_agreed(now) && !minor.may_publish_badge(&laser, now), "{by}");
                // A parent agrees, with a table or by an act of its own, and alone stands there.
                let parents = agree(&minor, Consent::given(now, "sa mère"), now).unwrap();
                assert_eq!(parents.by, "sa mère");
                minor.note_consent(Consent::given(now, "sa mère"), now);
                assert!(minor.may_publish(now) && minor.has_agreed(now), "{by}");
                minor.note_consent(Consent::given(now, "son père"), now);
                assert_eq!(minor.consent.unwrap().by, "sa mère");
            }
        }
        // What was agreed to for a minor without a name is a parent's, and what is added to it does not change that.
        let minor = Person { minor: true, ..adult.clone() };
        let nobodys = agree(&minor, Consent::given(now, ""), now).unwrap();
        let agreed = Person { consent: Some(nobodys), ..minor };
        assert!(agreed.may_publish(now));
        let both = agree(&agreed, Consent::given(now, "sa mère"), now).unwrap();
        assert!(!both.of_adult && Person { consent: Some(both), ..agreed }.may_publish(now));
        // What a parent agreed to beside them holds, and so does their own word once they are of age.
        let family = Consent::given(now, "la famille Roy");
        assert!(Person { minor: true, consent: Some(family), ..adult.clone() }.may_publish(now));
        let both = Consent::given(now, "Léa Roy ; sa mère");
        assert!(Person { minor: true, consent: Some(both), ..adult.clone() }.may_publish(now));
        let own = Person { birth_year: Some(2011), consent: Some(Consent::given(now, "elle-même")), ..adult };
        let grown = day("2027-03-02");
        assert!(!own.may_publish(now) && own.may_publish(grown));
        // What was awarded before waits until they say so once more.
        assert!(!own.may_publish_award(&laser, now, now, grown));
        let again = agree(&own, Consent::given(grown, "elle-même"), grown).unwrap();
        assert!(Person { consent: Some(again), ..own }.may_publish_award(&laser, now, now, grown));
    }

    // RGPD, article 16
    #[test]
    fn a_slip_in_a_year_of_birth_is_corrected_on_purpose() {
        let now = Timestamp::parse("2026-03-10T09:00:00Z").unwrap();
        let mut child = Person { birth_year: Some(2014), minor: true, ..Person::default() };
        assert!(child.is_minor(now));
        assert_eq!(born(&mut child, 2015, now), Ok(false));
        assert!(child.is_minor(now) && child.birth_year == Some(2015));
        for wrong in [1899, 2027, 94] {
            assert_eq!(born(&mut child, wrong, now), Err(AgeFault::Year));
        }
        assert_eq!(born(&mut child, 1994, now), Ok(true));
        assert!(!child.is_minor(now) && child.birth_year.is_none());
        // Fifteen this year, or not yet.
        assert_eq!(born(&mut child, 2011, now), Ok(false));
    }
}
