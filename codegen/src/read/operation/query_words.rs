//! What texts say about OData's system query options.

use std::sync::Arc;

use memchr::memmem;

use crate::dialect::Dialect;
use crate::ir::QueryOption;

/// What a text about query options says, wherever it stands.
#[derive(Clone, Debug)]
pub struct QueryWords {
    /// Whether it speaks of options, named or not.
    pub speak: bool,
    /// Whether it says that the parameters of its table are required.
    pub required: bool,
    /// Those that it names.
    pub options: Arc<[QueryOption]>,
    /// Other system query options that it names among them.
    pub others: Arc<[Box<str>]>,
    /// Whether it has the words by which text names other parameters.
    pub may_name_parameters: bool,
}

impl QueryWords {
    /// Reads a text.
    pub fn of(text: &str, dialect: &Dialect) -> Self {
        let mut speak = false;
        let mut options = Vec::new();
        let mut others: Vec<Box<str>> = Vec::new();
        for sentence in text.split(". ").flat_map(str::lines) {
            if dialect.query_none.is_match(sentence) {
                continue;
            }
            let speaks = dialect.query_some.is_match(sentence);
            speak |= speaks;
            if speaks {
                let found = dialect.query_other.find_iter(sentence);
                others.extend(found.map(|name| name.as_str().into()));
            }
            if dialect.query_all.is_match(sentence) {
                options.extend(QueryOption::ALL);
            }
            for found in dialect.query_option.captures_iter(sentence) {
                options.extend(
                    found.name("name").and_then(|name| QueryOption::from_name(name.as_str())),
                );
            }
        }
        let may_name_parameters = memmem::find(text.as_bytes(), b" query ").is_some();
        let required = dialect.query_required.is_match(text);
        let (options, others) = (options.into(), others.into());
        Self { speak, required, options, others, may_name_parameters }
    }
}
