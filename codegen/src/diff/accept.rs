//! Changes that somebody agreed to: a TOML file that people write and review.
//!
//! ```toml
//! [[accept]]
//! code = "property-removed"                       # the change, as `diff` prints it
//! symbol = "microsoft.graph.itemPhone.number"
//! fingerprint = "3f2a90c1d4e7"
//! reason = "The property never worked."
//! owner = "profile team"
//! expires = 2026-12-31                            # the last day on which it counts
//! base_rev = "v1.4.0"                             # may be left out
//! ```
//!
//! An entry is for one change: the fingerprint is made from what was and what is, and the same thing
//! changed in another way has another one. An entry that is past its date, or agrees to nothing, is a
//! finding.

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::{Change, ChangeCode, RustImpact};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::Source;

/// The whole file.
#[derive(Clone, Debug, Default)]
pub struct Agreements {
    entries: Vec<Agreement>,
}

#[derive(Clone, Debug)]
struct Agreement {
    code: ChangeCode,
    symbol: String,
    fingerprint: String,
    owner: String,
    expires: Date,
    place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: Spanned<String>,
    symbol: Spanned<String>,
    fingerprint: Spanned<String>,
    reason: Spanned<String>,
    owner: Spanned<String>,
    expires: Spanned<toml::value::Datetime>,
    #[serde(default)]
    base_rev: Option<Spanned<String>>,
}

/// The changes that somebody agreed to. That callers are broken is agreed to; that they are told by a
/// new version is not taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// How many they are.
    pub count: usize,
    /// The worst that Rust code meets in them.
    pub rust: Option<RustImpact>,
}

/// What is left when agreed changes are taken away.
#[derive(Debug)]
pub struct Judged {
    /// The changes that nobody agreed to.
    pub changes: Vec<Change>,
    /// The others.
    pub accepted: Accepted,
    /// Entries that are past their date, or agree to nothing.
    pub findings: Vec<Diagnostic>,
}

impl Agreements {
    /// Reads a file. `name` is what findings call it.
    ///
    /// # Errors
    ///
    /// Text that is no TOML, a key that is missing, unknown or empty, a code that does not exist, a
    /// date that is none.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        let file: File = toml::from_str(text).map_err(|error| {
            let place = error.span().map(|span| place(name, text, span.start));
            let place = place.unwrap_or_else(|| Place::page(name));
            bad(place, error.message(), "`[[accept]]` entries with the keys of the example")
        })?;
        let mut entries: Vec<Agreement> = Vec::new();
        for entry in &file.accept {
            let agreement = agreement(name, text, entry.get_ref())?;
            if let Some(first) = entries.iter().find(|first| first.is_same(&agreement)) {
                return Err(bad(
                    agreement.place.clone(),
                    "the same change a second time",
                    "each change once",
                )
                .related(first.place.clone(), "the first entry"));
            }
            entries.push(agreement);
        }
        Ok(Self { entries })
    }

    /// Takes away the changes that an entry agrees to. `today` is compared with the dates.
    pub fn judge(&self, changes: Vec<Change>, today: Date) -> Judged {
        let mut used = vec![false; self.entries.len()];
        let mut left = Vec::new();
        let mut accepted = Accepted::default();
        let mut others: Vec<Option<String>> = vec![None; self.entries.len()];
        for change in changes {
            let (symbol, fingerprint) = (change.symbol.to_string(), change.fingerprint());
            let mut agreed = false;
            for (index, entry) in self.entries.iter().enumerate() {
                if entry.code != change.code || entry.symbol != symbol {
                    continue;
                }
                if entry.fingerprint == fingerprint {
                    used[index] = true;
                    agreed |= entry.expires >= today;
                } else {
                    others[index] = Some(fingerprint.clone());
                }
            }
            if agreed {
                accepted.count += 1;
                accepted.rust = accepted.rust.max(Some(change.impact.rust));
            } else {
                left.push(change);
            }
        }
        let findings = self.entries.iter().zip(used).zip(others);
        let findings = findings
            .filter_map(|((entry, used), other)| entry.finding(used, other.as_deref(), today));
        Judged { changes: left, accepted, findings: findings.collect() }
    }
}

impl Agreement {
    fn is_same(&self, other: &Self) -> bool {
        let key = |entry: &Self| (entry.code, entry.symbol.clone(), entry.fingerprint.clone());
        key(self) == key(other)
    }

    fn finding(&self, used: bool, other: Option<&str>, today: Date) -> Option<Diagnostic> {
        let Self { code, symbol, expires, owner, .. } = self;
        if self.expires < today {
            let finding = Diagnostic::of(Code::ExpiredAcceptance, self.place.clone())
                .found(format!(
                    "an agreement to {code} of `{symbol}` that was good until {expires}"
                ))
                .expected("a date to come")
                .instead("the change counts as if nobody had agreed to it");
            return Some(finding.help(format!("ask its owner, {owner}, or delete the entry")));
        }
        if used {
            return None;
        }
        let finding = Diagnostic::of(Code::UnusedAcceptance, self.place.clone())
            .found(format!("an agreement to {code} of `{symbol}`, which is not there"))
            .expected("a change that `diff` prints")
            .instead("the entry was ignored");
        Some(match other {
            Some(other) => finding.help(format!(
                "it changes in another way now, with the fingerprint {other}: look at it again"
            )),
            None => finding.help("delete the entry"),
        })
    }
}

