//! The document: pages one after the other, then everything that holds for all of them.

use std::collections::BTreeSet;
use std::io::Write;
use std::num::NonZeroU16;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use super::ink::{Ink, MM};
use super::join::{Follows, Joiner};
use super::letters::{Block, Hand, Written};
use super::template::{Template, filled};
use super::{House, Printed, card, certificate};
use crate::language::Lang;
use crate::message::plain_within;
use crate::time::Timestamp;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Several cards a page, with marks to cut along.
    Cards,
    /// A page for each award.
    Certificates,
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PaperError {
    /// Nothing was given to print.
    #[error("nothing to print")]
    Nothing,
    /// The document would not keep to PDF/A-3a and PDF/UA-1: what the writer found, in its words.
    #[error("not PDF/A-3a and PDF/UA-1: {}", found.join("; "))]
    NotConform {
        /// Each finding.
        found: Vec<String>,
    },
    /// The writer failed otherwise.
    #[error("cannot be written")]
    Unwritten,
    /// What the document was written to refused it: a disk that is full.
    #[error("cannot be put where it was to go: {0}")]
    Refused(std::io::ErrorKind),
}

/// What a reader should know about a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remark {
    /// A text holds letters that the font does not have: the signed badge keeps it, the paper says so.
    Unwritable {
        /// Which award, from 0.
        award: usize,
        /// `title`, `name`, `done`, `place`, `level`
        field: &'static str,
    },
    /// Pictograms were left out of a text.
    WithoutSigns {
        /// Which award, from 0.
        award: usize,
        /// Which text.
        field: &'static str,
    },
    /// A text was too long and ends with an ellipsis. Readers of the screen hear all of it.
    Shortened {
        /// Which award, from 0.
        award: usize,
        /// Which text.
        field: &'static str,
    },
    /// The code is too large for the card, and was left out.
    NoRoomForCode {
        /// Which award, from 0.
        award: usize,
    },
}

/// Prints awards into one document, in the order in which they come. The writer of documents keeps all of one until its
/// end, so what has [`RUN`] pages is ended, checked, and put where the document goes; of the pages before, some dozens of
/// bytes each are kept. A shorter document is written in one piece.
pub struct Press<W = Vec<u8>> {
    kind: Kind,
    template: Template,
    house: House,
    lang: Lang,
    now: Timestamp,
    title: String,
    hand: Hand,
    run: Run,
    /// How many pages a run has: fewer in tests.
    pub(super) most: usize,
    joiner: Joiner,
    to: W,
    failed: Option<PaperError>,
    waiting: Vec<Printed>,
    pages: usize,
    awards: usize,
    remarks: Vec<Remark>,
}

/// Pages that the writer has.
struct Run {
    document: Document,
    tags: TagTree,
    outline: Outline,
    pages: usize,
    files: BTreeSet<String>,
}

/// How many pages the writer has at once: 50 certificates take a megabyte there.
pub const RUN: usize = 50;

/// A4, in points.
pub(super) const A4: (f32, f32) = (210.0 * MM, 297.0 * MM);

impl Run {
    fn new(lang: Lang) -> Result<Self, PaperError> {
        let configuration = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A3_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|_| PaperError::Unwritten)?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        Ok(Self {
            document: Document::new_with(settings),
            tags: TagTree::new().with_lang(Some(lang.tag().to_owned())),
            outline: Outline::new(),
            pages: 0,
            files: BTreeSet::new(),
        })
    }

    fn finish(mut self, metadata: Metadata) -> Result<Vec<u8>, PaperError> {
        self.document.set_metadata(metadata);
        self.document.set_outline(self.outline);
        self.document.set_tag_tree(self.tags);
        self.document.finish().map_err(|e| match e {
            KrillaError::Validation(found) => {
                PaperError::NotConform { found: found.iter().map(|(error, _)| format!("{error:?}")).collect() }
            }
            _ => PaperError::Unwritten,
        })
    }
}

