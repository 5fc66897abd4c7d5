//! An endorsement, before it is signed: somebody says of a badge, an achievement or an issuer that it is worth something.

use super::{Format, Lack, Unsigned};
use crate::language::Lang;
use crate::limits::Limits;
use crate::model::{Badge, Kind, Profile, Recipient, StatusEntry, Version, ob3};
use crate::time::Timestamp;
use crate::verify::{self, Outcome};

/// One endorsement, in words that no format has shaped yet. Both forms of it have the same id: they say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Endorsement {
    /// Its id: its address, or `urn:uuid:…`.
    pub id: String,
    /// Who endorses. The id is set by the key that signs.
    pub issuer: Profile,
    /// The id of what is endorsed: a credential, an achievement, a profile (OB3-DM-141).
    pub subject: String,
    /// What the credential itself is called (OB3-DM-140: required).
    pub name: String,
    /// Why (Markdown).
    pub comment: Option<String>,
    /// The skills that are endorsed, by their names. Neither version has a member for them: they end the comment.
    pub skills: Vec<String>,
    /// The language of its words.
    pub language: Lang,
    /// From when on it holds.
    pub date: Timestamp,
    /// Until when it holds.
    pub expires: Option<Timestamp>,
    /// Where its status can be read.
    pub status: Option<StatusEntry>,
}

impl Endorsement {
    /// The forms an endorsement has: with an embedded proof, and as VC-JWT.
    pub const FORMATS: [Format; 2] = [Format::Ob3, Format::Ob3Jwt];

    /// The document of a form, if nothing is missing. `issuer` is the id that goes with the key that will sign.
    ///
    /// # Errors
    /// Everything that stands in the way.
    pub fn unsigned(&self, format: Format, issuer: &str) -> Result<Unsigned, Vec<Lack>> {
        let mut lacks = Vec::new();
        if let Some(expires) = self.expires.filter(|e| *e <= self.date) {
            lacks.push(Lack::EndsBeforeItBegins { date: self.date, expires });
        }
        let document = ob3::write(&self.badge(issuer), &[]);
        let checks = verify::check_document(&document, &Limits::default());
        lacks.extend(checks.into_iter().filter(|c| matches!(c.outcome, Outcome::Fail(_))).map(Lack::Document));
        if lacks.is_empty() { Ok(Unsigned::of(format, self.date.to_utc_seconds(), document)) } else { Err(lacks) }
    }

    /// The comment with the skills at its end; `None` when neither is there.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let comment = self.comment.as_deref().map(str::trim).filter(|c| !c.is_empty());
        let skills: Vec<&str> = self.skills.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect();
        if skills.is_empty() {
            return comment.map(str::to_owned);
        }
        let label = match self.language {
            Lang::Fr => "Compétences soutenues\u{a0}:",
            Lang::En => "Skills endorsed:",
        };
        let list = skills.iter().map(|s| format!("- {}", s.replace(['\n', '\r'], " "))).collect::<Vec<_>>().join("\n");
        let list = format!("{label}\n\n{list}");
        Some(comment.map_or_else(|| list.clone(), |comment| format!("{comment}\n\n{list}")))
    }

    fn badge(&self, issuer: &str) -> Badge {
        let mut badge = Badge::new(Version::Ob30);
        badge.kind = Kind::Endorsement;
        badge.id = Some(self.id.clone());
        badge.name = Some(self.name.clone());
        badge.issuer = Profile { id: Some(issuer.to_owned()), ..self.issuer.clone() };
        badge.recipient = Recipient { id: Some(self.subject.clone()), identities: Vec::new() };
        badge.narrative = self.words();
        badge.valid_from = Some(self.date.to_utc_seconds());
        badge.valid_until = self.expires.map(|t| t.to_utc_seconds());
        badge.status = self.status.iter().cloned().collect();
        badge
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endorsement() -> Endorsement {
        Endorsement {
            id: "https://b.example.org/e/1/endorsement.json".into(),
            issuer: Profile { name: Some("La Ligue".into()), ..Profile::default() },
            subject: "https://a.example.org/achievements/soudure.json".into(),
            name: "Soutien : Soudure".into(),
            comment: Some("Nous y formons nos apprentis.".into()),
            skills: vec!["souder à l’étain".into(), " ".into(), "lire un schéma".into()],
            language: Lang::Fr,
            date: Timestamp::parse("2026-03-02T09:00:00Z").unwrap(),
            expires: None,
            status: None,
        }
    }

    // OB3-DM-140, OB3-DM-141
    #[test]
    fn it_says_what_it_endorses_and_why() {
        let doc = endorsement().unsigned(Format::Ob3, "did:web:b.example.org").unwrap();
        let read = ob3::read(doc.document());
        assert_eq!((read.kind, read.title()), (Kind::Endorsement, Some("Soutien : Soudure")));
        assert_eq!(read.recipient.id.as_deref(), Some("https://a.example.org/achievements/soudure.json"));
        let words =
            "Nous y formons nos apprentis.\n\nCompétences soutenues\u{a0}:\n\n- souder à l’étain\n- lire un schéma";
        assert_eq!(read.narrative.as_deref(), Some(words));
    }

    #[test]
    fn without_words_it_still_endorses() {
        let silent = Endorsement { comment: Some("  ".into()), skills: Vec::new(), ..endorsement() };
        assert_eq!(silent.words(), None);
        assert!(silent.unsigned(Format::Ob3Jwt, "did:web:b.example.org").is_ok());
        let skills = Endorsement { comment: None, language: Lang::En, skills: vec!["a\nb".into()], ..endorsement() };
        assert_eq!(skills.words().as_deref(), Some("Skills endorsed:\n\n- a b"));
    }

    #[test]
    fn what_is_missing_is_told() {
        let over = Endorsement { expires: Some(endorsement().date), ..endorsement() };
        let lacks = over.unsigned(Format::Ob3, "did:web:b.example.org").unwrap_err();
        assert!(matches!(lacks[..], [Lack::EndsBeforeItBegins { .. }]), "{lacks:?}");
        let nothing = Endorsement { subject: "not an id".into(), ..endorsement() };
        let lacks = nothing.unsigned(Format::Ob3, "did:web:b.example.org").unwrap_err();
        assert!(lacks.iter().all(|lack| lack.field() == "recipient"), "{lacks:?}");
    }
}
