//! Permissions that sentences name, or lists below them, where no table says who needs them.

use super::permissions;
use crate::ir::Alternative;
use crate::page::{BlockKind, Container};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::section::{Placed, Section};
use crate::read::prose::line;

/// What the sentences of a section name.
#[derive(Default)]
pub struct Told<'p, 'a> {
    /// Any one of these is enough.
    pub alternatives: Vec<Alternative>,
    /// Where the first sentence begins.
    pub first: Option<Placed<'p, 'a>>,
    /// The blocks that say nothing else.
    pub blocks: Vec<Placed<'p, 'a>>,
}

/// Reads sentences about permissions, and what stands below them as far as that lists permissions.
/// Several of which is not said that one is enough are not read: all may be needed.
pub fn read<'p, 'a>(section: &Section<'p, 'a>, dialect: &CachedDialect<'_>) -> Told<'p, 'a> {
    let mut told = Told::default();
    let mut sentence: Option<Sentence<'p, 'a>> = None;
    for placed in &section.blocks {
        let (container, text) = match &placed.block.kind {
            BlockKind::Annotation(_) => continue,
            BlockKind::Paragraph(container, text) => (*container, line(&text.plain()).into_owned()),
            // A list that is set in so far that it is code.
            BlockKind::Fence(fence) => (Container::Page, line(fence.contents).into_owned()),
            _ => (Container::Callout, String::new()),
        };
        if let Some(next) = Sentence::begin(*placed, &text, dialect) {
            let last = sentence.replace(next);
            told.add(last);
        } else if let Some(known) = &mut sentence
            && container != Container::Callout
            && let Some((listed, is_all)) = below(&text, container, dialect)
        {
            known.blocks.push(*placed);
            known.says_more |= !is_all;
            known.listed.add(listed);
        } else {
            told.add(sentence.take());
        }
    }
    told.add(sentence);
    told
}

/// The permissions of a text below a sentence, and whether these are all of it. An item can say first for
/// what they are: "A shelf - Shelves.Read".
fn below(text: &str, container: Container, dialect: &CachedDialect<'_>) -> Option<(Listed, bool)> {
    let all = Listed::of(text, dialect).map(|listed| (listed, true));
    all.or_else(|| {
        let mut separators = [": ", " - ", " – ", " — "].iter().filter(|_| container.is_item());
        let (_, rest) = separators.find_map(|separator| text.split_once(separator))?;
        Some((Listed::of(rest, dialect)?, false))
    })
}

impl<'p, 'a> Told<'p, 'a> {
    fn add(&mut self, sentence: Option<Sentence<'p, 'a>>) {
        let Some(Sentence { one_is_enough, says_more, listed, blocks }) = sentence else { return };
        let is_clear = listed.alternatives.len() == 1 || one_is_enough || listed.has_or;
        if listed.alternatives.is_empty() || !is_clear {
            return;
        }
        for alternative in listed.alternatives {
            if !self.alternatives.contains(&alternative) {
                self.alternatives.push(alternative);
            }
        }
        self.first = self.first.or(blocks.first().copied());
        // What stands below a sentence that is kept belongs to it.
        if !says_more {
            self.blocks.extend(blocks);
        }
    }
}

/// A sentence that names permissions, or announces them.
struct Sentence<'p, 'a> {
    one_is_enough: bool,
    /// Whether it says more than that, such as for what each is needed.
    says_more: bool,
    listed: Listed,
    /// It, and what stands below it.
    blocks: Vec<Placed<'p, 'a>>,
}

impl<'p, 'a> Sentence<'p, 'a> {
    fn begin(placed: Placed<'p, 'a>, text: &str, dialect: &CachedDialect<'_>) -> Option<Self> {
        let told = dialect.permissions.told.captures(text)?;
        let rest = &text[told.get(0)?.end()..];
        // Where to learn more, as every page says.
        let (words, rest) = match rest.split_once(':') {
            _ if rest.starts_with(". ") => (rest, ""),
            Some(split) => split,
            None => ("", rest),
        };
        let listed =
            if rest.trim().is_empty() { Listed::default() } else { Listed::of(rest, dialect)? };
        Some(Self {
            one_is_enough: told.name("one").is_some(),
            says_more: !words.trim().is_empty(),
            listed,
            blocks: vec![placed],
        })
    }
}

/// Permissions with nothing between them but what separates them.
#[derive(Default)]
struct Listed {
    alternatives: Vec<Alternative>,
    has_or: bool,
}

impl Listed {
    fn of(text: &str, dialect: &CachedDialect<'_>) -> Option<Self> {
        let patterns = &dialect.permissions;
        let mut listed = Self::default();
        let mut end = 0;
        for scope in patterns.scope.find_iter(text) {
            let between = &text[end..scope.start()];
            let separates = patterns.between.captures(between)?;
            listed.has_or |= separates.name("or").is_some();
            end = scope.end();
        }
        patterns.between.is_match(&text[end..]).then_some(())?;
        listed.alternatives = permissions::alternatives(text, dialect);
        (!listed.alternatives.is_empty()).then_some(listed)
    }

    fn add(&mut self, other: Self) {
        self.alternatives.extend(other.alternatives);
        self.has_or |= other.has_or;
    }
}
