//! Every way in which a ZIP may lie, made from a sound one by changing bytes.

use super::*;
use crate::time::Timestamp;

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
const DAY: &str = "2026-03-02T09:30:10Z";

fn made(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse(DAY).unwrap());
    for (name, content) in files {
        zip.add(name, content).unwrap();
    }
    zip.finish().unwrap()
}

fn two() -> Vec<u8> {
    made(&[("did.json", b"{\"id\":\"did:web:example.org\"}"), ("b/1/index.html", &[b'x'; 5_000])])
}

fn fault(bytes: &[u8]) -> ZipFault {
    entries(bytes, &Limits::default()).map(|zip| zip.entries().to_vec()).unwrap_err()
}

/// Where `what` stands for the nth time.
fn nth(bytes: &[u8], what: &[u8], n: usize) -> usize {
    bytes.windows(what.len()).enumerate().filter(|(_, w)| *w == what).nth(n).unwrap().0
}

/// The bytes, with `new` written over what stands `offset` bytes after the nth `what`.
fn patched(bytes: &[u8], what: &[u8], n: usize, offset: usize, new: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = nth(&bytes, what, n) + offset;
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

#[test]
fn what_was_written_is_read_again() {
    let bytes = two();
    assert_eq!(bytes, two(), "the same input gives the same bytes");
    assert!(bytes.len() < 1_000, "deflated");
    let zip = entries(&bytes, &Limits::default()).unwrap();
    assert_eq!(zip.entries().iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["did.json", "b/1/index.html"]);
    let page = zip.find("b/1/index.html").unwrap();
    assert_eq!((page.size, zip.read(page, 5_000).unwrap()), (5_000, vec![b'x'; 5_000]));
    assert_eq!(zip.read(page, 4_999), Err(ZipFault::OverLimit("most")));
    assert_eq!(zip.find("index.html"), None);
    assert!(entries(&made(&[]), &Limits::default()).unwrap().entries().is_empty());
}

/// Made by Python's zipfile: a stored file with an accent, and one written without seeking, with a data descriptor.
#[test]
fn other_writers_are_read() {
    let hex = include_str!("others.hex");
    let bytes = crate::text::from_hex(&hex.split_whitespace().collect::<String>()).unwrap();
    let zip = entries(&bytes, &Limits::default()).unwrap();
    let all: Vec<(String, Vec<u8>)> =
        zip.entries().iter().map(|e| (e.name.clone(), zip.read(e, 1_000).unwrap())).collect();
    assert_eq!(
        all,
        [("é/stored.txt".to_owned(), b"as it is".to_vec()), ("streamed.txt".to_owned(), b"ab".repeat(100))]
    );
}

#[test]
fn a_zip_cut_short_says_so() {
    let bytes = two();
    for len in 4..bytes.len() {
        assert!(matches!(fault(&bytes[..len]), ZipFault::Truncated | ZipFault::Damaged { .. }), "{len}");
    }
    assert_eq!(fault(&bytes[..bytes.len() - 1]), ZipFault::Truncated);
    // Without its last record: what a download that was cut off looks like.
    assert_eq!(fault(&bytes[..bytes.len() - 22]), ZipFault::Truncated);
    assert_eq!(fault(b""), ZipFault::NotZip);
    assert_eq!(fault(b"MZ self-extracting PK\x03\x04"), ZipFault::NotZip);
}

#[test]
fn bounds_are_told_by_name() {
    let bytes = two();
    let over = |limits: Limits| entries(&bytes, &limits).map(|_| ()).unwrap_err();
    assert_eq!(over(Limits { zip_bytes: bytes.len() - 1, ..Limits::default() }), ZipFault::OverLimit("zip_bytes"));
    assert_eq!(over(Limits { zip_entries: 1, ..Limits::default() }), ZipFault::OverLimit("zip_entries"));
    assert_eq!(
        over(Limits { zip_unpacked_bytes: 5_000, ..Limits::default() }),
        ZipFault::OverLimit("zip_unpacked_bytes")
    );
    // A bomb: two mebibytes of nothing in two kilobytes.
    let bomb = made(&[("bomb", &vec![0; 2 << 20])]);
    assert_eq!(fault(&bomb), ZipFault::OverLimit("zip_ratio"));
    assert!(entries(&bomb, &Limits { zip_ratio: 2_000, ..Limits::default() }).is_ok());
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    // As long as `did.json`, so that nothing else moves.
    for bad in
        ["../a.txt", "/etc/pas", "C:\\a.txt", "a\\b.json", "a//b.txt", "a/./b.tx", "a/../b.x", "a\0b.json", "nul\ntxt."]
    {
        let bytes = patched(&two(), b"did.json", 0, 0, bad.as_bytes());
        let bytes = patched(&bytes, b"did.json", 0, 0, bad.as_bytes());
        assert_eq!(fault(&bytes), ZipFault::Name { name: bad.to_owned() }, "{bad:?}");
        assert!(ZipWriter::new(Vec::new(), Timestamp::parse(DAY).unwrap()).add(bad, b"").is_err(), "{bad:?}");
    }
}

#[test]
fn one_name_stands_for_one_file() {
    assert_eq!(fault(&made(&[("a", b"1"), ("a", b"2")])), ZipFault::Repeated { name: "a".to_owned() });
}

/// Older writers know no UTF-8. Their names are read, and no two files may come to be shown alike.
#[test]
fn names_of_older_writers_are_read_and_stay_apart() {
    let renamed = |bytes: &[u8], from: &[u8], to: &[u8]| {
        let bytes = patched(bytes, from, 0, 0, to);
        patched(&bytes, from, 0, 0, to)
    };
    let both = made(&[("one.txt", b"1"), ("two.txt", b"2"), ("d\u{e9}.tx", b"3")]);
    let older = renamed(&both, b"one.txt", b"d\x82a.txt");
    let older = renamed(&older, b"two.txt", b"d\x8aa.txt");
    let zip = entries(&older, &Limits::default()).unwrap();
    assert_eq!(zip.entries().iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["déa.txt", "dèa.txt", "dé.tx"]);
    assert_eq!(zip.read(zip.find("dèa.txt").unwrap(), 10), Ok(b"2".to_vec()));
    let table: String = (0x80..=0xff).flat_map(|b: u8| super::read::named(&[b]).chars().collect::<Vec<_>>()).collect();
    assert_eq!(table.chars().count(), 128);
    assert_eq!(table.chars().collect::<std::collections::BTreeSet<_>>().len(), 128, "no two bytes have one letter");
    assert_eq!(super::read::named(&[0xe1, 0xff]), "ß\u{a0}");
    // One name written in both ways: a reader of one kind and a reader of the other would open two files.
    let same = made(&[("\u{e9}.txt", b"2"), ("o.txt", b"1")]);
    assert_eq!(fault(&renamed(&same, b"o.txt", b"\x82.txt")), ZipFault::Repeated { name: "é.txt".to_owned() });
}

#[test]
fn links_are_refused() {
    // The directory says: made on Unix, and the kind of file is a symbolic link, a device, a socket.
    for kind in [0o120_777_u32, 0o060_600, 0o140_600] {
        let bytes = patched(&two(), CENTRAL, 0, 5, &[3]);
        let bytes = patched(&bytes, CENTRAL, 0, 38, &(kind << 16).to_le_bytes());
        assert_eq!(fault(&bytes), ZipFault::Link { name: "did.json".to_owned() });
    }
    let bytes = patched(&two(), CENTRAL, 0, 5, &[3]);
    let bytes = patched(&bytes, CENTRAL, 0, 38, &(0o100_644_u32 << 16).to_le_bytes());
    assert!(entries(&bytes, &Limits::default()).is_ok(), "a plain file");
}

#[test]
fn both_places_must_say_the_same() {
    let (local, central, later) = (LOCAL, CENTRAL, DESCRIPTOR);
    for (what, offset) in [
        (local, 18),
        (local, 22),
        (local, 14),
        (central, 20),
        (central, 24),
        (central, 16),
        (local, 8),
        (later, 4),
        (later, 8),
        (later, 12),
    ] {
        let bytes = patched(&two(), what, 0, offset, &[99]);
        assert!(matches!(fault(&bytes), ZipFault::Damaged { .. }), "{what:?} {offset}");
    }
    // Another name beside the file than in the directory.
    assert!(matches!(fault(&patched(&two(), b"did.json", 0, 0, b"abc.json")), ZipFault::Damaged { .. }));
    // An entry of the directory that leads to the other's file, or into it.
    assert!(matches!(fault(&patched(&two(), central, 1, 42, &[0])), ZipFault::Damaged { .. }));
    // Fewer entries counted than there are; more.
    assert!(matches!(fault(&patched(&two(), END, 0, 8, &[1, 0, 1, 0])), ZipFault::Damaged { .. }));
    assert!(matches!(fault(&patched(&two(), END, 0, 8, &[3, 0, 3, 0])), ZipFault::Damaged { .. }));
}

#[test]
fn two_entries_share_no_byte() {
    // The first file, twice in the directory under two names would need two names beside it: so its content is made to
    // reach into the second.
    let bytes = two();
    let at = nth(&bytes, CENTRAL, 0) + 20;
    let packed = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) + 40;
    let bytes = patched(&bytes, CENTRAL, 0, 20, &packed.to_le_bytes());
    assert!(matches!(fault(&bytes), ZipFault::Damaged { .. }));
}

