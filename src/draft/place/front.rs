//! The cover and the overview.

use super::{Part, Placer, bare};
use crate::draft::sheet::Draft;
use crate::model::era;
use crate::model::print::{CoverBlock, Piece, Words};
use crate::model::vocabulary::{AssessmentLevel, CoverValue, Outcome};
use crate::spelling;
use chrono::{Datelike as _, NaiveDate};

impl Placer<'_> {
    pub(super) fn cover(&mut self, parts: &[Part]) {
        let blocks = self.about.year.labels.cover.blocks.clone();
        // A line of the form that is nothing but a value takes any line: the others are tried before it, and each once.
        let mut lines: Vec<&Words> = blocks
            .iter()
            .filter_map(|block| if let CoverBlock::Line(_, words) = block { Some(words) } else { None })
            .collect();
        lines.sort_by_key(|words| takes(words));
        for part in parts {
            match part {
                Part::Line(line) => {
                    let found = lines.iter().position(|words| self.words(words, *line));
                    found.map(|at| lines.remove(at));
                }
                Part::Table(rows) => {
                    for row in rows {
                        let [label, content] = row.as_slice() else { continue };
                        let (label_text, label_lines) = self.cell(label);
                        let (_, lines) = self.cell(content);
                        let [line] = lines.as_slice() else { continue };
                        let fields = blocks.iter().filter_map(|block| match block {
                            CoverBlock::Fields(fields) => Some(fields),
                            _ => None,
                        });
                        let own = fields.flatten().find(|(label, _)| bare(label) == bare(&label_text));
                        let is_placed = match own {
                            Some((_, words)) => self.words(words, *line),
                            None => self.decision(&bare(&label_text), *line),
                        };
                        if is_placed {
                            label_lines.iter().for_each(|own| self.take(*own));
                        }
                    }
                }
            }
        }
    }

    /// Places a line that stands in the words of the form; returns whether it does.
    fn words(&mut self, words: &Words, line: usize) -> bool {
        let text = self.text(line).to_owned();
        let ward = self.about.ward;
        let own = |text: Option<&crate::source::Located<String>>| text.map(|own| own.value.clone());
        let known = |value: CoverValue| match value {
            CoverValue::Ward => Some(ward.name.value.clone()),
            CoverValue::Authority => Some(ward.word().to_owned()),
            CoverValue::Head => own(ward.head.as_ref()),
            CoverValue::Council => Some(ward.council.value.clone()),
            CoverValue::CouncilHead => own(ward.council_head.as_ref()),
            CoverValue::Guideline => own(ward.guideline.as_ref()),
            _ => None,
        };
        let Some(found) = capture(&words.0, &text, known) else { return false };
        let at = self.at(line);
        let mut is_all = true;
        for (value, text) in found {
            is_all &= self.cover_value(value, &text, &at);
        }
        if is_all {
            self.take(line);
        }
        is_all
    }

    fn cover_value(&mut self, value: CoverValue, text: &str, at: &str) -> bool {
        let ward = self.about.ward;
        let same = |own: Option<&str>| own.is_some_and(|own| spelling::same(own, text));
        match value {
            CoverValue::Title => self.matter.put(&["title"], Draft::text(text, at)),
            CoverValue::Basis => {
                let Some((article, kinds)) = text.strip_suffix('）').and_then(|own| own.rsplit_once('（'))
                else {
                    return false;
                };
                return self.cover_value(CoverValue::Kinds, kinds, at)
                    && self.cover_value(CoverValue::Article, article, at);
            }
            CoverValue::Article => self.matter.put(&["basis", "article"], Draft::text(text, at)),
            CoverValue::Kinds => {
                let kinds = &self.about.year.kinds;
                let id = |name: &str| {
                    kinds.iter().find(|own| spelling::same(&own.name, name)).map(|own| own.id.value.clone())
                };
                let Some(ids) = text.split('、').map(id).collect::<Option<Vec<_>>>() else { return false };
                self.matter.put(&["basis", "kinds"], Draft::texts(ids, at));
            }
            CoverValue::Department => {
                let found = ward.departments.iter().find(|own| {
                    let division = own.division.as_ref().map_or("", |own| &own.value);
                    bare(&format!("{division}{}", own.name)) == bare(text) || bare(&own.name) == bare(text)
                });
                let Some(found) = found else { return false };
                self.matter.put(&["department"], Draft::text(found.id.value.clone(), at));
            }
            CoverValue::FiscalYear => {
                return era::fiscal_year_in(text) == Some(self.about.year.fiscal_year);
            }
            CoverValue::Purpose => self.matter.put(&["overview", "purpose"], Draft::text(text, at)),
            CoverValue::Term => return self.term(text, at, "").is_some(),
            CoverValue::Ward => return same(Some(&ward.name)),
            CoverValue::Authority => return same(Some(ward.word())),
            CoverValue::Head => return same(ward.head.as_ref().map(|own| own.value.as_str())),
            CoverValue::Council => return same(Some(&ward.council)),
            CoverValue::CouncilHead => return same(ward.council_head.as_ref().map(|own| own.value.as_str())),
            CoverValue::Guideline => return same(ward.guideline.as_ref().map(|own| own.value.as_str())),
            CoverValue::LetterNumber => self.matter.put(&["letter", "number"], Draft::text(text, at)),
            CoverValue::LetterDate => match day(text) {
                Some(day) => self.matter.put(&["letter", "date"], Draft::text(day, at)),
                None => return false,
            },
            CoverValue::LetterTo => {
                if !same(ward.council_head.as_ref().map(|own| own.value.as_str())) {
                    self.matter.put(&["letter", "to"], Draft::text(text, at));
                }
            }
            CoverValue::LetterFrom => {
                if !same(ward.head.as_ref().map(|own| own.value.as_str())) {
                    self.matter.put(&["letter", "from"], Draft::text(text, at));
                }
            }
            // What was decided belongs to the year of the paper, and is read by its standard fields only.
            CoverValue::DecisionMeeting
            | CoverValue::DecisionDate
            | CoverValue::DecisionOutcome
            | CoverValue::DecisionConditions
            | CoverValue::DecisionApproved => return false,
        }
        true
    }

    /// Places what the council decided.
    fn decision(&mut self, label: &str, line: usize) -> bool {
        let (text, at) = (self.text(line).to_owned(), self.at(line));
        match label {
            "会議" => self.matter.put(&["council", "meeting"], Draft::text(text, &at)),
            "付議の日" => match day(&text) {
                Some(day) => self.matter.put(&["council", "date"], Draft::text(day, &at)),
                None => return false,
            },
            "決定" => match Outcome::ALL.iter().find(|own| own.ja() == text) {
                Some(own) => self.matter.put(&["council", "outcome"], Draft::text(own.word(), &at)),
                None => return false,
            },
            _ => return false,
        }
        self.take(line);
        true
    }

    pub(super) fn overview(&mut self, parts: &[Part]) {
        let labels = self.about.year.labels.overview.clone();
        for part in parts {
            let Part::Table(rows) = part else { continue };
            for row in rows {
                let [label, content] = row.as_slice() else { continue };
                let (label_text, label_lines) = self.cell(label);
                let (text, lines) = self.cell(content);
                let Some(first) = lines.first() else { continue };
                let at = self.at(*first);
                let is = |own: &str| bare(own) == bare(&label_text);
                if is(&labels.title) {
                    // What the cover says already need not be said again.
                    if !self.says("title", &text) {
                        self.matter.put(&["overview", "title"], Draft::text(text, &at));
                    }
                } else if is(&labels.department) {
                    self.department(&text, &at);
                } else if is(&labels.purpose) {
                    self.matter.put(&["overview", "purpose"], Draft::text(text, &at));
                } else if is(&labels.subjects) {
                    self.matter.put(&["overview", "subjects"], Draft::text(text, &at));
                } else if is(&labels.content) {
                    label_lines.iter().for_each(|own| self.take(*own));
                    self.content(&lines);
                    continue;
                } else {
                    continue;
                }
                label_lines.iter().chain(&lines).for_each(|own| self.take(*own));
            }
        }
    }

    fn says(&self, key: &str, text: &str) -> bool {
        let Draft::Map(entries) = &self.matter else { return false };
        entries.iter().any(|(own, value)| match value {
            Draft::Leaf(crate::yaml::edit::Value::Text(now), _) => own == key && now == text,
            _ => false,
        })
    }

    fn department(&mut self, text: &str, at: &str) {
        let departments = &self.about.ward.departments;
        match departments.iter().find(|own| bare(&own.name) == bare(text)) {
            Some(own) => {
                let id = own.id.value.clone();
                self.matter.put(&["department"], Draft::text(id, at));
            }
            None => self.matter.put(&["overview", "department"], Draft::text(text, at)),
        }
    }

    /// Places the numbered points of the content.
    fn content(&mut self, lines: &[usize]) {
        let labels = self.about.year.labels.overview.clone();
        let mut point = "";
        let mut description: Vec<usize> = Vec::new();
        let mut submitted: Vec<(String, String, Vec<String>)> = Vec::new();
        for line in lines {
            let text = self.text(*line).to_owned();
            let at = self.at(*line);
            let head = bare(&unnumbered(&text));
            let known = [&labels.description, &labels.submitted, &labels.subject_count];
            if let Some(own) = known.iter().position(|own| bare(own) == head) {
                point = ["description", "submitted", "subject_count"].get(own).copied().unwrap_or_default();
                self.take(*line);
                continue;
            }
            if text.starts_with('※') {
                if self.note(&text, &at) {
                    self.take(*line);
                    continue;
                }
                if point != "description" {
                    continue;
                }
            }
            match point {
                "description" => description.push(*line),
                "submitted" => {
                    let kinds = &self.about.year.kinds;
                    let kind = kinds.iter().find(|own| bare(&own.name) == head && unnumbered(&text) != text);
                    match (kind, submitted.last_mut()) {
                        (Some(kind), _) => submitted.push((kind.id.value.clone(), at, Vec::new())),
                        (None, Some((.., own))) => own.push(text),
                        (None, None) => continue,
                    }
                    self.take(*line);
                }
                "subject_count" if self.subject_count(&text, &at) => self.take(*line),
                _ => {}
            }
        }
        if let Some(first) = description.first() {
            let at = self.at(*first);
            let texts: Vec<String> = description.iter().map(|own| self.text(*own).to_owned()).collect();
            self.matter.put(&["overview", "description"], Draft::text(texts.join("\n"), &at));
            description.iter().for_each(|own| self.take(*own));
        }
        let submitted = submitted.into_iter().map(|(kind, at, texts)| {
            let mut own = Draft::record();
            own.put(&["kind"], Draft::text(kind, &at));
            own.put(&["text"], Draft::text(texts.join("\n"), &at));
            own
        });
        let submitted: Vec<Draft> = submitted.collect();
        if !submitted.is_empty() {
            self.matter.put(&["overview", "submitted"], Draft::List(submitted));
        }
    }

    /// Places 約３６，０００名.
    fn subject_count(&mut self, text: &str, at: &str) -> bool {
        let folded = spelling::fold(text);
        let rest = folded.strip_prefix('約').unwrap_or(&folded);
        let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
        let Ok(count) = digits.replace(',', "").parse::<u64>() else { return false };
        let unit = rest.get(digits.len()..).unwrap_or_default().trim();
        if unit.chars().count() > 6 {
            return false;
        }
        self.matter.put(&["overview", "subject_count", "value"], Draft::bare(count, at));
        if rest != folded {
            self.matter.put(&["overview", "subject_count", "approximate"], Draft::bare("true", at));
        }
        if !unit.is_empty() {
            self.matter.put(&["overview", "subject_count", "unit"], Draft::text(unit, at));
        }
        true
    }

    /// Places a remark under the content: the materials that it points to, the assessment.
    fn note(&mut self, text: &str, at: &str) -> bool {
        let own = bare(text);
        if own.contains("個人情報の流れは") && own.ends_with("のとおり") {
            let mut ids = Vec::new();
            let mut rest = own.as_str();
            let word = self.material_word();
            while let Some(start) = rest.find(word.as_str()).filter(|_| !word.is_empty()) {
                let tail = rest.get(start + word.len()..).unwrap_or_default();
                let number: String = tail.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
                let number = format!("{word}{number}");
                let Some(own) = self.materials.iter().find(|own| own.number == number) else { return false };
                ids.push(own.id.clone());
                rest = tail;
            }
            if ids.is_empty() {
                return false;
            }
            self.matter.put(&["overview", "cites"], Draft::texts(ids, at));
            return true;
        }
        let Some(rest) = own.strip_prefix("※特定個人情報保護評価") else { return false };
        let level = AssessmentLevel::ALL.iter().find(|own| rest.contains(own.ja()));
        let Some(month) = month_in(text) else { return false };
        let note = text.split_once("保護評価（").and_then(|(_, rest)| rest.split_once("）は"));
        self.matter.put(&["impact_assessment", "completed"], Draft::text(month, at));
        if let Some(level) = level {
            self.matter.put(&["impact_assessment", "level"], Draft::text(level.word(), at));
        }
        if let Some((note, _)) = note {
            self.matter.put(&["impact_assessment", "note"], Draft::text(note, at));
        }
        true
    }

    /// Reads 「令和…から令和…まで（次年度以降も、…）」; puts it at the matter where all say the same.
    pub(super) fn term(&mut self, text: &str, at: &str, standard: &str) -> Option<Draft> {
        let days = days_in(text)?;
        let [from, to] = days.as_slice() else { return None };
        let mut term = Draft::record();
        term.put(&["from"], Draft::text(from.to_string(), at));
        term.put(&["to"], Draft::text(to.to_string(), at));
        let after = text.rsplit_once("まで").map(|(_, after)| after.trim()).unwrap_or_default();
        let renewal = after.strip_prefix('（').and_then(|own| own.strip_suffix('）'));
        match renewal {
            Some(own) if own.starts_with("次年度以降も") => {
                term.put(&["renews"], Draft::bare("true", at));
                if !standard.is_empty() && own != standard {
                    term.put(&["renewal_as_written"], Draft::text(own, at));
                }
            }
            None if after.is_empty() => {}
            _ => return None,
        }
        if !self.matter.has("term") {
            self.matter.put(&["term"], term.clone());
        }
        Some(term)
    }
}

