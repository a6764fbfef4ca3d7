//! What has changed since last time: delta queries.

use crate::error::Error;
use crate::model::{AnyModel, View, Wire};
use crate::open_enum::{OpenEnum, UnknownMember};
use crate::operation::Operation;
use crate::page::Page;
use crate::reply::List;
use crate::request::Request;
use crate::stream::Pages;

/// One item of a delta query: as it is now, or gone.
///
/// ```
/// use docmill_runtime::{Change, RemovedReason, serde_json::{Value, json}};
///
/// let gone = Change::of(json!({"id": "1", "@removed": {"reason": "deleted"}}));
/// let Change::Removed(gone) = gone else { panic!("it is marked as removed") };
/// assert_eq!((gone.id(), &gone.reason), (Some("1"), &Some(RemovedReason::Deleted)));
/// assert!(matches!(Change::of(json!({"id": "2"})), Change::Present(_)));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change<T> {
    /// New or changed. Of a changed one, services may send the changed properties only.
    Present(T),
    /// No longer there, or no longer part of what was asked for.
    Removed(Removed<T>),
}

/// An item that is gone.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Removed<T> {
    /// All that the service sent of it: mostly its id.
    pub item: T,
    /// Why it is gone, if the service says.
    pub reason: Option<RemovedReason>,
}

/// Why an item is gone: the `reason` of `@removed`.
#[derive(Clone)]
#[non_exhaustive]
pub enum RemovedReason {
    /// `changed`: it no longer fits, or can be restored.
    Changed,
    /// `deleted`: for good.
    Deleted,
    /// Another reason, as it came.
    Unknown(UnknownMember),
}

crate::impl_open_enum! {
    RemovedReason = "reason" {
        Changed = "changed",
        Deleted = "deleted",
        _ => Unknown,
    }
}

impl<T: Wire> Change<T> {
    /// Tells what this item of a delta query is: removed if it has OData's `@removed`, or the
    /// `deleted` facet that drives use instead.
    pub fn of(item: T) -> Self {
        let Some(reason) = mark(&item.view()).map(Mark::reason) else {
            return Self::Present(item);
        };
        Self::Removed(Removed { item, reason })
    }
}

impl<T: Wire> Removed<T> {
    /// The item's `id`.
    pub fn id(&self) -> Option<&str> {
        match property(&self.item.view(), "id")? {
            View::Str(id) => Some(id),
            View::Json(id) => id.as_str(),
            _ => None,
        }
    }
}

/// What marks an item as removed, and which of its properties says why.
struct Mark<'a>(View<'a>, &'static str);

fn mark<'a>(item: &View<'a>) -> Option<Mark<'a>> {
    let mark = |name, reason| property(item, name).map(|mark| Mark(mark, reason));
    // `deleted` may be a property of another kind.
    mark("@removed", "reason").or_else(|| mark("deleted", "state")).filter(Mark::is_object)
}

impl Mark<'_> {
    fn is_object(&self) -> bool {
        match self.0 {
            View::Model(_) | View::Derived(..) => true,
            View::Json(mark) => mark.is_object(),
            _ => false,
        }
    }

    fn reason(self) -> Option<RemovedReason> {
        let text = match property(&self.0, self.1)? {
            View::Str(text) => text,
            View::Json(text) => text.as_str()?,
            _ => return None,
        };
        Some(RemovedReason::from_wire(text))
    }
}

/// A property of an object, documented or not; `None` if it is not there or null.
fn property<'a>(object: &View<'a>, name: &str) -> Option<View<'a>> {
    let model: &'a dyn AnyModel = match *object {
        View::Model(model) | View::Derived(_, model) => model,
        View::Json(value) => {
            return value.get(name).filter(|value| !value.is_null()).map(View::Json);
        }
        _ => return None,
    };
    let index = model.properties().iter().position(|other| *other == name);
    match index.map(|index| model.slot(index).view()) {
        Some(View::Absent | View::Null) => None,
        Some(view) => Some(view),
        None => model.rest().get(name).filter(|value| !value.is_null()).map(View::Json),
    }
}

impl<'c, O, T> Request<'c, O>
where
    O: Operation<Reply = List<T>>,
    T: Wire + Send + 'static,
{
    /// What has changed, over all pages, and in the end the link for the next time: for delta
    /// queries. Start from an earlier [`delta_link`](Changes::delta_link) with
    /// [`at_link`](Self::at_link).
    ///
    /// A link that is too old is answered with 410: then start from the beginning, or from
    /// [`ServiceError::location`](crate::ServiceError::location) if the service gives it.
    ///
    /// ```
    /// # use docmill_runtime::{*, serde_json::Value};
    /// # async fn run<O: Operation<Reply = reply::List<Value>>>(
    /// #     request: Request<'_, O>, saved: &mut Option<String>,
    /// # ) -> Result<(), Error> {
    /// let request = match saved.as_deref() {
    ///     Some(link) => request.at_link(link),
    ///     None => request,
    /// };
    /// let mut changes = request.changes();
    /// while let Some(change) = changes.next().await? {
    ///     match change {
    ///         Change::Present(item) => println!("there is {item}"),
    ///         Change::Removed(gone) => println!("gone is {:?}", gone.id()),
    ///         _ => {}
    ///     }
    /// }
    /// *saved = changes.delta_link().map(str::to_owned);
    /// # Ok(()) }
    /// ```
    pub fn changes(self) -> Changes<'c, T> {
        Changes {
            pages: Pages::start(self.into_parts()),
            page: Vec::new().into_iter(),
            next_link: None,
            delta_link: None,
        }
    }
}

/// The changes that a delta query gives: [`Request::changes`].
pub struct Changes<'c, T> {
    pages: Pages<'c>,
    page: std::vec::IntoIter<T>,
    next_link: Option<String>,
    delta_link: Option<String>,
}

impl<T: Wire + Send + 'static> Changes<'_, T> {
    /// The next change; `None` after the last. At most one page is held at a time. No change is lost
    /// if the future is dropped.
    ///
    /// # Errors
    ///
    /// A page that does not come, or cannot be read. The next call asks for the same page again.
    pub async fn next(&mut self) -> Result<Option<Change<T>>, Error> {
        loop {
            if let Some(item) = self.page.next() {
                return Ok(Some(Change::of(item)));
            }
            let Some(page): Option<Page<T>> = self.pages.next().await? else { return Ok(None) };
            self.page = page.items.into_iter();
            self.next_link = page.next_link;
            self.delta_link = page.delta_link;
        }
    }

    /// All changes at once, for those that fit into memory, and where to ask the next time.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # async fn run<O>(request: Request<'_, O>) -> Result<(), Error>
    /// # where O: Operation<Reply = reply::List<serde_json::Value>> {
    /// let (changes, delta_link) = request.changes().all().await?;
    /// println!("{} changes; to go on: {delta_link:?}", changes.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// A page that does not come, or cannot be read: ask again from where this began.
    pub async fn all(mut self) -> Result<(Vec<Change<T>>, Option<String>), Error> {
        let mut all = Vec::new();
        while let Some(change) = self.next().await? {
            all.push(change);
        }
        Ok((all, self.delta_link))
    }

    /// Where to ask the next time: keep it. There once the last page has arrived; keep it only when
    /// its changes have been dealt with.
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }

    /// Where to go on if it has to end before the last page, at a moment when all changes of a page
    /// have been dealt with.
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref().filter(|_| self.page.as_slice().is_empty())
    }
}

impl<T> std::fmt::Debug for Changes<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Changes").finish_non_exhaustive()
    }
}
