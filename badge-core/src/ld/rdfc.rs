//! RDF Dataset Canonicalization (W3C RDFC-1.0), with a budget: some graphs cost more than any verifier should pay.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest, Sha256, Sha384};

use super::nquads::write_quad;
use super::quads::{Dataset, Name, Object, Quad};
use crate::limits::Limits;
use crate::text::hex;

/// The hash with which blank nodes are told apart; the specification's default is SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hash {
    /// SHA-256.
    #[default]
    Sha256,
    /// SHA-384, which `ecdsa-rdfc-2019` uses with P-384 keys.
    Sha384,
}

impl Hash {
    /// The digest of some bytes.
    #[must_use]
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
        }
    }

    fn hex(self, text: &str) -> String {
        hex(&self.digest(text.as_bytes()))
    }
}

/// How Hash N-Degree Quads counts a blank node that is related through several quads with one hash (D-24).
///
/// The specification can be read both ways, implementations are divided, and on some data sets the labels differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RelatedForm {
    /// Once a quad, as the JavaScript implementations do.
    #[default]
    List,
    /// Once, as the others do.
    Set,
}

/// A data set in canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// N-Quads, sorted by code point.
    pub text: String,
    /// Whether the two readings of [`RelatedForm`] parted anywhere: only then can the other form differ (D-24).
    pub forms_part: bool,
    /// For each blank node of the data set its canonical number: 3 stands for `_:c14n3`.
    pub numbers: Vec<u32>,
    /// What it cost, in steps of about 100 nanoseconds ([`Limits::canon_work`]).
    pub work: usize,
}

/// Why a data set was not canonicalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CanonError {
    /// More calls of Hash N-Degree Quads than [`Limits::canon_calls`]: the graph is built to cost time.
    #[error("more than {limit} calls of Hash N-Degree Quads")]
    TooManyCalls {
        /// Calls allowed.
        limit: usize,
    },
    /// More permutations than [`Limits::canon_permutations`].
    #[error("more than {limit} permutations")]
    TooManyPermutations {
        /// Permutations allowed.
        limit: usize,
    },
}

/// Brings a data set into canonical form.
///
/// # Errors
/// See [`CanonError`].
pub fn canonicalize(
    dataset: &Dataset<'_>,
    hash: Hash,
    form: RelatedForm,
    limits: &Limits,
) -> Result<Canonical, CanonError> {
    let mut state = State::new(dataset, hash, form, limits);
    state.name_all()?;
    let mut lines = Lines::default();
    for quad in &dataset.quads {
        lines.add(|out| {
            write_quad(out, quad, |blank, out| {
                let _ = write!(out, "c14n{}", state.canonical.number(blank).unwrap_or(u32::MAX));
            });
        });
    }
    let blanks = u32::try_from(dataset.labels.len()).unwrap_or(u32::MAX);
    Ok(Canonical {
        text: lines.sorted(true),
        forms_part: state.forms_part,
        work: dataset.quads.len() + 8 * state.calls + state.permutations,
        numbers: (0..blanks).map(|b| state.canonical.number(b).unwrap_or(u32::MAX)).collect(),
    })
}

/// How deep Hash N-Degree Quads may call itself: a bound on the stack, far above any real graph.
const MOST_DEEP: usize = 128;

struct State<'d, 'a> {
    hash: Hash,
    form: RelatedForm,
    limits: &'d Limits,
    /// The quads in which each blank node occurs, each once.
    quads_of: Vec<Vec<&'d Quad<'a>>>,
    first_degree: Vec<String>,
    canonical: Issuer,
    calls: usize,
    permutations: usize,
    forms_part: bool,
}

impl<'d, 'a> State<'d, 'a> {
    fn new(dataset: &'d Dataset<'a>, hash: Hash, form: RelatedForm, limits: &'d Limits) -> Self {
        let mut quads_of: Vec<Vec<&Quad<'_>>> = vec![Vec::new(); dataset.labels.len()];
        let mut seen: BTreeSet<&Quad<'_>> = BTreeSet::new();
        for quad in &dataset.quads {
            let mut mentioned: Vec<u32> = blanks(quad).map(|(_, blank)| blank).collect();
            if mentioned.is_empty() || !seen.insert(quad) {
                continue;
            }
            mentioned.sort_unstable();
            mentioned.dedup();
            for blank in mentioned {
                quads_of[blank as usize].push(quad);
            }
        }
        Self {
            hash,
            form,
            limits,
            first_degree: Vec::new(),
            canonical: Issuer::default(),
            quads_of,
            calls: 0,
            permutations: 0,
            forms_part: false,
        }
    }

