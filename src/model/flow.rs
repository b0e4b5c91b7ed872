//! 個人情報の流れ: flows, their links and steps.

use super::contract::Mention;
use super::ids::{
    ActId, ContractId, ItemListId, LinkId, MeansId, MeasureSetId, NetworkId, PassageId, ProtectionId, RoleId,
    SystemId, Table,
};
use super::item::Items;
use super::vocabulary::{Afterwards, Cargo, DataStage, MeansClass};
use crate::source::{Located, Span};
use crate::yaml::decode::Pattern;

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
    /// How it passes where no network carries it, as the paper words it.
    pub means: Option<Located<String>>,
    /// Which way of the word list that is; `None` where none is stated, or its words mean none.
    pub way: Option<Located<MeansId>>,
    /// What that way is.
    pub class: Option<MeansClass>,
    /// Why it passes in that way.
    pub means_reason: Option<Located<String>>,
    /// Whether it stays sealed: the receiver has custody of the items and sees only `sees`.
    pub sealed: Option<Located<bool>>,
    /// What the receiver sees of something sealed; `None` where nothing is named.
    pub sees: Option<Located<Items>>,
    /// What becomes of it when it has served.
    pub afterwards: Vec<Located<Afterwards>>,
    /// Where goes back what cannot be delivered.
    pub returns_to: Option<Located<RoleId>>,
    /// The passage into the individual-number zone that it uses.
    pub passage: Option<Located<PassageId>>,
}

impl Link {
    /// Returns whether data passes from one role to another (not money, not inside one role).
    #[must_use]
    pub fn is_transfer(&self) -> bool {
        self.carries == Cargo::Data && self.from.value != self.to.value
    }

    /// Returns whether something lies with the receiver afterwards; what is only told or shown does not.
    #[must_use]
    pub fn leaves_a_copy(&self) -> bool {
        self.network.is_some() || self.class.is_none_or(MeansClass::leaves_a_copy)
    }

    /// Returns whether it passes sealed, so that the receiver sees only what is named.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.sealed.as_ref().is_some_and(|sealed| sealed.value)
    }

    /// Returns the items that can be seen on the way and by the receiver: of something sealed those that are named,
    /// else all. `None` where the items are not stated.
    #[must_use]
    pub fn visible(&self) -> Option<Located<Items>> {
        let items = self.items.as_ref()?;
        if !self.is_sealed() {
            return Some(items.clone());
        }
        Some(match &self.sees {
            Some(sees) => Located::new(sees.and(items), sees.span),
            None => Located::new(Items::default(), items.span),
        })
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

/// A moment or an interval.
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
    /// Every so many months: 1 is 毎月, 3 is 四半期毎, 6 is 半年毎.
    Months(u32),
    /// 毎年
    Yearly,
    /// 一回限り
    Once,
    /// 都度
    EachTime,
    /// 随時
    OnRequest,
}

/// Words for a moment: in the files, and on paper.
const MOMENTS: &[(&str, &str, When)] = &[
    ("immediate", "即時", When::Immediate),
    ("same-day", "当日", When::SameDay),
    ("next-day", "翌日", When::AfterDays(1)),
    ("daily", "毎日", When::Every { days: 1, business: false }),
    ("weekly", "毎週", When::Every { days: 7, business: false }),
    ("monthly", "毎月", When::Months(1)),
    ("quarterly", "四半期毎", When::Months(3)),
    ("half-yearly", "半年毎", When::Months(6)),
    ("yearly", "毎年", When::Yearly),
    ("once", "一回限り", When::Once),
    ("each-time", "都度", When::EachTime),
    ("on-request", "随時", When::OnRequest),
];

