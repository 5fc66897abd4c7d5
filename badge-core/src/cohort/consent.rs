//! What words about consent say. Consent is what is made of words that say who agreed, or that somebody did, and of
//! nothing else: nothing about a minor leaves the place before it (D-11), so that a word that is not known is a question
//! and never a yes.

use super::date::{self, Day, Read};
use super::row::yes_or_no;
use super::words::folded;
use crate::language::Lang;
use crate::place::people::Person;
use crate::place::people::guardian::{BETWEEN, SOMEBODYS, Said, TITLES, WHO, YES};
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

/// Words that are one with a yes beside them, each folded, and what they say.
const PHRASES: &[(&str, &str)] = &[
    ("donne son accord", "accord"),
    ("donne leur accord", "accord"),
    ("donnent leur accord", "accord"),
    ("gave her consent", "consent"),
    ("gave his consent", "consent"),
    ("gave their consent", "consent"),
    ("bon pour accord", "accord"),
    ("lu et approuve", "approuve"),
    ("vu et signe", "signe"),
    ("en accord", "accord"),
    ("accord ecrit", "accord"),
    ("accord oral", "accord"),
    ("accord donne", "accord"),
    ("accord recu", "accord"),
    ("accord obtenu", "accord"),
    ("accord signe", "signe"),
    ("autorisation signee", "signe"),
    ("papier signe", "signe"),
    ("formulaire signe", "signe"),
    ("document signe", "signe"),
    ("fiche signee", "signe"),
    ("signed form", "signed"),
    ("signed paper", "signed"),
    ("form signed", "signed"),
    ("paper signed", "signed"),
    ("written consent", "consent"),
    ("oral consent", "consent"),
    ("consent given", "consent"),
    ("consent received", "consent"),
    ("par ecrit", ""),
    ("par oral", ""),
    ("a l oral", ""),
    ("in writing", ""),
    ("par papier", ""),
    ("sur papier", ""),
    ("on paper", ""),
    ("par mail", ""),
    ("par e mail", ""),
    ("par courriel", ""),
    ("par courrier", ""),
    ("par lettre", ""),
    ("par sms", ""),
    ("par message", ""),
    ("par telephone", ""),
    ("par tel", ""),
    ("by mail", ""),
    ("by e mail", ""),
    ("by email", ""),
    ("by letter", ""),
    ("by phone", ""),
    ("by sms", ""),
    ("by text", ""),
    ("au telephone", ""),
    ("on the phone", ""),
    ("de vive voix", ""),
    ("mail du", ""),
    ("e mail du", ""),
    ("courriel du", ""),
    ("courrier du", ""),
    ("lettre du", ""),
    ("message du", ""),
    ("sms du", ""),
    ("mail of", ""),
    ("e mail of", ""),
    ("email of", ""),
    ("letter of", ""),
    ("ecrit", ""),
    ("written", ""),
];

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
    "neant",
    "decede",
    "decedee",
    "deceased",
    "hesite",
    "hesitent",
    "hesitates",
    "contacte",
    "contactee",
    "contactes",
    "contacted",
    "asked",
    "confirmer",
    "reflechit",
    "rappeler",
    "relancer",
    "joindre",
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
    "bientot",
    "prochainement",
    "demain",
    "soon",
    "tomorrow",
    "prevu",
    "prevue",
    "peut",
    "maybe",
    "perhaps",
    "quand",
    "when",
    "todo",
    "prevenir",
    "prevenu",
    "prevenue",
    "prevenus",
    "prevenues",
    "informer",
    "informe",
    "informee",
    "informes",
    "informees",
    "avise",
    "avisee",
    "appeler",
    "voir",
    "valider",
    "verifier",
    "told",
    "informed",
    "faire",
    "venir",
    "va",
    "vont",
    "doit",
    "must",
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
        let words = folded(text);
        text.contains(['?', '？', '❌', '✗'])
            || NOTHING.contains(&words.as_str())
            || words.contains("au courant")
            || words.split(' ').any(doubtful)
    }

    /// Whether a text says that nobody has to agree: there is nothing to agree to, or the person is of age.
    pub(super) fn needs_none(text: &str) -> bool {
        let words = folded(text);
        NOTHING.contains(&words.as_str()) || matches!(words.as_str(), "majeur" | "majeure" | "adulte" | "adult")
    }

    /// Whether words that were noted as who agreed name the person themselves or somebody who may not agree for them, or
    /// tell only that a paper or a message went somewhere: for a minor, none of it is consent.
    #[must_use]
    pub fn name_no_guardian(text: &str) -> bool {
        Said::of(text, &Person::default()).is_own_word()
    }

    /// What a cell says on a day, in a place of that first language: what is to be said later has not been said. A yes is
    /// needed, and around it nothing but who said it, a day, and by what means.
    #[must_use]
    pub fn of(text: &str, today: Timestamp, lang: Lang) -> Self {
        Self::read(text, today, lang, false)
    }

    /// The same where only consent is asked for, as by an option of that name: who agreed is enough.
    #[must_use]
    pub fn of_whom(text: &str, today: Timestamp, lang: Lang) -> Self {
        Self::read(text, today, lang, true)
    }

    /// The days that words of consent tell, as far as each can be read in one way.
    pub(super) fn days(text: &str, lang: Lang) -> Vec<Day> {
        let parts = Parts::of(text.trim().trim_start_matches('\'').trim());
        let day = |told: &String| match date::read(bare(told), lang) {
            Read::Day(day) => Some(day),
            // As in [`is_past`]: French is written day first.
            Read::Ambiguous(day) if lang == Lang::Fr => Some(day),
            _ => None,
        };
        parts.iter().flat_map(|parts| &parts.days).filter_map(day).collect()
    }

    fn read(text: &str, today: Timestamp, lang: Lang, who_is_enough: bool) -> Self {
        let text = text.trim().trim_start_matches('\'').trim();
        let words = folded(text);
        // Whose it is the cell does not say.
        if SOMEBODYS.contains(&words.as_str()) {
            return Self::Unclear;
        }
        // Crosses tick a box, or cross it out; a question is no answer, and a sign between words may be anything.
        let is_sign = text.chars().count() == 1 && !matches!(text, "×" | "✕" | "☒" | "?");
        if !is_sign && !text.chars().all(is_plain) {
            return Self::Unclear;
        }
        if NOTHING.contains(&words.as_str()) {
            return Self::No;
        }
        // What says of somebody whether they are a minor agrees to nothing; neither does a number below zero.
        let is_number = text.starts_with('-') && text.len() > 1;
        if !is_number && !matches!(words.as_str(), "mineur" | "mineure") {
            match yes_or_no(text) {
                Some(true) => return Self::Yes,
                Some(false) => return Self::No,
                None => {}
            }
        }
        let Some(parts) = Parts::of(text) else { return Self::Unclear };
        let agreed = parts.yes || (who_is_enough && parts.who);
        match agreed && parts.days.iter().all(|day| is_past(day, Day::of(today), lang)) {
            true => Self::Statement,
            false => Self::Unclear,
        }
    }
}

