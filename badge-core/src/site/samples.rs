//! Values for trying out every page: an ordinary place, one with nothing in it, and one whose every text is hostile.

use super::{Achievement, Award, AwardFile, Given, Key, Legal, Picture, Site};
use crate::language::Lang;
use crate::model::{self, Alignment, Badge, Criteria, Evidence, Profile, Version};
use crate::place::register::{self, AwardStatus, GivenEntry};
use crate::place::{Accepted, Addresses, Digests, Found, Level, Received, Slug, Token, Words};
use crate::time::Timestamp;

/// What an attacker would write in every field that takes a text.
const HOSTILE: &str =
    "\"'><script>alert(1)</script>{{7*7}}\u{202e}\u{0}<img src=https://evil.example/x onerror=x>&amp;";

impl Site {
    /// An ordinary place, an empty one without an address, and a hostile one.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![ordinary(), empty(), hostile()]
    }
}

impl Award {
    /// Good with everything, good with little, over, not begun, revoked, suspended, hostile.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let at = instant;
        let full = award(1);
        let mut little = award(2);
        little.badge = Badge::new(Version::Ob30);
        (little.achievement, little.recipient, little.location) = (None, None, None);
        little.files = vec![AwardFile::Credential];
        let mut over = award(3);
        over.badge.valid_until = Some(at(1_772_000_000));
        over.recipient = None;
        let mut soon = award(4);
        soon.badge.valid_from = Some(at(1_900_000_000));
        let mut revoked = award(5);
        revoked.status =
            AwardStatus::Revoked { since: at(1_773_000_000), reason: Some("Délivré deux fois par erreur".into()) };
        let mut suspended = award(6);
        suspended.status = AwardStatus::Suspended { since: at(1_773_000_000), reason: None };
        suspended.badge.valid_until = Some(at(1_900_000_000));
        let mut lasting = award(8);
        lasting.badge.valid_until = Some(at(1_835_000_000));
        let mut bad = award(7);
        bad.badge.issuer.name = Some(HOSTILE.into());
        bad.badge.id = Some(HOSTILE.into());
        bad.badge.language = Some(HOSTILE.into());
        bad.badge.narrative = Some(HOSTILE.into());
        bad.badge.achievement = Some(hostile_achievement());
        bad.badge.evidence = vec![Evidence {
            id: Some("javascript:alert(1)".into()),
            name: Some(HOSTILE.into()),
            description: Some(HOSTILE.into()),
            narrative: Some(HOSTILE.into()),
            ..Evidence::default()
        }];
        bad.endorsements = vec![hostile_endorsement()];
        bad.recipient = Some(HOSTILE.into());
        bad.location = Some(HOSTILE.into());
        bad.status = AwardStatus::Revoked { since: at(1_773_000_000), reason: Some(HOSTILE.into()) };
        vec![full, little, over, soon, revoked, suspended, lasting, bad]
    }
}

