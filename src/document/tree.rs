//! The nodes of a document: what is printed, free of any format. Diagrams are in [`figure`](super::figure).
//!
//! The tree is serialised as it stands (`schemas/document.schema.json`), and templates read that. A name that is
//! changed or taken away here is another [`SCHEMA_VERSION`].

use super::figure::Figure;
use schemars::JsonSchema;
use serde::Serialize;

/// Version of the tree's shape, raised when a template that was written for it could fail.
pub const SCHEMA_VERSION: u32 = 1;

/// Returns the JSON Schema (2020-12) of a [`Document`] as it is serialised: what templates and other programs can
/// rely on.
#[must_use]
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Document>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), "文書（ひな形に渡る document。fugi render --format json）".into());
    }
    schema
}

/// A whole paper: the submission (付議資料) or some parts of it, a comparison, a report.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Document {
    /// Version of the tree's shape ([`SCHEMA_VERSION`]).
    pub schema_version: u32,
    /// `r07/koki-iryo-cashless`.
    pub name: String,
    /// What kind of paper it is: 付議資料, 新旧対照表.
    pub paper: String,
    /// 件名.
    pub title: String,
    /// The ward.
    pub ward: String,
    /// The council.
    pub council: String,
    /// 令和７年度.
    pub fiscal_year: String,
    /// The language of the words (BCP 47): `ja` for every paper, `en` for the page of status in English.
    pub language: &'static str,
    /// True for a draft: 案 stands on every page.
    pub draft: bool,
    /// True for a sample: 見本 stands on every page.
    pub sample: bool,
    /// What else stands on every page: 取扱注意.
    pub notices: Vec<String>,
    /// What stands at the foot of every page.
    pub footer: Vec<Foot>,
    /// True where each section begins with page 1; else the pages are counted through the paper.
    pub pages_by_section: bool,
    /// The sections in the order of the form.
    pub sections: Vec<Section>,
}

/// A paper of its own: cover, overview, an annex, a material, a checklist.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Section {
    /// Unique in the document: `flow-13-1`.
    pub id: String,
    /// The part it is made by: `flow`.
    pub part: &'static str,
    /// 資料１３－１, printed at the top right in full-width brackets.
    pub number: Option<String>,
    /// Its heading, as the form words it.
    pub heading: String,
    /// What it is about, where several sections have one heading; for the list of contents.
    pub subject: Option<String>,
    /// True where the page lies on its side.
    pub landscape: bool,
    /// The size of its paper; a diagram is drawn on A4 or A3, as it needs.
    pub size: Size,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Section {
    /// Returns the number of a material without the words around it, as its id has it: 13-1.
    #[must_use]
    pub fn bare_number(&self) -> Option<&str> {
        self.number.as_ref()?;
        self.id.split_once('-').map(|(_, number)| number)
    }
}

/// A size of paper: ISO A, JIS B.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// 297 × 420 mm.
    A3,
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm.
    A5,
    /// 257 × 364 mm.
    JisB4,
    /// 182 × 257 mm.
    JisB5,
}

/// A line at the foot of every page.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Foot {
    /// Where.
    pub place: Side,
    /// What stands there, in order.
    pub pieces: Vec<FootPiece>,
    /// Its words without the numbers of pages, for formats that have no pages; none where only punctuation is left.
    pub words: Option<String>,
}

/// A piece of a line at the foot of a page.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FootPiece {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// The number of the page.
    Page,
    /// The number of pages.
    Pages,
}

impl Foot {
    /// Returns the line of a paper whose form says nothing: 1 / 12, in the middle.
    #[must_use]
    pub fn standard() -> Vec<Self> {
        let between = FootPiece::Text { text: " / ".to_owned() };
        vec![Self::new(Side::Center, vec![FootPiece::Page, between, FootPiece::Pages])]
    }

    /// Returns a line of these pieces.
    #[must_use]
    pub fn new(place: Side, written: Vec<FootPiece>) -> Self {
        // Words that stand beside each other are one text.
        let mut pieces: Vec<FootPiece> = Vec::new();
        for piece in written {
            match (pieces.last_mut(), piece) {
                (Some(FootPiece::Text { text }), FootPiece::Text { text: more }) => text.push_str(&more),
                (_, piece) => pieces.push(piece),
            }
        }
        let is_counted = pieces.iter().any(|piece| !matches!(piece, FootPiece::Text { .. }));
        let texts = pieces.iter().filter_map(|piece| match piece {
            FootPiece::Text { text } if is_counted && is_of_page_number(text) => None,
            FootPiece::Text { text } => Some(text.as_str()),
            FootPiece::Page | FootPiece::Pages => None,
        });
        let words: String = texts.collect();
        let words = words.chars().any(char::is_alphanumeric).then(|| words.trim().to_owned());
        Self { place, pieces, words }
    }
}

