// Verbs that look after a place: keys, revocations, register, site.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::{Hosts, Run};

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    New(KeyNew),
    List(KeyList),
    Rotate(KeyRotate),
    Retire(KeyRetire),
    Export(KeyExport),
}

#[derive(Debug, Args)]
pub(crate) struct KeyNew {
    #[arg(long, value_name = "KIND", default_value = "ed25519")]
    pub(crate) kind: KeyKind,
    #[arg(long)]
    pub(crate) no_passphrase: bool,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct KeyList {}

#[derive(Debug, Args)]
pub(crate) struct KeyRotate {
    #[arg(long, value_name = "KIND", default_value = "ed25519")]
    pub(crate) kind: KeyKind,
    #[arg(long)]
    pub(crate) no_passphrase: bool,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct KeyRetire {
    #[arg(value_name = "KEY", allow_hyphen_values = true)]
    pub(crate) key: String,
    #[arg(long)]
    pub(crate) stolen: bool,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct KeyExport {
    #[arg(value_name = "KEY", allow_hyphen_values = true)]
    pub(crate) key: Option<String>,
    #[arg(long, value_name = "FORM", default_value = "jwk")]
    pub(crate) form: KeyForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyKind {
    Ed25519,
    P256,
    P384,
    Rsa,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyForm {
    Jwk,
    Pem,
    Multibase,
    Did,
}

// Which awards, out of many.
#[derive(Debug, Args)]
pub(crate) struct Pick {
    #[arg(value_name = "BADGE")]
    pub(crate) badge: Vec<String>,
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) cohort: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    #[arg(long, value_name = "ACHIEVEMENT")]
    pub(crate) achievement: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) person: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    pub(crate) pick: Pick,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct Reinstate {
    #[command(flatten)]
    pub(crate) pick: Pick,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[arg(long, value_name = "ACHIEVEMENT")]
    pub(crate) achievement: Option<String>,
    #[arg(long, value_name = "STATE")]
    pub(crate) state: Option<State>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) person: Option<String>,
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) cohort: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum State {
    Valid,
    Revoked,
    Suspended,
    Expired,
    #[value(name = "not_yet")]
    NotYet,
    Waiting,
    Erased,
    Removed,
}

#[derive(Debug, Args)]
pub(crate) struct Publish {
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "")]
    pub(crate) online: Option<String>,
    #[command(flatten)]
    pub(crate) hosts: Hosts,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}