/// Letters, numbers, and marks that say nothing by themselves; a tick says yes.
pub(super) fn is_plain(c: char) -> bool {
    let is_accent = ('\u{300}'..='\u{36f}').contains(&c);
    c.is_alphanumeric() || c.is_whitespace() || is_accent || ".,;:!/'’-–—()+&\"«»_°✓✔☑✅".contains(c)
}

/// The words of a text, each of them known.
#[derive(Default)]
pub(super) struct Parts {
    /// Somebody agreed.
    pub(super) yes: bool,
    /// Somebody is named who may agree for a minor.
    pub(super) who: bool,
    /// Days that are told.
    pub(super) days: Vec<String>,
}

/// What a word says that tables do not know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// Somebody is named.
    Who,
    /// It changes nothing.
    Nothing,
}

impl Parts {
    /// `None` as soon as one word is not known.
    fn of(text: &str) -> Option<Self> {
        Self::of_more(text, &|_, _| None)
    }

    /// The same where `more` words are known: each is asked for with what it stands in, and folded.
    pub(super) fn of_more(text: &str, more: &dyn Fn(&str, &str) -> Option<Worth>) -> Option<Self> {
        let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
        let mut parts = Self { yes: text.contains(['✓', '✔', '☑', '✅']), ..Self::default() };
        let mut day = String::new();
        // How many words may still be those of a name.
        let mut names = 0;
        let (named, rest) = without_name_in_front(text);
        parts.who |= named;
        let words: Vec<(&str, String)> = rest
            .split(|c: char| c.is_whitespace() || ",;:()\"«»&+".contains(c))
            .map(|raw| (raw, folded(raw)))
            .filter(|(_, word)| !word.is_empty())
            .collect();
        let mut at = 0;
        while let Some((raw, word)) = words.get(at) {
            if let Some((long, says)) = phrase(&words[at..]) {
                parts.yes |= !says.is_empty();
                at += long;
                continue;
            }
            at += 1;
            let pieces: Vec<&str> = word.split(' ').collect();
            if pieces.iter().all(|p| is_of_a_day(p)) && (*word != "le" || !day.is_empty()) {
                day = day + raw + " ";
                continue;
            }
            if !day.is_empty() {
                parts.days.push(std::mem::take(&mut day));
            }
            if names > 0 && is_name(raw, names == 2) {
                names -= 1;
                parts.who = true;
                continue;
            }
            names = 0;
            // `a signé`, and not « à »
            let has_done = matches!(raw.to_lowercase().as_str(), "a" | "ont" | "has" | "have");
            if has_done && words.get(at).is_some_and(|(_, next)| is(YES, next) || says_yes(&words[at..])) {
                continue;
            }
            for piece in pieces {
                match piece {
                    title if TITLES.contains(&title) => names = 2,
                    yes if is(YES, yes) => parts.yes = true,
                    who if is(WHO, who) => parts.who = true,
                    other if is(BETWEEN, other) => {}
                    other => parts.who |= more(raw, other)? == Worth::Who,
                }
            }
        }
        parts.days.extend(Some(day).filter(|day| !day.is_empty()));
        Some(parts)
    }
}

