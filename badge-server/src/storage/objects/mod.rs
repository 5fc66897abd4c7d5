//! Pictures and other files by the digest of their bytes: in a folder, or in a store that speaks S3 (feature `s3`) which
//! any number of servers share.
//!
//! Each place has its own names: nobody learns from an address whether another place holds the same picture.

mod folder;
mod journal;
#[cfg(feature = "s3")]
mod s3;
#[cfg(feature = "s3")]
mod turns;

use std::path::Path;

use badge_core::crypto::sha256;
use badge_core::text;

pub(super) use self::folder::Folder;
#[cfg(feature = "s3")]
use self::s3::Bucket;
#[cfg(feature = "s3")]
pub(super) use self::s3::S3Error;
use super::{PlaceId, StorageError};

/// What is put, read and removed again to see whether a store works. No place has this number.
const NOBODY: PlaceId = PlaceId(0);

/// Seconds that something has that is put by whoever takes long, until something points to it: a place that is taken in.
pub(crate) const LONG: i64 = 24 * 60 * 60;

/// Where objects lie. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Objects(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Folder(Folder),
    #[cfg(feature = "s3")]
    S3(std::sync::Arc<Bucket>),
}

/// A bucket of a store that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Shelf {
    /// `https://s3.example.org/bucket`, with a folder in the bucket where one is written after it.
    pub(crate) address: String,
    pub(crate) region: String,
    pub(crate) key: String,
    pub(crate) secret: String,
}

/// Whoever prints it must not tell the secret.
impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelf").field("address", &self.address).field("region", &self.region).finish_non_exhaustive()
    }
}

impl Objects {
    /// Objects as files below a folder, which is made when the first one is put.
    pub(crate) fn folder(root: &Path) -> Self {
        Self(Kind::Folder(Folder::new(root)))
    }

    /// Objects in a bucket. Nothing is asked of it yet.
    ///
    /// # Errors
    /// When this binary was built without the feature `s3`, or TLS cannot be set up.
    #[cfg_attr(not(feature = "s3"), allow(unused_variables, reason = "then there is no such store"))]
    pub(crate) fn bucket(shelf: &Shelf) -> Result<Self, StorageError> {
        #[cfg(feature = "s3")]
        return Ok(Self(Kind::S3(std::sync::Arc::new(Bucket::new(shelf)?))));
        #[cfg(not(feature = "s3"))]
        Err(StorageError::NoS3)
    }

    /// The folder, where it is one: what is done there takes no longer than what is done in a database.
    pub(super) const fn as_folder(&self) -> Option<&Folder> {
        match &self.0 {
            Kind::Folder(folder) => Some(folder),
            #[cfg(feature = "s3")]
            Kind::S3(_) => None,
        }
    }

    /// Whether they lie in a folder.
    pub(crate) const fn is_folder(&self) -> bool {
        self.as_folder().is_some()
    }

    /// Whether a store may still do what it was asked when it gave this error: it did not answer in time, or broke off.
    #[cfg_attr(not(feature = "s3"), allow(unused_variables, reason = "then there is no such store"))]
    pub(crate) fn may_still_happen(error: &StorageError) -> bool {
        #[cfg(feature = "s3")]
        if let StorageError::Store { source, .. } = error {
            return source.downcast_ref::<S3Error>().is_some_and(S3Error::may_still_happen);
        }
        false
    }

    /// Puts bytes there, and returns their digest; they last when this returns. A second time does no harm.
    pub(crate) async fn put(&self, place: PlaceId, bytes: Vec<u8>) -> Result<String, StorageError> {
        match &self.0 {
            Kind::Folder(folder) => Ok(folder.put_all(place, vec![bytes], None).await?.0.concat()),
            #[cfg(feature = "s3")]
            Kind::S3(bucket) => {
                let digest = named(&bytes);
                bucket.put(place, &digest, bytes).await?;
                Ok(digest)
            }
        }
    }

    /// Puts several there, and returns their digests in the same order; they all last when this returns. Where they lie in a
    /// folder they are written by one thread in one go.
    pub(crate) async fn put_all(&self, place: PlaceId, all: Vec<Vec<u8>>) -> Result<Vec<String>, StorageError> {
        match &self.0 {
            Kind::Folder(folder) => Ok(folder.put_all(place, all, None).await?.0),
            #[cfg(feature = "s3")]
            Kind::S3(_) => {
                let mut digests = Vec::with_capacity(all.len());
                for bytes in all {
                    digests.push(self.put(place, bytes).await?);
                }
                Ok(digests)
            }
        }
    }

    /// The bytes of that digest; `None` where there are none. What was changed there is never given out.
    pub(crate) async fn get(&self, place: PlaceId, digest: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let found = match &self.0 {
            Kind::Folder(folder) => folder.get(place, digest).await?,
            #[cfg(feature = "s3")]
            Kind::S3(bucket) => bucket.get(place, digest).await?,
        };
        match found {
            Some(bytes) if named(&bytes) != digest => Err(StorageError::Damaged { what: format!("object {digest}") }),
            other => Ok(other),
        }
    }

    /// Removes bytes that nothing holds any more; that there are none does no harm.
    pub(crate) async fn remove(&self, place: PlaceId, digest: &str) -> Result<(), StorageError> {
        match &self.0 {
            Kind::Folder(folder) => folder.remove(place, digest).await,
            #[cfg(feature = "s3")]
            Kind::S3(bucket) => bucket.remove(place, digest).await,
        }
    }

    /// Puts something, reads it and removes it again.
    ///
    /// # Errors
    /// What the store does not let us do.
    pub(crate) async fn check(&self) -> Result<(), StorageError> {
        let digest = self.put(NOBODY, crate::entropy::random::<16>().to_vec()).await?;
        let found = self.get(NOBODY, &digest).await?;
        self.remove(NOBODY, &digest).await?;
        found.map(drop).ok_or_else(|| StorageError::Damaged { what: "what was put is not there".to_owned() })
    }
}

/// What bytes are called.
pub(super) fn named(bytes: &[u8]) -> String {
    text::hex(&sha256(bytes))
}
