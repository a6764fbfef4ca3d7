//! The content of requests and answers: at hand, or arriving.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};

use crate::error::Error;

/// The content of a request or an answer: bytes at hand, or a stream of them.
///
/// It is a [`Stream`] itself; [`bytes`](Self::bytes) collects it. `Debug` shows none of it.
///
/// ```
/// use docmill_runtime::{Body, Bytes};
/// use futures_util::stream;
///
/// let small = Body::from("all of it");
/// assert_eq!(small.len(), Some(9));
/// let large = Body::stream(stream::iter([Ok(Bytes::from("part")), Ok(Bytes::from("by part"))]));
/// assert_eq!(large.len(), None);
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// assert_eq!(large.bytes(1024).await?, "partby part");
/// # Ok::<(), docmill_runtime::Error>(()) }).map_err(|error| std::io::Error::other(error))?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// Of a stream the number of bytes may be known all the same:
///
/// ```
/// # use docmill_runtime::{Body, Bytes};
/// # use futures_util::stream;
/// let parts = stream::iter([Ok(Bytes::from("part by part"))]);
/// assert_eq!(Body::stream(parts).with_len(12).len(), Some(12));
/// assert!(Body::empty().is_empty());
/// ```
pub struct Body(Kind);

enum Kind {
    Whole(Bytes),
    Parts { stream: BoxStream<'static, Result<Bytes, Error>>, len: Option<u64> },
}

impl Body {
    /// No content.
    pub const fn empty() -> Self {
        Self(Kind::Whole(Bytes::new()))
    }

    /// Content that arrives part by part. A request with such a body is sent once: a failed attempt
    /// cannot be repeated.
    pub fn stream(parts: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> Self {
        Self(Kind::Parts { stream: parts.boxed(), len: None })
    }

    /// The same content, of which the number of bytes is known.
    #[must_use]
    pub fn with_len(mut self, bytes: u64) -> Self {
        if let Kind::Parts { len, .. } = &mut self.0 {
            *len = Some(bytes);
        }
        self
    }

    /// How many bytes there are, or are left, if that is known.
    pub fn len(&self) -> Option<u64> {
        match &self.0 {
            Kind::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Kind::Parts { len, .. } => *len,
        }
    }

    /// Whether it is known that there is no content.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// All of it, in memory.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) as soon as it is more than `most`
    /// bytes; whatever the stream ends with.
    pub async fn bytes(self, most: u64) -> Result<Bytes, Error> {
        let fits = |len: usize| u64::try_from(len).is_ok_and(|len| len <= most);
        let mut stream = match self.0 {
            Kind::Whole(bytes) if fits(bytes.len()) => return Ok(bytes),
            Kind::Whole(_) => return Err(Error::too_large(most)),
            Kind::Parts { len: Some(len), .. } if len > most => return Err(Error::too_large(most)),
            Kind::Parts { stream, .. } => stream,
        };
        let Some(first) = stream.next().await.transpose()? else { return Ok(Bytes::new()) };
        let Some(second) = stream.next().await.transpose()? else {
            return if fits(first.len()) { Ok(first) } else { Err(Error::too_large(most)) };
        };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while fits(all.len()) {
            match stream.next().await.transpose()? {
                Some(part) => all.extend_from_slice(&part),
                None => return Ok(all.freeze()),
            }
        }
        Err(Error::too_large(most))
    }

    /// The content, if it is at hand and can be sent again.
    pub(crate) fn whole(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Whole(bytes) => Some(bytes),
            Kind::Parts { .. } => None,
        }
    }

    /// These pieces, one after the other.
    pub(crate) fn pieces(pieces: &Arc<[Bytes]>) -> Self {
        match &**pieces {
            [] => Self::empty(),
            [bytes] => bytes.clone().into(),
            all => {
                let len = all.iter().map(|piece| piece.len() as u64).sum();
                let pieces = pieces.clone();
                let next = (0..pieces.len()).map(move |index| Ok(pieces[index].clone()));
                Self::stream(stream::iter(next)).with_len(len)
            }
        }
    }

    /// The same content, each part and the end of it looked at as they pass.
    pub(crate) fn map_stream(
        self,
        map: impl FnOnce(
            BoxStream<'static, Result<Bytes, Error>>,
        ) -> BoxStream<'static, Result<Bytes, Error>>,
    ) -> Self {
        let len = self.len();
        let stream = match self.0 {
            Kind::Whole(bytes) => stream::iter([Ok(bytes)]).boxed(),
            Kind::Parts { stream, .. } => stream,
        };
        Self(Kind::Parts { stream: map(stream), len })
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl Stream for Body {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        match &mut self.0 {
            Kind::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Parts { stream, len } => {
                let next = stream.as_mut().poll_next(context);
                match (&next, len) {
                    // A stream must not be asked again after its end; callers may ask.
                    (Poll::Ready(None), _) => *self = Self::empty(),
                    (Poll::Ready(Some(Ok(part))), Some(left)) => {
                        *left = left.saturating_sub(part.len() as u64);
                    }
                    _ => {}
                }
                next
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("len", &self.len()).finish_non_exhaustive()
    }
}

macro_rules! from_bytes {
    ($($name:ty),*) => {$(
        impl From<$name> for Body {
            fn from(bytes: $name) -> Self {
                Self(Kind::Whole(bytes.into()))
            }
        }
    )*};
}

from_bytes!(Bytes, Vec<u8>, String, &'static str, &'static [u8]);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn content_that_has_ended_stays_at_its_end() {
        let once = stream::unfold(Some(Bytes::from("all")), |part| async move {
            part.map(|part| (Ok(part), None))
        });
        let mut body = Body::stream(once);
        assert!(body.next().await.is_some_and(|part| part.is_ok()));
        assert!(body.next().await.is_none());
        assert_eq!(body.len(), Some(0));
        assert!(body.next().await.is_none());
        assert_eq!(body.bytes(0).await.expect("nothing"), "");
    }
}
