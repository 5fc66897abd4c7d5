//! Every bound of `Limits` is reached by a test: here, or in the one that is named.

use badge_core::container::{self, Keyword, Raw};
use badge_core::limits::Limits;
use badge_core::verify::{Because, Outcome, Reason, Verdict};
use badge_tests::corpus::{Case, folder};
use badge_tests::requirements::{bodies, repository};
use badge_tests::rules::{at, case, change, parse, signed, test_key};

/// Bounds that are reached elsewhere, and by which test.
const ELSEWHERE: &[(&str, &str)] = &[
    ("answer_bytes", "the_limit_is_exact"),
    ("canon_work", "canonicalising_is_bounded_for_the_whole_report"),
    ("compact_bytes", "bounds_and_claims_are_kept"),
    ("contexts", "contexts_are_bounded_by_their_terms"),
    ("faults", "faults_are_bounded"),
    ("found", "each_bound_is_reached_and_told_once"),
    ("links", "each_bound_is_reached_and_told_once"),
    ("links_followed", "each_bound_is_reached_and_told_once"),
    ("lookups", "what_is_over_the_limit_is_refused_by_name"),
    ("nesting", "each_bound_is_reached_and_told_once"),
    ("parts", "each_bound_is_reached_and_told_once"),
    ("parts_bytes", "each_bound_is_reached_and_told_once"),
    ("pdf_object_bytes", "object_streams_share_what_may_be_inflated"),
    ("pdf_operations", "pages_and_operators_are_bounded"),
    ("pdf_pages", "pages_and_operators_are_bounded"),
    ("pdf_tokens", "bombs_are_bounded_and_named"),
    ("png_chunks", "other_damage_is_named"),
    ("qr_codes", "limits_hold"),
    ("qr_tries", "limits_hold"),
    ("rounds", "both_forms_settle_alike_and_end"),
    ("scan_pixels", "pixels_are_bounded"),
    ("table_bytes", "tables_are_bounded"),
    ("table_cells", "bounds_hold"),
    ("table_columns", "bounds_hold"),
    ("table_rows", "bounds_hold"),
    ("zip_bytes", "bounds_are_told_by_name"),
    ("zip_entries", "bounds_are_told_by_name"),
    ("zip_ratio", "bounds_are_told_by_name"),
    ("zip_unpacked_bytes", "bounds_are_told_by_name"),
];

