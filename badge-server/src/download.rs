//! A long answer, a piece at a time: what is held of it is a few pieces, however long it is and however slowly it is read.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::Frame;
use tokio::sync::mpsc;

/// Pieces that wait for a reader.
const WAITING: usize = 2;

/// The answer broke off. The connection is cut then, so that nobody takes a part for the whole.
#[derive(Debug, thiserror::Error)]
#[error("the answer broke off")]
pub(crate) struct BrokeOff;

/// Where the pieces are given.
pub(crate) struct Pieces(mpsc::Sender<Result<Bytes, BrokeOff>>);

impl Pieces {
    /// Gives a piece, as soon as there is room. `false` where nobody reads any more.
    pub(crate) async fn give(&self, piece: Vec<u8>) -> bool {
        self.0.send(Ok(piece.into())).await.is_ok()
    }

    /// There will be no more, and this was not all.
    pub(crate) async fn break_off(self) {
        drop(self.0.send(Err(BrokeOff)).await);
    }
}

/// An answer, and where its pieces are given.
pub(crate) fn download() -> (Pieces, Body) {
    let (give, take) = mpsc::channel(WAITING);
    (Pieces(give), Body::new(Taken(take)))
}

struct Taken(mpsc::Receiver<Result<Bytes, BrokeOff>>);

impl hyper::body::Body for Taken {
    type Data = Bytes;
    type Error = BrokeOff;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokeOff>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_broke_off_is_not_taken_for_the_whole() {
        let (pieces, body) = download();
        assert!(pieces.give(b"a piece".to_vec()).await);
        pieces.break_off().await;
        assert!(axum::body::to_bytes(body, 100).await.is_err());
        let (pieces, body) = download();
        assert!(pieces.give(b"all ".to_vec()).await && pieces.give(b"of it".to_vec()).await);
        drop(pieces);
        assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "all of it");
        let (pieces, body) = download();
        drop(body);
        assert!(!pieces.give(b"for nobody".to_vec()).await);
    }
}
