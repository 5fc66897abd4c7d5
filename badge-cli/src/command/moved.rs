//! A place whose address was changed after badges had been awarded: their own addresses are signed, and lead to where it was.

use badge_core::place::Place;
use badge_core::place::register::Register;

use super::Context;
use crate::message::{Message, msg};

/// What there is to know about it; nothing where all awards lie where the place publishes.
pub(crate) fn about(place: &Place, register: &Register) -> Option<Message> {
    let (old, count) = register.elsewhere(place.base.as_ref())?;
    Some(match &place.base {
        Some(new) => msg!("place-moved", count = count, old = old, new = new.base()),
        None => msg!("place-moved-nowhere", count = count, old = old),
    })
}

/// The same as a warning, told where something is about to go out under the new address.
pub(crate) fn tell(place: &Place, register: &Register, cx: &Context) {
    if let Some(what) = about(place, register) {
        cx.printer.warn(&what);
    }
}
