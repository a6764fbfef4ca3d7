//! Cancelling: by the request's token or the client's.

use futures_util::{StreamExt as _, stream};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

use crate::body::Body;
use crate::error::Error;

/// What can cancel a call.
#[derive(Clone, Default)]
pub(crate) struct Cancel {
    pub(crate) client: Option<CancellationToken>,
    pub(crate) request: Option<CancellationToken>,
}

impl Cancel {
    /// Runs this until it is done or cancelled.
    pub(crate) async fn guard<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        until(self.client.as_ref(), until(self.request.as_ref(), work)).await
    }

    /// Waits, unless it is cancelled.
    pub(crate) async fn pause(&self, wait: Duration) -> Result<(), Error> {
        let sleep = async {
            tokio::time::sleep(wait).await;
            Ok(())
        };
        self.guard(sleep).await
    }
}

async fn until<T>(
    token: Option<&CancellationToken>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match token {
        None => work.await,
        Some(token) => match token.run_until_cancelled(work).await {
            Some(result) => result,
            None => Err(Error::cancelled()),
        },
    }
}

impl Body {
    /// The same content. Reading it ends when the call is cancelled, or when a part takes longer
    /// than `patience`; the permit is given back at the end, at an error, or on drop.
    pub(crate) fn guarded(
        self,
        patience: Duration,
        cancel: Cancel,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Self {
        self.map_stream(|parts| {
            stream::unfold(Some((parts, cancel, permit)), move |state| async move {
                let (mut parts, cancel, permit) = state?;
                let next = tokio::time::timeout(patience, parts.next());
                let next = cancel.guard(async {
                    next.await
                        .unwrap_or(Some(Err(Error::timeout(patience, "a part of it"))))
                        .transpose()
                });
                match next.await {
                    Ok(None) => None,
                    Ok(Some(part)) => Some((Ok(part), Some((parts, cancel, permit)))),
                    Err(error) => Some((Err(error), None)),
                }
            })
            .boxed()
        })
    }
}
