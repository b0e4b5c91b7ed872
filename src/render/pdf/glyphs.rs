//! Characters that no font at hand can print: found before Typst sees the text, all of them, with their place.

use super::error::{Cause, MissingCharacter};
use super::fonts::Fonts;
use crate::document::tree::{Document, Section};
use crate::spelling;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use typst::layout::Abs;
use typst::text::{Font, FontVariant, FontVariations};
use unicode_normalization::char::{compose, is_combining_mark};

/// Keys of the tree that hold names for programs, which are not printed.
const UNPRINTED: [&str; 5] = ["form", "id", "kind", "part", "schema_version"];

/// A character as it is written: with the selector of its variant, where it has one.
type Written = (char, Option<char>);

/// Returns what cannot be printed, in the order of the text, each with the parts of the document it stands in.
pub(super) fn missing(document: &Document, fonts: &Fonts) -> Vec<MissingCharacter> {
    let mut found: Vec<(Written, MissingCharacter)> = Vec::new();
    // A font is asked once for each character: it looks through all that it covers.
    let mut printed: HashSet<Written> = HashSet::new();
    visit(document, &mut |text, part| {
        for written in written(text) {
            if printed.contains(&written) {
                continue;
            }
            let Some(cause) = cause(written, fonts) else {
                printed.insert(written);
                continue;
            };
            let known = found.iter_mut().find(|(known, _)| *known == written);
            match known {
                Some((_, missing)) if missing.parts.last().is_some_and(|last| last == part) => {}
                Some((_, missing)) => missing.parts.push(part.to_owned()),
                None => {
                    let text = written.0.to_string() + &written.1.map(String::from).unwrap_or_default();
                    found.push((written, MissingCharacter { text, cause, parts: vec![part.to_owned()] }));
                }
            }
        }
    });
    found.into_iter().map(|(_, missing)| missing).collect()
}

/// Returns the variants that only a font of the ward has, and the family of that font.
pub(super) fn variants(document: &Document, fonts: &Fonts) -> BTreeMap<String, String> {
    let mut variants = BTreeMap::new();
    if fonts.ward().is_empty() {
        return variants;
    }
    let mut seen: BTreeSet<Written> = BTreeSet::new();
    visit(document, &mut |text, _| {
        for written in written(text).filter(|(_, selector)| selector.is_some()) {
            let (base, Some(selector)) = written else { continue };
            if !seen.insert(written) || fonts.own().iter().all(|font| has_variant(font, base, selector)) {
                continue;
            }
            if let Some(font) = fonts.ward().iter().find(|font| has_variant(font, base, selector)) {
                variants.insert(format!("{base}{selector}"), font.info().family.clone());
            }
        }
    });
    variants
}

/// Shows every printed text to `see`, with the part of the document that it stands in.
fn visit(document: &Document, see: &mut dyn FnMut(&str, &str)) {
    for text in [&document.title, &document.paper, &document.ward, &document.council, &document.fiscal_year] {
        see(text, "文書の題");
    }
    for section in &document.sections {
        let part = name(section);
        if let Ok(tree) = serde_json::to_value(section) {
            walk(&tree, &mut |text| see(text, &part));
        }
    }
}

fn walk(tree: &Value, see: &mut dyn FnMut(&str)) {
    match tree {
        Value::String(text) => see(&spelling::on_paper(text)),
        Value::Array(list) => list.iter().for_each(|own| walk(own, see)),
        Value::Object(map) => {
            for (_, own) in map.iter().filter(|(key, _)| !UNPRINTED.contains(&key.as_str())) {
                walk(own, see);
            }
        }
        Value::Bool(_) | Value::Null | Value::Number(_) => {}
    }
}

fn name(section: &Section) -> String {
    let heading = section.heading.trim();
    match (&section.number, &section.subject) {
        (Some(number), _) => format!("{number} {heading}"),
        (None, Some(subject)) => format!("{heading}（{subject}）"),
        (None, None) => heading.to_owned(),
    }
}

/// Returns the characters of a text; what is composed of two and exists as one counts as one.
fn written(text: &str) -> impl Iterator<Item = Written> {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let mut base = chars.next()?;
        while let Some(next) = chars.peek().copied().filter(|next| is_combining_mark(*next)) {
            let Some(composed) = compose(base, next) else { break };
            base = composed;
            chars.next();
        }
        let selector =
            chars.next_if(|next| matches!(next, '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}'));
        Some((base, selector))
    })
}

fn cause((base, selector): Written, fonts: &Fonts) -> Option<Cause> {
    if base == '\n' || base == '\t' || is_invisible(base) {
        return None;
    }
    if matches!(base, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}') {
        return Some(Cause::PrivateUse);
    }
    let covers = |font: &Font| font.info().coverage.contains(u32::from(base));
    if !fonts.all().iter().any(covers) {
        return Some(Cause::NoFont);
    }
    let selector = selector?;
    let in_own = fonts.own().iter().all(|font| has_variant(font, base, selector));
    let printed = in_own || fonts.ward().iter().any(|font| has_variant(font, base, selector));
    (!printed).then_some(Cause::NoVariant)
}

/// Returns whether a character has no shape by definition: joiners, marks of direction and of breaking.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE0E}' | '\u{FE0F}')
}

fn has_variant(font: &Font, base: char, selector: char) -> bool {
    let font = font.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default());
    font.ttf().glyph_variation_index(base, selector).is_some()
}
