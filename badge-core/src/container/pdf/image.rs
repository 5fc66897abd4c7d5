//! Pictures on a page: the file itself where it was kept, else its pixels, in which a QR code may be (ISO 32000-1
//! section 8.9).

use std::borrow::Cow;

use lopdf::{Dictionary, Object, Stream};

use super::Reader;
#[cfg(feature = "scan")]
use super::raster;
use super::raster::Drawing;

#[cfg(not(feature = "scan"))]
impl Reader<'_, '_, '_> {
    pub(super) fn picture(&mut self, page: Option<u32>, stream: &Stream) {
        self.jpeg(page, stream);
    }

    #[expect(clippy::unused_self, reason = "only codes are looked for in pixels")]
    pub(super) fn inline_picture(&mut self, _: Option<u32>, _: &Stream) {}

    #[expect(clippy::unused_self, reason = "only codes are looked for in drawings")]
    pub(super) fn drawing(&mut self, _: Option<u32>, _: &Drawing) {}
}

impl Reader<'_, '_, '_> {
    /// A JPEG lies in a document as it was; other pictures are unpacked. `true` if it was one.
    fn jpeg(&mut self, page: Option<u32>, stream: &Stream) -> bool {
        let Ok(filters) = stream.filters() else { return false };
        if filters.last() != Some(&&b"DCTDecode"[..]) {
            return false;
        }
        if let Some(bytes) = self.without_last(stream) {
            self.part(page, super::PdfPlace::Image, &bytes);
        }
        true
    }

    /// The bytes of a stream as its last filter would be given them.
    fn without_last<'s>(&mut self, stream: &'s Stream) -> Option<Cow<'s, [u8]>> {
        let filters = stream.filters().ok()?;
        let (_, before) = filters.split_last()?;
        if before.is_empty() {
            return Some(Cow::Borrowed(&stream.content));
        }
        let names = before.iter().map(|name| Object::Name(name.to_vec()));
        let mut inner = Stream::new(Dictionary::new(), stream.content.clone());
        inner.dict.set("Filter", Object::Array(names.collect()));
        self.decoded(&inner).map(Cow::Owned)
    }
}

#[cfg(feature = "scan")]
mod pixels {
    use std::rc::Rc;

    use lopdf::{Dictionary, Object, Stream};

    use super::super::super::codes;
    use super::super::super::looks;
    use super::super::super::qr::Luma;
    use super::super::super::raster::{self as whole, Grey};
    use super::super::super::{Finding, Format, PdfPlace, Wrapping};
    use super::super::packed::{self, Packing};
    use super::super::{Reader, dictionary_of};
    use super::{Drawing, raster};
    use crate::limits::Limits;

    /// Modules of the smallest code.
    const SMALLEST: u32 = 21;

    /// A picture that cannot be unpacked.
    pub(in super::super) struct Sealed;

    impl Reader<'_, '_, '_> {
        /// A picture that is an object of its own.
        pub(in super::super) fn picture(&mut self, page: Option<u32>, stream: &Stream) {
            if self.jpeg(page, stream) {
                return;
            }
            match self.grey(stream, SMALLEST) {
                Ok(Some(grey)) => {
                    let luma = Luma { width: grey.width, height: grey.height, pixels: &grey.pixels };
                    if !self.codes(page, PdfPlace::Image, luma) {
                        self.alike(page, stream, &grey);
                    }
                    self.kept.add(stream, Some(Rc::new(grey)));
                }
                Ok(None) => {}
                Err(Sealed) => {
                    self.kept.add(stream, None);
                    self.opening.say(Finding::Unread { page, place: PdfPlace::Image });
                }
            }
        }

        /// Says so if a picture looks like a badge's; not once a badge was found, as only its loss is worth telling.
        fn alike(&mut self, page: Option<u32>, stream: &Stream, grey: &Grey) {
            if !looks::may_be(grey.width, grey.height)
                || !self.opening.found_nothing()
                || !self.opening.look(u64::from(grey.width) * u64::from(grey.height))
            {
                return;
            }
            let on_white = self.on_white(stream, grey);
            if looks::like_a_badge(on_white.as_ref().unwrap_or(grey)) {
                self.opening.within(Wrapping::Pdf { page, place: PdfPlace::Image }, |opening| {
                    opening.say(Finding::BadgePicture);
                });
            }
        }

