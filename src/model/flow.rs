//! 個人情報の流れ: flows, their links and steps.

use super::contract::Mention;
use super::ids::{
    ActId, ContractId, ItemListId, LinkId, MeasureSetId, NetworkId, ProtectionId, RoleId, SystemId, Table,
};
use super::item::Items;
use super::vocabulary::{Cargo, DataStage};
use crate::source::{Located, Span};

/// A flow: one diagram.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Title of the diagram.
    pub title: Option<Located<String>>,
    /// The contract whose flow it is.
    pub contract: Option<Located<ContractId>>,
    /// The list of boxes as a whole.
    pub participants_span: Span,
    /// The roles drawn, in the order of the data.
    pub participants: Vec<Participant>,
    /// The list of links as a whole.
    pub links_span: Span,
    /// Where data (or money) passes from one to another.
    pub links: Table<LinkId, Link>,
    /// The list of steps as a whole.
    pub steps_span: Span,
    /// ①, ②, …
    pub steps: Vec<Step>,
    /// The list of boxes of measures as a whole.
    pub boxes_span: Span,
    /// Boxes of measures.
    pub boxes: Vec<MeasureBox>,
    /// What the bar of the contract says.
    pub contract_label: Option<ContractLabel>,
    /// The earlier approvals that the note names, as indexes of the matter's list.
    pub approvals: Vec<Located<usize>>,
}

impl Flow {
    /// Returns its title, or its id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(&self.id.value, |title| &title.value)
    }

    /// Returns the links that carry data from one role to another.
    pub fn transfers(&self) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(|link| link.is_transfer())
    }

    /// Returns everybody who takes part: the roles drawn, then those that only a line or a step names.
    #[must_use]
    pub fn roles(&self) -> Vec<RoleId> {
        let drawn = self.participants.iter().map(|participant| participant.role.value);
        let linked = self.links.iter().flat_map(|link| [link.from.value, link.to.value]);
        let acting = self.steps.iter().map(|step| step.at.value);
        let mut roles: Vec<RoleId> = Vec::new();
        for role in drawn.chain(linked).chain(acting) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }
}

/// A role as the diagram draws it.
#[derive(Clone, Debug)]
pub struct Participant {
    /// The whole record.
    pub span: Span,
    /// The role.
    pub role: Located<RoleId>,
    /// Name of the place drawn in it.
    pub facility: Option<Located<String>>,
    /// Systems drawn in it.
    pub systems: Vec<Located<SystemId>>,
    /// Whether the ward's section is named.
    pub section: bool,
    /// Things drawn in it (納付書).
    pub objects: Vec<Located<String>>,
    /// Words before the providers.
    pub provider_note: Option<Located<String>>,
    /// The providers as the diagram writes them.
    pub providers: Vec<Mention>,
}

/// A line of the diagram (線).
#[derive(Clone, Debug)]
pub struct Link {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Who hands over.
    pub from: Located<RoleId>,
    /// Who receives.
    pub to: Located<RoleId>,
    /// From which system.
    pub from_system: Option<Located<SystemId>>,
    /// To which system.
    pub to_system: Option<Located<SystemId>>,
    /// Data or money.
    pub carries: Cargo,
    /// The items; `None` where the paper does not say.
    pub items: Option<Located<Items>>,
    /// Each item that was named, with its place (empty where a whole list was named).
    pub named: Vec<Located<Items>>,
    /// True where the items are not stated but assumed (推定).
    pub assumed: bool,
    /// Why they are assumed.
    pub note: Option<Located<String>>,
    /// The lists that the diagram cites beside the line.
    pub cites: Vec<Located<ItemListId>>,
    /// The network; `None` where the paper does not say.
    pub network: Option<Located<NetworkId>>,
    /// The protections; `None` where the paper does not say.
    pub protections: Option<Located<Vec<Located<ProtectionId>>>>,
    /// When it passes; empty where the paper does not say.
    pub timing: Vec<Timing>,
    /// The link that this one answers.
    pub reply_to: Option<Located<LinkId>>,
    /// How it passes where no line carries it.
    pub means: Option<Located<String>>,
}

impl Link {
    /// Returns whether data passes from one role to another (not money, not inside one role).
    #[must_use]
    pub fn is_transfer(&self) -> bool {
        self.carries == Cargo::Data && self.from.value != self.to.value
    }

    /// Returns the place where an item of this link was written.
    #[must_use]
    pub fn place_of(&self, item: super::ids::ItemId) -> Span {
        let named = self.named.iter().find(|named| named.contains(item)).map(|named| named.span);
        named.or_else(|| self.items.as_ref().map(|items| items.span)).unwrap_or(self.span)
    }
}

