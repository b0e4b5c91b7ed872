//! Saving values through forms: a save changes the bytes of its value and no other, nobody's save is lost, what the
//! model cannot take goes nowhere, and what was saved can be taken back. `FUGI_MANY=1` runs the numbers of the proof.

use crate::support::Sandbox;
use crate::support::random::{Random, seed};
use fugi::diagnostic::Language;
use fugi::workspace::edit::{Change, Editor, Given, Opened, Refusal, Subject};
use fugi::workspace::fields::matrix::{Row, matrices, ticked};
use fugi::workspace::fields::{Field, Input, Value, mark};
use std::fs;
use std::path::Path;

const WHEN: &str = "2026-12-01 09:00";

fn yoi() -> Subject {
    Subject::Matter("r07".to_owned(), "yoi".to_owned())
}

fn editor(sandbox: &Sandbox) -> Editor {
    Editor::new(&sandbox.root(), Language::Japanese)
}

fn before(opened: &Opened, place: &str) -> Option<String> {
    let field = opened.form.as_ref().unwrap().find(place);
    Some(field.map_or_else(|| mark(""), |field| field.before.clone()))
}

fn set(opened: &Opened, place: &str, text: &str) -> Given {
    Given { change: Change::Set(place.to_owned(), text.to_owned()), before: before(opened, place) }
}

#[test]
fn a_value_is_saved_at_its_place_and_nothing_else_is_touched() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let file = "policies/r07/yoi.yaml";
    let text = sandbox.read(file);
    let mut expected = text.clone();
    for (place, value, from, to) in [
        ("overview/purpose", "別の目的: #1", "purpose: 見本の目的", "purpose: \"別の目的: #1\""),
        ("overview/subject_count/value", "12", "value: 36000", "value: 12"),
        ("roles/agent/name", "別の事業者", "name: 見本事業者", "name: 別の事業者"),
        ("term/renews", "false", "renews: true", "renews: false"),
        ("term/to", "2026-02-28", "to: 2026-03-31", "to: 2026-02-28"),
        ("overview/description", "一\n二", "見本の概要。\n    二行目。", "一\n    二"),
    ] {
        let saved = editor.save(&yoi(), &[set(&editor.open(&yoi()).unwrap(), place, value)], WHEN).unwrap();
        assert_eq!((saved.kept.len(), saved.refused.len()), (1, 0), "{place}: {:?}", saved.refused);
        expected = expected.replacen(from, to, 1);
        assert_eq!(sandbox.read(file), expected, "{place}");
    }
    // Each is taken back, the first one too, whose place has moved meanwhile.
    for own in editor.saves().iter().rev().map(|own| own.number).collect::<Vec<_>>() {
        editor.take_back(own, WHEN).unwrap();
    }
    assert_eq!(sandbox.read(file), text);
}

#[test]
fn what_leads_to_a_value_is_made_and_what_holds_nothing_goes_with_it() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let text = sandbox.read("policies/r07/yoi.yaml");
    for (place, value) in [
        ("letter/number", "見総第１号"),
        ("council/conditions", ""),
        ("notice/purpose", "窓口で示す"),
        ("overview/cites", ""),
        ("roles/agent/legal_basis", "法69条"),
    ] {
        let opened = editor.open(&yoi()).unwrap();
        let saved = editor.save(&yoi(), &[set(&opened, place, value)], WHEN).unwrap();
        assert!(saved.refused.is_empty(), "{place}: {:?}", saved.refused);
        let opened = editor.open(&yoi()).unwrap();
        assert!(opened.problems.is_empty(), "{place}");
        if !value.is_empty() {
            assert_eq!(opened.form.as_ref().unwrap().find(place).unwrap().canonical(), value, "{place}");
            let saved = editor.save(&yoi(), &[set(&opened, place, "")], WHEN).unwrap();
            assert!(saved.refused.is_empty(), "{place}: {:?}", saved.refused);
        }
    }
    assert_eq!(sandbox.read("policies/r07/yoi.yaml"), text);
}

