//! The rules on items on small matters: what they compare, and when they are silent or undecided.

use super::{
    entrusted, file_register_not_updated, financial_items_entrusted, handled_items_assumed,
    individual_number_without_safeguards, item_kind_not_marked, item_listed_twice, item_lists_differ,
    item_without_use, special_care_without_safeguards, underline_lost,
};
use crate::check::rule::Check;
use crate::check::small::{context, run, said};
use crate::model::vocabulary::ItemKind;
use crate::proof::fixture::Small;

const ROLES: &str = "roles:
  - { id: w, name: 区, kind: ward }
  - { id: a, name: 甲社, kind: contractor }
  - { id: b, name: 乙社, kind: contractor }
";

/// Reads a matter of two contractors with the rest of its text.
fn matter(rest: &str) -> Small {
    Small::read(&format!("{ROLES}{rest}"))
}

/// Reads a matter with one list, one contract and one link that carries the whole list to 甲社.
fn entrusts(items: &str, contract: &str, link: &str) -> Small {
    matter(&format!(
        "item_sets: [{{ id: list, items: [{items}] }}]
contracts:
  - {{ id: k, title: 業務, parties: [{{ role: w }}, {{ role: a }}], item_set: list, handles: [{{ role: a, items_of: list }}]{contract} }}
flows:
  - {{ id: f, contract: k, links: [{{ id: l, from: w, to: a, items_of: list{link} }}] }}
"
    ))
}

fn counts(rule: &Check, small: &Small) -> (usize, usize) {
    let findings = run(rule, small);
    (findings.list.len(), findings.undecided.len())
}

#[test]
fn an_underline_must_tell_items_apart() {
    let contract = |handles: &str| {
        matter(&format!(
            "item_sets: [{{ id: list, items: [{{ name: い }}, {{ name: ろ, members: [{{ name: は }}] }}] }}]
contracts: [{{ id: k, item_set: list, underline: {{ role: a, text: 下線のみ }}, handles: [{handles}] }}]
"
        ))
    };
    let rule = &underline_lost::RULE;
    assert!(said(rule, &contract("{ role: a, items: [い] }")).is_empty());
    let cases = [
        ("{ role: b, items: [い] }", "下線の項目の記載がありません（記載なし）"),
        (
            "{ role: a, items: [い], confidence: assumed }",
            "下線の項目が資料から分からず、推定になっています（記載なし）",
        ),
        ("{ role: a, items: [い, ろ] }", "一覧の全ての項目に下線を付けることになります（不一致）"),
        ("{ role: a, items: [い, は] }", "一覧の全ての項目に下線を付けることになります（不一致）"),
    ];
    for (handles, wrong) in cases {
        assert_eq!(said(rule, &contract(handles)), [format!("「下線のみ」とありますが、{wrong}")]);
    }
    let assumed = contract("{ role: a, items: [い], confidence: assumed, note: 推定 }");
    let found = run(&handled_items_assumed::RULE, &assumed).list;
    assert_eq!((found.len(), found[0].related.len(), found[0].assumed), (1, 2, true));
}

#[test]
fn a_repeat_is_seen_through_width_and_groups() {
    let small = matter(
        "item_sets:
  - { id: one, items: [{ name: ＩＤ }, { name: い, members: [{ name: ID }, { name: ろ }] }, { name: ろ }] }
  - { id: two, items: [{ name: ろ }] }
",
    );
    assert_eq!(
        said(&item_listed_twice::RULE, &small),
        [
            "一覧「one」に「ID」が二度並んでいます（一覧の並びと「い」の中、要確認）",
            "一覧「one」に「ろ」が二度並んでいます（「い」の中と一覧の並び、要確認）",
        ]
    );
}

