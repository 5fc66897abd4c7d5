//! The page at the end of a document that shows the badges attached to it: a row for each, with its picture, what it
//! is, and a code that leads to its page.
//!
//! The page proves nothing and says so; the attached files do. Its letters are those of Helvetica, which every viewer
//! has: what cannot be written with them becomes a question mark, and is counted.

use crate::container::attach::{Area, Colour, Page, Picture, Weight, encode, width};
use crate::container::{Format, picture_info};
use crate::language::Lang;
use crate::limits::Limits;
use crate::name::Url;
use crate::picture::{Qr, to_png};

/// A badge on the page.
#[derive(Debug, Clone)]
pub struct Card {
    /// What was achieved.
    pub title: String,
    /// Who says so, when, to whom: one line each, longer ones are broken.
    pub lines: Vec<String>,
    /// Its picture, see [`picture`].
    pub picture: Option<Picture>,
    /// The address of its page, and what to write where it can be clicked.
    pub link: Option<(Url, String)>,
}

/// The pages, laid out.
#[derive(Debug, Clone)]
pub struct Laid {
    /// In their order.
    pub pages: Vec<Page>,
    /// Letters that are not in the font, and were replaced.
    pub lost: usize,
}

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
const MARGIN: f32 = 50.0;
const PICTURE: f32 = 76.0;
const GAP: f32 = 16.0;
const BLACK: Colour = [0.1, 0.1, 0.1];
const GREY: Colour = [0.35, 0.35, 0.35];
const BLUE: Colour = [0.05, 0.25, 0.6];
const PALE: Colour = [0.8, 0.8, 0.8];
/// Lines of a title, and of each thing said below it, before it is cut.
const LINES: usize = 3;
/// The longer side of a picture in pixels: more than a printer shows at that size.
const PIXELS: u32 = 320;

/// Lays out a heading, a few sentences and the badges, on as many pages of `paper` (points) as it takes.
#[must_use]
pub fn lay_out(heading: &str, introduction: &str, cards: &[Card], paper: (f32, f32), lang: Lang) -> Laid {
    let mut sheet = Sheet { paper, lang, pages: Vec::new(), y: 0.0, lost: 0 };
    sheet.turn();
    sheet.paragraph(MARGIN, heading, Style::HEADING, sheet.inner());
    sheet.y += 6.0;
    sheet.paragraph(MARGIN, introduction, Style::SMALL, sheet.inner());
    sheet.y += 14.0;
    for card in cards {
        sheet.card(card);
    }
    sheet.number();
    Laid { pages: sheet.pages, lost: sheet.lost }
}

/// The pixels of a badge's picture, PNG or SVG, small enough for a page. `None` for one that cannot be drawn.
#[must_use]
pub fn picture(bytes: &[u8], limits: &Limits) -> Option<Picture> {
    let info = picture_info(bytes, limits).ok()?;
    match info.format {
        Format::Svg => decode(&to_png(bytes, PIXELS, limits).ok()?, limits),
        Format::Png => decode(bytes, limits),
        _ => None,
    }
}

#[derive(Clone, Copy)]
struct Style {
    size: f32,
    weight: Weight,
    colour: Colour,
    lines: usize,
}

impl Style {
    const HEADING: Self = Self { size: 20.0, weight: Weight::Bold, colour: BLACK, lines: 2 };
    const TITLE: Self = Self { size: 12.5, weight: Weight::Bold, colour: BLACK, lines: LINES };
    const SMALL: Self = Self { size: 10.0, weight: Weight::Regular, colour: GREY, lines: 8 };
    const LINE: Self = Self { size: 10.0, weight: Weight::Regular, colour: BLACK, lines: LINES };
    const LINK: Self = Self { size: 10.0, weight: Weight::Regular, colour: BLUE, lines: 1 };

    fn height(self) -> f32 {
        self.size * 1.35
    }
}

struct Sheet {
    paper: (f32, f32),
    lang: Lang,
    pages: Vec<Page>,
    /// Where the next thing begins.
    y: f32,
    lost: usize,
}

impl Sheet {
    fn inner(&self) -> f32 {
        self.paper.0 - 2.0 * MARGIN
    }

    /// Begins a page.
    fn turn(&mut self) {
        self.pages.push(Page::new(self.paper.0, self.paper.1, self.lang.tag()));
        self.y = MARGIN;
    }

    fn page(&mut self) -> Option<&mut Page> {
        self.pages.last_mut()
    }

    fn paragraph(&mut self, x: f32, text: &str, style: Style, room: f32) {
        self.lost += encode(text).lost;
        for line in broken(text, style, room) {
            self.y += style.height();
            let y = self.y;
            if let Some(page) = self.page() {
                page.text(x, y, style.size, style.weight, style.colour, &line);
            }
        }
    }

