//! The annexes: contracts and connections, by the labels of their kind.

use super::front::{is_kana, unnumbered};
use super::{Part, Placer, bare};
use crate::draft::sheet::Draft;
use crate::model::ids::KindId;
use crate::model::kind::{AnnexField, Bound};
use crate::model::vocabulary::{About, Fact, MediumKind};
use crate::spelling;

/// 甲, 乙 and those after them.
const LETTERS: [&str; 6] = ["甲", "乙", "丙", "丁", "戊", "己"];

/// An annex while it is placed.
struct Open {
    about: About,
    draft: Draft,
    /// Roles of the other side, in the order of print, with their lines.
    parties: Vec<(String, String, Vec<Draft>)>,
    /// What is underlined in the list of the annex, where something is.
    underlined: Vec<String>,
    underline: Option<(String, String, String)>,
    set: Option<String>,
    /// What the kind is called: the standard sentence on the years to come names it.
    kind: String,
    /// Whether the paper says that the underlines are concluded.
    is_assumed: bool,
    at: String,
}

/// A point of a field: its heading and its lines.
type Point = (Option<usize>, Vec<usize>);

impl Placer<'_> {
    pub(super) fn annex(&mut self, kind: KindId, parts: &[Part]) {
        let kind = self.about.year.kinds[kind].clone();
        let about = kind.about.value;
        let mut open = Open {
            about,
            draft: Draft::record(),
            parties: Vec::new(),
            underlined: Vec::new(),
            underline: None,
            set: None,
            kind: kind.name.value.clone(),
            is_assumed: false,
            at: String::new(),
        };
        let id = match about {
            About::Connection => format!("connection-{}", self.connections.len() + 1),
            _ => format!("contract-{}", self.contracts.len() + 1),
        };
        open.draft.put(&["id"], Draft::text(id, ""));
        let of_contracts = self.about.year.kinds.iter().filter(|own| own.is_about(About::Contract)).count();
        if about == About::Contract && of_contracts > 1 {
            open.draft.put(&["kind"], Draft::text(kind.id.value.clone(), "別紙の題"));
        }
        for part in parts {
            match part {
                Part::Line(line) => self.basis(&kind.name, *line, &mut open),
                Part::Table(rows) => {
                    for row in rows {
                        let [label, content] = row.as_slice() else { continue };
                        let (label_text, label_lines) = self.cell(label);
                        let (_, lines) = self.cell(content);
                        let field = kind.fields.iter().find(|own| bare(&own.label) == bare(&label_text));
                        let Some(field) = field else { continue };
                        label_lines.iter().for_each(|own| self.take(*own));
                        self.field(field, &lines, &mut open);
                    }
                }
            }
        }
        self.close(open);
    }

    /// Places 「◇業務委託（第３条第１項第３号）」.
    fn basis(&mut self, name: &str, line: usize, open: &mut Open) {
        let text = self.text(line).to_owned();
        let Some((_, rest)) = text.split_once(name) else { return };
        let Some(article) = rest.strip_prefix('（').and_then(|own| own.strip_suffix('）')) else { return };
        let same = |draft: &Draft| {
            let Draft::Map(entries) = draft else { return false };
            entries.iter().any(|(key, own)| match own {
                Draft::Map(_) if key == "basis" => has_text(own, "article", article),
                _ => false,
            })
        };
        if !same(&self.matter) {
            open.draft.put(&["basis_as_written"], Draft::text(article, &self.at(line)));
        }
        self.take(line);
    }

    fn field(&mut self, field: &AnnexField, lines: &[usize], open: &mut Open) {
        let [first, ..] = lines else { return };
        if open.at.is_empty() {
            open.at = self.at(*first);
        }
        if field.points.is_empty() {
            let [bound, rest @ ..] = field.facts.as_slice() else { return };
            // Several facts without headings: which line is which nobody can say.
            if rest.is_empty() {
                self.fact(field, &bound.value, lines, open);
            }
            return;
        }
        let mut now: Option<usize> = None;
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); field.facts.len()];
        for line in lines {
            let head = bare(&unnumbered(self.text(*line)));
            if let Some(index) = field.points.iter().position(|own| bare(own) == head) {
                now = Some(index);
                self.take(*line);
            } else if let Some(own) = now.and_then(|index| groups.get_mut(index)) {
                own.push(*line);
            }
        }
        for (bound, lines) in field.facts.iter().zip(groups) {
            if !lines.is_empty() {
                self.fact(field, &bound.value, &lines, open);
            }
        }
    }

    /// Splits lines at numbered headings: those of the first level (１), or of the second (（１）) where the field holds
    /// several facts and the first level tells them apart.
    fn points(&self, field: &AnnexField, lines: &[usize]) -> Vec<Point> {
        let mut points: Vec<Point> = vec![(None, Vec::new())];
        for line in lines {
            let text = self.text(*line);
            let is_second = text.starts_with(['（', '(']);
            let is_third = text.starts_with(is_kana);
            let is_heading = unnumbered(text) != text && !is_third && is_second != field.points.is_empty();
            if is_heading {
                points.push((Some(*line), Vec::new()));
            } else if let Some((_, own)) = points.last_mut() {
                own.push(*line);
            }
        }
        points
    }

    fn fact(&mut self, field: &AnnexField, bound: &Bound, lines: &[usize], open: &mut Open) {
        let Some(first) = lines.first().copied() else { return };
        let at = self.at(first);
        let texts: Vec<String> = lines.iter().map(|line| self.text(*line).to_owned()).collect();
        let text = texts.join("\n");
        let fact = match bound {
            Bound::Own(id) => {
                let mut own = Draft::record();
                own.put(&["id"], Draft::text(id.clone(), ""));
                own.put(&["text"], Draft::text(text, &at));
                open.draft.put(&["own"], Draft::List(vec![own]));
                lines.iter().for_each(|own| self.take(*own));
                return;
            }
            Bound::Fact(fact) => *fact,
        };
        let is_placed = match fact {
            Fact::Title => {
                open.draft.put(&["title"], Draft::text(text, &at));
                true
            }
            Fact::Department => {
                if !self.is_department(&text) {
                    open.draft.put(&["department"], Draft::text(text, &at));
                }
                true
            }
            Fact::Business => {
                let businesses = &self.about.ward.businesses;
                match businesses
                    .iter()
                    .find(|own| bare(&own.name) == bare(&text))
                    .map(|own| own.id.value.clone())
                {
                    Some(id) if !self.matter.has("business") => {
                        self.matter.put(&["business"], Draft::text(id, &at))
                    }
                    Some(id) if has_text(&self.matter, "business", &id) => {}
                    _ => open.draft.put(&["business"], Draft::text(text, &at)),
                }
                true
            }
            Fact::Subjects => {
                let Draft::Map(entries) = &self.matter else { return };
                let overview = entries.iter().find(|(key, _)| key == "overview").map(|own| &own.1);
                if !overview.is_some_and(|own| has_text(own, "subjects", &text)) {
                    open.draft.put(&["subjects"], Draft::text(text, &at));
                }
                true
            }
            Fact::Items => return self.annex_items(lines, open),
            Fact::Parties => return self.parties(field, lines, open),
            Fact::Media => self.media(&text, &at, open),
            Fact::Reasons if open.about == About::Connection => {
                open.draft.put(&["reason"], Draft::text(text, &at));
                true
            }
            Fact::Reasons => return self.reasons(field, lines, open),
            Fact::ConnectionForm => {
                open.draft.put(&["form", "text"], Draft::text(text, &at));
                true
            }
            Fact::Tasks => return self.tasks(field, lines, open),
            Fact::Term => {
                let before = self.matter.clone();
                match self.term(&text, &at, &format!("次年度以降も、同様の{}を行う。", open.kind))
                {
                    Some(own) => {
                        let known = match &before {
                            Draft::Map(entries) => {
                                entries.iter().find(|(key, _)| key == "term").map(|own| &own.1)
                            }
                            _ => None,
                        };
                        if known.is_some_and(|known| !says_the_same(known, &own)) {
                            open.draft.put(&["term"], own);
                        }
                        true
                    }
                    None => false,
                }
            }
            Fact::Measures => field.see.as_ref().is_some_and(|see| bare(see) == bare(&text)),
            _ => false,
        };
        if is_placed {
            lines.iter().for_each(|own| self.take(*own));
        }
    }

    fn is_department(&self, text: &str) -> bool {
        self.about
            .ward
            .departments
            .iter()
            .any(|own| bare(&own.name) == bare(text) && (has_text(&self.matter, "department", &own.id.value)))
    }

    /// Places the kinds of media that the words name; words that name none are told.
    fn media(&mut self, text: &str, at: &str, open: &mut Open) -> bool {
        let all = MediumKind::ALL;
        let exact: Option<Vec<&MediumKind>> =
            text.split('、').map(|own| all.iter().find(|kind| kind.ja() == own)).collect();
        if let Some(kinds) = exact {
            let kinds = kinds.into_iter().map(|own| own.word().to_owned()).collect();
            open.draft.put(&["media", "kinds"], Draft::texts(kinds, at));
            return true;
        }
        let words = &self.about.common.sentences;
        let holds = |list: &[String]| list.iter().any(|own| !own.is_empty() && text.contains(own.as_str()));
        let kinds = all.iter().filter(|kind| match kind {
            MediumKind::Removable => holds(&words.removable),
            MediumKind::Paper => holds(&words.paper),
            // The word of the vocabulary without its explanation: サーバ（電磁的媒体）.
            MediumKind::Backup | MediumKind::Server | MediumKind::Terminal => {
                kind.ja().split('（').next().is_some_and(|word| text.contains(word))
            }
        });
        let kinds: Vec<String> = kinds.map(|own| own.word().to_owned()).collect();
        if kinds.is_empty() {
            return false;
        }
        open.draft.put(&["media", "kinds"], Draft::texts(kinds, "推定（表記の語から）"));
        open.draft.put(&["media", "as_written"], Draft::text(text, at));
        true
    }

    /// Places the items: where they are, or the list itself with what is underlined.
    fn annex_items(&mut self, lines: &[usize], open: &mut Open) {
        for line in lines.iter().copied() {
            let (text, at) = (self.text(line).to_owned(), self.at(line));
            let own = bare(&text);
            if let Some(number) = own.strip_suffix("のとおり") {
                let found = self.materials.iter().find(|own| own.number == number).map(|own| own.id.clone());
                if let Some(id) = found {
                    self.use_set(&id, &at, open);
                    self.take(line);
                }
                continue;
            }
            if let Some(rest) = text.strip_prefix('※')
                && let Some((role, _)) = rest.split_once("は下線の")
            {
                open.underline = Some((role.to_owned(), text.clone(), at));
                self.take(line);
                continue;
            }
            if open.set.is_some() && text.contains("（下線）") {
                open.is_assumed |= text.contains("【推定】");
                self.take(line);
                continue;
            }
            if text.contains('、') && open.set.is_none() {
                let listed = self.listed(line);
                open.underlined = listed.underlined.into_iter().collect();
                let id = self.set(line);
                self.use_set(&id, &at, open);
            }
        }
    }

    fn use_set(&mut self, id: &str, at: &str, open: &mut Open) {
        if open.set.is_none() {
            open.set = Some(id.to_owned());
        }
        match open.about {
            About::Connection => {
                let mut all = match &open.draft {
                    Draft::Map(entries) => {
                        entries.iter().find(|(key, _)| key == "item_sets").and_then(|own| match &own.1 {
                            Draft::List(items) => Some(items.clone()),
                            _ => None,
                        })
                    }
                    _ => None,
                }
                .unwrap_or_default();
                all.push(Draft::text(id, at));
                if let Draft::Map(entries) = &mut open.draft {
                    entries.retain(|(key, _)| key != "item_sets");
                }
                open.draft.put(&["item_sets"], Draft::List(all));
            }
            _ => open.draft.put(&["item_set"], Draft::text(id, at)),
        }
    }

    /// Places who the other side is.
    fn parties(&mut self, field: &AnnexField, lines: &[usize], open: &mut Open) {
        for (heading, lines) in self.points(field, lines) {
            let (role, at) = match heading {
                Some(line) => {
                    let (name, at) = (unnumbered(self.text(line)), self.at(line));
                    self.take(line);
                    (self.role(&name, &at), at)
                }
                None => {
                    let Some(first) = lines.first().copied() else { continue };
                    // Without a heading the line says who it is; the role has no name of its own on the paper.
                    let text = self.text(first).to_owned();
                    let party =
                        self.about.year.parties.iter().find(|own| text.contains(own.name.value.as_str()));
                    let known = party.and_then(|party| self.role_of(&party.id.value));
                    let at = self.at(first);
                    match known {
                        Some(id) => (id, at),
                        None => {
                            open.parties.push((String::new(), at, Vec::new()));
                            if let Some((.., own)) = open.parties.last_mut() {
                                own.extend(lines.iter().map(|line| Draft::bare(line, "")));
                            }
                            continue;
                        }
                    }
                }
            };
            if open.about == About::Contract {
                self.is_a(&role, "contractor", &at);
            }
            let mut entries = Vec::new();
            for line in lines {
                let (text, at) = (unnumbered(self.text(line)), self.at(line));
                entries.push(self.provider(&role, &text, &at));
                self.take(line);
            }
            open.parties.push((role, at, entries));
        }
    }

    /// Returns the role that a legal entity plays, where it plays one.
    fn role_of(&self, party: &str) -> Option<String> {
        let key = format!("{party}/");
        let mut found =
            self.roles.iter().filter(|own| own.providers.iter().any(|own| own.1.starts_with(&key)));
        let first = found.next()?;
        found.next().is_none().then(|| first.id.clone())
    }

    /// Places why, role by role, and the sentences on the form of the contract, which name 甲 and 乙.
    fn reasons(&mut self, field: &AnnexField, lines: &[usize], open: &mut Open) {
        let mut reasons = Vec::new();
        let mut arrangement: Vec<usize> = Vec::new();
        for (heading, lines) in self.points(field, lines) {
            let is_form = |line: &usize| {
                let text = self.text(*line);
                text.contains("（甲）") && text.contains("（乙）")
            };
            // What follows the sentence that names 甲 and 乙 goes on with it.
            let at = lines.iter().position(is_form).unwrap_or(lines.len());
            let (own, form) = lines.split_at(at);
            arrangement.extend(form);
            let Some(first) = own.first().copied() else { continue };
            let mut reason = Draft::record();
            let at = self.at(first);
            if let Some(line) = heading {
                let role = self.role(&unnumbered(self.text(line)), &at);
                reason.put(&["role"], Draft::text(role, &self.at(line)));
                self.take(line);
            }
            let texts: Vec<String> = own.iter().map(|line| self.text(*line).to_owned()).collect();
            reason.put(&["text"], Draft::text(texts.join("\n"), &at));
            own.iter().for_each(|line| self.take(*line));
            reasons.push(reason);
        }
        if !reasons.is_empty() {
            open.draft.put(&["reasons"], Draft::List(reasons));
        }
        if let Some(first) = arrangement.first() {
            let at = self.at(*first);
            let texts: Vec<String> = arrangement.iter().map(|line| self.text(*line).to_owned()).collect();
            let text = texts.join("\n");
            if let Some(form) = form_of(&text) {
                open.draft.put(&["form"], Draft::text(form, &at));
            }
            open.draft.put(&["arrangement", "intro"], Draft::text(text, &at));
            arrangement.iter().for_each(|line| self.take(*line));
        }
    }

    /// Places what each role does.
    fn tasks(&mut self, field: &AnnexField, lines: &[usize], open: &mut Open) {
        let mut groups = Vec::new();
        for (heading, lines) in self.points(field, lines) {
            let Some(line) = heading else { continue };
            let (head, at) = (unnumbered(self.text(line)), self.at(line));
            let name =
                head.strip_suffix(field.task_heading.as_str()).filter(|_| !field.task_heading.is_empty());
            let known = self.roles.iter().any(|own| spelling::same(&own.name, name.unwrap_or(&head)));
            if name.is_none() && !known {
                continue;
            }
            let role = self.role(name.unwrap_or(&head), &at);
            self.take(line);
            let mut group = Draft::record();
            group.put(&["role"], Draft::text(role, &at));
            if name.is_none() {
                group.put(&["heading"], Draft::text(head, &at));
            }
            let mut tasks = Vec::new();
            for line in lines {
                let mut task = Draft::record();
                task.put(&["text"], Draft::text(unnumbered(self.text(line)), &self.at(line)));
                tasks.push(task);
                self.take(line);
            }
            if !tasks.is_empty() {
                group.put(&["tasks"], Draft::List(tasks));
                groups.push(group);
            }
        }
        if !groups.is_empty() {
            open.draft.put(&["tasks"], Draft::List(groups));
        }
    }

    fn close(&mut self, mut open: Open) {
        let id = match &open.draft {
            Draft::Map(entries) => entries.first().and_then(|(_, own)| match own {
                Draft::Leaf(crate::yaml::edit::Value::Text(text), _) => Some(text.clone()),
                _ => None,
            }),
            _ => None,
        }
        .unwrap_or_default();
        match open.about {
            About::Connection => {
                if let Some((role, at, entries)) = open.parties.into_iter().next() {
                    if role.is_empty() {
                        self.waiting(&id, &entries);
                    } else {
                        open.draft.put(&["counterparty", "role"], Draft::text(role, &at));
                        if !entries.is_empty() {
                            open.draft.put(&["counterparty", "entries"], Draft::List(entries));
                        }
                    }
                }
                self.connections.push((id, open.draft));
            }
            About::Contract => {
                self.handles(&mut open);
                let sentence = match &open.draft {
                    Draft::Map(entries) => {
                        entries.iter().find(|(key, _)| key == "arrangement").map(|own| own.1.clone())
                    }
                    _ => None,
                };
                let sentence = sentence.map(|own| texts_of(&own)).unwrap_or_default();
                let letter =
                    |name: &str| LETTERS.iter().find(|own| sentence.contains(&format!("{name}（{own}）")));
                let mut parties = Vec::new();
                let ward = self.ward_role();
                let word = self.about.ward.word().to_owned();
                let mut own = Draft::record();
                let ward_letter = letter(&word).or_else(|| letter(&self.about.ward.name.value));
                if let Some(letter) = ward_letter {
                    own.put(&["letter"], Draft::text(*letter, &open.at));
                    own.put(&["role"], Draft::text(ward, "fugi.yaml"));
                    parties.push(own);
                }
                for (role, at, entries) in open.parties {
                    if role.is_empty() {
                        continue;
                    }
                    let name = self.roles.iter().find(|own| own.id == role).map(|own| own.name.clone());
                    let mut own = Draft::record();
                    if let Some(letter) = name.and_then(|name| letter(&name)) {
                        own.put(&["letter"], Draft::text(*letter, &open.at));
                    }
                    own.put(&["role"], Draft::text(role, &at));
                    if !entries.is_empty() {
                        own.put(&["entries"], Draft::List(entries));
                    }
                    parties.push(own);
                }
                if !parties.is_empty() {
                    open.draft.put(&["parties"], Draft::List(parties));
                }
                self.contracts.push((id, open.draft));
            }
            // What such a kind says is said of the matter; it has no record of its own.
            About::Role | About::Matter => {}
        }
    }

    /// Takes up the other side of a connection once the roles are known.
    fn waiting(&mut self, id: &str, lines: &[Draft]) {
        for own in lines {
            if let Draft::Leaf(crate::yaml::edit::Value::Bare(line), _) = own
                && let Ok(line) = line.parse::<usize>()
            {
                self.later.push((id.to_owned(), line));
            }
        }
    }

    /// Places the other side of connections whose role the paper names only later.
    pub(super) fn take_up(&mut self) {
        for (id, line) in std::mem::take(&mut self.later) {
            let (text, at) = (self.text(line).to_owned(), self.at(line));
            let party = self.about.year.parties.iter().find(|own| text.contains(own.name.value.as_str()));
            let Some(role) = party.and_then(|party| self.role_of(&party.id.value.clone())) else { continue };
            let entry = self.provider(&role, &text, &at);
            let found = self.connections.iter_mut().find(|own| own.0 == id);
            if let Some((_, own)) = found {
                own.put(&["counterparty", "role"], Draft::text(role, "推定（同じ法人の担う役割から）"));
                own.put(&["counterparty", "entries"], Draft::List(vec![entry]));
            }
            self.take(line);
        }
    }

    /// Places who may handle what: the underlined items, and for the others the list, which is concluded.
    fn handles(&mut self, open: &mut Open) {
        let Some(set) = open.set.clone() else { return };
        let mut handles = Vec::new();
        if let Some((name, text, at)) = open.underline.take() {
            let role = self.role(&name, &at);
            open.draft.put(&["underline", "role"], Draft::text(role.clone(), &at));
            open.draft.put(&["underline", "text"], Draft::text(text, &at));
            if !open.underlined.is_empty() {
                let mut own = Draft::record();
                own.put(&["role"], Draft::text(role, &at));
                own.put(&["items"], Draft::texts(self.shortened(&set, &open.underlined), "下線"));
                if open.is_assumed {
                    own.put(&["confidence"], Draft::text("assumed", &at));
                    own.put(&["note"], Draft::text("元の文書に「推定」とあるもの", &at));
                } else {
                    own.put(&["confidence"], Draft::text("stated", ""));
                }
                handles.push(own);
            }
        }
        let underlined = handles.len();
        // Where underlines say what a role handles and none was seen (text has none), nothing is concluded for it.
        let unseen = match &open.draft {
            Draft::Map(entries) if underlined == 0 => {
                entries.iter().find(|(key, _)| key == "underline").map(|own| own.1.clone())
            }
            _ => None,
        };
        let roles: Vec<String> =
            open.parties.iter().map(|own| own.0.clone()).filter(|own| !own.is_empty()).collect();
        for role in roles {
            let is_told =
                underlined > 0 && matches!(handles.first(), Some(own) if has_text(own, "role", &role));
            if is_told || unseen.as_ref().is_some_and(|own| has_text(own, "role", &role)) {
                continue;
            }
            let mut own = Draft::record();
            own.put(&["role"], Draft::text(role, ""));
            own.put(&["items_of"], Draft::text(set.clone(), ""));
            own.put(&["confidence"], Draft::text("assumed", ""));
            own.put(&["note"], Draft::text("下線の注がないため、別紙の一覧の全てと推定", ""));
            handles.push(own);
        }
        if !handles.is_empty() {
            open.draft.put(&["handles"], Draft::List(handles));
        }
    }

    /// Returns names in the order of their list, a group for all its members.
    fn shortened(&self, set: &str, names: &[String]) -> Vec<String> {
        let Some(all) = self.names.get(set) else { return names.to_vec() };
        let mut own = Vec::new();
        for (name, members) in all {
            if names.contains(name) {
                own.push(name.clone());
            } else {
                own.extend(members.iter().filter(|member| names.contains(member)).cloned());
            }
        }
        own
    }
}

