//! Names become addresses here, and only those that may be reached go on. The connection is made to exactly what is
//! returned, so nothing can change between the check and the use.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{Reach, reach};

/// Resolves names and drops what may not be reached.
pub(super) struct Resolver {
    /// Private addresses are kept.
    pub(super) local: bool,
    pub(super) names: Names,
}

/// Who is asked for a name.
#[derive(Clone)]
pub(super) enum Names {
    /// The operating system.
    System,
    /// A resolver that says something else each time, as an attacker's does; in the end, nothing.
    #[cfg(test)]
    Changing(std::sync::Arc<std::sync::Mutex<std::collections::VecDeque<SocketAddr>>>),
}

impl Names {
    async fn ask(&self, name: &str) -> Result<Vec<SocketAddr>, NoAddress> {
        match self {
            Self::System => Ok(tokio::net::lookup_host((name, 0)).await.map_err(|_| NoAddress::Unknown)?.collect()),
            #[cfg(test)]
            Self::Changing(said) => Ok(said.lock().unwrap().pop_front().into_iter().collect()),
        }
    }
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
        let (local, names) = (self.local, self.names.clone());
        Box::pin(async move {
            let kept = kept(names.ask(name.as_str()).await?.into_iter(), local)?;
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
