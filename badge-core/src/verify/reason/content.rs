//! Reasons in what was given: the thing that carries a badge, the statement of a QR code, the document.

/// Hands what was said before, and then its own reasons, on to the next.
macro_rules! content {
    ([$next:ident $($later:ident)*] $($said:tt)*) => {
        $next! { [$($later)*] $($said)*
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
            /// The statement says something else than the full badge that it was made for.
            CompactDiffers = "compact-differs" {
                /// What differs, as the claim's name: `n`, `o`, `a`, `r`, `f`, `t`.
                claim: String,
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
        }
    };
}
pub(super) use content;
