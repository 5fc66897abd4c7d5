// The verb that writes to people.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Send {
    #[arg(long, value_name = "WHO")]
    pub(crate) only: Vec<String>,
    #[arg(long, value_name = "WHO", conflicts_with = "only")]
    pub(crate) resend: Vec<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "DIR", requires = "dry_run")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["dry_run", "check", "list", "write_templates"])]
    pub(crate) without_link: bool,
    #[arg(long, conflicts_with_all = ["dry_run", "only", "resend"])]
    pub(crate) check: bool,
    #[arg(long, conflicts_with_all = ["dry_run", "check", "resend"])]
    pub(crate) list: bool,
    #[arg(long, conflicts_with_all = ["dry_run", "check", "list", "only", "resend"])]
    pub(crate) write_templates: bool,
    #[arg(long, value_name = "SECONDS", default_value = "400")]
    pub(crate) wait: u32,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}
