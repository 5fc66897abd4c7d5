//! What the sign or the word in a cell stands for, whatever the cell is about: nothing, yes or no, an error of the sheet, letters of
//! another code page.

use super::super::grid::{Cell, Kind};
use super::super::words::folded;

/// A formula whose value is not in the file, or an error of the sheet: told as such, and then not read, so that nobody
/// is told besides that a formula is no day and no badge.
pub(in crate::cohort) fn is_unreadable(cell: Cell<'_>) -> bool {
    match cell.kind {
        Kind::Error => true,
        Kind::Formula => cell.text.is_empty(),
        // The apostrophe is how a table that we wrote keeps it from being computed: still nobody's name.
        Kind::Plain => cell.text.trim_start_matches('\'').starts_with('=') || is_error(cell.text),
        Kind::Day | Kind::Number | Kind::Merged | Kind::Time | Kind::Boolean => false,
    }
}

/// An error that a spreadsheet wrote as text, in English or French: a text file has no other way to hold it.
pub(super) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 14] = [
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#VALEUR!", "#NOM?", "#NOM ?", "#NOMBRE!",
        "#NUL!", "#SPILL!", "#CALC!",
    ];
    text.starts_with('#') && ERRORS.contains(&text) || text.starts_with("Err:5")
}

/// What a cell says; a lone stroke says nothing. The apostrophe by which a text is kept from being a formula goes.
pub(in crate::cohort) fn usable(cell: Cell<'_>) -> Option<&str> {
    if is_unreadable(cell) {
        return None;
    }
    let text = match cell.text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell.text,
    };
    (!matches!(text, "" | "-" | "–" | "—" | "/")).then_some(text)
}

pub(in crate::cohort) fn yes_or_no(text: &str) -> Option<bool> {
    let text = text.trim_start_matches('\'');
    if matches!(text, "" | "-" | "–" | "—" | "☐" | "✗" | "✘" | "/") {
        return Some(false);
    }
    if matches!(text, "✓" | "✔" | "☑" | "☒" | "✅" | "×" | "✕") {
        return Some(true);
    }
    match folded(text).as_str() {
        "x" | "oui" | "o" | "yes" | "y" | "vrai" | "true" | "1" | "ok" | "acquis" | "obtenu" | "done" | "mineur"
        | "mineure" => Some(true),
        "non" | "n" | "no" | "faux" | "false" | "0" | "non acquis" | "aucun" | "none" | "majeur" | "majeure" => {
            Some(false)
        }
        _ => None,
    }
}

/// UTF-8 that was read as Windows-1252, letters that were lost, or text of an old Mac or of DOS.
pub(super) fn is_garbled(text: &str) -> bool {
    const SIGNS: [&str; 9] = ["\u{fffd}", "Ã©", "Ã¨", "Ã§", "Ã ", "Ã\u{a0}", "Ãª", "Ã´", "â€"];
    !text.is_ascii() && (SIGNS.iter().any(|sign| text.contains(sign)) || is_of_another_code_page(text))
}

/// Whether signs stand between letters that stand there only where accented letters of Mac Roman or code page 850 were
/// taken for Windows-1252: `H‚lŠne`, `HŽl…ne`; or letters that Windows-1252 does not have.
fn is_of_another_code_page(text: &str) -> bool {
    let odd = |c: char| matches!(c, '‚' | 'ƒ' | '…' | '†' | '‡' | 'ˆ' | '‰' | 'Š' | 'Ž' | '“' | '”' | '•' | '™');
    let small = |c: Option<&char>| c.is_some_and(|c| c.is_lowercase());
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().any(|(at, c)| {
        let between = || small(letters.get(at + 1)) && at.checked_sub(1).is_some_and(|n| letters[n].is_alphabetic());
        ('\u{80}'..='\u{9f}').contains(c) || odd(*c) && between()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_other_code_pages_are_noticed() {
        for text in ["H‚lŠne", "\u{90}lodie", "HŽl\u{8f}ne", "fran‡ois", "c“t‚", "H\u{fffd}l\u{fffd}ne"] {
            assert!(is_garbled(text), "{text}");
        }
        for text in ["Hélène … « ça » “dit”", "deux… trois", "10 € – l’œuvre", "Šárka Žižková", "(“x”)", "Fab™ Lab"]
        {
            assert!(!is_garbled(text), "{text}");
        }
    }

    #[test]
    fn ticks() {
        for yes in ["x", "X", "✔", "oui", "Oui", "1", "VRAI", "true"] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in ["", "-", "non", "0", "FAUX"] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        assert_eq!(yes_or_no("peut-être"), None);
    }
}
