//! Says what permissions allow, and which are the least that operations need.
//!
//! Both answers come from the permission tables of the pages, which the generated client has; nothing
//! is sent. Of several permissions that would do, pages name the least privileged first.
//!
//! ```text
//! least-privilege allowed --as application Files.Read.All User.ReadBasic.All
//! least-privilege needed --as work item_phone::list drive_item::delta
//! ```

use std::collections::BTreeSet;

use anyhow::Context as _;
use clap::{Parser, Subcommand, ValueEnum};
use docmill_graph::OPERATIONS;
use docmill_graph::runtime::{Access, Granted, OperationInfo, Scopes};

/// Say which operations some permissions allow, and which are the least that operations need
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    question: Question,
}

#[derive(Subcommand)]
enum Question {
    /// Which operations can be called with these permissions, and what the others need
    Allowed {
        /// Who calls
        #[arg(long = "as", value_name = "CALLER")]
        caller: Caller,
        /// The permissions that are granted: Files.Read User.Read
        permissions: Vec<String>,
    },
    /// The least permissions with which all of these operations can be called
    Needed {
        /// Who calls
        #[arg(long = "as", value_name = "CALLER")]
        caller: Caller,
        /// The operations, as `allowed` lists them
        #[arg(required = true, value_name = "MODULE::FUNCTION")]
        operations: Vec<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Caller {
    /// A user with a work or school account
    Work,
    /// A user with a personal account
    Personal,
    /// An application without a user
    Application,
}

impl From<Caller> for Access {
    fn from(caller: Caller) -> Self {
        match caller {
            Caller::Work => Self::DelegatedWork,
            Caller::Personal => Self::DelegatedPersonal,
            Caller::Application => Self::Application,
        }
    }
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().question {
        Question::Allowed { caller, permissions } => {
            allowed(caller.into(), &permissions);
            Ok(())
        }
        Question::Needed { caller, operations } => needed(caller.into(), &operations),
    }
}

/// Prints of each operation whether it can be called, or what it would take.
fn allowed(access: Access, permissions: &[String]) {
    let granted = Granted::new(access, permissions);
    for operation in OPERATIONS {
        let name = operation.name;
        match permissions_for(operation, access).next() {
            _ if granted.allows(&operation.permissions) => println!("yes  {name}"),
            Some(least) => println!("no   {name}: needs {least}"),
            None => println!("no   {name}: not for this caller"),
        }
    }
    println!("{} of {} operations", granted.callable(OPERATIONS).count(), OPERATIONS.len());
}

/// Prints the least permissions for these operations.
fn needed(access: Access, names: &[String]) -> anyhow::Result<()> {
    let operations = names.iter().map(|name| find(name)).collect::<Result<Vec<_>, _>>()?;
    for operation in &operations {
        let name = operation.name;
        let possible = permissions_for(operation, access).next().is_some();
        anyhow::ensure!(possible, "the page of {name} names no permission for this caller");
    }
    let least = least(access, &operations);
    let granted: Vec<&str> = least.iter().copied().collect();
    for permission in &least {
        // Alone, or with others of these.
        let helps = |alternative| {
            let mut together = Scopes::together(alternative);
            Scopes::together(alternative).any(|it| it == *permission)
                && together.all(|it| granted.contains(&it))
        };
        let allowed = operations.iter().filter(|it| permissions_for(it, access).any(helps));
        println!("{permission}: {}", allowed.map(|it| it.name).collect::<Vec<_>>().join(", "));
    }
    Ok(())
}

/// The least permissions with which all of these operations can be called: of each its least, without
/// those that the others make superfluous. `User.Read` adds nothing to `User.ReadWrite`.
fn least(access: Access, operations: &[&OperationInfo]) -> BTreeSet<&'static str> {
    let first = operations.iter().filter_map(|it| permissions_for(it, access).next());
    let mut least: BTreeSet<_> = first.flat_map(Scopes::together).collect();
    // What allows most goes first, if it can go.
    let mut candidates: Vec<_> = least.iter().copied().collect();
    candidates.sort_by_key(|permission| {
        std::cmp::Reverse(Granted::new(access, [permission]).callable(OPERATIONS).count())
    });
    for permission in candidates {
        let others = Granted::new(access, least.iter().filter(|other| **other != permission));
        if operations.iter().all(|it| others.allows(&it.permissions)) {
            least.remove(permission);
        }
    }
    least
}

fn permissions_for(
    operation: &OperationInfo,
    access: Access,
) -> impl Iterator<Item = &'static str> {
    operation.permissions.for_access(access).iter()
}

fn find(name: &str) -> anyhow::Result<&'static OperationInfo> {
    OPERATIONS
        .iter()
        .find(|operation| operation.name == name)
        .with_context(|| format!("there is no operation {name}; `allowed` lists them all"))
}
