//! `recipient.matches`: whether the badge is about the person the reader has in mind.

use super::{Because, Check, CheckCode, KnownIdentifier, Match, Outcome, Policy, Proven, Reason};
use crate::crypto::{md5_hex, sha256};
use crate::model::{Identity, IdentityKind, Recipient};
use crate::text;
use unicode_normalization::UnicodeNormalization as _;

/// The check, and what it says in one word. One match among the known identifiers is enough (OB3-VER-30,
/// OB2-VER-42).
pub(super) fn check(badge: Proven<'_>, policy: &Policy) -> (Check, Match) {
    let told = |outcome| Check::new(CheckCode::RecipientMatches, outcome).advisory();
    if policy.recipient.is_empty() {
        return (told(Outcome::Skipped(Because::NotAsked)), Match::NotAsked);
    }
    let recipient = &badge.badge().recipient;
    // Of equally good ones the first that was asked about is told.
    let mut best: (Option<How>, Option<&KnownIdentifier>) = (None, None);
    for known in &policy.recipient {
        let how = compare(recipient, known);
        if how > best.0 {
            best = (how, Some(known));
        }
    }
    let (outcome, answer) = match best.0 {
        Some(How::Exactly) => (Outcome::Pass, Match::Matches),
        Some(How::WeakHash) => (Outcome::Warn(Reason::RecipientWeakHash), Match::Matches),
        Some(How::Loosely) => (Outcome::Warn(Reason::RecipientCase), Match::Matches),
        Some(How::Not) => (Outcome::Fail(Reason::RecipientDiffers), Match::Differs),
        Some(How::WhichCountry) => (Outcome::Skipped(Because::Undecided(Reason::RecipientNational)), Match::Unknown),
        None => (Outcome::Skipped(Because::Undecided(Reason::RecipientUnknown)), Match::Unknown),
    };
    let check = told(outcome);
    // The kind alone: the identifier itself is nobody's business but the reader's.
    (best.1.map_or(check.clone(), |known| check.with("kind", known.kind.as_str())), answer)
}

impl KnownIdentifier {
    /// Whether a badge is about whoever has this identifier, in whatever way of writing; `None` where the badge has nothing
    /// of that kind to compare with.
    #[must_use]
    pub fn is_of(&self, recipient: &Recipient) -> Option<bool> {
        Some(compare(recipient, self)? > How::WhichCountry)
    }
}

/// How well a known identifier fits. `None` beside it: the badge has nothing of that kind to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Not,
    /// A telephone number without its country beside one with it, or beside a hash.
    WhichCountry,
    /// Fits once the way of writing is set aside: letter case, spaces, punctuation (OB2-VER-44).
    Loosely,
    WeakHash,
    Exactly,
}

fn compare(recipient: &Recipient, known: &KnownIdentifier) -> Option<How> {
    let mut best = None;
    if matches!(known.kind, IdentityKind::Id | IdentityKind::Url)
        && let Some(id) = recipient.id.as_deref().filter(|id| same_scheme(id, &known.value))
    {
        best = best.max(Some(if *id == known.value { How::Exactly } else { How::Not }));
    }
    let of_kind = |i: &&Identity| same_kind(&i.kind, &known.kind) && comparable(i);
    for identity in recipient.identities.iter().filter(of_kind) {
        best = best.max(Some(how(identity, known)));
    }
    if let Some(identity) = recipient.id.as_deref().and_then(reachable).filter(|i| of_kind(&i)) {
        best = best.max(Some(how(&identity, known)));
    }
    best
}

/// A subject's id that is an address at which people are reached: `mailto:` (RFC 6068), `tel:` (RFC 3966).
fn reachable(id: &str) -> Option<Identity> {
    let (scheme, rest) = id.split_once(':')?;
    let (kind, end) = match scheme.to_ascii_lowercase().as_str() {
        "mailto" => (IdentityKind::Email, '?'),
        "tel" => (IdentityKind::Telephone, ';'),
        _ => return None,
    };
    let value = rest.split(end).next().filter(|value| !value.is_empty())?;
    Some(Identity { kind, value: value.to_owned(), hashed: false, salt: None })
}

