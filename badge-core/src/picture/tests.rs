use crate::container::{
    Existing, Format, Keyword, PictureError, SvgFault, bake, picture_info, remove, sanitise_svg, unbake,
};
use crate::limits::Limits;

use super::*;

fn design(shape: Shape, icon: Icon, reached: u8) -> Design {
    Design { shape, icon, colours: Colours::named("forest").unwrap(), level: Level::new(reached, 5).unwrap() }
}

fn limits() -> Limits {
    Limits::default()
}

fn png(svg: &str, px: u32) -> Result<Vec<u8>, RenderError> {
    to_png(svg.as_bytes(), px, &limits())
}

/// Width, height and RGBA pixels.
fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    (info.width, info.height, pixels)
}

fn holding(body: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'>{body}</svg>")
}

// The drawing in the folder of fixtures is what its data gives, to the byte.
#[test]
fn a_drawing_is_the_same_everywhere() {
    let drawn = design(Shape::Hexagon, Icon::Bicycle, 3).to_svg("Atelier vélo", "Un vélo dans un hexagone vert");
    assert_eq!(drawn, include_str!("../../../fixtures/artwork/bicycle.svg"));
    let fixture = include_bytes!("../../../fixtures/artwork/bicycle.png");
    assert_eq!(pixels(fixture), pixels(&png(&drawn, 400).unwrap()));
}

// BAKE-20: every drawing may be served, and takes a badge.
#[test]
fn every_drawing_is_a_sound_picture() {
    for shape in Shape::ALL {
        for icon in Icon::ALL {
            let svg = design(shape, icon, 5).to_svg(icon.as_str(), "");
            assert_eq!(sanitise_svg(svg.as_bytes(), &limits()), Ok(vec![]));
            let info = picture_info(svg.as_bytes(), &limits()).unwrap();
            assert_eq!((info.format, info.width, info.height), (Format::Svg, 400, 400));
            assert!(svg.contains("role=\"img\"") && !svg.contains("id=") && !svg.contains("NaN"));
        }
    }
    let svg = design(Shape::Flower, Icon::Leaf, 0).to_svg("", "");
    let keyword = Keyword::OpenBadgeCredential;
    for picture in [png(&svg, 64).unwrap(), svg.into_bytes()] {
        let baked = bake(&picture, keyword, "{}", Existing::Refuse, &limits()).unwrap();
        assert_eq!(unbake(&baked, keyword, &limits()).as_deref(), Ok("{}"));
        assert_eq!(remove(&baked, keyword, &limits()), Ok(picture));
    }
}

// Outlines stay within the drawing, whatever the shape: no pixel of the border is painted.
#[test]
fn nothing_is_cut_off() {
    for shape in Shape::ALL {
        let (width, height, pixels) = pixels(&png(&design(shape, Icon::Star, 5).to_svg("", ""), 200).unwrap());
        assert_eq!((width, height), (200, 200));
        for n in 0..200 {
            for (x, y) in [(n, 0), (n, 199), (0, n), (199, n)] {
                assert_eq!(pixels[(y * 200 + x) * 4 + 3], 0, "{shape:?} at {x} {y}");
            }
        }
        // Symmetric: as much is painted on the left as on the right.
        let painted = |left: bool| -> u32 {
            let half = (0..40_000).filter(|n| (n % 200 < 100) == left);
            half.map(|n| u32::from(pixels[n * 4 + 3])).sum()
        };
        assert!(painted(true).abs_diff(painted(false)) < painted(true) / 200, "{shape:?}");
    }
}

#[test]
fn levels_differ_at_64_pixels() {
    let drawn: Vec<_> =
        (0..=5).map(|n| pixels(&png(&design(Shape::Circle, Icon::Hand, n).to_svg("", ""), 64).unwrap()).2).collect();
    for pair in drawn.windows(2) {
        let changed = pair[0].iter().zip(&pair[1]).filter(|(a, b)| a.abs_diff(**b) > 40).count();
        assert!(changed > 8, "{changed}");
    }
    assert_eq!(Level::new(6, 6), None);
    assert_eq!(Level::new(3, 2), None);
}

#[test]
fn titles_are_escaped() {
    let svg = design(Shape::Circle, Icon::Book, 0).to_svg("</title><script>&\u{1}", "a\nb \u{1f6e0}");
    assert!(svg.contains("<title>&lt;/title&gt;&lt;script&gt;&amp;\u{fffd}</title>\n<desc>a b \u{1f6e0}</desc>"));
    assert_eq!(sanitise_svg(svg.as_bytes(), &limits()), Ok(vec![]));
}

