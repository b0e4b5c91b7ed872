//! Numbers as the forms print them.

use crate::model::era::{self, full_width};

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

/// Returns the number of a point on the first level, from 0: １.
pub(crate) fn first_level(index: usize) -> String {
    full_width(index + 1)
}

/// Returns the number of a point on the second level, from 0: （１）.
pub(crate) fn second_level(index: usize) -> String {
    format!("（{}）", full_width(index + 1))
}

/// Returns a number as the form writes it: full-width, a comma every three digits (３６，０００).
pub(crate) fn grouped(number: u64) -> String {
    full_width(era::thousands(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_form_does() {
        assert_eq!(grouped(36_000), "３６，０００");
        assert_eq!(grouped(999), "９９９");
        assert_eq!(grouped(1_234_567), "１，２３４，５６７");
        assert_eq!((first_level(9), second_level(0)), ("１０".into(), "（１）".into()));
    }

    #[test]
    fn numbers_are_circled_as_far_as_there_are_characters() {
        let all: Vec<String> = [0, 1, 20, 21, 35, 36, 50, 51, u64::MAX].into_iter().map(circled).collect();
        assert_eq!(all, ["（0）", "①", "⑳", "㉑", "㉟", "㊱", "㊿", "（51）", "（18446744073709551615）"]);
    }
}
