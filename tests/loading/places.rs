//! Every value of a file keeps the place where it was written.

use fugi::source::{SourceId, Sources, Span};
use fugi::yaml::{Data, Node, parse};
use std::path::Path;

/// Visits every node and key, with where it stands.
fn visit(node: &Node<'_>, depth: usize, seen: &mut dyn FnMut(Span, &Node<'_>, usize)) {
    seen(node.span, node, depth);
    match &node.data {
        Data::List { items, .. } => items.iter().for_each(|item| visit(item, depth + 1, seen)),
        Data::Map { entries, .. } => entries.iter().for_each(|entry| visit(&entry.value, depth + 1, seen)),
        Data::Null | Data::Scalar { .. } => {}
    }
}

fn policies() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("policies")).sort_by_file_name().into_iter();
    let files = files.map(Result::unwrap).filter(|file| file.file_type().is_file());
    files
        .map(|file| (file.path().display().to_string(), std::fs::read_to_string(file.path()).unwrap()))
        .collect()
}

/// Returns what a scalar means that is read on its own.
fn meaning(written: &str, source: SourceId) -> Option<String> {
    let alone = format!("[{written}]");
    let tree = parse(source, &alone).ok()?;
    let Data::List { items, .. } = &tree.data else { return None };
    match items.as_slice() {
        [Node { data: Data::Scalar { text, .. }, .. }] => Some(text.to_string()),
        _ => None,
    }
}

#[test]
fn every_leaf_of_the_real_files_has_its_place() {
    for (path, text) in policies() {
        let mut sources = Sources::default();
        let id = sources.add(&path, text.as_str());
        let tree = parse(id, &text).unwrap_or_else(|problems| panic!("{path}: {problems:#?}"));
        let mut leaves = 0;
        visit(&tree, 0, &mut |span, node, _| {
            assert!(span.is_somewhere(), "{path}: {node:?} lies nowhere");
            assert!(text.get(span.start()..span.end()).is_some(), "{path}: {node:?} cuts a character");
            let Data::Scalar { text: meant, .. } = &node.data else { return };
            leaves += 1;
            let written = sources.slice(span);
            assert!(!written.is_empty(), "{path}: {node:?} has an empty place");
            let same = written == meant
                || meaning(written, id).as_deref() == Some(meant)
                // A block scalar: the lines without their indentation.
                || written.lines().map(str::trim).eq(meant.trim_end().lines().map(str::trim));
            assert!(same, "{path}: {meant:?} is not what stands at its place: {written:?}");
        });
        assert!(leaves > 5, "{path} has {leaves} leaves");
    }
}

#[test]
fn the_real_matter_is_read_whole() {
    let (_, text) = policies()
        .into_iter()
        .find(|(path, _)| path.ends_with("r07/koki-iryo-cashless.yaml"))
        .expect("the real matter");
    let mut sources = Sources::default();
    let id = sources.add("koki.yaml", text.as_str());
    let mut leaves = 0;
    visit(&parse(id, &text).unwrap(), 0, &mut |_, node, _| {
        leaves += usize::from(matches!(node.data, Data::Scalar { .. }));
    });
    assert!(leaves > 1_000, "{leaves} leaves");
}

#[test]
fn places_of_every_kind_of_value() {
    let text = "\u{FEFF}平: 甲\r\n\"引用\" : '乙 丙'\r\n列:\r\n- 一\r\n-   - 二\r\n    - {三: 四, 五: [六]}\r\n文: |-\r\n  七\r\n  八\r\n空:\r\n終: 九\r\n";
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", text);
    let tree = parse(id, text).unwrap();
    let mut found = Vec::new();
    visit(&tree, 0, &mut |span, _, depth| found.push((depth, sources.slice(span).replace("\r\n", "/"))));
    let wanted: &[(usize, &str)] = &[
        (
            0,
            "平: 甲/\"引用\" : '乙 丙'/列:/- 一/-   - 二/    - {三: 四, 五: [六]}/文: |-/  七/  八/空:/終: 九",
        ),
        (1, "甲"),
        (1, "'乙 丙'"),
        (1, "- 一/-   - 二/    - {三: 四, 五: [六]}"),
        (2, "一"),
        (2, "- 二/    - {三: 四, 五: [六]}"),
        (3, "二"),
        (3, "{三: 四, 五: [六]}"),
        (4, "四"),
        (4, "[六]"),
        (5, "六"),
        (1, "七/  八"),
        (1, ""),
        (1, "九"),
    ];
    let found: Vec<(usize, &str)> = found.iter().map(|(depth, text)| (*depth, text.as_str())).collect();
    assert_eq!(found, wanted);
}
