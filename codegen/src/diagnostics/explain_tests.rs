//! Every code has an explanation; the compiler sees to that. These see to its shape.

use super::Code;

#[test]
fn every_explanation_has_its_sections_in_order() {
    for code in Code::ALL {
        let text = code.explanation();
        let mut rest = text;
        let title = format!("# {code}\n");
        for heading in [
            title.as_str(),
            "\n## Found\n",
            "\n## Mended\n",
            "\n## Meanwhile\n",
            "\n## What to do\n",
        ] {
            let Some(at) = rest.find(heading) else {
                panic!("{code}: no `{}` where it belongs", heading.trim());
            };
            rest = &rest[at + heading.len() - 1..];
        }
        assert!(text.starts_with(&title), "{code}: begins with its title");
        assert!(text.ends_with('\n'), "{code}: ends its last line");
        let fences = text.lines().filter(|line| line.starts_with("```")).count();
        assert!(fences >= 4, "{code}: two examples");
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(100), "{code}: fits a terminal");
    }
}

#[test]
fn every_code_has_a_summary_of_one_paragraph() {
    for code in Code::ALL {
        let summary = code.summary();
        assert!(summary.ends_with('.'), "{code}: {summary}");
        assert!(!summary.contains('\n'), "{code}: {summary}");
    }
}

#[test]
fn every_spelling_is_read_back() {
    for code in Code::ALL {
        assert_eq!(Code::from_text(code.as_str()), Some(*code));
    }
    assert_eq!(Code::from_text("no-such-code"), None);
}

#[test]
fn no_explanation_is_left_over() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/diagnostics/explain");
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let name = entry.expect("readable").file_name();
        let name = name.to_string_lossy();
        let code = name.strip_suffix(".md").and_then(Code::from_text);
        assert!(code.is_some(), "{name} explains no code");
    }
}
