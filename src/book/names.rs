//! What the things that a cell can name are called: roles, systems, lists of items, words of the ward.

use super::kind::Words;
use super::tree::Tree;
use crate::model::era::full_width;
use crate::model::vocabulary::Category;
use crate::model::ward::{Common, Ward, Year};
use crate::spelling;
use crate::yaml::decode::Vocabulary as _;
use std::collections::BTreeMap;

/// What kind of thing a cell names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Act,
    Annex,
    /// The words of a checklist form, by the number of the form.
    Answer(usize),
    Approval,
    Body,
    Business,
    Certification,
    Clause,
    Contract,
    Department,
    Item,
    ItemSet,
    MatterKind,
    /// The lines of a flow, by the number of the flow.
    Link(usize),
    Material,
    Means,
    Measures,
    Network,
    Party,
    Passage,
    Place,
    Protection,
    Provider,
    Role,
    System,
}

impl Of {
    /// Returns what the list of these is called.
    pub(super) fn ja(self) -> String {
        match self {
            Self::Act => "処理",
            Self::Annex => "契約・外部結合",
            Self::Answer(_) => "チェックリストの答え",
            Self::Approval => "これまでの承認",
            Self::Body => "承認した機関",
            Self::Business => "登録業務",
            Self::Certification => "認証",
            Self::Clause => "特記事項の条項",
            Self::Contract => "契約",
            Self::Department => "担当課",
            Self::Item => "情報項目",
            Self::ItemSet => "情報項目の一覧",
            Self::MatterKind => "付議の種別",
            Self::Link(flow) => return format!("流れ{}の線", full_width(flow + 1)),
            Self::Material => "資料（図・一覧）",
            Self::Means => "渡し方",
            Self::Measures => "対策の箱",
            Self::Network => "回線",
            Self::Party => "法人",
            Self::Passage => "認めた通信",
            Self::Place => "役割・端末・サーバ",
            Self::Protection => "通信の保護",
            Self::Provider => "担う者",
            Self::Role => "役割",
            Self::System => "端末・サーバ",
        }
        .to_owned()
    }

    /// Returns what it is called in English.
    pub(super) fn en(self) -> String {
        match self {
            Self::Act => "act",
            Self::Annex => "contract or connection",
            Self::Answer(_) => "answer of the checklist",
            Self::Approval => "approval",
            Self::Body => "body",
            Self::Business => "registered business",
            Self::Certification => "certification",
            Self::Clause => "clause",
            Self::Contract => "contract",
            Self::Department => "department",
            Self::Item => "item",
            Self::ItemSet => "item list",
            Self::MatterKind => "kind of matter",
            Self::Link(_) => "line of the flow",
            Self::Material => "material",
            Self::Means => "way of handing over",
            Self::Measures => "box of measures",
            Self::Network => "network",
            Self::Party => "legal entity",
            Self::Passage => "passage",
            Self::Place => "role or system",
            Self::Protection => "protection",
            Self::Provider => "provider",
            Self::Role => "role",
            Self::System => "system",
        }
        .to_owned()
    }

    /// Returns whether a sheet of the book can add to them, so that a cell may name one that is not there yet.
    pub(super) fn grows(self) -> bool {
        matches!(
            self,
            Self::Annex
                | Self::Contract
                | Self::Item
                | Self::ItemSet
                | Self::Link(_)
                | Self::Material
                | Self::Place
                | Self::Role
                | Self::System
                | Self::Provider
        )
    }
}

/// A name: what the file writes, and what a person sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) word: String,
    pub(super) shown: String,
}

/// Every name that a cell can hold, by what it names.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    list: BTreeMap<Of, Vec<Name>>,
    /// What the authority calls itself.
    authority: String,
}

impl Names {
    /// Returns a text of this program in the word of the authority: 市の庁舎内.
    pub(super) fn own(&self, text: &str) -> String {
        if self.authority.is_empty() { text.to_owned() } else { spelling::in_own_word(text, &self.authority) }
    }

