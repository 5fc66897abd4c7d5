//! Status lists that were decoded for an earlier badge.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::limits::Limits;
use crate::status::{Bits, ListError};

/// Status lists, decoded once for the many badges that name them. All clones of a [`Policy`](super::Policy) share them.
///
/// They change no report: a list is found again by the digest of the bytes that were fetched. At most 8 MiB are kept,
/// and no list that alone has more than 2 MiB; what was not needed for longest goes first.
#[derive(Debug, Clone, Default)]
pub struct Lists(Arc<Mutex<VecDeque<Kept>>>);

/// Two policies ask the same, whatever was decoded for either.
impl PartialEq for Lists {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Kept {
    /// The digest of the list's bytes, and in which of its forms it was read.
    name: (String, bool),
    bits: Arc<Bits>,
}

/// Bytes of all lists that are kept.
const ALL: usize = 8 << 20;
/// Bytes of one list that is kept.
const ONE: usize = 2 << 20;

impl Lists {
    /// [`Bits::decode`], or what it gave before for the same `digest` of the whole list. Limits hold in either case.
    pub(super) fn decode(
        &self,
        digest: Option<&str>,
        encoded: &str,
        legacy: bool,
        limits: &Limits,
    ) -> Result<Arc<Bits>, ListError> {
        let Some(digest) = digest else { return Bits::decode(encoded, legacy, limits).map(Arc::new) };
        if let Some(bits) = self.find(digest, legacy) {
            let limit = limits.status_list_bytes;
            return if bits.bytes() > limit { Err(ListError::TooLarge { limit }) } else { Ok(bits) };
        }
        // Nobody waits while it is inflated: should two do it at once, both come to the same.
        let bits = Arc::new(Bits::decode(encoded, legacy, limits)?);
        self.keep((digest.to_owned(), legacy), &bits);
        Ok(bits)
    }

    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn find(&self, digest: &str, legacy: bool) -> Option<Arc<Bits>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|k| k.name.0 == digest && k.name.1 == legacy)?;
        let found = kept.remove(at)?;
        let bits = Arc::clone(&found.bits);
        kept.push_back(found);
        Some(bits)
    }

    fn keep(&self, name: (String, bool), bits: &Arc<Bits>) {
        if bits.bytes() > ONE {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().any(|k| k.name == name) {
            return;
        }
        kept.push_back(Kept { name, bits: Arc::clone(bits) });
        // An empty list weighs something too.
        let weight = |k: &Kept| k.bits.bytes() + 256;
        let mut all: usize = kept.iter().map(weight).sum();
        while all > ALL {
            let Some(oldest) = kept.pop_front() else { break };
            all -= weight(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::text;

    fn list(bytes: usize, fill: u8) -> String {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(&vec![fill; bytes]).unwrap();
        format!("u{}", text::base64url(&writer.finish().unwrap()))
    }

    #[test]
    fn a_list_is_decoded_once() {
        let (lists, limits) = (Lists::default(), Limits::default());
        let first = lists.decode(Some("a"), &list(20_000, 1), false, &limits).unwrap();
        // The second text is never looked at: the digest is that of the whole list.
        let again = lists.clone().decode(Some("a"), "nothing", false, &limits).unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        assert_eq!(lists.decode(Some("b"), "nothing", false, &limits), Err(ListError::Encoding));
        assert_eq!(lists.decode(Some("a"), "nothing", true, &limits), Err(ListError::Encoding), "another form");
        assert_eq!(lists.decode(None, "nothing", false, &limits), Err(ListError::Encoding));
        let narrow = Limits { status_list_bytes: 19_999, ..limits };
        assert_eq!(lists.decode(Some("a"), "nothing", false, &narrow), Err(ListError::TooLarge { limit: 19_999 }));
        let just = Limits { status_list_bytes: 20_000, ..limits };
        assert!(lists.decode(Some("a"), "nothing", false, &just).is_ok());
        assert_eq!(lists, Lists::default());
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let (lists, limits) = (Lists::default(), Limits::default());
        lists.decode(Some("too large"), &list(ONE + 1, 0), false, &limits).unwrap();
        assert_eq!(lists.kept(), 0);
        for n in 0..8 {
            lists.decode(Some(&n.to_string()), &list(ONE - 256, n), false, &limits).unwrap();
            // The first is needed again and again.
            lists.decode(Some("0"), "nothing", false, &limits).unwrap();
            assert!(lists.kept() <= 4);
        }
        assert!(lists.decode(Some("7"), "nothing", false, &limits).is_ok());
        assert_eq!(lists.decode(Some("1"), "nothing", false, &limits), Err(ListError::Encoding), "it was let go");
        assert_eq!(lists.kept(), 4);
    }
}
