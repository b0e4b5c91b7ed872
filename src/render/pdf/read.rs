//! What stands on laid out pages: their words in the order of layout, and how many pictures.

use super::text::BREAK;
use crate::render::left_out::PAGE;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

/// Returns the words of all pages, a space between the runs of text and [`PAGE`] between pages, and the number of pictures.
pub(super) fn pages(pages: &PagedDocument) -> (String, usize) {
    let (mut text, mut pictures) = (String::new(), 0);
    // Frames lie in frames, a few deep; a list instead of the stack, since a template may nest them at will.
    let mut open: Vec<std::slice::Iter<'_, (typst::layout::Point, FrameItem)>> = Vec::new();
    for page in pages.pages() {
        if !text.is_empty() {
            text.push(PAGE);
        }
        open.push(items(&page.frame));
        while let Some(top) = open.last_mut() {
            match top.next() {
                None => {
                    open.pop();
                }
                Some((_, FrameItem::Group(group))) => open.push(items(&group.frame)),
                Some((_, FrameItem::Text(run))) => {
                    // Places to break are put in for Typst; nobody wrote them.
                    text.extend(run.text.chars().filter(|c| *c != BREAK));
                    text.push(' ');
                }
                Some((_, FrameItem::Image(..))) => pictures += 1,
                Some(_) => {}
            }
        }
    }
    (text, pictures)
}

fn items(frame: &Frame) -> std::slice::Iter<'_, (typst::layout::Point, FrameItem)> {
    frame.items()
}
