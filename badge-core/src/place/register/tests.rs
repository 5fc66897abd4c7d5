use super::*;
use crate::issue::Format;
use crate::language::Lang;

fn token(n: u8) -> Token {
    Token::from_bytes([n; 16])
}

fn at(day: u8) -> Timestamp {
    Timestamp::parse(&format!("2026-03-{day:02}T09:00:00Z")).unwrap()
}

fn awarded(n: u8) -> Event {
    Event {
        at: at(n),
        what: What::Awarded(Box::new(Award {
            token: token(n),
            person: (n != 3).then(|| token(100 + n)),
            achievement: Slug::parse("impression-3d").unwrap(),
            language: Lang::Fr,
            date: at(n),
            expires: (n == 2).then(|| at(28)),
            status: Some(StatusSpot { list: 1, index: u64::from(n) * 1_000 }),
            credentials: vec![Issued { format: Format::Ob3, id: token(n).urn(), sha256: digest("0") }],
            files: [("badge.png", digest("f"))].into(),
            replaces: None,
            card: false,
            cohort: None,
        })),
    }
}

fn digest(digit: &str) -> Digest {
    Digest::parse(&digit.repeat(64)).unwrap()
}

fn revoked(n: u8) -> Event {
    Event {
        at: at(20),
        what: What::Revoked { award: token(n), reason: Some("Erreur de saisie \u{2028} \"é\"".into()) },
    }
}

#[test]
fn what_is_written_is_read_back() {
    let events = [awarded(1), awarded(2), awarded(3), revoked(2)];
    let text: String = events.iter().map(Event::to_line).collect();
    assert_eq!(text.lines().count(), events.len());
    for (line, event) in text.lines().zip(&events) {
        assert_eq!(Event::from_line(line.as_bytes()).unwrap(), *event);
    }
    let (register, tail) = Register::parse(text.as_bytes()).unwrap();
    assert_eq!((register.len(), tail), (3, Tail::Clean));
    assert_eq!(register.struck(1), [2_000]);
    assert!(register.signed(token(3)).eq([(Format::Ob3, digest("0"))]) && register.signed(token(9)).next().is_none());
    assert!(register.is_taken(StatusSpot { list: 1, index: 3_000 }));
    assert_eq!(register.find(&token(3).to_string()[..8]).unwrap().award.token, token(3));
    assert!(register.same(token(101), &Slug::parse("impression-3d").unwrap(), "2026-03-01").is_some());
    assert!(register.same(token(102), &Slug::parse("impression-3d").unwrap(), "2026-03-02").is_none(), "revoked");
}

#[test]
fn the_register_names_nobody() {
    // D-05: nothing but random ids may stand there.
    let line = awarded(1).to_line();
    for word in ["@", "name", "email", "salt"] {
        assert!(!line.contains(word), "{word} in {line}");
    }
}

// D-06, D-10
#[test]
fn an_award_ends_with_the_line_of_the_one_that_replaces_it() {
    let mut claim = awarded(2);
    let What::Awarded(award) = &mut claim.what else { unreachable!() };
    (award.replaces, award.cohort) = (Some(token(1)), Slug::parse("mars"));
    let mut card = awarded(1);
    let What::Awarded(award) = &mut card.what else { unreachable!() };
    award.card = true;
    let superseded = Event { at: at(2), what: What::Revoked { award: token(1), reason: Some(SUPERSEDED.into()) } };
    let text: String = [&card, &claim, &superseded].map(Event::to_line).concat();
    let whole = Register::parse(text.as_bytes()).unwrap().0;
    assert_eq!(Event::from_line(claim.to_line().as_bytes()).unwrap(), claim);
    // Whatever is lost of the last line: never two, nor none.
    let two = card.to_line().len() + claim.to_line().len();
    for cut in two..text.len() - 1 {
        let register = Register::parse(&text.as_bytes()[..cut]).unwrap().0;
        let holding = |r: &Register| r.iter().filter(|e| e.status == AwardStatus::Active).count();
        assert_eq!((holding(&register), holding(&whole)), (1, 1), "{cut}");
        assert_eq!(register.get(token(1)).unwrap().status, whole.get(token(1)).unwrap().status);
        assert_eq!(register.struck(1), [1_000]);
        assert_eq!(register.successor(token(1)).unwrap().token, token(2));
        assert_eq!(register.implied().count(), 1);
    }
    assert_eq!(whole.implied().count(), 0);
    assert!(whole.successor(token(2)).is_none());
}

