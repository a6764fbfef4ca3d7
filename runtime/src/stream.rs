//! Lists over all their pages.

use std::vec;

use futures_core::Stream;
use futures_util::stream;

use crate::client::Client;
use crate::error::Error;
use crate::model::Wire;
use crate::operation::Operation;
use crate::page::Page;
use crate::reply::{List, Reply as _};
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
    /// service gave. A link to another origin, or back to the page it came from, is an
    /// [`ErrorKind::Link`](crate::ErrorKind::Link).
    pub fn pages(self) -> impl Stream<Item = Result<Page<T>, Error>> + Send + 'c {
        stream::try_unfold(Pages::start(self), |mut pages| async move {
            Ok(pages.next().await?.map(|page| (page, pages)))
        })
    }

    /// All items on all pages. At most one page is held at a time. See [`pages`](Self::pages).
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + Send + 'c {
        let start = (Pages::start(self), Vec::new().into_iter());
        stream::try_unfold(start, |(mut pages, mut items)| async move {
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
        })
    }
}

/// Where a list has got to.
enum Pages<'c> {
    Start(Result<(&'c Client, Parts), Error>),
    At(&'c Client, Parts, String),
    End,
}

impl<'c> Pages<'c> {
    fn start<O: Operation>(request: Request<'c, O>) -> Self {
        Self::Start(request.into_parts())
    }

    async fn next<T: Wire + Send + 'static>(&mut self) -> Result<Option<Page<T>>, Error> {
        let (client, parts, here) = match std::mem::replace(self, Self::End) {
            Self::Start(start) => {
                let (client, parts) = start?;
                (client, parts, None)
            }
            Self::At(client, parts, link) => (client, parts.at_link(link.clone()), Some(link)),
            Self::End => return Ok(None),
        };
        let page = List::<T>::decode(execute(client, &parts).await?)?;
        if let Some(link) = &page.next_link {
            if here.as_ref() == Some(link) {
                return Err(Error::link("the link leads back to the same page"));
            }
            *self = Self::At(client, parts, link.clone());
        }
        Ok(Some(page))
    }
}
