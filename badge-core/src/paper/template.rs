//! `templates/paper.toml`: what of a card and a certificate a place can change. The one compiled in says everything;
//! a place's own says what differs.

use crate::language::Lang;
use crate::picture::Colour;
use crate::picture::font::first_missing;
use crate::place::problem::nearest;
use crate::place::reader::{self, Reader};
use crate::place::{Fault, Problems};

/// The template compiled in, with its comments: a place copies it to begin with.
pub const STARTER: &str = include_str!("paper.toml");
/// The same with its comments in French.
pub const STARTER_FR: &str = include_str!("paper.fr.toml");
/// The name under which a template says what it is.
const SCHEMA: &str = "badge-paper/1";

/// How cards and certificates look, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub(super) colours: Colours,
    pub(super) certificate: Certificate,
    pub(super) card: Card,
    fr: Texts,
    en: Texts,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Colours {
    pub(super) ink: Colour,
    pub(super) soft: Colour,
    pub(super) accent: Colour,
}

/// Lengths in millimetres, letters in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Certificate {
    pub(super) landscape: bool,
    pub(super) margin: f32,
    pub(super) picture: f32,
    pub(super) title: f32,
    pub(super) name: f32,
    pub(super) text: f32,
    pub(super) order: Vec<Part>,
    pub(super) foot: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Card {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) margin: f32,
    pub(super) picture: f32,
    pub(super) title: f32,
    pub(super) text: f32,
    pub(super) marks: Marks,
    pub(super) order: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    Corners,
    Lines,
    None,
}

/// Something that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Picture,
    Heading,
    Title,
    Level,
    Name,
    Done,
    Facts,
    Claim,
    Signature,
    Code,
}

const PARTS: [(&str, Part); 10] = [
    ("picture", Part::Picture),
    ("heading", Part::Heading),
    ("title", Part::Title),
    ("level", Part::Level),
    ("name", Part::Name),
    ("done", Part::Done),
    ("facts", Part::Facts),
    ("claim", Part::Claim),
    ("signature", Part::Signature),
    ("code", Part::Code),
];

/// What may stand in brackets in a text.
const HOLES: [&str; 9] = ["name", "title", "level", "place", "date", "where", "until", "code", "address"];
const TEXTS: [&str; 13] = [
    "heading",
    "given_to",
    "facts",
    "facts_nowhere",
    "valid_until",
    "signature",
    "signed_by",
    "check",
    "attached",
    "claim",
    "claim_at",
    "card_facts",
    "card_facts_nowhere",
];

/// The words of one language, by their names in [`TEXTS`].
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Texts([String; TEXTS.len()]);

impl Texts {
    pub(super) fn get(&self, name: &str) -> &str {
        TEXTS.iter().position(|n| *n == name).map_or("", |n| &self.0[n])
    }
}

impl Default for Template {
    fn default() -> Self {
        let blank = Self {
            colours: Colours { ink: BLACK, soft: BLACK, accent: BLACK },
            certificate: Certificate {
                landscape: false,
                margin: 20.0,
                picture: 70.0,
                title: 26.0,
                name: 20.0,
                text: 11.0,
                order: Vec::new(),
                foot: Vec::new(),
            },
            card: Card {
                width: 85.0,
                height: 54.0,
                margin: 4.0,
                picture: 20.0,
                title: 9.0,
                text: 6.0,
                marks: Marks::Corners,
                order: Vec::new(),
            },
            fr: Texts::default(),
            en: Texts::default(),
        };
        // A test reads the one compiled in; without it there would be nothing to print.
        reader::read(STARTER, |file| read(file, &blank)).unwrap_or(blank)
    }
}

const BLACK: Colour = Colour::new(0, 0, 0);

impl Template {
    /// Reads a place's own template. What it does not say stays as in [`STARTER`].
    ///
    /// # Errors
    /// Everything that is wrong with it, by line and field: a name that does not exist, a hole that nothing fills, a
    /// length out of bounds, a colour too pale to be read on white (WCAG 2.2, 1.4.3).
    pub fn parse(text: &str) -> Result<Self, Problems> {
        let base = Self::default();
        reader::read(text, |file| read(file, &base))
    }

