//! Resource pages: properties, relationships, JSON representation, base type.

use serde_json_borrow::Value;

use super::derived_types;
use super::enums;
use super::representation;
use crate::diagnostics::Report;
use crate::dialect::{Dialect, Pattern, SectionKind};
use crate::ir::names::short;
use crate::ir::{Landmark, Spot, TypeKind};
use crate::page::{BlockKind, Fence, Form, Page, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::{EnumFacts, Mention, PropertyFacts, ResourceFacts};
use crate::read::layout::introduction::PageText;
use crate::read::layout::section::{Section, of_kind};
use crate::read::properties::table::{TableOf, properties};
use crate::read::properties::{grouped, headed};
use crate::read::prose::Prose;
use crate::read::remarks;
use crate::read::remarks::unread_blocks::Known;
use crate::read::{annotation, places};

/// Reads the resource that a page describes, and the enums of its properties that tables under no title
/// list. `title` is the resource's name in the title.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    text: &PageText,
    title: &str,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> (ResourceFacts, Vec<EnumFacts>) {
    let representation = representation(sections, title);
    let annotated = representation.as_ref().map(|(value, _)| *value);
    let field = |key: &str| annotated.and_then(|value| annotation::text(value, key));
    let mut properties = Vec::new();
    for section in sections {
        let of = match section.kind {
            Some(SectionKind::Properties) => TableOf::Properties,
            Some(SectionKind::Relationships) => TableOf::Relationships,
            _ => continue,
        };
        for (page, table) in section.tables() {
            properties.extend(self::properties(page, table, of, dialect, report));
        }
    }
    let fence = representation.as_ref().and_then(|(_, fence)| *fence);
    if let Some((_, shown)) = fence {
        properties.extend(grouped::properties(sections, shown, dialect, report));
    }
    let (headed, are_headed) = headed::properties(sections, dialect, report);
    let unheaded: Vec<Section<'_, '_>>;
    let sections = if headed.is_empty() {
        sections
    } else {
        properties.extend(headed);
        let others = sections.iter().zip(are_headed).filter(|(_, is_headed)| !is_headed);
        unheaded = others.map(|(section, _)| section.clone()).collect();
        &unheaded
    };
    let place = text.title_place.clone();
    let annotated_base = field("baseType").map(|name| Mention {
        name: name.trim_start_matches('#').to_owned(),
        link: None,
        place: place.clone(),
    });
    let says_base =
        annotated.and_then(Value::as_object).is_some_and(|it| it.contains_key("baseType"));
    let is_annotated = annotated.is_some_and(Value::is_object);
    let is_entity = !says_base && is_addressed(page, sections, &properties, is_annotated, dialect);
    let elsewhere = || base_elsewhere(sections, dialect).filter(|_| !is_annotated);
    let stated_base = stated_base(page, sections, dialect).or_else(elsewhere);
    let mut places = places::headings(page, &place, sections);
    if let Some(base) = &stated_base {
        places.add(Landmark::Base, Spot::new(base.place.source.clone(), &page.path));
    }
    let is_open = annotated.is_some_and(|value| annotation::says(value, "openType"));
    let enums = enums::read_untitled(sections, &properties, dialect);
    let is_named = |name: &str| properties.iter().any(|it| it.name == name);
    let shown = fence.map_or_else(Vec::new, |(page, fence)| {
        representation::of_resource(page, fence, is_named, report)
    });
    let annotated_name = annotated.and_then(annotation::type_name).map(str::to_owned);
    let facts = ResourceFacts {
        name: title.to_owned(),
        annotated: annotated_name
            .or_else(|| representation::stated_name(&shown).map(str::to_owned)),
        annotated_base: annotated_base.filter(|base| !base.name.is_empty()),
        stated_base,
        derived: derived_types::read(sections, dialect),
        description: text.description.clone(),
        remarks: remarks::of_type(
            sections,
            &Known {
                shown: fence.map(|(_, fence)| fence),
                properties: &properties,
                enums: &enums,
                ..Known::default()
            },
            dialect,
        ),
        key: field("keyProperty").or(is_entity.then_some(TypeKind::KEY)).map(str::to_owned),
        open: is_open || dialect.facts.open.is_match(&text.description),
        representation: shown,
        properties,
        places,
        place,
    };
    (facts, enums)
}

/// Whether a page that names no key shows that its resource has one: methods that act on the resource
/// itself, or relationships, which lead from its own address to others. Methods link to their pages;
/// rendered text has lost its links. Where an annotation could name the key and does not, it takes both
/// methods and a property for it.
fn is_addressed(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    properties: &[PropertyFacts],
    is_annotated: bool,
    dialect: &Dialect,
) -> bool {
    let rows = of_kind(sections, SectionKind::Methods)
        .flat_map(Section::tables)
        .flat_map(|(_, table)| &table.rows);
    let is_method = |cell: &Text<'_>| match page.form {
        Form::Markdown => cell.links().next().is_some(),
        Form::Rendered => !cell.is_blank() && !dialect.facts.none.is_match(&cell.plain()),
    };
    let has_methods = rows.filter_map(|row| row.cells.first()).any(is_method);
    let has = |is: fn(&PropertyFacts) -> bool| properties.iter().any(is);
    if is_annotated {
        has_methods && has(|property| property.name == TypeKind::KEY)
    } else {
        has_methods || has(|property| property.navigation)
    }
}

