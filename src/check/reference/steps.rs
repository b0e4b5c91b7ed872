//! The numbers of steps as they are printed.

/// Returns the number of a step as it is printed: ① to ㊿, then （５１）.
pub(super) fn circled(no: u64) -> String {
    let first = match no {
        1..=20 => Some((0x2460, 1)),
        21..=35 => Some((0x3251, 21)),
        36..=50 => Some((0x32B1, 36)),
        _ => None,
    };
    first
        .and_then(|(code, from)| char::from_u32(code + u32::try_from(no - from).ok()?))
        .map_or_else(|| format!("（{}）", crate::model::era::full_width(no)), String::from)
}

#[cfg(test)]
mod tests {
    use super::circled;

    #[test]
    fn numbers_are_circled_as_far_as_there_are_characters() {
        assert_eq!(circled(1), "①");
        assert_eq!(circled(20), "⑳");
        assert_eq!(circled(21), "㉑");
        assert_eq!(circled(36), "㊱");
        assert_eq!(circled(50), "㊿");
        assert_eq!(circled(51), "（５１）");
        assert_eq!(circled(0), "（０）");
    }
}