/// Whether two badges are about one person: by the subject's id where both have one, else by an identifier that is the
/// same in both. A hash with a new salt can be compared with no other hash; who has neither is nobody in both.
pub(crate) fn same_person(one: &Recipient, other: &Recipient) -> bool {
    let nobody = |r: &Recipient| r.id.is_none() && r.identities.is_empty();
    if nobody(one) && nobody(other) {
        return true;
    }
    if one.id.is_some() && one.id == other.id {
        return true;
    }
    // A name is many people's.
    let told = |i: &&Identity| i.kind != IdentityKind::Name;
    one.identities.iter().filter(told).any(|a| other.identities.iter().any(|b| same_identity(a, b)))
}

pub(super) fn same_identity(a: &Identity, b: &Identity) -> bool {
    let known = |i: &Identity| KnownIdentifier { kind: i.kind.clone(), value: i.value.clone() };
    same_kind(&a.kind, &b.kind)
        && match (a.hashed, b.hashed) {
            (true, true) => a.value.eq_ignore_ascii_case(&b.value) && a.salt == b.salt,
            (true, false) => how(a, &known(b)) > How::WhichCountry,
            (false, _) => how(b, &known(a)) > How::WhichCountry,
        }
}

/// Whether two names can be compared at all: a `urn:uuid:` made for one badge says nothing about a person's DID.
fn same_scheme(id: &str, value: &str) -> bool {
    let scheme = |text: &str| match text.split_once(':') {
        Some(("http" | "https", _)) => Some("https".to_owned()),
        Some((scheme, _)) => Some(scheme.to_ascii_lowercase()),
        None => None,
    };
    scheme(id) == scheme(value)
}

/// Types outside the vocabularies go by their own name: `studentId`, `ext:studentId`, `https://…/terms#studentId`.
fn same_kind(one: &IdentityKind, other: &IdentityKind) -> bool {
    fn own_name(kind: &str) -> &str {
        let kind = kind.strip_prefix("ext:").unwrap_or(kind);
        if kind.contains("://") { kind.rsplit(['#', '/']).next().unwrap_or(kind) } else { kind }
    }
    match (one, other) {
        (IdentityKind::Other(one), IdentityKind::Other(other)) => own_name(one) == own_name(other),
        _ => one == other,
    }
}

fn how(identity: &Identity, known: &KnownIdentifier) -> How {
    let value = known.value.as_str();
    let weak = identity.hashed && identity.value.starts_with("md5$");
    let exactly = fits(identity, value);
    let fits = exactly || {
        let ways = ways_of_writing(&known.kind, value);
        let plain = ways_of_writing(&known.kind, &identity.value);
        ways.iter().any(|way| if identity.hashed { fits(identity, way) } else { plain.contains(way) })
    };
    match (fits, weak, exactly) {
        (false, ..) if known.kind == IdentityKind::Telephone && which_country(identity, value) => How::WhichCountry,
        (false, ..) => How::Not,
        (_, true, _) => How::WeakHash,
        (.., true) => How::Exactly,
        _ => How::Loosely,
    }
}

/// The same identifier as others write it; never one that could be somebody else's.
fn ways_of_writing(kind: &IdentityKind, value: &str) -> Vec<String> {
    let value = value.trim();
    match kind {
        // K-26: letter case of an address tells nobody apart in practice; that of other alphabets may, and the Kelvin sign is
        // no `k`.
        IdentityKind::Email => {
            let bare = value.strip_prefix("mailto:").unwrap_or(value);
            let cases = [bare.to_owned(), bare.to_ascii_lowercase()];
            cases.iter().flat_map(|one| spellings(one)).flat_map(|one| [format!("mailto:{one}"), one]).collect()
        }
        IdentityKind::Telephone => {
            let bare = digits(value);
            let french = french(value).into_iter().flat_map(|n| [format!("tel:{n}"), n.replacen('+', "00", 1), n]);
            let mut ways = vec![format!("tel:{bare}"), bare.replacen('+', "00", 1), bare];
            ways.extend(french);
            ways
        }
        IdentityKind::Url => {
            let bare = value.trim_end_matches('/');
            vec![bare.to_owned(), format!("{bare}/")]
        }
        IdentityKind::Name => {
            spellings(&value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()).to_vec()
        }
        // A number or a name in somebody's register is what it is, letter for letter.
        IdentityKind::Id | IdentityKind::Other(_) => vec![value.to_owned()],
    }
}

