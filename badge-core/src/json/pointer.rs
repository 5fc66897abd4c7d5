//! JSON Pointer (RFC 6901): where in a document a finding stands.

use std::fmt;

/// A place in a JSON document. The empty pointer is the whole document.
///
/// A step of more than 200 bytes is cut and ends with `…`, and so does a pointer of more than 1,000: it is there to be
/// read, and a hostile document must not make thousands of long ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// The member `name` of what this points at.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        const STEP: usize = 200;
        let escape = |text: &str| text.replace('~', "~0").replace('/', "~1");
        if name.len() <= STEP {
            return self.then(&escape(name));
        }
        let end = (0..=STEP).rev().find(|at| name.is_char_boundary(*at)).unwrap_or_default();
        self.then(&format!("{}…", escape(&name[..end])))
    }

    /// The entry `index` of the list that this points at.
    #[must_use]
    pub fn entry(&self, index: usize) -> Self {
        self.then(&index.to_string())
    }

    fn then(&self, step: &str) -> Self {
        const MOST: usize = 1_000;
        match self.0.len() {
            0..MOST => Self(format!("{}/{step}", self.0)),
            _ if self.0.ends_with("/…") => self.clone(),
            _ => Self(format!("{}/…", self.0)),
        }
    }

    /// As text: `/credentialSubject/achievement/criteria`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a walk through a document stands: a chain on the stack, turned into a [`Pointer`] only when there is something
/// to tell.
pub(crate) struct At<'a> {
    up: Option<&'a At<'a>>,
    step: Step<'a>,
}

enum Step<'a> {
    Root,
    Member(&'a str),
    Entry(usize),
}

impl<'a> At<'a> {
    pub(crate) const fn root() -> Self {
        Self { up: None, step: Step::Root }
    }

    pub(crate) const fn member(&'a self, name: &'a str) -> Self {
        At { up: Some(self), step: Step::Member(name) }
    }

    pub(crate) const fn entry(&'a self, index: usize) -> Self {
        At { up: Some(self), step: Step::Entry(index) }
    }

    pub(crate) fn pointer(&self) -> Pointer {
        let up = self.up.map_or_else(Pointer::root, At::pointer);
        match self.step {
            Step::Root => up,
            Step::Member(name) => up.member(name),
            Step::Entry(index) => up.entry(index),
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_escaped_and_bounded() {
        assert_eq!(Pointer::root().member("a/b~c").entry(3).as_str(), "/a~1b~0c/3");
        let long = Pointer::root().member(&"é".repeat(150));
        assert_eq!(long.as_str(), format!("/{}…", "é".repeat(100)));
        let deep = (0..10_000).fold(Pointer::root(), |p, _| p.member("k"));
        assert!(deep.as_str().len() < 1_010 && deep.as_str().ends_with("/k/…"));
    }
}
