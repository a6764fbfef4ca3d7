//! The five pages that the project began with, each written in another form: everything that a
//! person finds in them is found.
//!
//! They stand beside the repository, in `../shared/seeds`, and are no part of it.

use std::io::{Write as _, stderr};

use docmill_codegen::diagnostics::Code;
use docmill_codegen::export::facts;
use docmill_codegen::ir::{Alternative, Operation, Scopes};
use docmill_tests::pages::{self, Reading};
use serde_json::Value;

const AUDIENCES: [&str; 8] = [
    "me",
    "family",
    "contacts",
    "groupMembers",
    "organization",
    "federatedOrganizations",
    "everyone",
    "unknownFutureValue",
];

const PHONE_TYPES: [&str; 10] = [
    "home",
    "business",
    "mobile",
    "other",
    "assistant",
    "homeFax",
    "businessFax",
    "otherFax",
    "pager",
    "radio",
];

/// In a list of properties: of an enum, whose name docmill may have chosen.
const ENUM: &str = "(enum)";

const ITEM_PHONE: &str = "microsoft.graph.itemPhone";
const INFERENCE: &str = "microsoft.graph.inferenceData";
const IDENTITIES: &str = "microsoft.graph.identitySet";
const SOURCE: &str = "microsoft.graph.personDataSource";

/// What two of the pages say can be sent of an itemPhone.
const OF_ITEM_PHONE: [(&str, &str); 6] = [
    ("allowedAudiences", ENUM),
    ("displayName", "Edm.String"),
    ("inference", INFERENCE),
    ("number", "Edm.String"),
    ("source", SOURCE),
    ("type", "microsoft.graph.phoneType"),
];

/// Source Markdown that was never finished.
#[test]
fn a_page_that_was_never_finished() {
    let Some(seed) = Seed::open("000_") else { return };
    seed.is("Update phones", "PATCH", &["/users/{usersId}/profile/phones"]);
    seed.sends(&[
        ("id", "Edm.String"),
        ("allowedAudiences", ENUM),
        ("inference", INFERENCE),
        ("createdDateTime", "Edm.DateTimeOffset"),
        ("createdBy", IDENTITIES),
        ("lastModifiedDateTime", "Edm.DateTimeOffset"),
        ("lastModifiedBy", IDENTITIES),
        ("source", SOURCE),
        ("displayName", "Edm.String"),
        ("type", "microsoft.graph.phoneType"),
        ("number", "Edm.String"),
    ]);
    // The table speaks of what is required to create; this is an update.
    seed.requires(&[]);
    seed.inherits("entity", &["id"]);
    seed.inherits(
        "itemFacet",
        &[
            "allowedAudiences",
            "inference",
            "createdDateTime",
            "createdBy",
            "lastModifiedDateTime",
            "lastModifiedBy",
            "source",
        ],
    );
    seed.has_values("allowedAudiences", &AUDIENCES);
    seed.has_values("type", &PHONE_TYPES);
    seed.gives(200, ITEM_PHONE);
    seed.permits(&[], &[], &[]);
    seed.shows(74, 105);
    // Each permission cell; then the whole column of descriptions, at its first.
    seed.reports(Code::Placeholder, &[4, 20, 47]);
}

/// Front matter as a table, no titles, no fences, a request line glued to a table.
#[test]
fn front_matter_in_a_table_and_no_titles() {
    let Some(seed) = Seed::open("001_") else { return };
    let paths = ["/me/profile/phones/{id}", "/users/{userId}/profile/phones/{id}"];
    seed.is("Update itemphone", "PATCH", &paths);
    seed.sends(&OF_ITEM_PHONE);
    seed.requires(&[]);
    seed.inherits("itemFacet", &["allowedAudiences", "inference", "source"]);
    seed.has_values("allowedAudiences", &AUDIENCES);
    seed.has_values("type", &PHONE_TYPES);
    seed.gives(200, ITEM_PHONE);
    seed.permits(&[], &[], &[]);
    seed.shows(31, 43);
    // The permissions are only included.
    seed.reports(Code::MissingInclude, &[14]);
}

