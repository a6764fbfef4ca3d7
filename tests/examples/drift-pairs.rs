//! Writes for every edit of `drift/` the client before and after it, and our verdict, for other
//! judges: `FOLDER/NAME/{old,new}/` and `FOLDER/NAME/verdict`. `.ci/judges` reads them.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use docmill_codegen::config::{Config, RuntimeDependency};
use docmill_codegen::diff::diff;
use docmill_codegen::emit;
use docmill_codegen::ir::Api;
use docmill_tests::drift::{api, names, sides};
use docmill_tests::pages;

fn main() -> io::Result<()> {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        return Err(io::Error::other("usage: drift-pairs FOLDER"));
    };
    let runtime = fs::canonicalize(pages::folder().join("../runtime"))?;
    let runtime = RuntimeDependency::Path(runtime.display().to_string());
    let mut output = Config::without_file("client", runtime).output;
    "client".clone_into(&mut output.package);
    let write = |api: &Api, folder: &Path| {
        for file in emit::emit(api, &output).files {
            let path = folder.join(file.path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, file.contents)?;
        }
        Ok::<_, io::Error>(())
    };
    for name in names("edit") {
        let (old, new) = sides(&name);
        let (old, new) = (api(&old), api(&new));
        let pair = folder.join(&name);
        write(&old, &pair.join("old"))?;
        write(&new, &pair.join("new"))?;
        let verdict = diff(&old, &new).iter().map(|change| change.impact.rust).max();
        fs::write(pair.join("verdict"), verdict.map_or("patch", |verdict| verdict.as_str()))?;
    }
    Ok(())
}
