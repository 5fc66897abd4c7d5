//! `place.toml` written once, when a place is made, with comments in its first language. After that the file is a
//! person's: no command writes it again.

use super::{FORMATS, JwtKey, Kind, Level, PLACE_SCHEMA, Place, Words};
use crate::language::Lang;

impl Place {
    /// A place with the kinds and levels that it can begin with, and nothing else.
    #[must_use]
    pub fn starter(first: Lang) -> Self {
        let languages = if first == Lang::Fr { vec![Lang::Fr, Lang::En] } else { vec![Lang::En, Lang::Fr] };
        Self {
            languages,
            kinds: starter_kinds(),
            levels: starter_levels(),
            ladder_name: both("Cinq postures", "Five postures"),
            formats: vec!["ob3".to_owned()],
            ..Self::default()
        }
    }

    /// The text of `place.toml`, with comments for the person who will edit it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let lang = self.first_language();
        let say = |fr: &'static str, en: &'static str| if lang == Lang::Fr { fr } else { en };
        let mut out = Writer::default();
        out.comment(say(
            "La fiche du lieu. Ce fichier est à vous : aucune commande ne le réécrit.",
            "The place's own card. This file is yours: no command writes it again.",
        ));
        out.text("schema", PLACE_SCHEMA);
        out.comment(say(
            "Les langues du lieu. La première est celle des badges.",
            "The place's languages. Badges speak the first one.",
        ));
        out.list("languages", self.languages.iter().map(|l| l.tag()));
        self.write_profile(&mut out, say);

        out.table("[publish]");
        out.comment(say(
            "L'adresse où vos badges seront publiés. Elle ne doit plus changer après le premier badge.",
            "The address at which your badges will be published. It must not change after the first badge.",
        ));
        match &self.base {
            Some(base) => out.text("url", base.base()),
            None => out.comment("url = \"https://badges.example.org\""),
        }
        if !self.frames.is_empty() {
            out.list("frames", self.frames.iter().map(String::as_str));
        }

        out.table("[issue]");
        out.comment(say(
            "Les formats d'un badge quand on n'en demande pas d'autre :",
            "The formats of a badge when nobody asks for another:",
        ));
        out.comment(&FORMATS.join(", "));
        out.list("formats", self.formats.iter().map(String::as_str));
        if self.jwt_key == JwtKey::Rsa {
            out.text("jwt_key", "rsa");
        }
        if let Some(mail) = &self.mail {
            super::mail::write(mail, &mut out);
        }
        self.write_lists(&mut out, say);
        out.0
    }

    fn write_profile(&self, out: &mut Writer, say: impl Fn(&'static str, &'static str) -> &'static str) {
        out.table("[profile]");
        out.text("name", &self.name);
        out.optional("url", self.url.as_deref());
        out.text("email", &self.email);
        out.optional("phone", self.phone.as_deref());
        match &self.logo {
            Some(logo) => out.text("logo", logo),
            None => {
                out.comment(say(
                    "Un logo, PNG ou SVG, posé dans ce dossier :",
                    "A logo, PNG or SVG, put in this folder:",
                ));
                out.comment("logo = \"logo.svg\"");
            }
        }
        for lang in Lang::ALL {
            let (description, alt) = (self.description.in_lang(lang), self.logo_alt.in_lang(lang));
            let name = self.names.in_lang(lang);
            if name.is_some() || description.is_some() || alt.is_some() {
                out.table(&format!("[profile.{lang}]"));
                out.optional("name", name);
                out.optional("description", description);
                out.optional("logo_alt", alt);
            }
        }
    }

    fn write_lists(&self, out: &mut Writer, say: impl Fn(&'static str, &'static str) -> &'static str) {
        out.blank();
        out.comment(say(
            "L'échelle des niveaux, du premier au dernier. Changez-la : elle est à vous.",
            "The ladder of levels, from the first to the last. Change it: it is yours.",
        ));
        out.table("[ladder]");
        out.optional("url", self.ladder_url.as_deref());
        out.words("name", &self.ladder_name);
        for level in &self.levels {
            out.table("[[level]]");
            out.text("id", &level.id);
            out.words("name", &level.name);
            out.words("description", &level.description);
        }
        out.blank();
        out.comment(say(
            "Les sortes de badges. `achievement_type` est leur nom dans le fichier signé (liste d'Open Badges 3.0, ou `ext:…`) ; \
             `shape`, `icon` et `colour` disent comment ils sont dessinés (`badge design --list`).",
            "The kinds of badges. `achievement_type` is their name in the signed file (the list of Open Badges 3.0, or `ext:…`); \
             `shape`, `icon` and `colour` say how they are drawn (`badge design --list`).",
        ));
        for kind in &self.kinds {
            out.table("[[kind]]");
            out.text("id", &kind.id);
            out.text("achievement_type", &kind.achievement_type);
            out.optional("shape", kind.shape.as_deref());
            out.optional("icon", kind.icon.as_deref());
            out.optional("colour", kind.colour.as_deref());
            out.words("name", &kind.name);
        }
    }
}

