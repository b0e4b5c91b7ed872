//! What the user is told about a place in a file.

use crate::source::Span;
use std::{fmt, io};

/// A message with more letters than this quotes a value that no reader reads to its end.
const LONG: usize = 1000;

/// How many letters are shown of what a long message quotes.
const QUOTED: usize = 40;

/// A text in Japanese and English, side by side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// Japanese, shown by default.
    pub ja: String,
    /// English, shown with `--lang en`.
    pub en: String,
}

impl Text {
    /// Returns the text in one language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.ja,
            Language::English => &self.en,
        }
    }

    /// Returns a message that is read to its end, whatever the length of the values that it quotes.
    #[must_use]
    pub fn brief(self) -> Self {
        Self { ja: brief(self.ja), en: brief(self.en) }
    }
}

/// Shows the beginning of every long run of a long text; where that is not enough, the beginning and the end of all of it.
fn brief(text: String) -> String {
    let is_long = |text: &str| text.len() > LONG && text.chars().nth(LONG).is_some();
    if !is_long(&text) {
        return text;
    }
    let ends_run = |c: char| matches!(c, '「' | '」' | '『' | '』' | '`' | '（' | '）' | '(' | ')' | '\n');
    let mut shown = String::new();
    let mut run = 0;
    for c in text.chars() {
        run = if ends_run(c) { 0 } else { run + 1 };
        match run {
            // What a message says itself, between two values, is shorter than this.
            _ if run <= QUOTED * 5 => shown.push(c),
            _ if run == QUOTED * 5 + 1 => {
                let end = shown.char_indices().rev().nth(QUOTED * 4 - 1).map_or(0, |(at, _)| at);
                shown.truncate(end);
                shown.push('…');
            }
            _ => {}
        }
    }
    if !is_long(&shown) {
        return shown;
    }
    let letters: Vec<char> = shown.chars().collect();
    let (begin, end) = (letters.iter().take(LONG / 2), letters.iter().skip(letters.len() - LONG / 4));
    begin.chain(&['…']).chain(end).collect()
}

/// Makes a [`Text`] from a Japanese and an English format string; both may name the same variables.
#[macro_export]
macro_rules! text {
    ($ja:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Text { ja: format!($ja), en: format!($en) }
    };
}

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    #[default]
    Japanese,
    /// English
    English,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 情報: to be known.
    Info,
    /// 注意: needs a written reason.
    Warning,
    /// 要修正: to be fixed before the submission.
    Error,
}

impl Severity {
    /// Returns the word of machine output: `error`, `warning`, `info`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Info => "info",
            Self::Warning => "warning",
        }
    }

    /// Returns the word for a reader: 要修正, 注意, 情報.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Error => text!("要修正", "error"),
            Self::Info => text!("情報", "info"),
            Self::Warning => text!("注意", "warning"),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Who asks for something that is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asker {
    /// 様式: the year's form has a field for it, or a part of the paper that shows it.
    Form,
    /// 法令: a law, an order or a guideline whose text was read.
    Law,
    /// 内部の定め: what is asked for inside the authority.
    House,
}

impl Asker {
    /// Returns the word of machine output: `form`, `law`, `house`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Law => "law",
            Self::House => "house",
        }
    }

    /// Returns the word for a reader.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Form => text!("様式", "the form"),
            Self::Law => text!("法令", "law"),
            Self::House => text!("内部の定め", "internal rules"),
        }
    }
}

/// A place and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is said of it; empty says nothing.
    pub message: Text,
}

/// One message about exactly one primary place, with any number of related ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, or the name of a loading error; kebab-case.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: Text,
    /// The place to fix.
    pub primary: Label,
    /// The other places that disagree, in the order they were given.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<Text>,
    /// The law article, guideline or form it rests on.
    pub basis: Option<Text>,
    /// True where it rests on something the source does not state (推定).
    pub assumed: bool,
    /// Who asks for what is not written; empty where nothing is missing.
    pub asked_by: Vec<Asker>,
    /// Why it is silenced, where a waiver covers it.
    pub waived: Option<String>,
    /// What it comes from, where findings of one rule come from different things, or of several rules from one;
    /// else all findings of its rule come from one thing.
    pub cause: Option<String>,
}

impl Diagnostic {
    /// Returns every text of it that this program words.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut Text> {
        let labels = self.related.iter_mut().chain([&mut self.primary]).map(|own| &mut own.message);
        labels.chain(&mut self.help).chain(&mut self.basis).chain([&mut self.message])
    }

    /// Returns a message about `span` that says `message`.
    #[must_use]
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: Text) -> Self {
        Self {
            rule,
            severity,
            message: message.brief(),
            primary: Label { span, message: text!("", "") },
            related: Vec::new(),
            help: None,
            basis: None,
            assumed: false,
            asked_by: Vec::new(),
            waived: None,
            cause: None,
        }
    }

    /// Returns an error of loading (unreadable, wrong shape, unknown name).
    #[must_use]
    pub fn error(rule: &'static str, span: Span, message: Text) -> Self {
        Self::new(rule, Severity::Error, span, message)
    }

    /// Says something beside the primary place.
    #[must_use]
    pub fn label(mut self, message: Text) -> Self {
        self.primary.message = message.brief();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: Text) -> Self {
        if span.is_somewhere() {
            self.related.push(Label { span, message: message.brief() });
        }
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help.brief());
        self
    }

    /// Marks it as resting on an assumption (推定).
    #[must_use]
    pub fn assumed(mut self, assumed: bool) -> Self {
        self.assumed = assumed;
        self
    }

    /// Says who asks for what is not written.
    #[must_use]
    pub fn asked_by(mut self, asker: Asker) -> Self {
        if !self.asked_by.contains(&asker) {
            self.asked_by.push(asker);
            self.asked_by.sort_unstable();
        }
        self
    }

    /// Returns who asks for what is not written, as it is told after the message: 【様式と法令が求める】; nothing where
    /// nothing is missing.
    #[must_use]
    pub fn askers(&self) -> Text {
        if self.asked_by.is_empty() {
            return text!("", "");
        }
        let labels: Vec<Text> = self.asked_by.iter().map(|own| own.label()).collect();
        let ja = labels.iter().map(|own| own.ja.as_str()).collect::<Vec<_>>().join("と");
        let en = labels.iter().map(|own| own.en.as_str()).collect::<Vec<_>>().join(" and by ");
        text!("【{ja}が求める】", " [asked for by {en}]")
    }

    /// Says what it rests on.
    #[must_use]
    pub fn basis(mut self, basis: Text) -> Self {
        self.basis = Some(basis);
        self
    }

    /// Says what it comes from: findings of one cause are told as one.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Gives it another weight than its rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// Quotes names for a sentence: 「甲」「乙」, in English with backquotes and commas.
