//! Starting and stopping.

use std::future::Future;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::app::demo;
use crate::app::kept::Kept;
use crate::app::published::Views;
use crate::app::verify::Verifier;
use crate::app::welcome;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::job::{self, Work as Jobs};
use crate::keys::{Purpose, Seal};
use crate::limiter::Limiter;
use crate::listen;
use crate::post::Nowhere;
use crate::private;
use crate::route::{self, Urls};
use crate::smtp::Smtp;
use crate::state::{App, Inner, Work};
use crate::storage::{Objects, PlaceId, Storage};
use crate::tell::Trouble;
use crate::trace;
use crate::words::Words;

/// Who works in the background. Several wait for machines of others at the same time: webhooks, and endorsements that are
/// looked at again.
const LANES: [Jobs; 11] = {
    let mut lanes = [Jobs::Outside; 11];
    lanes[0] = Jobs::AllElse;
    lanes[1] = Jobs::Letters;
    lanes[2] = Jobs::Lists;
    lanes
};

/// How long requests that are under way may take after the server was asked to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Why the server did not start, or ended.
pub(crate) type StartError = Box<dyn std::error::Error + Send + Sync>;

/// Everything but the network: for serving, and for the verbs that work on the data.
pub(crate) async fn assemble(config: Config, address: String) -> Result<App, StartError> {
    private::folder(&config.data).map_err(|source| Trouble::Folder { path: config.data.clone(), source })?;
    let starting = private::alone(&config.data).await;
    let objects = match &config.objects {
        Some(shelf) => Objects::bucket(shelf)?,
        None => Objects::folder(&config.data.join("objects")),
    };
    let storage = Storage::open(&config.database, objects).await?;
    let sealed = !storage.read().await?.sealed_keys().await?.is_empty();
    // With the one before beside it, a new one is wished for.
    let seal = Seal::open(&config.seal_key, sealed && config.seal_key_former.is_none())?
        .and_former(config.seal_key_former.as_deref())?;
    drop(starting);
    let verifier = Verifier::new(config.allow_local)?;
    Ok(App::new(Inner {
        address,
        storage,
        seal,
        words: Words::new(),
        verifier,
        limiter: Limiter::new(30, Duration::from_secs(2)),
        accounts: Limiter::new(5, Duration::from_secs(60)),
        post: match &config.mail {
            Some(server) => Arc::new(Smtp::new(server.clone())),
            None => Arc::new(Nowhere),
        },
        views: Views::default(),
        kept: Kept::default(),
        work: Work::default(),
        clock: Box::new(SystemClock),
        config,
    }))
}

/// Serves until it is told to stop; with an example to look at where that is wished.
pub(crate) async fn serve(config: Config, example: bool) -> Result<(), StartError> {
    trace::begin(config.log);
    let listener = TcpListener::bind(config.listen).await;
    let listener = listener.map_err(|source| Trouble::Listen { at: config.listen, source })?;
    let address = config.address.clone().unwrap_or_else(|| own_address(listener.local_addr().ok(), config.listen));
    let app = assemble(config, address).await?;
    opens(&app).await?;
    let link = if example { None } else { welcome::invite(&app).await? };
    // For the person at the terminal, and not for the log: the link is a secret.
    // One write: whoever reads the first line may go away then.
    let mut told = format!("{}\n", app.address);
    if let Some(secret) = link {
        told.push_str(&format!("{}\n", Urls(&app.address).start(&secret)));
    }
    if example {
        told.push_str(&shown(&app).await?);
    }
    std::io::stdout().write_all(told.as_bytes())?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");

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
    // Without the sealing key there is nothing that they could do.
    let lanes: &[Jobs] = if app.seal.is_lost() { &[] } else { &LANES };
    let workers: Vec<_> =
        lanes.iter().map(|lane| tokio::spawn(job::keep(app.clone(), *lane, stopping.clone()))).collect();
    let server = listen::serve(listener, route::router(app.clone()), stopping.clone());
    tokio::select! {
        () = server => {}
        () = async { wait(stopping).await; tokio::time::sleep(FAREWELL).await } => {}
    }
    // What it was at goes on elsewhere, or here at the next start, when its lease ends.
    let gone = async {
        for worker in workers {
            drop(worker.await);
        }
    };
    drop(tokio::time::timeout(FAREWELL, gone).await);
    app.storage.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Makes the example, and says what there is to open.
async fn shown(app: &App) -> Result<String, StartError> {
    let lang = app.config.language;
    let t = app.words.of(lang);
    let told = demo::demo(app, lang).await?;
    let mut lines = format!("{}\t{}\n", told.place, t.s("demo-place"));
    if let Some(badge) = told.badge {
        lines.push_str(&format!("{badge}\t{}\n", t.s("demo-badge")));
    }
    let link = Urls(&app.address).sign_in(told.account.0, &told.secret.0);
    lines.push_str(&format!("{link}\t{}\n", t.s("demo-team")));
    Ok(lines)
}

/// A server whose sealing key is another than that of the servers beside it would seal what they cannot open. Where the
/// file is missing, what is published goes on being served, and nothing is signed or sealed. Keys that were given up
/// (a new one signs since) may stay closed.
async fn opens(app: &App) -> Result<(), StartError> {
    let keys = app.storage.read().await?.sealed_keys().await?;
    let path = app.config.seal_key.display();
    if app.seal.is_lost() {
        tracing::error!(%path, "the sealing key is missing: what is published is served, and nothing can be signed");
        return Ok(());
    }
    let opened = |(place, thumbprint, sealed): &(PlaceId, String, Vec<u8>)| {
        app.seal.unseal(sealed, Purpose { place: *place, thumbprint, kind: "key" }).is_ok()
    };
    if !keys.is_empty() && !keys.iter().any(opened) {
        return Err(Trouble::OtherSeal { path: app.config.seal_key.clone() }.into());
    }
    Ok(())
}

/// What to call a server that nobody gave an address.
fn own_address(bound: Option<SocketAddr>, asked: SocketAddr) -> String {
    let bound = bound.unwrap_or(asked);
    if bound.ip().is_loopback() || bound.ip().is_unspecified() {
        format!("http://localhost:{}", bound.port())
    } else {
        format!("http://{bound}")
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
