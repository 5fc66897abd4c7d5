//! What there is to doubt about who endorses: the proof is good, and the name may still be somebody else's. A person
//! reads it before they consent.

use super::endorser;
use crate::did::Scope;
use crate::message::Catalog;
use crate::model::Badge;
use crate::place::names::same_name;

/// A doubt about the name of who endorses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// They have no address: nothing proves the name.
    Unproven {
        /// Who endorses.
        by: String,
    },
    /// They have the name of the place itself, at another address.
    OurName {
        /// Who endorses.
        by: String,
    },
    /// They have the name of somebody who is known here, at another address.
    SameName {
        /// Who endorses.
        by: String,
        /// Who is known.
        known: String,
    },
}

impl Doubt {
    /// One permanent word, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unproven { .. } => "unproven",
            Self::OurName { .. } => "our-name",
            Self::SameName { .. } => "same-name",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(&self, catalog: &Catalog) -> String {
        match self {
            Self::Unproven { by } => catalog.text("core-accept-unproven", &[("by", by)]),
            Self::OurName { by } => catalog.text("core-accept-our-name", &[("by", by)]),
            Self::SameName { by, known } => catalog.text("core-accept-same-name", &[("by", by), ("known", known)]),
        }
    }
}

/// The doubts about an endorsement that is good. `place` is what the place calls itself, `kept` what it accepted before.
#[must_use]
pub fn doubts<'k>(badge: &Badge, place: &str, kept: impl IntoIterator<Item = &'k Badge>) -> Vec<Doubt> {
    let (Some(id), Some(called)) = (&badge.issuer.id, &badge.issuer.name) else { return Vec::new() };
    let by = endorser(badge);
    let mut all = Vec::new();
    if Scope::of(id).is_none() {
        all.push(Doubt::Unproven { by: by.clone() });
    }
    if same_name(called, place) {
        all.push(Doubt::OurName { by });
        return all;
    }
    let other = kept.into_iter().find(|b| {
        // Two without an address are told as such.
        let other = |known: &String| known != id && (Scope::of(known).is_some() || Scope::of(id).is_some());
        b.issuer.id.as_ref().is_some_and(other) && b.issuer.name.as_deref().is_some_and(|name| same_name(name, called))
    });
    all.extend(other.map(|other| Doubt::SameName { by, known: endorser(other) }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;
    use crate::model::Version;

    fn by(name: &str, id: &str) -> Badge {
        let mut badge = Badge::new(Version::Ob30);
        (badge.issuer.name, badge.issuer.id) = (Some(name.to_owned()), Some(id.to_owned()));
        badge
    }

    #[test]
    fn a_name_may_be_nobodys_ours_or_somebody_elses() {
        let known = by("La Fabrique", "did:web:fabrique.example.org");
        let of = |badge: &Badge| doubts(badge, "Le D\u{f4}me", [&known]);
        assert_eq!(of(&known), []);
        assert_eq!(of(&by("Atelier", "did:web:atelier.example.org")), []);
        assert!(matches!(of(&by("Atelier", "did:key:z6Mk"))[..], [Doubt::Unproven { .. }]));
        assert!(matches!(of(&by("le d\u{f4}me", "did:web:x.example.org"))[..], [Doubt::OurName { .. }]));
        assert!(matches!(of(&by("LA FABRIQUE", "did:web:x.example.org"))[..], [Doubt::SameName { .. }]));
        let both = of(&by("La Fabrique", "did:key:z6Mk"));
        assert!(matches!(both[..], [Doubt::Unproven { .. }, Doubt::SameName { .. }]), "{both:?}");
        for lang in Lang::ALL {
            let catalog = Catalog::new(lang, &[]);
            let said: Vec<String> = both.iter().map(|doubt| doubt.text(&catalog)).collect();
            assert!(said.iter().all(|s| s.contains("La Fabrique (did:key:z6Mk)") && !s.contains("badge ")), "{said:?}");
            assert!(said[1].contains("did:web:fabrique.example.org"), "{said:?}");
        }
    }
}
