//! What is wrong with the look of a badge, with logos, templates and drawings, as sentences; and reading the files.

use std::path::Path;

use badge_core::limits::Limits;
use badge_core::picture::template::{PLACES, WORDS};
use badge_core::picture::{Logo, Remark, RenderError, Template, TemplateError};
use badge_core::site::{DRAWING_FIELDS, LookFault};

use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::picture::picture_message;
use crate::place::disk;

/// Bytes of a logo or a template.
const LARGEST: u64 = 8 << 20;

/// What is wrong with the look of a badge, in the person's language.
impl From<LookFault> for Message {
    fn from(fault: LookFault) -> Self {
        match fault {
            LookFault::Unknown { field } => msg!("drawing-unknown", field = field, known = DRAWING_FIELDS.join(", ")),
            LookFault::Value { field, value, known } => {
                let list = known.join(", ");
                match near(&value, &known) {
                    Some(near) => {
                        msg!("drawing-value-near", field = field, value = value, near = near, known = list)
                    }
                    None => msg!("drawing-value", field = field, value = value, known = list),
                }
            }
            other => msg!("fault-other", what = other.to_string()),
        }
    }
}

/// The name that was probably meant.
pub(crate) fn near<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let best = known.iter().copied().max_by(|a, b| strsim::jaro(a, word).total_cmp(&strsim::jaro(b, word)));
    best.filter(|near| strsim::jaro(near, word) > 0.7)
}

/// A logo from the bytes of its file, to be drawn.
pub(crate) fn read_logo(bytes: &[u8]) -> Result<Logo, Failure> {
    Logo::read(bytes, &Limits::default()).map_err(|e| unusable(&e))
}

/// Whether a logo may be published as it came: one that would run or fetch something in whatever browser shows it may not.
pub(crate) fn check_logo(bytes: &[u8]) -> Result<(), Failure> {
    Logo::publishable(bytes, &Limits::default()).map_err(|e| unusable(&e))
}

fn unusable(why: &RenderError) -> Failure {
    Failure::new(msg!("logo-unusable")).because(Cause::Said(render_message(why)))
}

/// The logo in a file.
pub(crate) fn logo_file(path: &Path) -> Result<Logo, Failure> {
    read_logo(&disk::read_ordinary(path, LARGEST)?).map_err(|failure| failure.at(path))
}

/// The template in a file; what is wrong with it comes with its line.
pub(crate) fn read_template(path: &Path) -> Result<Template, Failure> {
    let bytes = disk::read_ordinary(path, LARGEST)?;
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
        RenderError::Active => msg!("render-active"),
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
