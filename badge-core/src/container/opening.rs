//! One opening: what was found so far, where we are, and what it may still cost.
//!
//! Readers of containers are given an [`Opening`] and say what they see: a part (which is opened in its turn), a
//! credential, an address, a fault. Bounds, places and duplicates are kept here, for all of them.

use crate::limits::Limits;
use crate::name::Url;

use super::link::{self, Link, LinkKind};
use super::{Finding, Format, Opened, Presented, Raw, Wrapping};

pub(super) struct Opening<'a> {
    pub(super) limits: &'a Limits,
    opened: Opened,
    /// Where we are, outermost first.
    via: Vec<Wrapping>,
    /// How many containers we are in.
    depth: usize,
    parts: usize,
    bytes: usize,
    /// Pixels in which codes were looked for.
    #[cfg(feature = "scan")]
    pixels: u64,
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
            #[cfg(feature = "scan")]
            pixels: 0,
        }
    }

    /// Whether this is a part of something, and not what the person gave.
    pub(super) const fn is_part(&self) -> bool {
        self.depth > 0
    }

    /// Corrects what the input turned out to be.
    #[cfg(feature = "svg")]
    pub(super) fn set_format(&mut self, format: Format) {
        if !self.is_part() {
            self.opened.format = format;
        }
    }

    #[cfg_attr(not(any(test, feature = "pdf")), allow(dead_code, reason = "no reader of containers is built in"))]
    /// Opens a part as if it were given alone; what is in it was wrapped in `wrapping`.
    pub(super) fn part(&mut self, wrapping: Wrapping, bytes: &[u8]) {
        if self.depth >= self.limits.nesting {
            return self.bound("nesting");
        }
        if self.parts >= self.limits.parts {
            return self.bound("parts");
        }
        if !self.spend(bytes.len()) {
            return;
        }
        self.parts += 1;
        self.depth += 1;
        self.within(wrapping, |opening| super::open::any(opening, bytes));
        self.depth -= 1;
    }

    /// Everything that `look` finds was wrapped in `wrapping`.
    pub(super) fn within<T>(&mut self, wrapping: Wrapping, look: impl FnOnce(&mut Self) -> T) -> T {
        self.via.push(wrapping);
        let result = look(self);
        self.via.pop();
        result
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
    #[cfg(feature = "pdf")]
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

    /// An address, here, that nobody asked us to follow.
    pub(super) fn link(&mut self, url: Url) {
        // An address that carries its statement along is a badge in hand, not one to be followed.
        if LinkKind::of(&url) == LinkKind::Statement {
            return self.credential(Raw::Link(url));
        }
        if let Some(same) = self.opened.links.iter_mut().find(|one| one.url == url) {
            if same.via != self.via && !same.also.contains(&self.via) && same.also.len() < self.limits.links {
                same.also.push(self.via.clone());
            }
        } else if self.opened.links.len() < self.limits.links {
            self.opened.links.push(Link::new(url, self.via.clone()));
        } else {
            self.bound("links");
        }
    }

    /// Something to be said. Of parts only what concerns a badge: that the photograph in a document is no badge goes
    /// without saying.
    pub(super) fn say(&mut self, finding: Finding) {
        let told = match &finding {
            Finding::Repeated { .. } | Finding::Compressed(_) | Finding::OldChunk { .. } | Finding::Slot { .. } => true,
            Finding::Bound { .. } | Finding::Unread { .. } | Finding::Document(_) => true,
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
        self.opened.links.iter().filter(|link| link.kind != LinkKind::Other).count()
    }

    pub(super) fn found_nothing(&self) -> bool {
        self.opened.found.is_empty()
    }

    /// What was found; addresses of badges that are in hand are not repeated, and those likely to lead to a badge come
    /// first.
    pub(super) fn finish(self) -> Opened {
        let mut opened = self.opened;
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
