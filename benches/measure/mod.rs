//! What a whole process takes: wall time as its parent sees it, and its peak memory.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run of a process took.
pub(crate) struct Figure {
    pub(crate) wall: Duration,
    pub(crate) peak_kb: u64,
}

/// Runs a command to its end and returns wall time and peak memory (the kernel's account of the child, without
/// its own children).
pub(crate) fn process(command: &mut Command) -> Figure {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The peak is read while the child is a zombie: /proc keeps VmHWM only while it lives, so it is polled.
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    let wall = loop {
        if let Ok(text) = fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM:"))
        {
            peak_kb = line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(peak_kb);
        }
        if child.try_wait().unwrap().is_some() {
            break start.elapsed();
        }
        std::thread::sleep(Duration::from_micros(200));
    };
    Figure { wall, peak_kb }
}

/// Returns the median of several durations.
pub(crate) fn median(mut runs: Vec<Duration>) -> Duration {
    runs.sort_unstable();
    runs[runs.len() / 2]
}

/// Runs something once to warm the disk, then so many times; returns the median time and the highest peak.
pub(crate) fn several(runs: usize, mut run: impl FnMut() -> Figure) -> Figure {
    run();
    let figures: Vec<Figure> = (0..runs).map(|_| run()).collect();
    Figure {
        wall: median(figures.iter().map(|figure| figure.wall).collect()),
        peak_kb: figures.iter().map(|figure| figure.peak_kb).max().unwrap_or(0),
    }
}
