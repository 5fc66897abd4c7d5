//! A table of people becomes a plan: for each row what would be awarded, and every problem at its row and column.
//!
//! Bytes in, values out; nothing is awarded here. [`Table::read`] reads CSV in any encoding, XLSX and ODS; [`plan`]
//! judges each row against the place, its register and its people; [`write()`] makes tables again.
//!
//! `docs/cohort.md` tells people about columns, findings and bounds.

mod across;
mod age;
mod agree;
mod back;
mod by;
mod choice;
mod column;
mod consent;
mod csv;
mod date;
mod day;
mod decode;
mod email;
mod escape;
mod finding;
mod found;
mod grid;
mod header;
mod held;
mod judge;
mod known;
mod layout;
mod links;
mod met;
mod named;
mod ods;
mod offer;
mod part;
mod plan;
mod row;
mod state;
mod table;
#[cfg(test)]
mod tests;
mod trace;
mod value;
mod who;
mod wish;
mod words;
mod write;
mod xlsx;
mod xml;

pub use agree::{AgeFault, ConsentFault, WHO_AGREED, agree, born, of_age};
pub use column::Field;
pub use consent::ConsentWords;
pub use day::{DayFault, day, may_begin};
pub use decode::Encoding;
pub use finding::{Finding, State, Trouble};
pub use judge::{plan, plan_against};
pub use offer::Offer;
pub use plan::{Asked, Plan, Planned, Row};
pub use state::is_state_word;
pub use table::{Column, Form, Reading, Stop, Table, TableError};
pub use value::Values;
pub use wish::{Wish, Wishes};
pub use write::{As, Sheet, write};
