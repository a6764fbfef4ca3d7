//! Messages of several named parts: `multipart/form-data`, RFC 7578.

use std::fmt;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use http::HeaderValue;

use crate::body::Body;
use crate::error::Error;

/// Named parts, each with a media type and its content: bytes at hand, or a stream of them.
///
/// What tells parts apart, the boundary, occurs in none of them. Bytes at hand are searched for it;
/// it depends on nothing but them, so the same parts make the same message. A stream cannot be
/// searched beforehand: then the boundary is random, and should the stream have it all the same,
/// the request fails rather than being read as other parts. Contents are sent from where they are,
/// not copied together. `Debug` shows no content.
///
/// ```
/// use docmill_runtime::Multipart;
///
/// let page = Multipart::new()
///     .part("Presentation", "text/html", "<html><img src=\"name:photo\" /></html>")
///     .file("photo", "me.jpg", "image/jpeg", vec![0xFF, 0xD8]);
/// assert_eq!(page.len(), 2);
/// ```
#[derive(Default)]
pub struct Multipart {
    parts: Vec<Part>,
}

struct Part {
    name: String,
    file: Option<String>,
    media_type: String,
    content: Body,
}

/// What to send where a page shows content on its own and content in parts: either converts.
///
/// ```
/// use docmill_runtime::{Multipart, WholeOrParts};
///
/// fn create(page: impl Into<WholeOrParts>) -> WholeOrParts {
///     page.into()
/// }
/// assert!(matches!(create("<html></html>"), WholeOrParts::Whole(_)));
/// let parts = Multipart::new().part("Presentation", "text/html", "<html></html>");
/// assert!(matches!(create(parts), WholeOrParts::Parts(_)));
/// ```
#[derive(Debug)]
pub enum WholeOrParts {
    /// Content on its own.
    Whole(Body),
    /// Content in parts.
    Parts(Multipart),
}

impl From<Multipart> for WholeOrParts {
    fn from(parts: Multipart) -> Self {
        Self::Parts(parts)
    }
}

impl<B: Into<Body>> From<B> for WholeOrParts {
    fn from(whole: B) -> Self {
        Self::Whole(whole.into())
    }
}

impl Multipart {
    /// No parts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    #[must_use]
    pub fn part(self, name: &str, media_type: &str, content: impl Into<Body>) -> Self {
        self.with(name, None, media_type, content.into())
    }

    /// Adds a part that is a file of this name.
    #[must_use]
    pub fn file(
        self,
        name: &str,
        file_name: &str,
        media_type: &str,
        content: impl Into<Body>,
    ) -> Self {
        self.with(name, Some(file_name), media_type, content.into())
    }

