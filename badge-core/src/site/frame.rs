//! What every page has around its own words: title, addresses, languages, preview.

use super::input::{Doors, Site};
use super::speech::{Said, Speech};
use crate::language::Lang;
use crate::message::{plain, plain_within};
use crate::place::Spot;

/// The outside of one page.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) lang: &'static str,
    /// What a browser's tab shows.
    pub(super) title: String,
    /// What a search engine or a preview shows below the title.
    pub(super) description: String,
    /// From the page to the base: ``, `../`, `../../`; an absolute path for the page that may answer anywhere.
    pub(super) root: String,
    pub(super) place: String,
    pub(super) home: String,
    pub(super) privacy: String,
    pub(super) levels: Option<String>,
    pub(super) logo: Option<Shown>,
    /// The page in the other languages: tag, the language's own name, address from here.
    pub(super) others: Vec<Other>,
    /// Absolute addresses of this page by language tag, for search engines.
    pub(super) alternates: Vec<(String, String)>,
    pub(super) canonical: Option<String>,
    pub(super) noindex: bool,
    pub(super) preview: Option<Preview>,
    /// Pages of the server beside the place's own.
    pub(super) doors: Option<Doors>,
}

/// A picture on a page.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) src: String,
    pub(super) alt: Said,
}

/// The same page in another language.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) tag: &'static str,
    pub(super) name: &'static str,
    pub(super) href: String,
}

/// OpenGraph and Twitter card: absolute addresses only.
#[derive(Debug)]
pub(super) struct Preview {
    pub(super) url: String,
    pub(super) image: Option<(String, String)>,
    /// The image is as wide as previews want it.
    pub(super) wide: bool,
    pub(super) locale: &'static str,
    pub(super) other_locales: Vec<&'static str>,
}

/// What a page says about itself.
pub(super) struct About<'a> {
    /// Path of the page in the first language.
    pub(super) file: String,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    /// Not for search engines: pages about people, pages without words.
    pub(super) noindex: bool,
    /// A PNG below the base, and what can be seen on it.
    pub(super) image: Option<(String, String)>,
}

/// The path of a page in a language: the first language of the place has the plain one.
pub(super) fn page_path(site: &Site, file: &str, lang: Lang) -> String {
    match (site.languages.first() == Some(&lang), file.strip_suffix(".html")) {
        (false, Some(stem)) => format!("{stem}.{lang}.html"),
        _ => file.to_owned(),
    }
}

/// The way from a page back to the base.
pub(super) fn root_of(file: &str) -> String {
    "../".repeat(file.matches('/').count())
}

impl Frame {
    pub(super) fn new(site: &Site, t: &Speech, about: About<'_>) -> Self {
        let lang = t.lang();
        let root = root_of(&about.file);
        let place = plain(site.name(lang));
        let title = plain_within(about.title, 120);
        let title = if title == place || title.is_empty() { place.clone() } else { format!("{title} – {place}") };
        let to = |file: &str| format!("{root}{}", page_path(site, file, lang));
        let absolute = |lang| site.base.as_ref().map(|base| absolute(base.base(), &page_path(site, &about.file, lang)));
        let alternates = match (site.languages.len(), absolute(lang)) {
            (0 | 1, _) | (_, None) => Vec::new(),
            _ => {
                let all = site.languages.iter().map(|l| (l.tag().to_owned(), *l));
                let default = site.languages.first().map(|l| ("x-default".to_owned(), *l));
                all.chain(default).filter_map(|(tag, l)| Some((tag, absolute(l)?))).collect()
            }
        };
        let others = site.languages.iter().filter(|l| **l != lang);
        let image = about.image.zip(site.base.as_ref());
        Self {
            lang: lang.tag(),
            title,
            description: plain_within(about.description, 300),
            home: to(&Spot::Home.file()),
            privacy: to(PRIVACY),
            levels: (!site.levels.is_empty()).then(|| to(&Spot::Levels.file())),
            logo: site.logo.as_ref().map(|logo| Shown {
                src: format!("{root}{}", logo.path),
                // The place's name stands beside it, and is not read out twice.
                alt: t
                    .said(&logo.alt)
                    .filter(|said| said.text != place)
                    .unwrap_or(Said { text: String::new(), lang: None }),
            }),
            others: others
                .clone()
                .map(|l| Other {
                    tag: l.tag(),
                    name: own_name(*l),
                    // Both pages lie in the same folder.
                    href: page_path(site, &about.file, *l).rsplit('/').next().unwrap_or_default().to_owned(),
                })
                .collect(),
            canonical: absolute(lang),
            preview: absolute(lang).map(|url| Preview {
                url,
                wide: image.as_ref().is_some_and(|((path, _), _)| path.ends_with(super::input::PREVIEW)),
                image: image.map(|((path, alt), base)| (format!("{}/{path}", base.base()), plain_within(&alt, 400))),
                locale: locale(lang),
                other_locales: others.map(|l| locale(*l)).collect(),
            }),
            alternates,
            noindex: about.noindex,
            doors: site.doors.clone(),
            root,
            place,
        }
    }
}

/// The file of the notes on privacy, in the first language.
pub(super) const PRIVACY: &str = "privacy.html";

/// A folder's own page has the folder's address.
fn absolute(base: &str, path: &str) -> String {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{base}/{folder}"),
        _ => format!("{base}/{path}"),
    }
}

const fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Français",
        Lang::En => "English",
    }
}

const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fr_FR",
        Lang::En => "en_GB",
    }
}
