//! The versions of the key register, each verified from the one before, from the one that the verifier knows.

use super::finding::Finding;
use super::trust::Pin;
use crate::diagnostic::{Severity, Text, why_unread};
use crate::evidence::format::register::Version;
use crate::evidence::store::{Name, Store};
use crate::text;
use std::io;

/// The largest version, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Why the versions end before the last one that is there.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The version that cannot be relied on.
    pub version: u64,
    /// Whether it cannot even be read.
    pub unreadable: bool,
    /// Why.
    pub why: Text,
}

/// Reads every version, each following the one before; what is wrong ends the reading.
#[must_use]
pub fn read(store: &dyn Store, log: &str) -> (Vec<Version>, Option<Broken>) {
    let mut versions: Vec<Version> = Vec::new();
    loop {
        let number = versions.len() as u64 + 1;
        let name = Name::Register(number);
        let bytes = match store.read(&name, LARGEST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (versions, None),
            Err(error) => {
                let Text { ja, en } = why_unread(&error);
                let why = text!("読めません（{ja}）", "cannot be read ({en})");
                return (versions, Some(Broken { version: number, unreadable: true, why }));
            }
        };
        let version = Version::parse(&name.to_string(), &bytes)
            .and_then(|version| version.follows(versions.last(), log).map(|()| version));
        match version {
            Ok(version) => versions.push(version),
            Err(problem) => {
                let broken = Broken { version: number, unreadable: false, why: problem.text() };
                return (versions, Some(broken));
            }
        }
    }
}

/// Reads every version; what is wrong, and a version that is not the one the verifier knows, goes to `found`.
pub(super) fn read_all(
    store: &dyn Store,
    log: &str,
    pin: Option<Pin>,
    found: &mut Vec<Finding>,
) -> Vec<Version> {
    let fix = || {
        text!(
            "控えから元のファイルを戻してください。鍵の管理者（root）に、どの版まで署名したかを確かめてください",
            "restore the file from a backup, and ask the root keys' holders which versions they signed"
        )
    };
    let (mut versions, broken) = read(store, log);
    if let Some(Broken { version, unreadable, why }) = broken {
        let name = if unreadable { "register-unreadable" } else { "register-wrong" };
        let file = Name::Register(version).to_string();
        found.push(Finding::of_file(name, Severity::Error, &file, &why, fix()));
    }
    if let Some(pin) = pin {
        let number = pin.version;
        let file = Name::Register(number).to_string();
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
            found.push(Finding::of_file("register-untrusted", Severity::Error, &file, &what, fix()));
            versions.clear();
        }
    }
    versions
}
