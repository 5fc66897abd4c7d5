//! What there is one of in a document of the writer's, and has to be made anew for several together.

use super::objects::{Objects, Pair, Token, entries, pair, reference, refs, tokens, value};

/// It, with the numbers that the writer gave.
pub(super) struct Roots<'d> {
    /// The keys of the catalogue and their values.
    pub(super) catalog: Vec<Pair<'d>>,
    number: u32,
    pub(super) info: u32,
    metadata: (u32, &'d str),
    /// Says how colours are meant: a list, and what is in it.
    pub(super) intents: u32,
    pub(super) intent_parts: Vec<u32>,
    pub(super) pages: u32,
    pub(super) page_count: usize,
    pub(super) tree: u32,
    pub(super) tree_body: &'d [u8],
    /// The element of the whole document, its keys but for its parent and its children, and these.
    pub(super) document: u32,
    pub(super) document_keys: Vec<u8>,
    pub(super) sections: Vec<u32>,
    pub(super) outline: u32,
    /// The first and the last item of the outline, and how many there are.
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) items: usize,
    /// Names of files and what describes them.
    pub(super) files: Vec<(&'d str, u32)>,
    /// What the document is called as it changes, and this one.
    pub(super) id: &'d str,
    pub(super) instance: &'d str,
}

impl<'d> Roots<'d> {
    /// `None` where something has another form than the writer gives it: nothing is left out unseen.
    pub(super) fn of(objects: &Objects<'d>) -> Option<Self> {
        let (number, catalog) = follow(objects, objects.trailer, "Root")?;
        let (info, _) = follow(objects, objects.trailer, "Info")?;
        let mut ids = tokens(value(objects.trailer, "ID")?).filter_map(literal);
        let (id, instance) = (ids.next()?, ids.next()?);
        let (meta, metadata) = follow(objects, catalog, "Metadata")?;
        let (intents, intent_list) = follow(objects, catalog, "OutputIntents")?;
        let (pages, pages_body) = follow(objects, catalog, "Pages")?;
        let (tree, tree_body) = follow(objects, catalog, "StructTreeRoot")?;
        let known: [&[u8]; 5] = [b"Type", b"RoleMap", b"K", b"ParentTree", b"ParentTreeNextKey"];
        entries(tree_body)?.iter().all(|(key, _)| known.contains(key)).then_some(())?;
        let (document, document_body) = follow(objects, tree_body, "K")?;
        let (outline, outline_body) = follow(objects, catalog, "Outlines")?;
        let mut document_keys = Vec::new();
        for (key, value) in entries(document_body)? {
            if key != b"K" && key != b"P" {
                refs(value).next().is_none().then_some(())?;
                document_keys.extend(pair(key, value));
            }
        }
        Some(Self {
            number,
            info,
            metadata: (meta, std::str::from_utf8(metadata).ok()?),
            intents,
            intent_parts: refs(intent_list).collect(),
            pages,
            page_count: refs(value(pages_body, "Kids")?).count(),
            tree,
            tree_body,
            document,
            document_keys,
            sections: refs(value(document_body, "K")?).collect(),
            outline,
            first: reference(value(outline_body, "First")?)?,
            last: reference(value(outline_body, "Last")?)?,
            items: digits(value(outline_body, "Count")?)?,
            files: files(value(catalog, "Names")?)?,
            id,
            instance,
            catalog: entries(catalog)?,
        })
    }

    /// Whether an object of this number is written anew for the whole document.
    pub(super) fn made_anew(&self, number: u32) -> bool {
        [self.number, self.info, self.metadata.0, self.tree, self.document, self.outline].contains(&number)
    }

    /// The metadata of a document of so many pages.
    pub(super) fn metadata(&self, pages: usize, instance: &str) -> Option<String> {
        let (_, packet) = self.metadata.1.split_once("stream\n")?;
        let packet = packet.strip_suffix("\nendstream")?;
        let (before, rest) = packet.split_once("<xmpTPg:NPages>")?;
        let (_, after) = rest.split_once("</xmpTPg:NPages>")?;
        let packet = format!("{before}<xmpTPg:NPages>{pages}</xmpTPg:NPages>{after}").replace(self.instance, instance);
        let length = packet.len();
        Some(format!("<</Length {length}/Type/Metadata/Subtype/XML>>\nstream\n{packet}\nendstream"))
    }
}

/// A node of the tree of parents: of a whole tree, counted on from `keys`. And how many entries it had.
pub(super) fn parents(tree: &[u8], keys: usize, to: impl Fn(u32) -> Option<u32>) -> Option<(Vec<u8>, usize)> {
    let count = digits(value(tree, "ParentTreeNextKey")?)?;
    let [(b"Nums", list)] = entries(value(tree, "ParentTree")?)?[..] else { return None };
    let mut all = String::new();
    let mut key = None;
    for token in tokens(list) {
        match token {
            Token::Other(n) if n[0].is_ascii_digit() => key = Some(digits(n)?),
            Token::Ref(n) => all.push_str(&format!("{} {} 0 R ", key.take()? + keys, to(n)?)),
            Token::Name(_) | Token::Open(b"<<") => return None,
            _ => {}
        }
    }
    let last = (keys + count).checked_sub(1)?;
    Some((format!("<</Limits[{keys} {last}]/Nums[{all}]>>").into_bytes(), count))
}

/// What a key of a dictionary refers to: its number and its body. A list of one thing is that thing.
fn follow<'d>(objects: &Objects<'d>, dictionary: &'d [u8], key: &str) -> Option<(u32, &'d [u8])> {
    let number = reference(value(dictionary, key)?)?;
    Some((number, objects.get(number)?))
}

/// The files of a document, which has no other names.
fn files(names: &[u8]) -> Option<Vec<(&str, u32)>> {
    let [(b"EmbeddedFiles", tree)] = entries(names)?[..] else { return None };
    let [(b"Names", list)] = entries(tree)?[..] else { return None };
    let mut all = Vec::new();
    let mut name = None;
    for token in tokens(list) {
        match token {
            Token::Ref(file) => all.push((name.take()?, file)),
            Token::Other(b" ") | Token::Open(_) | Token::Close(_) => {}
            _ => name = Some(literal(token)?),
        }
    }
    Some(all)
}

/// A text in round brackets, with nothing in it that means something else.
fn literal(token: Token<'_>) -> Option<&str> {
    let Token::Other(text) = token else { return None };
    let text = std::str::from_utf8(text.strip_prefix(b"(")?.strip_suffix(b")")?).ok()?;
    text.bytes().all(|b| b.is_ascii_graphic() && !b"()\\".contains(&b)).then_some(text)
}

fn digits(value: &[u8]) -> Option<usize> {
    std::str::from_utf8(value.trim_ascii()).ok()?.parse().ok()
}
