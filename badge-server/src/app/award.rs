//! One award, or one endorsement that a place gave, as the world may see it.

use std::collections::BTreeMap;

use badge_core::issue::Format;
use badge_core::model::{Badge, Version};
use badge_core::place::documents::{Published, withdrawn};
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Entry, Register};
use badge_core::place::{Ending, Token, may_go_out};
use badge_core::site::{Award, AwardFile, Given, PREVIEW, Pages, read_badge, read_credential};

use super::drawn;
use super::published::{Document, PlaceError, View, received};
use crate::state::App;
use crate::storage::{Reading, StorageError};

/// What is at an address below `b/{token}/` or `e/{token}/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// This.
    Document(Document),
    /// Something that no longer holds, and says so: 410 for a hosted assertion.
    Gone(Document),
}

impl Shown {
    /// What is sent.
    pub(crate) const fn document(&self) -> &Document {
        match self {
            Self::Document(document) | Self::Gone(document) => document,
        }
    }
}

/// A file of an award; `None` for one that is not there, and for one that nobody may see: of somebody who was erased, or
/// of a minor without consent (D-05, D-11).
///
/// # Errors
/// See [`PlaceError`].
pub(crate) async fn award(app: &App, view: &View, token: Token, name: &str) -> Result<Option<Shown>, PlaceError> {
    let mut read = app.storage.read().await?;
    let register = read.register_of(view.id, token).await?;
    let Some(entry) = &register.get(token) else { return Ok(None) };
    let people = match entry.award.person {
        Some(id) => read.person(view.id, id).await?,
        None => People::default(),
    };
    if may_go_out(entry, &people, app.now()).is_err() {
        return Ok(None);
    }
    if let Some(credential) = entry.award.credentials.iter().find(|c| c.format.file_name() == name) {
        if credential.format == Format::Ob2Hosted
            && let Some(notice) = withdrawn(&view.base, entry)
        {
            return Ok(Some(Shown::Gone(Document::new(notice.media_type, notice.bytes))));
        }
        let bytes = read.credential(view.id, &credential.sha256.to_string()).await?;
        return Ok(bytes.map(|bytes| Shown::Document(Document::new(media_type(credential.format), bytes))));
    }
    if let Some(digest) = entry.award.files.get(name) {
        drop(read);
        let bytes = app.storage.objects.get(view.id, &digest.to_string()).await?;
        let kind = Ending::of_file(name).map_or("application/octet-stream", Ending::media_type);
        return Ok(bytes.map(|bytes| Shown::Document(Document::new(kind, bytes))));
    }
    let revoked = matches!(entry.status, AwardStatus::Revoked { .. });
    let drawn = if name == PREVIEW {
        drop(read);
        drawn::preview(app, view, entry).await?
    } else if name == AwardFile::Certificate.file_name() && !revoked {
        let Some(stored) = stored(&mut read, view, entry).await? else { return Ok(None) };
        let badge = read_badge(&stored, &view.documents, Some(&view.base), entry);
        drawn::certificate(app, read, view, entry, badge).await?
    } else if is_page(view, name) {
        return page(app, read, view, entry, name).await;
    } else {
        None
    };
    Ok(drawn.map(Shown::Document))
}

/// What was signed. `None` where it was erased on purpose: whoever did that revoked it as well. Otherwise it is a loss
/// that must not go unnoticed.
async fn stored(
    read: &mut Reading,
    view: &View,
    entry: &Entry,
) -> Result<Option<BTreeMap<Format, Vec<u8>>>, PlaceError> {
    let mut stored: BTreeMap<Format, Vec<u8>> = BTreeMap::new();
    for credential in &entry.award.credentials {
        match read.credential(view.id, &credential.sha256.to_string()).await? {
            Some(bytes) => drop(stored.insert(credential.format, bytes)),
            None if matches!(entry.status, AwardStatus::Revoked { .. }) => return Ok(None),
            None => return Err(StorageError::Damaged { what: format!("credential {}", credential.sha256) }.into()),
        }
    }
    Ok(Some(stored))
}

/// The page of an award, in the language of its name.
async fn page(
    app: &App,
    mut read: Reading,
    view: &View,
    entry: &Entry,
    name: &str,
) -> Result<Option<Shown>, PlaceError> {
    let token = entry.award.token;
    let Some(stored) = stored(&mut read, view, entry).await? else { return Ok(None) };
    let mut award = Award::of(entry, read_badge(&stored, &view.documents, Some(&view.base), entry));
    let below = format!("awards/{token}/endorsements/");
    let files = read.files(view.id, &below).await?;
    drop(read);
    award.endorsements = received(app, view.id, &below, &files).await?;
    if drawn::has_picture(entry) {
        award.preview = true;
        award.files.push(AwardFile::Certificate);
    }
    Ok(pick(Pages::new(&view.site).as_of(app.now()).award(&award)?, name))
}

/// A file of an endorsement that the place gave. Withdrawn ones too: the status list tells.
///
/// # Errors
/// See [`PlaceError`].
pub(crate) async fn endorsement(app: &App, view: &View, token: Token, name: &str) -> Result<Option<Shown>, PlaceError> {
    let mut read = app.storage.read().await?;
    let register: Register = read.register_of(view.id, token).await?;
    let Some(entry) = register.endorsement(token) else { return Ok(None) };
    let below = format!("endorsements/given/{token}/");
    let files = read.files(view.id, &below).await?;
    drop(read);
    let mut badge = None;
    for credential in &entry.given.credentials {
        let (file, kind) = if credential.format.is_jws() {
            ("endorsement.jws", "text/plain")
        } else {
            ("endorsement.json", "application/vc+ld+json")
        };
        if file != name && !is_page(view, name) {
            continue;
        }
        let of_file = |(path, _): &&(String, String)| path.strip_prefix(&below) == Some(file);
        let Some((_, digest)) = files.iter().find(of_file) else { continue };
        let bytes =
            app.storage.objects.get(view.id, digest).await?.filter(|_| *digest == credential.sha256.to_string());
        let bytes = bytes.ok_or_else(|| StorageError::Damaged { what: format!("endorsement {token}") })?;
        if file == name {
            return Ok(Some(Shown::Document(Document::new(kind, bytes))));
        }
        badge = badge.or_else(|| read_credential(credential.format, &bytes));
    }
    if !is_page(view, name) {
        return Ok(None);
    }
    let given = Given { entry: entry.clone(), badge: badge.unwrap_or_else(|| Badge::new(Version::Ob30)) };
    Ok(pick(Pages::new(&view.site).as_of(app.now()).given(&given)?, name))
}

/// Whether a name is that of a page in one of the place's languages.
fn is_page(view: &View, name: &str) -> bool {
    let others = view.site.languages.iter().skip(1);
    name == "index.html" || others.map(|lang| format!("index.{lang}.html")).any(|page| page == name)
}

fn pick(pages: Vec<Published>, name: &str) -> Option<Shown> {
    let page = pages.into_iter().find(|page| page.path.rsplit('/').next() == Some(name))?;
    Some(Shown::Document(Document::new(page.media_type, page.bytes)))
}

/// The types that other web servers are told, too.
const fn media_type(format: Format) -> &'static str {
    match format {
        Format::Ob3 => "application/vc+ld+json",
        Format::Ob2Hosted => "application/ld+json",
        _ => "text/plain",
    }
}