/// Text of a rendered page: tables without delimiter rows, code in other languages.
#[test]
fn rendered_text_with_code_in_many_languages() {
    let Some(seed) = Seed::open("002_") else { return };
    let path = "/users/{id | userPrincipalName}/authentication/phoneMethods/{phoneMethodId}";
    assert_eq!(seed.operation()["method"], "PATCH");
    assert_eq!(seed.texts("paths"), [path]);
    seed.sends(&[("phoneNumber", "Edm.String"), ("phoneType", ENUM)]);
    seed.requires(&[]);
    seed.has_values("phoneType", &["mobile", "alternateMobile", "office"]);
    seed.gives(204, "microsoft.graph.phoneAuthenticationMethod");
    seed.permits(
        &[
            "UserAuthMethod-Phone.ReadWrite",
            "UserAuthenticationMethod.ReadWrite.All",
            "UserAuthMethod-Phone.ReadWrite.All",
            "UserAuthenticationMethod.ReadWrite",
        ],
        &[],
        &["UserAuthenticationMethod.ReadWrite.All", "UserAuthMethod-Phone.ReadWrite.All"],
    );
    seed.shows(37, 119);
    seed.reports(Code::BodyWithoutContent, &[33]);
    seed.reports(Code::BrokenExample, &[42]);
    let clouds = ["Global service", "US Government L4", "US Government L5 (DOD)"];
    assert_eq!(seed.model().clouds, clouds.map(Box::from));
    let roles: Vec<bool> =
        ["Authentication Administrator", "Privileged Authentication Administrator"]
            .map(|role| {
                seed.model().remarks.iter().any(|remark| remark.text.contains(&format!("- {role}")))
            })
            .into();
    assert_eq!(roles, [true, true], "{:?}", seed.model().remarks);
}

/// Source Markdown with older headings.
#[test]
fn source_with_older_headings() {
    let Some(seed) = Seed::open("003_") else { return };
    seed.is("Add phones", "POST", &["/me/profile/phones/$ref"]);
    let properties = [
        ("id", "Edm.String"),
        ("allowedAudiences", ENUM),
        ("inference", INFERENCE),
        ("createdDateTime", "Edm.DateTimeOffset"),
        ("createdBy", IDENTITIES),
        ("lastModifiedDateTime", "Edm.DateTimeOffset"),
        ("lastModifiedBy", IDENTITIES),
        ("displayName", "Edm.String"),
        ("type", ENUM),
        ("number", "Edm.String"),
    ];
    seed.sends(&properties);
    // "The properties that are required when you create" are all of them.
    seed.requires(&properties.map(|(name, _)| name));
    seed.inherits("entity", &["id"]);
    seed.has_values("allowedAudiences", &AUDIENCES);
    seed.has_values("type", &PHONE_TYPES);
    seed.gives(201, ITEM_PHONE);
    seed.permits(&[], &[], &[]);
    seed.shows(71, 112);
    seed.reports(Code::Placeholder, &[19]);
}

/// Text of a rendered page: tables without outer pipes.
#[test]
fn rendered_tables_without_outer_pipes() {
    let Some(seed) = Seed::open("004_") else { return };
    let paths = ["/me/profile/phones", "/users/{userId}/profile/phones"];
    seed.is("Create itemPhoneNumber", "POST", &paths);
    seed.sends(&OF_ITEM_PHONE);
    // "Possible to set" is not required.
    seed.requires(&[]);
    seed.inherits("itemFacet", &["allowedAudiences", "inference", "source"]);
    seed.has_values("allowedAudiences", &AUDIENCES);
    seed.has_values("type", &PHONE_TYPES);
    seed.gives(201, ITEM_PHONE);
    seed.permits(&["User.ReadWrite", "User.ReadWrite.All"], &["User.ReadWrite"], &[]);
    seed.shows(42, 50);
    assert_eq!(seed.model().clouds.len(), 4);
}

/// What was read from a seed.
struct Seed {
    facts: Value,
    reading: Reading,
}

