use std::fs;

use super::catalog::{entries, sources};
use super::*;
use crate::json::Pointer;
use crate::language::Lang;
use crate::model::{Achievement, Badge, Identity, IdentityKind, Version};
use crate::name::Url;
use crate::resource::{Lookup, Purpose, Rule, Unreachable};
use crate::time::Timestamp;
use crate::verify::{
    Because, Check, CheckCode, Match, Outcome, Reason, Report, Standing, Summary, Trust, Unanswered, Verdict,
};

const PURPOSES: [Purpose; 13] = [
    Purpose::Assertion,
    Purpose::BadgeClass,
    Purpose::Issuer,
    Purpose::Key,
    Purpose::DidDocument,
    Purpose::StatusList,
    Purpose::Refresh,
    Purpose::Endorsement,
    Purpose::Schema,
    Purpose::Context,
    Purpose::Image,
    Purpose::TrustList,
    Purpose::Page,
];

fn every_unanswered() -> Vec<Unanswered> {
    let mut all = vec![Unanswered::NotFound, Unanswered::Gone, Unanswered::Unreadable];
    let unreachable = [
        Unreachable::Offline,
        Unreachable::Dns,
        Unreachable::Connect,
        Unreachable::Tls,
        Unreachable::Timeout,
        Unreachable::Broken,
        Unreachable::Status(503),
    ];
    let rules = [
        Rule::HttpsOnly,
        Rule::PrivateAddress,
        Rule::Port,
        Rule::TooLarge,
        Rule::Redirects,
        Rule::TooManyLookups,
        Rule::UnknownArchive,
    ];
    all.extend(unreachable.map(Unanswered::Unreachable));
    all.extend(rules.map(Unanswered::Refused));
    all
}

fn every_because() -> Vec<Because> {
    let lookup = |p| Lookup::new(&Url::parse("https://badges.example.org/x").unwrap(), p);
    let mut all = vec![
        Because::NotApplicable,
        Because::NotAsked,
        Because::Unsupported("essai".into()),
        Because::DependsOn(CheckCode::ProofSignature),
        Because::Undecided(Reason::ProofMissing),
    ];
    all.extend(PURPOSES.map(|p| Because::Awaiting(lookup(p))));
    all.extend(every_unanswered().into_iter().map(|why| Because::Unanswered(lookup(Purpose::StatusList), why)));
    all
}

/// Ids that the verifier's vocabulary asks for.
fn demanded() -> Vec<String> {
    let mut ids: Vec<String> = CheckCode::ALL.iter().map(|c| ids::check_id(*c)).collect();
    for id in Reason::IDS {
        ids.extend([ids::reason_id(id), format!("{}.next", ids::reason_id(id))]);
    }
    for because in every_because() {
        let id = ids::because_id(&because);
        ids.extend([id.to_owned(), format!("{id}.next")]);
    }
    for headline in Headline::ALL {
        ids.extend([headline.id().to_owned(), format!("{}.short", headline.id())]);
    }
    ids.extend(PURPOSES.map(|p| ids::purpose_id(p).to_owned()));
    ids.extend(every_unanswered().into_iter().map(|why| ids::unanswered_id(why).to_owned()));
    for s in [
        Standing::Valid,
        Standing::NotYetValid,
        Standing::Expired,
        Standing::Revoked,
        Standing::Suspended,
        Standing::Unknown,
    ] {
        ids.push(ids::standing_id(s));
    }
    ids.extend(
        [Verdict::Verified, Verdict::Rejected, Verdict::Inconclusive].map(|v| format!("verdict-{}", v.as_str())),
    );
    ids.extend(
        [Match::Matches, Match::Differs, Match::NotAsked, Match::Unknown].map(|m| format!("match-{}", m.as_str())),
    );
    #[cfg(feature = "cohort")]
    for (code, _) in crate::cohort::Trouble::CODES {
        ids.extend([ids::trouble_id(code), format!("{}.next", ids::trouble_id(code))]);
    }
    ids.extend([Trust::Known, Trust::Unknown, Trust::NotAsked].map(|t| format!("trust-{}", t.as_str())));
    ids
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(faults(&sources(Lang::Fr).concat(), &sources(Lang::En).concat()), Vec::<String>::new());
    // What `faults` is for.
    let found = faults("a = { $x }\nb = b\n    .next = n\nb = c\n", "a = { $y }\nd = { $\n");
    assert_eq!(found.len(), 7, "{found:?}");
}

