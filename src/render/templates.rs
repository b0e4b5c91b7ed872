//! Templates: the ones that are built in, a ward's own in their place, and how one is filled.
//!
//! A template sees `document` (the tree, `schemas/document.schema.json`). It can read nothing else: no file, no
//! clock, no environment; what it includes must be a template of the same folder. A name that does not exist is
//! an error with template and line, and so is a loop without an end.
//!
//! What is bounded here is the number of steps and the length of what is printed. How much memory a template holds on
//! the way is not, nor is anything of the Typst template: who fills templates of others runs them in a process that can
//! be ended, as the command line does.

use super::docx::Reference;
use super::{Error, Format, escape};
use crate::diagnostic::Text;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, State, UndefinedBehavior};
use serde::Serialize;
use std::collections::BTreeMap;
use std::error::Error as _;

/// How much work a template may do: some hundred times what the real submission needs.
const FUEL: u64 = 20_000_000;

/// Most bytes that a template may print: some hundred times what the real submission needs. One step may print the
/// whole document, so that steps alone do not bound the time.
const LONGEST: usize = 64 << 20;

/// A template that is built in.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Name of its file; a file of that name in a ward's folder takes its place.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Every template that a ward can put its own in the place of.
pub static BUILT_IN: &[BuiltIn] = &[
    BuiltIn { file: HTML, text: include_str!("../../templates/document.html") },
    BuiltIn { file: MARKDOWN, text: include_str!("../../templates/document.md") },
    BuiltIn { file: TYPST, text: include_str!("../../templates/document.typ") },
];

/// The HTML page.
pub(super) const HTML: &str = "document.html";

/// The Markdown text.
pub(super) const MARKDOWN: &str = "document.md";

/// The template of PDF, read by Typst.
const TYPST: &str = "document.typ";

/// Returns the template that a format is made by; the others are made from the tree itself.
#[must_use]
pub fn file_of(format: Format) -> Option<&'static str> {
    match format {
        Format::Html => Some(HTML),
        Format::Markdown => Some(MARKDOWN),
        Format::Pdf => Some(TYPST),
        Format::Docx | Format::Json | Format::Svg | Format::Xlsx => None,
    }
}

/// The templates of text formats, ready to be filled any number of times.
#[derive(Clone, Debug)]
pub struct Templates {
    environment: Environment<'static>,
    texts: BTreeMap<String, String>,
    /// The ward's own Word file.
    reference: Option<Reference>,
}

impl Templates {
    /// Returns the templates that are built in.
    ///
    /// # Errors
    ///
    /// [`Error`] where one of them is wrong; the tests see to it that none is.
    pub fn built_in() -> Result<Self, Error> {
        Self::with(BTreeMap::new())
    }

