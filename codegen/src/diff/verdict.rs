//! Whom a change breaks: the classification.

use std::fmt;

use super::Event;
use super::circumstance::{
    Arrival, Casing, Departure, InRust, Loss, NewBody, NewField, NewParameter, NewRequirement,
    OldName, Retyped,
};

/// What a change does to Rust code that compiles against the client; the words are Cargo's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RustImpact {
    /// Nothing that code could see.
    Patch,
    /// Something is new; what compiles goes on compiling.
    Minor,
    /// Some code that compiles does so no longer, or means something else.
    Major,
}

/// What a change does to programs that speak to the service, in whatever language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContractImpact {
    /// They go on working.
    Ok,
    /// Some may stop working.
    Risk,
    /// What they send is refused, or what they expect is not there.
    Break,
}

/// Both verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Impact {
    /// For Rust code.
    pub rust: RustImpact,
    /// For the contract.
    pub contract: ContractImpact,
}

/// How bad a change is, all in all: the worse of its two verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nobody is broken.
    Ok,
    /// A risk for the contract, and nothing to correct in Rust.
    Risk,
    /// Major for Rust, or a break of the contract.
    Breaking,
}

use ContractImpact::{Break, Ok, Risk};
use RustImpact::{Major, Minor, Patch};

/// The classification: every event has its own row, and the compiler asks for that of a new one. Where
/// it differs from other tools, the reason is beside the row.
#[allow(clippy::match_same_arms, reason = "a table: one row for each thing, in the order of codes")]
#[allow(clippy::too_many_lines, reason = "a table in one place")]
pub fn impact(event: Event) -> Impact {
    use Event as E;
    let (rust, contract) = match event {
        E::TypeAdded | E::EnumAdded => (Minor, Ok),
        E::TypeRemoved => (Major, Break),
        // What has its values goes on having strings.
        E::EnumRemoved => (Major, Risk),
        // The old name is a deprecated alias, but for the variants of enums over a base type.
        E::TypeRenamed(Loss::Something) => (Major, Break),
        E::TypeRenamed(Loss::Nothing) => (Minor, Break),
        // The old name of a type does not lead to its variants in a `use`.
        E::EnumRenamed => (Major, Break),
        // Models do not depend on it; a key says that objects have an address.
        E::TypeKindChanged => (Patch, Risk),
        // Every model keeps what no page lists.
        E::TypeOpennessChanged => (Patch, Ok),
        E::BaseTypeChanged(Loss::Something) => (Major, Break),
        E::BaseTypeChanged(Loss::Nothing) => (Minor, Ok),
        // Fields change between `Phone` and `AnyPhone`; the JSON does not.
        E::TypePolymorphismChanged => (Major, Ok),

        // Models are `#[non_exhaustive]` and have setters.
        E::PropertyAdded => (Minor, Ok),
        E::PropertyRemoved => (Major, Break),
        // A field has no alias: the old name is left to a setter.
        E::PropertyRenamed => (Major, Break),
        // A struct has the properties of its bases as its own.
        E::PropertyMoved => (Patch, Ok),
        E::PropertyTypeChanged(Retyped::Json) => (Patch, Break),
        // Pages give the same strings other names; their values may be others, too.
        E::PropertyTypeChanged(Retyped::Text) => (Major, Risk),
        E::PropertyTypeChanged(Retyped::Other) => (Major, Break),
        // Who writes it is refused; fields stay public.
        E::PropertyAccessChanged(Loss::Something) => (Patch, Risk),
        E::PropertyAccessChanged(Loss::Nothing) => (Patch, Ok),
        // Fields are `Option` in any case: `$select` leaves anything out.
        E::PropertyNullabilityChanged(Loss::Something) => (Patch, Risk),
        E::PropertyNullabilityChanged(Loss::Nothing) => (Patch, Ok),
        // It comes only with `$expand`, or always; what can be expanded has fields for it.
        E::PropertyNavigationChanged(Loss::Something) => (Minor, Risk),
        E::PropertyNavigationChanged(Loss::Nothing) => (Major, Ok),

        // Between `Kind` and `Flags<Kind>`.
        E::EnumFlagsChanged => (Major, Risk),
        // Code that matched `Unknown("x")` silently stops to: `as_str()` does not.
        E::EnumMemberAdded => (Minor, Risk),
        E::EnumMemberRemoved => (Major, Break),
        // The old name is a constant, which a `use` cannot import as it could the variant.
        E::EnumMemberRenamed => (Major, Break),
        E::EnumMemberOptInChanged(Loss::Something) => (Patch, Risk),
        E::EnumMemberOptInChanged(Loss::Nothing) => (Patch, Ok),

        E::OperationAdded(Arrival::Sent) | E::PathAdded(Arrival::Sent) => (Patch, Ok),
        E::OperationAdded(Arrival::Renames) | E::PathAdded(Arrival::Renames) => (Major, Ok),
        E::OperationAdded(Arrival::New) | E::PathAdded(Arrival::New) => (Minor, Ok),
        E::OperationRemoved(Departure::Sent) | E::PathRemoved(Departure::Sent) => (Patch, Ok),
        E::OperationRemoved(Departure::Moved) => (Major, Ok),
        E::OperationRemoved(Departure::Gone) => (Major, Break),
        // Another page documents the request, whether or not a function sends it.
        E::PathRemoved(Departure::Moved | Departure::Gone) => (Major, Ok),
        E::FunctionAdded => (Minor, Ok),
        E::FunctionRemoved => (Major, Ok),
        // The old name is a deprecated function.
        E::FunctionRenamed(OldName::Kept) => (Minor, Ok),
        E::FunctionRenamed(OldName::Gone) => (Major, Ok),
        // Arguments go by position, unless the names tell constructors apart.
        E::PlaceholderRenamed(InRust::Same) => (Patch, Ok),
        E::PlaceholderRenamed(InRust::Other) => (Major, Ok),

        // Required headers and values in paths are arguments of the function, all else has setters;
        // what is the same in Rust stands in no path, or every request has its setter.
        E::ParameterAdded(NewParameter::RequiredArgument) => (Major, Break),
        E::ParameterAdded(NewParameter::OptionalArgument) => (Major, Ok),
        E::ParameterAdded(NewParameter::Required) => (Patch, Break),
        E::ParameterAdded(NewParameter::Setter) => (Minor, Ok),
        E::ParameterAdded(NewParameter::Nothing) => (Patch, Ok),
        E::ParameterRemoved(InRust::Same) => (Patch, Risk),
        E::ParameterRemoved(InRust::Other) => (Major, Risk),
        // Paths write each type in its own way: strings in quotes, numbers and enums without.
        E::ParameterTypeChanged(InRust::Same) => (Patch, Break),
        E::ParameterTypeChanged(InRust::Other) => (Major, Break),
        E::ParameterRequirementChanged(NewRequirement::RequiredArgument) => (Major, Break),
        E::ParameterRequirementChanged(NewRequirement::Required) => (Patch, Break),
        E::ParameterRequirementChanged(NewRequirement::OptionalArgument) => (Major, Ok),
        E::ParameterRequirementChanged(NewRequirement::Optional) => (Patch, Ok),

        E::BodyChanged(NewBody::Same) => (Patch, Risk),
        E::BodyChanged(NewBody::Listed) => (Patch, Ok),
        // What the struct is called depends on whose properties it has.
        E::BodyChanged(NewBody::Renamed) => (Major, Ok),
        E::BodyChanged(NewBody::Doubtful) => (Major, Risk),
        E::BodyChanged(NewBody::Refused) => (Major, Break),
        E::BodyPropertyAdded(NewField::Argument) => (Major, Break),
        E::BodyPropertyAdded(NewField::Required) => (Minor, Break),
        E::BodyPropertyAdded(NewField::Optional) => (Minor, Ok),
        E::BodyPropertyRemoved => (Major, Risk),
        E::BodyPropertyTypeChanged(Retyped::Json) => (Patch, Break),
        E::BodyPropertyTypeChanged(Retyped::Text) => (Major, Risk),
        E::BodyPropertyTypeChanged(Retyped::Other) => (Major, Break),
        E::BodyPropertyRequirementChanged(NewRequirement::RequiredArgument) => (Major, Break),
        E::BodyPropertyRequirementChanged(NewRequirement::Required) => (Patch, Break),
        // The constructor takes one argument less.
        E::BodyPropertyRequirementChanged(NewRequirement::OptionalArgument) => (Major, Ok),
        E::BodyPropertyRequirementChanged(NewRequirement::Optional) => (Patch, Ok),
        E::ResponseTypeChanged(InRust::Same) => (Patch, Break),
        E::ResponseTypeChanged(InRust::Other) => (Major, Break),
        E::ResponseStatusChanged => (Patch, Risk),
        // Words in the client's table of errors: services send errors of which no page speaks.
        E::ErrorMeaningChanged => (Patch, Ok),

        // Any one of the scopes is enough: one more harms nobody, one less harms who has only it.
        E::PermissionAdded | E::LeastPrivilegeLowered | E::LeastPrivilegeRestated => (Patch, Ok),
        E::PermissionRemoved | E::LeastPrivilegeRaised => (Patch, Risk),
        E::PermissionDetailChanged(Loss::Nothing) => (Patch, Ok),
        // The service may be as it was, and nobody can look it up any more.
        E::PermissionDetailChanged(Loss::Something) => (Patch, Risk),
        E::CloudAdded => (Patch, Ok),
        E::CloudRemoved => (Patch, Risk),

        // Code that denies warnings stops compiling; Cargo calls that minor.
        E::Deprecated => (Minor, Ok),
        E::Undeprecated | E::DeprecationReworded => (Patch, Ok),
        // JSON is case-sensitive; Rust's names come from the words.
        E::CasingChanged(Casing::Name) => (Patch, Break),
        E::CasingChanged(Casing::NameInRust) => (Major, Break),
        // Most services take paths in any casing, and pages often only tidy theirs up.
        E::CasingChanged(Casing::Path) => (Patch, Risk),
        E::CasingChanged(Casing::PathInRust) => (Major, Risk),
        E::PageMoved | E::ProseChanged | E::ExampleChanged => (Patch, Ok),
        // Who compiles a selection of features loses something.
        E::FeatureChanged => (Major, Ok),
    };
    Impact { rust, contract }
}

impl Impact {
    /// The worse of both.
    pub fn level(self) -> Level {
        match (self.rust, self.contract) {
            (Major, _) | (_, Break) => Level::Breaking,
            (_, Risk) => Level::Risk,
            _ => Level::Ok,
        }
    }

    /// The worse of each.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { rust: self.rust.max(other.rust), contract: self.contract.max(other.contract) }
    }
}

macro_rules! words {
    ($name:ident: $($variant:ident = $text:literal),*) => {
        impl $name {
            /// As it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words!(RustImpact: Patch = "patch", Minor = "minor", Major = "major");
words!(ContractImpact: Ok = "ok", Risk = "risk", Break = "break");
words!(Level: Ok = "ok", Risk = "risk", Breaking = "breaking");
