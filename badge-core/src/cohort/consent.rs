//! What words about consent say. Only what cannot be taken for a refusal, a condition or something still to come is
//! consent: nothing about a minor leaves the place before it (D-11), so that doubt is never a yes.

use super::date::{self, Read};
use super::row::yes_or_no;
use super::words::folded;
use crate::language::Lang;

/// What somebody wrote about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConsentWords {
    /// Yes, without a word about who agreed.
    Yes,
    /// No, or that there is nothing to agree to.
    No,
    /// Who agreed, or when, in words.
    Statement,
    /// Neither: a refusal in other words, a condition, something still to come, or no words at all.
    Unclear,
}

/// Words that hold for the whole cell.
const NOTHING: [&str; 9] = [
    "na",
    "n a",
    "sans objet",
    "non concerne",
    "non concernee",
    "non applicable",
    "not applicable",
    "non requis",
    "not required",
];

/// Words of refusal, of condition, of what is still to come, in French and English, folded.
const DOUBT: &[&str] = &[
    "plus",
    "niet",
    "nein",
    "nsp",
    "nspp",
    "nc",
    "idk",
    "non",
    "no",
    "not",
    "nope",
    "nan",
    "nok",
    "ko",
    "pas",
    "ne",
    "ni",
    "jamais",
    "never",
    "contre",
    "against",
    "rien",
    "neant",
    "nothing",
    "nobody",
    "neither",
    "sans",
    "without",
    "if",
    "si",
    "sauf",
    "except",
    "unless",
    "mais",
    "but",
    "seulement",
    "uniquement",
    "only",
    "cours",
    "pending",
    "bientot",
    "soon",
    "later",
    "tard",
    "tbd",
    "tbc",
    "todo",
    "will",
    "doit",
    "doivent",
    "must",
    "should",
    "faut",
    "faudra",
    "va",
    "vont",
    "sera",
    "seront",
    "peut",
    "maybe",
    "perhaps",
    "inconnu",
    "inconnue",
    "unknown",
    "unsure",
    "unclear",
    "doute",
    "perdu",
    "lost",
    "asked",
    "requested",
    "sent",
    "missing",
    "absent",
    "absente",
    "stop",
    "nul",
    "nulle",
    "prevu",
    "prevue",
    "expected",
    "mineur",
    "mineure",
    "minor",
    "incomplet",
    "incomplete",
    "vide",
    "empty",
    "error",
    "erreur",
    "cannot",
    "aucun",
    "aucune",
    "none",
    "false",
    "faux",
    "hesite",
    "voir",
    "await",
    "awaiting",
    "waiting",
    "wait",
];

/// How such words begin, whatever their ending.
const DOUBT_BEGINS: &[&str] = &[
    "retrait",
    "refus",
    "attend",
    "attente",
    "demand",
    "relanc",
    "envoy",
    "manqu",
    "oppos",
    "declin",
    "denied",
    "deny",
    "reject",
    "rejet",
    "retir",
    "withdr",
    "revo",
    "annul",
    "cancel",
    "expir",
    "perim",
    "interdi",
    "forbid",
    "oubli",
    "forgot",
    "incertain",
    "uncertain",
    "disagree",
    "desaccord",
    "object",
    "verif",
    "confirmer",
];

impl ConsentWords {
    /// What a text says.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.trim().trim_start_matches('\'').trim();
        let words = folded(text);
        // Crosses tick a box, or cross it out; a question is no answer.
        if matches!(text, "×" | "✕" | "☒") || text.contains(['?', '¿', '？']) {
            return Self::Unclear;
        }
        if NOTHING.contains(&words.as_str()) {
            return Self::No;
        }
        // What says of somebody whether they are a minor agrees to nothing.
        if !matches!(words.as_str(), "mineur" | "mineure") {
            match yes_or_no(text) {
                Some(true) => return Self::Yes,
                Some(false) => return Self::No,
                None => {}
            }
        }
        let is_day = || matches!(date::read(text, Lang::Fr), Read::Day(_) | Read::Ambiguous(_));
        let has_words = words.split(' ').any(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2);
        if is_doubtful(text, &words) || !(has_words || is_day()) {
            return Self::Unclear;
        }
        Self::Statement
    }
}

fn is_doubtful(text: &str, words: &str) -> bool {
    let doubtful = |word: &str| DOUBT.contains(&word) || DOUBT_BEGINS.iter().any(|start| word.starts_with(start));
    // `didn't`, `won’t`
    if words.split(' ').any(doubtful) || ["n't", "n’t", "N'T", "N’T"].iter().any(|not| text.contains(not)) {
        return true;
    }
    // `à demander`, `A VENIR`, `à faire signer`: something still to be done, wherever it stands.
    let mut before = "";
    words.split(' ').any(|word| {
        let to_do = matches!(before, "a" | "to" | "be") && ["er", "ir", "re"].iter().any(|end| word.ends_with(end));
        let to_do = to_do || (before == "to" && matches!(word, "be" | "do" | "ask" | "come" | "get" | "sign"));
        before = word;
        to_do
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // D-11
    #[test]
    fn doubt_is_never_consent() {
        for no in ["non", "Non", "NO", "n", "0", "FAUX", "-", "", "☐", "✗", "aucun", "majeure", "sans objet", "n/a"]
        {
            assert_eq!(ConsentWords::of(no), ConsentWords::No, "{no}");
        }
        for unclear in [
            "refus",
            "REFUSÉ",
            "refusé par le père",
            "Non, pas de photos",
            "mère pas d'accord",
            "pas encore",
            "en attente",
            "en cours",
            "?",
            "oui ?",
            "…",
            "❌",
            "✕",
            "2",
            "à demander",
            "À DEMANDER",
            "A VOIR",
            "papier à rendre",
            "demandé le 3 mars",
            "jamais",
            "contre",
            "oui, si anonyme",
            "oui mais pas en ligne",
            "oui pour ce badge seulement",
            "sans réponse",
            "va signer",
            "peut-être",
            "mineur",
            "manque la signature",
            "the father refuses",
            "not yet",
            "No, no photos",
            "didn't sign",
            "won’t agree",
            "pending",
            "to be signed",
            "to ask",
            "withdrawn",
            "plus d'accord",
            "retrait le 3/4",
            "niet",
            "NSP",
            "nc",
            "disagrees",
        ] {
            assert_eq!(ConsentWords::of(unclear), ConsentWords::Unclear, "{unclear}");
        }
    }

    #[test]
    fn a_yes_and_who_said_it_are_consent() {
        for yes in ["oui", "Oui", "x", "✓", "☑", "yes", "ok", "1", "VRAI"] {
            assert_eq!(ConsentWords::of(yes), ConsentWords::Yes, "{yes}");
        }
        for statement in [
            "sa mère",
            "mère",
            "oui, sa mère",
            "oui, de son père le 20/03/2026",
            "Mme Martin, le 20 mars 2026",
            "A. Martin, son père",
            "N. Martin, sa mère",
            "papier signé le 12/03",
            "accord écrit de la mère",
            "20/03/2026",
            "2026-03-20",
            "parents",
            "elle-même",
            "a signé le 3",
            "her mother, on 20 March 2026",
            "signed by both parents",
            "guardian",
        ] {
            assert_eq!(ConsentWords::of(statement), ConsentWords::Statement, "{statement}");
        }
    }
}
