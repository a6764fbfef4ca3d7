//! What each stage costs per megabyte of Markdown, and against a bare pulldown-cmark pass.
//!
//! `cargo bench -p docmill-codegen` runs divan's benchmarks, and then prints one table in which every
//! stage stands beside a bare pass over the same bytes, measured in turns, so that whatever else the
//! machine does is in both. The figures stand in `README.md` beside this file.
//!
//! The pages are Graph v1.0 of July 2021, or, where they are not at hand, those of `docs-input`.

#[path = "../../tests/benches/measured/mod.rs"]
mod measured;

use std::path::{Path, PathBuf};
use std::time::Duration;

use divan::counter::BytesCount;
use divan::{Bencher, black_box_drop};
use docmill_codegen::config::{Config, RuntimeDependency};
use docmill_codegen::dialect::Dialect;
use docmill_codegen::diff::render::{Comparison, text, to_text};
use docmill_codegen::diff::{self, Change};
use docmill_codegen::documents::Documents;
use docmill_codegen::fingerprint::{Inputs, Watched};
use docmill_codegen::page::Page;
use docmill_codegen::pipeline::{self, Model, ReadPages};
use docmill_codegen::tree;
use measured::{median, time};
use mimalloc::MiMalloc;
use pulldown_cmark::{Options, Parser};
use rayon::{ThreadPool, ThreadPoolBuilder};
use tempfile::TempDir;

/// As `xtask` has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const CORPUS: &str = "../../shared/corpus/graph-2021-07/api-reference/v1.0";

/// What the corpus is compared with; where it is not at hand, the pages are compared with themselves.
const EARLIER: &str = "../../shared/corpus/graph-2021-01/api-reference/v1.0";

/// After this time no file is young, and a fingerprint is of times alone.
const GROWING_OLD: Duration = Duration::from_millis(2100);

const READ_BOTH: &str = "both dates read from disk (all cores)";
const DIFF: &str = "diff of both dates (all cores)";

/// How often the table measures each stage.
const ROUNDS: usize = 7;

fn main() {
    if !corpus().is_dir() {
        eprintln!("\nSKIPPED: no `{}`; measuring docs-input instead\n", corpus().display());
    }
    // Options such as `--list` and filters are divan's; the table is for the whole run.
    let is_whole = std::env::args().skip(1).all(|argument| argument == "--bench");
    // What other benchmarks leave behind must not count.
    let peak = if is_whole { peak_of_regenerate() } else { None };
    divan::main();
    if is_whole {
        print_table(peak);
    }
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS)
}

/// What every stage starts from.
struct Input {
    folder: PathBuf,
    earlier: PathBuf,
    config: Config,
    dialect: Dialect,
    documents: Documents,
    bytes: usize,
    one_thread: ThreadPool,
}

impl Input {
    fn load() -> Self {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs-input");
        let folder = if corpus().is_dir() { corpus() } else { beside };
        let earlier = Path::new(env!("CARGO_MANIFEST_DIR")).join(EARLIER);
        let earlier = if corpus().is_dir() { earlier } else { folder.clone() };
        let config = Config::without_file("bench", RuntimeDependency::Version("0.1".to_owned()));
        let dialect = pipeline::dialect(&config, &folder).expect("the built-in dialect compiles");
        let (documents, _) = Documents::load(&folder, &config.pages).expect("pages to read");
        let bytes = documents.files().map(|(_, text)| text.len()).sum();
        let one_thread = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        Self { folder, earlier, config, dialect, documents, bytes, one_thread }
    }

    /// The yardstick: tables on, with offsets, events counted.
    fn bare_pass(&self) -> usize {
        let count = |text| Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().count();
        self.documents.files().map(|(_, text)| count(text)).sum()
    }

