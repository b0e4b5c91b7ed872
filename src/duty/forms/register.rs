//! Checking a record against the matters of the workspace: the contract, its parties and its items.

use crate::case::Case;
use crate::diagnostic::{Text, listed, listed_ids};
use crate::duty::audit::questions::key;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::Problem;
use crate::evidence::format::kind::Predicate;
use crate::evidence::format::kind::audit::AuditResult;
use crate::model::contract::Contract;
use crate::model::load::Workspace;
use crate::model::vocabulary::{Bearer, RoleKind};
use crate::spelling;
use crate::text;
use std::path::{Path, PathBuf};

/// A contract of the workspace, by its name `year/matter/contract`.
#[derive(Debug)]
pub struct RegisteredContract {
    /// SHA-256 of what the policies say of the contract, line ends as LF.
    pub digest: Digest,
    /// The ward's name.
    pub ward: String,
    /// What it calls itself: 区, 市.
    pub word: String,
    /// What its head is called: 見本区長.
    pub head: String,
    /// The fiscal year, as the year's form prints it.
    pub printed_year: String,
    /// The fiscal year of its matter.
    pub fiscal_year: i32,
    /// Whether its matter is made up.
    pub sample: bool,
    /// Who may report under it: id, name, and the id of who sub-contracted it.
    pub parties: Vec<Party>,
    /// Names of its items, groups and members.
    pub items: Vec<String>,
    /// Which items which party may handle, by the party's id.
    pub handled: Vec<(String, Vec<String>)>,
    /// The rows of its year's checklists that a contractor or counterparty is asked about, as an audit names them.
    pub rows: Vec<String>,
    /// The last day of its term.
    pub ends: Option<chrono::NaiveDate>,
    /// Days from the end of the work to the erasure report.
    pub within_days: Option<u64>,
    /// The number of persons.
    pub subjects: Option<u64>,
}

/// A legal entity that a contract reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: String,
    /// Its registered name.
    pub name: String,
    /// The legal entity that entrusted the work to it again.
    pub subcontracted_by: Option<String>,
}

/// Why a contract was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound(pub Problem);

/// Looks a contract up.
///
/// # Errors
///
/// [`NotFound`] says which part of the name is not there, and what is.
pub fn find(workspace: &Workspace, name: &str) -> Result<RegisteredContract, NotFound> {
    let not_found = |message: Text, help: Text| NotFound(Problem::new("contract", message).help(help));
    let parts: Vec<&str> = name.split('/').collect();
    let [year, matter, contract] = parts.as_slice() else {
        return Err(not_found(
            text!("「{name}」は契約の名ではありません", "`{name}` names no contract"),
            text!(
                "「年度/案件/契約」の形で書いてください（例: r08/mihon-itaku/ticket）",
                "write year/matter/contract"
            ),
        ));
    };
    let path = matter_file(workspace, year, matter).ok_or_else(|| {
        not_found(
            text!("案件 {year}/{matter} がありません", "there is no matter {year}/{matter}"),
            text!(
                "policies の下の、年度のフォルダとファイルの名を確かめてください",
                "check the names under policies"
            ),
        )
    })?;
    let broken = || {
        not_found(
            text!("案件 {year}/{matter} を読めません", "the matter {year}/{matter} cannot be read"),
            text!(
                "`fugi check {year}/{matter}` の指摘を直してください",
                "fix what `fugi check {year}/{matter}` says"
            ),
        )
    };
    let loaded_year = workspace.year(year).map_err(|_| broken())?.result.map_err(|_| broken())?;
    let loaded = workspace.matter(&loaded_year, &path);
    let found = loaded.result.map_err(|_| broken())?;
    let Some(own) = found.contracts.iter().find(|own| own.id.value == *contract) else {
        let ids = found.contracts.iter().map(|own| own.id.value.as_str());
        let Text { ja: list, en: list_en } = listed(ids.clone());
        let all = text!("この案件の契約: {list}", "contracts of this matter: {list_en}");
        return Err(not_found(
            text!(
                "{year}/{matter} に契約「{contract}」がありません",
                "{year}/{matter} has no contract `{contract}`"
            ),
            spelling::did_you_mean(contract, ids, &all),
        ));
    };
    Ok(entry(&Case::new(workspace, &loaded_year, &found, &loaded.sources), own))
}

