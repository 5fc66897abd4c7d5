//! A page to be added: letters, rectangles, pictures, links. Whoever lays it out knows what they mean.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::letters::{Weight, encode};
use super::text_string;
use super::update::{Update, name};
use crate::name::Url;

/// One page. Places are in points (1/72 inch) from its upper left corner.
#[derive(Debug, Clone)]
pub struct Page {
    width: f32,
    height: f32,
    content: String,
    pictures: Vec<Picture>,
    links: Vec<(Area, Url, String)>,
}

/// A rectangle: its upper left corner, its width and its height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Pixels, first row first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue: three bytes a pixel.
    pub colours: Vec<u8>,
    /// Opacity: one byte a pixel.
    pub opacity: Vec<u8>,
}

/// Red, green and blue, from 0 to 1.
pub type Colour = [f32; 3];

impl Page {
    /// An empty page; `language` is that of its text, as a BCP 47 tag.
    #[must_use]
    pub fn new(width: f32, height: f32, language: &str) -> Self {
        let tag: String = language.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let content = format!("/Span <</Lang ({tag})>> BDC\n");
        Self { width, height, content, pictures: Vec::new(), links: Vec::new() }
    }

    /// A line of text whose letters stand on `y`.
    pub fn text(&mut self, x: f32, y: f32, size: f32, weight: Weight, colour: Colour, text: &str) {
        let font = match weight {
            Weight::Regular => "F1",
            Weight::Bold => "F2",
        };
        let letters = crate::text::hex(&encode(text).bytes);
        let up = self.height - y;
        let _ = writeln!(
            self.content,
            "BT {} rg /{font} {size:.2} Tf {x:.2} {up:.2} Td <{letters}> Tj ET",
            spaced(&colour)
        );
    }

    /// Filled rectangles of one colour.
    pub fn fill(&mut self, areas: &[Area], colour: Colour) {
        let _ = writeln!(self.content, "{} rg", spaced(&colour));
        for area in areas {
            let y = self.height - area.y - area.height;
            let _ = writeln!(self.content, "{:.3} {y:.3} {:.3} {:.3} re", area.x, area.width, area.height);
        }
        self.content.push_str("f\n");
    }

    /// A picture, stretched to fill an area. One whose pixels do not fill its rows is left out.
    pub fn picture(&mut self, area: Area, picture: Picture) {
        let pixels = u64::from(picture.width) * u64::from(picture.height);
        if pixels == 0 || picture.opacity.len() as u64 != pixels || picture.colours.len() as u64 != pixels * 3 {
            return;
        }
        let y = self.height - area.y - area.height;
        let _ = writeln!(
            self.content,
            "q {:.2} 0 0 {:.2} {:.2} {y:.2} cm /P{} Do Q",
            area.width,
            area.height,
            area.x,
            self.pictures.len()
        );
        self.pictures.push(picture);
    }

    /// An area that opens an address; `title` is for those who do not see it.
    pub fn link(&mut self, area: Area, address: &Url, title: &str) {
        self.links.push((area, address.clone(), title.to_owned()));
    }

    /// Writes the page below `parent`.
    pub(super) fn write(&self, update: &mut Update, parent: ObjectId, fonts: &Dictionary) -> ObjectId {
        let mut resources = Dictionary::new();
        resources.set("Font", fonts.clone());
        let mut pictures = Dictionary::new();
        for (n, picture) in self.pictures.iter().enumerate() {
            pictures.set(format!("P{n}"), picture.write(update));
        }
        resources.set("XObject", pictures);
        let content = format!("{}EMC\n", self.content);
        let content = compressed(update, Dictionary::new(), content.as_bytes());
        let (width, height) = (Object::Real(self.width), Object::Real(self.height));
        let paper = vec![Object::Integer(0), Object::Integer(0), width, height];
        let mut page = Dictionary::new();
        page.set("Type", name("Page"));
        page.set("Parent", parent);
        // Said here, as pages inherit what they do not say.
        page.set("MediaBox", paper.clone());
        page.set("CropBox", paper);
        page.set("Rotate", 0);
        page.set("Resources", resources);
        page.set("Contents", content);
        page.set("Annots", self.links.iter().map(|link| self.annotation(link)).collect::<Vec<_>>());
        update.add(&Object::Dictionary(page))
    }

