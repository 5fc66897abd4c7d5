//! Names become addresses here, and only those that may be reached go on. The connection is made to exactly what is
//! returned, so nothing can change between the check and the use.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{Reach, reach};

/// Resolves with the operating system and drops what may not be reached.
pub(super) struct Resolver {
    /// Private addresses are kept.
    pub(super) local: bool,
}

/// Why a name leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoAddress {
    /// The name is not known, or nobody could be asked.
    #[error("the name is not known")]
    Unknown,
    /// It has addresses, none of which may be reached.
    #[error("no address that may be reached")]
    Blocked,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let local = self.local;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(|_| NoAddress::Unknown)?;
            let kept = kept(found, local)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

fn kept(found: impl Iterator<Item = SocketAddr>, local: bool) -> Result<Vec<SocketAddr>, NoAddress> {
    let mut any = false;
    let kept: Vec<_> = found
        .inspect(|_| any = true)
        .filter(|a| match reach(a.ip()) {
            Reach::Public => true,
            Reach::Local => local,
            Reach::Never => false,
        })
        .take(8)
        .collect();
    match (kept.is_empty(), any) {
        (false, _) => Ok(kept),
        (true, true) => Err(NoAddress::Blocked),
        (true, false) => Err(NoAddress::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_private_addresses_keeps_its_public_ones() {
        let all: Vec<SocketAddr> =
            ["127.0.0.1:0", "1.1.1.1:0", "[::ffff:10.0.0.1]:0", "169.254.169.254:0"].map(|a| a.parse().unwrap()).into();
        assert_eq!(kept(all.clone().into_iter(), false).unwrap(), [all[1]]);
        assert_eq!(kept(all.clone().into_iter(), true).unwrap(), [all[0], all[1], all[2]]);
        assert_eq!(kept(all[..1].iter().copied(), false), Err(NoAddress::Blocked));
        assert_eq!(kept(all[3..].iter().copied(), true), Err(NoAddress::Blocked));
        assert_eq!(kept(std::iter::empty(), true), Err(NoAddress::Unknown));
    }
}
