//! What a badge of a place looks like: as its own data say, else its kind's in `place.toml`; and the drawing of it.

use std::collections::BTreeMap;

use super::speech::Speech;
use crate::language::Lang;
use crate::picture::{Colour, Colours, Design, Drawing, Drawn, Icon, Level, Logo, Shape, Template};
use crate::place::{AchievementFile, Place};

/// What can be said in `[drawing]`.
pub const DRAWING_FIELDS: [&str; 6] = ["shape", "icon", "colour", "letters", "logo", "template"];

/// How a badge is drawn.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Look {
    /// Shape, pictogram, colours and level.
    pub design: Design,
    /// The words on the ribbon.
    pub posture: Option<String>,
    /// The colour as it was asked for.
    pub colour: String,
    /// Whether the title is written on it.
    pub letters: bool,
    /// Whether the place's logo is on it.
    pub logo: bool,
    /// Whether it is drawn on the place's template, where there is one.
    pub template: bool,
    step: Option<(usize, usize)>,
}

/// What is drawn besides a look's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown<'a> {
    /// The template it is drawn on.
    pub template: Option<&'a Template>,
    /// Whether the place's logo is on it.
    pub logo: bool,
    /// Whether a QR code is on it.
    pub qr: bool,
}

/// What is wrong with `[drawing]`, or with what a kind says of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LookFault {
    /// Nothing is called so.
    #[error("{field}: not one of {DRAWING_FIELDS:?}")]
    Unknown {
        /// What was written.
        field: String,
    },
    /// A value that is none.
    #[error("{field}: {value:?} is not one of {known:?}")]
    Value {
        /// Which field.
        field: &'static str,
        /// What was written.
        value: String,
        /// What could have been.
        known: Vec<&'static str>,
    },
}

