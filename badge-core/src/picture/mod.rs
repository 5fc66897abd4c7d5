//! Badges drawn from data: an SVG, and the PNG made from it.
//!
//! A [`Design`] has a shape, a pictogram, three colours and a level; a [`Drawing`] adds the title, the posture on a ribbon,
//! a logo, a QR code. Letters are outlines of the [font] that is compiled in, so the result is the same on every machine.
//! All drawings are this project's own.

mod banner;
mod colour;
mod cost;
mod drawing;
#[cfg(test)]
mod drawing_tests;
pub mod font;
mod icon;
mod inert;
mod label;
mod logo;
mod qr;
mod render;
mod ribbon;
mod shape;
mod sheet;
mod suggest;
pub mod template;
#[cfg(test)]
mod template_tests;
#[cfg(test)]
mod tests;
mod text;

use std::fmt::Write as _;

pub use banner::banner;
pub use colour::{Colour, Colours};
pub use drawing::{Drawing, Drawn, Remark};
pub use icon::Icon;
pub use logo::Logo;
pub(crate) use qr::QUIET;
pub use qr::{Qr, QrError};
pub use render::{RenderError, to_png};
pub use shape::Shape;
pub use sheet::sheet;
pub use template::{Template, TemplateError};

/// What a badge looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Design {
    /// The outline.
    pub shape: Shape,
    /// The pictogram in the middle.
    pub icon: Icon,
    /// Face, edge and pictogram.
    pub colours: Colours,
    /// Where the badge stands on its ladder.
    pub level: Level,
}

/// A step of a ladder of at most five: drawn as dots, and as the weight of the inner line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Level {
    reached: u8,
    steps: u8,
}

impl Level {
    /// Not part of a ladder: no dots.
    pub const NONE: Self = Self { reached: 0, steps: 0 };

    /// The step `reached` of a ladder of `steps`; `None` above five steps, or beyond the last.
    #[must_use]
    pub const fn new(reached: u8, steps: u8) -> Option<Self> {
        if steps <= 5 && reached <= steps { Some(Self { reached, steps }) } else { None }
    }
}

/// Width and height of a drawing, in its own units.
const SIZE: f64 = 400.0;

impl Design {
    /// The drawing as an SVG of 400 by 400 that is accessible by its title and description and holds no reference, no
    /// script and no id, so that several may stand in one page. The same values always give the same bytes.
    ///
    /// Characters that XML cannot hold become U+FFFD.
    #[must_use]
    pub fn to_svg(&self, title: &str, description: &str) -> String {
        let Colours { face, edge, ink } = self.colours;
        let outline = |radius: f64| self.shape.outline(SIZE / 2.0, radius);
        let line = 5.0 + 2.0 * f64::from(self.level.reached);
        let mut svg = String::with_capacity(4_096);
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"400\" viewBox=\"0 0 400 400\" role=\"img\">\n\
             <title>{}</title>\n<desc>{}</desc>\n",
            Escaped(title),
            Escaped(description)
        );
        let mut fill = |path: String, colour: Colour, opacity: &str| {
            let _ = writeln!(svg, "<path d=\"{path}\" fill=\"{colour}\"{opacity}/>");
        };
        fill(outline(192.0), edge, "");
        fill(outline(178.0), ink, "");
        fill(outline(178.0 - line), face, "");
        // One half lies in the shade, as on a folded sheet.
        let shade = " fill-opacity=\"0.16\"";
        fill(self.shape.right_half(SIZE / 2.0, 178.0 - line), edge, shade);
        let (x, y) = (200.0, self.shape.icon_centre());
        let scale = self.shape.icon_scale();
        let _ = writeln!(
            svg,
            "<g transform=\"translate({} {}) scale({scale})\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"7\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">",
            shape::number(x - 50.0 * scale),
            shape::number(y - 50.0 * scale)
        );
        self.icon.draw(&mut svg, ink);
        svg.push_str("</g>\n");
        self.dots(&mut svg);
        svg.push_str("</svg>\n");
        svg
    }

    /// A plate at the foot with one dot a step: large for those reached, small for the others, so that they differ by
    /// more than their colour.
    fn dots(&self, svg: &mut String) {
        let Level { reached, steps } = self.level;
        if steps == 0 {
            return;
        }
        let Colours { edge, ink, .. } = self.colours;
        let (step, y) = (30.0, 364.0);
        let width = step * f64::from(steps) + 24.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"54\" rx=\"27\" fill=\"{edge}\" stroke=\"{ink}\" stroke-width=\"5\"/>",
            200.0 - width / 2.0,
            y - 27.0
        );
        for n in 0..steps {
            let x = 200.0 + step * (f64::from(n) - f64::from(steps - 1) / 2.0);
            let radius = if n < reached { 10.5 } else { 4.0 };
            let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{ink}\"/>");
        }
    }
}

/// Text as it stands in XML.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '\t' | '\n' | '\r' => f.write_char(' ')?,
                // What would turn the rest of the line around for whoever reads it.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
