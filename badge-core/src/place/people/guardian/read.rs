//! Words about who agreed, taken apart and held against the person whom they are about.

use super::beside::settle;
use super::words::{Kind, SOMEBODYS};
use crate::place::names::{folded, mailbox};
use crate::place::people::Person;

/// What words say about who agreed.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// In the order of the text. An empty one is a mark, the end of a sentence, or an address.
    pub(super) pieces: Vec<Piece>,
    /// The person's own address is there.
    pub(super) own_address: bool,
    /// An address is there that is not theirs.
    pub(super) others_address: bool,
    /// Nothing but the person's initials.
    pub(super) is_initials: bool,
    /// Nothing but « son accord », or the like.
    pub(super) is_somebodys: bool,
    /// Nothing but a yes, a sign, one letter.
    #[cfg(feature = "cohort")]
    pub(super) is_nobodys: bool,
    /// In capital letters alone, which then tell no names.
    pub(super) is_loud: bool,
}

/// What stands between two spaces: mostly one word; « l’élève » and « Anne-Marie » have two.
pub(super) type Piece = Vec<Word>;

#[derive(Debug)]
pub(super) struct Word {
    pub(super) folded: String,
    pub(super) kind: Kind,
    /// What it stands in, from a hyphen to the next, begins with a capital letter.
    pub(super) is_capital: bool,
    /// A part of the person's name.
    pub(super) is_own: bool,
    /// Their given name, or a part of it.
    pub(super) is_given: bool,
    /// All that the place has of one of their names.
    is_single: bool,
    /// One letter, with which a part of their name begins.
    pub(super) is_initial: bool,
    pub(super) is_letter: bool,
}

/// A person's names as they are looked for, each word by word.
struct Names(Vec<Name>);

struct Name {
    words: Vec<String>,
    given: String,
}

impl Said {
    /// Reads a text once.
    pub(crate) fn of(text: &str, person: &Person) -> Self {
        let names = Names::of(person);
        let mut said = Self { is_loud: !text.chars().any(char::is_lowercase), ..Self::default() };
        let mut plain: Vec<String> = Vec::new();
        // « tom @ example.org »
        let joined = text.replace(" @", "@").replace("@ ", "@");
        for part in joined.split(|c: char| ",;:()\"«»<>".contains(c)) {
            for chunk in part.split_whitespace() {
                let is_own =
                    chunk.contains('@') && person.email.as_deref().is_some_and(|email| is_mailbox(chunk, email));
                if is_own || is_address(chunk) {
                    said.own_address |= is_own;
                    said.others_address |= !is_own;
                    said.pieces.push(Piece::new());
                    continue;
                }
                // « Tom @ l’école »
                for word in chunk.split('@') {
                    said.pieces.push(names.piece(word, said.pieces.last(), &mut plain));
                }
                // « Dr. Vannier » goes on.
                let is_title =
                    said.pieces.last().and_then(|piece| piece.last()).is_some_and(|word| word.kind == Kind::Title);
                if chunk.ends_with('.') && chunk.chars().count() > 2 && !is_title {
                    said.pieces.push(Piece::new());
                }
            }
            said.pieces.push(Piece::new());
        }
        settle(&mut said.pieces);
        said.is_initials = names.have_initials(&plain) || said.is_one_word_of_initials(&names, &plain);
        if said.is_initials {
            said.pieces.iter_mut().flatten().for_each(|word| word.is_initial = true);
        }
        said.is_somebodys = !said.others_address && SOMEBODYS.contains(&plain.join(" ").as_str());
        #[cfg(feature = "cohort")]
        {
            let is_short = plain.iter().map(|word| word.chars().count()).sum::<usize>() < 2;
            // « d’accord »
            let is_yes = said.words().zip(&plain).all(|(word, plain)| word.kind == Kind::Yes || plain == "d");
            let is_bare = !text.trim().is_empty() && !said.own_address && !said.others_address;
            said.is_nobodys = is_bare && (is_short || is_yes);
        }
        said.claim_family_name();
        said
    }

    /// « TP », « DR »; « OK » is a yes whoever it is about.
    fn is_one_word_of_initials(&self, names: &Names, plain: &[String]) -> bool {
        let [word] = plain else { return false };
        let letters: Vec<String> = word.chars().map(String::from).collect();
        letters.len() > 1
            && names.have_initials(&letters)
            && self.words().all(|word| word.kind == Kind::Unknown && word.is_capital)
    }

