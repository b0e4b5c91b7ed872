//! Names of countries by their code (ISO 3166-1 alpha-2): those where companies that work for Japanese offices have
//! their seats, their staff or their servers.

/// Code and name as Japanese papers write it.
const NAMES: [(&str, &str); 62] = [
    ("AE", "アラブ首長国連邦"),
    ("AR", "アルゼンチン"),
    ("AT", "オーストリア"),
    ("AU", "オーストラリア"),
    ("BD", "バングラデシュ"),
    ("BE", "ベルギー"),
    ("BG", "ブルガリア"),
    ("BH", "バーレーン"),
    ("BR", "ブラジル"),
    ("CA", "カナダ"),
    ("CH", "スイス"),
    ("CL", "チリ"),
    ("CN", "中国"),
    ("CO", "コロンビア"),
    ("CZ", "チェコ"),
    ("DE", "ドイツ"),
    ("DK", "デンマーク"),
    ("EE", "エストニア"),
    ("EG", "エジプト"),
    ("ES", "スペイン"),
    ("FI", "フィンランド"),
    ("FR", "フランス"),
    ("GB", "英国"),
    ("GR", "ギリシャ"),
    ("HK", "香港"),
    ("HU", "ハンガリー"),
    ("ID", "インドネシア"),
    ("IE", "アイルランド"),
    ("IL", "イスラエル"),
    ("IN", "インド"),
    ("IS", "アイスランド"),
    ("IT", "イタリア"),
    ("JP", "日本"),
    ("KH", "カンボジア"),
    ("KR", "韓国"),
    ("LK", "スリランカ"),
    ("LT", "リトアニア"),
    ("LU", "ルクセンブルク"),
    ("LV", "ラトビア"),
    ("MM", "ミャンマー"),
    ("MN", "モンゴル"),
    ("MX", "メキシコ"),
    ("MY", "マレーシア"),
    ("NL", "オランダ"),
    ("NO", "ノルウェー"),
    ("NP", "ネパール"),
    ("NZ", "ニュージーランド"),
    ("PH", "フィリピン"),
    ("PL", "ポーランド"),
    ("PT", "ポルトガル"),
    ("QA", "カタール"),
    ("RO", "ルーマニア"),
    ("RU", "ロシア"),
    ("SA", "サウジアラビア"),
    ("SE", "スウェーデン"),
    ("SG", "シンガポール"),
    ("TH", "タイ"),
    ("TR", "トルコ"),
    ("TW", "台湾"),
    ("US", "米国"),
    ("VN", "ベトナム"),
    ("ZA", "南アフリカ"),
];

/// Returns every country by its code and its name.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().copied()
}

/// Returns the name of a country; what is written, where the code is not in the list.
#[must_use]
pub fn name(code: &str) -> &str {
    let known = NAMES.iter().find(|(own, _)| own.eq_ignore_ascii_case(code));
    known.map_or(code, |(_, name)| name)
}

/// Words that say no more than that something is not at home.
const ABROAD: [&str; 3] = ["国外", "海外", "外国"];

/// Returns the foreign countries that a text names, by their names: those of the list, and that it is abroad at all.
///
/// A name inside another word is none: タイトル, インドネシア, 中国地方.
pub(crate) fn abroad_in(text: &str) -> Vec<&'static str> {
    let foreign = NAMES.iter().filter(|(code, _)| *code != "JP").map(|(_, name)| *name);
    foreign.chain(ABROAD).filter(|name| names(text, name)).collect()
}

/// Returns whether a text has a name as a word of its own.
fn names(text: &str, name: &str) -> bool {
    let is_katakana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = text.split_at(at);
        let after = after.strip_prefix(name).unwrap_or_default();
        let (last, next) = (before.chars().next_back(), after.chars().next());
        let goes_on = name.chars().all(is_katakana) && [last, next].into_iter().flatten().any(is_katakana);
        // 中国地方, 中国電力: a part of Japan. 外国人: persons.
        let is_region =
            name == "中国" && ["地方", "電力", "銀行", "労働"].iter().any(|own| after.starts_with(own));
        let is_person = ["人", "籍", "語", "転出", "転入", "渡航"].iter().any(|own| after.starts_with(own));
        !goes_on && !is_region && !is_person
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_named_by_a_word_of_its_own() {
        assert_eq!(abroad_in("サーバ（シンガポール）"), ["シンガポール"]);
        assert_eq!(abroad_in("海外のデータセンター（米国）"), ["米国", "海外"]);
        for text in ["タイトル", "中国地方のセンター", "日本国内", "外国人住民", "韓国語の訳"]
        {
            assert_eq!(abroad_in(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_code_has_a_name_and_anything_else_stays() {
        assert_eq!((name("JP"), name("us"), name("日本"), name("QQ")), ("日本", "米国", "日本", "QQ"));
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
