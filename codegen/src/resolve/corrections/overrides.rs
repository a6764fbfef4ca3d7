//! Corrections from `docmill.yaml`. One that changes nothing any more is an error.

use crate::config::{Config, Override};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::ir::{Api, EnumName, OperationName, PropertyName, TypeName, TypeRef};
use crate::select::LeftOut;

/// Applies a configuration's corrections in order, and notes what they remove.
pub fn apply(api: &mut Api, config: &Config, left_out: &mut LeftOut, report: &mut Report) {
    for (at, correction) in config.overrides.iter().enumerate() {
        if let Err(problem) = apply_one(api, correction, left_out) {
            report.push(
                Diagnostic::of(Code::UnusedOverride, config.places.of_override(at))
                    .found(format!("the override of `{}`: {problem}", correction.target))
                    .expected("an override that changes what the pages say")
                    .instead("it was left out")
                    .help("remove it if the pages were mended, or correct its target"),
            );
        }
    }
}

fn apply_one(api: &mut Api, correction: &Override, left_out: &mut LeftOut) -> Result<(), String> {
    if correction.remove {
        remove(api, &correction.target, left_out)?;
    }
    if let Some(ty) = &correction.ty {
        retype(api, &correction.target, ty)?;
    }
    if let Some(name) = &correction.rename {
        rename(api, &correction.target, name)?;
    }
    let says_something =
        correction.remove || correction.ty.is_some() || correction.rename.is_some();
    if says_something { Ok(()) } else { Err(nothing_changed()) }
}

fn remove(api: &mut Api, target: &str, left_out: &mut LeftOut) -> Result<(), String> {
    if let Ok(name) = target.parse::<OperationName>() {
        let removed = api.operations.remove(&name).ok_or_else(|| nothing_named(target))?;
        left_out.operation(&removed);
        return Ok(());
    }
    if let Some(removed) = api.types.remove(&TypeName::new(target)) {
        left_out.source(&removed.source);
        return Ok(());
    }
    if let Some(removed) = api.enums.remove(&EnumName::new(target)) {
        left_out.enumeration(&removed);
        return Ok(());
    }
    let (owner, property) = property_target(target)?;
    let ty = api.types.get_mut(&owner).ok_or_else(|| nothing_named(target))?;
    let mut removed = ty.properties.extract_if(.., |known| known.name == property).peekable();
    removed.peek().ok_or_else(|| nothing_named(target))?;
    removed.for_each(|property| left_out.source(&property.source));
    Ok(())
}

fn retype(api: &mut Api, target: &str, ty: &str) -> Result<(), String> {
    let ty: TypeRef = ty.parse()?;
    let (owner, name) = property_target(target)?;
    let owner = api.types.get_mut(&owner).ok_or_else(|| nothing_named(target))?;
    let property = owner.properties.iter_mut().find(|property| property.name == name);
    let property = property.ok_or_else(|| nothing_named(target))?;
    if property.ty == ty {
        return Err(nothing_changed());
    }
    property.ty = ty;
    Ok(())
}

fn rename(api: &mut Api, target: &str, name: &str) -> Result<(), String> {
    let old: OperationName =
        target.parse().map_err(|_| "only operations can be renamed".to_owned())?;
    let new: OperationName = name.parse()?;
    if api.operations.contains_key(&new) {
        return Err(format!("there is a `{new}` already"));
    }
    let mut operation = api.operations.remove(&old).ok_or_else(|| nothing_named(target))?;
    operation.name = new.clone();
    api.operations.insert(new, operation);
    Ok(())
}

fn property_target(target: &str) -> Result<(TypeName, PropertyName), String> {
    let (owner, property) = target.rsplit_once('.').ok_or_else(|| nothing_named(target))?;
    Ok((TypeName::new(owner), PropertyName::new(property)))
}

fn nothing_changed() -> String {
    "it changes nothing".to_owned()
}

fn nothing_named(target: &str) -> String {
    format!("nothing is named `{target}`")
}

#[cfg(test)]
mod tests {
    use super::apply_one;
    use crate::config::Override;
    use crate::ir::Api;
    use crate::select::LeftOut;
    use crate::yaml;

    #[test]
    fn an_override_that_changes_nothing_is_an_error() {
        let mut api: Api = yaml::read(
            "types: {a.b: {name: a.b, source: 'b.md:1:1', \
             properties: [{name: c, type: Edm.String, source: 'b.md:2:1'}]}}",
        )
        .expect("an API");
        let mut outcome = |correction: &str| {
            let correction: Override = yaml::read(correction).expect("an override");
            apply_one(&mut api, &correction, &mut LeftOut::default())
        };
        let nothing = Err("it changes nothing".to_owned());
        assert_eq!(outcome("{target: a.b.c, reason: r}"), nothing);
        assert_eq!(outcome("{target: a.b.c, type: Edm.String, reason: r}"), nothing);
        assert_eq!(outcome("{target: a.b.c, type: Edm.Guid, reason: r}"), Ok(()));
        assert_eq!(outcome("{target: a.b.c, type: Edm.Guid, reason: r}"), nothing);
        assert_eq!(outcome("{target: a.b.c, remove: true, reason: r}"), Ok(()));
        assert!(outcome("{target: a.b.c, remove: true, reason: r}").is_err());
    }
}