    fn card(&mut self, card: &Card) {
        let code = card.link.as_ref().and_then(|(url, _)| Qr::new(url.as_str()).ok());
        // What a telephone reads at arm’s length, and no smaller than the picture on the other side.
        let side = code.as_ref().map_or(0.0, |code| (code.tenths_of_mm() as f32 / 10.0 * MM).max(PICTURE));
        let x = MARGIN + PICTURE + GAP;
        let room = self.paper.0 - MARGIN - x - if side > 0.0 { side + GAP } else { 0.0 };
        let lines = |text: &str, style: Style| broken(text, style, room).len() as f32 * style.height();
        let text = lines(&card.title, Style::TITLE)
            + card.lines.iter().map(|line| lines(line, Style::LINE)).sum::<f32>()
            + card.link.as_ref().map_or(0.0, |(_, label)| lines(label, Style::LINK));
        let height = text.max(PICTURE).max(side);
        if self.y + GAP + height > self.paper.1 - MARGIN {
            self.turn();
        }
        let top = self.y + GAP;
        let (right, inner) = (self.paper.0 - MARGIN, self.inner());
        if let Some(page) = self.page() {
            page.fill(&[Area { x: MARGIN, y: top - GAP / 2.0 - 2.0, width: inner, height: 0.6 }], PALE);
            if let Some(picture) = &card.picture {
                let scale = PICTURE / picture.width.max(picture.height).max(1) as f32;
                let (width, height) = (picture.width as f32 * scale, picture.height as f32 * scale);
                let (x, y) = (MARGIN + (PICTURE - width) / 2.0, top + (PICTURE - height) / 2.0);
                page.picture(Area { x, y, width, height }, picture.clone());
            }
            if let (Some(code), Some((url, label))) = (&code, &card.link) {
                let area = Area { x: right - side, y: top, width: side, height: side };
                page.fill(&modules(code, area), [0.0; 3]);
                page.link(area, url, label);
            }
        }
        self.y = top;
        self.paragraph(x, &card.title, Style::TITLE, room);
        for line in &card.lines {
            self.paragraph(x, line, Style::LINE, room);
        }
        if let Some((url, label)) = &card.link {
            let before = self.y;
            self.paragraph(x, label, Style::LINK, room);
            let area = Area { x, y: before + 2.0, width: room, height: self.y - before + 2.0 };
            if let Some(page) = self.page() {
                page.link(area, url, label);
            }
        }
        self.y = top + height;
    }

    /// Numbers the pages, where there are several.
    fn number(&mut self) {
        let count = self.pages.len();
        let ((right, bottom), style) = (self.paper, Style::SMALL);
        for (n, page) in self.pages.iter_mut().enumerate().filter(|_| count > 1) {
            let text = format!("{} / {count}", n + 1);
            let x = right - MARGIN - width(&text, style.size, style.weight);
            page.text(x, bottom - MARGIN / 2.0, style.size, style.weight, style.colour, &text);
        }
    }
}

