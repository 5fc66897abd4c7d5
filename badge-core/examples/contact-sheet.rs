//! Writes all pictograms, shapes, colours and levels on one sheet, one badge in four sizes, and the picture shown when
//! it is shared: `contact-sheet FOLDER`. The files in `fixtures/artwork` were made by it.

use std::error::Error;
use std::path::PathBuf;

use badge_core::limits::Limits;
use badge_core::picture::{Colours, Design, Icon, Level, Shape, banner, sheet, to_png};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("contact-sheet FOLDER")?);
    let limits = Limits::default();
    let designs = Icon::ALL.into_iter().enumerate().map(|(n, icon)| Design {
        shape: Shape::ALL[n % Shape::ALL.len()],
        icon,
        colours: Colours::NAMED[n % Colours::NAMED.len()].1,
        level: Level::new((n % 6) as u8, 5).unwrap_or_default(),
    });
    let colours = Colours::named("forest").ok_or("no such colours")?;
    let level = Level::new(3, 5).unwrap_or_default();
    let one = Design { shape: Shape::Hexagon, icon: Icon::Bicycle, colours, level };
    let one = one.to_svg("Atelier vélo", "Un vélo dans un hexagone vert");
    let drawings: Vec<String> = designs.map(|design| design.to_svg(design.icon.as_str(), "")).collect();
    let all = sheet(&drawings, 5);
    std::fs::write(folder.join("sheet.svg"), &all)?;
    std::fs::write(folder.join("sheet.png"), to_png(all.as_bytes(), 1_200, &limits)?)?;
    std::fs::write(folder.join("bicycle.svg"), &one)?;
    for px in [64, 200, 400, 800] {
        let name = if px == 400 { "bicycle.png".to_owned() } else { format!("bicycle-{px}.png") };
        std::fs::write(folder.join(name), to_png(one.as_bytes(), px, &limits)?)?;
    }
    std::fs::write(folder.join("banner.png"), banner(one.as_bytes(), &limits)?)?;
    Ok(())
}