        /// A picture whose opacity is a picture of its own (ISO 32000-1 section 11.6.5.3), laid on white.
        fn on_white(&mut self, stream: &Stream, grey: &Grey) -> Option<Grey> {
            let (id, mask) = self.document.dereference(stream.dict.get(b"SMask").ok()?).ok()?;
            let mask = mask.as_stream().ok()?;
            // One mask for many pictures is unpacked once; the others are looked at as they are.
            if !id.is_some_and(|id| self.fresh(id)) {
                return None;
            }
            let opacity = self.grey(mask, SMALLEST).ok().flatten()?;
            if (opacity.width, opacity.height) != (grey.width, grey.height) {
                return None;
            }
            let laid = |(grey, opacity): (&u8, &u8)| {
                let (grey, opacity) = (u32::from(*grey), u32::from(*opacity));
                ((grey * opacity + 255 * (255 - opacity)) / 255) as u8
            };
            let pixels = grey.pixels.iter().zip(&opacity.pixels).map(laid).collect();
            Some(Grey { width: grey.width, height: grey.height, pixels })
        }

        /// The brightness of any picture: `None` where there is nothing to be said about it, as it is too small, has no
        /// size, or is over a bound, which was said.
        ///
        /// # Errors
        /// It cannot be unpacked.
        pub(in super::super) fn grey(&mut self, stream: &Stream, least: u32) -> Result<Option<Grey>, Sealed> {
            match stream.filters().ok().and_then(|filters| filters.last().copied()) {
                Some(b"DCTDecode") => return self.jpeg_grey(stream),
                Some(b"JPXDecode") => return self.jpx(stream),
                _ => {}
            }
            let packing = stream.filters().ok().and_then(|filters| Packing::of(filters.last()?));
            let Some(shape) = self.shape(&stream.dict) else { return Ok(None) };
            if !self.affordable(&shape, least) {
                return Ok(None);
            }
            let samples = match packing {
                Some(packing) => self.unpacked(stream, packing, &shape),
                None => self.decoded(stream),
            };
            let pixels = brightness(&shape, &samples.ok_or(Sealed)?);
            Ok(Some(Grey { width: shape.width, height: shape.height, pixels }))
        }

        fn jpeg_grey(&mut self, stream: &Stream) -> Result<Option<Grey>, Sealed> {
            let packed = self.without_last(stream).ok_or(Sealed)?;
            let most = self.opening.limits.picture_pixels.min(self.opening.pixels_left());
            let limits = Limits { picture_pixels: most, ..self.opening.limits.clone() };
            let grey = whole::grey(&packed, &limits).map_err(|_| Sealed)?;
            Ok(self.opening.search(u64::from(grey.width) * u64::from(grey.height)).then_some(grey))
        }

        fn jpx(&mut self, stream: &Stream) -> Result<Option<Grey>, Sealed> {
            let packed = self.without_last(stream).ok_or(Sealed)?;
            let jpx = packed::Jpx::of(&packed).ok_or(Sealed)?;
            if !self.opening.search(jpx.cost()) {
                return Ok(None);
            }
            jpx.grey().map(Some).ok_or(Sealed)
        }

        /// What a fax machine or a scanner packed, as samples of one bit.
        fn unpacked(&mut self, stream: &Stream, packing: Packing, shape: &Shape) -> Option<Vec<u8>> {
            if shape.bits != 1 || shape.colours.components() != 1 {
                return None;
            }
            let object = |object| self.document.dereference(object).ok().map(|(_, object)| object);
            let parameters = stream.dict.get(b"DecodeParms").ok().and_then(object);
            let parameters = match parameters {
                Some(Object::Array(all)) => all.last().and_then(object),
                one => one,
            };
            let parameters = parameters.and_then(|p| p.as_dict().ok());
            let packed = self.without_last(stream)?;
            match packing {
                Packing::Fax => packed::fax(&packed, parameters, shape.width, shape.height),
                // What several pictures share are dictionaries of symbols.
                _ if parameters.is_some_and(|p| p.has(b"JBIG2Globals")) => None,
                _ => packed::jbig2(&packed, shape.width, shape.height),
            }
        }

        /// A picture in the middle of the operators, with its short names.
        pub(in super::super) fn inline_picture(&mut self, page: Option<u32>, stream: &Stream) {
            let Some(shape) = inline_shape(&stream.dict) else { return };
            if self.affordable(&shape, SMALLEST) {
                self.samples(page, &shape, &stream.content);
            }
        }