#[test]
fn every_code_has_its_words_and_no_words_are_idle() {
    let demanded = demanded();
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang, &[]);
        for id in &demanded {
            assert!(catalog.has(id), "{lang}: {id} is missing");
        }
        assert!(!catalog.has("reason-no-such-thing"));
        assert!(!catalog.has("reason-expired.no-such-thing"));
        let files =
            ["answer", "copies", "date", "found", "ids", "page", "seen", "view"].map(|file| format!("message/{file}"));
        let above = ["accept", "doubt", "subject", "unfit"].map(|file| format!("endorsing/{file}"));
        let read = |file: &String| fs::read_to_string(format!("{}/src/{file}.rs", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let code: String = files.iter().chain(&above).map(read).collect();
        for entry in sources(lang).iter().flat_map(|s| entries(s)) {
            let used =
                demanded.iter().any(|id| id == entry.id.trim_end_matches("-next").trim_end_matches(".endorsement"))
                    || code.contains(&format!("\"{}\"", entry.id.trim_end_matches(".hint")));
            assert!(used, "{lang}: {} is used nowhere", entry.id);
        }
    }
}

#[test]
fn sentences_use_the_data_of_their_reason() {
    // The fields of each reason, read from its source: a sentence may use those and no others.
    let source = [include_str!("../verify/reason/content.rs"), include_str!("../verify/reason/standing.rs")].concat();
    for entry in entries(sources(Lang::Fr)[1]) {
        let id = entry.id.trim_start_matches("reason-").trim_end_matches(".next");
        // The same of an endorsement.
        let id = id.trim_end_matches("-next").trim_end_matches(".endorsement");
        let after = source.split_once(&format!("= \"{id}\"")).unwrap_or_else(|| panic!("{id} is no reason")).1;
        let fields = if after.starts_with(';') { "" } else { after.split("};").next().unwrap() };
        for value in &entry.values {
            assert!(fields.contains(&format!(" {value}: ")), "{id} has no {value}");
        }
    }
}

#[test]
fn french_typography() {
    for source in sources(Lang::Fr) {
        for line in source.lines().filter(|l| !l.starts_with('#')) {
            for bad in [" ;", " !", " »", "« ", " :", "'", "..."] {
                assert!(!line.contains(bad), "{bad:?} in {line:?}");
            }
            assert!(!line.contains(" ?") || line.ends_with("= ?"), "{line:?}");
            for word in ["tu", "toi", "ton", "ta", "tes"] {
                assert!(!line.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| w == word), "{line}");
            }
        }
    }
    for line in sources(Lang::En).concat().lines().filter(|l| !l.starts_with('#')) {
        assert!(!line.contains('\''), "{line}");
    }
}

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

#[test]
fn reasons_speak_of_days_and_sizes() {
    let (fr, en) = (Catalog::new(Lang::Fr, &[]), Catalog::new(Lang::En, &[]));
    let expired = Reason::Expired { valid_until: at("2026-03-01T00:00:00Z"), now: at("2026-04-02T10:00:00+02:00") };
    assert_eq!(
        reason(&fr, &expired).what,
        "Ce badge a pris fin le 1er mars 2026. Le contrôle porte sur le 2 avril 2026."
    );
    assert_eq!(reason(&en, &expired).what, "This badge ended on 1 March 2026. It was checked as of 2 April 2026.");
    let large = Reason::TooLarge { size: 40_000_000, limit: 33_554_432 };
    assert!(reason(&fr, &large).what.contains("40\u{a0}Mo"), "{}", reason(&fr, &large).what);
    let silent = Reason::Revoked { reason: String::new() };
    assert_eq!(reason(&en, &silent).what, "The issuer has revoked this badge. Where it says so, it gives no reason.");
    let said = Reason::Revoked { reason: "erreur\u{1b}[2J\u{202e} de nom".into() };
    assert_eq!(
        reason(&fr, &said).what,
        "L’organisme a annulé ce badge. Il dit\u{a0}: «\u{202f}erreur\u{fffd}[2J de nom\u{202f}»"
    );
    let list = Reason::StatusListBad { fault: "length".into() };
    assert_eq!(reason(&fr, &list).what, "La liste des badges annulés n’est pas bonne\u{a0}: elle est trop courte.");
    assert_eq!(
        reason(&en, &Reason::SeveralInPicture { ignored: 1 }).what,
        "The picture holds another badge, which was not looked at."
    );
}

