//! A place's own drawing of badges: an SVG with rectangles that say what stands where, and words for colours.
//!
//! A `rect` whose `id` is one of [`PLACES`] is replaced by that part, as large as fits in it; its `fill` is the colour of
//! letters and lines. `{{face}}`, `{{edge}}` and `{{ink}}` stand for the colours of the badge, anywhere in the file.

use std::fmt::Write as _;

use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};

use super::drawing::code_in;
use super::font::Letters;
use super::render::{RenderError, affordable, draw};
use super::shape::number;
use super::text::{Room, fit};
use super::{Colour, Colours, Drawing, Drawn, Escaped, Level, Remark};
use crate::container::{Forbidden, Format, PictureError, picture_info, sanitise_svg, without_bom};
use crate::limits::Limits;

/// The ids of rectangles that are filled.
pub const PLACES: [&str; 6] = ["badge-title", "badge-posture", "badge-dots", "badge-icon", "badge-logo", "badge-code"];
/// The words that colours are put for.
pub const WORDS: [&str; 3] = ["face", "edge", "ink"];
/// Pixels of the picture in which a template is tried.
const TRIED: u32 = 100;
/// Pixels of the badges that are drawn on it.
const BADGE: u32 = 600;
/// Bytes of a template.
const SOURCE: usize = 1 << 20;

/// Why a file is no template. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// Not a sound SVG.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A picture, but no SVG.
    #[error("not an SVG")]
    NotSvg,
    /// A script, a reference out of the file, or another thing that a page must not show.
    #[error("line {line}: {what:?}")]
    Forbidden {
        /// Where it is.
        line: usize,
        /// What it is.
        what: Forbidden,
    },
    /// Text that is not turned into paths: fonts differ from machine to machine.
    #[error("line {line}: text that is not turned into paths")]
    Text {
        /// Where it is.
        line: usize,
    },
    /// An `id` that begins like those of places and is none of them.
    #[error("line {line}: no place is called {name}")]
    UnknownPlace {
        /// Where it is.
        line: usize,
        /// The id.
        name: String,
    },
    /// A word in double braces that is no colour.
    #[error("line {line}: no colour is called {word}")]
    UnknownWord {
        /// Where it is.
        line: usize,
        /// The word.
        word: String,
    },
    /// Double braces that are not closed.
    #[error("line {line}: braces that are not closed")]
    Open {
        /// Where they are.
        line: usize,
    },
    /// A place that is no rectangle with `x`, `y`, `width` and `height` as plain numbers.
    #[error("line {line}: {name} has no size")]
    NoSize {
        /// Where it is.
        line: usize,
        /// Its id.
        name: String,
    },
    /// A place that is there twice.
    #[error("line {line}: {name} again")]
    Twice {
        /// Where the second one is.
        line: usize,
        /// Its id.
        name: String,
    },
    /// A place whose `fill` is neither a colour nor a word.
    #[error("line {line}: {value:?} is no colour")]
    NoColour {
        /// Where it is.
        line: usize,
        /// What it says.
        value: String,
    },
    /// A place of which nothing, or next to nothing, is to be seen: outside the picture, in a part that is not drawn, behind
    /// another, or too small.
    #[error("line {line}: {name} is not to be seen")]
    Unseen {
        /// Where it is.
        line: usize,
        /// Its id.
        name: String,
    },
    /// No place for a title nor a pictogram: all badges would look the same.
    #[error("no place for a title or a pictogram")]
    Empty,
    /// It cannot be drawn, or costs too much.
    #[error(transparent)]
    Render(RenderError),
}

/// A template, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pieces: Vec<Piece>,
    square: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Word(usize),
    Described,
    Place(Box<Spot>),
}

/// A rectangle to be filled.
#[derive(Debug, Clone, PartialEq)]
struct Spot {
    place: usize,
    line: usize,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    transform: Option<String>,
    fill: Fill,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fill {
    Word(usize),
    Colour(Colour),
}

impl Template {
    /// Reads a template, and draws it once to see that it can be drawn.
    ///
    /// # Errors
    /// See [`TemplateError`].
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, TemplateError> {
        if bytes.len() > SOURCE {
            return Err(PictureError::TooLarge { bytes: bytes.len(), limit: SOURCE }.into());
        }
        let info = picture_info(bytes, limits)?;
        if info.format != Format::Svg {
            return Err(TemplateError::NotSvg);
        }
        let square = info.width.abs_diff(info.height) * 50 <= info.width.max(info.height);
        let text = std::str::from_utf8(without_bom(bytes))
            .map_err(|_| PictureError::Svg(crate::container::SvgFault::Encoding))?;
        if let Some(what) = sanitise_svg(text.as_bytes(), limits)?.first().copied() {
            return Err(TemplateError::Forbidden { line: line_at(text, what.at()), what });
        }
        let xml = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let undrawable = TemplateError::Render(RenderError::Undrawable);
        let document = Document::parse_with_options(text, xml).map_err(|_| undrawable)?;
        let template = Self { pieces: pieces(&document)?, square };
        // What it says is hostile until it was drawn once.
        template.tried(limits)?;
        Ok(template)
    }

