use super::*;
use crate::place::people::Person;

fn person(name: &str) -> Person {
    let known = !name.is_empty();
    Person {
        name: known.then(|| name.to_owned()),
        email: known.then(|| "own@example.org".to_owned()),
        ..Person::default()
    }
}

/// Each text with whether it is refused when it is noted, whether it counts as a parent's where it stands of a child, and
/// whether it does where it stands of somebody who was taken for an adult.
fn judged(name: &str, rows: &[(&str, [bool; 3])]) {
    for (text, wanted) in rows {
        let said = Said::of(text, &person(name));
        let told = [said.is_own_word(), !said.is_plainly_own(), said.names_another()];
        assert_eq!(told, *wanted, "{text} (of {name})");
    }
}

const PARENTS: [bool; 3] = [false, true, true];
const OWN: [bool; 3] = [true, false, false];
/// Nobody plainly: noted where it is said now, or was asked of a parent.
const OPEN: [bool; 3] = [false, true, false];
/// Not to be noted any more; what stands there was a parent's.
const SAY_MORE: [bool; 3] = [true, true, false];

// D-11
#[test]
fn a_parent_is_told_from_the_child() {
    judged(
        "Tom Petit",
        &[
            ("Julie Petit", PARENTS),
            ("M. Petit", PARENTS),
            ("sa mère", PARENTS),
            ("Mme Vannier, par son fils Tom", PARENTS),
            ("Tom Petit, son père", PARENTS),
            ("Mme Voisin", PARENTS),
            ("la famille Voisin", PARENTS),
            ("julie@example.org", PARENTS),
            ("another.own@example.org", PARENTS),
            ("own@example.org.fr", PARENTS),
            ("Tom", OWN),
            ("own@example.org, 13 ans", OWN),
            ("own @ example.org", OWN),
            ("Tom Petit lui-même", OWN),
            ("son accord", OWN),
            ("julie petit", SAY_MORE),
            ("J. Petit", SAY_MORE),
            ("sa voisine", SAY_MORE),
            ("papier remis à Julie", SAY_MORE),
            ("Donné par Tom, accepté", SAY_MORE),
            ("Accord Prof", SAY_MORE),
            ("Élève Petit Lui-Même", OWN),
            ("Julie", OPEN),
            ("Bulletin d’inscription", OPEN),
            ("son accord, julie@example.org", PARENTS),
        ],
    );
    // Of a paper it is not told whose word it was; where it stands, it is a parent's.
    judged("Tom Petit", &[("autorisation parentale signée par Tom", [true, true, true])]);
    // Beside a parent « elle » is that parent; « lui-même » is nobody knows who.
    judged(
        "Tom Petit",
        &[("la mère, elle a signé", PARENTS), ("signé par lui-même, mère informée", [true, true, true])],
    );
}

// D-11
#[test]
fn a_word_of_the_child_s_own_name_is_no_other_word() {
    judged("Léa Parent", &[("Léa Parent", OWN), ("Parent", OWN), ("Julie Parent", PARENTS), ("ses parents", PARENTS)]);
    judged("Noël Ami", &[("Julie Ami", PARENTS), ("Noël Ami", OWN), ("son ami Paul", SAY_MORE)]);
    judged("Anne Le Jeune", &[("Le Jeune Anne", OWN), ("Marc Le Jeune", PARENTS), ("le jeune", OWN)]);
    // A small word of it tells nobody, be it all there is.
    judged("Tom Grand", &[("grand", SAY_MORE), ("sa grand mère", PARENTS)]);
}

// D-11
#[test]
fn names_are_known_in_whatever_order_the_place_writes_them() {
    judged("PETIT Tom", &[("Julie Petit", PARENTS), ("Tom Petit", OWN), ("Tom Martin", OPEN)]);
    judged(
        "Léa",
        &[
            ("Léa Roy", OWN),
            ("Roy, Léa", OWN),
            ("Léa Roy, 13 ans", OWN),
            ("SMS de Léa Roy-Petit", OWN),
            ("Léa Roy, par sa mère", PARENTS),
            ("Julie Roy", PARENTS),
            ("Mme Léa", PARENTS),
            ("Anne-Léa", OPEN),
        ],
    );
    judged("", &[("elle-même", OWN), ("Julie Petit", PARENTS), ("oui", OPEN)]);
}

// D-11
#[cfg(feature = "cohort")]
#[test]
fn a_yes_by_itself_names_nobody() {
    for text in ["oui", "OK, d’accord", "✓", "x", "T."] {
        assert!(Said::of(text, &person("Tom Petit")).is_nobodys(), "{text}");
    }
    for text in ["", "oui, Tom", "oui, t@example.org", "20/03/2026"] {
        assert!(!Said::of(text, &person("Tom Petit")).is_nobodys(), "{text}");
    }
}
