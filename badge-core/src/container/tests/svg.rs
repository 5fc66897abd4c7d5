use super::*;

/// A drawing with all that a tree library would change: CRLF, both quotes, comments, odd spacing.
const DRAWING: &str = "\u{feff}<?xml version=\"1.0\"?>\r\n<!-- ours > theirs -->\r\n<svg  xmlns='http://www.w3.org/2000/svg'\r\n\
    \twidth = \"10\" height='20' >\r\n  <title>Été &amp; \u{1f6e0}</title><path d='M0 0\tL1 1'  />\n</svg >\n<!-- end -->\n";

const PLAIN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 40.5\"></svg>";

fn found(bytes: &[u8]) -> Vec<Raw> {
    opened(bytes).found.into_iter().map(|p| p.raw).collect()
}

fn fault(bytes: &[u8]) -> PictureError {
    match finding(bytes)[..] {
        [Finding::Picture(fault)] => fault,
        ref other => panic!("{other:?}"),
    }
}

/// The fault among other findings.
fn fault_of(bytes: &[u8]) -> PictureError {
    let last = finding(bytes).pop();
    let Some(Finding::Picture(fault)) = last else { panic!("{last:?}") };
    fault
}

fn holding(body: &str) -> Vec<u8> {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:openbadges=\"http://openbadges.org\" \
         xmlns:v3=\"https://purl.imsglobal.org/ob/v3p0\">{body}</svg>"
    )
    .into_bytes()
}

// BAKE-10: the exact form for OB 2.0.
#[test]
fn bake_10_ob_2_hosted_and_signed() {
    let json = "{\"id\":\"https://badges.example.org/1?a&b\"}";
    let start =
        "<svg xmlns:openbadges=\"http://openbadges.org\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 40.5\">";
    let hosted = format!(
        "{start}<openbadges:assertion verify=\"https://badges.example.org/1?a&amp;b\"><![CDATA[{json}]]></openbadges:assertion></svg>"
    );
    assert_eq!(baked(PLAIN.as_bytes(), Keyword::OpenBadges, json), hosted.as_bytes());
    let signed = format!("{start}<openbadges:assertion verify=\"{JWS}\"/></svg>");
    assert_eq!(baked(PLAIN.as_bytes(), Keyword::OpenBadges, JWS), signed.as_bytes());
}

// BAKE-11: the exact form for OB 3.0.
#[test]
fn bake_11_ob_3_embedded_and_jwt() {
    let start = "<svg xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 40.5\">";
    let embedded = format!(
        "{start}<openbadges:credential><![CDATA[{{\"id\":\"https://a.example.org\"}}]]></openbadges:credential></svg>"
    );
    let json = "{\"id\":\"https://a.example.org\"}";
    assert_eq!(baked(PLAIN.as_bytes(), Keyword::OpenBadgeCredential, json), embedded.as_bytes());
    let jwt = format!("{start}<openbadges:credential verify=\"{JWS}\"/></svg>");
    assert_eq!(baked(PLAIN.as_bytes(), Keyword::OpenBadgeCredential, JWS), jwt.as_bytes());
}

// BAKE-12, BAKE-19: what goes in comes out, and the file is as it was.
#[test]
fn bake_12_19_round_trip_to_the_byte() {
    let odd = "{\"a\":\"]]>]]]>>]]\u{e9}\"}\r\n\t]]";
    let empty = "<svg xmlns='http://www.w3.org/2000/svg'/>";
    let spaced = "<svg xmlns='http://www.w3.org/2000/svg' ></svg>";
    let prefixed = "<s:svg xmlns:s='http://www.w3.org/2000/svg' />";
    let declared = "<svg xmlns:openbadges='http://openbadges.org' xmlns='http://www.w3.org/2000/svg' xmlns:x=\"https://purl.imsglobal.org/ob/v3p0\"/>";
    for image in [DRAWING, PLAIN, empty, "<svg/>", "<svg></svg>", "<svg ></svg>", spaced, prefixed, declared] {
        for text in [JSON, JWS, odd, "https://badges.example.org/1", "a\r\nb\tc \"<&>'", "  {}  "] {
            for keyword in SLOTS {
                let baked = baked(image.as_bytes(), keyword, text);
                assert_eq!(unbake(&baked, keyword, &limits()).as_deref(), Ok(text), "{image}");
                assert_eq!(remove(&baked, keyword, &limits()).unwrap(), image.as_bytes(), "{text}");
            }
        }
    }
}

