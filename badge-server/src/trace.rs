//! The log: one line an event, on standard error. It holds routes, codes and times; never an address of a badge, a name,
//! a mail address, an IP address or a secret.

use tracing::level_filters::LevelFilter;

use crate::config::LogFormat;

/// From now on events are written.
pub(crate) fn begin(format: LogFormat) {
    let lines =
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(LevelFilter::INFO).with_target(false);
    match format {
        LogFormat::Text => lines.with_ansi(false).init(),
        LogFormat::Json => lines.json().init(),
    }
}
