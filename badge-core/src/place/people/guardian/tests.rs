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

// D-11
#[test]
fn initials_that_look_like_a_title_are_initials() {
    let own =
        ["Tom M.", "Tom M", "T.M.", "T. M.", "TM", "Martin M.", "TOM M.", "13 ans, Tom M."].map(|text| (text, OWN));
    judged("Tom Martin", &own);
    let parents =
        ["M. Martin", "M Martin", "M.Martin", "Mme Martin", "M. MARTIN", "M. et Mme Martin", "la mère de Tom M."];
    judged("Tom Martin", &parents.map(|text| (text, PARENTS)));
    judged("Marc Durand", &["M.D.", "M. D.", "MD", "Marc (M)"].map(|text| (text, OWN)));
    judged("Maya Roy", &["M. R.", "M R", "MR", "M.R."].map(|text| (text, OWN)));
    judged("Denis Roux", &["DR", "D. R.", "D.R.", "Dr"].map(|text| (text, OWN)));
    judged("Denis Roux", &[("Dr Roux", PARENTS), ("Mr Roux", PARENTS), ("Dr. Vannier", PARENTS)]);
    // A yes is no name, whatever its letters.
    judged("Olga Klein", &[("OK", OPEN)]);
}

// D-11
#[test]
fn a_capital_that_begins_a_sentence_is_no_name() {
    for text in [
        "Validé par Tom",
        "Confirmé par Tom",
        "Réponse de Tom",
        "Autorisation signée par Tom",
        "Message WhatsApp de Tom",
        "Formulaire Web rempli par Tom",
        "Tom OK, Atelier du 12",
        "Tom, collège Jean Moulin",
        "TOM D'ACCORD POUR DIFFUSION",
        "Julie pour Tom",
    ] {
        let said = Said::of(text, &person("Tom Petit"));
        assert!(said.is_own_word() && !said.names_another(), "{text}");
    }
    judged(
        "Tom Petit",
        &["Mme Petit pour Tom", "Julie Petit pour Tom", "Yvan Demange, son père"].map(|text| (text, PARENTS)),
    );
}

// D-11
#[test]
fn a_parent_who_is_only_told_has_not_agreed() {
    for text in [
        "papier signé par Tom, remis à sa mère",
        "Tom d'accord, à dire à sa mère",
        "Tom : ma mère est d'accord",
        "my mother agrees",
        "élève de 5e",
        "le jeune a validé",
        "le jeune homme est d'accord",
        "la petite",
        "je suis d'accord",
        "J'accepte",
        "I agree",
        "le formateur",
        "la directrice",
        "M. le proviseur",
        "his coach",
        "the headteacher",
        "assistante sociale",
        "sa tante",
        "le responsable de l'atelier",
        "le responsable du club",
        "copine de sa mère",
    ] {
        assert!(Said::of(text, &person("Tom Petit")).is_own_word(), "{text}");
    }
    let parents =
        ["sa mère, par son frère", "le responsable légal", "son responsable", "Je soussignée Julie Petit, sa mère"];
    judged("Tom Petit", &parents.map(|text| (text, PARENTS)));
    judged("Tom Petit", &[("I. Vannier", OPEN), ("J. Vannier", OPEN), ("Me Vannier", PARENTS)]);
}

// D-11
#[test]
fn only_what_is_written_as_an_address_is_one() {
    for text in ["Tom @ l'école", "Tom OK @ fablab", "tom@petit", "Tom@", "@tom", "Tom @ Fablab"] {
        let said = Said::of(text, &person("Tom Petit"));
        assert!(said.is_own_word() && !said.names_another(), "{text}");
    }
    for text in
        ["julie@example.org", "julie @ example.org", "<julie.petit+tom@mail.example.org>.", "Tom, julie@example.org"]
    {
        let said = Said::of(text, &person("Tom Petit"));
        assert!(!said.is_own_word() && said.names_another(), "{text}");
    }
}

// D-11
#[test]
fn a_title_of_a_paper_or_a_place_is_nobody_s_name() {
    for text in [
        "Formulaire Web",
        "Bulletin Inscription",
        "Fab Lab Lyon",
        "Inscription Atelier Bois",
        "Accord Photo",
        "Tom Petit, Lycée Jean Moulin",
    ] {
        assert!(!Said::of(text, &person("Tom Petit")).names_another(), "{text}");
    }
    for text in
        ["Julie Petit", "Yvan Demange", "Julie Voisin", "Julie Petit, Lycée Jean Moulin", "Accord de Julie Petit"]
    {
        assert!(Said::of(text, &person("Tom Petit")).names_another(), "{text}");
    }
}
