//! Requests on a page about several operations that stand outside of all of them: written out with headers
//! and body they could as well be examples, and begin no operation.

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::page::message_line::request_line;
use crate::read::facts::PageFacts;
use crate::read::layout::section::Section;
use crate::read::paths::fit::fits_shown;

/// Reports those under headings of their own that are requests of none of the page's operations.
pub fn report(sections: &[&Section<'_, '_>], subjects: &[PageFacts], report: &mut Report) {
    let operations = || subjects.iter().flat_map(|subject| &subject.operations);
    let is_known = |verb: &str, target: &str| {
        let mut of_verb = operations().filter(|operation| operation.method.as_str() == verb);
        of_verb.any(|operation| operation.paths.iter().any(|(path, _)| fits_shown(path, target)))
    };
    let headed = sections.iter().filter(|it| it.kind.is_none() && it.depth().is_some());
    let lone = headed.flat_map(|it| it.fences()).filter_map(|(page, fence)| {
        let (verb, target) = request_line(fence.contents.trim_start().lines().next()?)?;
        let target = target.split([' ', '?']).next().unwrap_or_default();
        let is_lone = target.starts_with('/') && !is_known(verb, target);
        is_lone.then(|| (page.place(&fence.span), verb, target))
    });
    report.push_for_all(lone, |(place, verb, target)| {
        Diagnostic::of(Code::NoRequestLine, place)
            .found(format!("the request `{verb} {target}`, which begins no operation"))
            .expected(
                "its first line in a block of its own, above the request with headers and body",
            )
            .instead("it was left out, with what is said of it")
    });
}