impl Press {
    /// An empty document, in memory. `lang` is that of the document as a whole, `title` what a reader's window says.
    ///
    /// # Errors
    /// [`PaperError::Unwritten`] if the font compiled in could not be read.
    pub fn new(
        kind: Kind,
        template: Template,
        house: House,
        lang: Lang,
        title: &str,
        now: Timestamp,
    ) -> Result<Self, PaperError> {
        Self::onto(kind, template, house, lang, (title, now), Vec::new())
    }
}

impl<W: Write> Press<W> {
    /// The same, written to something as it grows. What a document that fails has written by then is of no use.
    ///
    /// # Errors
    /// [`PaperError::Unwritten`] if the font compiled in could not be read.
    pub fn onto(
        kind: Kind,
        template: Template,
        house: House,
        lang: Lang,
        (title, now): (&str, Timestamp),
        to: W,
    ) -> Result<Self, PaperError> {
        Ok(Self {
            kind,
            template,
            house,
            lang,
            now,
            title: title.to_owned(),
            hand: Hand::new().ok_or(PaperError::Unwritten)?,
            run: Run::new(lang)?,
            most: RUN,
            joiner: Joiner::default(),
            to,
            failed: None,
            waiting: Vec::new(),
            pages: 0,
            awards: 0,
            remarks: Vec::new(),
        })
    }

    /// Adds an award.
    pub fn add(&mut self, mut award: Printed) {
        award.place = self.whereabouts(award.place);
        self.waiting.push(award);
        let full = match self.kind {
            Kind::Cards => card::Grid::of(&self.template).cards(),
            Kind::Certificates => 1,
        };
        if self.waiting.len() >= full {
            self.print();
        }
    }

    /// Where it was, as it can be written; without letters that the font has, the lines around it do without.
    fn whereabouts(&mut self, place: Option<String>) -> Option<String> {
        let (award, field) = (self.awards + self.waiting.len(), "place");
        let place = place?;
        match self.hand.clean(&place) {
            Some((text, Written::Whole)) => Some(text),
            Some((text, Written::WithoutSigns)) => {
                self.remarks.push(Remark::WithoutSigns { award, field });
                Some(text).filter(|text| text.contains(char::is_alphanumeric))
            }
            None => {
                self.remarks.push(Remark::Unwritable { award, field });
                None
            }
        }
    }

