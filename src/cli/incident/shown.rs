//! The answer of the first hour, for a reader and for a program.

use crate::cli::output::Output;
use crate::diagnostic::{Language, Text};
use crate::duty::calendar::Due;
use crate::duty::incident::answer::{Answer, Contact, Loss, Question};
use crate::duty::incident::heads::Persons;
use crate::text;
use serde_json::{Value, json};

/// Prints the answer for a reader.
pub(super) fn text(question: &Question, answer: &Answer, output: &mut Output) {
    let (party, since) = (&question.party, question.start.ward.format("%Y-%m-%d %H:%M"));
    output.say(&text!(
        "事故の起きた所: {party}　区が知った日時: {since}",
        "place of the incident: {party}; the ward knew at: {since}"
    ));
    for loss in &answer.losses {
        output.line("");
        one(loss, output);
    }
    output.line("");
    output.say(&text!("■ 該当し得る報告（個人情報保護法68条、規則43条）", "■ reports that may be due"));
    for judgement in &answer.judgements {
        let (head, reason) = (judgement.head.words(), &judgement.reason);
        let (ja, en) = (&head.ja, &head.en);
        let (why_ja, why_en) = (&reason.ja, &reason.en);
        let mark = if judgement.may_apply { "●" } else { "－" };
        output.say(&text!("  {mark} {ja}: {why_ja}", "  {mark} {en}: {why_en}"));
    }
    if answer.judgements.iter().all(|judgement| !judgement.may_apply) {
        output.say(&text!(
            "  どの号にも当たらない見込みですが、上の理由のとおりかを確かめ、判断した者と日時を記録してください",
            "  no head seems to apply; check each reason above and record who decided, and when"
        ));
    }
    output.line("");
    dates(question, answer, output);
}

fn one(loss: &Loss, output: &mut Output) {
    let (matter, title, role) = (&loss.matter, &loss.title, &loss.role);
    output.say(&text!("■ {matter}　{title}", "■ {matter} {title}"));
    if let Some(department) = &loss.department {
        output.say(&text!("  担当課: {department}", "  section in charge: {department}"));
    }
    let contact = contact(&loss.contact);
    output.say(&text!("  連絡先: {role} {contact}", "  to call: {role} {contact}"));
    for above in &loss.entrusted_by {
        let above = self::contact(above);
        output.say(&text!("  　　　  再委託元 {above}", "    entrusted on by {above}"));
    }
    match &loss.terms {
        Some(terms) => {
            let (reference, title) = (&terms.reference, &terms.title);
            output.say(&text!("  契約: {reference}　{title}", "  contract: {reference} {title}"));
            match (&terms.clause, terms.hours) {
                (Some(clause), Some(hours)) => output.say(&text!(
                    "  事故の報告: {clause}、{hours}時間以内に区へ",
                    "  incident clause: {clause}, within {hours} hours"
                )),
                (Some(clause), None) => output.say(&text!(
                    "  事故の報告: {clause}（時間の定めは記載なし。速やかに、遅くとも３日から５日以内）",
                    "  incident clause: {clause} (no hours stated)"
                )),
                (None, _) => output.say(&text!(
                    "  事故の報告: 条項の記載なし（契約書で確かめる）",
                    "  incident clause: not stated; look into the contract"
                )),
            }
            if let Some(due) = terms.notice_due {
                let due = due.format("%Y-%m-%d %H:%M");
                output.say(&text!(
                    "  委託先から区への報告の期限: {due}",
                    "  the contractor's notice to the ward is due at {due}"
                ));
            }
        }
        None => output.say(&text!("  契約: なし（要確認）", "  contract: none (to be checked)")),
    }
    let subjects = loss.subjects.as_deref().unwrap_or("（記載なし）");
    let (many_ja, many_en) = persons(loss.persons);
    output.say(&text!("  本人: {subjects}、{many_ja}", "  persons: {subjects}, {many_en}"));
    let names: Vec<&str> = loss.items.iter().map(|(name, _)| name.as_str()).collect();
    let (count, names) = (names.len(), names.join("、"));
    output.say(&text!("  項目（{count}）: {names}", "  items ({count}): {names}"));
    if loss.beyond_flows {
        output.say(&text!(
            "  　　　  図の流れでは渡らないが、契約で取り扱える項目を含む",
            "    among them items that the contract allows though no flow brings them"
        ));
    }
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, own) in &loss.items {
        for kind in own {
            match kinds.iter_mut().find(|(known, _)| *known == kind.ja()) {
                Some((_, names)) => names.push(name),
                None => kinds.push((kind.ja(), vec![name])),
            }
        }
    }
    for (kind, names) in kinds {
        let names = names.join("、");
        output.say(&text!("  種別 {kind}: {names}", "  kind {kind}: {names}"));
    }
    for (role, items) in &loss.passed_on {
        let items = items.join("、");
        output.say(&text!("  その先 {role}: {items}", "  passed on to {role}: {items}"));
    }
}

