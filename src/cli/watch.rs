//! Runs with templates and fonts of a ward in a child process that is watched.
//!
//! What is built in is known to end. A ward's own template is a program, and a damaged font can make its reader ask for
//! any amount of memory: neither can be bounded from inside without giving up on what they may do. So the same command
//! runs in a child, whose memory and time the parent looks at while it waits, and which it ends.

use super::Exit;
use super::output::Output;
use super::render::templates;
use crate::diagnostic::Text;
use crate::text;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What a child may take.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// The most memory that it may hold, in bytes.
    memory: u64,
    /// The longest that it may run.
    time: Duration,
}

/// The most that is given for each paper.
const LIMITS: Limits = Limits { memory: 1 << 30, time: Duration::from_secs(60) };

/// How long the parent sleeps between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// The most that is kept of what a child says to standard error, in bytes.
const SAID: u64 = 1 << 20;

/// Tells a child that it is watched.
const MARK: &str = "FUGI_WATCHED";

/// What a run uses that is not built in.
#[derive(Debug)]
pub(crate) struct Foreign<'a> {
    /// The folder of templates that was named.
    pub(crate) templates: Option<&'a Path>,
    /// The workspace, which may hold templates.
    pub(crate) root: &'a Path,
    /// Folders of fonts.
    pub(crate) fonts: &'a [PathBuf],
    /// How many papers are printed.
    pub(crate) papers: usize,
}

/// Runs the command of this process in a watched child, where it uses anything that is not built in; nothing where it
/// does not, or where this process is that child.
pub(crate) fn run(foreign: &Foreign<'_>, output: &mut Output) -> Option<Exit> {
    let is_foreign = !foreign.fonts.is_empty() || templates::are_own(foreign.templates, foreign.root);
    if !is_foreign || is_watched() {
        return None;
    }
    let papers = u32::try_from(foreign.papers).unwrap_or(u32::MAX).max(1);
    let limits = Limits { time: LIMITS.time.saturating_mul(papers), ..LIMITS };
    Some(match watched(limits) {
        Ok((Ended::Exit(exit), said)) => {
            output.pass_on(&said);
            exit
        }
        Ok((ended, _)) => {
            output.error(&ended.text());
            Exit::Failed
        }
        Err(error) => {
            output.error(&text!(
                "ひな形と字体を別のプロセスで扱えません（{error}）。権限と空きメモリを確かめるか、区のひな形（--template-dir、templates/）と字体（--font-dir）を使わずに実行してください",
                "templates and fonts cannot be used in a process of their own ({error}); check rights and memory, or run without templates (--template-dir, templates/) and fonts (--font-dir) of your own"
            ));
            Exit::Failed
        }
    })
}

/// Returns whether this process is a child that is watched: the mark names its parent, so that one that was left in the
/// environment lifts no limit.
pub(crate) fn is_watched() -> bool {
    let Some(mark) = std::env::var_os(MARK) else { return false };
    #[cfg(unix)]
    return mark.to_str() == Some(std::os::unix::process::parent_id().to_string().as_str());
    #[cfg(not(unix))]
    !mark.is_empty()
}

/// How a child ended.
#[derive(Debug)]
enum Ended {
    Exit(Exit),
    /// By itself, and not as a command ends: out of memory, or of stack.
    Crashed,
    TooLarge(u64),
    TooLong(Duration),
}

impl Ended {
    fn of(status: ExitStatus) -> Self {
        match status.code() {
            Some(0) => Self::Exit(Exit::Clean),
            Some(1) => Self::Exit(Exit::Found),
            Some(2) => Self::Exit(Exit::Failed),
            _ => Self::Crashed,
        }
    }

