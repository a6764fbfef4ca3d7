use client::model::Loan;

pub fn witness(loan: &Loan) -> Option<i32> {
    loan.weeks
}
