//! What the two reference validators flag, and what shows that it does not escape us: `docs/validators.md` is made from the
//! table below (`BADGE_WRITE_DOCS=1 cargo test -p badge-tests --test validators`).
//!
//! A row is one thing that one of their probes flags. It is shown by cases of the corpus that do not pass, by tests, or it
//! has a reason why it is not flagged here. Nothing else counts: a row without any of the three stops the test.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use badge_tests::{corpus, requirements};

enum By {
    /// Cases that are rejected, warned of, or left open.
    Cases(&'static [&'static str]),
    /// Tests, by the names of their functions.
    Tests(&'static [&'static str]),
    /// Flagged by them, not by us; and why.
    Not(&'static str),
}

use By::{Cases, Not, Tests};

/// Whose probe, its name, what it flags, what shows it here.
type Row = (&'static str, &'static str, &'static str, By);

const ROWS: &[Row] = &[
    // the validator in Java, Open Badges 3.0
    (
        "PRB-J-01",
        "CredentialParseProbe",
        "no JSON, no token, no picture that carries one",
        Cases(&["document_cut-short", "container_gif", "container_cut-short", "container_letter"]),
    ),
    (
        "PRB-J-01",
        "CredentialParseProbe",
        "no credential in the picture",
        Cases(&["container_stripped", "container_stripped-svg"]),
    ),
    ("PRB-J-01", "CredentialParseProbe", "a token without three parts", Cases(&["jwt_cut-off"])),
    ("PRB-J-02", "JsonLDValidationProbe", "a term that is not defined", Cases(&["document_term-undefined"])),
    (
        "PRB-J-02",
        "JsonLDValidationProbe",
        "a context that is bad or cannot be had",
        Cases(&["document_context-unknown", "document_context-redefined"]),
    ),
    (
        "PRB-J-03",
        "ContextPropertyProbe",
        "a required context is not in its place",
        Cases(&["document_context-missing", "document_context-older-model-alone"]),
    ),
    (
        "PRB-J-03",
        "ContextPropertyProbe",
        "a warning for another version of the context",
        Not(
            "the published versions are all good: what was signed over is what that version says, and each is known (docs/versions.md)",
        ),
    ),
    (
        "PRB-J-04",
        "TypePropertyProbe",
        "no VerifiableCredential, no OpenBadgeCredential",
        Cases(&["document_type-missing", "document_untyped"]),
    ),
    (
        "PRB-J-05",
        "JsonSchemasProbe",
        "whatever breaks the schema: required, types, formats, lists of values",
        Tests(&[
            "each_fault_is_told_at_its_place",
            "one_change_to_a_signed_badge",
            "the_older_model_has_its_own_dates_and_asks_for_a_name",
        ]),
    ),
    (
        "PRB-J-06",
        "InlineJsonSchemaProbe",
        "a schema that the badge names is broken, or cannot be read",
        Cases(&["schema_bad", "schema_unread", "schema_external-ref", "schema_w3c-bad"]),
    ),
    ("PRB-J-07", "CredentialSubjectProbe", "type of the subject", Cases(&["document_subject-type"])),
    ("PRB-J-07", "CredentialSubjectProbe", "neither id nor identifier", Cases(&["document_subject-unnamed"])),
    (
        "PRB-J-07",
        "CredentialSubjectProbe",
        "no achievement; criteria of nothing",
        Cases(&["document_without-achievement", "document_without-criteria", "document_empty-criteria"]),
    ),
    (
        "PRB-J-07",
        "CredentialSubjectProbe",
        "identifier, result, its description, source without their types",
        Tests(&["each_fault_is_told_at_its_place", "contexts_subjects_and_lists"]),
    ),
    ("PRB-J-08", "EvidenceProbe", "evidence without its type", Tests(&["each_fault_is_told_at_its_place"])),
    (
        "PRB-J-09",
        "IssuerProbe",
        "no issuer, not a Profile, parts of it without their types",
        Tests(&["each_fault_is_told_at_its_place"]),
    ),
    (
        "PRB-J-09",
        "IssuerProbe",
        "a warning when its home page does not answer",
        Not(
            "a home page says nothing about a badge, and asking for it would tell the issuer's server that somebody looked",
        ),
    ),
    (
        "PRB-J-10",
        "EmbeddedProofProbe",
        "no proof, none of a known kind",
        Cases(&["proof_missing", "proof_empty-list", "proof_suite-unknown"]),
    ),
    (
        "PRB-J-10",
        "EmbeddedProofProbe",
        "another purpose than assertion",
        Cases(&["proof_purpose", "proof_without-purpose"]),
    ),
    (
        "PRB-J-10",
        "EmbeddedProofProbe",
        "a method without a scheme, or of an unknown one",
        Tests(&["proofs_that_name_no_key"]),
    ),
    (
        "PRB-J-10",
        "EmbeddedProofProbe",
        "a DID that leads nowhere, a key document that cannot be used",
        Cases(&["issuer_not-found", "issuer_not-json", "proof_did-unknown", "proof_key-malformed"]),
    ),
    ("PRB-J-10", "EmbeddedProofProbe", "a key of another kind", Cases(&["proof_key-does-not-fit"])),
    ("PRB-J-10", "EmbeddedProofProbe", "a controller that is not the issuer", Cases(&["issuer_somebody-else"])),
    (
        "PRB-J-10",
        "EmbeddedProofProbe",
        "a signature that does not fit",
        Cases(&[
            "proof_tampered",
            "suite_ecdsa-rdfc-p256-tampered",
            "suite_ecdsa-rdfc-p384-tampered",
            "sd_derived-tampered",
        ]),
    ),
    ("PRB-J-11", "ExternalProofProbe", "an algorithm that is not accepted", Cases(&["jwt_none"])),
    (
        "PRB-J-11",
        "ExternalProofProbe",
        "PS256, ES384, EdDSA and others",
        Not(
            "the specification asks for RS256 and ES256 and lets others be used; those that are read are good ones (docs/proofs.md)",
        ),
    ),
    ("PRB-J-11", "ExternalProofProbe", "neither jwk nor kid, or no key there", Tests(&["headers_that_are_refused"])),
    (
        "PRB-J-11",
        "ExternalProofProbe",
        "a bad signature",
        Tests(&["every_algorithm_of_vc_jwt", "the_header_is_signed_too"]),
    ),
    ("PRB-J-11", "ExternalProofProbe", "exp is past, nbf is to come", Cases(&["jwt_exp-alone", "status_not-yet"])),
    (
        "PRB-J-12",
        "refresh",
        "nothing: a newer version that cannot be fetched is passed over",
        Cases(&["refresh_unread", "refresh_tampered"]),
    ),
    (
        "PRB-J-13",
        "RevocationListProbe",
        "revoked; a warning when the list was not read",
        Cases(&["status_revoked", "status_named-revoked", "status_unread"]),
    ),
    (
        "PRB-J-14",
        "BitstringStatusListProbe",
        "purpose, length, place out of range, bit set",
        Cases(&["status_list-purpose", "status_list-short", "status_out-of-range", "status_revoked"]),
    ),
    (
        "PRB-J-14",
        "BitstringStatusListProbe",
        "size of an entry, its address, an empty list",
        Tests(&["status_entries_that_say_nothing", "a_list_that_cannot_be_relied_on_says_why"]),
    ),
    (
        "PRB-J-14",
        "BitstringStatusListCredentialInspector",
        "the list itself: its proof, type, subject, dates",
        Cases(&["status_list-tampered", "status_list-over", "status_list-is-a-badge", "status_list-is-a-page"]),
    ),
    (
        "PRB-J-15",
        "ExpirationProbe, IssuanceProbe",
        "expired; not yet valid",
        Cases(&["status_expired", "status_not-yet"]),
    ),
    (
        "PRB-J-15",
        "ExpirationProbe, IssuanceProbe",
        "a date that cannot be read",
        Cases(&["document_date-without-zone"]),
    ),
    (
        "PRB-J-16",
        "EndorsementInspector",
        "an endorsement that is altered, over, or of no subject",
        Cases(&[
            "endorsement_tampered",
            "endorsement_over",
            "endorsement_without-subject",
            "endorsement_without-context",
        ]),
    ),
    ("PRB-J-16", "EndorsementInspector", "the same within endorsements", Cases(&["endorsement_strict"])),
    ("PRB-J-17", "NO_UNCAUGHT_EXCEPTIONS", "any exception", Tests(&["arbitrary_bytes", "mutated_png", "mutated_svg"])),
    // the validator in Java, Open Badges 2.0
    (
        "PRB-J-30",
        "CredentialParseProbe, ContextPropertyProbe, TypePropertyProbe",
        "no badge, no context, no known class",
        Tests(&["the_context_is_asked_for", "what_others_flag_in_a_graph"]),
    ),
    (
        "PRB-J-31",
        "JsonLDCompactionProbe",
        "linked data that cannot be read; another id than the address",
        Cases(&["hosted_moved", "hosted_circle"]),
    ),
    (
        "PRB-J-32",
        "JsonLDValidationProbe",
        "terms without a meaning",
        Not("no signature of 2.0 is made over terms; what has no meaning is passed over and never shown (OB2-VER-12)"),
    ),
    (
        "PRB-J-33",
        "GraphFetcherProbe",
        "links that are none, ids that are none",
        Tests(&["what_others_flag_in_a_graph"]),
    ),
    (
        "PRB-J-34",
        "ValidationPropertyProbe",
        "required, too many values, wrong types, links that are none",
        Tests(&["assertions", "badge_classes", "issuers", "one_change_to_a_hosted_badge"]),
    ),
    (
        "PRB-J-35",
        "ValidationRdfTypePropertyProbe",
        "none of the allowed types",
        Tests(&["assertions", "badge_classes", "issuers"]),
    ),
    (
        "PRB-J-36",
        "ValidationImagePropertyProbe",
        "a picture that cannot be had or is none, a data URI where none may be",
        Cases(&["hosted_picture-missing", "hosted_picture-is-a-page"]),
    ),
    (
        "PRB-J-37",
        "ValidationIssuerPropertyProbe",
        "an issuer whose id is no address",
        Tests(&["an_embedded_issuer_without_an_address", "a_signed_badge_whose_issuer_has_no_address_stays_open"]),
    ),
    (
        "PRB-J-38",
        "VerificationDependenciesProbe",
        "out of the issuer's scope",
        Cases(&["hosted_scope-host", "hosted_scope-path", "hosted_scope-climbs"]),
    ),
    (
        "PRB-J-39",
        "AssertionRevocationListProbe",
        "named in the issuer's list",
        Cases(&["signed_revoked", "hosted_listed"]),
    ),
    (
        "PRB-J-40",
        "VerificationJWTProbe",
        "a key that the issuer does not list, a bad signature",
        Cases(&["signed_key-not-listed", "signed_altered", "signed_other-kind-of-key"]),
    ),
    (
        "PRB-J-41",
        "ExpirationProbe, IssuanceProbe",
        "expired; issued in the future",
        Cases(&["hosted_expired", "hosted_from-future"]),
    ),
    ("PRB-J-42", "ExtensionProbe", "an extension that breaks its schema", Cases(&["hosted_extension-bad"])),
    ("PRB-J-42", "ExtensionProbe", "a schema that cannot be loaded", Cases(&["hosted_extension-unknown"])),
    (
        "PRB-J-43",
        "OB20EndorsementInspector",
        "an endorsement out of scope, revoked, over",
        Tests(&["an_endorsement_out_of_its_scope", "an_endorsement_that_is_withdrawn"]),
    ),
    (
        "PRB-J-44",
        "VerificationRecipientProbe",
        "nothing: it is not called, and could not match",
        Cases(&["recipient_other"]),
    ),
    // the validator in Python
    ("PRB-P-01", "DETECT_INPUT_TYPE", "JSON that does not say where it is served", Cases(&["hosted_nowhere"])),
    (
        "PRB-P-02",
        "PROCESS_BAKED_RESOURCE",
        "no picture that carries a badge",
        Cases(&["container_stripped", "container_gif"]),
    ),
    (
        "PRB-P-03",
        "FETCH_HTTP_NODE",
        "neither JSON nor a picture is served",
        Cases(&["hosted_page", "hosted_issuer-is-a-page"]),
    ),
    ("PRB-P-04", "INTAKE_JSON", "no JSON", Cases(&["hosted_page", "document_cut-short"])),
    (
        "PRB-P-05",
        "JSONLD_COMPACT_DATA",
        "no linked data; another id than the address",
        Cases(&["hosted_moved", "hosted_circle"]),
    ),
    ("PRB-P-06", "PROCESS_JWS_INPUT", "nothing: it reads", Tests(&["every_algorithm_and_form_of_key_of_signed_2_0"])),
    (
        "PRB-P-07",
        "UPGRADE_0_5_NODE, UPGRADE_1_0_NODE, UPGRADE_1_1_NODE",
        "an id that cannot be found out",
        Cases(&["older_0.5-in-hand", "older_1.0-elsewhere"]),
    ),
    (
        "PRB-P-07",
        "UPGRADE_0_5_NODE, UPGRADE_1_0_NODE, UPGRADE_1_1_NODE",
        "a date that cannot be found out",
        Cases(&["older_0.5-date"]),
    ),
    (
        "PRB-P-08",
        "DETECT_AND_VALIDATE_NODE_CLASS, VALIDATE_EXPECTED_NODE_CLASS",
        "another class than expected",
        Cases(&["hosted_class-is-no-class"]),
    ),
    (
        "PRB-P-09",
        "VALIDATE_PROPERTY",
        "required, too many values, wrong types, links that are none",
        Tests(&["assertions", "badge_classes", "issuers", "what_others_flag_in_a_graph"]),
    ),
    (
        "PRB-P-10",
        "VALIDATE_RDF_TYPE_PROPERTY",
        "none of the allowed types (meant, and never run)",
        Tests(&["assertions", "badge_classes", "issuers"]),
    ),
    (
        "PRB-P-11",
        "ASSERTION_TIMESTAMP_CHECKS",
        "issued in the future, over before it began, expired",
        Cases(&["hosted_from-future", "hosted_expired"]),
    ),
    ("PRB-P-11", "ASSERTION_TIMESTAMP_CHECKS", "an end before the beginning", Tests(&["assertions"])),
    (
        "PRB-P-12",
        "ASSERTION_VERIFICATION_DEPENDENCIES, HOSTED_ID_IN_VERIFICATION_SCOPE",
        "out of the issuer's scope",
        Cases(&["hosted_scope-host", "hosted_scope-path", "hosted_scope-climbs"]),
    ),
    (
        "PRB-P-13",
        "CRITERIA_PROPERTY_DEPENDENCIES",
        "criteria of nothing",
        Cases(&["hosted_criteria-of-nothing", "hosted_without-criteria"]),
    ),
    (
        "PRB-P-14",
        "FLATTEN_EMBEDDED_RESOURCE",
        "nothing: what is served takes the place of what is embedded",
        Cases(&["hosted_embedded"]),
    ),
    (
        "PRB-P-15",
        "IDENTITY_OBJECT_PROPERTY_DEPENDENCIES",
        "hashed and its value do not agree",
        Cases(&["hosted_hash", "hosted_hashed-unsaid"]),
    ),
    (
        "PRB-P-16",
        "IMAGE_VALIDATION",
        "no picture, several, one that cannot be had or is none",
        Cases(&["hosted_without-image", "hosted_picture-missing", "hosted_picture-is-a-page"]),
    ),
    (
        "PRB-P-17",
        "ISSUER_PROPERTY_DEPENDENCIES",
        "an issuer whose id is no address",
        Tests(&["an_embedded_issuer_without_an_address"]),
    ),
    (
        "PRB-P-18",
        "VALIDATE_EXTENSION_NODE, VALIDATE_EXTENSION_SINGLE",
        "an extension of no kind, or that breaks its schema",
        Cases(&["hosted_extension-bad", "hosted_extension-unknown"]),
    ),
    (
        "PRB-P-19",
        "VALIDATE_REVOCATIONLIST_ENTRIES",
        "a list that is none, entries that name nothing",
        Tests(&["revocation_lists"]),
    ),
    ("PRB-P-20", "VERIFY_JWS", "a bad signature; no key named", Cases(&["signed_altered", "signed_no-keys"])),
    ("PRB-P-21", "VERIFY_KEY_OWNERSHIP", "a key that the issuer does not list", Cases(&["signed_key-not-listed"])),
    ("PRB-P-22", "VERIFY_SIGNED_ASSERTION_NOT_REVOKED", "revoked, with the reason", Cases(&["signed_revoked"])),
    (
        "PRB-P-23",
        "VERIFY_RECIPIENT_IDENTIFIER",
        "about somebody else, or nobody that could be compared",
        Cases(&["recipient_other", "recipient_unknown"]),
    ),
    (
        "PRB-P-24",
        "ASSERTION_VERIFICATION_CHECK, SIGNING_KEY_FETCHED",
        "nothing: marks on its way",
        Tests(&["every_document_is_read_once_and_no_other"]),
    ),
    (
        "PRB-P-25",
        "(a task that never ran)",
        "whatever was left open",
        Cases(&["hosted_unread", "hosted_class-unread", "signed_unread"]),
    ),
    (
        "PRB-P-90",
        "what it never looks at",
        "types, e-mail addresses, texts that are none, an endorsement's verification",
        Tests(&["assertions", "badge_classes", "issuers", "endorsements"]),
    ),
    (
        "PRB-P-90",
        "what it never looks at",
        "a hosted badge that was withdrawn",
        Cases(&["hosted_gone", "hosted_revoked"]),
    ),
];

/// Their probes, as far as they are numbered.
fn probes() -> Vec<String> {
    let java = (1..=17).chain(30..=44).map(|n| format!("PRB-J-{n:02}"));
    java.chain((1..=25).chain([90]).map(|n| format!("PRB-P-{n:02}"))).collect()
}

/// Whether the case is about something that does not simply pass: what its description says that a report says, which
/// `tests/tests/corpus.rs` holds it to.
fn flags(case: &str) -> bool {
    let (_, toml) = corpus::description(&corpus::folder().join(case));
    let text = |key: &str| toml.get(key).and_then(toml::Value::as_str).unwrap_or_default();
    text("outcome") != "pass" || text("recipient") == "mismatch"
}

#[test]
fn nothing_that_they_rightly_flag_escapes_us() {
    let tests = requirements::functions();
    let mut out = String::from(
        "# What the two reference validators flag\n\nMade by `tests/tests/validators.rs`; do not edit it by hand.\n\n\
         1EdTech's validators, one in Java and one in Python, look at badges in steps that they call probes and tasks. Each \
         thing that one of them flags is listed here, with what shows that it is not passed over by this verifier: cases \
         in `fixtures/badges` that are rejected, warned of or left open, or tests that change one thing after the other. \
         What they flag and we do not has its reason.\n\n| Probe | What it flags | Here |\n|---|---|---|\n",
    );
    let mut last = "";
    for (id, name, what, by) in ROWS {
        assert!(probes().contains(&(*id).to_owned()), "{id} is no probe");
        let here = match by {
            Cases(cases) => {
                assert!(!cases.is_empty(), "{id}: {what}");
                for case in *cases {
                    assert!(flags(case), "{id}: {case} passes");
                }
                let links = cases.iter().map(|case| format!("[{case}](../fixtures/badges/{case})"));
                links.collect::<Vec<_>>().join(", ")
            }
            Tests(names) => {
                assert!(!names.is_empty(), "{id}: {what}");
                for test in *names {
                    assert!(tests.contains(*test), "{id}: there is no test {test}");
                }
                names.iter().map(|test| format!("`{test}`")).collect::<Vec<_>>().join(", ")
            }
            Not(why) => format!("*not flagged: {why}*"),
        };
        let shown = if *name == last { String::new() } else { (*name).to_owned() };
        let _ = writeln!(out, "| {shown} | {what} | {here} |");
        last = name;
    }
    let unlisted: Vec<String> = probes().into_iter().filter(|p| !ROWS.iter().any(|row| row.0 == p)).collect();
    assert_eq!(unlisted, Vec::<String>::new(), "probes without a row");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/validators.md");
    if std::env::var_os("BADGE_WRITE_DOCS").is_some() {
        fs::write(&file, &out).expect("docs/validators.md");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(committed, out, "docs/validators.md is stale: BADGE_WRITE_DOCS=1 writes it again");
}
