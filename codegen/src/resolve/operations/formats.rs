//! Operations whose page says that they lead to a file, or give objects to those who ask for them: a
//! report as a table, or with `$format=application/json` as JSON. They are one operation each.

use heck::ToSnakeCase;

use super::routes::Route;
use crate::ir::{Example, ParameterName, QueryOption, QueryParameter, Requirement};

/// The operation that leads to the file; then the one that gives objects, if an example shows how to
/// ask for them.
pub fn split(mut route: Route) -> impl Iterator<Item = Route> {
    let others = objects(&mut route);
    [Some(route), others].into_iter().flatten()
}

/// The operation that gives objects, with its own part of the page's examples.
fn objects(route: &mut Route) -> Option<Route> {
    let response = *route.facts.response.otherwise.take()?;
    let examples = &mut route.facts.examples;
    let shown = examples.iter().position(|it| !it.is_request() && it.members().is_some())?;
    let asked = examples[..shown].iter().rposition(Example::is_request)?;
    let (name, value) = asked_by(&examples[asked])?;
    let suffix = value.rsplit('/').next().map(ToSnakeCase::to_snake_case);
    let name = ParameterName::new(name);
    let description = format!("`{value}`").into();
    let after = examples[shown..]
        .iter()
        .position(Example::is_request)
        .map_or(examples.len(), |at| shown + at);
    let own: Vec<Example> = examples.drain(asked..after).collect();

    let mut facts = route.facts.clone();
    let known = facts.query_parameters.iter().position(|it| it.name == name);
    let known = known.map(|at| facts.query_parameters.remove(at));
    facts.query_parameters.push(QueryParameter {
        requirement: Requirement::Required,
        description,
        place: known.and_then(|parameter| parameter.place),
        ..QueryParameter::named(name)
    });
    facts.response = response;
    facts.examples = own;
    Some(Route { facts, leads_to: None, suffix })
}

/// The query parameter by which a request asks for a format, and its value: the first that chooses no
/// items and no properties.
fn asked_by(request: &Example) -> Option<(&str, &str)> {
    let (_, query) = request.start_line.split_whitespace().nth(1)?.split_once('?')?;
    let is_option = |name: &str| QueryOption::from_query(name).is_some();
    query.split('&').filter_map(|part| part.split_once('=')).find(|(name, _)| !is_option(name))
}
