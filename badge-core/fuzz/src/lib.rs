//! What is done with bytes from outside, and what must hold whatever they are. Beside never panicking, each function
//! names a property of its own.
//!
//! `cargo +nightly fuzz run verify` in `badge-core` (with `cargo-fuzz`); every test run replays the corpus with the
//! stable compiler: `cargo test -p badge-tests --test fuzz_corpus`.

use badge_core::compact::Token;
use badge_core::container::{self, Existing, Keyword, Presented, Raw, Wrapping, attach, qr};
use badge_core::crypto::{PublicKey, jose::Jws};
use badge_core::drive::settle_blocking;
use badge_core::json::{self, Value};
use badge_core::ld::{self, Contexts, Hash, RelatedForm};
use badge_core::limits::Limits;
use badge_core::resource::{Answer, Resources};
use badge_core::time::Timestamp;
use badge_core::verify::{Input, Policy, Verdict, opened_checks, report_json, verify as judge};

/// Takes any bytes; panics when a property does not hold.
pub type Target = fn(&[u8]);

/// The targets by name, for those who replay the corpus.
pub const TARGETS: [(&str, Target); 13] = [
    ("container_open", container_open),
    ("pdf_open", pdf_open),
    ("zip_open", zip_open),
    ("markup_open", markup_open),
    ("mail_open", mail_open),
    ("text_open", text_open),
    ("json", json),
    ("ld_expand", ld_expand),
    ("rdfc", rdfc),
    ("jose", jose),
    ("scan", scan),
    ("compact", compact),
    ("verify", verify),
];

/// Between the badge and the answers of servers, in the input of [`verify`].
pub const SEPARATOR: u8 = 0xff;

/// The bounds of a run: small, so that reaching them is cheap and happens often.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.canon_calls = 200;
    limits.canon_permutations = 2_000;
    limits.quads = 2_000;
    limits.picture_pixels = 1 << 20;
    limits.status_list_bytes = 1 << 20;
    limits.rounds = 5;
    limits
}

/// Any pixels: the first byte is the width, all others are brightness. Codes lie in the picture, within the bounds.
pub fn scan(bytes: &[u8]) {
    let Some((width, pixels)) = bytes.split_first() else { return };
    let width = u32::from(*width).max(1);
    let height = u32::try_from(pixels.len()).unwrap_or(0) / width;
    let limits = limits();
    let codes = qr::read(qr::Luma { width, height, pixels }, &limits);
    assert!(codes.found.len() <= limits.qr_codes);
    let _ = qr::read_picture(bytes, &limits);
}

/// Any token: what was read is said again in the same claims, and read as the same.
pub fn compact(bytes: &[u8]) {
    let limits = limits();
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(token) = Token::parse(text.trim(), &limits) else { return };
    let _ = token.verify();
    let Ok(input) = token.statement().prepare(token.key()) else { return };
    let again = input.complete(&[0; 64]);
    if again.len() <= limits.compact_bytes {
        assert_eq!(Token::parse(&again, &limits).map(|t| t.statement().clone()).as_ref(), Ok(token.statement()));
    }
}

/// Any picture: opened, looked at; what is baked comes out again, and leaves no trace when it is removed.
pub fn container_open(bytes: &[u8]) {
    let limits = limits();
    let opened = container::open(bytes, &limits);
    assert!(opened.found.len() <= limits.found && opened.links.len() <= limits.links);
    let picture = matches!(opened.format, container::Format::Png | container::Format::Svg);
    // A code may say several things, and a drawing may show several pictures.
    let held = |via: &Wrapping| matches!(via, Wrapping::Code { .. } | Wrapping::Markup { .. });
    let codes = opened.found.iter().any(|p| p.via.iter().any(held));
    assert!(!picture || codes || opened.found.len() <= 2, "one badge of each version at most");
    let _ = container::picture_info(bytes, &limits);
    let _ = container::sanitise_svg(bytes, &limits);
    let text = r#"{"a": "]]> \u003c/svg> é"}"#;
    for keyword in Keyword::ALL {
        let empty = container::unbake(bytes, keyword, &limits).is_err();
        let removed = container::remove(bytes, keyword, &limits);
        if let Ok(baked) = container::bake(bytes, keyword, text, Existing::Replace, &limits) {
            assert_eq!(container::unbake(&baked, keyword, &limits).as_deref(), Ok(text));
            // A drawing that uses our prefix without declaring it keeps the declaration it then needs.
            let uses_prefix = bytes.windows(11).any(|w| w == b"openbadges:");
            if empty && !uses_prefix && removed.as_deref() == Ok(bytes) {
                assert_eq!(container::remove(&baked, keyword, &limits).as_deref(), Ok(bytes));
            }
        }
    }
}

