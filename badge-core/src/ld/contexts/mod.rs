//! The published contexts this library knows, as tables of our own (D-30).
//!
//! A table says exactly what the published file says, oddities included (OB3-DM-162): a proof covers the IRIs that
//! the file gives, so repairing one would break signatures.
//!
//! To add one: a file with its terms, one a line, and a line in [`PUBLISHED`]. With the published file at hand
//! (`BADGE_SUITES`), the test beside this finds it by its digest and compares both term by term.

mod clr_2_0;
mod clr_2_0_1;
mod credentials_v1;
mod credentials_v2;
mod data_integrity_v1;
mod data_integrity_v2;
mod did_v1;
mod ed25519_2018_v1;
mod ed25519_2020_v1;
mod jws_2020_v1;
mod multikey_v1;
mod ob_0_5;
mod ob_1_1;
mod ob_1_legacy;
mod ob_2_0;
mod ob_2_1;
mod ob_2_extensions;
mod ob_3_0;
mod ob_3_0_1;
mod ob_3_0_2;
mod ob_3_0_3;
mod ob_3_0_3_older;
mod ob_3_0_extensions;
mod ob_3_extensions;
mod security_v1;
mod security_v2;
mod status_list_2021_v1;
mod status_v1;
pub(super) mod table;
mod x25519_2019_v1;

use table::Published;

/// Open Badges 3.0.3 as it was published in 2025, for credentials signed with it (OB3-DM-161).
pub(super) static OLDER_OB_3_0_3: &Published = &ob_3_0_3_older::TABLE;

/// Every other context, in no particular order; no address stands twice.
pub(super) static PUBLISHED: [&Published; 43] = [
    &credentials_v1::TABLE,
    &credentials_v2::TABLE,
    &ob_3_0::TABLE,
    &ob_3_0_1::TABLE,
    &ob_3_0_2::TABLE,
    &ob_3_0_3::TABLE,
    &ob_3_0_extensions::TABLE,
    &clr_2_0::TABLE,
    &clr_2_0_1::TABLE,
    &data_integrity_v1::TABLE,
    &data_integrity_v2::TABLE,
    &multikey_v1::TABLE,
    &ed25519_2020_v1::TABLE,
    &ed25519_2018_v1::TABLE,
    &jws_2020_v1::TABLE,
    &x25519_2019_v1::TABLE,
    &security_v1::TABLE,
    &security_v2::TABLE,
    &did_v1::TABLE,
    &status_v1::TABLE,
    &status_list_2021_v1::TABLE,
    &ob_2_0::TABLE,
    &ob_1_1::TABLE,
    &ob_1_legacy::TABLE,
    &ob_0_5::TABLE,
    &ob_2_1::TABLE,
    &ob_2_extensions::ACCESSIBILITY,
    &ob_2_extensions::APPLY_LINK,
    &ob_2_extensions::ASSESSMENT,
    &ob_2_extensions::ENDORSEMENT,
    &ob_2_extensions::EXAMPLE,
    &ob_2_extensions::EXTRA_DESCRIPTION,
    &ob_2_extensions::GEO_COORDINATES,
    &ob_2_extensions::ISSUER_ACCREDITATION,
    &ob_2_extensions::LICENSE,
    &ob_2_extensions::ORIGINAL_CREATOR,
    &ob_2_extensions::RECIPIENT_PROFILE,
    &ob_3_extensions::ACCESSIBILITY,
    &ob_3_extensions::APPLY_LINK,
    &ob_3_extensions::ASSESSMENT,
    &ob_3_extensions::GEO_COORDINATES,
    &ob_3_extensions::ISSUER_ACCREDITATION,
    &ob_3_extensions::LICENSE,
];

/// The contexts whose terms readers of credentials look for by name.
pub(super) static CREDENTIALS: [&Published; 14] = [
    &credentials_v1::TABLE,
    &credentials_v2::TABLE,
    &ob_3_0::TABLE,
    &ob_3_0_1::TABLE,
    &ob_3_0_2::TABLE,
    &ob_3_0_3::TABLE,
    &ob_3_0_3_older::TABLE,
    &ob_3_0_extensions::TABLE,
    &data_integrity_v1::TABLE,
    &data_integrity_v2::TABLE,
    &ed25519_2020_v1::TABLE,
    &status_v1::TABLE,
    &status_list_2021_v1::TABLE,
    &jws_2020_v1::TABLE,
];

/// Contexts that may stand beside those, and give some of their names other meanings.
pub(super) static BESIDE_CREDENTIALS: [&Published; 11] = [
    &clr_2_0::TABLE,
    &clr_2_0_1::TABLE,
    &multikey_v1::TABLE,
    &security_v1::TABLE,
    &security_v2::TABLE,
    &ob_3_extensions::ACCESSIBILITY,
    &ob_3_extensions::APPLY_LINK,
    &ob_3_extensions::ASSESSMENT,
    &ob_3_extensions::GEO_COORDINATES,
    &ob_3_extensions::ISSUER_ACCREDITATION,
    &ob_3_extensions::LICENSE,
];

#[cfg(test)]
mod tests;
