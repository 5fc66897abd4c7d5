//! The issuer's folder as values: what its files say, which path holds which bytes, at which address. No input and
//! no output: the shells read and write.
//!
//! | File | Value |
//! |---|---|
//! | `place.toml` | [`Place`] |
//! | `achievements/{slug}.toml` | [`AchievementFile`] |
//! | `register.jsonl` | [`register::Register`] |
//! | `people.json` | [`people::People`] |
//!
//! What is published, and where, is [`Addresses`], [`Spot`] and [`documents`].

mod achievement;
mod address;
#[cfg(test)]
mod any_tests;
pub mod award;
#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod award_tests;
pub mod card;
pub mod doctor;
pub mod documents;
mod endorsement;
mod examples;
mod going_out;
mod key;
mod mail;
pub mod making;
mod model;
pub mod names;
pub mod outbox;
pub mod people;
pub(crate) mod problem;
pub(crate) mod reader;
mod recognition;
pub mod register;
mod settings;
mod settings_write;
mod words;

pub use achievement::{AchievementFile, Texts};
pub use address::{AddressError, Addresses, Ending, Slug, Spot, Token};
pub use endorsement::{ACCEPTED_SCHEMA, Accepted, Digests, Found, Holding, Received};
pub use examples::EXAMPLES;
pub use going_out::{KeptBack, may_go_out, state_of};
pub use key::{KEY_SCHEMA, KeyFileFault};
pub use mail::{MailSettings, Security};
pub use model::{issuer_id, method_id};
pub use problem::{Fault, Problem, Problems, Wanted};
pub use recognition::{Recognition, Relation};
pub use settings::{ACHIEVEMENT_TYPES, FORMATS, JwtKey, Kind, Level, PLACE_SCHEMA, Place, is_achievement_type};
pub use words::Words;
