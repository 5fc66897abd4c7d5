//! What a page draws: its text, its pictures and its shapes, in one walk over its operators (ISO 32000-1 annex A).

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object};

use super::super::{Finding, PdfPlace, Wrapping};
use super::font::Font;
#[cfg(feature = "scan")]
use super::joined::Pieces;
#[cfg(feature = "scan")]
use super::letters::Set;
use super::matrix::Matrix;
use super::page::Page;
use super::raster::{Drawing, Pen, Tone};
use super::text::{self, Lines};
use super::{Reader, guard, number_of};

/// Levels of forms within forms.
const FORMS: usize = 8;

/// Saved states; writers use a handful.
const SAVED: usize = 512;

/// Operands and operators of one document, of about 130 bytes each.
const TOKENS: usize = 1_000_000;

/// What one page showed, forms included.
#[derive(Default)]
pub(super) struct Shown<'d> {
    lines: Lines,
    pub(super) drawing: Drawing,
    #[cfg(feature = "scan")]
    pieces: Pieces<'d>,
    #[cfg(feature = "scan")]
    set: Set,
    document: std::marker::PhantomData<&'d Object>,
}

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    pen: Pen,
}

impl State {
    const fn new(page: Matrix) -> Self {
        Self {
            page,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            pen: Pen::new(),
        }
    }
}

/// Fonts of the document that were read, by where they are in memory: some are no objects of their own.
pub(super) type Fonts = BTreeMap<*const Object, Rc<Font>>;

