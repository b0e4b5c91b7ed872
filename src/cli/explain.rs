//! `fugi explain RULE` and `fugi explain ROLE ITEM`.

use super::output::Output;
use super::{Exit, Global, page, targets};
use crate::case::Case;
use crate::check;
use crate::check::context::Context;
use crate::diagnostic::Text;
use crate::diff::policy::Policy;
use crate::diff::rules as changes;
use crate::duty::rule as duties;
use crate::model::ids::{ItemId, RoleId};
use crate::model::matter::Matter;
use crate::proof::{Answer, Origin, Scope};
use crate::report::place;
use crate::source::Span;
use crate::spelling;
use crate::text;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 規則の名（例: item-outside-receiver-scope）、または役割と項目（例: emoney 確認番号）
    ///
    /// Name of a rule, such as item-outside-receiver-scope, or a role and an item (id of the role, name of the item)
    #[arg(num_args = 0..=2, value_name = "RULE | ROLE ITEM")]
    what: Vec<String>,
    /// 規則の一覧を表示する
    ///
    /// List the rules
    #[arg(long)]
    list: bool,
    /// どの案件について答えるか（省略時は、その役割と項目がある全て）
    ///
    /// Which matter to answer for (default: all that have the role and the item)
    #[arg(long, value_name = "MATTER")]
    matter: Vec<PathBuf>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    match arguments.what.as_slice() {
        _ if arguments.list => list(output),
        [] => {
            output.error(&text!(
                "規則の名か、役割と項目を書いてください。規則の一覧は `fugi explain --list` です",
                "name a rule, or a role and an item; `fugi explain --list` lists the rules"
            ));
            Exit::Failed
        }
        [name] => rule(global, name, output),
        [role, item, ..] => holding(global, arguments, role, item, output),
    }
}

fn list(output: &mut Output) -> Exit {
    for rule in check::rules() {
        let (ja, en) = (rule.title(), rule.summary());
        let (name, weight) = (rule.name, rule.severity.label());
        let (weight_ja, weight_en) = (weight.ja, weight.en);
        output.say(&text!("{name}  [{weight_ja}] {ja}", "{name}  [{weight_en}] {en}"));
    }
    for rule in changes::RULES {
        let (name, ja, en) = (rule.name, rule.title(), rule.summary());
        output.say(&text!("{name}  [変更] {ja}", "{name}  [change] {en}"));
    }
    for rule in duties::RULES {
        let (name, ja, en) = (rule.name, rule.title(), rule.summary());
        output.say(&text!("{name}  [期限] {ja}", "{name}  [due] {en}"));
    }
    Exit::Clean
}

fn rule(global: &Global, name: &str, output: &mut Output) -> Exit {
    if let Some(rule) = changes::rule(name) {
        // Outside a workspace the rule's own standard is shown.
        let workspace = targets::quietly(global);
        let policy = workspace.as_ref().and_then(|workspace| Policy::new(&workspace.common).ok());
        output.line(&page::of_change(rule, policy, output.language));
        return Exit::Clean;
    }
    let Some(rule) = check::rule(name).or_else(|| duties::rule(name)) else {
        let names = check::rules()
            .map(|rule| rule.name)
            .chain(changes::RULES.iter().map(|rule| rule.name))
            .chain(duties::RULES.iter().map(|rule| rule.name));
        let help = spelling::did_you_mean(
            name,
            names,
            &text!("一覧は `fugi explain --list` です", "`fugi explain --list` lists them"),
        );
        let (ja, en) = (help.ja, help.en);
        output.error(&text!("「{name}」という規則はありません。{ja}", "there is no rule `{name}`; {en}"));
        return Exit::Failed;
    };
    let page = page::of(rule, output.language);
    output.line(&page);
    Exit::Clean
}

/// What a name meant in one matter.
enum Found<T> {
    Known(T),
    Near(String),
}

