use crate::container::sanitise_svg;
use crate::limits::Limits;

use super::*;

fn design() -> Design {
    let colours = Colours::named("forest").unwrap();
    Design { shape: Shape::Hexagon, icon: Icon::Bicycle, colours, level: Level::new(3, 5).unwrap() }
}

fn limits() -> Limits {
    Limits::default()
}

const LONG: &str = "Concevoir, documenter et animer un atelier de réparation de vélos pour tous les habitants du \
                    quartier, en lien avec les associations, les écoles et les commerces, puis transmettre ce que \
                    l’on a appris à une équipe de bénévoles qui le fera vivre encore longtemps après nous tous";

// Every shape with every level, a logo and a code: served, drawn, and the same twice.
#[test]
fn every_drawing_is_a_sound_picture() {
    let logo = Logo::read(include_bytes!("../../../fixtures/artwork/bicycle.png"), &limits()).unwrap();
    let qr = Qr::new("https://lieu.example.org/b/1/").unwrap();
    for shape in Shape::ALL {
        for (logo, qr) in [(None, None), (Some(&logo), None), (None, Some(&qr)), (Some(&logo), Some(&qr))] {
            let design = Design { shape, ..design() };
            let drawing =
                Drawing { posture: Some("je pratique"), logo, qr, ..Drawing::new(design, "Réparer un vélo") };
            let drawn = drawing.draw();
            assert_eq!(drawn.remarks, []);
            assert_eq!(drawn, drawing.draw());
            assert_eq!(sanitise_svg(drawn.svg.as_bytes(), &limits()), Ok(vec![]));
            assert!(drawn.svg.contains("role=\"img\"") && !drawn.svg.contains("id=") && !drawn.svg.contains("NaN"));
            assert!(!drawn.svg.contains("<text") && drawn.svg.contains("<title>Réparer un vélo</title>"));
            assert!(to_png(drawn.svg.as_bytes(), 64, &limits()).is_ok());
        }
    }
}

// The font has no Arabic: nothing is drawn for it, no boxes either, and the maker is told.
#[test]
fn a_title_in_arabic_stays_in_the_description() {
    let drawn = Drawing::new(design(), "إصلاح الدراجات").draw();
    assert_eq!(drawn.remarks, [Remark::TitleLeftOff { letter: 'إ' }]);
    assert!(drawn.svg.contains("<title>إصلاح الدراجات</title>"));
    let bare = Drawing { letters: false, ..Drawing::new(design(), "إصلاح الدراجات") }.draw();
    assert_eq!(bare.svg, drawn.svg);
    let sign = Drawing::new(design(), "Atelier 🚲 vélo").draw();
    assert_eq!(sign.remarks, [Remark::SignLeftOff { sign: '🚲' }]);
    let without = Drawing::new(design(), "Atelier vélo").draw();
    assert_eq!(sign.svg.replace("Atelier 🚲 vélo", "Atelier vélo"), without.svg);
    // A posture that cannot be written leaves no ribbon.
    let posture = Drawing { posture: Some("أمارس"), ..Drawing::new(design(), "Vélo") }.draw();
    assert_eq!(posture.remarks, [Remark::PostureLeftOff { letter: 'أ' }]);
}

#[test]
fn a_title_of_300_characters_fits() {
    assert!(LONG.chars().count() >= 270);
    let title = format!("{LONG} et plus encore, jusqu’au bout");
    for shape in Shape::ALL {
        let drawn = Drawing::new(Design { shape, ..design() }, &title).draw();
        let [Remark::TitleShortened { shown }] = &drawn.remarks[..] else { panic!("{:?}", drawn.remarks) };
        assert!(shown.starts_with("Concevoir, documenter") && shown.ends_with('…'), "{shown}");
        assert!(drawn.svg.contains(&format!("<title>{title}</title>")));
    }
    let word = "a".repeat(300);
    assert!(matches!(&Drawing::new(design(), &word).draw().remarks[..], [Remark::TitleShortened { .. }]));
    assert_eq!(Drawing::new(design(), "Anticonstitutionnellement").draw().remarks, []);
}

