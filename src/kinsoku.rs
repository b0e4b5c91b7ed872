//! 禁則: which characters begin or end no line of Japanese text.
//!
//! The classes are those of JIS X 4051:2004 as 日本語組版処理の要件 (W3C, 3.1.7 and 3.1.8) numbers them, with the
//! half-width forms of the same marks.

/// Returns whether no line begins with a character (行頭禁則文字).
#[must_use]
pub fn begins_no_line(c: char) -> bool {
    match c {
        // cl-02: closing brackets and quotation marks.
        '’' | '”' | '）' | '〕' | '］' | '｝' | '〉' | '》' | '」' | '』' | '】' | '｠' | '〙' | '〗'
        | '»' | '〟' => true,
        ')' | ']' | '}' | '｣' => true,
        // cl-03: hyphens, and the marks that are typed for the wave dash and the dash.
        '‐' | '〜' | '゠' | '–' | '～' | '―' => true,
        // cl-04 to cl-07: marks that divide or end a sentence, middle dots, full stops, commas.
        '！' | '？' | '‼' | '⁇' | '⁈' | '⁉' | '・' | '：' | '；' | '。' | '．' | '、' | '，' => {
            true
        }
        '!' | '?' | ':' | ';' | '.' | ',' | '･' | '｡' | '､' => true,
        // cl-09 to cl-11: iteration marks, the long vowel mark, small kana; separate voicing marks.
        'ヽ' | 'ヾ' | 'ゝ' | 'ゞ' | '々' | '〻' | 'ー' | 'ｰ' | '゛' | '゜' | 'ﾞ' | 'ﾟ' => true,
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' => true,
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' => true,
        'ㇰ'..='ㇿ' | 'ｧ'..='ｯ' => true,
        // cl-13: units that stay with their number.
        '％' | '%' | '‰' | '℃' => true,
        _ => false,
    }
}

/// Returns whether no line ends with a character (行末禁則文字).
#[must_use]
pub fn ends_no_line(c: char) -> bool {
    match c {
        // cl-01: opening brackets and quotation marks.
        '‘' | '“' | '（' | '〔' | '［' | '｛' | '〈' | '《' | '「' | '『' | '【' | '｟' | '〘' | '〖'
        | '«' | '〝' => true,
        '(' | '[' | '{' | '｢' => true,
        // The reference mark stays with what it introduces.
        '※' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_prohibited_on_one_side() {
        let pairs = "（）「」『』【】〔〕［］｛｝〈〉《》｟｠〘〙〖〗〝〟“”‘’«»()[]{}｢｣";
        let pairs: Vec<char> = pairs.chars().collect();
        for pair in pairs.chunks(2) {
            assert!(ends_no_line(pair[0]) && !begins_no_line(pair[0]), "{pair:?}");
            assert!(begins_no_line(pair[1]) && !ends_no_line(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn marks_and_small_kana_begin_no_line() {
        let none = "、。，．・：；？！ー々〻ゝゞヽヾ゛゜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ｡､･ｰｧｨｩｪｫｬｭｮｯﾞﾟ〜～％℃,.:;?!%";
        assert_eq!(none.chars().filter(|c| !begins_no_line(*c)).collect::<String>(), "");
        let any = "あいうやゆよつわアイウヤユヨツワ一二三（「ａａ１1aA◯○ー".trim_end_matches('ー');
        assert_eq!(any.chars().filter(|c| begins_no_line(*c)).collect::<String>(), "");
    }
}
