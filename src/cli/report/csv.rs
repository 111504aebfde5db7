//! A report for a spreadsheet.

use super::super::progress::cell;
use crate::room::page::{letter, letters};
use crate::room::report::Report;

/// A row for each learner and one for each question. Of a learner, the last columns have what was picked of each
/// question; of a question, they are empty.
pub fn csv(report: &Report) -> String {
    let mut csv = String::new();
    let mut heads: Vec<String> = [
        "row",
        "place",
        "name",
        "team_or_topic",
        "answered",
        "right",
        "marks",
        "points",
        "seconds",
        "facility",
        "discrimination",
        "first_tally",
        "tally",
        "most_often_wrong",
    ]
    .map(str::to_owned)
    .into();
    heads.extend(report.questions.iter().map(|asked| format!("q{}", asked.number)));
    line(&mut csv, &heads);
    let seconds = |millis: i64| format!("{:.1}", millis as f64 / 1_000.0);
    let share = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{share:.4}"));
    for learner in &report.learners {
        let mut row = vec![
            "learner".to_owned(),
            learner.rank.map_or_else(String::new, |rank| rank.to_string()),
            cell(learner.name.as_str()),
            cell(learner.team.as_ref().map_or("", |team| team.as_str())),
            learner.answered.to_string(),
            learner.right.to_string(),
            format!("{:.4}", learner.marks),
            learner.points.to_string(),
            seconds(learner.took.0),
        ];
        row.extend(std::iter::repeat_n(String::new(), 5));
        row.extend(learner.picks.iter().map(|picks| picks.map(letters).unwrap_or_default()));
        line(&mut csv, &row);
    }
    for asked in &report.questions {
        let tally = |tally: Option<&Vec<u32>>| {
            let counts = (0_u8..).zip(tally.into_iter().flatten());
            counts.map(|(place, count)| format!("{} {count}", letter(place))).collect::<Vec<_>>().join("; ")
        };
        let mut row = vec![
            "question".to_owned(),
            asked.number.to_string(),
            cell(&asked.stem),
            cell(&asked.topic),
            asked.answers.saturating_add(asked.hands).to_string(),
            asked.right.to_string(),
            format!("{:.4}", asked.marks),
            String::new(),
            asked.took.map_or_else(String::new, |took| seconds(took.0)),
            share(asked.facility),
            share(asked.discrimination),
            tally(asked.tallies.first().filter(|_| asked.tallies.len() > 1)),
            tally(asked.tallies.last()),
            asked.common.as_ref().map_or_else(String::new, |wrong| letter(wrong.place).to_string()),
        ];
        row.extend(std::iter::repeat_n(String::new(), report.questions.len()));
        line(&mut csv, &row);
    }
    csv
}

/// A row of cells that are written as they stand.
fn line(csv: &mut String, cells: &[String]) {
    csv.push_str(&cells.join(","));
    csv.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::sample::Played;
    use crate::room::{Command, Rules};

    #[test]
    fn every_row_has_the_columns_of_the_head_and_no_name_is_a_formula() {
        let mut drill = Played::new(Rules { close_when_all: false, ..Rules::default() });
        let [ana, bo] = ["=1+1, \"x\"", "@bo"].map(|name| drill.joins(name));
        for picks in [&[1][..], &[0, 2]] {
            drill.must(Command::Ask);
            drill.after(1_500).answers(ana, picks).unwrap();
            drill.answers(bo, &[3]).unwrap();
            drill.must(Command::Reveal);
        }
        let told = csv(&Report::of(&drill.room));
        let rows: Vec<&str> = told.split_terminator("\r\n").collect();
        assert_eq!(rows.len(), 1 + 2 + 2);
        assert!(rows[0].ends_with(",q1,q2"), "{told}");
        assert_eq!(rows[1], "learner,1,\"'=1+1, \"\"x\"\"\",,2,2,2.0000,0,3.0,,,,,,B,A C");
        assert_eq!(rows[2], "learner,2,'@bo,,2,0,0.0000,0,3.0,,,,,,D,D");
        assert_eq!(rows[3], "question,1,stem 0?,Topic,2,1,1.0000,,1.5,0.5000,,,A 0; B 1; C 0; D 1,D,,");
    }
}
