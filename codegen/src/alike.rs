//! Names that somebody may have meant.

use strsim::levenshtein;

/// What stands between the words of a name.
const BETWEEN: [char; 2] = ['-', '_'];

/// Of some names those that are meant by `text`, perhaps: written much like it, or with a word in common.
/// The likeliest come first, and no more than three.
pub fn alike<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let words: Vec<&str> = text.split(BETWEEN).filter(|word| word.len() > 2).collect();
    let mut alike: Vec<(usize, &str)> = names
        .map(|name| (levenshtein(text, name), name))
        .filter(|(far, name)| {
            let is_word =
                |of_name: &str| words.iter().any(|it| levenshtein(it, of_name) <= it.len() / 4);
            let shares_word = || name.split(BETWEEN).any(is_word);
            *far <= text.len() / 3 || shares_word()
        })
        .collect();
    alike.sort_unstable();
    if let Some((nearest, _)) = alike.first().copied() {
        // Beside a slip of the finger, others are noise.
        alike.retain(|(far, _)| nearest > 3 || far - nearest <= 1);
    }
    alike.into_iter().map(|(_, name)| name).take(3).collect()
}
