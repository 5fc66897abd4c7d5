// Verbs that read badges: they need no place.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) input: Vec<String>,
    #[arg(long)]
    pub(crate) offline: bool,
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(crate) record: Option<PathBuf>,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
    #[arg(long, value_name = "WHO")]
    pub(crate) recipient: Vec<String>,
    #[arg(long, value_name = "LIST")]
    pub(crate) trust: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) archive: Vec<PathBuf>,
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub(crate) archive_key: Vec<String>,
    #[arg(long)]
    pub(crate) explain: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    #[arg(long)]
    pub(crate) accept_unread_status: bool,
    #[arg(long)]
    pub(crate) strict_endorsements: bool,
    #[arg(long)]
    pub(crate) allow_local: bool,
    #[arg(long, value_name = "HOST=ADDRESS")]
    pub(crate) stand_in: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[arg(value_name = "INPUT")]
    pub(crate) input: String,
}

#[derive(Debug, Args)]
pub(crate) struct Bake {
    #[arg(value_name = "CREDENTIAL")]
    pub(crate) credential: PathBuf,
    #[arg(value_name = "PICTURE")]
    pub(crate) picture: PathBuf,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) keep_existing: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Unbake {
    #[arg(value_name = "PICTURE")]
    pub(crate) picture: PathBuf,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct QrCode {
    #[arg(value_name = "BADGE")]
    pub(crate) badge: PathBuf,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Attach {
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: PathBuf,
    #[arg(required = true, value_name = "BADGE")]
    pub(crate) badge: Vec<PathBuf>,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) page: bool,
    #[arg(long, requires = "page")]
    pub(crate) with_name: bool,
    #[arg(long)]
    pub(crate) accept_rejected: bool,
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Debug {
    Rdf(DebugRdf),
    Canon(DebugCanon),
    Schema,
}

#[derive(Debug, Args)]
pub(crate) struct DebugRdf {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "URL")]
    pub(crate) base: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DebugCanon {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
