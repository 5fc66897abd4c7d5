//! A badge with its letters: title, posture on a ribbon, the place's logo, a QR code.

use std::fmt::Write as _;

use super::font::Letters;
use super::ribbon::ribbon;
use super::shape::number;
use super::text::{Room, fit, writable};
use super::{Colour, Colours, Design, Escaped, Level, Logo, QUIET, Qr, SIZE, Shape};

/// All that a drawn badge shows.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'a> {
    /// Outline, pictogram, colours and level.
    pub design: Design,
    /// The title: in letters on the badge, and as its name for those who do not see it.
    pub title: &'a str,
    /// What stands on the ribbon, such as *je pratique*.
    pub posture: Option<&'a str>,
    /// What can be seen, for those who do not see it.
    pub description: &'a str,
    /// Whether the title stands on the badge.
    pub letters: bool,
    /// A logo, at the top.
    pub logo: Option<&'a Logo>,
    /// A code, instead of the pictogram.
    pub qr: Option<&'a Qr>,
}

/// A drawing, and what could not be drawn as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The SVG: 400 by 400, letters as paths, title and description inside, no reference out of it, no script, no id. A
    /// logo is a PNG inside. The same values always give the same bytes.
    pub svg: String,
    /// What its maker should know.
    pub remarks: Vec<Remark>,
}

/// A part of a drawing that is not as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remark {
    /// The font lacks a letter of the title: it is not on the picture, only in its description.
    TitleLeftOff {
        /// The letter.
        letter: char,
    },
    /// Signs of the title that the font lacks, such as emoji, are not on the picture.
    SignLeftOff {
        /// The first of them.
        sign: char,
    },
    /// The title is too long for the picture, which shows a part of it.
    TitleShortened {
        /// The part, with an ellipsis.
        shown: String,
    },
    /// The posture is too long for its ribbon, which shows a part of it.
    PostureShortened {
        /// The part, with an ellipsis.
        shown: String,
    },
    /// The font lacks a letter of the posture: there is no ribbon.
    PostureLeftOff {
        /// The letter.
        letter: char,
    },
    /// The logo is as white as the ground that it stands on.
    LogoUnseen,
    /// The template is no square, as badges are.
    NotSquare,
    /// Letters could not have been read on the colour asked for.
    Colour {
        /// The face that was asked for.
        asked: Colour,
        /// The one that is drawn.
        drawn: Colour,
    },
}

impl Remark {
    /// A permanent name: `title_shortened`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::TitleLeftOff { .. } => "title_left_off",
            Self::SignLeftOff { .. } => "sign_left_off",
            Self::TitleShortened { .. } => "title_shortened",
            Self::PostureShortened { .. } => "posture_shortened",
            Self::PostureLeftOff { .. } => "posture_left_off",
            Self::LogoUnseen => "logo_unseen",
            Self::NotSquare => "not_square",
            Self::Colour { .. } => "colour",
        }
    }
}

/// The words of a drawing, as far as they can be written, and the colours that they can be read on.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) posture: String,
    pub(super) colours: Colours,
    pub(super) remarks: Vec<Remark>,
}

impl<'a> Drawing<'a> {
    /// A design and its title, and nothing else.
    #[must_use]
    pub const fn new(design: Design, title: &'a str) -> Self {
        Self { design, title, posture: None, description: "", letters: true, logo: None, qr: None }
    }

    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> Drawn {
        let Some(letters) = Letters::bold() else {
            let svg = self.design.to_svg(self.title, self.description);
            return Drawn { svg, remarks: Vec::new() };
        };
        let mut words = self.words(&letters);
        let colours = words.colours;
        let level = self.design.level;
        let mut svg = String::with_capacity(32_768);
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"400\" viewBox=\"0 0 400 400\" role=\"img\">\n\
             <title>{}</title>\n<desc>{}</desc>\n",
            Escaped(self.title),
            Escaped(self.description)
        );
        let face = self.shield(&mut svg, &colours);
        let foot = !words.posture.is_empty() || level.steps > 0;
        let plan = Plan::of(self, !words.title.is_empty(), foot);
        match self.qr {
            Some(qr) => code(&mut svg, qr, plan.icon_y, plan.code),
            None => pictogram(&mut svg, &self.design, &colours, plan.icon_y, plan.icon_scale),
        }
        let shape = self.design.shape;
        let width = |from: f64, to: f64| 2.0 * shape.half_width(SIZE / 2.0, face - 15.0, from, to);
        let (top, bottom) = plan.title;
        let room = Room { axis: 200.0, top, bottom, width: &width, largest: 42.0, smallest: 16.0, lines: 4 };
        let title = fit(&letters, &words.title, &room);
        if !title.outlines.is_empty() {
            let _ = writeln!(svg, "<path d=\"{}\" fill=\"{}\"/>", title.outlines, colours.ink);
        }
        words.remarks.extend(title.shortened.map(|shown| Remark::TitleShortened { shown }));
        let posture = ribbon(&mut svg, &letters, &words.posture, level, &colours);
        words.remarks.extend(posture.shortened.map(|shown| Remark::PostureShortened { shown }));
        if let Some(logo) = self.logo {
            roundel(&mut svg, logo, &colours);
            words.remarks.extend((!logo.is_seen_on_white()).then_some(Remark::LogoUnseen));
        }
        svg.push_str("</svg>\n");
        Drawn { svg, remarks: words.remarks }
    }

    pub(super) fn words(&self, letters: &Letters) -> Words {
        let mut remarks = Vec::new();
        let colours = self.design.colours.readable();
        if colours != self.design.colours {
            remarks.push(Remark::Colour { asked: self.design.colours.face, drawn: colours.face });
        }
        let title = writable(letters, if self.letters { self.title } else { "" });
        remarks.extend(title.missing.map(|c| match title.text.is_empty() && c.is_alphanumeric() {
            true => Remark::TitleLeftOff { letter: c },
            false => Remark::SignLeftOff { sign: c },
        }));
        let posture = writable(letters, self.posture.unwrap_or_default());
        remarks.extend(posture.missing.map(|letter| Remark::PostureLeftOff { letter }));
        Words { title: title.text, posture: posture.text, colours, remarks }
    }

    /// Border, line, face, the half in the shade, and a fine line inside; the radius of the face.
    fn shield(&self, svg: &mut String, colours: &Colours) -> f64 {
        let Colours { face, edge, ink } = *colours;
        let shape = self.design.shape;
        let radius = 180.0 - line_weight(self.design.level);
        let outline = |radius: f64| shape.outline(SIZE / 2.0, radius);
        for (path, colour) in [(outline(192.0), edge), (outline(180.0), ink), (outline(radius), face)] {
            let _ = writeln!(svg, "<path d=\"{path}\" fill=\"{colour}\"/>");
        }
        let half = shape.right_half(SIZE / 2.0, radius);
        let _ = writeln!(
            svg,
            "<path d=\"{half}\" fill=\"{edge}\" fill-opacity=\"0.16\"/>\n\
             <path d=\"{}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.6\" stroke-opacity=\"0.55\"/>",
            outline(radius - 7.0)
        );
        radius
    }
}

