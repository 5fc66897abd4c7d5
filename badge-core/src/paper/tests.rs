use super::join::{Follows, Joiner};
use super::press::RUN;
use super::*;
use crate::limits::Limits;
use crate::picture::{Colours, Design, Icon, Level, Shape};

fn picture() -> Picture {
    let colours = Colours::NAMED[0].1;
    let design = Design { shape: Shape::Hexagon, icon: Icon::Star, colours, level: Level::NONE };
    Picture::read(design.to_svg("", "").as_bytes(), &Limits::default()).unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-03-14T15:04:05Z").unwrap()
}

fn award(n: usize) -> Printed {
    Printed {
        lang: Lang::Fr,
        speaks: Lang::Fr,
        title: "Découpe laser".to_owned(),
        name: Some(format!("Camille {n}")),
        level: Some("je pratique".to_owned()),
        done: Some("A découpé trois pièces.".to_owned()),
        date: "14 mars 2026".to_owned(),
        until: Some("13 mars 2029".to_owned()),
        place: Some("Caen".to_owned()),
        picture: picture(),
        picture_alt: "Une étoile".to_owned(),
        code: Some(Qr::new(&format!("https://lieu.example.org/v#{}{n}", "aZ09-".repeat(110))).unwrap()),
        claim: None,
        file: Some(SignedFile {
            name: format!("decoupe-laser-{n}.json"),
            media_type: "application/ld+json",
            description: "Découpe laser".to_owned(),
            bytes: credential(n).into_bytes(),
            date: now(),
        }),
    }
}

/// Enough of a badge to be found.
fn credential(n: usize) -> String {
    format!(
        "{{\"@context\":[\"https://www.w3.org/ns/credentials/v2\",\
         \"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"],\"id\":\"urn:example:{n}\",\
         \"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"]}}"
    )
}

fn press(kind: Kind, template: Template) -> Press {
    let house = House { name: "Atelier de l’Exemple".to_owned(), logo: Some(picture()), logo_alt: "Logo".to_owned() };
    Press::new(kind, template, house, Lang::Fr, "Attestations", now()).unwrap()
}

fn printed(kind: Kind, template: Template, awards: &[Printed]) -> (Vec<u8>, Vec<Remark>) {
    let mut press = press(kind, template);
    awards.iter().for_each(|award| press.add(award.clone()));
    press.finish().unwrap()
}

#[test]
fn whatever_is_printed_keeps_to_both_standards() {
    // The writer refuses a document that does not: what comes back has passed.
    let long = Printed { title: "Concevoir et assembler ".repeat(30), name: Some("Anne-".repeat(30)), ..award(1) };
    let arabic = Printed {
        title: "إصلاح الدراجات".into(), name: Some("ليلى".into()), lang: Lang::En, ..award(2)
    };
    let claim = Some(Claim { code: "7KQ-M2X-WPA".into(), address: None });
    let bare = Printed { name: None, level: None, done: None, place: None, code: None, file: None, claim, ..award(3) };
    let signs = Printed { title: "Vélo 🛠\u{fe0f}".into(), done: Some("<b>&amp;\u{0}\u{202e}".into()), ..award(4) };
    let own = "[certificate]\npaper = \"landscape\"\n[card]\nwidth = 105\nheight = 74\nmarks = \"lines\"\n\
               order = [\"claim\", \"done\", \"signature\", \"level\", \"picture\", \"facts\", \"name\", \"title\"]\n";
    for template in [Template::default(), Template::parse(own).unwrap()] {
        for kind in [Kind::Cards, Kind::Certificates] {
            let awards = [award(0), long.clone(), arabic.clone(), bare.clone(), signs.clone()];
            let (bytes, remarks) = printed(kind, template.clone(), &awards);
            assert!(bytes.starts_with(b"%PDF-1.7"));
            let text = String::from_utf8_lossy(&bytes);
            assert!(text.contains("<pdfaid:part>3</pdfaid:part>") && text.contains("<pdfuaid:part>1</pdfuaid:part>"));
            assert!(text.contains("<pdfaid:conformance>A</pdfaid:conformance>"));
            assert!(remarks.contains(&Remark::Shortened { award: 1, field: "title" }), "{remarks:?}");
            assert!(remarks.contains(&Remark::Unwritable { award: 2, field: "title" }), "{remarks:?}");
            assert!(remarks.contains(&Remark::Unwritable { award: 2, field: "name" }), "{remarks:?}");
            assert!(remarks.contains(&Remark::WithoutSigns { award: 4, field: "title" }), "{remarks:?}");
            assert!(remarks.iter().all(|r| !matches!(r, Remark::Unwritable { award: 0 | 1 | 3, .. })), "{remarks:?}");
            let told: std::collections::BTreeSet<String> = remarks.iter().map(|r| format!("{r:?}")).collect();
            assert_eq!(told.len(), remarks.len(), "each is told once: {remarks:?}");
        }
    }
}

