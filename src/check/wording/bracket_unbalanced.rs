//! Brackets that open and do not close, or the reverse.

use super::texts;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::PUBLIC_WRITING;
use crate::source::{Located, Span};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "bracket-unbalanced",
        severity: Severity::Error,
        basis: &[PUBLIC_WRITING],
        page: include_str!("bracket_unbalanced.md"),
    },
    check,
    mutate,
};

/// Opening and closing brackets; those of both widths close one another.
const PAIRS: [(char, char); 9] = [
    ('(', ')'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('[', ']'),
    ('〔', '〕'),
    ('{', '}'),
    ('〈', '〉'),
    ('《', '》'),
];

/// A bracket without its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lone {
    /// Which of the texts it stands in.
    text: usize,
    /// The bracket as written.
    bracket: char,
    /// The byte of that text at which it stands.
    at: usize,
    /// Whether it opens.
    opens: bool,
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for group in groups(context) {
        let texts: Vec<&str> = group.iter().map(|text| text.value.as_str()).collect();
        let lone = unbalanced(&texts);
        for (index, text) in group.iter().enumerate() {
            // One a text: fixing the first often fixes the rest.
            let Some(lone) = lone.iter().find(|lone| lone.text == index) else { continue };
            let bracket = lone.bracket;
            let (message, label) = if lone.opens {
                (
                    text!(
                        "括弧「{bracket}」が閉じていません（要確認）",
                        "the bracket `{bracket}` is not closed"
                    ),
                    text!("ここで開いた括弧", "opened here"),
                )
            } else {
                (
                    text!(
                        "閉じる括弧「{bracket}」に、開く括弧がありません（要確認）",
                        "nothing opens the bracket that `{bracket}` closes"
                    ),
                    text!("ここで閉じる括弧", "closed here"),
                )
            };
            findings.add(
                RULE.at(place(context, text, lone), message)
                    .label(label)
                    .related(text.span, text!("この文の中", "in this text"))
                    .help(text!(
                        "括弧の対を補うか、余った括弧を消してください",
                        "add its partner, or take it out"
                    )),
            );
        }
    }
}

/// Returns the place of a bracket; the whole text where the file writes it in another way (`\u…`).
fn place(context: &Context<'_>, text: &Located<String>, lone: &Lone) -> Span {
    let bracket = lone.bracket.to_string();
    let written = context.sources.find_all(text.span, &bracket);
    let meant = text.matches(lone.bracket).count();
    let nth = text.get(..lone.at).map_or(0, |before| before.matches(lone.bracket).count());
    written.get(nth).copied().filter(|_| written.len() == meant).unwrap_or(text.span)
}

/// Returns the texts that are read as one: the sentences of one arrangement, else each by itself.
fn groups<'a>(context: &Context<'a>) -> Vec<Vec<&'a Located<String>>> {
    let arrangements: Vec<Span> = context
        .matter
        .contracts
        .iter()
        .filter_map(|contract| contract.arrangement.as_ref().map(|arrangement| arrangement.span))
        .collect();
    let mut groups: Vec<(Option<Span>, Vec<&Located<String>>)> = Vec::new();
    for prose in texts::of(context) {
        let whole = arrangements.iter().copied().find(|span| span.contains(prose.text.span));
        match groups.last_mut() {
            Some((last, group)) if whole.is_some() && *last == whole => group.push(prose.text),
            _ => groups.push((whole, vec![prose.text])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Returns the brackets without a partner, in order, of texts that are read as one.
fn unbalanced(texts: &[&str]) -> Vec<Lone> {
    let mut open: Vec<(char, Lone)> = Vec::new();
    let mut lone: Vec<Lone> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        for (at, bracket) in text.char_indices() {
            let folded = narrow(bracket);
            let here = |opens| Lone { text: index, bracket, at, opens };
            if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == folded) {
                open.push((*close, here(true)));
            } else if PAIRS.iter().any(|(_, close)| *close == folded) {
                let partner = open.iter().rposition(|(close, _)| *close == folded);
                // A bracket that an earlier sentence opened may close right after one letter: （乙は／丙）とする。
                let earlier = partner.and_then(|at| open.get(at)).is_some_and(|(_, lone)| lone.text != index);
                match partner {
                    _ if is_list_mark(text, at) && !earlier => {}
                    // What was opened after the partner and is still open has none.
                    Some(partner) => lone.extend(open.drain(partner..).skip(1).map(|(_, lone)| lone)),
                    None => lone.push(here(false)),
                }
            }
        }
    }
    lone.extend(open.into_iter().map(|(_, lone)| lone));
    lone.sort_by_key(|lone| (lone.text, lone.at));
    lone
}

/// Returns a bracket in half width, where there is one.
fn narrow(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '［' => '[',
        '］' => ']',
        '｛' => '{',
        '｝' => '}',
        '｢' => '「',
        '｣' => '」',
        c => c,
    }
}

/// Returns whether the bracket only follows the number of a paragraph: ア）, 1), ※２）, or of a list inside a sentence.
fn is_list_mark(text: &str, at: usize) -> bool {
    let line = text.get(..at).map_or("", |before| before.rsplit('\n').next().unwrap_or(""));
    // 「…は、１）照合、２）返却」: the marks of a list inside a sentence.
    let number = line.rsplit(['、', '，', '。', '：', ':', '・', '\u{3000}', ' ']).next().unwrap_or("");
    let number = number.trim_start_matches(['※', '注']);
    (1..=2).contains(&number.chars().count()) && number.chars().all(char::is_alphanumeric)
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        context.prose().iter().map(|prose| Plant::insert(context, prose.text.span, "（")),
        text!("文が一つもありません", "there is no text"),
    )
}

#[cfg(test)]
mod tests {
    use super::unbalanced;

    /// The lone brackets, each with the number of characters before it.
    fn lone(texts: &[&str]) -> String {
        let before =
            |lone: &super::Lone| texts[lone.text].char_indices().filter(|(at, _)| *at < lone.at).count();
        unbalanced(texts).iter().map(|lone| format!("{}{}", lone.bracket, before(lone))).collect()
    }

    #[test]
    fn pairs_of_both_widths_balance() {
        for text in ["甲（乙)丙", "「甲（乙）」『丙』【丁】［戊］", "", "ア）甲", "1) 甲\n2) 乙", "※１）甲"]
        {
            assert_eq!(lone(&[text]), "", "{text}");
        }
    }

    #[test]
    fn a_lone_bracket_is_named() {
        assert_eq!(lone(&["甲（乙（丙）"]), "（1");
        assert_eq!(lone(&["甲（乙）丙）"]), "）5");
        assert_eq!(lone(&["甲（（乙）\nア）丙"]), "（1");
        assert_eq!(lone(&["「甲（乙」"]), "（2");
        assert_eq!(lone(&["（甲「乙）丙」"]), "「2」6");
    }

    #[test]
    fn sentences_read_as_one_may_share_a_pair() {
        assert_eq!(lone(&["甲（乙は", "丙）とする。"]), "");
        assert_eq!(lone(&["甲（乙は", "丙とする。"]), "（1");
    }
}