    pub(super) const fn texts(&self, lang: Lang) -> &Texts {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

fn read(file: &Reader<'_>, base: &Template) -> Template {
    file.only(&["schema", "colours", "certificate", "card", "fr", "en"]);
    if let Some(found) = file.text("schema").filter(|s| s != SCHEMA) {
        file.fault("schema", Fault::Version { found });
    }
    let colours = file.table("colours");
    colours.only(&["ink", "soft", "accent"]);
    Template {
        colours: Colours {
            ink: colour(&colours, "ink", base.colours.ink),
            soft: colour(&colours, "soft", base.colours.soft),
            accent: colour(&colours, "accent", base.colours.accent),
        },
        certificate: certificate(&file.table("certificate"), &base.certificate),
        card: card(&file.table("card"), &base.card),
        fr: texts(&file.table("fr"), &base.fr),
        en: texts(&file.table("en"), &base.en),
    }
}

fn certificate(table: &Reader<'_>, base: &Certificate) -> Certificate {
    table.only(&["paper", "margin", "picture", "title", "name", "text", "order", "foot"]);
    let whole = [Part::Picture, Part::Heading, Part::Title, Part::Level, Part::Name, Part::Done, Part::Facts];
    Certificate {
        landscape: choice(table, "paper", &[("portrait", false), ("landscape", true)]).unwrap_or(base.landscape),
        margin: number(table, "margin", (8, 40), base.margin),
        picture: number(table, "picture", (20, 140), base.picture),
        title: number(table, "title", (14, 48), base.title),
        name: number(table, "name", (10, 40), base.name),
        text: number(table, "text", (8, 16), base.text),
        order: parts(table, "order", &whole, &base.order),
        foot: parts(table, "foot", &[Part::Signature, Part::Code], &base.foot),
    }
}

fn card(table: &Reader<'_>, base: &Card) -> Card {
    table.only(&["width", "height", "margin", "picture", "title", "text", "marks", "order"]);
    let whole =
        [Part::Picture, Part::Title, Part::Level, Part::Name, Part::Done, Part::Facts, Part::Claim, Part::Signature];
    let marks = [("corners", Marks::Corners), ("lines", Marks::Lines), ("none", Marks::None)];
    Card {
        width: number(table, "width", (70, 200), base.width),
        height: number(table, "height", (45, 140), base.height),
        margin: number(table, "margin", (2, 15), base.margin),
        picture: number(table, "picture", (10, 90), base.picture),
        title: number(table, "title", (6, 24), base.title),
        text: number(table, "text", (5, 14), base.text),
        marks: choice(table, "marks", &marks).unwrap_or(base.marks),
        order: parts(table, "order", &whole, &base.order),
    }
}

fn texts(table: &Reader<'_>, base: &Texts) -> Texts {
    table.only(&TEXTS);
    let mut out = base.clone();
    for (n, name) in TEXTS.iter().enumerate() {
        // An empty text is a wish: nothing is printed there.
        if table.is_blank(name) {
            out.0[n].clear();
        } else if let Some(text) = table.text(name) {
            if text.chars().count() > LONGEST {
                table.fault(name, Fault::TooLong { most: LONGEST });
            }
            if let Some(open) = open_hole(&text) {
                table.fault(name, Fault::OpenHole { hole: open.chars().take(40).collect() });
            }
            // A badge's own words are in the signed file, whatever the paper shows; these are nowhere else. Pictograms are
            // left out, and nothing is lost.
            if let Some(letter) = first_missing(&text).filter(|letter| letter.is_alphanumeric()) {
                table.fault(name, Fault::Unwritable { letter });
            }
            for hole in holes(&text).filter(|hole| !HOLES.contains(hole)) {
                let nearest = nearest(hole, HOLES).and_then(|near| HOLES.into_iter().find(|h| *h == near));
                table.fault(name, Fault::Hole { hole: format!("{{{hole}}}"), nearest });
            }
            out.0[n] = text;
        }
    }
    out
}

/// Letters of one of the template's texts.
const LONGEST: usize = 300;

/// What stands in brackets.
fn holes(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(hole, _)| hole))
}

/// A bracket that is not closed before the next one, or at all, and what stands in it.
fn open_hole(text: &str) -> Option<String> {
    text.split('{').skip(1).find(|rest| !rest.contains('}')).map(|rest| format!("{{{rest}"))
}

fn colour(table: &Reader<'_>, field: &str, base: Colour) -> Colour {
    let Some(text) = table.text(field) else { return base };
    match Colour::parse(&text) {
        Some(colour) if colour.contrast(Colour::new(255, 255, 255)) >= 4.5 => colour,
        Some(_) => {
            table.fault(field, Fault::TooPale);
            base
        }
        None => {
            table.fault(field, Fault::NotAColour);
            base
        }
    }
}

fn number(table: &Reader<'_>, field: &str, (least, most): (i64, i64), base: f32) -> f32 {
    // A few hundred at most.
    #[allow(clippy::cast_precision_loss)]
    table.number(field, least, most).map_or(base, |n| n as f32)
}

fn choice<T: Copy>(table: &Reader<'_>, field: &str, among: &[(&str, T)]) -> Option<T> {
    let text = table.text(field)?;
    let found = among.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if found.is_none() {
        table.fault(field, Fault::none_of(&text, among.iter().map(|(name, _)| *name)));
    }
    found
}

