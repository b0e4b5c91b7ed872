//! `fugi observe`: the field names of a real layout beside the items that a step of a flow declares.

use super::output::Output;
use super::{Exit, Global, files, targets};
use crate::diagnostic::Text;
use crate::duty::observe::{
    Declared, Finding, Form, Layout, LayoutKind, Reconciled, Wanted, read, reconcile, shown,
};
use crate::model::load::Workspace;
use crate::model::matter::Matter;
use crate::spelling;
use crate::text;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::fs::File;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 実際のレイアウト: CSV、Excel（.xlsx）、または固定長のレイアウト表。見出し（項目名）だけを読み、値は読まない
    ///
    /// The real layout: CSV, Excel (.xlsx), or the table of a fixed-length layout; only headings are read, never values
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 流れの名（ticket など）か題名
    ///
    /// Name of the flow, such as ticket, or its title
    #[arg(long, value_name = "FLOW")]
    flow: String,
    /// 手順の番号（③ は 3）
    ///
    /// Number of the step (3 for ③)
    #[arg(long, value_name = "N")]
    step: u64,
    /// 案件のファイル、または「年度/案件」（省略時は、その流れのある案件）
    ///
    /// File of the matter, or `year/matter` (default: the matter that has the flow)
    #[arg(value_name = "MATTER")]
    matter: Option<PathBuf>,
    /// 見出しの行数（省略時は、結合セルから決める。CSV では 1）
    ///
    /// Number of heading rows (default: told by merged cells; 1 in CSV)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    header_rows: Option<u32>,
    /// 見出し（header）か、固定長のレイアウト表（fixed）か（省略時は、見出しの語から決める）
    ///
    /// Column headings (header) or a table of a fixed-length layout (fixed) (default: told by the words of the headings)
    #[arg(long, value_enum, hide_possible_values = true, value_name = "header|fixed")]
    layout: Option<LayoutName>,
    /// Excel のシートの名（シートが幾つもあるとき）
    ///
    /// Name of the Excel sheet, where there are several
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LayoutName {
    Header,
    Fixed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Text,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    observe(global, arguments, output).unwrap_or_else(|error| {
        if let Some(error) = error {
            output.error(&error);
        }
        Exit::Failed
    })
}

/// Does it; an error without a text was told already.
fn observe(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Option<Text>> {
    let paths: Vec<PathBuf> = arguments.matter.iter().cloned().collect();
    let workspace = targets::open(global, &paths, output).ok_or(None)?;
    let matters = matters(&workspace, &paths, output)?;
    let matter = meant(&matters, &arguments.flow)?;
    let Some(flow) = Declared::flow(matter, &arguments.flow) else { return Err(None) };
    let declared = Declared::of(flow, arguments.step).map_err(|missing| missing.0)?;
    let layout = layout(arguments)?;
    let found = reconcile(&layout, matter, &declared.items);
    let shown = Shown { matter, flow: &flow.id.value, declared: &declared, layout: &layout, found: &found };
    match arguments.format {
        FormatName::Json => shown.json(arguments, output),
        FormatName::Text => shown.text(arguments, global.quiet, output),
    }
    Ok(if found.fields.iter().any(Finding::is_open) { Exit::Found } else { Exit::Clean })
}

/// Reads the matters that may be meant; one that cannot be read is told, and nothing is observed.
fn matters(
    workspace: &Workspace,
    paths: &[PathBuf],
    output: &mut Output,
) -> Result<Vec<Matter>, Option<Text>> {
    let (mut matters, mut broken) = (Vec::new(), false);
    for target in targets::find(workspace, paths)? {
        let (_, loaded) = targets::load(workspace, &target, output).ok_or(None)?;
        for own in loaded {
            match own.result {
                Ok(matter) => matters.push(matter),
                Err(problems) => {
                    output.problems(&own.sources, &problems);
                    broken = true;
                }
            }
        }
    }
    if broken {
        return Err(Some(text!(
            "案件を読めないため、照らし合わせません。上の所を直すか、別の案件なら「年度/案件」を書いてください",
            "a matter cannot be read, so nothing is compared; fix it, or name another matter"
        )));
    }
    Ok(matters)
}

/// Returns the one matter that has the flow.
fn meant<'m>(matters: &'m [Matter], flow: &str) -> Result<&'m Matter, Text> {
    let having: Vec<&Matter> =
        matters.iter().filter(|matter| Declared::flow(matter, flow).is_some()).collect();
    match having.as_slice() {
        [matter] => Ok(matter),
        [] => {
            let known = || matters.iter().flat_map(|own| own.flows.iter().map(|flow| flow.id.value.as_str()));
            let near = spelling::nearest(flow, known());
            let near = near.map_or_else(String::new, |near| format!("（もしかして「{near}」）"));
            let mut list: Vec<&str> = known().collect();
            list.sort_unstable();
            list.dedup();
            let list = list.join("、");
            Err(text!(
                "流れ「{flow}」{near}はありません（ある流れ: {list}）",
                "there is no flow `{flow}` (there are: {list})"
            ))
        }
        _ => {
            let list = having.iter().map(|own| own.name.as_str()).collect::<Vec<_>>().join("、");
            Err(text!(
                "流れ「{flow}」は幾つもの案件にあります（{list}）。案件を「年度/案件」の形で書いてください",
                "several matters have a flow `{flow}` ({list}); name the matter as year/matter"
            ))
        }
    }
}

