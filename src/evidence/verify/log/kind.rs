//! What verification of the log can find: each attack and each damage has its own name, weight and fix.

use crate::diagnostic::{Severity, Text};
use crate::text;

/// What kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A record's file is not what was logged.
    RecordChanged,
    /// A record's file is gone, and no disposal statement says why.
    RecordMissing,
    /// A record's file cannot be read.
    RecordUnreadable,
    /// An attachment is not what the record names.
    AttachmentChanged,
    /// An attachment is gone, and no disposal statement says why.
    AttachmentMissing,
    /// A record was made for another log.
    RecordOfOtherLog,
    /// A record is logged twice.
    RecordTwice,
    /// Two records have the same id.
    RecordIdTwice,
    /// An entry cannot be read.
    EntryMalformed,
    /// Entries are gone.
    EntryMissing,
    /// The file of an entry is gone, but a bundle still has it.
    EntryFileMissing,
    /// The file of an entry is not what its bundle says.
    EntryFileDiffers,
    /// An entry is not what was signed.
    EntryChanged,
    /// Entries were added, removed, reordered or edited: the tree is not the one that was signed.
    TreeChanged,
    /// The time of an entry lies before that of the entry before it.
    TimeWentBack,
    /// An entry claims to be logged after a witness saw it.
    ClockAhead,
    /// Entries that no signed head covers.
    EntryUnsigned,
    /// A bundle or tile is not what follows from the entries.
    DerivedChanged,
    /// A bundle or tile is missing.
    DerivedMissing,
    /// A head cannot be read.
    HeadMalformed,
    /// There is no head at all.
    HeadMissing,
    /// A head stands under the name of another size.
    HeadMisnamed,
    /// A head is signed by a key that is not trusted for this log.
    LogKeyUnknown,
    /// A head is signed by a key of the log that had been revoked.
    LogKeyRevoked,
    /// A head's signature does not hold.
    HeadSignatureWrong,
    /// A head is one of another log.
    HeadOfOtherLog,
    /// A newer signed head lies in the folder than the latest claims.
    RolledBack,
    /// A signed head names another version of the key register than the entries do.
    HeadRegisterDiffers,
    /// Two signed heads contradict each other.
    Fork,
    /// The folder is older than a head held elsewhere.
    OlderCopy,
    /// A cosignature that claims to be by a known witness does not hold.
    CosignatureWrong,
    /// A cosignature by a witness whose key had been revoked.
    WitnessRevoked,
    /// A line is signed by somebody whom the verifier does not know.
    SignerUnknown,
    /// Too few witnesses cosigned.
    QuorumMissing,
    /// Entries that no witness has seen yet.
    NotWitnessed,
    /// Entries that a witness should have seen by now.
    WitnessLate,
    /// The folder's own policy names other keys than the verifier's.
    PolicyDiffers,
    /// The folder's own policy cannot be read.
    PolicyUnreadable,
    /// A file that has no place here.
    FileStrange,
    /// A record or attachment that no entry names.
    FileNotLogged,
    /// A file cannot be read.
    FileUnreadable,
}

