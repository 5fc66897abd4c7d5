//! An update appended to a document (ISO 32000-1 section 7.5.6): new objects, new versions of old ones, and a table of
//! them. What was there stays, byte for byte.

use std::collections::BTreeMap;

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Object, ObjectId};

/// Members of the last trailer that belong to its own section, or were true of the file as it was.
const OWN: [&[u8]; 10] =
    [b"Prev", b"XRefStm", b"Size", b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms", b"DocChecksum"];

/// What is being appended.
pub(super) struct Update {
    out: Vec<u8>,
    /// By number: generation, and where it lies.
    entries: BTreeMap<u32, (u16, usize)>,
    next: u32,
}

impl Update {
    /// Behind `document`, whose objects have numbers below `next`.
    pub(super) fn after(document: &[u8], next: u32) -> Self {
        let mut out = Vec::with_capacity(document.len() + 4_096);
        out.extend_from_slice(document);
        if !matches!(document.last(), Some(b'\n' | b'\r')) {
            out.push(b'\n');
        }
        Self { out, entries: BTreeMap::new(), next }
    }

    /// A number for a new object.
    pub(super) const fn reserve(&mut self) -> ObjectId {
        let id = (self.next, 0);
        self.next += 1;
        id
    }

    /// A new object.
    pub(super) fn add(&mut self, object: &Object) -> ObjectId {
        let id = self.reserve();
        self.put(id, object);
        id
    }

    /// A new object whose number is known, or a new version of an old one.
    pub(super) fn put(&mut self, id: ObjectId, object: &Object) {
        self.begin(id);
        write(&mut self.out, object);
        self.out.extend_from_slice(b"\nendobj\n");
    }

    /// A new stream; its length is added.
    pub(super) fn stream(&mut self, mut dictionary: Dictionary, data: &[u8]) -> ObjectId {
        let id = self.reserve();
        dictionary.set("Length", int(data.len()));
        self.begin(id);
        write_dictionary(&mut self.out, &dictionary);
        self.out.extend_from_slice(b"\nstream\n");
        self.out.extend_from_slice(data);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
        id
    }

    fn begin(&mut self, (number, generation): ObjectId) {
        self.entries.insert(number, (generation, self.out.len()));
        self.out.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
    }

    /// The document with its update. `previous` is where its last table begins, and `kind` that table's form: a
    /// document keeps to one.
    pub(super) fn finish(mut self, last: &Dictionary, previous: usize, kind: XrefType) -> Vec<u8> {
        let mut trailer = Dictionary::new();
        for (key, value) in last.iter().filter(|(key, _)| !OWN.contains(&key.as_slice())) {
            trailer.set(key.clone(), value.clone());
        }
        trailer.set("Prev", int(previous));
        let at = match kind {
            XrefType::CrossReferenceTable => self.table(trailer),
            XrefType::CrossReferenceStream => self.table_in_stream(trailer),
        };
        self.out.extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
        self.out
    }

    fn table(&mut self, mut trailer: Dictionary) -> usize {
        let at = self.out.len();
        self.out.extend_from_slice(b"xref\n");
        for run in self.runs() {
            self.out.extend_from_slice(format!("{} {}\n", run[0].0, run.len()).as_bytes());
            for (_, generation, offset) in run {
                // Twenty bytes each, the end of the line included.
                self.out.extend_from_slice(format!("{offset:010} {generation:05} n \n").as_bytes());
            }
        }
        trailer.set("Size", Object::Integer(self.next.into()));
        self.out.extend_from_slice(b"trailer\n");
        write_dictionary(&mut self.out, &trailer);
        self.out.push(b'\n');
        at
    }

    fn table_in_stream(&mut self, mut trailer: Dictionary) -> usize {
        let at = self.out.len();
        // The table lists itself.
        self.entries.insert(self.next, (0, at));
        let mut rows = Vec::new();
        let mut index = Vec::new();
        for run in self.runs() {
            index.extend([Object::Integer(run[0].0.into()), int(run.len())]);
            for (_, generation, offset) in run {
                rows.push(1);
                rows.extend((offset as u64).to_be_bytes());
                rows.extend(generation.to_be_bytes());
            }
        }
        trailer.set("Type", name("XRef"));
        trailer.set("W", vec![Object::Integer(1), Object::Integer(8), Object::Integer(2)]);
        trailer.set("Index", index);
        trailer.set("Size", Object::Integer(i64::from(self.next) + 1));
        self.stream(trailer, &rows);
        at
    }

    /// The entries in runs of numbers that follow each other: number, generation, offset.
    fn runs(&self) -> Vec<Vec<(u32, u16, usize)>> {
        let all: Vec<_> = self.entries.iter().map(|(number, (generation, at))| (*number, *generation, *at)).collect();
        all.chunk_by(|a, b| a.0 + 1 == b.0).map(<[_]>::to_vec).collect()
    }
}

/// A name object.
pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// A number object.
pub(super) fn int(number: usize) -> Object {
    Object::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Writes an object in linear time, whatever is in its texts.
fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        // There is no exponent in a PDF, and `Display` writes none.
        Object::Real(value) if value.is_finite() => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(_) => out.push(b'0'),
        Object::Name(text) => write_name(out, text),
        Object::String(text, _) => write_text(out, text),
        Object::Array(items) => {
            out.push(b'[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(out, dictionary),
        // A stream is an object of its own, and never stands in another.
        Object::Stream(stream) => write_dictionary(out, &stream.dict),
        Object::Reference((number, generation)) => {
            out.extend_from_slice(format!("{number} {generation} R").as_bytes());
        }
    }
}

fn write_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        write_name(out, key);
        out.push(b' ');
        write(out, value);
    }
    out.extend_from_slice(b">>");
}

