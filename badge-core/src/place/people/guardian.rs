//! Whose word agrees for a minor (D-11). What a place wrote about who agreed is read once against the person whom it is about
//! ([`Said`]); what it is worth depends on when it is asked: before it is noted, or once it stands there.

mod beside;
mod read;
mod words;

pub(crate) use read::Said;
#[cfg(feature = "cohort")]
pub(crate) use words::{BETWEEN, Kind, SOMEBODYS, TITLES, WHO, YES};

use read::{Piece, Word};
#[cfg(not(feature = "cohort"))]
use words::Kind;

/// Once it stands there.
impl Said {
    /// Whether there is a word for a parent or the family, or a title; a part of the person's own name is none.
    pub(crate) fn names_guardian(&self) -> bool {
        self.words().any(|word| word.kind.names_guardian() && !word.is_own)
    }

    /// Whether it was plainly the person themselves: their name, a part or the initials of it, their address, or a word for
    /// the child, and nothing that may be another's. What a place took from a parent once is not held against lists of words:
    /// whatever is in none of them speaks for a parent, as do the title of a column and a yes of nobody.
    pub(crate) fn is_plainly_own(&self) -> bool {
        let is_told = self.own_address || self.is_named() || self.has(Kind::Child) || self.speaks_of_oneself();
        let is_theirs = |word: &Word| {
            let is_plain = matches!(word.kind, Kind::Child | Kind::Pronoun | Kind::Oneself | Kind::Paper);
            word.is_own || word.is_initial || word.says_nothing() || is_plain
        };
        let is_all = !self.others_address && !self.has(Kind::Title) && self.words().all(is_theirs);
        self.is_somebodys || (is_told && is_all)
    }

    /// Whether somebody beside the person is named: a parent, another's address, or another's name of two words with capitals.
    /// Of what somebody agreed to as an adult this alone is a parent's word. One capital by itself begins a sentence, and
    /// beside the person's given name stands the rest of it: places often note « Léa » alone.
    pub(crate) fn names_another(&self) -> bool {
        let is_small = |piece: &Piece| !piece.first().is_some_and(|word| word.is_capital);
        let is_name = |run: &[Piece]| !self.is_loud && is_anothers_name(run);
        self.names_guardian() || self.others_address || self.pieces.split(is_small).any(is_name)
    }

    /// Whether the person is told by a part of their name or by their initials. A small word of it is none: « le », « grand ».
    fn is_named(&self) -> bool {
        let tells = |word: &Word| word.is_own && !word.is_letter && !word.says_nothing();
        self.is_initials || self.words().any(tells)
    }

    fn speaks_of_oneself(&self) -> bool {
        self.has(Kind::Oneself) || self.has(Kind::Pronoun)
    }

    /// Whether there is such a word, but for those of the person's own name.
    fn has(&self, kind: Kind) -> bool {
        self.words().any(|word| word.kind == kind && !word.is_own)
    }
}

/// Before it is noted.
#[cfg(feature = "cohort")]
impl Said {
    /// Whether it names nobody: a yes by itself, a sign, one letter.
    pub(crate) const fn is_nobodys(&self) -> bool {
        self.is_nobodys
    }

    /// Whether it is the word of the person themselves or of somebody who may not agree for a minor, or tells only that a
    /// paper went somewhere: of a minor it is not noted as consent, and whoever noted it may say who agreed. A parent of the
    /// same name is told by a word: « M. Petit », « Tom Petit, son père ».
    pub(crate) fn is_own_word(&self) -> bool {
        let is_parents = self.has(Kind::Guardian);
        // « Julie Ami » may be a name where the child has it, « son ami » is none.
        let is_name = |word: &Word| word.is_own && word.is_capital && !self.is_loud;
        let is_friends = !is_parents && self.words().any(|word| word.kind == Kind::Around && !is_name(word));
        let is_theirs =
            self.has(Kind::Oneself) || (self.has(Kind::Pronoun) && !is_parents) || self.speaks_of_own_parent();
        let is_sent = self.has(Kind::Sent) || self.has(Kind::To);
        let is_only_sent = is_sent && (!self.has(Kind::Yes) || self.is_sent_by_them());
        // « Autorisation parentale signée par Tom » is a paper.
        let is_adults = is_parents || self.has(Kind::Family) || self.has(Kind::Title);
        // « élève de 5e »
        let is_child = self.has(Kind::Child) && !self.has(Kind::Parental);
        let is_any = self.is_named() || self.is_only_a_name() || is_child;
        let is_named = is_any && !self.others_address && !self.has_anothers_name();
        let is_told = !is_adults && (self.own_address || is_named);
        is_theirs || is_friends || is_only_sent || is_told || self.is_plainly_own()
    }

