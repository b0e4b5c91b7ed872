//! A JSON Schema of the repository, and whether values fit it.

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// Checks a value against a JSON Schema, strictly: a key of an object that no matching part of the schema names is
/// an error, and so is a word of the schema that is not known here.
pub(crate) struct Validator {
    pub(crate) root: Value,
}

/// The keys of an object that some part of the schema names.
type Named = BTreeSet<String>;

impl Validator {
    /// Reads a schema as it stands in `schemas/`.
    pub(crate) fn committed(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
        Self { root: serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() }
    }

    /// Checks a value against the whole schema.
    pub(crate) fn whole(&self, value: &Value) -> Result<(), String> {
        self.check(&self.root, value, "")
    }

    /// Checks a value whole.
    pub(crate) fn check(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let named = self.fits(schema, value, at)?;
        let keys = value.as_object().into_iter().flat_map(Map::keys);
        match keys.into_iter().find(|key| !named.contains(*key)) {
            Some(key) => Err(format!("{at}/{key}: not in the schema")),
            None => Ok(()),
        }
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<Named, String> {
        let mut named = Named::new();
        for (word, meant) in schema.as_object().unwrap() {
            match word.as_str() {
                "$schema" | "$defs" | "description" | "title" | "format" => {}
                "$ref" => {
                    let path = meant.as_str().unwrap().strip_prefix('#').unwrap();
                    named.extend(self.fits(self.root.pointer(path).unwrap(), value, at)?);
                }
                "type" => is_of(meant, value).then_some(()).ok_or(format!("{at}: not {meant}: {value}"))?,
                "const" => (meant == value).then_some(()).ok_or(format!("{at}: not {meant}: {value}"))?,
                "enum" => {
                    let known = meant.as_array().unwrap().contains(value);
                    known.then_some(()).ok_or(format!("{at}: none of {meant}: {value}"))?;
                }
                // Speaks of numbers only.
                "minimum" | "maximum" if !value.is_number() => {}
                "minimum" | "maximum" => {
                    let (bound, own) = (meant.as_f64().unwrap(), value.as_f64().unwrap());
                    let inside = if word == "minimum" { own >= bound } else { own <= bound };
                    inside.then_some(()).ok_or(format!("{at}: {word} {meant}: {value}"))?;
                }
                "required" => {
                    for key in meant.as_array().unwrap() {
                        let there = value.get(key.as_str().unwrap()).is_some();
                        there.then_some(()).ok_or(format!("{at}: {key} is missing"))?;
                    }
                }
                "properties" => {
                    for (key, schema) in meant.as_object().unwrap() {
                        if let Some(own) = value.get(key) {
                            self.check(schema, own, &format!("{at}/{key}"))?;
                            named.insert(key.clone());
                        }
                    }
                }
                // The other keys: those that `properties` does not name.
                "additionalProperties" => {
                    let own = schema.get("properties").and_then(Value::as_object);
                    for (key, own) in value
                        .as_object()
                        .into_iter()
                        .flatten()
                        .filter(|(key, _)| own.is_none_or(|own| !own.contains_key(*key)))
                    {
                        if *meant == false {
                            return Err(format!("{at}/{key}: not in the schema"));
                        }
                        self.check(meant, own, &format!("{at}/{key}"))?;
                        named.insert(key.clone());
                    }
                }
                "items" => {
                    for (index, own) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(meant, own, &format!("{at}/{index}"))?;
                    }
                }
                "anyOf" | "oneOf" => named.extend(self.one_of(word, meant, value, at)?),
                other => return Err(format!("`{other}` in the schema is not known here")),
            }
        }
        Ok(named)
    }

    fn one_of(&self, word: &str, schemas: &Value, value: &Value, at: &str) -> Result<Named, String> {
        let tried: Vec<Result<Named, String>> =
            schemas.as_array().unwrap().iter().map(|schema| self.fits(schema, value, at)).collect();
        let fitting = tried.iter().filter(|tried| tried.is_ok()).count();
        if fitting == 0 || (word == "oneOf" && fitting > 1) {
            // What went furthest into the value says most.
            let said = tried.into_iter().filter_map(Result::err).max_by_key(String::len);
            return Err(said.unwrap_or_else(|| format!("{at}: fits {fitting} of {word}")));
        }
        Ok(tried.into_iter().flatten().flatten().collect())
    }
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
        kind => match kind.as_str().unwrap() {
            "array" => value.is_array(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_u64() || value.is_i64(),
            "null" => value.is_null(),
            "object" => value.is_object(),
            "string" => value.is_string(),
            other => panic!("the type {other}"),
        },
    }
}
