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
