//! The codes of changes: stable, never reused.

use std::fmt;

use super::circumstance::{
    Arrival, Casing, Departure, InRust, Loss, NewBody, NewField, NewParameter, NewRequirement,
    OldName, Retyped,
};
use crate::diagnostics::code::first_paragraph;

/// A code, and in parentheses what its verdict depends on.
macro_rules! codes {
    (@every $every:ident $variant:ident) => {
        $every.push(Self::$variant);
    };
    (@every $every:ident $variant:ident $when:ident) => {
        $every.extend($when::ALL.iter().copied().map(Self::$variant));
    };
    ($($(#[$doc:meta])* $variant:ident $(($when:ident))? = $text:literal;)*) => {
        /// The kinds of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeCode {
            $($(#[$doc])* $variant,)*
        }

        /// A kind of change with what its verdict depends on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Event {
            $($(#[$doc])* $variant $(($when))?,)*
        }

        impl Event {
            /// What it is called.
            pub fn code(self) -> ChangeCode {
                match self {
                    $(Self::$variant { .. } => ChangeCode::$variant,)*
                }
            }

            /// Every kind of change, in every circumstance.
            pub fn every() -> Vec<Self> {
                let mut every = Vec::new();
                $(codes!(@every every $variant $($when)?);)*
                every
            }
        }

        impl ChangeCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it is printed, and as `explain` takes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// What it means and what to do, as Markdown: `diff/explain/CODE.md`, which every code
            /// must have.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("explain/", $text, ".md")),)*
                }
            }
        }
    };
}

codes! {
    // Types.
    /// A type that no page documented before.
    TypeAdded = "type-added";
    /// A type that no page documents any more.
    TypeRemoved = "type-removed";
    /// A type has another name, as `docmill.yaml` declares.
    TypeRenamed(Loss) = "type-renamed";
    /// A type has a key, or has none any more.
    TypeKindChanged = "type-kind-changed";
    /// A type takes properties that no page lists, or does so no longer.
    TypeOpennessChanged = "type-openness-changed";
    /// A type inherits from another type.
    BaseTypeChanged(Loss) = "base-type-changed";
    /// Values of a type can be of types that inherit from it, or can no longer.
    TypePolymorphismChanged = "type-polymorphism-changed";

    // Properties.
    /// A property that its type did not have before.
    PropertyAdded = "property-added";
    /// A property that its type does not have any more.
    PropertyRemoved = "property-removed";
    /// A property has another name, as `docmill.yaml` declares.
    PropertyRenamed = "property-renamed";
    /// A property of another type.
    PropertyTypeChanged(Retyped) = "property-type-changed";
    /// A property moved between a type and one that it inherits from.
    PropertyMoved = "property-moved";
    /// A property became read-only, or can be written now.
    PropertyAccessChanged(Loss) = "property-access-changed";
    /// A page says something else about a property being null.
    PropertyNullabilityChanged(Loss) = "property-nullability-changed";
    /// A property became a relationship, or is none any more.
    PropertyNavigationChanged(Loss) = "property-navigation-changed";

    // Enums.
    /// An enum that no page described before.
    EnumAdded = "enum-added";
    /// An enum that no page describes any more.
    EnumRemoved = "enum-removed";
    /// An enum has another name, as `docmill.yaml` declares.
    EnumRenamed = "enum-renamed";
    /// Several members of an enum can be set at once, or can no longer.
    EnumFlagsChanged = "enum-flags-changed";
    /// A member that its enum did not have before.
    EnumMemberAdded = "enum-member-added";
    /// A member that its enum does not have any more.
    EnumMemberRemoved = "enum-member-removed";
    /// A member has another name, as `docmill.yaml` declares.
    EnumMemberRenamed = "enum-member-renamed";
    /// A member is sent only to callers that ask for it, or to all now.
    EnumMemberOptInChanged(Loss) = "enum-member-opt-in-changed";

    // Operations.
    /// A request, verb and path, that no page documented before.
    OperationAdded(Arrival) = "operation-added";
    /// A request, verb and path, that no page documents any more.
    OperationRemoved(Departure) = "operation-removed";
    /// A function for requests that were documented elsewhere already.
    FunctionAdded = "function-added";
    /// A function is gone whose requests are documented elsewhere.
    FunctionRemoved = "function-removed";
    /// The same requests, under another name in Rust.
    FunctionRenamed(OldName) = "function-renamed";
    /// A request that one more function offers.
    PathAdded(Arrival) = "path-added";
    /// A request that a function offers no longer, and another one still does.
    PathRemoved(Departure) = "path-removed";
    /// Another name for a value in a path.
    PlaceholderRenamed(InRust) = "placeholder-renamed";

    // Parameters, bodies, responses.
    /// A parameter that its operation did not take before.
    ParameterAdded(NewParameter) = "parameter-added";
    /// A parameter that its operation does not take any more.
    ParameterRemoved(InRust) = "parameter-removed";
    /// A parameter of another type.
    ParameterTypeChanged(InRust) = "parameter-type-changed";
    /// A parameter became required, or optional.
    ParameterRequirementChanged(NewRequirement) = "parameter-requirement-changed";
    /// A request carries a body of another kind.
    BodyChanged(NewBody) = "body-changed";
    /// A request can carry one more property.
    BodyPropertyAdded(NewField) = "body-property-added";
    /// A request can carry one property less.
    BodyPropertyRemoved = "body-property-removed";
    /// A property of a request has another type.
    BodyPropertyTypeChanged(Retyped) = "body-property-type-changed";
    /// A property of a request became required, or optional.
    BodyPropertyRequirementChanged(NewRequirement) = "body-property-requirement-changed";
    /// Something else comes back.
    ResponseTypeChanged(InRust) = "response-type-changed";
    /// Success has another status.
    ResponseStatusChanged = "response-status-changed";
    /// A page says something else of an error, or of one more or less.
    ErrorMeaningChanged = "error-meaning-changed";

    // Who may call, and where.
    /// One more permission is enough.
    PermissionAdded = "permission-added";
    /// A permission is no longer enough.
    PermissionRemoved = "permission-removed";
    /// The least privileged permission is no longer enough.
    LeastPrivilegeRaised = "least-privilege-raised";
    /// A permission with fewer privileges is enough.
    LeastPrivilegeLowered = "least-privilege-lowered";
    /// Of the same permissions, others are called the least privileged.
    LeastPrivilegeRestated = "least-privilege-restated";
    /// A page says more, or less, of who needs which permissions.
    PermissionDetailChanged(Loss) = "permission-detail-changed";
    /// An operation is available in one more national cloud.
    CloudAdded = "cloud-added";
    /// An operation is available in one national cloud less.
    CloudRemoved = "cloud-removed";

    // Anything.
    /// A page calls something deprecated.
    Deprecated = "deprecated";
    /// A page no longer calls something deprecated.
    Undeprecated = "undeprecated";
    /// A page says other words about something that is deprecated.
    DeprecationReworded = "deprecation-reworded";
    /// A name or a path is written in another casing.
    CasingChanged(Casing) = "casing-changed";
    /// A page, or what it documents, stands elsewhere.
    PageMoved = "page-moved";
    /// A page says the same in other words.
    ProseChanged = "prose-changed";
    /// A worked example differs.
    ExampleChanged = "example-changed";
    /// A module belongs to another Cargo feature.
    FeatureChanged = "feature-changed";
}

impl ChangeCode {
    /// What it means in one sentence: the first paragraph of its [explanation](Self::explanation).
    pub fn summary(self) -> String {
        first_paragraph(self.explanation())
    }

    /// The code of that spelling.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The code of the same change, seen from the other side. What is in no pair changes back under
    /// its own code.
    #[must_use]
    pub fn mirrored(self) -> Self {
        use ChangeCode as C;
        const PAIRS: [(C, C); 13] = [
            (C::TypeAdded, C::TypeRemoved),
            (C::PropertyAdded, C::PropertyRemoved),
            (C::EnumAdded, C::EnumRemoved),
            (C::EnumMemberAdded, C::EnumMemberRemoved),
            (C::OperationAdded, C::OperationRemoved),
            (C::FunctionAdded, C::FunctionRemoved),
            (C::PathAdded, C::PathRemoved),
            (C::ParameterAdded, C::ParameterRemoved),
            (C::BodyPropertyAdded, C::BodyPropertyRemoved),
            (C::PermissionAdded, C::PermissionRemoved),
            (C::LeastPrivilegeRaised, C::LeastPrivilegeLowered),
            (C::CloudAdded, C::CloudRemoved),
            (C::Deprecated, C::Undeprecated),
        ];
        for (one, other) in PAIRS {
            if self == one {
                return other;
            }
            if self == other {
                return one;
            }
        }
        self
    }
}

impl fmt::Display for ChangeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
