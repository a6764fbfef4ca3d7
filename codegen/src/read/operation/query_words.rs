//! What texts say about OData's system query options.

use crate::dialect::Dialect;
use crate::ir::QueryOption;

/// What a text about query options says, wherever it stands.
pub struct QueryWords {
    /// Whether it speaks of options, named or not.
    pub speak: bool,
    /// Whether it says that the parameters of its table are required.
    pub required: bool,
    /// Those that it names.
    pub options: Vec<QueryOption>,
    /// Other system query options that it names among them.
    pub others: Vec<Box<str>>,
}

impl QueryWords {
    /// Reads a text.
    pub fn of(text: &str, dialect: &Dialect) -> Self {
        let mut speak = false;
        let mut options = Vec::new();
        let mut others = Vec::new();
        for sentence in text.split(". ").flat_map(str::lines) {
            if dialect.query_none.is_match(sentence) {
                continue;
            }
            let speaks = dialect.query_some.is_match(sentence);
            speak |= speaks;
            if speaks {
                let found = dialect.query_other.find_iter(sentence);
                others.extend(found.map(|name| Box::from(name.as_str())));
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
        let required = dialect.query_required.is_match(text);
        Self { speak, required, options, others }
    }
}
