//! The first hour of an incident: what may have leaked at somebody's place, whom to call, and when which report is due.

use super::Unread;
use super::select::Selection;
use crate::case::Case;
use crate::diagnostic::{Text, listed};
use crate::duty::calendar::Calendar;
use crate::duty::filed::Filed;
use crate::duty::incident::answer::{self, Answer, LeftOut, Question, Told};
use crate::duty::incident::exposure;
use crate::model::load::Workspace;
use crate::spelling;
use crate::text;
use std::collections::BTreeSet;
use std::fmt;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// No matter has these items.
    UnknownItems(Vec<String>),
    /// Nothing is handled by who was asked for; the nearest name, where one is near.
    Nothing(String, Option<String>),
    /// All that was handled by who was asked for is erased by report, or begins later.
    LeftOut(Vec<LeftOut>),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::UnknownItems(names) => {
                let Text { ja: names, en: names_en } = listed(names);
                text!(
                    "項目「{names}」は、どの案件にもありません。名を確かめるか、--items を外して全ての項目を見てください",
                    "no matter has the item(s) `{names_en}`; check the names, or leave out --items"
                )
            }
            Self::LeftOut(all) => {
                let said: Vec<Text> = all.iter().map(LeftOut::said).collect();
                let ja: Vec<&str> = said.iter().map(|own| own.ja.as_str()).collect();
                let en: Vec<&str> = said.iter().map(|own| own.en.as_str()).collect();
                let (ja, en) = (ja.join("\n  "), en.join("\n  "));
                text!(
                    "知った日に漏れ得るものが、案件の記載と消去の報告からは見当たりません\n  {ja}",
                    "by the matters and the erasure reports, nothing could leak on that day\n  {en}"
                )
            }
            Self::Nothing(party, Some(near)) => text!(
                "「{party}」の取り扱う項目が見つかりません。「{near}」のことですか。名は `fugi show parties` で確かめられます",
                "nothing is handled by `{party}`; did you mean `{near}`? (`fugi show parties` lists names)"
            ),
            Self::Nothing(party, None) => text!(
                "「{party}」の取り扱う項目が見つかりません。--items の項目と、名（`fugi show parties`）を確かめてください",
                "nothing of it is handled by `{party}`; check the items (--items) and the name (`fugi show parties`)"
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

impl std::error::Error for Error {}

/// What was found, and what could not be read.
#[derive(Debug)]
pub struct Incident {
    /// The answer; or why there is none.
    pub answer: Result<Answer, Error>,
    /// What could not be read: it may hold more.
    pub unread: Vec<Unread>,
}

impl Workspace {
    /// Returns what may have leaked by an incident, over some matters. Where `filed` is given, what reports prove to be
    /// erased by the day of knowing, and what begins later, is named and left out.
    #[must_use]
    pub fn incident(&self, question: &Question, selections: &[Selection], filed: Option<&Filed>) -> Incident {
        let mut all = Told::default();
        let mut years: BTreeSet<String> = BTreeSet::new();
        let mut near = None;
        // Whom a part of a name may mean, over all matters: a part that two bear means nobody.
        let mut bearers: BTreeSet<(String, String)> = BTreeSet::new();
        // The item names that no matter of those asked has.
        let mut unknown: Option<BTreeSet<String>> = None;
        let unread = self.each_matter(selections, |year, matter, sources| {
            let case = Case::new(self, year, &matter, &sources);
            let told = answer::ask(question, &case, filed);
            all.losses.extend(told.losses);
            all.left_out.extend(told.left_out);
            years.insert(year.year.name.clone());
            let own: BTreeSet<String> =
                answer::unknown_items(question, &matter).into_iter().map(str::to_owned).collect();
            unknown = Some(match unknown.take() {
                Some(before) => before.intersection(&own).cloned().collect(),
                None => own,
            });
            bearers.extend(exposure::bearers(&case).map(|(id, name)| (id.to_owned(), name.to_owned())));
            if near.is_none() {
                // A party that is known, and handles nothing of what was asked for, is not misspelt.
                near = spelling::nearest(&question.party, exposure::names(&case))
                    .filter(|near| spelling::fold(near) != spelling::fold(&question.party))
                    .map(str::to_owned);
            }
        });
        let unknown: Vec<String> = unknown.unwrap_or_default().into_iter().collect();
        if unknown.is_empty() && all.losses.is_empty() && all.left_out.is_empty() {
            let names = bearers.iter().map(|(id, name)| (id.as_str(), name.as_str()));
            if let Some(id) = spelling::find(&question.party, names).filter(|id| *id != question.party) {
                return self.incident(
                    &Question { party: id.to_owned(), ..question.clone() },
                    selections,
                    filed,
                );
            }
        }
        let years = years.into_iter().collect();
        let answer = match (unknown.is_empty(), all.losses.is_empty(), all.left_out.is_empty()) {
            (false, ..) => Err(Error::UnknownItems(unknown)),
            (true, true, true) => Err(Error::Nothing(question.party.clone(), near)),
            (true, true, false) => Err(Error::LeftOut(all.left_out)),
            (true, false, _) => {
                Ok(answer::conclude(question, all, years, Calendar::new(&self.common.holidays)))
            }
        };
        Incident { answer, unread }
    }
}
