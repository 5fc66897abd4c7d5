//! What was found for an earlier badge: status lists that were decoded, whose proofs hold, and keys that issuers list.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::crypto::PublicKey;
use crate::did::KnownKey;
use crate::json::Pointer;
use crate::limits::Limits;
use crate::status::{Bits, ListError};

/// Status lists, decoded once for the many badges that name them, and their signatures compared once; and keys, read once from
/// the document in which their issuer lists them. All clones of a [`Policy`](super::Policy) share them.
///
/// They change no report: a list is found again by the digest of the bytes that were fetched, its signature by that
/// digest and the very key, a key by its name, its issuer and the digest of the document in which both were found. All else
/// that is to be said of a list is asked for each badge. At most 8 MiB of lists are kept, and no list that alone has more than
/// 2 MiB; at most 64 keys, none of a document of more than 64 KiB; what was not needed for longest goes first.
#[derive(Debug, Clone, Default)]
pub struct Lists(Arc<Mutex<All>>);

#[derive(Debug, Default)]
struct All {
    decoded: VecDeque<Kept>,
    compared: VecDeque<Compared>,
    keys: VecDeque<Listed>,
}

/// A key in its issuer's own document, and what decides that it is read there: this document, and nothing else.
#[derive(Debug)]
struct Listed {
    /// The name of the verification method, and whose it is.
    name: (String, String),
    /// The digest of the document's bytes.
    digest: String,
    /// The bounds within which it was read.
    limits: Limits,
    key: Arc<KnownKey>,
}

