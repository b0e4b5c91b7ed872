//! What holds for every text, date and word, tried on random ones (`PROPTEST_CASES=10000` tries more).

mod written;

use chrono::{Datelike, NaiveDate};
use fugi::diagnostic::Diagnostic;
use fugi::model::{era, paths};
use fugi::source::{Sources, Span};
use fugi::spelling;
use fugi::yaml::edit::{self, Edit};
use fugi::yaml::{Data, Node, format, parse, read};
use proptest::prelude::*;
use written::{Value, file, meaning, text, written};

fn nodes<'n, 'a>(node: &'n Node<'a>, path: &mut Vec<usize>, seen: &mut Vec<(Vec<usize>, &'n Node<'a>)>) {
    seen.push((path.clone(), node));
    let below: Vec<&Node<'_>> = match &node.data {
        Data::List { items, .. } => items.iter().collect(),
        Data::Map { entries, .. } => entries.iter().map(|entry| &entry.value).collect(),
        Data::Null | Data::Scalar { .. } => Vec::new(),
    };
    for (index, node) in below.into_iter().enumerate() {
        path.push(index);
        nodes(node, path, seen);
        path.pop();
    }
}

/// Returns the value at a path of positions.
fn at<'v>(value: &'v mut Value, path: &[usize]) -> &'v mut Value {
    path.iter().fold(value, |value, index| match value {
        Value::List(items) => &mut items[*index],
        Value::Map(entries) => &mut entries[*index].1,
        _ => panic!("no such path"),
    })
}