fn ordinary() -> Site {
    let names = ["je-decouvre", "je-comprends", "je-pratique", "je-maitrise", "je-transmets"];
    let says = [
        (
            "Je découvre",
            "I discover",
            "J’ai essayé, avec de l’aide. Je sais que cela existe et à quoi cela sert.",
            "I have tried, with help. I know that it exists and what it is for.",
        ),
        (
            "Je comprends",
            "I understand",
            "Je sais expliquer comment cela marche et reconnaître quand c’est utile.",
            "I can explain how it works and tell when it is useful.",
        ),
        (
            "Je pratique",
            "I practise",
            "Je sais le faire sans aide, dans les cas courants.",
            "I can do it without help, in ordinary cases.",
        ),
        (
            "Je maîtrise",
            "I master",
            "Je sais le faire dans des cas difficiles, et trouver une solution nouvelle.",
            "I can do it in difficult cases, and find a new solution.",
        ),
        (
            "Je transmets",
            "I pass on",
            "J’aide d’autres personnes à apprendre, et je peux leur remettre un premier badge.",
            "I help others to learn, and may give them a first badge.",
        ),
    ];
    let levels = names.iter().zip(says).map(|(id, (fr, en, fr_text, en_text))| Level {
        id: (*id).to_owned(),
        name: words(fr, en),
        description: words(fr_text, en_text),
    });
    Site {
        base: Addresses::new("https://badges.example.org/atelier").ok(),
        languages: vec![Lang::Fr, Lang::En],
        profile: Profile {
            id: Some("did:web:badges.example.org:atelier".into()),
            name: Some("L’Atelier de la Prairie".into()),
            url: Some("https://atelier.example.org/".into()),
            email: Some("bonjour@atelier.example.org".into()),
            ..Profile::default()
        },
        names: Words { fr: None, en: Some("The Prairie Workshop".into()) },
        description: words(
            "Un atelier ouvert à tout le monde, pour fabriquer, réparer et apprendre ensemble. Nous délivrons des badges à celles et ceux qui viennent y faire quelque chose.",
            "A workshop open to everyone, to make, mend and learn together. We give badges to those who come and do something here.",
        ),
        logo: Some(Picture {
            path: "logo.svg".into(),
            alt: words("Une maison dans l’herbe", "A house in the grass"),
            preview: None,
        }),
        levels: levels.collect(),
        doors: None,
        ladder_name: words("Les niveaux de l’Atelier", "The levels of the Workshop"),
        achievements: catalogue(),
        keys: vec![
            Key {
                thumbprint: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k".into(),
                kind: "Ed25519".into(),
                since: Some(instant(1_767_312_000)),
                retired: None,
                revoked: None,
                pem: false,
            },
            Key {
                thumbprint: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".into(),
                kind: "RSA 2048".into(),
                since: Some(instant(1_740_000_000)),
                retired: Some(instant(1_767_312_000)),
                revoked: None,
                pem: true,
            },
        ],
        endorsements: vec![received("Soutien : L’Atelier de la Prairie", None, true)],
        status_lists: 2,
        legal: Legal {
            publisher: Some("Association L’Atelier de la Prairie, 2 rue du Moulin, 14000 Caen".into()),
            responsible: Some("Camille Exemple".into()),
            host: Some("Hébergeur Exemple, 1 quai des Serveurs, 35000 Rennes".into()),
            retention: Words::default(),
        },
        at: instant(1_774_000_000),
    }
}

fn catalogue() -> Vec<Achievement> {
    let mut laser = achievement(
        "decoupe-laser",
        ("Découpe laser : je découvre", "Laser cutting: I discover"),
        (
            "Vous avez préparé un dessin, réglé la machine avec l’équipe et découpé une première pièce.",
            "You prepared a drawing, set up the machine with the team and cut a first piece.",
        ),
        (
            "Pour obtenir ce badge :\n\n- dessiner une pièce simple **à plat** ;\n- choisir une matière permise et dire pourquoi d’autres sont interdites ;\n- rester près de la machine pendant toute la découpe.\n\nUn membre de l’équipe regarde la pièce avec vous, puis remet le badge.",
            "To earn this badge:\n\n- draw a simple **flat** piece;\n- choose a material that is allowed, and say why others are not;\n- stay beside the machine for the whole cut.\n\nA member of the team looks at the piece with you, then gives the badge.",
        ),
        (
            words("Savoir-faire", "Know-how"),
            "je-decouvre",
            words("Un rayon rouge trace une feuille dans une planche", "A red beam draws a leaf in a board"),
        ),
    );
    for (_, model) in &mut laser.spoken {
        model.tags = vec!["je-decouvre".into(), "découpe laser".into(), "fabrication".into()];
        model.version = Some("2".into());
        model.alignments.push(Alignment {
            target_name: Some("Utiliser une machine à commande numérique".into()),
            target_url: Some("https://competences.example.org/c/1234".into()),
            target_code: Some("1234".into()),
            target_framework: Some("Référentiel d’exemple".into()),
            ..Alignment::default()
        });
    }
    laser.related = slug("repair-cafe").into_iter().collect();
    let repair = achievement(
        "repair-cafe",
        ("Repair Café : je transmets", "Repair Café: I pass on"),
        (
            "Vous avez aidé trois personnes à réparer elles-mêmes un objet.",
            "You helped three people to mend something themselves.",
        ),
        (
            "Accueillir, chercher la panne **ensemble**, laisser l’autre tenir le tournevis.",
            "Welcome people, look for the fault **together**, let the other hold the screwdriver.",
        ),
        (
            words("Savoir-être", "Know-how-to-be"),
            "je-transmets",
            words("Deux mains autour d’un tournevis", "Two hands around a screwdriver"),
        ),
    );
    let mut project = achievement(
        "projet-service-civique",
        ("Mener un projet en service civique", "Lead a project in civic service"),
        (
            "Vous avez imaginé, préparé et mené un projet avec les habitantes et les habitants du quartier, pendant votre mission.",
            "",
        ),
        ("Un projet, une équipe, un bilan.", ""),
        (
            words("Engagement", "Engagement"),
            "je-pratique",
            words("Un chemin qui monte vers un drapeau", "A path that climbs to a flag"),
        ),
    );
    project.spoken.truncate(1);
    vec![laser, repair, project]
}