    fn with(mut self, name: &str, file: Option<&str>, media_type: &str, content: Body) -> Self {
        self.parts.push(Part {
            name: name.to_owned(),
            file: file.map(str::to_owned),
            media_type: media_type.to_owned(),
            content,
        });
        self
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The message, and its media type with the boundary.
    ///
    /// Fails without parts, and where a part's media type cannot stand in a header.
    pub(crate) fn message(self, media_type: &str) -> Result<(String, Message), Error> {
        if self.parts.is_empty() {
            return Err(Error::invalid_request("a message of parts has none"));
        }
        if self.parts.iter().any(|part| HeaderValue::try_from(&part.media_type).is_err()) {
            return Err(Error::invalid_request("a part's media type is not usable"));
        }
        let boundary = self.boundary();
        let content_type = format!("{media_type}; boundary={boundary}");
        Ok((content_type, self.between(&boundary)))
    }

    /// Text that no part has, as far as parts are at hand.
    fn boundary(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for part in &self.parts {
            (&part.name, &part.file, &part.media_type).hash(&mut hasher);
            match part.content.whole() {
                // Nobody can put a hash of all content into the content.
                Some(bytes) => bytes.hash(&mut hasher),
                // std's hash keys are random per process and differ per use.
                None => RandomState::new().hash_one(&part.name).hash(&mut hasher),
            }
        }
        let at_hand = || self.parts.iter().filter_map(|part| part.content.whole());
        loop {
            let boundary = format!("docmill-{:016x}", hasher.finish());
            if !at_hand().any(|bytes| has(bytes, &boundary)) {
                return boundary;
            }
            0_u8.hash(&mut hasher);
        }
    }

    fn between(self, boundary: &str) -> Message {
        let end = Bytes::from(format!("\r\n--{boundary}--\r\n"));
        let mut pieces: Vec<Body> = Vec::with_capacity(2 * self.parts.len() + 1);
        for (index, part) in self.parts.into_iter().enumerate() {
            pieces.push(part.head(boundary, index == 0).into());
            pieces.push(part.content);
        }
        pieces.push(end.into());
        let at_hand: Option<Vec<Bytes>> =
            pieces.iter().map(|piece| piece.whole().cloned()).collect();
        match at_hand {
            Some(pieces) => Message::AtHand(pieces),
            None => Message::Arriving(one_stream(pieces, boundary)),
        }
    }
}

/// A message that is ready to be sent.
pub(crate) enum Message {
    /// In these pieces, one after the other.
    AtHand(Vec<Bytes>),
    /// As it arrives.
    Arriving(Body),
}

impl Part {
    fn head(&self, boundary: &str, is_first: bool) -> String {
        let line_end = if is_first { "" } else { "\r\n" };
        let name = quoted(&self.name);
        let file = self.file.as_deref().map(quoted);
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let media_type = &self.media_type;
        format!(
            "{line_end}--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\
             Content-Type: {media_type}\r\n\r\n"
        )
    }
}

/// As HTML's form submission writes names (WHATWG HTML, 4.10.21.8), so that none ends its quotes.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// All pieces after each other. Those that arrive are watched for the boundary.
fn one_stream(pieces: Vec<Body>, boundary: &str) -> Body {
    let len = pieces.iter().map(Body::len).sum::<Option<u64>>();
    let watch = |piece: Body| match piece.whole() {
        Some(_) => piece.boxed(),
        None => watched(piece, boundary.to_owned()).boxed(),
    };
    let pieces: Vec<_> = pieces.into_iter().map(watch).collect();
    let all = Body::stream(stream::iter(pieces).flatten());
    match len {
        Some(len) => all.with_len(len),
        None => all,
    }
}

fn watched(content: Body, boundary: String) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    // The end of what has passed, in which the boundary may have begun.
    let tail: Vec<u8> = Vec::new();
    content.scan(tail, move |tail, bytes| {
        let watched = bytes.and_then(|bytes| {
            let longest = boundary.len();
            tail.extend_from_slice(&bytes[..bytes.len().min(longest)]);
            if has(tail, &boundary) || has(&bytes, &boundary) {
                return Err(Error::invalid_request("a part has the boundary between parts in it"));
            }
            if bytes.len() > longest {
                tail.clear();
                tail.extend_from_slice(&bytes[bytes.len() - longest..]);
            } else {
                tail.drain(..tail.len().saturating_sub(longest));
            }
            Ok(bytes)
        });
        std::future::ready(Some(watched))
    })
}

fn has(bytes: &[u8], boundary: &str) -> bool {
    memchr::memmem::find(bytes, boundary.as_bytes()).is_some()
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts.iter().map(|part| (&part.name, &part.media_type));
        f.debug_map().entries(parts).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(parts: Multipart) -> (String, Vec<u8>) {
        let (media, message) = parts.message("multipart/form-data").expect("a message");
        let Message::AtHand(pieces) = message else { panic!("a stream") };
        (media, pieces.concat())
    }

    #[test]
    fn the_boundary_is_the_same_for_the_same_parts_and_in_none_of_them() {
        let one = || Multipart::new().part("a", "text/plain", "some text");
        assert_eq!(message(one()), message(one()));
        let (media, _) = message(one());
        let boundary = media.split_once("boundary=").expect("a boundary").1;
        // The boundary of one message as the content of another, and of the message itself.
        let mut other = one();
        let mut parts = vec![boundary.to_owned()];
        for _ in 0..4 {
            let content: Bytes = parts.join("\r\n--").into();
            other = other.part("a", "text/plain", content.clone());
            let (media, _) = message(Multipart::new().part("a", "text/plain", content.clone()));
            let boundary = media.split_once("boundary=").expect("a boundary").1;
            assert!(!has(&content, boundary));
            parts.push(boundary.to_owned());
        }
        assert_eq!(other.len(), 5);
    }

    #[tokio::test]
    async fn a_stream_with_the_boundary_in_it_fails_wherever_it_is_cut() {
        let boundary = "docmill-0123456789abcdef";
        let text = format!("before --{boundary} after");
        for size in 1..=text.len() {
            let pieces: Vec<_> =
                text.as_bytes().chunks(size).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
            let content = Body::stream(stream::iter(pieces));
            let all: Vec<_> = watched(content, boundary.to_owned()).collect().await;
            assert!(all.iter().any(Result::is_err), "{size}");
        }
        let content = Body::stream(stream::iter([Ok(Bytes::from_static(b"docmill-01234"))]));
        let all: Vec<_> = watched(content, boundary.to_owned()).collect().await;
        assert!(all.iter().all(Result::is_ok));
    }
}
