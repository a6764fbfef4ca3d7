//! Names that pages use and none describes: one diagnostic for each, however often it is used.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Place, Report};

/// Names without a page.
#[derive(Debug, Default)]
pub struct UnknownNames(BTreeMap<String, (Place, usize)>);

impl UnknownNames {
    /// Notes a use.
    pub fn used(&mut self, name: &str, place: &Place) {
        let (first, uses) = self.0.entry(name.to_owned()).or_insert_with(|| (place.clone(), 0));
        if place < first {
            *first = place.clone();
        }
        *uses += 1;
    }

    /// One diagnostic for each name, at its first use.
    pub fn into_report(self, report: &mut Report) {
        for (name, (place, uses)) in self.0 {
            let mut diagnostic = Diagnostic::of(Code::UnknownType, place)
                .found(format!("`{name}`, which no page describes"))
                .expected("the name of a documented resource or enum")
                .instead("its values were read as JSON of any shape")
                .help("add its page, or give the type in an override");
            diagnostic.affected = uses;
            report.push(diagnostic);
        }
    }
}
