//! Who may call operations: a scheme for each kind of caller, permissions as its roles.

use std::collections::BTreeMap;

use super::objects::{self, Requirement, Requirements, SchemeKind, SecurityScheme};
use crate::ir::{Alternative, Api, Permissions, Scopes};

const DELEGATED_WORK: &str = "delegatedWork";
const DELEGATED_PERSONAL: &str = "delegatedPersonal";
const APPLICATION: &str = "application";
const ANY_CALLER: &str = "anyCaller";

/// The kinds of caller, with what each must have.
fn kinds(permissions: &Permissions) -> [(&'static str, &'static str, &Scopes); 4] {
    let Permissions { delegated_work, delegated_personal, application, any_caller } = permissions;
    [
        (
            DELEGATED_WORK,
            "A token on behalf of a user with a work or school account.",
            delegated_work,
        ),
        (
            DELEGATED_PERSONAL,
            "A token on behalf of a user with a personal account.",
            delegated_personal,
        ),
        (APPLICATION, "A token of an application, without a user.", application),
        (ANY_CALLER, "A token of some kind of caller; the pages do not say which.", any_caller),
    ]
}

/// The kinds of caller that any operation has permissions for.
pub(super) fn schemes(api: &Api) -> BTreeMap<&'static str, SecurityScheme> {
    let mut schemes = BTreeMap::new();
    for operation in api.operations.values() {
        for (name, description, scopes) in kinds(&operation.permissions) {
            if !scopes.is_empty() {
                let scheme =
                    SecurityScheme { kind: SchemeKind::Http, scheme: "bearer", description };
                schemes.insert(name, scheme);
            }
        }
    }
    schemes
}

/// What holds for operations whose pages name no permission: any token.
pub(super) fn of_document(api: &Api) -> Vec<Requirement> {
    let schemes = schemes(api).into_keys();
    schemes.map(|name| Requirement::from([(name, Vec::new())])).collect()
}

/// What a caller must have: any one of the alternatives for its kind, the least privileged first.
pub(super) fn requirements(permissions: &Permissions) -> Requirements {
    let kinds = kinds(permissions).into_iter();
    let each = kinds.flat_map(|(name, _, scopes)| {
        scopes.all().map(move |alternative| {
            let together = alternative.permissions().map(str::to_owned).collect();
            Requirement::from([(name, together)])
        })
    });
    Requirements(each.collect())
}

/// Permissions by kind of caller; `None` where the page names none.
pub(super) fn permissions(permissions: &Permissions) -> Option<objects::Permissions> {
    (!permissions.is_empty()).then(|| objects::Permissions {
        delegated_work: scopes(&permissions.delegated_work),
        delegated_personal: scopes(&permissions.delegated_personal),
        application: scopes(&permissions.application),
        any_caller: scopes(&permissions.any_caller),
    })
}

fn scopes(scopes: &Scopes) -> Option<objects::Scopes> {
    let texts = |texts: &[Alternative]| texts.iter().map(ToString::to_string).collect();
    (!scopes.is_empty()).then(|| objects::Scopes {
        least_privileged: texts(&scopes.least),
        higher_privileged: texts(&scopes.higher),
    })
}