/// Returns whether a text says nothing without the number of a page beside it: 第, /, 頁, ページ中.
fn is_of_page_number(text: &str) -> bool {
    const COUNTERS: [&str; 8] = ["ページ", "頁", "枚", "目", "中", "全", "第", "page"];
    let text = text.to_lowercase();
    let left = COUNTERS.iter().fold(text, |text, word| text.replace(word, ""));
    !left.chars().any(char::is_alphanumeric)
}

/// Something that stands below another thing.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// What the source does not state, grouped by the reason (推定); in drafts only.
    Assumptions {
        /// The groups.
        groups: Vec<AssumptionGroup>,
    },
    /// A table of measures with merged group cells.
    Checklist(Checklist),
    /// A table of after and before (新旧対照表).
    Comparison(Comparison),
    /// A table of labels on the left and contents on the right.
    Fields {
        /// The rows.
        rows: Vec<Field>,
    },
    /// A diagram.
    Figure(Figure),
    /// A list of data items.
    ItemList(ItemList),
    /// A remark under something.
    Note {
        /// The words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// The words.
        text: String,
    },
    /// A line that stands at one side of the page.
    Placed {
        /// Where.
        place: Side,
        /// The words.
        text: String,
        /// True for a box: room for a seal.
        boxed: bool,
    },
    /// A numbered point, and what stands under it.
    Point {
        /// 1 for １, 2 for （１）.
        level: u8,
        /// １ or （１）.
        number: String,
        /// The words beside the number.
        text: String,
        /// What stands under it.
        blocks: Vec<Block>,
    },
    /// A plain table.
    Table {
        /// What it shows.
        caption: String,
        /// The headings of the columns; the first column heads its row.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

impl Block {
    /// Returns a paragraph.
    pub(super) fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { text: text.into() }
    }

    /// Returns one paragraph a line of `text`; a line that begins with ※ is a remark.
    pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = Self> {
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        lines.map(|line| match line.starts_with('※') {
            true => Self::Note { text: line.to_owned() },
            false => Self::paragraph(line),
        })
    }
}

/// A side of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// 左.
    Left,
    /// 中央.
    Center,
    /// 右.
    Right,
}

/// A label and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Field {
    /// The label.
    pub label: String,
    /// What stands beside it.
    pub blocks: Vec<Block>,
}

impl Field {
    /// Returns a field with one paragraph; 「（記載なし）」 where there is no text.
    pub(super) fn text(label: impl Into<String>, text: Option<impl Into<String>>) -> Self {
        let text = text.map_or_else(|| super::submission::MISSING.to_owned(), Into::into);
        Self::blocks(label, vec![Block::paragraph(text)])
    }

    /// Returns a field with blocks; 「（記載なし）」 where there are none.
    pub(super) fn blocks(label: impl Into<String>, blocks: Vec<Block>) -> Self {
        let blocks =
            if blocks.is_empty() { vec![Block::paragraph(super::submission::MISSING)] } else { blocks };
        Self { label: label.into(), blocks }
    }
}

/// A list of data items, printed word for word in one run: 、 between the items, groups with their members in
/// brackets, some underlined.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ItemList {
    /// Unique in its section.
    pub id: String,
    /// The items in order.
    pub entries: Vec<ItemEntry>,
    /// Who handles which items; there where some are underlined.
    pub legend: Vec<Handler>,
    /// Who handles each item and where it passes; items that are handled alike stand together.
    pub handling: Vec<Handling>,
    /// Who handles which items under each contract that uses the list: the columns of a table whose rows are
    /// the items.
    pub by_party: Vec<PartyItems>,
}

/// What one party of a contract handles of a list of items.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct PartyItems {
    /// The contract's title.
    pub contract: String,
    /// 乙, 丙, 丁; none for one that is bound by a sub-contract.
    pub letter: Option<String>,
    /// The role.
    pub role: String,
    /// One value an item, a group before its members; `None` where the paper does not say.
    pub items: Option<Vec<bool>>,
    /// True where these are the underlined ones.
    pub underlined: bool,
    /// True where the source does not state it (推定).
    pub assumed: bool,
    /// What it handles beyond the list, in words.
    pub others: Option<String>,
}