/// Reads the names of the file's fields.
fn layout(arguments: &Arguments) -> Result<Layout, Text> {
    let path = &arguments.file;
    let about = std::fs::metadata(path).map_err(|error| files::refused(path, &error))?;
    let name = path.display();
    if !about.is_file() {
        return Err(text!("{name} はファイルではありません", "{name} is not a file"));
    }
    let mut opened = File::open(path).map_err(|error| files::refused(path, &error))?;
    let wanted = Wanted {
        header_rows: arguments.header_rows,
        layout: arguments.layout.map(|name| match name {
            LayoutName::Fixed => LayoutKind::Fixed,
            LayoutName::Header => LayoutKind::Header,
        }),
        sheet: arguments.sheet.clone(),
    };
    read(&mut opened, &wanted).map_err(|Text { ja, en }| text!("{name}: {ja}", "{name}: {en}"))
}

/// What is printed.
struct Shown<'s> {
    matter: &'s Matter,
    flow: &'s str,
    declared: &'s Declared,
    layout: &'s Layout,
    found: &'s Reconciled,
}

impl Shown<'_> {
    /// Returns how a field is called: with the headings above it.
    fn name(&self, index: usize) -> String {
        let Some(field) = self.layout.fields.get(index) else { return String::new() };
        let own = field.name.as_deref().unwrap_or_default();
        field.groups.iter().map(String::as_str).chain([own]).map(shown).collect::<Vec<_>>().join("／")
    }

    fn item(&self, finding: &Finding) -> &str {
        finding.item().map_or("", |item| self.matter.items[item].name.as_str())
    }

    /// Returns the word of a finding for programs, and the sentence for readers.
    fn says(&self, index: usize, finding: &Finding) -> (&'static str, Text) {
        let (name, item) = (self.name(index), self.item(finding));
        let extent = self.layout.fields.get(index).and_then(|field| field.extent);
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

    fn count(&self, is_counted: impl Fn(&Finding) -> bool) -> usize {
        self.found.fields.iter().filter(|finding| is_counted(finding)).count()
    }

    fn form(&self) -> Text {
        let kind = match self.layout.kind {
            LayoutKind::Fixed => text!("固定長のレイアウト表", "fixed-width layout"),
            LayoutKind::Header => text!("見出し", "header"),
        };
        let (ja, en) = (kind.ja, kind.en);
        match &self.layout.form {
            Form::Delimited(encoding) => text!("{ja}、{encoding}", "{en}, {encoding}"),
            Form::Workbook(sheet) => text!("{ja}、シート「{sheet}」", "{en}, sheet `{sheet}`"),
        }
    }

    fn text(&self, arguments: &Arguments, quiet: bool, output: &mut Output) {
        let (file, step) = (arguments.file.display(), arguments.step);
        let (matter, flow, form) = (&self.matter.name, self.flow, self.form());
        let (fields, items) = (self.layout.fields.len(), self.declared.items.len());
        let assumed = if self.declared.assumed { "。推定を含む" } else { "" };
        let (ja, en) = (form.ja, form.en);
        output.say(&text!(
            "{file}（{ja}、{fields}欄）を、{matter} の流れ「{flow}」手順{step}（{items}項目{assumed}）と照らし合わせました",
            "{file} ({en}, {fields} fields) against step {step} of `{flow}` in {matter} ({items} items)"
        ));
        if !quiet {
            self.details(output);
        }
        let same = self.count(|own| matches!(own, Finding::Same(_) | Finding::Spelling(_)));
        let (open, filler) = (self.count(Finding::is_open), self.count(|own| *own == Finding::Filler));
        let never = self.found.never_seen.len();
        output.say(&text!(
            "一致 {same}、確かめる欄 {open}、欄のない申告 {never}、埋め草 {filler}。値は読んでいません",
            "{same} the same, {open} to look at, {never} declared and never seen, {filler} filler; no value was read"
        ));
    }

    /// Prints what is to be looked at, in the order of the layout.
    fn details(&self, output: &mut Output) {
        for (index, (field, finding)) in self.layout.fields.iter().zip(&self.found.fields).enumerate() {
            if matches!(finding, Finding::Same(_) | Finding::Filler) {
                continue;
            }
            let (place, (_, says)) = (&field.place, self.says(index, finding));
            let (ja, en) = (format!("{}: {}", place.ja, says.ja), format!("{}: {}", place.en, says.en));
            output.say(&Text { ja: format!("  {ja}"), en: format!("  {en}") });
        }
        if self.layout.kind == LayoutKind::Header && self.layout.fields.len() == 1 {
            output.say(&text!(
                "  見出しの欄が１つだけです。題の行が上にあるときは --header-rows 2、固定長のレイアウト表は --layout fixed を付けてください",
                "  there is one field only; with a title above, say --header-rows 2, for a fixed-width layout --layout fixed"
            ));
        }
        for item in &self.found.never_seen {
            let name = &self.matter.items[*item].name;
            output.say(&text!(
                "  記載なし: 申告の「{name}」に当たる欄がありません（使わない項目なら、申告から外せます）",
                "  no field bears the declared `{name}`"
            ));
        }
        for link in &self.declared.silent {
            output.say(&text!(
                "  線「{link}」は項目の記載がないため、照らし合わせていません",
                "  the link `{link}` states no items and was not compared"
            ));
        }
    }

    fn json(&self, arguments: &Arguments, output: &mut Output) {
        let fields: Vec<_> = self
            .layout
            .fields
            .iter()
            .zip(&self.found.fields)
            .enumerate()
            .map(|(index, (field, finding))| {
                let (word, says) = self.says(index, finding);
                json!({
                    "name": field.name.as_ref().map(|_| self.name(index)),
                    "place": field.place.get(output.language),
                    "start": field.extent.map(|(start, _)| start),
                    "length": field.extent.map(|(_, length)| length),
                    "finding": word,
                    "item": finding.item().map(|item| self.matter.items[item].name.as_str()),
                    "message": says.get(output.language),
                })
            })
            .collect();
        let never: Vec<&str> =
            self.found.never_seen.iter().map(|item| self.matter.items[*item].name.as_str()).collect();
        let all = json!({
            "version": 1,
            "matter": self.matter.name,
            "flow": self.flow,
            "step": arguments.step,
            "layout": self.form().get(output.language),
            "declared": self.declared.items.len(),
            "assumed": self.declared.assumed,
            "fields": fields,
            "never_seen": never,
            "links_without_items": self.declared.silent,
            "open": self.count(Finding::is_open),
        });
        output.line(&serde_json::to_string_pretty(&all).unwrap_or_default());
    }
}
