//! Pages that list paths to different things under one verb: an operation for each of the things.

use heck::ToSnakeCase;

use super::examples::distribute;
use super::formats;
use super::path_types::{Destination, PathTypes, agree, ends_in_key};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::dialect::Spelling;
use crate::ir::{Method, Path, PathPiece, TypeRef, Value};
use crate::read::facts::{OnlyInLine, OperationFacts, PageFacts};
use crate::resolve::Resolver;

/// One operation of a page.
pub struct Route {
    /// What the page says of it, with its own paths and examples.
    pub facts: OperationFacts,
    /// What its paths lead to, where the page's sentence does not say it.
    pub leads_to: Option<TypeRef>,
    /// What tells it apart from the page's other operations with that verb.
    pub suffix: Option<String>,
}

impl Resolver<'_> {
    /// The operations of a page, of which it says `operations`.
    pub fn routes(
        &mut self,
        operations: Vec<OperationFacts>,
        page: &PageFacts,
        types: &PathTypes,
    ) -> Vec<Route> {
        let mut routes = Vec::with_capacity(operations.len());
        for facts in operations {
            if facts.method == Method::Get && !facts.gives_bytes && !facts.response.nothing {
                self.split(facts, page, types, &mut routes);
            } else {
                routes.push(Route { facts, leads_to: None, suffix: None });
            }
        }
        if routes.len() > 1 {
            for route in &mut routes {
                keep_own_query(&mut route.facts);
            }
            distribute(routes.iter_mut().map(|route| &mut route.facts).collect());
        }
        routes.into_iter().flat_map(formats::split).collect()
    }

    /// The operations that one sentence about the response is said of: the one of which it is true
    /// first, then one for each other thing that paths lead to.
    fn split(
        &mut self,
        mut facts: OperationFacts,
        page: &PageFacts,
        types: &PathTypes,
        routes: &mut Vec<Route>,
    ) {
        let stated = self.stated_type(&facts, page);
        let mut as_stated: Vec<(Path, Place)> = Vec::new();
        let mut others: Vec<(Thing, Vec<(Path, Place)>)> = Vec::new();
        let mut only_items = true;
        for line in std::mem::take(&mut facts.paths) {
            let (path, _) = &line;
            let found = types.of(&self.api, path);
            only_items &= ends_in_key(path) && found.as_ref().is_some_and(|it| !it.ty.collection);
            let found = found.filter(|found| {
                // An annotation tells what one example is, and the path what all of them are.
                let only_shown =
                    facts.response.ty.is_none() && self.is_base_of(&found.ty, stated.as_ref());
                only_shown
                    || stated
                        .as_ref()
                        .is_none_or(|stated| !agree(&self.api, stated, &found.ty, path))
            });
            let Some(found) = found else {
                as_stated.push(line);
                continue;
            };
            let thing = Thing::new(found, path);
            match others.iter_mut().find(|(known, _)| known.is(&thing)) {
                Some((_, lines)) => lines.push(line),
                None => others.push((thing, vec![line])),
            }
        }
        if as_stated.is_empty()
            && let [(thing, lines)] = others.as_mut_slice()
        {
            facts.paths = std::mem::take(lines);
            if let Some(stated) = stated.as_ref().filter(|_| facts.response.ty.is_some()) {
                self.report_destination(&facts, stated, &thing.found);
            }
            let leads_to = Some(thing.found.ty.clone());
            routes.push(Route { facts, leads_to, suffix: None });
            return;
        }
        let with = |paths| OperationFacts { paths, ..facts.clone() };
        let others = others.into_iter().map(|(thing, paths)| Route {
            facts: with(paths),
            suffix: Some(thing.suffix(stated.as_ref())),
            leads_to: Some(thing.found.ty),
        });
        let others: Vec<Route> = others.collect();
        if !as_stated.is_empty() {
            // An example of a list says nothing of a path that ends in a key.
            let leads_to = stated.filter(|_| only_items);
            facts.paths = as_stated;
            routes.push(Route { facts, leads_to, suffix: None });
        }
        routes.extend(others);
    }

    /// The type that a page names for what comes back, in its text or else in an annotation; `None`
    /// where no page documents what it names.
    pub fn stated_type(&self, facts: &OperationFacts, page: &PageFacts) -> Option<TypeRef> {
        let Some(ty) = &facts.response.ty else {
            let example = facts.examples.iter().find(|e| e.is_response())?;
            return self.shown_type(example, page);
        };
        let value = match &ty.spelling {
            Spelling::Primitive(primitive) => Value::Primitive(*primitive),
            Spelling::Named(name) => self.names.find(name, page, ty.link.as_deref())?.into(),
            Spelling::Unread => self.names.find("", page, ty.link.as_deref())?.into(),
            Spelling::Untyped | Spelling::UnnamedEnum => return None,
        };
        let value = match value {
            Value::Type(name) => Value::Type(self.common_type(&name, &ty.alternatives, page)),
            value => value,
        };
        Some(TypeRef { value, collection: ty.collection })
    }

    fn is_base_of(&self, base: &TypeRef, of: Option<&TypeRef>) -> bool {
        match (&base.value, of.map(|of| &of.value)) {
            (Value::Type(base), Some(Value::Type(of))) => self.api.inherits(of, base),
            _ => false,
        }
    }

    fn report_destination(
        &mut self,
        facts: &OperationFacts,
        stated: &TypeRef,
        found: &Destination,
    ) {
        let (Some(sentence), Some((_, path))) = (&facts.response.ty, facts.paths.first()) else {
            return;
        };
        let (related, remark) = match &found.source {
            Some(source) => (source.clone(), "the property to which the path leads"),
            None => (path.source.clone(), "the path"),
        };
        let words = self.dialect.type_words;
        let (stated, leads_to) = (words.of(stated), words.of(&found.ty));
        self.report.push(
            Diagnostic::of(Code::Disagreement, sentence.place.clone())
                .found(format!("`{stated}` in the text, and paths that lead to `{leads_to}`"))
                .expected(format!("`{leads_to}`"))
                .instead("the paths were followed")
                .related(related, remark),
        );
    }
}