/// Two texts: French, English.
type Pair = (&'static str, &'static str);

fn achievement(id: &str, name: Pair, description: Pair, criteria: Pair, marks: (Words, &str, Words)) -> Achievement {
    let of = |lang: Lang, pair: Pair| if lang == Lang::Fr { pair.0.to_owned() } else { pair.1.to_owned() };
    let spoken = |lang| {
        let model = model::Achievement {
            name: Some(of(lang, name)),
            description: Some(of(lang, description)),
            criteria: Some(Criteria { id: None, narrative: Some(of(lang, criteria)) }),
            language: Some(lang.tag().to_owned()),
            ..model::Achievement::default()
        };
        (lang, model)
    };
    let (kind, level, alt) = marks;
    Achievement {
        slug: must(slug(id)),
        spoken: Lang::ALL.into_iter().map(spoken).collect(),
        kind,
        level: Some(level.to_owned()),
        picture: Some(Picture { path: format!("achievements/{id}.svg"), alt, preview: None }),
        related: Vec::new(),
        endorsements: vec![received("Soutien : Découpe laser", None, false)],
    }
}

fn award(number: u8) -> Award {
    let what = catalogue().swap_remove(0);
    let mut badge = Badge::new(Version::Ob30);
    badge.id = Some(format!("https://badges.example.org/atelier/b/{}/credential.json", token(number)));
    badge.issuer.name = Some("L’Atelier de la Prairie".into());
    badge.achievement = what.spoken.into_iter().next().map(|(_, model)| model);
    badge.valid_from = Some(instant(1_772_450_000));
    badge.narrative = Some("Sacha a dessiné un porte-clés en forme de feuille, puis l’a découpé dans du peuplier de 3 mm.\n\nLa deuxième version tient mieux dans la main : Sacha a **arrondi les angles** après l’avoir essayée.".into());
    badge.language = Some("fr".into());
    badge.evidence = vec![
        Evidence {
            id: Some("https://atelier.example.org/projets/porte-cles".into()),
            name: Some("Le porte-clés, en photos".into()),
            description: Some("Trois photos de la pièce, sans personne dessus.".into()),
            ..Evidence::default()
        },
        Evidence {
            narrative: Some("Atelier du samedi, avec l’équipe de médiation.".into()), ..Evidence::default()
        },
    ];
    Award {
        token: token(number),
        badge,
        achievement: slug("decoupe-laser"),
        recipient: Some("Sacha Exemple".into()),
        location: Some("L’Atelier de la Prairie, Caen".into()),
        status: AwardStatus::Active,
        card: false,
        endorsements: vec![received("Soutien : Découpe laser", Some(1_773_500_000), false)],
        files: vec![AwardFile::Png, AwardFile::Svg, AwardFile::Credential, AwardFile::Assertion],
        preview: false,
    }
}

fn empty() -> Site {
    Site {
        base: None,
        languages: vec![Lang::Fr],
        profile: Profile { name: Some("Un lieu tout neuf".into()), ..Profile::default() },
        names: Words::default(),
        description: Words::default(),
        logo: None,
        levels: Vec::new(),
        ladder_name: Words::default(),
        achievements: Vec::new(),
        endorsements: Vec::new(),
        keys: Vec::new(),
        status_lists: 0,
        legal: Legal::default(),
        doors: None,
        at: instant(1_774_000_000),
    }
}

fn hostile() -> Site {
    let bad = || Words { fr: Some(HOSTILE.into()), en: Some(HOSTILE.into()) };
    let mut site = ordinary();
    site.languages.reverse();
    site.names = bad();
    site.profile = Profile {
        name: Some(HOSTILE.into()),
        url: Some("javascript:alert(1)".into()),
        email: Some(HOSTILE.into()),
        phone: Some(HOSTILE.into()),
        ..Profile::default()
    };
    site.description = bad();
    site.ladder_name = bad();
    for level in &mut site.levels {
        (level.name, level.description) = (bad(), bad());
    }
    site.endorsements = vec![hostile_endorsement()];
    for what in &mut site.achievements {
        what.endorsements = vec![hostile_endorsement()];
        what.kind = bad();
        what.picture = Some(Picture { path: "achievements/decoupe-laser.png".into(), alt: bad(), preview: None });
        what.spoken = vec![(Lang::Fr, hostile_achievement())];
    }
    for key in &mut site.keys {
        key.kind = HOSTILE.into();
    }
    site.legal = Legal {
        publisher: Some(HOSTILE.into()),
        responsible: Some(HOSTILE.into()),
        host: Some(HOSTILE.into()),
        retention: bad(),
    };
    site
}