#[test]
fn what_the_model_cannot_take_goes_nowhere_and_the_rest_is_saved() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let opened = editor.open(&yoi()).unwrap();
    let text = sandbox.read("policies/r07/yoi.yaml");
    let given = [
        set(&opened, "overview/purpose", "新しい目的"),
        set(&opened, "term/to", "2026-02-31"),
        set(&opened, "overview/subject_count/value", "約三百"),
        set(&opened, "department", "nai"),
        set(&opened, "roles/agent/kind", "pirate"),
        set(&opened, "contracts/itaku/item_set", ""),
    ];
    let saved = editor.save(&yoi(), &given, WHEN).unwrap();
    let refused: Vec<usize> = saved.refused.iter().map(|(index, _)| *index).collect();
    assert_eq!(refused, [1, 2, 3, 4], "{:?}", saved.refused);
    for (index, refusal) in &saved.refused {
        let said = refusal.text();
        assert!(!said.ja.is_empty() && !said.en.is_empty(), "{index}: {said:?}");
    }
    let now = sandbox.read("policies/r07/yoi.yaml");
    assert!(
        now.contains("purpose: 新しい目的") && now.contains("to: 2026-03-31") && now.contains("value: 36000")
    );
    assert_ne!(now, text);
    // A role that others name cannot go: the message names what names it.
    let opened = editor.open(&yoi()).unwrap();
    let remove =
        Given { change: Change::Remove("roles/agent".to_owned()), before: before(&opened, "roles/agent") };
    let saved = editor.save(&yoi(), &[remove], WHEN).unwrap();
    assert!(matches!(saved.refused.as_slice(), [(0, Refusal::Unfit(_))]), "{:?}", saved.refused);
    assert_eq!(sandbox.read("policies/r07/yoi.yaml"), now);
}

#[test]
fn a_field_that_was_changed_meanwhile_is_refused_with_what_stands_there() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let one = editor.open(&yoi()).unwrap();
    let two = editor.open(&yoi()).unwrap();
    assert!(
        editor.save(&yoi(), &[set(&one, "overview/purpose", "甲の目的")], WHEN).unwrap().refused.is_empty()
    );
    let given = [set(&two, "overview/purpose", "乙の目的"), set(&two, "overview/subjects", "乙の対象者")];
    let saved = editor.save(&yoi(), &given, WHEN).unwrap();
    assert_eq!(saved.kept, [1]);
    assert_eq!(saved.refused, [(0, Refusal::Changed { now: "甲の目的".to_owned() })]);
    let now = sandbox.read("policies/r07/yoi.yaml");
    assert!(now.contains("purpose: 甲の目的") && now.contains("subjects: 乙の対象者"));
    // Outside, in an editor: the newest file counts.
    sandbox.edit("policies/r07/yoi.yaml", "甲の目的", "丙の目的");
    let saved = editor.save(&yoi(), &[set(&two, "overview/purpose", "乙の目的")], WHEN).unwrap();
    assert_eq!(saved.refused, [(0, Refusal::Changed { now: "丙の目的".to_owned() })]);
}

#[test]
fn an_item_is_added_with_an_id_of_the_programs_and_removed() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let text = sandbox.read("policies/r07/yoi.yaml");
    let entry = vec![
        ("name".to_owned(), vec!["印刷会社".to_owned()]),
        ("kind".to_owned(), vec!["contractor".to_owned()]),
    ];
    let add = |entry: &Vec<(String, Vec<String>)>| Given {
        change: Change::Add("roles".to_owned(), entry.clone()),
        before: None,
    };
    let saved = editor.save(&yoi(), &[add(&entry), add(&entry)], WHEN).unwrap();
    assert!(saved.refused.is_empty(), "{:?}", saved.refused);
    let opened = editor.open(&yoi()).unwrap();
    let Value::List { items, .. } = &opened.form.as_ref().unwrap().find("roles").unwrap().value else {
        panic!()
    };
    let made: Vec<&Field> = items.iter().skip(items.len() - 2).collect();
    assert_ne!(made[0].place, made[1].place);
    for own in [made[1].place.clone(), made[0].place.clone()] {
        let given = Given {
            change: Change::Remove(own.clone()),
            before: before(&editor.open(&yoi()).unwrap(), &own),
        };
        let saved = editor.save(&yoi(), &[given], WHEN).unwrap();
        assert!(saved.refused.is_empty(), "{:?}", saved.refused);
    }
    assert_eq!(sandbox.read("policies/r07/yoi.yaml"), text);
    // Without what it needs it goes nowhere.
    let saved = editor.save(&yoi(), &[add(&Vec::new())], WHEN).unwrap();
    assert_eq!(saved.refused.len(), 1);
    assert_eq!(sandbox.read("policies/r07/yoi.yaml"), text);
}

