//! JSON Schema of each kind of file, from the same declarations that read them.

use super::raw::common::RawCommon;
use super::raw::form::{RawChecklistForm, RawSubmission};
use super::raw::matter::RawMatter;
use super::raw::parties::RawParties;
use super::raw::ward::RawWard;
use crate::yaml::decode::Decode;
use serde_json::{Map, Value, json};

/// A kind of file and its schema.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Name of the schema file, without `.schema.json`.
    pub name: &'static str,
    /// What it describes.
    pub title: &'static str,
    make: fn(&mut Map<String, Value>) -> Value,
}

/// Every kind of file.
pub static SCHEMAS: &[Schema] = &[
    Schema {
        name: "checklist",
        title: "チェックリストの様式（policies/<年度>/forms/*.yaml）",
        make: RawChecklistForm::schema,
    },
    Schema {
        name: "common",
        title: "年度によらない語と事実（policies/common/*.yaml）",
        make: RawCommon::schema,
    },
    Schema { name: "matter", title: "案件（policies/<年度>/<案件>.yaml）", make: RawMatter::schema },
    Schema {
        name: "parties", title: "法人の一覧（policies/<年度>/parties.yaml）", make: RawParties::schema
    },
    Schema {
        name: "submission",
        title: "表紙・概要・別紙の様式（policies/<年度>/forms/submission.yaml）",
        make: RawSubmission::schema,
    },
    Schema { name: "ward", title: "区の設定（fugi.yaml）", make: RawWard::schema },
];

impl Schema {
    /// Returns the schema (JSON Schema 2020-12).
    #[must_use]
    pub fn to_json(self) -> Value {
        let mut definitions = Map::new();
        let root = (self.make)(&mut definitions);
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title,
            "$ref": root.get("$ref").cloned().unwrap_or_default(),
            "$defs": definitions,
        })
    }
}