/// A text in lines that fit; what is more than the style allows is cut, and the cut is shown.
fn broken(text: &str, style: Style, room: f32) -> Vec<String> {
    let wide = |text: &str| width(text, style.size, style.weight);
    let mut lines = Vec::new();
    let mut line = String::new();
    // No more than could be shown is measured, however long the text is.
    let most = 4 * style.lines * (room.max(1.0) / style.size) as usize + 100;
    let text: String = text.chars().take(most).collect();
    for word in text.split_whitespace() {
        let together = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if wide(&together) <= room {
            line = together;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if wide(&line) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > style.lines {
        lines.truncate(style.lines);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && wide(&format!("{last}…")) > room {
                last.pop();
            }
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    lines
}

/// The dark modules of a code that, with its quiet zone, fills an area.
fn modules(code: &Qr, area: Area) -> Vec<Area> {
    let quiet = crate::picture::QUIET as f32;
    let module = area.width / (code.size() as f32 + 2.0 * quiet);
    let place = |(x, y, length): (usize, usize, usize)| Area {
        x: area.x + (x as f32 + quiet) * module,
        y: area.y + (y as f32 + quiet) * module,
        width: length as f32 * module,
        // A hair more, or viewers show white between the rows.
        height: module * 1.02,
    };
    code.runs().map(place).collect()
}

fn decode(bytes: &[u8], limits: &Limits) -> Option<Picture> {
    let info = picture_info(bytes, limits).ok()?;
    let pixels = u64::from(info.width) * u64::from(info.height);
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let size = reader.output_buffer_size().filter(|size| *size as u64 <= pixels.saturating_mul(4))?;
    let mut buffer = vec![0; size];
    let frame = reader.next_frame(&mut buffer).ok()?;
    let channels = frame.color_type.samples();
    let samples = buffer.get(..frame.buffer_size())?;
    let at = |x: u32, y: u32| {
        let start = (y as usize * frame.width as usize + x as usize) * channels;
        match *samples.get(start..start + channels)? {
            [grey, opacity] => Some([grey, grey, grey, opacity]),
            [red, green, blue, opacity] => Some([red, green, blue, opacity]),
            _ => None,
        }
    };
    reduce(frame.width, frame.height, at)
}

/// At most [`PIXELS`] a side: each pixel is the mean of those it stands for, by their opacity.
fn reduce(width: u32, height: u32, at: impl Fn(u32, u32) -> Option<[u8; 4]>) -> Option<Picture> {
    let longer = width.max(height).max(1);
    let side = |length: u32| if longer > PIXELS { (length * PIXELS / longer).max(1) } else { length };
    let (columns, rows) = (side(width), side(height));
    let mut picture = Picture { width: columns, height: rows, colours: Vec::new(), opacity: Vec::new() };
    let part = |n: u32, count: u32, length: u32| {
        let from = u64::from(n) * u64::from(length) / u64::from(count);
        let to = (u64::from(n + 1) * u64::from(length)).div_ceil(u64::from(count));
        from as u32..to as u32
    };
    for row in 0..rows {
        for column in 0..columns {
            let (mut sums, mut opacity, mut count) = ([0_u64; 3], 0_u64, 0_u64);
            for y in part(row, rows, height) {
                for x in part(column, columns, width) {
                    let [red, green, blue, alpha] = at(x, y)?;
                    for (sum, colour) in sums.iter_mut().zip([red, green, blue]) {
                        *sum += u64::from(colour) * u64::from(alpha);
                    }
                    opacity += u64::from(alpha);
                    count += 1;
                }
            }
            picture.colours.extend(sums.map(|sum| (sum / opacity.max(1)) as u8));
            picture.opacity.push((opacity / count.max(1)) as u8);
        }
    }
    Some(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{attach::Document, open};

    fn card(title: &str, address: &str) -> Card {
        Card {
            title: title.to_owned(),
            lines: vec!["Délivré par La Fabrique, Bayeux".into(), "Le 2 mars 2026".into()],
            picture: picture(
                b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"><circle r=\"4\"/></svg>",
                &Limits::default(),
            ),
            link: Some((Url::parse(address).unwrap(), "En ligne : badges.example.org".into())),
        }
    }

    #[test]
    fn lines_fit_and_cuts_are_shown() {
        let room = 120.0;
        let style = Style::TITLE;
        for text in [
            "",
            "Découpe",
            "Découper une pièce à la bonne cote avec la machine du lieu",
            &"x".repeat(4_000),
            &"à ".repeat(90),
        ] {
            let lines = broken(text, style, room);
            assert!(lines.len() <= LINES && lines.iter().all(|line| width(line, style.size, style.weight) <= room));
            let said = lines.join(" ");
            assert_eq!(said.ends_with('…'), said.chars().count() < text.trim().chars().count(), "{said}");
        }
    }

    #[test]
    fn pages_are_turned_and_their_codes_are_read_again() {
        let limits = Limits::default();
        let pdf = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/documents/nothing.pdf")).unwrap();
        let document = Document::read(&pdf, &limits).unwrap();
        let address = |n: usize| format!("https://badges.example.org/b/{n}-0123456789/");
        for (count, expected) in [(1, 1), (4, 1), (12, 2), (30, 4)] {
            let cards: Vec<Card> = (0..count).map(|n| card("Découpe laser 漢", &address(n))).collect();
            let laid = lay_out("Badges", "Joints à ce document.", &cards, document.paper(), Lang::Fr);
            assert_eq!((laid.pages.len(), laid.lost), (expected, count), "{count}");
            if count > 4 {
                continue;
            }
            let out = document.attach(&[], &laid.pages).unwrap();
            let opened = open(&out.bytes, &limits);
            for n in 0..count {
                let link = opened.links.iter().find(|link| link.url.as_str() == address(n));
                let places = link.map_or(0, |link| 1 + link.also.len());
                // The link and, where shapes are looked at, the code.
                assert!(places > usize::from(cfg!(feature = "scan")), "{n} of {count}: {places}");
            }
        }
    }

    #[test]
    fn pictures_keep_their_shape_and_their_transparency() {
        let limits = Limits::default();
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"><path fill=\"#f00\" d=\"M0 0h4v6H0z\"/></svg>";
        let small = picture(svg, &limits).unwrap();
        assert_eq!((small.width, small.height), (320, 213));
        assert_eq!((&small.colours[..3], small.opacity[0], small.opacity[319]), (&[255, 0, 0][..], 255, 0));
        let large = picture(&to_png(svg, 900, &limits).unwrap(), &limits).unwrap();
        assert_eq!((large.width, large.height, large.opacity[319]), (320, 213, 0));
        assert_eq!(picture(b"{}", &limits), None);
    }
}
