//! Ready patterns of matters (ひな形): `fugi new matter NAME --like PATTERN`.
//!
//! A pattern is a file of `templates/patterns/`: its name and its kinds in the first lines, then a matter with words in
//! double braces. What depends on the ward's own form (articles, the ids of kinds, the rows of checklists) is filled in
//! from the year; what depends on the matter is 〇〇 or 【記入】, which `check` tells as not written.

use super::start::{Error, File, answers, values};
use crate::diagnostic::Text;
use crate::model::ids::KindId;
use crate::model::kind::{Bound, MatterKind};
use crate::model::load::Workspace;
use crate::model::vocabulary::{About, Bearer, Category};
use crate::model::ward::{ChecklistForm, Common, Ward, Year};
use crate::spelling;
use crate::text;
use crate::yaml::edit::scalar;

macro_rules! patterns {
    ($($id:literal)*) => {
        /// Every pattern: its id, and its file. To add one, write the file and put its name here.
        const PATTERNS: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../templates/patterns/", $id, ".yaml")))),*];
    };
}

patterns! {
    "insatsu-hasso"
    "call-center"
    "cloud-form"
    "system-hoshu"
    "data-nyuryoku"
    "cashless-shuno"
    "kenshin"
    "anketo"
    "ai-ocr"
    "gaibu-ketsugo"
    "mokutekigai"
    "gaibu-teikyo"
    "honningai-shushu"
    "shitei-kanri"
    "camera"
    "houkoku"
    "hyoka-tenken"
}

/// What every pattern begins with.
const HEAD: &str = include_str!("../../templates/patterns/parts/head.yaml");
/// Basis, department and term.
const BASIS: &str = include_str!("../../templates/patterns/parts/basis.yaml");
/// What a contract usually agrees on.
const AGREED: &str = include_str!("../../templates/patterns/parts/agreed.yaml");

/// A pattern, as one chooses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Its id: `insatsu-hasso`.
    pub id: &'static str,
    /// What it is called.
    pub name: Text,
    /// The kinds that it submits, by name, which the year's form has not; empty where it can be used.
    pub lacking: Vec<&'static str>,
}

/// A pattern as its file has it.
struct Source {
    id: &'static str,
    name: &'static str,
    english: &'static str,
    /// The ids of the kinds and their names, as the built-in form has them.
    kinds: Vec<(&'static str, &'static str)>,
    body: &'static str,
}

/// Returns a line of the head of a file, and the rest.
fn line<'t>(text: &'t str, key: &str) -> (&'t str, &'t str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    (first.strip_prefix(key).unwrap_or_default().trim(), rest)
}

fn read((id, text): &(&'static str, &'static str)) -> Source {
    let (name, rest) = line(text, "# name:");
    let (english, rest) = line(rest, "# english:");
    let (kinds, body) = line(rest, "# kinds:");
    let kinds = kinds.split(',').filter_map(|own| own.trim().split_once(':')).collect();
    Source { id, name, english, kinds, body }
}

/// Returns the year's kind that a pattern means: the one of that id, else the one of that name.
fn kind_of(year: &Year, (id, name): (&str, &str)) -> Option<KindId> {
    let is_id = |kind: &MatterKind| kind.id.value == id;
    let is_name = |kind: &MatterKind| spelling::same(&kind.name.value, name);
    let find = |is_it: &dyn Fn(&MatterKind) -> bool| {
        year.kinds.enumerate().find(|(_, kind)| is_it(kind)).map(|(id, _)| id)
    };
    find(&is_id).or_else(|| find(&is_name))
}

impl Workspace {
    /// Returns every pattern there is, with what the form of a year (the newest, where none is named) lacks for it.
    ///
    /// # Errors
    ///
    /// [`Error`] where the year is not there or not whole.
    pub fn patterns(&self, year: Option<&str>) -> Result<Vec<Pattern>, Error> {
        let loaded = self.whole_year(&self.year_named(year)?)?;
        Ok(PATTERNS.iter().map(read).map(|own| own.told(&loaded.year)).collect())
    }