/// The line around the face grows with the level: 4 to 14 units.
fn line_weight(level: Level) -> f64 {
    4.0 + 2.0 * f64::from(level.reached)
}

/// Where the parts lie, from the top: pictogram or code, title, ribbon.
struct Plan {
    icon_y: f64,
    icon_scale: f64,
    code: f64,
    title: (f64, f64),
}

impl Plan {
    fn of(drawing: &Drawing<'_>, title: bool, foot: bool) -> Self {
        let shape = drawing.design.shape;
        // A shape that is narrow at the top, or flat.
        let (scale, y) = match shape {
            Shape::Diamond => (1.14, 141.0),
            Shape::Octagram => (1.36, 128.0),
            Shape::Flower => (1.4, 130.0),
            Shape::Shield | Shape::Square | Shape::Pennant => (1.5, 121.0),
            Shape::Circle | Shape::Hexagon => (1.45, 126.0),
        };
        let title_room = if foot { (205.0, 284.0) } else { (222.0, 310.0) };
        let mut plan = match (title, foot) {
            (true, true) => Self { icon_y: y, icon_scale: scale, code: 122.0, title: title_room },
            (true, false) => Self { icon_y: y + 8.0, icon_scale: scale * 1.08, code: 128.0, title: title_room },
            (false, true) => Self { icon_y: 172.0, icon_scale: scale * 1.32, code: 170.0, title: title_room },
            (false, false) => Self {
                icon_y: shape.icon_centre() + 6.0,
                icon_scale: shape.icon_scale(),
                code: 200.0,
                title: title_room,
            },
        };
        if title {
            plan.code = if shape == Shape::Diamond { 104.0 } else { plan.code };
            plan.icon_y = if drawing.qr.is_some() { 204.0 - plan.code / 2.0 } else { plan.icon_y };
        }
        if drawing.logo.is_some() {
            // The logo takes the top.
            plan.icon_scale *= if title { 0.72 } else { 0.85 };
            plan.code = plan.code.min(104.0);
            plan.icon_y = if title { 152.0 } else { 188.0 };
        }
        plan
    }
}

pub(super) fn pictogram(svg: &mut String, design: &Design, colours: &Colours, y: f64, scale: f64) {
    let _ = writeln!(
        svg,
        "<g transform=\"translate({} {}) scale({})\" fill=\"none\" stroke=\"{}\" stroke-width=\"7\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\">",
        number(200.0 - 50.0 * scale),
        number(y - 50.0 * scale),
        (scale * 100.0).round() / 100.0,
        colours.ink
    );
    design.icon.draw(svg, colours.ink);
    svg.push_str("</g>\n");
}

/// A code in a white square with its quiet zone, `side` units wide, centred on the axis.
fn code(svg: &mut String, qr: &Qr, y: f64, side: f64) {
    code_in(svg, qr, (200.0 - side / 2.0, y - side / 2.0), side);
}

/// The same, from its upper left corner.
pub(super) fn code_in(svg: &mut String, qr: &Qr, (x, y): (f64, f64), side: f64) {
    let modules = qr.size() + 2 * QUIET;
    let scale = side / modules as f64;
    let (x, y) = (number(x), number(y));
    let _ = write!(
        svg,
        "<g transform=\"translate({x} {y}) scale({scale:.4})\"><path d=\"M0 0h{modules}v{modules}H0z\" fill=\"#fff\"/>\
         <path shape-rendering=\"crispEdges\" d=\""
    );
    for (x, y, run) in qr.runs() {
        let _ = write!(svg, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
    }
    svg.push_str("\" fill=\"#000\"/></g>\n");
}

/// A white disc at the top, with the logo in it.
fn roundel(svg: &mut String, logo: &Logo, colours: &Colours) {
    let (x, y, radius) = (200.0, 54.0, 44.0);
    let _ = writeln!(
        svg,
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"#ffffff\" stroke=\"{}\" stroke-width=\"5\"/>",
        colours.outline()
    );
    logo.place(svg, (x, y), 1.34 * radius, 1.34 * radius);
}
