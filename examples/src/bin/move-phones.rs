//! Moves phone numbers from one user's profile into another's.
//!
//! Of each number, a batch has two requests: one that writes it into the other profile and one that
//! removes it here, which the service begins only once the first has succeeded. So a number is
//! never lost; at worst it is in both profiles, and the next run removes it here. Requests that the
//! service has no time for are sent again, alone.
//!
//! ```text
//! GRAPH_TOKEN=... move-phones mira@example.com noor@example.com
//! ```

use std::collections::HashSet;

use anyhow::Context as _;
use clap::Parser;
use docmill_examples::Service;
use docmill_graph::enums::PhoneType;
use docmill_graph::item_phone::{self, CreatePath, DeletePath, ItemPhoneCreate, ListPath};
use docmill_graph::model::ItemPhone;
use docmill_graph::runtime::{Batch, StatusCode, Ticket};
use docmill_graph::{Client, Error};

/// Move phone numbers from one user's profile into another's
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Whose numbers are moved: an id or a user name
    from: String,
    /// Who gets them
    to: String,
    /// Only say what would be moved
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    service: Service,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { from, to, dry_run, service } = Arguments::parse();
    anyhow::ensure!(from != to, "both are the same user");
    let client = service.client().build()?;

    let phones = phones_of(&client, &from).await?;
    if dry_run {
        for phone in &phones {
            println!("would move {}", name(phone));
        }
        return Ok(());
    }
    let there: HashSet<_> = phones_of(&client, &to).await?.iter().map(content).collect();

    let mut batch = Batch::new(&client);
    let mut moves = Vec::new();
    for phone in &phones {
        // A number that an interrupted run has copied is only removed here.
        let copy = if there.contains(&content(phone)) { None } else { Some(copy_of(phone)?) };
        let id = phone.id.as_deref().context("the service gave a number without an id")?;
        let create =
            copy.map(|copy| batch.add(item_phone::create(&client, CreatePath::users(&to), copy)));
        let after: Vec<_> = create.iter().map(Ticket::part).collect();
        let delete = item_phone::delete(&client, DeletePath::users(&from, id));
        let delete = batch.add_after(delete, &after);
        moves.push(Move { phone, create, delete });
    }

    let mut answers = batch.send_split().await;
    let mut failed = 0;
    for Move { phone, create, delete } in moves {
        let name = name(phone);
        if let Some(Err(error)) = create.map(|create| answers.take(create)) {
            println!("did not move {name}: {error}");
            failed += 1;
        } else if let Err(error) = removed(answers.take(delete)) {
            println!("copied {name}, but did not remove it: {error}");
            failed += 1;
        } else {
            println!("moved {name}");
        }
    }
    anyhow::ensure!(failed == 0, "{failed} of {} are left; run it again", phones.len());
    Ok(())
}

/// What the batch does with a number.
struct Move<'p> {
    phone: &'p ItemPhone,
    /// `None` if the other profile has it already.
    create: Option<Ticket<item_phone::Create>>,
    delete: Ticket<item_phone::Delete>,
}

/// All numbers in a user's profile, however many pages they take.
async fn phones_of(client: &Client, user: &str) -> Result<Vec<ItemPhone>, Error> {
    item_phone::list(client, ListPath::users(user)).all().await
}

/// What makes two entries the same but for whose they are.
fn content(phone: &ItemPhone) -> (Option<String>, Option<PhoneType>, Option<String>) {
    (phone.number.clone(), phone.type_.clone(), phone.display_name.clone())
}

/// The same number for another profile: what a user may set, without what the service has set.
fn copy_of(phone: &ItemPhone) -> anyhow::Result<ItemPhoneCreate> {
    let number = phone.number.as_deref().context("the service gave an entry without a number")?;
    let mut copy = ItemPhoneCreate::new(number);
    if let Some(name) = &phone.display_name {
        copy = copy.display_name(name);
    }
    if let Some(kind) = &phone.type_ {
        copy = copy.type_(kind.clone());
    }
    if let Some(audiences) = &phone.allowed_audiences {
        copy = copy.allowed_audiences(audiences.clone());
    }
    Ok(copy)
}

/// What is not there any more needs no removing: an earlier attempt has done it.
fn removed(answer: Result<(), Error>) -> Result<(), Error> {
    match answer {
        Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => Ok(()),
        other => other,
    }
}

fn name(phone: &ItemPhone) -> String {
    let number = phone.number.as_deref().unwrap_or("(no number)");
    phone
        .display_name
        .as_ref()
        .map_or_else(|| number.to_owned(), |name| format!("{number} ({name})"))
}