    /// Returns the built-in templates with a ward's own, by the names of their files: in the place of a built-in
    /// one, or beside them, to be included.
    ///
    /// # Errors
    ///
    /// [`Error`] where one of them cannot be read as a template.
    pub fn with(own: BTreeMap<String, String>) -> Result<Self, Error> {
        let mut texts: BTreeMap<String, String> =
            BUILT_IN.iter().map(|own| (own.file.to_owned(), own.text.to_owned())).collect();
        texts.extend(own);
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.map_err(|error| failed(&texts, HTML, &error))?);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|file| {
            if file.ends_with(".html") { AutoEscape::Html } else { AutoEscape::Custom("markdown".into()) }
        });
        environment.set_formatter(|out, state, value| {
            if value.is_safe() {
                let text = value.as_str().unwrap_or_default();
                Printed::count(state, text)?;
                return out.write_str(text).map_err(Into::into);
            }
            let text = printed(value)?;
            Printed::count(state, &text)?;
            let escaped = match state.auto_escape() {
                AutoEscape::Html => escape::xml(&text),
                AutoEscape::None => text,
                _ => escape::markdown(&text),
            };
            out.write_str(&escaped).map_err(Into::into)
        });
        environment.add_filter("anchor", escape::anchor);
        environment.add_filter("css", escape::css);
        for (file, text) in texts.iter().filter(|(file, _)| is_filled_here(file)) {
            let added = environment.add_template_owned(file.clone(), text.clone());
            added.map_err(|error| failed(&texts, file, &error))?;
        }
        Ok(Self { environment, texts, reference: None })
    }

    /// Returns the text of a template, for an engine of its own.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(String::as_str)
    }

    /// Returns whether a format's looks are the ward's: a template that is not the built-in one, or its own Word file.
    #[must_use]
    pub fn are_own(&self, format: Format) -> bool {
        match file_of(format).and_then(|file| BUILT_IN.iter().find(|own| own.file == file)) {
            Some(built_in) => self.text(built_in.file) != Some(built_in.text),
            None => format == Format::Docx && self.reference.is_some(),
        }
    }

    /// Returns every template by the name of its file.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(file, text)| (file.as_str(), text.as_str()))
    }

    /// Returns the template of PDF.
    #[must_use]
    pub fn typst(&self) -> &str {
        self.text(TYPST).unwrap_or_default()
    }

    /// Returns them with a ward's own Word file, whose looks the Word files take.
    #[must_use]
    pub fn with_reference(self, reference: Reference) -> Self {
        Self { reference: Some(reference), ..self }
    }

    /// Returns the ward's own Word file.
    pub(super) fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    /// Fills a template.
    pub(super) fn fill(&self, file: &str, context: &impl Serialize) -> Result<String, Error> {
        let template = self.environment.get_template(file);
        let template = template.map_err(|error| failed(&self.texts, file, &error))?;
        template.render(Serde(context)).map_err(|error| failed(&self.texts, file, &error))
    }
}

/// How many bytes a template has printed so far, those kept in a macro or a block of `set` too.
#[derive(Debug, Default)]
struct Printed(usize);

impl Printed {
    /// Counts a text.
    fn count(state: &mut State<'_, '_>, text: &str) -> Result<(), minijinja::Error> {
        let Self(printed) = state.get_or_insert_extension_with(Self::default);
        *printed = printed.saturating_add(text.len());
        if *printed > LONGEST {
            return Err(minijinja::Error::new(ErrorKind::WriteFailure, "too much text"));
        }
        Ok(())
    }
}

