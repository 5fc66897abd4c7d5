//! Writes the pictures in `fixtures/artwork` and `docs/images`: `contact-sheet ARTWORK IMAGES`.
//!
//! Into the first folder go all pictograms, shapes and colours on one sheet, and one badge without letters in four sizes,
//! with the picture shown when it is shared. Into the second goes `badges.png`: every badge that `badges.json` in the
//! first folder names, on every step of its ladder.

use std::error::Error;
use std::path::PathBuf;

use badge_core::json::{Value, parse};
use badge_core::limits::Limits;
use badge_core::picture::{Colours, Design, Drawing, Icon, Level, Shape, banner, sheet, to_png};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(images)) = (arguments.next(), arguments.next()) else {
        return Err("contact-sheet ARTWORK IMAGES".into());
    };
    let limits = Limits::default();
    let data = parse(&std::fs::read(folder.join("badges.json"))?, &limits)?;
    let badges = sheet(&drawings(&data).ok_or("badges.json does not have what it should")?, 8);
    std::fs::write(images.join("badges.png"), to_png(badges.as_bytes(), 1_600, &limits)?)?;

    let designs = Icon::ALL.into_iter().enumerate().map(|(n, icon)| Design {
        shape: Shape::ALL[n % Shape::ALL.len()],
        icon,
        colours: Colours::NAMED[n * 3 % Colours::NAMED.len()].1,
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

/// Every badge on every step, step by step.
fn drawings(data: &Value) -> Option<Vec<String>> {
    let postures = data.get("postures")?.as_array()?;
    let mut all = Vec::new();
    for (n, posture) in postures.iter().enumerate() {
        for badge in data.get("badges")?.as_array()? {
            let word = |name: &str| badge.get(name)?.as_str();
            let design = Design {
                shape: Shape::named(word("shape")?)?,
                icon: Icon::named(word("icon")?)?,
                colours: Colours::named(word("colour")?)?,
                level: Level::new(u8::try_from(n + 1).ok()?, u8::try_from(postures.len()).ok()?)?,
            };
            all.push(Drawing { posture: posture.as_str(), ..Drawing::new(design, word("title")?) }.draw().svg);
        }
    }
    Some(all)
}
