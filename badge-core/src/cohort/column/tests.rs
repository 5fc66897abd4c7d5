use super::*;

fn field(header: &str) -> Option<String> {
    let tick = |name: &str| (folded(name) == "impression 3d").then(|| Slug::parse("impression-3d").unwrap());
    guess(header, tick).map(|f| f.code())
}

#[test]
fn headers_are_known_in_both_languages_however_they_are_spelt() {
    for (header, code) in [
        ("Mail", "email"),
        ("Courriel", "email"),
        ("E-mail", "email"),
        ("adresse mél", "email"),
        ("ADRESSE E-MAIL *", "email"),
        ("Adresse mail du participant", "email"),
        ("Emial", "email"),
        ("Prénom", "given_name"),
        ("NOM", "family_name"),
        ("Nom de famille", "family_name"),
        ("Nom et prénom", "name"),
        ("First name", "given_name"),
        ("Badge", "achievement"),
        ("Badge 2", "achievement"),
        ("Compétence validée", "achievement"),
        ("Date de naissance (JJ/MM/AAAA)", "birth"),
        ("Année de naissance", "birth"),
        ("Date", "date"),
        ("Date d’obtention", "date"),
        ("Preuve 1", "evidence"),
        ("Preuve n° 2", "evidence"),
        ("Evidence URL", "evidence"),
        ("Commentaire :", "narrative"),
        ("Comentaire", "narrative"),
        ("Lieu", "where"),
        ("Langue", "language"),
        ("Niveau", "level"),
        ("Valable jusqu'au", "expires"),
        ("Accord parental", "consent"),
        ("Accord du responsable", "consent"),
        ("Impression 3D", "achievement:impression-3d"),
        ("État", "state"),
        ("Problème", "result"),
    ] {
        assert_eq!(field(header).as_deref(), Some(code), "{header}");
    }
    for header in [
        "Téléphone",
        "Mail des parents",
        "E-mail du responsable légal",
        "Taille de T-shirt",
        "",
        "Code postal",
        "Datte de péremption",
    ] {
        assert_eq!(field(header), None, "{header}");
    }
}

#[test]
fn what_people_keep_to_themselves_is_not_guessed_to_be_published() {
    for header in [
        "Remarque",
        "Remarques",
        "Note",
        "Notes",
        "Notes (ne pas publier)",
        "Observation",
        "Observations",
        "Commentaires (interne)",
        "Commentaire [privé]",
        "Comment (internal)",
        "Récit (pour nous)",
        "Lien",
        "Liens",
        "Photo",
        "Photo (oui/non)",
        "Ville",
        "Commune",
        "City",
        "Autorisation",
        "Autorisations",
        "Autorisation RGPD",
        "Autorisation parentale (baignade)",
        "Autorisation parentale (sortie seul)",
        "Autorisation parentale (photos)",
        "Autorisation parentale photo",
        "Accord parental : photo",
        "Accord (photo)",
        "Accord parents (transport)",
        "Accord parents baignade",
        "Consentement (RGPD)",
        "Accord parental (droit à l'image)",
        "Badge (souhaité)",
        "Badge (déjà obtenu)",
        "Date (inscription)",
        "Niveau (scolaire)",
        "Mail (mère)",
        "Prénom (parent)",
    ] {
        assert_eq!(field(header), None, "{header}");
    }
    for (header, code) in [
        ("Commentaire", "narrative"),
        ("Commentaire (facultatif)", "narrative"),
        ("Preuve (lien)", "evidence"),
        ("Preuve 1 (URL)", "evidence"),
        ("Lieu", "where"),
        ("Autorisation parentale", "consent"),
        ("Accord parental (oui/non)", "consent"),
        ("Accord parental (obligatoire)", "consent"),
        ("Accord des parents (- 15 ans)", "consent"),
        ("Autorisation parentale 2026", "consent"),
        ("Autorisation écrite des parents", "consent"),
        ("Date (jj/mm/aaaa)", "date"),
        ("Badge :", "achievement"),
    ] {
        assert_eq!(field(header).as_deref(), Some(code), "{header}");
    }
    assert!(Field::from_code("narrative").is_some_and(|f| f.is_public()) && !Field::Name.is_public());
}

// D-11
#[test]
fn what_may_tell_minors_is_read_or_not_passed_over() {
    for (header, code) in [
        ("Né(e) en", "birth"),
        ("Né en", "birth"),
        ("Date naiss.", "birth"),
        ("Âge", "age"),
        ("Age (ans)", "age"),
        ("Majeur", "adult"),
        ("Majeur(e)", "adult"),
        ("Mineur", "minor"),
        ("Under 15", "minor"),
    ] {
        assert_eq!(field(header).as_deref(), Some(code), "{header}");
    }
    for header in [
        "Tranche d’âge",
        "Né",
        "Sa DateNaissance",
        "Date et lieu de naissance",
        "Majeur / mineur",
        "Âge au 1er septembre",
        "Child’s age",
        "Moins de 16 ans ?",
        "Plus de 10 ans",
        "Moins de 15",
        "<15",
        "≤ 14",
        "-15",
        "U15",
        "Born",
    ] {
        assert_eq!((field(header), may_tell_minors(header)), (None, true), "{header}");
    }
    for header in [
        "Nom de naissance",
        "Lieu de naissance",
        "Né(e) à",
        "Ne pas remplir",
        "Connaissances",
        "Renaissance",
        "Âge du responsable légal",
        "Date de naissance du parent",
        "Téléphone",
        "Salle 12",
        "Moins de 5 minutes",
        "Atelier du 12 - 15 mars",
    ] {
        assert_eq!((field(header), may_tell_minors(header)), (None, false), "{header}");
    }
}

// D-11
#[test]
fn titles_that_may_say_no_are_not_passed_over() {
    for header in [
        "Ne pas publier",
        "Publication",
        "Refus parental",
        "Opposition",
        "Sans accord parental",
        "Non consentement",
        "Autorisation parentale (photos)",
        "Droit à l’image",
        "Permission",
    ] {
        assert_eq!((field(header), may_refuse(header)), (None, true), "{header}");
    }
    for header in ["Public", "Téléphone", "Remarque", "Accès", "Image", "République"] {
        assert!(!may_refuse(header), "{header}");
    }
}

#[test]
fn codes_are_read_back() {
    for name in Field::names() {
        assert_eq!(Field::from_code(name).map(|f| f.code()).as_deref(), Some(name));
    }
    assert_eq!(Field::from_code("achievement:impression-3d").unwrap().code(), "achievement:impression-3d");
    assert_eq!((Field::from_code("mail"), Field::from_code("x:y")), (None, None));
}

#[test]
fn every_spelling_is_folded_and_stands_once() {
    let mut seen = std::collections::BTreeSet::new();
    for name in HEADERS.iter().flat_map(|(_, names)| *names) {
        assert_eq!(folded(name), *name);
        assert!(seen.insert(name), "{name} stands twice");
    }
}
