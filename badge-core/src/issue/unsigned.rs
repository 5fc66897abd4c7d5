//! Draft → `Unsigned` → `SigningInput` → `Signed`: each step a value of its own, so that none can be skipped. Whoever
//! holds the key (a file, a card, another machine) signs between the last two.

use super::shape;
use super::{Draft, Format, Lack, To, is_email};
use crate::container::{Presented, Raw};
use crate::crypto::{JwsAlgorithm, KeyKind, PublicKey};
use crate::json::{Object, Value};
use crate::ld::Contexts;
use crate::limits::Limits;
use crate::name::{Did, Url};
use crate::proof::integrity::{self, Options};
use crate::proof::{IntegrityError, Suite, ob2_jws, vc_jwt};
use crate::resource::{Answer, Resources};
use crate::time::Timestamp;
use crate::verify::{self, Lists, Outcome, Policy, Report, Verdict};

/// A document that is complete: the verifier's own `document.*` checks pass on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsigned {
    format: Format,
    date: Timestamp,
    document: Object,
}

/// What a document becomes when a key is chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Prepared {
    /// Bytes to sign.
    ToSign(SigningInput),
    /// Nothing to sign: a hosted OB 2.0 badge is believed at its own address.
    Done(Signed),
}

/// A badge that lacks only its signature.
#[derive(Debug, Clone, PartialEq)]
pub struct SigningInput {
    format: Format,
    id: String,
    date: Timestamp,
    form: Form,
}

#[derive(Debug, Clone, PartialEq)]
enum Form {
    Embedded(Box<integrity::Prepared>),
    VcJwt(vc_jwt::Prepared),
    Ob2Jws(ob2_jws::Prepared),
}

/// A badge. Its bytes are final: they are stored and baked as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its form.
    pub format: Format,
    /// Its id.
    pub id: String,
    /// The JSON text or compact JWS.
    pub bytes: Vec<u8>,
    /// Whether other verifiers would canonicalise the document in another way, and refuse it (D-24): worth a warning.
    pub forms_differ: bool,
    date: Timestamp,
}

