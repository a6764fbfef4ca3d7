//! A dialect of one's own.

use crate::folder::CONFIG;
use crate::workspace::Workspace;

const DIALECT: &str = "\
name: library
extends: rest
default_namespace: library
types:
  primitives:
    Edm.String: [shelf mark]
columns:
  name: [feature]
";

const PAGE: &str = "\
# Book object

|Feature|Type|Description|
|:---|:---|:---|
|mark|Shelf mark|Where it stands.|
|pages|Integer|How many it has.|
";

#[test]
fn it_says_in_what_it_differs() {
    let workspace = Workspace::new();
    workspace.put("docs-input/docmill.yaml", &format!("dialect: own.yaml\n{CONFIG}"));
    workspace.put("docs-input/own.yaml", DIALECT);
    workspace.put("docs-input/book.md", PAGE);
    let run = workspace.run(["regenerate"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    let model = workspace.read("generated/api.yaml");
    let said = "\
  library.Book:
    name: library.Book
    properties:
    - name: mark
      type: Edm.String
";
    assert!(model.contains(said), "{model}");
}

#[test]
fn it_is_all_that_must_be_said() {
    let workspace = Workspace::new();
    workspace.put("others/docmill.yaml", "dialect: rest\n");
    workspace.put("others/book.md", &PAGE.replace("Feature", "Name"));
    let nowhere = workspace.run(["regenerate", "--docs", "others"]);
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.err.contains("add `--out DIR`"), "{}", nowhere.err);
    let run = workspace.run(["regenerate", "--docs", "others", "--out", "library-client"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("docmill.yaml does not say where the API is"), "{}", run.out);
    let manifest = workspace.read("library-client/Cargo.toml");
    assert!(manifest.contains("name = \"library-client\""), "{manifest}");
    assert!(manifest.contains("docmill-runtime = { path = \"../runtime\" }"), "{manifest}");
    assert!(!workspace.read("library-client/src/lib.rs").contains("BASE_URL"));
}

#[test]
fn request_lines_may_have_the_path_of_the_address() {
    let workspace = Workspace::new();
    let config = "dialect: rest\noutput: {base_url: 'https://library.example/api/v2'}\n";
    workspace.put("others/docmill.yaml", config);
    for (page, target) in [("list-books", "/api/v2/books"), ("list-shelves", "/shelves")] {
        workspace.put(
            &format!("others/{page}.md"),
            &format!("# {page}\n\n## Endpoint\n\n`GET {target}`\n\n## Response\n\n`200 OK`\n"),
        );
    }
    let run = workspace.run(["regenerate", "--docs", "others", "--out", "client"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    let model = workspace.read("client/api.yaml");
    assert!(model.contains("- /books\n") && model.contains("- /shelves\n"), "{model}");
}

#[test]
fn a_version_is_of_the_path_where_the_address_ends_before_it() {
    let workspace = Workspace::new();
    let page = "# List books\n\n## Endpoint\n\n`GET https://library.example/v3/books`\n\n\
                ## Response\n\n`200 OK`\n\n## Example\n\n\
                ```http\nGET https://library.example/v3/books\n```\n";
    workspace.put("others/list-books.md", page);
    for (address, path) in [("", "- /v3/books\n"), ("/v3", "- /books\n"), ("/v2", "- /books\n")] {
        let config =
            format!("dialect: rest\noutput: {{base_url: 'https://library.example{address}'}}\n");
        workspace.put("others/docmill.yaml", &config);
        let run = workspace.run(["regenerate", "--docs", "others", "--out", "client"]);
        assert_eq!(run.status, 0, "{}{}", run.out, run.err);
        let model = workspace.read("client/api.yaml");
        assert!(model.contains(path), "{address}: {model}");
        let findings = workspace.run(["lint", "others", "--show", "info"]);
        assert!(!findings.out.contains("mismatch"), "{address}: {}", findings.out);
    }
}

#[test]
fn what_is_wrong_in_it_has_a_line() {
    let workspace = Workspace::new();
    workspace.put("docs-input/docmill.yaml", &format!("dialect: own.yaml\n{CONFIG}"));
    workspace.put("docs-input/own.yaml", &DIALECT.replace("Edm.String", "Edm.Text"));
    let run = workspace.run(["regenerate"]);
    assert_eq!(run.status, 2);
    let said = format!("{}{}", run.out, run.err);
    assert!(said.contains("own.yaml:6:"), "{said}");
    assert!(said.contains("`Edm.Text` is none of OData's primitive types"), "{said}");
}

#[test]
fn without_a_configuration_the_pages_are_taken_for_microsoft_graphs() {
    let workspace = Workspace::new();
    workspace.put("others/book.md", PAGE);
    let said =
        |run: crate::workspace::Run| run.out.contains("has no docmill.yaml: read as pages about");
    let out = workspace.path("client");
    let out = out.to_string_lossy();
    assert!(said(workspace.run(["regenerate", "--docs", "others", "--out", &*out])));
    assert!(!said(workspace.run(["regenerate"])));
}

#[test]
fn types_are_told_in_words_that_readers_of_the_pages_know() {
    let page = "# Book object\n\n|Name|Type|Description|\n|:---|:---|:---|\n\
                |pages|integer|How many.|\n|tags|array of strings|Its tags.|\n\
                |tags|string|Its tags.|\n";
    let later = page.replace("integer", "array of integers");
    let said = |config: &str| {
        let workspace = Workspace::new();
        for (set, page) in [("old", page), ("new", &*later)] {
            workspace.put(&format!("{set}/docmill.yaml"), config);
            workspace.put(&format!("{set}/book.md"), page);
        }
        [workspace.run(["lint", "old"]).out, workspace.run(["diff", "old", "new"]).out].concat()
    };
    let plain = said("dialect: rest\n");
    assert!(plain.contains("followed: `list of string`, not `string`"), "{plain}");
    assert!(plain.contains("was `integer (32 bits)`, is `list of integer (32 bits)`"), "{plain}");
    assert!(!plain.contains("Edm."), "{plain}");
    let odata = said("dialect: graph\noutput: {base_url: 'https://graph.microsoft.com/v1.0'}\n");
    assert!(odata.contains("was `Edm.Int32`, is `Collection(Edm.Int32)`"), "{odata}");
}
