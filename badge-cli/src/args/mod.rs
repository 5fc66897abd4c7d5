// The clap types and nothing else: the reference, the completions and the manual pages are made from them. Their
// words live in `text/{fr,en}/help.ftl`, hence no doc comments here.

mod batch;
mod drawing;
mod endorsing;
mod issuing;
mod keeping;
mod people;
mod printing;
mod reading;
mod sending;
mod trusting;

pub(crate) use batch::*;
pub(crate) use drawing::*;
pub(crate) use endorsing::*;
pub(crate) use issuing::*;
pub(crate) use keeping::*;
pub(crate) use people::*;
pub(crate) use printing::*;
pub(crate) use reading::*;
pub(crate) use sending::*;
pub(crate) use trusting::*;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Debug, Parser)]
#[command(name = "badge", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) place: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<Language>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Fr,
    En,
}

// How a verb that writes is run: whether it only tells, and for which day.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Run {
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
}

// What may be read to verify what is given.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Reach {
    #[arg(long)]
    pub(crate) offline: bool,
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) hosts: Hosts,
}

// Servers of one's own network, for a place that is being tried out.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Hosts {
    #[arg(long)]
    pub(crate) allow_local: bool,
    #[arg(long, value_name = "HOST=ADDRESS")]
    pub(crate) stand_in: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Demo(Demo),
    Init(Init),
    #[command(subcommand)]
    Achievement(Achievement),
    Design(Design),
    Issue(Issue),
    Claim(Claim),
    #[command(subcommand)]
    Batch(Batch),
    Verify(Verify),
    Show(Show),
    Bake(Bake),
    Unbake(Unbake),
    Qr(QrCode),
    Card(Card),
    Certificate(Certificate),
    Attach(Attach),
    Endorse(Endorse),
    RequestEndorsement(RequestEndorsement),
    Accept(Accept),
    Endorsements(Endorsements),
    Revoke(Revoke),
    Reinstate(Reinstate),
    List(List),
    #[command(subcommand)]
    Consent(Consent),
    #[command(subcommand)]
    Person(Person),
    Publish(Publish),
    Send(Send),
    #[command(subcommand)]
    Key(Key),
    Doctor(Doctor),
    #[command(subcommand)]
    Trust(Trust),
    Archive(Archive),
    #[command(subcommand)]
    Debug(Debug),
    Completions(Completions),
    Man(Man),
}
