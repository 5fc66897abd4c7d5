//! Achievements that are ready to use: civic service and workshops, in French and English.

/// Short name and file (`achievements/{slug}.toml`), in the order in which they are added to a new place.
pub const EXAMPLES: [(&str, &str); 9] = [
    ("premiers-pas", include_str!("examples/premiers-pas.toml")),
    ("accueil-du-public", include_str!("examples/accueil-du-public.toml")),
    ("projet-collectif", include_str!("examples/projet-collectif.toml")),
    ("passage-de-relais", include_str!("examples/passage-de-relais.toml")),
    ("impression-3d", include_str!("examples/impression-3d.toml")),
    ("decoupe-laser", include_str!("examples/decoupe-laser.toml")),
    ("atelier-reparation", include_str!("examples/atelier-reparation.toml")),
    ("premiers-circuits", include_str!("examples/premiers-circuits.toml")),
    ("documentation", include_str!("examples/documentation.toml")),
];

#[cfg(test)]
mod tests {
    use super::EXAMPLES;
    use crate::language::Lang;
    use crate::place::{AchievementFile, Place, Slug};

    #[test]
    fn every_example_is_complete_in_both_languages() {
        let place = Place::starter(Lang::Fr);
        for (slug, text) in EXAMPLES {
            let file = AchievementFile::parse(Slug::parse(slug).unwrap(), text).unwrap();
            assert_eq!(file.check(&place), [], "{slug}");
            for related in &file.related {
                assert!(EXAMPLES.iter().any(|(s, _)| s == related), "{slug} names {related}");
            }
            for lang in Lang::ALL {
                let texts = file.texts(lang);
                assert!(texts.picture_alt.is_some() && !texts.tags.is_empty(), "{slug}");
            }
        }
    }
}
