//! `fugi fmt` through the real program: what it lays out, what it leaves alone.

use crate::support;

use support::{MATTER, Sandbox};

const FILE: &str = "policies/r07/yoi.yaml";

#[test]
fn white_space_is_laid_out_and_nothing_else() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.fugi(&["fmt"]).code, 0);
    let good = sandbox.read(FILE);
    let broken = format!("{good}\n\n\n  roles: [");
    sandbox.write(FILE, &broken);
    let run = sandbox.fugi(&["fmt"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("yoi.yaml"), "{}", run.err);
    assert_eq!(sandbox.read(FILE), broken, "a file that cannot be read is left alone");

    let untidy = format!("\u{FEFF}# 書き置き  \n{}\n\n\n", good.replace("\n\nroles:", "   \n\n\n\nroles:"));
    sandbox.write(FILE, &untidy);
    let run = sandbox.fugi(&["fmt", "--check", "policies"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.starts_with("policies/r07/yoi.yaml\n"), "{}", run.out);
    assert_eq!(sandbox.read(FILE), untidy, "a check changes nothing");
    let run = sandbox.fugi(&["fmt"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("揃えたもの 1件"), "{}", run.out);
    assert_eq!(sandbox.read(FILE), format!("# 書き置き\n{good}"));
    let run = sandbox.fugi(&["fmt", "--check"]);
    assert_eq!((run.code, run.out.contains("揃っていないもの 0件")), (0, true), "{}", run.out);
}

#[test]
fn line_ends_stay_as_they_are() {
    let sandbox = Sandbox::new();
    let windows = MATTER.replace('\n', "\r\n");
    sandbox.write(FILE, &windows);
    assert_eq!(sandbox.fugi(&["fmt"]).code, 0);
    assert_eq!(sandbox.read(FILE), windows);
}

#[test]
fn a_place_without_yaml_is_told() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.fugi(&["fmt", "無"]).code, 2);
    sandbox.write("空/a.txt", "");
    let run = sandbox.fugi(&["fmt", "空"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("YAML のファイルがありません"), "{}", run.err);
}