fn find_role(matter: &Matter, name: &str) -> Found<RoleId> {
    let rows = || matter.roles.enumerate();
    let exact = rows().find(|(_, role)| role.id.value == name || spelling::same(&role.name, name));
    match exact {
        Some((id, _)) => Found::Known(id),
        None => {
            let names = rows().flat_map(|(_, role)| [role.id.value.as_str(), role.name.value.as_str()]);
            Found::Near(spelling::nearest(name, names).unwrap_or_default().to_owned())
        }
    }
}

fn find_item(matter: &Matter, name: &str) -> Found<ItemId> {
    match matter.items.enumerate().find(|(_, item)| spelling::same(&item.name, name)) {
        Some((id, _)) => Found::Known(id),
        None => {
            let names = matter.items.iter().map(|item| item.name.as_str());
            Found::Near(spelling::nearest(name, names).unwrap_or_default().to_owned())
        }
    }
}

fn holding(global: &Global, arguments: &Arguments, role: &str, item: &str, output: &mut Output) -> Exit {
    let Some(workspace) = targets::open(global, &arguments.matter, output) else { return Exit::Failed };
    let found = match targets::find(&workspace, &arguments.matter) {
        Ok(found) => found,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let (mut answered, mut unreadable) = (false, false);
    let (mut near_role, mut near_item) = (String::new(), String::new());
    for target in found {
        let Some((year, matters)) = targets::load(&workspace, &target, output) else {
            unreadable = true;
            continue;
        };
        for loaded in matters {
            let matter = match loaded.result {
                Ok(matter) => matter,
                Err(problems) => {
                    output.problems(&loaded.sources, &problems);
                    unreadable = true;
                    continue;
                }
            };
            match (find_role(&matter, role), find_item(&matter, item)) {
                (Found::Known(role), Found::Known(item)) => {
                    let context = Context::new(Case::new(&workspace, &year, &matter, &loaded.sources));
                    if answered {
                        output.line("");
                    }
                    answer(&context, role, item, output);
                    answered = true;
                }
                (role, item) => {
                    if let Found::Near(near) = role {
                        near_role = near;
                    }
                    if let Found::Near(near) = item {
                        near_item = near;
                    }
                }
            }
        }
    }
    if !answered && !unreadable {
        let hint = |near: &str| {
            if near.is_empty() { String::new() } else { format!("（もしかして「{near}」）") }
        };
        let (role_hint, item_hint) = (hint(&near_role), hint(&near_item));
        output.error(&text!(
            "役割「{role}」{role_hint}と項目「{item}」{item_hint}の両方がある案件がありません",
            "no matter has both the role `{role}`{role_hint} and the item `{item}`{item_hint}"
        ));
    }
    if unreadable || !answered { Exit::Failed } else { Exit::Clean }
}

fn at(context: &Context<'_>, span: Span) -> String {
    place(context.sources, span)
        .map_or_else(String::new, |at| format!("{}:{}:{}", at.file, at.line, at.column))
}

fn answer(context: &Context<'_>, role: RoleId, item: ItemId, output: &mut Output) {
    let matter = context.matter;
    let (name, role_name, item_name) = (&matter.name, context.role(role), &matter.items[item].name);
    output.say(&text!("{name}: 「{role_name}」と「{item_name}」", "{name}: `{role_name}` and `{item_name}`"));
    let proof = context.proof();
    let paths = proof.paths(role, item);
    if matter.roles[role].is_unlimited() {
        output.say(&text!(
            "  本人と区は、全ての項目を持てます",
            "  the principal and the ward may hold every item"
        ));
    } else if paths.is_empty() {
        output.say(&text!(
            "  この項目を持つ道筋はありません",
            "  there is no path by which it comes to hold the item"
        ));
    } else {
        output.say(&text!("  この項目を持ちます。道筋:", "  it comes to hold the item, by:"));
    }
    for path in &paths {
        for line in walk(context, path, role) {
            output.say(&line);
        }
    }
    permissions(context, role, item, output);
}

/// Returns the lines of one path.
fn walk(context: &Context<'_>, path: &Answer, role: RoleId) -> Vec<Text> {
    // A path may begin in another flow than the one it is asked of.
    let begins = match (path.origin, path.hops.first()) {
        (Origin::Made { flow, .. }, _) => flow,
        (_, Some(hop)) => hop.flow,
        (_, None) => path.flow,
    };
    let number = context.flow(begins);
    let first = context.role(path.first);
    let mut lines = vec![match path.origin {
        Origin::Made { flow, step } => {
            let step = context.matter.flows[flow].steps.get(step);
            let (no, at) = step.map_or((0, String::new()), |step| (step.no.value, at(context, step.span)));
            let assumed = if step.is_some_and(|step| step.assumed) { "（推定）" } else { "" };
            text!(
                "    {number}: 手順{no}で「{first}」が作る{assumed}（{at}）",
                "    {number}: step {no}, made by `{first}` ({at})"
            )
        }
        Origin::Own => {
            text!("    {number}: 「{first}」が元から持つ", "    {number}: `{first}` has it by nature")
        }
        Origin::Unknown => {
            text!(
                "    {number}: 「{first}」が持つ（由来は記載なし）",
                "    {number}: `{first}` has it (origin not stated)"
            )
        }
    }];
    let mut drawn = begins;
    for hop in &path.hops {
        let link = &context.matter.flows[hop.flow].links[hop.link];
        if hop.flow != drawn {
            let number = context.flow(hop.flow);
            lines.push(text!("      （ここから{number}）", "      (from here on {number})"));
            drawn = hop.flow;
        }
        let to = context.role(link.to.value);
        let network = link.network.as_ref().map_or_else(
            || link.means.as_ref().map_or("回線の記載なし", |means| means.value.as_str()),
            |network| context.common.networks[network.value].name.as_str(),
        );
        let assumed = if link.assumed { "、推定" } else { "" };
        let (at, id) = (at(context, link.span), &link.id);
        lines.push(text!(
            "      → 「{to}」（線 {id}、{network}{assumed}。{at}）",
            "      → `{to}` (link {id}, {network}; {at})"
        ));
    }
    if path.hops.is_empty() && path.first != role {
        lines.clear();
    }
    lines
}

fn permissions(context: &Context<'_>, role: RoleId, item: ItemId, output: &mut Output) {
    let matter = context.matter;
    let mut bound = false;
    for (id, contract) in matter.contracts.enumerate() {
        let title = context.contract(id);
        match context.proof().scope(Some(id), role) {
            Scope::Items(items, assumed) => {
                bound = true;
                let place =
                    contract.handles_of(role).map_or_else(String::new, |own| at(context, own.items.span));
                let assumed = if assumed { "（推定）" } else { "" };
                let list = context.items(items);
                output.say(&if items.contains(item) {
                    text!(
                        "  取り扱えます{assumed}: 「{title}」（{place}）",
                        "  allowed by `{title}` ({place})"
                    )
                } else {
                    text!(
                        "  取り扱えません{assumed}: 「{title}」で取り扱えるのは{list}だけです（{place}）",
                        "  not allowed by `{title}`: only {list} ({place})"
                    )
                });
            }
            Scope::NotStated => {
                bound = true;
                let place = at(context, contract.parties_span);
                output.say(&text!(
                    "  取り扱える項目の記載がありません: 「{title}」（{place}）",
                    "  `{title}` does not say what it handles ({place})"
                ));
            }
            Scope::Unbound | Scope::Unlimited => {}
        }
    }
    if !bound && !matter.roles[role].is_unlimited() {
        let place = at(context, matter.roles[role].name.span);
        output.say(&text!(
            "  この役割を当事者とする契約がありません（{place}）",
            "  no contract binds this role ({place})"
        ));
    }
}
