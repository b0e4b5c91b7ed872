//! What each form asks, in whose words, and in which order.

use crate::evidence::format::field::{Field, Shape};
use crate::evidence::format::kind::Kind;

/// Columns of the grid that every part of a sheet shares.
pub(super) const GRID: u16 = 12;

/// Columns of a label, and of one thing beside others.
pub(super) const LABEL: u16 = 2;

/// Columns of a cell to fill in beside its label.
pub(super) const INPUT: u16 = 6;

/// So many things stand beside each other.
pub(super) const BESIDE: usize = 5;

/// The heading of the numbers of rows and of things beside each other.
pub(super) const NUMBER: &str = "番号";

/// A form as it is asked.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) kind: Kind,
    pub(super) parts: &'static [Part],
}

/// A part of a form, under a heading of its own.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) title: &'static str,
    /// What to do here; empty where the lines say it.
    pub(super) note: &'static str,
    pub(super) shape: PartShape,
    pub(super) lines: &'static [Line],
}

/// How a part stands on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartShape {
    /// A line a field.
    Fields,
    /// The records of a list beside each other, a line a field.
    Across(&'static str),
    /// The records of a list below each other, with so many rows to write in.
    Table(&'static str, usize),
}

/// One field that is asked.
#[derive(Debug)]
pub(super) struct Line {
    /// Names from the form, or from the record of the list, down to the field: `performed/name`.
    pub(super) path: &'static str,
    pub(super) label: &'static str,
    /// What is said beside it; the sample of the field where it is empty.
    pub(super) note: &'static str,
    pub(super) ask: Ask,
    /// Columns in a table.
    pub(super) width: u16,
}

/// Who knows what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// The ward wrote it, and it stays.
    Keep,
    /// It stands there as far as it is known, and may be put right.
    Known,
    /// Whoever fills the form in.
    Write,
}

const fn keep(path: &'static str, label: &'static str) -> Line {
    Line { path, label, note: "", ask: Ask::Keep, width: 1 }
}

const fn known(path: &'static str, label: &'static str, note: &'static str) -> Line {
    Line { path, label, note, ask: Ask::Known, width: 1 }
}

const fn asked(path: &'static str, label: &'static str, note: &'static str) -> Line {
    Line { path, label, note, ask: Ask::Write, width: 1 }
}

const fn column(width: u16, path: &'static str, label: &'static str) -> Line {
    Line { path, label, note: "", ask: Ask::Write, width }
}

const fn fields(title: &'static str, lines: &'static [Line]) -> Part {
    Part { title, note: "", shape: PartShape::Fields, lines }
}

const ATTACHMENTS: Part = Part {
    title: "添付するファイル",
    note: "このファイルと同じフォルダに置いて、一緒に送る。住民の情報を含むものは「はい」。なければ空欄。",
    shape: PartShape::Table("attachments", 3),
    lines: &[
        column(5, "file", "ファイルの名"),
        column(4, "title", "何か"),
        column(2, "personal_data", "個人情報を含むか"),
    ],
};

