//! A simulated learner whose true memory is known: what the rules of [`Track::after`] were chosen by, and are held to.

use fsrs::CombinedProgressState;

use super::fit::{self, Fit, Progress, Review, Unfit};
use super::guess::Guess;
use super::scheduler::{Grade, Memory, Parameters, Retention, Scheduler};
use super::track::{Answered, Track};
use crate::clock::{Day, Millis};
use crate::rng::Chance;

/// The days that are simulated.
const DAYS: i32 = 180;
/// The questions of the bank, the new ones a day, and the answers a day: due ones go first, new ones take what is left.
const QUESTIONS: usize = 300;
const NEW: usize = 10;
const ANSWERS: usize = 20;
const CHOICES: u8 = 4;

/// Someone who learns: FSRS-6 is their true memory, with parameters of their own.
struct Learner {
    chance: Chance,
    truth: Scheduler,
    /// The memory of each question, and the day on which it was last moved.
    memory: Vec<Option<(Memory, i32)>>,
    /// How often they admit, when they do not know, that they do not: half of the time as a guess.
    honesty: f32,
    /// How often they are right without knowing.
    luck: f32,
}

/// What the learner did with a question.
struct Asked {
    answered: Answered,
    /// The chance with which it would be recalled.
    recall: f32,
    /// It was answered as a guess.
    guess: bool,
}

impl Learner {
    /// Parameters are a tenth or so from the usual ones; one question in five is known beforehand.
    fn new(seed: u64, honesty: f32, luck: f32) -> Self {
        Self::unusual(seed, honesty, luck, 0.1)
    }

    /// Parameters are so far from the usual ones.
    fn unusual(seed: u64, honesty: f32, luck: f32, spread: f32) -> Self {
        let mut chance = Chance::new(seed, "learner");
        let mut values = *Parameters::default().values();
        for value in &mut values {
            *value *= (spread * normal(&mut chance)).exp();
        }
        values[20] = values[20].clamp(0.1, 0.8);
        let truth = Scheduler::new(&Parameters::new(values).unwrap(), Retention::default());
        let mut learner = Self { chance, truth, memory: Vec::new(), honesty, luck };
        learner.memory = (0..QUESTIONS).map(|_| learner.known_beforehand()).collect();
        learner
    }

    fn known_beforehand(&mut self) -> Option<(Memory, i32)> {
        let known = self.happens(0.2);
        let stability = 20.0 * (0.8 * normal(&mut self.chance)).exp();
        let difficulty = 3.0 + 5.0 * uniform(&mut self.chance);
        known.then(|| (Memory { stability, difficulty }, -(self.chance.below(10) as i32)))
    }

    fn happens(&mut self, chance: f32) -> bool {
        uniform(&mut self.chance) < chance
    }

    fn recall(&self, question: usize, day: i32) -> f32 {
        self.memory[question].map_or(0.0, |(memory, last)| self.truth.retrievability(memory, (day - last) as u32))
    }

    /// The mean chance of recall over all questions.
    fn knowledge(&self, day: i32) -> f32 {
        (0..QUESTIONS).map(|question| self.recall(question, day)).sum::<f32>() / QUESTIONS as f32
    }

    /// Answers, and is then shown the passage: what was not recalled is learnt anew, however it was answered. What was
    /// answered wrong comes back until it is right once.
    fn ask(&mut self, question: usize, day: i32) -> Asked {
        let recall = self.recall(question, day);
        let (recalled, lucky) = (self.happens(recall), self.happens(self.luck));
        let (admitted, guess) = (self.happens(self.honesty), self.happens(0.5));
        let (right, sure, guess) = match (recalled, admitted) {
            (true, _) => (true, true, false),
            (false, true) => (guess && lucky, false, guess),
            (false, false) => (lucky, true, false),
        };
        let days = self.memory[question].map_or(0, |(_, last)| (day - last) as u32);
        let grade = if recalled { Grade::Good } else { Grade::Again };
        let mut memory = self.truth.next(self.memory[question].map(|(memory, _)| memory), grade, days);
        if !right {
            memory = self.truth.next(Some(memory), Grade::Good, 0);
        }
        self.memory[question] = Some((memory, day));
        let answered = Answered { day: Day(day), right, sure, choices: CHOICES, took: Millis(0) };
        Asked { answered, recall, guess }
    }
}

/// 0 to 1.
fn uniform(chance: &mut Chance) -> f32 {
    chance.below(1 << 24) as f32 / (1 << 24) as f32
}

/// Mean 0, deviation 1, near enough.
fn normal(chance: &mut Chance) -> f32 {
    (0..12).map(|_| uniform(chance)).sum::<f32>() - 6.0
}

