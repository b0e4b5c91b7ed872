//! The nodes of a diagram: enough to draw it, and to say it in words.

use crate::diagnostic::Language;
use schemars::JsonSchema;
use serde::Serialize;

/// How a part of a diagram differs from last year's; told apart by the kind of line and by a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// 追加: it was not there.
    Added,
    /// 変更: it was there, otherwise.
    Changed,
    /// 削除: it is there no more.
    Removed,
}

impl Change {
    /// Returns the word for it: 追加.
    #[must_use]
    pub fn ja(self) -> &'static str {
        match self {
            Self::Added => "追加",
            Self::Changed => "変更",
            Self::Removed => "削除",
        }
    }

    /// Returns the word for it in a language.
    #[must_use]
    pub fn say(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Japanese, own) => own.ja(),
            (Language::English, Self::Added) => "added",
            (Language::English, Self::Changed) => "changed",
            (Language::English, Self::Removed) => "removed",
        }
    }
}

/// Returns how a part differs from last year, to stand before it in a text: 【追加】, or nothing.
#[must_use]
pub fn marked(change: Option<Change>) -> String {
    change.map_or_else(String::new, |change| format!("【{}】", change.ja()))
}

/// A diagram of a flow (個人情報の流れ).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Figure {
    /// The flow's id; part of the name of its SVG file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 資料１３－１.
    pub number: String,
    /// Who takes part, in the order of the data.
    pub participants: Vec<Participant>,
    /// The numbered steps.
    pub steps: Vec<Step>,
    /// The lines.
    pub links: Vec<Link>,
    /// Boxes of measures of which the paper does not say whose they are.
    pub boxes: Vec<MeasureBox>,
    /// The bar of the contract.
    pub contract: Option<ContractBar>,
    /// Notes under the diagram.
    pub notes: Vec<String>,
}

/// What stands where a line has neither a network nor another means.
pub const NO_NETWORK: &str = "（回線の記載なし）";

impl Link {
    /// Returns whether nobody says how it passes, and it passes to somebody else.
    #[must_use]
    pub fn lacks_network(&self) -> bool {
        !self.same_line && self.network.is_none() && self.means.is_none() && self.from != self.to
    }
}

impl Figure {
    /// Returns the name of a participant.
    #[must_use]
    pub fn name(&self, index: usize) -> &str {
        self.participants.get(index).map_or("", |own| own.name.as_str())
    }

    /// Returns what a line answers, where it answers one.
    #[must_use]
    pub fn reply(&self, link: &Link) -> Option<String> {
        link.reply_to?;
        Some(if link.same_line {
            "応答（問い合わせと同じ線）".to_owned()
        } else {
            format!("応答（{}からの問い合わせに対するもの）", self.name(link.to))
        })
    }

    /// Returns every text that is drawn.
    pub fn drawn(&self) -> impl Iterator<Item = &str> {
        let participants = self.participants.iter().flat_map(|own| {
            let Participant { name, section, standing, provider_note, .. } = own;
            let Participant { providers, objects, facility, systems, .. } = own;
            let lists = providers.iter().chain(objects).chain(systems);
            lists.chain(section).chain(standing).chain(provider_note).chain(facility).chain([name])
        });
        let owned = self.participants.iter().flat_map(|own| &own.boxes);
        let boxes = owned.chain(&self.boxes);
        let boxes = boxes.flat_map(|own| own.measures.iter().chain([&own.category]));
        let steps = self.steps.iter().flat_map(|own| [&own.number, &own.text]);
        let links = self.links.iter().flat_map(|own| {
            let lists = own.protections.iter().chain(&own.timing).chain(&own.cites);
            lists.chain(&own.network).chain(&own.means)
        });
        let contract = self.contract.iter();
        let contract = contract.flat_map(|own| own.parties.iter().chain([&own.label]));
        let all = participants.chain(boxes).chain(steps).chain(links).chain(contract);
        all.chain(&self.notes).chain([&self.title, &self.number]).map(String::as_str)
    }

