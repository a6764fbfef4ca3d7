//! A page for people: every change with what the documentation said and says, and the Rust before
//! and after; to be filtered. One file that asks no network for anything.

mod area;
mod excerpt;
mod rust;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use self::area::Areas;
use self::excerpt::Excerpt;
use super::{Comparison, values};
use crate::diff::{Change, Level, Side, Span};
use crate::ir::Api;

/// Browsers take their time with more; the worst are kept.
const LIMIT: usize = 2_000;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// The two models that were compared.
#[derive(Clone, Copy)]
pub struct Models<'a> {
    /// What was.
    pub old: &'a Api,
    /// What is.
    pub new: &'a Api,
}

/// The whole page.
///
/// # Errors
///
/// Those of `to`.
pub fn write(
    comparison: &Comparison<'_>,
    models: Models<'_>,
    to: &mut dyn io::Write,
) -> io::Result<()> {
    let mut shown = comparison.worst_first();
    let left_out = shown.len().saturating_sub(LIMIT);
    shown.truncate(LIMIT);
    let areas = Areas::new(models);
    let areas: Vec<&str> = shown.iter().map(|change| areas.of(change)).collect();
    let [old, new] = rust::of(&shown, models);
    let title = format!("docmill: {} to {}", comparison.old, comparison.new);
    let mut out = String::new();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&title)
    );
    header(&mut out, comparison);
    out.push_str("<main id=\"changes\" tabindex=\"-1\">\n");
    if shown.is_empty() {
        out.push_str("<p class=\"notice\">Nothing changed.</p>\n");
    } else {
        filters(&mut out, &shown, &areas);
    }
    if left_out > 0 {
        let _ = writeln!(
            out,
            "<p class=\"notice\"><strong>{left_out} more changes are not on this page</strong>, \
             which stops at {LIMIT}, the worst first. <code>cargo xtask diff --format json</code> \
             has all of them.</p>"
        );
    }
    out.push_str("<ol class=\"changes\">\n");
    for (index, change) in shown.iter().enumerate() {
        let rust = [old[index].as_deref(), new[index].as_deref()];
        article(&mut out, comparison, change, areas[index], rust);
        to.write_all(out.as_bytes())?;
        out.clear();
    }
    out.push_str(
        "</ol>\n<p class=\"notice\" id=\"none\" hidden>No change passes the filter.</p>\n",
    );
    let _ = write!(out, "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
    to.write_all(out.as_bytes())
}

fn header(out: &mut String, comparison: &Comparison<'_>) {
    let counts = comparison.counts();
    let _ = write!(
        out,
        "<a class=\"skip\" href=\"#changes\">To the changes</a>\n<header>\n<div>\n\
         <h1>What changed, and whom it breaks</h1>\n\
         <p class=\"from\"><code>{}</code> <span aria-hidden=\"true\">→</span>\
         <span class=\"spoken\">to</span> <code>{}</code></p>\n</div>\n\
         <label class=\"theme scripted\">Colours <select id=\"theme\">\
         <option value=\"\">as the system</option><option value=\"light\">light</option>\
         <option value=\"dark\">dark</option></select></label>\n\
         <ul class=\"counts\">",
        escaped(comparison.old),
        escaped(comparison.new)
    );
    for (level, count) in
        [(Level::Breaking, counts.breaking), (Level::Risk, counts.risk), (Level::Ok, counts.ok)]
    {
        let _ = write!(out, "<li class=\"{level}\"><strong>{count}</strong> {level}</li>");
    }
    if comparison.accepted.count > 0 {
        let _ = write!(
            out,
            "<li><strong>{}</strong> accepted, not listed</li>",
            comparison.accepted.count
        );
    }
    let _ =
        write!(out, "</ul>\n<p class=\"bump\">{}</p>\n</header>\n", escaped(&comparison.bump()));
}

fn filters(out: &mut String, shown: &[&Change], areas: &[&str]) {
    out.push_str(
        "<form class=\"filters scripted\" role=\"search\" aria-label=\"Filter the changes\">\n\
         <label class=\"words\">Name or code <input id=\"words\" type=\"search\" \
         autocomplete=\"off\" placeholder=\"user.displayName, enum-member\"></label>\n\
         <fieldset id=\"levels\"><legend>Verdict</legend>",
    );
    for level in [Level::Breaking, Level::Risk, Level::Ok] {
        let _ = write!(
            out,
            "<label class=\"{level}\"><input type=\"checkbox\" name=\"level\" value=\"{level}\" \
             checked> {level}</label>"
        );
    }
    out.push_str("</fieldset>\n");
    let areas: BTreeSet<&str> = areas.iter().copied().collect();
    let rust: BTreeSet<_> = shown.iter().map(|change| change.impact.rust).collect();
    let contract: BTreeSet<_> = shown.iter().map(|change| change.impact.contract).collect();
    choice(out, "area", "Area", areas.into_iter());
    choice(out, "rust", "Rust", rust.iter().rev().map(|impact| impact.as_str()));
    choice(out, "contract", "Contract", contract.iter().rev().map(|impact| impact.as_str()));
    out.push_str(
        "<div class=\"buttons\"><button type=\"button\" id=\"open\">Open all</button>\
         <button type=\"button\" id=\"close\">Close all</button>\
         <button type=\"reset\">Reset</button></div>\n\
         <output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n",
    );
}