/// An item, or a group of items.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ItemEntry {
    /// Its name.
    pub name: String,
    /// True where it is underlined; a group is where all of it is.
    pub underlined: bool,
    /// The items in the group.
    pub members: Vec<ItemEntry>,
    /// The roles that handle it, by any contract that uses the list.
    pub handled_by: Vec<String>,
    /// Which entry of the list's `handling` speaks of it.
    pub handling: usize,
}

/// Items that the same roles handle and the same links carry.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Handling {
    /// The items, a group once where all of it is handled alike.
    pub items: Vec<String>,
    /// The roles that handle them; what the source does not state is marked 【推定】.
    pub handled_by: Vec<String>,
    /// The links that carry them, in the order of the diagrams.
    pub carried_by: Vec<Carried>,
}

/// A link that carries an item.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Carried {
    /// The section of the diagram: `flow-13-1`.
    pub section: String,
    /// Number of the diagram: 資料１３－１.
    pub number: String,
    /// The numbers of the steps that use the link.
    pub steps: Vec<String>,
    /// Who hands over.
    pub from: String,
    /// Who receives.
    pub to: String,
    /// Over which network.
    pub network: Option<String>,
    /// True where the source does not state that the link carries it (推定).
    pub assumed: bool,
}

/// Who handles which items of a list.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Handler {
    /// The role.
    pub role: String,
    /// The items in words: names, or all of a list.
    pub words: String,
    /// True where these are the underlined ones.
    pub underlined: bool,
    /// True where the source does not state it (推定).
    pub assumed: bool,
}

/// A checklist as answered.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Checklist {
    /// The form's id.
    pub form: String,
    /// Note beside the title.
    pub note: Option<String>,
    /// The contracts and connections it covers; empty where the paper does not say.
    pub covers: Vec<String>,
    /// What the marks mean.
    pub legend: Vec<String>,
    /// Heading of the column of contents.
    pub column: String,
    /// The words that a row may be answered with, and what they mean.
    pub answers: Vec<AnswerWord>,
    /// The groups.
    pub groups: Vec<ChecklistGroup>,
}

/// A word that a row may be answered with.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct AnswerWord {
    /// ○, 実施済.
    pub word: String,
    /// What it means.
    pub means: Meaning,
}

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The measure is taken.
    Adopted,
    /// It will be taken by a day.
    Planned,
    /// It is not needed, for a reason.
    NotNeeded,
}

/// Rows under one merged cell.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ChecklistGroup {
    /// The words of the merged cell: who carries out the measures.
    pub heading: String,
    /// 【運用上の対策】.
    pub label: String,
    /// The rows.
    pub rows: Vec<ChecklistRow>,
}

/// A row of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ChecklistRow {
    /// Its id in the form: P7.
    pub id: String,
    /// The word of the answer, one of the checklist's `answers`; empty where it is not answered.
    pub mark: String,
    /// The day of a plan; why it is not needed.
    pub reason: Option<String>,
    /// The measure.
    pub text: String,
    /// What evidence there will be.
    pub evidence: Option<String>,
}

/// A table of after and before (新旧対照表): 改正後 on the left, 改正前 on the right.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Comparison {
    /// What it compares.
    pub caption: String,
    /// Heading of the column that says what changed.
    pub heading: String,
    /// Heading of the left column: 改正後（令和８年度）.
    pub after: String,
    /// Heading of the right column: 改正前（令和７年度）.
    pub before: String,
    /// Heading of the last column, where rows have remarks.
    pub remark: Option<String>,
    /// The rows.
    pub rows: Vec<ComparisonRow>,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ComparisonRow {
    /// What changed, with its number: heads the row.
    pub heading: String,
    /// As it is now. Words that changed are underlined; marks that keep the meaning in copied text are part of
    /// the text.
    pub after: Vec<Run>,
    /// As it was.
    pub before: Vec<Run>,
    /// Class of the change and what must be done.
    pub remark: Option<String>,
}

/// Words in one look; a line break is `\n`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// True where they are underlined.
    pub underlined: bool,
}

/// Places whose value is assumed for one reason.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct AssumptionGroup {
    /// Why; `None` where no reason is given.
    pub reason: Option<String>,
    /// What is assumed.
    pub places: Vec<String>,
}
