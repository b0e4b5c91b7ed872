//! Words for networks in running text.

use crate::check::prose::sentences;
use crate::model::ids::NetworkId;
use crate::model::ward::Common;
use crate::source::{Located, Sources, Span};
use crate::spelling;

/// What says, before the next comma, that the network just named is not the one.
const DENIALS: [&str; 7] = ["ない", "せず", "いず", "なく", "代え", "代わ", "分離"];

/// A network that a text names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention<'t> {
    pub network: NetworkId,
    /// The word as written.
    pub word: &'t str,
    /// Which of the like words in the text it is, from 0.
    nth: usize,
    /// The sentence it stands in.
    pub sentence: &'t str,
    /// What follows in the sentence.
    after: &'t str,
}

impl Mention<'_> {
    /// Returns the place of the word; `text` is what it was found in.
    pub(super) fn place(&self, sources: &Sources, text: &Located<String>) -> Span {
        sources.find_all(text.span, self.word).get(self.nth).copied().unwrap_or(text.span)
    }
}

/// The words of the list, folded for comparing, the longest first.
#[derive(Debug)]
pub(super) struct NetworkWords(Vec<(String, NetworkId)>);

impl NetworkWords {
    pub(super) fn new(common: &Common) -> Self {
        let words = common.networks.enumerate().flat_map(|(id, network)| {
            network
                .words
                .iter()
                .map(move |word| (spelling::fold(word), id))
                .filter(|(word, _)| !word.is_empty())
        });
        let mut words: Vec<(String, NetworkId)> = words.collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        Self(words)
    }

    /// Returns the networks that a text says are used, in order.
    pub(super) fn in_text<'t>(&self, text: &'t str) -> Vec<Mention<'t>> {
        let mut found: Vec<Mention<'t>> = Vec::new();
        for sentence in sentences(text) {
            let folded = spelling::fold(sentence);
            if !self.0.iter().any(|(word, _)| folded.contains(word.as_str())) {
                continue;
            }
            let mut rest = sentence;
            while let Some(first) = rest.chars().next() {
                let hit = self.0.iter().find_map(|(word, network)| {
                    Some((rest.split_at_checked(length_of(rest, word)?)?, *network))
                });
                let Some(((word, after), network)) = hit else {
                    rest = rest.get(first.len_utf8()..).unwrap_or("");
                    continue;
                };
                let nth = found.iter().filter(|known| known.word == word).count();
                found.push(Mention { network, word, nth, sentence, after });
                rest = after;
            }
        }
        found.retain(|mention| !is_denied(mention));
        found
    }
}

/// Returns the bytes of `text` that begin it and fold to `word`.
fn length_of(text: &str, word: &str) -> Option<usize> {
    let mut left = word;
    for (at, c) in text.char_indices() {
        if left.is_empty() {
            return Some(at);
        }
        left = left.strip_prefix(spelling::fold(c.encode_utf8(&mut [0; 4])).as_str())?;
        if at == 0 && left.len() == word.len() {
            return None;
        }
    }
    left.is_empty().then_some(text.len())
}

/// Returns whether the words up to the next comma deny the network.
fn is_denied(mention: &Mention<'_>) -> bool {
    let clause = mention.after.split(['、', '，']).next().unwrap_or("");
    DENIALS.iter().any(|denial| clause.contains(denial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ward::Network;

    fn words() -> NetworkWords {
        let network = |id: &str, words: &[&str]| Network {
            id: id.to_owned(),
            name: id.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            zones: None,
            closed: true,
        };
        let networks =
            [network("net", &["閉域"]), network("mobile", &["閉域モバイル"]), network("lg", &["LGWAN"])];
        NetworkWords::new(&Common { networks: networks.into_iter().collect(), ..Common::default() })
    }

    fn found(text: &str) -> Vec<&str> {
        words().in_text(text).into_iter().map(|mention| mention.word).collect()
    }

    #[test]
    fn the_longest_word_wins_in_any_width() {
        assert_eq!(found("閉域モバイル回線とＬＧＷＡＮ回線を使う。"), ["閉域モバイル", "ＬＧＷＡＮ"]);
        assert_eq!(found("回線を使う。"), [""; 0]);
    }

    #[test]
    fn a_denied_network_is_not_used() {
        assert_eq!(found("閉域網を経由せず、LGWANにより送る。"), ["LGWAN"]);
        assert_eq!(found("閉域網に代えてLGWANにより送る。"), ["LGWAN"]);
    }

    #[test]
    fn the_sentence_and_the_place_are_those_of_the_word() {
        let text = "LGWANによる。次のLGWANは別。";
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text);
        let located = Located::new(text.to_owned(), Span::new(id, 0, text.len()));
        let all = words();
        let mentions = all.in_text(text);
        assert_eq!(mentions[1].sentence, "次のLGWANは別。");
        assert_eq!(mentions[1].place(&sources, &located).start(), text.rfind("LGWAN").unwrap());
    }
}
