//! Lists a page at a time: one row more than a page holds is asked for, and tells whether there is a further page.

/// How many rows to ask for.
pub(crate) fn one_more(page: usize) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX).saturating_add(1)
}

/// Takes away what is too many for the page; `true` where there was something.
pub(crate) fn cut<T>(all: &mut Vec<T>, page: usize) -> bool {
    let more = all.len() > page;
    all.truncate(page);
    more
}
