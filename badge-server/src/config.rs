//! What the server is told when it starts.

use std::net::SocketAddr;

/// Hosts and verifies Open Badges on the web. For now it only starts and answers.
#[derive(Debug, clap::Parser)]
#[command(name = "badge-server", version)]
pub(crate) struct Config {
    /// Where to listen. Port 0 takes a free one; the address is printed.
    #[arg(long, env = "BADGE_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
}
