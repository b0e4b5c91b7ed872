//! The result of an audit as the form of the record (監査結果), filled in: what `fugi record sign` takes.

use super::inspection::Inspection;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::kind::audit::{Verdict, Way};
use crate::yaml::edit::scalar;

/// Where a result comes from, and what it refers to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filing<'f> {
    /// What the form's first line says of how it was made.
    pub made_by: &'f str,
    /// Name of the log it is for.
    pub log: Option<&'f str>,
    /// The file that came back from the contractor.
    pub attached: Option<&'f str>,
    /// SHA-256 of what the policies say of the contract.
    pub contract_digest: Option<Digest>,
    /// The audit before this one.
    pub previous: Option<Digest>,
    /// The record whose place it takes.
    pub supersedes: Option<Digest>,
}

impl Inspection {
    /// Returns the form of the record, filled in.
    #[must_use]
    pub fn record(&self, filing: &Filing<'_>) -> String {
        let made_by = filing.made_by;
        let mut out = format!(
            "# 監査結果（{made_by}）\n#\n#   ・内容を確かめ、`fugi record sign` で署名すると、証跡になります。\n\nkind: audit-result\n",
        );
        let mut put = |indent: usize, key: &str, value: &str| {
            out.push_str(&format!("{}{key}: {value}\n", "  ".repeat(indent)));
        };
        put(0, "log", &scalar(filing.log.unwrap_or("未定")));
        put(0, "contract", &scalar(&self.contract));
        let digests = [
            ("contract_digest", filing.contract_digest),
            ("supersedes", filing.supersedes),
            ("previous", filing.previous),
        ];
        for (key, digest) in digests.into_iter().filter_map(|(key, digest)| Some((key, digest?))) {
            put(0, key, &digest.to_string());
        }
        put(0, "fiscal_year", &self.fiscal_year.to_string());
        put(0, "party", &scalar(&self.party));
        put(0, "party_name", &scalar(&self.party_name));
        put(0, "inspected_on", &self.inspected_on.to_string());
        put(0, "way", word(Way::WORDS, self.way.label()));
        if let Some(reason) = &self.way_reason {
            put(0, "way_reason", &scalar(reason));
        }
        for (key, people) in [("inspectors", &self.inspectors), ("attendants", &self.attendants)] {
            if people.is_empty() {
                continue;
            }
            put(0, key, "");
            for person in people {
                put(1, "- position", &scalar(&person.position));
                put(2, "name", &scalar(&person.name));
                if let Some(organisation) = &person.organisation {
                    put(2, "organisation", &scalar(organisation));
                }
                if let Some(contact) = &person.contact {
                    put(2, "contact", &scalar(&contact.0));
                }
            }
        }
        if !self.forms.is_empty() {
            put(0, "form", &scalar(&self.forms.join("・")));
        }
        if let Some(digest) = self.form_digest {
            put(0, "form_digest", &digest.to_string());
        }
        put(0, "subcontractors_included", if self.subcontractors_included { "true" } else { "false" });
        if let Some(opinion) = &self.opinion {
            put(0, "opinion", &scalar(opinion));
        }
        if let Some(attached) = filing.attached {
            put(0, "attachments", "");
            put(1, "- file", &scalar(attached));
            put(2, "title", "監査票");
        }
        put(0, "rows", "");
        for row in &self.rows {
            put(1, "- row", &scalar(&row.row));
            put(2, "verdict", word(Verdict::WORDS, row.verdict.label()));
            let texts = [("evidence", &row.evidence), ("finding", &row.finding), ("note", &row.note)];
            for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?))) {
                put(2, key, &scalar(text));
            }
            for (key, day) in [("deadline", row.deadline), ("closed_on", row.closed_on)] {
                if let Some(day) = day {
                    put(2, key, &day.to_string());
                }
            }
        }
        out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// Returns the word of a label.
fn word(words: &'static [(&'static str, &'static str)], label: &str) -> &'static str {
    words.iter().find(|(_, own)| *own == label).map_or("", |(word, _)| word)
}
