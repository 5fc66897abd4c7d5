//! Letters that the server writes to people: what is in them, and the way they go. They wait in the database
//! ([`crate::app::letters`]); from there a [`Post`] takes them, one at a time.

use std::time::{Duration, UNIX_EPOCH};

use badge_core::language::Lang;
use badge_core::message::plain_within;
use badge_core::place::outbox;
use lettre::address::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use crate::words::Speech;

/// One letter.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) to: String,
    /// The name of whoever gets it, where it is known.
    pub(crate) to_name: Option<String>,
    /// In whose name it goes, and where answers go; without these, the server's.
    pub(crate) from_name: Option<String>,
    pub(crate) reply_to: Option<String>,
    pub(crate) lang: Lang,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// The same as a page, with its pictures.
    pub(crate) html: Option<String>,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) files: Vec<Attached>,
}

/// A PNG that the page of a letter shows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) cid: String,
    pub(crate) bytes: Vec<u8>,
}

/// A file that goes along.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Attached {
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// It holds an address and a secret link.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter")
    }
}

/// The way letters go. Every method may block for as long as a mail server takes.
pub(crate) trait Post: Send + Sync {
    /// Whether letters can go at all: where not, the pages show links to pass on by hand.
    fn is_there(&self) -> bool;
    /// Says from whom and to whom, up to the point where the text is wanted. Nothing has left then.
    fn announce(&self, to: &str) -> Announced;
}

/// What came of saying from whom and to whom.
pub(crate) enum Announced {
    /// The text is wanted. Dropped without it, no letter goes.
    Ready(Box<dyn Handing>),
    /// It is not.
    Answered(Reply),
    /// Nobody can be asked: it is the same for every letter. Why, in a few words that name nobody.
    Away(String),
}

/// A mail server that waits for a text.
pub(crate) trait Handing: Send {
    /// Gives it. From here on the mail server may have the letter, whatever happens to the connection.
    fn give(self: Box<Self>, letter: &Letter, mark: &Mark) -> Reply;
}

/// What makes one letter another one than all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its name in the database; random.
    pub(crate) id: String,
    /// How often it was sent before, on purpose.
    pub(crate) copy: i64,
    /// When it goes, in seconds since 1970.
    pub(crate) at: i64,
}

/// What a mail server said, or that it said nothing.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) what: outbox::Reply,
    /// `550 5.1.1 No such mailbox`. It may hold the address.
    pub(crate) said: String,
}

/// No way: nobody gave this server a mail account.
#[derive(Debug)]
pub(crate) struct Nowhere;

impl Post for Nowhere {
    fn is_there(&self) -> bool {
        false
    }
    fn announce(&self, _: &str) -> Announced {
        Announced::Away("no mail server".to_owned())
    }
}

impl Letter {
    /// The link that signs somebody in.
    pub(crate) fn sign_in(t: &Speech, to: &str, link: &str) -> Self {
        Self::plain(t, to, t.s("letter-sign-in"), body(t, &t.s("letter-sign-in-text"), link))
    }

    /// The link that gives an account the address to which the letter goes.
    pub(crate) fn address(t: &Speech, to: &str, link: &str) -> Self {
        Self::plain(t, to, t.s("letter-address"), body(t, &t.s("letter-address-text"), link))
    }

    /// To the address that an account had: it has another one now, which is not told.
    pub(crate) fn moved(t: &Speech, to: &str) -> Self {
        let text = format!("{}\n\n{}\n\n{}\n", t.s("letter-hello"), t.s("letter-moved-text"), t.s("letter-moved-next"));
        Self::plain(t, to, t.s("letter-moved"), text)
    }

    /// The link with which somebody joins a place.
    pub(crate) fn invitation(t: &Speech, to: &str, place: &str, link: &str) -> Self {
        let text = body(t, &t.v("letter-invited-text", "place", place), link);
        Self::plain(t, to, t.v("letter-invited", "place", place), text)
    }

    /// That somebody who got a letter says that a badge is not theirs. It says nothing of whoever that is.
    pub(crate) fn not_me(t: &Speech, to: &str, (place, badge): (&str, &str), link: &str) -> Self {
        let said = [t.s("letter-hello"), t.v("letter-not-me-text", "badge", badge), t.s("letter-not-me-next")];
        let text = format!("{}\n\n{}\n\n{}\n\n{link}\n", said[0], said[1], said[2]);
        Self { from_name: Some(place.to_owned()), ..Self::plain(t, to, t.v("letter-not-me", "badge", badge), text) }
    }

    fn plain(t: &Speech, to: &str, subject: String, text: String) -> Self {
        Self { to: to.to_owned(), lang: t.lang(), subject, text, ..Self::default() }
    }

    /// The letter as a mail server gets it.
    ///
    /// # Errors
    /// A sender or an address that cannot be written.
    pub(crate) fn message(&self, from: &Mailbox, to: &Address, mark: &Mark) -> Result<Vec<u8>, lettre::error::Error> {
        let name = |text: &str| Some(plain_within(text, 120)).filter(|name| !name.is_empty());
        let copy = if mark.copy == 0 { String::new() } else { format!(".{}", mark.copy) };
        let seconds = u64::try_from(mark.at).unwrap_or(0);
        let sender = self.from_name.as_deref().and_then(name).or_else(|| from.name.clone());
        let mut builder = lettre::Message::builder()
            .from(Mailbox::new(sender.clone(), from.email.clone()))
            .to(Mailbox::new(self.to_name.as_deref().and_then(name), to.clone()))
            .subject(plain_within(&self.subject, 250))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{}{copy}@{}>", mark.id, from.email.domain())))
            // No answering machine answers it (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", self.lang.tag()));
        if let Some(reply_to) = self.reply_to.as_deref().and_then(|text| address(text).ok()) {
            builder = builder.reply_to(Mailbox::new(sender, reply_to));
        }
        let text = SinglePart::plain(self.text.clone());
        let Some(html) = &self.html else {
            if self.files.is_empty() {
                return Ok(builder.singlepart(text)?.formatted());
            }
            return Ok(builder.multipart(self.attach(MultiPart::mixed().singlepart(text)))?.formatted());
        };
        let mut related = MultiPart::related().singlepart(SinglePart::html(html.clone()));
        // A template of the place may leave a picture out.
        for picture in self.pictures.iter().filter(|picture| html.contains(&format!("cid:{}", picture.cid))) {
            let inline = Attachment::new_inline(picture.cid.clone());
            related = related.singlepart(inline.body(picture.bytes.clone(), kind("image/png")));
        }
        let both = MultiPart::alternative().singlepart(text).multipart(related);
        Ok(builder.multipart(self.attach(MultiPart::mixed().multipart(both)))?.formatted())
    }

    fn attach(&self, mut mixed: MultiPart) -> MultiPart {
        for file in &self.files {
            let attached = Attachment::new(file.name.clone());
            mixed = mixed.singlepart(attached.body(file.bytes.clone(), kind(file.media_type)));
        }
        mixed
    }
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

/// A sentence, the link on a line of its own, and that nothing happens to whoever leaves it alone.
fn body(t: &Speech, lead: &str, link: &str) -> String {
    let hello = t.s("letter-hello");
    format!("{hello}\n\n{lead}\n\n{link}\n\n{}\n", t.s("letter-foot"))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn kind(media_type: &str) -> ContentType {
    ContentType::parse(media_type).unwrap_or(ContentType::TEXT_PLAIN)
}
