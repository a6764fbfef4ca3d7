use client::enums::CardKind;

pub fn is_daily(kind: &CardKind) -> bool {
    match *kind {
        CardKind::Day => true, // deprecated
        _ => *kind == CardKind::Day, // deprecated
    }
}
