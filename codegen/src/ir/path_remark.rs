//! What pages say of single paths of an operation: the sentence above a request line.
//!
//! It stands beside the paths, and not in them: a path is what it is, whatever is said of it, and one
//! sentence is often about several.

use serde::{Deserialize, Serialize};

use super::path::Path;
use super::place::Spot;

/// A remark about some of the paths of an operation, or about all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathRemark {
    /// What it is about: paths of the operation, in its order; never empty.
    pub paths: Vec<Path>,
    /// What it says, as Markdown.
    pub text: Box<str>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Spot>,
}

impl PathRemark {
    /// What is said of paths for which something holds. A remark about none of them is none.
    pub fn retain(remarks: &mut Vec<Self>, is_kept: impl Fn(&Path) -> bool) {
        remarks.retain_mut(|remark| {
            remark.paths.retain(&is_kept);
            !remark.paths.is_empty()
        });
    }

    /// Whether it is about each of some paths.
    pub fn is_about_all(&self, paths: &[Path]) -> bool {
        paths.iter().all(|path| self.paths.contains(path))
    }
}
