//! `fugi log witness`: the ward's request, the witness's signature, the ward's taking of the answer. All by files.

use super::keys::{load, policy};
use crate::cli::evidence::{EvidenceFolder, log_now};
use crate::cli::files;
use crate::cli::output::Output;
use crate::cli::{Exit, Global, passphrase};
use crate::diagnostic::{Text, listed};
use crate::evidence::format::checkpoint::Head;
use crate::evidence::format::note;
use crate::evidence::format::policy::Policy;
use crate::evidence::format::receipt;
use crate::evidence::log::witness::{self, Refusal, Witness};
use crate::spelling::one_line;
use crate::text;
use crate::whole::Access;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 自治体: 立会人への依頼のファイルを作る
    ///
    /// Ward: write the request to a witness
    Request(Request),
    /// 立会人: 依頼を確かめて署名し、回答のファイルを作る
    ///
    /// Witness: check the request, sign it, and write the answer
    Sign(Sign),
    /// 自治体: 立会人の回答を受け取る
    ///
    /// Ward: take in the witness's answer
    Accept(Accept),
}

#[derive(Debug, Args)]
struct Request {
    /// 依頼のファイル
    ///
    /// File of the request
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// 立会人の名（信頼ファイルの名。省略時は最初の立会人）
    ///
    /// Name of the witness in the trust file (default: the first witness)
    #[arg(long, value_name = "NAME")]
    witness: Option<String>,
    /// 立会人が最後に見た件数（省略時は、署名の控えから）
    ///
    /// Number of entries that the witness saw last (default: from the cosignatures that are kept)
    #[arg(long, value_name = "SIZE")]
    old: Option<u64>,
    /// 立会人の鍵が書いてある信頼ファイル（省略時は、証跡のフォルダの trust/policy.txt）
    ///
    /// Trust file with the witnesses' keys (default: trust/policy.txt in the evidence folder)
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    #[command(flatten)]
    place: EvidenceFolder,
}

#[derive(Debug, Args)]
struct Sign {
    /// 自治体から届いた依頼のファイル
    ///
    /// File of the ward's request
    request: PathBuf,
    /// 回答のファイル
    ///
    /// File of the answer
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// 立会人の控えのフォルダ（自治体の手が届かない所に置く）
    ///
    /// Folder of the witness's own notes (out of the ward's reach)
    #[arg(long, value_name = "DIR")]
    state: PathBuf,
    /// 立会人の手元の信頼ファイル（ログの鍵が書いてあるもの）
    ///
    /// The witness's own trust file, with the log's key
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// 立会人の名（公開鍵の名。省略時は、信頼ファイルでのこの鍵の名）
    ///
    /// Name of the witness (the name of its key; default: the name of this key in the trust file)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// このログへの初めての署名であることを、ログの名で示す（二度目からは付けない）
    ///
    /// Names the log to say that this is the very first signature over it (never again after that)
    #[arg(long, value_name = "LOG")]
    first: Option<String>,
    /// 立会人の秘密鍵
    ///
    /// Private key of the witness
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: passphrase::From,
}