// BAKE-19: another XML reader sees the same text.
#[cfg(feature = "picture")]
#[test]
fn bake_19_another_parser_reads_the_text() {
    let text = "{\"a\":\"]]>é\"}\r\n";
    let baked = baked(DRAWING.as_bytes(), Keyword::OpenBadgeCredential, text);
    let source = std::str::from_utf8(&baked).unwrap();
    let document = resvg::usvg::roxmltree::Document::parse(source).unwrap();
    let first = document.root_element().first_element_child().unwrap();
    assert_eq!(first.tag_name().namespace(), Some("https://purl.imsglobal.org/ob/v3p0"));
    let read: String = first.children().filter_map(|n| n.text()).collect();
    assert_eq!(read, text);
}

// BAKE-13, D-33.
#[test]
fn bake_13_d_33_replaces_every_element_or_refuses() {
    let full = holding("<g><openbadges:assertion verify='a'/><openbadges:assertion>{}</openbadges:assertion></g>");
    assert_eq!(finding(&full)[0], Finding::Repeated { keyword: Keyword::OpenBadges, ignored: 1 });
    let refused = bake(&full, Keyword::OpenBadges, JSON, Existing::Refuse, &limits());
    assert_eq!(refused, Err(BakeError::AlreadyBaked(Keyword::OpenBadges)));
    let baked = baked(&full, Keyword::OpenBadges, JSON);
    let source = std::str::from_utf8(&baked).unwrap();
    assert_eq!(source.matches("<openbadges:assertion").count(), 1);
    assert_eq!(source.matches("xmlns:openbadges").count(), 1);
    assert_eq!(unbake(&baked, Keyword::OpenBadges, &limits()).as_deref(), Ok(JSON));
}

// BAKE-14: by namespace and local name, at any depth, the first one.
#[test]
fn bake_14_finds_by_namespace() {
    let json = |text: &str| Raw::Json(text.as_bytes().to_vec());
    let deep = holding("<g><g><x:assertion xmlns:x='http://openbadges.org'>{\"n\":1}</x:assertion></g></g>");
    assert_eq!(found(&deep), [json("{\"n\":1}")]);
    let default =
        holding("<assertion xmlns='http://openbadges.org'><![CDATA[{\"n\":]]> &quot;&#x31;&quot;}</assertion>");
    assert_eq!(found(&default), [json("{\"n\": \"1\"}")]);
    let other = holding("<openbadges:assertion xmlns:openbadges='https://other.example.org'>{}</openbadges:assertion>");
    assert_eq!(finding(&other), [Finding::Stripped]);
    assert_eq!(finding(&holding("<assertion>{}</assertion>")), [Finding::Stripped]);
}

// BAKE-14, BAKE-15: the body goes first in OB 2.0, the attribute in OB 3.0; an address in `verify` is no JWS.
#[test]
fn bake_14_15_body_and_attribute() {
    let two = holding(&format!("<openbadges:assertion verify='{JWS}'>{{}}</openbadges:assertion>"));
    assert_eq!(found(&two), [Raw::Json(b"{}".to_vec())]);
    let three = holding(&format!("<v3:credential verify='{JWS}'>{{}}</v3:credential>"));
    assert_eq!(found(&three), [Raw::Jws(JWS.into())]);
    let address = holding("<openbadges:assertion verify='https://badges.example.org/1'>\n </openbadges:assertion>");
    assert_eq!(found(&address), [Raw::Link(Url::parse("https://badges.example.org/1").unwrap())]);
    assert!(matches!(opened(&address).found[0].via[..], [Wrapping::Svg { attribute: true, ignored: 0, .. }]));
    let keyword = Keyword::OpenBadgeCredential;
    let wrong = holding("<v3:credential verify='https://badges.example.org/1'>{}</v3:credential>");
    assert_eq!(finding(&wrong), [Finding::Slot { keyword, fault: SlotFault::NotACredential }]);
    let empty = holding("<v3:credential/>");
    assert_eq!(finding(&empty), [Finding::Slot { keyword, fault: SlotFault::Empty }]);
    let entity = holding("<v3:credential>{\"a\":\"&unknown;\"}</v3:credential>");
    assert_eq!(finding(&entity), [Finding::Slot { keyword, fault: SlotFault::Malformed }]);
}