/// A bound, how it is lowered, and a case that is then told to be over it.
type Row = (&'static str, fn(&mut Limits), fn() -> Case);

/// Bounds that one badge reaches by itself: over them it says so by their name.
const ROWS: &[Row] = &[
    ("json_depth", |l| l.json_depth = 3, || case("proof_good")),
    ("json_values", |l| l.json_values = 20, || case("proof_good")),
    ("quads", |l| l.quads = 10, || case("proof_good")),
    ("context_depth", |l| l.context_depth = 0, || case("proof_good")),
    ("contexts", |l| l.contexts = 1, scoped),
    ("canon_calls", |l| l.canon_calls = 1, ring),
    ("canon_permutations", |l| l.canon_permutations = 1, ring),
    ("proofs", |l| l.proofs = 1, || case("proof_one-of-two")),
    ("endorsements", |l| l.endorsements = 0, || case("endorsement_good")),
    ("endorsement_depth", |l| l.endorsement_depth = 0, || case("endorsement_good")),
    ("status_entries", |l| l.status_entries = 1, listed_twice),
    ("status_bytes", |l| l.status_bytes = 20_000, listed_twice),
];

/// A badge with something added, signed anew.
fn with(pointer: &str, to: &str) -> Case {
    let mut case = case("proof_good");
    let mut doc = case.document();
    change(&mut doc, "/proof", "-");
    change(&mut doc, pointer, to);
    case.badge = signed(doc.as_object().unwrap(), &test_key("ed25519"));
    case
}

/// Terms of its own, in a context inside a context.
fn scoped() -> Case {
    let mut doc = case("proof_good").document();
    let own = r#"{"a":{"@id":"https://e.org/a","@context":{"b":{"@id":"https://e.org/b","@context":{"c":"https://e.org/c"}}}}}"#;
    let Some(badge_core::json::Value::Array(contexts)) = doc.as_object_mut().unwrap().get_mut("@context") else {
        panic!()
    };
    contexts.push(parse(own));
    change(&mut doc, "/a", r#"{"b":{"c":"d"}}"#);
    change(&mut doc, "/proof", "-");
    let mut case = case("proof_good");
    case.badge = signed(doc.as_object().unwrap(), &test_key("ed25519"));
    case
}

/// Nodes without a name that look all alike.
fn ring() -> Case {
    let node = |i: usize| {
        format!(r#"{{"id":"_:r{i}","https://e.org/p":[{{"id":"_:r{}"}},{{"id":"_:r{}"}}]}}"#, (i + 1) % 4, (i + 2) % 4)
    };
    with("/https:~1~1e.org~1q", &format!("[{}]", (0..4).map(node).collect::<Vec<_>>().join(",")))
}

/// Two entries of one list.
fn listed_twice() -> Case {
    let listed = case("status_in-force");
    let entry = listed.document().get("credentialStatus").cloned().unwrap().to_compact();
    let other = entry.replace("94568", "94569");
    let mut twice = with("/credentialStatus", &format!("[{entry},{other}]"));
    twice.known = listed.known;
    twice
}

/// The bounds that a report says it is over.
fn over(case: &Case) -> Vec<String> {
    let report = case.judge().report;
    let limit = |outcome: &Outcome| match outcome {
        Outcome::Fail(Reason::OverLimit { limit })
        | Outcome::Warn(Reason::OverLimit { limit })
        | Outcome::Skipped(Because::Undecided(Reason::OverLimit { limit })) => Some(limit.clone()),
        _ => None,
    };
    report.checks.iter().filter_map(|c| limit(&c.outcome)).collect()
}

#[test]
fn a_badge_over_a_bound_is_told_by_its_name() {
    for (name, lower, case) in ROWS {
        let mut case = case();
        let usual = case.judge().report.verdict;
        assert_eq!(over(&case), Vec::<String>::new(), "{name} at the default");
        assert_eq!(usual, Verdict::Verified, "{name} at the default: {:?}", case.remarks());
        lower(&mut case.policy.limits);
        let told = over(&case);
        assert!(told.iter().any(|l| l == name), "{name}: {told:?} {:?}", case.remarks());
    }
}

#[test]
fn too_many_bytes_are_not_read() {
    let mut limits = Limits::default();
    let good = case("proof_good");
    let Raw::Json(bytes) = &good.badge.raw else { panic!() };
    limits.document_bytes = bytes.len() - 1;
    let found = |bytes: &[u8], limits: &Limits| container::open(bytes, limits).found.len();
    assert_eq!((found(bytes, &Limits::default()), found(bytes, &limits)), (1, 0));
    let mut case = case("proof_good");
    case.policy.limits = limits;
    assert_eq!(case.remarks()[0], "document.json too-large");

    let picture = std::fs::read(folder().join("container_png/badge.png")).unwrap();
    let mut limits = Limits::default();
    limits.image_bytes = picture.len() - 1;
    assert_eq!((found(&picture, &Limits::default()), found(&picture, &limits)), (1, 0));
    let mut limits = Limits::default();
    limits.picture_pixels = 1;
    assert!(
        container::picture_info(&picture, &limits).is_err()
            && container::picture_info(&picture, &Limits::default()).is_ok()
    );

    let compressed = std::fs::read(folder().join("container_compressed/badge.png")).unwrap();
    let mut limits = Limits::default();
    limits.inflated_text_bytes = 100;
    assert_eq!((found(&compressed, &Limits::default()), found(&compressed, &limits)), (1, 0));

    let drawing = std::fs::read(folder().join("container_svg/badge.svg")).unwrap();
    for lower in [|l: &mut Limits| l.xml_events = 2, |l: &mut Limits| l.xml_depth = 1] {
        let mut limits = Limits::default();
        lower(&mut limits);
        assert_eq!((found(&drawing, &Limits::default()), found(&drawing, &limits)), (1, 0));
    }
    assert!(container::unbake(&drawing, Keyword::OpenBadgeCredential, &Limits::default()).is_ok());

    let mut limits = Limits::default();
    limits.container_bytes = 21;
    // An empty archive, of 22 bytes.
    let archive = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let told = |limits: &Limits| format!("{:?}", container::open(&archive, limits).findings);
    assert!(told(&limits).contains("TooLarge") && !told(&Limits::default()).contains("TooLarge"), "{}", told(&limits));
}

// A schema that would cost too much is told to be unchecked; the badge is not refused for it.
#[test]
fn schemas_are_bounded() {
    let unchecked = |lower: fn(&mut Limits)| {
        let mut case = case("schema_good");
        lower(&mut case.policy.limits);
        assert_eq!(case.judge().report.verdict, Verdict::Verified);
        case.remarks().iter().any(|l| l.starts_with("(document.schema schema-not-checked"))
    };
    assert!(!unchecked(|_| ()));
    assert!(unchecked(|limits| limits.schemas = 0));
    assert!(unchecked(|limits| limits.schema_values = 1));
    assert!(unchecked(|limits| limits.schema_work = 1));
}

// Thousands of chunks are walked through; beyond the bound the picture is refused, however small it is.
#[test]
fn a_picture_of_many_chunks() {
    let picture = std::fs::read(folder().join("container_png/badge.png")).unwrap();
    let mut sum = flate2::Crc::new();
    sum.update(b"tEXt");
    let chunk = [&[0, 0, 0, 0][..], b"tEXt", &sum.sum().to_be_bytes()].concat();
    let (head, rest) = picture.split_at(33);
    let most = Limits::default().png_chunks;
    for (count, found) in [(5_000, 1), (most, 0)] {
        let many = [head, &chunk.repeat(count), rest].concat();
        let opened = container::open(&many, &Limits::default());
        assert_eq!((opened.found.len(), opened.findings.len()), (found, 1 - found), "{:?}", opened.findings);
    }
}

#[test]
fn a_list_that_inflates_too_far_is_bad() {
    let mut case = case("status_in-force");
    case.policy.limits.status_list_bytes = 1_000;
    assert!(
        case.remarks().contains(&"status.revocation status-list-bad /credentialStatus".to_owned()),
        "{:?}",
        case.remarks()
    );
}

// Megabytes of endorsements, and a token whose header alone has one: each is refused by its size, or looked at up to the
// bound.
#[test]
fn megabytes_are_answered() {
    let good = case("endorsement_jwt");
    let mut doc = good.document();
    let place = "/credentialSubject/achievement/endorsementJwt";
    let one = at(&mut doc, place).many()[0].to_compact();
    change(&mut doc, "/proof", "-");
    change(&mut doc, place, &format!("[{}]", vec![one.clone(); 600_000 / one.len()].join(",")));
    let mut case = case("endorsement_jwt");
    case.badge = signed(doc.as_object().unwrap(), &test_key("ed25519"));
    let report = case.judge().report;
    assert_eq!(report.endorsements.len(), case.policy.limits.endorsements);
    assert!(over(&case).contains(&"endorsements".to_owned()));

    for size in [500_000, 2_000_000] {
        let mut token = badge_tests::rules::case("jwt_good");
        let Raw::Jws(jws) = &token.badge.raw else { panic!() };
        let rest = jws.split_once('.').unwrap().1;
        let header = format!(r#"{{"alg":"EdDSA","kid":"{}"}}"#, "k".repeat(size));
        token.badge.raw = Raw::Jws(format!("{}.{rest}", badge_core::text::base64url(header.as_bytes())));
        let report = token.judge().report;
        assert_eq!(report.verdict, Verdict::Rejected, "{:?}", token.remarks());
        assert!(report.to_value().to_compact().len() < 100_000);
    }
}

#[test]
fn every_bound_is_reached_by_a_test() {
    let source = std::fs::read_to_string(repository().join("badge-core/src/limits.rs")).unwrap();
    let fields: Vec<&str> =
        source.lines().filter_map(|l| l.trim().strip_prefix("pub ")?.split_once(": ").map(|(f, _)| f)).collect();
    assert!(fields.len() >= 38, "{fields:?}");
    let bodies = bodies();
    let here = ["too_many_bytes_are_not_read", "a_list_that_inflates_too_far_is_bad", "schemas_are_bounded"]
        .map(|test| &bodies[test]);
    let mut wrong = Vec::new();
    for field in &fields {
        let reached = ROWS.iter().any(|(name, ..)| name == field)
            || here.iter().any(|body| body.contains(&format!("{field} =")))
            || ELSEWHERE
                .iter()
                .any(|(name, test)| name == field && bodies.get(*test).is_some_and(|b| b.contains(field)));
        if !reached {
            wrong.push(*field);
        }
    }
    assert!(wrong.is_empty(), "no test reaches {wrong:?}");
    let gone: Vec<&str> = ELSEWHERE.iter().map(|(name, _)| *name).filter(|name| !fields.contains(name)).collect();
    assert!(gone.is_empty(), "no such bounds: {gone:?}");
}
