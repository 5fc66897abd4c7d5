//! A message as the server gets it: headers, text, page, pictures, the badge attached.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, UNIX_EPOCH};

use badge_core::issue::Format;
use badge_core::language::Lang;
use badge_core::message::{Catalog, plain_within};
use badge_core::place::outbox::may_be_told;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{Digest, Entry, Register};
use badge_core::place::{AchievementFile, Place, Spot, Token};
use badge_core::site::letter::{Letter, Templates, Told, Written};
use badge_core::site::read_badge;
use badge_core::time::Timestamp;
use lettre::address::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::templates;
use crate::error::Failure;
use crate::message::msg;
use crate::place::outbox::Message;
use crate::place::{Folder, disk};

/// Everything that messages of one run have in common.
pub(crate) struct Desk {
    folder: Folder,
    place: Place,
    published: BTreeSet<Token>,
    languages: BTreeMap<Lang, (Templates, Catalog)>,
    achievements: std::cell::RefCell<BTreeMap<String, Option<AchievementFile>>>,
    /// The sender's address as servers want it.
    pub(crate) from: Address,
    reply_to: Option<Address>,
    contact: String,
}

/// A message, ready to be handed over.
pub(crate) struct Mail {
    pub(crate) to: Address,
    /// The address as it is known in the place.
    pub(crate) shown_to: String,
    pub(crate) bytes: Vec<u8>,
    /// The awards it speaks of: those of the message that may still be told of.
    pub(crate) awards: Vec<Token>,
    /// Badges whose page is not published: the message has no link to it.
    pub(crate) unpublished: usize,
}

/// Why there is no message.
pub(crate) enum NoMail {
    /// Nothing is left to tell: taken back, erased, consent withdrawn, no address.
    Nothing,
    /// An address that cannot be written to.
    Address(String),
}

/// The badge of one award as the message needs it.
struct Parcel {
    told: Told,
    bytes: Vec<u8>,
    kind: &'static str,
    cid: Option<String>,
}

impl Desk {
    /// Reads what is needed once: settings, templates, what is published.
    ///
    /// # Errors
    /// A sender's address or a template that cannot be used; files that cannot be read.
    pub(crate) fn open(folder: &Folder) -> Result<Self, Failure> {
        let place = folder.place()?;
        let (from, reply_to) = senders(&place)?;
        let contact = place.mail.as_ref().and_then(|m| m.reply_to.clone());
        let mut languages = BTreeMap::new();
        for lang in Lang::ALL {
            languages.insert(lang, (templates::templates(folder, lang)?, Catalog::new(lang, &[])));
        }
        Ok(Self {
            from,
            contact: contact.unwrap_or_else(|| place.email.clone()),
            reply_to,
            published: folder.published_awards()?,
            folder: folder.clone(),
            languages,
            achievements: Default::default(),
            place,
        })
    }

    /// Whether what the settings say of sender and answers can be written into a message.
    ///
    /// # Errors
    /// An address that cannot.
    pub(crate) fn of_settings(place: &Place) -> Result<(), Failure> {
        senders(place).map(drop)
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Of how many badges these messages would tell without the link to a page, which this place could have.
    pub(crate) fn without_link<'m>(
        &self,
        messages: impl Iterator<Item = &'m Message>,
        register: &Register,
        people: &People,
        now: Timestamp,
    ) -> usize {
        if self.place.base.is_none() {
            return 0;
        }
        let awards = messages.flat_map(Message::awards).filter_map(|token| register.brief(token));
        awards.filter(|award| may_be_told(*award, people, now) && !self.published.contains(&award.token)).count()
    }

    /// Whom a message would reach, as the address is known in the place; `None` where none would be made.
    pub(crate) fn receiver(
        &self,
        message: &Message,
        register: &Register,
        people: &People,
        now: Timestamp,
    ) -> Option<String> {
        let mut awards = message.awards().filter_map(|token| register.brief(token));
        let email = message.person().and_then(|id| people.get(id))?.email?;
        (address(&email).is_ok() && awards.any(|award| may_be_told(award, people, now))).then_some(email)
    }

