//! Where a passphrase comes from: the terminal, a file descriptor, or the environment; never an argument, which every
//! user of the machine could read.

use crate::cli::output::Output;
use crate::diagnostic::{Language, Text, why_unread};
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::key;
use crate::text;
use clap::Args;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read as _};
use std::path::Path;
use zeroize::Zeroizing;

/// The variable that scripts set.
const VARIABLE: &str = "FUGI_PASSPHRASE";

/// The fewest characters of a new passphrase. The key is stretched with scrypt, so that twelve are beyond guessing.
const SHORTEST: usize = 12;

/// The longest line that is read as a passphrase, in bytes.
const LONGEST: u64 = 4096;

/// Options of every command that opens a private key.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct From {
    /// パスフレーズを、この番号のファイル記述子から一行ずつ読む（省略時は端末、または環境変数 FUGI_PASSPHRASE）
    ///
    /// Read passphrases from this file descriptor, one a line (default: the terminal, or the environment variable FUGI_PASSPHRASE)
    #[arg(long, value_name = "N")]
    passphrase_fd: Option<u32>,
}

/// Reads the passphrases of one run; a file descriptor gives one a line, in the order they are asked for.
#[derive(Debug)]
pub(crate) struct Passphrases {
    language: Language,
    lines: Option<BufReader<io::Take<std::fs::File>>>,
}

impl From {
    /// Opens the file descriptor, where one is named.
    ///
    /// # Errors
    ///
    /// A text that says why it cannot be read.
    pub(crate) fn open(&self, language: Language) -> Result<Passphrases, Text> {
        let lines = match self.passphrase_fd {
            None => None,
            Some(number) => {
                let file = std::fs::File::open(format!("/dev/fd/{number}")).map_err(|error| {
                    let Text { ja, en } = why_unread(&error);
                    text!(
                        "ファイル記述子 {number} からパスフレーズを読めません（{ja}）。環境変数 {VARIABLE} か端末を使ってください",
                        "no passphrase can be read from file descriptor {number} ({en}); use {VARIABLE} or the terminal"
                    )
                })?;
                Some(BufReader::new(file.take(LONGEST)))
            }
        };
        Ok(Passphrases { language, lines })
    }
}

impl Passphrases {
    /// Returns the passphrase of a key that is there; `of` names it.
    ///
    /// # Errors
    ///
    /// A text that says what is missing.
    pub(crate) fn ask(&mut self, of: &str) -> Result<Zeroizing<String>, Text> {
        let prompt = text!("{of} のパスフレーズ: ", "passphrase of {of}: ");
        self.read(&prompt)
    }

    /// Opens a private key with its passphrase; one that others can read is warned of.
    ///
    /// # Errors
    ///
    /// A text that says why it cannot be opened.
    pub(crate) fn open_key(&mut self, path: &Path) -> Result<PrivateKey, Text> {
        let shown = path.display();
        let passphrase = self.ask(&shown.to_string())?;
        let key = key::load(path, &passphrase).map_err(|error| error.text())?;
        if key::is_exposed(path) {
            Output::new(self.language).warn(&text!(
                "秘密鍵のファイル {shown} を、持ち主でない者も読めます。持ち主だけが読めるようにしてください（chmod 600 {shown}）。読まれたおそれがあれば、鍵を失効させてください",
                "others than its owner can read the private key {shown}; let its owner alone read it (chmod 600 {shown}), and revoke the key if it may have been read"
            ));
        }
        Ok(key)
    }

    /// Returns the passphrase of a new key, asked for twice on a terminal.
    ///
    /// # Errors
    ///
    /// A text that says what is missing or too short, or that the two differ.
    pub(crate) fn ask_new(&mut self, of: &str) -> Result<Zeroizing<String>, Text> {
        let prompt = text!(
            "{of} の新しいパスフレーズ（{SHORTEST}文字以上）: ",
            "new passphrase of {of} ({SHORTEST} characters or more): "
        );
        let first = key::in_one_form(&self.read(&prompt)?);
        if first.chars().count() < SHORTEST {
            return Err(text!(
                "パスフレーズが短すぎます。{SHORTEST}文字以上にしてください",
                "the passphrase is too short; use {SHORTEST} characters or more"
            ));
        }
        if self.lines.is_none() && variable().is_none() {
            let again = self.read(&text!("もう一度: ", "again: "))?;
            if key::in_one_form(&again) != first {
                return Err(text!("二つのパスフレーズが違います", "the two passphrases differ"));
            }
        }
        Ok(first)
    }

    fn read(&mut self, prompt: &Text) -> Result<Zeroizing<String>, Text> {
        let read = match (&mut self.lines, variable()) {
            (Some(lines), _) => {
                let mut line = Zeroizing::new(String::new());
                lines.read_line(&mut line).map(|_| line)
            }
            (None, Some(value)) => {
                return value.into_string().map(Zeroizing::new).map_err(|_| not_utf_8());
            }
            (None, None) if !io::stdin().is_terminal() => {
                return Err(text!(
                    "パスフレーズを尋ねる端末がありません。--passphrase-fd か環境変数 {VARIABLE} で渡してください",
                    "there is no terminal to ask for the passphrase; use --passphrase-fd or {VARIABLE}"
                ));
            }
            (None, None) => rpassword::prompt_password(prompt.get(self.language)).map(Zeroizing::new),
        };
        let line = read.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => not_utf_8(),
            _ => {
                let Text { ja, en } = why_unread(&error);
                text!("パスフレーズを読めません（{ja}）", "the passphrase cannot be read ({en})")
            }
        })?;
        let passphrase = Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned());
        if passphrase.is_empty() {
            return Err(text!("パスフレーズが空です", "the passphrase is empty"));
        }
        Ok(passphrase)
    }
}

/// Returns the passphrase of the environment.
fn variable() -> Option<std::ffi::OsString> {
    std::env::var_os(VARIABLE).filter(|value| !value.is_empty())
}

/// What is said of a passphrase in another encoding: with it the same letters are another passphrase.
fn not_utf_8() -> Text {
    text!(
        "パスフレーズが UTF-8 ではありません。端末やスクリプトの文字コードを UTF-8 にして、もう一度渡してください",
        "the passphrase is not UTF-8; set the terminal or the script to UTF-8 and pass it again"
    )
}