#[test]
fn reasons_for_silence() {
    let fr = Catalog::new(Lang::Fr, &[]);
    for because_ in every_because() {
        for lang in Lang::ALL {
            let words = because(&Catalog::new(lang, &[]), &because_);
            assert!(!words.what.is_empty() && !words.next.is_empty());
            assert!(!words.what.contains('{') && !words.what.contains('['), "{words:?}");
        }
    }
    let lookup = Lookup::new(&Url::parse("https://badges.example.org/status/1.json").unwrap(), Purpose::StatusList);
    let gone = Because::Unanswered(lookup, Unanswered::Unreachable(Unreachable::Status(503)));
    assert_eq!(
        because(&fr, &gone).what,
        "Impossible de lire la liste des badges annulés\u{a0}: le site répond par une erreur (503). Adresse\u{a0}: https://badges.example.org/status/1.json"
    );
}

#[test]
fn a_shell_adds_its_own_words() {
    let catalog = Catalog::new(Lang::Fr, &["place-missing = Pas de lieu ici : { $dir }\n"]);
    assert_eq!(catalog.text("place-missing", &[("dir", "/tmp")]), "Pas de lieu ici : /tmp");
    assert_eq!(catalog.text("no-such", &[]), "[no-such]");
    assert_eq!(catalog.text("date", &[("day", "2"), ("month", "3"), ("year", "2026")]), "2 mars 2026");
}

pub(super) fn report() -> Report {
    let mut badge = Badge::new(Version::Ob30);
    badge.id = Some("urn:uuid:7f6f2f1e-0000-4000-8000-000000000001".into());
    badge.issuer.id = Some("did:web:badges.example.org".into());
    badge.issuer.name = Some("Atelier de la Prairie".into());
    badge.achievement = Some(Achievement {
        name: Some("Découpe laser : je découvre".into()),
        description: Some("A préparé un fichier et découpé une première pièce, avec l’équipe.".into()),
        ..Achievement::default()
    });
    badge.recipient.identities.push(Identity {
        kind: IdentityKind::Email,
        value: "sha256$00".into(),
        hashed: true,
        salt: None,
    });
    badge.valid_from = Some(at("2026-03-02T10:00:00+01:00"));
    let checks = [CheckCode::DocumentJson, CheckCode::ProofSignature, CheckCode::IssuerConfirmed];
    let mut checks: Vec<Check> = checks.map(|c| Check::new(c, Outcome::Pass)).into();
    checks.push(Check::new(CheckCode::TrustIssuer, Outcome::Skipped(Because::NotAsked)).advisory());
    Report {
        verdict: Verdict::of(&checks),
        standing: Standing::Valid,
        recipient: Match::NotAsked,
        trust: Trust::NotAsked,
        via: Vec::new(),
        also: Vec::new(),
        summary: Some(Summary { proven: true, badge }),
        checks,
        endorsements: Vec::new(),
        support: None,
        resources: Vec::new(),
        at: at("2026-04-02T10:00:00Z"),
    }
}

fn with(code: CheckCode, outcome: Outcome) -> Report {
    let mut report = report();
    report.checks.retain(|c| c.code != code);
    report.checks.push(Check::new(code, outcome).with("key", "z6MkTest"));
    report.verdict = Verdict::of(&report.checks);
    report
}

#[test]
fn the_page_begins_with_the_answer() {
    let fr = Catalog::new(Lang::Fr, &[]);
    let text = page(&report(), &fr, Detail::Short, Style::Plain);
    let expected = "\
✓ Authentique\u{a0}: délivré par l’organisme annoncé, et rien n’a été modifié.

Ce que dit ce badge

  Découpe laser : je découvre
  A préparé un fichier et découpé une première pièce, avec l’équipe.

  Délivré par  Atelier de la Prairie – did:web:badges.example.org
  Remis à      une personne dont l’adresse est masquée
  Date         2 mars 2026
  État         en cours
  Norme        Open Badges 3.0
  Identifiant  urn:uuid:7f6f2f1e-0000-4000-8000-000000000001

Ce qui n’a pas été contrôlé
  - De qui parle ce badge\u{a0}: vous n’avez indiqué personne, donc rien n’a été
    comparé.
  - Si vous connaissez l’organisme\u{a0}: vous n’avez pas donné de liste.

Contrôles
  3 contrôles réussis.
  Contrôlé à la date du 2 avril 2026.
";
    assert_eq!(text, expected);
}