/// Words around a number: before and after it in the files, after it on paper; and what they mean.
type Counted = ([&'static str; 2], &'static str, fn(u32) -> When);

/// Words for a moment with a number in their midst: in the files, and on paper.
const COUNTED: &[Counted] = &[
    (["after-", "-days"], "日後", When::AfterDays),
    (["every-", "-business-days"], "営業日毎", |days| When::Every { days, business: true }),
    (["every-", "-days"], "日毎", |days| When::Every { days, business: false }),
    (["every-", "-weeks"], "週間毎", |weeks| When::Every {
        days: weeks.saturating_mul(7),
        business: false,
    }),
    (["every-", "-months"], "か月毎", When::Months),
];

impl Pattern for When {
    fn pattern() -> String {
        let every = |ja: &str| ja.replace('毎', "(毎|ごと)").replace("か月", "(か|ヶ|カ)月");
        let fixed = MOMENTS.iter().map(|(en, ja, _)| format!("{en}|{}", every(ja)));
        let counted = COUNTED.iter().map(|([before, after], ja, _)| {
            format!("{before}[1-9][0-9]{{0,8}}{after}|[1-9１-９][0-9０-９]{{0,8}}{}", every(ja))
        });
        format!("^({})$", fixed.chain(counted).collect::<Vec<_>>().join("|"))
    }
}

impl When {
    /// Reads the word of a file, such as `every-5-business-days`, or the word of the paper, such as ５営業日毎.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let folded =
            crate::spelling::fold(word).replace("ごと", "毎").replace("ヶ月", "か月").replace("カ月", "か月");
        if let Some((.., when)) = MOMENTS.iter().find(|(en, ja, _)| *en == word || *ja == folded) {
            return Some(*when);
        }
        let number = |text: &str| -> Option<u32> {
            let number: u32 = text.parse().ok()?;
            (number > 0 && text.len() < 10 && number.to_string() == text).then_some(number)
        };
        COUNTED.iter().find_map(|([before, after], ja, when)| {
            let english = word.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            let english = english.and_then(number);
            let japanese = || folded.strip_suffix(ja).and_then(number);
            english.or_else(japanese).map(when)
        })
    }

    /// Returns the words of the paper, such as ５営業日毎.
    #[must_use]
    pub fn print(self) -> String {
        use super::era::full_width;
        if let Some((_, ja, _)) = MOMENTS.iter().find(|(.., when)| *when == self) {
            return (*ja).to_owned();
        }
        match self {
            Self::AfterDays(days) => format!("{}日後", full_width(days)),
            Self::Every { days, business: true } => format!("{}営業日毎", full_width(days)),
            Self::Every { days, .. } if days % 7 == 0 => format!("{}週間毎", full_width(days / 7)),
            Self::Every { days, .. } => format!("{}日毎", full_width(days)),
            Self::Months(months) => format!("{}か月毎", full_width(months)),
            // Those stand in the table.
            Self::Immediate
            | Self::SameDay
            | Self::Yearly
            | Self::Once
            | Self::EachTime
            | Self::OnRequest => String::new(),
        }
    }

    /// Returns every word, in the files and on paper, for the message that refuses another.
    #[must_use]
    pub fn words() -> Vec<(String, String)> {
        let fixed = MOMENTS.iter().map(|(en, ja, _)| ((*en).to_owned(), (*ja).to_owned()));
        let counted =
            COUNTED.iter().map(|([before, after], ja, _)| (format!("{before}3{after}"), format!("３{ja}")));
        fixed.chain(counted).collect()
    }

    /// Returns the words for a reader in English.
    #[must_use]
    pub fn english(self) -> String {
        match self {
            Self::Immediate => "immediately".to_owned(),
            Self::SameDay => "on the same day".to_owned(),
            Self::AfterDays(1) => "on the next day".to_owned(),
            Self::AfterDays(days) => format!("after {days} days"),
            Self::Every { days: 7, business: false } => "weekly".to_owned(),
            Self::Every { days, business: true } => format!("every {days} business days"),
            Self::Every { days: 1, business: false } => "daily".to_owned(),
            Self::Every { days, business: false } => format!("every {days} days"),
            Self::Months(1) => "monthly".to_owned(),
            Self::Months(3) => "quarterly".to_owned(),
            Self::Months(6) => "half-yearly".to_owned(),
            Self::Months(months) => format!("every {months} months"),
            Self::Yearly => "yearly".to_owned(),
            Self::Once => "once".to_owned(),
            Self::EachTime => "each time".to_owned(),
            Self::OnRequest => "on request".to_owned(),
        }
    }

    /// Returns the most days that may pass, where that is known.
    #[must_use]
    pub fn latest_days(self) -> Option<u32> {
        match self {
            Self::Immediate | Self::SameDay => Some(0),
            Self::AfterDays(days) | Self::Every { days, .. } => Some(days),
            Self::Months(months) => Some(months.saturating_mul(31)),
            Self::Yearly => Some(366),
            Self::Once | Self::EachTime | Self::OnRequest => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_takes_what_is_read_and_nothing_else() {
        let pattern = regex::Regex::new(&When::pattern());
        let Ok(pattern) = pattern else { panic!("no pattern: {}", When::pattern()) };
        for (en, ja) in When::words() {
            assert!(pattern.is_match(&en) && pattern.is_match(&ja), "{en} {ja}");
            assert_eq!(When::parse(&en), When::parse(&ja), "{en} {ja}");
        }
        for wrong in
            ["", "after-0-days", "after-03-days", "after-1234567890-days", "０日後", "いつか", "every-days"]
        {
            assert!(!pattern.is_match(wrong) && When::parse(wrong).is_none(), "{wrong}");
        }
        for other in ["５営業日ごと", "3ヶ月毎", "１０日後"] {
            assert!(pattern.is_match(other) && When::parse(other).is_some(), "{other}");
        }
    }
}
