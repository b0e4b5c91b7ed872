//! Figures for the tests of diagrams, from a plan.

use fugi::document::figure::{Change, ContractBar, Figure, Link, MeasureBox, Participant, Step};

/// What a figure is made of.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) parties: usize,
    /// Boxes of measures a party.
    pub(crate) boxes: usize,
    pub(crate) name: String,
    pub(crate) links: Vec<(usize, usize)>,
    pub(crate) steps: usize,
    /// Whether money flows back.
    pub(crate) money: bool,
    /// Whether the second link answers the first, on the same line.
    pub(crate) reply: bool,
    /// Whether nothing is said of networks, protections, systems and providers.
    pub(crate) bare: bool,
    /// Whether parts are marked as added, changed and removed.
    pub(crate) change: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            parties: 4,
            boxes: 1,
            name: "銀行スマホ決済事業者".to_owned(),
            links: vec![(0, 1), (1, 2), (2, 3)],
            steps: 6,
            money: false,
            reply: false,
            bare: false,
            change: false,
        }
    }
}

/// Returns the figure of a plan.
pub(crate) fn figure(plan: &Plan) -> Figure {
    let count = plan.parties;
    Figure {
        id: "f".to_owned(),
        title: format!("{}に係る個人情報の流れ", plan.name),
        number: "資料１３－１".to_owned(),
        participants: (0..count).map(|index| participant(plan, index)).collect(),
        steps: (0..plan.steps)
            .map(|step| Step {
                change: change(plan, step, 3),
                number: format!("（{}）", step + 1),
                text: "収納データを作成し、収納サービス提供事業者へ送信する。".to_owned(),
                at: step % count,
                system: None,
                acts: Vec::new(),
                links: if plan.links.is_empty() { Vec::new() } else { vec![step % plan.links.len()] },
                makes: None,
            })
            .collect(),
        links: plan
            .links
            .iter()
            .enumerate()
            .map(|(index, (from, to))| link(plan, index, from % count, to % count))
            .collect(),
        boxes: Vec::new(),
        contract: Some(ContractBar {
            change: None,
            label: "三者契約".to_owned(),
            parties: vec!["新宿区".to_owned(), "事業者".to_owned()],
            spans: vec![0, count - 1],
            per_provider_of: None,
        }),
        notes: vec!["※承認済み".to_owned()],
    }
}

/// Gives every third or so part a change.
fn change(plan: &Plan, index: usize, every: usize) -> Option<Change> {
    let changes = [Change::Added, Change::Changed, Change::Removed];
    (plan.change && index % every == 1).then(|| changes[index / every % 3])
}

fn participant(plan: &Plan, index: usize) -> Participant {
    let measures = |category: &str, count: usize, nth: usize| MeasureBox {
        change: change(plan, index + nth, 2),
        category: category.to_owned(),
        measures: (0..count)
            .map(|n| format!("外部からの攻撃防御（ファイアウォールの設置等）その{n}"))
            .collect(),
        changes: (0..count).map(|n| change(plan, n, 3)).collect(),
    };
    let said = |words: &[&str]| -> Vec<String> {
        if plan.bare { Vec::new() } else { words.iter().map(|own| (*own).to_owned()).collect() }
    };
    Participant {
        change: if plan.change && index == 2 { Some(Change::Added) } else { None },
        name: format!("{}{index}", plan.name),
        own_side: index == 0,
        drawn: true,
        section: (index == 0).then(|| "高齢者医療担当課".to_owned()),
        standing: None,
        provider_note: (index == 1 && !plan.bare).then(|| "導入予定は、以下を予定".to_owned()),
        providers: said(&["株式会社見本データ", "見本決済システム株式会社"]),
        objects: said(&["納付書"]),
        facility: (!plan.bare).then(|| "収納センター".to_owned()),
        systems: said(&["専用サーバ（データセンター）", "業務システム"]),
        boxes: [measures("システム上の対策", 9, 0), measures("運用上の対策", 6, 1)]
            .into_iter()
            .take(plan.boxes)
            .collect(),
    }
}

fn link(plan: &Plan, index: usize, from: usize, to: usize) -> Link {
    let system = |name: &str| (from == to && !plan.bare).then(|| name.to_owned());
    let network = if from > to { "専用回線" } else { "インターネット回線" };
    let said = |words: &str| if plan.bare { Vec::new() } else { vec![words.to_owned()] };
    Link {
        change: change(plan, index, 2),
        from,
        to,
        from_system: system("専用サーバ（データセンター）"),
        to_system: system("業務システム"),
        steps: vec!["①".to_owned()],
        money: plan.money && from > to,
        reply_to: (plan.reply && index == 2).then_some(1),
        same_line: plan.reply && index == 2,
        network: (!plan.bare).then(|| network.to_owned()),
        protections: said("通信暗号化"),
        timing: said("速報及び確報当日送信"),
        means: None,
        cites: said("情報項目は、資料１３－４のとおり"),
        carried: String::new(),
    }
}
