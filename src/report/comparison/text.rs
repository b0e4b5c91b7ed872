//! Changes for a reader: what calls for most first, each with what was, what is, where, and why it matters.

use super::{basis, marked, of, place_of, reason, with};
use crate::diagnostic::{Language, Text};
use crate::diff::class::Class;
use crate::diff::possibility::{Possibility, Verdict};
use crate::diff::{Change, year_names};
use crate::kinsoku;
use crate::model::vocabulary::Requires;
use crate::report::place;
use crate::source::{Sources, Span};
use crate::spelling::{one_line, printable};
use crate::text;
use crate::workspace::compare::Compared;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// Writes comparisons as text.
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    /// The language of the messages.
    pub language: Language,
    /// Columns of the terminal.
    pub width: usize,
    /// True where only the result is wanted.
    pub quiet: bool,
}

impl Writer {
    /// Returns the whole comparison of one matter.
    #[must_use]
    pub fn comparison(&self, own: &Compared<'_>) -> String {
        let mut out = String::new();
        self.head(&mut out, own);
        if self.quiet {
            return out;
        }
        let mut number = 0;
        let mut explained: BTreeSet<&str> = BTreeSet::new();
        for (requires, heading) in [
            (Requires::Deliberation, text!("再付議が要るもの", "calls for a new submission")),
            (Requires::Notice, text!("会議への報告でよいもの", "to be reported to the council")),
            (Requires::Nothing, text!("手続が要らないもの", "nothing to be done")),
        ] {
            let changes: Vec<&Change> = of(own.comparison, requires).collect();
            if changes.is_empty() {
                continue;
            }
            let (n, heading) = (changes.len(), heading.get(self.language));
            let counted = text!("■ {heading}（{n}件）", "# {heading} ({n})");
            let _ = writeln!(out, "\n{}", counted.get(self.language));
            for change in changes {
                number += 1;
                let is_first = explained.insert(change.rule.name);
                self.change(&mut out, own, number, change, is_first);
            }
        }
        self.followed(&mut out, own);
        self.verdict(&mut out, own);
        out
    }

