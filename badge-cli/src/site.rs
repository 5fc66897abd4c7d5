//! What a place publishes: every file of its site, computed from the folder. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use badge_core::crypto::{KeyKind, Signer as _};
use badge_core::issue::{Format, Key as SigningKey};
use badge_core::model::{Badge, Version};
use badge_core::place::Problems;
use badge_core::place::documents::{self, PlaceKey};
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Brief, Digest, Entry, Register};
use badge_core::place::{AchievementFile, Addresses, Ending, Holding, Place, Spot, Token, may_go_out, method_id};
use badge_core::site::{Award, Given, Pages, Site, read_badge, read_credential};
use badge_core::time::Timestamp;

use crate::artwork::Wish;
use crate::award::by;
use crate::clock::clock;
use crate::command::{Context, is_withdrawn};
use crate::error::{Cause, Failure};
use crate::message::msg;
use crate::place::disk::{self, Secrecy};
use crate::place::endorsements::{EMBEDDED, JWT};
use crate::place::{Folder, Holder, Writer, fault};

/// Path below the base, with `/`, and bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Where the files of a site go, one after the other: a site of thousands of badges is never in memory as a whole.
pub(crate) trait Sink {
    /// Whether the files of an award have to be made.
    fn wants(&self, _award: Token) -> bool {
        true
    }

    /// Takes the next file. Of two of one path the later one counts.
    fn take(&mut self, path: String, bytes: Vec<u8>) -> Result<(), Failure>;
}

impl Sink for Files {
    fn take(&mut self, path: String, bytes: Vec<u8>) -> Result<(), Failure> {
        self.insert(path, bytes);
        Ok(())
    }
}

/// What was left out, and is worth a word.
#[derive(Debug, Default, Clone)]
pub(crate) struct LeftOut {
    /// Awards of minors without consent (D-11).
    pub(crate) waiting: usize,
    /// Awards of those who refused or took consent back, or whose parents did.
    pub(crate) withdrawn: usize,
    /// Awards of people who were erased (D-05).
    pub(crate) erased: usize,
    /// Achievements that are not complete yet.
    pub(crate) unready: Vec<String>,
    /// Achievements that were awarded and have no file any more: their pages and OB 2.0 documents are missing.
    pub(crate) gone: Vec<String>,
}

/// A place, read as a whole: what its site is made from.
pub(crate) struct Whole<'a> {
    folder: &'a Folder,
    place: Place,
    own_keys: Vec<crate::keyfile::Key>,
    keys: Vec<PlaceKey>,
    achievements: Vec<AchievementFile>,
    register: &'a Register,
    people: &'a People,
    now: Timestamp,
}

/// Every file of the site. Status lists that changed are signed anew, and kept in the place unless `keep` is false.
pub(crate) fn files(writer: &Writer, now: Timestamp, keep: bool, cx: &Context) -> Result<Files, Failure> {
    let mut files = Files::new();
    let mut left_out = LeftOut::default();
    Whole::open(writer, now, &mut left_out, cx)?.each(keep, cx, &mut left_out, &mut files)?;
    Ok(files)
}

/// The achievements that can be published. One that was awarded must be: it is what its badges point to.
fn ready(
    folder: &Folder,
    place: &Place,
    register: &Register,
    left_out: &mut LeftOut,
) -> Result<Vec<AchievementFile>, Failure> {
    let awarded: BTreeSet<&str> = register.briefs().map(|award| award.achievement.as_str()).collect();
    let mut ready = Vec::new();
    for slug in folder.achievements()? {
        let file = match folder.achievement(slug.as_str()) {
            Ok(file) => file,
            Err(failure) if awarded.contains(slug.as_str()) => return Err(failure),
            Err(_) => {
                left_out.unready.push(slug.as_str().to_owned());
                continue;
            }
        };
        let wrong: Vec<_> = file.check(place).into_iter().filter(|p| !p.fault.is_remark()).collect();
        if wrong.is_empty() {
            ready.push(file);
        } else if awarded.contains(slug.as_str()) {
            return Err(fault::failure(&folder.achievement_path(&slug), &Problems(wrong)));
        } else {
            left_out.unready.push(slug.as_str().to_owned());
        }
    }
    let there = |slug: &str| ready.iter().any(|a| a.slug.as_str() == slug);
    left_out.gone = awarded.into_iter().filter(|slug| !there(slug)).map(str::to_owned).collect();
    Ok(ready)
}

impl<'a> Whole<'a> {
    /// Reads the place, and warns of what is odd about it.
    pub(crate) fn open(
        writer: &'a Writer,
        now: Timestamp,
        left_out: &mut LeftOut,
        cx: &Context,
    ) -> Result<Self, Failure> {
        let folder = writer.folder();
        let place = folder.place()?;
        let achievements = ready(folder, &place, writer.register(), left_out)?;
        for file in &achievements {
            let endorsed = file.endorsements.iter().filter(|one| one.holding(now) == Holding::Holds);
            for one in endorsed.filter(|one| one.is_of_other_words(&place, file)) {
                cx.printer.warn(&msg!("endorsement-other-words", by = by(one), what = file.slug.as_str()));
            }
            for one in file.endorsements.iter().filter(|one| one.changed) {
                let path = folder.received_folder(&Holder::Achievement(file.slug.clone()));
                cx.printer.warn(&msg!("endorsement-changed", by = by(one), path = &path));
            }
        }
        let own_keys = folder.keys()?;
        Ok(Self {
            folder,
            place,
            keys: own_keys.iter().map(crate::keyfile::Key::published).collect(),
            own_keys,
            achievements,
            register: writer.register(),
            people: writer.people(),
            now,
        })
    }

