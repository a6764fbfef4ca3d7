//! How a page is laid out.
//!
//! - `section` sorts a page's blocks into sections, `untitled_page` those of a page that shows no
//!   titles; `parts` sorts sections by what they are about.
//! - `introduction` reads what stands at the top of a page or of a part.
//! - `columns` tells the columns of tables by their titles, `row_parts` where their rows are sent.
//! - `untitled_request` finds request lines, and `untitled_subject` the name of a type, where no title
//!   announces them.

pub mod columns;
pub mod introduction;
pub mod parts;
pub mod row_parts;
pub mod section;
mod untitled_page;
pub mod untitled_request;
pub mod untitled_subject;