// BAKE-16, D-33: real badges carry the SVG 1.1 DOCTYPE; nothing else is let in.
#[test]
fn bake_16_d_33_doctype() {
    let external = format!(
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n{PLAIN}"
    );
    assert_eq!(finding(&baked(external.as_bytes(), Keyword::OpenBadges, JSON)), []);
    for subset in ["[<!ENTITY a 'b'>]", "SYSTEM 'a.dtd' [ ]", "[\n<!ATTLIST svg a CDATA 'b'>\n]"] {
        let image = format!("<!DOCTYPE svg {subset}>{PLAIN}");
        let refused = PictureError::Svg(SvgFault::InternalSubset);
        assert_eq!(fault(image.as_bytes()), refused, "{subset}");
        assert_eq!(remove(image.as_bytes(), Keyword::OpenBadges, &limits()), Err(refused));
        let baked = bake(image.as_bytes(), Keyword::OpenBadges, JSON, Existing::Replace, &limits());
        assert_eq!(baked, Err(refused.into()));
    }
}

// BAKE-16: caps.
#[test]
fn bake_16_caps() {
    let deep = format!("<svg>{}{}</svg>", "<g>".repeat(300), "</g>".repeat(300));
    assert_eq!(fault(deep.as_bytes()), SvgFault::TooDeep { limit: 256 }.into());
    let wide = format!("<svg>{}</svg>", "<g/>".repeat(100));
    let few = Limits { xml_events: 100, ..limits() };
    let expected = Finding::Picture(SvgFault::TooManyEvents { limit: 100 }.into());
    assert_eq!(open(wide.as_bytes(), &few).findings, [expected]);
    let badges = holding(&"<openbadges:assertion/>".repeat(1_001));
    assert_eq!(fault_of(&badges), SvgFault::TooManyBadges { limit: 1_000 }.into());
    let many: String = (0..300).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(fault(format!("<svg{many}/>").as_bytes()), SvgFault::TooManyAttributes.into());
    let many: String = (0..300).map(|n| format!(" xmlns:a{n}='u'")).collect();
    assert_eq!(fault(format!("<svg><g{many}/></svg>").as_bytes()), SvgFault::TooManyAttributes.into());
}

// BAKE-17: two generations, two prefixes, and back again.
#[test]
fn bake_17_both_generations_in_one_drawing() {
    for image in [DRAWING, PLAIN, "<svg/>"] {
        for (first, second, prefix) in [(SLOTS[0], SLOTS[1], "ob3"), (SLOTS[1], SLOTS[0], "ob2")] {
            let one = baked(image.as_bytes(), first, JSON);
            let two = baked(&one, second, JWS);
            let source = String::from_utf8(two.clone()).unwrap();
            assert!(source.contains(&format!("xmlns:{prefix}=\"{}\"", second.namespace())), "{source}");
            assert_eq!((found(&two).len(), finding(&two)), (2, vec![]));
            assert_eq!(unbake(&two, first, &limits()).as_deref(), Ok(JSON));
            assert_eq!(unbake(&two, second, &limits()).as_deref(), Ok(JWS));
            assert_eq!(remove(&two, second, &limits()).unwrap(), one);
            let other = remove(&two, first, &limits()).unwrap();
            assert_eq!(unbake(&other, second, &limits()).as_deref(), Ok(JWS));
        }
    }
}