impl Seed {
    /// Reads the seed whose file's name begins like that; `None` where there are no seeds.
    fn open(prefix: &str) -> Option<Self> {
        let folder = pages::folder().join("../../shared/seeds");
        if !folder.is_dir() {
            // Past the capture of output: a skipped test must not look like one that ran.
            let _ =
                writeln!(stderr(), "SKIPPED: ../shared is not there, seed {prefix}* was not read");
            return None;
        }
        let found = pages::entries(&folder).into_iter().find(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix))
        });
        let path = found.unwrap_or_else(|| panic!("no seed is called {prefix}*"));
        let reading = pages::read(&pages::single(&path));
        Some(Self { facts: facts::export(&reading.api, &reading.outcomes), reading })
    }

    /// The only operation, as facts.
    fn operation(&self) -> &Value {
        assert_eq!(self.facts["operations"].as_array().map(Vec::len), Some(1));
        &self.facts["operations"][0]
    }

    /// The only operation, as the model has it.
    fn model(&self) -> &Operation {
        self.reading.api.operations.values().next().expect("the page has an operation")
    }

    fn texts(&self, key: &str) -> Vec<&str> {
        self.operation()[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn properties(&self) -> impl Iterator<Item = (&str, &Value)> {
        let properties = self.operation()["request"]["properties"].as_array().into_iter().flatten();
        properties.map(|property| (property["name"].as_str().unwrap_or_default(), property))
    }

    fn is(&self, title: &str, method: &str, paths: &[&str]) {
        assert_eq!(self.operation()["title"], title);
        assert_eq!(self.operation()["method"], method);
        assert_eq!(self.texts("paths"), paths);
    }

    /// The names and types of the properties in the body, in order.
    fn sends(&self, expected: &[(&str, &str)]) {
        let names: Vec<&str> = self.properties().map(|(name, _)| name).collect();
        assert_eq!(names, expected.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for ((name, property), (_, ty)) in self.properties().zip(expected) {
            if *ty == ENUM {
                assert!(self.members(name).is_some(), "`{name}` is no enum: {property}");
            } else {
                assert_eq!(property["type"], *ty, "type of `{name}`");
            }
            assert_eq!(property["collection"], false, "`{name}` is no collection");
        }
    }

    fn requires(&self, expected: &[&str]) {
        let required = self.properties().filter(|(_, property)| property["required"] == true);
        assert_eq!(required.map(|(name, _)| name).collect::<Vec<_>>(), expected);
    }

    /// The properties that the page says are inherited from `base`.
    fn inherits(&self, base: &str, expected: &[&str]) {
        let inherited = self.properties().filter(|(_, property)| property["inheritedFrom"] == base);
        assert_eq!(inherited.map(|(name, _)| name).collect::<Vec<_>>(), expected, "from {base}");
    }

    /// The members of a property's type, if that is an enum.
    fn members(&self, property: &str) -> Option<Vec<&str>> {
        let (_, property) = self.properties().find(|(name, _)| *name == property)?;
        let enums = self.facts["enums"].as_array()?;
        let found = enums.iter().find(|facts| facts["name"] == property["type"])?;
        Some(found["members"].as_array()?.iter().filter_map(Value::as_str).collect())
    }

    fn has_values(&self, property: &str, expected: &[&str]) {
        assert_eq!(self.members(property).as_deref(), Some(expected), "values of `{property}`");
    }

    /// Status and type of the response.
    fn gives(&self, status: u16, ty: &str) {
        let response = &self.operation()["response"];
        assert_eq!(response["status"], status);
        assert_eq!(response["type"], ty);
        assert_eq!(response["collection"], false);
    }

    /// Permissions for each kind of caller; of those that are listed, the first is the least.
    fn permits(&self, work: &[&str], personal: &[&str], application: &[&str]) {
        let check = |scopes: &Scopes, expected: &[&str]| {
            assert_eq!(scopes.all().map(Alternative::as_str).collect::<Vec<_>>(), expected);
            let least: Vec<&str> = scopes.least.iter().map(Alternative::as_str).collect();
            assert_eq!(least, expected.iter().copied().take(1).collect::<Vec<_>>());
        };
        let permissions = &self.model().permissions;
        check(&permissions.delegated_work, work);
        check(&permissions.delegated_personal, personal);
        check(&permissions.application, application);
    }

    /// The lines of the request and the response in the examples.
    fn shows(&self, request: u64, response: u64) {
        let examples = self.operation()["examples"].as_array().into_iter().flatten();
        let shown: Vec<(u64, &str)> = examples
            .filter_map(|example| Some((example["line"].as_u64()?, example["kind"].as_str()?)))
            .collect();
        assert_eq!(shown, [(request, "request"), (response, "response")]);
    }

    /// The lines on which a kind of finding was made.
    fn reports(&self, code: Code, expected: &[u32]) {
        let findings = self.reading.findings.iter().filter(|finding| finding.code == code);
        let lines: Vec<u32> = findings.map(|finding| finding.place.source.line).collect();
        assert_eq!(lines, expected, "lines with `{code}`");
    }
}
