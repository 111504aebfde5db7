//! What the marks of many say of the questions and of the whole, by classical test theory.
//!
//! Marks go in, a row for each learner and in it one mark (0 to 1) for each question, where no answer is 0; figures come
//! out, each as a share of one. The formulas are those of Moodle's quiz statistics report
//! (<https://docs.moodle.org/dev/Quiz_statistics_calculations>). A figure that is not defined, because all marks are
//! alike or there are too few, is none.

use serde::Serialize;

/// Spreads below this are but the noise of reckoning: the least that marks of five thousand can have is far above.
const NOISE: f64 = 1e-9;

/// What marks say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// The learners' scores, each the mean of the learner's marks.
    pub scores: Scores,
    /// How far the questions measure one thing; see [`reliability`].
    pub reliability: Option<f64>,
    /// How far a learner's score may be off by chance, as a standard deviation: that of the scores times
    /// √(1 − reliability), Moodle's standard error.
    pub error: Option<f64>,
    /// The questions, in their order.
    pub questions: Vec<Figures>,
}

/// How scores are spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Scores {
    /// Their mean.
    pub mean: Option<f64>,
    /// The one in the middle, or the mean of the two in the middle.
    pub median: Option<f64>,
    /// Their standard deviation, that of a sample.
    pub sd: Option<f64>,
}

/// What marks say of one question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// How easy it is: the mean of its marks.
    pub facility: Option<f64>,
    /// The standard deviation of its marks, that of a sample.
    pub sd: Option<f64>,
    /// How far those who are good at the rest are good at it: the correlation of its marks with the sum of the others,
    /// −1 to 1. Moodle's discrimination index, elsewhere called the corrected item-total or item-rest correlation.
    pub discrimination: Option<f64>,
    /// The same as a share of what its marks would allow: the covariance of its marks with the sum of the others, by the
    /// covariance of both when each is sorted. Moodle's discriminative efficiency.
    pub efficiency: Option<f64>,
}

impl Analysis {
    /// What these marks say: of so many questions, a row for each learner. A mark that a row lacks is 0.
    #[must_use]
    pub fn of<R: AsRef<[f64]>>(marks: &[R], questions: usize) -> Self {
        let mark = |row: &R, question: usize| row.as_ref().get(question).copied().unwrap_or(0.0);
        let totals: Vec<f64> = marks.iter().map(|row| row.as_ref().iter().take(questions).sum()).collect();
        let columns = (0..questions).map(|question| marks.iter().map(|row| mark(row, question)).collect::<Vec<f64>>());
        let mut variances = Vec::with_capacity(questions);
        let figures = columns.map(|column| {
            variances.push(covariance(&column, &column).unwrap_or(0.0));
            let rest = totals.iter().zip(&column).map(|(total, mark)| total - mark).collect();
            Figures::of(column, rest)
        });
        let figures = figures.collect();
        let scores: Vec<f64> = totals.iter().map(|total| total / questions as f64).collect();
        let spread = Scores::of(scores);
        let reliability = covariance(&totals, &totals).and_then(|whole| reliability(&variances, whole));
        let error = reliability.and_then(|share| Some(spread.sd? * (1.0 - share).max(0.0).sqrt()));
        Self { scores: spread, reliability, error, questions: figures }
    }
}

impl Scores {
    /// How these scores are spread.
    #[must_use]
    pub fn of(mut scores: Vec<f64>) -> Self {
        Self { mean: mean(&scores), sd: deviation(&scores), median: median(&mut scores) }
    }
}

impl Figures {
    /// What a question's marks say of it, beside what each learner has got of the rest, in whatever unit.
    #[must_use]
    pub fn of(mut column: Vec<f64>, mut rest: Vec<f64>) -> Self {
        let (facility, sd) = (mean(&column), deviation(&column));
        let shared = covariance(&column, &rest);
        let discrimination = shared.and_then(|shared| {
            let spread = sd.filter(|sd| *sd > NOISE)? * deviation(&rest).filter(|sd| *sd > NOISE)?;
            Some((shared / spread).clamp(-1.0, 1.0))
        });
        column.sort_by(f64::total_cmp);
        rest.sort_by(f64::total_cmp);
        let most = covariance(&column, &rest).filter(|most| *most > NOISE);
        let efficiency = shared.and_then(|shared| Some((shared / most?).clamp(-1.0, 1.0)));
        Self { facility, sd, discrimination, efficiency }
    }
}

/// Cronbach's α, from the variances of the questions' marks and that of their sum; where all marks are 0 or 1 it is the
/// Kuder–Richardson formula 20. Moodle's coefficient of internal consistency. It takes two questions and two scores that
/// differ.
#[must_use]
pub fn reliability(variances: &[f64], whole: f64) -> Option<f64> {
    let count = variances.len() as f64;
    (variances.len() > 1 && whole > NOISE)
        .then(|| count / (count - 1.0) * (1.0 - variances.iter().sum::<f64>() / whole))
}

fn mean(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    mean.is_finite().then_some(mean)
}

