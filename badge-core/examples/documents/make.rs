//! A small document, piece by piece.

use std::error::Error;
use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

/// A document that is being made.
pub(crate) struct Maker {
    pub(crate) document: Document,
    pub(crate) catalog: Dictionary,
    pages: Vec<ObjectId>,
    tree: ObjectId,
    font: ObjectId,
    files: Vec<Object>,
}

impl Maker {
    pub(crate) fn new() -> Self {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        });
        Self { document, catalog: Dictionary::new(), pages: Vec::new(), tree, font, files: Vec::new() }
    }

    /// A page with one line.
    pub(crate) fn page(&mut self, line: &str) -> ObjectId {
        self.written(&[line])
    }

    /// A page with several lines.
    pub(crate) fn written(&mut self, lines: &[&str]) -> ObjectId {
        let mut content = String::from("BT /F 11 Tf 14 TL 72 770 Td\n");
        for line in lines {
            let escaped = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            let _ = writeln!(content, "({escaped}) Tj T*");
        }
        content.push_str("ET");
        let mut stream = Stream::new(Dictionary::new(), content.into_bytes());
        let _ = stream.compress();
        let content = self.document.add_object(stream);
        let page = self.document.add_object(dictionary! {
            "Type" => "Page", "Parent" => self.tree, "Contents" => vec![content.into()],
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F" => self.font } },
        });
        self.pages.push(page);
        page
    }

    /// Sets a member of an object.
    pub(crate) fn set(&mut self, id: ObjectId, key: &str, value: Object) {
        if let Ok(dictionary) = self.document.get_dictionary_mut(id) {
            dictionary.set(key, value);
        }
    }

    /// More operators on a page, and the objects that they name.
    pub(crate) fn draw(&mut self, page: ObjectId, content: &str, objects: &[(&str, ObjectId)]) {
        let mut stream = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
        let _ = stream.compress();
        let stream = self.document.add_object(stream);
        let objects: Dictionary = objects.iter().map(|(name, id)| (*name, Object::Reference(*id))).collect();
        if let Ok(page) = self.document.get_dictionary_mut(page) {
            if let Ok(Object::Array(contents)) = page.get_mut(b"Contents") {
                contents.push(stream.into());
            }
            if let Ok(Object::Dictionary(resources)) = page.get_mut(b"Resources") {
                resources.set("XObject", objects);
            }
        }
    }

    /// A description of a file, and the file.
    pub(crate) fn file(&mut self, name: &str, data: &[u8]) -> ObjectId {
        let mut stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, data.to_vec());
        let _ = stream.compress();
        let data = self.document.add_object(stream);
        let text = Object::String(name.as_bytes().to_vec(), StringFormat::Literal);
        self.document.add_object(dictionary! {
            "Type" => "Filespec", "F" => text.clone(), "UF" => text, "AFRelationship" => "Data",
            "EF" => dictionary! { "F" => data },
        })
    }

    /// A file of the whole document.
    pub(crate) fn attach(&mut self, name: &str, data: &[u8]) {
        let file = self.file(name, data);
        self.files.push(Object::string_literal(name));
        self.files.push(file.into());
    }

    pub(crate) fn document(mut self) -> Document {
        let count = i64::try_from(self.pages.len()).unwrap_or_default();
        let kids: Vec<Object> = self.pages.iter().map(|page| (*page).into()).collect();
        let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
        self.document.objects.insert(self.tree, tree.into());
        self.catalog.set("Type", "Catalog");
        self.catalog.set("Pages", self.tree);
        if !self.files.is_empty() {
            let files = dictionary! { "Names" => self.files };
            self.catalog.set("Names", dictionary! { "EmbeddedFiles" => files });
        }
        let root = self.document.add_object(self.catalog);
        self.document.trailer.set("Root", root);
        let id = Object::string_literal("0123456789abcdef");
        self.document.trailer.set("ID", vec![id.clone(), id]);
        self.document
    }

    pub(crate) fn plain(self) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut bytes = Vec::new();
        self.document().save_to(&mut bytes)?;
        Ok(bytes)
    }
}

/// The modules of a QR code, row by row.
pub(crate) fn qr(text: &str) -> Vec<Vec<bool>> {
    let Ok(code) = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build() else { return Vec::new() };
    (0..code.size).map(|y| code[y].iter().map(|module| module.value()).collect()).collect()
}
