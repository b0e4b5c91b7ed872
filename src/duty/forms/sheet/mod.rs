//! A form as a workbook that a contractor fills in, and as a paper: the same fields as the YAML form, in the words of who
//! writes them and in the order in which they are asked.
//!
//! A workbook that came back is read by the words a person sees beside each cell; its hidden sheet holds ids and a
//! digest, nothing that anybody would write. What comes out is a [`Form`](super::Form), and from there on nothing
//! knows whether it was YAML.

mod back;
mod paper;
mod plan;
mod write;

pub use back::Back;
pub use paper::document;
pub use plan::kinds;
pub use write::workbook;

/// What a workbook or a paper says besides the fields.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The ward.
    pub ward: &'a str,
    /// What it calls itself: 区, 市.
    pub word: &'a str,
    /// 令和８年度, where the form belongs to a year.
    pub fiscal_year: &'a str,
    /// True for a made-up matter: 見本 stands on every page.
    pub sample: bool,
}

/// A form that is not made in this shape: its kind is none that is handed to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSheet;

#[cfg(test)]
mod tests {
    use super::plan::{self, PartShape};
    use super::*;
    use crate::duty::forms::{Form, Given, Known, read, write};
    use crate::evidence::format::field::{Field, Shape};
    use crate::evidence::format::kind::Kind;
    use crate::source::Sources;

    const ABOUT: About<'static> =
        About { ward: "見本区", word: "区", fiscal_year: "令和８年度", sample: true };

    /// Returns what the samples say of a field, as it is known.
    fn sample(field: &Field) -> Known {
        let shape = (field.shape)();
        match (shape, field.name) {
            (_, "contract") => "r08/mihon-itaku/ticket".into(),
            (_, "contact") => "情報管理室 代表".into(),
            (Shape::List(_), _) => {
                let own = field.sample.trim_matches(['[', ']']);
                own.split(", ").map(str::to_owned).collect::<Vec<_>>().into()
            }
            (Shape::Digest, _) => "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            (Shape::Flag, _) if field.sample.is_empty() => "true".into(),
            _ => field.sample.into(),
        }
    }

    /// Puts a value at a path.
    fn put(given: &mut Given, fields: &'static [Field], path: &str, value: Known) {
        let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let field = fields.iter().find(|field| field.name == name).unwrap();
        let Some(rest) = rest else {
            given.insert(field.name, value);
            return;
        };
        let inner = plan::records((field.shape)()).unwrap();
        let own = given.entry(field.name).or_insert_with(|| vec![Given::new()].into());
        let Known::Records(records) = own else { panic!("{path}") };
        put(&mut records[0], inner, rest, value);
    }

    /// Returns everything that a form of a kind asks, filled in; `number` says how a medium is named by another table.
    fn full(kind: Kind, number: bool) -> Given {
        let mut given = Given::new();
        for name in ["log", "contract_digest", "party", "subcontracted_by"] {
            if let Some(field) = kind.fields().iter().find(|field| field.name == name) {
                let mut own = sample(field);
                if name == "contract_digest" {
                    own = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into();
                }
                given.insert(field.name, own);
            }
        }
        for part in plan::of(kind).unwrap().parts {
            let fields = part.fields(kind);
            let record = |index: usize| {
                let mut record = Given::new();
                for (line, field) in part.lines(kind) {
                    let value = match (part.shape, (field.shape)()) {
                        (PartShape::Table(..), Shape::Id) if number => "２".into(),
                        (PartShape::Table(..), Shape::Id) => "place-1".into(),
                        (_, Shape::Text) => {
                            let Known::Values(own) = sample(&field) else { panic!() };
                            format!(
                                "{}{}",
                                own[0],
                                if index == 0 { String::new() } else { index.to_string() }
                            )
                            .into()
                        }
                        _ => sample(&field),
                    };
                    put(&mut record, fields, line.path, value);
                }
                record
            };
            match part.shape {
                PartShape::Fields => {
                    for (line, field) in part.lines(kind) {
                        put(&mut given, fields, line.path, sample(&field));
                    }
                }
                PartShape::Across(list) => {
                    let own = kind.fields().iter().find(|field| field.name == list).unwrap();
                    let records = (0..7).map(|index| {
                        let mut record = record(index);
                        record.insert("place", format!("place-{index}").into());
                        record
                    });
                    given.insert(own.name, records.collect::<Vec<_>>().into());
                }
                PartShape::Table(list, _) => {
                    let own = kind.fields().iter().find(|field| field.name == list).unwrap();
                    given.insert(own.name, vec![record(0), record(1)].into());
                }
            }
        }
        given
    }

    fn back(bytes: Vec<u8>) -> Result<Form, Vec<crate::diagnostic::Diagnostic>> {
        let back = Back::open(bytes).unwrap();
        let mut sources = Sources::default();
        let source = sources.add("form.xlsx", back.text());
        back.form(source)
    }

    #[test]
    fn a_workbook_says_what_the_same_form_says_in_yaml() {
        for kind in kinds() {
            let yaml = write(kind, &full(kind, false), "区", crate::diagnostic::Language::Japanese);
            let mut sources = Sources::default();
            let source = sources.add("form.yaml", yaml.as_str());
            let wanted = read(source, &yaml).unwrap_or_else(|problems| panic!("{yaml}\n{problems:#?}"));
            let bytes = workbook(kind, &full(kind, true), ABOUT).unwrap().unwrap();
            let found = back(bytes).unwrap_or_else(|problems| panic!("{kind:?} {problems:#?}"));
            assert_eq!(found.kind, kind);
            assert_eq!(found.value(), wanted.value(), "{kind:?}");
        }
    }

    #[test]
    fn an_empty_form_names_each_cell_that_is_needed_and_no_other() {
        for kind in kinds() {
            let mut given = full(kind, true);
            given.retain(|name, _| ["log", "party", "party_name", "contract", "addressee"].contains(name));
            let problems = back(workbook(kind, &given, ABOUT).unwrap().unwrap()).unwrap_err();
            assert!(problems.len() > 2, "{kind:?}");
            for problem in &problems {
                let said = &problem.message.ja;
                let cell = said.split(':').next().unwrap();
                let is_cell = cell.starts_with(|c: char| c.is_ascii_uppercase());
                // A list without a record has no cell of its own.
                assert!(is_cell || said.contains("がありません"), "{kind:?}: {said}");
            }
        }
    }

    #[test]
    fn a_kind_that_nobody_outside_writes_has_no_sheet() {
        let refused = workbook(Kind::Disposal, &Given::new(), ABOUT);
        assert_eq!(refused, Err(NoSheet));
        assert!(document(Kind::Receipt, &Given::new(), ABOUT).is_err());
    }

    #[test]
    fn the_same_form_gives_the_same_paper() {
        for kind in kinds() {
            let paper = document(kind, &full(kind, true), ABOUT).unwrap();
            assert_eq!(paper, document(kind, &full(kind, true), ABOUT).unwrap());
            let text = serde_json::to_string(&paper).unwrap();
            for part in plan::of(kind).unwrap().parts {
                assert!(text.contains(part.title), "{kind:?}: {}", part.title);
                for (line, field) in part.lines(kind).filter(|(_, field)| !plan::is_marked((field.shape)())) {
                    assert!(text.contains(line.label), "{kind:?}: {} {}", line.label, field.name);
                }
            }
        }
    }
}
