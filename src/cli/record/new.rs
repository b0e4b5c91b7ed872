//! `fugi record new KIND`: a form, filled in as far as the matters know.

use super::filled::Failure;
use crate::cli::evidence::{EvidenceFolder, workspace};
use crate::cli::files::write_new;
use crate::cli::forms::{self, About};
use crate::cli::output::Output;
use crate::diagnostic::{Text, listed_ids};
use crate::duty::forms::Given;
use crate::duty::forms::register::{self, NotFound};
use crate::evidence::format::kind::Kind;
use crate::evidence::log::Log;
use crate::spelling;
use crate::text;
use crate::whole::Access;
use chrono::Days;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 種類: erasure-report（消去完了報告）、incident（事故報告）、receipt（受領）など
    ///
    /// Kind: erasure-report, incident, receipt and so on
    kind: String,
    /// 契約（年度/案件/契約。例: r08/mihon-itaku/ticket）
    ///
    /// The contract (year/matter/contract, for example r08/mihon-itaku/ticket)
    #[arg(long, value_name = "CONTRACT")]
    contract: Option<String>,
    /// 委託先・再委託先（法人の識別子か名。一つに決まれば、その一部でもよい）
    ///
    /// The contractor or subcontractor (id or name of the legal entity, or a part of it that only one has)
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
    /// 記録先のログの名（省略時は、証跡のフォルダのもの）
    ///
    /// Name of the log for the record (default: that of the evidence folder)
    #[arg(long, value_name = "ORIGIN")]
    log: Option<String>,
    /// 書き出すファイル（.yaml、委託先に送る Excel の .xlsx、印刷する Word の .docx。省略時は「種類-契約-委託先.yaml」）
    ///
    /// File to write: .yaml, .xlsx to be sent out and read back, .docx to be printed (default: KIND-CONTRACT-PARTY.yaml)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: EvidenceFolder,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let word = &arguments.kind;
    let kind = Kind::of_word(word).or_else(|| Kind::ALL.iter().copied().find(|kind| kind.label() == word));
    let kind = kind.ok_or_else(|| {
        let list = Kind::ALL.iter().map(|kind| format!("{}（{}）", kind.word(), kind.label()));
        let (list, list_en) = (list.collect::<Vec<_>>().join("、"), word.as_str());
        let near = spelling::nearest(word, Kind::ALL.iter().map(|kind| kind.word()));
        let (near, near_en) = near.map_or_else(Default::default, |near| {
            (format!("「{near}」の書き違いではありませんか。"), format!("did you mean `{near}`? "))
        });
        let words = Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
        text!(
            "「{word}」という種類はありません。{near}使える種類: {list}",
            "there is no kind `{list_en}`; {near_en}kinds: {words}"
        )
    })?;
    let (given, about) = given(arguments, kind)?;
    let name = |part: &Option<String>| {
        part.as_deref()
            .map(|part| format!("-{}", part.rsplit('/').next().unwrap_or(part)))
            .unwrap_or_default()
    };
    let path = arguments.out.clone().unwrap_or_else(|| {
        PathBuf::from(format!("{}{}{}.yaml", kind.word(), name(&arguments.contract), name(&arguments.party)))
    });
    let contents = forms::contents(&path, kind, &given, &about, output.language)?;
    write_new(&path, &contents, Access::Everyone)?;
    let shown = path.display();
    output.line(&shown.to_string());
    let label = kind.label();
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx")) {
        output.say(&text!(
            "{label}の様式を作りました。印刷して書くためのもので、読み戻せません（読み戻すには .xlsx で作ります）",
            "made a form to be printed; it cannot be read back (make it as .xlsx for that)"
        ));
        return Ok(());
    }
    output.say(&text!(
        "{label}の様式を作りました。記入して、`fugi record check {shown}` で確かめてください",
        "made a form; fill it in, then run `fugi record check {shown}`"
    ));
    Ok(())
}

/// Returns what is known already.
fn given(arguments: &Arguments, kind: Kind) -> Result<(Given, About), Failure> {
    let mut given = Given::new();
    let mut put = |name: &'static str, value: Option<String>| {
        given.insert(name, value.into_iter().collect::<Vec<_>>().into());
    };
    let folder = arguments.place.folder();
    let origin = arguments.log.clone().or_else(|| Log::open(&folder).ok().map(|log| log.origin().to_owned()));
    put("log", origin);
    put("contract", arguments.contract.clone());
    put("party", arguments.party.clone());
    let entry = match (&arguments.contract, workspace()) {
        (Some(name), Some(workspace)) => match register::find(&workspace, name) {
            Ok(entry) => Some(entry),
            Err(NotFound(problem)) => {
                let message = problem.message;
                let help = problem.help.unwrap_or_else(|| text!("", ""));
                let (ja, en) =
                    (format!("{}。{}", message.ja, help.ja), format!("{}; {}", message.en, help.en));
                return Err(Failure::Text(text!("{ja}", "{en}")));
            }
        },
        _ => None,
    };
    let Some(entry) = entry else {
        let word = workspace().map(|own| own.ward.word().to_owned());
        return Ok((given, word.map_or_else(About::default, |word| About::called(&word))));
    };
    put("contract_digest", Some(entry.digest.to_string()));
    put("addressee", Some(entry.head.clone()));
    let mut party_id = arguments.party.clone();
    if let Some(id) = &arguments.party {
        let names = entry.parties.iter();
        let names = names.flat_map(|party| [(party, party.id.as_str()), (party, party.name.as_str())]);
        let party = spelling::find(id, names).ok_or_else(|| {
            let Text { ja: list, en: list_en } =
                listed_ids(entry.parties.iter().map(|party| (&party.id, &party.name)));
            text!(
                "「{id}」はこの契約の当事者でも再委託先でもありません。書けるもの: {list}",
                "`{id}` is no party of this contract; parties: {list_en}"
            )
        })?;
        party_id = Some(party.id.clone());
        put("party", party_id.clone());
        put("party_name", Some(party.name.clone()));
        put("subcontracted_by", party.subcontracted_by.clone());
    }
    if kind == Kind::ErasureReport {
        put("subjects_count", entry.subjects.map(|count| count.to_string()));
        let deadline =
            entry.ends.zip(entry.within_days).and_then(|(ends, days)| ends.checked_add_days(Days::new(days)));
        put("deadline", deadline.map(|day| day.to_string()));
        let items = party_id.as_deref().map(|party| entry.items_of(party)).unwrap_or_default();
        given.insert("items", items.into());
    }
    Ok((given, About::of(&entry)))
}