    /// Whether it has a place of this name, one of [`PLACES`].
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.spots().any(|spot| PLACES.get(spot.place) == Some(&name))
    }

    fn spots(&self) -> impl Iterator<Item = &Spot> {
        self.pieces.iter().filter_map(|piece| if let Piece::Place(spot) = piece { Some(&**spot) } else { None })
    }

    /// Draws it with everything, and without each of its places: what changes is what can be seen of that place.
    fn tried(&self, limits: &Limits) -> Result<(), TemplateError> {
        let design = super::Design::suggested("", Level::new(1, 5).unwrap_or_default());
        let (logo, qr) = (super::Logo::sample(), super::Qr::new("1").ok());
        let sample = Drawing {
            posture: Some("mmmmmm"),
            logo: logo.as_ref(),
            qr: qr.as_ref(),
            ..Drawing::new(design, "mmmmmm mmmmmm")
        };
        let drawn = |without: Option<usize>| {
            let svg = sample.filled(self, without).svg;
            draw(svg.as_bytes(), TRIED, limits).map_err(TemplateError::Render)
        };
        affordable(sample.filled(self, None).svg.as_bytes(), BADGE, limits).map_err(TemplateError::Render)?;
        let whole = drawn(None)?;
        for spot in self.spots() {
            let seen = change(&whole, &drawn(Some(spot.place))?);
            // Letters that fill so little cannot be read at any size at which badges are shown.
            let least = if spot.place < 2 { TRIED / 8 } else { TRIED / 25 };
            if seen < least {
                return Err(TemplateError::Unseen { line: spot.line, name: PLACES[spot.place].to_owned() });
            }
        }
        Ok(())
    }
}

/// How wide the part is in which two pictures of one size differ.
fn change(a: &Pixmap, b: &Pixmap) -> u32 {
    let width = a.width().max(1) as usize;
    let at =
        a.pixels().iter().zip(b.pixels()).enumerate().filter(|(_, (a, b))| a != b).map(|(n, _)| (n % width) as u32);
    let ends = at.fold(None, |ends: Option<(u32, u32)>, x| Some(ends.map_or((x, x), |(l, r)| (l.min(x), r.max(x)))));
    ends.map_or(0, |(left, right)| right - left + 1)
}

impl Drawing<'_> {
    /// Draws it as a template says, which chooses what is shown and where. Its colours are the place's own: they are not
    /// corrected.
    #[must_use]
    pub fn draw_on(&self, template: &Template) -> Drawn {
        self.filled(template, None)
    }

    /// The same, with one of its places left empty.
    fn filled(&self, template: &Template, without: Option<usize>) -> Drawn {
        let Some(letters) = Letters::bold() else { return self.draw() };
        let mut words = self.words(&letters);
        words.remarks.retain(|remark| !matches!(remark, Remark::Colour { .. }));
        let colours = self.design.colours;
        let mut svg = String::with_capacity(32_768);
        let mut remarks = words.remarks;
        if !template.square {
            remarks.push(Remark::NotSquare);
        }
        for piece in &template.pieces {
            // Writing to a String does not fail.
            let _ = match piece {
                Piece::Text(text) => svg.write_str(text),
                Piece::Word(word) => write!(svg, "{}", named(*word, &colours)),
                Piece::Described => {
                    write!(svg, "<title>{}</title><desc>{}</desc>", Escaped(self.title), Escaped(self.description))
                }
                Piece::Place(spot) if without == Some(spot.place) => Ok(()),
                Piece::Place(spot) => {
                    spot.open(&mut svg);
                    match spot.place {
                        0 => {
                            let shown = spot.text(&mut svg, &letters, &words.title, 4, &colours);
                            remarks.extend(shown.map(|shown| Remark::TitleShortened { shown }));
                        }
                        1 => {
                            let shown = spot.text(&mut svg, &letters, &words.posture, 1, &colours);
                            remarks.extend(shown.map(|shown| Remark::PostureShortened { shown }));
                        }
                        2 => spot.dots(&mut svg, self.design.level, &colours),
                        3 => spot.icon(&mut svg, self, &colours),
                        4 => {
                            if let Some(logo) = self.logo {
                                logo.place(&mut svg, spot.middle(), spot.width, spot.height);
                            }
                        }
                        _ => {
                            if let Some(qr) = self.qr {
                                let side = spot.width.min(spot.height);
                                let (x, y) = spot.middle();
                                code_in(&mut svg, qr, (x - side / 2.0, y - side / 2.0), side);
                            }
                        }
                    }
                    svg.write_str("</g>")
                }
            };
        }
        Drawn { svg, remarks }
    }
}

