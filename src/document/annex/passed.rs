//! What passes to others, what the persons are told of it, and what is reported afterwards, in the words of an annex:
//! grounds, conditions, ways, sources, retention, notice, changes, the end, reviews, designations.

use super::super::flow::in_words;
use super::super::submission::{Submission, entry_name};
use super::super::tree::Block;
use super::print::second;
use crate::model::contract::Contract;
use crate::model::country;
use crate::model::ids::{FlowId, ItemListId, LinkId, RoleId};
use crate::model::matter::{Keeper, Matter, ReportedChange, Retention};
use crate::model::party::{Access, Ground, Role};
use crate::model::vocabulary::ItemSource;

/// Returns on what ground each role uses or is provided with data: the article, why it applies, and what gentler way
/// was weighed.
pub(super) fn grounds(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let of = |role: &Role| {
        let basis = role.legal_basis.as_ref().map(|basis| Block::paragraph(&basis.value));
        basis.into_iter().chain(role.grounds.iter().flat_map(ground)).collect()
    };
    by_role(submission, roles, of)
}

fn ground(ground: &Ground) -> Vec<Block> {
    let weighed = ground.weighed.as_ref().map(|own| Block::paragraph(format!("検討したほかの方法：{own}")));
    let reason = Block::paragraph(format!("{}：{}", ground.cited().ja, ground.reason));
    std::iter::once(reason).chain(weighed).collect()
}

/// Returns what each recipient is bound to.
pub(super) fn conditions(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let of = |role: &Role| {
        let all = role.conditions.iter().enumerate();
        all.map(|(index, own)| second(submission, index, own.value.clone())).collect()
    };
    by_role(submission, roles, of)
}

/// Returns what is said of each role, under its name where that is said of several.
pub(super) fn by_role(
    submission: &Submission<'_>,
    roles: &[RoleId],
    of: impl Fn(&Role) -> Vec<Block>,
) -> Vec<Block> {
    let told = roles.iter().map(|role| (*role, of(&submission.matter.roles[*role])));
    let told: Vec<(RoleId, Vec<Block>)> = told.filter(|(_, blocks)| !blocks.is_empty()).collect();
    if told.len() == 1 {
        return told.into_iter().flat_map(|(_, blocks)| blocks).collect();
    }
    let point = |(index, (role, blocks)): (usize, (RoleId, Vec<Block>))| Block::Point {
        level: 1,
        number: submission.print().point(index),
        text: submission.role(role).to_owned(),
        blocks,
    };
    told.into_iter().enumerate().map(point).collect()
}

/// Returns how data passes on each line.
pub(super) fn ways(submission: &Submission<'_>, links: Vec<(FlowId, LinkId)>) -> Vec<Block> {
    let words =
        |(flow, link): (FlowId, LinkId)| in_words(submission, &submission.matter.flows[flow].links[link]);
    let [only] = links[..] else {
        return links
            .into_iter()
            .enumerate()
            .map(|(index, own)| second(submission, index, words(own)))
            .collect();
    };
    vec![Block::paragraph(words(only))]
}

