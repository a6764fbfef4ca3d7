//! Properties, parameters and members, however a page writes them.
//!
//! - `table` reads rows of tables: `row_name` and `type_column` one column each.
//! - `listed` reads items of lists, `headed` what stands under headings of its own.
//! - `values` finds the values of enums in their descriptions.

pub mod headed;
pub mod listed;
pub mod row_name;
pub mod table;
mod type_column;
pub mod values;
