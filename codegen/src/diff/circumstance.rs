//! What tells changes of one code apart, where the verdict depends on it. A code that depends on
//! something has one of these in its [`Event`](super::Event), so that nothing else can be said of it.

macro_rules! circumstances {
    ($($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $name {
                $($(#[$case_doc])* $case,)*
            }

            impl $name {
                /// Every case.
                pub const ALL: &'static [Self] = &[$(Self::$case,)*];
            }
        )*
    };
}

circumstances! {
    /// Whether somebody loses something by it.
    Loss {
        /// Nobody does.
        Nothing,
        /// What was there, or was certain, is no longer.
        Something,
    }
    /// Whether callers write something else in Rust.
    InRust {
        /// The same: the value was JSON of any shape and still is, the name becomes the same name, or
        /// generated code has nothing for it.
        Same,
        /// Something else.
        Other,
    }
    /// What becomes of a value that has another type.
    Retyped {
        /// In Rust nothing: it was JSON of any shape and still is, or generated code has nothing for it.
        Json,
        /// In Rust it is another one; in JSON it is a string as before, such as one of an enum's members.
        Text,
        /// It is another one in both.
        Other,
    }
    /// What is written in another casing.
    Casing {
        /// A name in JSON; its name in Rust stays the same.
        Name,
        /// A name in JSON, and its name in Rust.
        NameInRust,
        /// A path; callers write the same.
        Path,
        /// A path, and callers write something else.
        PathInRust,
    }
    /// Whether a declared rename keeps the old name of a function.
    OldName {
        /// It is a deprecated function.
        Kept,
        /// It is gone.
        Gone,
    }
    /// What a request is to the function that has one more.
    Arrival {
        /// It sends it already: its page writes the same request otherwise.
        Sent,
        /// It has another choice of paths by it, so that those it had are called otherwise.
        Renames,
        /// One more that it sends.
        New,
    }
    /// What becomes of a request that a function's page lists no longer.
    Departure {
        /// The function sends it still: its page writes the same request otherwise.
        Sent,
        /// Another function sends it.
        Moved,
        /// No function sends it.
        Gone,
    }
    /// What a new parameter is in Rust.
    NewParameter {
        /// It has to be given, and is an argument.
        RequiredArgument,
        /// It need not be given, and is an argument, or takes the place of one.
        OptionalArgument,
        /// It has to be given, and there is no argument for it.
        Required,
        /// It has a setter.
        Setter,
        /// Generated code has nothing for it.
        Nothing,
    }
    /// What a new property of a body is in Rust.
    NewField {
        /// It has to be given, and the constructor asks for it.
        Argument,
        /// It has to be given, and no constructor asks for it.
        Required,
        /// It need not be given.
        Optional,
    }
    /// What becomes of requests as they were sent, where a body is of another kind.
    NewBody {
        /// The same in Rust.
        Same,
        /// They have what the page lists, of another resource or of none, and its struct has its name.
        Listed,
        /// The same, and its struct has another name.
        Renamed,
        /// They have more than the page lists, or nothing where it lists what need not be given.
        Doubtful,
        /// They lack something, or have it in another way.
        Refused,
    }
    /// What has to be given, or need not be given any more.
    NewRequirement {
        /// It has to be given, and is an argument.
        RequiredArgument,
        /// It has to be given, and is no argument.
        Required,
        /// It need not be given, and was an argument.
        OptionalArgument,
        /// It need not be given, and was none.
        Optional,
    }
}
