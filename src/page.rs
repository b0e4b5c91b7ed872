//! The page of a rule, in Markdown: its Japanese title is the first heading, the English summary the first paragraph,
//! and what else it says stands under headings of its own.

/// Returns the Japanese title; none where the page has no heading.
#[must_use]
pub fn title(page: &str) -> Option<&str> {
    page.lines().find_map(|line| line.strip_prefix("# "))
}

/// Returns the English summary: one line; none where nothing follows the title.
#[must_use]
pub fn summary(page: &str) -> Option<&str> {
    page.lines().skip(1).find(|line| !line.trim().is_empty())
}

/// Returns the first line under a heading (`## なぜ`); none where there is no such heading.
#[must_use]
pub fn below<'p>(page: &'p str, heading: &str) -> Option<&'p str> {
    let mut lines = page.lines().skip_while(|line| *line != heading).skip(1);
    lines.find(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_found_by_its_heading() {
        let page = "# 題\n\nSummary.\n\n## なぜ\n\n訳。\n";
        assert_eq!((title(page), summary(page)), (Some("題"), Some("Summary.")));
        assert_eq!((below(page, "## なぜ"), below(page, "## すること")), (Some("訳。"), None));
        assert_eq!((title(""), summary("")), (None, None));
    }
}
