//! What nothing under `policies/` reads: it is named, and never passed over in silence.

use super::{Case, Others, Sandbox, told};

const CASES: &[Case] = &[
    Case {
        name: "folder-in-a-year",
        make: |sandbox| {
            sandbox.write("policies/r07/kami/hanki/warui.yaml", "title: 案件\n");
            sandbox.write("policies/r07/kami/memo.txt", "覚え\n");
        },
        problem: "stray-folder",
        at: "kami:1:1",
        fix: "年度のフォルダ（policies/r07 など）の直下に移し",
    },
    Case {
        name: "folder-in-the-common-folder",
        make: |sandbox| sandbox.write("policies/common/kyu/memo.txt", "覚え\n"),
        problem: "stray-folder",
        at: "/policies/common/kyu:1:1",
        fix: "ほかのものは policies の外に移して",
    },
    Case {
        name: "folder-above-the-years",
        make: |sandbox| sandbox.write("policies/anken/r07/warui.yaml", "title: 案件\n"),
        problem: "stray-folder",
        at: "/policies/anken:1:1",
        fix: "年度のフォルダ（policies/r07 など）の直下に移し",
    },
    Case {
        name: "matter-above-the-years",
        make: |sandbox| sandbox.write("policies/warui.yaml", "title: 案件\n"),
        problem: "stray-file",
        at: "/policies/warui.yaml:1:1",
        fix: "年度のフォルダ（policies/r07 など）に移す",
    },
    Case {
        name: "matter-with-another-ending",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml.txt", "title: 案件\n"),
        problem: "stray-file",
        at: "warui.yaml.txt:1:1",
        fix: "名を policies/r07/warui.yaml に変え",
    },
    Case {
        name: "matter-by-its-keys",
        make: |sandbox| {
            let text = sandbox.read("policies/r07/yoi.yaml");
            sandbox.write("policies/r07/warui.txt", text);
        },
        problem: "stray-file",
        at: "warui.txt:1:1",
        fix: "名を policies/r07/warui.yaml に変え",
    },
];

#[test]
fn what_nothing_reads_is_told() {
    told(CASES, Others::Checked);
}

#[cfg(unix)]
#[test]
fn so_are_links_and_pipes() {
    use std::os::unix::fs::symlink;
    const LINKS: &[Case] = &[
        Case {
            name: "linked-folder-in-a-year",
            make: |sandbox| symlink(".", sandbox.path("policies/r07/kyu")).unwrap(),
            problem: "stray-folder",
            at: "kyu:1:1",
            fix: "年度のフォルダ（policies/r07 など）の直下に移し",
        },
        Case {
            name: "pipe-without-ending",
            make: |sandbox| {
                let path = sandbox.path("policies/r07/warui.yaml.txt");
                let made = std::process::Command::new("mkfifo").arg(path).status().unwrap();
                assert!(made.success());
            },
            problem: "stray-file",
            at: "warui.yaml.txt:1:1",
            fix: "名を policies/r07/warui.yaml に変え",
        },
    ];
    told(LINKS, Others::Checked);
}

/// Notes, sheets and what systems leave behind: one line together, and no failure.
#[test]
fn other_files_are_one_line() {
    let sandbox = Sandbox::new();
    let before = sandbox.fugi(&["check"]);
    for (path, bytes) in [
        ("policies/Thumbs.db", &b"\xd0\xcf\x11\xe0"[..]),
        ("policies/r07/~$koki.xlsx", b"x"),
        ("policies/r07/memo.txt", "title: 打合せの覚え\n".as_bytes()),
        ("policies/r07/forms/\u{1b}[2J.md", b"# x"),
    ] {
        sandbox.write(path, bytes);
    }
    let run = sandbox.fugi(&["check"]);
    assert_eq!((run.code, run.err.as_str()), (before.code, ""), "{}", run.out);
    let told: Vec<&str> = run.out.lines().filter(|line| line.starts_with("情報: ")).collect();
    assert_eq!(
        told,
        [
            "情報: policies の下に、検査の対象でないファイルがあります（policies/Thumbs.db ほか3件）。案件なら、名の終わりを .yaml にしてください"
        ]
    );
    let year = sandbox.fugi(&["check", "policies/r07", "--deny", "info"]);
    assert_eq!(year.code, 1, "{}", year.err);
    assert!(year.out.contains("\\u{1b}[2J.md ほか2件") || year.out.contains("ほか2件"), "{}", year.out);
    assert!(!year.out.contains('\u{1b}'), "{}", year.out);
    let matter = sandbox.fugi(&["check", "policies/r07/yoi.yaml"]);
    assert!(!matter.out.contains("検査の対象でない"), "{}", matter.out);
}