#[test]
fn a_last_line_may_be_torn_at_any_byte() {
    // D-06: a process may die while it writes.
    let (first, second) = (awarded(1).to_line(), awarded(2).to_line());
    for cut in 1..second.len() {
        let text = [first.as_bytes(), &second.as_bytes()[..cut]].concat();
        let (register, tail) = Register::parse(&text).unwrap();
        if cut == second.len() - 1 {
            assert_eq!((register.len(), tail), (2, Tail::Open));
        } else {
            assert_eq!((register.len(), tail), (1, Tail::Torn { keep: first.len() }), "{cut}");
        }
    }
    let zeros = [first.as_bytes(), &[0; 40]].concat();
    assert_eq!(Register::parse(&zeros).unwrap().1, Tail::Torn { keep: first.len() });
}

#[test]
fn damage_elsewhere_is_refused_with_its_line() {
    let (first, second) = (awarded(1).to_line(), awarded(2).to_line());
    let damage = |text: String| Register::parse(text.as_bytes()).unwrap_err();
    assert_eq!(damage(format!("{first}{}\n{second}", &second[..40])).line, 2);
    assert_eq!(damage(format!("{first}\n{second}")).line, 2);
    assert_eq!(damage(format!("{first}{first}")).fault, EventFault::AwardTwice(token(1)));
    assert_eq!(damage(revoked(9).to_line()).fault, EventFault::NoSuchAward(token(9)));
    let clash = second.replace("2000", "1000");
    assert_eq!(
        damage(format!("{first}{clash}")).fault,
        EventFault::SpotTaken { spot: StatusSpot { list: 1, index: 1_000 }, by: token(1) }
    );
    // Written by a newer version: not ours to drop, even at the end.
    let newer = first.replace("\"v\":1", "\"v\":2");
    assert_eq!(damage(newer.trim_end().to_owned()).fault, EventFault::Version { found: 2.0 });
    let newer = first.replace("\"awarded\"", "\"delegated\"");
    assert_eq!(damage(newer).fault, EventFault::UnknownEvent { name: "delegated".into() });
    for (from, to) in [("\"ob3\"", "\"ob4\""), ("\"fr\"", "\"de\""), ("000Z", "000"), ("impression-3d", "../x")] {
        if first.contains(from) {
            assert!(matches!(damage(first.replace(from, to)).fault, EventFault::Member(_)), "{to}");
        }
    }
    // A fault of the first line leaves nothing behind.
    let mut register = Register::new();
    register.apply(awarded(1)).unwrap();
    let before = register.clone();
    assert!(register.apply(awarded(1)).is_err());
    assert_eq!(register, before);
}

#[test]
fn suspended_and_reinstated() {
    let mut register = Register::new();
    register.apply(awarded(1)).unwrap();
    register.apply(Event { at: at(5), what: What::Suspended { award: token(1), reason: None } }).unwrap();
    assert_eq!(register.get(token(1)).unwrap().status, AwardStatus::Suspended { since: at(5), reason: None });
    assert_eq!(register.struck(1), [1_000]);
    register.apply(Event { at: at(6), what: What::Reinstated { award: token(1), reason: None } }).unwrap();
    assert!(register.struck(1).is_empty());
}