    fn say(&self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    fn head(&self, out: &mut String, own: &Compared<'_>) {
        let (old, new) = (own.old.matter, own.new.matter);
        let title = new.title.as_ref().or(old.title.as_ref()).map_or("", |title| &title.value);
        let (before, after) = self.years(own);
        let head = text!("{before} → {after}　{title}", "{before} → {after}: {title}");
        self.wrapped(out, "", "", &one_line(&self.say(&head)));
        let (one, other) = (one_line(&old.name), one_line(&new.name));
        let _ = writeln!(out, "{}", self.say(&text!("（{one} → {other}）", "({one} → {other})")));
        let said = match own.comparison.requires() {
            _ if own.comparison.is_empty() => text!("変更はありません", "nothing changed"),
            Requires::Deliberation => text!("再付議が要ります", "a new submission is called for"),
            Requires::Notice => text!("会議への報告が要ります", "the council must be told"),
            Requires::Nothing => text!("手続は要りません", "nothing must be done"),
        };
        let count = |class| own.comparison.changes.iter().filter(|change| change.class == class).count();
        let (w, n, c, e) =
            (count(Class::Widening), count(Class::Narrowing), count(Class::Neutral), count(Class::Editorial));
        let said = said.get(self.language);
        let line = text!(
            "{said}（拡大 {w}件、縮小 {n}件、中立 {c}件、字句 {e}件）",
            "{said} ({w} widening, {n} narrowing, {c} neutral, {e} editorial)"
        );
        let _ = writeln!(out, "{}", self.say(&line));
        let verdict = &own.comparison.verdict;
        let (p, i, m) = (verdict.parties, verdict.items, verdict.passages);
        let line = if verdict.is_within() {
            text!(
                "{after}は、{before}に認めなかったことを何も認めません（者{p}、項目{i}、渡り方{m}通りを確かめました）",
                "{after} allows nothing that {before} did not ({p} parties, {i} items, {m} passages were decided)"
            )
        } else {
            let count = verdict.new.len();
            text!(
                "{after}は、{before}に認めなかったことを{count}件認めます（者{p}、項目{i}、渡り方{m}通りを確かめました）",
                "{after} allows {count} thing(s) that {before} did not ({p} parties, {i} items, {m} passages were decided)"
            )
        };
        self.wrapped(out, "", "", &self.say(&line));
        self.wrapped(out, "", "", &self.say(&Verdict::beyond()));
    }

    /// Returns what the two years are called.
    fn years(&self, own: &Compared<'_>) -> (String, String) {
        let (old, new) = (own.old.matter.fiscal_year, own.new.matter.fiscal_year);
        match self.language {
            Language::Japanese => year_names(&own.old, &own.new),
            Language::English if old == new => ("the old version".to_owned(), "the new version".to_owned()),
            Language::English => (format!("fiscal year {old}"), format!("fiscal year {new}")),
        }
    }

    /// Returns words as a list.
    fn list(&self, words: &[String]) -> String {
        words.join(&self.say(&text!("、", ", ")))
    }

    fn change(&self, out: &mut String, own: &Compared<'_>, number: usize, change: &Change, is_first: bool) {
        let class = match self.language {
            Language::English => change.class.word(),
            Language::Japanese => change.class.ja(),
        };
        let weight = change.severity.label();
        let (weight, rule) = (weight.get(self.language), change.rule.name);
        let (place, place_en) = (&change.place, &change.place_en);
        let head = text!("{number}. [{class}・{weight}] ", "{number}. [{class}, {weight}] ");
        let [beside, beside_en] = [Language::Japanese, Language::English].map(|own| change.beside(own));
        let place = text!("{place}{beside}（{rule}）", "{place_en}{beside_en} ({rule})");
        self.wrapped(out, &self.say(&head), "   ", &self.say(&place));
        let label = |text: Text| self.say(&text);
        let side = |out: &mut String, name: String, words: String| {
            let words = if words.is_empty() { label(text!("（なし）", "(none)")) } else { words };
            self.labelled(out, &name, &words);
        };
        let words = change.words_in(self.language);
        side(out, label(text!("改正前", "before")), marked(&words.before));
        side(out, label(text!("改正後", "after ")), marked(&words.after));
        if !change.with.is_empty() {
            let name = label(text!("及ぶ所", "with  "));
            self.labelled(out, &name, &with(change, self.language).join("\n"));
        }
        if !change.evidence.is_empty() {
            let found: Vec<String> = change.evidence.iter().map(|own| self.say(own)).collect();
            let name = label(text!("同じとした証拠", "evidence"));
            self.labelled(out, &name, &self.list(&found));
        }
        let at = [at(own.old.sources, change.old_span), at(own.new.sources, change.new_span)];
        let at: Vec<String> = at.into_iter().flatten().collect();
        if !at.is_empty() {
            let _ = writeln!(out, "   {}: {}", label(text!("場所", "place")), at.join(" → "));
        }
        if is_first && change.requires != Requires::Nothing {
            let (why, basis) = (reason(own, change, self.language), basis(own, change, self.language));
            let why = text!("{why}（{basis}）", "{why} ({basis})");
            let name = label(text!("理由", "reason"));
            self.labelled(out, &name, &self.say(&why));
        }
    }

    fn followed(&self, out: &mut String, own: &Compared<'_>) {
        if own.comparison.followed.is_empty() {
            return;
        }
        let heading = text!(
            "■ 番号や場所だけが変わったもの（変更としません）",
            "# only numbered or placed otherwise (no change)"
        );
        let _ = writeln!(out, "\n{}", self.say(&heading));
        for change in &own.comparison.followed {
            let own = change.words_in(self.language);
            let (before, after) = (marked(&own.before), marked(&own.after));
            let words = if before.contains('\n') || after.contains('\n') {
                place_of(change, self.language).to_owned()
            } else {
                format!("{}: {before} → {after}", place_of(change, self.language))
            };
            self.wrapped(out, "・", "  ", &one_line(&words));
        }
    }

    fn verdict(&self, out: &mut String, own: &Compared<'_>) {
        if own.comparison.verdict.is_within() {
            return;
        }
        let heading =
            text!("■ 新しくできるようになること（道筋）", "# what has become possible, by which path");
        let _ = writeln!(out, "\n{}", self.say(&heading));
        for (index, new) in own.comparison.verdict.new.iter().enumerate() {
            self.possibility(out, own, index + 1, new);
        }
    }

    fn possibility(&self, out: &mut String, own: &Compared<'_>, number: usize, new: &Possibility) {
        let what = self.say(&new.kind.label());
        let (who, items) = (self.list(&new.who), self.list(&self.all(&new.items)));
        let head = format!("{number}. ");
        let said = text!("{who}が{what}：{items}", "{who} {what}: {items}");
        self.wrapped(out, &head, "   ", &self.say(&said));
        if !new.path.is_empty() {
            let name = self.say(&text!("道筋", "path"));
            self.labelled(out, &name, &self.all(&new.path).join(" "));
        }
        let name = self.say(&text!("前は", "was"));
        self.labelled(out, &name, &self.say(&new.why));
        if let Some(at) = at(own.new.sources, Some(new.span)) {
            let _ = writeln!(out, "   {}: {at}", self.say(&text!("場所", "place")));
        }
    }

    fn all(&self, texts: &[Text]) -> Vec<String> {
        texts.iter().map(|own| self.say(own)).collect()
    }

    /// Writes words behind their name.
    fn labelled(&self, out: &mut String, name: &str, words: &str) {
        let first = format!("   {name}: ");
        let rest = " ".repeat(columns(&first).min(11));
        self.wrapped(out, &first, &rest, words);
    }

    /// Writes words behind `first`, and below `rest` where a line is full. Line breaks of the words stay, each line
    /// standing in; what nobody sees stands there by its number.
    fn wrapped(&self, out: &mut String, first: &str, rest: &str, words: &str) {
        let words = printable(words);
        let (mut line, mut start) = (first.to_owned(), first.len());
        for (index, part) in words.lines().enumerate() {
            if index > 0 {
                let _ = writeln!(out, "{}", line.trim_end());
                (line, start) = (rest.to_owned(), rest.len());
            }
            let mut used = columns(&line);
            for c in part.chars() {
                let wide = c.width().unwrap_or(0);
                // What ends a sentence or a bracket hangs behind the end of the line.
                let hangs = matches!(c, '、' | '。' | '」' | '』' | '）' | '〕' | '】' | '，' | '．' | ' ');
                if used + wide > self.width.max(40) && !hangs {
                    let word = line.split_off(break_at(&line, start, c));
                    let _ = writeln!(out, "{}", line.trim_end());
                    (line, start) = (format!("{rest}{word}"), rest.len());
                    used = columns(&line);
                }
                line.push(c);
                used += wide;
            }
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// Returns where a line is broken before `next`: not within a word in Latin letters, nor behind an opening bracket,
/// unless that would leave nothing.
fn break_at(line: &str, start: usize, next: char) -> usize {
    let before = |at: usize| line.get(start..at).and_then(|part| part.chars().next_back());
    let back = |mut at: usize, holds: fn(char) -> bool| {
        while let Some(own) = before(at).filter(|own| holds(*own)) {
            at -= own.len_utf8();
        }
        at
    };
    let is_word = |own: char| own.is_ascii_graphic();
    let at = if is_word(next) { back(line.len(), is_word) } else { line.len() };
    // What begins no line takes the character before it along.
    let (mut at, mut first) = (at, line.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(next));
    while kinsoku::begins_no_line(first)
        && let Some(own) = before(at)
    {
        (at, first) = (at - own.len_utf8(), own);
    }
    let at = back(at, kinsoku::ends_no_line);
    if at > start { at } else { line.len() }
}

fn columns(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

fn at(sources: &Sources, span: Option<Span>) -> Option<String> {
    let at = place(sources, span?)?;
    Some(format!("{}:{}:{}", one_line(&at.file), at.line, at.column))
}
