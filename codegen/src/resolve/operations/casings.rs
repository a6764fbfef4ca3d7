//! The casing that the names of files lost: it comes back from type names and from the segments of the
//! operation's own paths, else from `written_names`.

use super::page_names::is_verb;
use crate::ir::TypeName;
use crate::read::facts::OperationFacts;
use crate::resolve::Resolver;

/// Words with their casing, by the words without.
pub struct Casings<'r> {
    resolver: &'r Resolver<'r>,
    paths: Vec<String>,
}

impl<'r> Casings<'r> {
    pub fn new(resolver: &'r Resolver<'_>, operation: &OperationFacts) -> Self {
        Self { resolver, paths: operation.paths.iter().map(|(path, _)| path.to_string()).collect() }
    }

    pub fn restore(&self, word: &str) -> String {
        let segments = self.paths.iter().flat_map(|path| path.split(['/', '(', ')', '.', ':']));
        let by_path = segments.rev().find(|segment| segment.eq_ignore_ascii_case(word));
        let has_casing = |name: &str| name.bytes().any(|byte| byte.is_ascii_uppercase());
        if let Some(segment) = by_path.filter(|segment| has_casing(segment)) {
            return segment.to_owned();
        }
        // A cast may have lost it, too: `/microsoft.graph.bookshelf`.
        let named = self.resolver.names.type_by_short(word);
        let named = named.as_ref().map(TypeName::short);
        let named = named.filter(|name| by_path.is_none() || name.eq_ignore_ascii_case(word));
        let written = || self.resolver.written.get(word);
        let as_it_stands = named.or(by_path).or_else(written).map(str::to_owned);
        as_it_stands.or_else(|| self.one_or_many(word)).unwrap_or_else(|| word.to_owned())
    }

    /// The casing of a word that stands in a path in the plural, or is the plural of a type's name.
    fn one_or_many(&self, word: &str) -> Option<String> {
        if is_verb(word) {
            return None;
        }
        let segments = self.paths.iter().flat_map(|path| path.split('/'));
        let of_path = segments.rev().find_map(|segment| {
            segment.strip_suffix('s').filter(|one| one.eq_ignore_ascii_case(word))
        });
        if let Some(one) = of_path {
            return Some(one.to_owned());
        }
        let ty = self.resolver.names.type_by_plural(word)?;
        // "categories" ends otherwise than "category".
        let same = ty.short().len().min(word.len() - 1) - usize::from(word.ends_with("ies"));
        Some(format!("{}{}", ty.short().get(..same)?, word.get(same..)?))
    }
}
