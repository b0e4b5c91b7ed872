//! What a plain scalar is in YAML 1.2 (the core schema, YAML 1.2.2 §10.3.2): every editor and every other program
//! reads it so, and this one does not read it otherwise.

/// A plain scalar as YAML understands it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plain {
    /// `true` or `false`, in one of three spellings.
    Bool(bool),
    /// A whole number; one that is too large for any use is [`u64::MAX`] or less than nothing.
    Whole(i128),
    /// A number with a fraction or an exponent, or no number at all (`.nan`).
    Float(f64),
    /// Anything else.
    Text,
}

/// The largest number that every reader of JSON and YAML holds exactly: 2^53 - 1 (RFC 8259 §6).
pub const LARGEST: u64 = (1 << 53) - 1;

/// Returns what a plain scalar is.
#[must_use]
pub fn plain(text: &str) -> Plain {
    match text {
        "true" | "True" | "TRUE" => return Plain::Bool(true),
        "false" | "False" | "FALSE" => return Plain::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Plain::Float(f64::NAN),
        _ => {}
    }
    let (sign, bare) = match text.as_bytes().first() {
        Some(b'-') => (-1, text.get(1..).unwrap_or_default()),
        Some(b'+') => (1, text.get(1..).unwrap_or_default()),
        _ => (1, text),
    };
    if matches!(bare, ".inf" | ".Inf" | ".INF") {
        return Plain::Float(f64::INFINITY * f64::from(sign));
    }
    let based = |digits: &str, radix: u32| {
        let known = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        // A number of more digits than fit is too large for any use; it stays a number.
        known.then(|| i128::from_str_radix(digits, radix).unwrap_or(i128::MAX))
    };
    // Octal and hexadecimal numbers have no sign.
    let octal = text.strip_prefix("0o").and_then(|digits| based(digits, 8));
    let hexadecimal = text.strip_prefix("0x").and_then(|digits| based(digits, 16));
    if let Some(number) =
        octal.or(hexadecimal).or_else(|| based(bare, 10).map(|own| own.saturating_mul(sign.into())))
    {
        return Plain::Whole(number);
    }
    if is_float(bare) { text.parse().map_or(Plain::Text, Plain::Float) } else { Plain::Text }
}

/// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_float(bare: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match bare.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (bare, None),
    };
    let has_exponent = exponent.is_none_or(|own| {
        let own = own.strip_prefix(['-', '+']).unwrap_or(own);
        !own.is_empty() && digits(own)
    });
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    has_exponent && digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

/// Returns a whole number of a size that can be used, however YAML lets it be written: `12`, `0xC`, `12.0`, `1.2e1`.
#[must_use]
pub fn whole(text: &str) -> Option<u64> {
    let number = match plain(text) {
        Plain::Whole(number) => u64::try_from(number).ok()?,
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, and checked to fit"
        )]
        Plain::Float(number) if number.fract() == 0.0 && (0.0..=LARGEST as f64).contains(&number) => {
            number as u64
        }
        Plain::Bool(_) | Plain::Float(_) | Plain::Text => return None,
    };
    (number <= LARGEST).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_the_core_schema_is_told_apart() {
        for text in ["true", "True", "TRUE", "false", "False", "FALSE"] {
            assert_eq!(plain(text), Plain::Bool(text.to_lowercase() == "true"), "{text}");
        }
        for (text, number) in
            [("0", 0), ("-0", 0), ("007", 7), ("+3", 3), ("-3", -3), ("0o17", 15), ("0xfF", 255)]
        {
            assert_eq!(plain(text), Plain::Whole(number), "{text}");
        }
        for text in ["1.0", ".5", "1.", "-1e3", "12e03", "-2E+05", ".inf", "-.INF", "1e999"] {
            assert!(matches!(plain(text), Plain::Float(_)), "{text}");
        }
        for text in [
            "",
            "yes",
            "on",
            "tRUE",
            "1_000",
            "0b1",
            "-0x1",
            "0o8",
            "0x",
            "1e",
            "e3",
            ".",
            "+",
            "--1",
            "inf",
            "nan",
            "2026-04-01",
            "１２",
            "1 2",
            "12:30",
            "1.2.3",
        ] {
            assert_eq!(plain(text), Plain::Text, "{text}");
        }
    }

    #[test]
    fn a_whole_number_is_one_however_it_is_written() {
        for text in ["12", "0xC", "0o14", "12.0", "1.2e1", "+12", "012"] {
            assert_eq!(whole(text), Some(12), "{text}");
        }
        for text in [
            "-1",
            "1.5",
            "9007199254740992",
            "99999999999999999999999999999999999999999",
            ".inf",
            ".nan",
            "1e300",
            "true",
            "",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(whole("9007199254740991"), Some(LARGEST));
    }
}
