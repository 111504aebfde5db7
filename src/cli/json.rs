//! A sitting as JSON, for scripts.

use serde_json::{Value, json};

use crate::bank::Library;
use crate::session::{Answer, End, Mode, Score, Sitting};

/// A sitting's result. While a question is open, nothing in it gives its answer away: keys, marks and scores are null
/// until they have been shown.
#[must_use]
pub fn sitting(sitting: &Sitting, library: &Library) -> Value {
    let plan = sitting.plan();
    let exam = sitting.mode() == Mode::Exam;
    let scored = if exam { matches!(sitting.end(), Some(End::Submitted | End::Overdue)) } else { true };
    let score = scored.then(|| sitting.score());
    let passed = score.as_ref().filter(|_| exam).map(|score| score.passes(plan.options.pass));
    json!({
        "sitting": plan.id,
        "mode": sitting.mode().name(),
        "begun_ms": plan.begun.at,
        "deadline_ms": plan.deadline,
        "seed": plan.options.seed,
        "options": plan.options,
        "finished": sitting.end().is_some_and(|end| end != End::Abandoned),
        "end": sitting.end(),
        "score": score.as_ref().map(self::score),
        "pass_mark": exam.then_some(plan.options.pass),
        "passed": passed,
        "topics": score.as_ref().map(|score| topics(score, sitting, library)),
        "responses": (0..sitting.len()).map(|place| response(sitting, place, scored)).collect::<Vec<_>>(),
    })
}

/// A score.
#[must_use]
pub fn score(score: &Score) -> Value {
    let margin = score.margin().map(|m| json!({ "percent": m.percent, "low": m.low, "high": m.high }));
    json!({
        "got": score.total.got,
        "of": score.total.of,
        "percent": score.total.share() * 100.0,
        "right": score.right,
        "wrong": score.wrong,
        "blank": score.blank,
        "uncounted": score.uncounted,
        "margin": margin,
    })
}

fn topics(score: &Score, sitting: &Sitting, library: &Library) -> Vec<Value> {
    let bank = |topic: &crate::id::TopicId| {
        let mut places = sitting.places().iter().enumerate();
        places.find(|(place, _)| sitting.question(*place).is_some_and(|question| question.topic == *topic))
    };
    let topic = |(topic, tally): &(crate::id::TopicId, crate::session::score::Tally)| {
        let title = bank(topic).map(|(_, at)| library.topic_title(&at.question.bank, topic));
        json!({ "topic": topic, "title": title, "got": tally.got, "of": tally.of })
    };
    score.topics.iter().map(topic).collect()
}

fn response(sitting: &Sitting, place: usize, scored: bool) -> Value {
    let at = sitting.place(place);
    let question = sitting.question(place);
    let response = sitting.response(place);
    let picks = response.and_then(|response| response.answer.picks());
    let text = |choice: &u8| question.and_then(|question| question.choices.get(usize::from(*choice)));
    let answer = match response.map(|response| &response.answer) {
        Some(Answer::Picks(_)) => "picks",
        Some(Answer::DontKnow) => "dont-know",
        Some(Answer::Blank) => "blank",
        None if question.is_none() => "withdrawn",
        None if sitting.skipped(place) => "skipped",
        None => "open",
    };
    // What the learner has been shown: everything once an exam was handed in; in practice what was answered.
    let shown = scored && (sitting.mode() == Mode::Exam || sitting.answered(place));
    json!({
        "place": place + 1,
        "question": at.map(|at| &at.question),
        "version": at.map(|at| at.version),
        "stem": question.map(|question| question.stem.as_str()),
        "answer": answer,
        "picks": picks,
        "texts": picks.map(|picks| picks.iter().filter_map(text).map(|choice| choice.text.as_str()).collect::<Vec<_>>()),
        "confidence": response.map(|response| response.confidence),
        "took_ms": response.map(|response| response.took),
        "after_reveal": response.map(|response| response.after_reveal),
        "keys": question.filter(|_| shown).map(|question| question.keys()),
        "fully_right": response.filter(|_| shown).map(|response| response.fully_right),
        "mark": shown.then(|| sitting.mark(place)),
    })
}
