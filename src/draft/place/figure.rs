//! What a figure says, where the paper says it in words: who is in it, its steps, and what passes. And tables whose
//! headings say what they are: roles and systems.

use super::front::unnumbered;
use super::{Cell, Part, Placer, bare};
use crate::draft::sheet::Draft;
use crate::model::flow::When;
use crate::model::vocabulary::{Hosting, RoleKind, SystemKind, Zone};
use crate::spelling;

/// The numbers of steps, as figures print them.
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// A step, and the lines that it uses.
struct Step {
    number: usize,
    draft: Draft,
}

impl Placer<'_> {
    pub(super) fn figure(&mut self, number: &str, parts: &[Part]) {
        let id = self.materials.iter().find(|own| own.number == number).map(|own| own.id.clone());
        let mut steps: Vec<Step> = Vec::new();
        let mut links: Vec<Draft> = Vec::new();
        let mut of_steps: Vec<(usize, String)> = Vec::new();
        let mut participants = Vec::new();
        for part in parts {
            let Part::Table(rows) = part else {
                if let Part::Line(line) = part
                    && matches!(
                        bare(self.text(*line)).as_str(),
                        "登場する者(図の左から)" | "手順" | "個人情報の渡り方" | "対策の箱" | "契約"
                    )
                {
                    self.take(*line);
                }
                continue;
            };
            let Some((head, rows)) = rows.split_first() else { continue };
            let heads: Vec<String> = head.iter().map(|cell| bare(&self.cell(cell).0)).collect();
            let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
            match heads.as_slice() {
                ["者", "図に書かれていること"] => {
                    self.headings(head);
                    participants.extend(rows.iter().filter_map(|row| self.participant(row)));
                }
                ["手順", "行う者:処理"] => {
                    self.headings(head);
                    steps.extend(rows.iter().filter_map(|row| self.step(row)));
                }
                ["手順", "渡す者→受け取る者", "回線、保護、時期", "渡る項目"] => {
                    self.headings(head);
                    for row in rows {
                        if let Some((numbers, link)) = self.link(row, links.len() + 1) {
                            let id = format!("link-{}", links.len() + 1);
                            of_steps.extend(numbers.into_iter().map(|number| (number, id.clone())));
                            links.push(link);
                        }
                    }
                }
                _ => {}
            }
        }
        for step in &mut steps {
            let own: Vec<String> = of_steps
                .iter()
                .filter(|(number, _)| *number == step.number)
                .map(|own| own.1.clone())
                .collect();
            if !own.is_empty() {
                step.draft.put(&["links"], Draft::texts(own, ""));
            }
        }
        let found = self
            .flows
            .iter_mut()
            .find(|own| id.as_ref().is_some_and(|id| super::annex::has_text(own, "id", id)));
        if let Some(flow) = found {
            for (key, list) in [
                ("participants", participants),
                ("links", links),
                ("steps", steps.into_iter().map(|own| own.draft).collect()),
            ] {
                if !list.is_empty() {
                    flow.put(&[key], Draft::List(list));
                }
            }
        }
    }

    fn headings(&mut self, row: &[Cell]) {
        let lines: Vec<usize> = row.iter().flat_map(|cell| cell.lines.clone()).collect();
        lines.into_iter().for_each(|line| self.take(line));
    }

    /// Places who is in a figure, and those of its words that are known: systems, the section, legal entities.
    fn participant(&mut self, row: &[Cell]) -> Option<Draft> {
        let [who, what] = row else { return None };
        let (name, name_lines) = self.cell(who);
        let first = *name_lines.first()?;
        let (_, lines) = self.cell(what);
        let at = self.at(first);
        let role = self.role(&name, &at);
        self.take(first);
        let mut own = Draft::record();
        own.put(&["role"], Draft::text(role.clone(), &at));
        let mut systems = Vec::new();
        let mut providers = Vec::new();
        for line in lines {
            let (text, at) = (self.text(line).to_owned(), self.at(line));
            if text == "（図に箱はなく、線や手順にだけ現れる）" {
                self.take(line);
                return None;
            }
            if text == "（名だけ）" {
                self.take(line);
            } else if let Some(id) = self.system(&role, &text) {
                systems.push(Draft::text(id, &at));
                self.take(line);
            } else if self.about.ward.departments.iter().any(|own| bare(&own.name) == bare(&text)) {
                own.put(&["section"], Draft::bare("true", &at));
                self.take(line);
            } else if self.about.year.parties.iter().any(|own| own.name.value == text) {
                providers.push(self.provider(&role, &text, &at));
                self.take(line);
            }
        }
        if !systems.is_empty() {
            own.put(&["systems"], Draft::List(systems));
        }
        if !providers.is_empty() {
            own.put(&["providers"], Draft::List(providers));
        }
        Some(own)
    }

    /// Returns the id of a system of a role, by its name.
    fn system(&self, role: &str, name: &str) -> Option<String> {
        let own = self.roles.iter().find(|own| own.id == role)?;
        own.systems.iter().find(|own| bare(&own.1) == bare(name)).map(|own| own.0.clone())
    }

    fn step(&mut self, row: &[Cell]) -> Option<Step> {
        let [what, who] = row else { return None };
        let (text, lines) = self.cell(what);
        let line = *lines.first()?;
        let at = self.at(line);
        let (number, text) = numbered(&text)?;
        let (_, acting_lines) = self.cell(who);
        let acting = self.text(*acting_lines.first()?).to_owned();
        let (actor, acts) = acting.split_once('：')?;
        let (role, system) = self.actor(actor, &at)?;
        let mut draft = Draft::record();
        draft.put(&["no"], Draft::bare(number, &at));
        draft.put(&["at"], Draft::text(role, &at));
        if let Some(system) = system {
            draft.put(&["system"], Draft::text(system, &at));
        }
        let known = &self.about.common.acts;
        let acts: Option<Vec<String>> = acts
            .split('、')
            .map(|own| known.iter().find(|act| act.name == own).map(|act| act.name.clone()))
            .collect();
        let acting_at = acting_lines.first().map(|line| self.at(*line)).unwrap_or_default();
        let is_whole = acts.is_some();
        if let Some(acts) = acts {
            draft.put(&["acts"], Draft::texts(acts, &acting_at));
        }
        draft.put(&["text"], Draft::text(text, &at));
        lines.iter().for_each(|line| self.take(*line));
        if is_whole && let Some(first) = acting_lines.first() {
            self.take(*first);
        }
        for line in acting_lines.into_iter().skip(1) {
            self.made(&mut draft, line);
        }
        Some(Step { number, draft })
    }

    /// Places the items that a step makes.
    fn made(&mut self, step: &mut Draft, line: usize) {
        let (text, at) = (self.text(line).to_owned(), self.at(line));
        let Some(rest) = text.strip_prefix("作る項目：") else { return };
        let (rest, is_assumed) = match rest.strip_suffix("【推定】") {
            Some(own) => (own, true),
            None => (rest, false),
        };
        match self.whole_list(rest) {
            Some(id) => step.put(&["makes", "items_of"], Draft::text(id, &at)),
            None => {
                let names: Vec<String> =
                    super::items::listed_text(rest).into_iter().map(|own| own.0).collect();
                if self.set_of(&names).is_none() {
                    return;
                }
                step.put(&["makes", "items"], Draft::texts(names, &at));
            }
        }
        if is_assumed {
            step.put(&["makes", "confidence"], Draft::text("assumed", &at));
            step.put(&["makes", "note"], Draft::text("元の文書に「推定」とあるもの", &at));
        }
        self.take(line);
    }

    /// Returns the list of 「資料８－３の全ての項目」, or of 「別紙（業務委託）の一覧の全ての項目」 where only one list is
    /// no material.
    fn whole_list(&self, text: &str) -> Option<String> {
        let own = bare(text);
        let name = own.strip_suffix("の全ての項目")?;
        if let Some(own) = self.materials.iter().find(|own| own.number == name) {
            return Some(own.id.clone());
        }
        let heading = name.strip_suffix("の一覧")?;
        if !self.about.year.kinds.iter().any(|own| bare(&own.heading) == heading) {
            return None;
        }
        let mut inside = self.names.keys().filter(|id| !self.materials.iter().any(|own| own.id == **id));
        let first = inside.next()?;
        inside.next().is_none().then(|| first.clone())
    }

    /// Returns the role, and its system, of 「申請フォーム事業者の申請フォーム」.
    fn actor(&mut self, text: &str, at: &str) -> Option<(String, Option<String>)> {
        let own = text.trim();
        if let Some(role) = self.roles.iter().find(|role| spelling::same(&role.name, own)) {
            return Some((role.id.clone(), None));
        }
        for role in &self.roles {
            if let Some(system) =
                own.strip_prefix(role.name.as_str()).and_then(|rest| rest.strip_prefix('の'))
                && let Some(id) = self.system(&role.id, system)
            {
                return Some((role.id.clone(), Some(id)));
            }
        }
        // A role that only the figure names.
        (!own.contains('の')).then(|| (self.role(own, at), None))
    }

    /// Returns the numbers of the steps that use a line, and the line.
    fn link(&mut self, row: &[Cell], index: usize) -> Option<(Vec<usize>, Draft)> {
        let [steps, ends, how, items] = row else { return None };
        let (numbers, number_lines) = self.cell(steps);
        let numbers: Vec<usize> = numbers
            .chars()
            .filter_map(|c| CIRCLED.chars().position(|own| own == c))
            .map(|own| own + 1)
            .collect();
        let (ends, end_lines) = self.cell(ends);
        let at = self.at(*end_lines.first()?);
        let (from, to) = ends.split_once('→')?;
        let (from, from_system) = self.end(from, &at)?;
        let (to, to_system) = self.end(to, &at)?;
        let mut link = Draft::record();
        link.put(&["id"], Draft::text(format!("link-{index}"), ""));
        link.put(&["from"], Draft::text(from, &at));
        link.put(&["to"], Draft::text(to, &at));
        if let Some(own) = from_system {
            link.put(&["from_system"], Draft::text(own, &at));
        }
        if let Some(own) = to_system {
            link.put(&["to_system"], Draft::text(own, &at));
        }
        number_lines.iter().chain(&end_lines).for_each(|line| self.take(*line));
        self.passing(&mut link, how);
        self.passed(&mut link, items);
        Some((numbers, link))
    }

    /// Returns the role and the system of an end: 「新宿区（連携サーバ）」.
    fn end(&mut self, text: &str, at: &str) -> Option<(String, Option<String>)> {
        let own = text.trim();
        if let Some(role) = self.roles.iter().find(|role| spelling::same(&role.name, own)) {
            return Some((role.id.clone(), None));
        }
        for role in &self.roles {
            let inner = own.strip_prefix(role.name.as_str());
            let inner =
                inner.and_then(|rest| rest.strip_prefix('（')).and_then(|rest| rest.strip_suffix('）'));
            if let Some(id) = inner.and_then(|inner| self.system(&role.id, inner)) {
                return Some((role.id.clone(), Some(id)));
            }
        }
        (!own.contains('（')).then(|| (self.role(own, at), None))
    }

    /// Places network, protections, means and time of a line.
    fn passing(&mut self, link: &mut Draft, how: &Cell) {
        let common = self.about.common;
        let mut protections = Vec::new();
        let mut timing = Vec::new();
        let mut place = String::new();
        for line in self.cell(how).1 {
            let (text, at) = (self.text(line).to_owned(), self.at(line));
            let own = text.strip_prefix('・').unwrap_or(&text);
            if let Some(name) = text.strip_prefix('【').and_then(|own| own.strip_suffix('】')) {
                let network = common.networks.iter().find(|own| bare(&own.name) == bare(name));
                let Some(network) = network else { continue };
                link.put(&["network"], Draft::text(network.id.clone(), &at));
            } else if let Some(protection) =
                common.protections.iter().find(|one| bare(&one.name) == bare(own))
            {
                protections.push(protection.id.clone());
                place.clone_from(&at);
            } else if let Some(when) = when(own) {
                let mut one = Draft::record();
                if let Some((stage, _)) = stage(own) {
                    one.put(&["data"], Draft::text(stage, &at));
                }
                one.put(&["when"], Draft::text(when, &at));
                timing.push(one);
            } else if let Some(name) = text.strip_prefix("（方法：").and_then(|own| own.strip_suffix('）'))
            {
                // Words that no way of handing over is called by stay as they are written.
                let means = common.means.iter().find(|own| bare(&own.name) == bare(name));
                let means = means.map_or_else(|| name.to_owned(), |own| own.id.clone());
                link.put(&["means"], Draft::text(means, &at));
            } else if let Some(number) =
                bare(&text).strip_prefix("情報項目は、").and_then(|own| own.strip_suffix("のとおり"))
            {
                let found = self.materials.iter().find(|own| own.number == number).map(|own| own.id.clone());
                let Some(id) = found else { continue };
                link.put(&["cites"], Draft::texts(vec![id], &at));
            } else {
                continue;
            }
            self.take(line);
        }
        if !protections.is_empty() {
            link.put(&["protections"], Draft::texts(protections, &place));
        }
        if !timing.is_empty() {
            link.put(&["timing"], Draft::List(timing));
        }
    }

    /// Places the items of a line.
    fn passed(&mut self, link: &mut Draft, items: &Cell) {
        let (text, lines) = self.cell(items);
        let Some(line) = lines.first().copied() else { return };
        let at = self.at(line);
        let (text, is_assumed) = match text.strip_suffix("【推定】") {
            Some(own) => (own.to_owned(), true),
            None => (text, false),
        };
        if let Some(id) = self.whole_list(&text) {
            link.put(&["items_of"], Draft::text(id, &at));
        } else {
            let listed: Vec<String> = self.listed(line).items.into_iter().map(|own| own.0).collect();
            let listed: Vec<String> =
                listed.into_iter().map(|own| own.trim_end_matches("【推定】").to_owned()).collect();
            if self.set_of(&listed).is_none() {
                return;
            }
            link.put(&["items"], Draft::texts(listed, &at));
        }
        if is_assumed {
            link.put(&["confidence"], Draft::text("assumed", &at));
            link.put(&["note"], Draft::text("元の文書に「推定」とあるもの", &at));
        }
        lines.iter().for_each(|line| self.take(*line));
    }

    /// Places tables whose headings say what they are: roles, systems.
    pub(super) fn facts_table(&mut self, rows: &[Vec<Cell>]) {
        let Some((head, rows)) = rows.split_first() else { return };
        let heads: Vec<String> = head.iter().map(|cell| bare(&self.cell(cell).0)).collect();
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        match heads.as_slice() {
            ["役割", "種類", "担う者", ..] => {
                self.headings(head);
                for row in rows {
                    self.role_row(row);
                }
            }
            ["名", "役割", "種類", ..] => {
                self.headings(head);
                for row in rows {
                    self.system_row(row);
                }
            }
            _ => {}
        }
    }

    fn role_row(&mut self, row: &[Cell]) {
        let [name, kind, who, ..] = row else { return };
        let (name, name_lines) = self.cell(name);
        let (kind_text, kind_lines) = self.cell(kind);
        let (who_text, who_lines) = self.cell(who);
        let Some(first) = name_lines.first() else { return };
        let at = self.at(*first);
        let id = self.role(&name, &at);
        self.take(*first);
        if let Some(kind) = RoleKind::ALL.iter().find(|own| own.ja() == kind_text) {
            self.is_a(&id, kind.word(), &at);
            kind_lines.iter().for_each(|line| self.take(*line));
        }
        // Those that the annexes named already.
        let own = self.roles.iter().find(|own| own.id == id);
        let names: Vec<&str> = who_text.split(['、', '\n']).filter(|own| !own.is_empty()).collect();
        let parties = &self.about.year.parties;
        let is_known = |name: &&str| {
            let party = parties.iter().find(|own| own.name.value == **name);
            party.is_some_and(|party| {
                own.is_some_and(|own| own.providers.iter().any(|own| own.1 == format!("{}/", party.id)))
            })
        };
        if !names.is_empty() && names.iter().all(is_known) {
            who_lines.iter().for_each(|line| self.take(*line));
        }
    }

    fn system_row(&mut self, row: &[Cell]) {
        let [name, role, kind, rest @ ..] = row else { return };
        let ((name, name_lines), (role, role_lines), (kind, kind_lines)) =
            (self.cell(name), self.cell(role), self.cell(kind));
        let Some(first) = name_lines.first() else { return };
        let at = self.at(*first);
        let Some(kind) = SystemKind::ALL.iter().find(|own| own.ja() == kind) else { return };
        let role = self.role(&role, &at);
        let count: usize = self.roles.iter().map(|own| own.systems.len()).sum();
        let id = format!("system-{}", count + 1);
        let mut system = Draft::record();
        system.put(&["id"], Draft::text(id.clone(), ""));
        system.put(&["kind"], Draft::text(kind.word(), &at));
        system.put(&["label"], Draft::text(name.clone(), &at));
        let mut is_all = true;
        for cell in rest {
            let (text, lines) = self.cell(cell);
            for own in text.split('、').filter(|own| !own.is_empty()) {
                if let Some(hosting) = Hosting::ALL.iter().find(|one| one.ja() == own) {
                    system.put(&["hosting"], Draft::text(hosting.word(), &at));
                } else if let Some(zone) = Zone::ALL.iter().find(|one| one.ja() == own) {
                    system.put(&["zone"], Draft::text(zone.word(), &at));
                } else if own == "クラウドサービス" || own == "クラウドサービスでない" {
                    system.put(&["cloud"], Draft::bare(own == "クラウドサービス", &at));
                } else if let Some(country) = own.strip_prefix("国は") {
                    system.put(&["country"], Draft::text(country, &at));
                } else {
                    is_all = false;
                }
            }
            if is_all {
                lines.iter().for_each(|line| self.take(*line));
            }
        }
        for line in name_lines.iter().chain(&role_lines).chain(&kind_lines) {
            self.take(*line);
        }
        if let Some(own) = self.roles.iter_mut().find(|own| own.id == role) {
            own.systems.push((id, name, system));
        }
    }
}

/// Returns the number of a step, and its sentence.
fn numbered(text: &str) -> Option<(usize, String)> {
    let mut chars = text.chars();
    let number = CIRCLED.chars().position(|own| text.starts_with(own))? + 1;
    chars.next();
    Some((number, unnumbered(chars.as_str())))
}

/// Returns when something passes: 毎日送信, 随時, 速報：当日送信.
fn when(text: &str) -> Option<String> {
    let own = stage(text).map_or(text, |own| own.1);
    let own = own.strip_suffix("送信").unwrap_or(own).trim();
    When::parse(own).map(|_| own.to_owned())
}

/// Returns whether preliminary or confirmed data is meant, and the rest.
fn stage(text: &str) -> Option<(&'static str, &str)> {
    for (word, own) in [("preliminary", "速報"), ("confirmed", "確報")] {
        if let Some(rest) = text.strip_prefix(own) {
            let rest = rest.strip_prefix("データ").unwrap_or(rest);
            return Some((word, rest.trim_start_matches(['：', 'は', '、', ' ', '　'])));
        }
    }
    None
}
