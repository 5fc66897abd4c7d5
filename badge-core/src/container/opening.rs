//! One opening: what was found so far, where we are, and what it may still cost.
//!
//! Readers of containers are given an [`Opening`] and say what they see: a part (which is opened in its turn), a
//! credential, an address, a fault. Bounds, places and duplicates are kept here, for all of them.

use crate::limits::Limits;
use crate::name::Url;

use super::link::{self, Link, LinkKind};
use super::{Finding, Format, Opened, Presented, Raw, Wrapping};

/// How many times over the pixels of one document may be looked at: nearly every way for a hard photo of 12 million.
#[cfg(feature = "scan")]
const LOOKS: u64 = 2;

/// Bytes of addresses that are put together from lines, in all parts: twice what the largest document has in all.
const READINGS: usize = 1 << 26;

/// Pictures in one document of which is told that they look like a badge's.
const ALIKE: usize = 5;

pub(super) struct Opening<'a> {
    pub(super) limits: &'a Limits,
    opened: Opened,
    /// Where we are, outermost first.
    via: Vec<Wrapping>,
    /// How many containers we are in.
    depth: usize,
    parts: usize,
    bytes: usize,
    /// The address of what is opened, where it has one.
    #[cfg_attr(not(feature = "markup"), allow(dead_code, reason = "only pages have neighbours"))]
    pub(super) base: Option<Url>,
    /// How many addresses were reported.
    addresses: usize,
    /// What reading addresses that reach the ends of lines may still cost, in bytes.
    readings_left: usize,
    /// Bytes that may still be gone through for what is in brackets.
    brackets_left: usize,
    /// Where pictures are that look like a badge's and hold none.
    alike: Vec<Vec<Wrapping>>,
    /// Pixels in which codes were looked for.
    #[cfg(feature = "scan")]
    pixels: u64,
    /// Pixels that may still be looked at, in all ways of looking.
    #[cfg(feature = "scan")]
    looks_left: u64,
}

impl<'a> Opening<'a> {
    pub(super) fn new(format: Format, limits: &'a Limits) -> Self {
        let opened = Opened { format, found: Vec::new(), links: Vec::new(), findings: Vec::new() };
        Self {
            limits,
            opened,
            via: Vec::new(),
            depth: 0,
            parts: 0,
            bytes: 0,
            base: None,
            addresses: 0,
            readings_left: READINGS,
            brackets_left: limits.parts_bytes.saturating_mul(2),
            alike: Vec::new(),
            #[cfg(feature = "scan")]
            pixels: 0,
            #[cfg(feature = "scan")]
            looks_left: limits.scan_pixels.saturating_mul(LOOKS),
        }
    }

    /// An opening of what was served at an address: a part of where the address was found.
    pub(super) fn served(format: Format, limits: &'a Limits, url: &Url, via: Vec<Wrapping>) -> Self {
        let mut opening = Self { via, depth: 1, ..Self::new(format, limits) };
        opening.base = Some(url.clone());
        opening
    }

    /// Whether this is a part of something, and not what the person gave.
    pub(super) const fn is_part(&self) -> bool {
        self.depth > 0
    }

    /// Corrects what the input turned out to be.
    #[cfg(any(feature = "svg", feature = "markup"))]
    pub(super) fn set_format(&mut self, format: Format) {
        if !self.is_part() {
            self.opened.format = format;
        }
    }

    /// Opens a part as if it were given alone; what is in it was wrapped in `wrapping`.
    pub(super) fn part(&mut self, wrapping: Wrapping, bytes: &[u8]) {
        if !self.has_room() || !self.spend(bytes.len()) {
            return;
        }
        self.within(wrapping, |opening| opening.deeper(bytes));
    }

    /// Opens what was packed, and nothing else was around.
    pub(super) fn inside(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() && self.has_room() && self.spend(bytes.len()) {
            self.deeper(bytes);
        }
    }

    fn deeper(&mut self, bytes: &[u8]) {
        self.parts += 1;
        self.depth += 1;
        super::open::any(self, bytes);
        self.depth -= 1;
    }

    /// Everything that `look` finds was wrapped in `wrapping`.
    pub(super) fn within<T>(&mut self, wrapping: Wrapping, look: impl FnOnce(&mut Self) -> T) -> T {
        self.via.push(wrapping);
        let result = look(self);
        self.via.pop();
        result
    }