const ERASURE: Plan = Plan {
    kind: Kind::ErasureReport,
    parts: &[
        fields(
            "どの契約の報告か",
            &[
                keep("contract", "契約"),
                keep("addressee", "宛先"),
                keep("party_name", "報告する者"),
                keep("deadline", "報告の期限"),
            ],
        ),
        fields(
            "いつ、何を消したか",
            &[
                known("trigger", "消したきっかけ", ""),
                known("last_used", "最後に使った日", ""),
                asked("completed_on", "全て消し終えた日", ""),
                known("items", "消した情報項目", "一行に一つ。扱わなかったものは消す。"),
                known("subjects_count", "本人の数", "分からなければ空欄。"),
                asked(
                    "nothing_retained",
                    "残したものはない",
                    "残したものがあれば「いいえ」とし、下の表に書く。",
                ),
            ],
        ),
        fields(
            "報告の責任者",
            &[
                asked("responsible/organisation", "部署", ""),
                asked("responsible/position", "職名", ""),
                asked("responsible/name", "氏名", ""),
            ],
        ),
        Part {
            title: "消した媒体",
            note: "一つの媒体を、縦に一列で書く。写しがなかった媒体、区へ返した媒体、残した媒体は列を空欄のままにし、下の表に番号を書く。様式にない媒体は、空いた列に書く。",
            shape: PartShape::Across("copies"),
            lines: &[
                known("name", "媒体の名", ""),
                known("medium", "媒体の種類", ""),
                known("items", "この媒体にあった項目", "全てなら空欄"),
                asked("quantity", "数量", ""),
                asked("unit", "単位（台、枚、箱）", ""),
                asked("serial", "製造番号", ""),
                asked("method/category", "消し方", ""),
                asked("method/description", "消し方の説明", ""),
                asked("method/tool", "使った道具", ""),
                asked("method/tool_version", "道具の版", ""),
                asked("performed/position", "消した人の職名", ""),
                asked("performed/name", "消した人の氏名", ""),
                asked("performed/date", "消した日", ""),
                asked("performed/location", "消した場所", ""),
                asked("verification/method", "確かめた方法", ""),
                asked("verification/by/position", "確かめた人の職名", ""),
                asked("verification/by/name", "確かめた人の氏名（消した人と別）", ""),
                asked("verification/by/date", "確かめた日", ""),
                asked("verification/by/location", "確かめた場所", ""),
                asked("destination", "媒体の行方", ""),
            ],
        },
        Part {
            title: "写しがなかった媒体",
            note: "上の表の番号を書く。なければ空欄。",
            shape: PartShape::Table("absent", 3),
            lines: &[column(2, "place", "媒体の番号"), column(9, "reason", "写しがなかった理由")],
        },
        Part {
            title: "区へ返した媒体",
            note: "なければ空欄。",
            shape: PartShape::Table("returned", 3),
            lines: &[
                column(2, "place", "媒体の番号"),
                column(2, "name", "媒体の名"),
                column(2, "number", "管理簿の番号"),
                column(1, "quantity", "数量"),
                column(2, "date", "返した日"),
                column(2, "received_by", "受け取った課"),
            ],
        },
        Part {
            title: "残したもの",
            note: "なければ空欄。",
            shape: PartShape::Table("retained", 3),
            lines: &[
                column(2, "copy", "媒体の番号"),
                column(2, "what", "何を"),
                column(3, "reason", "なぜ（根拠）"),
                column(2, "place", "どこに"),
                column(2, "until", "いつまで"),
            ],
        },
        fields(
            "立会い・第三者の証明書（あれば）",
            &[
                asked("attendance/organisation", "立会者の所属", ""),
                asked("attendance/position", "立会者の職名", ""),
                asked("attendance/name", "立会者の氏名", ""),
                asked("attendance/date", "立会いの日", ""),
                asked("attendance/location", "立会いの場所", ""),
                asked("certificate/issuer", "証明書の発行者", ""),
                asked("certificate/number", "証明書の番号", ""),
                asked("certificate/date", "証明書の日付", ""),
            ],
        ),
        ATTACHMENTS,
    ],
};

/// In the order of the authority's form: the nine items of 個人情報保護法施行規則44条1項.
const INCIDENT: Plan = Plan {
    kind: Kind::Incident,
    parts: &[
        fields(
            "報告",
            &[
                keep("contract", "契約"),
                keep("party_name", "委託先"),
                known("incident", "事案の番号", "同じ事案の報告に、同じ番号。"),
                known("stage", "報告の段階", ""),
                known("follows", "前の報告の SHA-256", "第一報では空欄。速報と確報では区が書く。"),
            ],
        ),
        fields(
            "１　概要",
            &[
                asked("occurred_at", "発生した日時", "2026/10/13 10:00 の形。分からなければ空欄。"),
                known("found_at", "発覚した日時", "2026/10/13 17:40 の形。"),
                asked("happened", "何が起きたか", ""),
                asked("found_by", "発見した者", "部署と職名。"),
                known("heads", "施行規則43条の号", "当たるものに○。分からないうちは「確認中」に○。"),
                known("contractor_aware_at", "委託先が知った日時", "2026/10/13 17:40 の形。"),
                known("ward_aware_at", "区が知った日時", "2026/10/13 18:30 の形。この日が１日目。"),
                asked("route", "報告の経路", ""),
                asked("summary", "事実の経過", "発生から発覚まで。"),
            ],
        ),
        Part {
            title: "対応する者",
            note: "",
            shape: PartShape::Table("handled_by", 3),
            lines: &[
                column(4, "organisation", "所属"),
                column(3, "position", "職名"),
                column(4, "name", "氏名"),
            ],
        },
        fields(
            "２　漏えい等のあった項目",
            &[
                asked("media", "媒体と種類", ""),
                known("items", "項目", "一行に一つ。漏れていないものは消す。"),
            ],
        ),
        fields(
            "３　本人の数",
            &[
                asked("subjects_count", "本人の数", "分かっている数。"),
                asked("subjects_count_final", "数は確定か", ""),
            ],
        ),
        fields("４　原因", &[asked("cause", "原因", "")]),
        fields(
            "５　二次被害",
            &[asked("secondary_damage", "二次被害、そのおそれ", "ないときは「なし」と理由。")],
        ),
        fields("６　本人への対応", &[asked("response", "本人への対応", "")]),
        fields("７　公表", &[asked("publication", "公表の状況", "")]),
        fields(
            "８　再発防止",
            &[
                asked("prevention_done", "済ませたこと", ""),
                asked("prevention_planned", "これからすること", ""),
            ],
        ),
        fields("９　その他", &[asked("other", "参考となること", "ないときは「なし」。")]),
        fields(
            "報告の責任者",
            &[
                asked("responsible/organisation", "部署", ""),
                asked("responsible/position", "職名", ""),
                asked("responsible/name", "氏名", ""),
                asked("responsible/contact", "連絡先", "部署と代表電話。"),
            ],
        ),
        ATTACHMENTS,
    ],
};

