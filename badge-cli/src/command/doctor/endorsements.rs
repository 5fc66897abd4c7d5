//! The endorsements that the place accepted, as they lie on the disk.

use badge_core::place::register::Register;

use super::Round;
use crate::award::by;
use crate::message::msg;
use crate::place::{Folder, Holder};

impl Round<'_> {
    /// Whether the endorsements that were accepted are still the files that were.
    pub(super) fn endorsements(&mut self, folder: &Folder, register: &Register) {
        let mut holders = vec![Holder::Place];
        holders.extend(folder.achievements().unwrap_or_default().into_iter().map(Holder::Achievement));
        holders.extend(register.briefs().map(|award| Holder::Award(award.token)));
        for holder in holders {
            let at = folder.received_folder(&holder);
            let received = match folder.received(&holder) {
                Ok(received) => received,
                Err(failure) => {
                    self.failed("endorsement.files", &at, &failure);
                    continue;
                }
            };
            if let (Holder::Achievement(slug), Ok(place)) = (&holder, folder.place())
                && let Ok(file) = folder.achievement(slug.as_str())
            {
                for one in received.iter().filter(|(_, one)| one.is_of_other_words(&place, &file)) {
                    let what = msg!("endorsement-other-words", by = by(&one.1), what = slug.as_str());
                    self.say("endorsement.words", &at.display().to_string(), "advice", &what);
                }
            }
            for (name, one) in received.iter().filter(|(_, one)| one.changed) {
                let path = at.join(name);
                let what = msg!("endorsement-changed", by = by(one), path = &path);
                self.say("endorsement.files", &path.display().to_string(), "wrong", &what);
            }
        }
    }
}