fn hostile_achievement() -> model::Achievement {
    let bad = || Some(HOSTILE.to_owned());
    model::Achievement {
        name: bad(),
        description: bad(),
        criteria: Some(Criteria {
            id: Some("javascript:alert(1)".into()),
            narrative: Some(format!("{HOSTILE}\n\n[x](javascript:a) ![y](https://evil.example/y.png)")),
        }),
        tags: vec![HOSTILE.into(); 3],
        alignments: [None, Some("ext:part-of".to_owned())]
            .map(|kind| Alignment {
                target_name: bad(),
                target_url: Some("data:text/html,x".into()),
                target_framework: bad(),
                target_type: kind,
                ..Alignment::default()
            })
            .into(),
        language: bad(),
        version: bad(),
        creator: Some(Box::new(Profile { name: bad(), ..Profile::default() })),
        ..model::Achievement::default()
    }
}

fn received(name: &str, until: Option<i64>, withdrawn: bool) -> Received {
    let mut badge = Badge::new(Version::Ob30);
    badge.id = Some("https://partenaire.example.org/e/1/endorsement.json".into());
    badge.name = Some(name.to_owned());
    badge.issuer.name = Some("La Ligue des ateliers".into());
    badge.issuer.url = Some("https://partenaire.example.org/".into());
    badge.valid_from = Some(instant(1_772_600_000));
    badge.valid_until = until.map(instant);
    badge.narrative =
        Some("Nos apprentis s’y forment.\n\nCompétences soutenues :\n\n- régler la machine\n- lire un plan".into());
    let note = Accepted {
        accepted: instant(1_772_700_000),
        checked: instant(1_773_900_000),
        found: if withdrawn { Found::Withdrawn } else { Found::Good },
        digests: Digests::default(),
        words: None,
    };
    Received { badge, embedded: None, jwt: None, note, changed: false }
}

fn hostile_endorsement() -> Received {
    let mut bad = received(HOSTILE, None, false);
    bad.badge.id = Some("javascript:alert(1)".into());
    bad.badge.issuer.name = Some(HOSTILE.into());
    bad.badge.issuer.url = Some("javascript:alert(1)".into());
    bad.badge.narrative = Some(format!("{HOSTILE}\n\n[x](javascript:a) ![y](https://evil.example/y.png)"));
    bad
}

impl Given {
    /// In force, over, withdrawn, hostile.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let one = |number: u8| {
            let given = register::Given {
                token: token(number),
                of: register::Endorsed::Achievement,
                subject: "https://lieu.example.org/achievements/soudure.json".into(),
                title: "Soudure à l’étain".into(),
                language: Lang::Fr,
                date: instant(1_772_600_000),
                expires: None,
                status: None,
                credentials: Vec::new(),
            };
            let entry = GivenEntry { given, at: instant(1_772_600_000), status: AwardStatus::Active };
            Self { entry, badge: received("Soutien", None, false).badge }
        };
        let mut over = one(32);
        over.entry.given.expires = Some(instant(1_773_000_000));
        let mut withdrawn = one(33);
        withdrawn.entry.status = AwardStatus::Revoked { since: instant(1_773_000_000), reason: Some("Fini".into()) };
        let mut bad = one(34);
        bad.entry.given.title = HOSTILE.into();
        bad.entry.given.subject = "javascript:alert(1)".into();
        bad.badge.narrative = Some(HOSTILE.into());
        vec![one(31), over, withdrawn, bad]
    }
}

fn words(fr: &str, en: &str) -> Words {
    Words { fr: Some(fr.to_owned()), en: Some(en.to_owned()) }
}

fn slug(text: &str) -> Option<Slug> {
    Slug::parse(text)
}

fn token(number: u8) -> Token {
    Token::from_bytes([number; 16])
}

// What is written in this file is good: a test makes every sample.
fn must<T>(value: Option<T>) -> T {
    value.expect("a sample is well written")
}

fn instant(seconds: i64) -> Timestamp {
    must(Timestamp::from_unix(seconds))
}