#[test]
fn headlines_keep_three_questions_apart() {
    let headline = |change: fn(&mut Report)| {
        let mut r = report();
        change(&mut r);
        Headline::of(&r)
    };
    assert_eq!(headline(|_| ()), Headline::Authentic);
    assert_eq!(headline(|r| r.trust = Trust::Unknown), Headline::Unknown);
    assert_eq!(headline(|r| r.trust = Trust::Known), Headline::Known);
    assert_eq!(headline(|r| (r.trust, r.recipient) = (Trust::Known, Match::Differs)), Headline::OtherPerson);
    assert_eq!(headline(|r| (r.trust, r.recipient) = (Trust::Known, Match::Unknown)), Headline::PersonUnknown);
    assert_eq!(headline(|r| r.recipient = Match::Matches), Headline::Authentic);
    let failed = |code, reason, standing| {
        let mut r = with(code, Outcome::Fail(reason));
        r.standing = standing;
        Headline::of(&r)
    };
    let revoked = || Reason::Revoked { reason: String::new() };
    assert_eq!(failed(CheckCode::StatusRevocation, revoked(), Standing::Revoked), Headline::Revoked);
    assert_eq!(failed(CheckCode::HostedFetched, revoked(), Standing::Revoked), Headline::Revoked);
    assert_eq!(failed(CheckCode::ProofSignature, Reason::SignatureMismatch, Standing::Unknown), Headline::Altered);
    let stranger = Reason::KeyNotListed { issuer: "did:web:badges.example.org".into() };
    assert_eq!(failed(CheckCode::IssuerConfirmed, stranger, Standing::Valid), Headline::Impostor);
    assert_eq!(failed(CheckCode::DocumentSchema, Reason::NotAnObject, Standing::Revoked), Headline::Faulty);
    let key = Reason::IssuerIsKey { issuer: "did:key:z6Mk".into() };
    let mut r = with(CheckCode::IssuerConfirmed, Outcome::Warn(key));
    assert_eq!(Headline::of(&r), Headline::KeyOnly);
    assert!(page(&r, &Catalog::new(Lang::Fr, &[]), Detail::Short, Style::Plain).contains("(nom non prouvé)"));
    r.trust = Trust::Known;
    assert_eq!(Headline::of(&r), Headline::Known);
    let mut r = with(CheckCode::ContainerStripped, Outcome::Fail(Reason::NoBadgeInPicture));
    r.summary = None;
    assert_eq!(Headline::of(&r), Headline::NoBadge);
}

#[test]
fn a_copy_that_differs_is_never_called_unchanged() {
    // OB2-VER-02
    let differs = |at| {
        let mut r = report();
        r.checks.push(Check::new(CheckCode::HostedSame, Outcome::Warn(Reason::CopyDiffers)).at(at));
        r
    };
    let mut r = differs(Pointer::root());
    for trust in [Trust::NotAsked, Trust::Unknown, Trust::Known] {
        r.trust = trust;
        assert_eq!(Headline::of(&r), Headline::CopyDiffers);
    }
    for (lang, unchanged, copy) in [(Lang::Fr, "modifié", "votre copie"), (Lang::En, "changed", "your copy")] {
        let catalog = Catalog::new(lang, &[]);
        let text = page(&r, &catalog, Detail::Short, Style::Plain);
        let first: String = text.lines().take(2).collect();
        assert!(first.starts_with("? ") && first.contains(copy) && !first.contains(unchanged), "{text}");
    }
    r.recipient = Match::Differs;
    assert_eq!(Headline::of(&r), Headline::OtherPerson);
    // The issuer's own documents that differ say nothing about the copy in hand.
    assert_eq!(Headline::of(&differs(Pointer::root().member("badge"))), Headline::Authentic);
}

