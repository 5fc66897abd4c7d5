//! What a plan has to say about a row, as codes and data. The words are in [`crate::message`].

/// Something to know about a row, and in which column it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub trouble: Trouble,
    /// The column, counted from 0; `None` when it is about the whole row.
    pub column: Option<usize>,
    /// What the cell holds, shortened to 200 characters.
    pub value: String,
}

/// What becomes of a row. The order is from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Will be awarded.
    Ready,
    /// Will be awarded; there is something to know.
    Warning,
    /// Is passed over, and nothing has to be done about it.
    Skipped,
    /// Cannot be awarded before somebody corrects it.
    Problem,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Ready, Self::Warning, Self::Skipped, Self::Problem];

    /// The permanent name: `ready`, `warning`, `skipped`, `problem`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Warning => "warning",
            Self::Skipped => "skipped",
            Self::Problem => "problem",
        }
    }
}

macro_rules! troubles {
    ($($(#[doc = $doc:literal])+ $name:ident $({ $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty),+ $(,)? })? = $code:literal, $state:ident;)+) => {
        /// What can be said about a row. Codes are permanent; data differ.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Trouble {
            $($(#[doc = $doc])+ $name $({ $($(#[doc = $field_doc])+ $field: $type),+ })?,)+
        }

        impl Trouble {
            /// Every code, with the state of a row that has it.
            pub const CODES: &'static [(&'static str, State)] = &[$(($code, State::$state)),+];

            /// The permanent code: `email.malformed`.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)+ }
            }

            /// Whether the name of the row and its address are not one person's.
            #[must_use]
            pub const fn is_of_somebody_else(&self) -> bool {
                matches!(self, Self::PersonOtherName { .. } | Self::PersonKnownOtherwise { .. })
            }

            /// What it makes of its row.
            #[must_use]
            pub const fn state(&self) -> State {
                match self { $(Self::$name { .. } => State::$state,)+ }
            }

            /// Its data by name, for sentences.
            #[must_use]
            pub fn data(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$name $({ $($field),+ })? => vec![$($((stringify!($field), $field.to_string())),+)?],)+
                }
            }
        }
    };
}