/// Returns the file of a matter, relative to the workspace.
#[must_use]
pub fn matter_file(workspace: &Workspace, year: &str, matter: &str) -> Option<PathBuf> {
    let files = workspace.matters(year).ok()?;
    files.into_iter().find(|file| Path::new(file).file_stem().is_some_and(|stem| stem == matter))
}

fn entry(case: &Case<'_>, contract: &Contract) -> RegisteredContract {
    let Case { sources, matter, .. } = *case;
    let written = sources.slice(contract.span).replace("\r\n", "\n");
    let mut parties = Vec::new();
    let mut handled = Vec::new();
    for (id, role) in matter.roles.enumerate() {
        if !contract.reaches(id) || role.is(RoleKind::Ward) {
            continue;
        }
        let party_of = |role: &crate::model::party::Role| -> Vec<(String, String)> {
            let parties = role.providers.iter().filter_map(|id| case.party(*id));
            parties.map(|party| (party.id.value.clone(), party.name.value.clone())).collect()
        };
        let above = role.subcontracted_by.as_ref().map(|above| party_of(&matter.roles[above.value]));
        let subcontracted_by = above.and_then(|above| above.into_iter().next()).map(|(id, _)| id);
        let handled_here = contract.handles_of(id).map(|handles| {
            let names = handles.items.value.iter().map(|item| matter.items[item].name.clone());
            names.collect::<Vec<_>>()
        });
        for (id, name) in party_of(role) {
            handled.extend(handled_here.clone().map(|items| (id.clone(), items)));
            parties.push(Party { id, name, subcontracted_by: subcontracted_by.clone() });
        }
    }
    let items = contract.item_list.as_ref().map(|list| list.value);
    let items = items.map_or_else(Vec::new, |list| {
        matter.item_lists[list].walk().map(|entry| entry.name.value.clone()).collect()
    });
    let term = contract.overrides.term.as_ref().or(matter.term.as_ref());
    let subjects = matter.overview.as_ref().and_then(|overview| overview.subject_count.as_ref());
    RegisteredContract {
        digest: Digest::of(written.as_bytes()),
        ward: case.ward.name.value.clone(),
        word: case.ward.word().to_owned(),
        head: case.ward.head(),
        printed_year: case.print().fiscal_year(matter.fiscal_year),
        fiscal_year: matter.fiscal_year,
        sample: matter.sample,
        parties,
        items,
        handled,
        rows: rows(case),
        ends: term.map(|term| term.to.value),
        within_days: contract.erasure.as_ref().map(|erasure| erasure.within_days.value),
        subjects: subjects.and_then(|count| case.common.persons(count)),
    }
}

/// Returns the rows that an audit under a year may name.
fn rows(case: &Case<'_>) -> Vec<String> {
    let asked = case.year.forms.iter();
    let asked = asked.filter(|form| matches!(form.bearer.value, Bearer::Contractor | Bearer::Counterparty));
    asked.flat_map(|form| form.rows.iter().map(|row| key(form, &row.id.value))).collect()
}

impl RegisteredContract {
    /// Returns a party of the contract.
    #[must_use]
    pub fn party(&self, id: &str) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// Returns the items that a party may handle under the contract.
    #[must_use]
    pub fn items_of(&self, party: &str) -> Vec<String> {
        let lists = self.handled.iter().filter(|(id, _)| id == party).map(|(_, items)| items);
        let mut items: Vec<String> = Vec::new();
        for item in lists.flatten() {
            if !items.contains(item) {
                items.push(item.clone());
            }
        }
        items
    }

