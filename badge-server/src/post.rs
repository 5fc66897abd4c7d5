//! Letters that the server writes to people: what is in them, and the way they go.

use crate::words::Speech;

/// One letter.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// It holds an address and a secret link.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter")
    }
}

/// The way letters go. Whoever asked for one is not told whether it arrived: that would tell who has an account.
pub(crate) trait Post: Send + Sync {
    /// Whether letters can go at all: where not, the pages show links to pass on by hand.
    fn is_there(&self) -> bool;
    /// Takes a letter, at once; it goes when it can.
    fn send(&self, letter: Letter);
}

/// No way: nobody gave this server a mail account.
#[derive(Debug)]
pub(crate) struct Nowhere;

impl Post for Nowhere {
    fn is_there(&self) -> bool {
        false
    }
    fn send(&self, _: Letter) {}
}

impl Letter {
    /// The link that signs somebody in.
    pub(crate) fn sign_in(t: &Speech, to: &str, link: &str) -> Self {
        Self { to: to.to_owned(), subject: t.s("letter-sign-in"), text: body(t, &t.s("letter-sign-in-text"), link) }
    }

    /// The link with which somebody joins a place.
    pub(crate) fn invitation(t: &Speech, to: &str, place: &str, link: &str) -> Self {
        Self {
            to: to.to_owned(),
            subject: t.v("letter-invited", "place", place),
            text: body(t, &t.v("letter-invited-text", "place", place), link),
        }
    }

    /// The link to the page of a badge that was awarded.
    pub(crate) fn badge(t: &Speech, to: &str, place: &str, link: &str) -> Self {
        Self {
            to: to.to_owned(),
            subject: t.v("letter-badge", "place", place),
            text: format!("{}\n\n{}\n\n{link}\n", t.s("letter-hello"), t.v("letter-badge-text", "place", place)),
        }
    }
}

/// A sentence, the link on a line of its own, and that nothing happens to whoever leaves it alone.
fn body(t: &Speech, lead: &str, link: &str) -> String {
    let hello = t.s("letter-hello");
    format!("{hello}\n\n{lead}\n\n{link}\n\n{}\n", t.s("letter-foot"))
}