/// Any document: bounded, the same twice, and nothing is found twice. What is attached to it is found.
pub fn pdf_open(bytes: &[u8]) {
    let mut limits = limits();
    (limits.parts_bytes, limits.pdf_object_bytes, limits.pdf_tokens) = (4 << 20, 1 << 18, 50_000);
    (limits.pdf_operations, limits.scan_pixels, limits.pdf_pages) = (20_000, 1 << 18, 20);
    let opened = container::open(bytes, &limits);
    assert!(opened.found.len() <= limits.found && opened.links.len() <= limits.links);
    for (at, one) in opened.found.iter().enumerate() {
        assert!(opened.found[..at].iter().all(|other| other.raw != one.raw), "the same bytes are one badge");
    }
    assert_eq!(container::open(bytes, &limits), opened, "the same bytes, the same answer");
    let _ = opened_checks(&opened);
    extend(bytes, &limits);
}

/// What is attached to any document that can be extended lies behind it, and is found in it.
fn extend(bytes: &[u8], limits: &Limits) {
    const BADGE: &[u8] = br#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}"#;
    let Ok(document) = attach::Document::read(bytes, limits) else { return };
    let (_, _) = (document.seal(), document.pdf_a());
    let (width, height) = document.paper();
    assert!(width >= 400.0 && height >= 500.0);
    let mut page = attach::Page::new(width, height, "fr");
    page.text(40.0, 40.0, 12.0, attach::Weight::Regular, [0.0; 3], "Badges");
    let file = attach::File { bytes: BADGE, name: "badge.json", description: "Badge", date: None };
    for pages in [&[][..], &[page]] {
        let Ok(attached) = document.attach(&[file], pages) else { continue };
        assert!(attached.bytes.starts_with(bytes));
        let opened = container::open(&attached.bytes, limits);
        let raw = Raw::Json(BADGE.to_vec());
        assert!(opened.found.iter().any(|one| one.raw == raw), "what was attached is found");
        let again = attach::Document::read(&attached.bytes, limits).expect("what was written can be extended");
        assert!(again.has(BADGE));
    }
}

/// Any archive, office documents among them.
pub fn zip_open(bytes: &[u8]) {
    opened_as(bytes, b"PK\x03\x04");
}

/// Any web page, and what would be followed from it: each page that it leads to is the same one again.
pub fn markup_open(bytes: &[u8]) {
    opened_as(bytes, b"<html>");
    let limits = small();
    let given = container::open(b"https://badges.example.org/b/1", &limits);
    let ((behind, _), known) = settle_blocking(
        Resources::new(),
        &limits,
        |known| {
            let followed = container::follow(&given, known, &limits);
            ((followed.opened, followed.wanted.len()), followed.wanted)
        },
        |_| Answer::found(bytes),
    );
    assert!(known.len() <= limits.lookups && behind.found.len() <= limits.found);
}

/// Any mail.
pub fn mail_open(bytes: &[u8]) {
    opened_as(bytes, b"MIME-Version: 1.0\n");
}

/// Any text that was pasted: notes, addresses, tokens, JSON with something around it. A token in it is found again when it
/// stands alone, broken over lines.
pub fn text_open(bytes: &[u8]) {
    opened_as(bytes, b"Bonjour,\n");
    let limits = small();
    for one in container::open(bytes, &limits).found {
        let (Raw::Jws(token), [Wrapping::Text]) = (&one.raw, &one.via[..]) else { continue };
        // With a signature of another length than its kind has, it may well end too early.
        if token.rsplit('.').next().is_none_or(|signature| signature.len() != 86) {
            continue;
        }
        let lines: Vec<&[u8]> = token.as_bytes().chunks(60).collect();
        let again = container::open(&[b"Badge :\n", &lines.join(&b"\n"[..])[..]].concat(), &limits);
        assert!(again.found.iter().any(|found| found.raw == one.raw), "a token that was broken over lines is found");
    }
}

/// Bounds within which an input that is opened several times stays cheap.
fn small() -> Limits {
    let mut limits = limits();
    (limits.parts_bytes, limits.pdf_object_bytes, limits.pdf_tokens) = (4 << 20, 1 << 18, 50_000);
    (limits.pdf_operations, limits.scan_pixels, limits.pdf_pages) = (20_000, 1 << 18, 20);
    limits.xml_events = 50_000;
    limits
}

/// As it is, and behind the beginning that makes it what it should be: bounded, the same twice, nothing found twice.
fn opened_as(bytes: &[u8], beginning: &[u8]) {
    let limits = small();
    for bytes in [bytes, &[beginning, bytes].concat()] {
        let opened = container::open(bytes, &limits);
        assert!(opened.found.len() <= limits.found && opened.links.len() <= limits.links);
        for (at, one) in opened.found.iter().enumerate() {
            assert!(opened.found[..at].iter().all(|other| other.raw != one.raw), "the same bytes are one badge");
        }
        assert_eq!(container::open(bytes, &limits), opened, "the same bytes, the same answer");
        let _ = opened_checks(&opened);
    }
}

/// Any JSON: what was read is written and read again the same, and its canonical form is final.
pub fn json(bytes: &[u8]) {
    let Ok(value) = json::parse(bytes, &Limits::default()) else { return };
    for text in [value.to_compact(), value.to_pretty()] {
        assert_eq!(json::parse(text.as_bytes(), &Limits::default()).as_ref(), Ok(&value), "{text}");
    }
    let canonical = json::canonicalize(&value);
    if let Ok(again) = json::parse(canonical.as_bytes(), &Limits::default()) {
        assert_eq!(json::canonicalize(&again), canonical);
    }
}