#[test]
fn a_company_that_a_matter_names_cannot_go_and_another_can() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let own = Subject::Parties("r07".to_owned());
    let text = sandbox.read("policies/r07/parties.yaml");
    let entry = vec![("name".to_owned(), vec!["別の株式会社".to_owned()])];
    let add = Given { change: Change::Add("parties".to_owned(), entry), before: None };
    assert!(editor.save(&own, &[add], WHEN).unwrap().refused.is_empty());
    let opened = editor.open(&own).unwrap();
    let Value::List { items, .. } = &opened.form.as_ref().unwrap().find("parties").unwrap().value else {
        panic!()
    };
    let (used, unused) = (items[0].place.clone(), items[1].place.clone());
    let remove = |place: &str| Given { change: Change::Remove(place.to_owned()), before: None };
    let saved = editor.save(&own, &[remove(&used)], WHEN).unwrap();
    assert!(matches!(saved.refused.as_slice(), [(0, Refusal::Unfit(_))]), "{saved:?}");
    assert!(editor.save(&own, &[remove(&unused)], WHEN).unwrap().refused.is_empty());
    assert_eq!(sandbox.read("policies/r07/parties.yaml"), text);
    // A section that a matter names cannot go from the ward's settings.
    let opened = editor.open(&Subject::Ward).unwrap();
    let given = [set(&opened, "departments/ka/id", "kie"), set(&opened, "departments/ka/name", "新しい課")];
    let saved = editor.save(&Subject::Ward, &given, WHEN).unwrap();
    assert_eq!(saved.kept, [1], "{saved:?}");
    assert!(sandbox.read("fugi.yaml").contains("name: 新しい課"));
}

