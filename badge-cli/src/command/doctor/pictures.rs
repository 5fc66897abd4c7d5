//! The place's own templates for pictures and paper, each tried with a sample.

use std::collections::BTreeMap;

use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::paper::{House, Kind, Picture, Press, Printed};
use badge_core::picture::{Drawing, to_png};
use badge_core::place::Place;
use badge_core::site::Look;
use badge_core::time::Timestamp;

use super::Round;
use crate::command::print;
use crate::error::{Cause, Failure};
use crate::look::render_message;
use crate::message::msg;
use crate::place::Folder;

/// Dots of the side of a sample.
const SIDE: u32 = 64;
/// The title of a sample, as long as titles are.
const TITLE: &str = "Impression 3D, découpe et gravure";

impl Round<'_> {
    /// `templates/badge.svg` and `templates/paper.toml`, where the place has them.
    pub(super) fn templates(&mut self, folder: &Folder, place: &Place, now: Timestamp) {
        let badge = folder.template_path();
        if badge.exists() {
            match drawn(folder, place, true) {
                Ok(_) => self.say("template.badge", &badge.display().to_string(), "good", &msg!("doctor-template")),
                Err(failure) => self.failed("template.badge", &badge, &failure),
            }
        }
        let paper = print::template_path(folder);
        if paper.exists() {
            match printed(folder, place, now) {
                Ok(()) => self.say("template.paper", &paper.display().to_string(), "good", &msg!("doctor-template")),
                Err(failure) => self.failed("template.paper", &paper, &failure),
            }
        }
    }
}

/// A badge that there is not, as an SVG that could be made a PNG.
fn drawn(folder: &Folder, place: &Place, on_template: bool) -> Result<String, Failure> {
    let lang = place.first_language();
    let faulty = |said| Failure::new(msg!("doctor-template-undrawn")).because(Cause::Said(said));
    let look = Look::of(place, (None, None), &BTreeMap::new(), lang).map_err(|fault| faulty(fault.into()))?;
    let drawing = Drawing { description: TITLE, ..Drawing::new(look.design, TITLE) };
    let template = if on_template { folder.template()? } else { None };
    let svg = template.map_or_else(|| drawing.draw(), |template| drawing.draw_on(&template)).svg;
    to_png(svg.as_bytes(), SIDE, &Limits::default()).map_err(|e| faulty(render_message(&e)))?;
    Ok(svg)
}

/// A card and a certificate on the place's template, in each of its languages.
fn printed(folder: &Folder, place: &Place, now: Timestamp) -> Result<(), Failure> {
    let template = print::own_template(folder)?.unwrap_or_default();
    let cannot = |e: &dyn std::fmt::Display| Failure::new(msg!("print-not-made")).why(e);
    let svg = drawn(folder, place, false)?;
    let picture = Picture::read(svg.as_bytes(), &Limits::default()).map_err(|e| cannot(&e))?;
    for lang in place.languages.iter().copied() {
        for kind in [Kind::Cards, Kind::Certificates] {
            let house = House { name: place.name_in(lang).to_owned(), logo: None, logo_alt: String::new() };
            let mut press = Press::new(kind, template.clone(), house, lang, TITLE, now).map_err(|e| cannot(&e))?;
            press.add(sample(lang, &picture));
            press.finish().map_err(|e| cannot(&e))?;
        }
    }
    Ok(())
}

fn sample(lang: Lang, picture: &Picture) -> Printed {
    let text = |text: &str| Some(text.to_owned());
    Printed {
        lang,
        speaks: lang,
        title: TITLE.to_owned(),
        name: text("Camille Exemple"),
        level: text("je pratique · savoir-faire"),
        done: text("A imprimé un support de téléphone, seule."),
        date: "2 mars 2026".to_owned(),
        until: Some("1 mars 2029".to_owned()),
        place: text("Caen"),
        picture: picture.clone(),
        picture_alt: TITLE.to_owned(),
        code: None,
        claim: None,
        file: None,
    }
}
