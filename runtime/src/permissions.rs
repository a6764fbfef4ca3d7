//! Which permissions an operation needs, and what can be called with those that are granted.

use std::collections::BTreeSet;

use crate::operation::OperationInfo;

/// What a page says about the permissions of an operation, per kind of access.
///
/// ```
/// use docmill_runtime::{Permissions, Scopes};
///
/// const UPDATE: Permissions = Permissions {
///     delegated_work: Scopes { least: "User.ReadWrite", higher: "User.ReadWrite.All" },
///     delegated_personal: Scopes::NONE,
///     application: Scopes::NONE,
///     any_caller: Scopes::NONE,
/// };
/// assert_eq!(UPDATE.delegated_work.least().collect::<Vec<_>>(), ["User.ReadWrite"]);
/// assert!(UPDATE.delegated_work.allows(&["User.ReadWrite.All"]));
/// assert!(!UPDATE.application.allows(&["User.ReadWrite.All"]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Delegated, with a work or school account.
    pub delegated_work: Scopes,
    /// Delegated, with a personal account.
    pub delegated_personal: Scopes,
    /// As an application, without a user.
    pub application: Scopes,
    /// Whoever calls: where the page says what is needed, and of no kind of access that it is.
    pub any_caller: Scopes,
}

impl Permissions {
    /// The page names none.
    pub const NONE: Self = Self {
        delegated_work: Scopes::NONE,
        delegated_personal: Scopes::NONE,
        application: Scopes::NONE,
        any_caller: Scopes::NONE,
    };

    /// The permissions for this kind of access; where the page names none of it, those of whoever calls.
    pub const fn for_access(&self, access: Access) -> &Scopes {
        let own = match access {
            Access::DelegatedWork => &self.delegated_work,
            Access::DelegatedPersonal => &self.delegated_personal,
            Access::Application => &self.application,
        };
        if own.least.is_empty() && own.higher.is_empty() { &self.any_caller } else { own }
    }
}

/// Kinds of access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// Delegated, with a work or school account.
    DelegatedWork,
    /// Delegated, with a personal account.
    DelegatedPersonal,
    /// As an application, without a user.
    Application,
}

/// Permissions that were granted for one kind of access.
///
/// ```
/// use docmill_runtime::{Access, Granted, OperationInfo};
/// # use docmill_runtime::*;
/// # macro_rules! operation { ($name:ident $scope:literal) => {
/// #     enum $name {}
/// #     impl Operation for $name {
/// #         type Reply = reply::Empty;
/// #         const INFO: OperationInfo = OperationInfo::new(stringify!($name), Method::GET)
/// #             .delegated_work($scope, "Directory.ReadWrite.All");
/// #     }
/// # } }
/// # operation!(Read "User.Read");
/// # operation!(Write "User.ReadWrite");
///
/// // A generated crate has this list, of all its operations.
/// const OPERATIONS: &[OperationInfo] = &[Read::INFO, Write::INFO];
///
/// let granted = Granted::new(Access::DelegatedWork, ["user.read"]);
/// let callable: Vec<_> = granted.callable(OPERATIONS).map(|operation| operation.name).collect();
/// assert_eq!(callable, ["Read"]);
/// // What would have to be granted for the rest.
/// let missing = granted.missing(OPERATIONS);
/// assert_eq!(missing.into_iter().collect::<Vec<_>>(), ["User.ReadWrite"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    access: Access,
    /// In lower case: services do not regard casing.
    scopes: BTreeSet<String>,
}

impl Granted {
    /// These permissions were granted for this kind of access.
    pub fn new<S: AsRef<str>>(access: Access, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes = scopes.into_iter().map(|scope| scope.as_ref().to_ascii_lowercase());
        Self { access, scopes: scopes.collect() }
    }

    /// Whether they are enough, as the page says. An operation whose page names no permission for
    /// this kind of access is not callable.
    pub fn allows(&self, permissions: &Permissions) -> bool {
        permissions
            .for_access(self.access)
            .iter()
            .any(|it| Scopes::together(it).all(|it| self.has(it)))
    }

    /// Which of these operations they are enough for.
    pub fn callable<'o>(
        &self,
        operations: &'o [OperationInfo],
    ) -> impl Iterator<Item = &'o OperationInfo> {
        operations.iter().filter(|operation| self.allows(&operation.permissions))
    }

    /// What would have to be granted beside them for all of these operations, each time what is missing
    /// of the least privileged alternative that the page names. Operations that this kind of access
    /// cannot call at all add nothing.
    pub fn missing(&self, operations: &[OperationInfo]) -> BTreeSet<&'static str> {
        let not_callable =
            operations.iter().filter(|operation| !self.allows(&operation.permissions));
        not_callable
            .filter_map(|operation| operation.permissions.for_access(self.access).iter().next())
            .flat_map(Scopes::together)
            .filter(|scope| !self.has(scope))
            .collect()
    }

    fn has(&self, scope: &str) -> bool {
        self.scopes.contains(&scope.to_ascii_lowercase())
    }
}

/// Permissions for one kind of access, in lists of alternatives separated by commas: each of these is
/// enough. An alternative of several permissions, all of which are needed, has `and` between them.
///
/// Lists are text because there are thousands in a client: a slice costs rustc three times as much.
///
/// ```
/// use docmill_runtime::Scopes;
///
/// let scopes = Scopes { least: "Loans.Read and Readers.Read", higher: "Library.Read" };
/// assert!(!scopes.allows(&["Loans.Read"]));
/// assert!(scopes.allows(&["Loans.Read", "Readers.Read"]));
/// assert!(scopes.allows(&["Library.Read"]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    /// The least privileged: ask for these.
    pub least: &'static str,
    /// Others that are enough, more privileged.
    pub higher: &'static str,
}

impl Scopes {
    /// This kind of access is not supported, or the page does not say.
    pub const NONE: Self = Self { least: "", higher: "" };

    /// The least privileged alternatives.
    pub fn least(&self) -> impl Iterator<Item = &'static str> + use<> {
        listed(self.least)
    }

    /// All alternatives, least privileged first.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        listed(self.least).chain(listed(self.higher))
    }

    /// The permissions of an alternative, all of which are needed.
    ///
    /// ```
    /// use docmill_runtime::Scopes;
    ///
    /// let together: Vec<_> = Scopes::together("Loans.Read and Readers.Read").collect();
    /// assert_eq!(together, ["Loans.Read", "Readers.Read"]);
    /// ```
    pub fn together(alternative: &str) -> impl Iterator<Item = &str> + use<'_> {
        alternative.split(" and ")
    }

    /// Whether the granted permissions are enough. Names are compared as the service does: without
    /// regard to casing.
    pub fn allows(&self, granted: &[&str]) -> bool {
        let has = |scope: &str| granted.iter().any(|other| other.eq_ignore_ascii_case(scope));
        self.iter().any(|alternative| Self::together(alternative).all(has))
    }
}

fn listed(scopes: &'static str) -> impl Iterator<Item = &'static str> {
    scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty())
}
