//! Arbitrary texts come back; arbitrary bytes do no harm.

use proptest::prelude::*;

use super::*;

const DRAWING: &str = "<?xml version='1.0'?><!DOCTYPE svg SYSTEM 'svg11.dtd'>\r\n<svg xmlns='http://www.w3.org/2000/svg' \
    xmlns:openbadges=\"http://openbadges.org\"><!-- c --><g a='1'><openbadges:assertion verify='x'>{}<![CDATA[]]]]>\
    </openbadges:assertion></g><style>a{fill:url(#b)}</style>&amp;</svg>";

/// Everything that takes bytes; none of it may panic.
fn all(bytes: &[u8]) {
    let _ = opened(bytes);
    let _ = picture_info(bytes, &limits());
    #[cfg(feature = "svg")]
    let _ = sanitise_svg(bytes, &limits());
    for keyword in SLOTS {
        let _ = unbake(bytes, keyword, &limits());
        let _ = remove(bytes, keyword, &limits());
        if let Ok(baked) = bake(bytes, keyword, JSON, Existing::Replace, &limits()) {
            assert_eq!(unbake(&baked, keyword, &limits()).as_deref(), Ok(JSON));
        }
    }
}

/// Overwrites, cuts and doubles parts of bytes.
fn mutated(seed: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8, 0..40_usize), 1..6);
    edits.prop_map(move |edits| {
        let mut bytes = seed.clone();
        for (at, byte, how, length) in edits {
            let at = at.index(bytes.len().max(1));
            let end = bytes.len().min(at + length);
            match how {
                0 => bytes.get_mut(at).into_iter().for_each(|b| *b = byte),
                1 => drop(bytes.drain(at.min(end)..end)),
                2 => {
                    let part = bytes[at.min(end)..end].to_vec();
                    bytes.splice(at.min(end)..at.min(end), part);
                }
                _ => bytes.insert(at.min(bytes.len()), b"<>&\"'/=[]!?\0"[usize::from(byte) % 12]),
            }
        }
        bytes
    })
}

/// Letters that matter to XML, and any others.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof!["[\\]>&<\"'{}\\[!\r\n\t ]", "\\PC", "."], 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    // BAKE-19.
    #[test]
    fn bake_19_png_round_trip(text in text(), brace: bool) {
        let text = if brace { format!("{{{text}") } else { text };
        for keyword in SLOTS {
            match bake(&picture(), keyword, &text, Existing::Replace, &limits()) {
                Ok(baked) => {
                    prop_assert_eq!(unbake(&baked, keyword, &limits()), Ok(text.clone()));
                    prop_assert_eq!(remove(&baked, keyword, &limits()), Ok(picture()));
                    prop_assert_eq!(pixels(&baked), pixels(&picture()));
                }
                Err(BakeError::EmptyText) => prop_assert!(text.trim().is_empty()),
                Err(BakeError::Character { at }) => prop_assert!(text[at..].starts_with('\0')),
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }

    // BAKE-12, BAKE-19.
    #[cfg(feature = "svg")]
    #[test]
    fn bake_12_19_svg_round_trip(text in text(), brace: bool, empty: bool) {
        let text = if brace { format!("{{{text}") } else { text };
        let image: &[u8] = if empty { b"<svg/>" } else { b"<svg xmlns='http://www.w3.org/2000/svg'>\r\n<g/></svg>" };
        for keyword in SLOTS {
            match bake(image, keyword, &text, Existing::Replace, &limits()) {
                Ok(baked) => {
                    prop_assert_eq!(unbake(&baked, keyword, &limits()), Ok(text.clone()));
                    prop_assert_eq!(remove(&baked, keyword, &limits()), Ok(image.to_vec()));
                }
                Err(BakeError::EmptyText) => prop_assert!(text.trim().is_empty()),
                Err(BakeError::Character { at }) => {
                    let c = text[at..].chars().next().unwrap();
                    prop_assert!(c.is_control() || c == '\u{fffe}' || c == '\u{ffff}', "{c:?}");
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), head in 0..5_usize) {
        let heads: [&[u8]; 5] = [b"", b"\x89PNG\r\n\x1a\n", b"<svg>", b"<svg ", b"{"];
        all(&[heads[head], &bytes].concat());
    }

    #[test]
    fn mutated_png(bytes in mutated(baked(&picture(), Keyword::OpenBadges, JSON))) {
        all(&bytes);
    }

    #[test]
    fn mutated_svg(bytes in mutated(DRAWING.into())) {
        all(&bytes);
    }
}
