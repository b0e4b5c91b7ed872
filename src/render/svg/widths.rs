//! How wide each column and each space between columns is: whoever has more to say gets more room, so that all
//! end at about the same height and that height is the smallest.

/// What needs a width, and how high it is in a width.
pub(super) struct Slot<'a> {
    /// The narrowest that can be read.
    pub(super) least: f64,
    /// Wider than this wins nothing.
    pub(super) most: f64,
    pub(super) height: Box<dyn Fn(f64) -> f64 + 'a>,
}

/// How many widths are tried for each.
const TRIED: usize = 16;

/// Returns the widths with which the highest is lowest, together at most `room`; `None` where even the narrowest
/// are too wide.
pub(super) fn share(slots: &[Slot<'_>], room: f64) -> Option<Vec<f64>> {
    if slots.is_empty() {
        return Some(Vec::new());
    }
    let least: f64 = slots.iter().map(|slot| slot.least).sum();
    if least > room + 1e-6 {
        return None;
    }
    // For each slot, its widths from the narrowest on and the heights in them.
    let tried: Vec<Vec<(f64, f64)>> = slots
        .iter()
        .map(|slot| {
            let most = slot.most.min(slot.least + room - least).max(slot.least);
            let step = (most - slot.least) / (TRIED - 1) as f64;
            let mut lowest = f64::INFINITY;
            (0..TRIED)
                .map(|nth| {
                    let width = slot.least + step * nth as f64;
                    lowest = lowest.min((slot.height)(width));
                    (width, lowest)
                })
                .collect()
        })
        .collect();
    let mut heights: Vec<f64> = tried.iter().flatten().map(|(_, height)| *height).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    let within = |limit: f64| -> Option<Vec<f64>> {
        let widths: Option<Vec<f64>> = tried
            .iter()
            .map(|own| own.iter().find(|(_, height)| *height <= limit + 1e-6).map(|(width, _)| *width))
            .collect();
        widths.filter(|widths| widths.iter().sum::<f64>() <= room + 1e-6)
    };
    let (mut low, mut high) = (0, heights.len().saturating_sub(1));
    while low < high {
        let middle = usize::midpoint(low, high);
        match heights.get(middle).and_then(|limit| within(*limit)) {
            Some(_) => high = middle,
            None => low = middle + 1,
        }
    }
    heights.get(low).and_then(|limit| within(*limit))
}

/// Gives what is left of the room to all, in proportion to what each has.
pub(super) fn stretch(widths: &mut [f64], room: f64) {
    let used: f64 = widths.iter().sum();
    if used > 0.0 && used < room {
        for width in widths {
            *width *= room / used;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of an area, as high as it must be.
    fn text(area: f64) -> Slot<'static> {
        Slot { least: 10.0, most: 1000.0, height: Box::new(move |width| area / width) }
    }

    #[test]
    fn more_text_gets_more_room() {
        let slots = [text(1000.0), text(3000.0), text(100.0)];
        let widths = share(&slots, 200.0).unwrap();
        assert!(widths.iter().sum::<f64>() <= 200.0 + 1e-6);
        assert!(widths[1] > 2.0 * widths[0], "{widths:?}");
        let highest =
            slots.iter().zip(&widths).map(|(slot, width)| (slot.height)(*width)).fold(0.0, f64::max);
        assert!(highest < 3000.0 / 100.0, "better than even shares: {highest}");
    }

    #[test]
    fn too_little_room_is_refused() {
        assert_eq!(share(&[text(1.0), text(1.0)], 19.0), None);
        assert_eq!(share(&[], 19.0), Some(Vec::new()));
    }
}
