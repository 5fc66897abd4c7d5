//! One run of the verifier: what is known, what was used, what is still wanted.

use std::collections::{BTreeMap, BTreeSet};

use super::{Because, Check, CheckCode, Outcome, Policy, Reason, Unanswered, Use, lists};
use crate::crypto::{PublicKey, sha256};
use crate::did::{self, Confirmation, KeyAnswer, KnownKey, Provenance, did_web_url};
use crate::limits::Limits;
use crate::name::{DidUrl, Url};
use crate::resource::{Answer, Body, Lookup, Purpose, Resources, Rule};
use crate::text;
use crate::time::Timestamp;

/// Everything that the checks of one run share.
pub(super) struct Session<'a> {
    pub known: &'a Resources,
    pub policy: &'a Policy,
    pub wanted: BTreeSet<Lookup>,
    uses: BTreeMap<Lookup, Use>,
    /// The keys that proofs led to, by the name that `proof.key` gives; kept only for a reader with a list of issuers.
    pub keys: Vec<(String, PublicKey)>,
    /// Endorsements that may still be looked at.
    pub endorsements_left: usize,
    /// Proofs that may still be looked at; beyond, each credential has its first one looked at.
    pub proofs_left: usize,
    /// What canonicalising may still cost.
    canon_work_left: usize,
    /// What holding badges against schemas may still cost.
    pub schema_work_left: usize,
    /// Bytes that status lists may still inflate to.
    pub status_bytes_left: usize,
    /// The SHA-256 of the status list that is being looked at, while one is.
    pub list: Option<String>,
}

/// Seconds by which an answer may be dated after the moment of the check: it is fetched after that moment was taken, and two
/// machines seldom have the same time.
const CLOCKS_APART: i64 = 3_600;

