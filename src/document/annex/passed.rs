//! What passes to others, and what the persons are told of it, in the words of an annex: grounds, conditions, ways,
//! sources, retention, notice.

use super::super::flow::in_words;
use super::super::submission::{Submission, entry_name};
use super::super::tree::Block;
use super::print::second;
use crate::case::numbers::first_level;
use crate::model::ids::{FlowId, ItemListId, LinkId, RoleId};
use crate::model::matter::{Keeper, Matter, Retention};
use crate::model::party::{Ground, Role};
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
    let reason = Block::paragraph(format!("{}：{}", ground.cited(), ground.reason));
    std::iter::once(reason).chain(weighed).collect()
}

/// Returns what each recipient is bound to.
pub(super) fn conditions(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let of = |role: &Role| {
        let all = role.conditions.iter().enumerate();
        all.map(|(index, own)| second(index, own.value.clone())).collect()
    };
    by_role(submission, roles, of)
}

/// Returns what is said of each role, under its name where that is said of several.
fn by_role(submission: &Submission<'_>, roles: &[RoleId], of: impl Fn(&Role) -> Vec<Block>) -> Vec<Block> {
    let told = roles.iter().map(|role| (*role, of(&submission.matter.roles[*role])));
    let told: Vec<(RoleId, Vec<Block>)> = told.filter(|(_, blocks)| !blocks.is_empty()).collect();
    if told.len() == 1 {
        return told.into_iter().flat_map(|(_, blocks)| blocks).collect();
    }
    let point = |(index, (role, blocks)): (usize, (RoleId, Vec<Block>))| Block::Point {
        level: 1,
        number: first_level(index),
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
        return links.into_iter().enumerate().map(|(index, own)| second(index, words(own))).collect();
    };
    vec![Block::paragraph(words(only))]
}

/// Returns from whom the ward has the items, those of one source together.
pub(super) fn sources(matter: &Matter, lists: &[ItemListId]) -> Vec<Block> {
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
    stated.map(|(source, names)| Block::paragraph(format!("{}：{}", source.ja(), names.join("、")))).collect()
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
        format!("{what}{}{basis}", own.period)
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