    /// Returns the words of a fixed list, as a person sees them.
    pub(super) fn words(&self, list: Words) -> Vec<(&'static str, String)> {
        list().into_iter().map(|(word, shown)| (word, self.own(shown))).collect()
    }

    /// Takes all names of a matter and of what it stands on.
    pub(super) fn new(tree: &Tree, ward: &Ward, common: &Common, year: &Year) -> Self {
        let mut own = Self { authority: ward.word().to_owned(), ..Self::default() };
        let list = |key: &str| tree.key(key).map(Tree::items).unwrap_or_default();
        for act in &common.acts {
            own.add(Of::Act, &act.name, &act.name);
        }
        for body in &common.bodies {
            own.add(Of::Body, &body.id, &body.name);
        }
        for entry in &common.certifications {
            own.add(Of::Certification, &entry.id, &entry.name);
        }
        for entry in &common.clauses {
            own.add(Of::Clause, &entry.id, &entry.name);
        }
        for entry in &common.means {
            own.add(Of::Means, &entry.id, &entry.name);
        }
        for entry in &common.networks {
            own.add(Of::Network, &entry.id, &entry.name);
        }
        for entry in &common.protections {
            own.add(Of::Protection, &entry.id, &entry.name);
        }
        for entry in &ward.departments {
            let division = entry.division.as_ref().map_or("", |own| &own.value);
            own.add(Of::Department, &entry.id, &format!("{division}{}", entry.name));
        }
        for entry in &ward.businesses {
            own.add(Of::Business, &entry.id, &entry.name);
        }
        for entry in &ward.passages {
            own.add(Of::Passage, &entry.id, &entry.name);
        }
        for entry in &year.parties {
            own.add(Of::Party, &entry.id, &entry.name);
        }
        for entry in &year.kinds {
            own.add(Of::MatterKind, &entry.id, &entry.name);
        }
        for (number, form) in year.forms.iter().enumerate() {
            for (word, mark) in &form.answers {
                own.add(Of::Answer(number), mark.word(), word);
            }
        }
        own.of_roles(list("roles"));
        for (index, set) in list("item_sets").iter().enumerate() {
            let title = set.text("title").or_else(|| set.text("heading"));
            let shown = title.map_or_else(|| format!("一覧{}", full_width(index + 1)), str::to_owned);
            let Some(id) = set.text("id") else { continue };
            own.add(Of::ItemSet, id, &shown);
            own.add(Of::Material, id, &shown);
            own.items(set.key("items").map(Tree::items).unwrap_or_default());
        }
        for contract in list("contracts") {
            own.titled(&[Of::Contract, Of::Annex], contract);
        }
        for connection in list("connections") {
            own.titled(&[Of::Annex], connection);
        }
        for (number, flow) in list("flows").iter().enumerate() {
            own.titled(&[Of::Material], flow);
            for (index, link) in flow.key("links").map(Tree::items).unwrap_or_default().iter().enumerate() {
                if let Some(id) = link.text("id") {
                    own.add(Of::Link(number), id, &line(index));
                }
            }
        }
        for (index, set) in list("measures").iter().enumerate() {
            let category = set.text("category").unwrap_or_default();
            let category = Category::WORDS.iter().find(|(word, ..)| *word == category).map(|own| own.2);
            let shown = format!("箱{}（{}）", full_width(index + 1), category.unwrap_or("対策"));
            own.add(Of::Measures, set.text("id").unwrap_or_default(), &shown);
        }
        for approval in list("prior_approvals") {
            let id = approval.text("id").unwrap_or_default();
            own.add(Of::Approval, id, approval.text("subject").unwrap_or(id));
        }
        own
    }