    fn parse(&self) -> Vec<Page<'_>> {
        let bare = self.dialect.bare_lines();
        self.documents.files().map(|(path, text)| Page::parse(path, text, &bare)).collect()
    }

    fn read(&self) -> ReadPages {
        self.one_thread.install(|| pipeline::read_pages(&self.documents, &self.dialect))
    }

    fn resolve(&self, pages: ReadPages) -> Model {
        self.one_thread.install(|| pipeline::model(pages, &self.config, &self.dialect))
    }

    fn read_and_resolve(&self) -> Model {
        let read = || pipeline::read(&self.documents, &self.config, &self.dialect);
        self.one_thread.install(read)
    }

    /// As `lint` and `export facts` begin: from files on disk, with the dialect to compile.
    fn lint(&self) -> Model {
        self.one_thread.install(|| self.read_folder(&self.folder))
    }

    /// As `xtask` does it: the pages and the dialect at once.
    fn read_folder(&self, folder: &Path) -> Model {
        let (pages, dialect) = rayon::join(
            || Documents::load(folder, &self.config.pages),
            || pipeline::dialect(&self.config, folder),
        );
        let ((documents, _), dialect) = (pages.expect("pages"), dialect.expect("a dialect"));
        pipeline::read(&documents, &self.config, &dialect)
    }

    /// As `diff` begins: both sides from files on disk, at once.
    fn read_both(&self) -> [Model; 2] {
        let (old, new) =
            rayon::join(|| self.read_folder(&self.earlier), || self.read_folder(&self.folder));
        [old, new]
    }

    /// As `diff` does it, up to the text that it prints; nor does `diff` free what it has compared.
    fn diff(&self) -> (String, Vec<Change>, [Model; 2]) {
        let sides = self.read_both();
        let changes = diff::diff(&sides[0].api, &sides[1].api);
        let comparison = Comparison::new("old", "new", &changes);
        (to_text(|out| text::write(&comparison, out)), changes, sides)
    }

    fn emit(&self, model: &Model) -> usize {
        let emitted = pipeline::generate(model, &self.config).expect("a client");
        emitted.files.len()
    }

    /// As `regenerate` does it, with all cores.
    fn regenerate(&self, out: &Path) -> tree::WriteOutcome {
        let model = self.read_folder(&self.folder);
        let emitted = pipeline::generate(&model, &self.config).expect("a client");
        let files = emitted.files.iter().map(|file| (&*file.path, &*file.contents));
        tree::write(out, files).expect("a folder to write to")
    }

    /// What a run keeps, to know the next time that nothing has changed.
    fn fingerprint(&self, out: &Path) -> String {
        let inputs = Inputs::take(self.watched(out)).expect("readable inputs");
        let fingerprint = inputs.finish(()).expect("a finished run");
        serde_json::to_string(&fingerprint).expect("JSON")
    }

    /// As `regenerate` does it where nothing has changed.
    fn unchanged(&self, out: &Path, stored: &str) {
        let inputs = Inputs::take(self.watched(out)).expect("readable inputs");
        assert!(inputs.unchanged_since::<()>(stored).is_some(), "nothing has changed");
    }

    fn watched(&self, out: &Path) -> Watched {
        Watched {
            key: String::new(),
            files: vec![std::env::current_exe().expect("a program")],
            inputs: self.folder.clone(),
            outputs: out.to_path_buf(),
        }
    }

    fn count(&self) -> BytesCount {
        BytesCount::new(self.bytes)
    }
}

