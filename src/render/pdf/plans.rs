//! How the tables are parted into pages and how large their letters are: what the template's first layout says.
//!
//! The template reads `plans.json`. Where that is `null` it lays out nothing but trials, and marks each result, with
//! the section it is of, by `<plan>`; one mark is there even where there is nothing to try. The second time it reads
//! these results. A template without a mark is a paper at once.

use serde::Serialize;
use std::collections::BTreeMap;
use typst::foundations::{Bytes, Label, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// Name of the file that the template reads.
pub(super) const FILE: &str = "plans.json";

/// What the file holds the first time.
pub(super) const NONE: &[u8] = b"null";

/// Returns what the file holds the second time; none where the template planned nothing.
///
/// # Errors
///
/// The error of JSON, where a template of the ward's marks what cannot be written.
pub(super) fn of(pages: &PagedDocument) -> Result<Option<Bytes>, serde_json::Error> {
    let Some(label) = Label::new(PicoStr::intern("plan")) else { return Ok(None) };
    let marked = pages.introspector().query(&Selector::Label(label));
    #[derive(Serialize)]
    #[serde(transparent)]
    struct Plans(BTreeMap<String, Value>);
    if marked.is_empty() {
        return Ok(None);
    }
    let mut plans = BTreeMap::new();
    for element in &marked {
        let Some(Value::Dict(own)) = element.to_packed::<MetadataElem>().map(|own| &own.value) else {
            continue;
        };
        if let (Ok(Value::Str(section)), Ok(plan)) = (own.get("section"), own.get("plan")) {
            plans.insert(section.to_string(), plan.clone());
        }
    }
    serde_json::to_vec(&Plans(plans)).map(|json| Some(Bytes::new(json)))
}