/// An accented letter is one character or two, as the keyboard has it; nobody sees which (Unicode Standard Annex 15). A
/// hash was made from one of the two.
fn spellings(text: &str) -> [String; 2] {
    [text.nfc().collect(), text.nfd().collect()]
}

/// The digits of a telephone number; with `+` in front where it names its country.
fn digits(value: &str) -> String {
    let bare = value.trim().strip_prefix("tel:").unwrap_or(value);
    let bare: String = bare.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    bare.strip_prefix("00").map_or_else(|| bare.clone(), |rest| format!("+{rest}"))
}

/// The international form of a number as people write it in France alone: five pairs, the first of which begins with 0.
/// Pairs that belong to the overseas territories, which have codes of their own, are left out.
fn french(value: &str) -> Option<String> {
    let pairs: Vec<&str> = value.trim().split([' ', '.', '-', '\u{a0}', '\u{202f}']).collect();
    let pair = |p: &&str| p.len() == 2 && p.bytes().all(|c| c.is_ascii_digit());
    let [first, second, ..] = pairs[..] else { return None };
    let overseas = matches!((first, second), ("02", "62" | "63") | ("05", "90" | "94" | "96") | ("09", "74" | "76"))
        || (first, second) == ("06", "39")
        || (first == "06" && second.starts_with('9'));
    let own = pairs.len() == 5 && pairs.iter().all(pair) && first.starts_with('0') && first != "00" && !overseas;
    own.then(|| format!("+33{}", &pairs.concat()[1..]))
}

/// Whether one of two numbers that do not fit lacks its country, so that they may be the same all the same.
fn which_country(identity: &Identity, value: &str) -> bool {
    let asked = digits(value);
    let national = |number: &str| !number.starts_with('+');
    if identity.hashed {
        return national(&asked) && french(value).is_none();
    }
    let own = digits(&identity.value);
    let (short, long) = match (national(&own), national(&asked)) {
        (true, false) => (own, asked),
        (false, true) if french(value).is_none() => (asked, own),
        _ => return false,
    };
    let short = short.trim_start_matches('0');
    !short.is_empty() && long.ends_with(short)
}

/// A hash of a kind that is not computed here says nothing about anybody.
fn comparable(identity: &Identity) -> bool {
    !identity.hashed || ["sha256$", "md5$"].iter().any(|kind| identity.value.starts_with(kind))
}

