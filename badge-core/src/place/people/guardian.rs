//! Whose word agrees for a minor: words that name a parent or guardian, and words that name the minor themselves, somebody
//! else around them, or nobody (D-11).

use super::Person;
use crate::place::names::folded;

/// A yes, folded. Nothing else makes a yes of a cell: not a parent who is named, nor a paper.
pub(crate) const YES: &str = "oui yes ok okay accord accords accorde accordee accepte acceptee accepted accepts agree agrees agreed \
    approuve approuvee approved autorise autorisee autorisent authorised authorized consent consents consented \
    consentement signe signee signes signees signed";

/// Words that say who agreed for a minor.
pub(crate) const WHO: &str = "mere meres pere peres maman papa parent parents tuteur tutrice tuteurs responsable responsables \
    representant representante representants mother father mum mom mam dad guardian guardians stepmother stepfather \
    grandmother grandfather";

/// Words that tell a parent's or a family's agreement without saying whose.
const FAMILY: &str = "famille family parental parentale parentales parentaux";

/// Words that change nothing between these. Neither « à » nor « avec »: what went to somebody is no word of theirs.
pub(crate) const BETWEEN: &str = "sa son ses leur leurs la le les l de du des d par et by the her his their both and of on \
    deux two legal legale legaux beau belle grand";

/// In front of a name.
pub(crate) const TITLES: &[&str] = &["m", "mr", "mme", "mlle", "mrs", "ms", "monsieur", "madame", "dr"];

/// Words by which somebody speaks for themselves: of a minor, that is nobody's consent.
const OWN: &str = "meme elle lui moi herself himself themself myself self";

/// The child, told by what they are. Beside a name such a word may be a part of it: « Anne Le Jeune ».
const CHILD: &str = "enfant enfants eleve eleves jeune jeunes mineur mineure ado ados adolescent adolescente interesse \
    interessee fille fils garcon gamin gamine gosse mome lyceen lyceenne collegien collegienne ecolier ecoliere participant \
    participante adherent adherente apprenti apprentie stagiaire child kid pupil student teen teenager minor boy girl \
    apprentice she he je il";

/// Words beside a name that name nobody else: an age, and that it was signed.
const BESIDE: &str = "a ans an years year old age agee has est is dit said signature";

/// An agreement of whoever the row is about, or of somebody else: nobody can tell.
pub(crate) const SOMEBODYS: &[&str] =
    &["son accord", "avec son accord", "his consent", "her consent", "with his consent", "with her consent"];

/// Words that begin with a capital letter, and are no name.
const NO_NAME: &str = "signature sms mail email e courriel courrier lettre message papier formulaire document fiche accord \
    consentement letter text form paper phone telephone tel appel dit said vu lu bon pour est is";

/// Those around a child whose word is not a parent's.
#[cfg(feature = "cohort")]
const OTHERS: &str = "frere freres soeur soeurs cousin cousine ami amie copain copine voisin voisine maitresse prof \
    professeur professeure enseignant enseignante instituteur institutrice animateur animatrice educateur educatrice \
    mediateur mediatrice brother sister friend neighbour neighbor teacher educator";

/// Whether who agreed is the person themselves, or somebody who may not agree for a minor: told by such a word, by the
/// person's own name or a part of it, or by their own address, whatever age or yes is beside it. A parent of the same name
/// is told from them by a word: « M. Petit », « Tom Petit, son père ».
#[cfg(feature = "cohort")]
pub(crate) fn is_own_word(person: &Person, by: &str) -> bool {
    let said = folded(by);
    let within = |name: &str| name_only(by, name);
    let is_address = person.email.as_deref().is_some_and(|email| folded(email) == said);
    let is_own = !said.is_empty() && (is_address || person.names().any(within));
    is_own || name_no_guardian(by)
}