    /// Pages so far.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages + usize::from(!self.waiting.is_empty())
    }

    /// What the document was written to, and what there is to know about it.
    ///
    /// # Errors
    /// See [`PaperError`].
    pub fn finish(mut self) -> Result<(W, Vec<Remark>), PaperError> {
        self.print();
        if self.awards == 0 {
            return Err(PaperError::Nothing);
        }
        match self.failed.take() {
            Some(failed) => return Err(failed),
            None => self.end_run(Follows::Nothing)?,
        }
        self.to.flush().map_err(|e| PaperError::Refused(e.kind()))?;
        Ok((self.to, self.remarks))
    }

    /// Puts the pages that the writer has where the document goes.
    fn end_run(&mut self, follows: Follows) -> Result<(), PaperError> {
        let metadata = Metadata::new()
            .title(self.title.clone())
            .language(self.lang.tag().to_owned())
            .authors(vec![self.house.name.clone()])
            .creator(concat!("badge ", env!("CARGO_PKG_VERSION")).to_owned())
            .creation_date(date_time(self.now));
        let run = std::mem::replace(&mut self.run, Run::new(self.lang)?);
        let bytes = run.finish(metadata)?;
        if follows == Follows::Nothing && self.joiner.is_empty() {
            return self.to.write_all(&bytes).map_err(|e| PaperError::Refused(e.kind()));
        }
        self.joiner.add(&bytes, follows, &mut self.to)
    }

    /// The name of a file, unlike every other of the document, in letters that mean nothing else in one.
    fn file_name(&mut self, wanted: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' };
        let wanted: String = wanted.chars().map(plain).collect();
        let (stem, ending) = wanted.split_at(wanted.rfind('.').unwrap_or(wanted.len()));
        let mut name = wanted.clone();
        for n in 2.. {
            if !self.joiner.has_file(&name) && self.run.files.insert(name.clone()) {
                break;
            }
            name = format!("{stem}-{n}{ending}");
        }
        name
    }

    /// Prints the page that is waiting.
    fn print(&mut self) {
        let batch = std::mem::take(&mut self.waiting);
        if batch.is_empty() || self.failed.is_some() {
            return;
        }
        // Only now: the last run has to know that it is the last.
        if self.run.pages == self.most {
            self.failed = self.end_run(Follows::Another).err();
        }
        let paper = match self.kind {
            Kind::Certificates if self.template.certificate.landscape => (A4.1, A4.0),
            _ => A4,
        };
        let Some(settings) = PageSettings::from_wh(paper.0, paper.1) else { return };
        let first = self.remarks.len();
        let mut page = self.run.document.start_page_with(settings);
        let drawn: Vec<(TagGroup, Point)> = {
            let ink = Ink { surface: page.surface(), hand: &self.hand };
            let (template, house, award) = (&self.template, &self.house, self.awards);
            let mut sheet = Sheet { ink, template, house, remarks: &mut self.remarks, award, first };
            match self.kind {
                Kind::Certificates => batch.iter().map(|award| certificate::draw(&mut sheet, award, paper)).collect(),
                Kind::Cards => card::draw(&mut sheet, &batch),
            }
        };
        page.finish();
        for ((tags, at), award) in drawn.into_iter().zip(&batch) {
            let mut section = TagGroup::new(Tag::Section.with_lang(Some(award.lang.tag().to_owned())));
            section.children = tags.children;
            self.run.tags.push(section);
            let name = award.name.as_ref().map_or_else(String::new, |name| format!(" – {name}"));
            let target = XyzDestination::new(self.run.pages, at);
            self.run.outline.push_child(OutlineNode::new(format!("{}{name}", award.title), target));
        }
        self.awards += batch.len();
        for file in batch.into_iter().filter_map(|award| award.file) {
            let path = self.file_name(&file.name);
            let embedded = self.run.document.embed_file(EmbeddedFile {
                path,
                mime_type: MimeType::new(file.media_type),
                description: Some(file.description),
                association_kind: AssociationKind::Data,
                data: file.bytes.into(),
                modification_date: Some(date_time(file.date)),
                compress: Some(true),
                location: None,
            });
            if embedded.is_none() {
                self.failed = Some(PaperError::Unwritten);
            }
        }
        self.pages += 1;
        self.run.pages += 1;
    }
}

/// A page being laid out.
pub(super) struct Sheet<'p> {
    pub(super) ink: Ink<'p>,
    pub(super) template: &'p Template,
    pub(super) house: &'p House,
    pub(super) remarks: &'p mut Vec<Remark>,
    /// The number of the award that is being drawn.
    pub(super) award: usize,
    /// Remarks of earlier pages.
    first: usize,
}