/// Takes away what only other operations' request lines show in their queries.
fn keep_own_query(facts: &mut OperationFacts) {
    let OperationFacts { method, paths, only_in_lines, .. } = facts;
    let is_own = |name: &str| {
        let mut shown = only_in_lines.iter().filter(|it| *it.name == *name).peekable();
        shown.peek().is_none()
            || shown.any(|OnlyInLine { request: (verb, path), .. }| {
                verb == method && paths.iter().any(|(own, _)| own == path)
            })
    };
    facts.query_options.retain(|option| is_own(option.as_str()));
    facts.query_parameters.retain(|parameter| is_own(parameter.name.as_str()));
}

/// What paths lead to, if it is not what the sentence says.
struct Thing {
    found: Destination,
    /// The last segment of the first path; `None` if that is a placeholder.
    segment: Option<String>,
}

impl Thing {
    fn new(found: Destination, path: &Path) -> Self {
        let segment = match path.pieces.last() {
            Some(PathPiece::Literal(text)) => text.rsplit('/').next().map(str::to_owned),
            _ => None,
        };
        Self { found, segment }
    }

    /// Objects are one thing wherever they stand; values are another under each name.
    fn is(&self, other: &Self) -> bool {
        let is_object = matches!(self.found.ty.value, Value::Type(_));
        self.found.ty == other.found.ty && (is_object || self.segment == other.segment)
    }

    /// What a function is called that gives it: by type, or by the path where that says more.
    fn suffix(&self, stated: Option<&TypeRef>) -> String {
        let ty = &self.found.ty;
        let same = stated.is_some_and(|stated| stated.value == ty.value);
        match (&ty.value, &self.segment) {
            (Value::Type(_), _) if same => if ty.collection { "list" } else { "one" }.to_owned(),
            (Value::Type(name), _) if ty.collection => {
                format!("{}_list", name.short().to_snake_case())
            }
            (_, Some(segment)) => segment.to_snake_case(),
            (value, None) => match value {
                Value::Type(name) => name.short().to_snake_case(),
                _ => "value".to_owned(),
            },
        }
    }
}