    /// « ma mère »
    fn speaks_of_own_parent(&self) -> bool {
        let words: Vec<&Word> = self.words().collect();
        let is_parent = |kind: Kind| matches!(kind, Kind::Guardian | Kind::Family);
        words.windows(2).any(|pair| pair[0].kind == Kind::Mine && is_parent(pair[1].kind) && !pair[1].is_own)
    }

    /// « signé par Tom, remis à sa mère »: the yes is the child's, and somebody is only told.
    fn is_sent_by_them(&self) -> bool {
        let mut rest = self.words().skip_while(|word| !word.is_given);
        rest.any(|word| matches!(word.kind, Kind::Sent | Kind::To) && !word.is_own)
    }

    /// Whether a word with a capital is there that may be somebody else's name: who types it now means something by it.
    /// Capitals alone tell none, nor does the one that begins a sentence, unless a name stands behind: « Julie Petit ».
    fn has_anothers_name(&self) -> bool {
        let tells = |word: &Word| word.is_capital && word.is_anothers_name();
        // « Anne Le Jeune »
        let goes_on =
            |word: &Word| word.is_capital && !word.is_given && (word.may_be_name() || word.kind == Kind::Nothing);
        let is_more = |piece: &Piece| piece.first().is_some_and(goes_on);
        let is_name = |at: usize| {
            let piece = &self.pieces[at];
            let begins = at == 0 || self.pieces[at - 1].is_empty();
            let is_one = piece.iter().filter(|word| !word.is_letter).count() < 2;
            piece.iter().any(tells) && (!begins || !is_one || self.pieces.get(at + 1).is_some_and(is_more))
        };
        !self.is_loud && (0..self.pieces.len()).any(is_name)
    }

    /// Whether it is a part of the person's name, be it a small word, with an age or a yes beside it.
    fn is_only_a_name(&self) -> bool {
        let is_beside = |word: &Word| word.is_own || word.is_initial || word.says_nothing() || word.kind == Kind::Child;
        self.words().any(|word| word.is_own) && self.words().all(is_beside)
    }
}

impl Word {
    /// A yes, a number, an age, a word between others.
    fn says_nothing(&self) -> bool {
        matches!(self.kind, Kind::Yes | Kind::Nothing | Kind::To)
    }

    /// A name, perhaps, and not the person's.
    fn is_anothers_name(&self) -> bool {
        self.kind == Kind::Unknown && !self.is_own && !self.is_letter
    }

    /// A name, theirs or another's: « Julie Voisin ».
    fn may_be_name(&self) -> bool {
        self.is_own || (!self.is_letter && matches!(self.kind, Kind::Unknown | Kind::Around | Kind::Child))
    }
}

/// Whether pieces that begin with capitals, one behind the other, are somebody else's name: two words that may be one, and
/// one of them is not the person's. A paper has a title as well.
fn is_anothers_name(run: &[Piece]) -> bool {
    let words = || run.iter().flatten();
    let names = run.iter().filter(|piece| piece.iter().any(Word::may_be_name)).count();
    names > 1 && !words().any(|word| word.is_given) && words().any(Word::is_anothers_name)
}

#[cfg(test)]
mod tests;