#[test]
fn names_lead_back() {
    for shape in Shape::ALL {
        assert_eq!(Shape::named(shape.as_str()), Some(shape));
    }
    for icon in Icon::ALL {
        assert_eq!(Icon::named(icon.as_str()), Some(icon));
    }
    assert_eq!((Shape::named("x"), Icon::named(""), Colours::named("")), (None, None, None));
}

// WCAG 2.2, 1.4.11.
#[test]
fn colours_can_be_told_apart() {
    assert_eq!(Colour::parse("#1f6FB2"), Some(Colour::new(0x1f, 0x6f, 0xb2)));
    assert_eq!(Colour::parse("#fa0"), Some(Colour::new(0xff, 0xaa, 0)));
    for bad in ["", "#", "1f6fb2", "#1f6fb", "#1f6fbg", "#é00"] {
        assert_eq!(Colour::parse(bad), None, "{bad}");
    }
    let (black, white) = (Colour::new(0, 0, 0), Colour::new(255, 255, 255));
    assert!((black.contrast(white) - 21.0).abs() < 1e-9);
    assert!(Colours::NAMED.iter().all(|(_, colours)| colours.legible()));
    for face in [black, white, Colour::new(0x80, 0x80, 0x80), Colour::new(0xff, 0xff, 0)] {
        assert!(Colours::around(face).legible());
    }
    let pale = Colours { ink: white, ..Colours::around(Colour::new(0xff, 0xff, 0)) };
    assert!(!pale.legible());
}

#[test]
fn draws_what_people_bring() {
    let wide =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><rect width='20' height='10' fill='red'/></svg>";
    let (width, height, data) = pixels(&png(wide, 40).unwrap());
    assert_eq!((width, height, &data[..4]), (40, 20, &[255, 0, 0, 255][..]));
    let framed = format!("\u{feff}<!DOCTYPE svg SYSTEM 'svg11.dtd'>{wide}");
    assert_eq!(png(&framed, 40), png(wide, 40));
}

#[test]
fn refuses_what_it_would_draw_wrongly() {
    for (body, expected) in [
        ("<image href='/etc/hostname' width='9' height='9'/>", RenderError::Embedded),
        ("<image href='https://example.org/a.png' width='9' height='9'/>", RenderError::Embedded),
        ("<image href='data:image/png;base64,AAAA' width='9' height='9'/>", RenderError::Embedded),
        ("<filter id='a'><feImage href='/etc/hostname'/></filter>", RenderError::Embedded),
        ("<image href='data:image/svg+xml;base64,PHN2Zy8+' width='9' height='9'/>", RenderError::Embedded),
        ("<g><text>Dôme</text></g>", RenderError::Text),
    ] {
        assert_eq!(png(&holding(body), 10), Err(expected), "{body}");
    }
    let svg = holding("");
    assert_eq!((png(&svg, 0), png(&svg, 5_000)), (Err(RenderError::Size(0)), Err(RenderError::Size(5_000))));
    assert_eq!(png("<svg xmlns='http://www.w3.org/2000/svg' width='0'/>", 10), Err(RenderError::Undrawable));
    let subset = format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{svg}");
    assert_eq!(png(&subset, 10), Err(RenderError::Picture(SvgFault::InternalSubset.into())));
    let other = to_png(b"GIF89a", 10, &limits());
    assert_eq!(other, Err(RenderError::Picture(PictureError::NotAPicture(Format::Gif))));
}

// Ten repetitions of ten repetitions of …
#[test]
fn repetitions_are_bounded() {
    let mut body = String::from("<defs><path id='a0' d='M0 0H9V9Z'/>");
    for n in 1..8 {
        body += &format!("<g id='a{n}'>{}</g>", format!("<use href='#a{}'/>", n - 1).repeat(10));
    }
    body += "</defs><use href='#a7'/>";
    assert_eq!(png(&holding(&body), 10), Err(RenderError::TooMuch));
    let layers = holding(&"<path d='M0 0H9V9Z' opacity='.5'/>".repeat(200));
    assert!(png(&layers, 100).is_ok());
    assert_eq!(png(&layers, 4_000), Err(RenderError::TooMuch));
    // As many small ones are no trouble.
    let small = holding(&"<path d='M0 0H.5V.5Z' opacity='.5'/>".repeat(200));
    assert!(png(&small, 2_000).is_ok());
    let noise =
        "<filter id='a'><feTurbulence numOctaves='4000000000'/></filter><g filter='url(#a)'><path d='M0 0H9V9Z'/></g>";
    assert_eq!(png(&holding(noise), 10), Err(RenderError::TooMuch));
}

