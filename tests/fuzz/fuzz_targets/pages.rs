//! Any pages: they are read without a panic, every finding can be printed, the model survives its
//! file, and what is emitted is Rust.

#![no_main]

use docmill_codegen::diagnostics::render::{
    PageTexts, Summary, Verdict, github, json, sarif, text,
};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::Api;
use docmill_codegen::{export, pipeline, yaml};
use docmill_fuzz::{config, documents, on_one_thread, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let documents = documents(text);
    let mut model = read(&documents);

    let saved = yaml::write(&model.api).expect("a model can be saved");
    let again: Api = yaml::read(&saved).expect("and read");
    assert_eq!(model.api, again, "the model and what its file gives");

    let emitted = on_one_thread(|| pipeline::generate(&model, config())).expect("a client");
    assert!(!emitted.files.is_empty());
    let document = export::openapi::export(&model.api, &model.outcomes, &config().output);
    serde_json::to_string(&document).expect("an OpenAPI document");

    let findings = std::mem::take(&mut model.report).into_sorted();
    let summary = Summary::new(Verdict::Clean, documents.page_count(), &findings);
    let texts = Texts(&documents);
    text::render(&findings, &texts, &summary, text::Style::Coloured);
    json::render(&findings, &texts, &summary);
    sarif::render(&findings, &summary);
    github::render(&findings, &summary);
});

struct Texts<'d>(&'d Documents);

impl PageTexts for Texts<'_> {
    fn text(&self, page: &str) -> Option<&str> {
        self.0.text(page)
    }
}
