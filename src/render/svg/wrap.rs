//! Breaking Japanese text into lines: full-width 1 em, half-width 0.5 em, and the rules of kinsoku (禁則).

/// What must not begin a line (行頭禁則文字).
const NOT_FIRST: &str =
    "、。，．,.・：；:;？！?!）)」』】〕］]｝}〉》ー―～〜々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ％%";
/// What must not end a line (行末禁則文字).
const NOT_LAST: &str = "（(「『【〔［[｛{〈《※";

/// Returns the width of a text in em.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> f64 {
    use unicode_width::UnicodeWidthChar;
    match c.width_cjk() {
        Some(0) | None => 0.0,
        Some(1) => 0.5,
        Some(_) => 1.0,
    }
}

/// Returns `text` in lines of at most `first` em, and `rest` em from the second on.
pub(super) fn wrap(text: &str, first: f64, rest: f64) -> Vec<String> {
    fill(pieces(text, &may_break), first, rest)
}

/// Returns a name or a label in lines of at most `em`, broken between words where each word fits.
pub(super) fn wrap_words(text: &str, em: f64) -> Vec<String> {
    let words = pieces(text, &|before, after| may_break(before, after) && ends_word(before, after));
    if words.iter().all(|word| width(word) <= em) { fill(words, em, em) } else { wrap(text, em, em) }
}

fn fill(pieces: Vec<&str>, first: f64, rest: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces {
        let limit = if lines.is_empty() { first } else { rest };
        let wide = width(piece);
        if used + wide > limit + 1e-6 && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        let limit = if lines.is_empty() { first } else { rest };
        if wide > limit + 1e-6 {
            // Too wide for any line: broken anywhere.
            for c in piece.chars() {
                let limit = if lines.is_empty() { first } else { rest };
                if used + width_of(c) > limit + 1e-6 && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(c);
                used += width_of(c);
            }
            continue;
        }
        if line.is_empty() && !lines.is_empty() && piece.trim().is_empty() {
            continue;
        }
        line.push_str(piece);
        used += wide;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Cuts a text wherever a line may break.
fn pieces<'t>(text: &'t str, may_break: &dyn Fn(char, char) -> bool) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, c)) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..).filter(|last| !last.is_empty()));
    pieces
}

/// Returns whether a word ends here, as far as the script tells: 収納|サービス|提供事業者, データの|作成.
fn ends_word(before: char, after: char) -> bool {
    let script = |c: char| match c {
        'ぁ'..='ゟ' => 0,
        'ァ'..='ヿ' => 1,
        '一'..='龠' | '々' => 2,
        c if c.is_alphanumeric() => 3,
        _ => 4,
    };
    script(before) != script(after) && script(after) != 0
}

/// Returns whether a line may break: between any two full-width characters, around words in half-width letters,
/// never before or after the characters that must not stand there.
fn may_break(before: char, after: char) -> bool {
    if NOT_FIRST.contains(after)
        || NOT_LAST.contains(before)
        || width_of(after) == 0.0
        || before == '\u{200D}'
    {
        return false;
    }
    let is_word = |c: char| width_of(c) <= 0.5 && !c.is_whitespace();
    // Full-width letters and digits form words, too: ３６，０００ and ＰａｙＢ stay whole.
    let is_wide_word =
        |c: char| matches!(c, '，' | '．') || c.is_alphanumeric() && ('！'..='～').contains(&c);
    !(is_word(before) && is_word(after) || is_wide_word(before) && is_wide_word(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_obey_kinsoku() {
        assert_eq!(wrap("支払いを行う。", 6.0, 6.0), ["支払いを行", "う。"]);
        assert_eq!(wrap("納付（モバイル）を", 3.0, 3.0), ["納付", "（モバ", "イル）", "を"]);
        assert_eq!(wrap("ISO27001の認証", 4.0, 4.0), ["ISO27001", "の認証"]);
        assert_eq!(wrap("約３６，０００名", 6.0, 6.0), ["約", "３６，０００", "名"]);
        assert_eq!(width("ｶﾅ漢A"), 2.5);
    }

    #[test]
    fn names_break_between_words() {
        assert_eq!(wrap_words("ビリングシステム株式会社", 11.0), ["ビリングシステム", "株式会社"]);
        assert_eq!(wrap_words("専用サーバ（データセンター）", 10.0), ["専用サーバ", "（データセンター）"]);
        assert_eq!(wrap_words("収納サービス提供事業者", 8.0), ["収納サービス", "提供事業者"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        assert_eq!(wrap("abcdefgh", 2.0, 2.0), ["abcd", "efgh"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_too_wide(text in "[あ-んァ-ヶ一-龠、。（）「」a-z0-9 ]{0,60}", em in 3.0..20.0f64) {
            let lines = wrap(&text, em, em);
            let joined: String = lines.concat();
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&joined), bare(&text));
            prop_assert!(lines.iter().all(|line| width(line) <= em + 1e-6));
        }
    }
}