/// The type that the annotation of a page with a table of properties names.
pub fn annotated_name<'s>(sections: &'s [Section<'_, '_>]) -> Option<&'s str> {
    of_kind(sections, SectionKind::Properties).flat_map(Section::tables).next()?;
    let (value, _) = representation(sections, "")?;
    annotation::type_name(value).map(short)
}

/// "Inherits from [entity](entity.md)." in the introduction, or above the table of properties.
fn stated_base(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &Dialect,
) -> Option<Mention> {
    let above_table = of_kind(sections, SectionKind::Properties).next();
    // Where no title ends it, the introduction goes on below the JSON.
    let below_json =
        of_kind(sections, SectionKind::JsonRepresentation).find(|it| it.heading.is_none());
    let introductions = sections.first().into_iter().chain(above_table).chain(below_json);
    introductions
        .map(Section::sentences)
        .find_map(|prose| base_in(page, &prose, dialect))
        .or_else(|| described_base(page, dialect))
}

/// "The **x** resource is derived from [y](y.md)", "The following properties are inherited from
/// [y](y.md)": in whichever section.
fn base_elsewhere(sections: &[Section<'_, '_>], dialect: &Dialect) -> Option<Mention> {
    let sentence = &dialect.facts.inherits_elsewhere;
    let says = |text: &Text<'_>| sentence.is_match(&text.plain());
    let mut saying = sections.iter().flat_map(Section::paragraphs).filter(|(_, text)| says(text));
    saying.find_map(|(page, text)| {
        let prose = Prose::of(text);
        mention(page, &prose, sentence, dialect)
    })
}

fn base_in(page: &Page<'_>, prose: &Prose, dialect: &Dialect) -> Option<Mention> {
    let facts = &dialect.facts;
    let linked = || {
        mention(page, prose, &facts.inherits_linked, dialect)
            .filter(|mention| mention.link.is_some())
    };
    mention(page, prose, &facts.inherits, dialect).or_else(linked)
}

/// The type that a sentence names, with its link.
fn mention(
    page: &Page<'_>,
    prose: &Prose,
    sentence: &Pattern,
    dialect: &Dialect,
) -> Option<Mention> {
    let name = sentence.captures(&prose.text)?.name("name")?;
    let link = prose.link_at(name.start()).filter(|target| dialect.leads_to_resource(target));
    Some(prose.mention(page, &name.range(), link))
}

/// The base type in the description of the front matter.
fn described_base(page: &Page<'_>, dialect: &Dialect) -> Option<Mention> {
    let described = page.front_matter.get("description")?;
    let name = dialect.facts.inherits_described.group("name", described)?;
    let place = page.front_matter.span("description").map(|span| page.place(&span));
    Some(Mention { name: name.to_owned(), link: None, place: place.unwrap_or_default() })
}

type AnnotatedFence<'s, 'p, 'a> = (&'s Value<'a>, Option<(&'p Page<'a>, &'s Fence<'a>)>);

/// The annotation of the page's own JSON representation and the fence that it annotates: the one
/// that names the title's type, else the first.
fn representation<'s, 'p, 'a>(
    sections: &'s [Section<'p, 'a>],
    title: &str,
) -> Option<AnnotatedFence<'s, 'p, 'a>> {
    let mut found: Vec<AnnotatedFence<'s, 'p, 'a>> = Vec::new();
    for section in sections {
        let mut pending: Option<&Value<'a>> = None;
        for placed in &section.blocks {
            match &placed.block.kind {
                BlockKind::Annotation(value) if annotation::is(value, "resource") => {
                    pending = Some(value);
                    found.push((value, None));
                }
                BlockKind::Fence(fence) if pending.take().is_some() => {
                    if let Some(last) = found.last_mut() {
                        last.1 = Some((placed.page, fence));
                    }
                }
                _ => {}
            }
        }
        // Surfaces that lost their annotations still have the section.
        if section.kind == Some(SectionKind::JsonRepresentation)
            && found.is_empty()
            && let Some(fence) = section.fences().next()
        {
            found.push((&Value::Null, Some(fence)));
        }
    }
    let named = |value: &Value<'_>| {
        let name = annotation::type_name(value).unwrap_or("");
        short(name).eq_ignore_ascii_case(short(title))
    };
    let own = found.iter().position(|(value, _)| named(value)).unwrap_or(0);
    (own < found.len()).then(|| found.swap_remove(own))
}
