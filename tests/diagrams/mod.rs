//! The flow diagrams, measured as they are written: nothing overlaps, nothing is cut, nothing is lost, whoever
//! takes part and whatever they are called.

mod drawn;
mod figures;
mod measure;

use drawn::Drawn;
use figures::{Plan, figure};
use fugi::case::Case;
use fugi::document::figure::{Change, Figure};
use fugi::document::tree::Block;
use fugi::document::{self, Submission};
use fugi::model::load::Workspace;
use fugi::render::svg;
use measure::{check, fits, used};
use proptest::prelude::*;
use resvg::usvg;
use std::path::Path;

/// Returns the pages of a figure, each measured.
fn measured(figure: &Figure) -> Vec<Drawn> {
    let pages: Vec<Drawn> =
        svg::pages(figure, &["見本", "案"]).iter().map(|page| Drawn::read(page)).collect();
    for page in &pages {
        check(page).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    pages
}

fn one_page(plan: &Plan) -> Drawn {
    let mut pages = measured(&figure(plan));
    assert_eq!(pages.len(), 1, "{plan:?}");
    fits(&pages[0]).unwrap();
    pages.remove(0)
}

/// Returns the figures of every matter of the workspace.
fn real() -> Vec<Figure> {
    let workspace = Workspace::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().result.unwrap();
    let mut figures = Vec::new();
    for name in workspace.years().unwrap() {
        let year = workspace.year(&name).unwrap().result.unwrap();
        for file in workspace.matters(&name).unwrap() {
            let loaded = workspace.matter(&year, &file);
            let matter = loaded.result.unwrap();
            let case = Case::new(&workspace, &year, &matter, &loaded.sources);
            let blocks = document::build(&Submission { case, draft: true })
                .sections
                .into_iter()
                .flat_map(|section| section.blocks);
            figures.extend(blocks.filter_map(|block| match block {
                Block::Figure(figure) => Some(figure),
                _ => None,
            }));
        }
    }
    assert!(figures.len() >= 8, "{}", figures.len());
    figures
}

#[test]
fn the_flows_of_the_workspace_fit_on_a4_and_use_it() {
    for figure in real() {
        let pages = measured(&figure);
        assert_eq!(pages.len(), 1, "{}", figure.title);
        fits(&pages[0]).unwrap();
        assert_eq!(pages[0].paper, "A4", "{}", figure.title);
        // A flow of few steps without boxes of measures has letters as large as they may be, and paper left.
        let least = if figure.boxes.is_empty() { 0.65 } else { 0.97 };
        assert!(used(&pages[0]) > least, "{}: {}", figure.title, used(&pages[0]));
        let words = pages[0].words();
        for step in &figure.steps {
            let step = format!("{}{}", step.number, step.text).replace(char::is_whitespace, "");
            assert_eq!(words.matches(&step).count(), 1, "{step}");
        }
        for link in figure.links.iter().filter(|link| link.from != link.to && !link.same_line) {
            for said in link.network.iter().chain(&link.protections).chain(&link.timing).chain(&link.cites) {
                assert!(words.contains(said.as_str()), "{said}");
            }
        }
    }
}

/// Collects the texts of a group, in the coordinates that they are written in.
fn collect(group: &usvg::Group, texts: &mut Vec<usvg::Rect>) {
    for node in group.children() {
        match node {
            usvg::Node::Text(text) => texts.push(text.bounding_box()),
            usvg::Node::Group(group) => collect(group, texts),
            _ => {}
        }
    }
}

/// The font that is built in is as wide as the layout takes it to be, and has no other weight than the one.
#[test]
fn the_built_in_font_stays_inside() {
    let font = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts/BIZUDGothic-Regular.ttf");
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_font_data(std::fs::read(font).unwrap());
    for figure in real().into_iter().take(1) {
        let svg = svg::pages(&figure, &[]).remove(0);
        let drawn = Drawn::read(&svg);
        let tree = usvg::Tree::from_str(&svg, &options).unwrap();
        let mut texts = Vec::new();
        collect(tree.root(), &mut texts);
        assert_eq!(texts.len(), drawn.texts.len());
        for (real, measured) in texts.iter().zip(&drawn.texts) {
            let (left, right) = (f64::from(real.left()), f64::from(real.right()));
            assert!(left >= measured.rect.x - 0.3, "{measured:?}: {left}");
            assert!(right <= measured.rect.right() + 0.3, "{measured:?}: {right}");
        }
    }
}

#[test]
fn parties_of_all_numbers_fit_on_one_page() {
    for parties in 1..=8 {
        let drawn = one_page(&Plan { parties, ..Plan::default() });
        assert_eq!(drawn.paper == "A4", parties < 8, "{parties}");
        assert!(used(&drawn) > 0.8, "{parties}: {}", used(&drawn));
    }
    let bare = one_page(&Plan { bare: true, boxes: 0, parties: 3, steps: 3, ..Plan::default() });
    assert!(bare.words().contains("【回線の記載なし】"));
    assert!(bare.texts.iter().any(|text| text.size >= 15.0), "little to say is said large");
}

#[test]
fn forty_steps_are_drawn() {
    let plan = Plan { parties: 4, steps: 40, ..Plan::default() };
    let words = one_page(&plan).words();
    for step in 1..=40 {
        assert_eq!(words.matches(&format!("（{step}）収納データを")).count(), 1, "{step}");
    }
}

#[test]
fn lines_over_columns_back_and_forth_are_told_apart() {
    let links = vec![(0, 2), (0, 5), (5, 0), (1, 3), (2, 4), (4, 1), (3, 5), (1, 2)];
    one_page(&Plan { parties: 6, links, steps: 8, ..Plan::default() });
    one_page(&Plan { parties: 2, links: vec![(0, 1), (1, 0), (0, 1), (1, 0)], ..Plan::default() });
    let inside = vec![(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)];
    one_page(&Plan { parties: 3, links: inside, ..Plan::default() });
}

#[test]
fn what_does_not_fit_goes_on_with_the_next_step() {
    let links = (0..60).map(|n| (n * 3 % 8, n * 5 % 8 + 1)).collect();
    let figure = figure(&Plan { parties: 8, links, steps: 40, ..Plan::default() });
    let pages = measured(&figure);
    assert!(pages.len() > 1);
    let words: Vec<String> = pages.iter().map(Drawn::words).collect();
    for page in &pages {
        fits(page).unwrap();
        assert_eq!(page.paper, "A3");
    }
    let (last, others) = words.split_last().unwrap();
    assert!(others.iter().all(|words| words.contains("（続く）")) && !last.contains("（続く）"));
    assert!(words.iter().skip(1).all(|words| words.contains("（続き）")));
    let mut before = 0;
    for step in 1..=40 {
        let step = format!("（{step}）収納データを");
        let on: Vec<usize> = (0..words.len()).filter(|page| words[*page].contains(&step)).collect();
        assert_eq!(on.len(), 1, "{step} {on:?}");
        assert!(on[0] >= before, "{step} stands on page {} after {before}", on[0]);
        before = on[0];
    }
}

#[test]
fn what_changed_is_told_by_line_and_label() {
    let links = vec![(0, 1), (1, 2), (2, 3), (0, 3), (3, 1), (1, 0)];
    let mut figure = figure(&Plan { change: true, links, steps: 3, ..Plan::default() });
    figure.participants[2].change = Some(Change::Removed);
    measured(&figure);
    let svg = svg::pages(&figure, &[]).remove(0);
    let words = Drawn::read(&svg).words();
    for label in [
        "〔追加〕",
        "〔変更〕",
        "〔削除〕",
        "追加した枠",
        "追加した線",
        "変更した線",
        "削除した枠",
        "削除した線",
        "取消線は、削除した文",
    ] {
        assert!(words.contains(label), "{label}: {words}");
    }
    assert!(svg.contains("class=\"d-strike\""));
    assert!(svg.contains("stroke-dasharray=\"1.5 2.5\""));
    let plain = svg::pages(&figures::figure(&Plan::default()), &[]).remove(0);
    assert!(!plain.contains('〔') && !plain.contains("d-strike"));
}

#[test]
fn whoever_acts_or_receives_is_named_though_the_paper_draws_no_box() {
    let mut figure =
        figure(&Plan { parties: 4, links: vec![(0, 1), (1, 2), (3, 0)], steps: 2, ..Plan::default() });
    figure.participants[2].drawn = false;
    figure.participants[3].drawn = false;
    let words = measured(&figure)[0].words();
    assert!(words.contains("→銀行スマホ決済事業者2（図に枠の記載なし）"), "{words}");
    assert!(words.contains("銀行スマホ決済事業者3（図に枠の記載なし）→"), "{words}");
    figure.steps[0].at = 2;
    let words = measured(&figure)[0].words();
    assert!(words.contains("銀行スマホ決済事業者2（図に枠の記載なし）"), "{words}");
}

#[test]
fn a_flow_of_nothing_is_a_page_with_its_title() {
    let mut figure = figure(&Plan { parties: 1, links: Vec::new(), steps: 0, ..Plan::default() });
    figure.participants.clear();
    let pages = measured(&figure);
    assert_eq!(pages.len(), 1);
    assert!(pages[0].words().contains("に係る個人情報の流れ"));
    // Steps and lines of somebody who is not there are not lost either.
    let mut figure = figures::figure(&Plan { steps: 1, ..Plan::default() });
    figure.steps[0].at = 99;
    figure.links[0].to = 99;
    let words = measured(&figure)[0].words();
    assert!(words.contains("（1）収納データを作成し、"), "{words}");
}

#[test]
fn markup_in_names_stays_text() {
    let name = "<script>&amp;\"'</text>{{x}}\u{202E}\u{0}\n]]>";
    let figure = figure(&Plan { name: name.to_owned(), ..Plan::default() });
    let svg = svg::pages(&figure, &[]).remove(0);
    usvg::roxmltree::Document::parse(&svg).unwrap();
    let words = measured(&figure)[0].words();
    assert!(words.contains("<script>&amp;\"'</text>{{x}}〔U+202E〕〔U+0000〕]]>"), "{words}");
}

#[test]
fn several_diagrams_on_one_page_share_no_id() {
    let svg = svg::pages(&figure(&Plan::default()), &[]).remove(0);
    assert!(!svg.contains(" id=\""));
    assert!(
        svg.contains("role=\"img\" aria-label=\"銀行スマホ決済事業者に係る個人情報の流れ（資料１３－１）\"")
    );
    assert!(svg.contains("<title>") && svg.contains("<desc>（1）収納データを"));
}

/// Thousands of lines take many pages and no noticeable time.
#[test]
fn a_huge_figure_ends() {
    let links = (0..800).map(|n| (n * 3 % 8, n * 5 % 8 + 1)).collect();
    let pages = svg::pages(&figure(&Plan { parties: 8, links, ..Plan::default() }), &[]);
    assert!(pages.len() > 20, "{}", pages.len());
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("事業者".to_owned()),
        "[あ-んァ-ヶ一-龠、。（）「」a-zA-Z0-9 ]{1,200}",
        "[A-Z]{200}",
        "(𠮷|葛\u{E0100}|ｶﾞ|ﾊﾟ|が\u{3099}|👨\u{200D}👩|㍻|①|㈱|é|e\u{301}){1,60}",
        "[<>&\"'\\\\{}#=\u{202E}\u{7}\t]{1,40}",
    ]
}

proptest! {
    #![proptest_config(crate::support::random::drawn(32))]
    #[test]
    fn nothing_overlaps_or_is_lost(
        name in names(),
        parties in 1..9usize,
        boxes in 0..3usize,
        links in prop::collection::vec((0..9usize, 0..9usize), 0..14),
        steps in 0..40usize,
        flags in any::<[bool; 4]>(),
    ) {
        let [money, reply, bare, change] = flags;
        let figure = figure(&Plan { parties, boxes, name, links, steps, money, reply, bare, change });
        let pages: Vec<Drawn> = svg::pages(&figure, &["見本", "案"]).iter().map(|page| Drawn::read(page)).collect();
        for page in &pages {
            prop_assert!(check(page).is_ok(), "{}", check(page).unwrap_err());
            prop_assert!(fits(page).is_ok(), "{}", fits(page).unwrap_err());
        }
        let words: String = pages.iter().map(Drawn::words).collect();
        for step in &figure.steps {
            let step = format!("{}{}", step.number, step.text);
            prop_assert_eq!(words.matches(&step).count(), 1, "{}", step);
        }
        let measures = words.matches("・外部からの攻撃防御（ファイアウォールの設置等）その0").count();
        prop_assert_eq!(measures, parties * boxes);
    }
}
