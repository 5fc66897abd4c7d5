//! Whether an award may be shown to others at all: published, mailed, drawn as a code (D-11).

use super::people::People;
use super::register::{AwardStatus, Brief};
use crate::time::Timestamp;

/// Why an award stays inside the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum KeptBack {
    /// It is of a minor, and no consent that covers it is recorded.
    #[error("of a minor, without recorded consent")]
    NoConsent,
    /// Consent was taken back.
    #[error("consent was withdrawn")]
    Withdrawn,
    /// The person was erased: whether anything may be shown of them is not known any more (D-05).
    #[error("the person was erased")]
    Erased,
    /// They asked that this badge is not shown.
    #[error("the person asked for it")]
    Removed,
}

/// Whether an award may leave the place as of `now`. The one question to ask before anything of it is published or
/// mailed; whether the award still *holds* is another one, which the register answers.
///
/// A doubt about somebody's age (nobody said how old they are, and an agreement was asked for) keeps back what is awarded
/// from then on, and not what went out before for good reason: whoever learns that they are a minor says so, or takes
/// consent back, and then all of it is kept back.
///
/// # Errors
/// Why it may not.
pub fn may_go_out<'e>(award: impl Into<Brief<'e>>, people: &People, now: Timestamp) -> Result<(), KeptBack> {
    let award = award.into();
    // A card without a name concerns nobody.
    let Some(id) = award.person else { return Ok(()) };
    let Some(person) = people.get(id) else { return Err(KeptBack::Erased) };
    if person.removed.contains_key(&award.token) {
        return Err(KeptBack::Removed);
    }
    // What waited for consent does not go out by itself on a birthday: somebody says so first.
    let asked_of = if award.date < now { award.date } else { now };
    let may = |day| person.may_publish_award(award.achievement, award.at, day, now);
    if may(asked_of) && may(now) {
        return Ok(());
    }
    let withdrawn = person.consent.as_ref().is_some_and(|c| c.withdrawn.is_some());
    Err(if withdrawn { KeptBack::Withdrawn } else { KeptBack::NoConsent })
}

/// How an award stands as of `now`, in one permanent word: `valid`, `revoked`, `suspended`, `expired`, `not_yet` before the
/// day from which it holds, `waiting` for consent (D-11), `removed` where the person does not want it shown, or `erased` with the person (D-05).
#[must_use]
pub fn state_of<'e>(award: impl Into<Brief<'e>>, people: &People, now: Timestamp) -> &'static str {
    let award = award.into();
    match award.status {
        AwardStatus::Revoked { .. } => "revoked",
        AwardStatus::Suspended { .. } => "suspended",
        AwardStatus::Active if award.expires.is_some_and(|end| end <= now) => "expired",
        AwardStatus::Active => match may_go_out(award, people, now) {
            Err(KeptBack::Erased) => "erased",
            Err(KeptBack::Removed) => "removed",
            Err(_) => "waiting",
            Ok(()) if award.date > now => "not_yet",
            Ok(()) => "valid",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;
    use crate::place::people::{Consent, Person, Refusal, Removal};
    use crate::place::register::{Award, Entry};
    use crate::place::{Slug, Token};

    // D-05, D-11
    #[test]
    fn nothing_of_a_minor_goes_out_before_consent_that_covers_it() {
        let now = Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
        let id = Token::from_bytes([1; 16]);
        let entry = |award: Award| Entry { award, at: now, status: AwardStatus::Active };
        let award = |slug: &str, person| Award {
            token: Token::from_bytes([2; 16]),
            person,
            achievement: Slug::parse(slug).unwrap(),
            language: Lang::Fr,
            date: now,
            expires: None,
            status: None,
            credentials: Vec::new(),
            files: [].into(),
            replaces: None,
            card: false,
            cohort: None,
        };
        let mut people = People::default();
        let asked = |people: &People, slug| may_go_out(&entry(award(slug, Some(id))), people, now);
        assert_eq!(asked(&people, "laser"), Err(KeptBack::Erased));
        assert_eq!(may_go_out(&entry(award("laser", None)), &people, now), Ok(()), "a card that names nobody");
        let minor = Person { minor: true, ..Person::default() };
        people.insert(id, minor.clone());
        assert_eq!(asked(&people, "laser"), Err(KeptBack::NoConsent));
        let only = Consent { for_which: vec![Slug::parse("laser").unwrap()], ..Consent::given(now, "sa mère") };
        people.insert(id, Person { consent: Some(only), ..minor.clone() });
        assert_eq!(asked(&people, "laser"), Ok(()));
        assert_eq!(asked(&people, "impression-3d"), Err(KeptBack::NoConsent));
        let back = Consent { withdrawn: Some(now), ..Consent::given(now, "sa mère") };
        people.insert(id, Person { consent: Some(back.clone()), ..minor });
        assert_eq!(asked(&people, "laser"), Err(KeptBack::Withdrawn));
        people.insert(id, Person { consent: Some(back), ..Person::default() });
        assert_eq!(asked(&people, "laser"), Err(KeptBack::Withdrawn), "of an adult as well");
        // What they asked not to be shown is not, and nothing else is concerned.
        let removal = Removal { at: now, why: Refusal::NotMe };
        let own = award("laser", Some(id)).token;
        people.insert(id, Person { removed: [(own, removal)].into(), ..Person::default() });
        assert_eq!(asked(&people, "laser"), Err(KeptBack::Removed));
        // One that begins tomorrow is shown, and does not hold yet.
        people.insert(id, Person::default());
        let laser = entry(award("laser", Some(id)));
        let before = Timestamp::parse("2026-03-01T09:00:00Z").unwrap();
        assert_eq!((state_of(&laser, &people, before), state_of(&laser, &people, now)), ("not_yet", "valid"));
        people.insert(id, Person { removed: [(own, removal)].into(), ..Person::default() });
        let other = Award { token: Token::from_bytes([3; 16]), ..award("laser", Some(id)) };
        assert_eq!(may_go_out(&entry(other), &people, now), Ok(()));
        // Nobody agreed when they were fourteen, and nobody was asked since.
        let grown = Timestamp::parse("2031-03-02T09:00:00Z").unwrap();
        let young = Person { birth_year: Some(2013), ..Person::default() };
        people.insert(id, young.clone());
        assert_eq!(may_go_out(&entry(award("laser", Some(id))), &people, grown), Err(KeptBack::NoConsent));
        people.insert(id, Person { consent: Some(Consent::given(grown, "elle-même")), ..young });
        assert_eq!(may_go_out(&entry(award("laser", Some(id))), &people, grown), Ok(()));
        // A doubt that came up later keeps back what is awarded from then on; what somebody said keeps back everything.
        let doubted = Person { minor: true, presumed: Some(grown), ..Person::default() };
        people.insert(id, doubted.clone());
        let later = Entry { at: grown, ..entry(award("laser", Some(id))) };
        assert_eq!(may_go_out(&entry(award("laser", Some(id))), &people, grown), Ok(()));
        assert_eq!(may_go_out(&later, &people, grown), Err(KeptBack::NoConsent));
        people.insert(id, Person { presumed: None, ..doubted });
        assert_eq!(may_go_out(&entry(award("laser", Some(id))), &people, grown), Err(KeptBack::NoConsent));
    }
}
