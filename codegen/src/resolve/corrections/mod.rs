//! What `docmill.yaml` says otherwise than the pages: `overrides` corrects them, `renames` declares what
//! things were called before.

pub mod overrides;
pub mod renames;
