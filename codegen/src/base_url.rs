//! Where the API is: pages often say it in their request lines, and the client has it from the configuration.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::read::facts::PageFacts;

/// Says which addresses the request lines name, where the configuration names none.
pub fn report_missing(pages: &[PageFacts], config: &Config, report: &mut Report) {
    if config.output.base_url.is_some() {
        return;
    }
    let mut named: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    let operations = pages.iter().flat_map(|page| &page.operations);
    for (address, place) in operations.filter_map(|operation| operation.address.as_ref()) {
        named.entry(address).or_default().push(place);
    }
    for (address, places) in named {
        report.push_for_all(places, |first| {
            Diagnostic::of(Code::NoBaseUrl, first.clone())
                .found(format!(
                    "the API's address `{address}`, which the configuration does not have"
                ))
                .expected(format!("`output: {{base_url: \"{address}\"}}` in docmill.yaml"))
                .instead("the client has no `BASE_URL`, and its paths go on behind this address")
        });
    }
}