fn dates(question: &Question, answer: &Answer, output: &mut Output) {
    let dates = &answer.dates;
    let first = dates.first;
    output.say(&text!("■ 区の報告の期限（1日目は {first}）", "■ the ward's reports (day 1 is {first})"));
    let (presses, limit) = (dates.preliminary_presses, dates.preliminary_limit);
    output.say(&text!(
        "  速報: {presses} には出す。遅くとも {limit}（概ね３日から５日以内。土日祝日も数える）",
        "  preliminary report: by {presses}, at the latest {limit} (3 to 5 days, closed days count)"
    ));
    if question.start.passed_hundred.is_some_and(|day| day != first) {
        output.say(&text!(
            "  人数（4号）のほかにも当たり得る号があるため、--passed-hundred の日を1日目としない",
            "  the day of --passed-hundred is not day 1: another head than the number of persons may apply"
        ));
    }
    let (due, Text { ja, en }) = (dates.final_30.date, reason(&dates.final_30));
    output.say(&text!("  確報: {due}（30日）{ja}", "  final report: {due} (30 days){en}"));
    if let Some(sixty) = &dates.final_60 {
        let (due, Text { ja, en }) = (sixty.date, reason(sixty));
        output.say(&text!(
            "  　　  不正の目的によるおそれがある場合は {due}（60日）{ja}",
            "    where a wrongful purpose is suspected: {due} (60 days){en}"
        ));
    }
    let (many_ja, many_en) = persons(answer.persons);
    output.say(&text!(
        "  本人の数は全体で{many_ja}。後で100人を超えると分かったら、その日を --passed-hundred で指定する（新しい1日目）",
        "  in all {many_en}; should the count pass 100 later, give that day as --passed-hundred (a new day 1)"
    ));
    if question.start.contractor.is_none() {
        output.say(&text!(
            "  委託先が知った日時も控える（--contractor-since）。区が知った日時とは別に残す",
            "  note when the contractor knew, too (--contractor-since)"
        ));
    }
    output.say(&text!(
        "  様式: 個人情報保護委員会へ電子で。紙の場合は施行規則の別記様式第六（第一は事業者用）",
        "  form: electronically to the commission; on paper, form 6 of the rules (form 1 is for businesses)"
    ));
}

fn contact(contact: &Contact) -> String {
    match &contact.section {
        Some(section) => format!("{}（{section}）", contact.name),
        None => format!("{}（連絡先の記載なし）", contact.name),
    }
}

fn persons(persons: Persons) -> (String, String) {
    match persons {
        Persons::AtMost(n) => (format!("最大で約{n}人"), format!("up to about {n}")),
        Persons::Unknown => ("人数の記載なし".to_owned(), "number not stated".to_owned()),
    }
}

/// Returns why a last day moved, to be set behind it.
fn reason(due: &Due) -> Text {
    let Text { ja, en } = due.reason();
    if ja.is_empty() { Text { ja, en } } else { text!("　{ja}", "; {en}") }
}

/// Returns the answer for a program.
pub(super) fn json(question: &Question, answer: &Answer, language: Language) -> Value {
    let persons = |persons| match persons {
        Persons::AtMost(n) => json!(n),
        Persons::Unknown => Value::Null,
    };
    let contact = |contact: &Contact| json!({ "name": contact.name, "section": contact.section });
    let losses = answer.losses.iter().map(|loss| {
        let items = loss.items.iter().map(|(name, kinds)| {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
            json!({ "name": name, "kinds": kinds })
        });
        let passed_on = loss.passed_on.iter().map(|(role, items)| json!({ "role": role, "items": items }));
        let terms = loss.terms.as_ref().map(|terms| {
            json!({
                "reference": terms.reference, "title": terms.title, "number": terms.number, "clause": terms.clause,
                "notice_hours": terms.hours, "notice_due": terms.notice_due.map(|due| due.to_string()),
            })
        });
        json!({
            "matter": loss.matter, "title": loss.title, "department": loss.department, "role": loss.role,
            "contact": contact(&loss.contact), "entrusted_by": loss.entrusted_by.iter().map(contact).collect::<Vec<_>>(),
            "contract": terms, "subjects": loss.subjects, "persons_at_most": persons(loss.persons),
            "items": items.collect::<Vec<_>>(), "beyond_flows": loss.beyond_flows,
            "passed_on": passed_on.collect::<Vec<_>>(),
        })
    });
    let heads = answer.judgements.iter().map(|judgement| {
        json!({
            "head": judgement.head.words().get(language), "may_apply": judgement.may_apply,
            "reason": judgement.reason.get(language),
        })
    });
    let due = |due: &Due| json!({ "date": due.date.to_string(), "counted": due.counted.to_string(), "certain": due.certain });
    json!({
        "version": 1,
        "party": question.party,
        "ward_knew": question.start.ward.to_string(),
        "losses": losses.collect::<Vec<_>>(),
        "persons_at_most": persons(answer.persons),
        "heads": heads.collect::<Vec<_>>(),
        "dates": {
            "first": answer.dates.first.to_string(), "preliminary_presses": answer.dates.preliminary_presses.to_string(),
            "preliminary_limit": answer.dates.preliminary_limit.to_string(), "final_30": due(&answer.dates.final_30),
            "final_60": answer.dates.final_60.as_ref().map(due),
        },
    })
}