    /// Section 4.4, steps 3 to 5.
    fn name_all(&mut self) -> Result<(), CanonError> {
        self.first_degree = (0..self.quads_of.len()).map(|blank| self.hash_first_degree(blank)).collect();
        let mut by_hash: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (blank, hash) in (0_u32..).zip(&self.first_degree) {
            by_hash.entry(hash).or_default().push(blank);
        }
        let mut shared = Vec::new();
        for blanks in by_hash.into_values() {
            match blanks.as_slice() {
                [one] => {
                    self.canonical.issue(*one);
                }
                _ => shared.push(blanks),
            }
        }
        for blanks in shared {
            let mut results = Vec::new();
            for blank in blanks {
                if self.canonical.number(blank).is_none() {
                    let mut issuer = Issuer::default();
                    issuer.issue(blank);
                    results.push(self.hash_n_degree(blank, issuer, 0)?);
                }
            }
            results.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (_, issuer) in results {
                for blank in issuer.order {
                    self.canonical.issue(blank);
                }
            }
        }
        Ok(())
    }

    /// Section 4.6: what is said of a blank node, whatever the other blank nodes are.
    fn hash_first_degree(&self, blank: usize) -> String {
        let mut lines = Lines::default();
        for quad in &self.quads_of[blank] {
            lines.add(|out| write_quad(out, quad, |b, out| out.push(if b as usize == blank { 'a' } else { 'z' })));
        }
        self.hash.hex(&lines.sorted(false))
    }

    /// Section 4.7: what is known of a blank node that shares a quad with the one looked at.
    fn hash_related(&self, related: u32, quad: &Quad<'_>, issuer: &Issuer, position: char) -> String {
        let mut input = String::with_capacity(128);
        input.push(position);
        if position != 'g' {
            let _ = write!(input, "<{}>", quad.predicate);
        }
        match (self.canonical.number(related), issuer.number(related)) {
            (Some(number), _) => {
                let _ = write!(input, "_:c14n{number}");
            }
            (None, Some(number)) => {
                let _ = write!(input, "_:b{number}");
            }
            (None, None) => input.push_str(&self.first_degree[related as usize]),
        }
        self.hash.hex(&input)
    }

    fn spend_call(&mut self, quads: usize, deep: usize) -> Result<(), CanonError> {
        // Looking at a node with very many quads counts for more than one call.
        self.calls += 1 + quads / 64;
        if self.calls > self.limits.canon_calls || deep > MOST_DEEP {
            return Err(CanonError::TooManyCalls { limit: self.limits.canon_calls });
        }
        Ok(())
    }

    fn spend_permutations(&mut self, list: &[u32]) -> Result<(), CanonError> {
        let each = 1 + list.len() / 64;
        let cost = count_permutations(list, self.limits.canon_permutations).saturating_mul(each);
        self.permutations = self.permutations.saturating_add(cost);
        if self.permutations > self.limits.canon_permutations {
            return Err(CanonError::TooManyPermutations { limit: self.limits.canon_permutations });
        }
        Ok(())
    }

    /// Section 4.8: what is said of a blank node and of those around it, along the path that sorts first.
    fn hash_n_degree(&mut self, blank: u32, mut issuer: Issuer, deep: usize) -> Result<(String, Issuer), CanonError> {
        self.spend_call(self.quads_of[blank as usize].len(), deep)?;
        let quads = std::mem::take(&mut self.quads_of[blank as usize]);
        let related = self.related(blank, &quads, &issuer);
        self.quads_of[blank as usize] = quads;

        let mut data = String::new();
        for (hash, mut list) in related {
            data.push_str(&hash);
            list.sort_unstable();
            self.spend_permutations(&list)?;
            let mut chosen: Option<(String, Issuer)> = None;
            loop {
                let best = chosen.as_ref().map(|(path, _)| path.as_str());
                if let Some((path, after)) = self.walk(&list, &issuer, best, deep)?
                    && chosen.as_ref().is_none_or(|(best, _)| path < *best)
                {
                    chosen = Some((path, after));
                }
                if !next_permutation(&mut list) {
                    break;
                }
            }
            if let Some((path, after)) = chosen {
                data.push_str(&path);
                issuer = after;
            }
        }
        Ok((self.hash.hex(&data), issuer))
    }

