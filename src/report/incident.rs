//! The answer of the first hour, for a reader.

use crate::diagnostic::{Language, Text, listed};
use crate::duty::calendar::Due;
use crate::duty::incident::answer::{Answer, Contact, Loss, Question};
use crate::duty::incident::clock::Dates;
use crate::duty::incident::heads::{Cause, Head, Persons};
use crate::model::era;
use crate::model::print::Print;
use crate::model::vocabulary::ItemKind;
use crate::spelling;
use crate::text;

/// Returns the lines for a reader, with the word of the authority for itself (区, 市), and years as its form prints them.
#[must_use]
pub fn lines(question: &Question, answer: &Answer, word: &str, print: &Print) -> Vec<Text> {
    let mut lines = told(question, answer, print);
    lines.iter_mut().for_each(|line| line.ja = spelling::in_own_word(&line.ja, word));
    lines
}

fn told(question: &Question, answer: &Answer, print: &Print) -> Vec<Text> {
    let mut lines = Vec::new();
    let (party, since) = (&question.party, question.start.ward.format("%Y-%m-%d %H:%M"));
    lines.push(text!(
        "事故の起きた所: {party}　区が知った日時: {since}",
        "place of the incident: {party}; the ward knew at: {since}"
    ));
    years(question, answer, print, &mut lines);
    for loss in &answer.losses {
        lines.push(text!("", ""));
        one(loss, &mut lines);
    }
    lines.push(text!("", ""));
    let Some(own) = &answer.dates else {
        earlier_law(&mut lines);
        return lines;
    };
    lines.push(text!("■ 該当し得る報告（個人情報保護法68条、規則43条）", "■ reports that may be due"));
    for judgement in &answer.judgements {
        let (head, reason) = (judgement.head.words(), &judgement.reason);
        let (ja, en) = (&head.ja, &head.en);
        let (why_ja, why_en) = (&reason.ja, &reason.en);
        let mark = if judgement.may_apply { "●" } else { "－" };
        lines.push(text!("  {mark} {ja}: {why_ja}", "  {mark} {en}: {why_en}"));
    }
    if answer.judgements.iter().all(|judgement| !judgement.may_apply) {
        lines.push(text!(
            "  どの号にも当たらない見込みですが、上の理由のとおりかを確かめ、判断した者と日時を記録してください",
            "  no head seems to apply; check each reason above and record who decided, and when"
        ));
    }
    lines.push(text!("", ""));
    dates(question, answer, own, &mut lines);
    lines.push(text!("", ""));
    to_persons(answer, &mut lines);
    lines
}

/// Tells which years were looked at, and what was left out.
fn years(question: &Question, answer: &Answer, print: &Print, lines: &mut Vec<Text>) {
    let Text { ja: shown, en: shown_en } = listed(&answer.years);
    lines.push(text!("見た年度: {shown}", "years looked at: {shown_en}"));
    let year = era::fiscal_year(question.start.ward.date());
    if !answer.years.iter().any(|own| era::fiscal_year_of_folder(own) == Some(year)) {
        let year_ja = print.fiscal_year(year);
        lines.push(text!(
            "  知った日の年度（{year_ja}）の案件は見ていない。続いている契約がないかを確かめる",
            "  no matter of fiscal {year}, in which it became known, was looked at: check whether contracts go on"
        ));
    }
    for own in &answer.left_out {
        let Text { ja, en } = own.said();
        lines.push(text!("  除いたもの {ja}", "  left out: {en}"));
    }
}

/// Tells which law applied before the Act bound local bodies.
fn earlier_law(lines: &mut Vec<Text>) {
    lines.push(text!("■ 適用される法", "■ the law that applied"));
    lines.push(text!(
        "  個人情報保護法68条と規則43条が区に直接適用されるのは2023-04-01から。それより前に知った事故は、当時の区の個人情報保護条例の定める報告と通知による",
        "  art. 68 of the Act and rule 43 bind a ward since 2023-04-01; what became known before is reported and notified as the ward's ordinance of that time said"
    ));
    lines.push(text!(
        "  特定個人情報を含むときは、番号法29条の4の報告がある。その日の条文で要件と期限を確かめる",
        "  where specific personal information is among it, art. 29-4 of the Number Act asks for a report: look up its wording of that day"
    ));
}