    /// Every word of it.
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.pieces.iter().flatten()
    }

    /// Of whom the place has one name alone, the name that stands beside it is theirs as well: « Léa Roy », « Roy, Léa ».
    fn claim_family_name(&mut self) {
        let is_single = |piece: &Piece| matches!(piece.as_slice(), [word] if word.is_single && word.is_capital);
        let is_free = |word: &Word| word.is_capital && !word.kind.names_guardian();
        let whole = || self.pieces.iter().filter(|piece| !piece.is_empty());
        let is_pair = whole().count() == 2 && self.words().all(is_free);
        let singles: Vec<bool> = self.pieces.iter().map(is_single).collect();
        let is_whole = is_pair && singles.contains(&true);
        for (n, piece) in self.pieces.iter_mut().enumerate() {
            let is_beside = singles.get(n + 1) == Some(&true) || (n > 0 && singles[n - 1]);
            for word in piece.iter_mut().filter(|word| is_free(word)) {
                word.is_own |= is_whole || (is_beside && word.kind == Kind::Unknown);
            }
        }
    }
}

impl Names {
    fn of(person: &Person) -> Self {
        Self(person.names().map(Name::of).collect())
    }

    /// One piece, `after` another one; its words are added to those that are `plain`.
    fn piece(&self, text: &str, after: Option<&Piece>, plain: &mut Vec<String>) -> Piece {
        let mut piece = Piece::new();
        for raw in text.split(['&', '+', '/', '-']) {
            let is_capital = raw.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
            for word in folded(raw).split(' ').filter(|word| !word.is_empty()) {
                let before = piece.last().or_else(|| after.and_then(|piece| piece.last())).map(|word| word.kind);
                let kind = match (Kind::of(word), before) {
                    _ if speaks(raw, word) => Kind::Pronoun,
                    _ if matches!(raw, "à" | "À") => Kind::To,
                    // « Mme Voisin », « la famille Ami »: names.
                    (Kind::Around, Some(Kind::Title)) => Kind::Unknown,
                    (Kind::Around, Some(Kind::Family)) if is_capital => Kind::Unknown,
                    (kind, _) => kind,
                };
                piece.push(Word { is_capital, ..self.word(word, kind) });
                plain.push(word.to_owned());
            }
        }
        piece
    }

    fn word(&self, word: &str, kind: Kind) -> Word {
        let is_letter = word.chars().count() == 1;
        let parts = || self.0.iter().flat_map(|name| &name.words);
        Word {
            folded: word.to_owned(),
            kind,
            is_capital: false,
            is_own: parts().any(|part| part == word),
            is_given: self.0.iter().any(|name| name.given == word),
            is_single: self.0.iter().any(|name| name.words.len() == 1 && name.words[0] == word),
            is_initial: is_letter && parts().any(|part| part.starts_with(word)),
            is_letter,
        }
    }

    /// Whether words are single letters, those with which one of the names begins, word by word.
    fn have_initials(&self, words: &[String]) -> bool {
        let first = |name: &Name| -> String { name.words.iter().filter_map(|word| word.chars().next()).collect() };
        let are_letters = !words.is_empty() && words.iter().all(|word| word.chars().count() == 1);
        are_letters && self.0.iter().any(|name| first(name) == words.concat())
    }
}

impl Name {
    fn of(name: &str) -> Self {
        // « PETIT Tom »
        let is_loud = |word: &&str| {
            word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
        };
        let first = name.split_whitespace().find(|word| !is_loud(word)).unwrap_or(name);
        let given = folded(first).split(' ').next().unwrap_or_default().to_owned();
        Self { words: folded(name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(), given }
    }
}

/// « je », « J’accepte », "I"; « J. Petit » and « Me Dupont » are names.
fn speaks(raw: &str, word: &str) -> bool {
    let bare = raw.trim_matches(|c: char| !c.is_alphanumeric());
    match word {
        "j" => bare.chars().nth(1).is_some_and(|c| "'’ʼ‘".contains(c)),
        "i" => !raw.contains('.') && (bare.len() == 1 || bare.chars().nth(1).is_some_and(|c| "'’ʼ‘".contains(c))),
        "me" => !bare.starts_with('M'),
        _ => false,
    }
}

/// Whether something is written as an address: « tom@petit » is none.
fn is_address(written: &str) -> bool {
    let bare = written.trim_matches(|c: char| !c.is_alphanumeric());
    let Some((local, domain)) = bare.split_once('@') else { return false };
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    !local.is_empty()
        && local.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c))
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && domain.rsplit('.').next().is_some_and(|last| last.chars().count() > 1)
}

/// Whether what is written is that address.
fn is_mailbox(written: &str, email: &str) -> bool {
    let bare = written.trim_matches(|c: char| !c.is_alphanumeric());
    folded(bare) == folded(email) || mailbox(bare) == mailbox(email)
}
