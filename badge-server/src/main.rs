//! The server: for now it starts, answers, and says what it cannot do yet.

mod api;
mod config;
mod page;
mod route;

use std::future::Future;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tokio::net::TcpListener;

/// How long requests that are under way may take after the server was asked to stop.
const FAREWELL: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    let config = config::Config::parse();
    match serve(&config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when even this cannot be written.
            drop(writeln!(std::io::stderr(), "badge-server: {}: {error}", config.listen));
            ExitCode::from(2)
        }
    }
}

async fn serve(config: &config::Config) -> std::io::Result<()> {
    let listener = TcpListener::bind(config.listen).await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let asked = stop_signal()?;
    tokio::spawn(async move {
        asked.await;
        // Fails only when the server is gone already.
        let _ = stop.send(true);
    });
    let wait = |mut stopping: tokio::sync::watch::Receiver<bool>| async move {
        drop(stopping.wait_for(|stop| *stop).await);
    };
    let server = axum::serve(listener, route::router()).with_graceful_shutdown(wait(stopping.clone()));
    tokio::select! {
        ended = server => ended,
        () = async { wait(stopping).await; tokio::time::sleep(FAREWELL).await } => Ok(()),
    }
}

/// Waits for SIGINT (Ctrl-C) or SIGTERM.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems can fail here")]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
