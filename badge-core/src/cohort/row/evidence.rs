//! What somebody did, as the cells of a row tell it.

use super::super::column::Field;
use super::super::finding::Trouble;
use super::super::trace::{opens_anywhere, traces};
use super::signs::usable;
use super::{Reader, TEXT};
use crate::model::Evidence;
use crate::name::Url;

/// Traces of one award.
const TRACES: usize = 20;
/// Bytes of a cell of evidence that is gone through; as many traces as there may be, of words as long as they may be.
const CELL: usize = TRACES * TEXT;

impl Reader<'_> {
    pub(super) fn evidence(&mut self) -> Vec<Evidence> {
        let mut all = Vec::new();
        for column in self.layout.columns(&Field::Evidence).collect::<Vec<_>>() {
            let Some(text) = usable(self.line.cell(column)) else { continue };
            if text.len() > CELL {
                self.find(Trouble::TextTooLong { most: TEXT }, Some(column), &text[..text.floor_char_boundary(TEXT)]);
                continue;
            }
            for (address, said) in traces(text) {
                let bad = address.as_deref().is_some_and(|a| Url::parse(a).is_err() || !opens_anywhere(a));
                if bad {
                    self.find(Trouble::EvidenceMalformed, Some(column), address.as_deref().unwrap_or_default());
                }
                if said.as_ref().is_some_and(|t| t.chars().count() > TEXT) {
                    self.find(Trouble::TextTooLong { most: TEXT }, Some(column), text);
                }
                all.push(Evidence { id: address, narrative: said, ..Evidence::default() });
            }
            if all.len() > TRACES {
                self.find(Trouble::EvidenceMany { most: TRACES }, Some(column), text);
                break;
            }
        }
        all
    }
}
