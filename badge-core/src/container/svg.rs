//! Badges in SVG: found by namespace and local name (OB 2.0 Baking; OB 3.0 #svg-baking). Writing is in `splice`.

use std::ops::Range;

use quick_xml::errors::{Error, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::reader::NsReader;

use crate::limits::Limits;

use super::tag::{Source, attributes};
use super::{Format, Keyword, PictureError, SlotFault, SvgFault};

/// Badge elements in one drawing; there should be one or two.
const SLOTS: usize = 1_000;

/// Prefixes for the badge namespaces that are followed through the drawing; there should be one or two. More are left
/// where they are.
const PREFIXES: usize = 4;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What one reading of an SVG tells. All ranges are of bytes in the file.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) root: Option<Root>,
    pub(super) slots: Vec<Slot>,
    pub(super) fault: Option<PictureError>,
    /// Write ASCII only: the file is not in UTF-8.
    pub(super) ascii: bool,
}

/// The `svg` element.
pub(super) struct Root {
    /// As written, with its prefix.
    pub(super) name: String,
    pub(super) name_end: usize,
    /// Just after its `>`.
    pub(super) open_end: usize,
    /// `<svg/>`.
    pub(super) empty: bool,
    /// Its end tag.
    pub(super) close: Option<Range<usize>>,
    /// `width`, `height` and `viewBox`.
    pub(super) size: [Option<String>; 3],
    pub(super) prefixes: Vec<Prefix>,
}

/// A prefix that the root declares.
pub(super) struct Prefix {
    pub(super) name: String,
    pub(super) of: Option<Keyword>,
    /// With the white space before it.
    pub(super) range: Range<usize>,
    /// Something other than a badge of `of` needs it.
    pub(super) used: bool,
}

/// An element in one of the badge namespaces.
pub(super) struct Slot {
    pub(super) keyword: Keyword,
    pub(super) range: Range<usize>,
    pub(super) prefix: Option<String>,
    /// Its own declaration of its prefix, with the white space before it.
    pub(super) own: Option<Range<usize>>,
    verify: Option<String>,
    body: String,
    fault: Option<SlotFault>,
}

impl Scan {
    /// The first element of a namespace, at any depth, and how many more there are (BAKE-14).
    pub(super) fn slot(&self, keyword: Keyword) -> Option<(&Slot, usize)> {
        let mut mine = self.slots.iter().filter(|slot| slot.keyword == keyword);
        mine.next().map(|first| (first, mine.count()))
    }
}

impl Slot {
    /// The text, and whether it stood in the `verify` attribute. In OB 2.0 the body goes first; in OB 3.0 the
    /// attribute does (BAKE-14).
    pub(super) fn text(&self) -> Result<(&str, bool), SlotFault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let body = (!self.body.trim().is_empty()).then_some((self.body.as_str(), false));
        let verify = self.verify.as_deref().filter(|v| !v.trim().is_empty()).map(|v| (v, true));
        match self.keyword {
            Keyword::OpenBadges => body.or(verify),
            Keyword::OpenBadgeCredential => verify.or(body),
        }
        .ok_or(SlotFault::Empty)
    }
}

/// Reads an SVG to its end, or to the first thing that forbids going on.
pub(super) fn scan(bytes: &[u8], limits: &Limits) -> Scan {
    let source = match Source::new(bytes) {
        Ok(source) => source,
        Err(fault) => return Scan { fault: Some(fault.into()), ..Scan::default() },
    };
    let mut walk = Walk { source: &source, limits, scan: Scan::default(), depth: 0, events: 0, open: None };
    let end = walk.run();
    let mut scan = walk.scan;
    scan.fault = end.err();
    scan.ascii = source.ascii;
    for slot in &mut scan.slots {
        if source.ascii && !bytes[slot.range.clone()].is_ascii() && std::str::from_utf8(bytes).is_err() {
            slot.fault = Some(SlotFault::NotUtf8);
        }
    }
    scan
}

/// An SVG that was read to its end without a fault.
pub(super) fn sound(bytes: &[u8], limits: &Limits) -> Result<Scan, PictureError> {
    let scan = scan(bytes, limits);
    scan.fault.map_or(Ok(scan), Err)
}

