//! What a word about who agreed says by those that stand beside it.

use super::read::{Piece, Word};
use super::words::{Kind, is_place};

/// What words say by those that stand beside them.
pub(super) fn settle(pieces: &mut [Piece]) {
    for part in pieces.split_mut(Piece::is_empty) {
        let mut words: Vec<&mut Word> = part.iter_mut().flatten().collect();
        for at in 0..words.len() {
            let next = (at + 1..words.len()).find(|n| words[*n].kind != Kind::Nothing).map(|n| &*words[n]);
            let kind = match words[at].kind {
                Kind::Title if !is_title(words[at], at.checked_sub(1).map(|n| &*words[n]), next) => Kind::Unknown,
                // « le responsable de l’atelier » mediates.
                Kind::Guardian if is_in_charge(words[at], next) => Kind::Around,
                // « une copine de sa mère »
                Kind::Guardian if is_of_another(&words[..at]) => Kind::Nothing,
                kind => kind,
            };
            words[at].kind = kind;
        }
        // « lycée Jean Moulin »
        let names_place = |word: &&mut Word| is_place(&word.folded) && !word.is_own;
        for word in words.iter_mut().skip_while(|word| !names_place(word)) {
            word.is_capital = false;
        }
    }
}

/// « M. Martin ». « Tom M. » and « M. R. » are initials, and so may « DR » be.
fn is_title(word: &Word, before: Option<&Word>, next: Option<&Word>) -> bool {
    let is_short = matches!(word.folded.as_str(), "m" | "mr" | "ms" | "dr");
    let is_behind_given = word.is_initial && before.is_some_and(|before| before.is_given);
    let is_name = |next: &Word| {
        let is_theirs = next.is_given || next.is_letter || matches!(next.kind, Kind::Around | Kind::Paper);
        !is_theirs && (next.is_capital || !word.is_letter)
    };
    !is_short || (!is_behind_given && next.is_some_and(is_name))
}

/// « responsable » of something; « responsable légal » is a guardian.
fn is_in_charge(word: &Word, next: Option<&Word>) -> bool {
    word.folded.starts_with("responsable") && next.is_some_and(|next| is_place(&next.folded))
}

/// Whether somebody around the child stands before it, and « de » or "of" between.
fn is_of_another(before: &[&mut Word]) -> bool {
    let between = before.iter().rev().take_while(|word| word.kind == Kind::Nothing);
    let is_of = |word: &&&mut Word| matches!(word.folded.as_str(), "de" | "du" | "des" | "d" | "of");
    let is_around =
        before.iter().rev().find(|word| word.kind != Kind::Nothing).map(|word| word.kind) == Some(Kind::Around);
    is_around && between.clone().any(|word| is_of(&word))
}