#[test]
fn content_that_changed_is_not_given_out() {
    let limits = Limits::default();
    let bytes = made(&[("a", b"stored as it is")]);
    let bytes = patched(&bytes, b"stored", 0, 0, b"S");
    let zip = entries(&bytes, &limits).unwrap();
    assert_eq!(zip.read(&zip.entries()[0], 100), Err(ZipFault::Content { name: "a".to_owned() }));

    // A size that is a lie, told in both places: smaller and larger than what comes out.
    for lie in [4_999_u32, 5_001] {
        let bytes = patched(&two(), DESCRIPTOR, 1, 12, &lie.to_le_bytes());
        let bytes = patched(&bytes, CENTRAL, 1, 24, &lie.to_le_bytes());
        let zip = entries(&bytes, &limits).unwrap();
        assert!(matches!(zip.read(&zip.entries()[1], 10_000), Err(ZipFault::Content { .. })), "{lie}");
    }
}

#[test]
fn what_is_not_read_is_named() {
    let limits = Limits::default();
    let both = |offset: (usize, usize), new: &[u8]| {
        let bytes = patched(&two(), LOCAL, 0, offset.0, new);
        patched(&bytes, CENTRAL, 0, offset.1, new)
    };
    let bytes = both((8, 10), &[12]);
    let zip = entries(&bytes, &limits).unwrap();
    assert_eq!(zip.read(&zip.entries()[0], 100), Err(ZipFault::Method { name: "did.json".to_owned(), method: 12 }));
    let bytes = both((6, 8), &[9]);
    let zip = entries(&bytes, &limits).unwrap();
    assert_eq!(zip.read(&zip.entries()[0], 100), Err(ZipFault::Encrypted { name: "did.json".to_owned() }));
}

