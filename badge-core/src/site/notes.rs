//! The pages that only explain: indexes of folders (D-04: none lists people), privacy, and "not found".

use askama::Template;

use super::frame::{About, Frame, PRIVACY, page_path};
use super::input::Site;
use super::speech::{Said, Speech};
use crate::message::plain;

#[derive(Debug, Template)]
#[template(path = "note.html", whitespace = "minimize")]
struct Note<'a> {
    t: &'a Speech,
    frame: Frame,
    title: String,
    paragraphs: Vec<String>,
    /// Files of this folder that anybody may know: name, what it is.
    files: Vec<(String, String)>,
    keys: Vec<KeyRow>,
    email: Option<String>,
}

#[derive(Debug)]
struct KeyRow {
    kind: String,
    since: Option<String>,
    retired: Option<String>,
    revoked: Option<String>,
    files: Vec<String>,
}

#[derive(Debug, Template)]
#[template(path = "privacy.html", whitespace = "minimize")]
struct Privacy<'a> {
    t: &'a Speech,
    frame: Frame,
    publisher: String,
    responsible: Option<String>,
    host: Option<String>,
    retention: Option<Said>,
    email: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "code.html", whitespace = "minimize")]
struct Code<'a> {
    t: &'a Speech,
    frame: Frame,
    title: String,
    base: String,
}

/// `v/index.html`: what a QR code of this place opens. The statement stands in the fragment, which only the script of
/// this page sees; without it the page explains.
pub(super) fn code(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    const FILE: &str = "v/index.html";
    let (title, description) = (t.s("site-code"), t.s("site-code.what"));
    let about = About { file: FILE.to_owned(), title: &title, description: &description, noindex: true, image: None };
    let frame = Frame::new(site, t, about);
    let base = site.base.as_ref().map_or_else(String::new, |b| b.base().to_owned());
    Ok((page_path(site, FILE, t.lang()), Code { t, frame, title, base }.render()?))
}

/// `b/index.html`: why there is no list here.
pub(super) fn awards(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    note(site, t, "b/index.html", "site-b", Vec::new(), Vec::new())
}

/// `e/index.html`: why there is no list here.
pub(super) fn endorsements(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    note(site, t, "e/index.html", "site-e", Vec::new(), Vec::new())
}

/// `status/index.html`: what the lists say, and that they name nobody.
pub(super) fn status(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    let files =
        (1..=site.status_lists).map(|n| (format!("{n}.json"), t.v("site-status-list", "number", n.to_string())));
    note(site, t, "status/index.html", "site-status", files.collect(), Vec::new())
}

/// `keys/index.html`: the public keys.
pub(super) fn keys(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    let keys = site.keys.iter().map(|key| KeyRow {
        kind: plain(&key.kind),
        since: key.since.map(|at| t.day(at)),
        retired: key.retired.map(|at| t.day(at)),
        revoked: key.revoked.map(|at| t.day(at)),
        files: ["json", "pem.json"]
            .iter()
            .take(1 + usize::from(key.pem))
            .map(|end| format!("{}.{end}", plain(&key.thumbprint)))
            .collect(),
    });
    note(site, t, "keys/index.html", "site-keys", Vec::new(), keys.collect())
}

/// `404.html`. It may answer at any address, so that its links begin at the base.
pub(super) fn missing(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    let mut page = build(site, t, "404.html", "site-missing", Vec::new(), Vec::new());
    let base = site.base.as_ref().map_or("", |b| b.base());
    let path = base
        .split_once("//")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or(String::new(), |(_, p)| format!("/{p}"));
    let root = format!("{path}/");
    let frame = &mut page.frame;
    for href in [&mut frame.home, &mut frame.privacy].into_iter().chain(frame.levels.as_mut()) {
        href.insert_str(0, &root);
    }
    for other in &mut frame.others {
        other.href.insert_str(0, &root);
    }
    if let Some(logo) = &mut frame.logo {
        logo.src.insert_str(0, &root);
    }
    frame.root = root;
    (frame.canonical, frame.preview, frame.alternates) = (None, None, Vec::new());
    Ok((page_path(site, "404.html", t.lang()), page.render()?))
}

/// `privacy.html`: who answers for the site, and what it knows about people.
pub(super) fn privacy(site: &Site, t: &Speech) -> Result<(String, String), askama::Error> {
    let (title, description) = (t.s("site-privacy"), t.s("site-privacy-intro"));
    let frame = Frame::new(
        site,
        t,
        About { file: PRIVACY.to_owned(), title: &title, description: &description, noindex: false, image: None },
    );
    let legal = &site.legal;
    let page = Privacy {
        t,
        publisher: legal.publisher.as_deref().map_or_else(|| frame.place.clone(), plain),
        responsible: legal.responsible.as_deref().map(plain),
        host: legal.host.as_deref().map(plain),
        retention: t.said(&legal.retention),
        email: site.profile.email.as_deref().map(plain),
        frame,
    };
    Ok((page_path(site, PRIVACY, t.lang()), page.render()?))
}

fn note(
    site: &Site,
    t: &Speech,
    file: &str,
    id: &str,
    files: Vec<(String, String)>,
    keys: Vec<KeyRow>,
) -> Result<(String, String), askama::Error> {
    Ok((page_path(site, file, t.lang()), build(site, t, file, id, files, keys).render()?))
}

fn build<'a>(
    site: &Site,
    t: &'a Speech,
    file: &str,
    id: &str,
    files: Vec<(String, String)>,
    keys: Vec<KeyRow>,
) -> Note<'a> {
    let title = t.s(id);
    let paragraphs = [t.s(&format!("{id}.what")), t.s(&format!("{id}.next"))];
    let about = About { file: file.to_owned(), title: &title, description: &paragraphs[0], noindex: true, image: None };
    let frame = Frame::new(site, t, about);
    Note {
        t,
        frame,
        paragraphs: paragraphs.into(),
        files,
        keys,
        email: site.profile.email.as_deref().map(plain),
        title,
    }
}
