//! Where on its line, and how far right, each part of a YAML document stands.

use serde::Serialize;
use serde::ser::Error as _;

use super::YamlError;
use super::scalar::{self, Text};

/// How much further right the parts of something stand.
const STEP: usize = 2;

/// Indentation, a stretch at a time.
const BLANKS: &str = "                                ";

/// Where the next value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It is the document.
    Root,
    /// It is the key of a mapping.
    Key,
    /// After `key:`.
    Value,
    /// After `- `.
    Item,
}

pub(super) struct Writer {
    pub(super) out: String,
    /// Where the lines of the collection around start.
    column: usize,
    place: Place,
    /// Whether the value's `!tag` is written already.
    tagged: bool,
}

impl Writer {
    /// Begins a document.
    pub(super) fn new() -> Self {
        Self { out: String::new(), column: 0, place: Place::Root, tagged: false }
    }

    /// A value on one line.
    pub(super) fn scalar(&mut self, text: &str) {
        if self.place == Place::Key {
            self.key(|out| out.push_str(text));
        } else {
            self.space();
            self.out.push_str(text);
        }
    }

    fn key(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.out.len();
        write(&mut self.out);
        // YAML looks no further for the colon that makes it a key.
        if self.out.len() - start > 1000 {
            self.out.insert_str(start, "? ");
            self.line(self.column);
        }
        self.out.push(':');
    }

    /// What separates the next value from what is on its line.
    fn space(&mut self) {
        if self.tagged || self.place == Place::Value {
            self.out.push(' ');
        }
        self.tagged = false;
    }

    fn line(&mut self, column: usize) {
        self.out.push('\n');
        let mut left = column;
        while left > 0 {
            let blanks = &BLANKS[..left.min(BLANKS.len())];
            self.out.push_str(blanks);
            left -= blanks.len();
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.place == Place::Key {
            self.key(|out| scalar::write_line(text, out));
            return;
        }
        self.space();
        match scalar::style(text) {
            Text::Line => scalar::write_line(text, &mut self.out),
            Text::Block { indicator } => {
                self.out.push_str(indicator);
                for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                    if line.is_empty() {
                        self.out.push('\n');
                    } else {
                        self.line(self.column + STEP);
                        self.out.push_str(line);
                    }
                }
            }
        }
    }

    pub(super) fn tag(&mut self, tag: &str) -> Result<(), YamlError> {
        if self.tagged || self.place == Place::Key {
            return Err(YamlError::custom("a tagged value where YAML has no place for it"));
        }
        self.space();
        self.out.push('!');
        self.out.push_str(tag);
        self.tagged = true;
        Ok(())
    }

    pub(super) fn begin(&mut self, kind: Kind) -> Result<Block<'_>, YamlError> {
        if self.place == Place::Key {
            return Err(YamlError::custom("a key that is no scalar"));
        }
        let outer = self.column;
        let inline = !self.tagged && self.place != Place::Value;
        self.column = match (self.place, kind) {
            (Place::Root, _) => 0,
            // The dash itself shows that they belong to the key above.
            (Place::Value, Kind::Sequence) => outer,
            _ => outer + STEP,
        };
        let column = self.column;
        Ok(Block { writer: self, kind, outer, column, inline, is_empty: true })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sequence,
    Mapping,
}

/// A collection in the making.
pub(super) struct Block<'w> {
    writer: &'w mut Writer,
    kind: Kind,
    /// Where the lines around it start.
    outer: usize,
    /// Where its own do.
    column: usize,
    /// Whether the first one continues the line that is there.
    inline: bool,
    is_empty: bool,
}

impl Block<'_> {
    fn next(&mut self) {
        if !(self.is_empty && self.inline) {
            self.writer.line(self.column);
        }
        self.is_empty = false;
        self.writer.tagged = false;
        self.writer.column = self.column;
    }

    pub(super) fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), YamlError> {
        self.next();
        self.writer.out.push_str("- ");
        self.writer.place = Place::Item;
        value.serialize(&mut *self.writer)
    }

    pub(super) fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), YamlError> {
        self.next();
        self.writer.place = Place::Key;
        key.serialize(&mut *self.writer)
    }

    pub(super) fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), YamlError> {
        self.writer.place = Place::Value;
        value.serialize(&mut *self.writer)
    }

    pub(super) fn finish(self) {
        if self.is_empty {
            self.writer.space();
            self.writer.out.push_str(match self.kind {
                Kind::Sequence => "[]",
                Kind::Mapping => "{}",
            });
        }
        self.writer.column = self.outer;
    }
}
