use client::model::Loan;

pub fn witness(loan: Loan) -> Option<String> {
    loan.note
}
