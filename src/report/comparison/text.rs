//! Changes for a reader: what calls for most first, each with what was, what is, where, and why it matters.

use super::{Compared, marked, of};
use crate::diagnostic::{Language, Text};
use crate::diff::class::Class;
use crate::diff::possibility::Possibility;
use crate::diff::{Change, year_names};
use crate::model::vocabulary::Requires;
use crate::report::place;
use crate::source::{Sources, Span};
use crate::text;
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
        let (before, after) = year_names(&own.old, &own.new);
        let head = format!("{before} → {after}　{title}");
        self.wrapped(out, "", "", &head);
        let _ = writeln!(out, "（{} → {}）", old.name, new.name);
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
    }

    fn change(&self, out: &mut String, own: &Compared<'_>, number: usize, change: &Change, is_first: bool) {
        let class = match self.language {
            Language::English => change.class.word(),
            Language::Japanese => change.class.ja(),
        };
        let weight = change.severity.label();
        let (weight, rule) = (weight.get(self.language), change.rule.name);
        let head = format!("{number}. [{class}・{weight}] ");
        self.wrapped(out, &head, "   ", &format!("{}（{rule}）", change.place));
        let label = |text: Text| self.say(&text);
        let side = |out: &mut String, name: &str, words: String, none: &str| {
            let words = if words.is_empty() { none.to_owned() } else { words };
            self.wrapped(out, &format!("   {name}: "), "           ", &words);
        };
        side(out, &label(text!("改正前", "before")), marked(&change.before), "（なし）");
        side(out, &label(text!("改正後", "after ")), marked(&change.after), "（なし）");
        if !change.with.is_empty() {
            let name = label(text!("及ぶ所", "with  "));
            self.wrapped(out, &format!("   {name}: "), "           ", &change.with.join("\n"));
        }
        if !change.evidence.is_empty() {
            let found: Vec<String> = change.evidence.iter().map(|own| self.say(own)).collect();
            let name = label(text!("同じとした証拠", "evidence"));
            self.wrapped(out, &format!("   {name}: "), "           ", &found.join("、"));
        }
        let at = [at(own.old.sources, change.old_span), at(own.new.sources, change.new_span)];
        let at: Vec<String> = at.into_iter().flatten().collect();
        if !at.is_empty() {
            let _ = writeln!(out, "   {}: {}", label(text!("場所", "place")), at.join(" → "));
        }
        if is_first && change.requires != Requires::Nothing && self.language == Language::Japanese {
            self.wrapped(out, "   理由: ", "         ", change.rule.why(change.class));
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
            let (before, after) = (marked(&change.before), marked(&change.after));
            let words = if before.contains('\n') || after.contains('\n') {
                change.place.clone()
            } else {
                format!("{}: {before} → {after}", change.place)
            };
            self.wrapped(out, "・", "  ", &words);
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
        let who = new.who.join("、");
        let head = format!("{number}. ");
        self.wrapped(out, &head, "   ", &format!("{who}が{what}：{}", new.items.join("、")));
        if !new.path.is_empty() {
            let name = self.say(&text!("道筋", "path"));
            self.wrapped(out, &format!("   {name}: "), "         ", &new.path.join(" "));
        }
        let name = self.say(&text!("前は", "was"));
        self.wrapped(out, &format!("   {name}: "), "         ", &self.say(&new.why));
        if let Some(at) = at(own.new.sources, Some(new.span)) {
            let _ = writeln!(out, "   {}: {at}", self.say(&text!("場所", "place")));
        }
    }

    /// Writes words behind `first`, and below `rest` where a line is full.
    fn wrapped(&self, out: &mut String, first: &str, rest: &str, words: &str) {
        let mut line = first.to_owned();
        let mut used = columns(first);
        for (index, part) in words.lines().enumerate() {
            if index > 0 {
                let _ = writeln!(out, "{}", line.trim_end());
                line = rest.to_owned();
                used = columns(rest);
            }
            for c in part.chars() {
                let wide = c.width().unwrap_or(0);
                // What ends a sentence or a bracket does not begin a line.
                let hangs = matches!(c, '、' | '。' | '」' | '』' | '）' | '〕' | '】' | '，' | '．');
                if used + wide > self.width.max(40) && !hangs {
                    let _ = writeln!(out, "{}", line.trim_end());
                    line = rest.to_owned();
                    used = columns(rest);
                }
                line.push(c);
                used += wide;
            }
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn columns(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

fn at(sources: &Sources, span: Option<Span>) -> Option<String> {
    let at = place(sources, span?)?;
    Some(format!("{}:{}:{}", at.file, at.line, at.column))
}