#[must_use]
pub fn quoted<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Text {
    let (mut ja, mut en) = (String::new(), String::new());
    for name in names {
        let name = name.as_ref();
        ja.push_str(&format!("「{name}」"));
        en.push_str(if en.is_empty() { "" } else { ", " });
        en.push_str(&format!("`{name}`"));
    }
    Text { ja, en }
}

/// Returns a name, which is the same in both languages.
#[must_use]
pub fn same(name: impl fmt::Display) -> Text {
    text!("{name}", "{name}")
}

/// Lists names for a sentence: `甲、乙`, in English `甲, 乙`.
#[must_use]
pub fn listed<S: fmt::Display>(names: impl IntoIterator<Item = S>) -> Text {
    listed_texts(names.into_iter().map(same))
}

/// Lists texts for a sentence, each in its language.
#[must_use]
pub fn listed_texts(texts: impl IntoIterator<Item = Text>) -> Text {
    let (mut ja, mut en) = (String::new(), String::new());
    for (at, text) in texts.into_iter().enumerate() {
        if at > 0 {
            ja.push('、');
            en.push_str(", ");
        }
        ja.push_str(&text.ja);
        en.push_str(&text.en);
    }
    Text { ja, en }
}

/// Lists ids, each with what it is called: `a（甲）、b（乙）`, in English `a (甲), b (乙)`.
#[must_use]
pub fn listed_ids<I: fmt::Display, N: fmt::Display>(ids: impl IntoIterator<Item = (I, N)>) -> Text {
    listed_texts(ids.into_iter().map(|(id, name)| text!("{id}（{name}）", "{id} ({name})")))
}

/// Says that a file or folder cannot be read, and why.
#[must_use]
pub fn unreadable(shown: impl fmt::Display, error: &io::Error) -> Text {
    let Text { ja, en } = why_unread(error);
    text!("{shown} を読めません（{ja}）", "{shown} cannot be read ({en})")
}

/// Returns why a file or folder cannot be read, for a sentence: what the system says, in the words of the reader.
#[must_use]
pub fn why_unread(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => text!("ありません", "it does not exist"),
        io::ErrorKind::PermissionDenied => text!("読む権限がありません", "it may not be read by you"),
        io::ErrorKind::IsADirectory => text!("フォルダです", "it is a folder"),
        io::ErrorKind::NotADirectory => {
            text!("場所の途中がファイルです", "a part of the path is a file, not a folder")
        }
        io::ErrorKind::InvalidData => text!("UTF-8 の文字ではありません", "it is not UTF-8 text"),
        io::ErrorKind::UnexpectedEof => text!("途中で終わっています", "it ends too early"),
        io::ErrorKind::FileTooLarge => text!("大きすぎます", "it is too large"),
        io::ErrorKind::InvalidFilename => {
            text!("名が長すぎるか、使えない字があります", "its name cannot be used")
        }
        _ if is_held_elsewhere(error) => text!(
            "他のプログラムが開いています。閉じてから、もう一度実行してください",
            "another program has it open; close it and run this again"
        ),
        _ => text!("機械の答え: {error}", "the system says: {error}"),
    }
}

/// Returns whether Windows refused because another program has the file open (`ERROR_SHARING_VIOLATION`,
/// `ERROR_LOCK_VIOLATION`, `ERROR_USER_MAPPED_FILE`), for which std has no kind. Other systems refuse no such thing.
#[must_use]
pub fn is_held_elsewhere(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33 | 1224))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_to_its_end_whatever_it_quotes() {
        let long = "長い語".repeat(33_334);
        let said = text!("「{long}」の「甲」は（{long}）と違います", "`{long}` differs").brief();
        assert!(said.ja.ends_with("…）と違います") && said.ja.contains("…」の「甲」は（長い"), "{}", said.ja);
        assert!(said.en.ends_with("…` differs") && said.en.chars().count() < 60, "{}", said.en);
        // Many short runs, and a value that holds what ends a run.
        let many = "長い（語）「".repeat(20_000);
        let said = text!("{many}を直してください", "{many}").brief();
        assert!(said.ja.starts_with("長い（語）") && said.ja.ends_with("を直してください"));
        assert!(said.ja.chars().count() <= LONG && said.en.chars().count() <= LONG);
        // What is not long stays as it is, a long value in it too.
        let short = format!("「{}」は長い", "あ".repeat(900));
        assert_eq!(brief(short.clone()), short);
        assert_eq!(brief(String::new()), "");
    }
}
