//! How often one address may ask for what costs, and one account be tried: a bucket of tokens for each; what is forgotten
//! is full again. And how much of it one address may have going on at the same time.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::time::Instant;

use crate::metered::Room;

/// At most so many keys are kept in mind.
const MOST: usize = 100_000;

/// Buckets by key: the address of whoever asks, unless it is said otherwise.
#[derive(Debug)]
pub(crate) struct Limiter<K = IpAddr> {
    /// How many requests at once.
    burst: f64,
    /// How many more in a second, after that.
    each_second: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl<K: Hash + Eq> Limiter<K> {
    pub(crate) fn new(burst: u32, each: Duration) -> Self {
        Self { burst: f64::from(burst), each_second: 1.0 / each.as_secs_f64(), buckets: Mutex::default() }
    }

    /// Takes a token of exactly this key; `false` when there is none left.
    pub(crate) fn allows_key(&self, key: K) -> bool {
        self.take(key, Instant::now())
    }

    fn take(&self, key: K, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| self.filled(*bucket, now) < self.burst);
            // Everybody at once: rather begin anew than grow.
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let full = Bucket { left: self.burst, at: now };
        let bucket = buckets.entry(key).or_insert(full);
        let left = self.filled(*bucket, now);
        let allowed = left >= 1.0;
        *bucket = Bucket { left: if allowed { left - 1.0 } else { left }, at: now };
        allowed
    }

    fn filled(&self, bucket: Bucket, now: Instant) -> f64 {
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.left + since * self.each_second).min(self.burst)
    }
}

impl Limiter {
    /// Takes a token; `false` when there is none left for this address.
    pub(crate) fn allows(&self, address: IpAddr) -> bool {
        self.allows_key(household(address))
    }

    #[cfg(test)]
    fn allows_at(&self, address: IpAddr, now: Instant) -> bool {
        self.take(household(address), now)
    }
}

/// What may go on at the same time for one address. Addresses with nothing going on are not kept in mind.
#[derive(Debug)]
pub(crate) struct Turns {
    each: usize,
    going_on: Mutex<HashMap<IpAddr, Weak<Room>>>,
}

impl Turns {
    pub(crate) fn new(each: usize) -> Self {
        Self { each, going_on: Mutex::default() }
    }

    /// The turns of an address.
    pub(crate) fn of(&self, address: IpAddr) -> Arc<Room> {
        let mut going_on = self.going_on.lock().unwrap_or_else(PoisonError::into_inner);
        // As many as there are requests that wait; a connection each, which are bounded.
        going_on.retain(|_, turns| turns.strong_count() > 0);
        let turns = going_on.entry(household(address)).or_default();
        turns.upgrade().unwrap_or_else(|| {
            let fresh = Arc::new(Room::new(self.each));
            *turns = Arc::downgrade(&fresh);
            fresh
        })
    }
}

/// Who has one IPv6 address has 2^64 of them.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::new(3, Duration::from_secs(10));
        let begin = Instant::now();
        let allows =
            |address: &str, seconds| limiter.allows_at(address.parse().unwrap(), begin + Duration::from_secs(seconds));
        assert!((0..3).all(|_| allows("192.0.2.1", 0)) && !allows("192.0.2.1", 0));
        assert!(allows("192.0.2.2", 0), "another address has its own");
        assert!(!allows("192.0.2.1", 9));
        assert!(allows("192.0.2.1", 10) && !allows("192.0.2.1", 10));
        assert!((0..3).all(|_| allows("192.0.2.1", 1000)) && !allows("192.0.2.1", 1000), "never more than full");
    }

    #[tokio::test]
    async fn turns_are_one_s_own_and_forgotten_when_nothing_goes_on() {
        let turns = Turns::new(2);
        let of = |address: &str| turns.of(address.parse().unwrap());
        let both = of("2001:db8::1").take(2).await.unwrap();
        assert_eq!(of("2001:db8::2").left(), 0, "the same household");
        assert_eq!(of("192.0.2.1").left(), 2);
        drop(both);
        assert_eq!(of("2001:db8::2").left(), 2);
        of("192.0.2.9");
        assert_eq!(turns.going_on.lock().unwrap().len(), 1);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_bucket() {
        let limiter = Limiter::new(1, Duration::from_secs(10));
        let begin = Instant::now();
        let allows = |address: &str| limiter.allows_at(address.parse().unwrap(), begin);
        assert!(allows("2001:db8::1") && !allows("2001:db8::2"));
        assert!(allows("2001:db8:0:1::1"));
    }
}
