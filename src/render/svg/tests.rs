//! Geometry of the diagrams: nothing overlaps, nothing is cut, nothing is lost, whoever takes part.

use super::drawing::{Drawing, Look, Paper, Rect};
use super::layout;
use crate::document::figure::{ContractBar, Figure, Link, MeasureBox, Participant, Step};
use proptest::prelude::*;

const EPSILON: f64 = 0.05;

fn overlap(one: Rect, other: Rect) -> bool {
    one.x < other.right() - EPSILON
        && other.x < one.right() - EPSILON
        && one.y < other.bottom() - EPSILON
        && other.y < one.bottom() - EPSILON
}

fn within(inner: Rect, outer: Rect) -> bool {
    inner.x >= outer.x - EPSILON
        && inner.y >= outer.y - EPSILON
        && inner.right() <= outer.right() + EPSILON
        && inner.bottom() <= outer.bottom() + EPSILON
}

/// Returns the place of a line from one point to the next; for slanted lines, what lies around them.
fn around(one: (f64, f64), other: (f64, f64)) -> Rect {
    let (x, y) = (one.0.min(other.0), one.1.min(other.1));
    Rect { x, y, width: (one.0 - other.0).abs().max(0.1), height: (one.1 - other.1).abs().max(0.1) }
}

fn check(drawing: &Drawing) -> Result<(), String> {
    let page = Rect { x: 0.0, y: 0.0, width: drawing.width, height: drawing.height };
    for frame in &drawing.frames {
        if !within(frame.rect, page) {
            return Err(format!("{frame:?} leaves the page {page:?}"));
        }
        for text in &frame.texts {
            if !within(text.bounds(), frame.rect) {
                return Err(format!("{text:?} leaves {:?}", frame.rect));
            }
            if text.size < 7.0 - EPSILON {
                return Err(format!("{text:?} is too small"));
            }
        }
    }
    for text in &drawing.texts {
        if !within(text.bounds(), page) {
            return Err(format!("{text:?} leaves the page {page:?}"));
        }
        if let Some(frame) = drawing.frames.iter().find(|frame| overlap(frame.rect, text.bounds())) {
            return Err(format!("{text:?} lies on {:?}", frame.rect));
        }
    }
    for (index, one) in drawing.frames.iter().enumerate() {
        for other in drawing.frames.iter().skip(index + 1) {
            let nested = other.look == Look::System
                && matches!(one.look, Look::Party | Look::OwnSide)
                && within(other.rect, one.rect);
            if overlap(one.rect, other.rect) && !nested {
                return Err(format!("{one:?}\noverlaps\n{other:?}"));
            }
        }
    }
    for frame in &drawing.frames {
        let mut lines: Vec<Rect> = frame.texts.iter().map(super::drawing::Text::bounds).collect();
        lines.sort_by(|a, b| a.y.total_cmp(&b.y));
        let crossing = lines.windows(2).find(|pair| overlap(pair[0], pair[1]));
        if let Some(crossing) = crossing {
            return Err(format!("lines of text overlap: {crossing:?}"));
        }
    }
    for arrow in &drawing.arrows {
        for pair in arrow.points.windows(2) {
            let line = around(pair[0], pair[1]);
            let hit = drawing
                .frames
                .iter()
                .enumerate()
                .find(|(index, frame)| *index != arrow.label && overlap(line, frame.rect));
            if let Some((_, hit)) = hit {
                return Err(format!("{arrow:?}\ncrosses\n{hit:?}"));
            }
        }
    }
    for tie in &drawing.ties {
        let line = around(tie[0], tie[1]);
        if let Some(hit) = drawing.frames.iter().find(|frame| overlap(line, frame.rect)) {
            return Err(format!("{tie:?}\ncrosses\n{hit:?}"));
        }
    }
    Ok(())
}

fn words(drawing: &Drawing) -> String {
    let frames = drawing.frames.iter().flat_map(|frame| &frame.texts);
    frames.chain(&drawing.texts).map(|text| text.words.replace(char::is_whitespace, "")).collect()
}