    /// What reading addresses may still cost; zero once it was too much.
    pub(super) const fn readings_left(&self) -> usize {
        self.readings_left
    }

    /// So much of it is left.
    pub(super) fn leave_readings(&mut self, left: usize) {
        self.readings_left = left;
        if left == 0 {
            self.bound("links");
        }
    }

    /// How many bytes may still be gone through for what is in brackets.
    pub(super) const fn brackets_left(&self) -> usize {
        self.brackets_left
    }

    /// So many more were.
    pub(super) fn search_brackets(&mut self, bytes: usize) {
        self.brackets_left = self.brackets_left.saturating_sub(bytes);
        if self.brackets_left == 0 {
            self.bound("parts_bytes");
        }
    }

    /// Asks whether so many more bytes may be worked on, and counts them. Once `false`, it stays so.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        self.bytes = self.bytes.saturating_add(bytes);
        let allowed = self.bytes <= self.limits.parts_bytes;
        if !allowed {
            self.bound("parts_bytes");
        }
        allowed
    }

    /// How many bytes may still be worked on.
    pub(super) const fn bytes_left(&self) -> usize {
        self.limits.parts_bytes.saturating_sub(self.bytes)
    }

    /// How many pixels may still be searched for codes.
    #[cfg(feature = "scan")]
    pub(super) const fn pixels_left(&self) -> u64 {
        self.limits.scan_pixels.saturating_sub(self.pixels)
    }

    /// Asks whether a picture of so many pixels may be searched, and counts them.
    #[cfg(feature = "scan")]
    pub(super) fn search(&mut self, pixels: u64) -> bool {
        let allowed = pixels <= self.pixels_left();
        if allowed {
            self.pixels += pixels;
        } else {
            self.bound("scan_pixels");
        }
        allowed
    }

    /// Asks whether one picture may be looked at once more, and counts it. Where that was too much, nothing is lost but a
    /// guess.
    #[cfg(feature = "scan")]
    pub(super) fn look(&mut self, pixels: u64) -> bool {
        let left = self.looks_left.checked_sub(pixels);
        self.looks_left = left.unwrap_or(self.looks_left);
        left.is_some()
    }

    /// Reads the codes of one picture of several. A hard one is looked at in many ways, an enlarged one at four times its size:
    /// what that costs is counted too, and only the first ways are tried when little is left.
    #[cfg(feature = "scan")]
    pub(super) fn codes(&mut self, luma: super::qr::Luma<'_>) -> super::qr::Codes {
        let (codes, stopped) = super::qr::read_within(luma, self.limits, &mut self.looks_left);
        if stopped {
            self.bound("scan_pixels");
        }
        codes
    }

    /// A credential, here.
    pub(super) fn credential(&mut self, raw: Raw) {
        if let Some(same) = self.opened.found.iter_mut().find(|one| same(&one.raw, &raw)) {
            if same.also.len() < self.limits.parts {
                same.also.push(self.via.clone());
            }
        } else if self.opened.found.len() < self.limits.found {
            self.opened.found.push(Presented { raw, via: self.via.clone(), also: Vec::new() });
        } else {
            self.bound("found");
        }
    }

    /// Whether a further part may be opened here; says which bound there is if not.
    pub(super) fn has_room(&mut self) -> bool {
        let bound = match self {
            _ if self.depth >= self.limits.nesting => "nesting",
            _ if self.parts >= self.limits.parts => "parts",
            _ if self.bytes > self.limits.parts_bytes => "parts_bytes",
            _ => return true,
        };
        self.bound(bound);
        false
    }

    /// An address, here, that nobody asked us to follow.
    pub(super) fn link(&mut self, url: Url) {
        let kind = LinkKind::of(&url);
        self.link_as(url, kind);
    }

    /// The same, where its place says more about it than the address itself.
    pub(super) fn link_as(&mut self, url: Url, kind: LinkKind) {
        // An address that carries its statement along is a badge in hand, not one to be followed.
        if kind == LinkKind::Statement {
            return self.credential(Raw::Link(url));
        }
        // Each is compared with those that are kept: a page of a million links would be as many times as many.
        self.addresses += 1;
        if self.addresses > self.limits.links.saturating_mul(20) {
            return self.bound("links");
        }
        if let Some(same) = self.opened.links.iter_mut().find(|one| one.url == url) {
            same.kind = same.kind.min(kind);
            if same.via != self.via && !same.also.contains(&self.via) && same.also.len() < self.limits.links {
                same.also.push(self.via.clone());
            }
        } else if self.opened.links.len() < self.limits.links {
            self.opened.links.push(Link { url, kind, via: self.via.clone(), also: Vec::new() });
        } else if kind != LinkKind::Other
            && let Some(other) = self.opened.links.iter().position(|one| one.kind == LinkKind::Other)
        {
            // One that may lead to a badge is worth more than one that does not.
            self.opened.links.remove(other);
            self.opened.links.push(Link { url, kind, via: self.via.clone(), also: Vec::new() });
            self.bound("links");
        } else {
            self.bound("links");
        }
    }

    /// Something to be said. Of parts only what concerns a badge: that the photograph in a document is no badge goes
    /// without saying.
    pub(super) fn say(&mut self, finding: Finding) {
        // Of parts it is told in the end, and only where there is no badge at all.
        if finding == Finding::BadgePicture && !self.via.is_empty() {
            if self.alike.len() < ALIKE {
                self.alike.push(self.via.clone());
            }
            return;
        }
        let told = match &finding {
            Finding::Repeated { .. } | Finding::Compressed(_) | Finding::OldChunk { .. } | Finding::Slot { .. } => true,
            Finding::Bound { .. } | Finding::Unread { .. } | Finding::Document(_) => true,
            Finding::OtherEntries { .. } => true,
            _ => !self.is_part(),
        };
        if !told || self.opened.findings.len() >= self.limits.faults {
            return;
        }
        self.opened.findings.push(if self.via.is_empty() {
            finding
        } else {
            Finding::Within { via: self.via.clone(), finding: Box::new(finding) }
        });
    }

    /// A bound was reached; said once.
    pub(super) fn bound(&mut self, limit: &'static str) {
        let bound = Finding::Bound { limit };
        if !self.opened.findings.contains(&bound) {
            self.opened.findings.push(bound);
        }
    }

    /// How many addresses may lead to a badge.
    pub(super) fn badge_links(&self) -> usize {
        self.opened.links.iter().filter(|link| link.kind.may_be_badge()).count()
    }

    /// What was seen so far, whatever it was: badges, the same ones again, addresses, bounds that were reached.
    pub(super) fn seen(&self) -> (usize, usize, usize) {
        let also = self.opened.found.iter().map(|one| 1 + one.also.len()).sum();
        (also, self.addresses, self.opened.findings.len())
    }

    /// How often a credential was found, the same ones included.
    #[cfg(feature = "markup")]
    pub(super) fn sightings(&self) -> usize {
        self.opened.found.iter().map(|one| 1 + one.also.len()).sum()
    }

    pub(super) fn found_nothing(&self) -> bool {
        self.opened.found.is_empty()
    }

    /// How many badges were found so far, those that were found twice counted once.
    pub(super) fn count(&self) -> usize {
        self.opened.found.len()
    }

    /// What was found; addresses of badges that are in hand are not repeated, and those likely to lead to a badge come
    /// first.
    pub(super) fn finish(self) -> Opened {
        let mut opened = self.opened;
        // That a picture lost its badge says more than that there is none, and is told beside addresses that may lead to one.
        let nothing = |finding: &Finding| matches!(finding, Finding::NoBadge | Finding::OnlyLinks { .. });
        if let Some(at) = opened.findings.iter().position(nothing)
            && !self.alike.is_empty()
        {
            let from = if opened.findings.get(at) == Some(&Finding::NoBadge) { at } else { at + 1 };
            let finding = || Box::new(Finding::BadgePicture);
            let alike = self.alike.into_iter().map(|via| Finding::Within { via, finding: finding() });
            opened.findings.splice(from..=at, alike);
        }
        link::settle(&mut opened, self.limits);
        opened
    }
}

/// Whether two are the same badge: white space around it plays no part.
pub(super) fn same(one: &Raw, other: &Raw) -> bool {
    match (one, other) {
        (Raw::Json(one), Raw::Json(other)) => one.trim_ascii() == other.trim_ascii(),
        _ => one == other,
    }
}
