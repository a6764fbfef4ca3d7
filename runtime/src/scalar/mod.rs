//! OData's scalars, where Rust has no type of its own for them.
//!
//! | OData | here |
//! |---|---|
//! | `Edm.DateTimeOffset`, `Edm.Date`, `Edm.TimeOfDay`, `Edm.Duration` | [`DateTimeOffset`], [`Date`], [`TimeOfDay`], [`Duration`]: a [`Lexical`] of the `jiff` type |
//! | `Edm.Guid` | [`Guid`] |
//! | `Edm.Binary`, `Edm.Stream` in JSON | [`Binary`] |
//! | `Edm.Decimal` | [`Decimal`] |
//! | `Edm.Double`, `Edm.Single` | `f64`, `f32`; `"NaN"`, `"INF"` and `"-INF"` are read and written as OData has them |
//!
//! ```
//! use docmill_runtime::scalar::{Date, Decimal, Duration, Guid, TimeOfDay};
//! use docmill_runtime::scalar::{NotADecimal, NotLexical};
//!
//! let day: Date = "2021-07-01".parse()?;
//! assert_eq!(day.into_value().month(), 7);
//! let noon: TimeOfDay = "12:00:00.0000000".parse()?;
//! assert_eq!(noon.to_string(), "12:00:00.0000000");
//! let id: Guid = "0F0A5E8C-64E4-4D9D-95B4-7F2C8B1B1B1B".parse()?;
//! assert!(id.to_string().starts_with("0f0a5e8c"));
//! assert_eq!("1.10".parse::<Decimal>()?.to_f64(), 1.1);
//! assert_eq!("1,10".parse::<Decimal>(), Err(NotADecimal));
//! let wrong: Result<Duration, NotLexical> = "an hour".parse();
//! assert!(wrong.is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