/// How answers are taken: ibid's way and those that it was chosen from.
#[derive(Clone, Copy)]
enum Rules {
    Ours,
    /// Right is Good, whatever else.
    RightIsGood,
    /// Ours, but intervals are for the desired retention and not raised for guessing.
    NotRaised,
    /// Ours, but a first right answer is Good.
    NoPretest,
    /// Ours, but right as a guess is Again.
    GuessIsAgain,
}

impl Rules {
    fn take(
        self,
        track: Option<&Track>,
        scheduler: &Scheduler,
        answered: &Answered,
        guess: f32,
    ) -> (Track, super::Step) {
        let good = if answered.right { Grade::Good } else { Grade::Again };
        match self {
            Self::NotRaised => Track::after(track, scheduler, answered, 0.0),
            Self::RightIsGood => Track::graded(track, scheduler, answered, 0.0, Some(good)),
            Self::NoPretest if track.is_none() && answered.sure => {
                Track::graded(track, scheduler, answered, guess, Some(good))
            }
            Self::GuessIsAgain if answered.right && !answered.sure => {
                Track::graded(track, scheduler, answered, guess, Some(Grade::Again))
            }
            _ => Track::after(track, scheduler, answered, guess),
        }
    }
}

/// Who is asked.
#[derive(Clone, Copy)]
enum Way<'a> {
    /// What is due, the most forgotten first, then new ones, at most so many a day.
    Study(usize),
    /// Any, so many each day.
    Random(&'a [usize]),
    /// New ones and those last answered wrong, then any, so many each day.
    Missed(&'a [usize]),
}

/// What came of it.
#[derive(Default)]
struct Outcome {
    /// The answers of each day.
    load: Vec<usize>,
    /// The true chance of recall at each answer to a question that has a memory.
    recall: Vec<f32>,
    /// The true share of the bank that is known at the end, and the share that is shown.
    knowledge: f32,
    shown: f32,
    histories: Vec<Vec<Review>>,
}

fn run(mut learner: Learner, rules: Rules, way: Way) -> Outcome {
    let scheduler = Scheduler::new(&Parameters::default(), Retention::default());
    let mut tracks: Vec<Option<Track>> = vec![None; QUESTIONS];
    let mut outcome = Outcome { histories: vec![Vec::new(); QUESTIONS], ..Outcome::default() };
    let mut guess = Guess::default();
    for day in 0..DAYS {
        let list = pick(&mut learner.chance, &tracks, &scheduler, way, day);
        outcome.load.push(list.len());
        for question in list {
            let asked = learner.ask(question, day);
            let chance = guess.chance(CHOICES);
            let (track, step) = rules.take(tracks[question].as_ref(), &scheduler, &asked.answered, chance);
            tracks[question] = Some(track);
            outcome.recall.extend(step.predicted.map(|_| asked.recall));
            let review = |grade| Review { grade, day: Day(day), days: step.days };
            outcome.histories[question].extend(step.grade.map(review));
            if asked.guess {
                guess.add(CHOICES, asked.answered.right);
            }
        }
    }
    let shown = tracks.iter().flatten().map(|track| track.known(&scheduler, Day(DAYS))).sum::<f32>();
    Outcome { knowledge: learner.knowledge(DAYS), shown: shown / QUESTIONS as f32, ..outcome }
}

fn pick(chance: &mut Chance, tracks: &[Option<Track>], scheduler: &Scheduler, way: Way, day: i32) -> Vec<usize> {
    let mut all: Vec<usize> = (0..QUESTIONS).collect();
    chance.shuffle(&mut all);
    let of = |test: &dyn Fn(&Track) -> bool| -> Vec<usize> {
        all.iter().copied().filter(|&question| tracks[question].as_ref().is_some_and(test)).collect()
    };
    let new = all.iter().copied().filter(|&question| tracks[question].is_none()).take(NEW);
    match way {
        Way::Study(most) => {
            let mut due = of(&|track| track.due <= Day(day));
            let recall = |&question: &usize| tracks[question].map_or(0.0, |track| track.recall(scheduler, Day(day)));
            due.sort_by(|a, b| recall(a).total_cmp(&recall(b)));
            due.into_iter().chain(new).take(most).collect()
        }
        Way::Random(load) => all.iter().copied().take(load[day as usize]).collect(),
        Way::Missed(load) => {
            let (missed, others) = (of(&|track| !track.last_right), of(&|track| track.last_right));
            new.chain(missed).chain(others).take(load[day as usize]).collect()
        }
    }
}

fn mean(values: impl IntoIterator<Item = f32>) -> f32 {
    let (sum, count) = values.into_iter().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// Someone who admits half of the time that they do not know, and guesses at one in four.
fn half_honest(seed: u64) -> Learner {
    Learner::new(seed, 0.5, 0.25)
}

#[test]
fn recall_at_review_is_what_was_desired_however_honest_the_learner() {
    for honesty in [0.0, 0.5, 1.0] {
        let runs = (0..3).map(|seed| run(Learner::new(seed, honesty, 0.25), Rules::Ours, Way::Study(ANSWERS)));
        let recall = mean(runs.flat_map(|outcome| outcome.recall));
        assert!((recall - 0.9).abs() < 0.02, "honesty {honesty}: {recall}");
    }
}

#[test]
fn the_load_is_flat_after_the_first_weeks() {
    let load = run(half_honest(1), Rules::Ours, Way::Study(ANSWERS)).load;
    let weeks: Vec<usize> = load.chunks(7).map(|week| week.iter().sum()).collect();
    let full = 7 * ANSWERS;
    assert!(weeks[2..20].iter().all(|week| (full * 9 / 10..=full).contains(week)), "{weeks:?}");
    // Without a limit too, no day is a mountain: once all questions are met, the load is never again half of what it was.
    let free = run(half_honest(1), Rules::Ours, Way::Study(usize::MAX)).load;
    let months: Vec<usize> = free.chunks(30).map(|month| month.iter().sum()).collect();
    assert!(months[2..].iter().all(|&month| month < months[0] / 2), "{months:?}");
    let peak = free[60..].chunks(30).all(|month| month.iter().max() <= Some(&(3 * month.iter().sum::<usize>() / 30)));
    assert!(peak, "{free:?}");
}

#[test]
fn study_leaves_more_known_than_as_many_answers_at_random_or_to_what_was_missed() {
    let (mut known, mut shown) = (Vec::new(), Vec::new());
    for seed in 0..3 {
        let ours = run(half_honest(seed), Rules::Ours, Way::Study(ANSWERS));
        let random = run(half_honest(seed), Rules::Ours, Way::Random(&ours.load)).knowledge;
        let missed = run(half_honest(seed), Rules::Ours, Way::Missed(&ours.load)).knowledge;
        assert!(ours.knowledge > random + 0.02 && ours.knowledge > missed + 0.02, "{random} {missed}");
        known.push(ours.knowledge);
        shown.push(ours.shown);
    }
    let (known, shown) = (mean(known), mean(shown));
    assert!((shown - known).abs() < 0.02, "{shown} is shown as known, and {known} is");
}

#[test]
fn weak_distractors_are_seen_and_do_not_spoil_the_schedule() {
    let runs = (0..2).map(|seed| run(Learner::new(seed, 0.5, 0.5), Rules::Ours, Way::Study(ANSWERS)));
    let recall = mean(runs.flat_map(|outcome| outcome.recall));
    assert!((recall - 0.9).abs() < 0.02, "{recall}");
}

/// Someone whose memory is not like most people's.
fn unusual(seed: u64) -> Learner {
    Learner::unusual(seed, 0.5, 0.25, 0.3)
}

#[test]
fn a_fit_tells_better_what_it_did_not_see() {
    let seen = run(unusual(1), Rules::Ours, Way::Study(usize::MAX)).histories;
    let unseen = run(unusual(1), Rules::NotRaised, Way::Study(usize::MAX)).histories;
    let (usual, progress) = (Parameters::default(), Progress::default());
    let Fit { parameters, reviews, before, after } = fit::fit(&seen, &usual, &progress).unwrap();
    assert!(reviews > fit::ENOUGH && after < before, "{reviews} reviews: {before}, then {after}");
    let (before, after) = (fit::log_loss(&unseen, &usual), fit::log_loss(&unseen, &parameters));
    assert!(after < before, "{before}, then {after}");
    assert!((progress.share() - 1.0).abs() < 1e-6);
}

#[test]
fn a_fit_says_when_there_is_too_little_and_stops_when_told() {
    let histories = run(unusual(1), Rules::Ours, Way::Study(usize::MAX)).histories;
    let reviews = histories[..20].iter().map(|history| history.len().saturating_sub(1)).sum();
    let (usual, progress) = (Parameters::default(), Progress::default());
    assert_eq!(fit::fit(&histories[..20], &usual, &progress), Err(Unfit::TooLittle { reviews, needed: fit::ENOUGH }));
    progress.stop();
    assert_eq!(fit::fit(&histories, &usual, &progress), Err(Unfit::Stopped));
}

/// The tables of `docs/study.md`. The last digits hang on how a machine computes powers.
#[test]
#[ignore = "slow, and its digits are those of one machine"]
fn the_figures_of_the_docs_are_current() {
    let docs = include_str!("../../docs/study.md");
    let mut lines = Vec::new();
    let all = || (0..20).map(half_honest);
    for (name, rules) in [
        ("right is Good, nothing else", Rules::RightIsGood),
        ("ibid's, aim not raised", Rules::NotRaised),
        ("ibid's, first right answer Good", Rules::NoPretest),
        ("ibid's, right as a guess Again", Rules::GuessIsAgain),
        ("ibid's", Rules::Ours),
    ] {
        let runs: Vec<Outcome> = all().map(|learner| run(learner, rules, Way::Study(usize::MAX))).collect();
        let recall = mean(runs.iter().flat_map(|outcome| outcome.recall.iter().copied()));
        let answers = mean(runs.iter().map(|outcome| outcome.load.iter().sum::<usize>() as f32));
        let (known, shown) = (mean(runs.iter().map(|run| run.knowledge)), mean(runs.iter().map(|run| run.shown)));
        lines.push(format!("| {name} | {recall:.3} | {answers:.0} | {known:.3} | {shown:.3} |"));
    }
    for (name, honesty, luck) in [
        ("never admits a guess", 0.0, 0.25),
        ("always admits it", 1.0, 0.25),
        ("weak distractors: right one time in two", 0.5, 0.5),
        ("weak distractors, never admits a guess", 0.0, 0.5),
    ] {
        let runs = (0..20).map(|seed| run(Learner::new(seed, honesty, luck), Rules::Ours, Way::Study(usize::MAX)));
        let runs: Vec<Outcome> = runs.collect();
        let recall = mean(runs.iter().flat_map(|outcome| outcome.recall.iter().copied()));
        let (known, shown) = (mean(runs.iter().map(|run| run.knowledge)), mean(runs.iter().map(|run| run.shown)));
        lines.push(format!("| {name} | {recall:.3} | {known:.3} | {shown:.3} |"));
    }
    let ours: Vec<Outcome> = all().map(|learner| run(learner, Rules::Ours, Way::Study(ANSWERS))).collect();
    let others = |way: fn(&[usize]) -> Way| {
        mean(all().zip(&ours).map(|(learner, ours)| run(learner, Rules::Ours, way(&ours.load)).knowledge))
    };
    let (random, missed) = (others(|load| Way::Random(load)), others(|load| Way::Missed(load)));
    let recall = mean(ours.iter().flat_map(|outcome| outcome.recall.iter().copied()));
    lines.push(format!("| study | {:.3} | {recall:.3} |", mean(ours.iter().map(|run| run.knowledge))));
    lines.push(format!("| random practice | {random:.3} | |\n| missed-only practice | {missed:.3} | |"));
    let week = |at: usize| mean(ours.iter().map(|run| run.load[7 * at..7 * at + 7].iter().sum::<usize>() as f32)) / 7.0;
    let weeks: Vec<String> = [1, 2, 4, 8, 12, 16, 20, 22, 25].map(|at| format!("{:.1}", week(at - 1))).into();
    lines.push(format!("| answers a day | {} |", weeks.join(" | ")));
    for (name, spread) in [("most people's", 0.1), ("unusual", 0.3)] {
        let gains: Vec<String> = [200, 400, 1_000, 2_000].map(|reviews| gain(spread, reviews)).into();
        lines.push(format!("| {name} | {} |", gains.join(" | ")));
    }
    let missing: Vec<&String> = lines.iter().filter(|line| !docs.contains(line.as_str())).collect();
    assert!(missing.is_empty(), "not in docs/study.md:\n{}", lines.join("\n"));
}

/// By how much the log loss over a learner's other reviews changes when parameters are fitted to their first ones, over
/// learners whose parameters are so far from the usual ones.
fn gain(spread: f32, reviews: usize) -> String {
    let learner = |seed| Learner::unusual(seed, 0.5, 0.25, spread);
    let change = |seed| {
        let seen = run(learner(seed), Rules::Ours, Way::Study(usize::MAX)).histories;
        let other = run(learner(seed), Rules::NotRaised, Way::Study(usize::MAX)).histories;
        let mut days: Vec<Day> =
            seen.iter().flat_map(|history| history.iter().skip(1)).map(|review| review.day).collect();
        days.sort_unstable();
        let last = days[reviews.min(days.len() - 1)];
        let first: Vec<&[Review]> =
            seen.iter().map(|history| &history[..history.partition_point(|review| review.day < last)]).collect();
        let fitted = fit::compute(&first, &CombinedProgressState::new_shared()).unwrap();
        (fit::log_loss(&other, &fitted) - fit::log_loss(&other, &Parameters::default())) as f32
    };
    format!("{:+.4}", mean((0..20).map(change)))
}
