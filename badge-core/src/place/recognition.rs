//! What an achievement is to another place's: equivalent to it, a part of it, a step after it.

use super::problem::Fault;
use super::reader::Reader;
use super::settings_write::Writer;
use crate::language::Lang;
use crate::model::Alignment;
use crate::name::Url;

/// How an achievement is related to another place's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Who has one has done what the other asks for.
    Equivalent,
    /// It is one of several that make the other.
    PartOf,
    /// The other comes before it.
    Follows,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Equivalent, Self::PartOf, Self::Follows];

    /// Its name in the achievement's file: `equivalent`, `part-of`, `follows`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::PartOf => "part-of",
            Self::Follows => "follows",
        }
    }

    /// What a name stands for.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    /// The `targetType` of its alignment in OB 3.0 (OB3-DM-100); OB 2.0 has none.
    #[must_use]
    pub const fn target_type(self) -> &'static str {
        match self {
            Self::Equivalent => "ext:equivalent",
            Self::PartOf => "ext:part-of",
            Self::Follows => "ext:follows",
        }
    }

    /// The relation that an alignment tells.
    #[must_use]
    pub fn of(alignment: &Alignment) -> Option<Self> {
        let named = alignment.target_type.as_deref()?;
        Self::ALL.into_iter().find(|one| one.target_type() == named)
    }

    /// The same in words: they go into the signed file, for readers that know no `targetType` of ours.
    const fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Equivalent, Lang::Fr) => "Équivalent à ce badge",
            (Self::PartOf, Lang::Fr) => "Fait partie de ce badge",
            (Self::Follows, Lang::Fr) => "Fait suite à ce badge",
            (Self::Equivalent, Lang::En) => "Equivalent to this badge",
            (Self::PartOf, Lang::En) => "Part of this badge",
            (Self::Follows, Lang::En) => "Follows this badge",
        }
    }
}

/// Another place's achievement, and what ours is to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// What ours is to it.
    pub relation: Relation,
    /// Its id, an address.
    pub url: String,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub by: Option<String>,
}

impl Recognition {
    /// As it stands in the badge, in one language.
    pub(super) fn alignment(&self, lang: Lang) -> Alignment {
        Alignment {
            target_name: Some(self.name.clone()),
            target_url: Some(self.url.clone()),
            target_framework: self.by.clone(),
            target_description: Some(self.relation.words(lang).to_owned()),
            target_type: Some(self.relation.target_type().to_owned()),
            target_code: None,
        }
    }

    /// The table `[[recognition]]` of an achievement's file: what is added to its end.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = Writer::default();
        self.write(&mut out);
        out.0
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.table("[[recognition]]");
        out.text("relation", self.relation.as_str());
        out.text("name", &self.name);
        out.text("url", &self.url);
        out.optional("by", self.by.as_deref());
    }

    pub(super) fn read(table: &Reader<'_>) -> Option<Self> {
        table.only(&["relation", "name", "url", "by"]);
        let (named, url, name) = (table.required("relation"), table.required("url"), table.required("name"));
        if !url.is_empty() && Url::parse(&url).is_err() {
            table.fault("url", Fault::NotAnAddress);
        }
        let relation = Relation::from_name(&named);
        if relation.is_none() && !named.is_empty() {
            table.fault("relation", Fault::none_of(&named, Relation::ALL.map(Relation::as_str)));
        }
        Some(Self { relation: relation?, url, name, by: table.text("by") })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AchievementFile, Place, Slug};
    use super::*;

    const TEXT: &str = "[fr]\nname = \"Soudure\"\ndescription = \"d\"\ncriteria = \"c\"\n\n[[recognition]]\n\
        relation = \"part-of\"\nname = \"Électronique\"\nurl = \"https://r.example.org/achievements/elec.json\"\n\
        by = \"Le réseau\"\n";

    fn parse(text: &str) -> Result<AchievementFile, super::super::Problems> {
        AchievementFile::parse(Slug::parse("soudure").unwrap(), text)
    }

    // D-07: in the signed file with terms of the standard alone, in both versions.
    #[test]
    fn another_places_achievement_stands_in_the_badge() {
        let file = parse(TEXT).unwrap();
        assert_eq!(parse(&file.to_toml()).unwrap(), file);
        assert!(file.to_toml().ends_with(&file.recognitions[0].to_toml()));
        let place =
            Place { base: super::super::Addresses::new("https://a.example.org").ok(), ..Place::starter(Lang::Fr) };
        let three = file.to_achievement(&place, Lang::Fr);
        let alignment = three.alignments.last().unwrap();
        assert_eq!(Relation::of(alignment), Some(Relation::PartOf));
        assert_eq!(alignment.target_description.as_deref(), Some("Fait partie de ce badge"));
        assert_eq!(three.related.last().unwrap().id, "https://r.example.org/achievements/elec.json");
        let older = crate::model::ob2::write::badge_class(&file.to_badge_class(&place, Lang::Fr).unwrap());
        let text = crate::json::Value::from(older).to_compact();
        assert!(text.contains("Fait partie de ce badge") && !text.contains("ext:part-of"), "{text}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = TEXT.replace("part-of", "part").replace("https://r", "r");
        let problems = parse(&wrong).unwrap_err().0;
        let seen: Vec<_> = problems.iter().map(|p| (p.line, p.field.as_str(), p.fault.as_str())).collect();
        assert_eq!(
            seen,
            [(Some(7), "recognition[1].relation", "not_allowed"), (Some(9), "recognition[1].url", "not_an_address"),]
        );
        assert!(parse(&TEXT.replace("name = \"Électronique\"\n", "")).is_err());
    }
}