    /// Makes every file of the site, the same each time.
    pub(crate) fn each(
        &self,
        keep: bool,
        cx: &Context,
        left_out: &mut LeftOut,
        sink: &mut dyn Sink,
    ) -> Result<(), Failure> {
        let documents = documents::documents(&self.place, &self.keys, &self.achievements, self.register);
        let pictures = self.pictures(sink)?;
        self.awards(&documents, &pictures, sink, left_out)?;
        let waiting = |path: &str| path.strip_prefix("b/").is_some_and(|rest| self.is_waiting(rest));
        for document in documents.into_iter().filter(|d| !waiting(&d.path)) {
            sink.take(document.path, document.bytes)?;
        }
        match &self.place.base {
            Some(base) => self.status_lists(base, keep, cx, sink),
            None => Ok(()),
        }
    }

    fn published<'e>(&self, award: impl Into<Brief<'e>>) -> bool {
        may_go_out(award, self.people, self.now).is_ok()
    }

    fn is_erased(&self, award: &Brief<'_>) -> bool {
        award.person.is_some_and(|id| !self.people.contains(id))
    }

    fn is_waiting(&self, below: &str) -> bool {
        let token = below.split('/').next().and_then(Token::parse);
        token.and_then(|t| self.register.brief(t)).is_some_and(|award| !self.published(award))
    }

    /// The logo and the unbaked pictures; given back are their paths.
    fn pictures(&self, sink: &mut dyn Sink) -> Result<BTreeSet<String>, Failure> {
        let mut paths = BTreeSet::new();
        let mut put = |path: String, bytes: Vec<u8>| {
            paths.insert(path.clone());
            sink.take(path, bytes)
        };
        if let Some(logo) = &self.place.logo {
            let ending = Ending::of_file(logo).unwrap_or(Ending::Png);
            put(Spot::Logo(ending).file(), self.folder.logo(logo)?)?;
        }
        for achievement in &self.achievements {
            let lang = achievement.language_for(&self.place, self.place.first_language());
            let art = self.folder.artwork(&self.place, achievement, lang, Wish::Own)?;
            put(Spot::AchievementImage(achievement.slug.clone(), art.ending).file(), art.bytes)?;
            // Previews of links take no SVG. A drawing that cannot be made into a PNG (it holds letters) goes without.
            if art.ending == Ending::Svg
                && let Ok(png) = self.folder.artwork(&self.place, achievement, lang, Wish::Kind(Ending::Png))
            {
                put(Spot::AchievementImage(achievement.slug.clone(), Ending::Png).file(), png.bytes)?;
            }
        }
        Ok(paths)
    }

    /// The awards' files as they were stored, and every page. Awards that the sink does not want are passed over.
    fn awards(
        &self,
        documents: &[documents::Published],
        pictures: &BTreeSet<String>,
        sink: &mut dyn Sink,
        left_out: &mut LeftOut,
    ) -> Result<(), Failure> {
        // A notice takes the place of a hosted assertion that no longer holds.
        let notices: BTreeSet<&str> =
            documents.iter().map(|d| &*d.path).filter(|path| path.starts_with("b/")).collect();
        let lists = self.register.lists().last().unwrap_or(0);
        let mut site = Site::of(&self.place, &self.achievements, &self.keys, lists, self.now);
        for picture in site.achievements.iter_mut().filter_map(|a| a.picture.as_mut()) {
            let png = picture.path.strip_suffix(".svg").map(|name| format!("{name}.png"));
            picture.preview = png.filter(|path| pictures.contains(path));
        }
        let pages = Pages::new(&site);
        let page = |e| Failure::new(msg!("internal")).why(e);
        for brief in self.register.briefs() {
            if !self.published(brief) {
                if self.is_erased(&brief) {
                    left_out.erased += 1;
                } else if is_withdrawn(brief, self.people, self.now) {
                    left_out.withdrawn += 1;
                } else {
                    left_out.waiting += 1;
                }
                continue;
            }
            let token = brief.token;
            if !sink.wants(token) {
                continue;
            }
            let Some(entry) = &self.register.get(token) else { continue };
            let home = self.folder.award(token);
            if !home.exists() {
                // Whoever erased it on purpose revokes it as well; otherwise it is a loss that must not go unnoticed.
                if matches!(entry.status, AwardStatus::Revoked { .. }) {
                    continue;
                }
                return Err(Failure::new(msg!("award-folder-gone", award = token.to_string())).at(&home));
            }
            let mut stored: BTreeMap<Format, Vec<u8>> = BTreeMap::new();
            for credential in &entry.award.credentials {
                let name = credential.format.file_name();
                let bytes = self.stored(entry, name, credential.sha256)?;
                stored.insert(credential.format, bytes);
            }
            for (name, digest) in entry.award.files.iter() {
                sink.take(format!("b/{token}/{name}"), self.stored(entry, name, digest)?)?;
            }
            let mut award = Award::of(entry, read_badge(&stored, documents, self.place.base.as_ref(), entry));
            award.endorsements = self.folder.endorsements_of(&Holder::Award(token))?;
            for (format, bytes) in stored {
                let path = format!("b/{token}/{}", format.file_name());
                if !notices.contains(&*path) {
                    sink.take(path, bytes)?;
                }
            }
            pages.award(&award).map_err(page)?.into_iter().try_for_each(|p| sink.take(p.path, p.bytes))?;
        }
        self.given(&pages, sink)?;
        pages.common().map_err(page)?.into_iter().try_for_each(|p| sink.take(p.path, p.bytes))
    }

    /// The endorsements that the place gave, as they were stored: withdrawn ones too, which the status list tells.
    fn given(&self, pages: &Pages<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
        for entry in self.register.endorsements() {
            let token = entry.given.token;
            let home = self.folder.given(token);
            // Taken down on purpose, it was withdrawn before; otherwise it is a loss that must not go unnoticed.
            if !home.exists() && matches!(entry.status, AwardStatus::Revoked { .. }) {
                continue;
            }
            let mut badge = None;
            for credential in &entry.given.credentials {
                let (name, spot) = if credential.format.is_jws() {
                    (JWT, Spot::EndorsementJws(token))
                } else {
                    (EMBEDDED, Spot::EndorsementJson(token))
                };
                let bytes = unchanged(&home.join(name), credential.sha256)?;
                badge = badge.or_else(|| read_credential(credential.format, &bytes));
                sink.take(spot.file(), bytes)?;
            }
            let given = Given { entry: entry.clone(), badge: badge.unwrap_or_else(|| Badge::new(Version::Ob30)) };
            let made = pages.given(&given).map_err(|e| Failure::new(msg!("internal")).why(e))?;
            made.into_iter().try_for_each(|p| sink.take(p.path, p.bytes))?;
        }
        Ok(())
    }

    /// A stored file, if it is still what the register says.
    fn stored(&self, entry: &Entry, name: &str, digest: Digest) -> Result<Vec<u8>, Failure> {
        unchanged(&self.folder.award(entry.award.token).join(name), digest)
    }

    /// Signed again only when what they say changed, or the key that signs them.
    fn status_lists(&self, base: &Addresses, keep: bool, cx: &Context, sink: &mut dyn Sink) -> Result<(), Failure> {
        let mut secret = None;
        for number in self.register.lists() {
            let struck = self.register.struck(number);
            let kept = self.folder.hidden(&format!("status/{number}.json"));
            let signing = self.own_keys.iter().rfind(|k| k.public.kind() == KeyKind::Ed25519 && k.retired.is_none());
            let signing = signing.ok_or_else(|| Failure::new(msg!("key-none-of-kind", kind = "ed25519")))?;
            let issuer = base.did().as_str().to_owned();
            let method = method_id(&issuer, &signing.public);
            let path = base.path(&Spot::StatusList(number));
            if let Some(bytes) = disk::read_if_there(&kept)?
                && documents::list_is_current(&bytes, &struck, &method)
                && !begins_later(&bytes, self.now)
            {
                sink.take(path, bytes)?;
                continue;
            }
            if secret.is_none() {
                secret = Some(signing.open(|| cx.passphrases.existing(&cx.printer))?);
            }
            let Some(signer) = &secret else { continue };
            debug_assert_eq!(signer.public_key(), &signing.public);
            let key = SigningKey { signer, issuer, method };
            let list = documents::status_list(base, number, &struck, &key, self.now).map_err(|e| {
                Failure::new(msg!("status-not-signed", list = u64::from(number))).because(Cause::Foreign(e.to_string()))
            })?;
            if keep {
                disk::replace(&kept, &list.bytes, Secrecy::Open)?;
            }
            sink.take(path, list.bytes)?;
        }
        Ok(())
    }
}

/// Whether a list was signed by a clock that ran ahead: until then every verifier refuses it, and each badge with it.
fn begins_later(list: &[u8], now: Timestamp) -> bool {
    let list: serde_json::Value = serde_json::from_slice(list).unwrap_or_default();
    let begins = list["validFrom"].as_str().and_then(|text| Timestamp::parse(text).ok());
    // A run that was told an earlier hour changes nothing.
    let now = clock(None).map_or(now, |clock| clock.now().max(now));
    begins.is_some_and(|begins| begins > now)
}

/// A stored file, if it is still what the register says.
fn unchanged(path: &std::path::Path, digest: Digest) -> Result<Vec<u8>, Failure> {
    let bytes = disk::read(path, disk::LARGEST)?;
    if Digest::of(&bytes) != digest {
        return Err(Failure::new(msg!("award-file-changed", path = path)).at(path));
    }
    Ok(bytes)
}
