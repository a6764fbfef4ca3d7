//! Findings that were there before: what is wrong with pages for years hides what went wrong today.

use std::collections::HashMap;
use std::path::Path;

use docmill_codegen::diagnostics::{Code, Diagnostic};

use crate::paths;

/// How often each finding is there. Lines move when others come and go, so they tell nothing.
pub(crate) struct Known(HashMap<Key, usize>);

/// What makes a finding the same one: its page, its code, and its words.
type Key = (String, Code, String);

impl Known {
    /// The findings about the pages below `root`; these are absolute paths.
    pub fn of(findings: &[Diagnostic], root: &Path) -> Self {
        let mut known = HashMap::new();
        for finding in findings {
            *known.entry(key(finding, root)).or_default() += 1;
        }
        Self(known)
    }

    /// Takes what is known out of the findings about the pages below `root`, each as often as it is
    /// known; how many these are.
    pub fn leave_out(mut self, findings: &mut Vec<Diagnostic>, root: &Path) -> usize {
        let all = findings.len();
        findings.retain(|finding| match self.0.get_mut(&key(finding, root)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        all - findings.len()
    }
}

fn key(finding: &Diagnostic, root: &Path) -> Key {
    let page = paths::relative(root, Path::new(&*finding.place.source.page));
    (page, finding.code, finding.message.clone())
}
