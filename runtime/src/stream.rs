//! Lists over all their pages.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::vec;

use futures_core::Stream;
use futures_util::stream;

use crate::client::Client;
use crate::error::Error;
use crate::model::Wire;
use crate::operation::Operation;
use crate::page::Page;
use crate::reply::{List, RawResponse, Reply as _};
use crate::request::{Parts, Request};
use crate::send::execute;

impl<'c, O, T> Request<'c, O>
where
    O: Operation<Reply = List<T>>,
    T: Wire + Send + 'static,
{
    /// All pages, one after the other, following `@odata.nextLink`. A page is asked for when the
    /// stream is polled for it; dropping the stream ends the list. An error ends it too.
    ///
    /// Pages after the first are asked for with the same headers, at exactly the link that the
    /// service gave. A link to another origin, or to a page that was there before, is an
    /// [`ErrorKind::Link`](crate::ErrorKind::Link), after the page that holds it.
    ///
    /// To go on another day, keep [`Page::next_link`] of the last page that was dealt with and give
    /// it to [`at_link`](Self::at_link).
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// use futures_util::TryStreamExt as _;
    ///
    /// # async fn run<O, T>(list: Request<'_, O>) -> Result<(), Error>
    /// # where O: Operation<Reply = reply::List<T>>, T: Wire + Send + 'static {
    /// let mut pages = list.pages();
    /// while let Some(page) = pages.try_next().await? {
    ///     println!("{} items, then {:?}", page.items.len(), page.next_link);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn pages(self) -> impl Stream<Item = Result<Page<T>, Error>> + Send + Unpin + 'c {
        let pages = Pages::start(self.into_parts());
        // In a box, so that callers need not pin it.
        Box::pin(stream::try_unfold(pages, |mut pages| async move {
            Ok(pages.next().await?.map(|page| (page, pages)))
        }))
    }

    /// All items on all pages. At most one page is held at a time. See [`pages`](Self::pages).
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// use futures_util::TryStreamExt as _;
    ///
    /// # async fn run<O>(list: Request<'_, O>) -> Result<(), Error>
    /// # where O: Operation<Reply = reply::List<serde_json::Value>> {
    /// let mut items = list.items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item}");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + Send + Unpin + 'c {
        let start = (Pages::start(self.into_parts()), Vec::new().into_iter());
        Box::pin(stream::try_unfold(start, |(mut pages, mut items)| async move {
            loop {
                let item: Option<T> = vec::IntoIter::next(&mut items);
                if let Some(item) = item {
                    return Ok(Some((item, (pages, items))));
                }
                match pages.next().await? {
                    Some(page) => items = page.items.into_iter(),
                    None => return Ok(None),
                }
            }
        }))
    }

    /// All items on all pages at once, for lists that fit into memory. See [`pages`](Self::pages).
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # async fn run<O>(list: Request<'_, O>) -> Result<(), Error>
    /// # where O: Operation<Reply = reply::List<serde_json::Value>> {
    /// let items: Vec<serde_json::Value> = list.all().await?;
    /// println!("{} items", items.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The first page that does not come, or cannot be read.
    pub async fn all(self) -> Result<Vec<T>, Error> {
        let mut pages = Pages::start(self.into_parts());
        let mut all: Vec<T> = Vec::new();
        while let Some(page) = pages.next().await? {
            all.extend(page.items);
        }
        Ok(all)
    }
}

/// Where a list has got to.
pub(crate) struct Pages<'c> {
    state: State<'c>,
    /// Hashes of the links so far: a service that leads in a circle would never end.
    seen: HashSet<u64>,
    hasher: RandomState,
}

enum State<'c> {
    /// This page is next. It stays until the page is there, so that nothing is lost by dropping a
    /// future or by an error that passes.
    Next(&'c Client, Box<Parts>),
    Failed(Error),
    End,
}

impl<'c> Pages<'c> {
    pub(crate) fn start(request: Result<(&'c Client, Parts), Error>) -> Self {
        let hasher = RandomState::new();
        let mut seen = HashSet::new();
        let state = match request {
            Ok((client, parts)) => {
                seen.extend(parts.link().map(|link| hasher.hash_one(link)));
                State::Next(client, Box::new(parts))
            }
            Err(error) => State::Failed(error),
        };
        Self { state, seen, hasher }
    }

    /// The next page; the only part that knows the items' type.
    pub(crate) async fn next<T: Wire + Send + 'static>(
        &mut self,
    ) -> Result<Option<Page<T>>, Error> {
        let Some(response) = self.fetch().await? else { return Ok(None) };
        let page = List::<T>::decode(response)?;
        self.go_on(page.next_link.as_deref());
        Ok(Some(page))
    }

    async fn fetch(&mut self) -> Result<Option<RawResponse>, Error> {
        if let State::Next(client, parts) = &self.state {
            return execute(client, parts).await.map(Some);
        }
        match std::mem::replace(&mut self.state, State::End) {
            State::Failed(error) => Err(error),
            State::Next(..) | State::End => Ok(None),
        }
    }

    fn go_on(&mut self, link: Option<&str>) {
        let Some(link) = link else {
            self.state = State::End;
            return;
        };
        if !self.seen.insert(self.hasher.hash_one(link)) {
            let error = Error::link("the link leads back to a page that was there before");
            self.state = State::Failed(error);
        } else if let State::Next(_, parts) = &mut self.state {
            parts.go_to_link(link.to_owned());
        }
    }
}
