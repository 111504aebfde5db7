//! Who is asked in study, and in what order.

use std::collections::{BTreeMap, VecDeque};

use super::form::Options;
use super::history::History;
use crate::bank::Library;
use crate::clock::{Day, Millis};
use crate::id::{BankId, QuestionRef};
use crate::rng::Chance;

/// A question that is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The question.
    pub question: QuestionRef,
    /// The chance that it is still recalled, 0 to 1.
    pub recall: f32,
}

/// What study has to ask on a person's day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agenda {
    /// The day.
    pub day: Day,
    /// What is due, of the banks that are open.
    pub due: Vec<Due>,
    /// What was answered of each bank on this day.
    pub done: BTreeMap<BankId, Done>,
    /// The limits of the banks that have their own: these do not count for the others'.
    pub own: BTreeMap<BankId, Limits>,
    /// Questions of the open banks that were answered so often that something is known of them.
    pub tracked: usize,
    /// The sum of what can be taken as known of each, 0 to 1.
    pub known: f32,
    /// How long an answer takes on the whole; none when nothing was answered yet.
    pub pace: Option<Millis>,
}

/// What was answered of a bank on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Questions that were answered for the first time.
    pub fresh: usize,
    /// Questions that were answered again.
    pub reviewed: usize,
}

impl Agenda {
    /// What is left of a day's limits.
    #[must_use]
    pub fn left(&self, limits: Limits) -> Left {
        let less = |limits: Limits, done: Done| Limits {
            new: limits.new.saturating_sub(done.fresh),
            reviews: limits.reviews.saturating_sub(done.reviewed),
        };
        let done = |bank: &BankId| self.done.get(bank).copied().unwrap_or_default();
        let others = self.done.iter().filter(|(bank, _)| !self.own.contains_key(bank));
        let others = others.fold(Done::default(), |all, (_, done)| Done {
            fresh: all.fresh + done.fresh,
            reviewed: all.reviewed + done.reviewed,
        });
        let own = self.own.iter().map(|(bank, &limits)| (bank.clone(), less(limits, done(bank)))).collect();
        Left { general: less(limits, others), own }
    }

    /// How many questions study offers of these banks, due and new.
    #[must_use]
    pub fn offered(&self, limits: Limits, library: &Library, history: &History) -> (usize, usize) {
        let mut unasked: BTreeMap<&BankId, usize> =
            (library.banks().iter()).map(|bank| (&bank.head().id, bank.len())).collect();
        for (bank, totals) in history.totals() {
            if let Some(left) = unasked.get_mut(bank) {
                *left = left.saturating_sub(totals.asked);
            }
        }
        self.offer(limits, unasked.into_iter().map(|(bank, questions)| (bank.clone(), questions)))
    }

    /// About how many minutes so many questions take, going by how long an answer took so far.
    #[must_use]
    pub fn minutes(&self, questions: usize) -> Option<i64> {
        let pace = self.pace.filter(|_| questions > 0)?;
        Some(((questions as i64).saturating_mul(pace.0) / 60_000).max(1))
    }

    /// How many questions study offers: those that are due, and new ones of the banks that have so many.
    pub fn offer(&self, limits: Limits, unasked: impl IntoIterator<Item = (BankId, usize)>) -> (usize, usize) {
        let mut left = self.left(limits);
        let due = self.due.iter().filter(|due| left.take_due(&due.question.bank)).count();
        let new = unasked.into_iter().map(|(bank, questions)| {
            let left = left.of(&bank);
            let new = questions.min(left.new).min(left.reviews);
            (left.new, left.reviews) = (left.new - new, left.reviews - new); // no more than either
            new
        });
        let new = new.sum();
        (due, new)
    }
}

/// What is left of a day's limits: of those of most banks together, and of those of banks that have their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Of the limits that most banks share.
    pub general: Limits,
    /// Of the limits of the banks that have their own.
    pub own: BTreeMap<BankId, Limits>,
}

impl From<Limits> for Left {
    fn from(general: Limits) -> Self {
        Self { general, own: BTreeMap::new() }
    }
}

impl Left {
    fn of(&mut self, bank: &BankId) -> &mut Limits {
        self.own.get_mut(bank).unwrap_or(&mut self.general)
    }

