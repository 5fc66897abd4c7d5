//! One document out of several that the writer made: some dozens of bytes of each page are kept, the rest goes where the
//! document goes as soon as it is there.
//!
//! The writer keeps all that it writes until its one end, and checks it there. So it writes runs of pages, each a whole
//! document that has passed. What there is one of in a document is made here: the tree of pages, the tree of what they say
//! and its tree of parents, the outline, the list of files, the catalogue, the metadata.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Write;

use sha2::{Digest as _, Sha256};

use super::PaperError;
use super::objects::{Objects, pair, refs, rewritten, value};
use super::roots::{Roots, parents};
use crate::text::base64;

/// Numbers that are given away before anything is written, since every run refers to these.
const PAGES: u32 = 1;
const TREE: u32 = 2;
const DOCUMENT: u32 = 3;
const OUTLINE: u32 = 4;
const RESERVED: u32 = 4;
/// As many objects as PDF/A allows.
const MOST_OBJECTS: u32 = 8_388_607;
/// For how many runs it is remembered what later ones may use again.
const REMEMBERED: usize = 4;
/// What the writer makes has another form than it had.
const ODD: PaperError = PaperError::Unwritten;

/// What is known of a document that is being written.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    runs: usize,
    /// Bytes written, the first of an object, and the number of the next one.
    at: u64,
    begin: u64,
    next: u32,
    /// How long each object is, from the first that is not reserved: seven bits a byte, as most are short.
    lengths: Vec<u8>,
    /// Where the reserved ones stand.
    reserved: [u64; RESERVED as usize],
    /// The node of each run in the tree of pages, and in the tree of parents.
    nodes: Vec<(u32, u32)>,
    /// Pages, and entries in the tree of parents.
    pages: usize,
    keys: usize,
    /// Every section of the document.
    sections: Vec<u32>,
    /// Every file, in the order of names.
    files: BTreeMap<Box<str>, u32>,
    /// The first and the last item of the outline, and how many there are.
    outline: Option<(u32, u32)>,
    items: usize,
    /// What may be used again, by its digest: its number, and the last run that used it.
    shared: HashMap<[u8; 16], (u32, usize)>,
    /// What all runs say alike.
    common: Option<Common>,
    /// What each run is made of makes the document another than any other.
    made_of: Sha256,
}

/// What the first run says for all.
#[derive(Debug)]
struct Common {
    /// The number of what says how colours are meant.
    intents: u32,
    roles: Vec<u8>,
    /// The keys of the element of the whole document.
    document: Vec<u8>,
}

/// Whether a run is followed by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    Another,
    Nothing,
}

/// New numbers for the objects of a run.
#[derive(Debug, Default)]
struct Plan {
    numbers: HashMap<u32, u32>,
    /// What is written, in this order: the new numbers follow one another.
    order: Vec<u32>,
    next: u32,
}

impl Plan {
    fn number(&self, old: u32) -> Result<u32, PaperError> {
        self.numbers.get(&old).copied().ok_or(ODD)
    }

    fn add(&mut self, old: u32) -> u32 {
        self.order.push(old);
        self.numbers.insert(old, self.next);
        self.next += 1;
        self.next - 1
    }
}

impl Joiner {
    /// Whether a file of this name is in what was written.
    pub(super) fn has_file(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// How much is kept in memory, in bytes: an entry of a sorted list has about two words of its own.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.lengths.len()
            + 8 * self.nodes.len()
            + 4 * self.sections.len()
            + self.files.keys().map(|name| name.len() + 40).sum::<usize>()
            + 40 * self.shared.len()
    }

    /// Whether nothing was written yet.
    pub(super) const fn is_empty(&self) -> bool {
        self.runs == 0
    }

    /// Adds a run of pages, a whole document of the writer's. After the last one the document is ended.
    pub(super) fn add(&mut self, run: &[u8], follows: Follows, to: &mut impl Write) -> Result<(), PaperError> {
        let objects = Objects::read(run).ok_or(ODD)?;
        let roots = Roots::of(&objects).ok_or(ODD)?;
        if self.is_empty() {
            self.next = RESERVED + 1;
            self.put(objects.header, to)?;
            self.begin = self.at;
        }
        self.made_of.update(roots.instance);
        self.write(&objects, &roots, follows, to)?;
        self.runs += 1;
        let oldest = self.runs.saturating_sub(REMEMBERED);
        self.shared.retain(|_, (_, used)| *used >= oldest);
        if follows == Follows::Nothing { self.end(&objects, &roots, to) } else { Ok(()) }
    }