    /// Section 4.8, steps 2 and 3.
    fn related(&mut self, blank: u32, quads: &[&Quad<'_>], issuer: &Issuer) -> BTreeMap<String, Vec<u32>> {
        let mut related: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for quad in quads {
            for (position, other) in blanks(quad).filter(|(_, other)| *other != blank) {
                let list = related.entry(self.hash_related(other, quad, issuer, position)).or_default();
                let again = list.contains(&other);
                self.forms_part |= again;
                if !again || self.form == RelatedForm::List {
                    list.push(other);
                }
            }
        }
        related
    }

    /// Section 4.8, steps 5.4.1 to 5.4.5: the path of one permutation, unless it sorts after the best so far.
    fn walk(
        &mut self,
        permutation: &[u32],
        issuer: &Issuer,
        best: Option<&str>,
        deep: usize,
    ) -> Result<Option<(String, Issuer)>, CanonError> {
        let worse = |path: &str| best.is_some_and(|best| path > best);
        let mut issuer = issuer.clone();
        let mut path = String::new();
        let mut recursion = Vec::new();
        for related in permutation {
            match self.canonical.number(*related) {
                Some(number) => {
                    let _ = write!(path, "_:c14n{number}");
                }
                None => {
                    if issuer.number(*related).is_none() {
                        recursion.push(*related);
                    }
                    let _ = write!(path, "_:b{}", issuer.issue(*related));
                }
            }
            if worse(&path) {
                return Ok(None);
            }
        }
        for related in recursion {
            let (hash, after) = self.hash_n_degree(related, issuer.clone(), deep + 1)?;
            let _ = write!(path, "_:b{}<{hash}>", issuer.issue(related));
            issuer = after;
            if worse(&path) {
                return Ok(None);
            }
        }
        Ok(Some((path, issuer)))
    }
}

/// Lines in one buffer, to be sorted.
#[derive(Default)]
struct Lines {
    text: String,
    ends: Vec<usize>,
}

impl Lines {
    fn add(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// By code point, which is the order of UTF-8; each once, if asked.
    fn sorted(&self, once: bool) -> String {
        let begins = std::iter::once(&0).chain(&self.ends);
        let mut lines: Vec<&str> = begins.zip(&self.ends).map(|(from, to)| &self.text[*from..*to]).collect();
        lines.sort_unstable();
        if once {
            lines.dedup();
        }
        lines.concat()
    }
}

/// The blank nodes of a quad, each with its position: subject, object, graph.
fn blanks(quad: &Quad<'_>) -> impl Iterator<Item = (char, u32)> {
    let blank = |name: &Name<'_>| if let Name::Blank(blank) = name { Some(*blank) } else { None };
    let object = if let Object::Name(name) = &quad.object { blank(name) } else { None };
    [('s', blank(&quad.subject)), ('o', object), ('g', quad.graph.as_ref().and_then(blank))]
        .into_iter()
        .filter_map(|(position, blank)| Some((position, blank?)))
}

/// Section 4.5: gives numbers to blank nodes, in the order in which they are asked for.
#[derive(Debug, Clone, Default)]
struct Issuer {
    order: Vec<u32>,
    numbers: BTreeMap<u32, u32>,
}

impl Issuer {
    fn number(&self, blank: u32) -> Option<u32> {
        self.numbers.get(&blank).copied()
    }

    fn issue(&mut self, blank: u32) -> u32 {
        if let Some(number) = self.number(blank) {
            return number;
        }
        let number = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        self.order.push(blank);
        self.numbers.insert(blank, number);
        number
    }
}

/// How many orders a sorted list has, or something above `most`.
fn count_permutations(sorted: &[u32], most: usize) -> usize {
    let (mut count, mut run) = (1_usize, 0);
    for (at, one) in sorted.iter().enumerate() {
        run = if at > 0 && sorted[at - 1] == *one { run + 1 } else { 1 };
        // Always whole: it is the number of orders of the list so far.
        count = count.saturating_mul(at + 1) / run;
        if count > most {
            return count;
        }
    }
    count
}

/// The next order of a list, by size; false after the last.
fn next_permutation(list: &mut [u32]) -> bool {
    let Some(at) = list.windows(2).rposition(|pair| pair[0] < pair[1]) else { return false };
    let Some(with) = list.iter().rposition(|one| *one > list[at]) else { return false };
    list.swap(at, with);
    list[at + 1..].reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permutations_are_counted_before_they_are_walked() {
        for list in [&[][..], &[1], &[1, 2, 3], &[1, 1, 2, 3], &[5, 5, 5], &[1, 1, 2, 2, 3]] {
            let mut walked = 1;
            let mut order = list.to_vec();
            while next_permutation(&mut order) {
                walked += 1;
            }
            assert_eq!(count_permutations(list, 1_000), walked, "{list:?}");
        }
        assert!(count_permutations(&(0..40).collect::<Vec<_>>(), 50_000) > 50_000);
    }
}
