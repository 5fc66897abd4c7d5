//! Words that are nearly the same.

pub(super) use crate::place::names::folded;

/// How many letters have to be changed, added, left out, or swapped with their neighbour.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1; b.len() + 1];
        for j in 0..b.len() {
            let cost = usize::from(a[i] != b[j]);
            row[j + 1] = (last[j] + cost).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// The candidate that was probably meant: within a third of its letters.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    let best = candidates.map(|(folded, shown)| (distance(name, folded), folded.chars().count(), shown));
    let (far, len, shown) = best.min_by_key(|(far, ..)| *far)?;
    (far > 0 && far * 3 <= len.max(3)).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near() {
        assert_eq!((distance("gmial", "gmail"), distance("", "abc"), distance("abc", "abc")), (1, 3, 0));
        let names = [("impression 3d", "Impression 3D"), ("decoupe laser", "Découpe laser")];
        assert_eq!(nearest("impresion 3d", names.into_iter()), Some("Impression 3D"));
        assert_eq!(nearest("couture", names.into_iter()), None);
    }
}