/// Makes an edit at a node and compares what the text means with what it should.
fn edited(
    text: &str,
    meant: &Value,
    pick: usize,
    is_meant: impl Fn(&Node<'_>) -> bool,
    make: impl Fn(&Sources, &Node<'_>) -> Option<Edit>,
    change: impl Fn(&mut Value),
) -> Result<(), TestCaseError> {
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", text);
    let root = parse(id, text).map_err(|problems| TestCaseError::fail(format!("{problems:?}\n{text}")))?;
    let mut all = Vec::new();
    nodes(&root, &mut Vec::new(), &mut all);
    let fit: Vec<_> = all.into_iter().filter(|(_, node)| is_meant(node)).collect();
    let Some((path, node)) = fit.get(pick % fit.len().max(1)) else { return Ok(()) };
    let edit = make(&sources, node);
    prop_assert!(edit.is_some(), "no edit at {path:?} in\n{text}");
    let after = edit::apply(&sources, id, edit.as_slice()).unwrap();
    let mut wanted = meant.clone();
    change(at(&mut wanted, path));
    let tree = parse(id, &after)
        .map_err(|problems| TestCaseError::fail(format!("{problems:?}\n{text}\n=>\n{after}")))?;
    prop_assert_eq!(meaning(&tree), wanted, "\n{}\n=>\n{}", text, after);
    Ok(())
}

fn entries<'n, 'a>(node: &'n Node<'a>) -> &'n [fugi::yaml::MapEntry<'a>] {
    match &node.data {
        Data::Map { entries, .. } => entries,
        _ => &[],
    }
}

fn list<'n, 'a>(node: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
    match &node.data {
        Data::List { items, .. } => Some(items),
        _ => None,
    }
}

fn is_map(node: &Node<'_>) -> bool {
    matches!(node.data, Data::Map { .. })
}

proptest! {
    #![proptest_config(crate::support::random::drawn(256))]

    /// Whatever the layout of a file, it can be made canonical without a change of meaning, once for all.
    #[test]
    fn any_file_can_be_laid_out((text, meant) in file()) {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text.as_str());
        let laid_out = format::format(id, &text).map_err(|problems| TestCaseError::fail(format!("{problems:?}\n{text}")))?;
        let tree = parse(id, &laid_out).map_err(|problems| TestCaseError::fail(format!("{problems:?}")))?;
        prop_assert_eq!(meaning(&tree), meant);
        prop_assert_eq!(format::format(id, &laid_out).unwrap(), laid_out);
    }

    #[test]
    fn a_file_means_what_was_written((text, meant) in file()) {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text.as_str());
        let tree = parse(id, &text).map_err(|problems| TestCaseError::fail(format!("{problems:?}\n{text}")))?;
        prop_assert_eq!(meaning(&tree), meant, "\n{}", text);
    }

    #[test]
    fn setting_a_key_keeps_all_else((text, meant) in file(), pick: usize, value in written(), new: bool, which: usize) {
        let flow = value.flow();
        let value = value.meaning();
        let key = |node: &Node<'_>| match entries(node) {
            _ if new => "new".to_owned(),
            [] => "new".to_owned(),
            entries => entries[which % entries.len()].key.to_string(),
        };
        edited(&text, &meant, pick, is_map, |sources, node| edit::set_key(sources, node.span, &key(node), &flow), |map| {
            let Value::Map(entries) = map else { panic!("a map") };
            let known = entries.len();
            if new || known == 0 {
                entries.push(("new".to_owned(), value.clone()));
            } else {
                entries[which % known].1 = value.clone();
            }
        })?;
    }

    #[test]
    fn taking_a_key_out_keeps_all_else((text, meant) in file(), pick: usize, which: usize) {
        // The only key of a file is its whole content.
        let is_meant = |node: &Node<'_>| entries(node).len() > usize::from(node.get("title").is_some());
        let key = |node: &Node<'_>| entries(node)[which % entries(node).len()].key.to_string();
        edited(&text, &meant, pick, is_meant, |sources, node| edit::remove_key(sources, node.span, &key(node)), |map| {
            let Value::Map(entries) = map else { panic!("a map") };
            let at = which % entries.len();
            entries.remove(at);
        }).or_else(|error| only_emptied(error, &text, &meant, pick, which, is_meant, Emptied::Map))?;
    }

    #[test]
    fn adding_an_item_keeps_all_else((text, meant) in file(), pick: usize, value in written()) {
        let flow = value.flow();
        let value = value.meaning();
        edited(&text, &meant, pick, |node| list(node).is_some(), |sources, node| edit::push_item(sources, node.span, &flow), |list| {
            let Value::List(items) = list else { panic!("a list") };
            items.push(value.clone());
        })?;
    }

    #[test]
    fn taking_an_item_out_keeps_all_else((text, meant) in file(), pick: usize, which: usize) {
        let is_meant = |node: &Node<'_>| list(node).is_some_and(|items| !items.is_empty());
        let item = |node: &Node<'_>| list(node).map(|items| items[which % items.len()].span).unwrap();
        edited(&text, &meant, pick, is_meant, |sources, node| edit::remove_item(sources, node.span, item(node)), |list| {
            let Value::List(items) = list else { panic!("a list") };
            let at = which % items.len();
            items.remove(at);
        }).or_else(|error| only_emptied(error, &text, &meant, pick, which, is_meant, Emptied::List))?;
    }

    #[test]
    fn setting_a_text_keeps_all_else((text, meant) in file(), pick: usize, new in text()) {
        let is_meant = |node: &Node<'_>| matches!(node.data, Data::Scalar { .. });
        edited(&text, &meant, pick, is_meant, |sources, node| edit::set_scalar(sources, node.span, &new), |value| {
            *value = Value::Text(new.clone());
        })?;
    }

    #[test]
    fn a_scalar_reads_as_it_was_written(text in prop_oneof![text(), any::<String>()]) {
        let scalar = edit::scalar(&text);
        prop_assert!(!scalar.contains('\n'));
        for yaml in [format!("k: {scalar}\n"), format!("k: [{scalar}, x]\n"), format!("k: {{ a: {scalar}, b: x }}\n"), format!("- {scalar}\n")] {
            let mut sources = Sources::default();
            let id = sources.add("a.yaml", yaml.as_str());
            let tree = parse(id, &yaml).map_err(|problems| TestCaseError::fail(format!("{yaml}{problems:?}")))?;
            let mut all = Vec::new();
            nodes(&tree, &mut Vec::new(), &mut all);
            let read = all.iter().find_map(|(_, node)| match &node.data {
                Data::Scalar { text, .. } => Some(text.to_string()),
                _ => None,
            });
            prop_assert_eq!(read.as_deref(), Some(text.as_str()), "{}", yaml);
        }
    }

    #[test]
    fn reading_never_panics_and_places_lie_in_the_text(text in prop_oneof![any::<String>(), "[\\-:#,\\[\\]{}&*!|>'\"%@?` ab\n\t\r　：]{0,60}"]) {
        places_lie_in(&text)?;
    }

    #[test]
    fn a_file_cut_anywhere_never_panics((text, _) in file(), cut: prop::sample::Index, insert in "[\\-:#,\\[\\]{}&*!|>'\"%@?` \n\t\r]{0,2}") {
        let cut = cut.index(text.len() + 1);
        let cut = (0..=cut).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        places_lie_in(&text[..cut])?;
        places_lie_in(&format!("{}{insert}{}", &text[..cut], &text[cut..]))?;
    }

    #[test]
    fn the_path_of_a_place_leads_to_it((text, _) in file()) {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text.as_str());
        let root = parse(id, &text).unwrap();
        let mut all = Vec::new();
        nodes(&root, &mut Vec::new(), &mut all);
        sources.get(id).unwrap().keep_outline(paths::outline(&text, &root));
        for (_, node) in all {
            if let Some(path) = sources.path_to(node.span) {
                let place = paths::find(&root, &path);
                prop_assert!(place.is_some_and(|place| place.contains(node.span)), "{path} in\n{text}");
            }
        }
    }

    #[test]
    fn folding_twice_is_folding_once(word in prop_oneof![any::<String>(), "[ァ-ヶｦ-ﾟぁ-ん゙゚\u{200B}　 Ａ-Ｚａ-ｚ０-９〇◯○ー―－]{0,12}"]) {
        let folded = spelling::fold(&word);
        prop_assert_eq!(spelling::fold(&folded), folded.clone());
        let kana = spelling::fold_kana(&word);
        prop_assert_eq!(spelling::fold_kana(&kana), kana);
    }

    #[test]
    fn a_word_is_nearest_to_itself(words in prop::collection::vec("[a-z収納日付番号]{1,8}", 1..6), pick: prop::sample::Index) {
        let word = pick.get(&words);
        prop_assert_eq!(spelling::nearest(word, words.iter().map(String::as_str)), Some(word.as_str()));
    }

    #[test]
    fn dates_in_any_text_are_found_without_panic(text in prop_oneof![any::<String>(), "(令和|平成|明治)?[0-9０-９元年月日（）水 ]{0,14}"]) {
        let _ = era::mentions(&text);
        let _ = era::fiscal_year_of_folder(&text);
    }
}