impl Kind {
    /// Returns the name in machine output: kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RecordChanged => "record-changed",
            Self::RecordMissing => "record-missing",
            Self::RecordUnreadable => "record-unreadable",
            Self::AttachmentChanged => "attachment-changed",
            Self::AttachmentMissing => "attachment-missing",
            Self::RecordOfOtherLog => "record-of-other-log",
            Self::RecordTwice => "record-twice",
            Self::RecordIdTwice => "record-id-twice",
            Self::EntryMalformed => "entry-malformed",
            Self::EntryMissing => "entry-missing",
            Self::EntryFileMissing => "entry-file-missing",
            Self::EntryFileDiffers => "entry-file-differs",
            Self::EntryChanged => "entry-changed",
            Self::TreeChanged => "tree-changed",
            Self::TimeWentBack => "time-went-back",
            Self::ClockAhead => "clock-ahead",
            Self::EntryUnsigned => "entry-unsigned",
            Self::DerivedChanged => "derived-changed",
            Self::DerivedMissing => "derived-missing",
            Self::HeadMalformed => "head-malformed",
            Self::HeadMissing => "head-missing",
            Self::HeadMisnamed => "head-misnamed",
            Self::LogKeyUnknown => "log-key-unknown",
            Self::LogKeyRevoked => "log-key-revoked",
            Self::HeadSignatureWrong => "head-signature-wrong",
            Self::HeadOfOtherLog => "head-of-other-log",
            Self::RolledBack => "rolled-back",
            Self::HeadRegisterDiffers => "head-register-differs",
            Self::Fork => "fork",
            Self::OlderCopy => "older-copy",
            Self::CosignatureWrong => "cosignature-wrong",
            Self::WitnessRevoked => "witness-revoked",
            Self::SignerUnknown => "signer-unknown",
            Self::QuorumMissing => "quorum-missing",
            Self::NotWitnessed => "not-witnessed",
            Self::WitnessLate => "witness-late",
            Self::PolicyDiffers => "policy-differs",
            Self::PolicyUnreadable => "policy-unreadable",
            Self::FileStrange => "file-strange",
            Self::FileNotLogged => "file-not-logged",
            Self::FileUnreadable => "file-unreadable",
        }
    }

    /// Returns how much it weighs: an error, or something to know.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::FileNotLogged => Severity::Info,
            Self::NotWitnessed | Self::PolicyDiffers | Self::SignerUnknown | Self::WitnessRevoked => {
                Severity::Warning
            }
            _ => Severity::Error,
        }
    }

    /// Returns what to do.
    #[must_use]
    pub fn fix(self) -> Text {
        match self {
            Self::RecordChanged
            | Self::AttachmentChanged
            | Self::RecordUnreadable
            | Self::AttachmentMissing => text!(
                "控え（バックアップ、git、提出者の手元）から元のファイルを戻してください。誰がいつ変えたかを調べ、記録に残してください",
                "restore the file from a backup, from git or from its sender; find out who changed it and when, and record that"
            ),
            Self::RecordMissing => text!(
                "控えから戻してください。法令により消したのなら、廃棄の記録（retention-disposal）を登載してください",
                "restore it from a backup; if the law asked for its deletion, log a disposal statement (retention-disposal)"
            ),
            Self::RecordOfOtherLog => text!(
                "別のログの記録です。提出者に、このログの名を入れて作り直してもらってください",
                "it is a record of another log; ask its sender for one made for this log"
            ),
            Self::RecordTwice | Self::RecordIdTwice => text!(
                "どちらが正しいかを確かめ、訂正の記録（correction）で後のものを取り下げてください。登載済みの項目は消せません",
                "find out which one counts, and withdraw the other by a correction; entries are never removed"
            ),
            Self::EntryFileMissing | Self::DerivedChanged | Self::DerivedMissing => text!(
                "`fugi log pack` で作り直せます（記録の内容は失われていません）",
                "`fugi log pack` makes it again (no record is lost)"
            ),
            Self::EntryUnsigned => text!(
                "途中で止まった登載か、後から置かれたファイルです。心当たりがあれば `fugi log checkpoint` で完了し、なければ、そのファイルを調べてください",
                "an append that was interrupted, or a file that was put there: complete it with `fugi log checkpoint` if you know of it, else examine the file"
            ),
            Self::EntryMalformed
            | Self::EntryMissing
            | Self::EntryFileDiffers
            | Self::EntryChanged
            | Self::TreeChanged => text!(
                "この先の項目は信頼できません。今のフォルダを保全し、控えと比べ、最後に合っていた時点から戻してください",
                "what follows cannot be trusted: keep this folder as it is, compare with a backup, and restore from the last state that agrees"
            ),
            Self::TimeWentBack | Self::ClockAhead => text!(
                "登載の日時は証拠になりません。立会の日時だけを使い、時計を直してください",
                "the time of logging proves nothing here: use the witness's time only, and fix the clock"
            ),
            Self::HeadMalformed
            | Self::HeadMissing
            | Self::HeadMisnamed
            | Self::HeadSignatureWrong
            | Self::HeadOfOtherLog => text!(
                "控えから元のファイルを戻してください。最新の `checkpoint` だけなら `fugi log checkpoint` で作り直せます",
                "restore the file from a backup; the copy `checkpoint` alone is made again by `fugi log checkpoint`"
            ),
            Self::LogKeyUnknown => text!(
                "手元の信頼ファイルの鍵と、フォルダの鍵が違います。鍵が差し替えられていないか、担当課の鍵の届出と照らしてください",
                "the key of the folder is not the one you trust: compare with the key that was notified on paper"
            ),
            Self::LogKeyRevoked => text!(
                "失効の後の項目は、鍵を盗んだ者が足したものかもしれません。失効の項目までを残し、後のものは、`fugi log new` で始めた新しいログに登載し直してください",
                "what was logged after the revocation may be by whoever stole the key: keep the log up to it, and log what came later anew in a log of its own (`fugi log new`)"
            ),
            Self::WitnessRevoked => text!(
                "立会人の新しい鍵を届出と照らして `fugi key enrol` で登録し、信頼ファイルに書き、`fugi log witness request` で立会を求め直してください",
                "enrol the new key of the witness with `fugi key enrol`, put it in the trust file, and ask for a cosignature again with `fugi log witness request`"
            ),
            Self::RolledBack | Self::OlderCopy => text!(
                "古い控えに戻されています。新しい方を持つ人（立会人、委託先）から、失われた記録を取り戻してください",
                "the folder was set back: get the lost records from whoever holds the newer head (witness, contractor)"
            ),
            Self::HeadRegisterDiffers => text!(
                "立会人に示された登録簿と、ログの登録簿が違います。このチェックポイントを保全し、鍵の管理者に、どの版まで署名したかを確かめてください",
                "witnesses were shown another register than the log holds: keep this head, and ask the root keys' holders which versions they signed"
            ),
            Self::Fork => text!(
                "二つの署名済みチェックポイントを両方とも保全してください。ログの鍵を持つ者が二通りの履歴に署名した証拠で、誰にでも示せます",
                "keep both signed checkpoints: they prove to anyone that the holder of the log key signed two histories"
            ),
            Self::CosignatureWrong => text!(
                "立会人に、そのチェックポイントの署名をもう一度求めてください",
                "ask the witness to cosign that checkpoint again"
            ),
            Self::SignerUnknown => text!(
                "その立会人を信頼するなら、鍵を届出と照らして、手元の信頼ファイルに書き加えてください。この署名は数えていません",
                "if you trust that witness, compare its key with what was notified and add it to your trust file; the signature was not counted"
            ),
            Self::QuorumMissing => text!(
                "履歴を書き換えて署名し直したものかもしれません。立会人（監査）に、手元の大きさと根を確かめてください",
                "the history may have been rewritten and signed again: ask the witness for the size and root it holds"
            ),
            Self::NotWitnessed | Self::WitnessLate => text!(
                "`fugi log witness request` で立会人の署名を求めてください。それまで、この部分はログの鍵を持つ者が書き換えても分かりません",
                "ask for a cosignature with `fugi log witness request`; until then, whoever holds the log key can rewrite this part unseen"
            ),
            Self::PolicyDiffers | Self::PolicyUnreadable => text!(
                "検証には手元の信頼ファイルだけを使います。フォルダの trust/policy.txt が変わった理由を確かめてください",
                "only your own trust file counts; find out why trust/policy.txt of the folder differs"
            ),
            Self::FileStrange | Self::FileNotLogged => text!(
                "登載されていないファイルです。受付（inbox）に移すか、理由を確かめてから片付けてください",
                "it is not in the log: move it to the inbox, or find out why it is there and put it away"
            ),
            Self::FileUnreadable => text!(
                "権限と媒体を確かめ、控えから戻してください",
                "check rights and medium, and restore it from a backup"
            ),
        }
    }
}
