//! An achievement as a person writes it: `achievements/{slug}.toml`.

use std::collections::BTreeMap;

use super::problem::{Fault, Problem, Problems};
use super::reader::{self, Reader};
use super::settings::picture_file;
use super::settings_write::Writer;
use super::{Ending, Place, Received, Recognition, Slug};
use crate::language::Lang;
use crate::model::Alignment;
use crate::name::Url;

/// Letters of a name at most.
const LONGEST_NAME: usize = 200;

/// What can be achieved, in the words of the place.
#[derive(Debug, Clone, PartialEq)]
pub struct AchievementFile {
    /// Its short name: the name of its file, and a part of its address.
    pub slug: Slug,
    /// What it says in French.
    pub fr: Texts,
    /// What it says in English.
    pub en: Texts,
    /// The short name of its kind, from `place.toml`.
    pub kind: Option<String>,
    /// The short name of its level, from `place.toml`.
    pub level: Option<String>,
    /// Its picture: a file beside it, PNG or SVG. Without one it is drawn.
    pub picture: Option<String>,
    /// How it is drawn: whatever the `[drawing]` table says.
    pub drawing: BTreeMap<String, String>,
    /// A page that tells the criteria; without one, the published page of the achievement.
    pub criteria_url: Option<String>,
    /// How many months a badge holds, 1 to 1,200; without it, for ever.
    pub valid_months: Option<u32>,
    /// Its version, as text.
    pub version: Option<String>,
    /// Links to frameworks (ESCO, ROME, RNCP…).
    pub alignments: Vec<Alignment>,
    /// Related achievements: short names of this place's, or addresses of others'.
    pub related: Vec<String>,
    /// What it is to other places' achievements.
    pub recognitions: Vec<Recognition>,
    /// Endorsements of it. They lie in a folder beside the file, which does not tell of them.
    pub endorsements: Vec<Received>,
    lines: Lines,
}

/// What an achievement says in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// Its name.
    pub name: Option<String>,
    /// What it is about, in a sentence or two.
    pub description: Option<String>,
    /// What one has to do (Markdown).
    pub criteria: Option<String>,
    /// What can be seen on its picture.
    pub picture_alt: Option<String>,
    /// Keywords.
    pub tags: Vec<String>,
}

impl Texts {
    /// Whether nothing at all is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The line of each field, for findings made later. Two files that say the same are equal wherever they say it.
#[derive(Debug, Clone, Default)]
struct Lines(BTreeMap<String, usize>);

impl PartialEq for Lines {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

const FIELDS: [&str; 13] = [
    "fr",
    "en",
    "kind",
    "level",
    "picture",
    "drawing",
    "criteria_url",
    "valid_months",
    "version",
    "alignment",
    "related",
    "recognition",
    "schema",
];
const TEXT_FIELDS: [&str; 5] = ["name", "description", "criteria", "picture_alt", "tags"];

impl AchievementFile {
    /// An achievement that says nothing yet.
    #[must_use]
    pub fn new(slug: Slug) -> Self {
        Self {
            slug,
            fr: Texts::default(),
            en: Texts::default(),
            kind: None,
            level: None,
            picture: None,
            drawing: BTreeMap::new(),
            criteria_url: None,
            valid_months: None,
            version: None,
            alignments: Vec::new(),
            related: Vec::new(),
            recognitions: Vec::new(),
            endorsements: Vec::new(),
            lines: Lines::default(),
        }
    }

    /// Reads `achievements/{slug}.toml`. Whether it is complete is for [`AchievementFile::check`].
    ///
    /// # Errors
    /// Everything that is wrong with it, by line and field.
    pub fn parse(slug: Slug, text: &str) -> Result<Self, Problems> {
        reader::read(text, |file| read_achievement(slug, file))
    }

    /// What it says in one language.
    #[must_use]
    pub fn texts(&self, lang: Lang) -> &Texts {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }

    /// What it says in one language, to be changed.
    pub fn texts_mut(&mut self, lang: Lang) -> &mut Texts {
        match lang {
            Lang::Fr => &mut self.fr,
            Lang::En => &mut self.en,
        }
    }

    /// Whether it has a name in this language, and can therefore be awarded in it.
    #[must_use]
    pub fn speaks(&self, lang: Lang) -> bool {
        self.texts(lang).name.is_some()
    }

    /// The kind of picture it is published with: that of its file; PNG when it is drawn.
    #[must_use]
    pub fn picture_ending(&self) -> Ending {
        self.picture.as_deref().and_then(Ending::of_file).unwrap_or(Ending::Png)
    }