    fn of_roles(&mut self, roles: &[Tree]) {
        for role in roles {
            let id = role.text("id").unwrap_or_default();
            let name = role.text("name").unwrap_or(id);
            self.add(Of::Role, id, name);
            self.add(Of::Place, id, name);
        }
        for role in roles {
            let of = role.text("name").unwrap_or_default();
            for system in role.key("systems").map(Tree::items).unwrap_or_default() {
                let id = system.text("id").unwrap_or_default();
                let shown = format!("{}（{of}）", system.text("label").unwrap_or(id));
                self.add(Of::System, id, &shown);
                self.add(Of::Place, id, &shown);
            }
            for provider in role.key("providers").map(Tree::items).unwrap_or_default() {
                let id = provider.text("id").unwrap_or_default();
                let party = provider.text("party").map(|own| self.shown(Of::Party, own));
                let name = match (provider.text("brand"), party) {
                    (Some(brand), Some(party)) => format!("{brand}：{party}"),
                    (Some(brand), None) => brand.to_owned(),
                    (None, Some(party)) => party,
                    (None, None) => id.to_owned(),
                };
                self.add(Of::Provider, id, &format!("{name}（{of}）"));
            }
        }
    }

    fn items(&mut self, items: &[Tree]) {
        for item in items {
            if let Some(name) = item.text("name")
                && !self.all(Of::Item).iter().any(|own| own.word == name)
            {
                self.add(Of::Item, name, name);
            }
            self.items(item.key("members").map(Tree::items).unwrap_or_default());
        }
    }

    fn titled(&mut self, of: &[Of], tree: &Tree) {
        let id = tree.text("id").unwrap_or_default();
        for own in of {
            self.add(*own, id, tree.text("title").unwrap_or(id));
        }
    }

    /// Adds a name; one that is seen already gets a number behind it.
    pub(super) fn add(&mut self, of: Of, word: &str, shown: &str) {
        let own = self.list.entry(of).or_default();
        let shown = spelling::one_line(shown).trim().to_owned();
        let base = if shown.is_empty() { word.to_owned() } else { shown };
        let mut name = base.clone();
        for number in 2_usize.. {
            if !own.iter().any(|other| spelling::same(&other.shown, &name)) {
                break;
            }
            name = format!("{base}（その{}）", full_width(number));
        }
        own.push(Name { word: word.to_owned(), shown: name });
    }

    /// Returns all names of a kind.
    pub(super) fn all(&self, of: Of) -> &[Name] {
        self.list.get(&of).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns what a person sees for a word of the file; the word itself where it names nothing.
    pub(super) fn shown(&self, of: Of, word: &str) -> String {
        let found = self.all(of).iter().find(|own| own.word == word);
        found.map_or_else(|| word.to_owned(), |own| own.shown.clone())
    }

    /// Returns the word of the file for what a person wrote.
    pub(super) fn word(&self, of: Of, shown: &str) -> Option<&str> {
        let exact = self.all(of).iter().find(|own| own.shown == shown || own.word == shown);
        let same = |own: &&Name| match of {
            Of::Answer(_) => mark(&own.shown) == mark(shown),
            _ => spelling::same(&own.shown, shown),
        };
        let found = exact.or_else(|| self.all(of).iter().find(same));
        found.map(|own| own.word.as_str())
    }

    /// Returns an id that nothing else of the matter has: `role-3`.
    pub(super) fn fresh(&self, prefix: &str, taken: &[String]) -> String {
        let is_taken =
            |id: &String| taken.contains(id) || self.list.values().flatten().any(|own| own.word == *id);
        let free = (1_usize..).map(|number| format!("{prefix}-{number}")).find(|id| !is_taken(id));
        free.unwrap_or_default()
    }
}

/// Returns an answer folded: dashes of every kind are one.
fn mark(text: &str) -> String {
    match spelling::fold(text).as_str() {
        "-" | "一" | "ｰ" | "~" => "ー".to_owned(),
        folded => folded.to_owned(),
    }
}

/// Returns what a line of a flow is called.
pub(super) fn line(index: usize) -> String {
    format!("線{}", full_width(index + 1))
}
