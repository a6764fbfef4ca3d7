//! What the query of a request line shows: `?topic={topic}&page=1`, or as a template of RFC 6570 has it,
//! `{?topic,page}`.

use crate::ir::QueryOption;

/// A parameter that the query of a request line shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its name.
    pub name: Box<str>,
    /// As the line has it, with the value or what stands for one.
    pub written: Box<str>,
}

/// A target without the query that is a part of a template.
pub fn without_template(target: &str) -> &str {
    target.split_once("{?").map_or(target, |(path, _)| path)
}

/// The parameters in a target's query. OData's system query options are none of them.
pub fn parameters(target: &str) -> Vec<Shown> {
    if let Some((_, template)) = target.split_once("{?") {
        let names = template.split("{&").filter_map(|part| part.split('}').next());
        let names = names.flat_map(|names| names.split(','));
        return names.filter_map(|name| shown(name.trim().trim_end_matches('*'))).collect();
    }
    let Some((_, query)) = target.split_once('?') else { return Vec::new() };
    let query = query.split(" HTTP/").next().unwrap_or_default();
    // Brackets stand around what can be left out: `?page={page}[&limit={limit}]`.
    let pairs = query.split('&').map(|pair| pair.trim_matches(['[', ' ']));
    let pairs =
        pairs.map(|pair| if pair.contains('[') { pair } else { pair.trim_end_matches(']') });
    pairs.filter_map(shown).collect()
}

fn shown(pair: &str) -> Option<Shown> {
    let name = pair.split('=').next().unwrap_or_default();
    let is_option = QueryOption::from_query(name).is_some();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || "$_@".contains(c))
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"$_@.-[]".contains(&byte));
    (is_name && !is_option).then(|| Shown { name: name.into(), written: pair.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_names(target: &str, expected: &[&str]) {
        let shown = parameters(target);
        let names: Vec<&str> = shown.iter().map(|it| &*it.name).collect();
        assert_eq!(names, expected, "{target}");
    }

    #[test]
    fn parameters_of_queries() {
        assert_names("/books", &[]);
        assert_names("/books?author={author}&page=1 HTTP/1.1", &["author", "page"]);
        assert_names("/books?$top=5&author=<author>", &["author"]);
        assert_names("/books?match[]={match}[&page={page}]", &["match[]", "page"]);
        assert_eq!(&*parameters("/books[?page={page}]")[0].written, "page={page}");
        assert_names("/books?...", &[]);
        assert_names("/books{?author,page*}{&limit}", &["author", "page", "limit"]);
    }
}
