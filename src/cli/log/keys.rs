//! The private key and the trust file that a command on the log is given.

use crate::cli::{Global, files, passphrase};
use crate::diagnostic::Text;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::policy::{self, Policy};
use crate::evidence::verify::trust::TrustFile;
use crate::text;
use clap::Args;
use std::path::{Path, PathBuf};

/// The key of the log.
#[derive(Debug, Args)]
pub(super) struct LogKey {
    /// ログの秘密鍵
    ///
    /// Private key of the log
    #[arg(long, value_name = "FILE")]
    log_key: PathBuf,
    #[command(flatten)]
    passphrase: passphrase::From,
}

impl LogKey {
    /// Opens the key.
    ///
    /// # Errors
    ///
    /// A text that says why it cannot be opened.
    pub(super) fn load(&self, global: &Global) -> Result<PrivateKey, Text> {
        load(&self.log_key, &self.passphrase, global)
    }
}

/// Opens a private key with its passphrase.
///
/// # Errors
///
/// A text that says why it cannot be opened.
pub(super) fn load(path: &Path, from: &passphrase::From, global: &Global) -> Result<PrivateKey, Text> {
    from.open(global.language())?.open_key(path)
}

/// Reads a trust policy.
///
/// # Errors
///
/// A text that names the file, the line and the reason.
pub(super) fn policy(path: &Path) -> Result<Policy, Text> {
    let bytes = files::read(path, policy::LIMIT as u64)?;
    TrustFile::parse(&bytes).map(|trust| trust.policy).map_err(|wrong| {
        let (path, Text { ja, en }) = (path.display(), wrong.text());
        text!("{path}: {ja}", "{path}: {en}")
    })
}
