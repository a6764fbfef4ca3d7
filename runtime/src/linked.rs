//! A box that ends the compiler's walk through types.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use crate::model::{Event, Fault, View, Wire};

/// A `Box<T>` behind which the compiler does not look.
///
/// Documented types refer to each other in long circles. To find out whether a model may move to
/// another thread, or how it is dropped or cloned, the compiler follows them all, and in crates that
/// use the client it gives up after 128 steps (`E0275`, `E0320`, "recursion limit while
/// instantiating"). Fields that lead back into a circle are therefore a `Linked<T>` or a
/// `Linked<Vec<T>>`. What `T` can do is settled once, where the value is made; it reads like the
/// value:
///
/// ```
/// use docmill_runtime::Linked;
///
/// let mut names = Linked::from(vec!["a".to_owned()]);
/// names.push("b".to_owned());
/// assert_eq!(names.len(), 2);
/// assert_eq!(names.into_inner(), ["a", "b"]);
/// ```
pub struct Linked<T> {
    /// Always a `T`: only [`new`](Self::new) and cloning put anything in.
    value: Box<dyn Node>,
    of: PhantomData<fn() -> T>,
}

/// What a linked value can do without its type being known.
trait Node: Any + Send + Sync {
    fn copy(&self) -> Box<dyn Node>;
    fn equals(&self, other: &dyn Any) -> bool;
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Node for T {
    fn copy(&self) -> Box<dyn Node> {
        Box::new(self.clone())
    }

    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Linked<T> {
    /// Puts the value into a box.
    pub fn new(value: T) -> Self {
        Self { value: Box::new(value), of: PhantomData }
    }
}

impl<T: 'static> Linked<T> {
    /// Takes the value out of the box.
    pub fn into_inner(self) -> T {
        let value: Box<dyn Any> = self.value;
        match value.downcast() {
            Ok(value) => *value,
            Err(_) => unreachable!("a `Linked<T>` holds a `T`"),
        }
    }
}

impl<T: 'static> Deref for Linked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let value: &dyn Any = &*self.value;
        match value.downcast_ref() {
            Some(value) => value,
            None => unreachable!("a `Linked<T>` holds a `T`"),
        }
    }
}

impl<T: 'static> DerefMut for Linked<T> {
    fn deref_mut(&mut self) -> &mut T {
        let value: &mut dyn Any = &mut *self.value;
        match value.downcast_mut() {
            Some(value) => value,
            None => unreachable!("a `Linked<T>` holds a `T`"),
        }
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<T> for Linked<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Clone + Default + PartialEq + Send + Sync + 'static> Default for Linked<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Clone for Linked<T> {
    fn clone(&self) -> Self {
        // `(*…)`: the box itself is a `Node` to the compiler if it can be cloned.
        Self { value: (*self.value).copy(), of: PhantomData }
    }
}

impl<T> PartialEq for Linked<T> {
    fn eq(&self, other: &Self) -> bool {
        (*self.value).equals(&*other.value)
    }
}

impl<T: fmt::Debug + 'static> fmt::Debug for Linked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Wire + Send + Sync> Wire for Linked<T> {
    const WANTS_DIGITS: bool = T::WANTS_DIGITS;

    fn read(event: Event<'_>) -> Result<Self, Fault> {
        T::read(event).map(Self::new)
    }

    fn view(&self) -> View<'_> {
        (**self).view()
    }

    fn null() -> Option<Self> {
        T::null().map(Self::new)
    }
}
