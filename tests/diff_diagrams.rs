//! The diagrams of `fugi diff`: what is added, changed and gone is told in every format, at the part itself, and
//! every format says the same.

use crate::support;
use crate::support::compared;

use calamine::{Reader, Xlsx};
use compared::{Own, R07, R08, compared, root};
use fugi::diff::Change;
use fugi::diff::marks::Part;
use fugi::diff::prose::Piece;
use fugi::document::figure::{self, Figure};
use fugi::document::tree::{Block, Document};
use fugi::model::flow::Flow;
use fugi::model::ids::{FlowId, Id, LinkId, RoleId};
use fugi::model::matter::MeasureSet;
use fugi::render::templates::Templates;
use fugi::render::{Format, render};
use std::io::{Cursor, Read};
use support::Sandbox;

fn figures(document: &Document) -> Vec<&Figure> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Figure(figure) = block { Some(figure) } else { None }).collect()
}

/// Returns every mark of the diagrams: which diagram, how, what.
fn marks(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for figure in figures(document) {
        let id = &figure.id;
        let mut line = |change: Option<figure::Change>, what: String| {
            lines.extend(change.map(|change| format!("{id} {}：{what}", change.ja())));
        };
        let name = |at: usize| figure.participants[at].name.as_str();
        for own in &figure.participants {
            line(own.change, own.name.clone());
        }
        for own in &figure.steps {
            line(own.change, format!("{}{}", own.number, own.text));
        }
        for own in &figure.links {
            let answer = if own.reply_to.is_some() { "（応答）" } else { "" };
            line(own.change, format!("{}→{}{answer}", name(own.from), name(own.to)));
        }
        let owned = figure.participants.iter().map(|own| (own.name.as_str(), &own.boxes));
        for (name, boxes) in owned.chain([("記載なし", &figure.boxes)]) {
            for own in boxes {
                assert_eq!(own.measures.len(), own.changes.len());
                line(own.change, format!("{name}の{}", own.category));
                for (change, measure) in own.marked() {
                    line(change, format!("{name}の{}の{measure}", own.category));
                }
            }
        }
        if let Some(own) = &figure.contract {
            line(own.change, own.label.clone());
        }
        lines
            .extend(figure.notes.iter().filter(|own| own.starts_with('【')).map(|own| format!("{id} {own}")));
    }
    lines
}

fn has(marks: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(marks.iter().any(|own| own == line), "{line}: {marks:#?}");
    }
}

#[test]
fn every_part_that_differs_is_marked() {
    let (old, new) = (Own::read(R07, None), Own::read(R08, None));
    let there = marks(&compared(&old, &new).1);
    has(
        &there,
        &[
            "emoney 追加：⑥納付情報をデータ連携事業者に送信する。",
            "emoney 変更：電子マネー事業者→データ連携事業者",
            "emoney 削除：⑧収納データの送付",
            "emoney 削除：新宿区のシステム上の対策",
            "emoney 変更：収納サービス提供事業者の運用上の対策",
            "emoney 削除：収納サービス提供事業者の運用上の対策のデータの暗号化",
            "emoney 削除：電子マネー事業者の運用上の対策の鍵付きカバン等による運搬",
            "emoney 追加：電子マネー事業者の運用上の対策の再委託先への立入り調査等",
            "emoney 変更：電子マネー事業者ごとに四者契約",
            "bank 追加：収納サービス提供事業者の運用上の対策",
            "credit 追加：クレジットカード会社→クレジットカード指定納付受託者（応答）",
        ],
    );
    let back = marks(&compared(&new, &old).1);
    has(
        &back,
        &[
            "emoney 削除：⑥納付情報をデータ連携事業者に送信する。",
            "emoney 追加：新宿区のシステム上の対策",
            "emoney 追加：収納サービス提供事業者の運用上の対策のデータの暗号化",
            "bank 削除：収納サービス提供事業者の運用上の対策",
        ],
    );
    // Nothing about them changed.
    for line in there.iter().chain(&back) {
        assert!(!line.ends_with("：納付義務者"), "{line}");
        assert!(!line.contains("入退室管理") && !line.ends_with("：データ連携事業者"), "{line}");
    }
}

