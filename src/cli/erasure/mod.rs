//! `fugi erasure status`: which copies are left when terms end, and how each came to be.

mod form;

use super::output::Output;
use super::{Exit, Global, filed, targets};
use crate::case::Case;
use crate::case::numbers::circled;
use crate::diagnostic::Text;
use crate::duty::erasure::places::Place;
use crate::duty::erasure::status::{Standing, State, standings};
use crate::duty::filed::Filed;
use crate::model::contract::Contract;
use crate::proof::{Origin, Proof};
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

/// So many items are named; the rest is counted.
const SHOWN_ITEMS: usize = 5;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 期間の終わった契約の、残っている写しを示す
    ///
    /// Show the copies that are left of contracts whose term is over
    Status(Asked),
    /// 消去完了報告の様式を、場所・項目・期限を書き入れて書き出す
    ///
    /// Write the form of an erasure report, with places, items and last day filled in
    Form(Wanted),
}

#[derive(Debug, Args)]
struct Wanted {
    /// 契約（例: r08/mihon-itaku/ticket）
    ///
    /// The contract, for example r08/mihon-itaku/ticket
    #[arg(value_name = "CONTRACT")]
    contract: String,
    /// 報告する者（法人の識別子か名）
    ///
    /// Who reports (id or name of the legal entity)
    #[arg(value_name = "PARTY")]
    party: String,
    /// 書き出すファイル（省略時は標準出力）
    ///
    /// File to write (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Asked {
    /// 案件のファイル、年度のフォルダ、または「年度/案件」（省略時は全て）
    ///
    /// Files of matters, folders of years, or `year/matter` (default: all)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// この契約だけを見る（例: r08/mihon-itaku/ticket、または ticket）
    ///
    /// Look only at this contract (r08/mihon-itaku/ticket, or ticket)
    #[arg(long, value_name = "CONTRACT")]
    contract: Option<String>,
    /// 期間の中のもの、消去されたものも示す
    ///
    /// Show also what is in use and what is erased
    #[arg(long)]
    all: bool,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Text,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    match &arguments.command {
        Command::Form(wanted) => form::run(global, wanted, output),
        Command::Status(asked) => status(global, asked, output),
    }
}

/// What became of the copies of all matters looked at.
#[derive(Default)]
struct Tally {
    rows: Vec<Row>,
    doubts: Vec<Text>,
    in_use: usize,
    erased: usize,
    contracts: usize,
}

/// A place, ready to be shown.
struct Row {
    contract: String,
    contractor: String,
    place: String,
    items: Vec<String>,
    path: String,
    ends: Option<NaiveDate>,
    state: State,
}

fn status(global: &Global, asked: &Asked, output: &mut Output) -> Exit {
    let today = global.today();
    let Some(workspace) = targets::open(global, &asked.paths, output) else { return Exit::Failed };
    let Some(filed) = filed::read(&workspace, output) else { return Exit::Failed };
    let found = match targets::find(&workspace, &asked.paths) {
        Ok(found) => found,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let (mut tally, mut unreadable) = (Tally::default(), false);
    for target in found {
        let Some((year, matters)) = targets::load(&workspace, &target, output) else {
            unreadable = true;
            continue;
        };
        for loaded in matters {
            match loaded.result {
                Ok(matter) => {
                    let case = Case::new(&workspace, &year, &matter, &loaded.sources);
                    let reader = Reader { case, filed: &filed, today };
                    reader.add(asked, &mut tally);
                }
                Err(problems) => {
                    output.problems(&loaded.sources, &problems);
                    unreadable = true;
                }
            }
        }
    }
    if tally.contracts == 0 {
        if !unreadable {
            match &asked.contract {
                Some(contract) => output.error(&text!(
                    "契約「{contract}」がありません。契約の名は `fugi show contracts` で確かめられます",
                    "there is no contract `{contract}`; `fugi show contracts` lists them"
                )),
                None => output.error(&text!("調べる契約がありません", "there is no contract to look at")),
            }
        }
        return Exit::Failed;
    }
    let overdue = tally.rows.iter().any(|row| matches!(row.state, State::Left { overdue: true, .. }));
    match asked.format {
        FormatName::Json => print_json(&tally, today, output),
        FormatName::Text => print_text(&tally, today, global.quiet, output),
    }
    match (unreadable, overdue || !tally.doubts.is_empty()) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Found,
        (false, false) => Exit::Clean,
    }
}