fn agreement(name: &str, text: &str, entry: &Entry) -> Result<Agreement, Diagnostic> {
    let at = |span: std::ops::Range<usize>| place(name, text, span.start);
    let filled = [&entry.symbol, &entry.fingerprint, &entry.reason, &entry.owner];
    for value in filled.into_iter().chain(&entry.base_rev) {
        if value.get_ref().trim().is_empty() {
            return Err(bad(at(value.span()), "an empty text", "what the key asks for"));
        }
    }
    let code = ChangeCode::from_text(entry.code.get_ref()).ok_or_else(|| {
        let found = format!("`{}` is no code of a change", entry.code.get_ref());
        bad(at(entry.code.span()), found, "one that `diff` prints")
    })?;
    let expires = entry.expires.get_ref();
    let date = expires.date.filter(|_| expires.time.is_none() && expires.offset.is_none());
    let date = date.and_then(|date| {
        let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
        Date::new(i16::try_from(date.year).ok()?, month, day).ok()
    });
    let date = date.ok_or_else(|| {
        bad(at(entry.expires.span()), "no date", "one such as 2026-12-31, unquoted")
    })?;
    Ok(Agreement {
        code,
        symbol: entry.symbol.get_ref().clone(),
        fingerprint: entry.fingerprint.get_ref().clone(),
        owner: entry.owner.get_ref().clone(),
        expires: date,
        place: at(entry.code.span()),
    })
}

fn bad(place: Place, found: impl Into<String>, expected: &str) -> Diagnostic {
    Diagnostic::of(Code::BadAcceptFile, place)
        .found(found)
        .expected(expected)
        .instead("nothing was compared")
}

fn place(name: &str, text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Source { page: name.into(), line: number(line), column: number(column) }.into()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Agreements;
    use crate::diagnostics::Code;
    use crate::diff::{Change, Event, Symbol};
    use crate::ir::TypeName;

    fn change() -> Change {
        let symbol = Symbol::Type(TypeName::new("a.book"));
        Change::new(Event::TypeRemoved, symbol)
    }

    fn entry(fingerprint: &str) -> String {
        format!(
            "[[accept]]\ncode = \"type-removed\"\nsymbol = \"a.book\"\nfingerprint = \"{fingerprint}\"\n\
             reason = \"Nobody read it.\"\nowner = \"shelves\"\nexpires = 2026-03-31\n"
        )
    }

    #[test]
    fn an_agreed_change_is_gone_until_its_date_is_past() {
        let agreements =
            Agreements::parse("a.toml", &entry(&change().fingerprint())).expect("good");
        let judged = agreements.judge(vec![change()], date(2026, 3, 31));
        assert_eq!((judged.changes.len(), judged.accepted.count, judged.findings.len()), (0, 1, 0));
        let judged = agreements.judge(vec![change()], date(2026, 4, 1));
        assert_eq!((judged.changes.len(), judged.accepted.count), (1, 0));
        assert_eq!(judged.findings[0].code, Code::ExpiredAcceptance);
        assert_eq!(judged.findings[0].place.source.to_string(), "a.toml:2:8");
    }

    #[test]
    fn an_entry_for_another_change_agrees_to_nothing() {
        let agreements = Agreements::parse("a.toml", &entry("000000000000")).expect("good");
        let judged = agreements.judge(vec![change()], date(2026, 1, 1));
        assert_eq!((judged.changes.len(), judged.accepted.count), (1, 0));
        assert_eq!(judged.findings[0].code, Code::UnusedAcceptance);
        let help = judged.findings[0].help.as_deref().expect("it helps");
        assert!(help.contains(&change().fingerprint()), "{help}");
        let judged = agreements.judge(Vec::new(), date(2026, 1, 1));
        assert_eq!(judged.findings[0].help.as_deref(), Some("delete the entry"));
    }

    #[test]
    fn what_is_misunderstood_agrees_to_nothing() {
        let good = entry("000000000000");
        for (bad, place) in [
            (good.replace("type-removed", "type-remove"), "a.toml:2:8"),
            (good.replace("shelves", " "), "a.toml:6:9"),
            (good.replace("2026-03-31", "\"soon\""), "a.toml:7:11"),
            (good.replace("2026-03-31", "2026-03-31T10:00:00Z"), "a.toml:7:11"),
            (good.replace("owner", "ownr"), "a.toml:6:1"),
            (good.replace("reason = \"Nobody read it.\"\n", ""), "a.toml:1:1"),
            (format!("{good}{good}"), "a.toml:9:8"),
        ] {
            let finding = Agreements::parse("a.toml", &bad).expect_err(&bad);
            assert_eq!(finding.code, Code::BadAcceptFile);
            assert_eq!(finding.place.source.to_string(), place, "{bad}\n{}", finding.message);
        }
    }
}