/// What is gone stands where it stood, and what passes between the parties still passes between the same.
#[test]
fn what_is_gone_stands_where_it_stood() {
    let (old, new) = (Own::read(R07, None), Own::read(R08, None));
    let (_, document) = compared(&old, &new);
    let emoney = figures(&document).into_iter().find(|own| own.id == "emoney").unwrap();
    let steps: Vec<&str> = emoney.steps.iter().map(|own| own.number.as_str()).collect();
    assert_eq!(steps, ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑧", "⑨"]);
    assert_eq!(emoney.steps[8].change, Some(figure::Change::Removed));
    let text = std::fs::read_to_string(root().join(R08)).unwrap();
    // The relaying party leaves the diagram, with its line and its boxes.
    let without = text.replacen("      - { measures: technical-box, of: relay }\n", "", 1).replacen(
        "      - { measures: organisational-box, of: relay }\n",
        "",
        1,
    );
    let gone = Own::read(R08, Some(without));
    let (_, document) = compared(&new, &gone);
    let emoney = figures(&document)[0];
    let names =
        |figure: &Figure| -> Vec<String> { figure.participants.iter().map(|own| own.name.clone()).collect() };
    assert_eq!(
        names(emoney),
        ["納付義務者", "電子マネー事業者", "データ連携事業者", "収納サービス提供事業者", "新宿区"]
    );
    assert_eq!(
        marks(&document),
        ["emoney 削除：データ連携事業者のシステム上の対策", "emoney 削除：データ連携事業者の運用上の対策"]
    );
}

/// A diagram in which only the measures differ is shown: to take one away needs the council again.
#[test]
fn a_measure_alone_makes_a_diagram() {
    let text = std::fs::read_to_string(root().join(R08)).unwrap();
    let line = "      - { label: 通信内容の暗号化, rows: [T3] }\n";
    assert!(text.contains(line));
    let (old, new) = (Own::read(R08, None), Own::read(R08, Some(text.replacen(line, "", 1))));
    let (_, document) = compared(&old, &new);
    let mut seen = 0;
    for line in marks(&document) {
        let is_measure = line.ends_with("のシステム上の対策の通信内容の暗号化") && line.contains(" 削除：");
        seen += usize::from(is_measure);
        assert!(is_measure || line.ends_with("のシステム上の対策") && line.contains(" 変更："), "{line}");
    }
    assert_eq!((seen, figures(&document).len()), (7, 3));
    assert!(marks(&compared(&new, &old).1).iter().any(|own| own.contains(" 追加：")));
    // The same through the command: a diagram is written, and says it.
    let sandbox = Sandbox::new();
    for path in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml", "yoi.yaml"] {
        let text = sandbox.read(&format!("policies/r07/{path}"));
        sandbox.write(&format!("policies/r08/{path}"), text);
    }
    let measure = "{ label: 契約, rows: [P1] }";
    sandbox.edit("policies/r07/yoi.yaml", measure, &format!("{measure}, {{ label: 施錠, rows: [P1] }}"));
    let run = sandbox.fugi(&["diff", "r07/yoi", "r08/yoi", "--format", "svg,md", "--out", "kami"]);
    assert!(run.code < 2, "{}{}", run.out, run.err);
    let drawn: Vec<_> = std::fs::read_dir(sandbox.root().join("kami"))
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".svg"))
        .collect();
    assert_eq!(drawn.len(), 1, "{drawn:?}");
    let svg = sandbox.read(&format!("kami/{}", drawn[0]));
    assert!(svg.contains("〔削除〕</tspan>") && svg.contains("class=\"d-strike\""), "{svg}");
    assert!(sandbox.read("kami/yoi-comparison.md").contains("・【削除】施錠"));
}

/// A diagram in which only the note on an earlier approval differs says so.
#[test]
fn a_note_says_itself_how_it_differs() {
    let text = std::fs::read_to_string(root().join(R08)).unwrap();
    let line = "    approvals: [mobile-regi-credit]\n";
    assert!(text.contains(line));
    let (old, new) = (Own::read(R08, None), Own::read(R08, Some(text.replacen(line, "", 1))));
    for ((old, new), mark) in [((&old, &new), "【削除】"), ((&new, &old), "【追加】")] {
        let told = marks(&compared(old, new).1);
        let [told] = told.as_slice() else { panic!("{told:#?}") };
        assert!(told.starts_with(&format!("credit {mark}※")), "{told}");
    }
}