    /// Returns the file of a new matter, made from a pattern; in the newest year where none is named.
    ///
    /// # Errors
    ///
    /// [`Error`] where there is no such pattern, the year's form lacks its kind, the year is not there or not whole, or
    /// the name is none that a file can have.
    pub fn new_matter_like(&self, year: Option<&str>, name: &str, like: &str) -> Result<File, Error> {
        let (year, path) = self.place_of_new_matter(year, name)?;
        let all: Vec<Source> = PATTERNS.iter().map(read).collect();
        let Some(own) = all.iter().find(|own| own.id == like || spelling::same(own.name, like)) else {
            let otherwise =
                text!("`fugi new matter --like` で一覧を見られます", "`fugi new matter --like` lists them");
            let help = spelling::did_you_mean(like, all.iter().map(|own| own.id), &otherwise);
            let (ja, en) = (help.ja, help.en);
            return Err(Error::Unfit(text!(
                "「{like}」というひな形はありません。{ja}",
                "there is no pattern `{like}`; {en}"
            )));
        };
        let loaded = self.whole_year(&year)?;
        let told = own.told(&loaded.year);
        if let Some(lacking) = told.lacking.first() {
            return Err(Error::Unfit(text!(
                "ひな形「{like}」は「{lacking}」の種別で付議しますが、{year} の様式（forms/submission.yaml の kinds）にその種別がありません。様式に種別を足すと使えます",
                "the pattern `{like}` needs a kind of matter ({lacking}) that the form of {year} lacks; add it to `kinds` in forms/submission.yaml"
            )));
        }
        let text = own.fill((&self.ward, &self.common), &loaded.year, &year, &path);
        Ok(File { path, text })
    }
}

impl Source {
    fn told(&self, year: &Year) -> Pattern {
        let lacking = self.kinds.iter().filter(|kind| kind_of(year, **kind).is_none());
        Pattern {
            id: self.id,
            name: Text { ja: self.name.to_owned(), en: self.english.to_owned() },
            lacking: lacking.map(|(_, name)| *name).collect(),
        }
    }

    fn fill(&self, (ward, common): (&Ward, &Common), year: &Year, folder: &str, path: &str) -> String {
        let kinds: Vec<KindId> = self.kinds.iter().filter_map(|kind| kind_of(year, *kind)).collect();
        let ids: Vec<&str> = kinds.iter().map(|kind| year.kinds[*kind].word()).collect();
        let text = spelling::in_own_word(&format!("{}{}", HEAD, self.body), ward.word());
        let mut text = text.replace("{{head}}\n", BASIS).replace("{{agreed}}\n", AGREED);
        for (written, kind) in self.kinds.iter().zip(&ids) {
            text = text.replace(&format!("{{{{kind {}}}}}", written.0), kind);
        }
        let measures = Measures::of(year, &kinds);
        let entrusted = "jutakusha";
        text = text.replace(&format!("{{{{boxes {entrusted}}}}}"), &measures.boxes(entrusted));
        let has_all = |article: &&(crate::source::Located<String>, Vec<crate::source::Located<String>>)| {
            ids.iter().all(|id| article.1.iter().any(|own| own.value == *id))
        };
        let article = ward.articles.iter().find(has_all).map(|(article, _)| article.value.clone());
        let from_year = values(ward, folder, path);
        let own = [
            ("name", self.name.to_owned()),
            ("kinds", ids.join(", ")),
            ("article", scalar(article.as_deref().unwrap_or("【記入】要綱の条項"))),
            ("authority", ward.word().to_owned()),
            (
                "party",
                year.parties.iter().next().map_or_else(|| "kaisha".to_owned(), |own| own.id.value.clone()),
            ),
            (
                "body",
                common
                    .bodies
                    .iter()
                    .find(|own| own.until.is_none())
                    .map_or_else(|| "kikan".to_owned(), |own| own.id.clone()),
            ),
            ("own", own_texts(year, &kinds)),
            ("measures\n", measures.lists()),
            ("checklists", checklists(year, &kinds)),
        ];
        let all = own.into_iter().chain(from_year);
        all.fold(text, |text, (key, value)| match key.strip_suffix('\n') {
            Some(key) => text.replace(&format!("{{{{{key}}}}}\n"), &value),
            None => text.replace(&format!("{{{{{key}}}}}"), &value),
        })
    }
}