/// Any linked data: its quads can be written and read again, and mean the same.
pub fn ld_expand(bytes: &[u8]) {
    let limits = limits();
    let Ok(document) = json::parse(bytes, &limits) else { return };
    let Ok(expanded) = ld::expand(&document, &Contexts::builtin(), &limits) else { return };
    let Ok(dataset) = expanded.quads(&limits) else { return };
    let text = dataset.to_nquads();
    let again = ld::parse_nquads(&text, &limits).expect("what we write can be read");
    let canonical = |d: &ld::Dataset<'_>| ld::canonicalize(d, Hash::Sha256, RelatedForm::List, &limits);
    if let (Ok(one), Ok(two)) = (canonical(&dataset), canonical(&again)) {
        assert_eq!(one.text, two.text);
    }
}

/// Any N-Quads: the canonical form of a canonical form is itself, in both forms of the one open step.
pub fn rdfc(bytes: &[u8]) {
    let limits = limits();
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(dataset) = ld::parse_nquads(text, &limits) else { return };
    for form in [RelatedForm::List, RelatedForm::Set] {
        let Ok(canonical) = ld::canonicalize(&dataset, Hash::Sha256, form, &limits) else { continue };
        let again = ld::parse_nquads(&canonical.text, &limits).expect("a canonical form can be read");
        if let Ok(twice) = ld::canonicalize(&again, Hash::Sha256, form, &limits) {
            assert_eq!(twice.text, canonical.text);
        }
    }
}

/// Any token or key in any written form: a key that can be read is written and read again the same.
pub fn jose(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (token, key) = text.split_once('\n').unwrap_or((text, text));
    let jwk = json::parse(key.as_bytes(), &Limits::default()).map(|v| PublicKey::from_jwk(&v));
    let read = [PublicKey::from_multikey(key.trim()), PublicKey::from_pem(key)];
    let keys: Vec<PublicKey> = read.into_iter().chain(jwk).filter_map(Result::ok).collect();
    for key in &keys {
        assert_eq!(PublicKey::from_jwk(&Value::from(key.to_jwk())).map(|k| k.thumbprint()), Ok(key.thumbprint()));
        assert_eq!(PublicKey::from_pem(&key.to_pem()).map(|k| k.thumbprint()), Ok(key.thumbprint()));
    }
    if let Ok(jws) = Jws::parse(token, &Limits::default()) {
        assert!(Jws::looks_like(token) || !token.trim_ascii().starts_with("eyJ"));
        for key in &keys {
            if jws.verify(key).is_ok() {
                assert_eq!(jws.header().algorithm.key_kind(), key.kind(), "a key of another kind signs nothing");
            }
        }
    }
}

/// Any badge before any servers: the verifier settles, twice the same, and a badge that nobody signed is never
/// verified. The input is the badge, then what servers answer in their turn, between bytes [`SEPARATOR`].
pub fn verify(bytes: &[u8]) {
    verdicts(bytes);
}

/// What [`verify`] came to, for the test that sees whether the corpus gets anywhere.
pub fn verdicts(bytes: &[u8]) -> Vec<Verdict> {
    let limits = limits();
    let mut parts = bytes.split(|b| *b == SEPARATOR);
    let picture = container::open(bytes, &limits);
    // A picture holds such bytes anyway; it comes without answers.
    let (opened, answers) = if picture.found.iter().any(|b| !b.via.is_empty()) {
        (picture, Vec::new())
    } else {
        (container::open(parts.next().unwrap_or_default(), &limits), parts.collect::<Vec<_>>())
    };
    let mut policy = Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").expect("a date"));
    policy.limits = limits.clone();
    policy.explain = true;
    let mut badges = Vec::new();
    for badge in &opened.found {
        let mut turn = answers.iter().cycle();
        let (report, known) = settle_blocking(
            Resources::new(),
            &limits,
            |known| {
                let answer = judge(badge, known, &policy);
                (answer.report, answer.wanted)
            },
            |_| turn.next().map_or(Answer::NotFound, |body| Answer::found(*body)),
        );
        assert_eq!(judge(badge, &known, &policy).report, report, "the same question, the same answer");
        assert!(report.verdict != Verdict::Verified || has_proof(badge), "nobody signed this");
        badges.push(report);
    }
    let verdicts = badges.iter().map(|r| r.verdict).collect();
    let input = Input { input: "fuzz".to_owned(), checks: opened_checks(&opened), badges, links: Vec::new() };
    let text = report_json(&[input]).to_compact();
    let mut wide = Limits::default();
    (wide.document_bytes, wide.json_values) = (usize::MAX, usize::MAX);
    assert!(json::parse(text.as_bytes(), &wide).is_ok(), "the report is JSON");
    verdicts
}

/// Whether there is something that could make it true: a signature, or an address where it is hosted.
fn has_proof(badge: &Presented) -> bool {
    match &badge.raw {
        Raw::Json(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            text.contains("proof") || text.contains("http") || text.contains('\\')
        }
        _ => true,
    }
}
