//! Strict JSON and canonical JSON.
//!
//! Duplicate members, too much nesting, too many values and integers that a double cannot hold are refused: each
//! would let two readers of one signed document see two different things.

mod canonical;
mod parse;
mod pointer;

use std::collections::HashSet;

pub use canonical::canonicalize;
pub use parse::{JsonError, parse, parse_apart, parse_some};
pub(crate) use pointer::At;
pub use pointer::Pointer;

/// A JSON value. Objects keep the order in which they were written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A double, as I-JSON (RFC 7493) asks; whole numbers beyond ±2^53 are refused on reading.
    Number(f64),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Members in the order in which they were written; names are unique.
    Object(Object),
}

/// The members of an object, unique by name, in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object(Vec<(String, Value)>);

impl Object {
    /// No members.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The member called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }

    /// The member called `name`, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(n, _)| n == name).map(|(_, v)| v)
    }

    /// Whether there is a member called `name`.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member: in place when the name is there, else at the end.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        let name = name.into();
        match self.get_mut(&name) {
            Some(old) => *old = value.into(),
            None => self.0.push((name, value.into())),
        }
    }

    /// An object of these members, whose names the caller knows to be unique: [`Self::set`] looks for each one.
    pub(crate) const fn of_unique(members: Vec<(String, Value)>) -> Self {
        Self(members)
    }

    /// Adds the members whose names are not there yet, the first of each name, with what `value` makes of it. Costs no
    /// more than there are members, where a loop of [`Self::set`] would look through all for each.
    pub(crate) fn add_missing<'m>(
        &mut self,
        members: impl IntoIterator<Item = (&'m str, &'m Value)>,
        value: impl Fn(&Value) -> Value,
    ) {
        let mut names: HashSet<&str> = self.0.iter().map(|(n, _)| n.as_str()).collect();
        let new = members.into_iter().filter(|(name, _)| names.insert(name));
        let new: Vec<_> = new.map(|(name, old)| (name.to_owned(), value(old))).collect();
        self.0.extend(new);
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(n, _)| n == name)?;
        Some(self.0.remove(at).1)
    }

    /// A copy with other values under the same names; where there is none, the member is left out.
    #[must_use]
    pub fn filter_map(&self, mut value: impl FnMut(&str, &Value) -> Option<Value>) -> Self {
        Self(self.0.iter().filter_map(|(n, v)| Some((n.clone(), value(n, v)?))).collect())
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v))
    }

    /// Adds the members of another, as [`Self::set`] does, without a copy.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.reserve(other.0.len());
        for (name, value) in other.0 {
            self.set(name, value);
        }
    }

    /// How many members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Value {
    /// The text, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(s) = self { Some(s) } else { None }
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(o) = self { Some(o) } else { None }
    }

    /// The members, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        if let Self::Object(o) = self { Some(o) } else { None }
    }

    /// The entries, if this is a list.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Value]> {
        if let Self::Array(a) = self { Some(a) } else { None }
    }

    /// The number, if this is one.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(n) = self { Some(*n) } else { None }
    }

    /// True or false, if this is one of them.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(b) = self { Some(*b) } else { None }
    }

    /// The member called `name`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_object()?.get(name)
    }

    /// "One or many": the entries of a list, the value itself otherwise, nothing for `null`.
    #[must_use]
    pub fn many(&self) -> &[Value] {
        match self {
            Self::Null => &[],
            Self::Array(a) => a,
            one => std::slice::from_ref(one),
        }
    }

    /// JSON on one line, members in their order.
    #[must_use]
    pub fn to_compact(&self) -> String {
        canonical::compact(self)
    }

    /// JSON for people: two spaces of indentation, a line feed at the end.
    #[must_use]
    pub fn to_pretty(&self) -> String {
        canonical::pretty(self)
    }

    /// Adds the value to such a text, so many levels deep: for files that are too large to be one value in memory.
    #[cfg(feature = "place")]
    pub(crate) fn write_pretty(&self, level: usize, out: &mut String) {
        canonical::pretty_within(self, level, out);
    }
}

impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Self::String(s.to_owned())
    }
}
impl From<String> for Value {
    fn from(s: String) -> Self {
        Self::String(s)
    }
}
impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}
impl From<f64> for Value {
    fn from(n: f64) -> Self {
        Self::Number(n)
    }
}
impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Self::Number(f64::from(n))
    }
}
impl From<Object> for Value {
    fn from(o: Object) -> Self {
        Self::Object(o)
    }
}
impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(list: Vec<T>) -> Self {
        Self::Array(list.into_iter().map(Into::into).collect())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Builds an object from pairs: `object([("id", "x".into()), …])`. A later pair of the same name wins.
#[must_use]
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Object {
    let mut o = Object(Vec::with_capacity(N));
    for (name, value) in members {
        o.set(name, value);
    }
    o
}