/// When a link passes.
#[derive(Clone, Debug)]
pub struct Timing {
    /// The whole record.
    pub span: Span,
    /// 速報 or 確報; `None` for all.
    pub data: Option<Located<DataStage>>,
    /// When.
    pub when: Located<When>,
    /// True where the mapping to this link is not stated but assumed (推定).
    pub assumed: bool,
    /// Why it is assumed.
    pub note: Option<Located<String>>,
}

/// A moment or an interval, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// 即時
    Immediate,
    /// 当日
    SameDay,
    /// That many days later; 1 is 翌日.
    AfterDays(u32),
    /// Every so many days; `business` where only working days count (５営業日毎).
    Every {
        /// Number of days.
        days: u32,
        /// Whether only working days count.
        business: bool,
    },
    /// 毎月
    Monthly,
    /// 毎年
    Yearly,
    /// 随時
    OnRequest,
}

impl When {
    /// Reads the word of a file, such as `every-5-business-days`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let number = |prefix: &str, suffix: &str| -> Option<u32> {
            let digits = word.strip_prefix(prefix)?.strip_suffix(suffix)?;
            let number: u32 = digits.parse().ok()?;
            (number > 0 && number.to_string() == digits).then_some(number)
        };
        Some(match word {
            "immediate" => Self::Immediate,
            "monthly" => Self::Monthly,
            "next-day" => Self::AfterDays(1),
            "on-request" => Self::OnRequest,
            "same-day" => Self::SameDay,
            "weekly" => Self::Every { days: 7, business: false },
            "yearly" => Self::Yearly,
            _ => number("after-", "-days")
                .map(Self::AfterDays)
                .or_else(|| {
                    number("every-", "-business-days").map(|days| Self::Every { days, business: true })
                })
                .or_else(|| number("every-", "-days").map(|days| Self::Every { days, business: false }))?,
        })
    }

    /// Returns the words of the paper, such as ５営業日毎.
    #[must_use]
    pub fn print(self) -> String {
        use super::era::full_width;
        match self {
            Self::Immediate => "即時".to_owned(),
            Self::SameDay => "当日".to_owned(),
            Self::AfterDays(1) => "翌日".to_owned(),
            Self::AfterDays(days) => format!("{}日後", full_width(days)),
            Self::Every { days: 7, business: false } => "毎週".to_owned(),
            Self::Every { days, business: true } => format!("{}営業日毎", full_width(days)),
            Self::Every { days, business: false } => format!("{}日毎", full_width(days)),
            Self::Monthly => "毎月".to_owned(),
            Self::Yearly => "毎年".to_owned(),
            Self::OnRequest => "随時".to_owned(),
        }
    }

    /// Returns the most days that may pass, where that is known.
    #[must_use]
    pub fn latest_days(self) -> Option<u32> {
        match self {
            Self::Immediate | Self::SameDay => Some(0),
            Self::AfterDays(days) | Self::Every { days, .. } => Some(days),
            Self::Monthly => Some(31),
            Self::Yearly => Some(366),
            Self::OnRequest => None,
        }
    }
}

/// A numbered step (手順).
#[derive(Clone, Debug)]
pub struct Step {
    /// The whole record.
    pub span: Span,
    /// ① is 1.
    pub no: Located<u64>,
    /// Who does it.
    pub at: Located<RoleId>,
    /// On which system.
    pub system: Option<Located<SystemId>>,
    /// What is done.
    pub acts: Vec<Located<ActId>>,
    /// The links it uses.
    pub links: Vec<Located<LinkId>>,
    /// The items it makes; `None` where it says nothing of that.
    pub makes: Option<Located<Items>>,
    /// True where the items it makes are not stated but assumed (推定).
    pub assumed: bool,
    /// Why they are assumed.
    pub note: Option<Located<String>>,
    /// In words, without the number.
    pub text: Located<String>,
}

/// A box of measures in the diagram.
#[derive(Clone, Debug)]
pub struct MeasureBox {
    /// The whole record.
    pub span: Span,
    /// What it lists.
    pub measures: Located<MeasureSetId>,
    /// Whose it is; `None` where the paper does not say.
    pub of: Option<Located<RoleId>>,
    /// True where whose it is is not stated but assumed (推定).
    pub assumed: bool,
    /// Why it is assumed.
    pub note: Option<Located<String>>,
}

/// The bar of the contract in the diagram.
#[derive(Clone, Debug)]
pub struct ContractLabel {
    /// The whole record.
    pub span: Span,
    /// What it says.
    pub text: Located<String>,
    /// The role of which each provider has a contract of its own, as the bar says.
    pub per_provider_of: Option<Located<RoleId>>,
}