// The date and the place are on the paper whatever the letters of where it was.
#[test]
fn where_it_was_is_left_out_alone() {
    for (kind, template) in [(Kind::Certificates, Template::default()), (Kind::Cards, Template::default())] {
        for (place, told) in [
            ("القاهرة", Remark::Unwritable { award: 0, field: "place" }),
            ("🏠", Remark::WithoutSigns { award: 0, field: "place" }),
        ] {
            let (with, remarks) = printed(kind, template.clone(), &[Printed { place: Some(place.into()), ..award(0) }]);
            let (without, none) = printed(kind, template.clone(), &[Printed { place: None, ..award(0) }]);
            assert_eq!((remarks, none), (vec![told], vec![]));
            assert_eq!(with, without, "as if it had not been said where");
        }
    }
}

// What makes a paper worth something is never what is left out for want of room: the date, the code, whom to ask.
#[test]
fn long_names_never_push_the_date_off_the_page() {
    let long = "Salle polyvalente de Saint-Pierre-en-Auge, au premier étage, à droite, derrière la grande bibliothèque";
    for (kind, paper) in
        [(Kind::Certificates, "portrait"), (Kind::Certificates, "landscape"), (Kind::Cards, "portrait")]
    {
        let template = Template::parse(&format!("[certificate]\npaper = \"{paper}\"\n")).unwrap();
        let name = "Fédération des centres sociaux et socioculturels du Calvados et de la Manche réunis".repeat(2);
        let house = House { name, logo: None, logo_alt: String::new() };
        let mut press = Press::new(kind, template, house, Lang::Fr, "Attestations", now()).unwrap();
        press.add(Printed { place: Some(long.repeat(3)), ..award(0) });
        let (_, remarks) = press.finish().unwrap();
        assert_eq!(remarks, [Remark::Shortened { award: 0, field: "place" }]);
    }
}

// As many words as a narrative of some lines has, and a title as long as a place may give, are on the page in full: the
// picture gives way, and across the words go on beside the code.
#[test]
fn what_was_done_has_the_room_of_the_page() {
    let done = "A préparé, réglé et découpé trois pièces à la bonne cote, a tenu compte du trait de coupe. ".repeat(6);
    let title: String = "Concevoir et assembler un objet utile à plusieurs ".repeat(4).chars().take(200).collect();
    for (paper, picture) in [("portrait", 70), ("landscape", 70), ("landscape", 140)] {
        let template = format!("[certificate]\npaper = \"{paper}\"\npicture = {picture}\n");
        let template = Template::parse(&template).unwrap();
        let long = Printed { done: Some(done.clone()), ..award(0) };
        let titled = Printed { title: title.clone(), ..award(1) };
        let (_, remarks) = printed(Kind::Certificates, template.clone(), &[long, titled]);
        assert_eq!(remarks, [], "{paper} {picture}");
        // What is too much is still told, once, however often the page was measured.
        let endless = Printed { done: Some(done.repeat(5)), ..award(0) };
        let (_, remarks) = printed(Kind::Certificates, template, &[endless]);
        assert_eq!(remarks, [Remark::Shortened { award: 0, field: "done" }], "{paper} {picture}");
    }
}

#[test]
fn the_same_awards_make_the_same_bytes() {
    let make = || printed(Kind::Certificates, Template::default(), &[award(0), award(1)]).0;
    assert_eq!(make(), make());
}

