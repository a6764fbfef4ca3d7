//! Questions about all bytes of a text.

/// Whether every byte of a text is one of those. Without a way out in the middle of a stretch, many
/// bytes are looked at as one.
pub(crate) fn all(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.as_bytes().chunks(64).all(|bytes| bytes.iter().fold(true, |all, byte| all & is(*byte)))
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn every_byte_counts() {
        let text = "a".repeat(130);
        assert!(all(&text, |byte| byte == b'a') && all("", |_| false));
        for at in [0, 63, 64, 129] {
            let text = format!("{}b{}", &text[..at], &text[at + 1..]);
            assert!(!all(&text, |byte| byte == b'a'), "{at}");
        }
    }
}
