//! What a badge looks like: from its own data, else from its kind's in `place.toml`. And what is wrong with logos,
//! templates and drawings, as sentences.

use std::collections::BTreeMap;
use std::path::Path;

use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::picture::template::{PLACES, WORDS};
use badge_core::picture::{
    Colour, Colours, Design, Icon, Level, Logo, Remark, RenderError, Shape, Template, TemplateError,
};
use badge_core::place::{AchievementFile, Place};

use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::picture::picture_message;
use crate::place::disk;

/// What can be said in `[drawing]`.
const FIELDS: [&str; 6] = ["shape", "icon", "colour", "letters", "logo", "template"];

/// Bytes of a logo or a template.
const LARGEST: u64 = 8 << 20;

/// How a badge is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) design: Design,
    /// The words on the ribbon.
    pub(crate) posture: Option<String>,
    /// The colour as it was asked for.
    pub(crate) colour: String,
    /// Whether the title, the place's logo and its template are used.
    pub(crate) letters: bool,
    pub(crate) logo: bool,
    pub(crate) template: bool,
    step: Option<(usize, usize)>,
}

impl Look {
    /// The look of a badge of a kind and a level, with what `[drawing]` says; the message names the field at fault.
    pub(crate) fn of(
        place: &Place,
        (kind, level): (Option<&str>, Option<&str>),
        drawing: &BTreeMap<String, String>,
        lang: Lang,
    ) -> Result<Self, Message> {
        if let Some(other) = drawing.keys().find(|k| !FIELDS.contains(&k.as_str())) {
            return Err(msg!("drawing-unknown", field = other, known = FIELDS.join(", ")));
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
        let shapes = Shape::ALL.map(Shape::as_str);
        let icons = Icon::ALL.map(Icon::as_str);
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

    /// The look of an achievement, in the place's first language.
    pub(crate) fn of_achievement(place: &Place, file: &AchievementFile) -> Result<Self, Message> {
        Self::of(place, (file.kind.as_deref(), file.level.as_deref()), &file.drawing, place.first_language())
    }

    /// What can be seen, for those who do not see it: of a template, what it has places for.
    pub(crate) fn described(&self, lang: Lang, shown: &Shown<'_>) -> String {
        let words = crate::text::Words::new(lang);
        let has = |place| shown.template.is_none_or(|template| template.has(place));
        let mut text = match shown.template {
            Some(_) => words.say(&msg!("drawing-by-template")),
            None => {
                let colours = self.design.colours.readable();
                let drawn = if colours == self.design.colours { self.colour.clone() } else { colours.face.to_string() };
                let colour = Colours::label(&drawn, lang).map_or(drawn.clone(), str::to_owned);
                words.say(&msg!("drawing-described", shape = self.design.shape.label(lang), colour = colour))
            }
        };
        let mut and = |message: Message| text.push_str(&words.say(&message));
        // Without a template the code takes the pictogram's place.
        if has("badge-icon") && (shown.template.is_some() || !shown.qr) {
            and(msg!("drawing-with", what = self.design.icon.label(lang)));
        }
        if shown.qr && has("badge-code") {
            and(msg!("drawing-with-code"));
        }
        if let Some(posture) = self.posture.as_ref().filter(|_| has("badge-posture")) {
            and(match shown.template {
                Some(_) => msg!("drawing-posture", posture = posture),
                None => msg!("drawing-ribbon", posture = posture),
            });
        }
        if let Some((reached, steps)) = self.step.filter(|_| has("badge-dots")) {
            and(msg!("drawing-step", reached = reached.to_string(), steps = steps.to_string()));
        }
        if shown.logo && has("badge-logo") {
            and(msg!("drawing-logo"));
        }
        text
    }
}

/// What is drawn besides a look's own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shown<'a> {
    pub(crate) template: Option<&'a Template>,
    pub(crate) logo: bool,
    pub(crate) qr: bool,
}

fn colours(text: &str) -> Option<Colours> {
    Colours::named(text).or_else(|| Colour::parse(text).map(Colours::around))
}

fn word<T>(
    field: &'static str,
    text: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
    known: &[&str],
) -> Result<Option<T>, Message> {
    match text {
        None => Ok(None),
        Some(text) => read(text).map(Some).ok_or_else(|| wrong(field, text, known)),
    }
}

fn wrong(field: &str, value: &str, known: &[&str]) -> Message {
    let list = known.join(", ");
    match near(value, known) {
        Some(near) => msg!("drawing-value-near", field = field, value = value, near = near, known = list),
        None => msg!("drawing-value", field = field, value = value, known = list),
    }
}

/// The name that was probably meant.
pub(crate) fn near<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let best = known.iter().copied().max_by(|a, b| strsim::jaro(a, word).total_cmp(&strsim::jaro(b, word)));
    best.filter(|near| strsim::jaro(near, word) > 0.7)
}