/// Tells what the persons are to be told (法68条2項, 規則45条).
fn to_persons(answer: &Answer, lines: &mut Vec<Text>) {
    lines.push(text!("■ 本人への通知（個人情報保護法68条2項、規則45条）", "■ notice to the persons"));
    let applies = |own: &Head| answer.judgements.iter().any(|one| one.may_apply && one.head == *own);
    if !answer.judgements.iter().any(|own| own.may_apply) {
        lines.push(text!(
            "  報告の要る号に当たらなければ、法による通知の義務はない。知らせるかは区で決める",
            "  where no head applies the Act asks for none; the ward decides"
        ));
        return;
    }
    lines.push(text!(
        "  状況に応じて速やかに、本人ごとに知らせる: 概要、項目、原因、二次被害の有無、その他参考となる事項",
        "  promptly, as the situation allows, each person is told: outline, items, cause, secondary damage, other matters of use"
    ));
    lines.push(text!(
        "  通知が困難なら、公表や問合せ窓口などの代わりの措置をとり、その理由を残す",
        "  where that is difficult, another measure (publication, a place to ask) takes its place: keep the reason"
    ));
    if applies(&Head::IndividualNumber) {
        lines.push(text!(
            "  特定個人情報を含むときは、番号法29条の4第2項による通知もある",
            "  for specific personal information art. 29-4(2) of the Number Act asks for a notice, too"
        ));
    }
}

fn one(loss: &Loss, lines: &mut Vec<Text>) {
    let (matter, title, role) = (&loss.matter, &loss.title, &loss.role);
    lines.push(text!("■ {matter}　{title}", "■ {matter} {title}"));
    if let Some(department) = &loss.department {
        lines.push(text!("  担当課: {department}", "  section in charge: {department}"));
    }
    let Text { ja, en } = contact(&loss.contact);
    lines.push(text!("  連絡先: {role} {ja}", "  to call: {role} {en}"));
    for (index, above) in loss.entrusted_by.iter().enumerate() {
        let Text { ja: above, en: above_en } = contact(above);
        if index + 1 == loss.entrusted_by.len() {
            lines.push(text!(
                "  　　　  再委託元 {above}（区との契約の当事者）",
                "    entrusted on by {above_en}, party of the contract with the ward"
            ));
        } else {
            lines.push(text!("  　　　  再委託元 {above}", "    entrusted on by {above_en}"));
        }
    }
    match &loss.terms {
        Some(terms) => {
            let (reference, title) = (&terms.reference, &terms.title);
            lines.push(text!("  契約: {reference}　{title}", "  contract: {reference} {title}"));
            match (&terms.clause, terms.hours) {
                (Some(clause), Some(hours)) => lines.push(text!(
                    "  事故の報告: {clause}、{hours}時間以内に区へ",
                    "  incident clause: {clause}, within {hours} hours"
                )),
                (Some(clause), None) => lines.push(text!(
                    "  事故の報告: {clause}（時間の定めは記載なし。速やかに、遅くとも３日から５日以内）",
                    "  incident clause: {clause} (no hours stated)"
                )),
                (None, _) => lines.push(text!(
                    "  事故の報告: 条項の記載なし（契約書で確かめる）",
                    "  incident clause: not stated; look into the contract"
                )),
            }
            if let Some(due) = terms.notice_due {
                let due = due.format("%Y-%m-%d %H:%M");
                match terms.notice_late {
                    Some(late) => {
                        let (hours, minutes) = (late / 60, late % 60);
                        lines.push(text!(
                            "  委託先から区への報告の期限: {due}　【遅れ】{hours}時間{minutes}分の超過（区は遅くとも知った時に知らされた）。理由を聞き取り、記録する",
                            "  the contractor's notice to the ward was due at {due}: LATE by {hours} h {minutes} min; ask for the reason and record it"
                        ));
                    }
                    None => lines.push(text!(
                        "  委託先から区への報告の期限: {due}",
                        "  the contractor's notice to the ward is due at {due}"
                    )),
                }
            }
        }
        None => lines.push(text!("  契約: なし（要確認）", "  contract: none (to be checked)")),
    }
    let (subjects, subjects_en) = match loss.subjects.as_deref() {
        Some(subjects) => (subjects, subjects),
        None => ("（記載なし）", "not stated"),
    };
    let (mut many_ja, mut many_en) = persons(loss.persons);
    if let Some(counted) = &loss.counted {
        many_ja.push_str(&format!("（{counted}とある）"));
        many_en.push_str(&format!(" (counted: {counted})"));
    }
    lines.push(text!("  本人: {subjects}、{many_ja}", "  persons: {subjects_en}, {many_en}"));
    let names: Vec<&str> = loss.items.iter().map(|(name, _)| name.as_str()).collect();
    let (count, names, names_en) = (names.len(), names.join("、"), names.join(", "));
    lines.push(text!("  項目（{count}）: {names}", "  items ({count}): {names_en}"));
    if loss.beyond_flows {
        lines.push(text!(
            "  　　　  図の流れでは渡らないが、契約で取り扱える項目を含む",
            "    among them items that the contract allows though no flow brings them"
        ));
    }
    let mut kinds: Vec<(ItemKind, Vec<&str>)> = Vec::new();
    for (name, own) in &loss.items {
        for kind in own {
            match kinds.iter_mut().find(|(known, _)| known == kind) {
                Some((_, names)) => names.push(name),
                None => kinds.push((*kind, vec![name])),
            }
        }
    }
    for (kind, names) in kinds {
        let (ja, en) = (kind.ja(), kind.say(Language::English));
        let (names, names_en) = (names.join("、"), names.join(", "));
        lines.push(text!("  種別 {ja}: {names}", "  kind {en}: {names_en}"));
    }
    for (role, items) in &loss.passed_on {
        let (items, items_en) = (items.join("、"), items.join(", "));
        lines.push(text!("  その先 {role}: {items}", "  passed on to {role}: {items_en}"));
    }
}

