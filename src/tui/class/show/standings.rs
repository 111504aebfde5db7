//! Who stands where.

use ratatui::text::{Line, Span};

use super::{Show, blanks};
use crate::room::rules::Scoring;
use crate::room::score::Score;
use crate::room::view::Standings;
use crate::text;
use crate::tui::page::{Page, Row};
use crate::tui::widgets::spread;

impl Show<'_> {
    pub(super) fn standings(&self, words: &str, standings: &Standings) -> Page {
        let ways = [1, 0].map(|air| self.ranks(standings, air));
        let (_, mut rows) = self.fitting(ways);
        if rows.is_empty() {
            rows = self.words("Thank you for taking part.");
        }
        let count = format!("{} learners", self.view.players);
        let asides = vec![Line::styled(format!("{} · {count}", text::clean(&self.view.title)), self.theme.quiet)];
        let asides = asides.into_iter().chain([Line::styled(count, self.theme.quiet)]).collect();
        Page { title: self.title(words), asides, rows, ..Page::default() }
    }

    fn ranks(&self, standings: &Standings, air: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        for placed in &standings.top {
            let got = worth(self.view.scoring, &placed.score);
            rows.push(self.rank(placed.rank, placed.name.as_str(), got));
            rows.extend(blanks(air));
        }
        if !standings.teams.is_empty() {
            rows.extend(blanks(usize::from(!rows.is_empty() && air == 0)));
            rows.push(Row::new(Line::styled("Teams, by the mean of their members", self.theme.quiet)));
        }
        for team in &standings.teams {
            let mean = if self.view.scoring == Scoring::Speed {
                format!("{:.0} points", team.mean)
            } else {
                format!("{} right", marks(team.mean))
            };
            rows.push(self.rank(team.rank, team.name.as_str(), mean));
        }
        rows
    }

    fn rank(&self, rank: u32, name: &str, got: String) -> Row {
        let style = if rank == 1 { self.theme.selected } else { self.theme.plain };
        let left = Line::from(vec![
            Span::styled(format!("{rank:>3}  "), self.theme.quiet),
            Span::styled(text::clean(name).into_owned(), style),
        ]);
        Row::new(spread(left, Line::styled(got, style), self.area.width.min(60)))
    }
}

/// What somebody has got, in words.
#[must_use]
pub fn worth(scoring: Scoring, score: &Score) -> String {
    match scoring {
        Scoring::Accuracy => format!("{} of {}", marks(score.marks), score.of),
        Scoring::Speed => format!("{} points", score.points),
        Scoring::None => String::new(),
    }
}

/// Marks with no more decimals than they need.
fn marks(marks: f64) -> String {
    let words = format!("{marks:.2}");
    words.trim_end_matches('0').trim_end_matches('.').to_owned()
}