    /// Returns whether any part differs from last year.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        let steps = self.steps.iter().map(|own| own.change);
        let links = self.links.iter().map(|own| own.change);
        let participants = self.participants.iter().map(|own| own.change);
        let owned = self.participants.iter().flat_map(|own| &own.boxes);
        let boxes = owned.chain(&self.boxes).map(|own| own.change);
        let contract = self.contract.iter().map(|own| own.change);
        steps.chain(links).chain(participants).chain(boxes).chain(contract).any(|own| own.is_some())
    }
}

/// Somebody who takes part in a flow.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Participant {
    /// How it differs from last year; `None` where nothing is compared or nothing changed.
    pub change: Option<Change>,
    /// The role.
    pub name: String,
    /// True for the ward and for the person the data is about: drawn in another colour.
    pub own_side: bool,
    /// False where only a line leads there and the paper draws no box.
    pub drawn: bool,
    /// 担当課, for the ward.
    pub section: Option<String>,
    /// Whose sub-contractor it is, in words: 印刷事業者の再委託先.
    pub standing: Option<String>,
    /// Words before the providers.
    pub provider_note: Option<String>,
    /// The providers as the diagram writes them.
    pub providers: Vec<String>,
    /// Things drawn in it (納付書).
    pub objects: Vec<String>,
    /// Name of the place drawn in it (収納センター).
    pub facility: Option<String>,
    /// Its terminals, servers and systems.
    pub systems: Vec<String>,
    /// Its boxes of measures.
    pub boxes: Vec<MeasureBox>,
}

/// A box of measures.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct MeasureBox {
    /// How it differs from last year; `None` where nothing is compared or nothing changed.
    pub change: Option<Change>,
    /// 運用上の対策 or システム上の対策.
    pub category: String,
    /// The measures.
    pub measures: Vec<String>,
    /// How each of the measures differs from last year, in their order.
    pub changes: Vec<Option<Change>>,
}

impl MeasureBox {
    /// Returns the measures, each with how it differs from last year.
    pub fn marked(&self) -> impl Iterator<Item = (Option<Change>, &str)> {
        let changes = self.changes.iter().copied().chain(std::iter::repeat(None));
        changes.zip(self.measures.iter().map(String::as_str))
    }
}

/// A numbered step.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Step {
    /// How it differs from last year; `None` where nothing is compared or nothing changed.
    pub change: Option<Change>,
    /// ①.
    pub number: String,
    /// In words, without the number.
    pub text: String,
    /// Who does it: an index of the participants.
    pub at: usize,
    /// On which system.
    pub system: Option<String>,
    /// What is done (処理).
    pub acts: Vec<String>,
    /// The links it uses: indexes.
    pub links: Vec<usize>,
    /// The items it makes, in words.
    pub makes: Option<String>,
}

/// A line from one to another.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Link {
    /// How it differs from last year; `None` where nothing is compared or nothing changed.
    pub change: Option<Change>,
    /// Who hands over: an index of the participants.
    pub from: usize,
    /// Who receives: an index of the participants.
    pub to: usize,
    /// From which system.
    pub from_system: Option<String>,
    /// To which system.
    pub to_system: Option<String>,
    /// The numbers of the steps that use it.
    pub steps: Vec<String>,
    /// True where money passes, not data.
    pub money: bool,
    /// The link that it answers: an index.
    pub reply_to: Option<usize>,
    /// True where it answers over the very line of the question, which names network and protections already.
    pub same_line: bool,
    /// LGWAN回線.
    pub network: Option<String>,
    /// 通信暗号化.
    pub protections: Vec<String>,
    /// 速報及び確報当日送信.
    pub timing: Vec<String>,
    /// How it passes where no line carries it.
    pub means: Option<String>,
    /// 情報項目は、資料１３－４のとおり.
    pub cites: Vec<String>,
    /// What passes, in words.
    pub carried: String,
}

/// The bar of the contract.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ContractBar {
    /// How it differs from last year; `None` where nothing is compared or nothing changed.
    pub change: Option<Change>,
    /// What it says.
    pub label: String,
    /// The parties of the contract.
    pub parties: Vec<String>,
    /// The participants among them: indexes.
    pub spans: Vec<usize>,
    /// The role of which each provider has a contract of its own.
    pub per_provider_of: Option<String>,
}