impl Sheet<'_> {
    /// A text of the award as it can be written. What the font cannot write is told, on paper and to the caller.
    pub(super) fn written(&mut self, field: &'static str, text: &str, lang: Lang) -> String {
        let award = self.award;
        match self.ink.hand.clean(text) {
            Some((text, Written::Whole)) => text,
            Some((text, Written::WithoutSigns)) => {
                self.remarks.push(Remark::WithoutSigns { award, field });
                text
            }
            None => {
                self.remarks.push(Remark::Unwritable { award, field });
                match (field, lang) {
                    // Room to write it by hand.
                    ("name", _) => ". . . . . . . . . . . . . . . . . . . . .".to_owned(),
                    (_, Lang::Fr) => "(voir le badge signé)".to_owned(),
                    (_, Lang::En) => "(see the signed badge)".to_owned(),
                }
            }
        }
    }

    /// A text of the template, with what the award says in its holes; empty for one that says nothing.
    pub(super) fn said(&mut self, name: &str, award: &Printed) -> String {
        self.filled(name, award, (usize::MAX, usize::MAX))
    }

    /// The same on the lines that it has, and whether something is missing there. Where the lines are too few, the name of
    /// the place gives way, and where it was: never a date, an address or a code.
    pub(super) fn said_within(
        &mut self,
        name: &str,
        award: &Printed,
        set: impl Fn(&Hand, &str) -> Block,
    ) -> (String, Block, bool) {
        let whole = self.said(name, award);
        let block = set(self.ink.hand, &whole);
        if !block.cut {
            return (whole, block, false);
        }
        for most in [(60, 60), (40, 60), (40, 40), (24, 40), (24, 24), (16, 24), (16, 16), (10, 10)] {
            let short = self.filled(name, award, most);
            let block = set(self.ink.hand, &short);
            if !block.cut {
                self.shortened("place", true);
                return (whole, block, true);
            }
        }
        self.shortened("place", true);
        (whole, block, true)
    }

    /// `most` letters of where it was and of the house's name.
    fn filled(&mut self, name: &str, award: &Printed, most: (usize, usize)) -> String {
        let claim = award.claim.as_ref();
        let house = plain_within(&self.house.name, most.1);
        let place = award.place.as_deref().map(|place| plain_within(place, most.0));
        let text = filled(self.template.texts(award.lang).get(name), |hole| {
            Some(match hole {
                "name" => award.name.as_deref()?,
                "title" => &award.title,
                "level" => award.level.as_deref()?,
                "place" => &house,
                "date" => &award.date,
                "where" => place.as_deref()?,
                "until" => award.until.as_deref()?,
                "code" => &claim?.code,
                "address" => claim?.address.as_deref()?,
                _ => return None,
            })
        });
        if text.trim().is_empty() { String::new() } else { self.written("text", &text, award.lang) }
    }

    /// What a code is, for those who do not see it.
    pub(super) const fn code_alt(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => "Code QR à photographier : une courte déclaration signée, pour vérifier ce badge",
            Lang::En => "QR code to be scanned: a short signed statement, to check this badge",
        }
    }

    /// What was remarked several times while a page was measured is told once, as it was the last time.
    pub(super) fn settle(&mut self) {
        let first = self.first;
        let mut seen: Vec<Remark> = Vec::new();
        for remark in self.remarks.drain(first..) {
            if !seen.contains(&remark) {
                seen.push(remark);
            }
        }
        self.remarks.extend(seen);
    }

    /// Notes that a text was cut.
    pub(super) fn shortened(&mut self, field: &'static str, cut: bool) {
        if cut {
            self.remarks.push(Remark::Shortened { award: self.award, field });
        }
    }
}

/// The tag of a title: a heading of the first rank.
pub(super) fn heading(award: &Printed, actual: bool) -> TagGroup {
    let tag = Tag::Hn(NonZeroU16::MIN, Some(award.title.clone())).with_lang(other_language(award));
    TagGroup::new(tag.with_actual_text(actual.then(|| award.title.clone())))
}

/// The tag of a paragraph; `actual` is what it says in full where the page does not.
pub(super) fn paragraph(actual: Option<&str>) -> TagGroup {
    TagGroup::new(Tag::P.with_actual_text(actual.map(str::to_owned)))
}

/// The same for the badge's own words.
pub(super) fn own_words(award: &Printed, actual: Option<&str>) -> TagGroup {
    TagGroup::new(Tag::P.with_actual_text(actual.map(str::to_owned)).with_lang(other_language(award)))
}

/// The language of the badge where the words around it speak another.
fn other_language(award: &Printed) -> Option<String> {
    (award.speaks != award.lang).then(|| award.speaks.tag().to_owned())
}

fn date_time(at: Timestamp) -> DateTime {
    let (year, month, day) = at.to_utc_seconds().ymd();
    let second = at.unix().rem_euclid(86_400);
    let part = |n: i64| u8::try_from(n).unwrap_or(0);
    DateTime::new(u16::try_from(year).unwrap_or(0))
        .month(month)
        .day(day)
        .hour(part(second / 3_600))
        .minute(part(second / 60 % 60))
        .second(part(second % 60))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
