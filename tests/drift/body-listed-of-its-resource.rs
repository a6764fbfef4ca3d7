use client::model::Loan;
use client::{Client, loan};

pub fn witness(client: &Client) {
    let _request = loan::create(client, Loan::new().weeks(2));
}
