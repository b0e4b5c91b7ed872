//! Work on many things at once, on threads that are not those of the pool (rayon) which the work itself uses.
//!
//! A thread of the pool that waits for a part of its work takes up other work of the pool in the meantime. Were the
//! matters of a run that other work, each would be begun inside another, and all would be in memory at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Bytes of a thread's stack: as much as the first thread has.
const STACK: usize = 8 * 1024 * 1024;

/// Does `work` with each of `all`, on as many threads as the pool has; returns what came of it, in their order.
pub(in crate::cli) fn each<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(index) else { return done };
            done.push((index, work(one)));
        }
    };
    let others = rayon::current_num_threads().min(all.len()).saturating_sub(1);
    let mut done = thread::scope(|scope| {
        // A thread that cannot be had is no loss: the others do its work.
        let others: Vec<_> = (0..others)
            .filter_map(|_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take).ok())
            .collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(theirs) => done.extend(theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;
    use std::sync::atomic::AtomicIsize;

    #[test]
    fn results_stand_in_order_and_no_work_begins_inside_another() {
        let at_once = AtomicIsize::new(0);
        let all: Vec<usize> = (0..200).collect();
        let results = each(&all, |one| {
            let now = at_once.fetch_add(1, Ordering::SeqCst) + 1;
            assert!(now <= rayon::current_num_threads() as isize);
            let sum: usize = (0..100_usize).into_par_iter().map(|part| part * one).sum();
            at_once.fetch_sub(1, Ordering::SeqCst);
            sum
        });
        assert_eq!(results, all.iter().map(|one| one * 4950).collect::<Vec<_>>());
        assert!(each(&[] as &[u8], |one| *one).is_empty());
    }
}
