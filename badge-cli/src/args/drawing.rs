// The verb that draws.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Design {
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,
    #[arg(long, value_name = "ACHIEVEMENT")]
    pub(crate) from: Option<String>,
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    #[arg(long, value_name = "SHAPE")]
    pub(crate) shape: Option<String>,
    #[arg(long, value_name = "ICON")]
    pub(crate) icon: Option<String>,
    #[arg(long, value_name = "COLOUR", alias = "color")]
    pub(crate) colour: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) qr: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) template: Option<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) alt: Option<String>,
    #[arg(long, value_name = "PIXELS", default_value_t = 600)]
    pub(crate) size: u32,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub(crate) sheet: Option<PathBuf>,
    #[arg(long, value_name = "LIST")]
    pub(crate) list: Option<DesignList>,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DesignList {
    Kinds,
    Levels,
    Shapes,
    Icons,
    Colours,
    Places,
}
