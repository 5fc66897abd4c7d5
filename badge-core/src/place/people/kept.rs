//! People as they are held in memory: most are a name and an address, and of a hundred thousand such only the letters are kept.

use super::Person;
use crate::language::Lang;

/// One person, in as little room as what is known of them takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kept {
    /// Nothing but perhaps a name, an address and a language.
    Plain {
        /// The name, and behind it the address.
        text: Box<str>,
        /// Where the name ends, in bytes; nothing for somebody without a name.
        name: Option<u16>,
        /// There is an address.
        has_email: bool,
        language: Option<Lang>,
    },
    /// Anybody of whom more is known.
    Whole(Box<Person>),
}

impl Kept {
    pub(super) fn new(person: Person) -> Self {
        let Person { name, email, language, .. } = &person;
        let length = name.as_ref().map(|name| u16::try_from(name.len()));
        let Ok(length) = length.transpose() else { return Self::Whole(Box::new(person)) };
        let (name, email, language) = (name.as_deref(), email.as_deref(), *language);
        let text = [name, email].into_iter().flatten().collect::<String>().into_boxed_str();
        let plain = Self::Plain { text, name: length, has_email: email.is_some(), language };
        // What the short form cannot hold is not forgotten, whatever a person may come to have.
        if plain.person() == person { plain } else { Self::Whole(Box::new(person)) }
    }

    pub(super) fn person(&self) -> Person {
        let (name, email, language) = match self {
            Self::Whole(person) => return person.as_ref().clone(),
            Self::Plain { language, .. } => (self.name(), self.email(), *language),
        };
        let [name, email] = [name, email].map(|text| text.map(str::to_owned));
        Person { name, email, language, ..Person::default() }
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Plain { text, name, .. } => name.and_then(|end| text.get(..usize::from(end))),
            Self::Whole(person) => person.name.as_deref(),
        }
    }

    pub(super) fn email(&self) -> Option<&str> {
        match self {
            Self::Plain { text, name, has_email, .. } => text.get(name.map_or(0, usize::from)..).filter(|_| *has_email),
            Self::Whole(person) => person.email.as_deref(),
        }
    }

    pub(super) fn did(&self) -> Option<&str> {
        match self {
            Self::Plain { .. } => None,
            Self::Whole(person) => person.did.as_deref(),
        }
    }

    pub(super) fn into_person(self) -> Person {
        match self {
            Self::Whole(person) => *person,
            plain @ Self::Plain { .. } => plain.person(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_of_anybody() {
        let plain = Person { name: Some("Zoé".into()), email: Some("zoe@example.org".into()), ..Person::default() };
        for person in [
            Person::default(),
            plain.clone(),
            Person { name: None, ..plain.clone() },
            Person { email: None, ..plain.clone() },
            Person { name: Some(String::new()), email: Some(String::new()), ..Person::default() },
            Person { language: Some(Lang::Fr), ..plain.clone() },
            Person { minor: true, ..plain.clone() },
            Person { birth_year: Some(2012), ..plain.clone() },
            Person { also: vec!["Zo".into()], ..plain.clone() },
            Person { did: Some("did:key:z6Mk".into()), ..plain.clone() },
            Person { name: Some("é".repeat(40_000)), ..plain.clone() },
        ] {
            let kept = Kept::new(person.clone());
            assert_eq!(kept.person(), person);
            assert_eq!((kept.name(), kept.email()), (person.name.as_deref(), person.email.as_deref()));
            assert_eq!(kept.did(), person.did.as_deref());
            assert_eq!(kept.into_person(), person);
        }
        assert!(matches!(Kept::new(plain), Kept::Plain { .. }));
    }
}
