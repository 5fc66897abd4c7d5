//! Slips of whoever sets the recipe up: each is told in a sentence, in the language of grist.ini, with exit 2.

use std::fs;

use badge_tests::binary::badge_path;
use serde_json::json;

use crate::world::World;

/// What the script says where it ends before anything is done, without its name before.
fn refused(world: &World) -> String {
    let out = world.script().output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap().replace('\u{a0}', " ");
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert_eq!((said.lines().count(), said.contains("Traceback")), (1, false), "{said}");
    said.strip_prefix("grist_badges: ").unwrap_or_else(|| panic!("{said}")).trim_end().to_owned()
}

#[test]
fn a_slip_in_the_settings_is_told_in_their_language() {
    let Some(world) = World::new() else { return };
    world.ready(1);
    let good = fs::read_to_string(world.path("grist.ini")).unwrap();
    let address = format!("http://127.0.0.1:{}", world.grist.port);
    let command = badge_path().display().to_string();
    let slips = [
        (
            command.as_str(),
            "badge-qui-n-est-pas-la",
            "la commande « badge-qui-n-est-pas-la »",
            "the command “badge-qui",
        ),
        ("key_file = grist.key", "key_file = cle.txt", "le fichier de la clé Grist", "the file with the key for Grist"),
        ("[grist]\n", "", "grist.ini, ligne 1, ne se lit pas", "grist.ini, line 1, cannot be read"),
        ("[grist]\n", "[Grist]\n", "sous [grist], il manque « url »", "under [grist], “url” is missing"),
        ("place = lieu\n", "", "sous [badge], il manque « place »", "under [badge], “place” is missing"),
        ("column = Nom_court\n", "", "sous [badge], il manque « column »", "under [badge], “column” is missing"),
        (&address, "grist.example.org", "« grist.example.org » n’est pas", "“grist.example.org” is not"),
        (&address, "https://grist.example.org:non", "n’est pas l’adresse d’un Grist", "is not the address of a Grist"),
        ("wait = 0.01", "wait = deux", "sous [grist], « wait »", "under [grist], “wait”"),
    ];
    for (good_words, wrong, french, english) in slips {
        assert!(good.contains(good_words), "{good_words}");
        let ini = good.replacen(good_words, wrong, 1);
        fs::write(world.path("grist.ini"), &ini).unwrap();
        let said = refused(&world);
        assert!(said.contains(french), "{said}");
        fs::write(world.path("grist.ini"), ini.replace("language = fr", "language = en")).unwrap();
        let said = refused(&world);
        assert!(said.contains(english), "{said}");
    }
    assert_eq!(world.grist.document().log, [""; 0], "nothing was asked of Grist");
    // A column of the table that is called language is no language of the recipe.
    let column = good.replacen("name = Nom\n", "name = Nom\nlanguage = en\n", 1).replacen("place = lieu\n", "", 1);
    fs::write(world.path("grist.ini"), column).unwrap();
    assert!(refused(&world).contains("il manque"));
    // As an editor of Windows saves it, it is read like any other.
    fs::write(world.path("grist.ini"), format!("\u{feff}{good}")).unwrap();
    fs::write(world.path("grist.key"), format!("\u{feff}{}\r\n", crate::stand_in::KEY)).unwrap();
    badge_tests::binary::run(&mut world.script(), 0);
    world.each_has_its_own(1..=1);
}

#[test]
fn what_grist_does_not_do_is_told_in_the_language_of_the_settings() {
    use crate::stand_in::Fault::DiesBefore;
    let Some(world) = World::new() else { return };
    world.ready(1);
    let french = fs::read_to_string(world.path("grist.ini")).unwrap();
    let said_of = |ini: &str| {
        fs::write(world.path("grist.ini"), ini).unwrap();
        refused(&world)
    };
    let english = french.replace("language = fr", "language = en");
    for (ini, silent, unknown, no_key, not_a_key, wrong_key) in [
        (
            &french,
            "Grist ne répond pas : ",
            "Grist refuse GET Ailleurs : HTTP 404",
            "pas de clé pour Grist",
            "la clé de Grist ne se lit pas",
            "Grist refuse la clé",
        ),
        (
            &english,
            "Grist does not answer: ",
            "Grist refuses GET Ailleurs: HTTP 404",
            "no key for Grist",
            "the key for Grist cannot be read",
            "Grist refuses the key",
        ),
    ] {
        world.grist.document().reads = vec![DiesBefore; 6];
        let said = said_of(ini);
        assert!(said.starts_with(silent), "{said}");
        let said = said_of(&ini.replace("table = Inscriptions", "table = Ailleurs"));
        assert!(said.starts_with(unknown), "{said}");
        let key = world.path("grist.key");
        for (text, told) in [("", no_key), ("une autre", not_a_key), ("une-autre", wrong_key)] {
            fs::write(&key, text).unwrap();
            let said = said_of(ini);
            assert!(said.contains(told), "{said}");
        }
        fs::write(&key, crate::stand_in::KEY).unwrap();
    }
    // What answers is no table of records: told at once, for the next try would be answered the same.
    let before = world.grist.document().log.len();
    world.grist.document().strange = Some(json!("Bienvenue"));
    assert!(said_of(&french).contains("n’est pas un Grist"));
    assert_eq!(world.grist.document().log.len(), before + 1);
}

#[cfg(unix)]
#[test]
fn a_command_that_is_another_and_a_journal_that_cannot_be_are_told() {
    let Some(world) = World::new() else { return };
    world.ready(1);
    let good = fs::read_to_string(world.path("grist.ini")).unwrap();
    let command = format!("command = {}", badge_path().display());
    fs::write(world.path("grist.ini"), good.replace(&command, "command = echo")).unwrap();
    assert!(refused(&world).contains("badge s’est arrêté (0) après 0 lignes sur 1"));
    fs::write(world.path("grist.ini"), good.replace("[badge]", "[badge]\njournal = nulle-part/journal.jsonl")).unwrap();
    assert!(refused(&world).contains("cette machine n’a pas pu : "));
    // What was asked before is awarded once the settings are right.
    fs::write(world.path("grist.ini"), good).unwrap();
    badge_tests::binary::run(&mut world.script(), 0);
    world.each_has_its_own(1..=1);
}
