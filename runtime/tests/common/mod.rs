//! Code as `docmill-codegen` writes it, by hand: the contract, and what the other tests call.

#![allow(
    dead_code,
    missing_docs,
    clippy::needless_pass_by_value,
    reason = "each test uses its part; bodies are taken by value so that they can be built in place"
)]

/// Models, as generated.
pub mod model {
    /// Who did something: a type that contains itself, so that field is boxed.
    #[derive(Default)]
    #[non_exhaustive]
    pub struct IdentitySet {
        pub display_name: Option<String>,
        pub manager: Option<Box<IdentitySet>>,
        pub phones: Option<Vec<ItemPhone>>,
        pub rest: docmill_runtime::Rest,
    }
    docmill_runtime::impl_model! {
        IdentitySet = "microsoft.graph.identitySet" {
            0 => display_name = "displayName",
            1 => manager = "manager",
            2 => phones = "phones",
        }
    }

    /// A phone number.
    #[derive(Default)]
    #[non_exhaustive]
    pub struct ItemPhone {
        pub id: Option<String>,
        pub type_: Option<PhoneType>,
        pub created_by: Option<Box<IdentitySet>>,
        pub created_date_time: Option<docmill_runtime::DateTimeOffset>,
        pub tags: Option<Vec<String>>,
        pub rights: Option<docmill_runtime::Flags<PhoneType>>,
        pub rest: docmill_runtime::Rest,
    }
    docmill_runtime::impl_model! {
        ItemPhone = "microsoft.graph.itemPhone" {
            0 => id = "id",
            1 => type_ = "type",
            2 => created_by = "createdBy",
            3 => created_date_time = "createdDateTime",
            4 => tags = "tags",
            5 => rights = "rights",
        }
    }

    /// A type without properties of its own.
    #[derive(Default)]
    #[non_exhaustive]
    pub struct Nothing {
        pub rest: docmill_runtime::Rest,
    }
    docmill_runtime::impl_model! {
        Nothing = "microsoft.graph.nothing" {}
    }

    /// What an update of a phone number may send.
    #[derive(Default)]
    #[non_exhaustive]
    pub struct ItemPhoneUpdate {
        pub number: docmill_runtime::Patch<String>,
        pub type_: docmill_runtime::Patch<PhoneType>,
        pub rest: docmill_runtime::Rest,
    }
    impl ItemPhoneUpdate {
        pub fn new() -> Self {
            Self::default()
        }
        #[must_use]
        pub fn number(mut self, number: impl Into<String>) -> Self {
            self.number = docmill_runtime::Patch::Value(number.into());
            self
        }
    }
    docmill_runtime::impl_model! {
        ItemPhoneUpdate = "microsoft.graph.itemPhone" {
            0 => number = "number",
            1 => type_ = "type",
        }
    }

    /// Kinds of phone.
    #[derive(Clone)]
    #[non_exhaustive]
    pub enum PhoneType {
        Home,
        Business,
        Unknown(docmill_runtime::UnknownMember),
    }
    docmill_runtime::impl_open_enum! {
        PhoneType = "microsoft.graph.phoneType" {
            Home = "home",
            Business = "business",
            _ => Unknown,
        }
    }

    /// Whoever is meant: a phone, or an identity.
    #[non_exhaustive]
    pub enum AnyThing {
        ItemPhone(Box<ItemPhone>),
        IdentitySet(Box<IdentitySet>),
    }
    docmill_runtime::impl_polymorphic! {
        AnyThing {
            0 => ItemPhone = "microsoft.graph.itemPhone",
            _ => IdentitySet = "microsoft.graph.identitySet",
        }
    }
}

/// Relationships, as generated.
pub mod relationships {
    use docmill_runtime::Relationship;

    pub struct ItemPhone {
        pub created_by: Relationship<super::model::IdentitySet>,
        pub others: Relationship<super::model::ItemPhone>,
    }
    impl docmill_runtime::Related for super::model::ItemPhone {
        type Relationships = ItemPhone;
        const RELATIONSHIPS: ItemPhone = ItemPhone {
            created_by: Relationship::new("createdBy"),
            others: Relationship::new("others"),
        };
    }
}

/// Operations, as generated.
pub mod item_phone {
    use docmill_runtime::{
        Client, ErrorMeaning, Method, OperationInfo, Path, PathValue, Request, query, reply,
    };

    use super::model::{ItemPhone, ItemPhoneUpdate};

    pub enum Update {}
    impl docmill_runtime::Operation for Update {
        type Reply = reply::Json<ItemPhone>;
        const INFO: OperationInfo = OperationInfo::new("item_phone::update", Method::PATCH)
            .delegated_work("User.ReadWrite", "User.ReadWrite.All")
            .errors(&[
                ErrorMeaning {
                    status: Some(412),
                    code: None,
                    meaning: "Somebody else was faster.",
                },
                ErrorMeaning {
                    status: Some(400),
                    code: Some("noNumber"),
                    meaning: "It is no number.",
                },
            ]);
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct UpdatePath(Path);
    impl UpdatePath {
        pub fn me(id: impl Into<PathValue>) -> Self {
            Self(Path::new("/me/profile/phones/{id}", [id.into()]))
        }
    }
    pub fn update(client: &Client, at: UpdatePath, body: ItemPhoneUpdate) -> Request<'_, Update> {
        Request::new(client, at.0).json(&body)
    }

    pub enum Create {}
    impl docmill_runtime::Operation for Create {
        type Reply = reply::Json<ItemPhone>;
        const INFO: OperationInfo = OperationInfo::new("item_phone::create", Method::POST);
    }
    pub fn create<'c>(client: &'c Client, body: &ItemPhone) -> Request<'c, Create> {
        Request::new(client, Path::new("/me/profile/phones", [])).json(body)
    }

    pub enum List {}
    impl docmill_runtime::Operation for List {
        type Reply = reply::List<ItemPhone>;
        const INFO: OperationInfo = OperationInfo::new("item_phone::list", Method::GET);
    }
    impl query::Select for List {}
    impl query::Expand for List {}
    impl query::Filter for List {}
    impl query::Search for List {}
    impl query::OrderBy for List {}
    impl query::Top for List {}
    impl query::Skip for List {}
    impl query::Count for List {}
    impl query::Properties for List {
        type Of = super::model::ItemPhone;
    }
    impl docmill_runtime::header::ConsistencyLevel for List {}
    impl docmill_runtime::header::IfMatch for Update {}
    /// A function with parameters.
    pub fn search(client: &Client, q: impl Into<String>) -> Request<'_, List> {
        let values = [Into::<String>::into(q).into(), true.into()];
        Request::new(client, Path::new("/search(q='{q}',own={own})", values))
    }
    pub fn list(client: &Client) -> Request<'_, List> {
        Request::new(client, Path::new("/me/profile/phones", []))
    }

    /// One operation per kind of reply.
    macro_rules! gets {
        ($($marker:ident $function:ident $reply:ty;)*) => {$(
            pub enum $marker {}
            impl docmill_runtime::Operation for $marker {
                type Reply = $reply;
                const INFO: OperationInfo =
                    OperationInfo::new(concat!("item_phone::", stringify!($function)), Method::GET);
            }
            pub fn $function(client: &Client) -> Request<'_, $marker> {
                Request::new(client, Path::new("/x", []))
            }
        )*};
    }
    gets! {
        Get get reply::Json<ItemPhone>;
        Find find reply::MaybeJson<ItemPhone>;
        Size size reply::Value<i64>;
        Content content reply::Bytes;
        Ping ping reply::Empty;
        Any any reply::Untyped;
    }
}
