//! The command line: one file a subcommand; the only place that prints, reads the clock or the environment.

mod audit;
mod book;
mod check;
mod clock;
mod completions;
mod declare;
mod diff;
mod erasure;
mod evidence;
mod explain;
mod export;
mod filed;
mod files;
mod fmt;
mod forms;
mod import;
mod incident;
mod init;
mod key;
mod licenses;
mod log;
mod man;
mod new;
mod observe;
mod open;
mod output;
mod page;
mod parties;
mod passphrase;
mod pdf;
mod record;
mod render;
mod schema;
mod show;
mod status;
mod table;
mod targets;
mod template;
mod usage;
mod verify;
mod watch;
mod workers;

use crate::diagnostic::{Language, Severity, Text};
use crate::model::load;
use clap::{ArgAction, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use output::Output;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Exit status, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done, and nothing at or above the bar.
    Clean = 0,
    /// Done, and something is.
    Found = 1,
    /// It could not be done: input unreadable, or wrong usage.
    Failed = 2,
}

/// 付議資料を確かめ、印刷します
///
/// Check and print council submissions
#[derive(Debug, Parser)]
#[command(name = "fugi", disable_version_flag = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// ワークスペース（省略時は、近い上のフォルダの fugi.yaml）。相対の場所は、全てこのフォルダからの場所になる
    ///
    /// The workspace (default: the nearest folder above with a fugi.yaml); every relative path starts from this folder
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// 表示の言語（省略時は ja）
    ///
    /// Language of what is printed (default: ja)
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "ja",
        hide_possible_values = true,
        value_name = "ja|en"
    )]
    lang: Lang,
    /// 色を付けるか（省略時は auto）
    ///
    /// Whether to use colour (default: auto)
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        hide_possible_values = true,
        value_name = "auto|always|never"
    )]
    color: Color,
    /// この日の時点で見る（省略時は今日）
    ///
    /// Look at things as of this day (default: today)
    #[arg(long, global = true, value_parser = clock::day, value_name = "DATE")]
    as_of: Option<chrono::NaiveDate>,
    /// 結果の要約だけを表示する
    ///
    /// Print only the summary
    #[arg(short, long, global = true)]
    quiet: bool,
    /// 版を表示する
    ///
    /// Print the version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

impl Global {
    /// Goes into the workspace that was named, as if the command had been started there, so that every relative path
    /// of the command line lies in it. A watched child was started there by its parent.
    ///
    /// # Errors
    ///
    /// A text that says why the folder cannot be entered.
    fn enter(&self) -> Result<(), Text> {
        match &self.workspace {
            Some(folder) if !watch::is_watched() => std::env::set_current_dir(folder)
                .map_err(|error| load::Error::Unreadable(folder.clone(), error).text()),
            _ => Ok(()),
        }
    }

