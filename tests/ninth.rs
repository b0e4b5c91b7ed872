//! A kind of matter that no form of ours has, made by data alone as a clerk would: from `fugi init` to the paper and to
//! next year's comparison, each step through the real program.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs the program in a folder; returns its status and all that it says.
fn fugi(root: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_fugi")).current_dir(root).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].map(|own| String::from_utf8(own).unwrap()).concat();
    (output.status.code().unwrap_or(-1), said)
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{}: {from}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_ninth_kind_is_written_checked_printed_compared_and_followed_by_data_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = fugi(folder.path(), &["init", "w", "--year", "r10", "--name", "みほん市"]);
    assert_eq!(code, 0, "{said}");
    let root = folder.path().join("w");
    fs::remove_file(root.join("policies/r10/hajimete.yaml")).unwrap();

    // The kind: its annex, its checklist, its article.
    let form = root.join("policies/r10/forms/submission.yaml");
    let text = fs::read_to_string(&form).unwrap();
    fs::write(&form, format!("{}\n{}", text.trim_end(), include_str!("data/ninth/kind.yaml"))).unwrap();
    fs::write(root.join("policies/r10/forms/camera-ward.yaml"), include_str!("data/ninth/camera-ward.yaml"))
        .unwrap();
    edit(
        &root.join("fugi.yaml"),
        "    - { article: 第５条, kinds: [report, assessment_review] }\n",
        "    - { article: 第５条, kinds: [report, assessment_review] }\n    - { article: 第３条第１項第９号, kinds: [camera] }\n",
    );
    let matter = root.join("policies/r10/koen-camera.yaml");
    fs::write(&matter, include_str!("data/ninth/koen-camera.yaml")).unwrap();

    // What its annex asks for is asked for, and the rule that the kind names is an error in it.
    let (code, said) = fugi(&root, &["check", "r10/koen-camera"]);
    assert_eq!(code, 1, "{said}");
    for asked in [
        "画像の保有期間",
        "警察などから求められたとき",
        "要修正 「みほん市」の「録画装置」は借りている機器ですが",
    ] {
        assert!(said.contains(asked), "{asked}: {said}");
    }
    let (code, said) =
        fugi(&root, &["render", "r10/koen-camera", "--final", "--format", "md", "--out", "early"]);
    assert_ne!(code, 0, "a paper that lacks what its form asks for is not final: {said}");

    edit(
        &matter,
        "leased: true }",
        "leased: true, disposal: 返却の前に全体を上書きし、公園係長が立ち会う。 }",
    );
    let more = "\nretention:\n  - { items: [画像], at: recorder, period: 撮影の日から１４日, basis: 見本公園防犯カメラ運用基準, then: 上書きして消去する。 }\n\nrequests:\n  by: 公園係長\n  how: 法令に基づく照会が文書であったときに限り、要る時間の画像だけを渡す。\n  record: 照会の文書と受領書\n";
    fs::write(&matter, fs::read_to_string(&matter).unwrap() + more).unwrap();
    let (code, said) = fugi(&root, &["check", "r10/koen-camera"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("要修正 0件、注意 0件"), "{said}");

    // The paper, in every format that this program writes.
    let formats = "md,html,docx,xlsx,json";
    let (code, said) =
        fugi(&root, &["render", "r10/koen-camera", "--final", "--format", formats, "--out", "out"]);
    assert_eq!(code, 0, "{said}");
    for ending in ["md", "html", "json"] {
        let paper = fs::read_to_string(root.join(format!("out/koen-camera.{ending}"))).unwrap();
        for told in [
            "別紙（防犯カメラの設置）",
            "見本公園の北口と南口に一台ずつ。",
            "公園係長と、公園係長が指名した職員二人に限る。",
            "撮影の日から１４日",
            "その後は、上書きして消去する。",
            "北口と南口に、防犯カメラの作動中であることと、管理する課を表示する。",
            "判断する者：公園係長",
            "別紙チェックリストのとおり",
            "録画装置は、施錠できる場所に置く。",
        ] {
            assert!(paper.contains(told), "{ending}: {told}");
        }
        assert!(!paper.contains("（記載なし）"), "{ending}");
    }
    // A workbook holds the tables: lists of items and checklists.
    for (ending, told) in
        [("docx", "見本公園の北口と南口に一台ずつ。"), ("xlsx", "録画装置は、施錠できる場所に置く。")]
    {
        let file = fs::read(root.join(format!("out/koen-camera.{ending}"))).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let mut all = String::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            if part.name().unwrap().ends_with(".xml") {
                std::io::Read::read_to_string(&mut part, &mut all).unwrap();
            }
        }
        assert!(all.contains(told), "{ending}");
    }

    // What is due of it.
    let (code, said) = fugi(&root, &["status", "--as-of", "2028-03-01"]);
    assert!(code <= 1, "{said}");
    for due in [
        "【会議の決定】r10/koen-camera",
        "【約束した証跡】r10/koen-camera",
        "【次年度の付議・確認】r10/koen-camera",
    ] {
        assert!(said.contains(due), "{due}: {said}");
    }

    // Next year: carried over, kept longer, and compared.
    let forms = root.join("policies/r11/forms");
    fs::create_dir_all(&forms).unwrap();
    fs::copy(root.join("policies/r10/parties.yaml"), root.join("policies/r11/parties.yaml")).unwrap();
    for entry in fs::read_dir(root.join("policies/r10/forms")).unwrap() {
        let from = entry.unwrap().path();
        fs::copy(&from, forms.join(from.file_name().unwrap())).unwrap();
    }
    let (code, said) =
        fugi(&root, &["new", "matter", "koen-camera", "--from", "r10/koen-camera", "--year", "r11"]);
    assert_eq!(code, 0, "{said}");
    edit(&root.join("policies/r11/koen-camera.yaml"), "撮影の日から１４日", "撮影の日から３０日");
    let (code, said) = fugi(&root, &["diff", "r10/koen-camera", "r11/koen-camera"]);
    assert_eq!(code, 1, "keeping longer is deliberated: {said}");
    for told in ["撮影の日から〔１４〕日", "撮影の日から〔３０〕日", "保有期間"] {
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn a_rule_that_a_kind_names_and_nobody_has_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = fugi(folder.path(), &["init", "w", "--year", "r10"]);
    assert_eq!(code, 0, "{said}");
    let root = folder.path().join("w");
    edit(
        &root.join("policies/r10/forms/submission.yaml"),
        "    name: 業務委託\n",
        "    name: 業務委託\n    rules: [leased-storage-not-erasde]\n",
    );
    let (_, said) = fugi(&root, &["check", "r10/hajimete"]);
    assert!(said.contains("leased-storage-not-erasde"), "{said}");
    assert!(said.contains("leased-storage-not-erased"), "the near name is offered: {said}");
}