#[test]
fn nothing_makes_no_document() {
    assert_eq!(press(Kind::Cards, Template::default()).finish().unwrap_err(), PaperError::Nothing);
}

#[test]
fn ten_cards_lie_on_a_page() {
    let mut press = press(Kind::Cards, Template::default());
    for (n, pages) in [(0, 1), (9, 1), (10, 2)] {
        press.add(award(n));
        for more in n + 1..if n == 0 { 9 } else { n + 1 } {
            press.add(award(more));
        }
        assert_eq!(press.pages(), pages, "{n}");
    }
}

#[test]
fn a_code_that_is_too_large_for_a_card_is_told() {
    let code = Some(Qr::new(&"a".repeat(2_300)).unwrap());
    let (_, remarks) = printed(Kind::Cards, Template::default(), &[award(0), Printed { code, ..award(1) }]);
    assert_eq!(remarks, [Remark::NoRoomForCode { award: 1 }]);
}

#[test]
fn a_picture_is_kept_once_whatever_its_size() {
    let size =
        |n: usize| printed(Kind::Certificates, Template::default(), &(0..n).map(award).collect::<Vec<_>>()).0.len();
    let (one, two, four) = (size(1), size(2), size(4));
    // A page more costs its words, its code and its file, and not the picture again.
    assert!(two - one < 24_000 && four - two < 2 * 24_000, "{one} {two} {four}");
    let mut large = Vec::new();
    let mut encoder = png::Encoder::new(&mut large, 3_000, 1_500);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&vec![0x80; 3_000 * 1_500]).unwrap();
    let read = Picture::read(&large, &Limits::default()).unwrap();
    assert_eq!(read.0.size(), (1_000, 500));
    assert!(Picture::read(b"GIF89a", &Limits::default()).is_err());
    assert!(
        Picture::read(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><text>a</text></svg>", &Limits::default()).is_err()
    );
}

#[cfg(all(feature = "pdf", feature = "scan"))]
#[test]
fn what_is_printed_is_found_again() {
    use crate::container::{Raw, open};
    for kind in [Kind::Cards, Kind::Certificates] {
        let awards: Vec<Printed> = (0..3).map(award).collect();
        let (bytes, _) = printed(kind, Template::default(), &awards);
        let opened = open(&bytes, &Limits::default());
        let found = &opened.found;
        for n in 0..3 {
            let json = credential(n);
            let file = found.iter().filter(|f| matches!(&f.raw, Raw::Json(bytes) if *bytes == json.as_bytes()));
            assert_eq!(file.count(), 1, "{n}: the signed file, as it was");
        }
        let codes = opened.links.iter().filter(|link| link.url.as_str().contains("/v#aZ09-"));
        assert_eq!(codes.count(), 3, "{:?}", opened.links);
    }
}

/// A page that costs little: what is looked at is how pages are joined.
fn small(n: usize) -> Printed {
    let code = Some(Qr::new(&format!("https://lieu.example.org/v#aZ09-{n}")).unwrap());
    Printed { code, picture: dot(n % 2), until: None, ..award(n) }
}

/// A picture of two colours and a mask.
fn dot(n: usize) -> Picture {
    static DOTS: [std::sync::OnceLock<Picture>; 2] = [const { std::sync::OnceLock::new() }; 2];
    let make = || {
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 4, 4);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let pixels: Vec<u8> = (0..16).flat_map(|at| [at * 9, 100 * n as u8, 7, at * 15]).collect();
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
        Picture::read(&png, &Limits::default()).unwrap()
    };
    DOTS[n].get_or_init(make).clone()
}

fn certificates(awards: std::ops::Range<usize>, most: usize) -> Vec<u8> {
    let house = House { name: "Atelier de l’Exemple".to_owned(), logo: Some(dot(0)), logo_alt: "Logo".to_owned() };
    let kind = Kind::Certificates;
    let mut press = Press::new(kind, Template::default(), house, Lang::Fr, "Attestations", now()).unwrap();
    press.most = most;
    let count = awards.len();
    for n in awards {
        // Two files of one name are two files.
        let name = if n == 10 { 0 } else { n };
        let file = small(n).file.map(|file| SignedFile { name: format!("decoupe-laser-{name}.json"), ..file });
        press.add(Printed { file, ..small(n) });
    }
    assert_eq!(press.pages(), count);
    let (bytes, remarks) = press.finish().unwrap();
    assert_eq!(remarks, []);
    bytes
}

