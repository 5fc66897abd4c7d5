//! What words about consent say. Consent is what is made of words that say who agreed, or that somebody did, and of
//! nothing else: nothing about a minor leaves the place before it (D-11), so that a word that is not known is a question
//! and never a yes.

use super::date::{self, Day, Read};
use super::row::yes_or_no;
use super::words::folded;
use crate::language::Lang;
use crate::time::Timestamp;

/// What somebody wrote about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConsentWords {
    /// Yes, without a word about who agreed.
    Yes,
    /// No, or that there is nothing to agree to.
    No,
    /// Who agreed, or when, in words that are all understood.
    Statement,
    /// Neither: a refusal in other words, a condition, something still to come, or words that are not known.
    Unclear,
}

/// Words that hold for the whole cell.
const NOTHING: &[&str] = &[
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

/// Words that say that somebody agreed, folded.
const AGREED: &str = "oui yes ok okay accord accords accorde accordee accepte acceptee accepted agree agrees agreed approuve \
    approved autorise autorisee autorisent autorisation authorised authorized consent consents consented consentement \
    consenti granted permission recu recue received given gave donne donnee obtenu obtenue obtained signe signee signes \
    signees signed valide validee favorable";

/// Words that say who did.
const WHO: &str = "mere meres pere peres maman papa parent parents tuteur tutrice tuteurs responsable responsables \
    representant representante representants mother father mum mom mam dad guardian guardians stepmother stepfather \
    grandmother grandfather meme herself himself";

/// Words that change nothing beside these.
const BESIDE: &str = "sa son ses leur leurs la le les l un une des de du d par avec et a ai j nous vu bien \
    by the her his their both with and of from on in \
    deux two elle lui moi legal legale legaux beau belle grand foster \
    papier papiers ecrit ecrite oral orale orally verbal telephone tel phone mail mails e email courriel courrier lettre \
    letter sms message formulaire form fiche document dossier scan scanne copie copy original paper written writing \
    hier yesterday today aujourd hui matin soir main propre";

/// In front of a name.
const TITLES: &[&str] = &["m", "mr", "mme", "mlle", "mrs", "ms", "monsieur", "madame", "dr"];

/// Words that say no, or not yet, where a name could stand.
const DOUBT: &[&str] = &[
    "niet",
    "nein",
    "nobody",
    "personne",
    "rien",
    "nothing",
    "aucun",
    "aucune",
    "none",
    "nope",
    "waiting",
    "later",
    "encore",
    "missing",
    "unknown",
    "inconnu",
    "inconnue",
    "injoignable",
    "nsp",
    "tbd",
    "veut",
    "non",
    "no",
    "not",
    "pas",
    "ne",
    "ni",
    "jamais",
    "never",
    "contre",
    "against",
    "sans",
    "si",
    "if",
    "sauf",
    "mais",
    "but",
    "plus",
    "ko",
    "veto",
    "stop",
    "absent",
    "absente",
    "refus",
    "refuse",
    "refusal",
    "attente",
    "pending",
];

/// How more of them begin, whatever their ending.
const DOUBT_BEGINS: &[&str] = &[
    "refus", "oppos", "attend", "demand", "declin", "denied", "reject", "retir", "withdr", "annul", "interdi",
    "disagree",
];

impl ConsentWords {
    /// Whether words that were noted as who agreed speak against it: a refusal, or something still to come. Names are
    /// not known beforehand, and speak for nothing and against nothing.
    #[must_use]
    pub fn speak_against(text: &str) -> bool {
        let doubtful = |w: &str| DOUBT.contains(&w) || DOUBT_BEGINS.iter().any(|start| w.starts_with(start));
        text.contains(['?', '？', '❌', '✗']) || folded(text).split(' ').any(doubtful)
    }

    /// Whether a text says that nobody has to agree: there is nothing to agree to, or the person is of age.
    pub(super) fn needs_none(text: &str) -> bool {
        let words = folded(text);
        NOTHING.contains(&words.as_str()) || matches!(words.as_str(), "majeur" | "majeure" | "adulte" | "adult")
    }

    /// What a text says on a day, in a place of that first language: what is to be said later has not been said.
    #[must_use]
    pub fn of(text: &str, today: Timestamp, lang: Lang) -> Self {
        let text = text.trim().trim_start_matches('\'').trim();
        let words = folded(text);
        // Crosses tick a box, or cross it out; a question is no answer, and a sign between words may be anything.
        let is_sign = text.chars().count() == 1 && !matches!(text, "×" | "✕" | "☒" | "?");
        if !is_sign && !text.chars().all(is_plain) {
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
        let read = |day: &str| date::read(day.trim(), lang);
        let today = Day::of(today);
        let Some(parts) = Parts::of(text) else { return Self::Unclear };
        let is_day = || matches!(read(text), Read::Day(_) | Read::Ambiguous(_));
        match (parts.agreed || is_day()) && !parts.days.iter().any(|day| is_to_come(day, today, read)) {
            true => Self::Statement,
            false => Self::Unclear,
        }
    }
}

/// Letters, numbers, and marks that say nothing by themselves; a tick says yes.
fn is_plain(c: char) -> bool {
    let is_accent = ('\u{300}'..='\u{36f}').contains(&c);
    c.is_alphanumeric() || c.is_whitespace() || is_accent || ".,;:!/'’-–—()+&\"«»_°✓✔☑✅".contains(c)
}

/// The words of a text, each of them known.
#[derive(Default)]
struct Parts {
    /// Somebody agreed, or is named.
    agreed: bool,
    /// Days that are told.
    days: Vec<String>,
}

impl Parts {
    /// `None` as soon as one word is not known.
    fn of(text: &str) -> Option<Self> {
        let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
        let mut parts = Self::default();
        let mut day = String::new();
        // How many words may still be those of a name.
        let mut names = 0;
        let rest = without_name_in_front(text).replace("sur papier", "papier");
        for raw in rest.split(|c: char| c.is_whitespace() || ",;()\"«»&+".contains(c)).filter(|w| !w.is_empty()) {
            let word = folded(raw);
            let pieces: Vec<&str> = word.split(' ').filter(|p| !p.is_empty()).collect();
            if pieces == ["0"] {
                return None;
            }
            if !pieces.is_empty() && pieces.iter().all(|p| is_of_a_day(p)) {
                day = day + raw + " ";
                continue;
            }
            if !day.is_empty() {
                parts.days.push(std::mem::take(&mut day));
            }
            if names > 0 && is_name(raw, names == 2) {
                names -= 1;
                parts.agreed = true;
                continue;
            }
            names = 0;
            for piece in &pieces {
                match *piece {
                    // `elle-même`
                    "meme" if pieces.len() == 1 => return None,
                    title if TITLES.contains(&title) => names = 2,
                    known if is(AGREED, known) || is(WHO, known) => parts.agreed = true,
                    other if is(BESIDE, other) => {}
                    _ => return None,
                }
            }
        }
        parts.days.extend(Some(day).filter(|day| !day.is_empty()));
        Some(parts)
    }
}

/// Whether a day that is told somewhere is still to come: nobody has agreed on it yet.
fn is_to_come(told: &str, today: Day, read: impl Fn(&str) -> Read) -> bool {
    let is_later = |text: &str| matches!(read(text), Read::Day(day) | Read::Ambiguous(day) if day > today);
    let years = told.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4);
    is_later(without_article(told))
        || told.split_whitespace().any(is_later)
        || years.filter_map(|n| n.parse::<i16>().ok()).any(|year| year > today.year)
}

fn without_article(day: &str) -> &str {
    let day = day.trim();
    day.strip_prefix("le ").or_else(|| day.strip_prefix("Le ")).unwrap_or(day)
}

/// `A. Martin, son père`: what stands in front of the comma is a name, where nothing but who that is follows.
fn without_name_in_front(text: &str) -> &str {
    let Some((name, rest)) = text.split_once(',') else { return text };
    let after = folded(rest);
    let is_apposition = ["sa ", "son ", "her ", "his ", "their "].iter().any(|whose| after.starts_with(whose));
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_named = (2..=4).contains(&words.len()) && words.iter().all(|w| is_name(w, true) || is_initial(w));
    if is_apposition && is_named { rest } else { text }
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.trim_end_matches('.').chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// `Martin`, `Le-Goff`, and where `capitals` are allowed `MARTIN`.
fn is_name(word: &str, capitals: bool) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let known = folded(word);
    letters.next().is_some_and(char::is_uppercase)
        && (capitals || letters.any(char::is_lowercase))
        && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
        && !known.split(' ').any(|w| DOUBT.contains(&w))
        && word.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// A number, `1er`, a month, a day of the week, `le`.
fn is_of_a_day(word: &str) -> bool {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    match letters.len() < word.len() {
        true => {
            matches!(letters, "" | "er" | "st" | "nd" | "rd" | "th" | "h")
                || letters.strip_prefix('h').is_some_and(|m| m.bytes().all(|b| b.is_ascii_digit()))
        }
        false => date::is_named(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> ConsentWords {
        ConsentWords::of(text, Timestamp::parse("2026-04-01T10:00:00Z").unwrap(), Lang::Fr)
    }

    // D-11
    #[test]
    fn doubt_is_never_consent() {
        for no in ["non", "Non", "NO", "n", "0", "FAUX", "-", "", "☐", "✗", "aucun", "majeure", "sans objet", "n/a"]
        {
            assert_eq!(of(no), ConsentWords::No, "{no}");
        }
        let unclear = "refus|REFUSÉ|refusé par le père|Non, pas de photos|mère pas d'accord|pas encore|en attente|en cours|?|\
            oui ?|…|❌|✕|2|à demander|À DEMANDER|A VOIR|papier à rendre|demandé le 3 mars|jamais|contre|oui, si anonyme|\
            oui mais pas en ligne|oui pour ce badge seulement|sans réponse|va signer|peut-être|mineur|manque la signature|\
            the father refuses|not yet|No, no photos|didn't sign|won’t agree|pending|to be signed|to ask|withdrawn|\
            plus d'accord|retrait le 3/4|niet|NSP|nc|disagrees";
        // Words that nobody foresaw.
        let unknown = "mère injoignable|mère réticente|en discussion avec la famille|appeler la mère|rappeler lundi|\
            formulaire donné à l'enfant|papier|lundi|père fâché|veto du père|Veto, son père|bloqué|négatif|en suspens|\
            reporté|hors site web|interne|droit à l'image seul|anonyme svp|douteux|hold|call mum|left voicemail|\
            parents séparés|不同意|hayır|лет|MÈRE INJOIGNABLE|Mère Injoignable|Mme REFUSE|Mme MARTIN INJOIGNABLE|\
            Mme Martin injoignable|Mme|Mme, sa mère Marie|Marie Dupont|mère ❌|mère ✗ 👎|accord : 0|accord à signer|\
            1 parent sur 2|oui/non|le père oui, la mère non|même";
        let to_come = "25/12/2027|2026-04-02|le 25 décembre 2026|03/04/2026|lundi 06/04/2026|signé le 25/12/2027|sa mère, en 2027|accord le 2 avril 2026|\
            jusqu'au 1er juin 2024";
        for text in ["refused", "Mother refuses", "non", "en attente", "pas encore", "?"] {
            assert!(ConsentWords::speak_against(text), "{text}");
        }
        for name in ["Marie Dupont", "sa mère", "Mr Norman Notting", "le père, M. Sanson"] {
            assert!(!ConsentWords::speak_against(name), "{name}");
        }
        for text in [unclear, unknown, to_come].iter().flat_map(|all| all.split('|')) {
            assert_eq!(of(text), ConsentWords::Unclear, "{text}");
        }
    }

    #[test]
    fn a_yes_and_who_said_it_are_consent() {
        for yes in ["oui", "Oui", "OK !", "x", "✓", "☑", "yes", "ok", "1", "VRAI"] {
            assert_eq!(of(yes), ConsentWords::Yes, "{yes}");
        }
        let statements = "sa mère|mère|oui, sa mère|oui, de son père le 20/03/2026|Mme Martin, le 20 mars 2026|\
            A. Martin, son père|N. Martin, sa mère|Anne Le-Goff, sa tutrice|papier signé le 12/03|accord écrit de la mère|\
            20/03/2026|2026-03-20|parents|elle-même|a signé le 3|her mother, on 20 March 2026|signed by both parents|\
            guardian|sa mère, sur papier|oui (par SMS)|d'accord|les deux parents, par écrit|✓ sa mère|M. MARTIN|\
            sa grand-mère, 1er mars 2026 à 14h30|vu et signé|sa mère, le 1er avril 2026";
        for statement in statements.split('|') {
            assert_eq!(of(statement), ConsentWords::Statement, "{statement}");
        }
    }
}
