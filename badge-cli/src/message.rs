//! A sentence to be said, as an id and data: the words are in `text/{fr,en}/messages.ftl`.

use std::borrow::Cow;

/// What to say, before it is known in which language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: &'static str,
    pub(crate) args: Vec<(&'static str, Arg)>,
}

/// A value inside a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Arg {
    Text(String),
    /// Decides between singular and plural.
    Number(u64),
    /// A sentence inside a sentence.
    Message(Box<Message>),
}

/// `msg!("place-missing", path = p)`: a test reads these calls, and refuses a message that is missing or unused.
macro_rules! msg {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::message::Message {
            id: $id,
            args: vec![$((stringify!($name), $crate::message::Arg::from($value))),*],
        }
    };
}
pub(crate) use msg;

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<Cow<'_, str>> for Arg {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}
impl From<&std::path::Path> for Arg {
    fn from(path: &std::path::Path) -> Self {
        Self::Text(path.display().to_string())
    }
}
impl From<&std::path::PathBuf> for Arg {
    fn from(path: &std::path::PathBuf) -> Self {
        Self::Text(path.display().to_string())
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}
impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}
impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}
