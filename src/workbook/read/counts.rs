//! What a part of a workbook says of its own content in numbers, held against its size before calamine reads it: it asks
//! for as much memory as they say, and a program that asks for more than there is is ended by the system.

use super::places::value;
use crate::diagnostic::Text;
use crate::text;

/// Fewest bytes of a shared string, `<si/>`.
const FEWEST: u64 = 5;

/// Most bytes that the formats of cells may come to: each is given a copy of the font and number format that it names.
const MOST_OF_FORMATS: usize = 256 << 20;

/// Returns what is wrong with the numbers of a part, and what to do.
pub(super) fn wrong(name: &str, contents: &[u8]) -> Option<Text> {
    let size = contents.len() as u64;
    // The other number, `count`, is how often strings are used; nothing is made by it, and it may well be larger.
    if let Some(count) = declared(contents).filter(|count| count.saturating_mul(FEWEST) > size) {
        return Some(text!(
            "中のファイル（{name}）に、文字列が {count} 件あると書かれていますが、{size} バイトに入る数ではありません。Excel か LibreOffice で開き、.xlsx で保存し直してください",
            "{name} inside says that it has {count} strings, which {size} bytes cannot hold; open it in Excel or LibreOffice and save it as .xlsx again"
        ));
    }
    let formats = of_formats(contents)?;
    (formats > MOST_OF_FORMATS).then(|| {
        text!(
            "中のファイル（{name}）の書式が多すぎます。新しいブックに値だけを貼り付けて、.xlsx で保存し直してください",
            "{name} inside has too many formats; paste the values alone into a new workbook and save that as .xlsx"
        )
    })
}

/// Returns the largest number of shared strings that a part declares.
fn declared(contents: &[u8]) -> Option<u64> {
    let marker = b"uniqueCount";
    let after = |at: usize| contents.get(at + marker.len()..).unwrap_or_default().trim_ascii_start();
    let number = |at: usize| {
        let written = value(after(at).strip_prefix(b"=")?)?;
        let digits = written.trim_ascii().iter().take_while(|byte| byte.is_ascii_digit());
        let digit =
            |number: u64, digit: &u8| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
        Some(digits.fold(0, digit))
    };
    let places = contents.windows(marker.len()).enumerate().filter(|(_, own)| own == marker);
    places.filter_map(|(at, _)| number(at)).max()
}

/// Returns how many bytes the formats of cells may come to at most; nothing where a part has none.
fn of_formats(contents: &[u8]) -> Option<usize> {
    let holds = |marker: &[u8]| contents.windows(marker.len()).filter(|own| *own == marker).count();
    if holds(b"cellXfs") == 0 {
        return None;
    }
    let formats = holds(b"<xf").saturating_add(holds(b":xf"));
    let equals = contents.iter().enumerate().filter(|(_, byte)| **byte == b'=');
    let values = equals.filter_map(|(at, _)| value(contents.get(at + 1..)?));
    let longest = values.map(<[u8]>::len).max().unwrap_or_default();
    Some(formats.saturating_mul(longest))
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn as_many_strings_as_there_is_room_for_pass() {
        for sound in [
            r#"<sst count="900000" uniqueCount="2"><si><t>a</t></si><si/></sst>"#,
            r#"<sst uniqueCount='0' count="40000000000"/>"#,
            r#"<sst><si><t>uniqueCount</t></si></sst>"#,
            r#"<sst uniqueCount="many"/>"#,
            "",
        ] {
            assert_eq!(wrong("p", sound.as_bytes()), None, "{sound}");
        }
        let whole = format!(r#"<sst uniqueCount="1000">{}</sst>"#, "<si/>".repeat(1000));
        assert_eq!(wrong("p", whole.as_bytes()), None);
    }

    #[test]
    fn more_than_there_is_room_for_does_not() {
        for unsound in [
            r#"<sst uniqueCount="40000000000"></sst>"#,
            "<sst uniqueCount\n = '99999999999999999999999999'/>",
            r#"<sst uniqueCount="1" uniqueCount=" 100000000"/>"#,
            r#"<x:sst uniqueCount="000000001000"><x:si/></x:sst>"#,
        ] {
            assert!(wrong("p", unsound.as_bytes()).unwrap().ja.contains("p"), "{unsound}");
        }
    }

    #[test]
    fn formats_are_bounded_by_what_each_is_given() {
        let styles = |name: usize, formats: usize| {
            let (name, formats) = ("a".repeat(name), r#"<xf fontId="0"/>"#.repeat(formats));
            format!(
                r#"<styleSheet><font><name val="{name}"/></font><cellXfs>{formats}</cellXfs></styleSheet>"#
            )
        };
        assert_eq!(wrong("p", styles(31, 60_000).as_bytes()), None);
        assert_eq!(wrong("p", styles(1_000_000, 10).as_bytes()), None);
        assert!(wrong("p", styles(1_000_000, 1_000).as_bytes()).is_some());
    }
}
