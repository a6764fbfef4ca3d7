use client::enums::CardKind; // deprecated

pub fn is_daily(kind: &CardKind) -> bool { // deprecated
    matches!(kind, CardKind::Day) // deprecated
}
