//! The calendar of what is due, for a calendar program (RFC 5545).

use super::Obligation;
use crate::diagnostic::{Language, Text};
use crate::evidence::format::digest::Digest;
use crate::text as both;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// A line holds 75 bytes at most (RFC 5545, 3.1).
const LINE: usize = 75;

/// Returns the obligations that have a day as all-day events; `told` is what they rest on, said of the calendar and of
/// each event (programs show the one or the other). The same obligations give the same bytes.
#[must_use]
pub fn write(
    ward: &str,
    obligations: &[Obligation],
    told: &[String],
    today: NaiveDate,
    language: Language,
) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(
        &mut out,
        match language {
            Language::English => "PRODID:-//fugi//status//EN",
            Language::Japanese => "PRODID:-//fugi//status//JA",
        },
    );
    line(&mut out, "CALSCALE:GREGORIAN");
    let name = both!("{ward}　付議の期限", "{ward}: what is due");
    line(&mut out, &format!("X-WR-CALNAME:{}", text(name.get(language))));
    if !told.is_empty() {
        line(&mut out, &format!("X-WR-CALDESC:{}", text(&told.join("\n"))));
    }
    for own in obligations {
        let Some(due) = own.due else { continue };
        let contractor = own.contractor.as_ref();
        let title = own.kind.title().get(language).to_owned();
        let id = Digest::of_parts(&[
            own.kind.word().as_bytes(),
            own.subject.as_bytes(),
            contractor.map_or("", |name| &name.ja).as_bytes(),
            own.words.ja.as_bytes(),
        ])
        .to_string();
        let subject = &own.subject;
        let summary = match contractor {
            None => both!("{title}　{subject}", "{title}: {subject}"),
            Some(Text { ja, en }) => both!("{title}　{ja}（{subject}）", "{title}: {en} ({subject})"),
        };
        let next = due.succ_opt().unwrap_or(due);
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}@fugi", id.get(..32).unwrap_or(&id)));
        line(&mut out, &format!("DTSTAMP:{}T000000Z", today.format("%Y%m%d")));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", due.format("%Y%m%d")));
        line(&mut out, &format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        line(&mut out, &format!("SUMMARY:{}", text(summary.get(language))));
        let mut words = vec![own.words.get(language), own.department.get(language)];
        words.extend(told.iter().map(String::as_str));
        line(&mut out, &format!("DESCRIPTION:{}", text(&words.join("\n"))));
        line(&mut out, &format!("CATEGORIES:{}", text(&title)));
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// Returns a text with what has a meaning in the format escaped (RFC 5545, 3.3.11); control characters are left out.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, folded between characters where it is too long.
fn line(out: &mut String, content: &str) {
    let mut length = 0;
    for c in content.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        let _ = out.write_char(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::status::Kind;

    #[test]
    fn lines_are_short_and_nothing_is_lost() {
        let words =
            "写し３か所（印刷用サーバ、DVD-R、紙）の消去完了報告を受け取る; 期限\\注意\nBEGIN:VEVENT\r";
        let own = Obligation {
            kind: Kind::Erasure,
            due: "2027-04-30".parse().ok(),
            department: both!("見本福祉課", "見本福祉課"),
            contractor: Some(both!("株式会社見本印刷", "株式会社見本印刷")),
            subject: "r08/mihon-itaku/ticket".to_owned(),
            words: both!("{words}", "report"),
        };
        let no_day = Obligation { due: None, ..own.clone() };
        let told = ["証跡の 3 番は、数えていません".to_owned()];
        let today = "2027-04-01".parse().unwrap();
        let ics = write("見本区", &[own, no_day], &told, today, Language::Japanese);
        assert!(ics.split("\r\n").all(|line| line.len() <= LINE), "{ics}");
        assert!(!ics.replace("\r\n", "").contains(['\r', '\n']));
        let whole = ics.replace("\r\n ", "");
        assert_eq!(whole.matches("\r\nBEGIN:VEVENT").count(), 1);
        assert!(
            whole.contains("報告を受け取る\\; 期限\\\\注意\\nBEGIN:VEVENT\\n見本福祉課\\n証跡の 3 番"),
            "{whole}"
        );
        assert!(whole.contains("\r\nX-WR-CALDESC:証跡の 3 番は、数えていません\r\n"), "{whole}");
        assert!(whole.contains("DTSTART;VALUE=DATE:20270430\r\nDTEND;VALUE=DATE:20270501"));
    }
}
