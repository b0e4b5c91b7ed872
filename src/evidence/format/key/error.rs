//! Why a key could not be read or written, each reason with its fix.

use super::KeyId;
use crate::diagnostic::{Text, why_unread};
use crate::text;
use std::io;
use std::path::PathBuf;

/// Why a key could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("{}: {}", .0.display(), .1)]
    Unreadable(PathBuf, #[source] io::Error),
    /// The passphrase is wrong, or the file damaged.
    #[error("{}: wrong passphrase", .0.display())]
    WrongPassphrase(PathBuf),
    /// The key came out as another one than the file names.
    #[error("{}: this is not the key {}", .0.display(), .1)]
    AnotherKey(PathBuf, KeyId),
    /// A private key that anybody can read.
    #[error("{}: the private key is not encrypted", .0.display())]
    NotEncrypted(PathBuf),
    /// Something else, or damaged.
    #[error("{}: no key of the kind that is needed", .0.display())]
    NotAKeyFile(PathBuf, Wanted),
    /// Asks for more memory or time than a key file should.
    #[error("{}: asks for too much work", .0.display())]
    TooMuchWork(PathBuf),
    /// The operating system gave no random bytes, or the encoder refused.
    #[error("the key could not be encrypted")]
    NotMade,
}

/// Which kind of file was needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// An encrypted private key.
    Private,
    /// A public key.
    Public,
}

impl Error {
    /// Returns what a reader is told, with the fix.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Unreadable(path, error) => {
                let path = path.display();
                match error.kind() {
                    io::ErrorKind::NotFound => {
                        text!("鍵のファイル {path} がありません", "the key file {path} does not exist")
                    }
                    io::ErrorKind::PermissionDenied => {
                        text!("鍵のファイル {path} を読む権限がありません", "no permission to read {path}")
                    }
                    _ => {
                        let Text { ja, en } = why_unread(error);
                        text!("鍵のファイル {path} を読めません（{ja}）", "{path} cannot be read ({en})")
                    }
                }
            }
            Self::WrongPassphrase(path) => {
                let path = path.display();
                text!(
                    "{path} を開けません。パスフレーズが違うか、ファイルが壊れています",
                    "{path} cannot be opened: the passphrase is wrong, or the file is damaged"
                )
            }
            Self::AnotherKey(path, id) => {
                let path = path.display();
                text!(
                    "{path} の中の鍵は、ファイルに書かれた鍵（{id}）と違います。パスフレーズが違うか、ファイルが差し替えられています",
                    "the key in {path} is not the one it names ({id}): wrong passphrase, or another file"
                )
            }
            Self::NotEncrypted(path) => {
                let path = path.display();
                text!(
                    "{path} の秘密鍵は暗号化されていません。`openssl pkcs8 -topk8 -scrypt -in {path} -out 新しい名` で暗号化し、元のファイルを消してください",
                    "the private key in {path} is not encrypted; run `openssl pkcs8 -topk8 -scrypt -in {path} -out NEW` and delete it"
                )
            }
            Self::NotAKeyFile(path, wanted) => {
                let path = path.display();
                match wanted {
                    Wanted::Private => text!(
                        "{path} は暗号化された Ed25519 の秘密鍵ではありません（`fugi key new` で作れます）",
                        "{path} is no encrypted Ed25519 private key (`fugi key new` makes one)"
                    ),
                    Wanted::Public => text!(
                        "{path} は Ed25519 の公開鍵ではありません（`fugi key new` が .pub.pem に書きます）",
                        "{path} is no Ed25519 public key (`fugi key new` writes one to .pub.pem)"
                    ),
                }
            }
            Self::TooMuchWork(path) => {
                let path = path.display();
                text!(
                    "{path} を開くには、許される量を超える計算が要ります（scrypt か PBKDF2 の回数が大きすぎます）",
                    "{path} asks for more work than is allowed (parameters of scrypt or PBKDF2)"
                )
            }
            Self::NotMade => {
                text!("鍵を作れません（乱数を得られません）", "the key cannot be made (no randomness)")
            }
        }
    }
}
