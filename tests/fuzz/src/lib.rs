//! What the programs share: a documentation set from one text.

use std::sync::LazyLock;

use docmill_codegen::config::{Config, RuntimeDependency};
use docmill_codegen::dialect::Dialect;
use docmill_codegen::documents::Documents;
use docmill_codegen::pipeline::{self, Model};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// What the files of a set are called, in the order of their texts.
const FILES: [&str; 7] = [
    "resources/book.md",
    "api/book-get.md",
    "api/book-list.md",
    "includes/permissions/book-get-permissions.md",
    "resources/enums.md",
    "toc.yml",
    "api/library-post-books.md",
];

static DIALECT: LazyLock<Dialect> =
    LazyLock::new(|| Dialect::built_in("graph").expect("it is built in").expect("it compiles"));

static CONFIG: LazyLock<Config> =
    LazyLock::new(|| Config::without_file("library", RuntimeDependency::Version("0.1".to_owned())));

/// One thread, so that the same input takes the same way.
static THREAD: LazyLock<ThreadPool> =
    LazyLock::new(|| ThreadPoolBuilder::new().num_threads(1).build().expect("a thread"));

/// Files, separated by form feeds.
pub fn documents(text: &str) -> Documents {
    Documents::new(FILES.into_iter().zip(text.split('\u{c}').map(str::to_owned)))
}

/// Reads a set.
pub fn read(documents: &Documents) -> Model {
    on_one_thread(|| pipeline::read(documents, &CONFIG, &DIALECT))
}

/// How the sets are configured.
pub fn config() -> &'static Config {
    &CONFIG
}

/// Runs something that would use all cores.
pub fn on_one_thread<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    THREAD.install(run)
}
