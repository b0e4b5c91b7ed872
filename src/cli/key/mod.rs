//! `fugi key`: private keys, and the register that says which key may sign what.

mod change;
mod list;
mod new;
mod state;

pub(super) use state::{LARGEST, log_versions};

use super::evidence::{Confirm, EvidenceFolder};
use super::output::Output;
use super::{Exit, Global, passphrase};
use crate::evidence::format::role::Role;
use crate::model::date::Wrong;
use crate::text;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 秘密鍵と公開鍵を作る（秘密鍵は暗号化され、OpenSSL でも読める）
    ///
    /// Make a private and a public key (the private key is encrypted; OpenSSL reads it too)
    New(new::Arguments),
    /// 登録された鍵と、有効な範囲を並べる
    ///
    /// List the enrolled keys and where they are valid
    List(list::Arguments),
    /// 鍵の管理者を定める・替える（登録簿の第1版もこれで作る）
    ///
    /// Name or change the administrators of keys (this also makes version 1 of the register)
    Root(change::Root),
    /// 鍵を登録する
    ///
    /// Enrol a key
    Enrol(change::Enrol),
    /// 鍵を失効させる
    ///
    /// Revoke a key
    Revoke(change::Revoke),
    /// 登録簿の案に、鍵の管理者として署名する（必要な数がそろえば発効する）
    ///
    /// Sign a draft of the register as an administrator of keys (it takes effect once there are enough signatures)
    Approve(change::Approve),
    /// 検証する者に渡す、信頼の起点のファイルを書き出す
    ///
    /// Write the trust file that is handed to those who verify
    Trust(list::Trust),
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let done = match &arguments.what {
        What::List(arguments) => {
            return list::run(global, arguments, output).unwrap_or_else(|error| {
                output.error(&error);
                Exit::Failed
            });
        }
        What::New(arguments) => new::run(global, arguments, output),
        What::Root(arguments) => change::root(global, arguments, output),
        What::Enrol(arguments) => change::enrol(global, arguments, output),
        What::Revoke(arguments) => change::revoke(global, arguments, output),
        What::Approve(arguments) => change::approve(global, arguments, output),
        What::Trust(arguments) => list::trust(arguments, output),
    };
    match done {
        Ok(()) => Exit::Clean,
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}

/// Options of every change of the register.
#[derive(Debug, Args)]
pub(crate) struct Common {
    #[command(flatten)]
    place: EvidenceFolder,
    /// 署名する、鍵の管理者の秘密鍵（必要な数だけ繰り返す）
    ///
    /// Private key of an administrator of keys that signs (repeat as often as needed)
    #[arg(long = "root-key", value_name = "FILE")]
    root_keys: Vec<PathBuf>,
    /// ログの秘密鍵（登録簿の変更は、ログに載せて発効する）
    ///
    /// Private key of the log: a change of the register comes into force as an entry of the log
    #[arg(long, value_name = "FILE")]
    log_key: Option<PathBuf>,
    /// 署名がそろわないとき、又はログの鍵がないとき、案を書き出すファイル（ほかの管理者が `fugi key approve` で署名する）
    ///
    /// File for the draft while signatures or the log key are missing (the other administrators sign it with `fugi key approve`)
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    #[command(flatten)]
    passphrase: passphrase::From,
    #[command(flatten)]
    confirm: Confirm,
}

/// Reads a role on the command line, in English or Japanese.
fn role(word: &str) -> Result<Role, Wrong> {
    Role::of_word(word).ok_or_else(|| Wrong {
        message: text!("「{word}」という役割はありません", "there is no role `{word}`"),
        help: text!(
            "contractor（委託先）、ward（担当課）、witness（監査）、log（ログ）、root（鍵の管理者）のどれかを書いてください",
            "write one of: contractor, ward, witness, log, root"
        ),
    })
}
