//! What Windows does otherwise: paths in each of its spellings, names that are devices, files that another program has
//! open, the mark "read-only", long paths, names of users. What other systems know too is tried on all of them; the
//! rest on Windows, which `.ci/long/windows.sh` stands in for with wine.

use super::support::Sandbox;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What a command said: its exit status, standard output and standard error.
type Said = (i32, String, String);

/// Runs the program in a folder.
fn fugi(folder: &Path, arguments: &[&str]) -> Said {
    let output =
        Command::new(env!("CARGO_BIN_EXE_fugi")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// Begins a workspace with a matter in a folder that is not there yet.
fn begin(folder: &Path) {
    let shown = folder.to_str().unwrap();
    let (code, _, said) = fugi(folder.parent().unwrap(), &["init", shown, "--year", "r09"]);
    assert_eq!(code, 0, "{said}");
}

/// Tries the round of a day: check, print, lay out, a book.
fn a_day_in(folder: &Path) {
    let matter = fs::read_dir(folder.join("policies/r09")).unwrap().find_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".yaml").filter(|stem| *stem != "parties").map(str::to_owned)
    });
    let name = format!("r09/{}", matter.unwrap());
    let (code, out, said) = fugi(folder, &["check"]);
    assert!(code < 2, "{said}");
    assert!(out.contains("案件 1件"), "{out}");
    let (code, out, said) = fugi(folder, &["render", &name, "--format", "docx,xlsx,html,md,svg"]);
    assert_eq!(code, 0, "{said}");
    assert!(!out.contains(r"\\?\") && !said.contains(r"\\?\"), "{out}{said}");
    for paper in [".docx", ".xlsx", ".html", ".md"] {
        assert!(folder.join("out").join(format!("{name}{paper}")).is_file(), "{paper}: {out}{said}");
    }
    let (code, _, said) = fugi(folder, &["fmt"]);
    assert_eq!(code, 0, "{said}");
    let (code, _, said) = fugi(folder, &["book", "export", &name, "--out", "ブック 一.xlsx"]);
    assert_eq!(code, 0, "{said}");
    assert!(folder.join("ブック 一.xlsx").is_file());
}

#[test]
fn folders_and_users_have_names_of_people() {
    let sandbox = Sandbox::new();
    for folder in ["髙橋 𠮷野/ドキュメント/付議資料（案）", "利用者＆課/①㈱ﾃｽﾄ/表 ソ能～―"]
    {
        let folder = sandbox.path(folder);
        fs::create_dir_all(folder.parent().unwrap()).unwrap();
        begin(&folder);
        a_day_in(&folder);
    }
}

/// Windows told programs for decades to take at most 260 characters.
#[test]
fn a_path_may_be_long() {
    let sandbox = Sandbox::new();
    let mut folder = sandbox.root();
    while folder.to_str().unwrap().encode_utf16().count() < 300 {
        folder.push("とても長い名のフォルダの中のフォルダ".repeat(2));
    }
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    if fs::canonicalize(folder.parent().unwrap()).is_err_and(|error| error.raw_os_error() == Some(234)) {
        println!("skipped: wine 8 does not say where a long path leads (ERROR_MORE_DATA)");
        return;
    }
    // No program of Windows can be started in such a folder: it is named from elsewhere.
    let shown = folder.to_str().unwrap();
    let (code, _, said) = fugi(&sandbox.root(), &["init", shown, "--year", "r09"]);
    assert_eq!(code, 0, "{said}");
    let (code, out, said) = fugi(&sandbox.root(), &["check", "--workspace", shown]);
    assert!(code < 2 && out.contains("案件 1件"), "{out}{said}");
    for _ in 0..2 {
        let (code, _, said) =
            fugi(&sandbox.root(), &["render", "policies/r09", "--workspace", shown, "--format", "docx,html"]);
        assert_eq!(code, 0, "{said}");
    }
    assert!(fs::read_dir(folder.join("out/r09")).unwrap().count() >= 2);
    let (code, _, said) = fugi(&sandbox.root(), &["fmt", "--workspace", shown]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn no_file_is_named_after_a_device() {
    let sandbox = Sandbox::new();
    for name in ["con", "NUL", "aux.yaml", "Com1", "lpt9", "prn", "con.v2", "案 ", "案."] {
        let run = sandbox.fugi(&["new", "matter", name]);
        assert_eq!(run.code, 2, "{name}: {}", run.out);
        assert!(run.err.contains("ファイルの名に使えません"), "{name}: {}", run.err);
    }
    for name in ["conn", "com", "com10", "nul-kensa", "auxiliary"] {
        assert_eq!(sandbox.fugi(&["new", "matter", name]).code, 0, "{name}");
        sandbox.remove(&format!("policies/r07/{name}.yaml"));
    }
    for name in ["con.xlsx", "nul.xlsx", "Aux.xlsx"] {
        let run = sandbox.fugi(&["book", "export", "r07/yoi", "--out", name]);
        assert_eq!(run.code, 2, "{name}: {}{}", run.out, run.err);
        assert!(run.err.contains("機器の名"), "{name}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
    // Other systems can hold such a file: whoever takes the folder to Windows is told before.
    if cfg!(unix) {
        let text = sandbox.read("policies/r07/yoi.yaml");
        sandbox.write("policies/r07/con.yaml", text);
        let run = sandbox.fugi(&["check"]);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("policies/r07/con.yaml") && run.err.contains("機器の名"), "{}", run.err);
    }
}

#[test]
fn a_file_of_notepad_stays_one() {
    let sandbox = Sandbox::new();
    let path = "policies/r07/yoi.yaml";
    let notepad = format!("\u{FEFF}{}", sandbox.read(path).replace('\n', "\r\n"));
    sandbox.write(path, &notepad);
    assert!(sandbox.fugi(&["check"]).code < 2);
    assert_eq!(sandbox.fugi(&["book", "export", "r07/yoi", "--out", "案件.xlsx"]).code, 0);
    let run = sandbox.fugi(&["book", "import", "案件.xlsx", "--yes"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(sandbox.read(path), notepad, "nothing was changed, nothing is written");
    assert_eq!(sandbox.fugi(&["fmt"]).code, 0);
    let laid_out = sandbox.read(path);
    assert_eq!(laid_out.matches('\n').count(), laid_out.matches("\r\n").count(), "no line end was lost");
}

#[cfg(windows)]
mod on_windows {
    use super::super::support::{MATTER, Sandbox};
    use super::{Path, a_day_in, begin, fs, fugi};
    use std::fs::{File, OpenOptions};
    use std::os::windows::fs::OpenOptionsExt as _;
    use std::path::PathBuf;
    use std::thread;
    use std::time::Duration;

    const PAPER: &str = "out/r07/yoi.docx";

    /// Opens a file as Excel does: nobody else may.
    fn held(path: &Path) -> File {
        OpenOptions::new().read(true).write(true).share_mode(0).open(path).unwrap()
    }

    fn read_only(path: &Path, is: bool) {
        let mut rights = fs::metadata(path).unwrap().permissions();
        rights.set_readonly(is);
        fs::set_permissions(path, rights).unwrap();
    }

    #[test]
    fn each_spelling_of_a_path_means_the_same() {
        let sandbox = Sandbox::new();
        sandbox.spoil("department: ka", "department: kaa");
        let whole = sandbox.path("policies/r07/yoi.yaml");
        let whole = whole.to_str().unwrap().replace('/', r"\");
        let (drive, rooted) = whole.split_at(2);
        assert!(drive.ends_with(':') && rooted.starts_with('\\'), "{whole}");
        let spellings = [
            "policies/r07/yoi.yaml".to_owned(),
            r"policies\r07\yoi.yaml".to_owned(),
            r".\policies/r07\..\r07\yoi.yaml".to_owned(),
            r"POLICIES\R07\Yoi.YAML".to_owned(),
            r"r07\yoi".to_owned(),
            format!(r"{drive}policies\r07\yoi.yaml"),
            rooted.to_owned(),
            whole.clone(),
            whole.to_lowercase(),
            format!(r"\\?\{whole}"),
        ];
        let wanted = sandbox.fugi(&["check", "r07/yoi"]);
        assert!(wanted.code < 2, "{}{}", wanted.out, wanted.err);
        for spelling in spellings {
            let run = sandbox.fugi(&["check", &spelling]);
            assert_eq!((run.code, &run.out), (wanted.code, &wanted.out), "{spelling}: {}", run.err);
        }
        let wrong = sandbox.fugi(&["check", &whole.replace("yoi", "warui")]);
        assert_eq!(wrong.code, 2);
        assert!(wrong.err.contains("policies/r07/warui.yaml:"), "{}", wrong.err);
    }

    /// A folder of a file server: `FUGI_TEST_SHARE` names one that may be written, such as `\\server\share`.
    #[test]
    fn a_folder_of_a_file_server_is_a_folder() {
        let Some(share) = std::env::var_os("FUGI_TEST_SHARE").map(PathBuf::from) else {
            println!("skipped: FUGI_TEST_SHARE names no share");
            return;
        };
        let folder = share.join(format!("共有 フォルダ {}", std::process::id()));
        begin(&folder);
        a_day_in(&folder);
        let away = Sandbox::new();
        let shown = folder.to_str().unwrap();
        let (code, out, said) =
            fugi(&away.root(), &["render", "policies/r09", "--workspace", shown, "--format", "html"]);
        assert_eq!(code, 0, "{said}");
        assert!(out.contains(shown) && !out.contains("UNC"), "{out}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_another_program_has_open_is_told() {
        let sandbox = Sandbox::new();
        let matter = sandbox.path("policies/r07/yoi.yaml");
        let open = held(&matter);
        for arguments in [&["check"][..], &["render", "r07/yoi", "--format", "md"], &["fmt"]] {
            let run = sandbox.fugi(arguments);
            assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.out, run.err);
            assert!(run.err.contains("yoi.yaml") && run.err.contains("開いて"), "{arguments:?}: {}", run.err);
        }
        drop(open);
        assert_eq!(sandbox.read("policies/r07/yoi.yaml"), MATTER);

        assert_eq!(sandbox.fugi(&["render", "r07/yoi", "--format", "docx"]).code, 0);
        let before = fs::read(sandbox.path(PAPER)).unwrap();
        sandbox.edit("policies/r07/yoi.yaml", "title: よい", "title: もっとよい");
        let open = held(&sandbox.path(PAPER));
        let run = sandbox.fugi(&["render", "r07/yoi", "--format", "docx"]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains("yoi.docx") && run.err.contains("開いて"), "{}", run.err);
        assert!(run.err.contains("前からあるファイルはそのままです"), "{}", run.err);
        drop(open);
        assert_eq!(fs::read(sandbox.path(PAPER)).unwrap(), before);
        assert_eq!(fs::read_dir(sandbox.path("out/r07")).unwrap().count(), 1, "nothing is left beside it");
        assert_eq!(sandbox.fugi(&["render", "r07/yoi", "--format", "docx"]).code, 0);
        assert_ne!(fs::read(sandbox.path(PAPER)).unwrap(), before);
    }

    /// A virus scanner has each new file open for a moment.
    #[test]
    fn what_is_open_for_a_moment_is_waited_for() {
        let sandbox = Sandbox::new();
        assert_eq!(sandbox.fugi(&["render", "r07/yoi", "--format", "docx"]).code, 0);
        let paper = sandbox.path(PAPER);
        let (begun, begins) = std::sync::mpsc::channel();
        let scanner = thread::spawn(move || {
            for _ in 0..100 {
                // The program may have it open itself just now.
                if let Ok(open) = OpenOptions::new().read(true).share_mode(0).open(&paper) {
                    let _ = begun.send(());
                    thread::sleep(Duration::from_millis(40));
                    drop(open);
                }
                thread::sleep(Duration::from_millis(20));
            }
        });
        begins.recv().unwrap();
        sandbox.edit("policies/r07/yoi.yaml", "title: よい", "title: もっとよい");
        let run = sandbox.fugi(&["render", "r07/yoi", "--format", "docx"]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        scanner.join().unwrap();
    }

    #[test]
    fn a_file_marked_as_read_only_stays() {
        let sandbox = Sandbox::new();
        assert_eq!(sandbox.fugi(&["render", "r07/yoi", "--format", "docx"]).code, 0);
        let (paper, matter) = (sandbox.path(PAPER), sandbox.path("policies/r07/yoi.yaml"));
        let before = fs::read(&paper).unwrap();
        sandbox.write("policies/r07/yoi.yaml", format!("{MATTER}\n\n\n"));
        for path in [&paper, &matter] {
            read_only(path, true);
        }
        assert!(sandbox.fugi(&["check"]).code < 2, "what is only read is read");
        for arguments in [&["render", "r07/yoi", "--format", "docx"][..], &["fmt"]] {
            let run = sandbox.fugi(arguments);
            assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.out, run.err);
            assert!(run.err.contains("読み取り専用"), "{arguments:?}: {}", run.err);
        }
        for path in [&paper, &matter] {
            read_only(path, false);
        }
        assert_eq!(fs::read(&paper).unwrap(), before);
        assert_eq!(sandbox.read("policies/r07/yoi.yaml"), format!("{MATTER}\n\n\n"));
    }

    #[test]
    fn a_device_is_no_matter() {
        let sandbox = Sandbox::new();
        for name in ["policies/r07/con.yaml", "policies/r07/nul", "con", r"\\.\con"] {
            let run = sandbox.fugi(&["check", name]);
            assert_eq!(run.code, 2, "{name}: {}{}", run.out, run.err);
            assert_eq!(run.err.trim_end().lines().count(), 1, "{name}: {}", run.err);
        }
    }
}
