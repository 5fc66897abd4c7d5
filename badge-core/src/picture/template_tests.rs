use crate::container::{Forbidden, sanitise_svg};
use crate::limits::Limits;

use super::*;

const GOOD: &str = include_str!("../../../fixtures/artwork/template.svg");

fn read(text: &str) -> Result<Template, TemplateError> {
    Template::read(text.as_bytes(), &Limits::default())
}

fn drawing() -> Drawing<'static> {
    let colours = Colours::named("plum").unwrap();
    let design = Design { shape: Shape::Circle, icon: Icon::Cube, colours, level: Level::new(2, 3).unwrap() };
    Drawing { posture: Some("je pratique"), ..Drawing::new(design, "Imprimer en 3D") }
}

#[test]
fn a_template_is_filled() {
    let template = read(GOOD).unwrap();
    let drawn = drawing().draw_on(&template);
    assert_eq!(drawn.remarks, []);
    assert!(drawn.svg.contains("role=\"img\"") && drawn.svg.contains("<title>Imprimer en 3D</title>"));
    assert!(drawn.svg.contains(&Colours::named("plum").unwrap().face.to_string()));
    assert!(!drawn.svg.contains("badge-") && !drawn.svg.contains("{{") && !drawn.svg.contains("<text"));
    assert_eq!(drawn.svg.matches("<circle").count(), 3, "a dot a step");
    assert_eq!(sanitise_svg(drawn.svg.as_bytes(), &Limits::default()), Ok(vec![]));
    let png = |svg: &str| to_png(svg.as_bytes(), 200, &Limits::default()).unwrap();
    let other = Drawing { title: "Souder", ..drawing() }.draw_on(&template);
    assert_ne!(png(&drawn.svg), png(&other.svg));
}

// It is drawn for every badge: what takes seconds is refused before the first pixel.
#[test]
fn a_template_that_costs_too_much_is_refused_when_it_is_read() {
    let blurs = |n: usize| {
        let one = "<g filter='url(#slow)'><rect width='600' height='600' fill='#fff'/></g>".repeat(n);
        let filter = "<filter id='slow'><feGaussianBlur stdDeviation='40'/></filter>";
        let end = GOOD.find('>').unwrap();
        let end = end + GOOD[end..].find("<svg").map_or(0, |svg| svg + GOOD[end + svg..].find('>').unwrap());
        let (head, body) = GOOD.split_at(end + 1);
        read(&format!("{head}{filter}{one}{body}"))
    };
    assert_eq!(blurs(1).map(drop), Ok(()));
    assert_eq!(blurs(120).unwrap_err(), TemplateError::Render(RenderError::TooMuch));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    use TemplateError as E;
    let line = 1 + GOOD.lines().position(|l| l.contains("badge-title")).unwrap();
    let change = |from: &str, to: &str| {
        assert!(GOOD.contains(from), "{from}");
        read(&GOOD.replacen(from, to, 1)).unwrap_err()
    };
    let name = |n: &str| n.to_owned();
    assert_eq!(change("badge-title", "badge-titel"), E::UnknownPlace { line, name: name("badge-titel") });
    assert_eq!(change("badge-icon", "badge-title"), E::Twice { line: line + 1, name: name("badge-title") });
    let title = GOOD.lines().nth(line - 1).unwrap();
    let hole = title.replace("width=", "data-w=");
    assert_eq!(change(title, &hole), E::NoSize { line, name: name("badge-title") });
    // A place's own colour is looked at like any other.
    let fill = |value: &str| change(title, &title.replacen("/>", &format!(" style=\"fill:{value}\"/>"), 1));
    assert_eq!(fill("{{inc}}"), E::UnknownWord { line, word: name("inc") });
    assert_eq!(fill("{{ink"), E::Open { line });
    assert_eq!(fill("notacolour"), E::NoColour { line, value: name("notacolour") });
    let script = format!("{title}<script>1</script>");
    assert!(matches!(change(title, &script), E::Forbidden { line: l, what: Forbidden::Script { .. } } if l == line));
    let outside = format!("{title}<image href=\"https://example.org/a.png\" width=\"9\" height=\"9\"/>");
    let what = change(title, &outside);
    assert!(matches!(what, E::Forbidden { line: l, what: Forbidden::ExternalReference { .. } } if l == line), "{what}");
    assert_eq!(change(title, &format!("{title}<text>Dôme</text>")), E::Text { line });
    assert!(matches!(change("{{face}}", "{{fase}}"), E::UnknownWord { word, .. } if word == "fase"));
    assert!(matches!(change("{{ink}}", "{{ink"), E::Open { .. }));
    let empty = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0H9V9Z'/></svg>";
    assert_eq!(read(empty), Err(E::Empty));
    assert_eq!(
        Template::read(include_bytes!("../../../fixtures/artwork/bicycle.png"), &Limits::default()),
        Err(E::NotSvg)
    );
    assert!(matches!(read("<svg"), Err(E::Picture(_))));
    let bomb = format!("{title}<g opacity=\".5\">{}</g>", "<g/>".repeat(60_000));
    assert!(read(&GOOD.replacen(title, &bomb, 1)).is_err());
}

// What is outside, too small, hidden or not drawn leaves a badge without its title: that is told, not drawn.
#[test]
fn a_place_that_is_not_to_be_seen_is_refused() {
    let with = |rest: &str| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 400'><path d='M0 0H400V400H0Z' fill='#fff'/>\n{rest}</svg>"
        );
        read(&svg)
    };
    let title = "<rect id='badge-title' x='40' y='250' width='320' height='90' fill='#000000'/>";
    assert!(with(title).is_ok());
    for bad in [
        title.replace("width='320' height='90'", "width='3' height='3'"),
        title.replace("x='40'", "x='-5000'"),
        format!("<defs>{title}</defs>"),
        format!("<g opacity='0'>{title}</g>"),
        title.replace("#000000", "#ffffff"),
        format!("{title}<path d='M0 200H400V400H0Z'/>"),
    ] {
        assert_eq!(with(&bad), Err(TemplateError::Unseen { line: 2, name: "badge-title".to_owned() }), "{bad}");
    }
    // Larger than the picture, yet to be seen.
    let wide = title.replace("x='40'", "x='-500' transform='translate(300 0)'");
    assert!(with(&wide).is_ok());
}

#[test]
fn a_template_that_is_no_square_is_told() {
    let wide = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 800 400'>\
                <rect id='badge-title' x='40' y='40' width='700' height='300'/></svg>";
    assert_eq!(drawing().draw_on(&read(wide).unwrap()).remarks, [Remark::NotSquare]);
    let template = read(GOOD).unwrap();
    assert!(template.has("badge-title") && !template.has("badge-code") && !template.has("nothing"));
}
