//! What a verifier brings along: a C2SP tlog-policy, and which first version of the key register counts.

use crate::evidence::format::digest::Digest;
use crate::evidence::format::malformed::Malformed;
use crate::evidence::format::policy::Policy;
use crate::text;

/// Whom a verifier trusts.
#[derive(Clone, Debug)]
pub struct TrustFile {
    /// The log and its witnesses.
    pub policy: Policy,
    /// Which version of the register the verifier knows, and its digest; nothing where the file does not say.
    pub register: Option<Pin>,
}

/// A version of the register that is known by its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Its number.
    pub version: u64,
    /// SHA-256 of its file.
    pub digest: Digest,
}

impl TrustFile {
    /// Reads a trust file: a policy, and at most one line `register VERSION sha256:DIGEST`.
    ///
    /// # Errors
    ///
    /// [`Malformed`] with the line.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| Malformed::whole(text!("UTF-8 ではありません", "not UTF-8")))?;
        let mut register = None;
        let mut rest = String::with_capacity(text.len());
        for (at, line) in text.lines().enumerate() {
            if line.split_whitespace().next() != Some("register") {
                rest.push_str(line);
                rest.push('\n');
                continue;
            }
            // An empty line stands in its place, so that the lines of the policy keep their numbers.
            rest.push_str("#\n");
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
        Ok(Self { policy: Policy::parse(rest.as_bytes())?, register })
    }
}

fn pin(line: &str) -> Option<Pin> {
    let mut words = line.split_whitespace().skip(1);
    let version = words.next()?.parse().ok().filter(|version| *version > 0)?;
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
        let twice = format!("{text}\nregister 1 sha256:{digest}\n");
        assert_eq!(TrustFile::parse(twice.as_bytes()).unwrap_err().line, 4);
    }
}
