//! Residents' data in words: lines that must be found and lines that must not, with the figures of the search.

#![allow(clippy::disallowed_methods, reason = "the seed of a test comes from the clock or the environment")]

use crate::support::random::{Random, seed};
use crate::support::thorough;
use fugi::evidence::format::field::{Field, Shape};
use fugi::evidence::format::kind::Kind;
use fugi::evidence::format::personal::{looks_personal, residents};
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// How many of the 200 lines that hold a resident's data are found, and how many of the 500 harmless ones are accused.
const FIGURES: (usize, usize) = (192, 0);

/// Returns the lines of a list: whether it stands in a contact field, and the text.
fn lines(name: &str) -> Vec<(bool, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/personal").join(name);
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            let (place, text) = line.split_once('\t').unwrap();
            assert!(matches!(place, "文" | "連絡先"), "{line}");
            (place == "連絡先", text.to_owned())
        })
        .collect()
}

#[test]
fn residents_are_found_in_words_and_nobody_else_is_accused() {
    let (found, harmless) = (lines("found.tsv"), lines("harmless.tsv"));
    assert_eq!((found.len(), harmless.len()), (200, 500));
    let (hits, missed): (Vec<_>, Vec<_>) =
        found.iter().partition(|(contact, text)| looks_personal(text, *contact).is_some());
    let accused: Vec<String> = harmless
        .iter()
        .filter_map(|(contact, text)| Some(format!("{text}: {}", looks_personal(text, *contact)?.ja)))
        .collect();
    let missed: Vec<&str> = missed.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        (hits.len(), accused.len()),
        FIGURES,
        "not found:\n{}\naccused:\n{}",
        missed.join("\n"),
        accused.join("\n")
    );
    // At least 95 % are found and nobody is accused; the guide says the same figures.
    let (hits, accused) = FIGURES;
    assert!(100 * hits >= 95 * found.len() && accused == 0);
    let guide = include_str!("../docs/ja/shoseki.md");
    let says =
        format!("住民の情報のある200行のうち{hits}行を見つけ、無害な500行のうち疑ったものは{accused}行です");
    assert!(guide.contains(&says), "docs/ja/shoseki.md says other figures than: {says}");
}

/// How many records are made.
const RECORDS: u64 = 100_000;

/// How many where a run is not thorough.
const USUAL: u64 = 10_000;

/// Returns an individual number, its last digit checking the others.
fn individual(random: &mut Random) -> String {
    let digits: Vec<u64> = (0..11).map(|_| random.next() % 10).collect();
    let sum: u64 = digits
        .iter()
        .rev()
        .zip(1..)
        .map(|(digit, place)| digit * if place <= 6 { place + 1 } else { place - 5 })
        .sum();
    let check = match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    digits.iter().chain([&check]).map(u64::to_string).collect()
}

/// Fills fields: what is made is random, what is written is the sample of the form. `plant` counts down to the written
/// text that holds something else.
fn filled(fields: &[Field], random: &mut Random, plant: &mut Option<(usize, String)>) -> Value {
    let fill = |field: &Field, random: &mut Random, plant: &mut Option<(usize, String)>| {
        let (shape, in_list) = match (field.shape)() {
            Shape::List(item) => (item(), true),
            shape => (shape, false),
        };
        let value = match shape {
            Shape::Record(_, inner) => filled(inner, random, plant),
            Shape::Made => random.hexadecimal(32).into(),
            Shape::Digest => random.hexadecimal(64).into(),
            Shape::Id => format!("id-{}", random.hexadecimal(24)).into(),
            Shape::Text | Shape::Prose | Shape::Contact => {
                let sample = if field.sample.is_empty() || in_list { "見本" } else { field.sample };
                match plant {
                    Some((0, number)) => {
                        let text = if random.next().is_multiple_of(2) {
                            number.clone()
                        } else {
                            format!("{sample}、{number}")
                        };
                        *plant = None;
                        text.into()
                    }
                    Some((left, _)) => {
                        *left -= 1;
                        sample.into()
                    }
                    None => sample.into(),
                }
            }
            _ => Value::Null,
        };
        if in_list { Value::Array(vec![value]) } else { value }
    };
    let entries = fields.iter().map(|field| (field.json_name(), fill(field, random, plant)));
    Value::Object(entries.collect::<Map<String, Value>>())
}

/// How many texts of a kind somebody writes.
fn written(fields: &[Field]) -> usize {
    let count = |shape| match shape {
        Shape::Record(_, inner) => written(inner),
        Shape::Text | Shape::Prose | Shape::Contact => 1,
        _ => 0,
    };
    let of = |field: &Field| match (field.shape)() {
        Shape::List(item) => count(item()),
        shape => count(shape),
    };
    fields.iter().map(of).sum()
}

#[test]
fn made_fields_are_never_accused_and_a_written_number_is_always_found() {
    let seed = seed();
    let kinds = Kind::ALL;
    (0..if thorough() { RECORDS } else { USUAL }).into_par_iter().for_each(|number| {
        let mut random = Random::new(seed.wrapping_add(number.wrapping_mul(0x9E37_79B9)));
        let index = usize::try_from(number).unwrap();
        let kind = kinds[index % kinds.len()];
        let mut found = Vec::new();
        // Every record below is told of in its one planted field, hence silent in all others; some are left as they are.
        if number % 10 == 0 {
            residents(&filled(kind.fields(), &mut random, &mut None), kind.fields(), true, &mut found);
            assert!(found.is_empty(), "seed {seed}, record {number}, {}: {found:?}", kind.word());
        }
        let individual = individual(&mut random);
        let individual = match number % 3 {
            0 => individual,
            1 => format!("{}-{}-{}", &individual[..4], &individual[4..8], &individual[8..]),
            _ => individual.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect(),
        };
        let at = (index / kinds.len()) % written(kind.fields());
        let mut plant = Some((at, individual.clone()));
        let planted = filled(kind.fields(), &mut random, &mut plant);
        assert!(plant.is_none(), "{}: field {at} was not reached", kind.word());
        residents(&planted, kind.fields(), true, &mut found);
        assert_eq!(
            found.len(),
            1,
            "seed {seed}, record {number}, {} field {at}, {individual}: {found:?}",
            kind.word()
        );
    });
}
