//! Every obligation of a matter, from the model and the record.

use super::{Kind, Obligation};
use crate::case::Case;
use crate::diagnostic::{Text, same};
use crate::duty::filed::Filed;
use crate::text;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What obligations are worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The matter, with all that its names refer to.
    pub case: Case<'a>,
    /// What the record holds.
    pub filed: &'a Filed,
    /// Names of all matters of the workspace (`r08/mihon-itaku`).
    pub matters: &'a BTreeSet<String>,
    /// The day.
    pub today: NaiveDate,
}

/// Returns every obligation of a matter that is not fulfilled, in no particular order.
#[must_use]
pub fn collect(inputs: &Inputs<'_>) -> Vec<Obligation> {
    let mut found = Vec::new();
    inputs.decision(&mut found);
    inputs.conditions(&mut found);
    inputs.erasures(&mut found);
    inputs.audits(&mut found);
    inputs.handlers(&mut found);
    inputs.training(&mut found);
    inputs.consents(&mut found);
    inputs.promises(&mut found);
    inputs.incidents(&mut found);
    inputs.certifications(&mut found);
    inputs.waivers(&mut found);
    inputs.next_year(&mut found);
    inputs.file_register(&mut found);
    // Nothing comes of a matter that was rejected or withdrawn, unless it was contracted all the same.
    if inputs.is_given_up() {
        found.retain(|own| !own.kind.needs_work());
    }
    found.retain(|own| own.kind.rule().is_in_force(inputs.today));
    found
}

impl Inputs<'_> {
    pub(super) fn add(
        &self,
        found: &mut Vec<Obligation>,
        kind: Kind,
        due: Option<NaiveDate>,
        contractor: Option<Text>,
        subject: String,
        words: Text,
    ) {
        let department = self
            .case
            .department()
            .map_or_else(|| text!("（担当課の記載なし）", "(no section in charge stated)"), same);
        found.push(Obligation { kind, due, department, contractor, subject, words });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::filed::{Incident, Stage};
    use crate::duty::status::sort;
    use crate::model::load::Workspace;
    use std::path::Path;

    fn shown(matter: &str, filed: &Filed, matters: &[&str], today: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let (folder, _) = matter.split_once('/').unwrap();
        let year = workspace.year(folder).unwrap().result.unwrap();
        let file = format!("policies/{matter}.yaml");
        let loaded = workspace.matter(&year, Path::new(&file));
        let matter = loaded.result.unwrap();
        let matters = matters.iter().map(|name| (*name).to_owned()).collect();
        let today = today.parse().unwrap();
        let inputs = Inputs {
            case: Case::new(&workspace, &year, &matter, &loaded.sources),
            filed,
            matters: &matters,
            today,
        };
        let mut found = collect(&inputs);
        sort(&mut found, today);
        let line = |own: &Obligation| {
            let due = own.due.map_or_else(|| "-".to_owned(), |due| due.to_string());
            format!(
                "{due} {} {}",
                own.kind.word(),
                own.contractor.as_ref().map_or(&own.subject, |name| &name.ja)
            )
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn the_worst_stands_first() {
        let found = shown("r08/mihon-itaku", &Filed::default(), &[], "2027-05-10");
        let (handlers, rest) = found.split_at(5);
        assert!(handlers.iter().all(|line| line.starts_with("2026-04-01 handlers ")), "{found:#?}");
        assert_eq!(
            rest[..8],
            [
                "2027-02-12 next-year r08/mihon-itaku",
                "2027-03-31 audit 見本データ株式会社",
                "2027-03-31 audit 株式会社見本印刷",
                "2027-03-31 audit 見本発送株式会社",
                "2027-03-31 subcontractor-audit クラウドサービス提供事業者",
                "2027-03-31 subcontractor-audit 封入封緘事業者",
                "2027-03-31 consent クラウドサービス提供事業者",
                "2027-03-31 consent 封入封緘事業者",
            ]
        );
    }

    #[test]
    fn what_is_done_is_not_listed() {
        let audit = crate::duty::filed::Audit {
            entry: 3,
            contract: "r08/mihon-itaku/ticket".to_owned(),
            party: "insatsu".to_owned(),
            party_id: "mihon-insatsu".to_owned(),
            fiscal_year: 2026,
            date: "2026-11-10".parse().unwrap(),
            counts_as_inspection: true,
            subcontractors_included: true,
            open_findings: vec![("P9".to_owned(), "2026-12-10".parse().ok())],
        };
        let incident = Incident {
            entry: 4,
            id: "jiko-1".to_owned(),
            contracts: vec!["r08/mihon-itaku/result".to_owned()],
            first_day: "2026-12-01".parse().unwrap(),
            stage: Some(Stage::Preliminary),
            received: None,
            reportable: Some(true),
            malicious: false,
            told: true,
        };
        let filed = Filed { audits: vec![audit], incidents: vec![incident], ..Filed::default() };
        let found = shown("r08/mihon-itaku", &filed, &["r09/mihon-itaku"], "2027-01-10");
        let found: Vec<String> = found.into_iter().filter(|line| !line.contains(" handlers ")).collect();
        assert_eq!(found[0], "2026-12-10 audit-finding insatsu");
        assert_eq!(found[1], "2027-01-04 final-report r08/mihon-itaku");
        assert!(!found.iter().any(|line| line.contains("next-year")));
        // Both of the other contract, and the co-contractor of this one, who was not inspected.
        assert_eq!(found.iter().filter(|line| line.contains("audit ")).count(), 3);
    }

    #[test]
    fn a_register_that_is_not_kept_here_is_no_all_clear() {
        let found = shown("r07/koki-iryo-cashless", &Filed::default(), &[], "2025-10-01");
        assert!(found.iter().any(|line| line.starts_with("- file-register")), "{found:#?}");
        // The real contract states no day for the erasure.
        assert!(found.iter().any(|line| line.starts_with("- erasure")), "{found:#?}");
    }
}
