use client::model::AnySeat;

pub fn witness(seat: &AnySeat) -> bool {
    matches!(seat, AnySeat::Bench(_))
}
