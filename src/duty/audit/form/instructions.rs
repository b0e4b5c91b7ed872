//! The first sheet: what the form is, how it is filled in, and what is asked no more.

use super::super::questions::Questions;
use super::super::subject::Subject;
use super::Mode;
use crate::model::vocabulary::Mark;
use crate::workbook::{Error, Look, Page, Sheet};

const WIDTH: u32 = 680;

const INSPECTION: [&str; 9] = [
    "１　この票は、個人情報の取扱いを委託した業務ごとに、年１回以上行う実地検査の記録です（個人情報保護委員会Ｑ＆Ａ３－１－４、事務対応ガイド４－８－９（３））。",
    "２　色の付いた欄だけに記入してください。ほかの欄は変えられません。行の高さと列の幅は変えられます。",
    "３　「監査票」の上の欄に、実施日、方法、検査した者などを書いてください。実地で行えなかったときは、その理由を必ず書いてください。",
    "４　昨年度から変わった項目（新規・文言変更・回答変更）を先に並べています。その項目から尋ねてください。",
    "５　結果は、「適」「不適」「該当なし」から選んでください。",
    "　・「適」のときは、確認した証跡（記録の名、日付など）を必ず書いてください。",
    "　・「不適」のときは、指摘と是正の期限を必ず書いてください。",
    "　・「該当なし」のときは、備考に理由を必ず書いてください。",
    "６　住民の氏名、住所、電話番号、個人番号は書かないでください。",
];

const SUBMISSION: [&str; 2] = [
    "１　この票は、委託元が付議資料に載せる個人情報保護対策チェックリストに、受託者が回答するものです。",
    "２　色の付いた欄だけに記入してください。ほかの欄は変えられません。行の高さと列の幅は変えられます。",
];

/// Returns how the answers are filled in, in the words of the checklists.
fn submission(questions: &Questions) -> Vec<String> {
    let mut lines = SUBMISSION.map(str::to_owned).to_vec();
    let mut seen: Vec<&[(String, Mark)]> = Vec::new();
    for question in &questions.all {
        if seen.contains(&question.answers.as_slice()) {
            continue;
        }
        seen.push(&question.answers);
        let word = |mark| question.word(mark);
        let Some(adopted) = word(Mark::Adopted) else { continue };
        let planned = word(Mark::Planned).map(|word| format!("行う予定なら「{word}」"));
        let needless = word(Mark::NotNeeded).map(|word| format!("対策の必要がないときは「{word}」"));
        let ways: Vec<String> =
            [format!("対策を行うときは「{adopted}」")].into_iter().chain(planned).chain(needless).collect();
        lines.push(format!("３　{}を選んでください。", ways.join("、")));
        lines.extend(
            word(Mark::NotNeeded)
                .map(|word| format!("　・「{word}」のときは、必要がない理由を必ず書いてください。")),
        );
        lines.extend(
            word(Mark::Planned)
                .map(|word| format!("　・「{word}」のときは、行う予定の日を必ず書いてください。")),
        );
        lines
            .push(format!("　・「{adopted}」のときは、証跡（いつ、何が残るか）をできるだけ書いてください。"));
    }
    lines.push("４　昨年度から変わった項目（新規・文言変更・回答変更）を先に並べています。".to_owned());
    lines
}

const RETURN: &str = "記入が終わったら、.xlsx のまま保存して委託元に返してください。パスワードやマクロを付けず、シート・行・列を足したり消したりしないでください。";

pub(super) fn sheet(
    mode: Mode,
    page: Page<'_>,
    subject: &Subject<'_>,
    questions: &Questions,
) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new("説明", page, &[WIDTH])?;
    sheet.line(Look::Title, page.paper)?;
    sheet.gap(6.0);
    sheet.line(Look::Plain, format!("契約　　{}", subject.title()))?;
    sheet.line(Look::Plain, format!("受託者　{}", subject.party.name))?;
    sheet.gap(6.0);
    let head = sheet.line(Look::Heading, "記入のしかた")?;
    sheet.repeat(head, 0)?;
    let lines: Vec<String> = match mode {
        Mode::Inspection => INSPECTION.map(str::to_owned).to_vec(),
        Mode::Submission => submission(questions),
    };
    let paper = &subject.case.print().name;
    for line in lines {
        let line = line.replace("付議資料", paper);
        sheet.line(Look::Body, line)?;
    }
    sheet.line(Look::Body, RETURN)?;
    sheet.gap(6.0);
    let changed = questions.all.iter().filter(|question| !question.changes.is_empty()).count();
    let all = questions.all.len();
    sheet.line(Look::Plain, format!("項目は全部で{all}、そのうち昨年度から変わったものは{changed}です。"))?;
    if !questions.gone.is_empty() {
        sheet.line(Look::Heading, "昨年度にあって、今年度にない項目")?;
        for row in &questions.gone {
            sheet.line(Look::Body, row)?;
        }
    }
    sheet.protect();
    Ok(sheet)
}
