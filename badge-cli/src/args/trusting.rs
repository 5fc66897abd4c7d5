// Verbs about whom one knows, and about places that close.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Hosts, Reach, Run};

#[derive(Debug, Subcommand)]
pub(crate) enum Trust {
    New(TrustNew),
    Add(TrustAdd),
    Remove(TrustRemove),
    Sign(TrustSign),
    Show(TrustShow),
}

#[derive(Debug, Args)]
pub(crate) struct TrustNew {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    // `trust.json` where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TrustAdd {
    #[arg(value_name = "LIST")]
    pub(crate) list: PathBuf,
    #[arg(value_name = "ISSUER")]
    pub(crate) issuer: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub(crate) key: Vec<String>,
    #[arg(long, conflicts_with = "key")]
    pub(crate) any_key: bool,
    #[command(flatten)]
    pub(crate) reach: Reach,
    #[arg(long, value_name = "FILE")]
    pub(crate) archive: Vec<PathBuf>,
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub(crate) archive_key: Vec<String>,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct TrustRemove {
    #[arg(value_name = "LIST")]
    pub(crate) list: PathBuf,
    #[arg(value_name = "ISSUER")]
    pub(crate) issuer: String,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct TrustSign {
    #[arg(value_name = "LIST")]
    pub(crate) list: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct TrustShow {
    #[arg(value_name = "LIST")]
    pub(crate) list: String,
    #[command(flatten)]
    pub(crate) reach: Reach,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Archive {
    #[arg(value_name = "SITE", required_unless_present = "urls")]
    pub(crate) site: Option<PathBuf>,
    #[arg(long, short, value_name = "FILE", default_value = "archive.zip")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "URL")]
    pub(crate) base: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) urls: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) hosts: Hosts,
    #[command(flatten)]
    pub(crate) run: Run,
}
