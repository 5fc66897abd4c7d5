//! The permanent vocabulary of checks. A code is never renamed and never used for something else.

use std::fmt;

/// The sentence of a specification that a check implements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// The document's short name.
    pub document: &'static str,
    /// Its address, with the section.
    pub url: &'static str,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $clause:expr;)+) => {
        /// One question the verifier asks of a badge.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum CheckCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl CheckCode {
            /// Every code, in the order in which reports list them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The permanent text: `proof.signature`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The clause it implements; `None` for what no specification asks.
            #[must_use]
            pub const fn clause(self) -> Option<Clause> {
                match self { $(Self::$name => $clause,)+ }
            }
        }
    };
}

const OB3: &str = "Open Badges 3.0";
const OB2: &str = "Open Badges 2.0";
const DI: &str = "Data Integrity 1.0";
const CID: &str = "Controlled Identifiers 1.0";

const fn clause(document: &'static str, url: &'static str) -> Option<Clause> {
    Some(Clause { document, url })
}

codes! {
    /// What was given is a form in which a badge can travel.
    ContainerFormat = "container.format", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#docformat");
    /// There is one badge in the picture, not several.
    ContainerSingle = "container.single", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#png-extracting");
    /// The badge in the picture is not compressed.
    ContainerUncompressed = "container.uncompressed", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#png");
    /// The picture still holds its badge.
    ContainerStripped = "container.stripped", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#png-extracting");
    /// The picture that carries the badge is the one that its issuer shows for it.
    ContainerPicture = "container.picture", None;
    /// Whoever put the badge into the presentation in which it came signed that, with a key of the holder's.
    PresentationProof = "presentation.proof", clause("VC Data Model 2.0", "https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations");
    /// The short statement of a QR code is one that can be relied on.
    CompactStatement = "compact.statement", None;
    /// The full badge that it names was read, and is the one that was meant.
    CompactFull = "compact.full", None;
    /// The document is JSON that all readers read alike.
    DocumentJson = "document.json", clause("I-JSON", "https://www.rfc-editor.org/rfc/rfc7493");
    /// Its contexts are the ones it must have, and are known.
    DocumentContext = "document.context", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verification");
    /// Every term is defined, so that the signature covers it.
    DocumentTerms = "document.terms", clause("JSON-LD 1.1", "https://www.w3.org/TR/json-ld11/");
    /// It says that it is a badge.
    DocumentType = "document.type", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verification");
    /// Its data follow the model: required members, types, formats.
    DocumentSchema = "document.schema", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#data-models");
    /// It says about whom and about what it is.
    DocumentSubject = "document.subject", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verification");
    /// There is a proof.
    ProofPresent = "proof.present", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#proof-formats");
    /// The proof's method is one we can check.
    ProofMethod = "proof.method", clause(DI, "https://www.w3.org/TR/vc-data-integrity/#proofs");
    /// The proof was made to assert something.
    ProofPurpose = "proof.purpose", clause(DI, "https://www.w3.org/TR/vc-data-integrity/#proof-purposes");
    /// The algorithm is allowed and fits the key.
    ProofAlgorithm = "proof.algorithm", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#jwt-verify");
    /// The key could be had, and is a good key.
    ProofKey = "proof.key", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#retrieving-public-key");
    /// The proof was not made in the future and has not expired.
    ProofDates = "proof.dates", clause(DI, "https://www.w3.org/TR/vc-data-integrity/#verify-proof");
    /// The claims beside the credential in a JWT agree with it.
    ProofClaims = "proof.claims", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#jwt-verify");
    /// The signature fits the document and the key: nothing was changed.
    ProofSignature = "proof.signature", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verification");
    /// The hosted badge was read from its own address.
    HostedFetched = "hosted.fetched", clause(OB2, "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#HostedBadge");
    /// The address is one at which the issuer's badges may live.
    HostedScope = "hosted.scope", clause(OB2, "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#VerificationObject");
    /// What is served agrees with what was given.
    HostedSame = "hosted.same", clause(OB2, "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#HostedBadge");
    /// The issuer's profile could be read.
    IssuerProfile = "issuer.profile", clause(OB2, "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Profile");
    /// The key is the issuer's own: it was obtained from the issuer's id.
    IssuerConfirmed = "issuer.confirmed", clause(CID, "https://www.w3.org/TR/cid-1.0/#controller-documents");
    /// All documents name the same issuer.
    IssuerConsistent = "issuer.consistent", clause(OB2, "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#BadgeClass");
    /// A newer version was asked for, once.
    RefreshDone = "refresh.done", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verification");
    /// It has not been revoked or suspended.
    StatusRevocation = "status.revocation", clause("Bitstring Status List 1.0", "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm");
    /// Its time has begun.
    StatusNotBefore = "status.not_before", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verification");
    /// Its time is not over.
    StatusExpiry = "status.expiry", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verification");
    /// It is about the person the reader has in mind.
    RecipientMatches = "recipient.matches", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#verify-identifier");
    /// An endorsement that the badge carries.
    EndorsementEach = "endorsement.each", clause(OB3, "https://www.imsglobal.org/spec/ob/v3p0#endorsement-verification");
    /// The issuer is on the reader's own list.
    TrustIssuer = "trust.issuer", None;
    /// What was read earlier is still fresh enough.
    ResourceAge = "resource.age", None;
}

impl fmt::Display for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
