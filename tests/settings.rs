//! What a ward sets for its rules, and waivers that reach the year's other files.

use crate::support::Sandbox;
use crate::support::evidence::copy_all;
use std::path::Path;

const MATTER: &str = "policies/r08/mimamori.yaml";

/// Returns the sample ward's workspace with a half-width digit in a sentence, which a rule of the house finds.
fn sample() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/mihonshi"), &sandbox.root());
    sandbox.edit(MATTER, "purpose: 見守りを必要とする", "purpose: 見守りを１2か月必要とする");
    sandbox
}

fn set(sandbox: &Sandbox, rule: &str, set: &str, until: &str) {
    let ward = sandbox.read("fugi.yaml");
    let own = format!(
        "rules:\n  - {{ rule: {rule}, set: {set}, reason: 市の文書は半角で書くため, approved_by: 情報課長, until: {until} }}\n"
    );
    sandbox.write("fugi.yaml", format!("{ward}\n{own}"));
}

fn check(sandbox: &Sandbox) -> String {
    let run = sandbox.fugi(&["check", "--places"]);
    format!("{}{}", run.out, run.err)
}

const FOUND: &str = "[digit-width-mixed]";

#[test]
fn a_rule_of_the_house_is_set_off_and_that_is_seen_on_the_draft_and_in_status() {
    let sandbox = sample();
    assert!(check(&sandbox).contains(FOUND));
    set(&sandbox, "digit-width-mixed", "\"off\"", "2027-03-31");
    let told = check(&sandbox);
    assert!(!told.contains(FOUND) && !told.contains("rule-setting-refused"), "{told}");
    let run = sandbox.fugi(&["render", "r08/mimamori", "--format", "md", "--out", "out"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let draft = sandbox.read("out/mimamori.md");
    for said in
        ["市が使わない規則、軽くした規則", "（使わない）", "市の文書は半角で書くため", "2027年3月31日"]
    {
        assert!(draft.contains(said), "{said}");
    }
    sandbox.fugi(&["render", "r08/mimamori", "--format", "md", "--final", "--out", "out"]);
    assert!(!sandbox.read("out/mimamori.md").contains("軽くした規則"), "it is for those who check the draft");
    for (language, said) in [
        ("ja", "規則「digit-width-mixed」の扱い（使わない）の理由を見直し"),
        ("en", "look again at why the rule `digit-width-mixed` is set to off"),
    ] {
        let run = sandbox.fugi(&["status", "--as-of", "2026-04-10", "--days", "1", "--lang", language]);
        assert!(run.out.contains(said), "{}{}", run.out, run.err);
    }
}

#[test]
fn a_rule_is_made_lighter_never_heavier_and_not_beyond_its_day() {
    let sandbox = sample();
    let heavy = check(&sandbox);
    let weight =
        heavy.lines().find(|line| line.contains(FOUND)).unwrap().split('[').next().unwrap().to_owned();
    assert_eq!(weight, "情報");
    set(&sandbox, "digit-width-mixed", "warning", "2027-03-31");
    assert!(check(&sandbox).contains("情報[digit-width-mixed]"));
    // The matter is judged at its meeting; the setting ran out before.
    let sandbox = sample();
    set(&sandbox, "digit-width-mixed", "\"off\"", "2026-02-19");
    let told = check(&sandbox);
    assert!(told.contains(FOUND) && told.contains("扱いの期限（2026年2月19日）が過ぎています"), "{told}");
}

#[test]
fn what_rests_on_law_or_guards_the_paper_cannot_be_set() {
    for (rule, said) in [
        ("returned-mail-not-stated", "法令に拠る規則なので"),
        ("link-not-encrypted", "法令に拠る規則なので"),
        ("contract-field-missing", "必須の欄を守る規則なので"),
        ("placeholder-answer", "必須の欄を守る規則なので"),
        ("waiver-expired", "必須の欄を守る規則なので"),
        ("evidence-not-planned", "なので、外すことも軽くすることもできません"),
        ("rule-setting-refused", "必須の欄を守る規則なので"),
        ("digit-width-mixd", "「digit-width-mixd」という規則はありません"),
    ] {
        let sandbox = sample();
        set(&sandbox, rule, "\"off\"", "2027-03-31");
        let told = check(&sandbox);
        assert!(told.contains("要修正[rule-setting-refused]") && told.contains(said), "{rule}: {told}");
        assert!(told.contains("fugi.yaml:"), "{rule}: {told}");
    }
}

#[test]
fn the_printed_place_of_a_finding_in_a_form_is_a_place_for_a_waiver() {
    let form = "policies/r08/forms/anzen.yaml";
    let sandbox = sample();
    sandbox.edit(form, "施錠できる場所に保管させる。", "施錠できる場所に保管する。");
    let told = check(&sandbox);
    let at = told.split("[row-voice-wrong]").nth(1).unwrap().split("= 場所: ").nth(1).unwrap();
    let at = at.lines().next().unwrap().to_owned();
    // It begins with the file; without it, it is enough where one file alone has the place.
    let bare = at.strip_prefix("forms/anzen.yaml/").unwrap().to_owned();
    for at in [at.as_str(), bare.as_str()] {
        let text = sandbox.read(MATTER);
        let waiver = format!(
            "waivers:\n  - {{ rule: row-voice-wrong, at: {at}, reason: 市の様式の文をそのまま使うため, approved_by: 見守り支援課長, until: 2027-03-31 }}"
        );
        sandbox.edit(MATTER, "waivers:", &waiver);
        let told = check(&sandbox);
        let finding = told.lines().find(|line| line.contains("[row-voice-wrong]")).unwrap();
        assert!(finding.contains("【受入済】"), "{at}: {told}");
        assert!(!told.contains("[waiver-covers-nothing]"), "{told}");
        sandbox.write(MATTER, text);
    }
    // A place of two files has to be told with the name of the file.
    sandbox.write("policies/r08/forms/anzen2.yaml", sandbox.read(form).replace("id: anzen", "id: anzen2"));
    let waiver = format!(
        "waivers:\n  - {{ rule: row-voice-wrong, at: {bare}, reason: 市の様式の文をそのまま使うため, approved_by: 課長, until: 2027-03-31 }}"
    );
    sandbox.edit(MATTER, "waivers:", &waiver);
    let told = check(&sandbox);
    assert!(told.contains("二つ以上のファイルにあります") && told.contains("forms/anzen2.yaml/"), "{told}");
}

#[test]
fn each_reason_of_a_refusal_is_told_and_status_says_that_it_has_no_effect() {
    let sandbox = sample();
    let until = "approved_by: 情報課長, until: 2028-03-31";
    let ward = sandbox.read("fugi.yaml");
    let own: String = ["erasure-without-witness", "overview-field-missing", "no-such-rule"]
        .map(|rule| format!("  - {{ rule: {rule}, set: info, reason: 見本, {until} }}\n"))
        .concat();
    sandbox.write("fugi.yaml", format!("{ward}\nrules:\n{own}"));
    let told = sandbox.fugi(&["check"]).out;
    for said in ["は法令に拠る規則", "必須の欄を守る規則", "「no-such-rule」という規則はありません"]
    {
        assert!(told.contains(said), "{said}\n{told}");
    }
    let status = sandbox.fugi(&["status", "--as-of", "2026-04-10", "--days", "1000"]).out;
    for rule in ["erasure-without-witness", "overview-field-missing", "no-such-rule"] {
        assert!(status.contains(&format!("規則「{rule}」の扱い（情報に下げる）は効いていない")), "{status}");
    }
}

#[test]
fn a_paper_without_pages_says_nothing_of_pages() {
    let sandbox = sample();
    sandbox.fugi(&["render", "r08/mimamori", "--format", "md", "--out", "out"]);
    let paper = sandbox.read("out/mimamori.md");
    assert!(paper.contains("\n見本市個人情報保護審議会　諮問書\n") && !paper.contains("/ページ"), "{paper}");
}

#[test]
fn how_to_say_that_it_was_approved_is_told_of_what_was_written_only() {
    let sandbox = sample();
    let render = |sandbox: &Sandbox| {
        sandbox.fugi(&["render", "r08/mimamori", "--format", "html", "--final", "--out", "out"])
    };
    assert!(render(&sandbox).out.contains("approved: {"));
    sandbox.fugi(&["template", "export"]);
    let template = sandbox.read("templates/document.html");
    sandbox.write("templates/document.html", format!("{template}\n{{{{ document.nothing.at.all }}}}\n"));
    let run = render(&sandbox);
    assert!(run.code == 2 && !run.out.contains("approved: {"), "{}{}", run.out, run.err);
}
