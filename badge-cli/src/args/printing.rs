// Verbs that print.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Card {
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
pub(crate) struct Certificate {
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
pub(crate) struct Print {
    #[arg(value_name = "BADGE")]
    pub(crate) badge: Vec<String>,
    #[arg(long, value_name = "WHO")]
    pub(crate) person: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) cohort: Option<String>,
    #[arg(long, value_name = "ACHIEVEMENT")]
    pub(crate) achievement: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with = "badge")]
    pub(crate) table: Option<PathBuf>,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) without_name: bool,
    #[arg(long)]
    pub(crate) without_code: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) template: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["badge", "person", "cohort", "achievement", "table", "template", "dry_run"])]
    pub(crate) write_template: bool,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}
