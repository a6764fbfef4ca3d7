//! What is uploaded: bytes that can be read again.

use std::io::SeekFrom;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeek, AsyncSeekExt as _};

use crate::error::Error;

/// What is uploaded: files as [`Seekable`], bytes as they are, or what an application can read again.
///
/// ```
/// use docmill_runtime::{BoxFuture, Bytes, Error, UploadSource};
///
/// struct Zeros(u64);
///
/// impl UploadSource for Zeros {
///     fn len(&self) -> u64 {
///         self.0
///     }
///
///     fn read(&mut self, offset: u64, count: usize) -> BoxFuture<'_, Result<Bytes, Error>> {
///         let there = offset + count as u64 <= self.0;
///         let read = there.then(|| Bytes::from(vec![0; count]));
///         Box::pin(async { read.ok_or_else(|| Error::unreadable("there are no more zeros")) })
///     }
/// }
/// assert!(Zeros(0).is_empty());
/// ```
///
/// It can be read at any place, since a session may ask for bytes once more.
pub trait UploadSource: Send {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Exactly so many bytes from this place on. Only asked for what is there.
    fn read(&mut self, offset: u64, count: usize) -> BoxFuture<'_, Result<Bytes, Error>>;
}

impl UploadSource for Bytes {
    fn len(&self) -> u64 {
        self.as_ref().len() as u64
    }

    fn read(&mut self, offset: u64, count: usize) -> BoxFuture<'_, Result<Bytes, Error>> {
        let range =
            usize::try_from(offset).ok().and_then(|from| Some(from..from.checked_add(count)?));
        let part =
            range.filter(|range| range.end <= self.as_ref().len()).map(|range| self.slice(range));
        let part = part.ok_or_else(|| Error::unreadable("the source is shorter than it said"));
        Box::pin(std::future::ready(part))
    }
}

/// A file, or whatever else tokio can read and seek, as an [`UploadSource`].
///
/// ```
/// # use docmill_runtime::{*, serde_json::Value};
/// # async fn run(client: &Client, upload_url: &str, file: std::io::Cursor<Vec<u8>>) -> Result<(), Error> {
/// // `tokio::fs::File::open("film.mp4").await?`, say.
/// let mut film = Seekable::new(file).await?;
/// // What the session has already is not sent again.
/// let upload = Upload::new(client, upload_url)?.resuming().retry(RetryPolicy::default());
/// if let Err(error) = upload.send::<Value>(&mut film).await {
///     println!("giving up: {error}");
///     Upload::new(client, upload_url)?.discard().await?;
/// }
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Seekable<F> {
    file: F,
    len: u64,
}

impl<F: AsyncRead + AsyncSeek + Send + Unpin> Seekable<F> {
    /// Takes the file, from its beginning to its end as it is now.
    ///
    /// # Errors
    ///
    /// A file whose length cannot be told.
    pub async fn new(mut file: F) -> Result<Self, Error> {
        let len = file.seek(SeekFrom::End(0)).await.map_err(unreadable)?;
        Ok(Self { file, len })
    }
}

impl<F: AsyncRead + AsyncSeek + Send + Unpin> UploadSource for Seekable<F> {
    fn len(&self) -> u64 {
        self.len
    }

    fn read(&mut self, offset: u64, count: usize) -> BoxFuture<'_, Result<Bytes, Error>> {
        Box::pin(async move {
            let mut part = vec![0; count];
            self.file.seek(SeekFrom::Start(offset)).await.map_err(unreadable)?;
            self.file.read_exact(&mut part).await.map_err(unreadable)?;
            Ok(part.into())
        })
    }
}

fn unreadable(error: std::io::Error) -> Error {
    Error::unreadable("the source could not be read").caused_by(error)
}
