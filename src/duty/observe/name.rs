//! What looks like a value in the place of a name: it is not shown whole.

use crate::evidence::format::personal::looks_personal;
use crate::spelling::{fold, printable, short};

/// Returns the name as a message shows it; what looks like a value shows its first letter and its length.
#[must_use]
pub fn shown(name: &str) -> String {
    if is_value(name) || is_personal(name) {
        let first: String = name.trim().chars().take(1).collect();
        let count = name.trim().chars().count();
        return format!("{first}…（{count}字。値のように見えるため伏せます）");
    }
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    printable(&short(&line)).into_owned()
}

/// Returns whether a name is a number, an amount, a date or a time.
pub(super) fn is_value(name: &str) -> bool {
    let folded = fold(name);
    let has_digit = folded.chars().any(|c| c.is_ascii_digit());
    let rest = ["令和", "平成", "昭和", "大正", "明治"]
        .iter()
        .find_map(|era| folded.strip_prefix(era))
        .or_else(|| folded.strip_prefix(['r', 'h', 's', 't', 'm']))
        .unwrap_or(&folded);
    has_digit
        && rest.chars().all(|c| {
            c.is_ascii_digit() || "-/.,:+¥\\年月日時分秒円元〒".contains(c)
        })
        // 「4月」「1日」「30分」 are names of columns as often as values.
        && (rest.chars().filter(char::is_ascii_digit).count() > 2 || rest.chars().all(|c| c.is_ascii_digit()))
}

/// Returns whether a name holds somebody's data: an address, a telephone or individual number, an address of mail.
pub(super) fn is_personal(name: &str) -> bool {
    let folded = fold(name);
    let is_mail = folded.split_once('@').is_some_and(|(one, two)| !one.is_empty() && two.contains('.'));
    let is_address = folded.split(['市', '区', '町', '村']).skip(1).any(|rest| {
        let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
        let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_house =
            after.strip_prefix('-').is_some_and(|own| own.starts_with(|c: char| c.is_ascii_digit()));
        digits != after && (is_house || after.starts_with("丁目") || after.starts_with("番"))
    });
    let has_long_number = folded
        .split(|c: char| !c.is_ascii_digit() && c != '-')
        .any(|run| run.chars().filter(char::is_ascii_digit).count() >= 10);
    is_mail || is_address || has_long_number || looks_personal(name, false).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_from_names() {
        for value in [
            "1",
            "０００１",
            "2026-04-01",
            "令和８年４月１日",
            "R8.4.1",
            "36,000",
            "12:30",
            "¥1,000",
            "〒160-0022",
        ] {
            assert!(is_value(value), "{value}");
        }
        for name in [
            "氏名",
            "４月",
            "住所１",
            "R",
            "区分2",
            "",
            "月",
            "2026年度見込",
            "30分",
            "都道府県市区町村コード2",
        ] {
            assert!(!is_value(name) && !is_personal(name), "{name}");
        }
        for value in ["見本県見本市見本町1-2", "mihon@mihon.example", "090-1234-5678", "宛名番号 1234567890"]
        {
            assert!(is_personal(value), "{value}");
            let rest: String = value.chars().skip(1).collect();
            assert!(!shown(value).contains(&rest), "{value}");
        }
        assert_eq!(shown("2026-04-01"), "2…（10字。値のように見えるため伏せます）");
        assert_eq!(shown("氏名\n（カナ）"), "氏名 （カナ）");
    }
}
