//! What "once" means for letters, in one place: the states of a letter on its way, and what an answer of a mail server
//! makes of them. The command keeps letters as files, the server as rows; both go by these rules.
//!
//! A letter is [`Step::Waiting`] until the mail server has taken sender and recipient; [`Step::Handing`] is written down
//! before the first byte of its text leaves. Whoever finds it so, and is not at it, makes it [`Step::Uncertain`]: the
//! text may have arrived, and only a person decides to send it again.

use super::going_out::may_go_out;
use super::people::People;
use super::register::{AwardStatus, Brief};
use crate::time::Timestamp;

/// So often a mail server may say "later" before it is taken for a no: a bit more than five days.
pub const MOST_ATTEMPTS: u32 = 14;

/// The longest time between two tries, in seconds.
pub const LONGEST_PAUSE: i64 = 12 * 3600;

/// Where a letter is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Not handed over yet, or the mail server said "later".
    Waiting,
    /// Being given to the mail server, which may have it.
    Handing,
    /// The mail server said that it has it.
    Sent,
    /// The mail server said no, or the address cannot be written to.
    Refused,
    /// The mail server may have it, or not.
    Uncertain,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Handing, Self::Sent, Self::Refused, Self::Uncertain];

    /// Its permanent name: `waiting`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Handing => "handing",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Uncertain => "uncertain",
        }
    }

    /// The step of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }
}

/// What came of giving a letter to a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reply {
    /// It has it.
    Taken,
    /// Not now (4xx).
    Later,
    /// No (5xx).
    No,
    /// The connection ended, or what came was no answer.
    Cut,
}

/// What a letter becomes with a reply: its step, and where it waits again, for how many seconds.
///
/// `attempts` is how often it was put off before; `first` the seconds of the first pause. A connection that is cut before
/// the text was begun says nothing about the letter: it waits again. Cut afterwards, the letter is uncertain.
#[must_use]
pub fn after(reply: Reply, step: Step, attempts: u32, first: u32) -> (Step, Option<i64>) {
    let later = (Step::Waiting, Some(pause_after(first, attempts)));
    match reply {
        Reply::Taken => (Step::Sent, None),
        Reply::No => (Step::Refused, None),
        Reply::Cut if step == Step::Handing => (Step::Uncertain, None),
        Reply::Later if attempts + 1 >= MOST_ATTEMPTS => (Step::Refused, None),
        Reply::Later | Reply::Cut => later,
    }
}

/// Seconds until the next try, after so many: four times as many each time, up to [`LONGEST_PAUSE`].
#[must_use]
pub fn pause_after(first: u32, attempts: u32) -> i64 {
    i64::from(first).saturating_mul(4_i64.saturating_pow(attempts.min(20))).min(LONGEST_PAUSE)
}

/// Whether an award is still to be told of: it holds, and what concerns its person may go out (D-11).
#[must_use]
pub fn may_be_told<'e>(award: impl Into<Brief<'e>>, people: &People, now: Timestamp) -> bool {
    let award = award.into();
    let over = award.expires.is_some_and(|end| end <= now);
    *award.status == AwardStatus::Active && !over && may_go_out(award, people, now).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!([0, 1, 2, 3].map(|n| pause_after(60, n)), [60, 240, 960, 3840]);
        assert_eq!(pause_after(60, 9), LONGEST_PAUSE);
        assert_eq!(pause_after(u32::MAX, u32::MAX), LONGEST_PAUSE);
        let all: i64 = (0..MOST_ATTEMPTS - 1).map(|n| pause_after(60, n)).sum();
        assert!((4 * 86_400..6 * 86_400).contains(&all), "about five days: {all} s");
    }

    #[test]
    fn a_letter_that_may_have_arrived_never_waits_again_by_itself() {
        for attempts in [0, 5, MOST_ATTEMPTS] {
            assert_eq!(after(Reply::Cut, Step::Handing, attempts, 60), (Step::Uncertain, None));
            assert_eq!(after(Reply::Taken, Step::Handing, attempts, 60), (Step::Sent, None));
            assert_eq!(after(Reply::No, Step::Waiting, attempts, 60), (Step::Refused, None));
        }
        assert_eq!(after(Reply::Cut, Step::Waiting, 0, 60), (Step::Waiting, Some(60)));
        assert_eq!(after(Reply::Later, Step::Handing, 1, 60), (Step::Waiting, Some(240)));
        assert_eq!(after(Reply::Later, Step::Waiting, MOST_ATTEMPTS - 1, 60), (Step::Refused, None));
    }

    #[test]
    fn steps_have_permanent_names() {
        for step in Step::ALL {
            assert_eq!(Step::from_name(step.as_str()), Some(step));
        }
        assert_eq!(Step::from_name("Waiting"), None);
    }
}