// A mask inside a mask, each used ten times, by attribute, by class and by another selector; markers on many points;
// a chain, and a circle.
#[test]
fn references_are_bounded_before_they_are_followed() {
    let path = "<path d='M0 0H9V9Z'";
    let nested = |style: &dyn Fn(usize) -> String, attribute: &dyn Fn(usize) -> String| {
        let mut body = format!("<mask id='a0'>{path}/></mask>");
        for n in 1..8 {
            let part = format!("{path} {}/>", attribute(n - 1)).repeat(10);
            body += &format!("<style>{}</style><mask id='a{n}'>{part}</mask>", style(n - 1));
        }
        holding(&format!("{body}{path} mask='url(#a7)'/>"))
    };
    let by_attribute = nested(&|_| String::new(), &|n| format!("mask='url(#a{n})'"));
    let by_class = nested(&|n| format!(".c{n}, .d {{ mask: url( \"#a{n}\" ) }}"), &|n| format!("class='x c{n}'"));
    let by_selector = nested(&|n| format!("mask path.c{n} {{ mask: url(#a{n}) }}"), &|n| format!("class='c{n}'"));
    let marker = format!("<marker id='m'>{}</marker>", "<path d='M0 0H1'/>".repeat(1_000));
    let marked = holding(&format!("{marker}<path marker-mid='url(#m)' d='M0 0{}'/>", "H1H0".repeat(500)));
    let chain: String = (0..400).map(|n| format!("<mask id='a{n}'>{path} mask='url(#a{})'/></mask>", n + 1)).collect();
    let chain = holding(&format!("{chain}{path} mask='url(#a0)'/>"));
    let rules = holding(&format!("<style>{}</style>{}", "a,b{c:d}".repeat(10_000), "<g/>".repeat(10_000)));
    for bomb in [by_attribute, by_class, by_selector, marked, chain, rules] {
        assert_eq!(png(&bomb, 10), Err(RenderError::TooMuch), "{}", &bomb[..200]);
    }
    let circle = "<mask id='a'><g mask='url(#b)'/></mask><mask id='b'><g mask='url(#a)'/></mask><g mask='url(#a)'/>";
    assert!(png(&holding(circle), 10).is_ok());
    let gradient = "<linearGradient id='a'/><style>.a{fill:url(#a)} rect{stroke:url(#a)}</style>";
    assert!(
        png(&holding(&format!("{gradient}{}", "<rect class='a' width='1' height='1'/>".repeat(9_000))), 10).is_ok()
    );
}

#[test]
fn banners_have_the_size_that_sites_ask_for() {
    let svg = design(Shape::Shield, Icon::Gear, 2).to_svg("", "");
    for picture in [svg.clone().into_bytes(), png(&svg, 30).unwrap(), png(&svg, 2_100).unwrap()] {
        let banner = banner(&picture, &limits()).unwrap();
        let (width, height, data) = pixels(&banner);
        assert_eq!((width, height), (1_200, 630));
        assert!(data.chunks(4).all(|pixel| pixel[3] == 255));
        // The badge is in the middle: the face at its left, the same ground in two corners.
        assert_ne!(data[(315 * 1_200 + 480) * 4..][..3], data[..3]);
        assert_eq!(data[..3], data[data.len() - 4..][..3]);
    }
    assert!(matches!(banner(b"", &limits()), Err(RenderError::Picture(PictureError::Empty))));
}

#[test]
fn sheets_hold_all_drawings() {
    let drawings: Vec<_> = Icon::ALL.iter().map(|i| design(Shape::Square, *i, 1).to_svg(i.as_str(), "")).collect();
    let all = sheet(&drawings, 7);
    let info = picture_info(all.as_bytes(), &limits()).unwrap();
    assert_eq!((info.width, info.height), (7 * 440, 3 * 440));
    assert_eq!(all.matches("<title>").count(), drawings.len());
    assert!(png(&all, 300).is_ok());
    assert!(picture_info(sheet(&[], 0).as_bytes(), &limits()).is_ok());
}

#[test]
fn suggestions_know_words_and_stay() {
    let icon = |name: &str| Design::suggested(name, Level::NONE).icon;
    assert_eq!(icon("Atelier vélo"), Icon::Bicycle);
    assert_eq!(icon("J'ai réparé un VÉLO"), Icon::Bicycle);
    assert_eq!(icon("Atelier de réparation"), Icon::Tools);
    assert_eq!(icon("Vélo, niveau 2"), Icon::Bicycle);
    assert_eq!(icon("Impression 3D"), Icon::Cube);
    assert_eq!(icon("Éco-geste"), Icon::Star);
    assert_eq!(icon(""), Icon::Star);
    assert_eq!(Design::suggested("Radio", Level::NONE), Design::suggested("radio", Level::NONE));
    let looks: std::collections::HashSet<_> =
        (0..40).map(|n| Design::suggested(&format!("Badge {n}"), Level::NONE)).collect();
    assert!(looks.len() > 20, "{}", looks.len());
}
