//! An audit's 不適 is put right: the record of the audit is replaced by one that says so.

use super::stage::{LOG, Stage};

const WARD: &str = "--key keys/tanto.key.pem --log-key keys/log.key.pem --yes";

/// The result of an audit with one 適 and two 不適, on a day of the fiscal year that it is of, whatever today is.
fn result() -> String {
    format!(
        "kind: audit-result\nlog: {LOG}\ncontract: r08/mihon-itaku/ticket\ncontract_digest: @CONTRACT-ticket@\n\
         fiscal_year: 2026\nparty: mihon-insatsu\nparty_name: 株式会社見本印刷\ninspected_on: 2026-05-20\nway: on_site\n\
         inspectors:\n  - {{ position: 係長, name: 見本 三郎, contact: 見本福祉課 代表 }}\nsubcontractors_included: true\n\
         rows:\n  - {{ row: P1, verdict: fit, evidence: 契約書 }}\n\
         \x20 - {{ row: P2, verdict: unfit, finding: 記録がない。, deadline: 2099-01-31 }}\n\
         \x20 - {{ row: P3, verdict: unfit, evidence: 台帳, finding: 鍵がない。, deadline: 2099-01-31 }}\n"
    )
}

#[test]
fn what_was_put_right_is_closed_by_a_record_in_the_place_of_the_audits() {
    let stage = Stage::told();
    let day =
        |days| (chrono::Utc::now() + chrono::Duration::hours(9) - chrono::Duration::days(days)).date_naive();
    let before = chrono::NaiveDate::from_ymd_opt(2026, 5, 19).unwrap();
    let close = |row: &str, day: chrono::NaiveDate, more: &str| {
        stage.run(&format!("audit close r08/mihon-itaku/ticket mihon-insatsu {row} --on {day} {more}"))
    };
    let seen = "--evidence \"暗号化の記録: No.1\"";
    let none = close("P2", day(1), seen);
    assert!(none.code == 2 && none.err.contains("監査結果は、証跡にありません"), "{}", none.err);

    std::fs::write(stage.path("forms/audit.yaml"), result()).unwrap();
    stage.fill("audit.yaml", &std::collections::BTreeMap::new());
    stage.run(&format!("record add forms/audit.yaml {WARD}")).ok();
    for (row, on, more, wanted) in [
        ("P9", day(1), seen, "項目「P9」はありません"),
        ("P1", day(1), seen, "項目「P1」の結果は「適」です"),
        ("P2", before, seen, "より前です"),
        ("P2", day(-2), seen, "まだ来ていません"),
        ("P2", day(1), "--evidence \"　\"", "--evidence に書いてください"),
    ] {
        let run = close(row, on, more);
        assert!(run.code == 2 && run.err.contains(wanted), "{wanted}: {}", run.err);
    }
    close("P3", day(1), &format!("{seen} --out forms/closed.yaml")).ok();
    let form = stage.read("forms/closed.yaml");
    let wanted = format!(
        "    evidence: \"台帳\\n是正の確認: 暗号化の記録: No.1\"\n    finding: 鍵がない。\n    deadline: 2099-01-31\n    closed_on: {}\n",
        day(1)
    );
    assert!(form.contains(&wanted) && form.contains("    contact: 見本福祉課 代表\n"), "{form}");
    stage.run(&format!("record add forms/closed.yaml {WARD}")).ok();

    let again = close("P3", day(1), seen);
    assert!(
        again.err.contains(&format!("項目「P3」の是正は、{} に確かめてあります", day(1))),
        "{}",
        again.err
    );
    let other = close("P2", day(0), seen).ok().out;
    assert_eq!(other.matches("closed_on: ").count(), 2, "{other}");
    let plan = stage.run("audit plan --year r08 --format json");
    assert!(plan.out.contains("\"open\": \"1\""), "{}", plan.out);
    let said = stage.verify("--trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}

/// What was not asked is no answer: a row that no checklist of the year has is refused with its place.
#[test]
fn a_row_that_nobody_asked_about_is_told() {
    let stage = Stage::told();
    let form = result().replace("row: P2,", "row: P99,");
    std::fs::write(stage.path("forms/audit.yaml"), form).unwrap();
    stage.fill("audit.yaml", &std::collections::BTreeMap::new());
    for command in ["record check forms/audit.yaml".to_owned(), format!("record add forms/audit.yaml {WARD}")]
    {
        let ran = stage.run(&command);
        let said = ran.out + &ran.err;
        assert!(
            ran.code > 0 && said.contains("項目「P99」") && said.contains("audit.yaml:"),
            "{command}: {said}"
        );
    }
}