const HANDLERS: Plan = Plan {
    kind: Kind::Handlers,
    parts: &[
        fields(
            "報告",
            &[
                keep("contract", "契約"),
                keep("party_name", "報告する者"),
                asked("effective", "この報告が有効になる日", ""),
            ],
        ),
        fields(
            "取扱責任者",
            &[
                asked("manager/organisation", "部署", ""),
                asked("manager/position", "職名", ""),
                asked("manager/name", "氏名", ""),
                asked("manager/contact", "連絡先", "部署と代表電話。"),
            ],
        ),
        Part {
            title: "取扱者",
            note: "従業者だけを、一行に一人書く。",
            shape: PartShape::Table("handlers", 20),
            lines: &[
                column(2, "name", "氏名"),
                column(2, "department", "部署"),
                column(3, "scope", "取り扱う範囲"),
                column(1, "trained_on", "研修の日"),
                column(1, "from", "取扱いの初日"),
                column(2, "until", "取扱いの最終日"),
            ],
        },
    ],
};

const LEDGER: Plan = Plan {
    kind: Kind::HandoverLedger,
    parts: &[
        fields(
            "どの契約の、いつの管理簿か",
            &[
                keep("contract", "契約"),
                keep("party_name", "相手方"),
                asked("from", "期間の初め", ""),
                asked("to", "期間の終わり", ""),
                asked("all_returned", "渡したものが全て返ったか", ""),
            ],
        ),
        fields(
            "責任者",
            &[
                asked("responsible/organisation", "部署", ""),
                asked("responsible/position", "職名", ""),
                asked("responsible/name", "氏名", ""),
            ],
        ),
        Part {
            title: "受渡し",
            note: "一行に一回。日時は 2026/04/10 10:00 の形。",
            shape: PartShape::Table("entries", 25),
            lines: &[
                column(2, "at", "日時"),
                column(1, "direction", "向き"),
                column(1, "handler", "取扱者"),
                column(1, "counterparty", "相手方"),
                column(1, "content", "情報の内容"),
                column(1, "medium", "媒体"),
                column(1, "medium_number", "媒体の番号"),
                column(1, "quantity", "数量"),
                column(1, "return_due", "返却の予定日"),
                column(1, "confirmed_by", "確認した者"),
            ],
        },
    ],
};

static PLANS: [&Plan; 4] = [&ERASURE, &INCIDENT, &HANDLERS, &LEDGER];

/// Words of a standard, as somebody says them who prints and posts.
const PLAIN: [(&str, &str); 5] = [
    ("clear", "上書き・初期化（Clear）"),
    ("purge", "復元できないように消した（Purge）"),
    ("crypto_erase", "暗号の鍵を消した（CE）"),
    ("destroy", "壊した（Destroy）"),
    ("shred", "裁断・溶解した（紙）"),
];

/// The answers to yes or no.
pub(super) const FLAGS: [(&str, &str); 2] = [("true", "はい"), ("false", "いいえ")];

/// Returns the kinds that are also made as a workbook or a paper.
pub fn kinds() -> impl Iterator<Item = Kind> {
    PLANS.iter().map(|plan| plan.kind)
}

/// Returns what a form of a kind asks; `None` for a kind that nobody outside is asked for.
pub(super) fn of(kind: Kind) -> Option<&'static Plan> {
    PLANS.into_iter().find(|plan| plan.kind == kind)
}