        /// The shapes of a page.
        pub(in super::super) fn drawing(&mut self, page: Option<u32>, drawing: &Drawing) {
            for put in [raster::put, raster::put_boldly] {
                let drawn = put(drawing, &mut self.crossings);
                if self.crossings == 0 {
                    self.opening.bound("scan_pixels");
                }
                let Some(drawn) = drawn else { continue };
                if !self.opening.search(u64::from(drawn.width) * u64::from(drawn.height)) {
                    return;
                }
                let luma = Luma { width: drawn.width, height: drawn.height, pixels: &drawn.pixels };
                if self.codes(page, PdfPlace::Drawing, luma) {
                    return;
                }
            }
        }

        /// Unpacks samples to brightness and looks for codes.
        fn samples(&mut self, page: Option<u32>, shape: &Shape, samples: &[u8]) {
            let pixels = brightness(shape, samples);
            let luma = Luma { width: shape.width, height: shape.height, pixels: &pixels };
            self.codes(page, PdfPlace::Image, luma);
        }

        /// Looks for codes; whether there are some.
        pub(in super::super) fn codes(&mut self, page: Option<u32>, place: PdfPlace, luma: Luma<'_>) -> bool {
            let codes = self.opening.codes(luma);
            let any = !codes.found.is_empty();
            self.kept.code |= any;
            self.opening.within(Wrapping::Pdf { page, place }, |opening| {
                for code in codes.found {
                    codes::said(opening, Format::Pdf, &code.text);
                }
            });
            any
        }

        fn affordable(&mut self, shape: &Shape, least: u32) -> bool {
            let pixels = u64::from(shape.width) * u64::from(shape.height);
            shape.width >= least
                && shape.height >= least
                && pixels <= self.opening.limits.picture_pixels
                && self.opening.search(pixels)
        }

        fn shape(&self, dict: &'_ Dictionary) -> Option<Shape> {
            let get = |key: &[u8]| self.document.dereference(dict.get(key).ok()?).ok().map(|(_, object)| object);
            let number = |key: &[u8]| u32::try_from(get(key)?.as_i64().ok()?).ok();
            let (width, height) = (number(b"Width")?, number(b"Height")?);
            let mask = get(b"ImageMask").is_some_and(|o| matches!(o, Object::Boolean(true)));
            let turned =
                get(b"Decode").and_then(|o| o.as_array().ok()?.first()?.as_float().ok()).is_some_and(|d| d > 0.5);
            // In a mask, 0 is where ink goes: like black.
            let (bits, colours) = if mask {
                (1, Colours::Grey)
            } else {
                (number(b"BitsPerComponent")?, self.colours(get(b"ColorSpace")?)?)
            };
            Shape::of(width, height, bits, colours, turned)
        }

        fn colours(&self, space: &Object) -> Option<Colours> {
            self.colours_of(space, true)
        }

