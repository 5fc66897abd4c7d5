//! The pages about what can be achieved: home, catalogue, one achievement, the ladder.

use askama::Template;

use super::endorsed::{Endorsed, Recognised, endorsements, of_achievement, recognised};
use super::frame::{About, Frame, Shown, page_path, root_of};
use super::input::{Achievement, Site};
use super::markdown::{is_safe_link, to_html, to_text};
use super::speech::{Said, Speech};
use crate::language::Lang;
use crate::message::{plain, plain_within};
use crate::model;
use crate::place::names::order_of;
use crate::place::{Received, Relation, Spot};

/// An achievement in a list.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) name: Said,
    pub(super) summary: Option<Said>,
    /// The summary is the beginning of more, which the achievement's page tells.
    pub(super) more: bool,
    pub(super) picture: Option<Shown>,
    pub(super) kind: Option<Said>,
    pub(super) level: Option<Said>,
}

/// A link that may be followed, or the text alone.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) href: Option<String>,
    pub(super) text: Said,
    pub(super) note: Option<Said>,
}

#[derive(Debug, Template)]
#[template(path = "home.html", whitespace = "minimize")]
struct Home<'a> {
    t: &'a Speech,
    frame: Frame,
    about: Option<Said>,
    url: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    cards: Vec<Card>,
    endorsements: Vec<Endorsed>,
    /// Whether the card of the place is published: it has an address.
    card: bool,
}

#[derive(Debug, Template)]
#[template(path = "achievements.html", whitespace = "minimize")]
struct Achievements<'a> {
    t: &'a Speech,
    frame: Frame,
    cards: Vec<Card>,
}

#[derive(Debug, Template)]
#[template(path = "achievement.html", whitespace = "minimize")]
struct One<'a> {
    t: &'a Speech,
    frame: Frame,
    lang: Option<String>,
    card: Card,
    description: Option<String>,
    criteria: Option<String>,
    criteria_page: Option<String>,
    steps: Vec<StepMark>,
    tags: Vec<String>,
    alignments: Vec<Linked>,
    endorsements: Vec<Endorsed>,
    recognised: Vec<Recognised>,
    related: Vec<Card>,
    elsewhere: Vec<Linked>,
    version: Option<String>,
    creator: Option<String>,
    json: String,
}

/// A step of the ladder beside an achievement.
#[derive(Debug)]
struct StepMark {
    name: Said,
    here: bool,
}

#[derive(Debug, Template)]
#[template(path = "levels.html", whitespace = "minimize")]
struct Levels<'a> {
    t: &'a Speech,
    frame: Frame,
    title: Said,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    id: String,
    name: Said,
    description: Option<Said>,
    cards: Vec<Card>,
}

/// The first page of the place.
pub(super) fn home(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    let about = t.said(&site.description);
    let name = plain(site.name(t.lang()));
    let description = about.as_ref().map_or_else(|| t.s("site-home-intro"), |a| a.text.clone());
    let image = site.achievements.iter().find_map(|a| png_of(a, t));
    let file = Spot::Home.file();
    let frame = Frame::new(
        site,
        t,
        About { file: file.clone(), title: &name, description: &description, noindex: false, image },
    );
    let page = Home {
        t,
        frame,
        about,
        url: site.profile.url.as_deref().filter(|u| is_safe_link(u)).map(plain),
        email: site.profile.email.as_deref().map(plain),
        phone: site.profile.phone.as_deref().map(plain),
        cards: cards(site, t, site.achievements.iter(), ""),
        endorsements: endorsements(site.at, t, Received::latest(&site.endorsements, site.at), None),
        card: site.base.is_some(),
    };
    Ok((page_path(site, &file, t.lang()), page.render()?))
}

/// The catalogue, which is also the index of its folder.
pub(super) fn achievements(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    let file = "achievements/index.html".to_owned();
    let (title, description) = (t.s("site-catalogue"), t.s("site-catalogue-intro"));
    let frame = Frame::new(
        site,
        t,
        About { file: file.clone(), title: &title, description: &description, noindex: false, image: None },
    );
    let cards = cards(site, t, site.achievements.iter(), "../");
    Ok((page_path(site, &file, t.lang()), Achievements { t, frame, cards }.render()?))
}