fn given(n: u8) -> Event {
    let given = Given {
        token: token(n),
        of: Endorsed::Achievement,
        subject: "https://a.example.org/achievements/soudure.json".into(),
        title: "Soudure".into(),
        language: Lang::Fr,
        date: at(n),
        expires: (n == 5).then(|| at(28)),
        status: Some(StatusSpot { list: 1, index: u64::from(n) * 1_000 }),
        credentials: vec![Issued { format: Format::Ob3Jwt, id: token(n).urn(), sha256: digest("0") }],
    };
    Event { at: at(n), what: What::Endorsed(Box::new(given)) }
}

#[test]
fn endorsements_stand_beside_awards_and_are_revoked_like_them() {
    let withdrawn = Event { at: at(20), what: What::Revoked { award: token(4), reason: None } };
    let events = [awarded(1), given(4), given(5), withdrawn];
    let text: String = events.iter().map(Event::to_line).collect();
    for (line, event) in text.lines().zip(&events) {
        assert_eq!(Event::from_line(line.as_bytes()).unwrap(), *event);
    }
    let (register, _) = Register::parse(text.as_bytes()).unwrap();
    assert_eq!((register.len(), register.endorsements().count()), (1, 2), "an endorsement is no award");
    assert_eq!(register.struck(1), [4_000]);
    assert_eq!(register.status(token(4)), Some(&AwardStatus::Revoked { since: at(20), reason: None }));
    assert_eq!(register.status(token(5)), Some(&AwardStatus::Active));
    assert_eq!(register.find_endorsement(&token(5).to_string()[..8]).unwrap().given.token, token(5));
    assert!(register.get(token(5)).is_none() && register.find(&token(5).to_string()).is_none());
    // Nobody else has its name, or its place in the list.
    let again = |event: Event| Register::parse(format!("{text}{}", event.to_line()).as_bytes()).unwrap_err().fault;
    assert_eq!(again(given(5)), EventFault::AwardTwice(token(5)));
    assert_eq!(again(awarded(4)), EventFault::AwardTwice(token(4)));
}

#[test]
fn a_badge_that_was_signed_once_more_has_new_bytes_and_the_same_name() {
    let mut register = Register::new();
    register.apply(awarded(1)).unwrap();
    let renewed = |n| Renewed {
        award: token(n),
        date: at(9),
        credentials: vec![Issued { format: Format::Ob3, id: token(1).urn(), sha256: digest("1") }],
        files: [("badge.png", digest("2"))].into(),
    };
    let event = Event { at: at(9), what: What::Renewed(Box::new(renewed(1))) };
    assert_eq!(Event::from_line(event.to_line().as_bytes()).unwrap(), event);
    register.apply(event).unwrap();
    let award = &register.get(token(1)).unwrap().award;
    assert_eq!((award.credentials.len(), award.credentials[0].sha256), (1, digest("1")));
    assert_eq!((award.files.get("badge.png"), award.date), (Some(digest("2")), at(1)));
    let nobody = Event { at: at(9), what: What::Renewed(Box::new(renewed(2))) };
    assert_eq!(register.apply(nobody), Err(EventFault::NoSuchAward(token(2))));
}

/// An award with everything that it can have, and more than the usual.
fn whole(n: u8) -> Award {
    let What::Awarded(award) = awarded(n).what else { unreachable!() };
    let id = |text: &str| Issued { format: Format::Ob2Hosted, id: text.to_owned(), sha256: digest("a") };
    let name = token(n).to_string();
    Award {
        expires: Timestamp::parse("9999-12-31T23:59:59.25-05:00").ok(),
        date: Timestamp::parse("1969-07-20T20:17:40+01:00").unwrap(),
        status: Some(StatusSpot { list: u32::MAX, index: 1_000_000_000_000_000 - u64::from(n) }),
        credentials: vec![
            Issued { format: Format::Ob3, id: token(n).urn(), sha256: digest("1") },
            id(&format!("https://a.example.org/b/{name}/assertion.json")),
            id(&format!("{name}{name}")),
            id("https://elsewhere.example.org/é"),
            id(&token(n + 1).to_string()),
            id(""),
        ],
        files: [("badge.svg", digest("c")), ("badge.png", digest("b")), ("é", digest("d"))].into(),
        replaces: Some(token(77)),
        card: true,
        cohort: Slug::parse("mars"),
        language: Lang::En,
        ..*award
    }
}

