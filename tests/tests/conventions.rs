//! Each way of writing things: a small page in `conventions/`, and what it gives beside it.
//!
//! A page that is to be added: write `conventions/NAME.md` (or a folder `NAME`, where it takes
//! several pages), name it below, and run `INSTA_UPDATE=always cargo test -p docmill-tests NAME`.
//! Read `conventions/NAME.snap` before it is committed. The names have no hyphens because a page's
//! file name names its operation, which is a convention of its own: `page_names`.

use std::collections::BTreeSet;

use docmill_codegen::diagnostics::Code;
use docmill_tests::{pages, snapshot};

macro_rules! conventions {
    ($($name:ident)*) => {
        /// Every convention, in the order in which this file lists them.
        const CONVENTIONS: &[&str] = &[$(stringify!($name)),*];

        $(#[test]
        fn $name() {
            assert_convention(stringify!($name));
        })*
    };
}

conventions! {
    // Resources: properties, and where else they come from.
    property_table
    row_behind_a_blank_line
    attributes_of_tables
    properties_under_headings
    properties_in_groups
    attributes_of_a_type
    more_columns
    other_column_names
    titles_with_the_resource
    numbered_headings
    description_under_a_title
    titles_in_bold
    relationships
    relationship_in_words
    titles_among_relationships
    property_only_in_json
    type_only_in_json
    json_of_a_list
    json_of_an_answer
    relationship_that_is_listed
    relationships_that_requests_expand
    title_in_words
    casing_of_the_title
    annotation_of_another_type
    casing_of_json
    name_linked_into_another_folder
    include_in_lower_case
    phrases_in_sentences
    lists_in_cells
    titles_between_rows
    no_break_spaces
    missing_trailing_pipe
    names_of_odata
    names_with_underscores
    type_spellings
    type_called_a_collection
    lists_of_what_the_json_shows
    types_in_the_plural
    one_type_or_another
    any_json
    several_types_on_a_page
    types_below_the_resource
    types_among_properties
    requests_of_other_pages

    // Resources: what they inherit, and what else is said of them.
    remarks_on_a_resource
    remarks_under_own_titles_of_a_resource
    base_type_in_text
    base_type_in_annotation
    base_type_by_rows
    base_type_above_the_table
    base_type_by_subclass
    base_type_in_a_wrapped_sentence
    base_type_in_front_matter
    base_type_in_example
    base_type_nearer_than_the_root
    derived_types
    links_in_lists_are_no_base_type
    values_of_a_base_type
    values_of_a_namesake
    entity_by_its_methods
    key_of_another_type
    inherited_properties
    open_type
    open_type_without_table
    open_type_with_samples
    deprecated_type
    deprecated_enums
    deprecated_property
    deprecated_parameter
    nullable_or_not
    nullable_types
    nullable_column

    // Enums.
    enum_page
    enum_page_without_a_namespace
    namespace_in_an_annotation
    enum_section_with_anchor
    enum_in_prose
    enum_values_of_several_words
    enum_named_by_its_property
    enum_named_by_type_and_property
    enum_named_by_its_action
    enum_named_in_json
    enum_of_the_base_type
    types_beside_the_base_types
    enum_of_prose_and_its_base
    enum_values_with_remarks
    enum_values_with_conditions
    values_and_others_in_words
    enum_values_in_quotes
    enum_values_listed_twice
    enum_values_and_marked_remarks
    enum_values_with_numbers
    enum_values_with_a_missing_mark
    enum_values_at_the_beginning
    enum_values_by_line
    enum_values_or_null
    evolvable_enum
    members_on_request_spaced
    evolvable_enum_in_a_table
    flags
    flags_in_words
    flags_in_examples
    flags_by_numbers
    values_not_in_the_table
    values_to_come_not_in_the_table
    numbers_that_are_no_flags

    // Operations: who may call them.
    permissions_three_columns
    permissions_least_first
    permissions_most_first
    permissions_per_resource_kind
    permissions_per_kind_of_work
    permissions_transposed
    permissions_by_rows_of_callers
    permissions_without_callers
    permissions_in_a_sentence
    permission_in_a_sentence
    permissions_in_a_list
    permissions_that_may_all_be_needed
    permissions_per_resource_without_callers
    permissions_by_rows
    permissions_by_rows_most_first
    permissions_included
    permissions_with_words
    permissions_needed_together

    // Operations: where they are, and what else a request says.
    page_names
    casing_of_names_of_files
    page_names_with_the_resource_twice
    page_names_with_underscores
    several_request_lines
    said_of_request_lines
    said_of_one_request_line
    several_verbs
    action_in_the_title
    http_request_for_a_purpose
    request_lines_in_tables
    request_lines_in_tables_without_a_title
    request_lines_as_text
    request_lines_as_text_below_a_title
    request_lines_by_labels
    parameters_with_types_before_a_dash
    parameters_by_part
    parameters_by_rows_between
    parameters_beside_a_request
    headers_without_a_name
    keys_in_words
    parameters_without_types
    parameters_typed_by_examples
    parameters_that_examples_list
    rows_in_rows
    pages_of_generators
    parameters_with_values
    table_beside_typed_parameters
    type_of_an_array_in_the_description
    parameters_by_definition
    links_in_a_table_are_no_type
    requests_without_a_title
    requests_in_headings
    request_lines_with_a_protocol
    requests_in_tags
    several_operations_on_a_page
    operations_beside_that_of_the_page
    addresses_under_headings
    request_in_the_title
    queries_of_request_lines
    request_below_endpoint
    alternative_identifiers
    repeated_placeholder
    more_of_the_same_in_a_path
    placeholder_over_two_lines
    function_parameters
    function_parameters_in_no_path
    function_parameters_with_samples
    arguments_below_the_body
    arguments_in_examples
    optional_arguments_in_examples
    arguments_in_path_parameters
    placeholders_in_other_brackets
    placeholders_with_links
    placeholders_in_quotes
    same_place
    absolute_url_and_query
    counts_and_casts_in_examples
    examples_below_a_version
    keys_in_parentheses
    keys_in_parentheses_of_request_lines
    request_and_body_in_two_fences
    body_named_in_between
    response_and_body_in_two_fences
    response_shown_as_json
    requests_with_curl
    curl_with_its_answer
    answers_of_introductions
    response_shown_where_it_is_described
    headers_after_a_blank_line
    examples_that_tools_ignore
    said_of_examples
    table_beside_parts
    tables_among_examples
    request_headers
    headers_with_remarks
    values_beside_header_names
    parameters_with_setters
    query_options_by_table
    required_query_parameters
    query_options_by_address
    uri_parameters
    query_options_in_general
    query_options_denied
    query_options_that_are_parameters
    query_options_by_sentence
    query_parameters_in_text
    more_columns_of_query_parameters
    values_below_parameters

    // Operations: what is sent.
    no_body
    no_body_is_needed
    body_is_a_resource
    body_of_create
    body_with_more_than_is_listed
    required_by_sentence
    everything_required
    required_by_column
    required_by_another_column
    body_of_update
    read_only_in_update
    read_only_or_not
    body_of_update_without_table
    body_by_examples
    body_with_links
    type_of_what_is_sent
    link_to_another_type
    link_text_of_another_type
    names_by_their_links
    types_of_what_is_sent
    body_of_action
    casing_of_what_is_sent
    body_shown_as_json
    body_of_named_parameters
    body_named_in_words
    body_by_a_link
    body_inside_an_object
    body_is_a_reference
    body_in_parts
    body_in_parts_or_alone
    body_in_parts_or_as_listed
    body_is_bytes

    // Operations: what comes back.
    response_collection
    response_called_an_object_collection
    errors_by_table
    errors_in_sentences
    statuses_of_success_and_errors
    errors_below_the_response
    response_named_without_link
    response_named_in_plural
    response_of_one_named_in_plural
    response_primitive
    response_primitive_on_demand
    response_is_a_stream
    entity_and_its_bytes
    paths_to_different_things
    response_on_demand
    response_in_a_second_sentence
    responses_with_and_without_a_body
    response_in_two_formats
    response_accepted
    response_that_a_link_leads_to
    response_left_out_of_examples
    response_of_unsaid_type
    response_in_another_format
    lists_that_are_arrays
    response_by_table
    response_parts_by_link
    labels_beside_text
    headings_over_columns
    tables_in_html
    data_structures_of
    response_list_by_table
    response_with_names_of_types
    response_table_beside_others
    response_without_a_type

    // Operations: remarks.
    callouts
    callouts_without_quotes
    callout_before_a_list
    lists_in_lists
    remarks_of_sections
    told_on_every_page
    remarks_under_own_titles
    boxes_of_colons
    national_clouds
    deprecated_in_words
    deprecated_operation
    tabs

    // Other surfaces; `surfaces/` has one page in all of them.
    learn_export
    learn_export_without_annotations
    learn_export_with_snippets
    rendered_text
    untitled_resource
    untitled_complex_type
    untitled_update
    untitled_function
    rendered_titles
    rendered_title_of_a_list
    rendered_code
    rendered_lists_of_values
    rendered_numbered_examples
    rendered_response_named
    rendered_example_in_between
    rendered_without_request_title
    rendered_without_title
    rendered_overview
    examples_in_other_languages
    metadata_in_one_row
    rendered_frame
    rendered_frame_in_another_language
    rendered_cells_on_lines
    rendered_enum_tables
    rendered_spaced_tables
    rendered_spaced_types
    rendered_stacked_tables
    rendered_stacked_parameters
    rendered_stacked_members

    // Mess: the page as Markdown.
    wrapped_paragraphs
    broken_front_matter
    front_matter_in_one_line
    unclosed_fence
    broken_annotation
    annotation_with_a_remark
    short_and_long_rows
    table_without_delimiter
    missing_include
    unknown_page_kind
    unknown_titles
    tables_below_unknown_titles
    resource_without_a_name
    template_text
    template_text_of_introductions

    // Mess: names and types.
    unknown_table
    unknown_type
    odd_name
    duplicate_property
    duplicate_parameter
    body_shown_twice
    inherits_from_itself
    circular_inheritance
    names_that_rust_reserves
    names_that_become_one
    same_name_twice
    name_of_another_namespace
    verb_before_the_resource
    action_with_a_namespace
    area_in_page_names
    casts_without_their_casing
    names_in_the_plural_of_paths
    resources_of_several_namespaces

    // Mess: requests and responses.
    unknown_verb
    path_without_verb
    no_request_line
    request_of_no_operation
    sample_in_path
    identifier_without_braces
    abbreviated_path
    unread_response
    broken_example
    example_of_another_shape
    json_that_is_not_json
    request_to_other_host
    json_with_a_trailing_comma
    json_with_comments
    json_with_names_of_types

    // Mess: two sources that say different things.
    base_types_disagree
    table_and_json_disagree
    lists_that_examples_show
    namespaces_disagree
    text_and_example_disagree
    templates_in_examples
    statuses_in_the_text
    response_is_what_the_example_shows
    examples_of_several_types
    response_named_in_the_example
    object_without_content
    pages_disagree
    described_twice
}