impl Spot {
    fn open(&self, svg: &mut String) {
        let _ = match &self.transform {
            Some(transform) => write!(svg, "<g transform=\"{}\">", Escaped(transform)),
            None => write!(svg, "<g>"),
        };
    }

    fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    fn colour(&self, colours: &Colours) -> Colour {
        match self.fill {
            Fill::Word(word) => named(word, colours),
            Fill::Colour(colour) => colour,
        }
    }

    /// Text in units of a box 280 wide, so that sizes mean the same whatever the units of the template.
    fn text(&self, svg: &mut String, letters: &Letters, text: &str, lines: usize, colours: &Colours) -> Option<String> {
        let scale = self.width / 280.0;
        let height = (self.height / scale).min(2_000.0);
        let width = |_, _| 280.0;
        let largest = (height * 0.9).min(64.0);
        let room =
            Room { axis: 140.0, top: 0.0, bottom: height, width: &width, largest, smallest: largest.min(15.0), lines };
        let fitted = fit(letters, text, &room);
        if !fitted.outlines.is_empty() {
            let _ = write!(
                svg,
                "<path transform=\"translate({} {}) scale({scale:.5})\" d=\"{}\" fill=\"{}\"/>",
                self.x,
                self.y + (self.height - height * scale) / 2.0,
                fitted.outlines,
                self.colour(colours)
            );
        }
        fitted.shortened
    }

    fn icon(&self, svg: &mut String, drawing: &Drawing<'_>, colours: &Colours) {
        let (side, (x, y), ink) = (self.width.min(self.height), self.middle(), self.colour(colours));
        let _ = write!(
            svg,
            "<g transform=\"translate({} {}) scale({:.5})\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"7\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">",
            number(x - side / 2.0),
            number(y - side / 2.0),
            side / 100.0
        );
        drawing.design.icon.draw(svg, ink);
        svg.push_str("</g>");
    }

    fn dots(&self, svg: &mut String, Level { reached, steps }: Level, colours: &Colours) {
        let ((x, y), ink) = (self.middle(), self.colour(colours));
        let step = (self.width / f64::from(steps.max(1))).min(self.height * 1.3);
        for n in 0..steps {
            let x = x + step * (f64::from(n) - f64::from(steps - 1) / 2.0);
            let radius = step * if n < reached { 0.38 } else { 0.15 };
            let _ = write!(svg, "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" fill=\"{ink}\"/>");
        }
    }
}

const fn named(word: usize, colours: &Colours) -> Colour {
    match word {
        0 => colours.face,
        1 => colours.edge,
        _ => colours.ink,
    }
}

/// A part of the file that gives way, and what for; nothing for the title that a drawing program wrote.
type Cut = (std::ops::Range<usize>, Option<Piece>);

