//! Files and folders: encodings, sizes, links, permissions, names, and what is not there.

use super::support::golden;
use super::{Case, Others, Sandbox, told};
use std::fs::{self, File};

const CASES: &[Case] = &[
    Case {
        name: "shift-jis",
        // 「title: 件名」
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", b"title: \x8c\x8f\x96\xbc\n"),
        problem: "not-utf-8",
        at: "warui.yaml:1:1",
        fix: "UTF-8 にして保存し直して",
    },
    Case {
        name: "euc-jp",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", b"title: \xb7\xef\xcc\xbe\n"),
        problem: "not-utf-8",
        at: "warui.yaml:1:1",
        fix: "EUC-JP のようです",
    },
    Case {
        name: "utf-16",
        make: |sandbox| {
            let units = "\u{FEFF}title: 件名\n".encode_utf16().flat_map(u16::to_le_bytes);
            sandbox.write("policies/r07/warui.yaml", units.collect::<Vec<u8>>());
        },
        problem: "not-utf-8",
        at: "warui.yaml:1:1",
        fix: "UTF-16 のようです",
    },
    Case {
        name: "damaged",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", b"title: \xe4\xbb\xb6\nterm: \xe4\xbb\n"),
        problem: "not-utf-8",
        at: "warui.yaml:2:7",
        fix: "2行目",
    },
    Case {
        name: "word-file",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", b"PK\x03\x04\x14\0\x06\0\x08\0\x9a\xf7"),
        problem: "not-utf-8",
        at: "warui.yaml:1:1",
        fix: "Word や Excel などのファイル",
    },
    Case {
        name: "too-large",
        make: |sandbox| {
            sandbox.write("policies/r07/warui.yaml", "");
            let file = File::options().write(true).open(sandbox.path("policies/r07/warui.yaml")).unwrap();
            file.set_len(64 * 1024 * 1024 + 1).unwrap();
        },
        problem: "unreadable-file",
        at: "warui.yaml:1:1",
        fix: "案件ごとに分けて",
    },
    Case {
        name: "two-endings",
        make: |sandbox| sandbox.write("policies/r07/yoi.yml", "title: 別の案件\n"),
        problem: "repeated-name",
        at: "yoi.yml:1:1",
        fix: "どちらかの名を変える",
    },
    Case {
        name: "two-widths",
        make: |sandbox| sandbox.write("policies/r07/ＹＯＩ.yaml", "title: 別の案件\n"),
        problem: "repeated-name",
        at: "ＹＯＩ.yaml:1:1",
        fix: "どちらかの名を変える",
    },
    Case {
        name: "two-normal-forms",
        make: |sandbox| {
            sandbox.remove("policies/r07/yoi.yaml");
            sandbox.write("policies/r07/が.yaml", "title: 一つ目\n");
            sandbox.write("policies/r07/か\u{3099}.yaml", "title: 二つ目\n");
        },
        problem: "repeated-name",
        at: "が.yaml:1:1",
        fix: "どちらかの名を変える",
    },
    Case {
        name: "folder-that-is-no-year",
        make: |sandbox| sandbox.write("policies/reiwa7/anken.yaml", "title: 案件\n"),
        problem: "not-a-year",
        at: "/policies/reiwa7:1:1",
        fix: "r07（令和７年度）のような名",
    },
];

