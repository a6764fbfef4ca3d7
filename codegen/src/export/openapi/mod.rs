//! The model as an OpenAPI 3.1 document.
//!
//! What the standard has a place for stands there: read-only properties, deprecations, examples that
//! fit, roles under `security`. For the rest there are extensions, and `info.description` says what
//! they mean.
//!
//! - `objects`: the standard's own objects, as far as they are written.
//! - `context`: what everything below needs to know; `names`: keys of components; `prose`: the pages'
//!   Markdown.
//! - `paths`: operations by path; `addresses`: one documented path; `precedence`: which of several
//!   operations is a path's own; `operations`: what is said of an operation wherever it is.
//! - `parameters`, `bodies`, `responses`, `examples`, `security`: its parts.
//! - `types`, `enums`, `values`: schemas; `odata`: those that OData defines itself.
//! - `components`: all of them; `tags`: operations by resource and area.

mod addresses;
mod bodies;
mod components;
mod context;
mod enums;
mod examples;
mod names;
mod objects;
mod odata;
mod operations;
mod parameters;
mod paths;
mod precedence;
mod prose;
mod responses;
mod security;
mod tags;
mod types;
mod values;

use crate::config::Output;
use crate::examples::Outcomes;
use crate::ir::Api;
use context::Context;
pub use objects::{Document, Size};
use objects::{Info, Server};

/// The version of the standard.
const VERSION: &str = "3.1.0";

const DESCRIPTION: &str = "\
Made by docmill from the API's reference pages, and complete as far as they are.

- A value may be null unless its page says \"Not nullable\".
- An `enum` lists what the pages document; any other text may come as well, as `anyOf` says. \
`x-enum-descriptions` has what the pages say of each value, `x-enum-opt-in` the values that are sent \
only to callers that ask for unknown ones, and of an enum with `x-ms-enum-flags` several values can \
be set at once, with commas between them.
- `security` lists alternatives: any one of them is enough, with all of its roles. `x-permissions` says which \
of them are the least privileged; under `anyCaller` it has those that a page names without saying for whom.
- `x-ms-navigationProperty` marks relationships, which are absent unless they are expanded.
- `x-undocumented` names a type that no page describes.
- `x-other-operations` has further operations with the same path and verb, of which the standard has \
room for one only.
- `x-clouds` lists the national clouds in which an operation is available.
- `x-page` is the page that documents an operation, a type or an enum.";

/// The whole of a model. Of its examples, those that fit it.
pub fn export(api: &Api, outcomes: &Outcomes, output: &Output) -> Document {
    let context = Context::new(api, outcomes, output);
    Document {
        openapi: VERSION,
        info: Info {
            title: output.title.trim_end_matches('.').to_owned(),
            version: output.version.clone(),
            description: DESCRIPTION,
        },
        servers: output.base_url.iter().map(|url| Server { url: url.clone() }).collect(),
        security: security::of_document(api),
        tags: tags::of(&context),
        tag_groups: tags::groups(api),
        paths: paths::of(&context),
        components: components::of(&context),
    }
}