/// Returns a day that a text states.
pub(super) fn day(text: &str) -> Option<String> {
    days_in(text)?.first().map(NaiveDate::to_string)
}

/// Returns the days that a text states, in the era (令和９年４月１日) or not (2027年4月1日); `None` where one of them is
/// no day.
fn days_in(text: &str) -> Option<Vec<NaiveDate>> {
    let found = era::mentions(text);
    if !found.is_empty() {
        return found.into_iter().map(|own| own.day.ok()).collect();
    }
    let folded = spelling::fold(text);
    let mut days = Vec::new();
    let mut rest = folded.as_str();
    while let Some(at) = rest.find('年') {
        let before = rest.get(..at)?;
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let year = before.get(before.len() - digits..)?;
        rest = rest.get(at + '年'.len_utf8()..)?;
        let Some((month, tail)) = rest.split_once('月') else { continue };
        let Some((day, _)) = tail.split_once('日') else { continue };
        let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { continue };
        if digits == 4 {
            days.push(NaiveDate::from_ymd_opt(year, month, day)?);
        }
    }
    Some(days)
}

/// Returns the day, or the month, that a text states first.
fn month_in(text: &str) -> Option<String> {
    if let Some(day) = day(text) {
        return Some(day);
    }
    let at = text.find('月')?;
    // Of a month, the first day stands for it.
    let whole = format!("{}１日", text.get(..at + '月'.len_utf8())?);
    let day = era::mentions(&whole).pop()?.day.ok()?;
    Some(format!("{:04}-{:02}", day.year(), day.month()))
}

