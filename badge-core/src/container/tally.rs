//! Bytes that were searched, for the tests that show that nothing is searched again and again: they count, and measure no
//! time.

use std::cell::Cell;

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

/// So many more bytes were searched.
pub(super) fn add(bytes: usize) {
    BYTES.set(BYTES.get() + bytes);
}

/// How many bytes `work` searches.
pub(super) fn of(work: impl FnOnce()) -> usize {
    BYTES.set(0);
    work();
    BYTES.get()
}