/// A logo from the bytes of its file.
pub(crate) fn read_logo(bytes: &[u8]) -> Result<Logo, Failure> {
    let because = |e: RenderError| Failure::new(msg!("logo-unusable")).because(Cause::Said(render_message(&e)));
    Logo::read(bytes, &Limits::default()).map_err(because)
}

/// The logo in a file.
pub(crate) fn logo_file(path: &Path) -> Result<Logo, Failure> {
    read_logo(&disk::read(path, LARGEST)?).map_err(|failure| failure.at(path))
}

/// The template in a file; what is wrong with it comes with its line.
pub(crate) fn read_template(path: &Path) -> Result<Template, Failure> {
    let bytes = disk::read(path, LARGEST)?;
    Template::read(&bytes, &Limits::default()).map_err(|error| {
        let (line, what) = template_message(&error);
        let failure = Failure::new(msg!("design-template-faulty", path = path)).at(path).because(Cause::Said(what));
        if let Some(line) = line { failure.line(line as u64) } else { failure }
    })
}

fn template_message(error: &TemplateError) -> (Option<usize>, Message) {
    use badge_core::container::Forbidden as F;
    match error {
        TemplateError::Picture(error) => (None, picture_message(error)),
        TemplateError::NotSvg => (None, msg!("template-not-svg")),
        TemplateError::Forbidden { line, what } => {
            let message = match what {
                F::Script { .. } | F::EventAttribute { .. } => msg!("template-script"),
                F::ExternalReference { .. } => msg!("template-external"),
                _ => msg!("template-forbidden"),
            };
            (Some(*line), message)
        }
        TemplateError::Text { line } => (Some(*line), msg!("template-text")),
        TemplateError::UnknownPlace { line, name } => {
            let near = near(name, &PLACES).unwrap_or(PLACES[0]);
            (Some(*line), msg!("template-place", name = name, near = near, known = PLACES.join(", ")))
        }
        TemplateError::UnknownWord { line, word } => {
            let known: Vec<String> = WORDS.iter().map(|w| format!("{{{{{w}}}}}")).collect();
            (Some(*line), msg!("template-word", word = word, known = known.join(", ")))
        }
        TemplateError::Open { line } => (Some(*line), msg!("template-open")),
        TemplateError::NoSize { line, name } => (Some(*line), msg!("template-size", name = name)),
        TemplateError::NoColour { line, value } => (Some(*line), msg!("template-colour", value = value)),
        TemplateError::Unseen { line, name } => (Some(*line), msg!("template-unseen", name = name)),
        TemplateError::Twice { line, name } => (Some(*line), msg!("template-twice", name = name)),
        TemplateError::Empty => (None, msg!("template-empty", known = PLACES.join(", "))),
        TemplateError::Render(error) => (None, render_message(error)),
        other => (None, msg!("fault-other", what = other.to_string())),
    }
}

/// Why an SVG was not drawn.
pub(crate) fn render_message(error: &RenderError) -> Message {
    match error {
        RenderError::Picture(error) => picture_message(error),
        RenderError::Size(px) => msg!("render-size", pixels = px.to_string()),
        RenderError::Embedded => msg!("render-embedded"),
        RenderError::Empty => msg!("render-empty"),
        RenderError::Text => msg!("template-text"),
        RenderError::TooMuch => msg!("render-too-much"),
        RenderError::Undrawable => msg!("render-undrawable"),
        other => msg!("fault-other", what = other.to_string()),
    }
}

/// What the maker of a drawing should know.
pub(crate) fn remark_message(remark: &Remark) -> Message {
    match remark {
        Remark::TitleLeftOff { letter } => msg!("remark-title-left-off", letter = letter.to_string()),
        Remark::SignLeftOff { sign } => msg!("remark-sign-left-off", sign = sign.to_string()),
        Remark::TitleShortened { shown } => msg!("remark-title-shortened", shown = shown),
        Remark::PostureShortened { shown } => msg!("remark-posture-shortened", shown = shown),
        Remark::PostureLeftOff { letter } => msg!("remark-posture-left-off", letter = letter.to_string()),
        Remark::LogoUnseen => msg!("remark-logo-unseen"),
        Remark::NotSquare => msg!("remark-not-square"),
        Remark::Colour { asked, drawn } => {
            msg!("remark-colour", asked = asked.to_string(), drawn = drawn.to_string())
        }
        other => msg!("fault-other", what = other.as_str()),
    }
}