const SHARED: &[Case] = &[
    Case {
        name: "no-parties",
        make: |sandbox| sandbox.remove("policies/r07/parties.yaml"),
        problem: "missing-file",
        at: "parties.yaml:1:1",
        fix: "前の年度のものか、`fugi init` が作るものを写して",
    },
    Case {
        name: "parties-with-the-wrong-ending",
        make: |sandbox| {
            let folder = sandbox.path("policies/r07");
            fs::rename(folder.join("parties.yaml"), folder.join("parties.yml")).unwrap();
        },
        problem: "missing-file",
        at: "parties.yaml:1:1",
        fix: "policies/r07/parties.yml の名を policies/r07/parties.yaml に変えて",
    },
    Case {
        name: "no-forms",
        make: |sandbox| sandbox.remove("policies/r07/forms"),
        problem: "missing-file",
        at: "forms:1:1",
        fix: "写して",
    },
    Case {
        name: "no-submission-form",
        make: |sandbox| sandbox.remove("policies/r07/forms/submission.yaml"),
        problem: "missing-file",
        at: "forms/submission.yaml:1:1",
        fix: "写して",
    },
    Case {
        name: "no-common",
        make: |sandbox| sandbox.remove("policies/common"),
        problem: "missing-file",
        at: "/policies/common:1:1",
        fix: "写して",
    },
    Case {
        name: "empty-ward",
        make: |sandbox| sandbox.write("fugi.yaml", "# これから書く\n"),
        problem: "yaml-empty",
        at: "/fugi.yaml:1:1",
        fix: "`fugi init`",
    },
    Case {
        name: "broken-common",
        make: |sandbox| sandbox.edit("policies/common/kyotsu.yaml", "networks:", "networks："),
        problem: "yaml-syntax",
        at: "/policies/common/kyotsu.yaml:4:9",
        fix: "半角の「:」",
    },
];

#[test]
fn each_mistake_is_told_in_its_place() {
    told(CASES, Others::Checked);
}

#[test]
fn so_is_a_mistake_in_what_the_matters_share() {
    told(SHARED, Others::NotCheckable);
}

#[cfg(unix)]
#[test]
fn links_and_special_files() {
    use std::os::unix::fs::symlink;
    const LINKS: &[Case] = &[
        Case {
            name: "link-that-leaves",
            make: |sandbox| symlink("/etc/hostname", sandbox.path("policies/r07/warui.yaml")).unwrap(),
            problem: "unreadable-file",
            at: "warui.yaml:1:1",
            fix: "ファイルそのものをワークスペースの中に",
        },
        Case {
            name: "link-to-nothing",
            make: |sandbox| symlink("nai.txt", sandbox.path("policies/r07/warui.yaml")).unwrap(),
            problem: "missing-file",
            at: "warui.yaml:1:1",
            fix: "リンク先のファイルを確かめて",
        },
        Case {
            name: "link-to-itself",
            make: |sandbox| symlink("warui.yaml", sandbox.path("policies/r07/warui.yaml")).unwrap(),
            problem: "unreadable-file",
            at: "warui.yaml:1:1",
            fix: "リンク先を確かめて",
        },
        Case {
            name: "pipe",
            make: |sandbox| {
                let path = sandbox.path("policies/r07/warui.yaml");
                let made = std::process::Command::new("mkfifo").arg(path).status().unwrap();
                assert!(made.success());
            },
            problem: "unreadable-file",
            at: "warui.yaml:1:1",
            fix: "YAML のファイルに置き換えて",
        },
    ];
    told(LINKS, Others::Checked);
}