/// What is known about an address.
pub(super) enum Asked<'a> {
    /// The server had it.
    Found(&'a Body),
    /// The server says that it was withdrawn.
    Gone(&'a Body),
    /// Not known, and why.
    Missing(Because),
}

impl<'a> Session<'a> {
    pub(super) fn new(known: &'a Resources, policy: &'a Policy) -> Self {
        Self {
            known,
            policy,
            wanted: BTreeSet::new(),
            uses: BTreeMap::new(),
            keys: Vec::new(),
            endorsements_left: policy.limits.endorsements,
            proofs_left: policy.limits.proofs.saturating_mul(8),
            canon_work_left: policy.limits.canon_work,
            schema_work_left: policy.limits.schema_work,
            status_bytes_left: policy.limits.status_bytes,
            list: None,
        }
    }

    /// The bounds for one more canonicalisation; none when all that one report may cost is spent.
    pub(super) fn canon_limits(&self) -> Option<Limits> {
        let left = self.canon_work_left;
        let limits = &self.policy.limits;
        (left > 0).then(|| Limits {
            canon_calls: limits.canon_calls.min(left / 8),
            canon_permutations: limits.canon_permutations.min(left),
            canon_work: left,
            ..limits.clone()
        })
    }

    /// Takes what a canonicalisation cost from what is left.
    pub(super) fn spend_canon(&mut self, work: usize) {
        self.canon_work_left = self.canon_work_left.saturating_sub(work);
    }

    /// What is known about `url`. What is not known becomes a wish, as long as there are not too many.
    pub(super) fn ask(&mut self, url: &Url, purpose: Purpose) -> Asked<'a> {
        let lookup = Lookup::new(url, purpose);
        self.note(&lookup);
        match self.known.get(&lookup.url) {
            Some(Answer::Found(body)) => Asked::Found(body),
            Some(Answer::Gone(body)) => Asked::Gone(body),
            _ => Asked::Missing(self.because(&lookup)),
        }
    }

    /// Why nothing can be said from `lookup`. Records the wish, or the answer that was none.
    pub(super) fn because(&mut self, lookup: &Lookup) -> Because {
        self.note(lookup);
        let unanswered = match self.known.get(&lookup.url) {
            None if self.over_limit(lookup) => Unanswered::Refused(Rule::TooManyLookups),
            None => {
                self.wanted.insert(lookup.clone());
                return Because::Awaiting(lookup.clone());
            }
            Some(Answer::Found(_)) => Unanswered::Unreadable,
            Some(Answer::Gone(_)) => Unanswered::Gone,
            Some(Answer::NotFound) => Unanswered::NotFound,
            Some(Answer::Unreachable(why)) => Unanswered::Unreachable(*why),
            Some(Answer::Refused(rule)) => Unanswered::Refused(*rule),
        };
        Because::Unanswered(lookup.clone(), unanswered)
    }

    /// Whether fetching this would be one address too many for one badge.
    fn over_limit(&self, lookup: &Lookup) -> bool {
        !self.wanted.contains(lookup)
            && self.uses.keys().map(|l| &l.url).collect::<BTreeSet<_>>().len() > self.policy.limits.lookups
    }

    /// Records that the answer to `lookup` was, or would be, used.
    pub(super) fn note(&mut self, lookup: &Lookup) {
        if self.uses.contains_key(lookup) {
            return;
        }
        let (outcome, body) = match self.known.get(&lookup.url) {
            None => ("awaited", None),
            Some(Answer::Found(body)) => ("found", Some(body)),
            Some(Answer::Gone(body)) => ("gone", Some(body)),
            Some(Answer::NotFound) => ("not_found", None),
            Some(Answer::Unreachable(_)) => ("unreachable", None),
            Some(Answer::Refused(_)) => ("refused", None),
        };
        let used = Use {
            lookup: lookup.clone(),
            outcome,
            sha256: body.map(|b| text::hex(&sha256(&b.bytes))),
            fetched: body.and_then(|b| b.fetched),
            archived: body.and_then(|b| b.archived),
        };
        self.uses.insert(lookup.clone(), used);
    }

    /// The SHA-256 of the list that lay at `url`, once it was noted.
    pub(super) fn digest(&self, url: &Url) -> Option<&str> {
        self.uses.get(&Lookup::new(url, Purpose::StatusList))?.sha256.as_deref()
    }

    /// The key that a proof of `issuer` names, as [`did::resolve`] finds it, and what was read for it. A key that its issuer's own
    /// document lists is read there once for all badges of one policy.
    pub(super) fn key_of(&mut self, name: &str, issuer: &str) -> KeyAnswer {
        let at = self.note_method(name);
        let (policy, limits) = (self.policy, &self.policy.limits);
        let digest = at.as_ref().and_then(|url| self.digest_of_document(url));
        if let Some(key) = digest.and_then(|digest| policy.lists.key((name, issuer), digest, limits)) {
            return KeyAnswer::Known(Box::new(KnownKey::clone(&key)));
        }
        let answer = did::resolve(name, issuer, self.known, limits);
        if let (Some(url), Some(digest), KeyAnswer::Known(key)) = (&at, digest, &answer)
            // Where the key lies is where the issuer says whose it is: no other answer had a part in it.
            && matches!(&key.provenance, Provenance::Confirmed(Confirmation::Document { url: own }) if own == url)
        {
            policy.lists.note_key((name, issuer), digest, limits, key);
        }
        answer
    }

    /// The SHA-256 of what lay at `url`, once it was noted for any purpose and unless it is large.
    fn digest_of_document(&self, url: &Url) -> Option<&str> {
        self.known.get(url)?.body().filter(|body| body.bytes.len() <= lists::DOCUMENT)?;
        self.uses.iter().find(|(lookup, _)| lookup.url == *url)?.1.sha256.as_deref()
    }

    /// Records what was read to find the key that a proof names: what lies at this address.
    pub(super) fn note_method(&mut self, name: &str) -> Option<Url> {
        let (url, purpose) = match (DidUrl::parse(name), Url::parse(name)) {
            (Ok(did), _) if did.did().method() == "web" => (did_web_url(did.did()).ok()?, Purpose::DidDocument),
            (_, Ok(url)) => (url.without_fragment(), Purpose::Key),
            _ => return None,
        };
        self.note_url(&url, purpose);
        Some(url)
    }

    /// Records that an answer was used, unless it was recorded for another purpose already.
    pub(super) fn note_url(&mut self, url: &Url, purpose: Purpose) {
        let lookup = Lookup::new(url, purpose);
        if self.known.get(&lookup.url).is_some() && !self.uses.keys().any(|l| l.url == lookup.url) {
            self.note(&lookup);
        }
    }

    /// Remembers a key under the name by which a check gives it.
    pub(super) fn remember_key(&mut self, name: &str, key: &PublicKey) {
        if !self.policy.trust.is_empty() {
            self.keys.push((name.to_owned(), key.clone()));
        }
    }

    /// One remark for each day on which answers were read that are older than the reader likes, one for all that bear a
    /// date still to come, one for each archive; one pass when there are dated answers and nothing to remark.
    pub(super) fn ages(&self) -> Vec<Check> {
        let mut old: BTreeMap<i64, Vec<(Timestamp, &Url)>> = BTreeMap::new();
        let mut early: Vec<(Timestamp, &Url)> = Vec::new();
        let mut archived: BTreeMap<Timestamp, usize> = BTreeMap::new();
        let now = self.policy.now;
        for (lookup, used) in &self.uses {
            let limit =
                if lookup.purpose == Purpose::StatusList { self.policy.max_status_age } else { self.policy.max_age };
            match (used.archived, used.fetched) {
                (Some(made), _) => *archived.entry(made).or_insert(0) += 1,
                (None, Some(fetched)) if fetched > now.plus_seconds(CLOCKS_APART) => early.push((fetched, &lookup.url)),
                (None, Some(fetched)) if fetched.plus_seconds(limit) < now => {
                    old.entry(fetched.unix().div_euclid(86_400)).or_default().push((fetched, &lookup.url));
                }
                _ => {}
            }
        }
        let mut reasons: Vec<(Reason, Vec<&Url>)> = Vec::new();
        for group in old.into_values() {
            let Some((fetched, first)) = group.iter().min().copied() else { continue };
            let reason = Reason::Stale { url: first.to_string(), fetched, count: group.len() };
            reasons.push((reason, group.into_iter().map(|(_, url)| url).collect()));
        }
        if let Some((fetched, _)) = early.iter().min().copied() {
            let reason = Reason::ReadLater { count: early.len(), fetched };
            reasons.push((reason, early.into_iter().map(|(_, url)| url).collect()));
        }
        for (made, count) in archived {
            let days = (now.unix() - made.unix()).max(0) / 86_400;
            let early = made > now;
            let reason =
                if early { Reason::ArchiveFromFuture { made } } else { Reason::FromArchive { count, made, days } };
            reasons.push((reason, Vec::new()));
        }
        if reasons.is_empty() {
            let dated = self.uses.values().any(|u| u.fetched.is_some());
            let outcome = if dated { Outcome::Pass } else { Outcome::Skipped(Because::NotApplicable) };
            return vec![Check::new(CheckCode::ResourceAge, outcome).advisory()];
        }
        let told = |(reason, urls): (Reason, Vec<&Url>)| {
            let check = Check::new(CheckCode::ResourceAge, Outcome::Warn(reason)).advisory();
            urls.into_iter().fold(check, |check, url| check.with("url", url.as_str()))
        };
        reasons.into_iter().map(told).collect()
    }

    /// What was read, or could not be read, sorted by address.
    pub(super) fn into_uses(self) -> (Vec<Use>, BTreeSet<Lookup>) {
        (self.uses.into_values().collect(), self.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Body;

    fn policy() -> Policy {
        Policy::at(Timestamp::parse("2026-03-02T10:00:00Z").unwrap())
    }

    fn url(n: usize) -> Url {
        Url::parse(&format!("https://a.example.org/{n}")).unwrap()
    }

    // An answer is told as old one second after its time, and lists have a time of their own.
    #[test]
    fn an_answer_is_old_after_its_age() {
        let policy = Policy { max_age: 100, max_status_age: 10, ..policy() };
        for (purpose, age, old) in [
            (Purpose::Issuer, 100, false),
            (Purpose::Issuer, 101, true),
            (Purpose::StatusList, 10, false),
            (Purpose::StatusList, 11, true),
        ] {
            let mut known = Resources::new();
            let fetched = Some(policy.now.plus_seconds(-age));
            known.insert(&url(1), Answer::Found(Body { fetched, ..Body::default() }));
            let mut session = Session::new(&known, &policy);
            session.note(&Lookup::new(&url(1), purpose));
            let ages = session.ages();
            let [check] = ages.as_slice() else { panic!("{ages:?}") };
            assert_eq!(matches!(check.outcome, Outcome::Warn(_)), old, "{purpose:?} {age}");
            assert_eq!(check.outcome == Outcome::Pass, !old, "{purpose:?} {age}");
        }
    }

    // A folder of answers is told once for each day, with its addresses, and not once for each of them; a date that is
    // still to come says nothing about an age.
    #[test]
    fn ages_are_told_by_day() {
        let policy = Policy { max_age: 100, ..policy() };
        let mut known = Resources::new();
        let ages = [-40 * 86_400, -40 * 86_400 + 60, -35 * 86_400, 3_600, 3_601, 9_000];
        for (n, age) in ages.into_iter().enumerate() {
            let fetched = Some(policy.now.plus_seconds(age));
            known.insert(&url(n), Answer::Found(Body { fetched, ..Body::default() }));
        }
        let mut session = Session::new(&known, &policy);
        for n in 0..ages.len() {
            session.note(&Lookup::new(&url(n), Purpose::Issuer));
        }
        let told = session.ages();
        let reasons: Vec<_> = told.iter().map(|c| (c.outcome.clone(), c.findings.len())).collect();
        let old = |n: usize, age, count| {
            let fetched = policy.now.plus_seconds(age);
            (Outcome::Warn(Reason::Stale { url: url(n).to_string(), fetched, count }), count)
        };
        let later = Reason::ReadLater { count: 2, fetched: policy.now.plus_seconds(3_601) };
        assert_eq!(reasons, [old(0, ages[0], 2), old(2, ages[2], 1), (Outcome::Warn(later), 2)]);
        assert!(told.iter().all(|c| c.weight == crate::verify::Weight::Advisory));
    }

    // One badge may not send its reader to any number of addresses; what was wished for already counts once.
    #[test]
    fn wishes_are_bounded() {
        let mut policy = policy();
        policy.limits.lookups = 2;
        let known = Resources::new();
        let mut session = Session::new(&known, &policy);
        let mut wished = |n| matches!(session.because(&Lookup::new(&url(n), Purpose::Issuer)), Because::Awaiting(_));
        assert_eq!([1, 2, 3, 1, 2].map(&mut wished), [true, true, false, true, true]);
        assert_eq!(session.into_uses().1.len(), 2);
    }

    // What canonicalising may cost is shared by all proofs of one report.
    #[test]
    fn canonicalising_is_bounded_for_the_whole_report() {
        let (policy, known) = (policy(), Resources::new());
        let mut session = Session::new(&known, &policy);
        let limits = &policy.limits;
        session.spend_canon(limits.canon_work - 80);
        let left = session.canon_limits().unwrap();
        assert_eq!((left.canon_work, left.canon_calls, left.canon_permutations), (80, 10, 80));
        session.spend_canon(80);
        assert!(session.canon_limits().is_none());
        session.spend_canon(1);
        assert!(session.canon_limits().is_none());
    }

    // What a report says was read, it was read for one purpose only; what nobody knows is not noted.
    #[test]
    fn what_was_read_is_noted_once() {
        let (policy, mut known) = (policy(), Resources::new());
        known.insert(&url(1), Answer::Found(Body::default()));
        let did = Url::parse("https://b.example.org/.well-known/did.json").unwrap();
        known.insert(&did, Answer::Found(Body::default()));
        let mut session = Session::new(&known, &policy);
        session.note(&Lookup::new(&url(1), Purpose::Issuer));
        session.note_method("https://a.example.org/1#key");
        session.note_method("https://a.example.org/2#key");
        session.note_method("did:web:b.example.org#key");
        session.note_method("did:web:c.example.org#key");
        session.note_method("no name");
        assert!(session.digest(&url(1)).is_none(), "that was no list");
        let uses: Vec<_> = session.into_uses().0.into_iter().map(|u| (u.lookup.url, u.lookup.purpose)).collect();
        assert_eq!(uses, [(url(1), Purpose::Issuer), (did, Purpose::DidDocument)]);
    }
}
