//! Odd characters in every text of a matter: HTML, Markdown and SVG print them as text, never as markup.

use crate::support::loaded;

use fugi::document;
use fugi::document::tree::Document;
use fugi::render::templates::Templates;
use fugi::render::{Format, render};
use fugi::source::Span;
use fugi::yaml::edit::{self, Edit};
use fugi::yaml::{Data, Node, parse};
use loaded::Loaded;

/// Keys whose texts are free, and stand on paper.
const FREE: [&str; 24] = [
    "title",
    "purpose",
    "subjects",
    "description",
    "text",
    "label",
    "facility",
    "objects",
    "means",
    "reason",
    "evidence",
    "heading",
    "intro",
    "conclusion",
    "as_written",
    "subject",
    "approval",
    "meeting",
    "conditions",
    "unit",
    "note",
    "form",
    "number",
    "tasks",
];

/// Every kind of text that a program could take for something else.
const ODD: &str = "甲<b>&amp;</b></script><script>alert(1)</script><!--\"'>&{{ document }}{% x %}{# y #}$1 #set \\ =1+1 | *a* _b_ `c` [d](javascript:alert(1)) ![e](f) ~~g~~ <javascript:x> https://a.example www.b.example c@d.example 𠮷 葛\u{E0100} ㍻ ｶﾞ 👨\u{200D}👩\u{200D}👧 \u{202E}逆\u{202C}\u{7}乙";

/// As long as [`ODD`] on paper, and nothing odd in it.
const PLAIN: &str = "〈此処ニ奇妙ナ文字〉";

fn r08() -> Loaded {
    Loaded::new("r08", "mihon-itaku.yaml")
}

impl Loaded {
    /// Returns the document of the matter with `odd` at the end of every free text.
    fn with_odd(&self, odd: &str) -> (Document, usize) {
        let mut texts = Vec::new();
        free(&parse(self.id, self.text()).unwrap(), "", &mut texts);
        let edits: Vec<Edit> =
            texts.iter().map(|(span, value)| edit::replace_scalar(*span, &format!("{value}{odd}"))).collect();
        let text = edit::apply(&self.sources, self.id, &edits).unwrap();
        let (sources, matter) = self.matter(&text).expect("the text loads");
        (document::build(&self.printed(&matter, &sources, true)), edits.len())
    }
}

/// Collects the free texts: one line each, since a new line would be another shape.
fn free(node: &Node<'_>, key: &str, texts: &mut Vec<(Span, String)>) {
    match &node.data {
        Data::Map { entries, .. } => {
            for entry in entries {
                free(&entry.value, &entry.key, texts);
            }
        }
        Data::List { items, .. } => items.iter().for_each(|item| free(item, key, texts)),
        Data::Scalar { text: value, .. } => {
            // Forms are named by ids elsewhere than in a contract.
            let is_name =
                key == "form" && value.is_ascii() || key == "number" && value.parse::<u64>().is_ok();
            // A text of several lines stands in a block, where nothing is quoted.
            if FREE.contains(&key) && !is_name && !value.contains('\n') {
                texts.push((node.span, value.trim_end().to_owned()));
            }
        }
        _ => {}
    }
}

fn print(document: &Document, format: Format) -> String {
    let papers = render(document, format, &Templates::built_in().unwrap()).unwrap();
    papers.into_iter().map(|paper| String::from_utf8(paper.contents).unwrap()).collect()
}

/// Takes the diagrams out of a page: their lines and pages break elsewhere where the words differ. Their text
/// equivalents stay.
fn without_diagrams(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<figure>") {
        out.push_str(before);
        rest = after.split_once("<details").unwrap().1;
    }
    out + rest
}

fn escaped_for_html(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{202E}' | '\u{202C}' | '\u{7}' => out.push_str(&format!("〔U+{:04X}〕", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Where the odd text stands escaped in the page, put the plain one: the page is the plain page, byte for byte.
#[test]
fn the_page_of_odd_texts_is_the_page_of_plain_texts() {
    let loaded = r08();
    let ((odd, edits), (plain, _)) = (loaded.with_odd(ODD), loaded.with_odd(PLAIN));
    assert!(edits > 150, "{edits} texts");
    let page = print(&odd, Format::Html);
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    let page = without_diagrams(&page);
    assert!(page.matches(&escaped_for_html(ODD)).count() > 150);
    let replaced = page.replace(&escaped_for_html(ODD), PLAIN);
    let plain = without_diagrams(&print(&plain, Format::Html));
    for (one, other) in replaced.lines().zip(plain.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(replaced.lines().count(), plain.lines().count());
}

/// In a diagram the words are broken into lines; so what is asked is that only the drawing's own tags stand in it.
#[test]
fn a_diagram_of_odd_texts_holds_only_its_own_tags() {
    let (document, _) = r08().with_odd(ODD);
    let svg = print(&document, Format::Svg);
    let own = [
        "?xml", "svg", "title", "desc", "rect", "polyline", "polygon", "text", "g", "line", "path", "tspan",
        "circle",
    ];
    for tag in svg.split('<').skip(1) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric() || *c == '?').collect();
        assert!(own.contains(&name.as_str()), "<{}", tag.chars().take(60).collect::<String>());
        assert!(tag.contains('>'), "<{tag}");
    }
    assert!(svg.contains("&lt;script&gt;") && !svg.contains('\u{202E}') && !svg.contains('\u{7}'));
}

/// Reads Markdown as GitHub does: the shape (each tag) and the text.
fn read(markdown: &str) -> (Vec<String>, String) {
    use pulldown_cmark::{Event, Options, Parser};
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let (mut shape, mut text) = (Vec::new(), String::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(own) => text.push_str(&own),
            other => shape.push(format!("{other:?}")),
        }
    }
    (shape, text)
}

#[test]
fn the_markdown_of_odd_texts_has_the_shape_of_plain_ones() {
    let loaded = r08();
    let ((odd, _), (plain, _)) = (loaded.with_odd(ODD), loaded.with_odd(PLAIN));
    let (shape, text) = read(&print(&odd, Format::Markdown));
    let (plain_shape, plain_text) = read(&print(&plain, Format::Markdown));
    assert_eq!(shape, plain_shape);
    let shown: String = ODD
        .chars()
        .map(|c| match c {
            '\u{202E}' | '\u{202C}' | '\u{7}' => format!("〔U+{:04X}〕", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    assert_eq!(text.replace(&shown, PLAIN), plain_text);
}

/// `.ci/proof/html.sh` lets two checkers look at the page.
#[test]
#[ignore = "writes a page for .ci/proof/html.sh"]
fn the_odd_matter_as_a_page() {
    let path = std::env::var_os("FUGI_ODD").expect("FUGI_ODD names the file to write");
    // And a word that no line can be broken in.
    let (document, _) = r08().with_odd(&format!("{ODD}{}", "W".repeat(200)));
    std::fs::write(path, print(&document, Format::Html)).unwrap();
}