// Letters lie on the face, on every line, whatever the shape.
#[test]
fn letters_stay_inside_their_shape() {
    for shape in Shape::ALL {
        let design = Design { shape, level: Level::NONE, ..design() };
        let with = Drawing::new(design, "Programmation Arduino et électronique des objets").draw();
        assert_eq!(with.remarks, []);
        let lines: Vec<&str> = with.svg.lines().collect();
        let letters = lines[lines.len() - 2];
        let wrap =
            |body: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"400\">{body}</svg>");
        let alpha = |svg: String| {
            let png = to_png(svg.as_bytes(), 400, &limits()).unwrap();
            let mut reader = ::png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            reader.next_frame(&mut pixels).unwrap();
            pixels.chunks_exact(4).map(|p| p[3]).collect::<Vec<u8>>()
        };
        let face = alpha(wrap(&format!("<path d=\"{}\"/>", shape.outline(200.0, 170.0))));
        let text = alpha(wrap(letters));
        assert!(text.iter().filter(|a| **a > 0).count() > 2_000, "{shape:?}");
        assert!(face.iter().zip(&text).all(|(face, text)| *text == 0 || *face == 255), "{shape:?}");
    }
}

// WCAG 2.2, 1.4.3: letters at 4.5 to 1, on the face and in its shade; good colours stay as they are.
#[test]
fn letters_can_be_read_on_any_colour() {
    for (name, colours) in Colours::NAMED {
        assert_eq!(colours.readable(), colours, "{name}");
    }
    for value in 0..=255_u8 {
        for face in [Colour::new(value, value, value), Colour::new(value, 128, 64), Colour::new(64, 160, value)] {
            let colours = Colours::around(face).readable();
            assert!(colours.ink.contrast(colours.face) >= 4.5, "{face}");
            assert!(colours.on_ink().contrast(colours.ink) >= 4.5, "{face} ribbon {}", colours.on_ink());
        }
    }
    let grey = Colours::around(Colour::new(0x80, 0x80, 0x80));
    let drawn = Drawing::new(Design { colours: grey, ..design() }, "Vélo").draw();
    let [Remark::Colour { asked, drawn: face }] = drawn.remarks[..] else { panic!("{:?}", drawn.remarks) };
    assert!(asked == grey.face && face != asked && drawn.svg.contains(&face.to_string()));
}

// The code in the picture is read back from the drawing.
#[cfg(feature = "scan")]
#[test]
fn the_code_in_a_drawing_is_read() {
    let address = "https://lieu.example.org/b/0123456789abcdef/";
    let qr = Qr::new(address).unwrap();
    for shape in Shape::ALL {
        let drawing = Drawing { qr: Some(&qr), posture: Some("je pratique"), ..Drawing::new(design(), "Vélo") };
        let drawn = Drawing { design: Design { shape, ..design() }, ..drawing }.draw();
        let png = to_png(drawn.svg.as_bytes(), 800, &limits()).unwrap();
        let codes = crate::container::qr::read_picture(&png, &limits()).unwrap();
        assert_eq!(codes.found.first().map(|c| c.text.as_str()), Some(address), "{shape:?}");
    }
}