/// The value in the middle of some, which are sorted for it, or the mean of the two in the middle.
#[must_use]
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = values.get(half).copied()?;
    let even = values.len().is_multiple_of(2);
    Some(if even { f64::midpoint(values.get(half.wrapping_sub(1)).copied()?, upper) } else { upper })
}

fn deviation(values: &[f64]) -> Option<f64> {
    covariance(values, values).map(f64::sqrt)
}

/// The covariance of a sample of two or more.
fn covariance(one: &[f64], other: &[f64]) -> Option<f64> {
    let (middle, centre) = (mean(one)?, mean(other)?);
    let products = one.iter().zip(other).map(|(x, y)| (x - middle) * (y - centre));
    (one.len() > 1).then(|| products.sum::<f64>() / (one.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Reference {
        moodle: Moodle,
        classical: Vec<Classical>,
    }

    /// Moodle's figures are percent.
    #[derive(Deserialize)]
    struct Moodle {
        marks: Vec<Vec<f64>>,
        /// Mean, median, standard deviation, internal consistency, standard error.
        test: [f64; 5],
        /// Facility, standard deviation, discrimination index, discriminative efficiency.
        questions: Vec<[f64; 4]>,
    }

    #[derive(Deserialize)]
    struct Classical {
        name: String,
        /// How many gave each pattern of right (1) and wrong (0) answers.
        patterns: BTreeMap<String, usize>,
        mean: f64,
        facility: Vec<f64>,
        item_rest: Vec<f64>,
        kr20: f64,
    }

    fn near(told: Option<f64>, reference: f64, what: &str) {
        let told = told.unwrap_or(f64::NAN);
        assert!((told - reference).abs() < 1e-9, "{what}: {told} is not {reference}");
    }

    #[test]
    fn figures_are_those_of_moodle_and_of_published_tests() {
        let Reference { moodle, classical } =
            serde_json::from_str(include_str!("../tests/analysis-reference.json")).unwrap();
        let Analysis { scores, reliability, error, questions } = Analysis::of(&moodle.marks, 5);
        let test = [scores.mean, scores.median, scores.sd, reliability, error];
        for (told, reference) in test.into_iter().zip(moodle.test) {
            near(told, reference / 100.0, "test");
        }
        for (n, (told, reference)) in questions.iter().zip(&moodle.questions).enumerate() {
            let told = [told.facility, told.sd, told.discrimination, told.efficiency];
            for (told, reference) in told.into_iter().zip(reference) {
                near(told, reference / 100.0, &format!("question {n}"));
            }
        }
        for Classical { name, patterns, mean, facility, item_rest, kr20 } in classical {
            let row = |pattern: &str| pattern.bytes().map(|b| f64::from(b - b'0')).collect::<Vec<f64>>();
            let rows: Vec<_> =
                patterns.iter().flat_map(|(pattern, count)| std::iter::repeat_n(row(pattern), *count)).collect();
            let count = facility.len();
            let told = Analysis::of(&rows, count);
            near(told.scores.mean.map(|mean| mean * count as f64), mean, &name);
            near(told.reliability, kr20, &name);
            for (n, told) in told.questions.iter().enumerate() {
                near(told.facility, facility[n], &name);
                near(told.discrimination, item_rest[n], &name);
            }
        }
    }

    #[test]
    fn what_is_not_defined_is_none() {
        let none = Analysis::of::<[f64; 2]>(&[], 2);
        assert_eq!((none.scores, none.reliability, none.questions.len()), (Scores::default(), None, 2));
        assert_eq!(Analysis::of(&[[0.5; 0]], 0).scores.mean, None);
        let one = Analysis::of(&[[1.0, 0.0]], 2);
        assert_eq!((one.scores.mean, one.scores.sd, one.questions[0].discrimination), (Some(0.5), None, None));
        let alike = Analysis::of(&[[0.1, 0.7, 0.2], [0.1, 0.7, 0.2], [0.1, 0.7, 0.2]], 3);
        assert_eq!((alike.reliability, alike.error), (None, None));
        assert!(alike.questions.iter().all(|x| x.discrimination.is_none() && x.efficiency.is_none()));
    }

    proptest! {
        #[test]
        fn no_marks_give_a_figure_that_is_no_number(
            marks in prop::collection::vec(prop::collection::vec((0_u8..4).prop_map(|x| f64::from(x) / 3.0), 0..5), 0..9),
        ) {
            let told = Analysis::of(&marks, 4);
            let Scores { mean, median, sd } = told.scores;
            let whole = [mean, median, sd, told.reliability, told.error];
            let each = told.questions.iter().flat_map(|x| [x.facility, x.sd, x.discrimination, x.efficiency]);
            prop_assert!(whole.into_iter().chain(each).flatten().all(f64::is_finite));
            for figure in told.questions {
                prop_assert!(figure.discrimination.is_none_or(|x| (-1.0..=1.0).contains(&x)));
                prop_assert!(figure.efficiency.is_none_or(|x| (-1.0..=1.0).contains(&x)));
            }
        }
    }
}