#[test]
fn a_half_written_file_opens_and_is_written_on() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    sandbox.write("policies/r07/nakaba.yaml", "# 書きかけ\ntitle: 件\nbasis: { article: 第3条, kinds: [outsourcing] }\ndepartment: nai\noverview:\n");
    let own = Subject::Matter("r07".to_owned(), "nakaba".to_owned());
    let opened = editor.open(&own).unwrap();
    assert!(!opened.problems.is_empty() && opened.form.is_some());
    let saved = editor
        .save(&own, &[set(&opened, "overview/purpose", "目的"), set(&opened, "title", "新しい件")], WHEN)
        .unwrap();
    assert!(saved.refused.is_empty(), "{:?}", saved.refused);
    let saved = editor.save(&own, &[set(&editor.open(&own).unwrap(), "department", "ka")], WHEN).unwrap();
    assert!(saved.refused.is_empty(), "{:?}", saved.refused);
    assert_eq!(
        sandbox.read("policies/r07/nakaba.yaml"),
        "# 書きかけ\ntitle: 新しい件\nbasis: { article: 第3条, kinds: [outsourcing] }\ndepartment: ka\noverview: { purpose: 目的 }\n"
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through_and_names_lead_nowhere_else() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    sandbox.write("outside.yaml", "title: 外\n");
    std::os::unix::fs::symlink(sandbox.path("outside.yaml"), sandbox.path("policies/r07/link.yaml")).unwrap();
    assert!(editor.open(&Subject::Matter("r07".to_owned(), "link".to_owned())).is_err());
    for (year, name) in [
        ("r07", "../../outside"),
        ("..", "outside"),
        ("r07/..", "yoi"),
        ("r07", "yoi.yaml"),
        ("r07", "parties"),
        ("", ""),
    ] {
        let own = Subject::Matter(year.to_owned(), name.to_owned());
        assert!(editor.open(&own).is_err(), "{year}/{name}");
        assert!(editor.save(&own, &[], WHEN).is_err(), "{year}/{name}");
    }
    // What is kept is for the owner only.
    let opened = editor.open(&yoi()).unwrap();
    editor.save(&yoi(), &[set(&opened, "title", "別の件")], WHEN).unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    for path in [".fugi", ".fugi/saves", ".fugi/saves/00000001.json"] {
        let mode = fs::metadata(sandbox.path(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path}");
    }
}

#[test]
fn a_matter_goes_on_from_an_earlier_year_without_what_was_decided_then() {
    let sandbox = Sandbox::new();
    for path in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml"] {
        sandbox.write(&format!("policies/r09/{path}"), sandbox.read(&format!("policies/r07/{path}")));
    }
    let decided = "agenda_number: 1\ncouncil: { outcome: approved }\n";
    sandbox.edit("policies/r07/yoi.yaml", "agenda_number: 1\n", &format!("{decided}# 注\n"));
    sandbox.edit("policies/r07/yoi.yaml", "to: 2026-03-31", "to: 2024-02-29");
    let editor = editor(&sandbox);
    let made = editor.carried(&yoi(), "r09", "tsugi").unwrap();
    assert_eq!(made.path, "policies/r09/tsugi.yaml");
    // What was decided then stays to be read, and is not used.
    let expected =
        sandbox.read("policies/r07/yoi.yaml").replacen(decided, "# council: { outcome: approved }\n", 1);
    let expected =
        expected.replacen("from: 2025-07-01, to: 2024-02-29", "from: 2027-07-01, to: 2026-02-28", 1);
    let expected =
        expected.replacen("waivers:\n  - { rule: some-rule", "# waivers:\n#   - { rule: some-rule", 1);
    assert_eq!(made.text, expected);
    editor.create(&made).unwrap();
    assert!(editor.create(&made).is_err());
    assert!(editor.carried(&yoi(), "r10", "tsugi").is_err());
    assert!(editor.carried(&yoi(), "r09", "../tsugi").is_err());
}

#[test]
fn who_handles_what_is_ticked_and_only_that_is_written() {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let file = "policies/r07/yoi.yaml";
    let text = sandbox.read(file);
    let opened = editor.open(&yoi()).unwrap();
    let form = opened.form.as_ref().unwrap();
    let all = matrices(form);
    let [own] = all.as_slice() else { panic!("{all:?}") };
    assert!(own.roles.iter().all(|role| role.role != "ward" && role.role != "payer"), "{own:?}");
    let role = &own.roles[0];
    let whole: Vec<&Row> = own.items.iter().filter(|row| !row.member).collect();
    let ticks: Vec<String> = whole.iter().filter(|row| row.cells[0]).map(|row| row.item.clone()).collect();
    // As it stands, nothing is written.
    assert!(ticked(form, &own.place, &role.role, &role.before, &ticks).is_empty());
    // One box more or less.
    let item = &whole[0].item;
    let other: Vec<String> = if ticks.contains(item) {
        ticks.iter().filter(|own| *own != item).cloned().collect()
    } else {
        std::iter::once(item).chain(&ticks).cloned().collect()
    };
    let given = ticked(form, &own.place, &role.role, &role.before, &other);
    assert!(!given.is_empty());
    let saved = editor.save(&yoi(), &given, WHEN).unwrap();
    assert!(saved.refused.is_empty(), "{:?}", saved.refused);
    let now = sandbox.read(file);
    let changed = now.lines().zip(text.lines()).filter(|(one, two)| one != two).count();
    assert!(now != text && changed <= 2, "{now}");
    let again = editor.open(&yoi()).unwrap();
    let again = again.form.as_ref().unwrap();
    let rows = &matrices(again)[0].items;
    let found = rows.iter().filter(|row| !row.member && row.cells[0]).map(|row| row.item.clone());
    let found: Vec<String> = found.collect();
    let expected = whole.iter().map(|row| row.item.clone()).filter(|item| other.contains(item));
    assert_eq!(found, expected.collect::<Vec<_>>());
    // Whoever ticks on what was read before is told.
    let late = ticked(again, &own.place, &role.role, &role.before, &ticks);
    let saved = editor.save(&yoi(), &late, WHEN).unwrap();
    assert!(matches!(saved.refused.as_slice(), [(_, Refusal::Changed { .. }), ..]), "{saved:?}");
}

