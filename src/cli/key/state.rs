//! The register as it stands, and putting the next version in its place.

use super::list::write_policy;
use crate::cli::Global;
use crate::cli::evidence::{EvidenceFolder, file_of, log_now, register};
use crate::cli::files::{read, replace, write_new};
use crate::cli::output::Output;
use crate::cli::passphrase;
use crate::diagnostic::Text;
use crate::evidence::error::Error;
use crate::evidence::format::ed25519::{PrivateKey, PublicKey};
use crate::evidence::format::envelope::{Envelope, REGISTER_TYPE};
use crate::evidence::format::key;
use crate::evidence::format::leaf;
use crate::evidence::format::note::VerifierKey;
use crate::evidence::format::register::{Register, RegisterError, Version};
use crate::evidence::format::sshsig;
use crate::evidence::log::{Log, Logged, Submission};
use crate::text;
use crate::whole::Access;
use std::path::{Path, PathBuf};

/// The largest file of a public key or a draft.
pub(crate) const LARGEST: u64 = 1024 * 1024;

/// The register as it stands, and the log that it is for.
pub(super) struct State {
    pub(super) folder: PathBuf,
    pub(super) log: Log,
    pub(super) versions: Vec<Version>,
    pub(super) size: u64,
}

impl State {
    pub(super) fn open(place: &EvidenceFolder) -> Result<Self, Text> {
        let (folder, log) = place.open()?;
        log.is_own().map_err(|error| error.text())?;
        let versions = register(&folder, &log)?;
        let size = log.checkpoint().map_err(|error| error.text())?.head.size;
        Ok(Self { folder, log, versions, size })
    }

    pub(super) fn latest(&self) -> Result<&Register, Text> {
        self.versions.last().map(|version| &version.register).ok_or_else(|| {
            text!(
                "鍵の登録簿がありません。先に `fugi key root` で鍵の管理者を定めてください",
                "there is no key register; set the root keys with `fugi key root` first"
            )
        })
    }

    pub(super) fn next(&self) -> u64 {
        self.versions.len() as u64 + 1
    }
}

/// The file of a draft, with what it held when it was read; nothing where it is to be made.
pub(super) struct Draft<'a> {
    pub(super) path: &'a Path,
    pub(super) seen: Option<&'a [u8]>,
}

impl Draft<'_> {
    /// Confirms that nobody has written the file since it was read.
    fn is_as_seen(&self) -> Result<(), Text> {
        let shown = self.path.display();
        match self.seen {
            None if self.path.exists() => Err(text!(
                "{shown} はもうあります。ほかの変更の案なら、別の名を --draft に書いてください。古い案なら、片付けてからもう一度実行してください",
                "{shown} exists: name another file with --draft if it is the draft of another change, or put it away if it is an old one"
            )),
            Some(seen) if read(self.path, LARGEST).is_ok_and(|now| now != seen) => Err(text!(
                "{shown} は、読んだ後にほかの者が書き換えました。何も書いていません。内容を確かめ、もう一度 `fugi key approve` で署名してください",
                "{shown} was written by somebody else after it was read; nothing was written: look at it and run `fugi key approve` again"
            )),
            _ => Ok(()),
        }
    }
}