/// The phrase that words begin with: how many of them, and what it says.
fn phrase(words: &[(&str, String)]) -> Option<(usize, &'static str)> {
    PHRASES.iter().find_map(|(phrase, says)| {
        let mut said = String::new();
        for (n, (raw, word)) in words.iter().enumerate() {
            // « à » is no « a ».
            if raw.eq_ignore_ascii_case("à") && !phrase.starts_with("a l ") {
                return None;
            }
            said = if n == 0 { word.clone() } else { said + " " + word };
            if said == *phrase {
                return Some((n + 1, *says));
            }
            if said.len() >= phrase.len() {
                return None;
            }
        }
        None
    })
}

/// Whether words begin with a phrase that says yes.
fn says_yes(words: &[(&str, String)]) -> bool {
    phrase(words).is_some_and(|(_, says)| !says.is_empty())
}

/// A day without what stands around it.
fn bare(told: &str) -> &str {
    let told = told.trim().trim_end_matches('.');
    told.strip_prefix("le ").or_else(|| told.strip_prefix("Le ")).unwrap_or(told)
}

/// Whether what is told is a day of the calendar, and not to come: nobody has agreed on it yet. Without a year, it was
/// in the last twelve months.
pub(super) fn is_past(told: &str, today: Day, lang: Lang) -> bool {
    let told = bare(told);
    match date::read(told, lang) {
        Read::Day(day) => day <= today,
        // French is written day first, everywhere; of English both ways of reading it have to be over.
        Read::Ambiguous(day) => match lang {
            Lang::Fr => day <= today,
            Lang::En => day.max(day.swapped()) <= today,
        },
        Read::Impossible => false,
        Read::Malformed => {
            let separator = told.chars().find(|c| "/.-".contains(*c)).unwrap_or(' ');
            let in_year = |year: i16| date::read(&format!("{told}{separator}{year}"), lang);
            let parts = told.split([' ', '/', '.', '-']).filter(|p| !p.is_empty()).count();
            parts == 2 && matches!(in_year(today.year), Read::Day(_) | Read::Ambiguous(_))
        }
    }
}

