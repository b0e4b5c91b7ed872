//! `fugi log`: the log of the evidence: made, looked at, proved, witnessed, packed.

mod adopt;
mod keys;
mod list;
mod new;
mod proof;
mod upkeep;
mod witness;

use super::output::Output;
use super::{Exit, Global};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 証跡のフォルダとログを作る
    ///
    /// Make the evidence folder and its log
    New(new::Arguments),
    /// 登載された項目を並べる
    ///
    /// List the logged entries
    List(list::List),
    /// 一つの項目と記録を表示する
    ///
    /// Print one entry and its record
    Show(list::Show),
    /// 受領証（.tlog-proof）を書き出す、又は受け取った受領証を確かめる
    ///
    /// Write a receipt (.tlog-proof), or check one that was received
    Proof(proof::Arguments),
    /// 最新のチェックポイントを表示する（鍵を指定すると、途中で止まった登載を完了する）
    ///
    /// Print the latest checkpoint (with a key, an interrupted addition is completed first)
    Checkpoint(upkeep::Checkpoint),
    /// 立会人（監査）への依頼、立会人の署名、回答の受け取り
    ///
    /// Requests to witnesses (auditors), their signatures, and their answers
    Witness(witness::Arguments),
    /// 鍵の登録簿の、ログに載っていない版を載せる（古い証跡で一度だけ。載せる途中で止まったときも）
    ///
    /// Logs the versions of the key register that the log does not name (once for an older log, and after an interruption)
    AdoptRegister(adopt::Arguments),
    /// 枝分かれして登載した項目を、もう一方のログの後ろに登載し直す
    ///
    /// Log again, after the entries of another log, what was logged on a branch
    Resequence(upkeep::Resequence),
    /// 256件ごとに束ね、束と木を作り直す
    ///
    /// Pack 256 entries a bundle, and make bundles and tree anew
    Pack(upkeep::Pack),
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let done = match &arguments.what {
        What::New(arguments) => new::run(global, arguments, output),
        What::List(arguments) => list::list(arguments, output),
        What::Show(arguments) => list::show(arguments, output),
        What::Proof(arguments) => proof::run(arguments, output),
        What::Checkpoint(arguments) => upkeep::checkpoint(global, arguments, output),
        What::Witness(arguments) => witness::run(global, arguments, output),
        What::AdoptRegister(arguments) => adopt::run(global, arguments, output),
        What::Resequence(arguments) => upkeep::resequence(global, arguments, output),
        What::Pack(arguments) => upkeep::pack(global, arguments, output),
    };
    match done {
        Ok(exit) => exit,
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}
