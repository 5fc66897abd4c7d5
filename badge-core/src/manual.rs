//! How to use this library, what it leaves out and why, and the reason for each default. Nothing but documentation.
//!
//! # How to…
//!
//! ## …verify a file that somebody sent
//!
//! [`container::open`](crate::container::open) finds badges in pictures, JSON and tokens, by their content; with the features
//! `pdf`, `markup`, `mail` and `scan` also in documents, pages, mails, archives and photos. It says where each was, and lists
//! the addresses that may lead to one; [`container::follow`](crate::container::follow) goes there.
//! [`verify`](crate::verify::verify) judges one of them. Neither can fail: a bad badge is a report.
//!
//! ```
//! use badge_core::container::{Opened, open};
//! use badge_core::limits::Limits;
//!
//! let Opened { found, findings, .. } = open(b"\xff\xd8\xff a photograph", &Limits::default());
//! assert!(found.is_empty());
//! println!("{findings:?}"); // a JPEG: no badge travels in it
//! ```
//!
//! ## …verify with a network
//!
//! The verifier names what it would like to know; [`drive::settle`](crate::drive::settle) asks until nothing more can
//! be learnt. With the feature `http`, the hardened `http::Client` answers; any function can.
//!
//! ```
//! use badge_core::container::open;
//! use badge_core::drive::settle_blocking;
//! use badge_core::limits::Limits;
//! use badge_core::resource::{Answer, Resources};
//! use badge_core::time::Timestamp;
//! use badge_core::verify::{Policy, Verdict, verify};
//!
//! let limits = Limits::default();
//! let policy = Policy::at(Timestamp::parse("2026-03-02T09:00:00Z")?);
//! let badge = &open(b"https://badges.example.org/b/1/assertion.json", &limits).found[0];
//! let ask = |known: &Resources| {
//!     let answer = verify(badge, known, &policy);
//!     (answer.report, answer.wanted)
//! };
//! let (report, known) = settle_blocking(Resources::new(), &limits, ask, |lookup| {
//!     println!("GET {} ({})", lookup.url, lookup.purpose.as_str());
//!     Answer::NotFound
//! });
//! assert_eq!(known.len(), 1);
//! assert_ne!(report.verdict, Verdict::Verified);
//! # Ok::<(), badge_core::time::TimeError>(())
//! ```
//!
//! ## …say whom the reader knows
//!
//! [`TrustList::read`](crate::trust::TrustList::read) reads a list of issuers, plain or signed, for
//! [`Policy::trust`](crate::verify::Policy). A signature that holds says nothing about who signed: compare
//! [`TrustList::signed_by`](crate::trust::TrustList) with a key that you know.
//!
//! ## …verify badges of a place that is gone
//!
//! [`Archive::open`](crate::archive::Archive::open), [`Archive::vouched`](crate::archive::Archive::vouched) with what the
//! reader knows, and [`Archive::answer`](crate::archive::Archive::answer) where no server answers.
//!
//! ## …show a report
//!
//! With the feature `message`, `message::page` makes the page that the command prints, in French or English. Programs
//! go by [`CheckCode`](crate::verify::CheckCode) and [`Reason`](crate::verify::Reason), which never change, or by the
//! JSON of [`report_json`](crate::verify::report_json).
//!
//! ## …award a badge
//!
//! Fill in a [`Draft`](crate::issue::Draft); [`seal`](crate::issue::seal) signs it in every format asked for and
//! verifies what it made; [`bake`](crate::container::bake) puts it into a picture. The page of the crate shows it in
//! full.
//!
//! ## …sign with a key that lives elsewhere
//!
//! [`Draft::unsigned`](crate::issue::Draft::unsigned), [`Unsigned::prepare`](crate::issue::Unsigned::prepare), send the
//! bytes, [`SigningInput::complete`](crate::issue::SigningInput::complete),
//! [`Signed::check`](crate::issue::Signed::check). Or implement [`Signer`](crate::crypto::Signer).
//!
//! ## …sign with another suite
//!
//! [`seal_as`](crate::issue::seal_as) takes one of [`Suite::SIGNING`](crate::proof::Suite::SIGNING). 1EdTech's validator
//! reads the first of them alone, so the default stays; say so to whoever asks for another.
//!
//! ## …make and check the code on a printed card
//!
//! [`compact::Statement::about`](crate::compact::Statement::about) says in short what a badge says; signed like a badge,
//! it fits a QR code (`picture::Qr`). With the feature `scan`, [`container::open`](crate::container::open) finds codes in
//! photos, and [`verify`](crate::verify::verify) judges their statements; `docs/compact.md` says how far that goes.
//!
//! ## …revoke
//!
//! Make the status list anew with [`ListDraft`](crate::status::make::ListDraft), sign it with
//! [`embed`](crate::issue::embed), publish it at the address that the badge names. For a place, the feature `place`
//! does all of that from its register.
//!
//! The programs in the repository's `examples` folder do each of these, and a test runs them.
//!
//! # Features
//!
//! | Feature | Default | What it adds |
//! |---|---|---|
//! | `ed25519`, `p256`, `rsa` | yes | algorithms. One left out makes a badge inconclusive, never verified |
//! | `p384` | no | ECDSA on P-384 |
//! | `svg` | yes | badges in SVG |
//! | `pdf` | no | badges in PDF documents, and attaching them to one |
//! | `markup` | no | badges in web pages, ODT, DOCX and their like |
//! | `mail` | no | badges in mails |
//! | `schema` | no | schemas of others that a badge names; without it they are told as not checked |
//! | `place` | no | an issuer's folder as values: settings, achievements, register, public documents |
//! | `cohort` | no | tables of people (CSV, XLSX, ODS) read, planned row by row, written again |
//! | `message` | no | words for every check and reason, French and English |
//! | `scan` | no | PNG, JPEG and WebP photos, and the QR codes in them |
//! | `picture` | no | badges drawn from data, SVG to PNG, QR codes |
//! | `site` | no | the pages of a place |
//! | `paper` | no | cards and certificates as PDF/A-3a and PDF/UA-1 |
//! | `http` | no | the HTTPS client |
//! | `smtp` | no | a bounded client of a mail server |
//!
//! # What it does not do, and why
//!
//! | Not | Because |
//! |---|---|
//! | read a clock, a file, a network, chance | the same question has the same answer, in a test and in ten years. `http` and `smtp` are the exceptions, and are asked for |
//! | fetch JSON-LD contexts | a badge must verify when the address has died, and a stranger's context can change what a word means |
//! | let a list of issuers confirm a key against the issuer's own document | a list speaks for places that are silent, never against one that speaks |
//! | say "trusted" | a key proves who signed, never that they are good at judging. A list of known issuers is the reader's own |
//! | take a key at its word | a key found in the badge itself proves possession. It confirms an issuer only when the issuer's own id leads to it |
//! | accept `alg: none`, HMAC, MD5 or SHA-1 signatures, RSA below 2,048 bits | nobody is proven by them. MD5 is read in the recipients of old badges, with a warning |
//! | repair | a document that two readers read differently is refused, with the place. What we write is never mended in silence |
//! | re-encode pictures | the bytes that are not the badge stay as they are |
//! | bake into JPEG, WebP, PDF | the specification knows PNG and SVG. A PDF can have the file attached: `container::attach` |
//! | render pages | what a renderer may cost has no bound: `docs/decisions/0013-no-page-renderer.md` |
//! | read names, languages or trust out of a badge that no proof covers | the words are in [`Summary`](crate::verify::Summary), marked as not proven |
//! | `did:` methods other than `key`, `jwk`, `web` | each is a network of its own; the report names the method |
//!
//! # Why these defaults
//!
//! - **An unread status list leaves the badge inconclusive.** Otherwise whoever cuts the line decides that nothing is
//!   revoked. [`Policy::tolerate_unread_status`](crate::verify::Policy) makes it a warning.
//! - **Recipient and trust never change the verdict.** A badge of somebody else is authentic.
//! - **Ed25519 with `eddsa-rdfc-2022`.** The suite that Open Badges 3.0 asks every verifier for, with the smallest keys
//!   and signatures.
//! - **P-256 for VC-JWT, RSA for signed Open Badges 2.0.** What other validators read.
//! - **A fresh id for each award.** Two badges of one person cannot be linked by it.
//! - **E-mail addresses only as salted hashes.** The salt has 16 random bytes. A hash hides an address from those who
//!   pass by, not from those who guess it.
//! - **Baking replaces.** A picture holds one badge of each version; two would make readers disagree.
//! - **Every bound has a number**, in [`Limits`](crate::limits::Limits), with its reason beside it.
//! - **Thirty days for stored keys and profiles, one for status lists.** Older answers still count, and are told of.
