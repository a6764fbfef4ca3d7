//! What the emitter writes for a small API in which every convention occurs once.

use docmill_codegen::config::{Output, RuntimeDependency};
use docmill_codegen::emit::{Emitted, emit};
use docmill_codegen::ir::Api;
use docmill_codegen::yaml;

fn output() -> Output {
    Output {
        package: "phones".to_owned(),
        version: "0.1.0".to_owned(),
        title: "Phone numbers of people".to_owned(),
        base_url: "https://graph.microsoft.com/beta".to_owned(),
        page_url: Some("https://learn.microsoft.com/en-us/graph/api/{page}?view=beta".to_owned()),
        runtime: RuntimeDependency::Path("../runtime".to_owned()),
        workspace_member: false,
    }
}

fn phones() -> Emitted {
    let api: Api = yaml::read(include_str!("emit/phones.yaml")).unwrap();
    emit(&api, &output())
}

#[test]
fn dump() {
    let dir = std::path::Path::new("/tmp/emit-check/phones");
    let _ = std::fs::remove_dir_all(dir);
    let emitted = phones();
    for file in &emitted.files {
        let path = dir.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = file.contents.replace("\"../runtime\"", "\"../ws/runtime\"");
        std::fs::write(path, text).unwrap();
    }
    for d in emitted.report.into_sorted() {
        println!(
            "{} {} {}\n  {}\n  {}",
            d.place.source, d.code, d.message, d.label, d.note
        );
    }
}