#[test]
fn the_name_of_a_hosted_issuer_is_its_own() {
    let fr = Catalog::new(Lang::Fr, &[]);
    let hosted = |scope: Outcome, proven: bool| {
        let mut r = report();
        r.checks.retain(|c| c.code != CheckCode::IssuerConfirmed);
        r.checks.push(Check::new(CheckCode::HostedScope, scope));
        r.summary.as_mut().unwrap().proven = proven;
        page(&r, &fr, Detail::Short, Style::Plain).contains("(nom non prouvé)")
    };
    assert!(!hosted(Outcome::Pass, true));
    assert!(hosted(Outcome::Pass, false));
    assert!(hosted(Outcome::Skipped(Because::DependsOn(CheckCode::IssuerProfile)), true));
}

#[test]
fn a_narrow_page_has_the_same_words_in_shorter_lines() {
    let fr = Catalog::new(Lang::Fr, &[]);
    let given =
        crate::verify::Input { input: "badge.json".into(), checks: vec![], badges: vec![report()], links: vec![] };
    let inputs = [given];
    let answer = Answer { inputs: &inputs, at: report().at, asked: false };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let wide = answer.page(&fr, Detail::Full, Style::Plain);
    for width in [60, 40, 0] {
        let narrow = answer.page_within(width, &fr, Detail::Full, Style::Plain);
        assert_eq!(words(&narrow), words(&wide));
        // An address is left whole, so that it can be copied.
        let whole = |line: &&str| [":", "/"].iter().any(|sign| line.split(sign).count() > 2);
        let longest = narrow.lines().filter(|line| !whole(line)).map(|line| line.chars().count()).max();
        assert!(longest.is_some_and(|longest| longest <= width.max(40)), "{narrow}");
    }
}

// Nobody should take the badges that were read for all there are.
#[test]
fn that_reading_stopped_is_told_once_and_above_the_list() {
    let bound = |limit: &str| {
        let why = Reason::MoreInside { limit: limit.to_owned() };
        Check::new(CheckCode::ContainerFormat, Outcome::Warn(why))
    };
    let given = crate::verify::Input {
        input: "cohort.pdf".into(),
        checks: vec![bound("found"), bound("pdf_tokens")],
        badges: vec![report(), report()],
        links: vec![],
    };
    let inputs = [given];
    let answer = Answer { inputs: &inputs, at: report().at, asked: false };
    for (lang, stopped) in [(Lang::Fr, "s’est arrêtée là"), (Lang::En, "Reading stopped there")] {
        let text = answer.page(&Catalog::new(lang, &[]), Detail::Short, Style::Plain);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.matches(stopped).count(), 1, "{text}");
        assert!(text.find(stopped) < text.find("Authenti").or(text.find("authenti")), "{text}");
    }
}

// In a list and in a table as well: whoever is told to open addresses is told which.
#[test]
fn a_line_without_a_badge_names_the_addresses() {
    let fr = Catalog::new(Lang::Fr, &[]);
    let of = |count: usize| {
        let link = |n| crate::container::Link {
            url: Url::parse(&format!("https://www.credly.com/badges/{n}")).unwrap(),
            kind: crate::container::LinkKind::Badge,
            via: vec![],
            also: vec![],
        };
        let checks = vec![Check::new(CheckCode::ContainerStripped, Outcome::Fail(Reason::OnlyLinks { count }))];
        let links = (0..count).map(link).collect();
        let inputs = [crate::verify::Input { input: "cv.pdf".into(), checks, badges: vec![], links }];
        Answer { inputs: &inputs, at: report().at, asked: false }.lines(&fr)[0].place.clone()
    };
    assert_eq!(of(0), "");
    assert_eq!(of(2), "https://www.credly.com/badges/0 https://www.credly.com/badges/1");
    assert!(of(6).ends_with("/badges/4 …"), "{}", of(6));
}

// An address that ends a sentence has no other sentence behind it.
#[test]
fn whose_badge_it_is_comes_before_what_is_open() {
    let lookup = Lookup::new(&Url::parse("https://badges.example.org/status/1.json").unwrap(), Purpose::StatusList);
    let offline = Unanswered::Unreachable(Unreachable::Offline);
    let mut report = with(CheckCode::StatusRevocation, Outcome::Skipped(Because::Unanswered(lookup, offline)));
    report.recipient = Match::Differs;
    report.checks.push(Check::new(CheckCode::RecipientMatches, Outcome::Fail(Reason::RecipientDiffers)).advisory());
    let inputs =
        [crate::verify::Input { input: "cv.pdf".into(), checks: vec![], badges: vec![report.clone()], links: vec![] }];
    let lines = Answer { inputs: &inputs, at: report.at, asked: true }.lines(&Catalog::new(Lang::Fr, &[]));
    let why = lines[0].why.as_ref().map(|why| why.what.as_str()).unwrap_or_default();
    assert!(why.ends_with("status/1.json") && why.starts_with("Le badge parle d’une autre personne"), "{why}");
}