impl<'d> Reader<'d, '_, '_> {
    /// Reads what a page draws.
    pub(super) fn content(&mut self, number: u32, page: Page<'d>, resources: Option<&'d Dictionary>) {
        let parts: Vec<&'d Object> = match page.dictionary.get(b"Contents") {
            Ok(contents) => match self.document.dereference(contents) {
                Ok((_, Object::Array(parts))) => parts.iter().take(self.opening.limits.parts).collect(),
                _ => vec![contents],
            },
            Err(_) => return,
        };
        let mut content = Vec::new();
        let mut unread = false;
        for part in parts {
            // Pages that share their content are looked at once.
            let Some(stream) = self.stream(part) else { continue };
            match self.decoded(stream) {
                Some(bytes) => {
                    content.extend_from_slice(&bytes);
                    content.push(b'\n');
                }
                None => unread = true,
            }
        }
        let mut shown = Shown::default();
        unread |= !self.run(Some(number), &content, resources, Matrix::IDENTITY, &mut shown, 0);
        if unread {
            self.opening.say(Finding::Unread { page: Some(number), place: PdfPlace::Text });
        }
        self.tell(Some(number), &shown);
    }

    /// Reads a drawing that is no page: the looks of a note.
    pub(super) fn form(&mut self, page: Option<u32>, form: &'d Object) {
        let mut shown = Shown::default();
        self.draw(page, form, Matrix::IDENTITY, &mut shown, 0);
        self.tell(page, &shown);
    }

    fn tell(&mut self, page: Option<u32>, shown: &Shown<'d>) {
        let via = Wrapping::Pdf { page, place: PdfPlace::Text };
        self.opening.within(via, |opening| text::look(opening, &shown.lines.text));
        self.drawing(page, &shown.drawing);
        #[cfg(feature = "scan")]
        {
            self.joined(page, &shown.pieces);
            self.set(page, &shown.set);
        }
    }

    /// A form or a picture that is drawn.
    fn draw(&mut self, page: Option<u32>, object: &'d Object, place: Matrix, shown: &mut Shown<'d>, level: usize) {
        #[cfg(feature = "scan")]
        if let Ok((_, Object::Stream(stream))) = self.document.dereference(object)
            && self.get(&stream.dict, "Subtype").and_then(|o| o.as_name().ok()) == Some(b"Image")
        {
            shown.pieces.add(stream, place);
        }
        let Some(stream) = self.stream(object) else { return };
        match self.get(&stream.dict, "Subtype").and_then(|o| o.as_name().ok()) {
            Some(b"Image") => self.picture(page, stream),
            Some(b"Form") if level < FORMS => {
                let Some(bytes) = self.decoded(stream) else { return };
                let numbers: Vec<f32> = self.array(&stream.dict, "Matrix").iter().filter_map(number_of).collect();
                let own = Matrix::of(&numbers).unwrap_or(Matrix::IDENTITY);
                let resources = self.dictionary(&stream.dict, "Resources");
                self.run(page, &bytes, resources, own.then(place), shown, level + 1);
            }
            _ => {}
        }
    }

    /// What a graphics state lets through of all that is painted from now on (ISO 32000-1 section 11.6.5.3): many programs
    /// draw a code as a mask and paint a rectangle behind it.
    #[cfg_attr(not(feature = "scan"), expect(unused_variables, reason = "only codes are looked for in masks"))]
    fn mask(&mut self, page: Option<u32>, graphics_state: &'d Object, place: Matrix, level: usize) {
        #[cfg(feature = "scan")]
        {
            let mask = self.object(graphics_state).and_then(|state| state.as_dict().ok());
            let mask = mask.and_then(|state| self.dictionary(state, "SMask"));
            let Some(form) = mask.and_then(|mask| mask.get(b"G").ok()) else { return };
            let mut shown = Shown::default();
            self.draw(page, form, place, &mut shown, level);
            self.drawing(page, &shown.drawing.into_mask());
        }
    }

    /// A tile with which surfaces are filled (ISO 32000-1 section 8.7.3): some programs fill one as large as a code with
    /// the code. Seen by itself, once, however many surfaces it fills.
    fn tile(&mut self, page: Option<u32>, tile: &'d Object, level: usize) {
        if level >= FORMS {
            return;
        }
        let Some(stream) = self.stream(tile).filter(|stream| stream.dict.has(b"XStep")) else { return };
        let Some(bytes) = self.decoded(stream) else { return };
        let numbers: Vec<f32> = self.array(&stream.dict, "Matrix").iter().filter_map(number_of).collect();
        let place = Matrix::of(&numbers).unwrap_or(Matrix::IDENTITY);
        let mut shown = Shown::default();
        self.run(page, &bytes, self.dictionary(&stream.dict, "Resources"), place, &mut shown, level + 1);
        self.tell(page, &shown);
    }

    /// Runs operators; `false` when they cannot be read to their end.
    pub(super) fn run(
        &mut self,
        page: Option<u32>,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        place: Matrix,
        shown: &mut Shown<'d>,
        level: usize,
    ) -> bool {
        // All operands of one operator are in memory at once.
        self.tokens = self.tokens.saturating_add(guard::tokens(content));
        if self.tokens > TOKENS {
            self.opening.bound("pdf_operations");
            return true;
        }
        let group = |reader: &Self, key| resources.and_then(|resources| reader.dictionary(resources, key));
        let (fonts, objects, states) = (group(self, "Font"), group(self, "XObject"), group(self, "ExtGState"));
        let patterns = group(self, "Pattern");
        let mut state = State::new(place);
        let mut saved = Vec::new();
        let (mut line, mut text) = (Matrix::IDENTITY, Matrix::IDENTITY);
        for operation in Content::decode_iter(content) {
            self.operations += 1;
            if self.operations > self.opening.limits.pdf_operations {
                self.opening.bound("pdf_operations");
                return true;
            }
            let Ok(Operation { operator, operands }) = operation else { return false };
            let numbers: Vec<f32> = operands.iter().filter_map(number_of).take(8).collect();
            let n = |at: usize| numbers.get(at).copied().unwrap_or(0.0);
            let name = || operands.last().and_then(|o| o.as_name().ok());
            match operator.as_str() {
                "q" if saved.len() < SAVED => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.page = Matrix::of(&numbers).map_or(state.page, |m| m.then(state.page)),
                "BT" => (line, text) = (Matrix::IDENTITY, Matrix::IDENTITY),
                "Tm" => {
                    line = Matrix::of(&numbers).unwrap_or(line);
                    text = line;
                }
                "Td" | "TD" => {
                    line = Matrix::moved(n(0), n(1)).then(line);
                    text = line;
                    if operator == "TD" {
                        state.leading = -n(1);
                    }
                }
                "T*" | "'" | "\"" => {
                    line = Matrix::moved(0.0, -state.leading).then(line);
                    text = line;
                    if operator == "\"" {
                        (state.word_space, state.letter_space) = (n(0), n(1));
                    }
                    if let Some(Ok(bytes)) = operands.last().map(Object::as_str) {
                        show(bytes, &state, &mut text, shown);
                    }
                }
                "Tj" => {
                    if let Some(Ok(bytes)) = operands.first().map(Object::as_str) {
                        show(bytes, &state, &mut text, shown);
                    }
                }
                "TJ" => {
                    for piece in operands.first().and_then(|o| o.as_array().ok()).into_iter().flatten() {
                        match piece {
                            Object::String(bytes, _) => show(bytes, &state, &mut text, shown),
                            other => {
                                let back = number_of(other).unwrap_or(0.0) / 1000.0 * state.size * state.stretch;
                                text = Matrix::moved(-back, 0.0).then(text);
                            }
                        }
                    }
                }
                "Tf" => {
                    state.size = n(0);
                    let font = operands.first().and_then(|o| o.as_name().ok()).zip(fonts);
                    state.font = font.and_then(|(name, fonts)| self.font_of(fonts.get(name).ok()?));
                }
                "Tc" => state.letter_space = n(0),
                "Tw" => state.word_space = n(0),
                "Tz" => state.stretch = n(0) / 100.0,
                "TL" => state.leading = n(0),
                "Ts" => state.rise = n(0),
                "Do" => {
                    if let Some(object) = name().zip(objects).and_then(|(name, objects)| objects.get(name).ok()) {
                        self.draw(page, object, state.page, shown, level);
                    }
                }
                "BI" => {
                    if let Some(Object::Stream(stream)) = operands.first() {
                        self.inline_picture(page, stream);
                    }
                }
                "w" => state.pen.line = n(0),
                "J" => state.pen.caps = n(0) > 0.0,
                "scn" | "SCN" if name().is_some() => {
                    let pen = &mut state.pen;
                    *(if operator == "scn" { &mut pen.fill } else { &mut pen.stroke }) = Tone::Unknown;
                    if let Some(tile) = name().zip(patterns).and_then(|(name, patterns)| patterns.get(name).ok()) {
                        self.tile(page, tile, level);
                    }
                }
                "g" | "rg" | "k" | "sc" | "scn" => state.pen.fill = tone(&numbers),
                "G" | "RG" | "K" | "SC" | "SCN" => state.pen.stroke = tone(&numbers),
                "cs" => state.pen.fill = Tone::Dark,
                "CS" => state.pen.stroke = Tone::Dark,
                "gs" => {
                    if let Some(object) = name().zip(states).and_then(|(name, states)| states.get(name).ok()) {
                        let state_of = self.object(object).and_then(|object| object.as_dict().ok());
                        let number = |key| state_of.and_then(|own| number_of(self.get(own, key)?));
                        state.pen.line = number("LW").unwrap_or(state.pen.line);
                        state.pen.caps = number("LC").map_or(state.pen.caps, |kind| kind > 0.0);
                        self.mask(page, object, state.page, level);
                    }
                }
                _ => shown.drawing.operator(&operator, &numbers, state.page, &mut state.pen),
            }
        }
        shown.lines.end();
        true
    }

    /// A font, read once.
    fn font_of(&mut self, font: &'d Object) -> Option<Rc<Font>> {
        let font = self.object(font)?;
        let place = std::ptr::from_ref(font);
        if let Some(known) = self.fonts.get(&place) {
            return Some(Rc::clone(known));
        }
        let font = Rc::new(self.font(font.as_dict().ok()?));
        self.fonts.insert(place, Rc::clone(&font));
        Some(font)
    }
}