/// Returns whether a template is written for the engine of HTML and Markdown.
fn is_filled_here(file: &str) -> bool {
    file.ends_with(".html") || file.ends_with(".md")
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

/// Says what is wrong with a template, where, and how it is fixed.
fn failed(texts: &BTreeMap<String, String>, file: &str, error: &minijinja::Error) -> Error {
    // An include or a block that fails says so; why it fails is the error below.
    let mut cause = error;
    while let Some(below) = cause.source().and_then(|below| below.downcast_ref::<minijinja::Error>()) {
        cause = below;
    }
    let template = cause.name().or_else(|| error.name()).unwrap_or(file).to_owned();
    let line = cause.line().or_else(|| error.line()).unwrap_or(0);
    let quoted = texts.get(&template).and_then(|text| text.lines().nth(line.checked_sub(1)?));
    let quoted = quoted.map(|line| line.trim().chars().take(120).collect());
    Error { template, line, quoted, message: explained(cause) }
}

/// Returns what an error of the template engine means to who writes the template.
fn explained(error: &minijinja::Error) -> Text {
    let said = match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    };
    let ja = match error.kind() {
        ErrorKind::UndefinedError => {
            "ない名を使っているか、値のない所を印字しようとしています。名のつづりを確かめ、値がないこともある所は {% if … is not none %} で囲んでください（使える名は schemas/document.schema.json）"
        }
        ErrorKind::UnknownFilter => "その名のフィルター（| の後の名）はありません。つづりを確かめてください",
        ErrorKind::UnknownTest => "その名の判定（is の後の名）はありません。つづりを確かめてください",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            "その名の関数はありません。つづりを確かめ、マクロは呼ぶ前に書いてください"
        }
        ErrorKind::TemplateNotFound => {
            "読み込むひな形がありません。読み込めるのは、同じフォルダにある .html と .md だけです"
        }
        ErrorKind::OutOfFuel => {
            "処理が終わりません。繰り返し（for、マクロの呼び出し）が際限なく続いていないか確かめてください"
        }
        ErrorKind::WriteFailure => {
            "印字する文が長すぎます。同じものを繰り返し印字していないか確かめてください"
        }
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            "書き方に誤りがあります。{{ }}・{% %} の対応と、if・for・macro の終わりを確かめてください"
        }
        ErrorKind::InvalidOperation if said.contains("recursion") => {
            "マクロが自分自身を際限なく呼んでいます。呼ぶのをやめる条件を書いてください"
        }
        _ => "この行の式を実行できません。値の種類と、フィルターに渡す値を確かめてください",
    };
    Text { ja: format!("{ja}〔{said}〕"), en: said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn fill(markdown: &str) -> Result<String, Error> {
        fill_with(markdown, &[])
    }

    fn fill_with(markdown: &str, beside: &[(&str, &str)]) -> Result<String, Error> {
        let own = [(MARKDOWN, markdown)].into_iter().chain(beside.iter().copied());
        let own = own.map(|(file, text)| (file.to_owned(), text.to_owned()));
        let mut templates = Templates::with(own.collect())?;
        templates.environment.set_fuel(Some(100_000));
        let context: BTreeMap<&str, Option<&str>> = BTreeMap::from([("a", Some("*一*")), ("n", None)]);
        templates.fill(MARKDOWN, &context)
    }

    #[test]
    fn a_wrong_template_is_an_error_with_its_line() {
        assert_eq!(fill("{{ a }}").unwrap(), "\\*一\\*");
        for (wrong, said) in [
            ("\n{{ b }}", "ない名"),
            ("\n{{ a.b.c }}", "ない名"),
            ("\n{{ n }}", "値のない所"),
            ("\n{{ a | nofilter }}", "フィルター"),
            ("\n{{ f() }}", "関数"),
            ("\n{% if %}", "書き方"),
            ("\n{{ 'a' + 1 }}", "この行の式"),
            ("\n{% include \"/etc/passwd\" %}", "同じフォルダ"),
            ("\n{% include \"../fugi.yaml\" %}", "同じフォルダ"),
        ] {
            let error = fill(wrong).unwrap_err();
            assert_eq!((error.template.as_str(), error.line), (MARKDOWN, 2), "{wrong}: {error}");
            assert_eq!(error.quoted.as_deref(), Some(wrong.trim()));
            assert!(error.message.ja.contains(said), "{wrong}: {}", error.message.ja);
        }
    }

    #[test]
    fn a_template_includes_its_neighbour_and_a_mistake_in_it_is_named_there() {
        assert_eq!(fill_with("{% include \"foot.md\" %}", &[("foot.md", "{{ a }}")]).unwrap(), "\\*一\\*");
        let error = fill_with("{% include \"foot.md\" %}", &[("foot.md", "\n\n{{ b }}")]).unwrap_err();
        assert_eq!((error.template.as_str(), error.line), ("foot.md", 3), "{error}");
    }

    #[test]
    fn an_endless_template_ends() {
        let error = fill("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}").unwrap_err();
        assert!(error.message.ja.contains("際限なく"), "{}", error.message.ja);
        let error = fill(
            "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
        );
        assert!(error.unwrap_err().message.ja.contains("終わりません"));
    }

    #[test]
    fn a_template_that_prints_without_end_is_stopped() {
        let own = BTreeMap::from([(MARKDOWN.to_owned(), "\n{{ a }}".to_owned())]);
        let context = BTreeMap::from([("a", "x".repeat(LONGEST + 1))]);
        let error = Templates::with(own).unwrap().fill(MARKDOWN, &context).unwrap_err();
        assert!(error.message.ja.contains("長すぎます") && error.line == 2, "{error}");
    }
}
