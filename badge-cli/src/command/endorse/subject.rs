//! What is to be endorsed: found by the rules of the core, told in the words of the command.

use badge_core::endorsing::{Remark, Shown, Stop, Subject, Unfit};
use badge_core::place::register::Endorsed;

use super::known::{self, Sight};
use crate::args::Of;
use crate::command::verify::Judge;
use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::text::Words;

/// Finds it. What does not hold is refused, unless `anyway`; what was altered is refused all the same.
pub(super) fn find(
    input: &str,
    of: Option<Of>,
    anyway: bool,
    judge: &Judge,
    words: &Words,
) -> Result<Subject, Failure> {
    let bytes = known::bytes(input, judge, words)?;
    let address = known::address(input);
    let shown = Shown { name: input, bytes: &bytes, address: address.as_ref() };
    badge_core::endorsing::find(&shown, of.map(endorsed), anyway, &Sight(judge)).map_err(|stop| match stop {
        Stop::Eyes(failure) => failure,
        Stop::Unfit(why) => {
            let causes = why.causes(words.catalog()).into_iter();
            causes.fold(Failure::new(unfit(&why, input)), |failure, cause| failure.because(Cause::Foreign(cause)))
        }
    })
}

const fn endorsed(of: Of) -> Endorsed {
    match of {
        Of::Badge => Endorsed::Badge,
        Of::Achievement => Endorsed::Achievement,
        Of::Issuer => Endorsed::Issuer,
    }
}

fn unfit(why: &Unfit, input: &str) -> Message {
    match why {
        Unfit::Unread => msg!("endorse-unread", input = input),
        Unfit::Several => msg!("endorse-several", input = input),
        Unfit::Only { of } => msg!("endorse-only", input = input, of = of.as_str()),
        Unfit::NoId { of } => msg!("endorse-no-id", input = input, of = of.as_str()),
        Unfit::Altered(_) => msg!("endorse-altered", input = input),
        Unfit::Unsure(_) => msg!("endorse-unsure", input = input),
        Unfit::NotGood(_) => msg!("endorse-not-good", input = input),
        Unfit::Differs { id } => msg!("endorse-differs", input = input, id = id),
        Unfit::Borrowed { id, by } => msg!("endorse-borrowed", input = input, id = id, by = by),
        Unfit::Unconfirmed { id } => msg!("endorse-unconfirmed", input = input, id = id),
        _ => msg!("endorse-nothing", input = input),
    }
}

/// What the person should know beforehand.
pub(super) fn remark(remark: &Remark, words: &Words) -> Option<Message> {
    Some(match remark {
        Remark::Anyway(headline) => msg!("endorse-anyway", why = headline.text(words.catalog())),
        Remark::NotCompared { id } => msg!("endorse-not-compared", id = id),
        Remark::NoAddress { id } => msg!("endorse-no-address", id = id),
        Remark::BadgeNoAddress { id } => msg!("endorse-badge-no-address", id = id),
        _ => return None,
    })
}
