//! Tells how much of what pages say in words is in the model: `kept_prose DOCS`, as JSON, and with
//! `--lost` each sentence that is not, with its page and section.
//!
//! Counted are sentences that stand on one page or two: those on many say facts, which are read, or
//! nothing. Names do not make sentences differ. Not counted are lists of methods, which say in other
//! words what the methods' own pages say, and pages of which nothing is in the model.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::env;
use std::path::PathBuf;

use docmill_codegen::config::{Config, RuntimeDependency};
use docmill_codegen::dialect::{Dialect, SectionKind};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::Api;
use docmill_codegen::page::rendered::bare_lines::BareLines;
use docmill_codegen::page::{BlockKind, Mark, Page, Text};
use docmill_codegen::pipeline;
use serde_json::{Value, json};

/// On how many pages a sentence may stand that is counted.
const FEW: usize = 2;
/// A stretch with fewer words is a label.
const LEAST_WORDS: usize = 4;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (docs, lists) = match &*arguments {
        [docs] => (PathBuf::from(docs), false),
        [docs, option] if option == "--lost" => (PathBuf::from(docs), true),
        _ => panic!("usage: kept_prose DOCS [--lost]"),
    };
    let config = Config::without_file("kept-prose", RuntimeDependency::Path("runtime".to_owned()));
    let dialect = pipeline::dialect(&config, &docs).expect("the dialect that is built in");
    let (documents, _) = Documents::load(&docs, &config.pages).expect("the pages");
    let api = pipeline::read(&documents, &config, &dialect).api;

    let kept = Kept::of(&api);
    let said = said(&documents, &pages_of(&api), &dialect);
    let few: Vec<&Said> = said.values().filter(|said| said.pages.len() <= FEW).collect();
    let mut lost: Vec<&&Said> = few.iter().filter(|said| !kept.has(&said.words)).collect();
    if lists {
        lost.sort_by_key(|said| (&said.pages, &said.section, &said.text));
        for said in &lost {
            let page = said.pages.first().map_or("", String::as_str);
            println!("{page}\t{}\t{}", said.section, said.text);
        }
    }
    println!("{}", json!({ "sentences": few.len(), "kept": few.len() - lost.len() }));
}

/// The pages that something in the model is from.
fn pages_of(api: &Api) -> BTreeSet<&str> {
    let types = api.types.values().map(|it| &it.source);
    let enums = api.enums.values().map(|it| &it.source);
    let operations = api.operations.values().map(|it| &it.source);
    types.chain(enums).chain(operations).map(|source| &*source.page).collect()
}

/// A sentence, and where it stands.
struct Said {
    /// As the page has it.
    text: String,
    /// Its words.
    words: String,
    /// The title of the first section that it stands in.
    section: String,
    /// The pages that have it.
    pages: BTreeSet<String>,
}

/// The sentences of pages, by what they say without names.
fn said(
    documents: &Documents,
    pages: &BTreeSet<&str>,
    dialect: &Dialect,
) -> BTreeMap<String, Said> {
    let bare = dialect.bare_lines();
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    for path in documents.pages().filter(|path| pages.contains(path)) {
        let page = Page::parse(path, documents.text(path).unwrap_or(""), &bare);
        let mut section = String::new();
        for block in &page.blocks {
            if let BlockKind::Heading(_, title) = &block.kind {
                section = title.plain().into_owned();
            }
            if dialect.sections.by_title(&section) == Some(SectionKind::Methods) {
                continue;
            }
            for text in texts(&block.kind) {
                for (sentence, nameless) in sentences(text) {
                    let said = all.entry(nameless).or_insert_with(|| Said {
                        words: words(without_marker(&sentence, dialect)),
                        text: sentence,
                        section: section.clone(),
                        pages: BTreeSet::new(),
                    });
                    said.pages.insert(path.to_owned());
                }
            }
        }
    }
    all
}

/// The texts of a block: itself, or its cells.
fn texts<'p, 'a>(block: &'p BlockKind<'a>) -> Vec<&'p Text<'a>> {
    match block {
        BlockKind::Paragraph(_, text) => vec![text],
        BlockKind::Table(table) => table.rows.iter().flat_map(|row| &row.cells).collect(),
        _ => Vec::new(),
    }
}

/// The sentences of a text, each also without names: what is marked, and words such as `itemPhone`.
fn sentences(text: &Text<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let (mut sentence, mut nameless) = (String::new(), Vec::new());
    for piece in &text.pieces {
        if piece.mark != Mark::Plain && piece.mark != Mark::Break {
            sentence.push_str(&piece.text);
            continue;
        }
        for part in piece.text.split_inclusive(['.', '?', ':']) {
            sentence.push_str(part);
            let words = part.split(|c: char| !c.is_alphanumeric()).filter(|it| is_no_name(it));
            nameless.extend(words.map(str::to_lowercase));
            if part.ends_with(['.', '?', ':']) {
                found.push((std::mem::take(&mut sentence), std::mem::take(&mut nameless)));
            }
        }
    }
    found.push((sentence, nameless));
    found.retain(|(_, nameless)| nameless.len() >= LEAST_WORDS);
    found.into_iter().map(|(sentence, nameless)| (sentence, nameless.join(" "))).collect()
}

/// Whether a word is written as words are: no capitals but at its beginning.
fn is_no_name(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.all(char::is_lowercase)
}

/// A sentence without `[!NOTE]` or `Note:`, which callouts begin with.
fn without_marker<'t>(sentence: &'t str, dialect: &Dialect) -> &'t str {
    let boxed = sentence.trim_start().strip_prefix("[!").and_then(|rest| rest.split_once(']'));
    let sentence = boxed.map_or(sentence, |(_, rest)| rest).trim_start();
    dialect.remarks.note.find(sentence).map_or(sentence, |note| &sentence[note.end()..])
}

/// Letters and digits of a text, in lower case, with one space between words.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What the model says: every run of [`LEAST_WORDS`] words in it.
struct Kept(HashSet<String>);

impl Kept {
    fn of(api: &Api) -> Self {
        let mut texts = BTreeSet::new();
        collect(&serde_json::to_value(api).expect("a model is JSON"), &mut texts);
        let mut runs = HashSet::new();
        for text in &texts {
            // A heading makes sure that it is read as Markdown.
            let text = format!("# Text\n\n{text}");
            let page = Page::parse("text.md", &text, &BareLines::default());
            for text in page.blocks.iter().flat_map(|block| self::texts(&block.kind)) {
                runs.extend(self::runs(&words(&text.plain())).map(str::to_owned));
            }
        }
        Self(runs)
    }

    /// Whether the model has these words, one after the other.
    fn has(&self, words: &str) -> bool {
        runs(words).all(|run| self.0.contains(run))
    }
}

/// The runs of [`LEAST_WORDS`] words in a text.
fn runs(words: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1));
    starts.filter_map(|start| {
        let rest = &words[start..];
        let mut ends = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]);
        Some(&rest[..ends.nth(LEAST_WORDS - 1)?])
    })
}

/// All texts in a JSON value.
fn collect(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => _ = texts.insert(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(entries) => entries.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}