fn write_name(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'/');
    for byte in text {
        if byte.is_ascii_alphanumeric() || b"-_.+*:'".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

/// In brackets where every byte stands for itself, else in hexadecimal digits.
fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    if text.iter().all(|b| matches!(b, b' '..=b'~') && !b"()\\".contains(b)) {
        out.push(b'(');
        out.extend_from_slice(text);
        out.push(b')');
    } else {
        out.push(b'<');
        out.extend_from_slice(crate::text::hex(text).as_bytes());
        out.push(b'>');
    }
}

#[cfg(test)]
mod tests {
    use lopdf::StringFormat;

    use super::*;

    #[test]
    fn objects_are_written_so_that_nothing_runs_together() {
        let mut inner = Dictionary::new();
        inner.set("A b#", vec![Object::Integer(-1), Object::Real(1e-7), Object::Real(f32::NAN), Object::Null]);
        inner.set("C", Object::String(b"a (b)".to_vec(), StringFormat::Literal));
        inner.set("D", Object::String(b"plain".to_vec(), StringFormat::Literal));
        inner.set("E", Object::Reference((7, 1)));
        inner.set("F", name("image/png"));
        let mut out = Vec::new();
        write(&mut out, &Object::Dictionary(inner));
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<</A#20b#23 [-1 0.0000001 0 null]/C <6120286229>/D (plain)/E 7 1 R/F /image#2Fpng>>"
        );
    }

    #[test]
    fn entries_that_follow_each_other_share_a_heading() {
        let mut update = Update::after(b"%PDF-1.4", 9);
        update.put((2, 3), &Object::Null);
        update.add(&Object::Null);
        update.add(&Object::Boolean(true));
        let text = String::from_utf8(update.finish(&Dictionary::new(), 5, XrefType::CrossReferenceTable)).unwrap();
        assert!(text.starts_with("%PDF-1.4\n2 3 obj\nnull\nendobj\n9 0 obj\n"), "{text}");
        assert!(
            text.ends_with(
                "xref\n2 1\n0000000009 00003 n \n9 2\n0000000029 00000 n \n0000000049 00000 n \n\
                 trailer\n<</Prev 5/Size 11>>\nstartxref\n70\n%%EOF\n"
            ),
            "{text}"
        );
    }
}
