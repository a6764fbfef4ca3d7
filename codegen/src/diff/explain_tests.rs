//! Every code has an explanation; the compiler sees to that. These see to its shape.

use super::ChangeCode;

#[test]
fn every_explanation_has_its_sections_in_order() {
    for code in ChangeCode::ALL {
        let text = code.explanation();
        let title = format!("# {code}\n");
        assert!(text.starts_with(&title), "{code}: begins with its title");
        let mut rest = text;
        for heading in
            ["\n## Before\n", "\n## After\n", "\n## What it does to callers\n", "\n## What to do\n"]
        {
            let Some(at) = rest.find(heading) else {
                panic!("{code}: no `{}` where it belongs", heading.trim());
            };
            rest = &rest[at + heading.len() - 1..];
        }
        assert!(text.ends_with('\n'), "{code}: ends its last line");
        assert!(code.summary().ends_with('.'), "{code}: {}", code.summary());
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(100), "{code}: fits a terminal");
    }
}

#[test]
fn every_spelling_is_read_back() {
    for code in ChangeCode::ALL {
        assert_eq!(ChangeCode::from_text(code.as_str()), Some(*code));
        // `explain` takes the codes of findings and of changes alike.
        assert_eq!(crate::diagnostics::Code::from_text(code.as_str()), None);
    }
    assert_eq!(ChangeCode::from_text("no-such-code"), None);
}

#[test]
fn no_explanation_is_left_over() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/diff/explain");
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let name = entry.expect("readable").file_name();
        let name = name.to_string_lossy();
        let code = name.strip_suffix(".md").and_then(ChangeCode::from_text);
        assert!(code.is_some(), "{name} explains no code");
    }
}
