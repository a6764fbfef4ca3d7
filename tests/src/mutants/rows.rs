//! Rows of properties, and members of enums.

use std::collections::BTreeMap;

use docmill_codegen::diff::{ChangeCode, Side, Symbol};
use docmill_codegen::ir::{Enum, EnumOrigin, Member, Property, PropertyName, Type};

use super::place::Sheet;
use super::set::Set;
use super::{Edit, Kind, Mutant, Told};
use crate::pages;

/// The mutants of all properties and members.
pub(super) fn all(set: &Set) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for ty in set.api.types.values() {
        for property in &ty.properties {
            mutants.extend(of_property(set, ty, property));
        }
    }
    for definition in set.api.enums.values() {
        for member in &definition.members {
            mutants.extend(of_member(set, definition, member));
        }
    }
    mutants
}

/// A row of a table with three cells, `|name|type|description|`.
pub(super) fn cells(line: &str) -> Option<[&str; 3]> {
    if line.ends_with('\r') {
        return None;
    }
    let cells: Vec<&str> = line.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').collect();
    cells.try_into().ok()
}

fn of_property(set: &Set, ty: &Type, property: &Property) -> Vec<Mutant> {
    let Some((at, line)) = set.line(&property.source) else { return Vec::new() };
    let Some([name, kind, description]) = cells(line) else { return Vec::new() };
    // The row of a repeated or inherited property is about another type as well.
    let inherited = set.api.bases(&ty.name).flat_map(|base| &base.properties);
    let is_inherited = inherited.into_iter().any(|other| other.name == property.name);
    let text = &set.texts[&*property.source.page];
    if name.trim() != property.name.as_str()
        || is_inherited
        || set.is_led_to(property)
        || set.is_enum_of_a_body(property)
        || said_in_another_row(text, at, name.trim())
        || said_in_other_casing(text, name.trim())
        || set.is_listed_elsewhere(ty.name.as_str(), property.name.as_str(), &property.source.page)
    {
        return Vec::new();
    }
    let page = property.source.page.to_string();
    let sheet = Sheet::new(&page, text);
    let mutant = |kind, edit, told| Mutant { kind, page: page.clone(), edit, told };
    let symbol = |name: PropertyName| Symbol::Property(ty.name.clone(), name);
    let here = symbol(property.name.clone());
    // The heading above the row stands where it stood unless lines above it go.
    let removed = |edit: &Edit| {
        Told::new(ChangeCode::PropertyRemoved, here.clone())
            .near(Side::New, sheet.heading_after(edit, at))
            .at(Side::Old, sheet.cell(at, 0))
    };
    let mut mutants = Vec::new();

    if let Some(edit) = deletion(text, at, name.trim()) {
        let told = removed(&edit);
        mutants.push(mutant(Kind::RowDeleted, edit, vec![told]));
    }

    let other = "zzRenamed";
    let quoted = |name: &str| format!("\"{name}\"");
    let mut lines: BTreeMap<usize, Option<String>> = text
        .split('\n')
        .enumerate()
        .filter(|(_, line)| line.contains(&quoted(name.trim())))
        .map(|(at, line)| (at, Some(line.replace(&quoted(name.trim()), &quoted(other)))))
        .collect();
    lines.insert(at, Some(line.replacen(name.trim(), other, 1)));
    let renamed = Edit::Lines(lines);
    // What stands before the name stays.
    let added = Told::new(ChangeCode::PropertyAdded, symbol(PropertyName::new(other)))
        .at(Side::New, sheet.cell(at, 0))
        .near(Side::Old, sheet.heading(at));
    let told = vec![removed(&renamed), added];
    mutants.push(mutant(Kind::RowRenamed, renamed, told));

    let other = if kind.to_lowercase().contains("guid") { "Double" } else { "Guid" };
    let retyped = Edit::line(at, format!("|{name}|{other}|{description}|"));
    let told = Told::new(ChangeCode::PropertyTypeChanged, here.clone());
    let told = told.in_cell(&sheet, &retyped, at, 1);
    mutants.push(mutant(Kind::RowRetyped, retyped, vec![told]));

    let [name, kind, description] = [name, kind, description].map(str::trim);
    let respaced = Edit::line(at, format!("|  {name}  |  {kind} |   {description}   |"));
    mutants.push(mutant(Kind::RowRespaced, respaced, Vec::new()));
    mutants
}