#[test]
fn a_logo_is_made_small_or_refused() {
    let big = "<svg xmlns='http://www.w3.org/2000/svg' width='9000' height='3000'><path d='M0 0H9000V3000Z'/></svg>";
    assert_eq!(format!("{:?}", Logo::read(big.as_bytes(), &limits()).unwrap()), "Logo(192 by 64)");
    // A few bytes that would become ten million elements.
    let mut bomb = String::from("<defs><path id='a0' d='M0 0H9V9Z'/>");
    for n in 1..8 {
        bomb += &format!("<g id='a{n}'>{}</g>", format!("<use href='#a{}'/>", n - 1).repeat(10));
    }
    let bomb =
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{bomb}</defs><use href='#a7'/></svg>");
    assert_eq!(Logo::read(bomb.as_bytes(), &limits()), Err(RenderError::TooMuch));
    // A few kilobytes that would become a gigabyte of pixels.
    let mut png = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut png, 30_000, 30_000);
    encoder.set_depth(::png::BitDepth::One);
    encoder.write_header().unwrap().finish().unwrap_or_default();
    assert!(matches!(Logo::read(&png, &limits()), Err(RenderError::Picture(_))));
    assert!(Logo::read(b"GIF89a", &limits()).is_err());
    // Steps of a filter on canvases far larger than the picture.
    let blurs = "<feGaussianBlur stdDeviation='5000'/>".repeat(200);
    let blurs = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><filter id='f' x='-100' y='-100' width='1000' \
         height='1000'>{blurs}</filter><rect width='10' height='10' filter='url(#f)'/></svg>"
    );
    assert_eq!(Logo::read(blurs.as_bytes(), &limits()), Err(RenderError::TooMuch));
}

// The file itself is published beside the drawings, and not everybody's host forbids scripts in pictures.
#[test]
fn a_logo_that_would_run_something_is_refused() {
    let svg = |inside: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' \
             height='9'><path d='M0 0H9V9Z'/>{inside}</svg>"
        )
    };
    let read = |svg: String| Logo::read(svg.as_bytes(), &limits()).map(drop);
    for inside in [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<g><x:script xmlns:x='http://www.w3.org/2000/svg'/></g>",
        "<rect width='1' height='1' onclick='x()'/>",
        "<rect width='1' height='1' ONLOAD='x()'/>",
        "<foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>",
        "<p xmlns='http://www.w3.org/1999/xhtml'/>",
        "<a href='javascript:alert(1)'><path d='M0 0H1V1Z'/></a>",
        "<a xlink:href=' java&#10;script:alert(1)'><path d='M0 0H1V1Z'/></a>",
        "<a><set attributeName='href' to='https://example.org/'/><path d='M0 0H1V1Z'/></a>",
        "<animate attributeName='onclick' values='x()'/>",
        "<style>@import url(https://example.org/a.css);</style>",
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>@im<!-- -->port 'https://example.org/a.css';</style>",
        "<style>@im<g/>port 'https://example.org/a.css';</style>",
        "<style>path{fill:ur<!-- -->l(https://example.org/a.svg#b)}</style>",
        "<style>@\\69mport 'https://example.org/a.css';</style>",
        "<style>@font-face{font-family:a;src:url( \"//example.org/a.woff\" )}</style>",
        "<style><![CDATA[path{fill:URL(https://example.org/a.svg#b)}]]></style>",
        "<style>path{background:image-set('https://example.org/a.png' 1x)}</style>",
        "<path style='background:u\\72l(https://example.org/a)' d='M0 0H1V1Z'/>",
        "<path fill='url(https://example.org/a.svg#b)' d='M0 0H1V1Z'/>",
        "<set attributeName='fill' to='url(https://example.org/a.svg#b)'/>",
        "<use href='https://example.org/a.svg#b'/>",
        "<use xlink:href=' ../a.svg#b'/>",
        "<use href='data:image/svg+xml;base64,PHN2Zy8+#a'/>",
        "<a href='https://example.org/'><path d='M0 0H1V1Z'/></a>",
        "<a xlink:href='data:text/html,a'><path d='M0 0H1V1Z'/></a>",
        "<A href=' //example.org'><path d='M0 0H1V1Z'/></A>",
        "<g xml:base='https://example.org/'><use href='#b'/></g>",
    ] {
        assert_eq!(read(svg(inside)), Err(RenderError::Active), "{inside}");
    }
    let sheet = format!("<?xml-stylesheet href='https://example.org/a.css'?>{}", svg(""));
    assert_eq!(read(sheet), Err(RenderError::Active));
    for inside in [
        "<title>Atelier</title><metadata>o</metadata>",
        "<style>path{fill:#123}</style>",
        "<linearGradient id='a'/><style>.a{fill:url(#a)} .b{fill:url( '#a' )}</style><path fill='url(#a)' d='M0 0H1V1Z'/>",
        "<defs><path id='b' d='M0 0H1V1Z'/></defs><use href='#b'/>",
        "<a href='#b'><path d='M0 0H1V1Z'/></a>",
        "<animate attributeName='opacity' values='0;1'/>",
    ] {
        assert_eq!(read(svg(inside)), Ok(()), "{inside}");
    }
    assert_eq!(read(format!("<?xml version='1.0'?>{}", svg(""))), Ok(()));
    let within = "<image href='data:image/png;base64,AAAA' width='9' height='9'/>";
    assert_eq!(read(svg(within)), Err(RenderError::Embedded), "what it is, and not that it would run");
}

