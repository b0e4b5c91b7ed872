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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_name_and_anything_else_stays() {
        assert_eq!((name("JP"), name("us"), name("日本"), name("QQ")), ("日本", "米国", "日本", "QQ"));
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
