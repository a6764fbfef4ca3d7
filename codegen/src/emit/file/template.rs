//! Code that is written often and differs in a few words: formatted once, then filled in.
//!
//! The formatter breaks a line where it is too wide and nowhere else. So what is filled in is what
//! the formatter would have given, as long as every line has room; where one has not, the code goes
//! the long way.

use proc_macro2::TokenStream;

use super::aside::Aside;
use super::imports::{self, Found};
use crate::emit::file;

/// The widest line that prettyplease leaves whole.
pub const MARGIN: usize = 89;

/// How far right members stand.
pub const INDENTATION: usize = 4;

/// How many words there are.
const WORDS: usize = 2;

/// Formatted code with places for words.
#[derive(Debug)]
pub struct Template {
    lines: Vec<Vec<Piece>>,
    /// What it names in short.
    found: Found,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    /// The word with that number.
    Word(usize),
}

impl Template {
    /// Formats a member with stand-ins for words. The braces around it give its place, and are left
    /// out.
    pub fn new(code: TokenStream, stand_ins: [&str; WORDS]) -> Self {
        let (text, found) = file::format_short(code);
        let lines: Vec<&str> = text.lines().collect();
        let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
        let lines =
            inner.iter().map(|line| pieces(line.get(INDENTATION..).unwrap_or(""), stand_ins));
        Self { lines: lines.collect(), found }
    }

    /// How many lines it has.
    #[cfg(test)]
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// The code with these words, and a newline behind each line; nothing where a line would be too
    /// wide. What it names in short is noted for the file's imports.
    pub fn fill(&self, words: [&TokenStream; WORDS], aside: &Aside) -> Option<String> {
        let words = words.map(Word::new);
        let mut out = String::new();
        for line in &self.lines {
            let start = out.len();
            for piece in line {
                out.push_str(match piece {
                    Piece::Text(text) => text,
                    Piece::Word(number) => &words[*number].short,
                });
            }
            if INDENTATION + out.len() - start > MARGIN {
                return None;
            }
            out.push('\n');
        }
        aside.note(&self.found);
        for word in words {
            aside.note(&word.found);
            if word.is_identifier {
                aside.note_identifier(word.short);
            }
        }
        Some(out)
    }
}

/// A word as it is written.
struct Word {
    short: String,
    found: Found,
    is_identifier: bool,
}

impl Word {
    /// Takes an identifier, a number, or a type made of paths and `<`, `>`.
    fn new(tokens: &TokenStream) -> Self {
        let text = tokens.to_string().replace(' ', "");
        if text.contains(':') {
            let (short, found) = imports::shorten_type(&text);
            Self { short, found, is_identifier: false }
        } else {
            Self { short: text, found: Found::default(), is_identifier: true }
        }
    }
}

fn pieces(line: &str, stand_ins: [&str; WORDS]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = line;
    loop {
        let next = stand_ins.iter().enumerate();
        let next = next.filter_map(|(number, word)| Some((rest.find(word)?, number, word.len())));
        let Some((at, number, length)) = next.min() else {
            break;
        };
        pieces.push(Piece::Text(rest[..at].to_owned()));
        pieces.push(Piece::Word(number));
        rest = &rest[at + length..];
    }
    pieces.push(Piece::Text(rest.to_owned()));
    pieces
}
