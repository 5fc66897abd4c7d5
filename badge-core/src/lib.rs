//! Issues, bakes and verifies Open Badges 2.0 and 3.0.
//!
//! The library is made of pure functions: bytes in, a value out. It reads no network, no file, no clock and no
//! source of randomness unless the `http` or `smtp` feature is asked for. A bad badge is never an error: it is a
//! [`verify::Report`] made of named checks.
//!
//! ```text
//!            issuing                                             verifying
//!
//!  issue::Draft ── what is missing? ──▶ Lack          picture, JSON, token, link
//!       │                                                         │ container::open
//!       ▼                                                         ▼
//!  issue::Unsigned ── prepare ──▶ bytes to sign         container::Presented
//!       │                              │ a key, anywhere          │
//!       ▼                              ▼                          ▼
//!  issue::Signed ◀── complete ── signature             verify::verify ◀── resource::Resources
//!       │                                                 │        │              ▲
//!       │ checked by verify::verify                       ▼        ▼              │ answers
//!       ▼                                              Report    wanted ──▶ drive::settle ──▶ http, a folder,
//!  container::bake ──▶ picture                                                                any function
//! ```
//!
//! # What it does
//!
//! - Open Badges 3.0 with embedded proofs (`eddsa-rdfc-2022` and its older names, `ecdsa-rdfc-2019`, both JCS suites,
//!   derived `ecdsa-sd-2023`) and as VC-JWT; Open Badges 2.0 hosted and signed. Issued in four formats, read in all.
//! - Baking into PNG and SVG by splicing: every byte that is not the badge stays.
//! - JSON-LD and RDFC-1.0 of its own, over tables compiled in: nothing is fetched to check a signature.
//! - Finding badges in what people send: PDF, DOCX and ODT, web pages, mails, archives, photos of QR codes.
//! - Status lists and revocation lists, endorsements, refresh services, recipients.
//! - *Signature valid* and *issuer confirmed* as two checks; verified needs both.
//! - Bounds on everything that comes from outside.
//!
//! # What it does not do
//!
//! It keeps no keys, asks nobody for a password, sends no mail, has no database, and does not say whom to trust.
//! [`manual`] lists what else is left out, and why.
//!
//! # Issue, bake, open, verify
//!
#![cfg_attr(all(feature = "ed25519", feature = "svg"), doc = "```")]
#![cfg_attr(not(all(feature = "ed25519", feature = "svg")), doc = "```ignore")]
//! use badge_core::container::{Existing, Keyword, bake, open};
//! use badge_core::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
//! use badge_core::issue::{Chance, Draft, Format, Ids, Key, To, seal};
//! use badge_core::limits::Limits;
//! use badge_core::model::{Achievement, Criteria, Profile};
//! use badge_core::resource::Resources;
//! use badge_core::time::Timestamp;
//! use badge_core::verify::{Policy, Verdict, verify};
//!
//! // The caller brings chance and the time. A real program asks the operating system for both.
//! let mut entropy = SeededEntropy::new(b"for tests only");
//! let today = Timestamp::parse("2026-03-02T09:00:00Z")?;
//!
//! // An issuer without an address is known by its key: did:key.
//! let key = SecretKey::generate(KeyKind::Ed25519, &mut entropy)?;
//! let multikey = key.public_key().to_multikey().ok_or("an Ed25519 key has one")?;
//! let issuer = format!("did:key:{multikey}");
//! let keys = [Key { signer: &key, method: format!("{issuer}#{multikey}"), issuer }];
//!
//! let id = "urn:uuid:7d3f4a52-6a0e-4c5e-9a51-0c1f6d2b9e10".to_owned();
//! let draft = Draft {
//!     ids: Ids { ob3: id.clone(), ob3_jwt: id.clone(), ob2_hosted: None, ob2_signed: id },
//!     issuer: Profile { name: Some("Atelier de l'Exemple".into()), ..Profile::default() },
//!     achievement: Achievement {
//!         id: Some("urn:uuid:0b2e6f0e-58c1-4a3f-8f0d-2f4f8f3f0002".into()),
//!         name: Some("Découpe laser".into()),
//!         description: Some("Découper une pièce à la bonne cote.".into()),
//!         criteria: Some(Criteria { id: None, narrative: Some("Trois pièces.".into()) }),
//!         ..Achievement::default()
//!     },
//!     ob2: None,
//!     to: To::parse("camille@example.org"),
//!     date: today,
//!     expires: None,
//!     awarded: None,
//!     narrative: None,
//!     evidence: Vec::new(),
//!     location: None,
//!     role: None,
//!     activity: (None, None),
//!     status: None,
//!     endorsements: Vec::new(),
//!     picture: None,
//!     chance: Chance::draw(&mut entropy),
//! };
//!
//! // Signed, and already verified: what our own verifier refuses never gets here.
//! let signed = seal(&draft, &[Format::Ob3], &keys, today, &Resources::new())?.remove(0);
//!
//! let drawing = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>"#;
//! let text = std::str::from_utf8(&signed.bytes)?;
//! let limits = Limits::default();
//! let baked = bake(drawing, Keyword::OpenBadgeCredential, text, Existing::Replace, &limits)?;
//!
//! // Somebody else, years later, without a network.
//! let opened = open(&baked, &limits);
//! let later = Policy::at(Timestamp::parse("2036-03-02T09:00:00Z")?);
//! let answer = verify(&opened.found[0], &Resources::new(), &later);
//! assert_eq!(answer.report.verdict, Verdict::Verified);
//! assert!(answer.wanted.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! `ed25519`, `p256`, `rsa` and `svg` are on by default; `p384`, `schema`, `pdf`, `markup`, `mail`, `scan`, `place`, `cohort`,
//! `message`, `picture`, `site`, `paper`, `http` and `smtp` are not. [`manual`] says what each adds.

#![deny(missing_docs)]

// Layer 0: values that know nothing of badges.
pub mod json;
pub mod language;
pub mod limits;
pub mod name;
pub mod text;
pub mod time;

// Layer 1: answers, keys, linked data, packed files.
pub mod crypto;
pub mod ld;
pub mod resource;
pub mod zip;

// Layer 2: who owns a key; where a badge hides.
pub mod container;
pub mod did;

// Layer 3: badges, their proofs and their status; whom the reader knows.
pub mod compact;
pub mod model;
pub mod proof;
pub mod status;
pub mod trust;

// Layer 4: the verifier.
pub mod verify;

// Layer 5: the issuer, the fetch loop, sites kept in one file, badges shown in a document.
#[cfg(all(feature = "pdf", feature = "picture"))]
pub mod appendix;
pub mod archive;
pub mod drive;
pub mod issue;

// Layer 6: what both shells need.
#[cfg(feature = "cohort")]
pub mod cohort;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "picture")]
pub mod picture;
#[cfg(feature = "place")]
pub mod place;
#[cfg(feature = "smtp")]
pub mod smtp;

// Layer 7 and 8: words, endorsements, pages and paper.
#[cfg(all(feature = "place", feature = "message"))]
pub mod endorsing;
#[cfg(feature = "message")]
pub mod message;
#[cfg(feature = "paper")]
pub mod paper;
#[cfg(feature = "site")]
pub mod site;

// For people.
pub mod manual;