    /// Writes a message about what is still to be told of it.
    ///
    /// # Errors
    /// Files of the place that cannot be read, or were changed.
    pub(crate) fn compose(
        &self,
        message: &Message,
        register: &Register,
        people: &People,
        now: Timestamp,
    ) -> Result<Result<Mail, NoMail>, Failure> {
        let entries: Vec<Entry> = message
            .awards()
            .filter_map(|token| register.get(token))
            .filter(|entry| may_be_told(entry, people, now))
            .collect();
        let person = message.person().and_then(|id| people.get(id));
        let email = person.as_ref().and_then(|p| p.email.clone());
        let (Some(person), Some(email)) = (person, email) else {
            return Ok(Err(NoMail::Nothing));
        };
        let Some(first) = entries.first() else { return Ok(Err(NoMail::Nothing)) };
        let Ok(to) = address(&email) else { return Ok(Err(NoMail::Address(email))) };
        let lang = person.language.unwrap_or(first.award.language);
        let parcels: Vec<Parcel> =
            entries.iter().map(|entry| self.parcel(entry, register, lang)).collect::<Result<_, Failure>>()?;
        let unpublished = parcels.iter().filter(|p| p.told.page.is_none()).count();
        let letter = Letter {
            person: person.name.as_deref().map(|name| plain_within(name, 120)),
            place: self.place.name_in(lang).to_owned(),
            contact: self.contact.clone(),
            home: self.place.url.clone(),
            badges: parcels.iter().map(|p| p.told.clone()).collect(),
        };
        let written = self.languages[&lang].0.write(&letter);
        let bytes = self
            .assemble(message, &person, &to, written, parcels, lang, now)
            .map_err(|e| Failure::new(msg!("internal")).why(e))?;
        let awards = entries.iter().map(|entry| entry.award.token).collect();
        Ok(Ok(Mail { to, shown_to: email, bytes, awards, unpublished }))
    }

    fn parcel(&self, entry: &Entry, register: &Register, lang: Lang) -> Result<Parcel, Failure> {
        let award = &entry.award;
        let home = self.folder.award(award.token);
        if !home.exists() {
            return Err(Failure::new(msg!("award-folder-gone", award = award.token.to_string())).at(&home));
        }
        let read = |name: &str, digest: Digest| {
            let path = home.join(name);
            let bytes = disk::read(&path, disk::LARGEST)?;
            if Digest::of(&bytes) != digest {
                return Err(Failure::new(msg!("award-file-changed", path = &path)).at(&path));
            }
            Ok(bytes)
        };
        let mut stored: BTreeMap<Format, Vec<u8>> = BTreeMap::new();
        for credential in &award.credentials {
            stored.insert(credential.format, read(credential.format.file_name(), credential.sha256)?);
        }
        let badge = read_badge(&stored, &[], self.place.base.as_ref(), entry);
        let own = self.achievement(award.achievement.as_str());

        // The picture that holds the badge; without one, the credential itself.
        let picture = ["badge.png", "badge.svg"].into_iter().find_map(|n| Some((n, award.files.get(n)?)));
        let (file, bytes) = match picture {
            Some((name, digest)) => (name.to_owned(), read(name, digest)?),
            None => {
                let first = stored.iter().next().map(|(f, bytes)| (f.file_name().to_owned(), bytes.clone()));
                first.unwrap_or_default()
            }
        };
        let (ending, kind) = match file.rsplit_once('.').map(|(_, e)| e) {
            Some("png") => ("png", "image/png"),
            Some("svg") => ("svg", "image/svg+xml"),
            Some("jws") => ("jws", "text/plain"),
            _ => ("json", "application/json"),
        };
        let token = award.token.to_string();
        let catalog = &self.languages[&lang].1;
        let cid = (ending == "png").then(|| format!("{token}@{}", self.from.domain()));
        Ok(Parcel {
            told: Told {
                page: self.page(award.token, lang),
                picture: cid.as_ref().map(|cid| format!("cid:{cid}")),
                replaces: self.replaced(entry, register, lang),
                ..Told::of(entry, &badge, own.as_ref(), ending, catalog)
            },
            bytes,
            kind,
            cid,
        })
    }