fn pieces(document: &Document<'_>) -> Result<Vec<Piece>, TemplateError> {
    let (text, root) = (document.input_text(), document.root_element());
    let mut cuts: Vec<Cut> = Vec::new();
    let mut seen = [false; PLACES.len()];
    for node in document.descendants().filter(Node::is_element) {
        // Counted only where something is wrong: counting at every element would take for ever.
        let line = || line_at(text, node.range().start);
        match node.tag_name().name() {
            "text" => return Err(TemplateError::Text { line: line() }),
            "title" | "desc" if node.parent() == Some(root) => cuts.push((node.range(), None)),
            _ => {}
        }
        let Some(name) = node.attribute("id").filter(|id| id.starts_with("badge-")) else { continue };
        let Some(place) = PLACES.iter().position(|place| *place == name) else {
            return Err(TemplateError::UnknownPlace { line: line(), name: name.to_owned() });
        };
        if std::mem::replace(&mut seen[place], true) {
            return Err(TemplateError::Twice { line: line(), name: name.to_owned() });
        }
        let spot = spot(&node, place, line())?;
        cuts.push((node.range(), Some(Piece::Place(Box::new(spot)))));
    }
    if !seen[0] && !seen[3] {
        return Err(TemplateError::Empty);
    }
    // After the name of the root element comes what it is; before its first child, what it shows.
    let begins = root.range().start;
    let name = text[begins..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(0) + begins;
    if root.attribute("role").is_none() {
        cuts.push((name..name, Some(Piece::Text(" role=\"img\"".to_owned()))));
    }
    let inside = root.first_child().map_or(root.range().end, |child| child.range().start);
    cuts.push((inside..inside, Some(Piece::Described)));
    cuts.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut at) = (Vec::new(), 0);
    for (range, piece) in cuts {
        // A place inside a part that goes away goes with it.
        if range.start < at {
            continue;
        }
        worded(text, at..range.start, &mut out)?;
        out.extend(piece);
        at = range.end;
    }
    worded(text, at..text.len(), &mut out)?;
    Ok(out)
}

/// Text with its words for colours.
fn worded(text: &str, range: std::ops::Range<usize>, out: &mut Vec<Piece>) -> Result<(), TemplateError> {
    let (mut at, end) = (range.start, range.end);
    while let Some(open) = text[at..end].find("{{") {
        let start = at + open + 2;
        out.push(Piece::Text(text[at..at + open].to_owned()));
        let line = || line_at(text, start);
        let length = text[start..end].find("}}").ok_or_else(|| TemplateError::Open { line: line() })?;
        let name = text[start..start + length].trim();
        // What runs on into the next attribute was never closed.
        if name.contains(['"', '\'', '<', '\n']) {
            return Err(TemplateError::Open { line: line() });
        }
        let word = WORDS.iter().position(|w| *w == name);
        let unknown = || TemplateError::UnknownWord { line: line(), word: name.chars().take(40).collect() };
        out.push(Piece::Word(word.ok_or_else(unknown)?));
        at = start + length + 2;
    }
    out.push(Piece::Text(text[at..end].to_owned()));
    Ok(())
}

fn spot(node: &Node<'_, '_>, place: usize, line: usize) -> Result<Spot, TemplateError> {
    let no_size = || TemplateError::NoSize { line, name: PLACES[place].to_owned() };
    let length = |name: &str, default: Option<f64>| match node.attribute(name) {
        Some(text) => text.trim().trim_end_matches("px").parse::<f64>().ok().filter(|n| n.abs() < 1e6),
        None => default,
    };
    let number = |name: &str, default: Option<f64>| length(name, default).ok_or_else(no_size);
    let (width, height) = (number("width", None)?, number("height", None)?);
    let (x, y) = (number("x", Some(0.0))?, number("y", Some(0.0))?);
    if node.tag_name().name() != "rect" || width <= 0.0 || height <= 0.0 {
        return Err(no_size());
    }
    let style = node.attribute("style").unwrap_or_default();
    let styled = style.split(';').find_map(|part| part.trim().strip_prefix("fill:"));
    let fill = fill(styled.or(node.attribute("fill")).unwrap_or_default().trim(), line)?;
    let transform = node.attribute("transform").map(str::to_owned);
    Ok(Spot { place, line, x, y, width, height, transform, fill })
}

/// The colour of what is drawn in a place: that of letters when it says none.
fn fill(text: &str, line: usize) -> Result<Fill, TemplateError> {
    if let Some(rest) = text.strip_prefix("{{") {
        let name = rest.strip_suffix("}}").ok_or(TemplateError::Open { line })?.trim();
        let unknown = || TemplateError::UnknownWord { line, word: name.chars().take(40).collect() };
        return WORDS.iter().position(|word| *word == name).map(Fill::Word).ok_or_else(unknown);
    }
    match text {
        "" | "none" | "currentColor" | "inherit" => Ok(Fill::Word(2)),
        "black" => Ok(Fill::Colour(Colour::new(0, 0, 0))),
        "white" => Ok(Fill::Colour(Colour::new(255, 255, 255))),
        other => {
            let unknown = || TemplateError::NoColour { line, value: other.chars().take(40).collect() };
            Colour::parse(other).map(Fill::Colour).ok_or_else(unknown)
        }
    }
}

fn line_at(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
}