impl Look {
    /// The look of a badge of a kind and a level, with what `[drawing]` says.
    ///
    /// # Errors
    /// See [`LookFault`].
    pub fn of(
        place: &Place,
        (kind, level): (Option<&str>, Option<&str>),
        drawing: &BTreeMap<String, String>,
        lang: Lang,
    ) -> Result<Self, LookFault> {
        if let Some(other) = drawing.keys().find(|k| !DRAWING_FIELDS.contains(&k.as_str())) {
            return Err(LookFault::Unknown { field: other.clone() });
        }
        let kind = kind.and_then(|id| place.kind(id));
        let of_kind = |field: &str| {
            kind.and_then(|k| match field {
                "shape" => k.shape.as_deref(),
                "icon" => k.icon.as_deref(),
                _ => k.colour.as_deref(),
            })
        };
        let said = |field: &'static str| drawing.get(field).map(String::as_str).or_else(|| of_kind(field));
        let names = Colours::NAMED.map(|(name, _)| name);
        let colour = said("colour").unwrap_or(names[0]);
        let colour = Colours::called(colour).unwrap_or(colour).to_owned();
        let yes = |field: &'static str, default: bool| match drawing.get(field).map(String::as_str) {
            None => Ok(default),
            Some("yes" | "oui") => Ok(true),
            Some("no" | "non") => Ok(false),
            Some(other) => Err(wrong(field, other, &["yes", "no"])),
        };
        let position = level.and_then(|id| place.levels.iter().position(|l| l.id == id));
        let step = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        let shapes = Shape::ALL.map(Shape::as_str);
        let icons = Icon::ALL.map(Icon::as_str);
        Ok(Self {
            design: Design {
                shape: word("shape", said("shape"), Shape::called, &shapes)?.unwrap_or(Shape::Hexagon),
                icon: word("icon", said("icon"), Icon::called, &icons)?.unwrap_or(Icon::Star),
                colours: word("colour", Some(colour.as_str()), colours, &names)?.unwrap_or(Colours::NAMED[0].1),
                level: position.and_then(|n| Level::new(step(n + 1), step(place.levels.len()))).unwrap_or(Level::NONE),
            },
            posture: position.and_then(|n| place.levels[n].name.best(lang)).map(str::to_owned),
            colour,
            letters: yes("letters", true)?,
            logo: yes("logo", false)?,
            template: yes("template", true)?,
            step: position.map(|n| (n + 1, place.levels.len())),
        })
    }

    /// The look of an achievement, in one language.
    ///
    /// # Errors
    /// See [`LookFault`].
    pub fn of_achievement(place: &Place, file: &AchievementFile, lang: Lang) -> Result<Self, LookFault> {
        Self::of(place, (file.kind.as_deref(), file.level.as_deref()), &file.drawing, lang)
    }

    /// What can be seen, for those who do not see it: of a template, what it has places for.
    #[must_use]
    pub fn described(&self, lang: Lang, shown: &Shown<'_>) -> String {
        let t = Speech::new(lang);
        let has = |place| shown.template.is_none_or(|template| template.has(place));
        let mut text = match shown.template {
            Some(_) => t.s("drawing-by-template"),
            None => {
                let colours = self.design.colours.readable();
                let drawn = if colours == self.design.colours { self.colour.clone() } else { colours.face.to_string() };
                let colour = Colours::label(&drawn, lang).map_or(drawn.clone(), str::to_owned);
                let values = [("shape", self.design.shape.label(lang)), ("colour", colour.as_str())];
                t.catalog().text("drawing-described", &values)
            }
        };
        let mut and = |words: String| text.push_str(&words);
        // Without a template the code takes the pictogram's place.
        if has("badge-icon") && (shown.template.is_some() || !shown.qr) {
            and(t.v("drawing-with", "what", self.design.icon.label(lang)));
        }
        if shown.qr && has("badge-code") {
            and(t.s("drawing-with-code"));
        }
        if let Some(posture) = self.posture.as_ref().filter(|_| has("badge-posture")) {
            and(match shown.template {
                Some(_) => t.v("drawing-posture", "posture", posture),
                None => t.v("drawing-ribbon", "posture", posture),
            });
        }
        if let Some((reached, steps)) = self.step.filter(|_| has("badge-dots")) {
            let (reached, steps) = (reached.to_string(), steps.to_string());
            and(t.catalog().text("drawing-step", &[("reached", reached.as_str()), ("steps", steps.as_str())]));
        }
        if shown.logo && has("badge-logo") {
            and(t.s("drawing-logo"));
        }
        text
    }

    /// Draws it for an achievement. The logo and the template are used where this look wants them.
    #[must_use]
    pub fn draw(&self, file: &AchievementFile, lang: Lang, logo: Option<&Logo>, template: Option<&Template>) -> Drawn {
        let texts = file.texts(lang);
        let title = texts.name.as_deref().unwrap_or(file.slug.as_str());
        let (logo, template) = (logo.filter(|_| self.logo), template.filter(|_| self.template));
        let described = self.described(lang, &Shown { template, logo: logo.is_some(), qr: false });
        let drawing = Drawing {
            posture: self.posture.as_deref(),
            description: texts.picture_alt.as_deref().unwrap_or(&described),
            letters: self.letters,
            logo,
            ..Drawing::new(self.design, title)
        };
        match template {
            Some(template) => drawing.draw_on(template),
            None => drawing.draw(),
        }
    }
}

fn colours(text: &str) -> Option<Colours> {
    Colours::named(text).or_else(|| Colour::parse(text).map(Colours::around))
}

fn word<T>(
    field: &'static str,
    text: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
    known: &[&'static str],
) -> Result<Option<T>, LookFault> {
    match text {
        None => Ok(None),
        Some(text) => read(text).map(Some).ok_or_else(|| wrong(field, text, known)),
    }
}

fn wrong(field: &'static str, value: &str, known: &[&'static str]) -> LookFault {
    LookFault::Value { field, value: value.to_owned(), known: known.to_vec() }
}