fn participant(index: usize, boxes: usize, name: &str) -> Participant {
    let measures = |category: &str, count: usize| MeasureBox {
        change: None,
        category: category.to_owned(),
        measures: (0..count)
            .map(|n| format!("外部からの攻撃防御（ファイアウォールの設置等）その{n}"))
            .collect(),
    };
    Participant {
        change: None,
        name: format!("{name}{index}"),
        own_side: index == 0,
        drawn: true,
        section: (index == 0).then(|| "高齢者医療担当課".to_owned()),
        provider_note: None,
        providers: vec!["株式会社見本データ".to_owned(), "見本決済システム株式会社".to_owned()],
        objects: vec!["納付書".to_owned()],
        facility: Some("収納センター".to_owned()),
        systems: vec!["専用サーバ（データセンター）".to_owned(), "業務システム".to_owned()],
        boxes: [measures("システム上の対策", 9), measures("運用上の対策", 6)]
            .into_iter()
            .take(boxes)
            .collect(),
    }
}

fn link(from: usize, to: usize, steps: Vec<String>) -> Link {
    Link {
        change: None,
        from,
        to,
        from_system: None,
        to_system: None,
        steps,
        money: from > to,
        reply_to: None,
        same_line: false,
        network: Some("インターネット回線".to_owned()),
        protections: vec!["通信暗号化".to_owned()],
        timing: vec!["速報及び確報当日送信".to_owned()],
        means: None,
        cites: vec!["情報項目は、資料１３－４のとおり".to_owned()],
        carried: String::new(),
    }
}

fn figure(participants: usize, boxes: usize, name: &str, links: &[(usize, usize)], steps: usize) -> Figure {
    let links: Vec<(usize, usize)> =
        links.iter().map(|(from, to)| (from % participants, to % participants)).collect();
    Figure {
        id: "f".to_owned(),
        title: format!("{name}に係る個人情報の流れ"),
        number: "資料１３－１".to_owned(),
        participants: (0..participants).map(|index| participant(index, boxes, name)).collect(),
        steps: (0..steps)
            .map(|step| Step {
                change: None,
                number: format!("（{}）", step + 1),
                text: "収納データを作成し、収納サービス提供事業者へ送信する。".to_owned(),
                at: step % participants,
                system: None,
                acts: Vec::new(),
                links: if links.is_empty() { Vec::new() } else { vec![step % links.len()] },
                makes: None,
            })
            .collect(),
        links: links.iter().map(|(from, to)| link(*from, *to, vec!["①".to_owned()])).collect(),
        boxes: Vec::new(),
        contract: Some(ContractBar {
            label: "三者契約".to_owned(),
            parties: vec!["新宿区".to_owned(), "事業者".to_owned()],
            spans: vec![0, participants - 1],
            per_provider_of: None,
        }),
        notes: vec!["※承認済み".to_owned()],
    }
}

#[test]
fn four_parties_fit_on_a4_in_readable_text() {
    let drawing = layout::draw(&figure(4, 1, "銀行スマホ決済事業者", &[(0, 1), (1, 2), (2, 3)], 6), &["案"]);
    check(&drawing).unwrap();
    assert_eq!(drawing.paper, Paper::A4);
    assert!(drawing.height > drawing.paper.size().1 * 0.8, "the page is used: {}", drawing.height);
}

#[test]
fn very_long_names_stay_inside() {
    let name = "非常に長い名称の事業者".repeat(18);
    check(&layout::draw(&figure(3, 2, &name, &[(0, 1), (1, 0), (0, 2)], 9), &[])).unwrap();
    let unbroken = "A".repeat(200);
    check(&layout::draw(&figure(2, 1, &unbroken, &[(0, 1)], 2), &[])).unwrap();
}

#[test]
fn eight_parties_and_forty_steps_are_drawn() {
    let links: Vec<(usize, usize)> = (0..12).map(|n| (n * 3 % 8, n * 5 % 8 + 1)).collect();
    let figure = figure(8, 2, "事業者", &links, 40);
    let drawing = layout::draw(&figure, &[]);
    check(&drawing).unwrap();
    assert_eq!(drawing.paper, Paper::A3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn nothing_overlaps_or_is_lost(
        participants in 1..9usize,
        boxes in 0..3usize,
        links in prop::collection::vec((0..9usize, 0..9usize), 0..14),
        steps in 0..20usize,
    ) {
        let figure = figure(participants, boxes, "事業者", &links, steps);
        let drawing = layout::draw(&figure, &["見本", "案"]);
        prop_assert!(check(&drawing).is_ok(), "{}", check(&drawing).unwrap_err());
        let words = words(&drawing);
        for step in &figure.steps {
            let step = format!("{}{}", step.number, step.text);
            prop_assert_eq!(words.matches(&step).count(), 1, "{}", step);
        }
        let measures = words.matches("・外部からの攻撃防御（ファイアウォールの設置等）その0").count();
        prop_assert_eq!(measures, participants * boxes);
    }
}
