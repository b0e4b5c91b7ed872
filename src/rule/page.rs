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

/// Returns what a part of a page says of one of several cases: the line `- 拡大・中立：…`
/// (`- widening, neutral: …`) that names the case; else the first line, where the part does not tell cases apart.
#[must_use]
pub fn below_of<'p>(page: &'p str, heading: &str, case: &str) -> Option<&'p str> {
    let part = page.lines().skip_while(|line| *line != heading).skip(1);
    let mut lines = part.take_while(|line| !line.starts_with('#')).filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    if !first.starts_with("- ") {
        return Some(first);
    }
    std::iter::once(first).chain(lines).find_map(|line| {
        let (cases, words) = line.strip_prefix("- ")?.split_once(['：', ':'])?;
        cases.split(['・', ',']).any(|own| own.trim() == case).then_some(words.trim())
    })
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

    #[test]
    fn a_part_speaks_of_each_case_or_of_all() {
        let page = "# 題\n\n## なぜ\n\n- 拡大・中立：増えた。\n- 縮小：減った。\n\n## すること\n\n見る。\n";
        let why = |case| below_of(page, "## なぜ", case);
        assert_eq!(
            (why("拡大"), why("中立"), why("縮小")),
            (Some("増えた。"), Some("増えた。"), Some("減った。"))
        );
        assert_eq!((why("字句"), below_of(page, "## すること", "縮小")), (None, Some("見る。")));
        assert_eq!(below_of(page, "## 例", "拡大"), None);
    }
}