    fn write(
        &mut self,
        objects: &Objects<'_>,
        roots: &Roots<'_>,
        follows: Follows,
        to: &mut impl Write,
    ) -> Result<(), PaperError> {
        let plan = self.plan(objects, roots);
        let keys = self.keys;
        let before = self.outline.map(|(_, last)| last);
        for &old in &plan.order {
            let mut body =
                rewritten(objects.get(old).ok_or(ODD)?, keys, |n| plan.numbers.get(&n).copied()).ok_or(ODD)?;
            // What the writer did not know of. These are dictionaries, all of them.
            let mut more = String::new();
            if old == roots.pages {
                more.push_str(&format!("/Parent {PAGES} 0 R"));
            }
            if let Some(before) = before.filter(|_| old == roots.first) {
                more.push_str(&format!("/Prev {before} 0 R"));
            }
            if old == roots.last && follows == Follows::Another {
                // What the next run writes first, behind the node of parents below.
                more.push_str(&format!("/Next {} 0 R", plan.next + 1));
            }
            body.splice(2..2, more.into_bytes());
            self.object(plan.number(old)?, &body, to)?;
        }
        let (node, count) = parents(roots.tree_body, keys, |n| plan.numbers.get(&n).copied()).ok_or(ODD)?;
        let number = self.next;
        self.object(number, &node, to)?;
        self.nodes.push((plan.number(roots.pages)?, number));
        self.keys += count;
        self.remember(roots, &plan)
    }

    /// Keeps what the end of the document needs of a run.
    fn remember(&mut self, roots: &Roots<'_>, plan: &Plan) -> Result<(), PaperError> {
        self.pages += roots.page_count;
        self.items += roots.items;
        let first = self.outline.map_or_else(|| plan.number(roots.first), |(first, _)| Ok(first))?;
        self.outline = Some((first, plan.number(roots.last)?));
        for section in &roots.sections {
            self.sections.push(plan.number(*section)?);
        }
        for (name, file) in &roots.files {
            // Two of one name would be one too few.
            if self.files.insert((*name).into(), plan.number(*file)?).is_some() {
                return Err(ODD);
            }
        }
        let roles = value(roots.tree_body, "RoleMap").unwrap_or_default();
        let Some(common) = &self.common else {
            let intents = plan.number(roots.intents)?;
            self.common = Some(Common { intents, roles: roles.to_vec(), document: roots.document_keys.clone() });
            return Ok(());
        };
        if common.roles == roles && common.document == roots.document_keys { Ok(()) } else { Err(ODD) }
    }

    /// Gives every object of a run its number in the document.
    fn plan(&mut self, objects: &Objects<'_>, roots: &Roots<'_>) -> Plan {
        let mut plan = Plan { next: self.next, ..Plan::default() };
        plan.numbers.extend([(roots.tree, TREE), (roots.document, DOCUMENT), (roots.outline, OUTLINE)]);
        // The run before has it as its neighbour, and knew only which number comes first.
        plan.add(roots.first);
        for old in objects.numbers() {
            self.share(old, objects, &mut plan, 3);
        }
        for old in objects.numbers() {
            let once = self.common.is_some() && (old == roots.intents || roots.intent_parts.contains(&old));
            if !once && !roots.made_anew(old) && !plan.numbers.contains_key(&old) {
                plan.add(old);
            }
        }
        plan
    }

    /// The number of what may be used by several runs: a picture, and how its colours are meant.
    fn share(&mut self, old: u32, objects: &Objects<'_>, plan: &mut Plan, depth: u8) -> Option<u32> {
        if let Some(number) = plan.numbers.get(&old) {
            return Some(*number);
        }
        let body = objects.get(old)?;
        let is_picture = || value(body, "Subtype") == Some(b"/Image");
        let is_profile = || value(body, "N").and(value(body, "Range")).is_some();
        if depth == 0 || !(body.starts_with(b"[/ICCBased") || is_picture() || is_profile()) {
            return None;
        }
        for of in refs(body) {
            self.share(of, objects, plan, depth - 1)?;
        }
        let body = rewritten(body, 0, |n| plan.numbers.get(&n).copied())?;
        let digest = *Sha256::digest(&body).first_chunk::<16>()?;
        if let Some((number, used)) = self.shared.get_mut(&digest) {
            *used = self.runs;
            plan.numbers.insert(old, *number);
            return Some(*number);
        }
        let number = plan.add(old);
        self.shared.insert(digest, (number, self.runs));
        Some(number)
    }

