//! `fugi explain … --format json`.

use super::{At, Unread, Weight};
use crate::diagnostic::Language;
use crate::model::keys;
use crate::rule::{self, page};
use crate::spelling;
use crate::workspace::explain::{self, Begins, Explained};
use schemars::JsonSchema;
use serde::Serialize;

/// Rules (`explain RULE`, `explain --list`).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Rules {
    /// Version of this shape.
    pub version: u32,
    /// Always true: rules are read from no file.
    pub complete: bool,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Of what it speaks.
    pub about: About,
    /// How much its findings weigh, unless one says otherwise.
    pub severity: Weight,
    /// Japanese title.
    pub title: String,
    /// English summary.
    pub summary: String,
    /// Its page in the language asked for, as Markdown.
    pub page: String,
}

/// Of what a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// A matter (`fugi check`).
    Matter,
    /// A change (`fugi diff`).
    Change,
    /// What is due (`fugi status`, `fugi erasure status`).
    Duty,
}

impl Rule {
    /// Returns a rule of any kind, in one language, with the word of an authority for itself.
    #[must_use]
    pub fn new(about: About, rule: &rule::Rule, authority: &str, language: Language) -> Self {
        let page = match language {
            Language::English => page::english(rule.page),
            Language::Japanese => spelling::in_own_word_throughout(&page::japanese(rule.page), authority),
        };
        Self {
            name: rule.name.to_owned(),
            about,
            severity: rule.severity.into(),
            title: spelling::in_own_word(rule.title(), authority),
            summary: rule.summary().to_owned(),
            page,
        }
    }
}

impl Rules {
    /// Returns the whole report.
    #[must_use]
    pub fn new(rules: Vec<Rule>) -> Self {
        Self { version: 1, complete: true, rules }
    }
}

/// Keys of the files (`explain KEY`).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Keys {
    /// Version of this shape.
    pub version: u32,
    /// Always true: keys are read from no file.
    pub complete: bool,
    /// The keys.
    pub keys: Vec<Key>,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Key {
    /// The kind of its file, as `fugi schema` names it: `matter`.
    pub file: String,
    /// Where it stands; `*` stands for the id of an item of a list: `contracts/*/erasure/backup`.
    pub path: String,
    /// What it says.
    pub meaning: String,
    /// What may be written, in words.
    pub form: String,
    /// The words that may be written; empty where it takes no fixed word.
    pub words: Vec<Word>,
    /// True where its record cannot do without it.
    pub required: bool,
}

/// A word that may be written for a key.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Word {
    /// The word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

impl Keys {
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(own: &[keys::Key], language: Language) -> Self {
        let key = |own: &keys::Key| Key {
            file: own.file.to_owned(),
            path: own.path.clone(),
            meaning: own.meaning.get(language).to_owned(),
            form: own.form.get(language).to_owned(),
            words: own
                .words
                .iter()
                .map(|(word, meaning)| Word { word: word.clone(), meaning: meaning.get(language).to_owned() })
                .collect(),
            required: own.required,
        };
        Self { version: 1, complete: true, keys: own.iter().map(key).collect() }
    }
}

/// Why a role can, or cannot, come to hold an item (`explain ROLE ITEM`).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where a matter was not read.
    pub complete: bool,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// One for each matter that has both the role and the item.
    pub answers: Vec<Holding>,
}

/// What one matter says.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Holding {
    /// `r07/koki-iryo-cashless`.
    pub matter: String,
    /// Id of the role.
    pub role: String,
    /// Its name on paper.
    pub role_name: String,
    /// The item.
    pub item: String,
    /// True for the principal and the ward, who may hold everything.
    pub unlimited: bool,
    /// Whether it comes to hold the item.
    pub holds: bool,
    /// Whether it comes to see the item; false where it only holds it sealed.
    pub sees: bool,
    /// By which paths.
    pub paths: Vec<Path>,
    /// What each contract that binds the role says; empty where none binds it.
    pub contracts: Vec<Contract>,
}

/// A path by which a role comes to hold an item.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Path {
    /// The number of the flow in which it begins.
    pub flow: String,
    /// Name of the role that has it first.
    pub first: String,
    /// How that role has it.
    pub origin: Origin,
    /// The step in which it is made.
    pub step: Option<u64>,
    /// True where that is assumed.
    pub assumed: bool,
    /// Where the step stands.
    #[serde(flatten)]
    pub at: At,
    /// The links from there.
    pub links: Vec<Link>,
}

/// How the first role of a path has the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// It makes it.
    Made,
    /// It has it by nature.
    Own,
    /// That is not stated.
    Unknown,
}

/// A link of a path.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Link {
    /// The number of its flow.
    pub flow: String,
    /// Its id.
    pub link: String,
    /// Name of the role that receives.
    pub to: String,
    /// The network or other means; null where it is not stated.
    pub network: Option<String>,
    /// True where it is assumed.
    pub assumed: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub at: At,
}

/// What a contract says.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Contract {
    /// Its id.
    pub contract: String,
    /// Its title.
    pub title: String,
    /// Whether the role may handle the item; null where the contract does not say what the role may handle.
    pub allows: Option<bool>,
    /// What the role may handle, in words.
    pub items: Option<String>,
    /// True where that is assumed.
    pub assumed: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub at: At,
}

impl Report {
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(own: &Explained, language: Language) -> Self {
        Self {
            version: 1,
            complete: own.unread.is_empty(),
            unread: Unread::all(&own.unread, language),
            answers: own.answers.iter().map(|answer| Holding::new(answer, language)).collect(),
        }
    }
}

impl Holding {
    fn new(own: &explain::Holding, language: Language) -> Self {
        let at = |span| At::new(&own.sources, span);
        let path = |path: &explain::Path| {
            let (origin, step, place, assumed) = match path.begins {
                Begins::Made(step, span, assumed) => (Origin::Made, Some(step), span, assumed),
                Begins::Own => (Origin::Own, None, None, false),
                Begins::Unknown => (Origin::Unknown, None, None, false),
            };
            let links = path.hops.iter().map(|hop| Link {
                flow: hop.flow.clone(),
                link: hop.link.clone(),
                to: hop.to.clone(),
                network: hop.network.clone(),
                assumed: hop.assumed,
                at: at(hop.span),
            });
            Path {
                flow: path.flow.clone(),
                first: path.first.clone(),
                origin,
                step,
                assumed,
                at: place.map(at).unwrap_or_default(),
                links: links.collect(),
            }
        };
        let contracts = own.contracts.iter().map(|contract| Contract {
            contract: contract.contract.clone(),
            title: contract.title.clone(),
            allows: contract.allows,
            items: contract.items.as_ref().map(|items| items.get(language).to_owned()),
            assumed: contract.assumed,
            at: contract.span.map(at).unwrap_or_default(),
        });
        Self {
            matter: own.matter.clone(),
            role: own.role.clone(),
            role_name: own.role_name.clone(),
            item: own.item.clone(),
            unlimited: own.unlimited,
            holds: own.unlimited || !own.paths.is_empty(),
            sees: own.sees,
            paths: own.paths.iter().map(path).collect(),
            contracts: contracts.collect(),
        }
    }
}