/// OB2-VER-41, OB3-DM-105: the digest of identifier and salt, in hexadecimal of either case.
fn fits(identity: &Identity, value: &str) -> bool {
    if !identity.hashed {
        return identity.value == value;
    }
    let salted = format!("{value}{}", identity.salt.as_deref().unwrap_or_default());
    if let Some(hex) = identity.value.strip_prefix("sha256$") {
        return hex.eq_ignore_ascii_case(&text::hex(&sha256(salted.as_bytes())));
    }
    identity.value.strip_prefix("md5$").is_some_and(|hex| hex.eq_ignore_ascii_case(&md5_hex(salted.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn badge(kind: IdentityKind, value: &str, hashed: bool, salt: Option<&str>) -> Recipient {
        let one = Identity { kind, value: value.into(), hashed, salt: salt.map(str::to_owned) };
        Recipient { id: Some("urn:uuid:1".into()), identities: vec![one] }
    }

    fn identity(value: &str, hashed: bool, salt: Option<&str>) -> Recipient {
        badge(IdentityKind::Email, value, hashed, salt)
    }

    fn asked(recipient: &Recipient, text: &str) -> Option<How> {
        compare(recipient, &KnownIdentifier::parse(text))
    }

    // OB3-DM-105, OB2-VER-41, OB2-VER-43, OB2-VER-44, K-24, K-26
    #[test]
    fn hashes_and_plain_texts_are_compared() {
        let kosher = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
        let hashed = identity(kosher, true, Some("Kosher"));
        assert_eq!(asked(&hashed, "a@example.com"), Some(How::Exactly));
        assert_eq!(asked(&hashed, "emailAddress= A@Example.com "), Some(How::Loosely));
        assert_eq!(asked(&hashed, "b@example.com"), Some(How::Not));
        let capitals = identity(&format!("sha256${}", kosher[7..].to_uppercase()), true, Some("Kosher"));
        assert_eq!(asked(&capitals, "a@example.com"), Some(How::Exactly));
        let plain = identity("Zoé@example.org", false, Some("ignored"));
        assert_eq!(asked(&plain, "Zoé@example.org"), Some(How::Exactly));
        assert_eq!(asked(&plain, "zoé@example.org"), Some(How::Loosely));
        // The accent typed as a letter of its own, and the other way round; in a hash too.
        assert_eq!(asked(&plain, "Zoe\u{301}@example.org"), Some(How::Loosely));
        let apart = identity("zoe\u{301}@example.org", false, None);
        assert_eq!(asked(&apart, "Zoé@example.org"), Some(How::Loosely));
        for hashed in ["zoe\u{301}@example.org", "zoé@example.org", "Zoé@example.org"] {
            let hash = identity(&format!("sha256${}", text::hex(&sha256(hashed.as_bytes()))), true, None);
            for typed in ["Zoé@example.org", "Zoe\u{301}@example.org"] {
                assert!(asked(&hash, typed) >= Some(How::Loosely), "{hashed} {typed}");
            }
            assert_eq!(asked(&hash, "zoe@example.org"), Some(How::Not), "{hashed}");
        }
        let unsalted = identity(&format!("sha256${}", text::hex(&sha256(b"a@example.org"))), true, None);
        assert_eq!(asked(&unsalted, "a@example.org"), Some(How::Exactly));
        let weak = identity(&format!("md5${}", md5_hex(b"a@example.org")), true, None);
        assert_eq!(asked(&weak, "a@example.org"), Some(How::WeakHash));
        // The remark on the hash is not lost behind the one on the capital.
        assert_eq!(asked(&weak, "A@example.org"), Some(How::WeakHash));
        assert_eq!(asked(&weak, "b@example.org"), Some(How::Not));
        let other = identity("sha1$00", true, None);
        assert_eq!(asked(&other, "a@example.org"), None, "a hash that we do not make cannot differ");
    }

    // OB2-VER-42: what the badge does not say cannot differ.
    #[test]
    fn nothing_to_compare_with_is_unknown() {
        let mail = identity("x", false, None);
        for text in ["+33600000000", "did:key:z", "https://example.org/lea", "studentId=1", "name=Léa"] {
            assert_eq!(asked(&mail, text), None, "{text}");
        }
        assert_eq!(asked(&mail, "urn:uuid:1"), Some(How::Exactly));
        assert_eq!(asked(&mail, "urn:uuid:2"), Some(How::Not));
    }

    // OB3-VER-30: the subject's own id.
    #[test]
    fn a_did_or_an_address_may_be_the_subject_itself() {
        let of = |id: &str| Recipient { id: Some(id.into()), identities: Vec::new() };
        assert_eq!(asked(&of("did:key:z6MkA"), "did:key:z6MkA"), Some(How::Exactly));
        assert_eq!(asked(&of("did:key:z6MkA"), "did:key:z6MkB"), Some(How::Not));
        assert_eq!(asked(&of("https://example.org/lea"), "https://example.org/lea"), Some(How::Exactly));
        assert_eq!(asked(&of("https://example.org/lea"), "https://example.org/noe"), Some(How::Not));
        assert_eq!(asked(&of("https://example.org/lea"), "lea@example.org"), None);
    }

    // OB2-DM-12: telephone, url, id; OB3-DM-104: every identifierType, in clear and hashed.
    #[test]
    fn every_kind_of_identifier_is_compared() {
        let hash = |value: &str| format!("sha256${}", text::hex(&sha256(format!("{value}sel").as_bytes())));
        let kinds = IdentityKind::OB3_NAMES.iter().chain(&[
            "telephone",
            "ext:telephone",
            "url",
            "id",
            "ext:studentId",
            "carte",
        ]);
        for name in kinds {
            let kind = IdentityKind::named(name);
            let value = match kind {
                IdentityKind::Email => "lea@example.org",
                IdentityKind::Telephone => "+33612345678",
                IdentityKind::Url => "https://example.org/lea",
                IdentityKind::Name => "Léa Exemple",
                _ => "AB-1234",
            };
            for hashed in [false, true] {
                let stored = if hashed { hash(value) } else { value.to_owned() };
                let badge = badge(kind.clone(), &stored, hashed, hashed.then_some("sel"));
                assert_eq!(asked(&badge, &format!("{name}={value}")), Some(How::Exactly), "{name} {hashed}");
                assert_eq!(asked(&badge, &format!("{name}={value}9")), Some(How::Not), "{name} {hashed}");
            }
        }
        // The same type under its other names; never under another type's.
        let of = |kind: &str| badge(IdentityKind::named(kind), "1234", false, None);
        for kind in ["studentId", "ext:studentId", "https://example.org/terms#studentId"] {
            assert_eq!(asked(&of(kind), "studentId=1234"), Some(How::Exactly), "{kind}");
            assert_eq!(asked(&of(kind), "accountId=1234"), None, "{kind}");
        }
        assert_eq!(asked(&of("studentId"), "studentid=1234"), None);
    }

    // OB3-VER-30: an address at which people are reached may be the subject's own name.
    #[test]
    fn a_subject_named_by_an_address_is_compared_as_one() {
        let of = |id: &str| Recipient { id: Some(id.into()), identities: Vec::new() };
        for (id, typed, how) in [
            ("mailto:lea@example.org", "lea@example.org", How::Exactly),
            ("MAILTO:lea@example.org?subject=x", "Lea@example.org", How::Loosely),
            ("mailto:lea@example.org", "noe@example.org", How::Not),
            ("tel:+33612345678;ext=1", "+33612345678", How::Exactly),
            ("tel:+33612345678", "06 12 34 56 78", How::Loosely),
            ("tel:+33612345678", "06 12 34 56 79", How::Not),
        ] {
            assert_eq!(asked(&of(id), typed), Some(how), "{id} {typed}");
        }
        assert_eq!(asked(&of("mailto:lea@example.org"), "+33612345678"), None);
        assert_eq!(asked(&of("mailto:"), "lea@example.org"), None);
    }

    // Whose country a number is of is read from the way it is written, or else not at all.
    #[test]
    fn a_number_without_its_country_is_nobody_elses() {
        let plain = |stored: &str| badge(IdentityKind::Telephone, stored, false, None);
        for (stored, typed, how) in [
            ("+33612345678", "06.12.34.56.78", How::Loosely),
            ("06 12 34 56 78", "+33612345678", How::Loosely),
            ("+33612345678", "0612345678", How::WhichCountry),
            ("+32612345678", "0612345678", How::WhichCountry),
            ("+33612345678", "0612345679", How::Not),
            // La Réunion has a code of its own.
            ("+262692123456", "06 92 12 34 56", How::WhichCountry),
            ("0612345678", "0612345678", How::Exactly),
            ("0612345678", "0612345679", How::Not),
        ] {
            assert_eq!(asked(&plain(stored), typed), Some(how), "{stored} {typed}");
        }
        let hash = format!("sha256${}", text::hex(&sha256(b"+33612345678")));
        let hashed = badge(IdentityKind::Telephone, &hash, true, None);
        assert_eq!(asked(&hashed, "06 12 34 56 78"), Some(How::Loosely));
        assert_eq!(asked(&hashed, "06 12 34 56 79"), Some(How::Not));
        assert_eq!(asked(&hashed, "0612345678"), Some(How::WhichCountry));
    }

    // What is not written as in France alone, or is overseas, is left without a country.
    #[test]
    fn only_what_france_alone_writes_so_is_french() {
        for own in
            ["06 12 34 56 78", "01.02.03.04.05", "02-61-12-34-56", "05 91 12 34 56", "09 75 12 34 56", "07 39 12 34 56"]
        {
            assert!(french(own).is_some_and(|n| n.starts_with("+33") && n.len() == 12), "{own}");
        }
        for other in [
            "02 62 12 34 56",
            "02 63 12 34 56",
            "05 90 12 34 56",
            "05 94 12 34 56",
            "05 96 12 34 56",
            "09 74 12 34 56",
            "09 76 12 34 56",
            "06 39 12 34 56",
            "06 90 12 34 56",
            "00 33 12 34 56",
            "16 12 34 56 78",
            "06 12 34 56",
            "06 12 34 56 78 90",
            "06 12 34 56 7",
            "06 12 34 56 789",
            "06 12 34 56 ab",
            "0612345678",
        ] {
            assert_eq!(french(other), None, "{other}");
        }
        let stored = |number: &str| badge(IdentityKind::Telephone, number, false, None);
        for (number, typed, how) in [
            ("0612345678", "+33612345678", How::WhichCountry),
            ("0612345678", "+33612345679", How::Not),
            // Of France, as it is written; the other is of La Réunion.
            ("+262612345678", "06 12 34 56 78", How::Not),
        ] {
            assert_eq!(asked(&stored(number), typed), Some(how), "{number} {typed}");
        }
    }

    // A number whose country nobody knows makes two badges nobody's.
    #[test]
    fn a_number_without_its_country_joins_no_badges() {
        let of = |value: &str, hashed| Recipient { id: None, ..badge(IdentityKind::Telephone, value, hashed, None) };
        let hash = format!("sha256${}", text::hex(&sha256(b"+33612345678")));
        let (known, hashed, open) = (of("+33612345678", false), of(&hash, true), of("0612345678", false));
        assert!(same_person(&known, &hashed) && same_person(&hashed, &known));
        for one in [&known, &hashed] {
            assert!(!same_person(one, &open) && !same_person(&open, one));
        }
    }

    // K-26: case is set aside for the letters of addresses; a sign that lowers to one of them is another mailbox.
    #[test]
    fn what_looks_like_a_letter_is_another_address() {
        let badge = badge(IdentityKind::Email, "k@example.org", false, None);
        assert_eq!(asked(&badge, "K@Example.ORG"), Some(How::Loosely));
        assert_eq!(asked(&badge, "\u{212a}@example.org"), Some(How::Not));
    }

    // OB3-VER-50: a newer version is about the same person, by its id, or by an identifier that can be compared.
    #[test]
    fn two_badges_are_about_one_person() {
        let of = |id: Option<&str>, value: &str, salt: &str| Recipient {
            id: id.map(str::to_owned),
            identities: vec![Identity {
                kind: IdentityKind::Email,
                value: format!("sha256${}", text::hex(&sha256(format!("{value}{salt}").as_bytes()))),
                hashed: true,
                salt: Some(salt.to_owned()),
            }],
        };
        let one = of(Some("urn:uuid:1"), "a@example.org", "sel");
        assert!(same_person(&one, &of(Some("urn:uuid:1"), "a@example.org", "poivre")), "a new salt");
        assert!(same_person(&one, &of(Some("urn:uuid:2"), "a@example.org", "sel")), "the same identifier");
        assert!(!same_person(&one, &of(Some("urn:uuid:2"), "a@example.org", "poivre")), "nothing to compare");
        assert!(!same_person(&one, &of(Some("urn:uuid:2"), "b@example.org", "sel")));
        assert!(!same_person(&of(None, "a@example.org", "sel"), &of(None, "a@example.org", "poivre")));
        let clear = |value: &str| Recipient { id: None, ..identity(value, false, None) };
        let same = clear("a@example.org");
        assert!(same_person(&one, &same) && same_person(&same, &one), "in clear, and as a hash");
        assert!(!same_person(&one, &clear("b@example.org")));
        let nobody = Recipient::default();
        assert!(same_person(&nobody, &nobody));
        assert!(!same_person(&nobody, &one) && !same_person(&one, &nobody));
        let named = |id: &str| Recipient { id: Some(id.into()), ..badge(IdentityKind::Name, "Léa", false, None) };
        assert!(!same_person(&named("urn:uuid:1"), &named("urn:uuid:2")), "a name is many people's");
    }

    #[test]
    fn telephone_numbers_are_written_in_many_ways() {
        let kind = || IdentityKind::Telephone;
        let hash = |value: &str| format!("sha256${}", text::hex(&sha256(value.as_bytes())));
        for stored in ["+33612345678", "tel:+33612345678", "+33 6 12 34 56 78", "0033612345678"] {
            for typed in ["+33612345678", "+33 6 12 34 56 78", "tel:+33-6-12-34-56-78", "telephone=0033 6.12.34.56.78"]
            {
                let how = asked(&badge(kind(), stored, false, None), typed);
                assert!(how >= Some(How::Loosely), "{stored} {typed}: {how:?}");
            }
        }
        for stored in ["+33612345678", "tel:+33612345678", "0033612345678"] {
            let how = asked(&badge(kind(), &hash(stored), true, None), "+33 6 12 34 56 78");
            assert_eq!(how, Some(How::Loosely), "{stored}");
        }
        assert_eq!(asked(&badge(kind(), "+33612345678", false, None), "+33612345679"), Some(How::Not));
    }
}
