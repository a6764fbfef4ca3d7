//! A page that is read alone, without those that it refers to: that their types are not known is said
//! once, and is no fault of the page.

use docmill_codegen::diagnostics::{Code, Diagnostic, Place};

use crate::print::count;
use crate::set::Set;

/// So many names are listed.
const SHOWN: usize = 5;

/// The findings about a set; in place of those about types of other pages a single one, if the set is
/// one page and nothing says that it is all there is.
pub(crate) fn told_once(set: &Set, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if set.configured || set.documents.page_count() != 1 {
        return findings;
    }
    let unknown: Vec<Diagnostic> =
        findings.extract_if(.., |finding| finding.code == Code::UnknownType).collect();
    let Some(first) = unknown.first() else { return findings };
    // `microsoft.graph.recipient`, which no page describes
    let names = unknown.iter().filter_map(|finding| finding.message.split('`').nth(1));
    let mut names: Vec<String> = names.take(SHOWN).map(|name| format!("`{name}`")).collect();
    if unknown.len() > SHOWN {
        names.push(format!("{} more", unknown.len() - SHOWN));
    }
    let page = first.place.source.page.clone();
    let finding = Diagnostic::of(Code::PageAlone, Place::page(page))
        .found(format!("{} of other pages: {}", count(unknown.len(), "type"), names.join(", ")))
        .expected("the pages that describe them, read together with this one")
        .instead("nothing was said of them")
        .help("name the folder of all pages; or put a `docmill.yaml` there: then one page is read with all");
    findings.push(finding);
    findings
}
