//! Templates: the ones that are built in, and how one is filled.
//!
//! A template sees `document` (the tree, `schemas/document.schema.json`). It can read nothing else: no file, no
//! clock, no environment. A name that does not exist is an error with template and line, and so is a loop
//! without an end.

use super::{Error, escape};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::Serialize;

/// How much work a template may do: some hundred times what the real submission needs.
const FUEL: u64 = 20_000_000;

/// The templates of text formats, ready to be filled any number of times.
#[derive(Clone, Debug)]
pub struct Templates {
    environment: Environment<'static>,
    typst: String,
}

/// Name of a text template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Html,
    Markdown,
}

impl Name {
    /// Returns the name of the file in `templates/`.
    fn file(self) -> &'static str {
        match self {
            Self::Html => "document.html",
            Self::Markdown => "document.md",
        }
    }
}

impl Templates {
    /// Returns the templates that are built in.
    ///
    /// # Errors
    ///
    /// [`Error`] where one of them is wrong; the tests see to it that none is.
    pub fn built_in() -> Result<Self, Error> {
        let (html, markdown) =
            (include_str!("../../templates/document.html"), include_str!("../../templates/document.md"));
        Self::new(html, markdown, include_str!("../../templates/document.typ"))
    }

    /// Returns the template of PDF.
    #[must_use]
    pub fn typst(&self) -> &str {
        &self.typst
    }

    /// Returns templates made of these texts.
    fn new(html: &str, markdown: &str, typst: &str) -> Result<Self, Error> {
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.map_err(|error| failed(Name::Html, &error))?);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|file| {
            if file.ends_with(".html") { AutoEscape::Html } else { AutoEscape::Custom("markdown".into()) }
        });
        environment.set_formatter(|out, state, value| {
            if value.is_safe() {
                return out.write_str(value.as_str().unwrap_or_default()).map_err(Into::into);
            }
            let text = printed(value)?;
            let escaped = match state.auto_escape() {
                AutoEscape::Html => escape::xml(&text),
                AutoEscape::None => text,
                _ => escape::markdown(&text),
            };
            out.write_str(&escaped).map_err(Into::into)
        });
        for (name, source) in [(Name::Html, html), (Name::Markdown, markdown)] {
            let added = environment.add_template_owned(name.file(), source.to_owned());
            added.map_err(|error| failed(name, &error))?;
        }
        Ok(Self { environment, typst: typst.to_owned() })
    }

    /// Fills a template.
    pub(super) fn fill(&self, name: Name, context: &impl Serialize) -> Result<String, Error> {
        let template = self.environment.get_template(name.file()).map_err(|error| failed(name, &error))?;
        template.render(Serde(context)).map_err(|error| failed(name, &error))
    }
}

/// Returns a value as text; printing what is not there is an error.
fn printed(value: &Value) -> Result<String, minijinja::Error> {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => {
            Err(minijinja::Error::new(ErrorKind::UndefinedError, "there is no such value to print"))
        }
        _ => Ok(value.to_string()),
    }
}

fn failed(name: Name, error: &minijinja::Error) -> Error {
    Error {
        template: error.name().unwrap_or(name.file()).to_owned(),
        line: error.line().unwrap_or(0),
        message: match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn fill(markdown: &str) -> Result<String, Error> {
        let mut templates = Templates::new("", markdown, "")?;
        templates.environment.set_fuel(Some(100_000));
        let context: BTreeMap<&str, Option<&str>> = BTreeMap::from([("a", Some("*一*")), ("n", None)]);
        templates.fill(Name::Markdown, &context)
    }

    #[test]
    fn a_wrong_template_is_an_error_with_its_line() {
        assert_eq!(fill("{{ a }}").unwrap(), "\\*一\\*");
        for wrong in [
            "\n{{ b }}",
            "\n{{ a.b.c }}",
            "\n{{ n }}",
            "\n{{ a | nofilter }}",
            "\n{% if %}",
            "\n{% include \"/etc/passwd\" %}",
        ] {
            let error = fill(wrong).unwrap_err();
            assert_eq!((error.template.as_str(), error.line), ("document.md", 2), "{wrong}: {error}");
        }
    }

    #[test]
    fn an_endless_template_ends() {
        let error = fill("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}").unwrap_err();
        assert_eq!(error.template, "document.md");
        let error = fill(
            "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
        );
        assert!(error.is_err());
    }
}
