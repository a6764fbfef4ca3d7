//! What every client that docmill generates stands on: models, requests, retries, errors.
//!
//! Applications meet, by what they want to do:
//!
//! - call: [`Client`], [`Request`], [`Error`], [`Patch`]; many at once: [`Batch`];
//! - read lists: [`Page`], [`Request::items`]; what has changed: [`Request::changes`];
//! - move content: [`Request::download`], [`Request::content`], [`Multipart`], [`Upload`];
//! - wait for what takes long: [`Monitor`];
//! - have access: [`TokenProvider`], [`CachedTokens`], [`Granted`], [`Cloud`];
//! - bound it: [`RetryPolicy`], [`ClientBuilder`]'s limits, [`CancellationToken`];
//! - test: [`Recorded`], [`Transport`], [`Request::into_http`].
//!
//! Generated code implements [`Model`], [`OpenEnum`], [`Polymorphic`] and [`Operation`], each of
//! which shows the code that is expected.
//!
//! # Laws
//!
//! - Nothing is lost: undocumented properties, undocumented enum values and explicit nulls survive a
//!   round trip.
//! - A token goes to the client's own origin and nowhere else, and is printed nowhere.
//! - What may have had an effect is not sent twice.
//! - What is read as a stream is not held as a whole, and nothing waits without a limit or a way to
//!   cancel it.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod batch;
mod body;
mod cancel;
mod client;
mod cloud;
mod condition;
mod delta;
mod download;
mod error;
pub mod header;
pub mod model;
mod monitor;
mod multipart;
mod open_enum;
mod operation;
mod page;
mod patch;
mod path;
mod permissions;
pub mod query;
mod redirect;
mod relationship;
pub mod reply;
mod request;
mod retry;
pub mod scalar;
mod send;
mod stream;
mod token;
mod transport;
mod upload;

pub use bytes::Bytes;
pub use futures_core::Stream;
pub use futures_core::future::BoxFuture;
pub use http::{HeaderMap, Method, StatusCode};
pub use tokio_util::sync::CancellationToken;
pub use {http, jiff, serde_json};

pub use self::batch::{Answers, Batch, MOST_IN_BATCH, PartId, Ticket};
pub use self::body::Body;
pub use self::client::{Client, ClientBuilder};
pub use self::cloud::Cloud;
pub use self::condition::{Condition, Literal};
pub use self::delta::{Change, Changes, Removed, RemovedReason};
pub use self::download::Download;
pub use self::error::{Error, ErrorKind, ServiceError};
pub use self::model::{
    AnyModel, Event, Fault, Inherited, Model, Place, Polymorphic, Rest, Slot, View, Wire, collect,
    inherited,
};
pub use self::monitor::{Done, Monitor, Progress, Running};
pub use self::multipart::{Multipart, WholeOrParts};
pub use self::open_enum::{Flags, OpenEnum, UnknownMember};
pub use self::operation::{ErrorMeaning, Operation, OperationInfo};
pub use self::page::Page;
pub use self::patch::Patch;
pub use self::path::{Path, PathValue};
pub use self::permissions::{Access, Granted, Permissions, Scopes};
pub use self::relationship::{Expansions, Related, Relationship};
pub use self::reply::{Reply, Response};
pub use self::request::{Parameters, Request};
pub use self::retry::RetryPolicy;
pub use self::scalar::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Lexical, TimeOfDay};
#[cfg(feature = "azure")]
pub use self::token::AzureTokens;
pub use self::token::{
    AccessToken, CachedTokens, NoToken, StaticToken, TokenProvider, TokenRequest,
};
pub use self::transport::{Answer, Example, Recorded, Transport};
pub use self::upload::{CHUNK_UNIT, Seekable, Upload, UploadSource};

/// What the macros expand to; no part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::model::{
        Wire, copied, copied_polymorphic, debug, equal, equal_polymorphic, into_base,
        read_polymorphic,
    };
    pub use crate::open_enum::{equal_members, hash_member, read_open_enum, view_open_enum};

    /// `Serialize` by way of [`Wire`].
    pub fn serialize<T: Wire, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
        value.view().serialize(out)
    }

    /// `Deserialize` by way of [`Wire`].
    pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
        let mut place: Option<T> = None;
        crate::model::read(source, &mut place).map_err(serde::de::Error::custom)?;
        place.ok_or_else(|| serde::de::Error::custom("expected a value, found null"))
    }
}
