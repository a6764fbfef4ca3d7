//! What is done to pages, and what may follow from it.

use std::fmt;

use docmill_codegen::diff::ChangeCode;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $words:literal,)*) => {
        /// What is done to a page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];
        }

        impl fmt::Display for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self {
                    $(Self::$kind => $words,)*
                })
            }
        }
    };
}

kinds! {
    /// The row of a property, and its line in the JSON representation, go.
    RowDeleted = "row deleted",
    /// The property gets another name.
    RowRenamed = "row renamed",
    /// The property gets another type.
    RowRetyped = "row retyped",
    /// The cells of a row get other space around them.
    RowRespaced = "row respaced",
    /// The row of an enum's member goes.
    MemberDropped = "member dropped",
    /// One of the values that a sentence lists goes.
    ValueDropped = "value dropped",
    /// A request line goes.
    PathDropped = "path dropped",
    /// One of the permissions that are enough goes.
    PermissionDropped = "permission dropped",
    /// Something that is sent becomes required, or optional.
    RequiredToggled = "required toggled",
    /// The page of an operation goes.
    PageDeleted = "page deleted",
    /// The page stands in another folder.
    PageMoved = "page moved",
    /// Rows change places.
    RowsReordered = "rows reordered",
    /// Paragraphs break their lines elsewhere.
    Reflowed = "reflowed",
    /// Lines end as on Windows.
    LineEndingsChanged = "line endings changed",
}

impl Kind {
    /// What may be told as a consequence, under the change itself.
    pub(super) fn consequences(self) -> &'static [ChangeCode] {
        use ChangeCode as C;
        match self {
            // An enum that only this row describes, or names, or that another page lists otherwise; a
            // body that has what the resource has, or is the resource by having it; a derived type
            // that lists the property as well, or is one by having it; a base type used nowhere else.
            Self::RowDeleted | Self::RowRenamed | Self::RowRetyped => &[
                C::EnumAdded,
                C::EnumRemoved,
                C::EnumMemberAdded,
                C::EnumMemberRemoved,
                C::BodyPropertyAdded,
                C::BodyPropertyRemoved,
                C::BodyPropertyTypeChanged,
                C::PropertyMoved,
                C::PropertyTypeChanged,
                C::ResponseTypeChanged,
                C::TypePolymorphismChanged,
                C::BaseTypeChanged,
                C::BodyChanged,
            ],
            // The words that say so.
            Self::ValueDropped | Self::RequiredToggled => &[C::ProseChanged],
            // Further operations of the page.
            Self::PermissionDropped => &[C::LeastPrivilegeRaised, C::PermissionRemoved],
            // An example that shows the same request, or another address of it, or that the line is
            // as well; a parameter that all other paths have; the area of the module's paths; what
            // is said of the line.
            Self::PathDropped => &[
                C::ExampleChanged,
                C::FeatureChanged,
                C::ParameterRequirementChanged,
                C::PathAdded,
                C::PathRemoved,
                C::ProseChanged,
            ],
            // The area of the module's other operations; that a property holds several.
            Self::PageDeleted => &[
                C::EnumRemoved,
                C::FeatureChanged,
                C::PropertyTypeChanged,
                C::TypePolymorphismChanged,
            ],
            // A row that lists the values that are left, or those that were there; whether numbers are
            // bits.
            Self::MemberDropped => {
                &[C::EnumAdded, C::EnumFlagsChanged, C::EnumRemoved, C::PropertyTypeChanged]
            }
            Self::RowRespaced
            | Self::PageMoved
            | Self::RowsReordered
            | Self::Reflowed
            | Self::LineEndingsChanged => &[],
        }
    }
}
