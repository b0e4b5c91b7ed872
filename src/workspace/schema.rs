//! The schemas of a workspace's files with the ids that are known in it, so that an editor offers them.

use crate::diagnostic::Language;
use crate::model::load::Workspace;
use crate::model::schema::Schema;
use serde_json::{Value, json};

/// What a key names of the common words or the ward's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Acts,
    Bodies,
    Businesses,
    Certifications,
    Clauses,
    Departments,
    Networks,
    Protections,
}

/// The keys that name something of the common words or of `fugi.yaml`: record, key, what it names.
const NAMES: &[(&str, &str, Known)] = &[
    ("RawApproval", "body", Known::Bodies),
    ("RawCertification", "kind", Known::Certifications),
    ("RawCertificationMention", "kind", Known::Certifications),
    ("RawClause", "id", Known::Clauses),
    ("RawConnectionShape", "network", Known::Networks),
    ("RawLink", "network", Known::Networks),
    ("RawLink", "protections", Known::Protections),
    ("RawMatter", "business", Known::Businesses),
    ("RawMatter", "department", Known::Departments),
    ("RawStep", "acts", Known::Acts),
    ("RawSubmitted", "acts", Known::Acts),
    ("RawTask", "acts", Known::Acts),
];

impl Workspace {
    /// Returns a schema in which the ids of the common words and of `fugi.yaml` are listed where they are named.
    #[must_use]
    pub fn schema(&self, of: &Schema, language: Language) -> Value {
        let mut schema = of.in_language(language);
        for (record, key, known) in NAMES {
            if let Some(property) = schema.pointer_mut(&format!("/$defs/{record}/properties/{key}")) {
                list(property, &self.known(*known));
            }
        }
        schema
    }

    fn known(&self, known: Known) -> Vec<&str> {
        let (common, ward) = (&self.common, &self.ward);
        let mut ids: Vec<&str> = match known {
            Known::Acts => common.acts.iter().map(|own| own.name.as_str()).collect(),
            Known::Bodies => common.bodies.iter().map(|own| own.id.as_str()).collect(),
            Known::Businesses => ward.businesses.iter().map(|own| own.id.value.as_str()).collect(),
            Known::Certifications => common.certifications.iter().map(|own| own.id.as_str()).collect(),
            Known::Clauses => common.clauses.iter().map(|own| own.id.as_str()).collect(),
            Known::Departments => ward.departments.iter().map(|own| own.id.value.as_str()).collect(),
            Known::Networks => common.networks.iter().map(|own| own.id.as_str()).collect(),
            Known::Protections => common.protections.iter().map(|own| own.id.as_str()).collect(),
        };
        ids.sort_unstable();
        ids
    }
}

/// Lists ids as the only values of a key, or of the items of its list; a key that may be left empty still may.
fn list(property: &mut Value, ids: &[&str]) {
    let Some(own) = property.as_object_mut() else { return };
    if let Some(items) = own.get_mut("items") {
        return list(items, ids);
    }
    let may_be_empty = own.get("type").is_some_and(Value::is_array);
    let mut values: Vec<Value> = ids.iter().map(|id| json!(id)).collect();
    values.extend(may_be_empty.then_some(Value::Null));
    own.insert("enum".to_owned(), values.into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::SCHEMAS;
    use std::path::Path;

    #[test]
    fn the_ids_of_a_workspace_are_listed_where_they_are_named() {
        let workspace = Workspace::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().result.unwrap();
        let mut found = 0;
        for own in SCHEMAS {
            let schema = workspace.schema(own, Language::Japanese);
            for (record, key, known) in NAMES {
                let Some(property) = schema.pointer(&format!("/$defs/{record}/properties/{key}")) else {
                    continue;
                };
                found += 1;
                let values = property.pointer("/items/enum").or(property.get("enum")).unwrap();
                let values: Vec<&str> = values.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                assert!(!values.is_empty() && values == workspace.known(*known), "{record}.{key}");
            }
        }
        // A record or key of the table that no schema has would list nothing.
        assert!(found >= NAMES.len(), "{found}");
        let matter =
            workspace.schema(SCHEMAS.iter().find(|own| own.name == "matter").unwrap(), Language::English);
        let network = &matter["$defs"]["RawLink"]["properties"]["network"];
        assert!(network["enum"].as_array().unwrap().contains(&Value::Null), "{network}");
        assert!(network["enum"].as_array().unwrap().contains(&json!("lgwan")), "{network}");
    }
}