fn choice<'a>(out: &mut String, id: &str, label: &str, values: impl Iterator<Item = &'a str>) {
    let _ = write!(out, "<label>{label} <select id=\"{id}\"><option value=\"\">any</option>");
    for value in values {
        let value = escaped(value);
        let _ = write!(out, "<option value=\"{value}\">{value}</option>");
    }
    out.push_str("</select></label>\n");
}

fn article(
    out: &mut String,
    comparison: &Comparison<'_>,
    change: &Change,
    area: &str,
    [old, new]: [Option<&str>; 2],
) {
    let (level, code) = (change.level(), change.code);
    let (rust, contract) = (change.impact.rust, change.impact.contract);
    let _ = write!(
        out,
        "<li class=\"change {level}\" data-level=\"{level}\" data-rust=\"{rust}\" \
         data-contract=\"{contract}\" data-area=\"{}\">\n<details>\n\
         <summary><span class=\"badge\">{level}</span> <h2>{}</h2> \
         <span class=\"code\">{code}</span> <span class=\"impact\">Rust {rust} · contract \
         {contract}</span></summary>\n<div class=\"body\">\n<p>{}</p>\n",
        escaped(area),
        symbol(&change.symbol.to_string()),
        inline(&code.summary())
    );
    let told = values(change, comparison.words);
    if !told.is_empty() {
        let _ = writeln!(out, "<p class=\"values\">{}</p>", inline(&told));
    }
    if let Some(help) = &change.help {
        let _ = writeln!(out, "<p class=\"help\"><strong>Perhaps:</strong> {}</p>", inline(help));
    }
    out.push_str("<div class=\"sides\">\n");
    side(out, comparison, change, Side::Old, old);
    side(out, comparison, change, Side::New, new);
    out.push_str("</div>\n");
    if !change.consequences.is_empty() {
        out.push_str("<p>With it:</p>\n<ul class=\"consequences\">");
        for other in &change.consequences {
            let _ = write!(
                out,
                "<li><span class=\"code\">{}</span> <code>{}</code></li>",
                other.code,
                escaped(&other.symbol.to_string())
            );
        }
        out.push_str("</ul>\n");
    }
    let _ = write!(
        out,
        "<p class=\"foot\">What to do: <code>cargo xtask explain {code}</code>. \
         Area: {}. Origin: {}. Fingerprint: <code>{}</code></p>\n</div>\n</details>\n</li>\n",
        escaped(area),
        change.origin.as_str(),
        change.fingerprint()
    );
}

/// One of the two columns: what the page says, what Rust has.
fn side(
    out: &mut String,
    comparison: &Comparison<'_>,
    change: &Change,
    side: Side,
    rust: Option<&str>,
) {
    let (title, absent) = match side {
        Side::Old => ("Before", change.old.is_none()),
        Side::New => ("After", change.new.is_none()),
    };
    let _ = writeln!(out, "<section class=\"side {}\"><h3>{title}</h3>", side.as_str());
    match change.spans.iter().find(|span| span.side == side) {
        Some(span) => page(out, comparison, span),
        None => out.push_str("<p class=\"absent\">On no page.</p>\n"),
    }
    match rust {
        Some(rust) => {
            let _ = writeln!(
                out,
                "<pre class=\"rust\" tabindex=\"0\" aria-label=\"{title}, in Rust\"><code>{}</code></pre>",
                escaped(rust)
            );
        }
        None if absent => out.push_str("<p class=\"absent\">Not in Rust.</p>\n"),
        None => out.push_str("<p class=\"absent\">Nothing in Rust stands for it alone.</p>\n"),
    }
    out.push_str("</section>\n");
}

fn page(out: &mut String, comparison: &Comparison<'_>, span: &Span) {
    let near = if span.exact { "" } else { " (the nearest that is left)" };
    let _ = writeln!(out, "<p class=\"place\">{}{near}</p>", escaped(&comparison.address(span)));
    let text = comparison.pages.text(span.side, &span.source.page);
    let Some(excerpt) = text.as_deref().and_then(|text| Excerpt::of(text, &span.source)) else {
        out.push_str(
            "<p class=\"absent\">The page is not at hand: this side is a saved model.</p>\n",
        );
        return;
    };
    out.push_str("<pre class=\"page\" tabindex=\"0\" aria-label=\"The page\">");
    for line in excerpt.lines {
        let class = if line.mark.is_empty() { "" } else { " class=\"here\"" };
        let _ = write!(out, "<span{class}><b aria-hidden=\"true\">{}</b>", line.number);
        out.push_str(&escaped(line.before));
        match line.mark {
            "" => {}
            mark if span.exact => {
                let _ = write!(out, "<mark>{}</mark>", escaped(mark));
            }
            mark => out.push_str(&escaped(mark)),
        }
        let _ = write!(out, "{}</span>", escaped(line.after));
    }
    out.push_str("</pre>\n");
}

/// A symbol, with the places where it may be broken over lines.
fn symbol(text: &str) -> String {
    escaped(text).replace('.', ".<wbr>").replace('/', "/<wbr>").replace("::", "::<wbr>")
}

/// Prose with code in backticks; no other markup.
fn inline(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        let part = escaped(part);
        if index % 2 == 1 {
            let _ = write!(out, "<code>{part}</code>");
        } else {
            out.push_str(&part);
        }
    }
    out
}

/// What pages say is text, whatever it looks like.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            char => out.push(char),
        }
    }
    out
}