#[derive(Debug, Args)]
struct Accept {
    /// 立会人から届いた回答のファイル
    ///
    /// File of the witness's answer
    answer: PathBuf,
    /// 立会人の鍵が書いてある信頼ファイル（省略時は、証跡のフォルダの trust/policy.txt）
    ///
    /// Trust file with the witnesses' keys (default: trust/policy.txt in the evidence folder)
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    #[command(flatten)]
    place: EvidenceFolder,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Text> {
    match &arguments.what {
        What::Request(arguments) => request(arguments, output),
        What::Sign(arguments) => sign(global, arguments, output),
        What::Accept(arguments) => accept(arguments, output),
    }
}

fn known(trust: Option<&PathBuf>, folder: &std::path::Path) -> Result<Policy, Text> {
    match trust {
        Some(path) => policy(path),
        None => policy(&folder.join("trust/policy.txt")),
    }
}

fn request(arguments: &Request, output: &mut Output) -> Result<Exit, Text> {
    let (folder, log) = arguments.place.open()?;
    let old = match arguments.old {
        Some(old) => old,
        None => {
            let policy = known(arguments.trust.as_ref(), &folder)?;
            let mut witnesses = policy.witnesses().iter();
            let wanted = arguments.witness.as_ref();
            let witness = witnesses.find(|witness| wanted.is_none_or(|name| *name == witness.name));
            let Some(witness) = witness else {
                return Err(text!(
                    "信頼ファイルに立会人がありません。`witness 名前 鍵` の行を書くか、--old で件数を指定してください",
                    "the trust file has no such witness; write a `witness NAME KEY` line, or give --old"
                ));
            };
            log.cosigned_size(&witness.key).map_err(|error| error.text())?
        }
    };
    let request = log.request(old).map_err(|error| error.text())?;
    files::write_new(&arguments.out, request.to_string().as_bytes(), Access::Everyone)?;
    let (out, size) = (arguments.out.display(), request.checkpoint.head.size);
    output.say_one(&text!(
        "{size} 件のチェックポイントへの立会の依頼を {out} に書きました（{old} 件から）。立会人に渡してください",
        "wrote the request to cosign the head of {size} entries (from {old}) to {out}; hand it to the witness"
    ));
    Ok(Exit::Clean)
}

fn sign(global: &Global, arguments: &Sign, output: &mut Output) -> Result<Exit, Text> {
    let policy = policy(&arguments.trust)?;
    let body = files::read(&arguments.request, receipt::LIMIT as u64)?;
    let key = load(&arguments.key, &arguments.passphrase, global)?;
    let known = policy.witnesses().iter().find(|witness| witness.key.key == key.public());
    let name = match (&arguments.name, known.map(|witness| &witness.key.name)) {
        (Some(name), Some(right)) if name != right => {
            return Err(text!(
                "信頼ファイルでのこの鍵の名は「{right}」です",
                "the trust file calls this key `{right}`"
            ));
        }
        (Some(name), _) | (None, Some(name)) => name,
        (None, None) => {
            return Err(text!(
                "信頼ファイルにこの鍵の witness の行がありません。--name で立会人の名を指定してください",
                "the trust file has no witness line with this key; give the name with --name"
            ));
        }
    };
    note::check_name(name).map_err(|wrong| wrong.what)?;
    outside(&arguments.state)?;
    let mut witness = Witness::open(&arguments.state, name);
    if let Some(origin) = &arguments.first {
        witness = witness.beginning_with(origin);
    }
    let asked = head_of(&body);
    let before = asked.as_ref().map(|head| witness.seen(&head.origin)).transpose();
    let before = before.map_err(|error| error.text())?;
    match witness.cosign(&body, &policy, &key, log_now()?) {
        Ok(answer) => {
            files::write_new(&arguments.out, answer.as_bytes(), Access::Everyone)?;
            if let (Some(head), Some(before)) = (&asked, &before) {
                output.say_one(&seen(head, before));
            }
            let out = arguments.out.display();
            output.say_one(&text!(
                "署名し、回答を {out} に書きました。区に渡してください",
                "cosigned; the answer is in {out}: hand it to the ward"
            ));
            Ok(Exit::Clean)
        }
        Err(Refusal::State(error)) => Err(error.text()),
        Err(refusal) => {
            let (status, Text { ja, en }) = (refusal.status(), refusal.text());
            output.error(&text!("{ja}（{status}）", "{en} ({status})"));
            Ok(Exit::Found)
        }
    }
}

/// Refuses notes that lie in an evidence folder: whoever sets the evidence back would set them back with it.
fn outside(state: &Path) -> Result<(), Text> {
    // What does not exist yet lies where the nearest folder above it does.
    let own = std::path::absolute(state).unwrap_or_else(|_| state.to_owned());
    let real = own.ancestors().find_map(|above| above.canonicalize().ok()).unwrap_or_else(|| own.clone());
    let holds_a_log = |folder: &Path| folder.join("log/checkpoint").exists() && folder.join("trust").is_dir();
    let above = own.ancestors().chain(real.ancestors()).find(|folder| holds_a_log(folder));
    above.map_or(Ok(()), |evidence| {
        let (state, evidence) = (state.display().to_string(), evidence.display().to_string());
        let (state, evidence) = (one_line(&state), one_line(&evidence));
        Err(text!(
            "立会人の控え（--state {state}）が、証跡のフォルダ（{evidence}）の中にあります。証跡が古い控えに戻されると一緒に戻り、書き換えが分からなくなります。区の手が届かない場所を指定してください",
            "the witness's own notes (--state {state}) lie in an evidence folder ({evidence}): whoever sets that back sets them back with it, unseen; name a place out of the ward's reach"
        ))
    })
}

/// Returns the head that a request is about, where it can be read.
fn head_of(body: &[u8]) -> Option<Head> {
    witness::Request::parse(body).ok().map(|request| request.checkpoint.head)
}

/// Says what a witness has just cosigned, and whether the key register is another than it saw before.
fn seen(head: &Head, before: &Head) -> Text {
    let (from, to) = (before.size, head.size);
    let register = match (before.register, head.register) {
        (_, None) => text!(
            "鍵の登録簿は、まだログに載っていません（`fugi log adopt-register`）",
            "the key register is not in the log yet (`fugi log adopt-register`)"
        ),
        (Some(old), Some(new)) if old == new => text!(
            "鍵の登録簿は、前に見た時と同じです（sha256:{new}）",
            "the key register is the one seen before (sha256:{new})"
        ),
        (None, Some(new)) => text!("鍵の登録簿は sha256:{new} です", "the key register is sha256:{new}"),
        (Some(old), Some(new)) => text!(
            "鍵の登録簿が替わっています（前 sha256:{old}、今 sha256:{new}）。誰の鍵が登録・失効・改名されたかを、担当課に確かめてください",
            "the key register has changed (before sha256:{old}, now sha256:{new}): ask the section whose key was enrolled, revoked or renamed"
        ),
    };
    let Text { ja, en } = register;
    text!("{from} 件から {to} 件まで: {ja}", "from {from} to {to} entries: {en}")
}

fn accept(arguments: &Accept, output: &mut Output) -> Result<Exit, Text> {
    let (folder, log) = arguments.place.open()?;
    let policy = known(arguments.trust.as_ref(), &folder)?;
    let answer = files::read(&arguments.answer, note::LIMIT as u64)?;
    let (size, names) = log
        .accept(&arguments.answer.display().to_string(), &answer, &policy)
        .map_err(|error| error.text())?;
    let Text { ja: names, en: names_en } = listed(&names);
    output.say_one(&text!(
        "{size} 件までの立会の署名を受け取りました（{names}）",
        "took the cosignature over {size} entries ({names_en})"
    ));
    Ok(Exit::Clean)
}