fn parts(table: &Reader<'_>, field: &str, allowed: &[Part], base: &[Part]) -> Vec<Part> {
    let names = || PARTS.iter().filter(|(_, part)| allowed.contains(part));
    let Some(list) = table.texts(field) else { return base.to_vec() };
    let mut seen: Vec<Part> = Vec::new();
    table.each(field, |text| match names().find(|(name, _)| *name == text) {
        Some((_, part)) if seen.contains(part) => Err(Fault::Twice),
        Some((_, part)) => {
            seen.push(*part);
            Ok(())
        }
        None => Err(Fault::none_of(text, names().map(|(name, _)| *name))),
    });
    // A page on which nothing is printed is nobody's wish; a certificate without a foot may be.
    if list.is_empty() && field == "order" {
        table.fault(field, Fault::Empty);
    }
    if list.is_empty() { Vec::new() } else { seen }
}

/// A text with its holes filled. Brackets in what fills them stay brackets.
pub(super) fn filled<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((hole, after)) = after.split_once('}') else { return out };
        out.push_str(value(hole).unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        Template::parse(text).unwrap_err().0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_one_compiled_in_says_everything() {
        let template = Template::default();
        assert_eq!(Template::parse(STARTER).unwrap(), template);
        assert_eq!(Template::parse(STARTER_FR).unwrap(), template);
        assert_eq!(Template::parse("").unwrap(), template, "a place that changes nothing");
        assert_eq!(template.certificate.order.len(), 7);
        for (lang, heading) in [(Lang::Fr, "Attestation"), (Lang::En, "Certificate")] {
            assert_eq!(template.texts(lang).get("heading"), heading);
            assert!(TEXTS.iter().all(|name| *name == "signed_by" || !template.texts(lang).get(name).is_empty()));
        }
    }

    #[test]
    fn a_place_changes_what_it_names() {
        let own = "[certificate]\npaper = \"landscape\"\norder = [\"title\", \"name\"]\nfoot = []\n[card]\nmarks = \"none\"\n\
                   [fr]\nheading = \"Bravo, {name} !\"\ncheck = \"\"\n[colours]\naccent = \"#005f73\"\n";
        let template = Template::parse(own).unwrap();
        assert_eq!(template.certificate.order, [Part::Title, Part::Name]);
        assert!(template.certificate.landscape && template.certificate.foot.is_empty());
        assert_eq!(template.card.marks, Marks::None);
        assert_eq!(template.texts(Lang::Fr).get("check"), "");
        assert_eq!(template.texts(Lang::En), Template::default().texts(Lang::En));
        let text = template.texts(Lang::Fr).get("heading");
        assert_eq!(filled(text, |hole| (hole == "name").then_some("{x}")), "Bravo, {x} !");
    }

    // The words of a template are kept nowhere else. Pictograms are left out, as they are of what a badge says.
    #[test]
    fn words_that_cannot_be_printed_are_refused() {
        let told = faults("[fr]\nheading = \"Bravo 🎉\"\ncheck = \"Επισκευή\"\nsignature = \"شهادة {place}\"\n");
        assert_eq!(told, ["line 4: fr.signature: the letter 'ش' cannot be printed"]);
    }

    #[test]
    fn every_fault_of_a_template_is_told_by_line() {
        let told = faults(
            "[certificat]\nx = 1\n[certificate]\npaper = \"portrai\"\nmargin = 4\norder = [\"tilte\", \"name\", \"name\"]\n\
             [colours]\nink = \"brown\"\nsoft = \"#ddd\"\n[fr]\nheading = \"Pour {nam}\"\nfacts = \"{\"\n",
        );
        let expected = [
            "line 1: certificat: no such field (near: certificate)",
            "line 4: certificate.paper: not one of the values allowed: portrait, landscape (near: portrait)",
            "line 5: certificate.margin: between 8 and 40",
            "line 6: certificate.order: not one of the values allowed: picture, heading, title, level, name, done, facts (near: \
             title)",
            "line 6: certificate.order: there twice",
            "line 8: colours.ink: not a colour: #b04a2f is one",
            "line 9: colours.soft: too pale to be read on white",
            "line 11: fr.heading: nothing fills \"{nam}\" (near: name)",
            "line 12: fr.facts: \"{\" is not closed",
        ];
        assert_eq!(told, expected);
        assert_eq!(faults("[fr]\nfacts = \"le {date\"\n"), ["line 2: fr.facts: \"{date\" is not closed"]);
        assert_eq!(faults("[card]\norder = []\n"), ["line 2: card.order: empty"]);
        assert!(faults("schema = \"badge-paper/2\"")[0].contains("another version"));
        assert!(faults("[fr\n")[0].contains("not TOML"));
    }
}
