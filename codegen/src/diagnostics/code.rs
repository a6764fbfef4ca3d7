//! The codes: stable, never reused.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// docmill chose between readings, or left something out.
    Warning,
    /// There is no right output while it stands.
    Error,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $severity:ident;)*) => {
        /// The kinds of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code, in order of the stages that report them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it is printed, and as `explain` takes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }

            /// What it means and what to do, as Markdown: `diagnostics/explain/CODE.md`, which
            /// every code must have.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("explain/", $text, ".md")),)*
                }
            }
        }
    };
}

codes! {
    // Input and configuration.
    /// A configuration file that cannot be used as it is.
    BadConfiguration = "bad-configuration", Error;
    /// A file or folder that cannot be read.
    UnreadableInput = "unreadable-input", Error;
    /// A folder without any page.
    NoPages = "no-pages", Error;
    /// Pages of which none documents anything.
    NothingRead = "nothing-read", Error;
    /// A page that is read without those that it refers to.
    PageAlone = "page-alone", Info;
    /// A path to the runtime where no runtime is.
    MissingRuntime = "missing-runtime", Warning;
    /// Request lines that say where the API is, where the configuration does not.
    NoBaseUrl = "no-base-url", Info;
    /// Bytes that are not UTF-8.
    InvalidUtf8 = "invalid-utf8", Warning;
    /// A pattern that matches nothing.
    UnusedPattern = "unused-pattern", Warning;
    /// An override that changes nothing any more.
    UnusedOverride = "unused-override", Error;
    /// A declared rename that does not fit what the pages say.
    UnusedRename = "unused-rename", Error;

    // Changes that were agreed to.
    /// A file of agreed changes that cannot be used as it is.
    BadAcceptFile = "bad-accept-file", Error;
    /// An agreement that is past its date.
    ExpiredAcceptance = "expired-acceptance", Error;
    /// An agreement to a change that is not there.
    UnusedAcceptance = "unused-acceptance", Error;

    // The written tree.
    /// A file or folder that cannot be written.
    UnwritableOutput = "unwritable-output", Error;
    /// A generated file that is not what the pages give now.
    StaleFile = "stale-file", Error;
    /// A generated file that is not there.
    MissingFile = "missing-file", Error;
    /// A file among the generated ones that the pages do not give.
    ExtraFile = "extra-file", Error;
    /// A generated file that somebody edited.
    EditedFile = "edited-file", Error;
    /// A generated file with other line endings.
    LineEndings = "line-endings", Error;

    // One page.
    /// A fence that is never closed.
    UnclosedFence = "unclosed-fence", Warning;
    /// An HTML comment that looks like an annotation and is not JSON.
    BrokenAnnotation = "broken-annotation", Warning;
    /// Front matter that is not `key: value`.
    BrokenFrontMatter = "broken-front-matter", Warning;
    /// A table row with fewer cells than the header.
    ShortRow = "short-row", Warning;
    /// A table row with more cells than the header.
    LongRow = "long-row", Warning;
    /// A table that Markdown's own rules do not see.
    LooseTable = "loose-table", Warning;
    /// A table whose columns no rule of the dialect knows.
    UnknownTable = "unknown-table", Info;
    /// A response of JSON of which nothing tells the type.
    UntypedResponse = "untyped-response", Info;
    /// A page that is neither a resource, an enum nor an operation.
    UnknownPageKind = "unknown-page-kind", Warning;
    /// A page about a resource that has no title.
    UntitledPage = "untitled-page", Info;
    /// An included file that is not there.
    MissingInclude = "missing-include", Info;
    /// A request line whose verb is none of HTTP's.
    UnknownVerb = "unknown-verb", Warning;
    /// A request line that cannot be read.
    BrokenRequestLine = "broken-request-line", Warning;
    /// A path that a request line abbreviates.
    AbbreviatedPath = "abbreviated-path", Info;
    /// The value of one thing where a request line should have a placeholder.
    SampleInPath = "sample-in-path", Warning;
    /// An operation page without any request line.
    NoRequestLine = "no-request-line", Warning;
    /// A sentence about the response that no rule of the dialect reads.
    UnreadResponse = "unread-response", Warning;
    /// A type cell that no rule of the dialect reads.
    UnreadType = "unread-type", Warning;
    /// A name cell that is not a name.
    OddName = "odd-name", Warning;
    /// Placeholder text where a fact belongs.
    Placeholder = "placeholder", Warning;
    /// An example whose body is not JSON.
    BrokenExample = "broken-example", Warning;
    /// An example of a request to another host than the API's.
    OtherHost = "other-host", Info;
    /// Text and example of one page that tell different things.
    TextExampleMismatch = "text-example-mismatch", Warning;
    /// A page that promises a body and a status that has none.
    BodyWithoutContent = "body-without-content", Warning;

    // All pages together.
    /// A property that an update lists and calls read-only.
    ReadOnlyInUpdate = "read-only-in-update", Warning;
    /// A table of what callers do not send, too, of which a sentence says that all is required.
    EverythingRequired = "everything-required", Info;
    /// A property that one page lists twice.
    DuplicateProperty = "duplicate-property", Warning;
    /// A type or enum that two pages describe.
    DuplicateType = "duplicate-type", Warning;
    /// Two pages, or two parts of one, that disagree.
    Disagreement = "disagreement", Warning;
    /// A type that no page documents.
    UnknownType = "unknown-type", Warning;
    /// A type that inherits from itself.
    CircularInheritance = "circular-inheritance", Warning;
    /// A worked example that is none of what the pages document.
    ExampleMismatch = "example-mismatch", Warning;
    /// A member in an example's response that no page documents.
    UndocumentedMember = "undocumented-member", Info;
    /// A name written in two casings.
    CasingDiffers = "casing-differs", Info;

    // Rust.
    /// A name that Rust reserves, or that starts with a digit.
    RenamedForRust = "renamed-for-rust", Info;
    /// Two names that become one in Rust.
    NameClash = "name-clash", Warning;
}

impl Code {
    /// What it means in one sentence: the first paragraph of its [explanation](Self::explanation).
    pub fn summary(self) -> String {
        first_paragraph(self.explanation())
    }

    /// The code of that spelling.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

/// The first paragraph of a Markdown text, on one line.
pub(crate) fn first_paragraph(markdown: &str) -> String {
    let first = markdown.split("\n\n").map(str::trim).find(|text| !text.starts_with('#'));
    first.unwrap_or_default().replace('\n', " ")
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Severity {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