struct Reader<'a> {
    case: Case<'a>,
    filed: &'a Filed,
    today: NaiveDate,
}

impl Reader<'_> {
    fn add(&self, asked: &Asked, tally: &mut Tally) {
        let matter = self.case.matter;
        let proof = Proof::new(matter);
        let is_asked = |contract: &Contract| {
            let reference = self.case.reference(contract);
            asked.contract.as_ref().is_none_or(|asked| *asked == reference || *asked == contract.id.value)
        };
        tally.contracts += matter.contracts.iter().filter(|contract| is_asked(contract)).count();
        let found = standings(&self.case, &proof, self.filed, self.today);
        for standing in found.places {
            let contract = &matter.contracts[standing.place.contract];
            if !is_asked(contract) {
                continue;
            }
            let contract = &contract.id.value;
            for doubt in &standing.doubts {
                let (place, who) = (
                    standing.place.label(matter),
                    self.case.addressee(standing.place.role, standing.place.provider),
                );
                let (Text { ja, en }, rule) = (doubt.said(), doubt.rule().name);
                tally.doubts.push(text!(
                    "[{rule}] {contract}　{who}　{place}: {ja}",
                    "[{rule}] {contract}, {who}, {place}: {en}"
                ));
            }
            match &standing.state {
                State::InUse => tally.in_use += 1,
                State::Absent { .. } | State::Erased { .. } => tally.erased += 1,
                State::Held { .. } | State::Left { .. } => {}
            }
            if asked.all || matches!(standing.state, State::Left { .. } | State::Held { .. }) {
                tally.rows.push(self.row(standing, &proof));
            }
        }
        for (entry, doubt) in found.stray {
            let Text { ja, en } = doubt.said();
            let rule = doubt.rule().name;
            tally.doubts.push(text!("[{rule}] 記録 {entry}番: {ja}", "[{rule}] entry {entry}: {en}"));
        }
    }

    fn row(&self, standing: Standing, proof: &Proof<'_>) -> Row {
        let matter = self.case.matter;
        let place = &standing.place;
        let items = if standing.left.is_empty() { place.items.iter().collect() } else { standing.left };
        Row {
            contract: self.case.reference(&matter.contracts[place.contract]),
            contractor: self.case.addressee(place.role, place.provider).to_owned(),
            place: place.label(matter),
            path: self.path(place, proof),
            items: items.into_iter().map(|item| matter.items[item].name.clone()).collect(),
            ends: standing.ends,
            state: standing.state,
        }
    }

    /// Returns how the copy came to be: the roles in turn, from where its first item begins.
    fn path(&self, place: &Place, proof: &Proof<'_>) -> String {
        let matter = self.case.matter;
        let flows = matter.flows.enumerate().filter(|(_, flow)| {
            flow.contract.as_ref().is_some_and(|contract| contract.value == place.contract)
        });
        let role = |role| self.case.role(role);
        let answer = flows
            .flat_map(|(flow, _)| place.items.iter().map(move |item| (flow, item)))
            .filter_map(|(flow, item)| proof.path(flow, place.role, item))
            .max_by_key(|answer| answer.hops.len());
        let Some(answer) = answer else { return role(place.role).to_owned() };
        let mut words = vec![role(answer.first).to_owned()];
        for hop in &answer.hops {
            let flow = &matter.flows[hop.flow];
            let step = flow.steps.iter().find(|step| step.links.iter().any(|link| link.value == hop.link));
            let number = step.map_or(String::new(), |step| circled(step.no.value));
            words.push(format!("→{number}{}", role(flow.links[hop.link].to.value)));
        }
        if answer.hops.is_empty() && matches!(answer.origin, Origin::Made { .. }) {
            words.push("（作成）".to_owned());
        }
        words.concat()
    }
}