    fn annotation(&self, (area, address, title): &(Area, Url, String)) -> Object {
        let mut action = Dictionary::new();
        action.set("S", name("URI"));
        action.set("URI", Object::String(ascii(address).into_bytes(), StringFormat::Literal));
        let mut link = Dictionary::new();
        link.set("Type", name("Annot"));
        link.set("Subtype", name("Link"));
        let corners =
            [area.x, self.height - area.y - area.height, area.x + area.width, self.height - area.y].map(Object::Real);
        link.set("Rect", corners.to_vec());
        link.set("Border", vec![Object::Integer(0), Object::Integer(0), Object::Integer(0)]);
        // Printed, as PDF/A wants it of what is seen.
        link.set("F", 4);
        link.set("Contents", text_string(title));
        link.set("A", action);
        Object::Dictionary(link)
    }
}

impl Picture {
    fn write(&self, update: &mut Update) -> ObjectId {
        let image = |space: &str| {
            let mut image = Dictionary::new();
            image.set("Type", name("XObject"));
            image.set("Subtype", name("Image"));
            image.set("Width", i64::from(self.width));
            image.set("Height", i64::from(self.height));
            image.set("BitsPerComponent", 8);
            image.set("ColorSpace", name(space));
            image
        };
        let mut picture = image("DeviceRGB");
        if self.opacity.iter().any(|opacity| *opacity != 0xff) {
            picture.set("SMask", compressed(update, image("DeviceGray"), &self.opacity));
        }
        compressed(update, picture, &self.colours)
    }
}

/// The two fonts that pages name.
pub(super) fn fonts(update: &mut Update) -> Dictionary {
    let mut fonts = Dictionary::new();
    for (key, face) in [("F1", "Helvetica"), ("F2", "Helvetica-Bold")] {
        let mut font = Dictionary::new();
        font.set("Type", name("Font"));
        font.set("Subtype", name("Type1"));
        font.set("BaseFont", name(face));
        font.set("Encoding", name("WinAnsiEncoding"));
        fonts.set(key, update.add(&Object::Dictionary(font)));
    }
    fonts
}

fn compressed(update: &mut Update, mut dictionary: Dictionary, data: &[u8]) -> ObjectId {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail; should it, the data stay as they are.
    match encoder.write_all(data).and_then(|()| encoder.finish()) {
        Ok(packed) => {
            dictionary.set("Filter", name("FlateDecode"));
            update.stream(dictionary, &packed)
        }
        Err(_) => update.stream(dictionary, data),
    }
}

fn spaced(numbers: &[f32]) -> String {
    numbers.iter().map(|number| format!("{number:.3}")).collect::<Vec<_>>().join(" ")
}

/// An address as a URI: other letters than those of ASCII are escaped (ISO 32000-1 section 12.6.4.7).
fn ascii(address: &Url) -> String {
    let mut out = String::new();
    for byte in address.as_str().bytes() {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_picture_sizes_are_made_sound() {
        let url = Url::parse("https://example.org/é").unwrap();
        assert_eq!(ascii(&url), "https://example.org/%C3%A9");
        let mut page = Page::new(100.0, 100.0, "fr) /Evil (");
        assert!(page.content.starts_with("/Span <</Lang (frEvil)>> BDC"));
        let area = Area { x: 0.0, y: 0.0, width: 10.0, height: 10.0 };
        page.picture(area, Picture { width: 2, height: 2, colours: vec![0; 3], opacity: vec![0; 4] });
        assert!(page.pictures.is_empty());
    }
}
