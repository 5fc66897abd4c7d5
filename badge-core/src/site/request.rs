//! What is sent to a partner who is asked for an endorsement: a page to open, and a letter. Both say the same.

use askama::Template;

use super::PageError;
use super::carried;
use super::markdown::to_html;
use super::speech::{Speech, no_break};
use crate::language::Lang;
use crate::limits::Limits;
use crate::message::{plain, plain_within};

/// What is asked, of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The language of the page and of the letter.
    pub lang: Lang,
    /// Who asks.
    pub place: String,
    /// Where the answer goes.
    pub email: String,
    /// Who is asked.
    pub to: String,
    /// A few words of one's own.
    pub message: Option<String>,
    /// What the badge is called.
    pub title: String,
    /// Whether one person's badge is to be endorsed, and not the achievement.
    pub of_badge: bool,
    /// Its picture, PNG or SVG: what the page shows of it is made anew. Left out where it is no sound picture.
    pub picture: Option<Vec<u8>>,
    /// What can be seen on it; empty to say nothing.
    pub picture_alt: String,
    /// What it is about.
    pub description: Option<String>,
    /// What one has to do for it (Markdown).
    pub criteria: Option<String>,
    /// Its published page.
    pub page: Option<String>,
    /// The names of the files that go with the letter: of an achievement, one for each language.
    pub files: Vec<String>,
}

#[derive(Debug, Template)]
#[template(path = "request.html", whitespace = "minimize")]
struct Page<'a> {
    t: &'a Speech,
    lang: &'static str,
    title: String,
    r: &'a Request,
    place: String,
    to: String,
    email: String,
    what: String,
    message: Option<String>,
    picture: Option<String>,
    picture_alt: String,
    description: Option<String>,
    criteria: Option<String>,
    file: String,
    command: String,
}

/// The page, which needs nothing beside itself, and the letter as plain text, its subject in the first line.
///
/// # Errors
/// See [`PageError`].
pub fn request(r: &Request) -> Result<(String, String), PageError> {
    let t = Speech::new(r.lang);
    let place = no_break(&plain_within(&r.place, 160));
    let what = no_break(&plain_within(&r.title, 160));
    let title = t.v("req-title", "place", &place);
    let page = Page {
        t: &t,
        lang: r.lang.tag(),
        title: title.clone(),
        place: place.clone(),
        to: no_break(&plain_within(&r.to, 160)),
        email: plain(&r.email),
        what: what.clone(),
        message: r.message.as_deref().map(to_html),
        picture: r.picture.as_deref().and_then(|bytes| carried::as_data(bytes, &Limits::default())),
        picture_alt: plain(&r.picture_alt),
        description: r.description.as_deref().map(to_html),
        criteria: r.criteria.as_deref().map(to_html),
        file: plain(&r.files.join(", ")),
        command: command(&t, r),
        r,
    };
    let html = page.render().map_err(PageError)?;
    Ok((html, letter(&t, r, &place, &what)))
}

/// What the partner types.
fn command(t: &Speech, r: &Request) -> String {
    let of = if r.of_badge { " --of badge" } else { "" };
    let (files, folder) = (plain(&r.files.join(" ")), t.s("req-folder"));
    format!("badge endorse {files}{of} --out {folder} --comment \"{}\"", t.s("req-comment"))
}

fn letter(t: &Speech, r: &Request, place: &str, what: &str) -> String {
    let mut paragraphs =
        vec![t.v("req-subject", "title", what), t.v("req-hello", "to", no_break(&plain_within(&r.to, 160)))];
    paragraphs.extend(r.message.as_deref().map(plain));
    paragraphs.push(t.v(if r.of_badge { "req-asks-badge" } else { "req-asks" }, "title", what));
    paragraphs.extend(r.page.as_deref().map(|page| t.v("req-page", "page", plain(page))));
    paragraphs.push(t.s("req-means"));
    paragraphs.push(format!(
        "1. {}\n   {}",
        t.v("req-step-file", "file", plain(&r.files.join(", "))),
        t.s("req-step-place")
    ));
    paragraphs.push(format!("2. {}\n\n   {}", t.s("req-step-command"), command(t, r)));
    paragraphs.push(format!("3. {}", t.s("req-step-publish")));
    paragraphs.push(format!("4. {} {}", t.s("req-step-send"), plain(&r.email)));
    paragraphs.push(t.s("req-free"));
    paragraphs.push(place.to_owned());
    format!("{}\n", paragraphs.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(lang: Lang) -> Request {
        Request {
            lang,
            place: "L’Atelier".into(),
            email: "bonjour@example.org".into(),
            to: "La Ligue".into(),
            message: Some("Comme convenu <b>hier</b>.".into()),
            title: "Soudure".into(),
            of_badge: false,
            picture: None,
            picture_alt: "Un fer <à souder>".into(),
            description: Some("Souder.".into()),
            criteria: Some("- un\n- deux".into()),
            page: Some("https://a.example.org/achievements/soudure.html".into()),
            files: vec!["soudure.json".into(), "soudure.en.json".into()],
        }
    }

    #[test]
    fn page_and_letter_say_what_to_type_and_where_to_send_it() {
        for lang in Lang::ALL {
            let (html, letter) = request(&asked(lang)).unwrap();
            for text in [&html, &letter] {
                for part in [
                    "badge endorse soudure.json soudure.en.json --out",
                    "bonjour@example.org",
                    if lang == Lang::Fr { "--out soutien" } else { "--out endorsement" },
                    "La Ligue",
                ] {
                    assert!(text.replace("&#34;", "\"").contains(part), "{lang}: {part} in {text}");
                }
                assert!(!text.contains("--of badge") && !text.contains("req-"), "{text}");
            }
            super::super::tests::tags("request.html", &html);
            assert!(!html.contains("<b>") && !html.contains("src=\"http"), "{html}");
        }
    }

    #[test]
    fn the_page_shows_what_is_to_be_endorsed() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle r=\"4\"/></svg>";
        let (html, _) = request(&Request { picture: Some(svg.to_vec()), ..asked(Lang::Fr) }).unwrap();
        assert!(html.contains("src=\"data:image/svg+xml;base64,") && html.contains("img-src data:"), "{html}");
        assert!(
            html.contains("alt=\"Un fer &#60;à souder&#62;\"") || html.contains("alt=\"Un fer &lt;à souder&gt;\""),
            "{html}"
        );
        super::super::tests::tags("request.html", &html);
        // One that could load something is not shown.
        let loads = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"http://x.example.org/\"/></svg>";
        let (html, _) = request(&Request { picture: Some(loads.to_vec()), ..asked(Lang::Fr) }).unwrap();
        assert!(!html.contains("<img"), "{html}");
    }

    #[test]
    fn one_persons_badge_is_asked_for_as_such() {
        let (html, letter) = request(&Request { of_badge: true, ..asked(Lang::Fr) }).unwrap();
        assert!(html.contains("--of badge") && letter.contains("--of badge"));
    }
}