/// Returns whether it is a letter that points of the third level are told apart by (ア, イ, ウ).
pub(in crate::draft) fn is_kana(c: char) -> bool {
    ('ア'..='ン').contains(&c)
}

/// Returns a text without the number before it: 「１　」, 「（２）」, 「ウ　」.
pub(in crate::draft) fn unnumbered(text: &str) -> String {
    let own = text.trim_start();
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = match own.strip_prefix(['（', '(']) {
        Some(rest) => {
            let after = rest.trim_start_matches(is_digit);
            if after.len() == rest.len() { None } else { after.strip_prefix(['）', ')']) }
        }
        None if own.starts_with(is_kana) => {
            let mut letters = own.chars();
            letters.next();
            Some(letters.as_str()).filter(|after| after.starts_with(char::is_whitespace))
        }
        None => {
            let after = own.trim_start_matches(is_digit);
            let is_numbered = after.len() < own.len() && after.starts_with(char::is_whitespace);
            is_numbered.then_some(after)
        }
    };
    rest.map_or_else(|| own.to_owned(), |rest| rest.trim_start().to_owned())
}

/// Returns what kind of lines the words of a form take: those with words of their own, those of a day, any.
fn takes(words: &Words) -> usize {
    let is_said = words.0.iter().any(|piece| matches!(piece, Piece::Text(own) if !own.trim().is_empty()));
    match (is_said, words.holds(CoverValue::LetterDate)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

/// Returns the values in a text that stands in the words of a form; `None` where it does not.
fn capture(
    pieces: &[Piece],
    text: &str,
    known: impl Fn(CoverValue) -> Option<String>,
) -> Option<Vec<(CoverValue, String)>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    let mut pieces = pieces.iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(own) => {
                rest = rest.strip_prefix(own.trim_matches('\n')).or_else(|| rest.strip_prefix(own.trim()))?
            }
            Piece::Value(value) => {
                if let Some(after) = known(*value).and_then(|own| rest.strip_prefix(own.as_str())) {
                    rest = after;
                    continue;
                }
                let end = match pieces.peek() {
                    Some(Piece::Text(next)) => {
                        let next = next.trim();
                        // The last one: a value may hold brackets of its own.
                        rest.rfind(next)?
                    }
                    Some(Piece::Value(_)) => return None,
                    None => rest.len(),
                };
                let own = rest.get(..end)?.trim();
                if own.is_empty() {
                    return None;
                }
                found.push((*value, own.to_owned()));
                rest = rest.get(end..)?;
            }
        }
    }
    rest.trim().is_empty().then_some(found)
}
