//! Revocation and status lists, read and made.

mod bitstring;
pub mod make;
mod revoked;

pub use bitstring::{Bits, ListError, MIN_ENTRIES};
pub use revoked::{has_odd_entry, in_1edtech_list, in_ob1_list, in_ob2_list, is_named_oddly, is_ob1_list};
