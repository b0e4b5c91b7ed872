//! The annex of a 新旧対照表: whole, what the table only begins to say.

use super::section;
use crate::document::tree::{Block, Run, Section};

/// Its heading, by which the table refers to it.
pub(super) const HEADING: &str = "附表";

/// Lines that a cell of the table holds before it is cut, and lines it is cut to.
const LINES: usize = 6;
const KEPT: usize = 3;

/// Letters of the places a change reaches to that stand beside it, in a narrow column.
const PLACES: usize = 24;

/// What stands in the annex so far: number in the table, what, and the whole words.
#[derive(Debug, Default)]
pub(super) struct Annex {
    rows: Vec<Vec<String>>,
}

impl Annex {
    /// Returns the section; none where the table says everything.
    pub(super) fn section(self) -> Option<Section> {
        let table = Block::Table {
            caption: "長い一覧の全文".to_owned(),
            columns: ["番号", "欄", "全文"].map(str::to_owned).to_vec(),
            rows: self.rows,
        };
        let Block::Table { rows, .. } = &table else { return None };
        (!rows.is_empty()).then(|| section("comparison-annex", HEADING, vec![table]))
    }

    /// Adds a row for each line, since a row is no taller than a page.
    fn add<'l>(&mut self, number: &str, what: &str, lines: impl Iterator<Item = &'l str>) {
        self.rows.extend(lines.map(|line| [number, what, line].map(str::to_owned).to_vec()));
    }

    /// Returns the places a change reaches to where they are short, else their number; the whole list goes into the annex.
    pub(super) fn places(&mut self, number: &str, places: &[String]) -> Option<String> {
        if places.is_empty() {
            return None;
        }
        if places.iter().map(|place| place.chars().count()).sum::<usize>() <= PLACES {
            return Some(format!("及ぶ所：{}", places.join("／")));
        }
        self.add(number, "及ぶ所", places.iter().map(String::as_str));
        Some(format!("及ぶ所：{}か所（{HEADING}）", places.len()))
    }

    /// Cuts a list of many lines; the whole list goes into the annex.
    pub(super) fn cut(&mut self, number: &str, what: &str, runs: Vec<Run>) -> Vec<Run> {
        let words: String = runs.iter().map(|run| run.text.as_str()).collect();
        let lines = words.lines().count();
        if lines <= LINES {
            return runs;
        }
        self.add(number, what, words.lines());
        let mut kept = Vec::new();
        let mut begun = 1;
        for run in runs {
            let mut text = String::new();
            for (index, line) in run.text.split('\n').enumerate() {
                if index > 0 {
                    begun += 1;
                    if begun > KEPT {
                        break;
                    }
                    text.push('\n');
                }
                text.push_str(line);
            }
            if !text.is_empty() {
                kept.push(Run { text, ..run });
            }
            if begun > KEPT {
                break;
            }
        }
        let text = format!("\n（ほか{}件は、{HEADING}）", lines - KEPT);
        kept.push(Run { text, underlined: false });
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        Run { text: text.to_owned(), underlined: true }
    }

    #[test]
    fn a_long_list_is_cut_and_whole_in_the_annex() {
        let mut annex = Annex::default();
        let list = || vec![run("一"), run("\n"), run("二\n三"), run("\n四\n五\n六\n七")];
        let cut = annex.cut("9", "改正後", list());
        let text: String = cut.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(text, "一\n二\n三\n（ほか4件は、附表）");
        let short = vec![run("一\n二")];
        assert_eq!(annex.cut("10", "改正後", short.clone()), short);
        let Some(Block::Table { rows, .. }) = annex.section().and_then(|own| own.blocks.into_iter().next())
        else {
            panic!("no annex");
        };
        assert_eq!(rows.len(), 7);
        assert_eq!(rows[6], ["9", "改正後", "七"]);
    }

    #[test]
    fn places_are_named_while_they_are_short() {
        let mut annex = Annex::default();
        let places = |count: usize| vec!["乙の取り扱う項目".to_owned(); count];
        assert_eq!(annex.places("1", &places(0)), None);
        let words = annex.places("1", &places(2));
        assert_eq!(words.as_deref(), Some("及ぶ所：乙の取り扱う項目／乙の取り扱う項目"));
        assert!(annex.rows.is_empty());
        assert_eq!(annex.places("2", &places(9)).as_deref(), Some("及ぶ所：9か所（附表）"));
        assert_eq!(annex.rows.len(), 9);
        assert!(Annex::default().section().is_none());
    }
}