fn both(fr: &str, en: &str) -> Words {
    Words { fr: Some(fr.to_owned()), en: Some(en.to_owned()) }
}

fn starter_levels() -> Vec<Level> {
    [
        (
            "je-decouvre",
            "je découvre",
            "I discover",
            "J’ai vu, j’ai essayé une fois.",
            "I have seen it and tried it once.",
        ),
        (
            "je-comprends",
            "je comprends",
            "I understand",
            "Je sais expliquer comment ça marche.",
            "I can explain how it works.",
        ),
        (
            "je-pratique",
            "je pratique",
            "I practise",
            "Je sais le faire avec un peu d’aide.",
            "I can do it with a little help.",
        ),
        ("je-maitrise", "je maîtrise", "I master", "Je sais le faire sans aide.", "I can do it on my own."),
        ("je-transmets", "je transmets", "I pass it on", "Je l’apprends aux autres.", "I teach it to others."),
    ]
    .map(|(id, fr, en, about_fr, about_en)| Level {
        id: id.to_owned(),
        name: both(fr, en),
        description: both(about_fr, about_en),
    })
    .to_vec()
}

fn starter_kinds() -> Vec<Kind> {
    // Told apart by their outline first, so that colour is never needed.
    [
        ("savoir", "savoir", "knowledge", "Competency", ["circle", "book", "ocean"]),
        ("savoir-faire", "savoir-faire", "know-how", "Competency", ["hexagon", "tools", "brick"]),
        ("savoir-etre", "savoir-être", "way of being", "Competency", ["flower", "heart", "rose"]),
        ("projet", "projet", "project", "ext:Project", ["pennant", "bulb", "plum"]),
        ("engagement", "engagement", "commitment", "CommunityService", ["shield", "hand", "forest"]),
        ("participation", "participation", "taking part", "CoCurricular", ["square", "people", "sun"]),
        ("competence-generale", "compétence générale", "generic skill", "Competency", ["octagram", "gear", "sea"]),
        ("experience", "expérience", "experience", "Fieldwork", ["diamond", "globe", "night"]),
    ]
    .map(|(id, fr, en, kind, drawn)| {
        let [shape, icon, colour] = drawn.map(|name| Some(name.to_owned()));
        Kind { id: id.to_owned(), name: both(fr, en), achievement_type: kind.to_owned(), shape, icon, colour }
    })
    .to_vec()
}

/// Writes TOML line by line.
#[derive(Default)]
pub(super) struct Writer(pub(super) String);

impl Writer {
    pub(super) fn comment(&mut self, text: &str) {
        self.0.push_str("# ");
        self.0.push_str(text);
        self.0.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.0.push('\n');
    }

    pub(super) fn table(&mut self, head: &str) {
        self.0.push('\n');
        self.0.push_str(head);
        self.0.push('\n');
    }

    pub(super) fn text(&mut self, field: &str, text: &str) {
        self.0.push_str(&format!("{field} = {}\n", quoted(text)));
    }

    pub(super) fn number(&mut self, field: &str, number: i64) {
        self.0.push_str(&format!("{field} = {number}\n"));
    }

    pub(super) fn optional(&mut self, field: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(field, text);
        }
    }

    pub(super) fn list<'a>(&mut self, field: &str, entries: impl Iterator<Item = &'a str>) {
        let entries: Vec<String> = entries.map(quoted).collect();
        self.0.push_str(&format!("{field} = [{}]\n", entries.join(", ")));
    }

    /// `fr.name = "…"` and `en.name = "…"`.
    pub(super) fn words(&mut self, field: &str, words: &Words) {
        for lang in Lang::ALL {
            self.optional(&format!("{lang}.{field}"), words.in_lang(lang));
        }
    }
}