/// Why a document could not be prepared for signing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PrepareError {
    /// The format cannot be signed with a key of this kind.
    #[error("{format} is not signed with a key of {key}")]
    KeyDoesNotFit {
        /// The format.
        format: Format,
        /// The key's kind.
        key: KeyKind,
    },
    /// The document cannot be canonicalised.
    #[error(transparent)]
    Integrity(#[from] IntegrityError),
    /// The document cannot be made into a VC-JWT.
    #[error(transparent)]
    VcJwt(#[from] vc_jwt::PrepareError),
    /// The document cannot be made into a signed assertion.
    #[error(transparent)]
    Ob2Jws(#[from] ob2_jws::PrepareError),
}

impl Draft {
    /// The document of a format, if nothing is missing. `issuer` is the id that goes with the key that will sign
    /// (OB 3.0); `formats` are all those that this award will have, which then refer to each other (EXT-30).
    ///
    /// # Errors
    /// Everything that stands in the way, never only the first thing.
    pub fn unsigned(&self, format: Format, issuer: &str, formats: &[Format]) -> Result<Unsigned, Vec<Lack>> {
        let mut lacks = self.lacks(format);
        let document = shape::document(self, format, issuer, formats);
        // What OB 2.0 links to is judged with the rest, when the finished badge is verified.
        let needed = !lacks.iter().any(|l| matches!(l, Lack::Ob2WithoutAddress | Lack::Ob2WithoutKey));
        if format.is_3() {
            lacks.extend(failed(verify::check_document(&document, &Limits::default())));
        } else if needed && lacks.is_empty() {
            lacks.extend(failed(verify::check_assertion(&document, &Limits::default())));
        }
        let date = self.date.to_utc_seconds();
        if lacks.is_empty() { Ok(Unsigned { format, date, document }) } else { Err(lacks) }
    }

    /// The same document, of which nothing has been checked but what only the draft shows: for whoever has our own
    /// verifier look at the finished badge. `None` where the draft lacks something.
    pub(super) fn unsigned_for_the_verifier(
        &self,
        format: Format,
        issuer: &str,
        formats: &[Format],
    ) -> Option<Unsigned> {
        let document = || shape::document(self, format, issuer, formats);
        let date = self.date.to_utc_seconds();
        self.lacks(format).is_empty().then(|| Unsigned { format, date, document: document() })
    }

    /// As much of the document of a format as this draft decides: nothing of it has been checked. `None` where the draft
    /// lacks something that has nothing to do with its achievement and its issuer.
    #[must_use]
    pub fn outline(&self, format: Format, formats: &[Format]) -> Option<Object> {
        // With which key it was signed has nothing to do with what it says.
        let lacks = self.lacks(format).into_iter().any(|lack| !matches!(lack, Lack::Ob2WithoutKey));
        (!lacks).then(|| shape::outline(self, format, formats))
    }

    fn lacks(&self, format: Format) -> Vec<Lack> {
        let mut lacks = Vec::new();
        match &self.to {
            To::Email(email) if !is_email(email.trim()) => lacks.push(Lack::NotAnEmail),
            To::Did(did) if Did::parse(did).is_err() => lacks.push(Lack::NotADid),
            To::Did(_) if !format.is_3() => lacks.push(Lack::Ob2WithDid),
            To::Nobody if !format.is_3() => lacks.push(Lack::Ob2WithNobody),
            _ => {}
        }
        if let Some(expires) = self.expires.filter(|e| *e <= self.date) {
            lacks.push(Lack::EndsBeforeItBegins { date: self.date, expires });
        }
        if self.location.as_ref().is_some_and(|l| !l.is_on_earth()) {
            lacks.push(Lack::NotOnEarth);
        }
        if !format.is_3() {
            match &self.ob2 {
                None => lacks.push(Lack::Ob2WithoutAddress),
                Some(_) if format == Format::Ob2Hosted && self.ids.ob2_hosted.is_none() => {
                    lacks.push(Lack::Ob2WithoutAddress);
                }
                Some(names) if format == Format::Ob2Signed && names.key.is_none() => lacks.push(Lack::Ob2WithoutKey),
                Some(_) => {}
            }
        }
        lacks
    }
}

fn failed(checks: Vec<verify::Check>) -> impl Iterator<Item = Lack> {
    checks.into_iter().filter(|c| matches!(c.outcome, Outcome::Fail(_))).map(Lack::Document)
}

impl Unsigned {
    /// A document whose checks passed.
    pub(super) const fn of(format: Format, date: Timestamp, document: Object) -> Self {
        Self { format, date, document }
    }

    /// The form it will have.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The document.
    #[must_use]
    pub const fn document(&self) -> &Object {
        &self.document
    }

    /// Chooses the key, and gives the bytes it has to sign. `method` is its name, as in [`super::Key`].
    ///
    /// A VC-JWT names its key by `kid`; an issuer that is its own did:key carries the key itself instead (D-22).
    ///
    /// # Errors
    /// See [`PrepareError`].
    pub fn prepare(&self, key: &PublicKey, method: &str, created: Timestamp) -> Result<Prepared, PrepareError> {
        self.prepare_as(key, method, Suite::default(), created)
    }

    /// [`Unsigned::prepare`] with an embedded proof of another suite (D-21); other formats have none, and are prepared
    /// as ever.
    ///
    /// # Errors
    /// See [`PrepareError`].
    pub fn prepare_as(
        &self,
        key: &PublicKey,
        method: &str,
        suite: Suite,
        created: Timestamp,
    ) -> Result<Prepared, PrepareError> {
        let unfit = PrepareError::KeyDoesNotFit { format: self.format, key: key.kind() };
        let form = match (self.format, key.kind()) {
            (Format::Ob2Hosted, _) => return Ok(Prepared::Done(self.hosted())),
            (Format::Ob3, kind) if suite.algorithm(kind).is_some() => {
                let options = Options {
                    verification_method: method.to_owned(),
                    created: created.to_utc_seconds(),
                    expires: None,
                };
                let limits = Limits::default();
                let contexts = Contexts::builtin();
                let prepared = integrity::prepare(suite, kind, &self.document, &options, &contexts, &limits)?;
                Form::Embedded(Box::new(prepared))
            }
            (Format::Ob3Jwt, KeyKind::P256 | KeyKind::Rsa) => {
                let hint = if method.starts_with("did:key:") {
                    vc_jwt::KeyHint::Jwk(key.clone())
                } else {
                    vc_jwt::KeyHint::Kid(method.to_owned())
                };
                Form::VcJwt(vc_jwt::prepare(&self.document, key.kind().default_algorithm(), &hint)?)
            }
            (Format::Ob2Signed, KeyKind::Rsa) => {
                Form::Ob2Jws(ob2_jws::prepare(&self.document, key.kind().default_algorithm())?)
            }
            _ => return Err(unfit),
        };
        Ok(Prepared::ToSign(SigningInput { format: self.format, id: self.id(), date: self.date, form }))
    }

    /// A hosted OB 2.0 badge, which nobody signs.
    pub(super) fn hosted(&self) -> Signed {
        let bytes = Value::Object(self.document.clone()).to_compact().into_bytes();
        Signed { format: self.format, id: self.id(), bytes, forms_differ: false, date: self.date }
    }

    /// The checks saw to it that there is one.
    fn id(&self) -> String {
        self.document.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

impl SigningInput {
    /// The bytes to sign.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.form {
            Form::Embedded(p) => p.bytes(),
            Form::VcJwt(p) => p.bytes(),
            Form::Ob2Jws(p) => p.bytes(),
        }
    }

    /// The algorithm to sign them with.
    #[must_use]
    pub fn algorithm(&self) -> JwsAlgorithm {
        match &self.form {
            Form::Embedded(p) => p.algorithm(),
            Form::VcJwt(p) => p.algorithm(),
            Form::Ob2Jws(p) => p.algorithm(),
        }
    }

    /// Whether other verifiers would canonicalise the document in another way (D-24): worth a warning.
    #[must_use]
    pub fn forms_differ(&self) -> bool {
        matches!(&self.form, Form::Embedded(p) if p.forms_differ())
    }

    /// The badge. Nothing says yet that the signature is good: see [`Signed::check`].
    #[must_use]
    pub fn complete(self, signature: &[u8]) -> Signed {
        let forms_differ = self.forms_differ();
        let bytes = match self.form {
            Form::Embedded(p) => Value::Object(p.complete(signature)).to_compact(),
            Form::VcJwt(p) => p.complete(signature),
            Form::Ob2Jws(p) => p.complete(signature),
        };
        Signed { format: self.format, id: self.id, bytes: bytes.into_bytes(), forms_differ, date: self.date }
    }
}

impl Signed {
    /// The badge as the verifier takes it.
    #[must_use]
    pub fn presented(&self) -> Presented {
        let raw = if self.format.is_jws() {
            // We wrote it: a JWS is ASCII.
            Raw::Jws(String::from_utf8_lossy(&self.bytes).into_owned())
        } else {
            Raw::Json(self.bytes.clone())
        };
        Presented::bare(raw)
    }

    /// Our own verifier's word on it, offline, as of its start date, with the issuer's own documents: anything but
    /// *verified* must not leave the house.
    ///
    /// # Errors
    /// The report that says why not.
    pub fn check(&self, known: &Resources) -> Result<Report, Box<Report>> {
        self.check_with(known, &Lists::default())
    }

    /// [`Signed::check`] for one of many badges: status lists that were decoded for others are not decoded again.
    ///
    /// # Errors
    /// The report that says why not.
    pub fn check_with(&self, known: &Resources, lists: &Lists) -> Result<Report, Box<Report>> {
        let presented = self.presented();
        let policy = Policy { lists: lists.clone(), ..Policy::at(self.date) };
        let report = match (self.format, Url::parse(&self.id)) {
            (Format::Ob2Hosted, Ok(address)) => {
                // A hosted badge is what lies at its address: there it will lie.
                let mut known = known.clone();
                known.insert(&address, Answer::found(self.bytes.clone()));
                verify::verify(&presented, &known, &policy).report
            }
            _ => verify::verify(&presented, known, &policy).report,
        };
        if report.verdict == Verdict::Verified { Ok(report) } else { Err(Box::new(report)) }
    }
}
