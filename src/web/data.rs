//! What a browser sends: names and values, percent-encoded (URL Standard, `application/x-www-form-urlencoded`).

/// How many fields a form may have.
const MOST: usize = 20_000;

/// The names and values of a form, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent(Vec<(String, String)>);

impl Sent {
    /// Reads a body or a query. What is no UTF-8 is told apart by the mark that stands for it.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let parts: Vec<&[u8]> = body.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).collect();
        if parts.len() > MOST {
            return None;
        }
        let pair = |part: &[u8]| {
            let at = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
            let (name, value) = part.split_at(at);
            (decoded(name, true), decoded(value.get(1..).unwrap_or_default(), true))
        };
        Some(Self(parts.into_iter().map(pair).collect()))
    }

    /// Returns the first value of a name.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Returns the values of a name that are not empty.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let own = self.0.iter().filter(|(own, value)| own == name && !value.is_empty());
        own.map(|(_, value)| lines(value)).collect()
    }

    /// Returns what follows a beginning of a name, with the values, in order.
    pub(super) fn after<'s>(&'s self, beginning: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(beginning)?, value.as_str())))
    }
}

/// Returns a text with the line ends of a file, without those at its end.
pub(super) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim_end_matches('\n').to_owned()
}

/// Returns what percent-encoded bytes say; a `+` is a space in a form.
pub(super) fn decoded(bytes: &[u8], plus: bool) -> String {
    let digit = |at: usize| {
        bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16)).and_then(|own| u8::try_from(own).ok())
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                at += 2;
            }
            (b'+', ..) if plus => out.push(b' '),
            _ => out.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Returns a text as it may stand in a path or behind `#` of an address.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_sends_it() {
        let sent =
            Sent::read("v%3Aoverview%2Fpurpose=%E5%8C%BA%0D%0Aa+b%26&k=1&k=&k=2&bare&=x".as_bytes()).unwrap();
        assert_eq!(sent.one("v:overview/purpose"), Some("区\r\na b&"));
        assert_eq!(sent.all("k"), ["1", "2"]);
        assert_eq!(sent.one("bare"), Some(""));
        assert_eq!(sent.after("v:").collect::<Vec<_>>(), [("overview/purpose", "区\r\na b&")]);
        assert_eq!(lines("a\r\nb\n\n"), "a\nb");
        assert!(Sent::read("a&".repeat(MOST + 1).as_bytes()).is_none());
    }

    #[test]
    fn what_is_encoded_is_decoded_and_broken_escapes_are_text() {
        for text in ["roles/bank pay/name", "区%２", "a+b&c=d#e?f"] {
            assert_eq!(decoded(encoded(text).as_bytes(), false), text);
        }
        assert_eq!(decoded(b"%", true), "%");
        assert_eq!(decoded(b"%zz%4", true), "%zz%4");
        assert_eq!(decoded(b"%ff", true), "\u{FFFD}");
    }
}
