//! Why something could not be done with a log, and how to fix it.

use super::format::key::KeyId;
use super::format::malformed::Malformed;
use super::format::moment::Moment;
use crate::diagnostic::{Text, why_unread};
use crate::evidence::format::digest::Digest;
use crate::text;
use std::fmt;
use std::io;

/// Why something could not be done. Nothing is half done: what was begun is completed or undone by the next command.
#[derive(Debug)]
pub enum Error {
    /// There is no log in the folder.
    NoLog(String),
    /// There is one already.
    LogExists(String),
    /// The operating system refused something.
    Io(String, io::Error),
    /// Another command held the lock for so many seconds.
    Busy(String, u64),
    /// A file is not what it should be.
    Malformed(String, Malformed),
    /// The private key is not that of this log.
    WrongKey(String),
    /// The private key is that of this log, and was revoked.
    Revoked {
        /// The key.
        id: KeyId,
        /// Whose key.
        holder: String,
        /// The first entry that it may not sign.
        until: u64,
    },
    /// The folder is an export: what is logged there is in no log of anybody.
    Exported(String),
    /// The clock stands before the time of the last entry.
    ClockWentBack {
        /// The time of the last entry.
        last: Moment,
        /// What the clock says.
        now: Moment,
    },
    /// The record is in the log already.
    AlreadyLogged {
        /// Its digest.
        record: Digest,
        /// Where it stands.
        position: u64,
    },
    /// The record or an attachment is too large.
    TooLarge(u64),
    /// What was given cannot stand in an entry or a name.
    Unfit(Text),
    /// The log has no entry with this number.
    NoEntry {
        /// The number asked for.
        position: u64,
        /// How many there are.
        size: u64,
    },
    /// The folder is not as the log left it; nothing more is signed on top of it.
    Damaged(String, Text),
    /// A head that covers the entries is out of the house.
    Covered(u64),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NoLog(root) => {
                text!(
                    "{root} に証跡ログがありません。作るには `fugi log new` を使ってください",
                    "there is no log in {root}; `fugi log new` makes one"
                )
            }
            Self::LogExists(root) => {
                text!(
                    "{root} には既に証跡ログがあります。上書きはしません",
                    "there is a log in {root} already; it is not overwritten"
                )
            }
            Self::Io(path, error) => io_text(path, error),
            Self::Busy(path, seconds) => {
                text!(
                    "{seconds}秒待ちましたが、別の fugi が {path} を使っています。終わるのを待って、もう一度実行してください（動いている fugi がなければ、そのままもう一度実行できます）",
                    "waited {seconds} seconds for another fugi that holds {path}; run again when it is done"
                )
            }
            Self::Malformed(path, wrong) => {
                let wrong = wrong.text();
                let (ja, en) = (wrong.ja, wrong.en);
                text!("{path}: {ja}", "{path}: {en}")
            }
            Self::WrongKey(origin) => text!(
                "この鍵は「{origin}」のログの鍵ではありません。`fugi log new` のときの鍵を指定してください",
                "this is not the key of the log `{origin}`; give the key that `fugi log new` was given"
            ),
            Self::Revoked { id, holder, until } => text!(
                "ログの鍵 {id}（持ち主「{holder}」）は、鍵の登録簿で {until} 番から失効しています。このログには、もう登載できません。立会の署名を受けてこのまま保存し、新しい鍵と別の名で `fugi log new --evidence 新しいフォルダ` から始めてください",
                "the log's key {id} of {holder} was revoked in the key register from entry {until} on, so that nothing more can be logged here: have the log witnessed and keep it, and begin a new one with a new key and another name (`fugi log new --evidence FOLDER`)"
            ),
            Self::Exported(root) => text!(
                "{root} は書き出された写し（`fugi export`）で、読むためだけのものです。写しを変えても、元のログは変わりません。元の証跡のフォルダを --evidence で指定してください",
                "{root} is a copy that `fugi export` wrote, for reading only; what is changed there is not in the log itself: name the evidence folder with --evidence"
            ),
            Self::ClockWentBack { last, now } => {
                let (last, now) = (last.in_japan(), now.in_japan());
                text!(
                    "時計が戻っています（今 {now}、最後の記録の登載 {last}）。パソコンの日時を確かめてから、もう一度実行してください",
                    "the clock went back (now {now}, the last entry {last}, Japan time); check the clock and run again"
                )
            }
            Self::AlreadyLogged { record, position } => text!(
                "この記録は既に {position} 番として登載されています（sha256:{record}）。同じ記録は1回だけです",
                "this record is entry {position} already (sha256:{record}); a record is logged once"
            ),
            Self::TooLarge(limit) => text!(
                "記録または添付が大きすぎます（上限 {limit} バイト）",
                "the record or an attachment is too large (the limit is {limit} bytes)"
            ),
            Self::Unfit(what) => what.clone(),
            Self::NoEntry { position, size } => text!(
                "{position} 番の記録はありません（記録は {size} 件で、番号は0からです）",
                "there is no entry {position} (there are {size}, counted from 0)"
            ),
            Self::Damaged(path, what) => {
                let (ja, en) = (&what.ja, &what.en);
                text!(
                    "{path}: {ja}。この上に署名はしません。`fugi verify` で確かめ、控えから戻してください",
                    "{path}: {en}; nothing is signed on top of it: look with `fugi verify`, and restore from a copy"
                )
            }
            Self::Covered(size) => text!(
                "{size} 件までの木に立会人の署名があるため、並べ替えられません。枝分かれした記録は、新しい記録として登載し直してください",
                "a witness has cosigned the tree of {size} entries, so it cannot be reordered; log the records of the branch anew"
            ),
        }
    }
}

/// Says what the operating system refused, in words for a clerk.
fn io_text(path: &str, error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => text!(
            "{path}: ディスクがいっぱいです。空きを作り、もう一度実行してください（途中までの分は次の実行が片付けます）",
            "{path}: the disk is full; make room and run again (the next run completes what was begun)"
        ),
        io::ErrorKind::FileTooLarge => text!(
            "{path}: ファイルの大きさの上限を超えました（`ulimit -f` か、ファイルシステムの上限）。上限を上げて、もう一度実行してください（途中までの分は次の実行が片付けます）",
            "{path}: larger than is allowed (`ulimit -f`, or the file system's limit); raise the limit and run again (the next run completes what was begun)"
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => text!(
            "{path}: 書き込みまたは読み取りが許可されていません。フォルダの権限を確かめてください",
            "{path}: no permission; check the rights of the folder"
        ),
        io::ErrorKind::NotFound => text!("{path}: ありません", "{path}: there is no such file"),
        _ => {
            let Text { ja, en } = why_unread(error);
            text!(
                "{path}: 読み書きできませんでした（{ja}）。もう一度実行してください",
                "{path}: reading or writing failed ({en}); run again"
            )
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for Error {}
