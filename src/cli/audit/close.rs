//! `fugi audit close`: a 不適 was put right. Writes the form of the record that takes the place of the audit's latest.

use super::sources::{self, told};
use crate::cli::output::Output;
use crate::cli::{Exit, Global, clock, filed, files};
use crate::diagnostic::{Text, unreadable};
use crate::duty::audit::close::closed;
use crate::duty::audit::filing::Filing;
use crate::duty::audit::inspection::Inspection;
use crate::duty::audit::subject::Subject;
use crate::duty::filed::Filed;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::kind::Predicate;
use crate::evidence::format::kind::audit::AuditResult;
use crate::evidence::format::statement::Statement;
use crate::evidence::log::Log;
use crate::evidence::store::{Name, RECORD_LIMIT};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 契約（r08/mihon-itaku/ticket、または --matter の案件の中の識別子）
    ///
    /// The contract (r08/mihon-itaku/ticket, or its id in the matter of --matter)
    #[arg(value_name = "CONTRACT")]
    contract: String,
    /// 受託者・再委託先（担う者、法人、または役割の識別子。一つに決まれば、名の一部でもよい）
    ///
    /// The contractor or subcontractor (id of a provider, a legal entity or a role, or a part of a name that only one has)
    #[arg(value_name = "PARTY")]
    party: String,
    /// 「不適」だった項目（P11 など）
    ///
    /// The item that was not met, such as P11
    #[arg(value_name = "ROW")]
    row: String,
    /// 是正を確かめた日
    ///
    /// Day on which the correction was confirmed
    #[arg(long, value_parser = clock::day, value_name = "DATE")]
    on: NaiveDate,
    /// 確かめた証跡
    ///
    /// The evidence that was seen
    #[arg(long, value_name = "TEXT")]
    evidence: String,
    /// 契約のある案件（r08/mihon-itaku）
    ///
    /// The matter that holds the contract (r08/mihon-itaku)
    #[arg(long, value_name = "MATTER")]
    matter: Option<String>,
    /// 書き出すファイル（省略時は標準出力）
    ///
    /// File to write (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = sources::open(global, output)?;
    let found =
        sources::answer(workspace.audit_contract(&arguments.contract, arguments.matter.as_deref()), output)?;
    let subject = found.subject(&workspace, &arguments.party).map_err(|error| told(&error, output))?;
    let log = Log::open(&workspace.root().join("evidence")).map_err(|error| told(&error.text(), output))?;
    let filed = filed::read_and_tell(global, &workspace, output).ok_or(Exit::Failed)?.filed;
    let latest = latest(&log, &filed, &subject).map_err(|error| told(&error, output))?;
    let (digest, result) = latest.ok_or_else(|| {
        let (contract, party) = (subject.name(), &subject.party.name.value);
        told(
            &text!(
                "契約 {contract} の「{party}」の監査結果は、証跡にありません。先に `fugi audit import` の様式に署名し、登載してください",
                "the record holds no audit of `{party}` under {contract}; sign and log one first"
            ),
            output,
        )
    })?;
    let (row, day) = (&arguments.row, arguments.on);
    let inspection = closed(&Inspection::from(&result), row, day, &arguments.evidence, global.today())
        .map_err(|error| told(&error, output))?;
    let text = inspection.record(&Filing {
        made_by: "fugi audit close が、是正を確かめた日を書き入れたもの",
        log: Some(log.origin()),
        attached: None,
        contract_digest: result.contract_digest,
        previous: result.previous,
        supersedes: Some(digest),
    });
    let Some(path) = &arguments.out else {
        output.line(text.trim_end());
        return Ok(Exit::Clean);
    };
    files::create(path, &text).map_err(|error| told(&error, output))?;
    let (shown, left) = (path.display(), inspection.open().count());
    output.say_one(&text!(
        "書き出しました: {shown}（{row} の是正を {day} に確認、是正の残り {left}件。署名すると、前の監査結果を置き換えます）",
        "wrote {shown} ({row} closed on {day}, {left} left; once signed it takes the place of the audit's record)"
    ));
    Ok(Exit::Clean)
}

/// Returns the latest audit of the party that no later record replaces, and its digest.
fn latest(log: &Log, filed: &Filed, subject: &Subject<'_>) -> Result<Option<(Digest, AuditResult)>, Text> {
    let contract = subject.name();
    for audit in filed.audits.iter().rev().filter(|audit| audit.contract == contract) {
        let leaf = log.entry(audit.entry).map_err(|error| error.text())?;
        let name = Name::Record(leaf.record);
        let shown = log.store().place(&name);
        let bytes =
            log.store().read(&name, RECORD_LIMIT as usize).map_err(|error| unreadable(&shown, &error))?;
        let statement = Envelope::parse(&bytes).map_err(Into::into).and_then(|own| Statement::of(&own));
        let statement = statement.map_err(|refusal| refusal.text())?;
        if let Predicate::AuditResult(result) = statement.predicate
            && result.party == subject.party.id.value
        {
            return Ok(Some((leaf.record, result)));
        }
    }
    Ok(None)
}