/// Returns the words that may be chosen, each with what is shown for it; none where a text is written.
pub(super) fn choices(shape: Shape) -> Vec<(&'static str, &'static str)> {
    match shape {
        Shape::Flag => FLAGS.to_vec(),
        Shape::Word(words) => {
            let plain = |word: &str| PLAIN.iter().find(|(own, _)| *own == word).map(|(_, plain)| *plain);
            words.iter().map(|(word, label)| (*word, plain(word).unwrap_or(label))).collect()
        }
        Shape::List(item) => match item() {
            words @ Shape::Word(_) => choices(words),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Returns whether a field holds several words, each a line of its own to be marked.
pub(super) fn is_marked(shape: Shape) -> bool {
    matches!(shape, Shape::List(item) if matches!(item(), Shape::Word(_)))
}

/// Returns the field at a path; a list stands for each of its records.
pub(super) fn field(fields: &'static [Field], path: &str) -> Option<Field> {
    let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let own = fields.iter().find(|field| field.name == name)?;
    let Some(rest) = rest else { return Some(*own) };
    field(records((own.shape)())?, rest)
}

/// Returns the fields inside a shape.
pub(super) fn records(shape: Shape) -> Option<&'static [Field]> {
    match shape {
        Shape::Record(_, fields) => Some(fields),
        Shape::List(item) => records(item()),
        _ => None,
    }
}

impl Part {
    /// Returns the fields that its lines are of.
    pub(super) fn fields(&self, kind: Kind) -> &'static [Field] {
        match self.shape {
            PartShape::Fields => kind.fields(),
            PartShape::Across(list) | PartShape::Table(list, _) => {
                field(kind.fields(), list).and_then(|own| records((own.shape)())).unwrap_or_default()
            }
        }
    }

    /// Returns its lines, each with its field.
    pub(super) fn lines(&self, kind: Kind) -> impl Iterator<Item = (&'static Line, Field)> {
        let fields = self.fields(kind);
        self.lines.iter().filter_map(move |line| Some((line, field(fields, line.path)?)))
    }
}

impl Line {
    /// Returns what stands beside it.
    pub(super) fn note(&self, field: &Field) -> String {
        let sample = match (self.ask, field.sample, (field.shape)()) {
            (Ask::Keep, ..) | (_, "", _) | (_, _, Shape::Word(_) | Shape::Flag | Shape::List(_)) => {
                String::new()
            }
            (_, sample, _) if self.note.is_empty() => format!("例: {sample}"),
            _ => String::new(),
        };
        let may = if field.optional && self.note.is_empty() && self.ask == Ask::Write {
            "なければ空欄。"
        } else {
            ""
        };
        format!("{}{may}{sample}", self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_is_a_field_and_every_field_that_is_needed_has_its_line() {
        for plan in PLANS {
            let mut labels = BTreeSet::new();
            let mut asked = BTreeSet::new();
            for part in plan.parts {
                assert!(labels.insert(part.title), "{:?}: {} twice", plan.kind, part.title);
                assert_ne!(part.title, plan.kind.label());
                let mut own = BTreeSet::new();
                for line in part.lines {
                    let field = field(part.fields(plan.kind), line.path);
                    let field = field.unwrap_or_else(|| panic!("{:?} has no {}", plan.kind, line.path));
                    assert!(own.insert(line.label), "{:?}: {} twice", plan.kind, line.label);
                    let list = match part.shape {
                        PartShape::Fields => String::new(),
                        PartShape::Across(list) | PartShape::Table(list, _) => format!("{list}/"),
                    };
                    asked.insert(format!("{list}{}", line.path));
                    assert!(line.note(&field).chars().count() <= 60, "{}", line.label);
                }
                if let PartShape::Table(..) = part.shape {
                    let width: u16 = part.lines.iter().map(|line| line.width).sum();
                    assert_eq!(width, GRID - 1, "{}", part.title);
                }
            }
            // A line is known by its words: none may read as the heading of a part.
            let all = plan.parts.iter().flat_map(|part| part.lines);
            assert!(all.clone().all(|line| !labels.contains(line.label)), "{:?}", plan.kind);
            let mut wanted = Vec::new();
            needed(plan.kind.fields(), "", &asked, &mut wanted);
            for path in wanted {
                // What signing adds, and what the hidden sheet or the ward's own part holds.
                let is_id = ["record_id", "salt", "issued_at", "log", "party", "contract_digest"]
                    .contains(&path.as_str());
                assert!(is_id || asked.contains(&path), "{:?} never asks for {path}", plan.kind);
            }
        }
    }

    /// The fields that may not be left out, of what may not be left out or is asked for.
    fn needed(fields: &'static [Field], lead: &str, asked: &BTreeSet<String>, out: &mut Vec<String>) {
        for field in fields {
            let path = format!("{lead}{}", field.name);
            let inside = format!("{path}/");
            let is_asked = asked.iter().any(|own| own.starts_with(&inside));
            match records((field.shape)()) {
                Some(inner) if is_asked || !field.optional => needed(inner, &inside, asked, out),
                None if !field.optional => out.push(path),
                _ => {}
            }
        }
    }
}