/// Returns the texts that the annexes of the kinds ask for of the ward's own, each to be written.
fn own_texts(year: &Year, kinds: &[KindId]) -> String {
    let mut out = String::new();
    let mut seen: Vec<&str> = Vec::new();
    let fields = kinds.iter().flat_map(|kind| &year.kinds[*kind].fields).filter(|field| field.required);
    for field in fields {
        for fact in &field.facts {
            if let Bound::Own(id) = &fact.value
                && !seen.contains(&id.as_str())
            {
                seen.push(id);
                out.push_str(&format!("  - {{ id: {id}, text: 【記入】{} }}\n", field.label));
            }
        }
    }
    if out.is_empty() { out } else { format!("\nown:\n{out}") }
}

/// The measures that a diagram lists: the rows of the form that says what contractors do.
struct Measures(Vec<List>);

/// One list: what kind of measures it holds, its id, and the rows with their texts.
type List = (Category, &'static str, Vec<(String, String)>);

impl Measures {
    fn of(year: &Year, kinds: &[KindId]) -> Self {
        let is_meant = |form: &&ChecklistForm| {
            let about = year.kinds[form.kind.value].about.value;
            kinds.contains(&form.kind.value)
                && (about == About::Contract && form.bearer.value == Bearer::Contractor)
        };
        let mut lists =
            vec![(Category::Operational, "unyo", Vec::new()), (Category::Technical, "gijutsu", Vec::new())];
        for form in year.forms.iter().filter(is_meant) {
            for group in &form.groups {
                let of_group =
                    |own: &&mut (Category, &str, Vec<(String, String)>)| own.0 == group.category.value;
                let Some((.., list)) = lists.iter_mut().find(of_group) else { continue };
                for row in group.rows.iter().map(|row| &form.rows[*row]) {
                    let words: Vec<&str> = row.topics.iter().map(|topic| topic.ja()).collect();
                    let label = if words.is_empty() { row.text.value.clone() } else { words.join("、") };
                    list.push((row.id.value.clone(), label));
                }
            }
        }
        lists.retain(|(.., rows)| !rows.is_empty());
        Self(lists)
    }

    fn lists(&self) -> String {
        let mut out = String::new();
        for (category, id, rows) in &self.0 {
            out.push_str(&format!("  - id: {id}\n    category: {}\n    measures:\n", category.word()));
            for (row, label) in rows {
                out.push_str(&format!("      - {{ label: {}, rows: [{}] }}\n", scalar(label), scalar(row)));
            }
        }
        if out.is_empty() {
            out
        } else {
            format!("# 図の対策の箱。「行わない」と答えた行は、ここからも消す。\nmeasures:\n{out}")
        }
    }

    fn boxes(&self, role: &str) -> String {
        let all = self.0.iter().map(|(_, id, _)| format!("{{ measures: {id}, of: {role} }}"));
        format!("[{}]", all.collect::<Vec<_>>().join(", "))
    }
}

/// Returns the forms of the kinds, every row to be answered.
fn checklists(year: &Year, kinds: &[KindId]) -> String {
    let mut out = String::new();
    for form in year.forms.iter().filter(|form| kinds.contains(&form.kind.value)) {
        let covered = match year.kinds[form.kind.value].about.value {
            About::Contract => "    covers: [itaku]\n",
            About::Connection => "    covers: [ketsugo]\n",
            About::Role | About::Matter => "",
        };
        let answers = answers(form);
        let head =
            format!("  - form: {}   # {}\n{covered}    answers:   # {answers}\n", form.id, form.heading);
        out.push_str(&head);
        for row in form.rows.iter() {
            out.push_str(&format!(
                "      # - {{ row: {}, status: adopted, evidence: 〇〇 }}   # 【記入】{}\n",
                row.id, row.text
            ));
        }
    }
    if out.is_empty() {
        return out;
    }
    format!("# チェックリストの答え。語と意味は、様式のもの\nchecklists:\n{out}")
}