/// Returns whether a record says that text under a key.
pub(super) fn has_text(draft: &Draft, key: &str, text: &str) -> bool {
    let Draft::Map(entries) = draft else { return false };
    entries.iter().any(|(own, value)| {
        own == key && matches!(value, Draft::Leaf(crate::yaml::edit::Value::Text(now), _) if now == text)
    })
}

/// Returns whether two records say the same, wherever it came from.
fn says_the_same(one: &Draft, other: &Draft) -> bool {
    match (one, other) {
        (Draft::Leaf(one, _), Draft::Leaf(other, _)) => one == other,
        (Draft::Map(one), Draft::Map(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| one.0 == other.0 && says_the_same(&one.1, &other.1))
        }
        _ => false,
    }
}

/// Returns every text of a record.
fn texts_of(draft: &Draft) -> String {
    match draft {
        Draft::Leaf(crate::yaml::edit::Value::Text(text), _) => text.clone(),
        Draft::Leaf(..) => String::new(),
        Draft::List(items) => items.iter().map(texts_of).collect(),
        Draft::Map(entries) => entries.iter().map(|own| texts_of(&own.1)).collect(),
    }
}

/// Returns the form of a contract in a sentence that concludes one: 三者契約.
fn form_of(text: &str) -> Option<String> {
    let at = text.find("者契約")?;
    let number =
        text.get(..at)?.chars().last().filter(|c| "二三四五六七八九十２３４５６７８９".contains(*c))?;
    Some(format!("{number}者契約"))
}
