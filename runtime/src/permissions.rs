//! Which permissions an operation needs.

/// What a page says about the permissions of an operation, per kind of access.
///
/// ```
/// use docmill_runtime::{Permissions, Scopes};
///
/// const UPDATE: Permissions = Permissions {
///     delegated_work: Scopes { least: &["User.ReadWrite"], higher: &["User.ReadWrite.All"] },
///     delegated_personal: Scopes::NONE,
///     application: Scopes::NONE,
/// };
/// assert_eq!(UPDATE.delegated_work().least(), ["User.ReadWrite"]);
/// assert!(UPDATE.delegated_work().allows(&["User.ReadWrite.All"]));
/// assert!(!UPDATE.application().allows(&["User.ReadWrite.All"]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Delegated, with a work or school account.
    pub delegated_work: Scopes,
    /// Delegated, with a personal account.
    pub delegated_personal: Scopes,
    /// As an application, without a user.
    pub application: Scopes,
}

impl Permissions {
    /// The page names none.
    pub const NONE: Self = Self {
        delegated_work: Scopes::NONE,
        delegated_personal: Scopes::NONE,
        application: Scopes::NONE,
    };

    /// Delegated, with a work or school account.
    pub const fn delegated_work(&self) -> &Scopes {
        &self.delegated_work
    }

    /// Delegated, with a personal account.
    pub const fn delegated_personal(&self) -> &Scopes {
        &self.delegated_personal
    }

    /// As an application, without a user.
    pub const fn application(&self) -> &Scopes {
        &self.application
    }
}

/// Permissions for one kind of access; each one of them is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    /// The least privileged: ask for these.
    pub least: &'static [&'static str],
    /// Others that are enough, more privileged.
    pub higher: &'static [&'static str],
}

impl Scopes {
    /// This kind of access is not supported, or the page does not say.
    pub const NONE: Self = Self { least: &[], higher: &[] };

    /// The least privileged permissions.
    pub const fn least(&self) -> &'static [&'static str] {
        self.least
    }

    /// All permissions that are enough, least privileged first.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.least.iter().chain(self.higher).copied()
    }

    /// Whether one of the granted permissions is enough. Names are compared as the service does:
    /// without regard to casing.
    pub fn allows(&self, granted: &[&str]) -> bool {
        self.iter().any(|scope| granted.iter().any(|other| other.eq_ignore_ascii_case(scope)))
    }
}