        /// Below a table there is no table again, else one could lead to itself.
        fn colours_of(&self, space: &Object, tables: bool) -> Option<Colours> {
            let object = |object| self.document.dereference(object).ok().map(|(_, object)| object);
            let Object::Array(parts) = space else { return named(space.as_name().ok()?) };
            match object(parts.first()?)?.as_name().ok()? {
                b"ICCBased" => {
                    let profile = dictionary_of(object(parts.get(1)?)?)?;
                    Colours::of(object(profile.get(b"N").ok()?)?.as_i64().ok()?)
                }
                b"Indexed" | b"I" if tables => {
                    let base = object(parts.get(1)?)?;
                    let base = self.colours_of(base, false)?;
                    let table = match object(parts.get(3)?)? {
                        Object::String(table, _) => table.clone(),
                        Object::Stream(table) => table.decompressed_content_with_limit(4_096).ok()?,
                        _ => return None,
                    };
                    Some(Colours::Table(
                        table.chunks(base.components()).take(256).map(|c| base.brightness(c)).collect(),
                    ))
                }
                b"CalGray" => Some(Colours::Grey),
                b"CalRGB" | b"Lab" => Some(Colours::Rgb),
                b"Separation" => Some(Colours::Ink),
                name => named(name),
            }
        }
    }

    struct Shape {
        width: u32,
        height: u32,
        bits: u32,
        colours: Colours,
        turned: bool,
    }

    impl Shape {
        fn of(width: u32, height: u32, bits: u32, colours: Colours, turned: bool) -> Option<Self> {
            matches!(bits, 1 | 2 | 4 | 8 | 16).then_some(Self { width, height, bits, colours, turned })
        }
    }

    fn inline_shape(dict: &Dictionary) -> Option<Shape> {
        let get = |short: &[u8], long: &[u8]| dict.get(short).or_else(|_| dict.get(long)).ok();
        let number = |short: &[u8], long: &[u8]| u32::try_from(get(short, long)?.as_i64().ok()?).ok();
        let mask = get(b"IM", b"ImageMask").is_some_and(|o| matches!(o, Object::Boolean(true)));
        let colours = if mask { Colours::Grey } else { named(get(b"CS", b"ColorSpace")?.as_name().ok()?)? };
        let turned =
            get(b"D", b"Decode").and_then(|o| o.as_array().ok()?.first()?.as_float().ok()).is_some_and(|d| d > 0.5);
        let bits = if mask { 1 } else { number(b"BPC", b"BitsPerComponent")? };
        Shape::of(number(b"W", b"Width")?, number(b"H", b"Height")?, bits, colours, turned)
    }

    fn named(name: &[u8]) -> Option<Colours> {
        match name {
            b"DeviceGray" | b"G" | b"CalGray" => Some(Colours::Grey),
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Some(Colours::Rgb),
            b"DeviceCMYK" | b"CMYK" => Some(Colours::Cmyk),
            _ => None,
        }
    }

    enum Colours {
        Grey,
        /// One ink: much of it is dark.
        Ink,
        Rgb,
        Cmyk,
        /// The brightness of each entry.
        Table(Vec<u8>),
    }

    impl Colours {
        fn of(components: i64) -> Option<Self> {
            match components {
                1 => Some(Self::Grey),
                3 => Some(Self::Rgb),
                4 => Some(Self::Cmyk),
                _ => None,
            }
        }

        const fn components(&self) -> usize {
            match self {
                Self::Grey | Self::Ink | Self::Table(_) => 1,
                Self::Rgb => 3,
                Self::Cmyk => 4,
            }
        }

        fn brightness(&self, sample: &[u8]) -> u8 {
            match (self, sample) {
                (Self::Grey, [grey, ..]) => *grey,
                (Self::Ink, [ink, ..]) => 255 - ink,
                (Self::Rgb, [r, g, b, ..]) => {
                    ((u32::from(*r) * 77 + u32::from(*g) * 151 + u32::from(*b) * 28) >> 8) as u8
                }
                (Self::Cmyk, [c, m, y, k, ..]) => {
                    let ink = (u32::from(*c) * 77 + u32::from(*m) * 151 + u32::from(*y) * 28) >> 8;
                    255_u32.saturating_sub(ink + u32::from(*k)) as u8
                }
                (Self::Table(table), [at, ..]) => table.get(usize::from(*at)).copied().unwrap_or(255),
                _ => 255,
            }
        }
    }

    /// One byte of brightness for each pixel; what is missing at the end is white.
    fn brightness(shape: &Shape, samples: &[u8]) -> Vec<u8> {
        let (width, bits) = (shape.width as usize, shape.bits as usize);
        let components = shape.colours.components();
        let row_bytes = (width * components * bits).div_ceil(8);
        let mut pixels = Vec::with_capacity(width * shape.height as usize);
        let mut sample = [0; 4];
        for row in samples.chunks(row_bytes.max(1)).take(shape.height as usize) {
            for x in 0..width {
                for (at, slot) in sample.iter_mut().enumerate().take(components) {
                    *slot = component(row, x * components + at, bits, matches!(shape.colours, Colours::Table(_)));
                    if shape.turned {
                        *slot = 255 - *slot;
                    }
                }
                pixels.push(shape.colours.brightness(&sample[..components]));
            }
        }
        pixels
    }

    /// One component, stretched to a byte unless it is a number in a table.
    fn component(row: &[u8], at: usize, bits: usize, number: bool) -> u8 {
        let byte = |at: usize| row.get(at).copied().unwrap_or(255);
        match bits {
            8 => byte(at),
            16 => byte(at * 2),
            _ => {
                let bit = at * bits;
                let most = (1_u16 << bits) - 1;
                let value = (u16::from(byte(bit / 8)) >> (8 - bits - bit % 8)) & most;
                if number { value as u8 } else { (value * 255 / most) as u8 }
            }
        }
    }
}
