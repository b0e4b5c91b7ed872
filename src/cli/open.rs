//! `fugi open`: the office's page in the browser.

use super::output::Output;
use super::{Exit, Global};
use crate::text;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ワークスペースのフォルダ（省略時は、ここから上で一番近いもの）。空のフォルダには、新しく作る
    ///
    /// Folder of the workspace (default: the nearest one from here upward); in an empty one a workspace is made
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// 使うポート（省略時は、空いているもの）
    ///
    /// Port to use (default: a free one)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// ブラウザを開かず、アドレスだけを表示する
    ///
    /// Print the address only, and open no browser
    #[arg(long)]
    no_browser: bool,
}

#[cfg(not(feature = "web"))]
pub(crate) fn run(_: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let Arguments { dir: _, port: _, no_browser: _ } = arguments;
    output.error(&text!(
        "この fugi は画面なしで作られたものです。機能 web を付けて作り直してください",
        "this fugi was built without its pages; build it with the feature `web`"
    ));
    Exit::Failed
}

#[cfg(feature = "web")]
pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    use super::{clock, init};
    use crate::model::load;
    use crate::web::{Server, Settings};
    use crate::workspace::start;
    use std::io::ErrorKind;
    use std::sync::Arc;

    let from = arguments.dir.clone().unwrap_or_else(|| PathBuf::from("."));
    let is_new = arguments.dir.as_deref().is_some_and(is_empty);
    let year = start::year_of(global.today());
    let made = if is_new { init::begin(&from, &year, None, output.language).map(drop) } else { Ok(()) };
    let root = match made.and_then(|()| load::find_root(&from).map_err(|error| error.text())) {
        Ok(root) => root,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let as_of = global.as_of;
    let now = move || as_of.and_then(|day| day.and_hms_opt(0, 0, 0)).unwrap_or_else(clock::now);
    let settings = Settings { root, language: output.language, now: Arc::new(now) };
    let server = match Server::bind(settings, arguments.port) {
        Ok(server) => server,
        Err(error) => {
            let port = arguments.port.map_or_else(String::new, |port| port.to_string());
            output.error(&match error.kind() {
                ErrorKind::AddrInUse => text!(
                    "ポート {port} は他で使われています。--port に別の番号を書くか、--port を外してください",
                    "port {port} is in use; name another with --port, or leave --port out"
                ),
                ErrorKind::PermissionDenied => text!(
                    "ポート {port} を使う権限がありません。1024 以上の番号を書くか、--port を外してください",
                    "no permission to use port {port}; name one of 1024 or above, or leave --port out"
                ),
                _ => text!("画面を開けません（{error}）", "the pages cannot be served ({error})"),
            });
            return Exit::Failed;
        }
    };
    output.line(server.address());
    if is_new {
        let shown = from.display();
        output.say(&text!(
            "{shown} は空だったため、ワークスペースを作りました",
            "{shown} was empty: a workspace was made in it"
        ));
    }
    output.say(&text!(
        "このアドレスは一度だけ使えます。終わるには、この窓で Ctrl+C を押します",
        "this address works once; press Ctrl+C in this window to end"
    ));
    if !arguments.no_browser && !browse(server.address()) {
        output.warn(&text!(
            "ブラウザを開けませんでした。上のアドレスをブラウザに貼り付けてください",
            "no browser could be opened; paste the address above into one"
        ));
    }
    match server.run() {
        Ok(()) => Exit::Clean,
        Err(error) => {
            output.error(&text!("画面が止まりました（{error}）", "the pages stopped ({error})"));
            Exit::Failed
        }
    }
}

/// Returns whether a folder holds nothing, or is not there yet.
#[cfg(feature = "web")]
fn is_empty(dir: &std::path::Path) -> bool {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Opens an address in the browser of the desktop; returns whether there is one to ask.
#[cfg(feature = "web")]
fn browse(address: &str) -> bool {
    use std::process::{Command, Stdio};

    let (program, arguments): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