    /// What is missing or unknown, by field and line. Empty when badges can be issued; a
    /// [remark](Fault::is_remark) does not stand in the way.
    #[must_use]
    pub fn check(&self, place: &Place) -> Vec<Problem> {
        let mut out = Vec::new();
        let mut note = |field: String, fault: Fault| {
            let table = field.split('.').next().unwrap_or("");
            let line = self.lines.0.get(&field).or_else(|| self.lines.0.get(table)).copied();
            out.push(Problem { line, field, fault });
        };
        for lang in Lang::ALL {
            let texts = self.texts(lang);
            if texts.is_empty() && lang != place.first_language() {
                if place.languages.contains(&lang) {
                    note(lang.to_string(), Fault::MissingInLanguage);
                }
                continue;
            }
            let criteria = texts.criteria.is_some() || self.criteria_url.is_some();
            for (field, there) in
                [("name", texts.name.is_some()), ("description", texts.description.is_some()), ("criteria", criteria)]
            {
                if !there {
                    note(format!("{lang}.{field}"), Fault::Missing);
                }
            }
            if texts.name.as_ref().is_some_and(|n| n.chars().count() > LONGEST_NAME) {
                note(format!("{lang}.name"), Fault::TooLong { most: LONGEST_NAME });
            }
        }
        if let Some(kind) = self.kind.as_deref().filter(|k| place.kind(k).is_none()) {
            note("kind".into(), Fault::none_of(kind, place.kinds.iter().map(|k| k.id.as_str())));
        }
        if let Some(level) = self.level.as_deref().filter(|l| place.level(l).is_none()) {
            note("level".into(), Fault::none_of(level, place.levels.iter().map(|l| l.id.as_str())));
        }
        out
    }

