//! The log: one line an event, on standard error. It holds routes, codes and times; never an address of a badge, a name,
//! a mail address, an IP address or a secret.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::LogFormat;

/// From now on events are written.
pub(crate) fn begin(format: LogFormat) {
    let lines =
        // A disk that is full, or a reader of the log that is gone, is no reason to answer nobody.
        tracing_subscriber::fmt().log_internal_errors(false).with_writer(std::io::stderr).with_max_level(LevelFilter::INFO).with_target(false);
    // The database's driver hands on what PostgreSQL remarks at each start: that what is to be there is there.
    let all = Targets::new().with_default(LevelFilter::INFO).with_target("sqlx", LevelFilter::WARN);
    match format {
        LogFormat::Text => lines.with_ansi(false).finish().with(all).init(),
        LogFormat::Json => lines.json().finish().with(all).init(),
    }
}
