//! Contracts: the parties and their letters, what each may handle, what is entrusted, and what was agreed.

use super::{ASSUMED, About, Members, View, called, joined, or_none, short};
use crate::diagnostic::Language;
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::model::contract::{Contract, ContractParty, Mention, Subcontracting};
use crate::model::ids::{ContractId, Id, RoleId};
use crate::model::vocabulary::ActClass;
use crate::source::Span;
use crate::spelling;
use crate::text;
use chrono::Datelike as _;
use std::collections::BTreeMap;

impl<'v> View<'v, '_> {
    /// Returns what a contract is called.
    pub(super) fn contract_name(&self, id: ContractId) -> Shown<'static> {
        let contracts = &self.side.matter.contracts;
        let all = contracts.iter().map(|own| own.title.as_ref().unwrap_or(&own.id).value.as_str());
        called("業務委託", "contract", &short(all, id.index()))
    }

    fn with_role(&self, about: &About<'v>, role: RoleId) -> About<'v> {
        about.below(self.side.role(role))
    }

    pub(super) fn contracts(&mut self) {
        let matter = self.side.matter;
        for (id, contract) in matter.contracts.enumerate() {
            let token = self.identity.contracts.token(self.which, id.index());
            let about = About::noun(self.contract_name(id), self.side.contract(id), "業務委託");
            let parties: Members<'v> =
                contract.parties.iter().map(|party| self.role_member(party.role.value)).collect();
            let names: Vec<&str> = parties.iter().map(|(_, name)| *name).collect();
            let (names, names_en) = (names.join("、"), names.join(", "));
            let summary = text!("当事者：{names}", "parties: {names_en}");
            self.thing(Kind::Contract, &[token], &about, contract.span, summary);
            self.set(Kind::ContractParties, &[token], &about, contract.parties_span, parties);
            self.overrides(&[token, 1], &about, &contract.overrides);
            self.form(token, &about, contract);
            for party in &contract.parties {
                self.party(Some(Kind::Contractors), token, &about, party);
            }
            self.scope(token, &about, contract);
            self.words_of(token, &about, contract);
            self.tasks(token, &about, contract);
            if let Some(own) = &contract.subcontracting {
                self.subcontracting(token, &about, own);
            }
            self.agreed(token, &about, contract);
        }
    }

    fn form(&mut self, token: Token, about: &About<'v>, contract: &'v Contract) {
        let at = [token];
        self.text(Kind::ContractTitle, &at, about, contract.title.as_ref());
        if let Some(kind) = &contract.kind {
            let own = self.side.kind(kind.value);
            self.shown(Kind::ContractKind, &at, about, kind.span, Shown::word(own.ja(), own.word()));
        }
        if let Some(form) = &contract.form {
            let count = form_parties(form).map_or(-1, i64::from);
            let norm = Some(spelling::fold(form));
            self.value(Kind::ContractForm, &at, about, form.span, norm, count, form.value.as_str());
        }
        self.text(Kind::ContractNumber, &at, about, contract.number.as_ref());
        if let Some(day) = &contract.concluded {
            self.day(Kind::Concluded, &at, about, day.span, day.value);
        }
        if let Some(role) = &contract.per_provider_of {
            let (token, name) = self.role_member(role.value);
            let shown = text!("{name}ごとに契約する", "one contract for each of {name}");
            self.named(Kind::PerProvider, &at, about, role.span, token, shown);
        }
        if let Some(joint) = &contract.joint {
            let shown = match joint.value {
                true => Shown::both("全ての者と一つの契約", "one contract with all"),
                false => Shown::both("一つの契約ではない", "not one contract with all"),
            };
            self.shown(Kind::Joint, &at, about, joint.span, shown);
        }
        if let Some(list) = &contract.item_list {
            let token = self.identity.lists.token(self.which, list.value.index());
            let shown = self.list_name(list.value);
            self.named(Kind::ContractItems, &at, about, list.span, token, shown);
        }
    }

    /// The letter of a party and the lines that name it; a line that names nobody in particular means all.
    pub(super) fn party(
        &mut self,
        set: Option<Kind>,
        token: Token,
        about: &About<'v>,
        party: &'v ContractParty,
    ) {
        let (text, shown_certifications) = match set {
            Some(_) => (Kind::EntryText, Kind::EntryCertifications),
            None => (Kind::CounterpartyText, Kind::CounterpartyCertifications),
        };
        let role = party.role.value;
        let at = [token, self.role(role)];
        let about = self.with_role(about, role);
        self.text(Kind::Letter, &at, &about, party.letter.as_ref());
        let providers = &self.side.matter.roles[role].providers;
        let named: Vec<_> = party.entries.iter().filter_map(|entry| entry.provider.as_ref()).collect();
        let all = named.is_empty() || named.len() < party.entries.len();
        let meant = providers.iter().filter(|own| all || named.iter().any(|named| named.value == **own));
        let members: Vec<(Token, String)> = meant
            .map(|own| (self.identity.providers.token(self.which, own.index()), self.side.provider(*own)))
            .collect();
        if let Some(set) = set {
            self.set(set, &at, &about, party.span, members);
        }
        for entry in &party.entries {
            let provider = entry.provider.as_ref();
            let own = provider.map(|own| self.identity.providers.token(self.which, own.value.index()));
            let (norm, line) = self.line(entry);
            let generic = || Shown::both("総称", "generic name");
            let who = provider.map_or_else(generic, |own| self.side.provider(own.value).into());
            let about = about.below(who);
            let at = [at[0], at[1], or_none(own)];
            self.named(text, &at, &about, entry.span, norm, line);
            let side = self.side;
            let named = entry.certifications.iter().map(|own| side.certification(own.kind.value));
            let shown = self.members(named);
            self.set(shown_certifications, &at, &about, entry.span, shown);
        }
    }

    /// Returns a line that names somebody, with the certifications that it mentions: under the name that both years
    /// share, and as a reader sees it.
    fn line(&self, entry: &'v Mention) -> (String, Shown<'v>) {
        if let Some(written) = &entry.as_written {
            return (spelling::fold(written), Shown::from(&written.value));
        }
        let certifications: Vec<&str> = entry
            .certifications
            .iter()
            .map(|own| match &own.as_written {
                Some(written) => written.value.as_str(),
                None => self.side.common.certifications[own.kind.value].wording.as_str(),
            })
            .collect();
        let words = certifications.join("、");
        let token =
            entry.provider.as_ref().map(|own| self.identity.providers.token(self.which, own.value.index()));
        let norm = format!("provider {} {}", or_none(token), spelling::fold(&words));
        let name = entry.provider.as_ref().map_or(String::new(), |own| self.side.provider(own.value));
        let listed = certifications.join(", ");
        let shown = match words.is_empty() {
            true => Shown::from(name),
            false => Shown::from(text!("{name}（{words}）", "{name} ({listed})")),
        };
        (norm, shown)
    }

    fn scope(&mut self, token: Token, about: &About<'v>, contract: &'v Contract) {
        for handles in &contract.handles {
            let role = handles.role.value;
            let at = [token, self.role(role)];
            let about = self.with_role(about, role);
            let items = self.items_of(&handles.items.value);
            self.set(Kind::Handles, &at, &about, handles.items.span, items);
            self.flag(Kind::HandlesAssumed, &at, &about, handles.span, handles.assumed, ASSUMED);
            self.text(Kind::HandlesNote, &at, &about, handles.note.as_ref());
        }
        for prohibits in &contract.prohibits {
            let role = prohibits.role.value;
            let about = self.with_role(about, role);
            let items = self.items_of(&prohibits.items.value);
            self.set(Kind::Prohibits, &[token, self.role(role)], &about, prohibits.items.span, items);
        }
        if let Some(media) = &contract.media {
            let kinds = self.vocabulary(media.kinds.iter().map(|kind| (kind.value.ja(), kind.value.word())));
            self.set(Kind::Media, &[token], about, media.span, kinds);
            self.text(Kind::MediaText, &[token], about, media.as_written.as_ref());
        }
    }

    fn words_of(&mut self, token: Token, about: &About<'v>, contract: &'v Contract) {
        let at = [token];
        if let Some(underline) = &contract.underline {
            self.text(Kind::Underline, &at, about, Some(&underline.text));
            let (role, name) = self.role_member(underline.role.value);
            self.named(Kind::UnderlineRole, &at, about, underline.role.span, role, name);
        }
        let mut reasons: BTreeMap<Option<RoleId>, (Span, Vec<&str>)> = BTreeMap::new();
        for reason in &contract.reasons {
            let role = reason.role.as_ref().map(|role| role.value);
            reasons.entry(role).or_insert((reason.text.span, Vec::new())).1.push(&reason.text.value);
        }
        for (role, (span, texts)) in reasons {
            let at = [token, or_none(role.map(|role| self.role(role)))];
            let about = role.map_or(about.clone(), |role| self.with_role(about, role));
            self.shown(Kind::ReasonText, &at, &about, span, joined(texts));
        }
        let Some(arrangement) = &contract.arrangement else { return };
        self.text(Kind::Intro, &at, about, arrangement.intro.as_ref());
        self.text(Kind::Conclusion, &at, about, arrangement.conclusion.as_ref());
        let mut sentences: BTreeMap<Token, (Span, Vec<&str>)> = BTreeMap::new();
        let mut ways: Vec<(Token, Shown<'_>)> = Vec::new();
        for own in &arrangement.conveys {
            let (from, to) = (own.from.value, own.to.value);
            let (giver, taker) = (self.side.role(from), self.side.role(to));
            let (cargo, cargo_en) = (own.carries.value.ja(), own.carries.value.word());
            let way = text!("{giver}から{taker}へ{cargo}", "{giver} to {taker}: {cargo_en}");
            let key = format!("{}>{}>{}", self.role(from), self.role(to), own.carries.value.word());
            let key = self.words.token(&key);
            sentences.entry(key).or_insert((own.text.span, Vec::new())).1.push(&own.text.value);
            ways.push((key, way.into()));
        }
        for (key, (span, texts)) in sentences {
            let way = ways.iter().find(|(own, _)| *own == key).map(|(_, way)| way.clone());
            let about = about.below(way.unwrap_or_default());
            self.shown(Kind::ConveyText, &[token, key], &about, span, joined(texts));
        }
        self.set(Kind::Conveys, &at, about, arrangement.span, ways);
    }

    fn tasks(&mut self, token: Token, about: &About<'v>, contract: &'v Contract) {
        let matter = self.side.matter;
        for role in matter.roles.ids() {
            let groups: Vec<_> = contract.tasks.iter().filter(|group| group.role.value == role).collect();
            let Some(first) = groups.first() else { continue };
            let at = [token, self.role(role)];
            let about = self.with_role(about, role);
            let common = self.side.common;
            // To give back and to erase is a duty: less of it guards less.
            for (kind, is_duty) in [(Kind::Acts, false), (Kind::Duties, true)] {
                let acts = contract.tasks_of(role).flat_map(|task| &task.acts);
                let acts = acts.map(|act| &common.acts[act.value]);
                let own = acts.filter(|act| (act.class == ActClass::Erase) == is_duty);
                let own = self.members(own.map(|act| &act.name));
                self.set(kind, &at, &about, first.span, own);
            }
            self.text(Kind::TaskHeading, &at, &about, first.heading.as_ref());
            for (index, task) in contract.tasks_of(role).enumerate() {
                let pairs = self.identity.tasks.get(&(at[0], at[1]));
                let own = pairs.map_or(Token::MAX, |pairs| pairs.token(self.which, index));
                self.text(Kind::TaskText, &[at[0], at[1], own], &about, Some(&task.text));
            }
        }
    }

    fn subcontracting(&mut self, token: Token, about: &About<'v>, own: &'v Subcontracting) {
        let at = [token];
        let shown = match own.allowed.value {
            true => Shown::both("再委託を認める", "subcontracting is allowed"),
            false => Shown::both("再委託を認めない", "subcontracting is not allowed"),
        };
        let rank = i64::from(own.allowed.value);
        self.ranked(Kind::SubAllowed, &at, about, own.allowed.span, rank, shown);
        self.text(Kind::SubApproval, &at, about, own.approval.as_ref());
        let members =
            own.subcontractors.iter().map(|own| self.role_member(own.role.value)).collect::<Vec<_>>();
        self.set(Kind::Subcontractors, &at, about, own.span, members);
        for own in &own.subcontractors {
            let at = [token, self.role(own.role.value)];
            let about = self.with_role(about, own.role.value);
            self.text(Kind::SubTasks, &at, &about, own.tasks.as_ref());
            if let Some(day) = &own.approved {
                self.day(Kind::SubApproved, &at, &about, day.span, day.value);
            }
        }
    }

    fn agreed(&mut self, token: Token, about: &About<'v>, contract: &'v Contract) {
        let at = [token];
        if let Some(clauses) = &contract.clauses {
            let common = self.side.common;
            let kinds = self.members(clauses.value.iter().map(|own| &common.clauses[own.kind.value].name));
            for ((kind, name), own) in kinds.iter().zip(&clauses.value) {
                let about = about.below(*name);
                self.text(Kind::ClauseArticle, &[token, *kind], &about, own.article.as_ref());
                if let Some(depth) = &own.every_depth {
                    let shown =
                        ["全ての段階の再委託に、承諾を要する", "subcontracting needs consent at every depth"];
                    let at = [token, *kind];
                    self.flag(Kind::ClauseDepth, &at, &about, depth.span, depth.value, shown);
                }
            }
            self.set(Kind::Clauses, &at, about, clauses.span, kinds);
        }
        if let Some(erasure) = &contract.erasure {
            let days = erasure.within_days.value;
            let rank = i64::try_from(days).unwrap_or(i64::MAX);
            let span = erasure.within_days.span;
            let shown = text!("業務の終了から{days}日以内", "within {days} days of the end of the work");
            self.ranked(Kind::ErasureDays, &at, about, span, rank, shown);
            if let Some(until) = &erasure.keep_until {
                let days = i64::from(until.value.num_days_from_ce());
                let (day, iso) = (self.print.day(until.value), until.value);
                let shown = text!("{day}まで保存する", "kept until {iso}");
                self.ranked(Kind::KeepUntil, &at, about, until.span, days, shown);
            }
            let fields = self.members(erasure.report_fields.iter().map(|own| own.value.as_str()));
            self.set(Kind::ErasureFields, &at, about, erasure.report_fields.span, fields);
            if let Some(when) = &erasure.continuing {
                let rank = when.value as i64;
                self.ranked(
                    Kind::ErasureContinuing,
                    &at,
                    about,
                    when.span,
                    rank,
                    Shown::both(
                        format!("{}消去する", when.value.ja()),
                        format!("erased {}", when.value.word().replace('_', " ")),
                    ),
                );
            }
            if let Some(report) = &erasure.continuing_report {
                let shown = match report.value {
                    true => Shown::both("その都度報告する", "reported each time"),
                    false => Shown::both("その都度は報告しない", "not reported each time"),
                };
                self.ranked(Kind::ErasureReports, &at, about, report.span, i64::from(report.value), shown);
            }
            if let Some(backup) = &erasure.backup {
                let shown = match backup.value {
                    true => Shown::both("バックアップも消去する", "backups are erased too"),
                    false => Shown::both("バックアップを含まない", "backups are not included"),
                };
                self.ranked(Kind::ErasureBackup, &at, about, backup.span, i64::from(backup.value), shown);
            }
            if let Some(witness) = &erasure.witness {
                let shown = match witness.value {
                    true => Shown::both("立ち会える", "the ward may attend"),
                    false => Shown::both("立ち会わない", "the ward does not attend"),
                };
                let rank = i64::from(witness.value);
                self.ranked(Kind::ErasureWitness, &at, about, witness.span, rank, shown);
            }
        }
        if let Some(spoiled) = &contract.spoiled {
            let how: Vec<Shown<'_>> =
                spoiled.how.iter().map(|own| Shown::word(own.value.ja(), own.value.word())).collect();
            let how = Shown::listed(&how);
            let (role, name) = self.role_member(spoiled.by.value);
            let (report, report_en) = match spoiled.report.as_ref().map(|own| own.value) {
                Some(true) => ("して報告する", ", reported"),
                Some(false) => ("して報告しない", ", not reported"),
                None => ("する", ""),
            };
            let [ways, ways_en] = [Language::Japanese, Language::English].map(|own| how.said(own));
            let norm = format!("{role} {ways}{report}");
            let shown = text!("{name}が{ways}{report}", "{name}: {ways_en}{report_en}");
            self.named(Kind::Spoiled, &at, about, spoiled.span, norm, shown);
        }
        if let Some(inspection) = &contract.inspection {
            let rank = i64::try_from(inspection.per_year.value).unwrap_or(i64::MAX / 2);
            let rank = rank.saturating_mul(2).saturating_add(i64::from(inspection.on_site.value));
            let (how, how_en) = match inspection.on_site.value {
                true => ("実地", "on site"),
                false => ("実地によらない", "not on site"),
            };
            let times = &inspection.per_year;
            let shown = text!("年{times}回（{how}）", "{times} a year ({how_en})");
            self.ranked(Kind::Inspection, &at, about, inspection.span, rank, shown);
            self.text(Kind::InspectionCopies, &at, about, inspection.copies.as_ref());
        }
        if let Some(matching) = &contract.matching {
            let (role, name) = self.role_member(matching.by.value);
            let how = &matching.how;
            let (norm, shown) = (format!("{role} {how}"), text!("{name}：{how}", "{name}: {how}"));
            self.named(Kind::Matching, &at, about, matching.span, norm, shown);
        }
        if let Some(own) = &contract.designation {
            let (resolved, resolved_en) = match &own.resolved {
                Some(day) => (format!("、{}議決", self.print.day(day.value)), format!(", resolved {day}")),
                None => Default::default(),
            };
            let (from, to) = (self.print.day(own.from.value), self.print.day(own.to.value));
            let (facility, ordinance, begin, end) = (&own.facility, &own.ordinance, &own.from, &own.to);
            let shown = text!(
                "{facility}（{ordinance}）　{from}から{to}まで{resolved}",
                "{facility} ({ordinance}) {begin} to {end}{resolved_en}"
            );
            self.shown(Kind::Designation, &at, about, own.span, shown);
        }
        if let Some(hours) = &contract.incident_notice_hours {
            let rank = i64::try_from(hours.value).unwrap_or(i64::MAX);
            let shown = text!("知ってから{hours}時間以内", "within {hours} hours of knowing");
            self.ranked(Kind::IncidentHours, &at, about, hours.span, rank, shown);
        }
    }
}

/// Returns how many parties a form of contract is between: 三者契約, 3者契約.
fn form_parties(form: &str) -> Option<u32> {
    let form = spelling::folded(form);
    let (count, _) = form.split_once('者')?;
    let last = count.chars().next_back()?;
    let kanji = "一二三四五六七八九十".chars().position(|own| own == last);
    last.to_digit(10).or_else(|| u32::try_from(kanji? + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::form_parties;

    #[test]
    fn a_form_of_contract_says_how_many_are_parties() {
        let of = ["二者契約", "三者間契約", "４者契約", "業務委託契約", "当事者の契約"];
        assert_eq!(of.map(form_parties), [Some(2), Some(3), Some(4), None, None]);
    }
}