    /// The text of the file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = Writer::default();
        out.optional("kind", self.kind.as_deref());
        out.optional("level", self.level.as_deref());
        out.optional("picture", self.picture.as_deref());
        out.optional("criteria_url", self.criteria_url.as_deref());
        if let Some(months) = self.valid_months {
            out.number("valid_months", i64::from(months));
        }
        out.optional("version", self.version.as_deref());
        if !self.related.is_empty() {
            out.list("related", self.related.iter().map(String::as_str));
        }
        for lang in Lang::ALL {
            let texts = self.texts(lang);
            if !texts.is_empty() {
                out.table(&format!("[{lang}]"));
                out.optional("name", texts.name.as_deref());
                out.optional("description", texts.description.as_deref());
                out.optional("criteria", texts.criteria.as_deref());
                out.optional("picture_alt", texts.picture_alt.as_deref());
                if !texts.tags.is_empty() {
                    out.list("tags", texts.tags.iter().map(String::as_str));
                }
            }
        }
        if !self.drawing.is_empty() {
            out.table("[drawing]");
            for (field, text) in &self.drawing {
                out.text(field, text);
            }
        }
        for a in &self.alignments {
            out.table("[[alignment]]");
            out.optional("name", a.target_name.as_deref());
            out.optional("url", a.target_url.as_deref());
            out.optional("code", a.target_code.as_deref());
            out.optional("framework", a.target_framework.as_deref());
            out.optional("description", a.target_description.as_deref());
            out.optional("type", a.target_type.as_deref());
        }
        for recognition in &self.recognitions {
            recognition.write(&mut out);
        }
        out.0
    }
}

fn read_achievement(slug: Slug, file: &Reader<'_>) -> AchievementFile {
    file.only(&FIELDS);
    let mut out = AchievementFile::new(slug);
    for field in FIELDS {
        out.lines.0.extend(file.line_of(field).map(|line| (field.to_owned(), line)));
    }
    for lang in Lang::ALL {
        let table = file.table(lang.tag());
        table.only(&TEXT_FIELDS);
        for field in TEXT_FIELDS {
            out.lines.0.extend(table.line_of(field).map(|line| (format!("{lang}.{field}"), line)));
        }
        *out.texts_mut(lang) = Texts {
            name: table.text("name"),
            description: table.text("description"),
            criteria: table.text("criteria"),
            picture_alt: table.text("picture_alt"),
            tags: table.texts("tags").unwrap_or_default(),
        };
    }
    out.kind = file.text("kind");
    out.level = file.text("level");
    out.picture = picture_file(file, "picture");
    out.drawing = read_drawing(&file.table("drawing"));
    out.criteria_url = file.url("criteria_url");
    out.valid_months = file.number("valid_months", 1, 1_200).and_then(|n| u32::try_from(n).ok());
    out.version = file.text("version");
    out.alignments = file.tables("alignment").iter().map(read_alignment).collect();
    out.recognitions = file.tables("recognition").iter().filter_map(Recognition::read).collect();
    out.related = file.texts("related").unwrap_or_default();
    for related in &out.related {
        if Slug::parse(related).is_none() && Url::parse(related).is_err() {
            file.fault("related", Fault::NotAnAddress);
        }
    }
    out
}

fn read_drawing(drawing: &Reader<'_>) -> BTreeMap<String, String> {
    let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-');
    let (good, bad): (Vec<_>, Vec<_>) =
        drawing.all_texts().into_iter().partition(|(name, _)| !name.is_empty() && name.bytes().all(plain));
    for (name, _) in bad {
        drawing.fault(&name, Fault::Unknown { nearest: None });
    }
    good.into_iter().collect()
}

fn read_alignment(table: &Reader<'_>) -> Alignment {
    table.only(&["name", "url", "code", "framework", "description", "type"]);
    let url = table.required("url");
    if !url.is_empty() && Url::parse(&url).is_err() {
        table.fault("url", Fault::NotAnAddress);
    }
    let kind = table.text("type");
    if kind.as_deref().is_some_and(|k| !is_target_type(k)) {
        table.fault("type", Fault::NotAllowed { nearest: None, allowed: Vec::new() });
    }
    Alignment {
        target_name: Some(table.required("name")),
        target_url: Some(url),
        target_code: table.text("code"),
        target_framework: table.text("framework"),
        target_description: table.text("description"),
        target_type: kind,
    }
}

/// Whether a text is a `targetType` (OB3-DM-100).
fn is_target_type(text: &str) -> bool {
    const TYPES: [&str; 7] = [
        "ceasn:Competency",
        "ceterms:Credential",
        "CFItem",
        "CFRubric",
        "CFRubricCriterion",
        "CFRubricCriterionLevel",
        "CTDL",
    ];
    let word = |w: &str| !w.is_empty() && w.bytes().all(|c| c.is_ascii_alphanumeric() || b".-_".contains(&c));
    TYPES.contains(&text) || text.strip_prefix("ext:").is_some_and(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
kind = "savoir-faire"
level = "je-pratique"
valid_months = 24
related = ["decoupe-laser", "https://autre.example.org/b.json"]

[fr]
name = "Impression 3D"
description = "Imprimer un objet."
criteria = """
- préparer un fichier ;
- lancer l'imprimante.
"""
tags = ["fablab", "impression 3D"]

[en]
name = "3D printing"
description = "Print an object."
criteria = "Print it."

[drawing]
shape = "hexagon"
symbol = "cube"

[[alignment]]
name = "Fabrication numérique"
url = "https://referentiel.example.org/12"
code = "12"
"#;

    fn slug() -> Slug {
        Slug::parse("impression-3d").unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let a = AchievementFile::parse(slug(), TEXT).unwrap();
        assert_eq!(a.check(&Place::starter(Lang::Fr)), []);
        assert_eq!(a.fr.criteria.as_deref(), Some("- préparer un fichier ;\n- lancer l'imprimante."));
        assert_eq!(AchievementFile::parse(slug(), &a.to_toml()).unwrap(), a);
    }

    #[test]
    fn check_names_what_is_missing() {
        let a = AchievementFile::parse(slug(), "level = \"je-pratic\"\n[fr]\nname = \"Impression 3D\"\n").unwrap();
        let found = a.check(&Place::starter(Lang::Fr));
        let seen: Vec<_> = found.iter().map(|p| (p.line, p.field.as_str(), p.fault.as_str())).collect();
        assert_eq!(
            seen,
            [
                (Some(2), "fr.description", "missing"),
                (Some(2), "fr.criteria", "missing"),
                (None, "en", "missing_in_language"),
                (Some(1), "level", "not_allowed"),
            ]
        );
        let levels = ["je-decouvre", "je-comprends", "je-pratique", "je-maitrise", "je-transmets"].map(str::to_owned);
        assert_eq!(found[3].fault, Fault::NotAllowed { nearest: None, allowed: levels.into() });
    }

    #[test]
    fn faults_have_lines() {
        let text = "valid_months = 0\npicture = \"a.gif\"\nrelated = [\"À côté\"]\n[fr]\nnom = \"x\"\n[[alignment]]\nurl = \"x\"\n";
        let problems = AchievementFile::parse(slug(), text).unwrap_err().0;
        let seen: Vec<_> = problems.iter().map(|p| (p.line.unwrap(), p.field.as_str(), p.fault.as_str())).collect();
        assert_eq!(
            seen,
            [
                (1, "valid_months", "out_of_range"),
                (2, "picture", "not_a_picture"),
                (3, "related", "not_an_address"),
                (5, "fr.nom", "unknown"),
                (6, "alignment[1].name", "missing"),
                (7, "alignment[1].url", "not_an_address"),
            ]
        );
    }
}