/// A TOML text: on one line in quotes, on several between triple quotes.
fn quoted(text: &str) -> String {
    let several = text.contains('\n');
    let mut out = String::from(if several { "\"\"\"\n" } else { "\"" });
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\t' if several => out.push(c),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push_str(if several { "\"\"\"" } else { "\"" });
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Addresses, Fault};
    use super::*;

    fn place() -> Place {
        Place {
            name: "Le \"Fablab\" d'Hérouville".into(),
            url: Some("https://fablab.example.org".into()),
            email: "bonjour@fablab.example.org".into(),
            description: both("Un lieu\nouvert \\ à tous", "A place"),
            logo: Some("images/logo.svg".into()),
            logo_alt: both("Un dôme", "A dome"),
            base: Addresses::new("https://badges.example.org/fablab").ok(),
            ladder_url: Some("https://fablab.example.org/echelle".into()),
            frames: vec!["https://portail.example.org".into(), "https://a.example.org:8443".into()],
            jwt_key: JwtKey::Rsa,
            ..Place::starter(Lang::Fr)
        }
    }

    #[test]
    fn who_may_frame_is_a_host_and_nothing_more() {
        let read = |frames: &str| {
            Place::parse(&format!(
                "[profile]\nname = \"A\"\nemail = \"a@b.example\"\n[publish]\nframes = [\"{frames}\"]"
            ))
        };
        assert!(read("https://portail.example.org").is_ok());
        for wrong in
            ["*", "http://a.example", "https://a.example/x", "https://a.example; script-src *", "https://", "'self'"]
        {
            assert_eq!(read(wrong).unwrap_err().0[0].fault, Fault::NotAnAddress, "{wrong}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(Place::parse(&place().to_toml()).unwrap(), place());
        let plain = Place { name: "A".into(), email: "a@b.example".into(), ..Place::starter(Lang::En) };
        assert_eq!(Place::parse(&plain.to_toml()).unwrap(), plain);
    }

    #[test]
    fn every_fault_has_its_line() {
        let text = "languages = [\"fr\", \"de\"]\n[profile]\nname = \"\"\nemial = \"a@b.example\"\nemail = \"a b\"\n\
                    url = \"fablab\"\nlogo = \"../x.png\"\n[publish]\nurl = \"http://example.org\"\n[[kind]]\nid = \"Été\"\n\
                    achievement_type = \"Badgee\"\nfr.name = \"x\"\n[[level]]\nid = \"a\"\n";
        let problems = Place::parse(text).unwrap_err().0;
        let seen: Vec<_> = problems.iter().map(|p| (p.line.unwrap_or(0), p.field.as_str(), p.fault.as_str())).collect();
        assert_eq!(
            seen,
            [
                (1, "languages", "not_a_language"),
                (3, "profile.name", "empty"),
                (4, "profile.emial", "unknown"),
                (5, "profile.email", "not_an_email"),
                (6, "profile.url", "not_an_address"),
                (7, "profile.logo", "outside"),
                (9, "publish.url", "base"),
                (11, "kind[1].id", "not_a_short_name"),
                (12, "kind[1].achievement_type", "not_allowed"),
                (14, "level[1].fr.name", "missing"),
            ]
        );
        assert!(problems.iter().any(|p| p.fault == Fault::Unknown { nearest: Some("email") }));
        assert!(
            problems.iter().any(|p| matches!(&p.fault, Fault::NotAllowed { nearest: Some(n), .. } if n == "Badge"))
        );
    }

    #[test]
    fn broken_toml_says_where() {
        let problems = Place::parse("[profile]\nname = \"Le Dôme\nemail = \"a@b.example\"\n").unwrap_err().0;
        assert_eq!((problems[0].line, problems[0].fault.as_str()), (Some(2), "syntax"));
        assert!(Place::parse("\u{feff}").is_err());
        assert!(Place::parse("schema = \"badge-place/9\"").unwrap_err().to_string().contains("another version"));
    }
}
