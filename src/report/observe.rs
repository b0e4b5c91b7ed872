//! Observed against declared, for a reader.

use crate::diagnostic::Text;
use crate::duty::observe::{Finding, Form, LayoutKind, shown};
use crate::text;
use crate::workspace::observe::Observed;

/// Returns the lines for a reader; `file` is what to call the layout, and only counts are told where `quiet`.
#[must_use]
pub fn lines(own: &Observed, file: &str, quiet: bool) -> Vec<Text> {
    let step = own.step;
    let (matter, flow, form) = (&own.matter.name, &own.flow, form(own));
    let (fields, items) = (own.layout.fields.len(), own.declared.items.len());
    let assumed = own.declared.assumed;
    let (sure, sure_en) = if assumed { ("。推定を含む", ", some assumed") } else { ("", "") };
    let (ja, en) = (form.ja, form.en);
    let mut lines = vec![text!(
        "{file}（{ja}、{fields}欄）を、{matter} の流れ「{flow}」手順{step}（{items}項目{sure}）と照らし合わせました",
        "{file} ({en}, {fields} fields) against step {step} of `{flow}` in {matter} ({items} items{sure_en})"
    )];
    if !quiet {
        lines.extend(details(own));
    }
    let same = count(own, |own| matches!(own, Finding::Same(_) | Finding::Spelling(_)));
    let (open, filler) = (count(own, Finding::is_open), count(own, |own| *own == Finding::Filler));
    let never = own.found.never_seen.len();
    lines.push(text!(
        "一致 {same}、確かめる欄 {open}、欄のない申告 {never}、埋め草 {filler}。値は読んでいません",
        "{same} the same, {open} to look at, {never} declared and never seen, {filler} filler; no value was read"
    ));
    lines
}

/// Returns what is to be looked at, in the order of the layout.
fn details(own: &Observed) -> Vec<Text> {
    let mut lines = Vec::new();
    for (index, (field, finding)) in own.layout.fields.iter().zip(&own.found.fields).enumerate() {
        if matches!(finding, Finding::Same(_) | Finding::Filler) {
            continue;
        }
        let (place, (_, says)) = (&field.place, says(own, index, finding));
        let (ja, en) = (format!("{}: {}", place.ja, says.ja), format!("{}: {}", place.en, says.en));
        lines.push(Text { ja: format!("  {ja}"), en: format!("  {en}") });
    }
    if own.layout.kind == LayoutKind::Header && own.layout.fields.len() == 1 {
        lines.push(text!(
            "  見出しの欄が１つだけです。題の行が上にあるときは --header-rows 2、固定長のレイアウト表は --layout fixed を付けてください",
            "  there is one field only; with a title above, say --header-rows 2, for a fixed-width layout --layout fixed"
        ));
    }
    for item in &own.found.never_seen {
        let name = &own.matter.items[*item].name;
        lines.push(text!(
            "  記載なし: 申告の「{name}」に当たる欄がありません（使わない項目なら、申告から外せます）",
            "  no field bears the declared `{name}`"
        ));
    }
    for link in &own.declared.silent {
        lines.push(text!(
            "  線「{link}」は項目の記載がないため、照らし合わせていません",
            "  the link `{link}` states no items and was not compared"
        ));
    }
    lines
}

/// Returns how a field is called: with the headings above it.
pub(super) fn name(own: &Observed, index: usize) -> String {
    let Some(field) = own.layout.fields.get(index) else { return String::new() };
    let last = field.name.as_deref().unwrap_or_default();
    field.groups.iter().map(String::as_str).chain([last]).map(shown).collect::<Vec<_>>().join("／")
}

fn item<'o>(own: &'o Observed, finding: &Finding) -> &'o str {
    finding.item().map_or("", |item| own.matter.items[item].name.as_str())
}

/// Returns the word of a finding for programs, and the sentence for readers.
pub(super) fn says(own: &Observed, index: usize, finding: &Finding) -> (&'static str, Text) {
    let (name, item) = (name(own, index), item(own, finding));
    let extent = own.layout.fields.get(index).and_then(|field| field.extent);
    match finding {
        Finding::Again(_) => (
            "again",
            text!(
                "要確認: 欄「{name}」も「{item}」と読めます。誰の（何の）「{item}」かを確かめてください",
                "`{name}` bears the name of `{item}` once more; whose is it?"
            ),
        ),
        Finding::Filler => ("filler", text!("埋め草: 「{name}」", "filler: `{name}`")),
        Finding::Renamed(_) => (
            "renamed",
            text!(
                "要確認: 欄「{name}」は、申告の「{item}」の名を変えたもののようです。同じものなら、どちらかの名に揃えてください",
                "`{name}` may be the declared `{item}` under another name; if so, use one name"
            ),
        ),
        Finding::Same(_) => ("same", text!("一致: 「{name}」", "same: `{name}`")),
        Finding::Spelling(_) => (
            "spelling",
            text!(
                "表記の違い: 欄「{name}」は、申告の「{item}」です",
                "`{name}` is the declared `{item}`, written differently"
            ),
        ),
        Finding::Undeclared => (
            "undeclared",
            text!(
                "不一致: 欄「{name}」は、この手順の項目として申告されていません",
                "`{name}` is not declared for this step"
            ),
        ),
        Finding::Unnamed if extent.is_some() => {
            let (start, length) = extent.unwrap_or_default();
            (
                "unnamed",
                text!(
                    "要確認: 位置 {start} から {length}桁に、記載のない所があります。何が入るかを確かめてください",
                    "nothing is said of {length} places from {start}; find out what they hold"
                ),
            )
        }
        Finding::Unnamed => (
            "unnamed",
            text!(
                "要確認: 名のない欄があります。何が入るかを確かめてください（見出しが２段なら --header-rows 2）",
                "a column has no name (where the header is two rows deep, say --header-rows 2)"
            ),
        ),
    }
}

pub(super) fn count(own: &Observed, is_counted: impl Fn(&Finding) -> bool) -> usize {
    own.found.fields.iter().filter(|finding| is_counted(finding)).count()
}

pub(super) fn form(own: &Observed) -> Text {
    let kind = match own.layout.kind {
        LayoutKind::Fixed => text!("固定長のレイアウト表", "fixed-width layout"),
        LayoutKind::Header => text!("見出し", "header"),
    };
    let (ja, en) = (kind.ja, kind.en);
    match &own.layout.form {
        Form::Delimited(encoding) => text!("{ja}、{encoding}", "{en}, {encoding}"),
        Form::Workbook(sheet) => text!("{ja}、シート「{sheet}」", "{en}, sheet `{sheet}`"),
    }
}