/// Installs an envelope that has enough signatures and logs it, else writes it to the draft.
pub(super) fn settle(
    state: &State,
    envelope: Envelope,
    draft: Option<&Draft<'_>>,
    log_key: Option<&PrivateKey>,
    output: &mut Output,
) -> Result<(), Text> {
    draft.map_or(Ok(()), Draft::is_as_seen)?;
    let name = file_of(state.next());
    let bytes = envelope.to_json();
    let parsed = Version::parse(&name, bytes.as_bytes());
    let follows = parsed
        .and_then(|version| version.follows(state.versions.last(), state.log.origin()).map(|()| version));
    let waits = match (&follows, log_key) {
        (Err(problem @ RegisterError::Threshold { .. }), _) => Some(problem.text()),
        // More signatures would not help: the register has moved on, or the draft was never one of its next version.
        (Err(problem), _) => {
            let (last, Text { ja, en }) = (state.versions.len(), problem.text());
            return Err(text!(
                "この案は、登録簿の今の版（第{last}版）の続きになりません（{ja}）。案ができた後に登録簿が替わったのなら、この案は捨て、同じ変更（`fugi key enrol`、`revoke`、`root`）で案を作り直してください",
                "the draft does not follow version {last}, which is in force ({en}); if the register changed after the draft was made, give it up and make the change anew (`fugi key enrol`, `revoke`, `root`)"
            ));
        }
        (Ok(_), None) => Some(text!(
            "鍵の管理者の署名はそろいました。登録簿の変更はログに載せて発効するので、ログの鍵（--log-key）が要ります",
            "enough root keys have signed; a change of the register comes into force as an entry of the log, which takes the log key (--log-key)"
        )),
        (Ok(_), Some(_)) => None,
    };
    match (waits, follows, log_key) {
        (None, Ok(version), Some(key)) => {
            let wrong_key = Error::WrongKey(state.log.origin().to_owned());
            let head = state.log.checkpoint().map_err(|error| error.text())?;
            if !head.is_signed_by(&VerifierKey::log(state.log.origin(), key.public())) {
                return Err(wrong_key.text());
            }
            let path = state.folder.join(&name);
            // The file first: two who make the same version at a time cannot both have it. Where a run ends between file
            // and entry, `adopt-register` logs it.
            write_new(&path, bytes.as_bytes(), Access::Everyone)?;
            let logged = log_versions(&state.log, std::slice::from_ref(&bytes.into_bytes()), key)?;
            write_policy(&state.folder, &version.register, state.size)?;
            if let Some(draft) = draft.filter(|draft| draft.seen.is_some()) {
                let _ = std::fs::remove_file(draft.path);
            }
            output.line(&path.display().to_string());
            let (number, digest) = (version.register.version, version.digest);
            let position = logged.first().map_or(state.size, |logged| logged.position);
            output.say(&text!(
                "登録簿の第{number}版を {position} 番としてログに載せ、発効しました（SHA-256 {digest}）",
                "version {number} of the register is entry {position} of the log and in force (SHA-256 {digest})"
            ));
            Ok(())
        }
        (waits, ..) => {
            let Text { ja, en } = waits.unwrap_or_else(|| text!("", ""));
            let Some(draft) = draft else {
                return Err(text!(
                    "{ja}。--draft で案を書き出し、ほかの管理者かログの鍵を持つ者に回してください",
                    "{en}; write a draft with --draft"
                ));
            };
            let text = envelope.to_json();
            match draft.seen {
                Some(_) => replace(draft.path, text.as_bytes())?,
                None => write_new(draft.path, text.as_bytes(), Access::Everyone)?,
            }
            output.line(&draft.path.display().to_string());
            output.say(&text!(
                "案を書き出しました。まだ発効していません（{ja}）。ほかの管理者が `fugi key approve` で署名し、そろったらログの鍵を持つ者が `fugi key approve --log-key` で発効させてください",
                "wrote a draft that is not in force yet ({en}); other root keys sign it with `fugi key approve`, and whoever holds the log key puts it in force with `--log-key`"
            ));
            Ok(())
        }
    }
}

/// Logs versions of the register, in their order, under one new head.
///
/// # Errors
///
/// A text of the log.
pub(crate) fn log_versions(log: &Log, files: &[Vec<u8>], key: &PrivateKey) -> Result<Vec<Logged>, Text> {
    let submission = |record| Submission { record, attachments: &[], kind: leaf::REGISTER };
    let submissions: Vec<Submission<'_>> = files.iter().map(|file| submission(file.as_slice())).collect();
    log.append_all(key, &submissions, log_now()?).map_err(|error| error.text())
}

pub(super) fn unsigned(bytes: &[u8]) -> Option<Envelope> {
    use base64::Engine as _;
    let value = crate::evidence::format::json::parse(bytes).ok()?;
    let payload = value.get("payload")?.as_str()?;
    let payload = base64::engine::general_purpose::STANDARD.decode(payload).ok()?;
    let is_draft = value.get("payloadType")?.as_str()? == REGISTER_TYPE
        && value.get("signatures")?.as_array()?.is_empty();
    is_draft.then(|| Envelope { payload_type: REGISTER_TYPE.to_owned(), payload, signatures: Vec::new() })
}

/// Opens the root keys, and the log's where it is named.
pub(super) fn private_keys(
    global: &Global,
    roots: &[PathBuf],
    log_key: Option<&PathBuf>,
    from: &passphrase::From,
) -> Result<(Vec<PrivateKey>, Option<PrivateKey>), Text> {
    let mut passphrases = from.open(global.language())?;
    let mut open = |file: &PathBuf| passphrases.open_key(file);
    let roots = roots.iter().map(&mut open).collect::<Result<_, _>>()?;
    Ok((roots, log_key.map(open).transpose()?))
}

/// Reads a public key: PEM, or a line of ssh-keygen.
pub(super) fn public(file: &Path) -> Result<PublicKey, Text> {
    let bytes = read(file, LARGEST)?;
    let text = String::from_utf8_lossy(&bytes);
    if text.trim_start().starts_with("ssh-") {
        let shown = file.display();
        return sshsig::public_from_line(&text).map_err(|problem| {
            let Text { ja, en } = problem.text();
            text!("{shown}: {ja}", "{shown}: {en}")
        });
    }
    key::load_public(file).map_err(|error| error.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_without_signatures_is_read() {
        let envelope = Envelope::sign(REGISTER_TYPE, b"{}".to_vec(), &[]);
        assert_eq!(unsigned(envelope.to_json().as_bytes()), Some(envelope));
        assert_eq!(unsigned(b"{}"), None);
    }
}