    fn take_due(&mut self, bank: &BankId) -> bool {
        let left = self.of(bank);
        let some = left.reviews > 0;
        left.reviews = left.reviews.saturating_sub(1);
        some
    }

    fn allows_new(&mut self, bank: &BankId) -> bool {
        let left = self.of(bank);
        left.new > 0 && left.reviews > 0
    }

    fn take_new(&mut self, bank: &BankId) {
        let left = self.of(bank);
        (left.new, left.reviews) = (left.new.saturating_sub(1), left.reviews.saturating_sub(1));
    }

    /// Whether no bank may ask anything new.
    fn is_spent(&self) -> bool {
        self.own.values().chain([&self.general]).all(|left| left.new == 0 || left.reviews == 0)
    }
}

/// What may still be asked today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Questions that were never asked.
    pub new: usize,
    /// Questions that are due; new ones take the room that these leave.
    pub reviews: usize,
}

/// The questions of a study sitting over these banks, in their order: what is due and passes, and new questions in an
/// order of chance.
#[must_use]
pub fn of(library: &Library, options: &Options, history: &History, agenda: &Agenda, left: Left) -> Vec<QuestionRef> {
    let mut positions: Vec<usize> = (0..library.len()).collect();
    Chance::new(options.seed, "questions").shuffle(&mut positions);
    let drawn = |id: &QuestionRef| library.ask(library.position(id)?, false)?.ok();
    let passes =
        |id: &QuestionRef| drawn(id).is_some_and(|drawn| options.filter.admits(&drawn.id, &drawn.question, history));
    let new = positions.into_iter().filter_map(|position| library.id(position));
    let new = new.filter(|id| {
        let past = history.of(id);
        !past.asked && !past.suspended && past.buried <= agenda.day
    });
    order(agenda.due.clone(), new, left, passes, |id| {
        let drawn = drawn(id)?;
        let first = drawn.question.citations.first()?;
        Some((first.document.clone(), first.exact.clone()))
    })
}

/// The order of a study sitting: what is likeliest forgotten first, new questions spread evenly among the others, and no
/// two questions of one passage in a row where others can stand between. `new` may be endless; no more of it is taken
/// than the limits, and of those only what passes.
#[must_use]
pub fn order<P: PartialEq>(
    mut due: Vec<Due>,
    new: impl IntoIterator<Item = QuestionRef>,
    left: impl Into<Left>,
    passes: impl Fn(&QuestionRef) -> bool,
    passage: impl Fn(&QuestionRef) -> Option<P>,
) -> Vec<QuestionRef> {
    let mut left: Left = left.into();
    due.sort_by(|a, b| a.recall.total_cmp(&b.recall).then_with(|| a.question.cmp(&b.question)));
    // What the limits leave no room for is not even read.
    due.retain(|due| {
        let bank = &due.question.bank;
        left.of(bank).reviews > 0 && passes(&due.question) && left.take_due(bank)
    });
    // New ones take the room that these leave: without this the work of a day would grow with every question begun.
    let (mut fresh, mut new) = (Vec::new(), new.into_iter());
    while !left.is_spent()
        && let Some(question) = new.next()
    {
        if left.allows_new(&question.bank) && passes(&question) {
            left.take_new(&question.bank);
            fresh.push(question);
        }
    }
    apart(spread(due.into_iter().map(|due| due.question).collect(), fresh), passage)
}

/// Two lists as one, the second spread evenly in the first.
fn spread(first: Vec<QuestionRef>, second: Vec<QuestionRef>) -> Vec<QuestionRef> {
    let all = first.len() + second.len();
    let (many, few) = (first.len().max(1), second.len());
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut out = Vec::with_capacity(all);
    let mut owed = 0;
    while out.len() < all {
        out.extend(first.next());
        owed += few;
        while owed >= many {
            owed -= many;
            out.extend(second.next());
        }
        if first.len() == 0 {
            out.extend(second.by_ref());
        }
    }
    out
}