fn fresh_folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A new folder that stays as long as the one it is in: where thousands of files have just been
/// deleted, ext4 makes new ones slowly, and the next sample would wait for that.
fn folder_in(parent: &TempDir) -> PathBuf {
    tempfile::tempdir_in(parent).expect("a temporary folder").keep()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn a_bare_pass(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    bencher.counter(input.count()).bench_local(|| input.bare_pass());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn b_parse(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    bencher.counter(input.count()).bench_local(|| black_box_drop(input.parse()));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn c_parse_and_read(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    bencher.counter(input.count()).bench_local(|| black_box_drop(input.read()));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn d_resolve(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    let bencher = bencher.counter(input.count()).with_inputs(|| input.read());
    bencher.bench_local_values(|pages| input.resolve(pages));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn e_lint(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    bencher.counter(input.count()).bench_local(|| black_box_drop(input.lint()));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn f_emit(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    let model = input.read_and_resolve();
    bencher.counter(input.count()).bench_local(|| input.emit(&model));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn g_regenerate(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    let parent = fresh_folder();
    let bencher = bencher.counter(input.count()).with_inputs(|| folder_in(&parent));
    bencher.bench_local_refs(|out| input.regenerate(out));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn h_unchanged(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    let out = fresh_folder();
    input.regenerate(out.path());
    std::thread::sleep(GROWING_OLD);
    let stored = input.fingerprint(out.path());
    bencher.counter(input.count()).bench_local(|| input.unchanged(out.path(), &stored));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn i_read_both_dates(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    bencher.bench_local(|| black_box_drop(input.read_both()));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn j_diff(bencher: Bencher<'_, '_>) {
    let input = Input::load();
    bencher.bench_local(|| black_box_drop(input.diff()));
}

/// One stage in the table: its name, and how to run it once.
type Stage<'i> = (&'static str, Box<dyn Fn() -> Duration + 'i>);

fn stages<'i>(
    input: &'i Input,
    model: &'i Model,
    written: &'i Path,
    stored: &'i str,
) -> Vec<Stage<'i>> {
    vec![
        ("bare pulldown-cmark pass", timed(|| input.bare_pass())),
        ("parse", timed(|| input.parse())),
        ("parse, read", timed(|| input.read())),
        ("resolve", {
            Box::new(|| {
                let pages = input.read();
                time(|| input.resolve(pages))
            })
        }),
        ("parse, read, resolve", timed(|| input.read_and_resolve())),
        ("lint: the same from disk", timed(|| input.lint())),
        ("emit (all cores)", timed(|| input.emit(model))),
        ("regenerate (all cores)", {
            let parent = fresh_folder();
            Box::new(move || {
                let out = folder_in(&parent);
                time(|| input.regenerate(&out))
            })
        }),
        ("unchanged re-run (all cores)", timed(|| input.unchanged(written, stored))),
        ("the same without a fingerprint", timed(|| input.regenerate(written))),
        (READ_BOTH, timed(|| input.read_both())),
        (DIFF, timed(|| input.diff())),
    ]
}

fn timed<'i, T>(run: impl Fn() -> T + 'i) -> Box<dyn Fn() -> Duration + 'i> {
    Box::new(move || time(&run))
}

fn print_table(peak: Option<u64>) {
    let input = Input::load();
    let model = input.read_and_resolve();
    let out = fresh_folder();
    input.regenerate(out.path());
    std::thread::sleep(GROWING_OLD);
    let stored = input.fingerprint(out.path());
    let stages = stages(&input, &model, out.path(), &stored);
    let rounds: Vec<Vec<Duration>> =
        (0..ROUNDS).map(|_| stages.iter().map(|(_, run)| run()).collect()).collect();
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    let megabytes = input.bytes as f64 / 1e6;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\n{megabytes:.1} MB of Markdown, {cores} cores, medians of {ROUNDS} rounds\n");
    println!("| stage | ms | ms per MB | against the bare pass |\n|---|---:|---:|---:|");
    for (at, (name, _)) in stages.iter().enumerate() {
        let of_rounds =
            |figure: &dyn Fn(&[Duration]) -> f64| median(rounds.iter().map(|round| figure(round)));
        let ms = of_rounds(&|round| round[at].as_secs_f64() * 1e3);
        let ratio = of_rounds(&|round| round[at].as_secs_f64() / round[0].as_secs_f64());
        println!("| {name} | {ms:.0} | {:.2} | {ratio:.2} |", ms / megabytes);
    }
    let stage = |name| stages.iter().position(|(stage, _)| *stage == name).unwrap_or_default();
    let (read, diff) = (stage(READ_BOTH), stage(DIFF));
    let ratio = |round: &Vec<Duration>| round[diff].as_secs_f64() / round[read].as_secs_f64();
    let ratio = median(rounds.iter().map(ratio));
    println!("\nA diff takes {ratio:.2} times as long as reading both sides.");
    if let Some(peak) = peak {
        #[expect(clippy::cast_precision_loss, reason = "megabytes")]
        let peak = peak as f64 / 1e6;
        println!(
            "\nPeak memory of a first regenerate: {peak:.0} MB, {:.1} per MB of Markdown",
            peak / megabytes
        );
    }
}

/// In bytes, program included. Linux tells; other systems keep it to themselves.
fn peak_of_regenerate() -> Option<u64> {
    let folder = fresh_folder();
    Input::load().regenerate(folder.path());
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}
