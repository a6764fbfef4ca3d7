//! Why a value could not be read, and where it was.

use std::borrow::Cow;
use std::fmt;

/// Why a value could not be read, with the path to it.
///
/// It never holds the value itself: what a service sends may be confidential, and errors are logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    message: Cow<'static, str>,
    /// Innermost step first: the path grows while the error travels outwards.
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Property(Box<str>),
    Index(usize),
}

impl Fault {
    /// A fault at the value being read. The message must not quote the value.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), steps: Vec::new() }
    }

    /// The same fault, seen from the object that holds the value under this name.
    #[must_use]
    pub fn in_property(mut self, name: &str) -> Self {
        self.steps.push(Step::Property(name.into()));
        self
    }

    /// The same fault, seen from the list that holds the value at this position.
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// What is wrong, without the path.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where the value is, from `$`, the whole document: `$.value[3].createdBy`.
    ///
    /// ```
    /// use docmill_runtime::Fault;
    ///
    /// let fault = Fault::new("expected text").in_property("odd name").at_index(3);
    /// assert_eq!(fault.path(), "$[3]['odd name']");
    /// assert_eq!(fault.message(), "expected text");
    /// ```
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for step in self.steps.iter().rev() {
            match step {
                Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
                Step::Property(name) if is_plain(name) => {
                    path.push('.');
                    path.push_str(name);
                }
                Step::Property(name) => {
                    path.push_str("['");
                    path.extend(name.escape_debug());
                    path.push_str("']");
                }
            }
        }
        path
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | '$'))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.message, self.path())
    }
}

impl std::error::Error for Fault {}