fn shown(state: &State) -> Text {
    match state {
        State::Absent { reason, entry } => {
            text!("写しなし（{reason}、記録 {entry}番）", "never there ({reason}, entry {entry})")
        }
        State::Erased { date, entry } => {
            text!("消去済（{date}、記録 {entry}番）", "erased on {date}, entry {entry}")
        }
        State::Held { reason, until: Some(until), .. } => {
            text!("保存中（{reason}、{until} まで）", "held ({reason}, until {until})")
        }
        State::Held { reason, until: None, .. } => text!("保存中（{reason}）", "held ({reason})"),
        State::InUse => text!("期間中", "in use"),
        State::Left { due: None, .. } => text!("残存（期限の記載なし）", "left (no date stated)"),
        State::Left { due: Some(due), overdue: true } => {
            text!("残存（{due} 期限を超過）", "left, overdue since {due}")
        }
        State::Left { due: Some(due), overdue: false } => text!("残存（{due} まで）", "left, due {due}"),
    }
}

fn print_text(tally: &Tally, today: NaiveDate, quiet: bool, output: &mut Output) {
    let (mut contract, mut contractor) = (None, None);
    for row in tally.rows.iter().filter(|_| !quiet) {
        if contract != Some(&row.contract) {
            (contract, contractor) = (Some(&row.contract), None);
            let (name, ends) = (&row.contract, row.ends.map(|day| day.to_string()).unwrap_or_default());
            output.say(&text!("■ {name}（期間は {ends} まで）", "■ {name} (term until {ends})"));
        }
        if contractor != Some((&row.contractor, &row.path)) {
            contractor = Some((&row.contractor, &row.path));
            let (who, path) = (&row.contractor, &row.path);
            output.say(&text!("  {who}　　写しの経路: {path}", "  {who}; the copy came by: {path}"));
        }
        let first: Vec<&str> = row.items.iter().take(SHOWN_ITEMS).map(String::as_str).collect();
        let (count, first) = (row.items.len(), first.join("、"));
        let more = if count > SHOWN_ITEMS { text!(" ほか", " and others") } else { text!("", "") };
        let (state, more, place) = (shown(&row.state), more.get(output.language), &row.place);
        let state = state.get(output.language);
        output.say(&text!(
            "    {state}: {place}（{count}項目: {first}{more}）",
            "    {state}: {place} ({count} items: {first}{more})"
        ));
    }
    for doubt in tally.doubts.iter().filter(|_| !quiet) {
        let (ja, en) = (&doubt.ja, &doubt.en);
        output.say(&text!("要確認: {ja}", "to be checked: {en}"));
    }
    let count = |is: fn(&State) -> bool| tally.rows.iter().filter(|row| is(&row.state)).count();
    let left = count(|state| matches!(state, State::Left { .. }));
    let overdue = count(|state| matches!(state, State::Left { overdue: true, .. }));
    let held = count(|state| matches!(state, State::Held { .. }));
    let (in_use, erased) = (tally.in_use, tally.erased);
    output.say(&text!(
        "{today} 現在: 残存コピー {left}件（うち超過 {overdue}件）、保存中 {held}件、消去済 {erased}件、期間中 {in_use}件",
        "as of {today}: {left} copies left ({overdue} overdue), {held} held, {erased} erased, {in_use} in use"
    ));
}

fn print_json(tally: &Tally, today: NaiveDate, output: &mut Output) {
    let language = output.language;
    let rows: Vec<Value> = tally
        .rows
        .iter()
        .map(|row| {
            let (state, due, entry) = match &row.state {
                State::Absent { entry, .. } => ("absent", None, Some(*entry)),
                State::Erased { entry, .. } => ("erased", None, Some(*entry)),
                State::Held { entry, until, .. } => ("held", *until, Some(*entry)),
                State::InUse => ("in-use", None, None),
                State::Left { due, overdue: true } => ("overdue", *due, None),
                State::Left { due, overdue: false } => ("left", *due, None),
            };
            json!({
                "contract": row.contract, "contractor": row.contractor, "place": row.place, "items": row.items,
                "path": row.path, "term_ends": row.ends.map(|day| day.to_string()), "state": state,
                "due": due.map(|day| day.to_string()), "entry": entry,
            })
        })
        .collect();
    let doubts: Vec<&str> = tally.doubts.iter().map(|doubt| doubt.get(language)).collect();
    let json = json!({
        "version": 1, "as_of": today.to_string(), "places": rows, "doubts": doubts,
        "in_use": tally.in_use, "erased": tally.erased,
    });
    output.line(&serde_json::to_string_pretty(&json).unwrap_or_default());
}