#[test]
fn failures_come_first_with_what_to_do() {
    let en = Catalog::new(Lang::En, &[]);
    let mut r = with(CheckCode::ProofSignature, Outcome::Fail(Reason::SignatureMismatch));
    r.summary.as_mut().unwrap().proven = false;
    r.checks
        .push(Check::new(CheckCode::StatusRevocation, Outcome::Skipped(Because::DependsOn(CheckCode::ProofSignature))));
    let short = page(&r, &en, Detail::Short, Style::Plain);
    assert!(short.starts_with("✗ This badge was changed after it was signed. Do not rely on it.\n"), "{short}");
    assert!(short.contains("What this badge says, without proof\n"), "{short}");
    assert!(short.contains("  no   Nothing was changed since it was signed\n"), "{short}");
    assert!(short.contains("One other check depends on these"), "{short}");
    assert!(!short.contains("  yes "), "{short}");
    let full = page(&r, &en, Detail::Full, Style::Plain);
    assert!(full.find("  no ").unwrap() < full.find("  yes ").unwrap(), "{full}");
    let explain = page(&r, &en, Detail::Explain, Style::Plain);
    assert!(explain.contains("(proof.signature)") && explain.contains("key = z6MkTest"), "{explain}");
    assert!(explain.contains("       https://www.imsglobal.org/spec/ob/v3p0#verification\n"), "{explain}");
}

#[test]
fn unread_lists_are_told_at_once() {
    // D-34
    let lookup = Lookup::new(&Url::parse("https://badges.example.org/status/1.json").unwrap(), Purpose::StatusList);
    let offline = Unanswered::Unreachable(Unreachable::Offline);
    let mut r = with(CheckCode::StatusRevocation, Outcome::Skipped(Because::Unanswered(lookup, offline)));
    r.standing = Standing::Unknown;
    let text = page(&r, &Catalog::new(Lang::Fr, &[]), Detail::Short, Style::Plain);
    let first: String = text.lines().take(3).collect();
    assert!(text.contains("  - Si le badge a été annulé ou suspendu"), "{text}");
    // Said once, with what helps: a connection.
    assert_eq!(text.matches("https://badges.example.org/status/1.json").count(), 1, "{text}");
    assert!(text.contains("→ Contrôlez à nouveau avec une connexion à Internet."), "{text}");
    assert!(first.contains("Impossible de conclure") && first.contains("liste des badges annulés"), "{text}");
}

#[test]
fn hostile_words_stay_words_and_lines_stay_short() {
    let mut r =
        with(CheckCode::IssuerConfirmed, Outcome::Fail(Reason::KeyNotListed { issuer: "a\u{1b}]0;x\u{7}".into() }));
    let badge = &mut r.summary.as_mut().unwrap().badge;
    badge.achievement.as_mut().unwrap().name = Some(format!("\u{1b}[2J\u{202e}{}", "très long ".repeat(500)));
    badge.issuer.name = Some("\r\n✓ Authentique\u{9b}1m".into());
    badge.narrative = Some("ligne\nligne\u{0}".repeat(400));
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang, &[]);
        let text = page(&r, &catalog, Detail::Explain, Style::Plain);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
        assert!(!text.contains('\u{202e}'));
        assert!(!text.lines().skip(1).any(|l| l.starts_with('✓')), "{text}");
        for line in text.lines() {
            assert!(wrap::columns(line) <= wrap::WIDTH || line.contains("https://"), "{line}");
        }
        let coloured = page(&r, &catalog, Detail::Explain, Style::Ansi);
        let bare: String = coloured
            .split('\u{1b}')
            .enumerate()
            .map(|(n, part)| if n == 0 { part } else { part.split_once('m').unwrap().1 })
            .collect();
        assert_eq!(bare, text);
    }
}
