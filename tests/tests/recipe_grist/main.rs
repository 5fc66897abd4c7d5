//! The recipe of `examples/grist`, run against a stand-in that answers as Grist's records API does.

#![allow(clippy::print_stderr)] // tests say loudly what they skip

mod cells;
mod rows;
mod slips;
mod stand_in;
mod trouble;
mod world;