#[test]
fn an_item_is_needed_by_the_contracts_that_use_its_list() {
    let small = matter(
        "item_sets:
  - { id: one, items: [{ name: い }, { name: ろ, needed_by: [] }, { name: は, needed_by: [k] }, { name: に, needed_by: [k, l] }] }
  - { id: two, items: [{ name: ほ, needed_by: [k] }] }
contracts: [{ id: k, title: 業務一, item_set: one }, { id: l, title: 業務二, item_set: one }]
",
    );
    let found = run(&item_without_use::RULE, &small).list;
    let said: Vec<&str> = found.iter().map(|finding| finding.message.ja.as_str()).collect();
    assert!(said[0].ends_with("の「ろ」は、使う手順が見当たりません（要確認）"), "{said:?}");
    assert!(said[1].ends_with("の「は」は、契約「業務二」では使われません（要確認）"), "{said:?}");
    assert_eq!(said.len(), 2);
    assert_eq!(found.iter().map(|finding| finding.related.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn lists_are_compared_where_they_are_nearly_the_same() {
    let lists = |one: &str, two: &str| {
        let names = |list: &str| {
            list.chars().map(|name| format!("{{ name: {name} }}")).collect::<Vec<_>>().join(", ")
        };
        matter(&format!(
            "item_sets: [{{ id: one, items: [{}] }}, {{ id: two, items: [{}] }}]\n",
            names(one),
            names(two)
        ))
    };
    let rule = &item_lists_differ::RULE;
    assert_eq!(
        said(rule, &lists("いろはにほ", "いろはへ")),
        [
            "一覧「one」と一覧「two」は重なりの多い一覧ですが、一覧「one」だけに「に」「ほ」、一覧「two」だけに「へ」があります（要確認）"
        ]
    );
    assert_eq!(
        said(rule, &lists("いろは", "いろはに")),
        ["一覧「one」と一覧「two」は重なりの多い一覧ですが、一覧「two」だけに「に」があります（要確認）"]
    );
    assert!(said(rule, &lists("いろは", "はろい")).is_empty(), "the same in another order");
    assert!(said(rule, &lists("いろはに", "いろほへ")).is_empty(), "half is another list");
}

#[test]
fn a_name_calls_for_its_kind() {
    let small = matter(
        "item_sets:
  - id: one
    items:
      - { name: 口座番号 }
      - { name: 口座情報, members: [{ name: 口座番号, kinds: [financial] }] }
      - { name: 健診結果, kinds: [special_care], members: [{ name: 診療日 }] }
      - { name: 在留カード番号 }
      - { name: 収入 }
",
    );
    let found = run(&item_kind_not_marked::RULE, &small).list;
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(
        found[0].message.ja,
        "別紙（業務委託）の一覧の「口座番号」に、種別「財産的被害につながるもの（規則43条2号）」の記載がありません（記載なし）"
    );
    assert_eq!(found[0].related.len(), 1, "it is marked elsewhere");
    assert!(found[1].message.ja.contains("「在留カード番号」に、種別「個人識別符号"));
}

#[test]
fn the_kind_of_a_group_is_its_members_kind() {
    let small = matter(
        "item_sets: [{ id: one, items: [{ name: い, kinds: [financial], members: [{ name: ろ }] }, { name: は }] }]\n",
    );
    let context = context(&small);
    let found = entrusted::of_kinds(&context, &[ItemKind::Financial]);
    assert!(found.contains(small.item("い")) && found.contains(small.item("ろ")));
    assert!(!found.contains(small.item("は")));
}

#[test]
fn individual_numbers_need_re_entrustment_settled() {
    let rule = &individual_number_without_safeguards::RULE;
    let number = "{ name: 個人番号, kinds: [individual_number] }";
    let settled = ", subcontracting: { allowed: false }, clauses: [{ id: subcontracting }]";
    assert_eq!(counts(rule, &entrusts(number, settled, "")), (0, 0));
    assert_eq!(counts(rule, &entrusts("{ name: い }", "", "")), (0, 0), "no individual number");
    assert_eq!(counts(rule, &entrusts(number, "", "")), (1, 1), "clauses are not known");
    let open = ", subcontracting: { allowed: true }, clauses: [{ id: copying }]";
    assert_eq!(
        said(rule, &entrusts(number, open, "")),
        [
            "「個人番号」を取り扱わせる契約「業務」に、「再委託に対する区の許諾のしかた」「再委託の条件の条項」の記載がありません（記載なし）"
        ]
    );
}

#[test]
fn financial_items_need_the_hours() {
    let rule = &financial_items_entrusted::RULE;
    let account = "{ name: 口座番号, kinds: [financial] }";
    assert_eq!(counts(rule, &entrusts(account, "", "")), (1, 0));
    assert_eq!(counts(rule, &entrusts(account, ", incident_notice_hours: 24", "")), (0, 0));
    assert_eq!(counts(rule, &entrusts("{ name: い }", "", "")), (0, 0));
}

#[test]
fn special_care_is_encrypted_on_every_network() {
    let rule = &special_care_without_safeguards::RULE;
    let care = "{ name: い, members: [{ name: 病歴 }], kinds: [special_care] }";
    let of_links = |link: &str| {
        let small = entrusts(care, "", link);
        let found = run(rule, &small).list;
        found.iter().filter(|finding| finding.message.ja.contains("へ送る線")).count()
    };
    assert_eq!(of_links(", network: lgwan, protections: [transport-encryption]"), 0);
    assert_eq!(of_links(", network: lgwan, protections: [mutual-auth]"), 1);
    assert_eq!(of_links(", network: lgwan"), 1);
    assert_eq!(of_links(""), 1, "nothing says that it passes otherwise");
    assert_eq!(of_links(", means: 手渡し"), 0);
    assert_eq!(of_links(", means: USBメモリ, network: lgwan"), 1);
    // No checklist answers for the contract: access control and monitoring are both open.
    let small = entrusts(care, "", ", means: 手渡し");
    assert_eq!(counts(rule, &small), (2, 0));
    assert_eq!(counts(rule, &entrusts("{ name: い }", "", "")), (0, 0));
}

#[test]
fn the_register_is_asked_only_for_many_persons() {
    let rule = &file_register_not_updated::RULE;
    let of = |count: u64, business: &str| {
        matter(&format!("overview: {{ subject_count: {{ value: {count} }} }}\n{business}"))
    };
    assert_eq!(counts(rule, &of(999, "business: koki-shuno\n")), (0, 0));
    let many = of(1000, "business: koki-shuno\n");
    if context(&many).ward.file_register.is_none() {
        assert_eq!(counts(rule, &many), (1, 0), "the ward's register is not kept here");
    }
    assert_eq!(counts(rule, &of(1000, "")), (1, 0));
    assert_eq!(counts(rule, &matter("business: koki-shuno\n")), (0, 0));
}
