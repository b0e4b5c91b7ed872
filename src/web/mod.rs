//! The office's page: a workspace in a browser, served on this machine only.
//!
//! The YAML of the workspace stays the only truth. What a page knows, checks, words and prints comes from the library,
//! and what it does is one call of it; here are routes, forms and looks, no rule and no finding. Nothing here prints,
//! looks at the clock or the environment.

mod data;
mod guard;
mod pages;
mod serve;
mod view;

pub use serve::{Server, Settings};