// Of a document in several runs, everything that there is one of in a document is there once, and holds for all its pages.
#[cfg(all(feature = "pdf", feature = "scan"))]
#[test]
fn many_pages_are_one_document() {
    use lopdf::{Document, Object};
    let count = 11;
    let bytes = certificates(0..count, 4);
    let document = Document::load_mem(&bytes).unwrap();
    let pages: Vec<_> = document.get_pages().into_values().collect();
    assert_eq!(pages.len(), count);

    let catalog = document.catalog().unwrap();
    let get = |dictionary: &lopdf::Dictionary, key: &str| {
        let value = dictionary.get(key.as_bytes()).unwrap();
        document.dereference(value).unwrap().1.clone()
    };
    let tree = get(catalog, "StructTreeRoot").as_dict().unwrap().clone();
    let root = get(&tree, "K").as_array().unwrap()[0].as_reference().unwrap();
    let sections = document.get_dictionary(root).unwrap().get(b"K").unwrap().as_array().unwrap();
    assert_eq!(sections.len(), count);
    // Each page is where the tree of parents says that it is, and each element there is on that page.
    let mut leaves = Vec::new();
    for leaf in get(&tree, "ParentTree").as_dict().unwrap().get(b"Kids").unwrap().as_array().unwrap() {
        let leaf = document.get_dictionary(leaf.as_reference().unwrap()).unwrap();
        let limits = leaf.get(b"Limits").unwrap().as_array().unwrap();
        let nums = leaf.get(b"Nums").unwrap().as_array().unwrap();
        assert_eq!((&limits[0], &limits[1]), (&nums[0], &nums[nums.len() - 2]));
        leaves.extend(nums.chunks(2).map(|pair| (pair[0].as_i64().unwrap(), pair[1].as_reference().unwrap())));
    }
    assert_eq!(get(&tree, "ParentTreeNextKey"), Object::Integer(count as i64));
    for (n, page) in pages.iter().enumerate() {
        let own = document.get_dictionary(*page).unwrap().get(b"StructParents").unwrap().as_i64().unwrap();
        assert_eq!((own, leaves[n].0), (n as i64, n as i64));
        let elements = document.get_object(leaves[n].1).unwrap().as_array().unwrap();
        assert!(!elements.is_empty());
        for element in elements {
            let element = document.get_dictionary(element.as_reference().unwrap()).unwrap();
            assert_eq!(element.get(b"Pg").unwrap().as_reference().unwrap(), *page);
            let section = document.get_dictionary(element.get(b"P").unwrap().as_reference().unwrap()).unwrap();
            assert_eq!(section.get(b"P").unwrap().as_reference().unwrap(), root);
        }
    }
    // The outline leads from the first page to the last, and back.
    let outline = get(catalog, "Outlines").as_dict().unwrap().clone();
    assert_eq!(outline.get(b"Count").unwrap().as_i64().unwrap(), count as i64);
    for (from, to, seen) in [("First", "Next", pages.clone()), ("Last", "Prev", pages.iter().rev().copied().collect())]
    {
        let mut at = outline.get(from.as_bytes()).unwrap().as_reference().ok();
        for page in seen {
            let item = document.get_dictionary(at.unwrap()).unwrap();
            let target = get(item, "Dest").as_array().unwrap()[0].as_reference().unwrap();
            assert_eq!(target, page);
            at = item.get(to.as_bytes()).ok().and_then(|next| next.as_reference().ok());
        }
        assert_eq!(at, None, "{to}");
    }
    // Every file, by its name, in the order of names.
    let names = get(get(catalog, "Names").as_dict().unwrap(), "EmbeddedFiles");
    let names = names.as_dict().unwrap().get(b"Names").unwrap().as_array().unwrap();
    let names: Vec<&[u8]> = names.iter().step_by(2).map(|name| name.as_str().unwrap()).collect();
    assert_eq!(names.len(), count);
    assert!(names.is_sorted() && names.contains(&&b"decoupe-laser-0-2.json"[..]));
    assert_eq!(get(catalog, "AF").as_array().unwrap().len(), count);
    let found = crate::container::open(&bytes, &Limits { found: 1_000, ..Limits::default() }).found;
    for n in 0..count {
        let json = credential(n);
        let of = |raw: &crate::container::Raw| matches!(raw, crate::container::Raw::Json(b) if *b == json.as_bytes());
        assert_eq!(found.iter().filter(|f| of(&f.raw)).count(), 1, "{n}");
    }

    // What several runs use is there once: two pictures with one mask, one of which is the logo, and
    // the codes.
    let kind = |object: &Object, subtype: &str| {
        let dictionary = object.as_stream().map(|stream| &stream.dict).ok();
        dictionary.and_then(|d| d.get(b"Subtype").ok()?.as_name().ok()) == Some(subtype.as_bytes())
    };
    let pictures = document.objects.values().filter(|object| kind(object, "Image")).count();
    assert_eq!(pictures, 2 + 1 + count);
    let text = String::from_utf8_lossy(&bytes);
    for (once, times) in [
        ("/Type/Catalog", 1),
        ("/OutputIntent/", 1),
        ("/Type/StructTreeRoot", 1),
        ("/S/Document", 1),
        ("/Type/Outlines", 1),
        ("<x:xmpmeta", 1),
        ("\nxref\n", 1),
        (&format!("<xmpTPg:NPages>{count}</xmpTPg:NPages>"), 1),
        ("/Type/Pages", 4),
    ] {
        assert_eq!(text.matches(once).count(), times, "{once}");
    }
    let id = document.trailer.get(b"ID").unwrap().as_array().unwrap()[1].as_str().unwrap();
    let id = format!("<xmpMM:InstanceID>{}</xmpMM:InstanceID>", String::from_utf8_lossy(id));
    assert_eq!(text.matches(&id).count(), 1);
}