/// Whether words that were noted as who agreed name the person themselves or somebody who may not agree for them, or
/// tell only that a paper or a message went somewhere: for a minor, none of it is consent.
#[cfg(feature = "cohort")]
pub(crate) fn name_no_guardian(text: &str) -> bool {
    let words = folded(text);
    let is = |list: &str| words.split(' ').any(|w| list.split_whitespace().any(|known| known == w));
    let by_another = is(WHO) && !words.split(' ').any(|w| w == "meme");
    let sent =
        text.split_whitespace().any(|w| matches!(w.to_lowercase().as_str(), "à" | "to" | "chez" | "with" | "avec"));
    let handed = is("donne donnee given gave remis remise envoye envoyee sent left laisse");
    let is_child = is(CHILD) && words.split(' ').all(|w| says_nobody(w) || CHILD.split_whitespace().any(|c| c == w));
    let somebodys = SOMEBODYS.contains(&words.as_str());
    // « Mme Voisin » is somebody's name.
    let all: Vec<&str> = words.split(' ').collect();
    let is_other = |(n, w): (usize, &&str)| {
        OTHERS.split_whitespace().any(|o| o == *w) && !n.checked_sub(1).is_some_and(|n| TITLES.contains(&all[n]))
    };
    let others = all.iter().enumerate().any(is_other);
    somebodys || is_child || (is(OWN) && !by_another) || (others && !is(WHO)) || ((sent || handed) && !is(YES))
}

/// Whether words tell the person by a part of their name, an initial of each, or their address, and nobody else: neither
/// somebody who may agree for a minor, nor another name. « Tom a dit oui » does; « Julie Petit » and « M. Petit » do not.
#[cfg(feature = "cohort")]
pub(crate) fn speak_of(text: &str, person: &Person) -> bool {
    let words = folded(text);
    let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
    let names: Vec<String> = person.names().map(folded).collect();
    let is_part = |w: &str| names.iter().any(|name| name.split(' ').any(|own| own == w));
    let tells = |w: &str| w.chars().count() > 1 && !says_nobody(w) && is_part(w);
    let address = person.email.as_deref().map(folded).filter(|email| words.contains(email.as_str()));
    let initials = |name: &String| {
        let of_name = name.split(' ').filter_map(|own| own.chars().next());
        let said = words.split(' ').flat_map(str::chars);
        words.split(' ').all(|w| w.chars().count() == 1) && of_name.eq(said)
    };
    let guardian =
        words.split(' ').any(|w| is(WHO, w) || is("famille family", w) || (TITLES.contains(&w) && !is_part(w)));
    let other_name = text.split(|c: char| c.is_whitespace() || ",;:()\"«»&+-/".contains(c)).any(|raw| {
        let word = folded(raw);
        let is_capital = raw.chars().next().is_some_and(char::is_uppercase);
        let known = |w: &str| is_part(w) || says_nobody(w) || is(CHILD, w) || is(NO_NAME, w);
        let is_known = word.split(' ').all(|w| w.chars().count() < 2 || known(w));
        let is_address = raw.contains('@');
        (is_address && Some(&word) != address.as_ref()) || (is_capital && !is_address && !is_known)
    });
    let by_name = words.split(' ').any(tells) || names.iter().any(initials);
    !guardian && (address.is_some() || (by_name && !other_name))
}

/// Whether words that were noted say plainly that it was the person themselves: their name, a part or the initials of it, their
/// address, or a word for the child, and nothing that may be another's. Titles of columns and papers are nobody's.
pub(crate) fn is_plainly_own(text: &str, person: &Person) -> bool {
    let words = folded(text);
    let address =
        person.email.as_deref().map(folded).filter(|email| !email.is_empty() && words.contains(email.as_str()));
    let words = address.as_deref().map_or(words.clone(), |address| words.replace(address, " "));
    let words: Vec<&str> = words.split_whitespace().collect();
    let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
    let names: Vec<String> = person.names().map(folded).collect();
    let is_own = |w: &str| names.iter().any(|name| name.split(' ').any(|own| own == w));
    let is_initial =
        |w: &str| w.chars().count() == 1 && names.iter().any(|name| name.split(' ').any(|own| own.starts_with(w)));
    let initials = |name: &String| {
        let said: String = words.concat();
        !said.is_empty()
            && words.iter().all(|w| w.chars().count() == 1)
            && name.split(' ').filter_map(|own| own.chars().next()).eq(said.chars())
    };
    let is_named = words.iter().any(|w| w.chars().count() > 1 && is_own(w) && !says_nobody(w))
        || names.iter().any(initials)
        || address.is_some();
    let is_child = words.iter().any(|w| is(CHILD, w));
    let is_self = words.iter().any(|w| is(OWN, w));
    let is_beside =
        |w: &&str| is_own(w) || is_initial(w) || says_nobody(w) || is(CHILD, w) || is(NO_NAME, w) || is(OWN, w);
    let titled = words.iter().any(|w| TITLES.contains(w) && !is_own(w));
    // Of whom the place has one name alone, the other one may stand beside it.
    let single = |w: &&str| names.iter().any(|name| name == w);
    let capitals = text.split_whitespace().filter(|raw| raw.starts_with(char::is_uppercase)).count();
    if words.iter().any(single) && words.len() == 2 && capitals == 2 && !titled {
        return !names_guardian(text, person);
    }
    SOMEBODYS.contains(&words.join(" ").as_str())
        || ((is_named || is_child || is_self) && !titled && words.iter().all(is_beside))
}

