//! Names that somebody may have meant.

use strsim::levenshtein;

/// Of some names those that are meant, perhaps, the likeliest first: three at most.
pub(crate) fn alike(text: &str, names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let words: Vec<&str> = text.split('-').filter(|word| word.len() > 2).collect();
    let mut alike: Vec<(usize, &str)> = names
        .map(|name| (levenshtein(text, name), name))
        .filter(|(far, name)| {
            let is_word =
                |of_name: &str| words.iter().any(|it| levenshtein(it, of_name) <= it.len() / 4);
            let shares_word = || name.split('-').any(is_word);
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
