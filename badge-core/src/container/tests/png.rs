use std::io::Write as _;

#[cfg(feature = "scan")]
use crate::container::likeness::difference;

use super::*;

fn itxt(keyword: &str, flag: u8, language: &str, translated: &str, data: &[u8]) -> Vec<u8> {
    let mut all = format!("{keyword}\0").into_bytes();
    all.extend_from_slice(&[flag, 0]);
    all.extend_from_slice(format!("{language}\0{translated}\0").as_bytes());
    all.extend_from_slice(data);
    chunk(b"iTXt", &all)
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn raw(bytes: &[u8]) -> Vec<Raw> {
    opened(bytes).found.into_iter().map(|p| p.raw).collect()
}

fn json(text: &str) -> Raw {
    Raw::Json(text.as_bytes().to_vec())
}

// BAKE-01, BAKE-02, BAKE-03, BAKE-04: the exact bytes, directly after IHDR.
#[test]
fn bake_01_02_03_04_writes_one_plain_chunk_after_the_header() {
    for (keyword, name) in [(SLOTS[0], "openbadges"), (SLOTS[1], "openbadgecredential")] {
        for text in [JSON, JWS] {
            let expected = spliced(&picture(), &itxt(name, 0, "", "", text.as_bytes()));
            assert_eq!(baked(&picture(), keyword, text), expected);
        }
    }
}

// BAKE-05, D-33: replaced whole, or refused.
#[test]
fn bake_05_d_33_replaces_every_chunk_of_the_keyword_or_refuses() {
    let mut old = itxt("openbadges", 0, "", "", b"{}");
    old.extend(itxt("openbadges", 1, "", "", &deflated(b"{}")));
    old.extend(chunk(b"tEXt", b"openbadges\0https://badges.example.org/1"));
    old.extend(chunk(b"zTXt", &[&b"openbadges\0\0"[..], &deflated(b"{}")].concat()));
    let full = spliced(&picture(), &old);
    assert_eq!(baked(&full, Keyword::OpenBadges, JSON), baked(&picture(), Keyword::OpenBadges, JSON));
    let refused = bake(&full, Keyword::OpenBadges, JSON, Existing::Refuse, &limits());
    assert_eq!(refused, Err(BakeError::AlreadyBaked(Keyword::OpenBadges)));
    // The other slot is free.
    assert!(bake(&full, Keyword::OpenBadgeCredential, JSON, Existing::Refuse, &limits()).is_ok());
    assert_eq!(remove(&full, Keyword::OpenBadges, &limits()), Ok(picture()));
}

// BAKE-06: both generations in one picture, in either order.
#[test]
fn bake_06_two_generations_share_a_picture() {
    for (first, second) in [(SLOTS[0], SLOTS[1]), (SLOTS[1], SLOTS[0])] {
        let both = baked(&baked(&picture(), first, JSON), second, JWS);
        assert_eq!(unbake(&both, first, &limits()).as_deref(), Ok(JSON));
        assert_eq!(unbake(&both, second, &limits()).as_deref(), Ok(JWS));
        assert_eq!(opened(&both).found.len(), 2);
        assert_eq!(finding(&both), []);
        assert_eq!(remove(&both, second, &limits()), Ok(baked(&picture(), first, JSON)));
    }
}

// BAKE-07, BAKE-19: everything else stays, private chunks and data after IEND included.
#[test]
fn bake_07_19_keeps_every_other_byte() {
    let private = [chunk(b"gAMA", &[0, 0, 1, 2]), chunk(b"prVt", b"ours"), chunk(b"tEXt", b"Author\0Zo\xe9")].concat();
    let image = [spliced(&picture(), &private), b"after the end \x89PNG".to_vec()].concat();
    for keyword in SLOTS {
        let baked = baked(&image, keyword, JSON);
        assert_eq!(unbake(&baked, keyword, &limits()).as_deref(), Ok(JSON));
        assert_eq!(remove(&baked, keyword, &limits()).unwrap(), image);
        assert_eq!(pixels(&baked), pixels(&image));
    }
}

// An independent reader of text chunks agrees.
#[test]
fn bake_19_another_decoder_reads_the_text() {
    let baked = baked(&picture(), Keyword::OpenBadgeCredential, JSON);
    let reader = ::png::Decoder::new(std::io::Cursor::new(&baked)).read_info().unwrap();
    let [text] = reader.info().utf8_text.as_slice() else { panic!("one iTXt") };
    assert_eq!(
        (text.keyword.as_str(), text.compressed, text.language_tag.as_str()),
        ("openbadgecredential", false, "")
    );
    assert_eq!(text.get_text().unwrap(), JSON);
}

// BAKE-04, BAKE-08: what others write is read, and named.
#[test]
fn bake_04_08_reads_unusual_chunks_with_a_warning() {
    let keyword = Keyword::OpenBadges;
    let compressed = spliced(&picture(), &itxt("openbadges", 1, "fr", "badge", &deflated(JSON.as_bytes())));
    assert_eq!(raw(&compressed), [json(JSON)]);
    assert_eq!(finding(&compressed), [Finding::Compressed(keyword)]);
    assert!(matches!(opened(&compressed).found[0].via[..], [Wrapping::Png { compressed: true, .. }]));

    let tagged = spliced(&picture(), &itxt("openbadges", 0, "fr", "badge", JSON.as_bytes()));
    assert_eq!((raw(&tagged), finding(&tagged)), (vec![json(JSON)], vec![]));

    let old = spliced(&picture(), &chunk(b"tEXt", b"openbadges\0https://badges.example.org/1"));
    assert_eq!(raw(&old), [Raw::Link(Url::parse("https://badges.example.org/1").unwrap())]);
    assert_eq!(finding(&old), [Finding::OldChunk { keyword, chunk: PngChunk::Text }]);

    let zipped = [&b"openbadgecredential\0\0"[..], &deflated(JWS.as_bytes())].concat();
    let zipped = spliced(&picture(), &chunk(b"zTXt", &zipped));
    let keyword = Keyword::OpenBadgeCredential;
    assert_eq!(raw(&zipped), [Raw::Jws(JWS.into())]);
    let expected = [Finding::OldChunk { keyword, chunk: PngChunk::Ztxt }, Finding::Compressed(keyword)];
    assert_eq!(finding(&zipped), expected);
}

// BAKE-08: Latin-1 is what tEXt says it is; bakers wrote UTF-8 into it.
#[test]
fn bake_08_text_chunks_are_latin_1_or_utf_8() {
    for bytes in [&b"openbadges\0{\"nom\":\"\xe9t\xe9\"}"[..], "openbadges\0{\"nom\":\"été\"}".as_bytes()] {
        assert_eq!(raw(&spliced(&picture(), &chunk(b"tEXt", bytes))), [json("{\"nom\":\"été\"}")]);
    }
}

// BAKE-05, BAKE-08: the first iTXt wins, before any other kind of chunk.
#[test]
fn bake_05_08_takes_the_first_chunk_and_counts_the_others() {
    let mut chunks = chunk(b"tEXt", b"openbadges\0https://badges.example.org/1");
    chunks.extend(itxt("openbadges", 0, "", "", b"{\"n\":1}"));
    chunks.extend(itxt("openbadges", 0, "", "", b"{\"n\":2}"));
    let image = spliced(&picture(), &chunks);
    assert_eq!(raw(&image), [json("{\"n\":1}")]);
    assert_eq!(finding(&image), [Finding::Repeated { keyword: Keyword::OpenBadges, ignored: 2 }]);
    assert!(matches!(opened(&image).found[0].via[..], [Wrapping::Png { ignored: 2, chunk: PngChunk::Itxt, .. }]));
}

// BAKE-09: what a slot may hold.
#[test]
fn bake_09_an_address_is_for_ob_2_only() {
    let address = " https://badges.example.org/1\n";
    assert!(matches!(raw(&baked(&picture(), Keyword::OpenBadges, address))[..], [Raw::Link(_)]));
    let image = baked(&picture(), Keyword::OpenBadgeCredential, address);
    let fault = SlotFault::NotACredential;
    assert_eq!(finding(&image), [Finding::Slot { keyword: Keyword::OpenBadgeCredential, fault }]);
    let image = baked(&picture(), Keyword::OpenBadges, "www.example.org");
    assert_eq!(finding(&image), [Finding::Slot { keyword: Keyword::OpenBadges, fault }]);
}

// BAKE-04: a bomb does not go off.
#[test]
fn bake_04_inflates_no_more_than_the_limit() {
    let fault = SlotFault::Inflates { limit: 1 << 20 };
    let bomb = spliced(&picture(), &itxt("openbadges", 1, "", "", &deflated(&vec![b' '; (1 << 20) + 1])));
    assert_eq!(finding(&bomb), [Finding::Slot { keyword: Keyword::OpenBadges, fault }]);
    let full = spliced(
        &picture(),
        &itxt("openbadges", 1, "", "", &deflated(&[b"{}", vec![b' '; (1 << 20) - 2].as_slice()].concat())),
    );
    assert_eq!(raw(&full).len(), 1);
}

#[test]
fn unreadable_slots_say_why() {
    let keyword = Keyword::OpenBadges;
    let slot = |bytes: &[u8]| match finding(&spliced(&picture(), bytes))[..] {
        [.., Finding::Slot { keyword: Keyword::OpenBadges, fault }] => fault,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(slot(&itxt("openbadges", 0, "", "", b" \n")), SlotFault::Empty);
    assert_eq!(slot(&itxt("openbadges", 0, "", "", b"{\xff}")), SlotFault::NotUtf8);
    assert_eq!(slot(&itxt("openbadges", 1, "", "", b"not deflate")), SlotFault::Malformed);
    assert_eq!(slot(&itxt("openbadges", 2, "", "", b"{}")), SlotFault::Malformed);
    assert_eq!(slot(&chunk(b"iTXt", b"openbadges\0\0\0fr")), SlotFault::Malformed);
    assert_eq!(slot(&chunk(b"zTXt", b"openbadges\0")), SlotFault::Malformed);
    let mut damaged = itxt("openbadges", 0, "", "", b"{}");
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(slot(&damaged), SlotFault::Checksum);
    // Baking over it mends the picture.
    assert_eq!(baked(&spliced(&picture(), &damaged), keyword, JSON), baked(&picture(), keyword, JSON));
    let small = Limits { document_bytes: 10, ..limits() };
    let image = baked(&picture(), keyword, JSON);
    let fault = SlotFault::TooLarge { bytes: JSON.len(), limit: 10 };
    assert_eq!(open(&image, &small).findings, [Finding::Slot { keyword, fault }]);
}

// A damaged picture still gives its badge, and says that it is damaged; nothing more is baked into it.
#[test]
fn damage_is_named_and_refused_when_baking() {
    let keyword = Keyword::OpenBadgeCredential;
    let image = baked(&picture(), keyword, JSON);
    let mut wrong = image.clone();
    let at = wrong.len() - 13;
    wrong[at] ^= 0xff;
    let cut = &image[..image.len() - 20];
    for damaged in [&wrong[..], cut] {
        assert_eq!(raw(damaged), [json(JSON)]);
        let [Finding::Picture(fault @ PictureError::Png(_))] = finding(damaged)[..] else { panic!() };
        assert_eq!(bake(damaged, keyword, JSON, Existing::Replace, &limits()), Err(fault.into()));
        assert_eq!(remove(damaged, keyword, &limits()), Err(fault));
        assert_eq!(unbake(damaged, keyword, &limits()).as_deref(), Ok(JSON));
        assert_eq!(picture_info(damaged, &limits()), Err(fault));
    }
    assert!(matches!(
        finding(&wrong)[..],
        [Finding::Picture(PictureError::Png(PngFault::Checksum { chunk: [b'I', b'D', b'A', b'T'], .. }))]
    ));
}

#[test]
fn truncated_anywhere_is_truncated_and_no_panic() {
    let image = baked(&picture(), Keyword::OpenBadges, JSON);
    for length in 4..image.len() {
        let findings = finding(&image[..length]);
        assert!(
            matches!(findings.last(), Some(Finding::Picture(PictureError::Png(PngFault::Truncated { .. })))),
            "{length}: {findings:?}"
        );
    }
    let beyond = spliced(&picture(), b"\x7f\xff\xff\xffiTXtopenbadges\0");
    assert_eq!(finding(&beyond), [Finding::Picture(PictureError::Png(PngFault::Truncated { at: 33 }))]);
    let beyond = spliced(&picture(), b"\xff\xff\xff\xffiTXtopenbadges\0");
    assert_eq!(finding(&beyond), [Finding::Picture(PictureError::Png(PngFault::Truncated { at: 33 }))]);
}

#[test]
fn other_damage_is_named() {
    let fault = |bytes: &[u8]| match finding(bytes)[..] {
        [Finding::Picture(PictureError::Png(fault))] => fault,
        ref other => panic!("{other:?}"),
    };
    let converted = [b"\x89PNG\n\x1a\n", &picture()[8..]].concat();
    assert_eq!(fault(&converted), PngFault::Signature);
    let no_header = [&picture()[..8], &picture()[33..]].concat();
    assert_eq!(fault(&no_header), PngFault::NoHeader);
    let few = Limits { png_chunks: 2, ..limits() };
    let expected = PictureError::Png(PngFault::TooManyChunks { limit: 2 });
    assert_eq!(open(&picture(), &few).findings, [Finding::Picture(expected)]);
}

#[test]
fn what_cannot_be_baked_is_refused() {
    let bake =
        |image: &[u8], text: &str, limits: &Limits| bake(image, Keyword::OpenBadges, text, Existing::Replace, limits);
    assert_eq!(bake(&picture(), " \n", &limits()), Err(BakeError::EmptyText));
    assert_eq!(bake(&picture(), "{\"a\0\"}", &limits()), Err(BakeError::Character { at: 3 }));
    let small = Limits { document_bytes: 3, ..limits() };
    assert_eq!(bake(&picture(), "{  }", &small), Err(BakeError::TextTooLong { bytes: 4, limit: 3 }));
    let small = Limits { image_bytes: picture().len() + 5, ..limits() };
    assert!(matches!(bake(&picture(), "{  }", &small), Err(BakeError::Picture(PictureError::TooLarge { .. }))));
    assert_eq!(unbake(&picture(), Keyword::OpenBadges, &limits()), Err(UnbakeError::NoBadge(Keyword::OpenBadges)));
    assert_eq!(remove(&picture(), Keyword::OpenBadges, &limits()), Ok(picture()));
}

#[test]
fn picture_info_decodes_every_pixel() {
    let info = picture_info(&picture(), &limits()).unwrap();
    assert_eq!((info.format, info.width, info.height), (Format::Png, 8, 4));
    // All chunks are whole, and the picture is not: half of its pixels, with a right CRC.
    let image = drawn(64, 64);
    let length = u32::from_be_bytes(image[33..37].try_into().unwrap()) as usize;
    let half = [&image[..33], &chunk(b"IDAT", &image[41..41 + length / 2]), &image[33 + 12 + length..]].concat();
    assert_eq!(picture_info(&half, &limits()), Err(PictureError::Png(PngFault::Pixels)));
    let few = Limits { picture_pixels: 31, ..limits() };
    let expected = PictureError::TooManyPixels { width: 8, height: 4, limit: 31 };
    assert_eq!(picture_info(&picture(), &few), Err(expected));
}

/// A picture with sixteen bits to a colour: each pixel of `drawn`, its second byte another.
fn deep(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(::png::ColorType::Rgba);
    encoder.set_depth(::png::BitDepth::Sixteen);
    let mut writer = encoder.write_header().unwrap();
    let samples: Vec<u8> = pixels(&drawn(width, height)).iter().flat_map(|high| [*high, !high]).collect();
    writer.write_image_data(&samples).unwrap();
    writer.finish().unwrap();
    bytes
}

// BAKE-07: eight bytes to a pixel, and each of them stays.
#[test]
fn bake_07_pictures_of_sixteen_bits_stay_so() {
    let image = deep(8, 4);
    let info = picture_info(&image, &limits()).unwrap();
    assert_eq!((info.format, info.width, info.height), (Format::Png, 8, 4));
    for keyword in SLOTS {
        let baked = baked(&image, keyword, JSON);
        assert_eq!(pixels(&baked), pixels(&image));
        assert_eq!(pixels(&baked).len(), 8 * 4 * 8);
        assert_eq!(unbake(&baked, keyword, &limits()).as_deref(), Ok(JSON));
        assert_eq!(remove(&baked, keyword, &limits()), Ok(image.clone()));
    }
}

// Sixteen bits to a colour take twice the memory: half as many pixels are decoded.
#[cfg(feature = "scan")]
#[test]
fn pictures_of_sixteen_bits_are_read_up_to_half_as_many_pixels() {
    let (plain, deep) = (drawn(8, 4), deep(8, 4));
    assert_eq!(difference(&plain, &deep, &limits()), Ok(0), "the high bytes are what is seen");
    let exactly = |picture_pixels| Limits { picture_pixels, ..limits() };
    assert_eq!(difference(&plain, &plain, &exactly(32)), Ok(0));
    assert_eq!(difference(&plain, &deep, &exactly(64)), Ok(0));
    let refused = Err(PictureError::TooManyPixels { width: 8, height: 4, limit: 31 });
    assert_eq!(difference(&deep, &deep, &exactly(63)), refused);
}