    /// Tells what a record says otherwise than the register.
    pub fn check(&self, predicate: &Predicate, out: &mut Vec<Problem>) {
        if let Some(digest) = predicate.common().contract_digest
            && digest != self.digest
        {
            out.push(
                Problem::new(
                    "contract_digest",
                    text!(
                        "契約の記載が、様式を作った後で変わっています",
                        "the contract's text changed since the form was made"
                    ),
                )
                .help(text!(
                    "変更を確かめ、様式を作り直すか contract_digest の行を消してください",
                    "look at the change, then make the form again or take the line out"
                )),
            );
        }
        match predicate {
            Predicate::ErasureReport(report) => {
                self.check_party(&report.party, &report.party_name, out);
                let above = self.party(&report.party).and_then(|party| party.subcontracted_by.clone());
                if above != report.subcontracted_by && self.party(&report.party).is_some() {
                    let message = match &above {
                        Some(above) => text!(
                            "{above} からの再委託先です。subcontracted_by に書いてください",
                            "it is a sub-contractor of {above}; write `subcontracted_by`"
                        ),
                        None => text!("再委託先ではありません", "it is no sub-contractor"),
                    };
                    let help =
                        text!("policies の案件のとおりに書いてください", "write it as the matter does");
                    out.push(Problem::new("subcontracted_by", message).help(help));
                }
                self.check_items("items", &report.items, out);
                for (index, copy) in report.copies.iter().enumerate() {
                    if let Some(items) = &copy.items {
                        self.check_items(&format!("copies/{index}/items"), items, out);
                    }
                }
            }
            Predicate::Incident(report) => {
                if let (Some(party), Some(name)) = (&report.party, &report.party_name) {
                    self.check_party(party, name, out);
                }
                if let Some(items) = &report.items {
                    self.check_items("items", items, out);
                }
            }
            Predicate::Receipt(receipt) => self.check_party(&receipt.party, &receipt.party_name, out),
            Predicate::AuditResult(result) => {
                self.check_party(&result.party, &result.party_name, out);
                self.check_rows(result, out);
            }
            Predicate::HandoverLedger(ledger) => self.check_party(&ledger.party, &ledger.party_name, out),
            Predicate::Handlers(report) => self.check_party(&report.party, &report.party_name, out),
            Predicate::Correction(_)
            | Predicate::Disposal(_)
            | Predicate::KeyEvent(_)
            | Predicate::Publication(_)
            | Predicate::Decision(_) => {}
        }
    }

    fn check_party(&self, id: &str, name: &str, out: &mut Vec<Problem>) {
        match self.party(id) {
            None => {
                let ids = self.parties.iter().map(|party| party.id.as_str());
                let Text { ja: list, en: list_en } =
                    listed_ids(self.parties.iter().map(|party| (&party.id, &party.name)));
                let all = text!("この契約の当事者と再委託先: {list}", "parties of this contract: {list_en}");
                out.push(
                    Problem::new(
                        "party",
                        text!(
                            "「{id}」はこの契約の当事者でも再委託先でもありません",
                            "`{id}` is no party of this contract"
                        ),
                    )
                    .help(spelling::did_you_mean(id, ids, &all)),
                );
            }
            Some(party) if party.name != name => {
                let right = &party.name;
                out.push(
                    Problem::new(
                        "party_name",
                        text!("{id} の名は「{right}」です", "the name of {id} is `{right}`"),
                    )
                    .help(text!("parties.yaml のとおりに書いてください", "write it as parties.yaml does")),
                );
            }
            Some(_) => {}
        }
    }

    /// Tells of rows that no checklist of the year has: an answer to them is none to what was asked.
    fn check_rows(&self, result: &AuditResult, out: &mut Vec<Problem>) {
        for (index, row) in result.rows.iter().enumerate() {
            if self.rows.contains(&row.row) {
                continue;
            }
            let (own, Text { ja: list, en: list_en }) = (&row.row, listed(&self.rows));
            let all = text!("この年度の項目: {list}", "rows of the year: {list_en}");
            let rows = self.rows.iter().map(String::as_str);
            out.push(
                Problem::new(
                    format!("rows/{index}/row"),
                    text!(
                        "項目「{own}」は、この年度のチェックリストにありません",
                        "the year's checklists have no row `{own}`"
                    ),
                )
                .help(spelling::did_you_mean(own, rows, &all)),
            );
        }
    }

    fn check_items(&self, path: &str, items: &[String], out: &mut Vec<Problem>) {
        for (index, item) in items.iter().enumerate() {
            if self.items.iter().any(|known| known == item) {
                continue;
            }
            let Text { ja: list, en: list_en } = listed(&self.items);
            let all = text!("この契約の情報項目: {list}", "items of this contract: {list_en}");
            out.push(
                Problem::new(
                    format!("{path}/{index}"),
                    text!(
                        "「{item}」はこの契約の情報項目ではありません",
                        "`{item}` is no item of this contract"
                    ),
                )
                .help(spelling::did_you_mean(
                    item,
                    self.items.iter().map(String::as_str),
                    &all,
                )),
            );
        }
    }
}
