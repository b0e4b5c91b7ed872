//! Numbers as the forms print them.

/// Returns the number of a step in a circle, ① to ㊿; （51） beyond, for which there is no character, and （0）.
#[must_use]
pub fn circled(number: u64) -> String {
    let base: u32 = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return format!("（{number}）"),
    };
    let circled = u32::try_from(number).ok().and_then(|number| char::from_u32(base + number));
    circled.map_or_else(|| format!("（{number}）"), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_circled_as_far_as_there_are_characters() {
        let all: Vec<String> = [0, 1, 20, 21, 35, 36, 50, 51, u64::MAX].into_iter().map(circled).collect();
        assert_eq!(all, ["（0）", "①", "⑳", "㉑", "㉟", "㊱", "㊿", "（51）", "（18446744073709551615）"]);
    }
}