/// What is added and what is gone takes room; the diagrams of the real submission stay on A4 all the same.
#[test]
fn the_diagrams_of_a_year_stay_on_a4() {
    let (old, new) = (Own::read(R07, None), Own::read(R08, None));
    let (_, document) = compared(&old, &new);
    for figure in figures(&document) {
        let pages = fugi::render::svg::pages(figure, &["見本", "案"]);
        assert!(matches!(pages.as_slice(), [page] if page.contains("data-paper=\"A4\"")), "{}", figure.id);
    }
}

/// Returns all that a change tells.
fn words(change: &Change) -> String {
    let side = |pieces: &[Piece]| -> String { pieces.iter().map(|piece| piece.text.as_str()).collect() };
    [&change.place, &side(&change.words.before), &side(&change.words.after), &change.with.join("\n")]
        .map(String::as_str)
        .join("\n")
}

/// The names of the parts of one flow, by which a change speaks of them.
struct Names<'o> {
    own: &'o Own,
    flow: &'o Flow,
}

impl<'o> Names<'o> {
    fn of(own: &'o Own, flow: Option<usize>) -> Option<Self> {
        Some(Self { own, flow: &own.2.flows[FlowId::from_index(flow?)] })
    }

    fn role(&self, role: RoleId) -> String {
        self.own.2.roles[role].name.value.clone()
    }

    fn link(&self, index: usize) -> String {
        let link = &self.flow.links[LinkId::from_index(index)];
        format!("{}→{}", self.role(link.from.value), self.role(link.to.value))
    }

    fn step(&self, index: usize) -> String {
        format!("手順{}", self.flow.steps[index].no.value)
    }

    fn measures(&self, index: usize) -> &'o MeasureSet {
        &self.own.2.measures[self.flow.boxes[index].measures.value]
    }

    fn category(&self, index: usize) -> String {
        self.measures(index).category.value.ja().to_owned()
    }
}

/// Every mark has a change in the list that explains it: one that speaks of that very part.
#[test]
fn no_part_is_marked_without_a_change() {
    let read = |file: &str| Own::read(file, None);
    let all: Vec<Own> = [R07, R08, "policies/r08/mihon-itaku.yaml"].into_iter().map(read).collect();
    for (old, new) in all.iter().flat_map(|old| all.iter().map(move |new| (old, new))) {
        let (found, document) = compared(old, new);
        for flow in &found.flows {
            let sides = [Names::of(old, flow.old), Names::of(new, flow.new)];
            let explained = |what: &str, part: &Part, name: &dyn Fn(&Names<'_>, usize) -> String| {
                let indexes = [part.old, part.new];
                let both = sides.iter().zip(indexes);
                let names: Vec<String> =
                    both.filter_map(|(own, index)| Some(name(own.as_ref()?, index?))).collect();
                let differs = part.old.is_none() || part.new.is_none();
                let is_told = part.by.iter().any(|at| {
                    let words = words(&found.changes[*at]);
                    // The coming or going of a whole flow is told by its name.
                    flow.old.is_none() || flow.new.is_none() || names.iter().any(|own| words.contains(own))
                });
                let is_marked = differs || !part.by.is_empty();
                assert!(!is_marked || is_told, "{what} {names:?}: {part:?}");
            };
            flow.links.iter().for_each(|part| explained("line", part, &|own, at| own.link(at)));
            flow.steps.iter().for_each(|part| explained("step", part, &|own, at| own.step(at)));
            let role = |own: &Names<'_>, index: usize| own.role(RoleId::from_index(index));
            flow.roles.iter().for_each(|part| explained("party", part, &role));
            for own in &flow.boxes {
                explained("box", &own.part, &|own, at| own.category(at));
                for measure in &own.measures {
                    let (was, is) = (own.part.old, own.part.new);
                    let indexes = [was, is].into_iter().zip(&sides);
                    let sets: Vec<&MeasureSet> =
                        indexes.filter_map(|(index, own)| Some(own.as_ref()?.measures(index?))).collect();
                    let label = |own: &Names<'_>, index: usize| {
                        let at = usize::from(std::ptr::eq(own.own, new));
                        sets[at.min(sets.len() - 1)].measures[index].label.value.clone()
                    };
                    explained("measure", measure, &label);
                }
            }
            let note = |own: &Names<'_>, index: usize| {
                own.own.2.prior_approvals[own.flow.approvals[index].value].subject.value.clone()
            };
            flow.notes.iter().for_each(|part| explained("note", part, &note));
            let bar = |own: &Names<'_>, _: usize| {
                own.flow.contract_label.as_ref().map_or_else(String::new, |own| own.text.value.clone())
            };
            if flow.contract.old.is_some() || flow.contract.new.is_some() {
                explained("bar of the contract", &flow.contract, &bar);
            }
        }
        if found.changes.is_empty() {
            assert_eq!(marks(&document), Vec::<String>::new());
        }
    }
}

