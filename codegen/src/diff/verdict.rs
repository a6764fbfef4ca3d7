//! Whom a change breaks: the classification.

use std::fmt;

use super::ChangeCode;

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

/// What tells changes of one code apart, where it matters for a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Circumstance {
    /// Nothing in particular.
    Plain,
    /// What callers write in Rust stays the same: the value was JSON of any shape and still is, or
    /// the name becomes the same name.
    SameInRust,
    /// The new name was declared to be one.
    Declared,
    /// Something has to be given that had not.
    Required,
    /// Something has to be given, and the function asks for it.
    RequiredArgument,
    /// Something need not be given any more.
    Optional,
    /// Something need not be given, and the function asks, or asked, for it all the same.
    OptionalArgument,
    /// Something is lost on the way.
    Loss,
}

impl Circumstance {
    /// Every circumstance.
    pub const ALL: [Self; 8] = [
        Self::Plain,
        Self::SameInRust,
        Self::Declared,
        Self::Required,
        Self::RequiredArgument,
        Self::Optional,
        Self::OptionalArgument,
        Self::Loss,
    ];
}

use ChangeCode as C;
use Circumstance as When;
use ContractImpact::{Break, Ok, Risk};
use RustImpact::{Major, Minor, Patch};

/// The classification. Where it differs from other tools, the reason is beside the row.
#[allow(clippy::match_same_arms, reason = "a table: one row for each thing, in the order of codes")]
#[allow(clippy::too_many_lines, reason = "a table in one place")]
pub fn impact(code: ChangeCode, when: Circumstance) -> Impact {
    let (rust, contract) = match (code, when) {
        (C::TypeAdded | C::EnumAdded, _) => (Minor, Ok),
        (C::TypeRemoved | C::EnumRemoved, _) => (Major, Break),
        // The old name is a deprecated alias, but for the variants of enums over a base type.
        (C::TypeRenamed, When::Loss) => (Major, Break),
        (C::TypeRenamed, _) => (Minor, Break),
        // The old name of a type does not lead to its variants in a `use`.
        (C::EnumRenamed, _) => (Major, Break),
        // Models do not depend on it; a key says that objects have an address.
        (C::TypeKindChanged, _) => (Patch, Risk),
        // Every model keeps what no page lists.
        (C::TypeOpennessChanged, _) => (Patch, Ok),
        (C::BaseTypeChanged, When::Loss) => (Major, Break),
        (C::BaseTypeChanged, _) => (Minor, Ok),
        // Fields change between `Phone` and `AnyPhone`; the JSON does not.
        (C::TypePolymorphismChanged, _) => (Major, Ok),

        // Models are `#[non_exhaustive]` and have setters.
        (C::PropertyAdded, _) => (Minor, Ok),
        (C::PropertyRemoved, _) => (Major, Break),
        // A field has no alias: the old name is left to a setter.
        (C::PropertyRenamed, _) => (Major, Break),
        // A struct has the properties of its bases as its own.
        (C::PropertyMoved, _) => (Patch, Ok),
        (C::PropertyTypeChanged, When::SameInRust) => (Patch, Break),
        (C::PropertyTypeChanged, _) => (Major, Break),
        // Who writes it is refused; fields stay public.
        (C::PropertyAccessChanged, When::Loss) => (Patch, Risk),
        (C::PropertyAccessChanged, _) => (Patch, Ok),
        // Fields are `Option` in any case: `$select` leaves anything out.
        (C::PropertyNullabilityChanged, When::Loss) => (Patch, Risk),
        (C::PropertyNullabilityChanged, _) => (Patch, Ok),
        // It comes only with `$expand`, or always; what can be expanded has fields for it.
        (C::PropertyNavigationChanged, When::Loss) => (Minor, Risk),
        (C::PropertyNavigationChanged, _) => (Major, Ok),

        // Between `Kind` and `Flags<Kind>`.
        (C::EnumFlagsChanged, _) => (Major, Risk),
        // Code that matched `Unknown("x")` silently stops to: `as_str()` does not.
        (C::EnumMemberAdded, _) => (Minor, Risk),
        (C::EnumMemberRemoved, _) => (Major, Break),
        // The old name is a constant, which a `use` cannot import as it could the variant.
        (C::EnumMemberRenamed, _) => (Major, Break),
        (C::EnumMemberOptInChanged, When::Loss) => (Patch, Risk),
        (C::EnumMemberOptInChanged, _) => (Patch, Ok),

        // The function sends it already, or still: its page writes the same request otherwise.
        (C::OperationAdded | C::PathAdded, When::SameInRust) => (Patch, Ok),
        (C::OperationRemoved | C::PathRemoved, When::SameInRust) => (Patch, Ok),
        (C::OperationAdded | C::PathAdded, When::Loss) => (Major, Ok),
        (C::OperationAdded | C::PathAdded | C::FunctionAdded, _) => (Minor, Ok),
        // Another function sends it.
        (C::OperationRemoved, When::Loss) => (Major, Ok),
        (C::OperationRemoved, _) => (Major, Break),
        // The old name is a deprecated function.
        (C::FunctionRenamed, When::Declared) => (Minor, Ok),
        (C::FunctionRemoved | C::FunctionRenamed | C::PathRemoved, _) => (Major, Ok),
        // Arguments go by position, unless the names tell constructors apart.
        (C::PlaceholderRenamed, When::SameInRust) => (Patch, Ok),
        (C::PlaceholderRenamed, _) => (Major, Ok),

        // Required headers and values in paths are arguments of the function, all else has setters;
        // what is the same in Rust stands in no path, or every request has its setter.
        (C::ParameterAdded, When::RequiredArgument) => (Major, Break),
        (C::ParameterAdded, When::OptionalArgument) => (Major, Ok),
        (C::ParameterAdded, When::Required) => (Patch, Break),
        (C::ParameterAdded, When::SameInRust) => (Patch, Ok),
        (C::ParameterAdded, _) => (Minor, Ok),
        (C::ParameterRemoved, When::SameInRust) => (Patch, Risk),
        (C::ParameterRemoved, _) => (Major, Risk),
        (C::ParameterTypeChanged, When::SameInRust) => (Patch, Break),
        (C::ParameterTypeChanged, _) => (Major, Break),
        (C::ParameterRequirementChanged, When::RequiredArgument) => (Major, Break),
        (C::ParameterRequirementChanged, When::OptionalArgument) => (Major, Ok),
        (C::ParameterRequirementChanged, When::Required) => (Patch, Break),
        (C::ParameterRequirementChanged, _) => (Patch, Ok),

        (C::BodyChanged, When::SameInRust) => (Patch, Risk),
        (C::BodyChanged, _) => (Major, Break),
        (C::BodyPropertyAdded, When::RequiredArgument) => (Major, Break),
        (C::BodyPropertyAdded, When::Required) => (Minor, Break),
        (C::BodyPropertyAdded, _) => (Minor, Ok),
        (C::BodyPropertyRemoved, _) => (Major, Risk),
        (C::BodyPropertyTypeChanged, When::SameInRust) => (Patch, Break),
        (C::BodyPropertyTypeChanged, _) => (Major, Break),
        (C::BodyPropertyRequirementChanged, When::RequiredArgument) => (Major, Break),
        (C::BodyPropertyRequirementChanged, When::Required) => (Patch, Break),
        // The constructor takes one argument less.
        (C::BodyPropertyRequirementChanged, When::OptionalArgument) => (Major, Ok),
        (C::BodyPropertyRequirementChanged, _) => (Patch, Ok),
        (C::ResponseTypeChanged, When::SameInRust) => (Patch, Break),
        (C::ResponseTypeChanged, _) => (Major, Break),
        (C::ResponseStatusChanged, _) => (Patch, Risk),
        // Words in the client's table of errors: services send errors of which no page speaks.
        (C::ErrorMeaningChanged, _) => (Patch, Ok),

        // Any one of the scopes is enough: one more harms nobody, one less harms who has only it.
        (C::PermissionAdded | C::LeastPrivilegeLowered | C::LeastPrivilegeRestated, _) => {
            (Patch, Ok)
        }
        (C::PermissionRemoved | C::LeastPrivilegeRaised, _) => (Patch, Risk),
        (C::CloudAdded, _) => (Patch, Ok),
        (C::CloudRemoved, _) => (Patch, Risk),

        // Code that denies warnings stops compiling; Cargo calls that minor.
        (C::Deprecated, _) => (Minor, Ok),
        (C::Undeprecated | C::DeprecationReworded, _) => (Patch, Ok),
        // The wire is case-sensitive; Rust's names come from the words.
        (C::CasingChanged, When::SameInRust) => (Patch, Break),
        (C::CasingChanged, _) => (Major, Break),
        (C::PageMoved | C::ProseChanged | C::ExampleChanged, _) => (Patch, Ok),
        // Who compiles a selection of features loses something.
        (C::FeatureChanged, _) => (Major, Ok),
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