    /// The badge that this one takes the place of, as the person got it. A card that they claimed is none.
    fn replaced(&self, entry: &Entry, register: &Register, lang: Lang) -> Option<(String, String)> {
        let old = register.get(entry.award.replaces?).filter(|old| !old.award.card)?;
        let home = self.folder.award(old.award.token);
        let stored = old.award.credentials.iter();
        // What was told then; where it is gone, what the badge is called now.
        let stored = stored.filter_map(|c| {
            let bytes = disk::read(&home.join(c.format.file_name()), disk::LARGEST).ok()?;
            (Digest::of(&bytes) == c.sha256).then_some((c.format, bytes))
        });
        let badge = read_badge(&stored.collect(), &[], self.place.base.as_ref(), &old);
        let own = self.achievement(old.award.achievement.as_str());
        let told = Told::of(&old, &badge, own.as_ref(), "", &self.languages[&lang].1);
        Some((told.name, told.date))
    }

    /// The address of a published page, in the language of the message where there is one.
    fn page(&self, token: Token, lang: Lang) -> Option<String> {
        let base = self.place.base.as_ref().filter(|_| self.published.contains(&token))?;
        let url = base.url(&Spot::Award(token));
        let other = self.place.address_tag(lang).filter(|lang| self.place.languages.contains(lang));
        Some(match other {
            Some(lang) => format!("{}/index.{lang}.html", url.trim_end_matches('/')),
            None => url,
        })
    }

    fn achievement(&self, slug: &str) -> Option<AchievementFile> {
        let mut known = self.achievements.borrow_mut();
        known.entry(slug.to_owned()).or_insert_with(|| self.folder.achievement(slug).ok()).clone()
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one message")]
    fn assemble(
        &self,
        message: &Message,
        person: &Person,
        to: &Address,
        written: Written,
        parcels: Vec<Parcel>,
        lang: Lang,
        now: Timestamp,
    ) -> Result<Vec<u8>, lettre::error::Error> {
        let copy = if message.copy == 0 { String::new() } else { format!(".{}", message.copy) };
        let seconds = u64::try_from(now.unix()).unwrap_or(0);
        let name = |text: &str| Some(plain_within(text, 120)).filter(|n| !n.is_empty());
        let place = name(self.place.name_in(lang));
        let mut builder = lettre::Message::builder()
            .from(Mailbox::new(place.clone(), self.from.clone()))
            .to(Mailbox::new(person.name.as_deref().and_then(name), to.clone()))
            .subject(plain_within(&written.subject, 250))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{}{copy}@{}>", message.id, self.from.domain())))
            // No answering machine answers it (RFC 3834).
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Content-Language"), lang.tag().to_owned()));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(Mailbox::new(place, reply_to.clone()));
        }
        let text = SinglePart::plain(written.text);
        let mut mixed = match written.html {
            None => MultiPart::mixed().singlepart(text),
            Some(html) => {
                let mut related = MultiPart::related().singlepart(SinglePart::html(html.clone()));
                for parcel in &parcels {
                    // A template of the place may leave the picture out.
                    if let Some(cid) = parcel.cid.as_ref().filter(|cid| html.contains(&format!("cid:{cid}"))) {
                        let kind = content_type(parcel.kind);
                        related =
                            related.singlepart(Attachment::new_inline(cid.clone()).body(parcel.bytes.clone(), kind));
                    }
                }
                MultiPart::mixed().multipart(MultiPart::alternative().singlepart(text).multipart(related))
            }
        };
        for parcel in parcels {
            let kind = content_type(parcel.kind);
            mixed = mixed.singlepart(Attachment::new(parcel.told.file).body(parcel.bytes, kind));
        }
        Ok(builder.multipart(mixed)?.formatted())
    }
}

/// The sender, and where answers go if not there.
fn senders(place: &Place) -> Result<(Address, Option<Address>), Failure> {
    let mail = place.mail.as_ref();
    let from = mail.and_then(|m| m.from.as_deref()).unwrap_or(&place.email);
    let reply_to = mail.and_then(|m| m.reply_to.as_deref());
    let one = |text: &str| address(text).map_err(|_| Failure::new(msg!("send-bad-sender", email = text)));
    Ok((one(from)?, reply_to.map(one).transpose()?))
}

fn content_type(kind: &str) -> ContentType {
    ContentType::parse(kind).unwrap_or(ContentType::TEXT_PLAIN)
}

/// An address as servers want it: the domain in ASCII (IDNA).
pub(crate) fn address(text: &str) -> Result<Address, ()> {
    let (user, domain) = text.trim().rsplit_once('@').ok_or(())?;
    if text.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';')) {
        return Err(());
    }
    let domain = idna::domain_to_ascii_strict(domain).map_err(|_| ())?;
    Address::new(user, domain).map_err(|_| ())
}