    fn text(&self) -> Text {
        let (why_ja, why_en) = match self {
            Self::TooLong(limit) => {
                let seconds = limit.as_secs();
                (format!("{seconds} 秒で終わりませんでした"), format!("it did not end within {seconds} s"))
            }
            Self::TooLarge(most) => {
                let most = most >> 20;
                (format!("メモリが {most} MB を超えました"), format!("it took more than {most} MB of memory"))
            }
            Self::Crashed | Self::Exit(_) => {
                ("異常終了しました".to_owned(), "it ended abnormally".to_owned())
            }
        };
        text!(
            "区のひな形か字体の処理を打ち切りました（{why_ja}）。繰り返しの終わらないひな形（--template-dir、templates/）か、壊れた字体（--font-dir）がないか、一つずつ外して確かめてください",
            "a template or font of your own was given up ({why_en}); leave them out one by one (--template-dir, templates/, --font-dir) to find a loop without an end, or a damaged font"
        )
    }
}

/// Runs the same command line again; returns how it ended and what it said to standard error.
fn watched(limits: Limits) -> std::io::Result<(Ended, String)> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(MARK, std::process::id().to_string())
        .stderr(Stdio::piped())
        .spawn()?;
    let said = child.stderr.take();
    // Read beside the watch: a child whose words nobody reads would wait for ever.
    let reading = std::thread::spawn(move || {
        let mut kept = Vec::new();
        if let Some(mut said) = said {
            // What it says beyond that is read and dropped. What cannot be read was not said.
            drop(said.by_ref().take(SAID).read_to_end(&mut kept));
            drop(std::io::copy(&mut said, &mut std::io::sink()));
        }
        kept
    });
    let ended = wait(&mut child, limits);
    let said = reading.join().unwrap_or_default();
    Ok((ended?, String::from_utf8_lossy(&said).into_owned()))
}

fn wait(child: &mut Child, limits: Limits) -> std::io::Result<Ended> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::of(status));
        }
        let over = if memory(child.id()).is_some_and(|held| held > limits.memory) {
            Some(Ended::TooLarge(limits.memory))
        } else if started.elapsed() > limits.time {
            Some(Ended::TooLong(limits.time))
        } else {
            None
        };
        if let Some(over) = over {
            child.kill()?;
            child.wait()?;
            return Ok(over);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Returns how much memory a process holds, in bytes; nothing where the system does not say.
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    /// Runs a shell under limits; whatever its script would go on to do, it is not there any more afterwards.
    fn under(limits: Limits, script: &str) -> Ended {
        let mut child = Command::new("sh").args(["-c", script]).stdout(Stdio::null()).spawn().unwrap();
        let ended = wait(&mut child, limits).unwrap();
        assert!(child.try_wait().unwrap().is_some(), "{script}: it still runs");
        ended
    }

    #[test]
    fn what_does_not_end_is_ended_and_says_so() {
        let limits = Limits { time: Duration::from_millis(200), ..LIMITS };
        let ended = under(limits, "while :; do :; done");
        assert!(matches!(ended, Ended::TooLong(_)), "{ended:?}");
        assert!(Ended::TooLong(LIMITS.time).text().ja.contains("60 秒で終わりませんでした"));
    }

    #[test]
    fn what_takes_too_much_is_ended_and_says_so() {
        if memory(std::process::id()).is_none() {
            // This system does not say how much a process holds.
            return;
        }
        let limits = Limits { memory: 32 << 20, time: LONG };
        let ended = under(limits, "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done");
        assert!(matches!(ended, Ended::TooLarge(_)), "{ended:?}");
        assert!(Ended::TooLarge(LIMITS.memory).text().en.contains("more than 1024 MB"));
    }

    #[test]
    fn what_ends_by_itself_ends_as_it_did() {
        let limits = Limits { time: LONG, ..LIMITS };
        for (script, wanted) in [("exit 0", Exit::Clean), ("exit 1", Exit::Found), ("exit 2", Exit::Failed)] {
            let ended = under(limits, script);
            assert!(matches!(ended, Ended::Exit(exit) if exit == wanted), "{script}: {ended:?}");
        }
        for script in ["kill -KILL $$", "exit 101"] {
            assert!(matches!(under(limits, script), Ended::Crashed), "{script}");
        }
    }
}