/// Returns from whom the ward has the items, those of one source together.
pub(super) fn sources(submission: &Submission<'_>, lists: &[ItemListId]) -> Vec<Block> {
    let matter = submission.matter;
    let named = |source: ItemSource| {
        let mut names: Vec<String> = Vec::new();
        for list in lists.iter().map(|list| &matter.item_lists[*list]) {
            for entry in &list.entries {
                let own = if entry.sources.is_empty() { &list.sources } else { &entry.sources };
                let name = entry_name(entry);
                if own.iter().any(|own| own.value == source) && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    };
    let all = ItemSource::ALL.iter().map(|source| (source, named(*source)));
    let stated = all.filter(|(_, names)| !names.is_empty());
    stated
        .map(|(source, names)| {
            Block::paragraph(format!("{}：{}", submission.in_own_word(source.ja()), names.join("、")))
        })
        .collect()
}

/// Returns from which country who can see the data of the roles and of their systems, and what is known and done of each
/// foreign country.
pub(super) fn readers(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let matter = submission.matter;
    let line =
        |of: &str, own: &Access| format!("{of}：{}の{}（{}）", country::name(&own.country), own.who, own.why);
    let mut lines: Vec<String> = Vec::new();
    for id in roles {
        let name = submission.role(*id);
        lines.extend(matter.roles[*id].access_from.iter().map(|own| line(name, own)));
        for system in matter.systems.iter().filter(|system| system.role == *id) {
            let of = format!("{name}の{}", system.label);
            lines.extend(system.access_from.iter().map(|own| line(&of, own)));
        }
    }
    if lines.is_empty() {
        return Vec::new();
    }
    lines.extend(matter.abroad.iter().map(|own| {
        let day = own.looked_up.as_ref().map(|day| submission.print().day(day.value));
        let day = day.map_or_else(String::new, |day| format!("（{day}に確認）"));
        let (country, system) = (country::name(&own.country), own.system.trim_end_matches('。'));
        format!("{country}の制度：{system}{day}。講じる措置：{}", own.measures)
    }));
    lines.into_iter().map(Block::paragraph).collect()
}

/// Returns what the roles carry or keep under seal, and what of it they can see.
pub(super) fn custody(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let matter = submission.matter;
    let mut lines: Vec<String> = Vec::new();
    for link in matter.flows.iter().flat_map(|flow| &flow.links) {
        if !link.is_sealed() || !roles.contains(&link.to.value) {
            continue;
        }
        let items =
            link.items.as_ref().map_or_else(|| "渡るもの".to_owned(), |own| submission.items(&own.value));
        let sees = link.sees.as_ref().map(|own| submission.items(&own.value)).filter(|own| !own.is_empty());
        let seen = sees.map_or_else(|| "中は見ない".to_owned(), |sees| format!("見えるのは{sees}"));
        let line = format!("{}は、{items}を封のまま預かる（{seen}）。", submission.role(link.to.value));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.into_iter().map(Block::paragraph).collect()
}

/// Returns how long items are kept, and where.
pub(super) fn retention(submission: &Submission<'_>) -> Vec<Block> {
    let line = |own: &Retention| {
        let at = own.at.as_ref().map(|at| match at.value {
            Keeper::Role(role) => submission.role(role),
            Keeper::System(system) => submission.system(system),
        });
        let items = own.items.as_ref().map(|items| submission.items(items));
        let what = match (at, items) {
            (Some(at), Some(items)) => format!("{at}の{items}："),
            (Some(at), None) => format!("{at}："),
            (None, Some(items)) => format!("{items}："),
            (None, None) => String::new(),
        };
        let basis = own.basis.as_ref().map_or_else(String::new, |basis| format!("（{basis}）"));
        let then = own.then.as_ref().map_or_else(String::new, |then| format!("。その後は、{then}"));
        format!("{what}{}{basis}{then}", own.period)
    };
    submission.matter.retention.iter().map(|own| Block::paragraph(line(own))).collect()
}

/// Returns what the persons are told.
pub(super) fn notice(matter: &Matter) -> Vec<Block> {
    let Some(notice) = &matter.notice else { return Vec::new() };
    let lines = [
        ("利用目的の明示", &notice.purpose),
        ("事故のときの通知", &notice.incident),
        ("本人の申出により取りやめる方法", &notice.opt_out),
        ("表示", &notice.signs),
    ];
    let stated = lines.into_iter().filter_map(|(label, own)| Some((label, own.as_ref()?)));
    stated.map(|(label, own)| Block::paragraph(format!("{label}：{own}"))).collect()
}

/// Returns what was changed since the approval, each change with its day and reason.
pub(super) fn changes(submission: &Submission<'_>) -> Vec<Block> {
    let changes = submission.matter.report.iter().flat_map(|own| &own.changes).enumerate();
    let point = |(index, own): (usize, &ReportedChange)| Block::Point {
        level: 1,
        number: submission.print().point(index),
        text: own.what.value.clone(),
        blocks: vec![
            Block::paragraph(format!("変更の前：{}", own.before)),
            Block::paragraph(format!("変更の後：{}", own.after)),
            Block::paragraph(format!("変更の日：{}", submission.print().day(own.on.value))),
            Block::paragraph(format!("変更の理由：{}", own.why)),
        ],
    };
    changes.map(point).collect()
}

/// Returns the end of what was approved, and what became of the personal information.
pub(super) fn ended(submission: &Submission<'_>) -> Vec<Block> {
    let ended = submission.matter.report.as_ref().and_then(|own| own.ended.as_ref());
    ended
        .iter()
        .flat_map(|own| {
            [
                format!("廃止の日：{}", submission.print().day(own.on.value)),
                format!("廃止の理由：{}", own.why),
                format!("残った個人情報：{}", own.left),
            ]
        })
        .map(Block::paragraph)
        .collect()
}

/// Returns the latest look at the assessment: its day, who looked, and each point with its result.
pub(super) fn review(submission: &Submission<'_>) -> Vec<Block> {
    let assessment = submission.matter.impact_assessment.as_ref();
    let Some(review) = assessment.and_then(|own| own.review.as_ref()) else { return Vec::new() };
    let day = submission.print().day(review.on.value);
    let mut blocks = vec![Block::paragraph(format!("{day}に{}が点検した。", review.by))];
    for (index, own) in review.points.iter().enumerate() {
        let action = own.action.as_ref().map(|own| Block::paragraph(format!("直すこと：{own}")));
        let result = Block::paragraph(format!("結果：{}", own.result));
        blocks.push(Block::Point {
            level: 1,
            number: submission.print().point(index),
            text: own.point.value.clone(),
            blocks: std::iter::once(result).chain(action).collect(),
        });
    }
    blocks
}

/// Returns the designation of a manager of a public facility.
pub(super) fn designation(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let Some(own) = &contract.designation else { return Vec::new() };
    let day = |day| submission.print().day(day);
    let mut lines = vec![
        format!("公の施設：{}（{}）", own.facility, own.ordinance),
        format!("指定の期間：{}から{}まで", day(own.from.value), day(own.to.value)),
    ];
    lines.extend(own.resolved.as_ref().map(|own| format!("議会の議決：{}", day(own.value))));
    lines.into_iter().map(Block::paragraph).collect()
}
