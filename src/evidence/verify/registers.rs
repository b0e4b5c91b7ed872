//! The versions of the key register in an evidence folder, verified from the one that the verifier knows.

use super::finding::Finding;
use super::trust::Pin;
use crate::diagnostic::{Severity, Text};
use crate::evidence::format::register::Version;
use crate::evidence::store::files::read;
use crate::text;
use std::io;
use std::path::Path;

/// The largest version, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Reads every version, each following the one before; what is wrong goes to `found`, and ends the reading.
pub(super) fn read_all(root: &Path, log: &str, pin: Option<Pin>, found: &mut Vec<Finding>) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    let mend = || {
        text!(
            "控えから元のファイルを戻してください。鍵の管理者（root）に、どの版まで署名したかを確かめてください",
            "restore the file from a backup, and ask the root keys' holders which versions they signed"
        )
    };
    loop {
        let number = versions.len() as u64 + 1;
        let file = format!("trust/root.{number}.json");
        let bytes = match read(&root.join(&file), LARGEST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) => {
                let what = text!("読めません（{error}）", "cannot be read ({error})");
                found.push(Finding::of_file("register-unreadable", Severity::Error, &file, &what, mend()));
                break;
            }
        };
        let version = Version::parse(&file, &bytes)
            .and_then(|version| version.follows(versions.last(), log).map(|()| version));
        match version {
            Ok(version) => versions.push(version),
            Err(problem) => {
                found.push(Finding::of_file(
                    "register-wrong",
                    Severity::Error,
                    &file,
                    &problem.text(),
                    mend(),
                ));
                break;
            }
        }
    }
    if let Some(pin) = pin {
        let number = pin.version;
        let file = format!("trust/root.{number}.json");
        let known = usize::try_from(number - 1).ok().and_then(|index| versions.get(index));
        let what: Option<Text> = match known {
            None => Some(text!(
                "手元の信頼ファイルにある第{number}版の登録簿がありません",
                "version {number} of the register, which your trust file names, is missing"
            )),
            Some(version) if version.digest != pin.digest => {
                let (here, held) = (version.digest, pin.digest);
                Some(text!(
                    "手元の信頼ファイルの登録簿と違います（手元 sha256:{held}、このフォルダ sha256:{here}）。鍵が丸ごと差し替えられた疑いがあります",
                    "it is not the register that your trust file names (held sha256:{held}, here sha256:{here}); all keys may have been replaced"
                ))
            }
            Some(_) => None,
        };
        if let Some(what) = what {
            found.push(Finding::of_file("register-untrusted", Severity::Error, &file, &what, mend()));
            versions.clear();
        }
    }
    versions
}
