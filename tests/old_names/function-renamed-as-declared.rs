pub use client::member::get as member; // deprecated
use client::reader::{self, GetPath, ReaderRenew}; // deprecated deprecated
use client::{Client, Error};

pub async fn ask(client: &Client) -> Result<(), Error> {
    let _ = reader::get(client, GetPath::readers("1")).await?; // deprecated deprecated
    reader::renew(client, "1", ReaderRenew::new(2)).await?; // deprecated deprecated
    Ok(())
}