/// Returns the text of a file in a DOCX.
fn word(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    without_tags(&xml)
}

fn without_tags(text: &str) -> String {
    let mut words = String::new();
    for piece in text.split('<') {
        words.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
    }
    words.replace(char::is_whitespace, "")
}

#[test]
fn every_format_says_it_at_the_part() {
    let (old, new) = (Own::read(R07, None), Own::read(R08, None));
    let (_, document) = compared(&old, &new);
    let templates = Templates::built_in().unwrap();
    let made = |format| render(&document, format, &templates).unwrap();
    let text = |format| String::from_utf8(made(format).remove(0).contents).unwrap();
    let (markdown, html) = (text(Format::Markdown), without_tags(&text(Format::Html)));
    let docx = word(&made(Format::Docx)[0].contents);
    let svg: String =
        made(Format::Svg).iter().map(|file| without_tags(&String::from_utf8_lossy(&file.contents))).collect();
    for (mark, part) in [
        ("追加", "⑥納付情報をデータ連携事業者に送信する。"),
        ("削除", "⑧収納データの送付"),
        ("変更", "⑧収納データの受信、集約、区への送信及び収納データの管理を行う。"),
        ("削除", "データの暗号化"),
        ("追加", "管理の確認体制の構築"),
        ("変更", "電子マネー事業者ごとに四者契約"),
    ] {
        let said = format!("【{mark}】{part}");
        for (format, text) in [("md", &markdown), ("html", &html), ("docx", &docx)] {
            assert!(text.contains(&said), "{format}: {said}");
        }
        // Lines of a diagram are broken.
        let begin: String = part.chars().take(6).collect();
        assert!(svg.contains(&format!("〔{mark}〕{begin}")), "svg: {mark} {begin}: {svg}");
    }
    assert!(markdown.contains("#### 【削除】新宿区（システム上の対策）"), "{markdown}");
    assert!(svg.contains("〔削除〕新宿区：システム上の対策"), "{svg}");
    let mut book = Xlsx::new(Cursor::new(made(Format::Xlsx).remove(0).contents)).unwrap();
    let sheet = book.worksheet_range("流れ 資料６－３").unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let row = |cells: [&str; 2]| {
        rows.iter().position(|row| {
            row.first().map(String::as_str) == Some(cells[0]) && row.iter().any(|cell| cell == cells[1])
        })
    };
    let gone = row(["削除", "収納データの送付"]).expect("what is gone is said to be");
    let last = rows.iter().position(|row| row.get(1).map(String::as_str) == Some("⑨")).unwrap();
    assert!(gone < last, "it stands where it stood");
    assert!(row(["追加", "納付情報をデータ連携事業者に送信する。"]).is_some(), "{rows:#?}");
    assert!(row(["削除", "対策の箱：新宿区（システム上の対策）"]).is_some(), "{rows:#?}");
    assert!(rows.iter().flatten().any(|cell| cell.contains("【削除】データの暗号化")), "{rows:#?}");
}
