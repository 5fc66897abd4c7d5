//! Reasons in what is behind it: proofs, addresses, issuers, status, and what the reader knows.

/// Hands what was said before, and then its own reasons, on to the next.
macro_rules! standing {
    ([$next:ident $($later:ident)*] $($said:tt)*) => {
        $next! { [$($later)*] $($said)*
            // proof
            /// There is no proof.
            ProofMissing = "proof-missing";
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
                /// The members that the signature does not cover: anybody may have added them.
                members: String,
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
            /// An endorsement names what carries it by an id that is not the issuer's to give: anybody could write that id
            /// into a badge of their own.
            EndorsementUnbound = "endorsement-unbound" {
                /// The id.
                id: String,
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
                /// The address; of several read on one day, the one read first.
                url: String,
                /// When it was read.
                fetched: Timestamp,
                /// How many addresses.
                count: usize,
            };
            /// Read after the instant for which the badge is judged: how it was then is not known.
            ReadLater = "read-later" {
                /// How many addresses.
                count: usize,
                /// When the first was read.
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
            /// A newer version is served already, and begins later: until then the badge at hand holds.
            NewerToCome = "newer-to-come" {
                /// When the badge at hand begins.
                held: Timestamp,
                /// When the newer one begins.
                shown: Timestamp,
            };
            /// A newer version could not be used; the badge at hand was judged.
            RefreshFailed = "refresh-failed" {
                /// The address.
                url: String,
            };
        }
    };
}
pub(super) use standing;
