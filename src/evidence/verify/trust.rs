//! What a verifier brings along: a C2SP tlog-policy, and which first version of the key register counts.

use crate::evidence::format::digest::Digest;
use crate::evidence::format::malformed::{Malformed, number};
use crate::evidence::format::policy::Policy;
use crate::text;

/// Whom a verifier trusts.
#[derive(Clone, Debug)]
pub struct TrustFile {
    /// The log and its witnesses.
    pub policy: Policy,
    /// Which version of the register the verifier knows, and its digest; nothing where the file does not say.
    pub register: Option<Pin>,
    /// Within how many days a witness must have seen an entry; 0 where it must have seen all of them, nothing where the
    /// file does not say.
    pub require_witness: Option<u64>,
}

/// The most days within which a witness may be asked to have seen an entry.
pub const MOST_DAYS: u64 = 36_500;

/// The highest version of the register that is read: the most that every verifier counts to.
const LAST_VERSION: u64 = i64::MAX as u64;

/// A version of the register that is known by its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Its number.
    pub version: u64,
    /// SHA-256 of its file.
    pub digest: Digest,
}

impl TrustFile {
    /// Reads a trust file: a policy, and at most one line each of `register VERSION sha256:DIGEST` and
    /// `require-witness [DAYS]`.
    ///
    /// # Errors
    ///
    /// [`Malformed`] with the line.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| Malformed::whole(text!("UTF-8 ではありません", "not UTF-8")))?;
        let (mut register, mut require_witness) = (None, None);
        let mut rest = String::with_capacity(text.len());
        for (at, line) in text.lines().enumerate() {
            let word = words(line).next();
            if !matches!(word, Some("register" | "require-witness")) {
                rest.push_str(line);
                rest.push('\n');
                continue;
            }
            // An empty line stands in its place, so that the lines of the policy keep their numbers.
            rest.push_str("#\n");
            if word == Some("require-witness") {
                let wrong = |what| Malformed::at(at + 1, what);
                let days = days(line).ok_or_else(|| {
                    wrong(text!(
                        "「require-witness」か「require-witness 日数」（1から{MOST_DAYS}まで）の形ではありません",
                        "neither `require-witness` nor `require-witness DAYS` (1 to {MOST_DAYS})"
                    ))
                })?;
                if require_witness.replace(days).is_some() {
                    return Err(wrong(text!(
                        "require-witness の行が二つあります",
                        "a second require-witness line"
                    )));
                }
                continue;
            }
            let pin = pin(line).ok_or_else(|| {
                Malformed::at(
                    at + 1,
                    text!(
                        "「register 版 sha256:SHA-256」の形ではありません",
                        "not `register VERSION sha256:DIGEST`"
                    ),
                )
            })?;
            if register.replace(pin).is_some() {
                return Err(Malformed::at(
                    at + 1,
                    text!("register の行が二つあります", "a second register line"),
                ));
            }
        }
        Ok(Self { policy: Policy::parse(rest.as_bytes())?, register, require_witness })
    }
}

/// Returns the words of a line, as those of a policy are told apart: by blanks and tabs alone.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t']).filter(|word| !word.is_empty())
}

fn days(line: &str) -> Option<u64> {
    let mut words = words(line).skip(1);
    let days = match words.next() {
        None => 0,
        Some(word) => number(word).filter(|days| (1..=MOST_DAYS).contains(days))?,
    };
    words.next().is_none().then_some(days)
}

fn pin(line: &str) -> Option<Pin> {
    let mut words = words(line).skip(1);
    let version = number(words.next()?).filter(|version| (1..=LAST_VERSION).contains(version))?;
    let digest = words.next()?.strip_prefix("sha256:")?.parse().ok()?;
    words.next().is_none().then_some(Pin { version, digest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_register_is_read_beside_the_policy() {
        let digest = Digest::of(b"x");
        let text = format!("# 信頼\nquorum none\nregister 2 sha256:{digest}");
        let trust = TrustFile::parse(text.as_bytes()).unwrap();
        assert_eq!(trust.register, Some(Pin { version: 2, digest }));
        assert!(TrustFile::parse(b"quorum none\n").unwrap().register.is_none());
        for wrong in ["register", "register 0 sha256:00", "register 1 x", "bad"] {
            assert!(TrustFile::parse(format!("quorum none\n{wrong}\n").as_bytes()).is_err(), "{wrong}");
        }
        let named = |version: &str| {
            let text = format!("quorum none\nregister {version} sha256:{digest}\n");
            TrustFile::parse(text.as_bytes()).ok().and_then(|trust| trust.register)
        };
        assert_eq!(named("9223372036854775807"), Some(Pin { version: LAST_VERSION, digest }));
        for wrong in ["9223372036854775808", "18446744073709551616", "+1", "01", "１"] {
            assert_eq!(named(wrong), None, "{wrong}");
        }
        let asked = |line: &str| TrustFile::parse(format!("quorum none\n{line}\n").as_bytes());
        assert_eq!(asked("").unwrap().require_witness, None);
        assert_eq!(asked("require-witness").unwrap().require_witness, Some(0));
        assert_eq!(asked("require-witness 30").unwrap().require_witness, Some(30));
        for wrong in
            ["require-witness 0", "require-witness -1", "require-witness 30 days", "require-witness ３０"]
        {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
        assert_eq!(asked("require-witness\nrequire-witness 3").unwrap_err().line, 3);
        for blank in ['\r', '\u{b}', '\u{a0}', '\u{3000}'] {
            assert!(TrustFile::parse(format!("{text}{blank}").as_bytes()).is_err(), "{blank:?}");
        }
        assert!(TrustFile::parse(format!("{text}\r\n").as_bytes()).is_ok());
        let twice = format!("{text}\nregister 1 sha256:{digest}\n");
        assert_eq!(TrustFile::parse(twice.as_bytes()).unwrap_err().line, 4);
    }
}