fn assert_convention(name: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(pages::conventions());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, snapshot::of_convention(name)));
}

#[test]
fn every_page_is_listed() {
    let mut listed = CONVENTIONS.to_vec();
    listed.sort_unstable();
    assert_eq!(listed, pages::convention_names(), "left: in this file; right: in conventions/");
}

#[test]
fn every_page_has_its_snapshot_and_every_snapshot_its_page() {
    assert_eq!(
        pages::snapshot_names(),
        pages::convention_names(),
        "left: snapshots in conventions/; right: pages"
    );
}

#[test]
fn snapshots_name_no_place_on_this_machine() {
    let folder = pages::folder().to_string_lossy();
    for name in pages::snapshot_names() {
        assert!(!pages::snapshot(&name).contains(&*folder), "{name}.snap names {folder}");
    }
}

#[test]
fn every_kind_of_finding_about_pages_is_shown() {
    let shown: String = pages::snapshot_names().iter().map(|name| pages::snapshot(name)).collect();
    let is_shown = |code: &Code| shown.contains(&format!("[{code}]: "));
    // Codes stand in the order of the stages; those before the first of a page are about the run.
    let wanted = Code::ALL.iter().skip_while(|code| **code != Code::UnclosedFence);
    let missing: BTreeSet<&str> =
        wanted.filter(|code| !is_shown(code)).map(|code| code.as_str()).collect();
    assert!(missing.is_empty(), "no convention shows {missing:?}");
}

#[test]
fn neighbours_are_beyond_reproach() {
    assert_eq!(snapshot::findings_about_neighbours(), Vec::<String>::new());
}
