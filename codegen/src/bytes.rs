//! Bytes: of a text, all at once; and as text.

use std::fmt::Write as _;

/// Whether `is` holds for every byte of a text. Stretches of 64 bytes are looked at to their ends: so
/// the compiler can test many bytes with one instruction, which `Iterator::all` forbids.
pub(crate) fn all(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.as_bytes().chunks(64).all(|bytes| bytes.iter().fold(true, |all, byte| all & is(*byte)))
}

/// Bytes as hexadecimal digits, two for each.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{all, hexadecimal};

    #[test]
    fn every_byte_counts() {
        let text = "a".repeat(130);
        assert!(all(&text, |byte| byte == b'a') && all("", |_| false));
        for at in [0, 63, 64, 129] {
            let text = format!("{}b{}", &text[..at], &text[at + 1..]);
            assert!(!all(&text, |byte| byte == b'a'), "{at}");
        }
    }

    #[test]
    fn every_byte_has_two_digits() {
        assert_eq!(hexadecimal(&[0, 7, 0xab, 0xff]), "0007abff");
    }
}
