//! `ibid study --optimize`: the schedule fitted to the person.

use std::io::{self, IsTerminal as _, Write};
use std::thread;
use std::time::Duration;

use super::Exit;
use crate::clock::{Moment, Stamps};
use crate::memory::{Progress, fit};
use crate::session::{Record, What};
use crate::store::Store;

/// How often progress is told on a terminal.
const BEAT: Duration = Duration::from_millis(200);

/// Fits the schedule to the answers so far, and keeps the fit where it tells better what is recalled than the schedule
/// so far does.
///
/// # Errors
/// When there is too little to fit, or the store cannot be read or written.
pub fn optimize(mut store: Store, mut stamps: Stamps, now: Moment) -> anyhow::Result<Exit> {
    let (reviews, parameters) = (store.reviews()?, store.parameters()?);
    let progress = Progress::default();
    let fitted = thread::scope(|scope| {
        let work = scope.spawn(|| fit(&reviews, &parameters, &progress));
        let mut told = false;
        while io::stderr().is_terminal() && !work.is_finished() {
            // A terminal that is gone stops nothing.
            let _ = write!(io::stderr(), "\rFitting the schedule to your answers: {:>3.0} %", progress.share() * 100.0);
            told = true;
            thread::sleep(BEAT);
        }
        if told {
            let _ = writeln!(io::stderr());
        }
        work.join()
    });
    let Ok(fitted) = fitted else { anyhow::bail!("the fit broke off; the schedule stays as it was") };
    let fitted = fitted?;
    let mut out = io::stdout().lock();
    let figures =
        format!("log loss {:.4} before, {:.4} after, over {} reviews", fitted.before, fitted.after, fitted.reviews);
    if fitted.better() {
        let what = What::Fit { parameters: Box::new(fitted.parameters) };
        store.append(&[Record { stamp: stamps.next(now), sitting: None, what }])?;
        writeln!(out, "The schedule is now fitted to you: {figures}.")?;
    } else {
        writeln!(out, "The schedule so far tells better what you recall, and stays: {figures}.")?;
    }
    Ok(Exit::Finished)
}