#[test]
fn nothing_is_lost_of_any_award() {
    let plain = |n| match awarded(n).what {
        What::Awarded(award) => *award,
        _ => unreachable!(),
    };
    let mut awards = vec![plain(1), whole(2), plain(3), whole(4), plain(5)];
    awards[0].status = None;
    awards[2].credentials.clear();
    awards[4].files = Files::default();
    let mut register = Register::new();
    for (award, day) in awards.iter().zip(1..) {
        register.apply(Event { at: at(day), what: What::Awarded(Box::new(award.clone())) }).unwrap();
    }
    // As written, the offsets of the instants included, which comparing does not look at.
    let line = |at, award: &Award| Event { at, what: What::Awarded(Box::new(award.clone())) }.to_line();
    for ((entry, award), day) in register.iter().zip(&awards).zip(1..) {
        assert_eq!((&entry.award, entry.at, &entry.status), (award, at(day), &AwardStatus::Active));
        assert_eq!(line(at(day), &entry.award), line(at(day), award));
        assert_eq!(register.brief(award.token), Some(Brief::from(&entry)));
        assert_eq!(register.get(award.token), Some(entry));
    }
    assert_eq!(register.briefs().rev().map(|e| e.token).collect::<Vec<_>>(), [5, 4, 3, 2, 1].map(token));
    assert!(!register.contains(token(9)) && register.brief(token(9)).is_none());
    // Every id of the second and of nobody else finds it; one that both have finds neither.
    for issued in &awards[1].credentials {
        let both = awards[3].credentials.iter().any(|c| c.id == issued.id);
        let found = if Token::parse(&issued.id).is_some() || both { None } else { Some(token(2)) };
        let found = found.or_else(|| (issued.id == token(3).to_string()).then(|| token(3)));
        assert_eq!(register.find(&issued.id).map(|e| e.award.token), found, "{}", issued.id);
    }
}

#[test]
fn a_badge_that_was_signed_once_more_leaves_the_others_as_they_are() {
    let renew = |register: &mut Register, n, credentials: Vec<Issued>, files: Files| {
        let what = What::Renewed(Box::new(Renewed { award: token(n), date: at(9), credentials, files }));
        register.apply(Event { at: at(9), what }).unwrap();
    };
    let mut register = Register::new();
    let mut expected = Vec::new();
    for n in [1, 2, 3] {
        let event = awarded(n);
        let What::Awarded(award) = &event.what else { unreachable!() };
        expected.push(award.as_ref().clone());
        register.apply(event).unwrap();
    }
    // As many forms as before, then more, then the same once more.
    let more = Issued { format: Format::Ob3Jwt, id: "urn:x".into(), sha256: digest("5") };
    for round in ["6", "7", "8"] {
        let again = Issued { sha256: digest(round), ..expected[1].credentials[0].clone() };
        expected[1].credentials[0] = again.clone();
        let mut renewed = vec![again];
        let mut files = Files::from([("badge.png", digest(round))]);
        if round != "6" {
            renewed.push(more.clone());
            files.insert("badge.svg", digest("9"));
            expected[1].credentials.truncate(1);
            expected[1].credentials.push(more.clone());
        }
        files.iter().for_each(|(name, digest)| expected[1].files.insert(name, digest));
        renew(&mut register, 2, renewed, files);
        assert_eq!(register.iter().map(|e| e.award).collect::<Vec<_>>(), expected, "{round}");
    }
}
