//! Work on many things at once, its results in their order.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The most threads.
const MOST: usize = 8;

/// What `work` gives for each chunk of `count` things, in order. Few things are done on this thread.
pub fn map<T: Send>(count: usize, chunk: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let chunks = count.div_ceil(chunk.max(1));
    let range = |n: usize| n * chunk..((n + 1) * chunk).min(count);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST).min(chunks);
    if threads < 2 {
        return (0..chunks).map(|n| work(range(n))).collect();
    }
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, T)> = Vec::with_capacity(chunks);
    thread::scope(|scope| {
        let worker = || {
            let mut mine = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= chunks {
                    return mine;
                }
                mine.push((n, work(range(n))));
            }
        };
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        for handle in handles {
            match handle.join() {
                Ok(mine) => done.extend(mine),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    done.sort_unstable_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, it)| it).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_order_and_nothing_is_left_out() {
        for count in [0, 1, 9, 10, 1001] {
            let parts = super::map(count, 10, Iterator::collect::<Vec<_>>);
            assert_eq!(parts.concat(), (0..count).collect::<Vec<_>>());
        }
    }
}