fn many() -> bool {
    std::env::vars_os().any(|(name, _)| name == "FUGI_MANY")
}

/// A text that is hard to write into YAML, or an easy one.
fn hard(random: &mut Random) -> String {
    const PARTS: &[&str] = &[
        "区", "委託", " ", ": ", " #", "\"", "'", "<b>", "- ", "{", "]", ",", "&", "*", "\\", "%", "@", "12",
        "true", "null", "~", "。", "｡", "\n", "\n\n", "\t", "😀", "A", "|", ">",
    ];
    let count = 1 + random.below(6);
    let text: String = (0..count).map(|_| PARTS[random.below(PARTS.len())]).collect();
    text.trim_matches(['\n', ' ', '\t']).to_owned()
}

/// Another value for a field, of the kind that it takes.
fn other(field: &Field, random: &mut Random) -> Option<Change> {
    let place = field.place.clone();
    Some(match &field.value {
        Value::One { choices, .. } if !choices.is_empty() => {
            Change::Set(place, choices[random.below(choices.len())].word.clone())
        }
        Value::One { input, .. } => {
            let text = match input {
                Input::Number => random.below(100_000).to_string(),
                Input::YesNo => ["true", "false"][random.below(2)].to_owned(),
                Input::Day => format!("2026-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28)),
                Input::Choice | Input::Line | Input::Text => hard(random),
            };
            Change::Set(place, text)
        }
        Value::Several { texts, choices, .. } => {
            let mut texts = texts.clone();
            if !texts.is_empty() && random.below(2) == 0 {
                texts.remove(random.below(texts.len()));
            } else if let Some(choice) = choices.get(random.below(choices.len().max(1))) {
                texts.push(choice.word.clone());
            } else {
                texts.push(hard(random).replace('\n', ""));
            }
            texts.retain(|own| !own.is_empty());
            Change::SetAll(place, texts)
        }
        Value::Record { .. } | Value::List { .. } | Value::Raw { .. } => return None,
    })
}

#[test]
fn random_edits_over_the_samples_keep_every_other_byte() {
    let mut random = Random::new(seed());
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in walkdir::WalkDir::new(root.join("policies")).into_iter().filter_map(Result::ok) {
        let to = folder.path().join(entry.path().strip_prefix(root).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap()
        } else {
            let _ = fs::copy(entry.path(), to).unwrap();
        }
    }
    fs::copy(root.join("fugi.yaml"), folder.path().join("fugi.yaml")).unwrap();
    let editor = Editor::new(folder.path(), Language::Japanese);
    let names = [
        ("r07", "koki-iryo-cashless"),
        ("r08", "koki-iryo-cashless"),
        ("r08", "mihon-itaku"),
        ("r09", "kogaku-tsuchi"),
        ("r09", "kosodate-kyufukin"),
    ];
    let (mut kept, mut refused) = (0, 0);
    for _ in 0..if many() { 500 } else { 12 } {
        let (year, name) = names[random.below(names.len())];
        let own = Subject::Matter(year.to_owned(), name.to_owned());
        let opened = editor.open(&own).unwrap();
        let leaves: Vec<&Field> = opened.form.as_ref().unwrap().leaves();
        let field = leaves[random.below(leaves.len())];
        let Some(change) = other(field, &mut random) else { continue };
        let given = Given { change: change.clone(), before: Some(field.before.clone()) };
        let saved = editor.save(&own, &[given], WHEN).unwrap();
        let now = fs::read_to_string(folder.path().join(&opened.path)).unwrap();
        if saved.kept.is_empty() {
            refused += 1;
            assert_eq!(now, *opened.text, "{change:?}");
            continue;
        }
        kept += 1;
        // The lines before the first one of the value, or of the record that lacks it, and those after the last.
        let (start, end) = (field.span.start(), field.span.end());
        let from = opened.text[..start].rfind('\n').map_or(0, |at| at + 1);
        // The sign of a block (`|-`) stands behind its key, on the line before; a short text needs no block.
        let above = opened.text[..from].trim_end();
        let sign =
            above.rfind(": ").map(|at| at + 2).filter(|at| matches!(&above[*at..], "|" | "|-" | ">" | ">-"));
        let from = sign.unwrap_or(from);
        let to = opened.text[end..].find('\n').map_or(opened.text.len(), |at| end + at);
        // A value that holds nothing else takes what it stands in with it: `x: { y: 1 }`.
        let gone = matches!(&change, Change::Set(_, text) if text.is_empty())
            || matches!(&change, Change::SetAll(_, texts) if texts.is_empty());
        if !gone {
            assert!(now.starts_with(&opened.text[..from]), "{change:?}");
            assert!(now.ends_with(&opened.text[to..]), "{change:?}");
        }
        let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
        assert!(comments(&now) >= comments(&opened.text), "{change:?}");
        let again = editor.open(&own).unwrap();
        assert!(again.problems.is_empty());
        // Of two items of one name the place led to the first; where that got another name, it leads to the second now.
        let named_anew = change.place().rsplit('/').next().is_some_and(fugi::model::paths::is_name);
        if let (Change::Set(place, text), Some(field), false) =
            (&change, again.form.as_ref().unwrap().find(change.place()), named_anew)
        {
            assert_eq!(field.canonical(), *text, "{place}");
        }
    }
    eprintln!("{kept} kept, {refused} refused");
    assert!(kept > refused, "{kept} kept, {refused} refused");
}

#[test]
fn no_edit_of_two_people_is_lost_whatever_their_order() {
    let mut random = Random::new(seed());
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox);
    let places =
        ["title", "overview/purpose", "overview/subjects", "roles/agent/name", "contracts/itaku/title"];
    // What each person has before them, and what stands by the saves that were told as kept.
    let mut seen = [editor.open(&yoi()).unwrap(), editor.open(&yoi()).unwrap()];
    let mut stands: Vec<String> =
        places.iter().map(|place| seen[0].form.as_ref().unwrap().find(place).unwrap().canonical()).collect();
    let (mut kept, mut told) = (0, 0);
    for step in 0..if many() { 1000 } else { 40 } {
        let who = random.below(2);
        if random.below(3) == 0 {
            seen[who] = editor.open(&yoi()).unwrap();
            continue;
        }
        let at = random.below(places.len());
        let text = format!("{who}が書いた{step}");
        let saved = editor.save(&yoi(), &[set(&seen[who], places[at], &text)], WHEN).unwrap();
        let read = seen[who].form.as_ref().unwrap().find(places[at]).unwrap().canonical();
        match saved.refused.as_slice() {
            [] => {
                assert_eq!(read, stands[at], "an edit that was not seen was overwritten");
                stands[at] = text;
                kept += 1;
            }
            [(0, Refusal::Changed { now })] => {
                assert_ne!(read, stands[at]);
                assert_eq!(*now, stands[at]);
                told += 1;
            }
            other => panic!("{other:?}"),
        }
        let now = editor.open(&yoi()).unwrap();
        for (place, text) in places.iter().zip(&stands) {
            assert_eq!(now.form.as_ref().unwrap().find(place).unwrap().canonical(), *text, "{place}");
        }
    }
    assert!(kept > 0 && told > 0, "{kept} kept, {told} told");
}