    pub(crate) fn language(&self) -> Language {
        match self.lang {
            Lang::En => Language::English,
            Lang::Ja => Language::Japanese,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    Ja,
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    Error,
    Warning,
    Info,
}

impl From<Deny> for Severity {
    fn from(deny: Deny) -> Self {
        match deny {
            Deny::Error => Self::Error,
            Deny::Info => Self::Info,
            Deny::Warning => Self::Warning,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 案件を検査する
    ///
    /// Check matters
    Check(check::Arguments),
    /// 二つの年の案件を比べ、変わったことと、再付議が要るかを示す（新旧対照表）
    ///
    /// Compare matters of two years: what changed, and whether it must go back to the council
    Diff(diff::Arguments),
    /// 規則の説明、または、ある役割がある項目を持てる理由・持てない理由を示す
    ///
    /// Explain a rule, or say why a role can or cannot come to hold an item
    Explain(explain::Arguments),
    /// 付議資料と図を書き出す
    ///
    /// Write the submission and its diagrams
    Render(render::Arguments),
    /// 誰が何を取り扱うかなどを表にする
    ///
    /// Show as tables who handles what, and more
    Show(show::Arguments),
    /// 証跡を検証する
    ///
    /// Verify the evidence
    Verify(verify::Arguments),
    /// 証跡を、このプログラムなしで検証できる形で書き出す
    ///
    /// Write out the evidence so that it can be verified without this program
    Export(export::Arguments),
    /// 消去報告・事故報告などの様式を作り、署名し、登載する
    ///
    /// Make, sign and log the forms of erasure reports, incident reports and so on
    Record(record::Arguments),
    /// 消去: 残っている写しを示し、消去完了報告の書き始めを作る
    ///
    /// Erasure: show the copies that are left, and begin the erasure report
    Erasure(erasure::Arguments),
    /// 期限: すべきこと、過ぎたものを、急ぐものから示す
    ///
    /// What is due: what is to be done and what is overdue, the most urgent first
    Status(status::Arguments),
    /// 事故の最初の一時間: 何が漏れ得るか、誰に連絡し、いつまでに報告するかを示す
    ///
    /// The first hour of an incident: what may have leaked, whom to call, and by when to report
    Incident(incident::Arguments),
    /// 鍵を作る・登録する・失効させる
    ///
    /// Make, enrol and revoke keys
    Key(key::Arguments),
    /// 証跡ログを作る・見る・証明する・立会を受ける
    ///
    /// Make, read, prove and witness the log of evidence
    Log(log::Arguments),
    /// ワークスペースを作る
    ///
    /// Make a workspace
    Init(init::Arguments),
    /// 案件の書き始めを作る
    ///
    /// Begin a matter
    New(new::Arguments),
    /// エディタの補完に使う JSON Schema を書き出す
    ///
    /// Write the JSON Schemas that editors complete with
    Schema(schema::Arguments),
    /// YAML の字下げと空行を揃える（内容とコメントは変わらない）
    ///
    /// Lay out YAML: indentation and blank lines (content and comments stay)
    Fmt(fmt::Arguments),
    /// 文書のひな形を書き出す
    ///
    /// Write out the templates of documents
    Template(template::Arguments),
    /// 委託先の監査（年１回の実地検査）の計画、票、取り込み、報告
    ///
    /// Audits of contractors (an inspection a year): plan, sheets, import, report
    Audit(audit::Arguments),
    /// 案件の全てを一つの Excel のブックにし、書いたものを取り込む
    ///
    /// A whole matter as one workbook, and back
    Book(book::Arguments),
    /// 前からある文書（Word）を、案件の下書きにする
    ///
    /// Make the draft of a matter from what was written already (Word)
    Import(import::Arguments),
    /// 法人の一覧を、国税庁の法人番号の一覧と照らし合わせる
    ///
    /// Compare the legal entities with the National Tax Agency's list of corporate numbers
    Parties(parties::Arguments),
    /// 実際のレイアウト（CSV・Excel・固定長）の項目名を、申告した項目と照らし合わせる
    ///
    /// Compare the field names of a real layout (CSV, Excel, fixed length) with the items that were declared
    Observe(observe::Arguments),
    /// ワークスペースをブラウザの画面で開く（この機械の中だけ）
    ///
    /// Open a workspace as pages in the browser, on this machine only
    Open(open::Arguments),
    /// シェルの補完を書き出す
    ///
    /// Write the completions of a shell
    Completions(completions::Arguments),
    /// 手引きの頁（man）を書き出す
    ///
    /// Write the manual pages
    Man(man::Arguments),
    /// 中に含まれるものの使用許諾（ライセンス）を表示する
    ///
    /// Print the licences of everything that is inside
    Licenses(licenses::Arguments),
}

/// Lets a write beyond the limit on the size of files (`ulimit -f`) fail as any other: by itself the signal ends the
/// process without a word (POSIX `setrlimit`).
fn outlive_the_limit_of_files() {
    #[cfg(unix)]
    {
        // Where no handler can be set, the system's own rule stays: the process ends, and no file is half written.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

/// Returns the command line as it is declared, its words in one language: for what describes it.
#[must_use]
pub fn declared(language: Language) -> clap::Command {
    declare::declared(language)
}

/// Runs the command line and returns the exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    outlive_the_limit_of_files();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let english = arguments.windows(2).any(|pair| matches!(pair, [a, b] if a == "--lang" && b == "en"))
        || arguments.iter().any(|argument| argument == "--lang=en");
    let language = if english { Language::English } else { Language::Japanese };
    let parsed = declare::declared(language).try_get_matches_from(arguments).and_then(|mut matches| {
        let cli = Cli::from_arg_matches_mut(&mut matches.clone())?;
        Ok((cli, std::mem::take(&mut matches)))
    });
    let (cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return usage::report(&error, language),
    };
    if let Some(idle) = declare::idle(&cli.global, &matches) {
        return usage::refuse(&idle, language);
    }
    let choice = match cli.global.color {
        Color::Always => anstream::ColorChoice::Always,
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
    let mut output = Output::new(cli.global.language()).read_by(declare::machine(&matches));
    if let Err(error) = cli.global.enter() {
        output.error(&error);
        return ExitCode::from(output.finish(Exit::Failed) as u8);
    }
    let exit = match cli.command {
        Command::Audit(arguments) => audit::run(&cli.global, &arguments, &mut output),
        Command::Book(arguments) => book::run(&cli.global, &arguments, &mut output),
        Command::Check(arguments) => check::run(&cli.global, &arguments, &mut output),
        Command::Completions(arguments) => completions::run(&arguments, &mut output),
        Command::Erasure(arguments) => erasure::run(&cli.global, &arguments, &mut output),
        Command::Status(arguments) => status::run(&cli.global, &arguments, &mut output),
        Command::Diff(arguments) => diff::run(&cli.global, &arguments, &mut output),
        Command::Explain(arguments) => explain::run(&cli.global, &arguments, &mut output),
        Command::Fmt(arguments) => fmt::run(&cli.global, &arguments, &mut output),
        Command::Import(arguments) => import::run(&cli.global, &arguments, &mut output),
        Command::Incident(arguments) => incident::run(&cli.global, &arguments, &mut output),
        Command::Export(arguments) => export::run(&cli.global, &arguments, &mut output),
        Command::Init(arguments) => init::run(&arguments, &mut output),
        Command::Licenses(arguments) => licenses::run(&arguments, &mut output),
        Command::Man(arguments) => man::run(&arguments, &mut output),
        Command::Key(arguments) => key::run(&cli.global, &arguments, &mut output),
        Command::Log(arguments) => log::run(&cli.global, &arguments, &mut output),
        Command::New(arguments) => new::run(&cli.global, &arguments, &mut output),
        Command::Observe(arguments) => observe::run(&cli.global, &arguments, &mut output),
        Command::Open(arguments) => open::run(&cli.global, &arguments, &mut output),
        Command::Parties(arguments) => parties::run(&cli.global, &arguments, &mut output),
        Command::Record(arguments) => record::run(&cli.global, &arguments, &mut output),
        Command::Schema(arguments) => schema::run(&cli.global, &arguments, &mut output),
        Command::Show(arguments) => show::run(&cli.global, &arguments, &mut output),
        Command::Template(arguments) => template::run(&cli.global, &arguments, &mut output),
        Command::Verify(arguments) => verify::run(&cli.global, &arguments, &mut output),
        Command::Render(arguments) => render::run(&cli.global, &arguments, &mut output),
    };
    let exit = output.finish(exit);
    ExitCode::from(exit as u8)
}