troubles! {
    /// Neither a name nor an address.
    PersonMissing = "person.missing", Problem;
    /// The same person, achievement and day as on another line, and nothing else differs: awarded once.
    PersonRepeated {
        /// That line.
        line: u32,
    } = "person.repeated", Skipped;
    /// The same person, achievement and day as on another line, with other details; or two of one name without an
    /// address, of whom nobody can tell whether they are one.
    PersonDuplicate {
        /// That line.
        line: u32,
    } = "person.duplicate", Problem;
    /// The same address as on another line, under another name.
    PersonOtherName {
        /// That line.
        line: u32,
        /// The name there.
        name: String,
    } = "person.other_name", Problem;
    /// Without an address; on another line somebody of the same name gets the same for the same day, with one.
    PersonSameName {
        /// That line.
        line: u32,
    } = "person.same_name", Warning;
    /// At another address than on another line, where somebody of the same name gets the same for the same day.
    PersonTwoAddresses {
        /// That line.
        line: u32,
        /// The address there.
        who: String,
    } = "person.two_addresses", Warning;
    /// The place knows the address as somebody else's.
    PersonKnownOtherwise {
        /// The name there.
        name: String,
    } = "person.known_otherwise", Problem;
    /// Not an e-mail address.
    EmailMalformed = "email.malformed", Problem;
    /// Probably a slip in the name of the provider.
    EmailTypo {
        /// The address that was probably meant.
        suggestion: String,
    } = "email.typo", Warning;
    /// Letters or signs in front of the `@` that few servers take (SMTPUTF8): an accent, or the hyphen of a PDF.
    EmailLetters = "email.letters", Warning;
    /// No achievement, and none was given for the whole table.
    AchievementMissing = "achievement.missing", Problem;
    /// No box is ticked.
    AchievementNone = "achievement.none", Skipped;
    /// No achievement of this name.
    AchievementUnknown = "achievement.unknown", Problem;
    /// No achievement of this name, but one of nearly this name.
    AchievementNear {
        /// That name.
        nearest: String,
    } = "achievement.near", Problem;
    /// Several achievements of this name.
    AchievementSeveral {
        /// Their short names.
        which: String,
    } = "achievement.several", Problem;
    /// The achievement's own file is incomplete.
    AchievementFaulty {
        /// Its short name.
        slug: String,
    } = "achievement.faulty", Problem;
    /// A box that is neither ticked nor empty.
    TickUnclear = "tick.unclear", Problem;
    /// Awarded already.
    AwardAlready {
        /// The day of that award.
        day: String,
        /// Its short name.
        slug: String,
    } = "award.already", Skipped;
    /// Awarded already, with other details than the table has now.
    AwardChanged {
        /// The achievement's short name.
        slug: String,
    } = "award.changed", Warning;
    /// Awarded once, and revoked: a table that is run again does not bring it back.
    AwardRevoked {
        /// The day of that award.
        day: String,
        /// Its short name.
        slug: String,
    } = "award.revoked", Skipped;
    /// Somebody of the same name has the same achievement of the same day, under another address or on a card, and is
    /// not in the table, or has it twice: probably the same person, whose address was corrected or merged.
    AwardOtherAddress {
        /// The achievement's short name.
        slug: String,
        /// That address, or the code of that card.
        who: String,
    } = "award.other_address", Problem;
    /// The same where that award was revoked since.
    AwardOtherRevoked {
        /// The achievement's short name.
        slug: String,
        /// The address, or the code of the card, of whoever had it.
        who: String,
    } = "award.other_revoked", Problem;
    /// Not a day.
    DateMalformed = "date.malformed", Problem;
    /// A day that the calendar does not have.
    DateImpossible = "date.impossible", Problem;
    /// Day and month could be swapped.
    DateAmbiguous {
        /// How it is read.
        read: String,
    } = "date.ambiguous", Warning;
    /// The award would begin in the future.
    DateFuture {
        /// How it is read.
        read: String,
    } = "date.future", Problem;
    /// The award begins later, on a day that has begun elsewhere on earth at most.
    DateAhead {
        /// From which day on it holds.
        read: String,
    } = "date.ahead", Warning;
    /// The badge would end before it begins.
    ExpiresEarly = "expires.before_date", Problem;
    /// Not the address of a page or file.
    EvidenceMalformed = "evidence.malformed", Problem;
    /// More traces than a badge should have.
    EvidenceMany {
        /// The bound.
        most: usize,
    } = "evidence.too_many", Problem;
    /// Not a place, or coordinates that are nowhere.
    WhereMalformed = "where.malformed", Problem;
    /// Not one of the languages spoken here.
    LanguageUnknown = "language.unknown", Problem;
    /// The achievement does not speak that language.
    LanguageOther {
        /// The language it will be awarded in.
        used: String,
    } = "language.other", Warning;
    /// Not one of the place's levels.
    LevelUnknown {
        /// The levels there are.
        known: String,
    } = "level.unknown", Problem;
    /// The achievement is of another level.
    LevelOther {
        /// The achievement's short name.
        slug: String,
        /// Its level.
        level: String,
    } = "level.other", Problem;
    /// Neither a year nor a date of birth.
    BirthMalformed = "birth.malformed", Problem;
    /// Not an age.
    AgeMalformed = "age.malformed", Problem;
    /// The place has another year of birth: the table's is noted, and is the one that counts.
    BirthOther {
        /// The year that the place has.
        noted: String,
        /// The table's.
        read: String,
    } = "birth.other", Warning;
    /// The place took them for somebody of age: by the table they are a minor, and that is noted.
    BirthMinor {
        /// The table's year of birth; `none` where it tells none.
        read: String,
    } = "birth.minor", Warning;
    /// Neither yes nor no.
    MinorUnclear = "minor.unclear", Problem;
    /// A minor, and nobody agreed: awarded, but neither published nor mailed (D-11).
    MinorWithoutConsent = "minor.no_consent", Warning;
    /// A minor, and the table says no: awarded, neither published nor mailed, and the refusal is noted (D-11).
    MinorRefused = "minor.refused", Warning;
    /// A minor, and what is noted was agreed to while they were taken for an adult: no consent (D-11).
    ConsentOwn = "consent.own", Warning;
    /// A minor, and what the row says is their own word: no consent (D-11).
    ConsentChild = "consent.child", Warning;
    /// Of a minor: words about consent that are neither a yes nor who agreed (D-11).
    ConsentUnclear = "consent.unclear", Problem;
    /// The same of somebody who is not known to be a minor: no consent is noted.
    ConsentNotNoted = "consent.not_noted", Problem;
    /// The table says no, of somebody who is of age: awarded, and neither published nor mailed.
    ConsentRefused = "consent.refused", Warning;
    /// Of a minor: the row says no where another one, or the place, has consent (D-11).
    ConsentContradicted = "consent.contradicted", Problem;
    /// Consent was taken back: awarded, but neither published nor mailed, whatever the table says (D-11).
    ConsentWithdrawn {
        /// The day on which it was.
        day: String,
    } = "consent.withdrawn", Warning;
    /// A minor, and the consent that is recorded is for other badges: awarded, but neither published nor mailed (D-11).
    ConsentOther {
        /// The achievement's short name.
        slug: String,
    } = "consent.other_badges", Warning;
    /// A formula: its last known value is taken.
    CellFormula = "cell.formula", Warning;
    /// A formula whose value is not in the file.
    CellFormulaUnknown = "cell.formula_unknown", Problem;
    /// An error of the sheet.
    CellError = "cell.error", Problem;
    /// The value of a merged area.
    CellMerged = "cell.merged", Warning;
    /// An address behind the words of the cell, which is not read.
    CellLink = "cell.link", Warning;
    /// An address behind the words of the cell, which is read as evidence: it becomes public.
    CellLinkRead = "cell.link_read", Warning;
    /// A cell beyond the last header.
    CellBeyond = "cell.no_header", Warning;
    /// Longer than it may be.
    TextTooLong {
        /// Characters.
        most: usize,
    } = "text.too_long", Problem;
    /// Letters were lost when the file was saved.
    TextGarbled = "text.garbled", Warning;
    /// Signs that nobody sees, or that turn the direction of what stands beside them.
    TextHiddenSigns = "text.hidden_signs", Problem;
    /// Above the header.
    RowBefore = "row.before_header", Skipped;
    /// The header once more.
    RowHeader = "row.header_again", Skipped;
    /// Its state column says that it is left out.
    RowLeftOut = "row.left_out", Skipped;
    /// Hidden in the sheet.
    RowHidden = "row.hidden", Warning;
    /// A quote that is never closed.
    RowQuote = "row.quote", Problem;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_permanent_names() {
        let mut seen = std::collections::BTreeSet::new();
        for (code, _) in Trouble::CODES {
            assert!(seen.insert(code), "{code}");
            let (family, name) = code.split_once('.').unwrap();
            assert!(
                [family, name].iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
            );
        }
        let typo = Trouble::EmailTypo { suggestion: "a@gmail.com".into() };
        assert_eq!(
            (typo.code(), typo.state(), typo.data()),
            ("email.typo", State::Warning, vec![("suggestion", "a@gmail.com".to_owned())])
        );
    }
}
