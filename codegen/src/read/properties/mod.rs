//! Properties, parameters and members, however a page writes them.
//!
//! - `table` reads rows of tables: `row_name` and `type_column` one column each, `nested_rows` what is a part
//!   of another row.
//! - `listed` reads items of lists, `headed` properties under headings of their own, `grouped` tables of
//!   some of them below the section about all.
//! - `values` finds the values of enums in their descriptions.

pub mod grouped;
pub mod headed;
pub mod listed;
mod nested_rows;
pub mod row_name;
pub mod table;
pub mod type_column;
pub mod values;