// What fits into one run is what the writer made of it.
#[test]
fn a_document_of_one_run_is_the_writers_own() {
    let limits = |bytes: &[u8]| bytes.windows(7).filter(|part| part == b"/Limits").count();
    assert_eq!(limits(&certificates(0..3, 3)), 0);
    assert_eq!(certificates(0..3, 3), certificates(0..3, RUN));
    assert_eq!(limits(&certificates(0..4, 3)), 2);
}

// What is kept of each page is what the end of the document has to name; the pages are not.
#[test]
fn memory_does_not_grow_with_pages() {
    let (mut joiner, mut to) = (Joiner::default(), std::io::sink());
    let mut kept = Vec::new();
    let (runs, pages) = (8, 3);
    for run in 0..runs {
        let bytes = certificates(20 + run * pages..20 + (run + 1) * pages, RUN);
        assert!(bytes.len() > pages * 2_000);
        joiner.add(&bytes, Follows::Another, &mut to).unwrap();
        kept.push(joiner.kept());
    }
    // From the fifth run on, what may be used again is forgotten as fast as it comes.
    for pair in kept[4..].windows(2) {
        assert!(pair[1] - pair[0] < pages * 200, "{kept:?}");
    }
    // The same files once more would be lost.
    let again = certificates(20..23, RUN);
    assert_eq!(joiner.add(&again, Follows::Another, &mut to), Err(PaperError::Unwritten));
}

#[test]
fn a_disk_that_is_full_is_told() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for (count, room) in [(1, 1_000), (3, 30_000)] {
        let house = House { name: "Atelier".into(), logo: None, logo_alt: String::new() };
        let said = ("Attestations", now());
        let mut press =
            Press::onto(Kind::Certificates, Template::default(), house, Lang::Fr, said, Full(room)).unwrap();
        press.most = 2;
        (0..count).for_each(|n| press.add(small(n)));
        assert_eq!(press.finish().err(), Some(PaperError::Refused(std::io::ErrorKind::StorageFull)));
    }
}