    /// Writes what there is one of, and where everything stands.
    fn end(&mut self, objects: &Objects<'_>, roots: &Roots<'_>, to: &mut impl Write) -> Result<(), PaperError> {
        let common = self.common.take().ok_or(ODD)?;
        let info = self.next;
        self.object(info, objects.get(roots.info).ok_or(ODD)?, to)?;
        let instance = base64(&self.made_of.clone().finalize()[..16]);
        let metadata = self.next;
        self.object(metadata, roots.metadata(self.pages, &instance).ok_or(ODD)?.as_bytes(), to)?;
        let catalog = self.next;
        let body = self.catalog(roots, metadata, common.intents)?;
        self.object(catalog, &body, to)?;

        // The reserved ones come last, so that all others follow one another.
        let (pages, keys, items) = (self.pages, self.keys, self.items);
        let kids = references(self.nodes.iter().map(|(pages, _)| *pages));
        self.object(PAGES, format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>").as_bytes(), to)?;
        let parents = references(self.nodes.iter().map(|(_, parents)| *parents));
        let tree = format!("/K[{DOCUMENT} 0 R]/ParentTree<</Kids[{parents}]>>/ParentTreeNextKey {keys}>>");
        let tree = [b"<</Type/StructTreeRoot/RoleMap", common.roles.as_slice(), tree.as_bytes()].concat();
        self.object(TREE, &tree, to)?;
        let sections = references(self.sections.iter().copied());
        let children = format!("/P {TREE} 0 R/K[{sections}]>>");
        let document = [b"<<", common.document.as_slice(), children.as_bytes()].concat();
        self.object(DOCUMENT, &document, to)?;
        let (first, last) = self.outline.ok_or(ODD)?;
        let outline = format!("<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {items}>>");
        self.object(OUTLINE, outline.as_bytes(), to)?;

        let (size, at, id) = (self.next, self.at, roots.id);
        self.positions(to)?;
        let trailer = format!(
            "trailer\n<</Size {size}/Root {catalog} 0 R/Info {info} 0 R/ID[({id})({instance})]>>\nstartxref\n{at}\n%%EOF"
        );
        self.put(trailer.as_bytes(), to)
    }

    /// The catalogue of the last run, with what is the whole document's.
    fn catalog(&self, roots: &Roots<'_>, metadata: u32, intents: u32) -> Result<Vec<u8>, PaperError> {
        let mut out = b"<<".to_vec();
        for (key, value) in &roots.catalog {
            let value = match *key {
                b"Pages" => format!("{PAGES} 0 R").into_bytes(),
                b"StructTreeRoot" => format!("{TREE} 0 R").into_bytes(),
                b"Outlines" => format!("{OUTLINE} 0 R").into_bytes(),
                b"Metadata" => format!("{metadata} 0 R").into_bytes(),
                b"OutputIntents" => format!("{intents} 0 R").into_bytes(),
                b"Names" | b"AF" => continue,
                _ if refs(value).next().is_some() => return Err(ODD),
                _ => value.to_vec(),
            };
            out.extend(pair(key, &value));
        }
        out.extend(b"/Names<</EmbeddedFiles<</Names[");
        for (name, file) in &self.files {
            out.extend(format!("({name}){file} 0 R").into_bytes());
        }
        out.extend(b"]>>>>");
        if !self.files.is_empty() {
            out.extend(format!("/AF[{}]", references(self.files.values().copied())).into_bytes());
        }
        out.extend(b">>");
        Ok(out)
    }

    /// One object, whose number is reserved or the next one.
    fn object(&mut self, number: u32, body: &[u8], to: &mut impl Write) -> Result<(), PaperError> {
        let start = self.at;
        self.put(format!("{number} 0 obj\n").as_bytes(), to)?;
        self.put(body, to)?;
        self.put(b"\nendobj\n", to)?;
        let reserved = usize::try_from(number).ok().and_then(|n| self.reserved.get_mut(n.checked_sub(1)?));
        if let Some(at) = reserved {
            *at = start;
            return Ok(());
        }
        if number != self.next || number == MOST_OBJECTS {
            return Err(ODD);
        }
        self.next += 1;
        let mut length = self.at - start;
        loop {
            let [low, ..] = length.to_le_bytes();
            length >>= 7;
            if length == 0 {
                self.lengths.push(low & 0x7f);
                return Ok(());
            }
            self.lengths.push(low | 0x80);
        }
    }

    /// Where every object stands.
    fn positions(&mut self, to: &mut impl Write) -> Result<(), PaperError> {
        // Ten digits are what there is room for.
        (self.at < 10_000_000_000).then_some(()).ok_or(ODD)?;
        self.put(format!("xref\n0 {}\n0000000000 65535 f\r\n", self.next).as_bytes(), to)?;
        for at in self.reserved {
            self.put(format!("{at:010} 00000 n\r\n").as_bytes(), to)?;
        }
        let mut at = self.begin;
        let lengths = std::mem::take(&mut self.lengths);
        let (mut length, mut shift) = (0_u64, 0);
        for byte in lengths {
            length |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                self.put(format!("{at:010} 00000 n\r\n").as_bytes(), to)?;
                at += length;
                (length, shift) = (0, 0);
            }
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8], to: &mut impl Write) -> Result<(), PaperError> {
        self.at += bytes.len() as u64;
        to.write_all(bytes).map_err(|e| PaperError::Refused(e.kind()))
    }
}

/// `5 0 R 6 0 R `
fn references(numbers: impl Iterator<Item = u32>) -> String {
    numbers.fold(String::new(), |mut out, n| {
        // Into a text, which refuses nothing.
        let _ = write!(out, "{n} 0 R ");
        out
    })
}
