//! Built-in dialects, and those that extend them.

use super::Dialect;
use crate::yaml::{self, YamlError};

/// The built-in dialects, by name.
const BUILT_IN: [(&str, &str); 2] = [
    ("rest", include_str!("../../dialects/rest.yaml")),
    ("graph", include_str!("../../dialects/graph.yaml")),
];

/// The key under which a dialect names the one that it extends.
const EXTENDS: &str = "extends";

impl Dialect {
    /// The built-in dialect of that name.
    pub fn built_in(name: &str) -> Option<Result<Self, YamlError>> {
        text_of(name).map(Self::parse)
    }

    /// Names of the built-in dialects.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Compiles a dialect from YAML.
    ///
    /// # Errors
    ///
    /// A key or value that does not belong there, an expression that does not compile, or a dialect to
    /// extend that is not built in, with its place.
    pub fn parse(text: &str) -> Result<Self, YamlError> {
        let mut layers = vec![text];
        while let Some(name) = yaml::text_under(layers[layers.len() - 1], EXTENDS)? {
            // Built-in dialects extend those before them.
            let known = text_of(&name).filter(|below| !layers.contains(below));
            layers.push(known.ok_or_else(|| nothing_to_extend(text, &name))?);
        }
        if layers.len() == 1 {
            return yaml::read(text);
        }
        layers.reverse();
        yaml::read_layers(&layers, EXTENDS)
    }
}

fn text_of(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn nothing_to_extend(text: &str, name: &str) -> YamlError {
    let names: Vec<&str> = Dialect::built_in_names().collect();
    let (line, column) = yaml::locate(text, &[yaml::Step::Key(EXTENDS)]).unwrap_or_default();
    let message = format!("there is no dialect `{name}` to extend; there are {}", names.join(", "));
    YamlError { message, line, column }
}

#[cfg(test)]
mod tests {
    use super::Dialect;
    use crate::dialect::{SectionKind, Spelling};
    use crate::ir::Primitive;

    #[test]
    fn built_in_dialects_compile() {
        for name in Dialect::built_in_names() {
            let dialect = Dialect::built_in(name).and_then(Result::ok);
            assert_eq!(dialect.map(|dialect| dialect.name).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_dialect_says_only_in_what_it_differs() {
        let own = "extends: graph\nname: library\ndefault_namespace: library\nroot_entity: ~\n\
                   types:\n  primitives:\n    Edm.Double: [number]\n    Edm.String: [shelf mark]\n\
                   sections:\n  remarks: {titles: [scopes]}\n";
        let dialect = Dialect::parse(own).expect("it is one");
        assert_eq!(dialect.name, "library");
        assert_eq!(dialect.root_entity, None);
        let primitive = |text| dialect.types.read(text).spelling;
        assert_eq!(primitive("Shelf mark"), Spelling::Primitive(Primitive::String));
        assert_eq!(primitive("int"), Spelling::Primitive(Primitive::Int32));
        // What it says itself comes before what the other says.
        assert_eq!(primitive("number"), Spelling::Primitive(Primitive::Double));
        assert_eq!(dialect.sections.by_title("Scopes"), Some(SectionKind::Remarks));
        assert_eq!(dialect.sections.by_title("Permissions"), Some(SectionKind::Permissions));
    }

    #[test]
    fn a_dialect_that_will_not_do_has_the_place() {
        let wrong = |text| {
            let error = Dialect::parse(text).expect_err("it is none");
            (error.line, error.column, error.message)
        };
        insta::assert_debug_snapshot!([
            wrong("name: library\nextends: books\n"),
            wrong("extends: rest\nname: library\ntitle:\n  resource: '^x$'\n"),
            wrong("extends: rest\ntitles:\n  strip: [a]\n  resource: '^(x$'\n"),
            wrong("extends: rest\ntypes:\n  primitives:\n    Edm.Text: [text]\n"),
        ]);
    }
}