fn dates(question: &Question, answer: &Answer, dates: &Dates, lines: &mut Vec<Text>) {
    let first = dates.first;
    lines.push(text!("■ 区の報告の期限（1日目は {first}）", "■ the ward's reports (day 1 is {first})"));
    let (presses, limit) = (dates.preliminary_presses, dates.preliminary_limit);
    lines.push(text!(
        "  速報: {presses} には出す。遅くとも {limit}（知った日を1日目として概ね３日から５日以内。土日祝日も数える）",
        "  preliminary report: by {presses}, at the latest {limit} (about 3 to 5 days, the day of knowing being day 1; closed days count)"
    ));
    if question.start.passed_hundred.is_some_and(|day| day != first) {
        lines.push(text!(
            "  人数（4号）のほかにも当たり得る号があるため、--passed-hundred の日を1日目としない",
            "  the day of --passed-hundred is not day 1: another head than the number of persons may apply"
        ));
    }
    let (thirty, Text { ja, en }) = (dates.final_30.date, reason(&dates.final_30));
    match &dates.final_60 {
        Some(sixty) if question.cause == Cause::Malicious => {
            let (due, Text { ja, en }) = (sixty.date, reason(sixty));
            lines.push(text!(
                "  確報: {due}（60日。不正の目的によるおそれがあるため）{ja}",
                "  final report: {due} (60 days: a wrongful purpose is suspected){en}"
            ));
            lines.push(text!(
                "  　　  不正の目的によるものでないと分かったら {thirty}（30日）",
                "    should no wrongful purpose be behind it: {thirty} (30 days)"
            ));
        }
        other => {
            lines.push(text!("  確報: {thirty}（30日）{ja}", "  final report: {thirty} (30 days){en}"));
            if let Some(sixty) = other {
                let (due, Text { ja, en }) = (sixty.date, reason(sixty));
                lines.push(text!(
                    "  　　  不正の目的によるおそれがある場合は {due}（60日）{ja}",
                    "    where a wrongful purpose is suspected: {due} (60 days){en}"
                ));
            }
        }
    }
    let (many_ja, many_en) = persons(answer.persons);
    let by_count_alone = answer.judgements.iter().all(|own| !own.may_apply || own.head == Head::Many);
    if by_count_alone {
        lines.push(text!(
            "  本人の数は全体で{many_ja}。後で100人を超えると分かったら、その日を --passed-hundred で指定する（新しい1日目）",
            "  in all {many_en}; should the count pass 100 later, give that day as --passed-hundred (a new day 1)"
        ));
    } else {
        lines.push(text!("  本人の数は全体で{many_ja}", "  in all {many_en}"));
    }
    if question.start.contractor.is_none() {
        lines.push(text!(
            "  委託先が知った日時も控える（--contractor-since）。区が知った日時とは別に残す",
            "  note when the contractor knew, too (--contractor-since)"
        ));
    }
    lines.push(text!(
        "  様式: 個人情報保護委員会へ電子で。紙の場合は施行規則の別記様式第六（第一は事業者用）",
        "  form: electronically to the commission; on paper, form 6 of the rules (form 1 is for businesses)"
    ));
}

fn contact(contact: &Contact) -> Text {
    let name = &contact.name;
    match &contact.section {
        Some(section) => text!("{name}（{section}）", "{name} ({section})"),
        None => text!("{name}（連絡先の記載なし）", "{name} (no contact stated)"),
    }
}

fn persons(persons: Persons) -> (String, String) {
    match persons {
        Persons::AtMost(n) => (format!("最大で約{n}人"), format!("up to about {n}")),
        Persons::OtherUnit => ("人数の記載なし".to_owned(), "persons not counted".to_owned()),
        Persons::Unknown => ("人数の記載なし".to_owned(), "number not stated".to_owned()),
    }
}

/// Returns why a last day moved, to be set behind it.
fn reason(due: &Due) -> Text {
    let Text { ja, en } = due.reason();
    if ja.is_empty() { Text { ja, en } } else { text!("　{ja}", "; {en}") }
}
