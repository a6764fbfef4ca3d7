//! What one would write by hand with serde's derive macros: the same properties, of the same types.
//!
//! [`plain`] drops what it does not know; [`flattened`] keeps it, in the map that serde's `flatten`
//! fills. Nulls are forgotten by both, and no timestamp remembers how it was written.

use serde::{Deserialize, Serialize};

/// An enum's member.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Importance {
    Low,
    Normal,
    High,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Classification {
    Focused,
    Other,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum BodyType {
    Text,
    Html,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FlagStatus {
    NotFlagged,
    Complete,
    Flagged,
    #[serde(other)]
    Unknown,
}

/// Bytes as base64.
mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Vec<u8>>, D::Error> {
        let text: Option<std::borrow::Cow<'de, str>> = Option::deserialize(source)?;
        text.map(|text| STANDARD.decode(&*text).map_err(D::Error::custom)).transpose()
    }

    #[allow(clippy::ref_option, reason = "serde hands the field out so")]
    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, out: S) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => out.serialize_str(&STANDARD.encode(bytes)),
            None => out.serialize_none(),
        }
    }
}

/// The structs, once with `rest` in each and once without.
macro_rules! models {
    ($(#[$about:meta])* $module:ident $($rest:tt)*) => {
        $(#[$about])*
        pub mod $module {
            use super::*;

            models!(@struct Page { value: Vec<Message>, } {
                #[serde(rename = "@odata.count")] count: i64,
                #[serde(rename = "@odata.nextLink")] next_link: String,
                #[serde(rename = "@odata.deltaLink")] delta_link: String,
            } $($rest)*);
            models!(@struct Message {} {
                id: String,
                categories: Vec<String>,
                change_key: String,
                created_date_time: jiff::Timestamp,
                last_modified_date_time: jiff::Timestamp,
                bcc_recipients: Vec<Recipient>,
                body: Body,
                body_preview: String,
                cc_recipients: Vec<Recipient>,
                conversation_id: String,
                #[serde(with = "base64_text")] conversation_index: Vec<u8>,
                flag: Flag,
                from: Recipient,
                has_attachments: bool,
                importance: Importance,
                inference_classification: Classification,
                internet_message_id: String,
                is_delivery_receipt_requested: bool,
                is_draft: bool,
                is_read: bool,
                is_read_receipt_requested: bool,
                parent_folder_id: String,
                received_date_time: jiff::Timestamp,
                reply_to: Vec<Recipient>,
                sender: Recipient,
                sent_date_time: jiff::Timestamp,
                subject: String,
                to_recipients: Vec<Recipient>,
                unique_body: Body,
                web_link: String,
            } $($rest)*);
            models!(@struct Recipient {} { email_address: Address, } $($rest)*);
            models!(@struct Address {} { address: String, name: String, } $($rest)*);
            models!(@struct Body {} { content: String, content_type: BodyType, } $($rest)*);
            models!(@struct Flag {} {
                completed_date_time: Moment,
                due_date_time: Moment,
                flag_status: FlagStatus,
                start_date_time: Moment,
            } $($rest)*);
            models!(@struct Moment {} { date_time: String, time_zone: String, } $($rest)*);
        }
    };
    (@struct $name:ident { $($always:ident: $always_type:ty,)* }
        { $($(#[$meta:meta])* $field:ident: $type:ty,)* } $($rest:tt)*
    ) => {
        #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
        #[serde(rename_all = "camelCase")]
        #[allow(clippy::struct_field_names, reason = "they are the documentation's")]
        pub struct $name {
            $(pub $always: $always_type,)*
            $(
                #[serde(default, skip_serializing_if = "Option::is_none")]
                $(#[$meta])*
                pub $field: Option<$type>,
            )*
            $($rest)*
        }
    };
}

models! {
    /// Unknown properties are dropped.
    plain
}

models! {
    /// Unknown properties are kept.
    flattened
    #[serde(flatten)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}
