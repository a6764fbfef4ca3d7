//! How bad something is to the hosts of pull requests: three levels, each with two names.

use crate::diagnostics::Severity;

/// A host's level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostLevel {
    Note,
    Warning,
    Error,
}

impl HostLevel {
    /// As SARIF has it (2.1.0, 3.27.10).
    pub(crate) fn in_sarif(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The command with which GitHub's workflows say it.
    pub(crate) fn as_command(self) -> &'static str {
        match self {
            Self::Note => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<Severity> for HostLevel {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}