// Most places have a logo in white: on the white disc nobody sees it.
#[test]
fn a_logo_that_is_not_to_be_seen_is_told() {
    let logo = |fill: &str| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><path d='M9 9H81V21H9Z' fill='{fill}'/></svg>"
        );
        Logo::read(svg.as_bytes(), &limits())
    };
    let remarks = |logo: &Logo| Drawing { logo: Some(logo), ..Drawing::new(design(), "Vélo") }.draw().remarks;
    assert_eq!(remarks(&logo("#fff").unwrap()), [Remark::LogoUnseen]);
    assert_eq!(remarks(&logo("#f7f7f7").unwrap()), [Remark::LogoUnseen]);
    assert_eq!(remarks(&logo("#888").unwrap()), []);
    assert_eq!(logo("none"), Err(RenderError::Empty));
    assert_eq!(remarks(&Logo::read(include_bytes!("../../../fixtures/artwork/bicycle.png"), &limits()).unwrap()), []);
}

// No line begins with a colon, and what steers direction is not drawn, nor left in what is read out.
#[test]
fn a_title_is_written_as_french_is() {
    let drawn = |title: &str| Drawing::new(Design { shape: Shape::Diamond, ..design() }, title).draw();
    let (typed, held) = (drawn("Service civique : passage"), drawn("Service civique\u{a0}: passage"));
    assert_eq!(typed.svg.replace("civique :", "civique\u{a0}:"), held.svg);
    let steered = drawn("\u{202e}Vélo\u{202c}");
    assert_eq!((steered.svg, steered.remarks), (drawn("Vélo").svg, Vec::new()));
}

// The sheet in the documentation is what its data gives, to the pixel, on every machine.
#[test]
fn the_sheet_in_the_documentation_is_drawn_from_its_data() {
    let data = crate::json::parse(include_bytes!("../../../fixtures/artwork/badges.json"), &limits()).unwrap();
    let postures = data.get("postures").unwrap().as_array().unwrap();
    let mut all = Vec::new();
    for (n, posture) in postures.iter().enumerate() {
        for badge in data.get("badges").unwrap().as_array().unwrap() {
            let word = |name: &str| badge.get(name).unwrap().as_str().unwrap();
            let design = Design {
                shape: Shape::named(word("shape")).unwrap(),
                icon: Icon::named(word("icon")).unwrap(),
                colours: Colours::named(word("colour")).unwrap(),
                level: Level::new(n as u8 + 1, postures.len() as u8).unwrap(),
            };
            let drawn = Drawing { posture: posture.as_str(), ..Drawing::new(design, word("title")) }.draw();
            assert_eq!(drawn.remarks, []);
            all.push(drawn.svg);
        }
    }
    let pixels = |png: &[u8]| {
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        pixels
    };
    let drawn = to_png(sheet(&all, 8).as_bytes(), 1_600, &limits()).unwrap();
    assert!(
        pixels(&drawn) == pixels(include_bytes!("../../../docs/images/badges.png")),
        "draw it again: contact-sheet"
    );
}