struct Walk<'a> {
    source: &'a Source<'a>,
    limits: &'a Limits,
    scan: Scan,
    depth: usize,
    events: usize,
    /// The badge element that we are in, and its depth.
    open: Option<(Slot, usize)>,
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), PictureError> {
        let source = self.source;
        let base = source.base;
        let mut reader = NsReader::from_str(&source.text);
        loop {
            let start = position(reader.buffer_position()) + base;
            let event = reader.read_event().map_err(|error| {
                let at = position(reader.error_position()) + base;
                fault_of(&error, at)
            })?;
            let range = start..position(reader.buffer_position()) + base;
            self.events += 1;
            if self.events > self.limits.xml_events {
                return Err(SvgFault::TooManyEvents { limit: self.limits.xml_events }.into());
            }
            let malformed = SvgFault::NotWellFormed { at: start };
            match event {
                Event::Start(tag) => self.element(&reader, &tag, range, false)?,
                Event::Empty(tag) => self.element(&reader, &tag, range, true)?,
                Event::End(_) => self.end(range),
                Event::DocType(doctype) => {
                    if doctype.contains('[') {
                        return Err(SvgFault::InternalSubset.into());
                    }
                    if self.scan.root.is_some() {
                        return Err(malformed.into());
                    }
                }
                Event::Text(text) => match &mut self.open {
                    Some((slot, depth)) if *depth == self.depth => slot.body.push_str(&text.xml10_content()),
                    _ if self.depth == 0 && !text.trim().is_empty() => return Err(malformed.into()),
                    _ => {}
                },
                Event::CData(text) => match &mut self.open {
                    Some((slot, depth)) if *depth == self.depth => slot.body.push_str(&text.xml10_content()),
                    _ if self.depth == 0 => return Err(malformed.into()),
                    _ => {}
                },
                Event::GeneralRef(reference) => match &mut self.open {
                    Some((slot, depth)) if *depth == self.depth => match resolve(&reference) {
                        Some(text) => slot.body.push_str(&text),
                        None => slot.fault = Some(SlotFault::Malformed),
                    },
                    _ if self.depth == 0 => return Err(malformed.into()),
                    _ => {}
                },
                Event::Eof if self.depth > 0 || self.scan.root.is_none() => return Err(SvgFault::Truncated.into()),
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn element(
        &mut self,
        reader: &NsReader<&[u8]>,
        tag: &BytesStart<'_>,
        range: Range<usize>,
        empty: bool,
    ) -> Result<(), PictureError> {
        let namespace = |name: QName<'_>| match reader.resolver().resolve_element(name).0 {
            ResolveResult::Bound(Namespace(uri)) => Some(uri.to_owned()),
            _ => None,
        };
        if self.depth == 0 {
            if self.scan.root.is_some() {
                return Err(SvgFault::NotWellFormed { at: range.start }.into());
            }
            let plain = matches!(reader.resolver().resolve_element(tag.name()).0, ResolveResult::Unbound);
            let svg = tag.local_name().as_ref() == "svg" && (plain || namespace(tag.name()).as_deref() == Some(SVG));
            if !svg {
                return Err(PictureError::NotAPicture(Format::Markup));
            }
            self.scan.root = Some(root(tag, &range, empty)?);
        } else if self.open.is_none() {
            let keyword = Keyword::ALL.into_iter().find(|k| tag.local_name().as_ref() == k.element());
            let keyword = keyword.filter(|k| namespace(tag.name()).as_deref() == Some(k.namespace()));
            if let Some(keyword) = keyword {
                let slot = slot(tag, keyword, &range)?;
                if self.scan.slots.len() == SLOTS {
                    return Err(SvgFault::TooManyBadges { limit: SLOTS }.into());
                }
                if empty {
                    self.scan.slots.push(slot);
                } else {
                    self.open = Some((slot, self.depth + 1));
                }
            } else {
                self.note_prefixes(tag);
            }
        } else {
            self.note_prefixes(tag);
        }
        if !empty {
            self.depth += 1;
            if self.depth > self.limits.xml_depth {
                return Err(SvgFault::TooDeep { limit: self.limits.xml_depth }.into());
            }
        }
        Ok(())
    }

    fn end(&mut self, range: Range<usize>) {
        if let Some((mut slot, depth)) = self.open.take() {
            if depth == self.depth {
                slot.range.end = range.end;
                self.scan.slots.push(slot);
            } else {
                self.open = Some((slot, depth));
            }
        }
        self.depth -= 1;
        if let (0, Some(root)) = (self.depth, &mut self.scan.root) {
            root.close = Some(range);
        }
    }

    /// Remembers which badge prefixes are needed by other elements, so that removing a badge leaves good XML.
    fn note_prefixes(&mut self, tag: &BytesStart<'_>) {
        let inside = self.open.as_ref().map(|(slot, _)| slot.keyword);
        let Some(root) = &mut self.scan.root else { return };
        let mut unused: Vec<_> =
            root.prefixes.iter_mut().filter(|p| p.of.is_some() && p.of != inside && !p.used).collect();
        if unused.is_empty() {
            return;
        }
        let mut attributes = tag.attributes();
        let names = attributes.with_checks(false).flatten().map(|attribute| attribute.key);
        for name in std::iter::once(tag.name()).chain(names) {
            let Some(prefix) = name.prefix() else { continue };
            unused.iter_mut().filter(|p| p.name == prefix.as_ref()).for_each(|p| p.used = true);
        }
    }
}

fn root(tag: &BytesStart<'_>, range: &Range<usize>, empty: bool) -> Result<Root, PictureError> {
    let name = tag.name().as_ref().to_owned();
    let name_end = range.start + 1 + name.len();
    let mut size = [const { None }; 3];
    let mut prefixes = Vec::new();
    for attribute in attributes(tag.attributes_raw()).map_err(|fault| at(fault, range.start))? {
        let range = attribute.range.start + name_end..attribute.range.end + name_end;
        if let Some(prefix) = attribute.key.strip_prefix("xmlns:") {
            if prefix.is_empty() || prefix.contains(':') {
                return Err(SvgFault::NotWellFormed { at: range.start }.into());
            }
            let uri = attribute.value();
            let of = Keyword::ALL.into_iter().find(|k| uri.as_deref() == Some(k.namespace()));
            let used = prefixes.iter().filter(|p: &&Prefix| p.of.is_some()).count() >= PREFIXES;
            prefixes.push(Prefix { name: prefix.to_owned(), of, range, used });
        } else if let Some(at) = ["width", "height", "viewBox"].iter().position(|n| *n == attribute.key) {
            size[at] = attribute.value();
        }
    }
    Ok(Root { name, name_end, open_end: range.end, empty, close: None, size, prefixes })
}

fn slot(tag: &BytesStart<'_>, keyword: Keyword, range: &Range<usize>) -> Result<Slot, PictureError> {
    let prefix = tag.name().prefix().map(|p| p.as_ref().to_owned());
    let name_end = range.start + 1 + tag.name().as_ref().len();
    let declaration = prefix.as_ref().map_or("xmlns".to_owned(), |p| format!("xmlns:{p}"));
    let mut slot =
        Slot { keyword, range: range.clone(), prefix, own: None, verify: None, body: String::new(), fault: None };
    for attribute in attributes(tag.attributes_raw()).map_err(|fault| at(fault, range.start))? {
        if attribute.key == declaration {
            slot.own = Some(attribute.range.start + name_end..attribute.range.end + name_end);
        } else if attribute.key == "verify" {
            match attribute.value() {
                Some(value) => slot.verify = Some(value),
                None => slot.fault = Some(SlotFault::Malformed),
            }
        }
    }
    Ok(slot)
}

fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(c) = reference.resolve_char_ref().ok()? {
        return Some(c.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

pub(super) fn fault_of(error: &Error, at: usize) -> PictureError {
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) => SvgFault::NotWellFormed { at }.into(),
        // All other errors of syntax are about something that is not closed when the file ends.
        Error::Syntax(_) => SvgFault::Truncated.into(),
        Error::Namespace(_) => SvgFault::TooManyAttributes.into(),
        _ => SvgFault::NotWellFormed { at }.into(),
    }
}

/// Gives a fault of one tag its place in the file.
fn at(fault: SvgFault, at: usize) -> SvgFault {
    if let SvgFault::NotWellFormed { .. } = fault { SvgFault::NotWellFormed { at } } else { fault }
}

/// A position in a file that is in memory.
pub(super) fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
