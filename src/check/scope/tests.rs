//! The rules of the flow proof on small matters: when they are silent, undecided or assumed, and what they say.

use super::{
    item_allowed_never_used, item_by_way_round, item_origin_unknown, item_outside_receiver_scope,
    item_prohibited_reaches, item_sent_before_held, link_items_not_stated, role_handles_not_stated,
};
use crate::check::small::{context, run, said};
use crate::proof::fixture::Small;

/// A contract by its id, with handles and other keys.
fn contract(id: &str, rest: &str) -> String {
    format!(
        "{{ id: {id}, title: 契約{id}, parties: [{{ letter: 甲, role: w }}, {{ letter: 乙, role: a }}, \
         {{ letter: 丙, role: b }}], {rest} }}"
    )
}

const HANDLES: &str = "handles: [{ role: a, items_of: all }, { role: b, items_of: all }]";

#[test]
fn an_item_outside_the_scope_is_named_with_the_letter_of_the_role() {
    let handles =
        "handles: [{ role: a, items_of: all }, { role: b, items: [x], confidence: assumed, note: 推定 }]";
    let small = Small::of(&contract("k", handles), &[("k", "1 w>a x z g\n2 a>b x z g")]);
    let found = run(&item_outside_receiver_scope::RULE, &small).list;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message.ja, "「z」「g」はb（丙）に渡せない項目です");
    assert!(found[0].assumed);
    let context = context(&small);
    assert_eq!(context.sources.slice(found[0].primary.span), "\"z\"");
    assert_eq!(context.sources.slice(found[0].related[0].span), "[x]");
}

#[test]
fn what_is_sent_too_early_is_assumed_where_an_earlier_link_may_have_brought_it() {
    let rule = &item_sent_before_held::RULE;
    let plain = Small::of(&contract("k", HANDLES), &[("k", "1 a>b x\n2 a makes x")]);
    let found = run(rule, &plain).list;
    assert_eq!(found[0].message.ja, "aは手順①で「x」をbに渡しますが、その項目を持つのは手順②です（不一致）");
    assert!(!found[0].assumed);
    let open = Small::of(&contract("k", HANDLES), &[("k", "1 p>a\n2 a>b x\n3 a makes x")]);
    assert!(run(rule, &open).list[0].assumed);
}

#[test]
fn whence_an_item_comes_is_undecided_where_a_link_brings_unknown_items() {
    let two = format!("{}, {}", contract("k", HANDLES), contract("l", HANDLES));
    let round = &item_by_way_round::RULE;
    let sure = Small::of(&two, &[("k", "1 w>a x"), ("l", "1 a>b x")]);
    let expected = "aがbに渡す「x」は、別の契約「契約k」でだけ得た項目です（要確認）";
    assert_eq!(said(round, &sure), [expected]);
    let open = Small::of(&two, &[("k", "1 w>a x"), ("l", "1 p>a\n1 a>b x")]);
    assert_eq!((run(round, &open).list.len(), run(round, &open).undecided.len()), (0, 1));
    let origin = &item_origin_unknown::RULE;
    let sure = Small::of(&two, &[("k", "1 a>b x")]);
    assert_eq!(said(origin, &sure), ["aがbに渡す「x」を、どこで得たのかの記載がありません（記載なし）"]);
    let open = Small::of(&two, &[("k", "1 p>a\n1 a>b x")]);
    assert_eq!((run(origin, &open).list.len(), run(origin, &open).undecided.len()), (0, 1));
}

#[test]
fn a_prohibited_item_is_followed_over_steps_and_contracts() {
    let rule = &item_prohibited_reaches::RULE;
    let prohibits = format!("{HANDLES}, prohibits: [{{ role: c, items: [x, g] }}]");
    let two = format!("{}, {}", contract("k", &prohibits), contract("l", HANDLES));
    let small = Small::of(&two, &[("k", "1 w>a x m z\n2 a>b x m z"), ("l", "1 b>c x m z")]);
    assert_eq!(
        said(rule, &small),
        ["cに渡してはならない「x」「m」が、w→a→b→cの順に届きます（資料２、不一致）"]
    );
    assert_eq!(run(rule, &small).list[0].related.len(), 3);
    let kept = Small::of(&two, &[("k", "1 w>a x\n2 a>b x"), ("l", "1 b>c z")]);
    assert!(said(rule, &kept).is_empty());
    let open = Small::of(&two, &[("k", "1 w>a x\n2 a>c")]);
    assert_eq!((run(rule, &open).list.len(), run(rule, &open).undecided.len()), (0, 1));
    let makes = Small::of(&two, &[("k", "1 c makes x")]);
    assert_eq!(said(rule, &makes), ["cに渡してはならない「x」を、cが自ら作ります（資料１、不一致）"]);
    let whole = Small::of(&two, &[("k", "1 w>c g")]);
    assert_eq!(said(rule, &whole), ["cに渡してはならない「g」が、w→cの順に届きます（資料１、不一致）"]);
}

#[test]
fn an_item_allowed_is_used_when_it_is_made_received_or_sent() {
    let rule = &item_allowed_never_used::RULE;
    let handles = "handles: [{ role: a, items: [x, z, g] }, { role: b, items: [x] }]";
    let small = Small::of(&contract("k", handles), &[("k", "1 w>a x\n2 a>b x\n3 a makes m")]);
    assert_eq!(
        said(rule, &small),
        ["a（乙）が取り扱えるとされた「z」「n」を、流れの中で作らず、受けず、渡しません（要確認）"]
    );
    let used = Small::of(&contract("k", handles), &[("k", "1 w>a x z m\n2 a>b x\n3 a makes n")]);
    assert!(said(rule, &used).is_empty(), "a group is used by its members");
    let open = Small::of(&contract("k", handles), &[("k", "1 w>a\n2 a>b x")]);
    assert_eq!((run(rule, &open).list.len(), run(rule, &open).undecided.len()), (0, 1));
    let no_flow = Small::of(&contract("k", handles), &[("", "1 w>a x")]);
    assert_eq!((run(rule, &no_flow).list.len(), run(rule, &no_flow).undecided.len()), (0, 2));
}

#[test]
fn whoever_works_under_a_contract_has_its_items_stated() {
    let sub = "subcontracting: { allowed: true, subcontractors: [{ role: c }, { role: a }] }";
    let small = Small::of(&contract("k", &format!("handles: [{{ role: a, items: [x] }}], {sub}")), &[]);
    assert_eq!(
        said(&role_handles_not_stated::RULE, &small),
        [
            "契約「契約k」に、b（丙）が取り扱う項目の記載がありません（記載なし）",
            "契約「契約k」に、cが取り扱う項目の記載がありません（記載なし）",
        ]
    );
}

#[test]
fn money_replies_and_moves_within_a_role_need_no_items() {
    let yaml = "roles: [{ id: a, name: a }, { id: b, name: b }]
flows:
  - id: f
    links:
      - { id: ask, from: a, to: b }
      - { id: answer, from: b, to: a, reply_to: ask }
      - { id: pay, from: b, to: a, carries: money }
      - { id: register, from: a, to: a }
";
    let small = Small::read(yaml);
    assert_eq!(
        said(&link_items_not_stated::RULE, &small),
        ["資料１: aからbへ渡る項目の記載がありません（記載なし）"]
    );
}