/// One achievement.
pub(super) fn achievement(
    site: &Site,
    t: &Speech,
    what: &Achievement,
) -> Result<Option<(String, String)>, askama::Error> {
    let file = Spot::AchievementPage(what.slug.clone(), None).file();
    let root = root_of(&file);
    let (Some(card_), Some((lang, model))) = (card(site, t, what, &root), what.best(t.lang())) else { return Ok(None) };
    let description = model.description.as_deref().map(to_text).unwrap_or_default();
    let frame = Frame::new(
        site,
        t,
        About {
            file: file.clone(),
            title: &card_.name.text,
            description: &description,
            noindex: false,
            image: png_of(what, t),
        },
    );
    let criteria = model.criteria.as_ref();
    let own_page = |id: &str| {
        let paths = site.languages.iter().map(|l| page_path(site, &file, *l));
        site.base.as_ref().is_some_and(|b| paths.map(|p| format!("{}/{p}", b.base())).any(|own| own == id))
    };
    let json_lang = (site.languages.first() != Some(&lang)).then_some(lang);
    let json = Spot::Achievement(what.slug.clone(), json_lang).file();
    let related = what.related.iter().filter_map(|slug| site.achievements.iter().find(|a| a.slug == *slug));
    let page = One {
        t,
        frame,
        lang: (lang != t.lang()).then(|| lang.tag().to_owned()),
        description: model.description.as_deref().map(to_html),
        criteria: criteria.and_then(|c| c.narrative.as_deref()).map(to_html),
        // The page that tells the criteria is as a rule this one.
        criteria_page: criteria.and_then(|c| c.id.clone()).filter(|id| is_safe_link(id) && !own_page(id)),
        steps: site
            .levels
            .iter()
            .filter(|_| card_.level.is_some())
            .filter_map(|l| {
                Some(StepMark { name: t.said(&l.name)?, here: what.level.as_deref() == Some(l.id.as_str()) })
            })
            .collect(),
        tags: tags(site, model, what),
        alignments: alignments(t, model, lang.tag(), what.level.as_deref()),
        endorsements: endorsements(site.at, t, of_achievement(site.at, model, &what.endorsements), Some(model)),
        recognised: recognised(t, &model.alignments, lang.tag()),
        related: related.filter_map(|a| card(site, t, a, &root)).collect(),
        elsewhere: elsewhere(site, t, model),
        version: model.version.as_deref().map(|v| plain_within(v, 40)),
        creator: model.creator.as_ref().and_then(|c| c.name.as_deref()).map(plain),
        json: format!("{root}{json}"),
        card: card_,
    };
    Ok(Some((page_path(site, &file, t.lang()), page.render()?)))
}

/// The ladder: each step, and what can be achieved there (D-07).
pub(super) fn levels(site: &Site, t: &Speech) -> Result<Option<(String, String)>, askama::Error> {
    if site.levels.is_empty() {
        return Ok(None);
    }
    let file = Spot::Levels.file();
    let title = t.said(&site.ladder_name).unwrap_or_else(|| Said { text: t.s("site-levels"), lang: None });
    let description = t.s("site-levels-intro");
    let frame = Frame::new(
        site,
        t,
        About { file: file.clone(), title: &title.text, description: &description, noindex: false, image: None },
    );
    let steps = site.levels.iter().filter_map(|level| {
        let here = site.achievements.iter().filter(|a| a.level.as_deref() == Some(level.id.as_str()));
        Some(Step {
            id: level.id.clone(),
            name: t.said(&level.name)?,
            description: t.said(&level.description),
            cards: cards(site, t, here, ""),
        })
    });
    let steps = steps.collect();
    Ok(Some((page_path(site, &file, t.lang()), Levels { t, frame, title, steps }.render()?)))
}

/// Achievements as lists show them, in the order of their titles.
fn cards<'s>(site: &Site, t: &Speech, these: impl Iterator<Item = &'s Achievement>, root: &str) -> Vec<Card> {
    let mut cards: Vec<Card> = these.filter_map(|a| card(site, t, a, root)).collect();
    // Those of the same title stay in the order of their short names.
    cards.sort_by_cached_key(|card| order_of(&card.name.text));
    cards
}