/// The page without a row, and without the line of its JSON representation that has the same name;
/// `None` where it says the name elsewhere as well.
fn deletion(text: &str, at: usize, name: &str) -> Option<Edit> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut edits = BTreeMap::from([(at, None)]);
    let key = format!("\"{name}\":");
    let is_key = |line: &str| line.trim().replace("\" :", "\":").starts_with(&key);
    let mut with_key = (0..lines.len()).filter(|at| is_key(lines[*at]));
    let in_json = with_key.next();
    let quoted = text.matches(&format!("\"{name}\"")).count();
    if with_key.next().is_some() || quoted > usize::from(in_json.is_some()) {
        return None;
    }
    if let Some(at) = in_json {
        let line = lines[at].trim_end();
        if line.matches(['{', '[']).count() != line.matches(['}', ']']).count() {
            return None;
        }
        edits.insert(at, None);
        // The line before the last one of an object has no comma.
        if !line.ends_with(',') {
            let before = lines[at - 1].trim_end().trim_end_matches(',').to_owned();
            edits.insert(at - 1, Some(before));
        }
    }
    Some(Edit::Lines(edits))
}

/// Whether its JSON has the name in another casing, which counts once the row has it no longer.
fn said_in_other_casing(text: &str, name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    text.to_lowercase().matches(&quoted.to_lowercase()).count() > text.matches(&quoted).count()
}

fn said_in_another_row(text: &str, at: usize, name: &str) -> bool {
    let first = |line: &str| {
        line.trim().trim_start_matches('|').split('|').next().map(str::trim) == Some(name)
    };
    text.split('\n').enumerate().any(|(other, line)| other != at && first(line))
}

fn of_member(set: &Set, of: &Enum, member: &Member) -> Option<Mutant> {
    let (at, line) = set.line(&member.source)?;
    let text = &set.texts[&*member.source.page];
    let name = member.name.as_str();
    // A page may say the same elsewhere, and one value alone makes no enum.
    let said = |word: &str| text.matches(word).count();
    if of.members.len() < 3
        || said(name) > 1
        || set.is_listed_elsewhere(of.name.as_str(), name, &member.source.page)
    {
        return None;
    }
    let page = member.source.page.to_string();
    let sheet = Sheet::new(&page, text);
    let symbol = Symbol::Member(of.name.clone(), member.name.clone());
    let told = Told::new(ChangeCode::EnumMemberRemoved, symbol);
    let (kind, edit, told) = match of.origin {
        EnumOrigin::Table => {
            let first = line.trim().strip_prefix('|')?.split('|').next()?;
            // Descriptions that list what stands for members to come have it without the table, too.
            if first.trim() != name || pages::dialect().values.sentinel.is_match(name) {
                return None;
            }
            let edit = Edit::line(at, None);
            let told = told
                .near(Side::New, sheet.heading_after(&edit, at))
                .at(Side::Old, sheet.cell(at, 0));
            (Kind::MemberDropped, edit, told)
        }
        EnumOrigin::Prose => {
            let value = format!("`{name}`, ");
            if !line.contains(&value) {
                return None;
            }
            let edit = Edit::line(at, line.replacen(&value, "", 1));
            let told =
                told.near(Side::New, of.source.clone()).at(Side::Old, sheet.cell_with(at, &value));
            (Kind::ValueDropped, edit, told)
        }
    };
    Some(Mutant { kind, page: page.clone(), edit, told: vec![told] })
}
