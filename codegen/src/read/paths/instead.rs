//! What request lines have in place of what is sent, and the findings about it.

use crate::diagnostics::{Code, Diagnostic, Place, Report};

/// What a request line has in place of what is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// The value of one particular thing, where a placeholder belongs.
    Sample {
        /// The value.
        value: String,
        /// The placeholder for it.
        placeholder: String,
    },
    /// A short form of the path's beginning.
    Abbreviation {
        /// The short form.
        short: String,
        /// What it stands for.
        full: String,
    },
}

/// The findings about a page's request lines: one for all samples, and one for all abbreviations,
/// each at the first line that has one.
pub fn findings<'l>(instead: impl Iterator<Item = (&'l Instead, &'l Place)>) -> Report {
    let mut samples = Samples::default();
    let mut abbreviation: Option<Diagnostic> = None;
    for (instead, place) in instead {
        match instead {
            Instead::Sample { value, placeholder } => samples.add(value, placeholder, place),
            Instead::Abbreviation { short, full } => match &mut abbreviation {
                Some(known) => known.affected += 1,
                None => abbreviation = Some(abbreviated(short, full, place)),
            },
        }
    }
    let mut report = Report::default();
    samples.finding().into_iter().chain(abbreviation).for_each(|finding| report.push(finding));
    report
}

fn abbreviated(short: &str, full: &str, place: &Place) -> Diagnostic {
    Diagnostic::of(Code::AbbreviatedPath, place.clone())
        .found(format!("`{short}` at the beginning of a path"))
        .expected(format!("what it stands for, `{full}`"))
        .instead("generated functions send the whole path")
}

/// The samples of a page's request lines.
#[derive(Default)]
struct Samples<'l> {
    /// Each once, in the page's order.
    values: Vec<&'l str>,
    /// The first line that has one, and a placeholder that belongs there.
    first: Option<(&'l Place, &'l str)>,
    /// All lines that have one.
    lines: Vec<&'l Place>,
}

impl<'l> Samples<'l> {
    fn add(&mut self, value: &'l str, placeholder: &'l str, place: &'l Place) {
        self.first.get_or_insert((place, placeholder));
        if !self.values.contains(&value) {
            self.values.push(value);
        }
        if !self.lines.contains(&place) {
            self.lines.push(place);
        }
    }

    fn finding(self) -> Option<Diagnostic> {
        let (place, placeholder) = self.first?;
        let message = match self.values[..] {
            [value] => format!("the value `{value}` in a request line"),
            _ => {
                let values: Vec<String> = self.values.iter().map(|it| format!("`{it}`")).collect();
                format!("the values {} in request lines", values.join(", "))
            }
        };
        let mut finding = Diagnostic::of(Code::SampleInPath, place.clone())
            .found(message)
            .expected(format!("a placeholder such as `{placeholder}`"))
            .instead("generated functions take a value in its place");
        finding.affected = self.lines.len();
        Some(finding)
    }
}
