//! The looks that a paper was approved in.

use crate::case::approved::digest;
use crate::evidence::format::digest::Digest;
use crate::render::templates::Templates;
use std::collections::BTreeMap;

/// Returns SHA-256 over the templates that are used.
#[must_use]
pub fn looks(templates: &Templates) -> Digest {
    let texts: BTreeMap<&str, &str> = templates.texts().collect();
    digest(&texts)
}