/// The beginning of a description (Markdown) as one line of text, as lists show it; and whether there is more of it to read.
#[must_use]
pub fn beginning(description: &str) -> (String, bool) {
    let whole = to_text(description);
    let short = plain_within(&whole, BEGINNING);
    let more = short != whole;
    (short, more)
}

/// Letters of a description that a list shows.
const BEGINNING: usize = 180;

/// An achievement as lists show it; `None` when it says nothing in any language.
fn card(site: &Site, t: &Speech, what: &Achievement, root: &str) -> Option<Card> {
    let (lang, model) = what.best(t.lang())?;
    let said = |text: &str| t.from(text, lang.tag());
    let level = what.level.as_deref().and_then(|id| site.levels.iter().find(|l| l.id == id));
    let (summary, more) = model.description.as_deref().map(beginning).unzip();
    Some(Card {
        href: format!("{root}{}", page_path(site, &Spot::AchievementPage(what.slug.clone(), None).file(), t.lang())),
        name: said(&plain_within(model.name.as_deref()?, 160)),
        summary: summary.map(|text| said(&text)),
        more: more.unwrap_or(false),
        picture: what.picture.as_ref().map(|p| Shown {
            src: format!("{root}{}", p.path),
            alt: t.said(&p.alt).unwrap_or(Said { text: String::new(), lang: None }),
        }),
        kind: t.said(&what.kind),
        level: level.and_then(|l| t.said(&l.name)),
    })
}

/// Keywords, without the level's name (D-07), which is shown as such.
fn tags(site: &Site, model: &model::Achievement, what: &Achievement) -> Vec<String> {
    let level = site.levels.iter().find(|l| what.level.as_deref() == Some(l.id.as_str()));
    let said = |tag: &str| level.is_some_and(|l| Lang::ALL.iter().any(|lang| l.name.in_lang(*lang) == Some(tag)));
    model
        .tags
        .iter()
        .filter(|tag| !said(tag) && what.level.as_ref() != Some(*tag))
        .map(|tag| plain_within(tag, 60))
        .collect()
}

/// Entries of frameworks; the place's own ladder is shown as such, and left out here.
pub(super) fn alignments(t: &Speech, model: &model::Achievement, lang: &str, level: Option<&str>) -> Vec<Linked> {
    let foreign = model.alignments.iter().filter(|a| level.is_none() || a.target_code.as_deref() != level);
    let foreign = foreign.filter(|a| Relation::of(a).is_none());
    foreign
        .filter_map(|a| {
            let name = a.target_name.as_deref().or(a.target_code.as_deref())?;
            let note = [a.target_framework.as_deref(), a.target_code.as_deref()];
            let note: Vec<&str> = note.into_iter().flatten().filter(|n| *n != name).collect();
            Some(Linked {
                href: a.target_url.clone().filter(|u| is_safe_link(u)),
                text: t.from(&plain_within(name, 160), lang),
                note: (!note.is_empty()).then(|| t.from(&plain_within(&note.join(", "), 160), lang)),
            })
        })
        .collect()
}

/// Related achievements of other places, by their address.
fn elsewhere(site: &Site, t: &Speech, model: &model::Achievement) -> Vec<Linked> {
    let own = site.base.as_ref().map(|b| format!("{}/", b.base()));
    let told =
        |id: &str| model.alignments.iter().any(|a| Relation::of(a).is_some() && a.target_url.as_deref() == Some(id));
    let foreign = model
        .related
        .iter()
        .filter(|r| !told(&r.id))
        .filter(|r| is_safe_link(&r.id) && !own.as_ref().is_some_and(|o| r.id.starts_with(o)));
    foreign
        .map(|r| Linked {
            href: Some(r.id.clone()),
            text: t.from(&plain_within(&r.id, 160), t.lang().tag()),
            note: None,
        })
        .collect()
}

/// Previews take no SVG.
pub(super) fn png_of(what: &Achievement, t: &Speech) -> Option<(String, String)> {
    let picture = what.picture.as_ref()?;
    let path = if picture.path.ends_with(".png") { &picture.path } else { picture.preview.as_ref()? };
    Some((path.clone(), t.said(&picture.alt).map(|s| s.text).unwrap_or_default()))
}