/// A proof of a list that holds: what came of comparing it, from nothing but what stands here.
#[derive(Debug)]
struct Compared {
    /// The digest of the list's bytes.
    digest: String,
    /// Where in the list the proof stands.
    at: Pointer,
    key: PublicKey,
    /// The bounds within which it was found.
    limits: Limits,
    /// What that cost ([`Limits::canon_work`]).
    work: usize,
}

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
/// Proofs that are remembered.
const PROOFS: usize = 256;
/// Keys that are remembered.
const KEYS: usize = 64;
/// Bytes of a document of which keys are remembered: what stands beside a key is kept with it.
pub(super) const DOCUMENT: usize = 64 << 10;

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

    /// What comparing the proof at `at` of a list cost, if it was found before, with this key, that it holds: within
    /// bounds that were no wider, so that it would be found again.
    pub(super) fn holds(&self, digest: &str, at: &Pointer, key: &PublicKey, limits: &Limits) -> Option<usize> {
        let mut all = self.all();
        let place = all.compared.iter().position(|c| c.digest == digest && c.at == *at && c.key == *key)?;
        if !is_within(&all.compared[place].limits, limits) {
            return None;
        }
        let found = all.compared.remove(place)?;
        let work = found.work;
        all.compared.push_back(found);
        Some(work)
    }

    /// Remembers that the proof at `at` of a list holds.
    pub(super) fn note(&self, digest: &str, at: &Pointer, key: &PublicKey, (limits, work): (&Limits, usize)) {
        let (key, limits) = (key.clone(), limits.clone());
        let found = Compared { digest: digest.to_owned(), at: at.clone(), key, limits, work };
        let mut all = self.all();
        all.compared.retain(|c| c.digest != found.digest || c.at != found.at || c.key != found.key);
        all.compared.push_back(found);
        if all.compared.len() > PROOFS {
            all.compared.pop_front();
        }
    }

    /// The key of that name and issuer, if it was read before from a document of that digest, within these bounds.
    pub(super) fn key(&self, name: (&str, &str), digest: &str, limits: &Limits) -> Option<Arc<KnownKey>> {
        let keys = &mut self.all().keys;
        let same = |k: &Listed| (&*k.name.0, &*k.name.1, &*k.digest, &k.limits) == (name.0, name.1, digest, limits);
        let at = keys.iter().position(same)?;
        let found = keys.remove(at)?;
        let key = Arc::clone(&found.key);
        keys.push_back(found);
        Some(key)
    }

    /// Remembers a key that stands in the document of its issuer with this digest.
    pub(super) fn note_key(&self, name: (&str, &str), digest: &str, limits: &Limits, key: &KnownKey) {
        let name = (name.0.to_owned(), name.1.to_owned());
        let listed = Listed { name, digest: digest.to_owned(), limits: limits.clone(), key: Arc::new(key.clone()) };
        let keys = &mut self.all().keys;
        keys.push_back(listed);
        if keys.len() > KEYS {
            keys.pop_front();
        }
    }

    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.all().decoded.len()
    }

    #[cfg(test)]
    pub(super) fn noted(&self) -> usize {
        self.all().compared.len()
    }

    #[cfg(test)]
    pub(crate) fn keys(&self) -> usize {
        self.all().keys.len()
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, digest: &str, legacy: bool) -> Option<Arc<Bits>> {
        let kept = &mut self.all().decoded;
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
        let kept = &mut self.all().decoded;
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

/// Whether what was found within the one is found within the other: what canonicalising may cost is at least as much,
/// and all else is the same.
fn is_within(then: &Limits, now: &Limits) -> bool {
    let enough = then.canon_calls <= now.canon_calls
        && then.canon_permutations <= now.canon_permutations
        && then.canon_work <= now.canon_work;
    let Limits { canon_calls, canon_permutations, canon_work, .. } = *then;
    enough && *then == Limits { canon_calls, canon_permutations, canon_work, ..now.clone() }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::did::{Provenance, Unconfirmed};
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

    // A proof is known again by all that decided on it, and by nothing less.
    #[test]
    fn a_proof_is_compared_once() {
        let (lists, limits) = (Lists::default(), Limits::default());
        let key = |text| PublicKey::from_multikey(text).unwrap();
        let own = key("z6MkneMkZqwqRiU5mJzSG3kDwzt9P8C59N4NGTfBLfSGE7c7");
        let other = key("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
        let at = Pointer::root().member("proof");
        assert_eq!(lists.holds("a", &at, &own, &limits), None);
        lists.note("a", &at, &own, (&limits, 7));
        assert_eq!(lists.clone().holds("a", &at, &own, &limits), Some(7));
        assert_eq!(lists.holds("b", &at, &own, &limits), None, "another list");
        assert_eq!(lists.holds("a", &at.entry(0), &own, &limits), None, "another proof");
        assert_eq!(lists.holds("a", &at, &other, &limits), None, "another key");
        let wide = Limits { canon_work: limits.canon_work + 1, ..limits.clone() };
        assert_eq!(lists.holds("a", &at, &own, &wide), Some(7));
        for narrow in [
            Limits { canon_work: limits.canon_work - 1, ..limits.clone() },
            Limits { canon_calls: limits.canon_calls - 1, ..limits.clone() },
            Limits { canon_permutations: limits.canon_permutations - 1, ..limits.clone() },
            Limits { quads: limits.quads - 1, ..limits.clone() },
        ] {
            assert_eq!(lists.holds("a", &at, &own, &narrow), None, "narrower bounds");
        }
        // Found again within narrower bounds, it is known within these.
        let narrow = Limits { canon_work: limits.canon_work - 1, ..limits.clone() };
        lists.note("a", &at, &own, (&narrow, 7));
        assert_eq!((lists.holds("a", &at, &own, &narrow), lists.noted()), (Some(7), 1));
        for n in 0..PROOFS {
            assert!(lists.holds("a", &at, &own, &limits).is_some(), "what is needed stays");
            lists.note(&n.to_string(), &at, &own, (&limits, 1));
        }
        assert_eq!((lists.noted(), lists.holds("0", &at, &own, &limits)), (PROOFS, None), "what is not needed goes");
    }

    // A key is known again by its name, whose it is, the document in which it was found, and the bounds.
    #[test]
    fn a_key_is_read_once() {
        let (lists, limits) = (Lists::default(), Limits::default());
        let name = ("did:web:a.example.org#key", "did:web:a.example.org");
        let known = KnownKey {
            key: PublicKey::from_multikey("z6MkneMkZqwqRiU5mJzSG3kDwzt9P8C59N4NGTfBLfSGE7c7").unwrap(),
            method: Some(name.0.to_owned()),
            controller: Some(name.1.to_owned()),
            provenance: Provenance::Unconfirmed(Unconfirmed::NoAddress),
            expires: None,
            revoked: None,
            jwks: Vec::new(),
        };
        assert_eq!(lists.key(name, "a", &limits), None);
        lists.note_key(name, "a", &limits, &known);
        assert_eq!(lists.clone().key(name, "a", &limits).as_deref(), Some(&known));
        assert_eq!(lists.key(name, "b", &limits), None, "another document");
        assert_eq!(lists.key((name.0, "did:web:b.example.org"), "a", &limits), None, "another issuer");
        assert_eq!(lists.key(("did:web:a.example.org#2", name.1), "a", &limits), None, "another name");
        let other = Limits { json_depth: limits.json_depth + 1, ..limits.clone() };
        assert_eq!(lists.key(name, "a", &other), None, "other bounds");
        for n in 0..KEYS {
            assert!(lists.key(name, "a", &limits).is_some(), "what is needed stays");
            lists.note_key(name, &n.to_string(), &limits, &known);
        }
        assert_eq!((lists.keys(), lists.key(name, "0", &limits)), (KEYS, None), "what is not needed goes");
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
