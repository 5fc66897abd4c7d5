//! The pages of a place, in French and in English: made by `badge publish` as files, and by the server on demand.
//!
//! Values in ([`Site`], [`Award`]), paths and bytes out. Nothing here reads a folder, a clock or a network; the same
//! values give the same bytes. Every page works without script (one has one), from a disk as from a web server, and loads nothing
//! from elsewhere.
//!
//! | File | Page |
//! |---|---|
//! | `index.html` | the place and what can be achieved there |
//! | `achievements/index.html`, `achievements/{slug}.html` | the catalogue, one achievement |
//! | `levels.html` | the ladder of levels, each with its anchor `#{id}` |
//! | `b/{token}/index.html` | one badge |
//! | `e/{token}/index.html` | an endorsement that the place gave |
//! | `b/index.html`, `e/index.html`, `status/index.html`, `keys/index.html` | what is in these folders; none lists people (D-04) |
//! | `v/index.html`, `v/read.js` | what a QR code opens; the script shows what the code says, without a server |
//! | `privacy.html`, `404.html` | notes for people |
//! | `style.css`, `.htaccess` (one in each folder), `nginx.conf` | the look; what a web server has to be told |
//!
//! What is mailed to people is in [`letter`].
//!
//! The place's first language has the plain name; another language has its tag before the ending: `index.en.html`.

mod award;
mod carried;
mod catalogue;
mod endorsed;
mod frame;
mod input;
pub mod letter;
#[cfg(feature = "picture")]
mod look;
pub(crate) mod markdown;
mod notes;
mod of_place;
mod report;
mod request;
mod samples;
mod server;
mod speech;
mod stored;

pub use catalogue::beginning;
#[cfg(feature = "picture")]
pub use look::{DRAWING_FIELDS, Look, LookFault, Shown};
pub use report::{report, report_policy, report_within};
pub use request::{Request, request};
pub use stored::{read_badge, read_credential};

pub use input::{Achievement, Award, AwardFile, Doors, Given, Key, Legal, PREVIEW, Picture, Site};

pub use crate::place::documents::Published;

use crate::language::Lang;
use crate::time::Timestamp;
use speech::Speech;

/// The one style sheet of all pages of a place: `style.css`. Other pages of the same shell look alike with it.
pub const STYLE: &str = include_str!("style.css");

/// A page could not be written. Rendering into memory has no reason to fail; a shell reports it like any of its own
/// mistakes.
#[derive(Debug, thiserror::Error)]
#[error("a page could not be made")]
pub struct PageError(#[source] askama::Error);

/// Makes the pages of one place. Words are read once, so that thousands of badges cost little each.
#[derive(Debug)]
pub struct Pages<'a> {
    site: &'a Site,
    at: Timestamp,
    speeches: Vec<Speech>,
}

impl<'a> Pages<'a> {
    /// Pages in the languages of the site (French where none is named).
    #[must_use]
    pub fn new(site: &'a Site) -> Self {
        let languages = if site.languages.is_empty() { &[Lang::Fr][..] } else { &site.languages };
        Self { site, at: site.at, speeches: languages.iter().map(|lang| Speech::new(*lang)).collect() }
    }

    /// The same, as of another instant than [`Site::at`]: for whoever keeps a site and makes each award's page when
    /// somebody asks for it.
    #[must_use]
    pub fn as_of(self, at: Timestamp) -> Self {
        Self { at, ..self }
    }

    /// Every file but the pages of awards.
    ///
    /// # Errors
    /// See [`PageError`].
    pub fn common(&self) -> Result<Vec<Published>, PageError> {
        let site = self.site;
        let mut out = vec![
            file("style.css".to_owned(), STYLE),
            file("nginx.conf".to_owned(), server::nginx(site)),
            file("v/read.js".to_owned(), include_str!("read.js")),
        ];
        out.extend(server::apache(site).into_iter().map(|(path, text)| file(path, text)));
        for t in &self.speeches {
            let pages = [
                catalogue::home(site, t),
                catalogue::achievements(site, t),
                notes::awards(site, t),
                notes::endorsements(site, t),
                notes::code(site, t),
                notes::status(site, t),
                notes::keys(site, t),
                notes::privacy(site, t),
                notes::missing(site, t),
            ];
            for page in pages {
                let (path, html) = page.map_err(PageError)?;
                out.push(file(path, html));
            }
            let maybe = site.achievements.iter().map(|a| catalogue::achievement(site, t, a));
            for page in maybe.chain([catalogue::levels(site, t)]) {
                out.extend(page.map_err(PageError)?.map(|(path, html)| file(path, html)));
            }
        }
        Ok(out)
    }

    /// The pages of an endorsement that the place gave, one in each language.
    ///
    /// # Errors
    /// See [`PageError`].
    pub fn given(&self, given: &Given) -> Result<Vec<Published>, PageError> {
        let page =
            |t| endorsed::given((self.site, self.at), t, given).map(|(path, html)| file(path, html)).map_err(PageError);
        self.speeches.iter().map(page).collect()
    }

    /// The pages of one award, one in each language.
    ///
    /// # Errors
    /// See [`PageError`].
    pub fn award(&self, award: &Award) -> Result<Vec<Published>, PageError> {
        let page =
            |t| award::award((self.site, self.at), t, award).map(|(path, html)| file(path, html)).map_err(PageError);
        self.speeches.iter().map(page).collect()
    }
}

/// All pages of a place and of its awards.
///
/// # Errors
/// See [`PageError`].
pub fn publish<'a>(site: &Site, awards: impl IntoIterator<Item = &'a Award>) -> Result<Vec<Published>, PageError> {
    let pages = Pages::new(site);
    let mut out = pages.common()?;
    for award in awards {
        out.extend(pages.award(award)?);
    }
    Ok(out)
}

fn file(path: String, text: impl Into<String>) -> Published {
    let media_type = match path.rsplit('.').next() {
        Some("html") => "text/html",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        _ => "text/plain",
    };
    Published { path, media_type, bytes: text.into().into_bytes() }
}

#[cfg(test)]
mod of_place_tests;
#[cfg(test)]
mod report_tests;
#[cfg(test)]
mod tests;
