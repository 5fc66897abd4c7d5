//! Many drawings side by side, to choose from.

use std::fmt::Write as _;

/// Puts drawings made by [`Design::to_svg`](super::Design::to_svg) side by side in one SVG, `columns` a row, each in a
/// square of 440 units.
#[must_use]
pub fn sheet(drawings: &[String], columns: usize) -> String {
    let columns = columns.clamp(1, drawings.len().max(1));
    let rows = drawings.len().div_ceil(columns).max(1);
    let mut svg = String::new();
    let (width, height) = (columns * 440, rows * 440);
    // Writing to a String does not fail.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<path d=\"M0 0H{width}V{height}H0Z\" fill=\"#f7f3ea\"/>"
    );
    for (n, drawing) in drawings.iter().enumerate() {
        let (x, y) = (n % columns * 440 + 20, n / columns * 440 + 20);
        // A drawing is an `svg` element, and may be one inside another.
        let inner = drawing.strip_prefix("<svg ").unwrap_or(drawing);
        let _ = write!(svg, "<svg x=\"{x}\" y=\"{y}\" {inner}");
    }
    svg.push_str("</svg>\n");
    svg
}
