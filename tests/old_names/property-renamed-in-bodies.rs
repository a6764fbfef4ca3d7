use client::loan::LoanUpdate;

pub fn witness() -> LoanUpdate {
    LoanUpdate::new().weeks(2) // deprecated
}
