//! The measures that the boxes of the diagrams list.

use super::{About, View};
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::model::ids::Id;

impl View<'_, '_> {
    pub(super) fn measures(&mut self) {
        let matter = self.side.matter;
        for (id, set) in matter.measures.enumerate() {
            let token = self.identity.measure_sets.token(self.which, id.index());
            let category = Shown::word(set.category.value.ja(), set.category.value.word());
            let about = About::of(category.clone());
            let labels: Vec<&str> = set.measures.iter().map(|own| own.label.value.as_str()).collect();
            self.thing(Kind::MeasureSet, &[token], &about, set.span, labels.join("、"));
            self.shown(Kind::MeasureCategory, &[token], &about, set.category.span, category);
            for (index, measure) in set.measures.iter().enumerate() {
                let pairs = self.identity.measures.get(token as usize);
                let at = [token, pairs.map_or(Token::MAX, |pairs| pairs.token(self.which, index))];
                self.thing(Kind::Measure, &at, &about, measure.span, measure.label.value.as_str());
                self.text(Kind::MeasureText, &at, &about, Some(&measure.label));
                let rows = self.members(measure.rows.iter().map(|row| row.value.as_str()));
                self.set(Kind::MeasureRows, &at, &about, measure.span, rows);
            }
        }
    }
}
