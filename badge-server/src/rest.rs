//! The rest of a body that nobody wants: an answer that is given while the other side still sends is lost, since the
//! connection then ends with a reset, and browsers show that instead of a page. So what is refused is read on for a while and
//! thrown away, with nothing held meanwhile but the connection; then it is answered.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use hyper::body::{Body as _, Frame, SizeHint};
use tokio::time::timeout;

/// Bytes that are thrown away, at most: more than twice what may be uploaded.
const MOST: usize = 64 << 20;
/// The longest that anybody goes on sending what is thrown away.
const PATIENCE: Duration = Duration::from_secs(20);

/// A body as a handler gets it. What the handler leaves of it goes back into the [`Rest`].
struct Lent {
    body: Option<Body>,
    rest: Arc<Mutex<Left>>,
}

/// What was left.
#[derive(Default)]
struct Left {
    body: Option<Body>,
    /// Whether anything of it was asked for.
    begun: bool,
}

/// The rest of a body, once its handler has done with it.
pub(crate) struct Rest {
    left: Arc<Mutex<Left>>,
    /// The other side waits for a word before it sends anything: answered without it, it sends nothing.
    waits: bool,
}

/// Lends a body to a handler.
pub(crate) fn lend(body: Body, headers: &HeaderMap) -> (Body, Rest) {
    // Most requests have none.
    if body.is_end_stream() {
        return (body, Rest { left: Arc::default(), waits: false });
    }
    let left: Arc<Mutex<Left>> = Arc::default();
    let lent = Lent { body: Some(body), rest: Arc::clone(&left) };
    (Body::new(lent), Rest { left, waits: headers.contains_key(header::EXPECT) })
}

impl Rest {
    /// Throws it away, where the answer refuses what was sent. Whoever is told to come back later, or was too slow, need not
    /// send all of it now.
    pub(crate) async fn let_pass(self, answer: StatusCode) {
        self.let_pass_within(answer, (MOST, PATIENCE)).await;
    }

    async fn let_pass_within(self, answer: StatusCode, (most, patience): (usize, Duration)) {
        if !answer.is_client_error() {
            return;
        }
        let (body, begun) = {
            let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
            (left.body.take(), left.begun)
        };
        let Some(mut body) = body.filter(|body| !body.is_end_stream() && (begun || !self.waits)) else { return };
        let passing = async {
            let mut passed = 0;
            while passed <= most {
                match std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
                    Some(Ok(frame)) => passed += frame.data_ref().map_or(0, Bytes::len),
                    _ => return,
                }
            }
        };
        // Whoever has not done by then sees what their browser makes of it.
        drop(timeout(patience, passing).await);
    }
}

impl hyper::body::Body for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner).begun = true;
        self.body.as_mut().map_or(Poll::Ready(None), |body| Pin::new(body).poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(hyper::body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(hyper::body::Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner).body = self.body.take();
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// So many bytes, and how many of them were taken.
    struct Counted(usize, Arc<AtomicUsize>);

    impl hyper::body::Body for Counted {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            if self.0 == 0 {
                return Poll::Ready(None);
            }
            self.0 -= 1;
            self.1.fetch_add(1, Ordering::Relaxed);
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    /// How much of a body of ten bytes is taken, of which the handler took two or nothing.
    async fn taken(answer: StatusCode, (reads, waits): (bool, bool), most: usize) -> usize {
        let count = Arc::new(AtomicUsize::new(0));
        let mut headers = HeaderMap::new();
        if waits {
            headers.insert(header::EXPECT, "100-continue".parse().unwrap());
        }
        let (mut lent, rest) = lend(Body::new(Counted(10, Arc::clone(&count))), &headers);
        for _ in 0..if reads { 2 } else { 0 } {
            std::future::poll_fn(|context| Pin::new(&mut lent).poll_frame(context)).await.unwrap().unwrap();
        }
        drop(lent);
        rest.let_pass_within(answer, (most, Duration::from_secs(3600))).await;
        count.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn what_is_refused_is_read_to_its_end_and_no_further_than_a_bound() {
        let (large, slow, fine) = (StatusCode::PAYLOAD_TOO_LARGE, StatusCode::SERVICE_UNAVAILABLE, StatusCode::OK);
        assert_eq!(taken(large, (false, false), 100).await, 10, "told before anything was read");
        assert_eq!(taken(large, (true, false), 100).await, 10, "cut in the middle");
        assert_eq!(taken(large, (true, false), 4).await, 7, "a bound on what is thrown away");
        assert_eq!(taken(large, (false, true), 100).await, 0, "it was not asked to send, and does not");
        assert_eq!(taken(large, (true, true), 100).await, 10, "it was asked to");
        for other in [slow, fine] {
            assert_eq!(taken(other, (true, false), 100).await, 2, "{other}");
        }
    }

    #[tokio::test]
    async fn nobody_goes_on_sending_for_ever() {
        let (lent, rest) = lend(Body::new(Never), &HeaderMap::new());
        drop(lent);
        rest.let_pass_within(StatusCode::PAYLOAD_TOO_LARGE, (100, Duration::from_millis(1))).await;
    }

    /// It never says anything.
    struct Never;

    impl hyper::body::Body for Never {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Pending
        }
    }
}
