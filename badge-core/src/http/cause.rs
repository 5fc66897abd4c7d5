//! Tells apart why a request failed.

use std::error::Error;
use std::io;

use super::resolver::NoAddress;
use crate::resource::{Answer, Rule, Unreachable};

/// The answer that a failed request amounts to.
pub(super) fn of(error: &reqwest::Error) -> Answer {
    for cause in chain(error) {
        match cause.downcast_ref::<NoAddress>() {
            Some(NoAddress::Blocked) => return Answer::Refused(Rule::PrivateAddress),
            Some(NoAddress::Unknown) => return Answer::Unreachable(Unreachable::Dns),
            None => {}
        }
        if cause.is::<rustls::Error>() || (error.is_connect() && hung_up(cause)) {
            return Answer::Unreachable(Unreachable::Tls);
        }
    }
    Answer::Unreachable(if error.is_timeout() {
        Unreachable::Timeout
    } else if error.is_connect() {
        Unreachable::Connect
    } else {
        Unreachable::Broken
    })
}

/// A connection that ended while it was being secured: a TCP connection alone has no end of file to meet.
fn hung_up(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::UnexpectedEof)
}

/// The error and all its causes. `io::Error` hides the error it carries from `source`, so it is opened here.
fn chain<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next: Option<&'a (dyn Error + 'static)> = error.source();
    let mut left = 16;
    std::iter::from_fn(move || {
        let this = next.filter(|_| left > 0)?;
        left -= 1;
        next = match this.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inside) => Some(inside as &(dyn Error + 'static)),
            None => this.source(),
        };
        Some(this)
    })
}