#[cfg(unix)]
#[test]
fn a_linked_folder_that_leaves_the_workspace_is_not_read() {
    let (inside, outside) = (Sandbox::new(), Sandbox::new());
    inside.remove("policies/r07");
    std::os::unix::fs::symlink(outside.path("policies/r07"), inside.path("policies/r07")).unwrap();
    let run = inside.fugi(&["check"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("ワークスペースの外を指しています"), "{}", run.err);
    assert!(!run.out.contains("案件 1件"), "{}", run.out);
}

/// Root reads every file: where root runs the tests, somebody else runs the program.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.write("policies/r07/warui.yaml", "title: 案件\n");
    let path = sandbox.path("policies/r07/warui.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = File::open(&path).is_ok();
    let sandbox = if is_root { sandbox.run_by_nobody() } else { sandbox };
    if is_root && !sandbox.can_run() {
        println!("skipped: root reads every file, and nobody else can run the program here");
        return;
    }
    let case = Case {
        name: "no-permission",
        make: |_| {},
        problem: "unreadable-file",
        at: "warui.yaml:1:1",
        fix: "アクセス権を確かめるか",
    };
    let complaints = super::look(&sandbox, &case, Others::Checked);
    assert!(complaints.is_empty(), "{complaints:?}");
}

/// Paths given on the command line, and folders that are no workspace.
#[test]
fn what_cannot_be_looked_at_at_all() {
    let empty = || {
        let sandbox = Sandbox::new();
        sandbox.remove("fugi.yaml");
        sandbox
    };
    let no_matter = || {
        let sandbox = Sandbox::new();
        sandbox.remove("policies/r07/yoi.yaml");
        sandbox
    };
    let with_note = || {
        let sandbox = Sandbox::new();
        sandbox.write("memo.txt", "見本");
        sandbox
    };
    type Make<'m> = &'m dyn Fn() -> Sandbox;
    let cases: [(&str, Make<'_>, &[&str], &str); 7] = [
        ("not-a-workspace", &empty, &["check"], "`fugi init DIR`"),
        ("no-such-path", &Sandbox::new, &["check", "policies/r07/nai.yaml"], "がありません"),
        ("no-such-workspace", &Sandbox::new, &["check", "--workspace", "nai"], "がありません"),
        ("path-that-leaves", &Sandbox::new, &["check", "--workspace", ".", "/etc"], "外にあります"),
        ("path-of-no-matter", &with_note, &["check", "memo.txt"], "案件でも年度のフォルダでもありません"),
        ("no-matter", &no_matter, &["check"], "`fugi new matter`"),
        ("no-matter-in-year", &no_matter, &["check", "policies/r07"], "`fugi new matter`"),
    ];
    for (name, make, arguments, said) in cases {
        let sandbox = make();
        let run = sandbox.fugi(arguments);
        assert_eq!(run.code, 2, "{name}: {}", run.err);
        assert_eq!(run.err.lines().filter(|line| !line.is_empty()).count(), 1, "{name}: {}", run.err);
        assert!(run.err.contains(said), "{name}: {}", run.err);
        let english = sandbox.fugi(&[&["--lang", "en"], arguments].concat());
        assert_eq!(english.code, 2, "{name}");
        golden(&format!("loading/{name}.txt"), &format!("{}\n--lang en\n{}", run.err, english.err));
    }
}

#[test]
fn a_mark_at_the_beginning_and_line_ends_of_windows_are_no_mistakes() {
    let sandbox = Sandbox::new();
    for path in [
        "fugi.yaml",
        "policies/common/kyotsu.yaml",
        "policies/r07/parties.yaml",
        "policies/r07/forms/itaku.yaml",
        "policies/r07/yoi.yaml",
    ] {
        let text = sandbox.read(path);
        sandbox.write(path, format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
    }
    let run = sandbox.fugi(&["check"]);
    assert!(run.code < 2, "{}", run.err);
    assert!(run.out.contains("案件 1件"), "{}", run.out);
}

#[test]
fn places_are_right_with_line_ends_of_windows() {
    let mistakes = [
        ("agent, items: [収納日付], network", "agnet, items: [収納日付], network", "warui.yaml:61:37"),
        ("department: ka", "department：ka", "warui.yaml:3:11"),
        ("title: よい", "titel: よい", "warui.yaml:1:1"),
        ("    二行目。", "\t二行目。", "warui.yaml:12:1"),
    ];
    for (from, to, at) in mistakes {
        let sandbox = Sandbox::new();
        sandbox.spoil(from, to);
        let text = sandbox.read("policies/r07/warui.yaml");
        sandbox.write("policies/r07/warui.yaml", format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
        let run = sandbox.fugi(&["check"]);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(&format!("{at}\n")), "{at}: {}", run.err);
        assert!(!run.err.contains('\r'), "{}", run.err);
    }
}

#[test]
fn endings_of_yaml_in_capitals_are_read_too() {
    let sandbox = Sandbox::new();
    sandbox.write("policies/r07/OOKII.YAML", "title: 案件\n");
    sandbox.write("policies/r07/yomanai.txt", "何でもない\n");
    let run = sandbox.fugi(&["check"]);
    assert!(run.out.contains("案件 2件"), "{}\n{}", run.out, run.err);
}