/// The same with neighbours of one passage moved apart: each takes the next place that it fits.
fn apart<P: PartialEq>(order: Vec<QuestionRef>, passage: impl Fn(&QuestionRef) -> Option<P>) -> Vec<QuestionRef> {
    let mut waiting: VecDeque<(QuestionRef, Option<P>)> = order
        .into_iter()
        .map(|question| {
            let passage = passage(&question);
            (question, passage)
        })
        .collect();
    let mut out = Vec::with_capacity(waiting.len());
    let mut last: Option<P> = None;
    while !waiting.is_empty() {
        let fits = |passage: &Option<P>| passage.is_none() || *passage != last;
        let at = waiting.iter().position(|(_, passage)| fits(passage)).unwrap_or(0);
        if let Some((question, passage)) = waiting.remove(at) {
            out.push(question);
            last = passage;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{BankId, QuestionId};

    fn named(name: &str) -> QuestionRef {
        QuestionRef { bank: BankId::new("b").unwrap(), question: QuestionId::new(name).unwrap() }
    }

    fn due(name: &str, recall: f32) -> Due {
        Due { question: named(name), recall }
    }

    fn names(order: &[QuestionRef]) -> Vec<&str> {
        order.iter().map(|question| question.question.as_str()).collect()
    }

    const ALL: Limits = Limits { new: 100, reviews: 100 };

    #[test]
    fn what_is_likeliest_forgotten_comes_first_and_new_ones_between() {
        let due = vec![due("a", 0.9), due("b", 0.2), due("c", 0.5), due("d", 0.7)];
        let order = order(due, [named("x"), named("y")], ALL, |_| true, |_| None::<u8>);
        assert_eq!(names(&order), ["b", "c", "x", "d", "a", "y"]);
    }

    #[test]
    fn limits_hold_and_an_endless_list_of_new_ones_is_no_trouble() {
        let many = (0..).map(|n| named(&format!("n{n}")));
        let limits = Limits { new: 2, reviews: 4 };
        let order = order(vec![due("a", 0.9), due("b", 0.2)], many, limits, |_| true, |_| None::<u8>);
        assert_eq!(names(&order), ["b", "n0", "a", "n1"]);
        let limits = Limits { new: 2, reviews: 1 };
        let full = super::order(vec![due("a", 0.9), due("b", 0.2)], [named("n")], limits, |_| true, |_| None::<u8>);
        assert_eq!(names(&full), ["b"], "what is due leaves no room");
        assert!(super::order(Vec::new(), [], limits, |_| true, |_| None::<u8>).is_empty());
    }

    #[test]
    fn a_bank_with_limits_of_its_own_neither_takes_room_nor_gives_it() {
        let of = |bank: &str, name: &str| QuestionRef { bank: BankId::new(bank).unwrap(), ..named(name) };
        let (own, shared) = (BankId::new("own").unwrap(), BankId::new("b").unwrap());
        let agenda = Agenda {
            due: [("own", "a", 0.1), ("own", "b", 0.2), ("b", "c", 0.3), ("b", "d", 0.4)]
                .map(|(bank, name, recall)| Due { question: of(bank, name), recall })
                .into(),
            done: [(own.clone(), Done { fresh: 1, reviewed: 2 }), (shared.clone(), Done { fresh: 2, reviewed: 0 })]
                .into(),
            own: [(own.clone(), Limits { new: 2, reviews: 3 })].into(),
            ..Agenda::default()
        };
        let limits = Limits { new: 3, reviews: 9 };
        let left = agenda.left(limits);
        assert_eq!(left.general, Limits { new: 1, reviews: 9 });
        assert_eq!(left.own[&own], Limits { new: 1, reviews: 1 });
        let new =
            ["own", "b", "own", "b", "b"].iter().zip(["v", "w", "x", "y", "z"]).map(|(bank, name)| of(bank, name));
        let order = order(agenda.due.clone(), new, left, |question| question.question.as_str() != "w", |_| None::<u8>);
        assert_eq!(names(&order), ["a", "c", "d", "y"], "the bank of its own has no room for a new one");
        assert_eq!(agenda.offer(limits, [(own, 9), (shared, 9)]), (3, 1));
    }

    #[test]
    fn questions_of_one_passage_are_not_neighbours_where_others_can_stand_between() {
        let due = vec![due("p1", 0.1), due("p2", 0.2), due("q", 0.3), due("p3", 0.4)];
        let order = order(due, [], ALL, |_| true, |question| question.question.as_str().chars().next());
        assert_eq!(names(&order), ["p1", "q", "p2", "p3"], "the last two cannot be moved apart");
    }
}
