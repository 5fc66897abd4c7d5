//! The ribbon with the posture, and the tag with one dot a step that hangs from it.

use std::fmt::Write as _;

use super::font::Letters;
use super::shape::number;
use super::text::{Fitted, Room, fit};
use super::{Colours, Level};

/// Where the ribbon lies.
const TOP: f64 = 294.0;
const HEIGHT: f64 = 48.0;
/// How wide it is at least and at most, without its tails.
const WIDTH: (f64, f64) = (172.0, 330.0);

/// Draws the tag, then the ribbon over it. Without text there is no ribbon; without steps, no tag.
pub(super) fn ribbon(svg: &mut String, letters: &Letters, text: &str, level: Level, colours: &Colours) -> Fitted {
    let axis = 200.0;
    let width = |_, _| WIDTH.1 - 44.0;
    let room = Room { axis, top: TOP, bottom: TOP + HEIGHT, width: &width, largest: 28.0, smallest: 15.0, lines: 1 };
    // The middle of small letters lies lower than that of capitals.
    let room = Room { top: room.top - 2.0, bottom: room.bottom - 2.0, ..room };
    let fitted = fit(letters, text, &room);
    tag(svg, level, colours, fitted.outlines.is_empty());
    if fitted.outlines.is_empty() {
        return fitted;
    }
    let natural = letters.width(text) * 28.0 + 56.0;
    band(svg, natural.clamp(WIDTH.0, WIDTH.1), colours);
    let _ = writeln!(svg, "<path d=\"{}\" fill=\"{}\"/>", fitted.outlines, colours.on_ink());
    fitted
}

fn band(svg: &mut String, width: f64, colours: &Colours) {
    let Colours { edge, ink, .. } = *colours;
    let (left, right, top, bottom) = (200.0 - width / 2.0, 200.0 + width / 2.0, TOP, TOP + HEIGHT);
    let line = colours.outline();
    let shaded = ink.towards(edge, 22);
    let stroke = format!("stroke=\"{line}\" stroke-width=\"4\" stroke-linejoin=\"round\"");
    for (side, sign) in [(left, -1.0), (right, 1.0)] {
        let x = |d: f64| number(side + sign * d);
        let (t, m, b) = (top + 12.0, top + 12.0 + HEIGHT / 2.0, bottom + 12.0);
        let _ = writeln!(
            svg,
            "<path d=\"M{} {t}L{} {t}L{} {m}L{} {b}L{} {b}Z\" fill=\"{shaded}\" {stroke}/>\n\
             <path d=\"M{} {bottom}L{} {bottom}L{} {b}Z\" fill=\"{line}\" {stroke}/>",
            x(-20.0),
            x(22.0),
            x(11.0),
            x(22.0),
            x(-20.0),
            x(0.0),
            x(-20.0),
            x(-20.0)
        );
    }
    let (left, right) = (number(left), number(right));
    let _ = writeln!(
        svg,
        "<path d=\"M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}Z\" fill=\"{ink}\" {stroke}/>"
    );
}

/// One dot a step: large and full for those reached, small for the others.
fn tag(svg: &mut String, Level { reached, steps }: Level, colours: &Colours, alone: bool) {
    if steps == 0 {
        return;
    }
    let Colours { edge, ink, .. } = colours;
    let step = 23.0;
    let width = step * f64::from(steps) + 20.0;
    let (top, bottom, y) = if alone { (330.0, 374.0, 352.0) } else { (326.0, 380.0, 361.5) };
    let _ = writeln!(
        svg,
        "<rect x=\"{}\" y=\"{top}\" width=\"{width}\" height=\"{}\" rx=\"17\" fill=\"{edge}\" stroke=\"{ink}\" stroke-width=\"4\"/>",
        200.0 - width / 2.0,
        bottom - top,
    );
    for n in 0..steps {
        let x = 200.0 + step * (f64::from(n) - f64::from(steps - 1) / 2.0);
        let radius = if n < reached { 8.5 } else { 3.5 };
        let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{ink}\"/>");
    }
}