/// `A. Martin, son père`: what stands in front of the comma is a name, where nothing but who that is follows.
fn without_name_in_front(text: &str) -> (bool, &str) {
    let Some((name, rest)) = text.split_once(',') else { return (false, text) };
    let after = folded(rest);
    let is_apposition = ["sa ", "son ", "her ", "his ", "their "].iter().any(|whose| after.starts_with(whose));
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_named = (2..=4).contains(&words.len()) && words.iter().all(|w| is_name(w, true) || is_initial(w));
    if is_apposition && is_named { (true, rest) } else { (false, text) }
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
            1 parent sur 2|oui/non|le père oui, la mère non|même|oui le 31/02/2026|oui, le 3|-1|oui à demander";
        // A paper or a message that went to a parent; a parent who is only named.
        let sent = "formulaire donné à sa mère|papier donné à la mère|papier donné|le papier a la mère|la mère a le papier|\
            papier avec la mère|mail à la mère|mail mère|message à sa mère|courrier à la mère|lettre à la mère|\
            la mère a reçu le formulaire|mail reçu par la mère|tel mère|téléphone mère|vu la mère hier|form given|\
            form with dad|phone of mother|mail with mother|sa mère|mère|Mme Martin|papier|20/03/2026|accord à la mère|\
            formulaire d'autorisation|autorisation|reçu|donné|oui à sa mère|signera|accord de principe|par mail|la mère a écrit|écrit|mail du 13/3|oui, mail du père pas reçu|oui, 05/04/2026";
        // The child's own word.
        let own = "elle-même|lui-même|moi-même|himself|signé par lui|signé elle-même|accord lui-même|oui, elle|oui moi";
        let to_come = "oui le 25/12/2027|25/12/2027|2026-04-02|le 25 décembre 2026|03/04/2026|lundi 06/04/2026|signé le 25/12/2027|sa mère, en 2027|accord le 2 avril 2026|\
            jusqu'au 1er juin 2024";
        for text in [
            "refused",
            "Mother refuses",
            "non",
            "en attente",
            "pas encore",
            "?",
            "Tom d’accord, mère à prévenir",
            "signé par Tom, mère informée",
            "mère au courant",
        ] {
            assert!(ConsentWords::speak_against(text), "{text}");
        }
        for name in ["Marie Dupont", "sa mère", "Mr Norman Notting", "le père, M. Sanson"] {
            assert!(!ConsentWords::speak_against(name), "{name}");
        }
        for text in [unclear, unknown, sent, own, to_come].iter().flat_map(|all| all.split('|')) {
            assert_eq!(of(text), ConsentWords::Unclear, "{text}");
        }
    }

    #[test]
    fn a_yes_and_who_said_it_are_consent() {
        for yes in ["oui", "Oui", "OK !", "x", "✓", "☑", "yes", "ok", "1", "VRAI"] {
            assert_eq!(of(yes), ConsentWords::Yes, "{yes}");
        }
        let statements = "oui, sa mère|oui, de son père le 20/03/2026|Mme Martin, accord le 20 mars 2026|oui : sa mère|\
            A. Martin, son père, oui|Anne Le-Goff, sa tutrice : d'accord|papier signé le 12/03|accord écrit de la mère|\
            oui 20/03/2026|ok parents|a signé le 3 mars|agreed by her mother, on 20 March 2026|signed by both parents|\
            oui, sa mère, sur papier|oui (par SMS)|d'accord|les deux parents d'accord, par écrit|✓ sa mère|\
            M. MARTIN a signé|signé par sa grand-mère, 1er mars 2026|vu et signé|lu et approuvé|oui, sa mère, le 1er avril 2026|\
            la mère a donné son accord le 20 mars|accord reçu par mail|autorisation signée|consent given by her father|\
            oui, responsable légal|les parents ont signé|oui, mère, 12/03/2026|oui le 12/03/2026|oui, mère, mail du 13/3|\
            oui, sa maman au téléphone|oui, écrit|oui, de vive voix, son père|yes, her mother, on the phone";
        for statement in statements.split('|') {
            assert_eq!(of(statement), ConsentWords::Statement, "{statement}");
        }
        // Where it is asked who agreed, that is enough.
        let whom = |text| ConsentWords::of_whom(text, Timestamp::parse("2026-04-01T10:00:00Z").unwrap(), Lang::Fr);
        for who in
            ["sa mère", "mère", "parents", "Mme Martin, le 20 mars 2026", "N. Martin, sa mère", "M. MARTIN", "oui"]
        {
            assert!(matches!(whom(who), ConsentWords::Statement | ConsentWords::Yes), "{who}");
        }
        for text in
            ["elle-même", "formulaire donné à sa mère", "mail mère", "tel mère", "sa mère, le 2 avril 2026", "papier"]
        {
            assert_eq!(whom(text), ConsentWords::Unclear, "{text}");
        }
    }

    #[test]
    fn days_are_read_day_first_in_french() {
        let french = ConsentWords::days("oui, sa mère, 05/04/2010", Lang::Fr);
        assert_eq!(french, ConsentWords::days("oui, sa mère, 5 avril 2010", Lang::Fr));
        assert_eq!(french.len(), 1);
        assert!(ConsentWords::days("yes, her mother, 05/04/2010", Lang::En).is_empty());
    }

    // D-11
    #[test]
    fn nobody_agrees_for_a_child_by_the_child_or_by_a_paper_that_was_sent() {
        for text in
            ["elle-même", "lui-même", "moi", "signé par lui", "himself", "formulaire donné à la mère", "papier remis"]
        {
            assert!(ConsentWords::name_no_guardian(text), "{text}");
        }
        for text in ["l'enfant", "l’élève", "le jeune", "mineur", "l'intéressé", "the child", "she", "l'enfant a signé"]
        {
            assert!(ConsentWords::name_no_guardian(text), "{text}");
        }
        for text in
            ["n/a", "néant", "père décédé", "sa mère hésite", "mère contactée", "asked mother", "mère (à confirmer)"]
        {
            assert!(ConsentWords::speak_against(text), "{text}");
        }
        for text in [
            "Anne Le Jeune",
            "la mère de l'enfant",
            "sa mère",
            "Mme À. Martin",
            "la mère, elle a signé",
            "Marie Dupont",
            "accord donné par le père",
            "A. Martin",
        ] {
            assert!(!ConsentWords::name_no_guardian(text), "{text}");
        }
    }
}
