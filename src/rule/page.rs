//! The page of a rule, in Markdown: its Japanese title is the first heading, the English summary the first paragraph,
//! and what else it says stands under headings of its own. The last part says in English what to do.

/// The heading of the part in English that ends a page.
const WHAT_TO_DO: &str = "## What to do";

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

/// Returns what to do, in English, as Markdown; none where the page does not say it.
#[must_use]
pub fn what_to_do(page: &str) -> Option<&str> {
    let (_, part) = page.split_once(WHAT_TO_DO)?;
    Some(part.trim()).filter(|part| !part.is_empty())
}

/// Returns a page as one who reads Japanese needs it: without its parts in English.
#[must_use]
pub fn japanese(page: &str) -> String {
    let mut is_english = false;
    let kept = page.lines().filter(|line| {
        if line.starts_with('#') {
            is_english = matches!(*line, "## Why" | WHAT_TO_DO);
        }
        !is_english
    });
    let kept = kept.collect::<Vec<_>>().join("\n");
    without_blocks(kept.trim_end(), "```text en")
}

/// Returns Markdown without the blocks of code that begin with a fence.
fn without_blocks(page: &str, fence: &str) -> String {
    let (mut kept, mut is_other): (Vec<&str>, bool) = (Vec::new(), false);
    for line in page.lines() {
        if is_other {
            is_other = line != "```";
        } else if line == fence {
            is_other = true;
            // The empty line before a block belongs to it.
            kept.pop_if(|last| last.is_empty());
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// Returns a page as one who reads English needs it: the summary, why and what to do, and the examples themselves.
#[must_use]
pub fn english(page: &str) -> String {
    let mut parts = vec![summary(page).unwrap_or_default().to_owned()];
    parts.extend(part(page, "## Why").map(|why| format!("## Why\n\n{}", why.trim())));
    parts.extend(what_to_do(page).map(|own| format!("{WHAT_TO_DO}\n\n{own}")));
    for (heading, english) in [
        ("## 指摘される例", "## Example"),
        ("## 直した例", "## Corrected"),
        ("## 前の年", "## The year before"),
        ("## 次の年", "## The year after"),
    ] {
        let Some(own) = part(page, heading).map(|own| without_blocks(own, "```text ja")) else { continue };
        let mut is_code = false;
        let blocks = own.lines().filter(|line| {
            let is_fence = line.starts_with("```");
            is_code ^= is_fence;
            is_code || is_fence
        });
        let blocks: Vec<&str> = blocks.collect();
        parts.push(format!("{english}\n\n{}", blocks.join("\n")));
    }
    parts.join("\n\n")
}

/// Returns what stands under a heading, as far as the next one.
fn part<'p>(page: &'p str, heading: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("{heading}\n"))?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
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
    fn a_page_is_read_in_one_language() {
        let page = "# 題\n\nSummary.\n\n## なぜ\n\n訳。\n\n## Why\n\nFor.\n\n## すること\n\n見る。\n\n## What to do\n\nLook.\n";
        assert_eq!(what_to_do(page), Some("Look."));
        assert_eq!(japanese(page), "# 題\n\nSummary.\n\n## なぜ\n\n訳。\n\n## すること\n\n見る。");
        let said = "```text ja\n指摘\n```\n\n```text en\nfinding\n```\n";
        let shown = format!("{page}\n## 指摘される例\n\n```yaml bad\na: c\n```\n\n{said}");
        assert!(japanese(&shown).ends_with("```yaml bad\na: c\n```\n\n```text ja\n指摘\n```"));
        assert!(english(&shown).ends_with("## Example\n\n```yaml bad\na: c\n```\n```text en\nfinding\n```"));
        let page = format!("{page}\n## 直した例\n\n見本です。\n\n```yaml good\na: b\n```\n");
        assert_eq!(
            english(&page.replace("## What to do\n\nLook.\n", "")),
            "Summary.\n\n## Why\n\nFor.\n\n## Corrected\n\n```yaml good\na: b\n```"
        );
        assert_eq!((what_to_do("# 題\n"), japanese("# 題\n")), (None, "# 題".to_owned()));
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
