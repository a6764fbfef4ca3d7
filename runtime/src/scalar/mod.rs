//! OData's scalars, where Rust has no type of its own for them.
//!
//! | OData | here |
//! |---|---|
//! | `Edm.DateTimeOffset`, `Edm.Date`, `Edm.TimeOfDay`, `Edm.Duration` | [`DateTimeOffset`], [`Date`], [`TimeOfDay`], [`Duration`]: a [`Lexical`] of the `jiff` type |
//! | `Edm.Guid` | [`Guid`] |
//! | `Edm.Binary`, `Edm.Stream` in JSON | [`Binary`] |
//! | `Edm.Decimal` | [`Decimal`] |
//! | `Edm.Double`, `Edm.Single` | `f64`, `f32`; `"NaN"`, `"INF"` and `"-INF"` are read and written as OData has them |

mod binary;
mod decimal;
mod guid;
mod lexical;
mod time;

pub use self::binary::Binary;
pub use self::decimal::{Decimal, NotADecimal};
pub use self::lexical::{Lexical, LexicalValue, NotLexical};
pub use self::time::{Date, DateTimeOffset, Duration, TimeOfDay};

/// `Edm.Guid`. Compared by value; written in lower case.
pub type Guid = uuid::Uuid;
