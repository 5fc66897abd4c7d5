//! Prints invented awards, to be looked at: `cargo run -p badge-core --example paper --features paper -- DIR`. The
//! certificate in the documentation, of `fixtures/artwork/certificate.json`, is `certificate.pdf` among them.

use std::error::Error;
use std::path::Path;

use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::paper::{Claim, House, Kind, Picture, Press, Printed, SignedFile, Template, plain};
use badge_core::picture::{Colours, Design, Drawing, Icon, Level, Qr, Shape};
use badge_core::time::Timestamp;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("which folder?")?;
    let landscape = Template::parse("[certificate]\npaper = \"landscape\"\npicture = 96").map_err(|e| e.to_string())?;
    write(&out, "certificate.pdf", Kind::Certificates, Template::default(), &[documented()?])?;
    write(&out, "certificate-fr.pdf", Kind::Certificates, Template::default(), &[award(Lang::Fr, 0)?])?;
    write(&out, "certificate-en.pdf", Kind::Certificates, landscape, &[award(Lang::En, 1)?])?;
    let hard = Printed {
        title: "Concevoir, découper et assembler un objet utile à plusieurs, ".repeat(5),
        name: Some("Marie-Clémentine de la Tour-d’Auvergne-Lauraguais et de Saint-Amand".to_owned()),
        done: Some("Elle a conçu, découpé et assemblé. ".repeat(40)),
        ..award(Lang::Fr, 2)?
    };
    let arabic = Printed {
        title: "إصلاح الدراجات".to_owned(), name: Some("ليلى".to_owned()), ..award(Lang::Fr, 3)?
    };
    let bare = Printed { name: None, level: None, done: None, place: None, code: None, ..award(Lang::Fr, 4)? };
    let all = [hard, arabic, bare];
    write(&out, "certificates-hard.pdf", Kind::Certificates, Template::default(), &all)?;
    let mut cards = (0..10).map(|n| award(Lang::Fr, n)).collect::<Result<Vec<_>, _>>()?;
    cards[1].name = None;
    for card in cards.iter_mut().skip(4).step_by(2) {
        card.name = None;
        let address = Some("lieu.example.org/recevoir".to_owned());
        card.claim = Some(Claim { code: "7KQ-M2X-WPA".to_owned(), address });
    }
    cards.extend(all);
    cards[3].code = None;
    write(&out, "cards.pdf", Kind::Cards, Template::default(), &cards)
}

fn award(lang: Lang, n: usize) -> Result<Printed, Box<dyn Error>> {
    let design = Design {
        shape: Shape::ALL[n % Shape::ALL.len()],
        icon: Icon::ALL[n % Icon::ALL.len()],
        colours: Colours::NAMED[n % Colours::NAMED.len()].1,
        level: Level::new(3, 5).ok_or("a level")?,
    };
    let fr = lang == Lang::Fr;
    let text = |french: &str, english: &str| if fr { french.to_owned() } else { english.to_owned() };
    let names = ["Camille Martin", "Noé Le Goff", "Inès Benali", "Léo Dupré"];
    let title = text("Découpe laser", "Laser cutting");
    let posture = text("je pratique", "I practise");
    let svg = Drawing { posture: Some(&posture), ..Drawing::new(design, &title) }.draw().svg;
    Ok(Printed {
        lang,
        speaks: lang,
        title,
        name: Some(names[n % names.len()].to_owned()),
        level: Some(text("je pratique · savoir-faire", "I practise · know-how")),
        done: Some(plain(&text(
            "A préparé, réglé et découpé **trois pièces** à la bonne cote, a tenu compte du trait de coupe et a \
             expliqué les règles de sécurité à un autre participant.",
            "Prepared, set up and cut *three parts* to size, allowed for the width of the cut, and explained the rules \
             of safety to another participant.",
        ))),
        date: text("14 mars 2026", "14 March 2026"),
        until: Some(text("13 mars 2029", "13 March 2029")),
        place: Some("Caen, Atelier de l’Exemple".to_owned()),
        picture: Picture::read(svg.as_bytes(), &Limits::default())?,
        picture_alt: text("Un badge rouge avec une pièce découpée", "A badge with a part being cut"),
        code: Some(Qr::new(&format!("https://lieu.example.org/v#{}", format!("aZ09-_{n}").repeat(80)))?),
        claim: None,
        file: Some(SignedFile {
            name: format!("decoupe-laser-{n}.json"),
            media_type: "application/ld+json",
            description: "Découpe laser – Atelier de l’Exemple".to_owned(),
            bytes: b"{\"an\": \"example\"}".to_vec(),
            date: Timestamp::parse("2026-03-14T15:00:00Z")?,
        }),
    })
}

/// The certificate of the documentation, from its data.
fn documented() -> Result<Printed, Box<dyn Error>> {
    let data = include_bytes!("../../fixtures/artwork/certificate.json");
    let data = badge_core::json::parse(data, &Limits::default())?;
    let text = |name: &str| data.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let design = Design {
        shape: Shape::named(&text("shape")).ok_or("a shape")?,
        icon: Icon::named(&text("icon")).ok_or("a pictogram")?,
        colours: Colours::named(&text("colour")).ok_or("a colour")?,
        level: Level::new(3, 5).ok_or("a level")?,
    };
    let (title, posture) = (text("title"), text("posture"));
    let svg = Drawing { posture: Some(&posture), ..Drawing::new(design, &title) }.draw().svg;
    Ok(Printed {
        name: Some(text("name")),
        level: Some(format!("{posture} · {}", text("kind"))),
        done: Some(text("done")),
        date: text("date"),
        until: Some(text("until")),
        place: Some(text("where")),
        picture: Picture::read(svg.as_bytes(), &Limits::default())?,
        code: Some(Qr::new(&text("code"))?),
        title,
        ..award(Lang::Fr, 0)?
    })
}

fn write(out: &str, name: &str, kind: Kind, template: Template, awards: &[Printed]) -> Result<(), Box<dyn Error>> {
    let lang = awards[0].lang;
    let logo = Design { shape: Shape::ALL[0], icon: Icon::ALL[1], colours: Colours::NAMED[4].1, level: Level::NONE };
    let logo = Picture::read(logo.to_svg("", "").as_bytes(), &Limits::default())?;
    let house = House { name: "Atelier de l’Exemple".to_owned(), logo: Some(logo), logo_alt: "Logo".to_owned() };
    let now = Timestamp::parse("2026-03-14T15:00:00Z")?;
    let mut press = Press::new(kind, template, house, lang, "Attestation : Découpe laser", now)?;
    for award in awards {
        press.add(award.clone());
    }
    let (bytes, remarks) = press.finish()?;
    std::fs::write(Path::new(out).join(name), &bytes)?;
    // The one who looks wants to know.
    #[allow(clippy::print_stdout)]
    {
        println!("{name}: {} bytes, {remarks:?}", bytes.len());
    }
    Ok(())
}