// A prefix that other elements need outlives the badge.
#[test]
fn removing_leaves_good_xml() {
    let image = holding("<openbadges:assertion>{}</openbadges:assertion><openbadges:note/><g openbadges:x=''/>");
    let left = remove(&image, Keyword::OpenBadges, &limits()).unwrap();
    assert_eq!(left, holding("<openbadges:note/><g openbadges:x=''/>"));
}

// BAKE-16: damage and other encodings are named.
#[test]
fn damage_and_encodings_are_named() {
    for (image, expected) in [
        ("<svg><g></svg>", SvgFault::NotWellFormed { at: 8 }),
        ("<svg/><svg/>", SvgFault::NotWellFormed { at: 6 }),
        ("<svg/>text", SvgFault::NotWellFormed { at: 6 }),
        ("<svg a=b/>", SvgFault::NotWellFormed { at: 0 }),
        ("<svg><g>", SvgFault::Truncated),
        ("<svg><!-- ", SvgFault::Truncated),
        ("<svg", SvgFault::Truncated),
        ("<?xml version='1.0'?>", SvgFault::Truncated),
        ("<?xml version='1.0' encoding='UTF-7'?><svg/>", SvgFault::Encoding),
    ] {
        assert_eq!(fault(image.as_bytes()), expected.into(), "{image}");
    }
    assert_eq!(fault(b"<svg><title>\xe9</title></svg>"), SvgFault::Encoding.into());
    for other in ["<html><svg/></html>", "<!DOCTYPE html><html></html>", "<svg xmlns='https://other.example.org'/>"] {
        let opened = opened(other.as_bytes());
        // A page is looked into; a drawing that is none is not.
        let expected = match other.starts_with("<svg") || !cfg!(feature = "markup") {
            true => Finding::Picture(PictureError::NotAPicture(Format::Markup)),
            false => Finding::NoBadge,
        };
        assert_eq!((opened.format, opened.findings), (Format::Markup, vec![expected]), "{other}");
    }
    let utf16: Vec<u8> = format!("\u{feff}{PLAIN}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(fault(&utf16), PictureError::NotAPicture(Format::Utf16));
}

// Old drawing programs declare ISO-8859-1: the badge goes in as ASCII, and the drawing's letters stay.
#[test]
fn single_byte_encodings_take_ascii_only() {
    let image = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><svg><title>\xe9t\xe9</title></svg>";
    for (keyword, text) in [(SLOTS[0], JSON), (SLOTS[1], JSON), (SLOTS[0], "https://badges.example.org/\u{e9}")] {
        let baked = baked(image, keyword, text);
        assert_eq!(baked.iter().filter(|b| !b.is_ascii()).count(), 2);
        assert_eq!(unbake(&baked, keyword, &limits()).as_deref(), Ok(text));
        assert_eq!(remove(&baked, keyword, &limits()).unwrap(), image);
    }
}

#[test]
fn control_characters_cannot_be_baked() {
    for (text, at) in [("{\u{1}}", 1), ("a\u{0}", 1), ("https://\u{fffe}", 8)] {
        let baked = bake(PLAIN.as_bytes(), Keyword::OpenBadges, text, Existing::Replace, &limits());
        assert_eq!(baked, Err(BakeError::Character { at }));
    }
}

#[test]
fn picture_info_reads_the_size() {
    let size = |image: &str| picture_info(image.as_bytes(), &limits()).map(|info| (info.width, info.height)).unwrap();
    assert_eq!(size(PLAIN), (30, 41));
    assert_eq!(size(DRAWING), (10, 20));
    assert_eq!(size("<svg width='1in' height='50%' viewBox='0,0 7,9'/>"), (96, 9));
    assert_eq!(size("<svg width='1e3' height='-4'/>"), (1000, 150));
    assert_eq!(picture_info(b"<svg><g>", &limits()), Err(SvgFault::Truncated.into()));
}