#[derive(Clone, Copy)]
enum Emptied {
    List,
    Map,
}

/// The last key or item of a block collection under a key goes with nothing left: the key then has no value.
fn only_emptied(
    error: TestCaseError,
    text: &str,
    meant: &Value,
    pick: usize,
    which: usize,
    is_meant: impl Fn(&Node<'_>) -> bool,
    kind: Emptied,
) -> Result<(), TestCaseError> {
    edited(
        text,
        meant,
        pick,
        |node| is_meant(node),
        |sources, node| match (kind, &node.data) {
            (Emptied::List, Data::List { items, .. }) if items.len() == 1 => {
                edit::remove_item(sources, node.span, items[0].span)
            }
            (Emptied::Map, Data::Map { entries, .. }) if entries.len() == 1 => {
                edit::remove_key(sources, node.span, &entries[which % entries.len()].key)
            }
            _ => None,
        },
        |value| *value = Value::Null,
    )
    .map_err(|_| error)
}

fn places_lie_in(text: &str) -> Result<(), TestCaseError> {
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", text);
    let inside = |span: Span| !span.is_somewhere() || text.get(span.start()..span.end()).is_some();
    let reading = read(id, text);
    for Diagnostic { primary, related, .. } in &reading.problems {
        prop_assert!(inside(primary.span), "{:?} in {text:?}", primary.span);
        prop_assert!(related.iter().all(|label| inside(label.span)));
        let source = sources.get(id).unwrap();
        let (line, column) = source.line_column(primary.span.start());
        prop_assert!(line >= 1 && column >= 1);
    }
    prop_assert!(reading.tree.is_some() || !reading.problems.is_empty());
    if let Some(tree) = &reading.tree {
        let mut all = Vec::new();
        nodes(tree, &mut Vec::new(), &mut all);
        for (_, node) in all {
            prop_assert!(inside(node.span), "{:?} in {text:?}", node.span);
            prop_assert!(entries(node).iter().all(|entry| inside(entry.key_span) && inside(entry.span())));
        }
    }
    Ok(())
}

#[test]
fn every_day_is_read_as_it_is_printed() {
    let mut day = NaiveDate::from_ymd_opt(1873, 1, 1).unwrap();
    while day.year() <= 2100 {
        let printed = era::print(day);
        assert_eq!(era::parse(&printed), Some(Ok(day)), "{printed}");
        day = day.succ_opt().unwrap();
    }
}
