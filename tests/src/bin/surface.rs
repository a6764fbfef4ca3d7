//! Writes a documentation set as another form shows it: `surface FORM DOCS OUT`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use docmill_codegen::documents::is_page;
use docmill_tests::pages;
use docmill_tests::surface::Surface;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [form, docs, out] = &*arguments else { panic!("usage: surface FORM DOCS OUT") };
    let surface = Surface::ALL.into_iter().find(|it| it.name() == form).expect("a form");
    let documents = pages::load(Path::new(docs));
    for (path, text) in documents.files() {
        let to = PathBuf::from(out).join(path);
        fs::create_dir_all(to.parent().expect("a folder")).expect("folder");
        let text = if is_page(path) { surface.of(path, text) } else { text.to_owned() };
        fs::write(&to, text).expect("written");
    }
}