/// Shows a text where the text matrix stands, and moves it on.
fn show(bytes: &[u8], state: &State, text: &mut Matrix, shown: &mut Shown<'_>) {
    let Some(font) = &state.font else { return };
    font.each(bytes, |_code, letters, width, space| {
        let extra = state.letter_space + if space { state.word_space } else { 0.0 };
        let whole = text.then(state.page);
        let from = whole.apply(0.0, state.rise);
        let to = whole.apply(width * state.size * state.stretch, state.rise);
        let size = whole.scale() * state.size.abs();
        #[cfg(feature = "scan")]
        {
            shown.set.block(letters, from, to, size);
            if let Some((letter, matrix)) = font.drawn(_code) {
                let sized = Matrix([state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise]);
                shown.set.draw(Rc::as_ptr(font) as usize, letter, matrix.then(sized).then(whole));
            }
        }
        shown.lines.add(letters, from, to, size);
        *text = Matrix::moved((width * state.size + extra) * state.stretch, 0.0).then(*text);
    });
}

/// How bright a colour looks: one number is grey, three are red, green and blue, four are inks. A pattern has none.
fn tone(colour: &[f32]) -> Tone {
    let dark = match colour {
        [grey] => *grey < 0.5,
        [red, green, blue] => 0.3 * red + 0.6 * green + 0.1 * blue < 0.5,
        [cyan, magenta, yellow, black] => 0.3 * cyan + 0.6 * magenta + 0.1 * yellow + black > 0.5,
        _ => return Tone::Unknown,
    };
    if dark { Tone::Dark } else { Tone::Light }
}
