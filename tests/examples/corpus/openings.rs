//! Cases about the thing in which a badge was looked for: pictures that lost it, hold it twice, or are none.

use std::io::Write as _;

use badge_core::container::{Existing, Keyword, bake};
use badge_core::limits::Limits;

use crate::case::Case;
use crate::documents::{Keys, badge, sign};

pub(crate) const PNG: &[u8] = include_bytes!("../../../fixtures/artwork/bicycle.png");
const SVG: &str = include_str!("../../../fixtures/artwork/bicycle.svg");

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let signed = sign(&badge(&keys.did_key()), &keys.ed25519).to_compact();
    let limits = Limits::default();
    let baked = bake(PNG, Keyword::OpenBadgeCredential, &signed, Existing::Replace, &limits).expect("baked");
    let (head, rest) = PNG.split_at(33); // signature and IHDR
    let beside = |chunks: &[Vec<u8>]| [head, &chunks.concat(), rest].concat();
    let plain = chunk(&text(false, signed.as_bytes()));
    vec![
        Case::bytes("container_stripped", "A picture that lost its badge on the way.", "badge.png", PNG.to_vec())
            .nothing("container.stripped", "badge-picture"),
        Case::bytes("container_stripped-svg", "A drawing that lost its badge.", "badge.svg", SVG.into())
            .nothing("container.stripped", "no-badge-in-picture"),
        Case::bytes("container_two", "Two badges in one picture: the first counts.", "badge.png", {
            beside(&[plain.clone(), plain])
        })
        .warned("container.single", "several-in-picture"),
        Case::bytes("container_compressed", "The badge in the picture is compressed.", "badge.png", {
            beside(&[chunk(&text(true, &deflated(signed.as_bytes())))])
        })
        .warned("container.uncompressed", "compressed-in-picture"),
        Case::bytes("container_cut-short", "A picture that was cut in two.", "badge.png", baked[..120].to_vec())
            .nothing("container.format", "damaged-picture"),
        Case::bytes("container_damaged", "A picture in which one letter of the badge was changed.", "badge.png", {
            let mut bytes = baked.clone();
            bytes[200] ^= 1;
            bytes
        })
        .nothing("container.format", "damaged-picture"),
        Case::bytes("container_other-words", "A picture that holds a greeting.", "badge.png", {
            beside(&[chunk(&text(false, "bonjour".as_bytes()))])
        })
        .nothing("container.format", "not-a-credential"),
        Case::bytes("container_two-greetings", "A picture that holds two greetings.", "badge.png", {
            let greeting = chunk(&text(false, "bonjour".as_bytes()));
            beside(&[greeting.clone(), greeting])
        })
        .nothing("container.single", "several-in-picture"),
        Case::bytes("container_compressed-greeting", "A picture that holds a greeting, compressed.", "badge.png", {
            beside(&[chunk(&text(true, &deflated(b"bonjour")))])
        })
        .nothing("container.uncompressed", "compressed-in-picture"),
        Case::bytes("container_entities", "A drawing with entities of its own.", "badge.svg", {
            format!("<!DOCTYPE svg [<!ENTITY a \"bonjour\">]>{}", SVG.trim_start_matches("<?xml version=\"1.0\"?>"))
                .into()
        })
        .nothing("container.format", "damaged-picture"),
        Case::bytes(
            "container_gif",
            "A kind of picture that no badge travels in.",
            "badge.gif",
            b"GIF89a\x01\0\x01\0".into(),
        )
        .nothing("container.format", "unsupported-format"),
        Case::bytes("container_letter", "A letter.", "badge.txt", "Bonjour, voici ton badge.".into())
            .nothing("container.format", "not-a-credential"),
        Case::bytes("container_empty", "Nothing at all.", "badge.txt", Vec::new()).nothing("container.format", "empty"),
    ]
}

/// The data of an iTXt chunk under the keyword of 3.0.
fn text(compressed: bool, body: &[u8]) -> Vec<u8> {
    [b"openbadgecredential\0".as_slice(), &[u8::from(compressed), 0, 0, 0], body].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).expect("in memory");
    out.finish().expect("in memory")
}

/// An iTXt chunk.
fn chunk(data: &[u8]) -> Vec<u8> {
    chunk_of(*b"iTXt", data)
}

/// A chunk of that kind.
pub(crate) fn chunk_of(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(&kind);
    sum.update(data);
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], &kind, data, &sum.sum().to_be_bytes()].concat()
}
