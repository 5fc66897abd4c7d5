//! Why a check failed or warns. Reasons carry data, never a sentence: the words live in `message`.

use crate::time::Timestamp;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal $({ $($(#[doc = $fdoc:literal])+ $field:ident: $ty:ty),+ $(,)? })?;)+) => {
        /// Why a check failed or warns, with its data.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $name $({ $($(#[doc = $fdoc])+ $field: $ty),+ })?,)+
        }

        impl Reason {
            /// Every id, for those who write the words.
            pub const IDS: &'static [&'static str] = &[$($id,)+];

            /// The permanent id, in kebab case: `expired`.
            #[must_use]
            pub const fn id(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),+ })? => $id,)+ }
            }

            /// Its data, by name, as text.
            #[must_use]
            pub fn args(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$name $({ $($field),+ })? => vec![$($((stringify!($field), $field.to_string())),+)?],)+
                }
            }
        }
    };
}

reasons! {
    // container
    /// Nothing was given.
    Empty = "empty";
    /// More bytes than we read.
    TooLarge = "too-large" {
        /// Bytes given.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    };
    /// A form in which no badge travels (`GIF`, `JPEG`, `WebP`, `PDF`, …).
    UnsupportedFormat = "unsupported-format" {
        /// The form's name.
        format: String,
    };
    /// Not a form we know.
    UnknownFormat = "unknown-format";
    /// A picture that is cut short or damaged.
    DamagedPicture = "damaged-picture" {
        /// What is wrong with it, as a short technical word.
        fault: String,
    };
    /// A picture without a badge in it: it may have lost it on the way.
    NoBadgeInPicture = "no-badge-in-picture";
    /// Several badges in one picture; the first was read.
    SeveralInPicture = "several-in-picture" {
        /// How many were not looked at.
        ignored: usize,
    };
    /// The badge in the picture is compressed, which is not allowed; it was read all the same.
    CompressedInPicture = "compressed-in-picture";
    /// What the picture holds is neither JSON, nor a JWS, nor an address.
    NotACredential = "not-a-credential";
    /// A document, an archive or a text in which no badge was found.
    NoBadgeInside = "no-badge-inside";
    /// No badge was found, but addresses that may lead to some.
    OnlyLinks = "only-links" {
        /// How many.
        count: usize,
    };
    /// No badge was found, and none at the addresses that might have led to some.
    DeadLinks = "dead-links" {
        /// How many were read.
        count: usize,
    };
    /// A document or archive whose structure cannot be read.
    DocumentDamaged = "document-damaged";
    /// A damaged document that was put together again from its pieces.
    DocumentRebuilt = "document-rebuilt";
    /// A document that only opens with a password.
    DocumentLocked = "document-locked";
    /// A part of a document that could not be read; the others were.
    PartUnread = "part-unread" {
        /// What it is: `page`, `attachment`, `link`, `metadata`, `image`, `drawing`, `stream`.
        part: String,
        /// The page, from 1; 0 for what belongs to no page.
        page: u32,
    };
    /// A document with more in it than we look at: what lies behind the bound was left.
    MoreInside = "more-inside" {
        /// Which bound, by its name in `Limits`.
        limit: String,
    };
    /// Beside the badges there are entries that are none.
    OtherEntries = "other-entries" {
        /// How many.
        count: usize,
        /// How many entries there are in all.
        total: usize,
    };
    /// A screenshot: it shows a badge and holds none.
    Screenshot = "screenshot";
    /// A picture that a messenger or a web site wrote again, without the badge.
    Rewritten = "rewritten";
    /// A picture that a certain program wrote again, without the badge.
    RewrittenBy = "rewritten-by" {
        /// Who, as the picture tells.
        by: String,
    };
    /// A picture without a badge in it that looks like a badge's: most likely it was written again on its way.
    BadgePicture = "badge-picture" {
        /// Where: `given` (the thing given), `page` of a document, `file` in an archive or document, `inside`.
        place: String,
        /// The page, from 1; 0 for what belongs to no page.
        page: u32,
        /// The name of the file; empty where there is none.
        name: String,
    };
    /// A photograph: it shows a badge at most.
    Photo = "photo";
    /// There is a QR code in the picture that cannot be read.
    CodeUnreadable = "code-unreadable";
    /// There is a QR code in the picture, and it says something else than a badge.
    CodeOther = "code-other" {
        /// How many.
        count: usize,
    };
    /// The picture that carries the badge is not the achievement's own.
    PictureDiffers = "picture-differs" {
        /// How different, in hundredths: 0 is the same.
        difference: usize,
    };

    // the statement of a QR code
    /// Not a statement as it must be.
    CompactMalformed = "compact-malformed" {
        /// What is wrong with it, as a short technical word.
        fault: String,
    };
    /// The badge at the address is not the one that the statement was made for.
    CompactDigest = "compact-digest" {
        /// The address.
        url: String,
    };
    /// The code opens a page on another host than the one where the badge lies.
    CompactElsewhere = "compact-elsewhere" {
        /// The page's host.
        page: String,
        /// The badge's host.
        expected: String,
    };
    /// The statement does not say where the full badge lies.
    CompactNoAddress = "compact-no-address";

    // document
    /// Not JSON.
    NotJson = "not-json" {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    };
    /// Not UTF-8.
    NotUtf8 = "not-utf8" {
        /// Byte offset.
        at: usize,
    };
    /// A member stands twice in one object.
    DuplicateMember = "duplicate-member" {
        /// Its name.
        name: String,
    };
    /// Over one of our bounds.
    OverLimit = "over-limit" {
        /// Which bound, by its name in `Limits`.
        limit: String,
    };
    /// A number that readers do not agree on.
    NumberOutOfRange = "number-out-of-range";
    /// The document is not a JSON object.
    NotAnObject = "not-an-object";
    /// A context that it must have is missing or not in its place.
    ContextMissing = "context-missing" {
        /// The context's address.
        expected: String,
    };
    /// A context we do not know.
    ContextUnknown = "context-unknown" {
        /// Its address.
        url: String,
    };
    /// Contexts that contradict one another (a protected term redefined, …).
    ContextConflict = "context-conflict" {
        /// The term at fault.
        term: String,
    };
    /// A feature of JSON-LD that we refuse.
    ContextFeature = "context-feature" {
        /// Its keyword.
        keyword: String,
    };
    /// A term that no context defines: no signature covers it.
    TermUndefined = "term-undefined" {
        /// The term.
        term: String,
    };
    /// A name that is not absolute.
    RelativeName = "relative-name" {
        /// The name.
        name: String,
    };
    /// Not the type it must be.
    TypeMissing = "type-missing" {
        /// The type it should have.
        expected: String,
    };
    /// A document of Open Badges that is no badge.
    NotABadge = "not-a-badge" {
        /// What it is: `status-list`, `profile`, `achievement`, `badge-class`, `key`, `revocation-list`, `presentation`.
        kind: String,
    };
    /// The badge was shown in a presentation; who shows it was not checked.
    PresentationNotChecked = "presentation-not-checked";
    /// The presentation is signed by the holder that it names. Who shows it now is another question.
    PresentationSigned = "presentation-signed" {
        /// The holder's id.
        holder: String,
    };
    /// The presentation is not what was signed.
    PresentationAltered = "presentation-altered";
    /// The presentation's proof was made for something else than showing.
    PresentationPurpose = "presentation-purpose" {
        /// What it was made for.
        found: String,
    };
    /// The presentation's key is not one by which the holder shows anything.
    PresentationNotHolders = "presentation-not-holders" {
        /// The holder's id.
        holder: String,
    };
    /// The presentation is signed, and nothing says whether the key is the holder's.
    PresentationOpen = "presentation-open" {
        /// The holder's id; empty when there is none.
        holder: String,
    };
    /// A badge of an older version, read by its own rules.
    OlderVersion = "older-version" {
        /// `0.5`, `1.0`, `1.1`.
        version: String,
    };
    /// A required member is missing or empty.
    MemberMissing = "member-missing" {
        /// Its name.
        member: String,
    };
    /// A member is not of the type it must be.
    MemberType = "member-type" {
        /// Its name.
        member: String,
        /// What was expected: `text`, `object`, `date-time`, `url`, `boolean`, `number`, `one value`…
        expected: String,
    };
    /// A member's value is not one of those allowed.
    MemberValue = "member-value" {
        /// Its name.
        member: String,
        /// What it says.
        found: String,
    };
    /// A member that its class does not have.
    MemberUnexpected = "member-unexpected" {
        /// Its name.
        member: String,
    };
    /// An end before its beginning.
    DatesReversed = "dates-reversed" {
        /// The later member.
        member: String,
    };
    /// A date that is not one.
    DateMalformed = "date-malformed" {
        /// The member.
        member: String,
        /// What it says.
        found: String,
    };
    /// Neither an id nor an identifier says about whom it is.
    SubjectUnnamed = "subject-unnamed";
    /// A schema that the badge names was not read.
    SchemaNotChecked = "schema-not-checked" {
        /// Its address.
        url: String,
    };
    /// The badge breaks a rule of a schema that it names.
    SchemaBroken = "schema-broken" {
        /// The schema's address.
        url: String,
        /// The rule's place in it.
        rule: String,
    };
    /// A schema that the badge names is no longer the one it was: its digest is another. It was not used.
    SchemaChanged = "schema-changed" {
        /// Its address.
        url: String,
    };
    /// An extension that we cannot check.
    ExtensionNotChecked = "extension-not-checked" {
        /// Its type.
        name: String,
    };
    /// A member of an identity hash that is unusual but readable.
    IdentityInconsistent = "identity-inconsistent" {
        /// What is wrong: `hash-not-a-hash`, `plain-looks-hashed`, `hashed-missing`.
        fault: String,
    };

    // proof
    /// There is no proof.
    ProofMissing = "proof-missing";
    /// A method of proof that we cannot check.
    MethodUnsupported = "method-unsupported" {
        /// Its name.
        method: String,
    };
    /// An older name of a method, still checked.
    MethodDeprecated = "method-deprecated" {
        /// Its name.
        method: String,
    };
    /// A proof that is not written as it must be.
    ProofMalformed = "proof-malformed" {
        /// The member at fault.
        member: String,
    };
    /// A base proof: it belongs to the holder, who shows a proof derived from it.
    BaseProof = "base-proof";
    /// The holder may have left parts out; what is there was signed.
    PartsWithheld = "parts-withheld";
    /// A proof made for another purpose.
    PurposeWrong = "purpose-wrong" {
        /// The purpose it names.
        found: String,
    };
    /// An algorithm that is never accepted, or does not fit the key.
    AlgorithmRefused = "algorithm-refused" {
        /// Its name.
        algorithm: String,
    };
    /// A header that must be understood and is not.
    HeaderCritical = "header-critical" {
        /// Its name.
        name: String,
    };
    /// A JWS header holds a private key.
    PrivateKeyExposed = "private-key-exposed";
    /// A key that is malformed, too weak or of the wrong length.
    KeyBad = "key-bad" {
        /// What is wrong, as a short technical word.
        fault: String,
    };
    /// The key says that it is for another algorithm than the one it was used with (RFC 7517 section 4.4).
    KeyOtherAlgorithm = "key-other-algorithm" {
        /// What the key says.
        named: String,
        /// What it was used with.
        used: String,
    };
    /// The key was not found where the proof says it is.
    KeyNotFound = "key-not-found" {
        /// The key's id.
        key: String,
    };
    /// The key may not be used to assert something.
    KeyPurpose = "key-purpose" {
        /// The key's id.
        key: String,
    };
    /// The key was revoked.
    KeyRevoked = "key-revoked" {
        /// Since when.
        since: Timestamp,
    };
    /// The key had expired.
    KeyExpired = "key-expired" {
        /// Since when.
        since: Timestamp,
    };
    /// A proof dated in the future.
    ProofFromFuture = "proof-from-future" {
        /// Its date.
        created: Timestamp,
    };
    /// The proof itself has expired.
    ProofExpired = "proof-expired" {
        /// Since when.
        expires: Timestamp,
    };
    /// A JWT claim does not say what the credential says.
    ClaimDiffers = "claim-differs" {
        /// The claim.
        claim: String,
    };
    /// A JWT claim is missing.
    ClaimMissing = "claim-missing" {
        /// The claim.
        claim: String,
    };
    /// The signature does not fit: the document, the proof or the key was changed.
    SignatureMismatch = "signature-mismatch";
    /// The signature is not even of the right length or form.
    SignatureMalformed = "signature-malformed";
    /// Nothing could be signed: the document does not become a graph.
    NotCanonical = "not-canonical";
    /// The signature fits only the other reading of one step of canonicalisation.
    CanonicalForm = "canonical-form" {
        /// `set`, where `list` is usual.
        form: String,
    };
    /// The signature fits only an older text of the context.
    OlderContext = "older-context" {
        /// The context's address.
        url: String,
    };

    // hosted
    /// Nothing is served there.
    NotServed = "not-served" {
        /// The address.
        url: String,
    };
    /// What is served there is no badge.
    ServedOther = "served-other" {
        /// The address.
        url: String,
    };
    /// Neither a proof nor an address from which it could be read.
    NotVerifiable = "not-verifiable";
    /// The address is not one at which this issuer's badges live.
    OutOfScope = "out-of-scope" {
        /// The assertion's address.
        url: String,
        /// The issuer's id.
        issuer: String,
    };
    /// No scope can be enforced, since the issuer has no address.
    ScopeUnenforceable = "scope-unenforceable";
    /// The badge class lives elsewhere than its issuer.
    ClassElsewhere = "class-elsewhere" {
        /// The badge class's address.
        url: String,
    };
    /// What is served under this address says it is something else.
    IdDiffers = "id-differs" {
        /// The address asked.
        expected: String,
        /// What it says.
        found: String,
    };
    /// The copy at hand says something else than what is served; the served one counts.
    CopyDiffers = "copy-differs";

    // issuer
    /// The key belongs to somebody else than the issuer.
    KeyNotIssuers = "key-not-issuers" {
        /// Who the key belongs to, as far as known.
        controller: String,
        /// The issuer the badge names.
        issuer: String,
    };
    /// The issuer's document lists keys, and not this one.
    KeyNotListed = "key-not-listed" {
        /// The issuer.
        issuer: String,
    };
    /// The issuer's document lists no key.
    IssuerListsNoKey = "issuer-lists-no-key" {
        /// The issuer.
        issuer: String,
    };
    /// The issuer is only its own key: no name is proven.
    IssuerIsKey = "issuer-is-key" {
        /// The issuer.
        issuer: String,
    };
    /// The issuer's id is not an address.
    IssuerNotAddress = "issuer-not-address" {
        /// The issuer.
        issuer: String,
    };
    /// Two documents name two issuers.
    IssuersDiffer = "issuers-differ" {
        /// One.
        first: String,
        /// The other.
        second: String,
    };
    /// A kind of DID that we cannot look up.
    DidUnsupported = "did-unsupported" {
        /// The method's name.
        method: String,
    };

    // status
    /// Revoked by its issuer.
    Revoked = "revoked" {
        /// The issuer's words; empty when none were given.
        reason: String,
    };
    /// Suspended by its issuer.
    Suspended = "suspended" {
        /// The issuer's words; empty when none were given.
        reason: String,
    };
    /// Its time has not begun.
    NotYetValid = "not-yet-valid" {
        /// When it begins.
        valid_from: Timestamp,
        /// The instant asked about.
        now: Timestamp,
    };
    /// Its time is over.
    Expired = "expired" {
        /// When it ended.
        valid_until: Timestamp,
        /// The instant asked about.
        now: Timestamp,
    };
    /// The status list was not read, and the reader said that this may be.
    StatusUnread = "status-unread" {
        /// Its address.
        url: String,
    };
    /// The status list is not good itself.
    StatusListBad = "status-list-bad" {
        /// What is wrong, as a short technical word: `signature`, `length`, `range`, `purpose`, `encoding`, `expired`, `issuer`, `type`.
        fault: String,
    };
    /// The list speaks for another issuer.
    StatusListIssuer = "status-list-issuer" {
        /// Who signed the list.
        found: String,
    };
    /// A kind of status that we cannot read.
    StatusUnsupported = "status-unsupported" {
        /// Its type.
        kind: String,
    };
    /// The issuer attached a message.
    StatusMessage = "status-message" {
        /// The message.
        message: String,
    };

    // recipient, endorsement, trust, resources
    /// It is about somebody else.
    RecipientDiffers = "recipient-differs";
    /// It matches only when letter case or spaces are set aside.
    RecipientCase = "recipient-case";
    /// The hash is of a kind that is easy to break.
    RecipientWeakHash = "recipient-weak-hash";
    /// The badge names nobody in a way that can be compared.
    RecipientUnknown = "recipient-unknown";
    /// A telephone number without its country, which could be in several: it was not compared.
    RecipientNational = "recipient-national";
    /// An endorsement does not hold.
    EndorsementBad = "endorsement-bad" {
        /// Its id.
        id: String,
    };
    /// An endorsement of something else than what carries it.
    EndorsementElsewhere = "endorsement-elsewhere" {
        /// What it endorses.
        subject: String,
    };
    /// The issuer is not on the reader's list. That is no fault.
    IssuerUnknown = "issuer-unknown" {
        /// The issuer.
        issuer: String,
    };
    /// The issuer is on the reader's list, and this badge was signed by a key that the list does not name.
    IssuerOtherKey = "issuer-other-key" {
        /// The issuer.
        issuer: String,
        /// The list's name.
        list: String,
    };
    /// A list of the reader's has come to its end, and says nothing any more.
    TrustListOver = "trust-list-over" {
        /// The list's name.
        list: String,
        /// Since when.
        since: Timestamp,
    };
    /// Read long ago.
    Stale = "stale" {
        /// The address.
        url: String,
        /// When it was read.
        fetched: Timestamp,
    };
    /// Read from an archive, not from the issuer's server: what happened since is not known.
    FromArchive = "from-archive" {
        /// How many addresses.
        count: usize,
        /// When the archive was made.
        made: Timestamp,
        /// Whole days between then and the instant for which the badge is judged.
        days: i64,
    };
    /// Read from an archive that says it was made after the instant for which the badge is judged.
    ArchiveFromFuture = "archive-from-future" {
        /// When the archive says that it was made.
        made: Timestamp,
    };
    /// What is shown and judged is a newer version, which the issuer serves in place of the badge at hand.
    NewerShown = "newer-shown" {
        /// When the badge at hand begins.
        held: Timestamp,
        /// When the one that is shown begins.
        shown: Timestamp,
    };
    /// A newer version could not be used; the badge at hand was judged.
    RefreshFailed = "refresh-failed" {
        /// The address.
        url: String,
    };
}

impl Reason {
    /// The id as a code is written: `signature_mismatch`.
    #[must_use]
    pub fn code(&self) -> String {
        self.id().replace('-', "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_id_with_other_dashes() {
        let reason = Reason::SignatureMismatch;
        assert_eq!((reason.id(), reason.code().as_str()), ("signature-mismatch", "signature_mismatch"));
    }
}
