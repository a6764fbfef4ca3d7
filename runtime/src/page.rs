//! One page of a list, and objects that only wrap a value.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::model::{Event, Fault, Model, Place, Rest, Slot, Wire, read, read_model};

/// One page of a list.
///
/// ```
/// use docmill_runtime::Page;
///
/// let text = r#"{"@odata.count":7,"value":["a","b"],"@odata.nextLink":"https://host/next"}"#;
/// let page: Page<String> = serde_json::from_str(text)?;
/// assert_eq!(page.items, ["a", "b"]);
/// assert_eq!(page.count, Some(7));
/// assert_eq!(page.next_link.as_deref(), Some("https://host/next"));
/// // Services that do not speak OData send the items alone, and the link in a header.
/// let page: Page<String> = serde_json::from_str(r#"["c"]"#)?;
/// assert_eq!(page.items, ["c"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page: `value`, or all of a body that is an array.
    pub items: Vec<T>,
    /// How many items there are on all pages, if that was asked for: `@odata.count`.
    pub count: Option<i64>,
    /// Where the next page is; `None` on the last: `@odata.nextLink`, else the `Link` header with
    /// `rel="next"`.
    pub next_link: Option<String>,
    /// Where to ask for later changes, on the last page of a delta query: `@odata.deltaLink`.
    pub delta_link: Option<String>,
    /// Anything else, such as `@odata.context`.
    pub rest: Rest,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            count: None,
            next_link: None,
            delta_link: None,
            rest: Rest::new(),
        }
    }
}

/// A page while it is read: even `value` may be missing.
struct Arriving<T> {
    value: Option<Vec<T>>,
    /// All but the items.
    page: Page<T>,
}

impl<T> Default for Arriving<T> {
    fn default() -> Self {
        Self { value: None, page: Page::default() }
    }
}

impl<T: Wire> Model for Arriving<T> {
    const NAME: &'static str = "page";
    const PROPERTIES: &'static [&'static str] =
        &["@odata.count", "value", "@odata.nextLink", "@odata.deltaLink"];

    fn slot(&self, index: usize) -> &dyn Slot {
        match index {
            0 => &self.page.count,
            1 => &self.value,
            2 => &self.page.next_link,
            _ => &self.page.delta_link,
        }
    }

    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            0 => &mut self.page.count,
            1 => &mut self.value,
            2 => &mut self.page.next_link,
            _ => &mut self.page.delta_link,
        }
    }

    fn rest(&self) -> &Rest {
        &self.page.rest
    }

    fn rest_mut(&mut self) -> &mut Rest {
        &mut self.page.rest
    }
}

impl<T: Wire> Place for Page<T> {
    fn put(&mut self, event: Event<'_>) -> Result<(), Fault> {
        let entries = match event {
            Event::Map(entries) => entries,
            list @ Event::List(_) => {
                let mut items: Option<Vec<T>> = None;
                items.put(list)?;
                *self = Self { items: items.unwrap_or_default(), ..Self::default() };
                return Ok(());
            }
            other => return Err(other.unexpected("an object or a list")),
        };
        let mut arriving = Arriving::default();
        read_model(&mut arriving, entries)?;
        let Some(items) = arriving.value else {
            return Err(Fault::new("expected a list").in_property("value"));
        };
        *self = Self { items, ..arriving.page };
        Ok(())
    }
}

impl<'de, T: Wire> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let mut page = Self::default();
        read(source, &mut page).map_err(D::Error::custom)?;
        Ok(page)
    }
}

/// `{"value": ...}` around a single value.
pub(crate) struct Wrapped<T> {
    pub(crate) value: Option<T>,
    rest: Rest,
}

impl<T> Default for Wrapped<T> {
    fn default() -> Self {
        Self { value: None, rest: Rest::new() }
    }
}

impl<T: Wire> Model for Wrapped<T> {
    const NAME: &'static str = "value";
    const PROPERTIES: &'static [&'static str] = &["value"];

    fn slot(&self, _: usize) -> &dyn Slot {
        &self.value
    }

    fn slot_mut(&mut self, _: usize) -> &mut dyn Slot {
        &mut self.value
    }

    fn rest(&self) -> &Rest {
        &self.rest
    }

    fn rest_mut(&mut self) -> &mut Rest {
        &mut self.rest
    }
}

impl<T: Wire> Place for Wrapped<T> {
    fn put(&mut self, event: Event<'_>) -> Result<(), Fault> {
        let Event::Map(entries) = event else {
            return Err(event.unexpected("an object"));
        };
        read_model(self, entries)
    }
}