#[test]
fn many_files_take_the_long_form_and_its_lies_are_refused() {
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse(DAY).unwrap());
    for n in 0..70_000 {
        zip.add(&format!("{n}"), b"").unwrap();
    }
    let bytes = zip.finish().unwrap();
    let limits = Limits::default();
    assert_eq!(entries(&bytes, &limits).unwrap().entries().len(), 70_000);
    let end64 = bytes.len() - 22 - 20 - 56;
    let lie = |offset: usize, new: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[offset..offset + new.len()].copy_from_slice(new);
        fault(&bytes)
    };
    assert_eq!(lie(end64 + 24, &[0xff; 16]), ZipFault::OverLimit("zip_entries"));
    for offset in [40, 48] {
        assert!(matches!(lie(end64 + offset, &[0xff; 8]), ZipFault::Damaged { .. }), "{offset}");
    }
    // The short record names a number of its own, and it is another.
    assert!(matches!(lie(bytes.len() - 22 + 12, &[1, 0, 0, 0]), ZipFault::Damaged { .. }));
    assert!(matches!(lie(bytes.len() - 42 + 8, &[1, 0, 0, 0, 0, 0, 0, 0]), ZipFault::Damaged { .. }));
}

/// No change of one byte makes the reader panic, or give out other content under the same name without a fault.
#[test]
fn any_byte_may_be_changed() {
    let sound = two();
    let limits = Limits::default();
    let contents: Vec<(String, Vec<u8>)> = {
        let zip = entries(&sound, &limits).unwrap();
        zip.entries().iter().map(|e| (e.name.clone(), zip.read(e, 10_000).unwrap())).collect()
    };
    for at in 0..sound.len() {
        for flip in [1, 0x80, 0xff] {
            let mut bytes = sound.clone();
            bytes[at] ^= flip;
            let Ok(zip) = entries(&bytes, &limits) else { continue };
            for entry in zip.entries() {
                if let Ok(content) = zip.read(entry, 10_000) {
                    assert!(contents.iter().any(|(n, c)| *n != entry.name || *c == content), "{at}");
                }
            }
        }
    }
}
