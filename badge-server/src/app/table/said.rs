//! What is said about a table, in the words of the core; where those speak of the command, what to do on these pages.

use badge_core::cohort::{Field, Finding, Stop, TableError, Trouble};
use badge_core::message::{plain_within, trouble};

use crate::words::Speech;

/// What is wrong, and what to do about it. `title` knows what achievements are called.
pub(crate) fn sentence(finding: &Finding, words: &Speech, title: &dyn Fn(&str) -> Option<String>) -> String {
    let said = trouble(words.catalog(), &finding.trouble, title);
    let next = match &finding.trouble {
        Trouble::AchievementMissing => words.s("next-achievement-missing"),
        Trouble::AchievementUnknown | Trouble::AchievementFaulty { .. } => words.s("next-achievement-unknown"),
        Trouble::AwardChanged { .. } => words.s("next-award-changed"),
        Trouble::AwardRevoked { .. } => words.s("next-award-revoked"),
        Trouble::AwardOtherAddress { who, .. } => words.v("next-award-other-address", "who", who),
        Trouble::AwardOtherRevoked { .. } => words.s("next-award-other-revoked"),
        Trouble::ConsentNotNoted => words.s("next-consent-not-noted"),
        Trouble::MinorRefused | Trouble::ConsentRefused => words.s("next-consent-refused"),
        Trouble::ConsentContradicted => words.s("next-consent-contradicted"),
        Trouble::ConsentWithdrawn { .. }
        | Trouble::ConsentOther { .. }
        | Trouble::ConsentOwn
        | Trouble::ConsentChild => words.s("next-consent-withdrawn"),
        Trouble::BirthOther { .. } | Trouble::BirthMinor { .. } => words.s("next-birth"),
        _ => said.next,
    };
    format!("{} {next}", said.what)
}

/// What a field is called.
pub(crate) fn field(field: &Field, words: &Speech, title: &dyn Fn(&str) -> Option<String>) -> String {
    match field {
        Field::Name => words.s("field-whole-name"),
        Field::GivenName => words.s("field-given-name"),
        Field::FamilyName => words.s("field-family-name"),
        Field::Email => words.s("field-address"),
        Field::Achievement => words.s("award-what"),
        Field::Tick(slug) => {
            words.v("field-tick", "badge", title(slug.as_str()).unwrap_or_else(|| slug.as_str().to_owned()))
        }
        Field::Date => words.s("award-day"),
        Field::Evidence => words.s("field-evidence"),
        Field::Narrative => words.s("field-narrative"),
        Field::Where => words.s("field-where"),
        Field::Language => words.s("field-language"),
        Field::Level => words.s("achievement-level"),
        Field::Expires => words.s("field-expires"),
        Field::Birth => words.s("field-birth"),
        Field::Age => words.s("field-age"),
        Field::Minor => words.s("field-minor"),
        Field::Adult => words.s("field-adult"),
        Field::Consent => words.s("field-consent"),
        Field::State => words.s("field-state"),
        Field::Result => words.s("field-result"),
        _ => words.s("field-ignore"),
    }
}

/// What has to be said of a column before anything is awarded.
pub(crate) fn stopped(stop: Stop<'_>, words: &Speech) -> String {
    let (id, header) = match stop {
        Stop::Minors(header) => ("plan-minors", header),
        Stop::Refusal(header) => ("plan-refusal", header),
        Stop::Addresses(header) => ("plan-addresses", header),
    };
    words.v(id, "header", plain_within(header, 60))
}

/// Why a file is no table of people.
pub(crate) fn unread(error: &TableError, words: &Speech) -> String {
    match error {
        TableError::Empty => words.s("table-empty"),
        TableError::OverLimit("table_rows") => words.v("table-many", "most", words.number(super::ROWS)),
        TableError::OverLimit(_) => words.s("table-large"),
        TableError::OldWorkbook => words.s("table-old"),
        TableError::NotATable => words.s("table-other"),
        TableError::NoSheet { there, .. } => words.v("table-no-sheet", "there", there.join(", ")),
        TableError::NoHeader { first } => words.v("table-no-header", "first", first),
        TableError::NoColumn { header, .. } => words.v("table-no-column", "header", header),
        _ => words.s("table-damaged"),
    }
}