/// Whether words name somebody beside the person: a parent, another's address, a title that is no part of the person's own
/// name, or two words with capitals of which one is not theirs. One capital alone begins a sentence, and beside a given name of
/// theirs stands the rest of it: places often note « Léa » alone.
pub(crate) fn name_another(text: &str, person: &Person) -> bool {
    let names: Vec<String> = person.names().map(folded).collect();
    let is_own = |w: &str| {
        let initial = w.chars().count() == 1;
        names.iter().any(|name| name.split(' ').any(|own| own == w || (initial && own.starts_with(w))))
    };
    let given: Vec<&str> = names.iter().filter_map(|name| name.split(' ').next()).collect();
    let address = person.email.as_deref().map(folded);
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_address = |raw: &str| raw.contains('@') && address.as_deref() != Some(folded(raw).as_str());
    let is_capital = |raw: &str| {
        let word = raw.trim_start_matches(|c: char| !c.is_alphanumeric());
        word.starts_with(char::is_uppercase) && !raw.contains('@')
    };
    let is_anothers = |raw: &str| {
        let word = folded(raw);
        word.split(' ').any(|w| !(is_own(w) || says_nobody(w) || NO_NAME.split_whitespace().any(|known| known == w)))
    };
    let pair = |pair: &[&str]| {
        let ends = pair[0].ends_with([',', ';', ':']) || (pair[0].ends_with('.') && pair[0].chars().count() > 2);
        let is_given = |raw: &str| folded(raw).split(' ').any(|w| given.contains(&w));
        !ends
            && pair.iter().all(|raw| is_capital(raw))
            && !pair.iter().any(|raw| is_given(raw))
            && pair.iter().any(|raw| is_anothers(raw))
    };
    let is_loud = !text.chars().any(char::is_lowercase);
    names_guardian(text, person) || words.iter().any(|raw| is_address(raw)) || (!is_loud && words.windows(2).any(pair))
}

/// Whether there is a word for a parent, or a title that is no part of the person's own name.
pub(crate) fn names_guardian(text: &str, person: &Person) -> bool {
    let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
    let is_part = |w: &str| person.names().map(folded).any(|name| name.split(' ').any(|own| own == w));
    let words = folded(text);
    words.split(' ').any(|w| is(WHO, w) || is(FAMILY, w) || (TITLES.contains(&w) && !is_part(w)))
}

/// Whether words that were noted as who agreed name nobody: a yes by itself, a sign, one letter.
#[cfg(feature = "cohort")]
pub(crate) fn name_nobody(text: &str) -> bool {
    let words = folded(text);
    let is_yes = |w: &str| w == "d" || YES.split_whitespace().any(|yes| yes == w);
    !text.trim().is_empty() && (words.chars().count() < 2 || words.split(' ').all(is_yes))
}

/// Whether words name somebody by these words of a name and by nothing else: a part of it, an initial, an age beside it.
#[cfg(feature = "cohort")]
fn name_only(text: &str, name: &str) -> bool {
    let (said, name) = (folded(text), folded(name));
    let is_whole = |w: &str| name.split(' ').any(|own| own == w);
    let is_initial = |w: &str| w.chars().count() == 1 && name.split(' ').any(|own| own.starts_with(w));
    let is_child = |w: &str| CHILD.split_whitespace().any(|child| child == w);
    let titled = said.split(' ').any(|w| TITLES.contains(&w) && !is_whole(w));
    !titled
        && said.split(' ').any(|w| !w.is_empty() && is_whole(w))
        && said.split(' ').all(|w| is_whole(w) || is_initial(w) || says_nobody(w) || is_child(w))
}

/// Whether a word names nobody: a yes, a number, an age, a word between others.
fn says_nobody(word: &str) -> bool {
    let is = |list: &str| list.split_whitespace().any(|known| known == word);
    word.bytes().all(|b| b.is_ascii_digit()) || is(YES) || is(BETWEEN) || is(BESIDE)
}
